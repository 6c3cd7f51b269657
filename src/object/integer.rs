//! Arithmetic on integers of any size, as Ruby means it.
//!
//! Owns the slow paths: what the interpreter does not do itself on two
//! immediates. Results are immediates where they fit.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_integer::Integer as Division;
use num_traits::{Signed, ToPrimitive, Zero};

use super::big_arithmetic;
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

/// How a number is brought to fewer digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rounding {
    /// Downwards.
    Floor,
    /// Upwards.
    Ceil,
    /// Towards zero.
    Truncate,
    /// To the nearest; halves away from zero.
    HalfUp,
    /// To the nearest; halves to the even one.
    HalfEven,
    /// To the nearest; halves towards zero.
    HalfDown,
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

    /// How many digits of 64 bits the number takes.
    pub fn digit_count(self) -> usize {
        match self {
            Integer::Small(_) => 1,
            Integer::Big(big) => big.digit_count(),
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
        self.check_bits(a.bits() + b.bits())?;
        self.integer_from_big(&(a * b))
    }

    /// Refuses a result of so many bits that is not worth computing.
    fn check_bits(&self, bits: u64) -> Result<(), TooBig> {
        let fits = bits <= MAX_BITS && self.heap.could_hold(bits / 8);
        fits.then_some(()).ok_or(TooBig)
    }

    /// The digits in a base from 2 to 36, with a minus sign if need be; refused if
    /// the text could not be held.
    pub fn integer_to_text(&self, a: Integer<'_>, base: u32) -> Result<String, TooBig> {
        if let Integer::Big(_) = a {
            // No digit stands for more bits than the base takes.
            let digits = a.bit_length() / u64::from(u32::BITS - base.leading_zeros());
            if !self.heap.could_hold(digits) {
                return Err(TooBig);
            }
        }
        Ok(a.to_text(base))
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
        // The result has at least so many bits, and at most one more for each time.
        let bits = (base.bits() - 1).saturating_mul(exponent.into());
        if bits.saturating_add(exponent.into()) > MAX_BITS {
            return Err(NumberError::TooBig);
        }
        self.check_bits(bits)?;
        if base.magnitude().count_ones() == 1 {
            let odd = base.is_negative() && exponent % 2 == 1;
            let sign = BigInt::from(if odd { -1 } else { 1 });
            return Ok(self.integer_from_big(&(sign << bits))?);
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

    /// The next step of `base ** exponent % modulus`, none of them negative, and
    /// how many bits of the exponent are left then: `power` is the result for
    /// those above `left`.
    pub fn integer_pow_mod_step(
        &self,
        power: Integer<'_>,
        [base, exponent, modulus]: [Integer<'_>; 3],
        left: u64,
    ) -> Result<(Value<'_>, u64), TooBig> {
        let taken = big_arithmetic::exponent_bits_per_step(modulus.digit_count());
        let end = left.saturating_sub(taken);
        let [power, base, exponent, modulus] =
            [power, base, exponent, modulus].map(|i| i.to_big().into_parts().1);
        let power = big_arithmetic::pow_mod_step(power, &base, &exponent, end..left, &modulus);
        Ok((self.integer_from_big(&power.into())?, end))
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
            _ => {
                self.check_bits(n as u64 + a.bit_length())?;
                Ok(self.integer_from_big(&(a.to_big() << n))?)
            }
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
            Integer::Big(big) => {
                let root = big_arithmetic::sqrt(big.to_big().magnitude());
                self.integer_from_big(&root.into())
            }
        }
    }

    /// The number with its last `digits` decimal digits made zero.
    pub fn integer_round(
        &self,
        a: Integer<'_>,
        digits: u64,
        how: Rounding,
    ) -> Result<Value<'_>, TooBig> {
        let away = match how {
            Rounding::Floor => a.is_negative(),
            Rounding::Ceil => !a.is_negative() && !a.is_zero(),
            _ => false,
        };
        if away && digits > MAX_BITS / 4 {
            return Err(TooBig);
        }
        // Towards zero, digits beyond those of the number change nothing.
        let most = if away { digits } else { a.bit_length() / 3 + 2 };
        let digits = digits.min(most) as u32;
        let unit = BigInt::from(10).pow(digits);
        let a = a.to_big();
        let (low, rest) = a.div_mod_floor(&unit);
        let up = match how {
            Rounding::Floor => false,
            Rounding::Ceil => !rest.is_zero(),
            Rounding::Truncate => a.is_negative() && !rest.is_zero(),
            _ => match (&rest * 2u32).cmp(&unit) {
                Ordering::Less => false,
                Ordering::Greater => true,
                Ordering::Equal => match how {
                    Rounding::HalfUp => !a.is_negative(),
                    Rounding::HalfDown => a.is_negative(),
                    _ => low.is_odd(),
                },
            },
        };
        self.integer_from_big(&((low + u32::from(up)) * unit))
    }

    /// The greatest common divisor.
    pub fn integer_gcd(&self, a: Integer<'_>, b: Integer<'_>) -> Result<Value<'_>, TooBig> {
        match (a, b) {
            (Integer::Small(a), Integer::Small(b)) => Ok(self.int(a.gcd(&b))),
            _ => {
                let gcd = big_arithmetic::gcd(a.to_big().magnitude(), b.to_big().magnitude());
                self.integer_from_big(&gcd.into())
            }
        }
    }

    /// Two integers with the same greatest common divisor, after a bounded amount
    /// of work; the second is zero in the end.
    pub fn integer_gcd_step(
        &self,
        a: Integer<'_>,
        b: Integer<'_>,
    ) -> Result<(Value<'_>, Value<'_>), TooBig> {
        let [a, b] = [a, b].map(|i| i.to_big().into_parts().1);
        let (a, b) = big_arithmetic::gcd_step(a, b, big_arithmetic::STEP);
        Ok((
            self.integer_from_big(&a.into())?,
            self.integer_from_big(&b.into())?,
        ))
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

#[cfg(test)]
mod tests {
    use num_bigint::BigInt;
    use num_integer::Integer as Division;
    use proptest::prelude::{Strategy, any, prop_oneof, proptest};

    use super::{NumberError, Rounding, Value, World};
    use crate::heap::HeapConfig;

    fn number() -> impl Strategy<Value = BigInt> {
        prop_oneof![
            (-40i64..40).prop_map(BigInt::from),
            any::<i64>().prop_map(BigInt::from),
            any::<i128>().prop_map(BigInt::from),
            (any::<i128>(), 0u32..200).prop_map(|(i, n)| BigInt::from(i) << n),
            (0u32..70, -2i64..3).prop_map(|(n, i)| (BigInt::from(1) << n) + i),
        ]
    }

    #[test]
    fn what_memory_cannot_hold_is_not_computed() {
        let config = HeapConfig {
            limit_bytes: Some(3 << 20),
            ..HeapConfig::default()
        };
        let w = World::new(config);
        let int = |i: i64| super::Integer::Small(i);
        let big = w.integer_pow(int(-2), int(7_000_001)).expect("fits");
        let big = big.as_integer().expect("an integer");
        assert_eq!((big.bit_length(), big.is_negative()), (7_000_001, true));
        assert_eq!(w.integer_to_text(big, 2), Err(super::TooBig));
        let text = w.integer_to_text(big, 32).expect("fits");
        assert_eq!(text.len(), 7_000_001_usize.div_ceil(5) + 1);
        let huge = w.integer_pow(int(3), int(300_000_000));
        assert_eq!(huge, Err(NumberError::TooBig));
        let square = w.integer_mul(big, big).expect("fits");
        let square = square.as_integer().expect("an integer");
        assert_eq!(w.integer_mul(square, square), Err(super::TooBig));
        let far = w.integer_shift(int(1), int(30_000_000));
        assert_eq!(far, Err(NumberError::TooBig));
    }

    proptest! {
        #[test]
        fn as_big_integers_say(a in number(), b in number()) {
            let w = World::new(HeapConfig::default());
            let value = |big: &BigInt| w.integer_from_big(big).expect("small");
            let (x, y) = (value(&a).as_integer().expect("integer"), value(&b).as_integer().expect("integer"));
            let is = |got: Value<'_>, expected: BigInt| {
                // Normalised, hence eql to the value made from the result.
                assert_eq!(w.simple_eql(got, value(&expected)), Some(true), "{a} {b} {expected}");
                assert_eq!(w.simple_hash(got), w.simple_hash(value(&expected)));
            };
            is(w.integer_add(x, y).expect("fits"), &a + &b);
            is(w.integer_sub(x, y).expect("fits"), &a - &b);
            is(w.integer_mul(x, y).expect("fits"), &a * &b);
            is(w.integer_neg(x).expect("fits"), -&a);
            is(w.integer_and(x, y).expect("fits"), &a & &b);
            is(w.integer_or(x, y).expect("fits"), &a | &b);
            is(w.integer_xor(x, y).expect("fits"), &a ^ &b);
            is(w.integer_not(x).expect("fits"), !&a);
            assert_eq!(x.compare(y), a.cmp(&b));
            assert_eq!(x.to_text(16), a.to_str_radix(16));
            if y.is_zero() {
                assert_eq!(w.integer_div(x, y), Err(NumberError::DivisionByZero));
            } else {
                is(w.integer_div(x, y).expect("fits"), a.div_floor(&b));
                is(w.integer_mod(x, y).expect("fits"), a.mod_floor(&b));
                is(w.integer_remainder(x, y).expect("fits"), &a % &b);
            }
            for n in [0u32, 1, 7, 61, 62, 63, 64, 65, 130] {
                let by = |n: i64| super::Integer::Small(n);
                is(w.integer_shift(x, by(n.into())).expect("fits"), &a << n);
                is(w.integer_shift(x, by(-i64::from(n))).expect("fits"), &a >> n);
                assert_eq!(x.bit(n.into()), (&a >> n).is_odd());
            }
        }

        #[test]
        fn comparison_with_floats_is_exact(i in any::<i64>(), near in -3i32..4) {
            let w = World::new(HeapConfig::default());
            let f = f64::from_bits(((i as f64).to_bits() as i64 + i64::from(near)) as u64);
            let int = w.int(i).as_integer().expect("integer");
            // Near zero there are fractions, and below it is no number.
            let whole = i128::from(i).cmp(&(f as i128));
            let rest = 0.0.partial_cmp(&f.fract());
            assert_eq!(int.compare_float(f), rest.map(|rest| whole.then(rest)));
        }
    }

    #[test]
    fn limits_and_edges() {
        let w = World::new(HeapConfig::default());
        let small = super::Integer::Small;
        assert_eq!(
            w.integer_shift(small(1), small(1 << 40)),
            Err(NumberError::TooBig)
        );
        assert_eq!(
            w.integer_shift(small(-1), small(-(1 << 40))),
            Ok(Value::fixnum(-1))
        );
        assert_eq!(
            w.integer_pow(small(2), small(1 << 40)),
            Err(NumberError::TooBig)
        );
        assert_eq!(
            w.integer_pow(small(-1), small(1 << 40)),
            Ok(Value::fixnum(1))
        );
        assert_eq!(
            w.integer_pow_mod(small(3), small(200), small(-13)),
            Ok(Value::fixnum(-4))
        );
        assert!(small(1).compare_float(f64::NAN).is_none());
        assert_eq!(small(1).compare_float(1.5), Some(std::cmp::Ordering::Less));
        assert_eq!(
            (
                small(-256).bit_length(),
                small(255).bit_length(),
                small(0).bit_length()
            ),
            (8, 8, 0)
        );
        let round = |i, digits, how| {
            w.integer_round(small(i), digits, how)
                .expect("small")
                .as_int()
        };
        assert_eq!(round(15, 1, Rounding::HalfEven), Some(20));
        assert_eq!(round(25, 1, Rounding::HalfEven), Some(20));
        assert_eq!(round(25, 1, Rounding::HalfDown), Some(20));
        assert_eq!(round(-25, 1, Rounding::HalfUp), Some(-30));
        assert_eq!(round(-25, 1, Rounding::HalfDown), Some(-20));
        assert_eq!(round(25, 3, Rounding::HalfUp), Some(0));
        assert_eq!(round(99, 5, Rounding::Ceil), Some(100_000));
        assert_eq!(round(-1, 3, Rounding::Floor), Some(-1000));
        assert_eq!(round(-15, 1, Rounding::Truncate), Some(-10));
    }
}
