//! Regular expressions: Ruby's syntax, translated for an engine.
//!
//! **Owns** reading a pattern (`read`, `escape`, `set`) into a tree (`tree`),
//! writing it for the engine (`print`), and searching (`engine`); what the
//! engine cannot do as Ruby does runs on a matcher of ours (`program`, `machine`). **Imported
//! by** everything above; imports nothing of ours: no Ruby object is known
//! here. **Invariants**: R1 whatever the text, reading ends with a pattern or
//! an [`Error`]; R2 what the engine cannot do is an error that names it, never
//! another meaning; R3 a pattern is compiled when it is first searched for.
//! **Start** at [`Pattern`], then `read.rs`.

#![forbid(unsafe_code)]

mod blocks;
mod calls;
mod engine;
mod escape;
mod fold;
mod machine;
mod names;
mod odd;
mod print;
mod program;
mod read;
mod set;
#[cfg(test)]
mod tests;
mod tree;

use std::cell::RefCell;
use std::rc::Rc;

use engine::Engine;
pub use engine::{Failure, NO_SPAN, on_own_stack};
use tree::Node;

/// Names of groups with their numbers, in the order they appear.
pub type Names = Vec<(String, Vec<u32>)>;

/// How a pattern is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Options {
    /// `i`
    pub ignore_case: bool,
    /// `x`
    pub extended: bool,
    /// `m`
    pub multiline: bool,
    /// `u`: the encoding is UTF-8 even of ASCII.
    pub utf8: bool,
    /// `n`: escapes mean bytes.
    pub binary: bool,
}

/// Bits of [`Options`] in Ruby's numbering.
const IGNORE_CASE: u8 = 1;
const EXTENDED: u8 = 2;
const MULTILINE: u8 = 4;
/// The encoding is fixed.
pub const FIXED_ENCODING: u8 = 16;
/// Written with `n`.
pub const NO_ENCODING: u8 = 32;

impl Options {
    /// From Ruby's numbers.
    pub fn from_bits(bits: u8) -> Options {
        Options {
            ignore_case: bits & IGNORE_CASE != 0,
            extended: bits & EXTENDED != 0,
            multiline: bits & MULTILINE != 0,
            utf8: bits & FIXED_ENCODING != 0,
            binary: bits & NO_ENCODING != 0,
        }
    }

    /// The letters of those that are written behind a pattern and in groups.
    pub fn letters(self) -> String {
        let all = [
            (self.multiline, 'm'),
            (self.ignore_case, 'i'),
            (self.extended, 'x'),
        ];
        let on = |&(on, letter): &(bool, char)| on.then_some(letter);
        all.iter().filter_map(on).collect()
    }

    /// As Ruby's numbers.
    pub fn bits(self) -> u8 {
        let bit = |on: bool, bit: u8| if on { bit } else { 0 };
        bit(self.ignore_case, IGNORE_CASE)
            | bit(self.extended, EXTENDED)
            | bit(self.multiline, MULTILINE)
            | bit(self.utf8, FIXED_ENCODING)
            | bit(self.binary, NO_ENCODING)
    }
}

/// What the source of a pattern is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form<'s> {
    /// UTF-8.
    Text,
    /// Bytes.
    Bytes,
    /// Another encoding, by a number that only the caller knows, and what the
    /// source is in Unicode.
    Other(u8, &'s str),
}

/// Why a text is no pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// What is wrong.
    pub message: String,
    /// Ruby has it, but the engine cannot do it.
    pub lacking: bool,
}

impl Error {
    fn syntax(message: impl Into<String>) -> Error {
        Error {
            message: message.into(),
            lacking: false,
        }
    }

    fn lacking(what: &str) -> Error {
        Error {
            message: format!("{what} is not supported"),
            lacking: true,
        }
    }
}

/// A regular expression that was read.
pub struct Pattern {
    source: Box<[u8]>,
    options: Options,
    /// About bytes, not characters.
    binary: bool,
    /// The number of the encoding, if it is none of Unicode and bytes.
    foreign: Option<u8>,
    fixed: bool,
    node: Node,
    names: Names,
    groups: u32,
    warnings: Vec<String>,
    /// Seconds that a search may take.
    timeout: Option<f64>,
    text: Built,
    bytes: Built,
}

/// An engine, or why there is none, and the seconds that its searches may take.
type Built = RefCell<Option<(Option<f64>, Result<Rc<Engine>, Error>)>>;

impl Pattern {
    /// Reads a pattern.
    pub fn new(source: &[u8], options: Options, form: Form<'_>) -> Result<Pattern, Error> {
        let binary = form == Form::Bytes || options.binary;
        let text = if let Form::Other(_, text) = form {
            text.chars().map(u32::from).collect()
        } else if binary {
            let code = |&byte: &u8| match byte {
                0..=0x7f => u32::from(byte),
                _ => u32::from(byte) | read::RAW,
            };
            source.iter().map(code).collect()
        } else {
            let text = std::str::from_utf8(source)
                .map_err(|_| Error::syntax("invalid multibyte character"))?;
            text.chars().map(u32::from).collect()
        };
        let reading = read::read(text, options, binary)?;
        calls::check(&reading.node, reading.groups)?;
        let pattern = Pattern {
            source: source.into(),
            options,
            binary: binary && reading.fixed,
            foreign: match form {
                Form::Other(number, _) => Some(number),
                _ => None,
            },
            fixed: reading.fixed || options.utf8,
            node: if binary {
                reading.node
            } else {
                fold::expand(reading.node, false)
            },
            names: reading.names,
            groups: reading.groups,
            warnings: reading.warnings,
            timeout: None,
            text: RefCell::default(),
            bytes: RefCell::default(),
        };
        Ok(pattern)
    }

    /// The same with a limit in seconds for each search.
    pub fn with_timeout(mut self, seconds: Option<f64>) -> Pattern {
        self.timeout = seconds;
        self
    }

    /// The text it was read from.
    pub fn source(&self) -> &[u8] {
        &self.source
    }

    /// How it is meant.
    pub fn options(&self) -> Options {
        self.options
    }

    /// Whether it is about bytes.
    pub fn is_binary(&self) -> bool {
        self.binary
    }

    /// The number of its encoding, if that is another than Unicode and bytes.
    pub fn foreign(&self) -> Option<u8> {
        self.foreign
    }

    /// Whether it goes with texts of its own encoding only.
    pub fn is_fixed(&self) -> bool {
        self.fixed
    }

    /// Names of groups.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// What is odd in it, to be told if `$VERBOSE` is true.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Number of capture groups.
    pub fn groups(&self) -> u32 {
        self.groups
    }

    /// Seconds that a search may take.
    pub fn timeout(&self) -> Option<f64> {
        self.timeout
    }

    /// Whether every search takes time in proportion to the text: no group is
    /// matched or called again, and no part that is not taken apart again stands
    /// with a look or such a part.
    pub fn is_linear(&self) -> bool {
        is_linear(&self.node, Within::Nothing)
    }

    /// The engine for text or bytes, whose searches may take so many seconds.
    fn engine(&self, bytes: bool, seconds: Option<f64>) -> Result<Rc<Engine>, Error> {
        let seconds = self.timeout.or(seconds);
        let cell = if bytes { &self.bytes } else { &self.text };
        if let Some((limit, built)) = &*cell.borrow()
            && *limit == seconds
        {
            return built.clone();
        }
        let built = Engine::new(&self.node, self.groups, bytes, seconds).map(Rc::new);
        *cell.borrow_mut() = Some((seconds, built.clone()));
        built
    }

    /// Looks for the pattern and writes the spans of all groups.
    pub fn search(&self, search: Search<'_>, spans: &mut Vec<u64>) -> Result<bool, Failure> {
        let engine = self.engine(search.bytes, search.seconds);
        let engine = engine.map_err(Failure::Error)?;
        engine.search(search.text, search.from, search.anchored, spans)
    }

    /// Whether the pattern occurs.
    pub fn is_match(&self, search: Search<'_>) -> Result<bool, Failure> {
        let engine = self.engine(search.bytes, search.seconds);
        let engine = engine.map_err(Failure::Error)?;
        engine.is_match(search.text, search.from)
    }
}

/// What surrounds a part of a pattern.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Nothing,
    Look,
    Atomic,
}

fn is_linear(node: &Node, within: Within) -> bool {
    let within = match node {
        Node::Backref { .. } | Node::Call(_) | Node::Condition { .. } | Node::Absent(_) => {
            return false;
        }
        Node::Look { .. } if within == Within::Atomic => return false,
        Node::Look { .. } => Within::Look,
        Node::Atomic(_) | Node::LineBreak | Node::Grapheme if within != Within::Nothing => {
            return false;
        }
        Node::Repeat {
            mode: tree::Mode::Possessive,
            ..
        } if within != Within::Nothing => return false,
        Node::Atomic(_) => Within::Atomic,
        Node::Repeat {
            mode: tree::Mode::Possessive,
            ..
        } => Within::Atomic,
        _ => within,
    };
    node.parts().all(|part| is_linear(part, within))
}

/// What to search, and how.
#[derive(Clone, Copy, Debug)]
pub struct Search<'t> {
    /// Valid UTF-8, or anything if `bytes`.
    pub text: &'t [u8],
    /// It is a text of bytes.
    pub bytes: bool,
    /// Where to begin, a byte offset of a character.
    pub from: usize,
    /// Match exactly there.
    pub anchored: bool,
    /// How long it may take, if the pattern does not say.
    pub seconds: Option<f64>,
}

/// The text of a pattern between slashes, as `inspect` and messages show it;
/// `bytes`: it is no UTF-8.
pub fn show(source: &[u8], bytes: bool, out: &mut Vec<u8>) {
    let mut at = 0;
    while at < source.len() {
        let byte = source[at];
        match byte {
            b'\\' if at + 1 < source.len() => {
                // What is escaped stays so; a character may be several bytes.
                out.push(byte);
                at += 1;
                if source[at].is_ascii_graphic() || source[at].is_ascii_whitespace() {
                    out.push(source[at]);
                    at += 1;
                }
                continue;
            }
            b'/' => out.extend_from_slice(b"\\/"),
            b' '..=b'~' | b'\t'..=b'\r' => out.push(byte),
            0x80.. if !bytes => {
                let rest = &source[at..];
                let length = rest.len().min(4);
                let whole = (1..=length).find(|&n| std::str::from_utf8(&rest[..n]).is_ok());
                if let Some(length) = whole {
                    out.extend_from_slice(&rest[..length]);
                    at += length;
                    continue;
                }
                out.extend_from_slice(format!("\\x{byte:02X}").as_bytes());
            }
            _ => out.extend_from_slice(format!("\\x{byte:02X}").as_bytes()),
        }
        at += 1;
    }
}

/// The text as a pattern that matches exactly it.
pub fn escape(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for &byte in text {
        let letter = match byte {
            b'\n' => b'n',
            b'\t' => b't',
            b'\r' => b'r',
            0x0b => b'v',
            0x0c => b'f',
            b'[' | b']' | b'{' | b'}' | b'(' | b')' | b'|' | b'-' | b'*' | b'.' | b'\\' | b'?'
            | b'+' | b'^' | b'$' | b' ' | b'#' => byte,
            _ => {
                out.push(byte);
                continue;
            }
        };
        out.extend_from_slice(&[b'\\', letter]);
    }
    out
}
