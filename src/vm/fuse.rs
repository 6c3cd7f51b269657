//! Superinstructions as an overlay on threaded code.
//!
//! Only the first handler of a sequence is replaced; operands stay where they
//! are, so pcs, branch targets and slow paths are those of the plain
//! instructions.

use crate::bytecode::decode::Insn as Portable;

use super::function::Function;

/// Replaces the handlers of frequent sequences.
pub fn overlay(_function: &mut Function, _insns: &[Portable], _mode: u8, _shortcuts: bool) {}
