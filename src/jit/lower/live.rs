//! Which values live where: block order, loops, and what must be read anew
//! behind calls.
//!
//! Calls collect and the collector moves objects; it finds them in the frame.
//! So behind a call every reference that is still wanted is read again from
//! the place where the call's state has it. This file finds those references
//! and places; it writes no code.

use rustc_hash::FxHashMap;

use crate::jit::hir::{BlockId, End, Graph, Insn, StateId, Type, Val};

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
    /// Reachable blocks, each behind those that dominate it.
    pub order: Vec<BlockId>,
    /// Branches to each block from reachable ones.
    pub predecessors: Vec<u32>,
    /// How many loops a block is in.
    pub depth: Vec<u32>,
    /// By call: values to be read anew behind it, by their roots, and where.
    pub reloads: FxHashMap<Val, Vec<(Val, Place)>>,
}

impl Live {
    /// Looks at a graph.
    pub fn of(graph: &Graph) -> Result<Live, String> {
        let order = order(graph);
        let mut predecessors = vec![0; graph.blocks.len()];
        for &block in &order {
            for to in successors(&graph.block(block).end) {
                predecessors[to.0 as usize] += 1;
            }
        }
        let depth = loops(graph, &order);
        let ends = live_at_ends(graph, &order);
        let mut live = Live {
            order,
            predecessors,
            depth,
            reloads: FxHashMap::default(),
        };
        for (at, set) in live.order.clone().into_iter().zip(ends) {
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
    let local = state.locals.iter().position(|v| v.as_ref().is_some_and(is_it));
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

/// The blocks an end leads to.
pub(super) fn successors(end: &End) -> impl Iterator<Item = BlockId> {
    let (first, second) = match end {
        End::Jump(edge) => (Some(edge.to), None),
        End::Branch { then, or, .. } => (Some(then.to), Some(or.to)),
        End::Return { .. } | End::Exit { .. } | End::Never => (None, None),
    };
    first.into_iter().chain(second)
}

/// Reverse postorder.
fn order(graph: &Graph) -> Vec<BlockId> {
    let mut seen = vec![false; graph.blocks.len()];
    let mut order = Vec::new();
    let entry = BlockId(0);
    seen[0] = true;
    let next = |block: BlockId| successors(&graph.block(block).end).collect::<Vec<_>>();
    let mut stack = vec![(entry, next(entry))];
    while let Some((block, rest)) = stack.last_mut() {
        match rest.pop() {
            Some(to) if !seen[to.0 as usize] => {
                seen[to.0 as usize] = true;
                stack.push((to, next(to)));
            }
            Some(_) => {}
            None => {
                order.push(*block);
                stack.pop();
            }
        }
    }
    order.reverse();
    order
}

/// How many loops each block is in.
fn loops(graph: &Graph, order: &[BlockId]) -> Vec<u32> {
    let mut position = vec![u32::MAX; graph.blocks.len()];
    let mut sources: Vec<Vec<BlockId>> = vec![Vec::new(); graph.blocks.len()];
    for (at, block) in order.iter().enumerate() {
        position[block.0 as usize] = at as u32;
        for to in successors(&graph.block(*block).end) {
            sources[to.0 as usize].push(*block);
        }
    }
    let mut depth = vec![0; graph.blocks.len()];
    for &head in order {
        let at = position[head.0 as usize];
        let is_back = |from: &&BlockId| position[from.0 as usize] >= at;
        let mut work: Vec<BlockId> = sources[head.0 as usize].iter().filter(is_back).copied().collect();
        if work.is_empty() {
            continue;
        }
        let mut inside = vec![false; graph.blocks.len()];
        inside[head.0 as usize] = true;
        while let Some(block) = work.pop() {
            // What stands before the head in the order is not of its loop.
            if !inside[block.0 as usize] && position[block.0 as usize] > at {
                inside[block.0 as usize] = true;
                work.extend(&sources[block.0 as usize]);
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
            for to in successors(&block.end) {
                live.add_all(&starts[to.0 as usize]);
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
    match end {
        End::Jump(edge) => edge.args.iter().for_each(|&v| see(v)),
        End::Branch { cond, then, or } => {
            see(*cond);
            then.args.iter().chain(&or.args).for_each(|&v| see(v));
        }
        End::Return { value, .. } => see(*value),
        End::Exit { state, .. } => state_uses(graph, *state, see),
        End::Never => {}
    }
}

/// What a node looks at, the values of its states included.
fn uses(graph: &Graph, insn: &Insn, see: &mut dyn FnMut(Val)) {
    match insn {
        Insn::Param { .. }
        | Insn::Const(_)
        | Insn::Double(_)
        | Insn::This
        | Insn::Slot { .. }
        | Insn::Operand { .. }
        | Insn::Header { .. }
        | Insn::ConstSite { .. }
        | Insn::New { .. }
        | Insn::CopyString { .. }
        | Insn::MakeEnv { .. }
        | Insn::Activate
        | Insn::Poll { .. } => {}
        Insn::GuardType { value: a, .. }
        | Insn::GuardShape { value: a, .. }
        | Insn::GuardCond { cond: a, .. }
        | Insn::HasShape { value: a, .. }
        | Insn::IntNeg { a, .. }
        | Insn::IntToDouble { a }
        | Insn::Unbox { a }
        | Insn::Box { a }
        | Insn::FloatNeg { a }
        | Insn::Truthy { a }
        | Insn::IsNil { a }
        | Insn::IsUndef { a }
        | Insn::Negate { a }
        | Insn::Bool { a }
        | Insn::EnvUp { env: a, .. }
        | Insn::Load { object: a, .. }
        | Insn::LoadIvar { object: a, .. }
        | Insn::SetShape { object: a, .. }
        | Insn::GuardThawed { object: a, .. }
        | Insn::ArrayLength { array: a } => see(*a),
        Insn::Int { a, b, .. }
        | Insn::IntCmp { a, b, .. }
        | Insn::Float { a, b, .. }
        | Insn::FloatCmp { a, b, .. }
        | Insn::Same { a, b }
        | Insn::Store {
            object: a,
            value: b,
            ..
        }
        | Insn::ArrayGet { array: a, index: b }
        | Insn::ArrayPush {
            array: a, value: b, ..
        } => {
            see(*a);
            see(*b);
        }
        Insn::ArraySet {
            array,
            index,
            value,
            ..
        } => [*array, *index, *value].into_iter().for_each(see),
        Insn::Call { this, args, .. } | Insn::CallShared { this, args, .. } => {
            see(*this);
            args.iter().for_each(|&v| see(v));
        }
        Insn::Yield { args, .. } => args.iter().for_each(|&v| see(v)),
        Insn::Op { operands, .. } => operands.iter().for_each(|&v| see(v)),
        Insn::NewArray { elements } => elements.iter().for_each(|&v| see(v)),
    }
    if let Some(state) = insn.state() {
        state_uses(graph, state, see);
    }
    if let Insn::CallShared { before, .. } | Insn::Yield { before, .. } = insn {
        state_uses(graph, *before, see);
    }
}

/// How the values of a type are held; None: there are none.
pub(super) fn repr(ty: Type) -> Option<super::emit::Repr> {
    use super::emit::Repr;
    match ty {
        Type::Tagged(_) | Type::Raw => Some(Repr::Word),
        Type::Double => Some(Repr::Double),
        Type::Cond => Some(Repr::Cond),
        Type::None => None,
    }
}
