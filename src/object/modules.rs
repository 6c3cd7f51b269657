//! Classes and modules at work: their objects, singleton classes, ancestors,
//! constants, class variables and method look-up.
//!
//! Never runs Ruby and never flushes the vm's caches: whoever defines a method
//! does that. Class objects are mature, so their words never change.

use crate::heap::{Kind, Word, barrier, layout};

use super::class::{ClassId, ClassKind, Constant, Inclusion, known};
use super::collect::{CLASS_BYTES, METHOD_BYTES, SCOPE_BYTES, free_table_slot};
use super::method::{MethodBody, MethodEntry, MethodId, ScopeId};
use super::shape::fixed;
use super::symbol::Sym;
use super::value::Value;
use super::world::World;

impl World {
    /// Makes the heap object of a record that has none.
    pub(super) fn make_class_object(&self, id: ClassId) -> Word {
        let record = self.classes.get(id);
        let meta = if record.kind == ClassKind::Module {
            known::MODULE
        } else {
            known::CLASS
        };
        let shape = self.classes.get(meta).root_shape.get();
        let object = self
            .heap
            .alloc_mature(Kind::Class, shape, layout::class::FIXED);
        let superclass = record
            .superclass
            .get()
            .map_or(Word::NIL, |s| self.classes.object(s));
        // SAFETY: the object is fresh and has exactly these fields; the
        // superclass object is mature, so no barrier is needed.
        unsafe {
            for field in [
                layout::class::NAME,
                layout::class::ATTACHED,
                layout::class::TABLE,
                layout::class::IVARS,
            ] {
                barrier::store_init(object, field, Word::NIL);
            }
            barrier::store_init(object, layout::class::SUPERCLASS, superclass);
            barrier::store_raw(object, layout::class::ID, u64::from(id.0));
        }
        record.object.set(object);
        self.heap.charge(CLASS_BYTES);
        object
    }

    // ---- classes ----------------------------------------------------------

    /// The class object.
    pub fn class_object(&self, class: ClassId) -> Value<'_> {
        // SAFETY: a class object lives as long as its record.
        unsafe { self.value(self.classes.object(class)) }
    }

    /// The record number of a class object.
    pub fn as_class(&self, value: Value<'_>) -> Option<ClassId> {
        if value.kind() != Some(Kind::Class) {
            return None;
        }
        // SAFETY: live, of kind Class.
        Some(ClassId(
            unsafe { barrier::load_raw(value.word(), layout::class::ID) } as u32,
        ))
    }

    /// The class whose methods the value answers to, singleton or not.
    #[inline(always)]
    pub fn dispatch_class(&self, value: Value<'_>) -> ClassId {
        self.shapes.class(value.shape())
    }

    /// The class as Ruby's `class` tells it.
    pub fn class_of(&self, value: Value<'_>) -> ClassId {
        let mut class = self.dispatch_class(value);
        loop {
            let record = self.classes.get(class);
            if record.kind != ClassKind::Singleton {
                return class;
            }
            class = record
                .superclass
                .get()
                .expect("a singleton class has a superclass");
        }
    }

    /// Whether the value is a kind of `class` (a class or module).
    pub fn is_a(&self, value: Value<'_>, class: ClassId) -> bool {
        self.inherits(self.dispatch_class(value), class)
    }

    /// Whether `class` is `ancestor` or below it.
    pub fn inherits(&self, class: ClassId, ancestor: ClassId) -> bool {
        self.classes.has_in_line(class, ancestor)
    }

    /// A new class without a name.
    pub fn new_class(&self, superclass: ClassId) -> ClassId {
        let above = self.classes.get(superclass);
        let kind = above.instance_kind.get();
        let id = self.classes.add(ClassKind::Class, Some(superclass), kind);
        let record = self.classes.get(id);
        let capacity = if kind == Kind::Object {
            self.shapes.capacity(above.root_shape.get()).max(1)
        } else {
            0
        };
        record.root_shape.set(self.shapes.root(id, capacity));
        record.no_allocate.set(above.no_allocate.get());
        self.make_class_object(id);
        // A class answers to its superclass's singleton methods, so it always
        // has a singleton class of its own.
        self.singleton_class_of_class(id);
        id
    }

    /// A new module without a name.
    pub fn new_module(&self) -> ClassId {
        let id = self.classes.add(ClassKind::Module, None, Kind::Object);
        self.make_class_object(id);
        id
    }

    /// Includes a module; false when the ancestors have it already. The vm is
    /// the only caller past start-up: it must flush its caches.
    pub fn include(&self, class: ClassId, module: ClassId) -> bool {
        if self.classes.has_in_line(class, module) {
            return false;
        }
        let above = self.classes.get(class).superclass.get();
        let is_above = |m| above.is_some_and(|above| self.classes.has_in_line(above, m));
        let parts = self.classes.line(module);
        let inclusion = Inclusion {
            module,
            inserted: parts.filter(|&m| !is_above(m)).collect(),
        };
        self.classes.add_inclusion(class, inclusion);
        true
    }

    /// Prepends a module; false when it is prepended already. As for
    /// [`World::include`], the vm must flush its caches.
    pub fn prepend(&self, class: ClassId, module: ClassId) -> bool {
        let record = self.classes.get(class);
        if record.prepended.borrow().contains(&module) {
            return false;
        }
        record.prepended.borrow_mut().push(module);
        self.classes.get(module).is_part_of_others.set(true);
        self.classes.modules_changed(class);
        true
    }

    /// Whether including or prepending `module` into `class` would be cyclic.
    pub fn is_cyclic_include(&self, class: ClassId, module: ClassId) -> bool {
        self.classes.has_in_line(module, class)
    }

    /// The singleton class of a class or module.
    pub fn singleton_class_of_class(&self, class: ClassId) -> ClassId {
        let record = self.classes.get(class);
        if let Some(singleton) = record.singleton.get() {
            return singleton;
        }
        let above = match record.kind {
            ClassKind::Module => known::MODULE,
            _ => match record.superclass.get() {
                None => known::CLASS,
                Some(superclass) => self.singleton_class_of_class(superclass),
            },
        };
        // Those of the core hang together: this one may be made by now.
        if let Some(singleton) = record.singleton.get() {
            return singleton;
        }
        let object = record.object.get();
        // SAFETY: a live class object.
        let value = unsafe { self.value(object) };
        let meta = self.dispatch_class(value);
        let singleton = self.add_singleton(value, above);
        record.singleton.set(Some(singleton));
        // The line of `Class` and its singleton classes ends in one that is a
        // singleton class of itself.
        let meta = match record.kind {
            ClassKind::Module => self.singleton_class_of_class(known::MODULE),
            _ if meta == class => singleton,
            _ => self.singleton_class_of_class(meta),
        };
        self.set_meta(singleton, meta);
        singleton
    }

    /// Says which class a fresh singleton class is an instance of.
    fn set_meta(&self, singleton: ClassId, meta: ClassId) {
        let shape = self.classes.get(meta).root_shape.get();
        // SAFETY: a live class object without instance variables.
        unsafe { barrier::set_shape(self.classes.object(singleton), shape) };
    }

    /// The singleton class of any object that can have one.
    pub fn singleton_class(&self, value: Value<'_>) -> Option<ClassId> {
        match value.word() {
            Word::NIL => return Some(known::NIL_CLASS),
            Word::TRUE => return Some(known::TRUE_CLASS),
            Word::FALSE => return Some(known::FALSE_CLASS),
            _ => {}
        }
        match value.kind()? {
            Kind::Float | Kind::Bignum => return None,
            Kind::String if self.is_interned(value) => return None,
            Kind::Class => {
                let class = self.as_class(value).expect("kind Class");
                return Some(self.singleton_class_of_class(class));
            }
            _ => {}
        }
        let class = self.dispatch_class(value);
        if self.classes.get(class).kind == ClassKind::Singleton {
            return Some(class);
        }
        let singleton = self.add_singleton(value, class);
        self.set_meta(singleton, self.singleton_class_of_class(class));
        Some(singleton)
    }

    /// The same for a program to see: the singleton class of a class then has
    /// one of its own, which inherits what those above it answer to.
    pub fn shown_singleton_class(&self, value: Value<'_>) -> Option<ClassId> {
        let singleton = self.singleton_class(value)?;
        let class = self.as_class(value);
        if class.is_some_and(|class| self.classes.get(class).kind != ClassKind::Module) {
            self.singleton_class_of_class(singleton);
        }
        Some(singleton)
    }

    /// Makes a singleton class and gives the object a shape rooted in it.
    fn add_singleton(&self, value: Value<'_>, superclass: ClassId) -> ClassId {
        let above = self.classes.get(superclass);
        let id = self.classes.add(
            ClassKind::Singleton,
            Some(superclass),
            above.instance_kind.get(),
        );
        let old = value.shape();
        let root = self.shapes.root(id, self.shapes.capacity(old));
        self.classes.get(id).root_shape.set(root);
        let object = self.make_class_object(id);
        // SAFETY: both objects are live; ATTACHED is a value field of classes.
        unsafe {
            self.heap
                .store(object, layout::class::ATTACHED, value.word());
            barrier::set_shape(value.word(), self.shapes.replay(old, root));
        }
        if value.is_frozen() && self.as_class(value).is_none() {
            // SAFETY: a fresh class object.
            self.freeze(unsafe { self.value(object) });
        }
        id
    }

    /// What a singleton class belongs to.
    pub fn attached(&self, class: ClassId) -> Value<'_> {
        // SAFETY: ATTACHED is a value field of the live class object.
        unsafe {
            self.value(barrier::load(
                self.classes.object(class),
                layout::class::ATTACHED,
            ))
        }
    }

    // ---- constants --------------------------------------------------------

    /// Constant `name` of exactly this module.
    pub fn const_get_own(&self, module: ClassId, name: Sym) -> Option<Value<'_>> {
        let constant = self.classes.get(module).constants.borrow().get(name)?;
        (!constant.autoload).then(|| self.table_get(module, constant.slot))
    }

    /// Says that the value of a constant is the file that will define it.
    pub fn const_mark_autoload(&self, module: ClassId, name: Sym) {
        let mut constants = self.classes.get(module).constants.borrow_mut();
        if let Some(mut constant) = constants.get(name) {
            constant.autoload = true;
            constants.insert(name, constant);
        }
    }

    /// Sets constant `name` of this module.
    pub fn const_set(&self, module: ClassId, name: Sym, value: Value<'_>) {
        let record = self.classes.get(module);
        let known = record.constants.borrow().get(name);
        match known {
            Some(mut constant) => {
                self.table_set(module, constant.slot, value);
                if constant.autoload {
                    constant.autoload = false;
                    record.constants.borrow_mut().insert(name, constant);
                }
            }
            None => {
                let slot = self.table_push(module, value);
                let constant = Constant::new(slot);
                record.constants.borrow_mut().insert(name, constant);
            }
        }
        self.constant_epoch.set(self.constant_epoch.get() + 1);
    }

    /// Removes constant `name` of exactly this module and returns its value.
    pub fn const_remove(&self, module: ClassId, name: Sym) -> Option<Value<'_>> {
        let constant = self
            .classes
            .get(module)
            .constants
            .borrow_mut()
            .remove(name)?;
        self.constant_epoch.set(self.constant_epoch.get() + 1);
        Some(self.table_take(module, constant.slot))
    }

    /// Class variable of exactly this module.
    pub fn class_variable_own(&self, module: ClassId, name: Sym) -> Option<Value<'_>> {
        let constant = self
            .classes
            .get(module)
            .class_variables
            .borrow()
            .get(name)?;
        Some(self.table_get(module, constant.slot))
    }

    /// Removes a class variable of exactly this module and returns its value.
    pub fn class_variable_remove(&self, module: ClassId, name: Sym) -> Option<Value<'_>> {
        let record = self.classes.get(module);
        let removed = record.class_variables.borrow_mut().remove(name)?;
        Some(self.table_get(module, removed.slot))
    }

    /// Sets a class variable of exactly this module.
    pub fn class_variable_set(&self, module: ClassId, name: Sym, value: Value<'_>) {
        let record = self.classes.get(module);
        let known = record.class_variables.borrow().get(name);
        match known {
            Some(constant) => self.table_set(module, constant.slot, value),
            None => {
                let slot = self.table_push(module, value);
                let constant = Constant::new(slot);
                record.class_variables.borrow_mut().insert(name, constant);
            }
        }
    }

    /// Value in a slot of the class object's table.
    pub fn table_get(&self, class: ClassId, slot: u32) -> Value<'_> {
        // SAFETY: TABLE of a live class is a Tuple with more than `slot`
        // slots: `table_push` made the slot before anybody could name it.
        unsafe {
            let table = barrier::load(self.classes.object(class), layout::class::TABLE);
            self.value(barrier::load(table, layout::tuple::TAIL + slot as usize))
        }
    }

    /// Empties a slot of the class object's table; nobody names it any more.
    pub fn table_take(&self, class: ClassId, slot: u32) -> Value<'_> {
        let value = self.table_get(class, slot);
        // SAFETY: the class object lives, and this slot was in use.
        unsafe { free_table_slot(self.classes.get(class), slot) };
        value
    }

    fn table_set(&self, class: ClassId, slot: u32, value: Value<'_>) {
        // SAFETY: as in `table_get`.
        unsafe {
            let table = barrier::load(self.classes.object(class), layout::class::TABLE);
            self.heap
                .store(table, layout::tuple::TAIL + slot as usize, value.word());
        }
    }

    /// Puts a value into a new slot of the class object's table.
    pub fn table_push(&self, class: ClassId, value: Value<'_>) -> u32 {
        let record = self.classes.get(class);
        if let Some(slot) = record.table_free.borrow_mut().pop() {
            self.table_set(class, slot, value);
            return slot;
        }
        let slot = record.table_used.get();
        let object = record.object.get();
        // SAFETY: the class object is live; TABLE is nil or a Tuple.
        unsafe {
            let table = barrier::load(object, layout::class::TABLE);
            let room = if table.is_nil() {
                0
            } else {
                barrier::body_words(table)
            };
            if slot as usize >= room {
                let bigger =
                    self.heap
                        .alloc_mature(Kind::Tuple, fixed::INTERNAL, (room * 2).max(4));
                for i in 0..barrier::body_words(bigger) {
                    let old = if i < room {
                        barrier::load(table, layout::tuple::TAIL + i)
                    } else {
                        Word::NIL
                    };
                    self.heap.store(bigger, layout::tuple::TAIL + i, old);
                }
                self.heap.store(object, layout::class::TABLE, bigger);
            }
        }
        record.table_used.set(slot + 1);
        self.table_set(class, slot, value);
        slot
    }

    /// Takes a temporary name away.
    pub fn remove_class_name(&self, class: ClassId) {
        // SAFETY: NAME is a value field of the live class object.
        unsafe {
            self.heap
                .store(self.classes.object(class), layout::class::NAME, Word::NIL)
        };
    }

    /// Whether the class is called by the path of a constant, for ever.
    pub fn has_permanent_name(&self, class: ClassId) -> bool {
        self.class_name(class).is_some() && !self.classes.get(class).temporary_name.get()
    }

    /// Says what a class is called.
    pub fn set_class_name(&self, class: ClassId, name: &[u8]) {
        let text = Word::from_symbol(self.symbols.intern(name).0);
        // SAFETY: NAME is a value field of the live class object; a symbol
        // is no reference.
        unsafe {
            self.heap
                .store(self.classes.object(class), layout::class::NAME, text)
        };
    }

    /// The full name of a class or module that has one.
    pub fn class_name(&self, class: ClassId) -> Option<Sym> {
        // SAFETY: as in `set_class_name`.
        let word = unsafe { barrier::load(self.classes.object(class), layout::class::NAME) };
        word.as_symbol().map(Sym)
    }

    // ---- methods ----------------------------------------------------------

    /// A method entry that stands in no method table yet.
    pub fn new_method(&self, make: impl FnOnce(MethodId) -> MethodEntry) -> MethodId {
        self.heap.charge(METHOD_BYTES);
        self.methods.add(make)
    }

    /// A lexical scope.
    pub fn new_scope(&self, parent: Option<ScopeId>, module: ClassId) -> ScopeId {
        self.heap.charge(SCOPE_BYTES);
        self.scopes.add(parent, module)
    }

    /// Puts a method into the table of `owner`. The vm is the only caller:
    /// it must flush the caches that know the name (`vm::define`).
    pub fn insert_method(
        &self,
        owner: ClassId,
        name: Sym,
        make: impl FnOnce(MethodId) -> MethodEntry,
    ) -> MethodId {
        let id = self.new_method(make);
        let record = self.classes.get(owner);
        if record.methods.borrow_mut().insert(name, id).is_none() {
            record.method_order.borrow_mut().push(name);
        }
        id
    }

    /// The method that `name` means for objects of `class`; an `undef` mark
    /// ends the search.
    pub fn find_method(&self, class: ClassId, name: Sym) -> Option<MethodId> {
        let classes = &self.classes;
        let mut line = std::iter::successors(Some(class), |&c| classes.get(c).superclass.get());
        line.find_map(|class| self.find_method_in(class, name))?
    }

    /// The same among a class and its own modules; `Some(None)` if the search
    /// ends there at an `undef` mark.
    pub fn find_method_in(&self, class: ClassId, name: Sym) -> Option<Option<MethodId>> {
        let find = |owner: &ClassId| {
            self.classes
                .get(*owner)
                .methods
                .borrow()
                .get(&name)
                .copied()
        };
        let classes = &self.classes;
        let id = classes.with_part(class, |part| part.iter().rev().find_map(find))?;
        let ends = matches!(self.methods.get(id).body.get(), MethodBody::Undefined);
        Some((!ends).then_some(id))
    }

    /// The method that `super` means in `from`, for objects of `class`.
    pub fn find_super_method(&self, class: ClassId, from: &MethodEntry) -> Option<MethodId> {
        let line = self.classes.ancestors(class);
        for i in self.place_above(&line, from)?..line.len() {
            let methods = self.classes.get(line[i]).methods.borrow();
            let Some(&id) = methods.get(&from.original_name) else {
                continue;
            };
            let entry = self.methods.get(id);
            if matches!(entry.body.get(), MethodBody::Undefined) {
                return None;
            }
            let before = line[..i].iter().filter(|&&c| c == entry.owner);
            return Some(self.method_again(id, before.count()));
        }
        None
    }

    /// Where among the ancestors of an object `super` in a method begins to
    /// look: behind the method's own place, or with the first if it is a
    /// module's that was bound to an object that does not have the module.
    pub fn place_above(&self, line: &[ClassId], method: &MethodEntry) -> Option<usize> {
        if let Some(at) = self.place_of_method(line, method) {
            return Some(at + 1);
        }
        let module = method.defined_in;
        let is_foreign = !line.contains(&module) && !line.contains(&method.owner);
        (is_foreign && self.classes.get(module).kind == ClassKind::Module).then_some(0)
    }

    /// The place in a line of ancestors that a method goes on from with
    /// `super`: that of its owner, or of what the owner took it from.
    fn place_of_method(&self, line: &[ClassId], method: &MethodEntry) -> Option<usize> {
        let mut owners = (0..line.len()).filter(|&i| line[i] == method.owner);
        let owner = owners.nth(method.occurrence as usize);
        if method.owner == method.defined_in {
            return owner;
        }
        // What was prepended to the owner stands before it.
        let part = self.classes.ancestors(method.owner);
        let prepended = part.iter().position(|&c| c == method.owner).unwrap_or(0);
        let start = owner.map_or(0, |at| at.saturating_sub(prepended));
        let taken_from = |&i: &usize| line[i] == method.defined_in;
        // A stand-in says that it is of a module behind its class.
        (start..line.len())
            .find(taken_from)
            .or_else(|| (0..start).find(taken_from))
    }

    /// The entry of a method for a later place in the ancestors.
    fn method_again(&self, id: MethodId, times: usize) -> MethodId {
        (0..times).fold(id, |id, _| {
            let entry = self.methods.get(id);
            entry.again.get().unwrap_or_else(|| {
                let next = self.new_method(|id| MethodEntry {
                    occurrence: entry.occurrence + 1,
                    ..entry.copy(id)
                });
                entry.again.set(Some(next));
                next
            })
        })
    }
}
