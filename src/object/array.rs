//! Arrays: windows on tuples.
//!
//! ```text
//!  Array | header | SLOTS | start, length |
//!                    |
//!  Tuple | header | nil nil [ window ] nil nil nil |
//! ```
//!
//! The tuple belongs to one array only, slots outside the window hold nil. So
//! `shift` moves the start, `pop` the end, and both ends grow amortised. An
//! empty array may have no tuple (nil). Frozen arrays and negative indexes are
//! the caller's business.

use crate::heap::layout;

use super::class::{ClassId, known};
use super::storage::{pair, unpair};
use super::value::Value;
use super::view::{Array, TooBig, Tuple, View};
use super::world::World;

/// Slots of the first tuple that growing makes.
const MIN_SLOTS: usize = 4;

impl<'w> Array<'w> {
    fn slots(self) -> Option<Tuple<'w>> {
        self.load(layout::array::SLOTS).as_tuple()
    }

    #[inline(always)]
    fn window(self) -> (u32, u32) {
        unpair(self.raw(layout::array::WINDOW))
    }

    #[inline(always)]
    fn set_window(self, start: u32, length: u32) {
        self.set_raw(layout::array::WINDOW, pair(start, length));
    }

    /// Number of elements.
    #[inline(always)]
    pub fn len(self) -> usize {
        self.window().1 as usize
    }

    /// Whether there are no elements.
    #[inline(always)]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Element `i`.
    #[inline]
    pub fn get(self, i: usize) -> Option<Value<'w>> {
        let (start, length) = self.window();
        if i >= length as usize {
            return None;
        }
        self.slots().map(|slots| slots.get(start as usize + i))
    }

    /// Element `i` counted from the end when negative, nil when there is none.
    #[inline]
    pub fn at(self, i: i64) -> Value<'w> {
        let i = if i < 0 { i + self.len() as i64 } else { i };
        usize::try_from(i)
            .ok()
            .and_then(|i| self.get(i))
            .unwrap_or(Value::NIL)
    }

    /// The first element.
    pub fn first(self) -> Option<Value<'w>> {
        self.get(0)
    }

    /// The last element.
    pub fn last(self) -> Option<Value<'w>> {
        self.get(self.len().checked_sub(1)?)
    }

    /// The elements by index; looks at the array anew for each, so it ends
    /// early when the array shrinks and goes on when it grows.
    pub fn iter(self) -> impl Iterator<Item = Value<'w>> {
        (0..).map_while(move |i| self.get(i))
    }

    /// The elements now.
    pub fn to_vec(self) -> Vec<Value<'w>> {
        self.iter().collect()
    }
}

impl World {
    /// An empty array with room for `capacity` elements.
    pub fn new_array(&self, capacity: usize) -> Result<Array<'_>, TooBig> {
        self.array_of_class(known::ARRAY, capacity)
    }

    /// An empty array of a subclass of Array.
    pub fn array_of_class(&self, class: ClassId, capacity: usize) -> Result<Array<'_>, TooBig> {
        let array = Array::make(self, self.root_shape(class), 0)?;
        if capacity > 0 {
            u32::try_from(capacity).map_err(|_| TooBig)?;
            array.store(
                self,
                layout::array::SLOTS,
                self.try_tuple(capacity)?.value(),
            );
        }
        Ok(array)
    }

    /// An array with these elements.
    pub fn array_from(&self, values: &[Value<'_>]) -> Result<Array<'_>, TooBig> {
        let array = self.new_array(values.len())?;
        if let Some(slots) = array.slots() {
            for (i, &value) in values.iter().enumerate() {
                slots.set(self, i, value);
            }
            array.set_window(0, values.len() as u32);
        }
        Ok(array)
    }

    /// An array with `n` times the same element.
    pub fn array_repeat(&self, n: usize, value: Value<'_>) -> Result<Array<'_>, TooBig> {
        let array = self.new_array(n)?;
        if let Some(slots) = array.slots() {
            slots.fill(self, 0..n, value);
            array.set_window(0, n as u32);
        }
        Ok(array)
    }

    /// A new plain Array with the elements `from .. from + n`, cut to the
    /// array.
    pub fn array_slice(
        &self,
        array: Array<'_>,
        from: usize,
        n: usize,
    ) -> Result<Array<'_>, TooBig> {
        let from = from.min(array.len());
        let n = n.min(array.len() - from);
        let new = self.new_array(n)?;
        if n > 0 {
            self.copy_elements(new, 0, array, from, n);
            new.set_window(0, n as u32);
        }
        Ok(new)
    }

    /// A new plain Array with the same elements.
    pub fn array_dup(&self, array: Array<'_>) -> Result<Array<'_>, TooBig> {
        self.array_slice(array, 0, array.len())
    }

    /// Copies slots between arrays whose tuples have them: `to` counts from
    /// the window of `array`, even beyond its end.
    fn copy_elements(&self, array: Array<'_>, to: usize, source: Array<'_>, from: usize, n: usize) {
        if let (Some(slots), Some(others)) = (array.slots(), source.slots()) {
            let from = source.window().0 as usize + from;
            slots.copy(self, array.window().0 as usize + to, others, from..from + n);
        }
    }

    /// Sets element `i`; the array grows with nils as needed.
    #[inline]
    pub fn array_set(&self, array: Array<'_>, i: usize, value: Value<'_>) -> Result<(), TooBig> {
        let (start, length) = array.window();
        if i >= length as usize {
            if i >= u32::MAX as usize {
                return Err(TooBig);
            }
            self.room_behind(array, i + 1 - length as usize)?;
            array.set_window(array.window().0, i as u32 + 1);
            return self.array_set(array, i, value);
        }
        if let Some(slots) = array.slots() {
            slots.set(self, start as usize + i, value);
        }
        Ok(())
    }

    /// Appends an element.
    #[inline]
    pub fn array_push(&self, array: Array<'_>, value: Value<'_>) -> Result<(), TooBig> {
        let (start, length) = array.window();
        let end = start as usize + length as usize;
        if let Some(slots) = array.slots()
            && end < slots.len()
        {
            slots.set(self, end, value);
            array.set_window(start, length + 1);
            return Ok(());
        }
        self.room_behind(array, 1)?;
        self.array_push(array, value)
    }

    /// Makes sure that `n` more elements fit behind the last.
    fn room_behind(&self, array: Array<'_>, n: usize) -> Result<(), TooBig> {
        let (start, length) = array.window();
        let wanted = length as usize + n;
        u32::try_from(wanted).map_err(|_| TooBig)?;
        let capacity = array.slots().map_or(0, Tuple::len);
        if capacity - start as usize >= wanted {
            return Ok(());
        }
        if capacity / 2 >= wanted {
            // At least half of the tuple is free in front: slide down.
            self.slide(array, 0);
            return Ok(());
        }
        let grown = (capacity - start as usize)
            .saturating_mul(2)
            .min(u32::MAX as usize);
        self.move_to_new_slots(array, wanted.max(grown).max(MIN_SLOTS), 0)
    }

    /// Moves the elements within the tuple so that they start at `to`.
    fn slide(&self, array: Array<'_>, to: usize) {
        let (start, length) = array.window();
        let (start, length) = (start as usize, length as usize);
        let Some(slots) = array.slots() else { return };
        slots.copy(self, to, slots, start..start + length);
        if to < start {
            slots.fill(self, start.max(to + length)..start + length, Value::NIL);
        } else {
            slots.fill(self, start..to.min(start + length), Value::NIL);
        }
        array.set_window(to as u32, length as u32);
    }

    /// Gives the array a tuple of `capacity` slots, elements from `start` on.
    fn move_to_new_slots(
        &self,
        array: Array<'_>,
        capacity: usize,
        start: usize,
    ) -> Result<(), TooBig> {
        let (old, length) = array.window();
        let slots = self.try_tuple(capacity)?;
        if let Some(before) = array.slots() {
            slots.copy(
                self,
                start,
                before,
                old as usize..old as usize + length as usize,
            );
        }
        array.store(self, layout::array::SLOTS, slots.value());
        array.set_window(start as u32, length);
        Ok(())
    }

    /// Makes room for `capacity` elements altogether.
    pub fn array_reserve(&self, array: Array<'_>, capacity: usize) -> Result<(), TooBig> {
        self.room_behind(array, capacity.saturating_sub(array.len()))
    }

    /// Takes the last element off.
    #[inline]
    pub fn array_pop<'a>(&'a self, array: Array<'a>) -> Option<Value<'a>> {
        let (start, length) = array.window();
        let value = array.last()?;
        if let Some(slots) = array.slots() {
            slots.set(self, (start + length - 1) as usize, Value::NIL);
        }
        array.set_window(start, length - 1);
        Some(value)
    }

    /// Takes the first element off.
    #[inline]
    pub fn array_shift<'a>(&'a self, array: Array<'a>) -> Option<Value<'a>> {
        let (start, length) = array.window();
        let value = array.first()?;
        if let Some(slots) = array.slots() {
            slots.set(self, start as usize, Value::NIL);
        }
        array.set_window(if length == 1 { 0 } else { start + 1 }, length - 1);
        Some(value)
    }

    /// Puts an element in front.
    pub fn array_unshift(&self, array: Array<'_>, value: Value<'_>) -> Result<(), TooBig> {
        if array.window().0 == 0 {
            self.room_in_front(array)?;
        }
        let (start, length) = array.window();
        if let Some(slots) = array.slots() {
            slots.set(self, start as usize - 1, value);
            array.set_window(start - 1, length + 1);
        }
        Ok(())
    }

    /// Moves the elements up so that about as many fit in front.
    fn room_in_front(&self, array: Array<'_>) -> Result<(), TooBig> {
        let length = array.len();
        let capacity = array.slots().map_or(0, Tuple::len);
        let free = capacity - length;
        if free >= MIN_SLOTS && free >= length / 2 {
            self.slide(array, free.div_ceil(2));
            return Ok(());
        }
        let gap = (length / 2).max(MIN_SLOTS);
        let capacity = length * 2 + 2 * MIN_SLOTS;
        u32::try_from(length + 1).map_err(|_| TooBig)?;
        self.move_to_new_slots(
            array,
            capacity.min(u32::MAX as usize).max(length + gap),
            gap,
        )
    }

    /// Inserts an element before element `i` (at most the length).
    pub fn array_insert(&self, array: Array<'_>, i: usize, value: Value<'_>) -> Result<(), TooBig> {
        if i == 0 {
            return self.array_unshift(array, value);
        }
        let length = array.len();
        if i >= length {
            return self.array_set(array, i, value);
        }
        self.room_behind(array, 1)?;
        let start = array.window().0;
        self.copy_elements(array, i + 1, array, i, length - i);
        array.set_window(start, length as u32 + 1);
        self.array_set(array, i, value)
    }

    /// Takes element `i` out.
    pub fn array_delete_at<'a>(&'a self, array: Array<'a>, i: usize) -> Option<Value<'a>> {
        let value = array.get(i)?;
        if i == 0 {
            return self.array_shift(array);
        }
        self.copy_elements(array, i, array, i + 1, array.len() - i - 1);
        self.array_pop(array);
        Some(value)
    }

    /// Cuts the array to at most `length` elements.
    pub fn array_truncate(&self, array: Array<'_>, length: usize) {
        let (start, old) = array.window();
        if length < old as usize
            && let Some(slots) = array.slots()
        {
            let start = start as usize;
            slots.fill(self, start + length..start + old as usize, Value::NIL);
            array.set_window(start as u32, length as u32);
        }
    }

    /// Takes all elements out.
    pub fn array_clear(&self, array: Array<'_>) {
        array.store(self, layout::array::SLOTS, Value::NIL);
        array.set_window(0, 0);
    }

    /// Appends the elements of another array (or of the same).
    pub fn array_concat(&self, array: Array<'_>, other: Array<'_>) -> Result<(), TooBig> {
        let (length, more) = (array.len(), other.len());
        self.room_behind(array, more)?;
        if more > 0 {
            self.copy_elements(array, length, other, 0, more);
            array.set_window(array.window().0, (length + more) as u32);
        }
        Ok(())
    }

    /// Replaces the elements `from .. from + n` (cut to the array; filled with
    /// nils up to `from`) by those of `other`.
    pub fn array_splice(
        &self,
        array: Array<'_>,
        from: usize,
        n: usize,
        other: Option<Array<'_>>,
    ) -> Result<(), TooBig> {
        if other == Some(array) {
            let copy = self.array_dup(array)?;
            return self.array_splice(array, from, n, Some(copy));
        }
        let more = other.map_or(0, Array::len);
        if from > array.len() {
            self.array_set(array, from - 1, Value::NIL)?;
        }
        let length = array.len();
        let n = n.min(length - from);
        if from == 0 && more == 0 && n < length {
            // The front goes: move the start.
            let start = array.window().0;
            if let Some(slots) = array.slots() {
                slots.fill(self, start as usize..start as usize + n, Value::NIL);
            }
            array.set_window(start + n as u32, (length - n) as u32);
            return Ok(());
        }
        if more > n {
            self.room_behind(array, more - n)?;
        }
        self.copy_elements(array, from + more, array, from + n, length - from - n);
        if let Some(other) = other {
            self.copy_elements(array, from, other, 0, more);
        }
        if more >= n {
            array.set_window(array.window().0, (length + more - n) as u32);
        } else {
            self.array_truncate(array, length + more - n);
        }
        Ok(())
    }

    /// Makes the elements of `array` those of `other`.
    pub fn array_replace(&self, array: Array<'_>, other: Array<'_>) -> Result<(), TooBig> {
        if array == other {
            return Ok(());
        }
        self.array_clear(array);
        self.array_concat(array, other)
    }

    /// Sets the elements `from .. to` that exist to one value.
    pub fn array_fill(&self, array: Array<'_>, range: std::ops::Range<usize>, value: Value<'_>) {
        let (start, length) = array.window();
        let to = range.end.min(length as usize);
        let from = range.start.min(to);
        if let Some(slots) = array.slots() {
            slots.fill(self, start as usize + from..start as usize + to, value);
        }
    }

    /// Exchanges elements `i` and `j`, if both exist.
    pub fn array_swap(&self, array: Array<'_>, i: usize, j: usize) {
        let start = array.window().0 as usize;
        if let (Some(a), Some(b), Some(slots)) = (array.get(i), array.get(j), array.slots()) {
            slots.set(self, start + i, b);
            slots.set(self, start + j, a);
        }
    }

    /// Puts the elements into the reverse order.
    pub fn array_reverse(&self, array: Array<'_>) {
        let length = array.len();
        for i in 0..length / 2 {
            self.array_swap(array, i, length - 1 - i);
        }
    }
}
