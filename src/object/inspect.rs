//! How strings, symbols and hash keys are shown by `inspect`.
//!
//! Pure functions that append to a byte vector, whose meaning is UTF-8 (bytes
//! that cannot be shown are escaped, so the result is always valid; characters
//! of other encodings are shown by their codes).

use super::encoding::{Encoding, Front, decode, decode_utf8, is_printable, symbol_parts};

/// The string in quotes, with escapes.
pub fn string(bytes: &[u8], encoding: Encoding, out: &mut Vec<u8>) {
    out.push(b'"');
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        at += match encoding {
            Encoding::Utf8 => utf8_char(rest, out),
            Encoding::Binary | Encoding::UsAscii => single_byte(rest, out),
            other => foreign_char(rest, other, out),
        };
    }
    out.push(b'"');
}

/// Shows one character of a UTF-8 string; returns its length.
fn utf8_char(rest: &[u8], out: &mut Vec<u8>) -> usize {
    let Some((c, length)) = decode_utf8(rest) else {
        hex(rest[0], out);
        return 1;
    };
    if !escaped(rest, out) {
        if is_printable(c) {
            out.extend_from_slice(&rest[..length]);
        } else {
            code_point(c, out);
        }
    }
    length
}

/// Shows a character by its code.
fn code_point(c: char, out: &mut Vec<u8>) {
    let code = u32::from(c);
    let text = if code > 0xffff {
        format!("\\u{{{code:X}}}")
    } else {
        format!("\\u{code:04X}")
    };
    out.extend_from_slice(text.as_bytes());
}

/// Shows one character of an encoding that the result has not; returns its
/// length.
fn foreign_char(rest: &[u8], encoding: Encoding, out: &mut Vec<u8>) -> usize {
    let length = match encoding.front(rest) {
        Front::Char(length) => length,
        _ => {
            let length = encoding.unit().min(rest.len());
            rest[..length].iter().for_each(|&byte| hex(byte, out));
            return length;
        }
    };
    let known = encoding.is_unicode() || encoding.is_ascii_compatible() && length == 1;
    match decode(encoding, &rest[..length]).filter(|_| known) {
        Some(c) if c.is_ascii() => {
            let mut next = rest[length..].iter().filter(|&&b| b != 0);
            let pair = [c as u8, *next.next().unwrap_or(&0)];
            if !escaped(&pair, out) {
                match c {
                    ' '..='~' => out.push(c as u8),
                    _ if encoding.is_unicode() => code_point(c, out),
                    _ => hex(c as u8, out),
                }
            }
        }
        Some(c) if encoding.is_unicode() => code_point(c, out),
        _ if length == 1 => hex(rest[0], out),
        _ => {
            out.extend_from_slice(b"\\x{");
            for byte in &rest[..length] {
                out.extend_from_slice(format!("{byte:02X}").as_bytes());
            }
            out.push(b'}');
        }
    }
    length
}

/// Shows one byte of a string whose characters are bytes.
fn single_byte(rest: &[u8], out: &mut Vec<u8>) -> usize {
    if !escaped(rest, out) {
        match rest[0] {
            b' '..=b'~' => out.push(rest[0]),
            byte => hex(byte, out),
        }
    }
    1
}

fn hex(byte: u8, out: &mut Vec<u8>) {
    out.extend_from_slice(format!("\\x{byte:02X}").as_bytes());
}

/// Shows the first byte if it has an escape of its own.
fn escaped(rest: &[u8], out: &mut Vec<u8>) -> bool {
    let letter = match rest[0] {
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        0x0c => b'f',
        0x0b => b'v',
        0x08 => b'b',
        0x07 => b'a',
        0x1b => b'e',
        b'"' => b'"',
        b'\\' => b'\\',
        b'#' if matches!(rest.get(1), Some(b'{' | b'$' | b'@')) => b'#',
        _ => return false,
    };
    out.extend_from_slice(&[b'\\', letter]);
    true
}

/// The symbol as a literal: `:name`, `:+` or `:"any other"`.
pub fn symbol(name: &[u8], out: &mut Vec<u8>) {
    out.push(b':');
    if let Some((bytes, encoding)) = foreign_name(name) {
        return string(bytes, encoding, out);
    }
    if is_plain_symbol(name) {
        out.extend_from_slice(name);
    } else {
        string(name, symbol_encoding(name), out);
    }
}

/// Symbols of ASCII characters alone are US-ASCII.
fn symbol_encoding(name: &[u8]) -> Encoding {
    if name.is_ascii() {
        Encoding::UsAscii
    } else {
        Encoding::Utf8
    }
}

/// The symbol as a key in a hash literal, with the colon: `name: ` or
/// `"any other": `.
pub fn symbol_key(name: &[u8], out: &mut Vec<u8>) {
    if let Some((bytes, encoding)) = foreign_name(name) {
        string(bytes, encoding, out);
        return out.extend_from_slice(b": ");
    }
    if is_plain_key(name) {
        out.extend_from_slice(name);
    } else {
        string(name, symbol_encoding(name), out);
    }
    out.extend_from_slice(b": ");
}

/// Bytes and encoding of a symbol that is neither ASCII nor UTF-8.
fn foreign_name(name: &[u8]) -> Option<(&[u8], Encoding)> {
    let (bytes, encoding) = symbol_parts(name);
    (bytes.len() != name.len()).then_some((bytes, encoding))
}

/// Whether `name: value` needs no quotes.
pub fn is_plain_key(name: &[u8]) -> bool {
    let stem = name
        .strip_suffix(b"?")
        .or_else(|| name.strip_suffix(b"!"))
        .unwrap_or(name);
    is_identifier(stem)
}

/// Whether `:name` needs no quotes.
pub fn is_plain_symbol(name: &[u8]) -> bool {
    const OPERATORS: &[&[u8]] = &[
        b"[]", b"[]=", b"+", b"-", b"*", b"**", b"/", b"%", b"!", b"!=", b"!~", b"==", b"===",
        b"=~", b"<=>", b"<", b"<=", b">", b">=", b"<<", b">>", b"&", b"|", b"^", b"~", b"+@",
        b"-@", b"`",
    ];
    if OPERATORS.contains(&name) || is_plain_key(name) {
        return std::str::from_utf8(name).is_ok();
    }
    match name {
        [b'@', b'@', rest @ ..] | [b'@', rest @ ..] => is_identifier(rest),
        [b'$', rest @ ..] => is_global(rest),
        [stem @ .., b'='] => is_identifier(stem),
        _ => false,
    }
}

fn is_global(rest: &[u8]) -> bool {
    match rest {
        [b'-', word @ ..] => {
            is_word(word) && decode_utf8(word).is_some_and(|(_, n)| n == word.len())
        }
        [b'0'..=b'9', ..] => rest.iter().all(u8::is_ascii_digit),
        [c] if b"~*$?!@/\\;,.=:<>\"&`'+_".contains(c) => true,
        _ => is_identifier(rest),
    }
}

/// A name that does not begin with a digit; bytes above 127 are letters.
fn is_identifier(name: &[u8]) -> bool {
    is_word(name) && !name[0].is_ascii_digit()
}

fn is_word(name: &[u8]) -> bool {
    let letters = name
        .iter()
        .all(|&b| b.is_ascii_alphanumeric() || b == b'_' || b >= 0x80);
    !name.is_empty() && letters && std::str::from_utf8(name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::super::encoding::Encoding;

    fn shown(f: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        f(&mut out);
        String::from_utf8(out).expect("always valid")
    }

    #[test]
    fn strings() {
        let all = "\0\u{1}\u{7}\u{8}\t\n\u{b}\u{c}\r\u{1b}\u{7f}\"\\#{a} #$a #@a # #a \u{10ffff}é\u{2028}".as_bytes();
        let expected =
            r##""\u0000\u0001\a\b\t\n\v\f\r\e\u007F\"\\\#{a} \#$a \#@a # #a \u{10FFFF}é\u2028""##;
        assert_eq!(
            shown(|out| super::string(all, Encoding::Utf8, out)),
            expected
        );
        assert_eq!(
            shown(|out| super::string(b"\x80\xffa", Encoding::Utf8, out)),
            r#""\x80\xFFa""#
        );
        assert_eq!(
            shown(|out| super::string(b"\x00\x01\x7f\xe9\"#{", Encoding::Binary, out)),
            r##""\x00\x01\x7F\xE9\"\#{""##
        );
    }

    #[test]
    fn symbols() {
        for plain in [
            "foo", "foo=", "foo?", "[]=", "!", "<=>", "-@", "`", "@a", "@@a", "$a", "$1", "$-w",
            "$!", "é?", "nil",
        ] {
            assert_eq!(
                shown(|out| super::symbol(plain.as_bytes(), out)),
                format!(":{plain}")
            );
        }
        for quoted in [
            "&&", "=", "a b", "", "1a", "@", "@1", "$", "foo?=", "a-b", "..", "$a?", "@a=", "$-ww",
            "$-", "::", "!@",
        ] {
            assert_eq!(
                shown(|out| super::symbol(quoted.as_bytes(), out)),
                format!(":\"{quoted}\"")
            );
        }
    }

    #[test]
    fn keys() {
        for plain in ["foo", "foo?", "foo!", "Foo", "é", "if"] {
            assert_eq!(
                shown(|out| super::symbol_key(plain.as_bytes(), out)),
                format!("{plain}: ")
            );
        }
        for quoted in ["foo=", "+", "[]", "a b", "@a", "$a", ""] {
            assert_eq!(
                shown(|out| super::symbol_key(quoted.as_bytes(), out)),
                format!("\"{quoted}\": ")
            );
        }
    }
}
