//! Shapes: the layout of instance variables as a transition tree.
//!
//! A shape says which class its objects belong to and in which order they got
//! their instance variables (Chambers, Ungar, Lee: "An efficient implementation
//! of SELF", 1989, calls them maps). The root of a tree is a class with an
//! inline capacity; each edge adds one variable. Send sites and variable
//! caches compare shapes only, so one 32-bit compare guards class and layout.
//!
//! The variables of an object with inline capacity `c` live in its body; when
//! it has more than `c`, the last body slot holds a `Tuple` with the variables
//! from number `c - 1` on.
//!
//! A shape lives while an object has it, a living shape descends from it, or it
//! is the root for new instances of a living class. Full collections free the
//! others and give their numbers out again.

use std::cell::UnsafeCell;

use crate::heap::ShapeId;

use super::class::ClassId;
use super::symbol::Sym;

/// Shapes of the immediates and of the types that share a class with them;
/// their numbers are fixed because handlers compare with them.
pub mod fixed {
    use super::ShapeId;
    /// Never the shape of anything.
    pub const NONE: ShapeId = ShapeId(0);
    /// Integers, immediate and big.
    pub const INTEGER: ShapeId = ShapeId(1);
    /// Floats, flonums and boxed.
    pub const FLOAT: ShapeId = ShapeId(2);
    /// Symbols.
    pub const SYMBOL: ShapeId = ShapeId(3);
    /// `nil`.
    pub const NIL: ShapeId = ShapeId(4);
    /// `true`.
    pub const TRUE: ShapeId = ShapeId(5);
    /// `false`.
    pub const FALSE: ShapeId = ShapeId(6);
    /// Types without a Ruby class of their own (storage, environments).
    pub const INTERNAL: ShapeId = ShapeId(7);
    /// Number of fixed shapes.
    pub const COUNT: u32 = 8;
}

/// One node of the tree.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Class of the objects.
    pub class: ClassId,
    /// The shape without the last variable; itself for a root.
    pub parent: ShapeId,
    /// Name of the last variable.
    pub name: Sym,
    /// Number of variables.
    pub count: u32,
    /// Body slots of the objects.
    pub capacity: u32,
    edges: Vec<(Sym, ShapeId)>,
}

/// Where a variable of a shape lives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// Body slot, from 0.
    Inline(u32),
    /// Slot of the overflow tuple.
    Overflow(u32),
}

/// The class of a shape that was freed.
const FREED: ClassId = ClassId(u32::MAX);

/// Shapes and the numbers that are free.
struct Shapes {
    shapes: Vec<Shape>,
    free: Vec<u32>,
    /// Freed by the last sweep, and not given out before the next: in debug
    /// builds.
    resting: Vec<u32>,
}

/// All shapes of a world.
pub struct ShapeTable {
    inner: UnsafeCell<Shapes>,
}

impl ShapeTable {
    /// A table with the fixed shapes, all of class `basic` until
    /// [`ShapeTable::set_class`] says better.
    pub fn new(basic: ClassId) -> ShapeTable {
        let table = ShapeTable {
            inner: UnsafeCell::new(Shapes {
                shapes: Vec::with_capacity(1024),
                free: Vec::new(),
                resting: Vec::new(),
            }),
        };
        for _ in 0..fixed::COUNT {
            table.root(basic, 0);
        }
        table
    }

    fn shapes(&self) -> &[Shape] {
        // SAFETY: not Sync; no reference from here outlives a call that grows
        // the table (all callers copy what they need).
        unsafe { &(*self.inner.get()).shapes }
    }

    /// Adds what `make` makes of the shape's own number.
    fn push(&self, make: impl FnOnce(ShapeId) -> Shape) -> ShapeId {
        // SAFETY: as in `shapes`; no shared reference is alive here.
        let inner = unsafe { &mut *self.inner.get() };
        if let Some(number) = inner.free.pop() {
            let id = ShapeId(number);
            inner.shapes[number as usize] = make(id);
            return id;
        }
        let id = ShapeId(u32::try_from(inner.shapes.len()).expect("fewer than 2^32 shapes"));
        inner.shapes.push(make(id));
        id
    }

    /// A new root for objects of `class` with `capacity` body slots.
    pub fn root(&self, class: ClassId, capacity: u32) -> ShapeId {
        self.push(|id| Shape {
            class,
            parent: id,
            name: Sym(0),
            count: 0,
            capacity,
            edges: Vec::new(),
        })
    }

    /// Says which class a fixed shape means.
    pub fn set_class(&self, shape: ShapeId, class: ClassId) {
        // SAFETY: as in `push`.
        let shapes = unsafe { &mut (*self.inner.get()).shapes };
        shapes[shape.0 as usize].class = class;
    }

    /// Class of the objects with this shape.
    #[inline(always)]
    pub fn class(&self, shape: ShapeId) -> ClassId {
        self.shapes()[shape.0 as usize].class
    }

    /// Number of variables.
    pub fn count(&self, shape: ShapeId) -> u32 {
        self.shapes()[shape.0 as usize].count
    }

    /// Body slots of the objects with this shape.
    pub fn capacity(&self, shape: ShapeId) -> u32 {
        self.shapes()[shape.0 as usize].capacity
    }

    /// Position of variable `name`, counted from 0.
    pub fn find(&self, shape: ShapeId, name: Sym) -> Option<u32> {
        let shapes = self.shapes();
        let mut at = &shapes[shape.0 as usize];
        while at.count > 0 {
            if at.name == name {
                return Some(at.count - 1);
            }
            at = &shapes[at.parent.0 as usize];
        }
        None
    }

    /// Where the variable at `position` of an object with `shape` lives.
    pub fn place(&self, shape: ShapeId, position: u32) -> Place {
        let node = &self.shapes()[shape.0 as usize];
        if node.count <= node.capacity || position + 1 < node.capacity {
            Place::Inline(position)
        } else {
            Place::Overflow(position + 1 - node.capacity.max(1))
        }
    }

    /// The shape with `name` added at the end.
    pub fn transition(&self, shape: ShapeId, name: Sym) -> ShapeId {
        let node = &self.shapes()[shape.0 as usize];
        if let Some(&(_, to)) = node.edges.iter().find(|edge| edge.0 == name) {
            return to;
        }
        let (class, count, capacity) = (node.class, node.count + 1, node.capacity);
        let to = self.push(|_| Shape {
            class,
            parent: shape,
            name,
            count,
            capacity,
            edges: Vec::new(),
        });
        // SAFETY: as in `push`.
        let shapes = unsafe { &mut (*self.inner.get()).shapes };
        shapes[shape.0 as usize].edges.push((name, to));
        to
    }

    /// The root of the tree a shape stands in.
    pub fn root_of(&self, shape: ShapeId) -> ShapeId {
        let shapes = self.shapes();
        let mut at = shape;
        while shapes[at.0 as usize].parent != at {
            at = shapes[at.0 as usize].parent;
        }
        at
    }

    /// The shape with the same variables in the tree below `root`.
    pub fn replay(&self, shape: ShapeId, root: ShapeId) -> ShapeId {
        self.names(shape)
            .into_iter()
            .fold(root, |at, name| self.transition(at, name))
    }

    /// Names of the variables in order.
    pub fn names(&self, shape: ShapeId) -> Vec<Sym> {
        let shapes = self.shapes();
        let mut at = &shapes[shape.0 as usize];
        let mut names = Vec::with_capacity(at.count as usize);
        while at.count > 0 {
            names.push(at.name);
            at = &shapes[at.parent.0 as usize];
        }
        names.reverse();
        names
    }

    /// How many shapes there are.
    pub fn len(&self) -> usize {
        let alive = |shape: &&Shape| shape.class != FREED;
        self.shapes().iter().filter(alive).count()
    }

    /// Whether there are none (never, after `new`).
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The shape without its last variable; itself for a root.
    pub fn parent(&self, shape: ShapeId) -> ShapeId {
        self.shapes()[shape.0 as usize].parent
    }

    /// Whether there is a shape with this number.
    pub fn lives(&self, shape: ShapeId) -> bool {
        let node = self.shapes().get(shape.0 as usize);
        node.is_some_and(|node| node.class != FREED)
    }

    /// Frees the shapes that are not to be kept.
    pub fn sweep(&mut self, keep: impl Fn(ShapeId) -> bool) {
        let Shapes {
            shapes,
            free,
            resting,
        } = self.inner.get_mut();
        free.append(resting);
        let freed = if cfg!(debug_assertions) {
            resting
        } else {
            free
        };
        for (number, shape) in shapes.iter_mut().enumerate() {
            let number = number as u32;
            if keep(ShapeId(number)) {
                shape.edges.retain(|&(_, to)| keep(to));
            } else if shape.class != FREED {
                shape.class = FREED;
                shape.edges = Vec::new();
                freed.push(number);
            }
        }
    }
}
