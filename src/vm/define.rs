//! Changing what names mean: methods, constants, class variables.
//!
//! The one place that changes method tables while Ruby runs; it tells the
//! caches. Look-ups of constants and class variables live here too.

use std::cell::Cell;

use crate::heap::Word;
use crate::object::{
    ClassId, ClassKind, MethodBody, MethodEntry, MethodId, ScopeId, Sym, Value, Visibility, known,
    sym,
};

use super::function::ConstSite;
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
        let id = self.world.insert_method(owner, name, |id| MethodEntry {
            visibility,
            ..MethodEntry::new(id, owner, name, body, scope)
        });
        self.method_changed(owner, name);
        self.method_added(owner, name)?;
        Ok(id)
    }

    fn check_module_frozen(&self, owner: ClassId) -> Result<(), Stop> {
        let record = self.world.classes.get(owner);
        if record.kind == ClassKind::Singleton {
            let attached = self.world.attached(owner);
            if attached.word().is_object()
                && attached.is_frozen()
                && self.world.as_class(attached).is_none()
            {
                let text = String::from_utf8_lossy(&self.inspect_briefly(attached)).into_owned();
                return Err(self.raise(
                    known::FROZEN_ERROR,
                    format!("can't modify frozen object: {text}").as_bytes(),
                ));
            }
        }
        let object = self.world.class_object(owner);
        if object.is_frozen() {
            return Err(self.raise(
                known::FROZEN_ERROR,
                format!("can't modify frozen class: {}", self.class_text(owner)).as_bytes(),
            ));
        }
        Ok(())
    }

    /// Tells the caches that `name` means something else now.
    pub(crate) fn method_changed(&mut self, owner: ClassId, name: Sym) {
        self.forget_name(name);
        let touches = SHORTCUT_CLASSES.contains(&owner) || SHORTCUT_ANCESTORS.contains(&owner);
        let operator =
            SHORTCUT_NAMES.contains(&name) && (touches || name == sym::NOT || name == sym::NIL_P);
        if operator && !self.operators_redefined {
            self.operators_redefined = true;
            self.rethread_all();
        }
    }

    fn method_added(&mut self, owner: ClassId, name: Sym) -> Result<(), Stop> {
        let record = self.world.classes.get(owner);
        let (target, hook) = if record.kind == ClassKind::Singleton {
            (
                self.world.attached(owner).word(),
                sym::SINGLETON_METHOD_ADDED,
            )
        } else {
            (record.object.get(), sym::METHOD_ADDED)
        };
        self.call_hook(target, hook, &[Word::from_symbol(name.0)])
    }

    /// Calls a hook method if a program defined it: the built-in ones do
    /// nothing.
    pub(crate) fn call_hook(&mut self, target: Word, hook: Sym, args: &[Word]) -> Result<(), Stop> {
        let class = self.world.dispatch_class(self.wrap(target));
        let Some(id) = self.look_up(class, hook) else {
            return Ok(());
        };
        if matches!(self.entry(id).body.get(), MethodBody::Native { .. }) {
            return Ok(());
        }
        self.call_words(target, hook, args, Word::NIL).map(|_| ())
    }

    /// A copy of a method under another name, visibility or owner.
    pub(crate) fn copy_method(
        &mut self,
        owner: ClassId,
        name: Sym,
        from: MethodId,
        visibility: Visibility,
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
            visibility,
            body: Cell::new(body),
            ..old.copy(id)
        });
        self.method_changed(owner, name);
        id
    }

    /// `alias new old` in `owner`.
    pub(crate) fn alias(&mut self, owner: ClassId, new: Sym, old: Sym) -> Result<(), Stop> {
        let found = self.find_for_module(owner, old);
        let Some(id) = found else {
            return Err(self.undefined_method_for_class(owner, old));
        };
        let visibility = self.entry(id).visibility;
        self.copy_method(owner, new, id, visibility);
        Ok(())
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
        let gone = MethodBody::Undefined;
        self.world.insert_method(owner, name, |id| {
            MethodEntry::new(id, owner, name, gone, ScopeId::TOP)
        });
        self.method_changed(owner, name);
        Ok(())
    }

    /// `remove_method name` in `owner`.
    pub(crate) fn remove(&mut self, owner: ClassId, name: Sym) -> Result<(), Stop> {
        self.check_module_frozen(owner)?;
        let record = self.world.classes.get(owner);
        if record.methods.borrow_mut().remove(&name).is_none() {
            let message = format!(
                "method '{}' not defined in {}",
                self.world.symbols.text(name),
                self.class_text(owner)
            );
            return Err(self.name_error(message, self.world.class_object(owner), name));
        }
        record.method_order.borrow_mut().retain(|&n| n != name);
        self.method_changed(owner, name);
        Ok(())
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
        if self.entry(id).visibility != visibility {
            self.copy_method(owner, name, id, visibility);
        }
        Ok(())
    }

    /// Symbol of a method name given as Symbol or String.
    pub(crate) fn method_name(&self, word: Word) -> Result<Sym, Stop> {
        let value = self.wrap(word);
        if let Some(symbol) = value.as_symbol() {
            return Ok(symbol);
        }
        if let Some(text) = value.as_string() {
            return Ok(self.world.symbols.intern(text.bytes()));
        }
        let shown = String::from_utf8_lossy(&self.inspect_briefly(value)).into_owned();
        Err(self.type_error(format!("{shown} is not a symbol nor a string")))
    }

    // ---- default definee ------------------------------------------------------

    /// Where `def` defines, and with which visibility.
    pub(crate) fn definee(&self) -> (ClassId, Visibility, ScopeId, bool) {
        let frame = self.top_frame().expect("running");
        let entry = frame.entry().expect("Ruby frames have an entry");
        let scope = self.world.scopes.get(entry.scope);
        // `private` without arguments counts in the body it stands in only.
        let in_body = self.is_body(frame.function()) || is_carrier(entry);
        let visibility = if in_body {
            scope.visibility.get()
        } else {
            Visibility::Public
        };
        (
            scope.module,
            visibility,
            entry.scope,
            in_body && scope.module_function.get(),
        )
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
        let module = if class_body {
            self.world.as_class(self.wrap(this))
        } else if self.block_defines(block) {
            self.world.singleton_class(self.wrap(this))
        } else {
            None
        };
        Ok(self.carrier_entry(outer, module, true))
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

    // ---- constants --------------------------------------------------------------

    /// Finds a constant from the lexical scope of the running frame, pushes it
    /// and teaches the site. False: pending.
    pub(crate) fn find_const_at(&mut self, site: *mut ConstSite) -> bool {
        // SAFETY: V3.
        let name = unsafe { (*site).name };
        let scope = self.scope_of_frame(self.fp);
        let lexical = self.constant_scope(ScopeId(scope));
        if self.autoload_lexical(lexical, name).is_err() {
            return false;
        }
        if let Some(word) = self.lexical_const(lexical, name) {
            // SAFETY: V3; the value becomes a root with the site.
            unsafe {
                (*site).epoch = self.world.constant_epoch.get();
                (*site).scope = scope;
                (*site).value = word;
            }
            self.push(word);
            return true;
        }
        let module = self.world.scopes.get(lexical).module;
        match self.missing_const(module, name) {
            Ok(word) => {
                self.push(word);
                true
            }
            Err(_) => false,
        }
    }

    /// A constant as seen from a lexical scope.
    pub(crate) fn lexical_const(&self, from: ScopeId, name: Sym) -> Option<Word> {
        let mut scope = Some(from);
        while let Some(id) = scope {
            let at = self.world.scopes.get(id);
            if at.parent.is_some()
                && !at.eval.get()
                && let Some(value) = self.world.const_get_own(at.module, name)
            {
                return Some(value.word());
            }
            scope = at.parent;
        }
        self.inherited_const(self.world.scopes.get(from).module, name)
    }

    /// A constant of a module or its ancestors; modules see Object's too.
    pub(crate) fn inherited_const(&self, module: ClassId, name: Sym) -> Option<Word> {
        let mut module = module;
        if self.world.classes.get(module).kind == ClassKind::Singleton
            && let Some(class) = self.world.as_class(self.world.attached(module))
        {
            if let Some(found) = self.inherited_const(class, name) {
                return Some(found);
            }
            module = known::OBJECT;
        }
        for &ancestor in self.world.classes.ancestors(module).iter() {
            if let Some(value) = self.world.const_get_own(ancestor, name) {
                return Some(value.word());
            }
        }
        self.world
            .const_get_own(known::OBJECT, name)
            .map(Value::word)
    }

    /// `scope::NAME`.
    pub(crate) fn const_in(&mut self, scope: Word, name: Sym) -> Result<Word, Stop> {
        let Some(module) = self.world.as_class(self.wrap(scope)) else {
            let shown =
                String::from_utf8_lossy(&self.inspect_briefly(self.wrap(scope))).into_owned();
            return Err(self.type_error(format!("{shown} is not a class/module")));
        };
        self.autoload_inherited(module, name)?;
        for &ancestor in self.world.classes.ancestors(module).iter() {
            // Object's constants are not reached through other modules.
            if ancestor == known::OBJECT && module != known::OBJECT {
                break;
            }
            let Some(constant) = self
                .world
                .classes
                .get(ancestor)
                .constants
                .borrow()
                .get(name)
            else {
                continue;
            };
            if constant.private {
                let message = format!(
                    "private constant {}::{} referenced",
                    self.class_text(module),
                    self.world.symbols.text(name)
                );
                return Err(self.name_error(message, self.wrap(scope), name));
            }
            return Ok(self.world.table_get(ancestor, constant.slot).word());
        }
        self.missing_const(module, name)
    }

    /// Whether `module::NAME` is there for anybody.
    pub(crate) fn has_const_in(&self, module: ClassId, name: Sym) -> bool {
        let line = self.world.classes.ancestors(module);
        let own = line
            .iter()
            .take_while(|&&c| c != known::OBJECT || module == known::OBJECT);
        own.copied().any(|class| {
            let found = self.world.classes.get(class).constants.borrow().get(name);
            found.is_some_and(|constant| !constant.private)
        })
    }

    /// `const_missing`, which raises NameError unless a program says otherwise.
    fn missing_const(&mut self, module: ClassId, name: Sym) -> Result<Word, Stop> {
        let object = self.world.classes.object(module);
        let class = self.world.dispatch_class(self.wrap(object));
        let hook = self
            .look_up(class, sym::CONST_MISSING)
            .map(|id| self.entry(id));
        if hook.is_some_and(|entry| !matches!(entry.body.get(), MethodBody::Native { .. })) {
            return self.call_words(
                object,
                sym::CONST_MISSING,
                &[Word::from_symbol(name.0)],
                Word::NIL,
            );
        }
        if self.world.symbols.name(name) == b"TOPLEVEL_BINDING"
            && let Some(word) = self.toplevel_binding()
        {
            self.world.const_set(known::OBJECT, name, self.wrap(word));
            return Ok(word);
        }
        Err(self.uninitialized_constant(module, name))
    }

    /// NameError for a constant that is not there.
    pub(crate) fn uninitialized_constant(&self, module: ClassId, name: Sym) -> Stop {
        let text = self.world.symbols.text(name);
        let message = if module == known::OBJECT {
            format!("uninitialized constant {text}")
        } else {
            format!("uninitialized constant {}::{text}", self.class_text(module))
        };
        self.name_error(message, self.world.class_object(module), name)
    }

    /// `scope::NAME = value`; names classes and modules.
    pub(crate) fn set_const(&mut self, scope: Word, name: Sym, value: Word) -> Result<(), Stop> {
        let Some(module) = self.world.as_class(self.wrap(scope)) else {
            let shown =
                String::from_utf8_lossy(&self.inspect_briefly(self.wrap(scope))).into_owned();
            return Err(self.type_error(format!("{shown} is not a class/module")));
        };
        if self.wrap(scope).is_frozen() {
            return Err(self.frozen_error(scope));
        }
        if self.world.const_get_own(module, name).is_some() {
            let location = self.caller_location();
            let shown = if module == known::OBJECT {
                String::new()
            } else {
                format!("{}::", self.class_text(module))
            };
            let line = format!(
                "{location}: warning: already initialized constant {shown}{}\n",
                self.world.symbols.text(name)
            );
            let _ = self.error_output.borrow_mut().write(line.as_bytes());
        }
        self.world.const_set(module, name, self.wrap(value));
        self.name_class(module, name, value);
        Ok(())
    }

    /// Gives an anonymous class its name when it is first assigned.
    pub(crate) fn name_class(&mut self, outer: ClassId, name: Sym, value: Word) {
        if let Some(class) = self.world.as_class(self.wrap(value))
            && self.world.class_name(class).is_none()
        {
            let text = self.world.symbols.text(name);
            let full = if outer == known::OBJECT {
                text.into_owned()
            } else {
                format!("{}::{text}", self.class_text(outer))
            };
            self.world.set_class_name(class, full.as_bytes());
        }
    }

    // ---- class variables ----------------------------------------------------------

    /// The class that `@@name` belongs to in the running frame; None at the
    /// top level.
    fn class_variable_base(&self) -> Option<ClassId> {
        let mut scope = ScopeId(self.scope_of_frame(self.fp));
        loop {
            let at = self.world.scopes.get(scope);
            if at.parent.is_none() {
                return None;
            }
            if self.world.classes.get(at.module).kind != ClassKind::Singleton && !at.eval.get() {
                return Some(at.module);
            }
            scope = at.parent?;
        }
    }

    fn class_variable_from_top(&self) -> Stop {
        self.runtime_error("class variable access from toplevel")
    }

    fn class_variable_owner(&self, base: ClassId, name: Sym) -> Option<ClassId> {
        // The topmost ancestor that has it wins.
        let line = self.world.classes.ancestors(base);
        line.iter()
            .rev()
            .copied()
            .find(|&class| self.world.class_variable_own(class, name).is_some())
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
        match self.find_class_variable(base, name) {
            Some(word) => Ok(word),
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
        self.set_class_variable_in(base, name, value);
        Ok(())
    }

    pub(crate) fn set_class_variable_in(&mut self, base: ClassId, name: Sym, value: Word) {
        let owner = self.class_variable_owner(base, name).unwrap_or(base);
        self.world.class_variable_set(owner, name, self.wrap(value));
    }

    pub(crate) fn class_variable_defined(&self, name: Sym) -> bool {
        let base = self.class_variable_base().unwrap_or(known::OBJECT);
        self.find_class_variable(base, name).is_some()
    }
}
