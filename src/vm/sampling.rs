//! Where time goes, by tier and function, in a vm that is told to find out.
//!
//! The tank of fuel is small there, and of changing size; whoever refills it
//! attributes the time since the last refill to the function that runs and to
//! the tier that it runs in. A primitive that ends does the same if a coarse
//! clock has gone on, so that long work of a function that hardly polls is that
//! function's. Time in the collector and in the compiler is measured there and
//! taken out. Nothing here runs in other vms.

use std::time::Instant;

use crate::base::sys;
use crate::heap::Word;

use super::Vm;
use super::frame::{CALLER_FP, FUNCTION, FrameRef};
use super::function::Function;
use super::poll::FUEL;

/// Polls between two samples, at least; at most twice as many.
const LEAST_POLLS: u32 = 32;

/// The clock that the ends of primitives look at goes on in steps, of a
/// millisecond at least; where the system has only a fine one, so much counts as
/// a step.
const STEP_NANOSECONDS: u64 = 1_000_000;

/// A tier that executes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum RunningTier {
    /// Handlers.
    Interpreter,
    /// Native code.
    Native,
}

/// Time by where it was spent, in nanoseconds.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct TierTimes {
    /// Since the vm was made.
    pub total: u64,
    /// Functions that were interpreted.
    pub interpreted: u64,
    /// Functions in native code.
    pub native: u64,
    /// The collector.
    pub collector: u64,
    /// Making native code.
    pub compiler: u64,
    /// The rest: while no program ran.
    pub rest: u64,
    /// Of the functions' time, that of functions which were freed since.
    pub freed: u64,
    /// Of the functions' time, what was attributed to none.
    pub nobody: u64,
}

/// What was sampled.
#[derive(Clone, Debug)]
pub(crate) struct Sampler {
    begun: Instant,
    /// When time was attributed last, or a program began.
    last: Instant,
    /// The coarse clock when the end of a primitive attributed time last.
    step: u64,
    /// Nanoseconds in the collector and the compiler until then.
    others: u64,
    interpreted: u64,
    native: u64,
    nobody: u64,
    /// Time of functions that were freed.
    freed: u64,
    /// Chooses the size of the next tank.
    state: u32,
    /// Fuel burnt since the last poll of other vms would have been.
    burnt: i64,
}

impl Sampler {
    /// Begins now.
    pub(crate) fn new() -> Sampler {
        let now = Instant::now();
        Sampler {
            begun: now,
            last: now,
            step: 0,
            others: 0,
            interpreted: 0,
            native: 0,
            nobody: 0,
            freed: 0,
            state: 0x9e37_79b9,
            burnt: 0,
        }
    }
}

impl Vm {
    /// Whether time is sampled.
    pub(crate) fn samples(&self) -> bool {
        self.counters.sampler.is_some()
    }

    /// Fuel until the next sample. It changes, or a loop could run in step.
    pub(crate) fn sampling_tank(&mut self) -> Option<i64> {
        let sampler = self.counters.sampler.as_mut()?;
        sampler.state ^= sampler.state << 13;
        sampler.state ^= sampler.state >> 17;
        sampler.state ^= sampler.state << 5;
        let tank = i64::from(LEAST_POLLS + sampler.state % LEAST_POLLS);
        sampler.burnt += tank;
        Some(tank)
    }

    /// Whether a vm that does not sample would poll here too.
    pub(crate) fn is_whole_poll(&mut self) -> bool {
        if self.stress_tank().is_some() {
            return true;
        }
        let Some(sampler) = self.counters.sampler.as_mut() else {
            return true;
        };
        if sampler.burnt < FUEL {
            return false;
        }
        sampler.burnt = 0;
        true
    }

    /// Nanoseconds in the collector and in the compiler.
    fn measured_apart(&self) -> (u64, u64) {
        let compiler = self.native.counters.compile_time.as_nanos() as u64;
        (self.world.heap.collector_nanoseconds(), compiler)
    }

    /// What passed since the last sample, without the collector and the compiler.
    fn passed(&mut self) -> u64 {
        let (collector, compiler) = self.measured_apart();
        let Some(sampler) = self.counters.sampler.as_mut() else {
            return 0;
        };
        let now = Instant::now();
        let passed = now.duration_since(sampler.last).as_nanos() as u64;
        let own = passed.saturating_sub(collector + compiler - sampler.others);
        (sampler.last, sampler.others) = (now, collector + compiler);
        own
    }

    /// The host lets a program run: what passed until now is nobody's.
    pub(crate) fn begin_sampling(&mut self) {
        if self.samples() {
            self.passed();
            self.fill_tank();
        }
    }

    /// The program that a function is the whole of has ended: what passed since the
    /// last sample is its own.
    pub(crate) fn sample_end(&mut self, function: *mut Function) {
        let own = self.passed();
        if let Some(sampler) = self.counters.sampler.as_mut() {
            sampler.interpreted += own;
            // SAFETY: V3: nothing was collected since the function ran.
            unsafe { (*function).nanoseconds += own };
        }
    }

    /// The host goes on: what passed since the last sample is no function's.
    pub(crate) fn end_sampling(&mut self) {
        self.sample(std::ptr::null_mut(), RunningTier::Interpreter);
    }

    /// A primitive ends; it may have worked for long.
    #[cold]
    #[inline(never)]
    pub(crate) fn sample_primitive(&mut self) {
        let Some(sampler) = self.counters.sampler.as_mut() else {
            return;
        };
        let now = sys::coarse_nanoseconds();
        if now.saturating_sub(sampler.step) < STEP_NANOSECONDS {
            return;
        }
        sampler.step = now;
        let native = self.top_frame().is_some_and(FrameRef::is_native);
        let tier = match native {
            true => RunningTier::Native,
            false => RunningTier::Interpreter,
        };
        self.sample(self.fp, tier);
    }

    /// Keeps the time of a function that is about to be freed.
    pub(crate) fn note_freed_time(&mut self, nanoseconds: u64) {
        if let Some(sampler) = self.counters.sampler.as_mut() {
            sampler.freed += nanoseconds;
        }
    }

    /// Attributes the time since the last sample to the frame at `fp`.
    #[cold]
    #[inline(never)]
    pub(crate) fn sample(&mut self, fp: *mut Word, tier: RunningTier) {
        let own = self.passed();
        let Some(sampler) = self.counters.sampler.as_mut() else {
            return;
        };
        match tier {
            RunningTier::Interpreter => sampler.interpreted += own,
            RunningTier::Native => sampler.native += own,
        }
        let mut fp = fp;
        // SAFETY: V2: frames have complete headers; V3: they keep their functions.
        unsafe {
            while !fp.is_null() {
                let function = &mut *((*fp.add(FUNCTION)).bits() as *mut Function);
                if function.linked.is_some() {
                    function.nanoseconds += own;
                    return;
                }
                fp = (*fp.add(CALLER_FP)).bits() as *mut Word;
            }
        }
        sampler.nobody += own;
    }

    /// Where time went so far; None if nobody asked for it to be sampled.
    pub fn tier_times(&self) -> Option<TierTimes> {
        let (collector, compiler) = self.measured_apart();
        let sampler = self.counters.sampler.as_ref()?;
        let total = sampler.begun.elapsed().as_nanos() as u64;
        let known = sampler.interpreted + sampler.native + collector + compiler;
        Some(TierTimes {
            total,
            interpreted: sampler.interpreted,
            native: sampler.native,
            collector,
            compiler,
            rest: total.saturating_sub(known),
            freed: sampler.freed,
            nobody: sampler.nobody,
        })
    }
}
