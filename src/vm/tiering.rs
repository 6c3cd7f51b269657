//! When functions become native.
//!
//! Native code may be entered at a function's entry and at the heads of its
//! loops. Each such place is *watched* for itself: handlers count how often the
//! interpreter comes there; a little before it is compiled the function is
//! *profiled* for it: handlers note the kinds of operands. From then on its
//! handler enters native code. Or the native tier *refused*, and nobody looks at
//! the function again. What changes any of this threads the function anew.
//!
//! What becomes of code later is told in `discard.rs`.

use std::ptr;
use std::time::Instant;

use crate::base::sys;
use crate::bytecode::code::{CodeKind, shown_line};
use crate::heap::Word;

use super::Vm;
use super::dispatch::Insn;
use super::frame::function_of;
use super::function::{Function, FunctionKind};
use super::native::{
    Bridge, Feedback, Native, NativeCode, NativeEntry, TierConfig, Tiering, Watch,
};

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
        let code_len = running.insn_count;
        let Some(tiering) = running.tier.as_deref_mut() else {
            return;
        };
        if tiering.feedback.len() != code_len {
            tiering.feedback = vec![Feedback::default(); code_len];
        }
        let (span, enough) = self.native.config.spans(entry);
        let Some((count, watch)) = running.watch_mut(entry) else {
            return;
        };
        let at_once = self.native.config.eager && watch.versions == 0;
        if watch.profiled || at_once {
            self.compile_native(function, entry);
        } else {
            watch.profile(count, span, enough);
        }
        self.thread_for_tier(function);
    }

    /// Threads a function anew whose way to native code has changed.
    pub(super) fn thread_for_tier(&mut self, function: *mut Function) {
        // SAFETY: V3: the function runs, or a frame of it waits.
        let owner = unsafe { &mut *function };
        let profiled = owner.watches_mut().any(|watch| watch.profiled);
        if let Some(tiering) = owner.tier.as_deref_mut() {
            tiering.profiled = profiled;
        }
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
            self.wait_for_room(running, entry);
            return;
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
                // What has code keeps it; nothing more is tried.
                running.watches_mut().for_each(Watch::end);
                self.refuse_native(running, entry, why);
            }
        }
    }

    /// There is too much native code; it is tried again later, when some of it
    /// may have been freed.
    fn wait_for_room(&mut self, function: &mut Function, entry: NativeEntry) {
        if let Some((count, watch)) = function.watch_mut(entry) {
            watch.profiled = false;
            watch.next = count.saturating_mul(2);
        }
        let limit = self.native.config.code_bytes;
        let why = format!("native code takes more than the {limit} bytes allowed");
        self.refuse_native(function, entry, why);
    }

    fn refuse_native(&mut self, function: &mut Function, entry: NativeEntry, why: String) {
        self.native.counters.refused += 1;
        self.log_native(function, entry, &format!("refused: {why}"));
        if let Some(tiering) = function.tier.as_deref_mut() {
            tiering.refusal = Some(why);
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
        code.judged.set(self.work_done());
        let (calls, versions) = (function.calls, function.versions());
        let (_, watch) = function.watch_mut(code.entry).expect("it is watched");
        watch.versions += 1;
        watch.end();
        let tiering = function.tier.as_deref_mut().expect("it is watched");
        tiering.compile_time += code.compile_time;
        tiering.refusal = None;
        let counters = &mut self.native.counters;
        counters.functions += u64::from(versions == 0);
        counters.versions += u64::from(code.version > versions);
        if tiering.entry.versions == 0 && !tiering.entry.profiled {
            // It has a loop that is hot, so it will soon be worth to enter it at once.
            tiering.entry.next = tiering.entry.next.min(calls + 2);
        }
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
        let outer = self.native_full;
        // SAFETY: V2: the frame is entered.
        self.native_full = unsafe { self.native_full_from(fp) };
        // SAFETY: V1: the address is that of valid code for this frame.
        let result = unsafe { (bridge.call)(self, fp, address) };
        self.native_full = outer;
        result.bits() as *const Insn
    }

    /// Where the frames of a stretch of native code must end whose first is at `fp`.
    /// One comparison at each entry sees to both stacks: as much is left of the native
    /// stack as of the VM stack before that place, and a frame takes no more of the
    /// one than its self, slots and header do of the other. Code of larger frames
    /// looks whether that still holds with them (`Backend::lower`); one that is
    /// entered in a loop takes from the margin.
    unsafe fn native_full_from(&self, fp: *mut Word) -> *mut Word {
        // SAFETY: V2: the caller's promise.
        let function = unsafe { &*function_of(fp) };
        let first = fp as usize - (1 + function.n_slots as usize) * size_of::<Word>();
        let left = sys::stack_pointer().saturating_sub(self.native_floor);
        (self.limit as usize).min(first + left) as *mut Word
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
