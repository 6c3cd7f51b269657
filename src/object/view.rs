//! Typed views: a value together with the knowledge which heap type it has.
//!
//! Owns the table of views and the checked access to fields, on which all other
//! files of this folder build without `unsafe`. A field access names a constant
//! of [`layout`](crate::heap::layout); the check that it suits the heap type
//! disappears when the constant is inlined.

use crate::heap::{Kind, ShapeId, Tail, Word, barrier};

use super::value::Value;
use super::world::World;

/// Something would be larger than its heap type can be, or than memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooBig;

impl std::fmt::Display for TooBig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("too big")
    }
}

impl std::error::Error for TooBig {}

/// A value of one heap type.
///
/// # Safety
/// O4: `value` returns a live object of kind `KIND`.
pub(super) unsafe trait View<'w>: Copy {
    /// The heap type.
    const KIND: Kind;

    /// The value.
    fn value(self) -> Value<'w>;

    /// Takes the value for a view.
    ///
    /// # Safety
    /// O4: the value is a live object of kind `KIND`.
    unsafe fn wrap(value: Value<'w>) -> Self;

    /// The word, to be used at once.
    #[inline(always)]
    fn word(self) -> Word {
        self.value().word()
    }

    /// A new object without a tail: tagged words nil, raw words zero.
    #[inline]
    fn make_fixed(world: &'w World, shape: ShapeId) -> Self {
        let layout = Self::KIND.layout();
        // A small constant: filling it needs no loop.
        let fixed = layout.values + layout.raws;
        let word = world.heap.alloc_filled(Self::KIND, shape, fixed);
        // SAFETY: O4: just allocated with this kind.
        unsafe { Self::wrap(world.value(word)) }
    }

    /// A new object with `tail` words behind its fixed fields: tagged words
    /// nil, raw words zero.
    #[inline]
    fn make(world: &'w World, shape: ShapeId, tail: usize) -> Result<Self, TooBig> {
        let layout = Self::KIND.layout();
        debug_assert!(tail == 0 || layout.tail != Tail::None);
        if tail == 0 {
            return Ok(Self::make_fixed(world, shape));
        }
        let body = layout.values + layout.raws + tail;
        let word = world.heap.try_alloc(Self::KIND, shape, body);
        let word = word.ok_or(TooBig)?;
        // SAFETY: O4: just allocated with this kind.
        Ok(unsafe { Self::wrap(world.value(word)) })
    }

    /// Reads a value field.
    #[inline(always)]
    fn load(self, index: usize) -> Value<'w> {
        assert!(index.wrapping_sub(1) < Self::KIND.layout().values);
        // SAFETY: O4 makes the object live (H1), the check makes it a field (H2).
        unsafe { Value::from_word(barrier::load(self.word(), index)) }
    }

    /// Writes a value field.
    #[inline(always)]
    fn store(self, world: &World, index: usize, value: Value<'_>) {
        assert!(index.wrapping_sub(1) < Self::KIND.layout().values);
        // SAFETY: as in `load`; O1 makes the stored value live.
        unsafe { world.heap.store(self.word(), index, value.word()) }
    }

    /// Reads a raw field.
    #[inline(always)]
    fn raw(self, index: usize) -> u64 {
        let layout = Self::KIND.layout();
        assert!(index.wrapping_sub(1 + layout.values) < layout.raws);
        // SAFETY: O4 makes the object live (H1), the check makes it a field (H2).
        unsafe { barrier::load_raw(self.word(), index) }
    }

    /// Writes a raw field.
    #[inline(always)]
    fn set_raw(self, index: usize, bits: u64) {
        let layout = Self::KIND.layout();
        assert!(index.wrapping_sub(1 + layout.values) < layout.raws);
        // SAFETY: as in `raw`.
        unsafe { barrier::store_raw(self.word(), index, bits) }
    }

    /// Words behind the fixed fields.
    #[inline(always)]
    fn tail_words(self) -> usize {
        let layout = Self::KIND.layout();
        // SAFETY: O4 makes the object live (H1).
        unsafe { barrier::body_words(self.word()) - (layout.values + layout.raws) }
    }

    /// Reads a slot of a tagged tail.
    #[inline(always)]
    fn slot(self, i: usize) -> Value<'w> {
        let layout = Self::KIND.layout();
        assert!(matches!(layout.tail, Tail::Values | Tail::Weak) && i < self.tail_words());
        // SAFETY: O4 makes the object live (H1), the check makes it a slot (H2).
        unsafe {
            Value::from_word(barrier::load(
                self.word(),
                1 + layout.values + layout.raws + i,
            ))
        }
    }

    /// Writes a slot of a tagged tail.
    #[inline(always)]
    fn set_slot(self, world: &World, i: usize, value: Value<'_>) {
        let layout = Self::KIND.layout();
        assert!(matches!(layout.tail, Tail::Values | Tail::Weak) && i < self.tail_words());
        // SAFETY: as in `slot`; O1 makes the stored value live.
        unsafe {
            world.heap.store(
                self.word(),
                1 + layout.values + layout.raws + i,
                value.word(),
            )
        }
    }

    /// Reads word `i` of a raw tail.
    #[inline(always)]
    fn raw_word(self, i: usize) -> u64 {
        let layout = Self::KIND.layout();
        assert!(layout.tail == Tail::Raw && i < self.tail_words());
        // SAFETY: O4 makes the object live (H1), the check is H2.
        unsafe { barrier::load_raw(self.word(), 1 + layout.values + layout.raws + i) }
    }

    /// Writes word `i` of a raw tail.
    #[inline(always)]
    fn set_raw_word(self, i: usize, bits: u64) {
        let layout = Self::KIND.layout();
        assert!(layout.tail == Tail::Raw && i < self.tail_words());
        // SAFETY: as in `raw_word`.
        unsafe { barrier::store_raw(self.word(), 1 + layout.values + layout.raws + i, bits) }
    }

    /// First byte of a raw tail, and the number of bytes there.
    #[inline(always)]
    fn raw_tail(self) -> (*mut u8, usize) {
        let layout = Self::KIND.layout();
        assert!(layout.tail == Tail::Raw);
        // SAFETY: O4 makes the object live (H1); the tail begins within the
        // body or right behind it (H2).
        let base = unsafe { barrier::tail_bytes(self.word(), 1 + layout.values + layout.raws) };
        (base, self.tail_words() * 8)
    }
}

macro_rules! views {
    ($( $(#[doc = $doc:literal])+ $view:ident $as_view:ident $kind:ident; )*) => {
        $(
            $(#[doc = $doc])+
            #[repr(transparent)]
            #[derive(Clone, Copy, PartialEq, Debug)]
            pub struct $view<'w>(Value<'w>);

            // SAFETY: O4: the constructors below check the kind or are told.
            unsafe impl<'w> View<'w> for $view<'w> {
                const KIND: Kind = Kind::$kind;

                #[inline(always)]
                fn value(self) -> Value<'w> {
                    self.0
                }

                #[inline(always)]
                unsafe fn wrap(value: Value<'w>) -> Self {
                    debug_assert_eq!(value.kind(), Some(Kind::$kind));
                    $view(value)
                }
            }

            impl<'w> $view<'w> {
                /// The same object as a value.
                #[inline(always)]
                pub fn value(self) -> Value<'w> {
                    self.0
                }
            }

            impl<'w> From<$view<'w>> for Value<'w> {
                #[inline(always)]
                fn from(view: $view<'w>) -> Value<'w> {
                    view.0
                }
            }

            impl<'w> Value<'w> {
                $(#[doc = $doc])+
                /// `None` for everything else.
                #[inline(always)]
                pub fn $as_view(self) -> Option<$view<'w>> {
                    if self.kind() == Some(Kind::$kind) { Some($view(self)) } else { None }
                }
            }
        )*
    };
}

views! {
    /// A tuple: a fixed number of values.
    Tuple as_tuple Tuple;
    /// A fixed number of values that do not keep their targets alive.
    WeakTuple as_weak_tuple WeakTuple;
    /// The append-only bytes behind strings.
    Buffer as_buffer Bytes;
    /// An array of bytes with a Ruby face.
    ByteArray as_byte_array ByteArray;
    /// A string: a window on a buffer.
    Str as_string String;
    /// An array: a window on a tuple.
    Array as_array Array;
    /// A hash table.
    Hash as_hash Hash;
    /// An integer beyond 63 bits.
    Bignum as_bignum Bignum;
    /// A number of the stack language beyond 63 bits.
    Int64 as_int64 Int64;
    /// A range.
    Range as_range Range;
    /// A closure.
    Proc as_proc Proc;
    /// A place in running code.
    Binding as_binding Binding;
    /// Variables shared between a function and its blocks.
    Env as_env Env;
    /// A `break`, `return` or `throw` on its way.
    Throw as_throw Throw;
    /// A method taken off its class, bound or not.
    MethodObject as_method Method;
    /// Where an exception was raised.
    Backtrace as_backtrace Backtrace;
    /// A regular expression.
    Regexp as_regexp Regexp;
    /// A match.
    MatchData as_match MatchData;
    /// A fiber.
    Fiber as_fiber Fiber;
}
