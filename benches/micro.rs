//! Micro-benchmarks of the machine through its public interface: dispatch,
//! sends, instance variables, allocation, collection, fibers.
//!
//! `cargo bench --bench micro [PATTERN]`. Each figure is the time of one call
//! of a Ruby method that loops `LOOPS` times; at the end the cost of one
//! short-lived object is printed as loop with allocation minus loop without.

use std::hint::black_box;
use std::time::Instant;

use criterion::{Criterion, Throughput};
use svm::{Root, Vm};

/// Iterations of each loop.
const LOOPS: i64 = 100_000;

/// What every loop may use.
const PRELUDE: &str = "
class P; attr_accessor :x; def initialize = @x = 1; def get = @x; def add(n) = @x += n; end
class A < P; def get = 1; end
class B < P; def get = 2; end
class C < P; def get = 3; end
class D < P; def get = 4; end
class E < P; def get = 5; end
class F < P; def get = 6; end
";

/// Name of a loop, what runs before it, and its body; `i` counts.
const LOOP_BODIES: &[(&str, &str, &str)] = &[
    ("dispatch/empty", "", ""),
    (
        "dispatch/arithmetic",
        "a = 1; b = 2",
        "a = (a + b * i) & 1023; b = b ^ a",
    ),
    ("dispatch/floats", "f = 0.5", "f = f * 0.99 + 0.25"),
    ("send/mono", "p = P.new", "p.get"),
    ("send/argument", "p = P.new", "p.add(1)"),
    (
        "send/poly4",
        "l = [A.new, B.new, C.new, D.new]",
        "l[i & 3].get",
    ),
    (
        "send/mega6",
        "l = [A.new, B.new, C.new, D.new, E.new, F.new, P.new, P.new]",
        "l[i & 7].get",
    ),
    ("send/block", "", "once { |x| x }"),
    ("ivar/attr", "p = P.new", "p.x = p.x"),
    ("array/index", "l = [1, 2, 3, 4]", "l[i & 3] = l[i & 1]"),
    ("alloc/object", "", "P.new"),
    ("alloc/array", "", "[i, i]"),
    ("alloc/string", "", "\"text\""),
    ("alloc/float", "f = 1e300", "f * 1.5"),
    (
        "fiber/switch",
        "fiber = Fiber.new { loop { Fiber.yield 1 } }",
        "fiber.resume",
    ),
];

/// A method that runs a body in a counted loop.
fn define(vm: &mut Vm, number: usize, before: &str, body: &str) -> String {
    let name = format!("loop{number}");
    let code = format!(
        "def once = yield(1)\ndef {name}(n)\n{before}\ni = 0\nwhile i < n\n{body}\ni += 1\nend\ni\nend\n"
    );
    vm.eval(code, "bench.rb").expect("the loops compile");
    name
}

fn call(vm: &mut Vm, main: &Root, name: &str, count: i64) {
    let done: i64 = vm.call_as(main, name, &[&count]).expect("the loops run");
    assert_eq!(black_box(done), count);
}

fn loops(c: &mut Criterion) {
    for (number, (title, before, body)) in LOOP_BODIES.iter().enumerate() {
        let mut vm = Vm::host();
        vm.eval(PRELUDE, "bench.rb").expect("the prelude runs");
        let main = vm.main();
        let name = define(&mut vm, number, before, body);
        let mut group = c.benchmark_group("loop");
        group
            .throughput(Throughput::Elements(LOOPS as u64))
            .sample_size(20);
        group.bench_function(*title, |b| b.iter(|| call(&mut vm, &main, &name, LOOPS)));
        group.finish();
    }
}

/// Collections with a given number of live objects.
fn collections(c: &mut Criterion) {
    let mut group = c.benchmark_group("collect");
    group.sample_size(20);
    for live in [1_000, 100_000] {
        let mut vm = Vm::host();
        vm.eval(PRELUDE, "bench.rb").expect("the prelude runs");
        let _kept = vm
            .eval(format!("Array.new({live}) {{ P.new }}"), "bench.rb")
            .expect("objects");
        let collector = vm.constant("GC").expect("GC is there");
        vm.call(&collector, "start", &[]).expect("it collects");
        group.bench_function(format!("full/{live}"), |b| {
            b.iter(|| vm.call(&collector, "start", &[]).expect("it collects"));
        });
    }
    group.finish();
}

/// Seconds of the best of several runs.
fn best(vm: &mut Vm, main: &Root, name: &str, count: i64) -> f64 {
    let mut best = f64::INFINITY;
    for _ in 0..5 {
        let started = Instant::now();
        call(vm, main, name, count);
        best = best.min(started.elapsed().as_secs_f64());
    }
    best
}

/// Prints what one short-lived object costs, allocation and collection.
fn object_cost() {
    let mut vm = Vm::host();
    vm.eval("class Empty; end", "bench.rb")
        .expect("the prelude runs");
    let main = vm.main();
    let empty = define(&mut vm, 0, "", "nil");
    let with = define(&mut vm, 1, "", "Empty.new");
    let count = 5_000_000;
    let nanoseconds = |seconds: f64| seconds * 1e9 / count as f64;
    let without = nanoseconds(best(&mut vm, &main, &empty, count));
    let with = nanoseconds(best(&mut vm, &main, &with, count));
    println!(
        "short-lived object: {:.2} ns ({with:.2} ns in the loop, {without:.2} ns without)",
        with - without
    );
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    loops(&mut criterion);
    collections(&mut criterion);
    criterion.final_summary();
    if std::env::args().all(|argument| argument != "--test") {
        object_cost();
    }
}
