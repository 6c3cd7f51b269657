//! What is odd in a pattern and no error.
//!
//! Owns the look for members that a set has twice, repetitions of repetitions,
//! and letters that are escaped for nothing, with what is said of them.

use super::tree::{Class, Item, Mode, Node, Set, Type};

/// Said of a set.
pub(super) const DUPLICATED: &str = "character class has duplicated range";
/// Letters whose escape means nothing outside of sets.
pub(super) const ESCAPED: &str = "ijlmqyEFIJLNOTUVY";
/// The same in sets.
pub(super) const ESCAPED_IN_SET: &str = "gijklmqyzABEFGIJKLNOQRTUVXYZ";

type Ranges = Vec<(u32, u32)>;

/// Whether a set has some member twice.
pub(super) fn has_duplicates(set: &Set) -> bool {
    members(set).1
}

/// The members that a set names, as far as that is easy, and whether some are
/// named twice.
fn members(set: &Set) -> (Ranges, bool) {
    let mut twice = false;
    let mut ranges = Ranges::new();
    for part in &set.parts {
        ranges = Ranges::new();
        for item in part {
            let more = match item {
                Item::Range(low, high) => vec![(*low, *high)],
                Item::Type(kind) => of_type(*kind),
                Item::Property { .. } => continue,
                Item::Nested(inner) => {
                    let (inside, duplicates) = members(inner);
                    twice |= duplicates;
                    if inner.negated || inner.parts.len() > 1 {
                        continue;
                    }
                    inside
                }
            };
            let overlaps =
                |&(low, high): &(u32, u32)| ranges.iter().any(|&(a, b)| a <= high && low <= b);
            twice |= more.iter().any(overlaps);
            ranges.extend(more);
        }
    }
    (ranges, twice)
}

/// The ASCII members of a kind of character.
fn of_type(kind: Type) -> Ranges {
    let holds = |byte: &u8| is_member(kind.class, *byte) != kind.negated;
    let members = (0..0x80u8).filter(holds).map(u32::from);
    members.map(|code| (code, code)).collect()
}

fn is_member(class: Class, byte: u8) -> bool {
    match class {
        Class::Alnum => byte.is_ascii_alphanumeric(),
        Class::Alpha => byte.is_ascii_alphabetic(),
        Class::Ascii => true,
        Class::Blank => matches!(byte, b' ' | b'\t'),
        Class::Cntrl => byte.is_ascii_control(),
        Class::Digit => byte.is_ascii_digit(),
        Class::Graph => byte.is_ascii_graphic(),
        Class::Lower => byte.is_ascii_lowercase(),
        Class::Print => byte.is_ascii_graphic() || byte == b' ',
        Class::Punct => byte.is_ascii_punctuation(),
        Class::Space => matches!(byte, b' ' | 9..=13),
        Class::Upper => byte.is_ascii_uppercase(),
        Class::Word => byte == b'_' || byte.is_ascii_alphanumeric(),
        Class::Xdigit => byte.is_ascii_hexdigit(),
    }
}

/// The operators, and by what a repetition (row) that is repeated (column) could
/// be written: nothing said, the repetition alone, or another one.
const OPERATORS: [&str; 6] = ["?", "*", "+", "??", "*?", "+?"];
const SAME: &str = "same";
const FEWER: [[&str; 6]; 6] = [
    [SAME, "*", "*", "??", "*?", ""],
    [SAME, SAME, SAME, "+ and ??", "+ and ??", SAME],
    ["*", "*", SAME, "", "+ and ??", SAME],
    [SAME, "*?", "*?", SAME, "*?", "*?"],
    [SAME, SAME, SAME, SAME, SAME, SAME],
    ["", "", "", "*?", "*?", SAME],
];

/// What is said of the repetition of a repetition.
pub(super) fn repeated(body: &Node, min: u32, max: Option<u32>, mode: Mode) -> Option<String> {
    let Node::Repeat {
        min: inner_min,
        max: inner_max,
        mode: inner_mode,
        ..
    } = body
    else {
        return None;
    };
    let inner = operator(*inner_min, *inner_max, *inner_mode)?;
    let outer = operator(min, max, mode)?;
    let (first, second) = (OPERATORS[inner], OPERATORS[outer]);
    match FEWER[inner][outer] {
        "" => None,
        SAME => Some(format!(
            "regular expression has redundant nested repeat operator '{first}'"
        )),
        better => Some(format!(
            "nested repeat operator '{first}' and '{second}' was replaced with '{better}' in regular expression"
        )),
    }
}

fn operator(min: u32, max: Option<u32>, mode: Mode) -> Option<usize> {
    let plain = match (min, max) {
        (0, Some(1)) => 0,
        (0, None) => 1,
        (1, None) => 2,
        _ => return None,
    };
    match mode {
        Mode::Greedy => Some(plain),
        Mode::Lazy => Some(plain + 3),
        Mode::Possessive => None,
    }
}
