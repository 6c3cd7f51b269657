//! Types of values: what is known of a Ruby value, and how it is held.
//!
//! A tagged type is a set of kinds of words; raw doubles and conditions are
//! types of their own. What can change during a value's life (its shape, its
//! frozenness) is not part of its type.

use crate::object::kinds::Kinds;

/// A type.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Type {
    /// A tagged word of one of these kinds.
    Tagged(Kinds),
    /// A raw double.
    Double,
    /// The outcome of a comparison.
    Cond,
    /// No value.
    None,
}

impl Type {
    /// Any tagged word.
    pub const ANY: Type = Type::Tagged(Kinds::ANY);
    /// An immediate integer.
    pub const INT: Type = Type::Tagged(Kinds::INT);
    /// A Float of either form.
    pub const FLOAT: Type = Type::Tagged(Kinds::FLOAT);

    /// Its kinds, if it is tagged.
    pub fn kinds(self) -> Option<Kinds> {
        match self {
            Type::Tagged(kinds) => Some(kinds),
            _ => None,
        }
    }

    /// Whether the collector must see it.
    pub fn may_be_heap(self) -> bool {
        matches!(self, Type::Tagged(kinds) if kinds.and(Kinds::HEAP) != Kinds::EMPTY)
    }

    /// Whether values of this type are also of `other`.
    pub fn within(self, other: Type) -> bool {
        match (self, other) {
            (Type::Tagged(a), Type::Tagged(b)) => a.within(b),
            (a, b) => a == b,
        }
    }
}
