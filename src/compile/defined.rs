//! `defined?(expression)`.
//!
//! Owns the answer for each kind of expression. What must be evaluated to know
//! (receivers, scopes of constants) is guarded: an exception means nil.

use ruby_prism::{CallNode, ConstantPathNode, Node, NodeList, StatementsNode};

use super::Compiler;
use super::regexp::reference_name;
use crate::bytecode::emit::Label;
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
                match body.and_then(|body| body.as_statements_node()) {
                    Some(statements) => self.defined_statements(&statements),
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
            Node::ArrayNode { .. } => {
                let array = node.as_array_node().expect("matched");
                self.defined_parts(&array.elements());
            }
            Node::HashNode { .. } => {
                let hash = node.as_hash_node().expect("matched");
                self.defined_parts(&hash.elements());
            }
            Node::KeywordHashNode { .. } => {
                let hash = node.as_keyword_hash_node().expect("matched");
                self.defined_parts(&hash.elements());
            }
            Node::AssocNode { .. } => {
                let pair = node.as_assoc_node().expect("matched");
                let (missing, end) = (self.label(), self.label());
                self.defined_part(&pair.key(), missing);
                self.defined_part(&pair.value(), missing);
                self.frozen_string(b"expression");
                self.missing_is_nil(missing, end);
            }
            Node::AssocSplatNode { .. } => {
                let splat = node.as_assoc_splat_node().expect("matched");
                self.defined_inner(splat.value());
            }
            Node::SplatNode { .. } => {
                let splat = node.as_splat_node().expect("matched");
                self.defined_inner(splat.expression());
            }
            Node::ImplicitNode { .. } => {
                let implicit = node.as_implicit_node().expect("matched");
                self.defined(&implicit.value());
            }
            Node::BeginNode { .. } => {
                let begin = node.as_begin_node().expect("matched");
                let plain = begin.rescue_clause().is_none()
                    && begin.ensure_clause().is_none()
                    && begin.else_clause().is_none();
                match begin.statements() {
                    _ if !plain => self.frozen_string(b"expression"),
                    None => self.frozen_string(b"nil"),
                    Some(statements) => self.defined_statements(&statements),
                }
            }
            Node::SuperNode { .. } | Node::ForwardingSuperNode { .. } if has_literal(node) => {
                self.frozen_string(b"expression");
            }
            Node::SuperNode { .. } | Node::ForwardingSuperNode { .. } => {
                let name = self.home().name;
                self.op1(Op::DefinedSuper, name.0);
            }
            _ => self.frozen_string(description(node)),
        }
    }

    /// One statement speaks for itself.
    fn defined_statements(&mut self, node: &StatementsNode<'pr>) {
        let list = node.body();
        match list.first() {
            Some(only) if list.len() == 1 => self.defined(&only),
            _ => self.frozen_string(b"expression"),
        }
    }

    /// What a splat takes apart.
    fn defined_inner(&mut self, node: Option<Node<'pr>>) {
        match node {
            Some(node) => self.defined(&node),
            None => self.frozen_string(b"expression"),
        }
    }

    fn defined_path(&mut self, node: &ConstantPathNode<'pr>) {
        let name = node.name().map_or(&b""[..], |name| name.as_slice());
        match node.parent() {
            Some(parent) => self.nil_if_raises(|c| {
                let (missing, end) = (c.label(), c.label());
                c.defined_value(&parent, missing);
                c.op_const(Op::DefinedConstIn, name);
                c.missing_is_nil(missing, end);
            }),
            None => {
                self.op(Op::PushObjectClass);
                self.op_const(Op::DefinedConstIn, name);
            }
        }
    }

    fn defined_call(&mut self, node: &CallNode<'pr>) {
        if has_block(node) {
            return self.frozen_string(b"expression");
        }
        self.nil_if_raises(|c| {
            let (missing, end) = (c.label(), c.label());
            c.defined_arguments(node, missing);
            let name = node.name().as_slice();
            match node.receiver() {
                Some(receiver) => {
                    c.defined_value(&receiver, missing);
                    c.op_symbol(Op::DefinedMethod, name);
                }
                None => c.op_symbol(Op::DefinedFunction, name),
            }
            c.missing_is_nil(missing, end);
        });
    }

    /// Behind the code for a description: nil where a part is not defined.
    fn missing_is_nil(&mut self, missing: Label, end: Label) {
        let depth = self.depth();
        if self.b().is_target(missing) {
            self.branch(Op::Jump, end);
            self.b().set_depth(depth - 1);
            self.bind(missing);
            self.op(Op::PushNil);
            self.bind(end);
        }
    }

    /// Jumps if an argument is not defined.
    fn defined_arguments(&mut self, node: &CallNode<'pr>, missing: Label) {
        let arguments = node.arguments();
        let list = arguments.into_iter().flat_map(|list| {
            let list: Vec<Node<'pr>> = list.arguments().iter().collect();
            list
        });
        for argument in list {
            self.defined_part(&argument, missing);
        }
    }

    /// Jumps if a part of an expression is not defined.
    fn defined_part(&mut self, node: &Node<'pr>, missing: Label) {
        self.defined(node);
        self.branch(Op::BranchNil, missing);
    }

    /// An expression that is defined if all its parts are.
    fn defined_parts(&mut self, parts: &NodeList<'pr>) {
        let (missing, end) = (self.label(), self.label());
        for part in parts.iter() {
            self.defined_part(&part, missing);
        }
        self.frozen_string(b"expression");
        self.missing_is_nil(missing, end);
    }

    /// Pushes the value of a receiver; jumps, at the depth before, if it is not defined.
    fn defined_value(&mut self, node: &Node<'pr>, missing: Label) {
        let call = node.as_call_node();
        let call = call.filter(|call| !has_block(call) && !call.is_safe_navigation());
        let receiver = call.as_ref().and_then(|call| call.receiver());
        let (Some(call), Some(receiver)) = (call, receiver) else {
            self.defined_part(node, missing);
            return self.expr(node, true);
        };
        if !self.guard(node) {
            return self.op(Op::PushNil);
        }
        let (refused, good) = (self.label(), self.label());
        self.defined_arguments(&call, missing);
        self.defined_value(&receiver, missing);
        self.op(Op::Dup);
        let name = call.name().as_slice();
        self.op_symbol(Op::DefinedMethod, name);
        self.branch(Op::BranchNil, refused);
        let mut args = self.args(call.arguments().as_ref(), call.block().as_ref());
        args.flags.fcall = call.is_ignore_visibility();
        self.at(&node.location(), |c| c.emit_call(name, args));
        self.branch(Op::Jump, good);
        let depth = self.depth();
        self.bind(refused);
        self.op(Op::Pop);
        self.branch(Op::Jump, missing);
        self.b().set_depth(depth);
        self.bind(good);
    }

    /// One value; nil if computing it raises anything.
    fn nil_if_raises(&mut self, value: impl FnOnce(&mut Self)) {
        self.rescue_any(true, value, |_, _| {}, |c| c.op(Op::PushNil));
    }
}

/// Whether a call has a block literal.
fn has_block(node: &CallNode<'_>) -> bool {
    node.block()
        .is_some_and(|block| block.as_block_node().is_some())
}

/// Whether `super` has a block literal.
fn has_literal(node: &Node<'_>) -> bool {
    let with_list = node.as_super_node().and_then(|node| node.block());
    let block = match with_list {
        Some(block) => block.as_block_node(),
        None => node
            .as_forwarding_super_node()
            .and_then(|node| node.block()),
    };
    block.is_some()
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
