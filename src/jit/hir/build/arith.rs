//! Operators: integers, floats and arrays by the kinds that were seen, anything
//! else by the send site.
//!
//! What is done here is what the interpreter's shortcuts do (`vm/ops_arith.rs`),
//! under the same condition: no core operator is redefined, or the code is the
//! kernel's.

use crate::bytecode::decode::Insn as Bytecode;
use crate::bytecode::ops::Op;
use crate::heap::Word;
use crate::object::kinds::Kinds;
use crate::vm::native::Assumption;

use super::{Builder, Insn, Type, Val};
use crate::jit::hir::{Cmp, FloatOp, IntOp};

/// What an operator is to be made for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plan {
    /// Nothing: control has left.
    Left,
    /// Execute the instruction.
    Op,
    /// The send site knows.
    Site,
    /// Two immediate integers, or one.
    Ints,
    /// Floats, or a float and an integer.
    Floats,
    /// An Array of the ordinary shape.
    Array,
    /// Identity: the receiver is an immediate of these kinds.
    Same(Kinds),
    /// Nil, or an object whose site knows.
    NilOrSite,
}

const NUMBERS: Kinds = Kinds(Kinds::INT.0 | Kinds::FLOAT.0);
/// Kinds whose `==` is identity.
const SINGLE: Kinds =
    Kinds(Kinds::NIL.0 | Kinds::TRUE.0 | Kinds::FALSE.0 | Kinds::SYMBOL.0 | Kinds::UNDEF.0);

/// Whether a receiver was nil and also an object, but no boxed Float.
fn nil_or_heap(a: Kinds) -> bool {
    let heap = Kinds(Kinds::HEAP.0 & !Kinds::BOXED.0);
    Kinds::NIL.within(a) && a.and(heap) != Kinds::EMPTY && a.within(heap.or(Kinds::NIL))
}

impl Builder<'_> {
    /// Kinds of the operands: as noted, as far as they are not known. Integers if
    /// nobody ever looked.
    fn seen(&self, operands: usize) -> [Kinds; 2] {
        let noted = self.source.feedback(self.pc).operands;
        let mut seen = [Kinds::EMPTY; 2];
        let first = self.stack.len() - operands;
        for (at, seen) in seen.iter_mut().enumerate().take(operands) {
            let known = self.kinds(self.stack[first + at]);
            *seen = match noted[at] {
                // A constant tells as much.
                Kinds::EMPTY if known != Kinds::ANY => known,
                Kinds::EMPTY => Kinds::INT,
                noted => noted,
            };
        }
        seen
    }

    /// Whether shortcuts are allowed; the code relies on it from now on.
    fn may_shortcut(&mut self) -> bool {
        if !self.source.shortcuts() {
            return false;
        }
        if !self.source.linked.kernel {
            self.assume(Assumption::Operators);
        }
        true
    }

    /// What every operator asks first; `choose` knows what to do for kinds.
    fn plan(&mut self, operands: usize, choose: impl FnOnce(&Self, Kinds, Kinds) -> Plan) -> Plan {
        if self.leaves_unreached() {
            return Plan::Left;
        }
        let guessed = self.source.profiled && !self.source.feedback(self.pc).reached;
        let stays = self.leaves_often() || (guessed && self.source.last_version);
        if !self.source.shortcuts() || stays {
            return Plan::Op;
        }
        let [a, b] = self.seen(operands);
        let plan = choose(self, a, b);
        if !matches!(plan, Plan::Op | Plan::Site) {
            self.may_shortcut();
        }
        plan
    }

    /// Does what is the same for all operators; true if that was all.
    fn done(&mut self, plan: Plan, insn: Bytecode) -> bool {
        match plan {
            Plan::Left => {}
            Plan::Op => self.op(),
            Plan::Site => self.send(insn),
            _ => return false,
        }
        true
    }

    fn two_ints(&mut self) -> (Val, Val) {
        let (b, a) = (self.pop(), self.pop());
        (self.guard(a, Kinds::INT), self.guard(b, Kinds::INT))
    }

    fn two_doubles(&mut self, kinds: [Kinds; 2]) -> (Val, Val) {
        let (b, a) = (self.pop(), self.pop());
        (self.double(a, kinds[0]), self.double(b, kinds[1]))
    }

    /// A number of known kind as a raw double.
    fn double(&mut self, value: Val, seen: Kinds) -> Val {
        if seen.within(Kinds::INT) {
            let a = self.guard(value, Kinds::INT);
            return self.emit(Insn::IntToDouble { a }, Type::Double);
        }
        if let Insn::Box { a } = self.graph.node(value).insn {
            return a;
        }
        if let Insn::Const(word) = self.graph.node(value).insn
            && let Some(double) = self.source.vm.wrap(word).as_float()
        {
            return self.emit(Insn::Double(double), Type::Double);
        }
        let a = self.guard(value, Kinds::FLOAT);
        self.emit(Insn::Unbox { a }, Type::Double)
    }

    fn push_double(&mut self, double: Val) {
        self.push_new(Insn::Box { a: double }, Type::FLOAT);
    }

    /// Numbers of pure kinds: integers, or doubles.
    fn numbers(a: Kinds, b: Kinds) -> Option<Plan> {
        let pure = |kinds: Kinds| kinds.within(Kinds::INT) || kinds.within(Kinds::FLOAT);
        match (a.within(Kinds::INT), b.within(Kinds::INT)) {
            (true, true) => Some(Plan::Ints),
            _ if pure(a) && pure(b) => Some(Plan::Floats),
            _ => None,
        }
    }

    /// What is left when an operator's shortcut does not fit: the site, unless
    /// it does not see every receiver.
    fn other(a: Kinds, shortcut: Kinds) -> Plan {
        match a.and(shortcut) {
            Kinds::EMPTY => Plan::Site,
            _ => Plan::Op,
        }
    }

    /// `+ - * / % & | ^ << >>`.
    pub(super) fn arithmetic(&mut self, insn: Bytecode) {
        let (int, float) = match insn.op {
            Op::Add => (IntOp::Add, Some(FloatOp::Add)),
            Op::Sub => (IntOp::Sub, Some(FloatOp::Sub)),
            Op::Mul => (IntOp::Mul, Some(FloatOp::Mul)),
            Op::Div => (IntOp::Div, Some(FloatOp::Div)),
            Op::Mod => (IntOp::Mod, None),
            Op::And => (IntOp::And, None),
            Op::Or => (IntOp::Or, None),
            Op::Xor => (IntOp::Xor, None),
            Op::Shl => (IntOp::Shl, None),
            _ => (IntOp::Shr, None),
        };
        let seen = self.seen(2);
        let plan = self.plan(2, |builder, a, b| match Self::numbers(a, b) {
            Some(Plan::Floats) if float.is_none() => Self::other(a, Kinds::INT),
            Some(plan) => plan,
            None if insn.op == Op::Shl && builder.is_array(a) => Plan::Array,
            None if insn.op == Op::Shl => Self::other(a, Kinds::INT.or(Kinds::ARRAY)),
            None => Self::other(a, NUMBERS),
        });
        match (plan, float) {
            (Plan::Ints, _) => {
                let (a, b) = self.two_ints();
                let state = self.before();
                let op = int;
                self.push_new(Insn::Int { op, a, b, state }, Type::INT);
            }
            (Plan::Floats, Some(op)) => {
                let (a, b) = self.two_doubles(seen);
                let double = self.emit(Insn::Float { op, a, b }, Type::Double);
                self.push_double(double);
            }
            (Plan::Array, _) => {
                let (value, array) = (self.pop(), self.pop());
                let array = self.guard_array(array);
                let state = self.before();
                let push = Insn::ArrayPush {
                    array,
                    value,
                    state,
                };
                self.emit(push, Type::None);
                self.stack.push(array);
            }
            (plan, _) => {
                self.done(plan, insn);
            }
        }
    }

    /// `< <= > >=`. An integer compared with a float is the method's business.
    pub(super) fn comparison(&mut self, insn: Bytecode) {
        let cmp = match insn.op {
            Op::Lt => Cmp::Lt,
            Op::Le => Cmp::Le,
            Op::Gt => Cmp::Gt,
            _ => Cmp::Ge,
        };
        let plan = self.plan(2, |_, a, b| Self::alike(a, b, NUMBERS));
        self.compare(plan, cmp, insn);
    }

    /// Both integers, both floats, or something else.
    fn alike(a: Kinds, b: Kinds, shortcut: Kinds) -> Plan {
        if a.within(Kinds::INT) && b.within(Kinds::INT) {
            Plan::Ints
        } else if a.within(Kinds::FLOAT) && b.within(Kinds::FLOAT) {
            Plan::Floats
        } else {
            Self::other(a, shortcut)
        }
    }

    fn compare(&mut self, plan: Plan, cmp: Cmp, insn: Bytecode) {
        let cond = match plan {
            Plan::Ints => {
                let (a, b) = self.two_ints();
                self.emit(Insn::IntCmp { cmp, a, b }, Type::Cond)
            }
            Plan::Floats => {
                let (a, b) = self.two_doubles([Kinds::FLOAT; 2]);
                self.emit(Insn::FloatCmp { cmp, a, b }, Type::Cond)
            }
            Plan::Same(kinds) => {
                let (b, a) = (self.pop(), self.pop());
                let a = self.guard(a, kinds);
                let same = self.emit(Insn::Same { a, b }, Type::Cond);
                match cmp {
                    Cmp::Ne => self.emit(Insn::Negate { a: same }, Type::Cond),
                    _ => same,
                }
            }
            plan => {
                self.done(plan, insn);
                return;
            }
        };
        self.push_cond(cond);
    }

    /// `==` and `!=`.
    pub(super) fn equality(&mut self, insn: Bytecode) {
        let cmp = if insn.op == Op::Eq { Cmp::Eq } else { Cmp::Ne };
        let plan = self.plan(2, |_, a, b| {
            if a.within(SINGLE) {
                return Plan::Same(SINGLE);
            }
            if nil_or_heap(a) {
                return Plan::NilOrSite;
            }
            Self::alike(a, b, NUMBERS.or(SINGLE))
        });
        if plan != Plan::NilOrSite {
            return self.compare(plan, cmp, insn);
        }
        self.nil_or_send(insn, |builder, a, args| {
            let mut cond = builder.emit(Insn::Same { a, b: args[0] }, Type::Cond);
            if cmp == Cmp::Ne {
                cond = builder.emit(Insn::Negate { a: cond }, Type::Cond);
            }
            builder.bool_of(cond)
        });
    }

    /// `<=>` of integers.
    pub(super) fn order(&mut self, insn: Bytecode) {
        let ints = |a: Kinds, b: Kinds| a.within(Kinds::INT) && b.within(Kinds::INT);
        let plan = self.plan(2, |_, a, b| match ints(a, b) {
            true => Plan::Ints,
            false => Self::other(a, Kinds::INT),
        });
        if self.done(plan, insn) {
            return;
        }
        let (a, b) = self.two_ints();
        let numbers = [-1, 1, 0].map(|number| self.constant(Word::from_int(number)));
        let mut arms = Vec::new();
        for (cmp, number) in [(Cmp::Lt, numbers[0]), (Cmp::Gt, numbers[1])] {
            let cond = self.emit(Insn::IntCmp { cmp, a, b }, Type::Cond);
            let other = self.fork(cond);
            arms.push((self.block.expect("just forked"), Some(number)));
            self.block = Some(other);
        }
        arms.push((self.block.expect("just forked"), Some(numbers[2])));
        let result = self.join(arms);
        self.stack.extend(result);
    }

    /// `!a`.
    pub(super) fn not(&mut self, insn: Bytecode) {
        if !self.may_shortcut() {
            return self.send(insn);
        }
        let value = self.pop();
        let cond = self.truthy(value);
        let cond = self.emit(Insn::Negate { a: cond }, Type::Cond);
        self.push_cond(cond);
    }

    /// `-a` and `a.succ`.
    pub(super) fn unary(&mut self, insn: Bytecode) {
        let negates = insn.op == Op::Neg;
        let plan = self.plan(1, |_, a, _| {
            if a.within(Kinds::INT) {
                Plan::Ints
            } else if negates && a.within(Kinds::FLOAT) {
                Plan::Floats
            } else {
                Self::other(a, Kinds::INT)
            }
        });
        match plan {
            Plan::Ints => {
                let value = self.pop();
                let a = self.guard(value, Kinds::INT);
                let state = self.before();
                let insn = if negates {
                    Insn::IntNeg { a, state }
                } else {
                    let (op, b) = (IntOp::Add, self.constant(Word::from_int(1)));
                    Insn::Int { op, a, b, state }
                };
                self.push_new(insn, Type::INT);
            }
            Plan::Floats => {
                let value = self.pop();
                let a = self.double(value, Kinds::FLOAT);
                let double = self.emit(Insn::FloatNeg { a }, Type::Double);
                self.push_double(double);
            }
            plan => {
                self.done(plan, insn);
            }
        }
    }

    // ---- arrays ------------------------------------------------------------

    /// Whether only Arrays of the ordinary shape were seen as receiver.
    fn is_array(&self, receiver: Kinds) -> bool {
        let feedback = self.source.feedback(self.pc);
        let plain = self.source.vm.world().array_shape;
        receiver.within(Kinds::ARRAY)
            && !feedback.many_shapes
            && feedback.shapes().all(|shape| shape == plain)
    }

    fn guard_array(&mut self, value: Val) -> Val {
        self.guard_shape(value, self.source.vm.world().array_shape)
    }

    /// The plan for an operator of an Array. Without any hint it is one.
    fn plan_array(&mut self, operands: usize, indexed: bool) -> Plan {
        let unknown = self.source.feedback(self.pc).operands[0] == Kinds::EMPTY;
        self.plan(operands, |builder, a, b| {
            let array = unknown || builder.is_array(a);
            if array && (!indexed || b.within(Kinds::INT)) {
                Plan::Array
            } else {
                Self::other(a, Kinds::ARRAY)
            }
        })
    }

    /// `a[b]`.
    pub(super) fn element(&mut self, insn: Bytecode) {
        let plan = self.plan_array(2, true);
        if self.done(plan, insn) {
            return;
        }
        let (index, array) = (self.pop(), self.pop());
        let array = self.guard_array(array);
        let index = self.guard(index, Kinds::INT);
        self.push_new(Insn::ArrayGet { array, index }, Type::ANY);
    }

    /// `a[b] = c`.
    pub(super) fn set_element(&mut self, insn: Bytecode) {
        let plan = self.plan_array(3, true);
        if self.done(plan, insn) {
            return;
        }
        let (value, index, array) = (self.pop(), self.pop(), self.pop());
        let array = self.guard_array(array);
        let index = self.guard(index, Kinds::INT);
        let state = self.before();
        let set = Insn::ArraySet {
            array,
            index,
            value,
            state,
        };
        self.emit(set, Type::None);
        self.stack.push(value);
    }

    /// `length`, `size`, `empty?`.
    pub(super) fn length(&mut self, insn: Bytecode) {
        let plan = self.plan_array(1, false);
        if self.done(plan, insn) {
            return;
        }
        let array = self.pop();
        let array = self.guard_array(array);
        let length = self.emit(Insn::ArrayLength { array }, Type::INT);
        if insn.op != Op::EmptyP {
            self.stack.push(length);
            return;
        }
        let (cmp, zero) = (Cmp::Eq, self.constant(Word::from_int(0)));
        let cond = self.emit(
            Insn::IntCmp {
                cmp,
                a: length,
                b: zero,
            },
            Type::Cond,
        );
        self.push_cond(cond);
    }

    // ---- others ------------------------------------------------------------

    /// `nil?`: of anything but objects.
    pub(super) fn nil_p(&mut self, insn: Bytecode) {
        let plain = Kinds(Kinds::ANY.0 & !Kinds::HEAP.0);
        let plan = self.plan(1, |_, a, _| match a.within(plain) {
            true => Plan::Same(plain),
            false if nil_or_heap(a) => Plan::NilOrSite,
            false => Self::other(a, plain),
        });
        if self.done(plan, insn) {
            return;
        }
        if plan == Plan::NilOrSite {
            return self.nil_or_send(insn, |builder, _, _| builder.constant(Word::TRUE));
        }
        let value = self.pop();
        let a = self.guard(value, plain);
        let cond = self.emit(Insn::IsNil { a }, Type::Cond);
        self.push_cond(cond);
    }

    /// `pattern === value` of two integers, or of a symbol and anything.
    pub(super) fn check_match(&mut self, insn: Bytecode) {
        let plan = self.plan(2, |_, a, b| {
            if a.within(Kinds::SYMBOL) {
                Plan::Same(Kinds::SYMBOL)
            } else if a.within(Kinds::INT) && b.within(Kinds::INT) {
                Plan::Ints
            } else {
                Self::other(a, Kinds::INT.or(Kinds::SYMBOL))
            }
        });
        self.compare(plan, Cmp::Eq, insn);
    }
}
