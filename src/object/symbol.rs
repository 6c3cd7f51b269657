//! Symbols: names interned once per world.
//!
//! Owns the name table and the table of names the VM itself mentions. Names are
//! never removed, so a borrowed name stays good as long as the world. What only
//! the core calls, like `__sort`, is another symbol for it than for programs.

use std::cell::{Cell, UnsafeCell};

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

/// An interned name. Equal names have equal numbers within one world, but for
/// the core's own ones.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Sym(pub u32);

macro_rules! known_symbols {
    ($($name:ident = $text:literal,)*) => {
        /// Symbols that the VM mentions, with fixed numbers.
        pub mod sym {
            use super::Sym;
            #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
            enum Number { $($name,)* }
            $(
                #[doc = concat!("`", $text, "`")]
                pub const $name: Sym = Sym(Number::$name as u32);
            )*
        }
        const KNOWN: &[&str] = &[$($text,)*];
    };
}

known_symbols! {
    EMPTY = "",
    ADD = "+", SUB = "-", MUL = "*", DIV = "/", MOD = "%", POW = "**",
    LT = "<", LE = "<=", GT = ">", GE = ">=", EQ = "==", NEQ = "!=", CMP = "<=>",
    AND = "&", OR = "|", XOR = "^", SHL = "<<", SHR = ">>",
    AREF = "[]", ASET = "[]=", NOT = "!", UMINUS = "-@", UPLUS = "+@", TILDE = "~", CASE_EQ = "===", MATCH = "=~",
    LENGTH = "length", SIZE = "size", EMPTY_P = "empty?", SUCC = "succ", NIL_P = "nil?",
    INITIALIZE = "initialize", INITIALIZE_COPY = "initialize_copy", INITIALIZE_DUP = "initialize_dup",
    INITIALIZE_CLONE = "initialize_clone", NEW = "new", ALLOCATE = "allocate",
    METHOD_MISSING = "method_missing", RESPOND_TO = "respond_to?", RESPOND_TO_MISSING = "respond_to_missing?",
    INHERITED = "inherited", INCLUDED = "included", EXTENDED = "extended", PREPENDED = "prepended",
    METHOD_ADDED = "method_added", SINGLETON_METHOD_ADDED = "singleton_method_added", CONST_MISSING = "const_missing",
    APPEND_FEATURES = "append_features", EXTEND_OBJECT = "extend_object", PREPEND_FEATURES = "prepend_features",
    TO_S = "to_s", TO_STR = "to_str", TO_SYM = "to_sym", TO_I = "to_i", TO_INT = "to_int", TO_F = "to_f",
    TO_A = "to_a", TO_ARY = "to_ary", TO_H = "to_h", TO_HASH = "to_hash", TO_PROC = "to_proc", TO_PATH = "to_path",
    INSPECT = "inspect", HASH = "hash", EQL_P = "eql?", EQUAL_P = "equal?", COERCE = "coerce",
    EACH = "each", CALL = "call", YIELD = "yield", MESSAGE = "message", FULL_MESSAGE = "full_message", BACKTRACE = "backtrace",
    EXCEPTION = "exception", SEND = "send", SEND2 = "__send__", PUBLIC_SEND = "public_send",
    DEFAULT = "default", CLASS = "class", NAME = "name", DUP = "dup", CLONE = "clone", FREEZE = "freeze",
    BEGIN = "begin", END = "end", FIRST = "first", LAST = "last", KEY = "key", MATCHEE = "matchee", RECEIVER = "receiver", RESULT = "result", REASON = "reason",
    LAMBDA = "lambda", PROC = "proc", RAISE = "raise", BLOCK_GIVEN = "block_given?", INSTANCE_EXEC = "instance_exec",
    INSTANCE_EVAL = "instance_eval", CLASS_EXEC = "class_exec", MODULE_EXEC = "module_exec", CLASS_EVAL = "class_eval", MODULE_EVAL = "module_eval",
    METHOD_REMOVED = "method_removed", METHOD_UNDEFINED = "method_undefined",
    SINGLETON_METHOD_REMOVED = "singleton_method_removed", SINGLETON_METHOD_UNDEFINED = "singleton_method_undefined",
    CONST_ADDED = "const_added", H_ARGS = "__args",
    VERBOSE = "$VERBOSE", FIELD_SEPARATOR = "$,", LINE_SEPARATOR = "$/",
    WRITE = "write", PUTS = "puts", PRINT = "print", P = "p",
    // Parts of numbers.
    NUMERATOR = "@__numerator", DENOMINATOR = "@__denominator", REAL_PART = "@__real", IMAGINARY_PART = "@__imaginary",
    // Hidden instance variables of exceptions and structs: no `@`, so Ruby's
    // reflection does not list them.
    H_MESSAGE = "__message", H_BACKTRACE = "__backtrace", H_CAUSE = "__cause", H_EXTRA = "__extra", H_LOCATIONS = "__locations",
}

/// The most bytes of names that programs may compute: they are never freed.
const MAX_NAME_BYTES: usize = 256 << 20;

/// The name table of one world.
pub struct SymbolTable {
    names: UnsafeCell<Vec<Box<[u8]>>>,
    index: UnsafeCell<HashTable<u32>>,
    /// The core's own names, which programs may give to something else.
    own: UnsafeCell<HashTable<u32>>,
    count: Cell<u32>,
    bytes: Cell<usize>,
}

impl SymbolTable {
    /// A table that holds the names of [`sym`].
    pub fn new() -> SymbolTable {
        let table = SymbolTable {
            names: UnsafeCell::new(Vec::with_capacity(2048)),
            index: UnsafeCell::new(HashTable::with_capacity(2048)),
            own: UnsafeCell::new(HashTable::with_capacity(512)),
            count: Cell::new(0),
            bytes: Cell::new(0),
        };
        for (number, name) in KNOWN.iter().enumerate() {
            let symbol = table.intern_own(name.as_bytes());
            debug_assert_eq!(symbol.0 as usize, number, "{name} is listed twice");
        }
        table
    }

    /// The symbol with this name, made if need be.
    pub fn intern(&self, name: &[u8]) -> Sym {
        self.intern_in(&self.index, name)
    }

    /// The same for a name that the core mentions: what begins with `__` and
    /// does not end so is its own.
    pub fn intern_own(&self, name: &[u8]) -> Sym {
        let own = name.starts_with(b"__") && !name.ends_with(b"__");
        self.intern_in(if own { &self.own } else { &self.index }, name)
    }

    fn intern_in(&self, index: &UnsafeCell<HashTable<u32>>, name: &[u8]) -> Sym {
        let hash = FxBuildHasher.hash_one(name);
        // SAFETY: the table is not Sync, neither method here calls out while
        // it holds these references, and boxed names do not move when the
        // vector grows.
        let (names, index) = unsafe { (&mut *self.names.get(), &mut *index.get()) };
        if let Some(&number) = index.find(hash, |&n| &*names[n as usize] == name) {
            return Sym(number);
        }
        let number = u32::try_from(names.len()).expect("fewer than 2^32 symbols");
        names.push(name.into());
        index.insert_unique(hash, number, |&n| {
            FxBuildHasher.hash_one(&*names[n as usize])
        });
        self.count.set(number + 1);
        self.bytes.set(self.bytes.get() + name.len());
        Sym(number)
    }

    /// The same for a name that a program computed; None if all names together
    /// would be longer than `MAX_NAME_BYTES`.
    pub fn intern_computed(&self, name: &[u8]) -> Option<Sym> {
        if self.bytes.get() + name.len() > MAX_NAME_BYTES {
            return self.find(name);
        }
        Some(self.intern(name))
    }

    /// The symbol with this name, if it exists.
    pub fn find(&self, name: &[u8]) -> Option<Sym> {
        let hash = FxBuildHasher.hash_one(name);
        // SAFETY: as in `intern`; shared access only.
        let (names, index) = unsafe { (&*self.names.get(), &*self.index.get()) };
        index
            .find(hash, |&n| &*names[n as usize] == name)
            .map(|&n| Sym(n))
    }

    /// Whether no program can name it.
    pub fn is_own(&self, symbol: Sym) -> bool {
        self.find(self.name(symbol)) != Some(symbol)
    }

    /// The bytes of the name.
    pub fn name(&self, symbol: Sym) -> &[u8] {
        // SAFETY: names are boxed and never dropped before the table, so the
        // bytes outlive any later growth of the vector.
        let names = unsafe { &*self.names.get() };
        &names[symbol.0 as usize]
    }

    /// The name as text, with replacement characters for bad bytes.
    pub fn text(&self, symbol: Sym) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(self.name(symbol))
    }

    /// How many symbols there are.
    pub fn count(&self) -> usize {
        self.count.get() as usize
    }
}

impl Default for SymbolTable {
    fn default() -> Self {
        Self::new()
    }
}
