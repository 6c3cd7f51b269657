//! Entries at loops: what the code in the loop expects of slots is checked once,
//! on the way in, so that it holds around the loop.
//!
//! A guess: only what the loop guards anyway, and only if the frame that waits
//! passes.

use rustc_hash::FxHashMap;

use crate::jit::hir::uses::Replaced;
use crate::jit::hir::{FrameState, Graph, Insn, Node, StateId, Type, Val};
use crate::object::kinds::Kinds;

/// Guards slots of the entry block that hold values of these kinds now.
pub(super) fn guard_slots(graph: &mut Graph, start: u32, kinds: &[Kinds]) {
    if kinds.is_empty() {
        return;
    }
    let wanted = wanted(graph);
    let entry = &graph.blocks[0].body;
    let mut guards = Vec::new();
    let (mut locals, mut stack) = (Vec::new(), Vec::new());
    for &value in entry {
        match graph.node(value).insn {
            Insn::Slot { slot } => {
                locals.push(Some(value));
                let wanted = wanted.get(&value).copied().unwrap_or(Kinds::EMPTY);
                let kind = [Kinds::INT, Kinds::FLOAT]
                    .into_iter()
                    .find(|&kind| kinds[slot as usize].within(kind) && kind.within(wanted));
                guards.extend(kind.map(|kind| (value, kind)));
            }
            Insn::Operand { .. } => stack.push(value),
            _ => {}
        }
    }
    if guards.is_empty() {
        return;
    }
    let first = graph.nodes.len() as u32;
    let mut replaced = Replaced::default();
    for (guard, (value, _)) in (first..).zip(&guards) {
        replaced.put(*value, Val(guard));
    }
    graph.replace(&replaced);
    let state = StateId(graph.states.len() as u32);
    graph.states.push(FrameState {
        pc: start,
        locals,
        stack,
    });
    for (value, kinds) in guards {
        let to = Type::Tagged(kinds);
        graph.blocks[0].body.push(Val(graph.nodes.len() as u32));
        graph.nodes.push(Node {
            insn: Insn::GuardType { value, to, state },
            ty: to,
            pc: start,
        });
    }
}

/// What guards want of values, also by way of parameters.
fn wanted(graph: &Graph) -> FxHashMap<Val, Kinds> {
    let mut wanted: FxHashMap<Val, Kinds> = FxHashMap::default();
    for block in &graph.blocks {
        for &value in &block.body {
            if let Insn::GuardType { value, to, .. } = graph.node(value).insn
                && let Some(kinds) = to.kinds()
            {
                let known = wanted.entry(graph.root(value)).or_insert(Kinds::EMPTY);
                *known = known.or(kinds);
            }
        }
    }
    let mut changed = true;
    while changed {
        changed = false;
        for edge in graph.blocks.iter().flat_map(|block| block.end.edges()) {
            let params = &graph.block(edge.to).params;
            for (&arg, param) in edge.args.iter().zip(params) {
                let Some(&kinds) = wanted.get(param) else {
                    continue;
                };
                let known = wanted.entry(graph.root(arg)).or_insert(Kinds::EMPTY);
                changed |= !kinds.within(*known);
                *known = known.or(kinds);
            }
        }
    }
    wanted
}
