//! Numbers as `format` directives print them: signs, prefixes, padding, two's
//! complement forms.

use num_bigint::{BigInt, BigUint, Sign};
use num_traits::{One, Zero};

use super::float_text;
use super::format::Spec;

/// Appends an integer by the directive `d i u x X o b B`.
pub fn integer(out: &mut Vec<u8>, spec: &Spec, conversion: u8, value: &BigInt) {
    let (base, prefix) = match conversion {
        b'x' => (16, "0x"),
        b'X' => (16, "0X"),
        b'o' => (8, "0"),
        b'b' => (2, "0b"),
        b'B' => (2, "0B"),
        _ => (10, ""),
    };
    let negative = value.sign() == Sign::Minus;
    let signed = base == 10 || spec.plus || spec.space;
    let dots = negative && !signed;
    let mut digits = if dots {
        complement(value, base)
    } else {
        value.magnitude().to_str_radix(base)
    };
    if conversion == b'X' {
        digits.make_ascii_uppercase();
    }
    let sign = sign_of(spec, negative && signed);
    let mut prefix = if spec.sharp { prefix } else { "" };
    let mut precision = spec.precision;
    if prefix == "0" {
        if dots {
            prefix = "";
        } else if digits == "0" {
            digits.clear();
            precision = precision.map(|p| p.saturating_sub(1));
        } else if precision.is_some_and(|p| p > digits.len()) {
            prefix = "";
        }
    } else if digits == "0" {
        prefix = "";
        if precision == Some(0) {
            digits.clear();
        }
    }
    let taken = sign.len() + prefix.len() + if dots { 2 } else { 0 };
    let mut width = spec.width.saturating_sub(taken);
    let wanted = match precision {
        None if spec.zero && !spec.minus => std::mem::take(&mut width),
        None => 0,
        Some(p) => p.saturating_sub(if dots { 2 } else { 0 }),
    };
    let wanted = wanted.max(digits.len());
    let blank = width.saturating_sub(wanted);
    if !spec.minus {
        pad(out, b' ', blank);
    }
    out.extend_from_slice(sign.as_bytes());
    out.extend_from_slice(prefix.as_bytes());
    if dots {
        out.extend_from_slice(b"..");
    }
    let fill = if dots { digits.as_bytes()[0] } else { b'0' };
    pad(out, fill, wanted - digits.len());
    out.extend_from_slice(digits.as_bytes());
    if spec.minus {
        pad(out, b' ', blank);
    }
}

/// Two's complement digits of a negative number, beginning with exactly one
/// digit of those that go on for ever.
fn complement(value: &BigInt, base: u32) -> String {
    let fill = char::from_digit(base - 1, base).expect("a digit");
    let length = value.magnitude().to_str_radix(base).len();
    let above = BigInt::one() << (length as u64 * u64::from(base.trailing_zeros()));
    let rest = above + value;
    let text = if rest.is_zero() {
        String::new()
    } else {
        rest.to_str_radix(base)
    };
    let text = format!("{fill}{}{text}", "0".repeat(length - text.len()));
    let kept = text.trim_start_matches(fill);
    format!("{fill}{kept}")
}

fn sign_of(spec: &Spec, negative: bool) -> &'static str {
    if negative {
        "-"
    } else if spec.plus {
        "+"
    } else if spec.space {
        " "
    } else {
        ""
    }
}

/// Appends a float by the directive `f e E g G a A`.
pub fn float(out: &mut Vec<u8>, spec: &Spec, conversion: u8, value: f64) {
    let sign = sign_of(spec, value.is_sign_negative() && !value.is_nan());
    if !value.is_finite() {
        let text = if value.is_nan() { "NaN" } else { "Inf" };
        return padded(out, spec, false, sign, text);
    }
    let (f, precision) = (value.abs(), spec.precision.unwrap_or(6));
    let mut text = match conversion {
        b'f' => float_text::fixed(f, precision, spec.sharp),
        b'e' | b'E' => float_text::scientific(f, precision, spec.sharp),
        b'g' | b'G' => float_text::general(f, precision, spec.sharp),
        _ => float_text::hexadecimal(f, spec.precision, spec.sharp),
    };
    if conversion.is_ascii_uppercase() {
        text.make_ascii_uppercase();
    }
    let sign = match conversion {
        b'a' => format!("{sign}0x"),
        b'A' => format!("{sign}0X"),
        _ => sign.into(),
    };
    padded(out, spec, spec.zero && !spec.minus, &sign, &text);
}

/// Appends an integer by the directive `f`, exactly.
pub fn integer_as_float(out: &mut Vec<u8>, spec: &Spec, value: &BigInt) {
    let sign = sign_of(spec, value.sign() == Sign::Minus);
    let mut text = value.magnitude().to_str_radix(10);
    let precision = spec.precision.unwrap_or(6);
    if precision > 0 || spec.sharp {
        text.push('.');
    }
    text.push_str(&"0".repeat(precision));
    padded(out, spec, spec.zero && !spec.minus, sign, &text);
}

/// Appends a fraction by the directive `f`: exactly, what is halfway rounded
/// away from zero.
pub fn ratio_as_float(out: &mut Vec<u8>, spec: &Spec, numerator: &BigInt, denominator: &BigInt) {
    let sign = sign_of(spec, numerator.sign() == Sign::Minus);
    let precision = spec.precision.unwrap_or(6);
    let scale = BigUint::from(10u32).pow(precision as u32);
    let denominator = denominator.magnitude();
    let doubled = numerator.magnitude() * scale * 2u32 + denominator;
    let digits = (doubled / (denominator * 2u32)).to_string();
    let mut text = format!("{digits:0>width$}", width = precision + 1);
    if precision > 0 {
        text.insert(text.len() - precision, '.');
    }
    padded(out, spec, spec.zero && !spec.minus, sign, &text);
}

fn padded(out: &mut Vec<u8>, spec: &Spec, zeros: bool, sign: &str, text: &str) {
    let blank = spec.width.saturating_sub(sign.len() + text.len());
    if !spec.minus && !zeros {
        pad(out, b' ', blank);
    }
    out.extend_from_slice(sign.as_bytes());
    if zeros {
        pad(out, b'0', blank);
    }
    out.extend_from_slice(text.as_bytes());
    if spec.minus {
        pad(out, b' ', blank);
    }
}

/// Appends a byte several times.
pub fn pad(out: &mut Vec<u8>, byte: u8, count: usize) {
    out.resize(out.len() + count, byte);
}

#[cfg(test)]
mod tests {
    use super::super::format::{Piece, Pieces};
    use super::{BigInt, float, integer};

    fn show(format: &str, value: i64) -> String {
        with(format, |out, spec, conversion| {
            integer(out, spec, conversion, &BigInt::from(value));
        })
    }

    fn with(format: &str, f: impl Fn(&mut Vec<u8>, &super::Spec, u8)) -> String {
        let mut out = Vec::new();
        let mut pieces = Pieces::new(format.as_bytes());
        while let Some(piece) = pieces.next(&mut |_| Ok::<i64, ()>(0)) {
            match piece.expect("good format") {
                Piece::Text(text) => out.extend_from_slice(text),
                Piece::Directive(d) => f(&mut out, &d.spec, d.conversion),
            }
        }
        String::from_utf8(out).expect("ascii")
    }

    #[test]
    fn integers() {
        for (format, value, text) in [
            ("%x", -255, "..f01"),
            ("%b", -5, "..1011"),
            ("%010b", -5, "..11111011"),
            ("%.10x", -255, "..ffffff01"),
            ("%#x", -255, "0x..f01"),
            ("% x", -255, "-ff"),
            ("%o", -8, "..70"),
            ("%#o", -8, "..70"),
            ("%#o", 8, "010"),
            ("%#.10x", 255, "0x00000000ff"),
            ("%8.5d|", -42, "  -00042|"),
            ("%#x", 0, "0"),
            ("%#o", 0, "0"),
            ("%.0d", 0, ""),
            ("%o", -1, "..7"),
            ("%o", -7, "..71"),
            ("%x", -16, "..f0"),
            ("%-5x|", -5, "..fb |"),
            ("%+010d", 5, "+000000005"),
            ("%- 10d|", 5, " 5        |"),
            ("%X", -255, "..F01"),
            ("%08d", -5, "-0000005"),
            ("%8b|", -1, "     ..1|"),
        ] {
            assert_eq!(show(format, value), text, "{format} {value}");
        }
    }

    #[test]
    fn floats() {
        for (format, value, text) in [
            ("%f", 1.5, "1.500000"),
            ("%08.3f", -4.56789, "-004.568"),
            ("%+f", f64::INFINITY, "+Inf"),
            ("%010f", f64::NEG_INFINITY, "      -Inf"),
            ("%a", -0.1, "-0x1.999999999999ap-4"),
            ("%A", 1e10, "0X1.2A05F2P+33"),
            ("%020a|", -0.5, "-0x00000000000001p-1|"),
            ("%-10f|", f64::NEG_INFINITY, "-Inf      |"),
        ] {
            let shown = with(format, |out, spec, c| float(out, spec, c, value));
            assert_eq!(shown, text, "{format} {value}");
        }
    }
}
