//! Patterns as programs for our own matcher.
//!
//! The engine copies what `\g<name>` calls into place, so patterns that call
//! themselves more than once grow beyond all bounds there. Such patterns, and
//! absent operators of no fixed width, become programs of few instructions
//! that `machine` runs by backtracking.

use regex_syntax::hir::{Class as HirClass, Hir, HirKind};

use super::Error;
use super::print;
use super::tree::{Anchor, Mode, Node};

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
    /// Notes where the running call began and where it ends as a group's text.
    Group(usize),
    /// Notes the position in a slot.
    Save(usize),
    /// Notes where a round of a loop begins.
    Mark(usize),
    /// Leaves the loop if the round went over nothing.
    Progress { mark: usize, exit: usize },
    /// Begins a part that is not taken apart again, or looks ahead or behind.
    Open,
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
    Backref { groups: Vec<u32>, fold: bool },
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
    calls: Vec<(usize, u32)>,
    /// Where the part of each group begins.
    entries: Vec<usize>,
}

/// Whether only a program can stand for a pattern.
pub(super) fn is_needed(node: &Node) -> bool {
    node.any(&|node| match node {
        Node::Call(_) => true,
        Node::Absent(body) => body.fixed_width().is_none(),
        _ => false,
    })
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
            calls: Vec::new(),
            entries: vec![usize::MAX; groups as usize + 1],
        };
        // The whole pattern can be called, too.
        program.push(Step::Save(0))?;
        let call = program.push(Step::Match)?;
        program.push(Step::Save(1))?;
        program.push(Step::Match)?;
        program.entries[0] = program.here();
        program.steps[call] = Step::Call(program.here());
        program.node(node)?;
        program.push(Step::Return)?;
        for (at, group) in std::mem::take(&mut program.calls) {
            program.steps[at] = Step::Call(program.entries[group as usize]);
        }
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

    /// A capture group: its part is called in place, so that others can call it.
    fn group(&mut self, number: u32, body: &Node) -> Result<(), Error> {
        let call = self.push(Step::Match)?;
        let over = self.push(Step::Match)?;
        let entry = self.here();
        self.entries[number as usize] = entry;
        self.node(body)?;
        self.push(Step::Group(number as usize))?;
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
            Node::Anchor(anchor) => Step::Anchor(*anchor),
            Node::Keep => Step::Save(0),
            Node::Backref { groups, fold } => Step::Backref {
                groups: groups.clone(),
                fold: *fold,
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
            Node::LineBreak => {
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
            _ => Err(Error::lacking("\\X in a pattern that calls groups")),
        }
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
                program.push(Step::Back(node.fixed_width().unwrap_or(0)))?;
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
        }
        Ok(())
    }

    fn repeat(&mut self, body: &Node, min: u32, max: Option<u32>, mode: Mode) -> Result<(), Error> {
        if mode == Mode::Possessive {
            self.push(Step::Open)?;
        }
        let ways = |first: usize, second: usize| match mode {
            Mode::Lazy => Step::Split(second, first),
            _ => Step::Split(first, second),
        };
        for _ in 0..min {
            self.node(body)?;
        }
        match max {
            None => {
                let mark = self.marks;
                self.marks += 1;
                let split = self.push(Step::Match)?;
                self.push(Step::Mark(mark))?;
                self.node(body)?;
                let progress = self.push(Step::Match)?;
                self.push(Step::Jump(split))?;
                let exit = self.here();
                self.steps[progress] = Step::Progress { mark, exit };
                self.steps[split] = ways(split + 1, exit);
            }
            Some(max) => {
                let mut splits = Vec::new();
                for _ in min..max {
                    splits.push(self.push(Step::Match)?);
                    self.node(body)?;
                }
                for split in splits {
                    self.steps[split] = ways(split + 1, self.here());
                }
            }
        }
        if mode == Mode::Possessive {
            self.push(Step::Atomic)?;
        }
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
