//! Captured locals, blocks, instance variables, constants.

use crate::heap::{ShapeId, layout};
use crate::object::Sym;
use crate::object::kinds::Kinds;
use crate::object::shape::{Place, fixed};
use crate::vm::function::MAX_WAYS;
use crate::vm::tier_stats::Counted;

use super::{Builder, HeaderWord, Insn, Type, Val};

/// What a store of a variable does to objects of one shape.
#[derive(Clone, Copy)]
struct Stored {
    offset: u32,
    /// Their shape afterwards.
    next: ShapeId,
}

impl Builder<'_> {
    /// The Env `depth` Envs up from that of the frame.
    fn env(&mut self, depth: u32) -> Val {
        let word = HeaderWord::Env;
        let kinds = Kinds::OTHER.or(Kinds::NIL);
        let env = self.emit(Insn::Header { word }, Type::Tagged(kinds));
        if depth == 0 {
            return env;
        }
        self.emit(Insn::EnvUp { env, depth }, Type::Tagged(Kinds::OTHER))
    }

    pub(super) fn get_env(&mut self, depth: u32, slot: u32) {
        let object = self.env(depth);
        let offset = layout::env::TAIL as u32 + slot;
        self.push_new(Insn::Load { object, offset }, Type::ANY);
    }

    pub(super) fn set_env(&mut self, depth: u32, slot: u32) {
        let value = self.pop();
        let object = self.env(depth);
        let offset = layout::env::TAIL as u32 + slot;
        let store = Insn::Store {
            object,
            offset,
            value,
        };
        self.emit(store, Type::None);
    }

    /// `&block`: the instruction writes the slot.
    pub(super) fn block_param(&mut self, slot: u32) {
        if !self.source.is_method() {
            // Bound with the other arguments.
            return;
        }
        self.op();
        self.locals[slot as usize] = self.emit(Insn::Slot { slot }, Type::ANY);
    }

    /// Shapes of self that were seen at an instance variable; None if there are
    /// too many, or self is no ordinary object.
    fn shapes_of_self(&self, number: u32) -> Option<Vec<ShapeId>> {
        let feedback = self.source.feedback(self.pc);
        let site = self.source.ivar_site(number);
        if feedback.many_shapes || !feedback.operands[1].within(Kinds::OBJECT) {
            return None;
        }
        let mut shapes: Vec<ShapeId> = feedback.shapes().collect();
        if shapes.is_empty() && site.shape != fixed::NONE {
            shapes.push(site.shape);
        }
        (!shapes.is_empty() && shapes.len() <= MAX_WAYS).then_some(shapes)
    }

    /// The word offset of a variable that objects of a shape hold inline.
    fn inline_offset(&self, shape: ShapeId, name: Sym) -> Option<u32> {
        let shapes = self.source.shapes();
        let position = shapes.find(shape, name)?;
        match shapes.place(shape, position) {
            Place::Inline(slot) => Some(layout::object::TAIL as u32 + slot),
            Place::Overflow(_) => None,
        }
    }

    pub(super) fn get_ivar(&mut self, number: u32) {
        if self.leaves_unreached() {
            return;
        }
        let name = self.source.ivar_site(number).name;
        let Some(shapes) = self.shapes_of_self(number) else {
            return self.op();
        };
        // None: the variable is not set.
        let mut places = Vec::new();
        for &shape in &shapes {
            let unset = self.source.shapes().find(shape, name).is_none();
            match self.inline_offset(shape, name) {
                Some(offset) => places.push(Some(offset)),
                None if unset => places.push(None),
                None => return self.op(),
            }
        }
        let this = self.this;
        let value = self.by_shape(this, &shapes, &[], |builder, at, this| {
            builder.count(Counted::GetIvar);
            Some(match places[at] {
                Some(offset) => {
                    let object = this;
                    builder.emit(Insn::LoadIvar { object, offset }, Type::ANY)
                }
                None => builder.constant(crate::heap::Word::NIL),
            })
        });
        self.stack.extend(value);
    }

    /// How objects of a shape store a variable, if they hold it inline.
    fn stored(&self, shape: ShapeId, name: Sym) -> Option<Stored> {
        let shapes = self.source.shapes();
        if shape.0 < fixed::COUNT {
            return None;
        }
        if shapes.find(shape, name).is_some() {
            let offset = self.inline_offset(shape, name)?;
            return Some(Stored {
                offset,
                next: shape,
            });
        }
        if shapes.count(shape) >= shapes.capacity(shape) {
            return None;
        }
        let next = shapes.transition(shape, name);
        let offset = self.inline_offset(next, name)?;
        Some(Stored { offset, next })
    }

    pub(super) fn set_ivar(&mut self, number: u32) {
        if self.leaves_unreached() {
            return;
        }
        let name = self.source.ivar_site(number).name;
        let shapes = self.shapes_of_self(number).unwrap_or_default();
        let stored: Option<Vec<Stored>> = shapes.iter().map(|&s| self.stored(s, name)).collect();
        let Some(stored) = stored.filter(|stored| !stored.is_empty()) else {
            return self.op();
        };
        let value = self.pop();
        let this = self.this;
        self.by_shape(this, &shapes, &[value], |builder, at, object| {
            let Stored { offset, next } = stored[at];
            let state = builder.before();
            builder.emit(Insn::GuardThawed { object, state }, Type::None);
            builder.count(Counted::SetIvar);
            let store = Insn::Store {
                object,
                offset,
                value,
            };
            builder.emit(store, Type::None);
            if next != shapes[at] {
                let shape = next;
                builder.emit(Insn::SetShape { object, shape }, Type::None);
            }
            None
        });
    }

    pub(super) fn get_const(&mut self, number: u32) {
        let site = self.source.const_site(number);
        let entry = self.source.entry();
        if site.epoch == 0 || entry.is_null() || site.scope != self.source.scope() {
            return self.call_op();
        }
        // The scope is that of the method.
        self.graph.method = Some(entry);
        let state = self.before();
        self.push_new(Insn::ConstSite { site, state }, Type::ANY);
    }

    pub(super) fn get_const_in(&mut self, number: u32) {
        let site = self.source.const_site(number);
        if site.epoch == 0 || site.from.is_nil() || self.leaves_often() {
            return self.call_op();
        }
        let (module, state) = (self.pop(), self.before());
        let insn = Insn::ConstIn {
            site,
            module,
            state,
        };
        self.push_new(insn, Type::ANY);
    }

    // ---- guards ------------------------------------------------------------

    /// The value, of these kinds or the code leaves.
    pub(super) fn guard(&mut self, value: Val, kinds: Kinds) -> Val {
        let known = self.kinds(value);
        if known.within(kinds) {
            return value;
        }
        let state = self.before();
        let to = Type::Tagged(kinds);
        let ty = Type::Tagged(known.and(kinds));
        self.emit(Insn::GuardType { value, to, state }, ty)
    }

    /// The value, of this shape or the code leaves. Immediates have theirs, which
    /// they share with others of their class that do not pass.
    pub(super) fn guard_shape(&mut self, value: Val, shape: ShapeId) -> Val {
        if let Some(kinds) = immediate_kinds(shape) {
            return self.guard(value, kinds);
        }
        let state = self.before();
        let known = self.kinds(value);
        let kinds = match shape == self.source.vm.world().array_shape {
            true => known.and(Kinds::ARRAY),
            false => known.and(Kinds::HEAP),
        };
        let guard = Insn::GuardShape {
            value,
            shape,
            state,
        };
        self.emit(guard, Type::Tagged(kinds))
    }

    /// Does something else for each of some shapes of a value. For any other it
    /// leaves; where code did so before, or no later version could learn from it,
    /// it executes the instruction on its `operands` instead. Each arm gets the
    /// value and gives its result.
    pub(super) fn by_shape(
        &mut self,
        value: Val,
        shapes: &[ShapeId],
        operands: &[Val],
        mut arm: impl FnMut(&mut Self, usize, Val) -> Option<Val>,
    ) -> Option<Val> {
        let stays = self.source.last_version || self.source.feedback(self.pc).exits > 0;
        let tested = shapes.len() - usize::from(!stays);
        let mut arms = Vec::new();
        for (at, &shape) in shapes[..tested].iter().enumerate() {
            let cond = self.emit(Insn::HasShape { value, shape }, Type::Cond);
            let other = self.fork(cond);
            let result = arm(self, at, value);
            arms.push((self.block.expect("arms go on"), result));
            self.block = Some(other);
        }
        let result = match shapes.get(tested) {
            Some(&last) => {
                let guarded = self.guard_shape(value, last);
                arm(self, tested, guarded)
            }
            None => {
                let depth = self.stack.len();
                self.stack.extend_from_slice(operands);
                self.op();
                (self.stack.len() > depth).then(|| self.pop())
            }
        };
        if arms.is_empty() {
            return result;
        }
        arms.push((self.block.expect("arms go on"), result));
        self.join(arms)
    }

    /// Whether native code left here again and again although it was made for
    /// what was seen.
    pub(super) fn leaves_often(&self) -> bool {
        let exits = self.source.feedback(self.pc).exits;
        exits >= super::MANY_EXITS || exits > 0 && self.source.last_version
    }
}

/// The kinds that native code takes for a shape of immediates.
pub(super) fn immediate_kinds(shape: ShapeId) -> Option<Kinds> {
    Some(match shape {
        fixed::INTEGER => Kinds::INT,
        fixed::FLOAT => Kinds::FLOAT,
        fixed::SYMBOL => Kinds::SYMBOL,
        fixed::NIL => Kinds::NIL,
        fixed::TRUE => Kinds::TRUE,
        fixed::FALSE => Kinds::FALSE,
        _ => return None,
    })
}
