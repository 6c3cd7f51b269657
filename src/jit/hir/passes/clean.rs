//! Tidying: parameters that always get the same, blocks in one line, values that
//! nobody uses.

use crate::jit::hir::flow::Flow;
use crate::jit::hir::uses::Replaced;
use crate::jit::hir::{BlockId, End, Graph, Insn, StateId, Val};

/// Removes parameters that get one value and themselves.
pub(crate) fn prune_params(graph: &mut Graph) {
    let flow = Flow::of(graph);
    let mut replaced = Replaced::default();
    let mut changed = true;
    while changed {
        changed = false;
        for &block in &flow.order {
            for at in (0..graph.block(block).params.len()).rev() {
                let Some(value) = only_argument(graph, &flow, &replaced, block, at) else {
                    continue;
                };
                replaced.put(graph.block(block).params[at], value);
                remove_param(graph, &flow, block, at);
                changed = true;
            }
        }
    }
    graph.replace(&replaced);
    renumber_params(graph);
}

/// The only value that a parameter gets besides itself.
fn only_argument(
    graph: &Graph,
    flow: &Flow,
    replaced: &Replaced,
    block: BlockId,
    at: usize,
) -> Option<Val> {
    let param = graph.block(block).params[at];
    let mut only = None;
    for &pred in &flow.preds[block.0 as usize] {
        for edge in graph
            .block(pred)
            .end
            .edges()
            .filter(|edge| edge.to == block)
        {
            let value = replaced.now(edge.args[at]);
            if value == param || only == Some(value) {
                continue;
            }
            if only.replace(value).is_some() {
                return None;
            }
        }
    }
    only
}

fn remove_param(graph: &mut Graph, flow: &Flow, block: BlockId, at: usize) {
    graph.blocks[block.0 as usize].params.remove(at);
    let mut done: Vec<BlockId> = Vec::new();
    for &pred in &flow.preds[block.0 as usize] {
        if done.contains(&pred) {
            continue;
        }
        done.push(pred);
        let edges = graph.blocks[pred.0 as usize].end.edges_mut();
        for edge in edges.filter(|edge| edge.to == block) {
            edge.args.remove(at);
        }
    }
}

/// Parameters know their position.
fn renumber_params(graph: &mut Graph) {
    for block in 0..graph.blocks.len() {
        for at in 0..graph.blocks[block].params.len() {
            let param = graph.blocks[block].params[at];
            graph.nodes[param.0 as usize].insn = Insn::Param { index: at as u32 };
        }
    }
}

/// Puts blocks that follow only each other together, leaves out those that are
/// not reached, and orders the others.
pub(crate) fn straighten(graph: &mut Graph) {
    let flow = Flow::of(graph);
    let mut replaced = Replaced::default();
    for &block in &flow.order {
        while let End::Jump(edge) = &graph.block(block).end {
            let to = edge.to;
            if to == block || flow.preds[to.0 as usize].len() != 1 || to.0 == 0 {
                break;
            }
            let args = edge.args.clone();
            let next = &mut graph.blocks[to.0 as usize];
            let params = std::mem::take(&mut next.params);
            let body = std::mem::take(&mut next.body);
            let end = std::mem::replace(&mut next.end, End::Never);
            let cold = next.cold;
            for (param, arg) in params.into_iter().zip(args) {
                replaced.put(param, arg);
            }
            let into = &mut graph.blocks[block.0 as usize];
            into.body.extend(body);
            into.end = end;
            into.cold |= cold;
        }
    }
    graph.replace(&replaced);
    drop_unreached(graph);
}

/// Keeps only blocks that are reached, numbered in order.
fn drop_unreached(graph: &mut Graph) {
    let flow = Flow::of(graph);
    let mut old: Vec<Option<_>> = std::mem::take(&mut graph.blocks)
        .into_iter()
        .map(Some)
        .collect();
    for &block in &flow.order {
        let mut kept = old[block.0 as usize].take().expect("each block once");
        for edge in kept.end.edges_mut() {
            edge.to = BlockId(flow.place(edge.to));
        }
        graph.blocks.push(kept);
    }
}

/// Removes values that nobody needs, and parameters.
pub(crate) fn remove_dead(graph: &mut Graph) {
    let live = live_values(graph);
    let is_live = |value: &Val| live[value.0 as usize];
    let masks: Vec<Vec<bool>> = (graph.blocks.iter())
        .map(|block| block.params.iter().map(is_live).collect())
        .collect();
    for block in &mut graph.blocks {
        block.body.retain(is_live);
        block.params.retain(is_live);
        for edge in block.end.edges_mut() {
            let mut mask = masks[edge.to.0 as usize].iter();
            edge.args
                .retain(|_| *mask.next().expect("as many as parameters"));
        }
    }
    renumber_params(graph);
}

/// What effects, ends and their states need.
fn live_values(graph: &Graph) -> Vec<bool> {
    let mut work = Work {
        live: vec![false; graph.nodes.len()],
        values: Vec::new(),
    };
    let mut place_of = vec![None; graph.nodes.len()];
    for (number, block) in graph.blocks.iter().enumerate() {
        for (at, param) in block.params.iter().enumerate() {
            place_of[param.0 as usize] = Some((number, at));
        }
        for &value in block
            .body
            .iter()
            .filter(|&&value| !graph.node(value).insn.may_go())
        {
            work.mark(value);
        }
        block
            .end
            .operand()
            .into_iter()
            .for_each(|value| work.mark(value));
        if let Some(state) = block.end.state() {
            work.mark_state(graph, state);
        }
    }
    let flow = Flow::of(graph);
    while let Some(value) = work.values.pop() {
        let insn = &graph.node(value).insn;
        insn.each_use(|value| work.mark(value));
        for state in insn.states() {
            work.mark_state(graph, state);
        }
        let Some((block, at)) = place_of[value.0 as usize] else {
            continue;
        };
        for pred in &flow.preds[block] {
            let edges = graph.block(*pred).end.edges();
            for edge in edges.filter(|edge| edge.to.0 as usize == block) {
                work.mark(edge.args[at]);
            }
        }
    }
    work.live
}

struct Work {
    live: Vec<bool>,
    values: Vec<Val>,
}

impl Work {
    fn mark(&mut self, value: Val) {
        if !std::mem::replace(&mut self.live[value.0 as usize], true) {
            self.values.push(value);
        }
    }

    fn mark_state(&mut self, graph: &Graph, state: StateId) {
        let state = graph.state(state);
        let locals = state.locals.iter().flatten();
        locals
            .chain(&state.stack)
            .for_each(|&value| self.mark(value));
    }
}

/// Numbers values and states anew in the order of the blocks, without those that
/// are gone.
pub(crate) fn renumber(graph: &mut Graph) {
    let order: Vec<Val> = (graph.blocks.iter())
        .flat_map(|block| block.params.iter().chain(&block.body).copied())
        .collect();
    let mut numbers = vec![None; graph.nodes.len()];
    for (number, value) in order.iter().enumerate() {
        numbers[value.0 as usize] = Some(Val(number as u32));
    }
    let new = |value: &mut Val| *value = numbers[value.0 as usize].expect("uses are defined");
    let states = graph.used_states();
    let state_number = |old: &mut StateId| {
        let place = states.binary_search(old).expect("states that are used");
        *old = StateId(place as u32);
    };
    graph.states = states.iter().map(|&id| graph.state(id).clone()).collect();
    for state in &mut graph.states {
        state.locals.iter_mut().flatten().for_each(new);
        state.stack.iter_mut().for_each(new);
    }
    graph.nodes = order
        .iter()
        .map(|&value| graph.node(value).clone())
        .collect();
    for node in &mut graph.nodes {
        node.insn.each_use_mut(new);
        node.insn.each_state_mut(state_number);
    }
    for block in &mut graph.blocks {
        block.params.iter_mut().for_each(new);
        block.body.iter_mut().for_each(new);
        block.end.each_use_mut(new);
        if let End::Return { state, .. } | End::Exit { state, .. } = &mut block.end {
            state_number(state);
        }
    }
}
