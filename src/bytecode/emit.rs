//! The assembler: from single instructions to a [`Code`].
//!
//! Owns labels, the depth of the operand stack while code is emitted, spans and
//! the order of exception rows. Never chooses instructions; a front end does.
//!
//! Instructions behind an unconditional jump are not emitted until a label that
//! is jumped to is bound, so a front end need not watch for dead code.

use super::code::{
    Code, CodeFlags, CodeKind, Handler, HandlerKind, Literal, Local, Loop, Params, Site, Span,
    SpanRow,
};
use super::decode::{Insn, encode};
use super::operand::{CodeIdx, LiteralIdx, LoopIdx, SiteIdx, SymbolIdx};
use super::ops::Op;

/// A place in code that may not be known yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label(u32);

const UNBOUND: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct LabelState {
    pc: u32,
    /// Depth that a jump from reachable code brings along.
    depth: Option<u32>,
}

/// A function under construction.
#[derive(Debug)]
pub struct CodeBuilder {
    insns: Vec<Insn>,
    labels: Vec<LabelState>,
    literals: Vec<Literal>,
    sites: Vec<Site>,
    loops: Vec<Loop>,
    handlers: Vec<(Label, Handler)>,
    spans: Vec<SpanRow>,
    span: Span,
    depth: u32,
    max_depth: u32,
    reachable: bool,
}

/// What a front end knows about a function when its code is complete.
#[derive(Debug)]
pub struct CodeHeader {
    /// See [`Code::name`].
    pub name: SymbolIdx,
    /// See [`Code::kind`].
    pub kind: CodeKind,
    /// See [`Code::parent`].
    pub parent: Option<CodeIdx>,
    /// See [`Code::params`].
    pub params: Params,
    /// See [`Code::locals`].
    pub locals: Vec<Local>,
    /// See [`Code::slot_count`].
    pub slot_count: u32,
    /// See [`Code::env_size`].
    pub env_size: u32,
    /// See [`Code::flags`].
    pub flags: CodeFlags,
    /// See [`Code::span`].
    pub span: Span,
    /// See [`Code::lines`].
    pub lines: Vec<(u32, u32)>,
}

impl CodeBuilder {
    /// An empty function.
    pub fn new(span: Span) -> CodeBuilder {
        CodeBuilder {
            insns: Vec::new(),
            labels: Vec::new(),
            literals: Vec::new(),
            sites: Vec::new(),
            loops: Vec::new(),
            handlers: Vec::new(),
            spans: Vec::new(),
            span,
            depth: 0,
            max_depth: 0,
            reachable: true,
        }
    }

    /// Sets the span of what follows and returns the one before.
    pub fn set_span(&mut self, span: Span) -> Span {
        std::mem::replace(&mut self.span, span)
    }

    /// The span of what follows.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The number of instructions so far.
    pub fn pc(&self) -> u32 {
        self.insns.len() as u32
    }

    /// The depth of the operand stack here.
    pub fn depth(&self) -> u32 {
        self.depth
    }

    /// Whether control can reach this place.
    pub fn reachable(&self) -> bool {
        self.reachable
    }

    /// Appends an instruction without operands.
    pub fn op(&mut self, op: Op) {
        self.emit(op, 0, 0);
    }

    /// Appends an instruction with one operand that is not a label.
    pub fn op1(&mut self, op: Op, a: u32) {
        self.emit(op, a, 0);
    }

    /// Appends an instruction with two operands that are not labels.
    pub fn op2(&mut self, op: Op, a: u32, b: u32) {
        self.emit(op, a, b);
    }

    /// Appends an instruction whose only operand is a label.
    pub fn branch(&mut self, op: Op, target: Label) {
        self.emit(op, target.0, 0);
    }

    /// Appends a jump over the default of an argument.
    pub fn branch_given(&mut self, slot: u32, target: Label) {
        self.emit(Op::BranchGiven, slot, target.0);
    }

    fn emit(&mut self, op: Op, a: u32, b: u32) {
        let insn = Insn { op, a, b };
        let effect = insn
            .effect(&self.sites)
            .expect("an operand names a site that exists");
        // Labels in code that nothing reaches know no depth.
        debug_assert!(
            effect.pops <= self.depth || !self.reachable,
            "{} at depth {}",
            op.mnemonic(),
            self.depth
        );
        self.depth = self.depth.saturating_sub(effect.pops) + effect.pushes;
        if !self.reachable {
            return;
        }
        self.max_depth = self.max_depth.max(self.depth);
        let pc = self.pc();
        if self.spans.last().is_none_or(|row| row.span != self.span) {
            self.spans.push(SpanRow {
                pc,
                span: self.span,
            });
        }
        if let Some(label) = insn.label() {
            self.labels[label as usize].depth.get_or_insert(self.depth);
        }
        self.insns.push(insn);
        self.reachable = !op.info().flags.ends;
    }

    /// A label that is bound later.
    pub fn label(&mut self) -> Label {
        self.labels.push(LabelState {
            pc: UNBOUND,
            depth: None,
        });
        Label(self.labels.len() as u32 - 1)
    }

    /// Binds a label here. If only jumps reach this place, the depth is theirs.
    pub fn bind(&mut self, label: Label) {
        let pc = self.pc();
        let state = &mut self.labels[label.0 as usize];
        debug_assert_eq!(state.pc, UNBOUND, "a label is bound once");
        state.pc = pc;
        if let Some(depth) = state.depth {
            debug_assert!(
                !self.reachable || depth == self.depth,
                "depths {depth}, {}",
                self.depth
            );
            self.depth = depth;
            self.reachable = true;
        } else {
            state.depth = self.reachable.then_some(self.depth);
        }
    }

    /// Binds the label of a loop body that is entered from below, at a depth.
    pub fn bind_body(&mut self, label: Label, depth: u32, reachable: bool) {
        self.depth = depth;
        self.reachable = reachable;
        self.bind(label);
    }

    /// Whether reachable code jumps to this label so far.
    pub fn is_target(&self, label: Label) -> bool {
        self.labels[label.0 as usize].depth.is_some()
    }

    /// Says that the depth is another one from here on, in code that cannot be reached
    /// or where alternatives join.
    pub fn set_depth(&mut self, depth: u32) {
        self.depth = depth;
    }

    /// Adds a literal; equal ones are shared.
    pub fn literal(&mut self, literal: Literal) -> LiteralIdx {
        let same = |other: &Literal| match (other, &literal) {
            (Literal::Float(a), Literal::Float(b)) => a.to_bits() == b.to_bits(),
            // Each place has a Regexp of its own.
            (Literal::Regexp { .. }, _) => false,
            (a, b) => a == b,
        };
        let recent = self.literals.len().saturating_sub(64);
        if let Some(found) = self.literals[recent..].iter().position(same) {
            return LiteralIdx((recent + found) as u32);
        }
        self.literals.push(literal);
        LiteralIdx(self.literals.len() as u32 - 1)
    }

    /// Adds a site.
    pub fn site(&mut self, site: Site) -> SiteIdx {
        self.sites.push(site);
        SiteIdx(self.sites.len() as u32 - 1)
    }

    /// Begins a loop body here: counts a loop and emits its head.
    pub fn loop_head(&mut self, span: Span) -> LoopIdx {
        let index = LoopIdx(self.loops.len() as u32);
        if self.reachable {
            self.loops.push(Loop {
                head: self.pc(),
                span,
            });
            self.op1(Op::LoopHead, index.0);
        }
        index
    }

    /// Adds an exception row; rows of inner regions are added before outer ones.
    pub fn handler(&mut self, start: u32, end: u32, target: Label, depth: u32, kind: HandlerKind) {
        if start == end {
            return;
        }
        self.labels[target.0 as usize].depth = Some(depth + 1);
        let row = Handler {
            start,
            end,
            target: UNBOUND,
            depth,
            kind,
        };
        self.handlers.push((target, row));
    }

    /// Resolves labels and makes the function.
    pub fn finish(self, header: CodeHeader) -> Code {
        let mut words = Vec::with_capacity(self.insns.len() * 2);
        let resolve = |label: u32| {
            let pc = self.labels[label as usize].pc;
            debug_assert_ne!(pc, UNBOUND, "a label that is jumped to is bound");
            pc
        };
        for &insn in &self.insns {
            let mut insn = insn;
            if insn.op.info().flags.branch {
                let first = insn.op.info().operands[0].1.is_label();
                let label = if first { &mut insn.a } else { &mut insn.b };
                *label = resolve(*label);
            }
            encode(insn, &mut words);
        }
        let rows = self.handlers.iter();
        let handlers = rows.map(|&(label, row)| Handler {
            target: resolve(label.0),
            ..row
        });
        Code {
            name: header.name,
            kind: header.kind,
            parent: header.parent,
            words,
            insn_count: self.insns.len() as u32,
            handlers: handlers.collect(),
            literals: self.literals,
            sites: self.sites,
            loops: self.loops,
            spans: self.spans,
            params: header.params,
            locals: header.locals,
            slot_count: header.slot_count,
            env_size: header.env_size,
            max_stack: self.max_depth,
            flags: header.flags,
            span: header.span,
            lines: header.lines,
        }
    }
}
