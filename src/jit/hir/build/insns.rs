//! What each instruction of the table becomes. The match has an arm for every
//! row: a new instruction does not compile without a decision.

use crate::bytecode::ops::Op;
use crate::heap::Word;
use crate::object::kinds::Kinds;
use crate::vm::native::ExitReason;

use super::{Builder, End, Insn, Type, Val};

impl Builder<'_> {
    /// Does the instruction under way; gives the next pc, which means nothing if
    /// control ends here.
    pub(super) fn step(&mut self) -> Result<u32, String> {
        let insn = self.source.insns[self.pc as usize];
        let next = self.pc + 1;
        match insn.op {
            Op::Nop | Op::Enter | Op::Primitive => {}
            Op::PushNil => self.push_constant(Word::NIL),
            Op::PushTrue => self.push_constant(Word::TRUE),
            Op::PushFalse => self.push_constant(Word::FALSE),
            Op::PushUndef => self.push_constant(Word::UNDEF),
            Op::PushSelf => self.stack.push(self.this),
            Op::PushInt => self.push_constant(Word::from_int(i64::from(insn.int()))),
            Op::PushLiteral => self.push_constant(self.source.function.literals[insn.a as usize]),
            Op::PushSymbol => {
                let name = self.source.symbol(insn.a);
                self.push_constant(Word::from_symbol(name.0));
            }
            Op::PushString => {
                let literal = self.source.function.literals[insn.a as usize];
                self.push_new(Insn::CopyString { literal }, Type::Tagged(Kinds::STRING));
            }
            Op::Pop
            | Op::Dup
            | Op::Dup2
            | Op::Swap
            | Op::Pick
            | Op::Poke
            | Op::DropUnder
            | Op::Rotate => {
                self.shuffle(insn.op, insn.a as usize);
            }
            Op::Activate => {
                self.emit(Insn::Activate, Type::None);
            }
            Op::MakeEnv => {
                self.emit(Insn::MakeEnv { size: insn.a }, Type::None);
            }
            Op::GetLocal => self.stack.push(self.locals[insn.a as usize]),
            Op::SetLocal => {
                let value = self.pop();
                self.locals[insn.a as usize] = value;
            }
            Op::GetEnv => self.get_env(insn.a, insn.b),
            Op::SetEnv => self.set_env(insn.a, insn.b),
            Op::BlockParam => self.block_param(insn.a),
            Op::GetIvar => self.get_ivar(insn.a),
            Op::SetIvar => self.set_ivar(insn.a),
            Op::GetConst => self.get_const(insn.a),
            Op::GetConstIn => self.get_const_in(insn.a),

            Op::Add
            | Op::Sub
            | Op::Mul
            | Op::Div
            | Op::Mod
            | Op::And
            | Op::Or
            | Op::Xor
            | Op::Shl
            | Op::Shr => self.arithmetic(insn),
            Op::Lt | Op::Le | Op::Gt | Op::Ge => self.comparison(insn),
            Op::Eq | Op::Neq => self.equality(insn),
            Op::Cmp => self.order(insn),
            Op::Not => self.not(insn),
            Op::Neg | Op::Succ => self.unary(insn),
            Op::Aref => self.element(insn),
            Op::Aset => self.set_element(insn),
            Op::Length | Op::Size | Op::EmptyP => self.length(insn),
            Op::NilP => self.nil_p(insn),
            Op::CheckMatch => self.check_match(insn),
            Op::Pow | Op::Send => self.send(insn),

            Op::SendNew => {
                self.send_new(insn);
                return Ok(self.pc + 3);
            }
            Op::GetErrinfo => self.push_new(Insn::ErrInfo, Type::ANY),
            Op::Yield => self.yield_(insn),
            Op::Super => self.super_(insn),

            Op::NewArray => {
                let elements = self.pop_many(insn.a as usize);
                self.push_new(Insn::NewArray { elements }, Type::Tagged(Kinds::ARRAY));
            }

            Op::Jump => {
                if self.source.jumps_back(self.pc) {
                    let state = self.before();
                    self.emit(Insn::Poll { cell: None, state }, Type::None);
                }
                self.jump_to(insn.a);
            }
            Op::BranchTrue | Op::BranchFalse | Op::BranchNil | Op::BranchNotNil => {
                let value = self.pop();
                self.branch(insn.op, value, insn.a);
            }
            Op::BranchGiven => {
                let value = self.locals[insn.a as usize];
                let cond = self.emit(Insn::IsUndef { a: value }, Type::Cond);
                self.branch_to(cond, next, insn.b);
            }
            Op::LoopHead => {
                let (state, cell) = (self.before(), Some(self.source.loop_cell(insn.a)));
                self.emit(Insn::Poll { cell, state }, Type::None);
            }
            Op::Ret | Op::BlockRet => {
                let state = self.before();
                let value = self.pop();
                self.end_with(End::Return { value, state });
            }
            Op::Break | Op::ReturnHome | Op::Rethrow | Op::NoMatch => {
                self.op();
                self.end_with(End::Never);
            }

            // Calls of any kind, and what is rare: as the interpreter does it.
            Op::GetFar
            | Op::SetFar
            | Op::GetBlock
            | Op::GetCvar
            | Op::SetCvar
            | Op::GetGlobal
            | Op::SetGlobal
            | Op::AliasGlobal
            | Op::GetConstTop
            | Op::SetConst
            | Op::PushCref
            | Op::PushObjectClass
            | Op::PushBlock
            | Op::PushLambda
            | Op::RescueMatch
            | Op::RescueMatchSplat
            | Op::SetErrinfo
            | Op::DefMethod
            | Op::DefSingleton
            | Op::CheckPublic
            | Op::DefClass
            | Op::DefModule
            | Op::OpenSingleton
            | Op::AliasMethod
            | Op::UndefMethod
            | Op::ArrayPush
            | Op::ArrayConcat
            | Op::ToArray
            | Op::NewHash
            | Op::HashSet
            | Op::HashMerge
            | Op::NewRange
            | Op::ConcatStrings
            | Op::ToS
            | Op::ToSymbol
            | Op::FreezeString
            | Op::NewRegexp
            | Op::MatchGroup
            | Op::GetOnce
            | Op::KeepOnce
            | Op::ExpandArray
            | Op::CheckParts
            | Op::DefinedIvar
            | Op::DefinedGlobal
            | Op::DefinedCvar
            | Op::DefinedConst
            | Op::DefinedConstIn
            | Op::DefinedMethod
            | Op::DefinedFunction
            | Op::DefinedYield
            | Op::DefinedSuper => self.op(),

            // Never met alone: `send_new` does them.
            Op::NewDone | Op::NewOther => self.exit(ExitReason::Op(insn.op)),

            Op::StackBegin
            | Op::StackInt
            | Op::StackBool
            | Op::StackLiteral
            | Op::StackLabel
            | Op::StackAdd
            | Op::StackSub
            | Op::StackMul
            | Op::StackDiv
            | Op::StackRem
            | Op::StackLt
            | Op::StackLe
            | Op::StackGt
            | Op::StackGe
            | Op::StackEq
            | Op::StackAnd
            | Op::StackOr
            | Op::StackNot
            | Op::StackIf
            | Op::StackDup
            | Op::StackDrop
            | Op::StackSwap
            | Op::StackOver
            | Op::StackRot
            | Op::StackCastInt
            | Op::StackCastStr
            | Op::StackPrintln
            | Op::StackRead
            | Op::StackSleep
            | Op::StackJump
            | Op::StackCall
            | Op::StackReturn
            | Op::StackStop
            | Op::StackExit
            | Op::StackEnd => {
                return Err("a program in the stack language".to_owned());
            }
        }
        Ok(next)
    }

    // ---- operands ----------------------------------------------------------

    pub(super) fn pop(&mut self) -> Val {
        self.stack.pop().expect("the verifier counted operands")
    }

    /// The topmost operands, the top last.
    pub(super) fn pop_many(&mut self, count: usize) -> Vec<Val> {
        self.stack.split_off(self.stack.len() - count)
    }

    fn push_constant(&mut self, word: Word) {
        let value = self.constant(word);
        self.stack.push(value);
    }

    /// Emits a node and pushes its value.
    pub(super) fn push_new(&mut self, insn: Insn, ty: Type) {
        let value = self.emit(insn, ty);
        self.stack.push(value);
    }

    /// Moves operands.
    fn shuffle(&mut self, op: Op, count: usize) {
        let top = self.stack.len() - usize::from(!self.stack.is_empty());
        match op {
            Op::Pop => {
                self.pop();
            }
            Op::Dup => self.stack.push(self.stack[top]),
            Op::Dup2 => self.stack.extend_from_within(top - 1..),
            Op::Swap => self.stack.swap(top - 1, top),
            Op::Pick => self.stack.push(self.stack[top - count]),
            Op::Poke => self.stack[top - count] = self.stack[top],
            Op::DropUnder => {
                self.stack.drain(top - count..top);
            }
            _ => {
                let value = self.pop();
                self.stack.insert(top - count, value);
            }
        }
    }

    // ---- conditions --------------------------------------------------------

    /// Whether a value is true, as a condition.
    pub(super) fn truthy(&mut self, value: Val) -> Val {
        match self.graph.node(value).insn {
            Insn::Bool { a } => a,
            _ => self.emit(Insn::Truthy { a: value }, Type::Cond),
        }
    }

    /// Pushes a condition as `true` or `false`.
    pub(super) fn push_cond(&mut self, cond: Val) {
        let value = self.bool_of(cond);
        self.stack.push(value);
    }

    /// A condition as `true` or `false`.
    pub(super) fn bool_of(&mut self, cond: Val) -> Val {
        self.emit(Insn::Bool { a: cond }, Type::Tagged(Kinds::BOOL))
    }

    fn branch(&mut self, op: Op, value: Val, target: u32) {
        let next = self.pc + 1;
        match op {
            Op::BranchTrue | Op::BranchFalse => {
                let cond = self.truthy(value);
                let taken = op == Op::BranchTrue;
                let (then, or) = if taken {
                    (target, next)
                } else {
                    (next, target)
                };
                self.branch_to(cond, then, or);
            }
            _ => {
                let cond = self.emit(Insn::IsNil { a: value }, Type::Cond);
                let taken = op == Op::BranchNil;
                let (then, or) = if taken {
                    (target, next)
                } else {
                    (next, target)
                };
                self.branch_to(cond, then, or);
            }
        }
    }

    // ---- anything else -----------------------------------------------------

    /// Executes the instruction as the interpreter does.
    pub(super) fn op(&mut self) {
        let insn = self.source.insns[self.pc as usize];
        let effect = insn.effect(&self.source.code.sites);
        let effect = effect.expect("the verifier checked the sites");
        let operands = self.pop_many(effect.pops as usize);
        let ty = match (effect.pushes, insn.op) {
            (1, Op::ToS | Op::ConcatStrings | Op::FreezeString) => Type::Tagged(Kinds::STRING),
            (1, Op::ToArray | Op::ArrayConcat | Op::ArrayPush) => Type::Tagged(Kinds::ARRAY),
            (1, Op::NewHash | Op::HashSet | Op::HashMerge) => Type::Tagged(Kinds::HASH),
            (1, _) => Type::ANY,
            _ => Type::None,
        };
        self.execute(1, operands, effect.pushes, ty);
    }

    /// Executes `count` instructions with these operands, which are popped, and
    /// pushes the results.
    pub(super) fn execute(&mut self, count: u32, operands: Vec<Val>, results: u32, ty: Type) {
        let state = self.behind(count);
        let op = Insn::Op {
            pc: self.pc,
            operands,
            results,
            state,
        };
        let value = self.emit(op, ty);
        if results == 1 {
            self.stack.push(value);
            return;
        }
        for _ in 0..results {
            let depth = self.stack.len() as u32;
            self.push_new(Insn::Operand { depth }, Type::ANY);
        }
    }

    /// The same for a call, unless it never happened: then it leaves.
    pub(super) fn call_op(&mut self) {
        if !self.leaves_unreached() {
            self.op();
        }
    }

    /// Leaves if the instruction was never reached, nor one before it that leads
    /// here, unless no later version could learn from it.
    pub(super) fn leaves_unreached(&mut self) -> bool {
        self.reached |= self.source.reached(self.pc);
        self.leaves_unless(self.reached)
    }

    /// The same for a send, of which nothing can be guessed: it has to be reached
    /// itself.
    pub(super) fn leaves_unknown(&mut self) -> bool {
        let reached = self.source.reached(self.pc);
        self.reached |= reached;
        self.leaves_unless(reached)
    }

    fn leaves_unless(&mut self, reached: bool) -> bool {
        let leaves = self.source.profiled && !reached && !self.source.last_version;
        if leaves {
            self.exit(ExitReason::Unreached);
        }
        leaves
    }
}
