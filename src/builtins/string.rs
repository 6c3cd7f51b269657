//! String: comparison, joining, conversion, bytes, encodings.
//!
//! What works on characters by position is in `string_index`, what returns a
//! changed copy in `string_change`, what takes strings apart in `string_parts`.

use std::cmp::Ordering;

use crate::natives;
use crate::object::{Encoding, JoinError, Str, Value, compatible, encoding, inspect, known};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

use super::algo::int_text::{self, Mode, Parsed};
use super::algo::{case, float_text};
use super::arg::{self, fit, this_str};

natives! {
    pub static ROWS;
    string_size: "String" ["length", "size"] 0 shared size;
    string_bytesize: "String" ["bytesize"] 0 shared bytesize;
    string_empty: "String" ["empty?"] 0 shared is_empty;
    string_to_s: "String" ["to_s", "to_str"] 0 shared to_s;
    string_inspect: "String" ["inspect"] 0 shared inspect_;
    string_dump: "String" ["dump"] 0 shared dump;
    string_eq: - 1 shared eq [declines];
    string_eql: "String" ["eql?"] 1 shared eql;
    string_hash: "String" ["hash"] 0 shared super::integer::hash;
    string_cmp: - 1 shared cmp [declines];
    string_casecmp: - 1 shared casecmp [declines];
    string_casecmp_p: - 1 shared casecmp_p [declines];
    string_add: - 1 shared add [declines];
    string_mul: - 1 shared mul [declines];
    string_push: - 1 shared push [declines];
    string_become: - 1 shared become_ [declines];
    string_clear: "String" ["clear"] 0 shared clear;
    string_ord: "String" ["ord"] 0 shared ord;
    string_hex: "String" ["hex"] 0 shared hex;
    string_oct: "String" ["oct"] 0 shared oct;
    string_to_i: - 0..1 shared to_i [declines];
    string_to_f: "String" ["to_f"] 0 shared to_f;
    string_to_sym: "String" ["to_sym", "intern"] 0 shared to_sym;
    string_getbyte: - 1 shared getbyte [declines];
    string_setbyte: - 2 exclusive setbyte [declines];
    string_byteslice: - 1..2 shared byteslice [declines];
    string_sum: - 0..1 shared sum [declines];
    string_encoding: "String" ["encoding"] 0 shared encoding_;
    string_force_encoding: - 1 shared force_encoding [declines];
    string_valid: "String" ["valid_encoding?"] 0 shared is_valid;
    string_ascii: "String" ["ascii_only?"] 0 shared is_ascii;
    string_b: "String" ["b"] 0 shared b;
    string_dup: "String" ["+@"] 0 shared unfrozen;
    string_copy: "String" ["__copy"] 0 shared copy [private];
    string_dedup: "String" ["-@", "dedup"] 0 shared dedup;
    string_reserve: "String" ["__reserve"] 1 shared reserve [private];
    string_scrub: "String" ["__scrub"] 1 shared scrub [private];
    string_scrub_parts: "String" ["__scrub_parts"] 0 shared parts [private];
}

/// A new plain String with the encoding of another.
pub(super) fn alike<'w>(vm: &'w Vm, source: Str<'_>, bytes: &[u8]) -> Outcome<'w> {
    Ok(fit(vm, vm.new_string_in(bytes, source.encoding()))?.value())
}

/// The encoding that both strings can meet in.
pub(super) fn meet(vm: &Vm, a: Str<'_>, b: Str<'_>) -> Result<Encoding, Stop> {
    compatible(a, b).ok_or_else(|| vm.raise_incompatible(a.encoding(), b.encoding()))
}

/// Raises for bytes that make no character where the encodings' own error is
/// used.
pub(super) fn incompatible_bytes(vm: &Vm, encoding: Encoding) -> Stop {
    vm.compatibility_error(format!("invalid byte sequence in {}", encoding.name()))
}

/// Raises for a failed join.
pub(super) fn joined<T>(vm: &Vm, result: Result<T, JoinError>) -> Result<T, Stop> {
    result.map_err(|error| match error {
        JoinError::TooBig => vm.no_memory("failed to allocate memory"),
        JoinError::Incompatible(a, b) => vm.raise_incompatible(a, b),
    })
}

fn size<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::fixnum(this_str(args.this).char_count() as i64))
}

fn bytesize<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::fixnum(this_str(args.this).len() as i64))
}

fn is_empty<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(this_str(args.this).is_empty()))
}

fn to_s<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    if vm.class_of(args.this) == known::STRING {
        return Ok(args.this);
    }
    Ok(fit(vm, vm.str_dup(this_str(args.this)))?.value())
}

fn inspect_<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    arg::new_str(vm, &vm.str_inspect(this_str(args.this)))
}

fn dump<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    if string.encoding() != Encoding::Utf8 {
        return dump_bytes(vm, string);
    }
    let mut shown = Vec::new();
    inspect::string(string.bytes(), string.encoding(), &mut shown);
    let text = String::from_utf8_lossy(&shown);
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c);
        } else if (c as u32) < 0x1_0000 {
            out.push_str(&format!("\\u{:04X}", c as u32));
        } else {
            out.push_str(&format!("\\u{{{:X}}}", c as u32));
        }
    }
    let out = out.replace("\\u0000", "\\x00").replace("\\u007F", "\\x7F");
    alike(vm, string, control_as_hex(&out).as_bytes())
}

/// `dump` of a string whose characters cannot be shown in UTF-8.
fn dump_bytes<'w>(vm: &'w Vm, string: Str<'w>) -> Outcome<'w> {
    let mut shown = Vec::new();
    inspect::string(string.bytes(), Encoding::Binary, &mut shown);
    if string.encoding().is_ascii_compatible() {
        return alike(vm, string, &shown);
    }
    let name = string.encoding().name();
    shown.extend_from_slice(format!(".dup.force_encoding(\"{name}\")").as_bytes());
    Ok(fit(vm, vm.new_string_in(&shown, Encoding::Binary))?.value())
}

/// `\u0001` as `\x01`.
fn control_as_hex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\u00") {
        let escaped = rest[..at].chars().rev().take_while(|&c| c == '\\').count() % 2 == 1;
        let low = rest[at + 4..].starts_with(['0', '1']);
        out.push_str(&rest[..at]);
        out.push_str(if low && !escaped { "\\x" } else { "\\u00" });
        rest = &rest[at + 4..];
    }
    out + rest
}

fn eq<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    if args.this == args[0] {
        return Ok(Value::TRUE);
    }
    match args[0].as_string() {
        Some(other) => Ok(Value::bool(this_str(args.this).eql(other))),
        None if !args[0].word().is_object() => Ok(Value::FALSE),
        None => Err(Stop::Decline),
    }
}

fn eql<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let other = args[0].as_string();
    Ok(Value::bool(
        other.is_some_and(|other| this_str(args.this).eql(other)),
    ))
}

fn cmp<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let other = args[0].as_string().ok_or(Stop::Decline)?;
    let this = this_str(args.this);
    let order = this.compare(other);
    if order == Ordering::Equal && !this.eql(other) {
        // Same bytes that mean something else: the order of the encodings decides.
        let rank = |s: Str<'_>| s.encoding().rank();
        return Ok(Value::fixnum(rank(this).cmp(&rank(other)) as i64));
    }
    Ok(Value::fixnum(order as i64))
}

fn casecmp<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let other = args[0].as_string().ok_or(Stop::Decline)?;
    let (a, b) = (this_str(args.this), other);
    if compatible(a, b).is_none() {
        return Ok(Value::NIL);
    }
    let low = |s: Str<'w>| s.bytes().iter().map(u8::to_ascii_lowercase);
    let order: Ordering = low(a).cmp(low(b));
    Ok(Value::fixnum(order as i64))
}

fn casecmp_p<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let other = args[0].as_string().ok_or(Stop::Decline)?;
    let (a, b) = (this_str(args.this), other);
    if compatible(a, b).is_none() {
        return Ok(Value::NIL);
    }
    if !a.is_valid() || !b.is_valid() {
        return Err(vm.argument_error("input string invalid"));
    }
    Ok(Value::bool(
        case::fold(&encoding::to_text(a.bytes(), a.encoding()))
            == case::fold(&encoding::to_text(b.bytes(), b.encoding())),
    ))
}

fn add<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let (a, b) = (this_str(args.this), arg::str(vm, args[0])?);
    let encoding = meet(vm, a, b)?;
    let sum = fit(vm, vm.new_string_with_capacity(a.len() + b.len()))?;
    sum.set_encoding(encoding);
    fit(vm, vm.str_push(sum, a.bytes()))?;
    fit(vm, vm.str_push(sum, b.bytes()))?;
    Ok(sum.value())
}

fn mul<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    let times = arg::int(vm, args[0])?;
    if times < 0 {
        return Err(vm.argument_error("negative argument"));
    }
    let total = (string.len() as u64).checked_mul(times as u64);
    let Some(total) = total.filter(|&t| t < 1 << 31) else {
        if total.is_none_or(|t| t > i64::MAX as u64) {
            return Err(vm.argument_error("argument too big"));
        }
        return Err(vm.no_memory("failed to allocate memory"));
    };
    let product = fit(vm, vm.new_string_with_capacity(total as usize))?;
    product.set_encoding(string.encoding());
    for _ in 0..if total == 0 { 0 } else { times } {
        fit(vm, vm.str_push(product, string.bytes()))?;
    }
    Ok(product.value())
}

/// Appends a string, or the character with a code.
fn push<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    if let Some(other) = args[0].as_string() {
        vm.check_frozen(args.this)?;
        joined(vm, vm.str_concat(string, other))?;
        return Ok(args.this);
    }
    let Some(code) = args[0].as_integer() else {
        if !args[0].word().is_object() {
            vm.check_frozen(args.this)?;
            return Err(vm.conversion_error(args[0], "String"));
        }
        return Err(Stop::Decline);
    };
    vm.check_frozen(args.this)?;
    let out = || vm.range_error(format!("{} out of char range", code.to_text(10)));
    let number = code
        .to_i64()
        .and_then(|i| u32::try_from(i).ok())
        .ok_or_else(out)?;
    if string.encoding() == Encoding::UsAscii && (0x80..0x100).contains(&number) {
        string.set_encoding(Encoding::Binary);
    }
    let mut bytes = Vec::new();
    character(vm, number, string.encoding(), &mut bytes)?;
    fit(vm, vm.str_push(string, &bytes))?;
    Ok(args.this)
}

/// Appends the character with a code, or raises RangeError.
pub(super) fn character(
    vm: &Vm,
    code: u32,
    encoding: Encoding,
    out: &mut Vec<u8>,
) -> Result<(), Stop> {
    if encoding::push_code(code, encoding, out) {
        return Ok(());
    }
    let most = match encoding {
        _ if encoding.is_unicode() => 0x10_ffff,
        _ if encoding.is_single_byte() => 0xff,
        _ => u32::MAX,
    };
    Err(vm.range_error(if code > most {
        format!("{code} out of char range")
    } else {
        format!("invalid codepoint 0x{code:X} in {}", encoding.name())
    }))
}

/// `replace`, `initialize_copy`.
fn become_<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.check_frozen(args.this)?;
    let other = arg::str(vm, args[0])?;
    if args.this != args[0] {
        vm.str_become(this_str(args.this), other);
    }
    Ok(args.this)
}

fn clear<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.check_frozen(args.this)?;
    fit(vm, vm.str_replace(this_str(args.this), b""))?;
    Ok(args.this)
}

fn ord<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    if string.is_empty() {
        return Err(vm.argument_error("empty string"));
    }
    match encoding::code(string.bytes(), string.encoding()) {
        Some(code) => Ok(Value::fixnum(code.into())),
        None => {
            let name = string.encoding().name();
            Err(vm.argument_error(format!("invalid byte sequence in {name}")))
        }
    }
}

fn read<'w>(vm: &'w Vm, text: &[u8], base: u32) -> Outcome<'w> {
    match int_text::parse(text, base, Mode::Prefix) {
        Some(Parsed::Small(i)) => Ok(vm.int(i)),
        Some(Parsed::Big(big)) => fit(vm, vm.integer_from_big(&big)),
        None => Ok(Value::fixnum(0)),
    }
}

fn hex<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    read(vm, this_str(args.this).bytes(), 16)
}

fn oct<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let bytes = this_str(args.this).bytes();
    let start = bytes
        .iter()
        .position(|b| !b.is_ascii_whitespace())
        .unwrap_or(0);
    let digits = match &bytes[start..] {
        [b'+' | b'-', rest @ ..] => rest,
        rest => rest,
    };
    let prefixed = matches!(digits, [b'0', b'x' | b'X' | b'b' | b'B' | b'd' | b'D', ..]);
    read(vm, bytes, if prefixed { 0 } else { 8 })
}

fn to_i<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let base = match args.get(0) {
        None => 10,
        Some(base) => arg::int(vm, base)?,
    };
    if base < 0 || base == 1 || base > 36 {
        return Err(vm.argument_error(format!("invalid radix {base}")));
    }
    read(vm, this_str(args.this).bytes(), base as u32)
}

fn to_f<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.float(float_text::read_prefix(this_str(args.this).bytes())))
}

fn to_sym<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    if !string.is_valid() {
        let shown = String::from_utf8_lossy(&vm.str_inspect(string)).into_owned();
        let name = string.encoding().name();
        return Err(vm.encoding_error(format!("invalid symbol in encoding {name} :{shown}")));
    }
    let name = encoding::symbol_name(string.bytes(), string.encoding());
    Ok(Value::symbol(vm.intern_computed(&name)?))
}

fn getbyte<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let bytes = this_str(args.this).bytes();
    let at = arg::from_end(arg::int(vm, args[0])?, bytes.len());
    let byte = at.and_then(|at| bytes.get(at));
    Ok(byte.map_or(Value::NIL, |&b| Value::fixnum(b.into())))
}

fn setbyte<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let index = arg::int(vm, vm.arg(0))?;
    let byte = arg::int(vm, vm.arg(1))? as u8;
    vm.check_frozen(vm.this())?;
    let length = this_str(vm.this()).len();
    let at = arg::from_end(index, length).filter(|&at| at < length);
    let Some(at) = at else {
        return Err(vm.index_error(format!("index {index} out of string")));
    };
    let this = this_str(vm.this());
    let mut bytes = this.bytes().to_vec();
    bytes[at] = byte;
    fit(vm, vm.str_replace(this, &bytes))?;
    Ok(vm.arg(1))
}

/// The bytes at a position, with a length or alone.
fn byteslice<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    let total = string.len();
    let index = arg::int(vm, args[0])?;
    let length = args.get(1).map(|length| arg::int(vm, length)).transpose()?;
    let Some(from) = arg::from_end(index, total).filter(|&from| from <= total) else {
        return Ok(Value::NIL);
    };
    match length {
        None if from == total => Ok(Value::NIL),
        Some(length) if length < 0 => Ok(Value::NIL),
        length => {
            let length = length.unwrap_or(1) as usize;
            Ok(fit(vm, vm.str_slice(string, from, length))?.value())
        }
    }
}

fn sum<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let bits = match args.get(0) {
        None => 16,
        Some(bits) => arg::int(vm, bits)?,
    };
    let bytes = this_str(args.this).bytes();
    let total: i64 = bytes.iter().map(|&b| i64::from(b)).sum();
    Ok(Value::fixnum(if (1..62).contains(&bits) {
        total & ((1 << bits) - 1)
    } else {
        total
    }))
}

fn encoding_<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(super::encoding::object(vm, this_str(args.this).encoding()))
}

fn force_encoding<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.check_frozen(args.this)?;
    this_str(args.this).set_encoding(super::encoding::of(vm, args[0])?);
    Ok(args.this)
}

fn is_valid<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(this_str(args.this).is_valid()))
}

fn is_ascii<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(this_str(args.this).is_ascii()))
}

fn b<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let copy = fit(vm, vm.str_dup(this_str(args.this)))?;
    copy.set_encoding(Encoding::Binary);
    Ok(copy.value())
}

fn unfrozen<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    if args.this.is_frozen() || args.this.is_chilled() {
        copy(vm, args)
    } else {
        Ok(args.this)
    }
}

/// A new plain String with the same bytes.
fn copy<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(fit(vm, vm.str_dup(this_str(args.this)))?.value())
}

fn dedup<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    if vm.is_interned(args.this) {
        return Ok(args.this);
    }
    let bare = vm.class_of(args.this) == known::STRING && vm.ivar_names(args.this).is_empty();
    if !bare {
        // Its text alone is not all of it.
        if args.this.is_frozen() {
            return Ok(args.this);
        }
        let own = vm.wrap(vm.allocate(vm.class_of(args.this))?);
        vm.str_become(this_str(own), this_str(args.this));
        vm.freeze(own);
        return Ok(own);
    }
    let copy = copy(vm, args)?;
    vm.freeze(copy);
    vm.mark_interned(copy);
    Ok(copy)
}

fn reserve<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let capacity = arg::int(vm, args[0])?;
    let capacity = usize::try_from(capacity).unwrap_or(0);
    fit(vm, vm.str_reserve(this_str(args.this), capacity))?;
    Ok(args.this)
}

/// A copy with each run of bad bytes replaced.
fn scrub<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    let new = arg::str(vm, args[0])?;
    let mut out = Vec::with_capacity(string.len());
    if string.encoding() == Encoding::Utf8 {
        for chunk in string.bytes().utf8_chunks() {
            out.extend_from_slice(chunk.valid().as_bytes());
            if !chunk.invalid().is_empty() {
                out.extend_from_slice(new.bytes());
            }
        }
    } else {
        for (good, part) in encoding::parts(string.bytes(), string.encoding()) {
            out.extend_from_slice(if good { part } else { new.bytes() });
        }
    }
    alike(vm, string, &out)
}

/// The characters and the runs of bad bytes between them.
fn parts<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    let array = fit(vm, vm.new_array(0))?;
    for (_, part) in encoding::parts(string.bytes(), string.encoding()) {
        fit(vm, vm.array_push(array, alike(vm, string, part)?))?;
    }
    Ok(array.value())
}
