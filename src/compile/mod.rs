//! The front end: from Ruby source to portable bytecode.
//!
//! Owns parsing (Prism), the analysis of captured variables, code generation
//! and diagnostics. Knows no builtin method and no Ruby object: names are
//! symbols of the unit, literals are plain data. May be imported by `vm`'s
//! peers above (`builtins`, `engine`), imports `bytecode` only.
//!
//! Invariants:
//! - C1 Every unit that is returned passes `bytecode::verify`.
//! - C2 Whatever the source, compiling ends with a unit or with diagnostics:
//!   recursion over the tree checks the native stack (see `Compiler::guard`).
//! - C3 An expression compiled as `used` leaves exactly one value, otherwise none.
//!
//! Start reading at [`compile`], then `expr.rs` (one arm per kind of node).

#![forbid(unsafe_code)]

pub mod anatomy;
mod args;
mod assign;
mod call;
mod capture;
mod control;
mod define;
mod defined;
pub mod diagnostics;
mod expr;
mod function;
mod literal;
mod multi;
mod op_assign;
mod params;
mod parse;
mod pattern;
mod regexp;
mod rescue;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use corosensei::stack::{DefaultStack, Stack};
use ruby_prism::{Location, Node};
use rustc_hash::FxHashMap;

use crate::bytecode::code::{
    Code, CodeKind, Params, SendSite, Site, SourceText, Span, Surroundings, Unit,
};
use crate::bytecode::emit::{CodeBuilder, Label};
use crate::bytecode::operand::{CodeIdx, SymbolIdx};
use crate::bytecode::ops::Op;
use crate::encoding::Encoding;
use capture::Captures;
pub use diagnostics::Diagnostic;
use function::{Function, FunctionSpec, ScopeKey};

/// How to compile.
#[derive(Clone, Debug)]
pub struct CompileOptions {
    /// The number of the first line.
    pub first_line: u32,
    /// The source is part of the kernel: `primitive :name` has its meaning.
    pub core: bool,
    /// Whether string literals are frozen if the source does not say it.
    pub frozen_strings: Option<bool>,
    /// The source is evaluated within other code.
    pub surroundings: Option<Surroundings>,
    /// Where the running native stack ends, if it is to be used; else one is made
    /// that has room for any source.
    pub stack_end: Option<usize>,
}

impl Default for CompileOptions {
    fn default() -> CompileOptions {
        CompileOptions {
            first_line: 1,
            core: false,
            frozen_strings: None,
            surroundings: None,
            stack_end: None,
        }
    }
}

/// Address space for the native stack that a compilation runs on. Prism recurses
/// up to 10,000 levels before it reports an error; memory is used as needed.
const STACK_BYTES: usize = 256 << 20;

/// What must be left of that stack to go one level deeper.
const RESERVE_BYTES: usize = 256 << 10;

/// Compiles a source text to a unit, or says everything that is wrong with it.
pub fn compile(
    source: &[u8],
    file_name: &str,
    options: &CompileOptions,
) -> Result<Unit, Vec<Diagnostic>> {
    let text = Arc::new(SourceText::new(file_name, source, options.first_line));
    if source.len() >= u32::MAX as usize {
        let message = "a source text of 4 GiB or more is not supported yet";
        return Err(vec![Diagnostic::new(Span::default(), message.to_owned())]);
    }
    let work = |limit| compile_here(text, options, limit);
    let compiled = match options.stack_end {
        Some(end) => Ok(work(end + RESERVE_BYTES)),
        None => on_large_stack(work),
    };
    compiled.unwrap_or_else(|_| {
        let message = "no memory for the stack of the compiler";
        Err(vec![Diagnostic::new(Span::default(), message.to_owned())])
    })
}

/// Runs something on a native stack that Prism and our walks over its tree have
/// room on; `work` hears where the stack ends for it. An error if there is no
/// memory for the stack.
fn on_large_stack<R>(work: impl FnOnce(usize) -> R) -> std::io::Result<R> {
    let stack = DefaultStack::new(STACK_BYTES)?;
    let limit = stack.limit().get() + RESERVE_BYTES;
    Ok(corosensei::on_stack(stack, || work(limit)))
}

/// Compiles on the current native stack, which ends at `limit`.
fn compile_here(
    text: Arc<SourceText>,
    options: &CompileOptions,
    limit: usize,
) -> Result<Unit, Vec<Diagnostic>> {
    let source = text.clone();
    let surroundings = options.surroundings.as_ref();
    parse::with_tree(
        &source,
        surroundings,
        options.frozen_strings,
        |program, facts| {
            let captures = Captures::find(program, surroundings.is_some(), limit)?;
            let mut compiler = Compiler::new(text, options, captures, facts, limit);
            let main = compiler.program(program);
            compiler.finish(main)
        },
    )
}

/// The state of one compilation.
struct Compiler<'pr> {
    source: Arc<SourceText>,
    options: CompileOptions,
    captures: Captures<'pr>,
    symbols: Vec<Vec<u8>>,
    symbol_index: FxHashMap<Vec<u8>, SymbolIdx>,
    codes: Vec<Option<Code>>,
    /// The function being compiled is the last; those around it come before.
    functions: Vec<Function<'pr>>,
    diagnostics: Vec<Diagnostic>,
    stack_limit: usize,
    /// What the bytes of the source mean.
    encoding: Encoding,
    /// How the value of the constant being written is made unchangeable.
    shareable: Option<define::Shareable>,
    /// What the parser found besides the tree.
    facts: parse::Facts,
    /// How many `ensure` bodies are being copied into each other.
    ensure_depth: u32,
    /// The parameters of the method around an evaluated text.
    outer_params: Params,
}

impl<'pr> Compiler<'pr> {
    fn new(
        source: Arc<SourceText>,
        options: &CompileOptions,
        captures: Captures<'pr>,
        facts: parse::Facts,
        stack_limit: usize,
    ) -> Compiler<'pr> {
        Compiler {
            source,
            options: options.clone(),
            captures,
            symbols: Vec::new(),
            symbol_index: FxHashMap::default(),
            codes: Vec::new(),
            functions: Vec::new(),
            diagnostics: Vec::new(),
            stack_limit,
            encoding: facts.encoding,
            shareable: None,
            facts,
            ensure_depth: 0,
            outer_params: Params::default(),
        }
    }

    fn program(&mut self, node: &Node<'pr>) -> CodeIdx {
        let program = node
            .as_program_node()
            .expect("the root of a tree is a program");
        let surroundings = self.options.surroundings.clone();
        let (kind, name) = match &surroundings {
            Some(around) => (CodeKind::Eval, &around.name[..]),
            None => (CodeKind::Top, &b"<main>"[..]),
        };
        if let Some(around) = &surroundings {
            self.outer_params = self.translated(around);
        }
        let name = self.symbol(name);
        let spec = FunctionSpec {
            kind,
            name,
            span: span_of(&node.location()),
            key: ScopeKey::program(),
            transparent: false,
        };
        let locals = program.locals();
        self.function(spec, None, &locals, |compiler| {
            compiler.begin_blocks(&program.statements());
            compiler.statements(&program.statements(), true);
            compiler.op(if kind == CodeKind::Eval {
                Op::BlockRet
            } else {
                Op::Ret
            });
        })
    }

    /// The parameters around an evaluated text, with the names of this unit.
    fn translated(&mut self, around: &Surroundings) -> Params {
        let mut params = around.params.clone();
        let mut name = |at: SymbolIdx| self.symbol(&around.param_names[at.index()]);
        for at in params.names.iter_mut().flatten() {
            *at = name(*at);
        }
        for keyword in &mut params.keywords {
            keyword.name = name(keyword.name);
        }
        params
    }

    fn finish(self, main: CodeIdx) -> Result<Unit, Vec<Diagnostic>> {
        if !self.diagnostics.is_empty() {
            let mut diagnostics = self.diagnostics;
            diagnostics.sort_by_key(|diagnostic| diagnostic.span.start);
            diagnostics.dedup();
            return Err(diagnostics);
        }
        let codes = self.codes.into_iter();
        let codes = codes.map(|code| code.expect("every function that was begun is complete"));
        Ok(Unit {
            warnings: self.facts.warnings,
            data: self.facts.data,
            source: self.source,
            symbols: self.symbols,
            codes: codes.collect(),
            main,
            outer: self
                .options
                .surroundings
                .map_or_else(Vec::new, |around| around.scopes),
        })
    }

    /// Interns a name.
    fn symbol(&mut self, name: &[u8]) -> SymbolIdx {
        if let Some(&index) = self.symbol_index.get(name) {
            return index;
        }
        let index = SymbolIdx(self.symbols.len() as u32);
        self.symbols.push(name.to_vec());
        self.symbol_index.insert(name.to_vec(), index);
        index
    }

    /// The function being compiled.
    fn f(&mut self) -> &mut Function<'pr> {
        self.functions
            .last_mut()
            .expect("code is compiled inside a function")
    }

    /// The function being compiled, to look at.
    fn f_ref(&self) -> &Function<'pr> {
        self.functions
            .last()
            .expect("code is compiled inside a function")
    }

    /// Its assembler.
    fn b(&mut self) -> &mut CodeBuilder {
        &mut self.f().builder
    }

    fn depth(&self) -> u32 {
        self.f_ref().builder.depth()
    }

    fn pc(&self) -> u32 {
        self.f_ref().builder.pc()
    }

    fn op(&mut self, op: Op) {
        self.b().op(op);
    }

    fn op1(&mut self, op: Op, a: u32) {
        self.b().op1(op, a);
    }

    fn branch(&mut self, op: Op, target: Label) {
        self.b().branch(op, target);
    }

    fn label(&mut self) -> Label {
        self.b().label()
    }

    fn bind(&mut self, label: Label) {
        self.b().bind(label);
    }

    /// An instruction whose only operand is a name.
    fn op_symbol(&mut self, op: Op, name: &[u8]) {
        let symbol = self.symbol(name);
        self.op1(op, symbol.0);
    }

    /// An instruction whose only operand is a call site.
    fn op_send(&mut self, op: Op, site: SendSite) {
        let site = self.b().site(Site::Send(site));
        self.op1(op, site.0);
    }

    /// An instruction with the site of a constant.
    fn op_const(&mut self, op: Op, name: &[u8]) {
        let symbol = self.symbol(name);
        let site = self.b().site(Site::Const(symbol));
        self.op1(op, site.0);
    }

    /// Drops a value that nobody uses.
    fn discard(&mut self, used: bool) {
        if !used {
            self.op(Op::Pop);
        }
    }

    /// Drops values.
    fn pop_many(&mut self, count: u32) {
        if count > 2 {
            self.op1(Op::DropUnder, count - 1);
            self.op(Op::Pop);
        } else {
            for _ in 0..count {
                self.op(Op::Pop);
            }
        }
    }

    /// Reports an error.
    fn error(&mut self, location: &Location<'pr>, message: &str) {
        let diagnostic = Diagnostic::late(span_of(location), message.to_owned());
        self.diagnostics.push(diagnostic);
    }

    /// Reports what this slice of the language lacks, and keeps the depth right.
    fn unsupported(&mut self, location: &Location<'pr>, what: &str, used: bool) {
        self.error(location, &format!("{what} not supported yet"));
        if used {
            self.op(Op::PushNil);
        }
    }

    /// Whether the native stack allows to go deeper; reports it if not.
    fn guard(&mut self, node: &Node<'pr>) -> bool {
        if stack_address() > self.stack_limit {
            return true;
        }
        if !self.diagnostics.iter().any(|d| d.message == TOO_DEEP) {
            self.error(&node.location(), TOO_DEEP);
        }
        false
    }
}

const TOO_DEEP: &str = "nesting too deep";

/// About where the native stack is.
#[inline(never)]
fn stack_address() -> usize {
    let marker = 0u8;
    std::ptr::from_ref(std::hint::black_box(&marker)).addr()
}

/// The place of a node.
fn span_of(location: &Location<'_>) -> Span {
    Span {
        start: location.start(),
        len: location.end().saturating_sub(location.start()),
    }
}
