//! Bytecode and the instruction set as text.
//!
//! Owns the listing of a unit with its source lines (`svm disasm`, golden files)
//! and the manual of the instructions (`svm ops`). Both follow from the tables.

use std::fmt::Write;

use super::code::{Code, HandlerKind, Literal, Params, Place, SendSite, Site, TextEncoding, Unit};
use super::decode::Insn;
use super::operand::{CodeIdx, OperandKind, SymbolIdx};
use super::ops::OPS;

/// Lists every function of a unit.
pub fn unit(unit: &Unit) -> String {
    let mut text = String::new();
    for index in 0..unit.codes.len() {
        if index > 0 {
            text.push('\n');
        }
        text.push_str(&code(unit, CodeIdx(index as u32)));
    }
    text
}

/// Lists one function.
pub fn code(unit: &Unit, index: CodeIdx) -> String {
    let printer = Printer {
        unit,
        code: unit.code(index),
    };
    let mut text = String::new();
    printer.header(index, &mut text);
    printer.body(&mut text);
    printer.handlers(&mut text);
    text
}

struct Printer<'u> {
    unit: &'u Unit,
    code: &'u Code,
}

/// Appends formatted text; writing to a string cannot fail.
macro_rules! put {
    ($text:expr, $($arg:tt)*) => {
        write!($text, $($arg)*).expect("writing to a string succeeds")
    };
}

impl Printer<'_> {
    fn name(&self, symbol: SymbolIdx) -> String {
        String::from_utf8_lossy(self.unit.symbol(symbol)).into_owned()
    }

    fn header(&self, index: CodeIdx, text: &mut String) {
        let code = self.code;
        let source = &self.unit.source;
        put!(
            text,
            "function {} {:?} `{}`",
            index.0,
            code.kind,
            self.name(code.name)
        );
        put!(text, " {}:{}", source.name, source.line(code.span.start));
        if let Some(parent) = code.parent {
            put!(text, ", in {}", parent.0);
        }
        put!(text, "\n  slots {}, env {}", code.slot_count, code.env_size);
        put!(text, ", stack {}", code.max_stack);
        let flags = code.flags;
        for (set, name) in [
            (flags.has_blocks, "has_blocks"),
            (flags.uses_yield, "uses_yield"),
            (flags.uses_zsuper, "uses_zsuper"),
            (flags.uses_block_given, "uses_block_given"),
            (flags.may_break, "may_break"),
            (flags.uses_binding, "uses_binding"),
        ] {
            if set {
                put!(text, ", {name}");
            }
        }
        text.push('\n');
        let params = self.params(&code.params);
        if !params.is_empty() {
            put!(text, "  params {params}\n");
        }
        if !code.locals.is_empty() {
            let locals = code.locals.iter().map(|local| {
                let name = local
                    .name
                    .map_or_else(|| "(hidden)".to_owned(), |name| self.name(name));
                match local.place {
                    Place::Slot(slot) => format!("{name}@{}", slot.0),
                    Place::Env(slot) => format!("{name}@env{slot}"),
                }
            });
            let locals: Vec<String> = locals.collect();
            put!(text, "  locals {}\n", locals.join(", "));
        }
    }

    fn params(&self, params: &Params) -> String {
        let mut words = Vec::new();
        for (count, name) in [
            (params.required, "required"),
            (params.optional, "optional"),
            (u32::from(params.rest), "rest"),
            (params.post, "post"),
        ] {
            if count > 0 {
                words.push(format!("{name} {count}"));
            }
        }
        for keyword in &params.keywords {
            let mark = if keyword.required { "" } else { "?" };
            words.push(format!("{}:{mark}", self.name(keyword.name)));
        }
        for (set, name) in [
            (params.keyword_rest, "keyword_rest"),
            (params.no_keywords, "no_keywords"),
            (params.block, "block"),
            (params.excess_comma, "excess_comma"),
            (params.destructures, "destructures"),
            (params.implicit, "implicit"),
        ] {
            if set {
                words.push(name.to_owned());
            }
        }
        words.join(", ")
    }

    fn body(&self, text: &mut String) {
        let source = &self.unit.source;
        let mut line_before = None;
        for (pc, insn) in self.code.insns().into_iter().enumerate() {
            let line = source.line(self.code.span_at(pc as u32).start);
            if line_before != Some(line) {
                let shown = String::from_utf8_lossy(source.line_text(line)).into_owned();
                put!(text, "{line:>4} | {}\n", shown.trim_end());
                line_before = Some(line);
            }
            put!(text, "  {pc:>4}  {}", insn.op.mnemonic());
            for (position, (_, kind, value)) in insn.operands().enumerate() {
                text.push_str(if position == 0 { " " } else { ", " });
                text.push_str(&self.operand(insn, kind, value));
            }
            text.push('\n');
        }
    }

    fn operand(&self, insn: Insn, kind: OperandKind, value: u32) -> String {
        let at = value as usize;
        match kind {
            OperandKind::Int => insn.int().to_string(),
            OperandKind::Slot => self.slot(value),
            OperandKind::EnvSlot => format!("{value} {}", self.env_name(insn.a, value)),
            OperandKind::EnvDepth
            | OperandKind::Depth
            | OperandKind::Count
            | OperandKind::Pairs
            | OperandKind::Flag => value.to_string(),
            OperandKind::Shape => {
                let rest = if value & 1 == 1 { "* " } else { "" };
                format!("{rest}{}", value >> 1)
            }
            OperandKind::Literal => self.literal(&self.code.literals[at]),
            OperandKind::Symbol => format!(":{}", self.name(SymbolIdx(value))),
            OperandKind::Code => format!("function {value}"),
            OperandKind::Label => format!("-> {value}"),
            OperandKind::Loop => format!("loop {value}"),
            OperandKind::SendSite | OperandKind::IvarSite | OperandKind::ConstSite => {
                match &self.code.sites[at] {
                    Site::Ivar(name) | Site::Const(name) => self.name(*name),
                    Site::Send(site) => self.site(site),
                }
            }
        }
    }

    fn slot(&self, slot: u32) -> String {
        let found = self.code.locals.iter().find(|local| match local.place {
            Place::Slot(place) => place.0 == slot,
            Place::Env(_) => false,
        });
        match found.and_then(|local| local.name) {
            Some(name) => format!("{slot} {}", self.name(name)),
            None => slot.to_string(),
        }
    }

    /// The name of a captured variable.
    fn env_name(&self, depth: u32, slot: u32) -> String {
        let mut left = depth;
        let mut code = self.code;
        loop {
            if code.env_size > 0 {
                if left == 0 {
                    break;
                }
                left -= 1;
            }
            match code.parent {
                Some(parent) if code.kind.is_block() => code = self.unit.code(parent),
                _ => return self.outer_name(left, slot),
            }
        }
        let found = code
            .locals
            .iter()
            .find(|local| local.place == Place::Env(slot));
        found
            .and_then(|local| local.name)
            .map_or_else(String::new, |name| self.name(name))
    }

    /// The name of a local of what stands around an evaluated text.
    fn outer_name(&self, depth: u32, slot: u32) -> String {
        let mut around = (self.unit.outer.iter()).filter(|scope| scope.env_size > 0);
        let scope = around.nth(depth as usize);
        let found = scope.and_then(|scope| scope.locals.iter().find(|(_, at)| *at == Some(slot)));
        found.map_or_else(String::new, |(name, _)| {
            String::from_utf8_lossy(name).into_owned()
        })
    }

    fn literal(&self, literal: &Literal) -> String {
        match literal {
            Literal::Int(value) => value.to_string(),
            Literal::BigInt(digits) => digits.clone(),
            Literal::Float(value) => format!("{value:?}"),
            Literal::Str(bytes, encoding) => {
                let mark = match encoding {
                    TextEncoding::Utf8 => "",
                    TextEncoding::Binary => "b",
                    TextEncoding::UsAscii => "a",
                };
                format!("{mark}\"{}\"", bytes.escape_ascii())
            }
            Literal::Rational {
                numerator,
                denominator,
            } => format!("{}/{}", self.literal(numerator), self.literal(denominator)),
            Literal::Imaginary(part) => format!("{}i", self.literal(part)),
            Literal::Regexp {
                source, options, ..
            } => {
                format!("/{}/{options}", source.escape_ascii())
            }
            Literal::Range {
                low,
                high,
                exclusive,
            } => {
                let end = |end: &Option<i64>| end.map_or_else(String::new, |end| end.to_string());
                let dots = if *exclusive { "..." } else { ".." };
                format!("{}{dots}{}", end(low), end(high))
            }
        }
    }

    fn site(&self, site: &SendSite) -> String {
        let mut text = format!("{}/{}", self.name(site.name), site.argc);
        for name in &site.keywords {
            put!(text, " {}:", self.name(*name));
        }
        let flags = site.flags;
        for (set, name) in [
            (flags.splat, "splat"),
            (flags.keyword_hash, "keyword_hash"),
            (flags.block_arg, "block_arg"),
            (flags.fcall, "fcall"),
            (flags.vcall, "vcall"),
            (flags.zsuper, "zsuper"),
            (flags.assignment, "assignment"),
        ] {
            if set {
                put!(text, " {name}");
            }
        }
        if let Some(block) = site.block {
            put!(text, " block {}", block.0);
        }
        text
    }

    fn handlers(&self, text: &mut String) {
        for row in &self.code.handlers {
            let kind = match row.kind {
                HandlerKind::Rescue => "rescue",
                HandlerKind::Ensure => "ensure",
            };
            put!(
                text,
                "  {kind} {}..{} -> {}",
                row.start,
                row.end,
                row.target
            );
            put!(text, " at depth {}\n", row.depth);
        }
    }
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
