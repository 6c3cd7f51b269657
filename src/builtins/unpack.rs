//! `String#unpack`: reads values out of bytes by a template.

use num_bigint::{BigInt, Sign};

use crate::natives;
use crate::object::{Array, Encoding, Value};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

use super::algo::pack::{self, Count, Directive, Template};
use super::algo::transfer;
use super::arg::{self, fit, this_str};
use super::pack::failed;

natives! {
    pub static ROWS;
    string_unpack: "String" ["__unpack"] 3 shared unpack [private];
}

/// A reading under way.
struct Reading<'w> {
    vm: &'w Vm,
    bytes: &'w [u8],
    at: usize,
    found: Array<'w>,
    /// One value is enough.
    one: bool,
}

/// The values from an offset on by a template; all or, if the last argument is
/// true, the first in an Array.
fn unpack<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let template = arg::str(vm, args[0])?.bytes();
    let bytes = this_str(args.this).bytes();
    let offset = arg::int(vm, args[1])?;
    let Ok(offset) = usize::try_from(offset) else {
        return Err(vm.argument_error("offset can't be negative"));
    };
    if offset > bytes.len() {
        return Err(vm.argument_error("offset outside of string"));
    }
    let mut reading = Reading {
        vm,
        bytes,
        at: offset,
        found: fit(vm, vm.new_array(0))?,
        one: args[2] == Value::TRUE,
    };
    for directive in Template::new(template) {
        let directive = directive.map_err(|failure| failed(vm, failure))?;
        reading.follow(directive, template)?;
        if reading.done() {
            break;
        }
    }
    Ok(reading.found.value())
}

impl<'w> Reading<'w> {
    fn done(&self) -> bool {
        self.one && !self.found.is_empty()
    }

    fn rest(&self) -> &'w [u8] {
        &self.bytes[self.at..]
    }

    fn add(&mut self, value: Value<'w>) -> Result<(), Stop> {
        fit(self.vm, self.vm.array_push(self.found, value))
    }

    fn add_text(&mut self, bytes: &[u8], encoding: Encoding) -> Result<(), Stop> {
        let string = fit(self.vm, self.vm.new_string_in(bytes, encoding))?;
        self.add(string.value())
    }

    fn add_integer(&mut self, value: i128) -> Result<(), Stop> {
        let value = match i64::try_from(value) {
            Ok(small) => self.vm.int(small),
            Err(_) => fit(self.vm, self.vm.integer_from_big(&BigInt::from(value)))?,
        };
        self.add(value)
    }

    fn follow(&mut self, d: Directive, template: &[u8]) -> Result<(), Stop> {
        if let Some(layout) = d.integer() {
            return self.items(d, layout.size, |reading, bytes| {
                reading.add_integer(pack::integer(bytes, layout))
            });
        }
        if let Some((size, big_endian)) = d.float() {
            return self.items(d, size, |reading, bytes| {
                let value = reading.vm.float(pack::float(bytes, big_endian));
                reading.add(value)
            });
        }
        match d.letter {
            b'a' | b'A' | b'Z' => self.text(d),
            b'b' | b'B' | b'h' | b'H' => {
                let count = (d.count != Count::All).then(|| d.times(0));
                let (text, taken) = pack::digits(d.letter, self.rest(), count);
                self.at += taken;
                self.add_text(&text, Encoding::UsAscii)
            }
            b'U' => self.code_points(d),
            b'w' => self.compressed(d),
            b'm' => self.base64(d),
            b'u' => {
                let (text, taken) = transfer::uu(self.rest());
                self.at += taken;
                self.add_text(&text, Encoding::Binary)
            }
            b'M' => {
                let text = transfer::quoted_printable(self.rest());
                self.at = self.bytes.len();
                self.add_text(&text, Encoding::Binary)
            }
            b'x' | b'X' | b'@' => self.place(d),
            b'p' | b'P' => Ok(()),
            b'%' => Err(self.vm.argument_error("% is not supported")),
            _ => Err(failed(self.vm, d.unknown("unpack", template))),
        }
    }

    /// Reads items of a size; those that the bytes are too few for are nil.
    fn items(
        &mut self,
        d: Directive,
        size: usize,
        mut add: impl FnMut(&mut Self, &[u8]) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let there = self.rest().len() / size;
        let count = d.times(there);
        for chunk in self.rest().chunks_exact(size).take(count) {
            self.at += size;
            add(self, chunk)?;
            if self.done() {
                return Ok(());
            }
        }
        if count > there + (1 << 24) {
            return Err(self.vm.no_memory("failed to allocate memory"));
        }
        for _ in there..count {
            self.add(Value::NIL)?;
        }
        Ok(())
    }

    /// `a A Z`
    fn text(&mut self, d: Directive) -> Result<(), Stop> {
        let rest = self.rest();
        let width = d.times(rest.len()).min(rest.len());
        let field = &rest[..width];
        let end_of_text = field.iter().position(|&b| b == 0);
        self.at += match (d.letter, d.count, end_of_text) {
            (b'Z', Count::All, Some(end)) => end + 1,
            _ => width,
        };
        let text = match d.letter {
            b'A' => {
                let kept = field.iter().rposition(|b| !b" \0".contains(b));
                &field[..kept.map_or(0, |last| last + 1)]
            }
            b'Z' => &field[..end_of_text.unwrap_or(width)],
            _ => field,
        };
        self.add_text(text, Encoding::Binary)
    }

    /// `U`
    fn code_points(&mut self, d: Directive) -> Result<(), Stop> {
        let mut count = d.times(self.rest().len());
        while count > 0 && !self.rest().is_empty() && !self.done() {
            let found = pack::code_point(self.rest());
            let (code, length) = found.map_err(|message| self.vm.argument_error(message))?;
            self.at += length;
            self.add_integer(code.into())?;
            count -= 1;
        }
        Ok(())
    }

    /// `w`
    fn compressed(&mut self, d: Directive) -> Result<(), Stop> {
        let mut count = d.times(self.rest().len());
        while count > 0 && !self.done() {
            let Some((value, length)) = transfer::ber(self.rest()) else {
                self.at = self.bytes.len();
                break;
            };
            self.at += length;
            let value = BigInt::from_biguint(Sign::Plus, value);
            let value = fit(self.vm, self.vm.integer_from_big(&value))?;
            self.add(value)?;
            count -= 1;
        }
        Ok(())
    }

    /// `m`, strict as `m0`.
    fn base64(&mut self, d: Directive) -> Result<(), Stop> {
        let rest = self.rest();
        self.at = self.bytes.len();
        let text = match d.count {
            Count::Times(0) => transfer::strict_base64(rest)
                .ok_or_else(|| self.vm.argument_error("invalid base64"))?,
            _ => transfer::base64(rest),
        };
        self.add_text(&text, Encoding::Binary)
    }

    /// `x X @`
    fn place(&mut self, d: Directive) -> Result<(), Stop> {
        let rest = self.rest().len();
        let at = match (d.letter, d.count) {
            (b'x', Count::All) => Some(self.bytes.len()),
            (b'x', _) => Some(d.times(0)).filter(|&n| n <= rest).map(|n| self.at + n),
            (b'X', _) => self.at.checked_sub(d.times(0)),
            (_, Count::One) => Some(0),
            _ => Some(d.times(0)),
        };
        let letter = char::from(d.letter);
        let outside = || {
            self.vm
                .argument_error(format!("{letter} outside of string"))
        };
        self.at = at
            .filter(|&at| at <= self.bytes.len())
            .ok_or_else(outside)?;
        Ok(())
    }
}
