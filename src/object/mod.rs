//! Ruby's data: classes, shapes, symbols, strings, arrays, hashes, numbers.
//!
//! **Owns** how each kind of Ruby object uses its heap layout, behind safe
//! types. **Imported by** everything above; imports only `heap` and `base`.
//! **Invariants**: O1 a shared borrow of [`World`] excludes safe points, so a
//! [`Value`] is never stale; O2 bytes a string showed once are never overwritten
//! while a shared borrow lasts; O3 the shape of an object tells where its
//! instance variables are; O4 a view is only made of a live value of its heap
//! type. **Unsafe** stands in `symbol`, `shape`, `class`, `method` (tables at
//! stable addresses) and in `value`, `view`, `world`, `modules`, `ivars`
//! (fields of objects), and in `storage` (their tails), `side` and `regexp`; everything else is
//! built on `view`.
//! **Start** at `world.rs`, then `value.rs`, then `view.rs`.

pub mod array;
pub mod big_arithmetic;
pub mod bignum;
pub mod binding;
pub mod class;
pub mod collect;
pub mod exception;
pub mod float;
pub mod hash;
pub mod hash_key;
pub mod inspect;
pub mod int64;
pub mod integer;
mod ivars;
pub mod kinds;
pub mod method;
#[cfg(test)]
mod model_tests;
mod modules;
pub mod number_text;
pub mod proc;
pub mod range;
pub mod records;
pub mod regexp;
pub mod shape;
mod side;
mod storage;
pub mod string;
pub mod symbol;
pub mod value;
pub mod view;
pub mod world;

pub use crate::encoding;
pub use binding::BindingParts;
pub use class::{ClassId, ClassKind, Origin, known};
pub use encoding::{CodeRange, Encoding};
pub use hash::{Found, Probe};
pub use hash_key::{NeedsRuby, SetError};
pub use integer::{Integer, NumberError, Rounding};
pub use method::{MethodBody, MethodEntry, MethodId, ScopeId, Visibility};
pub use proc::{MethodParts, ProcParts};
pub use range::Slice;
pub use string::{JoinError, compatible};
pub use symbol::{Sym, sym};
pub use value::{Value, shape_of};
pub use view::{
    Array, Backtrace, Bignum, Binding, Buffer, ByteArray, Env, Fiber, Hash, Int64, MatchData,
    MethodObject, Proc, Range, Regexp, Str, Throw, TooBig, Tuple, WeakTuple,
};
pub use world::World;
