//! Handlers of sequences: what `fuse.rs` puts in front of frequent ones.
//!
//! A fused handler reads the operands of all its instructions where they
//! stand, and does nothing visible before it knows that every shortcut
//! applies; otherwise it continues as the plain handler of its first
//! instruction, so that nothing here has a slow path of its own.

use crate::heap::{self, Flag, Word, layout};

use super::Vm;
use super::dispatch::{Handler, Insn, next};
use super::frame::{CALLER_FP, ENV, RETURN_IP};
use super::function::{IvarSite, SendSite};
use super::ops_arith::{
    floor_div, floor_mod, identical, is_plain_array, op_add, op_and, op_aset, op_div, op_eq, op_ge,
    op_gt, op_le, op_lt, op_mod, op_mul, op_neq, op_or, op_sub, window,
};
use super::ops_call::op_send;
use super::ops_control::again;
use super::ops_stack::{op_push_int, op_push_nil};
use super::ops_var::{op_get_ivar, op_get_local};

/// Declares a fused handler.
macro_rules! fused {
    ($(#[$meta:meta])* $name:ident [$($generic:tt)*] ($vm:ident, $ip:ident, $sp:ident, $fp:ident) $body:block) => {
        $(#[$meta])*
        #[unsafe(link_section = "svm_ops")]
        pub(super) unsafe extern "C" fn $name<$($generic)*>($vm: *mut Vm, $ip: *const Insn, $sp: *mut Word, $fp: *mut Word) -> *const Insn {
            // SAFETY: V1; the sequence was matched when the code was threaded.
            unsafe { $body }
        }
    };
}

pub(super) const LT: u8 = 0;
pub(super) const LE: u8 = 1;
pub(super) const GT: u8 = 2;
pub(super) const GE: u8 = 3;
pub(super) const EQ: u8 = 4;
pub(super) const NEQ: u8 = 5;

pub(super) const ADD: u8 = 0;
pub(super) const SUB: u8 = 1;
pub(super) const MUL: u8 = 2;
pub(super) const DIV: u8 = 3;
pub(super) const MOD: u8 = 4;
pub(super) const AND: u8 = 5;
pub(super) const OR: u8 = 6;

/// A comparison's result, if it is a shortcut's business.
#[inline(always)]
fn compare<const C: u8>(a: Word, b: Word) -> Option<bool> {
    if C == EQ || C == NEQ {
        return identical(a, b).map(|equal| equal == (C == EQ));
    }
    if a.bits() & b.bits() & 1 != 0 {
        let (a, b) = (a.bits() as i64, b.bits() as i64);
        return Some(match C {
            LT => a < b,
            LE => a <= b,
            GT => a > b,
            _ => a >= b,
        });
    }
    if a.is_flonum() && b.is_flonum() {
        let (a, b) = (a.flonum_unchecked(), b.flonum_unchecked());
        return Some(match C {
            LT => a < b,
            LE => a <= b,
            GT => a > b,
            _ => a >= b,
        });
    }
    None
}

/// An operation on doubles that has one.
#[inline(always)]
fn float<const A: u8>(a: f64, b: f64) -> f64 {
    match A {
        ADD => a + b,
        SUB => a - b,
        MUL => a * b,
        _ => a / b,
    }
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
            DIV => floor_div(a, b),
            MOD => floor_mod(a, b),
            AND => Some(a & b),
            _ => Some(a | b),
        };
        return bits.map(|bits| Word::from_bits(bits as u64));
    }
    if A <= DIV && a.is_flonum() && b.is_flonum() {
        return Word::from_flonum(float::<A>(a.flonum_unchecked(), b.flonum_unchecked()));
    }
    None
}

/// `a A2 (b A1 c)`: the double between is not made a word.
#[inline(always)]
fn arith2<const A1: u8, const A2: u8>(a: Word, b: Word, c: Word) -> Option<Word> {
    if a.is_flonum() && b.is_flonum() && c.is_flonum() {
        let inner = float::<A1>(b.flonum_unchecked(), c.flonum_unchecked());
        return Word::from_flonum(float::<A2>(a.flonum_unchecked(), inner));
    }
    arith::<A2>(a, arith::<A1>(b, c)?)
}

/// The operand of `get_local` or `push_self`.
#[inline(always)]
unsafe fn local(fp: *mut Word, ip: *const Insn) -> Word {
    // SAFETY: V2: the instruction is one of these, of this function.
    unsafe { *fp.offset((*ip).a as isize) }
}

/// What a loading instruction pushes: one whose operand is the word itself, or
/// a local.
#[inline(always)]
unsafe fn load<const IMM: bool>(fp: *mut Word, ip: *const Insn) -> Word {
    // SAFETY: V2: the instruction is of this kind.
    unsafe {
        if IMM {
            Word::from_bits((*ip).a)
        } else {
            local(fp, ip)
        }
    }
}

/// Branches at `ip`; a branch back to a loop's head does the head's work.
#[inline(always)]
unsafe fn branch<const SENSE: bool, const LOOP: bool>(
    vm: *mut Vm,
    ip: *const Insn,
    sp: *mut Word,
    fp: *mut Word,
    truth: bool,
) -> *const Insn {
    // SAFETY: V1: the instruction is a branch of this kind.
    unsafe {
        if truth == SENSE {
            let target = ip.offset((*ip).a as isize);
            if LOOP {
                return again(vm, target, sp, fp);
            }
            next!(vm, target, sp, fp)
        }
        next!(vm, ip.add(1), sp, fp)
    }
}

/// Leaves a frame with a result; the instruction is `ret` or `block_ret`.
#[inline(always)]
unsafe fn leave(vm: *mut Vm, ip: *const Insn, fp: *mut Word, result: Word) -> *const Insn {
    // SAFETY: V2: the operand is the distance from fp down to self.
    unsafe {
        let base = fp.sub((*ip).a as usize);
        *base = result;
        let caller = (*fp.add(CALLER_FP)).bits() as *mut Word;
        next!(
            vm,
            (*fp.add(RETURN_IP)).bits() as *const Insn,
            base.add(1),
            caller
        )
    }
}

/// An instance variable of self, if the site knows its shape.
#[inline(always)]
unsafe fn ivar(fp: *mut Word, ip: *const Insn) -> Option<Word> {
    // SAFETY: V1: the instruction is `get_ivar`; the shape tells the offset.
    unsafe {
        let site = (*ip).a as *const IvarSite;
        let this = *fp.offset((*site).this_offset);
        if !this.is_object() || heap::barrier::header(this).shape() != (*site).shape {
            return None;
        }
        Some(heap::barrier::load(this, (*site).offset))
    }
}

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

// ---- comparisons that branch ------------------------------------------------

fused!(
    /// `local local|immediate compare branch`.
    compare_local [const C: u8, const IMM: bool, const SENSE: bool, const LOOP: bool] (vm, ip, sp, fp) {
    match compare::<C>(local(fp, ip), load::<IMM>(fp, ip.add(1))) {
        Some(truth) => return branch::<SENSE, LOOP>(vm, ip.add(3), sp, fp, truth),
        None => return op_get_local::<0>(vm, ip, sp, fp),
    }
});

fused!(
    /// `compare branch` on operands.
    compare_branch [const C: u8, const SENSE: bool, const LOOP: bool] (vm, ip, sp, fp) {
    match compare::<C>(*sp.sub(2), *sp.sub(1)) {
        Some(truth) => return branch::<SENSE, LOOP>(vm, ip.add(1), sp.sub(2), fp, truth),
        None => return plain_compare::<C>()(vm, ip, sp, fp),
    }
});

fused!(
    /// `local|immediate compare branch` on the top operand.
    compare_with [const C: u8, const IMM: bool, const SENSE: bool, const LOOP: bool] (vm, ip, sp, fp) {
    match compare::<C>(*sp.sub(1), load::<IMM>(fp, ip)) {
        Some(truth) => return branch::<SENSE, LOOP>(vm, ip.add(2), sp.sub(1), fp, truth),
        None => return plain_load::<IMM>()(vm, ip, sp, fp),
    }
});

fused!(
    /// `local local length compare branch`, as in a loop over an array.
    compare_length [const C: u8, const SENSE: bool, const LOOP: bool] (vm, ip, sp, fp) {
    let (at, array) = (local(fp, ip), local(fp, ip.add(1)));
    if !at.is_int() || !is_plain_array(vm, array) {
        return op_get_local::<0>(vm, ip, sp, fp);
    }
    let truth = compare::<C>(at, Word::from_int(window(array).1 as i64));
    return branch::<SENSE, LOOP>(vm, ip.add(4), sp, fp, truth == Some(true));
});

fused!(
    /// `local push_int add set_local`, then `local local|immediate compare
    /// branch_true` back to the head of a loop.
    step_and_compare [const C: u8, const IMM: bool] (vm, ip, sp, fp) {
    let Some(word) = arith::<ADD>(local(fp, ip), load::<true>(fp, ip.add(1))) else {
        return op_get_local::<0>(vm, ip, sp, fp);
    };
    *fp.offset((*ip.add(3)).a as isize) = word;
    let ip = ip.add(4);
    match compare::<C>(local(fp, ip), load::<IMM>(fp, ip.add(1))) {
        Some(truth) => return branch::<true, true>(vm, ip.add(3), sp, fp, truth),
        None => return op_get_local::<0>(vm, ip, sp, fp),
    }
});

fused!(
    /// `local push_int add set_local`, then `local local length compare
    /// branch_true` back to the head of a loop.
    step_and_compare_length [const C: u8] (vm, ip, sp, fp) {
    let Some(word) = arith::<ADD>(local(fp, ip), load::<true>(fp, ip.add(1))) else {
        return op_get_local::<0>(vm, ip, sp, fp);
    };
    *fp.offset((*ip.add(3)).a as isize) = word;
    return compare_length::<C, true, true>(vm, ip.add(4), sp, fp);
});

// ---- other branches ---------------------------------------------------------

fused!(
    /// `not branch`; nobody has defined `!` (see `Vm::method_changed`).
    not_branch [const SENSE: bool, const LOOP: bool] (vm, ip, sp, fp) {
    return branch::<SENSE, LOOP>(vm, ip.add(1), sp.sub(1), fp, !(*sp.sub(1)).truthy());
});

fused!(
    /// A branch back to the head of a loop.
    branch_back [const SENSE: bool] (vm, ip, sp, fp) {
    return branch::<SENSE, true>(vm, ip, sp.sub(1), fp, (*sp.sub(1)).truthy());
});

fused!(
    /// `local branch`.
    local_branch [const SENSE: bool] (vm, ip, sp, fp) {
    return branch::<SENSE, false>(vm, ip.add(1), sp, fp, local(fp, ip).truthy());
});

fused!(
    /// `get_ivar branch`.
    ivar_branch [const SENSE: bool] (vm, ip, sp, fp) {
    match ivar(fp, ip) {
        Some(word) => return branch::<SENSE, false>(vm, ip.add(1), sp, fp, word.truthy()),
        None => return op_get_ivar::<0>(vm, ip, sp, fp),
    }
});

fused!(
    /// `dup branch pop`: `||` and `&&` as a value.
    dup_branch_pop [const SENSE: bool] (vm, ip, sp, fp) {
    if (*sp.sub(1)).truthy() == SENSE {
        let ip = ip.add(1);
        next!(vm, ip.offset((*ip).a as isize), sp, fp)
    }
    next!(vm, ip.add(3), sp.sub(1), fp)
});

// ---- arithmetic -------------------------------------------------------------

fused!(
    /// `local local|immediate operation [set_local]`.
    arith_local [const A: u8, const IMM: bool, const SET: bool] (vm, ip, sp, fp) {
    match arith::<A>(local(fp, ip), load::<IMM>(fp, ip.add(1))) {
        Some(word) if SET => {
            *fp.offset((*ip.add(3)).a as isize) = word;
            next!(vm, ip.add(4), sp, fp)
        }
        Some(word) => {
            *sp = word;
            next!(vm, ip.add(3), sp.add(1), fp)
        }
        None => return op_get_local::<0>(vm, ip, sp, fp),
    }
});

fused!(
    /// `local|immediate operation [set_local]` on the top operand.
    arith_with [const A: u8, const IMM: bool, const SET: bool] (vm, ip, sp, fp) {
    match arith::<A>(*sp.sub(1), load::<IMM>(fp, ip)) {
        Some(word) if SET => {
            *fp.offset((*ip.add(2)).a as isize) = word;
            next!(vm, ip.add(3), sp.sub(1), fp)
        }
        Some(word) => {
            *sp.sub(1) = word;
            next!(vm, ip.add(2), sp, fp)
        }
        None => return plain_load::<IMM>()(vm, ip, sp, fp),
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

fused!(
    /// `operation ret` on two operands.
    arith_ret [const A: u8] (vm, ip, sp, fp) {
    match arith::<A>(*sp.sub(2), *sp.sub(1)) {
        Some(word) => return leave(vm, ip.add(1), fp, word),
        None => return plain_arith::<A>()(vm, ip, sp, fp),
    }
});

fused!(
    /// `operation operation [set_local]` on three operands.
    arith_twice [const A1: u8, const A2: u8, const SET: bool] (vm, ip, sp, fp) {
    match arith2::<A1, A2>(*sp.sub(3), *sp.sub(2), *sp.sub(1)) {
        Some(word) if SET => {
            *fp.offset((*ip.add(2)).a as isize) = word;
            next!(vm, ip.add(3), sp.sub(3), fp)
        }
        Some(word) => {
            *sp.sub(3) = word;
            next!(vm, ip.add(2), sp.sub(2), fp)
        }
        None => return plain_arith::<A1>()(vm, ip, sp, fp),
    }
});

fused!(
    /// `local operation operation [set_local]` on two operands.
    arith_twice_with [const A1: u8, const A2: u8, const SET: bool] (vm, ip, sp, fp) {
    match arith2::<A1, A2>(*sp.sub(2), *sp.sub(1), local(fp, ip)) {
        Some(word) if SET => {
            *fp.offset((*ip.add(3)).a as isize) = word;
            next!(vm, ip.add(4), sp.sub(2), fp)
        }
        Some(word) => {
            *sp.sub(2) = word;
            next!(vm, ip.add(3), sp.sub(1), fp)
        }
        None => return op_get_local::<0>(vm, ip, sp, fp),
    }
});

fused!(
    /// `local local operation operation [set_local]` on the top operand.
    arith_twice_locals [const A1: u8, const A2: u8, const SET: bool] (vm, ip, sp, fp) {
    match arith2::<A1, A2>(*sp.sub(1), local(fp, ip), local(fp, ip.add(1))) {
        Some(word) if SET => {
            *fp.offset((*ip.add(4)).a as isize) = word;
            next!(vm, ip.add(5), sp.sub(1), fp)
        }
        Some(word) => {
            *sp.sub(1) = word;
            next!(vm, ip.add(4), sp, fp)
        }
        None => return op_get_local::<0>(vm, ip, sp, fp),
    }
});

// ---- elements ---------------------------------------------------------------

fused!(
    /// `local local|immediate aref`.
    aref_local [const IMM: bool] (vm, ip, sp, fp) {
    match element(vm, local(fp, ip), load::<IMM>(fp, ip.add(1))) {
        Some(word) => {
            *sp = word;
            next!(vm, ip.add(3), sp.add(1), fp)
        }
        None => return op_get_local::<0>(vm, ip, sp, fp),
    }
});

fused!(
    /// `push_nil local local aref`: an element for a block.
    nil_aref_local [] (vm, ip, sp, fp) {
    match element(vm, local(fp, ip.add(1)), local(fp, ip.add(2))) {
        Some(word) => {
            *sp = Word::NIL;
            *sp.add(1) = word;
            next!(vm, ip.add(4), sp.add(2), fp)
        }
        None => return op_push_nil::<0>(vm, ip, sp, fp),
    }
});

fused!(
    /// `local|immediate aref` on the top operand.
    aref_with [const IMM: bool] (vm, ip, sp, fp) {
    match element(vm, *sp.sub(1), load::<IMM>(fp, ip)) {
        Some(word) => {
            *sp.sub(1) = word;
            next!(vm, ip.add(2), sp, fp)
        }
        None => return plain_load::<IMM>()(vm, ip, sp, fp),
    }
});

fused!(
    /// `get_ivar local|immediate aref`.
    ivar_aref [const IMM: bool] (vm, ip, sp, fp) {
    if let Some(array) = ivar(fp, ip)
        && let Some(word) = element(vm, array, load::<IMM>(fp, ip.add(1)))
    {
        *sp = word;
        next!(vm, ip.add(3), sp.add(1), fp)
    }
    return op_get_ivar::<0>(vm, ip, sp, fp);
});

fused!(
    /// `aset pop`: nobody wants the value.
    aset_pop [] (vm, ip, sp, fp) {
    let (array, index, value) = (*sp.sub(3), *sp.sub(2), *sp.sub(1));
    if index.is_int() && is_plain_array(vm, array) && !heap::barrier::header(array).has(Flag::FROZEN) {
        let (start, len) = window(array);
        let at = index.int_unchecked();
        if (at as u64) < len as u64 {
            let slots = heap::barrier::load(array, layout::array::SLOTS);
            if !value.is_object() || !heap::barrier::header(slots).has(Flag::MATURE) {
                heap::barrier::store_init(slots, layout::tuple::TAIL + start + at as usize, value);
                next!(vm, ip.add(2), sp.sub(3), fp)
            }
        }
    }
    return op_aset::<0>(vm, ip, sp, fp);
});

// ---- loads ------------------------------------------------------------------

fused!(
    /// `local local`.
    two_locals [] (vm, ip, sp, fp) {
    *sp = local(fp, ip);
    *sp.add(1) = local(fp, ip.add(1));
    next!(vm, ip.add(2), sp.add(2), fp)
});

fused!(
    /// `local local local`.
    three_locals [] (vm, ip, sp, fp) {
    *sp = local(fp, ip);
    *sp.add(1) = local(fp, ip.add(1));
    *sp.add(2) = local(fp, ip.add(2));
    next!(vm, ip.add(3), sp.add(3), fp)
});

fused!(
    /// `push_nil local`: the place of a block's self and an argument.
    nil_local [] (vm, ip, sp, fp) {
    *sp = Word::NIL;
    *sp.add(1) = local(fp, ip.add(1));
    next!(vm, ip.add(2), sp.add(2), fp)
});

fused!(
    /// `pop local`.
    pop_local [] (vm, ip, sp, fp) {
    *sp.sub(1) = local(fp, ip.add(1));
    next!(vm, ip.add(2), sp, fp)
});

fused!(
    /// `pick pick`.
    two_picks [] (vm, ip, sp, fp) {
    *sp = *sp.sub(1 + (*ip).a as usize);
    let sp = sp.add(1);
    *sp = *sp.sub(1 + (*ip.add(1)).a as usize);
    next!(vm, ip.add(2), sp.add(1), fp)
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
    /// `get_ivar local`.
    ivar_local [] (vm, ip, sp, fp) {
    let Some(word) = ivar(fp, ip) else {
        return op_get_ivar::<0>(vm, ip, sp, fp);
    };
    *sp = word;
    *sp.add(1) = local(fp, ip.add(1));
    next!(vm, ip.add(2), sp.add(2), fp)
});

// ---- calls and returns ------------------------------------------------------

/// Sends at `ip`, whose values are pushed.
#[inline(always)]
unsafe fn send(vm: *mut Vm, ip: *const Insn, sp: *mut Word, fp: *mut Word) -> *const Insn {
    // SAFETY: V1: the instruction is `send`.
    unsafe {
        let site = (*ip).a as *const SendSite;
        let this = *sp.sub((*site).pushed as usize + 1);
        if this.is_object() && heap::barrier::header(this).shape() == (*site).shape {
            return ((*site).handler)(vm, ip, sp, fp);
        }
        op_send::<0>(vm, ip, sp, fp)
    }
}

fused!(
    /// `local send`.
    local_send [] (vm, ip, sp, fp) {
    *sp = local(fp, ip);
    return send(vm, ip.add(1), sp.add(1), fp);
});

fused!(
    /// `local local send`.
    two_locals_send [] (vm, ip, sp, fp) {
    *sp = local(fp, ip);
    *sp.add(1) = local(fp, ip.add(1));
    return send(vm, ip.add(2), sp.add(2), fp);
});

fused!(
    /// `get_ivar send`.
    ivar_send [] (vm, ip, sp, fp) {
    let Some(word) = ivar(fp, ip) else {
        return op_get_ivar::<0>(vm, ip, sp, fp);
    };
    *sp = word;
    return send(vm, ip.add(1), sp.add(1), fp);
});

fused!(
    /// `local push_int operation send`.
    arith_local_send [const A: u8] (vm, ip, sp, fp) {
    let Some(word) = arith::<A>(local(fp, ip), load::<true>(fp, ip.add(1))) else {
        return op_get_local::<0>(vm, ip, sp, fp);
    };
    *sp = word;
    return send(vm, ip.add(3), sp.add(1), fp);
});

fused!(
    /// `local ret`.
    ret_local [] (vm, ip, _sp, fp) {
    return leave(vm, ip.add(1), fp, local(fp, ip));
});

fused!(
    /// `immediate ret`.
    ret_immediate [] (vm, ip, _sp, fp) {
    return leave(vm, ip.add(1), fp, load::<true>(fp, ip));
});

fused!(
    /// `get_ivar ret`.
    ret_ivar [] (vm, ip, sp, fp) {
    match ivar(fp, ip) {
        Some(word) => return leave(vm, ip.add(1), fp, word),
        None => return op_get_ivar::<0>(vm, ip, sp, fp),
    }
});

fused!(
    /// `jump` to a `ret`.
    jump_ret [] (vm, ip, sp, fp) {
    return leave(vm, ip.offset((*ip).a as isize), fp, *sp.sub(1));
});

fused!(
    /// `local jump` to a `ret`.
    local_jump_ret [] (vm, ip, _sp, fp) {
    let jump = ip.add(1);
    return leave(vm, jump.offset((*jump).a as isize), fp, local(fp, ip));
});

fused!(
    /// `get_ivar jump` to a `ret`.
    ivar_jump_ret [] (vm, ip, sp, fp) {
    let jump = ip.add(1);
    match ivar(fp, ip) {
        Some(word) => return leave(vm, jump.offset((*jump).a as isize), fp, word),
        None => return op_get_ivar::<0>(vm, ip, sp, fp),
    }
});

// ---- the plain handlers -----------------------------------------------------

const fn plain_load<const IMM: bool>() -> Handler {
    if IMM {
        op_push_int::<0>
    } else {
        op_get_local::<0>
    }
}

const fn plain_compare<const C: u8>() -> Handler {
    match C {
        LT => op_lt::<0>,
        LE => op_le::<0>,
        GT => op_gt::<0>,
        GE => op_ge::<0>,
        EQ => op_eq::<0>,
        _ => op_neq::<0>,
    }
}

const fn plain_arith<const A: u8>() -> Handler {
    match A {
        ADD => op_add::<0>,
        SUB => op_sub::<0>,
        MUL => op_mul::<0>,
        DIV => op_div::<0>,
        MOD => op_mod::<0>,
        AND => op_and::<0>,
        _ => op_or::<0>,
    }
}
