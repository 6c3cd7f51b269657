//! The core library: primitives in Rust, the rest in Ruby.
//!
//! **Owns** the rows of all primitives, one file per theme, and the kernel
//! Ruby files in `rb/`. **Imported by** the engine. **Invariants**: B1 no file
//! here uses `unsafe`; B2 a primitive that may decline does so before it
//! changes anything; B3 kernel Ruby keeps to the layout that `vm/kernel.rs`
//! reads. **Start** at the tables below.

#![forbid(unsafe_code)]

pub mod algo;
pub mod annotate;
mod arg;
mod array;
mod array_order;
mod command;
mod constants;
mod control;
mod convert;
mod definition;
pub mod encoding;
mod eval;
mod exception;
mod fiber;
mod float;
mod format;
mod gc;
mod hash;
mod integer;
mod io;
mod iseq;
mod kernel;
mod keywords;
mod match_data;
mod matching;
mod math;
mod memory;
mod number;
mod object;
mod pack;
mod proc;
mod random;
mod range;
mod refine;
mod reflect;
mod regexp;
mod shared;
mod signal;
mod string;
mod string_change;
mod string_index;
mod string_parts;
mod string_regexp;
mod structs;
mod suggest;
mod symbol;
mod trace;
mod unpack;
mod warning;

macro_rules! kernel {
    ($($file:literal)*) => {
        &[$( (concat!("<internal:", $file, ">"), include_str!(concat!("rb/", $file, ".rb"))) ),*]
    };
}

use crate::vm::Vm;
use crate::vm::natives::NativeRow;
use crate::vm::stand_ins::StandInRow;

/// All primitives.
pub static ALL: &[&[NativeRow]] = &[
    array::ROWS,
    array_order::ROWS,
    command::ROWS,
    control::ROWS,
    convert::ROWS,
    definition::ROWS,
    encoding::ROWS,
    eval::ROWS,
    exception::ROWS,
    fiber::ROWS,
    float::ROWS,
    format::ROWS,
    gc::ROWS,
    hash::ROWS,
    integer::ROWS,
    io::ROWS,
    iseq::ROWS,
    kernel::ROWS,
    keywords::ROWS,
    match_data::ROWS,
    math::ROWS,
    memory::ROWS,
    refine::ROWS,
    reflect::ROWS,
    number::ROWS,
    regexp::ROWS,
    object::ROWS,
    pack::ROWS,
    proc::ROWS,
    random::ROWS,
    range::ROWS,
    signal::ROWS,
    string::ROWS,
    string_change::ROWS,
    string_index::ROWS,
    string_parts::ROWS,
    string_regexp::ROWS,
    structs::ROWS,
    symbol::ROWS,
    trace::ROWS,
    unpack::ROWS,
    warning::ROWS,
];

/// Kernel Ruby: file names and texts, in the order they are indexed.
pub static KERNEL: &[(&str, &str)] = kernel![
    "argf"
    "array"
    "array_each"
    "array_query"
    "array_transform"
    "command"
    "comparable"
    "complex"
    "convert"
    "converter"
    "core"
    "data"
    "encoding"
    "enumerable"
    "enumerator"
    "exception"
    "file"
    "float"
    "guard"
    "hash"
    "hash_each"
    "integer"
    "io"
    "iseq"
    "kernel"
    "lazy"
    "match_data"
    "math"
    "memory"
    "method"
    "module"
    "nil"
    "numeric"
    "object_space"
    "pack"
    "proc"
    "process"
    "ractor"
    "random"
    "rational"
    "range"
    "regexp"
    "signal"
    "string"
    "string_change"
    "string_index"
    "string_parts"
    "struct"
    "symbol"
    "trace_point"
    "transcode"
    "warning"
    "weak"
];

/// Methods that Ruby has in the module or class above only.
static STAND_INS: &[StandInRow] = &[
    (
        "Array",
        "Enumerable",
        &[
            "detect",
            "each_cons",
            "each_slice",
            "each_with_index",
            "each_with_object",
            "entries",
            "filter_map",
            "find",
            "find_all",
            "flat_map",
            "group_by",
            "inject",
            "max_by",
            "member?",
            "min_by",
            "partition",
            "reduce",
            "sort_by",
            "tally",
        ],
    ),
    (
        "Hash",
        "Enumerable",
        &[
            "collect",
            "count",
            "detect",
            "entries",
            "filter_map",
            "find",
            "find_all",
            "map",
            "max_by",
            "min_by",
            "sort_by",
            "sum",
        ],
    ),
    (
        "Range",
        "Enumerable",
        &[
            "all?",
            "any?",
            "collect",
            "each_with_index",
            "filter",
            "find",
            "inject",
            "map",
            "reduce",
            "select",
            "sum",
        ],
    ),
    ("Float", "Numeric", &["div", "nonzero?", "remainder"]),
    (
        "Integer",
        "Numeric",
        &[
            "finite?",
            "infinite?",
            "negative?",
            "nonzero?",
            "positive?",
            "quo",
        ],
    ),
    ("Class.", "Class", &["new"]),
    ("Module.", "Class", &["new"]),
];

/// Makes the objects that programs find ready: encodings, standard streams.
pub fn install_objects(vm: &mut Vm) {
    constants::install(vm);
    encoding::install(vm);
    io::install(vm);
    number::install(vm);
    definition::install_main(vm);
    refine::install(vm);
    vm.install_stand_ins(STAND_INS);
    warning::install(vm);
}
