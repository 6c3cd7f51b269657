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
//! - **Sizes.** Frames, Envs, parameters and operands have limits.
//!
//! Handlers themselves check the classes of values (that a splat is an Array,
//! keywords a Hash, `$!` an exception): see their slow paths.

use std::cell::Cell;
use std::fmt;

use super::code::{Code, CodeKind, Literal, Place, STACK_PROLOGUE, SendSite, Site, Span, Unit};
use super::decode::{Decoder, Insn};
use super::operand::{CodeIdx, OperandKind};
use super::ops::Op;
use super::verify_flow;
use crate::encoding::{Encoding, is_symbol_name, pattern_text};
use crate::regexp::{Form, Options, Pattern};

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
    for index in 0..unit.codes.len() {
        check_code(&facts, CodeIdx(index as u32))?;
    }
    Ok(())
}

/// Checks a function; returns the depth of the operand stack before each
/// instruction, `None` where control never arrives.
pub fn verify_code(unit: &Unit, index: CodeIdx) -> Result<Vec<Option<u32>>, VerifyError> {
    check_code(&UnitFacts::new(unit, false)?, index)
}

fn of_unit(unit: &Unit, message: &str) -> VerifyError {
    VerifyError {
        code: unit.main,
        pc: None,
        message: message.to_owned(),
    }
}

/// What the functions of a unit have in common.
pub(super) struct UnitFacts<'u> {
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

    /// Whether a range lies within the text.
    fn in_text(&self, span: Span) -> bool {
        let end = u64::from(span.start) + u64::from(span.len);
        end <= self.unit.source.text.len() as u64
    }
}

fn check_code(facts: &UnitFacts<'_>, index: CodeIdx) -> Result<Vec<Option<u32>>, VerifyError> {
    let code = facts.unit.code(index);
    let mut insns = Vec::with_capacity(code.words.len());
    for insn in Decoder::new(&code.words) {
        insns.push(insn.map_err(|error| VerifyError {
            code: index,
            pc: Some(insns.len() as u32),
            message: format!("{error:?}"),
        })?);
    }
    let mut checker = Checker {
        facts,
        code,
        index,
        insns,
        prologue: 0,
    };
    checker.tables()?;
    checker.prologue()?;
    checker.site_uses()?;
    for pc in 0..checker.insns.len() {
        checker.operands(pc)?;
    }
    verify_flow::flow(&checker)
}

/// One function while it is checked.
pub(super) struct Checker<'u> {
    pub facts: &'u UnitFacts<'u>,
    pub code: &'u Code,
    pub index: CodeIdx,
    pub insns: Vec<Insn>,
    /// Instructions of the prologue.
    prologue: usize,
}

impl Checker<'_> {
    pub fn error<T>(&self, pc: Option<usize>, message: String) -> Result<T, VerifyError> {
        Err(VerifyError {
            code: self.index,
            pc: pc.map(|pc| pc as u32),
            message,
        })
    }

    fn check(&self, ok: bool, message: &str) -> Result<(), VerifyError> {
        if ok {
            Ok(())
        } else {
            self.error(None, message.to_owned())
        }
    }

    /// Everything that is not an instruction.
    fn tables(&self) -> Result<(), VerifyError> {
        let code = self.code;
        let count = self.insns.len() as u32;
        self.check(
            count == code.insn_count && count > 0,
            "a wrong number of instructions",
        )?;
        self.check(self.facts.is_symbol(code.name.0), "the name is no symbol")?;
        let sizes = [code.slot_count, code.env_size];
        let fits = sizes.iter().all(|&size| size <= MOST_SLOTS);
        self.check(fits, "too many slots")?;
        self.check(code.max_stack <= MOST_OPERANDS, "too many operands")?;
        self.params()?;
        for local in &code.locals {
            let ok = match local.place {
                Place::Slot(slot) => slot.0 < code.slot_count,
                Place::Env(slot) => slot < code.env_size,
            };
            self.check(ok, "a local has no place")?;
        }
        let literals_ok = code.literals.iter().all(is_sound);
        self.check(literals_ok, "a literal that cannot be")?;
        self.sites()?;
        for entry in &code.loops {
            let head = self.insns.get(entry.head as usize);
            let ok = head.is_some_and(|insn| insn.op == Op::LoopHead);
            self.check(ok, "a loop does not begin with its head")?;
        }
        for row in &code.handlers {
            let range = row.start < row.end && row.end <= row.target && row.target < count;
            let depth = row.depth < code.max_stack;
            self.check(range && depth, "a bad row in the exception table")?;
        }
        self.places()?;
        self.stack_language()
    }

    /// Instructions of the stack language keep to a function of their own: they
    /// hold another stack in the register of the operands.
    fn stack_language(&self) -> Result<(), VerifyError> {
        let (code, insns) = (self.code, &self.insns);
        if code.kind != CodeKind::Stack {
            let mixed = insns.iter().any(|insn| insn.op.is_stack());
            return self.check(!mixed, "an instruction of the stack language");
        }
        let alone = self.facts.unit.codes.len() == 1 && self.facts.unit.outer.is_empty();
        self.check(alone, "a stack program is not alone")?;
        let ends = |insn: &Insn| matches!(insn.op, Op::StackBegin | Op::StackEnd);
        let last = insns.len() - 1;
        let shape = last >= STACK_PROLOGUE as usize
            && insns[1].op == Op::StackBegin
            && insns[last].op == Op::StackEnd
            && (insns[STACK_PROLOGUE as usize..last].iter())
                .all(|insn| insn.op.is_stack() && !ends(insn));
        self.check(shape, "not the instructions of a stack program")?;
        let bare = code.slot_count == 0
            && code.env_size == 0
            && code.params.names.is_empty()
            && code.handlers.is_empty();
        self.check(bare, "a stack program with locals or handlers")?;
        let literals = code.literals.iter().all(|literal| match literal {
            Literal::Int(_) => true,
            Literal::Str(bytes, _) => std::str::from_utf8(bytes).is_ok(),
            _ => false,
        });
        self.check(literals, "a literal that the stack language lacks")
    }

    fn params(&self) -> Result<(), VerifyError> {
        let (code, params) = (self.code, &self.code.params);
        let counts = [params.required, params.optional, params.post];
        let few = counts.iter().all(|&count| count <= MOST_SLOTS)
            && params.keywords.len() <= MOST_SLOTS as usize;
        self.check(
            few && params.slot_count() <= code.slot_count,
            "more parameters than slots",
        )?;
        self.check(
            params.names.len() as u32 == params.slot_count(),
            "parameters lack names",
        )?;
        let takes = matches!(
            code.kind,
            CodeKind::Method | CodeKind::Block | CodeKind::Lambda
        );
        let none = params.slot_count() == 0 && !params.no_keywords;
        self.check(takes || none, "parameters of what takes none")?;
        let names = params.names.iter().flatten();
        let names = names.chain(params.keywords.iter().map(|keyword| &keyword.name));
        let names = names.chain(code.locals.iter().filter_map(|local| local.name.as_ref()));
        self.check(
            names.into_iter().all(|name| self.facts.is_symbol(name.0)),
            "a name is no symbol",
        )
    }

    /// Tables that name places in the source.
    fn places(&self) -> Result<(), VerifyError> {
        let code = self.code;
        let loops = code.loops.iter().map(|entry| entry.span);
        let spans = code.spans.iter().map(|row| row.span);
        let mut spans = spans.chain(loops).chain([code.span]);
        self.check(
            spans.all(|span| self.facts.in_text(span)),
            "a place outside of the text",
        )?;
        let rising = code.spans.is_sorted_by(|a, b| a.pc < b.pc)
            && code.lines.is_sorted_by(|a, b| a.0 < b.0);
        self.check(rising, "a table of places is out of order")
    }

    fn sites(&self) -> Result<(), VerifyError> {
        let mut blocks = 0;
        for site in &self.code.sites {
            let ok = match site {
                Site::Const(name) => self.facts.is_symbol(name.0),
                Site::Ivar(name) => {
                    (self.facts.symbol(name.0)).is_some_and(|name| is_variable(name, b"@"))
                }
                Site::Send(send) => {
                    blocks += usize::from(send.block.is_some());
                    self.send_site(send)
                }
            };
            self.check(ok, "a site names something that does not exist")?;
        }
        self.check(blocks <= MOST_BLOCKS, "too many blocks")
    }

    fn send_site(&self, send: &SendSite) -> bool {
        let flags = send.flags;
        let names = send
            .keywords
            .iter()
            .all(|name| self.facts.is_symbol(name.0));
        let block = send
            .block
            .is_none_or(|code| self.code.flags.has_blocks && self.is_inside(code, CodeKind::Block));
        let one_block = !(flags.block_arg && send.block.is_some());
        let one_array = !flags.splat || send.argc == 1;
        let hash = flags.splat || flags.keyword_hash;
        let keywords = !hash || send.keywords.is_empty();
        let few = send.argc <= MOST_OPERANDS && send.keywords.len() <= MOST_OPERANDS as usize;
        self.facts.is_symbol(send.name.0)
            && names
            && block
            && one_block
            && one_array
            && keywords
            && few
    }

    /// Whether a function exists, is of a kind and stands in this one.
    fn is_inside(&self, code: CodeIdx, kind: CodeKind) -> bool {
        let inner = self.facts.unit.codes.get(code.index());
        inner.is_some_and(|inner| inner.kind == kind && inner.parent == Some(self.index))
    }

    /// The instructions that make a frame complete.
    fn prologue(&mut self) -> Result<(), VerifyError> {
        let mut at = 0;
        let mut next = |op: Op| {
            let found = self.insns.get(at).is_some_and(|insn| insn.op == op);
            at += usize::from(found);
            found
        };
        let enters = next(Op::Enter);
        next(Op::Primitive);
        let activates = next(Op::Activate);
        let makes_env = next(Op::MakeEnv);
        self.check(enters, "the first instruction is not `enter`")?;
        self.check(
            activates == self.code.flags.has_blocks,
            "`activate` stands where there are blocks",
        )?;
        let wants_env = self.code.env_size > 0 && self.code.kind != CodeKind::Eval;
        let sized = !makes_env || self.insns[at - 1].a == self.code.env_size;
        self.check(
            makes_env == wants_env && sized,
            "`make_env` makes the Env that is declared",
        )?;
        self.prologue = at;
        let covered = self.code.handlers.iter();
        let covers = |start: u32| (start as usize) < at;
        self.check(
            !covered.map(|row| row.start).any(covers),
            "an exception row covers the entry",
        )?;
        let of_entry = |op| matches!(op, Op::Enter | Op::Primitive | Op::Activate | Op::MakeEnv);
        match self.insns[at..].iter().position(|insn| of_entry(insn.op)) {
            Some(pc) => self.error(
                Some(at + pc),
                "an instruction of the entry elsewhere".to_owned(),
            ),
            None => Ok(()),
        }
    }

    /// A site learns from one instruction only.
    fn site_uses(&self) -> Result<(), VerifyError> {
        let mut used = vec![false; self.code.sites.len()];
        for (pc, insn) in self.insns.iter().enumerate() {
            let own = insn
                .operands()
                .find(|(_, kind, _)| matches!(kind, OperandKind::SendSite | OperandKind::IvarSite));
            let Some((_, _, index)) = own else { continue };
            let Some(used) = used.get_mut(index as usize) else {
                return self.error(Some(pc), "a site that does not exist".to_owned());
            };
            if std::mem::replace(used, true) {
                return self.error(Some(pc), "a site of another instruction".to_owned());
            }
        }
        Ok(())
    }

    /// The static operands of an instruction.
    fn operands(&self, pc: usize) -> Result<(), VerifyError> {
        let code = self.code;
        let insn = self.insns[pc];
        for (name, kind, value) in insn.operands() {
            let at = value as usize;
            let ok = match kind {
                OperandKind::Int
                | OperandKind::EnvDepth
                | OperandKind::EnvSlot
                | OperandKind::Depth
                | OperandKind::Count
                | OperandKind::Pairs
                | OperandKind::Shape => true,
                OperandKind::Slot => value < code.slot_count,
                OperandKind::Flag => value <= 1,
                OperandKind::Literal => at < code.literals.len(),
                OperandKind::Symbol => self
                    .facts
                    .symbol(value)
                    .is_some_and(|name| fits(insn.op, name)),
                OperandKind::Code => {
                    code_kind(insn.op).is_some_and(|kind| self.is_inside(CodeIdx(value), kind))
                }
                OperandKind::Label => self.leads(pc, at),
                OperandKind::Loop => at < code.loops.len(),
                OperandKind::SendSite => {
                    matches!(&code.sites[at], Site::Send(site) if self.takes_site(pc, site))
                }
                OperandKind::IvarSite => matches!(code.sites[at], Site::Ivar(_)),
                OperandKind::ConstSite => match code.sites.get(at) {
                    Some(Site::Const(name)) => {
                        (self.facts.symbol(name.0)).is_some_and(|name| fits(insn.op, name))
                    }
                    _ => false,
                },
            };
            if !ok {
                let message = format!("{}: operand {name} = {value}", insn.op.mnemonic());
                return self.error(Some(pc), message);
            }
        }
        self.more(pc, insn)
    }

    /// What single instructions want beyond that.
    fn more(&self, pc: usize, insn: Insn) -> Result<(), VerifyError> {
        match insn.op {
            Op::GetEnv | Op::SetEnv => {
                let size = self.facts.env_size(self.index, insn.a);
                if size.is_none_or(|size| insn.b >= size) {
                    let message = format!("no slot {} in the Env {} up", insn.b, insn.a);
                    return self.error(Some(pc), message);
                }
            }
            Op::PushString if !matches!(self.code.literals[insn.a as usize], Literal::Str(..)) => {
                return self.error(Some(pc), "no string".to_owned());
            }
            Op::ConcatStrings if insn.a == 0 => {
                return self.error(Some(pc), "nothing to concatenate".to_owned());
            }
            Op::PushBlock | Op::PushLambda if !self.code.flags.has_blocks => {
                return self.error(Some(pc), "a block in a frame without number".to_owned());
            }
            Op::GetFar | Op::SetFar if !self.facts.sees_outside(self.index) => {
                return self.error(Some(pc), "nothing stands around".to_owned());
            }
            _ => {}
        }
        Ok(())
    }

    /// Whether an instruction may jump somewhere.
    fn leads(&self, pc: usize, target: usize) -> bool {
        let Some(insn) = self.insns.get(target) else {
            return false;
        };
        let forward = target > pc;
        let polls = insn.op == Op::LoopHead || self.insns[pc].op == Op::Jump;
        target >= self.prologue && (forward || polls)
    }

    /// Whether the values that a site takes are those of the instruction.
    fn takes_site(&self, pc: usize, site: &SendSite) -> bool {
        let insn = self.insns[pc];
        let op_at = |pc: usize| self.insns.get(pc).map(|insn| insn.op);
        let info = insn.op.info();
        match insn.op {
            Op::SendNew => {
                self.facts.symbol(site.name.0) == Some(b"new")
                    && op_at(pc + 1) == Some(Op::NewDone)
                    && op_at(pc + 2) == Some(Op::NewOther)
            }
            _ if info.pops_more => true,
            _ => site.is_plain() && site.argc + 1 == info.pops,
        }
    }
}

/// Whether a function of this kind runs a unit.
fn runs_unit(kind: CodeKind) -> bool {
    matches!(kind, CodeKind::Top | CodeKind::Eval | CodeKind::Stack)
}

/// The kind of function that an instruction names.
fn code_kind(op: Op) -> Option<CodeKind> {
    Some(match op {
        Op::PushBlock => CodeKind::Block,
        Op::PushLambda => CodeKind::Lambda,
        Op::DefMethod | Op::DefSingleton => CodeKind::Method,
        Op::DefClass => CodeKind::ClassBody,
        Op::DefModule => CodeKind::ModuleBody,
        Op::OpenSingleton => CodeKind::SingletonBody,
        _ => return None,
    })
}

/// Whether a name is what an instruction may name: the machine has variables of
/// its own, which are called otherwise.
fn fits(op: Op, name: &[u8]) -> bool {
    match op {
        Op::GetGlobal | Op::SetGlobal | Op::AliasGlobal | Op::DefinedGlobal => {
            // `END` remembers with a name of its own that it was passed.
            name.len() > 1 && (name[0] == b'$' || name.starts_with(b"END "))
        }
        Op::GetCvar | Op::SetCvar | Op::DefinedCvar => is_variable(name, b"@@"),
        Op::DefinedIvar => is_variable(name, b"@"),
        Op::GetConst
        | Op::GetConstIn
        | Op::GetConstTop
        | Op::SetConst
        | Op::CheckPublic
        | Op::DefClass
        | Op::DefModule
        | Op::DefinedConst
        | Op::DefinedConstIn => {
            (name.first()).is_some_and(|&first| first.is_ascii_uppercase() || first >= 0x80)
        }
        _ => true,
    }
}

/// Whether a name is this prefix and something that could be a variable.
fn is_variable(name: &[u8], prefix: &[u8]) -> bool {
    let rest = name.strip_prefix(prefix).and_then(<[u8]>::first);
    rest.is_some_and(|&first| first.is_ascii_alphabetic() || first == b'_' || first >= 0x80)
}

/// Whether the linker can make a literal.
fn is_sound(literal: &Literal) -> bool {
    let is_integer = |literal: &Literal, positive: bool| match literal {
        Literal::Int(int) => !positive || *int > 0,
        Literal::BigInt(digits) => {
            is_sound(literal) && (!positive || digits.bytes().all(|digit| digit.is_ascii_digit()))
        }
        _ => false,
    };
    match literal {
        Literal::Int(_) | Literal::Float(_) | Literal::Str(..) | Literal::Range { .. } => true,
        Literal::BigInt(digits) => {
            let digits = digits.strip_prefix('-').unwrap_or(digits).as_bytes();
            let first = digits.first();
            first.is_some_and(|&first| first != b'0') && digits.iter().all(u8::is_ascii_digit)
        }
        Literal::Rational {
            numerator,
            denominator,
        } => is_integer(numerator, false) && is_integer(denominator, true),
        Literal::Imaginary(part) => {
            let number = matches!(
                **part,
                Literal::Int(_) | Literal::BigInt(_) | Literal::Float(_) | Literal::Rational { .. }
            );
            number && is_sound(part)
        }
        Literal::Regexp {
            source,
            options,
            encoding,
        } => {
            let options = Options::from_bits(*options);
            let text = pattern_text(source, *encoding);
            let form = match &text {
                Some(text) => Form::Other(*encoding as u8, text),
                None if *encoding == Encoding::Binary && !source.is_ascii() => Form::Bytes,
                None => Form::Text,
            };
            let read = crate::regexp::on_own_stack(|| Pattern::new(source, options, form));
            matches!(read, Ok(Ok(_)))
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::verify;
    use crate::bytecode::code::{Code, CodeFlags, CodeKind, Params, SourceText, Span, Unit};
    use crate::bytecode::emit::{CodeBuilder, CodeHeader};
    use crate::bytecode::operand::{CodeIdx, SymbolIdx};
    use crate::bytecode::ops::Op;

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
}
