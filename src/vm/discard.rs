//! What becomes of native code: exits that speak against it, assumptions that
//! break, memory that is freed.
//!
//! Whoever breaks what code takes for granted discards it: it is entered no
//! more, and every frame that is in one of its calls is marked, which the code
//! notices when the call returns. The memory goes with a full collection, when
//! no frame is left.

use std::ptr;

use crate::heap::Survivors;
use crate::object::Sym;

use super::Vm;
use super::frame::FrameRef;
use super::function::Function;
use super::native::{
    Assumption, ExitReason, ExitRecord, NativeCode, NativeEntry, TierConfig, Watch,
};
use super::tier_stats::DiscardCause;

impl Vm {
    /// Counts an exit; too many of a kind that speaks against the code discard it.
    #[inline(never)]
    pub(crate) fn note_exit(&mut self, exit: *const ExitRecord) {
        self.native.counters.exits += 1;
        // SAFETY: V3: code that a frame has just left is there still.
        let exit = unsafe { &*exit };
        exit.count.set(exit.count.get() + 1);
        // SAFETY: as above.
        let code = unsafe { &*exit.code.get() };
        if !exit.reason.speaks_against_code() {
            return;
        }
        // SAFETY: V3: the function is that of the frame.
        let function = unsafe { &mut *code.function.cast_mut() };
        let ip = function.threaded.as_ptr().wrapping_add(exit.pc as usize);
        let (sp, fp) = (self.sp, self.fp);
        if let Some(op) = exit.op {
            // SAFETY: V1, V2: the frame was just made good, and is about to execute
            // the instruction.
            unsafe { self.profile(op, ip, sp, fp) };
        }
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
        code.wrong.set(code.wrong.get() + 1);
        if code.valid.get() && code.wrong.get() >= code.patience {
            self.judge(function, code);
        }
    }

    /// Code left often. The next version will know better; the last one is given
    /// up if leaving takes more than a small part of the time.
    fn judge(&mut self, function: &mut Function, code: &NativeCode) {
        let entry = code.entry;
        let done = self.work_done();
        let (_, watch) = function.watch_mut(entry).expect("it has code");
        if !watch.is_last() {
            watch.failed += 1;
            self.discard_piece(function, entry, DiscardCause::Exits);
            return;
        }
        let worked = done.wrapping_sub(code.judged.replace(done));
        let exits = u64::from(code.wrong.replace(0));
        if worked >= exits * TierConfig::WORK_PER_EXIT {
            return;
        }
        self.discard_piece(function, entry, DiscardCause::Exits);
        match entry {
            // Who waits for a loop that is rarely come to would slow down every call.
            NativeEntry::Function => function.watches_mut().for_each(Watch::end),
            NativeEntry::Loop { .. } => {
                let (_, watch) = function.watch_mut(entry).expect("it had code");
                watch.end();
            }
        }
        let versions = TierConfig::MAX_VERSIONS;
        let why = format!("each of {versions} versions left too often");
        self.log_native(function, entry, &format!("given up: {why}"));
        if let Some(tiering) = function.tier.as_deref_mut() {
            tiering.refusal = Some(why);
        }
        self.thread_for_tier(function);
    }

    /// Discards the code of one place; it is watched anew.
    fn discard_piece(&mut self, function: &mut Function, entry: NativeEntry, cause: DiscardCause) {
        let tiering = function.tier.as_deref_mut().expect("it has code");
        let gone = tiering.code.extract_if(.., |code| code.entry == entry);
        let gone: Vec<Box<NativeCode>> = gone.collect();
        self.retire_code(function, gone, entry, cause);
    }

    /// Discards all native code of a function: it is watched anew.
    pub(crate) fn discard_native(&mut self, function: *const Function, cause: DiscardCause) {
        // SAFETY: V3: callers name living functions.
        let owner = unsafe { &mut *function.cast_mut() };
        let Some(tiering) = owner.tier.as_deref_mut() else {
            return;
        };
        let gone = std::mem::take(&mut tiering.code);
        self.retire_code(owner, gone, NativeEntry::Function, cause);
    }

    /// Code is entered no more.
    #[expect(
        clippy::vec_box,
        reason = "exit records know their code by its address"
    )]
    fn retire_code(
        &mut self,
        owner: &mut Function,
        gone: Vec<Box<NativeCode>>,
        entry: NativeEntry,
        cause: DiscardCause,
    ) {
        if gone.is_empty() {
            return;
        }
        for code in &gone {
            code.valid.set(false);
            match code.entry {
                NativeEntry::Function => owner.native_entry = self.interpret_address(),
                NativeEntry::Loop { pc } => {
                    let cell = owner.loop_at(pc).expect("a loop's head");
                    owner.loops[cell].native = ptr::null();
                }
            }
            let (span, _) = self.native.config.spans(code.entry);
            if let Some((count, watch)) = owner.watch_mut(code.entry) {
                watch.begin_again(count, span);
            }
        }
        self.native.counters.discarded[cause.number()] += gone.len() as u64;
        let function = &raw mut *owner;
        if let Some(tiering) = owner.tier.as_deref_mut() {
            tiering.retired.extend(gone);
        }
        if !self.native.retired.contains(&function.cast_const()) {
            self.native.retired.push(function);
        }
        if self.native.config.log {
            let text = format!("discarded: {}", self.cause_text(cause));
            self.log_native(owner, entry, &text);
        }
        self.mark_frames(function);
        self.thread_for_tier(function);
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

    /// At a safe point: breaks an assumption, or discards code, at random.
    #[cold]
    #[inline(never)]
    pub(crate) fn stress_native(&mut self) {
        if self.stress_chance(self.native.config.stress_expire) {
            let mut known: Vec<Assumption> = self.native.dependents.keys().copied().collect();
            known.sort_unstable();
            if !known.is_empty() {
                let one = self.decline_state.get() >> 8;
                self.break_assumption(known[one as usize % known.len()]);
            }
        }
        if self.stress_chance(self.native.config.stress_discard) {
            let functions = self.frames().map(|frame| &raw const *frame.function());
            let functions: Vec<*const Function> = functions.take(4).collect();
            for function in functions {
                self.discard_native(function, DiscardCause::Random);
            }
        }
    }
}
