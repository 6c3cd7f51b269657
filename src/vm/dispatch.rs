//! Threaded code and how handlers pass control on. No semantics here.
//!
//! Code is an array of 16-byte instructions, each the address of its handler
//! and one operand word. A handler ends in a sibling call to the next one
//! (`cfg(svm_tail)`), or returns its address to [`run`] when the build has no
//! sibling calls. State travels in four registers: vm, ip, sp, fp. Rules that
//! keep the calls siblings: no escaping address of a local, no live value with
//! a destructor, one return type, `extern "C"` throughout; everything slow is a
//! `#[cold]` continuation with the same signature, and the methods of `Vm` that
//! those call are `#[inline(never)]`, or their locals would become theirs.

use crate::bytecode::ops::Op;
use crate::heap::Word;

use super::Vm;

/// A handler, or a cold continuation of one. Returns where [`run`] goes on;
/// null ends the run.
pub type Handler = unsafe extern "C" fn(*mut Vm, *const Insn, *mut Word, *mut Word) -> *const Insn;

/// One threaded instruction.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Insn {
    /// What runs.
    pub handler: Handler,
    /// Its operand, in the form the handler wants (see `link.rs`).
    pub a: u64,
}

/// Hands the modes, one handler table each, to another macro.
macro_rules! for_each_mode {
    ($then:ident) => {
        $then! {
            /// Handlers without any counting.
            NORMAL;
            /// Handlers that count, see `counters.rs`.
            COUNT;
            /// Handlers that check the native stack pointer.
            CHECK;
            /// Handlers that look at each instruction first: for TracePoints
            /// (`trace.rs`), and to note operands (`tiering.rs`).
            TRACE;
        }
    };
}
pub(crate) use for_each_mode;

macro_rules! mode_numbers {
    ($($(#[doc = $doc:literal])+ $name:ident;)*) => {
        #[allow(clippy::upper_case_acronyms)]
        enum Number { $($name),* }
        $($(#[doc = $doc])+ pub const $name: u8 = Number::$name as u8;)*
    };
}
for_each_mode!(mode_numbers);

/// Passes control to the instruction at `$ip`.
macro_rules! next {
    ($vm:ident, $ip:expr, $sp:expr, $fp:expr) => {{
        let ip: *const $crate::vm::dispatch::Insn = $ip;
        #[cfg(svm_tail)]
        {
            return ((*ip).handler)($vm, ip, $sp, $fp);
        }
        #[cfg(not(svm_tail))]
        {
            (*$vm).sp = $sp;
            (*$vm).fp = $fp;
            return ip;
        }
    }};
}
pub(crate) use next;

/// Passes control to a continuation with the signature of a handler.
macro_rules! go {
    ($target:expr, $vm:ident, $ip:expr, $sp:expr, $fp:expr) => {
        return $target($vm, $ip, $sp, $fp)
    };
}
pub(crate) use go;

/// Declares the handler of one instruction, for every counting mode.
macro_rules! op {
    ($(#[$meta:meta])* $name:ident = $op:ident ($vm:ident, $ip:ident, $sp:ident, $fp:ident) $body:block) => {
        $(#[$meta])*
        #[unsafe(link_section = "svm_ops")]
        pub unsafe extern "C" fn $name<const M: u8>(
            $vm: *mut $crate::vm::Vm,
            $ip: *const $crate::vm::dispatch::Insn,
            $sp: *mut $crate::heap::Word,
            $fp: *mut $crate::heap::Word,
        ) -> *const $crate::vm::dispatch::Insn {
            // SAFETY: V1: the run loop and the linker hand over a live vm, an
            // instruction of verified code and the registers of its frame.
            unsafe {
                if !$crate::vm::dispatch::enter::<M>($vm, $crate::bytecode::ops::Op::$op, $ip, $sp, $fp) {
                    return $crate::vm::raise::unwind($vm, $ip, $sp, $fp);
                }
                $body
            }
        }
    };
}
pub(crate) use op;

/// Declares a cold continuation.
macro_rules! cold_handler {
    ($(#[$meta:meta])* $name:ident ($vm:ident, $ip:ident, $sp:ident, $fp:ident) $body:block) => {
        $(#[$meta])*
        #[cold]
        #[inline(never)]
        #[unsafe(link_section = "svm_ops")]
        pub unsafe extern "C" fn $name(
            $vm: *mut $crate::vm::Vm,
            $ip: *const $crate::vm::dispatch::Insn,
            $sp: *mut $crate::heap::Word,
            $fp: *mut $crate::heap::Word,
        ) -> *const $crate::vm::dispatch::Insn {
            // SAFETY: V1, as for the handler that continues here.
            unsafe { $body }
        }
    };
}
pub(crate) use cold_handler;

/// Declares a handler that does its work in an ordinary method of `Vm`: the
/// registers stand in the vm while it runs, an error unwinds.
macro_rules! slow_op {
    ($(#[$meta:meta])* $name:ident = $op:ident ($vm:ident, $a:ident) $work:expr) => {
        $(#[$meta])*
        #[unsafe(link_section = "svm_ops")]
        pub unsafe extern "C" fn $name<const M: u8>(
            vm: *mut $crate::vm::Vm,
            ip: *const $crate::vm::dispatch::Insn,
            sp: *mut $crate::heap::Word,
            fp: *mut $crate::heap::Word,
        ) -> *const $crate::vm::dispatch::Insn {
            #[inline(never)]
            extern "C" fn work($vm: &mut $crate::vm::Vm, $a: u64) -> bool {
                $crate::vm::dispatch::guard(|| $work)
            }
            // SAFETY: V1; the exclusive borrow ends before control goes on.
            unsafe {
                if !$crate::vm::dispatch::enter::<M>(vm, $crate::bytecode::ops::Op::$op, ip, sp, fp) {
                    return $crate::vm::raise::unwind(vm, ip, sp, fp);
                }
                (*vm).save(ip, sp, fp);
                if work(&mut *vm, (*ip).a) {
                    return $crate::vm::dispatch::resume(vm, ip, sp, fp);
                }
                return $crate::vm::raise::unwind(vm, ip, sp, fp);
            }
        }
    };
}
pub(crate) use slow_op;

/// Runs the work of a slow handler; a panic in it is a bug of the vm and ends
/// the process with its message, as unwinding cannot cross handlers.
#[inline(always)]
pub fn guard(work: impl FnOnce() -> Result<(), super::Stop>) -> bool {
    work().is_ok()
}

/// Goes on at the instruction, stack and frame that stand in the vm.
#[inline(never)]
#[unsafe(link_section = "svm_ops")]
pub unsafe extern "C" fn resume(
    vm: *mut Vm,
    _ip: *const Insn,
    _sp: *mut Word,
    _fp: *mut Word,
) -> *const Insn {
    // SAFETY: V1; whoever resumes has set the registers.
    unsafe {
        let ip = (*vm).next;
        if ip.is_null() {
            return ip;
        }
        next!(vm, ip, (*vm).sp, (*vm).fp)
    }
}

/// What a handler does first in the other modes. False: something is pending.
#[inline(always)]
pub unsafe fn enter<const M: u8>(
    vm: *mut Vm,
    op: Op,
    ip: *const Insn,
    sp: *mut Word,
    fp: *mut Word,
) -> bool {
    if M == COUNT {
        // SAFETY: V1.
        unsafe { (*vm).count_instruction(op, ip, sp, fp) };
    }
    if M == CHECK {
        // SAFETY: V1.
        unsafe {
            let moved = (*vm)
                .native_base
                .abs_diff(crate::base::sys::stack_pointer());
            if moved > (*vm).native_moved {
                (*vm).native_moved = moved;
                (*vm).native_moved_by = op as u8;
            }
        }
    }
    if M == TRACE {
        // SAFETY: V1.
        return unsafe { (*vm).observe_instruction(op, ip, sp, fp) };
    }
    true
}

/// Runs threaded code until a handler returns null.
///
/// # Safety
/// V1: `ip` is an instruction of linked code, the vm's sp and fp are those of
/// its frame.
pub unsafe fn run(vm: *mut Vm, mut ip: *const Insn) {
    // SAFETY: the caller's promise; handlers keep it.
    unsafe {
        let outer = (*vm).native_base;
        (*vm).native_base = crate::base::sys::stack_pointer();
        while !ip.is_null() {
            ip = ((*ip).handler)(vm, ip, (*vm).sp, (*vm).fp);
        }
        (*vm).native_base = outer;
    }
}

/// The handlers of every instruction, by `Op as usize`, in one counting mode.
pub struct HandlerTable(pub [Handler; Op::COUNT]);
