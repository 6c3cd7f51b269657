//! Where time goes, by tier and function, in a vm that is told to find out.
//!
//! The tank of fuel is small there, and of changing size; whoever refills it
//! attributes the time since the last refill to the function that runs and to
//! the tier that it runs in. Time in the collector and in the compiler is
//! measured there and taken out. Nothing here runs in other vms.

use std::time::Instant;

use crate::heap::Word;

use super::Vm;
use super::frame::{CALLER_FP, FUNCTION};
use super::function::Function;
use super::poll::FUEL;

/// Polls between two samples, at least; at most twice as many.
const LEAST_POLLS: u32 = 32;

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
    /// The rest: before the first sample and after the last.
    pub rest: u64,
}

/// What was sampled.
#[derive(Clone, Debug)]
pub(crate) struct Sampler {
    begun: Instant,
    /// Nothing was attributed yet.
    fresh: bool,
    last: Instant,
    /// Nanoseconds in the collector and the compiler until then.
    others: u64,
    interpreted: u64,
    native: u64,
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
            fresh: true,
            last: now,
            others: 0,
            interpreted: 0,
            native: 0,
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

    /// Attributes the time since the last sample to the frame at `fp`.
    #[cold]
    #[inline(never)]
    pub(crate) fn sample(&mut self, fp: *mut Word, tier: RunningTier) {
        let (collector, compiler) = self.measured_apart();
        let Some(sampler) = self.counters.sampler.as_mut() else {
            return;
        };
        let now = Instant::now();
        let passed = now.duration_since(sampler.last).as_nanos() as u64;
        let own = passed.saturating_sub(collector + compiler - sampler.others);
        (sampler.last, sampler.others) = (now, collector + compiler);
        if std::mem::take(&mut sampler.fresh) {
            return;
        }
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
        })
    }
}
