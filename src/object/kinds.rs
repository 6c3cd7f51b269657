//! Kinds of words, as sets: what the interpreter notes of operands and what
//! native code knows of values.

use crate::heap::{Kind, Word, barrier};

/// A set of kinds of words.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Kinds(pub u16);

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $name:ident = $bit:literal $text:literal;)*) => {
        impl Kinds {
            $($(#[doc = $doc])+ pub const $name: Kinds = Kinds(1 << $bit);)*
            /// Every single kind and its name in listings.
            pub const NAMES: &[(Kinds, &str)] = &[$((Kinds::$name, $text)),*];
        }
    };
}

kinds! {
    /// An immediate integer.
    INT = 0 "int";
    /// A flonum.
    FLONUM = 1 "flonum";
    /// A boxed double.
    BOXED = 2 "boxed";
    /// `nil`.
    NIL = 3 "nil";
    /// `true`.
    TRUE = 4 "true";
    /// `false`.
    FALSE = 5 "false";
    /// A symbol.
    SYMBOL = 6 "symbol";
    /// The mark of an absent argument.
    UNDEF = 7 "undef";
    /// A block literal of a living frame.
    FRAME_BLOCK = 8 "frame_block";
    /// A heap object of kind `Array`.
    ARRAY = 9 "array";
    /// A heap object of kind `String`.
    STRING = 10 "string";
    /// A heap object of kind `Hash`.
    HASH = 11 "hash";
    /// A heap object of kind `Object`.
    OBJECT = 12 "object";
    /// Any other heap object.
    OTHER = 13 "other";
}

impl Kinds {
    /// Nothing: the type of what is never reached.
    pub const EMPTY: Kinds = Kinds(0);
    /// Everything.
    pub const ANY: Kinds = Kinds((1 << 14) - 1);
    /// Floats of both forms.
    pub const FLOAT: Kinds = Kinds(Kinds::FLONUM.0 | Kinds::BOXED.0);
    /// `true` and `false`.
    pub const BOOL: Kinds = Kinds(Kinds::TRUE.0 | Kinds::FALSE.0);
    /// Words that point into the heap.
    pub const HEAP: Kinds = Kinds(
        Kinds::BOXED.0
            | Kinds::ARRAY.0
            | Kinds::STRING.0
            | Kinds::HASH.0
            | Kinds::OBJECT.0
            | Kinds::OTHER.0,
    );

    /// Both sets.
    pub const fn or(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }

    /// What both have.
    pub const fn and(self, other: Kinds) -> Kinds {
        Kinds(self.0 & other.0)
    }

    /// Whether all of it lies within `other`.
    pub const fn within(self, other: Kinds) -> bool {
        self.0 & !other.0 == 0
    }

    /// The kind of a word.
    pub fn of(word: Word) -> Kinds {
        if word.is_int() {
            return Kinds::INT;
        }
        if word.is_flonum() {
            return Kinds::FLONUM;
        }
        if word.is_object() {
            // SAFETY: H1: callers pass live words.
            return match unsafe { barrier::header(word) }.kind() {
                Kind::Float => Kinds::BOXED,
                Kind::Array => Kinds::ARRAY,
                Kind::String => Kinds::STRING,
                Kind::Hash => Kinds::HASH,
                Kind::Object => Kinds::OBJECT,
                _ => Kinds::OTHER,
            };
        }
        match word {
            Word::NIL => Kinds::NIL,
            Word::TRUE => Kinds::TRUE,
            Word::FALSE => Kinds::FALSE,
            Word::UNDEF => Kinds::UNDEF,
            word if word.as_symbol().is_some() => Kinds::SYMBOL,
            _ => Kinds::FRAME_BLOCK,
        }
    }
}
