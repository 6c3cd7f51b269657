//! Rational and Complex: making one, and reading one from text.
//!
//! Owns the two parts of such a number as hidden variables and the grammar of
//! numbers in strings. Arithmetic is kernel Ruby.

use num_bigint::BigInt;
use num_traits::{One, Zero};

use crate::natives;
use crate::object::{Value, big_arithmetic, known, sym};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

use super::algo::float_text;
use super::arg;

natives! {
    pub static ROWS;
    kernel_new_rational: "Kernel" ["__new_rational"] 2 shared new_rational [private];
    kernel_new_complex: "Kernel" ["__new_complex"] 2 shared new_complex [private];
    kernel_read_rational: "Kernel" ["__read_rational"] 2 shared read_rational [private];
    kernel_read_complex: "Kernel" ["__read_complex"] 2 shared read_complex [private];
}

/// Exponents beyond this are refused: the number would fill the memory.
const MAX_EXPONENT: i64 = 1_000_000;

/// Takes `new`, `allocate` and what makes no sense for them from the classes.
pub fn install(vm: &mut Vm) {
    for class in [known::RATIONAL, known::COMPLEX] {
        let singleton = vm.singleton_class_of_class(class);
        for name in ["new", "allocate"] {
            let name = vm.intern(name);
            let _ = vm.undefine(singleton, name);
        }
    }
    for name in [
        "<",
        "<=",
        ">",
        ">=",
        "between?",
        "clamp",
        "%",
        "modulo",
        "div",
        "divmod",
        "remainder",
        "floor",
        "ceil",
        "round",
        "truncate",
        "step",
        "positive?",
        "negative?",
        "i",
    ] {
        let name = vm.intern(name);
        let _ = vm.undefine(known::COMPLEX, name);
    }
    let vm: &Vm = vm;
    let i = complex(vm, Value::fixnum(0), Value::fixnum(1));
    vm.const_set(known::COMPLEX, vm.intern("I"), i);
}

fn number<'w>(
    vm: &'w Vm,
    class: crate::object::ClassId,
    names: [crate::object::Sym; 2],
    parts: [Value<'w>; 2],
) -> Value<'w> {
    let made = vm.new_object(class);
    for (name, part) in names.into_iter().zip(parts) {
        vm.ivar_set(made, name, part);
    }
    vm.freeze(made);
    made
}

fn rational<'w>(vm: &'w Vm, numerator: Value<'w>, denominator: Value<'w>) -> Value<'w> {
    let names = [sym::NUMERATOR, sym::DENOMINATOR];
    number(vm, known::RATIONAL, names, [numerator, denominator])
}

fn complex<'w>(vm: &'w Vm, real: Value<'w>, imaginary: Value<'w>) -> Value<'w> {
    let names = [sym::REAL_PART, sym::IMAGINARY_PART];
    number(vm, known::COMPLEX, names, [real, imaginary])
}

/// A Rational of two Integers without common divisor, the second above 0.
fn new_rational<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(rational(vm, args[0], args[1]))
}

fn new_complex<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(complex(vm, args[0], args[1]))
}

/// A number as written.
#[derive(Debug, PartialEq)]
struct Written {
    /// Its exact value.
    numerator: BigInt,
    denominator: BigInt,
    /// Has a point or an exponent and no fraction bar.
    float: Option<f64>,
    /// Has a fraction bar.
    ratio: bool,
}

/// Reads bytes from a place on.
struct Reader<'a> {
    text: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn take(&mut self, wanted: impl Fn(u8) -> bool) -> Option<u8> {
        let byte = self.peek().filter(|byte| wanted(*byte))?;
        self.at += 1;
        Some(byte)
    }

    fn skip_space(&mut self) {
        while self.take(|byte| byte.is_ascii_whitespace()).is_some() {}
    }

    /// Digits with single underscores between them.
    fn digits(&mut self) -> Option<Vec<u8>> {
        let mut digits = Vec::new();
        while let Some(digit) = self.take(|byte| byte.is_ascii_digit()) {
            digits.push(digit);
            let next = self.text.get(self.at + 1);
            if self.peek() == Some(b'_') && next.is_some_and(u8::is_ascii_digit) {
                self.at += 1;
            }
        }
        (!digits.is_empty()).then_some(digits)
    }

    /// Digits, perhaps with a point and an exponent: the value as a fraction, and
    /// whether it was more than digits. None if the exponent is absurd.
    fn decimal(&mut self) -> Option<(BigInt, BigInt, bool)> {
        let mut exponent: i64 = 0;
        let mut more = false;
        let mut digits = match self.peek() {
            Some(b'.') => Vec::new(),
            _ => self.digits()?,
        };
        let next = self.text.get(self.at + 1);
        if self.peek() == Some(b'.') && next.is_some_and(u8::is_ascii_digit) {
            self.at += 1;
            let fraction = self.digits()?;
            exponent -= fraction.len() as i64;
            digits.extend(fraction);
            more = true;
        }
        if digits.is_empty() {
            return None;
        }
        let start = self.at;
        if self.take(|byte| byte == b'e' || byte == b'E').is_some() {
            let minus = self.take(|byte| byte == b'-' || byte == b'+') == Some(b'-');
            match self.digits() {
                Some(power) => {
                    let power: i64 = std::str::from_utf8(&power).ok()?.parse().ok()?;
                    exponent = exponent.checked_add(if minus { -power } else { power })?;
                    more = true;
                }
                None => self.at = start,
            }
        }
        if exponent.abs() > MAX_EXPONENT {
            return None;
        }
        let digits: Vec<u8> = digits.iter().map(|digit| digit - b'0').collect();
        let value = BigInt::from(big_arithmetic::from_digits(&digits, 10));
        let scale = num_traits::pow(BigInt::from(10), exponent.unsigned_abs() as usize);
        Some(match exponent < 0 {
            true => (value, scale, more),
            false => (value * scale, BigInt::one(), more),
        })
    }

    /// A number without sign.
    fn number(&mut self) -> Option<Written> {
        let start = self.at;
        let (mut numerator, mut denominator, more) = self.decimal()?;
        let plain: Vec<u8> = self.text[start..self.at]
            .iter()
            .copied()
            .filter(|byte| *byte != b'_')
            .collect();
        let mut ratio = false;
        let next = self.text.get(self.at + 1);
        if self.peek() == Some(b'/') && next.is_some_and(u8::is_ascii_digit) {
            self.at += 1;
            let (above, below, _) = self.decimal()?;
            numerator *= below;
            denominator *= above;
            ratio = true;
        }
        let divisor = big_arithmetic::gcd(numerator.magnitude(), denominator.magnitude());
        let divisor = BigInt::from(divisor);
        if !divisor.is_zero() && !denominator.is_zero() {
            numerator /= &divisor;
            denominator /= &divisor;
        }
        Some(Written {
            numerator,
            denominator,
            float: (more && !ratio).then(|| float_text::read_prefix(&plain)),
            ratio,
        })
    }

    fn sign(&mut self) -> Option<bool> {
        self.take(|byte| byte == b'+' || byte == b'-')
            .map(|sign| sign == b'-')
    }
}

impl Written {
    fn negate(mut self, negative: bool) -> Written {
        if negative {
            self.numerator = -self.numerator;
            self.float = self.float.map(|value| -value);
        }
        self
    }

    fn integer<'w>(vm: &'w Vm, value: &BigInt) -> Outcome<'w> {
        arg::fit(vm, vm.integer_from_big(value))
    }

    /// The exact value.
    fn exact<'w>(&self, vm: &'w Vm) -> Outcome<'w> {
        if self.denominator.is_zero() {
            return Err(vm.zero_division("divided by 0"));
        }
        let numerator = Written::integer(vm, &self.numerator)?;
        Ok(rational(
            vm,
            numerator,
            Written::integer(vm, &self.denominator)?,
        ))
    }

    /// The value in the class that the spelling means.
    fn value<'w>(&self, vm: &'w Vm) -> Outcome<'w> {
        match self.float {
            Some(value) => Ok(vm.float(value)),
            None if self.ratio => self.exact(vm),
            None => Written::integer(vm, &self.numerator),
        }
    }
}

fn one() -> Written {
    Written {
        numerator: BigInt::one(),
        denominator: BigInt::one(),
        float: None,
        ratio: false,
    }
}

/// The text to read; None if it must be a number as a whole and cannot be one.
fn reader<'w>(vm: &Vm, args: &Args<'w>) -> Result<Option<Reader<'w>>, Stop> {
    let text = arg::str(vm, args[0])?.bytes();
    let mut reader = Reader { text, at: 0 };
    reader.skip_space();
    if args[1].truthy() && text.contains(&0) {
        return Err(vm.argument_error("string contains null byte"));
    }
    Ok(Some(reader))
}

/// The Rational that a text begins with; nil if there is none. With a true
/// second argument nothing may follow.
fn read_rational<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let Some(mut reader) = reader(vm, args)? else {
        return Ok(Value::NIL);
    };
    let negative = reader.sign().unwrap_or(false);
    let Some(found) = reader.number() else {
        return Ok(Value::NIL);
    };
    if args[1].truthy() {
        reader.skip_space();
        if reader.peek().is_some() {
            return Ok(Value::NIL);
        }
    }
    found.negate(negative).exact(vm)
}

/// The parts of a Complex that a text begins with: real and imaginary part, or
/// length and angle and `true`. nil if there is none.
fn read_complex<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let Some(mut reader) = reader(vm, args)? else {
        return Ok(Value::NIL);
    };
    let Some((real, imaginary, polar)) = complex_parts(&mut reader) else {
        return Ok(Value::NIL);
    };
    if args[1].truthy() {
        reader.skip_space();
        if reader.peek().is_some() {
            return Ok(Value::NIL);
        }
    }
    let part = |written: Option<Written>| match written {
        Some(written) => written.value(vm),
        None => Ok(Value::fixnum(0)),
    };
    let (real, imaginary) = (part(real)?, part(imaginary)?);
    let list = arg::fit(vm, vm.new_array(3))?;
    for value in [real, imaginary, Value::bool(polar)] {
        arg::fit(vm, vm.array_push(list, value))?;
    }
    Ok(list.value())
}

type Parts = (Option<Written>, Option<Written>, bool);

fn complex_parts(reader: &mut Reader<'_>) -> Option<Parts> {
    let unit = |byte: u8| matches!(byte, b'i' | b'I' | b'j' | b'J');
    let sign = reader.sign();
    let first = match reader.number() {
        Some(number) => number,
        None => {
            reader.take(unit)?;
            return Some((None, Some(one().negate(sign == Some(true))), false));
        }
    };
    let first = first.negate(sign == Some(true));
    if reader.take(unit).is_some() {
        return Some((None, Some(first), false));
    }
    let back = reader.at;
    if reader.take(|byte| byte == b'@').is_some() {
        let negative = reader.sign().unwrap_or(false);
        if let Some(angle) = reader.number() {
            return Some((Some(first), Some(angle.negate(negative)), true));
        }
        reader.at = back;
        return Some((Some(first), None, false));
    }
    if let Some(negative) = reader.sign() {
        let second = reader.number().unwrap_or_else(one);
        if reader.take(unit).is_some() {
            return Some((Some(first), Some(second.negate(negative)), false));
        }
        reader.at = back;
    }
    Some((Some(first), None, false))
}

#[cfg(test)]
mod tests {
    use super::{Reader, complex_parts};

    fn number(text: &str) -> Option<String> {
        let mut reader = Reader {
            text: text.as_bytes(),
            at: 0,
        };
        let found = reader.number()?;
        Some(format!(
            "{}/{} {}",
            found.numerator, found.denominator, reader.at
        ))
    }

    #[test]
    fn numbers_are_read_exactly() {
        assert_eq!(number("0.75").as_deref(), Some("3/4 4"));
        assert_eq!(number("1_000/3x").as_deref(), Some("1000/3 7"));
        assert_eq!(number("1e2/3").as_deref(), Some("100/3 5"));
        assert_eq!(number("2e").as_deref(), Some("2/1 1"));
        assert_eq!(number("1/-3").as_deref(), Some("1/1 1"));
        assert_eq!(number("x"), None);
        assert_eq!(number("1e99999999999"), None);
    }

    #[test]
    fn complex_numbers_end_where_they_end() {
        let end = |text: &str| {
            let mut reader = Reader {
                text: text.as_bytes(),
                at: 0,
            };
            complex_parts(&mut reader).map(|_| reader.at)
        };
        assert_eq!(end("1+2i"), Some(4));
        assert_eq!(end("1+2"), Some(1));
        assert_eq!(end("-i"), Some(2));
        assert_eq!(end("1@2"), Some(3));
        assert_eq!(end("q"), None);
    }
}
