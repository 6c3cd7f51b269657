//! The encodings strings can have, and the scanning of their characters.
//!
//! Pure functions on bytes; nothing here knows the heap. A byte that begins no
//! valid character counts as a character of one byte.

/// How the bytes of a string are meant.
#[repr(u8)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    /// UTF-8.
    Utf8 = 0,
    /// BINARY, also known as ASCII-8BIT.
    Binary = 1,
    /// US-ASCII.
    UsAscii = 2,
}

impl Encoding {
    /// All encodings.
    pub const ALL: [Encoding; 3] = [Encoding::Utf8, Encoding::Binary, Encoding::UsAscii];

    /// The name, as `Encoding#name` tells it.
    pub const fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Binary => "ASCII-8BIT",
            Encoding::UsAscii => "US-ASCII",
        }
    }

    /// The name that `inspect` and messages show.
    pub const fn long_name(self) -> &'static str {
        match self {
            Encoding::Binary => "BINARY (ASCII-8BIT)",
            other => other.name(),
        }
    }

    /// The encoding with this name or alias, in any case.
    pub fn from_name(name: &str) -> Option<Encoding> {
        let is = |known: &[&str]| known.iter().any(|k| k.eq_ignore_ascii_case(name));
        if is(&["UTF-8", "CP65001", "locale", "external", "filesystem"]) {
            Some(Encoding::Utf8)
        } else if is(&["BINARY", "ASCII-8BIT"]) {
            Some(Encoding::Binary)
        } else if is(&["US-ASCII", "ASCII", "ANSI_X3.4-1968", "646"]) {
            Some(Encoding::UsAscii)
        } else {
            None
        }
    }

    /// Its place when strings of the same bytes are ordered.
    pub(super) const fn rank(self) -> u8 {
        match self {
            Encoding::Binary => 0,
            Encoding::Utf8 => 1,
            Encoding::UsAscii => 2,
        }
    }

    pub(super) fn from_bits(bits: u8) -> Encoding {
        Encoding::ALL[bits as usize]
    }

    /// Whether a character is always a byte.
    pub const fn is_single_byte(self) -> bool {
        !matches!(self, Encoding::Utf8)
    }
}

/// What is known about the bytes of a string.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CodeRange {
    /// All bytes are below 128.
    Ascii,
    /// Valid, and some bytes are not ASCII.
    Valid,
    /// Some bytes make no character.
    Broken,
}

/// Looks at all bytes.
pub fn scan(bytes: &[u8], encoding: Encoding) -> CodeRange {
    if bytes.is_ascii() {
        return CodeRange::Ascii;
    }
    match encoding {
        Encoding::Binary => CodeRange::Valid,
        Encoding::UsAscii => CodeRange::Broken,
        Encoding::Utf8 if std::str::from_utf8(bytes).is_ok() => CodeRange::Valid,
        Encoding::Utf8 => CodeRange::Broken,
    }
}

/// The character at the front of UTF-8 bytes, with its length.
#[inline]
pub fn decode_utf8(bytes: &[u8]) -> Option<(char, usize)> {
    let first = *bytes.first()?;
    let length = match first {
        0..0x80 => return Some((first as char, 1)),
        0xc2..0xe0 => 2,
        0xe0..0xf0 => 3,
        0xf0..0xf5 => 4,
        _ => return None,
    };
    let text = std::str::from_utf8(bytes.get(..length)?).ok()?;
    text.chars().next().map(|c| (c, length))
}

/// Bytes of the character at the front; 1 for a byte that begins none, 0 at
/// the end.
#[inline]
pub fn char_len(bytes: &[u8], encoding: Encoding) -> usize {
    if bytes.is_empty() {
        return 0;
    }
    if encoding.is_single_byte() {
        return 1;
    }
    decode_utf8(bytes).map_or(1, |(_, length)| length)
}

/// Whether the character at the front is whole and valid.
pub fn is_valid_at(bytes: &[u8], encoding: Encoding) -> bool {
    match encoding {
        Encoding::Utf8 => decode_utf8(bytes).is_some(),
        Encoding::Binary => !bytes.is_empty(),
        Encoding::UsAscii => bytes.first().is_some_and(u8::is_ascii),
    }
}

/// Number of characters.
pub fn count_chars(bytes: &[u8], encoding: Encoding, range: CodeRange) -> usize {
    if encoding.is_single_byte() || range == CodeRange::Ascii {
        return bytes.len();
    }
    if range == CodeRange::Valid {
        return bytes.iter().filter(|&&b| is_leading(b)).count();
    }
    chars(bytes, encoding).count()
}

/// Whether the byte begins a character of valid UTF-8.
#[inline(always)]
pub const fn is_leading(byte: u8) -> bool {
    byte as i8 >= -0x40
}

/// Byte offset of character `index`; the number of characters names the end.
pub fn offset_of_char(
    bytes: &[u8],
    encoding: Encoding,
    range: CodeRange,
    index: usize,
) -> Option<usize> {
    if encoding.is_single_byte() || range == CodeRange::Ascii {
        return (index <= bytes.len()).then_some(index);
    }
    let mut seen = 0;
    let mut at = 0;
    if range == CodeRange::Valid {
        while at < bytes.len() {
            if is_leading(bytes[at]) {
                if seen == index {
                    return Some(at);
                }
                seen += 1;
            }
            at += 1;
        }
    } else {
        while at < bytes.len() {
            if seen == index {
                return Some(at);
            }
            at += char_len(&bytes[at..], encoding);
            seen += 1;
        }
    }
    (seen == index).then_some(bytes.len())
}

/// The characters, each as its bytes.
pub fn chars(bytes: &[u8], encoding: Encoding) -> impl Iterator<Item = &[u8]> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let length = char_len(rest, encoding);
        if length == 0 {
            return None;
        }
        let (head, tail) = rest.split_at(length);
        rest = tail;
        Some(head)
    })
}

/// Characters that print although the standard library would escape them:
/// spaces, format characters and the areas for private use.
const ALSO_PRINTABLE: &[(u32, u32)] = &[
    (0xa0, 0xa0),
    (0xad, 0xad),
    (0x600, 0x605),
    (0x61c, 0x61c),
    (0x6dd, 0x6dd),
    (0x70f, 0x70f),
    (0x890, 0x891),
    (0x8e2, 0x8e2),
    (0x1680, 0x1680),
    (0x180e, 0x180e),
    (0x2000, 0x200f),
    (0x202a, 0x202f),
    (0x205f, 0x2064),
    (0x2066, 0x206f),
    (0x3000, 0x3000),
    (0xe000, 0xf8ff),
    (0xfeff, 0xfeff),
    (0xfff9, 0xfffb),
    (0x110bd, 0x110bd),
    (0x110cd, 0x110cd),
    (0x13430, 0x1343f),
    (0x1bca0, 0x1bca3),
    (0x1d173, 0x1d17a),
    (0xe0001, 0xe0001),
    (0xe0020, 0xe007f),
    (0xf0000, 0xffffd),
    (0x100000, 0x10fffd),
];

/// Whether `inspect` shows the character as it is (quotes and backslashes
/// are not its concern).
pub fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return (' '..='~').contains(&c);
    }
    let code = c as u32;
    if ALSO_PRINTABLE
        .iter()
        .any(|&(from, to)| (from..=to).contains(&code))
    {
        return true;
    }
    // Behind another character, combining marks are not escaped.
    let mut text = [b'a'; 5];
    let length = 1 + c.encode_utf8(&mut text[1..]).len();
    let text = std::str::from_utf8(&text[..length]).expect("two characters");
    text.escape_debug().nth(1) == Some(c)
}

#[cfg(test)]
mod tests {
    use super::{CodeRange, Encoding, chars, count_chars, is_printable, offset_of_char, scan};

    #[test]
    fn broken_bytes_are_characters_of_their_own() {
        for (bytes, count) in [
            (&b"\xe3\x81"[..], 2),
            (b"\xed\xa0\x80", 3),
            (b"\xf0\x9f\x98", 3),
            (b"a\xffb", 3),
        ] {
            assert_eq!(scan(bytes, Encoding::Utf8), CodeRange::Broken);
            assert_eq!(count_chars(bytes, Encoding::Utf8, CodeRange::Broken), count);
        }
    }

    #[test]
    fn offsets_and_counts_agree() {
        let text = "aé漢😀z".as_bytes();
        let all: Vec<&[u8]> = chars(text, Encoding::Utf8).collect();
        assert_eq!(
            all.len(),
            count_chars(text, Encoding::Utf8, CodeRange::Valid)
        );
        let mut at = 0;
        for range in [CodeRange::Valid, CodeRange::Broken] {
            at = 0;
            for (i, c) in all.iter().enumerate() {
                assert_eq!(offset_of_char(text, Encoding::Utf8, range, i), Some(at));
                at += c.len();
            }
            assert_eq!(
                offset_of_char(text, Encoding::Utf8, range, all.len() + 1),
                None
            );
        }
        assert_eq!(at, text.len());
    }

    #[test]
    fn printable_as_ruby_says() {
        for c in ['\u{a0}', '\u{200b}', '\u{e000}', 'é', '\u{301}', '漢', ' '] {
            assert!(is_printable(c), "{c:?}");
        }
        for c in [
            '\u{7f}',
            '\u{85}',
            '\u{2028}',
            '\u{10ffff}',
            '\u{378}',
            '\0',
        ] {
            assert!(!is_printable(c), "{c:?}");
        }
    }
}
