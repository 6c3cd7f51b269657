//! Tagged words: the one place that knows the bits of a value.
//!
//! The scheme is CRuby's on 64-bit machines:
//!
//! ```text
//! ...xxxx xxx1   integer, 63 bits          i << 1 | 1
//! ...xxxx xx10   flonum: a double whose exponent is near zero, rotated
//! ...iiii 0000 1100   symbol, id << 8 | 0x0c
//! ...iiii 0001 1100   block literal of a live frame, payload << 8 | 0x1c
//! 0x00 false   0x04 nil   0x14 true   0x24 absent argument   0x34 sentinel
//! ...xxxx x000   pointer to an object header (never null: that is false)
//! ```
//!
//! This file owns encoding and decoding. It never touches memory.

/// A tagged 64-bit word, with no claim about how long a pointer in it is good.
///
/// Words are what the heap stores and the interpreter moves; safe code sees
/// them as [`Value`](crate::object::Value), which borrows the world.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Word(u64);

/// Low byte of a symbol.
const SYMBOL_TAG: u64 = 0x0c;
/// Low byte of a block literal that still lives in its frame.
const FRAME_BLOCK_TAG: u64 = 0x1c;
/// The flonum that stands for `0.0`, whose exponent is out of flonum range.
const FLONUM_ZERO: u64 = 0x8000_0000_0000_0002;
/// The one double whose rotation would collide with [`FLONUM_ZERO`].
const FLONUM_GAP: u64 = 0x3000_0000_0000_0000;

impl Word {
    /// `false`. All bits zero, so truth is one test: see [`Word::truthy`].
    pub const FALSE: Word = Word(0x00);
    /// `nil`.
    pub const NIL: Word = Word(0x04);
    /// `true`.
    pub const TRUE: Word = Word(0x14);
    /// Marks an argument that the caller did not give.
    pub const UNDEF: Word = Word(0x24);
    /// What native code returns when something is pending; never stored.
    pub const SENTINEL: Word = Word(0x34);
    /// Smallest integer that is not a big integer.
    pub const INT_MIN: i64 = i64::MIN >> 1;
    /// Largest integer that is not a big integer.
    pub const INT_MAX: i64 = i64::MAX >> 1;

    /// The word with exactly these bits.
    #[inline(always)]
    pub const fn from_bits(bits: u64) -> Word {
        Word(bits)
    }

    /// The bits of the word.
    #[inline(always)]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// The integer `i`, which must lie within 63 bits.
    #[inline(always)]
    pub const fn from_int(i: i64) -> Word {
        debug_assert!(i >= Self::INT_MIN && i <= Self::INT_MAX);
        Word((i as u64) << 1 | 1)
    }

    /// The integer `i` if 63 bits hold it.
    #[inline(always)]
    pub const fn try_from_int(i: i64) -> Option<Word> {
        if i >= Self::INT_MIN && i <= Self::INT_MAX {
            Some(Self::from_int(i))
        } else {
            None
        }
    }

    /// Whether this is an immediate integer.
    #[inline(always)]
    pub const fn is_int(self) -> bool {
        self.0 & 1 != 0
    }

    /// The integer in the word, if it is one.
    #[inline(always)]
    pub const fn as_int(self) -> Option<i64> {
        if self.is_int() {
            Some(self.0 as i64 >> 1)
        } else {
            None
        }
    }

    /// The integer of a word known to be one.
    #[inline(always)]
    pub const fn int_unchecked(self) -> i64 {
        self.0 as i64 >> 1
    }

    /// `f` as a flonum, if its exponent allows it.
    #[inline(always)]
    pub const fn from_flonum(f: f64) -> Option<Word> {
        let bits = f.to_bits();
        // Bits 62..60 of the double are 011 or 100 for |f| in 1e-77 .. 1e77.
        if bits != FLONUM_GAP && (bits >> 60 & 7).wrapping_sub(3) & !1 == 0 {
            Some(Word(bits.rotate_left(3) & !3 | 2))
        } else if bits == 0 {
            Some(Word(FLONUM_ZERO))
        } else {
            None
        }
    }

    /// Whether this is a flonum.
    #[inline(always)]
    pub const fn is_flonum(self) -> bool {
        self.0 & 3 == 2
    }

    /// The double in the word, if it is a flonum.
    #[inline(always)]
    pub const fn as_flonum(self) -> Option<f64> {
        if self.is_flonum() {
            Some(self.flonum_unchecked())
        } else {
            None
        }
    }

    /// The double of a word known to be a flonum.
    #[inline(always)]
    pub const fn flonum_unchecked(self) -> f64 {
        if self.0 == FLONUM_ZERO {
            return 0.0;
        }
        let top = self.0 >> 63;
        f64::from_bits(((2 - top) | (self.0 & !3)).rotate_right(3))
    }

    /// The symbol with number `id`.
    #[inline(always)]
    pub const fn from_symbol(id: u32) -> Word {
        Word((id as u64) << 8 | SYMBOL_TAG)
    }

    /// The symbol's number, if this is a symbol.
    #[inline(always)]
    pub const fn as_symbol(self) -> Option<u32> {
        if self.0 & 0xff == SYMBOL_TAG {
            Some((self.0 >> 8) as u32)
        } else {
            None
        }
    }

    /// A block literal of a live frame; `payload` has 56 bits.
    #[inline(always)]
    pub const fn from_frame_block(payload: u64) -> Word {
        debug_assert!(payload >> 56 == 0);
        Word(payload << 8 | FRAME_BLOCK_TAG)
    }

    /// The payload of a frame's block literal, if this is one.
    #[inline(always)]
    pub const fn as_frame_block(self) -> Option<u64> {
        if self.0 & 0xff == FRAME_BLOCK_TAG {
            Some(self.0 >> 8)
        } else {
            None
        }
    }

    /// `true` or `false`.
    #[inline(always)]
    pub const fn from_bool(b: bool) -> Word {
        if b { Self::TRUE } else { Self::FALSE }
    }

    /// Everything but `nil` and `false` is true.
    #[inline(always)]
    pub const fn truthy(self) -> bool {
        self.0 & !Self::NIL.0 != 0
    }

    /// Whether this is `nil`.
    #[inline(always)]
    pub const fn is_nil(self) -> bool {
        self.0 == Self::NIL.0
    }

    /// Whether this marks an absent argument.
    #[inline(always)]
    pub const fn is_undef(self) -> bool {
        self.0 == Self::UNDEF.0
    }

    /// Whether this points to an object header.
    #[inline(always)]
    pub const fn is_object(self) -> bool {
        self.0 & 7 == 0 && self.0 != 0
    }

    /// The address in a word that points to an object.
    #[inline(always)]
    pub const fn address(self) -> *mut u64 {
        self.0 as usize as *mut u64
    }

    /// The word that points to the object header at `address`.
    #[inline(always)]
    pub fn from_address(address: *mut u64) -> Word {
        debug_assert!(address as usize & 7 == 0 && !address.is_null());
        Word(address as u64)
    }
}

impl std::fmt::Debug for Word {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {
            Word::FALSE => write!(f, "false"),
            Word::NIL => write!(f, "nil"),
            Word::TRUE => write!(f, "true"),
            Word::UNDEF => write!(f, "undef"),
            Word::SENTINEL => write!(f, "sentinel"),
            w => {
                if let Some(i) = w.as_int() {
                    write!(f, "{i}")
                } else if let Some(d) = w.as_flonum() {
                    write!(f, "{d:?}")
                } else if let Some(id) = w.as_symbol() {
                    write!(f, "symbol#{id}")
                } else if let Some(payload) = w.as_frame_block() {
                    write!(f, "frame_block#{payload:x}")
                } else {
                    write!(f, "object@{:#x}", w.0)
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Word;

    #[test]
    fn integers_keep_their_value_at_the_edges() {
        for i in [0, 1, -1, Word::INT_MIN, Word::INT_MAX] {
            assert_eq!(Word::from_int(i).as_int(), Some(i));
        }
        assert!(Word::try_from_int(Word::INT_MAX + 1).is_none());
    }

    #[test]
    fn flonums_keep_their_bits() {
        for f in [0.0, 1.0, -1.5, 1e70, -1e-70, std::f64::consts::PI] {
            let w = Word::from_flonum(f).expect("in flonum range");
            assert_eq!(w.as_flonum().map(f64::to_bits), Some(f.to_bits()));
        }
        for f in [
            -0.0,
            1e300,
            1e-300,
            f64::NAN,
            f64::INFINITY,
            f64::from_bits(0x3000_0000_0000_0000),
        ] {
            assert!(Word::from_flonum(f).is_none(), "{f} must be boxed");
        }
    }

    #[test]
    fn only_nil_and_false_are_untrue() {
        assert!(!Word::NIL.truthy() && !Word::FALSE.truthy());
        for w in [
            Word::TRUE,
            Word::from_int(0),
            Word::from_symbol(0),
            Word::from_bits(8),
        ] {
            assert!(w.truthy());
        }
    }
}
