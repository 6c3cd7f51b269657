//! Floating-point arithmetic where Ruby and the processor differ: modulo with
//! the divisor's sign, rounding to decimal digits.
//!
//! Pure functions on doubles.

use num_bigint::BigInt;
use num_integer::Integer as Division;
use num_traits::{One, Signed, Zero};

use super::integer::Rounding;

/// `x % y`, with the sign of `y`.
pub fn modulo(x: f64, y: f64) -> f64 {
    let rest = if y.is_infinite() && x.is_finite() {
        x
    } else {
        x % y
    };
    if y * rest < 0.0 { rest + y } else { rest }
}

/// The quotient rounded down (as a double), and the modulo.
pub fn divmod(x: f64, y: f64) -> (f64, f64) {
    let modulo = modulo(x, y);
    let quotient = if y.is_infinite() && x.is_finite() {
        if modulo == x { 0.0 } else { -1.0 }
    } else {
        (x - modulo) / y
    };
    (quotient.round(), modulo)
}

/// Rounds to `digits > 0` digits behind the point.
pub fn round_digits(x: f64, digits: u32, how: Rounding) -> f64 {
    if x == 0.0 || !x.is_finite() || is_exact_anyway(x, digits) {
        return x;
    }
    let vanishes = is_far_below(x, digits);
    match how {
        Rounding::Truncate if x > 0.0 => round_digits(x, digits, Rounding::Floor),
        Rounding::Truncate => round_digits(x, digits, Rounding::Ceil),
        Rounding::Floor if vanishes && x > 0.0 => 0.0,
        Rounding::Ceil if vanishes && x < 0.0 => 0.0,
        Rounding::Floor => {
            let unit = 10f64.powi(digits as i32);
            let low = (x * unit).floor();
            // The product may have been rounded down past a whole number.
            let next = (low + 1.0) / unit;
            if next > x { low / unit } else { next }
        }
        Rounding::Ceil => {
            let unit = 10f64.powi(digits as i32);
            (x * unit).ceil() / unit
        }
        _ if vanishes => 0.0,
        _ if digits > 14 => round_exactly(x, digits, how),
        _ => {
            let unit = 10f64.powi(digits as i32);
            round_scaled(x, unit, how) / unit
        }
    }
}

/// Rounds to a whole number.
pub fn round_whole(x: f64, how: Rounding) -> f64 {
    match how {
        Rounding::Floor => x.floor(),
        Rounding::Ceil => x.ceil(),
        Rounding::Truncate => x.trunc(),
        Rounding::HalfUp => x.round(),
        Rounding::HalfEven => x.round_ties_even(),
        Rounding::HalfDown => round_scaled(x, 1.0, how),
    }
}

/// Rounds `x * unit` to a whole number, judging halves by what `x` looks like
/// in decimal, not by the rounded product.
fn round_scaled(x: f64, unit: f64, how: Rounding) -> f64 {
    let magnitude = x.abs();
    let nearest = (magnitude * unit).round();
    let result = match how {
        Rounding::HalfDown if (nearest - 0.5) / unit >= magnitude => nearest - 1.0,
        Rounding::HalfEven => half_even(magnitude, unit),
        Rounding::HalfUp if unit != 1.0 && (nearest + 0.5) / unit <= magnitude => nearest + 1.0,
        _ => nearest,
    };
    result.copysign(x)
}

fn half_even(magnitude: f64, unit: f64) -> f64 {
    let (whole, part) = (magnitude.trunc() * unit, magnitude.fract() * unit);
    let low = part.floor();
    let sum = whole + low;
    let rest = part - low;
    let up = if rest > 0.5 {
        1.0
    } else if rest == 0.5 || (sum + 0.5) / unit <= magnitude {
        sum % 2.0
    } else {
        0.0
    };
    whole + low + up
}

/// Rounds by exact arithmetic, for so many digits that powers of ten are not
/// exact as doubles.
fn round_exactly(x: f64, digits: u32, how: Rounding) -> f64 {
    let (mantissa, exponent) = decode(x.abs());
    let scaled = BigInt::from(mantissa) * BigInt::from(10).pow(digits);
    let (whole, rest, half) = if exponent >= 0 {
        (scaled << exponent, BigInt::zero(), BigInt::one())
    } else {
        let unit = BigInt::one() << -exponent;
        let (whole, rest) = scaled.div_mod_floor(&unit);
        (whole, rest * 2, unit)
    };
    debug_assert!(!whole.is_negative());
    let up = rest > half
        || rest == half
            && match how {
                Rounding::HalfUp => true,
                Rounding::HalfEven => whole.is_odd(),
                _ => false,
            };
    let text = format!("{}e-{digits}", whole + u32::from(up));
    text.parse::<f64>()
        .expect("digits with an exponent")
        .copysign(x)
}

/// Mantissa and exponent with `x = mantissa * 2 ** exponent`, for `x >= 0`.
fn decode(x: f64) -> (u64, i32) {
    let bits = x.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    match (bits >> 52) as i32 & 0x7ff {
        0 => (fraction, -1074),
        exponent => (fraction | 1 << 52, exponent - 1075),
    }
}

/// The `e` with `2 ** (e - 1) <= |x| < 2 ** e`.
fn binary_exponent(x: f64) -> i32 {
    let (mantissa, exponent) = decode(x.abs());
    exponent + 64 - mantissa.leading_zeros() as i32
}

/// Whether a double has no digits that far behind the point.
fn is_exact_anyway(x: f64, digits: u32) -> bool {
    let e = binary_exponent(x);
    i64::from(digits) >= i64::from(17 - if e > 0 { e / 4 } else { e / 3 - 1 })
}

/// Whether the first digit stands behind the last one kept.
fn is_far_below(x: f64, digits: u32) -> bool {
    let e = binary_exponent(x);
    i64::from(digits) < -i64::from(if e > 0 { e / 3 + 1 } else { e / 4 })
}

#[cfg(test)]
mod tests {
    use super::super::Rounding::{Ceil, Floor, HalfDown, HalfEven, HalfUp};
    use super::{divmod, modulo, round_digits, round_whole};

    #[test]
    fn modulo_has_the_sign_of_the_divisor() {
        assert_eq!((modulo(-7.5, 2.0), modulo(7.5, -2.0)), (0.5, -0.5));
        assert_eq!(
            (modulo(-1.0, f64::INFINITY), modulo(1.0, f64::INFINITY)),
            (f64::INFINITY, 1.0)
        );
        assert_eq!(divmod(-7.5, 2.0), (-4.0, 0.5));
        assert_eq!(divmod(-1.0, f64::INFINITY), (-1.0, f64::INFINITY));
        assert_eq!(divmod(1.0, 0.1), (9.0, 0.09999999999999995));
        assert!(modulo(1.0, 0.0).is_nan());
    }

    #[test]
    fn digits() {
        let cases = [
            (1.005, 2, [1.01, 1.0, 1.0, 1.0, 1.01]),
            (2.675, 2, [2.68, 2.68, 2.67, 2.67, 2.68]),
            (-2.675, 2, [-2.68, -2.68, -2.67, -2.68, -2.67]),
            (2.5, 1, [2.5, 2.5, 2.5, 2.5, 2.5]),
            (0.25, 1, [0.3, 0.2, 0.2, 0.2, 0.3]),
            (0.35, 1, [0.4, 0.4, 0.3, 0.3, 0.4]),
            (-0.35, 1, [-0.4, -0.4, -0.3, -0.4, -0.3]),
            (1.15, 1, [1.2, 1.2, 1.1, 1.1, 1.2]),
            (1.0e-20, 5, [0.0, 0.0, 0.0, 0.0, 1.0e-05]),
            (-1.0e-20, 5, [0.0, 0.0, 0.0, -1.0e-05, 0.0]),
            (
                12345.678951,
                4,
                [12345.679, 12345.679, 12345.679, 12345.6789, 12345.679],
            ),
            (0.1, 16, [0.1, 0.1, 0.1, 0.1, 0.1]),
            (
                1.2345678901234567,
                15,
                [
                    1.234567890123457,
                    1.234567890123457,
                    1.234567890123457,
                    1.234567890123456,
                    1.234567890123457,
                ],
            ),
            (
                1000000000000000.5,
                3,
                [
                    1000000000000000.5,
                    1000000000000000.5,
                    1000000000000000.5,
                    1000000000000000.5,
                    1000000000000000.5,
                ],
            ),
            (5.015, 2, [5.02, 5.02, 5.01, 5.01, 5.02]),
            (291.4, 1, [291.4, 291.4, 291.4, 291.4, 291.4]),
            (-291.4, 1, [-291.4, -291.4, -291.4, -291.4, -291.4]),
            (5.0e-16, 15, [1.0e-15, 1.0e-15, 1.0e-15, 0.0, 1.0e-15]),
            (123.456, 20, [123.456, 123.456, 123.456, 123.456, 123.456]),
            (1.1, 1, [1.1, 1.1, 1.1, 1.1, 1.1]),
            (3.0e-16, 16, [3.0e-16, 3.0e-16, 3.0e-16, 3.0e-16, 3.0e-16]),
            (0.285, 2, [0.29, 0.28, 0.28, 0.28, 0.29]),
            (3.3333333333333335, 3, [3.333, 3.333, 3.333, 3.333, 3.334]),
        ];
        for (x, digits, [up, even, down, floor, ceil]) in cases {
            let all =
                [HalfUp, HalfEven, HalfDown, Floor, Ceil].map(|how| round_digits(x, digits, how));
            assert_eq!(all, [up, even, down, floor, ceil], "{x} {digits}");
        }
    }

    #[test]
    fn whole() {
        let all = |x| [HalfUp, HalfEven, HalfDown].map(|how| round_whole(x, how));
        assert_eq!(all(2.5), [3.0, 2.0, 2.0]);
        assert_eq!(all(-3.5), [-4.0, -4.0, -3.0]);
        assert_eq!(all(0.49999999999999994), [0.0, 0.0, 0.0]);
        assert_eq!(all(2.6), [3.0, 3.0, 3.0]);
    }
}
