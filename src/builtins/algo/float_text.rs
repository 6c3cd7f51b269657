//! Floats as text: `%e %f %g %a`, reading.
//!
//! Never rounds twice: printing with a precision works on the exact value.

pub use crate::object::number_text::float_to_text as to_s;

/// The last digit before a cut that is, as far as double arithmetic can tell,
/// halfway: such cases go to the even digit, whatever the exact value says.
/// `exponent` is that of the first digit, `count` the digits to keep.
fn digit_before_half(f: f64, exponent: i32, count: i32) -> Option<u8> {
    if !(1..=14).contains(&count) || f == 0.0 {
        return None;
    }
    let power = |n: i32| 10f64.powi(n);
    let mut error_units = 2.0;
    let mut d = f;
    if exponent > 0 {
        let mut scale = power(exponent & 15);
        for bit in (4..9).filter(|bit| exponent >> bit & 1 == 1) {
            error_units += 1.0;
            scale *= power(1 << bit);
        }
        d /= scale;
    } else if exponent < 0 {
        let up = -exponent;
        d *= power(up & 15);
        for bit in (4..9).filter(|bit| up >> bit & 1 == 1) {
            error_units += 1.0;
            d *= power(1 << bit);
        }
    }
    let mut error = (error_units * d + 7.0) * 2f64.powi(-52);
    error *= power(count - 1);
    for i in 1..=count {
        let digit = d.trunc();
        d -= digit;
        if d == 0.0 {
            return None;
        }
        if i == count {
            let near = d <= 0.5 + error && d >= 0.5 - error;
            return near.then_some(digit as u8);
        }
        d *= 10.0;
    }
    None
}

fn exponent_of(f: f64) -> i32 {
    let text = format!("{f:.25e}");
    let exponent = text.split_once('e').and_then(|(_, e)| e.parse().ok());
    exponent.unwrap_or(0)
}

/// Moves a printed number to its even neighbour if it was cut halfway.
fn to_even(mut text: String, before: Option<u8>) -> String {
    let Some(before) = before else { return text };
    let last = text.bytes().rposition(|b| b.is_ascii_digit()).unwrap_or(0);
    let digit = text.as_bytes()[last] - b'0';
    if digit.is_multiple_of(2) {
        return text;
    }
    if digit != before % 10 {
        // Was rounded up from an even digit.
        text.replace_range(last..=last, &(digit - 1).to_string());
        return text;
    }
    let mut digits = text.into_bytes();
    let mut at = last;
    loop {
        match digits[at] {
            b'9' => digits[at] = b'0',
            b'.' => {}
            other => {
                digits[at] = other + 1;
                break;
            }
        }
        if at == 0 {
            digits.insert(0, b'1');
            break;
        }
        at -= 1;
    }
    String::from_utf8(digits).expect("digits and a point")
}

/// Mantissa and exponent with so many digits.
fn mantissa_of(f: f64, digits: usize) -> (String, i32) {
    let text = format!("{f:.*e}", digits - 1);
    let (mantissa, exponent) = text.split_once('e').expect("the form of {:e}");
    let mut exponent: i32 = exponent.parse().expect("the form of {:e}");
    let before = digit_before_half(f, exponent_of(f), digits as i32);
    let mut mantissa = to_even(mantissa.into(), before);
    if mantissa.starts_with("10") {
        mantissa = mantissa.replacen("10", "1", 1).replacen("1.", "1", 1);
        mantissa.insert(1, '.');
        mantissa.truncate(if digits == 1 { 1 } else { digits + 1 });
        exponent += 1;
    }
    (mantissa, exponent)
}

/// Digits of a non-negative finite float for `%f`.
pub fn fixed(f: f64, precision: usize, point: bool) -> String {
    let exponent = exponent_of(f);
    let count = (precision as i64 + i64::from(exponent) + 1).clamp(-1, 20) as i32;
    let mut text = to_even(
        format!("{f:.precision$}"),
        digit_before_half(f, exponent, count),
    );
    if point && precision == 0 {
        text.push('.');
    }
    text
}

/// Digits of a non-negative finite float for `%e`.
pub fn scientific(f: f64, precision: usize, point: bool) -> String {
    let (mantissa, exponent) = mantissa_of(f, precision + 1);
    let dot = if point && precision == 0 { "." } else { "" };
    format!("{mantissa}{dot}{}", exponent_text(exponent))
}

fn exponent_text(exponent: i32) -> String {
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("e{sign}{:02}", exponent.abs())
}

/// Digits of a non-negative finite float for `%g`; `keep` is the `#` flag.
pub fn general(f: f64, precision: usize, keep: bool) -> String {
    let precision = precision.max(1);
    let (mantissa, exponent) = mantissa_of(f, precision);
    let trim = |text: &str| -> String {
        if keep {
            if text.contains('.') {
                text.into()
            } else {
                format!("{text}.")
            }
        } else if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.').into()
        } else {
            text.into()
        }
    };
    if exponent < -4 || exponent >= precision as i32 {
        return trim(&mantissa) + &exponent_text(exponent);
    }
    trim(&fixed(f, (precision as i32 - 1 - exponent) as usize, false))
}

/// A non-negative finite float for `%a`, split behind `0x` so that zeros can
/// be filled in.
pub fn hexadecimal(f: f64, precision: Option<usize>, point: bool) -> String {
    let bits = f.to_bits();
    let mut fraction = bits & ((1 << 52) - 1);
    let mut exponent = (bits >> 52 & 0x7ff) as i32;
    let mut lead = 1u64;
    if exponent == 0 {
        if fraction == 0 {
            lead = 0;
        } else {
            let shift = fraction.leading_zeros() - 11;
            fraction = fraction << shift & ((1 << 52) - 1);
            exponent = 1 - 1023 - shift as i32;
        }
    } else {
        exponent -= 1023;
    }
    let mut width = 13;
    if let Some(precision) = precision
        && precision < 13
    {
        let drop = (13 - precision) * 4;
        let whole = lead << 52 | fraction;
        let (mut kept, rest) = (whole >> drop, whole & ((1 << drop) - 1));
        let half = 1u64 << (drop - 1);
        if rest > half || (rest == half && kept & 1 == 1) {
            kept += 1;
        }
        lead = kept >> (precision * 4);
        fraction = kept & ((1u64 << (precision * 4)) - 1);
        width = precision;
        if lead > 1 {
            lead = 1;
            exponent += 1;
        }
    }
    let mut digits = if width == 0 {
        String::new()
    } else {
        format!("{fraction:0width$x}")
    };
    match precision {
        None => digits.truncate(digits.trim_end_matches('0').len()),
        Some(precision) => {
            while digits.len() < precision {
                digits.push('0');
            }
        }
    }
    let dot = if digits.is_empty() && !point { "" } else { "." };
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{lead}{dot}{digits}p{sign}{}", exponent.abs())
}

/// A number at the front of the text, as `String#to_f` reads it.
pub fn read_prefix(text: &[u8]) -> f64 {
    let start = text
        .iter()
        .position(|b| !b.is_ascii_whitespace() && *b != 0x0b);
    let Some(start) = start else { return 0.0 };
    let (clean, _) = decimal(&text[start..]);
    parse(&clean)
}

/// The number the whole text is, as `Float()` reads it.
pub fn read_all(text: &[u8]) -> Option<f64> {
    if text.contains(&0) {
        return None;
    }
    let text = text.trim_ascii();
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    if let [b'0', b'x' | b'X', rest @ ..] = digits {
        let f = hex(rest)?;
        return Some(if negative { -f } else { f });
    }
    let (clean, used) = decimal(text);
    (used == text.len() && used > 0).then(|| parse(&clean))
}

fn parse(clean: &str) -> f64 {
    if clean.is_empty() {
        return 0.0;
    }
    clean.parse().unwrap_or(0.0)
}

/// Digits with single underscores between them; returns how many bytes were
/// read.
fn digits(text: &[u8], clean: &mut String) -> usize {
    let mut at = 0;
    while at < text.len() {
        match text[at] {
            b @ b'0'..=b'9' => clean.push(b as char),
            b'_' if at > 0
                && text[at - 1] != b'_'
                && text.get(at + 1).is_some_and(u8::is_ascii_digit) => {}
            _ => break,
        }
        at += 1;
    }
    at
}

/// The longest decimal number at the front, without underscores, and its
/// length in bytes.
fn decimal(text: &[u8]) -> (String, usize) {
    let mut clean = String::new();
    let mut at = 0;
    if let Some(sign @ (b'-' | b'+')) = text.first() {
        clean.push(*sign as char);
        at = 1;
    }
    let whole = digits(&text[at..], &mut clean);
    at += whole;
    let mut part = 0;
    if text.get(at) == Some(&b'.') {
        let mut fraction = String::new();
        part = digits(&text[at + 1..], &mut fraction);
        if part > 0 || whole > 0 {
            let ends = matches!(text.get(at + 1), None | Some(b'e' | b'E'))
                || text[at + 1].is_ascii_whitespace();
            if part > 0 {
                clean.push('.');
                clean.push_str(&fraction);
                at += 1 + part;
            } else if ends {
                at += 1;
            }
        }
    }
    if whole == 0 && part == 0 {
        return (String::new(), 0);
    }
    if matches!(text.get(at), Some(b'e' | b'E')) {
        let mut exponent = String::new();
        let mut next = at + 1;
        if let Some(sign @ (b'-' | b'+')) = text.get(next) {
            exponent.push(*sign as char);
            next += 1;
        }
        let count = digits(&text[next..], &mut exponent);
        if count > 0 {
            clean.push('e');
            clean.push_str(&exponent);
            at = next + count;
        }
    }
    (clean, at)
}

/// A hexadecimal number without its `0x`.
fn hex(text: &[u8]) -> Option<f64> {
    let mut value = 0f64;
    let mut scale = 0i32;
    let mut at = 0;
    let mut count = 0;
    let mut behind_point = false;
    while at < text.len() {
        match text[at] {
            b'.' if !behind_point && count > 0 => behind_point = true,
            b'_' if at > 0 && text.get(at + 1).is_some_and(u8::is_ascii_hexdigit) => {}
            b => match (b as char).to_digit(16) {
                Some(digit) => {
                    value = value * 16.0 + f64::from(digit);
                    scale -= if behind_point { 4 } else { 0 };
                    count += 1;
                }
                None => break,
            },
        }
        at += 1;
    }
    if count == 0 {
        return None;
    }
    if matches!(text.get(at), Some(b'p' | b'P')) {
        let exponent = std::str::from_utf8(&text[at + 1..]).ok()?;
        scale += exponent.parse::<i32>().ok()?;
        at = text.len();
    }
    (at == text.len()).then(|| value * 2f64.powi(scale))
}

#[cfg(test)]
mod tests {
    use super::{fixed, general, hexadecimal, read_all, read_prefix, scientific, to_s};

    #[test]
    fn shortest() {
        for (f, text) in [
            (1.0, "1.0"),
            (0.1, "0.1"),
            (1e14, "100000000000000.0"),
            (1e15, "1.0e+15"),
            (1234567890123456.7, "1234567890123456.8"),
            (1234567890123456.0, "1.234567890123456e+15"),
            (1e16, "1.0e+16"),
            (123456789.123, "123456789.123"),
            (0.0001, "0.0001"),
            (0.00001, "1.0e-05"),
            (-2.5e-7, "-2.5e-07"),
            (1.7976931348623157e308, "1.7976931348623157e+308"),
            (-0.0, "-0.0"),
        ] {
            assert_eq!(to_s(f), text);
        }
    }

    #[test]
    fn with_precision() {
        assert_eq!(fixed(0.5, 0, true), "0.");
        assert_eq!(fixed(2.345, 2, false), "2.34");
        assert_eq!(fixed(2.675, 2, false), "2.68");
        assert_eq!(fixed(0.35, 1, false), "0.4");
        assert_eq!(fixed(2.0005, 3, false), "2.000");
        assert_eq!(scientific(9.995, 2, false), "1.00e+01");
        assert_eq!(scientific(12345.678, 6, false), "1.234568e+04");
        assert_eq!(general(1e20, 6, false), "1e+20");
        assert_eq!(general(0.0001, 6, false), "0.0001");
        assert_eq!(general(1.0, 6, true), "1.00000");
        assert_eq!(hexadecimal(0.1, None, false), "1.999999999999ap-4");
        assert_eq!(hexadecimal(1.5, Some(0), false), "1p+1");
        assert_eq!(hexadecimal(5e-324, None, false), "1p-1074");
    }

    #[test]
    fn reading() {
        assert_eq!(read_prefix(b" 1_000.5e2x"), 100050.0);
        assert_eq!(read_prefix(b"abc"), 0.0);
        assert_eq!(read_prefix(b"1__2"), 1.0);
        assert_eq!(read_all(b" 1.5 "), Some(1.5));
        assert_eq!(read_all(b"0x1p3"), Some(8.0));
        assert_eq!(read_all(b"1.5x"), None);
        assert_eq!(read_all(b""), None);
    }
}
