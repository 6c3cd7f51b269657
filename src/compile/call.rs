//! Calls: methods, operators, `super`, `yield`, blocks and lambdas.
//!
//! Owns the choice between a general call and the instruction of an operator.

use ruby_prism::{
    BlockNode, CallNode, ForwardingSuperNode, LambdaNode, Node, SuperNode, YieldNode,
};

use super::args::Args;
use super::function::{FunctionSpec, ParamList, ScopeKey};
use super::{Compiler, span_of};
use crate::bytecode::code::{CodeKind, SendSite, Span, hidden_param};
use crate::bytecode::operand::{CodeIdx, Slot};
use crate::bytecode::ops::Op;

/// `recv.freeze` and `-recv`.
fn is_freezing(node: &CallNode<'_>) -> bool {
    matches!(node.name().as_slice(), b"freeze" | b"-@")
        && node.arguments().is_none()
        && node.block().is_none()
}

/// Whether the receiver is a string without interpolation.
fn is_of_string(node: &CallNode<'_>) -> bool {
    node.receiver()
        .is_some_and(|receiver| receiver.as_string_node().is_some())
}

impl<'pr> Compiler<'pr> {
    /// Emits a call whose values were pushed.
    pub(super) fn emit_call(&mut self, name: &[u8], args: Args) {
        let symbol = self.symbol(name);
        let argc = args.argc;
        let site = args.site(symbol);
        match Op::of_operator(name, argc) {
            Some(op) if site.is_plain() && !site.flags.vcall => self.op_send(op, site),
            _ => self.op_send(Op::Send, site),
        }
    }

    pub(super) fn call(&mut self, node: &CallNode<'pr>, used: bool) {
        if node.is_attribute_write() {
            return self.attribute_write(node, used);
        }
        let span = call_span(self, node);
        self.b().set_span(span);
        let name = match node.name().as_slice() {
            b"===" => self.match_name(node.receiver().as_ref()),
            name => name,
        };
        if node.receiver().is_none() && name == b"block_given?" {
            self.f().flags.uses_block_given = true;
        }
        if name == b"new" && self.is_plain_new(node) {
            self.call_new(node);
            return self.discard(used);
        }
        if self.options.core && name == b"undefined" && node.is_variable_call() {
            // The mark of an argument that was not given.
            self.op(Op::PushUndef);
            return self.discard(used);
        }
        if self.options.core && is_freezing(node) && is_of_string(node) {
            // What a program makes of `String#freeze` is not for the kernel.
            let receiver = node.receiver().expect("a literal");
            self.expr_shared(&receiver);
            return self.discard(used);
        }
        match node.receiver() {
            // A literal that is frozen at once need not be new.
            Some(receiver) if is_freezing(node) => self.expr_shared(&receiver),
            Some(receiver) => self.expr(&receiver, true),
            None => self.op(Op::PushSelf),
        }
        let end = self.label();
        if node.is_safe_navigation() {
            self.op(Op::Dup);
            self.branch(Op::BranchNil, end);
        }
        let mut args = self.args(node.arguments().as_ref(), node.block().as_ref());
        args.flags.fcall = node.is_ignore_visibility();
        args.flags.vcall = node.is_variable_call();
        if node.receiver().is_none() {
            let name = self.symbol(name);
            self.op_send(Op::Send, args.site(name));
        } else {
            self.emit_call(name, args);
        }
        self.bind(end);
        self.discard(used);
    }

    /// `recv.new(a, b)` or `new(a, b)` with plain values only.
    fn is_plain_new(&self, node: &CallNode<'pr>) -> bool {
        let plain = node.arguments().is_none_or(|arguments| {
            arguments.arguments().iter().all(|argument| {
                argument.as_splat_node().is_none()
                    && argument.as_keyword_hash_node().is_none()
                    && argument.as_forwarding_arguments_node().is_none()
            })
        });
        plain && node.block().is_none() && !node.is_safe_navigation()
    }

    fn call_new(&mut self, node: &CallNode<'pr>) {
        match node.receiver() {
            Some(receiver) => self.expr(&receiver, true),
            None => self.op(Op::PushSelf),
        }
        self.op(Op::Dup);
        let mut args = self.args(node.arguments().as_ref(), None);
        args.flags.fcall = node.is_ignore_visibility();
        args.flags.vcall = node.is_variable_call();
        let name = self.symbol(b"new");
        self.op_send(Op::SendNew, args.site(name));
        let depth = self.depth();
        self.op(Op::NewDone);
        self.b().set_depth(depth);
        self.op(Op::NewOther);
    }

    /// `recv.name = value` and `recv[args] = value`.
    fn attribute_write(&mut self, node: &CallNode<'pr>, used: bool) {
        let span = call_span(self, node);
        self.b().set_span(span);
        match node.receiver() {
            Some(receiver) => self.expr(&receiver, true),
            None => self.op(Op::PushSelf),
        }
        let (nothing, end) = (self.label(), self.label());
        let base = self.depth();
        if node.is_safe_navigation() {
            self.op(Op::Dup);
            self.branch(Op::BranchNil, nothing);
        }
        let mut args = self.args(node.arguments().as_ref(), node.block().as_ref());
        args.flags.fcall = node.is_ignore_visibility();
        args.flags.assignment = true;
        if !args.keywords.is_empty() || args.flags.keyword_hash || args.flags.block_arg {
            self.error(
                &node.location(),
                "keywords or a block in an assignment are not supported yet",
            );
        }
        if used {
            self.keep_assigned(&args);
        }
        self.emit_call(node.name().as_slice(), args);
        self.op(Op::Pop);
        if node.is_safe_navigation() {
            self.branch(Op::Jump, end);
            self.b().set_depth(base);
            self.bind(nothing);
            self.discard(used);
            self.bind(end);
        }
    }

    /// Copies the assigned value under the receiver.
    fn keep_assigned(&mut self, args: &Args) {
        if args.flags.splat {
            self.op(Op::Dup);
            self.op1(Op::PushInt, u32::MAX);
            let name = self.symbol(b"[]");
            self.op_send(Op::Aref, SendSite::plain(name, 1));
        } else {
            self.op(Op::Dup);
        }
        self.op1(Op::Rotate, args.argc + 1);
    }

    pub(super) fn super_node(&mut self, node: &SuperNode<'pr>, used: bool) {
        let args = self.args(node.arguments().as_ref(), node.block().as_ref());
        let name = self.home().name;
        self.op_send(Op::Super, args.site(name));
        self.discard(used);
    }

    /// `super` without a list: the parameters of the method around, as they are now.
    pub(super) fn zsuper(&mut self, node: &ForwardingSuperNode<'pr>, used: bool) {
        self.f().flags.uses_zsuper = true;
        let location = node.as_node();
        let mut args = self.current_params(&location);
        if let Some(block) = node.block() {
            args.block = Some(self.block_code(&block));
        }
        args.flags.zsuper = true;
        let name = self.home().name;
        self.op_send(Op::Super, args.site(name));
        self.discard(used);
    }

    fn current_params(&mut self, node: &Node<'pr>) -> Args {
        let params = self.home_params().clone();
        let before = params.required + params.optional;
        let mut args = Args::plain(before + params.post);
        for slot in 0..before {
            self.current_param(slot, node);
        }
        let rest = params.rest_slot();
        if let Some(rest) = rest {
            self.op1(Op::NewArray, before);
            self.current_param(rest.0, node);
            self.op(Op::ArrayConcat);
            args.argc = 1;
            args.flags.splat = true;
        }
        for offset in 0..params.post {
            self.current_param(params.post_slot().0 + offset, node);
            if rest.is_some() {
                self.op(Op::ArrayPush);
            }
        }
        let hash = params.keyword_rest || rest.is_some();
        if hash && params.takes_keywords() {
            self.op1(Op::NewHash, 0);
        }
        if let Some(slot) = params.keyword_rest_slot() {
            self.current_param(slot.0, node);
            self.op(Op::HashMerge);
        }
        for (offset, keyword) in params.keywords.iter().enumerate() {
            if hash {
                self.op1(Op::PushSymbol, keyword.name.0);
            }
            self.current_param(params.keyword_slot().0 + offset as u32, node);
            if hash {
                self.op(Op::HashSet);
            } else {
                args.keywords.push(keyword.name);
            }
        }
        args.flags.keyword_hash = hash && params.takes_keywords();
        args
    }

    /// Pushes the parameter in a slot of the method around.
    fn current_param(&mut self, slot: u32, node: &Node<'pr>) {
        if let Some(access) = self.param_access(Slot(slot)) {
            return self.get_access(Some(access), node);
        }
        // The method stands around an evaluated text.
        let name = match self.home_params().names[Slot(slot).index()] {
            Some(name) => self.symbols[name.index()].clone(),
            None => hidden_param(slot).into_bytes(),
        };
        self.unnamed_param(&name, node);
    }

    pub(super) fn yield_node(&mut self, node: &YieldNode<'pr>, used: bool) {
        if !self.in_method() {
            self.error(&node.location(), "Invalid yield");
        }
        self.f().flags.uses_yield = true;
        self.op(Op::PushNil);
        let args = self.args(node.arguments().as_ref(), None);
        let name = self.symbol(b"yield");
        self.op_send(Op::Yield, args.site(name));
        self.discard(used);
    }

    pub(super) fn lambda(&mut self, node: &LambdaNode<'pr>, used: bool) {
        let locals: Vec<_> = node.locals().iter().map(|id| id.as_slice()).collect();
        let params = param_list(node.parameters());
        let spec = self.block_spec(CodeKind::Lambda, &node.as_node());
        let code = self.block_body(spec, params, &locals, node.body());
        if used {
            self.op1(Op::PushLambda, code.0);
        }
    }

    /// Compiles a block literal.
    pub(super) fn block_code(&mut self, node: &BlockNode<'pr>) -> CodeIdx {
        let locals: Vec<_> = node.locals().iter().map(|id| id.as_slice()).collect();
        let params = param_list(node.parameters());
        let spec = self.block_spec(CodeKind::Block, &node.as_node());
        self.block_body(spec, params, &locals, node.body())
    }

    pub(super) fn block_spec(&mut self, kind: CodeKind, node: &Node<'pr>) -> FunctionSpec {
        let location = node.location();
        FunctionSpec {
            kind,
            name: self.home().name,
            span: span_of(&location),
            key: ScopeKey::of(&location),
            transparent: false,
        }
    }

    fn block_body(
        &mut self,
        spec: FunctionSpec,
        params: Option<ParamList<'pr>>,
        locals: &[&'pr [u8]],
        body: Option<Node<'pr>>,
    ) -> CodeIdx {
        self.function_with(spec, params, locals, None, |c| {
            c.mark_redo();
            c.optional_expr(body, true);
            c.op(Op::BlockRet);
        })
    }

    /// Says that `redo` goes to this place.
    pub(super) fn mark_redo(&mut self) {
        let label = self.label();
        self.bind(label);
        self.f().redo_to = Some(label);
    }
}

/// The parameters of a block or lambda.
fn param_list(node: Option<Node<'_>>) -> Option<ParamList<'_>> {
    let node = node?;
    if let Some(numbered) = node.as_numbered_parameters_node() {
        return Some(ParamList::Numbered(numbered.maximum()));
    }
    if node.as_it_parameters_node().is_some() {
        return Some(ParamList::It);
    }
    let list = node.as_block_parameters_node()?;
    list.parameters().map(ParamList::Written)
}

/// The span of a call: all of it, unless the name stands on a later line.
fn call_span(compiler: &Compiler<'_>, node: &CallNode<'_>) -> Span {
    let whole = span_of(&node.location());
    let Some(message) = node.message_loc() else {
        return whole;
    };
    let source = &compiler.source;
    if source.line(message.start()) == source.line(whole.start) {
        return whole;
    }
    Span {
        start: message.start(),
        len: whole.end().saturating_sub(message.start()),
    }
}
