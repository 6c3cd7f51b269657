//! Which values live where: block order, loops, and what must be read anew
//! behind calls.
//!
//! Calls collect and the collector moves objects; it finds them in the frame.
//! So behind a call every reference that is still wanted is read again from
//! the place where the call's state has it. This file finds those references
//! and places; it writes no code.

use rustc_hash::FxHashMap;

use crate::jit::hir::flow::Flow;
use crate::jit::hir::{BlockId, End, Graph, Insn, StateId, Type, Val};

use super::emit::Repr;

/// A place of the frame that native code keeps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// Self.
    This,
    /// A local slot.
    Slot(u32),
    /// An operand.
    Operand(u32),
}

/// A set of values.
#[derive(Clone, PartialEq, Eq)]
struct Set(Vec<u64>);

impl Set {
    fn new(len: usize) -> Set {
        Set(vec![0; len.div_ceil(64)])
    }

    fn add(&mut self, v: Val) {
        self.0[v.0 as usize / 64] |= 1 << (v.0 % 64);
    }

    fn remove(&mut self, v: Val) {
        self.0[v.0 as usize / 64] &= !(1 << (v.0 % 64));
    }

    fn add_all(&mut self, other: &Set) {
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a |= b);
    }

    fn iter(&self) -> impl Iterator<Item = Val> {
        self.0.iter().enumerate().flat_map(|(at, &bits)| {
            let mut bits = bits;
            std::iter::from_fn(move || {
                (bits != 0).then(|| {
                    let bit = bits.trailing_zeros();
                    bits &= bits - 1;
                    Val(at as u32 * 64 + bit)
                })
            })
        })
    }
}

/// The outcome.
pub(super) struct Live {
    /// Order and predecessors of the blocks.
    pub flow: Flow,
    /// How many loops a block is in.
    pub depth: Vec<u32>,
    /// By call: values to be read anew behind it, by their roots, and where.
    pub reloads: FxHashMap<Val, Vec<(Val, Place)>>,
}

impl Live {
    /// Looks at a graph.
    pub fn of(graph: &Graph) -> Result<Live, String> {
        let flow = Flow::of(graph);
        let ends = live_at_ends(graph, &flow.order);
        let mut live = Live {
            depth: loops(graph, &flow),
            reloads: FxHashMap::default(),
            flow,
        };
        for (at, set) in live.flow.order.clone().into_iter().zip(ends) {
            live.find_reloads(graph, at, set)?;
        }
        Ok(live)
    }

    fn find_reloads(&mut self, graph: &Graph, block: BlockId, mut live: Set) -> Result<(), String> {
        let block = graph.block(block);
        end_uses(graph, &block.end, &mut |v| live.add(v));
        for &v in block.body.iter().rev() {
            let node = graph.node(v);
            live.remove(v);
            if node.insn.is_call() {
                let state = node.insn.state().expect("calls have states");
                let mut found: Vec<(Val, Place)> = Vec::new();
                for wanted in live.iter() {
                    if let Some(reload) = place_of(graph, state, v, wanted)?
                        && !found.contains(&reload)
                    {
                        found.push(reload);
                    }
                }
                self.reloads.insert(v, found);
            }
            uses(graph, &node.insn, &mut |v| live.add(v));
        }
        Ok(())
    }
}

/// Where a value that is wanted behind a call stands meanwhile; None if it need
/// not be read anew.
fn place_of(
    graph: &Graph,
    state: StateId,
    call: Val,
    wanted: Val,
) -> Result<Option<(Val, Place)>, String> {
    if !graph.ty(wanted).may_be_heap() {
        return Ok(None);
    }
    let root = graph.root(wanted);
    match graph.node(root).insn {
        Insn::Const(_) => return Ok(None),
        Insn::This => return Ok(Some((root, Place::This))),
        _ => {}
    }
    let state = graph.state(state);
    let is_it = |v: &Val| graph.root(*v) == root;
    let local = state
        .locals
        .iter()
        .position(|v| v.as_ref().is_some_and(is_it));
    let place = match local {
        Some(slot) => Place::Slot(slot as u32),
        None => match state.stack.iter().position(is_it) {
            Some(depth) => Place::Operand(depth as u32),
            None => {
                return Err(format!(
                    "v{} is wanted behind the call v{}, whose state lacks it",
                    wanted.0, call.0
                ));
            }
        },
    };
    Ok(Some((root, place)))
}

/// How many loops each block is in.
fn loops(graph: &Graph, flow: &Flow) -> Vec<u32> {
    let mut depth = vec![0; graph.blocks.len()];
    for &head in &flow.order {
        let is_back = |from: &&BlockId| flow.place(**from) >= flow.place(head);
        let preds = &flow.preds[head.0 as usize];
        let mut work: Vec<BlockId> = preds.iter().filter(is_back).copied().collect();
        if work.is_empty() {
            continue;
        }
        let mut inside = vec![false; graph.blocks.len()];
        inside[head.0 as usize] = true;
        while let Some(block) = work.pop() {
            // What stands before the head in the order is not of its loop.
            let within = flow.place(block) > flow.place(head);
            if within && !std::mem::replace(&mut inside[block.0 as usize], true) {
                work.extend(&flow.preds[block.0 as usize]);
            }
        }
        let both = depth.iter_mut().zip(inside);
        both.for_each(|(depth, inside)| *depth += u32::from(inside));
    }
    depth
}

/// For each block of the order: what is live behind its end, the end's own uses
/// not counted.
fn live_at_ends(graph: &Graph, order: &[BlockId]) -> Vec<Set> {
    let empty = Set::new(graph.nodes.len());
    let mut starts: Vec<Set> = vec![empty.clone(); graph.blocks.len()];
    let mut ends: Vec<Set> = vec![empty; order.len()];
    loop {
        let mut changed = false;
        for (at, &id) in order.iter().enumerate().rev() {
            let block = graph.block(id);
            let mut live = Set::new(graph.nodes.len());
            for edge in block.end.edges() {
                live.add_all(&starts[edge.to.0 as usize]);
            }
            ends[at] = live.clone();
            end_uses(graph, &block.end, &mut |v| live.add(v));
            for &v in block.body.iter().rev() {
                live.remove(v);
                uses(graph, &graph.node(v).insn, &mut |v| live.add(v));
            }
            block.params.iter().for_each(|&v| live.remove(v));
            if live != starts[id.0 as usize] {
                starts[id.0 as usize] = live;
                changed = true;
            }
        }
        if !changed {
            return ends;
        }
    }
}

fn state_uses(graph: &Graph, state: StateId, see: &mut dyn FnMut(Val)) {
    let state = graph.state(state);
    state.locals.iter().flatten().for_each(|&v| see(v));
    state.stack.iter().for_each(|&v| see(v));
}

fn end_uses(graph: &Graph, end: &End, see: &mut dyn FnMut(Val)) {
    end.operand().into_iter().for_each(&mut *see);
    end.edges()
        .for_each(|edge| edge.args.iter().for_each(|&v| see(v)));
    // Nobody reads the state of a return here.
    if let End::Exit { state, .. } = end {
        state_uses(graph, *state, see);
    }
}

/// What a node looks at, the values of its states included.
fn uses(graph: &Graph, insn: &Insn, see: &mut dyn FnMut(Val)) {
    insn.each_use(&mut *see);
    insn.states()
        .for_each(|state| state_uses(graph, state, see));
}

/// How the values of a type are held; None: there are none.
pub(super) fn repr(ty: Type) -> Option<Repr> {
    match ty {
        Type::Tagged(_) => Some(Repr::Word),
        Type::Double => Some(Repr::Double),
        Type::Cond => Some(Repr::Cond),
        Type::None => None,
    }
}
