//! Ranges: two bounds and whether the last is left out. They never change.

use crate::heap::layout;

use super::class::known;
use super::value::Value;
use super::view::{Range, TooBig, View};
use super::world::World;

/// The part of a sequence that an index range means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Slice {
    /// A bound is neither nil nor an immediate integer.
    NotIntegers,
    /// The range begins outside the sequence.
    Outside,
    /// First element and number of elements; the number may pass the end.
    Window(usize, usize),
}

impl<'w> Range<'w> {
    /// The first bound; nil when there is none.
    pub fn first(self) -> Value<'w> {
        self.load(layout::range::FIRST)
    }

    /// The last bound; nil when there is none.
    pub fn last(self) -> Value<'w> {
        self.load(layout::range::LAST)
    }

    /// Whether the last bound is left out.
    pub fn is_exclusive(self) -> bool {
        self.load(layout::range::EXCLUSIVE).truthy()
    }

    /// What the range means as an index into `length` elements: negative
    /// bounds count from the end.
    pub fn slice(self, length: usize) -> Slice {
        let bound = |value: Value<'_>, missing: i64| {
            if value.is_nil() {
                Some(missing)
            } else {
                value.as_int()
            }
        };
        let (Some(first), Some(last)) = (bound(self.first(), 0), bound(self.last(), -1)) else {
            return Slice::NotIntegers;
        };
        let length = length as i64;
        let from_start = |i: i64| if i < 0 { i + length } else { i };
        let first = from_start(first);
        if first < 0 || first > length {
            return Slice::Outside;
        }
        let includes_last = !self.is_exclusive() || self.last().is_nil();
        let end = from_start(last) + i64::from(includes_last);
        Slice::Window(first as usize, (end - first).max(0) as usize)
    }
}

impl World {
    /// A range; whether its bounds can be compared is the caller's to check.
    pub fn new_range(
        &self,
        first: Value<'_>,
        last: Value<'_>,
        exclusive: bool,
    ) -> Result<Range<'_>, TooBig> {
        let range = Range::make(self, self.root_shape(known::RANGE), 0)?;
        self.range_init(range, first, last, exclusive);
        Ok(range)
    }

    /// Sets the bounds of a range just allocated.
    pub fn range_init(&self, range: Range<'_>, first: Value<'_>, last: Value<'_>, exclusive: bool) {
        range.store(self, layout::range::FIRST, first);
        range.store(self, layout::range::LAST, last);
        range.store(self, layout::range::EXCLUSIVE, Value::bool(exclusive));
    }
}

#[cfg(test)]
mod tests {
    use super::{Slice, Value, World};
    use crate::heap::HeapConfig;

    #[test]
    fn as_an_index() {
        let w = World::new(HeapConfig::default());
        let slice = |first: Option<i64>, last: Option<i64>, exclusive| {
            let bound = |b: Option<i64>| b.map_or(Value::NIL, Value::fixnum);
            w.new_range(bound(first), bound(last), exclusive)
                .expect("small")
                .slice(5)
        };
        assert_eq!(slice(Some(1), Some(3), false), Slice::Window(1, 3));
        assert_eq!(slice(Some(1), Some(3), true), Slice::Window(1, 2));
        assert_eq!(slice(Some(-2), Some(-1), false), Slice::Window(3, 2));
        assert_eq!(slice(Some(2), None, true), Slice::Window(2, 3));
        assert_eq!(slice(None, Some(-2), false), Slice::Window(0, 4));
        assert_eq!(slice(Some(5), Some(9), false), Slice::Window(5, 5));
        assert_eq!(slice(Some(6), Some(9), false), Slice::Outside);
        assert_eq!(slice(Some(-6), Some(9), false), Slice::Outside);
        assert_eq!(slice(Some(3), Some(1), false), Slice::Window(3, 0));
        let text = w
            .new_range(w.string("a"), w.string("b"), false)
            .expect("small");
        assert_eq!(text.slice(5), Slice::NotIntegers);
    }
}
