//! From bytecode and feedback to a graph: control flow and frame states.
//!
//! Goes through the bytecode once, in an order that visits a block after those
//! that lead to it, but for loops. Where ways meet, the block gets a parameter
//! for every slot and operand; those that were never needed go at the end.
//! Exception handlers are the interpreter's and not followed.
//!
//! `insns.rs` says what each instruction becomes, with `arith.rs`, `calls.rs`
//! and `vars.rs`. What `source.rs` reads is never changed.

mod arith;
mod calls;
mod cfg;
mod entry;
mod insns;
mod source;
mod vars;

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::heap::Word;
use crate::object::kinds::Kinds;
use crate::vm::Vm;
use crate::vm::dispatch::TRACE;
use crate::vm::function::Function;
use crate::vm::native::{Assumption, ExitReason, NativeEntry};
use crate::vm::tier_stats::Counted;

use super::{
    Block, BlockId, Edge, End, FrameState, Graph, HeaderWord, Insn, Node, StateId, Type, Val,
    passes, verify,
};
use cfg::Cfg;
pub(crate) use cfg::depths;
use source::Source;

/// Functions with more instructions stay interpreted.
const MOST_INSNS: usize = 3000;
/// Values that a graph may have.
const MOST_VALUES: usize = 200_000;
/// Exits from one instruction after which native code does no more than execute
/// it.
const MANY_EXITS: u32 = 10;

/// Builds the graph of a function that is entered at `entry` and whose frame at
/// `fp` waits to enter it; or says why there is none.
pub(crate) fn build(
    vm: &Vm,
    function: *const Function,
    entry: NativeEntry,
    fp: *mut Word,
) -> Result<Graph, String> {
    let source = Source::new(vm, function, entry, fp)?;
    if source.linked.unit.is_stack() {
        return Err("a program in the stack language".to_owned());
    }
    if vm.mode == TRACE {
        return Err("somebody watches".to_owned());
    }
    if source.linked.refined.get() {
        return Err("refinements are in force".to_owned());
    }
    if source.insns.len() > MOST_INSNS {
        return Err(format!("{} instructions", source.insns.len()));
    }
    if !source.frame_fits() {
        return Err("another frame runs".to_owned());
    }
    let start = match entry {
        NativeEntry::Function => 0,
        NativeEntry::Loop { pc } => pc + 1,
    };
    let kinds = match entry {
        NativeEntry::Loop { pc } if source.stands_at(pc) => source.slot_kinds(),
        _ => Vec::new(),
    };
    let mut builder = Builder::new(source, entry, start);
    builder.run(start)?;
    let mut graph = builder.finish();
    passes::clean::prune_params(&mut graph);
    entry::guard_slots(&mut graph, start, &kinds);
    verify::check_in_debug(&graph, "build");
    Ok(graph)
}

/// A bytecode block that is known but not built.
struct Pending {
    /// Its block.
    id: BlockId,
    locals: Vec<Val>,
    stack: Vec<Val>,
}

/// The graph as far as it is built, and the frame as it stands at the
/// instruction under way.
struct Builder<'v> {
    source: Source<'v>,
    cfg: Cfg,
    graph: Graph,
    /// Constants by their bits; they stand in front of the entry block.
    constants: FxHashMap<u64, Val>,
    /// Self.
    this: Val,
    /// Blocks of leaders, by pc.
    blocks: FxHashMap<u32, BlockId>,
    /// Those to be built, by their place in the order.
    pending: BTreeMap<u32, (u32, Pending)>,
    /// The block under way; None: control does not come here.
    block: Option<BlockId>,
    /// The instruction under way.
    pc: u32,
    /// Slots.
    locals: Vec<Val>,
    /// Operands.
    stack: Vec<Val>,
    /// Operands before the instruction.
    stack_before: Vec<Val>,
    /// The state before the instruction, once somebody needed it.
    before: Option<StateId>,
    /// Something in this row of instructions was reached.
    reached: bool,
}

impl<'v> Builder<'v> {
    fn new(source: Source<'v>, entry: NativeEntry, start: u32) -> Builder<'v> {
        let graph = Graph {
            function: source.function,
            entry,
            nodes: Vec::new(),
            blocks: Vec::new(),
            states: Vec::new(),
            assumptions: Vec::new(),
            method: None,
        };
        let mut builder = Builder {
            cfg: Cfg::new(&source.insns, start),
            source,
            graph,
            constants: FxHashMap::default(),
            this: Val(0),
            blocks: FxHashMap::default(),
            pending: BTreeMap::new(),
            block: None,
            pc: start,
            locals: Vec::new(),
            stack: Vec::new(),
            stack_before: Vec::new(),
            before: None,
            reached: false,
        };
        builder.begin(entry, start);
        builder
    }

    /// The entry block: self, slots and operands.
    fn begin(&mut self, entry: NativeEntry, start: u32) {
        self.block = Some(self.new_block());
        self.this = self.emit(Insn::This, Type::ANY);
        let function = self.source.function;
        let read = match entry {
            NativeEntry::Function => function.n_params,
            NativeEntry::Loop { .. } => function.n_slots,
        };
        for slot in 0..read {
            let value = self.emit(Insn::Slot { slot }, Type::ANY);
            self.locals.push(value);
        }
        for _ in read..function.n_slots {
            let nil = self.constant(Word::NIL);
            self.locals.push(nil);
        }
        let depths = depths(self.source.code, &self.source.insns);
        for depth in 0..depths[start as usize].unwrap_or(0) {
            let value = self.emit(Insn::Operand { depth }, Type::ANY);
            self.stack.push(value);
        }
        self.jump_to(start);
    }

    fn run(&mut self, start: u32) -> Result<(), String> {
        debug_assert!(self.blocks.contains_key(&start));
        while let Some((_, (pc, pending))) = self.pending.pop_first() {
            self.block = Some(pending.id);
            self.reached = false;
            (self.locals, self.stack) = (pending.locals, pending.stack);
            let mut pc = pc;
            loop {
                self.pc = pc;
                self.before = None;
                self.stack_before.clone_from(&self.stack);
                pc = self.step()?;
                if self.block.is_none() {
                    break;
                }
                if self.cfg.is_leader(pc) {
                    self.pc = pc;
                    self.jump_to(pc);
                    break;
                }
            }
            if self.graph.nodes.len() > MOST_VALUES {
                return Err("too many values".to_owned());
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Graph {
        // Constants first: everything may use them.
        let mut constants: Vec<Val> = self.constants.into_values().collect();
        constants.sort_unstable();
        let body = &mut self.graph.blocks[0].body;
        constants.append(body);
        *body = constants;
        self.graph.assumptions.sort_unstable();
        self.graph.assumptions.dedup();
        self.graph
    }

    // ---- nodes -------------------------------------------------------------

    fn add_node(&mut self, insn: Insn, ty: Type) -> Val {
        let value = Val(self.graph.nodes.len() as u32);
        self.graph.nodes.push(Node {
            insn,
            ty,
            pc: self.pc,
        });
        value
    }

    /// Adds a node to the block under way.
    fn emit(&mut self, insn: Insn, ty: Type) -> Val {
        let value = self.add_node(insn, ty);
        let block = self.block.expect("control comes here");
        self.graph.blocks[block.0 as usize].body.push(value);
        value
    }

    /// Counts what is about to be done, behind the last guard of its instruction.
    fn count(&mut self, what: Counted) {
        if self.source.vm.counts_hits() {
            self.emit(Insn::Count { what }, Type::None);
        }
    }

    /// A constant.
    fn constant(&mut self, word: Word) -> Val {
        if let Some(&value) = self.constants.get(&word.bits()) {
            return value;
        }
        let value = self.add_node(Insn::Const(word), Type::Tagged(Kinds::of(word)));
        self.constants.insert(word.bits(), value);
        value
    }

    fn ty(&self, value: Val) -> Type {
        self.graph.ty(value)
    }

    /// The kinds of a tagged value.
    fn kinds(&self, value: Val) -> Kinds {
        self.ty(value).kinds().unwrap_or(Kinds::EMPTY)
    }

    // ---- states ------------------------------------------------------------

    fn add_state(&mut self, pc: u32, stack: Vec<Val>) -> StateId {
        let id = StateId(self.graph.states.len() as u32);
        self.graph.states.push(FrameState {
            pc,
            locals: self.locals.iter().copied().map(Some).collect(),
            stack,
        });
        id
    }

    /// The state before the instruction under way.
    fn before(&mut self) -> StateId {
        if let Some(state) = self.before {
            return state;
        }
        let state = self.add_state(self.pc, self.stack_before.clone());
        self.before = Some(state);
        state
    }

    /// The state behind a call of `count` instructions whose operands are popped.
    fn behind(&mut self, count: u32) -> StateId {
        self.add_state(self.pc + count, self.stack.clone())
    }

    /// Code relies on what a name means.
    fn assume(&mut self, assumption: Assumption) {
        self.graph.assumptions.push(assumption);
    }

    // ---- blocks ------------------------------------------------------------

    fn new_block(&mut self) -> BlockId {
        let id = BlockId(self.graph.blocks.len() as u32);
        self.graph.blocks.push(Block {
            params: Vec::new(),
            body: Vec::new(),
            end: End::Never,
            cold: false,
        });
        id
    }

    fn end_with(&mut self, end: End) {
        let block = self.block.take().expect("control comes here");
        self.graph.blocks[block.0 as usize].end = end;
    }

    /// Leaves for good before the instruction under way.
    fn exit(&mut self, reason: ExitReason) {
        let state = self.before();
        let block = self.block.expect("control comes here");
        self.graph.blocks[block.0 as usize].cold = true;
        self.end_with(End::Exit { state, reason });
    }

    /// An edge to the leader at `pc` with the slots and operands of now.
    fn edge_to(&mut self, pc: u32) -> Edge {
        let merges = self.cfg.merges(pc);
        let known = self.blocks.get(&pc).copied();
        let to = known.unwrap_or_else(|| self.open(pc, merges));
        let args = if merges {
            self.locals.iter().chain(&self.stack).copied().collect()
        } else {
            Vec::new()
        };
        Edge { to, args }
    }

    /// Makes the block of a leader.
    fn open(&mut self, pc: u32, merges: bool) -> BlockId {
        let id = self.new_block();
        self.blocks.insert(pc, id);
        let (mut locals, mut stack) = (self.locals.clone(), self.stack.clone());
        if merges {
            for (index, value) in locals.iter_mut().chain(&mut stack).enumerate() {
                let index = index as u32;
                *value = self.add_node(Insn::Param { index }, Type::ANY);
                self.graph.blocks[id.0 as usize].params.push(*value);
            }
        }
        let pending = Pending { id, locals, stack };
        self.pending.insert(self.cfg.place(pc), (pc, pending));
        id
    }

    fn jump_to(&mut self, pc: u32) {
        let edge = self.edge_to(pc);
        self.end_with(End::Jump(edge));
    }

    /// Goes on by a condition, to leaders.
    fn branch_to(&mut self, cond: Val, then: u32, or: u32) {
        let (then, or) = (self.edge_to(then), self.edge_to(or));
        self.end_with(End::Branch { cond, then, or });
    }

    /// Goes on by a condition within an instruction: the block under way becomes
    /// that for a true one, the other is returned.
    fn fork(&mut self, cond: Val) -> BlockId {
        let (then, or) = (self.new_block(), self.new_block());
        let edge = |to| Edge {
            to,
            args: Vec::new(),
        };
        self.end_with(End::Branch {
            cond,
            then: edge(then),
            or: edge(or),
        });
        self.block = Some(then);
        or
    }

    /// Goes on where the arms of an instruction meet, with what each gives.
    fn join(&mut self, arms: Vec<(BlockId, Option<Val>)>) -> Option<Val> {
        let id = self.new_block();
        let valued = arms.iter().any(|(_, value)| value.is_some());
        let mut kinds = Kinds::EMPTY;
        for (block, value) in arms {
            kinds = value.map_or(kinds, |value| kinds.or(self.kinds(value)));
            let args = value.into_iter().collect();
            self.graph.blocks[block.0 as usize].end = End::Jump(Edge { to: id, args });
        }
        self.block = Some(id);
        valued.then(|| {
            let param = self.add_node(Insn::Param { index: 0 }, Type::Tagged(kinds));
            self.graph.blocks[id.0 as usize].params.push(param);
            param
        })
    }
}
