//! Floats that go around as raw doubles.
//!
//! A parameter for Floats that somebody opens, and that gets some just made, is
//! a double itself; where somebody wants a Ruby value of it, that is made there. Frame states may hold doubles: who
//! leaves makes Floats of them. (The identity of a Float is nobody's business:
//! those that are no flonums may be made twice.)

use rustc_hash::{FxHashMap, FxHashSet};

use crate::jit::hir::flow::Flow;
use crate::jit::hir::uses::Replaced;
use crate::jit::hir::{BlockId, Graph, Insn, Node, Type, Val};

/// Unboxes parameters, then what only states want boxed.
pub(crate) fn unbox(graph: &mut Graph) {
    let chosen = choose(graph);
    if !chosen.is_empty() {
        change_params(graph, &chosen);
    }
    sink_into_states(graph);
}

/// The double behind a value, if it is at hand.
fn raw(graph: &Graph, value: Val) -> Option<Raw> {
    match graph.node(graph.root(value)).insn {
        Insn::Box { a } => Some(Raw::Value(a)),
        Insn::Const(word) => word.as_flonum().map(Raw::Constant),
        _ => None,
    }
}

#[derive(Clone, Copy)]
enum Raw {
    Value(Val),
    Constant(f64),
}

/// Parameters that are Floats, that somebody opens, and that get a double at hand
/// at least on one way.
fn choose(graph: &Graph) -> FxHashSet<Val> {
    let flow = Flow::of(graph);
    let mut floats: FxHashSet<Val> = FxHashSet::default();
    for &id in &flow.order {
        let params = graph.block(id).params.iter();
        floats.extend(
            params
                .filter(|&&param| graph.ty(param) != EMPTY && graph.ty(param).within(Type::FLOAT)),
        );
    }
    let (mut opened, mut fed) = (FxHashSet::default(), FxHashSet::default());
    for &id in &flow.order {
        for &value in &graph.block(id).body {
            if let Insn::Unbox { a } = graph.node(value).insn {
                opened.insert(graph.root(a));
            }
        }
    }
    let mut changed = true;
    while changed {
        changed = false;
        for edge in flow
            .order
            .iter()
            .flat_map(|&id| graph.block(id).end.edges())
        {
            let params = &graph.block(edge.to).params;
            for (&arg, param) in edge.args.iter().zip(params) {
                let root = graph.root(arg);
                if raw(graph, arg).is_some() || fed.contains(&root) && floats.contains(&root) {
                    changed |= fed.insert(*param);
                }
                // What feeds one that is opened is worth it too.
                if opened.contains(param) && floats.contains(&root) {
                    changed |= opened.insert(root);
                }
            }
        }
    }
    floats.retain(|param| opened.contains(param) && fed.contains(param));
    floats
}

/// The type of what never is.
const EMPTY: Type = Type::Tagged(crate::object::kinds::Kinds::EMPTY);

fn change_params(graph: &mut Graph, chosen: &FxHashSet<Val>) {
    let mut doubles = FxHashMap::default();
    for block in 0..graph.blocks.len() {
        let mut end = graph.blocks[block].end.clone();
        for edge in end.edges_mut() {
            let params = graph.block(edge.to).params.clone();
            for (arg, param) in edge.args.iter_mut().zip(params) {
                if !chosen.contains(&param) {
                    continue;
                }
                *arg = match raw(graph, *arg) {
                    Some(Raw::Value(value)) => value,
                    Some(Raw::Constant(double)) => constant(graph, &mut doubles, double),
                    None if chosen.contains(&graph.root(*arg)) => graph.root(*arg),
                    None => open_here(graph, block, *arg),
                };
            }
        }
        graph.blocks[block].end = end;
    }
    let mut replaced = Replaced::default();
    // Opening one of them, or a guard of it, is the value itself.
    for node in 0..graph.nodes.len() as u32 {
        if let Insn::Unbox { a } = graph.node(Val(node)).insn {
            let root = graph.root(a);
            if chosen.contains(&root) {
                replaced.put(Val(node), root);
            }
        }
    }
    let opened: FxHashSet<Val> = (0..graph.nodes.len() as u32)
        .map(Val)
        .filter(|&value| replaced.now(value) != value)
        .collect();
    for block in &mut graph.blocks {
        block.body.retain(|value| !opened.contains(value));
    }
    box_for_others(graph, chosen);
    graph.replace(&replaced);
    for &param in chosen {
        graph.nodes[param.0 as usize].ty = Type::Double;
    }
}

/// Opens a Float at the end of a block.
fn open_here(graph: &mut Graph, block: usize, value: Val) -> Val {
    let opened = Val(graph.nodes.len() as u32);
    graph.nodes.push(Node {
        insn: Insn::Unbox { a: value },
        ty: Type::Double,
        pc: graph.node(value).pc,
    });
    graph.blocks[block].body.push(opened);
    opened
}

fn constant(graph: &mut Graph, doubles: &mut FxHashMap<u64, Val>, double: f64) -> Val {
    *doubles.entry(double.to_bits()).or_insert_with(|| {
        let value = Val(graph.nodes.len() as u32);
        graph.nodes.push(Node {
            insn: Insn::Double(double),
            ty: Type::Double,
            pc: 0,
        });
        graph.blocks[0].body.insert(0, value);
        value
    })
}

/// Makes Floats of the parameters in front of each node and end that wants
/// Ruby values; states hold them raw.
fn box_for_others(graph: &mut Graph, chosen: &FxHashSet<Val>) {
    // Guards that they pass are no more: their type is known. Others always leave.
    let mut guards = Replaced::default();
    for block in 0..graph.blocks.len() {
        let body = std::mem::take(&mut graph.blocks[block].body);
        let kept = body.into_iter().filter(|&value| {
            let root = graph.root(value);
            let passes = matches!(graph.node(value).insn,
                Insn::GuardType { to, .. } if Type::FLOAT.within(to));
            let needless = passes && chosen.contains(&root);
            if needless {
                guards.put(value, root);
            }
            !needless
        });
        graph.blocks[block].body = kept.collect();
    }
    graph.replace(&guards);
    for block in 0..graph.blocks.len() {
        let body = std::mem::take(&mut graph.blocks[block].body);
        let mut kept = Vec::with_capacity(body.len());
        for value in body {
            let mut insn = graph.node(value).insn.clone();
            insn.each_use_mut(|used| *used = boxed(graph, chosen, &mut kept, *used));
            graph.nodes[value.0 as usize].insn = insn;
            kept.push(value);
        }
        let mut end = graph.blocks[block].end.clone();
        let raw_args: Vec<Vec<bool>> = (end.edges())
            .map(|edge| raw_params(graph, chosen, edge.to))
            .collect();
        if let crate::jit::hir::End::Return { value, .. } = &mut end {
            *value = boxed(graph, chosen, &mut kept, *value);
        }
        for (edge, raw) in end.edges_mut().zip(raw_args) {
            for (arg, raw) in edge.args.iter_mut().zip(raw) {
                if !raw {
                    *arg = boxed(graph, chosen, &mut kept, *arg);
                }
            }
        }
        graph.blocks[block].end = end;
        graph.blocks[block].body = kept;
    }
}

fn raw_params(graph: &Graph, chosen: &FxHashSet<Val>, block: BlockId) -> Vec<bool> {
    let params = graph.block(block).params.iter();
    params.map(|param| chosen.contains(param)).collect()
}

fn boxed(graph: &mut Graph, chosen: &FxHashSet<Val>, body: &mut Vec<Val>, used: Val) -> Val {
    if !chosen.contains(&used) {
        return used;
    }
    let value = Val(graph.nodes.len() as u32);
    graph.nodes.push(Node {
        insn: Insn::Box { a: used },
        ty: Type::FLOAT,
        pc: graph.node(used).pc,
    });
    body.push(value);
    value
}

/// States take the double of a Float that nobody else wants.
fn sink_into_states(graph: &mut Graph) {
    let mut wanted: FxHashSet<Val> = FxHashSet::default();
    for block in &graph.blocks {
        for &value in &block.body {
            graph.node(value).insn.each_use(|used| {
                wanted.insert(used);
            });
        }
        wanted.extend(block.end.operand());
        wanted.extend(block.end.edges().flat_map(|edge| &edge.args));
    }
    let raw_of = |value: &mut Val| {
        if !wanted.contains(value)
            && let Insn::Box { a } = graph.nodes[value.0 as usize].insn
        {
            *value = a;
        }
    };
    for state in &mut graph.states {
        state.locals.iter_mut().flatten().for_each(raw_of);
        state.stack.iter_mut().for_each(raw_of);
    }
}
