//! What the vm shows the collector: frames of every task, handles, literals,
//! constants in sites, globals.

use crate::heap::{Kind, Roots, Word};
use crate::object::World;

use super::Vm;
use super::frame::{BLOCK, CALLABLE, ENV, FrameRef, HEADER};
use super::function::FunctionKind;

/// Values the host keeps: slots that are freed when their owner drops them.
#[derive(Default)]
pub struct RootTable {
    slots: Vec<Word>,
    free: Vec<u32>,
}

impl RootTable {
    /// Keeps a word; the number names the slot.
    pub fn add(&mut self, word: Word) -> u32 {
        match self.free.pop() {
            Some(slot) => {
                self.slots[slot as usize] = word;
                slot
            }
            None => {
                self.slots.push(word);
                self.slots.len() as u32 - 1
            }
        }
    }

    /// The word in a slot.
    pub fn get(&self, slot: u32) -> Word {
        self.slots[slot as usize]
    }

    /// Frees a slot.
    pub fn remove(&mut self, slot: u32) {
        self.slots[slot as usize] = Word::NIL;
        self.free.push(slot);
    }
}

/// The roots of a vm whose registers are stored.
pub struct VmRoots {
    vm: *mut Vm,
}

impl VmRoots {
    /// Borrows the vm for one collection.
    pub fn new(vm: &mut Vm) -> VmRoots {
        VmRoots { vm }
    }

    /// The world to collect and the roots to show it. The two never touch the
    /// same field of the vm.
    pub fn split(&mut self) -> (&mut World, &mut VmRoots) {
        // SAFETY: V4: the vm is borrowed exclusively for as long as `self`
        // lives; `visit` reads and writes every field but the world.
        let world = unsafe { &mut (*self.vm).world };
        (world, self)
    }

    /// Shows the words of one frame.
    fn visit_frame(frame: FrameRef, visit: &mut dyn FnMut(&mut Word)) {
        let function = frame.function();
        // SAFETY: V2: self and slots, three header fields and the operands up
        // to `top` are good words; nothing else in a frame is one.
        unsafe {
            let mut at = frame.base();
            while at < frame.fp {
                visit(&mut *at);
                at = at.add(1);
            }
            visit(&mut *frame.fp.add(BLOCK));
            visit(&mut *frame.fp.add(ENV));
            if function.kind == FunctionKind::Block {
                visit(&mut *frame.fp.add(CALLABLE));
            }
            at = frame.fp.add(HEADER);
            while at < frame.top {
                visit(&mut *at);
                at = at.add(1);
            }
        }
    }
}

impl Roots for VmRoots {
    fn visit(&mut self, visit: &mut dyn FnMut(&mut Word)) {
        // SAFETY: see `split`: everything but the world is ours here.
        let vm = unsafe { &mut *self.vm };
        for frame in vm.frames() {
            Self::visit_frame(frame, visit);
        }
        let visit_cell = std::cell::RefCell::new(&mut *visit);
        vm.tasks.visit_waiting(
            &mut |frame| Self::visit_frame(frame, &mut |word| (visit_cell.borrow_mut())(word)),
            &mut |word| (visit_cell.borrow_mut())(word),
        );
        let mut pending = vm.pending.get();
        visit(&mut pending);
        vm.pending.set(pending);
        visit(&mut vm.errinfo);
        visit(&mut vm.main_object);
        vm.handles.iter_mut().for_each(&mut *visit);
        vm.roots.slots.iter_mut().for_each(&mut *visit);
        vm.catches.iter_mut().for_each(|(tag, _)| visit(tag));
        vm.exit_blocks.iter_mut().for_each(&mut *visit);
        vm.refinement_roots.iter_mut().for_each(&mut *visit);
        vm.globals.values_mut().for_each(&mut *visit);
        for function in &mut vm.functions {
            function.literals.iter_mut().for_each(&mut *visit);
            for site in &mut function.const_sites {
                visit(&mut site.value);
            }
        }
    }
    fn visit_external(&mut self, kind: Kind, id: u64, visit: &mut dyn FnMut(&mut Word)) {
        if kind != Kind::Fiber {
            return;
        }
        // SAFETY: as in `visit`.
        let vm = unsafe { &mut *self.vm };
        let visit = std::cell::RefCell::new(visit);
        vm.tasks.visit_task(
            id,
            &mut |frame| Self::visit_frame(frame, &mut |word| (visit.borrow_mut())(word)),
            &mut |word| (visit.borrow_mut())(word),
        );
    }
}
