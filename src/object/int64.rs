//! Numbers of the stack language: 64 bits that wrap, tagged where 63 are
//! enough, else boxed. They never become Integers of Ruby.

use crate::heap::{Word, layout::int64};

use super::shape::fixed;
use super::value::Value;
use super::view::{Int64, View};
use super::world::World;

impl Int64<'_> {
    /// The number.
    pub fn get(self) -> i64 {
        self.raw(int64::BITS) as i64
    }
}

impl Value<'_> {
    /// The number that a tagged or boxed word of the stack language is.
    pub fn as_number64(self) -> Option<i64> {
        let boxed = || self.as_int64().map(Int64::get);
        self.as_int().or_else(boxed)
    }
}

impl World {
    /// A number of the stack language.
    pub fn number64(&self, number: i64) -> Value<'_> {
        if Word::try_from_int(number).is_some() {
            return Value::fixnum(number);
        }
        let boxed = Int64::make_fixed(self, fixed::INTERNAL);
        boxed.set_raw(int64::BITS, number as u64);
        boxed.value()
    }
}

#[cfg(test)]
mod tests {
    use crate::heap::HeapConfig;
    use crate::object::World;

    #[test]
    fn all_64_bits_are_kept() {
        let world = World::new(HeapConfig::default());
        for number in [
            0,
            -1,
            i64::MAX,
            i64::MIN,
            1 << 62,
            (1 << 62) - 1,
            -(1 << 62),
            -(1 << 62) - 1,
        ] {
            let value = world.number64(number);
            assert_eq!(value.as_number64(), Some(number));
            assert_eq!(
                value.as_int().is_none(),
                !(-(1 << 62)..1 << 62).contains(&number)
            );
        }
        assert_eq!(world.string("1").as_number64(), None);
    }
}
