//! Safe points: fuel, requests from outside, and collection.
//!
//! Function entries and loop heads burn fuel; when it is gone the slow path
//! refills it and looks at one atomic word that other threads and signal
//! handlers may set. Everything that may move objects or run foreign code
//! happens here.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::heap::Collection;
use crate::object::known;

use super::roots::VmRoots;
use super::sampling::RunningTier;
use super::{Stop, Vm};

/// Function entries and loop iterations between two looks at the requests.
pub const FUEL: i64 = 2000;
/// The same where native code is discarded at random.
const STRESS_FUEL: i64 = 16;

/// Raise Interrupt.
pub const REQUEST_INTERRUPT: u32 = 1;
/// Look at the signals that arrived.
pub const REQUEST_SIGNAL: u32 = 2;

/// What others ask of a running vm; shared with signal handlers and other
/// threads.
#[derive(Default)]
pub struct Requests(AtomicU32);

impl Requests {
    /// Asks for something at the next safe point.
    pub fn set(&self, request: u32) {
        self.0.fetch_or(request, Ordering::Relaxed);
    }

    /// The word itself, for signal handlers.
    pub fn word(&self) -> &AtomicU32 {
        &self.0
    }

    /// Takes everything asked for.
    pub fn take(&self) -> u32 {
        self.0.swap(0, Ordering::Relaxed)
    }

    /// Whether anything is asked for.
    pub fn any(&self) -> bool {
        self.0.load(Ordering::Relaxed) != 0
    }
}

/// Collect at every n-th safe point, verify at every m-th of those.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stress {
    /// Safe points between two collections; 0 is off.
    pub every: u32,
    /// Collections between two verifications; 0 is never.
    pub verify: u32,
    /// Safe points since the last collection.
    pub(crate) points: u32,
    /// Collections since the last verification.
    pub(crate) collections: u32,
}

impl Stress {
    /// Collect at every `every`-th safe point and verify after every
    /// `verify`-th collection.
    pub fn new(every: u32, verify: u32) -> Stress {
        Stress {
            every,
            verify,
            points: 0,
            collections: 0,
        }
    }
}

impl Vm {
    /// The slow path of a poll. False: something is pending.
    #[inline(never)]
    pub(crate) fn safe_point(&mut self) -> bool {
        if self.samples() {
            self.sample(self.fp, RunningTier::Interpreter);
        }
        self.fill_tank();
        if self.world.heap.collect_requested() {
            self.collect_due();
        } else if self.gc_stress.every > 0 {
            self.stress();
        }
        if self.native.config.is_random() {
            self.stress_native();
        }
        if !self.late_warnings.borrow().is_empty() && self.deliver_late().is_err() {
            return false;
        }
        if let Some(left) = self.polls_left {
            return self.spend_poll(left);
        }
        if self.requests.any() {
            return self.answer_requests().is_ok();
        }
        true
    }

    /// The next function entry or loop head polls: a primitive has worked for long,
    /// or somebody wants something.
    pub(crate) fn burn_fuel(&mut self) {
        // Nothing was done for it.
        self.tank -= self.fuel;
        self.fuel = 0;
    }

    /// Calls and iterations so far that burnt fuel; about, because native code that
    /// wants a collection spills what is left.
    pub(crate) fn work_done(&self) -> u64 {
        (self.burnt + self.tank - self.fuel) as u64
    }

    /// Fills the tank until the next poll.
    pub(crate) fn fill_tank(&mut self) {
        self.burnt += self.tank - self.fuel;
        self.tank = self.full_tank();
        self.fuel = self.tank;
    }

    /// Fuel until the next poll.
    fn full_tank(&mut self) -> i64 {
        match self.stress_tank() {
            Some(fuel) => fuel,
            None => self.sampling_tank().unwrap_or(FUEL),
        }
    }

    /// The same where more polls than usual are made, to test.
    pub(crate) fn stress_tank(&self) -> Option<i64> {
        if self.gc_stress.every > 0 {
            return Some(0);
        }
        self.native.config.is_random().then_some(STRESS_FUEL)
    }

    /// Whether somebody wants something at the next poll.
    pub(crate) fn wants_poll(&self) -> bool {
        self.world.heap.collect_requested()
            || self.gc_stress.every > 0
            || self.native.config.is_random()
            || !self.late_warnings.borrow().is_empty()
            || self.polls_left.is_some()
            || self.requests.any()
    }

    /// Limits what a program may do, for tests: after so many polls it is
    /// interrupted, at the next one, or if it holds more memory than the heap's
    /// limit, it ends as by `exit!`.
    #[doc(hidden)]
    pub fn limit_polls(&mut self, polls: u64) {
        self.polls_left = Some(polls);
    }

    fn spend_poll(&mut self, left: u64) -> bool {
        let limit = self.world.heap.config().limit_bytes;
        let full = limit.is_some_and(|limit| self.world.heap.held_bytes() > limit);
        if left == 0 || full {
            let _ = self.exit_at_once(1);
            return false;
        }
        if self.is_whole_poll() {
            self.polls_left = Some(left - 1);
            if left == 1 {
                self.requests.set(REQUEST_INTERRUPT);
            }
        }
        !self.requests.any() || self.answer_requests().is_ok()
    }

    fn stress(&mut self) {
        self.gc_stress.points += 1;
        if self.gc_stress.points < self.gc_stress.every {
            return;
        }
        self.gc_stress.points = 0;
        let full = self.gc_stress.collections % 8 == 7;
        self.collect(if full {
            Collection::Full
        } else {
            Collection::Young
        });
        self.gc_stress.collections += 1;
        if self.gc_stress.verify > 0
            && self
                .gc_stress
                .collections
                .is_multiple_of(self.gc_stress.verify)
        {
            self.verify_heap();
        }
    }

    /// Walks the whole heap; a broken one is a bug of the vm.
    pub(crate) fn verify_heap(&mut self) {
        let mut roots = VmRoots::new(self);
        let (world, roots) = roots.split();
        // SAFETY: V4: registers are stored and every root is shown.
        if let Err(error) = unsafe { world.verify(roots) } {
            panic!("heap verification failed: {error}");
        }
    }

    fn collect_due(&mut self) {
        let (kind, _) = self.world.heap.due();
        self.collect(kind);
    }

    /// Collects. The registers must stand in the vm.
    pub fn collect(&mut self, kind: Collection) {
        self.count_memory();
        let mut roots = VmRoots::new(self);
        let (world, roots) = roots.split();
        // SAFETY: V4: registers are stored, every root is shown, and nobody
        // holds a value across this exclusive borrow.
        let record = unsafe { world.collect(roots, kind) };
        self.after_collection();
        self.count_memory();
        if self.gc_log {
            self.log_collection(&record);
        }
    }

    fn after_collection(&mut self) {
        for (kind, id) in self.world.heap.take_dead() {
            match kind {
                crate::heap::Kind::Fiber => self.tasks.free(id),
                crate::heap::Kind::Regexp => self.world.regexp_died(id),
                _ => {}
            }
        }
    }

    fn log_collection(&mut self, record: &crate::heap::CollectionRecord) {
        let line = format!(
            "[gc] {:?} ({:?}): {} KiB -> {} KiB, {} KiB survived, {} KiB promoted, {:.3} ms\n",
            record.kind,
            record.reason,
            record.before_bytes >> 10,
            record.after_bytes >> 10,
            record.survived_bytes >> 10,
            record.promoted_bytes >> 10,
            record.pause.as_secs_f64() * 1e3,
        );
        let _ = self.error_output.borrow_mut().write(line.as_bytes());
    }

    /// Does what was asked for from outside.
    pub(crate) fn answer_requests(&mut self) -> Result<(), Stop> {
        let requests = self.requests.take();
        if requests & REQUEST_INTERRUPT != 0 {
            return Err(self.raise(known::INTERRUPT, b""));
        }
        if requests & REQUEST_SIGNAL != 0 {
            return self.answer_signals();
        }
        Ok(())
    }
}
