//! Handlers: sends, yields, super, and what a send does on a hit.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::heap::{self, Kind, Word, layout};
use crate::object::ClassId;
use crate::object::shape::fixed;

use super::dispatch::{COUNT, Insn, cold_handler, go, next, op, resume, slow_op};
use super::frame::{BLOCK, CALLABLE, CALLER_FP, ENTRY, ENV, FUNCTION, HEADER, ID, INFO, RETURN_IP};
use super::function::{Function, SendSite};
use super::natives::{Args, NativeFn, NativeRow};
use super::raise::unwind;
use super::send::send_site;
use super::{Stop, Vm};

op!(op_send = Send (vm, ip, sp, fp) {
    let site = (*ip).a as *const SendSite;
    let this = *sp.sub((*site).pushed as usize + 1);
    if crate::object::shape_of(this) != (*site).shape {
        go!(super::send::send_miss, vm, ip, sp, fp);
    }
    go!((*site).handler, vm, ip, sp, fp)
});

/// Writes the header of a method's frame; block is the caller's business.
#[inline(always)]
pub(crate) unsafe fn write_header(
    nfp: *mut Word,
    return_ip: *const Insn,
    caller: *mut Word,
    function: usize,
    entry: usize,
    info: u64,
) {
    // SAFETY: V2: the red zone above the stack limit has room for a header.
    unsafe {
        *nfp.add(RETURN_IP) = Word::from_bits(return_ip as u64);
        *nfp.add(CALLER_FP) = Word::from_bits(caller as u64);
        *nfp.add(FUNCTION) = Word::from_bits(function as u64);
        *nfp.add(ENTRY) = Word::from_bits(entry as u64);
        *nfp.add(ENV) = Word::NIL;
        *nfp.add(INFO) = Word::from_bits(info);
    }
}

/// A hit on compiled Ruby with exactly its required arguments.
#[unsafe(link_section = "svm_ops")]
pub unsafe extern "C" fn call_function(
    vm: *mut Vm,
    ip: *const Insn,
    sp: *mut Word,
    fp: *mut Word,
) -> *const Insn {
    // SAFETY: V1; the site's target is a simple function (see `send::way`).
    unsafe {
        let site = (*ip).a as *const SendSite;
        let function = (*site).target as *const Function;
        let nfp = sp.add(((*function).n_slots - (*function).n_params) as usize);
        write_header(
            nfp,
            ip.add(1),
            fp,
            (*site).target,
            (*site).entry as usize,
            u64::from((*site).pushed),
        );
        *nfp.add(BLOCK) = Word::NIL;
        next!(vm, (*function).insns, sp, nfp)
    }
}

/// The same with a block literal.
#[unsafe(link_section = "svm_ops")]
pub unsafe extern "C" fn call_function_block(
    vm: *mut Vm,
    ip: *const Insn,
    sp: *mut Word,
    fp: *mut Word,
) -> *const Insn {
    // SAFETY: as `call_function`; functions with block literals have an id.
    unsafe {
        let site = (*ip).a as *const SendSite;
        let function = (*site).target as *const Function;
        let nfp = sp.add(((*function).n_slots - (*function).n_params) as usize);
        write_header(
            nfp,
            ip.add(1),
            fp,
            (*site).target,
            (*site).entry as usize,
            u64::from((*site).pushed),
        );
        let child = u64::from((*site).info.block.unwrap_unchecked());
        *nfp.add(BLOCK) = Word::from_frame_block((*fp.add(ID)).bits() << 16 | child);
        next!(vm, (*function).insns, sp, nfp)
    }
}

/// A hit on compiled Ruby with optional parameters or a block parameter: the
/// arguments that are not given are marked absent.
#[unsafe(link_section = "svm_ops")]
pub unsafe extern "C" fn call_optional(
    vm: *mut Vm,
    ip: *const Insn,
    sp: *mut Word,
    fp: *mut Word,
) -> *const Insn {
    // SAFETY: as `call_function`; the red zone has room for the slots, since
    // `enter` checked the caller's frame and a function has few parameters.
    unsafe {
        let site = (*ip).a as *const SendSite;
        let function = (*site).target as *const Function;
        let base = sp.sub((*site).pushed as usize + 1);
        let slots = (*function).n_slots as usize;
        if base.add(1 + slots + HEADER) > (*vm).limit {
            go!(call_general, vm, ip, sp, fp);
        }
        let mut slot = sp;
        let end = base.add(1 + (*function).n_params as usize);
        while slot < end {
            *slot = Word::UNDEF;
            slot = slot.add(1);
        }
        let nfp = base.add(1 + slots);
        let pushed = u64::from((*site).pushed);
        write_header(
            nfp,
            ip.add(1),
            fp,
            (*site).target,
            (*site).entry as usize,
            pushed,
        );
        *nfp.add(BLOCK) = match (*site).info.block {
            Some(child) => Word::from_frame_block((*fp.add(ID)).bits() << 16 | u64::from(child)),
            None => Word::NIL,
        };
        next!(vm, (*function).insns, sp, nfp)
    }
}

/// A hit on `block_given?`.
#[unsafe(link_section = "svm_ops")]
pub unsafe extern "C" fn call_block_given(
    vm: *mut Vm,
    ip: *const Insn,
    sp: *mut Word,
    fp: *mut Word,
) -> *const Insn {
    // SAFETY: V1.
    unsafe {
        *sp.sub(1) = Word::from_bool(!(*fp.add(BLOCK)).is_nil());
        next!(vm, ip.add(1), sp, fp)
    }
}

/// A hit on a primitive that never reaches a safe point.
#[unsafe(link_section = "svm_ops")]
pub unsafe extern "C" fn call_shared(
    vm: *mut Vm,
    ip: *const Insn,
    sp: *mut Word,
    fp: *mut Word,
) -> *const Insn {
    // SAFETY: V1; the site's target is a native row (see `send::way`).
    unsafe {
        (*vm).save(ip, sp, fp);
        let site = (*ip).a as *const SendSite;
        let pushed = (*site).pushed as usize;
        let word = call_shared_native(
            vm,
            (*site).target as *const NativeRow,
            sp.sub(pushed + 1),
            pushed,
        );
        if word == Word::SENTINEL {
            go!(call_shared_stop, vm, ip, sp, fp);
        }
        let base = sp.sub(pushed + 1);
        *base = word;
        if (*vm).world.heap.collect_requested() {
            go!(super::ops_control::poll, vm, ip, base.add(1), fp);
        }
        next!(vm, ip.add(1), base.add(1), fp)
    }
}

/// Runs a shared primitive; the sentinel says that it stopped, `vm.stop` why.
#[inline(never)]
unsafe extern "C" fn call_shared_native(
    vm: *mut Vm,
    row: *const NativeRow,
    base: *mut Word,
    argc: usize,
) -> Word {
    // SAFETY: V2: base points to the receiver and its arguments; the shared
    // borrow of the vm keeps them good.
    unsafe {
        let vm = &*vm;
        let NativeFn::Shared(function) = (*row).function else {
            unreachable!("ways name the right kind")
        };
        if vm.decline_one_in != 0 && (*row).declines && vm.decline_now() {
            vm.stop.set(Stop::Decline);
            return Word::SENTINEL;
        }
        let result = catch_unwind(AssertUnwindSafe(|| {
            function(vm, &Args::new(vm, base, argc))
        }));
        let stop = match result {
            Ok(Ok(value)) => return value.word(),
            Ok(Err(stop)) => stop,
            Err(panic) => vm.primitive_panicked(&*panic),
        };
        vm.stop.set(stop);
        Word::SENTINEL
    }
}

cold_handler!(
    /// The primitive raised or declined.
    call_shared_stop (vm, ip, sp, fp) {
    let site = (*ip).a as *const SendSite;
    if (*vm).stop.get() == Stop::Decline {
        if (*vm).send_declined(site) {
            return resume(vm, ip, sp, fp);
        }
    } else {
        let row = (*site).target as *const NativeRow;
        (*vm).note_native(&*row);
    }
    go!(unwind, vm, ip, sp, fp)
});

/// A hit on an attribute reader whose variable stands inline.
#[unsafe(link_section = "svm_ops")]
pub unsafe extern "C" fn call_reader(
    vm: *mut Vm,
    ip: *const Insn,
    sp: *mut Word,
    fp: *mut Word,
) -> *const Insn {
    // SAFETY: V1; the shape matched, so the object has the slot.
    unsafe {
        let site = (*ip).a as *const SendSite;
        let word = heap::barrier::load(*sp.sub(1), (*site).target);
        *sp.sub(1) = if word.is_undef() { Word::NIL } else { word };
        next!(vm, ip.add(1), sp, fp)
    }
}

/// A hit on an attribute writer whose variable stands inline.
#[unsafe(link_section = "svm_ops")]
pub unsafe extern "C" fn call_writer(
    vm: *mut Vm,
    ip: *const Insn,
    sp: *mut Word,
    fp: *mut Word,
) -> *const Insn {
    // SAFETY: as `call_reader`.
    unsafe {
        let site = (*ip).a as *const SendSite;
        let object = *sp.sub(2);
        let header = heap::barrier::header(object);
        if header.has(heap::Flag::FROZEN) {
            go!(call_general, vm, ip, sp, fp);
        }
        if header.has(heap::Flag::MATURE) {
            go!(call_writer_mature, vm, ip, sp, fp);
        }
        heap::barrier::store_init(object, (*site).target, *sp.sub(1));
        *sp.sub(2) = *sp.sub(1);
        next!(vm, ip.add(1), sp.sub(1), fp)
    }
}

cold_handler!(
    /// The same for a mature object: with the write barrier.
    call_writer_mature (vm, ip, sp, fp) {
    let site = (*ip).a as *const SendSite;
    (*vm).world.heap.store(*sp.sub(2), (*site).target, *sp.sub(1));
    *sp.sub(2) = *sp.sub(1);
    next!(vm, ip.add(1), sp.sub(1), fp)
});

cold_handler!(
    /// Any other hit: the general calling sequence.
    call_general (vm, ip, sp, fp) {
    (*vm).save(ip, sp, fp);
    if (*vm).send_general((*ip).a as *const SendSite) {
        return resume(vm, ip, sp, fp);
    }
    go!(unwind, vm, ip, sp, fp)
});

op!(op_send_new = SendNew (vm, ip, sp, fp) {
    let site = (*ip).a as *const SendSite;
    let class = *sp.sub((*site).pushed as usize + 1);
    if crate::object::shape_of(class) != (*site).shape {
        go!(send_new_miss, vm, ip, sp, fp);
    }
    go!((*site).handler, vm, ip, sp, fp)
});

cold_handler!(
    /// `new` of a class not met before at this site.
    send_new_miss (vm, ip, sp, fp) {
    let site = (*ip).a as *const SendSite;
    let class = crate::object::shape_of(*sp.sub((*site).pushed as usize + 1));
    if (*vm).count_send(&*site, ip, class) {
        go!((*site).handler, vm, ip, sp, fp);
    }
    (*vm).save(ip, sp, fp);
    if (*vm).fill_new((*ip).a as *mut SendSite) {
        return resume(vm, ip, sp, fp);
    }
    go!(unwind, vm, ip, sp, fp)
});

/// A new ordinary object.
///
/// # Safety
/// V1; the receiver is a class whose instances are ordinary, as `fill_new`
/// checked.
#[inline(always)]
unsafe fn allocate_instance(vm: *mut Vm, class: Word) -> Word {
    // SAFETY: the caller's promise.
    unsafe {
        let id = heap::barrier::load_raw(class, heap::layout::class::ID);
        (*vm).world.new_object(ClassId(id as u32)).word()
    }
}

/// A hit on `Class#new` of an ordinary class whose `initialize` is simple Ruby.
#[unsafe(link_section = "svm_ops")]
pub unsafe extern "C" fn new_object(
    vm: *mut Vm,
    ip: *const Insn,
    sp: *mut Word,
    fp: *mut Word,
) -> *const Insn {
    // SAFETY: V1; `fill_new` checked class and `initialize`.
    unsafe {
        let site = (*ip).a as *const SendSite;
        let function = (*site).target as *const Function;
        let base = sp.sub((*site).pushed as usize + 1);
        let object = allocate_instance(vm, *base);
        *base = object;
        *base.sub(1) = object;
        let nfp = sp.add(((*function).n_slots - (*function).n_params) as usize);
        write_header(
            nfp,
            ip.add(1),
            fp,
            (*site).target,
            (*site).entry as usize,
            u64::from((*site).pushed),
        );
        *nfp.add(BLOCK) = Word::NIL;
        next!(vm, (*function).insns, sp, nfp)
    }
}

/// A hit on `Class#new` of an ordinary class without an `initialize`.
#[unsafe(link_section = "svm_ops")]
pub unsafe extern "C" fn new_bare(
    vm: *mut Vm,
    ip: *const Insn,
    sp: *mut Word,
    fp: *mut Word,
) -> *const Insn {
    // SAFETY: as `new_object`; the next two instructions are `new_done` and
    // `new_other`.
    unsafe {
        let object = allocate_instance(vm, *sp.sub(1));
        *sp.sub(2) = object;
        next!(vm, ip.add(3), sp.sub(1), fp)
    }
}

op!(op_new_done = NewDone (vm, ip, sp, fp) { next!(vm, ip.add(2), sp.sub(1), fp) });

op!(op_new_other = NewOther (vm, ip, sp, fp) {
    *sp.sub(2) = *sp.sub(1);
    next!(vm, ip.add(1), sp.sub(1), fp)
});

slow_op!(op_super = Super (vm, a) {
    // SAFETY: V3: the linker put the address of a send site here.
    let site = unsafe { &*(a as *const SendSite) };
    vm.super_call(site)
});

op!(op_yield = Yield (vm, ip, sp, fp) {
    let site = (*ip).a as *const SendSite;
    let block = *fp.add(BLOCK);
    let pushed = (*site).pushed as usize;
    if let Some(payload) = block.as_frame_block() {
        if !(*site).info.plain {
            if M == COUNT {
                (*vm).counters.note_yield(false);
            }
            go!(yield_slow, vm, ip, sp, fp);
        }
        // Usually the block is a literal of the caller's frame.
        let id = payload >> 16;
        let mut definer = fp;
        loop {
            definer = (*definer.add(CALLER_FP)).bits() as *mut Word;
            let function = (*definer.add(FUNCTION)).bits() as *const Function;
            if (*function).has_blocks && (*definer.add(ID)).bits() == id {
                break;
            }
        }
        let outer = (*definer.add(FUNCTION)).bits() as *const Function;
        let children: &[*const Function] = &(*outer).children;
        let function = *children.get_unchecked((payload & 0xffff) as usize);
        if !(*function).simple || (*function).required as usize != pushed {
            if M == COUNT {
                (*vm).counters.note_yield(false);
            }
            go!(yield_slow, vm, ip, sp, fp);
        }
        *sp.sub(pushed + 1) = *definer.sub((*outer).n_slots as usize + 1);
        let nfp = sp.add(((*function).n_slots - (*function).n_params) as usize);
        write_header(nfp, ip.add(1), fp, function as usize, (*definer.add(ENTRY)).bits() as usize, pushed as u64);
        *nfp.add(ENV) = *definer.add(ENV);
        *nfp.add(BLOCK) = *definer.add(BLOCK);
        *nfp.add(CALLABLE) = block;
        if M == COUNT {
            (*vm).counters.note_yield(true);
        }
        next!(vm, (*function).insns, sp, nfp)
    }
    if block.is_object() && (*site).info.plain {
        let function = heap::barrier::load_raw(block, layout::proc_::CODE) as *const Function;
        let flags = heap::barrier::load_raw(block, layout::proc_::FLAGS);
        if flags == 0 && (*function).simple && (*function).required as usize == pushed {
            debug_assert_eq!(heap::barrier::header(block).kind(), Kind::Proc);
            *sp.sub(pushed + 1) = heap::barrier::load(block, layout::proc_::SELF);
            let nfp = sp.add(((*function).n_slots - (*function).n_params) as usize);
            let entry = heap::barrier::load_raw(block, layout::proc_::ENTRY) as usize;
            write_header(nfp, ip.add(1), fp, function as usize, entry, pushed as u64);
            *nfp.add(ENV) = heap::barrier::load(block, layout::proc_::ENV);
            *nfp.add(BLOCK) = heap::barrier::load(block, layout::proc_::BLOCK);
            *nfp.add(CALLABLE) = block;
            if M == COUNT {
                (*vm).counters.note_yield(true);
            }
            next!(vm, (*function).insns, sp, nfp)
        }
    }
    if M == COUNT {
        (*vm).counters.note_yield(false);
    }
    go!(yield_slow, vm, ip, sp, fp)
});

cold_handler!(
    /// A yield that has to adapt its arguments, or has no block.
    yield_slow (vm, ip, sp, fp) {
    (*vm).save(ip, sp, fp);
    if (*vm).yield_adapted((*ip).a as *const SendSite) {
        return resume(vm, ip, sp, fp);
    }
    if (*vm).yield_general((*ip).a as *const SendSite) {
        return resume(vm, ip, sp, fp);
    }
    go!(unwind, vm, ip, sp, fp)
});

slow_op!(op_push_block = PushBlock (vm, a) {
    let made = vm.block_literal_as_proc(a as u32, false);
    vm.push(made);
    Ok(())
});

slow_op!(op_push_lambda = PushLambda (vm, a) {
    let made = vm.block_literal_as_proc(a as u32, true);
    vm.push(made);
    Ok(())
});

// Its primitive declined before the body was entered (see `call.rs`).
op!(op_primitive = Primitive (vm, ip, sp, fp) { next!(vm, ip.add(1), sp, fp) });

slow_op!(op_to_s = ToS (vm, _a) {
    let text = vm.interpolate(vm.peek(0))?;
    vm.pop();
    vm.push(text);
    Ok(())
});

op!(op_check_match = CheckMatch (vm, ip, sp, fp) {
    let (pattern, value) = (*sp.sub(2), *sp.sub(1));
    if pattern.is_int() && value.is_int() || crate::object::shape_of(pattern) == fixed::SYMBOL {
        *sp.sub(2) = Word::from_bool(pattern == value);
        next!(vm, ip.add(1), sp.sub(1), fp)
    }
    go!(send_site, vm, ip, sp, fp)
});

const _: () = assert!(HEADER == CALLABLE + 1);
