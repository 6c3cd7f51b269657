//! Exceptions, breaks, returns and throws on their way out.
//!
//! Whatever leaves frames is *pending* in the vm: an exception object or a
//! `Throw` record. The unwinder looks for a handler row in each frame, from the
//! instruction being executed outwards; what it pops, it forgets. A throw that
//! reaches its target becomes the result of a call there.

use crate::bytecode::code::{CodeKind, HandlerKind, SendFlags};
use crate::heap::Word;
use crate::object::{ClassId, Sym, Value, known, sym};

use super::dispatch::{Insn, TRACE, next};
use super::frame::{CALLER_FP, FrameRef, HEADER, RETURN_IP};
use super::function::{Function, FunctionKind};
use super::{Stop, Vm};

/// How a call is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CallForm {
    /// With a receiver: `x.name`.
    Method,
    /// Without: `name(1)`, `self.name`.
    Function,
    /// Just `name`, which could be a variable.
    Variable,
    /// `super` without a method above.
    Super,
}

impl CallForm {
    /// The form that the flags of a site tell.
    pub fn of(flags: SendFlags) -> CallForm {
        match (flags.fcall, flags.vcall) {
            (_, true) => CallForm::Variable,
            (true, false) => CallForm::Function,
            (false, false) => CallForm::Method,
        }
    }
}

/// What a `Throw` record does when it reaches its target frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u64)]
pub enum ThrowKind {
    /// Ends the call that the target frame is executing.
    Break = 1,
    /// Ends the target frame itself.
    Return = 2,
    /// Ends a `catch`; the primitive that waits for it takes it.
    Throw = 3,
    /// Ends the program without running `ensure` clauses (`exit!`); the target
    /// is the status.
    Exit = 4,
}

/// Continues wherever what is pending is handled; null when that is Rust code.
#[cold]
#[inline(never)]
#[unsafe(link_section = "svm_ops")]
pub unsafe extern "C" fn unwind(
    vm: *mut Vm,
    ip: *const Insn,
    _sp: *mut Word,
    fp: *mut Word,
) -> *const Insn {
    // SAFETY: V1: the registers are those of the frame that fails.
    unsafe {
        (*vm).ip = ip;
        (*vm).fp = fp;
        (*vm).begin_unwinding();
        (*vm).find_handler();
        let ip = (*vm).next;
        if ip.is_null() {
            return ip;
        }
        next!(vm, ip, (*vm).sp, (*vm).fp)
    }
}

impl Vm {
    /// Gives a fresh exception its backtrace and cause.
    #[inline(never)]
    pub(crate) fn begin_unwinding(&mut self) {
        let native = self.raising_native.take();
        let pending = self.pending.get();
        if self.is_throw(pending)
            || self
                .world
                .ivar_find(self.wrap(pending), sym::H_LOCATIONS)
                .is_some()
        {
            return;
        }
        self.record_backtrace(pending, native, 0);
        let cause = self.errinfo;
        let exception = self.wrap(pending);
        if self.world.ivar_find(exception, sym::H_CAUSE).is_none() && cause != pending {
            self.world
                .ivar_set(exception, sym::H_CAUSE, self.wrap(cause));
        }
        if self.mode == TRACE {
            self.trace_raise();
        }
    }

    /// Finds who handles what is pending and sets the registers to go on there.
    #[inline(never)]
    fn find_handler(&mut self) {
        let mut base = self.call_base;
        loop {
            let frame = FrameRef {
                fp: self.fp,
                ip: self.ip,
                top: self.sp,
            };
            let function = frame.function();
            if function.kind == FunctionKind::Entry {
                self.next = std::ptr::null();
                return;
            }
            if let Some(pc) = function.snippet_pc(frame.ip) {
                // Native code waits for the call: it leaves its frame first.
                self.ip = function.insns.wrapping_add(pc as usize);
                self.call_base = base;
                self.next = std::ptr::null();
                return;
            }
            if let Some(value) = self.break_value_for(frame) {
                // The call that the frame is executing ends with this value.
                self.pending.set(Word::UNDEF);
                // SAFETY: V2: `base` is where that call's receiver stood.
                unsafe {
                    *base = value;
                    self.sp = base.add(1);
                }
                self.next = self.continuation(frame);
                return;
            }
            let pending = self.pending.get();
            let is_exception = !self.is_throw(pending);
            let row = function
                .code()
                .filter(|_| self.pending_exit().is_none())
                .and_then(|code| code.handler_at(frame.pc() as u32, is_exception));
            if let Some(row) = row {
                debug_assert!(is_exception || row.kind == HandlerKind::Ensure);
                // SAFETY: V2: the verifier checked depth and target.
                unsafe {
                    let sp = self.fp.add(HEADER + row.depth as usize);
                    *sp = self.take_pending();
                    self.sp = sp.add(1);
                    self.next = function.insns.add(row.target as usize);
                }
                return;
            }
            if self.mode == TRACE {
                let value = self.value_of_end(frame);
                self.trace_unwound(frame, value);
            }
            base = frame.base();
            let returned = self.return_value_for(frame);
            if frame.is_kept() {
                self.leave_locals(frame.fp);
            }
            // SAFETY: V2: the frame is popped.
            unsafe {
                let return_ip = (*self.fp.add(RETURN_IP)).bits() as *const Insn;
                self.fp = (*self.fp.add(CALLER_FP)).bits() as *mut Word;
                self.ip = return_ip.wrapping_sub(1);
                self.sp = base;
                if let Some(value) = returned {
                    self.pending.set(Word::UNDEF);
                    *base = value;
                    self.sp = base.add(1);
                    self.next = return_ip;
                    return;
                }
            }
        }
    }

    /// Whether a throw on its way ends in the native frame at `fp`, with nothing to
    /// run before: then it is no longer pending. Native frames further in have left
    /// already.
    pub(crate) fn land_throw(&mut self, fp: *mut Word) -> Option<(ThrowKind, Word)> {
        let throw = self.wrap(self.pending.get()).as_throw()?;
        let ends = |frame: FrameRef| {
            let pc = frame.pc() as u32;
            let ensures = || frame.function().code()?.handler_at(pc, false);
            frame.function().kind == FunctionKind::Entry || frame.is_kept() || ensures().is_some()
        };
        let mut frames = self.frames();
        let home = loop {
            let frame = frames.next()?;
            if frame.fp == fp {
                break frame;
            }
            if ends(frame) || self.return_value_for(frame).is_some() {
                return None;
            }
        };
        let landed = match self.break_value_for(home) {
            Some(value) => (ThrowKind::Break, value),
            None if ends(home) => return None,
            None => (ThrowKind::Return, self.return_value_for(home)?),
        };
        debug_assert!(throw.what() == landed.0 as u64);
        self.pending.set(Word::UNDEF);
        Some(landed)
    }

    /// Where a frame goes on after the call it is executing.
    fn continuation(&self, frame: FrameRef) -> *const Insn {
        frame.ip.wrapping_add(1)
    }

    fn break_value_for(&self, frame: FrameRef) -> Option<Word> {
        let throw = self.wrap(self.pending.get()).as_throw()?;
        let mine = throw.what() == ThrowKind::Break as u64
            && frame.id() != 0
            && throw.target() == frame.id();
        mine.then(|| throw.thrown().word())
    }

    fn return_value_for(&self, frame: FrameRef) -> Option<Word> {
        let throw = self.wrap(self.pending.get()).as_throw()?;
        let mine = throw.what() == ThrowKind::Return as u64 && throw.target() == frame.fp as u64;
        mine.then(|| throw.thrown().word())
    }

    /// The status, if what is pending is `exit!`.
    pub(crate) fn pending_exit(&self) -> Option<i64> {
        let throw = self.wrap(self.pending.get()).as_throw()?;
        (throw.what() == ThrowKind::Exit as u64).then(|| throw.target() as i64)
    }

    /// What a frame that is left would return: what a throw carries that ends
    /// it or that it threw as a block.
    fn value_of_end(&self, frame: FrameRef) -> Word {
        if let Some(value) = self.return_value_for(frame) {
            return value;
        }
        let throw = self.wrap(self.pending.get()).as_throw();
        let broke = throw.filter(|throw| {
            throw.what() == ThrowKind::Break as u64
                && throw.target() == self.definer_of(frame.callable())
        });
        broke.map_or(Word::NIL, |throw| throw.thrown().word())
    }

    /// Whether a pending word is a throw and no exception.
    pub(crate) fn is_throw(&self, word: Word) -> bool {
        self.wrap(word).as_throw().is_some()
    }

    /// Leaves a throw pending.
    pub(crate) fn start_throw(
        &mut self,
        kind: ThrowKind,
        value: Word,
        tag: Word,
        target: u64,
    ) -> Stop {
        let (value, tag) = (self.wrap(value), self.wrap(tag));
        let throw = self.world.new_throw(value, tag, kind as u64, target);
        self.pending.set(throw.value().word());
        Stop::Raise
    }

    /// `break` in the running block.
    pub(crate) fn break_from_block(&mut self, value: Word) -> Stop {
        let frame = self.top_frame().expect("running");
        if frame.is_lambda() {
            return self.start_throw(ThrowKind::Return, value, Word::NIL, frame.fp as u64);
        }
        let callable = frame.callable();
        let target = match callable.as_frame_block() {
            Some(payload) => payload >> 16,
            None => {
                let definer = self.wrap(callable).as_proc().map_or(0, |p| p.definer());
                // A Proc may outlive the call that its block was written for.
                if !self.is_call_alive(definer, frame.function()) {
                    return self.local_jump(value, "break from proc-closure", "break");
                }
                definer
            }
        };
        self.start_throw(ThrowKind::Break, value, Word::NIL, target)
    }

    /// Whether the frame that wrote a block is still in the call it wrote it for.
    fn is_call_alive(&self, definer: u64, block: &Function) -> bool {
        let mut frames = self.frames();
        let Some(frame) = frames.find(|frame| frame.id() == definer && definer != 0) else {
            return false;
        };
        let outer = frame.function();
        let literal = outer
            .children
            .iter()
            .position(|&child| std::ptr::eq(child, block));
        let running = frame.site();
        literal.is_some() && literal == running.and_then(|site| site.info.block).map(|n| n as usize)
    }

    /// `return` in the running block.
    pub(crate) fn return_from_block(&mut self, value: Word) -> Stop {
        let mut frame = self.top_frame().expect("running");
        let (mut in_text, mut in_block_around_text, mut in_body) = (false, false, false);
        loop {
            if frame.is_lambda() {
                break;
            }
            if self.is_body(frame.function()) {
                // It runs for the code that it is written in.
                frame = frame.caller().expect("a body is entered from code");
                in_body = true;
                continue;
            }
            if frame.function().kind != FunctionKind::Block {
                break;
            }
            let text = frame
                .function()
                .code()
                .is_some_and(|code| code.kind == CodeKind::Eval);
            in_block_around_text |= in_text && !text;
            in_text |= text;
            let definer = self.definer_of(frame.callable());
            // Where a block or text around has ended, the method may still run.
            let outer = self.frame_by_id(definer).filter(|_| definer != 0);
            let home = || {
                let home = self.home_of(frame);
                self.frame_by_id(home).filter(|_| home != 0)
            };
            match outer.or_else(home) {
                Some(outer) => frame = outer,
                None => return self.local_jump(value, "unexpected return", "return"),
            }
        }
        let at_top = frame.function().code().map(|code| code.kind) == Some(CodeKind::Top);
        let through_lambda = || {
            let mut between = self.frames().take_while(|inner| inner.fp != frame.fp);
            // Not one that is the body of a method.
            between.any(|inner| inner.is_lambda() && !super::trace::is_closure_frame(inner))
        };
        if at_top && (in_block_around_text || in_body || through_lambda()) {
            return self.local_jump(value, "unexpected return", "return");
        }
        // The target is found again on the way out by its place, which no
        // frame can take before it is popped.
        self.start_throw(ThrowKind::Return, value, Word::NIL, frame.fp as u64)
    }

    fn local_jump(&mut self, value: Word, message: &str, reason: &str) -> Stop {
        let exception = self.new_exception(known::LOCAL_JUMP_ERROR, message.as_bytes());
        self.world
            .ivar_set(exception, sym::RESULT, self.wrap(value));
        let reason = Value::symbol(self.world.intern(reason));
        self.world.ivar_set(exception, sym::REASON, reason);
        self.raise_value(exception)
    }

    /// LocalJumpError for a yield without a block.
    pub(crate) fn no_block_given(&self) -> Stop {
        let exception = self.new_exception(known::LOCAL_JUMP_ERROR, b"no block given (yield)");
        let reason = Value::symbol(self.world.intern("noreason"));
        self.world.ivar_set(exception, sym::REASON, reason);
        self.raise_value(exception)
    }

    /// `class === exception` for a rescue clause.
    pub(crate) fn rescue_matches(&mut self, exception: Word, class: Word) -> Result<bool, Stop> {
        if self.is_throw(exception) {
            return Ok(false);
        }
        let Some(id) = self.world.as_class(self.wrap(class)) else {
            return Err(self.type_error("class or module required for rescue clause"));
        };
        let meta = self.world.dispatch_class(self.wrap(class));
        let case_eq = self.look_up(meta, sym::CASE_EQ).map(|id| self.entry(id));
        if case_eq.is_none_or(|entry| entry.owner == known::MODULE) {
            return Ok(self.world.is_a(self.wrap(exception), id));
        }
        Ok(self
            .call_words(class, sym::CASE_EQ, &[exception], Word::NIL)?
            .truthy())
    }

    /// Remembers which primitive raised, for the first line of the backtrace.
    #[inline(never)]
    pub(crate) fn note_native(&self, row: &super::natives::NativeRow) {
        if self.raising_native.get().is_none()
            && let Some(&index) = self.native_names.get(row.name)
        {
            self.raising_native.set(Some(index));
        }
    }

    /// SystemStackError, with little stack left.
    pub(crate) fn stack_level_too_deep(&self) -> Stop {
        self.raise(known::SYSTEM_STACK_ERROR, b"stack level too deep")
    }

    /// The same from a function's entry.
    #[inline(never)]
    pub(crate) fn raise_stack_overflow(&mut self) {
        let _ = self.stack_level_too_deep();
    }

    /// What a panic in a primitive becomes: an exception that only a rescue of
    /// Exception itself sees. The primitive is a bug of the vm's or the host's.
    #[cold]
    pub(crate) fn primitive_panicked(&self, panic: &(dyn std::any::Any + Send)) -> Stop {
        let text = panic
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        let message = format!("[BUG] a primitive panicked: {text}");
        self.raise(known::FATAL, message.as_bytes())
    }

    /// NoMethodError or NameError for a call nobody answers.
    pub(crate) fn no_method_error(
        &mut self,
        this: Word,
        name: Sym,
        form: CallForm,
        args: &[Word],
    ) -> Stop {
        let given: Vec<Value<'_>> = args.iter().map(|&word| self.wrap(word)).collect();
        let args = match self.world.array_from(&given) {
            Ok(array) => array.value().word(),
            Err(error) => return self.too_big(error),
        };
        let receiver = self.wrap(this);
        let text = self.world.symbols.text(name).into_owned();
        let class = self.world.dispatch_class(receiver);
        let refined = self
            .top_frame()
            .and_then(|frame| self.refined_from(frame, class, name));
        let hidden = refined
            .or_else(|| self.world.find_method(class, name))
            .map(|id| self.world.methods.get(id).visibility);
        let described = self.describe_receiver(receiver);
        let message = match hidden {
            _ if form == CallForm::Super => {
                format!("super: no superclass method '{text}' for {described}")
            }
            Some(crate::object::Visibility::Private) if form == CallForm::Method => {
                format!("private method '{text}' called for {described}")
            }
            Some(crate::object::Visibility::Protected) if form == CallForm::Method => {
                format!("protected method '{text}' called for {described}")
            }
            _ if form == CallForm::Variable => {
                format!("undefined local variable or method '{text}' for {described}")
            }
            _ => format!("undefined method '{text}' for {described}"),
        };
        if form == CallForm::Variable {
            return self.raise_name_error(known::NAME_ERROR, &message, this, name);
        }
        let stop = self.raise_name_error(known::NO_METHOD_ERROR, &message, this, name);
        let exception = self.wrap(self.pending.get());
        self.world.ivar_set(exception, sym::H_ARGS, self.wrap(args));
        stop
    }

    fn raise_name_error(&mut self, class: ClassId, message: &str, this: Word, name: Sym) -> Stop {
        let exception = self.new_exception(class, message.as_bytes());
        self.world
            .ivar_set(exception, sym::NAME, Value::symbol(name));
        self.world
            .ivar_set(exception, sym::RECEIVER, self.wrap(this));
        self.raise_value(exception)
    }

    /// How error messages name a receiver: `an instance of Foo`, `class Foo`,
    /// `nil`, `main`.
    pub fn describe_receiver(&self, receiver: Value<'_>) -> String {
        match receiver.word() {
            Word::NIL => return "nil".into(),
            Word::TRUE => return "true".into(),
            Word::FALSE => return "false".into(),
            word if word == self.main_object => return "main".into(),
            _ => {}
        }
        if let Some(class) = self.world.as_class(receiver) {
            let record = self.world.classes.get(class);
            let kind = if record.kind == crate::object::ClassKind::Module {
                "module"
            } else {
                "class"
            };
            return format!("{kind} {}", self.class_text(class));
        }
        let class = self.world.dispatch_class(receiver);
        if self.world.classes.get(class).kind == crate::object::ClassKind::Singleton {
            return self.any_to_s(receiver);
        }
        format!("an instance of {}", self.class_name_of(receiver))
    }
}
