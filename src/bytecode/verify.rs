//! The verifier: proves that code is safe to hand to the machine.
//!
//! Owns the contract between code and handlers: what a handler takes for granted
//! is proved here, or the handler checks it itself. Never changes code. The
//! contract, in full:
//!
//! - **Unit.** The main function is a program or an evaluated text without
//!   parent; the parents of every other function lead to it. Places in the
//!   source lie within the text.
//! - **Prologue.** `enter`, perhaps `primitive`, `activate` exactly if the
//!   function has blocks, `make_env` exactly if it has an Env, of its size.
//!   These stand nowhere else, nothing jumps among them, no exception row
//!   covers them: a frame has its id and its Env before anything can see it.
//! - **Operands.** Indexes name something of the right kind; a function that an
//!   instruction or site names is of the kind it wants and stands in this very
//!   function; an Env that is reached has the slot; names look like what they
//!   name, so hidden variables are out of reach.
//! - **Literals.** Each can be made: integers are decimal, patterns can be read.
//! - **Sites.** A site of a call or an instance variable belongs to one
//!   instruction, because what it learns is good for that only. The site of an
//!   operator takes the operator's operands and nothing else; `send_new` is
//!   followed by `new_done, new_other`.
//! - **Jumps.** Back only to the head of a loop, or by `jump`, which polls; an
//!   exception row leads forward. So every cycle can be interrupted.
//! - **Exception table.** Operands that a row keeps are none that the
//!   instruction takes: a call overwrites those.
//! - **Stack.** One depth at each reachable pc, never below zero or above the
//!   declared maximum.
//! - **Values.** Where a handler wants a value, there is one: not the mark of an
//!   absent argument, not a throw on its way. Slots hold what was stored; a
//!   throw only lies in slots without a name.
//! - **Sizes.** Frames, Envs, parameters and operands have limits, and so has
//!   what the proof itself may cost.
//!
//! Handlers themselves check the classes of values (that a splat is an Array,
//! keywords a Hash, `$!` an exception): see their slow paths.

mod code;
mod flow;
mod literals;

use std::cell::Cell;
use std::fmt;

use super::code::{Code, CodeKind, Unit};
use super::operand::CodeIdx;
use crate::encoding::is_symbol_name;

/// Slots of a frame or an Env, and parameters of a kind, at most.
const MOST_SLOTS: u32 = 1 << 20;
/// Operands of a frame at most.
const MOST_OPERANDS: u32 = 1 << 22;
/// Block literals of a function: block words have 16 bits for their number.
const MOST_BLOCKS: usize = 1 << 16;
/// How deep functions stand in each other.
const MOST_LEVELS: u32 = 10_000;
/// Steps that may be spent on what could take more than linear time.
const BUDGET: u64 = 1 << 28;

/// What is wrong with a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyError {
    /// The function.
    pub code: CodeIdx,
    /// The instruction, if it is one.
    pub pc: Option<u32>,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "function {}", self.code.0)?;
        if let Some(pc) = self.pc {
            write!(f, ", pc {pc}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for VerifyError {}

/// Checks a whole unit.
pub fn verify(unit: &Unit) -> Result<(), VerifyError> {
    verify_unit(unit, false)
}

/// Checks a unit of the kernel, whose code may pass on the mark of an absent
/// argument.
pub fn verify_kernel(unit: &Unit) -> Result<(), VerifyError> {
    verify_unit(unit, true)
}

/// Checks a program that comes from outside: one that nothing stands around.
pub fn verify_program(unit: &Unit) -> Result<(), VerifyError> {
    let top = unit.codes.get(unit.main.index());
    let whole = |code: &Code| matches!(code.kind, CodeKind::Top | CodeKind::Stack);
    if !unit.outer.is_empty() || !top.is_some_and(whole) {
        return Err(of_unit(unit, "not a program of its own"));
    }
    verify(unit)
}

fn verify_unit(unit: &Unit, kernel: bool) -> Result<(), VerifyError> {
    let facts = UnitFacts::new(unit, kernel)?;
    let mut scratch = code::Scratch::default();
    for index in 0..unit.codes.len() {
        code::check(&facts, CodeIdx(index as u32), &mut scratch)?;
    }
    literals::patterns(unit)
}

fn of_unit(unit: &Unit, message: &str) -> VerifyError {
    VerifyError {
        code: unit.main,
        pc: None,
        message: message.to_owned(),
    }
}

/// What the functions of a unit have in common.
struct UnitFacts<'u> {
    pub unit: &'u Unit,
    /// The mark of an absent argument may go anywhere.
    pub kernel: bool,
    /// The function whose Env a function sees innermost, of each.
    envs: Vec<Option<CodeIdx>>,
    budget: Cell<u64>,
}

impl<'u> UnitFacts<'u> {
    fn new(unit: &'u Unit, kernel: bool) -> Result<UnitFacts<'u>, VerifyError> {
        let wrong = |message: &str| Err(of_unit(unit, message));
        let Some(main) = unit.codes.get(unit.main.index()) else {
            return wrong("the main function does not exist");
        };
        if !runs_unit(main.kind) {
            return wrong("the main function is no program");
        }
        let length = unit.source.text.len();
        if unit.data.is_some_and(|data| data as usize > length) {
            return wrong("the data lie outside of the text");
        }
        if !unit.symbols.iter().all(|name| is_symbol_name(name)) {
            return wrong("a name in an encoding that does not exist");
        }
        let mut facts = UnitFacts {
            unit,
            kernel,
            envs: vec![None; unit.codes.len()],
            budget: Cell::new(BUDGET),
        };
        let mut levels = vec![None; unit.codes.len()];
        for index in 0..unit.codes.len() {
            facts.place(CodeIdx(index as u32), &mut levels)?;
        }
        Ok(facts)
    }

    /// Finds out how deep a function stands and which Env it sees, after those
    /// around it.
    fn place(&mut self, index: CodeIdx, levels: &mut [Option<u32>]) -> Result<(), VerifyError> {
        let unit = self.unit;
        let wrong = |code: CodeIdx, message: &str| VerifyError {
            code,
            pc: None,
            message: message.to_owned(),
        };
        let mut path = Vec::new();
        let mut at = Some(index);
        while let Some(inner) = at.filter(|at| levels[at.index()].is_none()) {
            let code = unit.code(inner);
            let is_main = inner == unit.main;
            if runs_unit(code.kind) != is_main || code.parent.is_none() != is_main {
                return Err(wrong(inner, "only the main function stands in no other"));
            }
            let is_lost = |around: CodeIdx| around.index() >= unit.codes.len();
            if code.parent.is_some_and(is_lost) {
                return Err(wrong(inner, "the parent does not exist"));
            }
            path.push(inner);
            if path.len() > MOST_LEVELS as usize {
                return Err(wrong(inner, "functions stand too deep in each other"));
            }
            at = code.parent;
        }
        let outermost = at
            .and_then(|at| levels[at.index()])
            .map_or(0, |level| level + 1);
        for (level, inner) in (outermost..).zip(path.into_iter().rev()) {
            let code = unit.code(inner);
            let around = code.parent.filter(|_| code.kind.is_block());
            let own = (code.env_size > 0).then_some(inner);
            self.envs[inner.index()] = own.or(around.and_then(|at| self.envs[at.index()]));
            if level > MOST_LEVELS {
                return Err(wrong(inner, "functions stand too deep in each other"));
            }
            levels[inner.index()] = Some(level);
        }
        Ok(())
    }

    /// Takes steps off the budget; false if it is used up.
    pub fn spend(&self, steps: u64) -> bool {
        let left = self.budget.get().checked_sub(steps);
        self.budget.set(left.unwrap_or(0));
        left.is_some()
    }

    /// The size of the Env `depth` Envs up from a function; None if there is none.
    fn env_size(&self, from: CodeIdx, depth: u32) -> Option<u32> {
        let mut at = self.envs[from.index()];
        let mut left = depth;
        while let Some(index) = at {
            let code = self.unit.code(index);
            if left == 0 {
                return Some(code.env_size);
            }
            left -= 1;
            if !self.spend(1) {
                return None;
            }
            let around = code.parent.filter(|_| code.kind.is_block());
            at = around.and_then(|around| self.envs[around.index()]);
        }
        let scopes = self.unit.outer.iter().filter(|scope| scope.env_size > 0);
        let seen = self.sees_outside(from);
        scopes
            .map(|scope| scope.env_size)
            .nth(left as usize)
            .filter(|_| seen)
    }

    /// Whether only blocks stand between a function and the evaluated text.
    fn sees_outside(&self, from: CodeIdx) -> bool {
        let mut at = self.unit.code(from);
        while let Some(parent) = at.parent.filter(|_| at.kind.is_block()) {
            at = self.unit.code(parent);
        }
        at.kind == CodeKind::Eval
    }

    fn symbol(&self, index: u32) -> Option<&'u [u8]> {
        self.unit.symbols.get(index as usize).map(Vec::as_slice)
    }

    fn is_symbol(&self, index: u32) -> bool {
        self.symbol(index).is_some()
    }
}

/// Whether a function of this kind runs a unit.
fn runs_unit(kind: CodeKind) -> bool {
    matches!(kind, CodeKind::Top | CodeKind::Eval | CodeKind::Stack)
}

#[cfg(test)]
pub(super) mod tests {
    use super::verify;
    use crate::bytecode::code::{
        Code, CodeFlags, CodeKind, Literal, Params, SourceText, Span, Unit,
    };
    use crate::bytecode::emit::{CodeBuilder, CodeHeader};
    use crate::bytecode::operand::{CodeIdx, SymbolIdx};
    use crate::bytecode::ops::Op;
    use crate::encoding::Encoding;

    fn unit(build: impl FnOnce(&mut CodeBuilder)) -> Unit {
        let mut builder = CodeBuilder::new(Span::default());
        builder.op(Op::Enter);
        build(&mut builder);
        let code = builder.finish(CodeHeader {
            name: SymbolIdx(0),
            kind: CodeKind::Top,
            parent: None,
            params: Params::default(),
            locals: Vec::new(),
            slot_count: 1,
            env_size: 0,
            flags: CodeFlags::default(),
            span: Span::default(),
            lines: Vec::new(),
        });
        Unit {
            warnings: Vec::new(),
            data: None,
            source: SourceText::new("t", b"", 1).into(),
            symbols: vec![b"t".to_vec()],
            codes: vec![code],
            main: CodeIdx(0),
            outer: Vec::new(),
        }
    }

    /// A small program.
    pub fn good() -> Unit {
        unit(|b| {
            let end = b.label();
            b.op1(Op::GetLocal, 0);
            b.op(Op::Dup);
            b.branch(Op::BranchTrue, end);
            b.op(Op::Pop);
            b.op(Op::PushNil);
            b.bind(end);
            b.op(Op::Ret);
        })
    }

    fn rejects(change: impl FnOnce(&mut Code), part: &str) {
        let mut unit = good();
        change(&mut unit.codes[0]);
        let error = verify(&unit).expect_err("the change is found");
        assert!(error.to_string().contains(part), "{error}");
    }

    #[test]
    fn accepts_what_the_assembler_makes() {
        verify(&good()).expect("good code");
        assert_eq!(good().codes[0].max_stack, 2);
    }

    #[test]
    fn rejects_each_kind_of_damage() {
        rejects(|code| code.words[0] = u32::MAX, "UnknownOp");
        rejects(|code| code.words[0] = Op::Nop as u32, "enter");
        rejects(|code| code.words[2] = 9, "operand slot = 9");
        rejects(|code| code.words[5] = 77, "operand target");
        rejects(|code| code.words[3] = Op::Nop as u32, "at depth 0");
        rejects(|code| code.words[6] = Op::Nop as u32, "meet");
        rejects(|code| code.max_stack = 1, "maximum");
        rejects(
            |code| *code.words.last_mut().expect("words") = Op::Pop as u32,
            "off the end",
        );
        rejects(|code| code.insn_count += 1, "number of instructions");
        rejects(|code| code.name = SymbolIdx(7), "name");
        rejects(|code| code.slot_count = 0, "slot");
        rejects(|code| code.parent = Some(CodeIdx(3)), "stands in no other");
    }

    #[test]
    fn rejects_what_would_take_too_much_memory_to_check() {
        let many = unit(|b| {
            for _ in 0..100_000 {
                b.op(Op::PushUndef);
            }
            b.op(Op::PushNil);
            b.op(Op::Ret);
        });
        let error = verify(&many).expect_err("it is given up");
        assert!(error.to_string().contains("moved too much"), "{error}");
    }

    #[test]
    fn rejects_patterns_that_are_none() {
        let with_pattern = |source: &str| {
            let mut unit = good();
            unit.codes[0].literals.push(Literal::Regexp {
                source: source.as_bytes().to_vec(),
                options: 0,
                encoding: Encoding::Utf8,
            });
            unit
        };
        verify(&with_pattern("a(b|c)*")).expect("a good pattern");
        let error = verify(&with_pattern("a(b")).expect_err("it is read");
        assert!(error.to_string().contains("literal"), "{error}");
    }
}
