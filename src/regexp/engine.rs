//! The engine behind patterns.
//!
//! Owns the compiled form and searching with it. Plain patterns run as automata,
//! the others on our own matcher, within a number of steps.

use std::cell::Cell;

use fancy_regex::RuntimeError;
use fancy_regex::{BytesMode, CompileError, Error as EngineError, Regex, RegexBuilder, RegexInput};

use super::Error;
use super::machine;
use super::print::print;
use super::program::{self, Program};
use super::tree::Node;

/// Address space for the native stack on which patterns are compiled.
const STACK_BYTES: usize = 4 << 20;
/// Bytes that the automaton of a plain pattern may take.
const AUTOMATON_BYTES: usize = 64 << 20;
/// Instructions of a pattern for backtracking.
const MOST_INSTRUCTIONS: usize = 2_000_000;
/// Steps back that a search may take if no time limit is set.
const MOST_STEPS: usize = 100_000_000;
/// Steps back in a second, roughly.
const STEPS_PER_SECOND: f64 = 20e6;
/// A group that did not take part in a match.
pub const NO_SPAN: u64 = u64::MAX;

/// A pattern that can be searched for.
pub(super) struct Engine {
    matcher: Matcher,
    groups: usize,
}

/// What runs it.
enum Matcher {
    Regex(Regex),
    Program(Program, Option<f64>),
}

/// Counts the steps of a search, which may take so many.
pub(super) struct Limit {
    left: Cell<u64>,
}

impl Limit {
    /// Counts one step.
    pub fn count(&self) -> Result<(), Failure> {
        let left = self.left.get();
        if left == 0 {
            return Err(Failure::TimeOut);
        }
        self.left.set(left - 1);
        Ok(())
    }
}

/// Why a search has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It took too many steps.
    TimeOut,
    /// The engine cannot run the pattern.
    Error(Error),
}

/// Runs something that recurses deeply on a stack of its own.
pub fn on_own_stack<R>(work: impl FnOnce() -> R) -> Result<R, Error> {
    let stack = corosensei::stack::DefaultStack::new(STACK_BYTES)
        .map_err(|_| Error::syntax("no memory for the stack of the compiler"))?;
    Ok(corosensei::on_stack(stack, work))
}

impl Engine {
    /// Compiles a pattern. `seconds`: how long a search may take.
    pub fn new(
        node: &Node,
        groups: u32,
        bytes: bool,
        seconds: Option<f64>,
    ) -> Result<Engine, Error> {
        let matcher = if program::is_needed(node, false) {
            Matcher::Program(Program::new(node, groups, bytes)?, seconds)
        } else {
            Matcher::Regex(compile(&print(node, bytes)?, bytes, seconds)?)
        };
        Ok(Engine {
            matcher,
            groups: groups as usize,
        })
    }

    /// Looks for the pattern from a byte offset on, or exactly there, and writes
    /// the spans of all groups: first byte in the low half, the end in the high
    /// half.
    pub fn search(
        &self,
        text: &[u8],
        from: usize,
        anchored: bool,
        spans: &mut Vec<u64>,
    ) -> Result<bool, Failure> {
        let regex = match &self.matcher {
            Matcher::Regex(regex) => regex,
            Matcher::Program(program, seconds) => {
                let steps = seconds.map_or(MOST_STEPS, steps);
                let left = Cell::new(steps as u64);
                return machine::search(program, text, from, anchored, &Limit { left }, spans);
            }
        };
        spans.clear();
        let input = RegexInput::new(text).from_pos(from).anchored(anchored);
        if self.groups == 0 {
            let found = regex.find_input(input).map_err(|e| failed(&e))?;
            let Some(found) = found else { return Ok(false) };
            spans.push(span(found.start(), found.end()));
            return Ok(true);
        }
        let found = regex.captures_input(input).map_err(|e| failed(&e))?;
        let Some(found) = found else { return Ok(false) };
        for group in 0..=self.groups {
            let at = found.get(group);
            spans.push(at.map_or(NO_SPAN, |at| span(at.start(), at.end())));
        }
        Ok(true)
    }

    /// Whether the pattern occurs from a byte offset on.
    pub fn is_match(&self, text: &[u8], from: usize) -> Result<bool, Failure> {
        match &self.matcher {
            Matcher::Regex(regex) => {
                let input = RegexInput::new(text).from_pos(from);
                regex.is_match_input(input).map_err(|e| failed(&e))
            }
            Matcher::Program(..) => self.search(text, from, false, &mut Vec::new()),
        }
    }
}

/// Steps back that a search of so many seconds may take.
fn steps(seconds: f64) -> usize {
    (seconds * STEPS_PER_SECOND) as usize + 1
}

fn compile(pattern: &str, bytes: bool, seconds: Option<f64>) -> Result<Regex, Error> {
    let mode = if bytes {
        BytesMode::Ascii
    } else {
        BytesMode::Unicode
    };
    let built = on_own_stack(|| {
        RegexBuilder::new(pattern)
            .bytes_mode(mode)
            .backtrack_limit(seconds.map_or(MOST_STEPS, steps))
            .delegate_size_limit(AUTOMATON_BYTES)
            .max_prog_size(MOST_INSTRUCTIONS)
            .build()
    })?;
    built.map_err(|error| refused(&error))
}

/// Two byte offsets in a word.
pub(super) fn span(start: usize, end: usize) -> u64 {
    start as u64 | (end as u64) << 32
}

fn failed(error: &EngineError) -> Failure {
    match error {
        EngineError::RuntimeError(
            RuntimeError::BacktrackLimitExceeded | RuntimeError::StackOverflow,
        ) => Failure::TimeOut,
        other => Failure::Error(refused(other)),
    }
}

/// What the engine's refusal of a pattern means to Ruby.
fn refused(error: &EngineError) -> Error {
    let EngineError::CompileError(error) = error else {
        return match error {
            EngineError::ParseError(_, fancy_regex::ParseError::RecursionExceeded) => {
                Error::syntax("too deep nest level")
            }
            other => Error::lacking(&format!("this pattern ({other})")),
        };
    };
    match &**error {
        CompileError::PatternTooComplex | CompileError::InnerError(_) => {
            Error::syntax("too big pattern")
        }
        other => Error::lacking(&format!("this pattern ({other})")),
    }
}
