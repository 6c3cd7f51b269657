//! Instance variables of objects whose heap type has no room for them (arrays,
//! strings, procs, ...): a tuple on the side, found by the object's identity.
//!
//! Owns the table and its clean-up: a weak tuple remembers the owners. In a
//! full collection an entry keeps its variables alive only if its owner lives,
//! and goes with it; a young one counts every entry.

use rustc_hash::FxHashMap;

use crate::heap::{Visitor, Word, barrier, layout};

use super::value::Value;
use super::view::Tuple;
use super::world::World;

/// Slots of the first tuple of owners.
const MIN_OWNERS: usize = 16;

/// Where one object's variables stand.
struct Side {
    variables: Word,
    /// The slot among the owners.
    owner: u32,
}

/// The table of one world.
pub(super) struct SideTable {
    sides: FxHashMap<u64, Side>,
    /// A weak tuple, nil before the first entry.
    owners: Word,
    free: Vec<u32>,
}

impl SideTable {
    pub(super) fn new() -> SideTable {
        SideTable {
            sides: FxHashMap::default(),
            owners: Word::NIL,
            free: Vec::new(),
        }
    }

    /// The owner in a slot; nil once it is dead.
    fn owner(&self, side: &Side) -> Word {
        // SAFETY: O1; the tuple of owners is shown to every collection and was
        // made before any side, whose slot lies in it.
        unsafe { barrier::load(self.owners, layout::weak_tuple::TAIL + side.owner as usize) }
    }

    /// Shows a collection the tuple of owners.
    pub(super) fn visit(&mut self, visitor: &mut dyn Visitor) {
        visitor.slot(&mut self.owners);
    }

    /// Shows a young collection all variables.
    pub(super) fn visit_weak(&mut self, visitor: &mut dyn Visitor) {
        let sides = self.sides.values_mut();
        sides.for_each(|side| visitor.slot(&mut side.variables));
    }

    /// Shows a full collection the variables of living owners.
    pub(super) fn visit_ephemerons(&mut self, visitor: &mut dyn Visitor) {
        for side in self.sides.values() {
            let owner = self.owner(side);
            if owner.is_object() && visitor.is_live(owner) && !visitor.is_live(side.variables) {
                let mut variables = side.variables;
                visitor.slot(&mut variables);
            }
        }
    }

    /// Drops the entries whose objects a full collection found dead; their
    /// slots in the tuple of owners are nil.
    pub(super) fn sweep(&mut self) {
        let SideTable {
            sides,
            free,
            owners,
        } = self;
        sides.retain(|_, side| {
            // SAFETY: as in `owner`.
            let owner =
                unsafe { barrier::load(*owners, layout::weak_tuple::TAIL + side.owner as usize) };
            if owner.is_nil() {
                free.push(side.owner);
            }
            !owner.is_nil()
        });
    }
}

impl World {
    /// The variables on the side of an object.
    pub(super) fn side_get(&self, object: Value<'_>) -> Option<Tuple<'_>> {
        let table = self.side.borrow();
        let word = table.sides.get(&self.identity(object))?.variables;
        // SAFETY: O1; the table is shown to every collection.
        unsafe { self.value(word) }.as_tuple()
    }

    /// Gives an object other variables on the side.
    pub(super) fn side_set(&self, object: Value<'_>, variables: Tuple<'_>) {
        let mut table = self.side.borrow_mut();
        let id = self.identity(object);
        let variables = variables.value().word();
        if let Some(side) = table.sides.get_mut(&id) {
            side.variables = variables;
            return;
        }
        if table.free.is_empty() {
            self.more_owners(&mut table);
        }
        let owner = table.free.pop().expect("just made");
        // SAFETY: O1; the table is shown to every collection.
        let owners = unsafe { self.value(table.owners) }.as_weak_tuple();
        if let Some(owners) = owners {
            owners.set(self, owner as usize, object);
        }
        table.sides.insert(id, Side { variables, owner });
    }

    /// Doubles the room for owners.
    fn more_owners(&self, table: &mut SideTable) {
        // SAFETY: O1; the table is shown to every collection.
        let old = unsafe { self.value(table.owners) }.as_weak_tuple();
        let used = old.map_or(0, |old| old.len());
        let new = self
            .try_weak_tuple((used * 2).max(MIN_OWNERS))
            .expect("memory for owners");
        for i in 0..used {
            new.set(self, i, old.map_or(Value::NIL, |old| old.get(i)));
        }
        table.free.extend((used..new.len()).rev().map(|i| i as u32));
        table.owners = new.value().word();
    }

    /// How many objects have variables on the side.
    pub fn side_count(&self) -> usize {
        self.side.borrow().sides.len()
    }
}

#[cfg(test)]
mod tests {
    use super::{Value, World};
    use crate::heap::{Collection, HeapConfig, Word};

    #[test]
    fn variables_die_with_their_object() {
        let mut world = World::new(HeapConfig {
            poison: true,
            ..HeapConfig::default()
        });
        let mut roots: Vec<Word> = Vec::new();
        for round in 0..3 {
            for i in 0..100i64 {
                let string = world.string("owner");
                world.ivar_set(string, world.intern("@i"), world.string(&i.to_string()));
                if i % 10 == 0 {
                    roots.push(string.word());
                }
            }
            for kind in [Collection::Young, Collection::Full] {
                // SAFETY: the list holds all words outside the world.
                unsafe {
                    world.collect(&mut roots, kind);
                    world.verify(&mut roots).expect("sound");
                }
            }
            assert_eq!(world.side_count(), (round + 1) * 10);
            for (i, &word) in roots.iter().enumerate() {
                // SAFETY: shown to the last collection.
                let string = unsafe { world.value(word) };
                let found: Value<'_> = world.ivar_get(string, world.intern("@i"));
                assert_eq!(
                    found.as_string().expect("set").to_text(),
                    (i % 10 * 10).to_string()
                );
            }
        }
    }
}
