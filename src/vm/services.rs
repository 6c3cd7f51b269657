//! What builtins ask of the machine: callers' frames, throws, files, tasks.
//!
//! A safe face on frames and tables for code that may not use unsafe.

use std::io::{self, BufRead as _};
use std::time::{Duration, Instant};

use rustc_hash::FxHashSet;

use crate::heap::{ObjectInfo, Word};
use crate::object::{ClassId, ScopeId, Sym, Value, Visibility, known, sym};

use super::args::Incoming;
use super::define::is_carrier;
use super::frame::FrameRef;
use super::function::FunctionKind;
use super::poll::Stress;
use super::raise::ThrowKind;
use super::{Handle, Outcome, Stop, Vm};

impl Vm {
    /// A word that is known to be live, as a value.
    pub(crate) fn word(&self, word: Word) -> Value<'_> {
        self.wrap(word)
    }

    // ---- the caller of a primitive --------------------------------------------

    /// The Ruby frame that called the running exclusive primitive.
    pub(crate) fn caller_frame(&self) -> Option<FrameRef> {
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
            scope.module == owner && (self.is_body(frame.function()) || is_carrier(entry));
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
        self.nesting_of(self.scope_of_caller())
    }

    /// The same for the program's own code, whatever of the library's lies
    /// between.
    pub(crate) fn program_nesting(&self) -> Vec<ClassId> {
        let entry = self.program_frame().and_then(|frame| frame.entry());
        self.nesting_of(entry.map_or(ScopeId::TOP, |entry| entry.scope))
    }

    fn nesting_of(&self, scope: ScopeId) -> Vec<ClassId> {
        let mut modules = Vec::new();
        let mut scope = Some(scope);
        while let Some(id) = scope {
            let at = self.world.scopes.get(id);
            if at.parent.is_some() && !at.eval.get() {
                modules.push(at.module);
            }
            scope = at.parent;
        }
        modules
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

    /// A module was put into the ancestors of a target: its names may mean others
    /// now, in the target and below it.
    pub(crate) fn ancestors_changed(&mut self, target: ClassId, module: ClassId) {
        self.check_stand_ins_of(module);
        self.hash_default_redefined |= self.world.inherits(known::HASH, module)
            && self.world.find_method(module, sym::DEFAULT).is_some();
        let mut names = FxHashSet::default();
        for module in self.world.classes.line(module) {
            names.extend(self.world.classes.get(module).methods.borrow().keys());
        }
        self.forget_names(&names);
        for name in names {
            self.note_operator(target, name);
            self.note_to_proc(target, name);
        }
        self.world
            .constant_epoch
            .set(self.world.constant_epoch.get() + 1);
    }

    /// Whether a program has ever defined `Hash#default`.
    pub(crate) fn hash_default_redefined(&self) -> bool {
        self.hash_default_redefined
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
            known::BINDING,
            known::METHOD,
            known::UNBOUND_METHOD,
            known::MATCH_DATA,
        ] {
            let singleton = self.world.singleton_class_of_class(class);
            let _ = self.undefine(singleton, sym::NEW);
        }
        for name in [
            "module_function",
            "append_features",
            "prepend_features",
            "extend_object",
        ] {
            let name = self.world.intern(name);
            let _ = self.undefine(known::CLASS, name);
        }
        let matches = self.world.singleton_class_of_class(known::MATCH_DATA);
        let _ = self.undefine(matches, sym::ALLOCATE);
    }

    /// Binds a primitive to a singleton method of main.
    pub(crate) fn define_on_main(&mut self, row: &str, name: &str, private: bool) {
        let native = self.native_names[row];
        let main = self.main_object;
        let singleton = self
            .world
            .singleton_class(self.wrap(main))
            .expect("main is an ordinary object");
        let name = self.world.intern(name);
        self.define_native(singleton, name, native, private);
    }

    /// Runs the block of the running primitive as the body of a class.
    pub(crate) fn class_exec_block(&mut self, class: Handle) -> Result<(), Stop> {
        let mut block = self.block_as_proc();
        let this = self.get(class).word();
        let mut incoming = Incoming {
            values: [this][..].into(),
            ..Incoming::default()
        };
        self.spread_argument(&mut block, &mut None, &mut incoming)?;
        let entry = self.eval_entry(block, this, true)?;
        self.call_block_as(block, this, entry, &incoming.values)
            .map(|_| ())
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
        if self.mode == super::dispatch::TRACE {
            self.trace_raise();
        }
        Stop::Raise
    }

    /// Raises what a primitive has just raised as if its caller had.
    pub(crate) fn raise_as_caller(&mut self) -> Stop {
        let pending = self.pending.get();
        if self.is_throw(pending) {
            return Stop::Raise;
        }
        let exception = self.protect_word(pending);
        self.raise_again(exception)
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

    /// Ends the program without running anything more of it: the host sees an
    /// error that carries the status.
    pub(crate) fn exit_at_once(&mut self, status: i64) -> Stop {
        self.start_throw(ThrowKind::Exit, Word::NIL, Word::NIL, status as u64)
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
        let before = self.protect_word(self.errinfo);
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
                        // The throw may have left rescue clauses.
                        self.errinfo = self.get(before).word();
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
        self.lambda_of(self.wrap(made))
    }

    /// Keeps a block to run when the program ends, last one first.
    pub(crate) fn add_exit_block(&mut self, block: Word) {
        self.exit_blocks.push(block);
    }

    /// The block given to `at_exit` last, taken off the list.
    pub(crate) fn next_exit_block(&mut self) -> Option<Word> {
        // The trap of EXIT comes before what `at_exit` left to do.
        let trap = self.world.intern("$__exit_trap");
        let trap = self.globals.remove(&trap).filter(|word| !word.is_nil());
        trap.or_else(|| self.exit_blocks.pop())
    }

    // ---- backtraces as text -------------------------------------------------------

    /// The backtrace as seen by who called the kernel method that called the
    /// running primitive.
    pub(crate) fn caller_lines(&self) -> Vec<super::backtrace::Line> {
        let records = self.backtrace_records(None, 2);
        self.backtrace_lines(&records)
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

    /// Sleeps; an interrupt ends it. Returns the seconds slept, rounded.
    pub(crate) fn sleep_for(&mut self, seconds: f64) -> Result<i64, Stop> {
        if self.polls_left.is_some() {
            return Ok(0);
        }
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

    /// Reads standard input up to the end of a line, or all that is left. An
    /// interrupt ends the wait; what a line had until then is lost.
    pub(crate) fn read_input(&mut self, whole: bool) -> Result<io::Result<Vec<u8>>, Stop> {
        let mut text = Vec::new();
        loop {
            let mut input = io::stdin().lock();
            let (taken, ended) = match input.fill_buf() {
                Ok(there) => {
                    let end = there.iter().position(|&byte| byte == b'\n' && !whole);
                    let taken = end.map_or(there.len(), |at| at + 1);
                    text.extend_from_slice(&there[..taken]);
                    (taken, end.is_some() || taken == 0)
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => (0, false),
                Err(error) => return Ok(Err(error)),
            };
            input.consume(taken);
            drop(input);
            if ended {
                return Ok(Ok(text));
            }
            if self.requests.any() {
                self.answer_requests()?;
            }
        }
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
}
