//! The frame: entering it, keeping it as the interpreter would, leaving it.
//!
//! Owns the prologue, the stores before calls, the loads behind them, and every
//! way out. Exits of the same state, reason and kind share one block; what it
//! stores is what memory lacks on any of the ways to it.

use std::cell::Cell;

use crate::heap::Word;
use crate::jit::hir::{HeaderWord, Insn, StateId, Val};
use crate::vm::frame::{BLOCK, ENTRY, ENV, FUNCTION, HEADER, ID, INFO};
use crate::vm::native::{ExitKind, ExitReason, ExitRecord};
use crate::vm::native_calls::Helper;
use crate::vm::tier_stats::{Counted, Counts};

use super::Lower;
use super::emit::{Block, IntCC, Region, V};
use super::layout::{self, LEAVE_FLAGS, record, vm};
use super::live::Place;
use super::places::{Held, Places, Stores};

/// What tells exits apart.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum ExitKey {
    /// The function's entry.
    Enter(ExitReason),
    /// The same behind a poll there.
    Entered,
    /// A state.
    State(StateId, ExitReason),
    /// A state whose instruction failed.
    Raise(StateId),
    /// Behind a call.
    Behind(Val, ExitReason),
}

/// A way out.
pub(super) struct Exit {
    key: ExitKey,
    block: Block,
    /// What memory holds there on every way.
    held: Places,
}

impl Lower<'_, '_> {
    // ---- entering -------------------------------------------------------------

    /// What the interpreter's `enter` does; slots behind the parameters are written
    /// before anybody looks.
    pub(super) fn prologue(&mut self) {
        let function = self.ground.source.function;
        let fp = self.fp;
        if let Some(method) = self.graph.method {
            let entry = self.e.load(Region::Frame, fp, layout::header(ENTRY));
            let own = self.e.word(method as u64);
            let other = self.e.compare(IntCC::NotEqual, entry, own);
            let exit = self.exit_at(ExitKey::Enter(ExitReason::Method));
            self.e.leave_if(other, exit);
        }
        let exit = self.exit_at(ExitKey::Enter(ExitReason::Enter));
        let end = (self.e).add_imm(
            fp,
            i64::from(function.frame_words) * i64::from(layout::WORD),
        );
        let limit = self.e.vm_load(vm::NATIVE_FULL);
        let full = self.e.compare(IntCC::UnsignedGreaterThan, end, limit);
        self.e.leave_if(full, exit);
        if self.ground.large {
            // What is left of the native stack still answers for the rest of the other.
            let room = self.e.sub(limit, end);
            let floor = self.e.vm_load(vm::NATIVE_FLOOR);
            let sp = self.e.stack_pointer();
            let left = self.e.sub(sp, floor);
            let full = self.e.compare(IntCC::SignedLessThan, left, room);
            self.e.leave_if(full, exit);
        }
        if self.counts() {
            // Shorter than its address.
            let own = self.e.load(Region::Frame, fp, layout::header(FUNCTION));
            self.count(own, record::CALLS);
            self.count_up(Counted::Calls, 1);
        }
        self.poll_entry();
    }

    fn poll_entry(&mut self) {
        let (poll, on) = (self.e.cold_block(), self.e.block());
        let empty = self.burn_fuel();
        self.e.branch(empty, (poll, &[]), (on, &[]));
        self.e.enter(poll);
        let ip = self.e.word(self.ground.snippets.entry() as u64);
        let vm = self.e.vm();
        let result = self.helper(Helper::PollEntry, &[vm, ip, self.fp]);
        self.give_up_if_sentinel(result);
        self.leave_if_flagged(ExitKey::Entered);
        self.e.jump(on, &[]);
        self.e.enter(on);
    }

    /// Burns fuel; whether it is used up.
    pub(super) fn burn_fuel(&mut self) -> V {
        let fuel = self.e.vm_load(vm::FUEL);
        let fuel = self.e.add_imm(fuel, -1);
        self.e.vm_store(fuel, vm::FUEL);
        self.e.compare_imm(IntCC::SignedLessThan, fuel, 0)
    }

    /// Whether the vm wants native code to count.
    pub(super) fn counts(&self) -> bool {
        self.ground.vm.native.config.counts != Counts::Nothing
    }

    /// Adds to what the vm counts of native code.
    pub(super) fn count_up(&mut self, what: Counted, by: i64) {
        let count = self.e.vm_load(vm::counted(what));
        let count = self.e.add_imm(count, by);
        self.e.vm_store(count, vm::counted(what));
    }

    /// Adds one to a counter of a record.
    pub(super) fn count(&mut self, base: V, offset: i32) {
        let count = self.e.load(Region::Record, base, offset);
        let count = self.e.add_imm(count, 1);
        self.e.store(Region::Record, count, base, offset);
    }

    // ---- places ---------------------------------------------------------------

    /// Offset of a place from `fp`.
    pub(super) fn offset(&self, place: Place) -> i32 {
        let slots = self.ground.source.function.n_slots as i32;
        match place {
            Place::This => -(slots + 1) * layout::WORD,
            Place::Slot(slot) => (slot as i32 - slots) * layout::WORD,
            Place::Operand(depth) => layout::operand(depth as usize),
        }
    }

    fn load_from(&mut self, place: Place) -> V {
        let offset = self.offset(place);
        self.e.load(Region::Frame, self.fp, offset)
    }

    /// The value of a node that names a place of the frame.
    pub(super) fn load_place(&mut self, v: Val) -> V {
        match self.graph.node(v).insn {
            Insn::Slot { slot } => self.load_from(Place::Slot(slot)),
            Insn::Operand { depth } => self.load_from(Place::Operand(depth)),
            Insn::Header { word } => {
                let word = match word {
                    HeaderWord::Block => BLOCK,
                    HeaderWord::Env => ENV,
                };
                self.e.load(Region::Frame, self.fp, layout::header(word))
            }
            _ => self.load_from(Place::This),
        }
    }

    /// Stores values into the frame.
    pub(super) fn store_all(&mut self, stores: &Stores) -> Result<(), String> {
        for &(place, value) in stores {
            let word = match value {
                Some(value) => self.tagged(value)?,
                None => self.e.word(Word::NIL.bits()),
            };
            let offset = self.offset(place);
            self.e.store(Region::Frame, word, self.fp, offset);
        }
        Ok(())
    }

    /// Reads what a call may have moved.
    pub(super) fn reload(&mut self, call: Val) {
        let ground = self.ground;
        for &(root, place) in ground.live.reloads.get(&call).into_iter().flatten() {
            let value = self.load_from(place);
            self.define(root, value);
        }
    }

    // ---- leaving --------------------------------------------------------------

    /// The block that leaves with a state.
    pub(super) fn exit(&mut self, state: StateId, reason: ExitReason) -> Block {
        self.exit_at(ExitKey::State(state, reason))
    }

    /// The block that leaves in some way.
    pub(super) fn exit_at(&mut self, key: ExitKey) -> Block {
        if let Some(&at) = self.exit_numbers.get(&key) {
            let exit = &mut self.exits[at];
            exit.held.meet(&self.places);
            return exit.block;
        }
        let block = self.e.cold_block();
        self.exit_numbers.insert(key, self.exits.len());
        self.exits.push(Exit {
            key,
            block,
            held: self.places.clone(),
        });
        block
    }

    /// Leaves with the state if a condition holds, and now and then when forced:
    /// nothing of the instruction may have happened.
    pub(super) fn guard(&mut self, fails: V, state: StateId, reason: ExitReason) {
        self.stress(state);
        let exit = self.exit(state, reason);
        self.e.leave_if(fails, exit);
    }

    /// Leaves now and then when forced.
    pub(super) fn stress(&mut self, state: StateId) {
        if self.ground.stress == 0 {
            return;
        }
        let left = self.e.vm_load(vm::STRESS_LEFT);
        let left = self.e.add_imm(left, -1);
        self.e.vm_store(left, vm::STRESS_LEFT);
        let forced = self.e.compare_imm(IntCC::SignedLessThanOrEqual, left, 0);
        let exit = self.exit(state, ExitReason::Stress);
        self.e.leave_if(forced, exit);
    }

    /// Returns the sentinel if a helper did: everything is said already.
    pub(super) fn give_up_if_sentinel(&mut self, result: V) {
        let stopped = self.is_sentinel(result);
        let give_up = self.give_up();
        self.e.leave_if(stopped, give_up);
    }

    /// Whether a call returned the sentinel.
    pub(super) fn is_sentinel(&mut self, result: V) -> V {
        (self.e).compare_imm(IntCC::Equal, result, Word::SENTINEL.bits() as i64)
    }

    /// The block that returns the sentinel.
    pub(super) fn give_up(&mut self) -> Block {
        let e = &mut self.e;
        *self.give_up.get_or_insert_with(|| e.cold_block())
    }

    /// Leaves behind a call if somebody wants the frame to.
    pub(super) fn leave_if_flagged(&mut self, key: ExitKey) {
        let info = (Region::Frame, self.fp, layout::header(INFO) + 4);
        let flagged = self.e.test_half(info, LEAVE_FLAGS);
        let exit = self.exit_at(key);
        self.e.leave_if(flagged, exit);
    }

    /// Writes all exits.
    pub(super) fn write_exits(&mut self) -> Result<Box<[ExitRecord]>, String> {
        let exits = std::mem::take(&mut self.exits);
        let records: Box<[ExitRecord]> = exits.iter().map(|exit| self.record(exit)).collect();
        let tail = self.e.cold_block();
        let offset = self.e.param(tail, super::emit::Repr::Word);
        for (number, exit) in exits.into_iter().enumerate() {
            self.place(records[number].pc);
            self.e.enter(exit.block);
            self.write_exit(exit)?;
            let offset = self.e.word((number * size_of::<ExitRecord>()) as u64);
            self.e.jump(tail, &[offset]);
        }
        self.e.enter(tail);
        let base = self.e.word(records.as_ptr() as u64);
        let exit = self.e.add(base, offset);
        self.e.vm_store(exit, vm::EXIT);
        self.e.vm_store(self.fp, vm::FP);
        let give_up = self.give_up();
        self.e.jump(give_up, &[]);
        self.e.enter(give_up);
        let sentinel = self.e.word(Word::SENTINEL.bits());
        self.e.ret(sentinel);
        Ok(records)
    }

    fn write_exit(&mut self, exit: Exit) -> Result<(), String> {
        let stress = i64::from(self.ground.stress);
        let state = match exit.key {
            ExitKey::Enter(_) | ExitKey::Entered => return Ok(()),
            ExitKey::State(state, ExitReason::Stress) => {
                let left = self.e.word(stress as u64);
                self.e.vm_store(left, vm::STRESS_LEFT);
                state
            }
            ExitKey::State(state, _) | ExitKey::Raise(state) => state,
            ExitKey::Behind(call, reason) => {
                let state = self.call_state(call);
                // A discarded frame's memory is what the frame is: somebody may have
                // written there.
                if reason != ExitReason::Invalid {
                    let stores = exit.held.missing(self.graph, state);
                    self.store_all(&stores)?;
                }
                return self.store_result(call, state);
            }
        };
        let stores = exit.held.missing(self.graph, state);
        self.store_all(&stores)
    }

    /// Puts the result of a call on top of the operands.
    fn store_result(&mut self, call: Val, state: StateId) -> Result<(), String> {
        if self.results(call) != 1 {
            return Ok(());
        }
        let depth = self.graph.state(state).stack.len();
        let word = self.value(call)?;
        self.e
            .store(Region::Frame, word, self.fp, layout::operand(depth));
        Ok(())
    }

    fn call_state(&self, call: Val) -> StateId {
        let insn = &self.graph.node(call).insn;
        insn.state().expect("calls have states")
    }

    fn results(&self, call: Val) -> u32 {
        match self.graph.node(call).insn {
            Insn::Op { results, .. } => results,
            _ => 1,
        }
    }

    fn record(&self, exit: &Exit) -> ExitRecord {
        let depth = |state: StateId| self.graph.state(state).stack.len() as u32;
        let pc = |state: StateId| self.graph.state(state).pc;
        let (pc, depth, kind, reason) = match exit.key {
            ExitKey::Enter(reason) => (0, 0, ExitKind::Enter, reason),
            ExitKey::Entered => (1, 0, ExitKind::Resume, ExitReason::Invalid),
            ExitKey::State(state, reason) => (pc(state), depth(state), ExitKind::Resume, reason),
            ExitKey::Raise(state) => (pc(state), depth(state), ExitKind::Raise, ExitReason::Raise),
            ExitKey::Behind(call, reason) => {
                let state = self.call_state(call);
                let depth = depth(state) + self.results(call);
                (pc(state), depth, ExitKind::Resume, reason)
            }
        };
        let insn = self.ground.source.insns.get(pc as usize);
        ExitRecord {
            next: self.ground.source.function.insns.wrapping_add(pc as usize),
            depth,
            kind,
            code: Cell::new(std::ptr::null()),
            count: Cell::new(0),
            pc,
            op: insn.map(|insn| insn.op),
            reason,
        }
    }

    // ---- parts of the header ------------------------------------------------------

    /// `make_env`: gives the frame an Env below the one that it has.
    pub(super) fn make_env(&mut self, size: u32) -> V {
        let at = layout::header(ENV);
        let parent = self.e.load(Region::Frame, self.fp, at);
        let (vm, size) = (self.e.vm(), self.e.word(u64::from(size)));
        let env = self.helper(Helper::NewEnv, &[vm, parent, size]);
        self.e.store(Region::Frame, env, self.fp, at);
        env
    }

    /// `activate`: gives the frame an id.
    pub(super) fn activate(&mut self) {
        let id = self.e.vm_load(vm::LAST_ACTIVATION);
        let id = self.e.add_imm(id, 1);
        self.e.vm_store(id, vm::LAST_ACTIVATION);
        self.e.store(Region::Frame, id, self.fp, layout::header(ID));
    }

    /// Where the operands of a frame end that has so many.
    pub(super) fn operands_end(&mut self, depth: usize) -> V {
        (self.e).add_imm(self.fp, i64::from(layout::operand(depth)))
    }
}

// Slots are addressed from `fp`, operands behind the header.
const _: () = assert!(HEADER > INFO);
const _: () = assert!(size_of::<Held>() <= 16);
