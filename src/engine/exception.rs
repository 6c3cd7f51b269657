//! Exceptions across the border: from the vm to an [`Error`], and back.
//!
//! Owns what is taken out of an exception object when it reaches the host.
//! Whatever goes wrong while asking it for its message is swallowed: an error
//! report must not fail.

use super::error::{Error, Parts, SourceSpan};
use super::{FromRuby as _, Root};
use crate::builtins::annotate::annotations;
use crate::heap::Word;
use crate::object::{ClassId, known};
use crate::vm::{Stop, Vm};

/// Where the errors of a text that does not compile stand, to the column.
fn places(error: &Error) -> String {
    let mut places: Vec<String> = error
        .spans()
        .iter()
        .map(|span| format!("{}:{}:{}", span.file, span.line, span.column))
        .collect();
    places.dedup();
    match places.is_empty() {
        true => String::new(),
        false => format!("  --> {}\n", places.join(", ")),
    }
}

/// Causes followed at most.
const MAX_CAUSES: usize = 64;

impl Vm {
    /// The report of an uncaught exception, with its causes: as CRuby prints
    /// it, and behind each message the source line, the part of the expression
    /// that is to blame, and what may have been meant. `colour` is for
    /// terminals.
    pub fn report(&self, error: &Error, colour: bool) -> String {
        error.report_with(colour, |error| match error.exception() {
            Some(exception) => annotations(self, self.value_of(exception), colour),
            None => places(error),
        })
    }

    /// Writes the plain report of an error to what a program made of
    /// `$stderr`. False: that is standard error, and nothing was written.
    pub fn report_to_program(&mut self, error: &Error) -> bool {
        let stream = self.global(b"$stderr");
        let number = self.ivar_get(stream, self.intern_own("__number"));
        if number.as_int() == Some(2) {
            return false;
        }
        let stream = self.keep(stream.word());
        // What goes wrong in there has nowhere to be told.
        let _ = self.call(&stream, "write", &[&error.report(false)]);
        let _ = self.flush();
        true
    }

    /// Takes what is pending as an error. Runs Ruby.
    pub(super) fn take_error(&mut self) -> Error {
        let exit = self.pending_exit();
        let word = self.take_pending();
        let exception = self.keep(word);
        if let Some(status) = exit {
            return Error::from_parts(Parts {
                class: "SystemExit".to_owned(),
                message: "exit!".to_owned(),
                exit_status: Some(status as i32),
                at_once: true,
                underway: Some(exception),
                ..Parts::default()
            });
        }
        if !self.is_exception(self.value_of(&exception)) {
            // A closure hands it on to the Ruby code around it.
            return Error::from_parts(Parts {
                class: "UncaughtThrowError".to_owned(),
                message: "a throw, break or return left the code that the host called".to_owned(),
                underway: Some(exception),
                ..Parts::default()
            });
        }
        let mut seen = Vec::new();
        self.error_of(&exception, &mut seen)
    }

    fn error_of(&mut self, exception: &Root, seen: &mut Vec<u64>) -> Error {
        seen.push(self.identity_of(exception));
        let cause = match self.ask(exception, "cause") {
            Some(cause) if self.is_new_cause(&cause, seen) => Some(self.error_of(&cause, seen)),
            _ => None,
        };
        let class = self.class_name_of(self.value_of(exception));
        let message = self.ask_text(exception, "message");
        let detailed = match self.uses_default(exception, "detailed_message") {
            // A message that fails leaves only the class to report.
            true => message.is_none().then(|| class.clone()),
            false => self.ask_text(exception, "detailed_message"),
        };
        let message = message.unwrap_or_else(|| class.clone());
        let backtrace = self.ask(exception, "backtrace");
        let backtrace =
            backtrace.and_then(|lines| self.get_as::<Option<Vec<String>>>(&lines).ok().flatten());
        let is_exit = self.is_a(self.value_of(exception), known::SYSTEM_EXIT);
        let exit_status = match is_exit {
            true => self
                .ask(exception, "status")
                .and_then(|status| self.get_as(&status).ok()),
            false => None,
        };
        Error::from_parts(Parts {
            class,
            message,
            detailed,
            backtrace,
            spans: self.span_of(exception).into_iter().collect(),
            cause,
            exit_status,
            exception: Some(exception.clone()),
            program: self.program_name.clone(),
            ..Parts::default()
        })
    }

    fn identity_of(&self, root: &Root) -> u64 {
        self.identity(self.value_of(root))
    }

    fn is_new_cause(&self, cause: &Root, seen: &[u64]) -> bool {
        let value = self.value_of(cause);
        !value.is_nil()
            && self.is_exception(value)
            && seen.len() < MAX_CAUSES
            && !seen.contains(&self.identity_of(cause))
    }

    /// Calls a method without arguments; None if it raises or is not there.
    fn ask(&mut self, root: &Root, method: &str) -> Option<Root> {
        let name = self.world().intern(method);
        let this = self.value_of(root).word();
        match self.call_words(this, name, &[], Word::NIL) {
            Ok(word) => Some(self.keep(word)),
            Err(_) => {
                self.take_pending();
                None
            }
        }
    }

    /// The same for a method that gives a String; bytes that are no UTF-8 are
    /// replaced.
    fn ask_text(&mut self, root: &Root, method: &str) -> Option<String> {
        let text = self.ask(root, method)?;
        let bytes = Vec::<u8>::from_ruby(self, self.value_of(&text)).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Whether a method is the one that Exception defines (or nobody does).
    fn uses_default(&self, exception: &Root, method: &str) -> bool {
        let class = self.dispatch_class(self.value_of(exception));
        let found = self.find_method(class, self.world().intern(method));
        found.is_none_or(|id| self.methods.get(id).owner == known::EXCEPTION)
    }

    /// The expression that raised, if it stands in source text.
    fn span_of(&self, exception: &Root) -> Option<SourceSpan> {
        let (source, span) = self.raised_at(self.value_of(exception))?;
        let (line, column) = source.line_column(span.start);
        Some(SourceSpan {
            file: source.name.clone(),
            bytes: span.start as usize..span.end() as usize,
            line,
            column,
            message: String::new(),
        })
    }

    /// Leaves an error of the host pending as an exception.
    pub(super) fn raise_error(&mut self, error: &Error) -> Stop {
        if let Some(exception) = error.exception().or(error.underway()) {
            let value = self.value_of(exception);
            return self.raise_value(value);
        }
        let class = self.exception_class(error.class());
        self.raise(class, error.message().as_bytes())
    }

    fn exception_class(&mut self, name: &str) -> ClassId {
        let class = self
            .constant(name)
            .and_then(|root| self.as_class(self.value_of(&root)));
        class
            .filter(|class| self.inherits(*class, known::EXCEPTION))
            .unwrap_or(known::RUNTIME_ERROR)
    }
}
