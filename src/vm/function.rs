//! Linked functions: portable code with its symbols, literals and sites made
//! real in one vm.
//!
//! A function is threaded when it first runs: until then its only instruction
//! is [`super::link`]'s stub. Frames, sites and blocks point to functions: a
//! full collection frees those of a unit together, when no frame, Proc, method
//! or backtrace names one of them, and empties the sites.

use std::cell::Cell;
use std::rc::Rc;

use crate::bytecode::code::{Code, CodeKind, SendFlags, Unit};
use crate::bytecode::ops::Op;
use crate::heap::{ShapeId, Survivors, Word};
use crate::object::records::{Mortal, table};
use crate::object::{MethodEntry, Sym, shape};

use super::dispatch::{Handler, Insn};
use super::native::{NativeEntry, Tiering, Watch};

/// What a frame of the function is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FunctionKind {
    /// Compiled method, class body or program.
    Method,
    /// Compiled block or lambda.
    Block,
    /// A primitive that may call Ruby; its locals are its arguments.
    Native,
    /// The bottom of a nested run: Rust called Ruby here.
    Entry,
}

/// A unit as linked into a vm.
pub struct LinkedUnit {
    /// The portable form.
    pub unit: Unit,
    /// Unit symbol index to symbol.
    pub symbols: Vec<Sym>,
    /// Unit code index to function.
    pub functions: Vec<*const Function>,
    /// Kernel code: hidden from backtraces, may use primitives.
    pub kernel: bool,
    /// Refinements came into force in its code (see `refine.rs`).
    pub refined: Cell<bool>,
    /// The function around an evaluated text.
    pub outer: Option<(Rc<LinkedUnit>, u32)>,
}

impl LinkedUnit {
    /// The function around one of this unit's, if its locals are seen there.
    pub fn around<'u>(&'u self, code: &Code) -> Option<(&'u LinkedUnit, &'u Code)> {
        if code.kind == CodeKind::Eval {
            let (unit, index) = self.outer.as_ref()?;
            return Some((&**unit, &unit.unit.codes[*index as usize]));
        }
        let parent = code.parent.filter(|_| code.kind.is_block())?;
        Some((self, self.unit.code(parent)))
    }
}

/// A function that can run.
#[repr(C)]
pub struct Function {
    /// First threaded instruction, or the stub that threads.
    pub insns: *const Insn,
    /// What native callers call: native code, or what interprets; null before
    /// anything is native.
    pub native_entry: *const u8,
    /// Where the first of `children` stands, for native code.
    pub first_child: *const *const Function,
    /// The values that a call passes which need not look at the parameters: so
    /// many exactly; `NOT_EXACT` if every call has to.
    pub exact_argc: u32,
    /// Local slots, parameters included.
    pub n_slots: u32,
    /// Slots that arguments fill.
    pub n_params: u32,
    /// Arguments of the simple case.
    pub required: u32,
    /// Words from `fp` that a frame may use: header and operands.
    pub frame_words: u32,
    /// Calls so far (for tier-up).
    pub calls: u64,
    /// Where its body begins, behind the entry; good once threaded.
    pub body_pc: u32,
    /// It takes any values, as an Array: `|*rest|` and nothing else.
    pub only_rest: bool,
    /// What its frames are.
    pub kind: FunctionKind,
    /// Keywords that land in the rest are marked (`ruby2_keywords`).
    pub keyword_rest: Cell<bool>,
    /// It was told that a block was passed to it for nothing.
    pub block_told: Cell<bool>,
    /// Frames have an activation id.
    pub has_blocks: bool,
    /// Slots that Procs and Bindings may ask for when the frame has ended.
    pub kept_slots: u32,
    /// Threaded with returns that see to that (`kept.rs`).
    pub keeps_locals: Cell<bool>,
    /// Threaded to begin with an `enter` that only enters: calls do its work.
    pub plain_enter: bool,
    /// Number within the vm.
    pub id: u32,
    /// Memory it takes, about.
    pub bytes: usize,
    /// Where it comes from; None for the vm's own stubs.
    pub linked: Option<(Rc<LinkedUnit>, u32)>,
    /// Number of threaded instructions (0 until threaded).
    pub insn_count: usize,
    /// The threaded instructions.
    pub threaded: Vec<Insn>,
    /// Sites of calls, by position among the code's sites.
    pub send_sites: Vec<SendSite>,
    /// Sites of instance variables.
    pub ivar_sites: Vec<IvarSite>,
    /// Sites of constants.
    pub const_sites: Vec<ConstSite>,
    /// Iterations of each loop (for tier-up) and its native code.
    pub loops: Vec<LoopCell>,
    /// Block literals, by the child number that block words carry.
    pub children: Vec<*const Function>,
    /// Where it keeps `$~` and `$_`, once somebody asked.
    pub hidden_locals: Cell<Option<super::regexp::HiddenLocals>>,
    /// Literals, by literal index: mature objects or immediates.
    pub literals: Vec<Word>,
    /// Its way to native code, if there is a native tier.
    pub tier: Option<Box<Tiering>>,
    /// Time attributed to it, if time is sampled.
    pub nanoseconds: u64,
}

/// A loop.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct LoopCell {
    /// Iterations that were interpreted.
    pub count: u64,
    /// Iterations of native code, if they are counted.
    pub native_count: u64,
    /// Native code that goes on behind its head; null if there is none.
    pub native: *const u8,
    /// When it becomes native.
    pub watch: Watch,
}

impl LoopCell {
    /// A loop that has not run.
    pub const NEW: LoopCell = LoopCell {
        count: 0,
        native_count: 0,
        native: std::ptr::null(),
        watch: Watch::until(Watch::NEVER),
    };

    /// Iterations so far.
    pub fn iterations(&self) -> u64 {
        self.count + self.native_count
    }
}

impl Mortal for Function {
    fn bury(&mut self) {
        self.id = Function::FREED;
        self.linked = None;
    }
}

impl Function {
    /// See `exact_argc`.
    pub const NOT_EXACT: u32 = u32::MAX;

    /// Whether a call with so many plain values need not look at the parameters.
    #[inline(always)]
    pub fn takes_exactly(&self, argc: u32) -> bool {
        self.exact_argc == argc
    }

    /// Whether a call can write the header before `enter` has asked for room: it
    /// must fit the red zone above the stack limit.
    pub fn fits_in_place(&self) -> bool {
        self.n_slots <= Function::MOST_SLOTS_IN_PLACE
    }

    /// See `fits_in_place`.
    pub const MOST_SLOTS_IN_PLACE: u32 = 256;

    /// In debug builds the number of a function that was freed.
    const FREED: u32 = u32::MAX - 1;

    /// Whether a full collection freed it (only told in debug builds).
    #[inline(always)]
    pub fn is_freed(&self) -> bool {
        cfg!(debug_assertions) && self.id == Function::FREED
    }

    /// The portable code, if it has any.
    pub fn code(&self) -> Option<&Code> {
        let (linked, index) = self.linked.as_ref()?;
        Some(&linked.unit.codes[*index as usize])
    }

    /// Whether its code was written under this name.
    pub fn is_named(&self, name: &[u8]) -> bool {
        let unit = self.unit().map(|linked| &linked.unit);
        let code = self.code().zip(unit);
        code.is_some_and(|(code, unit)| unit.symbol(code.name) == name)
    }

    /// The unit it belongs to.
    pub fn unit(&self) -> Option<&LinkedUnit> {
        self.linked.as_ref().map(|(linked, _)| &**linked)
    }

    /// The function around its code, if its locals are seen there.
    pub fn around(&self) -> Option<(&LinkedUnit, &Code)> {
        self.unit()?.around(self.code()?)
    }

    /// Ordinal of an instruction of this function, which may be in a snippet of
    /// its native code.
    pub fn pc_of(&self, ip: *const Insn) -> usize {
        let offset = (ip as usize).wrapping_sub(self.insns as usize) / size_of::<Insn>();
        if offset < self.insn_count {
            return offset;
        }
        self.snippet_pc(ip).map_or(0, |pc| pc as usize)
    }

    /// The instruction that an address in a snippet of native code stands for.
    pub fn snippet_pc(&self, ip: *const Insn) -> Option<u32> {
        self.tier.as_deref()?.snippet_pc(ip)
    }

    /// Where the interpreter has the instruction at an address, which may be in a
    /// snippet.
    pub fn interpreted(&self, ip: *const Insn) -> *const Insn {
        match self.snippet_pc(ip) {
            Some(pc) => self.insns.wrapping_add(pc as usize),
            None => ip,
        }
    }

    /// The number of the loop whose head is at `pc`.
    pub fn loop_at(&self, pc: u32) -> Option<usize> {
        let insn = self.code()?.insns().get(pc as usize).copied()?;
        (insn.op == Op::LoopHead).then_some(insn.a as usize)
    }

    /// Whether it has native code.
    pub fn is_hot(&self) -> bool {
        self.tier
            .as_deref()
            .is_some_and(|tier| !tier.code.is_empty())
    }

    /// Versions compiled for the place that has most; 0: it never had code.
    pub fn versions(&self) -> u32 {
        let loops = self.loops.iter().map(|cell| cell.watch.versions);
        let entry = self.tier.as_deref().map(|tier| tier.entry.versions);
        entry.into_iter().chain(loops).max().unwrap_or(0)
    }

    /// Whether its operands are noted.
    pub fn is_profiled(&self) -> bool {
        self.tier.as_deref().is_some_and(|tier| tier.profiled)
    }

    /// Whether something about it may become native still.
    pub fn is_watched(&self) -> bool {
        let loops = self.loops.iter().map(|cell| &cell.watch);
        let entry = self.tier.as_deref().map(|tier| &tier.entry);
        (entry.into_iter().chain(loops)).any(|watch| watch.next != Watch::NEVER)
    }

    /// What is waited for at a place where native code may be entered. None: no
    /// native tier watches the function.
    pub fn watch(&self, entry: NativeEntry) -> Option<&Watch> {
        let tier = self.tier.as_deref()?;
        match entry {
            NativeEntry::Function => Some(&tier.entry),
            NativeEntry::Loop { pc } => Some(&self.loops[self.loop_at(pc)?].watch),
        }
    }

    /// The same to change, with how often the interpreter came there.
    pub fn watch_mut(&mut self, entry: NativeEntry) -> Option<(u64, &mut Watch)> {
        match entry {
            NativeEntry::Function => {
                let tier = self.tier.as_deref_mut()?;
                Some((self.calls, &mut tier.entry))
            }
            NativeEntry::Loop { pc } => {
                self.tier.as_deref()?;
                let cell = self.loop_at(pc)?;
                let cell = &mut self.loops[cell];
                Some((cell.count, &mut cell.watch))
            }
        }
    }

    /// Everything that is waited for.
    pub fn watches_mut(&mut self) -> impl Iterator<Item = &mut Watch> {
        let entry = self.tier.as_deref_mut().map(|tier| &mut tier.entry);
        let loops = self.loops.iter_mut().map(|cell| &mut cell.watch);
        entry.into_iter().chain(loops)
    }

    /// Calls at which something is to be done about it.
    #[inline(always)]
    pub fn next_calls(&self) -> u64 {
        self.tier
            .as_deref()
            .map_or(Watch::NEVER, |tier| tier.entry.next)
    }

    /// Whether a full collection keeps it.
    pub(crate) fn survives(&self, survivors: &Survivors) -> bool {
        match &self.linked {
            // SAFETY: V3: the functions of a unit live as long as one of them.
            Some((linked, _)) => survivors.has(table::UNIT, unsafe { (*linked.functions[0]).id }),
            None => true,
        }
    }

    /// The shapes that its native code names.
    pub(crate) fn native_shapes(&self) -> impl Iterator<Item = ShapeId> {
        let tiering = self.tier.iter();
        let code = tiering.flat_map(|tiering| &tiering.code);
        code.flat_map(|code| code.shapes.iter().copied())
    }

    /// File and line of an instruction.
    pub fn location(&self, pc: usize) -> Option<(&str, u32)> {
        let unit = &self.unit()?.unit;
        let span = self.code()?.span_at(pc as u32);
        Some((&unit.source.name, unit.source.line(span.start)))
    }

    /// Whether backtraces show the caller's line instead.
    pub fn is_kernel(&self) -> bool {
        self.unit().is_some_and(|unit| unit.kernel)
    }
}

/// How many receiver shapes a site tells apart before it goes through the
/// global cache.
pub const MAX_WAYS: usize = 4;

/// What a send does for one receiver shape.
#[derive(Clone, Copy)]
pub struct Way {
    /// Receiver shape.
    pub shape: ShapeId,
    /// What runs on a hit.
    pub handler: Handler,
    /// Function, native row or slot, as the handler wants it.
    pub target: usize,
    /// The method.
    pub entry: *const MethodEntry,
}

/// The inline cache of one call: the way taken last, in front of all ways.
#[repr(C)]
pub struct SendSite {
    /// Receiver shape of the way; `NONE` while the site is empty.
    pub shape: ShapeId,
    /// Values above the receiver.
    pub pushed: u32,
    /// What runs on a hit.
    pub handler: Handler,
    /// Function, native row or slot, as the handler wants it.
    pub target: usize,
    /// The method.
    pub entry: *const MethodEntry,
    /// What does not change, and the other ways.
    pub info: Box<SiteInfo>,
}

/// The rest of a send site.
pub struct SiteInfo {
    /// Method name.
    pub name: Sym,
    /// Positional values.
    pub argc: u32,
    /// How the call is written.
    pub flags: SendFlags,
    /// Names of the keyword values.
    pub keywords: Vec<Sym>,
    /// Block literal, as a child number of the function.
    pub block: Option<u32>,
    /// Only positional values, no block.
    pub plain: bool,
    /// Every way seen, at most [`MAX_WAYS`].
    pub ways: Vec<Way>,
    /// For `super`: the method that it was called in; null otherwise.
    pub from: *const MethodEntry,
    /// In a counting vm: the shape of the way in front, which hides there.
    pub front: ShapeId,
    /// More shapes were seen than there are ways.
    pub megamorphic: bool,
}

/// The cache of one instance-variable access.
#[repr(C)]
pub struct IvarSite {
    /// Shape of self.
    pub shape: ShapeId,
    /// Shape after a store (equal to `shape` unless the store adds the variable).
    pub next_shape: ShapeId,
    /// Word offset of the inline slot.
    pub offset: usize,
    /// Where self stands, in words from `fp`.
    pub this_offset: isize,
    /// The variable.
    pub name: Sym,
}

/// The cache of one constant access.
#[repr(C)]
pub struct ConstSite {
    /// Constant epoch at which `value` was found; 0 while empty.
    pub epoch: u32,
    /// Lexical scope it was found from.
    pub scope: u32,
    /// For a path (`scope::NAME`) the module it was found from; else nil. A root.
    pub from: Word,
    /// The value; a root.
    pub value: Word,
    /// The constant.
    pub name: Sym,
}

impl SendSite {
    /// Forgets everything if it names a dead shape or method; what lives comes
    /// back soon enough.
    pub fn sweep(&mut self, survivors: &Survivors) {
        let lives = |shape: ShapeId, entry: *const MethodEntry| {
            // SAFETY: V3: sites are swept before the entries they name.
            let entry = unsafe { entry.as_ref() };
            survivors.has(table::SHAPE, shape.0)
                && entry.is_none_or(|entry| survivors.has(table::METHOD, entry.id.0))
        };
        // The way in front of a megamorphic site is none of the others.
        let front = lives(self.shape, self.entry) && lives(self.info.front, self.entry);
        // SAFETY: V3: as above.
        let from = unsafe { self.info.from.as_ref() };
        if from.is_some_and(|from| !survivors.has(table::METHOD, from.id.0)) {
            self.info.from = std::ptr::null();
            self.reset();
        }
        if !front || !self.info.ways.iter().all(|way| lives(way.shape, way.entry)) {
            self.reset();
        }
    }
}

impl IvarSite {
    /// Forgets dead shapes.
    pub fn sweep(&mut self, survivors: &Survivors) {
        let lives = |id: ShapeId| survivors.has(table::SHAPE, id.0);
        if !lives(self.shape) || !lives(self.next_shape) {
            (self.shape, self.next_shape) = (shape::fixed::NONE, shape::fixed::NONE);
        }
    }
}

impl ConstSite {
    /// Forgets a dead value or scope.
    pub fn sweep(&mut self, survivors: &Survivors) {
        let kept = survivors.keeps(self.value) && survivors.keeps(self.from);
        if !kept || !survivors.has(table::SCOPE, self.scope) {
            (self.epoch, self.from, self.value) = (0, Word::NIL, Word::NIL);
        }
    }
}
