//! Big integers in the heap: a sign and 64-bit digits, the lowest first.
//!
//! Owns the way between heap objects and [`BigInt`], with which all arithmetic
//! is done. A number that fits 63 bits is never a heap object.

use num_bigint::{BigInt, BigUint, Sign};
use num_traits::ToPrimitive;

use crate::heap::layout;

use super::shape::fixed;
use super::value::Value;
use super::view::{Bignum, TooBig, View};
use super::world::World;

/// Bit of `SIGN` that says the number is negative; the rest counts digits.
const NEGATIVE: u64 = 1 << 63;
/// More digits than this are refused (4 GiB of bits).
const MAX_DIGITS: usize = 1 << 26;

impl<'w> Bignum<'w> {
    /// Whether the number is below zero.
    pub fn is_negative(self) -> bool {
        self.raw(layout::bignum::SIGN) & NEGATIVE != 0
    }

    /// Number of digits.
    pub fn digit_count(self) -> usize {
        (self.raw(layout::bignum::SIGN) & !NEGATIVE) as usize
    }

    /// Digit `i`, from the lowest.
    ///
    /// # Panics
    /// When there is no such digit.
    pub fn digit(self, i: usize) -> u64 {
        self.raw_word(i)
    }

    /// The number.
    pub fn to_big(self) -> BigInt {
        let digits = (0..self.digit_count()).flat_map(|i| {
            let digit = self.digit(i);
            [digit as u32, (digit >> 32) as u32]
        });
        let sign = if self.is_negative() {
            Sign::Minus
        } else {
            Sign::Plus
        };
        BigInt::from_biguint(sign, BigUint::new(digits.collect()))
    }

    /// Whether both are the same number.
    pub fn same_as(self, other: Bignum<'_>) -> bool {
        self.raw(layout::bignum::SIGN) == other.raw(layout::bignum::SIGN)
            && (0..self.digit_count()).all(|i| self.digit(i) == other.digit(i))
    }

    /// Folds sign and digits into one number (for hashing).
    pub(super) fn fold(self, mut step: impl FnMut(u64, u64) -> u64) -> u64 {
        let sign = self.raw(layout::bignum::SIGN);
        (0..self.digit_count()).fold(sign, |hash, i| step(hash, self.digit(i)))
    }
}

impl World {
    /// Any 64-bit integer.
    #[inline(always)]
    pub fn int(&self, i: i64) -> Value<'_> {
        match Value::try_fixnum(i) {
            Some(value) => value,
            None => self.wide(i.into()),
        }
    }

    /// Any unsigned 64-bit integer.
    pub fn int_from_u64(&self, i: u64) -> Value<'_> {
        self.int_from_i128(i.into())
    }

    /// Any 128-bit integer.
    pub fn int_from_i128(&self, i: i128) -> Value<'_> {
        match i64::try_from(i) {
            Ok(small) => self.int(small),
            Err(_) => self.wide(i),
        }
    }

    /// A number beyond 63 bits.
    #[cold]
    fn wide(&self, i: i128) -> Value<'_> {
        let digits = i.unsigned_abs();
        let (low, high) = (digits as u64, (digits >> 64) as u64);
        let digits: &[u64] = if high == 0 { &[low] } else { &[low, high] };
        self.bignum(i < 0, digits).expect("memory for two digits")
    }

    fn bignum(&self, negative: bool, digits: &[u64]) -> Result<Value<'_>, TooBig> {
        if digits.len() > MAX_DIGITS {
            return Err(TooBig);
        }
        let big = Bignum::make(self, fixed::INTEGER, digits.len())?;
        big.set_raw(
            layout::bignum::SIGN,
            digits.len() as u64 | if negative { NEGATIVE } else { 0 },
        );
        for (i, &digit) in digits.iter().enumerate() {
            big.set_raw_word(i, digit);
        }
        Ok(big.value())
    }

    /// Any integer, as an immediate where it fits.
    pub fn integer_from_big(&self, big: &BigInt) -> Result<Value<'_>, TooBig> {
        if let Some(i) = big.to_i128() {
            return Ok(self.int_from_i128(i));
        }
        let (sign, digits) = big.to_u64_digits();
        self.bignum(sign == Sign::Minus, &digits)
    }
}

#[cfg(test)]
mod tests {
    use num_bigint::BigInt;

    use super::super::World;
    use crate::heap::HeapConfig;

    #[test]
    fn numbers_survive_the_way_through_the_heap() {
        let w = World::new(HeapConfig::default());
        for bits in [0u32, 1, 61, 62, 63, 64, 65, 127, 128, 129, 640] {
            for around in -2..=2 {
                for sign in [1, -1] {
                    let big = (BigInt::from(1) << bits) * sign + around;
                    let value = w.integer_from_big(&big).expect("small");
                    assert_eq!(value.as_integer().expect("integer").to_big(), big);
                    let fits =
                        (-(1i64 << 62)..1 << 62).contains(&i64::try_from(&big).unwrap_or(i64::MAX));
                    assert_eq!(value.as_int().is_some(), fits, "{big}");
                }
            }
        }
        assert!(w.int(i64::MIN).as_bignum().is_some());
        assert_eq!(
            w.int(i64::MIN).as_integer().expect("integer").to_i64(),
            Some(i64::MIN)
        );
    }
}
