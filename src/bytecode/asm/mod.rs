//! The text form of units: what `svm disasm` prints and `svm asm` reads.
//!
//! Owns the words of the form, what may be left out, and both directions:
//! [`write()`] and [`read()`]. An instruction's form follows from its row in `ops.rs` and
//! the kinds of its operands; there is no code for a single one. Never runs,
//! never compiles.
//!
//! Invariants:
//! - A1 Whatever `write` prints, `read` reads back to a unit that behaves alike
//!   and that `write` prints to the same bytes.
//! - A2 `read` gives a unit or problems with a place for each, whatever the text.
//!
//! The form, by lines (docs/BYTECODE.md describes it for people):
//!
//! ```text
//! source "fib.rb"                      what the source lines below belong to
//! method fib(n) uses_yield @1:1+30     kind, label, parameters, flags, range
//!   locals a, b@env0, %3               other locals: named, captured, hidden
//!    2 |   fib(n - 1)                  a line of the source
//! again:                               a label
//!   send :fib argc=1 fcall @5+7 line   an instruction, its range, a line event
//!   rescue again..out -> caught depth=1  a row of the exception table
//! end
//! ```

mod derive;
mod insn;
mod lexis;
mod literal;
mod read;
mod source;
mod write;

pub use read::{Assembled, parse, read};
pub use write::{write, write_functions};

use super::code::{CodeFlags, CodeKind, HandlerKind, SendFlags, Span};

/// Something wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where, in bytes.
    pub span: Span,
    /// What is wrong, and what was expected.
    pub message: String,
}

/// The word that a function's head begins with.
const KINDS: &[(&str, CodeKind)] = &[
    ("method", CodeKind::Method),
    ("block", CodeKind::Block),
    ("lambda", CodeKind::Lambda),
    ("class", CodeKind::ClassBody),
    ("module", CodeKind::ModuleBody),
    ("singleton", CodeKind::SingletonBody),
    ("top", CodeKind::Top),
    ("eval", CodeKind::Eval),
    ("stack", CodeKind::Stack),
];

/// The words that begin a row of the exception table.
const HANDLERS: &[(&str, HandlerKind)] = &[
    ("rescue", HandlerKind::Rescue),
    ("ensure", HandlerKind::Ensure),
];

/// A word that stands for a switch of `T`.
type Flag<T> = (&'static str, fn(&mut T) -> &mut bool);

/// Words behind a function's head; `not_` in front denies one.
const CODE_FLAGS: &[Flag<CodeFlags>] = &[
    ("has_blocks", |flags| &mut flags.has_blocks),
    ("uses_yield", |flags| &mut flags.uses_yield),
    ("uses_zsuper", |flags| &mut flags.uses_zsuper),
    ("uses_block_given", |flags| &mut flags.uses_block_given),
    ("may_break", |flags| &mut flags.may_break),
    ("simple_params", |flags| &mut flags.simple_params),
    ("uses_binding", |flags| &mut flags.uses_binding),
    ("frozen_strings", |flags| &mut flags.frozen_strings),
];

/// In front of a word that is denied.
const NOT: &str = "not_";
/// Behind a function's head: `_1` or `it` stand for its parameters.
const IMPLICIT: &str = "implicit_params";
/// Behind a function's head: some parameter is taken apart.
const DESTRUCTURES: &str = "destructures";

/// Words of a call.
const SEND_FLAGS: &[Flag<SendFlags>] = &[
    ("fcall", |flags| &mut flags.fcall),
    ("vcall", |flags| &mut flags.vcall),
    ("splat", |flags| &mut flags.splat),
    ("keyword_hash", |flags| &mut flags.keyword_hash),
    ("block_arg", |flags| &mut flags.block_arg),
    ("zsuper", |flags| &mut flags.zsuper),
    ("assignment", |flags| &mut flags.assignment),
];

/// Looks a word up in one of the tables.
fn find<T: Copy>(table: &[(&'static str, T)], word: &str) -> Option<T> {
    let row = table.iter().find(|(name, _)| *name == word);
    row.map(|&(_, meaning)| meaning)
}

/// The word of a table that stands for something.
fn word_of<T: Copy + PartialEq>(table: &[(&'static str, T)], meaning: T) -> &'static str {
    let row = table.iter().find(|(_, other)| *other == meaning);
    row.expect("the tables are complete").0
}

/// Every word that the form has of its own, for the page that describes it.
pub fn vocabulary() -> Vec<&'static str> {
    let kinds = KINDS.iter().map(|(word, _)| *word);
    let handlers = HANDLERS.iter().map(|(word, _)| *word);
    let flags = CODE_FLAGS.iter().map(|(word, _)| *word);
    let calls = SEND_FLAGS.iter().map(|(word, _)| *word);
    let words = kinds.chain(handlers).chain(flags).chain(calls);
    words.chain([NOT, IMPLICIT, DESTRUCTURES]).collect()
}
