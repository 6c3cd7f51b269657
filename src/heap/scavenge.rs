//! The young collection: copies what lives out of the condemned chunks.
//!
//! Owns evacuation, the scan of what was copied (Cheney) or promoted (a list),
//! and the rebuilding of the remembered set. It never runs Ruby, and allocates
//! only where survivors go. An object found with the tenure age, or met after
//! the survivors have filled their share, goes to the mature space.
//!
//! Slots inside objects are looked at exactly once, so there a young header
//! that is not forwarded means: still condemned. Root slots may come more than
//! once; for them the state word of the chunk tells (H4).

use super::barrier::{self, full_size};
use super::header::{Flag, Header};
use super::identity::Identities;
use super::large;
use super::layout::{Kind, Plan, Tail};
use super::mature::Mature;
use super::nursery::{CHUNK_BYTES, CONDEMNED, Chunk, Nursery};
use super::roots::Roots;
use super::value::Word;
use super::{Heap, out_of_memory, refers};

/// What a young collection moved.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Moved {
    pub survived_objects: u64,
    pub survived_bytes: usize,
    pub promoted_objects: u64,
    pub promoted_bytes: usize,
    /// Root slots looked at.
    pub root_slots: usize,
}

struct Scavenger<'h> {
    nursery: &'h mut Nursery,
    mature: &'h mut Mature,
    identities: &'h Identities,
    /// Next free byte and end of the chunk that survivors go to.
    top: usize,
    limit: usize,
    tenure_age: u8,
    survivor_bytes: usize,
    moved: Moved,
    /// Promoted objects not scanned yet.
    promoted: Vec<*mut u64>,
    /// Live objects with weak tails, to be looked at last.
    weak: Vec<*mut u64>,
    /// The new remembered set.
    remembered: Vec<Word>,
}

/// Evacuates the young space.
///
/// # Safety
/// H3, H6 and H8 hold; no word outside `roots` is used afterwards (H1).
pub(super) unsafe fn run(heap: &mut Heap, roots: &mut dyn Roots) -> Moved {
    heap.sync_top();
    let poison = heap.config.poison;
    let nursery = heap.nursery.get_mut();
    let condemned = std::mem::take(&mut nursery.chunks);
    for chunk in &condemned {
        // SAFETY: H7: the state word is the chunk's first.
        unsafe { *chunk.base = CONDEMNED };
    }
    let mut scavenger = Scavenger {
        nursery,
        mature: heap.mature.get_mut(),
        identities: &heap.identities,
        top: 0,
        limit: 0,
        tenure_age: heap.config.tenure_age.min(6),
        survivor_bytes: heap.config.survivor_bytes.min(heap.nursery_bytes.get() / 2),
        moved: Moved::default(),
        promoted: Vec::new(),
        weak: Vec::new(),
        remembered: Vec::new(),
    };
    let mut root = |slot: &mut Word| {
        scavenger.root(slot);
    };
    roots.visit(&mut root);
    roots.visit_weak(&mut root);
    for object in heap.remembered.take() {
        scavenger.scan_remembered(object.address(), roots);
    }
    scavenger.drain(roots);
    scavenger.clear_weak();
    let Scavenger {
        top,
        limit,
        moved,
        remembered,
        ..
    } = scavenger;
    heap.remembered.replace(remembered);
    heap.top.set(top);
    heap.limit.set(limit);
    sort_external(heap);
    heap.identities.forget_young();
    release(heap, condemned, poison);
    moved
}

/// Gives the condemned chunks back and opens the survivors' for allocation.
fn release(heap: &mut Heap, condemned: Vec<Chunk>, poison: bool) {
    let top = heap.top.get();
    // Enough for a nursery and as many survivors as may stay young.
    let keep = heap.nursery_bytes.get() / CHUNK_BYTES * 3 / 2 + 2;
    let nursery = heap.nursery.get_mut();
    nursery.close(top);
    for chunk in &mut nursery.chunks {
        chunk.fresh = chunk.top;
    }
    for chunk in condemned {
        if poison {
            let bytes = chunk.top - chunk.first();
            // SAFETY: H7: the chunk is ours, and its objects have left.
            unsafe { std::ptr::write_bytes(chunk.first() as *mut u8, super::POISON, bytes) };
        }
        nursery.blocks.give(chunk.base);
    }
    nursery.blocks.trim(keep);
}

/// Moves the entries of live young external objects to the list they belong to
/// now, and reports the dead ones.
fn sort_external(heap: &mut Heap) {
    for object in heap.young_external.take() {
        // SAFETY: H7: condemned chunks are given back later.
        let header = unsafe { barrier::header(object) };
        let Some(address) = header.forwarded() else {
            let kind = header.kind();
            // SAFETY: H3: the id of an external object is in place.
            let id = unsafe { barrier::load_raw(object, kind.layout().values + 1) };
            heap.dead.get_mut().push((kind, id));
            continue;
        };
        // SAFETY: H1: the address is that of the object's copy.
        let mature = Header(unsafe { *address }).has(Flag::MATURE);
        let list = if mature {
            &mut heap.mature_external
        } else {
            &mut heap.young_external
        };
        list.get_mut().push(Word::from_address(address));
    }
}

impl Scavenger<'_> {
    /// Updates a slot that may have been updated before. Returns whether it
    /// holds a young object now.
    fn root(&mut self, slot: &mut Word) -> bool {
        self.moved.root_slots += 1;
        if !slot.is_object() {
            return false;
        }
        let address = slot.address();
        // SAFETY: H3, H8: the slot held a live object when we began.
        let header = Header(unsafe { *address });
        if header.forwarded().is_none() {
            if header.has(Flag::MATURE) {
                return false;
            }
            let base = (address as usize & !(CHUNK_BYTES - 1)) as *const u64;
            // SAFETY: H4: a young object lies in a chunk, which is aligned.
            if unsafe { *base } != CONDEMNED {
                return true;
            }
        }
        *slot = self.forward(*slot);
        // SAFETY: H1: the copy is a live object.
        !unsafe { barrier::header(*slot) }.has(Flag::MATURE)
    }

    /// The new place of an object that a slot not looked at before names.
    #[inline(always)]
    fn forward(&mut self, object: Word) -> Word {
        let address = object.address();
        // SAFETY: H3: the slot holds a live object.
        let header = Header(unsafe { *address });
        if let Some(copy) = header.forwarded() {
            return Word::from_address(copy);
        }
        if header.has(Flag::MATURE) {
            return object;
        }
        self.evacuate(address, header)
    }

    fn evacuate(&mut self, from: *mut u64, header: Header) -> Word {
        let named = Flag::IDENTITY.0 | Flag::IDENTITY_WORD.0;
        if header.0 & named == Flag::IDENTITY.0 {
            return self.evacuate_named(from, header);
        }
        let size = header.small_size();
        let (to, copy) = self.room(size + 1, header.without(Flag::MARKED));
        // SAFETY: H2 for the source; the destination has as many words and is
        // elsewhere.
        unsafe { copy_words(from.add(1), to.add(1), size) };
        // SAFETY: both are the first words of objects we own (H7, H9).
        unsafe {
            *to = copy.0;
            *from = Header::forwarding(to).0;
        }
        Word::from_address(to)
    }

    /// Moves an object whose identity stands in the side table; the copy has
    /// it in a word of its own.
    #[cold]
    #[inline(never)]
    fn evacuate_named(&mut self, from: *mut u64, header: Header) -> Word {
        let size = header.small_size();
        let copy = header
            .without(Flag::MARKED)
            .with(Flag::IDENTITY_WORD)
            .with_size(size + 1);
        let (to, copy) = self.room(size + 2, copy);
        let id = self.identities.get(from as usize, false);
        // SAFETY: H2 for the source; the destination has one word more and is
        // elsewhere.
        unsafe {
            copy_words(from.add(1), to.add(1), size);
            *to.add(size + 1) = id.expect("flagged objects are in the table");
        }
        // SAFETY: both are the first words of objects we own (H7, H9).
        unsafe {
            *to = copy.0;
            *from = Header::forwarding(to).0;
        }
        Word::from_address(to)
    }

    /// A place for an object of `words` words, and the header it has there.
    #[inline(always)]
    fn room(&mut self, words: usize, header: Header) -> (*mut u64, Header) {
        let full = self.moved.survived_bytes >= self.survivor_bytes;
        if header.age() >= self.tenure_age || full {
            let to = self.room_mature(words, header.kind());
            (to, header.with_age(0).with(Flag::MATURE))
        } else {
            (self.room_young(words), header.with_age(header.age() + 1))
        }
    }

    #[inline(always)]
    fn room_young(&mut self, words: usize) -> *mut u64 {
        let bytes = words * 8;
        self.moved.survived_objects += 1;
        self.moved.survived_bytes += bytes;
        if self.limit - self.top < bytes {
            self.nursery.close(self.top);
            let chunk = self.nursery.grow().unwrap_or_else(|| out_of_memory());
            self.top = chunk.first();
            self.limit = chunk.end();
        }
        let to = self.top as *mut u64;
        self.top += bytes;
        to
    }

    fn room_mature(&mut self, words: usize, kind: Kind) -> *mut u64 {
        self.moved.promoted_objects += 1;
        self.moved.promoted_bytes += words * 8;
        let to = self.mature.take(words).unwrap_or_else(|| out_of_memory());
        if refers(kind) {
            self.promoted.push(to);
        }
        to
    }

    /// Scans copies and promoted objects until nothing new turns up.
    fn drain(&mut self, roots: &mut dyn Roots) {
        let mut chunk = 0;
        let mut at = 0;
        loop {
            while let Some(object) = self.promoted.pop() {
                self.scan_mature(object, roots);
            }
            let Some(current) = self.nursery.chunks.get(chunk) else {
                return;
            };
            let last = chunk + 1 == self.nursery.chunks.len();
            at = at.max(current.first());
            let end = if last { self.top } else { current.top };
            if at < end {
                let object = at as *mut u64;
                // SAFETY: H4: copies lie without gaps up to the top.
                at += (Header(unsafe { *object }).small_size() + 1) * 8;
                self.scan_young(object, roots);
            } else if last {
                return;
            } else {
                chunk += 1;
                at = 0;
            }
        }
    }

    fn scan_young(&mut self, object: *mut u64, roots: &mut dyn Roots) {
        // SAFETY: H4: an object was copied here.
        let header = Header(unsafe { *object });
        let plan = Plan::of(header);
        self.fields(object, 1, plan.values as usize);
        match plan.tail {
            Tail::Values => {
                let body = header.small_size() - header.has(Flag::IDENTITY_WORD) as usize;
                self.fields(object, plan.tail_start as usize, body);
            }
            Tail::Weak => self.weak.push(object),
            Tail::None | Tail::Raw => {}
        }
        if plan.external {
            self.scan_outside(object, header, roots);
        }
    }

    /// Updates the fields `first ..= last`.
    #[inline(always)]
    fn fields(&mut self, object: *mut u64, first: usize, last: usize) {
        for i in first..=last {
            // SAFETY: H2: callers pass indices within the body.
            let slot = unsafe { object.add(i) };
            // SAFETY: H3: the field holds a word.
            let word = Word::from_bits(unsafe { *slot });
            if word.is_object() {
                let new = self.forward(word);
                // SAFETY: as above.
                unsafe { *slot = new.bits() };
            }
        }
    }

    /// The same; returns whether one of them holds a young object now.
    fn fields_young(&mut self, object: *mut u64, first: usize, last: usize) -> bool {
        let mut young = false;
        for i in first..=last {
            // SAFETY: H2: callers pass indices within the body.
            let slot = unsafe { object.add(i) };
            // SAFETY: H3: the field holds a word.
            let word = Word::from_bits(unsafe { *slot });
            if word.is_object() {
                let new = self.forward(word);
                // SAFETY: as above, and H1: the copy is a live object.
                unsafe {
                    *slot = new.bits();
                    young |= !barrier::header(new).has(Flag::MATURE);
                }
            }
        }
        young
    }

    /// Scans a mature object that no longer stands in the remembered set, and
    /// enters it again if it refers to a young object.
    fn scan_mature(&mut self, object: *mut u64, roots: &mut dyn Roots) {
        // SAFETY: H1: a live mature object.
        let header = Header(unsafe { *object });
        let plan = Plan::of(header);
        let mut young = self.fields_young(object, 1, plan.values as usize);
        match plan.tail {
            Tail::Values => {
                let first = plan.tail_start as usize;
                // SAFETY: H1, as above.
                let body = unsafe { barrier::body_words(Word::from_address(object)) };
                young |= self.fields_young(object, first, body);
            }
            Tail::Weak => self.weak.push(object),
            Tail::None | Tail::Raw => {}
        }
        if plan.external {
            young |= self.scan_outside(object, header, roots);
        }
        if young {
            self.remember(object, header);
        }
    }

    fn remember(&mut self, object: *mut u64, header: Header) {
        // SAFETY: H1: a live mature or large object.
        unsafe {
            if large::is_large(header) {
                large::set_remembered(object, true);
            } else {
                *object = header.with(Flag::REMEMBERED).0;
            }
        }
        self.remembered.push(Word::from_address(object));
    }

    fn scan_outside(&mut self, object: *mut u64, header: Header, roots: &mut dyn Roots) -> bool {
        let kind = header.kind();
        // SAFETY: H3: the id of an external object is in place.
        let id = unsafe { *object.add(kind.layout().values + 1) };
        let mut young = false;
        roots.visit_external(kind, id, &mut |slot: &mut Word| young |= self.root(slot));
        young
    }

    /// Takes an object out of the remembered set and scans it.
    fn scan_remembered(&mut self, object: *mut u64, roots: &mut dyn Roots) {
        // SAFETY: H6: the remembered set holds live mature objects.
        let header = Header(unsafe { *object });
        if !large::is_large(header) {
            // SAFETY: as above.
            unsafe { *object = header.without(Flag::REMEMBERED).0 };
            return self.scan_mature(object, roots);
        }
        // SAFETY: as above.
        unsafe { large::set_remembered(object, false) };
        let plan = Plan::of(header);
        if plan.tail != Tail::Values {
            return self.scan_mature(object, roots);
        }
        if self.scan_cards(object, plan) {
            self.remember(object, header);
        }
    }

    /// Scans the dirty cards of a large object; they stay dirty while they
    /// hold young objects. Returns whether one did.
    fn scan_cards(&mut self, object: *mut u64, plan: Plan) -> bool {
        // SAFETY: H5: the object is a large one.
        let (cards, body) = unsafe {
            (
                large::cards(object),
                barrier::body_words(Word::from_address(object)),
            )
        };
        let (values, tail) = (plan.values as usize, plan.tail_start as usize);
        let mut any = false;
        for i in 0..cards {
            // SAFETY: H5: `i` is below the number of cards.
            let card = unsafe { large::card(object, i) };
            // SAFETY: H5, as above.
            if unsafe { *card } == 0 {
                continue;
            }
            let first = i * large::CARD_WORDS + 1;
            let last = (first + large::CARD_WORDS - 1).min(body);
            let young = self.fields_young(object, first, last.min(values))
                | self.fields_young(object, first.max(tail), last);
            // SAFETY: H5, as above.
            unsafe { *card = young as u8 };
            any |= young;
        }
        any
    }

    /// Updates weak tails: targets that moved are followed, dead ones are
    /// replaced by nil.
    fn clear_weak(&mut self) {
        for object in std::mem::take(&mut self.weak) {
            // SAFETY: H1: a live object with a weak tail.
            let header = Header(unsafe { *object });
            // SAFETY: H1, as above.
            let size = unsafe { full_size(object, header) };
            let body = size - header.has(Flag::IDENTITY_WORD) as usize;
            let mut young = false;
            for i in Plan::of(header).tail_start as usize..=body {
                // SAFETY: H2: within the body.
                let slot = unsafe { object.add(i) };
                // SAFETY: H3: the field holds a word.
                let word = Word::from_bits(unsafe { *slot });
                if !word.is_object() {
                    continue;
                }
                // SAFETY: H3: the target was live when we began, and condemned
                // chunks are given back later.
                let target = unsafe { barrier::header(word) };
                let new = match target.forwarded() {
                    Some(copy) => Word::from_address(copy),
                    None if target.has(Flag::MATURE) => word,
                    None => Word::NIL,
                };
                // SAFETY: as above.
                unsafe { *slot = new.bits() };
                // SAFETY: H1: the copy is a live object.
                young |= new.is_object() && !unsafe { barrier::header(new) }.has(Flag::MATURE);
            }
            let in_set = header.has(Flag::REMEMBERED)
                // SAFETY: H5: the header says the object is a large one.
                || large::is_large(header) && unsafe { large::is_remembered(object) };
            if young && header.has(Flag::MATURE) && !in_set {
                self.remember(object, header);
            }
        }
    }
}

/// Copies words to a place that does not overlap.
///
/// # Safety
/// Both ranges are ours.
#[inline(always)]
unsafe fn copy_words(from: *const u64, to: *mut u64, words: usize) {
    if words > 16 {
        // SAFETY: the caller's promise.
        return unsafe { std::ptr::copy_nonoverlapping(from, to, words) };
    }
    for i in 0..words {
        // SAFETY: the caller's promise.
        unsafe { *to.add(i) = *from.add(i) };
    }
}
