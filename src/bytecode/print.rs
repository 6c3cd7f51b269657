//! The manual of the instructions (`svm ops`), from their table.

use std::fmt::Write;

use super::operand::OperandKind;
use super::ops::OPS;

/// Appends formatted text; writing to a string cannot fail.
macro_rules! put {
    ($text:expr, $($arg:tt)*) => {
        write!($text, $($arg)*).expect("writing to a string succeeds")
    };
}

/// The manual: every instruction with operands, stack picture, flags and meaning.
pub fn manual() -> String {
    let mut text = String::new();
    put!(
        text,
        "The {} instructions of svm, from the table in bytecode/ops.rs.\n\n",
        OPS.len()
    );
    text.push_str("A row shows the name, the static operands, the stack before and after (the\n");
    text.push_str("top last) and in braces what it may do. Kinds of operands:\n\n");
    for (_, name, doc) in OperandKind::ALL {
        put!(text, "  {name:<10}{}\n", doc.trim());
    }
    text.push('\n');
    for row in &OPS {
        text.push_str(row.mnemonic);
        for (name, kind) in row.operands {
            put!(text, " {name}:{kind:?}");
        }
        put!(
            text,
            "  ( {} )  {{{}}}\n",
            row.picture.trim(),
            row.flags.names().join(" ")
        );
        put!(text, "    {}\n", row.doc.trim());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::manual;
    use crate::bytecode::operand::OperandKind;
    use crate::bytecode::ops::OPS;

    #[test]
    fn the_manual_has_every_row() {
        let manual = manual();
        for row in &OPS {
            assert!(
                manual.contains(&format!("\n{}", row.mnemonic)),
                "{}",
                row.mnemonic
            );
            assert!(manual.contains(row.doc.trim()), "{}", row.mnemonic);
        }
        for (_, name, _) in OperandKind::ALL {
            assert!(manual.contains(name));
        }
    }

    #[test]
    fn every_kind_is_used() {
        for (kind, name, _) in OperandKind::ALL {
            let used = OPS
                .iter()
                .any(|row| row.operands.iter().any(|(_, other)| other == kind));
            assert!(used, "no instruction has an operand of kind {name}");
        }
    }
}
