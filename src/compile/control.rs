//! Conditions, loops, `case`, and the jumps out of them.
//!
//! Owns branching on conditions without making a value, and leaving constructs
//! in the right order (see [`Control`]).

use ruby_prism::{
    BreakNode, CaseNode, ElseNode, FlipFlopNode, ForNode, IfNode, NextNode, Node,
    PostExecutionNode, ReturnNode, StatementsNode, UnlessNode, UntilNode, WhenNode, WhileNode,
};

use super::args::Args;
use super::function::{Control, FunctionSpec, ParamList};
use super::{Compiler, span_of};
use crate::bytecode::code::{CodeKind, SendSite};
use crate::bytecode::emit::Label;
use crate::bytecode::operand::Slot;
use crate::bytecode::ops::Op;

/// What is known about a condition before it runs.
fn constant(node: &Node<'_>) -> Option<bool> {
    match node {
        Node::TrueNode { .. } | Node::IntegerNode { .. } | Node::SymbolNode { .. } => Some(true),
        Node::FalseNode { .. } | Node::NilNode { .. } => Some(false),
        _ => None,
    }
}

/// The targets of a `for`, one for each parameter of its block.
struct ForTargets<'pr> {
    /// None: the value goes nowhere.
    list: Vec<Option<Node<'pr>>>,
    before: u32,
    rest: bool,
}

impl<'pr> ForTargets<'pr> {
    fn params(&self) -> ParamList<'pr> {
        ParamList::Hidden {
            before: self.before,
            rest: self.rest,
            after: self.list.len() as u32 - self.before - u32::from(self.rest),
        }
    }
}

fn for_targets<'pr>(node: &ForNode<'pr>) -> ForTargets<'pr> {
    let Some(targets) = node.index().as_multi_target_node() else {
        // CRuby 3.4 takes a lone `*a` for `a`.
        let splat = node.index().as_splat_node();
        let target = splat.and_then(|splat| splat.expression());
        return ForTargets {
            list: vec![Some(target.unwrap_or_else(|| node.index()))],
            before: 1,
            rest: false,
        };
    };
    let mut list: Vec<Option<Node<'pr>>> = targets.lefts().iter().map(Some).collect();
    let before = list.len() as u32;
    let has_rest = targets.rest().is_some();
    list.extend(
        targets
            .rest()
            .map(|rest| rest.as_splat_node().map(|splat| splat.as_node())),
    );
    list.extend(targets.rights().iter().map(Some));
    ForTargets {
        list,
        before,
        rest: has_rest,
    }
}

impl<'pr> Compiler<'pr> {
    /// Jumps to `target` if the truth of the condition is `sense`, else falls through.
    pub(super) fn branch_if(&mut self, node: &Node<'pr>, sense: bool, target: Label) {
        if !self.guard(node) {
            return;
        }
        if let Some(truth) = constant(node) {
            if truth == sense {
                self.branch(Op::Jump, target);
            }
            return;
        }
        if let Some(and) = node.as_and_node() {
            return self.branch_both(&and.left(), &and.right(), false, sense, target);
        }
        if let Some(or) = node.as_or_node() {
            return self.branch_both(&or.left(), &or.right(), true, sense, target);
        }
        if let Some(parentheses) = node.as_parentheses_node()
            && let Some(body) = parentheses.body()
        {
            return self.branch_if(&body, sense, target);
        }
        if let Some(statements) = node.as_statements_node()
            && let Some(last) = statements.body().last()
        {
            let before = statements.body().len() - 1;
            for statement in statements.body().iter().take(before) {
                self.expr(&statement, false);
            }
            return self.branch_if(&last, sense, target);
        }
        // Programs may define `!`; kernel Ruby keeps its meaning.
        if self.options.core
            && let Some(call) = node.as_call_node()
            && call.name().as_slice() == b"!"
            && call.arguments().is_none()
            && let Some(receiver) = call.receiver()
        {
            return self.branch_if(&receiver, !sense, target);
        }
        self.expr(node, true);
        let op = if sense {
            Op::BranchTrue
        } else {
            Op::BranchFalse
        };
        self.at(&node.location(), |c| c.branch(op, target));
    }

    /// `left and right`, or with `or_node` `left or right`.
    fn branch_both(
        &mut self,
        left: &Node<'pr>,
        right: &Node<'pr>,
        or_node: bool,
        sense: bool,
        target: Label,
    ) {
        if sense == or_node {
            self.branch_if(left, sense, target);
            self.branch_if(right, sense, target);
        } else {
            let skip = self.label();
            self.branch_if(left, !sense, skip);
            self.branch_if(right, sense, target);
            self.bind(skip);
        }
    }

    /// `a and b`, `a or b` as a value or for effect.
    pub(super) fn short_circuit(
        &mut self,
        left: &Node<'pr>,
        right: &Node<'pr>,
        or_node: bool,
        used: bool,
    ) {
        let end = self.label();
        if used {
            self.expr(left, true);
            self.op(Op::Dup);
            let op = if or_node {
                Op::BranchTrue
            } else {
                Op::BranchFalse
            };
            self.branch(op, end);
            self.op(Op::Pop);
            self.expr(right, true);
        } else {
            self.branch_if(left, or_node, end);
            self.expr(right, false);
        }
        self.bind(end);
    }

    pub(super) fn if_node(&mut self, node: &IfNode<'pr>, used: bool) {
        let predicate = node.predicate();
        self.conditional(&predicate, true, node.statements(), node.subsequent(), used);
    }

    /// `low..high` as a condition: true from the time `low` is true until `high` is.
    pub(super) fn flip_flop(&mut self, node: &FlipFlopNode<'pr>, used: bool) {
        let whole = node.as_node();
        let state = self.flip_flop_access(node.location().start());
        let (on, off, end) = (self.label(), self.label(), self.label());
        let depth = self.depth();
        self.get_access(state, &whole);
        self.branch(Op::BranchTrue, on);
        self.flip_flop_end(node.left(), off);
        self.op(Op::PushTrue);
        self.set_access(state, &whole);
        let stay = self.label();
        if node.is_exclude_end() {
            // With three dots the end is looked at from the next time on.
            self.branch(Op::Jump, stay);
        }
        self.bind(on);
        self.flip_flop_end(node.right(), stay);
        self.op(Op::PushFalse);
        self.set_access(state, &whole);
        self.bind(stay);
        self.op(Op::PushTrue);
        self.branch(Op::Jump, end);
        self.b().set_depth(depth);
        self.bind(off);
        self.op(Op::PushFalse);
        self.bind(end);
        self.discard(used);
    }

    /// Jumps unless an end of a flip-flop is true; an integer means a line of input.
    fn flip_flop_end(&mut self, node: Option<Node<'pr>>, target: Label) {
        let Some(node) = node else {
            return self.branch(Op::Jump, target);
        };
        let Some(line) = node.as_integer_node() else {
            return self.branch_if(&node, false, target);
        };
        self.integer(&line, true);
        self.op_symbol(Op::GetGlobal, b"$.");
        self.emit_call(b"==", Args::plain(1));
        self.branch(Op::BranchFalse, target);
    }

    pub(super) fn unless_node(&mut self, node: &UnlessNode<'pr>, used: bool) {
        let otherwise = node.else_clause().map(|clause| clause.as_node());
        self.conditional(&node.predicate(), false, node.statements(), otherwise, used);
    }

    fn conditional(
        &mut self,
        predicate: &Node<'pr>,
        sense: bool,
        then: Option<StatementsNode<'pr>>,
        otherwise: Option<Node<'pr>>,
        used: bool,
    ) {
        match constant(predicate) {
            Some(truth) if truth == sense => return self.optional_statements(then, used),
            Some(_) => return self.optional_expr(otherwise, used),
            None => {}
        }
        if otherwise.is_none()
            && !used
            && let Some(target) = self.jump_target(then.as_ref())
        {
            return self.branch_if(predicate, sense, target);
        }
        let depth = self.depth();
        let (else_label, end) = (self.label(), self.label());
        self.branch_if(predicate, !sense, else_label);
        self.optional_statements(then, used);
        if otherwise.is_none() && !used {
            return self.bind(else_label);
        }
        self.branch(Op::Jump, end);
        self.b().set_depth(depth);
        self.bind(else_label);
        self.optional_expr(otherwise, used);
        self.bind(end);
    }

    /// Where statements that are only `break` or `next` jump, if nothing else
    /// must be done on the way.
    fn jump_target(&self, statements: Option<&StatementsNode<'pr>>) -> Option<Label> {
        let body = statements?.body();
        let only = body.first().filter(|_| body.len() == 1)?;
        let Some(&Control::Loop {
            break_to,
            next_to,
            depth,
            used,
            ..
        }) = self.f_ref().controls.last()
        else {
            return None;
        };
        if depth != self.depth() {
            return None;
        }
        match (only.as_break_node(), only.as_next_node()) {
            (Some(node), _) if node.arguments().is_none() && !used => Some(break_to),
            (_, Some(node)) if node.arguments().is_none() => Some(next_to),
            _ => None,
        }
    }

    pub(super) fn while_node(&mut self, node: &WhileNode<'pr>, used: bool) {
        let whole = node.as_node();
        let parts = (node.predicate(), node.statements());
        self.while_loop(&whole, parts, true, node.is_begin_modifier(), used);
    }

    pub(super) fn until_node(&mut self, node: &UntilNode<'pr>, used: bool) {
        let whole = node.as_node();
        let parts = (node.predicate(), node.statements());
        self.while_loop(&whole, parts, false, node.is_begin_modifier(), used);
    }

    fn while_loop(
        &mut self,
        node: &Node<'pr>,
        (predicate, statements): (Node<'pr>, Option<StatementsNode<'pr>>),
        sense: bool,
        body_first: bool,
        used: bool,
    ) {
        let depth = self.depth();
        let reachable = self.b().reachable();
        let (body, condition, end) = (self.label(), self.label(), self.label());
        if !body_first {
            self.branch(Op::Jump, condition);
        }
        self.b().bind_body(body, depth, reachable);
        self.b().loop_head(span_of(&node.location()));
        self.f().controls.push(Control::Loop {
            break_to: end,
            next_to: condition,
            redo_to: body,
            depth,
            used,
        });
        self.optional_statements(statements, false);
        self.bind(condition);
        self.branch_if(&predicate, sense, body);
        self.f().controls.pop();
        if used {
            self.op(Op::PushNil);
        }
        self.bind(end);
    }

    /// `for a in b`: a call of `each` whose block has no variables of its own.
    pub(super) fn for_node(&mut self, node: &ForNode<'pr>, used: bool) {
        self.expr(&node.collection(), true);
        let spec = self.block_spec(CodeKind::Block, &node.as_node());
        let spec = FunctionSpec {
            transparent: true,
            ..spec
        };
        let targets = for_targets(node);
        let code = self.function_with(spec, Some(targets.params()), &[], None, |c| {
            for (slot, target) in targets.list.iter().enumerate() {
                if let Some(target) = target {
                    c.op1(Op::GetLocal, slot as u32);
                    c.store(target);
                }
            }
            c.mark_redo();
            c.optional_statements(node.statements(), true);
            c.op(Op::BlockRet);
        });
        let mut args = Args::plain(0);
        args.block = Some(code);
        self.emit_call(b"each", args);
        self.discard(used);
    }

    /// `END { }`: a call of `at_exit` whose block has no variables of its own.
    pub(super) fn end_block(&mut self, node: &PostExecutionNode<'pr>, used: bool) {
        // It counts once, however often control comes here: a hidden global says so.
        let mark = format!("END {} {}", self.source.name, node.location().start());
        let done = self.label();
        self.op_symbol(Op::GetGlobal, mark.as_bytes());
        self.branch(Op::BranchTrue, done);
        self.op(Op::PushTrue);
        self.op_symbol(Op::SetGlobal, mark.as_bytes());
        self.op(Op::PushSelf);
        let spec = self.block_spec(CodeKind::Block, &node.as_node());
        let spec = FunctionSpec {
            transparent: true,
            ..spec
        };
        let code = self.function_with(spec, None, &[], None, |c| {
            c.optional_statements(node.statements(), true);
            c.op(Op::BlockRet);
        });
        let mut args = Args::plain(0);
        args.block = Some(code);
        args.flags.fcall = true;
        self.emit_call(b"at_exit", args);
        self.op(Op::Pop);
        self.bind(done);
        self.push_nil(used);
    }

    pub(super) fn case_node(&mut self, node: &CaseNode<'pr>, used: bool) {
        let end = self.label();
        let depth = self.depth();
        let predicate = node.predicate();
        let has_value = predicate.is_some();
        if let Some(predicate) = predicate {
            self.expr(&predicate, true);
        }
        for clause in node.conditions().iter() {
            let clause = clause.as_when_node().expect("a case has when clauses");
            self.when_clause(&clause, has_value, used, end);
        }
        if has_value {
            self.op(Op::Pop);
        }
        self.optional_else(node.else_clause(), used);
        self.b().set_depth(depth + u32::from(used));
        self.bind(end);
    }

    pub(super) fn optional_else(&mut self, clause: Option<ElseNode<'pr>>, used: bool) {
        self.optional_statements(clause.and_then(|clause| clause.statements()), used);
    }

    fn when_clause(&mut self, clause: &WhenNode<'pr>, has_value: bool, used: bool, end: Label) {
        let (body, next) = (self.label(), self.label());
        let depth = self.depth();
        let conditions = clause.conditions();
        let mut left = conditions.len();
        for condition in conditions.iter() {
            left -= 1;
            if let Some(splat) = condition.as_splat_node() {
                self.splat_value(&splat);
                self.at(&condition.location(), |c| c.when_splat(has_value, body));
                if left == 0 {
                    self.branch(Op::Jump, next);
                }
                continue;
            }
            if !has_value {
                match left {
                    0 => self.branch_if(&condition, false, next),
                    _ => self.branch_if(&condition, true, body),
                }
                continue;
            }
            self.expr_shared(&condition);
            self.op1(Op::Pick, 1);
            self.at(&condition.location(), |c| c.check_match(Some(&condition)));
            match left {
                0 => self.branch(Op::BranchFalse, next),
                _ => self.branch(Op::BranchTrue, body),
            }
        }
        self.bind(body);
        if has_value {
            self.op(Op::Pop);
        }
        self.optional_statements(clause.statements(), used);
        self.branch(Op::Jump, end);
        self.b().set_depth(depth);
        self.bind(next);
    }

    /// Whether what stands below matches; `tested` is what it is compared with.
    pub(super) fn check_match(&mut self, tested: Option<&Node<'pr>>) {
        let name = self.match_name(tested);
        let name = self.symbol(name);
        let mut site = SendSite::plain(name, 1);
        // A private `===` serves as well.
        site.flags.fcall = true;
        self.op_send(Op::CheckMatch, site);
    }

    /// What a test for a match calls. What a program makes of the `===` of a class is
    /// not for the kernel, where every constant that is tested is a class or module.
    pub(super) fn match_name(&self, tested: Option<&Node<'pr>>) -> &'static [u8] {
        let is_constant = |node: &Node| {
            node.as_constant_read_node().is_some() || node.as_constant_path_node().is_some()
        };
        match self.options.core && tested.is_some_and(is_constant) {
            true => b"__is",
            false => b"===",
        }
    }

    /// `when *list`: tries each element; jumps to `body` at the first that matches.
    fn when_splat(&mut self, has_value: bool, body: Label) {
        let (array, index) = (self.take_temp(), self.take_temp());
        self.op(Op::ToArray);
        self.op1(Op::SetLocal, array.0);
        self.op1(Op::PushInt, 0);
        self.op1(Op::SetLocal, index.0);
        let (each, condition) = (self.label(), self.label());
        let depth = self.depth();
        let reachable = self.b().reachable();
        self.branch(Op::Jump, condition);
        self.b().bind_body(each, depth, reachable);
        let span = self.f_ref().builder.span();
        self.b().loop_head(span);
        self.op1(Op::GetLocal, array.0);
        self.op1(Op::GetLocal, index.0);
        self.emit_call(b"[]", Args::plain(1));
        if has_value {
            self.op1(Op::Pick, 1);
            self.check_match(None);
        }
        self.branch(Op::BranchTrue, body);
        self.op1(Op::GetLocal, index.0);
        self.op1(Op::PushInt, 1);
        self.emit_call(b"+", Args::plain(1));
        self.op1(Op::SetLocal, index.0);
        self.bind(condition);
        self.op1(Op::GetLocal, index.0);
        self.op1(Op::GetLocal, array.0);
        self.emit_call(b"length", Args::plain(0));
        self.emit_call(b"<", Args::plain(1));
        self.branch(Op::BranchTrue, each);
        self.release_temp(index);
        self.release_temp(array);
    }

    /// The innermost loop of this function around.
    fn innermost_loop(&self) -> Option<usize> {
        let controls = &self.f_ref().controls;
        controls
            .iter()
            .rposition(|control| matches!(control, Control::Loop { .. }))
    }

    /// Leaves the constructs above the first `keep`, innermost first, then `jump`s.
    /// What follows cannot be reached; it is compiled as if nothing had happened.
    /// Ranges end before `ensure` statements are copied, or before the operands are
    /// cut to the depth `to`, which they keep; they begin again behind the jump.
    /// Otherwise the jump itself stays protected.
    fn leave(&mut self, keep: usize, to: Option<u32>, jump: impl FnOnce(&mut Self)) {
        let cuts = to.is_some_and(|to| self.depth() > to);
        let controls = &self.f_ref().controls[keep..];
        let copies = cuts
            || controls.iter().any(|control| {
                matches!(
                    control,
                    Control::Ensure { .. } | Control::SharedEnsure { .. }
                )
            });
        let mut left = Vec::new();
        while self.f_ref().controls.len() > keep {
            let mut control = self.f().controls.pop().expect("there are more than `keep`");
            match &mut control {
                Control::Loop { .. } => {}
                Control::Region(region) if copies => self.close_region(*region),
                Control::Region(_) => {}
                Control::Ensure { region, body } => {
                    self.close_region(*region);
                    self.copy_ensure(body.as_deref());
                }
                Control::SharedEnsure {
                    region,
                    statements,
                    why,
                    depth,
                    exits,
                } => {
                    self.close_region(*region);
                    self.leave_shared((*why, *depth, *statements), exits);
                }
                Control::Restore { saved, region, .. } => {
                    if copies {
                        self.close_region(*region);
                    }
                    self.restore_errinfo(*saved);
                }
            }
            left.push(control);
        }
        jump(self);
        while let Some(control) = left.pop() {
            match &control {
                Control::Region(region)
                | Control::Ensure { region, .. }
                | Control::SharedEnsure { region, .. }
                | Control::Restore { region, .. }
                    if copies =>
                {
                    self.reopen_region(*region);
                }
                Control::Region(_) | Control::Ensure { .. } | Control::SharedEnsure { .. } => {}
                Control::Loop { .. } | Control::Restore { .. } => {}
            }
            self.f().controls.push(control);
        }
    }

    /// Puts `$!` back.
    pub(super) fn restore_errinfo(&mut self, saved: Slot) {
        self.op1(Op::GetLocal, saved.0);
        self.op(Op::SetErrinfo);
    }

    /// Drops operands above `depth`, except the top if there is a value.
    fn cut_to(&mut self, depth: u32, value: bool) {
        let extra = self.depth().saturating_sub(depth + u32::from(value));
        if !value {
            self.pop_many(extra);
        } else if extra > 0 {
            self.op1(Op::DropUnder, extra);
        }
    }

    /// Says that a jump was an expression: nothing after it is reached.
    fn after_jump(&mut self, depth: u32, used: bool) {
        self.b().set_depth(depth + u32::from(used));
    }

    pub(super) fn break_node(&mut self, node: &BreakNode<'pr>, used: bool) {
        let before = self.depth();
        let wanted = match self.loop_to_break() {
            Some((.., value)) => value,
            None => true,
        };
        self.jump_value(node.arguments(), wanted);
        self.break_off();
        self.after_jump(before, used);
    }

    /// The loop that a `break` here ends: its place among the controls, where
    /// it ends, its depth and whether it has a value.
    fn loop_to_break(&self) -> Option<(usize, Label, u32, bool)> {
        let at = self.innermost_loop()?;
        match self.f_ref().controls[at] {
            Control::Loop {
                break_to,
                depth,
                used,
                ..
            } => Some((at, break_to, depth, used)),
            _ => None,
        }
    }

    /// `break` of a value that is not known to be wanted.
    pub(super) fn break_with_value(&mut self) {
        if let Some((.., false)) = self.loop_to_break() {
            self.op(Op::Pop);
        }
        self.break_off();
    }

    /// `break`, with the value on top if it is wanted.
    ///
    /// Out of a block it is a throw, as `return` is, or an error if its target
    /// is gone, so `ensure` clauses around it run as handlers, not copied here.
    fn break_off(&mut self) {
        if let Some((at, break_to, depth, value)) = self.loop_to_break() {
            self.leave(at + 1, Some(depth + u32::from(value)), |c| {
                c.cut_to(depth, value);
                c.branch(Op::Jump, break_to);
            });
        } else if self.f_ref().kind == CodeKind::Lambda {
            self.leave(0, None, |c| c.op(Op::BlockRet));
        } else if self.mark_end(Op::PushTrue) {
            self.leave(0, None, |c| c.op(Op::Ret));
        } else {
            self.f().flags.may_break = true;
            self.op(Op::Break);
        }
    }

    pub(super) fn next_node(&mut self, node: &NextNode<'pr>, used: bool) {
        let before = self.depth();
        self.jump_value(node.arguments(), self.innermost_loop().is_none());
        self.next_off();
        self.after_jump(before, used);
    }

    /// `next` with a value that is not known to be wanted.
    pub(super) fn next_with_value(&mut self) {
        if self.innermost_loop().is_some() {
            self.op(Op::Pop);
        }
        self.next_off();
    }

    /// `next`, with the value on top unless a loop goes on.
    fn next_off(&mut self) {
        if let Some(at) = self.innermost_loop() {
            let Control::Loop { next_to, depth, .. } = self.f_ref().controls[at] else {
                return;
            };
            self.leave(at + 1, Some(depth), |c| {
                c.cut_to(depth, false);
                c.branch(Op::Jump, next_to);
            });
        } else {
            self.mark_end(Op::PushFalse);
            let op = if self.f_ref().kind.is_block() {
                Op::BlockRet
            } else {
                Op::Ret
            };
            self.leave(0, None, |c| c.op(op));
        }
    }

    pub(super) fn redo_node(&mut self, node: &Node<'pr>, used: bool) {
        let before = self.depth();
        let target = match self.innermost_loop() {
            Some(at) => match self.f_ref().controls[at] {
                Control::Loop { redo_to, depth, .. } => Some((at + 1, redo_to, depth, false)),
                _ => None,
            },
            None => self.f_ref().redo_to.map(|label| (0, label, 0, true)),
        };
        let Some((keep, label, depth, counts)) = target else {
            self.error(&node.location(), "Invalid redo");
            return self.push_nil(used);
        };
        self.leave(keep, Some(depth), |c| {
            c.cut_to(depth, false);
            if counts {
                c.b().loop_head(span_of(&node.location()));
            }
            c.branch(Op::Jump, label);
        });
        self.after_jump(before, used);
    }

    pub(super) fn retry_node(&mut self, node: &Node<'pr>, used: bool) {
        let before = self.depth();
        let clause = self.f_ref().controls.iter().enumerate().rev();
        let mut clause = clause.filter_map(|(at, control)| match control {
            Control::Restore { retry, .. } => retry.map(|retry| (at, retry)),
            _ => None,
        });
        let Some((at, (label, depth))) = clause.next() else {
            self.error(&node.location(), "Invalid retry");
            return self.push_nil(used);
        };
        self.leave(at, Some(depth), |c| {
            c.cut_to(depth, false);
            c.b().loop_head(span_of(&node.location()));
            c.branch(Op::Jump, label);
        });
        self.after_jump(before, used);
    }

    pub(super) fn return_node(&mut self, node: &ReturnNode<'pr>, used: bool) {
        let before = self.depth();
        self.jump_value(node.arguments(), true);
        match self.f_ref().kind {
            CodeKind::Block | CodeKind::Eval | CodeKind::SingletonBody => {
                self.op(Op::ReturnHome);
            }
            CodeKind::Lambda => self.leave(0, None, |c| c.op(Op::BlockRet)),
            _ => self.leave(0, None, |c| c.op(Op::Ret)),
        }
        self.after_jump(before, used);
    }
}
