//! svm runs Ruby programs and shows what they do.
//!
//! A host program makes a [`Vm`] and evaluates source text in it; see
//! [`engine`] for the whole interface. The modules stand in the order of their
//! ranks: each may use those above it in this list (docs/ARCHITECTURE.md).

// The tables are macros that take one step per row and column.
#![recursion_limit = "2048"]

pub mod base;
pub mod encoding;
pub mod heap;
pub mod object;
pub mod regexp;

pub mod bytecode;
pub mod compile;
pub mod stack;
pub mod vm;

pub mod builtins;
pub mod jit;

pub mod engine;

pub mod cli;

pub use engine::{Builder, Call, Capture, Error, FromRuby, InterruptHandle, Root, ToRuby, Vm};
