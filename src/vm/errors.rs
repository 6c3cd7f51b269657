//! Raising from Rust: one helper per exception class the vm and its
//! primitives raise.

use crate::heap::Word;
use crate::object::{ClassId, Sym, Value, known, sym};

use super::{Stop, Vm};

macro_rules! raisers {
    ($($(#[doc = $doc:literal])+ $name:ident $class:ident;)*) => {
        impl Vm {
            $(
                $(#[doc = $doc])+
                #[cold]
                pub fn $name(&self, message: impl AsRef<[u8]>) -> Stop {
                    self.raise(known::$class, message.as_ref())
                }
            )*
        }
    };
}

raisers! {
    /// Raises ArgumentError.
    argument_error ARGUMENT_ERROR;
    /// Raises TypeError.
    type_error TYPE_ERROR;
    /// Raises RangeError.
    range_error RANGE_ERROR;
    /// Raises IndexError.
    index_error INDEX_ERROR;
    /// Raises RuntimeError.
    runtime_error RUNTIME_ERROR;
    /// Raises ZeroDivisionError.
    zero_division ZERO_DIVISION_ERROR;
    /// Raises FloatDomainError.
    float_domain_error FLOAT_DOMAIN_ERROR;
    /// Raises LocalJumpError.
    local_jump_error LOCAL_JUMP_ERROR;
    /// Raises FiberError.
    fiber_error FIBER_ERROR;
    /// Raises NoMemoryError.
    no_memory NO_MEMORY_ERROR;
    /// Raises StopIteration.
    stop_iteration STOP_ITERATION;
    /// Raises NotImplementedError.
    not_implemented NOT_IMPLEMENTED_ERROR;
    /// Raises LoadError.
    load_error LOAD_ERROR;
    /// Raises SyntaxError.
    syntax_error SYNTAX_ERROR;
    /// Raises RegexpError.
    regexp_error REGEXP_ERROR;
    /// Raises IOError.
    io_error IO_ERROR;
    /// Raises SecurityError.
    security_error SECURITY_ERROR;
    /// Raises EncodingError.
    encoding_error ENCODING_ERROR;
}

impl Vm {
    /// Makes an exception of a known class and leaves it pending.
    #[cold]
    pub fn raise(&self, class: ClassId, message: &[u8]) -> Stop {
        let exception = self.new_exception(class, message);
        self.pending.set(exception.word());
        Stop::Raise
    }

    /// The symbol with a name that the program computed.
    pub(crate) fn intern_computed(&self, name: &[u8]) -> Result<Sym, Stop> {
        let symbol = self.world.symbols.intern_computed(name);
        symbol.ok_or_else(|| self.no_memory("failed to allocate memory"))
    }

    /// Leaves an exception object pending.
    pub fn raise_value(&self, exception: Value<'_>) -> Stop {
        self.pending.set(exception.word());
        Stop::Raise
    }

    /// A new exception of this class with this message.
    pub fn new_exception(&self, class: ClassId, message: &[u8]) -> Value<'_> {
        let exception = self.world.new_object(class);
        let text = self.world.string(&String::from_utf8_lossy(message));
        self.world.ivar_set(exception, sym::H_MESSAGE, text);
        if class == known::NO_MEMORY_ERROR {
            // As in CRuby: no memory, no backtrace.
            self.world.ivar_set(exception, sym::H_LOCATIONS, Value::NIL);
        }
        exception
    }

    /// Raises FrozenError for this object.
    #[cold]
    pub fn frozen_error(&self, object: Word) -> Stop {
        let object = self.wrap(object);
        // The message shows the object, which takes Ruby: `FrozenError#to_s`
        // makes it when somebody asks.
        let exception = self.world.new_object(known::FROZEN_ERROR);
        self.world.ivar_set(exception, sym::RECEIVER, object);
        self.raise_value(exception)
    }

    /// Raises FrozenError if the object is frozen.
    #[inline(always)]
    pub fn check_frozen(&self, object: Value<'_>) -> Result<(), Stop> {
        if object.is_frozen() {
            return Err(self.frozen_error(object.word()));
        }
        if self.watches_literals() && object.is_chilled() {
            self.thaw(object);
        }
        Ok(())
    }

    /// Raises ArgumentError for a wrong number of arguments; `max` None means
    /// any number from `min`.
    #[cold]
    pub fn arity_error(&self, given: usize, min: usize, max: Option<usize>) -> Stop {
        let expected = match max {
            Some(max) if max == min => format!("{min}"),
            Some(max) => format!("{min}..{max}"),
            None => format!("{min}+"),
        };
        self.argument_error(format!(
            "wrong number of arguments (given {given}, expected {expected})"
        ))
    }

    /// Raises NameError with its name and receiver.
    #[cold]
    pub fn name_error(&self, message: impl AsRef<[u8]>, receiver: Value<'_>, name: Sym) -> Stop {
        self.name_error_of(message, receiver, Value::symbol(name))
    }

    /// The same for a name that is perhaps no symbol.
    #[cold]
    pub fn name_error_of(
        &self,
        message: impl AsRef<[u8]>,
        receiver: Value<'_>,
        name: Value<'_>,
    ) -> Stop {
        let exception = self.new_exception(known::NAME_ERROR, message.as_ref());
        self.world.ivar_set(exception, sym::NAME, name);
        self.world.ivar_set(exception, sym::RECEIVER, receiver);
        self.raise_value(exception)
    }

    /// Raises KeyError with its receiver and key.
    #[cold]
    pub fn key_error(
        &self,
        message: impl AsRef<[u8]>,
        receiver: Value<'_>,
        key: Value<'_>,
    ) -> Stop {
        let exception = self.new_exception(known::KEY_ERROR, message.as_ref());
        self.world.ivar_set(exception, sym::RECEIVER, receiver);
        self.world.ivar_set(exception, sym::KEY, key);
        self.raise_value(exception)
    }

    /// Raises NoMatchingPatternError; with the key and the Hash that lacks it,
    /// NoMatchingPatternKeyError.
    #[cold]
    pub(crate) fn no_match(&self, message: Value<'_>, missing: Value<'_>) -> Stop {
        let pair = missing.as_array();
        let class = match pair {
            Some(_) => known::NO_MATCHING_PATTERN_KEY_ERROR,
            None => known::NO_MATCHING_PATTERN_ERROR,
        };
        let exception = self.world.new_object(class);
        self.world.ivar_set(exception, sym::H_MESSAGE, message);
        if let Some(pair) = pair {
            let at = |index| pair.get(index).unwrap_or(Value::NIL);
            self.world.ivar_set(exception, sym::KEY, at(0));
            self.world.ivar_set(exception, sym::MATCHEE, at(1));
        }
        self.raise_value(exception)
    }

    /// Raises "no implicit conversion of X into Y".
    #[cold]
    pub fn conversion_error(&self, value: Value<'_>, wanted: &str) -> Stop {
        self.type_error(format!(
            "no implicit conversion of {} into {wanted}",
            self.describe_for_conversion(value)
        ))
    }

    /// `nil`, `true`, `false` or the class name, as conversion errors say it.
    pub fn describe_for_conversion(&self, value: Value<'_>) -> String {
        match value.word() {
            Word::NIL => "nil".into(),
            Word::TRUE => "true".into(),
            Word::FALSE => "false".into(),
            _ => self.class_name_of(value),
        }
    }

    /// Name of the value's class, as text.
    pub fn class_name_of(&self, value: Value<'_>) -> String {
        self.class_text(self.world.class_of(value))
    }

    /// Name of a class, as text; `#<Class:0x...>` for those without one.
    pub fn class_text(&self, class: ClassId) -> String {
        if let Some(name) = self.world.class_name(class) {
            return self.world.symbols.text(name).into_owned();
        }
        let object = self.world.class_object(class);
        let record = self.world.classes.get(class);
        if record.kind == crate::object::ClassKind::Singleton {
            let attached = self.world.attached(class);
            let inner = match self.world.as_class(attached) {
                Some(class) => self.class_text(class),
                None => self.any_to_s(attached),
            };
            return format!("#<Class:{inner}>");
        }
        if let Some(info) = self.refinement_info(class) {
            let (target, module) = (self.class_text(info.target), self.class_text(info.module));
            return format!("#<refinement:{target}@{module}>");
        }
        let meta = if record.kind == crate::object::ClassKind::Module {
            "Module"
        } else {
            "Class"
        };
        format!("#<{meta}:0x{:016x}>", self.world.identity(object))
    }

    /// `#<Foo>` without instance variables, with an address that is really the
    /// object's identity.
    pub fn any_to_s(&self, value: Value<'_>) -> String {
        format!(
            "#<{}:0x{:016x}>",
            self.class_name_of(value),
            self.world.identity(value)
        )
    }

    /// A description without calling Ruby: what `inspect` shows as long as no
    /// program redefines it.
    pub fn inspect_briefly(&self, value: Value<'_>) -> Vec<u8> {
        let mut out = Vec::new();
        self.inspect_into(value, BRIEF_DEPTH, &mut out);
        out
    }

    /// What `inspect` shows of a value whose class cannot say otherwise:
    /// numbers, strings, symbols, nil and booleans.
    fn inspect_simple(&self, value: Value<'_>) -> Option<Vec<u8>> {
        match value.word() {
            Word::NIL => return Some(b"nil".to_vec()),
            Word::TRUE => return Some(b"true".to_vec()),
            Word::FALSE => return Some(b"false".to_vec()),
            word if word == self.main_object => return Some(b"main".to_vec()),
            _ => {}
        }
        if let Some(integer) = value.as_integer() {
            return Some(integer.to_text(10).into_bytes());
        }
        if let Some(symbol) = value.as_symbol() {
            let mut out = Vec::new();
            crate::object::inspect::symbol(self.world.symbols.name(symbol), &mut out);
            return Some(out);
        }
        value
            .as_string()
            .map(|string| self.world.str_inspect(string))
    }

    fn inspect_into(&self, value: Value<'_>, depth: usize, out: &mut Vec<u8>) {
        if let Some(text) = self.inspect_simple(value) {
            out.extend_from_slice(&text);
        } else if let Some(class) = self.world.as_class(value) {
            out.extend_from_slice(self.class_text(class).as_bytes());
        } else if let Some(float) = value.as_float() {
            out.extend_from_slice(&crate::object::number_text::float_to_text(float).into_bytes());
        } else if depth == 0 {
            out.extend_from_slice(b"...");
        } else if let Some(array) = value.as_array() {
            out.push(b'[');
            for (i, element) in array.iter().enumerate() {
                if i > 0 {
                    out.extend_from_slice(b", ");
                }
                self.inspect_into(element, depth - 1, out);
            }
            out.push(b']');
        } else if let Some(hash) = value.as_hash() {
            out.push(b'{');
            for (i, (key, element)) in hash.iter().enumerate() {
                if i > 0 {
                    out.extend_from_slice(b", ");
                }
                match key.as_symbol() {
                    Some(name) => {
                        crate::object::inspect::symbol_key(self.world.symbols.name(name), out)
                    }
                    None => {
                        self.inspect_into(key, depth - 1, out);
                        out.extend_from_slice(b" => ");
                    }
                }
                self.inspect_into(element, depth - 1, out);
            }
            out.push(b'}');
        } else if let Some(range) = value.as_range() {
            self.inspect_into(range.first(), depth - 1, out);
            out.extend_from_slice(if range.is_exclusive() { b"..." } else { b".." });
            self.inspect_into(range.last(), depth - 1, out);
        } else {
            let mut text = self.any_to_s(value);
            text.pop();
            out.extend_from_slice(text.as_bytes());
            let names = self
                .world
                .ivar_names(value)
                .into_iter()
                .filter(|&n| self.world.symbols.name(n).starts_with(b"@"));
            for (i, name) in names.enumerate() {
                out.extend_from_slice(if i > 0 { b", " } else { b" " });
                out.extend_from_slice(self.world.symbols.name(name));
                out.push(b'=');
                self.inspect_into(self.world.ivar_get(value, name), depth - 1, out);
            }
            out.push(b'>');
        }
    }
}

/// How deep [`Vm::inspect_briefly`] looks.
const BRIEF_DEPTH: usize = 16;
