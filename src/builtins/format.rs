//! `format`: fetches arguments and converts them for the directives.

use num_bigint::BigInt;

use crate::natives;
use crate::object::{Encoding, Integer, Value, encoding, known, sym};
use crate::vm::{Handle, Outcome, Stop, Vm};

use super::algo::format::{Directive, Failure, Piece, Pieces, Source, Spec};
use super::algo::{float_text, format_number, int_text, round};
use super::arg;

natives! {
    pub static ROWS;
    kernel_format: "Kernel" ["format", "sprintf"] 0.. exclusive format [private];
    kernel_format_s: "Kernel." ["format", "sprintf"] 0.. exclusive format;
    string_format: "String" ["__format"] 0.. exclusive format_this [private];
}

fn format<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    if argc == 0 {
        return Err(vm.argument_error("too few arguments"));
    }
    let template = vm.arg_handle(0);
    let items: Vec<Handle> = (1..argc).map(|i| vm.arg_handle(i)).collect();
    if vm.get(template).as_string().is_none() {
        let converter = vm.intern_own("__to_str");
        let word = vm.send(template, converter, &[template])?.word();
        vm.set(template, word);
    }
    run(vm, template, &items)
}

fn format_this<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    let template = vm.this_handle();
    let items: Vec<Handle> = (0..argc).map(|i| vm.arg_handle(i)).collect();
    run(vm, template, &items)
}

fn run<'v>(vm: &'v mut Vm, template: Handle, items: &[Handle]) -> Outcome<'v> {
    let string = arg::made_str(vm, vm.get(template))?;
    let (text, mut encoding) = (string.bytes().to_vec(), string.encoding());
    let mut pieces = Pieces::new(&text);
    let mut out = Vec::with_capacity(text.len() + 16);
    loop {
        let mut star = |index: usize| -> Result<i64, Stop> {
            let item = item(vm, items, index)?;
            arg::int(vm, vm.get(item)).map_err(|stop| match stop {
                Stop::Decline => vm.conversion_error(vm.get(item), "Integer"),
                Stop::Raise => stop,
            })
        };
        let Some(piece) = pieces.next(&mut star) else {
            break;
        };
        match piece {
            Ok(Piece::Text(text)) => out.extend_from_slice(text),
            Ok(Piece::Directive(directive)) => {
                let value = fetch(vm, items, &directive)?;
                let before = out.len();
                let met = show(vm, &mut out, &directive, value)?;
                if met != encoding && !out[before..].is_ascii() {
                    if !text.is_ascii() || !out[..before].is_ascii() {
                        return Err(vm.raise_incompatible(encoding, met));
                    }
                    encoding = met;
                }
            }
            Err(Failure::Format(message)) => return Err(vm.argument_error(message)),
            Err(Failure::Caller(stop)) => return Err(stop),
        }
    }
    let vm = &*vm;
    Ok(arg::fit(vm, vm.new_string_in(&out, encoding))?.value())
}

fn item(vm: &Vm, items: &[Handle], index: usize) -> Result<Handle, Stop> {
    let found = items.get(index).copied();
    found.ok_or_else(|| vm.argument_error("too few arguments"))
}

fn fetch(vm: &mut Vm, items: &[Handle], directive: &Directive<'_>) -> Result<Handle, Stop> {
    let (name, shown) = match directive.source {
        Source::At(index) => return item(vm, items, index),
        Source::Named(name, shown) => (name, shown),
        Source::None => unreachable!("a directive shows something"),
    };
    let [hash] = items else {
        return Err(vm.argument_error("one hash required"));
    };
    let Some(table) = vm.get(*hash).as_hash() else {
        return Err(vm.argument_error("one hash required"));
    };
    let key = vm.symbols.intern(name);
    if let Ok(Some(value)) = vm.hash_get(table, Value::symbol(key)) {
        let word = value.word();
        return Ok(vm.protect_word(word));
    }
    let key = vm.protect_word(Value::symbol(key).word());
    let word = vm.send(*hash, sym::DEFAULT, &[key])?.word();
    if word.is_nil() {
        let message = [b"key", shown, b" not found"].concat();
        return Err(vm.key_error(message, vm.get(*hash), vm.get(key)));
    }
    Ok(vm.protect_word(word))
}

fn show(
    vm: &mut Vm,
    out: &mut Vec<u8>,
    directive: &Directive<'_>,
    value: Handle,
) -> Result<Encoding, Stop> {
    let spec = &directive.spec;
    match directive.conversion {
        by @ (b's' | b'}' | b'p') => {
            let by = if by == b'p' { sym::INSPECT } else { sym::TO_S };
            let (text, encoding) = text_of(vm, value, by)?;
            padded_text(out, spec, cut(&text, encoding, spec.precision), encoding);
            return Ok(encoding);
        }
        b'c' => {
            let (text, encoding) = character(vm, value)?;
            padded_text(out, spec, &text, encoding);
            return Ok(encoding);
        }
        b'f' if vm.get(value).as_integer().is_some() => {
            let big = vm.get(value).as_integer().expect("just asked").to_big();
            format_number::integer_as_float(out, spec, &big);
        }
        b'f' if vm.is_a(vm.get(value), known::RATIONAL) => {
            let part = |name| {
                let part = vm.ivar_get(vm.get(value), name);
                arg::made_int(vm, part).map(|part| part.to_big())
            };
            let (numerator, denominator) = (part(sym::NUMERATOR)?, part(sym::DENOMINATOR)?);
            format_number::ratio_as_float(out, spec, &numerator, &denominator);
        }
        conversion @ (b'f' | b'e' | b'E' | b'g' | b'G' | b'a' | b'A') => {
            let f = float_of(vm, value)?;
            format_number::float(out, spec, conversion, f);
        }
        conversion => {
            if let (b'd', Some(i)) = (conversion, vm.get(value).as_int())
                && *spec == Spec::default()
            {
                out.extend_from_slice(i.to_string().as_bytes());
                return Ok(Encoding::UsAscii);
            }
            let big = integer_of(vm, value)?;
            format_number::integer(out, spec, conversion, &big);
        }
    }
    Ok(Encoding::UsAscii)
}

/// The first characters.
fn cut(text: &[u8], encoding: Encoding, precision: Option<usize>) -> &[u8] {
    let Some(precision) = precision else {
        return text;
    };
    let taken = encoding::chars(text, encoding).take(precision);
    &text[..taken.map(<[u8]>::len).sum()]
}

fn padded_text(out: &mut Vec<u8>, spec: &Spec, text: &[u8], encoding: Encoding) {
    let count = encoding::chars(text, encoding).count();
    let blank = spec.width.saturating_sub(count);
    if !spec.minus {
        format_number::pad(out, b' ', blank);
    }
    out.extend_from_slice(text);
    if spec.minus {
        format_number::pad(out, b' ', blank);
    }
}

/// The bytes of `to_s` or `inspect`, and their encoding.
fn text_of(
    vm: &mut Vm,
    value: Handle,
    by: crate::object::Sym,
) -> Result<(Vec<u8>, Encoding), Stop> {
    if by == sym::TO_S
        && let Some(string) = vm.get(value).as_string()
    {
        return Ok((string.bytes().to_vec(), string.encoding()));
    }
    let word = vm.send(value, by, &[])?.word();
    match vm.wrap(word).as_string() {
        Some(string) => Ok((string.bytes().to_vec(), string.encoding())),
        None => Ok((vm.any_to_s(vm.get(value)).into_bytes(), Encoding::Utf8)),
    }
}

fn character(vm: &mut Vm, value: Handle) -> Result<(Vec<u8>, Encoding), Stop> {
    if let Some(string) = vm.get(value).as_string() {
        let length = encoding::char_len(string.bytes(), string.encoding());
        return Ok((string.bytes()[..length].to_vec(), string.encoding()));
    }
    let code = arg::int(vm, vm.get(value)).map_err(|stop| match stop {
        Stop::Decline => vm.conversion_error(vm.get(value), "Integer"),
        Stop::Raise => stop,
    })?;
    let c = u32::try_from(code).ok().and_then(char::from_u32);
    match c {
        Some(c) => Ok((c.to_string().into_bytes(), Encoding::Utf8)),
        None => Err(vm.argument_error("invalid character")),
    }
}

fn integer_of(vm: &mut Vm, value: Handle) -> Result<BigInt, Stop> {
    let this = vm.get(value);
    if let Some(i) = this.as_integer() {
        return Ok(i.to_big());
    }
    if let Some(f) = this.as_float() {
        if !f.is_finite() {
            return Err(vm.float_domain_error(float_text::to_s(f)));
        }
        return Ok(round::truncate(f));
    }
    if let Some(string) = this.as_string() {
        return match int_text::parse(string.bytes(), 0, int_text::Mode::Strict) {
            Some(int_text::Parsed::Small(i)) => Ok(i.into()),
            Some(int_text::Parsed::Big(big)) => Ok(big),
            None => Err(super::kernel::invalid(vm, string, "Integer")),
        };
    }
    let converter = vm.intern("Integer");
    let word = vm.send(value, converter, &[value])?.word();
    match vm.wrap(word).as_integer() {
        Some(i) => Ok(i.to_big()),
        None => Err(vm.conversion_error(vm.get(value), "Integer")),
    }
}

fn float_of(vm: &mut Vm, value: Handle) -> Result<f64, Stop> {
    let this = vm.get(value);
    if let Some(f) = this.as_float() {
        return Ok(f);
    }
    if let Some(i) = this.as_integer() {
        return Ok(match i {
            Integer::Small(i) => i as f64,
            big => big.to_f64(),
        });
    }
    if let Some(string) = this.as_string() {
        return float_text::read_all(string.bytes())
            .ok_or_else(|| super::kernel::invalid(vm, string, "Float"));
    }
    let converter = vm.intern("Float");
    let word = vm.send(value, converter, &[value])?.word();
    vm.wrap(word)
        .as_float()
        .ok_or_else(|| vm.conversion_error(vm.get(value), "Float"))
}
