//! Multiple assignment.
//!
//! Owns the order that Ruby prescribes: receivers and indexes of the targets
//! first, then the values, then the stores from left to right.

use ruby_prism::{MultiTargetNode, MultiWriteNode, Node, NodeList};

use super::Compiler;
use crate::bytecode::ops::Op;

/// A target whose receiver and indexes are on the stack already, from `base` on.
enum Target<'pr> {
    /// Nothing on the stack.
    Variable(Node<'pr>),
    Attribute {
        base: u32,
        node: Node<'pr>,
    },
    Index {
        base: u32,
        argc: u32,
        splat: bool,
        own: bool,
    },
    ConstantPath {
        base: u32,
        node: Node<'pr>,
    },
    Nested(Targets<'pr>),
}

struct Targets<'pr> {
    lefts: Vec<Target<'pr>>,
    /// There is a rest; it may go nowhere.
    rest: Option<Option<Box<Target<'pr>>>>,
    rights: Vec<Target<'pr>>,
}

impl<'pr> Compiler<'pr> {
    pub(super) fn multi_write(&mut self, node: &MultiWriteNode<'pr>, used: bool) {
        let value = node.value();
        if !used
            && let Some(array) = value.as_array_node()
            && self.parallel(node, &array.elements())
        {
            return;
        }
        let base = self.depth();
        let targets = self.prepare_list(&node.lefts(), node.rest(), &node.rights());
        let under = self.depth() - base;
        self.expr(&value, true);
        if used {
            self.op(Op::Dup);
        }
        self.expand(&targets);
        if used {
            if under > 0 {
                self.op1(Op::DropUnder, under);
            }
        } else {
            self.pop_many(under);
        }
    }

    /// `(a, b) = ...` inside another target or parameter: takes the top apart.
    pub(super) fn store_multi_target(&mut self, node: &MultiTargetNode<'pr>) {
        let count = (node.lefts().len() as u32, node.rights().len() as u32);
        self.expand_array(count.0, count.1, has_rest(node.rest().as_ref()));
        for target in node.lefts().iter() {
            self.store(&target);
        }
        if let Some(rest) = node.rest() {
            self.store_rest(&rest);
        }
        for target in node.rights().iter() {
            self.store(&target);
        }
    }

    fn store_rest(&mut self, rest: &Node<'pr>) {
        if let Some(splat) = rest.as_splat_node() {
            match splat.expression() {
                Some(target) => self.store(&target),
                None => self.op(Op::Pop),
            }
        }
    }

    pub(super) fn expand_array(&mut self, before: u32, after: u32, rest: bool) {
        self.b()
            .op2(Op::ExpandArray, before, after << 1 | u32::from(rest));
    }

    /// As many values as targets, no splats: no Array is made. Returns whether
    /// this form applies.
    fn parallel(&mut self, node: &MultiWriteNode<'pr>, values: &NodeList<'pr>) -> bool {
        let plain = node.rest().is_none() && node.rights().is_empty();
        let lefts: Vec<Node<'pr>> = node.lefts().iter().collect();
        let nested = lefts
            .iter()
            .any(|left| left.as_multi_target_node().is_some());
        let splat = super::literal::has_splat(values);
        let hash = values
            .iter()
            .any(|value| value.as_keyword_hash_node().is_some());
        if !plain || nested || splat || hash || lefts.len() != values.len() || lefts.len() > 16 {
            return false;
        }
        let base = self.depth();
        let targets: Vec<Target<'pr>> = lefts.into_iter().map(|left| self.prepare(left)).collect();
        for value in values.iter() {
            self.expr(&value, true);
        }
        if distinct(&targets) {
            for target in targets.iter().rev() {
                self.store_prepared(target);
            }
            return true;
        }
        let first = self.depth() - targets.len() as u32;
        for (position, target) in targets.iter().enumerate() {
            self.store_copy(target, first + position as u32);
        }
        let left = self.depth() - base;
        self.pop_many(left);
        true
    }

    fn prepare_list(
        &mut self,
        lefts: &NodeList<'pr>,
        rest: Option<Node<'pr>>,
        rights: &NodeList<'pr>,
    ) -> Targets<'pr> {
        let lefts = lefts.iter().map(|left| self.prepare(left)).collect();
        let splat = rest.and_then(|rest| rest.as_splat_node());
        let rest = splat.map(|splat| {
            splat
                .expression()
                .map(|target| Box::new(self.prepare(target)))
        });
        let rights = rights.iter().map(|right| self.prepare(right)).collect();
        Targets {
            lefts,
            rest,
            rights,
        }
    }

    /// Pushes what a target refers to.
    fn prepare(&mut self, node: Node<'pr>) -> Target<'pr> {
        if !self.guard(&node) {
            return Target::Variable(node);
        }
        let base = self.depth();
        if let Some(target) = node.as_call_target_node() {
            self.expr(&target.receiver(), true);
            return Target::Attribute { base, node };
        }
        if let Some(target) = node.as_index_target_node() {
            self.expr(&target.receiver(), true);
            let args = self.args(target.arguments().as_ref(), None);
            return Target::Index {
                base,
                argc: args.argc,
                splat: args.flags.splat,
                own: target.is_ignore_visibility(),
            };
        }
        if let Some(target) = node.as_constant_path_target_node() {
            match target.parent() {
                Some(parent) => self.expr(&parent, true),
                None => self.op(Op::PushObjectClass),
            }
            return Target::ConstantPath { base, node };
        }
        if let Some(target) = node.as_multi_target_node() {
            let targets = self.prepare_list(&target.lefts(), target.rest(), &target.rights());
            return Target::Nested(targets);
        }
        Target::Variable(node)
    }

    /// Takes the top apart and stores the parts.
    fn expand(&mut self, targets: &Targets<'pr>) {
        let (before, after) = (targets.lefts.len() as u32, targets.rights.len() as u32);
        self.expand_array(before, after, targets.rest.is_some());
        for target in &targets.lefts {
            self.store_prepared(target);
        }
        match &targets.rest {
            Some(Some(target)) => self.store_prepared(target),
            Some(None) => self.op(Op::Pop),
            None => {}
        }
        for target in &targets.rights {
            self.store_prepared(target);
        }
    }

    /// Copies the value that stands at a position from the bottom.
    fn pick_at(&mut self, position: u32) {
        let depth = self.depth().saturating_sub(1 + position);
        self.op1(Op::Pick, depth);
    }

    /// Pops into a target.
    fn store_prepared(&mut self, target: &Target<'pr>) {
        match target {
            Target::Variable(node) => {
                let location = node.location();
                self.at(&location, |c| c.store(node));
            }
            Target::Nested(targets) => self.expand(targets),
            Target::Attribute { .. } | Target::Index { .. } | Target::ConstantPath { .. } => {
                let value = self.depth().saturating_sub(1);
                self.store_copy(target, value);
                self.op(Op::Pop);
            }
        }
    }

    /// Stores the value at a position into a target and leaves it there.
    fn store_copy(&mut self, target: &Target<'pr>, value: u32) {
        match target {
            Target::Variable(_) | Target::Nested(_) => {
                self.pick_at(value);
                self.store_prepared(target);
            }
            Target::Attribute { base, node } => {
                let call = node
                    .as_call_target_node()
                    .expect("prepared from such a node");
                let own = call.is_ignore_visibility();
                self.pick_at(*base);
                self.pick_at(value);
                let name = call.name().as_slice();
                self.at(&node.location(), |c| c.emit_writer(name, 1, false, own));
                self.op(Op::Pop);
            }
            Target::Index {
                base,
                argc,
                splat,
                own,
            } => {
                for offset in 0..=*argc {
                    self.pick_at(base + offset);
                }
                if *splat {
                    self.op(Op::ToArray);
                }
                self.pick_at(value);
                if *splat {
                    self.op(Op::ArrayPush);
                }
                let argc = if *splat { 1 } else { argc + 1 };
                self.emit_writer(b"[]=", argc, *splat, *own);
                self.op(Op::Pop);
            }
            Target::ConstantPath { base, node } => {
                let path = node
                    .as_constant_path_target_node()
                    .expect("prepared from such a node");
                self.pick_at(*base);
                self.pick_at(value);
                let name = path.name().map_or(&b""[..], |name| name.as_slice());
                self.op_symbol(Op::SetConst, name);
                self.op(Op::Pop);
            }
        }
    }
}

/// Whether all targets are different variables, so that the order of the stores
/// cannot be seen.
fn distinct(targets: &[Target<'_>]) -> bool {
    let mut names = Vec::new();
    targets.iter().all(|target| {
        let Target::Variable(node) = target else {
            return false;
        };
        let name = if let Some(local) = node.as_local_variable_target_node() {
            local.name().as_slice()
        } else if let Some(ivar) = node.as_instance_variable_target_node() {
            ivar.name().as_slice()
        } else {
            return false;
        };
        let new = !names.contains(&name);
        names.push(name);
        new
    })
}

/// Whether a list of targets has a rest that takes values (`*a` or `*`).
fn has_rest(rest: Option<&Node<'_>>) -> bool {
    rest.is_some_and(|rest| rest.as_splat_node().is_some())
}
