//! The machine's own objects: closures, throws, fibers, taken-off methods.
//!
//! Owns how the vm reads and fills the heap types that only it makes. The
//! fields are those of the layout table.

use crate::heap::{self, Kind, Word, layout};
use crate::object::view::{MethodObject, Proc};
use crate::object::{ClassId, Value, known, shape};

use super::Vm;

/// Proc flag: checks its arguments and ends at `return`.
pub const PROC_LAMBDA: u64 = 1;
/// Proc flag: stands for the symbol or method in EXTRA.
pub const PROC_INDIRECT: u64 = 2;

macro_rules! fields {
    ($view:ident, $trait:ident, $module:ident { $($(#[doc = $vdoc:literal])+ $value:ident = $VALUE:ident;)* } { $($(#[doc = $rdoc:literal])+ $raw:ident = $RAW:ident;)* }) => {
        /// Fields of a heap type, read through a checked view.
        pub trait $trait<'w>: Copy {
            $($(#[doc = $vdoc])+ fn $value(self) -> Value<'w>;)*
            $($(#[doc = $rdoc])+ fn $raw(self) -> u64;)*
        }

        impl<'w> $trait<'w> for $view<'w> {
            $(fn $value(self) -> Value<'w> {
                // SAFETY: a view is a live object of its kind, the row of
                // which has this value field.
                unsafe { Value::from_word(heap::barrier::load(self.value().word(), layout::$module::$VALUE)) }
            })*
            $(fn $raw(self) -> u64 {
                // SAFETY: as above, a raw field.
                unsafe { heap::barrier::load_raw(self.value().word(), layout::$module::$RAW) }
            })*
        }
    };
}

fields!(Proc, ProcFields, proc_ {
    /// Self of the block.
    this = SELF;
    /// Block of the method around.
    block = BLOCK;
} {
    /// Address of the method entry.
    entry = ENTRY;
    /// Activation that wrote the block.
    definer = DEFINER;
    /// Activation of the method around.
    home = HOME;
});

fields!(MethodObject, MethodFields, method {
    /// Receiver, nil if unbound.
    receiver = RECEIVER;
    /// Class the method was taken from.
    owner = OWNER;
    /// Name it was taken by.
    name = NAME;
} {
    /// Method entry number.
    entry = ENTRY;
});

impl Vm {
    fn make(&self, kind: Kind, class: ClassId) -> Word {
        let shape = if class == known::BASIC_OBJECT {
            shape::fixed::INTERNAL
        } else {
            self.world.root_shape(class)
        };
        let row = kind.layout();
        self.world
            .heap
            .alloc_filled(kind, shape, row.values + row.raws)
    }

    /// A closure over the given parts.
    #[expect(clippy::too_many_arguments, reason = "the fields of one object")]
    pub(crate) fn new_proc(
        &self,
        this: Word,
        env: Word,
        block: Word,
        code: u64,
        entry: u64,
        definer: u64,
        home: u64,
        lambda: bool,
    ) -> Word {
        let made = self.make(Kind::Proc, known::PROC);
        // SAFETY: a fresh Proc; every index is a field of its row.
        unsafe {
            use layout::proc_ as f;
            for (field, value) in [(f::SELF, this), (f::ENV, env), (f::BLOCK, block)] {
                heap::barrier::store_init(made, field, value);
            }
            let flags = if lambda { PROC_LAMBDA } else { 0 };
            for (field, bits) in [
                (f::CODE, code),
                (f::ENTRY, entry),
                (f::DEFINER, definer),
                (f::HOME, home),
                (f::FLAGS, flags),
            ] {
                heap::barrier::store_raw(made, field, bits);
            }
        }
        made
    }

    /// A Proc that stands for a symbol or a method object.
    pub(crate) fn new_indirect_proc(&self, extra: Word) -> Word {
        let made = self.make(Kind::Proc, known::PROC);
        // SAFETY: a fresh Proc.
        unsafe {
            heap::barrier::store_init(made, layout::proc_::EXTRA, extra);
            heap::barrier::store_raw(made, layout::proc_::FLAGS, PROC_LAMBDA | PROC_INDIRECT);
        }
        made
    }

    /// A copy of a Proc that is a lambda.
    pub(crate) fn proc_as_lambda(&self, word: Word) -> Word {
        let proc_ = self.wrap(word).as_proc().expect("checked by the caller");
        let made = self.new_proc(
            proc_.this().word(),
            proc_.env().word(),
            proc_.block().word(),
            proc_.code(),
            proc_.entry(),
            proc_.definer(),
            proc_.home(),
            true,
        );
        // SAFETY: a fresh Proc.
        unsafe { heap::barrier::store_init(made, layout::proc_::EXTRA, proc_.extra().word()) };
        made
    }

    /// Something on its way that is no exception.
    pub(crate) fn new_throw(&self, what: u64, value: Word, tag: Word, target: u64) -> Word {
        let made = self.make(Kind::Throw, known::BASIC_OBJECT);
        // SAFETY: a fresh Throw.
        unsafe {
            heap::barrier::store_init(made, layout::throw::VALUE, value);
            heap::barrier::store_init(made, layout::throw::TAG, tag);
            heap::barrier::store_raw(made, layout::throw::WHAT, what);
            heap::barrier::store_raw(made, layout::throw::TARGET, target);
        }
        made
    }

    /// The Ruby object of a task.
    pub(crate) fn new_fiber_object(&self, task: u64) -> Word {
        let made = self.make(Kind::Fiber, known::FIBER);
        // SAFETY: a fresh Fiber.
        unsafe { heap::barrier::store_raw(made, layout::fiber::TASK, task) };
        made
    }

    /// A method taken off its class.
    pub(crate) fn new_method_object(
        &self,
        receiver: Word,
        owner: Word,
        name: Word,
        entry: u64,
        bound: bool,
    ) -> Word {
        let made = self.make(
            Kind::Method,
            if bound {
                known::METHOD
            } else {
                known::UNBOUND_METHOD
            },
        );
        // SAFETY: a fresh Method.
        unsafe {
            heap::barrier::store_init(made, layout::method::RECEIVER, receiver);
            heap::barrier::store_init(made, layout::method::OWNER, owner);
            heap::barrier::store_init(made, layout::method::NAME, name);
            heap::barrier::store_raw(made, layout::method::ENTRY, entry);
        }
        made
    }

    /// A new ordinary object for `Class#new`; the receiver is a class whose
    /// instances are ordinary.
    pub(crate) fn allocate_instance(&self, class: Word) -> Word {
        // SAFETY: `fill_new` checked that this is a class.
        let id = ClassId(unsafe { heap::barrier::load_raw(class, layout::class::ID) } as u32);
        self.world.new_object(id).word()
    }
}

impl Vm {
    /// What `inspect` shows of a value whose class cannot say otherwise:
    /// numbers, strings, symbols, nil and booleans.
    pub fn inspect_simple(&self, value: Value<'_>) -> Option<Vec<u8>> {
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
}
