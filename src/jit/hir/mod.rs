//! The optimiser's intermediate form: SSA over Ruby values, made of a function's
//! bytecode and what the interpreter learned about it.
//!
//! A graph is a list of blocks; a block has parameters (instead of phis), a body
//! of nodes in order, and one end. A node is a value: it has a type ([`Type`])
//! that says both what is known of the Ruby value and how it is held (as a
//! tagged word, a raw double or a condition). Whatever can fail names a
//! [`FrameState`]: what the interpreter's frame looks like there. Ruby is
//! optimised here; Cranelift does the local work (docs/JIT.md).
//!
//! This folder owns the form, its builder, verifier, text and passes. It reads
//! functions and their sites and never runs or changes anything.
//!
//! Rules that every graph keeps (checked by `verify.rs`):
//!
//! * **J1** A use is dominated by its definition; the arguments of an edge match
//!   the parameters of its target in number and representation.
//! * **J2** Every node that can leave (`Insn::state`) has a state whose values are
//!   defined there; a state has as many locals as the function has slots, and as
//!   many operands as the verifier of the bytecode says for its pc.
//! * **J3** A tagged value that may be a reference and is used behind a call is a
//!   constant, self, or stands in the call's state (a guard's result counts as
//!   the value it guards): calls collect, and the frame is where the collector
//!   finds and changes it.
//! * **J4** What is known of a shape, of an array's length or of a field ends at
//!   each call and at each store that could change it.

pub(crate) mod build;
pub(crate) mod flow;
mod names;
pub(crate) mod passes;
pub(crate) mod print;
pub(crate) mod types;
pub(crate) mod uses;
pub(crate) mod verify;

use crate::heap::{ShapeId, Word};
use crate::object::{ClassId, MethodEntry};
use crate::vm::function::{ConstSite, Function, LoopCell};
use crate::vm::native::{Assumption, ExitReason, NativeEntry};
use crate::vm::natives::NativeRow;
use crate::vm::tier_stats::Counted;

pub(crate) use types::Type;

/// A value: the node that defines it, by number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub(crate) struct Val(pub u32);

/// A block, by number. Block 0 is the entry and has no parameters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub(crate) struct BlockId(pub u32);

/// A frame state, by number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub(crate) struct StateId(pub u32);

/// A condition for integers and doubles.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Cmp {
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
    /// `==`
    Eq,
    /// `!=`
    Ne,
}

/// Arithmetic on two immediate integers, both and the result tagged. Leaves when
/// the result is no immediate integer (or, for division, by zero).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum IntOp {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// Floor division; leaves for the divisors 0 and -1.
    Div,
    /// Floor modulo; leaves for 0 and -1.
    Mod,
    /// `&`; never leaves, like the next two.
    And,
    /// `|`
    Or,
    /// `^`
    Xor,
    /// `<<` by 0 to 61; leaves otherwise.
    Shl,
    /// `>>` by 0 to 63; leaves otherwise.
    Shr,
}

/// Arithmetic on two raw doubles.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum FloatOp {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
}

/// A word of the frame's header that code may read.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum HeaderWord {
    /// The block passed to the method around.
    Block,
    /// The innermost Env.
    Env,
}

/// The callee of a direct call.
#[derive(Clone, Debug)]
pub(crate) struct Callee {
    /// What runs.
    pub function: *const Function,
    /// The method it runs as.
    pub entry: *const MethodEntry,
    /// The block that it is passed.
    pub block: BlockArg,
}

/// A block passed to a direct call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum BlockArg {
    /// None.
    None,
    /// A literal, as a child number of the caller.
    Literal(u32),
    /// What the caller was passed itself.
    Own,
}

/// What a node does. Operands named `state` say where execution goes on in the
/// interpreter when the node leaves: states of guards and arithmetic are those
/// *before* their instruction, which is executed again; states of calls are
/// those *behind* it, without the result (see [`FrameState`]).
#[derive(Clone, Debug)]
pub(crate) enum Insn {
    /// Parameter number `index` of its block.
    Param { index: u32 },
    /// A constant: an immediate or a mature object, which never moves.
    Const(Word),
    /// A raw double.
    Double(f64),
    /// Self, from its place in the frame.
    This,
    /// What stands in a slot of the frame in memory: at the entry (in block 0), or
    /// behind an `Op` that wrote it.
    Slot { slot: u32 },
    /// What stands in an operand place in memory: at a loop entry (in block 0), or
    /// behind an `Op` with several results.
    Operand { depth: u32 },

    /// The same value, known to be of a type; leaves if it is not.
    GuardType {
        value: Val,
        to: Type,
        state: StateId,
    },
    /// Leaves unless the value is a heap object with this shape (never for
    /// immediates). Knowledge about shapes is not part of a type: see J4.
    GuardShape {
        value: Val,
        shape: ShapeId,
        state: StateId,
    },
    /// Whether a value has a shape, which may be one of an immediate; a condition.
    HasShape { value: Val, shape: ShapeId },

    /// Integer arithmetic.
    Int {
        op: IntOp,
        a: Val,
        b: Val,
        state: StateId,
    },
    /// `-a`; leaves for the smallest integer.
    IntNeg { a: Val, state: StateId },
    /// Compares two immediate integers; a condition.
    IntCmp { cmp: Cmp, a: Val, b: Val },
    /// An immediate integer as a raw double.
    IntToDouble { a: Val },
    /// The raw double in a Float, flonum or boxed.
    Unbox { a: Val },
    /// A raw double as a Float; may allocate, which is no safe point.
    Box { a: Val },
    /// Arithmetic on raw doubles.
    Float { op: FloatOp, a: Val, b: Val },
    /// `-a` of a raw double.
    FloatNeg { a: Val },
    /// Compares two raw doubles (`Ne` is true for NaN); a condition.
    FloatCmp { cmp: Cmp, a: Val, b: Val },

    /// Whether a value is neither nil nor false; a condition.
    Truthy { a: Val },
    /// Whether a value is nil; a condition.
    IsNil { a: Val },
    /// Whether a value is the mark of an absent argument; a condition.
    IsUndef { a: Val },
    /// Whether two words are the same; a condition.
    Same { a: Val, b: Val },
    /// The opposite condition.
    Negate { a: Val },
    /// `true` or `false`.
    Bool { a: Val },

    /// A word of the frame's header. Calls and `Op` may change it.
    Header { word: HeaderWord },
    /// `$!`. Calls and `Op` may change it.
    ErrInfo,
    /// The Env `depth` Envs up from an Env.
    EnvUp { env: Val, depth: u32 },
    /// A tagged field of an object whose layout is known: word offset from the
    /// header. An ivar that reads as the mark of an absent value is `nil`: that
    /// is `LoadIvar`.
    Load { object: Val, offset: u32 },
    /// The same; the mark of an absent value reads as nil.
    LoadIvar { object: Val, offset: u32 },
    /// Writes a tagged field, with the write barrier.
    Store {
        object: Val,
        offset: u32,
        value: Val,
    },
    /// Gives an object another shape, behind the store of a new variable.
    SetShape { object: Val, shape: ShapeId },
    /// Leaves if the object is frozen.
    GuardThawed { object: Val, state: StateId },

    /// An element of an Array of the ordinary shape (guarded before), `nil` out
    /// of bounds; `index` is an immediate integer.
    ArrayGet { array: Val, index: Val },
    /// Writes an existing element of such an Array, which is not frozen; leaves
    /// for any other index, or if frozen.
    ArraySet {
        array: Val,
        index: Val,
        value: Val,
        state: StateId,
    },
    /// The number of elements of such an Array.
    ArrayLength { array: Val },

    /// The value of a constant site; leaves unless it is up to date.
    ConstSite {
        site: *const ConstSite,
        state: StateId,
    },

    /// The value of the site of a path; leaves unless it is up to date and was
    /// found from this module.
    ConstIn {
        site: *const ConstSite,
        module: Val,
        state: StateId,
    },

    /// Calls Ruby that takes exactly these arguments. A call: see J3.
    Call {
        callee: Callee,
        this: Val,
        args: Vec<Val>,
        state: StateId,
    },
    /// Calls a primitive that borrows the vm: no safe point, may raise. Leaves with
    /// `before`, to try again, if it declines.
    CallShared {
        row: *const NativeRow,
        this: Val,
        args: Vec<Val>,
        before: StateId,
        state: StateId,
    },
    /// Yields to a block literal of the caller's frame that takes exactly these
    /// arguments: leaves unless the block is literal `child` of a frame of
    /// `outer` that directly called this one. A call.
    Yield {
        outer: *const Function,
        child: u32,
        function: *const Function,
        args: Vec<Val>,
        before: StateId,
        state: StateId,
    },
    /// Yields to whatever block the method was passed. The operands are the place
    /// for the block's self, then the values. A call; never leaves instead.
    YieldAny { operands: Vec<Val>, state: StateId },
    /// Executes the instructions from `pc` to before `state.pc` as the
    /// interpreter does, with these operands on top of the state's (without the
    /// results); sends use their inline cache. With one result it is the node's
    /// value; several are read by `Operand` nodes right behind it. A call.
    Op {
        pc: u32,
        operands: Vec<Val>,
        results: u32,
        state: StateId,
    },

    /// A new ordinary object of a class, all variables unset. No safe point, like
    /// the following.
    New { class: ClassId },
    /// A new String with the bytes of a literal.
    CopyString { literal: Word },
    /// A new Array of these elements.
    NewArray { elements: Vec<Val> },
    /// Appends to an Array of the ordinary shape; leaves if that cannot be done in
    /// place.
    ArrayPush {
        array: Val,
        value: Val,
        state: StateId,
    },
    /// Makes the Env of the frame: `make_env`.
    MakeEnv { size: u32 },
    /// Gives the frame an activation id: `activate`.
    Activate,

    /// Adds to a count, where the vm counts what native code does.
    Count { what: Counted },
    /// Head of a loop or a jump back that leads to none (without a cell): counts,
    /// burns fuel, leaves when somebody wants something.
    Poll {
        cell: Option<*const LoopCell>,
        state: StateId,
    },
}

/// Where control goes from the end of a block, with what the parameters get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edge {
    /// The block.
    pub to: BlockId,
    /// Its arguments.
    pub args: Vec<Val>,
}

/// The end of a block.
#[derive(Clone, Debug)]
pub(crate) enum End {
    /// Goes on.
    Jump(Edge),
    /// Goes on by a condition.
    Branch { cond: Val, then: Edge, or: Edge },
    /// Ends the frame with a value. `state` is that before the `ret`, for frames
    /// whose locals somebody wants.
    Return { value: Val, state: StateId },
    /// Leaves for good: an instruction that native code does not do, or a place
    /// that was never reached.
    Exit { state: StateId, reason: ExitReason },
    /// Behind an instruction that never goes on (`break`, `rethrow`).
    Never,
}

/// What the interpreter's frame looks like at some point.
#[derive(Clone, Debug)]
pub(crate) struct FrameState {
    /// The instruction that the interpreter executes next. For calls the one
    /// behind the call: it finds the result as its topmost operand.
    pub pc: u32,
    /// One value per slot; None: nobody will read it, any good word does (nil).
    pub locals: Vec<Option<Val>>,
    /// Operands, the top last; for calls without the call's operands and result.
    pub stack: Vec<Val>,
}

/// A node: what it does, its type, where it comes from.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// What it does.
    pub insn: Insn,
    /// What is known of its value.
    pub ty: Type,
    /// The instruction it was made of.
    pub pc: u32,
}

/// A block.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// Its parameters: nodes of kind `Param`.
    pub params: Vec<Val>,
    /// What it does, in order (parameters not included).
    pub body: Vec<Val>,
    /// How it ends.
    pub end: End,
    /// Rarely reached.
    pub cold: bool,
}

/// A function on its way to native code.
#[derive(Clone, Debug)]
pub(crate) struct Graph {
    /// Whose code.
    pub function: *const Function,
    /// Where it is entered.
    pub entry: NativeEntry,
    /// Every value.
    pub nodes: Vec<Node>,
    /// Blocks, the entry first.
    pub blocks: Vec<Block>,
    /// Frame states.
    pub states: Vec<FrameState>,
    /// What it takes for granted.
    pub assumptions: Vec<Assumption>,
    /// The method entry it must run as, if it depends on that.
    pub method: Option<*const MethodEntry>,
}

impl Graph {
    /// A node.
    pub fn node(&self, value: Val) -> &Node {
        &self.nodes[value.0 as usize]
    }

    /// The type of a value.
    pub fn ty(&self, value: Val) -> Type {
        self.node(value).ty
    }

    /// A block.
    pub fn block(&self, id: BlockId) -> &Block {
        &self.blocks[id.0 as usize]
    }

    /// A frame state.
    pub fn state(&self, id: StateId) -> &FrameState {
        &self.states[id.0 as usize]
    }

    /// The value whose word this one is: guards do not change it.
    pub fn root(&self, mut value: Val) -> Val {
        loop {
            match self.node(value).insn {
                Insn::GuardType { value: of, .. } | Insn::GuardShape { value: of, .. } => {
                    value = of
                }
                _ => return value,
            }
        }
    }
}

impl Insn {
    /// Whether anything may happen meanwhile: collection, Ruby, changed frames.
    pub fn is_call(&self) -> bool {
        matches!(
            self,
            Insn::Call { .. } | Insn::Yield { .. } | Insn::YieldAny { .. } | Insn::Op { .. }
        )
    }
}
