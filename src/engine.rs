//! The engine: every part wired together, and the interface for host programs.
//!
//! **Owns** building a [`Vm`] (memory, primitives, kernel Ruby, compiler,
//! streams), running source text, and all that a host may do with a vm.
//! **Imported by** the command line and host programs; it is the only place
//! that knows every part. **Invariants**: E1 whatever a host keeps is a
//! [`Root`]; E2 a Ruby exception reaches the host as an [`Error`], never as a
//! panic; E3 two vms share nothing that changes. **Start** at [`Builder`].
//!
//! ```
//! use svm::Vm;
//!
//! let mut vm = Vm::host();
//! let answer: i64 = vm.eval_as("6 * 7", "example.rb")?;
//! assert_eq!(answer, 42);
//! # Ok::<(), svm::Error>(())
//! ```

#![forbid(unsafe_code)]

mod convert;
mod error;
mod exception;
#[cfg(test)]
mod foreign_tests;
#[cfg(test)]
mod frame_tests;
#[cfg(test)]
mod hir_tests;
mod lists;
#[cfg(test)]
mod native_frame_tests;
mod output;
mod program;
#[cfg(test)]
mod record_tests;
mod stack;
pub mod statistics;
#[cfg(test)]
mod verify_tests;

use std::ffi::OsString;
use std::rc::Rc;
use std::sync::Arc;

use crate::base::signal;
use crate::builtins;
use crate::bytecode::code::{CompileRequest, Refusal, SourceText, Unit};
use crate::bytecode::print;
use crate::compile::{self, CompileOptions, Diagnostic, diagnostics};
use crate::heap::{Collection, Word};
use crate::jit;
use crate::object::{Value, known};
use crate::vm::embed::RootSlot;
use crate::vm::natives::Arity;
use crate::vm::poll::{REQUEST_INTERRUPT, Requests, Stress};
use crate::vm::tier_stats::Counts;
use crate::vm::{Stop, VmConfig};

pub use crate::vm::native::{Texts, TierConfig};
pub use crate::vm::stack_value::StackValue;
pub use crate::vm::stack_watch::{StackMoment, StackWatcher};
pub use crate::vm::warn::Category;
pub use crate::vm::{Output, Vm};
pub use convert::{FromRuby, ToRuby};
pub use error::{Error, Frame, SourceSpan};
pub use output::{Capture, StandardError, StandardOutput};
pub use program::{Language, Program};
pub use stack::{StackRun, StackStatistics};
pub use statistics::{Cell, List, Statistics};

/// A Ruby value that a host program keeps: it stays alive, wherever the
/// collector moves it, until the last clone of this is dropped.
///
/// A root belongs to the vm that made it; using it with another one panics.
#[derive(Clone, Debug)]
pub struct Root(Arc<RootSlot>);

/// Raises Interrupt in a vm from anywhere: another thread, a signal handler.
///
/// ```
/// use svm::Vm;
///
/// let mut vm = Vm::host();
/// let handle = vm.interrupt_handle();
/// let watchdog = std::thread::spawn(move || {
///     std::thread::sleep(std::time::Duration::from_millis(20));
///     handle.interrupt();
/// });
/// let error = vm.eval("loop { }", "endless.rb").expect_err("interrupted");
/// assert_eq!(error.class(), "Interrupt");
/// watchdog.join().expect("the watchdog ends");
/// ```
#[derive(Clone)]
pub struct InterruptHandle(Arc<Requests>);

impl InterruptHandle {
    /// Asks the vm to raise Interrupt at its next safe point.
    pub fn interrupt(&self) {
        self.0.set(REQUEST_INTERRUPT);
    }

    /// Makes Ctrl-C of this process do that; the last vm to ask gets it.
    pub fn on_ctrl_c(&self) {
        // The signal handler may run at any time from now on.
        let forever: &'static Arc<Requests> = Box::leak(Box::new(self.0.clone()));
        signal::interrupt_sets(forever.word(), REQUEST_INTERRUPT);
    }
}

/// What the heap of a vm did and holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MemoryUse {
    /// Objects ever allocated.
    pub allocations: u64,
    /// Bytes ever allocated.
    pub bytes: u64,
    /// The most bytes that the heap held from the system.
    pub peak: u64,
    /// Bytes of the objects that live.
    pub live: u64,
}

/// How a vm is to be made.
///
/// ```
/// use svm::{Builder, Capture};
///
/// let seen = Capture::default();
/// let mut vm = Builder::new().output(seen.clone()).build();
/// vm.eval("puts [1, 2].inspect", "hello.rb")?;
/// assert_eq!(seen.take(), b"[1, 2]\n");
/// # Ok::<(), svm::Error>(())
/// ```
#[derive(Default)]
pub struct Builder {
    config: VmConfig,
    output: Option<Box<dyn Output>>,
    error_output: Option<Box<dyn Output>>,
    gc_log: bool,
    gc_stress: Option<(u32, u32)>,
    decline: u32,
    commands: bool,
    native: Option<TierConfig>,
    silent: bool,
    verbose: bool,
    categories: Vec<(Category, bool)>,
}

impl Builder {
    /// Settings as `svm run` has them without options.
    pub fn new() -> Builder {
        Builder::default()
    }

    /// Where `puts` and its kin write; standard output if nothing else is said.
    pub fn output(mut self, output: impl Output + 'static) -> Builder {
        self.output = Some(Box::new(output));
        self
    }

    /// Where `warn` and reports write; standard error if nothing else is said.
    pub fn error_output(mut self, output: impl Output + 'static) -> Builder {
        self.error_output = Some(Box::new(output));
        self
    }

    /// Lets programs run commands of the operating system.
    pub fn commands(mut self, on: bool) -> Builder {
        self.commands = on;
        self
    }

    /// Tells what is odd in a program, unless it says otherwise; it is done if
    /// nothing else is said.
    pub fn warnings(mut self, on: bool) -> Builder {
        self.silent = !on;
        self
    }

    /// Tells more of it, also what is deprecated (`$VERBOSE`).
    pub fn verbose(mut self, on: bool) -> Builder {
        self.verbose = on;
        self
    }

    /// Tells what is odd in one way or not.
    pub fn warn_of(mut self, category: Category, on: bool) -> Builder {
        self.categories.push((category, on));
        self
    }

    /// Collections that an object survives young, at most 6.
    pub fn tenure_age(mut self, age: u8) -> Builder {
        self.config.heap.tenure_age = age.min(6);
        self
    }

    /// Prints a line to the error output for each collection.
    pub fn gc_log(mut self, on: bool) -> Builder {
        self.gc_log = on;
        self
    }

    /// Collects at every `every`-th safe point and verifies the heap after
    /// every `verify`-th of those collections (0: never).
    pub fn gc_stress(mut self, every: u32, verify: u32) -> Builder {
        self.gc_stress = Some((every, verify));
        self
    }

    /// Counts what the program does, for [`Vm::statistics`].
    pub fn count(mut self, on: bool) -> Builder {
        self.config.count = on;
        self.config.sample |= on;
        self.config.heap.count_objects |= on;
        self
    }

    /// Finds out which functions run how often and how long, for
    /// [`Vm::statistics`], at little cost.
    pub fn profile(mut self, on: bool) -> Builder {
        self.config.sample |= on;
        self
    }

    /// Counts allocations, for [`Vm::memory_use`].
    pub fn count_allocations(mut self, on: bool) -> Builder {
        self.config.heap.count_objects |= on;
        self
    }

    /// Counts sequences of instructions too, if it counts.
    pub fn count_sequences(mut self, on: bool) -> Builder {
        self.config.sequences = on;
        self
    }

    /// Checks the native stack at each instruction.
    pub fn check_stack(mut self, on: bool) -> Builder {
        self.config.check = on;
        self
    }

    /// Refuses one in `one_in` calls of the primitives that may decline.
    #[doc(hidden)]
    pub fn decline(mut self, one_in: u32) -> Builder {
        self.decline = one_in;
        self
    }

    /// Makes native code of hot functions.
    pub fn native(mut self, config: TierConfig) -> Builder {
        self.native = Some(config);
        self
    }

    /// Bytes that its objects may take; for tests.
    #[doc(hidden)]
    pub fn memory_limit(mut self, bytes: usize) -> Builder {
        self.config.heap.limit_bytes = Some(bytes);
        self
    }

    /// Makes the vm.
    pub fn build(self) -> Box<Vm> {
        let mut vm = Vm::new(&self.config);
        vm.set_compiler(compile_unit);
        if let Some(mut config) = self.native {
            config.counts = match (self.config.count, self.config.sample) {
                (true, _) => Counts::All,
                (false, true) => Counts::Calls,
                _ => config.counts,
            };
            // Where there is no native code for the machine, everything is interpreted.
            let _ = jit::install(&mut vm, config);
        }
        for rows in builtins::ALL {
            vm.install_natives(rows);
        }
        vm.install_kernel(builtins::KERNEL);
        vm.install_globals();
        builtins::install_objects(&mut vm);
        let level = if self.silent {
            Word::NIL
        } else {
            Word::from_bool(self.verbose)
        };
        vm.put_global("$VERBOSE", level);
        vm.tell_of(Category::Deprecated, self.verbose);
        for (category, on) in self.categories {
            vm.tell_of(category, on);
        }
        vm.commands = self.commands;
        let output = self
            .output
            .unwrap_or_else(|| Box::new(StandardOutput::new()));
        let errors = self.error_output.unwrap_or_else(|| Box::new(StandardError));
        vm.set_output(output, errors);
        vm.gc_log = self.gc_log;
        vm.decline_one_in = self.decline;
        vm.watches_primitives |= self.decline != 0;
        if let Some((every, verify)) = self.gc_stress {
            vm.set_stress(Stress::new(every, verify));
        }
        vm
    }
}

/// Compiles for the vm: kernel methods, files that a program requires, text
/// that it evaluates.
fn compile_unit(request: &CompileRequest<'_>) -> Result<Unit, Refusal> {
    let options = CompileOptions {
        first_line: request.first_line,
        core: request.kernel,
        frozen_strings: request.frozen_strings,
        surroundings: request.surroundings.cloned(),
        stack_end: request.stack_end,
    };
    compile::compile(request.source, request.name, &options).map_err(|found| {
        let text = SourceText::new(request.name, request.source, request.first_line);
        match found.iter().find(|diagnostic| diagnostic.argument) {
            Some(found) => Refusal::Unreadable(diagnostics::unreadable(&text, found)),
            None => Refusal::Syntax(diagnostics::message(&text, &found)),
        }
    })
}

/// Compiles for the host.
fn compile_text(source: &[u8], name: &str) -> Result<Unit, Error> {
    compile::compile(source, name, &CompileOptions::default())
        .map_err(|found| errors_of(source, name, &found))
}

/// What is wrong with a text, as an exception.
fn errors_of(source: &[u8], name: &str, found: &[Diagnostic]) -> Error {
    let text = SourceText::new(name, source, 1);
    let rendered = [false, true].map(|colour| diagnostics::render(&text, found, colour));
    Error::syntax(&text, found, &rendered)
}

/// Whether there is native code for this machine, or one line that says why not:
/// everything is interpreted then.
pub fn native_support() -> Result<(), String> {
    jit::support()
}

/// The manual of the instructions.
pub fn instruction_manual() -> String {
    print::manual()
}

/// What a closure that is a Ruby method was called with.
#[derive(Debug)]
pub struct Call {
    /// The receiver.
    pub this: Root,
    /// The arguments; keywords are one Hash at the end.
    pub args: Vec<Root>,
}

impl Call {
    /// An argument as a plain value; ArgumentError if there are not so many.
    pub fn get<T: FromRuby>(&self, vm: &Vm, index: usize) -> Result<T, Error> {
        match self.args.get(index) {
            Some(root) => T::from_ruby(vm, vm.value_of(root)),
            None => Err(Error::new(
                "ArgumentError",
                format!("argument {} is missing", index + 1),
            )),
        }
    }
}

/// The interface for hosts. Everything here may run Ruby, and so collect,
/// unless it says otherwise.
impl Vm {
    /// A vm as `svm run` has it.
    pub fn host() -> Box<Vm> {
        Builder::new().build()
    }

    /// Runs a source text as a program named `name` and gives its last value.
    pub fn eval(&mut self, source: impl AsRef<[u8]>, name: &str) -> Result<Root, Error> {
        self.run_program(Program::read(source, name, Language::Ruby)?)
    }

    /// Runs a program and gives its last value.
    pub fn run_program(&mut self, program: Program) -> Result<Root, Error> {
        let unit = program.unit;
        if unit.is_stack() {
            let message = "the program is in the stack language";
            return Err(Error::new("ArgumentError", message));
        }
        if self.top_frame().is_none() {
            self.program_name = unit.source.name.clone();
            if let Some(start) = unit.data {
                self.put_data(&unit.source, start)?;
            }
        }
        self.enter(|vm| vm.run_unit(unit))
    }

    /// Makes `DATA`, which reads the program from behind `__END__`.
    fn put_data(&mut self, source: &SourceText, start: u32) -> Result<(), Error> {
        let Some(class) = self.constant("File") else {
            return Ok(());
        };
        let class = self.value_of(&class).word();
        let make = self.world().intern_own("__over");
        let data = self.enter(|vm| {
            let text = vm.new_string(&source.text).map_err(|e| vm.too_big(e))?;
            let start = Word::from_int(i64::from(start));
            let words = [text.value().word(), start, vm.string(&source.name).word()];
            vm.call_words(class, make, &words, Word::NIL)
        })?;
        let world = self.world();
        world.const_set(known::OBJECT, world.intern("DATA"), self.value_of(&data));
        Ok(())
    }

    /// Runs a source text and converts its last value.
    pub fn eval_as<T: FromRuby>(
        &mut self,
        source: impl AsRef<[u8]>,
        name: &str,
    ) -> Result<T, Error> {
        let root = self.eval(source, name)?;
        self.get_as(&root)
    }

    /// Calls a method, private ones too.
    pub fn call(&mut self, this: &Root, method: &str, args: &[&dyn ToRuby]) -> Result<Root, Error> {
        let words: Result<Vec<Word>, Error> = args
            .iter()
            .map(|arg| Ok(arg.to_ruby(self)?.word()))
            .collect();
        // No safe point lies between making the arguments and the call.
        let words = words?;
        let this = self.value_of(this).word();
        let name = self.world().intern(method);
        self.enter(|vm| vm.call_words(this, name, &words, Word::NIL))
    }

    /// Calls a method and converts what it returns.
    pub fn call_as<T: FromRuby>(
        &mut self,
        this: &Root,
        method: &str,
        args: &[&dyn ToRuby],
    ) -> Result<T, Error> {
        let root = self.call(this, method, args)?;
        self.get_as(&root)
    }

    /// Converts a value; runs no Ruby.
    pub fn get_as<T: FromRuby>(&self, root: &Root) -> Result<T, Error> {
        T::from_ruby(self, self.value_of(root))
    }

    /// Makes a Ruby value; runs no Ruby.
    pub fn make_root(&mut self, value: &dyn ToRuby) -> Result<Root, Error> {
        let word = value.to_ruby(self)?.word();
        Ok(self.keep(word))
    }

    /// The object that is `self` at the top level.
    pub fn main(&mut self) -> Root {
        self.keep(self.main_object)
    }

    /// The value of a constant such as `"Math::PI"`; runs no Ruby.
    pub fn constant(&mut self, path: &str) -> Option<Root> {
        let mut found = self.world().class_object(known::OBJECT);
        for part in path.split("::") {
            let scope = self.world().as_class(found)?;
            let name = self.world().intern(part);
            found = self.world().const_get_own(scope, name)?;
        }
        let word = found.word();
        Some(self.keep(word))
    }

    /// Defines a method that runs a closure, in the class or module named
    /// `class`; a name that ends in `.` means a method of the class itself.
    /// `"Object"` makes it callable everywhere.
    ///
    /// ```
    /// use svm::{Error, Vm};
    ///
    /// let mut vm = Vm::host();
    /// vm.define_method("Object", "add", 2, |vm, call| {
    ///     let (a, b): (i64, i64) = (call.get(vm, 0)?, call.get(vm, 1)?);
    ///     a.checked_add(b).ok_or_else(|| Error::new("RangeError", "too big"))
    /// })?;
    /// assert_eq!(vm.eval_as::<i64>("add(1, 2)", "host.rb")?, 3);
    /// let error = vm.eval("add(1, nil)", "host.rb").expect_err("nil is no number");
    /// assert_eq!(error.class(), "TypeError");
    /// # Ok::<(), svm::Error>(())
    /// ```
    pub fn define_method<R: ToRuby>(
        &mut self,
        class: &str,
        name: &str,
        arity: impl Into<Arity>,
        closure: impl Fn(&mut Vm, Call) -> Result<R, Error> + Send + 'static,
    ) -> Result<(), Error> {
        let (path, singleton) = match class.strip_suffix('.') {
            Some(path) => (path, true),
            None => (class, false),
        };
        let missing = || Error::new("NameError", format!("uninitialized constant {path}"));
        let root = self.constant(path).ok_or_else(missing)?;
        let owner = self
            .world()
            .as_class(self.value_of(&root))
            .ok_or_else(missing)?;
        let owner = if singleton {
            self.world().singleton_class_of_class(owner)
        } else {
            owner
        };
        let run = move |vm: &mut Vm, argc: usize| -> Result<Word, Stop> {
            let this = vm.this().word();
            let this = vm.keep(this);
            let args = (0..argc).map(|index| {
                let word = vm.arg(index).word();
                vm.keep(word)
            });
            let call = Call {
                this,
                args: args.collect(),
            };
            let result = closure(vm, call).and_then(|value| Ok(value.to_ruby(vm)?.word()));
            result.map_err(|error| vm.raise_error(&error))
        };
        let arity = arity.into();
        let closure = Rc::new(run);
        self.enter(|vm| {
            vm.define_host_method(owner, name, arity, closure)
                .map(|()| Word::NIL)
        })?;
        Ok(())
    }

    /// A handle that can raise Interrupt from another thread.
    pub fn interrupt_handle(&self) -> InterruptHandle {
        InterruptHandle(self.requests.clone())
    }

    /// How much memory was allocated and is in use, after a full collection.
    /// Objects are counted only if the vm was [told to](Builder::count_allocations).
    pub fn memory_use(&mut self) -> MemoryUse {
        self.collect(Collection::Full);
        let stats = self.world().heap.stats();
        MemoryUse {
            allocations: stats.allocated_objects.unwrap_or(0),
            bytes: stats.allocated_bytes,
            peak: stats.peak_held_bytes as u64,
            live: (stats.nursery_bytes + stats.mature_bytes + stats.large_bytes) as u64,
        }
    }

    /// Hands on what was written so far.
    pub fn flush(&mut self) -> std::io::Result<()> {
        self.output.borrow_mut().flush()
    }

    /// Sets what the program is called (`$0`) and its arguments (`ARGV`).
    pub fn set_program(&mut self, name: &str, arguments: &[OsString]) {
        self.program_name = name.to_owned();
        let texts = arguments
            .iter()
            .map(|argument| argument.to_string_lossy().into_owned());
        self.arguments = texts.collect();
        let program = self.world().string(name).word();
        self.put_global("$0", program);
        let world = self.world();
        let list = world
            .new_array(self.arguments.len())
            .expect("memory for the arguments");
        for argument in &self.arguments {
            world
                .array_push(list, world.string(argument))
                .expect("memory for the arguments");
        }
        world.const_set(known::OBJECT, world.intern("ARGV"), list.value());
        let list = list.value().word();
        self.put_global("$*", list);
    }

    /// Runs what `at_exit` left to do, the last first, after the program ended
    /// with `result`, and flushes the output. An `exit` or an exception in
    /// there is what the program ends with. `report` is told of every error in
    /// Ruby's order: those of the blocks as they happen, the program's own last.
    pub fn finish(
        &mut self,
        result: Result<(), Error>,
        mut report: impl FnMut(&mut Vm, &Error),
    ) -> Result<(), Error> {
        let mut replaced = None;
        let at_once =
            |result: &Result<(), Error>| matches!(result, Err(error) if error.is_immediate_exit());
        while !at_once(replaced.as_ref().unwrap_or(&result))
            && let Some(block) = self.next_exit_block()
        {
            // What ends the program is `$!` for its last blocks.
            if let Err(error) = replaced.as_ref().unwrap_or(&result)
                && let Some(exception) = error.exception()
            {
                self.errinfo = self.value_of(exception).word();
            }
            if let Err(error) = self.enter(|vm| vm.call_block_words(block, None, &[])) {
                let _ = self.flush();
                report(self, &error);
                replaced = Some(Err(error));
            }
        }
        let _ = self.flush();
        let ended_at_once = replaced.as_ref().is_some_and(at_once);
        if let Err(error) = &result
            && !ended_at_once
        {
            report(self, error);
        }
        replaced.unwrap_or(result)
    }

    /// The value of a root, good until the next safe point.
    pub fn value_of(&self, root: &Root) -> Value<'_> {
        self.host_value(&root.0)
    }

    /// Keeps a word that is good now.
    fn keep(&mut self, word: Word) -> Root {
        Root(Arc::new(self.host_root(word)))
    }

    /// Runs Ruby for the host.
    fn enter(&mut self, work: impl FnOnce(&mut Vm) -> Result<Word, Stop>) -> Result<Root, Error> {
        self.release_host_roots();
        let result = self.on_main_stack(|vm| work(vm).map_err(|_| vm.take_error()));
        result.map(|word| self.keep(word))
    }
}
