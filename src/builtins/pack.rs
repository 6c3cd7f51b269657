//! `Array#pack`: takes elements one after the other, converts them, lays them
//! out.

use num_bigint::BigInt;

use crate::natives;
use crate::object::{Encoding, Value, known};
use crate::vm::{Handle, Outcome, Stop, Vm};

use super::algo::pack::{self, Count, Directive, Failure, Template};
use super::algo::{float_text, round, transfer};
use super::arg::{fit, made_int, made_str};

natives! {
    pub static ROWS;
    array_pack: "Array" ["__packed"] 2 exclusive array_pack [private];
}

/// Longest result.
const MOST_BYTES: usize = 1 << 31;

/// A packing under way.
struct Packing {
    out: Vec<u8>,
    /// The elements.
    items: Handle,
    /// The next one.
    next: usize,
}

/// The Array packed by a template, behind the bytes of a String.
fn array_pack<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let template = made_str(vm, vm.arg(0))?.bytes().to_vec();
    let before = made_str(vm, vm.arg(1))?.bytes().to_vec();
    let mut packing = Packing {
        out: before,
        items: vm.this_handle(),
        next: 0,
    };
    let mut encoding = Encoding::UsAscii;
    for directive in Template::new(&template) {
        let directive = directive.map_err(|failure| failed(vm, failure))?;
        encoding = match (directive.letter, encoding) {
            (b'U', Encoding::UsAscii) => Encoding::Utf8,
            (b'U' | b'm' | b'M' | b'u', encoding) => encoding,
            _ => Encoding::Binary,
        };
        packing.follow(vm, directive, &template)?;
    }
    let vm = &*vm;
    Ok(fit(vm, vm.new_string_in(&packing.out, encoding))?.value())
}

/// Raises what is wrong with a template.
pub(super) fn failed(vm: &Vm, failure: Failure) -> Stop {
    match failure {
        Failure::Argument(message) => vm.argument_error(message),
        Failure::Range(message) => vm.range_error(message),
    }
}

impl Packing {
    fn follow(&mut self, vm: &mut Vm, d: Directive, template: &[u8]) -> Result<(), Stop> {
        if let Some(layout) = d.integer() {
            for _ in 0..self.times(vm, d) {
                let value = self.integer(vm)?;
                pack::push_integer(&mut self.out, layout, &value.to_signed_bytes_le());
            }
            return Ok(());
        }
        if let Some((size, big_endian)) = d.float() {
            for _ in 0..self.times(vm, d) {
                let value = self.float(vm)?;
                pack::push_float(&mut self.out, size, big_endian, value);
            }
            return Ok(());
        }
        match d.letter {
            b'a' | b'A' | b'Z' => self.text(vm, d),
            b'b' | b'B' | b'h' | b'H' => {
                let text = self.optional_string(vm)?;
                let count = d.times(text.len());
                self.room(vm, count)?;
                pack::push_digits(&mut self.out, d.letter, &text, count);
                Ok(())
            }
            b'U' => self.code_points(vm, d),
            b'w' => self.compressed(vm, d),
            b'm' | b'u' => self.printable(vm, d),
            b'M' => self.quoted(vm, d),
            b'x' | b'X' | b'@' => self.place(vm, d),
            b'p' | b'P' => self.pointers(vm, d),
            b'%' => Err(vm.argument_error("% is not supported")),
            _ => Err(failed(vm, d.unknown("pack", template))),
        }
    }

    /// How often a directive takes an element.
    fn times(&self, vm: &Vm, d: Directive) -> usize {
        let total = vm.get(self.items).as_array().map_or(0, |a| a.len());
        d.times(total.saturating_sub(self.next))
    }

    /// Raises unless there may be so many bytes more.
    fn room(&self, vm: &Vm, more: usize) -> Result<(), Stop> {
        if self.out.len().saturating_add(more) > MOST_BYTES {
            return Err(vm.no_memory("failed to allocate memory"));
        }
        Ok(())
    }

    /// The next element.
    fn item(&mut self, vm: &mut Vm) -> Result<Handle, Stop> {
        let found = vm.get(self.items).as_array().and_then(|a| a.get(self.next));
        let Some(word) = found.map(Value::word) else {
            return Err(vm.argument_error("too few arguments"));
        };
        self.next += 1;
        Ok(vm.protect_word(word))
    }

    fn integer(&mut self, vm: &mut Vm) -> Result<BigInt, Stop> {
        let item = self.item(vm)?;
        if let Some(f) = vm.get(item).as_float() {
            if !f.is_finite() {
                return Err(vm.float_domain_error(float_text::to_s(f)));
            }
            return Ok(round::truncate(f));
        }
        let converter = vm.intern_own("__to_integer");
        if vm.get(item).as_integer().is_none() {
            let word = vm.send(item, converter, &[item])?.word();
            vm.set(item, word);
        }
        Ok(made_int(vm, vm.get(item))?.to_big())
    }

    fn float(&mut self, vm: &mut Vm) -> Result<f64, Stop> {
        let item = self.item(vm)?;
        let value = vm.get(item);
        if let Some(f) = value.as_float() {
            return Ok(f);
        }
        if let Some(integer) = value.as_integer() {
            return Ok(integer.to_f64());
        }
        if !vm.is_a(value, known::NUMERIC) {
            let shown = vm.describe_for_conversion(value);
            return Err(vm.type_error(format!("can't convert {shown} into Float")));
        }
        let converter = vm.intern("Float");
        let word = vm.send(item, converter, &[item])?.word();
        let made = vm.wrap(word);
        made.as_float()
            .ok_or_else(|| vm.conversion_error(made, "Float"))
    }

    /// The bytes of the next element, which is a String or becomes one.
    fn string(&mut self, vm: &mut Vm) -> Result<Vec<u8>, Stop> {
        let item = self.item(vm)?;
        if vm.get(item).as_string().is_none() {
            let converter = vm.intern_own("__to_str");
            let word = vm.send(item, converter, &[item])?.word();
            vm.set(item, word);
        }
        Ok(made_str(vm, vm.get(item))?.bytes().to_vec())
    }

    /// The same, where nil is no text.
    fn optional_string(&mut self, vm: &mut Vm) -> Result<Vec<u8>, Stop> {
        let here = vm.get(self.items).as_array().and_then(|a| a.get(self.next));
        if here.is_some_and(Value::is_nil) {
            self.next += 1;
            return Ok(Vec::new());
        }
        self.string(vm)
    }

    /// `a A Z`: a text of a width.
    fn text(&mut self, vm: &mut Vm, d: Directive) -> Result<(), Stop> {
        let text = self.optional_string(vm)?;
        let width = match (d.count, d.letter) {
            (Count::All, b'Z') => text.len() + 1,
            _ => d.times(text.len()),
        };
        self.room(vm, width)?;
        let end = self.out.len() + width;
        self.out.extend_from_slice(&text[..text.len().min(width)]);
        self.out
            .resize(end, if d.letter == b'A' { b' ' } else { 0 });
        Ok(())
    }

    /// `U`
    fn code_points(&mut self, vm: &mut Vm, d: Directive) -> Result<(), Stop> {
        for _ in 0..self.times(vm, d) {
            let value = self.integer(vm)?;
            let Ok(code) = i64::try_from(&value) else {
                return Err(vm.range_error("bignum too big to convert into 'long'"));
            };
            let code = u32::try_from(code).ok().filter(|&code| code < 1 << 31);
            let code = code.ok_or_else(|| vm.range_error("pack(U): value out of range"))?;
            pack::push_code_point(&mut self.out, code);
        }
        Ok(())
    }

    /// `w`
    fn compressed(&mut self, vm: &mut Vm, d: Directive) -> Result<(), Stop> {
        for _ in 0..self.times(vm, d) {
            let value = self.integer(vm)?;
            let Some(value) = value.to_biguint() else {
                return Err(vm.argument_error("can't compress negative numbers"));
            };
            transfer::push_ber(&mut self.out, &value);
        }
        Ok(())
    }

    /// `m u`: lines of printable text.
    fn printable(&mut self, vm: &mut Vm, d: Directive) -> Result<(), Stop> {
        let text = self.string(vm)?;
        let base64 = d.letter == b'm';
        let width = match d.times(if base64 { 1 } else { 0 }) {
            0 if base64 => {
                transfer::push_base64(&mut self.out, &text);
                return Ok(());
            }
            0..=2 => 45,
            64.. if !base64 => 63,
            width => width / 3 * 3,
        };
        for line in text.chunks(width) {
            if base64 {
                transfer::push_base64(&mut self.out, line);
                self.out.push(b'\n');
            } else {
                transfer::push_uu_line(&mut self.out, line);
            }
        }
        Ok(())
    }

    /// `M`: any object, shown by `to_s`.
    fn quoted(&mut self, vm: &mut Vm, d: Directive) -> Result<(), Stop> {
        let item = self.item(vm)?;
        if vm.get(item).as_string().is_none() {
            let converter = vm.intern("String");
            let word = vm.send(item, converter, &[item])?.word();
            vm.set(item, word);
        }
        let text = made_str(vm, vm.get(item))?.bytes();
        let width = match d.times(1) {
            0 | 1 => 72,
            width => width,
        };
        transfer::push_quoted_printable(&mut self.out, text, width);
        Ok(())
    }

    /// `x X @`: bytes are left out or taken back.
    fn place(&mut self, vm: &Vm, d: Directive) -> Result<(), Stop> {
        let count = d.times(0);
        let end = match d.letter {
            b'@' => Some(count),
            b'X' => self.out.len().checked_sub(count),
            _ => self.out.len().checked_add(count),
        };
        let end = end.ok_or_else(|| vm.argument_error("X outside of string"))?;
        self.room(vm, end.saturating_sub(self.out.len()))?;
        self.out.resize(end, 0);
        Ok(())
    }

    /// `p P`: there are no addresses to give away, only that of nothing.
    fn pointers(&mut self, vm: &mut Vm, d: Directive) -> Result<(), Stop> {
        let count = if d.letter == b'P' {
            1
        } else {
            self.times(vm, d)
        };
        for _ in 0..count {
            if !self.optional_string(vm)?.is_empty() {
                return Err(vm.argument_error("addresses of strings cannot be packed"));
            }
            self.out.extend_from_slice(&[0; 8]);
        }
        Ok(())
    }
}
