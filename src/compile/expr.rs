//! Expressions: one arm per kind of node.
//!
//! Owns the dispatch over the tree, statement lists, reading of variables and
//! constants. The larger constructs live in the files beside.

use ruby_prism::{ConstantPathNode, Node, StatementsNode};

use super::Compiler;
use super::function::Access;
use crate::bytecode::code::{Literal, Site};
use crate::bytecode::ops::Op;
use crate::encoding::{Encoding, symbol_name};

/// The node as what its variant says it is.
macro_rules! node_as {
    ($node:expr, $cast:ident) => {
        &$node.$cast().expect("the variant was just matched")
    };
}

impl<'pr> Compiler<'pr> {
    /// Compiles an expression; leaves one value if `used`, else none.
    pub(super) fn expr(&mut self, node: &Node<'pr>, used: bool) {
        if !self.guard(node) {
            if used {
                self.op(Op::PushNil);
            }
            return;
        }
        let location = node.location();
        let before = self.b().set_span(super::span_of(&location));
        self.expr_simple(node, used);
        self.b().set_span(before);
    }

    /// Literals and variables.
    fn expr_simple(&mut self, node: &Node<'pr>, used: bool) {
        match node {
            Node::NilNode { .. } => self.push(Op::PushNil, used),
            Node::TrueNode { .. } => self.push(Op::PushTrue, used),
            Node::FalseNode { .. } => self.push(Op::PushFalse, used),
            Node::SelfNode { .. } => self.push(Op::PushSelf, used),
            Node::IntegerNode { .. } => self.integer(node_as!(node, as_integer_node), used),
            Node::FloatNode { .. } => self.float(node_as!(node, as_float_node), used),
            Node::RationalNode { .. } => {
                let literal = super::literal::rational(node_as!(node, as_rational_node));
                self.number(literal, used);
            }
            Node::ImaginaryNode { .. } => {
                let literal = super::literal::imaginary(node_as!(node, as_imaginary_node));
                self.number(literal, used);
            }
            Node::XStringNode { .. } => {
                let command = node_as!(node, as_x_string_node);
                self.op(Op::PushSelf);
                let encoding = self.forced_encoding(
                    command.is_forced_utf8_encoding(),
                    command.is_forced_binary_encoding(),
                );
                let text = command.unescaped().to_vec();
                self.push_literal(Literal::Str(text, encoding));
                self.run_command(used);
            }
            Node::InterpolatedXStringNode { .. } => {
                let command = node_as!(node, as_interpolated_x_string_node);
                self.op(Op::PushSelf);
                self.interpolated(&command.parts());
                self.run_command(used);
            }
            Node::StringNode { .. } => self.string(node_as!(node, as_string_node), used),
            Node::SymbolNode { .. } => {
                let symbol = node_as!(node, as_symbol_node);
                if used {
                    let encoding = self.forced_encoding(
                        symbol.is_forced_utf8_encoding(),
                        symbol.is_forced_binary_encoding(),
                    );
                    let name = symbol_name(symbol.unescaped(), encoding);
                    self.op_symbol(Op::PushSymbol, &name);
                }
            }
            Node::InterpolatedStringNode { .. } => {
                self.interpolated(&(node_as!(node, as_interpolated_string_node)).parts());
                self.discard(used);
            }
            Node::InterpolatedSymbolNode { .. } => {
                self.interpolated(&(node_as!(node, as_interpolated_symbol_node)).parts());
                self.op(Op::ToSymbol);
                self.discard(used);
            }
            Node::ArrayNode { .. } => self.array(node_as!(node, as_array_node), used),
            Node::HashNode { .. } => {
                self.hash(&(node_as!(node, as_hash_node)).elements(), used);
            }
            Node::KeywordHashNode { .. } => {
                self.hash(&(node_as!(node, as_keyword_hash_node)).elements(), used);
            }
            Node::RangeNode { .. } => self.range(node_as!(node, as_range_node), used),
            Node::RegularExpressionNode { .. } => {
                self.regexp(node_as!(node, as_regular_expression_node), used);
            }
            Node::InterpolatedRegularExpressionNode { .. } => {
                let regexp = node_as!(node, as_interpolated_regular_expression_node);
                self.interpolated_regexp(regexp, used);
            }
            Node::SourceFileNode { .. } => {
                let name = self.source.name.clone();
                let encoding = Encoding::Utf8;
                self.new_string(name.as_bytes(), encoding, used);
            }
            Node::SourceLineNode { .. } => {
                let line = self.source.line(node.location().start());
                if used {
                    self.op1(Op::PushInt, line);
                }
            }
            Node::SourceEncodingNode { .. } => {
                self.op_const(Op::GetConstTop, b"Encoding");
                let name = Encoding::constants(self.encoding.name()).1;
                self.op_const(Op::GetConstIn, name.as_bytes());
                self.discard(used);
            }
            _ => self.expr_variable(node, used),
        }
    }

    /// Variables and constants.
    fn expr_variable(&mut self, node: &Node<'pr>, used: bool) {
        match node {
            Node::LocalVariableReadNode { .. } => {
                let read = node_as!(node, as_local_variable_read_node);
                if used {
                    self.get_variable(read.name().as_slice(), read.depth(), node);
                }
            }
            Node::ItLocalVariableReadNode { .. } => {
                if used {
                    self.get_variable(b"it", 0, node);
                }
            }
            Node::InstanceVariableReadNode { .. } => {
                let read = node_as!(node, as_instance_variable_read_node);
                if used {
                    self.op_ivar(Op::GetIvar, read.name().as_slice());
                }
            }
            Node::ClassVariableReadNode { .. } => {
                let read = node_as!(node, as_class_variable_read_node);
                self.op_symbol(Op::GetCvar, read.name().as_slice());
                self.discard(used);
            }
            Node::GlobalVariableReadNode { .. } => {
                let read = node_as!(node, as_global_variable_read_node);
                self.op_symbol(Op::GetGlobal, read.name().as_slice());
                self.discard(used);
            }
            Node::NumberedReferenceReadNode { .. } => {
                self.numbered_reference(node_as!(node, as_numbered_reference_read_node));
                self.discard(used);
            }
            Node::BackReferenceReadNode { .. } => {
                let read = node_as!(node, as_back_reference_read_node);
                self.op_symbol(Op::GetGlobal, read.name().as_slice());
                self.discard(used);
            }
            Node::ConstantReadNode { .. } => {
                let read = node_as!(node, as_constant_read_node);
                self.op_const(Op::GetConst, read.name().as_slice());
                self.discard(used);
            }
            Node::ConstantPathNode { .. } => {
                self.constant_path(node_as!(node, as_constant_path_node));
                self.discard(used);
            }
            Node::LocalVariableWriteNode { .. }
            | Node::InstanceVariableWriteNode { .. }
            | Node::ClassVariableWriteNode { .. }
            | Node::GlobalVariableWriteNode { .. }
            | Node::ConstantWriteNode { .. }
            | Node::ConstantPathWriteNode { .. } => self.write(node, used),
            Node::MultiWriteNode { .. } => {
                self.multi_write(node_as!(node, as_multi_write_node), used);
            }
            _ => self.expr_control(node, used),
        }
    }

    /// Control flow.
    fn expr_control(&mut self, node: &Node<'pr>, used: bool) {
        match node {
            Node::StatementsNode { .. } => {
                self.statements(node_as!(node, as_statements_node), used);
            }
            Node::ParenthesesNode { .. } => match (node_as!(node, as_parentheses_node)).body() {
                Some(body) => self.expr(&body, used),
                None => self.push(Op::PushNil, used),
            },
            Node::BeginNode { .. } => self.begin(node_as!(node, as_begin_node), used),
            Node::RescueModifierNode { .. } => {
                self.rescue_modifier(node_as!(node, as_rescue_modifier_node), used);
            }
            Node::IfNode { .. } => self.if_node(node_as!(node, as_if_node), used),
            Node::FlipFlopNode { .. } => {
                self.flip_flop(node_as!(node, as_flip_flop_node), used);
            }
            Node::UnlessNode { .. } => self.unless_node(node_as!(node, as_unless_node), used),
            Node::ElseNode { .. } => {
                self.optional_statements((node_as!(node, as_else_node)).statements(), used);
            }
            Node::AndNode { .. } => {
                let and = node_as!(node, as_and_node);
                self.short_circuit(&and.left(), &and.right(), false, used);
            }
            Node::OrNode { .. } => {
                let or = node_as!(node, as_or_node);
                self.short_circuit(&or.left(), &or.right(), true, used);
            }
            Node::WhileNode { .. } => self.while_node(node_as!(node, as_while_node), used),
            Node::UntilNode { .. } => self.until_node(node_as!(node, as_until_node), used),
            Node::ForNode { .. } => self.for_node(node_as!(node, as_for_node), used),
            Node::CaseNode { .. } => self.case_node(node_as!(node, as_case_node), used),
            Node::CaseMatchNode { .. } => {
                self.case_match(node_as!(node, as_case_match_node), used);
            }
            Node::MatchRequiredNode { .. } => {
                self.match_required(node_as!(node, as_match_required_node), used);
            }
            Node::MatchPredicateNode { .. } => {
                self.match_predicate(node_as!(node, as_match_predicate_node), used);
            }
            Node::BreakNode { .. } => self.break_node(node_as!(node, as_break_node), used),
            Node::NextNode { .. } => self.next_node(node_as!(node, as_next_node), used),
            Node::RedoNode { .. } => self.redo_node(node, used),
            Node::RetryNode { .. } => self.retry_node(node, used),
            Node::ReturnNode { .. } => self.return_node(node_as!(node, as_return_node), used),
            Node::DefinedNode { .. } => {
                // Where nobody asks for the answer, nothing is looked at.
                if used {
                    self.defined(&(node_as!(node, as_defined_node)).value());
                }
            }
            _ => self.expr_call(node, used),
        }
    }

    /// Calls and definitions.
    fn expr_call(&mut self, node: &Node<'pr>, used: bool) {
        match node {
            Node::CallNode { .. } => self.call(node_as!(node, as_call_node), used),
            Node::MatchWriteNode { .. } => {
                self.match_write(node_as!(node, as_match_write_node), used);
            }
            Node::MatchLastLineNode { .. } => {
                self.match_last_line(node_as!(node, as_match_last_line_node), used);
            }
            Node::InterpolatedMatchLastLineNode { .. } => {
                let line = node_as!(node, as_interpolated_match_last_line_node);
                self.interpolated_match_last_line(line, used);
            }
            Node::SuperNode { .. } => self.super_node(node_as!(node, as_super_node), used),
            Node::ForwardingSuperNode { .. } => {
                self.zsuper(node_as!(node, as_forwarding_super_node), used);
            }
            Node::YieldNode { .. } => self.yield_node(node_as!(node, as_yield_node), used),
            Node::LambdaNode { .. } => self.lambda(node_as!(node, as_lambda_node), used),
            Node::DefNode { .. } => self.def_node(node_as!(node, as_def_node), used),
            Node::ClassNode { .. } => self.class_node(node_as!(node, as_class_node), used),
            Node::ModuleNode { .. } => self.module_node(node_as!(node, as_module_node), used),
            Node::SingletonClassNode { .. } => {
                self.singleton_class(node_as!(node, as_singleton_class_node), used);
            }
            Node::AliasMethodNode { .. } => {
                self.alias_method(node_as!(node, as_alias_method_node), used);
            }
            Node::AliasGlobalVariableNode { .. } => {
                self.alias_global(node_as!(node, as_alias_global_variable_node), used);
            }
            Node::UndefNode { .. } => self.undef(node_as!(node, as_undef_node), used),
            Node::ImplicitNode { .. } => {
                self.expr(&(node_as!(node, as_implicit_node)).value(), used);
            }
            // Ran before everything else, see `begin_blocks`.
            Node::PreExecutionNode { .. } => self.push(Op::PushNil, used),
            Node::PostExecutionNode { .. } => {
                self.end_block(node_as!(node, as_post_execution_node), used);
            }
            Node::ShareableConstantNode { .. } => {
                self.shareable_constant(node_as!(node, as_shareable_constant_node), used);
            }
            _ => {
                if !self.op_assign(node, used) {
                    self.unsupported_node(node, used);
                }
            }
        }
    }

    /// The statements of every `BEGIN { }`, which stand at the top level only.
    pub(super) fn begin_blocks(&mut self, program: &StatementsNode<'pr>) {
        for statement in program.body().iter() {
            if let Some(begin) = statement.as_pre_execution_node() {
                self.optional_statements(begin.statements(), false);
            }
        }
    }

    fn unsupported_node(&mut self, node: &Node<'pr>, used: bool) {
        self.unsupported(&node.location(), "this construct is", used);
    }

    /// Pushes a constant value, if used.
    fn push(&mut self, op: Op, used: bool) {
        if used {
            self.op(op);
        }
    }

    /// Pushes nil, if used.
    pub(super) fn push_nil(&mut self, used: bool) {
        self.push(Op::PushNil, used);
    }

    /// Statements; the last gives the value.
    pub(super) fn statements(&mut self, node: &StatementsNode<'pr>, used: bool) {
        let body = node.body();
        let mut left = body.len();
        if left == 0 && used {
            self.op(Op::PushNil);
        }
        for statement in body.iter() {
            left -= 1;
            self.mark_line(&statement);
            self.expr(&statement, used && left == 0);
        }
    }

    /// The same for a list that may be missing.
    pub(super) fn optional_statements(&mut self, node: Option<StatementsNode<'pr>>, used: bool) {
        match node {
            Some(node) => self.statements(&node, used),
            None => self.push(Op::PushNil, used),
        }
    }

    /// A body that may be missing.
    pub(super) fn optional_expr(&mut self, node: Option<Node<'pr>>, used: bool) {
        match node {
            Some(node) => self.expr(&node, used),
            None => self.push(Op::PushNil, used),
        }
    }

    /// Pushes a local variable.
    pub(super) fn get_variable(&mut self, name: &[u8], depth: u32, node: &Node<'pr>) {
        let access = self.access(name, depth);
        self.get_access(access, node);
    }

    /// Pushes what lives in a place.
    pub(super) fn get_access(&mut self, access: Option<Access>, node: &Node<'pr>) {
        match access {
            Some(Access::Slot(slot)) => self.op1(Op::GetLocal, slot.0),
            Some(Access::Env { depth, slot }) => self.b().op2(Op::GetEnv, depth, slot),
            Some(Access::Far(name)) => self.op1(Op::GetFar, name.0),
            None => self.unsupported(&node.location(), "a variable from outside is", true),
        }
    }

    /// Pops into a place.
    pub(super) fn set_access(&mut self, access: Option<Access>, node: &Node<'pr>) {
        match access {
            Some(Access::Slot(slot)) => self.op1(Op::SetLocal, slot.0),
            Some(Access::Env { depth, slot }) => self.b().op2(Op::SetEnv, depth, slot),
            Some(Access::Far(name)) => self.op1(Op::SetFar, name.0),
            None => {
                self.unsupported(&node.location(), "a variable from outside is", false);
                self.op(Op::Pop);
            }
        }
    }

    /// Pops into a local variable.
    pub(super) fn set_variable(&mut self, name: &[u8], depth: u32, node: &Node<'pr>) {
        let access = self.access(name, depth);
        self.set_access(access, node);
    }

    /// An instruction with the site of an instance variable.
    pub(super) fn op_ivar(&mut self, op: Op, name: &[u8]) {
        let symbol = self.symbol(name);
        let site = self.b().site(Site::Ivar(symbol));
        self.op1(op, site.0);
    }

    /// Pushes `A::B` or `::B`.
    fn constant_path(&mut self, node: &ConstantPathNode<'pr>) {
        let Some(name) = node.name() else {
            return self.unsupported(&node.location(), "this path is", true);
        };
        match node.parent() {
            Some(parent) => {
                self.expr(&parent, true);
                self.op_const(Op::GetConstIn, name.as_slice());
            }
            None => self.op_const(Op::GetConstTop, name.as_slice()),
        }
    }
}
