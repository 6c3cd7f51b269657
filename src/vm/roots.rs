//! What the vm shows the collector: frames of every task, handles, literals,
//! constants in sites, globals; and which code and methods these name.

use crate::heap::{Kind, Record, Roots, Survivors, Visitor, Word, barrier, layout};
use crate::object::collect::{class, method, shape};
use crate::object::records::table;
use crate::object::{MethodEntry, World, proc};

use super::Vm;
use super::frame::{BLOCK, CALLABLE, ENV, FrameRef, HEADER};
use super::function::{Function, FunctionKind, LinkedUnit};

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

/// Compiled code as a record.
fn code(function: &Function) -> Record {
    Record {
        table: table::CODE,
        number: function.id,
    }
}

/// A unit as a record: it goes by the number of its first function.
fn unit(unit: &LinkedUnit) -> Record {
    // SAFETY: V3: the functions of a unit live as long as one of them.
    let first = unsafe { &*unit.functions[0] };
    Record {
        table: table::UNIT,
        number: first.id,
    }
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
        // lives; `self` reads and writes every field but the world.
        let world = unsafe { &mut (*self.vm).world };
        (world, self)
    }

    /// The fields of the vm but the world.
    fn vm(&mut self) -> &mut Vm {
        // SAFETY: see `split`: everything but the world is ours here.
        unsafe { &mut *self.vm }
    }

    /// Shows the words of one frame, and its code and method if wanted.
    fn visit_frame(frame: FrameRef, visitor: &mut dyn Visitor, records: bool) {
        let function = frame.function();
        if records {
            if function.linked.is_some() {
                visitor.record(code(function));
            }
            if let Some(entry) = frame.entry() {
                visitor.record(method(entry.id));
            }
        }
        // SAFETY: V2: self and slots, three header fields and the operands up
        // to `top` are good words; nothing else in a frame is one.
        unsafe {
            let mut at = frame.base();
            while at < frame.fp {
                visitor.slot(&mut *at);
                at = at.add(1);
            }
            visitor.slot(&mut *frame.fp.add(BLOCK));
            visitor.slot(&mut *frame.fp.add(ENV));
            if function.kind == FunctionKind::Block {
                visitor.slot(&mut *frame.fp.add(CALLABLE));
            }
            at = frame.fp.add(HEADER);
            while at < frame.top {
                visitor.slot(&mut *at);
                at = at.add(1);
            }
        }
    }

    /// The code and the method of a Proc or Binding; null for a Proc that stands
    /// for a symbol or a method object.
    fn code_parts(kind: Kind, object: Word) -> (*const Function, *const MethodEntry) {
        use layout::{binding, proc_};
        let (code, entry) = match kind {
            Kind::Binding => (binding::CODE, binding::ENTRY),
            _ if Self::is_indirect(object) => return (std::ptr::null(), std::ptr::null()),
            _ => (proc_::CODE, proc_::ENTRY),
        };
        // SAFETY: callers pass live objects of these kinds; both are raw
        // fields.
        unsafe {
            (
                barrier::load_raw(object, code) as *const Function,
                barrier::load_raw(object, entry) as *const MethodEntry,
            )
        }
    }

    /// Whether a Proc stands for a symbol or a method object.
    fn is_indirect(object: Word) -> bool {
        // SAFETY: callers pass live Procs; the flags are a raw field.
        unsafe { barrier::load_raw(object, layout::proc_::FLAGS) & proc::INDIRECT != 0 }
    }
}

impl Roots for VmRoots {
    fn visit(&mut self, visitor: &mut dyn Visitor) {
        let vm = self.vm();
        let records = visitor.wants_records();
        let mut show = |frame: FrameRef, visitor: &mut dyn Visitor| {
            Self::visit_frame(frame, visitor, records);
        };
        for frame in vm.frames() {
            show(frame, visitor);
        }
        vm.tasks.visit_waiting(&mut show, visitor);
        vm.stacks.visit(visitor);
        let mut pending = vm.pending.get();
        visitor.slot(&mut pending);
        vm.pending.set(pending);
        visitor.slot(&mut vm.errinfo);
        visitor.slot(&mut vm.main_object);
        let words = vm.handles.iter_mut().chain(&mut vm.roots.slots);
        let words = words.chain(vm.kept.iter_mut().map(|kept| &mut kept.env));
        let words = words.chain(&mut vm.exit_blocks);
        let words = words.chain(vm.globals.values_mut());
        let words = words.chain(vm.global_traces.values_mut());
        words.for_each(|word| visitor.slot(word));
        let traps = vm.traps.iter_mut();
        traps.for_each(|(_, handler)| visitor.slot(handler));
        for listener in &mut vm.tracing.listeners {
            visitor.slot(&mut listener.object);
            visitor.slot(&mut listener.block);
            visitor.slot(&mut listener.target_object);
        }
        let tags = vm.catches.iter_mut();
        tags.for_each(|(tag, _)| visitor.slot(tag));
    }

    fn visit_mature(&mut self, visitor: &mut dyn Visitor) {
        let vm = self.vm();
        // SAFETY: V3: made when the vm started.
        let top = unsafe { (*vm.top_entry).id };
        visitor.record(method(top));
        vm.class_new
            .into_iter()
            .for_each(|id| visitor.record(method(id)));
        let functions = vm.raising_function.get().into_iter();
        functions.for_each(|number| visitor.record(code(vm.functions.get(number))));
        for (_, function) in vm.functions.iter() {
            if let Some((linked, 0)) = &function.linked
                && linked.kernel
            {
                visitor.record(unit(linked));
            }
        }
    }

    fn visit_weak(&mut self, visitor: &mut dyn Visitor) {
        for function in self.vm().functions.iter_mut() {
            for site in &mut function.const_sites {
                visitor.slot(&mut site.value);
                visitor.slot(&mut site.from);
            }
        }
    }

    fn visit_external(&mut self, kind: Kind, id: u64, visitor: &mut dyn Visitor) {
        if kind == Kind::Fiber {
            let records = visitor.wants_records();
            let mut show = |frame: FrameRef, visitor: &mut dyn Visitor| {
                Self::visit_frame(frame, visitor, records);
            };
            self.vm().tasks.visit_task(id, &mut show, visitor);
        }
    }

    fn visit_named(&mut self, kind: Kind, object: Word, visitor: &mut dyn Visitor) {
        let vm = self.vm();
        if kind == Kind::Backtrace {
            for record in vm.trace_records(object) {
                if let Some(number) = record.function {
                    visitor.record(code(vm.functions.get(number)));
                }
                record
                    .method
                    .map(method)
                    .into_iter()
                    .for_each(|m| visitor.record(m));
            }
        } else if matches!(kind, Kind::Proc | Kind::Binding) {
            let (function, entry) = Self::code_parts(kind, object);
            // SAFETY: V3: what a live object names lives; an indirect Proc
            // names nothing.
            let (function, entry) = unsafe { (function.as_ref(), entry.as_ref()) };
            function.into_iter().for_each(|f| visitor.record(code(f)));
            entry.into_iter().for_each(|e| visitor.record(method(e.id)));
            if kind == Kind::Proc && Self::is_indirect(object) {
                // SAFETY: as in `code_parts`; it holds what `scope_for_symbol`
                // said.
                let said = unsafe { barrier::load_raw(object, layout::proc_::CODE) };
                let seen_from = said.checked_sub(1).map(|number| Record {
                    table: table::SCOPE,
                    number: number as u32,
                });
                seen_from.into_iter().for_each(|r| visitor.record(r));
            }
        }
    }

    fn visit_record(&mut self, record: Record, visitor: &mut dyn Visitor) {
        let vm = self.vm();
        let function = vm.functions.get(record.number);
        let Some((linked, _)) = &function.linked else {
            return;
        };
        if record.table == table::CODE {
            return visitor.record(unit(linked));
        }
        if let Some((outer, _)) = &linked.outer {
            visitor.record(unit(outer));
        }
        for &function in &linked.functions {
            // SAFETY: V3; literals are changed by nobody.
            for mut literal in unsafe { &*function }.literals.iter().copied() {
                visitor.slot(&mut literal);
            }
        }
    }

    /// Shapes that native code names live as long as their classes, or it would be
    /// made anew whenever the last object of a shape dies.
    fn visit_ephemerons(&mut self, visitor: &mut dyn Visitor) {
        let vm = self.vm();
        for id in vm.functions.iter().flat_map(|(_, f)| f.native_shapes()) {
            if visitor.has_record(class(vm.world.shapes.class(id))) {
                visitor.record(shape(id));
            }
        }
    }

    fn sweep(&mut self, survivors: &Survivors) -> usize {
        self.vm().sweep_code(survivors)
    }

    fn check(&mut self, kind: Kind, object: Word) -> Result<(), String> {
        if !matches!(kind, Kind::Proc | Kind::Binding) {
            return Ok(());
        }
        let (function, entry) = Self::code_parts(kind, object);
        // SAFETY: V3: what a live object names lives; in debug builds what was
        // freed keeps its memory for a while.
        match unsafe { (function.as_ref(), entry.as_ref()) } {
            (Some(function), _) if function.is_freed() => Err("its code was freed".into()),
            (_, Some(entry)) if entry.is_freed() => Err("its method was freed".into()),
            _ => Ok(()),
        }
    }
}

impl Vm {
    /// How many functions there are.
    pub fn function_count(&self) -> usize {
        self.functions.count()
    }

    /// Frees code that nothing names and empties the caches that name something
    /// dead; tells how many bytes the code left takes.
    fn sweep_code(&mut self, survivors: &Survivors) -> usize {
        self.sweep_native(survivors);
        let functions = self.functions.iter();
        let dead: Vec<u32> = functions
            .filter(|(_, function)| !function.survives(survivors))
            .map(|(number, _)| number)
            .collect();
        dead.iter().for_each(|&number| self.note_freed(number));
        self.functions
            .sweep(|number| dead.binary_search(&number).is_err());
        debug_assert!(
            self.retired_lives(),
            "V3: retired code of a function that was freed"
        );
        self.send_cache.sweep(survivors);
        let mut bytes = 0;
        for function in self.functions.iter_mut() {
            bytes += function.bytes;
            for site in &mut function.send_sites {
                site.sweep(survivors);
                self.send_cache.note_filled(site);
            }
            for site in &mut function.ivar_sites {
                site.sweep(survivors);
            }
            for site in &mut function.const_sites {
                site.sweep(survivors);
            }
        }
        bytes
    }
}
