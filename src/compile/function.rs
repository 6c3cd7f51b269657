//! A function under construction: its variables and what surrounds a place in it.
//!
//! Owns where each variable lives (frame slot or Env), hidden temporaries, the
//! stack of constructs that `break`, `next`, `return` and `retry` leave, and the
//! ranges protected by exception rows. Never looks at expressions.

use std::rc::Rc;

use ruby_prism::{ConstantList, Location, Node, ParametersNode, StatementsNode};
use rustc_hash::FxHashMap;

use super::capture::ScopeFacts;
use super::diagnostics::Diagnostic;
use super::params::Prologue;
use super::{Compiler, span_of};
use crate::bytecode::code::{
    CodeFlags, CodeKind, HandlerKind, Local, Params, Place, Span, Surroundings,
};
use crate::bytecode::emit::{CodeBuilder, CodeHeader, Label};
use crate::bytecode::operand::{CodeIdx, Slot, SymbolIdx};
use crate::bytecode::ops::Op;

/// How many functions may lie inside a function; blocks are numbered in 16 bits.
const MAX_CODES: usize = 1 << 16;

/// Identifies a function in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct ScopeKey {
    start: u32,
    program: bool,
}

impl ScopeKey {
    /// The program itself.
    pub fn program() -> ScopeKey {
        ScopeKey {
            start: 0,
            program: true,
        }
    }

    /// The function whose node is here. No two begin at the same byte.
    pub fn of(location: &Location<'_>) -> ScopeKey {
        ScopeKey {
            start: location.start(),
            program: false,
        }
    }
}

/// What to compile as a function.
pub(super) struct FunctionSpec {
    pub kind: CodeKind,
    pub name: SymbolIdx,
    pub span: Span,
    pub key: ScopeKey,
    /// The body of `for`: it has no variables of its own.
    pub transparent: bool,
}

/// The parameter list of a function, in one of its forms.
pub(super) enum ParamList<'pr> {
    /// A written list.
    Written(ParametersNode<'pr>),
    /// `_1` to `_n`.
    Numbered(u8),
    /// `it`.
    It,
    /// Hidden parameters: the body of `for`.
    Hidden { before: u32, rest: bool, after: u32 },
}

/// A construct around the current place that control may leave.
pub(super) enum Control<'pr> {
    /// A `while` or `until` loop.
    Loop {
        break_to: Label,
        next_to: Label,
        redo_to: Label,
        /// Operands below the loop.
        depth: u32,
        used: bool,
    },
    /// A body protected by a `rescue` row.
    Region(usize),
    /// A body protected by an `ensure` row; leaving it runs the statements.
    Ensure {
        region: usize,
        body: Option<Rc<StatementsNode<'pr>>>,
    },
    /// The same with statements that are compiled once, behind the body.
    SharedEnsure {
        region: usize,
        statements: Label,
        /// By which way they are reached.
        why: Slot,
        /// Operands below the construct.
        depth: u32,
        exits: Vec<SharedExit>,
    },
    /// A `rescue` clause or pending `ensure`: leaving it restores `$!`.
    Restore {
        saved: Slot,
        /// Where `retry` goes and how many operands it finds there.
        retry: Option<(Label, u32)>,
        /// The range during which a throw must do so, too.
        region: usize,
    },
}

/// A jump that goes on behind shared `ensure` statements.
pub(super) struct SharedExit {
    pub label: Label,
    /// Operands that it keeps meanwhile.
    pub temps: Vec<Slot>,
}

/// A protected range, with holes where `ensure` statements were copied in.
pub(super) struct Region {
    ranges: Vec<(u32, u32)>,
    open: Option<u32>,
}

/// Where a variable is, seen from the function being compiled.
#[derive(Clone, Copy, Debug)]
pub(super) enum Access {
    Slot(Slot),
    Env {
        depth: u32,
        slot: u32,
    },
    /// In the frame of a function around an evaluated text.
    Far(SymbolIdx),
}

/// The state of a function.
pub(super) struct Function<'pr> {
    pub builder: CodeBuilder,
    pub index: CodeIdx,
    pub kind: CodeKind,
    pub name: SymbolIdx,
    pub transparent: bool,
    pub facts: ScopeFacts<'pr>,
    pub places: FxHashMap<SymbolIdx, Place>,
    pub locals: Vec<Local>,
    pub slot_count: u32,
    pub env_size: u32,
    pub params: Params,
    pub controls: Vec<Control<'pr>>,
    pub regions: Vec<Region>,
    pub flags: CodeFlags,
    /// Where `redo` in a block goes.
    pub redo_to: Option<Label>,
    /// Where the states of flip-flops live, by their position in the source.
    flip_flops: Vec<(u32, Place)>,
    free_temps: Vec<Slot>,
    span: Span,
    /// Where statements on new lines begin.
    lines: Vec<(u32, u32)>,
    /// The line of the last one.
    pub last_line: Option<u32>,
}

impl<'pr> Compiler<'pr> {
    /// Compiles a function. `body` emits everything behind the prologue and ends it.
    pub(super) fn function(
        &mut self,
        spec: FunctionSpec,
        params: Option<ParamList<'pr>>,
        locals: &ConstantList<'pr>,
        body: impl FnOnce(&mut Self),
    ) -> CodeIdx {
        let names: Vec<&'pr [u8]> = locals.iter().map(|id| id.as_slice()).collect();
        self.function_with(spec, params, &names, None, body)
    }

    /// The same with the names of the variables and perhaps a primitive to try first.
    pub(super) fn function_with(
        &mut self,
        spec: FunctionSpec,
        params: Option<ParamList<'pr>>,
        locals: &[&'pr [u8]],
        primitive: Option<&[u8]>,
        body: impl FnOnce(&mut Self),
    ) -> CodeIdx {
        let index = CodeIdx(self.codes.len() as u32);
        self.codes.push(None);
        let facts = self.captures.facts(spec.key);
        let parent = self.functions.last().map(|function| function.index);
        self.functions.push(Function {
            builder: CodeBuilder::new(spec.span),
            index,
            kind: spec.kind,
            name: spec.name,
            transparent: spec.transparent,
            facts,
            places: FxHashMap::default(),
            locals: Vec::new(),
            slot_count: 0,
            env_size: 0,
            params: Params::default(),
            controls: Vec::new(),
            regions: Vec::new(),
            flags: CodeFlags::default(),
            redo_to: None,
            flip_flops: Vec::new(),
            free_temps: Vec::new(),
            span: spec.span,
            lines: Vec::new(),
            last_line: None,
        });
        let prologue = self.declare_params(params);
        for name in locals {
            self.declare_local(name);
        }
        self.declare_flip_flops();
        self.declare_last_match();
        self.prologue(prologue, primitive);
        body(self);
        self.complete(parent)
    }

    fn prologue(&mut self, prologue: Vec<Prologue<'pr>>, primitive: Option<&[u8]>) {
        self.op(Op::Enter);
        if let Some(name) = primitive {
            self.op_symbol(Op::Primitive, name);
        }
        if self.f().facts.has_blocks {
            self.op(Op::Activate);
        }
        let env_size = self.f().env_size;
        if env_size > 0 && self.f_ref().kind != CodeKind::Eval {
            self.op1(Op::MakeEnv, env_size);
        }
        self.fill_params(prologue);
    }

    fn complete(&mut self, parent: Option<CodeIdx>) -> CodeIdx {
        let function = self.functions.pop().expect("the function was begun");
        let mut flags = function.flags;
        flags.has_blocks = function.facts.has_blocks;
        flags.uses_binding = function.facts.captures_all;
        flags.simple_params = function.params.is_simple();
        if function.kind.is_block()
            && let Some(around) = self.functions.last_mut()
        {
            around.flags.uses_yield |= flags.uses_yield;
            around.flags.uses_zsuper |= flags.uses_zsuper;
            around.flags.uses_block_given |= flags.uses_block_given;
        }
        if self.codes.len() - function.index.index() > MAX_CODES {
            let message = "a function with this many blocks and methods is not supported yet";
            let diagnostic = Diagnostic::new(function.span, message.to_owned());
            self.diagnostics.push(diagnostic);
        }
        let code = function.builder.finish(CodeHeader {
            name: function.name,
            kind: function.kind,
            parent,
            params: function.params,
            locals: function.locals,
            slot_count: function.slot_count,
            env_size: function.env_size,
            flags,
            span: function.span,
            lines: function.lines,
        });
        self.codes[function.index.index()] = Some(code);
        function.index
    }

    /// Declares a variable that is no parameter; does nothing if it is one.
    pub(super) fn declare_local(&mut self, name: &[u8]) {
        let symbol = self.symbol(name);
        let function = self.f();
        if function.places.contains_key(&symbol) {
            return;
        }
        let place = if function.is_captured(name) {
            function.new_env_slot()
        } else {
            Place::Slot(function.new_slot())
        };
        function.places.insert(symbol, place);
        function.locals.push(Local {
            name: Some(symbol),
            place,
        });
    }

    fn declare_flip_flops(&mut self) {
        for (start, captured) in self.f().facts.flip_flops.clone() {
            let function = self.f();
            let place = if captured || function.facts.captures_all {
                function.new_env_slot()
            } else {
                Place::Slot(function.new_slot())
            };
            function.locals.push(Local { name: None, place });
            function.flip_flops.push((start, place));
        }
    }

    /// Where the state of the flip-flop at a position lives.
    pub(super) fn flip_flop_access(&self, start: u32) -> Option<Access> {
        self.hidden_access(|function| {
            let found = function.flip_flops.iter().find(|(at, _)| *at == start);
            found.map(|(_, place)| *place)
        })
    }

    /// Where the parameter in a slot of the method around lives.
    pub(super) fn param_access(&self, slot: Slot) -> Option<Access> {
        self.hidden_access(|function| {
            let param = function.locals.get(slot.index());
            let param = param.filter(|_| !function.kind.is_block());
            param.map(|local| local.place)
        })
    }

    /// Something hidden of a function up to the method, class body or program around.
    fn hidden_access(&self, find: impl Fn(&Function<'pr>) -> Option<Place>) -> Option<Access> {
        let mut envs = 0;
        for (distance, function) in self.functions.iter().rev().enumerate() {
            match find(function) {
                Some(Place::Env(slot)) => return Some(Access::Env { depth: envs, slot }),
                Some(Place::Slot(slot)) if distance == 0 => return Some(Access::Slot(slot)),
                Some(Place::Slot(_)) => return None,
                None if !function.kind.is_block() => return None,
                None => envs += u32::from(function.env_size > 0),
            }
        }
        None
    }

    /// Notes that a statement begins here, if it is the first on its line.
    pub(super) fn mark_line(&mut self, node: &Node<'pr>) {
        if node.as_begin_node().is_some() || node.as_parentheses_node().is_some() {
            // Their statements say so themselves.
            return;
        }
        let (pc, line) = (self.pc(), self.source.line(node.location().start()));
        let function = self.f();
        if function.last_line != Some(line) {
            function.last_line = Some(line);
            function.lines.retain(|&(other, _)| other < pc);
            function.lines.push((pc, line));
        }
    }

    /// Declares `$~` and `$_` where somebody may look at them. Blocks share those
    /// of the method around.
    fn declare_last_match(&mut self) {
        let kernel = self.options.core;
        let function = self.f();
        if kernel || function.kind.is_block() {
            return;
        }
        let facts = &function.facts;
        let wanted = [
            (facts.uses_last_match, &b"$~"[..]),
            (facts.uses_last_line, &b"$_"[..]),
        ];
        let all = facts.captures_all;
        for (used, name) in wanted {
            if used || all {
                if self.f().facts.has_blocks {
                    self.f().facts.captured.insert(name);
                }
                self.declare_local(name);
            }
        }
    }

    /// Takes a hidden temporary.
    pub(super) fn take_temp(&mut self) -> Slot {
        match self.f().free_temps.pop() {
            Some(slot) => slot,
            None => self.take_new_temp(),
        }
    }

    /// Takes a hidden temporary that was never used.
    pub(super) fn take_new_temp(&mut self) -> Slot {
        let function = self.f();
        let slot = function.new_slot();
        function.locals.push(Local {
            name: None,
            place: Place::Slot(slot),
        });
        slot
    }

    /// Gives a hidden temporary back.
    pub(super) fn release_temp(&mut self, slot: Slot) {
        self.f().free_temps.push(slot);
    }

    /// Finds a variable, `depth` scopes up as the parser counts them.
    pub(super) fn access(&mut self, name: &[u8], depth: u32) -> Option<Access> {
        let symbol = self.symbol(name);
        let mut left = depth;
        let mut envs = 0;
        for (distance, function) in self.functions.iter().rev().enumerate() {
            if !function.transparent {
                if left == 0 {
                    return match *function.places.get(&symbol)? {
                        Place::Env(slot) => Some(Access::Env { depth: envs, slot }),
                        Place::Slot(slot) if distance == 0 => Some(Access::Slot(slot)),
                        Place::Slot(_) => None,
                    };
                }
                left -= 1;
            }
            envs += u32::from(function.env_size > 0);
        }
        for scope in self.options.surroundings.iter().flat_map(|s| &s.scopes) {
            if left == 0 {
                let (_, place) = scope.locals.iter().find(|(local, _)| local == name)?;
                return Some(match *place {
                    Some(slot) => Access::Env { depth: envs, slot },
                    None => Access::Far(symbol),
                });
            }
            left -= 1;
            envs += u32::from(scope.env_size > 0);
        }
        None
    }

    /// How many scopes, as the parser counts them, lie between here and the
    /// method, class body or program around.
    pub(super) fn home_depth(&self) -> u32 {
        let blocks = self
            .functions
            .iter()
            .rev()
            .take_while(|f| f.kind.is_block());
        let inside = blocks.filter(|f| !f.transparent).count() as u32;
        match (&self.options.surroundings, self.home()) {
            (Some(around), home) if home.kind == CodeKind::Eval => {
                inside + around.scopes.len() as u32 - 1
            }
            _ => inside,
        }
    }

    /// The method, class body or program around; within an evaluated text
    /// perhaps the text itself.
    pub(super) fn home(&self) -> &Function<'pr> {
        let home = self.functions.iter().rev().find(|f| !f.kind.is_block());
        home.unwrap_or(&self.functions[0])
    }

    /// Whether the function around everything is a method.
    pub(super) fn in_method(&self) -> bool {
        match self.home().kind {
            CodeKind::Eval => {
                let around = self.options.surroundings.as_ref();
                around.is_none_or(Surroundings::in_method)
            }
            kind => kind == CodeKind::Method || kind.is_block(),
        }
    }

    /// The parameters of the method around.
    pub(super) fn home_params(&self) -> &Params {
        let home = self.home();
        if home.kind == CodeKind::Eval {
            &self.outer_params
        } else {
            &home.params
        }
    }

    /// Begins a protected range.
    pub(super) fn open_region(&mut self) -> usize {
        let pc = self.pc();
        let function = self.f();
        function.regions.push(Region {
            ranges: Vec::new(),
            open: Some(pc),
        });
        function.regions.len() - 1
    }

    /// Ends a protected range, or interrupts it.
    pub(super) fn close_region(&mut self, region: usize) {
        let pc = self.pc();
        let region = &mut self.f().regions[region];
        if let Some(start) = region.open.take()
            && start < pc
        {
            region.ranges.push((start, pc));
        }
    }

    /// Goes on with a range that was interrupted.
    pub(super) fn reopen_region(&mut self, region: usize) {
        let pc = self.pc();
        self.f().regions[region].open = Some(pc);
    }

    /// Adds the exception rows of a range that has ended. Returns whether it
    /// covers anything.
    pub(super) fn protect(
        &mut self,
        region: usize,
        target: Label,
        depth: u32,
        kind: HandlerKind,
    ) -> bool {
        let function = self.f();
        let ranges = std::mem::take(&mut function.regions[region].ranges);
        for &(start, end) in &ranges {
            function.builder.handler(start, end, target, depth, kind);
        }
        !ranges.is_empty()
    }

    /// Runs `emit` with the span of a place.
    pub(super) fn at<R>(
        &mut self,
        location: &Location<'pr>,
        emit: impl FnOnce(&mut Self) -> R,
    ) -> R {
        let before = self.b().set_span(span_of(location));
        let result = emit(self);
        self.b().set_span(before);
        result
    }
}

impl Function<'_> {
    /// Whether a variable of this function must live in its Env.
    pub fn is_captured(&self, name: &[u8]) -> bool {
        self.facts.captures_all || self.facts.captured.contains(name)
    }

    /// A new frame slot.
    pub fn new_slot(&mut self) -> Slot {
        self.slot_count += 1;
        Slot(self.slot_count - 1)
    }

    /// A new slot of the Env.
    pub fn new_env_slot(&mut self) -> Place {
        self.env_size += 1;
        Place::Env(self.env_size - 1)
    }
}
