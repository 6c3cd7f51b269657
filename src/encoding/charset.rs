//! Which characters the bytes of each encoding mean.
//!
//! Single-byte encodings have tables of ours; those of East Asia are read with
//! `encoding_rs`, whose tables are those of browsers: where Ruby's differ, it is
//! said here. Only whole characters come in; see `structure`.

use super::single_byte::{self, Table};
use super::structure::{Front, Structure};
use super::{Encoding, decode_utf8};

/// Where the meaning of bytes is found.
#[derive(Clone, Copy)]
pub enum Charset {
    /// Nowhere: there is no conversion.
    Unknown,
    /// The bytes are a form of Unicode.
    Unicode,
    /// In a table.
    Table(&'static Table),
    /// In the library.
    Library(&'static encoding_rs::Encoding),
}

/// Characters that Ruby's tables have in other places than the library's.
const OTHERWISE: &[(Encoding, u32, char)] = &[
    (Encoding::EucJp, 0xa1bd, '\u{2014}'),
    (Encoding::EucJp, 0xa1c1, '\u{301c}'),
    (Encoding::EucJp, 0xa1c2, '\u{2016}'),
    (Encoding::EucJp, 0xa1dd, '\u{2212}'),
    (Encoding::EucJp, 0xa1f1, '\u{a2}'),
    (Encoding::EucJp, 0xa1f2, '\u{a3}'),
    (Encoding::EucJp, 0xa2cc, '\u{ac}'),
    (Encoding::ShiftJis, 0x815c, '\u{2014}'),
    (Encoding::ShiftJis, 0x8160, '\u{301c}'),
    (Encoding::ShiftJis, 0x8161, '\u{2016}'),
    (Encoding::ShiftJis, 0x817c, '\u{2212}'),
    (Encoding::ShiftJis, 0x8191, '\u{a2}'),
    (Encoding::ShiftJis, 0x8192, '\u{a3}'),
    (Encoding::ShiftJis, 0x81ca, '\u{ac}'),
    (Encoding::Gb18030, 0xa3a0, '\u{e5e5}'),
    (Encoding::Gb18030, 0xa6d9, '\u{e78d}'),
    (Encoding::Gb18030, 0xa6da, '\u{e78e}'),
    (Encoding::Gb18030, 0xa6db, '\u{e78f}'),
    (Encoding::Gb18030, 0xa6dc, '\u{e790}'),
    (Encoding::Gb18030, 0xa6dd, '\u{e791}'),
    (Encoding::Gb18030, 0xa6de, '\u{e792}'),
    (Encoding::Gb18030, 0xa6df, '\u{e793}'),
    (Encoding::Gb18030, 0xa6ec, '\u{e794}'),
    (Encoding::Gb18030, 0xa6ed, '\u{e795}'),
    (Encoding::Gb18030, 0xa6f3, '\u{e796}'),
    (Encoding::Gb18030, 0xa8bc, '\u{e7c7}'),
    (Encoding::Gb18030, 0xfe59, '\u{e81e}'),
    (Encoding::Gb18030, 0xfe61, '\u{e826}'),
    (Encoding::Gb18030, 0xfe66, '\u{e82b}'),
    (Encoding::Gb18030, 0xfe67, '\u{e82c}'),
    (Encoding::Gb18030, 0xfe6d, '\u{e832}'),
    (Encoding::Gb18030, 0xfe7e, '\u{e843}'),
    (Encoding::Gb18030, 0xfe90, '\u{e854}'),
    (Encoding::Gb18030, 0xfea0, '\u{e864}'),
    (Encoding::Big5Hkscs, 0xa145, '\u{2022}'),
    (Encoding::Big5Hkscs, 0xa14e, '\u{ff64}'),
    (Encoding::Big5Hkscs, 0xa1c2, '\u{203e}'),
    (Encoding::Big5Hkscs, 0xa1e3, '\u{223c}'),
    (Encoding::Big5Hkscs, 0xa1f2, '\u{2641}'),
    (Encoding::Big5Hkscs, 0xa1f3, '\u{2609}'),
    (Encoding::Big5Hkscs, 0xa241, '\u{ff0f}'),
    (Encoding::Big5Hkscs, 0xa242, '\u{ff3c}'),
    (Encoding::Big5Hkscs, 0xa244, '\u{a5}'),
    (Encoding::Big5Hkscs, 0xa246, '\u{a2}'),
    (Encoding::Big5Hkscs, 0xa247, '\u{a3}'),
];

/// Bytes that mean something to the library but nothing to Ruby.
const LACKING: &[(Encoding, u32, u32)] = &[
    (Encoding::EucJp, 0xada1, 0xadfe),
    (Encoding::EucJp, 0xf9a1, 0xfcfe),
    (Encoding::EucJPMs, 0xf9a1, 0xfcfe),
    (Encoding::Cp51932, 0x8f_a1a1, 0x8f_fefe),
    (Encoding::ShiftJis, 0x8740, 0x87fc),
    (Encoding::ShiftJis, 0xed40, 0xfcfc),
    (Encoding::SjisDoCoMo, 0xf89f, 0xf9fc),
    (Encoding::SjisKddi, 0xf340, 0xf9fc),
    (Encoding::SjisSoftBank, 0xf740, 0xf9fc),
    (Encoding::Big5, 0xa3c0, 0xa3e0),
    (Encoding::Big5, 0xfa40, 0xfefe),
    (Encoding::Cp950, 0xa3c0, 0xa3e0),
    (Encoding::Gbk, 0xa2e3, 0xa2e3),
    (Encoding::Gbk, 0xa3a0, 0xa3a0),
    (Encoding::Gbk, 0xa6d9, 0xa6df),
    (Encoding::Gbk, 0xa6ec, 0xa6ed),
    (Encoding::Gbk, 0xa6f3, 0xa6f3),
    (Encoding::Gbk, 0xa8bc, 0xa8bc),
    (Encoding::Gbk, 0xa8bf, 0xa8bf),
    (Encoding::Gbk, 0xa989, 0xa995),
    (Encoding::Gbk, 0xfe50, 0xfea0),
    (Encoding::Gb2312, 0xa2a1, 0xa2aa),
    (Encoding::Gb2312, 0xa2e3, 0xa2e3),
    (Encoding::Gb2312, 0xa6d9, 0xa6f5),
    (Encoding::Gb2312, 0xa8bb, 0xa8c0),
];

/// Characters for private use that Big5 puts in its rows 0xC6 to 0xC8.
const BIG5_PRIVATE: std::ops::RangeInclusive<u32> = 0xf6b1..=0xf848;

/// The bytes of a character as one number.
pub fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |all, &b| all << 8 | u32::from(b))
}

/// Appends the bytes of such a number.
pub fn push_number(number: u32, out: &mut Vec<u8>) {
    let bytes = number.to_be_bytes();
    let skip = (number.leading_zeros() as usize / 8).min(3);
    out.extend_from_slice(&bytes[skip..]);
}

/// The character that whole bytes mean, if any.
pub fn decode(encoding: Encoding, bytes: &[u8]) -> Option<char> {
    if let [byte @ 0..0x80] = *bytes {
        return (encoding.structure().unit() == 1).then_some(char::from(byte));
    }
    match encoding.charset() {
        Charset::Unknown => None,
        Charset::Unicode => unicode(encoding.structure(), bytes),
        Charset::Table(table) => match *bytes {
            [byte] => single_byte::decode(table, byte),
            _ => None,
        },
        Charset::Library(library) => in_library(encoding, library, bytes),
    }
}

fn unicode(structure: Structure, bytes: &[u8]) -> Option<char> {
    let pair = |at: usize, big: bool| {
        let two = [bytes[at], bytes[at + 1]];
        let unit = if big {
            u16::from_be_bytes(two)
        } else {
            u16::from_le_bytes(two)
        };
        u32::from(unit)
    };
    let joined = |high: u32, low: u32| 0x1_0000 + ((high & 0x3ff) << 10 | low & 0x3ff);
    let code = match structure {
        Structure::Utf16Be | Structure::Utf16Le => {
            let big = structure == Structure::Utf16Be;
            match bytes.len() {
                2 => pair(0, big),
                _ => joined(pair(0, big), pair(2, big)),
            }
        }
        Structure::Utf32Be => pair(0, true) << 16 | pair(2, true),
        Structure::Utf32Le => pair(2, false) << 16 | pair(0, false),
        Structure::Cesu8 if bytes.len() == 6 => {
            let low_bits =
                |at: usize| u32::from(bytes[at] & 0xf) << 6 | u32::from(bytes[at + 1] & 0x3f);
            joined(low_bits(1), low_bits(4))
        }
        _ => return decode_utf8(bytes).map(|(c, _)| c),
    };
    char::from_u32(code)
}

fn in_library(
    encoding: Encoding,
    library: &'static encoding_rs::Encoding,
    bytes: &[u8],
) -> Option<char> {
    let number = number(bytes);
    let otherwise = OTHERWISE
        .iter()
        .find(|row| (row.0, row.1) == (encoding, number));
    if let Some(&(.., c)) = otherwise {
        return Some(c);
    }
    if LACKING
        .iter()
        .any(|&(e, from, to)| e == encoding && (from..=to).contains(&number))
    {
        return None;
    }
    if let (Encoding::Big5 | Encoding::Cp950, [lead @ 0xc6..=0xc8, trail]) = (encoding, bytes) {
        let place = if *trail < 0xa1 {
            *trail - 0x40
        } else {
            *trail - 0xa1 + 63
        };
        let place = u32::from(lead - 0xc6) * 157 + u32::from(place);
        if place >= 63 {
            return char::from_u32(BIG5_PRIVATE.start() + place - 63);
        }
    }
    let text = library.decode_without_bom_handling_and_without_replacement(bytes)?;
    let mut chars = text.chars();
    let c = chars.next().filter(|_| chars.next().is_none())?;
    let private = matches!(c, '\u{e000}'..='\u{f8ff}');
    let without_private = matches!(encoding, Encoding::Gbk | Encoding::Gb2312);
    (!private || !without_private).then_some(c)
}

/// Appends the bytes of a character; false if the encoding has none for it.
pub fn encode(encoding: Encoding, c: char, out: &mut Vec<u8>) -> bool {
    if c.is_ascii() && encoding.structure().unit() == 1 {
        out.push(c as u8);
        return true;
    }
    match encoding.charset() {
        Charset::Unknown => false,
        Charset::Unicode => encode_unicode(encoding.structure(), c, out),
        Charset::Table(table) => match single_byte::encode(table, c) {
            Some(byte) => {
                out.push(byte);
                true
            }
            None => false,
        },
        Charset::Library(library) => encode_by_library(encoding, library, c, out),
    }
}

fn encode_unicode(structure: Structure, c: char, out: &mut Vec<u8>) -> bool {
    let code = u32::from(c);
    match structure {
        Structure::Utf16Be | Structure::Utf16Le => {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.extend(if structure == Structure::Utf16Be {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                });
            }
        }
        Structure::Utf32Be => out.extend(code.to_be_bytes()),
        Structure::Utf32Le => out.extend(code.to_le_bytes()),
        Structure::Cesu8 if code >= 0x1_0000 => {
            for &mut unit in c.encode_utf16(&mut [0; 2]) {
                let low = |shift: u16| 0x80 | (unit >> shift & 0x3f) as u8;
                out.extend([0xe0 | (unit >> 12) as u8, low(6), low(0)]);
            }
        }
        Structure::Utf8 | Structure::Cesu8 => {
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
        _ => return false,
    }
    true
}

fn encode_by_library(
    encoding: Encoding,
    library: &'static encoding_rs::Encoding,
    c: char,
    out: &mut Vec<u8>,
) -> bool {
    let code = u32::from(c);
    let otherwise = OTHERWISE.iter().find(|row| (row.0, row.2) == (encoding, c));
    if let Some(&(_, number, _)) = otherwise {
        push_number(number, out);
        return true;
    }
    let private = match encoding.structure() {
        Structure::Sjis if (0xe000..=0xe757).contains(&code) => {
            let (row, place) = ((code - 0xe000) / 188, (code - 0xe000) % 188);
            Some([0xf0 + row, place + if place < 63 { 0x40 } else { 0x41 }])
        }
        Structure::Big5 if BIG5_PRIVATE.contains(&code) => {
            let place = code - BIG5_PRIVATE.start() + 63;
            let (row, place) = (place / 157, place % 157);
            Some([
                0xc6 + row,
                if place < 63 {
                    place + 0x40
                } else {
                    place - 63 + 0xa1
                },
            ])
        }
        _ => None,
    };
    let mut bytes = private.map_or_else(
        || by_encoder(library, c),
        |pair| pair.map(|b| b as u8).to_vec(),
    );
    if !means(encoding, &bytes, c) {
        bytes = match encoding {
            Encoding::EucJp | Encoding::EucJPMs => in_third_set(encoding, c),
            _ => return false,
        };
    }
    out.extend_from_slice(&bytes);
    !bytes.is_empty()
}

/// What the library writes for a character; nothing if it has none.
fn by_encoder(library: &'static encoding_rs::Encoding, c: char) -> Vec<u8> {
    let mut space = [0; 8];
    let text = &mut [0; 4];
    let text = c.encode_utf8(text);
    let mut encoder = library.new_encoder();
    let (result, _, length) = encoder.encode_from_utf8_without_replacement(text, &mut space, true);
    match result {
        encoding_rs::EncoderResult::InputEmpty => space[..length].to_vec(),
        _ => Vec::new(),
    }
}

/// Whether bytes are the character.
fn means(encoding: Encoding, bytes: &[u8], c: char) -> bool {
    !bytes.is_empty()
        && encoding.structure().front(bytes) == Front::Char(bytes.len())
        && decode(encoding, bytes) == Some(c)
}

/// The bytes of a character in the set of JIS X 0212, which the library reads
/// but does not write.
fn in_third_set(encoding: Encoding, c: char) -> Vec<u8> {
    if u32::from(c) > 0xffff {
        return Vec::new();
    }
    let rows = 0xa1..=0xfe;
    let cells = rows.flat_map(|row| (0xa1..=0xfe).map(move |cell| [0x8f, row, cell]));
    let found = cells
        .into_iter()
        .find(|bytes| decode(encoding, bytes) == Some(c));
    found.map_or_else(Vec::new, |bytes| bytes.to_vec())
}

#[cfg(test)]
mod tests {
    use super::super::Encoding;
    use super::{decode, encode};

    #[test]
    fn to_and_fro() {
        for (encoding, c, bytes) in [
            (Encoding::EucJp, 'あ', &b"\xa4\xa2"[..]),
            (Encoding::EucJp, 'é', b"\x8f\xab\xb1"),
            (Encoding::EucJp, '〜', b"\xa1\xc1"),
            (Encoding::Windows31J, '～', b"\x81\x60"),
            (Encoding::Windows31J, '\u{e000}', b"\xf0\x40"),
            (Encoding::ShiftJis, '〜', b"\x81\x60"),
            (Encoding::ShiftJis, 'ｱ', b"\xb1"),
            (Encoding::Utf16Le, '😀', b"\x3d\xd8\x00\xde"),
            (Encoding::Utf32Be, 'a', b"\0\0\0a"),
            (Encoding::Cesu8, '😀', b"\xed\xa0\xbd\xed\xb8\x80"),
            (Encoding::Windows1252, '€', b"\x80"),
            (Encoding::Big5, '\u{f70f}', b"\xc7\x40"),
            (Encoding::Gbk, '啊', b"\xb0\xa1"),
        ] {
            let mut out = Vec::new();
            assert!(encode(encoding, c, &mut out), "{c} {encoding:?}");
            assert_eq!(out, bytes, "{c} {encoding:?}");
            assert_eq!(decode(encoding, bytes), Some(c), "{encoding:?}");
        }
        for (encoding, c) in [
            (Encoding::Iso8859_1, '€'),
            (Encoding::ShiftJis, '①'),
            (Encoding::EucKr, '갂'),
            (Encoding::UsAscii, 'é'),
        ] {
            assert!(!encode(encoding, c, &mut Vec::new()), "{c} {encoding:?}");
        }
    }
}
