//! Frames of the VM stack and the one way to look at them.
//!
//! ```text
//!          self | local 0 .. local n-1 | header (9 words) | operands ...
//!                                      ^ fp                          ^ sp
//! ```
//!
//! The caller pushes receiver and arguments, which become the callee's self and
//! first locals in place; its result replaces the receiver. Nobody stores a
//! pointer into a frame: `break`, `return` from a block and bindings name a
//! frame by its activation id, which only frames of functions with block
//! literals have.

use crate::bytecode::code::{CodeKind, Place};
use crate::bytecode::decode;
use crate::bytecode::operand::OperandKind;
use crate::bytecode::ops::Op;
use crate::heap::{Word, barrier, layout};
use crate::object::{MethodEntry, MethodId, Sym};

use super::Vm;
use super::dispatch::Insn;
use super::function::{Function, FunctionKind, SendSite};

/// Where the caller goes on: an instruction address.
pub const RETURN_IP: usize = 0;
/// The caller's frame.
pub const CALLER_FP: usize = 1;
/// The function: `*const Function`.
pub const FUNCTION: usize = 2;
/// The method entry: `*const MethodEntry`, or 0.
pub const ENTRY: usize = 3;
/// The block passed to the method around: nil, a Proc, or a block literal of a
/// live frame.
pub const BLOCK: usize = 4;
/// The innermost Env, or nil.
pub const ENV: usize = 5;
/// Argument count (low half) and flags.
pub const INFO: usize = 6;
/// Activation id; only valid in functions that have block literals.
pub const ID: usize = 7;
/// In a block's frame: the Proc or block literal being run.
pub const CALLABLE: usize = 8;
/// Words of a header.
pub const HEADER: usize = 9;

/// INFO flag: runs as a lambda.
pub const INFO_LAMBDA: u64 = 1 << 32;
/// INFO flag of a primitive's frame: the last argument is the keywords.
pub const INFO_KEYWORDS: u64 = 1 << 33;

/// INFO flag: the frame leaves its locals to Procs or Bindings (`kept.rs`).
pub const INFO_KEPT: u64 = 1 << 34;

/// INFO flag of evaluated text: the program gave the Binding, and sees the
/// refinements that the text brings into force.
pub const INFO_BOUND: u64 = 1 << 35;

/// INFO flag of a native frame: when its call returns, it goes on in the
/// interpreter.
pub const INFO_STALE: u64 = 1 << 36;

/// A frame of a suspended or running function.
#[derive(Clone, Copy)]
pub struct FrameRef {
    /// Header of the frame.
    pub fp: *mut Word,
    /// The instruction being executed.
    pub ip: *const Insn,
    /// First word behind the frame's operands.
    pub top: *mut Word,
}

impl FrameRef {
    #[inline(always)]
    fn field(self, index: usize) -> u64 {
        // SAFETY: V2: a FrameRef names a complete frame.
        unsafe { (*self.fp.add(index)).bits() }
    }

    /// The function.
    pub fn function(self) -> &'static Function {
        // SAFETY: V3: a frame keeps its function; the lifetime does not leave
        // the vm's own methods.
        let function = unsafe { &*(self.field(FUNCTION) as *const Function) };
        debug_assert!(!function.is_freed(), "a frame of freed code");
        function
    }

    /// Number of local slots.
    pub fn slots(self) -> usize {
        let function = self.function();
        match function.kind {
            FunctionKind::Native => (self.field(INFO) & 0xffff_ffff) as usize,
            _ => function.n_slots as usize,
        }
    }

    /// Where self stands.
    pub fn base(self) -> *mut Word {
        // SAFETY: V2.
        unsafe { self.fp.sub(self.slots() + 1) }
    }

    /// The receiver.
    pub fn this(self) -> Word {
        // SAFETY: V2.
        unsafe { *self.base() }
    }

    /// A local slot.
    pub fn slot(self, index: usize) -> Word {
        debug_assert!(index < self.slots());
        // SAFETY: V2.
        unsafe { *self.base().add(1 + index) }
    }

    /// Writes a local slot.
    pub fn set_slot(self, index: usize, value: Word) {
        debug_assert!(index < self.slots());
        self.set_stale();
        // SAFETY: V2.
        unsafe { *self.base().add(1 + index) = value }
    }

    /// The method entry, if the frame runs on behalf of a method.
    pub fn entry(self) -> Option<&'static MethodEntry> {
        // SAFETY: V3: a frame keeps its method.
        let entry = unsafe { (self.field(ENTRY) as *const MethodEntry).as_ref() };
        debug_assert!(entry.is_none_or(|e| !e.is_freed()), "a freed method");
        entry
    }

    /// The block of the method around.
    pub fn block(self) -> Word {
        Word::from_bits(self.field(BLOCK))
    }

    /// The innermost Env or nil.
    pub fn env(self) -> Word {
        Word::from_bits(self.field(ENV))
    }

    /// The activation id, 0 if the frame has none.
    pub fn id(self) -> u64 {
        if self.function().has_blocks {
            self.field(ID)
        } else {
            0
        }
    }

    /// The Proc or block literal this frame runs, nil in method frames.
    pub fn callable(self) -> Word {
        if self.function().kind == FunctionKind::Block {
            Word::from_bits(self.field(CALLABLE))
        } else {
            Word::NIL
        }
    }

    /// Whether `return` here ends this frame although it is a block's.
    pub fn is_lambda(self) -> bool {
        self.field(INFO) & INFO_LAMBDA != 0
    }

    /// Whether the last argument of a primitive is the keywords.
    pub fn has_keywords(self) -> bool {
        self.field(INFO) & INFO_KEYWORDS != 0
    }

    /// Whether it is evaluated text in a Binding of the program's.
    pub fn is_bound(self) -> bool {
        self.field(INFO) & INFO_BOUND != 0
    }

    /// Whether it leaves its locals to somebody when it ends.
    pub fn is_kept(self) -> bool {
        self.field(INFO) & INFO_KEPT != 0
    }

    /// From now on it does.
    pub fn set_kept(self) {
        // SAFETY: V2: a FrameRef names a complete frame.
        unsafe { *self.fp.add(INFO) = Word::from_bits(self.field(INFO) | INFO_KEPT) }
    }

    /// Whether native code is to leave it when the call that it is in returns.
    pub fn is_stale(self) -> bool {
        self.field(INFO) & INFO_STALE != 0
    }

    /// Native code is to leave it; means nothing for others.
    pub fn set_stale(self) {
        if self.is_native() {
            // SAFETY: V2: a FrameRef names a complete frame.
            unsafe { *self.fp.add(INFO) = Word::from_bits(self.field(INFO) | INFO_STALE) }
        }
    }

    /// Whether native code runs it: it executes a snippet.
    pub fn is_native(self) -> bool {
        self.function().snippet_pc(self.ip).is_some()
    }

    /// Number of arguments the caller passed.
    pub fn argc(self) -> usize {
        (self.field(INFO) & 0xffff_ffff) as usize
    }

    /// Ordinal of the instruction being executed; 0 in frames without code.
    pub fn pc(self) -> usize {
        self.function().pc_of(self.ip)
    }

    /// The instruction being executed, as it was compiled. Reads the code up to
    /// there.
    pub fn insn(self) -> Option<decode::Insn> {
        let code = self.function().code()?;
        decode::Decoder::new(&code.words).nth(self.pc())?.ok()
    }

    /// The site of the call it is in, if it is in one. Reads the code up to
    /// there: what another instruction has for its operand may look like a site.
    pub fn site(self) -> Option<&'static SendSite> {
        let function = self.function();
        let ip = function.interpreted(self.ip);
        if !function.threaded.as_ptr_range().contains(&ip) {
            return None;
        }
        let names_site = |(_, kind, _): (_, OperandKind, _)| kind.is_send_site();
        if !self.insn()?.operands().any(names_site) {
            return None;
        }
        // SAFETY: V2: just checked to be an instruction.
        let operand = unsafe { (*ip).a } as *const SendSite;
        let sites = function.send_sites.as_ptr_range();
        // SAFETY: V3: the operand of an instruction that names one of the
        // function's sites, which live as long as its frames.
        sites.contains(&operand).then(|| unsafe { &*operand })
    }

    /// The frame that called this one; None at the bottom of the task's stack.
    pub fn caller(self) -> Option<FrameRef> {
        let fp = self.field(CALLER_FP) as *mut Word;
        if fp.is_null() {
            return None;
        }
        let return_ip = self.field(RETURN_IP) as *const Insn;
        // The caller executes the instruction before the one it returns to.
        Some(FrameRef {
            fp,
            ip: return_ip.wrapping_sub(1),
            top: self.base(),
        })
    }
}

/// Walks the frames of a task from the innermost outwards.
pub struct Frames {
    next: Option<FrameRef>,
}

impl Iterator for Frames {
    type Item = FrameRef;

    fn next(&mut self) -> Option<FrameRef> {
        let frame = self.next?;
        self.next = frame.caller();
        Some(frame)
    }
}

/// The function of a frame, by its header.
///
/// # Safety
/// V2: `fp` is the header of a frame.
pub(crate) unsafe fn function_of(fp: *mut Word) -> *const Function {
    // SAFETY: the caller's promise.
    unsafe { (*fp.add(FUNCTION)).bits() as *const Function }
}

/// A named local that a frame sees, with its value.
#[derive(Clone, Copy, Debug)]
pub struct NamedLocal {
    /// Its name.
    pub name: Sym,
    /// Its value at the moment; nil while the mark of an absent argument
    /// stands there.
    pub value: Word,
    /// How many Envs up it lives; None for a frame slot.
    pub env: Option<u32>,
    /// The slot in frame or Env.
    pub slot: u32,
}

impl Vm {
    /// The innermost frame of the running task; the registers must stand in
    /// the vm.
    pub fn top_frame(&self) -> Option<FrameRef> {
        if self.fp.is_null() {
            None
        } else {
            Some(FrameRef {
                fp: self.fp,
                ip: self.ip,
                top: self.sp,
            })
        }
    }

    /// All frames of the running task, innermost first.
    pub fn frames(&self) -> Frames {
        Frames {
            next: self.top_frame(),
        }
    }

    /// The frame with this activation id, if it is still alive.
    pub fn frame_by_id(&self, id: u64) -> Option<FrameRef> {
        self.frames().find(|frame| frame.id() == id)
    }

    /// The method entry a frame runs for, by number.
    pub fn frame_method(&self, frame: FrameRef) -> Option<MethodId> {
        frame.entry().map(|entry| entry.id)
    }

    /// Every named local that a frame sees: its own, those that it shares with
    /// the functions around it, innermost first. A name that is hidden by
    /// another is left out.
    pub fn frame_locals(&self, frame: FrameRef) -> Vec<NamedLocal> {
        let mut locals: Vec<NamedLocal> = Vec::new();
        let function = frame.function();
        let (Some(code), Some(linked)) = (function.code(), function.unit()) else {
            return locals;
        };
        let has_env = self.has_own_env(frame);
        let (mut linked, mut at, mut depth, mut own) = (linked, code, 0, true);
        loop {
            for (index, local) in at.locals.iter().enumerate() {
                let Some(name) = local.name.map(|name| linked.symbols[name.index()]) else {
                    continue;
                };
                let (env, slot) = match local.place {
                    Place::Slot(slot) if own => (None, slot.index() as u32),
                    Place::Slot(_) => continue,
                    Place::Env(slot) if !own || has_env => (Some(depth), slot),
                    // The prologue has not made the Env: parameters still
                    // stand in the frame, the others are not there yet.
                    Place::Env(_) if index < function.n_params as usize => (None, index as u32),
                    Place::Env(_) => continue,
                };
                if !super::regexp::is_hidden_name(self, name)
                    && locals.iter().all(|known| known.name != name)
                {
                    let value = self.local_word(frame, env, slot);
                    locals.push(NamedLocal {
                        name,
                        value,
                        env,
                        slot,
                    });
                }
            }
            depth += u32::from(at.env_size > 0 && (!own || has_env));
            match linked.around(at) {
                Some(around) => (linked, at) = around,
                None => return locals,
            }
            own = false;
        }
    }

    /// Gives a local another value, which the frame and all that share the
    /// local see from now on.
    pub fn set_frame_local(&mut self, frame: FrameRef, local: NamedLocal, value: Word) {
        match local.env {
            None => frame.set_slot(local.slot as usize, value),
            Some(depth) => {
                let env = self.env_above(frame, depth);
                let slot = layout::env::TAIL + local.slot as usize;
                // SAFETY: V2: the compiler gave the Env this slot; the barrier
                // is in `store`.
                unsafe { self.world.heap.store(env, slot, value) };
            }
        }
    }

    fn local_word(&self, frame: FrameRef, env: Option<u32>, slot: u32) -> Word {
        let word = match env {
            None => frame.slot(slot as usize),
            Some(depth) => {
                let env = self.env_above(frame, depth);
                // SAFETY: V2: the compiler gave the Env this slot.
                unsafe { barrier::load(env, layout::env::TAIL + slot as usize) }
            }
        };
        if word.is_undef() { Word::NIL } else { word }
    }

    pub(super) fn env_above(&self, frame: FrameRef, depth: u32) -> Word {
        let mut env = frame.env();
        for _ in 0..depth {
            // SAFETY: V2: code that runs has as many Envs around it as the
            // compiler counted.
            env = unsafe { barrier::load(env, layout::env::PARENT) };
        }
        env
    }

    /// Whether the prologue of a frame has made the Env of its function.
    fn has_own_env(&self, frame: FrameRef) -> bool {
        let Some(code) = frame.function().code() else {
            return false;
        };
        let made = |insn: &decode::Insn| insn.op == Op::MakeEnv;
        if code.kind == CodeKind::Eval {
            return code.env_size > 0;
        }
        code.env_size > 0
            && code
                .insns()
                .iter()
                .position(made)
                .is_some_and(|pc| frame.pc() > pc)
    }
}
