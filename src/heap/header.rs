//! The object header: one word in front of every object's body.
//!
//! ```text
//!  63        32 31     16 15    9 8   6 5    0
//! +------------+---------+-------+-----+------+
//! |  shape id  |  size   | flags | age | kind |
//! +------------+---------+-------+-----+------+
//! ```
//!
//! The size counts body words (the header is not counted); [`LARGE_SIZE`]
//! says that the real size stands in the word before the header. Only during
//! a young collection a header may instead hold the address its object moved
//! to: kind [`FORWARDED`], address in the bits above.

use super::layout::Kind;

/// Number of a shape: class and instance-variable layout at once. The heap
/// does not know what it means.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct ShapeId(pub u32);

/// Size field of an object whose size stands in the word before the header.
pub const LARGE_SIZE: usize = 0xffff;
/// Kind bits of an object that has moved.
pub const FORWARDED: u64 = 0x3f;
/// Kind bits of a free mature cell; the next free cell stands above.
pub const FREE: u64 = 0x3e;
/// Age of a large object, which does not age.
pub const LARGE_AGE: u8 = 7;

const KIND_MASK: u64 = 0x3f;
const AGE_SHIFT: u32 = 6;
const AGE_MASK: u64 = 7 << AGE_SHIFT;
const SIZE_SHIFT: u32 = 16;
const SHAPE_SHIFT: u32 = 32;

/// A flag bit of the header.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Flag(pub u64);

impl Flag {
    /// Lives in mature or large space and never moves again.
    pub const MATURE: Flag = Flag(1 << 9);
    /// Stands in the remembered set already.
    pub const REMEMBERED: Flag = Flag(1 << 10);
    /// Reached by the running full collection.
    pub const MARKED: Flag = Flag(1 << 11);
    /// Ruby's `freeze`.
    pub const FROZEN: Flag = Flag(1 << 12);
    /// Somebody asked for the object's identity.
    pub const IDENTITY: Flag = Flag(1 << 13);
    /// The identity stands in the last body word.
    pub const IDENTITY_WORD: Flag = Flag(1 << 14);
    /// Free for the kind's own use (`Bytes`: more than one string reads it;
    /// frozen `String`: it stands for all with its text; another `String`: it came
    /// out of a literal and will be frozen some day).
    pub const SHARED: Flag = Flag(1 << 15);
}

/// A header word, decoded on demand.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Header(pub u64);

impl Header {
    /// A header for a new object. `size` is in body words.
    #[inline(always)]
    pub const fn new(kind: Kind, shape: ShapeId, size: usize) -> Header {
        let size = if size >= LARGE_SIZE { LARGE_SIZE } else { size };
        Header(kind as u64 | (size as u64) << SIZE_SHIFT | (shape.0 as u64) << SHAPE_SHIFT)
    }

    /// The header that says the object moved to `address`.
    #[inline(always)]
    pub fn forwarding(address: *mut u64) -> Header {
        Header((address as u64) << 8 | FORWARDED)
    }

    /// Where the object moved to, if it did.
    #[inline(always)]
    pub fn forwarded(self) -> Option<*mut u64> {
        if self.0 & KIND_MASK == FORWARDED {
            Some((self.0 >> 8) as usize as *mut u64)
        } else {
            None
        }
    }

    /// The heap type. Must not be asked of a forwarded header.
    #[inline(always)]
    pub fn kind(self) -> Kind {
        Kind::from_bits((self.0 & KIND_MASK) as u8)
    }

    /// Shape id.
    #[inline(always)]
    pub const fn shape(self) -> ShapeId {
        ShapeId((self.0 >> SHAPE_SHIFT) as u32)
    }

    /// The same header with another shape.
    #[inline(always)]
    pub const fn with_shape(self, shape: ShapeId) -> Header {
        Header(self.0 & 0xffff_ffff | (shape.0 as u64) << SHAPE_SHIFT)
    }

    /// Body words as far as the header knows; [`LARGE_SIZE`] means: look at
    /// the word before the header.
    #[inline(always)]
    pub const fn small_size(self) -> usize {
        (self.0 >> SIZE_SHIFT & 0xffff) as usize
    }

    /// The same header with another size in body words.
    #[inline(always)]
    pub const fn with_size(self, size: usize) -> Header {
        let size = if size >= LARGE_SIZE { LARGE_SIZE } else { size };
        Header(self.0 & !(0xffff << SIZE_SHIFT) | (size as u64) << SIZE_SHIFT)
    }

    /// Young collections survived, 0 to 7.
    #[inline(always)]
    pub const fn age(self) -> u8 {
        ((self.0 & AGE_MASK) >> AGE_SHIFT) as u8
    }

    /// The same header with another age.
    #[inline(always)]
    pub const fn with_age(self, age: u8) -> Header {
        Header(self.0 & !AGE_MASK | ((age as u64) << AGE_SHIFT) & AGE_MASK)
    }

    /// Whether the flag is set.
    #[inline(always)]
    pub const fn has(self, flag: Flag) -> bool {
        self.0 & flag.0 != 0
    }

    /// The same header with the flag set.
    #[inline(always)]
    pub const fn with(self, flag: Flag) -> Header {
        Header(self.0 | flag.0)
    }

    /// The same header with the flag cleared.
    #[inline(always)]
    pub const fn without(self, flag: Flag) -> Header {
        Header(self.0 & !flag.0)
    }
}
