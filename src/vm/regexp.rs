//! Regular expressions in frames: literals, `$~` and `$_`.
//!
//! Owns where a function keeps `$~` and `$_`: in hidden locals that only
//! functions which mention them have, shared by a method and its blocks. Whoever
//! matches stores into the innermost Ruby frame that is not the kernel's; where
//! nobody could look, nothing is stored. Never searches.

use std::rc::Rc;

use crate::bytecode::code::{Code, Local, Place};
use crate::heap::{Word, barrier, layout};
use crate::object::view::{MatchData, Str};
use crate::object::{Encoding, Sym, Value, known, sym};
use crate::regexp::{Error, Options, Pattern};

use super::dispatch::slow_op;
use super::frame::FrameRef;
use super::function::{ConstSite, Function, LinkedUnit};
use super::{Outcome, Stop, Vm};

/// Where a function keeps a hidden local.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hidden {
    /// Nowhere: nobody mentions it.
    Nowhere,
    /// In a slot of its frames.
    Slot(u32),
    /// In an Env, so many above the frame's.
    Env(u32, u32),
}

/// The hidden locals of a function: `$~` and `$_`.
pub type HiddenLocals = [Hidden; 2];

const NAMES: [&[u8]; 2] = [b"$~", b"$_"];
const LAST_MATCH: usize = 0;
const LAST_LINE: usize = 1;

impl Function {
    /// Whether its frames keep `$~` or `$_` in a slot, which primitives write.
    pub(crate) fn keeps_hidden_locals(&self) -> bool {
        [LAST_MATCH, LAST_LINE]
            .map(|which| self.hidden(which))
            .iter()
            .any(|hidden| matches!(hidden, Hidden::Slot(_)))
    }

    fn hidden(&self, which: usize) -> Hidden {
        if let Some(known) = self.hidden_locals.get() {
            return known[which];
        }
        let found = match self.linked.as_ref() {
            Some((unit, index)) => {
                let code = &unit.unit.codes[*index as usize];
                [0, 1].map(|which| find_hidden(unit, code, NAMES[which]))
            }
            None => [Hidden::Nowhere; 2],
        };
        self.hidden_locals.set(Some(found));
        found[which]
    }
}

/// Looks through a function and those around whose locals it sees.
fn find_hidden(unit: &LinkedUnit, code: &Code, name: &[u8]) -> Hidden {
    let (mut unit, mut at, mut depth, mut own) = (unit, code, 0, true);
    loop {
        let named = |local: &&Local| local.name.is_some_and(|n| unit.unit.symbol(n) == name);
        if let Some(local) = at.locals.iter().find(named) {
            return match local.place {
                Place::Slot(slot) if own => Hidden::Slot(slot.0),
                Place::Slot(_) => Hidden::Nowhere,
                Place::Env(slot) => Hidden::Env(depth, slot),
            };
        }
        depth += u32::from(at.env_size > 0);
        match unit.around(at) {
            Some(around) => (unit, at) = around,
            None => return Hidden::Nowhere,
        }
        own = false;
    }
}

impl Vm {
    fn hidden_place(&self, which: usize) -> Option<(FrameRef, Hidden)> {
        let frame = self.program_frame()?;
        match frame.function().hidden(which) {
            Hidden::Nowhere => None,
            place => Some((frame, place)),
        }
    }

    fn get_hidden(&self, which: usize) -> Word {
        match self.hidden_place(which) {
            Some((frame, Hidden::Slot(slot))) => frame.slot(slot as usize),
            Some((frame, Hidden::Env(depth, slot))) => {
                let env = self.env_above(frame, depth);
                // SAFETY: V2: the compiler gave the Env this slot.
                unsafe { barrier::load(env, layout::env::TAIL + slot as usize) }
            }
            _ => Word::NIL,
        }
    }

    fn set_hidden(&self, which: usize, value: Word) {
        match self.hidden_place(which) {
            Some((frame, Hidden::Slot(slot))) => frame.set_slot(slot as usize, value),
            Some((frame, Hidden::Env(depth, slot))) => {
                let env = self.env_above(frame, depth);
                // SAFETY: V2 as above; the barrier is in `store`.
                unsafe {
                    self.world
                        .heap
                        .store(env, layout::env::TAIL + slot as usize, value);
                }
            }
            _ => {}
        }
    }

    /// Whether anybody could look at `$~`.
    pub fn keeps_last_match(&self) -> bool {
        self.hidden_place(LAST_MATCH).is_some()
    }

    /// `$~`: a MatchData or nil.
    pub fn last_match(&self) -> Option<MatchData<'_>> {
        self.wrap(self.get_hidden(LAST_MATCH)).as_match()
    }

    /// Sets `$~`.
    pub fn set_last_match(&self, value: Value<'_>) {
        self.set_hidden(LAST_MATCH, value.word());
    }

    /// `$_`.
    pub fn last_read_line(&self) -> Value<'_> {
        self.wrap(self.get_hidden(LAST_LINE))
    }

    /// The text of a group, nil if it did not take part.
    pub fn match_group<'w>(&'w self, found: MatchData<'w>, group: usize) -> Outcome<'w> {
        match found.span(group) {
            Some((start, end)) => self.match_part(found, start, end),
            None => Ok(Value::NIL),
        }
    }

    /// Bytes of the string that was searched.
    pub fn match_part<'w>(&'w self, found: MatchData<'w>, start: usize, end: usize) -> Outcome<'w> {
        let part = self
            .world
            .str_slice(found.string(), start, end.saturating_sub(start));
        Ok(part.map_err(|e| self.too_big(e))?.value())
    }

    /// The number of the group with this name: of several the last that took
    /// part.
    pub fn match_group_named(&self, found: MatchData<'_>, name: &[u8]) -> Option<usize> {
        let pattern = found.regexp().as_regexp()?.pattern(&self.world)?;
        let (_, groups) = pattern
            .names()
            .iter()
            .find(|(known, _)| known.as_bytes() == name)?;
        let took_part = |&&group: &&u32| found.span(group as usize).is_some();
        let group = groups.iter().rev().find(took_part).or(groups.last())?;
        Some(*group as usize)
    }

    /// The globals that come with `$~`; None for other names.
    pub(crate) fn match_global(&self, name: &[u8]) -> Option<Word> {
        let group = |group: usize| {
            let found = self.last_match()?;
            self.match_group(found, group).ok()
        };
        let value = match name {
            b"$~" => return Some(self.get_hidden(LAST_MATCH)),
            b"$_" => return Some(self.get_hidden(LAST_LINE)),
            b"$&" => group(0),
            b"$`" => self.last_match().and_then(|found| {
                let (start, _) = found.span(0)?;
                self.match_part(found, 0, start).ok()
            }),
            b"$'" => self.last_match().and_then(|found| {
                let (_, end) = found.span(0)?;
                self.match_part(found, end, found.string().len()).ok()
            }),
            b"$+" => self.last_match().and_then(|found| {
                let last = (1..found.len()).rev().find(|&i| found.span(i).is_some())?;
                self.match_group(found, last).ok()
            }),
            [b'$', b'1'..=b'9', ..] => {
                let number = std::str::from_utf8(&name[1..]).ok()?.parse().ok();
                group(number.unwrap_or(usize::MAX))
            }
            _ => return None,
        };
        Some(value.map_or(Word::NIL, Value::word))
    }

    /// Sets one of them; false for other names.
    pub(crate) fn set_match_global(&self, name: &[u8], value: Word) -> Result<bool, Stop> {
        match name {
            b"$~" => {
                let value = self.wrap(value);
                if !value.is_nil() && value.as_match().is_none() {
                    return Err(self.type_error(format!(
                        "wrong argument type {} (expected MatchData)",
                        self.describe_for_conversion(value)
                    )));
                }
                self.set_last_match(value);
                Ok(true)
            }
            b"$_" => {
                self.set_hidden(LAST_LINE, value);
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    /// `Regexp.timeout`, in seconds.
    pub fn regexp_timeout(&self) -> Option<f64> {
        self.regexp_timeout.get()
    }

    /// Sets `Regexp.timeout`.
    pub fn set_regexp_timeout(&self, seconds: Option<f64>) {
        self.regexp_timeout.set(seconds);
    }

    /// Forgets the exception that a primitive just made.
    pub fn drop_pending(&self) {
        self.pending.set(Word::UNDEF);
    }

    // ---- making them ------------------------------------------------------------------

    /// Reads a pattern; raises what is wrong with it.
    pub fn read_pattern(&self, source: Str<'_>, options: Options) -> Result<Rc<Pattern>, Stop> {
        let read = self
            .world
            .pattern(source.bytes(), options, source.encoding());
        read.map_err(|error| self.pattern_error(&error, source.bytes(), options, false))
    }

    /// Raises RegexpError, or NotImplementedError for what the engine lacks.
    pub fn pattern_error(
        &self,
        error: &Error,
        source: &[u8],
        options: Options,
        bytes: bool,
    ) -> Stop {
        let mut message = format!("{}: /", error.message).into_bytes();
        crate::regexp::show(source, bytes, &mut message);
        message.push(b'/');
        message.extend_from_slice(options.letters().as_bytes());
        if error.lacking {
            self.not_implemented(message)
        } else {
            self.regexp_error(message)
        }
    }

    /// The object of a literal.
    pub(crate) fn regexp_literal(&self, source: &[u8], options: u8, encoding: Encoding) -> Word {
        let pattern = self
            .world
            .pattern(source, Options::from_bits(options), encoding)
            .expect("the compiler read the pattern");
        self.world.literal_regexp(pattern)
    }
}

slow_op!(op_new_regexp = NewRegexp (vm, a) {
    let source = vm.wrap(vm.peek(0)).as_string().ok_or_else(|| vm.wrong_operand("String"))?;
    let pattern = vm.read_pattern(source, Options::from_bits(a as u8))?;
    let made = vm.world.new_regexp(known::REGEXP, pattern).map_err(|e| vm.too_big(e))?;
    vm.world.freeze(made.value());
    let word = made.value().word();
    vm.pop();
    vm.push(word);
    Ok(())
});

slow_op!(op_match_group = MatchGroup (vm, a) {
    let found = vm.wrap(vm.peek(0)).as_match();
    let name = vm.world.symbols.name(Sym(a as u32));
    let word = match found.and_then(|found| Some((found, vm.match_group_named(found, name)?))) {
        Some((found, group)) => vm.match_group(found, group)?.word(),
        None => Word::NIL,
    };
    vm.pop();
    vm.push(word);
    Ok(())
});

slow_op!(op_get_once = GetOnce (vm, a) {
    // SAFETY: V3: the linker put the address of a constant site here.
    let value = unsafe { (*(a as *const ConstSite)).value };
    vm.push(value);
    Ok(())
});

slow_op!(op_keep_once = KeepOnce (vm, a) {
    let value = vm.peek(0);
    // SAFETY: as above; the value is a root with the site.
    unsafe { (*(a as *mut ConstSite)).value = value };
    Ok(())
});

/// The symbol of a hidden local.
pub(crate) fn is_hidden_name(vm: &Vm, name: Sym) -> bool {
    name != sym::EMPTY && vm.world.symbols.name(name).starts_with(b"$")
}
