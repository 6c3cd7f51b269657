//! Changing what names mean: methods, class variables.
//!
//! The one place that changes method tables while Ruby runs; it tells the
//! caches. Class variables live here too, constants in `constants.rs`.

use std::cell::Cell;

use crate::heap::Word;
use crate::object::{
    ClassId, ClassKind, MethodBody, MethodEntry, MethodId, ScopeId, Sym, Value, Visibility, known,
    sym,
};

use super::{Stop, Vm};

/// Classes whose operators handlers take shortcuts for.
const SHORTCUT_CLASSES: &[ClassId] = &[
    known::INTEGER,
    known::FLOAT,
    known::ARRAY,
    known::SYMBOL,
    known::NIL_CLASS,
    known::TRUE_CLASS,
    known::FALSE_CLASS,
];
/// Modules and classes above them: a redefinition there may show through.
const SHORTCUT_ANCESTORS: &[ClassId] = &[
    known::BASIC_OBJECT,
    known::OBJECT,
    known::KERNEL,
    known::COMPARABLE,
    known::NUMERIC,
    known::ENUMERABLE,
];
/// Names that handlers take shortcuts for.
const SHORTCUT_NAMES: &[Sym] = &[
    sym::ADD,
    sym::SUB,
    sym::MUL,
    sym::DIV,
    sym::MOD,
    sym::LT,
    sym::LE,
    sym::GT,
    sym::GE,
    sym::EQ,
    sym::NEQ,
    sym::CMP,
    sym::AND,
    sym::OR,
    sym::XOR,
    sym::SHL,
    sym::SHR,
    sym::AREF,
    sym::ASET,
    sym::NOT,
    sym::UMINUS,
    sym::LENGTH,
    sym::SIZE,
    sym::EMPTY_P,
    sym::SUCC,
    sym::NIL_P,
    sym::CASE_EQ,
];

/// Whether an entry is no method but carries a scope for code that is not one:
/// programs, bodies, blocks with another self.
pub(crate) fn is_carrier(entry: &MethodEntry) -> bool {
    matches!(entry.body.get(), MethodBody::Undefined)
}

impl Vm {
    // ---- methods ------------------------------------------------------------

    /// Defines a method while Ruby runs, and calls `method_added` or its
    /// singleton form if the program defines one.
    pub(crate) fn add_method(
        &mut self,
        owner: ClassId,
        name: Sym,
        body: MethodBody,
        visibility: Visibility,
        scope: ScopeId,
    ) -> Result<MethodId, Stop> {
        self.check_module_frozen(owner)?;
        let singleton = self.world.classes.get(owner).kind == ClassKind::Singleton;
        let visibility = match name {
            sym::INITIALIZE
            | sym::INITIALIZE_COPY
            | sym::INITIALIZE_DUP
            | sym::INITIALIZE_CLONE
            | sym::RESPOND_TO_MISSING
                if !singleton =>
            {
                Visibility::Private
            }
            _ => visibility,
        };
        let oddity = self.oddity_of_method(owner, name, false);
        self.tell_of_method(owner, oddity)?;
        let id = self.world.insert_method(owner, name, |id| MethodEntry {
            visibility,
            ..MethodEntry::new(id, owner, name, body, scope)
        });
        self.method_changed(owner, name);
        self.method_added(owner, name)?;
        Ok(id)
    }

    /// Tells what is odd about a method that is being defined.
    fn tell_of_method(&mut self, owner: ClassId, oddity: Option<String>) -> Result<(), Stop> {
        let Some(text) = oddity else {
            return Ok(());
        };
        let mark = self.handles.len();
        self.protect_word(self.world.classes.object(owner));
        let told = self.deliver(&text, None);
        self.handles.truncate(mark);
        told
    }

    /// FrozenError unless methods of this class may change.
    pub(crate) fn check_module_frozen(&mut self, owner: ClassId) -> Result<(), Stop> {
        let Some((kind, of)) = self.frozen_owner(owner) else {
            return Ok(());
        };
        let text = match self.world.as_class(self.wrap(of)) {
            Some(class) => self.class_text(class),
            None => {
                let told = self.interpolate(of)?;
                let told = self.wrap(told).as_string().expect("that gives a String");
                String::from_utf8_lossy(told.bytes()).into_owned()
            }
        };
        Err(self.frozen_module_error(kind, &text))
    }

    /// FrozenError unless the constants of this class may change.
    pub(crate) fn check_constants_frozen(&self, owner: ClassId) -> Result<(), Stop> {
        match self.frozen_owner(owner) {
            Some((kind, _)) => Err(self.frozen_module_error(kind, &self.class_text(owner))),
            None => Ok(()),
        }
    }

    fn frozen_module_error(&self, kind: &str, text: &str) -> Stop {
        let message = format!("can't modify frozen {kind}: {text}");
        self.raise(known::FROZEN_ERROR, message.as_bytes())
    }

    /// What a message calls a class that is frozen, or the object whose singleton
    /// class it is; and that class or object.
    fn frozen_owner(&self, owner: ClassId) -> Option<(&'static str, Word)> {
        let record = self.world.classes.get(owner);
        let object = self.world.class_object(owner);
        let singleton = record.kind == ClassKind::Singleton;
        let of = if singleton {
            self.world.attached(owner)
        } else {
            object
        };
        if !(object.is_frozen() || (singleton && of.is_frozen())) {
            return None;
        }
        let of_kind = self
            .world
            .as_class(of)
            .map(|c| self.world.classes.get(c).kind);
        let kind = match of_kind {
            None => "object",
            Some(ClassKind::Module) if singleton => "Module",
            Some(ClassKind::Module) => "module",
            Some(_) if singleton => "Class",
            Some(_) => "class",
        };
        Some((kind, of.word()))
    }

    /// Tells the caches that `name` means something else now.
    pub(crate) fn method_changed(&mut self, owner: ClassId, name: Sym) {
        self.forget_name(name);
        self.check_stand_ins(owner, name);
        self.hash_default_redefined |=
            name == sym::DEFAULT && self.world.inherits(known::HASH, owner);
        self.note_operator(owner, name);
        self.note_to_proc(owner, name);
    }

    /// Has `&` ask symbols and methods if theirs may be another `to_proc` now.
    pub(crate) fn note_to_proc(&mut self, owner: ClassId, name: Sym) {
        let classes = &self.world.classes;
        self.to_proc_redefined |= name == sym::TO_PROC
            && [known::SYMBOL, known::METHOD]
                .iter()
                .any(|&class| classes.has_in_line(class, owner));
    }

    /// Ends the shortcuts if a method may stand in for one of them.
    pub(crate) fn note_operator(&mut self, owner: ClassId, name: Sym) {
        if self.operators_redefined || !SHORTCUT_NAMES.contains(&name) {
            return;
        }
        let classes = &self.world.classes;
        let touches = || {
            let mut shortcuts = SHORTCUT_CLASSES.iter();
            SHORTCUT_ANCESTORS.contains(&owner)
                || shortcuts.any(|&class| classes.has_in_line(class, owner))
        };
        if name == sym::NOT || name == sym::NIL_P || touches() {
            self.operators_redefined = true;
            self.break_assumption(super::native::Assumption::Operators);
            self.rethread_all();
        }
    }

    fn method_added(&mut self, owner: ClassId, name: Sym) -> Result<(), Stop> {
        self.tell(owner, name, sym::METHOD_ADDED, sym::SINGLETON_METHOD_ADDED)
    }

    /// Runs the hook for a change of a method, by whether its class is
    /// singleton.
    fn tell(&mut self, owner: ClassId, name: Sym, plain: Sym, singleton: Sym) -> Result<(), Stop> {
        let record = self.world.classes.get(owner);
        let (target, hook) = if record.kind == ClassKind::Singleton {
            (self.world.attached(owner).word(), singleton)
        } else {
            (record.object.get(), plain)
        };
        self.call_hook(target, hook, &[Word::from_symbol(name.0)])
    }

    /// Calls a hook method if a program defined it, or if it is gone, which is
    /// an error: the built-in ones do nothing.
    pub(crate) fn call_hook(&mut self, target: Word, hook: Sym, args: &[Word]) -> Result<(), Stop> {
        let class = self.world.dispatch_class(self.wrap(target));
        if self.look_up(class, hook).is_some() && !self.is_redefined(target, hook) {
            return Ok(());
        }
        self.call_words(target, hook, args, Word::NIL).map(|_| ())
    }

    /// Whether a method of the object is there and no primitive.
    pub(crate) fn is_redefined(&mut self, target: Word, name: Sym) -> bool {
        let class = self.world.dispatch_class(self.wrap(target));
        let found = self.look_up(class, name).map(|id| self.entry(id));
        found.is_some_and(|entry| !matches!(entry.body.get(), MethodBody::Native { .. }))
    }

    /// A copy of a method under another name, visibility or owner. Its `super`
    /// goes on where that of the original does.
    pub(crate) fn copy_method(
        &mut self,
        owner: ClassId,
        name: Sym,
        from: MethodId,
        visibility: Visibility,
    ) -> MethodId {
        let defined_in = self.entry(from).defined_in;
        self.copy_method_as(owner, name, from, visibility, defined_in)
    }

    /// A copy of a method in a copy of its class: `super` goes on from there.
    pub(crate) fn adopt_method(&mut self, owner: ClassId, name: Sym, from: MethodId) -> MethodId {
        let old = self.entry(from);
        let (visibility, own) = (old.visibility, old.defined_in == old.owner);
        let defined_in = if own { owner } else { old.defined_in };
        self.copy_method_as(owner, name, from, visibility, defined_in)
    }

    fn copy_method_as(
        &mut self,
        owner: ClassId,
        name: Sym,
        from: MethodId,
        visibility: Visibility,
        defined_in: ClassId,
    ) -> MethodId {
        let old = self.entry(from);
        if let MethodBody::Kernel(_) = old.body.get() {
            self.compile_kernel(old);
        }
        let body = match old.body.get() {
            // Each entry has a slot of its own in its owner's table, which dies
            // with it.
            MethodBody::Closure(slot) => {
                let closure = self.world.table_get(old.owner, slot);
                MethodBody::Closure(self.world.table_push(owner, closure))
            }
            body => body,
        };
        let id = self.world.insert_method(owner, name, |id| MethodEntry {
            name,
            owner,
            defined_in,
            visibility,
            body: Cell::new(body),
            ..old.copy(id)
        });
        self.method_changed(owner, name);
        id
    }

    /// Defines a method that another one is a copy of, as a program does it;
    /// `super` in it goes on from `defined_in`.
    pub(crate) fn define_copy(
        &mut self,
        owner: ClassId,
        name: Sym,
        from: MethodId,
        visibility: Visibility,
        defined_in: ClassId,
    ) -> Result<MethodId, Stop> {
        self.check_module_frozen(owner)?;
        let own = self
            .world
            .classes
            .get(owner)
            .methods
            .borrow()
            .get(&name)
            .copied();
        // `alias name name` discards nothing.
        let oddity = if own == Some(from) {
            None
        } else {
            self.oddity_of_method(owner, name, true)
        };
        self.entry(from).aliased.set(true);
        let id = self.copy_method_as(owner, name, from, visibility, defined_in);
        self.tell_of_method(owner, oddity)?;
        self.method_added(owner, name)?;
        Ok(id)
    }

    /// `alias new old` in `owner`.
    pub(crate) fn alias(&mut self, owner: ClassId, new: Sym, old: Sym) -> Result<(), Stop> {
        self.check_module_frozen(owner)?;
        let Some(id) = self.find_for_module(owner, old) else {
            return Err(self.undefined_method_for_class(owner, old));
        };
        let old = self.entry(id);
        self.define_copy(owner, new, id, old.visibility, old.defined_in)
            .map(|_| ())
    }

    /// A method as seen from inside a class or module; modules see Object's.
    pub(crate) fn find_for_module(&self, owner: ClassId, name: Sym) -> Option<MethodId> {
        let found = self.world.find_method(owner, name);
        if found.is_none() && self.world.classes.get(owner).kind == ClassKind::Module {
            let target = self.refinement_info(owner).map(|info| info.target);
            return self
                .world
                .find_method(target.unwrap_or(known::OBJECT), name);
        }
        found
    }

    /// NameError for a method that a class does not have.
    pub(crate) fn undefined_method_for_class(&self, owner: ClassId, name: Sym) -> Stop {
        let record = self.world.classes.get(owner);
        let kind = if record.kind == ClassKind::Module {
            "module"
        } else {
            "class"
        };
        let message = format!(
            "undefined method '{}' for {kind} '{}'",
            self.world.symbols.text(name),
            self.class_text(owner)
        );
        self.name_error(message, self.world.class_object(owner), name)
    }

    /// `undef name` in `owner`.
    pub(crate) fn undefine(&mut self, owner: ClassId, name: Sym) -> Result<(), Stop> {
        self.check_module_frozen(owner)?;
        if self.find_for_module(owner, name).is_none() {
            return Err(self.undefined_method_for_class(owner, name));
        }
        self.warn_gone("undefining", name)?;
        self.warn_gone("redefining", name)?;
        let gone = MethodBody::Undefined;
        self.world.insert_method(owner, name, |id| {
            MethodEntry::new(id, owner, name, gone, ScopeId::TOP)
        });
        self.method_changed(owner, name);
        let singleton = sym::SINGLETON_METHOD_UNDEFINED;
        self.tell(owner, name, sym::METHOD_UNDEFINED, singleton)
    }

    /// `remove_method name` in `owner`.
    pub(crate) fn remove(&mut self, owner: ClassId, name: Sym) -> Result<(), Stop> {
        self.check_module_frozen(owner)?;
        let record = self.world.classes.get(owner);
        let own = record.methods.borrow().get(&name).copied();
        let own = own.filter(|id| {
            let entry = self.world.methods.get(*id);
            entry.owner == owner && !matches!(entry.body.get(), MethodBody::Undefined)
        });
        if own.is_none() {
            let message = format!(
                "method '{}' not defined in {}",
                self.world.symbols.text(name),
                self.class_text(owner)
            );
            return Err(self.name_error(message, self.world.class_object(owner), name));
        }
        self.warn_gone("removing", name)?;
        let record = self.world.classes.get(owner);
        record.methods.borrow_mut().remove(&name);
        record.method_order.borrow_mut().retain(|&n| n != name);
        self.method_changed(owner, name);
        let singleton = sym::SINGLETON_METHOD_REMOVED;
        self.tell(owner, name, sym::METHOD_REMOVED, singleton)
    }

    /// Gives a method of `owner` another visibility, copying it down if it is
    /// inherited.
    pub(crate) fn set_visibility(
        &mut self,
        owner: ClassId,
        name: Sym,
        visibility: Visibility,
    ) -> Result<(), Stop> {
        let Some(id) = self.find_for_module(owner, name) else {
            return Err(self.undefined_method_for_class(owner, name));
        };
        let entry = self.entry(id);
        if entry.visibility != visibility {
            self.check_frozen(self.world.class_object(owner))?;
            let copy = self.copy_method(owner, name, id, visibility);
            if entry.owner != owner {
                // The method itself stays where it is.
                self.entry(copy).aliased.set(true);
                self.method_added(owner, name)?;
            }
        }
        Ok(())
    }

    // ---- default definee ------------------------------------------------------

    /// Where `def` defines, and with which visibility.
    pub(crate) fn definee(&self) -> Result<(ClassId, Visibility, ScopeId, bool), Stop> {
        let frame = self.top_frame().expect("running");
        let entry = frame.entry().expect("Ruby frames have an entry");
        self.check_sealed(entry.scope)?;
        let scope = self.world.scopes.get(entry.scope);
        // `private` without arguments counts in the body it stands in only.
        let in_body = self.is_body(frame.function()) || is_carrier(entry);
        let visibility = if in_body {
            scope.visibility.get()
        } else {
            Visibility::Public
        };
        Ok((
            scope.module,
            visibility,
            entry.scope,
            in_body && scope.module_function.get(),
        ))
    }

    /// TypeError if nothing can be defined in a scope.
    pub(crate) fn check_sealed(&self, scope: ScopeId) -> Result<(), Stop> {
        if self.world.scopes.get(scope).sealed.get() {
            return Err(self.type_error("can't define singleton"));
        }
        Ok(())
    }

    /// A method entry for a class body: names nothing, carries the scope.
    pub(crate) fn body_entry(
        &mut self,
        module: ClassId,
        parent: ScopeId,
        name: Sym,
    ) -> *const MethodEntry {
        let scope = self.world.new_scope(Some(parent), module);
        self.scope_entry(module, scope, name)
    }

    pub(crate) fn scope_entry(
        &mut self,
        module: ClassId,
        scope: ScopeId,
        name: Sym,
    ) -> *const MethodEntry {
        let body = MethodBody::Undefined;
        let id = self
            .world
            .new_method(|id| MethodEntry::new(id, module, name, body, scope));
        self.entry(id)
    }

    /// The entry under which a block runs as the body of `this` (`class_eval`)
    /// or with `this` for self (`instance_eval`, where `def` is singleton).
    pub(crate) fn eval_entry(
        &mut self,
        block: Word,
        this: Word,
        class_body: bool,
    ) -> Result<&'static MethodEntry, Stop> {
        let outer = self.block_entry(block);
        if class_body {
            let module = self.world.as_class(self.wrap(this));
            return Ok(self.carrier_entry(outer, module, true));
        }
        if !self.block_defines(block) {
            return Ok(self.carrier_entry(outer, None, true));
        }
        Ok(self.singleton_carrier(outer, this, true))
    }

    /// An entry for code that defines singleton methods of an object.
    pub(crate) fn singleton_carrier(
        &mut self,
        outer: Option<&'static MethodEntry>,
        this: Word,
        block: bool,
    ) -> &'static MethodEntry {
        let singleton = self.world.singleton_class(self.wrap(this));
        let module = singleton.unwrap_or_else(|| self.world.class_of(self.wrap(this)));
        let entry = self.carrier_entry(outer, Some(module), block);
        let scope = self.world.scopes.get(entry.scope);
        scope.sealed.set(singleton.is_none());
        entry
    }

    /// An entry for code that belongs to the method of `outer` and defines
    /// methods in `module`, whose constants it sees unless it is a block.
    pub(crate) fn carrier_entry(
        &mut self,
        outer: Option<&'static MethodEntry>,
        module: Option<ClassId>,
        block: bool,
    ) -> &'static MethodEntry {
        let top = self.top_entry;
        // SAFETY: V3: made when the vm started and never freed.
        let outer = outer.unwrap_or_else(|| unsafe { &*top });
        let scope = match module {
            Some(module) => {
                let scope = self.world.new_scope(Some(outer.scope), module);
                self.world.scopes.get(scope).eval.set(block);
                scope
            }
            None => outer.scope,
        };
        if module.is_none() {
            if is_carrier(outer) {
                return outer;
            }
            if let Some(id) = outer.other_self.get() {
                return self.entry(id);
            }
        }
        let id = self.world.new_method(|id| MethodEntry {
            body: Cell::new(MethodBody::Undefined),
            scope,
            ..outer.copy(id)
        });
        if module.is_none() {
            outer.other_self.set(Some(id));
        }
        self.entry(id)
    }

    /// Whether the code of a block contains definitions, so that its scope
    /// matters.
    fn block_defines(&self, block: Word) -> bool {
        use crate::bytecode::ops::Op;
        let Ok(function) = self.block_function(block) else {
            return false;
        };
        function.code().is_some_and(|code| {
            code.flags.uses_binding
                || code.insns().iter().any(|insn| {
                    matches!(insn.op, Op::DefMethod | Op::AliasMethod | Op::UndefMethod)
                })
        })
    }

    /// The scope around whose module constants belong to.
    pub(crate) fn constant_scope(&self, scope: ScopeId) -> ScopeId {
        let mut id = scope;
        loop {
            let at = self.world.scopes.get(id);
            match at.parent {
                Some(parent) if at.eval.get() => id = parent,
                _ => return id,
            }
        }
    }

    /// The entry a block was written under.
    fn block_entry(&self, block: Word) -> Option<&'static MethodEntry> {
        if let Some(payload) = block.as_frame_block() {
            return self
                .frame_by_id(payload >> 16)
                .and_then(|frame| frame.entry());
        }
        let entry = self.wrap(block).as_proc().map_or(0, |p| p.entry());
        // SAFETY: V3: what a live Proc names lives.
        unsafe { (entry as *const MethodEntry).as_ref() }
    }

    // ---- class variables ----------------------------------------------------------

    /// The class that `@@name` belongs to in the running frame; None at the
    /// top level.
    fn class_variable_base(&self) -> Option<ClassId> {
        let mut scope = ScopeId(self.scope_of_frame(self.fp));
        loop {
            let at = self.world.scopes.get(scope);
            at.parent?;
            let passed_over = at.eval.get() || at.sealed.get();
            if self.world.classes.get(at.module).kind != ClassKind::Singleton && !passed_over {
                return Some(at.module);
            }
            scope = at.parent?;
        }
    }

    fn class_variable_from_top(&self) -> Stop {
        self.runtime_error("class variable access from toplevel")
    }

    /// The first and the last of the ancestors that have a class variable; the
    /// last is the one that counts.
    fn class_variable_owners(&self, base: ClassId, name: Sym) -> Option<(ClassId, ClassId)> {
        let mut found = None;
        let classes = &self.world.classes;
        classes.each_in_line(base, |class| {
            let variables = classes.get(class).class_variables.borrow();
            if variables.get(name).is_some() {
                let first = found.map_or(class, |(first, _)| first);
                found = Some((first, class));
            }
        });
        found
    }

    fn class_variable_owner(&self, base: ClassId, name: Sym) -> Option<ClassId> {
        self.class_variable_owners(base, name).map(|(_, last)| last)
    }

    /// The same; a variable that an ancestor got after a class below it had one
    /// is an error.
    fn sole_owner(&self, base: ClassId, name: Sym) -> Result<Option<ClassId>, Stop> {
        match self.class_variable_owners(base, name) {
            Some((first, last)) if first != last => {
                let name = self.world.symbols.text(name);
                let (first, last) = (self.class_text(first), self.class_text(last));
                let message = format!("class variable {name} of {first} is overtaken by {last}");
                Err(self.runtime_error(message))
            }
            found => Ok(found.map(|(_, last)| last)),
        }
    }

    pub(crate) fn find_class_variable(&self, base: ClassId, name: Sym) -> Option<Word> {
        let owner = self.class_variable_owner(base, name)?;
        self.world.class_variable_own(owner, name).map(Value::word)
    }

    pub(crate) fn get_class_variable(&mut self, name: Sym) -> Result<Word, Stop> {
        match self.class_variable_base() {
            Some(base) => self.class_variable_in(base, name),
            None => Err(self.class_variable_from_top()),
        }
    }

    /// `@@name` of a given class.
    pub(crate) fn class_variable_in(&mut self, base: ClassId, name: Sym) -> Result<Word, Stop> {
        match self.sole_owner(base, name)? {
            Some(owner) => {
                let value = self.world.class_variable_own(owner, name);
                Ok(value.expect("an owner has the variable").word())
            }
            None => {
                let text = self.world.symbols.text(name);
                let message = format!(
                    "uninitialized class variable {text} in {}",
                    self.class_text(base)
                );
                Err(self.name_error(message, self.world.class_object(base), name))
            }
        }
    }

    pub(crate) fn set_class_variable(&mut self, name: Sym, value: Word) -> Result<(), Stop> {
        let Some(base) = self.class_variable_base() else {
            return Err(self.class_variable_from_top());
        };
        let owner = self.sole_owner(base, name)?.unwrap_or(base);
        self.set_own_class_variable(owner, name, value)
    }

    pub(crate) fn set_class_variable_in(
        &mut self,
        base: ClassId,
        name: Sym,
        value: Word,
    ) -> Result<(), Stop> {
        let owner = self.class_variable_owner(base, name).unwrap_or(base);
        self.set_own_class_variable(owner, name, value)
    }

    fn set_own_class_variable(
        &mut self,
        owner: ClassId,
        name: Sym,
        value: Word,
    ) -> Result<(), Stop> {
        self.check_frozen(self.world.class_object(owner))?;
        self.world.class_variable_set(owner, name, self.wrap(value));
        Ok(())
    }

    pub(crate) fn class_variable_defined(&self, name: Sym) -> bool {
        let base = self.class_variable_base().unwrap_or(known::OBJECT);
        self.find_class_variable(base, name).is_some()
    }
}
