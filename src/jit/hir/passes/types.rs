//! Types of parameters and guards, as narrow as what reaches them allows.
//!
//! Optimistic: a parameter begins with no kind at all and gets those of the
//! arguments that reach it, until nothing changes; so a counter that begins as
//! an integer and grows by integers is one.

use crate::jit::hir::flow::Flow;
use crate::jit::hir::{Graph, Insn, Type, Val};
use crate::object::kinds::Kinds;

/// Narrows the types of a graph.
pub(crate) fn infer(graph: &mut Graph) {
    let flow = Flow::of(graph);
    let mut types = first_types(graph);
    let mut changed = true;
    while changed {
        changed = false;
        for &block in &flow.order {
            let block = graph.block(block);
            for &value in &block.body {
                let of = match graph.node(value).insn {
                    Insn::GuardType { value, .. } | Insn::GuardShape { value, .. } => value,
                    _ => continue,
                };
                let known = meet(types[of.0 as usize], graph.ty(value));
                changed |= std::mem::replace(&mut types[value.0 as usize], known) != known;
            }
            for edge in block.end.edges() {
                let params = &graph.block(edge.to).params;
                for (&arg, param) in edge.args.iter().zip(params) {
                    let known = join(types[param.0 as usize], types[arg.0 as usize]);
                    let known = meet(known, graph.ty(*param));
                    changed |= std::mem::replace(&mut types[param.0 as usize], known) != known;
                }
            }
        }
    }
    for (node, ty) in graph.nodes.iter_mut().zip(types) {
        node.ty = ty;
    }
}

/// Tagged parameters and guards begin with nothing, others with what they are.
fn first_types(graph: &Graph) -> Vec<Type> {
    let mut types: Vec<Type> = graph.nodes.iter().map(|node| node.ty).collect();
    let mut forget = |value: &Val| {
        let ty = &mut types[value.0 as usize];
        if ty.kinds().is_some() {
            *ty = Type::Tagged(Kinds::EMPTY);
        }
    };
    for block in &graph.blocks {
        block.params.iter().for_each(&mut forget);
        let guards = block.body.iter().filter(|&&value| {
            matches!(
                graph.node(value).insn,
                Insn::GuardType { .. } | Insn::GuardShape { .. }
            )
        });
        guards.for_each(&mut forget);
    }
    types
}

fn meet(a: Type, b: Type) -> Type {
    match (a, b) {
        (Type::Tagged(a), Type::Tagged(b)) => Type::Tagged(a.and(b)),
        (_, b) => b,
    }
}

fn join(a: Type, b: Type) -> Type {
    match (a, b) {
        (Type::Tagged(a), Type::Tagged(b)) => Type::Tagged(a.or(b)),
        (a, _) => a,
    }
}
