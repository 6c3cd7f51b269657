//! From graphs to machine code, by way of Cranelift.
//!
//! Owns how each node becomes instructions. `emit` speaks Cranelift, `live` and
//! `places` look at the graph first, `snippets` makes what frames execute
//! meanwhile, `frame` keeps the frame and leaves it, the other files write the
//! nodes of their themes. What native code may do is said in `vm/native.rs`.
//! Never decides what is worth compiling, nor what a program means: nodes do
//! what `hir` says they do.

mod arith;
mod backend;
mod calls;
mod emit;
mod frame;
mod guards;
mod layout;
mod live;
mod memory;
mod places;
mod snippets;

use rustc_hash::FxHashMap;

use crate::jit::hir::{BlockId, Edge, End, Graph, Insn, Val};
use crate::object::kinds::Kinds;
use crate::vm::Vm;
use crate::vm::native::NativeEntry;
use crate::vm::native_calls::HelperRow;
use crate::vm::tier_stats::Counted;

use emit::{Block, Emitter, Repr, V, Var};
use frame::Exit;
use layout::vm;
use live::{Live, repr};
use places::{Places, Source};
use snippets::Snippets;

pub(crate) use backend::{Backend, Told};

/// What the code of one graph is made with.
struct Ground<'g> {
    source: Source<'g>,
    live: Live,
    snippets: Snippets,
    /// What memory holds where blocks begin.
    starts: Vec<Option<Places>>,
    vm: &'g Vm,
    helpers: &'g [HelperRow],
    /// Every n-th guard is forced to fail; 0: none.
    stress: u32,
    /// Which instruction code is for is wanted.
    places: bool,
    /// Its frames take more of the native stack than of the VM stack.
    large: bool,
}

/// Writes the code of one graph.
struct Lower<'g, 'c> {
    e: Emitter<'c>,
    ground: &'g Ground<'g>,
    graph: &'g Graph,
    /// The frame.
    fp: V,
    blocks: Vec<Block>,
    /// Branches to each block that are still to be written.
    expected: Vec<usize>,
    /// Values that are defined once, by their roots.
    values: Vec<Option<V>>,
    /// Values that calls define anew.
    vars: Vec<Option<Var>>,
    /// What memory holds now.
    places: Places,
    exits: Vec<Exit>,
    exit_numbers: FxHashMap<frame::ExitKey, usize>,
    /// Returns the sentinel.
    give_up: Option<Block>,
    /// Where code is written.
    at: BlockId,
    /// By root: what guards found, and in which block. What a value is does not
    /// change, so this holds wherever that block was passed.
    found: FxHashMap<Val, Vec<(BlockId, Kinds)>>,
    /// Counts blocks and calls: comparisons are written again where they are used
    /// only if nothing lies between.
    epoch: u32,
    comparisons: FxHashMap<Val, u32>,
    /// What was counted last in this block.
    counted: Option<Counted>,
}

impl<'g, 'c> Lower<'g, 'c> {
    fn new(mut e: Emitter<'c>, ground: &'g Ground<'g>) -> Lower<'g, 'c> {
        let graph = ground.source.graph;
        let fp = e.entry()[0];
        let blocks: Vec<Block> = graph.blocks.iter().map(|_| e.block()).collect();
        let mut vars = vec![None; graph.nodes.len()];
        for (root, _) in ground.live.reloads.values().flatten() {
            vars[root.0 as usize].get_or_insert_with(|| e.variable());
        }
        Lower {
            e,
            ground,
            graph,
            fp,
            blocks,
            expected: ground.live.flow.preds.iter().map(Vec::len).collect(),
            values: vec![None; graph.nodes.len()],
            vars,
            places: Places::at_entry(&ground.source),
            exits: Vec::new(),
            exit_numbers: FxHashMap::default(),
            give_up: None,
            at: BlockId(0),
            found: FxHashMap::default(),
            epoch: 0,
            comparisons: FxHashMap::default(),
            counted: None,
        }
    }

    /// Writes everything.
    fn run(mut self) -> Result<Written<'c>, String> {
        if self.graph.entry == NativeEntry::Function {
            self.place(0);
            self.prologue();
        }
        let first = self.blocks[0];
        self.e.jump(first, &[]);
        // The entry is one more way to the first block than the graph has.
        if self.expected[0] == 0 {
            self.e.seal(first);
        }
        for &id in &self.ground.live.flow.order {
            self.block(id)?;
        }
        let exits = self.write_exits()?;
        Ok(Written {
            emitter: self.e,
            exits,
        })
    }

    fn block(&mut self, id: BlockId) -> Result<(), String> {
        let graph = self.graph;
        let block = graph.block(id);
        let label = self.blocks[id.0 as usize];
        if block.cold {
            self.e.set_cold(label);
        }
        self.e.switch(label);
        self.epoch += 1;
        self.counted = None;
        self.at = id;
        let start = self.ground.starts[id.0 as usize].clone();
        self.places = start.ok_or("a block is reached from nowhere")?;
        for &param in &block.params {
            if let Some(repr) = repr(graph.ty(param)) {
                let value = self.e.param(label, repr);
                self.define(param, value);
            }
        }
        for &v in &block.body {
            self.place(self.graph.node(v).pc);
            self.places.define(v);
            self.node(v)?;
            self.places.behind(&self.ground.source, v);
        }
        self.end(id, &block.end)
    }

    /// What follows is for an instruction.
    fn place(&mut self, pc: u32) {
        if self.ground.places {
            self.e.set_place(pc);
        }
    }

    fn end(&mut self, id: BlockId, end: &End) -> Result<(), String> {
        match end {
            End::Jump(edge) => {
                let args = self.args(edge)?;
                let to = self.blocks[edge.to.0 as usize];
                self.e.jump(to, &args);
                self.arrives(edge.to);
            }
            End::Branch { cond, then, or } => {
                // The way out of a loop is the first target: see `emit.rs`.
                let depth = |edge: &Edge| self.ground.live.depth[edge.to.0 as usize];
                let own = self.ground.live.depth[id.0 as usize];
                let swap = depth(or) < own && depth(then) >= own;
                let (first, second) = if swap { (or, then) } else { (then, or) };
                let cond = self.condition(*cond, !swap)?;
                let (first_args, second_args) = (self.args(first)?, self.args(second)?);
                let first_block = self.blocks[first.to.0 as usize];
                let second_block = self.blocks[second.to.0 as usize];
                self.e.branch(
                    cond,
                    (first_block, &first_args),
                    (second_block, &second_args),
                );
                self.arrives(first.to);
                self.arrives(second.to);
            }
            End::Return { value, .. } => {
                let word = self.tagged(*value)?;
                self.e.ret(word);
            }
            End::Exit { state, reason } => {
                let exit = self.exit(*state, *reason);
                self.e.jump(exit, &[]);
            }
            End::Never => self.e.trap(),
        }
        Ok(())
    }

    /// One more branch to a block is written.
    fn arrives(&mut self, at: BlockId) {
        let expected = &mut self.expected[at.0 as usize];
        *expected -= 1;
        if *expected == 0 {
            self.e.seal(self.blocks[at.0 as usize]);
        }
    }

    fn args(&mut self, edge: &Edge) -> Result<Vec<V>, String> {
        let graph = self.graph;
        let params = &graph.block(edge.to).params;
        let wanted = params.iter().zip(&edge.args);
        let wanted = wanted.filter(|(param, _)| repr(graph.ty(**param)).is_some());
        wanted.map(|(_, &arg)| self.value(arg)).collect()
    }

    // ---- values -------------------------------------------------------------

    /// A node has its value.
    fn define(&mut self, v: Val, value: V) {
        match self.vars[v.0 as usize] {
            Some(var) => self.e.set(var, value),
            None => self.values[v.0 as usize] = Some(value),
        }
    }

    /// The value of a node.
    fn value(&mut self, v: Val) -> Result<V, String> {
        let root = self.graph.root(v);
        match self.graph.node(root).insn {
            Insn::Const(word) => return Ok(self.e.word(word.bits())),
            Insn::Double(double) => return Ok(self.e.double(double)),
            _ => {}
        }
        if let Some(var) = self.vars[root.0 as usize] {
            return Ok(self.e.get(var));
        }
        self.values[root.0 as usize].ok_or_else(|| format!("v{} is used before it is made", v.0))
    }

    /// The same as a tagged word.
    fn tagged(&mut self, v: Val) -> Result<V, String> {
        let value = self.value(v)?;
        Ok(match repr(self.graph.ty(v)) {
            Some(Repr::Double) => self.boxed(value),
            Some(Repr::Cond) => self.boolean(value),
            _ => value,
        })
    }

    /// The kinds that a tagged value may be of here.
    fn kinds(&self, v: Val) -> Kinds {
        let kinds = self.graph.ty(v).kinds().unwrap_or(Kinds::ANY);
        let flow = &self.ground.live.flow;
        let found = self.found.get(&self.graph.root(v)).into_iter().flatten();
        let found = found.filter(|(block, _)| flow.dominates(*block, self.at));
        found.fold(kinds, |kinds, (_, found)| kinds.and(*found))
    }

    /// From here on a value is known to be of some kinds.
    fn note_kinds(&mut self, v: Val, kinds: Kinds) {
        let root = self.graph.root(v);
        self.found.entry(root).or_default().push((self.at, kinds));
    }

    /// Whether storing a value may need the write barrier.
    fn may_be_heap(&self, v: Val) -> bool {
        self.kinds(v).and(Kinds::HEAP) != Kinds::EMPTY
    }

    /// The integer that a value is known to be.
    fn constant_int(&self, v: Val) -> Option<i64> {
        match self.graph.node(self.graph.root(v)).insn {
            Insn::Const(word) => word.as_int(),
            _ => None,
        }
    }

    /// Writes a node.
    fn node(&mut self, v: Val) -> Result<(), String> {
        let graph = self.graph;
        let value = match &graph.node(v).insn {
            // Those that use them make them, and parameters come with their block.
            Insn::Param { .. } | Insn::Const(_) | Insn::Double(_) => None,
            Insn::This | Insn::Slot { .. } | Insn::Operand { .. } | Insn::Header { .. } => {
                Some(self.load_place(v))
            }
            Insn::GuardType { .. } | Insn::GuardShape { .. } | Insn::GuardThawed { .. } => {
                self.guard_node(v)?;
                None
            }
            Insn::ErrInfo => Some(self.e.vm_load(vm::ERRINFO)),
            Insn::Int { op, a, b, state } => Some(self.int(*op, *a, *b, *state)?),
            Insn::IntNeg { a, state } => Some(self.int_neg(*a, *state)?),
            Insn::IntToDouble { .. }
            | Insn::Unbox { .. }
            | Insn::Box { .. }
            | Insn::Float { .. }
            | Insn::FloatNeg { .. } => Some(self.float_node(v)?),
            Insn::IntCmp { .. }
            | Insn::FloatCmp { .. }
            | Insn::Truthy { .. }
            | Insn::IsNil { .. }
            | Insn::IsUndef { .. }
            | Insn::Same { .. }
            | Insn::Negate { .. } => {
                self.comparisons.insert(v, self.epoch);
                Some(self.compared(v, true)?)
            }
            Insn::HasShape { value, shape } => Some(self.has_shape(*value, *shape)?),
            Insn::Bool { a } => {
                let cond = self.value(*a)?;
                Some(self.boolean(cond))
            }
            Insn::Call { .. }
            | Insn::Yield { .. }
            | Insn::YieldAny { .. }
            | Insn::CallShared { .. }
            | Insn::Op { .. } => self.call_node(v)?,
            _ => self.memory_node(v)?,
        };
        if let Some(value) = value {
            self.define(v, value);
        }
        Ok(())
    }
}

/// The code of a graph, but for what follows from the addresses of its exits.
struct Written<'c> {
    emitter: Emitter<'c>,
    exits: Box<[crate::vm::native::ExitRecord]>,
}
