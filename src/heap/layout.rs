//! The table of heap types. Tracing, sizes, accessors, verifier and the heap's
//! printed names derive from it; nothing else lists the types.
//!
//! The body of an object is: its value fields, then its raw fields, then its
//! tail. `values` are tagged words the collector follows, `raw` words it never
//! looks at, a `weak` tail holds tagged words that do not keep their targets
//! alive and become `nil` with them. An `external` type stands for something
//! outside the heap, named by its first raw field; when such an object dies the
//! heap reports that number (see [`Heap::take_dead`](super::Heap::take_dead)). A
//! type with `records` names, in raw words, records outside the heap that a full
//! collection keeps or frees (see [`Roots`](super::Roots)).

use super::header::Header;

/// What follows the fixed fields of an object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tail {
    /// Nothing.
    None,
    /// Tagged words, followed by the collector.
    Values,
    /// Bytes or numbers, never looked at.
    Raw,
    /// Tagged words that do not keep their targets alive.
    Weak,
}

/// One row of the table, as data.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// Name in messages and dumps.
    pub name: &'static str,
    /// Number of leading tagged words.
    pub values: usize,
    /// Number of raw words after them.
    pub raws: usize,
    /// What follows.
    pub tail: Tail,
    /// Names of the fixed fields, values first.
    pub names: &'static [&'static str],
    /// Whether the first raw field names something outside the heap.
    pub external: bool,
    /// Whether raw words name records outside the heap that live as long as
    /// something names them.
    pub names_records: bool,
}

macro_rules! heap_types {
    ($( $(#[doc = $doc:literal])+
        $kind:ident $module:ident { values: [$($value:ident)*], raw: [$($raw:ident)*], tail: $tail:ident, external: $external:literal, records: $records:literal } )*) => {
        /// The type of a heap object, as its header tells it.
        #[repr(u8)]
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        pub enum Kind { $( $(#[doc = $doc])+ $kind, )* }

        /// Number of heap types.
        pub const KIND_COUNT: usize = [$( Kind::$kind ),*].len();

        /// Every heap type, in table order.
        pub const KINDS: [Kind; KIND_COUNT] = [$( Kind::$kind ),*];

        /// Every row, indexed by `Kind as usize`.
        pub const LAYOUTS: [Layout; KIND_COUNT] = [$( Layout {
            name: stringify!($kind),
            values: heap_types!(@count $($value)*),
            raws: heap_types!(@count $($raw)*),
            tail: Tail::$tail,
            names: &[$( stringify!($value), )* $( stringify!($raw), )*],
            external: $external,
            names_records: $records,
        } ),*];

        $(
            $(#[doc = $doc])+
            /// Word offsets from the header (the header is word 0).
            #[allow(non_upper_case_globals, unused_assignments)]
            pub mod $module {
                heap_types!(@offsets 1usize; $($value)* $($raw)*);
                /// Offset of the first tail word, or the size with the header.
                pub const TAIL: usize = 1 + heap_types!(@count $($value)* $($raw)*);
                /// Number of fixed body words.
                pub const FIXED: usize = TAIL - 1;
            }
        )*
    };
    (@count) => { 0usize };
    (@count $head:ident $($rest:ident)*) => { 1usize + heap_types!(@count $($rest)*) };
    (@offsets $n:expr;) => {};
    (@offsets $n:expr; $head:ident $($rest:ident)*) => {
        /// Word offset of the field.
        pub const $head: usize = $n;
        heap_types!(@offsets $n + 1; $($rest)*);
    };
}

heap_types! {
    /// An ordinary object: its instance variables, then (when the shape says
    /// so) an overflow `Tuple` in the last slot.
    Object object { values: [], raw: [], tail: Values, external: false, records: false }
    /// A fixed number of values: Ruby's `Tuple`, and the storage of arrays,
    /// hashes and instance variables.
    Tuple tuple { values: [], raw: [], tail: Values, external: false, records: false }
    /// A fixed number of values that do not keep their targets alive.
    WeakTuple weak_tuple { values: [], raw: [], tail: Weak, external: false, records: false }
    /// Append-only bytes that strings look at through windows. `METER` holds
    /// bytes used (low half) and capacity (high half).
    Bytes bytes { values: [], raw: [METER], tail: Raw, external: false, records: false }
    /// Raw bytes with a Ruby face; `LEN` is in bytes.
    ByteArray byte_array { values: [], raw: [LEN], tail: Raw, external: false, records: false }
    /// A window (offset low half, length high half, in bytes) on `Bytes`.
    String string { values: [BUFFER], raw: [WINDOW META], tail: None, external: false, records: false }
    /// A window (start low half, length high half) on a `Tuple`.
    Array array { values: [SLOTS], raw: [WINDOW], tail: None, external: false, records: false }
    /// An insertion-ordered hash table: `ENTRIES` is a `Tuple` of (hash, key,
    /// value) triples, `INDEX` a `ByteArray` of positions or nil while small.
    Hash hash { values: [ENTRIES INDEX DEFAULT], raw: [COUNTS FLAGS], tail: None, external: false, records: false }
    /// A double that no flonum holds.
    Float float { values: [], raw: [BITS], tail: None, external: false, records: false }
    /// An integer beyond 63 bits: sign and number of 64-bit digits, digits.
    Bignum bignum { values: [], raw: [SIGN], tail: Raw, external: false, records: false }
    /// A number of the stack language beyond 63 bits.
    Int64 int64 { values: [], raw: [BITS], tail: None, external: false, records: false }
    /// Bounds and whether the last is left out.
    Range range { values: [FIRST LAST EXCLUSIVE], raw: [], tail: None, external: false, records: false }
    /// A closure. `BLOCK` is the block of the method it was written in;
    /// `DEFINER` and `HOME` are activation ids.
    Proc proc_ { values: [SELF ENV BLOCK EXTRA], raw: [CODE ENTRY DEFINER HOME FLAGS], tail: None, external: false, records: true }
    /// A place in running code: a function with its variables, named as a
    /// `Proc` names them; `FILE` and `LINE` say where it was made.
    Binding binding { values: [SELF ENV BLOCK FILE LEFT], raw: [CODE ENTRY DEFINER HOME LINE], tail: None, external: false, records: true }
    /// Variables shared between a function and its blocks.
    Env env { values: [PARENT], raw: [], tail: Values, external: false, records: false }
    /// A class or module; `ID` names its record in the class table.
    Class class { values: [SUPERCLASS NAME ATTACHED TABLE IVARS], raw: [ID], tail: None, external: false, records: true }
    /// A `break`, `return` or `throw` on its way: value, tag, what and whither.
    Throw throw { values: [VALUE TAG], raw: [WHAT TARGET], tail: None, external: false, records: false }
    /// A method taken off its class, bound or not.
    Method method { values: [RECEIVER CLASS NAME], raw: [ENTRY], tail: None, external: false, records: true }
    /// Where an exception was raised: numbers of code, instructions and methods,
    /// as the vm lays them out.
    Backtrace backtrace { values: [], raw: [], tail: Raw, external: false, records: true }
    /// A regular expression; `ID` names its pattern, 0 before there is one.
    Regexp regexp { values: [], raw: [ID], tail: None, external: true, records: false }
    /// A match: what was searched for, the frozen string, and two byte offsets
    /// for the match and each group.
    MatchData match_data { values: [REGEXP STRING], raw: [], tail: Raw, external: false, records: false }
    /// A fiber; `TASK` names its task.
    Fiber fiber { values: [BODY TRANSFER PARENT], raw: [TASK], tail: None, external: true, records: false }
}

/// What tracing needs of a row, small enough to stay in the first-level cache.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    /// Number of leading tagged words: fields `1 ..= values`.
    pub values: u8,
    /// Index of the first tail word.
    pub tail_start: u8,
    /// What the tail holds.
    pub tail: Tail,
    /// Whether there is an outside record.
    pub external: bool,
    /// Whether raw words name records.
    pub names_records: bool,
}

/// Plans by the kind bits of a header; bits that no kind has plan nothing.
static PLANS: [Plan; 64] = {
    let nothing = Plan {
        values: 0,
        tail_start: 1,
        tail: Tail::None,
        external: false,
        names_records: false,
    };
    let mut plans = [nothing; 64];
    let mut i = 0;
    while i < KIND_COUNT {
        let row = &LAYOUTS[i];
        plans[i] = Plan {
            values: row.values as u8,
            tail_start: (row.values + row.raws + 1) as u8,
            tail: row.tail,
            external: row.external,
            names_records: row.names_records,
        };
        i += 1;
    }
    plans
};

impl Plan {
    /// How to trace objects with this header.
    #[inline(always)]
    pub fn of(header: Header) -> Plan {
        PLANS[(header.0 & 0x3f) as usize]
    }
}

impl Kind {
    /// The row of this type.
    #[inline(always)]
    pub const fn layout(self) -> &'static Layout {
        &LAYOUTS[self as usize]
    }

    /// The kind with this number; the number comes from a header.
    #[inline(always)]
    pub fn from_bits(bits: u8) -> Kind {
        KINDS[bits as usize]
    }
}
