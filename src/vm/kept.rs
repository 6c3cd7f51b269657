//! Locals that outlive their frame: what Procs and Bindings see of it.
//!
//! Locals that blocks capture live in Envs anyway. The others stand in the
//! frame; a Proc or Binding made of it may still be asked for them when it has
//! ended (`Proc#binding`). So whoever makes one gives the frame an Env of its
//! own kind to leave its locals in, once per activation, with that of the frame
//! around as parent. While the frame lives it is the truth and the Env is empty.
//! Its function is threaded with returns that look for such an Env; functions
//! whose blocks never become Procs pay nothing. Nor does a program that nowhere
//! mentions `binding`: its Procs keep only what their blocks captured alive.

use crate::bytecode::code::{Code, Local, Place};
use crate::bytecode::operand::SymbolIdx;
use crate::heap::{Word, barrier, layout};
use crate::object::Sym;

use super::Vm;
use super::dispatch::{next, op};
use super::frame::{CALLER_FP, FrameRef, INFO, INFO_KEPT, RETURN_IP, function_of};
use super::function::{Function, FunctionKind, LinkedUnit};

/// The Env that a living frame will leave its locals in.
#[derive(Clone, Copy)]
pub struct Kept {
    fp: *mut Word,
    /// The Env: a root while the frame lives.
    pub env: Word,
}

/// Where a local stands that no Env of its function holds.
pub(super) enum FarPlace {
    /// In the frame, which lives.
    Frame {
        /// Where it stands.
        slot: *mut Word,
        /// The frame is that of a suspended fiber.
        suspended: bool,
    },
    /// In the Env that its frame left, with the number of the slot.
    Env(Word, usize),
}

/// How many slots of its frames a function leaves behind: up to the last that
/// has a name.
pub(super) fn kept_slots(code: &Code, kernel: bool) -> u32 {
    let slot = |local: &Local| match local.place {
        Place::Slot(slot) if local.name.is_some() => slot.0 + 1,
        _ => 0,
    };
    let slots = code.locals.iter().map(slot).max();
    slots.filter(|_| !kernel).unwrap_or(0)
}

macro_rules! keeping_return {
    ($(#[$meta:meta])* $name:ident = $op:ident) => {
        op!($(#[$meta])* $name = $op (vm, ip, sp, fp) {
            if (*fp.add(INFO)).bits() & INFO_KEPT != 0 {
                (*vm).leave_locals(fp);
            }
            let base = fp.sub((*ip).a as usize);
            *base = *sp.sub(1);
            let caller = (*fp.add(CALLER_FP)).bits() as *mut Word;
            next!(vm, (*fp.add(RETURN_IP)).bits() as *const super::dispatch::Insn, base.add(1), caller)
        });
    };
}
keeping_return!(
    /// `ret` of a function whose frames may be asked for their locals later.
    op_ret_kept = Ret
);
keeping_return!(
    /// The same for `block_ret`.
    op_block_ret_kept = BlockRet
);

impl Vm {
    /// The Env that a frame, which lives, will leave its locals in, or that of
    /// the first frame around that has some; nil if none has.
    pub(super) fn keep_locals(&mut self, frame: FrameRef) -> Word {
        let function = frame.function();
        if frame.is_kept() {
            return self.kept_env(frame.fp);
        }
        let around = match function.kind {
            FunctionKind::Block => self.keep_around(frame.callable()),
            _ => Word::NIL,
        };
        let size = function.kept_slots;
        if size == 0 {
            return around;
        }
        let env = self.new_env(around, size as usize, Word::UNDEF);
        frame.set_kept();
        self.kept.push(Kept { fp: frame.fp, env });
        if !function.keeps_locals.get() {
            function.keeps_locals.set(true);
            self.thread(std::ptr::from_ref(function).cast_mut());
        }
        env
    }

    /// The same for the frames around a block.
    #[inline(never)]
    fn keep_around(&mut self, callable: Word) -> Word {
        let Some(payload) = callable.as_frame_block() else {
            return self.left_by(callable);
        };
        let definer = self.frame_by_id(payload >> 16);
        self.keep_locals(definer.expect("a block literal lives as long as its frame"))
    }

    fn kept_env(&self, fp: *mut Word) -> Word {
        let found = self.kept.iter().rev().find(|kept| kept.fp == fp);
        found.expect("a marked frame has an Env").env
    }

    /// What the frames around a Proc or Binding leave; nil for anything else.
    fn left_by(&self, callable: Word) -> Word {
        let value = self.wrap(callable);
        if let Some(binding) = value.as_binding() {
            return binding.parts().left.word();
        }
        let proc_ = value.as_proc().filter(|proc_| !proc_.is_indirect());
        proc_.map_or(Word::NIL, |proc_| proc_.extra().word())
    }

    /// The frame ends: its locals move to their Env.
    #[inline(never)]
    pub(super) fn leave_locals(&mut self, fp: *mut Word) {
        let at = self.kept.iter().rposition(|kept| kept.fp == fp);
        // Mostly the last; the order does not matter.
        let Kept { env, .. } = (self.kept).swap_remove(at.expect("a marked frame has an Env"));
        // SAFETY: V2: the frame still stands, its slots below the header; the
        // Env has room for those that are kept.
        unsafe {
            let function = &*function_of(fp);
            let first = fp.sub(function.n_slots as usize);
            for slot in 0..function.kept_slots as usize {
                let word = *first.add(slot);
                let word = if word.is_undef() { Word::NIL } else { word };
                self.world.heap.store(env, layout::env::TAIL + slot, word);
            }
        }
    }

    /// Finds a local that stands in a frame of `code` or of a function around
    /// it; `left` is what these frames leave.
    pub(super) fn find_far(
        &self,
        unit: &LinkedUnit,
        code: &Code,
        left: Word,
        name: Sym,
    ) -> Option<FarPlace> {
        let named = |unit: &LinkedUnit, at: SymbolIdx| unit.symbols[at.index()] == name;
        let (mut left, mut at) = (left, Some((unit, code)));
        while let Some((unit, code)) = at {
            if kept_slots(code, unit.kernel) > 0 {
                if left.is_nil() {
                    return None;
                }
                let locals = code.locals.iter();
                let slot = locals.filter_map(|local| match local.place {
                    Place::Slot(slot) if local.name.is_some_and(|n| named(unit, n)) => Some(slot),
                    _ => None,
                });
                if let Some(slot) = slot.last() {
                    return Some(self.far_place(left, slot.index()));
                }
                // SAFETY: V2: an Env of a frame.
                left = unsafe { barrier::load(left, layout::env::PARENT) };
            }
            at = unit.around(code);
        }
        None
    }

    fn far_place(&self, env: Word, slot: usize) -> FarPlace {
        let running = self.kept.iter().map(|kept| (kept, false));
        let mut living = running.chain(self.tasks.kept());
        match living.find(|(kept, _)| kept.env == env) {
            Some((kept, suspended)) => {
                // SAFETY: V2: a frame that is listed lives, on whichever stack.
                let function = unsafe { &*function_of(kept.fp) };
                let base = kept.fp.wrapping_sub(function.n_slots as usize);
                let slot = base.wrapping_add(slot);
                FarPlace::Frame { slot, suspended }
            }
            None => FarPlace::Env(env, slot),
        }
    }

    /// Where the running code, which stands in evaluated text, finds a local of
    /// the functions around the text.
    pub(super) fn far_from_here(&self, name: Sym) -> Option<FarPlace> {
        let mut frame = self.top_frame().expect("running");
        let mut around = Function::around(frame.function())?;
        // The text's own locals are never far.
        while let Some(payload) = frame.callable().as_frame_block() {
            frame = self.frame_by_id(payload >> 16)?;
            around = around.0.around(around.1)?;
        }
        let left = self.left_by(frame.callable());
        self.find_far(around.0, around.1, left, name)
    }

    /// Reads a local from its place; None if its task was given up.
    pub(super) fn read_far(&self, place: &FarPlace) -> Option<Word> {
        let word = match *place {
            FarPlace::Frame { slot, .. } => {
                // SAFETY: V2: `far_place` found the frame alive, and no safe
                // point lies between.
                let word = unsafe { *slot };
                return Some(if word.is_undef() { Word::NIL } else { word });
            }
            // SAFETY: V2: the Env has as many slots as its function keeps.
            FarPlace::Env(env, slot) => unsafe { barrier::load(env, layout::env::TAIL + slot) },
        };
        (!word.is_undef()).then_some(word)
    }

    /// Writes a local at its place; false if it cannot be written now: the
    /// collector looks at a suspended fiber only if its stack has changed.
    pub(super) fn write_far(&self, place: &FarPlace, value: Word) -> bool {
        // SAFETY: V2: as in `read_far`.
        unsafe {
            match *place {
                FarPlace::Frame { suspended, .. } if suspended => return false,
                FarPlace::Frame { slot, .. } => *slot = value,
                FarPlace::Env(env, slot) => {
                    self.world.heap.store(env, layout::env::TAIL + slot, value);
                }
            }
        }
        true
    }
}
