//! Blocks that escape their frame, and what is made of block arguments.

use crate::heap::Word;
use crate::object::{MethodBody, ProcParts, Value, known, proc, sym};

use super::frame::{BLOCK, ENTRY, ENV, FrameRef, ID};
use super::function::Function;
use super::{Stop, Vm};

impl Vm {
    /// The block word for a literal of the running frame.
    pub(crate) fn frame_block(&self, child: u32) -> Word {
        // SAFETY: V2: functions with block literals have an activation id.
        let id = unsafe { (*self.fp.add(ID)).bits() };
        Word::from_frame_block(id << 16 | u64::from(child))
    }

    /// Makes a block word good beyond its frame: a Proc, or nil.
    pub(crate) fn escape_block(&mut self, block: Word) -> Word {
        let Some(payload) = block.as_frame_block() else {
            return block;
        };
        let definer = self
            .frame_by_id(payload >> 16)
            .expect("a block literal is only known while its frame lives");
        let function = definer.function().children[(payload & 0xffff) as usize];
        let made = self.make_proc(definer, function, false);
        // Frames that were passed the literal see the same Proc from now on.
        let frames: Vec<FrameRef> = self.frames().take_while(|f| f.fp != definer.fp).collect();
        for frame in frames {
            if frame.block() == block {
                // SAFETY: V2.
                unsafe { *frame.fp.add(BLOCK) = made };
            }
        }
        made
    }

    /// A Proc of a block literal of the running frame; `function` is the vm's
    /// function number.
    pub(crate) fn block_literal_as_proc(&mut self, function: u32, lambda: bool) -> Word {
        let function: *const Function = self.functions.get(function);
        let definer = self.top_frame().expect("running");
        self.make_proc(definer, function, lambda)
    }

    fn make_proc(&mut self, definer: FrameRef, function: *const Function, lambda: bool) -> Word {
        // The block of the method around must live as long as the Proc.
        let block = self.escape_block(definer.block());
        // SAFETY: V2: same frame, its block made good.
        unsafe { *definer.fp.add(BLOCK) = block };
        let home = self.home_of(definer);
        let own = if lambda { proc::LAMBDA } else { 0 };
        let left = match self.binding_mentioned {
            true => self.keep_locals(definer),
            false => Word::NIL,
        };
        // SAFETY: V2.
        let (env, entry) = unsafe { (*definer.fp.add(ENV), (*definer.fp.add(ENTRY)).bits()) };
        let parts = ProcParts {
            self_value: self.wrap(definer.this()),
            env: self.wrap(env),
            block: self.wrap(block),
            extra: self.wrap(left),
            code: function as u64,
            entry,
            definer: definer.id(),
            home,
            flags: own,
        };
        self.world.new_proc(known::PROC, &parts).value().word()
    }

    /// Activation id of the frame that `return` in a frame ends: the method's,
    /// or a lambda's around; 0 if it is gone.
    pub(crate) fn home_of(&self, frame: FrameRef) -> u64 {
        let callable = frame.callable();
        if callable.is_nil() || frame.is_lambda() {
            return frame.id();
        }
        if let Some(payload) = callable.as_frame_block() {
            return self
                .frame_by_id(payload >> 16)
                .map_or(0, |definer| self.home_of(definer));
        }
        let value = self.wrap(callable);
        match value.as_binding() {
            Some(binding) => binding.parts().home,
            None => value.as_proc().map_or(0, |p| p.home()),
        }
    }

    /// What `&value` passes: nil, a Proc, or what `to_proc` makes.
    pub(crate) fn block_argument(&mut self, value: Word) -> Result<Word, Stop> {
        if value.is_nil() || self.wrap(value).as_proc().is_some() {
            return Ok(value);
        }
        if self.makes_own_proc(value) {
            let given = self.wrap(value);
            let scope = self.scope_for_symbol();
            return Ok(self.world.new_symbol_proc(given, scope).value().word());
        }
        let class = self.world.dispatch_class(self.wrap(value));
        // Said now: `to_proc` may collect, and the value moves.
        let name = self.describe_for_conversion(self.wrap(value));
        let frame = self.top_frame().expect("running");
        let refined = self.refined_from(frame, class, sym::TO_PROC);
        if refined.is_some() || self.look_up(class, sym::TO_PROC).is_some() {
            let made = match refined {
                Some(id) => self.call_entry(id, value, &[], Word::NIL)?,
                None => self.call_words(value, sym::TO_PROC, &[], Word::NIL)?,
            };
            if self.wrap(made).as_proc().is_some() {
                return Ok(made);
            }
        }
        Err(self.type_error(format!("wrong argument type {name} (expected Proc)")))
    }

    /// Whether a value is a Symbol or Method whose `to_proc` is the core's, which
    /// nobody has to call, not even a refined one.
    pub(crate) fn makes_own_proc(&mut self, value: Word) -> bool {
        let value = self.wrap(value);
        if value.as_symbol().is_none() && value.as_method().is_none() {
            return false;
        }
        if !self.to_proc_redefined {
            return true;
        }
        let class = self.world.dispatch_class(value);
        let found = self.look_up(class, sym::TO_PROC);
        match found.map(|id| self.entry(id).body.get()) {
            Some(MethodBody::Native { native, .. }) => {
                let row = self.natives[native as usize].name;
                ["symbol_to_proc", "method_to_proc"].contains(&row)
            }
            _ => false,
        }
    }

    /// The block passed to the running exclusive primitive, as a Proc or nil.
    pub fn block_proc(&mut self) -> Value<'_> {
        let made = self.block_as_proc();
        self.wrap(made)
    }
}
