//! The machine: frames, dispatch, handlers, sends, exceptions, tasks.
//!
//! **Owns** everything that happens while Ruby runs. **Imported by** builtins,
//! engine and (later) the native tier; imports heap, object, bytecode.
//! **Invariants**: V1 handlers run with the registers of a frame whose code was
//! verified and linked; V2 the header of every frame on a task's stack is
//! complete, all slots and operands below `sp` are good words; V3 functions,
//! with their sites, and method entries stay where they are, and live as long as
//! a frame, Proc, method or cache names them: whoever holds one across a safe
//! point sees to that; V4 whoever may reach a safe point holds the vm
//! exclusively and has stored the registers. **Start** at this file, then `frame.rs`, `dispatch.rs`, `send.rs`.

pub(crate) mod args;
pub mod backtrace;
pub(crate) mod call;
pub(crate) mod call_block;
pub(crate) mod compiled;
pub(crate) mod constants;
pub(crate) mod counters;
pub(crate) mod define;
pub(crate) mod discard;
pub(crate) mod dispatch;
pub mod embed;
pub mod errors;
pub(crate) mod eval;
pub(crate) mod feedback;
pub mod frame;
pub(crate) mod function;
pub(crate) mod fuse;
pub(crate) mod globals;
mod kept;
mod kernel;
pub(crate) mod link;
pub(crate) mod load;
pub(crate) mod methods;
mod names;
pub mod native;
pub(crate) mod native_calls;
pub mod native_texts;
pub mod natives;
pub(crate) mod ops_arith;
pub(crate) mod ops_call;
pub(crate) mod ops_control;
pub(crate) mod ops_data;
pub(crate) mod ops_define;
pub(crate) mod ops_fused;
pub(crate) mod ops_native;
pub(crate) mod ops_stack;
pub(crate) mod ops_stack_fused;
pub(crate) mod ops_stack_lang;
pub(crate) mod ops_var;
pub mod poll;
pub(crate) mod proc_;
pub(crate) mod raise;
pub(crate) mod reenter;
pub(crate) mod refine;
pub(crate) mod regexp;
pub(crate) mod roots;
pub mod sampling;
pub(crate) mod send;
pub(crate) mod sequences;
pub(crate) mod services;
pub(crate) mod signals;
pub mod stack_lang;
pub mod stack_value;
pub mod stack_watch;
pub mod stand_ins;
pub mod start;
pub(crate) mod super_call;
pub(crate) mod table;
pub(crate) mod task;
pub mod tier_stats;
pub(crate) mod tiering;
pub(crate) mod trace;
pub(crate) mod values;
pub mod warn;
pub(crate) mod ways;

use std::cell::{Cell, RefCell};
use std::ops::Deref;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::bytecode::code::{CompileRequest, Refusal, Unit};
use crate::heap::{HeapConfig, Word};
use crate::object::records::Records;
use crate::object::{MethodEntry, Sym, Value, World};

use counters::Counters;
use dispatch::Insn;
use function::Function;
use natives::NativeRow;
use poll::Requests;
use task::Tasks;

/// Why a primitive did not return a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stop {
    /// Something is pending in the vm: an exception or a throw.
    Raise,
    /// The primitive does not handle these arguments and did nothing; the Ruby
    /// body below it runs.
    Decline,
}

/// What a primitive returns.
pub type Outcome<'v> = Result<Value<'v>, Stop>;

/// A value that stays good across safe points until the primitive that
/// protected it returns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Handle(pub(crate) u32);

/// Compiles source text; the engine installs it, as `vm` knows no front end.
pub type CompileFn = fn(&CompileRequest<'_>) -> Result<Unit, Refusal>;

/// Where the output of a program goes.
pub trait Output: Send {
    /// Writes all bytes.
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<()>;
    /// Hands buffered bytes on.
    fn flush(&mut self) -> std::io::Result<()>;
    /// From now on bytes are handed on when they are written, or no more
    /// (`$stdout.sync=`). What buffers nothing need not listen.
    fn set_sync(&mut self, _sync: bool) {}
}

/// A virtual machine: one world and what runs in it.
#[repr(C)]
pub struct Vm {
    // The registers while no handler runs.
    /// First free word of the operand stack.
    pub(crate) sp: *mut Word,
    /// Header of the running frame.
    pub(crate) fp: *mut Word,
    /// The instruction being executed.
    pub(crate) ip: *const Insn,
    /// Where [`dispatch::resume`] goes on.
    pub(crate) next: *const Insn,
    /// Frames must end below this.
    pub(crate) limit: *mut Word,
    /// Function entries and loop iterations until the next look at requests.
    pub(crate) fuel: i64,
    /// What `fuel` was when it was filled up last, and how much was burnt before.
    pub(crate) tank: i64,
    pub(crate) burnt: i64,
    /// Last activation id given out.
    pub(crate) last_activation: u64,
    /// Where native code left; null: something is pending in the frame that the
    /// registers tell.
    pub(crate) exit: *const native::ExitRecord,
    /// Exception or throw on its way; undef if none.
    pub(crate) pending: Cell<Word>,
    /// `$!` of the running task.
    pub(crate) errinfo: Word,
    /// Native stack pointer of the innermost run loop.
    pub(crate) native_base: usize,
    /// Greatest distance seen from it, in the checking mode.
    pub(crate) native_moved: usize,
    /// The instruction that was entered with that distance.
    pub(crate) native_moved_by: u8,
    /// Rust code may not go below this native stack address.
    pub(crate) native_limit: usize,
    /// Native code may not go below this one, higher up.
    pub(crate) native_floor: usize,
    /// Frames of native code must end below this: `limit`, or less where the native
    /// stack would be full before.
    pub(crate) native_full: *mut Word,
    /// How the call was written that last went to a `method_missing`.
    pub(crate) missing_form: raise::CallForm,
    /// Where the receiver of the call stood that last failed in Rust code.
    pub(crate) call_base: *mut Word,
    /// Why the shared primitive just run stopped.
    pub(crate) stop: Cell<Stop>,
    /// Counting and checking.
    pub(crate) counters: Box<Counters>,
    /// Which handlers code is threaded with.
    pub(crate) mode: u8,
    /// The same while nobody traces.
    pub(crate) base_mode: u8,
    /// Some operator of a core class was redefined: handlers must not take
    /// shortcuts.
    pub(crate) operators_redefined: bool,
    /// A program defined `Hash#default`, which looking up a key then calls.
    pub(crate) hash_default_redefined: bool,
    /// A program defined `to_proc` of symbols or methods, which `&` then calls.
    pub(crate) to_proc_redefined: bool,
    /// A primitive may be refused at random (tests only): one in this many.
    pub(crate) decline_one_in: u32,
    pub(crate) decline_state: Cell<u64>,
    /// That is so, or their time is looked at.
    pub(crate) watches_primitives: bool,

    /// Native code.
    pub(crate) native: native::Native,

    pub(crate) world: World,
    pub(crate) handles: Vec<Word>,
    pub(crate) roots: crate::vm::roots::RootTable,
    pub(crate) host: embed::Host,
    pub(crate) functions: Records<Function>,
    pub(crate) stubs: link::Stubs,
    pub(crate) natives: Vec<NativeRow>,
    pub(crate) native_names: FxHashMap<&'static str, u32>,
    pub(crate) kernel: kernel::Kernel,
    /// The program may run commands of the system.
    pub(crate) commands: bool,
    pub(crate) send_cache: send::GlobalCache,
    pub(crate) globals: FxHashMap<Sym, Word>,
    pub(crate) global_aliases: FxHashMap<Sym, Sym>,
    /// Who wants to know of assignments: Arrays of what `trace_var` was given.
    pub(crate) global_traces: FxHashMap<Sym, Word>,
    /// The categories of warnings that are told.
    pub(crate) told: warn::Told,
    /// Warnings that wait for the next safe point.
    pub(crate) late_warnings: RefCell<Vec<String>>,
    pub(crate) tasks: Tasks,
    /// The running task's stacks of the stack language.
    pub(crate) stacks: stack_lang::TaskStacks,
    /// Entries that each of them may have.
    pub(crate) stack_limit: usize,
    /// Who looks on while programs in it run.
    pub(crate) stack_watcher: Option<Box<dyn stack_watch::StackWatcher>>,
    pub(crate) requests: Arc<Requests>,
    pub(crate) compile: Option<CompileFn>,
    pub(crate) output: RefCell<Box<dyn Output>>,
    pub(crate) error_output: RefCell<Box<dyn Output>>,
    pub(crate) main_object: Word,
    /// Files whose `require` is under way.
    pub(crate) loading: Vec<std::path::PathBuf>,
    /// What programs want done for signals.
    pub(crate) traps: Vec<(i32, Word)>,
    /// Who listens to what the program does.
    pub(crate) tracing: trace::Tracing,
    /// An error's message is being made of what a module calls itself.
    pub(crate) asks_for_name: bool,
    /// How many constants were ever said to stand for a file.
    pub(crate) autoloads: u32,
    /// The method `Class#new`, for backtraces.
    pub(crate) class_new: Option<crate::object::MethodId>,
    pub(crate) top_entry: *const MethodEntry,
    pub(crate) last_catch: u64,
    pub(crate) catches: Vec<(Word, u64)>,
    /// Some code of the program mentions `binding`, so Procs may be asked for
    /// locals that they did not capture.
    pub(crate) binding_mentioned: bool,
    /// Frames of the running task that leave their locals to somebody.
    pub(crate) kept: Vec<kept::Kept>,
    pub(crate) exit_blocks: Vec<Word>,
    /// Polls until a program under test is stopped.
    pub(crate) polls_left: Option<u64>,
    pub(crate) gc_log: bool,
    pub(crate) gc_stress: poll::Stress,
    /// The primitive that raised last, for the first line of its backtrace.
    pub(crate) raising_native: Cell<Option<u32>>,
    /// The function whose arguments were wrong, for the same purpose.
    /// Methods of core classes that do a module's work.
    pub(crate) stand_ins: Vec<stand_ins::StandIn>,
    /// The argument that made a primitive decline because it is a name only by
    /// `to_str`; undef otherwise. Taken before anything can move it.
    pub(crate) unnamed: Cell<Word>,
    pub(crate) raising_function: Cell<Option<u32>>,
    /// `Regexp.timeout`, in seconds.
    pub(crate) regexp_timeout: Cell<Option<f64>>,
    pub(crate) program_name: String,
    pub(crate) arguments: Vec<String>,
}

impl Deref for Vm {
    type Target = World;

    fn deref(&self) -> &World {
        &self.world
    }
}

/// Settings of a new vm.
#[derive(Clone, Debug, Default)]
pub struct VmConfig {
    /// Object memory.
    pub heap: HeapConfig,
    /// Bytes of the main task's VM stack (address space; 0 = default).
    pub stack_bytes: usize,
    /// Entries of each stack of a program in the stack language (0 = default).
    pub stack_limit: usize,
    /// Count executions.
    pub count: bool,
    /// Find out where time goes.
    pub sample: bool,
    /// And those of sequences of instructions.
    pub sequences: bool,
    /// Check the native stack at each instruction.
    pub check: bool,
}

impl Vm {
    /// The machine's registers before a handler's slow work.
    #[inline(always)]
    pub(crate) fn save(&mut self, ip: *const Insn, sp: *mut Word, fp: *mut Word) {
        self.ip = ip;
        self.next = ip.wrapping_add(1);
        self.sp = sp;
        self.fp = fp;
    }

    /// Pushes a word on the running frame's operand stack.
    #[inline(always)]
    pub(crate) fn push(&mut self, word: Word) {
        // SAFETY: V2: the verifier bounded the depth, `enter` checked the room.
        unsafe {
            *self.sp = word;
            self.sp = self.sp.add(1);
        }
    }

    /// Pops a word off the running frame's operand stack.
    #[inline(always)]
    pub(crate) fn pop(&mut self) -> Word {
        // SAFETY: V2: the verifier checked the depth.
        unsafe {
            self.sp = self.sp.sub(1);
            *self.sp
        }
    }

    /// The word `depth` below the top.
    #[inline(always)]
    pub(crate) fn peek(&self, depth: usize) -> Word {
        // SAFETY: V2.
        unsafe { *self.sp.sub(1 + depth) }
    }

    /// A word as a value, good until the next safe point.
    #[inline(always)]
    pub(crate) fn wrap(&self, word: Word) -> Value<'_> {
        // SAFETY: V2: words on the stack, in roots and in live objects are
        // immediates or live; the borrow excludes safe points.
        unsafe { self.world.value(word) }
    }

    /// Keeps a value good across safe points until the running primitive
    /// returns.
    pub fn protect_word(&mut self, word: Word) -> Handle {
        self.handles.push(word);
        Handle(self.handles.len() as u32 - 1)
    }

    /// The value of a handle.
    pub fn get(&self, handle: Handle) -> Value<'_> {
        self.wrap(self.handles[handle.0 as usize])
    }

    /// Gives a handle another value.
    pub fn set(&mut self, handle: Handle, word: Word) {
        self.handles[handle.0 as usize] = word;
    }

    /// The world, for code that wants to name it.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// Whether something is pending.
    pub(crate) fn is_pending(&self) -> bool {
        !self.pending.get().is_undef()
    }

    /// Takes what is pending.
    pub(crate) fn take_pending(&self) -> Word {
        self.pending.replace(Word::UNDEF)
    }
}
