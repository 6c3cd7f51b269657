//! Patterns as programs for our own matcher.
//!
//! What an automaton cannot do, or does not do as Ruby does (look-around,
//! backreferences, calls, parts that are not taken apart again, loops whose
//! rounds may be empty), becomes a program of few instructions that `machine`
//! runs by backtracking.

use regex_syntax::hir::{Class as HirClass, Hir, HirKind};

use super::Error;
use super::print;
use super::tree::{Anchor, Class, Item, Mode, Node, Set, Type};
use super::{Options, read};

/// Copies of a part that repetition may make.
const MOST_STEPS: usize = 50_000;

/// An instruction.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// Goes over a character.
    Char(char),
    /// Goes over a byte.
    Byte(u8),
    /// Goes over any character, perhaps not a line break.
    Any { newline: bool },
    /// Goes over a character of a set.
    Set(usize),
    /// Stays, at a place.
    Anchor(Anchor),
    /// Goes on at the first place, later perhaps at the second.
    Split(usize, usize),
    /// Goes on elsewhere.
    Jump(usize),
    /// Notes a group's text: from where the running call began, or from a mark.
    Group { group: usize, mark: Option<usize> },
    /// Notes the position in a slot.
    Save(usize),
    /// Notes where a round of a loop begins.
    Mark(usize),
    /// Leaves the loop if the round went over nothing and, where there are
    /// groups, set none anew.
    Progress {
        mark: usize,
        exit: usize,
        groups: bool,
    },
    /// Goes over as many characters as it can, later over fewer; `what` is a
    /// step that goes over one.
    Over {
        what: usize,
        min: u32,
        max: u32,
        lazy: bool,
        after: usize,
    },
    /// Begins a part that is not taken apart again.
    Open,
    /// Begins a look; what follows it is there.
    Look(usize),
    /// Ends an atomic part: forgets its other ways.
    Atomic,
    /// Ends a look: the same, and goes back.
    Seen,
    /// Begins a look that must fail; goes on there if it does.
    Not(usize),
    /// Ends a look that must fail: fails.
    Found,
    /// Goes back by a number of characters.
    Back(u32),
    /// The text of one of the groups again.
    Backref {
        groups: Vec<u32>,
        fold: bool,
        level: Option<i32>,
    },
    /// Runs a group's part.
    Call(usize),
    /// Ends a group's part: goes back to its call.
    Return,
    /// Goes on there if a group took no part.
    Condition { group: u32, no: usize },
    /// Goes over the longest text in which a part does not occur, later over less.
    Absent { part: usize, next: usize },
    /// Success.
    Match,
}

/// A pattern as instructions.
pub(super) struct Program {
    pub steps: Vec<Step>,
    /// Sorted ranges of code points, or of bytes.
    pub sets: Vec<Vec<(u32, u32)>>,
    pub marks: usize,
    pub groups: u32,
    pub bytes: bool,
    /// The characters of words, if the pattern asks for their edges.
    pub word: Vec<(u32, u32)>,
    /// The bytes that a match can begin with, if few.
    pub first: Option<Box<[bool; 256]>>,
    calls: Vec<(usize, u32)>,
    /// Where the part of each group begins.
    entries: Vec<usize>,
    /// The widths of groups.
    widths: Vec<Option<u32>>,
    /// Groups that are called by some part.
    called: Vec<bool>,
}

/// An extended grapheme cluster, by the rules of Unicode's annex 29.
const GRAPHEME: &str = concat!(
    r"(?>\r\n|[\p{GraphemeClusterBreak=CR}\p{GraphemeClusterBreak=LF}\p{GraphemeClusterBreak=Control}]|",
    r"\p{GraphemeClusterBreak=Prepend}*(?:",
    r"\p{GraphemeClusterBreak=L}*(?:\p{GraphemeClusterBreak=V}+|\p{GraphemeClusterBreak=LV}\p{GraphemeClusterBreak=V}*|\p{GraphemeClusterBreak=LVT})\p{GraphemeClusterBreak=T}*|\p{GraphemeClusterBreak=L}+|\p{GraphemeClusterBreak=T}+|",
    r"(?:\p{GraphemeClusterBreak=Regional_Indicator}{2})|",
    r"\p{Extended_Pictographic}(?:\p{GraphemeClusterBreak=Extend}*\p{GraphemeClusterBreak=ZWJ}\p{Extended_Pictographic})*|",
    r"[^\p{GraphemeClusterBreak=CR}\p{GraphemeClusterBreak=LF}\p{GraphemeClusterBreak=Control}])",
    r"[\p{GraphemeClusterBreak=Extend}\p{GraphemeClusterBreak=ZWJ}\p{GraphemeClusterBreak=SpacingMark}]*|(?m:.))",
);

/// Whether only a program can stand for a pattern. `followed`: something that is
/// not empty follows in every match.
pub(super) fn is_needed(node: &Node, followed: bool) -> bool {
    match node {
        Node::Atomic(_)
        | Node::Look { .. }
        | Node::Keep
        | Node::Absent(_)
        | Node::Backref { .. }
        | Node::Call(_)
        | Node::Condition { .. }
        | Node::LineBreak
        | Node::Grapheme => true,
        // The end of the text begins no line, unless it is empty.
        Node::Anchor(Anchor::LineStart) => !followed,
        Node::Anchor(anchor) => matches!(
            anchor,
            Anchor::SearchStart | Anchor::LastLineEnd | Anchor::Word(true) | Anchor::NotWord(true)
        ),
        Node::Repeat { body, mode, .. } => {
            // Rounds that may be empty set groups in their own way.
            *mode == Mode::Possessive || body.min_width() == 0 || is_needed(body, followed)
        }
        Node::Capture(_, body) => is_needed(body, followed),
        Node::Alternatives(nodes) => nodes.iter().any(|node| is_needed(node, followed)),
        Node::Sequence(nodes) => nodes.iter().enumerate().any(|(i, node)| {
            let rest = &nodes[i + 1..];
            is_needed(
                node,
                followed || rest.iter().any(|node| node.min_width() > 0),
            )
        }),
        _ => false,
    }
}

impl Program {
    /// Translates a pattern.
    pub fn new(node: &Node, groups: u32, bytes: bool) -> Result<Program, Error> {
        let mut program = Program {
            steps: Vec::new(),
            sets: Vec::new(),
            marks: 0,
            groups,
            bytes,
            word: Vec::new(),
            first: None,
            calls: Vec::new(),
            entries: vec![usize::MAX; groups as usize + 1],
            widths: node.group_widths(groups),
            called: vec![false; groups as usize + 1],
        };
        node.each(&mut |node| {
            if let Node::Call(group) = node {
                program.called[*group as usize] = true;
            }
        });
        program.push(Step::Save(0))?;
        if program.called[0] {
            let call = program.push(Step::Match)?;
            program.push(Step::Save(1))?;
            program.push(Step::Match)?;
            program.entries[0] = program.here();
            program.steps[call] = Step::Call(program.here());
            program.node(node)?;
            program.push(Step::Return)?;
        } else {
            program.node(node)?;
            program.push(Step::Save(1))?;
            program.push(Step::Match)?;
        }
        for (at, group) in std::mem::take(&mut program.calls) {
            program.steps[at] = Step::Call(program.entries[group as usize]);
        }
        program.first = program.first_bytes();
        Ok(program)
    }

    fn push(&mut self, step: Step) -> Result<usize, Error> {
        if self.steps.len() >= MOST_STEPS {
            return Err(Error::syntax("too big pattern"));
        }
        self.steps.push(step);
        Ok(self.steps.len() - 1)
    }

    fn here(&self) -> usize {
        self.steps.len()
    }

    /// A capture group. If others call it, its part is called in place, too.
    fn group(&mut self, number: u32, body: &Node) -> Result<(), Error> {
        let group = number as usize;
        if !self.called[group] {
            let mark = self.marks;
            self.marks += 1;
            self.push(Step::Mark(mark))?;
            self.node(body)?;
            let mark = Some(mark);
            return self.push(Step::Group { group, mark }).map(|_| ());
        }
        let call = self.push(Step::Match)?;
        let over = self.push(Step::Match)?;
        let entry = self.here();
        self.entries[group] = entry;
        self.node(body)?;
        self.push(Step::Group { group, mark: None })?;
        self.push(Step::Return)?;
        self.steps[call] = Step::Call(entry);
        self.steps[over] = Step::Jump(self.here());
        Ok(())
    }

    fn node(&mut self, node: &Node) -> Result<(), Error> {
        let step = match node {
            Node::Empty => return Ok(()),
            Node::Char { c, fold: false } => Step::Char(*c),
            Node::Char { .. } | Node::Set { .. } => Step::Set(self.set(node)?),
            Node::Byte(byte) => Step::Byte(*byte),
            Node::Any { newline } => Step::Any { newline: *newline },
            Node::Anchor(anchor) => {
                self.words(*anchor)?;
                Step::Anchor(*anchor)
            }
            Node::Keep => Step::Save(0),
            Node::Backref {
                groups,
                fold,
                level,
            } => Step::Backref {
                groups: groups.clone(),
                fold: *fold,
                level: *level,
            },
            Node::Call(group) => {
                let at = self.push(Step::Match)?;
                self.calls.push((at, *group));
                return Ok(());
            }
            _ => return self.compound(node),
        };
        self.push(step).map(|_| ())
    }

    fn compound(&mut self, node: &Node) -> Result<(), Error> {
        match node {
            Node::Capture(number, body) => self.group(*number, body),
            Node::Sequence(nodes) => nodes.iter().try_for_each(|node| self.node(node)),
            Node::Alternatives(nodes) => {
                self.alternatives(nodes, |program, node| program.node(node))
            }
            Node::Atomic(body) => {
                self.push(Step::Open)?;
                self.node(body)?;
                self.push(Step::Atomic).map(|_| ())
            }
            Node::Look {
                behind,
                negated,
                body,
            } => self.look(*behind, *negated, body),
            Node::Absent(body) => {
                let at = self.push(Step::Match)?;
                self.node(body)?;
                self.push(Step::Match)?;
                self.steps[at] = Step::Absent {
                    part: at + 1,
                    next: self.here(),
                };
                Ok(())
            }
            Node::Repeat {
                body,
                min,
                max,
                mode,
            } => self.repeat(body, *min, *max, *mode),
            Node::Condition { group, yes, no } => {
                let at = self.push(Step::Match)?;
                self.node(yes)?;
                let over = self.push(Step::Match)?;
                self.steps[at] = Step::Condition {
                    group: *group,
                    no: self.here(),
                };
                self.node(no)?;
                self.steps[over] = Step::Jump(self.here());
                Ok(())
            }
            Node::LineBreak => self.line_break(),
            Node::Grapheme => self.grapheme(),
            _ => Err(Error::lacking("this part of a pattern")),
        }
    }

    /// `\R`
    fn line_break(&mut self) -> Result<(), Error> {
        self.push(Step::Open)?;
        let pair = [Node::char('\r'), Node::char('\n')];
        let ends: &[(u32, u32)] = if self.bytes {
            &[(10, 13)]
        } else {
            &[(10, 13), (0x85, 0x85), (0x2028, 0x2029)]
        };
        self.sets.push(ends.to_vec());
        let single = self.sets.len() - 1;
        self.alternatives(&[Some(pair), None], |program, pair| match pair {
            Some(pair) => pair.iter().try_for_each(|node| program.node(node)),
            None => program.push(Step::Set(single)).map(|_| ()),
        })?;
        self.push(Step::Atomic).map(|_| ())
    }

    /// `\X`
    fn grapheme(&mut self) -> Result<(), Error> {
        let text = if self.bytes {
            r"(?>\r\n|(?m:.))"
        } else {
            GRAPHEME
        };
        let text = text.chars().map(u32::from).collect();
        let reading = read::read(text, Options::default(), false)?;
        self.node(&reading.node)
    }

    fn alternatives<T>(
        &mut self,
        list: &[T],
        mut each: impl FnMut(&mut Self, &T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut ends = Vec::new();
        for (i, item) in list.iter().enumerate() {
            let last = i + 1 == list.len();
            let split = if last {
                None
            } else {
                Some(self.push(Step::Match)?)
            };
            each(self, item)?;
            if let Some(split) = split {
                ends.push(self.push(Step::Match)?);
                self.steps[split] = Step::Split(split + 1, self.here());
            }
        }
        for end in ends {
            self.steps[end] = Step::Jump(self.here());
        }
        Ok(())
    }

    fn look(&mut self, behind: bool, negated: bool, body: &Node) -> Result<(), Error> {
        let open = self.push(Step::Open)?;
        if behind {
            let alternatives = match body {
                Node::Alternatives(nodes) => &nodes[..],
                node => std::slice::from_ref(node),
            };
            self.alternatives(alternatives, |program, node| {
                let width = node.fixed_width(&program.widths);
                program.push(Step::Back(width.unwrap_or(0)))?;
                program.node(node)
            })?;
        } else {
            self.node(body)?;
        }
        if negated {
            self.push(Step::Found)?;
            self.steps[open] = Step::Not(self.here());
        } else {
            self.push(Step::Seen)?;
            self.steps[open] = Step::Look(self.here());
        }
        Ok(())
    }

    fn repeat(&mut self, body: &Node, min: u32, max: Option<u32>, mode: Mode) -> Result<(), Error> {
        if max == Some(0) {
            // Its groups can be called all the same.
            let over = self.push(Step::Match)?;
            self.node(body)?;
            self.steps[over] = Step::Jump(self.here());
            return Ok(());
        }
        if mode == Mode::Possessive {
            self.push(Step::Open)?;
        }
        let single = matches!(
            body,
            Node::Char { .. } | Node::Set { .. } | Node::Byte(_) | Node::Any { .. }
        );
        if single {
            self.over(body, min, max, mode)?;
        } else {
            for _ in 0..min {
                self.node(body)?;
            }
            match max {
                None => self.rounds(body, mode)?,
                Some(max) => {
                    let mut splits = Vec::new();
                    for _ in min..max {
                        splits.push(self.push(Step::Match)?);
                        self.node(body)?;
                    }
                    for split in splits {
                        self.steps[split] = ways(mode, split + 1, self.here());
                    }
                }
            }
        }
        if mode == Mode::Possessive {
            self.push(Step::Atomic)?;
        }
        Ok(())
    }

    /// Repetition of what goes over one character.
    fn over(&mut self, body: &Node, min: u32, max: Option<u32>, mode: Mode) -> Result<(), Error> {
        let at = self.push(Step::Match)?;
        self.node(body)?;
        self.steps[at] = Step::Over {
            what: at + 1,
            min,
            max: max.unwrap_or(u32::MAX),
            lazy: mode == Mode::Lazy,
            after: self.here(),
        };
        Ok(())
    }

    /// Any number of rounds.
    fn rounds(&mut self, body: &Node, mode: Mode) -> Result<(), Error> {
        let split = self.push(Step::Match)?;
        if body.min_width() > 0 {
            self.node(body)?;
            self.push(Step::Jump(split))?;
            self.steps[split] = ways(mode, split + 1, self.here());
            return Ok(());
        }
        let mark = self.marks;
        self.marks += 1;
        self.push(Step::Mark(mark))?;
        self.node(body)?;
        let progress = self.push(Step::Match)?;
        self.push(Step::Jump(split))?;
        let exit = self.here();
        let groups = sets_groups(body);
        self.steps[progress] = Step::Progress { mark, exit, groups };
        self.steps[split] = ways(mode, split + 1, exit);
        Ok(())
    }

    /// Sees to it that the characters of words are known if an anchor needs them.
    fn words(&mut self, anchor: Anchor) -> Result<(), Error> {
        if !matches!(anchor, Anchor::Word(_) | Anchor::NotWord(_)) || !self.word.is_empty() {
            return Ok(());
        }
        let word = Item::Type(Type {
            class: Class::Word,
            ascii: false,
            negated: false,
        });
        let set = Set {
            negated: false,
            parts: vec![vec![word]],
        };
        let set = self.set(&Node::Set { set, fold: false })?;
        self.word = self.sets[set].clone();
        Ok(())
    }

    /// The members of a set, as the engine's parser tells them.
    fn set(&mut self, node: &Node) -> Result<usize, Error> {
        let text = print::print(node, self.bytes)?;
        let parsed = regex_syntax::ParserBuilder::new()
            .unicode(!self.bytes)
            .utf8(!self.bytes)
            .build()
            .parse(&text);
        let hir = parsed.map_err(|_| Error::lacking("this set of characters"))?;
        self.sets.push(members(&hir));
        Ok(self.sets.len() - 1)
    }

    // ---- where a match can begin ------------------------------------------------

    /// The bytes that a match can begin with; none if it can be empty or begin
    /// with almost anything.
    fn first_bytes(&self) -> Option<Box<[bool; 256]>> {
        let mut bytes = Box::new([false; 256]);
        let mut seen = vec![false; self.steps.len()];
        let mut left = vec![0];
        while let Some(at) = left.pop() {
            if std::mem::replace(&mut seen[at], true) {
                continue;
            }
            match &self.steps[at] {
                Step::Over {
                    what, min, after, ..
                } => {
                    left.push(*what);
                    if *min == 0 {
                        left.push(*after);
                    }
                }
                Step::Split(first, second) => left.extend([*first, *second]),
                Step::Progress { exit, .. } => left.extend([at + 1, *exit]),
                Step::Condition { no, .. } => left.extend([at + 1, *no]),
                Step::Jump(target) | Step::Call(target) => left.push(*target),
                Step::Look(after) | Step::Not(after) => left.push(*after),
                // Whoever called goes on.
                Step::Return => {
                    let calls = self.steps.iter().enumerate();
                    let calls = calls.filter(|(_, step)| matches!(step, Step::Call(_)));
                    left.extend(calls.map(|(at, _)| at + 1));
                }
                Step::Anchor(_)
                | Step::Group { .. }
                | Step::Save(0)
                | Step::Mark(_)
                | Step::Open
                | Step::Atomic => left.push(at + 1),
                step => self.begins(step, &mut bytes)?,
            }
        }
        Some(bytes)
    }

    /// The bytes that what goes over a character can begin with.
    fn begins(&self, step: &Step, bytes: &mut [bool; 256]) -> Option<()> {
        match step {
            Step::Char(c) => {
                let mut buffer = [0; 4];
                bytes[c.encode_utf8(&mut buffer).as_bytes()[0] as usize] = true;
            }
            Step::Byte(byte) => bytes[*byte as usize] = true,
            Step::Set(set) => {
                for &(low, high) in &self.sets[*set] {
                    let (low, high) = (self.lead(low), self.lead(high));
                    bytes[low as usize..=high as usize].fill(true);
                }
            }
            _ => return None,
        }
        Some(())
    }

    /// The first byte of a code point.
    fn lead(&self, code: u32) -> u8 {
        if self.bytes || code < 0x80 {
            return code as u8;
        }
        match code {
            0..0x800 => 0xc0 | (code >> 6) as u8,
            0x800..0x1_0000 => 0xe0 | (code >> 12) as u8,
            _ => 0xf0 | (code >> 18) as u8,
        }
    }
}

/// Whether a round of a loop sets groups, not counting those in looks.
fn sets_groups(body: &Node) -> bool {
    match body {
        Node::Capture(..) => true,
        Node::Atomic(body) => sets_groups(body),
        Node::Repeat { body, max, .. } => *max != Some(0) && sets_groups(body),
        Node::Condition { yes, no, .. } => sets_groups(yes) || sets_groups(no),
        Node::Alternatives(nodes) | Node::Sequence(nodes) => nodes.iter().any(sets_groups),
        _ => false,
    }
}

/// A choice between going on with a round and leaving.
fn ways(mode: Mode, round: usize, leave: usize) -> Step {
    match mode {
        Mode::Lazy => Step::Split(leave, round),
        _ => Step::Split(round, leave),
    }
}

fn members(hir: &Hir) -> Vec<(u32, u32)> {
    match hir.kind() {
        HirKind::Class(HirClass::Unicode(class)) => class
            .iter()
            .map(|range| (range.start() as u32, range.end() as u32))
            .collect(),
        HirKind::Class(HirClass::Bytes(class)) => class
            .iter()
            .map(|range| (range.start().into(), range.end().into()))
            .collect(),
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(text) => text.chars().map(|c| (c as u32, c as u32)).collect(),
            Err(_) => literal.0.iter().map(|&b| (b.into(), b.into())).collect(),
        },
        _ => Vec::new(),
    }
}
