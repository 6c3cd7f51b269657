//! The successor of a string.

use crate::object::Encoding;
use crate::object::encoding::{chars, code, decode_utf8, push_code};

/// `String#succ`.
pub fn succ(bytes: &[u8], encoding: Encoding) -> Vec<u8> {
    let mut parts: Vec<Vec<u8>> = chars(bytes, encoding).map(<[u8]>::to_vec).collect();
    if parts.is_empty() {
        return Vec::new();
    }
    match (0..parts.len()).rev().find(|&i| is_alnum(&parts[i])) {
        Some(last) => alphanumeric(&mut parts, last),
        None => anything(&mut parts, encoding),
    }
    parts.concat()
}

/// Whether the character counts as a letter or digit.
fn is_alnum(c: &[u8]) -> bool {
    match c {
        [b] => b.is_ascii_alphanumeric(),
        _ => decode_utf8(c).is_some_and(|(c, n)| n > 1 && c.is_alphanumeric()),
    }
}

/// Counts the alphanumeric characters up, from `last` leftwards.
fn alphanumeric(parts: &mut Vec<Vec<u8>>, last: usize) {
    let mut carried = last;
    let mut carry = b'1';
    let mut gap = false;
    for at in (0..=last).rev() {
        let first = parts[at][0];
        // Behind a gap, digits do not carry into letters nor letters into digits.
        let here = parts[carried][0];
        let stops = (here.is_ascii_alphabetic() && first.is_ascii_digit())
            || (here.is_ascii_digit() && first.is_ascii_alphabetic());
        if gap && stops {
            break;
        }
        gap = !is_alnum(&parts[at]);
        if gap {
            continue;
        }
        let next = match first {
            b'z' => (b'a', b'a'),
            b'Z' => (b'A', b'A'),
            b'9' => (b'0', b'1'),
            _ => {
                if let Some(next) = next_char(&parts[at], Encoding::Utf8) {
                    parts[at] = next;
                }
                return;
            }
        };
        parts[at][0] = next.0;
        carry = next.1;
        carried = at;
    }
    parts.insert(carried, vec![carry]);
}

/// Counts the last character up, whatever it is.
fn anything(parts: &mut Vec<Vec<u8>>, encoding: Encoding) {
    for at in (0..parts.len()).rev() {
        if let Some(next) = next_char(&parts[at], encoding) {
            parts[at] = next;
            return;
        }
        parts[at] = vec![0];
    }
    parts.insert(0, vec![1]);
}

fn next_char(c: &[u8], encoding: Encoding) -> Option<Vec<u8>> {
    if encoding != Encoding::Utf8 && !encoding.is_single_byte() {
        let mut next = Vec::new();
        let code = code(c, encoding)?;
        return push_code(code + 1, encoding, &mut next).then_some(next);
    }
    if encoding.is_single_byte() || c[0] < 0x7f {
        return c[0].checked_add(1).map(|b| vec![b]);
    }
    let (c, _) = decode_utf8(c)?;
    let next = (c as u32 + 1..=char::MAX as u32).find_map(char::from_u32)?;
    Some(next.to_string().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::{Encoding, succ};

    #[test]
    fn successors() {
        for (text, next) in [
            ("a", "b"),
            ("az", "ba"),
            ("zz", "aaa"),
            ("a9", "b0"),
            ("Az", "Ba"),
            ("Zz", "AAa"),
            ("zZ9", "aaA0"),
            ("-9", "-10"),
            ("1.9", "2.0"),
            ("1.9.9", "2.0.0"),
            ("a-9", "a-10"),
            ("1.z", "1.aa"),
            ("éz", "êa"),
            ("1é9", "1ê0"),
            ("a z", "b a"),
            ("<<koala>>", "<<koalb>>"),
            ("***", "**+"),
            ("", ""),
            ("é", "ê"),
            ("1999zzz", "2000aaa"),
            ("ZZZ9999", "AAAA0000"),
            ("a!", "b!"),
            ("Z-9", "Z-10"),
        ] {
            let found = succ(text.as_bytes(), Encoding::Utf8);
            assert_eq!(String::from_utf8(found).expect("utf-8"), next, "{text}");
        }
    }
}
