//! Classes and modules: records outside the heap, one heap object each.
//!
//! A record holds what look-up needs (method table, ancestors, constants by
//! name); everything that is a Ruby value (constants, class variables, the
//! closures of `define_method`) stands in the class object's `TABLE` tuple. A
//! record and its class object live and die together (see `collect`).

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::heap::{Kind, ShapeId, Word};

use super::method::{MethodId, RefinementInfo, Refinements};
use super::records::{Mortal, Records};
use super::symbol::Sym;

/// Number of a class or module within its world.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct ClassId(pub u32);

/// What a record stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ClassKind {
    /// An ordinary class.
    Class,
    /// A module.
    Module,
    /// The class of one object.
    Singleton,
}

/// Where something was defined.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Origin {
    /// Name of the file.
    pub file: Sym,
    /// Line, from 1.
    pub line: u32,
}

/// A constant or class variable: where its value stands and who may see it.
#[derive(Clone, Copy, Debug)]
pub struct Constant {
    /// Slot of the class object's `TABLE`.
    pub slot: u32,
    /// `private_constant`.
    pub private: bool,
    /// `deprecate_constant`.
    pub deprecated: bool,
    /// The value is the name of a file that will define it (`autoload`).
    pub autoload: bool,
    /// Where it was set, if a program did that.
    pub origin: Option<Origin>,
}

impl Constant {
    /// A public one.
    pub fn new(slot: u32) -> Constant {
        Constant {
            slot,
            private: false,
            deprecated: false,
            autoload: false,
            origin: None,
        }
    }
}

/// One `include`.
#[derive(Clone, Debug)]
pub struct Inclusion {
    /// What was included.
    pub module: ClassId,
    /// The module and those it included, without what stood above the class at
    /// that time: they keep their place when one is included above later.
    pub inserted: Rc<[ClassId]>,
}

/// Insertion-ordered names with their slots.
#[derive(Default, Debug)]
pub struct NameTable {
    order: Vec<Sym>,
    map: FxHashMap<Sym, Constant>,
}

impl NameTable {
    /// The entry for `name`.
    pub fn get(&self, name: Sym) -> Option<Constant> {
        self.map.get(&name).copied()
    }

    /// Adds or replaces the entry.
    pub fn insert(&mut self, name: Sym, constant: Constant) {
        if self.map.insert(name, constant).is_none() {
            self.order.push(name);
        }
    }

    /// Takes the entry out.
    pub fn remove(&mut self, name: Sym) -> Option<Constant> {
        let old = self.map.remove(&name)?;
        self.order.retain(|&n| n != name);
        Some(old)
    }

    /// Names in the order they were first added.
    pub fn names(&self) -> &[Sym] {
        &self.order
    }
}

/// The part of a class or module that is not a Ruby value.
pub struct ClassRecord {
    /// The class object (mature, so this never moves).
    pub object: Cell<Word>,
    /// Class, module or singleton class.
    pub kind: ClassKind,
    /// Superclass as declared; modules and BasicObject have none.
    pub superclass: Cell<Option<ClassId>>,
    /// The class's singleton class, once somebody needed it.
    pub singleton: Cell<Option<ClassId>>,
    /// Modules prepended, last one first in look-up.
    pub prepended: RefCell<Vec<ClassId>>,
    /// Modules included, last one first in look-up.
    pub included: RefCell<Vec<Inclusion>>,
    /// Own methods. An entry may be a mark that the method is undefined.
    pub methods: RefCell<FxHashMap<Sym, MethodId>>,
    /// Own methods in the order of their definition.
    pub method_order: RefCell<Vec<Sym>>,
    /// Own constants.
    pub constants: RefCell<NameTable>,
    /// Own class variables.
    pub class_variables: RefCell<NameTable>,
    /// Slots used in `TABLE`.
    pub table_used: Cell<u32>,
    /// Slots below `table_used` that are free again.
    pub table_free: RefCell<Vec<u32>>,
    /// Root shape for new instances.
    pub root_shape: Cell<ShapeId>,
    /// Instance variables that the methods of the class mention.
    pub mentioned: RefCell<Vec<Sym>>,
    /// Heap type of instances.
    pub instance_kind: Cell<Kind>,
    /// Whether `allocate` is refused (Integer, Symbol, ...).
    pub no_allocate: Cell<bool>,
    /// Made by `Class.allocate` and nothing yet.
    pub uninitialized: Cell<bool>,
    /// Whether the name is that of no constant and may change.
    pub temporary_name: Cell<bool>,
    /// Refinements made in it.
    pub refinements: RefCell<Option<Rc<Refinements>>>,
    /// What it refines, if it is a refinement.
    pub refines: Cell<Option<RefinementInfo>>,
    /// Its part of the ancestors, once somebody asked (see [`ClassTable::part`]).
    part: RefCell<Option<Part>>,
    /// A module that was included or prepended somewhere.
    pub(super) is_part_of_others: Cell<bool>,
}

/// A class with its modules, the last in look-up first, so that one more module
/// is mostly added near the end.
struct Part {
    /// Which modules others had included when it was made.
    epoch: u32,
    line: Rc<Vec<ClassId>>,
}

impl Mortal for ClassRecord {}

/// All records of a world.
#[derive(Default)]
pub struct ClassTable {
    pub(super) records: Records<ClassRecord>,
    /// Changes when a module that is part of others gets modules of its own.
    epoch: Cell<u32>,
}

impl ClassTable {
    /// A new record without object, name or instances.
    pub(super) fn add(
        &self,
        kind: ClassKind,
        superclass: Option<ClassId>,
        instance_kind: Kind,
    ) -> ClassId {
        ClassId(self.records.add(|_| ClassRecord {
            object: Cell::new(Word::NIL),
            kind,
            superclass: Cell::new(superclass),
            singleton: Cell::new(None),
            prepended: RefCell::default(),
            included: RefCell::default(),
            methods: RefCell::default(),
            method_order: RefCell::default(),
            constants: RefCell::default(),
            class_variables: RefCell::default(),
            table_used: Cell::new(0),
            table_free: RefCell::default(),
            root_shape: Cell::new(ShapeId(0)),
            mentioned: RefCell::default(),
            instance_kind: Cell::new(instance_kind),
            no_allocate: Cell::new(false),
            uninitialized: Cell::new(false),
            temporary_name: Cell::new(false),
            refinements: RefCell::default(),
            refines: Cell::default(),
            part: RefCell::new(None),
            is_part_of_others: Cell::new(false),
        }))
    }

    /// The record of `class`.
    #[inline]
    pub fn get(&self, class: ClassId) -> &ClassRecord {
        self.records.get(class.0)
    }

    /// The class object of `class`.
    pub fn object(&self, class: ClassId) -> Word {
        self.get(class).object.get()
    }

    /// Every class and module, in the order of their numbers.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (ClassId, &ClassRecord)> {
        let records = self.records.iter();
        records.map(|(number, record)| (ClassId(number), record))
    }

    /// How many classes and modules live.
    pub fn count(&self) -> usize {
        self.records.count()
    }

    /// The modules of `class` are others now.
    pub fn modules_changed(&self, class: ClassId) {
        let record = self.get(class);
        *record.part.borrow_mut() = None;
        if record.is_part_of_others.get() {
            self.epoch.set(self.epoch.get() + 1);
        }
    }

    /// The same after `inclusion`, which is the last: mostly it can just be
    /// added.
    pub(super) fn add_inclusion(&self, class: ClassId, inclusion: Inclusion) {
        let record = self.get(class);
        self.get(inclusion.module).is_part_of_others.set(true);
        let known = record.part.borrow_mut().take();
        let known = known.filter(|part| part.epoch == self.epoch.get());
        self.modules_changed(class);
        if let Some(mut part) = known.filter(|_| !record.is_part_of_others.get()) {
            let line = Rc::make_mut(&mut part.line);
            let own = line.iter().rposition(|&c| c == class);
            let front = line.split_off(own.expect("a class stands in its own line"));
            self.insert(line, inclusion.module, |m| {
                self.skips(record, &inclusion, m)
            });
            line.extend(front);
            *record.part.borrow_mut() = Some(part);
        }
        record.included.borrow_mut().push(inclusion);
    }

    /// Puts a module into a part of a line. It goes right before what was there
    /// already; a part of it that stands in the line keeps its place and the
    /// rest goes behind.
    fn insert(&self, line: &mut Vec<ClassId>, module: ClassId, skips: impl Fn(ClassId) -> bool) {
        let mut before = 0;
        for &m in self.part(module).iter().rev() {
            match line.iter().rposition(|&c| c == m) {
                Some(found) => before = before.max(line.len() - found),
                None if skips(m) => {}
                None => {
                    line.insert(line.len() - before, m);
                    before += 1;
                }
            }
        }
    }

    /// Whether a module is left out of an inclusion, for it stands above.
    fn skips(&self, record: &ClassRecord, inclusion: &Inclusion, module: ClassId) -> bool {
        let above = record.superclass.get();
        !inclusion.inserted.contains(&module)
            && above.is_some_and(|above| self.has_in_line(above, module))
    }

    /// A class with its prepended and included modules, without what stands
    /// above it; the last in look-up first.
    pub fn part(&self, class: ClassId) -> Rc<Vec<ClassId>> {
        let record = self.get(class);
        if let Some(part) = &*record.part.borrow()
            && part.epoch == self.epoch.get()
        {
            return part.line.clone();
        }
        let (mut line, mut front) = (Vec::new(), Vec::new());
        for inclusion in record.included.borrow().iter() {
            self.insert(&mut line, inclusion.module, |m| {
                self.skips(record, inclusion, m)
            });
        }
        for &module in record.prepended.borrow().iter() {
            self.insert(&mut front, module, |_| false);
        }
        line.push(class);
        line.append(&mut front);
        let line = Rc::new(line);
        *record.part.borrow_mut() = Some(Part {
            epoch: self.epoch.get(),
            line: line.clone(),
        });
        line
    }

    /// Whether `module` stands in the ancestors of `class`.
    pub fn has_in_line(&self, class: ClassId, module: ClassId) -> bool {
        let is_class = self.get(module).kind != ClassKind::Module;
        let mut at = Some(class);
        while let Some(class) = at {
            if class == module {
                return true;
            }
            if !is_class && self.with_part(class, |part| part.len() > 1 && part.contains(&module)) {
                return true;
            }
            at = self.get(class).superclass.get();
        }
        false
    }

    /// Looks at [`ClassTable::part`] where it stands.
    #[inline]
    pub(super) fn with_part<R>(&self, class: ClassId, look: impl FnOnce(&[ClassId]) -> R) -> R {
        if let Some(part) = &*self.get(class).part.borrow()
            && part.epoch == self.epoch.get()
        {
            return look(&part.line);
        }
        look(&self.part(class))
    }

    /// Shows [`ClassTable::line`] to `visit`, which must not change it.
    pub fn each_in_line(&self, class: ClassId, mut visit: impl FnMut(ClassId)) {
        let mut at = Some(class);
        while let Some(class) = at {
            self.with_part(class, |part| part.iter().rev().for_each(|&c| visit(c)));
            at = self.get(class).superclass.get();
        }
    }

    /// Where methods of `class` are looked up, nearest first.
    ///
    /// Prepended modules, the class, included modules, then the superclass's
    /// line. A module that the superclass's line has already is not included
    /// again; but a module can be prepended and included, or included above
    /// later, and so stand there twice.
    pub fn line(&self, class: ClassId) -> impl Iterator<Item = ClassId> {
        let classes = std::iter::successors(Some(class), |&c| self.get(c).superclass.get());
        classes.flat_map(|class| {
            let part = self.part(class);
            (0..part.len()).rev().map(move |at| part[at])
        })
    }

    /// The whole of [`ClassTable::line`].
    pub fn ancestors(&self, class: ClassId) -> Vec<ClassId> {
        self.line(class).collect()
    }
}

macro_rules! known_classes {
    ($( $id:ident = $name:literal, $kind:ident, $superclass:ident, $instance:ident; )*) => {
        /// Classes and modules that the VM mentions, with fixed numbers.
        pub mod known {
            use super::ClassId;
            #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
            enum Number { $($id,)* }
            $(
                #[doc = concat!("`", $name, "`")]
                pub const $id: ClassId = ClassId(Number::$id as u32);
            )*
            /// Stands for "no superclass" in the table.
            pub(super) const NONE: ClassId = ClassId(u32::MAX);
        }

        /// One row of the table of known classes.
        pub struct KnownClass {
            /// The number in [`known`].
            pub id: ClassId,
            /// Ruby name; `Outer::Inner` for nested ones.
            pub name: &'static str,
            /// Class or module.
            pub kind: ClassKind,
            /// Superclass, if any.
            pub superclass: Option<ClassId>,
            /// Heap type of instances.
            pub instance_kind: Kind,
        }

        /// The table, in numbering order.
        pub const KNOWN_CLASSES: &[KnownClass] = &[$( KnownClass {
            id: known::$id,
            name: $name,
            kind: ClassKind::$kind,
            superclass: if known::$superclass.0 == known::NONE.0 { None } else { Some(known::$superclass) },
            instance_kind: Kind::$instance,
        } ),*];
    };
}

known_classes! {
    BASIC_OBJECT = "BasicObject", Class, NONE, Object;
    OBJECT = "Object", Class, BASIC_OBJECT, Object;
    MODULE = "Module", Class, OBJECT, Class;
    CLASS = "Class", Class, MODULE, Class;
    REFINEMENT = "Refinement", Class, MODULE, Class;
    KERNEL = "Kernel", Module, NONE, Object;
    COMPARABLE = "Comparable", Module, NONE, Object;
    ENUMERABLE = "Enumerable", Module, NONE, Object;
    NUMERIC = "Numeric", Class, OBJECT, Object;
    INTEGER = "Integer", Class, NUMERIC, Bignum;
    FLOAT = "Float", Class, NUMERIC, Float;
    RATIONAL = "Rational", Class, NUMERIC, Object;
    COMPLEX = "Complex", Class, NUMERIC, Object;
    STRING = "String", Class, OBJECT, String;
    SYMBOL = "Symbol", Class, OBJECT, Object;
    NIL_CLASS = "NilClass", Class, OBJECT, Object;
    TRUE_CLASS = "TrueClass", Class, OBJECT, Object;
    FALSE_CLASS = "FalseClass", Class, OBJECT, Object;
    ARRAY = "Array", Class, OBJECT, Array;
    HASH = "Hash", Class, OBJECT, Hash;
    RANGE = "Range", Class, OBJECT, Range;
    PROC = "Proc", Class, OBJECT, Proc;
    BINDING = "Binding", Class, OBJECT, Binding;
    METHOD = "Method", Class, OBJECT, Method;
    UNBOUND_METHOD = "UnboundMethod", Class, OBJECT, Method;
    STRUCT = "Struct", Class, OBJECT, Object;
    REGEXP = "Regexp", Class, OBJECT, Regexp;
    MATCH_DATA = "MatchData", Class, OBJECT, MatchData;
    FIBER = "Fiber", Class, OBJECT, Fiber;
    TRACE_POINT = "TracePoint", Class, OBJECT, Object;
    MATH = "Math", Module, NONE, Object;
    PROCESS = "Process", Module, NONE, Object;
    GC = "GC", Module, NONE, Object;
    OBJECT_SPACE = "ObjectSpace", Module, NONE, Object;
    WARNING = "Warning", Module, NONE, Object;
    IO = "IO", Class, OBJECT, Object;
    ENUMERATOR = "Enumerator", Class, OBJECT, Object;
    RANDOM = "Random", Class, OBJECT, Object;
    TIME = "Time", Class, OBJECT, Object;
    SIGNAL = "Signal", Module, NONE, Object;
    ENCODING = "Encoding", Class, OBJECT, Object;
    TUPLE = "Tuple", Class, OBJECT, Tuple;
    BYTE_ARRAY = "ByteArray", Class, OBJECT, ByteArray;
    WEAK_TUPLE = "WeakTuple", Class, OBJECT, WeakTuple;
    WEAK_REF = "WeakRef", Class, OBJECT, Object;
    WEAK_MAP = "ObjectSpace::WeakMap", Class, OBJECT, Object;
    WEAK_KEY_MAP = "ObjectSpace::WeakKeyMap", Class, OBJECT, Object;
    EXCEPTION = "Exception", Class, OBJECT, Object;
    SCRIPT_ERROR = "ScriptError", Class, EXCEPTION, Object;
    LOAD_ERROR = "LoadError", Class, SCRIPT_ERROR, Object;
    NOT_IMPLEMENTED_ERROR = "NotImplementedError", Class, SCRIPT_ERROR, Object;
    SYNTAX_ERROR = "SyntaxError", Class, SCRIPT_ERROR, Object;
    NO_MEMORY_ERROR = "NoMemoryError", Class, EXCEPTION, Object;
    SECURITY_ERROR = "SecurityError", Class, EXCEPTION, Object;
    SIGNAL_EXCEPTION = "SignalException", Class, EXCEPTION, Object;
    INTERRUPT = "Interrupt", Class, SIGNAL_EXCEPTION, Object;
    SYSTEM_EXIT = "SystemExit", Class, EXCEPTION, Object;
    SYSTEM_STACK_ERROR = "SystemStackError", Class, EXCEPTION, Object;
    FATAL = "fatal", Class, EXCEPTION, Object;
    STANDARD_ERROR = "StandardError", Class, EXCEPTION, Object;
    ARGUMENT_ERROR = "ArgumentError", Class, STANDARD_ERROR, Object;
    UNCAUGHT_THROW_ERROR = "UncaughtThrowError", Class, ARGUMENT_ERROR, Object;
    ENCODING_ERROR = "EncodingError", Class, STANDARD_ERROR, Object;
    FIBER_ERROR = "FiberError", Class, STANDARD_ERROR, Object;
    IO_ERROR = "IOError", Class, STANDARD_ERROR, Object;
    EOF_ERROR = "EOFError", Class, IO_ERROR, Object;
    INDEX_ERROR = "IndexError", Class, STANDARD_ERROR, Object;
    INVALID_INDEX_ERROR = "InvalidIndexError", Class, INDEX_ERROR, Object;
    KEY_ERROR = "KeyError", Class, INDEX_ERROR, Object;
    STOP_ITERATION = "StopIteration", Class, INDEX_ERROR, Object;
    LOCAL_JUMP_ERROR = "LocalJumpError", Class, STANDARD_ERROR, Object;
    NAME_ERROR = "NameError", Class, STANDARD_ERROR, Object;
    NO_METHOD_ERROR = "NoMethodError", Class, NAME_ERROR, Object;
    NO_MATCHING_PATTERN_ERROR = "NoMatchingPatternError", Class, STANDARD_ERROR, Object;
    NO_MATCHING_PATTERN_KEY_ERROR = "NoMatchingPatternKeyError", Class, NO_MATCHING_PATTERN_ERROR, Object;
    RANGE_ERROR = "RangeError", Class, STANDARD_ERROR, Object;
    FLOAT_DOMAIN_ERROR = "FloatDomainError", Class, RANGE_ERROR, Object;
    REGEXP_ERROR = "RegexpError", Class, STANDARD_ERROR, Object;
    REGEXP_TIMEOUT_ERROR = "Regexp::TimeoutError", Class, REGEXP_ERROR, Object;
    RUNTIME_ERROR = "RuntimeError", Class, STANDARD_ERROR, Object;
    FROZEN_ERROR = "FrozenError", Class, RUNTIME_ERROR, Object;
    REF_ERROR = "WeakRef::RefError", Class, STANDARD_ERROR, Object;
    SYSTEM_CALL_ERROR = "SystemCallError", Class, STANDARD_ERROR, Object;
    THREAD_ERROR = "ThreadError", Class, STANDARD_ERROR, Object;
    TYPE_ERROR = "TypeError", Class, STANDARD_ERROR, Object;
    ZERO_DIVISION_ERROR = "ZeroDivisionError", Class, STANDARD_ERROR, Object;
}
