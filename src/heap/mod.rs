//! Object memory: tagged words, headers, layouts, allocation, collection.
//!
//! Rank 1: imports `base`; imported by everything above except `bytecode`. It
//! knows kinds of layout, and no Ruby class. Nobody but this folder, the
//! accessors of `object` and the handlers of `vm` touches a raw object.
//!
//! Invariants; every unsafe block here names the one it rests on:
//!
//! * **H1** A [`Word`] that names an object is good until the next call of
//!   [`Heap::collect`], and beyond it in a slot that [`Roots`] shows. Nothing
//!   else moves or frees.
//! * **H2** Words `1 ..= body_words` behind a header belong to its object.
//! * **H3** When a collection begins, every value and weak field of every
//!   object is an immediate or a live object of this heap, and the id of every
//!   external object is in place. Between allocation and that moment a body may
//!   hold anything.
//! * **H4** From a chunk's first object to its top, young objects lie without
//!   gaps. No young header has MATURE; every header outside chunks has it.
//! * **H5** A carved cell of a mature block begins with a header or a FREE
//!   link and is as long as its class says. A large object (MATURE, age 7) has
//!   size, a note and cards in front.
//! * **H6** A mature object that refers to a young one stands in the remembered
//!   set, and so does one allocated since the last collection if it can refer
//!   to anything: hence initialising stores need no barrier.
//! * **H7** Chunks, blocks and large objects in our lists are mapped memory
//!   that nobody else uses.
//! * **H8** `Roots` shows every slot outside the heap that holds an object.
//! * **H9** FORWARDED headers exist only while young objects are moved, MARKED
//!   ones only during a full collection.
//! * **H10** The record that a live object's header or raw words name, or that
//!   another live record names, exists.
//!
//! Start with `value` and `header`, then `layout` (the table), this file
//! (allocation), `barrier` (fields), `gc` (policy), `scavenge` and `mark`.

pub mod barrier;
mod blocks;
pub mod gc;
pub mod header;
mod identity;
mod info;
mod large;
pub mod layout;
mod mark;
mod mature;
#[cfg(test)]
mod model_tests;
mod nursery;
pub mod roots;
mod scavenge;
#[cfg(test)]
mod tests;
pub mod value;
mod verify;

pub use gc::{Collection, CollectionRecord, HeapConfig, HeapStats, Reason};
pub use header::{Flag, Header, ShapeId};
pub use info::{ObjectInfo, Zone};
pub use layout::{Kind, Tail};
pub use roots::{Record, Roots, SHAPE_TABLE, Survivors, Visitor};
pub use value::Word;

use identity::Identities;
use large::LargeSpace;
use mature::Mature;
use nursery::Nursery;
use std::cell::{Cell, RefCell};

/// What freed memory is filled with in poison mode.
pub(crate) const POISON: u8 = 0xd5;
/// Largest body of a young object, in words; above it an object is large.
pub const MAX_YOUNG_WORDS: usize = 1024;

/// All objects of one virtual machine.
///
/// Allocation takes `&self` and never collects; [`Heap::collect`] takes
/// `&mut self`.
#[repr(C)]
pub struct Heap {
    /// Next free byte of the chunk in use.
    top: Cell<usize>,
    /// First byte behind the chunk in use.
    limit: Cell<usize>,
    requested: Cell<Option<Reason>>,
    /// Collections that only save memory are off.
    disabled: Cell<bool>,
    config: HeapConfig,
    nursery: RefCell<Nursery>,
    mature: RefCell<Mature>,
    large: RefCell<LargeSpace>,
    /// Mature objects that may refer to young ones, each once.
    remembered: RefCell<Vec<Word>>,
    identities: Identities,
    young_external: RefCell<Vec<Word>>,
    mature_external: RefCell<Vec<Word>>,
    /// Kind and id of external objects that died.
    dead: RefCell<Vec<(Kind, u64)>>,
    /// Young bytes between two young collections, at present.
    nursery_bytes: Cell<usize>,
    /// Bytes in mature and large space at which a full collection is due.
    full_at: Cell<usize>,
    /// Bytes that records outside the heap take, as far as their owners told.
    outside_bytes: Cell<usize>,
    totals: Cell<HeapStats>,
    /// Test hook: the barrier forgets its work.
    #[cfg(test)]
    barrier_off: Cell<bool>,
}

// SAFETY: H7: everything a heap points to is its own, and nothing in it is
// bound to a thread. It is not Sync: allocation goes through cells.
unsafe impl Send for Heap {}

impl Heap {
    /// Where native code finds the next free young byte in a heap.
    pub const TOP_OFFSET: usize = std::mem::offset_of!(Heap, top);
    /// Where it finds the end of the chunk in use.
    pub const LIMIT_OFFSET: usize = std::mem::offset_of!(Heap, limit);
    /// Where it finds the byte that tells whether a collection is asked for.
    pub const REQUESTED_OFFSET: usize = std::mem::offset_of!(Heap, requested);
    /// That byte, if none is.
    // SAFETY: both have one byte, and all of it says which reason it is, or none.
    pub const NOT_REQUESTED: u8 = unsafe { std::mem::transmute::<Option<Reason>, u8>(None) };

    /// An empty heap.
    pub fn new(config: HeapConfig) -> Heap {
        let totals = HeapStats {
            allocated_objects: config.count_objects.then_some(0),
            ..HeapStats::default()
        };
        Heap {
            top: Cell::new(0),
            limit: Cell::new(0),
            requested: Cell::new(None),
            disabled: Cell::new(false),
            nursery_bytes: Cell::new(config.young_bytes),
            full_at: Cell::new(config.full_min_bytes),
            config,
            nursery: RefCell::new(Nursery::new()),
            mature: RefCell::new(Mature::new()),
            large: RefCell::new(LargeSpace::new()),
            remembered: RefCell::default(),
            identities: Identities::new(),
            young_external: RefCell::default(),
            mature_external: RefCell::default(),
            dead: RefCell::default(),
            outside_bytes: Cell::new(0),
            totals: Cell::new(totals),
            #[cfg(test)]
            barrier_off: Cell::new(false),
        }
    }

    /// How this heap was told to behave.
    pub fn config(&self) -> &HeapConfig {
        &self.config
    }

    /// Changes how the heap behaves from now on.
    pub fn config_mut(&mut self) -> &mut HeapConfig {
        &mut self.config
    }

    /// Allocates an object whose body holds anything: the caller fills it
    /// before the next safe point (H3). Big bodies and, if memory is nearly
    /// out, any object may land outside the young space.
    ///
    /// # Panics
    /// When the system has no memory left; see [`Heap::try_alloc`].
    #[inline(always)]
    pub fn alloc(&self, kind: Kind, shape: ShapeId, body_words: usize) -> Word {
        let top = self.top.get();
        let bytes = (body_words + 1) * 8;
        if body_words > MAX_YOUNG_WORDS || bytes > self.limit.get() - top || kind.layout().external
        {
            return self.alloc_slow(kind, shape, body_words);
        }
        self.top.set(top + bytes);
        let address = top as *mut u64;
        // SAFETY: H4: top to top + bytes lies in the chunk in use and is free.
        unsafe { *address = Header::new(kind, shape, body_words).0 };
        Word::from_address(address)
    }

    /// Allocates an object with every tagged word nil and every raw word zero.
    #[inline]
    pub fn alloc_filled(&self, kind: Kind, shape: ShapeId, body_words: usize) -> Word {
        let object = self.alloc(kind, shape, body_words);
        fill(object, kind, body_words);
        object
    }

    /// As [`Heap::alloc_filled`], or `None` when the size is absurd or passes
    /// the limit.
    pub fn try_alloc(&self, kind: Kind, shape: ShapeId, body_words: usize) -> Option<Word> {
        let bytes = body_words.checked_add(1)?.checked_mul(8)?;
        let object = if body_words > MAX_YOUNG_WORDS {
            if self.over_limit(bytes) {
                return None;
            }
            self.alloc_large(kind, shape, body_words)?
        } else {
            self.alloc(kind, shape, body_words)
        };
        fill(object, kind, body_words);
        Some(object)
    }

    /// Allocates an object that never moves. Its body holds anything.
    pub fn alloc_mature(&self, kind: Kind, shape: ShapeId, body_words: usize) -> Word {
        self.try_mature(kind, shape, body_words)
            .unwrap_or_else(|| out_of_memory())
    }

    fn try_mature(&self, kind: Kind, shape: ShapeId, body_words: usize) -> Option<Word> {
        if body_words > MAX_YOUNG_WORDS {
            return self.alloc_large(kind, shape, body_words);
        }
        let address = self.mature.borrow_mut().take(body_words + 1)?;
        let mut header = Header::new(kind, shape, body_words).with(Flag::MATURE);
        let object = Word::from_address(address);
        if refers(kind) {
            header = header.with(Flag::REMEMBERED);
            self.remembered.borrow_mut().push(object);
        }
        // SAFETY: H5: the cell is ours and long enough.
        unsafe { *address = header.0 };
        self.note_external(object, kind, true);
        self.count_old(body_words);
        Some(object)
    }

    fn alloc_large(&self, kind: Kind, shape: ShapeId, body_words: usize) -> Option<Word> {
        let address = self.large.borrow_mut().take(body_words, refers(kind))?;
        let header = Header::new(kind, shape, body_words)
            .with(Flag::MATURE)
            .with_age(header::LARGE_AGE);
        // SAFETY: H7: the memory is ours and begins here.
        unsafe { *address = header.0 };
        let object = Word::from_address(address);
        if refers(kind) {
            // SAFETY: H1: the object was just made.
            unsafe { self.remember(object) };
        }
        self.note_external(object, kind, true);
        self.count_old(body_words);
        Some(object)
    }

    /// Everything the fast path of [`Heap::alloc`] leaves out.
    #[cold]
    #[inline(never)]
    fn alloc_slow(&self, kind: Kind, shape: ShapeId, body_words: usize) -> Word {
        self.alloc_elsewhere(kind, shape, body_words)
            .unwrap_or_else(|| out_of_memory())
    }

    fn alloc_elsewhere(&self, kind: Kind, shape: ShapeId, body_words: usize) -> Option<Word> {
        if body_words > MAX_YOUNG_WORDS {
            return self.alloc_large(kind, shape, body_words);
        }
        let bytes = (body_words + 1) * 8;
        if bytes > self.limit.get() - self.top.get() && !self.next_chunk() {
            return self.try_mature(kind, shape, body_words);
        }
        let address = self.top.get() as *mut u64;
        self.top.set(self.top.get() + bytes);
        // SAFETY: H4: the chunk in use has room for this many bytes.
        unsafe { *address = Header::new(kind, shape, body_words).0 };
        let object = Word::from_address(address);
        self.note_external(object, kind, false);
        Some(object)
    }

    /// Continues allocation in another chunk and asks for a collection when
    /// the nursery is used up. False when there is no memory.
    fn next_chunk(&self) -> bool {
        self.sync_top();
        let mut nursery = self.nursery.borrow_mut();
        let Some(chunk) = nursery.grow() else {
            return false;
        };
        self.top.set(chunk.first());
        self.limit.set(chunk.end());
        let fresh = nursery.fresh_bytes();
        drop(nursery);
        if fresh + nursery::CHUNK_BYTES > self.nursery_bytes.get() {
            self.request(Reason::Nursery);
        }
        if self.over_limit(0) {
            self.request(Reason::Limit);
        }
        true
    }

    /// Whether something of so many bytes fits below the limit at all: what is
    /// large is asked for before it takes long to compute.
    pub fn could_hold(&self, bytes: u64) -> bool {
        let limit = self.config.limit_bytes;
        limit.is_none_or(|limit| bytes <= limit as u64)
    }

    fn over_limit(&self, more: usize) -> bool {
        self.config
            .limit_bytes
            .is_some_and(|limit| self.held_bytes().saturating_add(more) > limit)
    }

    /// Tells the nursery how far its chunk in use is filled.
    fn sync_top(&self) {
        self.nursery.borrow_mut().close(self.top.get());
    }

    fn note_external(&self, object: Word, kind: Kind, mature: bool) {
        if kind.layout().external {
            let list = if mature {
                &self.mature_external
            } else {
                &self.young_external
            };
            list.borrow_mut().push(object);
        }
    }

    /// Accounts for an object allocated outside the young space.
    fn count_old(&self, body_words: usize) {
        let mut totals = self.totals.get();
        totals.allocated_bytes += (body_words as u64 + 1) * 8;
        totals.allocated_objects = totals.allocated_objects.map(|n| n + 1);
        self.totals.set(totals);
        self.check_growth();
    }

    /// Accounts for records outside the heap that a full collection may free.
    pub fn charge(&self, bytes: usize) {
        self.outside_bytes.set(self.outside_bytes.get() + bytes);
        self.check_growth();
    }

    fn check_growth(&self) {
        if self.grown_bytes() >= self.full_at.get() {
            self.request(Reason::Growth);
        }
    }

    fn count_fresh(&self, nursery: &Nursery) -> u64 {
        let mut count = 0;
        for chunk in &nursery.chunks {
            let mut at = chunk.fresh;
            while at < chunk.top {
                // SAFETY: H4: objects lie without gaps up to the top.
                at += (Header(unsafe { *(at as *const u64) }).small_size() + 1) * 8;
                count += 1;
            }
        }
        count
    }

    /// The identity of an object: unique in this heap, stable for its life.
    ///
    /// # Safety
    /// H1: `object` is a live object.
    pub unsafe fn identity(&self, object: Word) -> u64 {
        // SAFETY: H1, the caller's promise.
        let header = unsafe { barrier::header(object) };
        let mature = header.has(Flag::MATURE);
        if header.has(Flag::IDENTITY_WORD) {
            // SAFETY: H1, H2: the identity is the last word of the body.
            return unsafe { barrier::load_raw(object, header.small_size()) };
        }
        let address = object.address() as usize;
        if header.has(Flag::IDENTITY) {
            return self
                .identities
                .get(address, mature)
                .expect("flagged objects are in the table");
        }
        let id = self.identities.fresh();
        self.identities.put(address, mature, id);
        // SAFETY: H1, the caller's promise.
        unsafe { barrier::set_flag(object, Flag::IDENTITY) };
        id
    }

    /// Kind and id of the external objects that died since the last call.
    pub fn take_dead(&mut self) -> Vec<(Kind, u64)> {
        std::mem::take(self.dead.get_mut())
    }

    #[cfg(test)]
    fn skip_barrier(&self) -> bool {
        self.barrier_off.get()
    }

    #[cfg(not(test))]
    #[inline(always)]
    fn skip_barrier(&self) -> bool {
        false
    }
}

/// Whether objects of this kind can refer to others, inside or outside.
#[inline(always)]
pub(crate) const fn refers(kind: Kind) -> bool {
    let layout = kind.layout();
    layout.values > 0
        || layout.external
        || layout.names_records
        || matches!(layout.tail, Tail::Values | Tail::Weak)
}

/// Fills a fresh body: tagged words nil, raw words zero.
#[inline]
fn fill(object: Word, kind: Kind, body_words: usize) {
    let layout = kind.layout();
    // SAFETY: H2: a fresh object has this many body words, all of them ours.
    let body = unsafe { std::slice::from_raw_parts_mut(object.address().add(1), body_words) };
    let (values, rest) = body.split_at_mut(layout.values);
    values.fill(Word::NIL.bits());
    if matches!(layout.tail, Tail::Values | Tail::Weak) {
        let (raws, tail) = rest.split_at_mut(layout.raws);
        raws.fill(0);
        tail.fill(Word::NIL.bits());
    } else if body_words <= MAX_YOUNG_WORDS {
        // Memory of large objects is zero already, and perhaps not committed.
        rest.fill(0);
    }
}

#[cold]
#[inline(never)]
fn out_of_memory() -> ! {
    panic!("the system has no memory left for objects")
}
