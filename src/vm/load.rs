//! Files that a program loads: `require`, `load`, `autoload`.
//!
//! Owns the search along `$LOAD_PATH`, what was loaded already, and constants
//! that stand for a file until somebody needs them. Never decides what a name
//! means once it is loaded.

use std::path::{Path, PathBuf};

use crate::bytecode::code::{CodeKind, CompileRequest, Unit};
use crate::heap::Word;
use crate::object::{ClassId, MethodEntry, ScopeId, Sym, Value, known, sym};

use super::{Outcome, Stop, Vm};

/// What CRuby keeps in its standard library and svm has built in.
const BUILT_IN: &[&str] = &[
    "set",
    "weakref",
    "fiber",
    "comparable",
    "enumerator",
    "rbconfig",
    "thread",
];

/// Whether a path says itself where the file is.
fn is_explicit(path: &str) -> bool {
    path.starts_with('/') || path.starts_with("./") || path.starts_with("../")
}

fn with_extension(path: &Path) -> PathBuf {
    if path.extension().is_some_and(|extension| extension == "rb") {
        return path.to_owned();
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".rb");
    PathBuf::from(name)
}

impl Vm {
    /// The file of the caller; None in evaluated text that names no file.
    pub(crate) fn caller_dir(&self) -> Option<String> {
        let frame = self.caller_frame()?;
        let function = frame.function();
        let (file, _) = function.location(frame.pc())?;
        let evaluated = function.code()?.kind == CodeKind::Eval
            || function.unit().is_some_and(|unit| unit.outer.is_some());
        let path = Path::new(file);
        if evaluated {
            let given = path.is_absolute().then(|| path.parent())??;
            return Some(given.to_string_lossy().into_owned());
        }
        let full = std::path::absolute(path).ok()?;
        Some(full.parent()?.to_string_lossy().into_owned())
    }

    /// `require_relative`: false if the file was loaded before.
    pub(crate) fn require_relative(&mut self, path: &str) -> Result<bool, Stop> {
        let base = self.caller_dir().unwrap_or_default();
        let full = Path::new(&base).join(path);
        let shown = full.to_string_lossy().into_owned();
        self.load_once(&full, &shown)
    }

    /// `require` of a feature.
    pub(crate) fn require_path(&mut self, path: &str) -> Result<bool, Stop> {
        if BUILT_IN.contains(&path) {
            return Ok(false);
        }
        if is_explicit(path) {
            return self.load_once(Path::new(path), path);
        }
        match self.find_feature(path) {
            Some(found) => self.load_once(&found, path),
            None => Err(self.missing_file(path)),
        }
    }

    /// A file that `require` means, along `$LOAD_PATH`.
    fn find_feature(&self, path: &str) -> Option<PathBuf> {
        let candidates = self.load_path().into_iter();
        candidates
            .map(|folder| with_extension(&Path::new(&folder).join(path)))
            .find(|file| file.is_file())
    }

    /// The folders of `$LOAD_PATH`.
    fn load_path(&self) -> Vec<String> {
        let list = self.global_array("$LOAD_PATH");
        let texts = list.iter().filter_map(|folder| folder.as_string());
        texts.map(|text| text.to_text().into_owned()).collect()
    }

    fn global_array(&self, name: &str) -> Vec<Value<'_>> {
        let word = self.globals.get(&self.world.intern(name));
        let list = word.and_then(|&word| self.wrap(word).as_array());
        list.map_or_else(Vec::new, |list| list.iter().collect())
    }

    fn missing_file(&self, path: &str) -> Stop {
        let message = format!("cannot load such file -- {path}");
        let exception = self.new_exception(known::LOAD_ERROR, message.as_bytes());
        let path = self.world.string(path);
        self.world
            .ivar_set(exception, self.world.intern_own("__path"), path);
        self.raise_value(exception)
    }

    /// Whether a file was loaded, or is being loaded.
    fn is_loaded(&self, file: &Path) -> bool {
        let name = file.to_string_lossy();
        let known = self.global_array("$LOADED_FEATURES");
        self.loading.iter().any(|other| other == file)
            || known.iter().any(|feature| {
                feature
                    .as_string()
                    .is_some_and(|text| text.to_text() == name)
            })
    }

    fn load_once(&mut self, path: &Path, shown: &str) -> Result<bool, Stop> {
        let Ok(full) = with_extension(path).canonicalize() else {
            return Err(self.missing_file(shown));
        };
        if self.is_loaded(&full) {
            return Ok(false);
        }
        self.loading.push(full.clone());
        let name = full.to_string_lossy().into_owned();
        let result = self.read_unit(&full, &name, shown).and_then(|unit| {
            let (this, entry) = (self.main_object, self.top_entry);
            self.run_read(unit, this, entry)
        });
        self.loading.retain(|other| *other != full);
        result?;
        let feature = self.world.string(&name).word();
        let list = self.globals.get(&self.world.intern("$LOADED_FEATURES"));
        if let Some(list) = list.and_then(|&word| self.wrap(word).as_array()) {
            let _ = self.world.array_push(list, self.wrap(feature));
        }
        Ok(true)
    }

    /// Compiles the text of a file, and tells what is odd in it.
    fn read_unit(&mut self, file: &Path, name: &str, shown: &str) -> Result<Unit, Stop> {
        let Ok(source) = std::fs::read(file) else {
            return Err(self.missing_file(shown));
        };
        let compile = self
            .compile
            .expect("the engine installs a compiler before Ruby runs");
        let unit = compile(&CompileRequest {
            source: &source,
            name,
            first_line: 1,
            kernel: false,
            frozen_strings: None,
            surroundings: None,
            stack_end: None,
        });
        let unit = unit.map_err(|refusal| self.syntax_error_in(name, refusal))?;
        self.show_warnings(&unit)?;
        Ok(unit)
    }

    fn run_read(
        &mut self,
        unit: Unit,
        this: Word,
        entry: *const MethodEntry,
    ) -> Result<Word, Stop> {
        let function = self.link(unit, false, None);
        self.run_function(function, this, entry)
    }

    /// `load`: runs a file, each time; `module` is what its definitions go
    /// into, if that is not Object.
    pub(crate) fn load_file(&mut self, path: &str, module: Option<ClassId>) -> Result<(), Stop> {
        let direct = Path::new(path);
        let mut found = is_explicit(path).then(|| std::path::absolute(direct).ok());
        if found.is_none() {
            let mut folders = self.load_path().into_iter();
            found = folders
                .find_map(|folder| {
                    let file = Path::new(&folder).join(path);
                    file.is_file().then_some(file)
                })
                .map(Some);
        }
        let file = found.flatten().unwrap_or_else(|| direct.to_owned());
        let name = file.to_string_lossy().into_owned();
        let unit = self.read_unit(&file, &name, path)?;
        let Some(module) = module else {
            let (this, entry) = (self.main_object, self.top_entry);
            self.run_read(unit, this, entry)?;
            return Ok(());
        };
        let main = self.wrap(self.main_object);
        let this = self.world.new_object(self.world.class_of(main)).word();
        if let Some(own) = self.world.singleton_class(self.wrap(main.word()))
            && let Some(singleton) = self.world.singleton_class(self.wrap(this))
        {
            // Another main: what it inspects as and defines stays.
            self.world.include(singleton, module);
            self.ancestors_changed(singleton, module);
            self.copy_methods(own, singleton);
        }
        let entry = self.body_entry(module, ScopeId::TOP, sym::EMPTY);
        self.run_read(unit, this, entry)?;
        Ok(())
    }

    fn copy_methods(&mut self, from: ClassId, to: ClassId) {
        let names: Vec<Sym> = self.world.classes.get(from).method_order.borrow().clone();
        for name in names {
            let found = self
                .world
                .classes
                .get(from)
                .methods
                .borrow()
                .get(&name)
                .copied();
            if let Some(id) = found {
                self.copy_method(to, name, id, self.entry(id).visibility);
            }
        }
    }

    // ---- autoload ---------------------------------------------------------------

    /// Says that a constant stands for a file.
    pub(crate) fn set_autoload(
        &mut self,
        module: ClassId,
        name: Sym,
        path: &str,
    ) -> Result<(), Stop> {
        if self.own_constant(module, name).is_some() {
            return Ok(());
        }
        let path = self.world.string(path);
        self.world.const_set(module, name, path);
        self.world.const_mark_autoload(module, name);
        self.autoloads += 1;
        self.const_added(module, name)
    }

    /// The file that a constant of exactly this module stands for.
    pub(crate) fn autoload_path(&self, module: ClassId, name: Sym) -> Option<String> {
        let constant = self
            .world
            .classes
            .get(module)
            .constants
            .borrow()
            .get(name)?;
        if !constant.autoload {
            return None;
        }
        let path = self.world.table_get(module, constant.slot);
        let path = path.as_string()?.to_text().into_owned();
        let file = if is_explicit(&path) {
            with_extension(Path::new(&path)).canonicalize().ok()
        } else {
            self.find_feature(&path)
                .and_then(|file| file.canonicalize().ok())
        };
        // While its file is being loaded the constant is simply not there.
        let underway = file.is_some_and(|file| self.loading.contains(&file));
        (!underway).then_some(path)
    }

    /// The first of these modules that has a constant, if it stands for a file.
    fn autoload_among(
        &self,
        modules: impl IntoIterator<Item = ClassId>,
        name: Sym,
    ) -> Option<ClassId> {
        for module in modules {
            let found = self.world.classes.get(module).constants.borrow().get(name);
            match found {
                Some(constant) if constant.autoload => {
                    return self.autoload_path(module, name).map(|_| module);
                }
                Some(_) => return None,
                None => {}
            }
        }
        None
    }

    /// Where a constant is looked for, from a lexical scope.
    fn lexical_line(&self, from: ScopeId) -> Vec<ClassId> {
        let mut line = Vec::new();
        let mut scope = Some(from);
        while let Some(id) = scope {
            let at = self.world.scopes.get(id);
            if at.parent.is_some() && !at.eval.get() {
                line.push(at.module);
            }
            scope = at.parent;
        }
        let module = self.world.scopes.get(from).module;
        line.extend(self.world.classes.ancestors(module).iter());
        line.push(known::OBJECT);
        line
    }

    /// Loads what a constant stands for that is about to be looked up lexically.
    pub(crate) fn autoload_lexical(&mut self, from: ScopeId, name: Sym) -> Result<(), Stop> {
        if self.autoloads == 0 {
            return Ok(());
        }
        let owner = self.autoload_among(self.lexical_line(from), name);
        self.autoload(owner, name)
    }

    /// The same for a constant of a module or its ancestors.
    pub(crate) fn autoload_inherited(&mut self, module: ClassId, name: Sym) -> Result<(), Stop> {
        if self.autoloads == 0 {
            return Ok(());
        }
        let line = self.world.classes.ancestors(module);
        let owner = self.autoload_among(line.iter().copied().chain([known::OBJECT]), name);
        self.autoload(owner, name)
    }

    /// The same for a constant of exactly this module.
    pub(crate) fn autoload_own(&mut self, module: ClassId, name: Sym) -> Result<(), Stop> {
        if self.autoloads == 0 {
            return Ok(());
        }
        let owner = self.autoload_among([module], name);
        self.autoload(owner, name)
    }

    fn autoload(&mut self, owner: Option<ClassId>, name: Sym) -> Result<(), Stop> {
        let Some(owner) = owner else {
            return Ok(());
        };
        let Some(path) = self.autoload_path(owner, name) else {
            return Ok(());
        };
        let path = self.world.string(&path).word();
        let require = self.world.intern("require");
        self.call_words(self.main_object, require, &[path], Word::NIL)?;
        if self.autoload_path(owner, name).is_some() {
            self.world.const_remove(owner, name);
        }
        Ok(())
    }

    /// Whether a constant that is looked up lexically stands for a file.
    pub(crate) fn is_autoload(&self, from: ScopeId, name: Sym) -> bool {
        self.autoloads > 0 && self.autoload_among(self.lexical_line(from), name).is_some()
    }

    /// `autoload?`: the file a constant stands for, perhaps an inherited one.
    pub(crate) fn autoload_of(&self, module: ClassId, name: Sym, inherit: bool) -> Outcome<'_> {
        let owner = if inherit {
            let line = self.world.classes.ancestors(module);
            self.autoload_among(line.iter().copied(), name)
        } else {
            self.autoload_among([module], name)
        };
        let path = owner.and_then(|owner| self.autoload_path(owner, name));
        Ok(path.map_or(Value::NIL, |path| self.world.string(&path)))
    }

    /// The module in which the caller's constants are defined.
    pub(crate) fn caller_module(&self) -> ClassId {
        let scope = self.constant_scope(self.scope_of_caller());
        self.world.scopes.get(scope).module
    }
}
