//! Reading integers: `Integer()`, `String#to_i`, `hex`, `oct`.

use num_bigint::BigInt;

use crate::object::big_arithmetic;

/// An integer read from text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Parsed {
    /// Fits 64 bits.
    Small(i64),
    /// Does not.
    Big(BigInt),
}

/// How the text is to be taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// The whole text must be a number.
    Strict,
    /// The longest number at the front counts, zero if there is none.
    Prefix,
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | 0x0b | 0x0c | b'\r')
}

/// Reads an integer. Base 0 takes the base from a prefix, ten without one; a
/// base from 2 to 36 allows its own prefix. `None` only in strict mode.
pub fn parse(text: &[u8], base: u32, mode: Mode) -> Option<Parsed> {
    let failed = match mode {
        Mode::Strict => None,
        Mode::Prefix => Some(Parsed::Small(0)),
    };
    let mut rest = text;
    while let [first, tail @ ..] = rest
        && is_space(*first)
    {
        rest = tail;
    }
    let (negative, rest) = match rest {
        [b'-', tail @ ..] => (true, tail),
        [b'+', tail @ ..] => (false, tail),
        _ => (false, rest),
    };
    let (base, rest) = match strip_prefix(rest, base) {
        Some(found) => found,
        None => return failed,
    };
    let mut digits = Vec::with_capacity(rest.len().min(64));
    let mut at = 0;
    while at < rest.len() {
        match rest[at] {
            b'_' if at > 0
                && rest[at - 1] != b'_'
                && rest.get(at + 1).is_some_and(|&b| digit(b, base).is_some()) => {}
            b => match digit(b, base) {
                Some(d) => digits.push(d),
                None => break,
            },
        }
        at += 1;
    }
    let tail_is_blank = rest[at..].iter().all(|&b| is_space(b));
    if digits.is_empty() || (mode == Mode::Strict && !tail_is_blank) {
        return failed;
    }
    Some(value(negative, &digits, base))
}

fn digit(byte: u8, base: u32) -> Option<u8> {
    (byte as char).to_digit(base).map(|d| d as u8)
}

/// Takes `0x` and the like off; the base is then known. `None` when what
/// follows the prefix is no digit.
fn strip_prefix(text: &[u8], base: u32) -> Option<(u32, &[u8])> {
    let [b'0', letter, tail @ ..] = text else {
        return Some((if base == 0 { 10 } else { base }, text));
    };
    let named = match letter {
        b'x' | b'X' => 16,
        b'b' | b'B' => 2,
        b'o' | b'O' => 8,
        b'd' | b'D' => 10,
        _ => 0,
    };
    if named != 0 && (base == 0 || base == named) {
        let good = tail.first().is_some_and(|&b| digit(b, named).is_some());
        return good.then_some((named, tail));
    }
    let octal = base == 0;
    Some((if octal { 8 } else { base }, text))
}

fn value(negative: bool, digits: &[u8], base: u32) -> Parsed {
    let mut small: i64 = 0;
    for &d in digits {
        let next = small
            .checked_mul(i64::from(base))
            .and_then(|s| s.checked_add(i64::from(d)));
        match next {
            Some(next) => small = next,
            None => return big(negative, digits, base),
        }
    }
    Parsed::Small(if negative { -small } else { small })
}

fn big(negative: bool, digits: &[u8], base: u32) -> Parsed {
    let sign = if negative {
        num_bigint::Sign::Minus
    } else {
        num_bigint::Sign::Plus
    };
    let magnitude = big_arithmetic::from_digits(digits, base);
    Parsed::Big(BigInt::from_biguint(sign, magnitude))
}

#[cfg(test)]
mod tests {
    use super::{Mode, Parsed, parse};

    #[test]
    fn strict() {
        let read = |text: &str, base| parse(text.as_bytes(), base, Mode::Strict);
        assert_eq!(read(" -1_000 \n", 0), Some(Parsed::Small(-1000)));
        assert_eq!(read("0x1F", 0), Some(Parsed::Small(31)));
        assert_eq!(read("0b11", 2), Some(Parsed::Small(3)));
        assert_eq!(read("017", 0), Some(Parsed::Small(15)));
        for bad in ["", "1__0", "_1", "1_", "0x", "08", "1a", "- 1", "0x_1"] {
            assert_eq!(read(bad, 0), None, "{bad}");
        }
        assert!(matches!(
            read("123456789012345678901234567890", 10),
            Some(Parsed::Big(_))
        ));
    }

    #[test]
    fn prefix() {
        let read = |text: &str, base| parse(text.as_bytes(), base, Mode::Prefix);
        assert_eq!(read("12abc", 10), Some(Parsed::Small(12)));
        assert_eq!(read("0x1A", 16), Some(Parsed::Small(26)));
        assert_eq!(read("0x1A", 10), Some(Parsed::Small(0)));
        assert_eq!(read("z", 36), Some(Parsed::Small(35)));
        assert_eq!(read("1__2", 10), Some(Parsed::Small(1)));
        assert_eq!(read("", 10), Some(Parsed::Small(0)));
    }
}
