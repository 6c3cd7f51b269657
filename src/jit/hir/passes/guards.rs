//! Guards that cannot fail go: what they check is known from the type of the
//! value or from a guard on every way to them.
//!
//! What is known of a type stays; shapes and frozenness end where objects may
//! change (J4).

use rustc_hash::{FxHashMap, FxHashSet};

use crate::heap::ShapeId;
use crate::jit::hir::flow::Flow;
use crate::jit::hir::uses::Replaced;
use crate::jit::hir::{BlockId, End, Graph, Insn, Val};

/// Removes guards on types that are known from a guard above.
pub(crate) fn types(graph: &mut Graph) {
    let flow = Flow::of(graph);
    let mut replaced = Replaced::default();
    // By block: the guard that knows most of each value, at the block's end.
    let mut known: Vec<FxHashMap<Val, Val>> = vec![FxHashMap::default(); graph.blocks.len()];
    for &id in &flow.order {
        let mut best = match flow.idom[id.0 as usize] {
            Some(above) => known[above.0 as usize].clone(),
            None => FxHashMap::default(),
        };
        let body = std::mem::take(&mut graph.blocks[id.0 as usize].body);
        let mut kept = Vec::with_capacity(body.len());
        for value in body {
            let of = match graph.node(value).insn {
                Insn::GuardType { value: of, .. } => of,
                Insn::GuardShape { .. } => {
                    let root = graph.root(value);
                    let more = |known: &Val| graph.ty(*known).within(graph.ty(value));
                    if !best.get(&root).is_some_and(more) {
                        best.insert(root, value);
                    }
                    kept.push(value);
                    continue;
                }
                _ => {
                    kept.push(value);
                    continue;
                }
            };
            let root = graph.root(of);
            let candidates = [Some(of), best.get(&root).copied()];
            let enough = |known: &Val| graph.ty(*known).within(graph.ty(value));
            match candidates.into_iter().flatten().find(enough) {
                Some(known) => replaced.put(value, known),
                None => {
                    best.insert(root, value);
                    kept.push(value);
                }
            }
        }
        graph.blocks[id.0 as usize].body = kept;
        known[id.0 as usize] = best;
    }
    graph.replace(&replaced);
}

/// What is known of objects at some point. None of a whole record: not reached
/// yet, everything is true.
#[derive(Clone, Default, PartialEq)]
struct Facts {
    shapes: FxHashMap<Val, ShapeId>,
    thawed: FxHashSet<Val>,
}

impl Facts {
    /// What both know.
    fn meet(&mut self, other: &Facts) {
        self.shapes
            .retain(|value, shape| other.shapes.get(value) == Some(shape));
        self.thawed.retain(|value| other.thawed.contains(value));
    }

    /// Whether a guard of these objects cannot fail.
    fn implies(&self, graph: &Graph, insn: &Insn) -> bool {
        match *insn {
            Insn::GuardShape { value, shape, .. } => {
                self.shapes.get(&graph.root(value)) == Some(&shape)
            }
            Insn::GuardThawed { object, .. } => self.thawed.contains(&graph.root(object)),
            _ => false,
        }
    }

    /// Goes past a node.
    fn pass(&mut self, graph: &Graph, insn: &Insn) {
        match *insn {
            Insn::GuardShape { value, shape, .. } => {
                self.shapes.insert(graph.root(value), shape);
            }
            Insn::GuardThawed { object, .. } => {
                self.thawed.insert(graph.root(object));
            }
            Insn::SetShape { object, shape } => {
                // Others may be the same object.
                self.shapes.clear();
                self.shapes.insert(graph.root(object), shape);
            }
            _ if insn.changes_objects() => *self = Facts::default(),
            _ => {}
        }
    }

    /// Goes along an edge.
    fn follow(&mut self, graph: &Graph, from: BlockId, to: BlockId) {
        let End::Branch { cond, then, or } = &graph.block(from).end else {
            return;
        };
        if then.to == to
            && or.to != to
            && let Insn::HasShape { value, shape } = graph.node(*cond).insn
        {
            self.shapes.insert(graph.root(value), shape);
        }
    }
}

/// Removes guards on shapes and frozenness that are known.
pub(crate) fn objects(graph: &mut Graph) {
    let flow = Flow::of(graph);
    let before = facts(graph, &flow);
    let mut replaced = Replaced::default();
    for &id in &flow.order {
        let mut known = before[id.0 as usize].clone().unwrap_or_default();
        let body = std::mem::take(&mut graph.blocks[id.0 as usize].body);
        let mut kept = Vec::with_capacity(body.len());
        for value in body {
            let insn = &graph.node(value).insn;
            if known.implies(graph, insn) {
                if let Insn::GuardShape { value: of, .. } = *insn {
                    replaced.put(value, of);
                }
                continue;
            }
            known.pass(graph, insn);
            kept.push(value);
        }
        graph.blocks[id.0 as usize].body = kept;
    }
    graph.replace(&replaced);
}

/// What is known at the beginning of each block.
fn facts(graph: &Graph, flow: &Flow) -> Vec<Option<Facts>> {
    let mut before: Vec<Option<Facts>> = vec![None; graph.blocks.len()];
    let mut behind: Vec<Option<Facts>> = vec![None; graph.blocks.len()];
    let mut changed = true;
    while changed {
        changed = false;
        for &id in &flow.order {
            let mut known: Option<Facts> = None;
            for &pred in &flow.preds[id.0 as usize] {
                let Some(mut facts) = behind[pred.0 as usize].clone() else {
                    continue;
                };
                facts.follow(graph, pred, id);
                match &mut known {
                    Some(known) => known.meet(&facts),
                    None => known = Some(facts),
                }
            }
            let known = known.unwrap_or_default();
            let mut after = known.clone();
            for &value in &graph.block(id).body {
                after.pass(graph, &graph.node(value).insn);
            }
            before[id.0 as usize] = Some(known);
            changed |= behind[id.0 as usize].as_ref() != Some(&after);
            behind[id.0 as usize] = Some(after);
        }
    }
    before
}
