//! What the vm knows of native code: plain records that the native tier fills.
//!
//! A native frame *is* an interpreter's frame on the VM stack: header, slots and
//! operands stand where the interpreter has them and are good at every safe
//! point, so walking, collecting and unwinding need not know the difference. What
//! a native frame executes is told by a *snippet*: a copy of the called
//! instruction, in the threaded form, followed by one that returns to native
//! code. The frame's pc is an address in a snippet; `Function::pc_of` knows
//! which instruction it stands for.
//!
//! Native code leaves by storing what it holds into the frame and returning
//! [`Word::SENTINEL`]; each native caller on the way does the same, until a
//! handler (`ops_native.rs`) is reached that goes on in the interpreter. So
//! leaving and entering again never nests, whatever the depth.

use std::cell::Cell;
use std::time::Duration;

use rustc_hash::FxHashMap;

use crate::base::perf::PerfFile;
use crate::bytecode::ops::Op;
use crate::heap::{ShapeId, Survivors, Word};
use crate::object::kinds::Kinds;
use crate::object::records::table;
use crate::object::{MethodEntry, Sym, shape};

use super::Vm;
use super::dispatch::Insn;
use super::function::Function;
use super::tier_stats::{Counts, NativeCounts, TierCounters};

/// Where native code is entered.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum NativeEntry {
    /// At the function's first instruction: the header is complete, arguments
    /// stand in their slots, nothing else of the frame is good.
    Function,
    /// Behind a `loop_head`, from a running frame (on-stack replacement).
    Loop {
        /// The `loop_head`.
        pc: u32,
    },
}

/// What native code takes for granted; whoever breaks it discards the code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum Assumption {
    /// A name means the same methods as now.
    Method(Sym),
    /// No operator of a core class is redefined.
    Operators,
}

macro_rules! exit_reasons {
    ($($(#[doc = $doc:literal])+ $name:ident $text:literal;)*) => {
        /// Why native code left to the interpreter.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum ExitReason {
            $($(#[doc = $doc])+ $name,)*
            /// An instruction that native code does not do.
            Op(Op),
        }

        impl ExitReason {
            /// Every reason but `Op`.
            pub const ALL: &[ExitReason] = &[$(ExitReason::$name),*];

            /// Whether it says that a guess was wrong.
            pub fn speaks_against_code(self) -> bool {
                use ExitReason::{Enter, Invalid, Op, Poll, Raise, Stress};
                !matches!(self, Poll | Raise | Enter | Invalid | Stress | Op(_))
            }

            /// Its name in reports.
            pub fn text(self) -> String {
                match self {
                    $(ExitReason::$name => $text.to_owned(),)*
                    ExitReason::Op(op) => format!("instruction {}", op.mnemonic()),
                }
            }
        }
    };
}

exit_reasons! {
    /// A place that the interpreter had not reached when it was compiled.
    Unreached "not reached before";
    /// An operand was not of a type seen before.
    Type "type";
    /// A receiver had another shape.
    Shape "shape";
    /// An integer result that is no immediate.
    Overflow "overflow";
    /// An operand out of the range that native code does.
    Range "range";
    /// The object is frozen.
    Frozen "frozen object";
    /// A primitive declined.
    Declined "primitive declined";
    /// Another block, or one from elsewhere.
    Block "block";
    /// A constant changed.
    Constant "constant";
    /// The function runs on behalf of another method.
    Method "method";
    /// The function's entry: no room on a stack.
    Enter "stack limit";
    /// Somebody wants something: a collection, an interrupt.
    Poll "poll";
    /// An exception or throw.
    Raise "exception";
    /// The code was discarded while a call was under way, or somebody wrote into
    /// the frame or wants its locals.
    Invalid "discarded";
    /// Forced, to test.
    Stress "forced";
}

/// What is to be done with a frame that native code left.
#[repr(u32)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExitKind {
    /// Go on at an instruction.
    Resume,
    /// The same at the function's entry: `enter` has not run.
    Enter,
    /// Something is pending; the instruction is the one that failed.
    Raise,
}

/// A place where native code leaves. Native code stores its address into
/// [`Vm`]'s `exit` and the frame into `fp`.
#[repr(C)]
pub struct ExitRecord {
    /// Where the interpreter goes on.
    pub next: *const Insn,
    /// Operands of the frame there.
    pub depth: u32,
    /// What is to be done.
    pub kind: ExitKind,
    /// The code that leaves; set when it is installed.
    pub code: Cell<*const NativeCode>,
    /// How often it was taken.
    pub count: Cell<u64>,
    /// The instruction that it belongs to.
    pub pc: u32,
    /// What that instruction is; None if it is behind the last one.
    pub op: Option<Op>,
    /// Why.
    pub reason: ExitReason,
}

/// What the interpreter noted about an instruction while it was told to.
#[derive(Clone, Copy, Debug)]
pub struct Feedback {
    /// It ran.
    pub reached: bool,
    /// Kinds of its first two operands (the receiver first).
    pub operands: [Kinds; 2],
    /// Shapes of self, for instance variables, or of the receiver, for operators;
    /// `NONE` where there are fewer.
    pub shapes: [ShapeId; 4],
    /// More shapes than that.
    pub many_shapes: bool,
    /// The block's function, for `yield`; null if none or several.
    pub block: *const Function,
    /// Several blocks.
    pub many_blocks: bool,
    /// Times that native code left here.
    pub exits: u32,
}

impl Default for Feedback {
    fn default() -> Feedback {
        Feedback {
            reached: false,
            operands: [Kinds::EMPTY; 2],
            shapes: [shape::fixed::NONE; 4],
            many_shapes: false,
            block: std::ptr::null(),
            many_blocks: false,
            exits: 0,
        }
    }
}

impl Feedback {
    /// Adds a shape.
    pub fn note_shape(&mut self, id: ShapeId) {
        for known in &mut self.shapes {
            if *known == id {
                return;
            }
            if *known == shape::fixed::NONE {
                *known = id;
                return;
            }
        }
        self.many_shapes = true;
    }

    /// Adds a block's function.
    pub fn note_block(&mut self, function: *const Function) {
        self.many_blocks |= !self.block.is_null() && self.block != function;
        self.block = function;
    }

    /// The shapes noted.
    pub fn shapes(&self) -> impl Iterator<Item = ShapeId> {
        let shapes = self.shapes.into_iter();
        shapes.take_while(|&id| id != shape::fixed::NONE)
    }
}

/// Native code of a function.
pub struct NativeCode {
    /// Whose.
    pub function: *const Function,
    /// Where it is entered.
    pub entry: NativeEntry,
    /// Number of the version, from 1.
    pub version: u32,
    /// Its first byte: a function of a frame's header address.
    pub address: *const u8,
    /// Its size.
    pub bytes: usize,
    /// Snippets of threaded code, all of them in one row.
    pub snippets: Box<[Insn]>,
    /// For each of those instructions the pc that it stands for; the one that
    /// returns to native code stands for where the interpreter would go on.
    pub pcs: Box<[u32]>,
    /// Where it leaves. Their addresses stand in the code.
    pub exits: Box<[ExitRecord]>,
    /// What it takes for granted.
    pub assumptions: Vec<Assumption>,
    /// Shapes that stand in the code.
    pub shapes: Vec<ShapeId>,
    /// Methods whose addresses stand in the code.
    pub entries: Vec<*const MethodEntry>,
    /// Functions whose addresses stand in the code, besides its own.
    pub functions: Vec<*const Function>,
    /// Texts that were asked for.
    pub texts: CodeTexts,
    /// Offsets from which on code is for an instruction, if that was asked for.
    pub places: Vec<(u32, u32)>,
    /// Time it took to make.
    pub compile_time: Duration,
    /// Whether it may still be entered.
    pub valid: Cell<bool>,
    /// Exits that speak against it, since `judged`.
    pub wrong: Cell<u32>,
    /// So many are borne.
    pub patience: u32,
    /// Work that the vm had done when it was installed or judged last.
    pub judged: Cell<u64>,
    /// Owns the bytes.
    pub memory: Box<dyn CodeMemory>,
}

/// Forms in which code is shown.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Texts {
    /// The optimiser's graph.
    pub hir: bool,
    /// Cranelift's form.
    pub clif: bool,
    /// Instructions of the machine.
    pub asm: bool,
}

impl Texts {
    /// Whether any is wanted.
    pub fn any(self) -> bool {
        self.hir || self.clif || self.asm
    }
}

/// The forms of a piece of code that were asked for.
#[derive(Clone, Default, Debug)]
pub struct CodeTexts {
    /// The optimiser's graph.
    pub hir: Option<String>,
    /// Cranelift's form.
    pub clif: Option<String>,
    /// Instructions of the machine.
    pub asm: Option<String>,
}

/// Executable memory of one piece of native code; dropping it frees it.
pub trait CodeMemory {}

impl NativeCode {
    /// The pc that an address in a snippet stands for.
    pub fn pc_of(&self, ip: *const Insn) -> Option<u32> {
        let range = self.snippets.as_ptr_range();
        if !range.contains(&ip) {
            return None;
        }
        let index = (ip as usize - range.start as usize) / size_of::<Insn>();
        Some(self.pcs[index])
    }

    /// Whether everything that stands in the code survives.
    fn survives(&self, survivors: &Survivors) -> bool {
        let method = |entry: &*const MethodEntry| {
            // SAFETY: V3: code is swept before the entries it names.
            let id = unsafe { (**entry).id };
            survivors.has(table::METHOD, id.0)
        };
        let lives = |function: &*const Function| {
            // SAFETY: V3: as above.
            let function = unsafe { &**function };
            function.survives(survivors)
        };
        self.shapes
            .iter()
            .all(|id| survivors.has(table::SHAPE, id.0))
            && self.entries.iter().all(method)
            && self.functions.iter().all(lives)
    }
}

/// What is waited for at a place where native code may be entered: a function's
/// entry, or the head of a loop. Its calls or iterations are counted at first,
/// then its operands are noted for a while, then it is compiled.
#[derive(Clone, Copy, Debug)]
pub struct Watch {
    /// Calls, or iterations, at which something is to be done.
    pub next: u64,
    /// Operands are noted until then, and it is compiled; else that begins.
    pub profiled: bool,
    /// Versions compiled.
    pub versions: u32,
    /// Versions that were discarded because they left too often.
    pub failed: u32,
}

impl Watch {
    /// A count that is never reached.
    pub const NEVER: u64 = u64::MAX;

    /// Of something that has not run; counts at which something is to be done.
    pub const fn until(next: u64) -> Watch {
        Watch {
            next,
            profiled: false,
            versions: 0,
            failed: 0,
        }
    }

    /// Operands are noted from now on: for `span` counts, or until it has been
    /// counted as often as it takes.
    pub fn profile(&mut self, count: u64, span: u64, enough: u64) {
        let end = count + span;
        self.profiled = true;
        self.next = if count < enough { end.min(enough) } else { end };
    }

    /// Nothing is to be done any more.
    pub fn end(&mut self) {
        self.profiled = false;
        self.next = Watch::NEVER;
    }

    /// It is compiled again, but later, each time later than before.
    pub fn begin_again(&mut self, count: u64, span: u64) {
        self.profiled = false;
        self.next = count + (span << self.versions.min(TierConfig::LONGEST_WAIT));
    }

    /// Exits that a version bears which is compiled now.
    pub fn patience(&self) -> u32 {
        TierConfig::EXITS << self.failed
    }

    /// Whether a version that is compiled now is the last one: it leaves nowhere
    /// where it can help it.
    pub fn is_last(&self) -> bool {
        self.failed + 1 >= TierConfig::MAX_VERSIONS
    }
}

/// What the vm keeps for a function that may become native.
pub struct Tiering {
    /// Its entry; those of its loops are in their cells.
    pub entry: Watch,
    /// Operands are noted for one of them.
    pub profiled: bool,
    /// By pc; empty until it is profiled.
    pub feedback: Vec<Feedback>,
    /// Code that may be entered.
    pub code: Vec<Box<NativeCode>>,
    /// Code that frames may still return to.
    pub retired: Vec<Box<NativeCode>>,
    /// Why it has no native code.
    pub refusal: Option<String>,
    /// Time that its code took to make.
    pub compile_time: Duration,
    /// Exits of code that was freed, by instruction and reason.
    pub past_exits: FxHashMap<(u32, ExitReason), u64>,
}

impl Tiering {
    /// Of a function that has not run.
    pub fn new(config: &TierConfig) -> Tiering {
        Tiering {
            entry: Watch::until(config.first_calls()),
            profiled: false,
            feedback: Vec::new(),
            code: Vec::new(),
            retired: Vec::new(),
            refusal: None,
            compile_time: Duration::ZERO,
            past_exits: FxHashMap::default(),
        }
    }

    /// The pc that an address in a snippet of some code, valid or retired, stands
    /// for.
    pub fn snippet_pc(&self, ip: *const Insn) -> Option<u32> {
        let mut all = self.code.iter().chain(&self.retired);
        all.find_map(|code| code.pc_of(ip))
    }

    /// Whether something that valid code names is about to be freed.
    pub(crate) fn names_dead(&self, survivors: &Survivors) -> bool {
        !self.code.iter().all(|code| code.survives(survivors))
    }

    /// Forgets shapes and blocks that are about to be freed.
    pub(crate) fn sweep(&mut self, survivors: &Survivors) {
        for feedback in &mut self.feedback {
            let dead = |id: &ShapeId| !survivors.has(table::SHAPE, id.0);
            if feedback.shapes().any(|id| dead(&id)) {
                feedback.shapes = [shape::fixed::NONE; 4];
            }
            // SAFETY: V3: feedback is swept before the functions it names.
            let block = unsafe { feedback.block.as_ref() };
            if block.is_some_and(|block| !block.survives(survivors)) {
                feedback.block = std::ptr::null();
            }
        }
    }
}

/// How eager the native tier is.
#[derive(Clone, Debug, PartialEq)]
pub struct TierConfig {
    /// Calls after which a function is compiled.
    pub calls: u64,
    /// Iterations after which a loop is.
    pub loops: u64,
    /// Compile at the first call.
    pub eager: bool,
    /// Force every n-th guard to fail; 0 is off.
    pub stress_exits: u32,
    /// Forget an assumption at random, at one in n safe points; 0 is off.
    pub stress_expire: u32,
    /// Discard code, or refuse to make it, at random: one in n; 0 is off.
    pub stress_discard: u32,
    /// Bytes of code that a vm holds at most.
    pub code_bytes: usize,
    /// Print a line for each event.
    pub log: bool,
    /// What native code counts.
    pub counts: Counts,
    /// Texts of code that are kept.
    pub texts: Texts,
}

impl Default for TierConfig {
    fn default() -> TierConfig {
        TierConfig {
            calls: 200,
            loops: 2_000,
            eager: false,
            stress_exits: 0,
            stress_expire: 0,
            stress_discard: 0,
            code_bytes: 64 << 20,
            log: false,
            counts: Counts::Nothing,
            texts: Texts::default(),
        }
    }
}

impl TierConfig {
    /// Calls that are profiled before a function is compiled.
    pub const PROFILED_CALLS: u64 = 10;
    /// Iterations that are.
    pub const PROFILED_LOOPS: u64 = 100;
    /// Versions of which each was made because the one before left too often.
    pub const MAX_VERSIONS: u32 = 4;
    /// Exits of the first version that make a second one; each further one
    /// takes twice as many.
    pub const EXITS: u32 = 100;
    /// Calls and iterations that the vm does for each exit of a last version, or
    /// it is given up: leaving and entering again takes as long as some four
    /// interpreted iterations.
    pub const WORK_PER_EXIT: u64 = 16;
    /// Doublings of what is waited for before code is made again.
    pub const LONGEST_WAIT: u32 = 16;

    /// Whether code is discarded at random.
    pub fn is_random(&self) -> bool {
        self.stress_expire > 0 || self.stress_discard > 0
    }

    /// Counts that are profiled, and counts that it takes to be compiled.
    pub fn spans(&self, entry: NativeEntry) -> (u64, u64) {
        match entry {
            NativeEntry::Function => (Self::PROFILED_CALLS, self.calls),
            NativeEntry::Loop { .. } => (Self::PROFILED_LOOPS, self.loops),
        }
    }

    /// Calls at which profiling begins.
    pub fn first_calls(&self) -> u64 {
        if self.eager {
            return 1;
        }
        self.calls.saturating_sub(Self::PROFILED_CALLS).max(1)
    }

    /// Iterations at which profiling begins.
    pub fn first_loops(&self) -> u64 {
        if self.eager {
            return 1;
        }
        self.loops.saturating_sub(Self::PROFILED_LOOPS).max(1)
    }
}

/// A native tier: makes native code of functions.
pub trait Tier {
    /// Makes code for a function, whose frame at `fp` is about to enter it; or
    /// says why not.
    fn compile(
        &mut self,
        vm: &mut Vm,
        function: *const Function,
        entry: NativeEntry,
        fp: *mut Word,
    ) -> Result<Box<NativeCode>, String>;

    /// Where native code is called from Rust, once there is some.
    fn bridge(&self) -> Option<Bridge>;
}

/// Calls native code: vm, header of the frame, address.
pub type CallNative = unsafe extern "C" fn(*mut Vm, *mut Word, *const u8) -> Word;

/// Two pieces of code that every native tier has.
#[derive(Clone, Copy)]
pub struct Bridge {
    /// Calls native code.
    pub call: CallNative,
    /// What native callers call for a function without native code.
    pub interpret: *const u8,
    /// The bytes of both.
    pub code: [&'static [u8]; 2],
}

/// A function and the method that it runs as.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct FoundTarget {
    /// The function.
    pub function: *const Function,
    /// The method.
    pub entry: *const MethodEntry,
}

impl Default for FoundTarget {
    fn default() -> FoundTarget {
        FoundTarget {
            function: std::ptr::null(),
            entry: std::ptr::null(),
        }
    }
}

/// The native tier of a vm.
#[derive(Default)]
pub struct Native {
    /// What compiles; None: everything is interpreted.
    pub tier: Option<Box<dyn Tier>>,
    /// How eager it is.
    pub config: TierConfig,
    /// Once something was compiled.
    pub bridge: Option<Bridge>,
    /// Who takes what for granted.
    pub dependents: FxHashMap<Assumption, Vec<*const Function>>,
    /// Functions with retired code.
    pub retired: Vec<*const Function>,
    /// Bytes of code now.
    pub held_bytes: usize,
    /// Whether the throw that landed last ends its frame, and not only a call.
    pub landed_return: u64,
    /// What the helper that looks for the target of a yield found.
    pub found: FoundTarget,
    /// Guards until the next one is forced to fail, if that is asked for.
    pub stress_left: i64,
    /// Figures.
    pub counters: TierCounters,
    /// Where names of code go that `perf` reads.
    pub perf: Option<PerfFile>,
    /// Figures that native code keeps.
    pub counts: NativeCounts,
}
