//! What can be known now is not computed later: arithmetic on constants,
//! conditions that types decide, branches on them, boxes that are opened again.

use rustc_hash::FxHashMap;

use crate::heap::{ShapeId, Word};
use crate::jit::hir::flow::Flow;
use crate::jit::hir::uses::Replaced;
use crate::jit::hir::{Cmp, End, FloatOp, Graph, Insn, IntOp, Node, Type, Val};
use crate::object::kinds::Kinds;
use crate::object::shape::fixed;

/// Folds constants, conditions and branches.
pub(crate) fn fold(graph: &mut Graph) {
    let flow = Flow::of(graph);
    let mut folder = Folder::new(graph);
    for &id in &flow.order {
        let mut body = std::mem::take(&mut folder.graph.blocks[id.0 as usize].body);
        body.retain(|&value| !folder.goes(value));
        folder.graph.blocks[id.0 as usize].body = body;
        folder.fold_end(id.0 as usize);
    }
    let Folder {
        replaced,
        new_constants,
        ..
    } = folder;
    graph.blocks[0].body.splice(0..0, new_constants);
    graph.replace(&replaced);
}

struct Folder<'g> {
    graph: &'g mut Graph,
    replaced: Replaced,
    constants: FxHashMap<u64, Val>,
    new_constants: Vec<Val>,
}

impl Folder<'_> {
    fn new(graph: &mut Graph) -> Folder<'_> {
        let constant = |&value: &Val| match graph.node(value).insn {
            Insn::Const(word) => Some((word.bits(), value)),
            _ => None,
        };
        let constants = graph.blocks[0].body.iter().filter_map(constant).collect();
        Folder {
            graph,
            replaced: Replaced::default(),
            constants,
            new_constants: Vec::new(),
        }
    }

    fn constant(&mut self, word: Word) -> Val {
        if let Some(&value) = self.constants.get(&word.bits()) {
            return value;
        }
        let value = Val(self.graph.nodes.len() as u32);
        self.graph.nodes.push(Node {
            insn: Insn::Const(word),
            ty: Type::Tagged(Kinds::of(word)),
            pc: 0,
        });
        self.constants.insert(word.bits(), value);
        self.new_constants.push(value);
        value
    }

    /// Folds a node; true if it is not needed any more.
    fn goes(&mut self, value: Val) -> bool {
        let replaced = &self.replaced;
        self.graph.nodes[value.0 as usize]
            .insn
            .each_use_mut(|used| *used = replaced.now(*used));
        let graph = &*self.graph;
        let insn = &graph.node(value).insn;
        if let Insn::Bool { a } = *insn {
            let Some(truth) = known(graph, a) else {
                return false;
            };
            let word = self.constant(Word::from_bool(truth));
            self.replaced.put(value, word);
            return true;
        }
        if let Some(same) = same_as(graph, insn) {
            self.replaced.put(value, same);
            return true;
        }
        if let Some(word) = constant_word(graph, insn) {
            let word = self.constant(word);
            self.replaced.put(value, word);
            return true;
        }
        if let Some(simpler) = simpler(graph, insn) {
            self.graph.nodes[value.0 as usize].insn = simpler;
        }
        false
    }

    fn fold_end(&mut self, block: usize) {
        let replaced = &self.replaced;
        let end = &mut self.graph.blocks[block].end;
        end.each_use_mut(|used| *used = replaced.now(*used));
        let End::Branch { cond, then, or } = end else {
            return;
        };
        let (cond, then, or) = (*cond, then.clone(), or.clone());
        if then == or {
            self.graph.blocks[block].end = End::Jump(then);
            return;
        }
        // Branches on the opposite go the other way.
        if let Insn::Negate { a } = self.graph.node(cond).insn {
            self.graph.blocks[block].end = End::Branch {
                cond: a,
                then: or,
                or: then,
            };
            return self.fold_end(block);
        }
        if let Some(truth) = known(self.graph, cond) {
            self.graph.blocks[block].end = End::Jump(if truth { then } else { or });
        }
    }
}

fn word_of(graph: &Graph, value: Val) -> Option<Word> {
    match graph.node(value).insn {
        Insn::Const(word) => Some(word),
        _ => None,
    }
}

fn ints(graph: &Graph, a: Val, b: Val) -> Option<(i64, i64)> {
    Some((word_of(graph, a)?.as_int()?, word_of(graph, b)?.as_int()?))
}

fn doubles(graph: &Graph, a: Val, b: Val) -> Option<(f64, f64)> {
    Some((double_of(graph, a)?, double_of(graph, b)?))
}

fn double_of(graph: &Graph, value: Val) -> Option<f64> {
    match graph.node(value).insn {
        Insn::Double(double) => Some(double),
        _ => None,
    }
}

/// A value that a node only repeats.
fn same_as(graph: &Graph, insn: &Insn) -> Option<Val> {
    let inner = |value: Val| &graph.node(value).insn;
    match *insn {
        Insn::Unbox { a } => match *inner(graph.root(a)) {
            Insn::Box { a } => Some(a),
            _ => None,
        },
        Insn::Truthy { a } => match *inner(graph.root(a)) {
            Insn::Bool { a } => Some(a),
            _ => None,
        },
        Insn::Negate { a } => match *inner(a) {
            Insn::Negate { a } => Some(a),
            _ => None,
        },
        _ => None,
    }
}

/// The constant that a node computes.
fn constant_word(graph: &Graph, insn: &Insn) -> Option<Word> {
    match *insn {
        Insn::Int { op, a, b, .. } => {
            let (a, b) = ints(graph, a, b)?;
            let result = match op {
                IntOp::Add => a.checked_add(b)?,
                IntOp::Sub => a.checked_sub(b)?,
                IntOp::Mul => a.checked_mul(b)?,
                IntOp::And => a & b,
                IntOp::Or => a | b,
                IntOp::Xor => a ^ b,
                // Rare, or with results to argue about: left to the machine.
                IntOp::Div | IntOp::Mod | IntOp::Shl | IntOp::Shr => return None,
            };
            Word::try_from_int(result)
        }
        Insn::IntNeg { a, .. } => Word::try_from_int(-word_of(graph, a)?.as_int()?),
        Insn::Box { a } => Word::from_flonum(double_of(graph, a)?),
        _ => None,
    }
}

/// Something cheaper that computes the same.
fn simpler(graph: &Graph, insn: &Insn) -> Option<Insn> {
    match *insn {
        Insn::Unbox { a } => word_of(graph, graph.root(a))?.as_flonum().map(Insn::Double),
        Insn::IntToDouble { a } => {
            let int = word_of(graph, a)?.as_int()?;
            Some(Insn::Double(int as f64))
        }
        Insn::Float { op, a, b } => {
            let (a, b) = doubles(graph, a, b)?;
            Some(Insn::Double(match op {
                FloatOp::Add => a + b,
                FloatOp::Sub => a - b,
                FloatOp::Mul => a * b,
                FloatOp::Div => a / b,
            }))
        }
        Insn::FloatNeg { a } => double_of(graph, a).map(|double| Insn::Double(-double)),
        Insn::Negate { a } => match graph.node(a).insn {
            Insn::IntCmp { cmp, a, b } => Some(Insn::IntCmp {
                cmp: opposite(cmp),
                a,
                b,
            }),
            _ => None,
        },
        _ => None,
    }
}

/// What holds of integers where the other does not.
fn opposite(cmp: Cmp) -> Cmp {
    match cmp {
        Cmp::Lt => Cmp::Ge,
        Cmp::Le => Cmp::Gt,
        Cmp::Gt => Cmp::Le,
        Cmp::Ge => Cmp::Lt,
        Cmp::Eq => Cmp::Ne,
        Cmp::Ne => Cmp::Eq,
    }
}

/// A condition that constants or types decide.
fn known(graph: &Graph, cond: Val) -> Option<bool> {
    match graph.node(cond).insn {
        Insn::Negate { a } => known(graph, a).map(|truth| !truth),
        Insn::Truthy { a } => decided(graph, a, Kinds::NIL.or(Kinds::FALSE)).map(|lies| !lies),
        Insn::IsNil { a } => decided(graph, a, Kinds::NIL),
        Insn::IsUndef { a } => decided(graph, a, Kinds::UNDEF),
        Insn::IntCmp { cmp, a, b } => {
            let (x, y) = ints(graph, a, b)?;
            Some(compare(cmp, &x, &y))
        }
        Insn::FloatCmp { cmp, a, b } => {
            let (x, y) = doubles(graph, a, b)?;
            Some(compare(cmp, &x, &y))
        }
        Insn::Same { a, b } => {
            let (kinds_a, kinds_b) = (graph.ty(a).kinds()?, graph.ty(b).kinds()?);
            if graph.root(a) == graph.root(b) {
                return Some(true);
            }
            let words = word_of(graph, a).zip(word_of(graph, b));
            let apart = kinds_a.and(kinds_b) == Kinds::EMPTY;
            words.map(|(a, b)| a == b).or(apart.then_some(false))
        }
        Insn::HasShape { value, shape } => has_shape(graph.ty(value).kinds()?, shape),
        _ => None,
    }
}

fn compare<T: PartialOrd>(cmp: Cmp, a: &T, b: &T) -> bool {
    match cmp {
        Cmp::Lt => a < b,
        Cmp::Le => a <= b,
        Cmp::Gt => a > b,
        Cmp::Ge => a >= b,
        Cmp::Eq => a == b,
        Cmp::Ne => a != b,
    }
}

/// Whether a value is of these kinds, if its type tells.
fn decided(graph: &Graph, value: Val, kinds: Kinds) -> Option<bool> {
    within(graph.ty(value).kinds()?, kinds)
}

fn within(known: Kinds, kinds: Kinds) -> Option<bool> {
    if known.and(kinds) == Kinds::EMPTY {
        return Some(false);
    }
    known.within(kinds).then_some(true)
}

/// Whether values of some kinds have a shape, if that tells.
fn has_shape(known: Kinds, shape: ShapeId) -> Option<bool> {
    match shape {
        // Big integers have it too.
        fixed::INTEGER if known.within(Kinds::INT) => Some(true),
        fixed::INTEGER => match known.and(Kinds::INT.or(Kinds::OTHER)) {
            Kinds::EMPTY => Some(false),
            _ => None,
        },
        fixed::FLOAT => within(known, Kinds::FLOAT),
        fixed::SYMBOL => within(known, Kinds::SYMBOL),
        fixed::NIL => within(known, Kinds::NIL),
        fixed::TRUE => within(known, Kinds::TRUE),
        fixed::FALSE => within(known, Kinds::FALSE),
        _ => match known.and(Kinds::HEAP) {
            Kinds::EMPTY => Some(false),
            _ => None,
        },
    }
}
