//! Identity numbers: unique, and the same however often an object moves.
//!
//! An object asked for the first time gets a number in a side table under its
//! address. When a young object moves, the number moves into a word appended to
//! the body and the entry goes; mature objects never move and keep theirs.

use super::header::{Flag, Header};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

type Table = HashMap<usize, u64, foldhash::fast::FixedState>;

/// The side tables and the next number.
pub struct Identities {
    next: Cell<u64>,
    young: RefCell<Table>,
    mature: RefCell<Table>,
}

impl Identities {
    /// No object has a number yet.
    pub fn new() -> Identities {
        Identities {
            next: Cell::new(8),
            young: RefCell::default(),
            mature: RefCell::default(),
        }
    }

    /// A number that no other object has: 8, 16, 24, and so on.
    pub fn fresh(&self) -> u64 {
        let id = self.next.get();
        self.next.set(id + 8);
        id
    }

    /// The number under an address, if there is one.
    pub fn get(&self, address: usize, mature: bool) -> Option<u64> {
        self.table(mature).borrow().get(&address).copied()
    }

    /// Enters a number under an address.
    pub fn put(&self, address: usize, mature: bool, id: u64) {
        self.table(mature).borrow_mut().insert(address, id);
    }

    /// Forgets every young address: after a young collection none is left.
    pub fn forget_young(&self) {
        self.young.borrow_mut().clear();
    }

    /// Forgets a dead mature object.
    pub fn forget_mature(&self, address: *mut u64, header: Header) {
        if header.has(Flag::IDENTITY) && !header.has(Flag::IDENTITY_WORD) {
            self.mature.borrow_mut().remove(&(address as usize));
        }
    }

    /// Entries in both tables.
    #[cfg(test)]
    pub fn entries(&self) -> usize {
        self.young.borrow().len() + self.mature.borrow().len()
    }

    fn table(&self, mature: bool) -> &RefCell<Table> {
        if mature { &self.mature } else { &self.young }
    }
}
