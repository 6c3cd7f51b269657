//! Upper and lower case of strings.
//!
//! Full Unicode mapping character by character for UTF-8, ASCII otherwise;
//! bytes that make no character stay as they are.

use crate::object::Encoding;
use crate::object::encoding::{chars, decode, encode, parts};

/// What to do with the letters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
    /// `upcase`
    Up,
    /// `downcase`
    Down,
    /// `capitalize`
    Capital,
    /// `swapcase`
    Swap,
}

/// The bytes with changed case.
pub fn change(bytes: &[u8], encoding: Encoding, ascii_only: bool, change: Change) -> Vec<u8> {
    if encoding != Encoding::Utf8 && has_letters(encoding) && !ascii_only {
        return in_unicode(bytes, encoding, change);
    }
    if ascii_only || encoding != Encoding::Utf8 || bytes.is_ascii() {
        return ascii(bytes, change);
    }
    let mut out = Vec::with_capacity(bytes.len());
    let mut first = true;
    for bytes in chars(bytes, encoding) {
        match std::str::from_utf8(bytes)
            .ok()
            .and_then(|s| s.chars().next())
        {
            Some(c) => letter(c, change, first, &mut out),
            None => out.extend_from_slice(bytes),
        }
        first = false;
    }
    out
}

/// The same for UTF-8 as Turkish has it: i with and without a dot are two
/// letters.
pub fn turkic(bytes: &[u8], change: Change) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut first = true;
    for (good, part) in parts(bytes, Encoding::Utf8) {
        let up = match change {
            Change::Up => true,
            Change::Down => false,
            Change::Capital => first,
            Change::Swap => matches!(part, b"i") || part == "ı".as_bytes(),
        };
        let dotted = match part {
            b"i" if up => Some("İ"),
            b"I" if !up => Some("ı"),
            _ if !up && part == "İ".as_bytes() => Some("i"),
            _ => None,
        };
        match (dotted, decode(Encoding::Utf8, part).filter(|_| good)) {
            (Some(other), _) => out.extend_from_slice(other.as_bytes()),
            (None, Some(c)) => letter(c, change, first, &mut out),
            (None, None) => out.extend_from_slice(part),
        }
        first = false;
    }
    out
}

/// Whether an encoding has capital letters beyond ASCII.
fn has_letters(encoding: Encoding) -> bool {
    let name = encoding.name();
    encoding.is_unicode() || name.starts_with("ISO-8859-") || name.starts_with("Windows-12")
}

/// By way of Unicode, where the result has bytes in the encoding.
fn in_unicode(bytes: &[u8], encoding: Encoding, change: Change) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut first = true;
    for (good, part) in parts(bytes, encoding) {
        let mut changed = Vec::new();
        if let Some(c) = decode(encoding, part).filter(|_| good) {
            letter(c, change, first, &mut changed);
        }
        let text = String::from_utf8(changed).unwrap_or_default();
        let start = out.len();
        let whole = encoding.is_unicode() || text.chars().count() == 1;
        if text.is_empty() || !whole || !text.chars().all(|c| encode(encoding, c, &mut out)) {
            out.truncate(start);
            out.extend_from_slice(part);
        }
        first = false;
    }
    out
}

fn letter(c: char, change: Change, first: bool, out: &mut Vec<u8>) {
    let up = match change {
        Change::Up => true,
        Change::Down => false,
        Change::Capital => first,
        Change::Swap => c.is_lowercase(),
    };
    let mut push = |c: char| {
        let mut buffer = [0; 4];
        out.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes());
    };
    if !up {
        c.to_lowercase().for_each(push);
    } else if change == Change::Capital {
        // Title case: only the first of several letters stands up.
        let digraph = match c {
            'Ǆ' | 'ǅ' | 'ǆ' => Some('ǅ'),
            'Ǉ' | 'ǈ' | 'ǉ' => Some('ǈ'),
            'Ǌ' | 'ǋ' | 'ǌ' => Some('ǋ'),
            'Ǳ' | 'ǲ' | 'ǳ' => Some('ǲ'),
            _ => None,
        };
        if let Some(title) = digraph {
            return push(title);
        }
        let mut upper = c.to_uppercase();
        if let Some(head) = upper.next() {
            push(head);
        }
        upper.flat_map(char::to_lowercase).for_each(push);
    } else {
        c.to_uppercase().for_each(push);
    }
}

fn ascii(bytes: &[u8], change: Change) -> Vec<u8> {
    let mut out = bytes.to_vec();
    match change {
        Change::Up => out.make_ascii_uppercase(),
        Change::Down => out.make_ascii_lowercase(),
        Change::Capital => {
            out.make_ascii_lowercase();
            if let Some(first) = out.first_mut() {
                first.make_ascii_uppercase();
            }
        }
        Change::Swap => {
            for b in &mut out {
                if b.is_ascii_lowercase() {
                    b.make_ascii_uppercase();
                } else {
                    b.make_ascii_lowercase();
                }
            }
        }
    }
    out
}

/// Case folding for `casecmp?`.
pub fn fold(text: &str) -> String {
    text.chars()
        .flat_map(|c| match c {
            'ß' | 'ẞ' => vec!['s', 's'],
            'ς' => vec!['σ'],
            c => c.to_lowercase().collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Change, Encoding, change};

    #[test]
    fn changes() {
        for (text, how, result) in [
            ("héllo ß", Change::Up, "HÉLLO SS"),
            ("ÀÉ", Change::Down, "àé"),
            ("éCOLE", Change::Capital, "École"),
            ("ßA", Change::Capital, "Ssa"),
            ("aBcÉ", Change::Swap, "AbCé"),
        ] {
            let changed = change(text.as_bytes(), Encoding::Utf8, false, how);
            assert_eq!(String::from_utf8(changed).expect("utf-8"), result);
        }
        assert_eq!(
            change(b"a\xff", Encoding::Utf8, false, Change::Up),
            b"A\xff"
        );
    }
}
