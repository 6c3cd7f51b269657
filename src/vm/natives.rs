//! Primitives: what a row says, how arguments arrive.
//!
//! A primitive is one row: name, where it is a method, arity, how it behaves,
//! the Rust function. *Shared* primitives borrow the vm and can never reach a
//! safe point, so every value they see stays good. *Exclusive* ones own the vm
//! while they run and may call Ruby; their arguments stand in their frame, and
//! whatever else they want to keep across a call goes into a [`Handle`].
//! *Special* ones rearrange the call itself (`send`, `new`, `call`) and run
//! without a frame or a nested run.

use crate::heap::Word;
use crate::object::{ClassId, Value};

use super::{Handle, Outcome, Vm};

/// Arguments of a shared primitive.
pub struct Args<'w> {
    /// The receiver.
    pub this: Value<'w>,
    values: &'w [Value<'w>],
}

impl<'w> Args<'w> {
    /// The receiver at `base` and the `argc` words above it.
    ///
    /// # Safety
    /// V2: those words are immediates or live, and nothing writes them while
    /// `'w` lasts.
    #[inline(always)]
    pub(crate) unsafe fn new(_vm: &'w Vm, base: *const Word, argc: usize) -> Args<'w> {
        // SAFETY: a Value is a transparent Word with a promise, which the
        // caller gives.
        unsafe {
            let values = std::slice::from_raw_parts(base.add(1).cast::<Value<'w>>(), argc);
            Args {
                this: Value::from_word(*base),
                values,
            }
        }
    }

    /// Number of arguments.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there are no arguments.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The argument, if it was passed.
    #[inline(always)]
    pub fn get(&self, index: usize) -> Option<Value<'w>> {
        self.values.get(index).copied()
    }

    /// All arguments.
    #[inline(always)]
    pub fn all(&self) -> &'w [Value<'w>] {
        self.values
    }
}

impl<'w> std::ops::Index<usize> for Args<'w> {
    type Output = Value<'w>;

    #[inline(always)]
    fn index(&self, index: usize) -> &Value<'w> {
        &self.values[index]
    }
}

/// A shared primitive.
pub type SharedFn = for<'w> fn(&'w Vm, &Args<'w>) -> Outcome<'w>;
/// An exclusive primitive; `Vm::this` and `Vm::arg` give its arguments.
pub type ExclusiveFn = for<'v> fn(&'v mut Vm, argc: usize) -> Outcome<'v>;

/// A primitive that rearranges the call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Special {
    /// `send`, `__send__`: call a method by name, private ones too.
    Send,
    /// `public_send`.
    PublicSend,
    /// `Proc#call`, `()`, `yield`, `===`, `[]`.
    ProcCall,
    /// `instance_exec`: the block with another self; arguments are passed on.
    InstanceExec,
    /// `instance_eval` with a block: the block with another self, which is also
    /// its argument.
    InstanceEval,
    /// `class_exec`, `module_exec`.
    ClassExec,
    /// `class_eval`, `module_eval` with a block.
    ClassEval,
    /// `Class#new`.
    New,
    /// `Method#call` and its other names.
    MethodCall,
    /// `block_given?`.
    BlockGiven,
    /// `loop` bodies and such: calls the block with the arguments.
    YieldSelf,
}

impl From<u16> for Arity {
    /// Exactly that many arguments.
    fn from(count: u16) -> Arity {
        Arity {
            min: count,
            max: count,
        }
    }
}

impl From<std::ops::RangeInclusive<u16>> for Arity {
    /// From so many to so many.
    fn from(counts: std::ops::RangeInclusive<u16>) -> Arity {
        Arity {
            min: *counts.start(),
            max: *counts.end(),
        }
    }
}

impl From<std::ops::RangeFrom<u16>> for Arity {
    /// At least so many.
    fn from(counts: std::ops::RangeFrom<u16>) -> Arity {
        Arity {
            min: counts.start,
            max: u16::MAX,
        }
    }
}

/// What a row runs.
#[derive(Clone, Copy)]
pub enum NativeFn {
    /// Never reaches a safe point.
    Shared(SharedFn),
    /// May call Ruby.
    Exclusive(ExclusiveFn),
    /// Rearranges the call.
    Special(Special),
}

/// Arity of a primitive: fewest and most arguments.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Arity {
    /// Fewest.
    pub min: u16,
    /// Most; `u16::MAX` for any number.
    pub max: u16,
}

impl Arity {
    /// As Ruby's `arity` tells it: exact or any number.
    pub fn ruby(self) -> i64 {
        if self.min == self.max {
            i64::from(self.min)
        } else {
            -1
        }
    }

    /// Whether that many arguments are allowed.
    #[inline(always)]
    pub fn allows(self, argc: usize) -> bool {
        argc >= self.min as usize && argc <= self.max as usize
    }
}

/// A primitive.
#[derive(Clone, Copy)]
pub struct NativeRow {
    /// Name that kernel Ruby uses (`primitive :name`); unique.
    pub name: &'static str,
    /// Class and method names it is bound to directly: `("Array", &["size", "length"])`.
    /// A class name that ends in `.` means singleton methods of that class.
    pub on: Option<(&'static str, &'static [&'static str])>,
    /// Arguments without a block.
    pub arity: Arity,
    /// Whether it may decline, so that the Ruby body below it runs.
    pub declines: bool,
    /// Whether it is a private method.
    pub private: bool,
    /// What runs.
    pub function: NativeFn,
}

impl NativeRow {
    /// Whether it is this special primitive.
    pub(crate) fn function_is(&self, special: Special) -> bool {
        matches!(self.function, NativeFn::Special(own) if own == special)
    }
}

/// Declares the rows of a file.
///
/// ```text
/// natives! {
///     pub static ROWS;
///     // name        where             methods              arity   kind      function  [marks]
///     array_size:    "Array"           ["size", "length"]   0       shared    size;
///     array_first:   "Array"           ["first"]            0..1    shared    first     declines;
///     kernel_catch:  "Kernel"          ["catch"]            0..1    exclusive catch;
///     int_add:       -                                      1       shared    add       declines;
/// }
/// ```
/// Arity is `n`, `a..b` (inclusive) or `a..` (any number from `a`). A dash
/// instead of class and methods leaves the binding to kernel Ruby.
#[macro_export]
macro_rules! natives {
    ($vis:vis static $rows:ident; $($body:tt)*) => {
        /// Primitives of this file.
        $vis static $rows: &[$crate::vm::natives::NativeRow] = $crate::natives!(@rows [] $($body)*);
    };
    (@rows [$($done:expr,)*]) => { &[$($done,)*] };
    (@rows [$($done:expr,)*] $name:ident : - $($rest:tt)*) => {
        $crate::natives!(@arity [$($done,)*] $name (None) $($rest)*)
    };
    (@rows [$($done:expr,)*] $name:ident : $class:literal [$($method:literal),* $(,)?] $($rest:tt)*) => {
        $crate::natives!(@arity [$($done,)*] $name (Some(($class, &[$($method),*] as &[&str]))) $($rest)*)
    };
    (@arity [$($done:expr,)*] $name:ident $on:tt $min:literal .. $max:literal $kind:ident $($rest:tt)*) => {
        $crate::natives!(@kind [$($done,)*] $name $on ($min, $max) $kind $($rest)*)
    };
    (@arity [$($done:expr,)*] $name:ident $on:tt $min:literal .. $kind:ident $($rest:tt)*) => {
        $crate::natives!(@kind [$($done,)*] $name $on ($min, u16::MAX) $kind $($rest)*)
    };
    (@arity [$($done:expr,)*] $name:ident $on:tt $n:literal $kind:ident $($rest:tt)*) => {
        $crate::natives!(@kind [$($done,)*] $name $on ($n, $n) $kind $($rest)*)
    };
    (@kind [$($done:expr,)*] $name:ident $on:tt $arity:tt shared $function:path $([$($mark:ident)*])?; $($rest:tt)*) => {
        $crate::natives!(@rows [$($done,)* $crate::natives!(@row $name $on $arity ($crate::vm::natives::NativeFn::Shared($function)) $($($mark)*)?),] $($rest)*)
    };
    (@kind [$($done:expr,)*] $name:ident $on:tt $arity:tt exclusive $function:path $([$($mark:ident)*])?; $($rest:tt)*) => {
        $crate::natives!(@rows [$($done,)* $crate::natives!(@row $name $on $arity ($crate::vm::natives::NativeFn::Exclusive($function)) $($($mark)*)?),] $($rest)*)
    };
    (@kind [$($done:expr,)*] $name:ident $on:tt $arity:tt special $special:ident $([$($mark:ident)*])?; $($rest:tt)*) => {
        $crate::natives!(@rows [$($done,)* $crate::natives!(@row $name $on $arity ($crate::vm::natives::NativeFn::Special($crate::vm::natives::Special::$special)) $($($mark)*)?),] $($rest)*)
    };
    (@row $name:ident ($on:expr) ($min:expr, $max:expr) ($function:expr) $($mark:ident)*) => {
        $crate::vm::natives::NativeRow {
            name: stringify!($name),
            on: $on,
            arity: $crate::vm::natives::Arity { min: $min, max: $max },
            declines: $crate::natives!(@has declines $($mark)*),
            private: $crate::natives!(@has private $($mark)*),
            function: $function,
        }
    };
    (@has declines) => { false };
    (@has private) => { false };
    (@has declines declines $($rest:ident)*) => { true };
    (@has private private $($rest:ident)*) => { true };
    (@has $wanted:ident $other:ident $($rest:ident)*) => { $crate::natives!(@has $wanted $($rest)*) };
}

impl Vm {
    /// The receiver of the running exclusive primitive.
    #[inline(always)]
    pub fn this(&self) -> Value<'_> {
        self.wrap(self.this_word())
    }

    pub(crate) fn this_word(&self) -> Word {
        self.top_frame()
            .expect("a primitive runs in its frame")
            .this()
    }

    /// An argument of the running exclusive primitive.
    #[inline(always)]
    pub fn arg(&self, index: usize) -> Value<'_> {
        let frame = self.top_frame().expect("a primitive runs in its frame");
        self.wrap(frame.slot(index))
    }

    /// Keeps the receiver of the running exclusive primitive.
    pub fn this_handle(&mut self) -> Handle {
        let word = self.this_word();
        self.protect_word(word)
    }

    /// Keeps an argument of the running exclusive primitive.
    pub fn arg_handle(&mut self, index: usize) -> Handle {
        let word = self.arg(index).word();
        self.protect_word(word)
    }

    /// Whether a block was passed to the running exclusive primitive.
    pub fn has_block(&self) -> bool {
        let frame = self.top_frame().expect("a primitive runs in its frame");
        !frame.block().is_nil()
    }

    /// Whether the last argument of the running exclusive primitive is a Hash of
    /// the keywords it was called with.
    pub fn has_keywords(&self) -> bool {
        let frame = self.top_frame().expect("a primitive runs in its frame");
        frame.has_keywords()
    }

    /// Whether that is a literal and no Proc.
    pub fn has_block_literal(&self) -> bool {
        let frame = self.top_frame().expect("a primitive runs in its frame");
        frame.block().as_frame_block().is_some()
    }

    /// Adds rows to the table and defines the methods they name.
    pub fn install_natives(&mut self, rows: &[NativeRow]) {
        for row in rows {
            let index = self.natives.len() as u32;
            self.natives.push(*row);
            let known = self.native_names.insert(row.name, index);
            assert!(known.is_none(), "primitive {} is declared twice", row.name);
            let Some((class, methods)) = row.on else {
                continue;
            };
            let owner = self.native_owner(class);
            for method in methods {
                let name = self.world.intern_own(method);
                self.define_native(owner, name, index, row.private);
            }
        }
    }

    /// The class a row is bound to.
    pub(super) fn native_owner(&self, class: &str) -> ClassId {
        let (path, singleton) = match class.strip_suffix('.') {
            Some(path) => (path, true),
            None => (class, false),
        };
        let row = crate::object::class::KNOWN_CLASSES
            .iter()
            .find(|row| row.name == path);
        let id = row
            .unwrap_or_else(|| panic!("primitive row names unknown class {path}"))
            .id;
        if singleton {
            self.world.singleton_class_of_class(id)
        } else {
            id
        }
    }

    /// In tests: whether the next primitive that may decline has to.
    pub(crate) fn decline_now(&self) -> bool {
        let mut state = self.decline_state.get();
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        self.decline_state.set(state);
        state.is_multiple_of(u64::from(self.decline_one_in))
    }
}
