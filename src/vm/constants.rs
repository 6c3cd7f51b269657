//! Constants: look-up by scope and by inheritance, setting, naming of classes.
//!
//! Owns what a constant's name means while Ruby runs; the tables are
//! `object::modules`'. Never looks at methods but for the hooks.

use crate::heap::Word;
use crate::object::class::Constant;
use crate::object::{ClassId, ClassKind, Origin, ScopeId, Sym, known, sym};

use super::function::ConstSite;
use super::{Stop, Vm};

impl Vm {
    /// Finds a constant from the lexical scope of the running frame, pushes it
    /// and teaches the site. False: pending.
    #[inline(never)]
    pub(crate) fn find_const_at(&mut self, site: *mut ConstSite) -> bool {
        // SAFETY: V3.
        let name = unsafe { (*site).name };
        let scope = self.scope_of_frame(self.fp);
        let lexical = self.constant_scope(ScopeId(scope));
        if self.autoload_lexical(lexical, name).is_err() {
            return false;
        }
        if let Some(holder) = self.lexical_holder(lexical, name) {
            let Ok(word) = self.told_const(holder, name) else {
                return false;
            };
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

    /// Finds a constant from the module on top of the stack, which it replaces,
    /// and teaches the site. False: pending.
    #[inline(never)]
    pub(crate) fn find_const_in(&mut self, site: *mut ConstSite) -> bool {
        // SAFETY: V3.
        let site = unsafe { &mut *site };
        // It stays on the stack meanwhile: a file may be loaded.
        let Ok(value) = self.const_in(self.peek(0), site.name) else {
            return false;
        };
        let from = self.pop();
        self.push(value);
        let module = self.world.as_class(self.wrap(from));
        let holder = module.and_then(|module| self.path_holder(module, site.name));
        if let Some((holder, false)) = holder
            && !self.is_deprecated(holder, site.name)
        {
            (site.epoch, site.from, site.value) = (self.world.constant_epoch.get(), from, value);
        }
        true
    }

    /// A constant of exactly this module, which has it; it is told if it is
    /// not to be used any more.
    pub(crate) fn told_const(&mut self, holder: ClassId, name: Sym) -> Result<Word, Stop> {
        let word = self.held_const(holder, name);
        if !self.is_deprecated(holder, name) {
            return Ok(word);
        }
        let handle = self.protect_word(word);
        let told = self.warn_constant(holder, name);
        let word = self.get(handle).word();
        self.handles.pop();
        told.map(|()| word)
    }

    /// The value of a constant of exactly this module, which has it.
    fn held_const(&self, holder: ClassId, name: Sym) -> Word {
        let value = self.world.const_get_own(holder, name);
        value.expect("the holder has the constant").word()
    }

    /// A constant as seen from a lexical scope.
    pub(crate) fn lexical_const(&self, from: ScopeId, name: Sym) -> Option<Word> {
        let holder = self.lexical_holder(from, name)?;
        Some(self.held_const(holder, name))
    }

    /// The module that holds what [`Vm::lexical_const`] finds.
    fn lexical_holder(&self, from: ScopeId, name: Sym) -> Option<ClassId> {
        let mut scope = Some(from);
        while let Some(id) = scope {
            let at = self.world.scopes.get(id);
            if at.parent.is_some()
                && !at.eval.get()
                && self.world.const_get_own(at.module, name).is_some()
            {
                return Some(at.module);
            }
            scope = at.parent;
        }
        self.const_holder(self.world.scopes.get(from).module, name)
    }

    /// The module that holds a constant as seen from another one: its own or an
    /// ancestor; modules see Object's too.
    pub(crate) fn const_holder(&self, module: ClassId, name: Sym) -> Option<ClassId> {
        let found = self.inherited_holder(module, name);
        if self.world.classes.get(module).kind == ClassKind::Module {
            return found.or_else(|| self.inherited_holder(known::OBJECT, name));
        }
        found
    }

    /// The same without Object's for modules.
    pub(crate) fn inherited_holder(&self, module: ClassId, name: Sym) -> Option<ClassId> {
        let has = |class: &ClassId| self.world.const_get_own(*class, name).is_some();
        let own = Some(module).filter(has);
        own.or_else(|| self.world.classes.line(module).find(has))
    }

    /// `scope::NAME`.
    pub(crate) fn const_in(&mut self, scope: Word, name: Sym) -> Result<Word, Stop> {
        let Some(module) = self.world.as_class(self.wrap(scope)) else {
            return Err(self.not_a_module(scope));
        };
        self.autoload_inherited(module, name)?;
        let holder = match self.path_holder(module, name) {
            Some((holder, false)) => Some(holder),
            _ => None,
        };
        match holder.filter(|&holder| self.world.const_get_own(holder, name).is_some()) {
            Some(holder) => self.told_const(holder, name),
            None => self.missing_const(module, name),
        }
    }

    /// The module that holds what a path leads to, and whether it is private.
    /// Object's constants are not reached through other modules.
    fn path_holder(&self, module: ClassId, name: Sym) -> Option<(ClassId, bool)> {
        let held = |holder: ClassId| {
            let constant = self.own_constant(holder, name)?;
            Some((holder, constant.private))
        };
        // What is prepended comes after the module itself.
        let found = held(module).or_else(|| self.world.classes.line(module).find_map(held));
        found.filter(|&(holder, private)| {
            private || holder != known::OBJECT || module == known::OBJECT
        })
    }

    /// NameError for a path to a private constant.
    pub(super) fn private_constant(&self, module: ClassId, name: Sym) -> Stop {
        let message = format!(
            "private constant {}::{} referenced",
            self.class_text(module),
            self.world.symbols.text(name)
        );
        self.name_error(message, self.world.class_object(module), name)
    }

    /// Whether `module::NAME` is there for anybody.
    pub(crate) fn has_const_in(&self, module: ClassId, name: Sym) -> bool {
        (self.path_holder(module, name)).is_some_and(|(_, private)| !private)
    }

    /// What a `const_missing` that a program defined says.
    fn own_const_missing(&mut self, module: ClassId, name: Sym) -> Result<Option<Word>, Stop> {
        let object = self.world.classes.object(module);
        if !self.is_redefined(object, sym::CONST_MISSING) {
            return Ok(None);
        }
        let args = [Word::from_symbol(name.0)];
        self.call_words(object, sym::CONST_MISSING, &args, Word::NIL)
            .map(Some)
    }

    /// `const_missing`, which raises NameError unless a program says otherwise.
    pub(crate) fn missing_const(&mut self, module: ClassId, name: Sym) -> Result<Word, Stop> {
        if let Some(word) = self.own_const_missing(module, name)? {
            return Ok(word);
        }
        if self.world.symbols.name(name) == b"TOPLEVEL_BINDING"
            && let Some(word) = self.toplevel_binding()
        {
            self.world.const_set(known::OBJECT, name, self.wrap(word));
            return Ok(word);
        }
        Err(self.uninitialized_constant(module, name))
    }

    /// NameError for a constant that is not there, or must not be seen.
    pub(crate) fn uninitialized_constant(&mut self, module: ClassId, name: Sym) -> Stop {
        if let Some((holder, true)) = self.path_holder(module, name) {
            return self.private_constant(holder, name);
        }
        let is_object = if self.world.classes.get(module).kind == ClassKind::Singleton {
            self.world.class_of(self.world.attached(module)) == known::OBJECT
        } else {
            module == known::OBJECT
        };
        let shown = match (!is_object).then(|| self.own_class_text(module)) {
            None => String::new(),
            Some(Ok(text)) => format!("{text}::"),
            Some(Err(stop)) => return stop,
        };
        let text = self.world.symbols.text(name);
        let message = format!("uninitialized constant {shown}{text}");
        self.name_error(message, self.world.class_object(module), name)
    }

    /// What a module calls itself, by `name` or else `inspect`; as a program
    /// defines them, unless we are here because of just that.
    fn own_class_text(&mut self, module: ClassId) -> Result<String, Stop> {
        let object = self.world.classes.object(module);
        let mark = self.handles.len();
        self.protect_word(object);
        let text = self.asked_name(module, object);
        self.handles.truncate(mark);
        Ok(text?.unwrap_or_else(|| self.class_text(module)))
    }

    /// The first string that methods of the program give for its name.
    fn asked_name(&mut self, module: ClassId, object: Word) -> Result<Option<String>, Stop> {
        for hook in [sym::NAME, sym::INSPECT] {
            if !self.is_redefined(object, hook) {
                if hook == sym::NAME && self.world.class_name(module).is_none() {
                    continue;
                }
                break;
            }
            if self.asks_for_name {
                break;
            }
            self.asks_for_name = true;
            let shown = self.call_words(object, hook, &[], Word::NIL);
            self.asks_for_name = false;
            let word = match shown {
                Err(Stop::Raise) if !self.is_throw(self.pending.get()) => {
                    self.pending.set(Word::UNDEF);
                    continue;
                }
                shown => shown?,
            };
            if let Some(text) = self.wrap(word).as_string() {
                return Ok(Some(String::from_utf8_lossy(text.bytes()).into_owned()));
            }
        }
        Ok(None)
    }

    /// `scope::NAME = value`; names classes and modules.
    pub(crate) fn set_const(&mut self, scope: Word, name: Sym, value: Word) -> Result<(), Stop> {
        let mut value = value;
        let Some(module) = self.world.as_class(self.wrap(scope)) else {
            return Err(self.not_a_module(scope));
        };
        if self.wrap(scope).is_frozen() {
            return Err(self.frozen_error(scope));
        }
        let known = self.own_constant(module, name);
        if let Some(known) = known.filter(|known| !known.autoload) {
            let mark = self.handles.len();
            let handle = self.protect_word(value);
            self.protect_word(scope);
            let told = self.warn_redefined(module, name, known.origin);
            value = self.get(handle).word();
            self.handles.truncate(mark);
            told?;
        }
        self.world.const_set(module, name, self.wrap(value));
        self.name_class(module, name, value);
        self.const_added(module, name)
    }

    /// TypeError for `scope::NAME` where scope is no module.
    pub(crate) fn not_a_module(&self, scope: Word) -> Stop {
        let shown = self.inspect_briefly(self.wrap(scope));
        let shown = String::from_utf8_lossy(&shown).into_owned();
        self.type_error(format!("{shown} is not a class/module"))
    }

    /// What is known of a constant of exactly this module.
    pub(crate) fn own_constant(&self, module: ClassId, name: Sym) -> Option<Constant> {
        self.world.classes.get(module).constants.borrow().get(name)
    }

    /// A constant was set: remembers where, and runs `const_added`.
    pub(crate) fn const_added(&mut self, module: ClassId, name: Sym) -> Result<(), Stop> {
        let origin = self.caller_origin();
        if let Some(constant) = self.own_constant(module, name) {
            let record = self.world.classes.get(module);
            let constant = Constant { origin, ..constant };
            record.constants.borrow_mut().insert(name, constant);
        }
        let object = self.world.classes.object(module);
        self.call_hook(object, sym::CONST_ADDED, &[Word::from_symbol(name.0)])
    }

    /// `file:line: previous definition of NAME was here`, if that is known.
    pub(crate) fn previous_definition(
        &self,
        name: Sym,
        origin: Option<Origin>,
        kind: &str,
    ) -> String {
        let Some(Origin { file, line }) = origin else {
            return String::new();
        };
        let symbols = &self.world.symbols;
        format!(
            "{}:{line}: {kind}previous definition of {} was here",
            symbols.text(file),
            symbols.text(name)
        )
    }

    fn warn_redefined(
        &mut self,
        module: ClassId,
        name: Sym,
        origin: Option<Origin>,
    ) -> Result<(), Stop> {
        let shown = if module == known::OBJECT {
            String::new()
        } else {
            format!("{}::", self.class_text(module))
        };
        let name_text = self.world.symbols.text(name);
        self.warn(&format!("already initialized constant {shown}{name_text}"))?;
        if origin.is_none() || self.verbosity().is_none() {
            return Ok(());
        }
        let mut text = self.previous_definition(name, origin, "warning: ");
        text.push('\n');
        self.deliver(&text, None)
    }

    /// Gives a class its name when it is first assigned, and with it those that
    /// it holds.
    pub(crate) fn name_class(&mut self, outer: ClassId, name: Sym, value: Word) {
        let Some(class) = self.world.as_class(self.wrap(value)) else {
            return;
        };
        if self.world.has_permanent_name(class) {
            return;
        }
        let permanent = outer == known::OBJECT || self.world.has_permanent_name(outer);
        if !permanent && self.world.class_name(class).is_some() {
            return;
        }
        let text = self.world.symbols.text(name);
        let full = if outer == known::OBJECT {
            text.into_owned()
        } else {
            format!("{}::{text}", self.class_text(outer))
        };
        self.world.set_class_name(class, full.as_bytes());
        let record = self.world.classes.get(class);
        record.temporary_name.set(!permanent);
        if permanent {
            let inner: Vec<Sym> = record.constants.borrow().names().to_vec();
            for name in inner {
                if let Some(value) = self.world.const_get_own(class, name) {
                    let value = value.word();
                    self.name_class(class, name, value);
                }
            }
        }
    }
}
