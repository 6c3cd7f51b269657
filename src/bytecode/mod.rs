//! Portable bytecode: the instruction table and everything derived from it.
//!
//! Owns the instruction set, code objects, the assembler, the decoder, the
//! printer, the form of compiled files and the verifier. Knows nothing of the heap, of Ruby objects or of
//! how an instruction is executed; may be imported by every layer above.
//!
//! Invariants:
//! - B1 An instruction is declared once, as a row of `ops.rs`.
//! - B2 A place in code (pc) is the ordinal of an instruction, everywhere: jump
//!   targets, exception rows, spans, loops.
//! - B3 The operand stack has one depth at each reachable pc; `verify` proves it.
//! - B4 A unit is plain data: it can be sent to another thread or saved.
//!
//! Start reading at `ops.rs`, then `code.rs`.

#![forbid(unsafe_code)]

pub mod asm;
pub mod binary;
mod binary_read;
mod binary_write;
pub mod code;
pub mod decode;
pub mod emit;
pub mod operand;
pub mod ops;
pub mod print;
pub mod snippet;
pub mod stack_words;
pub mod verify;
