//! Rounding floats and integers to decimal places.

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

/// Which way to go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// To the nearest, ties away from zero.
    HalfUp,
    /// To the nearest, ties to the even neighbour.
    HalfEven,
    /// To the nearest, ties towards zero.
    HalfDown,
    /// Towards minus infinity.
    Floor,
    /// Towards plus infinity.
    Ceil,
    /// Towards zero.
    Truncate,
}

/// The exponent that `frexp` gives.
pub fn binary_exponent(f: f64) -> i32 {
    if f == 0.0 || !f.is_finite() {
        return 0;
    }
    let bits = (f.to_bits() >> 52 & 0x7ff) as i32;
    if bits == 0 {
        return binary_exponent(f * 2f64.powi(54)) - 54;
    }
    bits - 1022
}

/// So many places that nothing would change.
fn keeps_all(places: i64, exponent: i32) -> bool {
    let digits = if exponent > 0 {
        exponent / 4
    } else {
        exponent / 3 - 1
    };
    places >= i64::from(17 - digits)
}

/// So few places that nothing would be left.
fn loses_all(places: i64, exponent: i32) -> bool {
    let digits = if exponent > 0 {
        exponent / 3 + 1
    } else {
        exponent / 4
    };
    places < -i64::from(digits)
}

/// A finite float rounded to a positive number of places.
pub fn float(f: f64, places: i64, way: Way) -> f64 {
    let exponent = binary_exponent(f);
    if f == 0.0 || keeps_all(places, exponent) {
        return f;
    }
    let nearest = matches!(way, Way::HalfUp | Way::HalfEven | Way::HalfDown);
    let vanishes = match way {
        Way::Floor => f > 0.0,
        Way::Ceil => f < 0.0,
        _ => true,
    };
    if vanishes && loses_all(places, exponent) {
        return 0.0;
    }
    if nearest && places > 14 {
        return exactly(f, places, way);
    }
    let s = 10f64.powi(places as i32);
    if nearest {
        return scaled(f, s, way) / s;
    }
    match way {
        Way::Truncate if f > 0.0 => floor_to(f, s),
        Way::Truncate | Way::Ceil => ceil_to(f, s),
        _ => floor_to(f, s),
    }
}

fn floor_to(f: f64, s: f64) -> f64 {
    let whole = (f * s).floor();
    let above = (whole + 1.0) / s;
    if above > f { whole / s } else { above }
}

fn ceil_to(f: f64, s: f64) -> f64 {
    (f * s).ceil() / s
}

/// `f * s` rounded to a whole number, corrected for the error of the product.
fn scaled(f: f64, s: f64, way: Way) -> f64 {
    let x = f.abs();
    let xs = x * s;
    let whole = match way {
        Way::HalfUp => {
            let r = xs.round();
            if s != 1.0 && (r + 0.5) / s <= x {
                r + 1.0
            } else {
                r
            }
        }
        Way::HalfDown => {
            let r = xs.round();
            if (r - 0.5) / s >= x { r - 1.0 } else { r }
        }
        _ => {
            // The whole part is scaled on its own, to keep the fraction exact.
            let whole = x.trunc() * s;
            let part = (x - x.trunc()) * s;
            let low = part.floor();
            let rest = part - low;
            let sum = whole + low;
            let up = if rest > 0.5 {
                1.0
            } else if rest == 0.5 || (sum + 0.5) / s <= x {
                sum % 2.0
            } else {
                0.0
            };
            whole + (low + up)
        }
    };
    whole.copysign(f)
}

/// A finite float as a fraction: numerator and power of two of the denominator.
fn fraction(f: f64) -> (BigInt, i64) {
    let bits = f.to_bits();
    let exponent = (bits >> 52 & 0x7ff) as i64;
    let mantissa = bits & ((1 << 52) - 1);
    let (mantissa, exponent) = if exponent == 0 {
        (mantissa, -1074)
    } else {
        (mantissa | 1 << 52, exponent - 1075)
    };
    let mantissa = BigInt::from(mantissa);
    let mantissa = if f < 0.0 { -mantissa } else { mantissa };
    if exponent >= 0 {
        (mantissa << exponent as u64, 0)
    } else {
        (mantissa, -exponent)
    }
}

fn exactly(f: f64, places: i64, way: Way) -> f64 {
    let (numerator, down) = fraction(f);
    let scaled = numerator * BigInt::from(10).pow(places as u32);
    let whole = divide(&scaled, &(BigInt::one() << down as u64), way);
    format!("{whole}e-{places}").parse().unwrap_or(f)
}

/// The quotient as an integer, rounded; the divisor is positive.
fn divide(a: &BigInt, b: &BigInt, way: Way) -> BigInt {
    let (quotient, rest) = a.div_mod_floor(b);
    if rest.is_zero() {
        return quotient;
    }
    let twice: BigInt = &rest * 2;
    let up = match way {
        Way::Floor => false,
        Way::Ceil => true,
        Way::Truncate => a.is_negative(),
        _ if twice != *b => twice > *b,
        Way::HalfUp => !a.is_negative(),
        Way::HalfDown => a.is_negative(),
        Way::HalfEven => quotient.is_odd(),
    };
    if up { quotient + 1 } else { quotient }
}

/// A finite float as an integer.
pub fn to_integer(f: f64, way: Way) -> f64 {
    match way {
        Way::Floor => f.floor(),
        Way::Ceil => f.ceil(),
        Way::Truncate => f.trunc(),
        _ => scaled(f, 1.0, way),
    }
}

/// The whole part of a finite float.
pub fn truncate(f: f64) -> BigInt {
    let (numerator, down) = fraction(f);
    let whole = numerator.magnitude() >> down as u64;
    let sign = if f < 0.0 { Sign::Minus } else { Sign::Plus };
    BigInt::from_biguint(sign, whole)
}

/// An integer rounded to `places` places before the point.
pub fn integer(i: &BigInt, places: u32, way: Way) -> BigInt {
    let unit = BigInt::from(10).pow(places);
    divide(i, &unit, way) * unit
}

#[cfg(test)]
mod tests {
    use super::{BigInt, Way, float, integer, to_integer, truncate};

    #[test]
    fn floats() {
        for (f, places, way, result) in [
            (2.675, 2, Way::HalfUp, 2.68),
            (2.665, 2, Way::HalfUp, 2.67),
            (1.005, 2, Way::HalfUp, 1.01),
            (1.15, 1, Way::HalfUp, 1.2),
            (-1.25, 1, Way::HalfUp, -1.3),
            (1.25, 1, Way::HalfEven, 1.2),
            (1.25, 1, Way::HalfDown, 1.2),
            (12.34, 1, Way::Floor, 12.3),
            (-12.34, 1, Way::Floor, -12.4),
            (0.57, 2, Way::Floor, 0.57),
            (1.1, 1, Way::Ceil, 1.1),
            (1e-5, 10, Way::Ceil, 1.00001e-05),
            (1.15, 15, Way::Floor, 1.15),
            (-12.39, 1, Way::Truncate, -12.3),
            (0.1, 20, Way::Ceil, 0.1),
        ] {
            assert_eq!(float(f, places, way), result, "{f} {places} {way:?}");
        }
        assert_eq!(to_integer(0.49999999999999994, Way::HalfUp), 0.0);
        assert_eq!(to_integer(2.5, Way::HalfEven), 2.0);
        assert_eq!(to_integer(-2.5, Way::HalfUp), -3.0);
        assert_eq!(
            truncate(-1e20),
            BigInt::from(-100_000_000_000_000_000_000i128)
        );
    }

    #[test]
    fn integers() {
        let round = |i: i64, way| integer(&BigInt::from(i), 1, way);
        assert_eq!(round(15, Way::HalfUp), BigInt::from(20));
        assert_eq!(round(-15, Way::HalfUp), BigInt::from(-20));
        assert_eq!(round(25, Way::HalfEven), BigInt::from(20));
        assert_eq!(round(25, Way::HalfDown), BigInt::from(20));
        assert_eq!(round(-15, Way::Floor), BigInt::from(-20));
        assert_eq!(round(-15, Way::Truncate), BigInt::from(-10));
    }
}
