//! The stack language at run time: the two stacks of a task, running a program,
//! and what its words do where no shortcut applies (`ops_stack_lang.rs`).
//!
//! ```text
//! data stack:    [4 absent | entries of a program .. | free ..] end
//! return stack:  [addresses of instructions .. | free ..] end
//! ```
//!
//! Both are address space of their own, never the operands of a frame. While
//! handlers of the language run, the register of the operand stack holds the
//! top of the data stack; it is stored in `stacks.sp`, and `sp` made that of
//! the empty frame, before anything slow happens. The absent words below the
//! entries are of no type, so a word that finds no operand finds a wrong one.
//! An error ends the program and is kept aside: it is no Ruby exception.

use std::sync::Arc;

use crate::base::sys::Mapping;
use crate::bytecode::code::{STACK_PROLOGUE, SourceText, Span, Unit};
use crate::bytecode::ops::Op;
use crate::bytecode::stack_words::{self, Takes};
use crate::heap::{Visitor, Word};

use super::dispatch::{COUNT, Insn};
use super::frame::{FUNCTION, HEADER};
use super::function::Function;
use super::stack_value::StackValue;
use super::{Stop, Vm};

/// Entries of each stack when nothing else is said.
pub const STACK_LIMIT: usize = 1_000_000;

/// Absent words below the entries of a program: as many as the most operands.
const ABSENT: usize = 4;

/// Why a word could not do its work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StackFault {
    /// Operand `operand` (0 is the deepest) is not there.
    Missing {
        /// Which one.
        operand: usize,
    },
    /// It is of a wrong type.
    WrongType {
        /// Which one.
        operand: usize,
        /// What it is.
        found: StackValue,
    },
    /// `return`, and the return stack is empty.
    NoCaller,
    /// Division by zero.
    ZeroDivisor,
    /// The smallest number divided by -1.
    Overflow,
    /// No place of the program has this number.
    NoPlace {
        /// The number.
        place: i64,
        /// The last place.
        last: u64,
    },
    /// The data stack (or the return stack) has no room.
    Full {
        /// The return stack.
        returns: bool,
        /// How many entries it may have.
        limit: usize,
    },
    /// A time to wait below zero.
    NegativeTime(i64),
    /// A line that was read is not UTF-8.
    NotUtf8,
    /// The system failed to read or write.
    System(String),
}

/// An error of a running program.
#[derive(Clone, Debug)]
pub struct StackFailure {
    /// The program.
    pub source: Arc<SourceText>,
    /// Where the word stands.
    pub span: Span,
    /// The word, or what pushes.
    pub op: Op,
    /// What was wrong.
    pub fault: StackFault,
}

/// How a program ended.
#[derive(Clone, Debug, Default)]
pub enum StackEnd {
    /// It came to its end, or to `stop`.
    #[default]
    Stop,
    /// `exit`.
    Exit(i64),
    /// A word failed.
    Failed(Box<StackFailure>),
}

/// The program that runs, or the room for the next one.
#[derive(Clone, Copy)]
struct Run {
    sp: *mut Word,
    base: *mut Word,
    returns: *mut *const Insn,
    returns_base: *mut *const Insn,
    first: *const Insn,
    places: u64,
}

/// The stacks of a task. Empty until its first program.
pub(crate) struct TaskStacks {
    /// First free entry of the data stack, while no handler of the language
    /// runs.
    pub sp: *mut Word,
    /// First entry of the running program.
    pub base: *mut Word,
    /// Behind the last entry there may be.
    pub end: *mut Word,
    /// First free entry of the return stack.
    pub returns: *mut *const Insn,
    /// First entry of the running program.
    pub returns_base: *mut *const Insn,
    /// Behind the last entry there may be.
    pub returns_end: *mut *const Insn,
    /// The instruction at place 0.
    pub first: *const Insn,
    /// The last place, which is the end.
    pub places: u64,
    /// A program was made ready that has not begun.
    armed: bool,
    /// How it ends.
    ended: StackEnd,
    maps: Option<[Mapping; 2]>,
}

impl Default for TaskStacks {
    fn default() -> TaskStacks {
        TaskStacks {
            sp: std::ptr::null_mut(),
            base: std::ptr::null_mut(),
            end: std::ptr::null_mut(),
            returns: std::ptr::null_mut(),
            returns_base: std::ptr::null_mut(),
            returns_end: std::ptr::null_mut(),
            first: std::ptr::null(),
            places: 0,
            armed: false,
            ended: StackEnd::Stop,
            maps: None,
        }
    }
}

impl TaskStacks {
    /// Reserves the room at the first use; false if there is none.
    fn reserve(&mut self, limit: usize) -> bool {
        if self.maps.is_some() {
            return true;
        }
        let bytes = |words: usize| words.checked_mul(size_of::<Word>());
        let map = |words| bytes(words).and_then(|bytes| Mapping::new(bytes, 1));
        let (Some(data), Some(returns)) = (map(limit.saturating_add(ABSENT)), map(limit)) else {
            return false;
        };
        self.sp = data.base().cast();
        self.end = self.sp.wrapping_add(ABSENT + limit);
        self.returns = returns.base().cast();
        self.returns_end = self.returns.wrapping_add(limit);
        self.maps = Some([data, returns]);
        true
    }

    /// Whether the task ever ran a program.
    pub fn in_use(&self) -> bool {
        self.maps.is_some()
    }

    fn run(&self) -> Run {
        Run {
            sp: self.sp,
            base: self.base,
            returns: self.returns,
            returns_base: self.returns_base,
            first: self.first,
            places: self.places,
        }
    }

    fn set_run(&mut self, run: Run) {
        (self.sp, self.base) = (run.sp, run.base);
        (self.returns, self.returns_base) = (run.returns, run.returns_base);
        (self.first, self.places) = (run.first, run.places);
    }

    /// Begins a program above what is there; false if even that has no room.
    fn begin(&mut self) -> bool {
        if self.room() < ABSENT {
            return false;
        }
        for _ in 0..ABSENT {
            self.push(Word::UNDEF);
        }
        (self.base, self.returns_base) = (self.sp, self.returns);
        (self.armed, self.ended) = (true, StackEnd::Stop);
        true
    }

    fn room(&self) -> usize {
        (self.end as usize - self.sp as usize) / size_of::<Word>()
    }

    /// Entries of the running program.
    pub fn depth(&self) -> usize {
        (self.sp as usize - self.base as usize) / size_of::<Word>()
    }

    /// Entries of its return stack.
    pub fn return_depth(&self) -> usize {
        (self.returns as usize - self.returns_base as usize) / size_of::<*const Insn>()
    }

    /// The place on the return stack so far below the top.
    pub fn return_place(&self, depth: usize) -> u32 {
        debug_assert!(depth < self.return_depth());
        // SAFETY: S1: an entry of the return stack.
        let address = unsafe { *self.returns.sub(1 + depth) } as usize;
        ((address - self.first as usize) / size_of::<Insn>()) as u32
    }

    /// Pushes; the caller has seen that there is room.
    fn push(&mut self, word: Word) {
        debug_assert!(self.sp < self.end);
        // SAFETY: S1: below `end` the mapping is ours.
        unsafe {
            *self.sp = word;
            self.sp = self.sp.add(1);
        }
    }

    /// The entry so far below the top; absent words below the last.
    pub fn peek(&self, depth: usize) -> Word {
        debug_assert!(depth < self.depth() + ABSENT);
        // SAFETY: S1: entries or the absent words below them.
        unsafe { *self.sp.sub(1 + depth) }
    }

    fn drop_entries(&mut self, count: usize) {
        debug_assert!(count <= self.depth());
        self.sp = self.sp.wrapping_sub(count);
    }

    /// Shows every entry of every program of the task.
    pub fn visit(&mut self, visitor: &mut dyn Visitor) {
        let Some([data, _]) = &self.maps else {
            return;
        };
        let mut at: *mut Word = data.base().cast();
        while at < self.sp {
            // SAFETY: S1: all words up to `sp` were pushed.
            unsafe {
                visitor.slot(&mut *at);
                at = at.add(1);
            }
        }
    }
}

/// How the slow way of a word went.
pub(crate) enum Slow {
    /// Go on behind it.
    Done,
    /// The program is over.
    Ended,
    /// Something is pending.
    Raised,
}

/// Why a word does not go on.
enum Halt {
    Fault(StackFault),
    Exit(i64),
    Stop,
}

impl From<StackFault> for Halt {
    fn from(fault: StackFault) -> Halt {
        Halt::Fault(fault)
    }
}

impl Vm {
    /// Runs a program with its arguments on the stack; tells how it ended and
    /// what it left there.
    pub(crate) fn run_stack_unit(
        &mut self,
        unit: Unit,
        arguments: &[StackValue],
    ) -> Result<(StackEnd, Vec<StackValue>), Stop> {
        debug_assert!(unit.is_stack());
        let whole = Span::default();
        let source = unit.source.clone();
        if !self.stacks.reserve(self.stack_limit) {
            let message = "no address space for the stacks of a program (--stack-limit)";
            return Err(self.raise(crate::object::known::NO_MEMORY_ERROR, message.as_bytes()));
        }
        let outer = self.stacks.run();
        self.counters.begin_program();
        if !self.stacks.begin() || self.stacks.room() < arguments.len() {
            self.stacks.set_run(outer);
            let (op, fault) = (Op::StackBegin, self.full(false));
            let failure = StackFailure {
                source,
                span: whole,
                op,
                fault,
            };
            return Ok((StackEnd::Failed(Box::new(failure)), Vec::new()));
        }
        for argument in arguments {
            let word = self.stack_word(argument);
            self.stacks.push(word);
        }
        let result = self.on_main_stack(|vm| vm.run_whole(unit));
        let left = (0..self.stacks.depth()).rev();
        let left = left.map(|depth| self.stack_value(self.stacks.peek(depth)));
        let left: Vec<StackValue> = left.collect();
        self.watch_end(&source);
        let ended = std::mem::take(&mut self.stacks.ended);
        self.stacks.set_run(outer);
        result.map(|_| (ended, left))
    }

    fn full(&self, returns: bool) -> StackFault {
        let limit = self.stack_limit;
        StackFault::Full { returns, limit }
    }

    // ---- what handlers ask for ----------------------------------------------------

    /// The registers before something slow: the top of the data stack goes to
    /// its place, and the operand stack of the frame is empty.
    #[inline(always)]
    pub(crate) fn save_stack(&mut self, ip: *const Insn, sp: *mut Word, fp: *mut Word) {
        self.stacks.sp = sp;
        self.save(ip, fp.wrapping_add(HEADER), fp);
    }

    /// Makes ready to run a frame's code, behind whose first two instructions
    /// the tokens stand; false if no program was to be run.
    #[inline(never)]
    pub(crate) fn begin_stack_program(&mut self, ip: *const Insn, fp: *mut Word) -> bool {
        if !std::mem::take(&mut self.stacks.armed) {
            let _ = self.argument_error("a program in the stack language is not run like Ruby");
            return false;
        }
        // SAFETY: V2: the frame is complete; V3.
        let function = unsafe { &*((*fp.add(FUNCTION)).bits() as *const Function) };
        self.stacks.first = ip.wrapping_add(1);
        self.stacks.places = function.insn_count as u64 - u64::from(STACK_PROLOGUE) - 1;
        true
    }

    /// Runs a word that has no operand of its own; the registers are stored.
    #[inline(never)]
    pub(crate) fn slow_word(&mut self, number: u64) -> Slow {
        let op = Op::from_number(number as u32).expect("a word holds its own number");
        match self.perform(op) {
            Ok(()) => Slow::Done,
            Err(Halt::Stop) => Slow::Raised,
            Err(Halt::Exit(status)) => {
                self.stacks.ended = StackEnd::Exit(status);
                Slow::Ended
            }
            Err(Halt::Fault(fault)) => {
                self.fail_word(op, fault);
                Slow::Ended
            }
        }
    }

    /// A push found no room.
    #[inline(never)]
    pub(crate) fn no_room_to_push(&mut self) {
        let op = self.running_op();
        let fault = self.full(false);
        self.fail_word(op, fault);
    }

    fn running_op(&self) -> Op {
        let frame = self.top_frame().expect("a program runs");
        let code = frame.function().code().expect("linked");
        code.insns()[frame.pc()].op
    }

    /// Ends the program with an error at the running word.
    fn fail_word(&mut self, op: Op, fault: StackFault) {
        let frame = self.top_frame().expect("a program runs");
        let function = frame.function();
        let (unit, code) = (function.unit().expect("linked"), function.code());
        let span = code.expect("linked").span_at(frame.pc() as u32);
        let source = unit.unit.source.clone();
        let failure = StackFailure {
            source,
            span,
            op,
            fault,
        };
        self.stacks.ended = StackEnd::Failed(Box::new(failure));
        if self.base_mode == COUNT {
            self.counters.ops[op as usize] -= 1;
        }
    }

    /// Checks the operands of a word, the top first.
    fn check_operands(&self, takes: &[Takes]) -> Result<(), StackFault> {
        let there = self.stacks.depth();
        for (depth, (operand, &takes)) in takes.iter().enumerate().rev().enumerate() {
            if depth >= there {
                return Err(StackFault::Missing { operand });
            }
            let word = self.stacks.peek(depth);
            if !self.accepts(takes, word) {
                let found = self.stack_value(word);
                return Err(StackFault::WrongType { operand, found });
            }
        }
        Ok(())
    }

    fn check_growth(&self, more: usize) -> Result<(), StackFault> {
        match self.stacks.room() >= more {
            true => Ok(()),
            false => Err(self.full(false)),
        }
    }

    /// The number so far below the top; operands were checked.
    fn number_at(&self, depth: usize) -> i64 {
        let word = self.stacks.peek(depth);
        self.wrap(word).as_number64().expect("a checked number")
    }

    /// Replaces the operands of a word by its result.
    fn leave_result(&mut self, operands: usize, word: Word) {
        self.stacks.drop_entries(operands);
        self.stacks.push(word);
    }

    /// What a word does, in full.
    fn perform(&mut self, op: Op) -> Result<(), Halt> {
        let row = stack_words::of_op(op).expect("words have rows");
        self.check_operands(row.takes)?;
        let peek = |depth: usize| self.stacks.peek(depth);
        match op {
            Op::StackAdd | Op::StackSub | Op::StackMul | Op::StackDiv | Op::StackRem => {
                let number = arithmetic(op, self.number_at(1), self.number_at(0))?;
                let word = self.world.number64(number).word();
                self.leave_result(2, word);
            }
            Op::StackLt | Op::StackLe | Op::StackGt | Op::StackGe => {
                let (a, b) = (self.number_at(1), self.number_at(0));
                let truth = match op {
                    Op::StackLt => a < b,
                    Op::StackLe => a <= b,
                    Op::StackGt => a > b,
                    _ => a >= b,
                };
                self.leave_result(2, Word::from_bool(truth));
            }
            Op::StackEq => {
                let equal = self.stack_equal(peek(1), peek(0));
                self.leave_result(2, Word::from_bool(equal));
            }
            Op::StackAnd => {
                let truth = peek(1).truthy() && peek(0).truthy();
                self.leave_result(2, Word::from_bool(truth));
            }
            Op::StackOr => {
                let truth = peek(1).truthy() || peek(0).truthy();
                self.leave_result(2, Word::from_bool(truth));
            }
            Op::StackNot => {
                let truth = !peek(0).truthy();
                self.leave_result(1, Word::from_bool(truth));
            }
            Op::StackIf => {
                let chosen = if peek(2).truthy() { peek(1) } else { peek(0) };
                self.leave_result(3, chosen);
            }
            Op::StackDup | Op::StackDrop | Op::StackSwap | Op::StackOver | Op::StackRot => {
                self.shuffle(op)?;
            }
            _ => self.perform_other(op)?,
        }
        Ok(())
    }

    fn shuffle(&mut self, op: Op) -> Result<(), StackFault> {
        let (x, y, z) = (
            self.stacks.peek(2),
            self.stacks.peek(1),
            self.stacks.peek(0),
        );
        let (takes, gives): (usize, &[Word]) = match op {
            Op::StackDup => (1, &[z, z]),
            Op::StackDrop => (1, &[]),
            Op::StackSwap => (2, &[z, y]),
            Op::StackOver => (2, &[y, z, y]),
            _ => (3, &[y, z, x]),
        };
        self.check_growth(gives.len().saturating_sub(takes))?;
        self.stacks.drop_entries(takes);
        gives.iter().for_each(|&word| self.stacks.push(word));
        Ok(())
    }

    /// Words that convert, talk to the world outside, or go somewhere.
    fn perform_other(&mut self, op: Op) -> Result<(), Halt> {
        let top = self.stacks.peek(0);
        match op {
            Op::StackCastInt => {
                let text = self.wrap(top).as_string().expect("a checked string");
                let number = text.to_text().parse().unwrap_or(0);
                let word = self.world.number64(number).word();
                self.leave_result(1, word);
            }
            Op::StackCastStr => {
                if !self.is_text(top) {
                    let text = self.stack_value(top).to_string();
                    let word = self.world.string(&text).word();
                    self.leave_result(1, word);
                }
            }
            Op::StackPrintln => {
                let line = format!("{}\n", self.stack_value(top));
                let written = self.output.borrow_mut().write(line.as_bytes());
                written.map_err(|error| StackFault::System(error.to_string()))?;
                self.stacks.drop_entries(1);
            }
            Op::StackRead => {
                self.check_growth(1)?;
                let line = self.read_text_line()?;
                let word = self.world.string(line.trim()).word();
                self.stacks.push(word);
            }
            Op::StackSleep => {
                let time = self.number_at(0);
                if time < 0 {
                    return Err(StackFault::NegativeTime(time).into());
                }
                let slept = self.sleep_for(time as f64 / 1e3);
                slept.map_err(|_| Halt::Stop)?;
                self.stacks.drop_entries(1);
            }
            Op::StackExit => {
                let status = self.number_at(0);
                self.stacks.drop_entries(1);
                return Err(Halt::Exit(status));
            }
            // Their handlers come here only when they cannot go on.
            Op::StackJump | Op::StackCall => {
                let (place, last) = (self.number_at(0), self.stacks.places);
                if u64::try_from(place).is_ok_and(|place| place <= last) {
                    return Err(self.full(true).into());
                }
                return Err(StackFault::NoPlace { place, last }.into());
            }
            Op::StackReturn => return Err(StackFault::NoCaller.into()),
            _ => unreachable!("{op:?} always goes its fast way"),
        }
        Ok(())
    }

    fn read_text_line(&mut self) -> Result<String, Halt> {
        let failed = |error: std::io::Error| StackFault::System(error.to_string());
        // A question that was printed is to be seen before the answer is read.
        self.output.borrow_mut().flush().map_err(failed)?;
        let line = self.read_input(false).map_err(|_| Halt::Stop)?;
        String::from_utf8(line.map_err(failed)?).map_err(|_| StackFault::NotUtf8.into())
    }
}

/// Arithmetic on 64 bits.
fn arithmetic(op: Op, a: i64, b: i64) -> Result<i64, StackFault> {
    Ok(match op {
        Op::StackAdd => a.wrapping_add(b),
        Op::StackSub => a.wrapping_sub(b),
        Op::StackMul => a.wrapping_mul(b),
        _ if b == 0 => return Err(StackFault::ZeroDivisor),
        Op::StackDiv => a.checked_div(b).ok_or(StackFault::Overflow)?,
        _ => a.checked_rem(b).ok_or(StackFault::Overflow)?,
    })
}
