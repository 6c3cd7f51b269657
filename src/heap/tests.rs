//! Tests of the collector as a whole: small scenarios by name, and planted
//! faults that the verifier must find.

use super::barrier::{body_words, load, load_raw, store_init, store_raw};
use super::layout::array;
use super::{Collection, Flag, Heap, HeapConfig, Kind, Roots, ShapeId, Visitor, Word, Zone};

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
        let kind = Kind::Fiber;
        let words = kind.layout().values + 1;
        let object = if id % 2 == 0 {
            heap.alloc_mature(kind, SHAPE, words)
        } else {
            heap.alloc_filled(kind, SHAPE, words)
        };
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
    assert_eq!(dead, [(Kind::Fiber, 3), (Kind::Fiber, 4)]);
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

#[test]
fn a_heap_can_move_to_another_thread() {
    fn sendable<T: Send>(value: T) -> T {
        value
    }
    let heap = sendable(heap(6));
    let object = tuple(&heap, &[Word::TRUE]);
    let moved = std::thread::spawn(move || {
        let mut roots = vec![tuple(&heap, &[Word::NIL])];
        let mut heap = heap;
        collect(&mut heap, &mut roots, Collection::Full);
        heap.stats().full_collections
    });
    assert!(object.is_object());
    assert_eq!(moved.join().expect("no panic"), 1);
}

#[test]
fn a_young_object_among_the_mature_roots_is_found() {
    struct Careless(Word);
    impl Roots for Careless {
        fn visit(&mut self, _: &mut dyn Visitor) {}
        fn visit_mature(&mut self, visitor: &mut dyn Visitor) {
            visitor.slot(&mut self.0);
        }
    }
    let mut heap = heap(6);
    let mut roots = Careless(tuple(&heap, &[]));
    // SAFETY: nothing is followed that verify does not know.
    let fault = unsafe { heap.verify(&mut roots) }.expect_err("a young root");
    assert!(fault.contains("which is young"), "{fault}");
    roots.0 = heap.alloc_mature(Kind::Tuple, SHAPE, 0);
    collect(&mut heap, &mut roots, Collection::Full);
    assert_eq!(zone(&heap, roots.0), Zone::Mature);
}

#[test]
fn huge_bytes_cost_nothing_until_touched() {
    let mut heap = Heap::new(HeapConfig::default());
    let before = crate::base::sys::peak_resident_bytes().expect("known");
    let object = heap.try_alloc(Kind::ByteArray, SHAPE, 64 << 20);
    let Some(object) = object else { return };
    // SAFETY: H1, H2: the object is that long.
    assert_eq!(unsafe { load_raw(object, 64 << 20) }, 0);
    collect(&mut heap, &mut Vec::new(), Collection::Full);
    assert_eq!(heap.stats().large_bytes, 0);
    let after = crate::base::sys::peak_resident_bytes().expect("known");
    assert!(after - before < 256 << 20);
}

#[test]
fn words_and_headers_are_one_word() {
    assert_eq!(size_of::<Word>(), 8);
    assert_eq!(size_of::<super::Header>(), 8);
    assert_eq!((Heap::TOP_OFFSET, Heap::LIMIT_OFFSET), (0, 8));
}
