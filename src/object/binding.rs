//! Bindings: places in running code as objects.
//!
//! Owns the fields only, named as those of a Proc; what the numbers mean is the
//! vm's.

use crate::heap::layout::binding;

use super::class::known;
use super::value::Value;
use super::view::{Binding, View};
use super::world::World;

/// The fields of a binding.
#[derive(Clone, Copy, Debug)]
pub struct BindingParts<'w> {
    /// `self`.
    pub self_value: Value<'w>,
    /// The innermost Env, or nil.
    pub env: Value<'w>,
    /// Block of the method around, or nil.
    pub block: Value<'w>,
    /// File where it was made.
    pub file: Value<'w>,
    /// What the frames around left, or nil.
    pub left: Value<'w>,
    /// The function (the vm's word).
    pub code: u64,
    /// The method entry (the vm's word).
    pub entry: u64,
    /// Activation it is of.
    pub definer: u64,
    /// Activation of the method around.
    pub home: u64,
    /// Line where it was made.
    pub line: u64,
}

impl<'w> Binding<'w> {
    /// All fields.
    pub fn parts(self) -> BindingParts<'w> {
        BindingParts {
            self_value: self.load(binding::SELF),
            env: self.load(binding::ENV),
            block: self.load(binding::BLOCK),
            file: self.load(binding::FILE),
            left: self.load(binding::LEFT),
            code: self.raw(binding::CODE),
            entry: self.raw(binding::ENTRY),
            definer: self.raw(binding::DEFINER),
            home: self.raw(binding::HOME),
            line: self.raw(binding::LINE),
        }
    }

    /// It goes on with a function below its own and that one's Env.
    pub fn extend(self, world: &World, code: u64, env: Value<'_>) {
        self.store(world, binding::ENV, env);
        self.set_raw(binding::CODE, code);
    }

    /// Gives it another self and method entry.
    pub fn set_self(self, world: &World, this: Value<'_>, entry: u64) {
        self.store(world, binding::SELF, this);
        self.set_raw(binding::ENTRY, entry);
    }
}

impl World {
    /// A binding.
    pub fn new_binding(&self, parts: &BindingParts<'_>) -> Binding<'_> {
        let new = Binding::make_fixed(self, self.root_shape(known::BINDING));
        new.store(self, binding::SELF, parts.self_value);
        new.store(self, binding::ENV, parts.env);
        new.store(self, binding::BLOCK, parts.block);
        new.store(self, binding::FILE, parts.file);
        new.store(self, binding::LEFT, parts.left);
        new.set_raw(binding::CODE, parts.code);
        new.set_raw(binding::ENTRY, parts.entry);
        new.set_raw(binding::DEFINER, parts.definer);
        new.set_raw(binding::HOME, parts.home);
        new.set_raw(binding::LINE, parts.line);
        new
    }
}
