//! The front end of the stack language: from text to bytecode.
//!
//! **Owns** the language's tokens, its labels and what can be wrong with both.
//! **Imported by** the engine; imports `base` and `bytecode`. **Invariants**:
//! K1 place n of a program is the instruction behind the first
//! `STACK_PROLOGUE`, label definitions included; K2 everything wrong with a
//! text is found at once, in the order of the text. **Start** at [`compile`].
//! The language is told in docs/STACK.md, its words are a table of `bytecode`.

#![forbid(unsafe_code)]

pub mod diagnostics;
pub mod dump;
pub mod lexer;
mod resolve;

use rustc_hash::FxHashMap;

use crate::bytecode::code::{CodeFlags, CodeKind, Literal, Params, SourceText, Span, Unit};
use crate::bytecode::emit::{CodeBuilder, CodeHeader};
use crate::bytecode::operand::{CodeIdx, SymbolIdx};
use crate::bytecode::ops::Op;
use crate::encoding::Encoding;

use diagnostics::Problem;
use lexer::{Token, TokenKind};
use resolve::Labels;

/// Compiles a text, or tells everything that is wrong with it.
pub fn compile(source: &[u8], name: &str) -> Result<Unit, Vec<Problem>> {
    let text = diagnostics::utf8(source)?;
    let tokens = lexer::tokens(text)?;
    let labels = resolve::labels(text, &tokens)?;
    let unit = emit(SourceText::new(name, source, 1), &tokens, &labels);
    debug_assert_eq!(crate::bytecode::verify::verify(&unit), Ok(()));
    Ok(unit)
}

/// The symbols of a unit, each once.
#[derive(Default)]
struct Symbols {
    names: Vec<Vec<u8>>,
    numbers: FxHashMap<Vec<u8>, u32>,
}

impl Symbols {
    fn number(&mut self, name: &str) -> u32 {
        let next = self.names.len() as u32;
        let names = &mut self.names;
        *self.numbers.entry(name.into()).or_insert_with(|| {
            names.push(name.into());
            next
        })
    }
}

fn emit(source: SourceText, tokens: &[Token<'_>], labels: &Labels<'_>) -> Unit {
    let whole = Span {
        start: 0,
        len: source.text.len() as u32,
    };
    let mut symbols = Symbols::default();
    let name = SymbolIdx(symbols.number("<program>"));
    let mut code = CodeBuilder::new(whole);
    code.op(Op::Enter);
    code.op(Op::StackBegin);
    for token in tokens {
        code.set_span(token.span);
        match &token.kind {
            TokenKind::Number(number) => push_number(&mut code, *number),
            TokenKind::Bool(truth) => code.op1(Op::StackBool, u32::from(*truth)),
            TokenKind::Text(text) => {
                let literal = Literal::Str(text.clone().into_bytes(), Encoding::Utf8);
                let literal = code.literal(literal);
                code.op1(Op::StackLiteral, literal.0);
            }
            TokenKind::Word(row) => code.op(row.op),
            TokenKind::Label(name) => code.op1(Op::StackLabel, symbols.number(name)),
            TokenKind::Name(name) => push_number(&mut code, i64::from(labels.place(name))),
        }
    }
    code.set_span(Span {
        start: whole.len,
        len: 0,
    });
    code.op(Op::StackEnd);
    let code = code.finish(CodeHeader {
        name,
        kind: CodeKind::Stack,
        parent: None,
        params: Params::default(),
        locals: Vec::new(),
        slot_count: 0,
        env_size: 0,
        flags: CodeFlags::default(),
        span: whole,
        lines: Vec::new(),
    });
    Unit {
        source: source.into(),
        symbols: symbols.names,
        codes: vec![code],
        main: CodeIdx(0),
        outer: Vec::new(),
        warnings: Vec::new(),
        data: None,
    }
}

fn push_number(code: &mut CodeBuilder, number: i64) {
    match i32::try_from(number) {
        Ok(number) => code.op1(Op::StackInt, number as u32),
        Err(_) => {
            let literal = code.literal(Literal::Int(number));
            code.op1(Op::StackLiteral, literal.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::compile;
    use crate::bytecode::verify::verify;

    fn problems(text: &str) -> Vec<(u32, String)> {
        let found = compile(text.as_bytes(), "t.svm").expect_err("something is wrong");
        let found = found.into_iter();
        found.map(|p| (p.span.start, p.message)).collect()
    }

    #[test]
    fn programs_become_verified_units() {
        for text in [
            "",
            "#",
            "a: a jmp",
            "\"x\" 9223372036854775807 true dup: 1: é: é",
        ] {
            let unit = compile(text.as_bytes(), "t.svm").expect("a good program");
            verify(&unit).expect("verified");
        }
    }

    #[test]
    fn everything_wrong_is_told_in_order() {
        let found = problems("x a: y a: x b:\nb: z a:");
        let expected = [
            (0, "the label `x` is not defined"),
            (5, "the label `y` is not defined"),
            (7, "the label `a` is defined again"),
            (15, "the label `b` is defined again"),
            (18, "the label `z` is not defined"),
            (20, "the label `a` is defined again"),
        ];
        let expected = expected.map(|(at, message)| (at, message.to_owned()));
        assert_eq!(found, expected);
        assert_eq!(problems("9223372036854775808").len(), 1);
        assert_eq!(problems("1 \"a\\qb\\z\" \"open").len(), 3);
        assert_eq!(problems("a\"b c\\d \"x\"y").len(), 3);
    }
}
