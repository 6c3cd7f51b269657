//! Definitions: methods, classes, modules, aliases.
//!
//! Owns the bodies of definitions as functions of their own and, in kernel
//! files, the leading `primitive :name`.

use ruby_prism::{
    AliasGlobalVariableNode, AliasMethodNode, ClassNode, DefNode, ModuleNode, Node,
    ShareableConstantNode, SingletonClassNode, StatementsNode, UndefNode,
};

use super::args::Args;
use super::function::{FunctionSpec, ParamList, ScopeKey};
use super::{Compiler, span_of};
use crate::bytecode::code::CodeKind;
use crate::bytecode::operand::CodeIdx;
use crate::bytecode::ops::Op;

impl<'pr> Compiler<'pr> {
    pub(super) fn def_node(&mut self, node: &DefNode<'pr>, used: bool) {
        let location = node.location();
        let name = self.symbol(node.name().as_slice());
        let receiver = node.receiver();
        if let Some(receiver) = &receiver {
            self.expr(receiver, true);
        }
        let spec = FunctionSpec {
            kind: CodeKind::Method,
            name,
            span: span_of(&location),
            key: ScopeKey::of(&location),
            transparent: false,
        };
        let locals: Vec<_> = node.locals().iter().map(|id| id.as_slice()).collect();
        let params = node.parameters().map(ParamList::Written);
        let body = node.body();
        let endless = node.equal_loc().is_some();
        let primitive = body.as_ref().and_then(|body| self.primitive_name(body));
        let code = self.function_with(spec, params, &locals, primitive, |c| {
            if let Some(body) = body.as_ref().filter(|_| endless) {
                // The body of `def name = body` is no statement of its own.
                c.f().last_line = Some(c.source.line(body.location().start()));
            }
            match (primitive, body) {
                (Some(_), Some(body)) => c.after_primitive(&body),
                (_, body) => c.optional_expr(body, true),
            }
            c.op(Op::Ret);
        });
        let op = match receiver {
            Some(_) => Op::DefSingleton,
            None => Op::DefMethod,
        };
        self.b().op2(op, name.0, code.0);
        self.discard(used);
    }

    /// The name in `primitive :name`, if a kernel method begins with it.
    fn primitive_name(&self, body: &Node<'pr>) -> Option<&'pr [u8]> {
        if !self.options.core {
            return None;
        }
        let statements = body.as_statements_node()?;
        let call = statements.body().first()?.as_call_node()?;
        if call.receiver().is_some() || call.name().as_slice() != b"primitive" {
            return None;
        }
        let argument = call.arguments()?.arguments().first()?.as_symbol_node()?;
        Some(argument.content_loc().as_slice())
    }

    /// The statements behind `primitive :name`.
    fn after_primitive(&mut self, body: &Node<'pr>) {
        let Some(statements) = body.as_statements_node() else {
            return self.expr(body, true);
        };
        self.statements_from(&statements, 1);
    }

    fn statements_from(&mut self, statements: &StatementsNode<'pr>, first: usize) {
        let list = statements.body();
        let last = list.len() - 1;
        if first > last {
            self.op(Op::PushNil);
        }
        for (position, statement) in list.iter().enumerate().skip(first) {
            self.expr(&statement, position == last);
        }
    }

    /// Compiles the body of a class or module; says whether a `break` or `next`
    /// leaves it. Such a body gives an Array of its value and of how it ended.
    fn body(
        &mut self,
        kind: CodeKind,
        name: &[u8],
        node: &Node<'pr>,
        parts: Body<'pr>,
    ) -> (CodeIdx, bool) {
        let location = node.location();
        let spec = FunctionSpec {
            kind,
            name: self.symbol(name),
            span: span_of(&location),
            key: ScopeKey::of(&location),
            transparent: false,
        };
        let mut left_early = false;
        let code = self.function_with(spec, None, &parts.locals, None, |c| {
            c.optional_expr(parts.body, true);
            left_early = c.mark_end(Op::PushNil);
            c.op(Op::Ret);
        });
        (code, left_early)
    }

    /// Before the end of a class body that may be left early: says how it ends,
    /// by nil, true for `break`, false for `next`. Whether it is such a body.
    pub(super) fn mark_end(&mut self, how: Op) -> bool {
        use CodeKind::{ClassBody, ModuleBody, SingletonBody};
        let function = self.f_ref();
        let marks = function.facts.left_early
            && matches!(function.kind, ClassBody | ModuleBody | SingletonBody);
        if marks {
            self.op(how);
            self.op1(Op::NewArray, 2);
        }
        marks
    }

    /// Behind a body: goes on with the jump that left it, if one did.
    fn after_body(&mut self, left_early: bool, used: bool) {
        if left_early {
            self.expand_array(2, 0, false);
            // The value is on top, the mark below it.
            let (value, broken, end) = (self.take_temp(), self.label(), self.label());
            self.op1(Op::SetLocal, value.0);
            self.op(Op::Dup);
            self.branch(Op::BranchNil, end);
            self.branch(Op::BranchTrue, broken);
            let depth = self.depth();
            self.op1(Op::GetLocal, value.0);
            self.next_with_value();
            self.b().set_depth(depth);
            self.bind(broken);
            self.op1(Op::GetLocal, value.0);
            self.break_with_value();
            self.b().set_depth(depth + 1);
            self.bind(end);
            self.op(Op::Pop);
            self.op1(Op::GetLocal, value.0);
            self.release_temp(value);
        }
        self.discard(used);
    }

    /// Pushes the module in which `class A::B` defines B, which a path may only
    /// open if it is public.
    fn definition_scope(&mut self, path: &Node<'pr>, name: &[u8]) {
        let Some(path) = path.as_constant_path_node() else {
            return self.op(Op::PushCref);
        };
        self.constant_scope(&path);
        let name = self.symbol(name);
        self.op1(Op::CheckPublic, name.0);
    }

    pub(super) fn class_node(&mut self, node: &ClassNode<'pr>, used: bool) {
        self.definition_scope(&node.constant_path(), node.name().as_slice());
        match node.superclass() {
            Some(superclass) => self.expr(&superclass, true),
            None => self.op(Op::PushUndef),
        }
        let name = node.name().as_slice();
        let parts = Body {
            locals: node.locals().iter().map(|id| id.as_slice()).collect(),
            body: node.body(),
        };
        let (code, left_early) = self.body(CodeKind::ClassBody, name, &node.as_node(), parts);
        let symbol = self.symbol(name);
        self.b().op2(Op::DefClass, symbol.0, code.0);
        self.after_body(left_early, used);
    }

    pub(super) fn module_node(&mut self, node: &ModuleNode<'pr>, used: bool) {
        self.definition_scope(&node.constant_path(), node.name().as_slice());
        let name = node.name().as_slice();
        let parts = Body {
            locals: node.locals().iter().map(|id| id.as_slice()).collect(),
            body: node.body(),
        };
        let (code, left_early) = self.body(CodeKind::ModuleBody, name, &node.as_node(), parts);
        let symbol = self.symbol(name);
        self.b().op2(Op::DefModule, symbol.0, code.0);
        self.after_body(left_early, used);
    }

    pub(super) fn singleton_class(&mut self, node: &SingletonClassNode<'pr>, used: bool) {
        self.expr(&node.expression(), true);
        let parts = Body {
            locals: node.locals().iter().map(|id| id.as_slice()).collect(),
            body: node.body(),
        };
        let (code, left_early) = self.body(
            CodeKind::SingletonBody,
            b"singleton class",
            &node.as_node(),
            parts,
        );
        self.op1(Op::OpenSingleton, code.0);
        self.after_body(left_early, used);
    }

    pub(super) fn alias_method(&mut self, node: &AliasMethodNode<'pr>, used: bool) {
        self.expr(&node.new_name(), true);
        self.expr(&node.old_name(), true);
        self.op(Op::AliasMethod);
        self.discard(used);
    }

    pub(super) fn alias_global(&mut self, node: &AliasGlobalVariableNode<'pr>, used: bool) {
        let (new, old) = (node.new_name(), node.old_name());
        let new = self.symbol(new.location().as_slice());
        let old = self.symbol(old.location().as_slice());
        self.b().op2(Op::AliasGlobal, new.0, old.0);
        if used {
            self.op(Op::PushNil);
        }
    }

    pub(super) fn undef(&mut self, node: &UndefNode<'pr>, used: bool) {
        for name in node.names().iter() {
            self.expr(&name, true);
            self.op(Op::UndefMethod);
        }
        if used {
            self.op(Op::PushNil);
        }
    }
}

/// What `shareable_constant_value` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shareable {
    /// Literals are frozen, other values must be unchangeable already.
    Literal,
    /// Everything is frozen.
    Everything,
    /// A copy is frozen.
    Copy,
}

/// Whether a literal freezes as a whole.
fn is_literal(node: &Node<'_>) -> bool {
    matches!(
        node,
        Node::ArrayNode { .. }
            | Node::HashNode { .. }
            | Node::StringNode { .. }
            | Node::InterpolatedStringNode { .. }
            | Node::RangeNode { .. }
    )
}

impl<'pr> Compiler<'pr> {
    pub(super) fn shareable_constant(&mut self, node: &ShareableConstantNode<'pr>, used: bool) {
        let wanted = if node.is_literal() {
            Shareable::Literal
        } else if node.is_experimental_copy() {
            Shareable::Copy
        } else {
            Shareable::Everything
        };
        let before = self.shareable.replace(wanted);
        self.expr(&node.write(), used);
        self.shareable = before;
    }

    /// Pushes the value of a constant; `name` is what a refusal calls the constant.
    pub(super) fn constant_value(&mut self, value: &Node<'pr>, name: &[u8]) {
        let Some(wanted) = self.shareable.take() else {
            return self.expr(value, true);
        };
        let way = match wanted {
            Shareable::Literal if is_literal(value) => 0,
            Shareable::Literal => 1,
            Shareable::Everything => 2,
            Shareable::Copy => 3,
        };
        self.op(Op::PushSelf);
        self.expr(value, true);
        self.op1(Op::PushInt, way);
        self.frozen_string(name);
        let mut args = Args::plain(3);
        args.flags.fcall = true;
        self.emit_call(b"__shareable", args);
        self.shareable = Some(wanted);
    }
}

/// The inside of a class or module.
struct Body<'pr> {
    locals: Vec<&'pr [u8]>,
    body: Option<Node<'pr>>,
}
