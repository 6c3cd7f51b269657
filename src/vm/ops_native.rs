//! Handlers where the tiers meet: function entries and loop heads that watch
//! for heat or enter native code, and the instruction that returns to it.

use crate::bytecode::ops::Op;
use crate::heap::Word;

use super::Vm;
use super::dispatch::{COUNT, Insn, cold_handler, go, next, op};
use super::frame::{CALLER_FP, HEADER, INFO, INFO_KEPT, INFO_STALE, RETURN_IP};
use super::function::{Function, LoopCell};
use super::native::{ExitKind, NativeEntry};
use super::ops_control::{again, enter_function};
use super::raise::unwind;

op!(
    /// `enter` of a function that is watched.
    op_enter_warm = Enter (vm, ip, sp, fp) {
    let function = (*ip).a as *mut Function;
    if (*function).calls + 1 >= (*function).next_calls() {
        go!(enter_heats, vm, ip, sp, fp);
    }
    return enter_function(vm, function, ip, fp);
});

cold_handler!(
    /// Its calls have reached what was waited for.
    enter_heats (vm, ip, sp, fp) {
    (*vm).save(ip, sp, fp);
    (*vm).uncount(Op::Enter);
    let function = (*ip).a as *mut Function;
    (*vm).heat(function, NativeEntry::Function);
    next!(vm, ip, sp, fp)
});

op!(
    /// `loop_head` in a function that is watched.
    op_loop_warm = LoopHead (vm, ip, sp, fp) {
    let cell = (*ip).a as *const LoopCell;
    if (*cell).count + 1 >= (*cell).watch.next {
        go!(loop_heats, vm, ip, sp, fp);
    }
    return again(vm, ip, sp, fp);
});

cold_handler!(
    /// Its iterations have reached what was waited for.
    loop_heats (vm, ip, sp, fp) {
    (*vm).save(ip, sp, fp);
    (*vm).uncount(Op::LoopHead);
    let function = (*fp.add(super::frame::FUNCTION)).bits() as *mut Function;
    (*vm).heat_loop(function, ip);
    next!(vm, ip, sp, fp)
});

op!(
    /// `enter` of a function with native code.
    op_enter_native = Enter (vm, ip, sp, fp) {
    let function = (*ip).a as *mut Function;
    if M == COUNT {
        // Native code counts the call.
        (*vm).uncount(Op::Enter);
    }
    (*vm).native.counters.entries += 1;
    let result = (*vm).call_native(fp, (*function).native_entry);
    go!(leave_native, vm, result, sp, fp);
});

op!(
    /// `loop_head` of a loop with native code.
    op_loop_native = LoopHead (vm, ip, sp, fp) {
    let cell = (*ip).a as *mut LoopCell;
    (*cell).count += 1;
    (*vm).fuel -= 1;
    if (*vm).fuel < 0 {
        go!(poll_loop, vm, ip, sp, fp);
    }
    go!(enter_loop, vm, ip, sp, fp);
});

cold_handler!(
    /// A safe point at such a loop's head.
    poll_loop (vm, ip, sp, fp) {
    (*vm).save(ip, sp, fp);
    if (*vm).safe_point() {
        go!(enter_loop, vm, ip, sp, fp);
    }
    go!(unwind, vm, ip, sp, fp)
});

/// Enters the native code of a loop, if it is still there.
unsafe extern "C" fn enter_loop(
    vm: *mut Vm,
    ip: *const Insn,
    sp: *mut Word,
    fp: *mut Word,
) -> *const Insn {
    // SAFETY: V1: the operand is the loop's cell.
    unsafe {
        let native = (*((*ip).a as *const LoopCell)).native;
        let info = (*fp.add(INFO)).bits();
        // A frame that leaves its locals to somebody does so interpreted.
        if native.is_null() || info & INFO_KEPT != 0 {
            next!(vm, ip.add(1), sp, fp)
        }
        *fp.add(INFO) = Word::from_bits(info & !INFO_STALE);
        (*vm).native.counters.loop_entries += 1;
        let result = (*vm).call_native(fp, native);
        go!(leave_native, vm, result, sp, fp);
    }
}

/// Goes on behind native code that was entered with the frame at `fp`; the
/// "instruction" is what it returned.
unsafe extern "C" fn leave_native(
    vm: *mut Vm,
    result: *const Insn,
    sp: *mut Word,
    fp: *mut Word,
) -> *const Insn {
    // SAFETY: V1; V2: native code keeps the frame.
    unsafe {
        let word = Word::from_bits(result as u64);
        if word == Word::SENTINEL {
            go!(leave_frame, vm, result, sp, fp);
        }
        let function = (*fp.add(super::frame::FUNCTION)).bits() as *const Function;
        let base = fp.sub((*function).n_slots as usize + 1);
        *base = word;
        let caller = (*fp.add(CALLER_FP)).bits() as *mut Word;
        next!(
            vm,
            (*fp.add(RETURN_IP)).bits() as *const Insn,
            base.add(1),
            caller
        )
    }
}

cold_handler!(
    /// Native code left its frame to the interpreter, and perhaps those of its
    /// callees too; the innermost stands in the vm.
    leave_frame (vm, _ip, _sp, _fp) {
    let exit = (*vm).exit;
    let fp = (*vm).fp;
    if exit.is_null() {
        (*vm).native.counters.unwound += 1;
        go!(unwind, vm, (*vm).ip, (*vm).sp, fp);
    }
    let sp = fp.add(HEADER + (*exit).depth as usize);
    let ip = (*exit).next;
    (*vm).sp = sp;
    (*vm).note_exit(exit);
    match (*exit).kind {
        ExitKind::Resume => next!(vm, ip, sp, fp),
        ExitKind::Raise => go!(unwind, vm, ip, sp, fp),
        ExitKind::Enter => {
            let function = (*fp.add(super::frame::FUNCTION)).bits() as *mut Function;
            if (*vm).base_mode == COUNT {
                (*vm).counters.ops[Op::Enter as usize] += 1;
            }
            return enter_function(vm, function, ip, fp);
        }
    }
});

/// Ends a run that native code started for one instruction: the result stands
/// on top of the operands.
pub unsafe extern "C" fn return_to_native(
    vm: *mut Vm,
    ip: *const Insn,
    sp: *mut Word,
    fp: *mut Word,
) -> *const Insn {
    // SAFETY: V1.
    unsafe {
        (*vm).ip = ip;
        (*vm).sp = sp;
        (*vm).fp = fp;
    }
    std::ptr::null()
}
