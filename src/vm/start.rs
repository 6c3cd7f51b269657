//! Making a vm, and running source text in it.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::heap::{Kind, Word};
use crate::object::records::Records;
use crate::object::{ClassId, MethodEntry, ScopeId, World, known, sym};

use super::counters::Counters;
use super::dispatch::{CHECK, COUNT, NORMAL};
use super::link::Stubs;
use super::poll::{FUEL, Requests, Stress};
use super::task::Tasks;
use super::{CompileFn, Output, Stop, Vm, VmConfig};

/// Standard output or error of the process, unbuffered.
struct Stream(i32);

impl Output for Stream {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        crate::base::sys::write_all(self.0, bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Vm {
    /// A vm with the known classes and no methods: the engine installs
    /// primitives, kernel Ruby and a compiler.
    pub fn new(config: &VmConfig) -> Box<Vm> {
        let mode = if config.check {
            CHECK
        } else if config.count {
            COUNT
        } else {
            NORMAL
        };
        let mut tasks = Tasks::new(config.stack_bytes);
        let (sp, limit) = tasks.main_bounds();
        let mut vm = Box::new(Vm {
            sp,
            fp: std::ptr::null_mut(),
            ip: std::ptr::null(),
            next: std::ptr::null(),
            limit,
            fuel: FUEL,
            tank: FUEL,
            burnt: 0,
            last_activation: 0,
            exit: std::ptr::null(),
            pending: Cell::new(Word::UNDEF),
            errinfo: Word::NIL,
            native_base: 0,
            native_moved: 0,
            native_moved_by: 0,
            native_limit: 0,
            native_floor: 0,
            native_full: std::ptr::null_mut(),
            missing_form: super::raise::CallForm::Method,
            call_base: std::ptr::null_mut(),
            stop: Cell::new(Stop::Raise),
            counters: Box::new(Counters::new(config.sequences)),
            mode,
            base_mode: mode,
            traps: Vec::new(),
            tracing: super::trace::Tracing::default(),
            operators_redefined: false,
            hash_default_redefined: false,
            to_proc_redefined: false,
            decline_one_in: 0,
            watches_primitives: config.sample,
            decline_state: Cell::new(0x2545_f491_4f6c_dd1d),
            native: super::native::Native::default(),
            world: World::new(config.heap.clone()),
            handles: Vec::new(),
            roots: super::roots::RootTable::default(),
            host: super::embed::Host::default(),
            functions: Records::default(),
            stubs: Stubs::new(mode),
            natives: Vec::with_capacity(2048),
            native_names: FxHashMap::default(),
            kernel: super::kernel::Kernel::default(),
            commands: false,
            send_cache: super::send::GlobalCache::new(),
            globals: FxHashMap::default(),
            global_aliases: FxHashMap::default(),
            global_traces: FxHashMap::default(),
            told: super::warn::Told::default(),
            late_warnings: RefCell::new(Vec::new()),
            tasks,
            stacks: super::stack_lang::TaskStacks::default(),
            stack_limit: match config.stack_limit {
                0 => super::stack_lang::STACK_LIMIT,
                limit => limit,
            },
            stack_watcher: None,
            requests: Arc::new(Requests::default()),
            compile: None,
            output: RefCell::new(Box::new(Stream(1))),
            error_output: RefCell::new(Box::new(Stream(2))),
            main_object: Word::NIL,
            loading: Vec::new(),
            asks_for_name: false,
            autoloads: 0,
            class_new: None,
            top_entry: std::ptr::null(),
            last_catch: 0,
            catches: Vec::new(),
            binding_mentioned: false,
            kept: Vec::new(),
            exit_blocks: Vec::new(),
            polls_left: None,
            gc_log: false,
            gc_stress: Stress::default(),
            raising_native: Cell::new(None),
            stand_ins: Vec::new(),
            unnamed: Cell::new(Word::UNDEF),
            raising_function: Cell::new(None),
            regexp_timeout: Cell::new(None),
            program_name: String::from("main"),
            arguments: Vec::new(),
        });
        vm.counters.sampler = config.sample.then(super::sampling::Sampler::new);
        vm.main_object = vm.world.new_object(known::OBJECT).word();
        vm.top_entry = vm.top_level_entry();
        vm
    }

    fn top_level_entry(&mut self) -> *const MethodEntry {
        self.scope_entry(known::OBJECT, ScopeId::TOP, sym::EMPTY)
    }

    /// Installs the compiler.
    pub fn set_compiler(&mut self, compile: CompileFn) {
        self.compile = Some(compile);
    }

    /// Runs a compiled program at the top level.
    pub(crate) fn run_unit(&mut self, unit: crate::bytecode::code::Unit) -> Result<Word, Stop> {
        self.on_main_stack(|vm| {
            vm.show_warnings(&unit)?;
            vm.run_whole(unit)
        })
    }

    /// Runs a unit from its beginning; the native stack is there.
    pub(crate) fn run_whole(&mut self, unit: crate::bytecode::code::Unit) -> Result<Word, Stop> {
        let function = self.link(unit, false, None);
        let result = self.run_function(function, self.main_object, self.top_entry);
        self.sample_end(function.cast_mut());
        result
    }

    /// A new object of a class, before `initialize`.
    pub(crate) fn allocate(&self, class: ClassId) -> Result<Word, Stop> {
        let record = self.world.classes.get(class);
        if record.kind == crate::object::ClassKind::Singleton {
            return Err(self.type_error("can't create instance of singleton class"));
        }
        if record.uninitialized.get() {
            return Err(self.type_error("can't instantiate uninitialized class"));
        }
        if record.no_allocate.get() {
            return Err(self.type_error(format!(
                "allocator undefined for {}",
                self.class_text(class)
            )));
        }
        let word = match record.instance_kind.get() {
            Kind::Object => self.world.new_object(class).word(),
            Kind::String => self
                .world
                .string_of_class(class, b"")
                .map_err(|e| self.too_big(e))?
                .value()
                .word(),
            Kind::Array => self
                .world
                .array_of_class(class, 0)
                .map_err(|e| self.too_big(e))?
                .value()
                .word(),
            Kind::Hash => self
                .world
                .hash_of_class(class, 0)
                .map_err(|e| self.too_big(e))?
                .value()
                .word(),
            Kind::Class => {
                let made = if self.world.inherits(class, known::CLASS) {
                    let made = self.world.new_class(known::OBJECT);
                    self.world.classes.get(made).uninitialized.set(true);
                    made
                } else {
                    self.world.new_module()
                };
                self.world.classes.object(made)
            }
            kind => {
                let row = kind.layout();
                let shape = self.world.root_shape(class);
                self.world
                    .heap
                    .alloc_filled(kind, shape, row.values + row.raws)
            }
        };
        Ok(word)
    }

    /// The request word, for signal handlers and other threads.
    pub fn requests(&self) -> Arc<Requests> {
        self.requests.clone()
    }

    /// Redirects what the program prints.
    pub fn set_output(&mut self, output: Box<dyn Output>, errors: Box<dyn Output>) {
        self.output = RefCell::new(output);
        self.error_output = RefCell::new(errors);
    }

    /// Collects at every n-th safe point.
    pub fn set_stress(&mut self, stress: Stress) {
        self.gc_stress = stress;
        self.burn_fuel();
    }
}

// SAFETY: a vm owns everything it points to (its stacks, heap, functions), the
// host closures and outputs it holds are Send, and no lock guard, Rc shared
// with the outside or thread-local is held between two calls of its methods.
unsafe impl Send for Vm {}
