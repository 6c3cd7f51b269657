//! Records outside the heap (classes, shapes, methods, scopes, code) are freed
//! by full collections: programs that make many of them leave few behind.
//!
//! Each program runs once to warm up; then a hundred times as often must leave
//! exactly the same numbers of records.

use crate::object::collect::RecordCounts;
use crate::vm::Vm;

use super::Builder;

/// Programs that run `N` times.
const PROGRAMS: &[(&str, &str)] = &[
    ("class", "Class.new { def foo = 1 }.new.foo"),
    (
        "variables",
        "Class.new { attr_accessor :a; def initialize = @b = 1 }.new.a = 2",
    ),
    (
        "subclass",
        "c = Class.new(Numeric) { def to_s = super }; Class.new(c).new.to_s",
    ),
    (
        "module",
        "m = Module.new { def foo = 1 }; Class.new { include m }.new.foo",
    ),
    (
        "prepended",
        "m = Module.new { def foo = super }; Class.new { prepend m; def foo = 1 }.new.foo",
    ),
    ("singleton", "o = Object.new; def o.foo = 1; o.foo"),
    (
        "opened",
        "o = Object.new; class << o; def foo = 1; attr_reader :bar; end; o.foo; o.bar",
    ),
    ("extended", "Object.new.extend(Comparable).clamp(nil, nil)"),
    ("of an array", "a = [1]; def a.foo = size; a.foo"),
    (
        "struct",
        "s = Struct.new(:a, :b) { def sum = a + b }; s.new(1, 2).sum",
    ),
    (
        "closure",
        "Class.new { x = 1; define_method(:foo) { x } }.new.foo",
    ),
    (
        "redefined closure",
        "String.define_method(:__x) { 1 }; 'a'.__x",
    ),
    (
        "redefined method",
        "class String; def __y = 1; end; 'a'.__y",
    ),
    (
        "visibility",
        "Class.new { def foo = 1; private :foo; alias bar foo; public :bar }.new.bar",
    ),
    ("instance_eval", "Object.new.instance_eval { @x = 1; @x }"),
    (
        "instance_eval def",
        "Object.new.instance_eval { def foo = 1; foo }",
    ),
    ("instance_exec", "Object.new.instance_exec(1) { |a| a }"),
    (
        "class_exec",
        "Class.new.class_exec { private; def foo = 1; public; def bar = foo }",
    ),
    ("class_eval", "String.class_eval { self }"),
    (
        "method object",
        "Class.new { def foo = 1 }.new.method(:foo).unbind.name",
    ),
    (
        "respond_to_missing",
        "Class.new { def respond_to_missing?(*) = true; def method_missing(n) = n }.new.method(:x).call",
    ),
    (
        "constant",
        "Object.const_set(:TMP__, Class.new); TMP__.new; Object.send(:remove_const, :TMP__)",
    ),
    (
        "class body",
        "class TMP__; X = 1; def foo = X; end; TMP__.new.foo; Object.send(:remove_const, :TMP__)",
    ),
    (
        "exception",
        "begin; Class.new(StandardError) { def foo = raise(self) }.new.foo; rescue => e; e.backtrace; end",
    ),
    (
        "fiber",
        "Fiber.new { Class.new { def foo = Fiber.yield(1) }.new.foo }.resume",
    ),
    (
        "variables of an object",
        "o = Object.new; o.instance_variable_set(\"@v#{i % 50}\", 1)",
    ),
    (
        "hash default",
        "Hash.new { |h, k| h[k] = Class.new }[1].new",
    ),
];

fn counts(vm: &mut Vm) -> (RecordCounts, usize) {
    // What weak tables and side tables held goes in the second one.
    for _ in 0..3 {
        vm.eval("GC.start", "collect").expect("collects");
    }
    (vm.world().record_counts(), vm.function_count())
}

#[test]
fn many_records_leave_few_behind() {
    let mut vm = Builder::new().build();
    for (name, program) in PROGRAMS {
        let looped = |n: u32| format!("{n}.times {{ |i| {program} }}\nnil");
        let run = |vm: &mut Vm, n: u32| {
            if let Err(error) = vm.eval(looped(n), name) {
                panic!("{name}: {error}");
            }
            counts(vm)
        };
        run(&mut vm, 60);
        let few = run(&mut vm, 60);
        let many = run(&mut vm, 3000);
        assert_eq!(few, many, "{name}");
    }
}

#[test]
fn programs_of_a_host_leave_nothing_behind() {
    let mut vm = Builder::new().build();
    let run = |vm: &mut Vm, n: u32| {
        for i in 0..n {
            let program = format!("[{i}, 1.5, 'text', 2 ** 70].map {{ |x| x.to_s }}.size");
            let size: i64 = vm.eval_as(program, "host").expect("runs");
            assert_eq!(size, 4);
        }
        counts(vm)
    };
    run(&mut vm, 5);
    let few = run(&mut vm, 5);
    assert_eq!(few, run(&mut vm, 500));
    vm.eval("def kept = ->(x) { x + 1 }\nC = Class.new", "kept")
        .expect("runs");
    let more = run(&mut vm, 5);
    assert!(more.1 > few.1 && more.0.methods > few.0.methods);
    let sum: i64 = vm.eval_as("kept.call(41)", "later").expect("runs");
    assert_eq!(sum, 42);
}

#[test]
fn collections_come_before_records_take_much_memory() {
    let mut vm = Builder::new().build();
    let program = "20_000.times { Class.new { def foo = 1 }.new.foo }";
    vm.eval(program, "many").expect("runs");
    let (classes, full) = (
        vm.world().record_counts().classes,
        vm.world().heap.stats().full_collections,
    );
    assert!(
        full >= 2 && classes < 20_000,
        "{full} collections, {classes} classes"
    );
}
