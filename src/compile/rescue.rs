//! `begin`, `rescue`, `else`, `ensure`.
//!
//! Owns exception rows and what `$!` is where. The statements of an `ensure`
//! are compiled once for each way out: the end of the body, each jump out of it
//! (`control.rs`), and the handler for everything else. Deep inside others they
//! are compiled once, or code would grow without bounds.
//!
//! ```text
//!     get_errinfo; set_local saved
//! again:
//!     body                          } row: rescue -> clauses
//!     jump end
//! clauses:  ( exception )           } $! = exception
//!     match, bind, statements       } row: ensure -> $! = saved, go on
//!     $! = saved
//! end:
//! ```

use std::rc::Rc;

use ruby_prism::{BeginNode, NodeList, RescueModifierNode, RescueNode, StatementsNode};

use super::Compiler;
use super::args::Args;
use super::function::{Control, SharedExit};
use crate::bytecode::code::HandlerKind;
use crate::bytecode::emit::Label;
use crate::bytecode::operand::Slot;
use crate::bytecode::ops::Op;

/// How deep `ensure` statements are copied into each other; deeper ones are
/// compiled once and shared by all ways out.
const COPY_DEPTH: u32 = 3;

/// Ways to reach shared statements: the end of the body, an exception, jumps.
const THROUGH: u32 = 0;
const CAUGHT: u32 = 1;
const FIRST_EXIT: u32 = 2;

impl<'pr> Compiler<'pr> {
    pub(super) fn begin(&mut self, node: &BeginNode<'pr>, used: bool) {
        let Some(ensure) = node.ensure_clause() else {
            return self.begin_rescue(node, None, used);
        };
        let body = ensure.statements().map(Rc::new);
        if self.ensure_depth >= COPY_DEPTH {
            return self.begin_shared(node, body.as_deref(), used);
        }
        let end = self.label();
        let handler = self.label();
        let depth = self.depth();
        let saved = self.save_errinfo();
        let region = self.open_region();
        self.f().controls.push(Control::Ensure {
            region,
            body: body.clone(),
        });
        self.begin_rescue(node, Some(saved), used);
        self.close_region(region);
        self.f().controls.pop();
        self.copy_ensure(body.as_deref());
        self.branch(Op::Jump, end);
        if self.protect(region, handler, depth, HandlerKind::Ensure) {
            self.bind(handler);
            self.enter_ensure(saved);
            let handling = self.begin_handling(saved, None);
            self.copy_ensure(body.as_deref());
            self.end_handling(handling);
            self.op(Op::Rethrow);
            self.restore_for_throws(handling, saved, depth);
        }
        self.release_temp(saved);
        self.b().set_depth(depth + u32::from(used));
        self.bind(end);
    }

    /// `ensure` whose statements are compiled once. Each way out notes its number
    /// and jumps to them; behind them stands where each goes on.
    fn begin_shared(
        &mut self,
        node: &BeginNode<'pr>,
        body: Option<&StatementsNode<'pr>>,
        used: bool,
    ) {
        let (statements, handler) = (self.label(), self.label());
        let depth = self.depth();
        let saved = self.save_errinfo();
        let (why, kept) = (self.take_temp(), self.take_temp());
        // Never used again: no value is to be read from where a throw may lie.
        let pending = self.take_new_temp();
        let region = self.open_region();
        self.f().controls.push(Control::SharedEnsure {
            region,
            statements,
            why,
            depth,
            exits: Vec::new(),
        });
        self.begin_rescue(node, Some(saved), used);
        self.close_region(region);
        let control = self.f().controls.pop();
        let Some(Control::SharedEnsure { exits, .. }) = control else {
            unreachable!("the constructs inside have ended");
        };
        if used {
            self.op1(Op::SetLocal, kept.0);
        }
        self.note_exit(why, THROUGH, statements);
        let caught = self.protect(region, handler, depth, HandlerKind::Ensure);
        if caught {
            self.bind(handler);
            self.enter_ensure(saved);
            self.op1(Op::SetLocal, pending.0);
            self.note_exit(why, CAUGHT, statements);
        }
        self.b().set_depth(depth);
        self.bind(statements);
        let handling = self.begin_handling(saved, None);
        if let Some(body) = body {
            self.statements(body, false);
        }
        self.end_handling(handling);
        for (number, exit) in exits.iter().enumerate() {
            self.go_on(why, FIRST_EXIT + number as u32, exit.label);
        }
        let through = self.label();
        if caught {
            self.go_on(why, THROUGH, through);
            self.op1(Op::GetLocal, pending.0);
            self.op(Op::Rethrow);
        } else {
            self.branch(Op::Jump, through);
        }
        self.restore_for_throws(handling, saved, depth);
        self.b().set_depth(depth);
        self.bind(through);
        if used {
            self.op1(Op::GetLocal, kept.0);
        }
        for temp in exits.into_iter().flat_map(|exit| exit.temps) {
            self.release_temp(temp);
        }
        for temp in [kept, why, saved] {
            self.release_temp(temp);
        }
    }

    /// Says by which way shared statements are reached, and jumps there.
    fn note_exit(&mut self, why: Slot, number: u32, statements: Label) {
        self.op1(Op::PushInt, number);
        self.op1(Op::SetLocal, why.0);
        self.branch(Op::Jump, statements);
    }

    /// Jumps if shared statements were reached by this way.
    fn go_on(&mut self, why: Slot, number: u32, target: Label) {
        self.op1(Op::GetLocal, why.0);
        self.op1(Op::PushInt, number);
        self.emit_call(b"==", Args::plain(1));
        // Only `jump` may lead back.
        let other = self.label();
        self.branch(Op::BranchFalse, other);
        self.branch(Op::Jump, target);
        self.bind(other);
    }

    /// Leaves a construct with shared statements by a jump: its operands are kept
    /// meanwhile.
    pub(super) fn leave_shared(
        &mut self,
        (why, depth, statements): (Slot, u32, Label),
        exits: &mut Vec<SharedExit>,
    ) {
        if !self.b().reachable() {
            return;
        }
        let count = self.depth().saturating_sub(depth);
        let temps: Vec<Slot> = (0..count).map(|_| self.take_temp()).collect();
        for temp in &temps {
            self.op1(Op::SetLocal, temp.0);
        }
        self.note_exit(why, FIRST_EXIT + exits.len() as u32, statements);
        let label = self.label();
        self.b().bind_body(label, depth, true);
        for temp in temps.iter().rev() {
            self.op1(Op::GetLocal, temp.0);
        }
        exits.push(SharedExit { label, temps });
    }

    /// Compiles the statements of an `ensure` for effect.
    pub(super) fn copy_ensure(&mut self, body: Option<&StatementsNode<'pr>>) {
        let Some(body) = body else {
            return;
        };
        self.ensure_depth += 1;
        self.statements(body, false);
        self.ensure_depth -= 1;
    }

    /// Begins code during which `$!` is what is being handled. Returns its range.
    fn begin_handling(&mut self, saved: Slot, retry: Option<(Label, u32)>) -> usize {
        let region = self.open_region();
        self.f().controls.push(Control::Restore {
            saved,
            retry,
            region,
        });
        region
    }

    fn end_handling(&mut self, region: usize) {
        self.close_region(region);
        self.f().controls.pop();
    }

    /// What comes out of such code from below, a `break` or `throw`, puts `$!`
    /// back on its way. Stands where nothing else goes on.
    fn restore_for_throws(&mut self, region: usize, saved: Slot, depth: u32) {
        let handler = self.label();
        if self.protect(region, handler, depth, HandlerKind::Ensure) {
            self.bind(handler);
            self.restore_errinfo(saved);
            self.op(Op::Rethrow);
        }
    }

    fn save_errinfo(&mut self) -> Slot {
        let saved = self.take_temp();
        self.op(Op::GetErrinfo);
        self.op1(Op::SetLocal, saved.0);
        saved
    }

    /// Sets `$!` at the head of an `ensure` handler: the exception, or for a
    /// throw, which may have left rescue clauses, what it was before.
    fn enter_ensure(&mut self, saved: Slot) {
        self.op1(Op::GetLocal, saved.0);
        self.op(Op::SetErrinfo);
        self.op(Op::Dup);
        self.op(Op::SetErrinfo);
    }

    /// Everything but `ensure`. `outer` holds `$!` if it was saved already.
    fn begin_rescue(&mut self, node: &BeginNode<'pr>, outer: Option<Slot>, used: bool) {
        let Some(clause) = node.rescue_clause() else {
            if let Some(otherwise) = node.else_clause() {
                self.optional_statements(node.statements(), false);
                return self.optional_statements(otherwise.statements(), used);
            }
            return self.optional_statements(node.statements(), used);
        };
        let saved = outer.unwrap_or_else(|| self.save_errinfo());
        let depth = self.depth();
        let (again, handler, end) = (self.label(), self.label(), self.label());
        self.bind(again);
        let region = self.open_region();
        self.f().controls.push(Control::Region(region));
        let otherwise = node.else_clause();
        self.optional_statements(node.statements(), used && otherwise.is_none());
        self.close_region(region);
        self.f().controls.pop();
        if let Some(otherwise) = otherwise {
            self.optional_statements(otherwise.statements(), used);
        }
        self.branch(Op::Jump, end);
        if self.protect(region, handler, depth, HandlerKind::Rescue) {
            self.bind(handler);
            self.op(Op::Dup);
            self.op(Op::SetErrinfo);
            let restore = (saved, Some((again, depth)));
            self.rescue_clauses(clause, restore, used, end);
        }
        if outer.is_none() {
            self.release_temp(saved);
        }
        self.b().set_depth(depth + u32::from(used));
        self.bind(end);
    }

    fn rescue_clauses(
        &mut self,
        first: RescueNode<'pr>,
        (saved, retry): (Slot, Option<(Label, u32)>),
        used: bool,
        end: Label,
    ) {
        let depth = self.depth();
        let mut clause = Some(first);
        while let Some(node) = clause {
            let next = self.label();
            self.at(&node.keyword_loc(), |c| {
                c.rescue_test(&node.exceptions(), next)
            });
            match node.reference() {
                Some(target) => self.at(&target.location(), |c| c.store(&target)),
                None => self.op(Op::Pop),
            }
            let handling = self.begin_handling(saved, retry);
            self.optional_statements(node.statements(), used);
            self.end_handling(handling);
            self.restore_errinfo(saved);
            self.branch(Op::Jump, end);
            self.restore_for_throws(handling, saved, depth - 1);
            self.b().set_depth(depth);
            self.bind(next);
            clause = node.subsequent();
        }
        self.op(Op::Rethrow);
    }

    /// Goes on if the exception on top is one of the list, else jumps to `next`.
    fn rescue_test(&mut self, exceptions: &NodeList<'pr>, next: Label) {
        if exceptions.is_empty() {
            return self.match_standard_error(next);
        }
        let body = self.label();
        let mut left = exceptions.len();
        for exception in exceptions.iter() {
            left -= 1;
            self.op(Op::Dup);
            let splat = exception.as_splat_node();
            let op = match &splat {
                Some(splat) => {
                    self.splat_value(splat);
                    self.op(Op::ToArray);
                    Op::RescueMatchSplat
                }
                None => {
                    self.expr(&exception, true);
                    Op::RescueMatch
                }
            };
            self.at(&exception.location(), |c| c.op(op));
            match left {
                0 => self.branch(Op::BranchFalse, next),
                _ => self.branch(Op::BranchTrue, body),
            }
        }
        self.bind(body);
    }

    fn match_standard_error(&mut self, next: Label) {
        self.op(Op::Dup);
        self.op_const(Op::GetConstTop, b"StandardError");
        self.op(Op::RescueMatch);
        self.branch(Op::BranchFalse, next);
    }

    pub(super) fn rescue_modifier(&mut self, node: &RescueModifierNode<'pr>, used: bool) {
        let (body, otherwise) = (node.expression(), node.rescue_expression());
        self.rescue_any(
            used,
            |c| c.expr(&body, used),
            |c, next| c.match_standard_error(next),
            |c| c.expr(&otherwise, used),
        );
    }

    /// `body`; if it raises something that `test` accepts, `otherwise` instead.
    /// `test` finds the exception on top and jumps if it is not accepted.
    pub(super) fn rescue_any(
        &mut self,
        used: bool,
        body: impl FnOnce(&mut Self),
        test: impl FnOnce(&mut Self, Label),
        otherwise: impl FnOnce(&mut Self),
    ) {
        let saved = self.save_errinfo();
        let depth = self.depth();
        let (handler, next, end) = (self.label(), self.label(), self.label());
        let region = self.open_region();
        self.f().controls.push(Control::Region(region));
        body(self);
        self.close_region(region);
        self.f().controls.pop();
        self.branch(Op::Jump, end);
        if self.protect(region, handler, depth, HandlerKind::Rescue) {
            self.bind(handler);
            self.op(Op::Dup);
            self.op(Op::SetErrinfo);
            test(self, next);
            self.op(Op::Pop);
            let handling = self.begin_handling(saved, None);
            otherwise(self);
            self.end_handling(handling);
            self.restore_errinfo(saved);
            self.branch(Op::Jump, end);
            self.restore_for_throws(handling, saved, depth);
            self.b().set_depth(depth + 1);
            self.bind(next);
            self.op(Op::Rethrow);
        }
        self.release_temp(saved);
        self.b().set_depth(depth + u32::from(used));
        self.bind(end);
    }
}
