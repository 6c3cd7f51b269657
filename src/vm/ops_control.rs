//! Handlers: jumps, function entry and exit, loops, polling.

use crate::heap::Word;

use super::dispatch::{cold_handler, go, next, op, slow_op};
use super::frame::{CALLER_FP, FUNCTION, HEADER, ID, RETURN_IP};
use super::function::Function;
use super::raise::unwind;

/// A jump operand is the distance in instructions.
macro_rules! target {
    ($ip:ident) => {
        $ip.offset((*$ip).a as isize)
    };
}

op!(op_jump = Jump (vm, ip, sp, fp) { next!(vm, target!(ip), sp, fp) });

op!(op_branch_true = BranchTrue (vm, ip, sp, fp) {
    if (*sp.sub(1)).truthy() {
        next!(vm, target!(ip), sp.sub(1), fp)
    }
    next!(vm, ip.add(1), sp.sub(1), fp)
});

op!(op_branch_false = BranchFalse (vm, ip, sp, fp) {
    if !(*sp.sub(1)).truthy() {
        next!(vm, target!(ip), sp.sub(1), fp)
    }
    next!(vm, ip.add(1), sp.sub(1), fp)
});

op!(op_branch_nil = BranchNil (vm, ip, sp, fp) {
    if (*sp.sub(1)).is_nil() {
        next!(vm, target!(ip), sp.sub(1), fp)
    }
    next!(vm, ip.add(1), sp.sub(1), fp)
});

op!(op_branch_not_nil = BranchNotNil (vm, ip, sp, fp) {
    if !(*sp.sub(1)).is_nil() {
        next!(vm, target!(ip), sp.sub(1), fp)
    }
    next!(vm, ip.add(1), sp.sub(1), fp)
});

// Slot (from fp) in the low half, distance in the high half.
op!(op_branch_given = BranchGiven (vm, ip, sp, fp) {
    let slot = *fp.offset((*ip).a as u32 as i32 as isize);
    if !slot.is_undef() {
        next!(vm, ip.offset(((*ip).a >> 32) as u32 as i32 as isize), sp, fp)
    }
    next!(vm, ip.add(1), sp, fp)
});

op!(op_enter = Enter (vm, ip, _sp, fp) {
    return enter_function(vm, (*ip).a as *mut Function, ip, fp);
});

/// What `enter` at `ip` does; calls do it themselves where they can.
#[inline(always)]
pub(crate) unsafe fn enter_function(
    vm: *mut super::Vm,
    function: *mut Function,
    ip: *const super::dispatch::Insn,
    fp: *mut Word,
) -> *const super::dispatch::Insn {
    // SAFETY: V1, V2: the header at `fp` is complete.
    unsafe {
        if fp.add((*function).frame_words as usize) > (*vm).limit {
            go!(stack_overflow, vm, ip, fp.add(HEADER), fp);
        }
        let mut slot = fp.sub(((*function).n_slots - (*function).n_params) as usize);
        while slot < fp {
            // Volatile, because a loop for many would cost the usual few.
            slot.write_volatile(Word::NIL);
            slot = slot.add(1);
        }
        (*function).calls += 1;
        (*vm).fuel -= 1;
        if (*vm).fuel < 0 {
            go!(poll, vm, ip, fp.add(HEADER), fp);
        }
        next!(vm, ip.add(1), fp.add(HEADER), fp)
    }
}

op!(op_activate = Activate (vm, ip, sp, fp) {
    (*vm).last_activation += 1;
    *fp.add(ID) = Word::from_bits((*vm).last_activation);
    next!(vm, ip.add(1), sp, fp)
});

op!(op_loop_head = LoopHead (vm, ip, sp, fp) {
    return again(vm, ip, sp, fp);
});

/// What `loop_head` at `ip` does; fused branches back do it themselves.
#[inline(always)]
pub(crate) unsafe fn again(
    vm: *mut super::Vm,
    ip: *const super::dispatch::Insn,
    sp: *mut Word,
    fp: *mut Word,
) -> *const super::dispatch::Insn {
    // SAFETY: V1: the operand is the loop's counter.
    unsafe {
        *((*ip).a as *mut u64) += 1;
        (*vm).fuel -= 1;
        if (*vm).fuel < 0 {
            go!(poll, vm, ip, sp, fp);
        }
        next!(vm, ip.add(1), sp, fp)
    }
}

op!(
    /// A jump back that leads to no head of a loop: it polls itself, or nothing
    /// would end an endless `retry`.
    op_jump_back = Jump (vm, ip, sp, fp) {
    (*vm).fuel -= 1;
    if (*vm).fuel < 0 {
        go!(poll_jump, vm, ip, sp, fp);
    }
    next!(vm, target!(ip), sp, fp)
});

cold_handler!(poll_jump (vm, ip, sp, fp) {
    (*vm).save(ip, sp, fp);
    if (*vm).safe_point() {
        next!(vm, target!(ip), sp, fp)
    }
    go!(unwind, vm, ip, sp, fp)
});

cold_handler!(
    /// A safe point: collects, raises an interrupt, or goes on.
    poll (vm, ip, sp, fp) {
    let function = (*fp.add(FUNCTION)).bits() as *const Function;
    if (*function).has_blocks && ip == (*function).insns {
        // What stands there is older than the frame.
        *fp.add(ID) = Word::from_bits(0);
    }
    (*vm).save(ip, sp, fp);
    if (*vm).safe_point() {
        next!(vm, ip.add(1), sp, fp)
    }
    go!(unwind, vm, ip, sp, fp)
});

cold_handler!(
    /// The frame has no room: the caller gets a SystemStackError.
    stack_overflow (vm, ip, _sp, fp) {
    // Locals and activation id of the frame were not made good yet.
    let mut slot = fp.sub(((*((*ip).a as *mut Function)).n_slots - (*((*ip).a as *mut Function)).n_params) as usize);
    while slot < fp {
        *slot = Word::NIL;
        slot = slot.add(1);
    }
    // The frame is given up: the caller's call is what fails.
    let base = fp.sub((*((*ip).a as *mut Function)).n_slots as usize + 1);
    let ip = ((*fp.add(RETURN_IP)).bits() as *const super::dispatch::Insn).wrapping_sub(1);
    let fp = (*fp.add(CALLER_FP)).bits() as *mut Word;
    let sp = base;
    (*vm).save(ip, sp, fp);
    (*vm).raise_stack_overflow();
    go!(unwind, vm, ip, sp, fp)
});

// The operand is the distance from fp down to self.
op!(op_ret = Ret (vm, ip, sp, fp) {
    let base = fp.sub((*ip).a as usize);
    *base = *sp.sub(1);
    let caller = (*fp.add(CALLER_FP)).bits() as *mut Word;
    next!(vm, (*fp.add(RETURN_IP)).bits() as *const super::dispatch::Insn, base.add(1), caller)
});

op!(op_block_ret = BlockRet (vm, ip, sp, fp) {
    let base = fp.sub((*ip).a as usize);
    *base = *sp.sub(1);
    let caller = (*fp.add(CALLER_FP)).bits() as *mut Word;
    next!(vm, (*fp.add(RETURN_IP)).bits() as *const super::dispatch::Insn, base.add(1), caller)
});

slow_op!(op_break_ = Break (vm, _a) {
    let value = vm.pop();
    Err(vm.break_from_block(value))
});

slow_op!(op_return_home = ReturnHome (vm, _a) {
    let value = vm.pop();
    Err(vm.return_from_block(value))
});

slow_op!(op_rethrow = Rethrow (vm, _a) {
    let pending = vm.pop();
    if !vm.may_leave(pending) {
        return Err(vm.wrong_operand("Exception"));
    }
    vm.pending.set(pending);
    Err(super::Stop::Raise)
});

slow_op!(op_rescue_match = RescueMatch (vm, _a) {
    let class = vm.pop();
    let matches = vm.rescue_matches(vm.peek(0), class)?;
    vm.pop();
    vm.push(Word::from_bool(matches));
    Ok(())
});

slow_op!(op_rescue_match_splat = RescueMatchSplat (vm, _a) {
    // Both stay on the stack while Ruby may run.
    let mut matches = false;
    let mut index = 0;
    while let Some(class) = vm.wrap(vm.peek(0)).as_array().and_then(|classes| classes.get(index)).map(|c| c.word()) {
        if vm.rescue_matches(vm.peek(1), class)? {
            matches = true;
            break;
        }
        index += 1;
    }
    vm.pop();
    vm.pop();
    vm.push(Word::from_bool(matches));
    Ok(())
});

op!(op_get_errinfo = GetErrinfo (vm, ip, sp, fp) {
    *sp = (*vm).errinfo;
    next!(vm, ip.add(1), sp.add(1), fp)
});

op!(op_set_errinfo = SetErrinfo (vm, ip, sp, fp) {
    (*vm).note_errinfo(*sp.sub(1));
    next!(vm, ip.add(1), sp.sub(1), fp)
});

impl super::Vm {
    /// Whether a word can be on its way: a throw or an exception.
    fn may_leave(&self, word: Word) -> bool {
        self.is_throw(word) || self.is_exception(self.wrap(word))
    }

    /// Makes an exception or nil `$!`; a throw on its way changes nothing.
    #[inline(never)]
    fn note_errinfo(&mut self, word: Word) {
        if word.is_nil() || (!self.is_throw(word) && self.is_exception(self.wrap(word))) {
            self.errinfo = word;
        }
    }
}

/// Ends a nested run: the handler of the stub that entry frames return to.
pub unsafe extern "C" fn halt(
    vm: *mut super::Vm,
    _ip: *const super::dispatch::Insn,
    sp: *mut Word,
    fp: *mut Word,
) -> *const super::dispatch::Insn {
    // SAFETY: V1.
    unsafe {
        (*vm).sp = sp;
        (*vm).fp = fp;
    }
    std::ptr::null()
}

/// Threads a function at its first run: the handler of the stub that stands
/// for its code until then.
pub unsafe extern "C" fn thread_function(
    vm: *mut super::Vm,
    ip: *const super::dispatch::Insn,
    sp: *mut Word,
    fp: *mut Word,
) -> *const super::dispatch::Insn {
    // SAFETY: V1; V3: the frame's function is the one to thread.
    unsafe {
        (*vm).save(ip, sp, fp);
        let function = (*fp.add(super::frame::FUNCTION)).bits() as *mut Function;
        (*vm).thread(function);
        let ip = (*function).insns;
        next!(vm, ip, sp, fp)
    }
}
