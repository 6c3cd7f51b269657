//! Refinements: methods that a class has in some lexical scopes only.
//!
//! A lexical scope carries the list of refinements that are in force in it.
//! Code of a unit in which refinements came into force (`using`, `refine`) is
//! threaded anew with sends that ask their frame's scope first; they take no
//! shortcuts and share no caches. All other code pays nothing.

use std::rc::Rc;

use crate::bytecode::code::{Code, CodeKind};
use crate::heap::Word;
use crate::object::method::{RefinementInfo, Refinements};
use crate::object::{
    ClassId, ClassKind, MethodBody, MethodEntry, MethodId, ScopeId, Sym, known, shape_of, sym,
};

use super::define::is_carrier;
use super::dispatch::{go, op, resume, slow_op};
use super::frame::{ENTRY, FrameRef};
use super::function::{Function, SendSite};
use super::raise::unwind;
use super::send::send_site;
use super::tier_stats::DiscardCause;
use super::{Outcome, Stop, Vm};

op!(
    /// A send in a unit where refinements are in force somewhere.
    op_send_refined = Send (vm, ip, sp, fp) {
    let site = (*ip).a as *const SendSite;
    let this = *sp.sub((*site).pushed as usize + 1);
    if !(*vm).is_refined_at(fp, (*site).info.name, this) {
        go!(send_site, vm, ip, sp, fp);
    }
    (*vm).save(ip, sp, fp);
    if (*vm).send_refined(site) {
        return resume(vm, ip, sp, fp);
    }
    go!(unwind, vm, ip, sp, fp)
});

op!(
    /// `new` in such a unit.
    op_new_refined = SendNew (vm, ip, sp, fp) {
    let site = (*ip).a as *const SendSite;
    let this = *sp.sub((*site).pushed as usize + 1);
    if !(*vm).is_refined_at(fp, sym::NEW, this) {
        go!(super::ops_call::op_send_new::<M>, vm, ip, sp, fp);
    }
    (*vm).save(ip, sp, fp);
    // The result stands where the receiver did: on to `new_other`.
    (*vm).next = ip.add(2);
    if (*vm).send_refined(site) {
        return resume(vm, ip, sp, fp);
    }
    go!(unwind, vm, ip, sp, fp)
});

slow_op!(
    /// Interpolation in such a unit.
    op_to_s_refined = ToS (vm, _a) {
    let value = vm.peek(0);
    let class = vm.world.dispatch_class(vm.wrap(value));
    let frame = vm.top_frame().expect("running");
    let text = match vm.refined_from(frame, class, sym::TO_S) {
        Some(id) if vm.wrap(value).as_string().is_none() => {
            vm.call_entry(id, value, &[], Word::NIL)?
        }
        _ => value,
    };
    let text = vm.interpolate(text)?;
    vm.pop();
    vm.push(text);
    Ok(())
});

/// Whether the code of a frame sees the locals of other code.
fn stands_in(frame: FrameRef, other: &Code) -> bool {
    let mut at = frame.function().around();
    while let Some((unit, code)) = at {
        if std::ptr::eq(code, other) {
            return true;
        }
        at = unit.around(code);
    }
    false
}

/// Whether the code of a frame is written inside a method.
fn stands_in_method(frame: FrameRef) -> bool {
    let function = frame.function();
    let mut at = function.unit().zip(function.code());
    while let Some((unit, code)) = at {
        if code.kind == CodeKind::Method {
            return true;
        }
        at = unit.around(code);
    }
    false
}

impl Vm {
    // ---- what is in force -------------------------------------------------------

    /// The refinements in force in a lexical scope.
    pub(crate) fn refinements_at(&self, scope: ScopeId) -> Option<Rc<Refinements>> {
        let mut at = Some(scope);
        while let Some(id) = at {
            let scope = self.world.scopes.get(id);
            if let Some(found) = &*scope.refinements.borrow() {
                return Some(found.clone());
            }
            at = scope.parent;
        }
        None
    }

    /// The refinements in force for a frame.
    fn refinements_of(&self, frame: FrameRef) -> Option<Rc<Refinements>> {
        let marked = frame.function().unit().is_some_and(|u| u.refined.get());
        let entry = frame.entry().filter(|_| marked)?;
        self.refinements_at(entry.scope)
    }

    /// The method that a refinement gives to objects of `class`, as seen from a
    /// frame; None if refinements say nothing about the name.
    pub(crate) fn refined_from(
        &self,
        frame: FrameRef,
        class: ClassId,
        name: Sym,
    ) -> Option<MethodId> {
        let active = self.refinements_of(frame)?;
        self.refined_method(&active, class, name)
    }

    /// The same as seen from the program's frame that called a primitive.
    pub(crate) fn caller_refined(&self, class: ClassId, name: Sym) -> Option<MethodId> {
        let frame = self.top_frame()?;
        let exclusive = frame.function().kind == super::function::FunctionKind::Native;
        let frame = if exclusive {
            self.caller_frame()?
        } else {
            frame
        };
        self.refined_from(frame, class, name)
    }

    /// Whether a send by this frame may mean a refined method.
    #[inline(never)]
    pub(crate) fn is_refined_at(&self, fp: *mut Word, name: Sym, this: Word) -> bool {
        let Some(active) = self.refinements_at(ScopeId(self.scope_of_frame(fp))) else {
            return false;
        };
        // SAFETY: an operand is live.
        let class = self.world.shapes.class(unsafe { shape_of(this) });
        self.refined_method(&active, class, name).is_some()
    }

    /// The method a refinement in force gives to objects of `class`.
    pub(crate) fn refined_method(
        &self,
        active: &Refinements,
        class: ClassId,
        name: Sym,
    ) -> Option<MethodId> {
        let candidates = self.candidates(active, name);
        if candidates.is_empty() {
            return None;
        }
        self.walk_refined(&candidates, class, 0, name)
            .filter(|&(_, refined)| refined)
            .map(|(id, _)| id)
    }

    /// Refinements in force that have the method, the latest first, with what
    /// they refine.
    fn candidates(&self, active: &Refinements, name: Sym) -> Vec<(ClassId, MethodId)> {
        let all = active.all().into_iter();
        let having = all.filter_map(|(target, refinement)| {
            let methods = self.world.classes.get(refinement).methods.borrow();
            Some((target, *methods.get(&name)?))
        });
        having.collect()
    }

    /// Looks a method up along the ancestors from `start`; says whether a
    /// refinement gave it.
    fn walk_refined(
        &self,
        candidates: &[(ClassId, MethodId)],
        class: ClassId,
        start: usize,
        name: Sym,
    ) -> Option<(MethodId, bool)> {
        let line = self.world.classes.ancestors(class);
        let starts: Vec<(usize, MethodId)> = candidates
            .iter()
            .filter_map(|&(target, id)| Some((self.first_place(&line, target)?, id)))
            .collect();
        for (at, &owner) in line.iter().enumerate().skip(start) {
            if let Some(&(_, id)) = starts.iter().find(|(place, _)| *place == at) {
                return Some((id, true));
            }
            if let Some(&id) = self.world.classes.get(owner).methods.borrow().get(&name) {
                let undefined =
                    matches!(self.world.methods.get(id).body.get(), MethodBody::Undefined);
                return (!undefined).then_some((id, false));
            }
        }
        None
    }

    /// Where the methods of a class begin in a line of ancestors: before the
    /// modules prepended to it.
    fn first_place(&self, line: &[ClassId], target: ClassId) -> Option<usize> {
        let at = line.iter().position(|&c| c == target)?;
        let own = self.world.classes.ancestors(target);
        let before = own.iter().position(|&c| c == target).unwrap_or(0);
        Some(at.saturating_sub(before))
    }

    /// Whether refinements have a say in what `super` in a method means.
    pub(crate) fn super_is_refined(&self, entry: &MethodEntry) -> bool {
        self.refinements_at(entry.scope).is_some()
            || self.refinement_info(entry.defined_in).is_some()
    }

    /// What `super` in a method means for objects of `class`.
    pub(crate) fn find_super(&self, class: ClassId, entry: &MethodEntry) -> Option<MethodId> {
        let name = entry.original_name;
        let active = self.refinements_at(entry.scope);
        let candidates = match &active {
            Some(active) => self.candidates(active, name),
            None => Vec::new(),
        };
        let info = self.refinement_info(entry.defined_in);
        if info.is_none() && candidates.is_empty() {
            return self.world.find_super_method(class, entry);
        }
        let line = self.world.classes.ancestors(class);
        if let Some(info) = info {
            // First the refinements of the same class that came before.
            let same: Vec<MethodId> = (candidates.iter())
                .filter(|(target, _)| *target == info.target)
                .map(|&(_, id)| id)
                .collect();
            let mine = same
                .iter()
                .position(|&id| self.entry(id).owner == entry.defined_in);
            if let Some(&next) = mine.and_then(|at| same.get(at + 1)) {
                return Some(next);
            }
            let others: Vec<(ClassId, MethodId)> = (candidates.iter().copied())
                .filter(|(target, _)| *target != info.target)
                .collect();
            let start = self.first_place(&line, info.target)?;
            return self
                .walk_refined(&others, class, start, name)
                .map(|(id, _)| id);
        }
        let start = self.world.place_above(&line, entry)?;
        self.walk_refined(&candidates, class, start, name)
            .map(|(id, _)| id)
    }

    /// Performs a send that means a refined method.
    #[inline(never)]
    pub(crate) fn send_refined(&mut self, site: *const SendSite) -> bool {
        // SAFETY: V3: the running frame keeps its sites.
        if self.convert_block(unsafe { &(*site).info }).is_err() {
            return false;
        }
        // SAFETY: as above; V2: the receiver stands below the values.
        let (site, this) = unsafe { (&*site, *self.sp.sub((*site).pushed as usize + 1)) };
        let class = self.world.dispatch_class(self.wrap(this));
        let frame = self.top_frame().expect("running");
        let found = self
            .refined_from(frame, class, site.info.name)
            .and_then(|id| self.callable(id, this, &site.info));
        match found {
            Some(entry) => self.send_entry(site, entry).is_ok(),
            None => self.send_missing(site, this).is_ok(),
        }
    }

    // ---- bringing into force ------------------------------------------------------

    /// From now on the unit of a function asks for refinements at each send.
    fn mark_refined(&mut self, function: &Function) {
        let Some(unit) = function.unit().filter(|unit| !unit.refined.get()) else {
            return;
        };
        unit.refined.set(true);
        for function in unit.functions.clone() {
            self.discard_native(function, DiscardCause::Refinements);
            // SAFETY: V3: functions stay; none is being threaded.
            if unsafe { !(*function).threaded.is_empty() } {
                self.thread(function.cast_mut());
            }
        }
    }

    /// Gives a frame a copy of its scope with more refinements in force.
    fn bring_into_force(&mut self, frame: FrameRef, added: Vec<(ClassId, ClassId)>) {
        let entry = frame.entry().expect("Ruby frames have an entry");
        let outer = self.refinements_at(entry.scope);
        let old = self.world.scopes.get(entry.scope);
        let scope = self.world.new_scope(old.parent, old.module);
        let new = self.world.scopes.get(scope);
        new.visibility.set(old.visibility.get());
        new.module_function.set(old.module_function.get());
        new.eval.set(old.eval.get());
        let list = Refinements {
            outer,
            list: added.into(),
        };
        *new.refinements.borrow_mut() = Some(Rc::new(list));
        let id = self.world.new_method(|id| MethodEntry {
            scope,
            ..entry.copy(id)
        });
        let address = std::ptr::from_ref(self.entry(id)) as u64;
        // What a text brings into force in a Binding of the program's holds
        // where that was made, too.
        let shares = |other: &FrameRef| {
            let same = other.entry().is_some_and(|e| std::ptr::eq(e, entry));
            same && frame.is_bound() && other.function().code().is_some_and(|c| stands_in(frame, c))
        };
        let sharing: Vec<FrameRef> = self.frames().filter(shares).collect();
        for other in sharing {
            // SAFETY: V2: as below.
            unsafe { *other.fp.add(ENTRY) = Word::from_bits(address) };
            self.mark_refined(other.function());
        }
        // SAFETY: V2: the frame goes on with an entry of the same method.
        unsafe { *frame.fp.add(ENTRY) = Word::from_bits(address) };
        if let Some(binding) = self.wrap(frame.callable()).as_binding() {
            let this = binding.parts().self_value;
            binding.set_self(&self.world, this, address);
        }
        self.mark_refined(frame.function());
    }

    /// `using` for the caller of the running primitive.
    pub(crate) fn using(&mut self, module: ClassId, refusal: &str) -> Result<(), Stop> {
        let frame = self.caller_frame().expect("somebody called `using`");
        if !frame.entry().is_some_and(is_carrier) || stands_in_method(frame) {
            return Err(self.runtime_error(refusal));
        }
        let active = frame
            .entry()
            .and_then(|entry| self.refinements_at(entry.scope));
        let known = active.map_or_else(Vec::new, |active| active.all());
        let mut added: Vec<(ClassId, ClassId)> = Vec::new();
        // Those of included modules come first, so that the module's own win.
        for &each in self.world.classes.ancestors(module).iter().rev() {
            for pair in self.refinements_in(each) {
                if !known.contains(&pair) && !added.contains(&pair) {
                    added.push(pair);
                }
            }
        }
        self.bring_into_force(frame, added);
        self.world
            .constant_epoch
            .set(self.world.constant_epoch.get() + 1);
        Ok(())
    }

    /// The refinement of `target` in `module`, made if need be.
    fn refinement_of(&mut self, module: ClassId, target: ClassId) -> ClassId {
        let known = self.refinements_in(module);
        if let Some((_, known)) = known.into_iter().find(|&(t, _)| t == target) {
            return known;
        }
        let made = self.world.new_module();
        let object = self.world.classes.object(made);
        let shape = self.world.root_shape(known::REFINEMENT);
        // SAFETY: a fresh module object; the shapes differ in the class only.
        unsafe { crate::heap::barrier::set_shape(object, shape) };
        let info = RefinementInfo { target, module };
        self.world.classes.get(made).refines.set(Some(info));
        made
    }

    /// `refine`: runs the block of the running primitive as the body of the
    /// refinement of `target`.
    pub(crate) fn refine(&mut self, target: ClassId) -> Outcome<'_> {
        let module = self
            .world
            .as_class(self.this())
            .expect("`refine` is a method of Module");
        let refinement = self.refinement_of(module, target);
        let block = self.block_as_proc();
        let object = self.world.classes.object(refinement);
        let entry = self.eval_entry(block, object, true)?;
        let scope = self.world.scopes.get(entry.scope);
        let known = self.refinement_list(module);
        let list = known.unwrap_or_else(|| {
            let outer = scope.parent.and_then(|parent| self.refinements_at(parent));
            let list = Vec::new().into();
            let list = Rc::new(Refinements { outer, list });
            let record = self.world.classes.get(module);
            *record.refinements.borrow_mut() = Some(list.clone());
            list
        });
        if !list.list.borrow().contains(&(target, refinement)) {
            list.list.borrow_mut().push((target, refinement));
        }
        *scope.refinements.borrow_mut() = Some(list);
        let function: *const Function = self.block_function(block)?;
        // SAFETY: V3.
        self.mark_refined(unsafe { &*function });
        let handle = self.protect_word(object);
        self.call_block_as(block, object, entry, &[])?;
        Ok(self.get(handle))
    }

    /// `import_methods`: copies what a module's methods are into the running
    /// refinement.
    pub(crate) fn import_methods(&mut self, module: ClassId) -> Result<(), Stop> {
        let refinement = self
            .world
            .as_class(self.this())
            .expect("a method of Refinement");
        let names = self.world.classes.get(module).method_order.borrow().clone();
        let info = self.refinement_info(refinement);
        let list = info.and_then(|info| self.refinement_list(info.module));
        for &name in &names {
            let found = self.own_method(module, name);
            let Some(entry) = found.map(|id| self.entry(id)) else {
                continue;
            };
            let MethodBody::Code(code) = entry.body.get() else {
                let message = format!(
                    "Can't import method which is not defined with Ruby code: {}#{}",
                    self.class_text(module),
                    self.world.symbols.text(name)
                );
                return Err(self.argument_error(message));
            };
            let old = self.world.scopes.get(entry.scope);
            let scope = self.world.new_scope(old.parent, old.module);
            *self.world.scopes.get(scope).refinements.borrow_mut() = list.clone();
            let function: *const Function = self.functions.get(code);
            // SAFETY: V3: the module's method names it.
            self.mark_refined(unsafe { &*function });
            let visibility = entry.visibility;
            self.add_method(refinement, name, MethodBody::Code(code), visibility, scope)?;
        }
        Ok(())
    }

    fn own_method(&self, class: ClassId, name: Sym) -> Option<MethodId> {
        let methods = self.world.classes.get(class).methods.borrow();
        methods.get(&name).copied()
    }

    // ---- reflection -----------------------------------------------------------------

    fn refinement_list(&self, module: ClassId) -> Option<Rc<Refinements>> {
        let record = self.world.classes.get(module);
        record.refinements.borrow().clone()
    }

    /// What was refined in a module, and the refinements.
    fn refinements_in(&self, module: ClassId) -> Vec<(ClassId, ClassId)> {
        let list = self.refinement_list(module);
        list.map_or_else(Vec::new, |list| list.list.borrow().clone())
    }

    /// The refinements that were made in a module.
    pub(crate) fn module_refinements(&self, module: ClassId) -> Vec<ClassId> {
        let list = self.refinements_in(module).into_iter();
        list.map(|(_, refinement)| refinement).collect()
    }

    /// What a refinement refines.
    pub(crate) fn refinement_info(&self, class: ClassId) -> Option<RefinementInfo> {
        self.world.classes.get(class).refines.get()
    }

    /// Refinements in force for the caller of the running primitive, in the
    /// order in which they came into force.
    pub(crate) fn used_refinements(&self) -> Vec<ClassId> {
        let active = self
            .caller_frame()
            .and_then(|frame| self.refinements_of(frame));
        let mut used = active.map_or_else(Vec::new, |active| active.all());
        used.reverse();
        used.into_iter().map(|(_, refinement)| refinement).collect()
    }

    /// Whether a class is one that may be refined or used: a module.
    pub(crate) fn is_module(&self, class: ClassId) -> bool {
        self.world.classes.get(class).kind == ClassKind::Module
    }

    /// Where the send of a symbol's Proc looks for refinements: the scope that
    /// wrote `&:name`, plus one; zero if none are in force.
    pub(crate) fn scope_for_symbol(&self) -> u64 {
        let Some(frame) = self.top_frame() else {
            return 0;
        };
        match self.refinements_of(frame) {
            Some(_) => frame
                .entry()
                .map_or(0, |entry| u64::from(entry.scope.0) + 1),
            None => 0,
        }
    }

    /// The method a symbol's Proc means, as [`Vm::scope_for_symbol`] said.
    pub(crate) fn refined_for_symbol(
        &self,
        scope: u64,
        class: ClassId,
        name: Sym,
    ) -> Option<MethodId> {
        let scope = u32::try_from(scope.checked_sub(1)?).ok()?;
        let active = self.refinements_at(ScopeId(scope))?;
        self.refined_method(&active, class, name)
    }
}
