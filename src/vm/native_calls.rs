//! What native code calls: a table of functions with the C ABI.
//!
//! Owns the table [`HELPERS`] and what its rows do. A helper is a leaf, or it
//! returns a word that is the sentinel when something is pending; its row says
//! which. Native code has stored every value of its frame before it calls one
//! that is no leaf, and reads references anew afterwards.

use crate::bytecode::ops::Op;
use crate::heap::Word;
use crate::object::ClassId;

use super::Vm;
use super::dispatch::{Insn, run};
use super::frame::{FUNCTION, HEADER, ID, RETURN_IP};
use super::function::Function;
use super::native::FoundTarget;
use super::natives::NativeRow;
use super::raise::ThrowKind;
use super::sampling::RunningTier;
use super::{Stop, ops_call};

/// What a helper may do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HelperKind {
    /// Never collects, raises or calls.
    Leaf,
    /// May do all of it; returns the sentinel if something is pending.
    Calls,
}

/// How a value is passed to a helper.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum HelperType {
    /// A word or address.
    Word,
    /// A double.
    Double,
}

/// A helper.
pub struct HelperRow {
    /// Its name in listings.
    pub name: &'static str,
    /// What it may do.
    pub kind: HelperKind,
    /// Its arguments; the first is always the vm.
    pub args: &'static [HelperType],
    /// Whether it returns a word.
    pub returns: bool,
    /// Its address.
    pub address: usize,
}

macro_rules! helpers {
    ($($(#[doc = $doc:literal])+ $name:ident $row:ident [$($arg:ident),*] $returns:literal $kind:ident;)*) => {
        /// The helpers, in table order.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        pub enum Helper {
            $($(#[doc = $doc])+ $row,)*
        }

        /// Every helper.
        pub fn helpers() -> Vec<HelperRow> {
            vec![$(HelperRow {
                name: stringify!($name),
                kind: HelperKind::$kind,
                args: &[$(HelperType::$arg),*],
                returns: $returns,
                address: $name as *const () as usize,
            }),*]
        }
    };
}

helpers! {
    /// `(vm, fp)`: a loop ran out of fuel. 0: go on; else: leave, somebody wants
    /// something.
    refuel Refuel [Word, Word] true Leaf;
    /// `(vm, snippet, fp)`: a function's entry ran out of fuel.
    poll_entry PollEntry [Word, Word, Word] true Calls;
    /// `(vm, fp)`: runs the function of a frame whose header is complete.
    interpret Interpret [Word, Word] true Calls;
    /// `(vm, snippet, sp, fp, what)`: executes a snippet; gives its result, or
    /// nil if it has none.
    run_snippet RunSnippet [Word, Word, Word, Word, Word] true Calls;
    /// `(vm, row, base, argc)`: calls a shared primitive. Sentinel: it raised or
    /// declined, see `shared_stopped`.
    call_shared CallShared [Word, Word, Word, Word] true Calls;
    /// `(vm, row)`: 0: the primitive declined; else it raised.
    shared_stopped SharedStopped [Word, Word] true Leaf;
    /// `(vm, fp, block)`: the header of the frame, a caller of that at `fp`, which
    /// a block literal was written in; 0 for any other block.
    find_definer FindDefiner [Word, Word, Word] true Leaf;
    /// `(vm, block, receiver)`: finds what a Proc made of a symbol calls without
    /// further values, and leaves it in the vm. 0: that cannot be called directly.
    find_symbol FindSymbol [Word, Word, Word] true Leaf;
    /// `(vm, fp)`: whether what is pending ends in this frame: a `break` from a call
    /// or a `return`, which the vm tells apart. Gives the value; the sentinel if not.
    land Land [Word, Word] true Leaf;
    /// `(vm, object, index, value)`: stores a field, with the write barrier.
    store_field StoreField [Word, Word, Word, Word] false Leaf;
    /// `(vm, double)`: a Float.
    box_double BoxDouble [Word, Double] true Leaf;
    /// `(vm, class)`: a new ordinary object.
    new_object NewObject [Word, Word] true Leaf;
    /// `(vm, parent, size)`: a new Env full of nil.
    new_env NewEnv [Word, Word, Word] true Leaf;
    /// `(vm, literal)`: a new String with the bytes of a literal.
    copy_string CopyString [Word, Word] true Leaf;
    /// `(vm, first, count)`: an Array of the words that begin there.
    new_array NewArray [Word, Word, Word] true Leaf;
    /// `(vm, array, value)`: appends. 0: the array is frozen or there is no memory.
    push_element PushElement [Word, Word, Word] true Leaf;
}

unsafe extern "C" fn refuel(vm: *mut Vm, fp: *mut Word) -> u64 {
    // SAFETY: V1: native code hands over its vm.
    let vm = unsafe { &mut *vm };
    if vm.samples() {
        vm.sample(fp, RunningTier::Native);
    }
    if vm.wants_poll() {
        // The interpreter's next poll sees to it.
        vm.burn_fuel();
        return 1;
    }
    vm.fill_tank();
    0
}

unsafe extern "C" fn poll_entry(vm: *mut Vm, ip: *const Insn, fp: *mut Word) -> Word {
    // SAFETY: V1, V2: the frame is entered: the slots behind the parameters are
    // made good before anybody looks.
    unsafe {
        let function = &*((*fp.add(FUNCTION)).bits() as *const Function);
        let mut slot = fp.sub((function.n_slots - function.n_params) as usize);
        while slot < fp {
            *slot = Word::NIL;
            slot = slot.add(1);
        }
        if function.has_blocks {
            // What stands there is older than the frame.
            *fp.add(ID) = Word::from_bits(0);
        }
        (*vm).save(ip, fp.add(HEADER), fp);
        if (*vm).samples() {
            (*vm).sample(fp, RunningTier::Native);
        }
        if (*vm).safe_point() {
            return Word::NIL;
        }
        (*vm).leave_pending();
        Word::SENTINEL
    }
}

impl Vm {
    /// Native code leaves because something is pending in the frame that the
    /// registers tell.
    fn leave_pending(&mut self) {
        self.exit = std::ptr::null();
        if let Some(frame) = self.top_frame() {
            self.ip = frame.function().interpreted(self.ip);
        }
    }
}

/// Runs threaded code until it returns to native code. The sentinel: something
/// is pending in the frame at `fp`.
unsafe fn run_nested(vm: *mut Vm, ip: *const Insn, fp: *mut Word) -> Option<Word> {
    // SAFETY: V1: the caller's registers stand in the vm.
    unsafe {
        let handles = (*vm).handles.len();
        run(vm, ip);
        (*vm).handles.truncate(handles);
        if (*vm).is_pending() {
            (*vm).exit = std::ptr::null();
            debug_assert_eq!((*vm).fp, fp);
            return None;
        }
        debug_assert_eq!((*vm).fp, fp);
        (*vm).sp = (*vm).sp.sub(1);
        Some(*(*vm).sp)
    }
}

unsafe extern "C" fn interpret(vm: *mut Vm, fp: *mut Word) -> Word {
    // SAFETY: V1, V2: the header is complete; the caller's frame waits.
    unsafe {
        let function = &*((*fp.add(FUNCTION)).bits() as *const Function);
        let caller = (*fp.add(super::frame::CALLER_FP)).bits() as *mut Word;
        let return_ip = (*fp.add(RETURN_IP)).bits() as *const Insn;
        if (*vm).check_native_stack().is_err() {
            let base = fp.sub(function.n_slots as usize + 1);
            (*vm).save(return_ip.wrapping_sub(1), base, caller);
            (*vm).leave_pending();
            return Word::SENTINEL;
        }
        (*vm).native.counters.interpreted_calls += 1;
        (*vm).sp = fp.sub((function.n_slots - function.n_params) as usize);
        (*vm).fp = fp;
        run_nested(vm, function.insns, caller).unwrap_or(Word::SENTINEL)
    }
}

/// What `run_snippet` is told of one: its first instruction, and whether it leaves
/// one result.
pub(crate) fn snippet_word(op: Op, has_result: bool) -> u64 {
    (op as u64) << 1 | u64::from(has_result)
}

fn snippet_of(word: u64) -> (usize, bool) {
    ((word >> 1) as usize, word & 1 != 0)
}

unsafe extern "C" fn run_snippet(
    vm: *mut Vm,
    snippet: *const Insn,
    sp: *mut Word,
    fp: *mut Word,
    what: u64,
) -> Word {
    // SAFETY: V1, V2: native code has stored its frame.
    unsafe {
        (*vm).save(snippet, sp, fp);
        if (*vm).check_native_stack().is_err() {
            (*vm).leave_pending();
            return Word::SENTINEL;
        }
        let (op, has_result) = snippet_of(what);
        (*vm).native.counters.handed_over.0[op] += 1;
        if !has_result {
            // One word that is taken for a result.
            let handles = (*vm).handles.len();
            run(vm, snippet);
            (*vm).handles.truncate(handles);
            if (*vm).is_pending() {
                (*vm).exit = std::ptr::null();
                return Word::SENTINEL;
            }
            return Word::NIL;
        }
        run_nested(vm, snippet, fp).unwrap_or(Word::SENTINEL)
    }
}

unsafe extern "C" fn call_shared(
    vm: *mut Vm,
    row: *const NativeRow,
    base: *mut Word,
    argc: usize,
) -> Word {
    // SAFETY: V2: receiver and arguments stand there, registers are stored.
    unsafe { ops_call::call_shared_native(vm, row, base, argc) }
}

unsafe extern "C" fn shared_stopped(vm: *mut Vm, row: *const NativeRow) -> u64 {
    // SAFETY: V1; the row is one of the vm's.
    unsafe {
        if (*vm).stop.get() == Stop::Decline {
            return 0;
        }
        (*vm).note_native(&*row);
        1
    }
}

unsafe extern "C" fn find_definer(_vm: *mut Vm, fp: *mut Word, block: Word) -> *mut Word {
    let Some(payload) = block.as_frame_block() else {
        return std::ptr::null_mut();
    };
    // SAFETY: V2: a block literal is known only while its frame lives.
    unsafe { ops_call::definer_of(fp, payload >> 16) }
}

unsafe extern "C" fn find_symbol(vm: *mut Vm, block: Word, this: Word) -> u64 {
    // SAFETY: V1: native code hands over its vm.
    let vm = unsafe { &mut *vm };
    let Some((function, entry)) = vm.symbol_target(block, this, 0) else {
        return 0;
    };
    vm.native.found = FoundTarget { function, entry };
    1
}

unsafe extern "C" fn land(vm: *mut Vm, fp: *mut Word) -> Word {
    // SAFETY: V1: native code hands over its vm.
    let vm = unsafe { &mut *vm };
    if !vm.exit.is_null() {
        return Word::SENTINEL;
    }
    let Some((kind, value)) = vm.land_throw(fp) else {
        return Word::SENTINEL;
    };
    vm.native.landed_return = u64::from(kind == ThrowKind::Return);
    value
}

unsafe extern "C" fn store_field(vm: *mut Vm, object: Word, index: usize, value: Word) {
    // SAFETY: H1, H2: native code checked the object's shape.
    unsafe { (*vm).world.heap.store(object, index, value) }
}

unsafe extern "C" fn box_double(vm: *mut Vm, double: f64) -> Word {
    // SAFETY: V1.
    unsafe { (*vm).world.float(double).word() }
}

unsafe extern "C" fn new_object(vm: *mut Vm, class: u64) -> Word {
    // SAFETY: V1.
    unsafe { (*vm).world.new_object(ClassId(class as u32)).word() }
}

unsafe extern "C" fn new_env(vm: *mut Vm, parent: Word, size: usize) -> Word {
    // SAFETY: V1.
    unsafe { (*vm).new_env(parent, size, Word::NIL) }
}

unsafe extern "C" fn copy_string(vm: *mut Vm, literal: Word) -> Word {
    // SAFETY: V1; the word is a literal of the function.
    unsafe { (*vm).copy_literal(literal) }
}

unsafe extern "C" fn new_array(vm: *mut Vm, first: *const Word, count: usize) -> Word {
    // SAFETY: V2: the words are operands of the frame.
    unsafe { (*vm).array_of_operands(first, count) }
}

unsafe extern "C" fn push_element(vm: *mut Vm, array: Word, value: Word) -> u64 {
    // SAFETY: V1; native code checked that it is an array.
    let vm = unsafe { &mut *vm };
    u64::from(vm.array_push_in_place(array, value) || vm.array_push_grown(array, value))
}
