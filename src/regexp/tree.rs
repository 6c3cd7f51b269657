//! Patterns as trees.
//!
//! Owns the shape of a pattern that was read, and how wide its parts are. Knows
//! neither the text it came from nor the engine it goes to.

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// Matches nothing, everywhere.
    Empty,
    /// A character, whatever its case if `fold`.
    Char {
        /// The character.
        c: char,
        /// Case does not matter.
        fold: bool,
    },
    /// A byte above 127 of a binary pattern.
    Byte(u8),
    /// Any character, perhaps not a line break.
    Any {
        /// Line breaks too.
        newline: bool,
    },
    /// A character of a set.
    Set {
        /// The set.
        set: Set,
        /// Case does not matter.
        fold: bool,
    },
    /// A place.
    Anchor(Anchor),
    /// `\R`: a line break of any kind.
    LineBreak,
    /// `\X`: what a reader takes for a character.
    Grapheme,
    /// `\K`: the match begins here.
    Keep,
    /// A capture group with its number.
    Capture(u32, Box<Node>),
    /// A part that is never taken apart again.
    Atomic(Box<Node>),
    /// A part that must or must not stand ahead or behind.
    Look {
        /// Behind the place, else ahead of it.
        behind: bool,
        /// Must not.
        negated: bool,
        /// What.
        body: Box<Node>,
    },
    /// `(?~x)`: the longest text in which `x` does not occur.
    Absent(Box<Node>),
    /// Repetition.
    Repeat {
        /// What.
        body: Box<Node>,
        /// At least so often.
        min: u32,
        /// At most so often.
        max: Option<u32>,
        /// How it chooses.
        mode: Mode,
    },
    /// The same text as a group matched; several groups if they share a name.
    Backref {
        /// Their numbers.
        groups: Vec<u32>,
        /// Case does not matter.
        fold: bool,
    },
    /// `\g<n>`: the group's pattern again; 0 is the whole pattern.
    Call(u32),
    /// `(?(n)a|b)`.
    Condition {
        /// Whether this group matched.
        group: u32,
        /// Then this.
        yes: Box<Node>,
        /// Else this.
        no: Box<Node>,
    },
    /// One of several, the first that leads to a match.
    Alternatives(Vec<Node>),
    /// One after another.
    Sequence(Vec<Node>),
}

/// How a repetition chooses its number of rounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// As many as possible.
    Greedy,
    /// As few as possible.
    Lazy,
    /// As many as possible, once and for all.
    Possessive,
}

/// A place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// `^`
    LineStart,
    /// `$`
    LineEnd,
    /// `\A`
    TextStart,
    /// `\z`
    TextEnd,
    /// `\Z`: the end, or before the line break there.
    LastLineEnd,
    /// `\G`: where the search began.
    SearchStart,
    /// `\b`, ASCII words only if set.
    Word(bool),
    /// `\B`
    NotWord(bool),
}

/// A set of characters: what lies in all its parts, or outside.
#[derive(Clone, Debug, PartialEq, Default)]
pub(super) struct Set {
    /// Everything else.
    pub negated: bool,
    /// `a&&b`: the parts; a plain set has one.
    pub parts: Vec<Vec<Item>>,
}

/// A member of a set.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Item {
    /// Code points; in binary patterns bytes.
    Range(u32, u32),
    /// A kind of character.
    Type(Type),
    /// `\p{name}`, by the engine's name, or not that.
    Property {
        /// The engine's name.
        name: String,
        /// Everything else.
        negated: bool,
    },
    /// A set within the set.
    Nested(Set),
}

/// A kind of character that has an escape or a bracket name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Type {
    /// Which.
    pub class: Class,
    /// ASCII only.
    pub ascii: bool,
    /// Everything else.
    pub negated: bool,
}

/// The kinds of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Alnum,
    Alpha,
    Ascii,
    Blank,
    Cntrl,
    Digit,
    Graph,
    Lower,
    Print,
    Punct,
    Space,
    Upper,
    Word,
    Xdigit,
}

impl Node {
    /// A sequence, as simple as can be.
    pub fn sequence(mut nodes: Vec<Node>) -> Node {
        match nodes.len() {
            0 => Node::Empty,
            1 => nodes.pop().expect("a list of one"),
            _ => Node::Sequence(nodes),
        }
    }

    /// A character in this case.
    pub fn char(c: char) -> Node {
        Node::Char { c, fold: false }
    }

    /// Fewest characters that it matches.
    pub fn min_width(&self) -> u32 {
        match self {
            Node::Empty
            | Node::Anchor(_)
            | Node::Keep
            | Node::Look { .. }
            | Node::Absent(_)
            | Node::Backref { .. }
            | Node::Call(_) => 0,
            Node::Char { .. } | Node::Byte(_) | Node::Any { .. } | Node::Set { .. } => 1,
            Node::LineBreak | Node::Grapheme => 1,
            Node::Capture(_, body) | Node::Atomic(body) => body.min_width(),
            Node::Repeat { body, min, .. } => body.min_width().saturating_mul(*min),
            Node::Condition { yes, no, .. } => yes.min_width().min(no.min_width()),
            Node::Alternatives(nodes) => nodes.iter().map(Node::min_width).min().unwrap_or(0),
            Node::Sequence(nodes) => nodes
                .iter()
                .fold(0, |sum: u32, node| sum.saturating_add(node.min_width())),
        }
    }

    /// The number of characters, if it is always the same.
    pub fn fixed_width(&self) -> Option<u32> {
        match self {
            Node::Empty | Node::Anchor(_) | Node::Keep | Node::Look { .. } => Some(0),
            Node::Char { .. } | Node::Byte(_) | Node::Any { .. } | Node::Set { .. } => Some(1),
            Node::LineBreak
            | Node::Grapheme
            | Node::Absent(_)
            | Node::Backref { .. }
            | Node::Call(_) => None,
            Node::Capture(_, body) | Node::Atomic(body) => body.fixed_width(),
            Node::Repeat { body, min, max, .. } if Some(*min) == *max => {
                body.fixed_width()?.checked_mul(*min)
            }
            Node::Repeat { .. } => None,
            Node::Condition { yes, no, .. } => {
                let width = yes.fixed_width()?;
                (no.fixed_width()? == width).then_some(width)
            }
            Node::Alternatives(nodes) => {
                let mut widths = nodes.iter().map(Node::fixed_width);
                let first = widths.next()??;
                widths.all(|width| width == Some(first)).then_some(first)
            }
            Node::Sequence(nodes) => {
                let mut sum = 0u32;
                for node in nodes {
                    sum = sum.checked_add(node.fixed_width()?)?;
                }
                Some(sum)
            }
        }
    }

    /// Whether some part of it satisfies a condition.
    pub fn any(&self, test: &impl Fn(&Node) -> bool) -> bool {
        if test(self) {
            return true;
        }
        match self {
            Node::Capture(_, body)
            | Node::Atomic(body)
            | Node::Absent(body)
            | Node::Look { body, .. }
            | Node::Repeat { body, .. } => body.any(test),
            Node::Condition { yes, no, .. } => yes.any(test) || no.any(test),
            Node::Alternatives(nodes) | Node::Sequence(nodes) => {
                nodes.iter().any(|node| node.any(test))
            }
            _ => false,
        }
    }
}
