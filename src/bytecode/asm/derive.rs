//! What the text form leaves out because it follows from the rest.
//!
//! Owns the labels of functions, and the defaults of everything that a function
//! may leave out: both directions ask here, so that a value is printed exactly
//! when reading would not find it by itself.

use std::collections::HashSet;

use crate::bytecode::code::{Code, CodeFlags, CodeKind, Params, Place, Site, Unit};
use crate::bytecode::decode::Insn;
use crate::bytecode::operand::{CodeIdx, OperandKind, Slot, SymbolIdx};
use crate::bytecode::ops::Op;

/// What a block's label has behind the name of the method around.
fn suffix(kind: CodeKind) -> &'static str {
    match kind {
        CodeKind::Block => ".block",
        CodeKind::Lambda => ".lambda",
        _ => "",
    }
}

/// A label for each function, none twice.
pub(super) fn labels(unit: &Unit) -> Vec<String> {
    let mut taken = HashSet::new();
    let mut next_number = std::collections::HashMap::new();
    let labels = unit.codes.iter().map(|code| {
        let name = String::from_utf8_lossy(unit.symbol(code.name));
        let plain = format!("{name}{}", suffix(code.kind));
        let mut label = plain.clone();
        while !taken.insert(label.clone()) {
            let number = next_number.entry(plain.clone()).or_insert(1);
            *number += 1;
            label = format!("{plain}.{number}");
        }
        label
    });
    labels.collect()
}

/// The name of a function with this label, if nothing else is said.
pub(super) fn name_of(label: &[u8], kind: CodeKind) -> &[u8] {
    let digits = label.iter().rev().take_while(|byte| byte.is_ascii_digit());
    let digits = digits.count();
    let mut name = label;
    if digits > 0 && label[..label.len() - digits].ends_with(b".") {
        name = &label[..label.len() - digits - 1];
    }
    name.strip_suffix(suffix(kind).as_bytes()).unwrap_or(name)
}

/// The function that runs the program: the first that is a program or an
/// evaluated text.
pub(super) fn main<'c>(codes: impl IntoIterator<Item = &'c Code>) -> Option<CodeIdx> {
    let mut codes = codes.into_iter();
    let found = codes
        .position(|code| matches!(code.kind, CodeKind::Top | CodeKind::Eval | CodeKind::Stack));
    found.map(|index| CodeIdx(index as u32))
}

/// The function that each stands in: the first that mentions it.
pub(super) fn parents(codes: &[Code], insns: &[Vec<Insn>]) -> Vec<Option<CodeIdx>> {
    let mut parents = vec![None; codes.len()];
    for (index, (code, insns)) in codes.iter().zip(insns).enumerate() {
        for insn in insns {
            for (_, kind, value) in insn.operands() {
                let child = match kind {
                    OperandKind::Code => Some(value),
                    OperandKind::SendSite => block_of(code, value),
                    _ => None,
                };
                let child = child.filter(|&child| child as usize != index);
                if let Some(parent) = child.and_then(|child| parents.get_mut(child as usize)) {
                    parent.get_or_insert(CodeIdx(index as u32));
                }
            }
        }
    }
    parents
}

/// The block literal of a call.
fn block_of(code: &Code, site: u32) -> Option<u32> {
    match code.sites.get(site as usize) {
        Some(Site::Send(send)) => send.block.map(|block| block.0),
        _ => None,
    }
}

/// The flags of a function of this kind of code.
pub(super) fn flags(params: &Params, insns: &[Insn]) -> CodeFlags {
    let has = |op: Op| insns.iter().any(|insn| insn.op == op);
    CodeFlags {
        has_blocks: has(Op::Activate),
        may_break: has(Op::Break),
        simple_params: params.is_simple(),
        ..CodeFlags::default()
    }
}

/// Whether a required parameter has no name, as one that is taken apart.
pub(super) fn destructures(params: &Params) -> bool {
    let post = params.post_slot().index();
    let before = params.names.iter().take(params.required as usize);
    let behind = params.names.iter().skip(post).take(params.post as usize);
    !params.implicit && before.chain(behind).any(Option::is_none)
}

/// The number of frame slots that parameters, locals and instructions need.
pub(super) fn slot_count(code: &Code, insns: &[Insn]) -> u32 {
    let locals = code.locals.iter().filter_map(|local| match local.place {
        Place::Slot(slot) => Some(slot.0),
        Place::Env(_) => None,
    });
    let operands = insns.iter().flat_map(|insn| insn.operands());
    let used = operands.filter_map(|(_, kind, slot)| (kind == OperandKind::Slot).then_some(slot));
    let most = locals.chain(used).max();
    let most = most.map_or(0, |slot| slot.saturating_add(1));
    most.max(code.params.slot_count())
}

/// The number of Env slots that locals need, or that are made.
pub(super) fn env_size(code: &Code, insns: &[Insn]) -> u32 {
    let locals = code.locals.iter().filter_map(|local| match local.place {
        Place::Env(slot) => Some(slot.saturating_add(1)),
        Place::Slot(_) => None,
    });
    let made = insns.iter().filter(|insn| insn.op == Op::MakeEnv);
    locals.chain(made.map(|insn| insn.a)).max().unwrap_or(0)
}

/// The names of the parameters' locals if nothing else is said: the second of
/// two that are called alike cannot be seen.
pub(super) fn local_name(code: &Code, param: usize) -> Option<SymbolIdx> {
    let names = &code.params.names;
    names[param].filter(|name| !names[..param].contains(&Some(*name)))
}

/// The slot of a named local of a function.
pub(super) fn slot_of(symbols: &[Vec<u8>], code: &Code, name: &[u8]) -> Option<Slot> {
    code.locals.iter().find_map(|local| match local.place {
        Place::Slot(slot) if symbols[local.name?.index()] == name => Some(slot),
        _ => None,
    })
}

/// The slot that a name stands for: the first that has it.
pub(super) fn slot_named(locals: &[(&[u8], u32)], name: &[u8]) -> Option<u32> {
    let found = locals.iter().find(|(local, _)| *local == name);
    found.map(|&(_, slot)| slot)
}

/// The names and slots of the locals in the Env that is `depth` Envs up from a
/// function.
pub(super) fn env_locals(unit: &Unit, index: CodeIdx, depth: u32) -> Vec<(&[u8], u32)> {
    let mut left = depth;
    let mut at = Some(index);
    let mut steps = 0;
    while let Some(index) = at {
        let code = unit.code(index);
        if code.env_size > 0 {
            if left == 0 {
                let named = code.locals.iter().filter_map(|local| match local.place {
                    Place::Env(slot) => Some((unit.symbol(local.name?), slot)),
                    Place::Slot(_) => None,
                });
                return named.collect();
            }
            left -= 1;
        }
        steps += 1;
        let inside = code.kind.is_block() && steps <= unit.codes.len();
        at = if inside { code.parent } else { None };
    }
    let mut around = (unit.outer.iter()).filter(|scope| scope.env_size > 0);
    let scope = around.nth(left as usize);
    let locals = scope.map_or(&[][..], |scope| &scope.locals);
    let named = locals
        .iter()
        .filter_map(|(name, slot)| Some((&name[..], (*slot)?)));
    named.collect()
}

/// The greatest depth of the operand stack, as far as the code makes sense.
/// Where ways of two depths meet, which is an error, the deeper one counts: the
/// verifier is to find them, not a stack that is too small.
pub(super) fn max_stack(code: &Code, insns: &[Insn]) -> u32 {
    let mut seen: Vec<(u8, u32)> = vec![(0, 0); insns.len()];
    let mut work = vec![(0u32, 0u32)];
    let rows = code.handlers.iter();
    work.extend(rows.map(|row| (row.target, row.depth.saturating_add(1))));
    let mut deepest = 0;
    while let Some((pc, depth)) = work.pop() {
        let at = pc as usize;
        let Some(insn) = insns.get(at) else {
            continue;
        };
        let (visits, before) = seen[at];
        if visits == 2 || visits == 1 && depth <= before {
            continue;
        }
        seen[at] = (visits + 1, depth);
        let Some(effect) = insn.effect(&code.sites) else {
            continue;
        };
        let after = depth.saturating_sub(effect.pops);
        let after = after.saturating_add(effect.pushes);
        deepest = deepest.max(depth).max(after);
        let flags = insn.op.info().flags;
        if !flags.ends && !flags.skips {
            work.push((pc + 1, after));
        }
        if flags.skips || flags.forks {
            work.push((pc + 2, after));
        }
        work.extend(insn.label().map(|target| (target, after)));
    }
    deepest
}
