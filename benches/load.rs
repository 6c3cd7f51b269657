//! Loading a compiled program, with all of its verification, against parsing
//! and compiling its source.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use svm::engine::{Language, Program};

const PROGRAMS: &[&str] = &[
    "benches/rb/deltablue.rb",
    "benches/rb/fib.rb",
    "benches/rb/json.rb",
    "benches/rb/nqueens.rb",
    "tests/golden/accepted.rb",
];

fn load(criterion: &mut Criterion) {
    for path in PROGRAMS {
        let full = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let source = std::fs::read(&full).expect("the program can be read");
        let compile = || Program::read(&source, path, Language::Ruby).expect("compiles");
        let bytes = compile().to_bytes();
        let mut group = criterion.benchmark_group(*path);
        group.sample_size(20);
        group.bench_function("compile", |b| b.iter(|| black_box(compile())));
        group.bench_function("load", |b| {
            b.iter(|| black_box(Program::read(&bytes, path, Language::Compiled).expect("loads")))
        });
        group.finish();
    }
}

criterion_group!(benches, load);
criterion_main!(benches);
