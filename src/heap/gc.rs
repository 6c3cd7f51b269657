//! When to collect, and what is known about collections: policy, statistics,
//! and the record of each one. It moves and frees nothing itself.

use super::scavenge::{self, Moved};
use super::{Heap, Roots, mark};
use std::time::{Duration, Instant};

/// The two kinds of collection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Collection {
    /// Young objects only; mature ones that refer to them count as live.
    Young,
    /// Everything.
    Full,
}

/// Why a collection was asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reason {
    /// The program or the host asked.
    Explicit,
    /// The nursery is used up.
    Nursery,
    /// Mature and large objects have grown enough since the last full one.
    Growth,
    /// The limit on memory is near or passed.
    Limit,
    /// A stress mode.
    Stress,
}

impl Reason {
    /// The word used in logs.
    pub const fn name(self) -> &'static str {
        match self {
            Reason::Explicit => "explicit",
            Reason::Nursery => "nursery",
            Reason::Growth => "growth",
            Reason::Limit => "limit",
            Reason::Stress => "stress",
        }
    }
}

/// How a heap behaves; every field has a working default.
#[derive(Clone, Debug)]
pub struct HeapConfig {
    /// Bytes allocated young between two young collections, at least...
    pub young_bytes: usize,
    /// ... and at most: the nursery doubles while a good part of it survives
    /// or looking at the roots costs as much, and halves again later.
    pub young_max_bytes: usize,
    /// Collections an object survives young; the next one promotes it. More
    /// than 6 counts as 6; 0 promotes at the first.
    pub tenure_age: u8,
    /// Bytes copied within the young space in one collection before the rest
    /// of the survivors is promoted whatever its age. Half the nursery is
    /// always enough.
    pub survivor_bytes: usize,
    /// A full collection is due when the bytes of mature and large objects and
    /// of records outside the heap exceed this...
    pub full_min_bytes: usize,
    /// ... and this percentage of what the last full collection left.
    pub full_growth_percent: usize,
    /// Fill freed memory with a pattern.
    pub poison: bool,
    /// Refuse to grow beyond this many bytes.
    pub limit_bytes: Option<usize>,
    /// Count objects allocated, at the cost of a walk per young collection.
    pub count_objects: bool,
}

impl Default for HeapConfig {
    fn default() -> HeapConfig {
        HeapConfig {
            young_bytes: 512 << 10,
            young_max_bytes: 16 << 20,
            tenure_age: 6,
            survivor_bytes: usize::MAX,
            full_min_bytes: 16 << 20,
            full_growth_percent: 200,
            poison: false,
            limit_bytes: None,
            count_objects: false,
        }
    }
}

/// What one collection did.
#[derive(Clone, Copy, Debug)]
pub struct CollectionRecord {
    /// Young or full.
    pub kind: Collection,
    /// Why.
    pub reason: Reason,
    /// Bytes in use before.
    pub before_bytes: usize,
    /// Bytes in use after.
    pub after_bytes: usize,
    /// How long the program stood still.
    pub pause: Duration,
    /// Bytes that stayed young.
    pub survived_bytes: usize,
    /// Bytes that became mature.
    pub promoted_bytes: usize,
}

/// Numbers about a heap at one moment.
#[derive(Clone, Copy, Default, Debug)]
pub struct HeapStats {
    /// Bytes ever allocated.
    pub allocated_bytes: u64,
    /// Objects ever allocated, if the heap was told to count them.
    pub allocated_objects: Option<u64>,
    /// Bytes of young objects after the last collection.
    pub young_bytes: usize,
    /// Bytes of mature objects now.
    pub mature_bytes: usize,
    /// Bytes of large objects now.
    pub large_bytes: usize,
    /// Bytes of young objects, dead ones included, now.
    pub nursery_bytes: usize,
    /// Bytes allocated young from one young collection to the next, as things
    /// stand.
    pub nursery_limit: usize,
    /// Bytes held from the system now.
    pub held_bytes: usize,
    /// The most bytes held at any collection so far, or now.
    pub peak_held_bytes: usize,
    /// Young collections run.
    pub young_collections: u64,
    /// Full collections run.
    pub full_collections: u64,
    /// Time spent in young collections, in nanoseconds.
    pub young_nanoseconds: u64,
    /// Time spent in full collections, in nanoseconds.
    pub full_nanoseconds: u64,
    /// Objects ever promoted.
    pub promoted_objects: u64,
    /// Bytes ever promoted.
    pub promoted_bytes: u64,
    /// Objects ever copied within the young space.
    pub survived_objects: u64,
    /// Bytes ever copied within the young space.
    pub survived_bytes: u64,
    /// Entries of the remembered set now.
    pub remembered: usize,
}

impl Heap {
    /// Collects. See [`Heap::due`] for the kind the policy wants.
    ///
    /// # Safety
    /// H3 and H8 hold; the caller knows no word of this heap that `roots` does
    /// not show (H1).
    pub unsafe fn collect(&mut self, roots: &mut dyn Roots, kind: Collection) -> CollectionRecord {
        let started = Instant::now();
        let (_, reason) = self.due();
        let full_nursery = self.requested.replace(None) == Some(Reason::Nursery);
        let before_bytes = self.used_bytes();
        let mut totals = self.stats();
        totals.young_bytes = 0;
        if kind == Collection::Full {
            // SAFETY: H3 and H8, the caller's promise.
            unsafe { mark::run(self, roots) };
        }
        // SAFETY: as above; H6 holds at every safe point, and marking has taken
        // dead objects out of the remembered set.
        let moved = unsafe { scavenge::run(self, roots) };
        if kind == Collection::Full {
            let grown = self.grown_bytes() / 100 * self.config.full_growth_percent;
            self.full_at.set(grown.max(self.config.full_min_bytes));
        }
        if full_nursery {
            self.resize_nursery(moved);
        }
        let after_bytes = self.used_bytes();
        let pause = started.elapsed();
        totals.young_bytes = self.nursery.borrow().used_bytes();
        totals.promoted_objects += moved.promoted_objects;
        totals.promoted_bytes += moved.promoted_bytes as u64;
        totals.survived_objects += moved.survived_objects;
        totals.survived_bytes += moved.survived_bytes as u64;
        let nanoseconds = pause.as_nanos() as u64;
        if kind == Collection::Full {
            totals.full_collections += 1;
            totals.full_nanoseconds += nanoseconds;
        } else {
            totals.young_collections += 1;
            totals.young_nanoseconds += nanoseconds;
        }
        self.totals.set(totals);
        if kind == Collection::Young && self.grown_bytes() >= self.full_at.get() {
            self.request(Reason::Growth);
        }
        CollectionRecord {
            kind,
            reason,
            before_bytes,
            after_bytes,
            pause,
            survived_bytes: moved.survived_bytes,
            promoted_bytes: moved.promoted_bytes,
        }
    }

    /// Time spent in collections, in nanoseconds.
    pub fn collector_nanoseconds(&self) -> u64 {
        let totals = self.totals.get();
        totals.young_nanoseconds + totals.full_nanoseconds
    }

    /// Suits the nursery to what its last collection cost: bytes moved, and
    /// root slots at their own size.
    fn resize_nursery(&mut self, moved: Moved) {
        let cost = moved.survived_bytes + moved.promoted_bytes + moved.root_slots * 8;
        let now = self.nursery_bytes.get();
        let next = if cost > now / 8 {
            (now * 2).min(self.config.young_max_bytes)
        } else if cost < now / 64 {
            now / 2
        } else {
            now
        };
        self.nursery_bytes.set(next.max(self.config.young_bytes));
    }

    /// Whether a collection is wanted at the next safe point.
    #[inline(always)]
    pub fn collect_requested(&self) -> bool {
        self.requested.get().is_some()
    }

    /// Asks for a collection at the next safe point.
    #[cold]
    pub fn request(&self, reason: Reason) {
        let automatic = matches!(reason, Reason::Nursery | Reason::Growth);
        if automatic && self.disabled.get() {
            return;
        }
        if self.requested.get().is_none() {
            self.requested.set(Some(reason));
        }
    }

    /// Switches collections that only save memory off or on; tells whether they
    /// were off. Explicit ones, stress and the limit on memory still collect.
    pub fn disable(&self, off: bool) -> bool {
        self.disabled.replace(off)
    }

    /// The kind of collection that the policy wants now, with the reason.
    pub fn due(&self) -> (Collection, Reason) {
        let reason = self.requested.get().unwrap_or(Reason::Explicit);
        if self.grown_bytes() >= self.full_at.get() {
            (
                Collection::Full,
                if reason == Reason::Nursery {
                    Reason::Growth
                } else {
                    reason
                },
            )
        } else if matches!(reason, Reason::Limit | Reason::Growth) {
            (Collection::Full, reason)
        } else {
            (Collection::Young, reason)
        }
    }

    /// Bytes of mature and large objects.
    pub(super) fn old_bytes(&self) -> usize {
        self.mature.borrow().live_bytes + self.large.borrow().live_bytes
    }

    /// What a full collection may make smaller: mature and large objects, and
    /// records outside the heap.
    pub(super) fn grown_bytes(&self) -> usize {
        self.old_bytes() + self.outside_bytes.get()
    }

    /// Bytes of objects, dead ones included.
    pub fn used_bytes(&self) -> usize {
        self.sync_top();
        self.nursery.borrow().used_bytes() + self.old_bytes()
    }

    /// Bytes held from the system for objects.
    pub fn held_bytes(&self) -> usize {
        self.nursery.borrow().blocks.taken_bytes()
            + self.mature.borrow().blocks.taken_bytes()
            + self.large.borrow().live_bytes
    }

    /// The numbers now.
    pub fn stats(&self) -> HeapStats {
        self.sync_top();
        let nursery = self.nursery.borrow();
        let mut stats = self.totals.get();
        stats.allocated_bytes += nursery.fresh_bytes() as u64;
        if self.config.count_objects {
            let fresh = self.count_fresh(&nursery);
            stats.allocated_objects = Some(stats.allocated_objects.unwrap_or(0) + fresh);
        }
        stats.nursery_bytes = nursery.used_bytes();
        stats.nursery_limit = self.nursery_bytes.get();
        stats.mature_bytes = self.mature.borrow().live_bytes;
        stats.large_bytes = self.large.borrow().live_bytes;
        stats.held_bytes = self.held_bytes();
        stats.peak_held_bytes = stats.peak_held_bytes.max(stats.held_bytes);
        stats.remembered = self.remembered.borrow().len();
        stats
    }
}
