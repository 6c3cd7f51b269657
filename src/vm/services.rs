//! What builtins ask of the machine: callers' frames, throws, files, tasks.
//!
//! A safe face on frames and tables for code that may not use unsafe.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::bytecode::code::Params;
use crate::heap::{ObjectInfo, Word};
use crate::object::view::MethodObject;
use crate::object::{
    ClassId, MethodBody, MethodEntry, MethodId, ScopeId, Sym, Value, Visibility, known, sym,
};

use super::frame::FrameRef;
use super::function::{Function, FunctionKind};
use super::objects::{MethodFields, PROC_INDIRECT, PROC_LAMBDA};
use super::poll::Stress;
use super::raise::ThrowKind;
use super::{Handle, Outcome, Stop, Vm};

impl Vm {
    /// A word that is known to be live, as a value.
    pub(crate) fn word(&self, word: Word) -> Value<'_> {
        self.wrap(word)
    }

    /// The symbol a Symbol or String names.
    pub fn name_of(&self, value: Value<'_>) -> Result<Sym, Stop> {
        self.method_name(value.word())
    }

    // ---- the caller of a primitive --------------------------------------------

    /// The Ruby frame that called the running exclusive primitive.
    fn caller_frame(&self) -> Option<FrameRef> {
        self.frames().skip(1).find(|frame| {
            let function = frame.function();
            matches!(function.kind, FunctionKind::Method | FunctionKind::Block)
                && function.linked.is_some()
        })
    }

    /// Name of the method the caller runs in.
    pub(crate) fn caller_method_name(&self) -> Option<Sym> {
        let entry = self.caller_frame()?.entry()?;
        (entry.name != sym::EMPTY).then_some(entry.original_name)
    }

    /// Visibility and scope that the caller's body gives new methods of
    /// `owner`, and whether `module_function` is on.
    pub(crate) fn default_visibility(&self, owner: ClassId) -> (Visibility, ScopeId, bool) {
        let Some(frame) = self.caller_frame() else {
            return (Visibility::Public, ScopeId::TOP, false);
        };
        let Some(entry) = frame.entry() else {
            return (Visibility::Public, ScopeId::TOP, false);
        };
        let scope = self.world.scopes.get(entry.scope);
        let in_body =
            scope.module == owner && (self.is_body(frame.function()) || entry.name == sym::EMPTY);
        if in_body {
            (
                scope.visibility.get(),
                entry.scope,
                scope.module_function.get(),
            )
        } else {
            (Visibility::Public, entry.scope, false)
        }
    }

    /// Lexical scope of the caller.
    pub(crate) fn scope_of_caller(&self) -> ScopeId {
        self.caller_frame()
            .and_then(|frame| frame.entry())
            .map_or(ScopeId::TOP, |entry| entry.scope)
    }

    /// The modules whose bodies surround the caller, innermost first.
    pub(crate) fn caller_nesting(&self) -> Vec<ClassId> {
        let mut modules = Vec::new();
        let mut scope = Some(self.scope_of_caller());
        while let Some(id) = scope {
            let at = self.world.scopes.get(id);
            if id != ScopeId::TOP && !at.eval.get() {
                modules.push(at.module);
            }
            scope = at.parent;
        }
        modules
    }

    /// The file of the caller.
    pub(crate) fn caller_file(&self) -> Option<String> {
        let frame = self.caller_frame()?;
        frame
            .function()
            .location(frame.pc())
            .map(|(file, _)| file.to_owned())
    }

    /// `private` and its kin without arguments.
    pub(crate) fn set_default_visibility(&mut self, visibility: Visibility) {
        let scope = self.scope_of_caller();
        let scope = self.world.scopes.get(scope);
        scope.visibility.set(visibility);
        scope.module_function.set(false);
    }

    /// `module_function` without arguments.
    pub(crate) fn set_module_function(&mut self) {
        let scope = self.scope_of_caller();
        let scope = self.world.scopes.get(scope);
        scope.visibility.set(Visibility::Private);
        scope.module_function.set(true);
    }

    /// A module was put into somebody's ancestors.
    pub(crate) fn ancestors_changed(&mut self, _module: ClassId) {
        self.world.classes.flush_ancestors();
        self.forget_all_names();
        self.world
            .constant_epoch
            .set(self.world.constant_epoch.get() + 1);
    }

    /// Remembers which method `Class#new` is.
    pub(crate) fn note_class_new(&mut self) {
        self.class_new = self.world.find_method(known::CLASS, sym::NEW);
        for class in [
            known::INTEGER,
            known::FLOAT,
            known::SYMBOL,
            known::NIL_CLASS,
            known::TRUE_CLASS,
            known::FALSE_CLASS,
        ] {
            let singleton = self.world.singleton_class_of_class(class);
            let _ = self.undefine(singleton, sym::NEW);
        }
    }

    /// Binds a primitive to a singleton method of main.
    pub(crate) fn define_on_main(&mut self, row: &str, name: &str) {
        let native = self.native_names[row];
        let main = self.main_object;
        let singleton = self
            .world
            .singleton_class(self.wrap(main))
            .expect("main is an ordinary object");
        let name = self.world.intern(name);
        self.define_native(singleton, name, native, false);
    }

    /// Runs the block of the running primitive as the body of a class.
    pub(crate) fn class_exec_block(&mut self, class: Handle) -> Result<(), Stop> {
        let block = self.block_as_proc();
        let this = self.get(class).word();
        let entry = self.eval_entry(block, this, true)?;
        self.call_block_as(block, this, entry, &[this]).map(|_| ())
    }

    /// A new object of a class, before `initialize`.
    pub(crate) fn allocate_value(&self, class: ClassId) -> Outcome<'_> {
        let word = self.allocate(class)?;
        Ok(self.wrap(word))
    }

    // ---- raising and throwing ---------------------------------------------------

    /// `$!`.
    pub(crate) fn current_exception(&self) -> Value<'_> {
        self.wrap(self.errinfo)
    }

    /// Raises an exception object, perhaps not for the first time: it keeps
    /// its backtrace.
    pub(crate) fn raise_again(&mut self, exception: Handle) -> Stop {
        let word = self.get(exception).word();
        if self
            .world
            .ivar_find(self.wrap(word), sym::H_LOCATIONS)
            .is_none()
        {
            self.record_backtrace(word, None, 1);
        }
        let value = self.wrap(word);
        if self.world.ivar_find(value, sym::H_CAUSE).is_none() && self.errinfo != word {
            let cause = self.wrap(self.errinfo);
            self.world.ivar_set(value, sym::H_CAUSE, cause);
        }
        self.pending.set(word);
        Stop::Raise
    }

    /// SystemExit.
    pub(crate) fn raise_exit(&mut self, status: i64, message: &[u8]) -> Stop {
        let class = self.world.classes.object(known::SYSTEM_EXIT);
        let message = self.world.string(&String::from_utf8_lossy(message)).word();
        let args = [Word::from_int(status), message];
        self.raise_new(class, &args)
    }

    /// Raises what `class.new(*args)` makes.
    fn raise_new(&mut self, class: Word, args: &[Word]) -> Stop {
        match self.call_words(class, sym::NEW, args, Word::NIL) {
            Ok(exception) => {
                self.pending.set(exception);
                Stop::Raise
            }
            Err(stop) => stop,
        }
    }

    /// Ends the process without running anything more.
    pub(crate) fn exit_at_once(&mut self, status: i64) -> ! {
        let _ = self.output.borrow_mut().flush();
        let _ = self.error_output.borrow_mut().flush();
        std::process::exit(status as i32)
    }

    /// Writes to the error output.
    pub fn write_error(&self, bytes: &[u8]) {
        let _ = self.error_output.borrow_mut().write(bytes);
    }

    /// `catch`: runs the block until it ends or somebody throws the tag.
    pub(crate) fn catch_block(&mut self, tag: Handle) -> Outcome<'_> {
        self.last_catch += 1;
        let number = self.last_catch;
        let tag_word = self.get(tag).word();
        self.catches.push((tag_word, number));
        let depth = self.catches.len();
        let block = self
            .top_frame()
            .expect("a primitive runs in its frame")
            .block();
        let result = self.call_block_words(block, None, &[tag_word]);
        self.catches.truncate(depth - 1);
        match result {
            Ok(word) => Ok(self.wrap(word)),
            Err(stop) => {
                let pending = self.pending.get();
                let caught = self.wrap(pending).as_throw().filter(|throw| {
                    throw.what() == ThrowKind::Throw as u64 && throw.target() == number
                });
                match caught.map(|throw| throw.thrown().word()) {
                    Some(word) => {
                        self.pending.set(Word::UNDEF);
                        Ok(self.wrap(word))
                    }
                    None => Err(stop),
                }
            }
        }
    }

    /// `throw`: its arguments are the tag and perhaps a value.
    pub(crate) fn throw_tag(&mut self, argc: usize) -> Stop {
        let tag = self.arg(0).word();
        let value = if argc > 1 {
            self.arg(1).word()
        } else {
            Word::NIL
        };
        match self.catches.iter().rev().find(|(caught, _)| *caught == tag) {
            Some(&(_, number)) => self.start_throw(ThrowKind::Throw, value, tag, number),
            None => {
                let class = self.world.classes.object(known::UNCAUGHT_THROW_ERROR);
                self.raise_new(class, &[tag, value])
            }
        }
    }

    /// The block of the running primitive as a lambda, if it is a literal.
    pub(crate) fn block_lambda(&mut self) -> Value<'_> {
        let block = self
            .top_frame()
            .expect("a primitive runs in its frame")
            .block();
        if block.as_frame_block().is_none() {
            return self.wrap(block);
        }
        let made = self.block_as_proc();
        let lambda = self.proc_as_lambda(made);
        self.wrap(lambda)
    }

    /// Keeps a block to run when the program ends, last one first.
    pub(crate) fn add_exit_block(&mut self, block: Word) {
        self.exit_blocks.push(block);
    }

    /// The block given to `at_exit` last, taken off the list.
    pub(crate) fn next_exit_block(&mut self) -> Option<Word> {
        self.exit_blocks.pop()
    }

    // ---- backtraces as text -------------------------------------------------------

    /// `caller(0)` as seen by the caller of the running primitive.
    pub(crate) fn caller_lines(&self) -> Vec<String> {
        let records = self.backtrace_records(None, 1);
        self.backtrace_lines(&records)
            .iter()
            .map(|line| line.to_string())
            .collect()
    }

    /// An Array of Strings.
    pub(crate) fn array_of_strings(&self, texts: &[String]) -> Outcome<'_> {
        let values: Vec<Value<'_>> = texts.iter().map(|text| self.world.string(text)).collect();
        Ok(self
            .world
            .array_from(&values)
            .map_err(|e| self.too_big(e))?
            .value())
    }

    // ---- files ----------------------------------------------------------------------

    /// `require_relative`: false if the file was loaded before.
    pub(crate) fn require_relative(&mut self, path: &str) -> Result<bool, Stop> {
        let from = self.caller_frame().and_then(|frame| {
            frame
                .function()
                .location(frame.pc())
                .map(|(file, _)| file.to_owned())
        });
        let from = from.unwrap_or_default();
        let base = Path::new(&from)
            .parent()
            .unwrap_or(Path::new(""))
            .to_owned();
        self.load_once(&base.join(path), path)
    }

    /// `require` of a path.
    pub(crate) fn require_path(&mut self, path: &str) -> Result<bool, Stop> {
        self.load_once(Path::new(path), path)
    }

    fn load_once(&mut self, path: &Path, shown: &str) -> Result<bool, Stop> {
        let mut file = path.to_owned();
        if file.extension().is_none_or(|e| e != "rb") {
            let mut name = file.into_os_string();
            name.push(".rb");
            file = PathBuf::from(name);
        }
        let Ok(full) = file.canonicalize() else {
            let shown = if path.is_absolute()
                || shown.starts_with('.')
                || path.to_string_lossy() != shown
            {
                path.to_string_lossy().into_owned()
            } else {
                shown.to_owned()
            };
            return Err(self.load_error(format!("cannot load such file -- {shown}")));
        };
        if self.loaded_files.contains(&full) {
            return Ok(false);
        }
        let source = match std::fs::read(&full) {
            Ok(source) => source,
            Err(error) => {
                return Err(self.load_error(format!(
                    "cannot load such file -- {} ({error})",
                    full.display()
                )));
            }
        };
        self.loaded_files.insert(full.clone());
        let compile = self
            .compile
            .expect("the engine installs a compiler before Ruby runs");
        match compile(&source, &full.to_string_lossy(), 1, false) {
            Ok(unit) => {
                let function = self.link(unit, false);
                let (this, entry) = (self.main_object, self.top_entry);
                self.run_function(function, this, entry)?;
                Ok(true)
            }
            Err(message) => {
                self.loaded_files.remove(&full);
                Err(self.syntax_error(message))
            }
        }
    }

    /// Sleeps; an interrupt ends it. Returns the seconds slept, rounded.
    pub(crate) fn sleep_for(&mut self, seconds: f64) -> Result<i64, Stop> {
        let start = Instant::now();
        let end = Duration::try_from_secs_f64(seconds).ok().map(|d| start + d);
        loop {
            if self.requests.any() {
                self.answer_requests()?;
            }
            // Short naps: a signal on another thread must end the sleep too.
            let nap = Duration::from_millis(50);
            match end {
                None => std::thread::sleep(nap),
                Some(end) => {
                    let now = Instant::now();
                    if now >= end {
                        break;
                    }
                    std::thread::sleep(nap.min(end - now));
                }
            }
        }
        Ok(start.elapsed().as_secs_f64().round() as i64)
    }

    // ---- memory -----------------------------------------------------------------------

    /// What the heap knows of an object; None for immediates.
    pub(crate) fn object_info(&self, value: Value<'_>) -> Option<ObjectInfo> {
        if !value.word().is_object() {
            return None;
        }
        // SAFETY: a value is live.
        Some(unsafe { self.world.heap.info(value.word()) })
    }

    pub(crate) fn is_stressed(&self) -> bool {
        self.gc_stress.every > 0
    }

    pub(crate) fn switch_stress(&mut self, on: bool) {
        self.set_stress(if on {
            Stress::new(1, 0)
        } else {
            Stress::default()
        });
    }

    pub(crate) fn set_tenure_age(&mut self, age: u8) {
        self.world.heap.config_mut().tenure_age = age;
    }

    // ---- fibers -----------------------------------------------------------------------

    /// Arguments as one word for a switch: nothing is nil, one is itself, more
    /// are an Array for a reader or a Tuple for a fiber's start.
    pub(crate) fn pack_arguments(&mut self, argc: usize, array: bool) -> Result<Word, Stop> {
        let words: Vec<Word> = (0..argc).map(|i| self.arg(i).word()).collect();
        if array {
            return match words.as_slice() {
                [] => Ok(Word::NIL),
                [word] => Ok(*word),
                words => self.new_array_of(words),
            };
        }
        let tuple = self.world.new_tuple(argc);
        for (i, &word) in words.iter().enumerate() {
            tuple.set(&self.world, i, self.wrap(word));
        }
        Ok(tuple.value().word())
    }

    /// What `Fiber.yield` returns for the words `resume` packed.
    pub(crate) fn unpack_for_yield(&mut self, word: Word) -> Result<Word, Stop> {
        let Some(tuple) = self.wrap(word).as_tuple() else {
            return Ok(word);
        };
        let words: Vec<Word> = (0..tuple.len()).map(|i| tuple.get(i).word()).collect();
        match words.as_slice() {
            [] => Ok(Word::NIL),
            [word] => Ok(*word),
            words => self.new_array_of(words),
        }
    }

    // ---- procs and methods --------------------------------------------------------------

    fn proc_function(&self, value: Value<'_>) -> Option<&Function> {
        let proc_ = value.as_proc()?;
        if proc_.flags() & PROC_INDIRECT != 0 {
            return None;
        }
        // SAFETY: V3: a Proc names a function of this vm.
        unsafe { (proc_.code() as *const Function).as_ref() }
    }

    /// File and line of a Proc.
    pub(crate) fn proc_source(&self, value: Value<'_>) -> Option<(String, u32)> {
        source_of(self.proc_function(value)?)
    }

    pub(crate) fn proc_location(&self, value: Value<'_>) -> Outcome<'_> {
        self.location_value(self.proc_source(value))
    }

    fn location_value(&self, source: Option<(String, u32)>) -> Outcome<'_> {
        let Some((file, line)) = source else {
            return Ok(Value::NIL);
        };
        let values = [self.world.string(&file), Value::fixnum(i64::from(line))];
        Ok(self
            .world
            .array_from(&values)
            .map_err(|e| self.too_big(e))?
            .value())
    }

    /// `Proc#arity`.
    pub(crate) fn proc_arity(&self, value: Value<'_>) -> i64 {
        let Some(proc_) = value.as_proc() else {
            return 0;
        };
        if proc_.flags() & PROC_INDIRECT != 0 {
            return match proc_.extra().as_method() {
                Some(method) => self.entry_arity(self.method_entry(method)),
                None => -2,
            };
        }
        let lambda = proc_.flags() & PROC_LAMBDA != 0;
        self.proc_function(value)
            .and_then(|f| f.code())
            .map_or(0, |code| params_arity(&code.params, lambda))
    }

    /// `Proc#parameters`.
    pub(crate) fn proc_parameters(&self, value: Value<'_>, lambda: Option<bool>) -> Outcome<'_> {
        let Some(proc_) = value.as_proc() else {
            return Ok(Value::NIL);
        };
        let lambda = lambda.unwrap_or(proc_.flags() & PROC_LAMBDA != 0);
        match self.proc_function(value) {
            Some(function) => self.parameters_value(function, lambda),
            None => match proc_.extra().as_method() {
                Some(method) => self.entry_parameters(self.method_entry(method)),
                None => {
                    let kinds = [("req", None), ("rest", None)];
                    self.pairs_value(&kinds)
                }
            },
        }
    }

    fn parameters_value(&self, function: &Function, lambda: bool) -> Outcome<'_> {
        let pairs = self.parameter_pairs(function, lambda);
        self.pairs_value(&pairs)
    }

    fn pairs_value(&self, pairs: &[(&str, Option<Sym>)]) -> Outcome<'_> {
        let mut values = Vec::with_capacity(pairs.len());
        for &(kind, name) in pairs {
            let mut pair = vec![Value::symbol(self.world.intern(kind))];
            pair.extend(name.map(Value::symbol));
            values.push(
                self.world
                    .array_from(&pair)
                    .map_err(|e| self.too_big(e))?
                    .value(),
            );
        }
        Ok(self
            .world
            .array_from(&values)
            .map_err(|e| self.too_big(e))?
            .value())
    }

    fn parameter_pairs(
        &self,
        function: &Function,
        lambda: bool,
    ) -> Vec<(&'static str, Option<Sym>)> {
        let (Some(code), Some(unit)) = (function.code(), function.unit()) else {
            return Vec::new();
        };
        let params = &code.params;
        let required = if lambda { "req" } else { "opt" };
        // `it` has no name of its own.
        let is_it = |name: Option<Sym>| name.is_some_and(|n| self.world.symbols.name(n) == b"it");
        if params.implicit
            && params.required == 1
            && is_it(params.names[0].map(|n| unit.symbols[n.index()]))
        {
            return vec![(required, None)];
        }
        let mut kinds: Vec<&'static str> = Vec::new();
        kinds.extend(std::iter::repeat_n(required, params.required as usize));
        kinds.extend(std::iter::repeat_n("opt", params.optional as usize));
        kinds.extend(params.rest.then_some("rest"));
        kinds.extend(std::iter::repeat_n(required, params.post as usize));
        kinds.extend(
            params
                .keywords
                .iter()
                .map(|k| if k.required { "keyreq" } else { "key" }),
        );
        kinds.extend(params.keyword_rest.then_some("keyrest"));
        kinds.extend(params.block.then_some("block"));
        let mut pairs: Vec<_> = (kinds.into_iter().zip(&params.names))
            .map(|(kind, name)| (kind, name.map(|name| unit.symbols[name.index()])))
            .collect();
        if params.no_keywords {
            pairs.push(("nokey", None));
        }
        pairs
    }

    /// Whether two Procs are the same or copies of each other.
    pub(crate) fn same_proc(&self, a: Value<'_>, b: Value<'_>) -> bool {
        let (Some(x), Some(y)) = (a.as_proc(), b.as_proc()) else {
            return false;
        };
        a == b
            || (x.code() != 0
                && x.code() == y.code()
                && x.env() == y.env()
                && x.flags() == y.flags())
    }

    /// A Proc for a symbol or method object.
    pub(crate) fn indirect_proc(&self, of: Value<'_>) -> Value<'_> {
        self.wrap(self.new_indirect_proc(of.word()))
    }

    /// A copy of a Proc that is a lambda.
    pub(crate) fn lambda_of(&self, value: Value<'_>) -> Value<'_> {
        self.wrap(self.proc_as_lambda(value.word()))
    }

    /// The entry behind a method object.
    pub(crate) fn method_entry(&self, method: MethodObject<'_>) -> &'static MethodEntry {
        self.entry(MethodId(MethodFields::entry(method) as u32))
    }

    /// The entry if the word is a Method or UnboundMethod.
    pub(crate) fn method_of_object(&self, word: Word) -> Option<MethodId> {
        self.wrap(word)
            .as_method()
            .map(|method| self.method_entry(method).id)
    }

    /// `obj.method(:name)`.
    pub(crate) fn method_object(&mut self, this: Word, name: Sym) -> Outcome<'_> {
        let class = self.world.dispatch_class(self.wrap(this));
        let id = match self.look_up(class, name) {
            Some(id) => id,
            None if self.responds_to(this, name, true)? => self.missing_entry(class, name),
            None => {
                let text = self.world.symbols.text(name).into_owned();
                let described = self.describe_receiver(self.wrap(this));
                let message = format!("undefined method '{text}' for {described}");
                return Err(self.name_error(message, self.wrap(this), name));
            }
        };
        let owner = self.world.classes.object(self.entry(id).owner);
        let made = self.new_method_object(
            this,
            owner,
            Word::from_symbol(name.0),
            u64::from(id.0),
            true,
        );
        Ok(self.wrap(made))
    }

    /// An entry that calls `method_missing`.
    fn missing_entry(&self, class: ClassId, name: Sym) -> MethodId {
        self.world.methods.add(|id| MethodEntry {
            id,
            name,
            original_name: name,
            owner: class,
            defined_in: class,
            visibility: Visibility::Public,
            body: std::cell::Cell::new(MethodBody::Undefined),
            scope: ScopeId::TOP,
        })
    }

    /// An UnboundMethod.
    pub(crate) fn unbound_method(&self, id: MethodId, owner: Value<'_>, name: Sym) -> Value<'_> {
        let made = self.new_method_object(
            Word::NIL,
            owner.word(),
            Word::from_symbol(name.0),
            u64::from(id.0),
            false,
        );
        self.wrap(made)
    }

    /// An unbound method with a receiver.
    pub(crate) fn bound_method(&self, method: MethodObject<'_>, to: Value<'_>) -> Value<'_> {
        let entry = MethodFields::entry(method);
        let made = self.new_method_object(
            to.word(),
            method.owner().word(),
            method.name().word(),
            entry,
            true,
        );
        self.wrap(made)
    }

    /// `unbound.bind_call(receiver, *args)`.
    pub(crate) fn call_unbound(&mut self, argc: usize) -> Outcome<'_> {
        let method = self.this().as_method().expect("checked by the caller");
        let id = self.method_entry(method).id;
        let this = self.arg(0).word();
        let args: Vec<Word> = (1..argc).map(|i| self.arg(i).word()).collect();
        let block = self.top_frame().expect("running").block();
        let word = self.call_entry(id, this, &args, block)?;
        Ok(self.wrap(word))
    }

    fn entry_function(&self, entry: &MethodEntry) -> Option<&Function> {
        match entry.body.get() {
            MethodBody::Code(id) => Some(&self.functions[id as usize]),
            MethodBody::Closure(slot) => {
                let closure = self.world.table_get(entry.owner, slot);
                self.proc_function(closure)
            }
            _ => None,
        }
    }

    /// File and line of a method written in Ruby by the program.
    pub(crate) fn entry_source(&self, entry: &MethodEntry) -> Option<(String, u32)> {
        let function = self.entry_function(entry)?;
        if function.is_kernel() {
            None
        } else {
            source_of(function)
        }
    }

    pub(crate) fn entry_location(&self, entry: &MethodEntry) -> Outcome<'_> {
        self.location_value(self.entry_source(entry))
    }

    /// `Method#arity`.
    pub(crate) fn entry_arity(&self, entry: &MethodEntry) -> i64 {
        match entry.body.get() {
            MethodBody::Native { native, .. } => self.natives[native as usize].arity.ruby(),
            MethodBody::AttrReader(_) => 0,
            MethodBody::AttrWriter(_) => 1,
            MethodBody::Kernel(_) => -1,
            _ => self
                .entry_function(entry)
                .and_then(|f| f.code())
                .map_or(-1, |code| params_arity(&code.params, true)),
        }
    }

    /// `Method#parameters`.
    pub(crate) fn entry_parameters(&self, entry: &MethodEntry) -> Outcome<'_> {
        match entry.body.get() {
            MethodBody::AttrWriter(_) => self.pairs_value(&[("unnamed", None)]),
            MethodBody::Native { native, .. } => {
                let arity = self.natives[native as usize].arity;
                let mut kinds = vec![("req", None); arity.min as usize];
                if arity.max == u16::MAX {
                    kinds.push(("rest", None));
                } else {
                    kinds.extend(std::iter::repeat_n(
                        ("opt", None),
                        (arity.max - arity.min) as usize,
                    ));
                }
                self.pairs_value(&kinds)
            }
            _ => match self.entry_function(entry) {
                Some(function) => self.parameters_value(function, true),
                None => self.pairs_value(&[]),
            },
        }
    }

    /// The parameter list as `Method#inspect` shows it.
    pub(crate) fn parameter_text(&self, entry: &MethodEntry) -> String {
        let Some(function) = self.entry_function(entry) else {
            return "(*)".into();
        };
        let name = |sym: Option<Sym>| {
            sym.map_or("_".to_owned(), |s| self.world.symbols.text(s).into_owned())
        };
        let shown = |(kind, sym): (&'static str, Option<Sym>)| match kind {
            "opt" => format!("{}=...", name(sym)),
            "rest" => format!("*{}", name(sym).trim_start_matches('*')),
            "keyreq" => format!("{}:", name(sym)),
            "key" => format!("{}: ...", name(sym)),
            "keyrest" => format!("**{}", name(sym).trim_start_matches('*')),
            "block" => format!("&{}", name(sym).trim_start_matches('&')),
            _ => name(sym),
        };
        let list: Vec<String> = self
            .parameter_pairs(function, true)
            .into_iter()
            .map(shown)
            .collect();
        format!("({})", list.join(", "))
    }
}

fn source_of(function: &Function) -> Option<(String, u32)> {
    let unit = function.unit()?;
    let code = function.code()?;
    Some((
        unit.unit.source.name.clone(),
        unit.unit.source.line(code.span.start),
    ))
}

/// Arity as Ruby tells it: required keywords count as one more argument.
fn params_arity(params: &Params, lambda: bool) -> i64 {
    let positional = i64::from(params.required + params.post);
    let min = positional + i64::from(params.keywords.iter().any(|k| k.required));
    let max = positional + i64::from(params.optional) + i64::from(params.takes_keywords());
    let exact = if lambda {
        !params.rest && min == max
    } else {
        !params.rest
    };
    if exact { min } else { -min - 1 }
}
