//! What memory costs: allocation with collection, survival, marking, stores.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use svm::heap::barrier::{load, store_init};
use svm::heap::{Collection, Heap, HeapConfig, Kind, ShapeId, Word};

const SHAPE: ShapeId = ShapeId(1);
const OBJECTS: u64 = 100_000;

fn object(heap: &Heap, fields: [Word; 4]) -> Word {
    let object = heap.alloc(Kind::Object, SHAPE, 4);
    for (i, field) in fields.into_iter().enumerate() {
        // SAFETY: H1, H2: the object is fresh and has four fields.
        unsafe { store_init(object, i + 1, field) };
    }
    object
}

fn collect_if_due(heap: &mut Heap, roots: &mut Vec<Word>) {
    if heap.collect_requested() {
        let (kind, _) = heap.due();
        // SAFETY: H3, H8: bodies are filled, and no word is used but the roots.
        unsafe { heap.collect(roots, kind) };
    }
}

/// A binary tree of `1 << depth` leaves.
fn tree(heap: &Heap, depth: u32) -> Word {
    if depth == 0 {
        return object(heap, [Word::NIL; 4]);
    }
    let (left, right) = (tree(heap, depth - 1), tree(heap, depth - 1));
    object(heap, [left, right, Word::NIL, Word::NIL])
}

fn allocation(c: &mut Criterion) {
    let mut group = c.benchmark_group("allocation");
    group.throughput(Throughput::Elements(OBJECTS));
    group.bench_function("objects that die at once", |b| {
        let (mut heap, mut roots) = (Heap::new(HeapConfig::default()), Vec::new());
        b.iter(|| {
            for _ in 0..OBJECTS {
                black_box(object(&heap, [Word::NIL; 4]));
                collect_if_due(&mut heap, &mut roots);
            }
        });
    });
    group.bench_function("trees of middle age", |b| {
        let (mut heap, mut roots) = (Heap::new(HeapConfig::default()), vec![Word::NIL; 64]);
        let mut next = 0;
        b.iter(|| {
            for _ in 0..OBJECTS / 1023 {
                roots[next % 64] = tree(&heap, 9);
                next += 1;
                collect_if_due(&mut heap, &mut roots);
            }
        });
    });
    group.finish();
}

fn collection(c: &mut Criterion) {
    let mut group = c.benchmark_group("collection");
    let prepared = || {
        let heap = Heap::new(HeapConfig::default());
        let roots = vec![tree(&heap, 15)];
        (heap, roots)
    };
    group.throughput(Throughput::Elements((1 << 16) - 1));
    for (name, kind) in [("young", Collection::Young), ("full", Collection::Full)] {
        group.bench_function(format!("{name}, all alive"), |b| {
            b.iter_batched_ref(
                prepared,
                // SAFETY: H3, H8: bodies are filled; the roots are all words.
                |(heap, roots)| unsafe { heap.collect(roots, kind) },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

fn stores(c: &mut Criterion) {
    let heap = Heap::new(HeapConfig::default());
    let young = object(&heap, [Word::NIL; 4]);
    let mature = heap.alloc_mature(Kind::Object, SHAPE, 4);
    let long = heap.alloc_filled(Kind::Tuple, SHAPE, 10_000);
    for (name, target) in [("young", young), ("remembered", mature), ("long", long)] {
        c.bench_function(&format!("store into a {name} object"), |b| {
            // SAFETY: H1, H2: no collection runs, and both fields exist.
            b.iter(|| unsafe {
                heap.store(black_box(target), 2, black_box(young));
                load(target, 2)
            });
        });
    }
}

criterion_group!(benches, allocation, collection, stores);
criterion_main!(benches);
