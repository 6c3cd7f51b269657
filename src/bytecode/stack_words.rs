//! The words of the stack language, one row each.
//!
//! Owns how a word is written, which instruction it is, and what it takes from
//! the data stack. The front end reads programs with this table, the machine
//! says with it what an instruction wanted. Never runs anything.

use super::ops::Op;

/// What an operand of a word must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A number.
    Number,
    /// A truth value.
    Bool,
    /// A string.
    Text,
    /// Anything.
    Any,
}

impl Takes {
    /// As messages say it.
    pub fn describe(self) -> &'static str {
        match self {
            Takes::Number => "a number",
            Takes::Bool => "a truth value",
            Takes::Text => "a string",
            Takes::Any => "a value",
        }
    }
}

/// A word.
#[derive(Debug)]
pub struct WordRow {
    /// As it is written.
    pub word: &'static str,
    /// Its instruction.
    pub op: Op,
    /// Its name as a value, which arguments of a program can be.
    pub name: &'static str,
    /// Its operands, the deepest first.
    pub takes: &'static [Takes],
}

macro_rules! words {
    ($($word:literal $op:ident $name:literal [$($takes:ident)*];)*) => {
        /// Every word.
        pub const STACK_WORDS: &[WordRow] = &[$(WordRow {
            word: $word,
            op: Op::$op,
            name: $name,
            takes: &[$(Takes::$takes),*],
        }),*];
    };
}

words! {
    "+"        StackAdd     "Add"          [Number Number];
    "-"        StackSub     "Subtract"     [Number Number];
    "*"        StackMul     "Multiply"     [Number Number];
    "/"        StackDiv     "Divide"       [Number Number];
    "%"        StackRem     "Remainder"    [Number Number];
    "<"        StackLt      "Less"         [Number Number];
    "<="       StackLe      "LessEqual"    [Number Number];
    ">"        StackGt      "Greater"      [Number Number];
    ">="       StackGe      "GreaterEqual" [Number Number];
    "=="       StackEq      "Equal"        [Any Any];
    "and"      StackAnd     "And"          [Bool Bool];
    "or"       StackOr      "Or"           [Bool Bool];
    "not"      StackNot     "Not"          [Bool];
    "if"       StackIf      "If"           [Bool Any Any];
    "dup"      StackDup     "Duplicate"    [Any];
    "drop"     StackDrop    "Drop"         [Any];
    "swap"     StackSwap    "Swap"         [Any Any];
    "over"     StackOver    "Over"         [Any Any];
    "rot"      StackRot     "Rotate"       [Any Any Any];
    "cast_int" StackCastInt "CastInt"      [Text];
    "cast_str" StackCastStr "CastStr"      [Any];
    "println"  StackPrintln "PrintLine"    [Any];
    "read"     StackRead    "Read"         [];
    "sleep_ms" StackSleep   "SleepMs"      [Number];
    "jmp"      StackJump    "Jump"         [Number];
    "call"     StackCall    "Call"         [Number];
    "return"   StackReturn  "Return"       [];
    "stop"     StackStop    "Stop"         [];
    "exit"     StackExit    "Exit"         [Number];
}

/// The row of a word as it is written.
pub fn written(text: &str) -> Option<&'static WordRow> {
    STACK_WORDS.iter().find(|row| row.word == text)
}

/// The row of an instruction; pushes and labels have none.
pub fn of_op(op: Op) -> Option<&'static WordRow> {
    STACK_WORDS.iter().find(|row| row.op == op)
}

/// What a token without quotes is, when it is no literal.
#[derive(Clone, Copy, Debug)]
pub enum TokenSort<'t> {
    /// A word.
    Word(&'static WordRow),
    /// The definition of a label of this name.
    Label(&'t str),
    /// Something that may name a label.
    Name(&'t str),
}

/// Sorts a token that is neither number, truth value nor string.
pub fn sort(token: &str) -> TokenSort<'_> {
    if let Some(row) = written(token) {
        return TokenSort::Word(row);
    }
    match token.strip_suffix(':') {
        Some(name) if !name.is_empty() => TokenSort::Label(name),
        _ => TokenSort::Name(token),
    }
}

#[cfg(test)]
mod tests {
    use super::{STACK_WORDS, TokenSort, WordRow, of_op, sort, written};
    use crate::bytecode::ops::Op;

    #[test]
    fn every_word_has_its_own_instruction() {
        for row in STACK_WORDS {
            assert!(row.op.is_stack());
            assert_eq!(written(row.word).map(|row| row.op), Some(row.op));
            assert_eq!(of_op(row.op).map(|row| row.word), Some(row.word));
        }
        let words = Op::all().filter(|op| of_op(*op).is_some()).count();
        assert_eq!(words, STACK_WORDS.len());
        assert!(!Op::DefinedSuper.is_stack());
    }

    #[test]
    fn tokens_are_sorted() {
        let is_dup = |row: &WordRow| row.op == Op::StackDup;
        assert!(matches!(sort("dup"), TokenSort::Word(row) if is_dup(row)));
        assert!(matches!(sort("dup:"), TokenSort::Label("dup")));
        assert!(matches!(sort("é:"), TokenSort::Label("é")));
        assert!(matches!(sort("a::"), TokenSort::Label("a:")));
        assert!(matches!(sort(":"), TokenSort::Name(":")));
        assert!(matches!(sort("3.5"), TokenSort::Name("3.5")));
    }
}
