//! Code objects: what a front end hands to the machine.
//!
//! Owns the portable form of a compiled program: a [`Unit`] with its functions
//! ([`Code`]), each with words, literals, sites, locals, an exception table and
//! a span table. Plain data without references into a heap; never changes after
//! it was built.
//!
//! ```text
//! VM stack frame:  [self | local 0 .. local n-1 | header | operands ..]
//! locals:          parameters (required, optional, rest, post, keywords,
//!                  keyword rest, block), other locals, hidden temporaries
//! ```

use std::sync::{Arc, OnceLock};

use super::operand::{CodeIdx, LiteralIdx, LoopIdx, Slot, SymbolIdx};
use crate::encoding::Encoding;

/// A compiled source text.
#[derive(Clone, Debug)]
pub struct Unit {
    /// The text it was compiled from.
    pub source: Arc<SourceText>,
    /// Every name that code refers to; unique.
    pub symbols: Vec<Vec<u8>>,
    /// Every function; operands of kind `Code` index this.
    pub codes: Vec<Code>,
    /// The function that runs the program.
    pub main: CodeIdx,
    /// Of an evaluated text: what stands around it.
    pub outer: Vec<OuterScope>,
    /// What the parser found odd.
    pub warnings: Vec<Warning>,
    /// Where the text behind `__END__` begins.
    pub data: Option<u32>,
}

/// A function around an evaluated text, as far as its code sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OuterScope {
    /// Names of its locals with their slots in its Env; a local without one
    /// stands in a frame and is found by name.
    pub locals: Vec<(Vec<u8>, Option<u32>)>,
    /// The number of slots of its Env; zero if it has none.
    pub env_size: u32,
}

/// What evaluated text calls the parameter `(a, b)` in a slot of the method
/// around it, for `super` without a list.
pub fn hidden_param(slot: u32) -> String {
    format!("({slot})")
}

/// What surrounds a text that is to be evaluated.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// The functions around, innermost first; the last is no block.
    pub scopes: Vec<OuterScope>,
    /// The name of the last one.
    pub name: Vec<u8>,
    /// Its parameters, for `super` without a list; the names are those below.
    pub params: Params,
    /// Names that `params` mentions, by their symbol there.
    pub param_names: Vec<Vec<u8>>,
}

impl Surroundings {
    /// Whether the last function around is a method: bodies of files, classes
    /// and modules have names that no method can have.
    pub fn in_method(&self) -> bool {
        let body = self.name.starts_with(b"<") && self.name.ends_with(b">") && self.name != b"<=>";
        !body && self.name != b"singleton class"
    }
}

/// Something odd in a source text that is no error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The number of the line.
    pub line: u32,
    /// What is odd.
    pub message: String,
    /// To be told only when `$VERBOSE` is true.
    pub verbose: bool,
}

/// What a machine asks its compiler to compile.
#[derive(Clone, Copy, Debug)]
pub struct CompileRequest<'r> {
    /// The text.
    pub source: &'r [u8],
    /// The name of the file.
    pub name: &'r str,
    /// The number of the first line.
    pub first_line: u32,
    /// The text is part of the kernel.
    pub kernel: bool,
    /// Whether its string literals are frozen if the text does not say it.
    pub frozen_strings: Option<bool>,
    /// What stands around a text that is evaluated.
    pub surroundings: Option<&'r Surroundings>,
    /// Where the native stack ends that the caller runs this on, for a text that
    /// nests little; without it the compiler makes one of its own.
    pub stack_end: Option<usize>,
}

/// Instructions in front of the first token of a program in the stack language:
/// its place n is pc n + this.
pub const STACK_PROLOGUE: u32 = 2;

impl Unit {
    /// Whether it is a program in the stack language.
    pub fn is_stack(&self) -> bool {
        self.code(self.main).kind == CodeKind::Stack
    }

    /// A function.
    pub fn code(&self, index: CodeIdx) -> &Code {
        &self.codes[index.index()]
    }

    /// The bytes of a name.
    pub fn symbol(&self, index: SymbolIdx) -> &[u8] {
        &self.symbols[index.index()]
    }
}

/// A source text with its lines.
#[derive(Clone, Debug)]
pub struct SourceText {
    /// The name of the file.
    pub name: String,
    /// The bytes.
    pub text: Vec<u8>,
    /// The number of the first line.
    pub first_line: u32,
    /// Found when they are first asked for: most programs that are loaded never do.
    line_starts: OnceLock<Vec<u32>>,
}

impl PartialEq for SourceText {
    fn eq(&self, other: &SourceText) -> bool {
        // The starts of lines follow from the text.
        let same_place = self.name == other.name && self.first_line == other.first_line;
        same_place && self.text == other.text
    }
}

impl Eq for SourceText {}

/// A line number as it is shown: evaluated text may begin at a negative one.
pub fn shown_line(line: u32) -> i32 {
    line.cast_signed()
}

impl SourceText {
    /// A text whose first line has this number.
    pub fn new(name: &str, text: &[u8], first_line: u32) -> SourceText {
        SourceText {
            name: name.to_owned(),
            text: text.to_vec(),
            first_line,
            line_starts: OnceLock::new(),
        }
    }

    /// The offset of each line.
    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let newlines = self.text.iter().enumerate();
            let newlines = newlines.filter(|&(_, &byte)| byte == b'\n');
            let starts = newlines.map(|(at, _)| at as u32 + 1);
            [0].into_iter().chain(starts).collect()
        })
    }

    /// Line number (from `first_line`) and column in bytes (from 1) of an offset.
    pub fn line_column(&self, offset: u32) -> (u32, u32) {
        let line = self.line_starts().partition_point(|&start| start <= offset) - 1;
        let column = offset - self.line_starts()[line] + 1;
        (self.first_line.wrapping_add(line as u32), column)
    }

    /// Line number of an offset, of which [`shown_line`] is what people see.
    pub fn line(&self, offset: u32) -> u32 {
        self.line_column(offset).0
    }

    /// The offset of a line and column, as [`SourceText::line_column`] gives them;
    /// None if there is no such place.
    pub fn offset(&self, line: u32, column: u32) -> Option<u32> {
        let index = line.wrapping_sub(self.first_line) as usize;
        let start = *self.line_starts().get(index)?;
        // The place behind the last byte belongs to the last line.
        let end = self.line_starts().get(index + 1).copied();
        let end = end.unwrap_or(self.text.len() as u32 + 1);
        let offset = start.checked_add(column.checked_sub(1)?)?;
        (offset < end).then_some(offset)
    }

    /// The bytes of a line, without its end; empty if there is no such line.
    pub fn line_text(&self, line: u32) -> &[u8] {
        let line = self.line_bytes(line);
        line.strip_suffix(b"\r").unwrap_or(line)
    }

    /// The bytes of a line up to the line feed; empty if there is no such line.
    pub fn line_bytes(&self, line: u32) -> &[u8] {
        let index = line.wrapping_sub(self.first_line) as usize;
        let Some(&start) = self.line_starts().get(index) else {
            return b"";
        };
        let end = self
            .line_starts()
            .get(index + 1)
            .map_or(self.text.len(), |&next| next as usize - 1);
        &self.text[start as usize..end]
    }

    /// The number of lines.
    pub fn line_count(&self) -> u32 {
        self.line_starts().len() as u32
    }
}

/// A range of source bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Number of bytes.
    pub len: u32,
}

impl Span {
    /// Offset behind the last byte.
    pub fn end(self) -> u32 {
        self.start + self.len
    }
}

/// What a function is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeKind {
    /// The body of a method.
    Method,
    /// A block of a call, also the body of `for`.
    Block,
    /// A `-> {}` literal.
    Lambda,
    /// The body of a class.
    ClassBody,
    /// The body of a module.
    ModuleBody,
    /// The body of `class << object`.
    SingletonBody,
    /// A program or file.
    Top,
    /// An evaluated text. Its Env is made by whoever runs it.
    Eval,
    /// A program in the stack language: `enter`, `stack_begin`, an instruction
    /// for each token, `stack_end`. It is the only function of its unit.
    Stack,
}

impl CodeKind {
    /// Blocks, lambdas and evaluated texts see the locals around them.
    pub fn is_block(self) -> bool {
        matches!(self, CodeKind::Block | CodeKind::Lambda | CodeKind::Eval)
    }
}

/// A function.
#[derive(Clone, Debug)]
pub struct Code {
    /// The name of the method, class or module; of a block, that of what is around it.
    pub name: SymbolIdx,
    /// What it is.
    pub kind: CodeKind,
    /// The function it stands in.
    pub parent: Option<CodeIdx>,
    /// The encoded instructions, see `decode.rs`.
    pub words: Vec<u32>,
    /// The number of instructions.
    pub insn_count: u32,
    /// Its literals.
    pub literals: Vec<Literal>,
    /// Its sites: calls, instance variables, constants.
    pub sites: Vec<Site>,
    /// Its loops.
    pub loops: Vec<Loop>,
    /// What to do on exceptions and throws; the first row that covers a pc wins.
    pub handlers: Vec<Handler>,
    /// Spans by pc: each row is valid up to the next one.
    pub spans: Vec<SpanRow>,
    /// Its parameters.
    pub params: Params,
    /// Its named locals and hidden temporaries (empty name), parameters first.
    pub locals: Vec<Local>,
    /// The number of locals in the frame, hidden ones included.
    pub slot_count: u32,
    /// The number of slots of its Env; zero if it has none.
    pub env_size: u32,
    /// The greatest depth of the operand stack.
    pub max_stack: u32,
    /// What the machine wants to know before it runs.
    pub flags: CodeFlags,
    /// The whole definition in the source.
    pub span: Span,
    /// Where statements begin that are the first on their line, and that line;
    /// the places rise.
    pub lines: Vec<(u32, u32)>,
}

/// Facts about a function.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CodeFlags {
    /// Contains block or lambda literals.
    pub has_blocks: bool,
    /// Uses `yield`, itself or in a block inside.
    pub uses_yield: bool,
    /// Uses `super` without arguments, itself or in a block inside.
    pub uses_zsuper: bool,
    /// Mentions `block_given?`, itself or in a block inside.
    pub uses_block_given: bool,
    /// Is a block that contains a `break` out of it.
    pub may_break: bool,
    /// Has only required parameters.
    pub simple_params: bool,
    /// Mentions `binding` or `eval`: all locals are captured.
    pub uses_binding: bool,
    /// String literals are frozen.
    pub frozen_strings: bool,
    /// A comment says that string literals are not frozen.
    pub mutable_strings: bool,
}

/// Why a text does not compile.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// Message of a SyntaxError.
    Syntax(String),
    /// Message of an ArgumentError: nobody knows what its bytes mean.
    Unreadable(String),
}

/// A shared constant.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// An integer that does not fit an operand.
    Int(i64),
    /// A larger integer, in decimal, perhaps with a minus sign.
    BigInt(String),
    /// A float.
    Float(f64),
    /// The bytes of a string; frozen if pushed by `push_literal`.
    Str(Vec<u8>, Encoding),
    /// A fraction of two integers.
    Rational {
        /// Above the line.
        numerator: Box<Literal>,
        /// Below it.
        denominator: Box<Literal>,
    },
    /// An imaginary number: an integer, float or fraction times i.
    Imaginary(Box<Literal>),
    /// A regular expression that was read without an error.
    Regexp {
        /// Its text.
        source: Vec<u8>,
        /// Its options, as Ruby numbers them.
        options: u8,
        /// What its text is written in.
        encoding: Encoding,
    },
    /// A range of integers; an absent end is nil.
    Range {
        /// The first.
        low: Option<i64>,
        /// The last.
        high: Option<i64>,
        /// Written with three dots.
        exclusive: bool,
    },
}

/// A place in code that remembers what it met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Site {
    /// A call.
    Send(SendSite),
    /// An instance variable.
    Ivar(SymbolIdx),
    /// A constant.
    Const(SymbolIdx),
}

/// A call as written. Values are pushed in this order: positional ones (`argc`),
/// one for each name in `keywords`, the keyword Hash, the block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendSite {
    /// The method.
    pub name: SymbolIdx,
    /// Positional values; with `splat` always 1, an Array of all of them.
    pub argc: u32,
    /// The names of the keywords whose values are pushed; empty if `splat` or `keyword_hash` is set.
    pub keywords: Vec<SymbolIdx>,
    /// The block literal; excludes `block_arg`.
    pub block: Option<CodeIdx>,
    /// How it is written.
    pub flags: SendFlags,
}

/// How a call is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SendFlags {
    /// The receiver is `self`, written or not: private methods may be called.
    pub fcall: bool,
    /// A bare name without arguments that could be a variable (for the error message).
    pub vcall: bool,
    /// The positional values are one Array.
    pub splat: bool,
    /// A Hash of keywords follows the positional values.
    pub keyword_hash: bool,
    /// The last value is the block: a Proc, a method name, nil or an object with `to_proc`.
    pub block_arg: bool,
    /// `super` without an argument list.
    pub zsuper: bool,
    /// An assignment (`recv.name = value`, `recv[i] = value`).
    pub assignment: bool,
}

impl SendSite {
    /// A plain call.
    pub fn plain(name: SymbolIdx, argc: u32) -> SendSite {
        SendSite {
            name,
            argc,
            keywords: Vec::new(),
            block: None,
            flags: SendFlags::default(),
        }
    }

    /// How many values above the receiver the call takes.
    pub fn pushed_values(&self) -> u32 {
        // Code that nobody verified yet may say anything.
        let others = self.keywords.len() as u32
            + u32::from(self.flags.keyword_hash)
            + u32::from(self.flags.block_arg);
        self.argc.saturating_add(others)
    }

    /// Only positional values, no block of any kind.
    pub fn is_plain(&self) -> bool {
        let flags = self.flags;
        let plain = !flags.splat && !flags.keyword_hash && !flags.block_arg;
        plain && self.keywords.is_empty() && self.block.is_none()
    }
}

/// A loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loop {
    /// Where its body begins (`loop_head`).
    pub head: u32,
    /// Its source.
    pub span: Span,
}

/// What a handler catches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandlerKind {
    /// Ruby exceptions only.
    Rescue,
    /// Everything that leaves: exceptions, `break`, `return`, `throw` through this frame.
    Ensure,
}

/// A row of the exception table. When something leaves an instruction in
/// `start..end`, the operand stack is cut to `depth` values, what is pending is
/// pushed, and control goes to `target`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handler {
    /// First pc covered.
    pub start: u32,
    /// Behind the last pc covered.
    pub end: u32,
    /// Where the handler begins.
    pub target: u32,
    /// Operands that stay.
    pub depth: u32,
    /// What it catches.
    pub kind: HandlerKind,
}

/// A row of the span table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpanRow {
    /// First pc that has this span.
    pub pc: u32,
    /// The source.
    pub span: Span,
}

/// A local.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Local {
    /// Its name; `None` for a hidden temporary.
    pub name: Option<SymbolIdx>,
    /// Where it lives after the prologue.
    pub place: Place,
}

/// Where a local lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the frame.
    Slot(Slot),
    /// In the Env of its function.
    Env(u32),
}

/// The parameters of a function. They occupy the first frame slots in the order
/// of the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params {
    /// Required ones before the optional ones.
    pub required: u32,
    /// Optional ones.
    pub optional: u32,
    /// `*rest`, named or not.
    pub rest: bool,
    /// Required ones behind.
    pub post: u32,
    /// Keywords in order of appearance.
    pub keywords: Vec<KeywordParam>,
    /// `**rest`, named or not.
    pub keyword_rest: bool,
    /// `**nil`.
    pub no_keywords: bool,
    /// `&block`, named or not.
    pub block: bool,
    /// A block's list ends with a comma (`|a, |`): one Array argument is spread.
    pub excess_comma: bool,
    /// Some required parameter is taken apart, `(a, b)`.
    pub destructures: bool,
    /// `_1`, `_2` or `it` are used instead of a list.
    pub implicit: bool,
    /// The name of each parameter in slot order; `None` for `(a, b)`. Unnamed
    /// ones are called `*`, `**`, `&`.
    pub names: Vec<Option<SymbolIdx>>,
}

/// A keyword parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeywordParam {
    /// Its name.
    pub name: SymbolIdx,
    /// Has no default.
    pub required: bool,
}

impl Params {
    /// The number of frame slots that arguments fill.
    pub fn slot_count(&self) -> u32 {
        let positional = self.required + self.optional + u32::from(self.rest) + self.post;
        let keywords = self.keywords.len() as u32 + u32::from(self.keyword_rest);
        positional + keywords + u32::from(self.block)
    }

    /// The slot of `*rest`.
    pub fn rest_slot(&self) -> Option<Slot> {
        self.rest.then_some(Slot(self.required + self.optional))
    }

    /// The slot of the first required parameter behind.
    pub fn post_slot(&self) -> Slot {
        Slot(self.required + self.optional + u32::from(self.rest))
    }

    /// The slot of the first keyword.
    pub fn keyword_slot(&self) -> Slot {
        Slot(self.post_slot().0 + self.post)
    }

    /// The slot of `**rest`.
    pub fn keyword_rest_slot(&self) -> Option<Slot> {
        let slot = self.keyword_slot().0 + self.keywords.len() as u32;
        self.keyword_rest.then_some(Slot(slot))
    }

    /// The slot of `&block`.
    pub fn block_slot(&self) -> Option<Slot> {
        self.block.then(|| Slot(self.slot_count() - 1))
    }

    /// Only required ones before.
    pub fn is_simple(&self) -> bool {
        self.slot_count() == self.required && !self.no_keywords
    }

    /// Whether there is a `*rest` and nothing else.
    pub fn is_only_rest(&self) -> bool {
        self.rest && self.slot_count() == 1 && !self.no_keywords
    }

    /// Takes keywords of any kind.
    pub fn takes_keywords(&self) -> bool {
        !self.keywords.is_empty() || self.keyword_rest
    }
}

impl Code {
    /// The span of an instruction.
    pub fn span_at(&self, pc: u32) -> Span {
        let row = self.spans.partition_point(|row| row.pc <= pc);
        row.checked_sub(1)
            .map_or(self.span, |row| self.spans[row].span)
    }

    /// The line of the statement that begins at an instruction, if it is the
    /// first on its line.
    pub fn line_begun_at(&self, pc: u32) -> Option<u32> {
        let at = self.lines.binary_search_by_key(&pc, |&(pc, _)| pc);
        at.ok().map(|at| self.lines[at].1)
    }

    /// The literal at an index.
    pub fn literal(&self, index: LiteralIdx) -> &Literal {
        &self.literals[index.index()]
    }

    /// The loop at an index.
    pub fn loop_at(&self, index: LoopIdx) -> Loop {
        self.loops[index.index()]
    }

    /// The first handler of the table that covers a pc and accepts `kind` of event.
    pub fn handler_at(&self, pc: u32, is_exception: bool) -> Option<Handler> {
        self.handlers.iter().copied().find(|row| {
            let covers = row.start <= pc && pc < row.end;
            covers && (is_exception || row.kind == HandlerKind::Ensure)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Params, Slot, SourceText};

    #[test]
    fn lines_and_columns() {
        let source = SourceText::new("x", b"ab\ncd\r\n\nx", 10);
        assert_eq!(source.line_column(0), (10, 1));
        assert_eq!(source.line_column(2), (10, 3));
        assert_eq!(source.line_column(3), (11, 1));
        assert_eq!(source.line_column(8), (13, 1));
        assert_eq!(source.line_text(11), b"cd");
        assert_eq!(source.line_text(12), b"");
        assert_eq!(source.line_text(13), b"x");
        assert_eq!(source.line_text(14), b"");
        assert_eq!(source.line_text(9), b"");
        assert_eq!(source.line_bytes(11), b"cd\r");
        for offset in 0..=source.text.len() as u32 {
            let (line, column) = source.line_column(offset);
            assert_eq!(source.offset(line, column), Some(offset));
        }
        assert_eq!(source.offset(10, 4), None);
        assert_eq!(source.offset(13, 3), None);
        assert_eq!(source.offset(14, 1), None);
        assert_eq!(source.offset(10, 0), None);
    }

    #[test]
    fn parameter_slots() {
        let params = Params {
            required: 1,
            optional: 2,
            rest: true,
            post: 1,
            keyword_rest: true,
            block: true,
            ..Params::default()
        };
        assert_eq!(params.slot_count(), 7);
        assert_eq!(params.rest_slot(), Some(Slot(3)));
        assert_eq!(params.post_slot(), Slot(4));
        assert_eq!(params.keyword_rest_slot(), Some(Slot(5)));
        assert_eq!(params.block_slot(), Some(Slot(6)));
        assert!(!params.is_simple());
    }
}
