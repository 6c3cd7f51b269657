//! What code becomes when it is an object: procs, methods taken off their
//! class, fibers, backtraces, and transfers of control on their way.
//!
//! Owns the fields and the flags. What the numbers mean (code, method entries,
//! activations, tasks) is the vm's.

use crate::heap::layout::{fiber, method, proc_, throw};

use super::class::{ClassId, known};
use super::method::MethodId;
use super::shape::fixed;
use super::symbol::Sym;
use super::value::Value;
use super::view::{Backtrace, Fiber, MethodObject, Proc, Throw, TooBig, View};
use super::world::World;

/// Proc flag: checks its arguments and ends at `return`.
pub const LAMBDA: u64 = 1;
/// Proc flag: stands for the symbol or method object in `extra`.
pub const INDIRECT: u64 = 2;

/// The fields of a proc.
#[derive(Clone, Copy, Debug)]
pub struct ProcParts<'w> {
    /// `self` of the body.
    pub self_value: Value<'w>,
    /// Captured variables, or nil.
    pub env: Value<'w>,
    /// Block of the method it was written in, or nil.
    pub block: Value<'w>,
    /// Whatever the kind of proc needs (symbol, method object, what the frame
    /// around left), or nil.
    pub extra: Value<'w>,
    /// The code (the vm's word).
    pub code: u64,
    /// The method entry it was written in (the vm's word).
    pub entry: u64,
    /// Activation whose block it is: where `break` goes.
    pub definer: u64,
    /// Activation of the method it was written in: where `return` goes.
    pub home: u64,
    /// [`LAMBDA`], [`INDIRECT`].
    pub flags: u64,
}

impl<'w> Proc<'w> {
    /// All fields.
    pub fn parts(self) -> ProcParts<'w> {
        ProcParts {
            self_value: self.self_value(),
            env: self.env(),
            block: self.block(),
            extra: self.extra(),
            code: self.code(),
            entry: self.entry(),
            definer: self.definer(),
            home: self.home(),
            flags: self.flags(),
        }
    }

    /// `self` of the body.
    pub fn self_value(self) -> Value<'w> {
        self.load(proc_::SELF)
    }

    /// Captured variables, or nil.
    pub fn env(self) -> Value<'w> {
        self.load(proc_::ENV)
    }

    /// Block of the method it was written in, or nil.
    pub fn block(self) -> Value<'w> {
        self.load(proc_::BLOCK)
    }

    /// Whatever the kind of proc needs, or nil.
    pub fn extra(self) -> Value<'w> {
        self.load(proc_::EXTRA)
    }

    /// The code.
    pub fn code(self) -> u64 {
        self.raw(proc_::CODE)
    }

    /// The method entry it was written in.
    pub fn entry(self) -> u64 {
        self.raw(proc_::ENTRY)
    }

    /// Activation whose block it is.
    pub fn definer(self) -> u64 {
        self.raw(proc_::DEFINER)
    }

    /// Activation of the method it was written in.
    pub fn home(self) -> u64 {
        self.raw(proc_::HOME)
    }

    /// [`LAMBDA`], [`INDIRECT`].
    pub fn flags(self) -> u64 {
        self.raw(proc_::FLAGS)
    }

    /// Whether it checks its arguments.
    pub fn is_lambda(self) -> bool {
        self.flags() & LAMBDA != 0
    }

    /// Whether it stands for a symbol or a method object.
    pub fn is_indirect(self) -> bool {
        self.flags() & INDIRECT != 0
    }
}

impl<'w> Throw<'w> {
    /// The value carried.
    pub fn thrown(self) -> Value<'w> {
        self.load(throw::VALUE)
    }

    /// The tag of a `throw`, or nil.
    pub fn tag(self) -> Value<'w> {
        self.load(throw::TAG)
    }

    /// What it is, in the vm's numbers.
    pub fn what(self) -> u64 {
        self.raw(throw::WHAT)
    }

    /// The activation it goes to.
    pub fn target(self) -> u64 {
        self.raw(throw::TARGET)
    }
}

/// The fields of a method object.
#[derive(Clone, Copy, Debug)]
pub struct MethodParts<'w> {
    /// The receiver; undef for an unbound method.
    pub receiver: Value<'w>,
    /// The class object it was looked up in.
    pub class: Value<'w>,
    /// Name it was found under.
    pub name: Sym,
    /// The entry.
    pub entry: MethodId,
}

impl<'w> MethodObject<'w> {
    /// The receiver; undef for an unbound method.
    pub fn receiver(self) -> Value<'w> {
        self.load(method::RECEIVER)
    }

    /// The class object it was looked up in.
    pub fn class(self) -> Value<'w> {
        self.load(method::CLASS)
    }

    /// Name it was found under.
    pub fn name(self) -> Sym {
        self.load(method::NAME)
            .as_symbol()
            .expect("method objects have a name")
    }

    /// The entry.
    pub fn entry(self) -> MethodId {
        MethodId(self.raw(method::ENTRY) as u32)
    }
}

impl Backtrace<'_> {
    /// The vm's numbers.
    pub fn words(self) -> Vec<u64> {
        (0..self.tail_words()).map(|i| self.raw_word(i)).collect()
    }
}

impl<'w> Fiber<'w> {
    /// The block that runs in it.
    pub fn body(self) -> Value<'w> {
        self.load(fiber::BODY)
    }

    /// The value on its way into or out of the fiber.
    pub fn transfer(self) -> Value<'w> {
        self.load(fiber::TRANSFER)
    }

    /// The fiber that resumed this one, or nil.
    pub fn parent(self) -> Value<'w> {
        self.load(fiber::PARENT)
    }

    /// Number of the task.
    pub fn task(self) -> u64 {
        self.raw(fiber::TASK)
    }

    /// Sets the block that runs in it.
    pub fn set_body(self, world: &World, body: Value<'_>) {
        self.store(world, fiber::BODY, body);
    }

    /// Sets the value on its way.
    pub fn set_transfer(self, world: &World, value: Value<'_>) {
        self.store(world, fiber::TRANSFER, value);
    }

    /// Sets the fiber that resumes this one.
    pub fn set_parent(self, world: &World, parent: Value<'_>) {
        self.store(world, fiber::PARENT, parent);
    }
}

impl World {
    /// A proc of `class` (Proc or a subclass).
    pub fn new_proc(&self, class: ClassId, parts: &ProcParts<'_>) -> Proc<'_> {
        let new = Proc::make_fixed(self, self.root_shape(class));
        self.proc_init(new, parts);
        new
    }

    /// A proc that stands for a symbol or a method object.
    pub fn new_indirect_proc(&self, of: Value<'_>) -> Proc<'_> {
        let new = Proc::make_fixed(self, self.root_shape(known::PROC));
        new.store(self, proc_::EXTRA, of);
        new.set_raw(proc_::FLAGS, LAMBDA | INDIRECT);
        new
    }

    /// The same for a symbol that a scope with refinements wrote.
    pub fn new_symbol_proc(&self, symbol: Value<'_>, scope: u64) -> Proc<'_> {
        let new = self.new_indirect_proc(symbol);
        new.set_raw(proc_::CODE, scope);
        new
    }

    fn proc_init(&self, new: Proc<'_>, parts: &ProcParts<'_>) {
        new.store(self, proc_::SELF, parts.self_value);
        new.store(self, proc_::ENV, parts.env);
        new.store(self, proc_::BLOCK, parts.block);
        new.store(self, proc_::EXTRA, parts.extra);
        new.set_raw(proc_::CODE, parts.code);
        new.set_raw(proc_::ENTRY, parts.entry);
        new.set_raw(proc_::DEFINER, parts.definer);
        new.set_raw(proc_::HOME, parts.home);
        new.set_raw(proc_::FLAGS, parts.flags);
    }

    /// A transfer of control on its way.
    pub fn new_throw(&self, value: Value<'_>, tag: Value<'_>, what: u64, target: u64) -> Throw<'_> {
        let new = Throw::make_fixed(self, fixed::INTERNAL);
        new.store(self, throw::VALUE, value);
        new.store(self, throw::TAG, tag);
        new.set_raw(throw::WHAT, what);
        new.set_raw(throw::TARGET, target);
        new
    }

    /// A method object: unbound when the receiver is undef.
    pub fn new_method_object(&self, parts: &MethodParts<'_>) -> MethodObject<'_> {
        let class = if parts.receiver.is_undef() {
            known::UNBOUND_METHOD
        } else {
            known::METHOD
        };
        let new = MethodObject::make_fixed(self, self.root_shape(class));
        new.store(self, method::RECEIVER, parts.receiver);
        new.store(self, method::CLASS, parts.class);
        new.store(self, method::NAME, Value::symbol(parts.name));
        new.set_raw(method::ENTRY, parts.entry.0.into());
        new
    }

    /// A backtrace of these numbers.
    pub fn new_backtrace(&self, words: &[u64]) -> Result<Backtrace<'_>, TooBig> {
        let new = Backtrace::make(self, fixed::INTERNAL, words.len())?;
        for (i, &word) in words.iter().enumerate() {
            new.set_raw_word(i, word);
        }
        Ok(new)
    }

    /// A fiber of `class` that stands for the task with this number; when it
    /// dies, the heap reports the number.
    pub fn new_fiber(&self, class: ClassId, task: u64) -> Fiber<'_> {
        let new = Fiber::make_fixed(self, self.root_shape(class));
        new.set_raw(fiber::TASK, task);
        new
    }
}

#[cfg(test)]
mod tests {
    use super::super::{MethodId, Sym};
    use super::{MethodParts, ProcParts, Value, World, known};
    use crate::heap::HeapConfig;

    #[test]
    fn fields_come_back() {
        let w = World::new(HeapConfig::default());
        let text = w.string("self");
        let parts = ProcParts {
            self_value: text,
            env: w.new_env(Value::NIL, 2).expect("small").value(),
            block: Value::NIL,
            extra: Value::TRUE,
            code: 1,
            entry: 2,
            definer: 3,
            home: u64::MAX,
            flags: 5,
        };
        let back = w.new_proc(known::PROC, &parts).parts();
        assert_eq!(
            (back.self_value, back.env, back.extra),
            (text, parts.env, Value::TRUE)
        );
        assert_eq!(
            (back.code, back.entry, back.definer, back.home, back.flags),
            (1, 2, 3, u64::MAX, 5)
        );

        let throw = w.new_throw(text, Value::NIL, 7, 8);
        assert_eq!((throw.thrown(), throw.what(), throw.target()), (text, 7, 8));

        let parts = MethodParts {
            receiver: Value::UNDEF,
            class: w.class_object(known::STRING),
            name: Sym(9),
            entry: MethodId(4),
        };
        let method = w.new_method_object(&parts);
        assert_eq!(w.class_of(method.value()), known::UNBOUND_METHOD);
        assert_eq!((method.name(), method.entry()), (Sym(9), MethodId(4)));

        let fiber = w.new_fiber(known::FIBER, 6);
        fiber.set_transfer(&w, text);
        assert_eq!(
            (fiber.task(), fiber.transfer(), fiber.parent()),
            (6, text, Value::NIL)
        );
    }
}
