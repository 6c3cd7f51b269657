//! The world: everything Ruby code can reach, minus the code that runs it.
//!
//! Owns heap, symbols, shapes, classes and method entries of one vm and gives
//! them a safe face. A shared borrow of the world means that no safe point can
//! be reached, so values stay good; see [`Value`].

use std::cell::{Cell, RefCell};

use foldhash::fast::FixedState;

use crate::heap::{Heap, HeapConfig, Kind, ShapeId, Word, barrier, layout};

use super::class::{ClassId, ClassKind, ClassTable, KNOWN_CLASSES, known};
use super::method::{MethodTable, ScopeTable};
use super::regexp::RegexpTable;
use super::shape::{ShapeTable, fixed};
use super::side::SideTable;
use super::symbol::{Sym, SymbolTable};
use super::value::Value;

/// How many body slots instances of a class get before any was seen.
const DEFAULT_CAPACITY: u32 = 4;

/// Seed of hashes until a host sets another.
const DEFAULT_SEED: u64 = 0x5eed_0f5e_ed5e_ed01;

/// All objects of one vm.
pub struct World {
    /// Object memory.
    pub heap: Heap,
    /// Names.
    pub symbols: SymbolTable,
    /// Layouts of instance variables.
    pub shapes: ShapeTable,
    /// Classes and modules.
    pub classes: ClassTable,
    /// Method entries.
    pub methods: MethodTable,
    /// Lexical scopes.
    pub scopes: ScopeTable,
    /// Instance variables of objects whose heap type has no room for them.
    pub(super) side: RefCell<SideTable>,
    /// Patterns of Regexp objects.
    pub(super) regexps: RefCell<RegexpTable>,
    /// Seed of all hashes of contents.
    pub(super) hash_seed: FixedState,
    /// Shape of plain arrays, which handlers compare with.
    pub array_shape: ShapeId,
    /// Bumped whenever a constant anywhere changes; constant sites compare it.
    pub constant_epoch: Cell<u32>,
}

impl World {
    /// A world with the known classes and nothing in them.
    pub fn new(config: HeapConfig) -> World {
        let mut world = World {
            array_shape: fixed::NONE,
            heap: Heap::new(config),
            symbols: SymbolTable::new(),
            shapes: ShapeTable::new(known::BASIC_OBJECT),
            classes: ClassTable::default(),
            methods: MethodTable::default(),
            scopes: ScopeTable::default(),
            side: RefCell::new(SideTable::new()),
            regexps: RefCell::default(),
            hash_seed: FixedState::with_seed(DEFAULT_SEED),
            constant_epoch: Cell::new(1),
        };
        world.scopes.add(None, known::OBJECT);
        world.make_known_classes();
        world.array_shape = world.root_shape(known::ARRAY);
        world
    }

    /// Seeds the hashes of contents; to be called before anything is hashed.
    pub fn set_hash_seed(&mut self, seed: u64) {
        self.hash_seed = FixedState::with_seed(seed);
    }

    fn make_known_classes(&self) {
        for row in KNOWN_CLASSES {
            let id = self
                .classes
                .add(row.kind, row.superclass, row.instance_kind);
            debug_assert_eq!(id, row.id);
        }
        let immediates = [
            (fixed::INTEGER, known::INTEGER),
            (fixed::FLOAT, known::FLOAT),
            (fixed::SYMBOL, known::SYMBOL),
            (fixed::NIL, known::NIL_CLASS),
            (fixed::TRUE, known::TRUE_CLASS),
            (fixed::FALSE, known::FALSE_CLASS),
        ];
        for (shape, class) in immediates {
            self.shapes.set_class(shape, class);
            let record = self.classes.get(class);
            record.root_shape.set(shape);
            record.no_allocate.set(true);
        }
        for class in [
            known::ENCODING,
            known::PROC,
            known::METHOD,
            known::UNBOUND_METHOD,
        ] {
            self.classes.get(class).no_allocate.set(true);
        }
        for row in KNOWN_CLASSES {
            let record = self.classes.get(row.id);
            if record.root_shape.get() == fixed::NONE {
                let capacity = if row.instance_kind == Kind::Object {
                    DEFAULT_CAPACITY
                } else {
                    0
                };
                record.root_shape.set(self.shapes.root(row.id, capacity));
            }
        }
        for row in KNOWN_CLASSES {
            self.make_class_object(row.id);
        }
        for row in KNOWN_CLASSES
            .iter()
            .filter(|row| row.kind == ClassKind::Class)
        {
            self.singleton_class_of_class(row.id);
        }
        self.include(known::OBJECT, known::KERNEL);
        for class in [known::STRING, known::NUMERIC] {
            self.include(class, known::COMPARABLE);
        }
        for class in [
            known::ARRAY,
            known::HASH,
            known::RANGE,
            known::STRUCT,
            known::ENUMERATOR,
        ] {
            self.include(class, known::ENUMERABLE);
        }
        for row in KNOWN_CLASSES {
            let (outer, name) = match row.name.split_once("::") {
                None => (known::OBJECT, row.name),
                Some((outer, name)) => (self.known_named(outer), name),
            };
            let class = self.class_object(row.id);
            self.const_set(outer, self.intern(name), class);
            self.set_class_name(row.id, row.name.as_bytes());
            if row.id == known::BASIC_OBJECT {
                // What is below it alone sees no constants of Object.
                self.const_set(row.id, self.intern(name), class);
            }
        }
    }

    fn known_named(&self, name: &str) -> ClassId {
        KNOWN_CLASSES
            .iter()
            .find(|row| row.name == name)
            .expect("outer classes are in the table")
            .id
    }

    // ---- words and values -------------------------------------------------

    /// Takes a word just read from the heap or the stack for a value.
    ///
    /// # Safety
    /// As [`Value::from_word`].
    #[inline(always)]
    pub unsafe fn value(&self, word: Word) -> Value<'_> {
        // SAFETY: the caller's promise.
        unsafe { Value::from_word(word) }
    }

    /// Shape of new instances of a class.
    #[inline(always)]
    pub fn root_shape(&self, class: ClassId) -> ShapeId {
        self.classes.get(class).root_shape.get()
    }

    /// The symbol with this name.
    pub fn intern(&self, name: &str) -> Sym {
        self.symbols.intern(name.as_bytes())
    }

    /// The symbol that the core means by this name.
    pub fn intern_own(&self, name: &str) -> Sym {
        self.symbols.intern_own(name.as_bytes())
    }

    /// A float, as a flonum where possible.
    #[inline(always)]
    pub fn float(&self, f: f64) -> Value<'_> {
        match Word::from_flonum(f) {
            // SAFETY: an immediate.
            Some(word) => unsafe { self.value(word) },
            None => self.boxed_float(f),
        }
    }

    #[cold]
    fn boxed_float(&self, f: f64) -> Value<'_> {
        let word = self
            .heap
            .alloc(Kind::Float, fixed::FLOAT, layout::float::FIXED);
        // SAFETY: fresh object of kind Float.
        unsafe {
            barrier::store_raw(word, layout::float::BITS, f.to_bits());
            self.value(word)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Value, known};
    use super::{HeapConfig, World};

    fn world() -> World {
        World::new(HeapConfig::default())
    }

    #[test]
    fn known_classes_stand_under_their_names() {
        let w = world();
        let name = w.intern("StopIteration");
        let value = w.const_get_own(known::OBJECT, name).expect("known");
        assert_eq!(w.as_class(value), Some(known::STOP_ITERATION));
        assert!(w.inherits(known::STOP_ITERATION, known::KERNEL));
        assert_eq!(w.class_of(value), known::CLASS);
        assert_eq!(w.class_of(Value::fixnum(1)), known::INTEGER);
        let nested = w.const_get_own(known::OBJECT_SPACE, w.intern("WeakMap"));
        assert_eq!(w.as_class(nested.expect("nested")), Some(known::WEAK_MAP));
    }

    #[test]
    fn a_subclass_answers_to_singleton_methods_of_its_superclass() {
        let w = world();
        let sub = w.new_class(known::STRING);
        let meta = w.dispatch_class(w.class_object(sub));
        let above = w.dispatch_class(w.class_object(known::STRING));
        assert!(w.inherits(meta, above) && w.inherits(meta, known::CLASS));
    }

    #[test]
    fn variables_beyond_the_body_go_into_the_overflow() {
        let w = world();
        let class = w.new_class(known::OBJECT);
        for round in 0..3 {
            let object = w.new_object(class);
            let names: Vec<_> = (0..20).map(|i| w.intern(&format!("@v{i}"))).collect();
            for (i, &name) in names.iter().enumerate() {
                w.ivar_set(object, name, Value::fixnum(i as i64));
                for (j, &earlier) in names[..=i].iter().enumerate() {
                    let found = w.ivar_get(object, earlier).as_int();
                    assert_eq!(found, Some(j as i64), "round {round}, {i}");
                }
            }
            assert_eq!(w.ivar_names(object), names);
            w.ivar_remove(object, names[3]);
            assert!(w.ivar_get(object, names[3]).is_nil());
        }
    }

    #[test]
    fn classes_and_floats_have_variables_on_the_side() {
        let w = world();
        let name = w.intern("@x");
        for object in [w.class_object(known::STRING), w.new_tuple(1).value()] {
            w.ivar_set(object, name, Value::TRUE);
            assert_eq!(w.ivar_get(object, name), Value::TRUE);
        }
    }

    #[test]
    fn a_singleton_class_keeps_the_variables() {
        let w = world();
        let object = w.new_object(known::OBJECT);
        let name = w.intern("@x");
        w.ivar_set(object, name, Value::TRUE);
        let singleton = w.singleton_class(object).expect("has one");
        assert_eq!(w.ivar_get(object, name), Value::TRUE);
        assert_eq!(w.class_of(object), known::OBJECT);
        assert_eq!(w.attached(singleton), object);
    }
}
