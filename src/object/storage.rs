//! Storage that other objects look at through windows: tuples of values,
//! append-only buffers of bytes, arrays of raw bytes.
//!
//! ```text
//!  Tuple   | header | value | value | ...
//!  Buffer  | header | used, capacity | bytes shown | bytes not shown yet |
//! ```
//!
//! Owns rule O2: bytes below a buffer's used mark may be visible and are never
//! overwritten under a shared borrow; appending writes above the mark only.

use crate::heap::{self, Flag, Kind, Word, barrier, layout};

use super::class::known;
use super::shape::fixed;
use super::value::Value;
use super::view::{Buffer, ByteArray, Env, TooBig, Tuple, View, WeakTuple};
use super::world::World;

/// Two numbers in a raw word: the first in the low half.
#[inline(always)]
pub(super) const fn pair(low: u32, high: u32) -> u64 {
    low as u64 | (high as u64) << 32
}

/// The numbers of [`pair`].
#[inline(always)]
pub(super) const fn unpair(bits: u64) -> (u32, u32) {
    (bits as u32, (bits >> 32) as u32)
}

impl<'w> Tuple<'w> {
    /// Number of slots.
    #[inline(always)]
    pub fn len(self) -> usize {
        self.tail_words()
    }

    /// Whether there are no slots.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The value in slot `i`.
    ///
    /// # Panics
    /// When there is no such slot.
    #[inline(always)]
    pub fn get(self, i: usize) -> Value<'w> {
        self.slot(i)
    }

    /// Puts a value into slot `i`.
    ///
    /// # Panics
    /// When there is no such slot.
    #[inline(always)]
    pub fn set(self, world: &World, i: usize, value: Value<'_>) {
        self.set_slot(world, i, value);
    }

    /// Fills slots with a value.
    ///
    /// # Panics
    /// When there are no such slots.
    pub fn fill(self, world: &World, range: std::ops::Range<usize>, value: Value<'_>) {
        let slots = self.slots(&range);
        // SAFETY: H2: `slots` checked the range. H1: O1 keeps the tuple live.
        unsafe {
            for i in 0..range.len() {
                *slots.add(i) = value.word();
            }
            world.heap.remember(self.word());
        }
    }

    /// Copies slots of `source`, which may be this tuple, to slots from `to`
    /// on; the ranges may overlap.
    ///
    /// # Panics
    /// When there are no such slots.
    pub fn copy(self, world: &World, to: usize, source: Tuple<'_>, range: std::ops::Range<usize>) {
        let from = source.slots(&range);
        let into = self.slots(&(to..to + range.len()));
        // SAFETY: H2: `slots` checked both ranges. H1: O1 keeps both live.
        unsafe {
            std::ptr::copy(from, into, range.len());
            world.heap.remember(self.word());
        }
    }

    /// Address of the first slot of a range that exists.
    fn slots(self, range: &std::ops::Range<usize>) -> *mut Word {
        assert!(range.start <= range.end && range.end <= self.len());
        // SAFETY: H1, H2: O4 makes the tuple live, the range is within it.
        unsafe { barrier::tail_words(self.word(), layout::tuple::TAIL + range.start) }
    }
}

impl<'w> WeakTuple<'w> {
    /// Number of slots.
    pub fn len(self) -> usize {
        self.tail_words()
    }

    /// Whether there are no slots.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The value in slot `i`, nil when its object died.
    ///
    /// # Panics
    /// When there is no such slot.
    pub fn get(self, i: usize) -> Value<'w> {
        self.slot(i)
    }

    /// Puts a value into slot `i`.
    ///
    /// # Panics
    /// When there is no such slot.
    pub fn set(self, world: &World, i: usize, value: Value<'_>) {
        self.set_slot(world, i, value);
    }
}

impl<'w> Env<'w> {
    /// The surrounding environment, or nil.
    pub fn parent(self) -> Value<'w> {
        self.load(layout::env::PARENT)
    }

    /// Number of variables.
    pub fn len(self) -> usize {
        self.tail_words()
    }

    /// Whether there are no variables.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Variable `i`.
    ///
    /// # Panics
    /// When there is no such variable.
    #[inline(always)]
    pub fn get(self, i: usize) -> Value<'w> {
        self.slot(i)
    }

    /// Sets variable `i`.
    ///
    /// # Panics
    /// When there is no such variable.
    #[inline(always)]
    pub fn set(self, world: &World, i: usize, value: Value<'_>) {
        self.set_slot(world, i, value);
    }
}

impl<'w> Buffer<'w> {
    /// Used bytes and capacity.
    #[inline(always)]
    pub(super) fn meter(self) -> (u32, u32) {
        unpair(self.raw(layout::bytes::METER))
    }

    /// Bytes `from .. from + len`.
    ///
    /// # Panics
    /// When some of them are above the used mark.
    #[inline(always)]
    pub(super) fn bytes(self, from: u32, len: u32) -> &'w [u8] {
        assert!(from as u64 + len as u64 <= self.meter().0 as u64);
        let base = self.raw_tail().0;
        // SAFETY: the used mark lies within the body (H2), O1 keeps the object
        // where it is as long as 'w, and O2 forbids writing below the mark.
        unsafe { std::slice::from_raw_parts(base.add(from as usize), len as usize) }
    }

    /// Writes bytes above the used mark and raises it.
    ///
    /// # Panics
    /// When the capacity does not suffice.
    #[inline(always)]
    pub(super) fn append(self, bytes: &[u8]) {
        let (used, capacity) = self.meter();
        assert!(bytes.len() <= (capacity - used) as usize);
        let base = self.raw_tail().0;
        // SAFETY: O2: nobody sees bytes above the mark; the capacity lies
        // within the body (H2).
        unsafe {
            let to = base.add(used as usize);
            std::ptr::copy_nonoverlapping(bytes.as_ptr(), to, bytes.len());
        }
        self.set_raw(
            layout::bytes::METER,
            pair(used + bytes.len() as u32, capacity),
        );
    }

    /// Overwrites one byte below the used mark. Only for a caller who has the
    /// world to itself, so that nobody holds the bytes.
    pub(super) fn overwrite(self, at: u32, byte: u8) {
        assert!(at < self.meter().0);
        // SAFETY: below the used mark, hence within the body (H2); O2 is the
        // caller's: no slice of these bytes is alive.
        unsafe { *self.raw_tail().0.add(at as usize) = byte }
    }

    /// Marks the buffer as seen by more than one window, for ever.
    pub(super) fn share(self) {
        // SAFETY: H1: O4 makes the buffer live; SHARED is the kind's own flag.
        unsafe { barrier::set_flag(self.word(), Flag::SHARED) }
    }

    /// Whether more than one window may see the bytes.
    pub(super) fn is_shared(self) -> bool {
        // SAFETY: H1: O4 makes the buffer live.
        unsafe { barrier::header(self.word()) }.has(Flag::SHARED)
    }
}

impl<'w> ByteArray<'w> {
    /// Number of bytes.
    pub fn len(self) -> usize {
        self.raw(layout::byte_array::LEN) as usize
    }

    /// Whether there are no bytes.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Byte `i`.
    pub fn get(self, i: usize) -> Option<u8> {
        // SAFETY: below the length, which lies within the body (H1, H2).
        (i < self.len()).then(|| unsafe { *self.raw_tail().0.add(i) })
    }

    /// Sets byte `i`; false when there is none.
    pub fn set(self, i: usize, byte: u8) -> bool {
        let ok = i < self.len();
        if ok {
            // SAFETY: as in `get`; nobody is given a slice of these bytes.
            unsafe { *self.raw_tail().0.add(i) = byte }
        }
        ok
    }

    /// A copy of the bytes.
    pub fn to_vec(self) -> Vec<u8> {
        let base = self.raw_tail().0;
        // SAFETY: as in `get`; the slice ends with this statement.
        unsafe { std::slice::from_raw_parts(base, self.len()) }.to_vec()
    }

    /// Writes bytes from position `at` on; false when they do not fit.
    pub fn write(self, at: usize, bytes: &[u8]) -> bool {
        let fits = at <= self.len() && bytes.len() <= self.len() - at;
        if fits {
            // SAFETY: as in `set`.
            unsafe {
                std::ptr::copy_nonoverlapping(
                    bytes.as_ptr(),
                    self.raw_tail().0.add(at),
                    bytes.len(),
                )
            }
        }
        fits
    }

    /// The 32-bit number `i`, counted in numbers.
    #[inline(always)]
    pub(super) fn number(self, i: usize) -> u32 {
        let (base, bytes) = self.raw_tail();
        assert!(i < bytes / 4);
        // SAFETY: within the body (H1, H2), aligned as the body is.
        unsafe { *base.cast::<u32>().add(i) }
    }

    /// Sets the 32-bit number `i`.
    #[inline(always)]
    pub(super) fn set_number(self, i: usize, number: u32) {
        let (base, bytes) = self.raw_tail();
        assert!(i < bytes / 4);
        // SAFETY: as in `number`.
        unsafe { *base.cast::<u32>().add(i) = number }
    }
}

impl World {
    /// Marks a frozen String as one that stands for all with its text: a
    /// literal, or what `-string` gave. It can have no singleton class.
    pub fn mark_interned(&self, string: Value<'_>) {
        debug_assert!(string.as_string().is_some() && string.is_frozen());
        // SAFETY: H1: a value is live; SHARED is the kind's own flag.
        unsafe { barrier::set_flag(string.word(), Flag::SHARED) }
    }

    /// Whether a value is such a String.
    pub fn is_interned(&self, value: Value<'_>) -> bool {
        if value.as_string().is_none() {
            return false;
        }
        // SAFETY: H1: a value is live.
        let header = unsafe { barrier::header(value.word()) };
        header.has(Flag::FROZEN) && header.has(Flag::SHARED)
    }

    /// A tuple of `n` nils.
    ///
    /// # Panics
    /// When there is no memory: for sizes that programs choose use
    /// [`World::try_tuple`].
    pub fn new_tuple(&self, n: usize) -> Tuple<'_> {
        self.try_tuple(n).expect("memory for a small tuple")
    }

    /// A tuple of `n` nils.
    #[inline]
    pub fn try_tuple(&self, n: usize) -> Result<Tuple<'_>, TooBig> {
        Tuple::make(self, self.root_shape(known::TUPLE), n)
    }

    /// A weak tuple of `n` nils.
    pub fn try_weak_tuple(&self, n: usize) -> Result<WeakTuple<'_>, TooBig> {
        WeakTuple::make(self, self.root_shape(known::WEAK_TUPLE), n)
    }

    /// An environment with `n` nils.
    pub fn new_env(&self, parent: Value<'_>, n: usize) -> Result<Env<'_>, TooBig> {
        let env = Env::make(self, fixed::INTERNAL, n)?;
        env.store(self, layout::env::PARENT, parent);
        Ok(env)
    }

    /// An array of `n` zero bytes.
    pub fn new_byte_array(&self, n: usize) -> Result<ByteArray<'_>, TooBig> {
        let array = ByteArray::make(self, self.root_shape(known::BYTE_ARRAY), n.div_ceil(8))?;
        array.set_raw(layout::byte_array::LEN, n as u64);
        Ok(array)
    }

    /// An empty buffer for at least `capacity` bytes.
    #[inline]
    pub(super) fn new_buffer(&self, capacity: usize) -> Result<Buffer<'_>, TooBig> {
        let words = capacity.div_ceil(8).max(1);
        let capacity = u32::try_from(words * 8)
            .or_else(|_| u32::try_from(capacity))
            .map_err(|_| TooBig)?;
        let body = layout::bytes::FIXED + words;
        if body > heap::MAX_YOUNG_WORDS {
            let buffer = Buffer::make(self, fixed::INTERNAL, words)?;
            buffer.set_raw(layout::bytes::METER, pair(0, capacity));
            return Ok(buffer);
        }
        let word = self.heap.alloc(Kind::Bytes, fixed::INTERNAL, body);
        // SAFETY: fresh, of this kind; its bytes are above the used mark, so
        // nobody sees that nothing stands in them.
        unsafe {
            barrier::store_raw(word, layout::bytes::METER, pair(0, capacity));
            Ok(Buffer::wrap(self.value(word)))
        }
    }
}
