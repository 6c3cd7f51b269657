//! Literals in the text form, written and read.
//!
//! Owns the form of each: numbers as Ruby writes them, `"text"`, `b"bytes"`,
//! `a"ascii"`, `"text"@EUC-JP`, `/regexp/im`, `r"regexp"im`, `1..2`.

use super::lexis::{Cursor, Read, quoted};
use crate::bytecode::code::Literal;
use crate::encoding::Encoding;

/// What stands in front of a string of bytes with this meaning.
const ENCODINGS: &[(&str, Encoding)] = &[
    ("\"", Encoding::Utf8),
    ("b\"", Encoding::Binary),
    ("a\"", Encoding::UsAscii),
];

/// The letters of a regexp's options, by bit; the last says that its text is bytes.
const OPTIONS: &[u8; 9] = b"ixmofncdb";

const NO_ENCODING: &str = "there is no such encoding";

const WHAT: &str = "a literal: a number, a string, a regexp or a range";

/// The text of a literal.
pub(super) fn write(literal: &Literal) -> String {
    match literal {
        Literal::Int(value) => value.to_string(),
        Literal::BigInt(digits) => digits.clone(),
        Literal::Float(value) => format!("{value:?}"),
        Literal::Str(bytes, encoding) => {
            let mark = ENCODINGS.iter().find(|(_, known)| known == encoding);
            let mark = mark.map_or("", |(mark, _)| mark.trim_end_matches('"'));
            let text = quoted(bytes, *encoding != Encoding::Utf8);
            mark.to_owned() + &text + &suffix(*encoding)
        }
        Literal::Rational {
            numerator,
            denominator,
        } => format!("{}/{}r", write(numerator), write(denominator)),
        Literal::Imaginary(part) => write(part) + "i",
        Literal::Regexp {
            source,
            options,
            encoding,
        } => regexp(source, *options, *encoding),
        Literal::Range {
            low,
            high,
            exclusive,
        } => {
            let end = |end: &Option<i64>| end.map_or_else(String::new, |end| end.to_string());
            let dots = if *exclusive { "..." } else { ".." };
            format!("{}{dots}{}", end(low), end(high))
        }
    }
}

/// `@NAME` for an encoding that no mark stands for.
fn suffix(encoding: Encoding) -> String {
    if ENCODINGS.iter().any(|&(_, known)| known == encoding) {
        return String::new();
    }
    format!("@{}", encoding.name())
}

fn regexp(source: &[u8], options: u8, encoding: Encoding) -> String {
    let binary = encoding == Encoding::Binary;
    let body = match std::str::from_utf8(source) {
        Ok(text) if stands_between_slashes(text) => format!("/{text}/"),
        _ => "r".to_owned() + &quoted(source, encoding != Encoding::Utf8),
    };
    let bits = u32::from(options) | u32::from(binary) << 8;
    let letters = OPTIONS.iter().enumerate();
    let letters = letters.filter(|(bit, _)| bits >> bit & 1 == 1);
    body + &letters
        .map(|(_, &letter)| char::from(letter))
        .collect::<String>()
        + &suffix(encoding)
}

/// Whether a regexp's text can be read back from between slashes.
fn stands_between_slashes(text: &str) -> bool {
    let mut escaped = false;
    for c in text.chars() {
        if c.is_control() || (c == '/' && !escaped) {
            return false;
        }
        escaped = c == '\\' && !escaped;
    }
    !escaped && !text.is_empty()
}

/// Reads a literal.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Read<Literal> {
    cursor.skip_blanks();
    for &(mark, encoding) in ENCODINGS {
        if cursor.rest().starts_with(mark) {
            cursor.eat(mark.trim_end_matches('"'));
            let text = cursor.string()?;
            let start = cursor.position();
            let named = encoding_name(cursor).map_or(Some(encoding), Encoding::from_name);
            return match named {
                Some(encoding) => Ok(Literal::Str(text, encoding)),
                None => cursor.wrong(start, NO_ENCODING.to_owned()),
            };
        }
    }
    if cursor.rest().starts_with("r\"") {
        cursor.eat("r");
        let source = cursor.string()?;
        return options(cursor, source);
    }
    if cursor.eat("/") {
        let source = between_slashes(cursor)?;
        return options(cursor, source);
    }
    let mut ahead = cursor.clone();
    match number_or_range(ahead.word()) {
        Some(literal) => {
            *cursor = ahead;
            Ok(literal)
        }
        None => cursor.expected(WHAT),
    }
}

/// The name behind `@`, if there is one.
fn encoding_name<'t>(cursor: &mut Cursor<'t>) -> Option<&'t str> {
    let fits = |c: char| c.is_ascii_alphanumeric() || "-_:".contains(c);
    cursor.eat("@").then(|| cursor.take_while(fits))
}

fn between_slashes(cursor: &mut Cursor<'_>) -> Read<Vec<u8>> {
    let start = cursor.position();
    let mut escaped = false;
    let end = cursor.rest().char_indices().find(|&(_, c)| {
        let closes = c == '/' && !escaped;
        escaped = c == '\\' && !escaped;
        closes
    });
    let Some((len, _)) = end else {
        return cursor.wrong(start, "the regexp has no closing slash".to_owned());
    };
    let source = &cursor.rest()[..len];
    cursor.eat(source);
    cursor.eat("/");
    Ok(source.as_bytes().to_vec())
}

fn options(cursor: &mut Cursor<'_>, source: Vec<u8>) -> Read<Literal> {
    let start = cursor.position();
    let mut bits = 0u32;
    let letters = cursor.take_while(|c| c.is_ascii_alphanumeric());
    let name = encoding_name(cursor);
    for letter in letters.bytes() {
        match OPTIONS.iter().position(|&known| known == letter) {
            Some(bit) => bits |= 1 << bit,
            None => {
                let message = "expected options of a regexp, which are letters of";
                let letters = String::from_utf8_lossy(OPTIONS);
                return cursor.wrong(start, format!("{message} `{letters}`"));
            }
        }
    }
    let encoding = match name {
        Some(name) => Encoding::from_name(name),
        None if bits >> 8 == 1 => Some(Encoding::Binary),
        None => Some(Encoding::Utf8),
    };
    let Some(encoding) = encoding else {
        return cursor.wrong(start, NO_ENCODING.to_owned());
    };
    Ok(Literal::Regexp {
        source,
        options: (bits & 0xff) as u8,
        encoding,
    })
}

fn number_or_range(word: &str) -> Option<Literal> {
    if let Some(part) = word.strip_suffix('i') {
        return Some(Literal::Imaginary(Box::new(real(part)?)));
    }
    if let Some((low, high)) = word.split_once("..") {
        let (exclusive, high) = match high.strip_prefix('.') {
            Some(high) => (true, high),
            None => (false, high),
        };
        return Some(Literal::Range {
            low: range_end(low)?,
            high: range_end(high)?,
            exclusive,
        });
    }
    real(word)
}

/// The end of a range, which may be absent.
fn range_end(text: &str) -> Option<Option<i64>> {
    if text.is_empty() {
        return Some(None);
    }
    Some(Some(text.parse().ok().filter(|_| is_decimal(text))?))
}

/// A number that is not imaginary.
fn real(word: &str) -> Option<Literal> {
    if let Some(parts) = word.strip_suffix('r') {
        let (numerator, denominator) = parts.split_once('/')?;
        return Some(Literal::Rational {
            numerator: Box::new(integer(numerator)?),
            denominator: Box::new(integer(denominator)?),
        });
    }
    if let Some(literal) = integer(word) {
        return Some(literal);
    }
    let float: f64 = word.parse().ok()?;
    let special = ["inf", "-inf", "NaN"].contains(&word);
    let digits = word.bytes().all(|b| b"0123456789.eE+-".contains(&b));
    (special || digits).then_some(Literal::Float(float))
}

fn integer(word: &str) -> Option<Literal> {
    if !is_decimal(word) {
        return None;
    }
    let small = word.parse().map(Literal::Int);
    Some(small.unwrap_or_else(|_| Literal::BigInt(word.to_owned())))
}

/// Digits, perhaps behind a minus sign.
fn is_decimal(word: &str) -> bool {
    let digits = word.strip_prefix('-').unwrap_or(word);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}
