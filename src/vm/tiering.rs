//! When functions become native, and when native code goes.
//!
//! A function begins *warm*: interpreted with handlers that watch its calls and
//! loops. A little before it is compiled it is *profiled*: handlers note the
//! kinds of operands. Then it is *hot*: its first handler, and those of the loops
//! that were compiled, enter native code. Or the native tier *refused* it, and
//! nobody looks at it again. What changes a function's state threads it anew.
//!
//! Whoever breaks what code takes for granted discards it: it is entered no
//! more, and every frame that is in one of its calls is marked, which the code
//! notices when the call returns.

use std::ptr;
use std::time::Instant;

use crate::bytecode::code::{CodeKind, shown_line};
use crate::bytecode::ops::Op;
use crate::heap::{Survivors, Word, barrier};
use crate::object::kinds::Kinds;
use crate::object::{Sym, shape_of};

use super::Vm;
use super::dispatch::Insn;
use super::frame::{BLOCK, FUNCTION, FrameRef};
use super::function::{Function, FunctionKind};
use super::native::{
    Assumption, Bridge, ExitReason, ExitRecord, Feedback, Native, NativeCode, NativeEntry,
    TierConfig, TierState, Tiering,
};
use super::tier_stats::DiscardCause;

impl Vm {
    /// Installs a native tier; before any code is linked.
    pub(crate) fn set_tier(&mut self, tier: Box<dyn super::native::Tier>, config: TierConfig) {
        self.native = Native {
            tier: Some(tier),
            config,
            ..Native::default()
        };
    }

    /// What a function that is threaded for the first time is to be watched
    /// with; None if it stays interpreted.
    pub(crate) fn new_tiering(&self, function: &Function) -> Option<Box<Tiering>> {
        self.native.tier.as_ref()?;
        let code = function.code()?;
        let compiled = match code.kind {
            CodeKind::Stack => false,
            _ => matches!(function.kind, FunctionKind::Method | FunctionKind::Block),
        };
        compiled.then(|| Box::new(Tiering::new(&self.native.config)))
    }

    /// Something is to be done about a function: its calls, or the iterations of
    /// a loop, have reached what was waited for. The handler at the entry runs
    /// again afterwards; it is another one, or waits for more.
    #[inline(never)]
    pub(crate) fn heat(&mut self, function: *mut Function, entry: NativeEntry) {
        // SAFETY: V3: the function runs.
        let running = unsafe { &mut *function };
        let Some(tiering) = running.tier.as_deref_mut() else {
            return;
        };
        let config = &self.native.config;
        if tiering.state == TierState::Warm {
            let code_len = running.insn_count;
            if tiering.feedback.len() != code_len {
                tiering.feedback = vec![Feedback::default(); code_len];
            }
            if !config.eager {
                tiering.state = TierState::Profiled;
                tiering.next_calls = (running.calls + TierConfig::PROFILED_CALLS)
                    .min(config.calls.max(running.calls + 1));
                let cells = running.loops.iter().map(|cell| cell.count);
                tiering.next_loops = cells.max().unwrap_or(0) + TierConfig::PROFILED_LOOPS;
                self.thread(function);
                return;
            }
        }
        self.compile_native(function, entry);
        self.thread(function);
    }

    /// The same for the loop whose head is at `ip`.
    #[inline(never)]
    pub(crate) fn heat_loop(&mut self, function: *mut Function, ip: *const Insn) {
        // SAFETY: V3: the function runs.
        let pc = unsafe { (*function).pc_of(ip) } as u32;
        self.heat(function, NativeEntry::Loop { pc });
    }

    fn compile_native(&mut self, function: *mut Function, entry: NativeEntry) {
        // SAFETY: V3: the function runs.
        let running = unsafe { &mut *function };
        let outcome = if self.native.held_bytes > self.native.config.code_bytes {
            Err("the limit of code bytes is reached".to_owned())
        } else if self.stress_chance(self.native.config.stress_discard) {
            Err("at random".to_owned())
        } else {
            let mut tier = self
                .native
                .tier
                .take()
                .expect("something watched the function");
            let began = Instant::now();
            let outcome = tier.compile(self, function, entry, self.fp);
            self.native.counters.compile_time += began.elapsed();
            self.set_bridge(tier.bridge());
            self.native.tier = Some(tier);
            outcome
        };
        match outcome {
            Ok(code) => self.install_native(running, code),
            Err(why) => {
                self.native.counters.refused += 1;
                self.log_native(running, entry, &format!("refused: {why}"));
                let tiering = running.tier.as_deref_mut().expect("it is watched");
                if tiering.code.is_empty() {
                    tiering.state = TierState::Refused;
                }
                tiering.refusal = Some(why);
                // What has code keeps it; nothing more is tried.
                tiering.next_calls = u64::MAX;
                tiering.next_loops = u64::MAX;
            }
        }
    }

    fn install_native(&mut self, function: &mut Function, code: Box<NativeCode>) {
        for exit in &code.exits {
            exit.code.set(&raw const *code);
        }
        for assumption in &code.assumptions {
            let list = self.native.dependents.entry(*assumption).or_default();
            if !list.contains(&(&raw const *function)) {
                list.push(function);
            }
        }
        match code.entry {
            NativeEntry::Function => function.native_entry = code.address,
            NativeEntry::Loop { pc } => {
                let cell = function.loop_at(pc).expect("a loop's head");
                function.loops[cell].native = code.address;
            }
        }
        let counters = &mut self.native.counters;
        counters.pieces.push(code.compile_time);
        counters.code_bytes += code.bytes as u64;
        self.native.held_bytes += code.bytes;
        let again = if code.version > 1 { "re" } else { "" };
        let text = format!(
            "{again}compiled version {}: {} bytes, {} exits, {:.3} ms",
            code.version,
            code.bytes,
            code.exits.len(),
            code.compile_time.as_secs_f64() * 1e3
        );
        self.log_native(function, code.entry, &text);
        self.tell_perf(function, &code);
        let tiering = function.tier.as_deref_mut().expect("it is watched");
        tiering.state = TierState::Hot;
        tiering.compile_time += code.compile_time;
        if code.version > tiering.versions {
            let counters = &mut self.native.counters;
            counters.functions += u64::from(tiering.versions == 0);
            counters.versions += 1;
            tiering.versions = code.version;
        }
        // Other loops, or the function itself, may still become hot.
        tiering.next_calls = match code.entry {
            NativeEntry::Function => u64::MAX,
            NativeEntry::Loop { .. } => function.calls + 2,
        };
        tiering.next_loops = self.native.config.first_loops();
        tiering.code.push(code);
    }

    /// What native callers call for a function now: its code, or the bridge.
    pub(crate) fn interpret_address(&self) -> *const u8 {
        self.native
            .bridge
            .map_or(ptr::null(), |bridge| bridge.interpret)
    }

    /// Once something is native, native callers find something to call for every
    /// function: what interprets, if it has no code.
    fn set_bridge(&mut self, bridge: Option<Bridge>) {
        if self.native.bridge.is_some() || bridge.is_none() {
            return;
        }
        self.native.bridge = bridge;
        let interpret = self.interpret_address();
        for function in self.functions.iter_mut() {
            function.native_entry = interpret;
        }
        self.tell_perf_of_bridge();
    }

    /// Enters native code with the frame at `fp`. Not part of a handler, which
    /// calls nothing through a pointer.
    #[inline(never)]
    pub(crate) unsafe fn call_native(&mut self, fp: *mut Word, address: *const u8) -> *const Insn {
        let bridge = self.native.bridge.expect("there is native code");
        // SAFETY: V1: the address is that of valid code for this frame.
        unsafe { (bridge.call)(self, fp, address).bits() as *const Insn }
    }

    /// Counts an exit; too many of a kind that speaks against the code discard it.
    #[inline(never)]
    pub(crate) fn note_exit(&mut self, exit: *const ExitRecord) {
        self.native.counters.exits += 1;
        // SAFETY: V3: code that a frame has just left is there still.
        let exit = unsafe { &*exit };
        exit.count.set(exit.count.get() + 1);
        // SAFETY: as above.
        let code = unsafe { &*exit.code.get() };
        let guesses_wrong = !matches!(
            exit.reason,
            ExitReason::Poll
                | ExitReason::Raise
                | ExitReason::Enter
                | ExitReason::Invalid
                | ExitReason::Stress
                | ExitReason::Op(_)
        );
        if !guesses_wrong {
            return;
        }
        // SAFETY: V3: the function is that of the frame.
        let function = unsafe { &mut *code.function.cast_mut() };
        self.note_operands(function, exit.pc as usize);
        let Some(tiering) = function.tier.as_deref_mut() else {
            return;
        };
        // A place that was not reached before says nothing against code made for it.
        let unreached = exit.reason == ExitReason::Unreached;
        if let Some(feedback) = tiering.feedback.get_mut(exit.pc as usize)
            && !unreached
        {
            feedback.exits += 1;
        }
        if !code.valid.get() {
            return;
        }
        tiering.exits += 1;
        let patience = TierConfig::EXITS << tiering.versions.min(16);
        let exhausted = tiering.versions >= TierConfig::MAX_VERSIONS;
        if tiering.exits < patience || exhausted {
            return;
        }
        self.discard_native(function, DiscardCause::Exits);
    }

    /// Notes the operands of the instruction that the innermost frame is about
    /// to execute.
    fn note_operands(&mut self, function: &Function, pc: usize) {
        let ip = function.threaded.as_ptr().wrapping_add(pc);
        let insns = function.code().map(|code| code.insns());
        if let Some(insn) = insns.and_then(|insns| insns.get(pc).copied()) {
            let (sp, fp) = (self.sp, self.fp);
            // SAFETY: V1, V2: the frame was just made good.
            unsafe { self.profile(insn.op, ip, sp, fp) };
        }
    }

    /// Discards all native code of a function: it is watched and profiled anew.
    pub(crate) fn discard_native(&mut self, function: *const Function, cause: DiscardCause) {
        let function = function.cast_mut();
        // SAFETY: V3: callers name living functions.
        let owner = unsafe { &mut *function };
        let interpret = self.interpret_address();
        let Some(tiering) = owner.tier.as_deref_mut() else {
            return;
        };
        if tiering.code.is_empty() {
            return;
        }
        let gone = std::mem::take(&mut tiering.code);
        tiering.exits = 0;
        tiering.state = TierState::Profiled;
        // Later versions wait longer.
        let wait = TierConfig::PROFILED_CALLS << tiering.versions;
        tiering.next_calls = owner.calls + wait;
        let iterations = owner.loops.iter().map(|cell| cell.count).max();
        tiering.next_loops =
            iterations.unwrap_or(0) + (TierConfig::PROFILED_LOOPS << tiering.versions);
        for code in &gone {
            code.valid.set(false);
        }
        self.native.counters.discarded[cause.number()] += gone.len() as u64;
        owner.native_entry = interpret;
        owner
            .loops
            .iter_mut()
            .for_each(|cell| cell.native = ptr::null());
        tiering.retired.extend(gone);
        if !self.native.retired.contains(&function.cast_const()) {
            self.native.retired.push(function);
        }
        if self.native.config.log {
            let text = format!("discarded: {}", self.cause_text(cause));
            self.log_native(owner, NativeEntry::Function, &text);
        }
        self.mark_frames(function);
        self.thread(function);
    }

    /// Marks every native frame of a function, in all tasks: it goes on in the
    /// interpreter when the call that it is in returns.
    fn mark_frames(&mut self, function: *const Function) {
        let marked = |frame: FrameRef| {
            if ptr::eq(frame.function(), function) {
                frame.set_stale();
            }
        };
        self.frames().for_each(marked);
        self.tasks.each_waiting_frame(marked);
    }

    /// Somebody broke what code takes for granted.
    pub(crate) fn break_assumption(&mut self, assumption: Assumption) {
        let Some(functions) = self.native.dependents.remove(&assumption) else {
            return;
        };
        let cause = match assumption {
            Assumption::Method(name) => DiscardCause::Method(name),
            Assumption::Operators => DiscardCause::Operators,
        };
        for function in functions {
            self.discard_native(function, cause);
        }
    }

    /// A name means other methods from now on.
    pub(crate) fn break_method(&mut self, name: Sym) {
        if !self.native.dependents.is_empty() {
            self.break_assumption(Assumption::Method(name));
        }
    }

    /// Discards everything, for whoever wants to see each instruction.
    pub(crate) fn discard_all_native(&mut self, cause: DiscardCause) {
        let functions = self.functions.iter_mut();
        let hot: Vec<*const Function> = functions
            .filter(|function| function.tier.as_ref().is_some_and(|t| !t.code.is_empty()))
            .map(|function| &raw const *function)
            .collect();
        for function in hot {
            self.discard_native(function, cause);
        }
    }

    /// Before a full collection frees anything: discards code that names
    /// something dead, and frees retired code that no frame returns to.
    pub(crate) fn sweep_native(&mut self, survivors: &Survivors) {
        if self.native.tier.is_none() {
            return;
        }
        let functions = self.functions.iter_mut();
        let doomed: Vec<*const Function> = functions
            .filter_map(|function| {
                let tiering = function.tier.as_deref_mut()?;
                tiering.sweep(survivors);
                tiering
                    .names_dead(survivors)
                    .then_some(&raw const *function)
            })
            .collect();
        for function in doomed {
            self.discard_native(function, DiscardCause::Died);
        }
        for list in self.native.dependents.values_mut() {
            // SAFETY: V3: lists are swept before the functions they name.
            list.retain(|function| unsafe { (**function).survives(survivors) });
        }
        self.native.dependents.retain(|_, list| !list.is_empty());
        self.free_retired(survivors);
    }

    /// Whether every function with retired code is there still; to check.
    pub(crate) fn retired_lives(&self) -> bool {
        let lives = |wanted: &*const Function| {
            let mut functions = self.functions.iter();
            functions.any(|(_, function)| ptr::eq(function, *wanted))
        };
        self.native.retired.iter().all(lives)
    }

    fn free_retired(&mut self, survivors: &Survivors) {
        let mut waiting = Vec::new();
        let mut note = |frame: FrameRef| {
            if frame.is_native() {
                waiting.push(&raw const *frame.function());
            }
        };
        self.frames().for_each(&mut note);
        self.tasks.each_waiting_frame(&mut note);
        let mut retired = std::mem::take(&mut self.native.retired);
        // A function that dies takes its code along, also if frames of a fiber that
        // dies with it wait there.
        // SAFETY: V3: the list is swept before the functions it names.
        retired.retain(|function| unsafe { (**function).survives(survivors) });
        let (kept, free): (Vec<_>, Vec<_>) =
            (retired.into_iter()).partition(|function| waiting.contains(function));
        self.native.retired = kept;
        for function in free {
            // SAFETY: V3: the list is swept before the functions it names.
            let owner = unsafe { &mut *function.cast_mut() };
            if owner.linked.is_none() {
                continue;
            }
            let Some(tiering) = owner.tier.as_deref_mut() else {
                continue;
            };
            tiering.keep_exits();
            let gone = std::mem::take(&mut tiering.retired);
            let bytes = gone.iter().map(|code| code.bytes).sum::<usize>();
            self.native.counters.freed += gone.len() as u64;
            self.native.held_bytes -= bytes.min(self.native.held_bytes);
            self.log_freed(owner, gone.len() as u64, bytes);
        }
    }

    /// Notes what an instruction is about to work on.
    ///
    /// # Safety
    /// V1, V2: the registers are those of a frame about to execute it.
    #[inline(never)]
    pub(crate) unsafe fn profile(&mut self, op: Op, ip: *const Insn, sp: *mut Word, fp: *mut Word) {
        // SAFETY: the caller's promise.
        unsafe {
            let function = &mut *((*fp.add(FUNCTION)).bits() as *mut Function);
            let pc = function.pc_of(ip);
            let n_slots = function.n_slots as usize;
            let Some(tiering) = function.tier.as_deref_mut() else {
                return;
            };
            let Some(feedback) = tiering.feedback.get_mut(pc) else {
                return;
            };
            feedback.reached = true;
            let pops = op.info().pops as usize;
            match op {
                Op::GetIvar | Op::SetIvar => {
                    let this = *fp.sub(n_slots + 1);
                    feedback.operands[1] = feedback.operands[1].or(Kinds::of(this));
                    if this.is_object() {
                        feedback.note_shape(barrier::header(this).shape());
                    }
                    if op == Op::SetIvar {
                        feedback.operands[0] = feedback.operands[0].or(Kinds::of(*sp.sub(1)));
                    }
                }
                Op::Yield => {
                    let block = self.function_of_block(*fp.add(BLOCK), fp);
                    feedback.note_block(block);
                }
                _ if pops > 0 => {
                    let first = *sp.sub(pops);
                    feedback.operands[0] = feedback.operands[0].or(Kinds::of(first));
                    if first.is_object() {
                        feedback.note_shape(shape_of(first));
                    }
                    if pops > 1 {
                        let second = *sp.sub(pops - 1);
                        feedback.operands[1] = feedback.operands[1].or(Kinds::of(second));
                    }
                }
                _ => {}
            }
        }
    }

    /// The function of the literal in a block word that the method running at
    /// `fp` was passed by its caller; null for anything else.
    unsafe fn function_of_block(&self, block: Word, fp: *mut Word) -> *const Function {
        let Some(payload) = block.as_frame_block() else {
            return ptr::null();
        };
        // SAFETY: V2: a block literal is known only while its frame lives.
        unsafe {
            let definer = super::ops_call::definer_of(fp, payload >> 16);
            let outer = &*((*definer.add(FUNCTION)).bits() as *const Function);
            outer.children[(payload & 0xffff) as usize]
        }
    }

    /// At a safe point: breaks an assumption, or discards code, at random.
    #[cold]
    #[inline(never)]
    pub(crate) fn stress_native(&mut self) {
        if self.stress_chance(self.native.config.stress_expire) {
            let known = self.native.dependents.keys().max().copied();
            known
                .into_iter()
                .for_each(|known| self.break_assumption(known));
        }
        if self.stress_chance(self.native.config.stress_discard) {
            let functions = self.frames().map(|frame| &raw const *frame.function());
            let functions: Vec<*const Function> = functions.take(4).collect();
            for function in functions {
                self.discard_native(function, DiscardCause::Random);
            }
        }
    }

    /// True once in `one_in` calls, at random (but the same in each run).
    pub(crate) fn stress_chance(&self, one_in: u32) -> bool {
        if one_in == 0 {
            return false;
        }
        let mut state = self.decline_state.get();
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        self.decline_state.set(state);
        state.is_multiple_of(u64::from(one_in))
    }

    pub(crate) fn log_native(&self, function: &Function, entry: NativeEntry, event: &str) {
        if !self.native.config.log {
            return;
        }
        let place = match entry {
            NativeEntry::Function => function.location(0),
            NativeEntry::Loop { pc } => function.location(pc as usize),
        };
        let (file, line) = place.unwrap_or(("?", 0));
        let what = match entry {
            NativeEntry::Function => "",
            NativeEntry::Loop { .. } => " loop",
        };
        let (name, line) = (self.function_label(function), shown_line(line));
        let text = format!("[jit] {name} ({file}:{line}){what}: {event}\n");
        let _ = self.error_output.borrow_mut().write(text.as_bytes());
    }
}
