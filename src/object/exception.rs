//! Exceptions: ordinary objects whose message, backtrace and cause stand in
//! hidden instance variables, so subclasses may have variables of their own.
//!
//! Raising them is the vm's.

use super::class::{ClassId, known};
use super::symbol::sym;
use super::value::Value;
use super::world::World;

impl World {
    /// An exception of `class` with a message (any value; nil: the class's
    /// name is the message).
    pub fn new_exception(&self, class: ClassId, message: Value<'_>) -> Value<'_> {
        let exception = self.new_object(class);
        if !message.is_nil() {
            self.ivar_set(exception, sym::H_MESSAGE, message);
        }
        exception
    }

    /// An exception of `class` with a text as its message.
    pub fn error(&self, class: ClassId, text: &str) -> Value<'_> {
        self.new_exception(class, self.string(text))
    }

    /// Whether the value is an exception.
    pub fn is_exception(&self, value: Value<'_>) -> bool {
        self.is_a(value, known::EXCEPTION)
    }

    /// The message it was made with, or nil.
    pub fn exception_message(&self, exception: Value<'_>) -> Value<'_> {
        self.ivar_get(exception, sym::H_MESSAGE)
    }

    /// Sets the message.
    pub fn set_exception_message(&self, exception: Value<'_>, message: Value<'_>) {
        self.ivar_set(exception, sym::H_MESSAGE, message);
    }

    /// Where it was raised: an array of strings, nil before.
    pub fn exception_backtrace(&self, exception: Value<'_>) -> Value<'_> {
        self.ivar_get(exception, sym::H_BACKTRACE)
    }

    /// Sets where it was raised.
    pub fn set_exception_backtrace(&self, exception: Value<'_>, backtrace: Value<'_>) {
        self.ivar_set(exception, sym::H_BACKTRACE, backtrace);
    }

    /// The exception that was being handled when this one was raised, or nil;
    /// undef when nobody said yet.
    pub fn exception_cause(&self, exception: Value<'_>) -> Value<'_> {
        self.ivar_find(exception, sym::H_CAUSE)
            .unwrap_or(Value::UNDEF)
    }

    /// Sets the cause.
    pub fn set_exception_cause(&self, exception: Value<'_>, cause: Value<'_>) {
        self.ivar_set(exception, sym::H_CAUSE, cause);
    }

    /// What else its class needs (name, key, receiver, result, status), nil
    /// when it was never set.
    pub fn exception_extra(&self, exception: Value<'_>) -> Value<'_> {
        self.ivar_get(exception, sym::H_EXTRA)
    }

    /// Sets what else its class needs.
    pub fn set_exception_extra(&self, exception: Value<'_>, extra: Value<'_>) {
        self.ivar_set(exception, sym::H_EXTRA, extra);
    }
}

#[cfg(test)]
mod tests {
    use super::{Value, World, known};
    use crate::heap::HeapConfig;

    #[test]
    fn hidden_variables() {
        let w = World::new(HeapConfig::default());
        let e = w.error(known::KEY_ERROR, "key not found: :a");
        assert!(w.is_exception(e) && w.is_a(e, known::INDEX_ERROR) && !w.is_exception(Value::NIL));
        let message = w.exception_message(e).as_string().expect("a text");
        assert!(message.is("key not found: :a"));
        assert!(w.exception_cause(e).is_undef() && w.exception_backtrace(e).is_nil());
        w.set_exception_cause(e, Value::NIL);
        w.set_exception_extra(e, Value::fixnum(3));
        assert!(w.exception_cause(e).is_nil());
        assert_eq!(w.exception_extra(e), Value::fixnum(3));
        assert!(
            w.exception_message(w.new_exception(known::TYPE_ERROR, Value::NIL))
                .is_nil()
        );
    }
}
