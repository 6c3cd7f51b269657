//! svm runs Ruby programs and shows what they do.

// The tables are macros that take one step per row and column.
#![recursion_limit = "2048"]

pub mod base;
pub mod builtins;
pub mod bytecode;
pub mod compile;
pub mod heap;
pub mod object;
pub mod vm;
