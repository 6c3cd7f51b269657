//! Tests of the collector as a whole: small scenarios by name, planted faults
//! that the verifier must find, and random programs compared with a model.

use super::barrier::{body_words, header, load, load_raw, store_init, store_raw};
use super::layout::{array, fiber};
use super::{Collection, Flag, Heap, HeapConfig, Kind, Roots, ShapeId, Word, Zone};
use std::collections::{HashMap, HashSet};

const SHAPE: ShapeId = ShapeId(7);

fn heap(tenure_age: u8) -> Heap {
    Heap::new(HeapConfig {
        tenure_age,
        poison: true,
        ..HeapConfig::default()
    })
}

fn tuple(heap: &Heap, items: &[Word]) -> Word {
    let object = heap.alloc(Kind::Tuple, SHAPE, items.len());
    for (i, &item) in items.iter().enumerate() {
        // SAFETY: H1, H2: the object is fresh and this long.
        unsafe { store_init(object, i + 1, item) };
    }
    object
}

fn collect(heap: &mut Heap, roots: &mut dyn Roots, kind: Collection) {
    // SAFETY: the tests keep every word they use in `roots`, and fill bodies.
    unsafe {
        heap.verify(roots).expect("sound before");
        heap.collect(roots, kind);
        heap.verify(roots).expect("sound after");
    }
}

fn field(object: Word, index: usize) -> Word {
    // SAFETY: H1, H2: the tests pass live objects and indices within them.
    unsafe { load(object, index) }
}

fn zone(heap: &Heap, object: Word) -> Zone {
    // SAFETY: H1: the tests pass live objects.
    unsafe { heap.info(object) }.zone
}

#[test]
fn survivors_keep_their_contents() {
    let mut heap = heap(6);
    let inner = tuple(&heap, &[Word::from_int(5)]);
    let mut roots = vec![tuple(&heap, &[inner, inner, Word::TRUE])];
    let before = roots[0];
    collect(&mut heap, &mut roots, Collection::Young);
    assert_ne!(roots[0], before);
    assert_eq!(field(roots[0], 1), field(roots[0], 2));
    assert_eq!(field(field(roots[0], 1), 1), Word::from_int(5));
    assert_eq!(field(roots[0], 3), Word::TRUE);
}

#[test]
fn an_object_lives_young_through_six_collections() {
    let mut heap = heap(6);
    let mut roots = vec![tuple(&heap, &[])];
    for age in 1..=6 {
        collect(&mut heap, &mut roots, Collection::Young);
        // SAFETY: H1: a root.
        let info = unsafe { heap.info(roots[0]) };
        assert_eq!((info.zone, info.age), (Zone::Young, age));
    }
    collect(&mut heap, &mut roots, Collection::Young);
    // SAFETY: H1: a root.
    let info = unsafe { heap.info(roots[0]) };
    assert_eq!((info.zone, info.age), (Zone::Mature, 0));
    assert_eq!(heap.stats().promoted_objects, 1);
    let place = roots[0];
    collect(&mut heap, &mut roots, Collection::Full);
    assert_eq!(roots[0], place, "mature objects do not move");
}

#[test]
fn age_zero_promotes_at_once() {
    let mut heap = heap(0);
    let mut roots = vec![tuple(&heap, &[])];
    collect(&mut heap, &mut roots, Collection::Young);
    assert_eq!(zone(&heap, roots[0]), Zone::Mature);
}

#[test]
fn many_survivors_are_promoted_under_pressure() {
    let mut heap = heap(6);
    heap.config_mut().survivor_bytes = 1000;
    let mut roots: Vec<Word> = (0..100).map(|_| tuple(&heap, &[Word::NIL; 9])).collect();
    collect(&mut heap, &mut roots, Collection::Young);
    let young = roots
        .iter()
        .filter(|&&o| zone(&heap, o) == Zone::Young)
        .count();
    assert_eq!(young, 13);
}

#[test]
fn a_mature_object_keeps_the_young_it_was_given() {
    for words in [3, 5000] {
        let mut heap = heap(6);
        let holder = heap.alloc_mature(Kind::Tuple, SHAPE, words);
        for i in 1..=words {
            // SAFETY: H1, H2: fresh.
            unsafe { store_init(holder, i, Word::NIL) };
        }
        let mut roots = vec![holder];
        collect(&mut heap, &mut roots, Collection::Young);
        assert_eq!(heap.stats().remembered, 0, "nothing young in it yet");
        let young = tuple(&heap, &[Word::from_int(1)]);
        // SAFETY: H1, H2: both are live, the field exists.
        unsafe { heap.store(holder, words - 1, young) };
        // SAFETY: as above.
        unsafe { heap.store(holder, words, young) };
        assert_eq!(heap.stats().remembered, 1, "entered once");
        for _ in 0..8 {
            collect(&mut heap, &mut roots, Collection::Young);
            assert_eq!(field(field(holder, words - 1), 1), Word::from_int(1));
            assert_eq!(field(holder, words - 1), field(holder, words));
        }
        assert_eq!(heap.stats().remembered, 0, "its object is mature by now");
    }
}

#[test]
fn the_unreachable_goes_even_if_an_old_corpse_holds_it() {
    let mut heap = heap(6);
    let holder = heap.alloc_mature(Kind::Tuple, SHAPE, 1);
    let young = tuple(&heap, &[]);
    let weak = heap.alloc_filled(Kind::WeakTuple, SHAPE, 1);
    // SAFETY: H1, H2: all fresh.
    unsafe {
        heap.store(holder, 1, young);
        heap.store(weak, 1, young);
    }
    let mut roots = vec![weak];
    collect(&mut heap, &mut roots, Collection::Young);
    assert!(field(roots[0], 1).is_object());
    collect(&mut heap, &mut roots, Collection::Full);
    assert!(field(roots[0], 1).is_nil());
    assert_eq!(heap.stats().mature_bytes, 0);
}

#[test]
fn weak_fields_follow_the_living_in_both_generations() {
    for age in [0, 6] {
        let mut heap = heap(age);
        let kept = tuple(&heap, &[]);
        let weak = heap.alloc_filled(Kind::WeakTuple, SHAPE, 2);
        // SAFETY: H1, H2: all fresh.
        unsafe {
            store_init(weak, 1, kept);
            store_init(weak, 2, tuple(&heap, &[]));
        }
        let mut roots = vec![weak, kept];
        for _ in 0..9 {
            collect(&mut heap, &mut roots, Collection::Young);
            assert_eq!(field(roots[0], 1), roots[1]);
            assert!(field(roots[0], 2).is_nil());
        }
        let fresh = tuple(&heap, &[]);
        // SAFETY: H1, H2: a mature weak object and a fresh one.
        unsafe { heap.store(roots[0], 2, fresh) };
        collect(&mut heap, &mut roots, Collection::Young);
        assert!(field(roots[0], 2).is_nil());
        roots.pop();
        collect(&mut heap, &mut roots, Collection::Full);
        assert!(field(roots[0], 1).is_nil());
    }
}

#[test]
fn identity_survives_every_move() {
    let mut heap = heap(2);
    let objects = [
        tuple(&heap, &[]),
        tuple(&heap, &[Word::NIL]),
        heap.alloc_mature(Kind::Tuple, SHAPE, 0),
    ];
    let mut roots: Vec<Word> = objects.into();
    // SAFETY: H1: roots.
    let ids: Vec<u64> = roots.iter().map(|&o| unsafe { heap.identity(o) }).collect();
    assert_eq!(ids, [8, 16, 24]);
    for _ in 0..4 {
        collect(&mut heap, &mut roots, Collection::Young);
        // SAFETY: H1: roots.
        let now: Vec<u64> = roots.iter().map(|&o| unsafe { heap.identity(o) }).collect();
        assert_eq!(now, ids);
        // SAFETY: H1: a root.
        assert_eq!(unsafe { body_words(roots[1]) }, 1);
    }
    assert_eq!(heap.identities.entries(), 1);
    roots.clear();
    collect(&mut heap, &mut roots, Collection::Full);
    assert_eq!(heap.identities.entries(), 0);
}

#[test]
fn the_biggest_young_object_can_have_an_identity_and_grow_old() {
    let mut heap = heap(1);
    let mut roots = vec![tuple(&heap, &[Word::TRUE; super::MAX_YOUNG_WORDS])];
    // SAFETY: H1: a root.
    let id = unsafe { heap.identity(roots[0]) };
    collect(&mut heap, &mut roots, Collection::Young);
    collect(&mut heap, &mut roots, Collection::Young);
    assert_eq!(zone(&heap, roots[0]), Zone::Mature);
    // SAFETY: H1: a root.
    assert_eq!(unsafe { heap.identity(roots[0]) }, id);
    assert_eq!(field(roots[0], super::MAX_YOUNG_WORDS), Word::TRUE);
}

#[test]
fn large_objects_stay_and_go() {
    let mut heap = heap(6);
    let mut roots: Vec<Word> = [2000, 70_000, 1_000_000]
        .map(|n| heap.alloc_filled(Kind::Tuple, SHAPE, n))
        .into();
    for &object in &roots {
        assert_eq!(zone(&heap, object), Zone::Large);
    }
    // SAFETY: H1: a root.
    assert_eq!(unsafe { body_words(roots[2]) }, 1_000_000);
    let before = roots.clone();
    collect(&mut heap, &mut roots, Collection::Full);
    assert_eq!(roots, before);
    roots.remove(0);
    collect(&mut heap, &mut roots, Collection::Full);
    roots.clear();
    collect(&mut heap, &mut roots, Collection::Full);
    assert_eq!(heap.stats().large_bytes, 0);
}

#[test]
fn absurd_and_forbidden_sizes_are_refused() {
    let heap = Heap::new(HeapConfig {
        limit_bytes: Some(8 << 20),
        ..HeapConfig::default()
    });
    for words in [usize::MAX, 1 << 61, 1 << 50, 1 << 43, 2 << 20] {
        assert!(
            heap.try_alloc(Kind::Tuple, SHAPE, words).is_none(),
            "{words}"
        );
    }
    assert!(heap.try_alloc(Kind::Tuple, SHAPE, 10_000).is_some());
}

#[test]
fn external_objects_report_their_death() {
    let mut heap = heap(1);
    let mut roots: Vec<Word> = Vec::new();
    for id in 1..=4 {
        let kind = if id % 2 == 0 {
            Kind::Class
        } else {
            Kind::Fiber
        };
        let object = heap.alloc_filled(kind, SHAPE, kind.layout().values + 1);
        // SAFETY: H1, H2: fresh; the id is the first raw field.
        unsafe { store_raw(object, kind.layout().values + 1, id) };
        roots.push(object);
    }
    assert_eq!(zone(&heap, roots[1]), Zone::Mature);
    roots.remove(0);
    collect(&mut heap, &mut roots, Collection::Young);
    assert_eq!(heap.take_dead(), [(Kind::Fiber, 1)]);
    collect(&mut heap, &mut roots, Collection::Young);
    roots.truncate(1);
    collect(&mut heap, &mut roots, Collection::Young);
    assert!(heap.take_dead().is_empty());
    collect(&mut heap, &mut roots, Collection::Full);
    let mut dead = heap.take_dead();
    dead.sort_by_key(|&(_, id)| id);
    assert_eq!(dead, [(Kind::Fiber, 3), (Kind::Class, 4)]);
}

#[test]
fn a_long_chain_costs_no_native_stack() {
    let mut heap = heap(0);
    let mut roots = vec![Word::NIL];
    for i in 0..400_000 {
        roots[0] = tuple(&heap, &[roots[0]]);
        if i % 100_000 == 0 {
            collect(&mut heap, &mut roots, Collection::Young);
        }
    }
    collect(&mut heap, &mut roots, Collection::Full);
    let mut length = 0;
    let mut at = roots[0];
    while at.is_object() {
        at = field(at, 1);
        length += 1;
    }
    assert_eq!(length, 400_000);
}

#[test]
fn short_lived_objects_run_in_flat_memory() {
    let mut heap = Heap::new(HeapConfig {
        count_objects: true,
        ..HeapConfig::default()
    });
    let mut roots: Vec<Word> = Vec::new();
    for _ in 0..2_000_000 {
        tuple(&heap, &[Word::NIL; 4]);
        if heap.collect_requested() {
            let (kind, _) = heap.due();
            assert_eq!(kind, Collection::Young);
            // SAFETY: no word is kept.
            unsafe { heap.collect(&mut roots, kind) };
        }
    }
    let stats = heap.stats();
    assert_eq!(stats.allocated_objects, Some(2_000_000));
    assert_eq!(stats.allocated_bytes, 2_000_000 * 40);
    assert!(stats.peak_held_bytes <= 2 << 20, "{stats:?}");
}

#[test]
fn growth_asks_for_a_full_collection() {
    let mut heap = heap(6);
    let mut roots: Vec<Word> = Vec::new();
    while heap.stats().large_bytes < 17 << 20 {
        assert!(!heap.collect_requested() || heap.due().0 == Collection::Full);
        heap.alloc_filled(Kind::ByteArray, SHAPE, 100_000);
    }
    assert_eq!(heap.due().0, Collection::Full);
    collect(&mut heap, &mut roots, Collection::Full);
    assert!(!heap.collect_requested());
    assert_eq!(heap.stats().large_bytes, 0);
}

#[test]
fn flags_have_sorted_names() {
    let heap = heap(6);
    let object = heap.alloc_mature(Kind::WeakTuple, SHAPE, 0);
    // SAFETY: H1: fresh.
    unsafe {
        heap.identity(object);
        super::barrier::set_flag(object, Flag::FROZEN);
        let info = heap.info(object);
        assert_eq!(
            info.flags,
            ["HasIdentity", "IsFrozen", "RefsAreWeak", "Remember"]
        );
        assert_eq!((info.fields, info.header_bytes), (0, 8));
    }
}

#[test]
fn a_planted_missing_barrier_is_found() {
    for words in [2, 3000] {
        let mut heap = heap(6);
        let mut roots = vec![heap.alloc_filled(Kind::Tuple, SHAPE, words)];
        for _ in 0..7 {
            collect(&mut heap, &mut roots, Collection::Young);
        }
        let young = tuple(&heap, &[]);
        heap.barrier_off.set(true);
        // SAFETY: H1, H2; the hook breaks H6, which is the point.
        unsafe { heap.store(roots[0], 2, young) };
        // SAFETY: as above.
        let fault = unsafe { heap.verify(&mut roots) }.expect_err("a young object unremembered");
        assert!(
            fault.starts_with("Tuple@0x") && fault.contains("field [1] holds a young"),
            "{fault}"
        );
    }
}

#[test]
fn a_planted_missing_root_is_found() {
    let mut heap = heap(6);
    let mut roots = vec![tuple(&heap, &[]), tuple(&heap, &[Word::TRUE])];
    let forgotten = roots.remove(1);
    // SAFETY: H8 is broken on purpose; nothing follows the word before verify.
    unsafe { heap.collect(&mut roots, Collection::Young) };
    roots.push(forgotten);
    // SAFETY: the verifier follows only words it knows.
    let fault = unsafe { heap.verify(&mut roots) }.expect_err("a stale root");
    assert!(fault.starts_with("a root holds 0x"), "{fault}");
    roots[1] = Word::NIL;
    let holder = tuple(&heap, &[forgotten]);
    roots[0] = holder;
    // SAFETY: as above.
    let fault = unsafe { heap.verify(&mut roots) }.expect_err("a stale field");
    assert!(fault.contains("field [0] holds 0x"), "{fault}");
}

#[test]
fn a_window_out_of_bounds_is_found() {
    let mut heap = heap(6);
    let slots = tuple(&heap, &[Word::NIL; 4]);
    let object = heap.alloc(Kind::Array, SHAPE, 2);
    let mut roots = vec![object];
    // SAFETY: H1, H2: fresh.
    unsafe {
        store_init(object, array::SLOTS, slots);
        store_raw(object, array::WINDOW, 1 | 3 << 32);
        heap.verify(&mut roots).expect("in bounds");
        store_raw(object, array::WINDOW, 2 | 3 << 32);
        let fault = heap.verify(&mut roots).expect_err("out of bounds");
        assert!(fault.contains("ends at 5 of 4 slots"), "{fault}");
    }
}

#[test]
fn memory_that_was_freed_is_poisoned() {
    let mut heap = heap(6);
    let object = tuple(&heap, &[Word::TRUE]);
    collect(&mut heap, &mut Vec::new(), Collection::Young);
    // SAFETY: the chunk stays mapped in the pool (H7).
    assert_eq!(unsafe { load_raw(object, 1) }, 0xd5d5_d5d5_d5d5_d5d5);
}

/// A node of the model: what an object should hold.
#[derive(Clone, Debug)]
struct Node {
    kind: Kind,
    /// Tagged fields, then for a fiber the slots of its outside record.
    fields: Vec<Ref>,
    raw: u64,
    identity: Option<u64>,
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Ref {
    Node(usize),
    Int(i64),
    Nil,
}

/// Roots and outside records of the random programs.
#[derive(Default)]
struct World {
    slots: Vec<Word>,
    records: HashMap<u64, Vec<Word>>,
}

impl Roots for World {
    fn visit(&mut self, visit: &mut dyn FnMut(&mut Word)) {
        self.slots.iter_mut().for_each(&mut *visit);
        self.slots.iter_mut().take(2).for_each(visit);
    }

    fn visit_external(&mut self, kind: Kind, id: u64, visit: &mut dyn FnMut(&mut Word)) {
        if kind == Kind::Fiber {
            self.records
                .get_mut(&id)
                .expect("records die with their fibers")
                .iter_mut()
                .for_each(visit);
        }
    }
}

/// A heap and the model it must agree with.
struct Pair {
    heap: Heap,
    world: World,
    nodes: Vec<Node>,
    roots: Vec<Ref>,
    alive: HashSet<u64>,
}

const ROOTS: usize = 6;
const RECORD: usize = 2;

/// One step of a random program; numbers are reduced to what exists.
#[derive(Clone, Debug)]
enum Step {
    New {
        kind: u8,
        size: usize,
        root: usize,
    },
    Store {
        holder: usize,
        field: usize,
        value: usize,
    },
    StoreInt {
        holder: usize,
        field: usize,
    },
    Load {
        holder: usize,
        field: usize,
        root: usize,
    },
    Drop {
        root: usize,
    },
    Identify {
        root: usize,
    },
    Collect {
        full: bool,
    },
}

impl Pair {
    fn new(tenure_age: u8, survivor_bytes: usize) -> Pair {
        let config = HeapConfig {
            tenure_age,
            survivor_bytes,
            poison: true,
            ..HeapConfig::default()
        };
        Pair {
            heap: Heap::new(config),
            world: World {
                slots: vec![Word::NIL; ROOTS],
                records: HashMap::new(),
            },
            nodes: Vec::new(),
            roots: vec![Ref::Nil; ROOTS],
            alive: HashSet::new(),
        }
    }

    fn step(&mut self, step: &Step) {
        match *step {
            Step::New { kind, size, root } => self.create(kind, size, root % ROOTS),
            Step::Store {
                holder,
                field,
                value,
            } => {
                let value = value % ROOTS;
                self.write(
                    holder % ROOTS,
                    field,
                    self.world.slots[value],
                    self.roots[value],
                );
            }
            Step::StoreInt { holder, field } => {
                self.write(
                    holder % ROOTS,
                    field,
                    Word::from_int(field as i64),
                    Ref::Int(field as i64),
                );
            }
            Step::Load {
                holder,
                field,
                root,
            } => {
                let (holder, root) = (holder % ROOTS, root % ROOTS);
                if let Some(i) = self.pick(holder, field) {
                    self.world.slots[root] = self.real_field(self.world.slots[holder], i);
                    self.roots[root] = self.model_field(holder, i);
                }
            }
            Step::Drop { root } => {
                self.world.slots[root % ROOTS] = Word::NIL;
                self.roots[root % ROOTS] = Ref::Nil;
            }
            Step::Identify { root } => {
                if let Ref::Node(n) = self.roots[root % ROOTS] {
                    // SAFETY: H1: a root.
                    let id = unsafe { self.heap.identity(self.world.slots[root % ROOTS]) };
                    assert_eq!(*self.nodes[n].identity.get_or_insert(id), id);
                }
            }
            Step::Collect { full } => self.collect(full),
        }
    }

    fn create(&mut self, kind: u8, size: usize, root: usize) {
        let kinds = [
            Kind::Tuple,
            Kind::WeakTuple,
            Kind::Env,
            Kind::Bignum,
            Kind::Fiber,
            Kind::Class,
            Kind::Tuple,
        ];
        let mature = kind as usize / kinds.len() % 3 == 0;
        let kind = kinds[kind as usize % kinds.len()];
        let layout = kind.layout();
        let tail = if layout.tail == super::Tail::None {
            0
        } else {
            size
        };
        let words = layout.values + layout.raws + tail;
        let object = if mature {
            self.heap.alloc_mature(kind, SHAPE, words)
        } else {
            self.heap.alloc_filled(kind, SHAPE, words)
        };
        let raw = (self.nodes.len() as u64) * 64 + 1;
        for i in 1..=words {
            let tagged = i <= layout.values || layout.raws == 0;
            // SAFETY: H1, H2: fresh.
            unsafe { store_raw(object, i, if tagged { Word::NIL.bits() } else { raw }) };
        }
        let mut fields = layout.values + if layout.raws == 0 { tail } else { 0 };
        if kind == Kind::Fiber {
            self.world.records.insert(raw, vec![Word::NIL; RECORD]);
            fields += RECORD;
        }
        if layout.external {
            self.alive.insert(raw);
        }
        self.world.slots[root] = object;
        self.roots[root] = Ref::Node(self.nodes.len());
        self.nodes.push(Node {
            kind,
            fields: vec![Ref::Nil; fields],
            raw,
            identity: None,
        });
    }

    fn pick(&self, holder: usize, field: usize) -> Option<usize> {
        let Ref::Node(n) = self.roots[holder] else {
            return None;
        };
        let count = self.nodes[n].fields.len();
        (count > 0).then(|| field % count)
    }

    fn write(&mut self, holder: usize, field: usize, word: Word, model: Ref) {
        let (Some(i), Ref::Node(n)) = (self.pick(holder, field), self.roots[holder]) else {
            return;
        };
        let node = &mut self.nodes[n];
        node.fields[i] = model;
        let object = self.world.slots[holder];
        let values = fiber::TASK - 1;
        if node.kind == Kind::Fiber && i >= values {
            self.world.records.get_mut(&node.raw).expect("its record")[i - values] = word;
            // SAFETY: H1: a root.
            unsafe { self.heap.remember(object) };
        } else {
            // SAFETY: H1, H2: a root, and a tagged field of it.
            unsafe { self.heap.store(object, i + 1, word) };
        }
    }

    fn real_field(&self, object: Word, i: usize) -> Word {
        // SAFETY: H1: the callers pass live objects.
        let kind = unsafe { header(object) }.kind();
        let values = fiber::TASK - 1;
        if kind == Kind::Fiber && i >= values {
            // SAFETY: as above.
            let id = unsafe { load_raw(object, fiber::TASK) };
            return self.world.records[&id][i - values];
        }
        field(object, i + 1)
    }

    fn model_field(&self, holder: usize, i: usize) -> Ref {
        match self.roots[holder] {
            Ref::Node(n) => self.nodes[n].fields[i],
            other => other,
        }
    }

    /// Nodes that a chain of strong references leads to.
    fn reachable(&self) -> HashSet<usize> {
        let mut seen = HashSet::new();
        let mut todo = self.roots.clone();
        while let Some(at) = todo.pop() {
            if let Ref::Node(n) = at
                && seen.insert(n)
                && self.nodes[n].kind != Kind::WeakTuple
            {
                todo.extend(&self.nodes[n].fields);
            }
        }
        seen
    }

    fn collect(&mut self, full: bool) {
        let live = self.reachable();
        let kind = if full {
            Collection::Full
        } else {
            Collection::Young
        };
        collect(&mut self.heap, &mut self.world, kind);
        let live_ids: HashSet<u64> = live
            .iter()
            .filter(|&&n| self.nodes[n].kind.layout().external)
            .map(|&n| self.nodes[n].raw)
            .collect();
        for (_, id) in self.heap.take_dead() {
            assert!(self.alive.remove(&id) && !live_ids.contains(&id));
            self.world.records.remove(&id);
        }
        if full {
            assert_eq!(self.alive, live_ids);
        }
        self.compare(&live, full);
    }

    /// Walks heap and model side by side.
    fn compare(&mut self, live: &HashSet<usize>, full: bool) {
        let mut places: HashMap<usize, Word> = HashMap::new();
        let mut owners: HashMap<Word, usize> = HashMap::new();
        let mut todo: Vec<(Word, Ref)> = Vec::new();
        todo.extend(
            self.world
                .slots
                .iter()
                .copied()
                .zip(self.roots.iter().copied()),
        );
        while let Some((word, model)) = todo.pop() {
            match model {
                Ref::Nil => assert!(word.is_nil()),
                Ref::Int(i) => assert_eq!(word.as_int(), Some(i)),
                Ref::Node(n) => {
                    assert_eq!(*places.entry(n).or_insert(word), word);
                    if owners.insert(word, n).is_some_and(|old| old == n) {
                        continue;
                    }
                    assert_eq!(owners.len(), places.len(), "two objects became one");
                    self.compare_node(word, n, live, full, &mut todo);
                }
            }
        }
    }

    fn compare_node(
        &mut self,
        word: Word,
        n: usize,
        live: &HashSet<usize>,
        full: bool,
        todo: &mut Vec<(Word, Ref)>,
    ) {
        let node = self.nodes[n].clone();
        // SAFETY: H1: reached from a root.
        let (head, words) = unsafe { (header(word), body_words(word)) };
        assert_eq!((head.kind(), head.shape()), (node.kind, SHAPE));
        let layout = node.kind.layout();
        if layout.raws > 0 {
            for i in layout.values + 1..=words {
                // SAFETY: H1, H2.
                assert_eq!(unsafe { load_raw(word, i) }, node.raw);
            }
        }
        if let Some(id) = node.identity {
            // SAFETY: H1.
            assert_eq!(unsafe { self.heap.identity(word) }, id);
        }
        for (i, &model) in node.fields.iter().enumerate() {
            let real = self.real_field(word, i);
            if let (Kind::WeakTuple, Ref::Node(target)) = (node.kind, model) {
                if real.is_nil() {
                    assert!(!live.contains(&target), "a live target was cleared");
                    self.nodes[n].fields[i] = Ref::Nil;
                    continue;
                }
                assert!(live.contains(&target) || !full, "a dead target was kept");
            }
            todo.push((real, model));
        }
    }
}

mod random {
    use super::{Pair, Step};
    use proptest::prelude::{Just, Strategy, any, prop_oneof};
    use proptest::proptest;

    fn size() -> impl Strategy<Value = usize> {
        prop_oneof![20 => 0usize..6, 5 => 6usize..60, 2 => 900usize..1030, 1 => 1030usize..3000]
    }

    fn step() -> impl Strategy<Value = Step> {
        let n = any::<usize>;
        prop_oneof![
            8 => (any::<u8>(), size(), n()).prop_map(|(kind, size, root)| Step::New { kind, size, root }),
            12 => (n(), n(), n()).prop_map(|(holder, field, value)| Step::Store { holder, field, value }),
            2 => (n(), 0usize..1000).prop_map(|(holder, field)| Step::StoreInt { holder, field }),
            6 => (n(), n(), n()).prop_map(|(holder, field, root)| Step::Load { holder, field, root }),
            3 => n().prop_map(|root| Step::Drop { root }),
            2 => n().prop_map(|root| Step::Identify { root }),
            3 => Just(Step::Collect { full: false }),
            1 => Just(Step::Collect { full: true }),
        ]
    }

    proptest! {
        #[test]
        fn programs_agree_with_the_model(
            age in 0u8..=6,
            survivors in prop_oneof![Just(0usize), Just(2000), Just(1 << 20)],
            steps in proptest::collection::vec(step(), 1..250),
        ) {
            let mut pair = Pair::new(age, survivors);
            for step in &steps {
                pair.step(step);
            }
            pair.collect(false);
            pair.collect(true);
        }
    }
}
