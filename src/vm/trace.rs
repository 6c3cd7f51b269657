//! TracePoint: telling programs what happens in their own code.
//!
//! While somebody listens, all code but the kernel's is threaded with handlers
//! that look at each instruction first, and with sends that run primitives in
//! a nested run of their own, so that their end is seen. Code that nobody
//! traces pays nothing. A primitive and kernel Ruby are `c_call`s.

use crate::bytecode::code::CodeKind;
use crate::bytecode::ops::Op;
use crate::heap::Word;
use crate::object::{ClassId, MethodBody, MethodEntry, Sym, Value, known, sym};

use super::dispatch::{Insn, TRACE, op, resume};
use super::frame::FrameRef;
use super::function::{Function, FunctionKind, SendSite};
use super::natives::{NativeFn, Special};
use super::raise::unwind;
use super::send::send_site;
use super::tier_stats::DiscardCause;
use super::{Handle, Outcome, Stop, Vm};

/// What can be listened for, each a bit.
pub const EVENTS: [&str; 10] = [
    "line", "call", "return", "b_call", "b_return", "c_call", "c_return", "raise", "class", "end",
];

/// An event, as its place in [`EVENTS`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Event {
    /// A statement on a new line begins.
    Line,
    /// A method begins.
    Call,
    /// A method ends.
    Return,
    /// A block begins.
    BlockCall,
    /// A block ends.
    BlockReturn,
    /// A primitive is called.
    NativeCall,
    /// A primitive ends.
    NativeReturn,
    /// An exception was raised.
    Raise,
    /// The body of a class or module begins.
    Class,
    /// It ends.
    End,
}

impl Event {
    fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// Somebody who listens.
pub struct Listener {
    /// The TracePoint; a root.
    pub object: Word,
    /// Its block; a root.
    pub block: Word,
    /// What it listens for.
    pub events: u32,
    /// The only function to look at, with the blocks in it.
    pub target: Option<*const Function>,
    /// What the target was taken from, which keeps it alive; a root.
    pub target_object: Word,
    /// The only line to look at.
    pub target_line: Option<u32>,
}

/// What the vm remembers for tracing.
#[derive(Default)]
pub struct Tracing {
    /// Who listens.
    pub listeners: Vec<Listener>,
    /// What any of them listens for.
    events: u32,
    /// A listener runs: nothing is told meanwhile.
    inside: bool,
    /// Where the event happened that is being told.
    place: Option<FrameRef>,
    /// The method it is about.
    entry: Option<&'static MethodEntry>,
    /// A primitive that runs for a traced call raised by itself.
    held: Option<bool>,
}

/// What is told of an event.
struct Report {
    event: Event,
    line: u32,
    entry: Option<&'static MethodEntry>,
    value: Word,
}

op!(
    /// Any send while somebody listens.
    op_send_traced = Send (vm, ip, sp, fp) {
    (*vm).save(ip, sp, fp);
    match (*vm).trace_send((*ip).a as *const SendSite, 1) {
        Traced::Done => return resume(vm, ip, sp, fp),
        Traced::Raised => return unwind(vm, ip, sp, fp),
        Traced::Plain => return send_site(vm, ip, sp, fp),
    }
});

op!(
    /// `new` while somebody listens.
    op_new_traced = SendNew (vm, ip, sp, fp) {
    (*vm).save(ip, sp, fp);
    // The result stands where the receiver did: on to `new_other`.
    match (*vm).trace_send((*ip).a as *const SendSite, 2) {
        Traced::Done => return resume(vm, ip, sp, fp),
        Traced::Raised => return unwind(vm, ip, sp, fp),
        Traced::Plain => return super::ops_call::op_send_new::<{ super::dispatch::NORMAL }>(vm, ip, sp, fp),
    }
});

/// What became of a send.
enum Traced {
    /// It was performed.
    Done,
    /// Something is pending.
    Raised,
    /// It is not told of.
    Plain,
}

/// Core methods that CRuby 3.4 has in Ruby: owner, file, names (none: all).
const WRITTEN_IN_RUBY: &[(ClassId, &str, &[&str])] = &[
    (known::TRACE_POINT, "<internal:trace_point>", &[]),
    (
        known::ARRAY,
        "<internal:array>",
        &[
            "first",
            "last",
            "sample",
            "shuffle",
            "shuffle!",
            "fetch_values",
        ],
    ),
    (
        known::INTEGER,
        "<internal:numeric>",
        &[
            "times",
            "zero?",
            "even?",
            "odd?",
            "-@",
            "~",
            "abs",
            "magnitude",
            "bit_length",
            "integer?",
            "to_i",
            "to_int",
            "ord",
            "size",
            "ceildiv",
            "numerator",
            "denominator",
        ],
    ),
    (
        known::FLOAT,
        "<internal:numeric>",
        &[
            "to_f",
            "abs",
            "magnitude",
            "-@",
            "zero?",
            "positive?",
            "negative?",
        ],
    ),
    (
        known::NUMERIC,
        "<internal:numeric>",
        &[
            "real?",
            "integer?",
            "finite?",
            "infinite?",
            "imaginary",
            "imag",
            "conj",
            "conjugate",
        ],
    ),
    (known::SYMBOL, "<internal:symbol>", &["to_sym"]),
    (known::NIL_CLASS, "<internal:nilclass>", &["to_i", "to_f"]),
    (
        known::KERNEL,
        "<internal:kernel>",
        &[
            "tap",
            "then",
            "yield_self",
            "loop",
            "frozen?",
            "class",
            "clone",
            "Integer",
            "Float",
        ],
    ),
];

impl Vm {
    // ---- who listens --------------------------------------------------------------

    /// Starts to tell a TracePoint of events.
    pub(crate) fn add_listener(&mut self, listener: Listener) {
        self.tracing.listeners.push(listener);
        self.listeners_changed();
    }

    /// Stops telling a TracePoint; false if it did not listen.
    pub(crate) fn remove_listener(&mut self, object: Word) -> bool {
        let before = self.tracing.listeners.len();
        self.tracing.listeners.retain(|l| l.object != object);
        self.listeners_changed();
        self.tracing.listeners.len() < before
    }

    /// Whether a TracePoint listens.
    pub(crate) fn listens(&self, object: Value<'_>) -> bool {
        let mut listeners = self.tracing.listeners.iter();
        listeners.any(|l| l.object == object.word())
    }

    fn listeners_changed(&mut self) {
        let listeners = self.tracing.listeners.iter();
        self.tracing.events = listeners.fold(0, |bits, l| bits | l.events);
        let mode = if self.tracing.listeners.is_empty() {
            self.base_mode
        } else {
            TRACE
        };
        if mode != self.mode {
            self.mode = mode;
            self.discard_all_native(DiscardCause::Traced);
            self.rethread_all();
        }
    }

    // ---- what happens ---------------------------------------------------------------

    /// Looks at an instruction before it runs. False: something is pending.
    ///
    /// # Safety
    /// V1, V2: the registers are those of a frame about to execute it.
    pub(crate) unsafe fn observe_instruction(
        &mut self,
        op: Op,
        ip: *const Insn,
        sp: *mut Word,
        fp: *mut Word,
    ) -> bool {
        if self.mode == TRACE || self.stack_watcher.is_some() {
            return self.trace_instruction(op, ip, sp, fp);
        }
        // SAFETY: the caller's promise.
        unsafe { self.profile(op, ip, sp, fp) };
        true
    }

    /// Tells TracePoints of an instruction. False: something is pending.
    pub(crate) fn trace_instruction(
        &mut self,
        op: Op,
        ip: *const Insn,
        sp: *mut Word,
        fp: *mut Word,
    ) -> bool {
        if self.tracing.inside || op == Op::Enter {
            return true;
        }
        let frame = FrameRef { fp, ip, top: sp };
        let function = frame.function();
        let Some(code) = function.code() else {
            return true;
        };
        let pc = frame.pc() as u32;
        let ends = matches!(op, Op::Ret | Op::BlockRet);
        let begins = pc == function.body_pc;
        let line = code.line_begun_at(pc);
        if !(ends || begins || line.is_some()) {
            return true;
        }
        self.save(ip, sp, fp);
        let told = (|| {
            if begins && let Some(event) = begin_of(code.kind) {
                let line = self.first_line(function);
                self.report_event(frame, event, line, frame.entry(), Word::NIL)?;
            }
            if let Some(line) = line {
                self.report_event(frame, Event::Line, line, frame.entry(), Word::NIL)?;
            }
            if ends && let Some(event) = end_of(code.kind) {
                let value = self.peek(0);
                let span = code.span_at(pc);
                let line = if span == code.span {
                    self.last_line(function)
                } else {
                    self.line_of(frame)
                };
                self.tell_end(frame, event, line, value)?;
            }
            Ok::<(), Stop>(())
        })();
        told.is_ok()
    }

    /// The end of a method or block; of a method made of a block both.
    fn tell_end(
        &mut self,
        frame: FrameRef,
        event: Event,
        line: u32,
        value: Word,
    ) -> Result<(), Stop> {
        let handle = self.protect_word(value);
        let result = self.report_event(frame, event, line, frame.entry(), value);
        let value = self.release(handle);
        result?;
        if event == Event::BlockReturn && is_closure_frame(frame) {
            self.report_event(frame, Event::Return, line, frame.entry(), value)?;
        }
        Ok(())
    }

    fn line_of(&self, frame: FrameRef) -> u32 {
        let place = frame.function().location(frame.pc());
        place.map_or(0, |(_, line)| line)
    }

    fn first_line(&self, function: &Function) -> u32 {
        let (unit, code) = (function.unit(), function.code());
        let line = unit
            .zip(code)
            .map(|(u, c)| u.unit.source.line(c.span.start));
        line.unwrap_or(0)
    }

    fn last_line(&self, function: &Function) -> u32 {
        let (unit, code) = (function.unit(), function.code());
        let line = unit
            .zip(code)
            .map(|(u, c)| u.unit.source.line(c.span.end().saturating_sub(1)));
        line.unwrap_or(0)
    }

    /// A frame is left by an exception or a throw.
    pub(crate) fn trace_unwound(&mut self, frame: FrameRef, value: Word) {
        let wanted = Event::Return.bit() | Event::BlockReturn.bit() | Event::End.bit();
        if self.tracing.inside || self.tracing.events & wanted == 0 {
            return;
        }
        let function = frame.function();
        let Some(event) = function.code().and_then(|code| end_of(code.kind)) else {
            return;
        };
        if function.is_kernel() {
            return;
        }
        let line = self.line_of(frame);
        self.with_pending_kept(|vm| vm.tell_end(frame, event, line, value));
    }

    /// A fresh exception is on its way.
    pub(crate) fn trace_raise(&mut self) {
        if self.tracing.inside || self.tracing.events & Event::Raise.bit() == 0 {
            return;
        }
        let is_entry = |frame: &FrameRef| frame.function().kind == FunctionKind::Entry;
        let mut frames = self.frames();
        let top = frames.find(|frame| frame.function().kind != FunctionKind::Native);
        if self.tracing.held.is_some() && top.as_ref().is_some_and(is_entry) {
            // Told when the primitive has ended.
            self.tracing.held = Some(true);
            return;
        }
        self.tell_raise();
    }

    fn tell_raise(&mut self) {
        let program = |frame: &FrameRef| {
            let function = frame.function();
            function.linked.is_some() && !function.is_kernel()
        };
        let Some(frame) = self.frames().find(program) else {
            return;
        };
        let line = self.line_of(frame);
        let exception = self.pending.get();
        if self.is_throw(exception) {
            return;
        }
        self.with_pending_kept(|vm| {
            vm.report_event(frame, Event::Raise, line, frame.entry(), exception)
        });
    }

    /// Tells of something while an exception or throw is on its way; what a
    /// listener raises takes its place.
    fn with_pending_kept(&mut self, tell: impl FnOnce(&mut Vm) -> Result<(), Stop>) {
        let pending = self.take_pending();
        let handle = self.protect_word(pending);
        let result = tell(self);
        let pending = self.release(handle);
        if result.is_ok() {
            self.pending.set(pending);
        }
    }

    /// A send: if it calls a primitive, performs it between two events.
    fn trace_send(&mut self, site: *const SendSite, skip: usize) -> Traced {
        let wanted = Event::NativeCall.bit() | Event::NativeReturn.bit() | Event::Call.bit();
        if self.tracing.inside || self.tracing.events & wanted == 0 {
            return Traced::Plain;
        }
        // SAFETY: V3: sites stay; V2: the receiver stands below the values.
        let site = unsafe { &*site };
        let base = self.base_of(site.pushed as usize);
        // SAFETY: V2.
        let this = unsafe { *base };
        let class = self.world.dispatch_class(self.wrap(this));
        let frame = self.top_frame().expect("running");
        let found = match self.refined_from(frame, class, site.info.name) {
            Some(id) => Some(id),
            None => self.look_up(class, site.info.name),
        };
        let entry = found.and_then(|id| self.callable(id, this, &site.info));
        let Some(entry) = entry.filter(|entry| self.is_primitive(entry)) else {
            return Traced::Plain;
        };
        self.next = self.ip.wrapping_add(skip);
        match self.perform_traced(site, entry, frame, base) {
            Ok(()) => {
                self.next = self.ip.wrapping_add(skip);
                Traced::Done
            }
            Err(_) => {
                self.call_base = base;
                Traced::Raised
            }
        }
    }

    /// Whether a method is one that CRuby has in C.
    fn is_primitive(&self, entry: &MethodEntry) -> bool {
        match entry.body.get() {
            MethodBody::Native { native, .. } => !matches!(
                self.natives[native as usize].function,
                NativeFn::Special(
                    Special::BlockGiven | Special::Send | Special::PublicSend | Special::ProcCall
                )
            ),
            MethodBody::Kernel(_) | MethodBody::AttrReader(_) | MethodBody::AttrWriter(_) => true,
            MethodBody::Code(id) => self.functions.get(id).is_kernel(),
            _ => false,
        }
    }

    /// The primitive behind a Method that is being called.
    fn method_called(&self, entry: &MethodEntry, this: Word) -> Option<&'static MethodEntry> {
        let MethodBody::Native { native, .. } = entry.body.get() else {
            return None;
        };
        let row = &self.natives[native as usize];
        let calls = matches!(row.function, NativeFn::Special(Special::MethodCall));
        let method = self.wrap(this).as_method().filter(|_| calls)?;
        let inner = self.method_entry(method);
        self.is_primitive(inner).then_some(inner)
    }

    /// The file of a core method that CRuby has in Ruby, which makes calls of
    /// it `call` events there.
    fn ruby_file(&self, entry: &MethodEntry) -> Option<&'static str> {
        if !self.is_kernel_method(entry.id) {
            return None;
        }
        let name = self.world.symbols.name(entry.original_name);
        let mut rows = WRITTEN_IN_RUBY.iter();
        let row = rows.find(|(owner, _, names)| {
            *owner == entry.owner
                && (names.is_empty() || names.iter().any(|known| known.as_bytes() == name))
        });
        row.map(|&(_, file, _)| file)
    }

    fn perform_traced(
        &mut self,
        site: &SendSite,
        entry: &'static MethodEntry,
        frame: FrameRef,
        base: *mut Word,
    ) -> Result<(), Stop> {
        let line = self.line_of(frame);
        let (begin, end) = if self.ruby_file(entry).is_some() {
            (Event::Call, Event::Return)
        } else {
            (Event::NativeCall, Event::NativeReturn)
        };
        self.report_event(frame, begin, line, Some(entry), Word::NIL)?;
        // SAFETY: V2.
        let inner = self.method_called(entry, unsafe { *base });
        if let Some(inner) = inner {
            self.report_event(frame, Event::NativeCall, line, Some(inner), Word::NIL)?;
        }
        // SAFETY: V2.
        let this = unsafe { *base };
        let incoming = self.incoming(&site.info, base)?;
        let held = self.tracing.held.replace(false);
        let saved_next = self.next;
        let result = self.nested(this, |vm, inner, halt| {
            vm.invoke(entry, inner, incoming, halt)
        });
        self.next = saved_next;
        let raised = std::mem::replace(&mut self.tracing.held, held) == Some(true);
        match result {
            Ok(word) => {
                // SAFETY: V2: the call's values are done with.
                unsafe {
                    *base = word;
                    self.sp = base.add(1);
                }
                if let Some(inner) = inner {
                    self.report_event(frame, Event::NativeReturn, line, Some(inner), word)?;
                }
                // SAFETY: V2: a listener may have made the collector move it.
                let word = unsafe { *base };
                self.report_event(frame, end, line, Some(entry), word)
            }
            Err(stop) => {
                self.with_pending_kept(|vm| {
                    vm.report_event(frame, end, line, Some(entry), Word::NIL)
                });
                if raised {
                    self.tell_raise();
                }
                Err(stop)
            }
        }
    }

    /// Tells everybody who listens for an event.
    fn report_event(
        &mut self,
        frame: FrameRef,
        event: Event,
        line: u32,
        entry: Option<&'static MethodEntry>,
        value: Word,
    ) -> Result<(), Stop> {
        if self.tracing.inside || self.tracing.events & event.bit() == 0 {
            if event == Event::BlockCall && is_closure_frame(frame) {
                return self.report_event(frame, Event::Call, line, entry, value);
            }
            return Ok(());
        }
        if event == Event::BlockCall && is_closure_frame(frame) {
            self.report_event(frame, Event::Call, line, entry, value)?;
        }
        let report = Report {
            event,
            line,
            entry: entry.filter(|entry| entry.name != sym::EMPTY),
            value,
        };
        let value = self.protect_word(value);
        let mut index = 0;
        let mut result = Ok(());
        while index < self.tracing.listeners.len() && result.is_ok() {
            let listener = &self.tracing.listeners[index];
            if listener.events & event.bit() != 0 && listener.looks_at(frame, line) {
                let report = Report {
                    value: self.get(value).word(),
                    ..report
                };
                result = self.tell_one(index, frame, &report);
            }
            index += 1;
        }
        self.release(value);
        result
    }

    fn tell_one(&mut self, index: usize, frame: FrameRef, report: &Report) -> Result<(), Stop> {
        let listener = &self.tracing.listeners[index];
        let (object, block) = (listener.object, listener.block);
        let event = self.world.intern(EVENTS[report.event as usize]);
        let file = frame.function().location(frame.pc());
        let native = matches!(report.event, Event::Call | Event::Return);
        let ruby = report
            .entry
            .filter(|_| native)
            .and_then(|entry| self.ruby_file(entry));
        let file = match file {
            _ if ruby.is_some() => self.world.string(ruby.unwrap_or_default()),
            Some((file, _)) => self.world.string(file),
            None => Value::NIL,
        };
        let name = |name: Option<Sym>| name.map_or(Value::NIL, Value::symbol);
        let parts = [
            Value::symbol(event),
            Value::fixnum(i64::from(report.line)),
            file,
            name(report.entry.map(|entry| entry.original_name)),
            name(report.entry.map(|entry| entry.name)),
            report
                .entry
                .map_or(Value::NIL, |entry| self.world.class_object(entry.owner)),
            self.wrap(self.self_of(frame, report)),
            self.wrap(report.value),
        ];
        let parts = self
            .world
            .array_from(&parts)
            .map_err(|e| self.too_big(e))?
            .value();
        let hidden = self.world.intern_own("__event");
        self.world.ivar_set(self.wrap(object), hidden, parts);
        self.tracing.inside = true;
        let before = (self.tracing.place, self.tracing.entry);
        (self.tracing.place, self.tracing.entry) = (Some(frame), report.entry);
        let errinfo = self.protect_word(self.errinfo);
        let result = self.call_block_words(block, None, &[object]);
        self.errinfo = self.release(errinfo);
        (self.tracing.place, self.tracing.entry) = before;
        self.tracing.inside = false;
        if let Some(listener) = self.tracing.listeners.get(index) {
            let object = self.wrap(listener.object);
            self.world.ivar_set(object, hidden, Value::NIL);
        }
        result.map(|_| ())
    }

    /// The receiver that an event is about: that of a primitive's call stands
    /// below its arguments.
    fn self_of(&self, frame: FrameRef, report: &Report) -> Word {
        if matches!(report.event, Event::NativeCall)
            && let Some(insn) = frame.function().threaded.get(frame.pc())
        {
            // SAFETY: V3: the operand of a send is its site; V2: the receiver
            // stands below the values.
            return unsafe {
                let site = insn.a as *const SendSite;
                *self.sp.sub((*site).pushed as usize + 1)
            };
        }
        frame.this()
    }

    // ---- what a listener may ask --------------------------------------------------------

    /// The binding of the place of the event.
    pub(crate) fn trace_binding(&mut self) -> Outcome<'_> {
        match self.tracing.place {
            Some(frame) => {
                let made = self.bind_frame(frame);
                Ok(self.wrap(made))
            }
            None => Ok(Value::NIL),
        }
    }

    /// The parameters of the method or block of the event.
    pub(crate) fn trace_parameters(&mut self, of_method: bool) -> Outcome<'_> {
        match (self.tracing.entry, self.tracing.place) {
            (Some(entry), _) if of_method => self.entry_parameters(entry),
            (_, Some(frame)) => self.parameters_value(frame.function(), frame.is_lambda()),
            _ => Ok(Value::NIL),
        }
    }

    /// The function of a Method, UnboundMethod or Proc, for a target.
    pub(crate) fn target_function(&self, of: Handle) -> Option<*const Function> {
        let value = self.get(of);
        if let Some(method) = value.as_method() {
            let entry = self.entry(method.entry());
            return self.entry_function(entry).map(std::ptr::from_ref);
        }
        let proc_ = value.as_proc().filter(|proc_| !proc_.is_indirect())?;
        Some(proc_.code() as *const Function)
    }
}

impl Listener {
    /// Whether a place is among those to look at.
    fn looks_at(&self, frame: FrameRef, line: u32) -> bool {
        if self.target_line.is_some_and(|wanted| wanted != line) {
            return false;
        }
        let Some(target) = self.target else {
            return true;
        };
        let function = frame.function();
        let mut at = function.unit().zip(function.code());
        // SAFETY: V3.
        let target = unsafe { &*target };
        while let Some((unit, code)) = at {
            if target.code().is_some_and(|other| std::ptr::eq(other, code)) {
                return true;
            }
            at = unit.around(code);
        }
        false
    }
}

/// Whether a frame runs a method made of a block.
pub(super) fn is_closure_frame(frame: FrameRef) -> bool {
    let closure = |entry: &MethodEntry| matches!(entry.body.get(), MethodBody::Closure(_));
    frame.entry().is_some_and(closure) && frame.is_lambda()
}

/// The event at the beginning of code of a kind.
fn begin_of(kind: CodeKind) -> Option<Event> {
    match kind {
        CodeKind::Method => Some(Event::Call),
        CodeKind::Block | CodeKind::Lambda => Some(Event::BlockCall),
        CodeKind::ClassBody | CodeKind::ModuleBody => Some(Event::Class),
        CodeKind::SingletonBody | CodeKind::Top | CodeKind::Eval | CodeKind::Stack => None,
    }
}

/// The event at its end.
fn end_of(kind: CodeKind) -> Option<Event> {
    match kind {
        CodeKind::Method => Some(Event::Return),
        CodeKind::Block | CodeKind::Lambda => Some(Event::BlockReturn),
        CodeKind::ClassBody | CodeKind::ModuleBody => Some(Event::End),
        CodeKind::SingletonBody | CodeKind::Top | CodeKind::Eval | CodeKind::Stack => None,
    }
}
