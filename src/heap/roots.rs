//! The seam through which a collection asks the rest of the machine for its
//! roots, and for what records outside the heap keep alive. The heap never
//! knows who answers.

use super::layout::Kind;
use super::value::Word;
use super::{barrier, header::Flag};

/// Tables of records at most.
pub const RECORD_TABLES: usize = 8;
/// The table whose records the shape ids in headers name.
pub const SHAPE_TABLE: u8 = 0;

/// A record outside the heap that lives as long as something names it: a
/// table, and a number in it. What the tables are is their owners' business;
/// only [`SHAPE_TABLE`] is the heap's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Record {
    /// The table, below [`RECORD_TABLES`].
    pub table: u8,
    /// The number in the table.
    pub number: u32,
}

/// What takes the slots and records shown. Every closure over slots is one,
/// for those to whom records mean nothing.
pub trait Visitor {
    /// A slot; the visitor may replace the word in it.
    fn slot(&mut self, slot: &mut Word);

    /// A record that something live names.
    fn record(&mut self, record: Record) {
        let _ = record;
    }

    /// Whether records mean anything to it: if not, nobody need show any.
    fn wants_records(&self) -> bool {
        false
    }

    /// Whether the record is known to live so far.
    fn has_record(&self, record: Record) -> bool {
        let _ = record;
        true
    }

    /// Whether the object is known to live so far.
    fn is_live(&self, object: Word) -> bool {
        let _ = object;
        true
    }
}

impl<F: FnMut(&mut Word)> Visitor for F {
    fn slot(&mut self, slot: &mut Word) {
        self(slot);
    }
}

/// Whoever holds references from outside the heap.
///
/// A full collection asks twice, once to mark and once to move; a slot may be
/// shown more than once. Every slot that holds an object must be shown (H8).
pub trait Roots {
    /// Shows every root slot, and every record that lives for its own sake.
    fn visit(&mut self, visitor: &mut dyn Visitor);

    /// Shows root slots that never hold a young object: a table of classes, for
    /// one; and records. A young collection does not ask for them.
    fn visit_mature(&mut self, visitor: &mut dyn Visitor) {
        let _ = visitor;
    }

    /// Shows slots that keep nothing alive: caches. A young collection treats
    /// them as roots; a full one asks for them only after [`Roots::sweep`] has
    /// emptied those whose objects are dead.
    fn visit_weak(&mut self, visitor: &mut dyn Visitor) {
        let _ = visitor;
    }

    /// Shows the slots of the outside record that the live external object of
    /// this kind and id stands for. In a young collection only records of
    /// young objects and of remembered ones are asked for: writing into the
    /// record of a mature object calls for
    /// [`Heap::remember`](super::Heap::remember).
    fn visit_external(&mut self, kind: Kind, id: u64, visitor: &mut dyn Visitor) {
        let _ = (kind, id, visitor);
    }

    /// Shows the records that a live object names in raw words; asked for
    /// kinds whose row says so, in full collections.
    fn visit_named(&mut self, kind: Kind, object: Word, visitor: &mut dyn Visitor) {
        let _ = (kind, object, visitor);
    }

    /// Shows what a live record refers to: slots that never hold a young
    /// object, and records. A full collection asks once for each.
    fn visit_record(&mut self, record: Record, visitor: &mut dyn Visitor) {
        let _ = (record, visitor);
    }

    /// Shows slots that count only while another object lives, which
    /// [`Visitor::is_live`] tells. A full collection asks again until nothing
    /// new turns up.
    fn visit_ephemerons(&mut self, visitor: &mut dyn Visitor) {
        let _ = visitor;
    }

    /// Everything live is marked: frees the records that are not, empties the
    /// caches that name something dead, and tells how many bytes the records
    /// left take.
    fn sweep(&mut self, survivors: &Survivors) -> usize {
        let _ = survivors;
        0
    }

    /// Looks for a fault in how a live object and the records it names hang
    /// together.
    fn check(&mut self, kind: Kind, object: Word) -> Result<(), String> {
        let _ = (kind, object);
        Ok(())
    }
}

/// A list of words is a set of roots: handy for tests and small tools.
impl Roots for Vec<Word> {
    fn visit(&mut self, visitor: &mut dyn Visitor) {
        self.iter_mut().for_each(|slot| visitor.slot(slot));
    }
}

/// A set of small numbers.
#[derive(Default)]
pub(super) struct Numbers {
    bits: Vec<u64>,
}

impl Numbers {
    /// Whether the number is in the set.
    #[inline(always)]
    pub fn has(&self, number: u32) -> bool {
        let word = self.bits.get(number as usize / 64);
        word.is_some_and(|bits| bits >> (number % 64) & 1 != 0)
    }

    /// Adds a number; false if it was there.
    pub fn insert(&mut self, number: u32) -> bool {
        let index = number as usize / 64;
        if index >= self.bits.len() {
            self.bits.resize(index + 1, 0);
        }
        let bit = 1 << (number % 64);
        let fresh = self.bits[index] & bit == 0;
        self.bits[index] |= bit;
        fresh
    }
}

/// What a full collection found alive.
#[derive(Default)]
pub struct Survivors {
    tables: [Numbers; RECORD_TABLES],
}

impl Survivors {
    /// Whether a record lives.
    #[inline(always)]
    pub fn has(&self, table: u8, number: u32) -> bool {
        self.tables[table as usize].has(number)
    }

    /// Adds a record; false if it was there.
    pub(super) fn insert(&mut self, record: Record) -> bool {
        self.tables[record.table as usize].insert(record.number)
    }

    /// Whether the word is an immediate or a live object.
    pub fn keeps(&self, word: Word) -> bool {
        // SAFETY: H3: nothing is swept before `Roots::sweep` has run, so every
        // word that a table holds leads to a header.
        !word.is_object() || unsafe { barrier::header(word) }.has(Flag::MARKED)
    }
}
