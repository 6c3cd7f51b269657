//! Bytes as printable text and back: base64, uuencode, quoted-printable and
//! BER-compressed integers, as `pack` and `unpack` have them.

use num_bigint::BigUint;

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The four 6-bit numbers in up to three bytes.
fn sextets(chunk: &[u8]) -> [usize; 4] {
    let byte = |i: usize| u32::from(chunk.get(i).copied().unwrap_or(0));
    let all = byte(0) << 16 | byte(1) << 8 | byte(2);
    [18, 12, 6, 0].map(|shift| (all >> shift & 0x3f) as usize)
}

/// The three bytes of four 6-bit numbers.
fn bytes_of(sextets: [u8; 4]) -> [u8; 3] {
    let all = sextets.iter().fold(0u32, |all, &s| all << 6 | u32::from(s));
    [(all >> 16) as u8, (all >> 8) as u8, all as u8]
}

/// Appends base64 without line breaks.
pub fn push_base64(out: &mut Vec<u8>, bytes: &[u8]) {
    for chunk in bytes.chunks(3) {
        let letters = sextets(chunk).map(|s| BASE64[s]);
        out.extend_from_slice(&letters[..chunk.len() + 1]);
        out.resize(out.len() + 3 - chunk.len(), b'=');
    }
}

/// Appends a line of uuencoded text.
pub fn push_uu_line(out: &mut Vec<u8>, bytes: &[u8]) {
    let letter = |s: usize| if s == 0 { b'`' } else { b' ' + s as u8 };
    out.push(b' ' + bytes.len() as u8);
    for chunk in bytes.chunks(3) {
        out.extend(sextets(chunk).map(letter));
    }
    out.push(b'\n');
}

fn base64_value(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}

/// Reads base64, passing over what does not belong to it; ends at `=`.
pub fn base64(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let mut group = [0; 4];
    let mut have = 0;
    for &byte in text {
        match base64_value(byte) {
            Some(value) => {
                group[have] = value;
                have += 1;
            }
            None if byte == b'=' && have >= 2 => break,
            None => {}
        }
        if have == 4 {
            out.extend(bytes_of(group));
            (group, have) = ([0; 4], 0);
        }
    }
    if have >= 2 {
        out.extend(&bytes_of(group)[..have - 1]);
    }
    out
}

/// Reads base64 that has nothing else in it.
pub fn strict_base64(text: &[u8]) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let padding = text.iter().rev().take_while(|&&b| b == b'=').count();
    let body = &text[..text.len() - padding.min(2)];
    let values: Vec<u8> = body
        .iter()
        .map(|&b| base64_value(b))
        .collect::<Option<_>>()?;
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    for chunk in values.chunks(4) {
        let mut group = [0; 4];
        group[..chunk.len()].copy_from_slice(chunk);
        let bytes = bytes_of(group);
        let (kept, rest) = bytes.split_at(chunk.len() - 1);
        if rest.iter().any(|&b| b != 0) {
            return None;
        }
        out.extend_from_slice(kept);
    }
    Some(out)
}

/// Reads uuencoded lines; also tells how many bytes of text they are.
pub fn uu(text: &[u8]) -> (Vec<u8>, usize) {
    let most = text.len() * 3 / 4;
    let mut out = Vec::new();
    let mut at = 0;
    let is_letter = |b: &u8| (b' '..b'a').contains(b);
    while let Some(&length) = text.get(at).filter(|&&b| b > b' ' && b < b'a') {
        at += 1;
        let mut length = usize::from((length - b' ') & 0x3f).min(most - out.len());
        while length > 0 {
            let group: [u8; 4] = std::array::from_fn(|_| {
                let letter = text.get(at).filter(|b| is_letter(b));
                at += usize::from(letter.is_some());
                letter.map_or(0, |b| (b - b' ') & 0x3f)
            });
            let taken = length.min(3);
            out.extend(&bytes_of(group)[..taken]);
            length -= taken;
        }
        // There may be a checksum before the line ends.
        if text.get(at).is_some_and(|b| !b"\r\n".contains(b)) {
            at += 1;
        }
        at += usize::from(text.get(at) == Some(&b'\r'));
        at += usize::from(text.get(at) == Some(&b'\n'));
    }
    (out, at)
}

/// Appends quoted-printable text in lines of about `width`.
pub fn push_quoted_printable(out: &mut Vec<u8>, bytes: &[u8], width: usize) {
    let mut column = 0;
    let mut before_blank = false;
    for &byte in bytes {
        match byte {
            b'\n' => {
                if before_blank {
                    out.extend_from_slice(b"=\n");
                }
                out.push(byte);
                column = 0;
                before_blank = false;
            }
            b'\t' | b' '..=b'<' | b'>'..=b'~' => {
                out.push(byte);
                column += 1;
                before_blank = matches!(byte, b' ' | b'\t');
            }
            _ => {
                out.extend_from_slice(format!("={byte:02X}").as_bytes());
                column += 3;
                before_blank = false;
            }
        }
        if column > width {
            out.extend_from_slice(b"=\n");
            column = 0;
            before_blank = false;
        }
    }
    if column > 0 {
        out.extend_from_slice(b"=\n");
    }
}

/// Reads quoted-printable text; what is malformed stays, with all that follows.
pub fn quoted_printable(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    let hex = |at: usize| text.get(at).and_then(|&b| char::from(b).to_digit(16));
    while at < text.len() {
        if text[at] != b'=' {
            out.push(text[at]);
            at += 1;
            continue;
        }
        at += match &text[at + 1..] {
            [b'\n', ..] => 2,
            [b'\r', b'\n', ..] => 3,
            _ => match (hex(at + 1), hex(at + 2)) {
                (Some(high), Some(low)) => {
                    out.push((high << 4 | low) as u8);
                    3
                }
                _ => {
                    out.extend_from_slice(&text[at..]);
                    break;
                }
            },
        };
    }
    out
}

/// Appends a BER-compressed integer: seven bits a byte, the most significant
/// first.
pub fn push_ber(out: &mut Vec<u8>, value: &BigUint) {
    let digits = value.to_radix_be(128);
    let (last, rest) = digits.split_last().expect("a number has a digit");
    out.extend(rest.iter().map(|digit| digit | 0x80));
    out.push(*last);
}

/// The BER-compressed integer at the front, with its length; none if it does
/// not end.
pub fn ber(bytes: &[u8]) -> Option<(BigUint, usize)> {
    let length = bytes.iter().position(|&b| b < 0x80)? + 1;
    let digits: Vec<u8> = bytes[..length].iter().map(|b| b & 0x7f).collect();
    let value = BigUint::from_radix_be(&digits, 128).expect("digits below 128");
    Some((value, length))
}

#[cfg(test)]
mod tests {
    use super::{base64, ber, push_base64, push_ber, push_quoted_printable, push_uu_line};
    use super::{quoted_printable, strict_base64, uu};
    use num_bigint::BigUint;

    #[test]
    fn everything_comes_back() {
        let all: Vec<u8> = (0..=255).collect();
        for length in [0, 1, 2, 3, 40, 45] {
            let bytes = &all[all.len() - length..];
            let mut out = Vec::new();
            push_base64(&mut out, bytes);
            assert_eq!(base64(&out), bytes);
            assert_eq!(strict_base64(&out).as_deref(), Some(bytes));
            let mut out = Vec::new();
            if length > 0 {
                push_uu_line(&mut out, bytes);
            }
            assert_eq!(uu(&out), (bytes.to_vec(), out.len()));
            let mut out = Vec::new();
            push_quoted_printable(&mut out, bytes, 72);
            assert_eq!(quoted_printable(&out), bytes);
        }
    }

    #[test]
    fn base64_that_is_none() {
        for text in [&b"YWJ"[..], b"YW J", b"YWJ=", b"Y===", b"YWJj\n"] {
            assert_eq!(strict_base64(text), None, "{text:?}");
        }
        assert_eq!(base64(b"Y W\nJ*j"), b"abc");
    }

    #[test]
    fn compressed_integers() {
        for value in [0u32, 127, 128, 300_000] {
            let mut out = Vec::new();
            push_ber(&mut out, &BigUint::from(value));
            assert_eq!(ber(&out), Some((BigUint::from(value), out.len())));
        }
        assert_eq!(ber(b"\x80"), None);
    }
}
