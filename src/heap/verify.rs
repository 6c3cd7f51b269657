//! Walks the whole heap and checks what it promises: every reference leads to
//! the header of a known object, marks of a running collection are not to be
//! seen, references from mature to young objects are remembered, sizes and
//! windows stay in bounds.
//!
//! It changes nothing, allocates outside the heap, and is meant for stress
//! modes and tests.

use super::barrier::full_size;
use super::header::{FORWARDED, Flag, Header};
use super::layout::{KIND_COUNT, Kind, Layout, Tail, array, bytes, string};
use super::roots::{Record, Roots, Survivors, Visitor};
use super::value::Word;
use super::{Heap, MAX_YOUNG_WORDS, POISON, barrier, large};
use std::collections::HashMap;

/// Bytes of address space that one bit table covers.
const PAGE_BYTES: usize = 64 << 10;

/// A set of addresses of words: a bit per word of the pages that have any.
#[derive(Default)]
struct Places {
    pages: HashMap<usize, Box<[u64; PAGE_BYTES / 512]>, foldhash::fast::FixedState>,
}

impl Places {
    /// Adds an address; false if it was there.
    fn insert(&mut self, address: usize) -> bool {
        let page = self.pages.entry(address / PAGE_BYTES);
        let bits = page.or_insert_with(|| Box::new([0; PAGE_BYTES / 512]));
        let word = address % PAGE_BYTES / 8;
        let bit = 1 << (word % 64);
        let fresh = bits[word / 64] & bit == 0;
        bits[word / 64] |= bit;
        fresh
    }

    fn contains(&self, address: usize) -> bool {
        let word = address % PAGE_BYTES / 8;
        let page = self.pages.get(&(address / PAGE_BYTES));
        page.is_some_and(|bits| bits[word / 64] >> (word % 64) & 1 != 0)
    }
}

/// What is known so far.
#[derive(Default)]
struct Verifier {
    /// Every object, in the order found.
    objects: Vec<usize>,
    places: Places,
    remembered: Places,
    fault: Option<String>,
    /// Records that something names.
    named: Survivors,
    /// Those among them that have not been looked at.
    records: Vec<Record>,
}

/// Checks the slots shown as roots, and follows records.
struct RootChecker<'a> {
    verifier: &'a mut Verifier,
    place: &'static str,
    /// Whether a young object is a fault.
    mature: bool,
}

impl Visitor for RootChecker<'_> {
    fn slot(&mut self, slot: &mut Word) {
        let place = self.place;
        self.verifier.check_word(*slot, &|| place.to_string());
        if self.mature {
            self.verifier.check_mature(*slot, place);
        }
    }

    fn record(&mut self, record: Record) {
        if self.verifier.named.insert(record) {
            self.verifier.records.push(record);
        }
    }

    fn wants_records(&self) -> bool {
        true
    }
}

impl Heap {
    /// Checks the heap; the error names the object, the field and its address.
    ///
    /// # Safety
    /// As for [`Heap::collect`], as far as the fault sought allows: a reference
    /// to unmapped memory is reported, not followed.
    pub unsafe fn verify(&mut self, roots: &mut dyn Roots) -> Result<(), String> {
        self.sync_top();
        let mut verifier = Verifier::default();
        verifier.list_young(self);
        verifier.list_old(self);
        verifier.check_remembered(self);
        if let Some(fault) = verifier.fault {
            return Err(fault);
        }
        verifier.check_external(self);
        for address in std::mem::take(&mut verifier.objects) {
            verifier.check_object(self, address as *mut u64, roots);
        }
        let mut checker = RootChecker {
            verifier: &mut verifier,
            place: "a root",
            mature: false,
        };
        roots.visit(&mut checker);
        roots.visit_weak(&mut checker);
        roots.visit_ephemerons(&mut checker);
        (checker.place, checker.mature) = ("a mature root", true);
        roots.visit_mature(&mut checker);
        checker.place = "a record";
        while let Some(record) = checker.verifier.records.pop() {
            roots.visit_record(record, &mut checker);
        }
        verifier.fault.map_or(Ok(()), Err)
    }
}

impl Verifier {
    /// Keeps the first fault.
    fn fail(&mut self, message: impl FnOnce() -> String) {
        self.fault.get_or_insert_with(message);
    }

    fn list_young(&mut self, heap: &Heap) {
        for chunk in &heap.nursery.borrow().chunks {
            let mut at = chunk.first();
            while at < chunk.top {
                // SAFETY: H4: objects lie without gaps up to the top.
                let header = Header(unsafe { *(at as *const u64) });
                if !self.check_header(at, header) {
                    return;
                }
                let size = header.small_size();
                let end = at + (size + 1) * 8;
                if header.has(Flag::MATURE) || header.has(Flag::REMEMBERED) || header.age() > 6 {
                    self.fail(|| format!("{}: not a young header", describe(at, header)));
                }
                if size > MAX_YOUNG_WORDS + 1 || end > chunk.top {
                    return self.fail(|| format!("{} reaches over the top", describe(at, header)));
                }
                self.list(at);
                at = end;
            }
        }
    }

    fn list_old(&mut self, heap: &Heap) {
        for class in &heap.mature.borrow().classes {
            class.each(|cell| {
                // SAFETY: H5: a live cell begins with a header.
                let header = Header(unsafe { *cell });
                let at = cell as usize;
                let sound = self.check_header(at, header);
                if !header.has(Flag::MATURE) || sound && header.age() != 0 {
                    self.fail(|| format!("{}: not a mature header", describe(at, header)));
                }
                if header.small_size() + 1 > class.cell_words {
                    self.fail(|| format!("{}: its cell is too small", describe(at, header)));
                }
                self.list(at);
            });
        }
        heap.large.borrow().each(|object| {
            // SAFETY: H7: the table holds live large objects.
            let header = Header(unsafe { *object });
            let at = object as usize;
            if self.check_header(at, header) && !large::is_large(header) {
                self.fail(|| format!("{}: not a large header", describe(at, header)));
            }
            self.list(at);
        });
    }

    fn list(&mut self, address: usize) {
        self.objects.push(address);
        self.places.insert(address);
    }

    /// Checks what holds for headers everywhere.
    fn check_header(&mut self, address: usize, header: Header) -> bool {
        let kind = header.0 & FORWARDED;
        if kind as usize >= KIND_COUNT || header.has(Flag::MARKED) {
            self.fail(|| format!("object at {address:#x} has the header {:#x}", header.0));
            return false;
        }
        let layout = header.kind().layout();
        let fixed = layout.values + layout.raws + header.has(Flag::IDENTITY_WORD) as usize;
        let size = header.small_size();
        if size < fixed || layout.tail == Tail::None && size != fixed {
            self.fail(|| format!("{}: {size} words, not {fixed}", describe(address, header)));
            return false;
        }
        true
    }

    fn check_remembered(&mut self, heap: &Heap) {
        for object in heap.remembered.borrow().iter() {
            let address = object.address() as usize;
            if !self.places.contains(address) {
                self.fail(|| format!("the remembered set has {object:?}, no object"));
            } else if !self.remembered.insert(address) {
                self.fail(|| format!("{object:?} is remembered twice"));
            }
        }
        for i in 0..self.objects.len() {
            let at = self.objects[i];
            let object = at as *mut u64;
            // SAFETY: H1: just listed.
            let header = Header(unsafe { *object });
            let says = if large::is_large(header) {
                // SAFETY: H5: the header says the object is a large one.
                unsafe { large::is_remembered(object) }
            } else {
                header.has(Flag::REMEMBERED)
            };
            let listed = self.remembered.contains(at);
            if says != listed {
                let what = describe(at, header);
                self.fail(|| format!("{what}: in remembered set {listed}, says {says}"));
            }
        }
    }

    fn check_external(&mut self, heap: &Heap) {
        let lists = [(&heap.young_external, false), (&heap.mature_external, true)];
        let mut listed = 0;
        for (list, mature) in lists {
            for object in list.borrow().iter() {
                listed += 1;
                let known = self.places.contains(object.address() as usize);
                // SAFETY: H1: a known object.
                if !known || unsafe { barrier::header(*object) }.has(Flag::MATURE) != mature {
                    self.fail(|| format!("the list of external objects has {object:?}"));
                }
            }
        }
        let external = |&&address: &&usize| {
            // SAFETY: H1: just listed.
            Header(unsafe { *(address as *const u64) })
                .kind()
                .layout()
                .external
        };
        let found = self.objects.iter().filter(external).count();
        if listed != found {
            self.fail(|| format!("{listed} external objects listed, {found} found"));
        }
    }

    /// A word must be an immediate or a known object.
    fn check_word(&mut self, word: Word, place: &dyn Fn() -> String) {
        if word == Word::SENTINEL {
            self.fail(|| format!("{} holds the sentinel", place()));
        }
        if word.bits() == u64::from_ne_bytes([POISON; 8]) {
            self.fail(|| format!("{} holds freed memory's pattern", place()));
        }
        if word.is_object() && !self.places.contains(word.address() as usize) {
            self.fail(|| format!("{} holds {:#x}, which is no object", place(), word.bits()));
        }
    }

    fn check_mature(&mut self, word: Word, place: &str) {
        // SAFETY: H1: check_word found the object listed.
        let young = |w: Word| w.is_object() && !unsafe { barrier::header(w) }.has(Flag::MATURE);
        if self.fault.is_none() && young(word) {
            self.fail(|| format!("{place} holds {word:?}, which is young"));
        }
    }

    fn check_object(&mut self, heap: &Heap, object: *mut u64, roots: &mut dyn Roots) {
        // SAFETY: H1: a listed object.
        let header = Header(unsafe { *object });
        let layout = header.kind().layout();
        // SAFETY: H1, as above.
        let size = unsafe { full_size(object, header) };
        let body = size - header.has(Flag::IDENTITY_WORD) as usize;
        for i in 1..=layout.values {
            self.check_field(object, header, i);
        }
        if matches!(layout.tail, Tail::Values | Tail::Weak) {
            for i in layout.values + layout.raws + 1..=body {
                self.check_field(object, header, i);
            }
        }
        if header.has(Flag::IDENTITY) && !header.has(Flag::IDENTITY_WORD) {
            let known = heap
                .identities
                .get(object as usize, header.has(Flag::MATURE));
            if known.is_none() {
                self.fail(|| {
                    format!(
                        "{} has lost its identity",
                        describe(object as usize, header)
                    )
                });
            }
        }
        if layout.external {
            // SAFETY: H3: the id of an external object is in place.
            let id = unsafe { *object.add(layout.values + 1) };
            roots.visit_external(header.kind(), id, &mut |slot: &mut Word| {
                let place = || format!("the record {id} of {}", describe(object as usize, header));
                self.check_word(*slot, &place);
            });
        }
        let word = Word::from_address(object);
        if let Err(fault) = roots.check(header.kind(), word) {
            return self.fail(|| format!("{}: {fault}", describe(object as usize, header)));
        }
        if layout.names_records {
            let mut checker = RootChecker {
                verifier: self,
                place: "a named record",
                mature: true,
            };
            roots.visit_named(header.kind(), word, &mut checker);
        }
        match header.kind() {
            Kind::String => self.check_string(object, header),
            Kind::Array => self.check_array(object, header),
            _ => {}
        }
    }

    /// Checks one tagged field, the barrier's work included.
    fn check_field(&mut self, object: *mut u64, header: Header, index: usize) {
        // SAFETY: H2: callers pass indices within the body.
        let word = Word::from_bits(unsafe { *object.add(index) });
        let layout = header.kind().layout();
        let place = || {
            format!(
                "{} field {}",
                describe(object as usize, header),
                field_name(layout, index)
            )
        };
        self.check_word(word, &place);
        if !word.is_object() || !header.has(Flag::MATURE) || self.fault.is_some() {
            return;
        }
        // SAFETY: H1: check_word found the object listed.
        if unsafe { barrier::header(word) }.has(Flag::MATURE) {
            return;
        }
        let mut noted = self.remembered.contains(object as usize);
        if large::is_large(header) && layout.tail == Tail::Values {
            // SAFETY: H5: a large object with values has cards.
            noted &= unsafe { *large::card(object, (index - 1) / large::CARD_WORDS) } != 0;
        }
        if !noted {
            self.fail(|| format!("{} holds a young object, not remembered: {word:?}", place()));
        }
    }

    fn check_string(&mut self, object: *mut u64, header: Header) {
        let word = Word::from_address(object);
        // SAFETY: H2: fixed fields of a listed object.
        let (buffer, window) = unsafe {
            (
                barrier::load(word, string::BUFFER),
                barrier::load_raw(word, string::WINDOW),
            )
        };
        let end = (window & 0xffff_ffff) + (window >> 32);
        let mut held = 0;
        if buffer.is_object() && self.fault.is_none() {
            // SAFETY: H1: check_field found it listed.
            if unsafe { barrier::header(buffer) }.kind() != Kind::Bytes {
                return self.fail(|| format!("{} has no Bytes", describe(object as usize, header)));
            }
            // SAFETY: H1 and H2, as above.
            let (meter, words) = unsafe {
                (
                    barrier::load_raw(buffer, bytes::METER),
                    barrier::body_words(buffer),
                )
            };
            held = meter & 0xffff_ffff;
            if held > meter >> 32 || (meter >> 32) as usize > (words - bytes::FIXED) * 8 {
                self.fail(|| {
                    format!(
                        "{} has a buffer beyond its end",
                        describe(object as usize, header)
                    )
                });
            }
        }
        if end > held && window >> 32 != 0 {
            self.fail(|| {
                format!(
                    "{} ends at {end} of {held} bytes",
                    describe(object as usize, header)
                )
            });
        }
    }

    fn check_array(&mut self, object: *mut u64, header: Header) {
        let word = Word::from_address(object);
        // SAFETY: H2: fixed fields of a listed object.
        let (slots, window) = unsafe {
            (
                barrier::load(word, array::SLOTS),
                barrier::load_raw(word, array::WINDOW),
            )
        };
        let end = (window & 0xffff_ffff) + (window >> 32);
        let mut held = 0;
        if slots.is_object() && self.fault.is_none() {
            // SAFETY: H1: check_field found it listed.
            if unsafe { barrier::header(slots) }.kind() != Kind::Tuple {
                return self.fail(|| format!("{} has no Tuple", describe(object as usize, header)));
            }
            // SAFETY: H1, as above.
            held = unsafe { barrier::body_words(slots) } as u64;
        }
        if end > held && window >> 32 != 0 {
            self.fail(|| {
                format!(
                    "{} ends at {end} of {held} slots",
                    describe(object as usize, header)
                )
            });
        }
    }
}

fn describe(address: usize, header: Header) -> String {
    format!("{}@{address:#x}", header.kind().layout().name)
}

/// The name of a fixed field, or the position of a tail word.
fn field_name(layout: &Layout, index: usize) -> String {
    let fixed = layout.values + layout.raws;
    match layout.names.get(index - 1) {
        Some(name) => (*name).to_string(),
        None => format!("[{}]", index - 1 - fixed),
    }
}
