//! Names given as values: Symbols, Strings, and what has `to_str`.
//!
//! Owns how a primitive comes by a name. It cannot call `to_str` while it
//! borrows the vm, so it declines; the call is made again with a String.

use crate::heap::Word;
use crate::object::{MethodEntry, Sym, Value, sym};

use super::args::{BlockWord, Incoming};
use super::dispatch::Insn;
use super::frame::BLOCK;
use super::{Outcome, Stop, Vm};

impl Vm {
    /// The symbol a Symbol or String names. Declines if the value must be asked
    /// for its `to_str` first, which `Vm::invoke_named` does before it calls
    /// the primitive again: a primitive names things before it changes any.
    pub fn name_of(&self, value: Value<'_>) -> Result<Sym, Stop> {
        self.check_named(value)?;
        self.method_name(value.word())
    }

    /// Declines if a value must be asked for its `to_str` before it is a name;
    /// for primitives that name one thing after the other.
    pub fn check_named(&self, value: Value<'_>) -> Result<(), Stop> {
        if self.wants_name(value.word()) {
            self.unnamed.set(value.word());
            return Err(Stop::Decline);
        }
        Ok(())
    }

    /// Whether a value given for a name is one only by `to_str`.
    pub(super) fn wants_name(&self, word: Word) -> bool {
        let value = self.wrap(word);
        word.is_object()
            && value.as_string().is_none()
            && self
                .world
                .find_method(self.world.dispatch_class(value), sym::TO_STR)
                .is_some()
    }

    /// Symbol of a method name given as Symbol or String.
    pub(crate) fn method_name(&self, word: Word) -> Result<Sym, Stop> {
        let value = self.wrap(word);
        if let Some(symbol) = value.as_symbol() {
            return Ok(symbol);
        }
        if let Some(text) = value.as_string() {
            return self.intern_computed(text.bytes());
        }
        Err(self.not_a_name(word))
    }

    /// TypeError for what names nothing.
    pub(super) fn not_a_name(&self, word: Word) -> Stop {
        let shown = self.inspect_briefly(self.wrap(word));
        let shown = String::from_utf8_lossy(&shown);
        self.type_error(format!("{shown} is not a symbol nor a string"))
    }

    /// Calls a primitive again, with the argument that it could not name
    /// converted to a String.
    pub(super) fn invoke_named(
        &mut self,
        entry: &'static MethodEntry,
        base: *mut Word,
        mut incoming: Incoming,
        return_ip: *const Insn,
    ) -> Result<(), Stop> {
        let had_keywords = !incoming.keywords.is_empty(self);
        self.keywords_to_hash(&mut incoming)?;
        let argc = incoming.values.len();
        self.put_arguments(base, &incoming)?;
        self.run_exclusive(
            convert_name,
            entry,
            base,
            argc as u64,
            incoming.block.0,
            return_ip,
        )?;
        // SAFETY: V2: the frame that is gone kept them good.
        unsafe {
            incoming.values = (0..argc).map(|i| *base.add(1 + i)).collect();
            incoming.block = BlockWord(*base.add(1 + argc + BLOCK));
            self.sp = base.add(1);
        }
        incoming.restore_keywords(had_keywords);
        self.invoke(entry, base, incoming, return_ip)
    }
}

/// Makes the first argument that a primitive could not name a String.
fn convert_name(vm: &mut Vm, argc: usize) -> Outcome<'_> {
    let wanted = vm.unnamed.replace(Word::UNDEF);
    let place = (0..argc).find(|&index| vm.arg(index).word() == wanted);
    let Some(place) = place else {
        // An element of an Array that was given for many.
        return Err(vm.not_a_name(wanted));
    };
    let to_str = vm.world.intern_own("__to_str");
    let text = vm.call_words(wanted, to_str, &[wanted], Word::NIL)?;
    let frame = vm.top_frame().expect("a primitive runs in its frame");
    frame.set_slot(place, text);
    Ok(Value::NIL)
}
