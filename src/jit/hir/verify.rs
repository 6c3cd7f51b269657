//! Checks the rules of a graph: J1 to J3 of `hir/mod.rs`, and that every operand
//! is held as its node wants it. Only looks.

use rustc_hash::FxHashSet;

use crate::object::kinds::Kinds;

use super::flow::Flow;
use super::{BlockId, End, Graph, Insn, StateId, Type, Val};

/// In debug builds fails if a graph is not good after a pass.
pub(crate) fn check_in_debug(graph: &Graph, pass: &str) {
    if cfg!(debug_assertions)
        && let Err(problem) = check(graph)
    {
        panic!(
            "after {pass}: {problem}\n{}",
            super::print::print(graph, None)
        );
    }
}

/// Whether a graph keeps the rules, or what is wrong.
pub(crate) fn check(graph: &Graph) -> Result<(), String> {
    let flow = Flow::of(graph);
    let mut checker = Checker {
        graph,
        flow: &flow,
        places: vec![None; graph.nodes.len()],
    };
    checker.find_places()?;
    for &block in &flow.order {
        checker.check_block(block)?;
    }
    checker.check_across_calls()
}

struct Checker<'g> {
    graph: &'g Graph,
    flow: &'g Flow,
    /// Where each value is defined: block, and position, parameters at 0.
    places: Vec<Option<(BlockId, usize)>>,
}

impl Checker<'_> {
    fn find_places(&mut self) -> Result<(), String> {
        for &id in &self.flow.order {
            let block = self.graph.block(id);
            let params = block.params.iter().map(|&param| (param, 0));
            let body = block.body.iter().zip(1..).map(|(&value, at)| (value, at));
            for (value, at) in params.chain(body) {
                let known = self.places[value.0 as usize].replace((id, at));
                if known.is_some() {
                    return Err(format!("v{} is defined twice", value.0));
                }
            }
            for (at, &param) in block.params.iter().enumerate() {
                let insn = &self.graph.node(param).insn;
                if !matches!(*insn, Insn::Param { index } if index as usize == at) {
                    return Err(format!("v{} is no parameter {at}", param.0));
                }
            }
        }
        match self.graph.blocks.first() {
            Some(entry) if entry.params.is_empty() => Ok(()),
            _ => Err("the entry block has parameters".to_owned()),
        }
    }

    fn check_block(&self, id: BlockId) -> Result<(), String> {
        let block = self.graph.block(id);
        for (&value, at) in block.body.iter().zip(1..) {
            let insn = &self.graph.node(value).insn;
            let mut outcome = Ok(());
            insn.each_use(|used| {
                if outcome.is_ok() {
                    outcome = self.check_use(used, id, at, &format!("v{}", value.0));
                }
            });
            outcome?;
            self.check_types(value)?;
            for state in insn.states() {
                self.check_state(state, id, at)?;
            }
            let entry_only = matches!(insn, Insn::This | Insn::Const(_));
            if entry_only && id != BlockId(0) {
                return Err(format!("v{} stands outside the entry block", value.0));
            }
        }
        let behind = block.body.len() + 1;
        if let Some(used) = block.end.operand() {
            self.check_use(used, id, behind, "the end")?;
        }
        if let Some(state) = block.end.state() {
            self.check_state(state, id, behind)?;
        }
        match block.end {
            End::Branch { cond, .. } => self.wants(cond, Type::Cond, "a branch")?,
            End::Return { value, .. } => self.wants(value, Type::ANY, "a return")?,
            _ => {}
        }
        for edge in block.end.edges() {
            let Some(target) = self.graph.blocks.get(edge.to.0 as usize) else {
                return Err(format!("b{} leads nowhere", id.0));
            };
            if target.params.len() != edge.args.len() || edge.to == BlockId(0) {
                return Err(format!("the edge from b{} to b{}", id.0, edge.to.0));
            }
            for (&arg, &param) in edge.args.iter().zip(&target.params) {
                self.check_use(arg, id, behind, "an edge")?;
                self.wants(arg, self.graph.ty(param), "a parameter")?;
            }
        }
        Ok(())
    }

    /// J1.
    fn check_use(&self, value: Val, block: BlockId, at: usize, who: &str) -> Result<(), String> {
        let good = match self.places[value.0 as usize] {
            Some((defined, place)) if defined == block => place < at,
            Some((defined, _)) => self.flow.dominates(defined, block),
            None => false,
        };
        if good {
            return Ok(());
        }
        Err(format!(
            "{who} in b{} uses v{}, which is not there",
            block.0, value.0
        ))
    }

    /// J2.
    fn check_state(&self, id: StateId, block: BlockId, at: usize) -> Result<(), String> {
        let state = self.graph.state(id);
        let slots = self.graph.states[0].locals.len();
        if state.locals.len() != slots {
            return Err(format!("s{} has {} locals", id.0, state.locals.len()));
        }
        for &value in state.locals.iter().flatten().chain(&state.stack) {
            self.check_use(value, block, at, &format!("s{}", id.0))?;
            if !matches!(self.graph.ty(value), Type::Tagged(_) | Type::Double) {
                return Err(format!(
                    "s{} holds v{}, which is no Ruby value",
                    id.0, value.0
                ));
            }
        }
        Ok(())
    }

    /// A value is held as wanted; tagged ones are of one of the kinds.
    fn wants(&self, value: Val, wanted: Type, who: &str) -> Result<(), String> {
        let ty = self.graph.ty(value);
        if ty.within(wanted) {
            return Ok(());
        }
        Err(format!(
            "{who} wants {wanted:?} of v{}, which is {ty:?}",
            value.0
        ))
    }

    fn check_types(&self, value: Val) -> Result<(), String> {
        let who = format!("v{}", value.0);
        let wants = |value: Val, wanted: Type| self.wants(value, wanted, &who);
        match &self.graph.node(value).insn {
            Insn::Int { a, b, .. } | Insn::IntCmp { a, b, .. } => {
                wants(*a, Type::INT)?;
                wants(*b, Type::INT)
            }
            Insn::IntNeg { a, .. } | Insn::IntToDouble { a } => wants(*a, Type::INT),
            Insn::Unbox { a } => wants(*a, Type::FLOAT),
            Insn::Box { a } | Insn::FloatNeg { a } => wants(*a, Type::Double),
            Insn::Float { a, b, .. } | Insn::FloatCmp { a, b, .. } => {
                wants(*a, Type::Double)?;
                wants(*b, Type::Double)
            }
            Insn::Negate { a } | Insn::Bool { a } => wants(*a, Type::Cond),
            Insn::ArrayGet { array, index } => {
                wants(*array, Type::ANY)?;
                wants(*index, Type::INT)
            }
            Insn::ArraySet {
                array,
                index,
                value,
                ..
            } => {
                wants(*array, Type::ANY)?;
                wants(*index, Type::INT)?;
                wants(*value, Type::ANY)
            }
            insn => {
                let mut outcome = Ok(());
                insn.each_use(|used| {
                    if outcome.is_ok() {
                        outcome = wants(used, Type::ANY);
                    }
                });
                outcome
            }
        }
    }

    /// J3: what is used behind a call stands in its state. Goes backwards from
    /// each use: values that are live across a call must be there.
    fn check_across_calls(&self) -> Result<(), String> {
        let mut live_in: Vec<FxHashSet<Val>> = vec![FxHashSet::default(); self.graph.blocks.len()];
        let mut changed = true;
        while changed {
            changed = false;
            for &id in self.flow.order.iter().rev() {
                let live = self.live_before(id, &live_in, false)?;
                if live.len() != live_in[id.0 as usize].len() {
                    live_in[id.0 as usize] = live;
                    changed = true;
                }
            }
        }
        for &id in &self.flow.order {
            self.live_before(id, &live_in, true)?;
        }
        Ok(())
    }

    /// Whether the collector may move what a value refers to, behind everybody's
    /// back unless a state tells.
    fn moves(&self, value: Val) -> bool {
        let node = self.graph.node(value);
        let fixed = matches!(node.insn, Insn::This | Insn::Const(_));
        node.ty
            .kinds()
            .is_some_and(|kinds| kinds.and(Kinds::HEAP) != Kinds::EMPTY)
            && !fixed
    }

    fn live_before(
        &self,
        id: BlockId,
        live_in: &[FxHashSet<Val>],
        checks: bool,
    ) -> Result<FxHashSet<Val>, String> {
        let block = self.graph.block(id);
        let mut live: FxHashSet<Val> = FxHashSet::default();
        let add = |live: &mut FxHashSet<Val>, value: Val| {
            let root = self.graph.root(value);
            if self.moves(value) && self.moves(root) {
                live.insert(root);
            }
        };
        let add_state = |live: &mut FxHashSet<Val>, state: StateId| {
            let state = self.graph.state(state);
            for &value in state.locals.iter().flatten().chain(&state.stack) {
                add(live, value);
            }
        };
        for edge in block.end.edges() {
            live.extend(live_in[edge.to.0 as usize].iter().copied());
            edge.args.iter().for_each(|&arg| add(&mut live, arg));
        }
        block
            .end
            .operand()
            .into_iter()
            .for_each(|value| add(&mut live, value));
        if let Some(state) = block.end.state() {
            add_state(&mut live, state);
        }
        for &value in block.body.iter().rev() {
            live.remove(&value);
            let insn = &self.graph.node(value).insn;
            if checks && insn.is_call() {
                self.check_call(value, &live)?;
            }
            insn.each_use(|used| add(&mut live, used));
            for state in insn.states() {
                add_state(&mut live, state);
            }
        }
        for param in &block.params {
            live.remove(param);
        }
        Ok(live)
    }

    fn check_call(&self, call: Val, live: &FxHashSet<Val>) -> Result<(), String> {
        let state = self
            .graph
            .node(call)
            .insn
            .state()
            .expect("calls have states");
        let state = self.graph.state(state);
        let kept = state.locals.iter().flatten().chain(&state.stack);
        let kept: FxHashSet<Val> = kept.map(|&value| self.graph.root(value)).collect();
        match live.iter().find(|value| !kept.contains(value)) {
            Some(lost) => Err(format!("v{} lives across the call v{}", lost.0, call.0)),
            None => Ok(()),
        }
    }
}
