//! Rust calls Ruby: nested runs.
//!
//! Owns the entry frame below such a call and what is saved around it. Never
//! decides which method runs; `call.rs` does.

use crate::heap::Word;
use crate::object::{MethodEntry, Sym};

use super::args::{BlockWord, Incoming};
use super::dispatch::{Insn, run};
use super::frame::{BLOCK, HEADER};
use super::function::{Function, SendSite};
use super::ops_call::Header;
use super::raise::CallForm;
use super::{Handle, Outcome, Stop, Vm};

/// Native stack that Rust code below a run loop may use without asking.
pub(crate) const NATIVE_MARGIN_BYTES: usize = 128 << 10;

impl Vm {
    /// Raises SystemStackError when the native stack is nearly used up.
    pub(crate) fn check_native_stack(&self) -> Result<(), Stop> {
        let left = crate::base::sys::stack_pointer().saturating_sub(self.native_limit);
        if left > NATIVE_MARGIN_BYTES {
            Ok(())
        } else {
            Err(self.stack_level_too_deep())
        }
    }

    /// Runs `start` and the code it starts in a nested run, to its end. `start`
    /// gets the address of the receiver and where to return to.
    pub(crate) fn nested(
        &mut self,
        this: Word,
        start: impl FnOnce(&mut Vm, *mut Word, *const Insn) -> Result<(), Stop>,
    ) -> Result<Word, Stop> {
        self.check_native_stack()?;
        self.check_room(self.sp, 2 * HEADER + 16)?;
        let saved = (self.sp, self.fp, self.ip, self.next);
        let handles = self.handles.len();
        let outer_base = self.call_base;
        // SAFETY: V2: an entry frame has no slots; its operands hold the call.
        let started = unsafe {
            let base = self.sp;
            *base = Word::NIL;
            let nfp = base.add(1);
            let return_ip = self.ip.wrapping_add(1);
            Header {
                return_ip,
                caller: self.fp,
                function: self.stubs.entry as usize,
                entry: 0,
                block: Word::NIL,
                env: Word::NIL,
                info: 0,
            }
            .write(nfp);
            *nfp.add(BLOCK) = Word::NIL;
            self.fp = nfp;
            self.sp = nfp.add(HEADER);
            self.ip = (*self.stubs.entry).insns;
            let receiver = self.sp;
            self.push(this);
            let halt = self.stubs.halt;
            match start(self, receiver, halt) {
                Ok(()) => run(self, self.next),
                // Nothing of it was started, or a primitive raised: let the
                // exception get its backtrace here.
                Err(_) => self.begin_unwinding(),
            }
            !self.is_pending()
        };
        let result = if started { self.peek(0) } else { Word::NIL };
        (self.sp, self.fp, self.ip, self.next) = saved;
        self.handles.truncate(handles);
        self.call_base = outer_base;
        if started {
            Ok(result)
        } else {
            Err(Stop::Raise)
        }
    }

    /// Calls a method by name, private ones too.
    pub(crate) fn call_words(
        &mut self,
        this: Word,
        name: Sym,
        args: &[Word],
        block: Word,
    ) -> Result<Word, Stop> {
        let incoming = Incoming {
            values: args.into(),
            block: BlockWord(block),
            ..Incoming::default()
        };
        self.nested(this, |vm, base, halt| {
            let class = vm.world.dispatch_class(vm.wrap(this));
            match vm.look_up(class, name).map(|id| vm.entry(id)) {
                Some(entry) => vm.invoke(entry, base, incoming, halt),
                None => vm.invoke_missing(name, CallForm::Function, base, incoming, halt),
            }
        })
    }

    /// Calls a block word or Proc.
    pub(crate) fn call_block_words(
        &mut self,
        block: Word,
        this: Option<Word>,
        args: &[Word],
    ) -> Result<Word, Stop> {
        let incoming = Incoming {
            values: args.into(),
            ..Incoming::default()
        };
        self.nested(Word::NIL, |vm, base, halt| {
            vm.invoke_block(block, this, None, base, incoming, halt)
        })
    }

    /// Calls a Proc with arguments of every kind.
    pub(crate) fn call_block_incoming(
        &mut self,
        block: Word,
        incoming: Incoming,
    ) -> Result<Word, Stop> {
        self.nested(Word::NIL, |vm, base, halt| {
            vm.invoke_block(block, None, None, base, incoming, halt)
        })
    }

    /// Calls a block with another self, on behalf of `entry`.
    pub(crate) fn call_block_as(
        &mut self,
        block: Word,
        this: Word,
        entry: &'static MethodEntry,
        args: &[Word],
    ) -> Result<Word, Stop> {
        let incoming = Incoming {
            values: args.into(),
            ..Incoming::default()
        };
        self.nested(this, |vm, base, halt| {
            vm.invoke_block(block, Some(this), Some(entry), base, incoming, halt)
        })
    }

    /// Calls a method that is already found.
    pub(crate) fn call_entry(
        &mut self,
        id: crate::object::MethodId,
        this: Word,
        args: &[Word],
        block: Word,
    ) -> Result<Word, Stop> {
        let incoming = Incoming {
            values: args.into(),
            block: BlockWord(block),
            ..Incoming::default()
        };
        let entry = self.entry(id);
        self.nested(this, |vm, base, halt| {
            vm.invoke(entry, base, incoming, halt)
        })
    }

    /// Runs a function that takes no arguments, on behalf of `entry`.
    pub(crate) fn run_function(
        &mut self,
        function: *const Function,
        this: Word,
        entry: *const MethodEntry,
    ) -> Result<Word, Stop> {
        self.nested(this, |vm, base, halt| {
            // SAFETY: V3.
            let function = unsafe { &*function };
            vm.check_room(
                base,
                function.n_slots as usize + function.frame_words as usize,
            )?;
            vm.push_frame(function, base, entry, 0, halt);
            // SAFETY: V2.
            unsafe { *vm.fp.add(BLOCK) = Word::NIL };
            Ok(())
        })
    }

    /// Pushes a frame for a class body: it runs within the calling run.
    pub(crate) fn enter_body(
        &mut self,
        function: *const Function,
        this: Word,
        entry: *const MethodEntry,
    ) -> Result<(), Stop> {
        let base = self.sp;
        // SAFETY: V3.
        let function = unsafe { &*function };
        self.check_room(
            base,
            function.n_slots as usize + function.frame_words as usize + 1,
        )?;
        self.push(this);
        let return_ip = self.next;
        self.push_frame(function, base, entry, 0, return_ip);
        // SAFETY: V2.
        unsafe { *self.fp.add(BLOCK) = Word::NIL };
        Ok(())
    }

    /// Calls a method of a protected receiver; private ones too.
    pub fn send(&mut self, this: Handle, name: Sym, args: &[Handle]) -> Outcome<'_> {
        let words: Vec<Word> = args.iter().map(|&h| self.handles[h.0 as usize]).collect();
        let this = self.handles[this.0 as usize];
        let word = self.call_words(this, name, &words, Word::NIL)?;
        Ok(self.wrap(word))
    }

    /// Calls the block of the running exclusive primitive.
    pub fn yield_block(&mut self, args: &[Handle]) -> Outcome<'_> {
        let words: Vec<Word> = args.iter().map(|&h| self.handles[h.0 as usize]).collect();
        let block = self
            .top_frame()
            .expect("a primitive runs in its frame")
            .block();
        let word = self.call_block_words(block, None, &words)?;
        Ok(self.wrap(word))
    }

    /// Calls a protected Proc.
    pub fn call_proc(&mut self, callee: Handle, args: &[Handle]) -> Outcome<'_> {
        let words: Vec<Word> = args.iter().map(|&h| self.handles[h.0 as usize]).collect();
        let callee = self.handles[callee.0 as usize];
        let word = self.call_block_words(callee, None, &words)?;
        Ok(self.wrap(word))
    }

    pub(crate) fn note_site(&mut self, name: Sym, site: *mut SendSite) {
        self.send_cache.note(name, site);
    }
}
