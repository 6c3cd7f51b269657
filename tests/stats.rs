//! What `--stats` prints: exact for known programs, and sums that agree.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value as Json;
use svm::engine::statistics::Statistics;
use svm::{Builder, Capture};

fn counted(program: &str) -> Statistics {
    let mut vm = Builder::new()
        .count(true)
        .output(Capture::default())
        .build();
    vm.eval(program, "counted.rb").expect("the program runs");
    vm.statistics()
}

#[track_caller]
fn expect(statistics: &Statistics, group: &str, figures: &[(&str, u64)]) {
    for (name, figure) in figures {
        let found = statistics.get(group, name);
        assert_eq!(
            found,
            Some(*figure),
            "{group} {name}\n{}",
            statistics.text()
        );
    }
}

/// Every instruction that was executed, no other.
#[track_caller]
fn expect_instructions(statistics: &Statistics, figures: &[(&str, u64)]) {
    let group = statistics
        .groups()
        .find(|(name, _)| *name == "instructions");
    let mut found: Vec<(&str, u64)> = group
        .expect("instructions are counted")
        .1
        .iter()
        .map(|(name, count)| (name.as_str(), *count))
        .collect();
    let mut wanted = figures.to_vec();
    found.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(found, wanted);
}

/// What must hold whatever the program.
#[track_caller]
fn expect_consistent(statistics: &Statistics) {
    let get = |group: &str, name: &str| statistics.get(group, name).unwrap_or(0);
    let sum = |group: &str, names: &[&str]| -> u64 { names.iter().map(|n| get(group, n)).sum() };
    let op = |name: &str| get("instructions", name);
    let states = [
        "empty",
        "monomorphic_hits",
        "monomorphic_misses",
        "polymorphic_hits",
        "polymorphic_misses",
        "megamorphic_hits",
        "megamorphic_misses",
    ];
    let sends = sum("sends", &states);
    let text = statistics.text();
    assert_eq!(
        sends,
        op("send") + op("send_new") + get("sends", "from_operators"),
        "{text}"
    );
    let cache = |kind: &str| {
        let names = [format!("{kind}_hits"), format!("{kind}_misses")];
        sum("inline_caches", &[&names[0], &names[1]])
    };
    assert_eq!(cache("send"), sends, "{text}");
    assert_eq!(cache("ivar_get"), op("get_ivar"), "{text}");
    assert_eq!(cache("ivar_set"), op("set_ivar"), "{text}");
    assert_eq!(cache("constant"), op("get_const"), "{text}");
    assert_eq!(sum("yields", &["direct", "general"]), op("yield"), "{text}");
    assert_eq!(get("totals", "calls"), op("enter"), "{text}");
    assert_eq!(get("totals", "loop_iterations"), op("loop_head"), "{text}");
    let group = statistics
        .groups()
        .find(|(name, _)| *name == "instructions");
    let all: u64 = group
        .expect("counted")
        .1
        .iter()
        .map(|(_, count)| count)
        .sum();
    assert_eq!(get("totals", "instructions"), all, "{text}");
}

const LOOP: &str = "i = 0\nwhile i < 100\n  i += 1\nend\n";

const FIB: &str = "def fib(n)\n  n < 2 ? n : fib(n - 1) + fib(n - 2)\nend\nfib(10)\n";

const POINTS: &str = "
class Point
  def initialize(x) = @x = x
  def x = @x
end
def each_point
  i = 0
  while i < 10
    yield Point.new(i)
    i += 1
  end
end
sum = 0
each_point { |point| sum += point.x }
";

#[test]
fn a_loop_is_counted_exactly() {
    let statistics = counted(LOOP);
    expect_instructions(
        &statistics,
        &[
            ("enter", 1),
            ("activate", 1),
            ("push_int", 1 + 101 + 100),
            ("set_local", 101),
            ("get_local", 101 + 100),
            ("lt", 101),
            ("branch_true", 101),
            ("jump", 1),
            ("loop_head", 100),
            ("add", 100),
            ("push_nil", 1),
            ("ret", 1),
        ],
    );
    expect(
        &statistics,
        "totals",
        &[("calls", 1), ("loop_iterations", 100), ("functions", 1)],
    );
    expect(
        &statistics,
        "peaks",
        &[("operand_depth", 2), ("frame_depth", 2)],
    );
    expect(
        &statistics,
        "hottest_loops",
        &[("<main> (counted.rb:2)", 100)],
    );
    expect_consistent(&statistics);
}

#[test]
fn recursion_is_counted_exactly() {
    let statistics = counted(FIB);
    // 177 calls, 88 of which call twice.
    expect_instructions(
        &statistics,
        &[
            ("activate", 1),
            ("enter", 178),
            ("def_method", 1),
            ("pop", 1),
            ("push_self", 177),
            ("push_int", 1 + 177 + 2 * 88),
            ("get_local", 177 + 89 + 2 * 88),
            ("lt", 177),
            ("branch_false", 177),
            ("jump", 89),
            ("sub", 2 * 88),
            ("add", 88),
            ("send", 177),
            ("ret", 178),
        ],
    );
    expect(
        &statistics,
        "sends",
        &[("empty", 3), ("monomorphic_hits", 174)],
    );
    expect(
        &statistics,
        "hottest_functions",
        &[("fib (counted.rb:1)", 177)],
    );
    // The entry frame, the program, fib(10) to fib(1).
    expect(&statistics, "peaks", &[("frame_depth", 12)]);
    expect_consistent(&statistics);
}

#[test]
fn objects_and_blocks_are_counted_exactly() {
    let statistics = counted(POINTS);
    expect(
        &statistics,
        "instructions",
        &[
            ("send_new", 10),
            ("yield", 10),
            ("set_ivar", 10),
            ("get_ivar", 10),
            ("get_const", 10),
            ("loop_head", 10),
            ("send", 11),
            ("activate", 1),
            ("make_env", 1),
            ("enter", 1 + 1 + 1 + 10 + 10 + 10),
        ],
    );
    expect(
        &statistics,
        "sends",
        &[
            ("empty", 3),
            ("monomorphic_hits", 18),
            ("from_operators", 0),
        ],
    );
    expect(
        &statistics,
        "inline_caches",
        &[
            ("ivar_get_hits", 9),
            ("ivar_get_misses", 1),
            ("ivar_set_hits", 9),
            ("ivar_set_misses", 1),
            ("constant_hits", 9),
            ("constant_misses", 1),
        ],
    );
    expect(&statistics, "yields", &[("direct", 10), ("general", 0)]);
    expect(
        &statistics,
        "hottest_functions",
        &[
            ("initialize (counted.rb:3)", 10),
            ("x (counted.rb:4)", 10),
            ("block in <main> (counted.rb:14)", 10),
            ("each_point (counted.rb:6)", 1),
        ],
    );
    expect_consistent(&statistics);
}

#[test]
fn sites_pass_through_their_states() {
    let classes = "classes = %w[A B C D E F].map { |n| c = Class.new { def m = 1 }; c.new }\n";
    let sends = |program: &str| {
        let statistics = counted(&format!("{classes}{program}"));
        expect_consistent(&statistics);
        let base = counted(classes);
        move |name: &str| {
            let get = |s: &Statistics| s.get("sends", name).expect("a figure");
            get(&statistics) - get(&base)
        }
    };
    let one = sends("x = classes[0]; i = 0; while i < 9; x.m; i += 1; end");
    assert_eq!((one("empty"), one("monomorphic_hits")), (1, 8));
    let two = sends("i = 0; while i < 10; classes[i % 2].m; i += 1; end");
    assert_eq!((two("empty"), two("monomorphic_misses")), (1, 1));
    assert_eq!((two("polymorphic_hits"), two("polymorphic_misses")), (8, 0));
    let six = sends("i = 0; while i < 12; classes[i % 6].m; i += 1; end");
    assert_eq!((six("empty"), six("monomorphic_misses")), (1, 1));
    assert_eq!((six("polymorphic_hits"), six("polymorphic_misses")), (0, 3));
    // The fifth shape made it megamorphic; four of the six stay known.
    assert_eq!((six("megamorphic_hits"), six("megamorphic_misses")), (4, 3));
}

#[test]
fn sums_agree_for_whole_programs_whose_output_stays_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/rb");
    let sizes = fs::read_to_string(folder.join("SIZES")).expect("the list of programs");
    for row in sizes.lines() {
        let words: Vec<&str> = row.split_whitespace().collect();
        let (name, size) = (words[0], words[1]);
        let seen = Capture::default();
        let mut vm = Builder::new().count(true).output(seen.clone()).build();
        let source = fs::read(folder.join(format!("{name}.rb"))).expect("a program");
        vm.set_program(name, &[size.into()]);
        vm.eval(&source, name).expect("the program runs");
        vm.flush().expect("output");
        let expected = folder.join(format!("expected/{name}.{size}.out"));
        let expected = fs::read(expected).expect("a recorded output");
        assert!(seen.take() == expected, "{name} prints something else");
        expect_consistent(&vm.statistics());
    }
}

#[test]
fn sequences_are_counted_exactly_and_only_when_asked() {
    let run = |sequences: bool| {
        let mut vm = Builder::new()
            .count(true)
            .count_sequences(sequences)
            .output(Capture::default())
            .build();
        vm.eval(LOOP, "counted.rb").expect("the program runs");
        vm.statistics()
    };
    assert_eq!(run(false).get("pairs", "lt branch_true"), None);
    let statistics = run(true);
    expect_consistent(&statistics);
    let group = |name: &str| {
        let found = statistics.groups().find(|(found, _)| *found == name);
        let rows = found.expect("sequences were asked for").1.iter();
        rows.map(|(name, count)| (name.clone(), *count))
            .collect::<Vec<_>>()
    };
    let expect_rows = |name: &str, figures: &[(&str, u64)]| {
        let wanted = figures.iter().map(|(name, n)| ((*name).to_owned(), *n));
        assert_eq!(group(name), wanted.collect::<Vec<_>>());
    };
    expect_rows(
        "pairs",
        &[
            ("get_local push_int", 201),
            ("lt branch_true", 101),
            ("push_int lt", 101),
            ("add set_local", 100),
            ("loop_head get_local", 100),
            ("push_int add", 100),
            ("set_local get_local", 100),
            ("activate push_int", 1),
            ("branch_true push_nil", 1),
            ("enter activate", 1),
            ("push_int set_local", 1),
            ("push_nil ret", 1),
            ("set_local jump", 1),
        ],
    );
    expect_rows(
        "quadruples",
        &[
            ("get_local push_int lt branch_true", 101),
            ("add set_local get_local push_int", 100),
            ("get_local push_int add set_local", 100),
            ("loop_head get_local push_int add", 100),
            ("push_int add set_local get_local", 100),
            ("set_local get_local push_int lt", 100),
            ("activate push_int set_local jump", 1),
            ("enter activate push_int set_local", 1),
            ("lt branch_true push_nil ret", 1),
            ("push_int lt branch_true push_nil", 1),
        ],
    );
    assert_eq!(group("triples").len(), 12);
}

#[test]
fn operators_that_fall_back_are_sends() {
    let statistics = counted("a = 'x'\n5.times { a = a + 'y' }\n[1, 2] + [3]\n1 + 2\n");
    expect_consistent(&statistics);
    assert!(statistics.get("sends", "from_operators") >= Some(6));
}

#[test]
fn calls_and_loops_are_counted_without_being_asked() {
    for program in [LOOP, FIB, POINTS] {
        let mut vm = Builder::new().output(Capture::default()).build();
        vm.eval(program, "counted.rb").expect("the program runs");
        let (plain, asked) = (vm.statistics(), counted(program));
        for group in ["hottest_functions", "hottest_loops"] {
            let rows = |statistics: &Statistics| {
                let found = statistics.groups().find(|(name, _)| *name == group);
                found.expect("always there").1.to_vec()
            };
            assert_eq!(rows(&plain), rows(&asked), "{group}");
        }
        assert_eq!(plain.get("instructions", "enter"), None);
    }
}

#[test]
fn memory_is_counted() {
    let before = counted("");
    let after = counted("i = 0\nwhile i < 100_000\n  Object.new\n  i += 1\nend\nGC.start\n");
    let get = |name: &str| after.get("memory", name).expect("a figure");
    let more =
        get("allocated_objects") - before.get("memory", "allocated_objects").expect("a figure");
    assert!((100_000..100_200).contains(&more), "{more} objects");
    assert!(get("young_collections") > 0 && get("young_nanoseconds") > 0);
    assert_eq!(get("full_collections"), 1);
    assert!(get("full_nanoseconds") > 0);
    let large = counted("x = Array.new(100_000, 1)\n");
    assert!(large.get("peaks", "large_bytes") >= Some(800_000));
    for name in ["young_bytes", "mature_bytes", "stack_bytes", "heap_bytes"] {
        assert!(after.get("peaks", name) > Some(0), "{name}");
    }
}

#[test]
fn depth_is_exact_across_blocks_primitives_and_fibers() {
    let depth = |program: &str| counted(program).get("peaks", "frame_depth");
    assert_eq!(depth("1"), Some(2));
    assert_eq!(
        depth("def f(n) = n == 0 ? 0 : f(n - 1)\nf(100)\nf(50)\n"),
        Some(103)
    );
    let up_and_down =
        "def g(a, b, c) = 1\ndef f(n) = n == 0 ? 0 : g(1, 2, 3) + f(n - 1) + g(1, 2, 3)\nf(5)\n";
    assert_eq!(depth(up_and_down), Some(8));
    // entry, main, catch, entry, block, f
    assert_eq!(depth("def f = 1\ncatch(:x) { f }\n"), Some(6));
    // A fiber's stack is its own: entry, block, f and its five below.
    let fiber = "def f(n) = n == 0 ? 0 : f(n - 1)\nFiber.new { f(5) }.resume\nf(3)\n";
    assert_eq!(depth(fiber), Some(8));
}

#[test]
fn the_command_line_prints_text_and_json() {
    let run = |format: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_svm"))
            .args(["run", "--tier=interp", format, "-e", FIB])
            .stdin(Stdio::null())
            .output()
            .expect("the built binary runs");
        assert!(output.status.success());
        String::from_utf8(output.stderr).expect("UTF-8")
    };
    let text = run("--stats");
    for part in ["instructions\n", "monomorphic_hits", "fib (-e:1)"] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    let json: Json = serde_json::from_str(&run("--stats=json")).expect("JSON");
    assert_eq!(json["instructions"]["enter"], 178);
    assert_eq!(json["sends"]["empty"], 3);
    assert_eq!(json["hottest_functions"]["fib (-e:1)"], 177);
    assert!(json["peaks"]["stack_bytes"].as_u64() > Some(0));
}

#[test]
fn operators_stay_themselves_when_others_are_comparable() {
    let found = counted("class A; include Comparable; end\nx = 3\n5.times { x = x * 3 & 255 }\n");
    assert_eq!(found.get("instructions", "mul"), Some(5));
    assert_eq!(found.get("instructions", "and"), Some(5));
    // In line with Integer, it may be about its own operators.
    let found = counted(
        "module M; def *(other) = 1; end\nclass Integer; prepend M; end\nx = 3\n5.times { x = x * 3 }\n",
    );
    assert_eq!(found.get("instructions", "mul"), None);
}

#[test]
fn tracing_leaves_no_method_in_front_of_a_counted_send() {
    let program = "
        class A; def inspect = 'A'; end
        trace = TracePoint.new(:call) { }
        4.times do
          trace.enable { p A.new }
          p 0
        end";
    let output = Capture::default();
    let mut vm = Builder::new().count(true).output(output.clone()).build();
    vm.eval(program, "counted.rb").expect("the program runs");
    assert_eq!(output.take(), b"A\n0\nA\n0\nA\n0\nA\n0\n");
}
