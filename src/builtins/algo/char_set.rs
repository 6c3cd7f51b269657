//! Character sets of `tr`, `delete`, `count`, `squeeze`.
//!
//! Characters are numbers: code points in UTF-8, bytes otherwise; a byte that
//! makes no character is a number above all code points.

use crate::object::Encoding;
use crate::object::encoding::{chars, code, decode_utf8, push_code};

/// Added to a byte that makes no character.
const BAD_BYTE: u32 = 0xffff_ff00;

/// A range written backwards: message of an ArgumentError.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BadRange(pub String);

/// The number of a character given as its bytes.
pub fn number(bytes: &[u8], encoding: Encoding) -> u32 {
    let found = match encoding {
        Encoding::UsAscii | Encoding::Binary => return u32::from(bytes[0]),
        Encoding::Utf8 => decode_utf8(bytes).map(|(c, _)| c as u32),
        other => code(bytes, other),
    };
    found.unwrap_or(BAD_BYTE | u32::from(bytes[0]))
}

/// Appends the character with this number.
pub fn push(out: &mut Vec<u8>, number: u32, encoding: Encoding) {
    if number < 0x80 && encoding == Encoding::Utf8 {
        out.push(number as u8);
    } else if !push_code(number, encoding, out) {
        // A byte that made no character, or a code that has none.
        out.push(number as u8);
    }
}

/// The ranges of a set as written, without its `^`.
fn ranges(text: &[u8], encoding: Encoding) -> Result<Vec<(u32, u32)>, BadRange> {
    let all: Vec<u32> = chars(text, encoding).map(|c| number(c, encoding)).collect();
    let (dash, backslash) = (u32::from(b'-'), u32::from(b'\\'));
    let mut ranges = Vec::new();
    let mut at = 0;
    let next = |at: &mut usize| {
        let escaped = all[*at] == backslash && *at + 1 < all.len();
        *at += if escaped { 2 } else { 1 };
        all[*at - 1]
    };
    while at < all.len() {
        let first = next(&mut at);
        if at + 1 < all.len() && all[at] == dash {
            at += 1;
            let last = next(&mut at);
            if first > last {
                let show = |n: u32| {
                    let mut out = Vec::new();
                    push(&mut out, n, encoding);
                    String::from_utf8_lossy(&out).into_owned()
                };
                return Err(BadRange(format!(
                    "invalid range \"{}-{}\" in string transliteration",
                    show(first),
                    show(last)
                )));
            }
            ranges.push((first, last));
        } else {
            ranges.push((first, first));
        }
    }
    Ok(ranges)
}

/// Splits a leading `^` off, which only negates when something follows.
fn negation(text: &[u8]) -> (bool, &[u8]) {
    match text {
        [b'^', rest @ ..] if !rest.is_empty() => (true, rest),
        _ => (false, text),
    }
}

/// A set of characters.
pub struct CharSet {
    negated: bool,
    ascii: [bool; 128],
    ranges: Vec<(u32, u32)>,
}

impl CharSet {
    /// The set as written.
    pub fn new(text: &[u8], encoding: Encoding) -> Result<CharSet, BadRange> {
        let (negated, rest) = negation(text);
        let ranges = ranges(rest, encoding)?;
        let within = |n: u32| ranges.iter().any(|&(a, b)| (a..=b).contains(&n));
        let mut ascii = [false; 128];
        for (n, slot) in ascii.iter_mut().enumerate() {
            *slot = within(n as u32) != negated;
        }
        Ok(CharSet {
            negated,
            ascii,
            ranges,
        })
    }

    /// Whether the set has the character.
    pub fn contains(&self, number: u32) -> bool {
        match self.ascii.get(number as usize) {
            Some(&found) => found,
            None => {
                let within = self.ranges.iter().any(|&(a, b)| (a..=b).contains(&number));
                within != self.negated
            }
        }
    }
}

/// Characters that are in all sets.
pub fn in_all(sets: &[CharSet], number: u32) -> bool {
    sets.iter().all(|set| set.contains(number))
}

/// `delete`
pub fn delete(bytes: &[u8], encoding: Encoding, sets: &[CharSet]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for c in chars(bytes, encoding) {
        if !in_all(sets, number(c, encoding)) {
            out.extend_from_slice(c);
        }
    }
    out
}

/// `count`
pub fn count(bytes: &[u8], encoding: Encoding, sets: &[CharSet]) -> usize {
    chars(bytes, encoding)
        .filter(|c| in_all(sets, number(c, encoding)))
        .count()
}

/// `squeeze`; no sets mean all characters.
pub fn squeeze(bytes: &[u8], encoding: Encoding, sets: &[CharSet]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut last = None;
    for c in chars(bytes, encoding) {
        let n = number(c, encoding);
        if last != Some(n) || !in_all(sets, n) {
            out.extend_from_slice(c);
        }
        last = Some(n);
    }
    out
}

/// `tr` and, when `squeeze`, `tr_s`.
pub fn translate(
    bytes: &[u8],
    encoding: Encoding,
    from: &[u8],
    to: &[u8],
    squeeze: bool,
) -> Result<Vec<u8>, BadRange> {
    let (negated, rest) = negation(from);
    let source = ranges(rest, encoding)?;
    let target = ranges(to, encoding)?;
    let last_target = target.last().map(|&(_, b)| b);
    let mut out = Vec::with_capacity(bytes.len());
    let mut last = None;
    for c in chars(bytes, encoding) {
        let n = number(c, encoding);
        let place = position(&source, n);
        let replaced = match (negated, place) {
            (true, Some(_)) | (false, None) => {
                out.extend_from_slice(c);
                last = None;
                continue;
            }
            (true, None) => last_target,
            (false, Some(place)) => at(&target, place).or(last_target),
        };
        let Some(replaced) = replaced else { continue };
        if !squeeze || last != Some(replaced) {
            push(&mut out, replaced, encoding);
        }
        last = Some(replaced);
    }
    Ok(out)
}

/// Where a character stands among all those of the ranges; the last one counts.
fn position(ranges: &[(u32, u32)], number: u32) -> Option<u32> {
    let mut before = 0;
    let mut found = None;
    for &(a, b) in ranges {
        if (a..=b).contains(&number) {
            found = Some(before + number - a);
        }
        before += b - a + 1;
    }
    found
}

/// The character at a place among all those of the ranges.
fn at(ranges: &[(u32, u32)], mut place: u32) -> Option<u32> {
    for &(a, b) in ranges {
        if place <= b - a {
            return Some(a + place);
        }
        place -= b - a + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{CharSet, Encoding, count, delete, squeeze, translate};

    const E: Encoding = Encoding::Utf8;

    fn tr(text: &str, from: &str, to: &str) -> String {
        let out = translate(text.as_bytes(), E, from.as_bytes(), to.as_bytes(), false);
        String::from_utf8(out.expect("good sets")).expect("utf-8")
    }

    #[test]
    fn translation() {
        assert_eq!(tr("hello", "el", "ip"), "hippo");
        assert_eq!(tr("hello", "a-y", "b-z"), "ifmmp");
        assert_eq!(tr("hello", "^l", "*"), "**ll*");
        assert_eq!(tr("hello", "elo", "1"), "h1111");
        assert_eq!(tr("hello", "l", ""), "heo");
        assert_eq!(tr("a-b", "-", "_"), "a_b");
        assert_eq!(tr("a-b", "a\\-b", "xyz"), "xyz");
        assert_eq!(tr("é", "é", "e"), "e");
        let s = translate(b"aabbcc", E, b"ab", b"x", true).expect("good sets");
        assert_eq!(s, b"xcc");
        assert!(translate(b"a", E, b"z-a", b"", false).is_err());
    }

    #[test]
    fn sets() {
        let set = |text: &str| vec![CharSet::new(text.as_bytes(), E).expect("good set")];
        assert_eq!(delete(b"hello", E, &set("l")), b"heo");
        assert_eq!(count("hello wörld".as_bytes(), E, &set("lö")), 4);
        assert_eq!(count(b"hello", E, &set("^l")), 3);
        assert_eq!(count(b"a^b", E, &set("^")), 1);
        assert_eq!(squeeze(b"aaabbb", E, &set("a")), b"abbb");
        assert_eq!(squeeze(b"aaabbb", E, &[]), b"ab");
    }
}
