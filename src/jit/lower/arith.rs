//! Arithmetic: on tagged integers without untagging where that goes, on raw
//! doubles, and between doubles and Floats.

use crate::heap::{Word, layout};
use crate::jit::hir::{FloatOp, Insn, IntOp, StateId, Val};
use crate::object::kinds::Kinds;
use crate::vm::native::ExitReason;
use crate::vm::native_calls::Helper;

use super::Lower;
use super::emit::{IntCC, Region, Repr, V};
use super::layout::field;

/// The greatest distance that `<<` goes in native code.
const MOST_LEFT: i64 = 61;
/// The greatest distance that `>>` goes.
const MOST_RIGHT: i64 = 63;

impl Lower<'_, '_> {
    // ---- integers ---------------------------------------------------------------

    /// Arithmetic on two integers. A tagged integer is twice itself and one.
    pub(super) fn int(&mut self, op: IntOp, a: Val, b: Val, state: StateId) -> Result<V, String> {
        let constant = self.constant_int(b);
        let (x, y) = (self.value(a)?, self.value(b)?);
        let overflow = ExitReason::Overflow;
        Ok(match op {
            IntOp::Add => {
                let y = self.e.add_imm(y, -1);
                let (sum, over) = self.e.add_checked(x, y);
                self.guard(over, state, overflow);
                sum
            }
            IntOp::Sub => {
                let y = self.e.add_imm(y, -1);
                let (difference, over) = self.e.sub_checked(x, y);
                self.guard(over, state, overflow);
                difference
            }
            IntOp::Mul => {
                let x = self.e.sar_imm(x, 1);
                let y = self.e.add_imm(y, -1);
                let (product, over) = self.e.mul_checked(x, y);
                self.guard(over, state, overflow);
                self.e.or_imm(product, 1)
            }
            IntOp::Div => self.floor_div((x, y), constant, state),
            IntOp::Mod => self.floor_mod((x, y), constant, state),
            IntOp::And => self.e.and(x, y),
            IntOp::Or => self.e.or(x, y),
            IntOp::Xor => {
                let bits = self.e.xor(x, y);
                self.e.or_imm(bits, 1)
            }
            IntOp::Shl => {
                let n = self.distance(y, constant, MOST_LEFT, state);
                let twice = self.e.add_imm(x, -1);
                let shifted = self.e.shl(twice, n);
                let back = self.e.sar(shifted, n);
                let lost = self.e.compare(IntCC::NotEqual, back, twice);
                self.guard(lost, state, overflow);
                self.e.or_imm(shifted, 1)
            }
            IntOp::Shr => {
                let n = self.distance(y, constant, MOST_RIGHT, state);
                let shifted = self.e.sar(x, n);
                self.e.or_imm(shifted, 1)
            }
        })
    }

    /// `-a`.
    pub(super) fn int_neg(&mut self, a: Val, state: StateId) -> Result<V, String> {
        let a = self.value(a)?;
        // Twice the sign bit has no place.
        let two = self.e.word(2);
        let (negated, over) = self.e.sub_checked(two, a);
        self.guard(over, state, ExitReason::Overflow);
        Ok(negated)
    }

    /// A distance to shift by; leaves if it is out of range.
    fn distance(&mut self, n: V, constant: Option<i64>, most: i64, state: StateId) -> V {
        let distance = self.e.sar_imm(n, 1);
        if !constant.is_some_and(|n| (0..=most).contains(&n)) {
            let far = self
                .e
                .compare_imm(IntCC::UnsignedGreaterThan, distance, most);
            self.guard(far, state, ExitReason::Range);
        }
        distance
    }

    /// Leaves for the divisors 0 and -1.
    fn guard_divisor(&mut self, y: V, constant: Option<i64>, state: StateId) {
        if constant.is_some_and(|n| n != 0 && n != -1) {
            return;
        }
        // The tagged words of both, plus one, are 0 and 2; others are greater.
        let above = self.e.add_imm(y, 1);
        let bad = self.e.compare_imm(IntCC::UnsignedLessThanOrEqual, above, 2);
        self.guard(bad, state, ExitReason::Range);
    }

    /// Quotient towards zero and rest, neither tagged, with the divisor; and
    /// whether floor division differs.
    fn divided(&mut self, (x, y): (V, V)) -> (V, V, V, V) {
        let (x, y) = (self.e.sar_imm(x, 1), self.e.sar_imm(y, 1));
        let quotient = self.e.div(x, y);
        let whole = self.e.mul(quotient, y);
        let rest = self.e.sub(x, whole);
        let signs = self.e.xor(rest, y);
        let differ = self.e.compare_imm(IntCC::SignedLessThan, signs, 0);
        let uneven = self.e.compare_imm(IntCC::NotEqual, rest, 0);
        let below = self.e.and(differ, uneven);
        (quotient, rest, y, below)
    }

    fn tag(&mut self, integer: V) -> V {
        let twice = self.e.shl_imm(integer, 1);
        self.e.or_imm(twice, 1)
    }

    fn floor_div(&mut self, (x, y): (V, V), constant: Option<i64>, state: StateId) -> V {
        if let Some(n) = constant
            && n > 0
            && n & (n - 1) == 0
        {
            let shifted = self.e.sar_imm(x, i64::from(n.trailing_zeros()));
            return self.e.or_imm(shifted, 1);
        }
        self.guard_divisor(y, constant, state);
        let (quotient, _, _, below) = self.divided((x, y));
        let less = self.e.add_imm(quotient, -1);
        let floor = self.e.select(below, less, quotient);
        self.tag(floor)
    }

    fn floor_mod(&mut self, (x, y): (V, V), constant: Option<i64>, state: StateId) -> V {
        if let Some(n) = constant
            && n > 0
            && n & (n - 1) == 0
        {
            return self.e.and_imm(x, 2 * n - 1);
        }
        self.guard_divisor(y, constant, state);
        let (_, rest, y, below) = self.divided((x, y));
        let more = self.e.add(rest, y);
        let floor = self.e.select(below, more, rest);
        self.tag(floor)
    }

    // ---- doubles ----------------------------------------------------------------

    /// A node that makes a double or a Float.
    pub(super) fn float_node(&mut self, v: Val) -> Result<V, String> {
        let graph = self.graph;
        Ok(match graph.node(v).insn {
            Insn::IntToDouble { a } => {
                let a = self.value(a)?;
                let integer = self.e.sar_imm(a, 1);
                self.e.double_of_integer(integer)
            }
            Insn::Unbox { a } => {
                let kinds = self.kinds(a);
                let word = self.value(a)?;
                self.unboxed(word, kinds)
            }
            Insn::Box { a } => {
                let double = self.value(a)?;
                self.boxed(double)
            }
            Insn::Float { op, a, b } => {
                let (a, b) = (self.value(a)?, self.value(b)?);
                match op {
                    FloatOp::Add => self.e.fadd(a, b),
                    FloatOp::Sub => self.e.fsub(a, b),
                    FloatOp::Mul => self.e.fmul(a, b),
                    FloatOp::Div => self.e.fdiv(a, b),
                }
            }
            Insn::FloatNeg { a } => {
                let a = self.value(a)?;
                self.e.fneg(a)
            }
            _ => return Err(format!("v{} is no double", v.0)),
        })
    }

    /// The double in a Float: see `Word::flonum_unchecked`.
    fn unboxed(&mut self, word: V, kinds: Kinds) -> V {
        if !Kinds::BOXED.within(kinds) {
            return self.flonum(word);
        }
        let done = self.e.block();
        let result = self.e.param(done, Repr::Double);
        let (boxed, on) = (self.e.cold_block(), self.e.block());
        let low = self.e.and_imm(word, 3);
        let is_boxed = self.e.compare_imm(IntCC::NotEqual, low, 2);
        self.e.branch(is_boxed, (boxed, &[]), (on, &[]));
        self.e.enter(boxed);
        let double = (self.e).load_double(Region::Raw, word, field(layout::float::BITS));
        self.e.jump(done, &[double]);
        self.e.enter(on);
        let double = self.flonum(word);
        self.e.jump(done, &[double]);
        self.e.enter(done);
        result
    }

    fn flonum(&mut self, word: V) -> V {
        let top = self.e.shr_imm(word, 63);
        let two = self.e.word(2);
        let low = self.e.sub(two, top);
        let high = self.e.and_imm(word, !3);
        let rotated = self.e.or(low, high);
        // Three to the right are 61 to the left.
        let bits = self.e.rotate_left(rotated, 61);
        let zero = Word::from_flonum(0.0).map_or(0, Word::bits);
        let is_zero = self.e.compare_imm(IntCC::Equal, word, zero as i64);
        let none = self.e.word(0);
        let bits = self.e.select(is_zero, none, bits);
        self.e.double_of(bits)
    }

    /// A double as a Float: see `Word::from_flonum`.
    pub(super) fn boxed(&mut self, double: V) -> V {
        let bits = self.e.bits(double);
        // Without its sign, the bits of a flonum lie between those of the double
        // whose rotation stands for zero and those of the first one too large.
        let gap = 0x3000_0000_0000_0000u64 << 1;
        let past = 0x5000_0000_0000_0000u64 << 1;
        let unsigned = self.e.shl_imm(bits, 1);
        let offset = self.e.add_imm(unsigned, (gap + 1).wrapping_neg() as i64);
        let room = (past - gap - 1) as i64;
        let other = (self.e).compare_imm(IntCC::UnsignedGreaterThanOrEqual, offset, room);
        let (slow, fast) = (self.e.cold_block(), self.e.block());
        let done = self.e.block();
        let result = self.e.param(done, Repr::Word);
        self.e.branch(other, (slow, &[]), (fast, &[]));
        self.e.enter(slow);
        let vm = self.e.vm();
        let word = self.helper(Helper::BoxDouble, &[vm, double]);
        self.e.jump(done, &[word]);
        self.e.enter(fast);
        let rotated = self.e.rotate_left(bits, 3);
        let high = self.e.and_imm(rotated, !3);
        let word = self.e.or_imm(high, 2);
        self.e.jump(done, &[word]);
        self.e.enter(done);
        result
    }
}
