//! Arithmetic on integers of any size, as Ruby means it.
//!
//! Owns the slow paths: what the interpreter does not do itself on two
//! immediates. Results are immediates where they fit.

use std::cmp::Ordering;

use num_bigint::{BigInt, Sign};
use num_integer::Integer as Division;
use num_traits::{Signed, ToPrimitive, Zero};

use super::value::Value;
use super::view::{Bignum, TooBig};
use super::world::World;

/// Results with more bits than this are refused.
const MAX_BITS: u64 = 1 << 31;

/// An integer, immediate or big.
#[derive(Clone, Copy, Debug)]
pub enum Integer<'w> {
    /// An immediate one.
    Small(i64),
    /// One beyond 63 bits.
    Big(Bignum<'w>),
}

/// Why there is no result.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NumberError {
    /// Division by zero.
    DivisionByZero,
    /// The result would be too large.
    TooBig,
}

impl From<TooBig> for NumberError {
    fn from(_: TooBig) -> NumberError {
        NumberError::TooBig
    }
}

impl<'w> Value<'w> {
    /// An integer of any size, or `None`.
    #[inline]
    pub fn as_integer(self) -> Option<Integer<'w>> {
        match self.as_int() {
            Some(i) => Some(Integer::Small(i)),
            None => self.as_bignum().map(Integer::Big),
        }
    }

    /// The immediate integer `i`, if 63 bits hold it.
    #[inline(always)]
    pub fn try_fixnum(i: i64) -> Option<Value<'w>> {
        (-(1 << 62)..1 << 62).contains(&i).then(|| Value::fixnum(i))
    }
}

impl Integer<'_> {
    /// The number.
    pub fn to_big(self) -> BigInt {
        match self {
            Integer::Small(i) => BigInt::from(i),
            Integer::Big(big) => big.to_big(),
        }
    }

    /// The number, if 64 bits hold it.
    pub fn to_i64(self) -> Option<i64> {
        match self {
            Integer::Small(i) => Some(i),
            Integer::Big(big) if big.digit_count() == 1 => big.to_big().to_i64(),
            Integer::Big(_) => None,
        }
    }

    /// The nearest double; infinite when the number is too large.
    pub fn to_f64(self) -> f64 {
        match self {
            Integer::Small(i) => i as f64,
            Integer::Big(big) => big.to_big().to_f64().unwrap_or(f64::NAN),
        }
    }

    /// Whether the number is below zero.
    pub fn is_negative(self) -> bool {
        match self {
            Integer::Small(i) => i < 0,
            Integer::Big(big) => big.is_negative(),
        }
    }

    /// Whether the number is zero.
    pub fn is_zero(self) -> bool {
        matches!(self, Integer::Small(0))
    }

    /// Whether the lowest bit is 0.
    pub fn is_even(self) -> bool {
        match self {
            Integer::Small(i) => i & 1 == 0,
            Integer::Big(big) => big.digit(0) & 1 == 0,
        }
    }

    /// Comparison of the numbers.
    pub fn compare(self, other: Integer<'_>) -> Ordering {
        match (self, other) {
            (Integer::Small(a), Integer::Small(b)) => a.cmp(&b),
            _ => self.to_big().cmp(&other.to_big()),
        }
    }

    /// Exact comparison with a double; `None` for NaN.
    pub fn compare_float(self, f: f64) -> Option<Ordering> {
        if f.is_nan() {
            return None;
        }
        if f.is_infinite() {
            return Some(if f > 0.0 {
                Ordering::Less
            } else {
                Ordering::Greater
            });
        }
        let whole = f.trunc();
        let order = match self {
            Integer::Small(i) if whole.abs() < 1e30 => i128::from(i).cmp(&(whole as i128)),
            _ => self
                .to_big()
                .cmp(&num_traits::FromPrimitive::from_f64(whole)?),
        };
        let rest = f - whole;
        Some(order.then(if rest > 0.0 {
            Ordering::Less
        } else if rest < 0.0 {
            Ordering::Greater
        } else {
            Ordering::Equal
        }))
    }

    /// The digits in a base from 2 to 36, with a minus sign if need be.
    pub fn to_text(self, base: u32) -> String {
        match self {
            Integer::Small(i) if base == 10 => i.to_string(),
            _ => self.to_big().to_str_radix(base),
        }
    }

    /// Bits needed, the sign left out: `Integer#bit_length`.
    pub fn bit_length(self) -> u64 {
        match self {
            Integer::Small(i) => (64 - (i ^ i >> 63).leading_zeros()).into(),
            Integer::Big(big) => {
                let big = big.to_big();
                if big.is_negative() {
                    (-big - 1u32).bits()
                } else {
                    big.bits()
                }
            }
        }
    }

    /// Bit `n` of the two's complement: `Integer#[]`.
    pub fn bit(self, n: u64) -> bool {
        match self {
            Integer::Small(i) => i >> n.min(63) & 1 != 0,
            Integer::Big(big) => big.to_big().bit(n),
        }
    }
}

impl World {
    /// `a + b`.
    pub fn integer_add(&self, a: Integer<'_>, b: Integer<'_>) -> Result<Value<'_>, TooBig> {
        if let (Integer::Small(a), Integer::Small(b)) = (a, b) {
            return Ok(self.int(a + b)); // 63 bits each
        }
        self.integer_from_big(&(a.to_big() + b.to_big()))
    }

    /// `a - b`.
    pub fn integer_sub(&self, a: Integer<'_>, b: Integer<'_>) -> Result<Value<'_>, TooBig> {
        if let (Integer::Small(a), Integer::Small(b)) = (a, b) {
            return Ok(self.int(a - b));
        }
        self.integer_from_big(&(a.to_big() - b.to_big()))
    }

    /// `a * b`.
    pub fn integer_mul(&self, a: Integer<'_>, b: Integer<'_>) -> Result<Value<'_>, TooBig> {
        if let (Integer::Small(a), Integer::Small(b)) = (a, b) {
            return Ok(self.int_from_i128(i128::from(a) * i128::from(b)));
        }
        let (a, b) = (a.to_big(), b.to_big());
        if a.bits() + b.bits() > MAX_BITS {
            return Err(TooBig);
        }
        self.integer_from_big(&(a * b))
    }

    /// `-a`.
    pub fn integer_neg(&self, a: Integer<'_>) -> Result<Value<'_>, TooBig> {
        match a {
            Integer::Small(a) => Ok(self.int(-a)),
            Integer::Big(big) => self.integer_from_big(&-big.to_big()),
        }
    }

    /// `a / b`, rounded down.
    pub fn integer_div(&self, a: Integer<'_>, b: Integer<'_>) -> Result<Value<'_>, NumberError> {
        match (a, b) {
            (_, Integer::Small(0)) => Err(NumberError::DivisionByZero),
            (Integer::Small(a), Integer::Small(b)) => Ok(self.int(Division::div_floor(&a, &b))),
            _ => Ok(self.integer_from_big(&a.to_big().div_floor(&b.to_big()))?),
        }
    }

    /// `a % b`, with the sign of `b`.
    pub fn integer_mod(&self, a: Integer<'_>, b: Integer<'_>) -> Result<Value<'_>, NumberError> {
        match (a, b) {
            (_, Integer::Small(0)) => Err(NumberError::DivisionByZero),
            (Integer::Small(a), Integer::Small(b)) => Ok(self.int(Division::mod_floor(&a, &b))),
            _ => Ok(self.integer_from_big(&a.to_big().mod_floor(&b.to_big()))?),
        }
    }

    /// Quotient rounded down, and modulo.
    pub fn integer_divmod(
        &self,
        a: Integer<'_>,
        b: Integer<'_>,
    ) -> Result<(Value<'_>, Value<'_>), NumberError> {
        match (a, b) {
            (Integer::Small(_), Integer::Small(_)) | (_, Integer::Small(0)) => {
                Ok((self.integer_div(a, b)?, self.integer_mod(a, b)?))
            }
            _ => {
                let (quotient, rest) = a.to_big().div_mod_floor(&b.to_big());
                Ok((
                    self.integer_from_big(&quotient)?,
                    self.integer_from_big(&rest)?,
                ))
            }
        }
    }

    /// The remainder with the sign of `a`.
    pub fn integer_remainder(
        &self,
        a: Integer<'_>,
        b: Integer<'_>,
    ) -> Result<Value<'_>, NumberError> {
        match (a, b) {
            (_, Integer::Small(0)) => Err(NumberError::DivisionByZero),
            (Integer::Small(a), Integer::Small(b)) => Ok(self.int(a % b)),
            _ => Ok(self.integer_from_big(&(a.to_big() % b.to_big()))?),
        }
    }

    /// `a ** b` for `b >= 0`.
    pub fn integer_pow(&self, a: Integer<'_>, b: Integer<'_>) -> Result<Value<'_>, NumberError> {
        match a {
            Integer::Small(0) => return Ok(Value::fixnum(b.is_zero().into())),
            Integer::Small(1) => return Ok(Value::fixnum(1)),
            Integer::Small(-1) => return Ok(Value::fixnum(if b.is_even() { 1 } else { -1 })),
            _ => {}
        }
        let exponent = b
            .to_i64()
            .and_then(|b| u32::try_from(b).ok())
            .ok_or(NumberError::TooBig)?;
        let base = a.to_big();
        if base.bits().saturating_mul(exponent.into()) > MAX_BITS {
            return Err(NumberError::TooBig);
        }
        Ok(self.integer_from_big(&base.pow(exponent))?)
    }

    /// `a ** b % m` for `b >= 0`, with the sign of `m`.
    pub fn integer_pow_mod(
        &self,
        a: Integer<'_>,
        b: Integer<'_>,
        m: Integer<'_>,
    ) -> Result<Value<'_>, NumberError> {
        if m.is_zero() {
            return Err(NumberError::DivisionByZero);
        }
        Ok(self.integer_from_big(&a.to_big().modpow(&b.to_big(), &m.to_big()))?)
    }

    /// `a << n`; a negative `n` shifts to the right.
    pub fn integer_shift(&self, a: Integer<'_>, n: Integer<'_>) -> Result<Value<'_>, NumberError> {
        let sign = Value::fixnum(if a.is_negative() { -1 } else { 0 });
        let Some(n) = n.to_i64() else {
            let vanishes = n.is_negative() || a.is_zero();
            return if vanishes {
                Ok(sign)
            } else {
                Err(NumberError::TooBig)
            };
        };
        if n < 0 {
            return match a {
                Integer::Small(a) => Ok(self.int(a >> n.unsigned_abs().min(63))),
                Integer::Big(big) if n.unsigned_abs() > MAX_BITS => Ok(if big.is_negative() {
                    sign
                } else {
                    Value::fixnum(0)
                }),
                Integer::Big(big) => {
                    Ok(self.integer_from_big(&(big.to_big() >> n.unsigned_abs()))?)
                }
            };
        }
        match a {
            Integer::Small(0) => Ok(Value::fixnum(0)),
            Integer::Small(a) if n < 64 => Ok(self.int_from_i128(i128::from(a) << n)),
            _ if n as u64 + a.bit_length() > MAX_BITS => Err(NumberError::TooBig),
            _ => Ok(self.integer_from_big(&(a.to_big() << n))?),
        }
    }

    /// `a & b`.
    pub fn integer_and(&self, a: Integer<'_>, b: Integer<'_>) -> Result<Value<'_>, TooBig> {
        match (a, b) {
            (Integer::Small(a), Integer::Small(b)) => Ok(self.int(a & b)),
            _ => self.integer_from_big(&(a.to_big() & b.to_big())),
        }
    }

    /// `a | b`.
    pub fn integer_or(&self, a: Integer<'_>, b: Integer<'_>) -> Result<Value<'_>, TooBig> {
        match (a, b) {
            (Integer::Small(a), Integer::Small(b)) => Ok(self.int(a | b)),
            _ => self.integer_from_big(&(a.to_big() | b.to_big())),
        }
    }

    /// `a ^ b`.
    pub fn integer_xor(&self, a: Integer<'_>, b: Integer<'_>) -> Result<Value<'_>, TooBig> {
        match (a, b) {
            (Integer::Small(a), Integer::Small(b)) => Ok(self.int(a ^ b)),
            _ => self.integer_from_big(&(a.to_big() ^ b.to_big())),
        }
    }

    /// `~a`.
    pub fn integer_not(&self, a: Integer<'_>) -> Result<Value<'_>, TooBig> {
        match a {
            Integer::Small(a) => Ok(self.int(!a)),
            Integer::Big(big) => self.integer_from_big(&!big.to_big()),
        }
    }

    /// The largest integer whose square is at most `a`, for `a >= 0`.
    pub fn integer_sqrt(&self, a: Integer<'_>) -> Result<Value<'_>, TooBig> {
        match a {
            Integer::Small(a) => Ok(self.int(a.isqrt())),
            Integer::Big(big) => self.integer_from_big(&big.to_big().sqrt()),
        }
    }

    /// The greatest common divisor.
    pub fn integer_gcd(&self, a: Integer<'_>, b: Integer<'_>) -> Result<Value<'_>, TooBig> {
        match (a, b) {
            (Integer::Small(a), Integer::Small(b)) => Ok(self.int(a.gcd(&b))),
            _ => self.integer_from_big(&a.to_big().gcd(&b.to_big())),
        }
    }

    /// The integer part of a finite double.
    pub fn integer_from_float(&self, f: f64) -> Option<Value<'_>> {
        let whole = f.trunc();
        if whole.abs() < 1e18 {
            return Some(self.int(whole as i64));
        }
        let big: BigInt = num_traits::FromPrimitive::from_f64(whole)?;
        self.integer_from_big(&big).ok()
    }
}

/// Reads an integer in Ruby's notation.
///
/// `base` is 2 to 36, or 0 to go by the prefix (`0x`, `0b`, `0o`, `0`, `0d`).
/// Strict reading (`Integer("...")`) wants the whole text to be a number;
/// otherwise (`String#to_i`) the longest number at the front counts, 0 at worst.
pub fn parse(text: &[u8], base: u32, strict: bool) -> Option<BigInt> {
    let missing = if strict { None } else { Some(BigInt::zero()) };
    let text = text.trim_ascii_start();
    let text = if strict { text.trim_ascii_end() } else { text };
    let (sign, rest) = match text {
        [b'-', rest @ ..] => (Sign::Minus, rest),
        [b'+', rest @ ..] => (Sign::Plus, rest),
        _ => (Sign::Plus, text),
    };
    let (base, rest) = prefix(rest, base);
    let mut digits = Vec::with_capacity(rest.len());
    let mut at = 0;
    while at < rest.len() {
        match (rest[at] as char).to_digit(base) {
            Some(digit) => digits.push(digit as u8),
            None if rest[at] == b'_' && at > 0 && rest[at - 1] != b'_' => {}
            None => break,
        }
        at += 1;
    }
    let whole = at == rest.len() && rest.last() != Some(&b'_');
    if digits.is_empty() || strict && !whole {
        return missing;
    }
    BigInt::from_radix_be(sign, &digits, base)
}

/// Takes a prefix off that suits the base; tells the base.
fn prefix(text: &[u8], base: u32) -> (u32, &[u8]) {
    let [b'0', letter, rest @ ..] = text else {
        return (if base == 0 { 10 } else { base }, text);
    };
    let said = match letter.to_ascii_lowercase() {
        b'x' => 16,
        b'b' => 2,
        b'o' => 8,
        b'd' => 10,
        _ if base == 0 => return (8, text),
        _ => return (base, text),
    };
    let digit_follows = rest.first().is_some_and(|&b| (b as char).is_digit(said));
    if (base == 0 || base == said) && digit_follows {
        (said, rest)
    } else {
        (if base == 0 { 10 } else { base }, text)
    }
}
