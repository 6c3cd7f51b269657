//! What holds of a function before control is followed through it: its tables,
//! its prologue, and the static operands of its instructions.

use super::flow::{self, Reached};
use super::{MOST_BLOCKS, MOST_OPERANDS, MOST_SLOTS, UnitFacts, VerifyError, literals};
use crate::bytecode::code::{Code, CodeKind, Literal, Place, STACK_PROLOGUE, SendSite, Site, Span};
use crate::bytecode::decode::{Decoder, Insn};
use crate::bytecode::operand::{CodeIdx, OperandKind};
use crate::bytecode::ops::Op;

/// Memory that serves one function after another.
#[derive(Default)]
pub(super) struct Scratch {
    insns: Vec<Insn>,
    used: Vec<bool>,
    reached: Reached,
}

/// Checks a function.
pub(super) fn check(
    facts: &UnitFacts<'_>,
    index: CodeIdx,
    scratch: &mut Scratch,
) -> Result<(), VerifyError> {
    let code = facts.unit.code(index);
    let insns = &mut scratch.insns;
    insns.clear();
    insns.reserve(code.insn_count.min(code.words.len() as u32) as usize);
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
    checker.prologue = checker.prologue()?;
    checker.instructions(&mut scratch.used)?;
    flow::flow(&checker, &mut scratch.reached)
}

/// One function while it is checked.
pub(super) struct Checker<'u> {
    pub facts: &'u UnitFacts<'u>,
    pub code: &'u Code,
    pub index: CodeIdx,
    pub insns: &'u [Insn],
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
        let literals_ok = code.literals.iter().all(literals::is_sound);
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
        let (code, insns) = (self.code, self.insns);
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
        let length = self.facts.unit.source.text.len() as u64;
        let in_text = |span: Span| u64::from(span.start) + u64::from(span.len) <= length;
        let all = in_text(code.span)
            && code.spans.iter().all(|row| in_text(row.span))
            && code.loops.iter().all(|entry| in_text(entry.span));
        self.check(all, "a place outside of the text")?;
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
    fn prologue(&self) -> Result<usize, VerifyError> {
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
        let covered = self.code.handlers.iter();
        let covers = |start: u32| (start as usize) < at;
        self.check(
            !covered.map(|row| row.start).any(covers),
            "an exception row covers the entry",
        )?;
        Ok(at)
    }

    /// The instructions, each for itself; `used` is for which sites have one.
    fn instructions(&self, used: &mut Vec<bool>) -> Result<(), VerifyError> {
        used.clear();
        used.resize(self.code.sites.len(), false);
        for (pc, &insn) in self.insns.iter().enumerate() {
            let shape = insn.op.shape();
            let operands = shape.kinds.into_iter().zip([insn.a, insn.b]);
            for (at, (kind, value)) in operands.enumerate().take(usize::from(shape.count)) {
                if matches!(kind, OperandKind::SendSite | OperandKind::IvarSite) {
                    self.claim(pc, value, used)?;
                }
                if !self.operand(pc, insn, kind, value) {
                    let (op, name) = (insn.op.mnemonic(), insn.op.info().operands[at].0);
                    let message = format!("{op}: operand {name} = {value}");
                    return self.error(Some(pc), message);
                }
            }
            self.more(pc, insn)?;
        }
        Ok(())
    }

    /// A site learns from one instruction only.
    fn claim(&self, pc: usize, site: u32, used: &mut [bool]) -> Result<(), VerifyError> {
        match used.get_mut(site as usize) {
            None => self.error(Some(pc), "a site that does not exist".to_owned()),
            Some(true) => self.error(Some(pc), "a site of another instruction".to_owned()),
            Some(used) => {
                *used = true;
                Ok(())
            }
        }
    }

    /// Whether a static operand of an instruction is good.
    fn operand(&self, pc: usize, insn: Insn, kind: OperandKind, value: u32) -> bool {
        let (code, at) = (self.code, value as usize);
        match kind {
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
            OperandKind::Symbol => {
                (self.facts.symbol(value)).is_some_and(|name| fits(insn.op, name))
            }
            OperandKind::Code => {
                code_kind(insn.op).is_some_and(|kind| self.is_inside(CodeIdx(value), kind))
            }
            OperandKind::Label => self.leads(pc, at),
            OperandKind::Loop => at < code.loops.len(),
            OperandKind::SendSite => {
                matches!(code.sites.get(at), Some(Site::Send(site)) if self.takes_site(pc, site))
            }
            OperandKind::IvarSite => matches!(code.sites.get(at), Some(Site::Ivar(_))),
            OperandKind::ConstSite => match code.sites.get(at) {
                Some(Site::Const(name)) => {
                    (self.facts.symbol(name.0)).is_some_and(|name| fits(insn.op, name))
                }
                _ => false,
            },
        }
    }

    /// What single instructions want beyond that.
    fn more(&self, pc: usize, insn: Insn) -> Result<(), VerifyError> {
        match insn.op {
            Op::Enter | Op::Primitive | Op::Activate | Op::MakeEnv if pc >= self.prologue => {
                let message = "an instruction of the entry elsewhere";
                return self.error(Some(pc), message.to_owned());
            }
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
        let shape = insn.op.shape();
        match insn.op {
            Op::SendNew => {
                self.facts.symbol(site.name.0) == Some(b"new")
                    && op_at(pc + 1) == Some(Op::NewDone)
                    && op_at(pc + 2) == Some(Op::NewOther)
            }
            _ if shape.pops_more => true,
            _ => site.is_plain() && site.argc + 1 == u32::from(shape.pops),
        }
    }
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
