//! Values as safe code sees them.
//!
//! A [`Value`] is a word that borrows the world. While the borrow lasts no safe
//! point can be reached: whatever may collect takes the vm exclusively, so a
//! value held across it does not compile. Values are therefore never stale.

use std::marker::PhantomData;

use crate::heap::{Flag, Kind, ShapeId, Word, barrier, layout};

use super::shape::fixed;
use super::symbol::Sym;
use super::world::World;

/// A live value, good as long as the shared borrow `'w` of its world.
///
/// Allocation needs the shared borrow only, so values stay good:
///
/// ```
/// # use svm::{heap::HeapConfig, object::World};
/// let world = World::new(HeapConfig::default());
/// let held = world.string("held");
/// let other = world.string("other");
/// assert!(held.as_string().is_some_and(|s| s.is("held")) && held != other);
/// ```
///
/// What may collect takes the world exclusively. Holding a value across it
/// does not compile:
///
/// ```compile_fail,E0502
/// # use svm::{heap::{Collection, HeapConfig, Word}, object::World};
/// let mut world = World::new(HeapConfig::default());
/// let held = world.string("held");
/// // SAFETY: nobody else holds a word of this world.
/// unsafe { world.collect(&mut Vec::<Word>::new(), Collection::Full) };
/// held.is_frozen();
/// ```
///
/// Neither does holding what was borrowed from a value, such as bytes:
///
/// ```compile_fail,E0502
/// # use svm::{heap::{Collection, HeapConfig, Word}, object::World};
/// let mut world = World::new(HeapConfig::default());
/// let bytes = world.string("held").as_string().expect("a string").bytes();
/// // SAFETY: nobody else holds a word of this world.
/// unsafe { world.collect(&mut Vec::<Word>::new(), Collection::Full) };
/// assert_eq!(bytes, b"held");
/// ```
///
/// A value does not outlive its world:
///
/// ```compile_fail,E0597
/// # use svm::{heap::HeapConfig, object::World};
/// let held = {
///     let world = World::new(HeapConfig::default());
///     world.string("held")
/// };
/// held.is_frozen();
/// ```
///
/// And it stays on the thread of its world:
///
/// ```compile_fail,E0277
/// # use svm::{heap::HeapConfig, object::World};
/// let world = World::new(HeapConfig::default());
/// let held = world.string("held");
/// std::thread::scope(|s| { s.spawn(|| held.is_frozen()); });
/// ```
#[derive(Clone, Copy)]
pub struct Value<'w> {
    word: Word,
    world: PhantomData<&'w World>,
}

impl PartialEq for Value<'_> {
    /// Identity: the same object or the same immediate.
    fn eq(&self, other: &Self) -> bool {
        self.word == other.word
    }
}

impl std::fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.word)
    }
}

impl<'w> Value<'w> {
    /// `nil`.
    pub const NIL: Value<'static> = Value {
        word: Word::NIL,
        world: PhantomData,
    };
    /// `true`.
    pub const TRUE: Value<'static> = Value {
        word: Word::TRUE,
        world: PhantomData,
    };
    /// `false`.
    pub const FALSE: Value<'static> = Value {
        word: Word::FALSE,
        world: PhantomData,
    };
    /// The mark for an argument that was not given.
    pub const UNDEF: Value<'static> = Value {
        word: Word::UNDEF,
        world: PhantomData,
    };

    /// Takes a word for a value.
    ///
    /// # Safety
    /// The word must be an immediate, or point to a live object of the world
    /// that `'w` borrows.
    #[inline(always)]
    pub unsafe fn from_word(word: Word) -> Value<'w> {
        Value {
            word,
            world: PhantomData,
        }
    }

    /// The word. It carries no promise: it is stale after the next safe point.
    #[inline(always)]
    pub fn word(self) -> Word {
        self.word
    }

    /// `true` or `false`.
    #[inline(always)]
    pub fn bool(b: bool) -> Value<'w> {
        Value {
            word: Word::from_bool(b),
            world: PhantomData,
        }
    }

    /// An integer that fits 63 bits (lengths, indices, small results). For any
    /// other use [`World::int`].
    #[inline(always)]
    pub fn fixnum(i: i64) -> Value<'w> {
        Value {
            word: Word::from_int(i),
            world: PhantomData,
        }
    }

    /// A symbol.
    #[inline(always)]
    pub fn symbol(symbol: Sym) -> Value<'w> {
        Value {
            word: Word::from_symbol(symbol.0),
            world: PhantomData,
        }
    }

    /// Whether this is `nil`.
    #[inline(always)]
    pub fn is_nil(self) -> bool {
        self.word.is_nil()
    }

    /// Whether this marks an absent argument.
    #[inline(always)]
    pub fn is_undef(self) -> bool {
        self.word.is_undef()
    }

    /// Everything but `nil` and `false`.
    #[inline(always)]
    pub fn truthy(self) -> bool {
        self.word.truthy()
    }

    /// The integer, if it is an immediate one.
    #[inline(always)]
    pub fn as_int(self) -> Option<i64> {
        self.word.as_int()
    }

    /// The symbol, if it is one.
    #[inline(always)]
    pub fn as_symbol(self) -> Option<Sym> {
        self.word.as_symbol().map(Sym)
    }

    /// The double, flonum or boxed.
    #[inline(always)]
    pub fn as_float(self) -> Option<f64> {
        if let Some(f) = self.word.as_flonum() {
            return Some(f);
        }
        if self.kind() == Some(Kind::Float) {
            // SAFETY: the value is live (module contract) and of kind Float.
            return Some(f64::from_bits(unsafe {
                barrier::load_raw(self.word, layout::float::BITS)
            }));
        }
        None
    }

    /// The heap type, if this is not an immediate.
    #[inline(always)]
    pub fn kind(self) -> Option<Kind> {
        if self.word.is_object() {
            // SAFETY: live (module contract).
            Some(unsafe { barrier::header(self.word) }.kind())
        } else {
            None
        }
    }

    /// The shape, which for immediates is a fixed one.
    #[inline(always)]
    pub fn shape(self) -> ShapeId {
        // SAFETY: live (module contract).
        unsafe { shape_of(self.word) }
    }

    /// Whether it is a String that came out of a literal, of which the program
    /// wants to be told when it changes it.
    pub fn is_chilled(self) -> bool {
        if self.kind() != Some(Kind::String) {
            return false;
        }
        // SAFETY: live (module contract).
        let header = unsafe { barrier::header(self.word) };
        header.has(Flag::SHARED) && !header.has(Flag::FROZEN)
    }

    /// Says whether a String is one of those.
    pub fn set_chilled(self, on: bool) {
        if self.kind() != Some(Kind::String) {
            return;
        }
        // SAFETY: live (module contract).
        unsafe {
            let header = barrier::header(self.word);
            let changed = if on {
                header.with(Flag::SHARED)
            } else {
                header.without(Flag::SHARED)
            };
            barrier::set_header(self.word, changed);
        }
    }

    /// Whether the value is frozen. Immediates always are.
    pub fn is_frozen(self) -> bool {
        match self.kind() {
            None | Some(Kind::Float | Kind::Bignum | Kind::Range) => true,
            // SAFETY: live (module contract).
            Some(_) => unsafe { barrier::header(self.word) }.has(Flag::FROZEN),
        }
    }
}

/// The shape of a word: what send sites compare.
///
/// # Safety
/// The word must be an immediate or point to a live object.
#[inline(always)]
pub unsafe fn shape_of(word: Word) -> ShapeId {
    if word.is_object() {
        // SAFETY: live, by the caller's promise.
        return unsafe { barrier::header(word) }.shape();
    }
    immediate_shape(word)
}

#[inline(always)]
fn immediate_shape(word: Word) -> ShapeId {
    if word.is_int() {
        fixed::INTEGER
    } else if word.is_flonum() {
        fixed::FLOAT
    } else if word.is_nil() {
        fixed::NIL
    } else if word == Word::TRUE {
        fixed::TRUE
    } else if word == Word::FALSE {
        fixed::FALSE
    } else if word.as_symbol().is_some() {
        fixed::SYMBOL
    } else {
        fixed::INTERNAL
    }
}
