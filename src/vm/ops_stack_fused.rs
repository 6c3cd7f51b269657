//! Superinstructions of the stack language: which there are, and what they do.
//!
//! They are an overlay like those of Ruby (`fuse.rs`): only the first handler
//! of a sequence is replaced, and whenever something is not as it likes best,
//! the plain handler of that first instruction runs, before anything was
//! changed. So a sequence also gives up where one of its words would find the
//! stack full on the way. Chosen from `--stats=sequences` of the programs in
//! examples and tests/stack: loops and calls test, step, and go on somewhere.

use crate::bytecode::decode::Insn as Portable;
use crate::bytecode::ops::Op;
use crate::heap::Word;

use super::Vm;
use super::dispatch::{Handler, Insn, NORMAL, cold_handler, go, next};
use super::fuse::Candidate;
use super::ops_stack_lang::{
    add, arrive, is_eq, is_ge, is_gt, is_le, is_lt, mul, op_stack_int, place, sub,
};
use super::table::handlers;

/// Declares a fused handler.
macro_rules! fused {
    ($(#[$meta:meta])* $name:ident [$(const $p:ident : $t:ty),*] ($vm:ident, $ip:ident, $sp:ident, $fp:ident) $body:block) => {
        $(#[$meta])*
        #[unsafe(link_section = "svm_ops")]
        pub unsafe extern "C" fn $name<$(const $p: $t),*>(
            $vm: *mut Vm,
            $ip: *const Insn,
            $sp: *mut Word,
            $fp: *mut Word,
        ) -> *const Insn {
            // SAFETY: V1 and S1; the instructions of the sequence follow.
            unsafe { $body }
        }
    };
}

cold_handler!(
    /// The plain handler of a word, which holds its number.
    plain_word (vm, ip, sp, fp) {
    let handler = handlers(NORMAL).0[(*ip).a as usize];
    return handler(vm, ip, sp, fp);
});

/// The plain handler of the first instruction: a push or a word.
macro_rules! plain {
    ($push:expr, $vm:ident, $ip:ident, $sp:ident, $fp:ident) => {
        if $push {
            return op_stack_int::<NORMAL>($vm, $ip, $sp, $fp);
        } else {
            go!(plain_word, $vm, $ip, $sp, $fp)
        }
    };
}

// What comes in front of an operation, and where its operands are then.
/// Nothing: both are on the stack.
const NONE: u8 = 0;
/// A push: one is on the stack.
const PUSH: u8 = 1;
/// `dup` and a push.
const DUP_PUSH: u8 = 2;
/// `over` and a push.
const OVER_PUSH: u8 = 3;
/// `over over`.
const OVER_OVER: u8 = 4;
/// `swap` and a push.
const SWAP_PUSH: u8 = 5;

/// Instructions of that.
const fn length(front: u8) -> usize {
    match front {
        NONE => 0,
        PUSH => 1,
        _ => 2,
    }
}

// Comparisons and operations.
const LT: u8 = 0;
const LE: u8 = 1;
const GT: u8 = 2;
const GE: u8 = 3;
const EQ: u8 = 4;
const ADD: u8 = 5;
const SUB: u8 = 6;
const MUL: u8 = 7;

#[inline(always)]
fn compare<const C: u8>(a: Word, b: Word) -> Option<bool> {
    match C {
        LT => is_lt(a, b),
        LE => is_le(a, b),
        GT => is_gt(a, b),
        GE => is_ge(a, b),
        _ => is_eq(a, b),
    }
}

#[inline(always)]
fn arith<const A: u8>(a: Word, b: Word) -> Option<Word> {
    match A {
        ADD => add(a, b),
        SUB => sub(a, b),
        _ => mul(a, b),
    }
}

// Where a sequence goes on.
/// Behind itself.
const ON: u8 = 0;
/// Where `jmp` goes.
const JUMP: u8 = 1;
/// Where `call` goes.
const CALL: u8 = 2;

/// What a push pushes.
#[inline(always)]
unsafe fn pushed(ip: *const Insn) -> Word {
    // SAFETY: V1: the operand of a push is a word.
    Word::from_bits(unsafe { (*ip).a })
}

/// Whether so many entries more have room.
#[inline(always)]
unsafe fn has_room(vm: *mut Vm, sp: *mut Word, entries: usize) -> bool {
    // SAFETY: V1.
    sp.wrapping_add(entries) <= unsafe { (*vm).stacks.end }
}

/// Where `jmp` or `call` at `ip` goes with this word, or null; a call is noted.
#[inline(always)]
unsafe fn target<const GO: u8>(vm: *mut Vm, ip: *const Insn, word: Word) -> *const Insn {
    // SAFETY: V1 and S1.
    unsafe {
        let target = place(vm, word);
        if GO == CALL && !target.is_null() {
            let returns = (*vm).stacks.returns;
            if returns >= (*vm).stacks.returns_end {
                return std::ptr::null();
            }
            *returns = ip.add(1);
            (*vm).stacks.returns = returns.add(1);
        }
        target
    }
}

fused!(
    /// `[front] comparison push push if jmp|call`.
    test_and_go [const FRONT: u8, const C: u8, const GO: u8] (vm, ip, sp, fp) {
    let front = length(FRONT);
    let (a, b, below) = match FRONT {
        NONE => (*sp.sub(2), *sp.sub(1), sp.sub(2)),
        PUSH => (*sp.sub(1), pushed(ip), sp.sub(1)),
        DUP_PUSH => (*sp.sub(1), pushed(ip.add(1)), sp),
        OVER_PUSH => (*sp.sub(2), pushed(ip.add(1)), sp),
        _ => (*sp.sub(2), *sp.sub(1), sp),
    };
    if has_room(vm, sp, front + 1)
        && let Some(truth) = compare::<C>(a, b)
    {
        let chosen = ip.add(front + if truth { 1 } else { 2 });
        let target = target::<GO>(vm, ip.add(front + 4), pushed(chosen));
        if !target.is_null() {
            return arrive(vm, target, below, fp);
        }
    }
    plain!(FRONT == PUSH, vm, ip, sp, fp)
});

fused!(
    /// `push push if jmp|call` on a truth value.
    choose_and_go [const GO: u8] (vm, ip, sp, fp) {
    let chosen = match *sp.sub(1) {
        Word::TRUE => ip,
        Word::FALSE => ip.add(1),
        _ => plain!(true, vm, ip, sp, fp),
    };
    if has_room(vm, sp, 2) {
        let target = target::<GO>(vm, ip.add(3), pushed(chosen));
        if !target.is_null() {
            return arrive(vm, target, sp.sub(1), fp);
        }
    }
    plain!(true, vm, ip, sp, fp)
});

fused!(
    /// `push jmp|call`.
    go_there [const GO: u8] (vm, ip, sp, fp) {
    if has_room(vm, sp, 1) {
        let target = target::<GO>(vm, ip.add(1), pushed(ip));
        if !target.is_null() {
            return arrive(vm, target, sp, fp);
        }
    }
    plain!(true, vm, ip, sp, fp)
});

fused!(
    /// `[dup|over|swap] push operation [push jmp|call]`.
    step [const FRONT: u8, const A: u8, const GO: u8] (vm, ip, sp, fp) {
    let front = length(FRONT);
    let a = match FRONT {
        OVER_PUSH | SWAP_PUSH => *sp.sub(2),
        _ => *sp.sub(1),
    };
    let most = match FRONT {
        DUP_PUSH | OVER_PUSH => 2,
        _ => 1,
    };
    if has_room(vm, sp, most)
        && let Some(word) = arith::<A>(a, pushed(ip.add(front - 1)))
    {
        let mut target_ip = ip.add(front + 1);
        if GO != ON {
            target_ip = target::<GO>(vm, ip.add(front + 2), pushed(target_ip));
        }
        if !target_ip.is_null() {
            let top = match FRONT {
                DUP_PUSH | OVER_PUSH => sp,
                _ => sp.sub(1),
            };
            if FRONT == SWAP_PUSH {
                *sp.sub(2) = *top;
            }
            *top = word;
            if GO == ON {
                next!(vm, target_ip, top.add(1), fp)
            }
            return arrive(vm, target_ip, top.add(1), fp);
        }
    }
    plain!(FRONT == PUSH, vm, ip, sp, fp)
});

fused!(
    /// `operation return`.
    arith_return [const A: u8] (vm, ip, sp, fp) {
    let returns = (*vm).stacks.returns;
    if returns != (*vm).stacks.returns_base
        && let Some(word) = arith::<A>(*sp.sub(2), *sp.sub(1))
    {
        let returns = returns.sub(1);
        (*vm).stacks.returns = returns;
        *sp.sub(2) = word;
        next!(vm, *returns, sp.sub(1), fp)
    }
    plain!(false, vm, ip, sp, fp)
});

fused!(
    /// `operation swap`.
    arith_swap [const A: u8] (vm, ip, sp, fp) {
    let under = *sp.sub(3);
    if !under.is_undef()
        && let Some(word) = arith::<A>(*sp.sub(2), *sp.sub(1))
    {
        *sp.sub(3) = word;
        *sp.sub(2) = under;
        next!(vm, ip.add(2), sp.sub(1), fp)
    }
    plain!(false, vm, ip, sp, fp)
});

fused!(
    /// `over operation`.
    over_arith [const A: u8] (vm, ip, sp, fp) {
    if has_room(vm, sp, 1)
        && let Some(word) = arith::<A>(*sp.sub(1), *sp.sub(2))
    {
        *sp.sub(1) = word;
        next!(vm, ip.add(2), sp, fp)
    }
    plain!(false, vm, ip, sp, fp)
});

// ---- which sequences have one -------------------------------------------------

/// Code from one instruction on.
#[derive(Clone, Copy)]
struct Window<'c>(&'c [Portable]);

impl Window<'_> {
    fn op(self, i: usize) -> Option<Op> {
        self.0.get(i).map(|insn| insn.op)
    }

    fn pushes(self, i: usize) -> bool {
        matches!(self.op(i), Some(Op::StackInt | Op::StackLiteral))
    }

    /// What stands here in front of an operation.
    fn front(self) -> u8 {
        match (self.op(0), self.op(1)) {
            (Some(Op::StackDup), _) if self.pushes(1) => DUP_PUSH,
            (Some(Op::StackOver), _) if self.pushes(1) => OVER_PUSH,
            (Some(Op::StackSwap), _) if self.pushes(1) => SWAP_PUSH,
            (Some(Op::StackOver), Some(Op::StackOver)) => OVER_OVER,
            _ if self.pushes(0) => PUSH,
            _ => NONE,
        }
    }

    fn goes(self, i: usize) -> Option<u8> {
        match self.op(i)? {
            Op::StackJump => Some(JUMP),
            Op::StackCall => Some(CALL),
            _ => None,
        }
    }

    fn arith(self, i: usize) -> Option<u8> {
        match self.op(i)? {
            Op::StackAdd => Some(ADD),
            Op::StackSub => Some(SUB),
            Op::StackMul => Some(MUL),
            _ => None,
        }
    }

    fn comparison(self, i: usize) -> Option<u8> {
        match self.op(i)? {
            Op::StackLt => Some(LT),
            Op::StackLe => Some(LE),
            Op::StackGt => Some(GT),
            Op::StackGe => Some(GE),
            Op::StackEq => Some(EQ),
            _ => None,
        }
    }

    /// `push push if jmp|call`
    fn chooses(self, i: usize) -> Option<u8> {
        let chooses = self.pushes(i) && self.pushes(i + 1) && self.op(i + 2)? == Op::StackIf;
        self.goes(i + 3).filter(|_| chooses)
    }

    fn test(self, front: u8) -> Option<Candidate> {
        let at = length(front);
        macro_rules! by_go {
            ($go:expr, $front:ident, $c:ident) => {
                match $go {
                    JUMP => test_and_go::<$front, $c, JUMP> as Handler,
                    _ => test_and_go::<$front, $c, CALL>,
                }
            };
        }
        macro_rules! by_comparison {
            ($c:expr, $go:expr, $front:ident) => {
                match $c {
                    LT => by_go!($go, $front, LT),
                    LE => by_go!($go, $front, LE),
                    GT => by_go!($go, $front, GT),
                    GE => by_go!($go, $front, GE),
                    _ => by_go!($go, $front, EQ),
                }
            };
        }
        let (c, go) = (self.comparison(at)?, self.chooses(at + 1)?);
        let handler = match front {
            NONE => by_comparison!(c, go, NONE),
            PUSH => by_comparison!(c, go, PUSH),
            DUP_PUSH => by_comparison!(c, go, DUP_PUSH),
            OVER_PUSH => by_comparison!(c, go, OVER_PUSH),
            OVER_OVER => by_comparison!(c, go, OVER_OVER),
            _ => return None,
        };
        Some((at + 5, handler))
    }

    fn step(self, front: u8) -> Option<Candidate> {
        let at = length(front);
        let a = self.arith(at)?;
        let go = match self.pushes(at + 1) {
            true => self.goes(at + 2).unwrap_or(ON),
            false => ON,
        };
        macro_rules! by_go {
            ($front:ident, $a:ident) => {
                match go {
                    ON => step::<$front, $a, ON> as Handler,
                    JUMP => step::<$front, $a, JUMP>,
                    _ => step::<$front, $a, CALL>,
                }
            };
        }
        macro_rules! by_arith {
            ($front:ident) => {
                match a {
                    ADD => by_go!($front, ADD),
                    SUB => by_go!($front, SUB),
                    _ => by_go!($front, MUL),
                }
            };
        }
        let handler = match front {
            PUSH => by_arith!(PUSH),
            DUP_PUSH => by_arith!(DUP_PUSH),
            OVER_PUSH => by_arith!(OVER_PUSH),
            SWAP_PUSH => by_arith!(SWAP_PUSH),
            _ => return None,
        };
        Some((at + if go == ON { 1 } else { 3 }, handler))
    }

    /// Pairs, and choices without a test.
    fn others(self) -> Option<Candidate> {
        macro_rules! by_arith {
            ($a:expr, $handler:ident) => {
                match $a {
                    ADD => $handler::<ADD> as Handler,
                    SUB => $handler::<SUB>,
                    _ => $handler::<MUL>,
                }
            };
        }
        if let Some(go) = self.chooses(0) {
            let handler = match go {
                JUMP => choose_and_go::<JUMP> as Handler,
                _ => choose_and_go::<CALL>,
            };
            return Some((4, handler));
        }
        let handler = match (self.arith(0), self.op(1)?) {
            (Some(a), Op::StackReturn) => by_arith!(a, arith_return),
            (Some(a), Op::StackSwap) => by_arith!(a, arith_swap),
            (_, Op::StackJump) if self.pushes(0) => go_there::<JUMP>,
            (_, Op::StackCall) if self.pushes(0) => go_there::<CALL>,
            _ if self.op(0)? == Op::StackOver => by_arith!(self.arith(1)?, over_arith),
            _ => return None,
        };
        Some((2, handler))
    }
}

/// Every sequence that the code begins with, at most one of each kind.
pub fn sequences(code: &[Portable]) -> impl Iterator<Item = Candidate> {
    let window = Window(code);
    let front = window.front();
    let found = [window.test(front), window.step(front), window.others()];
    found.into_iter().flatten()
}
