//! Numbers as text: reading integers and floats, writing floats.
//!
//! Pure functions; integers are written by [`Integer`](super::Integer).

use num_bigint::{BigInt, Sign};
use num_traits::{ToPrimitive, Zero};

/// Reads an integer in Ruby's notation.
///
/// `base` is 2 to 36, or 0 to go by the prefix (`0x`, `0b`, `0o`, `0`, `0d`).
/// Strict reading (`Integer("...")`) wants the whole text to be a number;
/// otherwise (`String#to_i`) the longest number at the front counts, 0 at worst.
pub fn parse_integer(text: &[u8], base: u32, strict: bool) -> Option<BigInt> {
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
    let magnitude = super::big_arithmetic::from_digits(&digits, base);
    Some(BigInt::from_biguint(sign, magnitude))
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

/// Reads a float in Ruby's notation.
///
/// Strict reading (`Float("...")`) wants the whole text to be a number and
/// knows hexadecimal ones; otherwise (`String#to_f`) the longest decimal number
/// at the front counts, 0 at worst.
pub fn parse_float(text: &[u8], strict: bool) -> Option<f64> {
    let text = text.trim_ascii_start();
    let text = if strict { text.trim_ascii_end() } else { text };
    let (negative, rest) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let magnitude = match rest {
        [b'0', b'x' | b'X', digits @ ..] if strict => parse_hex_float(digits)?,
        _ => parse_decimal_float(rest, strict)?,
    };
    Some(if negative { -magnitude } else { magnitude })
}

fn parse_decimal_float(text: &[u8], strict: bool) -> Option<f64> {
    let mut clean = String::with_capacity(text.len() + 1);
    let mut at = take_digits(text, 10, &mut clean);
    let begins_with_digit = at > 0;
    if text.get(at) == Some(&b'.') {
        let mut fraction = String::new();
        let more = take_digits(&text[at + 1..], 10, &mut fraction);
        if more > 0 || begins_with_digit {
            if !begins_with_digit {
                clean.push('0');
            }
            clean.push('.');
            clean.push_str(&fraction);
            at += 1 + more;
        }
    }
    if at == 0 {
        return if strict { None } else { Some(0.0) };
    }
    if let Some((exponent, more)) = take_exponent(&text[at..], b'e') {
        clean.push('e');
        clean.push_str(&exponent);
        at += more;
    }
    if strict && at < text.len() {
        return None;
    }
    clean.parse().ok()
}

/// Reads hexadecimal digits with a fraction and a binary exponent.
fn parse_hex_float(text: &[u8]) -> Option<f64> {
    let mut digits = String::new();
    let mut at = take_digits(text, 16, &mut digits);
    let mut places = 0i64;
    if text.get(at) == Some(&b'.') {
        let before = digits.len();
        at += 1 + take_digits(&text[at + 1..], 16, &mut digits);
        places = (digits.len() - before) as i64;
        if places == 0 {
            return None;
        }
    }
    let mut exponent = -4 * places;
    if let Some((text, more)) = take_exponent(&text[at..], b'p') {
        exponent += text.parse::<i64>().ok()?.clamp(-100_000, 100_000);
        at += more;
    }
    if digits.is_empty() || at < text.len() {
        return None;
    }
    let mantissa = BigInt::parse_bytes(digits.as_bytes(), 16)?;
    if exponent >= 0 {
        return (mantissa << exponent.min(5000)).to_f64();
    }
    // Dividing by powers of two is exact until the result gets subnormal.
    let half = (-exponent / 2).min(3000) as i32;
    let rest = (-exponent).min(6000) as i32 - half;
    Some(mantissa.to_f64()? * 2f64.powi(-half) * 2f64.powi(-rest))
}

/// Copies digits, single underscores between them left out; tells how many
/// bytes that were.
fn take_digits(text: &[u8], base: u32, out: &mut String) -> usize {
    let is_digit = |i: usize| text.get(i).is_some_and(|&b| (b as char).is_digit(base));
    let mut at = 0;
    loop {
        if is_digit(at) {
            out.push(text[at] as char);
            at += 1;
        } else if at > 0 && text.get(at) == Some(&b'_') && is_digit(at + 1) {
            at += 1;
        } else {
            return at;
        }
    }
}

/// An exponent at the front, without its letter, and its length with it.
fn take_exponent(text: &[u8], letter: u8) -> Option<(String, usize)> {
    if text.first()?.to_ascii_lowercase() != letter {
        return None;
    }
    let mut exponent = String::new();
    let mut at = 1;
    if let Some(sign @ (b'-' | b'+')) = text.get(1) {
        exponent.push(*sign as char);
        at = 2;
    }
    let more = take_digits(&text[at..], 10, &mut exponent);
    (more > 0).then_some((exponent, at + more))
}

/// The shortest text that reads as the same double: `Float#to_s`.
pub fn float_to_text(f: f64) -> String {
    if f.is_nan() {
        return "NaN".into();
    }
    let sign = if f.is_sign_negative() { "-" } else { "" };
    if f.is_infinite() {
        return format!("{sign}Infinity");
    }
    if f == 0.0 {
        return format!("{sign}0.0");
    }
    let mut scientific = format!("{:e}", f.abs());
    let digits = scientific.bytes().take_while(|&byte| byte != b'e');
    let count = digits.filter(u8::is_ascii_digit).count();
    if count >= 16 {
        // Two texts may be equally near: the one with the even digit is right.
        let even = format!("{:.*e}", count - 1, f.abs());
        if even.parse() == Ok(f.abs()) {
            scientific = even;
        }
    }
    let (mantissa, exponent) = scientific
        .split_once('e')
        .expect("the format has an exponent");
    let digits = mantissa.replace('.', "");
    // The point stands behind this many digits.
    let point = exponent
        .parse::<i32>()
        .expect("the format's exponent is a number")
        + 1;
    let count = digits.len() as i32;
    if point > 0 && point < count {
        let (whole, fraction) = digits.split_at(point as usize);
        format!("{sign}{whole}.{fraction}")
    } else if point > 0 && point <= 15 {
        format!("{sign}{digits}{}.0", "0".repeat((point - count) as usize))
    } else if point <= 0 && point > -4 {
        format!("{sign}0.{}{digits}", "0".repeat(-point as usize))
    } else {
        let (first, rest) = digits.split_at(1);
        let rest = if rest.is_empty() { "0" } else { rest };
        let exponent = point - 1;
        format!(
            "{sign}{first}.{rest}e{}{:02}",
            if exponent < 0 { '-' } else { '+' },
            exponent.abs()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{float_to_text, parse_float, parse_integer};

    #[test]
    fn floats_are_written_as_ruby_does() {
        let cases = [
            (1e16, "1.0e+16"),
            (1e15, "1.0e+15"),
            (1e14, "100000000000000.0"),
            (1e-4, "0.0001"),
            (1e-5, "1.0e-05"),
            (-0.0, "-0.0"),
            (1.0 / 3.0, "0.3333333333333333"),
            (5e-324, "5.0e-324"),
            (1e100, "1.0e+100"),
            (9007199254740993.0, "9.007199254740992e+15"),
            (123456789.123, "123456789.123"),
            (118059162071741.13, "118059162071741.12"),
            (118059162071741.38, "118059162071741.38"),
            (70368744177664.13, "70368744177664.12"),
            (100.0, "100.0"),
            (123456789012345680.0, "1.2345678901234568e+17"),
            (f64::NEG_INFINITY, "-Infinity"),
            (f64::NAN, "NaN"),
        ];
        for (f, text) in cases {
            assert_eq!(float_to_text(f), text);
        }
    }

    #[test]
    fn floats_are_read_as_ruby_does() {
        // Text, leniently, strictly.
        let cases: &[(&str, f64, Option<f64>)] = &[
            ("1e5", 1e5, Some(1e5)),
            ("1.", 1.0, Some(1.0)),
            (".5", 0.5, Some(0.5)),
            ("1_000.5", 1000.5, Some(1000.5)),
            ("0x1A", 0.0, Some(26.0)),
            ("1.e5", 1e5, Some(1e5)),
            ("1e", 1.0, None),
            ("1_", 1.0, None),
            ("_1", 0.0, None),
            ("1__2", 1.0, None),
            ("+.5e1", 5.0, Some(5.0)),
            ("1.5.3", 1.5, None),
            ("1._5", 1.0, None),
            ("1e1_0", 1e10, Some(1e10)),
            ("1e_1", 1.0, None),
            ("inf", 0.0, None),
            ("0x1.8p3", 0.0, Some(12.0)),
            ("1.5abc", 1.5, None),
            ("0x", 0.0, None),
            ("-", 0.0, None),
            ("", 0.0, None),
            (" 1.5 ", 1.5, Some(1.5)),
            ("1e400", f64::INFINITY, Some(f64::INFINITY)),
            ("1e-400", 0.0, Some(0.0)),
            (".", 0.0, None),
            ("1.e", 1.0, None),
            ("0x1.8", 0.0, Some(1.5)),
            ("0x.8p1", 0.0, Some(1.0)),
            ("0x1_0", 0.0, Some(16.0)),
            ("1e+", 1.0, None),
            ("0x1p", 0.0, None),
            ("1\0", 1.0, None),
        ];
        for &(text, lenient, strict) in cases {
            assert_eq!(
                parse_float(text.as_bytes(), false),
                Some(lenient),
                "{text:?}"
            );
            assert_eq!(parse_float(text.as_bytes(), true), strict, "{text:?}");
        }
    }

    #[test]
    fn integers_are_read_as_ruby_does() {
        // Text, base, leniently, strictly.
        let cases: &[(&str, u32, i64, Option<i64>)] = &[
            ("0x1A", 10, 0, None),
            ("0x1A", 16, 26, Some(26)),
            ("0x1A", 0, 26, Some(26)),
            ("0b1", 16, 177, Some(177)),
            ("0b1", 2, 1, Some(1)),
            ("0o7", 8, 7, Some(7)),
            ("0o7", 0, 7, Some(7)),
            ("08", 0, 0, None),
            ("08", 10, 8, Some(8)),
            ("0d10", 10, 10, Some(10)),
            ("0d10", 16, 3344, Some(3344)),
            ("1_000", 10, 1000, Some(1000)),
            ("1__0", 10, 1, None),
            ("_1", 10, 0, None),
            ("1_", 10, 1, None),
            ("0x_1", 0, 0, None),
            ("0x", 0, 0, None),
            ("-0x1f", 16, -31, Some(-31)),
            ("++5", 10, 0, None),
            ("-", 10, 0, None),
            ("12abc", 10, 12, None),
            ("12abc", 16, 76476, Some(76476)),
            ("0_8", 0, 0, None),
            ("0b2", 2, 0, None),
            ("0_7", 0, 7, Some(7)),
            ("0", 0, 0, Some(0)),
            ("0_", 0, 0, None),
            (" 12 ", 10, 12, Some(12)),
            ("1 2", 10, 1, None),
            ("", 10, 0, None),
            ("00", 0, 0, Some(0)),
        ];
        for &(text, base, lenient, strict) in cases {
            let read = |strict| parse_integer(text.as_bytes(), base, strict);
            assert_eq!(read(false), Some(lenient.into()), "{text:?} {base}");
            assert_eq!(read(true), strict.map(Into::into), "{text:?} {base}");
        }
    }
}
