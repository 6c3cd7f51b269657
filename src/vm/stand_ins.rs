//! Stand-ins: methods of a core class that do a module's work faster.
//!
//! `Array#inject` is a loop of its own, where Ruby has only `Enumerable#inject`
//! on top of `each`. Owns which methods are such and when they must go: they
//! stand in the table of their class but say that they are the module's, and
//! make way as soon as a program could tell the difference.

use crate::object::{ClassId, ClassKind, MethodEntry, MethodId, Sym, known, sym};

use super::Vm;

/// Class, module or class above, names of methods of the class that stand in
/// for the module's. A class name that ends in `.` means singleton methods.
pub type StandInRow = (&'static str, &'static str, &'static [&'static str]);

/// A method that stands in for another.
#[derive(Clone, Copy)]
pub(crate) struct StandIn {
    /// The class whose table holds it.
    holder: ClassId,
    /// The module or class whose method it says it is.
    of: ClassId,
    name: Sym,
    id: MethodId,
    /// The method it stands in for.
    original: MethodId,
}

impl Vm {
    /// Makes methods that are defined already stand-ins.
    pub fn install_stand_ins(&mut self, rows: &[StandInRow]) {
        for &(holder, of, names) in rows {
            let (holder, of) = (self.native_owner(holder), self.native_owner(of));
            for name in names {
                let name = self.world.intern(name);
                let own = |class: ClassId| {
                    let methods = self.world.classes.get(class).methods.borrow();
                    methods.get(&name).copied()
                };
                let both = own(holder).zip(own(of));
                let (fast, original) = both.expect("a stand-in and what it stands in for");
                let entry = self.entry(fast);
                let id = self.world.insert_method(holder, name, |id| MethodEntry {
                    owner: of,
                    ..entry.copy(id)
                });
                self.stand_ins.push(StandIn {
                    holder,
                    of,
                    name,
                    id,
                    original,
                });
            }
        }
    }

    /// Whether an entry is a stand-in.
    pub(crate) fn is_stand_in(&self, entry: &MethodEntry) -> bool {
        self.stand_ins.iter().any(|known| known.id == entry.id)
    }

    /// The method that an entry stands in for, else the entry itself: what may
    /// be bound to objects of other classes.
    pub(crate) fn generic_method(&self, id: MethodId) -> MethodId {
        let known = self.stand_ins.iter().find(|known| known.id == id);
        known.map_or(id, |known| known.original)
    }

    /// A method of `owner` changed: stand-ins that no longer do the same go.
    pub(super) fn check_stand_ins(&mut self, owner: ClassId, name: Sym) {
        let named = |known: &&StandIn| known.name == name;
        if name != sym::EACH && !self.stand_ins.iter().any(|known| named(&known)) {
            return;
        }
        let mut kept = Vec::new();
        for known in std::mem::take(&mut self.stand_ins) {
            let by_each = name == sym::EACH && known.of == known::ENUMERABLE;
            let hidden = (by_each || known.name == name) && self.stands_before(owner, &known);
            if hidden {
                self.retire(&known);
                continue;
            }
            if by_each && self.world.inherits(owner, known.holder) {
                self.uncover(owner, &known);
            }
            kept.push(known);
        }
        self.stand_ins = kept;
    }

    /// The same for all methods of a module that was mixed in somewhere.
    pub(super) fn check_stand_ins_of(&mut self, module: ClassId) {
        let names: Vec<Sym> = self
            .world
            .classes
            .get(module)
            .methods
            .borrow()
            .keys()
            .copied()
            .collect();
        for name in names {
            self.check_stand_ins(module, name);
        }
    }

    /// Whether look-up for the holder meets `owner` before the end of the
    /// original's.
    fn stands_before(&self, owner: ClassId, known: &StandIn) -> bool {
        let line = self.world.classes.ancestors(known.holder);
        let place = |class: ClassId| line.iter().position(|&c| c == class);
        match (place(owner), place(known.of)) {
            (Some(changed), Some(original)) if changed == original => {
                let methods = self.world.classes.get(owner).methods.borrow();
                methods.get(&known.name) != Some(&known.original)
            }
            (Some(changed), Some(original)) => changed < original,
            _ => false,
        }
    }

    /// Takes a stand-in out of its class.
    fn retire(&mut self, known: &StandIn) {
        let record = self.world.classes.get(known.holder);
        if record.methods.borrow().get(&known.name) == Some(&known.id) {
            record.methods.borrow_mut().remove(&known.name);
            record
                .method_order
                .borrow_mut()
                .retain(|&n| n != known.name);
            self.forget_name(known.name);
        }
    }

    /// Puts the original in front of a stand-in for a class below that has an
    /// `each` of its own.
    fn uncover(&mut self, below: ClassId, known: &StandIn) {
        let meets = self.world.find_method(below, known.name) == Some(known.id);
        if !meets || self.world.classes.get(below).kind == ClassKind::Module {
            return;
        }
        let original = self.entry(known.original);
        self.world
            .insert_method(below, known.name, |id| original.copy(id));
        self.forget_name(known.name);
    }
}
