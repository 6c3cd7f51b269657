//! The listing of a program: every place with its word, and what each label
//! stands for.

use std::fmt::Write as _;

use rustc_hash::FxHashMap;

use crate::bytecode::code::{Literal, STACK_PROLOGUE, Unit};
use crate::bytecode::operand::SymbolIdx;
use crate::bytecode::ops::Op;
use crate::bytecode::stack_words;

/// Lists a program.
pub fn dump(unit: &Unit) -> String {
    let code = unit.code(unit.main);
    let insns = code.insns();
    let tokens = &insns[STACK_PROLOGUE as usize..insns.len() - 1];
    let name = |symbol: u32| String::from_utf8_lossy(unit.symbol(SymbolIdx(symbol)));
    // A reference is a number by now; the text tells that it was one.
    let labels = tokens.iter().enumerate();
    let labels = labels.filter(|(_, insn)| insn.op == Op::StackLabel);
    let labels: FxHashMap<_, _> = labels.map(|(at, insn)| (name(insn.a), at + 1)).collect();
    let mut text = String::new();
    for (place, insn) in tokens.iter().enumerate() {
        let span = code.span_at(place as u32 + STACK_PROLOGUE);
        let (line, column) = unit.source.line_column(span.start);
        let written = unit
            .source
            .text
            .get(span.start as usize..span.end() as usize);
        let shown = match insn.op {
            Op::StackLabel => {
                let _ = writeln!(text, "{}:", name(insn.a));
                format!("label {} = {}", name(insn.a), place + 1)
            }
            Op::StackInt => {
                let written = String::from_utf8_lossy(written.unwrap_or_default());
                match labels.get(&written) {
                    Some(&at) if at == insn.a as usize => format!("push {at}  ({written})"),
                    _ => format!("push {}", insn.int()),
                }
            }
            Op::StackBool => format!("push {}", insn.a == 1),
            Op::StackLiteral => match &code.literals[insn.a as usize] {
                Literal::Str(bytes, _) => format!("push {:?}", String::from_utf8_lossy(bytes)),
                Literal::Int(number) => format!("push {number}"),
                other => format!("push {other:?}"),
            },
            op => match stack_words::of_op(op) {
                Some(row) => row.word.to_owned(),
                None => op.mnemonic().to_owned(),
            },
        };
        let _ = writeln!(text, "{place:>6}  {:<32}  {line}:{column}", shown);
    }
    let _ = writeln!(text, "{:>6}  end", tokens.len());
    text
}
