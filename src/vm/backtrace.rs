//! Backtraces: which frames count, what they are called, where they are.
//!
//! A backtrace is recorded as numbers (function, pc, method) in one object,
//! which keeps code and methods alive, when something is raised, and becomes
//! text when somebody asks. Kernel Ruby
//! and primitives show their caller's line, as CRuby 3.4 does for its own.

use crate::bytecode::code::{CodeKind, SourceText, Span, shown_line};
use crate::bytecode::decode::Decoder;
use crate::bytecode::ops::Op;
use crate::heap::Word;
use crate::object::{ClassKind, MethodBody, MethodEntry, MethodId, Origin, Value, known, sym};

use super::Vm;
use super::frame::FrameRef;
use super::function::{Function, FunctionKind, SendSite};
use super::natives::{NativeFn, Special};

/// One line of a backtrace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// File.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// `Foo#bar`, `block in Foo#bar`, `<main>`.
    pub label: String,
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let line = shown_line(self.line);
        write!(f, "{}:{line}:in '{}'", self.file, self.label)
    }
}

/// One recorded frame.
#[derive(Clone, Copy)]
pub(crate) struct TraceRecord {
    /// The function's number; a primitive has none.
    pub function: Option<u32>,
    /// Instruction of a function; row of a primitive without a method.
    pub place: u32,
    /// The method it runs for.
    pub method: Option<MethodId>,
}

/// Stands for "no function" and "no row".
const NONE: u32 = u32::MAX;

impl TraceRecord {
    /// The two words of a backtrace object.
    fn words(self) -> [u64; 2] {
        let method = self.method.map_or(0, |id| u64::from(id.0) + 1);
        let function = self.function.unwrap_or(NONE);
        [u64::from(function) | u64::from(self.place) << 32, method]
    }

    fn of_words(words: &[u64]) -> TraceRecord {
        let function = words[0] as u32;
        TraceRecord {
            function: (function != NONE).then_some(function),
            place: (words[0] >> 32) as u32,
            method: words[1].checked_sub(1).map(|id| MethodId(id as u32)),
        }
    }
}

/// Frames recorded at most; the outermost ones of deeper stacks are cut.
const MAX_RECORDS: usize = 100_000;

/// Whether a label is that of a method of the library's own, which programs
/// never hear of.
fn is_internal(label: &str) -> bool {
    let name = label
        .rsplit_once(['#', '.'])
        .map_or(label, |(_, name)| name);
    name.starts_with("__") && !name.ends_with("__")
}

/// Whether a core method that an instruction calls has no frame in CRuby, which
/// does what these operators do in place.
fn runs_without_frame(function: &Function, pc: usize, label: &str) -> bool {
    let wanted = match label {
        "Array#<<" | "String#<<" => Op::Shl,
        "Array#[]" | "Hash#[]" => Op::Aref,
        "Array#[]=" | "Hash#[]=" => Op::Aset,
        _ => return false,
    };
    let code = function.code();
    let insn = code.and_then(|code| Decoder::new(&code.words).nth(pc));
    matches!(insn, Some(Ok(insn)) if insn.op == wanted)
}

/// Whether a frame is at an instruction of this kind.
fn executes(frame: FrameRef, op: Op) -> bool {
    frame.insn().is_some_and(|insn| insn.op == op)
}

impl Vm {
    /// Records the running task's frames in an exception.
    pub(crate) fn record_backtrace(&mut self, exception: Word, native: Option<u32>, skip: usize) {
        let records = self.backtrace_records(native, skip);
        let words: Vec<u64> = records.iter().flat_map(|r| r.words()).collect();
        let Ok(made) = self.world.new_backtrace(&words) else {
            return;
        };
        self.world
            .ivar_set(self.wrap(exception), sym::H_LOCATIONS, made.value());
    }

    /// The records in a backtrace object; none in anything else.
    pub(crate) fn trace_records(&self, object: Word) -> Vec<TraceRecord> {
        let words = self.wrap(object).as_backtrace().map(|b| b.words());
        let words = words.unwrap_or_default();
        words.chunks_exact(2).map(TraceRecord::of_words).collect()
    }

    /// Where an exception was raised.
    fn records_of(&self, exception: Value<'_>) -> Vec<TraceRecord> {
        let records = self.world.ivar_get(exception, sym::H_LOCATIONS);
        self.trace_records(records.word())
    }

    /// The running task's frames as records, leaving out the first `skip`.
    pub(crate) fn backtrace_records(&self, native: Option<u32>, skip: usize) -> Vec<TraceRecord> {
        let mut records = Vec::new();
        let mut put = |function: Option<u32>, place: u32, method: Option<MethodId>| {
            records.push(TraceRecord {
                function,
                place,
                method,
            });
        };
        if let Some(row) = native {
            put(None, row, None);
        }
        let mut inside_initialize = false;
        if let Some(number) = self.raising_function.take() {
            put(Some(number), 0, None);
            inside_initialize = self.functions.get(number).is_named(b"initialize");
        }
        let mut left = skip;
        let mut called_by_ruby = false;
        for frame in self.frames().take(MAX_RECORDS) {
            let function = frame.function();
            let by_stub = std::ptr::eq(function, self.stubs.new);
            let by_send_new = inside_initialize && executes(frame, Op::SendNew);
            if left == 0 && (by_stub || by_send_new) {
                // `new` has no frame that shows its method.
                put(None, NONE, self.class_new);
            }
            if called_by_ruby
                && left == 0
                && let Some(entry) = self.frameless_call(frame)
            {
                put(None, NONE, Some(entry.id));
            }
            called_by_ruby = function.linked.is_some();
            inside_initialize = frame
                .entry()
                .is_some_and(|entry| entry.name == sym::INITIALIZE);
            let method = self.frame_method(frame);
            match function.kind {
                FunctionKind::Entry => {}
                FunctionKind::Native => {
                    if left > 0 {
                        left -= 1;
                    } else {
                        put(None, NONE, method);
                    }
                }
                _ if function.linked.is_none() => {}
                _ => {
                    if left > 0 {
                        left -= 1;
                    } else {
                        put(Some(function.id), frame.pc() as u32, method);
                    }
                }
            }
        }
        records
    }

    /// The primitive without a frame through which a frame calls Ruby:
    /// `class_eval` and its kin, `Method#call`.
    fn frameless_call(&self, frame: FrameRef) -> Option<&'static MethodEntry> {
        if !executes(frame, Op::Send) {
            return None;
        }
        let insn = frame.function().threaded.get(frame.pc())?;
        // SAFETY: V3: the operand of a send is its site; entries stay.
        let entry = unsafe { (*(insn.a as *const SendSite)).entry.as_ref() }?;
        let MethodBody::Native { native, .. } = entry.body.get() else {
            return None;
        };
        let shown = matches!(
            self.natives[native as usize].function,
            NativeFn::Special(
                Special::InstanceEval
                    | Special::InstanceExec
                    | Special::ClassEval
                    | Special::ClassExec
                    | Special::MethodCall
                    | Special::PublicSend
            )
        );
        shown.then_some(entry)
    }

    /// Turns records into lines.
    pub(crate) fn backtrace_lines(&self, records: &[TraceRecord]) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        // Lines that take their place from the next visible frame.
        let mut waiting: Vec<String> = Vec::new();
        for record in records {
            let entry = record.method.map(|id| self.world.methods.get(id));
            let calls = !(lines.is_empty() && waiting.is_empty());
            let Some(function) = record.function else {
                if calls && let Some(entry) = entry {
                    self.put_stand_in(entry, &mut waiting);
                }
                let label = match entry {
                    Some(entry) => self.method_label(entry),
                    None => self.native_label(record.place),
                };
                if !is_internal(&label) {
                    waiting.push(label);
                }
                continue;
            };
            let function = self.functions.get(function);
            if function.is_kernel() {
                // A block in kernel Ruby is part of the method's own work.
                let entry = entry.or_else(|| self.kernel_entry(function.id));
                if function.kind == FunctionKind::Method
                    && let Some(entry) = entry
                {
                    if calls {
                        self.put_stand_in(entry, &mut waiting);
                    }
                    let label = self.method_label(entry);
                    if !is_internal(&label) {
                        waiting.push(label);
                    }
                }
                continue;
            }
            let Some((file, line)) = function.location(record.place as usize) else {
                continue;
            };
            let file = file.to_owned();
            while waiting
                .last()
                .is_some_and(|label| runs_without_frame(function, record.place as usize, label))
            {
                // Twice if the primitive under it failed.
                waiting.pop();
            }
            lines.extend(waiting.drain(..).map(|label| Line {
                file: file.clone(),
                line,
                label,
            }));
            lines.push(Line {
                label: self.frame_label(function, entry),
                file,
                line,
            });
        }
        lines
    }

    /// The kernel method that a function is the body of.
    fn kernel_entry(&self, function: u32) -> Option<&MethodEntry> {
        let kernel = self.kernel_of(function);
        self.world
            .methods
            .iter()
            .find(|entry| match entry.body.get() {
                MethodBody::Code(id) => id == function,
                MethodBody::Native { fallback, .. } => fallback.is_some() && fallback == kernel,
                _ => false,
            })
    }

    /// Adds the label of the method whose work a stand-in does along with its
    /// own: `Array#each` for `Enumerable#inject`.
    fn put_stand_in(&self, entry: &MethodEntry, waiting: &mut Vec<String>) {
        if entry.owner == entry.defined_in || !self.is_stand_in(entry) {
            return;
        }
        let attached = self.world.as_class(self.world.attached(entry.defined_in));
        let holder = attached.unwrap_or(entry.defined_in);
        let inner = match entry.owner {
            known::ENUMERABLE => "each",
            known::CLASS => "initialize",
            _ => return,
        };
        let label = format!("{}#{inner}", self.class_text(holder));
        if waiting.last() != Some(&label) {
            waiting.push(label);
        }
    }

    fn native_label(&self, row_number: u32) -> String {
        let row = &self.natives[row_number as usize];
        match row.on {
            Some((class, methods)) => match class.strip_suffix('.') {
                Some(class) => format!("{class}.{}", methods[0]),
                None => format!("{class}#{}", methods[0]),
            },
            None => self.bound_label(row_number, row.name),
        }
    }

    /// The method that a primitive without a row of its own is bound to by
    /// kernel Ruby.
    fn bound_label(&self, number: u32, name: &str) -> String {
        let entry = self.world.methods.iter()
            .find(|entry| {
                matches!(entry.body.get(), crate::object::MethodBody::Native { native, .. } if native == number)
            });
        entry.map_or_else(|| name.into(), |entry| self.method_label(entry))
    }

    /// `Foo#bar` or `Foo.bar`.
    pub(crate) fn method_label(&self, entry: &MethodEntry) -> String {
        let name = self.world.symbols.text(entry.original_name);
        let owner = entry.owner;
        let record = self.world.classes.get(owner);
        if record.kind == ClassKind::Singleton {
            let attached = self.world.attached(owner);
            return match self.world.as_class(attached) {
                Some(class) if self.world.class_name(class).is_some() => {
                    format!("{}.{name}", self.class_text(class))
                }
                _ => name.into_owned(),
            };
        }
        match self.world.class_name(owner) {
            Some(class) => format!("{}#{name}", self.world.symbols.text(class)),
            None => name.into_owned(),
        }
    }

    /// `Foo#bar` or `block in Foo#bar`, for a function that need not run.
    pub(crate) fn function_label(&self, function: &Function) -> String {
        let Some((mut linked, mut index)) = function.linked.as_ref().map(|(l, i)| (&**l, *i))
        else {
            return "?".to_owned();
        };
        loop {
            let code = &linked.unit.codes[index as usize];
            match &linked.outer {
                Some((outer, at)) if code.kind == CodeKind::Eval => (linked, index) = (outer, *at),
                _ => match code.parent.filter(|_| code.kind.is_block()) {
                    Some(parent) => index = parent.index() as u32,
                    None => break,
                },
            }
        }
        // SAFETY: V3: the functions of a unit live as long as one of them.
        let method = unsafe { (*linked.functions[index as usize]).id };
        self.frame_label(function, self.kernel_entry(method))
    }

    fn frame_label(&self, function: &Function, entry: Option<&MethodEntry>) -> String {
        let code = function.code().expect("visible frames are compiled");
        let mut levels = 0;
        let mut at = code;
        let mut linked = function.unit().expect("compiled");
        while let Some(around) = linked.around(at) {
            // An evaluated text is a part of what is around it.
            levels += u32::from(at.kind != CodeKind::Eval);
            (linked, at) = around;
        }
        let unit = &linked.unit;
        // A method made of a block keeps the label of the block.
        let entry = entry.filter(|e| !matches!(e.body.get(), MethodBody::Closure(_)));
        let inner = match at.kind {
            CodeKind::Top => match entry {
                Some(entry) if entry.name != sym::EMPTY && levels > 0 => self.method_label(entry),
                _ if unit.symbol(at.name) == b"<compiled>" => "<compiled>".to_owned(),
                _ if unit.source.name == self.program_name => "<main>".to_owned(),
                _ => "<top (required)>".to_owned(),
            },
            CodeKind::ClassBody => {
                format!("<class:{}>", String::from_utf8_lossy(unit.symbol(at.name)))
            }
            CodeKind::ModuleBody => {
                format!("<module:{}>", String::from_utf8_lossy(unit.symbol(at.name)))
            }
            CodeKind::SingletonBody => "singleton class".to_owned(),
            _ => match entry {
                Some(entry) if entry.name != sym::EMPTY => self.method_label(entry),
                _ => String::from_utf8_lossy(unit.symbol(at.name)).into_owned(),
            },
        };
        match levels {
            0 => inner,
            1 => format!("block in {inner}"),
            n => format!("block ({n} levels) in {inner}"),
        }
    }

    /// The lines of an exception that was raised.
    pub fn exception_lines(&self, exception: Value<'_>) -> Vec<Line> {
        self.backtrace_lines(&self.records_of(exception))
    }

    /// `file:line` of the innermost Ruby frame that is not kernel Ruby.
    pub(crate) fn caller_location(&self) -> String {
        match self.caller_origin() {
            Some(Origin { file, line }) => format!("{}:{line}", self.world.symbols.text(file)),
            None => self.program_name.clone(),
        }
    }

    /// The line of the program that is running.
    pub(crate) fn caller_origin(&self) -> Option<Origin> {
        self.frames().find_map(|frame| {
            let function = frame.function();
            if function.is_kernel() {
                return None;
            }
            let (file, line) = function.location(frame.pc())?;
            let file = self.world.intern(file);
            Some(Origin { file, line })
        })
    }

    /// Whether a value is an exception.
    pub fn is_exception(&self, value: Value<'_>) -> bool {
        self.world.is_a(value, known::EXCEPTION)
    }

    /// The source text and the range of the expression that raised an
    /// exception, if it stands in a program.
    pub fn raised_at(&self, exception: Value<'_>) -> Option<(&SourceText, Span)> {
        let site = self.raise_sites(exception, 1).pop()?;
        Some((site.source, site.span))
    }

    /// The innermost places in programs that an exception was raised through,
    /// at most `count`.
    pub fn raise_sites(&self, exception: Value<'_>, count: usize) -> Vec<RaiseSite<'_>> {
        let records = self.records_of(exception).into_iter();
        let sites = records.filter_map(|record| self.raise_site(record));
        sites.take(count).collect()
    }

    /// The place that a record names, unless it is the library's.
    fn raise_site(&self, record: TraceRecord) -> Option<RaiseSite<'_>> {
        let function = self.functions.get(record.function?);
        if function.is_kernel() {
            return None;
        }
        let unit = &function.unit()?.unit;
        let code = function.code()?;
        let mut locals = Vec::new();
        let mut around = Some(code);
        while let Some(code) = around {
            let names = code.locals.iter().filter_map(|local| local.name);
            locals
                .extend(names.map(|name| String::from_utf8_lossy(unit.symbol(name)).into_owned()));
            let parent = code.parent.filter(|_| code.kind.is_block());
            around = parent.map(|parent| unit.code(parent));
        }
        let entering = record.place == 0 && record.method.is_none();
        Some(RaiseSite {
            source: &unit.source,
            span: code.span_at(record.place),
            definition: code.span,
            entering: entering && code.kind != CodeKind::Top,
            called_on_self: false,
            locals,
        })
    }
}

/// A place in a program that an exception was raised through.
pub struct RaiseSite<'w> {
    /// The text.
    pub source: &'w SourceText,
    /// The expression being evaluated.
    pub span: Span,
    /// The function around it.
    pub definition: Span,
    /// Its arguments were wrong, so the function never began.
    pub entering: bool,
    /// The expression is a call without a receiver or on `self`; to be found
    /// out by whoever knows the text.
    pub called_on_self: bool,
    /// Names of the locals that can be seen there, innermost first.
    pub locals: Vec<String>,
}
