//! Superinstructions as an overlay on threaded code.
//!
//! Only the first handler of a sequence is replaced: the fused handler reads
//! the operands of the following instructions where they stand and goes on
//! behind them. All later instructions keep their plain handlers, so branches
//! into the middle stay legal, pcs and tables do not change, and the slow path
//! of every fused handler is the plain handler of its first instruction. In
//! the counting mode there is no overlay, so counts are those of the plain
//! instructions. The sequences are chosen from those that `perf/sequences.sh`
//! finds frequent over the twelve programs of benches/rb; its last report is in
//! perf/results.

use crate::bytecode::decode::Insn as Portable;
use crate::bytecode::ops::Op;
use crate::heap::{self, Word, layout};

use super::Vm;
use super::dispatch::{COUNT, Handler, Insn, next};
use super::frame::{CALLER_FP, ENV, RETURN_IP};
use super::function::Function;
use super::ops_arith::{
    is_plain_array, op_add, op_eq, op_ge, op_gt, op_le, op_lt, op_mod, op_mul, op_sub, window,
};
use super::ops_stack::op_push_int;
use super::ops_var::{op_get_ivar, op_get_local};

/// Declares a fused handler; `$plain` is what runs when its shortcut fails.
macro_rules! fused {
    ($(#[$meta:meta])* $name:ident [$($generic:tt)*] ($vm:ident, $ip:ident, $sp:ident, $fp:ident) $body:block) => {
        $(#[$meta])*
        #[unsafe(link_section = "svm_ops")]
        unsafe extern "C" fn $name<$($generic)*>($vm: *mut Vm, $ip: *const Insn, $sp: *mut Word, $fp: *mut Word) -> *const Insn {
            // SAFETY: V1; the sequence was matched when the code was threaded.
            unsafe { $body }
        }
    };
}

const LT: u8 = 0;
const LE: u8 = 1;
const GT: u8 = 2;
const GE: u8 = 3;
const EQ: u8 = 4;

const ADD: u8 = 0;
const SUB: u8 = 1;
const MUL: u8 = 2;
const MOD: u8 = 3;

/// The comparison of two words, if both are integers or both flonums.
#[inline(always)]
fn compare<const C: u8>(a: Word, b: Word) -> Option<bool> {
    if a.bits() & b.bits() & 1 != 0 {
        let (a, b) = (a.bits() as i64, b.bits() as i64);
        return Some(match C {
            LT => a < b,
            LE => a <= b,
            GT => a > b,
            GE => a >= b,
            _ => a == b,
        });
    }
    if a.is_flonum() && b.is_flonum() {
        let (a, b) = (a.flonum_unchecked(), b.flonum_unchecked());
        return Some(match C {
            LT => a < b,
            LE => a <= b,
            GT => a > b,
            GE => a >= b,
            _ => a == b,
        });
    }
    None
}

/// The result of an operation, if it is a shortcut's business.
#[inline(always)]
fn arith<const A: u8>(a: Word, b: Word) -> Option<Word> {
    if a.bits() & b.bits() & 1 != 0 {
        let (a, b) = (a.bits() as i64, b.bits() as i64);
        let bits = match A {
            ADD => a.checked_add(b.wrapping_sub(1)),
            SUB => a.checked_sub(b.wrapping_sub(1)),
            MUL => (a >> 1).checked_mul(b.wrapping_sub(1)).map(|r| r | 1),
            _ => super::ops_arith::floor_mod(a, b),
        };
        return bits.map(|bits| Word::from_bits(bits as u64));
    }
    if A != MOD && a.is_flonum() && b.is_flonum() {
        let (a, b) = (a.flonum_unchecked(), b.flonum_unchecked());
        return Word::from_flonum(match A {
            ADD => a + b,
            SUB => a - b,
            _ => a * b,
        });
    }
    None
}

#[inline(always)]
unsafe fn local(fp: *mut Word, ip: *const Insn) -> Word {
    // SAFETY: V2: the instruction is get_local of this function.
    unsafe { *fp.offset((*ip).a as isize) }
}

/// Takes a branch at `ip` whose condition is `truth`.
macro_rules! branch {
    ($vm:ident, $ip:expr, $sp:expr, $fp:ident, $truth:expr, $sense:ident) => {{
        let ip: *const Insn = $ip;
        if $truth == $sense {
            next!($vm, ip.offset((*ip).a as isize), $sp, $fp)
        }
        next!($vm, ip.add(1), $sp, $fp)
    }};
}

fused!(
    /// `get_local get_local|push_int compare branch`.
    compare_local [const C: u8, const IMM: bool, const SENSE: bool] (vm, ip, sp, fp) {
    let b = if IMM { Word::from_bits((*ip.add(1)).a) } else { local(fp, ip.add(1)) };
    match compare::<C>(local(fp, ip), b) {
        Some(truth) => branch!(vm, ip.add(3), sp, fp, truth, SENSE),
        None => op_get_local::<0>(vm, ip, sp, fp),
    }
});

fused!(
    /// `compare branch` on operands.
    compare_branch [const C: u8, const SENSE: bool] (vm, ip, sp, fp) {
    match compare::<C>(*sp.sub(2), *sp.sub(1)) {
        Some(truth) => branch!(vm, ip.add(1), sp.sub(2), fp, truth, SENSE),
        None => return plain_compare::<C>()(vm, ip, sp, fp),
    }
});

fused!(
    /// `not branch` on the top operand.
    not_branch [const SENSE: bool] (vm, ip, sp, fp) {
    branch!(vm, ip.add(1), sp.sub(1), fp, !(*sp.sub(1)).truthy(), SENSE)
});

fused!(
    /// `push_int compare branch`.
    compare_int_branch [const C: u8, const SENSE: bool] (vm, ip, sp, fp) {
    match compare::<C>(*sp.sub(1), Word::from_bits((*ip).a)) {
        Some(truth) => branch!(vm, ip.add(2), sp.sub(1), fp, truth, SENSE),
        None => return op_push_int::<0>(vm, ip, sp, fp),
    }
});

fused!(
    /// `get_local get_local|push_int operation`.
    arith_local [const A: u8, const IMM: bool] (vm, ip, sp, fp) {
    let b = if IMM { Word::from_bits((*ip.add(1)).a) } else { local(fp, ip.add(1)) };
    match arith::<A>(local(fp, ip), b) {
        Some(word) => {
            *sp = word;
            next!(vm, ip.add(3), sp.add(1), fp)
        }
        None => return op_get_local::<0>(vm, ip, sp, fp),
    }
});

fused!(
    /// The same, then `set_local`.
    arith_local_set [const A: u8, const IMM: bool] (vm, ip, sp, fp) {
    let b = if IMM { Word::from_bits((*ip.add(1)).a) } else { local(fp, ip.add(1)) };
    match arith::<A>(local(fp, ip), b) {
        Some(word) => {
            *fp.offset((*ip.add(3)).a as isize) = word;
            next!(vm, ip.add(4), sp, fp)
        }
        None => return op_get_local::<0>(vm, ip, sp, fp),
    }
});

fused!(
    /// `push_int operation` on the top operand.
    arith_int [const A: u8] (vm, ip, sp, fp) {
    match arith::<A>(*sp.sub(1), Word::from_bits((*ip).a)) {
        Some(word) => {
            *sp.sub(1) = word;
            next!(vm, ip.add(2), sp, fp)
        }
        None => return op_push_int::<0>(vm, ip, sp, fp),
    }
});

fused!(
    /// `get_local operation` on the top operand.
    arith_with_local [const A: u8] (vm, ip, sp, fp) {
    match arith::<A>(*sp.sub(1), local(fp, ip)) {
        Some(word) => {
            *sp.sub(1) = word;
            next!(vm, ip.add(2), sp, fp)
        }
        None => return op_get_local::<0>(vm, ip, sp, fp),
    }
});

fused!(
    /// `operation set_local` on two operands.
    arith_set [const A: u8] (vm, ip, sp, fp) {
    match arith::<A>(*sp.sub(2), *sp.sub(1)) {
        Some(word) => {
            *fp.offset((*ip.add(1)).a as isize) = word;
            next!(vm, ip.add(2), sp.sub(2), fp)
        }
        None => return plain_arith::<A>()(vm, ip, sp, fp),
    }
});

/// An element of a plain array by an integer index.
#[inline(always)]
unsafe fn element(vm: *mut Vm, array: Word, index: Word) -> Option<Word> {
    // SAFETY: V2: both words are live operands.
    unsafe {
        if !index.is_int() || !is_plain_array(vm, array) {
            return None;
        }
        let (start, len) = window(array);
        let at = index.int_unchecked();
        if (at as u64) >= len as u64 {
            return None;
        }
        let slots = heap::barrier::load(array, layout::array::SLOTS);
        Some(heap::barrier::load(
            slots,
            layout::tuple::TAIL + start + at as usize,
        ))
    }
}

fused!(
    /// `get_local get_local|push_int aref`.
    aref_local [const IMM: bool] (vm, ip, sp, fp) {
    let index = if IMM { Word::from_bits((*ip.add(1)).a) } else { local(fp, ip.add(1)) };
    match element(vm, local(fp, ip), index) {
        Some(word) => {
            *sp = word;
            next!(vm, ip.add(3), sp.add(1), fp)
        }
        None => return op_get_local::<0>(vm, ip, sp, fp),
    }
});

fused!(
    /// `get_local aref` on the top operand.
    aref_with_local [const UNUSED: bool] (vm, ip, sp, fp) {
    match element(vm, *sp.sub(1), local(fp, ip)) {
        Some(word) => {
            *sp.sub(1) = word;
            next!(vm, ip.add(2), sp, fp)
        }
        None => return op_get_local::<0>(vm, ip, sp, fp),
    }
});

fused!(
    /// `get_local get_local`.
    two_locals [const UNUSED: bool] (vm, ip, sp, fp) {
    *sp = local(fp, ip);
    *sp.add(1) = local(fp, ip.add(1));
    next!(vm, ip.add(2), sp.add(2), fp)
});

fused!(
    /// `push_self get_local`.
    self_local [const UNUSED: bool] (vm, ip, sp, fp) {
    *sp = local(fp, ip);
    *sp.add(1) = local(fp, ip.add(1));
    next!(vm, ip.add(2), sp.add(2), fp)
});

fused!(
    /// `get_local ret`.
    ret_local [const UNUSED: bool] (vm, ip, _sp, fp) {
    let base = fp.sub((*ip.add(1)).a as usize);
    *base = local(fp, ip);
    let caller = (*fp.add(CALLER_FP)).bits() as *mut Word;
    next!(vm, (*fp.add(RETURN_IP)).bits() as *const Insn, base.add(1), caller)
});

fused!(
    /// `get_env` of the frame's own Env or its parent.
    get_env_near [const DEPTH: u64] (vm, ip, sp, fp) {
    let mut env = *fp.add(ENV);
    if DEPTH == 1 {
        env = heap::barrier::load(env, layout::env::PARENT);
    }
    *sp = heap::barrier::load(env, layout::env::TAIL + ((*ip).a as u32) as usize);
    next!(vm, ip.add(1), sp.add(1), fp)
});

fused!(
    /// `get_ivar get_local`.
    ivar_local [const UNUSED: bool] (vm, ip, sp, fp) {
    let site = (*ip).a as *const super::function::IvarSite;
    let this = *fp.offset((*site).this_offset);
    if !this.is_object() || heap::barrier::header(this).shape() != (*site).shape {
        return op_get_ivar::<0>(vm, ip, sp, fp);
    }
    *sp = heap::barrier::load(this, (*site).offset);
    *sp.add(1) = local(fp, ip.add(1));
    next!(vm, ip.add(2), sp.add(2), fp)
});

const fn plain_compare<const C: u8>() -> Handler {
    match C {
        LT => op_lt::<0>,
        LE => op_le::<0>,
        GT => op_gt::<0>,
        GE => op_ge::<0>,
        _ => op_eq::<0>,
    }
}

const fn plain_arith<const A: u8>() -> Handler {
    match A {
        ADD => op_add::<0>,
        SUB => op_sub::<0>,
        MUL => op_mul::<0>,
        _ => op_mod::<0>,
    }
}

macro_rules! by_compare {
    ($op:expr, $make:ident) => {
        match $op {
            Op::Lt => $make!(LT),
            Op::Le => $make!(LE),
            Op::Gt => $make!(GT),
            Op::Ge => $make!(GE),
            Op::Eq => $make!(EQ),
            _ => None,
        }
    };
}

macro_rules! by_arith {
    ($op:expr, $make:ident) => {
        match $op {
            Op::Add => $make!(ADD),
            Op::Sub => $make!(SUB),
            Op::Mul => $make!(MUL),
            Op::Mod => $make!(MOD),
            _ => None,
        }
    };
}

/// Whether the branch jumps on true; None if this is no branch on truth.
fn sense(op: Option<Op>) -> Option<bool> {
    match op? {
        Op::BranchTrue => Some(true),
        Op::BranchFalse => Some(false),
        _ => None,
    }
}

/// `compare branch` after a local and a local or integer.
fn local_compare(op: Op, imm: bool, jumps_on: bool) -> Option<Handler> {
    macro_rules! make {
        ($c:ident) => {
            Some(match (imm, jumps_on) {
                (true, true) => compare_local::<$c, true, true> as Handler,
                (true, false) => compare_local::<$c, true, false>,
                (false, true) => compare_local::<$c, false, true>,
                (false, false) => compare_local::<$c, false, false>,
            })
        };
    }
    by_compare!(op, make)
}

fn operand_compare(op: Op, jumps_on: bool) -> Option<Handler> {
    macro_rules! make {
        ($c:ident) => {
            Some(if jumps_on {
                compare_branch::<$c, true> as Handler
            } else {
                compare_branch::<$c, false>
            })
        };
    }
    by_compare!(op, make)
}

fn int_compare(op: Op, jumps_on: bool) -> Option<Handler> {
    macro_rules! make {
        ($c:ident) => {
            Some(if jumps_on {
                compare_int_branch::<$c, true> as Handler
            } else {
                compare_int_branch::<$c, false>
            })
        };
    }
    by_compare!(op, make)
}

fn local_arith(op: Op, imm: bool, set: bool) -> Option<Handler> {
    macro_rules! make {
        ($a:ident) => {
            Some(match (imm, set) {
                (true, true) => arith_local_set::<$a, true> as Handler,
                (true, false) => arith_local::<$a, true>,
                (false, true) => arith_local_set::<$a, false>,
                (false, false) => arith_local::<$a, false>,
            })
        };
    }
    by_arith!(op, make)
}

/// The fused handler for the instructions that start here; the longest match.
fn choose(insns: &[Portable]) -> Option<Handler> {
    let op = |i: usize| insns.get(i).map(|insn| insn.op);
    macro_rules! int_arith {
        ($a:ident) => {
            Some(arith_int::<$a> as Handler)
        };
    }
    macro_rules! local_operand {
        ($a:ident) => {
            Some(arith_with_local::<$a> as Handler)
        };
    }
    macro_rules! set_result {
        ($a:ident) => {
            Some(arith_set::<$a> as Handler)
        };
    }
    match (op(0)?, op(1)) {
        (Op::GetLocal, Some(second @ (Op::GetLocal | Op::PushInt))) => {
            let imm = second == Op::PushInt;
            let third = op(2);
            if let (Some(third), Some(jumps_on)) = (third, sense(op(3)))
                && let Some(handler) = local_compare(third, imm, jumps_on)
            {
                return Some(handler);
            }
            if let Some(third) = third
                && let Some(handler) = local_arith(third, imm, op(3) == Some(Op::SetLocal))
            {
                return Some(handler);
            }
            match third {
                Some(Op::Aref) if imm => Some(aref_local::<true>),
                Some(Op::Aref) => Some(aref_local::<false>),
                // A triple that starts at the second one is worth more.
                _ if imm || choose(&insns[1..]).is_some() => None,
                _ => Some(two_locals::<false>),
            }
        }
        (Op::GetLocal, Some(Op::Ret | Op::BlockRet)) => Some(ret_local::<false>),
        (Op::GetLocal, Some(Op::Aref)) => Some(aref_with_local::<false>),
        (Op::GetLocal, Some(second)) => by_arith!(second, local_operand),
        (Op::PushInt, Some(second)) => {
            match sense(op(2)).and_then(|jumps_on| int_compare(second, jumps_on)) {
                Some(handler) => Some(handler),
                None => by_arith!(second, int_arith),
            }
        }
        (Op::Not, Some(Op::BranchTrue)) => Some(not_branch::<true>),
        (Op::Not, Some(Op::BranchFalse)) => Some(not_branch::<false>),
        (first, Some(Op::SetLocal)) => by_arith!(first, set_result),
        (first, second) => {
            match sense(second).and_then(|jumps_on| operand_compare(first, jumps_on)) {
                Some(handler) => Some(handler),
                None if first == Op::PushSelf
                    && second == Some(Op::GetLocal)
                    && choose(&insns[1..]).is_none() =>
                {
                    Some(self_local::<false>)
                }
                None if first == Op::GetIvar
                    && second == Some(Op::GetLocal)
                    && choose(&insns[1..]).is_none() =>
                {
                    Some(ivar_local::<false>)
                }
                None if first == Op::GetEnv && insns[0].a == 0 => Some(get_env_near::<0>),
                None if first == Op::GetEnv && insns[0].a == 1 => Some(get_env_near::<1>),
                None => None,
            }
        }
    }
}

/// Replaces the handlers of frequent sequences. `shortcuts`: operators may be
/// fused, no core one is redefined.
pub fn overlay(function: &mut Function, insns: &[Portable], mode: u8, shortcuts: bool) {
    if mode == COUNT || !shortcuts {
        return;
    }
    for at in 0..insns.len() {
        if let Some(handler) = choose(&insns[at..]) {
            function.threaded[at].handler = handler;
        }
    }
}
