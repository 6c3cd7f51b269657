//! Superinstructions as an overlay on threaded code: which sequences have one.
//!
//! Only the first handler of a sequence is replaced: the fused handler reads
//! the operands of the following instructions where they stand and goes on
//! behind them. All later instructions keep their handlers, so branches into
//! the middle stay legal, pcs and tables do not change, and the slow path of
//! every fused handler (`ops_fused.rs`) is the plain handler of its first
//! instruction. In the counting mode there is no overlay, so counts are those
//! of the plain instructions.
//!
//! The sequences are chosen from those that `perf/sequences.sh` finds frequent
//! over the twelve programs of benches/rb; its last report is in perf/results.
//! Where several start at one instruction, the one is taken that leaves the
//! fewest dispatches to the end of the code.

use crate::bytecode::decode::Insn as Portable;
use crate::bytecode::ops::Op;

use super::dispatch::{COUNT, Handler, TRACE};
use super::function::Function;
use super::ops_fused::{
    ADD, AND, DIV, EQ, GE, GT, LE, LT, MOD, MUL, NEQ, OR, SUB, aref_local, aref_with, arith_local,
    arith_local_send, arith_ret, arith_set, arith_twice, arith_twice_locals, arith_twice_with,
    arith_with, aset_pop, branch_back, compare_branch, compare_length, compare_local, compare_with,
    dup_branch_pop, get_env_near, ivar_aref, ivar_branch, ivar_jump_ret, ivar_local, ivar_send,
    jump_ret, local_branch, local_jump_ret, local_send, nil_aref_local, nil_local, not_branch,
    pop_local, ret_immediate, ret_ivar, ret_local, step_and_compare, step_and_compare_length,
    three_locals, two_locals, two_locals_send, two_picks,
};
use super::ops_stack_fused;

/// A handler for some compare instruction, if it is one.
macro_rules! by_compare {
    ($op:expr, $make:ident) => {
        match $op? {
            Op::Lt => $make!(LT),
            Op::Le => $make!(LE),
            Op::Gt => $make!(GT),
            Op::Ge => $make!(GE),
            Op::Eq => $make!(EQ),
            Op::Neq => $make!(NEQ),
            _ => None,
        }
    };
}

/// A handler for some operation, if it is one.
macro_rules! by_arith {
    ($op:expr, $make:ident) => {
        match $op? {
            Op::Add => $make!(ADD),
            Op::Sub => $make!(SUB),
            Op::Mul => $make!(MUL),
            Op::Div => $make!(DIV),
            Op::Mod => $make!(MOD),
            Op::And => $make!(AND),
            Op::Or => $make!(OR),
            _ => None,
        }
    };
}

/// Two boolean parameters at the end of a handler's list.
macro_rules! by_flags {
    ($a:expr, $b:expr, $handler:ident [$($fixed:tt)*]) => {
        Some(match ($a, $b) {
            (false, false) => $handler::<$($fixed)* false, false> as Handler,
            (false, true) => $handler::<$($fixed)* false, true>,
            (true, false) => $handler::<$($fixed)* true, false>,
            (true, true) => $handler::<$($fixed)* true, true>,
        })
    };
}

/// A branch on truth.
#[derive(Clone, Copy)]
struct Branch {
    /// It jumps on true.
    sense: bool,
    /// Back to the head of a loop.
    back: bool,
}

/// Code from one instruction on.
#[derive(Clone, Copy)]
struct Window<'c> {
    code: &'c [Portable],
    at: usize,
    /// Leaving the frame takes more than its result.
    keeps_locals: bool,
    /// The heads of its loops enter native code: no handler jumps past them.
    watched: bool,
}

/// How many instructions a handler replaces.
pub type Candidate = (usize, Handler);

fn of(length: usize, handler: Handler) -> Candidate {
    (length, handler)
}

impl<'c> Window<'c> {
    fn from(self, i: usize) -> Window<'c> {
        Window {
            at: self.at + i,
            ..self
        }
    }

    fn op(self, i: usize) -> Option<Op> {
        self.code.get(self.at + i).map(|insn| insn.op)
    }

    fn is(self, i: usize, op: Op) -> bool {
        self.op(i) == Some(op)
    }

    /// Pushes a word of the frame.
    fn local(self, i: usize) -> bool {
        matches!(self.op(i), Some(Op::GetLocal | Op::PushSelf))
    }

    /// Pushes its operand.
    fn immediate(self, i: usize) -> bool {
        use Op::{PushFalse, PushInt, PushLiteral, PushNil, PushSymbol, PushTrue};
        matches!(
            self.op(i),
            Some(PushInt | PushLiteral | PushSymbol | PushNil | PushTrue | PushFalse)
        )
    }

    /// Pushes its operand (true) or a word of the frame (false).
    fn load(self, i: usize) -> Option<bool> {
        (self.immediate(i) || self.local(i)).then(|| self.immediate(i))
    }

    fn leaves(self, i: usize) -> bool {
        !self.keeps_locals && matches!(self.op(i), Some(Op::Ret | Op::BlockRet))
    }

    /// Jumps to an instruction that leaves the frame.
    fn jumps_to_leave(self, i: usize) -> bool {
        let target = |insn: &Portable| Window {
            at: insn.a as usize,
            ..self
        };
        self.is(i, Op::Jump) && target(&self.code[self.at + i]).leaves(0)
    }

    fn branch(self, i: usize) -> Option<Branch> {
        let insn = self.code.get(self.at + i)?;
        let sense = match insn.op {
            Op::BranchTrue => true,
            Op::BranchFalse => false,
            _ => return None,
        };
        let target = self.code.get(insn.a as usize)?;
        let back = sense && target.op == Op::LoopHead && !self.watched;
        Some(Branch { sense, back })
    }

    /// Every sequence that starts here, at most one of each kind.
    fn sequences(self) -> [Option<Candidate>; 15] {
        [
            self.step(),
            self.compare_length(),
            self.compare_local(),
            self.compare_with(),
            self.compare_branch(),
            self.branches(),
            self.arith_twice(),
            self.arith_local(),
            self.arith_with(),
            self.arith_end(),
            self.elements(),
            self.sends(),
            self.returns(),
            self.more_loads(),
            self.loads(),
        ]
    }

    /// `local load compare branch`
    fn compare_local(self) -> Option<Candidate> {
        let (imm, branch) = (self.load(1)?, self.branch(3)?);
        macro_rules! make {
            ($c:ident) => {
                Some(match (imm, branch.sense, branch.back) {
                    (true, true, true) => compare_local::<$c, true, true, true> as Handler,
                    (false, true, true) => compare_local::<$c, false, true, true>,
                    (true, true, false) => compare_local::<$c, true, true, false>,
                    (false, true, false) => compare_local::<$c, false, true, false>,
                    (true, false, _) => compare_local::<$c, true, false, false>,
                    (false, false, _) => compare_local::<$c, false, false, false>,
                })
            };
        }
        let handler = by_compare!(self.op(2), make);
        Some((4, handler.filter(|_| self.local(0))?))
    }

    /// `load compare branch`
    fn compare_with(self) -> Option<Candidate> {
        let (imm, branch) = (self.load(0)?, self.branch(2)?);
        macro_rules! make {
            ($c:ident) => {
                Some(match (imm, branch.sense, branch.back) {
                    (true, true, true) => compare_with::<$c, true, true, true> as Handler,
                    (false, true, true) => compare_with::<$c, false, true, true>,
                    (true, true, false) => compare_with::<$c, true, true, false>,
                    (false, true, false) => compare_with::<$c, false, true, false>,
                    (true, false, _) => compare_with::<$c, true, false, false>,
                    (false, false, _) => compare_with::<$c, false, false, false>,
                })
            };
        }
        Some((3, by_compare!(self.op(1), make)?))
    }

    /// `compare branch`
    fn compare_branch(self) -> Option<Candidate> {
        let branch = self.branch(1)?;
        macro_rules! make {
            ($c:ident) => {
                Some(match (branch.sense, branch.back) {
                    (true, true) => compare_branch::<$c, true, true> as Handler,
                    (true, false) => compare_branch::<$c, true, false>,
                    (false, _) => compare_branch::<$c, false, false>,
                })
            };
        }
        Some((2, by_compare!(self.op(0), make)?))
    }

    /// `local local length lt branch`
    fn compare_length(self) -> Option<Candidate> {
        let branch = self.branch(4)?;
        let matches =
            self.local(0) && self.local(1) && self.is(2, Op::Length) && self.is(3, Op::Lt);
        let handler = match (branch.sense, branch.back) {
            (true, true) => compare_length::<LT, true, true> as Handler,
            (true, false) => compare_length::<LT, true, false>,
            (false, _) => compare_length::<LT, false, false>,
        };
        matches.then_some((5, handler))
    }

    /// `local push_int add set_local`, then a comparison that ends a loop.
    fn step(self) -> Option<Candidate> {
        let steps = self.local(0) && self.is(1, Op::PushInt) && self.is(2, Op::Add);
        if !steps || !self.is(3, Op::SetLocal) {
            return None;
        }
        let rest = self.from(4);
        if rest.compare_length().is_some() && rest.branch(4)?.back {
            return Some((9, step_and_compare_length::<LT>));
        }
        rest.compare_local()?;
        if !rest.branch(3)?.back {
            return None;
        }
        let handler = match (rest.op(2)?, rest.load(1)?) {
            (Op::Lt, true) => step_and_compare::<LT, true> as Handler,
            (Op::Lt, false) => step_and_compare::<LT, false>,
            (Op::Le, true) => step_and_compare::<LE, true>,
            (Op::Le, false) => step_and_compare::<LE, false>,
            _ => return None,
        };
        Some((8, handler))
    }

    /// Other branches.
    fn branches(self) -> Option<Candidate> {
        if let Some(branch) = self.branch(0) {
            return branch.back.then_some(of(1, branch_back::<true>));
        }
        let branch = self.branch(1)?;
        let found = match (self.op(0)?, branch.sense, branch.back) {
            (Op::Not, true, true) => of(2, not_branch::<true, true>),
            (Op::Not, true, false) => of(2, not_branch::<true, false>),
            (Op::Not, false, _) => of(2, not_branch::<false, false>),
            (_, _, true) => return None,
            (Op::Dup, true, _) if self.is(2, Op::Pop) => of(3, dup_branch_pop::<true>),
            (Op::Dup, false, _) if self.is(2, Op::Pop) => of(3, dup_branch_pop::<false>),
            (Op::GetLocal, true, _) => of(2, local_branch::<true>),
            (Op::GetLocal, false, _) => of(2, local_branch::<false>),
            (Op::GetIvar, true, _) => of(2, ivar_branch::<true>),
            (Op::GetIvar, false, _) => of(2, ivar_branch::<false>),
            _ => return None,
        };
        Some(found)
    }

    /// `local load operation [set_local]`
    fn arith_local(self) -> Option<Candidate> {
        let (imm, set) = (self.load(1)?, self.is(3, Op::SetLocal));
        macro_rules! make {
            ($a:ident) => {
                by_flags!(imm, set, arith_local[$a,])
            };
        }
        let handler = by_arith!(self.op(2), make);
        Some((3 + usize::from(set), handler.filter(|_| self.local(0))?))
    }

    /// `load operation [set_local]`
    fn arith_with(self) -> Option<Candidate> {
        let (imm, set) = (self.load(0)?, self.is(2, Op::SetLocal));
        macro_rules! make {
            ($a:ident) => {
                by_flags!(imm, set, arith_with[$a,])
            };
        }
        Some((2 + usize::from(set), by_arith!(self.op(1), make)?))
    }

    /// `operation set_local`, `operation ret`
    fn arith_end(self) -> Option<Candidate> {
        macro_rules! set {
            ($a:ident) => {
                Some(arith_set::<$a> as Handler)
            };
        }
        macro_rules! ret {
            ($a:ident) => {
                Some(arith_ret::<$a> as Handler)
            };
        }
        let handler = match self.op(1)? {
            Op::SetLocal => by_arith!(self.op(0), set),
            _ if self.leaves(1) => by_arith!(self.op(0), ret),
            _ => None,
        };
        Some((2, handler?))
    }

    /// `[local [local]] operation operation [set_local]`
    fn arith_twice(self) -> Option<Candidate> {
        let loads = (0..2).take_while(|&i| self.local(i)).count();
        let set = self.is(loads + 2, Op::SetLocal);
        macro_rules! handler {
            ($a:ident, $b:ident) => {
                match (loads, set) {
                    (0, false) => arith_twice::<$a, $b, false> as Handler,
                    (0, true) => arith_twice::<$a, $b, true>,
                    (1, false) => arith_twice_with::<$a, $b, false>,
                    (1, true) => arith_twice_with::<$a, $b, true>,
                    (_, false) => arith_twice_locals::<$a, $b, false>,
                    (_, true) => arith_twice_locals::<$a, $b, true>,
                }
            };
        }
        let handler = match (self.op(loads)?, self.op(loads + 1)?) {
            (Op::Mul, Op::Add) => handler!(MUL, ADD),
            (Op::Mul, Op::Sub) => handler!(MUL, SUB),
            (Op::Mul, Op::Mul) => handler!(MUL, MUL),
            (Op::Add, Op::Mul) => handler!(ADD, MUL),
            (Op::Add, Op::Add) => handler!(ADD, ADD),
            (Op::Sub, Op::Mul) => handler!(SUB, MUL),
            _ => return None,
        };
        Some((loads + 2 + usize::from(set), handler))
    }

    /// Elements of arrays.
    fn elements(self) -> Option<Candidate> {
        let found = match (self.op(0)?, self.op(1)?, self.op(2)) {
            (Op::Aset, Op::Pop, _) => of(2, aset_pop),
            (Op::GetIvar, _, Some(Op::Aref)) => match self.load(1)? {
                true => of(3, ivar_aref::<true>),
                false => of(3, ivar_aref::<false>),
            },
            (_, Op::Aref, _) => match self.load(0)? {
                true => of(2, aref_with::<true>),
                false => of(2, aref_with::<false>),
            },
            (_, _, Some(Op::Aref)) if self.local(0) => match self.load(1)? {
                true => of(3, aref_local::<true>),
                false => of(3, aref_local::<false>),
            },
            (Op::PushNil, _, _) if self.local(1) && self.local(2) && self.is(3, Op::Aref) => {
                of(4, nil_aref_local)
            }
            _ => return None,
        };
        Some(found)
    }

    /// Loads and stack work.
    fn loads(self) -> Option<Candidate> {
        let insn = self.code.get(self.at)?;
        let found = match (insn.op, self.op(1)) {
            (Op::GetEnv, _) if insn.a == 0 => of(1, get_env_near::<0>),
            (Op::GetEnv, _) if insn.a == 1 => of(1, get_env_near::<1>),
            (Op::Pick, Some(Op::Pick)) => of(2, two_picks),
            (Op::PushNil, _) if self.local(1) => of(2, nil_local),
            (Op::Pop, _) if self.local(1) => of(2, pop_local),
            (Op::GetIvar, _) if self.local(1) => of(2, ivar_local),
            _ if self.local(0) && self.local(1) => of(2, two_locals),
            _ => return None,
        };
        Some(found)
    }

    fn more_loads(self) -> Option<Candidate> {
        let all = self.local(0) && self.local(1) && self.local(2);
        all.then_some(of(3, three_locals))
    }

    /// What ends with a send.
    fn sends(self) -> Option<Candidate> {
        let found = match (self.op(0)?, self.op(1)?) {
            (Op::GetIvar, Op::Send) => of(2, ivar_send),
            (_, Op::Send) if self.local(0) => of(2, local_send),
            _ if self.local(0) && self.local(1) && self.is(2, Op::Send) => of(3, two_locals_send),
            (_, Op::PushInt) if self.local(0) && self.is(3, Op::Send) => match self.op(2)? {
                Op::Add => of(4, arith_local_send::<ADD>),
                Op::Sub => of(4, arith_local_send::<SUB>),
                _ => return None,
            },
            _ => return None,
        };
        Some(found)
    }

    /// What ends by leaving the frame.
    fn returns(self) -> Option<Candidate> {
        if self.jumps_to_leave(0) {
            return Some(of(1, jump_ret));
        }
        let found = match self.op(0)? {
            Op::GetIvar if self.leaves(1) => of(2, ret_ivar),
            Op::GetIvar if self.jumps_to_leave(1) => of(2, ivar_jump_ret),
            _ if self.local(0) && self.leaves(1) => of(2, ret_local),
            _ if self.local(0) && self.jumps_to_leave(1) => of(2, local_jump_ret),
            _ if self.immediate(0) && self.leaves(1) => of(2, ret_immediate),
            _ => return None,
        };
        Some(found)
    }
}

/// Replaces the handlers of frequent sequences. `shortcuts`: operators may be
/// fused, no core one is redefined.
pub fn overlay(function: &mut Function, code: &[Portable], mode: u8, shortcuts: bool) {
    if matches!(mode, COUNT | TRACE) || !shortcuts {
        return;
    }
    let is_stack = code.last().is_some_and(|insn| insn.op.is_stack());
    // Dispatches from each instruction to the end, one after the other.
    let mut left = vec![0u32; code.len() + 1];
    for at in (0..code.len()).rev() {
        let window = Window {
            code,
            at,
            keeps_locals: function.keeps_locals.get(),
            watched: function.is_hot(),
        };
        left[at] = left[at + 1] + 1;
        let cost = |(length, _): &Candidate| (left[at + length], usize::MAX - length);
        let best = match is_stack {
            true => ops_stack_fused::sequences(&code[at..]).min_by_key(cost),
            false => (window.sequences().into_iter().flatten()).min_by_key(cost),
        };
        if let Some((length, handler)) = best
            && left[at + length] < left[at]
        {
            left[at] = left[at + length] + 1;
            function.threaded[at].handler = handler;
        }
    }
}
