//! Tasks: a VM stack each, and a native stack each for what Rust does.
//!
//! The main task runs on a native stack of its own too, so that a small host
//! thread is enough. A fiber is a task with a Ruby object; switching saves the
//! registers of one task and loads those of another, then switches native
//! stacks (corosensei).

use corosensei::stack::DefaultStack;
use corosensei::{Coroutine, CoroutineResult, Yielder};

use crate::base::sys::Mapping;
use crate::heap::{Visitor, Word};
use crate::object::{Value, known};

use super::args::Incoming;
use super::dispatch::Insn;
use super::frame::{FrameRef, HEADER};
use super::kept::Kept;
use super::reenter::NATIVE_MARGIN_BYTES;
use super::stack_lang::TaskStacks;
use super::{Stop, Vm};

/// Address space of the main task's VM stack.
pub const MAIN_STACK_BYTES: usize = 16 << 20;
/// Address space of a fiber's VM stack.
const FIBER_STACK_BYTES: usize = 1 << 20;
/// Native stack of the main task.
pub const MAIN_NATIVE_BYTES: usize = 64 << 20;
/// Native stack of a fiber: native code may fill the VM stack, also with large frames
/// (see `Vm::native_full_from`).
const FIBER_NATIVE_BYTES: usize = 2 * FIBER_STACK_BYTES + NATIVE_FLOOR_BYTES;
/// What native code leaves of a native stack: what it calls wants its margin
/// without asking for less than the interpreter would.
const NATIVE_FLOOR_BYTES: usize = 2 * NATIVE_MARGIN_BYTES;
/// Words between the limit that frames respect and the end of the stack, so
/// that headers and arguments of one more call always fit.
const RED_ZONE_WORDS: usize = 1024;

/// What a fiber gets when it is resumed and gives when it yields: the vm, which
/// the other side changes. Handing it over is also what tells the compiler that
/// nothing it knows of the vm holds after the switch.
struct Parcel {
    vm: *mut Vm,
}

type FiberCoroutine = Coroutine<Parcel, Parcel, (), DefaultStack>;

/// How a fiber stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FiberState {
    /// Not yet resumed.
    Created,
    /// Running, or waiting for a fiber it resumed.
    Resumed,
    /// Waiting in `Fiber.yield`.
    Suspended,
    /// Its block returned or raised.
    Terminated,
}

/// The registers of a task that is not running.
#[derive(Clone, Copy)]
struct Registers {
    sp: *mut Word,
    fp: *mut Word,
    ip: *const Insn,
    limit: *mut Word,
    errinfo: Word,
    native_limit: usize,
    native_base: usize,
    native_full: *mut Word,
}

/// Stacks of finished fibers kept for the next ones.
const SPARE_STACKS: usize = 64;

/// The stacks of a fiber that has started.
struct Stacks {
    vm: Mapping,
    native: DefaultStack,
}

impl Stacks {
    fn new() -> Option<Stacks> {
        Some(Stacks {
            vm: Mapping::new(FIBER_STACK_BYTES, 1)?,
            native: DefaultStack::new(FIBER_NATIVE_BYTES).ok()?,
        })
    }
}

/// A task.
pub struct Task {
    /// None for a fiber that has not started or has ended.
    stack: Option<Mapping>,
    registers: Registers,
    coroutine: Option<FiberCoroutine>,
    yielder: *const Yielder<Parcel, Parcel>,
    state: FiberState,
    /// The fiber's Proc until it starts; then what is passed at a switch.
    parcel: Word,
    /// The parcel is an exception that ended the fiber.
    failed: bool,
    /// The parcel is an exception to raise where the fiber waits.
    inject: bool,
    /// While the task does not run: what its primitives protect.
    handles: Vec<Word>,
    /// While the task does not run: the `catch` calls in progress on it.
    catches: Vec<(Word, u64)>,
    /// While the task does not run: its stacks of the stack language.
    stacks: TaskStacks,
    /// While the task does not run: its frames that leave their locals.
    kept: Vec<Kept>,
}

/// All tasks of a vm; number 0 is the main task.
pub struct Tasks {
    tasks: Vec<Option<Box<Task>>>,
    free: Vec<u64>,
    spare: Vec<Stacks>,
    current: u64,
}

/// Ends a fiber that will not run again. Rust frames on its stack hold nothing
/// that needs dropping beyond memory; see docs/FRAMES.md.
fn abandon(coroutine: &mut FiberCoroutine) {
    if coroutine.started() && !coroutine.done() {
        // SAFETY: nothing refers into that stack any more: the fiber object is
        // dead, or the whole vm is.
        unsafe { coroutine.force_reset() };
    }
}

impl Drop for Tasks {
    fn drop(&mut self) {
        // Unwinding them would run code of a vm that is half gone.
        for task in self.tasks.iter_mut().flatten() {
            if let Some(coroutine) = &mut task.coroutine {
                abandon(coroutine);
            }
        }
    }
}

impl Tasks {
    /// The main task with its stack; also its registers.
    pub fn new(stack_bytes: usize) -> Tasks {
        let bytes = if stack_bytes == 0 {
            MAIN_STACK_BYTES
        } else {
            stack_bytes
        };
        let mut task = Task::new(Word::NIL);
        let stack = Mapping::new(bytes, 1).expect("address space for the main stack");
        task.set_stack(stack);
        Tasks {
            tasks: vec![Some(Box::new(task))],
            free: Vec::new(),
            spare: Vec::new(),
            current: 0,
        }
    }

    fn get(&mut self, id: u64) -> &mut Task {
        self.tasks[id as usize]
            .as_mut()
            .expect("task numbers in use are live")
    }

    /// Where the running task's VM stack begins.
    pub(crate) fn current_stack(&self) -> usize {
        self.tasks[self.current as usize]
            .as_ref()
            .and_then(|task| task.stack.as_ref())
            .map_or(0, |stack| stack.base() as usize)
    }

    /// First word and limit of the main task's stack.
    pub(crate) fn main_bounds(&mut self) -> (*mut Word, *mut Word) {
        let registers = self.get(0).registers;
        (registers.sp, registers.limit)
    }

    /// The frames of tasks that do not run that leave their locals, and whether
    /// somebody must resume the task first.
    pub(super) fn kept(&self) -> impl Iterator<Item = (&Kept, bool)> {
        let tasks = self.tasks.iter().flatten();
        tasks.flat_map(|task| {
            let suspended = task.state == FiberState::Suspended;
            task.kept.iter().map(move |kept| (kept, suspended))
        })
    }

    /// Frees the task of a dead fiber.
    pub fn free(&mut self, id: u64) {
        if id == 0 || id as usize >= self.tasks.len() {
            return;
        }
        if let Some(mut task) = self.tasks[id as usize].take() {
            if let Some(mut coroutine) = task.coroutine.take() {
                abandon(&mut coroutine);
                self.recycle(task.stack.take(), coroutine);
            }
            self.free.push(id);
        }
    }

    /// Keeps the stacks of a fiber that has ended for the next one.
    fn recycle(&mut self, vm: Option<Mapping>, coroutine: FiberCoroutine) {
        if self.spare.len() < SPARE_STACKS
            && let Some(vm) = vm
        {
            let native = coroutine.into_stack();
            self.spare.push(Stacks { vm, native });
        }
    }

    /// Shows what the tasks hold that wait for a fiber they resumed: they run
    /// again whatever becomes of their objects.
    pub(crate) fn visit_waiting(
        &mut self,
        show: &mut dyn FnMut(FrameRef, &mut dyn Visitor),
        visitor: &mut dyn Visitor,
    ) {
        for id in 0..self.tasks.len() as u64 {
            let waits = self.tasks[id as usize]
                .as_ref()
                .is_some_and(|task| id == 0 || task.state == FiberState::Resumed);
            if waits {
                self.visit_task(id, show, visitor);
            }
        }
    }

    /// Shows the frames and words of one task; frames only if it is not
    /// running.
    pub(crate) fn visit_task(
        &mut self,
        id: u64,
        show: &mut dyn FnMut(FrameRef, &mut dyn Visitor),
        visitor: &mut dyn Visitor,
    ) {
        let running = id == self.current;
        let Some(Some(task)) = self.tasks.get_mut(id as usize) else {
            return;
        };
        visitor.slot(&mut task.parcel);
        visitor.slot(&mut task.registers.errinfo);
        let tags = task.catches.iter_mut();
        tags.for_each(|(tag, _)| visitor.slot(tag));
        let kept = task.kept.iter_mut();
        kept.for_each(|kept| visitor.slot(&mut kept.env));
        let handles = task.handles.iter_mut();
        handles.for_each(|handle| visitor.slot(handle));
        task.stacks.visit(visitor);
        if running || task.registers.fp.is_null() {
            return;
        }
        let registers = task.registers;
        let mut frame = Some(FrameRef {
            fp: registers.fp,
            ip: registers.ip,
            top: registers.sp,
        });
        while let Some(at) = frame {
            show(at, visitor);
            frame = at.caller();
        }
    }
}

impl Tasks {
    /// Every frame of the tasks that do not run.
    pub(crate) fn each_waiting_frame(&self, mut look: impl FnMut(FrameRef)) {
        for (id, task) in self.tasks.iter().enumerate() {
            let Some(task) = task.as_ref().filter(|_| id as u64 != self.current) else {
                continue;
            };
            let registers = task.registers;
            let mut frame = (!registers.fp.is_null()).then_some(FrameRef {
                fp: registers.fp,
                ip: registers.ip,
                top: registers.sp,
            });
            while let Some(at) = frame {
                look(at);
                frame = at.caller();
            }
        }
    }
}

impl Task {
    fn new(parcel: Word) -> Task {
        Task {
            stack: None,
            registers: Registers {
                sp: std::ptr::null_mut(),
                fp: std::ptr::null_mut(),
                ip: std::ptr::null(),
                limit: std::ptr::null_mut(),
                errinfo: Word::NIL,
                native_limit: 0,
                native_base: 0,
                native_full: std::ptr::null_mut(),
            },
            coroutine: None,
            yielder: std::ptr::null(),
            state: FiberState::Created,
            parcel,
            failed: false,
            inject: false,
            handles: Vec::new(),
            catches: Vec::new(),
            stacks: TaskStacks::default(),
            kept: Vec::new(),
        }
    }

    fn set_stack(&mut self, stack: Mapping) {
        let first = stack.base().cast::<Word>();
        let words = stack.bytes() / size_of::<Word>();
        self.registers.sp = first;
        self.registers.limit = first.wrapping_add(words - RED_ZONE_WORDS);
        self.stack = Some(stack);
    }

    fn set_stacks(&mut self, stacks: Stacks) {
        self.set_stack(stacks.vm);
        self.registers.native_limit = corosensei::stack::Stack::limit(&stacks.native).get();
        self.coroutine = Some(Coroutine::with_stack(stacks.native, fiber_main));
    }
}

impl Vm {
    fn registers(&self) -> Registers {
        Registers {
            sp: self.sp,
            fp: self.fp,
            ip: self.ip,
            limit: self.limit,
            errinfo: self.errinfo,
            native_limit: self.native_limit,
            native_base: self.native_base,
            native_full: self.native_full,
        }
    }

    fn load_registers(&mut self, r: Registers) {
        (self.sp, self.fp, self.ip, self.limit, self.errinfo) =
            (r.sp, r.fp, r.ip, r.limit, r.errinfo);
        self.native_base = r.native_base;
        self.native_full = r.native_full;
        self.set_native_limit(r.native_limit);
    }

    /// Another native stack runs, or none of the vm's own (0).
    fn set_native_limit(&mut self, limit: usize) {
        self.native_limit = limit;
        self.native_floor = limit + NATIVE_FLOOR_BYTES;
    }

    /// Runs `work` on the vm's own native stack, so that deep recursion through
    /// Rust does not depend on the host's thread.
    pub(crate) fn on_main_stack<R>(&mut self, work: impl FnOnce(&mut Vm) -> R) -> R {
        if self.native_limit != 0 {
            return work(self);
        }
        let stack =
            DefaultStack::new(MAIN_NATIVE_BYTES).expect("address space for the native stack");
        let limit = corosensei::stack::Stack::limit(&stack).get();
        self.set_native_limit(limit);
        self.begin_sampling();
        let result = corosensei::on_stack(stack, || work(self));
        self.end_sampling();
        self.set_native_limit(0);
        result
    }

    /// A new fiber that will run a Proc.
    pub(crate) fn new_fiber(&mut self, body: Word) -> Word {
        let task = Task::new(body);
        let id = match self.tasks.free.pop() {
            Some(id) => {
                self.tasks.tasks[id as usize] = Some(Box::new(task));
                id
            }
            None => {
                self.tasks.tasks.push(Some(Box::new(task)));
                self.tasks.tasks.len() as u64 - 1
            }
        };
        self.world.new_fiber(known::FIBER, id).value().word()
    }

    /// The task number of a fiber object.
    pub(crate) fn fiber_task(&self, fiber: Value<'_>) -> Option<u64> {
        fiber.as_fiber().map(|fiber| fiber.task())
    }

    /// How a fiber stands.
    pub(crate) fn fiber_state(&mut self, task: u64) -> FiberState {
        self.tasks.get(task).state
    }

    /// `Fiber#resume`: switches to the fiber until it yields or ends.
    pub(crate) fn resume_fiber(&mut self, id: u64, parcel: Word) -> Result<Word, Stop> {
        let result = self.switch_to_fiber(id, parcel);
        // The fiber's stack may hold young objects now, whatever its age.
        let fiber = self.this_word();
        if self.wrap(fiber).as_fiber().is_some() {
            // SAFETY: the receiver of the running primitive is live.
            unsafe { self.world.heap.remember(fiber) };
        }
        result
    }

    fn switch_to_fiber(&mut self, id: u64, parcel: Word) -> Result<Word, Stop> {
        let current = self.tasks.current;
        match self.tasks.get(id).state {
            FiberState::Terminated => {
                return Err(self.fiber_error("attempt to resume a terminated fiber"));
            }
            FiberState::Resumed if id == current => {
                return Err(self.fiber_error("attempt to resume the current fiber"));
            }
            FiberState::Resumed => {
                return Err(self.fiber_error("attempt to resume a resumed fiber (double resume)"));
            }
            FiberState::Created | FiberState::Suspended => {}
        }
        self.check_native_stack()?;
        let starting = self.tasks.get(id).state == FiberState::Created;
        if starting {
            let Some(stacks) = self.tasks.spare.pop().or_else(Stacks::new) else {
                return Err(
                    self.fiber_error("can't alloc machine stack to fiber: Cannot allocate memory")
                );
            };
            self.tasks.get(id).set_stacks(stacks);
        }
        let outer = self.tasks.current;
        let saved = self.registers();
        self.tasks.get(outer).registers = saved;
        let vm: *mut Vm = self;
        let task = self.tasks.get(id);
        let body = std::mem::replace(&mut task.parcel, parcel);
        task.state = FiberState::Resumed;
        let registers = task.registers;
        let mut coroutine = task
            .coroutine
            .take()
            .expect("a fiber that may be resumed has a native stack");
        self.tasks.current = id;
        self.load_registers(registers);
        self.exchange_lists(outer, id);
        if starting {
            // The fiber's first frame finds its Proc here.
            self.push(body);
        }
        let result = coroutine.resume(Parcel { vm });
        self.exchange_lists(id, outer);
        let left = self.registers();
        let task = self.tasks.get(id);
        task.registers = left;
        let done = matches!(result, CoroutineResult::Return(()));
        task.state = if done {
            FiberState::Terminated
        } else {
            FiberState::Suspended
        };
        let value = std::mem::replace(&mut task.parcel, Word::NIL);
        let failed = task.failed;
        if done {
            task.registers.fp = std::ptr::null_mut();
            let stack = task.stack.take();
            self.tasks.recycle(stack, coroutine);
        } else {
            task.coroutine = Some(coroutine);
        }
        let mut saved = saved;
        saved.errinfo = self.tasks.get(outer).registers.errinfo;
        self.load_registers(saved);
        self.tasks.current = outer;
        if failed {
            self.pending.set(value);
            return Err(Stop::Raise);
        }
        Ok(value)
    }

    /// Stores away the handles and catches of the task that stops running, and
    /// takes out those of the one that goes on.
    fn exchange_lists(&mut self, from: u64, to: u64) {
        let task = self.tasks.get(to);
        let handles = std::mem::take(&mut task.handles);
        let catches = std::mem::take(&mut task.catches);
        let kept = std::mem::take(&mut task.kept);
        let handles = std::mem::replace(&mut self.handles, handles);
        let catches = std::mem::replace(&mut self.catches, catches);
        let kept = std::mem::replace(&mut self.kept, kept);
        let task = self.tasks.get(from);
        task.handles = handles;
        task.catches = catches;
        task.kept = kept;
        if self.stacks.in_use() || self.tasks.get(to).stacks.in_use() {
            let stacks = std::mem::take(&mut self.tasks.get(to).stacks);
            let stacks = std::mem::replace(&mut self.stacks, stacks);
            self.tasks.get(from).stacks = stacks;
        }
    }

    /// `Fiber#raise`: resumes the fiber with an exception.
    pub(crate) fn raise_in_fiber(&mut self, id: u64, exception: Word) -> Result<Word, Stop> {
        match self.tasks.get(id).state {
            FiberState::Created => {
                return Err(self.fiber_error("cannot raise exception on unborn fiber"));
            }
            FiberState::Terminated => {
                return Err(self.fiber_error("attempt to resume a terminated fiber"));
            }
            FiberState::Suspended => self.tasks.get(id).inject = true,
            FiberState::Resumed => {}
        }
        self.resume_fiber(id, exception)
    }

    /// `Fiber.yield`: switches back to whoever resumed this fiber.
    pub(crate) fn yield_fiber(&mut self, parcel: Word) -> Result<Word, Stop> {
        let id = self.tasks.current;
        if id == 0 {
            return Err(self.fiber_error("attempt to yield on a not resumed fiber"));
        }
        let task = self.tasks.get(id);
        task.parcel = parcel;
        let yielder = task.yielder;
        let vm: *mut Vm = self;
        // SAFETY: the yielder lives on this fiber's native stack, below us.
        let _ = unsafe { &*yielder }.suspend(Parcel { vm });
        if std::mem::take(&mut self.tasks.get(id).inject) {
            let exception = std::mem::replace(&mut self.tasks.get(id).parcel, Word::NIL);
            self.pending.set(exception);
            return Err(Stop::Raise);
        }
        Ok(std::mem::replace(&mut self.tasks.get(id).parcel, Word::NIL))
    }

    /// The running primitive's arguments as one word on their way to another
    /// task: a Tuple that says first whether the last one is keywords.
    pub(crate) fn pack_arguments(&mut self, argc: usize) -> Word {
        let tuple = self.world.new_tuple(argc + 1);
        tuple.set(&self.world, 0, Value::bool(self.has_keywords()));
        for i in 0..argc {
            tuple.set(&self.world, i + 1, self.arg(i));
        }
        tuple.value().word()
    }

    /// The running primitive's arguments as one value: nil, the only one, or an
    /// Array.
    pub(crate) fn arguments_as_value(&mut self, argc: usize) -> Result<Word, Stop> {
        let words: Vec<Word> = (0..argc).map(|i| self.arg(i).word()).collect();
        self.words_as_value(&words)
    }

    fn words_as_value(&mut self, words: &[Word]) -> Result<Word, Stop> {
        match words {
            [] => Ok(Word::NIL),
            [word] => Ok(*word),
            words => self.new_array_of(words),
        }
    }

    /// What `pack_arguments` packed, for a call.
    pub(crate) fn unpack_arguments(&mut self, packed: Word) -> Incoming {
        let tuple = self
            .wrap(packed)
            .as_tuple()
            .expect("arguments travel in a Tuple");
        let mut incoming = Incoming {
            values: (1..tuple.len()).map(|i| tuple.get(i).word()).collect(),
            ..Incoming::default()
        };
        incoming.restore_keywords(tuple.get(0).truthy());
        incoming
    }

    /// What `Fiber.yield` returns for what `pack_arguments` packed.
    pub(crate) fn unpack_for_yield(&mut self, packed: Word) -> Result<Word, Stop> {
        let tuple = self
            .wrap(packed)
            .as_tuple()
            .expect("arguments travel in a Tuple");
        let values: Vec<Word> = (1..tuple.len()).map(|i| tuple.get(i).word()).collect();
        self.words_as_value(&values)
    }
}

/// The bottom of a fiber's native stack: calls its Proc.
fn fiber_main(yielder: &Yielder<Parcel, Parcel>, parcel: Parcel) {
    // SAFETY: V4: the resumer handed its exclusive vm over and waits.
    let vm = unsafe { &mut *parcel.vm };
    let id = vm.tasks.current;
    vm.tasks.get(id).yielder = yielder;
    let body = vm.pop();
    let argument = std::mem::replace(&mut vm.tasks.get(id).parcel, Word::NIL);
    let args = vm.unpack_arguments(argument);
    // The Proc stays reachable from the bottom of the stack.
    vm.push(body);
    let result = vm.call_block_incoming(body, args);
    vm.pop();
    let task = vm.tasks.get(id);
    match result {
        Ok(word) => task.parcel = word,
        Err(_) => {
            task.failed = true;
            let pending = vm.take_pending();
            vm.tasks.get(id).parcel = pending;
        }
    }
}

const _: () = assert!(HEADER < RED_ZONE_WORDS);
