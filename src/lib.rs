//! svm runs Ruby programs and shows what they do.

pub mod base;
pub mod bytecode;
pub mod compile;
pub mod heap;
pub mod object;
pub mod vm;
