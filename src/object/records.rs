//! Records outside the heap: numbered, at addresses that stay, freed by full
//! collections once nothing names them.
//!
//! Owns slots and their reuse. Never decides what lives; `collect` does. In
//! debug builds a freed record is marked dead and kept until the next full
//! collection, and its number is not given out before, so that whoever still
//! uses it runs into an assertion.

use std::cell::UnsafeCell;

use crate::heap::SHAPE_TABLE;

/// The tables of records that a world and its owner show to collections.
pub mod table {
    /// Shapes, whose numbers stand in headers.
    pub const SHAPE: u8 = super::SHAPE_TABLE;
    /// Classes and modules.
    pub const CLASS: u8 = 1;
    /// Method entries.
    pub const METHOD: u8 = 2;
    /// Lexical scopes.
    pub const SCOPE: u8 = 3;
    /// Compiled code: the vm's functions.
    pub const CODE: u8 = 4;
    /// Units of compiled code: the vm's, too.
    pub const UNIT: u8 = 5;
}

/// Something that lives in a table of records.
pub trait Mortal {
    /// Makes use after death show. Called in debug builds.
    fn bury(&mut self) {}
}

struct Slots<T> {
    slots: Vec<Option<Box<T>>>,
    free: Vec<u32>,
    /// What the last sweep freed, in debug builds.
    buried: Vec<Box<T>>,
    /// Their numbers.
    resting: Vec<u32>,
}

/// A table of records.
pub struct Records<T> {
    inner: UnsafeCell<Slots<T>>,
}

impl<T> Default for Records<T> {
    fn default() -> Self {
        Records {
            inner: UnsafeCell::new(Slots {
                slots: Vec::new(),
                free: Vec::new(),
                buried: Vec::new(),
                resting: Vec::new(),
            }),
        }
    }
}

impl<T: Mortal> Records<T> {
    /// Adds a record; `make` receives its number.
    pub fn add(&self, make: impl FnOnce(u32) -> T) -> u32 {
        // SAFETY: not Sync; nobody keeps a reference to the slots, and `make`
        // runs while none exists.
        let number = unsafe { (*self.inner.get()).free.pop() }.unwrap_or(self.len() as u32);
        let record = Box::new(make(number));
        // SAFETY: as above; records are boxed, so references handed out by
        // `get` stay good when the vector grows.
        let slots = unsafe { &mut (*self.inner.get()).slots };
        match slots.get_mut(number as usize) {
            Some(slot) => *slot = Some(record),
            None => slots.push(Some(record)),
        }
        number
    }

    /// The record with this number.
    #[inline]
    pub fn get(&self, number: u32) -> &T {
        // SAFETY: as in `add`; only `sweep` drops records, which borrows the
        // table exclusively.
        let slots = unsafe { &(*self.inner.get()).slots };
        slots[number as usize]
            .as_deref()
            .expect("a record lives as long as something names it")
    }

    /// The record with this number, if it lives.
    pub fn find(&self, number: u32) -> Option<&T> {
        // SAFETY: as in `get`.
        let slots = unsafe { &(*self.inner.get()).slots };
        slots.get(number as usize)?.as_deref()
    }

    /// The record with this number, to be changed.
    pub fn get_mut(&mut self, number: u32) -> &mut T {
        self.inner.get_mut().slots[number as usize]
            .as_deref_mut()
            .expect("a record lives as long as something names it")
    }

    /// One more than the highest number given out so far.
    pub fn len(&self) -> usize {
        // SAFETY: as in `get`; a short shared borrow.
        unsafe { (*self.inner.get()).slots.len() }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many records live.
    pub fn count(&self) -> usize {
        self.iter().count()
    }

    /// Every record that lives, with its number.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (u32, &T)> {
        (0..self.len() as u32).filter_map(|number| Some((number, self.find(number)?)))
    }

    /// The same, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        let slots = self.inner.get_mut().slots.iter_mut();
        slots.filter_map(|slot| slot.as_deref_mut())
    }

    /// Frees the records that are not to be kept.
    pub fn sweep(&mut self, mut keep: impl FnMut(u32) -> bool) {
        let Slots {
            slots,
            free,
            buried,
            resting,
        } = self.inner.get_mut();
        buried.clear();
        free.append(resting);
        for (number, slot) in slots.iter_mut().enumerate() {
            let number = number as u32;
            if slot.is_none() || keep(number) {
                continue;
            }
            if cfg!(debug_assertions) {
                if let Some(mut record) = slot.take() {
                    record.bury();
                    buried.push(record);
                }
                resting.push(number);
            } else {
                *slot = None;
                free.push(number);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Mortal, Records};

    struct Number(u32);

    impl Mortal for Number {
        fn bury(&mut self) {
            self.0 = u32::MAX;
        }
    }

    #[test]
    fn numbers_are_given_out_again() {
        let mut records = Records::default();
        for i in 0..10 {
            assert_eq!(records.add(Number), i);
        }
        let kept: *const Number = records.get(7);
        records.sweep(|number| number % 2 == 1);
        assert_eq!((records.count(), records.len()), (5, 10));
        assert!(records.find(4).is_none());
        records.sweep(|number| number % 2 == 1);
        for _ in 0..5 {
            let number = records.add(Number);
            assert!(number % 2 == 0 && records.get(number).0 == number);
        }
        assert_eq!((records.count(), records.len()), (10, 10));
        assert!(std::ptr::eq(kept, records.get(7)));
    }
}
