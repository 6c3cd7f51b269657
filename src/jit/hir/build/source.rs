//! What a graph is built of: a function's bytecode, its sites and feedback, and
//! the frame that waits to go on.
//!
//! The only file of the builder that follows raw pointers.

use crate::bytecode::code::Code;
use crate::bytecode::decode::Insn;
use crate::bytecode::operand::OperandKind;
use crate::heap::Word;
use crate::object::kinds::Kinds;
use crate::object::shape::ShapeTable;
use crate::object::{MethodEntry, Sym};
use crate::vm::Vm;
use crate::vm::frame::{ENTRY, FUNCTION};
use crate::vm::function::{
    ConstSite, Function, FunctionKind, IvarSite, LinkedUnit, LoopCell, SendSite,
};
use crate::vm::link::{jumps_back, site_numbers, use_internal_names};
use crate::vm::native::{Feedback, NativeEntry, Watch};

/// A function as the builder reads it.
pub(super) struct Source<'v> {
    /// The vm it runs in.
    pub vm: &'v Vm,
    /// The function.
    pub function: &'v Function,
    /// Its portable code.
    pub code: &'v Code,
    /// The unit.
    pub linked: &'v LinkedUnit,
    /// Its instructions, as they were threaded.
    pub insns: Vec<Insn>,
    /// Position of each site among those of its kind.
    numbers: Vec<u32>,
    feedback: &'v [Feedback],
    /// It was watched: what was not reached then is rare.
    pub profiled: bool,
    /// Whatever this code leaves for, none is made after it.
    pub last_version: bool,
    fp: *mut Word,
}

impl<'v> Source<'v> {
    /// Of a function of this vm whose frame at `fp` waits.
    pub fn new(
        vm: &'v Vm,
        function: *const Function,
        entry: NativeEntry,
        fp: *mut Word,
    ) -> Result<Source<'v>, String> {
        // SAFETY: V3: the frame that waits keeps its function; the vm is not
        // changed while it is borrowed.
        let function: &'v Function = unsafe { &*function };
        let (Some(code), Some(linked)) = (function.code(), function.unit()) else {
            return Err("no code".to_owned());
        };
        if function.threaded.is_empty() {
            return Err("it has not run".to_owned());
        }
        let mut insns = code.insns();
        if linked.kernel {
            use_internal_names(&mut insns, linked, code);
        }
        let feedback: &[Feedback] = match &function.tier {
            Some(tier) if tier.feedback.len() == insns.len() => &tier.feedback,
            _ => &[],
        };
        // Exits are noted too, but never at these.
        let quiet = |(insn, feedback): (&Insn, &Feedback)| {
            let simple =
                insn.op.info().flags.leaf && insn.operands().all(|(_, kind, _)| !kind.is_site());
            feedback.reached && simple
        };
        let profiled = insns.iter().zip(feedback).any(quiet);
        let last_version = function.watch(entry).is_some_and(Watch::is_last);
        Ok(Source {
            vm,
            function,
            code,
            linked,
            numbers: site_numbers(code),
            insns,
            feedback,
            profiled,
            last_version,
            fp,
        })
    }

    /// What was noted at an instruction.
    pub fn feedback(&self, pc: u32) -> Feedback {
        self.feedback.get(pc as usize).copied().unwrap_or_default()
    }

    /// Whether an instruction ran while the function was profiled, or its send site
    /// learned something at any time.
    pub fn reached(&self, pc: u32) -> bool {
        let insn = self.insns[pc as usize];
        let site = insn
            .operands()
            .find(|(_, kind, _)| *kind == OperandKind::SendSite);
        let filled = site.is_some_and(|(_, _, number)| {
            let info = &self.send_site(number).info;
            info.megamorphic || !info.ways.is_empty()
        });
        filled || self.feedback(pc).reached
    }

    /// A call site, by the operand that names it.
    pub fn send_site(&self, number: u32) -> &'v SendSite {
        &self.function.send_sites[self.numbers[number as usize] as usize]
    }

    /// The site of an instance variable.
    pub fn ivar_site(&self, number: u32) -> &'v IvarSite {
        &self.function.ivar_sites[self.numbers[number as usize] as usize]
    }

    /// The site of a constant.
    pub fn const_site(&self, number: u32) -> &'v ConstSite {
        &self.function.const_sites[self.numbers[number as usize] as usize]
    }

    /// A loop.
    pub fn loop_cell(&self, number: u32) -> *const LoopCell {
        &raw const self.function.loops[number as usize]
    }

    /// A name of the unit.
    pub fn symbol(&self, number: u32) -> Sym {
        self.linked.symbols[number as usize]
    }

    /// Whether operators may take shortcuts.
    pub fn shortcuts(&self) -> bool {
        self.vm.shortcuts_allowed(self.linked)
    }

    /// Whether an instruction jumps back without a loop's head to poll.
    pub fn jumps_back(&self, pc: u32) -> bool {
        jumps_back(&self.insns, pc as usize)
    }

    /// The method entry of the frame that waits.
    pub fn entry(&self) -> *const MethodEntry {
        // SAFETY: V2: the frame's header is complete.
        unsafe { (*self.fp.add(ENTRY)).bits() as *const MethodEntry }
    }

    /// The lexical scope of the frame that waits.
    pub fn scope(&self) -> u32 {
        self.vm.scope_of_frame(self.fp)
    }

    /// Whether `fp` is a frame of this function.
    pub fn frame_fits(&self) -> bool {
        // SAFETY: V2: the frame's header is complete.
        let running = unsafe { (*self.fp.add(FUNCTION)).bits() as *const Function };
        std::ptr::eq(running, self.function)
    }

    /// Whether the frame that waits is at this instruction, its slots good.
    pub fn stands_at(&self, pc: u32) -> bool {
        self.vm.fp == self.fp && self.function.pc_of(self.vm.ip) == pc as usize
    }

    /// The kinds of what stands in the slots of the frame that waits.
    pub fn slot_kinds(&self) -> Vec<Kinds> {
        let count = self.function.n_slots as usize;
        let first = self.fp.wrapping_sub(count);
        // SAFETY: V2: the frame runs, so its slots hold good words.
        let kind = |slot: usize| Kinds::of(unsafe { *first.add(slot) });
        (0..count).map(kind).collect()
    }

    /// The function of a block literal, if a direct yield can run it: the
    /// function it is written in, its number there, and whether it takes exactly
    /// so many values.
    pub fn block_literal(
        &self,
        block: *const Function,
        given: u32,
    ) -> Option<(*const Function, u32)> {
        // SAFETY: V3: feedback is swept before the functions it names.
        let function = unsafe { block.as_ref() }?;
        let linked = function.unit()?;
        let outer = linked.functions[function.code()?.parent?.index()];
        // SAFETY: V3: the functions of a unit live as long as one of them.
        let children = unsafe { &(*outer).children };
        let child = children.iter().position(|&child| child == block)?;
        let fits = function.takes_exactly(given);
        fits.then_some((outer, child as u32))
    }

    /// The name that a method was defined under.
    pub fn name_of(&self, entry: *const MethodEntry) -> Sym {
        // SAFETY: V3: a frame that waits keeps its method.
        unsafe { (*entry).original_name }
    }

    /// Slots of a callee that arguments fill.
    pub fn params_of(&self, callee: *const Function) -> usize {
        // SAFETY: V3: sites name living functions.
        unsafe { (*callee).n_params as usize }
    }

    /// Whether a call can write the header of a callee's frame.
    pub fn fits_in_place(&self, callee: *const Function) -> bool {
        // SAFETY: V3: sites name living functions.
        unsafe { (*callee).fits_in_place() }
    }

    /// Shapes of the vm.
    pub fn shapes(&self) -> &'v ShapeTable {
        &self.vm.world().shapes
    }

    /// Whether frames of this function are called directly by sends.
    pub fn is_method(&self) -> bool {
        self.function.kind == FunctionKind::Method
    }
}
