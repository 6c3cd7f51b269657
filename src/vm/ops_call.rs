//! Handlers: sends, yields, super, and what a send does on a hit.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::heap::{self, Kind, Word, layout};
use crate::object::shape::fixed;
use crate::object::{ClassId, proc};

use super::dispatch::{COUNT, Insn, cold_handler, go, next, op, resume, slow_op};
use super::frame::{
    BLOCK, CALLABLE, CALLER_FP, ENTRY, ENV, FUNCTION, HEADER, ID, INFO, INFO_LAMBDA, RETURN_IP,
};
use super::function::{Function, SendSite};
use super::natives::{Args, NativeFn, NativeRow};
use super::ops_control::enter_function;
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

/// What a call writes into the header of the frame that it makes.
pub(crate) struct Header {
    pub return_ip: *const Insn,
    pub caller: *mut Word,
    pub function: usize,
    pub entry: usize,
    pub block: Word,
    pub env: Word,
    pub info: u64,
}

impl Header {
    #[inline(always)]
    pub(crate) unsafe fn write(self, nfp: *mut Word) {
        // SAFETY: V2: the red zone above the stack limit has room for a header.
        unsafe {
            *nfp.add(RETURN_IP) = Word::from_bits(self.return_ip as u64);
            *nfp.add(CALLER_FP) = Word::from_bits(self.caller as u64);
            *nfp.add(FUNCTION) = Word::from_bits(self.function as u64);
            *nfp.add(ENTRY) = Word::from_bits(self.entry as u64);
            *nfp.add(BLOCK) = self.block;
            *nfp.add(ENV) = self.env;
            *nfp.add(INFO) = Word::from_bits(self.info);
        }
    }
}

/// Goes on in the function of a frame that was made above the operands `sp`:
/// behind its `enter`, whose work is done here, if that is an ordinary one.
#[inline(always)]
pub(crate) unsafe fn begin(
    vm: *mut Vm,
    function: *mut Function,
    sp: *mut Word,
    nfp: *mut Word,
) -> *const Insn {
    // SAFETY: V1: the header at `nfp` is that of a call of the function.
    unsafe {
        let ip = (*function).insns;
        if (*function).plain_enter {
            return enter_function(vm, function, ip, nfp);
        }
        next!(vm, ip, sp, nfp)
    }
}

/// Exactly the required arguments.
pub const EXACT: u8 = 0;
/// And a block literal.
pub const WITH_BLOCK: u8 = 1;
/// Positional arguments, perhaps not all, and perhaps a block literal: those
/// that are not given are marked absent.
pub const OPTIONAL: u8 = 2;
/// `Class#new` with exactly what `initialize` requires.
pub const NEW: u8 = 3;

/// A hit on compiled Ruby whose parameters the arguments fill in place.
#[unsafe(link_section = "svm_ops")]
pub unsafe extern "C" fn call_function<const KIND: u8>(
    vm: *mut Vm,
    ip: *const Insn,
    sp: *mut Word,
    fp: *mut Word,
) -> *const Insn {
    // SAFETY: V1; the site's target is a function of this kind (see `send::way`
    // and `fill_new`), and functions with block literals have an id. The red
    // zone has room for the header; optional slots are checked.
    unsafe {
        let site = (*ip).a as *const SendSite;
        let function = (*site).target as *mut Function;
        let pushed = (*site).pushed;
        let mut nfp = sp.add(((*function).n_slots - (*function).n_params) as usize);
        if KIND == OPTIONAL {
            let base = sp.sub(pushed as usize + 1);
            nfp = base.add(1 + (*function).n_slots as usize);
            if nfp.add(HEADER) > (*vm).limit {
                go!(call_general, vm, ip, sp, fp);
            }
            let mut slot = sp;
            let end = base.add(1 + (*function).n_params as usize);
            while slot < end {
                slot.write_volatile(Word::UNDEF);
                slot = slot.add(1);
            }
        }
        if KIND == NEW {
            let base = sp.sub(pushed as usize + 1);
            let object = allocate_instance(vm, *base);
            *base = object;
            *base.sub(1) = object;
        }
        let block = match KIND {
            WITH_BLOCK | OPTIONAL => block_literal(site, fp),
            _ => Word::NIL,
        };
        Header {
            return_ip: ip.add(1),
            caller: fp,
            function: function as usize,
            entry: (*site).entry as usize,
            block,
            env: Word::NIL,
            info: u64::from(pushed),
        }
        .write(nfp);
        begin(vm, function, sp, nfp)
    }
}

/// The word of the block literal of a site, nil if there is none.
#[inline(always)]
unsafe fn block_literal(site: *const SendSite, fp: *mut Word) -> Word {
    // SAFETY: V1: the running frame has block literals if its site has one.
    unsafe {
        match (*site).info.block {
            Some(child) => Word::from_frame_block((*fp.add(ID)).bits() << 16 | u64::from(child)),
            None => Word::NIL,
        }
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
pub(crate) unsafe extern "C" fn call_shared_native(
    vm: *mut Vm,
    row: *const NativeRow,
    base: *mut Word,
    argc: usize,
) -> Word {
    // SAFETY: V1, V2: base points to the receiver and its arguments.
    unsafe {
        if (*vm).watches_primitives {
            return call_shared_watched(vm, row, base, argc);
        }
        call_shared_plain(vm, row, base, argc)
    }
}

/// The same where primitives decline at random, or time is sampled.
#[cold]
#[inline(never)]
unsafe fn call_shared_watched(
    vm: *mut Vm,
    row: *const NativeRow,
    base: *mut Word,
    argc: usize,
) -> Word {
    // SAFETY: the caller's.
    unsafe {
        if (*vm).decline_one_in != 0 && (*row).declines && (*vm).decline_now() {
            (*vm).stop.set(Stop::Decline);
            return Word::SENTINEL;
        }
        let word = call_shared_plain(vm, row, base, argc);
        (*vm).sample_primitive();
        word
    }
}

#[inline(always)]
unsafe fn call_shared_plain(
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
        if (*sp.sub(1)).is_object() && header.has(heap::Flag::MATURE) {
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
    if (*vm).base_mode != COUNT && (*((*ip).a as *mut SendSite)).take_way(class) {
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

/// A hit on `Class#new` of an ordinary class without an `initialize`.
#[unsafe(link_section = "svm_ops")]
pub unsafe extern "C" fn new_bare(
    vm: *mut Vm,
    ip: *const Insn,
    sp: *mut Word,
    fp: *mut Word,
) -> *const Insn {
    // SAFETY: V1; `fill_new` checked the class; the next two instructions are
    // `new_done` and `new_other`.
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

op!(op_yield = Yield (vm, ip, sp, fp) {
    let site = (*ip).a as *const SendSite;
    let block = *fp.add(BLOCK);
    let pushed = (*site).pushed;
    if !(*site).info.plain {
        // A splat, keywords, or a block of its own.
    } else if let Some(payload) = block.as_frame_block() {
        let definer = definer_of(fp, payload >> 16);
        let outer = (*definer.add(FUNCTION)).bits() as *const Function;
        let children: &[*const Function] = &(*outer).children;
        let function = *children.get_unchecked((payload & 0xffff) as usize) as *mut Function;
        if (*function).exact_argc <= pushed {
            if M == COUNT {
                (*vm).counters.note_yield(true);
            }
            *sp.sub(pushed as usize + 1) = *definer.sub((*outer).n_slots as usize + 1);
            // What it does not ask for is dropped.
            let sp = sp.sub((pushed - (*function).exact_argc) as usize);
            let nfp = sp.add(((*function).n_slots - (*function).n_params) as usize);
            Header {
                return_ip: ip.add(1),
                caller: fp,
                function: function as usize,
                entry: (*definer.add(ENTRY)).bits() as usize,
                block: *definer.add(BLOCK),
                env: *definer.add(ENV),
                info: u64::from((*function).exact_argc),
            }
            .write(nfp);
            *nfp.add(CALLABLE) = block;
            return begin(vm, function, sp, nfp);
        }
    } else if block.is_object() && heap::barrier::load_raw(block, layout::proc_::FLAGS) == 0 {
        let function = heap::barrier::load_raw(block, layout::proc_::CODE) as *mut Function;
        if (*function).takes_exactly(pushed) {
            if M == COUNT {
                (*vm).counters.note_yield(true);
            }
            return enter_proc(vm, ip, sp, fp, block, pushed);
        }
    }
    if M == COUNT {
        (*vm).counters.note_yield(false);
    }
    go!(yield_slow, vm, ip, sp, fp)
});

/// The header of the frame with this activation id; usually that of the caller
/// of `fp`.
#[inline(always)]
pub(crate) unsafe fn definer_of(fp: *mut Word, id: u64) -> *mut Word {
    // SAFETY: V2: a block literal is known only while its frame lives, further
    // out on the same stack.
    unsafe {
        let mut definer = fp;
        loop {
            definer = (*definer.add(CALLER_FP)).bits() as *mut Word;
            let function = (*definer.add(FUNCTION)).bits() as *const Function;
            if (*function).has_blocks && (*definer.add(ID)).bits() == id {
                return definer;
            }
        }
    }
}

/// Calls a Proc made of a simple block with exactly its arguments, which stand
/// above the place of the receiver.
#[inline(always)]
unsafe fn enter_proc(
    vm: *mut Vm,
    ip: *const Insn,
    sp: *mut Word,
    fp: *mut Word,
    proc_: Word,
    pushed: u32,
) -> *const Insn {
    // SAFETY: V2: the caller checked the Proc.
    unsafe {
        debug_assert_eq!(heap::barrier::header(proc_).kind(), Kind::Proc);
        let function = heap::barrier::load_raw(proc_, layout::proc_::CODE) as *mut Function;
        let lambda = heap::barrier::load_raw(proc_, layout::proc_::FLAGS) & proc::LAMBDA != 0;
        *sp.sub(pushed as usize + 1) = heap::barrier::load(proc_, layout::proc_::SELF);
        let nfp = sp.add(((*function).n_slots - (*function).n_params) as usize);
        Header {
            return_ip: ip.add(1),
            caller: fp,
            function: function as usize,
            entry: heap::barrier::load_raw(proc_, layout::proc_::ENTRY) as usize,
            block: heap::barrier::load(proc_, layout::proc_::BLOCK),
            env: heap::barrier::load(proc_, layout::proc_::ENV),
            info: u64::from(pushed) | if lambda { INFO_LAMBDA } else { 0 },
        }
        .write(nfp);
        *nfp.add(CALLABLE) = proc_;
        begin(vm, function, sp, nfp)
    }
}

/// A hit on `Proc#call` with plain values.
#[unsafe(link_section = "svm_ops")]
pub unsafe extern "C" fn call_proc(
    vm: *mut Vm,
    ip: *const Insn,
    sp: *mut Word,
    fp: *mut Word,
) -> *const Insn {
    // SAFETY: V1; a Proc that stands for a method or symbol has no function.
    unsafe {
        let pushed = (*((*ip).a as *const SendSite)).pushed;
        let this = *sp.sub(pushed as usize + 1);
        if heap::barrier::header(this).kind() != Kind::Proc
            || heap::barrier::load_raw(this, layout::proc_::FLAGS) & proc::INDIRECT != 0
        {
            go!(call_general, vm, ip, sp, fp);
        }
        let function = heap::barrier::load_raw(this, layout::proc_::CODE) as *const Function;
        if !(*function).takes_exactly(pushed) {
            go!(call_general, vm, ip, sp, fp);
        }
        enter_proc(vm, ip, sp, fp, this, pushed)
    }
}

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
