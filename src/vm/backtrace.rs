//! Backtraces: which frames count, what they are called, where they are.
//!
//! A backtrace is recorded as numbers (function, pc, method) in one byte array
//! when something is raised, and becomes text when somebody asks. Kernel Ruby
//! and primitives show their caller's line, as CRuby 3.4 does for its own.

use crate::bytecode::code::{CodeKind, SourceText, Span};
use crate::bytecode::decode::Decoder;
use crate::bytecode::ops::Op;
use crate::heap::Word;
use crate::object::{ClassKind, MethodEntry, Value, known, sym};

use super::Vm;
use super::frame::FrameRef;
use super::function::{Function, FunctionKind};

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
        write!(f, "{}:{}:in '{}'", self.file, self.line, self.label)
    }
}

/// Bytes of one recorded frame: function, pc, method (plus one), as u32.
const RECORD_BYTES: usize = 12;
/// Marks a primitive's record instead of a function number.
const NATIVE: u32 = u32::MAX;
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

impl Vm {
    /// Records the running task's frames in an exception.
    pub(crate) fn record_backtrace(&mut self, exception: Word, native: Option<u32>, skip: usize) {
        let bytes = self.backtrace_records(native, skip);
        let Ok(array) = self.world.new_byte_array(bytes.len()) else {
            return;
        };
        array.write(0, &bytes);
        self.world
            .ivar_set(self.wrap(exception), sym::H_LOCATIONS, array.value());
    }

    /// The running task's frames as records, leaving out the first `skip`.
    pub(crate) fn backtrace_records(&self, native: Option<u32>, skip: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut put = |function: u32, pc: u32, method: u32| {
            for number in [function, pc, method] {
                bytes.extend_from_slice(&number.to_le_bytes());
            }
        };
        if let Some(row) = native {
            put(NATIVE, row, 0);
        }
        if let Some(function) = self.raising_function.take() {
            put(function, 0, 0);
        }
        let mut left = skip;
        let mut inside_initialize = false;
        for frame in self.frames().take(MAX_RECORDS) {
            let function = frame.function();
            let by_stub = std::ptr::eq(function, self.stubs.new);
            let by_send_new = inside_initialize && self.executes(frame, Op::SendNew);
            if left == 0 && (by_stub || by_send_new) {
                // `new` has no frame that shows its method.
                put(NATIVE, u32::MAX, self.class_new.map_or(0, |id| id.0 + 1));
            }
            inside_initialize = frame
                .entry()
                .is_some_and(|entry| entry.name == sym::INITIALIZE);
            let method = frame.entry().map_or(0, |entry| entry.id.0 + 1);
            match function.kind {
                FunctionKind::Entry => {}
                FunctionKind::Native => {
                    if left > 0 {
                        left -= 1;
                    } else {
                        put(NATIVE, u32::MAX, method);
                    }
                }
                _ if function.linked.is_none() => {}
                _ => {
                    if left > 0 {
                        left -= 1;
                    } else {
                        put(function.id, frame.pc() as u32, method);
                    }
                }
            }
        }
        bytes
    }

    /// Whether a frame is at an instruction of this kind.
    fn executes(&self, frame: FrameRef, op: Op) -> bool {
        let function = frame.function();
        let Some(insn) = function.threaded.get(frame.pc()) else {
            return false;
        };
        std::ptr::fn_addr_eq(
            insn.handler,
            super::table::handlers(self.mode).0[op as usize],
        )
    }

    /// Turns records into lines.
    pub(crate) fn backtrace_lines(&self, bytes: &[u8]) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        // Lines that take their place from the next visible frame.
        let mut waiting: Vec<String> = Vec::new();
        for record in bytes.chunks_exact(RECORD_BYTES) {
            let number = |at: usize| {
                u32::from_le_bytes([record[at], record[at + 1], record[at + 2], record[at + 3]])
            };
            let (function, pc, method) = (number(0), number(4), number(8));
            let entry = method
                .checked_sub(1)
                .map(|id| self.world.methods.get(crate::object::MethodId(id)));
            if function == NATIVE {
                let label = match entry {
                    Some(entry) => self.method_label(entry),
                    None => self.native_label(pc),
                };
                if !is_internal(&label) {
                    waiting.push(label);
                }
                continue;
            }
            let function = &self.functions[function as usize];
            if function.is_kernel() {
                // A block in kernel Ruby is part of the method's own work.
                if function.kind == FunctionKind::Method
                    && let Some(entry) = entry
                {
                    let label = self.method_label(entry);
                    if !is_internal(&label) {
                        waiting.push(label);
                    }
                }
                continue;
            }
            let Some((file, line)) = function.location(pc as usize) else {
                continue;
            };
            let file = file.to_owned();
            while waiting
                .last()
                .is_some_and(|label| runs_without_frame(function, pc as usize, label))
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
        let methods = &self.world.methods;
        let entry = (0..methods.len() as u32)
            .map(|id| methods.get(crate::object::MethodId(id)))
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
        let inner = match at.kind {
            CodeKind::Top => match entry {
                Some(entry) if entry.name != sym::EMPTY && levels > 0 => self.method_label(entry),
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
        match self
            .world
            .ivar_get(exception, sym::H_LOCATIONS)
            .as_byte_array()
        {
            Some(records) => self.backtrace_lines(&records.to_vec()),
            None => Vec::new(),
        }
    }

    /// `file:line` of the innermost Ruby frame that is not kernel Ruby.
    pub(crate) fn caller_location(&self) -> String {
        let at = |frame: FrameRef| {
            let function = frame.function();
            if function.is_kernel() {
                return None;
            }
            function
                .location(frame.pc())
                .map(|(file, line)| format!("{file}:{line}"))
        };
        self.frames()
            .find_map(at)
            .unwrap_or_else(|| self.program_name.clone())
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
        let records = self.world.ivar_get(exception, sym::H_LOCATIONS);
        let Some(records) = records.as_byte_array() else {
            return Vec::new();
        };
        let records = records.to_vec();
        let records = records.chunks_exact(RECORD_BYTES);
        records
            .filter_map(|record| self.raise_site(record))
            .take(count)
            .collect()
    }

    /// The place that a record names, unless it is the library's.
    fn raise_site(&self, record: &[u8]) -> Option<RaiseSite<'_>> {
        let number = |at: usize| {
            u32::from_le_bytes([record[at], record[at + 1], record[at + 2], record[at + 3]])
        };
        let (function, pc, method) = (number(0), number(4), number(8));
        if function == NATIVE || self.functions[function as usize].is_kernel() {
            return None;
        }
        let function = &self.functions[function as usize];
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
        Some(RaiseSite {
            source: &unit.source,
            span: code.span_at(pc),
            definition: code.span,
            entering: pc == 0 && method == 0 && code.kind != CodeKind::Top,
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
