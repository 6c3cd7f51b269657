//! Algorithms on plain bytes and numbers.
//!
//! Owns what the core library computes without looking at objects: reading and
//! printing numbers, rounding, `format` directives, character sets, successors
//! of strings, the random generator. Knows neither heap nor vm.

pub mod case;
pub mod char_set;
pub mod float_text;
pub mod format;
pub mod format_number;
pub mod int_text;
pub mod mersenne;
pub mod pack;
pub mod round;
pub mod search;
pub mod succ;
pub mod transfer;
