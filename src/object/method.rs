//! Method entries: what a name means in a class.
//!
//! An entry names its body by a number whose table belongs to a higher layer
//! (compiled code, natives). Entries and scopes keep their addresses and live
//! as long as something names them (see `collect`).

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::class::{ClassId, Origin};
use super::records::{Mortal, Records};
use super::symbol::Sym;

/// Number of a method entry within its world.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct MethodId(pub u32);

/// Who may call a method.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Visibility {
    /// Anybody.
    Public,
    /// Only calls whose self is a kind of the owner.
    Protected,
    /// Only calls without a receiver, or with a literal `self`.
    Private,
}

/// Number of a lexical scope within its world.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ScopeId(pub u32);

impl MethodId {
    /// In debug builds the number of an entry that was freed.
    pub const FREED: MethodId = MethodId(u32::MAX);
}

impl ScopeId {
    /// The top level of every program.
    pub const TOP: ScopeId = ScopeId(0);
}

/// Lexical scope: the module whose body surrounds some code, and what
/// surrounds that.
pub struct LexicalScope {
    /// The surrounding scope; the top level has none.
    pub parent: Option<ScopeId>,
    /// Where constants are looked up and methods defined.
    pub module: ClassId,
    /// Visibility of the next `def` in this body.
    pub visibility: Cell<Visibility>,
    /// Whether `module_function` without arguments was said.
    pub module_function: Cell<bool>,
    /// The body of a `class_eval` or `instance_eval` block: methods are defined
    /// in `module`, but constants are those of the scopes around.
    pub eval: Cell<bool>,
    /// What `instance_eval` runs with an object that can have no singleton
    /// class: `module` is its class, and nothing can be defined.
    pub sealed: Cell<bool>,
    /// Refinements in force; None: those of the scopes around.
    pub refinements: RefCell<Option<Rc<Refinements>>>,
}

/// What a refinement is of.
#[derive(Clone, Copy)]
pub struct RefinementInfo {
    /// The class or module that is refined.
    pub target: ClassId,
    /// The module in which `refine` was called.
    pub module: ClassId,
}

/// Refinements in force in a lexical scope, besides those of the scopes around.
pub struct Refinements {
    /// What was in force before.
    pub outer: Option<Rc<Refinements>>,
    /// What is refined, and the refinement; the latest last.
    pub list: RefCell<Vec<(ClassId, ClassId)>>,
}

impl Refinements {
    /// All of them, the latest first.
    pub fn all(&self) -> Vec<(ClassId, ClassId)> {
        let mut all = Vec::new();
        let mut at = Some(self);
        while let Some(here) = at {
            all.extend(here.list.borrow().iter().rev());
            at = here.outer.as_deref();
        }
        all
    }
}

/// What runs when the method is called.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum MethodBody {
    /// Compiled Ruby; the number is the vm's.
    Code(u32),
    /// A primitive; when it declines, the vm runs `fallback` (compiled Ruby).
    Native {
        /// Row of the primitive table.
        native: u32,
        /// Kernel source to run when the primitive declines (the vm's number).
        fallback: Option<u32>,
    },
    /// Kernel Ruby that is compiled at its first call (the vm's number).
    Kernel(u32),
    /// Returns the instance variable.
    AttrReader(Sym),
    /// Sets the instance variable.
    AttrWriter(Sym),
    /// `define_method`: a closure in the owner's `TABLE`.
    Closure(u32),
    /// `undef`: look-up stops here and finds nothing.
    Undefined,
}

/// One method of one class.
pub struct MethodEntry {
    /// Its number.
    pub id: MethodId,
    /// Name it was found under.
    pub name: Sym,
    /// Name it was defined with (`alias` keeps it).
    pub original_name: Sym,
    /// The class or module whose table holds it.
    pub owner: ClassId,
    /// Where `super` goes on from: the owner of the original of an alias.
    pub defined_in: ClassId,
    /// Who may call it.
    pub visibility: Visibility,
    /// What runs. Changes once, when kernel Ruby is compiled.
    pub body: Cell<MethodBody>,
    /// Lexical scope of the body.
    pub scope: ScopeId,
    /// How many times `owner` stands in the ancestors before the place that
    /// this entry is for: a module can stand there twice, and `super` must
    /// know from which place it goes on.
    pub occurrence: u32,
    /// The same method at the next place.
    pub again: Cell<Option<MethodId>>,
    /// The entry under which blocks written here run when they are given
    /// another self but no class to define methods in, once that happened.
    pub other_self: Cell<Option<MethodId>>,
    /// It has another name too, so that a redefinition does not discard it.
    pub aliased: Cell<bool>,
    /// Where it was defined, if no code says so (`attr_reader`).
    pub origin: Cell<Option<Origin>>,
}

impl MethodEntry {
    /// A public method, found and defined under this name.
    pub fn new(
        id: MethodId,
        owner: ClassId,
        name: Sym,
        body: MethodBody,
        scope: ScopeId,
    ) -> MethodEntry {
        MethodEntry {
            id,
            name,
            original_name: name,
            owner,
            defined_in: owner,
            visibility: Visibility::Public,
            body: Cell::new(body),
            scope,
            occurrence: 0,
            again: Cell::new(None),
            other_self: Cell::new(None),
            aliased: Cell::new(false),
            origin: Cell::new(None),
        }
    }

    /// A copy with a number of its own.
    pub fn copy(&self, id: MethodId) -> MethodEntry {
        MethodEntry {
            id,
            body: self.body.clone(),
            again: Cell::new(None),
            other_self: Cell::new(None),
            aliased: self.aliased.clone(),
            origin: self.origin.clone(),
            ..*self
        }
    }

    /// Whether a full collection freed it (only told in debug builds).
    #[inline(always)]
    pub fn is_freed(&self) -> bool {
        cfg!(debug_assertions) && self.id == MethodId::FREED
    }
}

impl Mortal for MethodEntry {
    fn bury(&mut self) {
        self.id = MethodId::FREED;
    }
}

impl Mortal for LexicalScope {}

/// All lexical scopes of a world.
#[derive(Default)]
pub struct ScopeTable {
    pub(super) records: Records<LexicalScope>,
}

impl ScopeTable {
    /// Adds a scope. Callers beyond start-up use
    /// [`World::new_scope`](super::World::new_scope).
    pub(super) fn add(&self, parent: Option<ScopeId>, module: ClassId) -> ScopeId {
        ScopeId(self.records.add(|number| LexicalScope {
            parent,
            module,
            visibility: Cell::new(if ScopeId(number) == ScopeId::TOP {
                Visibility::Private
            } else {
                Visibility::Public
            }),
            module_function: Cell::new(false),
            eval: Cell::new(false),
            sealed: Cell::new(false),
            refinements: RefCell::new(None),
        }))
    }

    /// The scope with this number.
    pub fn get(&self, id: ScopeId) -> &LexicalScope {
        self.records.get(id.0)
    }

    /// How many scopes live.
    pub fn count(&self) -> usize {
        self.records.count()
    }
}

/// All entries of a world.
#[derive(Default)]
pub struct MethodTable {
    pub(super) records: Records<MethodEntry>,
}

impl MethodTable {
    /// Adds an entry; `make` receives its number.
    pub(super) fn add(&self, make: impl FnOnce(MethodId) -> MethodEntry) -> MethodId {
        MethodId(self.records.add(|number| make(MethodId(number))))
    }

    /// The entry with this number.
    pub fn get(&self, id: MethodId) -> &MethodEntry {
        self.records.get(id.0)
    }

    /// Every entry.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &MethodEntry> {
        self.records.iter().map(|(_, entry)| entry)
    }

    /// How many entries live.
    pub fn count(&self) -> usize {
        self.records.count()
    }
}
