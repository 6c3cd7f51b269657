//! Fields of objects: reading, writing, and the write barrier.
//!
//! Indices count words from the header, which is word 0, as the constants of
//! [`layout`](super::layout) do. Everything here that takes a [`Word`] as an
//! object is unsafe for the same two reasons: the word must be a live object
//! (H1) and the index within its body (H2).

use super::Heap;
use super::header::{Flag, Header, LARGE_SIZE, ShapeId};
use super::large;
use super::value::Word;

/// The header of an object.
///
/// # Safety
/// H1: `object` is a live object.
#[inline(always)]
pub unsafe fn header(object: Word) -> Header {
    // SAFETY: H1, the caller's promise.
    Header(unsafe { *object.address() })
}

/// Replaces the header of an object.
///
/// # Safety
/// H1; kind, size and the collector's flags stay as they were.
#[inline(always)]
pub unsafe fn set_header(object: Word, header: Header) {
    // SAFETY: H1, the caller's promise.
    unsafe { *object.address() = header.0 }
}

/// Sets a flag in the header of an object.
///
/// # Safety
/// H1; the flag is not one of the collector's.
#[inline(always)]
pub unsafe fn set_flag(object: Word, flag: Flag) {
    // SAFETY: H1, the caller's promise.
    unsafe { *object.address() |= flag.0 }
}

/// Gives an object another shape.
///
/// # Safety
/// H1; the body suits the shape.
#[inline(always)]
pub unsafe fn set_shape(object: Word, shape: ShapeId) {
    // SAFETY: H1, the caller's promise; the shape is the upper half of the
    // header.
    unsafe { *object.address() = header(object).with_shape(shape).0 }
}

/// Words in the body of an object, without the identity word.
///
/// # Safety
/// H1: `object` is a live object.
#[inline(always)]
pub unsafe fn body_words(object: Word) -> usize {
    // SAFETY: H1, the caller's promise.
    let header = unsafe { header(object) };
    // SAFETY: as above.
    let size = unsafe { full_size(object.address(), header) };
    size - header.has(Flag::IDENTITY_WORD) as usize
}

/// Words behind the header, identity word included.
///
/// # Safety
/// H1: `address` is that of a live object with this header.
#[inline(always)]
pub(super) unsafe fn full_size(address: *mut u64, header: Header) -> usize {
    let size = header.small_size();
    if size != LARGE_SIZE {
        return size;
    }
    // SAFETY: H5: a large object has its size before the header.
    unsafe { *address.sub(1) as usize }
}

/// Reads a tagged field.
///
/// # Safety
/// H1, H2, and the field is a value (or weak) field.
#[inline(always)]
pub unsafe fn load(object: Word, index: usize) -> Word {
    // SAFETY: H1 and H2, the caller's promise.
    Word::from_bits(unsafe { *object.address().add(index) })
}

/// Reads a raw field.
///
/// # Safety
/// H1 and H2.
#[inline(always)]
pub unsafe fn load_raw(object: Word, index: usize) -> u64 {
    // SAFETY: H1 and H2, the caller's promise.
    unsafe { *object.address().add(index) }
}

/// Writes a raw field.
///
/// # Safety
/// H1, H2, and the field is raw.
#[inline(always)]
pub unsafe fn store_raw(object: Word, index: usize, bits: u64) {
    // SAFETY: H1 and H2, the caller's promise.
    unsafe { *object.address().add(index) = bits }
}

/// Writes a tagged field of a young object, or of any object allocated since
/// the last collection, or an immediate: no barrier is needed (H6).
///
/// # Safety
/// H1, H2, and `object` is young or was allocated since the last collection,
/// or `value` is an immediate.
#[inline(always)]
pub unsafe fn store_init(object: Word, index: usize, value: Word) {
    // SAFETY: H1 and H2, the caller's promise.
    unsafe { *object.address().add(index) = value.bits() }
}

/// Address of the word with this index, as bytes. It is good until the next
/// safe point.
///
/// # Safety
/// H1, H2.
#[inline(always)]
pub unsafe fn tail_bytes(object: Word, index: usize) -> *mut u8 {
    // SAFETY: H1 and H2, the caller's promise.
    unsafe { object.address().add(index).cast() }
}

/// Address of the word with this index, as tagged words. It is good until the
/// next safe point; writing through it needs [`Heap::remember`].
///
/// # Safety
/// H1, H2.
#[inline(always)]
pub unsafe fn tail_words(object: Word, index: usize) -> *mut Word {
    // SAFETY: H1 and H2, the caller's promise; a Word is a transparent u64.
    unsafe { object.address().add(index).cast() }
}

impl Heap {
    /// Writes a tagged or weak field, with the barrier.
    ///
    /// # Safety
    /// H1, H2, the field is a value or weak field, and `value` is an immediate
    /// or a live object of this heap.
    #[inline(always)]
    pub unsafe fn store(&self, object: Word, index: usize, value: Word) {
        // SAFETY: H1 and H2, the caller's promise.
        unsafe { *object.address().add(index) = value.bits() };
        // SAFETY: H1, the caller's promise.
        let header = unsafe { header(object) };
        let watched = Flag::MATURE.0 | Flag::REMEMBERED.0;
        if header.0 & watched == Flag::MATURE.0 && value.is_object() {
            self.note_store(object, header, index, value);
        }
    }

    /// The barrier's slow path: a mature object outside the remembered set, or
    /// a large one, was given an object.
    #[cold]
    #[inline(never)]
    fn note_store(&self, object: Word, target: Header, index: usize, value: Word) {
        // SAFETY: H1: the caller of `store` promised a live object.
        if unsafe { header(value) }.has(Flag::MATURE) || self.skip_barrier() {
            return;
        }
        let address = object.address();
        if !large::is_large(target) {
            // SAFETY: H1, as above.
            unsafe { set_flag(object, Flag::REMEMBERED) };
            self.remembered.borrow_mut().push(object);
            return;
        }
        // SAFETY: H5: the header says the object is a large one.
        unsafe {
            let card = (index - 1) / large::CARD_WORDS;
            if card < large::cards(address) {
                *large::card(address, card) = 1;
            }
            if !large::set_remembered(address, true) {
                self.remembered.borrow_mut().push(object);
            }
        }
    }

    /// Has the next young collection look at all of a mature object: after
    /// writing through [`tail_words`], or into the outside record of an
    /// external object. Young objects need it not, and are left alone.
    ///
    /// # Safety
    /// H1: `object` is a live object.
    pub unsafe fn remember(&self, object: Word) {
        // SAFETY: H1, the caller's promise.
        let header = unsafe { header(object) };
        if !header.has(Flag::MATURE) || header.has(Flag::REMEMBERED) {
            return;
        }
        if !large::is_large(header) {
            // SAFETY: H1, as above.
            unsafe { set_flag(object, Flag::REMEMBERED) };
            self.remembered.borrow_mut().push(object);
            return;
        }
        let address = object.address();
        // SAFETY: H5: the header says the object is a large one.
        unsafe {
            for card in 0..large::cards(address) {
                *large::card(address, card) = 1;
            }
            if !large::set_remembered(address, true) {
                self.remembered.borrow_mut().push(object);
            }
        }
    }
}
