//! The first half of a full collection: marks what lives, young, mature and
//! records outside the heap, clears weak tails, lets the owners of the records
//! free theirs, and frees the rest of mature and large space. A young
//! collection follows and moves what was marked; so nothing unreachable
//! survives by standing in the remembered set.
//!
//! The work list is explicit: a long chain of objects costs no native stack.

use super::barrier::{self, full_size};
use super::header::{Flag, Header};
use super::layout::{Plan, Tail};
use super::roots::{Record, Roots, SHAPE_TABLE, Survivors, Visitor};
use super::value::Word;
use super::{Heap, refers};

#[derive(Default)]
struct Marker {
    /// Records found so far.
    survivors: Survivors,
    /// Those among them that have not been looked at.
    records: Vec<Record>,
    /// Marked objects whose fields have not been looked at.
    todo: Vec<*mut u64>,
    /// Marked objects with weak tails.
    weak: Vec<*mut u64>,
}

/// Marks, clears weak tails and sweeps mature and large space. The young space
/// is left with marks in its headers, for the scavenge that must follow.
///
/// # Safety
/// H3 and H8 hold.
pub(super) unsafe fn run(heap: &mut Heap, roots: &mut dyn Roots) {
    let mut marker = Marker::default();
    roots.visit(&mut marker);
    roots.visit_mature(&mut marker);
    marker.drain(roots);
    marker.clear_weak();
    heap.outside_bytes.set(roots.sweep(&marker.survivors));
    heap.remembered
        .get_mut()
        .retain(|&object| is_marked(object));
    report_external(heap);
    let identities = &heap.identities;
    let forget = |address, header| identities.forget_mature(address, header);
    heap.mature.get_mut().sweep(heap.config.poison, forget);
    heap.large.get_mut().sweep(heap.config.poison, forget);
}

fn is_marked(object: Word) -> bool {
    // SAFETY: H3, H6: lists of the heap hold live objects until the sweep.
    unsafe { barrier::header(object) }.has(Flag::MARKED)
}

/// Reports mature external objects that died. Young ones are the scavenge's.
fn report_external(heap: &mut Heap) {
    let dead = heap.dead.get_mut();
    heap.mature_external.get_mut().retain(|&object| {
        if is_marked(object) {
            return true;
        }
        // SAFETY: H3: not swept yet.
        let kind = unsafe { barrier::header(object) }.kind();
        // SAFETY: H3: the id of an external object is in place.
        let id = unsafe { barrier::load_raw(object, kind.layout().values + 1) };
        dead.push((kind, id));
        false
    });
}

impl Visitor for Marker {
    fn slot(&mut self, slot: &mut Word) {
        self.mark(*slot);
    }

    fn record(&mut self, record: Record) {
        if self.survivors.insert(record) {
            self.records.push(record);
        }
    }

    fn wants_records(&self) -> bool {
        true
    }

    fn has_record(&self, record: Record) -> bool {
        self.survivors.has(record.table, record.number)
    }

    fn is_live(&self, object: Word) -> bool {
        is_marked(object)
    }
}

impl Marker {
    /// Looks at what was found until nothing new turns up.
    fn drain(&mut self, roots: &mut dyn Roots) {
        loop {
            while let Some(object) = self.todo.pop() {
                self.scan(object, roots);
            }
            if let Some(record) = self.records.pop() {
                roots.visit_record(record, self);
                continue;
            }
            roots.visit_ephemerons(self);
            if self.todo.is_empty() && self.records.is_empty() {
                return;
            }
        }
    }

    #[inline(always)]
    fn mark(&mut self, word: Word) {
        if !word.is_object() {
            return;
        }
        let address = word.address();
        // SAFETY: H3, H8: slots hold live objects.
        let header = Header(unsafe { *address });
        if header.has(Flag::MARKED) {
            return;
        }
        // SAFETY: as above.
        unsafe { *address = header.with(Flag::MARKED).0 };
        let shape = header.shape().0;
        if !self.survivors.has(SHAPE_TABLE, shape) {
            self.record(Record {
                table: SHAPE_TABLE,
                number: shape,
            });
        }
        if refers(header.kind()) {
            self.todo.push(address);
        }
    }

    fn scan(&mut self, object: *mut u64, roots: &mut dyn Roots) {
        // SAFETY: H1: the object was live when marked, and nothing moves here.
        let header = Header(unsafe { *object });
        let plan = Plan::of(header);
        self.fields(object, 1, plan.values as usize);
        match plan.tail {
            Tail::Values => {
                // SAFETY: H1, as above.
                let size = unsafe { full_size(object, header) };
                let body = size - header.has(Flag::IDENTITY_WORD) as usize;
                self.fields(object, plan.tail_start as usize, body);
            }
            Tail::Weak => self.weak.push(object),
            Tail::None | Tail::Raw => {}
        }
        if plan.external {
            // SAFETY: H3: the id of an external object is in place.
            let id = unsafe { *object.add(plan.values as usize + 1) };
            roots.visit_external(header.kind(), id, self);
        }
        if plan.names_records {
            roots.visit_named(header.kind(), Word::from_address(object), self);
        }
    }

    #[inline(always)]
    fn fields(&mut self, object: *mut u64, first: usize, last: usize) {
        for i in first..=last {
            // SAFETY: H2 and H3: callers pass indices of tagged fields.
            self.mark(Word::from_bits(unsafe { *object.add(i) }));
        }
    }

    /// Replaces dead targets in weak tails by nil.
    fn clear_weak(&mut self) {
        for object in std::mem::take(&mut self.weak) {
            // SAFETY: H1: a marked object.
            let header = Header(unsafe { *object });
            // SAFETY: H1, as above.
            let size = unsafe { full_size(object, header) };
            let body = size - header.has(Flag::IDENTITY_WORD) as usize;
            for i in Plan::of(header).tail_start as usize..=body {
                // SAFETY: H2: within the body.
                let slot = unsafe { object.add(i) };
                // SAFETY: H3: the field holds a word.
                let word = Word::from_bits(unsafe { *slot });
                if word.is_object() && !is_marked(word) {
                    // SAFETY: as above.
                    unsafe { *slot = Word::NIL.bits() };
                }
            }
        }
    }
}
