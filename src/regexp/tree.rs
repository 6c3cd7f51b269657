//! Patterns as trees.
//!
//! Owns the shape of a pattern that was read, and how wide its parts are. Knows
//! neither the text it came from nor the engine it goes to.

/// Calls within calls that a width is computed through.
const MOST_CALLS: u32 = 10;

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
        /// `\k<n+1>`: as it matched so many calls deeper.
        level: Option<i32>,
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

    /// The number of characters, if it is always the same, given the widths of the
    /// groups that it may call.
    pub fn fixed_width(&self, groups: &[Option<u32>]) -> Option<u32> {
        let width = |node: &Node| node.fixed_width(groups);
        match self {
            Node::Empty | Node::Anchor(_) | Node::Keep | Node::Look { .. } => Some(0),
            Node::Char { .. } | Node::Byte(_) | Node::Any { .. } | Node::Set { .. } => Some(1),
            Node::LineBreak | Node::Grapheme | Node::Absent(_) | Node::Backref { .. } => None,
            Node::Call(group) => groups.get(*group as usize).copied().flatten(),
            Node::Capture(_, body) | Node::Atomic(body) => width(body),
            Node::Repeat { max: Some(0), .. } => Some(0),
            Node::Repeat { body, min, max, .. } if Some(*min) == *max => {
                width(body)?.checked_mul(*min)
            }
            Node::Repeat { .. } => None,
            Node::Condition { yes, no, .. } => {
                let yes = width(yes)?;
                (width(no)? == yes).then_some(yes)
            }
            Node::Alternatives(nodes) => {
                let mut widths = nodes.iter().map(width);
                let first = widths.next()??;
                widths.all(|width| width == Some(first)).then_some(first)
            }
            Node::Sequence(nodes) => nodes
                .iter()
                .try_fold(0u32, |sum, node| sum.checked_add(width(node)?)),
        }
    }

    /// The widths of the groups of a pattern, as far as they are fixed.
    pub fn group_widths(&self, groups: u32) -> Vec<Option<u32>> {
        let mut widths = vec![None; groups as usize + 1];
        for _ in 0..MOST_CALLS {
            let before = widths.clone();
            widths[0] = self.fixed_width(&before);
            self.each(&mut |node| {
                if let Node::Capture(group, body) = node {
                    widths[*group as usize] = body.fixed_width(&before);
                }
            });
            if widths == before {
                break;
            }
        }
        widths
    }

    /// Whether some part of it satisfies a condition.
    pub fn any(&self, test: &impl Fn(&Node) -> bool) -> bool {
        let mut found = false;
        self.each(&mut |node| found |= test(node));
        found
    }

    /// Shows it and all its parts.
    pub fn each<'n>(&'n self, visit: &mut impl FnMut(&'n Node)) {
        visit(self);
        self.parts().for_each(|part| part.each(visit));
    }

    /// What it is made of.
    pub fn parts(&self) -> impl Iterator<Item = &Node> {
        let (first, second, list): (Option<&Node>, Option<&Node>, &[Node]) = match self {
            Node::Capture(_, body)
            | Node::Atomic(body)
            | Node::Absent(body)
            | Node::Look { body, .. }
            | Node::Repeat { body, .. } => (Some(body), None, &[]),
            Node::Condition { yes, no, .. } => (Some(yes), Some(no), &[]),
            Node::Alternatives(nodes) | Node::Sequence(nodes) => (None, None, nodes),
            _ => (None, None, &[]),
        };
        first.into_iter().chain(second).chain(list)
    }
}
