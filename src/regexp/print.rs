//! Writing patterns for the engine.
//!
//! Owns the engine's syntax, for the patterns that an automaton can run (see
//! `program::is_needed`). Everything is written out: no flag of the engine is on
//! at the top, and each group says what it needs.

use super::Error;
use super::tree::{Anchor, Class, Item, Mode, Node, Set, Type};

/// Any character.
const ANY: &str = "(?s:.)";
/// Writes a pattern, for text or for bytes.
pub(super) fn print(node: &Node, bytes: bool) -> Result<String, Error> {
    let mut printer = Printer {
        out: String::new(),
        bytes,
    };
    printer.top(node)?;
    Ok(printer.out)
}

struct Printer {
    out: String,
    bytes: bool,
}

impl Printer {
    /// A node where alternatives need no group.
    fn top(&mut self, node: &Node) -> Result<(), Error> {
        let Node::Alternatives(nodes) = node else {
            return self.node(node);
        };
        for (i, node) in nodes.iter().enumerate() {
            if i > 0 {
                self.out.push('|');
            }
            self.node(node)?;
        }
        Ok(())
    }

    fn group(&mut self, open: &str, node: &Node) -> Result<(), Error> {
        self.out.push_str(open);
        self.top(node)?;
        self.out.push(')');
        Ok(())
    }

    fn node(&mut self, node: &Node) -> Result<(), Error> {
        match node {
            Node::Empty => {}
            Node::Char { .. } => self.sequence(std::slice::from_ref(node))?,
            Node::Byte(byte) => self.out.push_str(&format!("\\x{byte:02X}")),
            Node::Any { newline: true } => self.out.push_str(ANY),
            Node::Any { newline: false } => self.out.push('.'),
            Node::Set { set, fold } => self.set_node(set, *fold)?,
            Node::Anchor(anchor) => self.out.push_str(anchor_text(*anchor)?),
            Node::Capture(_, body) => self.group("(", body)?,
            Node::Repeat {
                body,
                min,
                max,
                mode,
            } => self.repeat(body, *min, *max, *mode)?,
            Node::Alternatives(_) => self.group("(?:", node)?,
            Node::Sequence(nodes) => self.sequence(nodes)?,
            _ => return Err(beyond()),
        }
        Ok(())
    }

    /// Nodes in a row; characters whose case does not matter share a group.
    fn sequence(&mut self, nodes: &[Node]) -> Result<(), Error> {
        let mut at = 0;
        while at < nodes.len() {
            let fold = |node: &Node| matches!(node, Node::Char { fold: true, .. });
            let run = nodes[at..].iter().take_while(|node| fold(node)).count();
            if run > 0 {
                self.out.push_str("(?i:");
                for c in nodes[at..at + run].iter().filter_map(character) {
                    self.character(c)?;
                }
                self.out.push(')');
                at += run;
                continue;
            }
            match character(&nodes[at]) {
                Some(c) => self.character(c)?,
                None => self.node(&nodes[at])?,
            }
            at += 1;
        }
        Ok(())
    }

    fn character(&mut self, c: char) -> Result<(), Error> {
        if self.bytes && !c.is_ascii() {
            return Err(Error::lacking("a character in a binary pattern"));
        }
        if c.is_ascii_punctuation() {
            self.out.push_str(&format!("\\x{:02X}", c as u32));
        } else {
            self.out.push(c);
        }
        Ok(())
    }

    fn repeat(&mut self, body: &Node, min: u32, max: Option<u32>, mode: Mode) -> Result<(), Error> {
        match body {
            Node::Any { .. } | Node::Capture(..) => self.node(body)?,
            Node::Set { fold: false, .. } => self.node(body)?,
            _ => self.group("(?:", body)?,
        }
        match (min, max) {
            (0, None) => self.out.push('*'),
            (1, None) => self.out.push('+'),
            (0, Some(1)) => self.out.push('?'),
            (min, None) => self.out.push_str(&format!("{{{min},}}")),
            (min, Some(max)) if min == max => self.out.push_str(&format!("{{{min}}}")),
            (min, Some(max)) => self.out.push_str(&format!("{{{min},{max}}}")),
        }
        match mode {
            Mode::Greedy => {}
            Mode::Lazy => self.out.push('?'),
            Mode::Possessive => return Err(beyond()),
        }
        Ok(())
    }

    // ---- sets -------------------------------------------------------------------

    fn set_node(&mut self, set: &Set, fold: bool) -> Result<(), Error> {
        let fold = fold && has_case(set);
        if fold {
            self.out.push_str("(?i:");
        }
        self.set(set)?;
        if fold {
            self.out.push(')');
        }
        Ok(())
    }

    fn set(&mut self, set: &Set) -> Result<(), Error> {
        let parts = &set.parts;
        self.out.push_str(if set.negated { "[^" } else { "[" });
        if let [only] = &parts[..] {
            self.items(only)?;
        } else {
            for (i, part) in parts.iter().enumerate() {
                self.out.push_str(if i > 0 { "&&[" } else { "[" });
                self.items(part)?;
                self.out.push(']');
            }
        }
        self.out.push(']');
        Ok(())
    }

    fn items(&mut self, items: &[Item]) -> Result<(), Error> {
        if items.is_empty() {
            self.out.push_str(if self.bytes {
                r"[^\x00-\xFF]"
            } else {
                r"[^\x{0}-\x{10FFFF}]"
            });
        }
        for item in items {
            match item {
                Item::Range(low, high) => {
                    self.code(*low)?;
                    if low < high {
                        self.out.push('-');
                        self.code(*high)?;
                    }
                }
                Item::Type(kind) => self.kind(*kind),
                Item::Property { name, negated } => {
                    let letter = if *negated { 'P' } else { 'p' };
                    self.out.push_str(&format!("\\{letter}{{{name}}}"));
                }
                Item::Nested(set) => self.set(set)?,
            }
        }
        Ok(())
    }

    /// A code point or byte within a set.
    fn code(&mut self, code: u32) -> Result<(), Error> {
        let text = if code < 0x100 && (self.bytes || code < 0x80) {
            format!("\\x{code:02X}")
        } else if self.bytes {
            return Err(Error::lacking("a character in a binary pattern"));
        } else if (0xd800..0xe000).contains(&code) {
            return Err(Error::syntax("invalid Unicode range"));
        } else {
            format!("\\x{{{code:X}}}")
        };
        self.out.push_str(&text);
        Ok(())
    }

    fn kind(&mut self, kind: Type) {
        let ascii = kind.ascii || self.bytes;
        if let Some((text, negated)) = (!ascii).then(|| unicode(kind.class)).flatten() {
            let hat = if negated ^ kind.negated { "^" } else { "" };
            self.out.push_str(&format!("[{hat}{text}]"));
        } else {
            let hat = if kind.negated { "^" } else { "" };
            self.out
                .push_str(&format!("[{hat}{}]", ascii_text(kind.class)));
        }
    }
}

fn character(node: &Node) -> Option<char> {
    match node {
        Node::Char { c, .. } => Some(*c),
        _ => None,
    }
}

/// What only a program can stand for.
fn beyond() -> Error {
    Error::lacking("this part of a pattern")
}

fn anchor_text(anchor: Anchor) -> Result<&'static str, Error> {
    Ok(match anchor {
        Anchor::LineStart => "(?m:^)",
        Anchor::LineEnd => "(?m:$)",
        Anchor::TextStart => r"\A",
        Anchor::TextEnd => r"\z",
        Anchor::Word(false) => r"\b",
        Anchor::NotWord(false) => r"\B",
        _ => return Err(beyond()),
    })
}

/// Whether the case of letters matters for a set. Kinds of characters that are
/// about ASCII stay so.
fn has_case(set: &Set) -> bool {
    set.parts.iter().flatten().any(|item| match item {
        Item::Range(low, high) => {
            *high > 0x7f
                || (*low..=*high).any(|c| char::from_u32(c).is_some_and(char::is_alphabetic))
        }
        Item::Type(kind) => matches!(kind.class, Class::Upper | Class::Lower),
        Item::Property { .. } => true,
        Item::Nested(set) => has_case(set),
    })
}

/// A kind of character among all of Unicode: members, and whether the others are
/// meant. None if it has ASCII members only.
fn unicode(class: Class) -> Option<(&'static str, bool)> {
    Some(match class {
        Class::Alnum => (r"\p{alphabetic}\p{nd}", false),
        Class::Alpha => (r"\p{alphabetic}", false),
        Class::Blank => (r"\p{zs}\x09", false),
        Class::Cntrl => (r"\p{cc}", false),
        Class::Digit => (r"\p{nd}", false),
        Class::Graph => (r"\p{white_space}\p{cc}\p{cn}\p{cs}", true),
        Class::Lower => (r"\p{lowercase}", false),
        Class::Print => (r"\p{cc}\p{cn}\p{cs}\x{2028}\x{2029}", true),
        Class::Punct => (r"\p{p}\x24\x2B\x3C-\x3E\x5E\x60\x7C\x7E", false),
        Class::Space => (r"\p{white_space}", false),
        Class::Upper => (r"\p{uppercase}", false),
        Class::Word => (r"\p{alphabetic}\p{m}\p{nd}\p{pc}", false),
        Class::Ascii | Class::Xdigit => return None,
    })
}

/// A kind of character among ASCII.
fn ascii_text(class: Class) -> &'static str {
    match class {
        Class::Alnum => "0-9A-Za-z",
        Class::Alpha => "A-Za-z",
        Class::Ascii => r"\x00-\x7F",
        Class::Blank => r"\x09\x20",
        Class::Cntrl => r"\x00-\x1F\x7F",
        Class::Digit => "0-9",
        Class::Graph => r"\x21-\x7E",
        Class::Lower => "a-z",
        Class::Print => r"\x20-\x7E",
        Class::Punct => r"\x21-\x2F\x3A-\x40\x5B-\x60\x7B-\x7E",
        Class::Space => r"\x09-\x0D\x20",
        Class::Upper => "A-Z",
        Class::Word => "0-9A-Z_a-z",
        Class::Xdigit => "0-9A-Fa-f",
    }
}
