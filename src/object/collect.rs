//! Collections of a world: its roots, and which of its records live.
//!
//! Owns the edges between classes, shapes, method entries and scopes, and what
//! is freed when a full collection found nothing that names it. What code and
//! frames name is told by the world's owner, as one more set of roots.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashSet;

use crate::heap::{
    Collection, CollectionRecord, Kind, Record, Roots, ShapeId, Survivors, Visitor, Word, barrier,
    layout,
};

use super::class::{ClassId, ClassRecord, ClassTable, KNOWN_CLASSES};
use super::method::{LexicalScope, MethodBody, MethodEntry, MethodId, MethodTable};
use super::method::{Refinements, ScopeId, ScopeTable};
use super::records::table;
use super::shape::{Shape, ShapeTable, fixed};
use super::side::SideTable;
use super::world::World;

/// What a class record and its hash tables take, about.
pub(super) const CLASS_BYTES: usize = size_of::<ClassRecord>() + 512;
/// What a method entry and its place in a method table take, about.
pub(super) const METHOD_BYTES: usize = size_of::<MethodEntry>() + 64;
/// What a lexical scope takes, about.
pub(super) const SCOPE_BYTES: usize = size_of::<LexicalScope>() + 24;

/// How many records of each kind live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordCounts {
    /// Classes and modules, singleton classes included.
    pub classes: usize,
    /// Shapes.
    pub shapes: usize,
    /// Method entries.
    pub methods: usize,
    /// Lexical scopes.
    pub scopes: usize,
}

/// A class as a record.
pub fn class(id: ClassId) -> Record {
    Record {
        table: table::CLASS,
        number: id.0,
    }
}

/// A method entry as a record.
pub fn method(id: MethodId) -> Record {
    Record {
        table: table::METHOD,
        number: id.0,
    }
}

/// A scope as a record.
fn scope(id: ScopeId) -> Record {
    Record {
        table: table::SCOPE,
        number: id.0,
    }
}

/// A shape as a record.
pub fn shape(id: ShapeId) -> Record {
    Record {
        table: table::SHAPE,
        number: id.0,
    }
}

impl World {
    /// Runs a collection. Nobody else can hold a [`Value`](super::Value), since
    /// the world is borrowed exclusively.
    ///
    /// # Safety
    /// H8: `others` shows every word that stands outside heap and world, and
    /// every record that anything there names (H10); the caller uses no other
    /// word and, after a full collection, no other number afterwards.
    pub unsafe fn collect(&mut self, others: &mut dyn Roots, kind: Collection) -> CollectionRecord {
        let (heap, mut roots) = self.split(others);
        // SAFETY: H8 by the caller's promise and because these are all words
        // that a world holds; H3 because makers of objects here fill them.
        unsafe { heap.collect(&mut roots, kind) }
    }

    /// Walks the whole heap and all records; tells the first fault.
    ///
    /// # Safety
    /// As for [`World::collect`].
    pub unsafe fn verify(&mut self, others: &mut dyn Roots) -> Result<(), String> {
        let (heap, mut roots) = self.split(others);
        // SAFETY: as in `collect`.
        unsafe { heap.verify(&mut roots) }
    }

    fn split<'a>(
        &'a mut self,
        others: &'a mut dyn Roots,
    ) -> (&'a mut crate::heap::Heap, WorldRoots<'a>) {
        let roots = WorldRoots {
            classes: &mut self.classes,
            shapes: &mut self.shapes,
            methods: &mut self.methods,
            scopes: &mut self.scopes,
            side: self.side.get_mut(),
            others,
        };
        (&mut self.heap, roots)
    }

    /// How many records there are.
    pub fn record_counts(&self) -> RecordCounts {
        RecordCounts {
            classes: self.classes.count(),
            shapes: self.shapes.len(),
            methods: self.methods.count(),
            scopes: self.scopes.count(),
        }
    }
}

/// What a world and others hold outside the heap.
struct WorldRoots<'a> {
    classes: &'a mut ClassTable,
    shapes: &'a mut ShapeTable,
    methods: &'a mut MethodTable,
    scopes: &'a mut ScopeTable,
    side: &'a mut SideTable,
    others: &'a mut dyn Roots,
}

impl WorldRoots<'_> {
    fn visit_class(&self, id: ClassId, visitor: &mut dyn Visitor) {
        let record = self.classes.get(id);
        let mut object = record.object.get();
        visitor.slot(&mut object);
        let others = [record.superclass.get(), record.singleton.get()];
        for other in others.into_iter().flatten() {
            visitor.record(class(other));
        }
        for &module in record.prepended.borrow().iter() {
            visitor.record(class(module));
        }
        for inclusion in record.included.borrow().iter() {
            visitor.record(class(inclusion.module));
            let parts = inclusion.inserted.iter();
            parts.for_each(|&module| visitor.record(class(module)));
        }
        for &entry in record.methods.borrow().values() {
            visitor.record(method(entry));
        }
        visitor.record(shape(record.root_shape.get()));
        visit_refinements(&record.refinements, visitor);
        if let Some(info) = record.refines.get() {
            visitor.record(class(info.target));
            visitor.record(class(info.module));
        }
    }

    fn visit_method(&self, id: MethodId, visitor: &mut dyn Visitor) {
        let entry = self.methods.get(id);
        visitor.record(class(entry.owner));
        visitor.record(class(entry.defined_in));
        visitor.record(scope(entry.scope));
        let others = [entry.other_self.get(), entry.again.get()];
        for other in others.into_iter().flatten() {
            visitor.record(method(other));
        }
        if let MethodBody::Code(number) = entry.body.get() {
            visitor.record(Record {
                table: table::CODE,
                number,
            });
        }
    }

    /// Gives back the slots where dead methods had their closures. Entries of
    /// one method for several places in the ancestors share a slot.
    fn free_closures(&self, survivors: &Survivors) {
        let (mut used, mut freed) = (FxHashSet::default(), FxHashSet::default());
        for entry in self.methods.iter() {
            if let MethodBody::Closure(slot) = entry.body.get() {
                let lives = survivors.has(table::METHOD, entry.id.0);
                let slots = if lives { &mut used } else { &mut freed };
                slots.insert((entry.owner, slot));
            }
        }
        for &(owner, slot) in freed.difference(&used) {
            if survivors.has(table::CLASS, owner.0) {
                // SAFETY: the class object is marked, hence whole.
                unsafe { free_table_slot(self.classes.get(owner), slot) };
            }
        }
    }
}

/// Makes a slot of a class object's `TABLE` free for other values.
///
/// # Safety
/// The record's object lives, and the slot was given out by
/// [`World::table_push`] and not freed since.
pub(super) unsafe fn free_table_slot(record: &ClassRecord, slot: u32) {
    // SAFETY: the caller's promise; nil needs no barrier.
    unsafe {
        let table = barrier::load(record.object.get(), layout::class::TABLE);
        barrier::store_init(table, layout::tuple::TAIL + slot as usize, Word::NIL);
    }
    record.table_free.borrow_mut().push(slot);
}

impl Roots for WorldRoots<'_> {
    fn visit(&mut self, visitor: &mut dyn Visitor) {
        self.side.visit(visitor);
        self.others.visit(visitor);
    }

    fn visit_mature(&mut self, visitor: &mut dyn Visitor) {
        for row in KNOWN_CLASSES {
            visitor.record(class(row.id));
        }
        for number in 0..fixed::COUNT {
            visitor.record(shape(ShapeId(number)));
        }
        visitor.record(scope(ScopeId::TOP));
        self.others.visit_mature(visitor);
    }

    fn visit_weak(&mut self, visitor: &mut dyn Visitor) {
        self.side.visit_weak(visitor);
        self.others.visit_weak(visitor);
    }

    fn visit_external(&mut self, kind: Kind, id: u64, visitor: &mut dyn Visitor) {
        self.others.visit_external(kind, id, visitor);
    }

    fn visit_named(&mut self, kind: Kind, object: Word, visitor: &mut dyn Visitor) {
        match kind {
            Kind::Class => visitor.record(class(record_of(object))),
            Kind::Method => {
                // SAFETY: a live object of this kind.
                let entry = unsafe { barrier::load_raw(object, layout::method::ENTRY) };
                visitor.record(method(MethodId(entry as u32)));
            }
            _ => self.others.visit_named(kind, object, visitor),
        }
    }

    fn visit_record(&mut self, record: Record, visitor: &mut dyn Visitor) {
        match record.table {
            table::SHAPE => {
                let id = ShapeId(record.number);
                visitor.record(class(self.shapes.class(id)));
                visitor.record(shape(self.shapes.parent(id)));
            }
            table::CLASS => self.visit_class(ClassId(record.number), visitor),
            table::METHOD => self.visit_method(MethodId(record.number), visitor),
            table::SCOPE => {
                let at = self.scopes.get(ScopeId(record.number));
                visitor.record(class(at.module));
                at.parent.into_iter().for_each(|p| visitor.record(scope(p)));
                visit_refinements(&at.refinements, visitor);
            }
            _ => self.others.visit_record(record, visitor),
        }
    }

    fn visit_ephemerons(&mut self, visitor: &mut dyn Visitor) {
        self.side.visit_ephemerons(visitor);
        self.others.visit_ephemerons(visitor);
    }

    fn sweep(&mut self, survivors: &Survivors) -> usize {
        // Caches first: they are cleaned by looking at what they name.
        let code_bytes = self.others.sweep(survivors);
        self.side.sweep();
        self.free_closures(survivors);
        let lives = |table: u8| move |number: u32| survivors.has(table, number);
        self.classes.records.sweep(lives(table::CLASS));
        self.methods.records.sweep(lives(table::METHOD));
        self.scopes.records.sweep(lives(table::SCOPE));
        self.shapes.sweep(|id| survivors.has(table::SHAPE, id.0));
        code_bytes
            + self.classes.count() * CLASS_BYTES
            + self.methods.count() * METHOD_BYTES
            + self.scopes.count() * SCOPE_BYTES
            + self.shapes.len() * size_of::<Shape>()
    }

    fn check(&mut self, kind: Kind, object: Word) -> Result<(), String> {
        // SAFETY: the verifier shows known objects.
        let id = unsafe { barrier::header(object) }.shape();
        if !self.shapes.lives(id) {
            return Err(format!("its shape {} was freed", id.0));
        }
        let of = self.shapes.class(id);
        if self.classes.records.find(of.0).is_none() {
            return Err(format!("its class {} was freed", of.0));
        }
        if kind == Kind::Class {
            let id = record_of(object);
            let record = self.classes.records.find(id.0);
            if record.is_none_or(|record| record.object.get() != object) {
                return Err(format!("the record {} is not its own", id.0));
            }
        }
        self.others.check(kind, object)
    }
}

/// Shows what is refined and the refinements.
fn visit_refinements(list: &RefCell<Option<Rc<Refinements>>>, visitor: &mut dyn Visitor) {
    let all = list.borrow().as_ref().map(|list| list.all());
    for (target, refinement) in all.into_iter().flatten() {
        visitor.record(class(target));
        visitor.record(class(refinement));
    }
}

/// The number in a class object.
fn record_of(object: Word) -> ClassId {
    // SAFETY: callers pass live class objects.
    ClassId(unsafe { barrier::load_raw(object, layout::class::ID) } as u32)
}
