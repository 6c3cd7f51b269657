//! Objects and arrays: fields, elements, the write barrier, new objects, sites
//! of constants, heads of loops.

use crate::heap::{Flag, Header, Kind, Word, layout as heap_layout};
use crate::jit::hir::{Insn, StateId, Val};
use crate::object::ClassId;
use crate::vm::frame::ENTRY;
use crate::vm::function::{ConstSite, LoopCell};
use crate::vm::native::ExitReason;
use crate::vm::native_calls::Helper;
use crate::vm::tier_stats::Counted;

use super::Lower;
use super::emit::{IntCC, Region, Repr, V};
use super::guards::SHAPE_OFFSET;
use super::layout::{self, WORD, field, record, vm};

/// Slots of a new object that are cleared one by one.
const MOST_SLOTS: u32 = 16;

/// Whether an object is in the old part of the heap, unknown to the next young
/// collection: then storing a reference takes more than a store.
const WATCHED: u32 = (Flag::MATURE.0 | Flag::REMEMBERED.0) as u32;

impl Lower<'_, '_> {
    /// A node that reads or writes memory, or makes something there.
    pub(super) fn memory_node(&mut self, v: Val) -> Result<Option<V>, String> {
        let graph = self.graph;
        let value = match &graph.node(v).insn {
            Insn::EnvUp { env, depth } => {
                let mut env = self.value(*env)?;
                for _ in 0..*depth {
                    env = self.field(env, heap_layout::env::PARENT);
                }
                env
            }
            Insn::Load { object, offset } => {
                let object = self.value(*object)?;
                self.field(object, *offset as usize)
            }
            Insn::LoadIvar { object, offset } => {
                let object = self.value(*object)?;
                let word = self.field(object, *offset as usize);
                self.nil_if_undef(word)
            }
            Insn::Store {
                object,
                offset,
                value,
            } => {
                self.store_field(*object, *offset, *value)?;
                return Ok(None);
            }
            Insn::SetShape { object, shape } => {
                let object = self.value(*object)?;
                let shape = self.e.word(u64::from(shape.0));
                (self.e).store_half(Region::Header, shape, object, SHAPE_OFFSET);
                return Ok(None);
            }
            Insn::ArrayGet { array, index } => self.array_get(*array, *index)?,
            Insn::ArraySet {
                array,
                index,
                value,
                state,
            } => {
                self.array_set(*array, *index, *value, *state)?;
                return Ok(None);
            }
            Insn::ArrayLength { array } => {
                let array = self.value(*array)?;
                let window = self.window(array);
                let twice = self.e.shr_imm(window, 31);
                self.e.or_imm(twice, 1)
            }
            Insn::ArrayPush {
                array,
                value,
                state,
            } => {
                self.array_push(*array, *value, *state)?;
                return Ok(None);
            }
            Insn::ConstSite { site, state } => self.const_site(*site, *state),
            Insn::ConstIn {
                site,
                module,
                state,
            } => self.const_in(*site, *module, *state)?,
            Insn::New { class } => self.new_object(*class),
            Insn::CopyString { literal } => {
                let (vm, literal) = (self.e.vm(), self.e.word(literal.bits()));
                self.helper(Helper::CopyString, &[vm, literal])
            }
            Insn::NewArray { elements } => self.new_array(elements)?,
            Insn::MakeEnv { size } => self.make_env(*size),
            Insn::Activate => {
                self.activate();
                return Ok(None);
            }
            Insn::Count { what } => {
                self.counted = Some(*what);
                self.count_up(*what, 1);
                return Ok(None);
            }
            Insn::Poll { cell, state } => {
                self.poll(*cell, *state);
                return Ok(None);
            }
            other => return Err(format!("v{} is not lowered: {other:?}", v.0)),
        };
        Ok(Some(value))
    }

    // ---- fields -----------------------------------------------------------------

    fn field(&mut self, object: V, index: usize) -> V {
        self.e.load(Region::Field, object, field(index))
    }

    fn nil_if_undef(&mut self, word: V) -> V {
        let undef = self
            .e
            .compare_imm(IntCC::Equal, word, Word::UNDEF.bits() as i64);
        let nil = self.e.word(Word::NIL.bits());
        self.e.select(undef, nil, word)
    }

    fn store_field(&mut self, object: Val, offset: u32, value: Val) -> Result<(), String> {
        let may_be_heap = self.may_be_heap(value);
        let (object, word) = (self.value(object)?, self.tagged(value)?);
        let index = self.e.word(u64::from(offset));
        self.e
            .store(Region::Field, word, object, field(offset as usize));
        if may_be_heap {
            self.barrier(object, index, word);
        }
        Ok(())
    }

    /// The write barrier behind a store: see `Heap::store`.
    fn barrier(&mut self, object: V, index: V, value: V) {
        let (mature, note, on) = (self.e.cold_block(), self.e.cold_block(), self.e.block());
        let header = (Region::Header, object, 0);
        let watched = (self.e).masked_half(IntCC::Equal, header, WATCHED, Flag::MATURE.0 as u32);
        self.e.branch(watched, (mature, &[]), (on, &[]));
        self.e.enter(mature);
        let low = self.e.and_imm(value, 7);
        let is_object = self.e.compare_imm(IntCC::Equal, low, 0);
        self.e.branch(is_object, (note, &[]), (on, &[]));
        self.e.enter(note);
        let vm = self.e.vm();
        self.helper_only(Helper::StoreField, &[vm, object, index, value]);
        self.e.jump(on, &[]);
        self.e.enter(on);
    }

    // ---- arrays -----------------------------------------------------------------

    fn window(&mut self, array: V) -> V {
        self.e
            .load(Region::Raw, array, field(heap_layout::array::WINDOW))
    }

    /// First slot of an array's window and its length.
    fn bounds(&mut self, array: V) -> (V, V) {
        let window = self.window(array);
        let start = self.e.and_imm(window, 0xffff_ffff);
        let length = self.e.shr_imm(window, 32);
        (start, length)
    }

    /// An index, untagged and counted from the start.
    fn index(&mut self, index: Val, length: V) -> Result<V, String> {
        let constant = self.constant_int(index);
        let word = self.value(index)?;
        let index = self.e.sar_imm(word, 1);
        if constant.is_some_and(|index| index >= 0) {
            return Ok(index);
        }
        let from_end = self.e.add(index, length);
        let negative = self.e.compare_imm(IntCC::SignedLessThan, index, 0);
        Ok(self.e.select(negative, from_end, index))
    }

    /// The array's tuple, the number of a slot in words from its header, and the
    /// slot's address less the tuple's header.
    fn slot(&mut self, array: V, start: V, index: V) -> (V, V, V) {
        let slots = self.field(array, heap_layout::array::SLOTS);
        let number = self.e.add(start, index);
        let number = self.e.add_imm(number, heap_layout::tuple::TAIL as i64);
        let bytes = self.e.shl_imm(number, 3);
        let address = self.e.add(slots, bytes);
        (slots, number, address)
    }

    fn array_get(&mut self, array: Val, index: Val) -> Result<V, String> {
        let array = self.value(array)?;
        let (start, length) = self.bounds(array);
        let index = self.index(index, length)?;
        let (inside, done) = (self.e.block(), self.e.block());
        let result = self.e.param(done, Repr::Word);
        let nil = self.e.word(Word::NIL.bits());
        let out = self
            .e
            .compare(IntCC::UnsignedGreaterThanOrEqual, index, length);
        self.e.branch(out, (done, &[nil]), (inside, &[]));
        self.e.enter(inside);
        let (_, _, address) = self.slot(array, start, index);
        let word = self.e.load(Region::Field, address, 0);
        self.e.jump(done, &[word]);
        self.e.enter(done);
        Ok(result)
    }

    fn array_set(
        &mut self,
        array: Val,
        index: Val,
        value: Val,
        state: StateId,
    ) -> Result<(), String> {
        let may_be_heap = self.may_be_heap(value);
        let array = self.value(array)?;
        self.guard_thawed(array, state);
        let (start, length) = self.bounds(array);
        let index = self.index(index, length)?;
        let out = self
            .e
            .compare(IntCC::UnsignedGreaterThanOrEqual, index, length);
        self.guard(out, state, ExitReason::Range);
        let (slots, number, address) = self.slot(array, start, index);
        let word = self.tagged(value)?;
        self.e.store(Region::Field, word, address, 0);
        if may_be_heap {
            self.barrier(slots, number, word);
        }
        Ok(())
    }

    fn array_push(&mut self, array: Val, value: Val, state: StateId) -> Result<(), String> {
        let (array, value) = (self.value(array)?, self.tagged(value)?);
        // Not behind it: what is done must not be done again.
        self.stress(state);
        let vm = self.e.vm();
        let done = self.helper(Helper::PushElement, &[vm, array, value]);
        let failed = self.e.compare_imm(IntCC::Equal, done, 0);
        let exit = self.exit(state, ExitReason::Range);
        self.e.leave_if(failed, exit);
        Ok(())
    }

    fn new_array(&mut self, elements: &[Val]) -> Result<V, String> {
        let first = self.e.scratch(elements.len().max(1));
        for (at, &element) in elements.iter().enumerate() {
            let word = self.tagged(element)?;
            self.e.store(Region::Frame, word, first, at as i32 * WORD);
        }
        let (vm, count) = (self.e.vm(), self.e.word(elements.len() as u64));
        Ok(self.helper(Helper::NewArray, &[vm, first, count]))
    }

    // ---- new objects ------------------------------------------------------------

    /// `World::new_object`: in line while the chunk in use has room.
    fn new_object(&mut self, class: ClassId) -> V {
        let world = self.ground.vm.world();
        let shape = world.root_shape(class);
        let slots = world.shapes.capacity(shape);
        let vm = self.e.vm();
        let class = self.e.word(u64::from(class.0));
        if slots > MOST_SLOTS {
            return self.helper(Helper::NewObject, &[vm, class]);
        }
        let (full, room, done) = (self.e.cold_block(), self.e.block(), self.e.block());
        let result = self.e.param(done, Repr::Word);
        let top = self.e.vm_load(vm::HEAP_TOP);
        let limit = self.e.vm_load(vm::HEAP_LIMIT);
        let next = self
            .e
            .add_imm(top, (i64::from(slots) + 1) * i64::from(WORD));
        let over = self.e.compare(IntCC::UnsignedGreaterThan, next, limit);
        self.e.branch(over, (full, &[]), (room, &[]));
        self.e.enter(full);
        let object = self.helper(Helper::NewObject, &[vm, class]);
        self.e.jump(done, &[object]);
        self.e.enter(room);
        self.e.vm_store(next, vm::HEAP_TOP);
        let header = Header::new(Kind::Object, shape, slots as usize);
        let header = self.e.word(header.0);
        self.e.store(Region::Header, header, top, 0);
        let nil = self.e.word(Word::NIL.bits());
        for slot in 0..slots as usize {
            let at = field(heap_layout::object::TAIL + slot);
            self.e.store(Region::Field, nil, top, at);
        }
        self.e.jump(done, &[top]);
        self.e.enter(done);
        result
    }

    // ---- sites ------------------------------------------------------------------

    fn const_in(
        &mut self,
        site: *const ConstSite,
        module: Val,
        state: StateId,
    ) -> Result<V, String> {
        let module = self.tagged(module)?;
        let site = self.up_to_date(site, state);
        let from = self.e.load(Region::Record, site, record::FROM);
        let other = self.e.compare(IntCC::NotEqual, from, module);
        self.guard(other, state, ExitReason::Constant);
        Ok(self.e.load(Region::Record, site, record::VALUE))
    }

    /// A site that no constant has changed since it learned.
    fn up_to_date(&mut self, site: *const ConstSite, state: StateId) -> V {
        let site = self.e.word(site as u64);
        let epoch = (Region::Record, site, record::EPOCH);
        let current = (Region::Vm, self.e.vm(), vm::CONSTANT_EPOCH);
        let old = self.e.compare_halves(IntCC::NotEqual, epoch, current);
        self.guard(old, state, ExitReason::Constant);
        site
    }

    fn const_site(&mut self, site: *const ConstSite, state: StateId) -> V {
        let site = self.up_to_date(site, state);
        let entry = self.e.load(Region::Frame, self.fp, layout::header(ENTRY));
        let scope = (Region::Record, site, record::SCOPE);
        let own = (Region::Record, entry, record::ENTRY_SCOPE);
        let other = self.e.compare_halves(IntCC::NotEqual, scope, own);
        self.guard(other, state, ExitReason::Constant);
        if self.ground.vm.counts_hits() {
            self.count_up(Counted::Constant, 1);
        }
        self.e.load(Region::Record, site, record::VALUE)
    }

    /// Head of a loop. The iteration is counted behind the poll: who leaves here
    /// counts it again.
    fn poll(&mut self, cell: Option<*const LoopCell>, state: StateId) {
        let (poll, on) = (self.e.cold_block(), self.e.block());
        let empty = self.burn_fuel();
        self.e.branch(empty, (poll, &[]), (on, &[]));
        self.e.enter(poll);
        let vm = self.e.vm();
        let wanted = self.helper(Helper::Refuel, &[vm, self.fp]);
        let exit = self.exit(state, ExitReason::Poll);
        self.e.leave_if(wanted, exit);
        self.e.jump(on, &[]);
        self.e.enter(on);
        if let Some(cell) = cell.filter(|_| self.counts()) {
            let cell = self.e.word(cell as u64);
            self.count(cell, record::ITERATIONS);
            self.count_up(Counted::Iterations, 1);
        }
    }
}
