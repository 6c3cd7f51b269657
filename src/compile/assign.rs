//! Assignments to one target.
//!
//! Owns writing a value to every kind of target: variables, constants,
//! attributes, indexed places.

use ruby_prism::{CallTargetNode, ConstantPathNode, IndexTargetNode, Node};

use super::Compiler;
use super::args::Args;
use crate::bytecode::code::SendFlags;
use crate::bytecode::ops::Op;

impl<'pr> Compiler<'pr> {
    /// `target = value` for variables and constants.
    pub(super) fn write(&mut self, node: &Node<'pr>, used: bool) {
        if let Some(write) = node.as_constant_write_node() {
            self.op(Op::PushCref);
            self.constant_value(&write.value(), write.name().as_slice());
            self.op_symbol(Op::SetConst, write.name().as_slice());
            return self.discard(used);
        }
        if let Some(write) = node.as_constant_path_write_node() {
            let target = write.target();
            self.constant_scope(&target);
            self.constant_value(&write.value(), target.location().as_slice());
            self.set_path_constant(&target);
            return self.discard(used);
        }
        let value = write_value(node);
        self.expr(&value, true);
        if used {
            self.op(Op::Dup);
        }
        self.store_variable(node);
    }

    /// Pops into the variable that a write or target node names. Returns false
    /// for other nodes.
    pub(super) fn store_variable(&mut self, node: &Node<'pr>) -> bool {
        if let Some(target) = node.as_local_variable_target_node() {
            self.set_variable(target.name().as_slice(), target.depth(), node);
        } else if let Some(write) = node.as_local_variable_write_node() {
            self.set_variable(write.name().as_slice(), write.depth(), node);
        } else if let Some(target) = node.as_instance_variable_target_node() {
            self.op_ivar(Op::SetIvar, target.name().as_slice());
        } else if let Some(write) = node.as_instance_variable_write_node() {
            self.op_ivar(Op::SetIvar, write.name().as_slice());
        } else if let Some(target) = node.as_class_variable_target_node() {
            self.op_symbol(Op::SetCvar, target.name().as_slice());
        } else if let Some(write) = node.as_class_variable_write_node() {
            self.op_symbol(Op::SetCvar, write.name().as_slice());
        } else if let Some(target) = node.as_global_variable_target_node() {
            self.op_symbol(Op::SetGlobal, target.name().as_slice());
        } else if let Some(write) = node.as_global_variable_write_node() {
            self.op_symbol(Op::SetGlobal, write.name().as_slice());
        } else if let Some(required) = node.as_required_parameter_node() {
            self.set_variable(required.name().as_slice(), 0, node);
        } else {
            return false;
        }
        true
    }

    /// Pops into a target of any kind; what the target refers to is computed
    /// after the value.
    pub(super) fn store(&mut self, node: &Node<'pr>) {
        if !self.guard(node) {
            return self.op(Op::Pop);
        }
        if self.store_variable(node) {
            return;
        }
        if let Some(target) = node.as_constant_target_node() {
            self.op(Op::PushCref);
            self.op(Op::Swap);
            self.op_symbol(Op::SetConst, target.name().as_slice());
            self.op(Op::Pop);
        } else if let Some(target) = node.as_constant_path_target_node() {
            match target.parent() {
                Some(parent) => self.expr(&parent, true),
                None => self.op(Op::PushObjectClass),
            }
            self.op(Op::Swap);
            let name = target.name().map_or(&b""[..], |name| name.as_slice());
            self.op_symbol(Op::SetConst, name);
            self.op(Op::Pop);
        } else if let Some(target) = node.as_call_target_node() {
            self.store_attribute(&target);
        } else if let Some(target) = node.as_index_target_node() {
            self.store_index(&target);
        } else if let Some(target) = node.as_multi_target_node() {
            self.store_multi_target(&target);
        } else if let Some(splat) = node.as_splat_node()
            && let Some(target) = splat.expression()
        {
            self.op(Op::ToArray);
            self.store(&target);
        } else {
            self.op(Op::Pop);
        }
    }

    fn store_attribute(&mut self, target: &CallTargetNode<'pr>) {
        self.expr(&target.receiver(), true);
        let (nothing, end) = (self.label(), self.label());
        if target.is_safe_navigation() {
            self.op(Op::Dup);
            self.branch(Op::BranchNil, nothing);
        }
        self.op(Op::Swap);
        self.send_assignment(
            target.name().as_slice(),
            1,
            false,
            target.is_ignore_visibility(),
        );
        if target.is_safe_navigation() {
            let depth = self.depth();
            self.branch(Op::Jump, end);
            self.bind(nothing);
            self.pop_many(2);
            self.b().set_depth(depth);
            self.bind(end);
        }
    }

    fn store_index(&mut self, target: &IndexTargetNode<'pr>) {
        self.expr(&target.receiver(), true);
        let args = self.args(target.arguments().as_ref(), None);
        let count = args.argc;
        self.op1(Op::Pick, count + 1);
        if args.flags.splat {
            self.op(Op::ArrayPush);
        }
        let argc = if args.flags.splat { 1 } else { count + 1 };
        let own = target.is_ignore_visibility();
        self.send_assignment(b"[]=", argc, args.flags.splat, own);
        self.op(Op::Pop);
    }

    /// Calls a writer; its result stays.
    pub(super) fn emit_writer(&mut self, name: &[u8], argc: u32, splat: bool, own: bool) {
        let mut args = Args::plain(argc);
        args.flags = SendFlags {
            assignment: true,
            splat,
            fcall: own,
            ..SendFlags::default()
        };
        self.emit_call(name, args);
    }

    /// Calls a writer and drops its result.
    fn send_assignment(&mut self, name: &[u8], argc: u32, splat: bool, own: bool) {
        self.emit_writer(name, argc, splat, own);
        self.op(Op::Pop);
    }

    /// Pushes the module that a constant path is looked up in.
    pub(super) fn constant_scope(&mut self, path: &ConstantPathNode<'pr>) {
        match path.parent() {
            Some(parent) => self.expr(&parent, true),
            None => self.op(Op::PushObjectClass),
        }
    }

    pub(super) fn set_path_constant(&mut self, path: &ConstantPathNode<'pr>) {
        let name = path.name().map_or(&b""[..], |name| name.as_slice());
        self.op_symbol(Op::SetConst, name);
    }
}

/// The value of a write to a variable.
fn write_value<'pr>(node: &Node<'pr>) -> Node<'pr> {
    if let Some(write) = node.as_local_variable_write_node() {
        write.value()
    } else if let Some(write) = node.as_instance_variable_write_node() {
        write.value()
    } else if let Some(write) = node.as_class_variable_write_node() {
        write.value()
    } else {
        let write = node.as_global_variable_write_node();
        write.expect("only writes to variables come here").value()
    }
}
