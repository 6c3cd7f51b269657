//! The encodings strings can have, and the scanning of their characters.
//!
//! Pure functions on bytes; nothing here knows the heap. A byte that begins no
//! valid character counts as a character of one byte. UTF-8, BINARY and US-ASCII
//! are done here; for the others there is a row in `table`, an automaton in
//! `structure`, and what their bytes mean in `charset`.
//!
//! **Owns** names, the structure of characters, conversion. **Imported by**
//! everything above; imports nothing of ours. **Invariants**: E1 an encoding is
//! its number in `table`, which strings keep; rows are only added at the end.
//! **Start** at [`Encoding`], then [`char_len`] and [`transcode`].

#![forbid(unsafe_code)]

mod charset;
mod single_byte;
mod structure;
mod table;
mod transcode;

pub use charset::{decode, encode};
pub use structure::Front;
use structure::Structure;
pub use table::Encoding;
pub use transcode::{Problem, Trouble, transcode};

impl Encoding {
    fn facts(self) -> &'static table::Facts {
        &table::FACTS[self as usize]
    }

    fn structure(self) -> Structure {
        self.facts().structure
    }

    fn charset(self) -> charset::Charset {
        self.facts().charset
    }

    /// The name, as `Encoding#name` tells it.
    pub fn name(self) -> &'static str {
        self.facts().names[0]
    }

    /// The name and the aliases.
    pub fn names(self) -> &'static [&'static str] {
        self.facts().names
    }

    /// The name that `inspect` and messages show.
    pub fn long_name(self) -> &'static str {
        match self {
            Encoding::Binary => "BINARY (ASCII-8BIT)",
            other => other.name(),
        }
    }

    /// The constants that a name makes: one as it is written, unless it has
    /// small letters only, and one in capital letters.
    pub fn constants(name: &str) -> (Option<String>, String) {
        let letter = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
        let mut plain: String = name.chars().map(letter).collect();
        let upper = plain.to_ascii_uppercase();
        plain[..1].make_ascii_uppercase();
        let mixed = name.contains(|c: char| c.is_ascii_uppercase()) && plain != upper;
        (mixed.then_some(plain), upper)
    }

    /// The encoding with this name or alias, in any case.
    pub fn from_name(name: &str) -> Option<Encoding> {
        let is = |encoding: &&Encoding| {
            let mut names = encoding.names().iter();
            names.any(|known| known.eq_ignore_ascii_case(name))
        };
        Encoding::ALL.iter().find(is).copied()
    }

    /// Its place in Ruby's list.
    pub fn rank(self) -> u8 {
        match self {
            Encoding::Binary => 0,
            Encoding::Utf8 => 1,
            other => other as u8,
        }
    }

    /// The encoding with a number.
    #[inline]
    pub fn from_bits(bits: u8) -> Encoding {
        Encoding::ALL[bits as usize]
    }

    /// One of the three that programs mostly use: compatible with ASCII, and
    /// without tables.
    #[inline(always)]
    const fn is_common(self) -> bool {
        self as u8 <= Encoding::UsAscii as u8
    }

    /// Whether a character is always a byte.
    #[inline]
    pub fn is_single_byte(self) -> bool {
        match self {
            Encoding::Utf8 => false,
            Encoding::Binary | Encoding::UsAscii => true,
            other => matches!(other.structure(), Structure::Single | Structure::Dummy),
        }
    }

    /// Whether bytes below 128 are ASCII.
    #[inline]
    pub fn is_ascii_compatible(self) -> bool {
        self.is_common() || self.structure().unit() == 1 && !self.is_dummy()
    }

    /// Whether it only marks bytes that must be converted before they are text.
    pub fn is_dummy(self) -> bool {
        self.structure() == Structure::Dummy
    }

    /// Whether its codes are those of Unicode.
    pub fn is_unicode(self) -> bool {
        use Structure::{Cesu8, Utf8, Utf16Be, Utf16Le, Utf32Be, Utf32Le};
        let structure = self.structure();
        matches!(
            structure,
            Utf8 | Cesu8 | Utf16Be | Utf16Le | Utf32Be | Utf32Le
        )
    }

    /// Whether its characters have codes in Unicode that are known here.
    pub fn is_convertible(self) -> bool {
        !matches!(self.charset(), charset::Charset::Unknown)
    }

    /// Bytes that every character has.
    pub fn unit(self) -> usize {
        self.structure().unit()
    }

    /// Looks at the front of bytes that are not empty.
    pub fn front(self, bytes: &[u8]) -> Front {
        self.structure().front(bytes)
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
    if bytes.is_ascii() && encoding.is_ascii_compatible() {
        return CodeRange::Ascii;
    }
    let valid = match encoding {
        Encoding::Utf8 => std::str::from_utf8(bytes).is_ok(),
        Encoding::Binary => true,
        Encoding::UsAscii => false,
        other => chars(bytes, other).all(|c| is_valid_at(c, other)),
    };
    if valid {
        CodeRange::Valid
    } else {
        CodeRange::Broken
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
    if encoding == Encoding::Utf8 {
        return decode_utf8(bytes).map_or(1, |(_, length)| length);
    }
    if encoding.is_single_byte() {
        return 1;
    }
    match encoding.front(bytes) {
        Front::Char(length) => length,
        _ => encoding.unit().min(bytes.len()),
    }
}

/// Whether the character at the front is whole and valid.
pub fn is_valid_at(bytes: &[u8], encoding: Encoding) -> bool {
    match encoding {
        Encoding::Utf8 => decode_utf8(bytes).is_some(),
        Encoding::Binary => !bytes.is_empty(),
        Encoding::UsAscii => bytes.first().is_some_and(u8::is_ascii),
        other => !bytes.is_empty() && matches!(other.front(bytes), Front::Char(_)),
    }
}

/// The code of the whole character at the front: that of Unicode, or the bytes
/// as a number.
pub fn code(bytes: &[u8], encoding: Encoding) -> Option<u32> {
    match encoding {
        Encoding::Utf8 => decode_utf8(bytes).map(|(c, _)| c as u32),
        Encoding::Binary => bytes.first().map(|&b| b.into()),
        _ if bytes.is_empty() => None,
        _ => match encoding.front(bytes) {
            Front::Char(length) if encoding.is_unicode() => {
                decode(encoding, &bytes[..length]).map(u32::from)
            }
            Front::Char(length) => Some(charset::number(&bytes[..length])),
            _ => None,
        },
    }
}

/// Appends the character with a code; false if there is none.
pub fn push_code(code: u32, encoding: Encoding, out: &mut Vec<u8>) -> bool {
    if encoding.is_unicode() {
        return char::from_u32(code).is_some_and(|c| encode(encoding, c, out));
    }
    let start = out.len();
    charset::push_number(code, out);
    let whole = encoding.front(&out[start..]) == Front::Char(out.len() - start);
    if !whole {
        out.truncate(start);
    }
    whole
}

/// Number of characters.
pub fn count_chars(bytes: &[u8], encoding: Encoding, range: CodeRange) -> usize {
    if encoding.is_single_byte() || range == CodeRange::Ascii {
        return bytes.len();
    }
    if range == CodeRange::Valid && encoding == Encoding::Utf8 {
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
    if range == CodeRange::Valid && encoding == Encoding::Utf8 {
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

/// The characters, each true, and the longest runs of bytes that begin none or
/// one that ends too early, each false.
pub fn parts(bytes: &[u8], encoding: Encoding) -> impl Iterator<Item = (bool, &[u8])> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (good, length) = match encoding.front(rest) {
            Front::Char(length) => (true, length),
            Front::Broken(length, _) => (false, length),
            Front::Short => (false, rest.len()),
        };
        let (head, tail) = rest.split_at(length);
        rest = tail;
        Some((good, head))
    })
}

/// Marks the name of a symbol that is neither ASCII nor UTF-8: this byte, which
/// no UTF-8 has, the number of the encoding, the bytes.
const MARK: u8 = 0xff;

/// The name under which a symbol with these bytes is known.
pub fn symbol_name(bytes: &[u8], encoding: Encoding) -> std::borrow::Cow<'_, [u8]> {
    if encoding == Encoding::Utf8 || bytes.is_ascii() && encoding.is_ascii_compatible() {
        return bytes.into();
    }
    [&[MARK, encoding as u8], bytes].concat().into()
}

/// Whether a symbol can have this name.
pub fn is_symbol_name(name: &[u8]) -> bool {
    match name {
        [MARK, number, ..] => (*number as usize) < Encoding::ALL.len(),
        _ => true,
    }
}

/// The bytes of a symbol with a name, and their encoding.
pub fn symbol_parts(name: &[u8]) -> (&[u8], Encoding) {
    match name {
        [MARK, number, bytes @ ..] => (bytes, Encoding::from_bits(*number)),
        _ if name.is_ascii() => (name, Encoding::UsAscii),
        _ => (name, Encoding::Utf8),
    }
}

/// A text in Unicode for one in another encoding, for those who only know the
/// one; unknown characters get codes for private use.
pub struct Shadow {
    /// It.
    pub text: String,
    /// Where each character begins, in both; then the two ends.
    starts: Vec<(u32, u32)>,
}

impl Shadow {
    /// Of a valid text.
    pub fn new(bytes: &[u8], encoding: Encoding) -> Shadow {
        let mut shadow = Shadow {
            text: String::with_capacity(bytes.len()),
            starts: Vec::new(),
        };
        let mut at = 0;
        for (_, part) in parts(bytes, encoding) {
            shadow.starts.push((shadow.text.len() as u32, at));
            shadow.text.push(unicode_or_private(part, encoding));
            at += part.len() as u32;
        }
        shadow.starts.push((shadow.text.len() as u32, at));
        shadow
    }

    /// The offset in the shadow for one in the text.
    pub fn inner(&self, at: usize) -> usize {
        let place = self
            .starts
            .partition_point(|&(_, outer)| (outer as usize) < at);
        self.starts[place.min(self.starts.len() - 1)].0 as usize
    }

    /// The offset in the text for one in the shadow.
    pub fn outer(&self, at: usize) -> usize {
        let place = self
            .starts
            .partition_point(|&(inner, _)| (inner as usize) < at);
        self.starts[place.min(self.starts.len() - 1)].1 as usize
    }
}

fn unicode_or_private(bytes: &[u8], encoding: Encoding) -> char {
    let private = || char::from_u32(0xf_0000 + (charset::number(bytes) & 0xffff));
    let c = decode(encoding, bytes).or_else(private);
    c.expect("a plane without surrogates")
}

/// The source of a pattern in Unicode, where escapes of bytes that make a
/// character become the character; none if it is understood as it is.
pub fn pattern_text(source: &[u8], encoding: Encoding) -> Option<String> {
    if matches!(
        encoding,
        Encoding::Utf8 | Encoding::UsAscii | Encoding::Binary
    ) {
        return None;
    }
    let mut bytes = Vec::with_capacity(source.len());
    let mut at = 0;
    while at < source.len() {
        let rest = &source[at..];
        if let [
            b'\\',
            b'x',
            high @ (b'8'..=b'9' | b'a'..=b'f' | b'A'..=b'F'),
            low,
            ..,
        ] = *rest
            && let (Some(high), Some(low)) =
                (char::from(high).to_digit(16), char::from(low).to_digit(16))
        {
            bytes.push((high << 4 | low) as u8);
            at += 4;
            continue;
        }
        // What is escaped stays so.
        let skip = usize::from(rest[0] == b'\\' && rest.len() > 1);
        let length = skip + char_len(&rest[skip..], encoding);
        bytes.extend_from_slice(&rest[..length]);
        at += length;
    }
    let character = |(good, part): (bool, &[u8])| match good {
        true => unicode_or_private(part, encoding),
        false => char::REPLACEMENT_CHARACTER,
    };
    Some(parts(&bytes, encoding).map(character).collect())
}

/// The characters as those of Unicode; unknown ones are replaced.
pub fn to_text(bytes: &[u8], encoding: Encoding) -> std::borrow::Cow<'_, str> {
    if encoding == Encoding::Utf8 || bytes.is_ascii() && encoding.is_ascii_compatible() {
        return String::from_utf8_lossy(bytes);
    }
    let character = |(good, part)| match good {
        true => decode(encoding, part).unwrap_or(char::REPLACEMENT_CHARACTER),
        false => char::REPLACEMENT_CHARACTER,
    };
    let text: String = parts(bytes, encoding).map(character).collect();
    text.into()
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
