//! `defined?(expression)`.
//!
//! Owns the answer for each kind of expression. What must be evaluated to know
//! (receivers, scopes of constants) is guarded: an exception means nil.

use ruby_prism::{CallNode, ConstantPathNode, Node};

use super::Compiler;
use super::regexp::reference_name;
use crate::bytecode::ops::Op;

impl<'pr> Compiler<'pr> {
    /// Pushes a description of the expression, or nil.
    pub(super) fn defined(&mut self, node: &Node<'pr>) {
        if !self.guard(node) {
            return self.op(Op::PushNil);
        }
        match node {
            Node::ParenthesesNode { .. } => {
                let body = node
                    .as_parentheses_node()
                    .and_then(|parentheses| parentheses.body());
                let statements = body.and_then(|body| body.as_statements_node());
                match statements.map(|statements| statements.body()) {
                    Some(list) if list.len() == 1 => {
                        let only = list.first().expect("a list of one");
                        self.defined(&only);
                    }
                    Some(_) => self.frozen_string(b"expression"),
                    None => self.frozen_string(b"nil"),
                }
            }
            Node::InstanceVariableReadNode { .. } => {
                let read = node.as_instance_variable_read_node().expect("matched");
                self.op_symbol(Op::DefinedIvar, read.name().as_slice());
            }
            Node::ClassVariableReadNode { .. } => {
                let read = node.as_class_variable_read_node().expect("matched");
                self.op_symbol(Op::DefinedCvar, read.name().as_slice());
            }
            Node::GlobalVariableReadNode { .. } => {
                let read = node.as_global_variable_read_node().expect("matched");
                self.op_symbol(Op::DefinedGlobal, read.name().as_slice());
            }
            Node::NumberedReferenceReadNode { .. } => {
                let read = node.as_numbered_reference_read_node().expect("matched");
                self.op_symbol(Op::DefinedGlobal, reference_name(&read).as_bytes());
            }
            Node::BackReferenceReadNode { .. } => {
                let read = node.as_back_reference_read_node().expect("matched");
                self.op_symbol(Op::DefinedGlobal, read.name().as_slice());
            }
            Node::ConstantReadNode { .. } => {
                let read = node.as_constant_read_node().expect("matched");
                self.op_const(Op::DefinedConst, read.name().as_slice());
            }
            Node::ConstantPathNode { .. } => {
                self.defined_path(&node.as_constant_path_node().expect("matched"));
            }
            Node::CallNode { .. } => self.defined_call(&node.as_call_node().expect("matched")),
            Node::YieldNode { .. } => self.op(Op::DefinedYield),
            Node::SuperNode { .. } | Node::ForwardingSuperNode { .. } => {
                let name = self.home().name;
                self.op1(Op::DefinedSuper, name.0);
            }
            _ => self.frozen_string(description(node)),
        }
    }

    fn defined_path(&mut self, node: &ConstantPathNode<'pr>) {
        let name = node.name().map_or(&b""[..], |name| name.as_slice());
        match node.parent() {
            Some(parent) => self.nil_if_raises(|c| {
                c.expr(&parent, true);
                c.op_const(Op::DefinedConstIn, name);
            }),
            None => {
                self.op(Op::PushObjectClass);
                self.op_const(Op::DefinedConstIn, name);
            }
        }
    }

    fn defined_call(&mut self, node: &CallNode<'pr>) {
        let name = node.name().as_slice();
        if node.is_attribute_write() {
            return self.frozen_string(b"assignment");
        }
        if node
            .block()
            .is_some_and(|block| block.as_block_node().is_some())
        {
            return self.frozen_string(b"expression");
        }
        let arguments: Vec<Node<'pr>> = node
            .arguments()
            .map(|list| list.arguments().iter().collect())
            .unwrap_or_default();
        self.nil_if_raises(|c| {
            let (missing, end) = (c.label(), c.label());
            for argument in &arguments {
                c.defined(argument);
                c.branch(Op::BranchNil, missing);
            }
            match node.receiver() {
                Some(receiver) if !node.is_ignore_visibility() => {
                    c.expr(&receiver, true);
                    c.op_symbol(Op::DefinedMethod, name);
                }
                _ => c.op_symbol(Op::DefinedFunction, name),
            }
            if !arguments.is_empty() {
                let depth = c.depth();
                c.branch(Op::Jump, end);
                c.b().set_depth(depth - 1);
                c.bind(missing);
                c.op(Op::PushNil);
                c.bind(end);
            }
        });
    }

    /// One value; nil if computing it raises anything.
    fn nil_if_raises(&mut self, value: impl FnOnce(&mut Self)) {
        self.rescue_any(true, value, |_, _| {}, |c| c.op(Op::PushNil));
    }
}

/// What `defined?` calls an expression that is always defined.
fn description(node: &Node<'_>) -> &'static [u8] {
    match node {
        Node::NilNode { .. } => b"nil",
        Node::TrueNode { .. } => b"true",
        Node::FalseNode { .. } => b"false",
        Node::SelfNode { .. } => b"self",
        Node::LocalVariableReadNode { .. } | Node::ItLocalVariableReadNode { .. } => {
            b"local-variable"
        }
        _ if is_assignment(node) => b"assignment",
        _ => b"expression",
    }
}

fn is_assignment(node: &Node<'_>) -> bool {
    matches!(
        node,
        Node::LocalVariableWriteNode { .. }
            | Node::LocalVariableAndWriteNode { .. }
            | Node::LocalVariableOrWriteNode { .. }
            | Node::LocalVariableOperatorWriteNode { .. }
            | Node::InstanceVariableWriteNode { .. }
            | Node::InstanceVariableAndWriteNode { .. }
            | Node::InstanceVariableOrWriteNode { .. }
            | Node::InstanceVariableOperatorWriteNode { .. }
            | Node::ClassVariableWriteNode { .. }
            | Node::ClassVariableAndWriteNode { .. }
            | Node::ClassVariableOrWriteNode { .. }
            | Node::ClassVariableOperatorWriteNode { .. }
            | Node::GlobalVariableWriteNode { .. }
            | Node::GlobalVariableAndWriteNode { .. }
            | Node::GlobalVariableOrWriteNode { .. }
            | Node::GlobalVariableOperatorWriteNode { .. }
            | Node::ConstantWriteNode { .. }
            | Node::ConstantAndWriteNode { .. }
            | Node::ConstantOrWriteNode { .. }
            | Node::ConstantOperatorWriteNode { .. }
            | Node::ConstantPathWriteNode { .. }
            | Node::ConstantPathAndWriteNode { .. }
            | Node::ConstantPathOrWriteNode { .. }
            | Node::ConstantPathOperatorWriteNode { .. }
            | Node::CallAndWriteNode { .. }
            | Node::CallOrWriteNode { .. }
            | Node::CallOperatorWriteNode { .. }
            | Node::IndexAndWriteNode { .. }
            | Node::IndexOrWriteNode { .. }
            | Node::IndexOperatorWriteNode { .. }
            | Node::MultiWriteNode { .. }
    )
}
