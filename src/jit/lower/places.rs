//! What stands in the frame's memory: which value each slot and operand place
//! holds at some point, so that nothing is stored twice.
//!
//! Memory is good at calls; between them it is as old as the last store. The
//! same rules run twice: over the graph to a fixed point, which tells what holds
//! where blocks begin, and once more while code is written.

use crate::bytecode::decode;
use crate::bytecode::operand::OperandKind;
use crate::bytecode::ops::Op;
use crate::jit::hir::{BlockId, Edge, Graph, Insn, StateId, Val};
use crate::vm::function::Function;
use crate::vm::native::NativeEntry;

use super::live::Place;

/// What code is made of.
pub(super) struct Source<'g> {
    /// The graph.
    pub graph: &'g Graph,
    /// Its function.
    pub function: &'g Function,
    /// The function's instructions.
    pub insns: Vec<decode::Insn>,
    /// Primitives that cannot reach a safe point may look at its slots all the same:
    /// `$~` stands in one.
    pub looked_at: bool,
}

impl Source<'_> {
    /// The slots that instructions write which the interpreter executes.
    fn slots_written(&self, from: u32, to: u32) -> Vec<u32> {
        let executed = self.insns.get(from as usize..to as usize).unwrap_or(&[]);
        let writes = executed.iter().filter(|insn| insn.op != Op::GetLocal);
        let operands = writes.flat_map(|insn| insn.operands());
        let slots = operands.filter(|(_, kind, _)| *kind == OperandKind::Slot);
        slots.map(|(_, _, slot)| slot).collect()
    }
}

/// What a place holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Held {
    /// Perhaps no good word: nobody may look.
    Bad,
    /// Some good word.
    Good,
    /// An immediate or a mature object.
    Word(u64),
    /// A value, named by its root: in its tagged form, wherever it has moved.
    Val(Val),
}

impl Held {
    /// What a place holds that a value was stored in.
    pub fn of(graph: &Graph, value: Val) -> Held {
        let root = graph.root(value);
        match graph.node(root).insn {
            Insn::Const(word) => Held::Word(word.bits()),
            _ => Held::Val(root),
        }
    }

    fn meet(self, other: Held) -> Held {
        match (self, other) {
            (a, b) if a == b => a,
            (Held::Bad, _) | (_, Held::Bad) => Held::Bad,
            _ => Held::Good,
        }
    }
}

/// What a frame's places hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Places {
    slots: Vec<Held>,
    operands: Vec<Held>,
}

/// A store: where, and what (nil if nothing is wanted there).
pub(super) type Stores = Vec<(Place, Option<Val>)>;

impl Places {
    /// Of a frame that is entered.
    pub fn at_entry(source: &Source<'_>) -> Places {
        let (graph, function) = (source.graph, source.function);
        let slots = 0..function.n_slots;
        let slot = |slot: u32| match graph.entry {
            NativeEntry::Function if slot >= function.n_params => Held::Bad,
            _ => Held::Good,
        };
        Places {
            slots: slots.map(slot).collect(),
            operands: Vec::new(),
        }
    }

    /// What one of two ways left.
    pub fn meet(&mut self, other: &Places) {
        for (mine, theirs) in self.slots.iter_mut().zip(&other.slots) {
            *mine = mine.meet(*theirs);
        }
        self.operands.truncate(other.operands.len());
        for (mine, theirs) in self.operands.iter_mut().zip(&other.operands) {
            *mine = mine.meet(*theirs);
        }
    }

    fn operand(&mut self, depth: usize) -> &mut Held {
        if self.operands.len() <= depth {
            self.operands.resize(depth + 1, Held::Bad);
        }
        &mut self.operands[depth]
    }

    /// A value is made anew: what holds it holds that of an earlier iteration.
    pub fn define(&mut self, value: Val) {
        for held in self.slots.iter_mut().chain(&mut self.operands) {
            if *held == Held::Val(value) {
                *held = Held::Good;
            }
        }
    }

    /// A place holds a value from now on.
    pub fn hold(&mut self, place: Place, held: Held) {
        match place {
            Place::This => {}
            Place::Slot(slot) => self.slots[slot as usize] = held,
            Place::Operand(depth) => *self.operand(depth as usize) = held,
        }
    }

    /// What must be stored so that the frame is as a state says.
    pub fn missing(&self, graph: &Graph, state: StateId) -> Stores {
        let state = graph.state(state);
        let mut stores = Stores::new();
        for (slot, (held, value)) in self.slots.iter().zip(&state.locals).enumerate() {
            let place = Place::Slot(slot as u32);
            match value {
                Some(value) if *held != Held::of(graph, *value) => {
                    stores.push((place, Some(*value)));
                }
                None if *held == Held::Bad => stores.push((place, None)),
                _ => {}
            }
        }
        self.missing_operands(graph, 0, &state.stack, &mut stores);
        stores
    }

    fn missing_operands(&self, graph: &Graph, from: usize, values: &[Val], stores: &mut Stores) {
        for (depth, &value) in (from..).zip(values) {
            let held = self.operands.get(depth).copied();
            if held != Some(Held::of(graph, value)) {
                stores.push((Place::Operand(depth as u32), Some(value)));
            }
        }
    }

    /// Notes stores.
    pub fn note(&mut self, graph: &Graph, stores: &Stores) {
        for &(place, value) in stores {
            let nil = Held::Word(crate::heap::Word::NIL.bits());
            self.hold(place, value.map_or(nil, |value| Held::of(graph, value)));
        }
    }

    /// What must be stored before a node calls; noted already.
    pub fn before(&mut self, source: &Source<'_>, value: Val) -> Stores {
        let graph = source.graph;
        let node = graph.node(value);
        let (state, operands): (StateId, Vec<Val>) = match &node.insn {
            Insn::Call {
                this, args, state, ..
            }
            | Insn::CallShared {
                this, args, state, ..
            } => (*state, std::iter::once(this).chain(args).copied().collect()),
            Insn::Yield { args, state, .. } => (*state, args.clone()),
            Insn::Op {
                operands, state, ..
            }
            | Insn::YieldAny { operands, state } => (*state, operands.clone()),
            _ => return Stores::new(),
        };
        let mut stores = Stores::new();
        if source.looked_at || node.insn.is_call() {
            stores = self.missing(graph, state);
        }
        let below_self = usize::from(matches!(node.insn, Insn::Yield { .. }));
        let depth = graph.state(state).stack.len() + below_self;
        self.missing_operands(graph, depth, &operands, &mut stores);
        self.note(graph, &stores);
        stores
    }

    /// What a node leaves in memory.
    pub fn behind(&mut self, source: &Source<'_>, value: Val) {
        let graph = source.graph;
        let node = graph.node(value);
        match &node.insn {
            Insn::Slot { slot } => self.hold(Place::Slot(*slot), Held::Val(value)),
            Insn::Operand { depth } => self.hold(Place::Operand(*depth), Held::Val(value)),
            Insn::Call { state, .. } | Insn::Yield { state, .. } | Insn::YieldAny { state, .. } => {
                self.operands.truncate(graph.state(*state).stack.len());
            }
            Insn::Op {
                pc, results, state, ..
            } => {
                let state = graph.state(*state);
                self.operands.truncate(state.stack.len());
                for slot in source.slots_written(*pc, state.pc) {
                    self.hold(Place::Slot(slot), Held::Good);
                }
                if *results == 1 {
                    self.hold(Place::Operand(state.stack.len() as u32), Held::Val(value));
                }
            }
            _ => {}
        }
    }

    /// The same memory as the target of an edge names it.
    pub fn across(&self, graph: &Graph, edge: &Edge) -> Places {
        let mut places = self.clone();
        let params = &graph.block(edge.to).params;
        let passed: Vec<Held> = edge.args.iter().map(|&v| Held::of(graph, v)).collect();
        for held in places.slots.iter_mut().chain(&mut places.operands) {
            let Held::Val(value) = *held else { continue };
            if let Some(at) = passed.iter().position(|passed| passed == held) {
                *held = Held::Val(params[at]);
            } else if params.contains(&value) {
                *held = Held::Good;
            }
        }
        places
    }

    /// What each block finds, by block; None for those that are not reached.
    pub fn of_blocks(source: &Source<'_>, order: &[BlockId]) -> Vec<Option<Places>> {
        let graph = source.graph;
        let mut starts: Vec<Option<Places>> = vec![None; graph.blocks.len()];
        starts[0] = Some(Places::at_entry(source));
        loop {
            let mut changed = false;
            for &id in order {
                let Some(mut places) = starts[id.0 as usize].clone() else {
                    continue;
                };
                let block = graph.block(id);
                for &v in &block.body {
                    places.define(v);
                    places.before(source, v);
                    places.behind(source, v);
                }
                for edge in block.end.edges() {
                    let found = places.across(graph, edge);
                    let start = &mut starts[edge.to.0 as usize];
                    let before = start.clone();
                    match start {
                        Some(start) => start.meet(&found),
                        None => *start = Some(found),
                    }
                    changed |= *start != before;
                }
            }
            if !changed {
                return starts;
            }
        }
    }
}
