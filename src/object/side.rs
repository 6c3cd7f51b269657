//! Instance variables of objects whose heap type has no room for them (arrays,
//! strings, procs, ...): a tuple on the side, found by the object's identity.
//!
//! Owns the table and its clean-up: a weak tuple remembers the owners, and
//! after a full collection entries of dead owners go. Until then an entry keeps
//! its variables alive.

use rustc_hash::FxHashMap;

use crate::heap::Word;

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

    /// Shows the collector the words of the table.
    pub(super) fn visit(&mut self, visit: &mut dyn FnMut(&mut Word)) {
        visit(&mut self.owners);
        self.sides
            .values_mut()
            .for_each(|side| visit(&mut side.variables));
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

    /// Drops the entries whose objects died in the collection that just ended.
    pub(super) fn side_prune(&self) {
        let mut table = self.side.borrow_mut();
        let SideTable {
            sides,
            owners,
            free,
        } = &mut *table;
        // SAFETY: O1; the table was shown to the collection.
        let Some(owners) = unsafe { self.value(*owners) }.as_weak_tuple() else {
            return;
        };
        sides.retain(|_, side| {
            let lives = !owners.get(side.owner as usize).is_nil();
            if !lives {
                free.push(side.owner);
            }
            lives
        });
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
