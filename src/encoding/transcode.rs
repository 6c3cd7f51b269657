//! Conversion from one encoding to another, up to the first trouble.
//!
//! What becomes of trouble (an error, a replacement) is the caller's to decide;
//! it goes on behind the bytes that made it.

use std::ops::Range;

use super::structure::Front;
use super::{Encoding, charset};

/// What is wrong with some bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// They make no character.
    Invalid,
    /// They begin a character that ends too early.
    Incomplete,
    /// Nothing is known of their character.
    Unknown,
    /// The other encoding has no such character.
    Undefined(char),
}

/// Where a conversion stopped.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// Why.
    pub trouble: Trouble,
    /// The bytes.
    pub bytes: Range<usize>,
    /// How many bytes behind them showed it.
    pub again: usize,
}

/// Appends what the bytes from `at` on are in the other encoding; `begins` if
/// nothing was made yet, where a mark of the byte order may be due.
pub fn transcode(
    source: &[u8],
    at: usize,
    from: Encoding,
    to: Encoding,
    begins: bool,
    out: &mut Vec<u8>,
) -> Result<(), Problem> {
    let (from, mut at) = marked(from, source, at)?;
    let to = match to {
        Encoding::Utf16 | Encoding::Utf32 => {
            let target = if to == Encoding::Utf16 {
                Encoding::Utf16Be
            } else {
                Encoding::Utf32Be
            };
            if begins && at < source.len() {
                charset::encode(target, '\u{feff}', out);
            }
            target
        }
        to => to,
    };
    let plain = from.is_ascii_compatible() && to.is_ascii_compatible();
    while at < source.len() {
        let rest = &source[at..];
        if plain {
            let run = rest.iter().take_while(|b| b.is_ascii()).count();
            if run > 0 {
                out.extend_from_slice(&rest[..run]);
                at += run;
                continue;
            }
        }
        let problem = |trouble, length, again| Problem {
            trouble,
            bytes: at..at + length,
            again,
        };
        let length = match from.front(rest) {
            Front::Char(length) => length,
            Front::Broken(length, again) => return Err(problem(Trouble::Invalid, length, again)),
            Front::Short => return Err(problem(Trouble::Incomplete, rest.len(), 0)),
        };
        let Some(c) = charset::decode(from, &rest[..length]) else {
            return Err(problem(Trouble::Unknown, length, 0));
        };
        if !charset::encode(to, c, out) {
            return Err(problem(Trouble::Undefined(c), length, 0));
        }
        at += length;
    }
    Ok(())
}

/// The byte order that a mark at the beginning tells, and where to go on.
fn marked(from: Encoding, source: &[u8], at: usize) -> Result<(Encoding, usize), Problem> {
    let (orders, unit) = match from {
        Encoding::Utf16 => ([Encoding::Utf16Be, Encoding::Utf16Le], 2),
        Encoding::Utf32 => ([Encoding::Utf32Be, Encoding::Utf32Le], 4),
        from => return Ok((from, at)),
    };
    if source.is_empty() {
        return Ok((from, at));
    }
    for order in orders {
        let mut mark = Vec::new();
        charset::encode(order, '\u{feff}', &mut mark);
        if source.starts_with(&mark) {
            return Ok((order, at.max(unit)));
        }
    }
    let trouble = if source.len() - at < unit {
        Trouble::Incomplete
    } else {
        Trouble::Invalid
    };
    Err(Problem {
        trouble,
        bytes: at..source.len().min(at + unit),
        again: 0,
    })
}

#[cfg(test)]
mod tests {
    use super::{Encoding, Problem, Trouble, transcode};

    fn convert(bytes: &[u8], from: Encoding, to: Encoding) -> Result<Vec<u8>, Problem> {
        let mut out = Vec::new();
        transcode(bytes, 0, from, to, true, &mut out).map(|()| out)
    }

    #[test]
    fn conversions() {
        let text = "aé漢😀".as_bytes();
        for encoding in [
            Encoding::Utf16,
            Encoding::Utf16Le,
            Encoding::Utf32Be,
            Encoding::Utf32,
            Encoding::Gb18030,
        ] {
            let there = convert(text, Encoding::Utf8, encoding).expect("all characters");
            let back = convert(&there, encoding, Encoding::Utf8);
            assert_eq!(back.as_deref(), Ok(text), "{encoding:?}");
        }
        let there = convert("é".as_bytes(), Encoding::Utf8, Encoding::Utf16);
        assert_eq!(there.as_deref(), Ok(&b"\xfe\xff\0\xe9"[..]));
    }

    #[test]
    fn troubles() {
        let trouble = |bytes, from, to| convert(bytes, from, to).expect_err("trouble").trouble;
        let (utf8, latin) = (Encoding::Utf8, Encoding::Iso8859_1);
        assert_eq!(trouble(b"a\xff", utf8, latin), Trouble::Invalid);
        assert_eq!(trouble(b"a\xe3\x81", utf8, latin), Trouble::Incomplete);
        assert_eq!(
            trouble("€".as_bytes(), utf8, latin),
            Trouble::Undefined('€')
        );
        let binary = Encoding::Binary;
        assert_eq!(trouble(b"\xff", binary, utf8), Trouble::Unknown);
    }
}
