//! Ordinary objects, instance variables, freezing.
//!
//! Owns where a variable stands: in the body, in the overflow tuple, or, for
//! heap types without room, in a tuple on the side. Frozen objects are the
//! caller's to refuse.

use crate::heap::{Flag, Kind, ShapeId, Word, barrier, layout};

use super::class::{ClassId, ClassKind};
use super::shape::Place;
use super::symbol::Sym;
use super::value::Value;
use super::world::World;

/// No class gives its instances more body slots than this.
const MAX_CAPACITY: u32 = 64;

impl World {
    // ---- ordinary objects and instance variables --------------------------

    /// A new ordinary object of `class` with all slots nil.
    pub fn new_object(&self, class: ClassId) -> Value<'_> {
        let shape = self.root_shape(class);
        let slots = self.shapes.capacity(shape) as usize;
        let word = self.heap.alloc(Kind::Object, shape, slots);
        // SAFETY: fresh object with `slots` value slots.
        unsafe {
            for i in 0..slots {
                barrier::store_init(word, layout::object::TAIL + i, Word::NIL);
            }
            self.value(word)
        }
    }

    /// Instance variable `name`, nil when it was never set.
    pub fn ivar_get(&self, object: Value<'_>, name: Sym) -> Value<'_> {
        self.ivar_find(object, name).unwrap_or(Value::NIL)
    }

    /// Instance variable `name`, if it is set.
    pub fn ivar_find(&self, object: Value<'_>, name: Sym) -> Option<Value<'_>> {
        if !object.word().is_object() {
            return None;
        }
        let shape = object.shape();
        let position = self.shapes.find(shape, name)?;
        // SAFETY: the shape of a live object tells where its variables are.
        let word = unsafe {
            match self.shapes.place(shape, position) {
                Place::Inline(slot) => {
                    barrier::load(object.word(), layout::object::TAIL + slot as usize)
                }
                Place::Overflow(slot) => {
                    barrier::load(self.overflow(object)?, layout::tuple::TAIL + slot as usize)
                }
            }
        };
        // SAFETY: just read from a live object; undef marks a removed one.
        (!word.is_undef()).then(|| unsafe { self.value(word) })
    }

    /// Sets instance variable `name` of an unfrozen object.
    pub fn ivar_set(&self, object: Value<'_>, name: Sym, value: Value<'_>) {
        let word = object.word();
        let mut shape = object.shape();
        let position = match self.shapes.find(shape, name) {
            Some(position) => position,
            None => {
                let wider = self.shapes.transition(shape, name);
                self.make_room(object, shape, wider);
                // SAFETY: live; `make_room` gave it the slots `wider` names.
                unsafe { barrier::set_shape(word, wider) };
                shape = wider;
                self.shapes.count(shape) - 1
            }
        };
        // SAFETY: the shape of a live object tells where its variables are.
        unsafe {
            match self.shapes.place(shape, position) {
                Place::Inline(slot) => {
                    self.heap
                        .store(word, layout::object::TAIL + slot as usize, value.word())
                }
                Place::Overflow(slot) => {
                    let tuple = self.overflow(object).expect("made by make_room");
                    self.heap
                        .store(tuple, layout::tuple::TAIL + slot as usize, value.word());
                }
            }
        }
    }

    /// Later instances of `class` get room for the variables that its methods
    /// mention, and for those of the classes above.
    pub fn expect_variables(&self, class: ClassId, names: impl Iterator<Item = Sym>) {
        let record = self.classes.get(class);
        if record.kind != ClassKind::Class || record.instance_kind.get() != Kind::Object {
            return;
        }
        let mut mentioned = record.mentioned.borrow_mut();
        for name in names {
            if !mentioned.contains(&name) {
                mentioned.push(name);
            }
        }
        let superclass = |class: &ClassId| self.classes.get(*class).superclass.get();
        let above = std::iter::successors(record.superclass.get(), superclass);
        let above: usize = above
            .map(|class| self.classes.get(class).mentioned.borrow().len())
            .sum();
        let wanted = (mentioned.len() + above).min(MAX_CAPACITY as usize) as u32;
        if self.shapes.capacity(record.root_shape.get()) < wanted {
            record.root_shape.set(self.shapes.root(class, wanted));
        }
    }

    /// Removes instance variable `name`: the object gets the shape it would
    /// have had without it.
    pub fn ivar_remove(&self, object: Value<'_>, name: Sym) -> Option<Value<'_>> {
        let old = self.ivar_find(object, name)?;
        let shape = object.shape();
        let kept: Vec<(Sym, Value<'_>)> = (self.shapes.names(shape).into_iter())
            .filter(|&other| other != name)
            .filter_map(|other| Some((other, self.ivar_find(object, other)?)))
            .collect();
        // SAFETY: live; the root of its tree names no variable, so every slot
        // counts as free, and the slots themselves stay.
        unsafe { barrier::set_shape(object.word(), self.shapes.root_of(shape)) };
        for (other, value) in kept {
            self.ivar_set(object, other, value);
        }
        Some(old)
    }

    /// The tuple with the variables that the body has no room for.
    fn overflow(&self, object: Value<'_>) -> Option<Word> {
        let shape = object.shape();
        // SAFETY: live; each kind keeps its overflow where `set_overflow` put it.
        let word = unsafe {
            match object.kind()? {
                Kind::Object => barrier::load(
                    object.word(),
                    layout::object::TAIL + self.shapes.capacity(shape) as usize - 1,
                ),
                Kind::Class => barrier::load(object.word(), layout::class::IVARS),
                _ => self.side_get(object)?.value().word(),
            }
        };
        Some(word)
    }

    /// Gives `object` the overflow slots it needs to go from `shape` to `wider`.
    fn make_room(&self, object: Value<'_>, shape: ShapeId, wider: ShapeId) {
        let (count, capacity) = (self.shapes.count(wider), self.shapes.capacity(wider));
        if count <= capacity {
            return;
        }
        let needed = (count - capacity.saturating_sub(1)) as usize;
        let starts_overflow = self.shapes.count(shape) <= capacity;
        let old = if starts_overflow {
            None
        } else {
            self.overflow(object)
        };
        // SAFETY: an existing overflow is a live tuple; a new one is fresh.
        unsafe {
            if let Some(old) = old
                && barrier::body_words(old) >= needed
            {
                return;
            }
            let tuple = self.new_tuple((needed * 2).max(4)).value().word();
            if let Some(old) = old {
                for i in 0..barrier::body_words(old) {
                    barrier::store_init(
                        tuple,
                        layout::tuple::TAIL + i,
                        barrier::load(old, layout::tuple::TAIL + i),
                    );
                }
            } else if capacity > 0 {
                let last =
                    barrier::load(object.word(), layout::object::TAIL + capacity as usize - 1);
                barrier::store_init(tuple, layout::tuple::TAIL, last);
            }
            self.set_overflow(object, capacity, tuple);
        }
        self.learn_capacity(object, count);
    }

    fn set_overflow(&self, object: Value<'_>, capacity: u32, tuple: Word) {
        // SAFETY: live; the slot or field exists in the kind.
        unsafe {
            match object.kind() {
                Some(Kind::Object) => self.heap.store(
                    object.word(),
                    layout::object::TAIL + capacity as usize - 1,
                    tuple,
                ),
                Some(Kind::Class) => self.heap.store(object.word(), layout::class::IVARS, tuple),
                _ => {
                    let tuple = self.value(tuple).as_tuple();
                    self.side_set(object, tuple.expect("variables stand in a tuple"));
                }
            }
        }
    }

    /// Later instances of the class get room for as many variables as this one.
    fn learn_capacity(&self, object: Value<'_>, count: u32) {
        if object.kind() != Some(Kind::Object) {
            return;
        }
        let class = self.dispatch_class(object);
        let record = self.classes.get(class);
        let wanted = (count + 1).min(MAX_CAPACITY);
        if record.kind == ClassKind::Class && self.shapes.capacity(record.root_shape.get()) < wanted
        {
            record.root_shape.set(self.shapes.root(class, wanted));
        }
    }

    /// Names of the instance variables that are set, in order.
    pub fn ivar_names(&self, object: Value<'_>) -> Vec<Sym> {
        let mut names = self.shapes.names(object.shape());
        names.retain(|&name| self.ivar_find(object, name).is_some());
        names
    }

    /// Copies the instance variables of one object to another: `dup`, `clone`.
    pub fn copy_ivars(&self, from: Value<'_>, to: Value<'_>) {
        for name in self.ivar_names(from) {
            self.ivar_set(to, name, self.ivar_get(from, name));
        }
    }

    /// A number for the value that no other living value has: `object_id` of
    /// heap objects, the bits of immediates.
    pub fn identity(&self, value: Value<'_>) -> u64 {
        let word = value.word();
        if word.is_object() {
            // SAFETY: H1: O1 makes the object live.
            unsafe { self.heap.identity(word) }
        } else {
            word.bits()
        }
    }

    /// Freezes the object; immediates already are.
    pub fn freeze(&self, object: Value<'_>) {
        if object.word().is_object() {
            let class = self.dispatch_class(object);
            if self.classes.get(class).kind == ClassKind::Singleton
                && !self.class_object(class).is_frozen()
                && self.as_class(object).is_none()
            {
                self.freeze(self.class_object(class));
            }
            if object.is_chilled() {
                object.set_chilled(false);
            }
            // SAFETY: live.
            unsafe {
                barrier::set_header(
                    object.word(),
                    barrier::header(object.word()).with(Flag::FROZEN),
                )
            };
        }
    }
}
