//! The verifier: proves that code is safe to hand to the machine.
//!
//! Owns the checks of everything that handlers take for granted: known
//! instructions, operands in range, sites of the right kind, jump targets, one
//! depth of the operand stack at each reachable pc, a sane exception table.
//! Never changes code.

use std::fmt;

use super::code::{Code, CodeKind, Literal, Place, STACK_PROLOGUE, Site, Unit};
use super::decode::{Decoder, Insn};
use super::operand::{CodeIdx, OperandKind};
use super::ops::Op;

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
    let main = unit.main.index();
    if main >= unit.codes.len() {
        return Err(VerifyError {
            code: unit.main,
            pc: None,
            message: "the main function does not exist".to_owned(),
        });
    }
    for index in 0..unit.codes.len() {
        verify_code(unit, CodeIdx(index as u32))?;
    }
    Ok(())
}

/// Checks a function; returns the depth of the operand stack before each
/// instruction, `None` where control never arrives.
pub fn verify_code(unit: &Unit, index: CodeIdx) -> Result<Vec<Option<u32>>, VerifyError> {
    let code = unit.code(index);
    let mut insns = Vec::with_capacity(code.insn_count as usize);
    for insn in Decoder::new(&code.words) {
        insns.push(insn.map_err(|error| VerifyError {
            code: index,
            pc: Some(insns.len() as u32),
            message: format!("{error:?}"),
        })?);
    }
    let checker = Checker {
        unit,
        code,
        index,
        insns,
    };
    checker.tables()?;
    for pc in 0..checker.insns.len() {
        checker.operands(pc)?;
    }
    checker.flow()
}

struct Checker<'u> {
    unit: &'u Unit,
    code: &'u Code,
    index: CodeIdx,
    insns: Vec<Insn>,
}

impl Checker<'_> {
    fn error<T>(&self, pc: Option<usize>, message: String) -> Result<T, VerifyError> {
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
        self.check(
            self.insns[0].op == Op::Enter,
            "the first instruction is not `enter`",
        )?;
        self.check(self.symbol(code.name.0), "the name is no symbol")?;
        let parent = code
            .parent
            .is_none_or(|parent| parent.index() < self.unit.codes.len());
        self.check(parent, "the parent does not exist")?;
        let params = &code.params;
        self.check(
            params.slot_count() <= code.slot_count,
            "more parameters than slots",
        )?;
        self.check(
            params.names.len() as u32 == params.slot_count(),
            "parameters lack names",
        )?;
        let names = params.names.iter().flatten();
        let names = names.chain(params.keywords.iter().map(|keyword| &keyword.name));
        let names = names.chain(code.locals.iter().filter_map(|local| local.name.as_ref()));
        self.check(
            names.into_iter().all(|name| self.symbol(name.0)),
            "a name is no symbol",
        )?;
        for local in &code.locals {
            let ok = match local.place {
                Place::Slot(slot) => slot.0 < code.slot_count,
                Place::Env(slot) => slot < code.env_size,
            };
            self.check(ok, "a local has no place")?;
        }
        let sites = code.sites.iter();
        let sites_ok = sites.clone().all(|site| self.site(site));
        self.check(sites_ok, "a site names something that does not exist")?;
        for entry in &code.loops {
            let head = self.insns.get(entry.head as usize);
            let ok = head.is_some_and(|insn| insn.op == Op::LoopHead);
            self.check(ok, "a loop does not begin with its head")?;
        }
        for row in &code.handlers {
            let range = row.start < row.end && row.end <= count && row.target < count;
            let outside = row.target < row.start || row.end <= row.target;
            self.check(range && outside, "a bad row in the exception table")?;
        }
        let rising = code.spans.is_sorted_by(|a, b| a.pc < b.pc);
        self.check(rising, "the span table is out of order")?;
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
        let alone = self.unit.codes.len() == 1 && self.unit.outer.is_empty();
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

    fn symbol(&self, index: u32) -> bool {
        (index as usize) < self.unit.symbols.len()
    }

    fn site(&self, site: &Site) -> bool {
        match site {
            Site::Ivar(name) | Site::Const(name) => self.symbol(name.0),
            Site::Send(send) => {
                let flags = send.flags;
                let names = send.keywords.iter().all(|name| self.symbol(name.0));
                let block = send
                    .block
                    .is_none_or(|code| code.index() < self.unit.codes.len());
                let one_block = !(flags.block_arg && send.block.is_some());
                let one_array = !flags.splat || send.argc == 1;
                let hash = flags.splat || flags.keyword_hash;
                let keywords = !hash || send.keywords.is_empty();
                self.symbol(send.name.0) && names && block && one_block && one_array && keywords
            }
        }
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
                OperandKind::Symbol => self.symbol(value),
                OperandKind::Code => at < self.unit.codes.len(),
                OperandKind::Label => at < self.insns.len(),
                OperandKind::Loop => at < code.loops.len(),
                OperandKind::SendSite => matches!(code.sites.get(at), Some(Site::Send(_))),
                OperandKind::IvarSite => matches!(code.sites.get(at), Some(Site::Ivar(_))),
                OperandKind::ConstSite => matches!(code.sites.get(at), Some(Site::Const(_))),
            };
            if !ok {
                let message = format!("{}: operand {name} = {value}", insn.op.mnemonic());
                return self.error(Some(pc), message);
            }
        }
        if matches!(insn.op, Op::GetEnv | Op::SetEnv) && !self.env_exists(insn.a, insn.b) {
            let message = format!("no slot {} in the Env {} up", insn.b, insn.a);
            return self.error(Some(pc), message);
        }
        Ok(())
    }

    /// Whether the Env `depth` Envs up has a slot.
    fn env_exists(&self, depth: u32, slot: u32) -> bool {
        let mut left = depth;
        let mut at = Some(self.index);
        let mut steps = 0;
        while let Some(index) = at {
            let code = self.unit.code(index);
            if code.env_size > 0 {
                if left == 0 {
                    return slot < code.env_size;
                }
                left -= 1;
            }
            steps += 1;
            let inside = code.kind.is_block() && steps <= self.unit.codes.len();
            at = if inside { code.parent } else { None };
        }
        let mut around = (self.unit.outer.iter()).filter(|scope| scope.env_size > 0);
        around
            .nth(left as usize)
            .is_some_and(|scope| slot < scope.env_size)
    }

    /// Follows control through the function.
    fn flow(&self) -> Result<Vec<Option<u32>>, VerifyError> {
        let mut depths = vec![None; self.insns.len()];
        let mut work = vec![(0usize, 0u32)];
        let mut rows_done = vec![false; self.code.handlers.len()];
        loop {
            while let Some((pc, depth)) = work.pop() {
                self.step(pc, depth, &mut depths, &mut work)?;
            }
            for (row, done) in self.code.handlers.iter().zip(&mut rows_done) {
                let covered = &depths[row.start as usize..row.end as usize];
                if *done || covered.iter().all(Option::is_none) {
                    continue;
                }
                *done = true;
                if covered.iter().flatten().any(|&depth| depth < row.depth) {
                    let target = row.target as usize;
                    return self.error(Some(target), "a handler keeps too much".to_owned());
                }
                work.push((row.target as usize, row.depth + 1));
            }
            if work.is_empty() {
                return Ok(depths);
            }
        }
    }

    fn step(
        &self,
        pc: usize,
        depth: u32,
        depths: &mut [Option<u32>],
        work: &mut Vec<(usize, u32)>,
    ) -> Result<(), VerifyError> {
        let Some(&insn) = self.insns.get(pc) else {
            return self.error(Some(pc), "control runs off the end".to_owned());
        };
        if let Some(before) = depths[pc] {
            if before != depth {
                return self.error(Some(pc), format!("depths {before} and {depth} meet"));
            }
            return Ok(());
        }
        depths[pc] = Some(depth);
        let needs = insn
            .operands()
            .find(|(_, kind, _)| *kind == OperandKind::Depth);
        let needs = needs.map_or(0, |(_, _, value)| value.saturating_add(1));
        let effect = insn.effect(&self.code.sites);
        let Some(effect) = effect.filter(|effect| effect.pops <= depth && needs <= depth) else {
            return self.error(Some(pc), format!("{} at depth {depth}", insn.op.mnemonic()));
        };
        let after = (depth - effect.pops).saturating_add(effect.pushes);
        if after > self.code.max_stack {
            return self.error(
                Some(pc),
                format!("depth {after} is over the declared maximum"),
            );
        }
        let flags = insn.op.info().flags;
        if !flags.ends && !flags.skips {
            work.push((pc + 1, after));
        }
        if flags.skips || flags.forks {
            work.push((pc + 2, after));
        }
        if let Some(target) = insn.label() {
            work.push((target as usize, after));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
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

    fn good() -> Unit {
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
        rejects(|code| code.parent = Some(CodeIdx(3)), "parent");
    }
}
