//! Sends by what their sites learned, `new`, yields.

use crate::bytecode::decode::Insn as Bytecode;
use crate::bytecode::ops::Op;
use crate::heap::{ShapeId, Word};
use crate::object::kinds::Kinds;
use crate::object::{ClassId, ClassKind, MethodEntry, sym};
use crate::vm::function::{Function, SendSite};
use crate::vm::native::{Assumption, NativeEntry};
use crate::vm::tier_stats::Counted;
use crate::vm::ways::WayTarget;

use super::{Builder, HeaderWord, Insn, Type, Val};
use crate::jit::hir::{BlockArg, Callee};

/// A way of a site that native code does itself.
#[derive(Clone, Copy)]
struct Direct {
    shape: ShapeId,
    target: WayTarget,
    entry: *const MethodEntry,
}

/// What a send counts as that is made for these shapes.
fn counted(shapes: &[ShapeId]) -> Counted {
    match shapes {
        [_] => Counted::Monomorphic,
        _ => Counted::Polymorphic,
    }
}

impl Builder<'_> {
    /// The ways of a site, if native code does all of them.
    fn direct_ways(&self, site: &SendSite) -> Option<Vec<Direct>> {
        let info = &site.info;
        if info.megamorphic || info.ways.is_empty() {
            return None;
        }
        let ways = info.ways.iter().map(|way| Direct {
            shape: way.shape,
            target: way.target(info),
            entry: way.entry,
        });
        let ways: Vec<Direct> = ways.collect();
        let direct = |way: &Direct| {
            let known = !matches!(
                way.target,
                WayTarget::General | WayTarget::New(_) | WayTarget::NewBare
            );
            // Primitives that declined, or big integers, come again.
            let fickle = matches!(way.target, WayTarget::Shared(_))
                || super::vars::immediate_kinds(way.shape).is_some();
            let in_place = match way.target {
                WayTarget::Function { function, .. } => self.source.fits_in_place(function),
                _ => true,
            };
            known && in_place && !(fickle && self.leaves_often())
        };
        ways.iter().all(direct).then_some(ways)
    }

    /// A send by its site.
    pub(super) fn send(&mut self, insn: Bytecode) {
        if self.leaves_unknown() {
            return;
        }
        let site = self.source.send_site(insn.a);
        let Some(ways) = self.direct_ways(site) else {
            return self.op();
        };
        let operands = self.pop_many(site.pushed as usize + 1);
        let result = self.call_by_shape(site, &ways, &operands);
        self.stack.extend(result);
    }

    /// The ways of a send whose operands are popped.
    fn call_by_shape(&mut self, site: &SendSite, ways: &[Direct], operands: &[Val]) -> Option<Val> {
        self.assume(Assumption::Method(site.info.name));
        let (&this, args) = operands.split_first().expect("a receiver");
        let shapes: Vec<ShapeId> = ways.iter().map(|way| way.shape).collect();
        let counted = counted(&shapes);
        self.by_shape(this, &shapes, operands, |builder, at, this| {
            Some(builder.call(ways[at], this, args.to_vec(), counted))
        })
    }

    /// An operator whose receiver was nil or an object: what it does to nil is
    /// done here, the site knows the rest.
    pub(super) fn nil_or_send(
        &mut self,
        insn: Bytecode,
        of_nil: impl FnOnce(&mut Self, Val, &[Val]) -> Val,
    ) {
        let site = self.source.send_site(insn.a);
        let Some(ways) = self.direct_ways(site) else {
            return self.op();
        };
        let operands = self.pop_many(site.pushed as usize + 1);
        let (&this, args) = operands.split_first().expect("a receiver");
        let cond = self.emit(Insn::IsNil { a: this }, Type::Cond);
        let other = self.fork(cond);
        let result = of_nil(self, this, args);
        let mut arms = vec![(self.block.expect("just forked"), Some(result))];
        self.block = Some(other);
        let result = self.call_by_shape(site, &ways, &operands);
        arms.push((self.block.expect("arms go on"), result));
        let result = self.join(arms);
        self.stack.extend(result);
    }

    /// One way of a send whose operands are popped.
    fn call(&mut self, way: Direct, this: Val, args: Vec<Val>, counted: Counted) -> Val {
        if !matches!(way.target, WayTarget::Writer(_)) {
            self.count(counted);
        }
        match way.target {
            WayTarget::Function { function, block } => {
                let callee = Callee {
                    function,
                    entry: way.entry,
                    block: block.map_or(BlockArg::None, BlockArg::Literal),
                };
                let mut args = args;
                let absent = self.constant(Word::UNDEF);
                args.resize(self.source.params_of(function), absent);
                let state = self.behind(1);
                let call = Insn::Call {
                    callee,
                    this,
                    args,
                    state,
                };
                self.emit(call, Type::ANY)
            }
            WayTarget::Shared(row) => {
                let (before, state) = (self.before(), self.behind(1));
                let call = Insn::CallShared {
                    row,
                    this,
                    args,
                    before,
                    state,
                };
                self.emit(call, Type::ANY)
            }
            WayTarget::Reader(offset) => {
                let (object, offset) = (this, offset as u32);
                self.emit(Insn::LoadIvar { object, offset }, Type::ANY)
            }
            WayTarget::Writer(offset) => {
                let (object, offset, value) = (this, offset as u32, args[0]);
                let state = self.before();
                self.emit(Insn::GuardThawed { object, state }, Type::None);
                self.count(counted);
                let store = Insn::Store {
                    object,
                    offset,
                    value,
                };
                self.emit(store, Type::None);
                value
            }
            WayTarget::BlockGiven => {
                let word = HeaderWord::Block;
                let block = self.emit(Insn::Header { word }, Type::ANY);
                let none = self.emit(Insn::IsNil { a: block }, Type::Cond);
                let given = self.emit(Insn::Negate { a: none }, Type::Cond);
                self.bool_of(given)
            }
            WayTarget::New(_) | WayTarget::NewBare | WayTarget::General => {
                unreachable!("direct ways only")
            }
        }
    }

    /// `super`: the method that runs tells what it means, and the shape of self.
    pub(super) fn super_(&mut self, insn: Bytecode) {
        if self.leaves_unknown() {
            return;
        }
        let site = self.source.send_site(insn.a);
        let entry = self.source.entry();
        let usable = self.graph.entry == NativeEntry::Function
            && !site.info.megamorphic
            && !site.info.ways.is_empty()
            && std::ptr::eq(site.info.from, entry);
        if !usable {
            return self.op();
        }
        let args = self.pop_many(site.pushed as usize);
        self.graph.method = Some(entry);
        self.assume(Assumption::Method(self.source.name_of(entry)));
        let ways = &site.info.ways;
        let shapes: Vec<ShapeId> = ways.iter().map(|way| way.shape).collect();
        let result = self.by_shape(self.this, &shapes, &args, |builder, at, this| {
            let callee = Callee {
                function: ways[at].target as *const Function,
                entry: ways[at].entry,
                block: BlockArg::Own,
            };
            let state = builder.behind(1);
            let args = args.clone();
            let call = Insn::Call {
                callee,
                this,
                args,
                state,
            };
            Some(builder.emit(call, Type::ANY))
        });
        self.stack.extend(result);
    }

    /// `send_new` with the two instructions behind it.
    pub(super) fn send_new(&mut self, insn: Bytecode) {
        if self.leaves_unknown() {
            return;
        }
        let site = self.source.send_site(insn.a);
        let pushed = site.pushed as usize;
        let way = match &site.info.ways[..] {
            [way] if !site.info.megamorphic => Some(way),
            _ => None,
        };
        let known = way.and_then(|way| {
            let class = self.class_of_shape(way.shape)?;
            Some((way.shape, way.target(&site.info), way.entry, class))
        });
        let Some((shape, target, entry, class)) = known else {
            let operands = self.pop_many(pushed + 2);
            return self.execute(3, operands, 1, Type::ANY);
        };
        let args = self.pop_many(pushed);
        let receiver = self.pop();
        self.pop();
        self.guard_shape(receiver, shape);
        self.count(Counted::Monomorphic);
        self.assume(Assumption::Method(sym::NEW));
        self.assume(Assumption::Method(sym::INITIALIZE));
        self.push_new(Insn::New { class }, Type::Tagged(Kinds::OBJECT));
        let WayTarget::New(function) = target else {
            return;
        };
        // The object stands under the result, which `new_done` drops.
        let this = *self.stack.last().expect("just pushed");
        let callee = Callee {
            function,
            entry,
            block: BlockArg::None,
        };
        let state = self.behind(1);
        let call = Insn::Call {
            callee,
            this,
            args,
            state,
        };
        self.emit(call, Type::ANY);
    }

    /// The class whose own object has this shape and nobody else.
    fn class_of_shape(&self, shape: ShapeId) -> Option<ClassId> {
        let world = self.source.vm.world();
        let singleton = world.shapes.class(shape);
        if world.classes.get(singleton).kind != ClassKind::Singleton {
            return None;
        }
        world.as_class(world.attached(singleton))
    }

    /// `yield`.
    pub(super) fn yield_(&mut self, insn: Bytecode) {
        if self.leaves_unreached() {
            return;
        }
        debug_assert_eq!(insn.op, Op::Yield);
        let site = self.source.send_site(insn.a);
        let feedback = self.source.feedback(self.pc);
        let usable = site.info.plain
            && self.source.is_method()
            && !feedback.many_blocks
            && !self.leaves_often();
        let literal = self.source.block_literal(feedback.block, site.pushed);
        let Some((outer, child)) = literal.filter(|_| usable) else {
            if !site.info.plain {
                return self.op();
            }
            let operands = self.pop_many(site.pushed as usize + 1);
            let state = self.behind(1);
            return self.push_new(Insn::YieldAny { operands, state }, Type::ANY);
        };
        let args = self.pop_many(site.pushed as usize);
        // The place for the block's self.
        self.pop();
        let (before, state) = (self.before(), self.behind(1));
        let insn = Insn::Yield {
            outer,
            child,
            function: feedback.block,
            args,
            before,
            state,
        };
        self.push_new(insn, Type::ANY);
    }
}
