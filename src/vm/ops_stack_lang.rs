//! Handlers of the stack language: the fast ways of its words. The general way
//! of each is `Vm::slow_word` (`stack_lang.rs`).
//!
//! The register `sp` is the top of the task's data stack here. A word that does
//! not find what it wants in the form it likes best goes the general way, which
//! looks at everything again and knows what is wrong.
//!
//! S1: between `base` and `sp` of a program all words are good, four absent
//! words lie below `base`, and up to `end` the memory is the task's; likewise
//! the return stack, whose entries are instructions of the running code.

use crate::bytecode::ops::Op;
use crate::heap::Word;

use super::Vm;
use super::dispatch::{CHECK, COUNT, Insn, TRACE, cold_handler, enter, go, next};
use super::frame::{CALLER_FP, HEADER, RETURN_IP};
use super::raise::unwind;
use super::stack_lang::Slow;

/// Declares the handler of an instruction of the stack language.
macro_rules! word_op {
    ($name:ident = $op:ident ($vm:ident, $ip:ident, $sp:ident, $fp:ident) $body:block) => {
        #[unsafe(link_section = "svm_ops")]
        pub unsafe extern "C" fn $name<const M: u8>(
            $vm: *mut Vm,
            $ip: *const Insn,
            $sp: *mut Word,
            $fp: *mut Word,
        ) -> *const Insn {
            // SAFETY: V1 and S1.
            unsafe {
                if !before::<M>($vm, Op::$op, $ip, $sp, $fp) {
                    go!(unwind, $vm, $ip, $sp, $fp);
                }
                $body
            }
        }
    };
}

/// What a handler does first in the other modes; false: an interrupt is pending.
#[inline(always)]
unsafe fn before<const M: u8>(
    vm: *mut Vm,
    op: Op,
    ip: *const Insn,
    sp: *mut Word,
    fp: *mut Word,
) -> bool {
    // SAFETY: V1 and S1; the frame has no operands.
    unsafe {
        if M == CHECK {
            let _ = enter::<M>(vm, op, ip, fp.add(HEADER), fp);
        }
        if M == COUNT || M == TRACE && (*vm).base_mode == COUNT {
            (*vm).stacks.sp = sp;
            (*vm).count_instruction(op, ip, fp.add(HEADER), fp);
            (*vm).count_depth();
        }
        if M == TRACE && op != Op::StackEnd {
            (*vm).save_stack(ip, sp, fp);
            return (*vm).watch_word();
        }
    }
    true
}

/// Pushes one word, if there is room.
macro_rules! push_op {
    ($name:ident = $op:ident) => {
        word_op!($name = $op (vm, ip, sp, fp) {
            if sp >= (*vm).stacks.end {
                go!(no_room, vm, ip, sp, fp);
            }
            *sp = Word::from_bits((*ip).a);
            next!(vm, ip.add(1), sp.add(1), fp)
        });
    };
}

/// Replaces two operands by the result of a fast way.
macro_rules! binary_op {
    ($name:ident = $op:ident, $fast:ident) => {
        word_op!($name = $op (vm, ip, sp, fp) {
            let Some(word) = $fast(*sp.sub(2), *sp.sub(1)) else {
                go!(slow, vm, ip, sp, fp);
            };
            *sp.sub(2) = word;
            next!(vm, ip.add(1), sp.sub(1), fp)
        });
    };
}

/// Whether both are tagged numbers.
#[inline(always)]
fn both(a: Word, b: Word) -> bool {
    a.is_int() && b.is_int()
}

/// The sum of tagged numbers, if 63 bits hold it; likewise the next ones.
#[inline(always)]
pub(crate) fn add(a: Word, b: Word) -> Option<Word> {
    let sum = (a.bits() as i64).checked_add(b.bits() as i64 - 1)?;
    both(a, b).then_some(Word::from_bits(sum as u64))
}

#[inline(always)]
pub(crate) fn sub(a: Word, b: Word) -> Option<Word> {
    let difference = (a.bits() as i64).checked_sub(b.bits() as i64 - 1)?;
    both(a, b).then_some(Word::from_bits(difference as u64))
}

#[inline(always)]
pub(crate) fn mul(a: Word, b: Word) -> Option<Word> {
    let product = (a.bits() as i64 - 1).checked_mul(b.bits() as i64 >> 1)?;
    both(a, b).then_some(Word::from_bits(product as u64 | 1))
}

#[inline(always)]
fn div(a: Word, b: Word) -> Option<Word> {
    let quotient = a.as_int()?.checked_div(b.as_int()?)?;
    Word::try_from_int(quotient)
}

#[inline(always)]
fn rem(a: Word, b: Word) -> Option<Word> {
    a.as_int()?.checked_rem(b.as_int()?).map(Word::from_int)
}

/// A comparison of tagged numbers, and its function as a word.
macro_rules! comparison {
    ($truth:ident $word:ident $op:tt) => {
        #[inline(always)]
        pub(crate) fn $truth(a: Word, b: Word) -> Option<bool> {
            both(a, b).then_some((a.bits() as i64) $op (b.bits() as i64))
        }

        #[inline(always)]
        fn $word(a: Word, b: Word) -> Option<Word> {
            $truth(a, b).map(Word::from_bool)
        }
    };
}

comparison!(is_lt lt <);
comparison!(is_le le <=);
comparison!(is_gt gt >);
comparison!(is_ge ge >=);
comparison!(is_eq eq ==);

#[inline(always)]
fn is_bool(word: Word) -> bool {
    matches!(word, Word::TRUE | Word::FALSE)
}

#[inline(always)]
fn and(a: Word, b: Word) -> Option<Word> {
    let truth = Word::from_bool(a == Word::TRUE && b == Word::TRUE);
    (is_bool(a) && is_bool(b)).then_some(truth)
}

#[inline(always)]
fn or(a: Word, b: Word) -> Option<Word> {
    let truth = Word::from_bool(a == Word::TRUE || b == Word::TRUE);
    (is_bool(a) && is_bool(b)).then_some(truth)
}

push_op!(op_stack_int = StackInt);
push_op!(op_stack_bool = StackBool);
push_op!(op_stack_literal = StackLiteral);

word_op!(op_stack_label = StackLabel (vm, ip, sp, fp) { next!(vm, ip.add(1), sp, fp) });

binary_op!(op_stack_add = StackAdd, add);
binary_op!(op_stack_sub = StackSub, sub);
binary_op!(op_stack_mul = StackMul, mul);
binary_op!(op_stack_div = StackDiv, div);
binary_op!(op_stack_rem = StackRem, rem);
binary_op!(op_stack_lt = StackLt, lt);
binary_op!(op_stack_le = StackLe, le);
binary_op!(op_stack_gt = StackGt, gt);
binary_op!(op_stack_ge = StackGe, ge);
binary_op!(op_stack_eq = StackEq, eq);
binary_op!(op_stack_and = StackAnd, and);
binary_op!(op_stack_or = StackOr, or);

word_op!(op_stack_not = StackNot (vm, ip, sp, fp) {
    let word = *sp.sub(1);
    if !is_bool(word) {
        go!(slow, vm, ip, sp, fp);
    }
    *sp.sub(1) = Word::from_bool(word == Word::FALSE);
    next!(vm, ip.add(1), sp, fp)
});

// An absent word below is no truth value.
word_op!(op_stack_if = StackIf (vm, ip, sp, fp) {
    let chosen = match *sp.sub(3) {
        Word::TRUE => *sp.sub(2),
        Word::FALSE => *sp.sub(1),
        _ => go!(slow, vm, ip, sp, fp),
    };
    *sp.sub(3) = chosen;
    next!(vm, ip.add(1), sp.sub(2), fp)
});

word_op!(op_stack_dup = StackDup (vm, ip, sp, fp) {
    let word = *sp.sub(1);
    if word.is_undef() || sp >= (*vm).stacks.end {
        go!(slow, vm, ip, sp, fp);
    }
    *sp = word;
    next!(vm, ip.add(1), sp.add(1), fp)
});

word_op!(op_stack_drop = StackDrop (vm, ip, sp, fp) {
    if (*sp.sub(1)).is_undef() {
        go!(slow, vm, ip, sp, fp);
    }
    next!(vm, ip.add(1), sp.sub(1), fp)
});

word_op!(op_stack_swap = StackSwap (vm, ip, sp, fp) {
    let (x, y) = (*sp.sub(2), *sp.sub(1));
    if x.is_undef() || y.is_undef() {
        go!(slow, vm, ip, sp, fp);
    }
    *sp.sub(2) = y;
    *sp.sub(1) = x;
    next!(vm, ip.add(1), sp, fp)
});

word_op!(op_stack_over = StackOver (vm, ip, sp, fp) {
    let word = *sp.sub(2);
    if word.is_undef() || sp >= (*vm).stacks.end {
        go!(slow, vm, ip, sp, fp);
    }
    *sp = word;
    next!(vm, ip.add(1), sp.add(1), fp)
});

word_op!(op_stack_rot = StackRot (vm, ip, sp, fp) {
    let (x, y, z) = (*sp.sub(3), *sp.sub(2), *sp.sub(1));
    if x.is_undef() {
        go!(slow, vm, ip, sp, fp);
    }
    *sp.sub(3) = y;
    *sp.sub(2) = z;
    *sp.sub(1) = x;
    next!(vm, ip.add(1), sp, fp)
});

/// Words that have only the general way.
macro_rules! slow_words {
    ($($name:ident = $op:ident;)*) => {
        $(word_op!($name = $op (vm, ip, sp, fp) { go!(slow, vm, ip, sp, fp) });)*
    };
}

slow_words! {
    op_stack_cast_int = StackCastInt;
    op_stack_cast_str = StackCastStr;
    op_stack_println = StackPrintln;
    op_stack_read = StackRead;
    op_stack_sleep = StackSleep;
    op_stack_exit = StackExit;
}

// ---- going somewhere ----------------------------------------------------------

/// The instruction at the place that a word names, or null.
#[inline(always)]
pub(crate) unsafe fn place(vm: *mut Vm, word: Word) -> *const Insn {
    // SAFETY: V1: the vm is live.
    unsafe {
        // A negative number becomes one beyond every place.
        let number = (word.bits() as i64 >> 1) as u64;
        if !word.is_int() || number > (*vm).stacks.places {
            return std::ptr::null();
        }
        (*vm).stacks.first.add(number as usize)
    }
}

/// Goes on at an instruction that a jump or call leads to.
#[inline(always)]
pub(crate) unsafe fn arrive(
    vm: *mut Vm,
    target: *const Insn,
    sp: *mut Word,
    fp: *mut Word,
) -> *const Insn {
    // SAFETY: V1 and S1.
    unsafe {
        (*vm).fuel -= 1;
        if (*vm).fuel < 0 {
            go!(poll, vm, target, sp, fp);
        }
        next!(vm, target, sp, fp)
    }
}

word_op!(op_stack_jump = StackJump (vm, ip, sp, fp) {
    let target = place(vm, *sp.sub(1));
    if target.is_null() {
        go!(slow, vm, ip, sp, fp);
    }
    return arrive(vm, target, sp.sub(1), fp);
});

word_op!(op_stack_call = StackCall (vm, ip, sp, fp) {
    let target = place(vm, *sp.sub(1));
    let returns = (*vm).stacks.returns;
    if target.is_null() || returns >= (*vm).stacks.returns_end {
        go!(slow, vm, ip, sp, fp);
    }
    *returns = ip.add(1);
    (*vm).stacks.returns = returns.add(1);
    return arrive(vm, target, sp.sub(1), fp);
});

word_op!(op_stack_return = StackReturn (vm, ip, sp, fp) {
    let returns = (*vm).stacks.returns;
    if returns == (*vm).stacks.returns_base {
        go!(slow, vm, ip, sp, fp);
    }
    let returns = returns.sub(1);
    (*vm).stacks.returns = returns;
    next!(vm, *returns, sp, fp)
});

word_op!(op_stack_stop = StackStop (vm, _ip, sp, fp) {
    return leave(vm, sp, fp);
});

word_op!(op_stack_end = StackEnd (vm, _ip, sp, fp) {
    return leave(vm, sp, fp);
});

/// Leaves the program's frame with nil for its result.
#[inline(always)]
unsafe fn leave(vm: *mut Vm, sp: *mut Word, fp: *mut Word) -> *const Insn {
    // SAFETY: V2: self stands right below the frame's header.
    unsafe {
        (*vm).stacks.sp = sp;
        let base = fp.sub(1);
        *base = Word::NIL;
        let caller = (*fp.add(CALLER_FP)).bits() as *mut Word;
        next!(
            vm,
            (*fp.add(RETURN_IP)).bits() as *const Insn,
            base.add(1),
            caller
        )
    }
}

/// Behind `enter`: from here on `sp` is the top of the data stack.
#[unsafe(link_section = "svm_ops")]
pub unsafe extern "C" fn op_stack_begin<const M: u8>(
    vm: *mut Vm,
    ip: *const Insn,
    sp: *mut Word,
    fp: *mut Word,
) -> *const Insn {
    // SAFETY: V1.
    unsafe {
        (*vm).save(ip, sp, fp);
        if !(*vm).begin_stack_program(ip, fp) {
            go!(unwind, vm, ip, sp, fp);
        }
        next!(vm, ip.add(1), (*vm).stacks.sp, fp)
    }
}

cold_handler!(
    /// The general way of a word.
    slow (vm, ip, sp, fp) {
    (*vm).save_stack(ip, sp, fp);
    match (*vm).slow_word((*ip).a) {
        Slow::Done => next!(vm, ip.add(1), (*vm).stacks.sp, fp),
        Slow::Ended => return leave(vm, (*vm).stacks.sp, fp),
        Slow::Raised => go!(unwind, vm, ip, sp, fp),
    }
});

cold_handler!(
    /// The data stack is full.
    no_room (vm, ip, sp, fp) {
    (*vm).save_stack(ip, sp, fp);
    (*vm).no_room_to_push();
    return leave(vm, sp, fp);
});

cold_handler!(
    /// A safe point before the instruction at `ip`.
    poll (vm, ip, sp, fp) {
    (*vm).save_stack(ip, sp, fp);
    if (*vm).safe_point() {
        next!(vm, ip, (*vm).stacks.sp, fp)
    }
    go!(unwind, vm, ip, sp, fp)
});
