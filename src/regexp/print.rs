//! Writing patterns for the engine.
//!
//! Owns the engine's syntax. Everything is written out: no flag of the engine is
//! on at the top, and each group says what it needs.

use super::Error;
use super::tree::{Anchor, Class, Item, Mode, Node, Set, Type};

/// Any character.
const ANY: &str = "(?s:.)";
/// A line break of any kind.
const LINE_BREAK: &str = r"(?>\r\n|[\n-\r\x{85}\x{2028}\x{2029}])";
/// A line break of any kind, in bytes.
const BYTE_LINE_BREAK: &str = r"(?>\r\n|[\n-\r])";
/// The start of a line, if anything follows in the text.
const LINE_START: &str = "(?m:^)";
/// The same anywhere: the end of the text begins no line, unless it is empty.
const EXACT_LINE_START: &str = r"(?:\A|(?m:^)(?!\z))";
const WORD: &str = "[0-9A-Z_a-z]";
/// An extended grapheme cluster, by the rules of Unicode's annex 29.
const GRAPHEME: &str = concat!(
    r"(?>\r\n|[\p{gcb=cr}\p{gcb=lf}\p{gcb=control}]|",
    r"\p{gcb=prepend}*(?:",
    r"\p{gcb=l}*(?:\p{gcb=v}+|\p{gcb=lv}\p{gcb=v}*|\p{gcb=lvt})\p{gcb=t}*|\p{gcb=l}+|\p{gcb=t}+|",
    r"\p{gcb=regional_indicator}{2}|",
    r"\p{extended_pictographic}(?:\p{gcb=extend}*\p{gcb=zwj}\p{extended_pictographic})*|",
    r"[^\p{gcb=cr}\p{gcb=lf}\p{gcb=control}])",
    r"[\p{gcb=extend}\p{gcb=zwj}\p{gcb=spacingmark}]*|(?s:.))",
);

/// Writes a pattern, for text or for bytes.
pub(super) fn print(node: &Node, bytes: bool) -> Result<String, Error> {
    let mut printer = Printer {
        out: String::new(),
        bytes,
        behind: false,
    };
    printer.top(node, false)?;
    Ok(printer.out)
}

struct Printer {
    out: String,
    bytes: bool,
    /// Within a look-behind, whose parts keep their width.
    behind: bool,
}

impl Printer {
    /// A node where alternatives need no group. `followed`: something that is
    /// not empty follows in every match.
    fn top(&mut self, node: &Node, followed: bool) -> Result<(), Error> {
        let Node::Alternatives(nodes) = node else {
            return self.node(node, followed);
        };
        for (i, node) in nodes.iter().enumerate() {
            if i > 0 {
                self.out.push('|');
            }
            self.node(node, followed)?;
        }
        Ok(())
    }

    fn group(&mut self, open: &str, node: &Node, followed: bool) -> Result<(), Error> {
        self.out.push_str(open);
        self.top(node, followed)?;
        self.out.push(')');
        Ok(())
    }

    fn node(&mut self, node: &Node, followed: bool) -> Result<(), Error> {
        match node {
            Node::Empty => {}
            Node::Char { .. } => self.sequence(std::slice::from_ref(node), followed)?,
            Node::Byte(byte) => self.out.push_str(&format!("\\x{byte:02X}")),
            Node::Any { newline: true } => self.out.push_str(ANY),
            Node::Any { newline: false } => self.out.push('.'),
            Node::Set { set, fold } => self.set_node(set, *fold)?,
            Node::Anchor(anchor) => self.anchor(*anchor, followed),
            Node::LineBreak if self.bytes => self.out.push_str(BYTE_LINE_BREAK),
            Node::LineBreak => self.out.push_str(LINE_BREAK),
            Node::Grapheme if self.bytes => self.out.push_str(r"(?>\r\n|(?s:.))"),
            Node::Grapheme => self.out.push_str(GRAPHEME),
            Node::Keep => self.out.push_str("\\K"),
            Node::Capture(_, body) => self.group("(", body, followed)?,
            Node::Atomic(body) => self.group("(?>", body, followed)?,
            Node::Look {
                behind,
                negated,
                body,
            } => self.look(*behind, *negated, body, followed)?,
            Node::Absent(body) => self.absent(body)?,
            Node::Repeat {
                body,
                min,
                max,
                mode,
            } => self.repeat(body, *min, *max, *mode, followed)?,
            Node::Backref { groups, fold } => self.backref(groups, *fold),
            Node::Call(group) => self.out.push_str(&format!("\\g<{group}>")),
            Node::Condition { group, yes, no } => {
                self.out.push_str(&format!("(?({group})"));
                self.grouped(yes, followed)?;
                self.out.push('|');
                self.grouped(no, followed)?;
                self.out.push(')');
            }
            Node::Alternatives(_) => self.group("(?:", node, followed)?,
            Node::Sequence(nodes) => self.sequence(nodes, followed)?,
        }
        Ok(())
    }

    fn grouped(&mut self, node: &Node, followed: bool) -> Result<(), Error> {
        self.group("(?:", node, followed)
    }

    /// Nodes in a row; characters whose case does not matter share a group.
    fn sequence(&mut self, nodes: &[Node], followed: bool) -> Result<(), Error> {
        let mut at = 0;
        while at < nodes.len() {
            let fold = |node: &Node| matches!(node, Node::Char { fold: true, .. });
            let run = nodes[at..].iter().take_while(|node| fold(node)).count();
            if run > 0 {
                self.out.push_str("(?i:");
                let chars: Vec<char> = nodes[at..at + run].iter().filter_map(character).collect();
                self.folded(&chars)?;
                self.out.push(')');
                at += run;
                continue;
            }
            if let Some(c) = character(&nodes[at]) {
                self.character(c)?;
            } else {
                let rest = &nodes[at + 1..];
                let followed = followed || rest.iter().any(|node| node.min_width() > 0);
                self.node(&nodes[at], followed)?;
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

    /// Characters in any case: `ss` and `ß` are the same.
    fn folded(&mut self, chars: &[char]) -> Result<(), Error> {
        let plain = self.bytes || self.behind;
        let mut at = 0;
        while at < chars.len() {
            let pair = chars[at..].iter().take(2).all(|c| matches!(c, 's' | 'S'));
            if !plain && pair && chars.len() > at + 1 {
                self.out.push_str("(?:ss|ß)");
                at += 2;
            } else if !plain && matches!(chars[at], 'ß' | 'ẞ') {
                self.out.push_str("(?:ß|ss)");
                at += 1;
            } else {
                self.character(chars[at])?;
                at += 1;
            }
        }
        Ok(())
    }

    fn anchor(&mut self, anchor: Anchor, followed: bool) {
        let text = match anchor {
            Anchor::LineStart if followed => LINE_START,
            Anchor::LineStart => EXACT_LINE_START,
            Anchor::LineEnd => "(?m:$)",
            Anchor::TextStart => r"\A",
            Anchor::TextEnd => r"\z",
            Anchor::LastLineEnd => r"(?=\n?\z)",
            Anchor::SearchStart => r"\G",
            Anchor::Word(false) => r"\b",
            Anchor::NotWord(false) => r"\B",
            Anchor::Word(true) => {
                let text = format!("(?:(?<={WORD})(?!{WORD})|(?<!{WORD})(?={WORD}))");
                return self.out.push_str(&text);
            }
            Anchor::NotWord(true) => {
                let text = format!("(?:(?<={WORD})(?={WORD})|(?<!{WORD})(?!{WORD}))");
                return self.out.push_str(&text);
            }
        };
        self.out.push_str(text);
    }

    fn look(
        &mut self,
        behind: bool,
        negated: bool,
        body: &Node,
        followed: bool,
    ) -> Result<(), Error> {
        let open = match (behind, negated) {
            (false, false) => "(?=",
            (false, true) => "(?!",
            (true, false) => "(?<=",
            (true, true) => "(?<!",
        };
        let before = self.behind;
        self.behind |= behind;
        // What is behind ends here, so what follows here follows it.
        self.group(open, body, behind && followed)?;
        self.behind = before;
        Ok(())
    }

    /// Text in which something of a fixed width does not occur: characters where
    /// it does not begin, then all but the last of one where it does.
    fn absent(&mut self, body: &Node) -> Result<(), Error> {
        let width = body.fixed_width().unwrap_or(0);
        if width == 0 {
            self.out.push_str("(?!)");
            return Ok(());
        }
        self.out.push_str("(?:(?:");
        self.group("(?!", body, false)?;
        self.out.push_str(&format!("{ANY})*"));
        if width > 1 {
            self.out.push_str("(?:");
            self.group("(?=", body, false)?;
            self.out.push_str(&format!("{ANY}{{0,{}}})?", width - 1));
        }
        self.out.push(')');
        Ok(())
    }

    fn repeat(
        &mut self,
        body: &Node,
        min: u32,
        max: Option<u32>,
        mode: Mode,
        followed: bool,
    ) -> Result<(), Error> {
        if is_place(body) {
            // Once is as good as many times.
            return match (min, mode) {
                (0, Mode::Lazy) => Ok(()),
                (0, _) => {
                    self.group("(?:", body, followed)?;
                    self.out.pop();
                    self.out.push_str("|)");
                    Ok(())
                }
                _ => self.grouped(body, followed),
            };
        }
        if mode == Mode::Possessive {
            self.out.push_str("(?>");
        }
        match body {
            Node::Any { .. } | Node::Capture(..) | Node::Atomic(_) => self.node(body, followed)?,
            Node::Set { fold: false, .. } => self.node(body, followed)?,
            _ => self.grouped(body, followed)?,
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
            Mode::Possessive => self.out.push(')'),
        }
        Ok(())
    }

    fn backref(&mut self, groups: &[u32], fold: bool) {
        self.out.push_str(if fold { "(?i:" } else { "(?:" });
        for (i, group) in groups.iter().rev().enumerate() {
            let bar = if i > 0 { "|" } else { "" };
            self.out.push_str(&format!("{bar}\\{group}"));
        }
        self.out.push(')');
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

/// Whether a node tells of a place only, so that repeating it changes nothing.
fn is_place(node: &Node) -> bool {
    match node {
        Node::Empty | Node::Anchor(_) | Node::Look { .. } | Node::Keep => true,
        Node::Sequence(nodes) | Node::Alternatives(nodes) => nodes.iter().all(is_place),
        _ => false,
    }
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
