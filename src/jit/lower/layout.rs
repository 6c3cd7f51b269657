//! Offsets that native code knows: of the vm's fields, of frames, of objects.

use std::mem::offset_of;

use crate::heap::{Heap, Word};
use crate::object::{MethodEntry, World};
use crate::vm::Vm;
use crate::vm::frame::{HEADER, INFO_KEPT, INFO_STALE};
use crate::vm::function::{ConstSite, Function, LoopCell};
use crate::vm::native::{FoundTarget, Native};
use crate::vm::tier_stats::Counted;

/// Bytes of a word.
pub(super) const WORD: i32 = size_of::<Word>() as i32;

/// Fields of the vm.
pub(super) mod vm {
    use super::{Counted, FoundTarget, Heap, Native, Vm, World, offset_of};

    const WORLD: usize = offset_of!(Vm, world);
    const HEAP: usize = WORLD + offset_of!(World, heap);
    const NATIVE: usize = offset_of!(Vm, native);

    pub const SP: i32 = offset_of!(Vm, sp) as i32;
    pub const FP: i32 = offset_of!(Vm, fp) as i32;
    pub const IP: i32 = offset_of!(Vm, ip) as i32;
    pub const NEXT: i32 = offset_of!(Vm, next) as i32;
    pub const FUEL: i32 = offset_of!(Vm, fuel) as i32;
    pub const LAST_ACTIVATION: i32 = offset_of!(Vm, last_activation) as i32;
    pub const ERRINFO: i32 = offset_of!(Vm, errinfo) as i32;
    pub const EXIT: i32 = offset_of!(Vm, exit) as i32;
    pub const NATIVE_FULL: i32 = offset_of!(Vm, native_full) as i32;
    pub const NATIVE_FLOOR: i32 = offset_of!(Vm, native_floor) as i32;
    pub const CONSTANT_EPOCH: i32 = (WORLD + offset_of!(World, constant_epoch)) as i32;
    pub const HEAP_TOP: i32 = (HEAP + Heap::TOP_OFFSET) as i32;
    pub const HEAP_LIMIT: i32 = (HEAP + Heap::LIMIT_OFFSET) as i32;
    pub const COLLECT_REQUESTED: i32 = (HEAP + Heap::REQUESTED_OFFSET) as i32;
    const FOUND: usize = NATIVE + offset_of!(Native, found);
    pub const FOUND_FUNCTION: i32 = (FOUND + offset_of!(FoundTarget, function)) as i32;
    pub const FOUND_ENTRY: i32 = (FOUND + offset_of!(FoundTarget, entry)) as i32;
    pub const LANDED_RETURN: i32 = (NATIVE + offset_of!(Native, landed_return)) as i32;
    pub const STRESS_LEFT: i32 = (NATIVE + offset_of!(Native, stress_left)) as i32;

    /// Where a count stands.
    pub fn counted(what: Counted) -> i32 {
        (NATIVE + offset_of!(Native, counts)) as i32 + what as i32 * super::WORD
    }
}

/// Fields of records.
pub(super) mod record {
    use super::{ConstSite, Function, LoopCell, MethodEntry, offset_of};

    pub const NATIVE_ENTRY: i32 = offset_of!(Function, native_entry) as i32;
    pub const FIRST_CHILD: i32 = offset_of!(Function, first_child) as i32;
    pub const EXACT_ARGC: i32 = offset_of!(Function, exact_argc) as i32;
    pub const N_SLOTS: i32 = offset_of!(Function, n_slots) as i32;
    pub const HAS_BLOCKS: i32 = offset_of!(Function, has_blocks) as i32;
    pub const CALLS: i32 = offset_of!(Function, calls) as i32;
    pub const ITERATIONS: i32 = offset_of!(LoopCell, native_count) as i32;
    pub const EPOCH: i32 = offset_of!(ConstSite, epoch) as i32;
    pub const SCOPE: i32 = offset_of!(ConstSite, scope) as i32;
    pub const FROM: i32 = offset_of!(ConstSite, from) as i32;
    pub const VALUE: i32 = offset_of!(ConstSite, value) as i32;
    pub const ENTRY_SCOPE: i32 = offset_of!(MethodEntry, scope) as i32;
}

/// The flags of a frame after which native code leaves it, as they stand in the
/// upper half of the header's word.
pub(super) const LEAVE_FLAGS: u32 = ((INFO_KEPT | INFO_STALE) >> 32) as u32;

/// Offset of a header's word from `fp`.
pub(super) const fn header(word: usize) -> i32 {
    word as i32 * WORD
}

/// Offset of an operand from `fp`.
pub(super) const fn operand(depth: usize) -> i32 {
    (HEADER + depth) as i32 * WORD
}

/// Offset of a field of an object.
pub(super) const fn field(index: usize) -> i32 {
    index as i32 * WORD
}
