//! Words, names and strings of the text form, written and read.
//!
//! Owns what a name looks like, when it is quoted, and the [`Cursor`] that reads
//! one line. Knows nothing of functions and instructions.

use std::fmt::Write as _;
use std::num::IntErrorKind;

use super::Problem;
use crate::bytecode::code::Span;

/// Whether a name may stand without quotes behind a colon or as a label.
fn is_bare(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !"\"#(),\\".contains(c)
}

/// Whether a name of a local may stand without quotes.
fn is_bare_local(c: char) -> bool {
    is_bare(c) && !"=@?:%*&".contains(c)
}

/// A name, quoted if it must be.
pub(super) fn name(bytes: &[u8]) -> String {
    plain_or_quoted(bytes, |text| text.chars().all(is_bare))
}

/// A name of a local; the operators that unnamed parameters are called by are
/// names too.
pub(super) fn local(bytes: &[u8]) -> String {
    plain_or_quoted(bytes, |text| {
        matches!(text, "*" | "**" | "&") || text.chars().all(is_bare_local)
    })
}

/// A name of a parameter, behind whatever says what kind it is.
pub(super) fn param(bytes: &[u8]) -> String {
    plain_or_quoted(bytes, |text| text.chars().all(is_bare_local))
}

fn plain_or_quoted(bytes: &[u8], is_plain: impl Fn(&str) -> bool) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.is_empty() && is_plain(text) => text.to_owned(),
        _ => quoted(bytes, false),
    }
}

/// Bytes between quotes; what is no visible character is escaped, with `ascii`
/// all that is not ASCII.
pub(super) fn quoted(bytes: &[u8], ascii: bool) -> String {
    let mut text = String::from("\"");
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '"' | '\\' => text.extend(['\\', c]),
                '\n' => text.push_str("\\n"),
                '\t' => text.push_str("\\t"),
                '\r' => text.push_str("\\r"),
                '\x1b' => text.push_str("\\e"),
                _ if c.is_control() || (ascii && !c.is_ascii()) => {
                    escape(c.encode_utf8(&mut [0; 4]).as_bytes(), &mut text);
                }
                _ => text.push(c),
            }
        }
        escape(chunk.invalid(), &mut text);
    }
    text.push('"');
    text
}

fn escape(bytes: &[u8], text: &mut String) {
    for byte in bytes {
        write!(text, "\\x{byte:02x}").expect("writing to a string succeeds");
    }
}

/// Reads a line, or a part of one.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
    end: usize,
}

/// What reading gives.
pub(super) type Read<T> = Result<T, Problem>;

impl<'t> Cursor<'t> {
    /// Reads `start..end` of a text.
    pub(super) fn new(text: &'t str, start: usize, end: usize) -> Cursor<'t> {
        Cursor {
            text,
            at: start,
            end,
        }
    }

    /// What is not read yet.
    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..self.end]
    }

    /// Where reading goes on.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// The range from a position to here.
    pub(super) fn span_from(&self, start: usize) -> Span {
        Span {
            start: start as u32,
            len: (self.at - start) as u32,
        }
    }

    /// The next character; none at the end and where a comment begins.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next().filter(|&c| c != '#')
    }

    /// Skips blanks; the next word begins here.
    pub(super) fn skip_blanks(&mut self) -> usize {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
        self.at
    }

    /// Whether nothing but blanks and a comment is left.
    pub(super) fn at_end(&mut self) -> bool {
        self.skip_blanks();
        self.peek().is_none()
    }

    /// Takes these characters if they come next.
    pub(super) fn eat(&mut self, wanted: &str) -> bool {
        let found = self.rest().starts_with(wanted);
        self.at += if found { wanted.len() } else { 0 };
        found
    }

    /// Takes characters as long as they fit.
    pub(super) fn take_while(&mut self, fits: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let len = rest.find(|c| !fits(c)).unwrap_or(rest.len());
        self.at += len;
        &rest[..len]
    }

    /// A word: a bare name, perhaps empty.
    pub(super) fn word(&mut self) -> &'t str {
        self.take_while(is_bare)
    }

    /// The word that comes next, which stays.
    pub(super) fn next_word(&mut self) -> &'t str {
        self.skip_blanks();
        self.clone().word()
    }

    /// Takes this whole word if it comes next.
    pub(super) fn eat_word(&mut self, wanted: &str) -> bool {
        self.next_word() == wanted && self.eat(wanted)
    }

    /// Complains about what comes next.
    pub(super) fn expected<T>(&self, what: &str) -> Read<T> {
        let mut ahead = self.clone();
        let start = ahead.skip_blanks();
        let found = match ahead.peek() {
            None => "the line ends".to_owned(),
            Some(c) => {
                if ahead.word().is_empty() {
                    ahead.at += c.len_utf8();
                }
                let text: String = ahead.text[start..ahead.at].chars().take(40).collect();
                format!("found `{text}`")
            }
        };
        Err(Problem {
            span: ahead.span_from(start),
            message: format!("expected {what}, but {found}"),
        })
    }

    /// Complains about what was read since a position.
    pub(super) fn wrong<T>(&self, start: usize, message: String) -> Read<T> {
        Err(Problem {
            span: self.span_from(start),
            message,
        })
    }

    /// Nothing more may stand on this line.
    pub(super) fn finish(&mut self) -> Read<()> {
        if self.at_end() {
            return Ok(());
        }
        self.expected("the end of the line")
    }

    /// A name, quoted or not.
    pub(super) fn name(&mut self, what: &str) -> Read<Vec<u8>> {
        self.name_of(what, is_bare)
    }

    /// The name of a local or parameter.
    pub(super) fn local(&mut self, what: &str) -> Read<Vec<u8>> {
        for operator in ["**", "*", "&"] {
            if self.eat(operator) {
                return Ok(operator.as_bytes().to_vec());
            }
        }
        self.param(what)
    }

    /// The name of a parameter behind what says its kind.
    pub(super) fn param(&mut self, what: &str) -> Read<Vec<u8>> {
        self.name_of(what, is_bare_local)
    }

    fn name_of(&mut self, what: &str, fits: impl Fn(char) -> bool) -> Read<Vec<u8>> {
        if self.peek() == Some('"') {
            return self.string();
        }
        let word = self.clone().take_while(fits);
        if word.is_empty() {
            return self.expected(what);
        }
        self.at += word.len();
        Ok(word.as_bytes().to_vec())
    }

    /// A colon and a name.
    pub(super) fn symbol(&mut self, what: &str) -> Read<Vec<u8>> {
        self.skip_blanks();
        if !self.rest().starts_with(':') {
            return self.expected(what);
        }
        self.at += 1;
        self.name(what)
    }

    /// A string between quotes.
    pub(super) fn string(&mut self) -> Read<Vec<u8>> {
        let start = self.skip_blanks();
        if !self.eat("\"") {
            return self.expected("a string in quotes");
        }
        let mut bytes = Vec::new();
        loop {
            bytes.extend(self.take_while(|c| c != '"' && c != '\\').bytes());
            if self.eat("\"") {
                return Ok(bytes);
            }
            if !self.eat("\\") {
                return self.wrong(start, "the string has no closing quote".to_owned());
            }
            bytes.push(self.escape()?);
        }
    }

    /// What a backslash is followed by.
    fn escape(&mut self) -> Read<u8> {
        for (mark, byte) in [
            ("n", b'\n'),
            ("t", b'\t'),
            ("r", b'\r'),
            ("e", 0x1b),
            ("\"", b'"'),
            ("\\", b'\\'),
        ] {
            if self.eat(mark) {
                return Ok(byte);
            }
        }
        let start = self.at - 1;
        let digits = self.rest().strip_prefix('x').and_then(|rest| rest.get(..2));
        if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            self.at += 3;
            return Ok(byte);
        }
        let message = "expected one of \\n \\t \\r \\e \\\" \\\\ \\xHH";
        self.wrong(start, message.to_owned())
    }

    /// A number without a sign.
    pub(super) fn count(&mut self, what: &str) -> Read<u32> {
        self.number(what)
    }

    /// A number of some type.
    pub(super) fn number<N>(&mut self, what: &str) -> Read<N>
    where
        N: std::str::FromStr<Err = std::num::ParseIntError>,
    {
        let start = self.skip_blanks();
        let mut ahead = self.clone();
        ahead.eat("-");
        ahead.take_while(|c| c.is_ascii_digit());
        let digits = &self.text[start..ahead.at];
        match digits.parse() {
            Ok(number) => {
                self.at = ahead.at;
                Ok(number)
            }
            Err(error) => match error.kind() {
                IntErrorKind::PosOverflow | IntErrorKind::NegOverflow => {
                    ahead.wrong(start, format!("{digits} is out of range for {what}"))
                }
                _ => self.expected(what),
            },
        }
    }
}
