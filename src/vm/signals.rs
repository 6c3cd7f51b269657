//! Signals that a program traps or sends itself.
//!
//! A handler of the process sets a bit and asks for attention; the program's
//! own handler runs at the next safe point. Owns which signal means what.

use crate::base::signal;
use crate::heap::Word;
use crate::object::{known, sym};

use super::poll::{REQUEST_INTERRUPT, REQUEST_SIGNAL};
use super::{Stop, Vm};

/// SIGINT.
const INTERRUPT: i32 = 2;

impl Vm {
    /// What a program wants done for a signal.
    pub(crate) fn trap_of(&self, number: i32) -> Option<Word> {
        let mut traps = self.traps.iter();
        traps.find(|(own, _)| *own == number).map(|&(_, word)| word)
    }

    /// Says what to do for a signal: a Proc, `"IGNORE"`, nil, `"EXIT"` or
    /// `"DEFAULT"`.
    pub(crate) fn set_trap(&mut self, number: i32, handler: Word) {
        let text = self.wrap(handler).as_string();
        let default = text.is_some_and(|text| text.bytes() == b"DEFAULT");
        let ignore = handler.is_nil() || text.is_some_and(|text| text.bytes() == b"IGNORE");
        self.traps.retain(|(own, _)| *own != number);
        if !default {
            self.traps.push((number, handler));
        }
        // The signal handler may run at any time from now on.
        let forever: &'static std::sync::Arc<super::poll::Requests> =
            Box::leak(Box::new(self.requests.clone()));
        if ignore {
            signal::ignore(number);
        } else if !default {
            signal::report(number, forever.word(), REQUEST_SIGNAL);
        } else if number == INTERRUPT {
            signal::interrupt_sets(forever.word(), REQUEST_INTERRUPT);
        } else {
            signal::default(number);
        }
    }

    /// Sends a signal; one that this process can handle is answered at once.
    pub(crate) fn send_signal(&mut self, number: i32, pid: i32) -> Result<(), Stop> {
        let raises = matches!(number, 1 | 2 | 10 | 12 | 14 | 15);
        let own = pid == std::process::id() as i32;
        if own && number != 0 && (raises || self.trap_of(number).is_some()) {
            return self.on_signal(number);
        }
        if signal::send(number, pid) {
            Ok(())
        } else {
            let name = self.world.intern("Errno");
            let errno = self.world.const_get_own(known::OBJECT, name);
            let errno = errno.and_then(|errno| self.world.as_class(errno));
            let missing = errno.and_then(|errno| {
                let class = self
                    .world
                    .const_get_own(errno, self.world.intern("ESRCH"))?;
                self.world.as_class(class)
            });
            let class = missing.unwrap_or(known::SYSTEM_CALL_ERROR);
            Err(self.raise(class, b"No such process"))
        }
    }

    /// Does what the program wants for each signal that arrived.
    pub(crate) fn answer_signals(&mut self) -> Result<(), Stop> {
        let arrived = signal::take();
        for number in 1..64 {
            if arrived & (1 << number) != 0 {
                self.on_signal(number)?;
            }
        }
        Ok(())
    }

    fn on_signal(&mut self, number: i32) -> Result<(), Stop> {
        let Some(handler) = self.trap_of(number) else {
            if number == INTERRUPT {
                return Err(self.raise(known::INTERRUPT, b""));
            }
            let class = self.world.classes.object(known::SIGNAL_EXCEPTION);
            let args = [Word::from_int(i64::from(number))];
            let exception = self.call_words(class, sym::NEW, &args, Word::NIL)?;
            self.pending.set(exception);
            return Err(Stop::Raise);
        };
        if self.wrap(handler).as_proc().is_some() {
            let number = Word::from_int(i64::from(number));
            return self.call_block_words(handler, None, &[number]).map(|_| ());
        }
        let text = self.wrap(handler).as_string();
        if text.is_some_and(|text| text.bytes() == b"EXIT") {
            return Err(self.raise_exit(0, b"exit"));
        }
        if handler.is_nil() || text.is_some() {
            return Ok(());
        }
        let number = Word::from_int(i64::from(number));
        self.call_words(handler, sym::CALL, &[number], Word::NIL)
            .map(|_| ())
    }
}
