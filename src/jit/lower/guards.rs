//! Guards: tests that leave, and conditions about kinds and shapes.

use crate::heap::{Flag, Kind, ShapeId, Word};
use crate::jit::hir::{Cmp, Insn, StateId, Val};
use crate::object::kinds::Kinds;
use crate::object::shape::fixed;
use crate::vm::native::ExitReason;

use super::Lower;
use super::emit::{Complement, FloatCC, IntCC, Region, Repr, V};

/// Bits that are clear in the address of an object.
const POINTER_MASK: i64 = 7;
/// Where the shape stands in an object.
pub(super) const SHAPE_OFFSET: i32 = 4;
/// The bits of a header that tell the kind of an object.
const KIND_MASK: u32 = 0x3f;

/// Kinds that have one word each.
const SINGLES: [(Kinds, Word); 4] = [
    (Kinds::NIL, Word::NIL),
    (Kinds::TRUE, Word::TRUE),
    (Kinds::FALSE, Word::FALSE),
    (Kinds::UNDEF, Word::UNDEF),
];

/// Kinds that their low bits tell.
const TAGGED: [(Kinds, i64); 4] = [
    (Kinds::INT, 1),
    (Kinds::FLONUM, 3),
    (Kinds::SYMBOL, 0xff),
    (Kinds::FRAME_BLOCK, 0xff),
];

/// Kinds of objects that have a layout of their own.
const OBJECTS: [(Kinds, Kind); 5] = [
    (Kinds::BOXED, Kind::Float),
    (Kinds::ARRAY, Kind::Array),
    (Kinds::STRING, Kind::String),
    (Kinds::HASH, Kind::Hash),
    (Kinds::OBJECT, Kind::Object),
];

/// The low bits of a kind, under the mask in `TAGGED`.
fn tag(kind: Kinds) -> i64 {
    let word = match kind {
        Kinds::INT => Word::from_int(0),
        Kinds::FLONUM => Word::from_bits(2),
        Kinds::SYMBOL => Word::from_symbol(0),
        _ => Word::from_frame_block(0),
    };
    word.bits() as i64
}

fn int_cc(cmp: Cmp) -> IntCC {
    match cmp {
        Cmp::Lt => IntCC::SignedLessThan,
        Cmp::Le => IntCC::SignedLessThanOrEqual,
        Cmp::Gt => IntCC::SignedGreaterThan,
        Cmp::Ge => IntCC::SignedGreaterThanOrEqual,
        Cmp::Eq => IntCC::Equal,
        Cmp::Ne => IntCC::NotEqual,
    }
}

fn float_cc(cmp: Cmp) -> FloatCC {
    match cmp {
        Cmp::Lt => FloatCC::LessThan,
        Cmp::Le => FloatCC::LessThanOrEqual,
        Cmp::Gt => FloatCC::GreaterThan,
        Cmp::Ge => FloatCC::GreaterThanOrEqual,
        Cmp::Eq => FloatCC::Equal,
        Cmp::Ne => FloatCC::NotEqual,
    }
}

impl Lower<'_, '_> {
    /// A node that leaves, and is nothing else.
    pub(super) fn guard_node(&mut self, v: Val) -> Result<(), String> {
        match self.graph.node(v).insn {
            Insn::GuardType { value, to, state } => {
                let Some(to) = to.kinds() else {
                    return Err(format!("v{} guards what is not tagged", v.0));
                };
                let word = self.value(value)?;
                self.guard_kinds(word, self.kinds(value), to, state);
                self.note_kinds(value, to);
            }
            Insn::GuardShape {
                value,
                shape,
                state,
            } => {
                let word = self.value(value)?;
                self.guard_object(word, self.kinds(value), state, ExitReason::Shape);
                self.note_kinds(value, Kinds::HEAP);
                let at = (Region::Header, word, SHAPE_OFFSET);
                let other = self.e.compare_half(IntCC::NotEqual, at, shape.0);
                self.guard(other, state, ExitReason::Shape);
            }
            Insn::GuardThawed { object, state } => {
                let object = self.value(object)?;
                self.guard_thawed(object, state);
            }
            _ => return Err(format!("v{} is no guard", v.0)),
        }
        Ok(())
    }

    /// Leaves if an object is frozen.
    pub(super) fn guard_thawed(&mut self, object: V, state: StateId) {
        let at = (Region::Header, object, 0);
        let frozen = self.e.test_half(at, Flag::FROZEN.0 as u32);
        self.guard(frozen, state, ExitReason::Frozen);
    }

    /// Leaves unless a word of some kinds names an object.
    fn guard_object(&mut self, word: V, kinds: Kinds, state: StateId, reason: ExitReason) {
        let others = kinds.0 & !Kinds::HEAP.0;
        if others & Kinds::FALSE.0 != 0 {
            let fails = self.e.compare_imm(IntCC::Equal, word, 0);
            self.guard(fails, state, reason);
        }
        if others & !Kinds::FALSE.0 != 0 {
            let low = self.e.and_imm(word, POINTER_MASK);
            let fails = self.e.compare_imm(IntCC::NotEqual, low, 0);
            self.guard(fails, state, reason);
        }
    }

    /// Leaves unless a word of the kinds `from` is of the kinds `to`.
    fn guard_kinds(&mut self, word: V, from: Kinds, to: Kinds, state: StateId) {
        let (wanted, refused) = (from.and(to), Kinds(from.0 & !to.0));
        let reason = ExitReason::Type;
        if refused == Kinds::EMPTY {
            return;
        }
        let is_single = |kinds: Kinds| kinds.within(Kinds::BOOL.or(Kinds::NIL).or(Kinds::UNDEF));
        if is_single(refused) && !is_single(wanted) {
            for (kind, single) in SINGLES {
                if kind.within(refused) {
                    let fails = self.e.compare_imm(IntCC::Equal, word, single.bits() as i64);
                    self.guard(fails, state, reason);
                }
            }
            return;
        }
        // Each kind but the last is let through at once; objects come last.
        let immediates: Vec<Kinds> = (SINGLES.iter().map(|&(kind, _)| kind))
            .chain(TAGGED.iter().map(|&(kind, _)| kind))
            .filter(|kind| kind.within(wanted))
            .collect();
        let objects = wanted.and(Kinds::HEAP);
        let last_immediate =
            immediates.len() - usize::from(objects == Kinds::EMPTY && !immediates.is_empty());
        let good = (last_immediate > 0).then(|| self.e.block());
        let mut left = from;
        for &kind in &immediates[..last_immediate] {
            let is = self.is_immediate(word, kind, IntCC::Equal);
            self.e
                .leave_if(is, good.expect("there is one to let through"));
            left = Kinds(left.0 & !kind.0);
        }
        if let Some(&kind) = immediates.get(last_immediate) {
            let fails = self.is_immediate(word, kind, IntCC::NotEqual);
            self.guard(fails, state, reason);
        } else if objects == Kinds::EMPTY {
            let always = self.e.known(true);
            self.guard(always, state, reason);
        } else {
            self.guard_object(word, left, state, reason);
            self.guard_object_kinds(word, left.and(Kinds::HEAP), objects, state);
        }
        if let Some(good) = good {
            self.e.jump(good, &[]);
            self.e.enter(good);
        }
    }

    fn is_immediate(&mut self, word: V, kind: Kinds, cc: IntCC) -> V {
        if let Some((_, single)) = SINGLES.iter().find(|(single, _)| *single == kind) {
            return self.e.compare_imm(cc, word, single.bits() as i64);
        }
        let mask = TAGGED.iter().find(|(tagged, _)| *tagged == kind);
        let mask = mask.expect("every other immediate kind has a tag").1;
        let low = self.e.and_imm(word, mask);
        if mask == 1 {
            // A test of one bit is shorter than a comparison with it.
            return self.e.compare_imm(cc.complement(), low, 0);
        }
        self.e.compare_imm(cc, low, tag(kind))
    }

    /// Leaves unless an object of the kinds `from` is of the kinds `to`.
    fn guard_object_kinds(&mut self, word: V, from: Kinds, to: Kinds, state: StateId) {
        let reason = ExitReason::Type;
        let header = (Region::Header, word, 0);
        let is = |lower: &mut Self, kind: Kind, cc: IntCC| {
            lower.e.masked_half(cc, header, KIND_MASK, kind as u32)
        };
        let refused = Kinds(from.0 & !to.0);
        if Kinds::OTHER.within(to) {
            for (kind, layout) in OBJECTS {
                if kind.within(refused) {
                    let fails = is(self, layout, IntCC::Equal);
                    self.guard(fails, state, reason);
                }
            }
            return;
        }
        if refused == Kinds::EMPTY {
            return;
        }
        let wanted: Vec<Kind> = (OBJECTS.iter().filter(|(kind, _)| kind.within(to)))
            .map(|&(_, layout)| layout)
            .collect();
        let Some((&last, first)) = wanted.split_last() else {
            return;
        };
        let good = (!first.is_empty()).then(|| self.e.block());
        for &kind in first {
            let fits = is(self, kind, IntCC::Equal);
            self.e
                .leave_if(fits, good.expect("there is one to let through"));
        }
        let fails = is(self, last, IntCC::NotEqual);
        self.guard(fails, state, reason);
        if let Some(good) = good {
            self.e.jump(good, &[]);
            self.e.enter(good);
        }
    }

    // ---- conditions -------------------------------------------------------------

    /// Whether a condition is as wanted. What was compared just now is compared
    /// again, so that the branch that asks can be one with the comparison.
    pub(super) fn condition(&mut self, v: Val, wanted: bool) -> Result<V, String> {
        if self.comparisons.get(&v) == Some(&self.epoch) {
            return self.compared(v, wanted);
        }
        let cond = self.value(v)?;
        Ok(if wanted { cond } else { self.e.negate(cond) })
    }

    /// Compares.
    pub(super) fn compared(&mut self, v: Val, wanted: bool) -> Result<V, String> {
        let graph = self.graph;
        let int = |cc: IntCC| if wanted { cc } else { cc.complement() };
        let equal = int(IntCC::Equal);
        match graph.node(v).insn {
            Insn::IntCmp { cmp, a, b } => {
                let (a, b) = (self.value(a)?, self.value(b)?);
                Ok(self.e.compare(int(int_cc(cmp)), a, b))
            }
            Insn::FloatCmp { cmp, a, b } => {
                let cc = float_cc(cmp);
                let cc = if wanted { cc } else { cc.complement() };
                let (a, b) = (self.value(a)?, self.value(b)?);
                Ok(self.e.fcompare(cc, a, b))
            }
            Insn::Truthy { a } => {
                let a = self.value(a)?;
                let bits = self.e.and_imm(a, !Word::NIL.bits() as i64);
                Ok(self.e.compare_imm(int(IntCC::NotEqual), bits, 0))
            }
            Insn::IsNil { a } => {
                let a = self.value(a)?;
                Ok(self.e.compare_imm(equal, a, Word::NIL.bits() as i64))
            }
            Insn::IsUndef { a } => {
                let a = self.value(a)?;
                Ok(self.e.compare_imm(equal, a, Word::UNDEF.bits() as i64))
            }
            Insn::Same { a, b } => {
                let (a, b) = (self.value(a)?, self.value(b)?);
                Ok(self.e.compare(equal, a, b))
            }
            Insn::Negate { a } => self.condition(a, !wanted),
            _ => Err(format!("v{} is no comparison", v.0)),
        }
    }

    /// `true` or `false`.
    pub(super) fn boolean(&mut self, cond: V) -> V {
        let yes = self.e.word(Word::TRUE.bits());
        let no = self.e.word(Word::FALSE.bits());
        self.e.select(cond, yes, no)
    }

    /// Whether a value has a shape, which may be one of an immediate.
    pub(super) fn has_shape(&mut self, v: Val, shape: ShapeId) -> Result<V, String> {
        let kinds = self.kinds(v);
        let word = self.value(v)?;
        let immediate = match shape {
            fixed::INTEGER => Some(Kinds::INT),
            fixed::FLOAT => Some(Kinds::FLONUM),
            fixed::SYMBOL => Some(Kinds::SYMBOL),
            fixed::NIL => Some(Kinds::NIL),
            fixed::TRUE => Some(Kinds::TRUE),
            fixed::FALSE => Some(Kinds::FALSE),
            _ => None,
        };
        if let Some(kind) = immediate
            && (kind.within(Kinds::NIL.or(Kinds::BOOL).or(Kinds::SYMBOL))
                || kinds.and(Kinds::HEAP) == Kinds::EMPTY)
        {
            return Ok(self.is_immediate(word, kind, IntCC::Equal));
        }
        let done = self.e.block();
        let result = self.e.param(done, Repr::Cond);
        let (yes, no) = (self.e.known(true), self.e.known(false));
        if let Some(kind) = immediate {
            let is = self.is_immediate(word, kind, IntCC::Equal);
            let on = self.e.block();
            self.e.branch(is, (done, &[yes]), (on, &[]));
            self.e.enter(on);
        }
        if kinds.0 & !Kinds::HEAP.0 != 0 {
            let on = self.e.block();
            let false_ = self.e.compare_imm(IntCC::Equal, word, 0);
            self.e.branch(false_, (done, &[no]), (on, &[]));
            self.e.enter(on);
            let on = self.e.block();
            let low = self.e.and_imm(word, POINTER_MASK);
            let other = self.e.compare_imm(IntCC::NotEqual, low, 0);
            self.e.branch(other, (done, &[no]), (on, &[]));
            self.e.enter(on);
        }
        let at = (Region::Header, word, SHAPE_OFFSET);
        let same = self.e.compare_half(IntCC::Equal, at, shape.0);
        self.e.jump(done, &[same]);
        self.e.enter(done);
        Ok(result)
    }
}
