//! Random programs on the heap, compared with a model that knows what should
//! be reachable, what objects should hold, and who they are.

use super::barrier::{body_words, header, load, load_raw, store_init, store_raw};
use super::layout::fiber;
use super::{Collection, Heap, HeapConfig, Kind, Roots, ShapeId, Tail, Visitor, Word};
use std::collections::{HashMap, HashSet};

const SHAPE: ShapeId = ShapeId(7);

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
    fn visit(&mut self, visitor: &mut dyn Visitor) {
        self.slots.iter_mut().for_each(|slot| visitor.slot(slot));
        let twice = self.slots.iter_mut().take(2);
        twice.for_each(|slot| visitor.slot(slot));
    }

    fn visit_external(&mut self, kind: Kind, id: u64, visitor: &mut dyn Visitor) {
        if kind == Kind::Fiber {
            self.records
                .get_mut(&id)
                .expect("records die with their fibers")
                .iter_mut()
                .for_each(|slot| visitor.slot(slot));
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
        let mature = (kind as usize / kinds.len()).is_multiple_of(3);
        let kind = kinds[kind as usize % kinds.len()];
        let layout = kind.layout();
        let tail = if layout.tail == Tail::None { 0 } else { size };
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
        let mut fields = vec![Ref::Nil; fields];
        if !fields.is_empty() {
            // SAFETY: H1, H2: fresh, and a tagged field of it.
            unsafe { store_init(object, 1, self.world.slots[0]) };
            fields[0] = self.roots[0];
        }
        self.world.slots[root] = object;
        self.roots[root] = Ref::Node(self.nodes.len());
        self.nodes.push(Node {
            kind,
            fields,
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
        // SAFETY: H1, H2.
        unsafe { load(object, i + 1) }
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
        // SAFETY: every word in use stands in the world, bodies are filled.
        unsafe {
            self.heap.verify(&mut self.world).expect("sound before");
            self.heap.collect(&mut self.world, kind);
            self.heap.verify(&mut self.world).expect("sound after");
        }
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
