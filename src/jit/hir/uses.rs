//! Who uses whom: visiting the operands of nodes, ends and states, replacing
//! values, and what may go when nobody uses it.

use rustc_hash::FxHashMap;

use super::{Edge, End, Graph, Insn, IntOp, StateId, Val};

/// Hands every operand of an instruction to `$f`, by the reference that the
/// instruction is matched by.
macro_rules! operands {
    ($insn:expr, $f:expr) => {
        match $insn {
            Insn::Param { .. }
            | Insn::Const(_)
            | Insn::Double(_)
            | Insn::This
            | Insn::Slot { .. }
            | Insn::Operand { .. }
            | Insn::Header { .. }
            | Insn::ErrInfo
            | Insn::ConstSite { .. }
            | Insn::New { .. }
            | Insn::CopyString { .. }
            | Insn::MakeEnv { .. }
            | Insn::Activate
            | Insn::Count { .. }
            | Insn::Poll { .. } => {}
            Insn::GuardType { value, .. }
            | Insn::GuardShape { value, .. }
            | Insn::HasShape { value, .. } => $f(value),
            Insn::Int { a, b, .. }
            | Insn::IntCmp { a, b, .. }
            | Insn::Float { a, b, .. }
            | Insn::FloatCmp { a, b, .. }
            | Insn::Same { a, b } => {
                $f(a);
                $f(b);
            }
            Insn::IntNeg { a, .. }
            | Insn::IntToDouble { a }
            | Insn::Unbox { a }
            | Insn::Box { a }
            | Insn::FloatNeg { a }
            | Insn::Truthy { a }
            | Insn::IsNil { a }
            | Insn::IsUndef { a }
            | Insn::Negate { a }
            | Insn::Bool { a } => $f(a),
            Insn::EnvUp { env, .. } => $f(env),
            Insn::ConstIn { module, .. } => $f(module),
            Insn::Load { object, .. }
            | Insn::LoadIvar { object, .. }
            | Insn::SetShape { object, .. }
            | Insn::GuardThawed { object, .. } => $f(object),
            Insn::Store { object, value, .. } => {
                $f(object);
                $f(value);
            }
            Insn::ArrayGet { array, index } => {
                $f(array);
                $f(index);
            }
            Insn::ArraySet {
                array,
                index,
                value,
                ..
            } => {
                $f(array);
                $f(index);
                $f(value);
            }
            Insn::ArrayLength { array } => $f(array),
            Insn::ArrayPush { array, value, .. } => {
                $f(array);
                $f(value);
            }
            Insn::Call { this, args, .. } | Insn::CallShared { this, args, .. } => {
                $f(this);
                for arg in args {
                    $f(arg);
                }
            }
            Insn::Yield { args, .. } => {
                for arg in args {
                    $f(arg);
                }
            }
            Insn::Op { operands, .. } | Insn::YieldAny { operands, .. } => {
                for operand in operands {
                    $f(operand);
                }
            }
            Insn::NewArray { elements } => {
                for element in elements {
                    $f(element);
                }
            }
        }
    };
}

/// The state in which an instruction leaves (calls: behind which they stand), by
/// the reference that it is matched by.
macro_rules! state {
    ($insn:expr) => {
        match $insn {
            Insn::GuardType { state, .. }
            | Insn::GuardShape { state, .. }
            | Insn::ArrayPush { state, .. }
            | Insn::GuardThawed { state, .. }
            | Insn::Int { state, .. }
            | Insn::IntNeg { state, .. }
            | Insn::ArraySet { state, .. }
            | Insn::ConstSite { state, .. }
            | Insn::ConstIn { state, .. }
            | Insn::Call { state, .. }
            | Insn::CallShared { state, .. }
            | Insn::Yield { state, .. }
            | Insn::YieldAny { state, .. }
            | Insn::Op { state, .. }
            | Insn::Poll { state, .. } => Some(state),
            _ => None,
        }
    };
}

/// The state before a call that may leave without having happened.
macro_rules! before {
    ($insn:expr) => {
        match $insn {
            Insn::CallShared { before, .. } | Insn::Yield { before, .. } => Some(before),
            _ => None,
        }
    };
}

impl Insn {
    /// Looks at every operand. Those of its states are not among them.
    pub fn each_use(&self, mut look: impl FnMut(Val)) {
        operands!(self, |value: &Val| look(*value));
    }

    /// Changes every operand.
    pub fn each_use_mut(&mut self, mut change: impl FnMut(&mut Val)) {
        operands!(self, |value: &mut Val| change(value));
    }

    /// Whether it may go when nobody uses its value. Guards stay: what they
    /// guard need not use them.
    pub fn may_go(&self) -> bool {
        match self {
            Insn::Int { op, .. } => !matches!(op, IntOp::Div | IntOp::Mod),
            Insn::Param { .. }
            | Insn::GuardType { .. }
            | Insn::GuardShape { .. }
            | Insn::GuardThawed { .. }
            | Insn::ConstSite { .. }
            | Insn::ConstIn { .. }
            | Insn::Store { .. }
            | Insn::SetShape { .. }
            | Insn::ArraySet { .. }
            | Insn::ArrayPush { .. }
            | Insn::Call { .. }
            | Insn::CallShared { .. }
            | Insn::Yield { .. }
            | Insn::YieldAny { .. }
            | Insn::Op { .. }
            | Insn::MakeEnv { .. }
            | Insn::Activate
            | Insn::Count { .. }
            | Insn::Poll { .. } => false,
            _ => true,
        }
    }

    /// Whether what is known of shapes and frozenness ends here. A primitive is
    /// no call, but may change objects.
    pub fn changes_objects(&self) -> bool {
        self.is_call() || matches!(self, Insn::CallShared { .. })
    }

    /// The state in which it leaves, if it can.
    pub fn state(&self) -> Option<StateId> {
        state!(self).copied()
    }

    /// Changes the states that it names.
    pub fn each_state_mut(&mut self, mut change: impl FnMut(&mut StateId)) {
        if let Some(before) = before!(self) {
            change(before);
        }
        if let Some(state) = state!(self) {
            change(state);
        }
    }

    /// The states that it names.
    pub fn states(&self) -> impl Iterator<Item = StateId> + use<> {
        let before = before!(self).copied();
        before.into_iter().chain(self.state())
    }
}

impl End {
    /// The edges that leave the block.
    pub fn edges(&self) -> impl Iterator<Item = &Edge> {
        let (first, second) = match self {
            End::Jump(edge) => (Some(edge), None),
            End::Branch { then, or, .. } => (Some(then), Some(or)),
            _ => (None, None),
        };
        first.into_iter().chain(second)
    }

    /// The same, to change them.
    pub fn edges_mut(&mut self) -> impl Iterator<Item = &mut Edge> {
        let (first, second) = match self {
            End::Jump(edge) => (Some(edge), None),
            End::Branch { then, or, .. } => (Some(then), Some(or)),
            _ => (None, None),
        };
        first.into_iter().chain(second)
    }

    /// What it uses besides the arguments of its edges.
    pub fn operand(&self) -> Option<Val> {
        match *self {
            End::Branch { cond, .. } => Some(cond),
            End::Return { value, .. } => Some(value),
            _ => None,
        }
    }

    /// Its state, if it has one.
    pub fn state(&self) -> Option<StateId> {
        match *self {
            End::Return { state, .. } | End::Exit { state, .. } => Some(state),
            _ => None,
        }
    }

    /// Changes every value that it uses.
    pub fn each_use_mut(&mut self, mut change: impl FnMut(&mut Val)) {
        match self {
            End::Branch { cond, .. } => change(cond),
            End::Return { value, .. } => change(value),
            _ => {}
        }
        for edge in self.edges_mut() {
            edge.args.iter_mut().for_each(&mut change);
        }
    }
}

/// Values that stand for others from now on.
#[derive(Default)]
pub(crate) struct Replaced {
    map: FxHashMap<Val, Val>,
}

impl Replaced {
    /// From now on `new` stands for `old`.
    pub fn put(&mut self, old: Val, new: Val) {
        let new = self.now(new);
        if new != old {
            self.map.insert(old, new);
        }
    }

    /// What stands for a value.
    pub fn now(&self, mut value: Val) -> Val {
        while let Some(&next) = self.map.get(&value) {
            value = next;
        }
        value
    }

    /// Whether nothing was replaced.
    pub fn is_empty(&self) -> bool {
        self.map.is_empty()
    }
}

impl Graph {
    /// Makes replacements everywhere.
    pub fn replace(&mut self, replaced: &Replaced) {
        if replaced.is_empty() {
            return;
        }
        let change = |value: &mut Val| *value = replaced.now(*value);
        for node in &mut self.nodes {
            node.insn.each_use_mut(change);
        }
        for block in &mut self.blocks {
            block.end.each_use_mut(change);
        }
        for state in &mut self.states {
            state.locals.iter_mut().flatten().for_each(change);
            state.stack.iter_mut().for_each(change);
        }
    }

    /// Every state that living code names, each once, in order.
    pub fn used_states(&self) -> Vec<StateId> {
        let mut used = Vec::new();
        for block in &self.blocks {
            for &value in &block.body {
                used.extend(self.node(value).insn.states());
            }
            used.extend(block.end.state());
        }
        used.sort_unstable();
        used.dedup();
        used
    }
}
