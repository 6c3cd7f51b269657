//! Reports on native code: `--stats`, `--hot`, listings, symbols for `perf`, the
//! log. Runs the built `svm`; what only a host sees, in this process.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value as Json;
use svm::engine::TierConfig;
use svm::engine::statistics::{Cell, Statistics};
use svm::{Builder, Capture};

const FIB: &str = "def fib(n) = n < 2 ? n : fib(n - 1) + fib(n - 2)\nputs fib(20)\n";

fn svm(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_svm"))
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("the built binary runs")
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The report of a program that ends well, as JSON.
#[track_caller]
fn report(arguments: &[&str]) -> Json {
    let output = svm(&[&["run", "--stats=json"], arguments].concat());
    assert!(output.status.success(), "{}", err(&output));
    let text = err(&output);
    let json = text.lines().last().expect("a line of JSON");
    serde_json::from_str(json).expect("JSON")
}

fn figure(report: &Json, group: &str, name: &str) -> u64 {
    let found = report[group][name].as_u64();
    found.unwrap_or_else(|| panic!("{group} {name} in {report}"))
}

fn sum(report: &Json, group: &str, names: &[&str]) -> u64 {
    names.iter().map(|name| figure(report, group, name)).sum()
}

fn sum_of_list(report: &Json, list: &str, column: &str) -> u64 {
    let rows = report[list].as_array().expect("a list");
    rows.iter().filter_map(|row| row[column].as_u64()).sum()
}

const SENDS: &[&str] = &[
    "empty",
    "monomorphic_hits",
    "monomorphic_misses",
    "polymorphic_hits",
    "polymorphic_misses",
    "megamorphic_hits",
    "megamorphic_misses",
];

/// What must hold whatever the program.
#[track_caller]
fn expect_consistent(report: &Json) {
    let op = |name: &str| report["instructions"][name].as_u64().unwrap_or(0);
    let native = |name: &str| figure(report, "native", name);
    let sends = sum(report, "sends", SENDS);
    assert_eq!(
        sends,
        op("send") + op("send_new") + figure(report, "sends", "from_operators")
    );
    for (cache, name) in [
        ("ivar_get", "get_ivar"),
        ("ivar_set", "set_ivar"),
        ("constant", "get_const"),
    ] {
        let names = [format!("{cache}_hits"), format!("{cache}_misses")];
        let uses = sum(report, "inline_caches", &[&names[0], &names[1]]);
        assert_eq!(uses, op(name), "{cache}");
    }
    assert_eq!(sum(report, "yields", &["direct", "general"]), op("yield"));
    let totals = |name: &str| figure(report, "totals", name);
    assert_eq!(totals("calls"), op("enter") + native("calls"));
    let iterations = op("loop_head") + native("loop_iterations");
    assert_eq!(totals("loop_iterations"), iterations);
    assert_eq!(
        sum_of_list(report, "native_exits", "count"),
        native("exits")
    );
    let causes = report["native_discarded"].as_object().expect("a group");
    let discarded: u64 = causes.values().filter_map(Json::as_u64).sum();
    assert_eq!(discarded, native("discarded"));
    let entries = native("function_entries") + native("loop_entries");
    assert!(native("exits") + native("unwound") <= entries);
    let times = [
        "interpreted_nanoseconds",
        "native_nanoseconds",
        "collector_nanoseconds",
        "compiler_nanoseconds",
        "rest_nanoseconds",
    ];
    assert_eq!(
        sum(report, "time", &times),
        figure(report, "time", "total_nanoseconds")
    );
}

/// Sends, accesses, yields of both tiers, calls and iterations.
fn work(report: &Json) -> Vec<u64> {
    let both = |group: &str, names: &[&str], native: &[&str]| {
        let native = match report["native"] {
            Json::Null => 0,
            _ => sum(report, "native", native),
        };
        sum(report, group, names) + native
    };
    let cache = |kind: &str| {
        let names = [format!("{kind}_hits"), format!("{kind}_misses")];
        both("inline_caches", &[&names[0], &names[1]], &[&names[0]])
    };
    vec![
        both("sends", SENDS, &["monomorphic_hits", "polymorphic_hits"]),
        cache("ivar_get"),
        cache("ivar_set"),
        cache("constant"),
        both("yields", &["direct", "general"], &["yields"]),
        figure(report, "totals", "calls"),
        figure(report, "totals", "loop_iterations"),
    ]
}

fn benches() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/rb")
}

#[test]
fn programs_do_the_same_work_on_both_tiers() {
    let sizes = std::fs::read_to_string(benches().join("SIZES")).expect("the list of programs");
    for row in sizes.lines() {
        let words: Vec<&str> = row.split_whitespace().collect();
        let program = benches().join(format!("{}.rb", words[0]));
        let program = program.to_str().expect("UTF-8");
        let interpreted = report(&["--tier=interp", program, words[1]]);
        let native = report(&["--tier=jit", program, words[1]]);
        expect_consistent(&native);
        assert_eq!(work(&interpreted), work(&native), "{row}");
        assert!(figure(&native, "native", "pieces") > 0, "{row}");
        let eager = report(&["--tier=jit", "--jit-eager", program, words[1]]);
        expect_consistent(&eager);
        assert_eq!(work(&interpreted), work(&eager), "{row}, eager");
        let stressed = ["--tier=jit", "--jit-threshold=2,2", "--jit-stress-exits=9"];
        let stressed = report(&[&stressed[..], &[program, words[1]]].concat());
        expect_consistent(&stressed);
        assert!(figure(&stressed, "native", "exits") > 0, "{row}");
        assert_eq!(work(&interpreted), work(&stressed), "{row}, exits");
    }
}

#[test]
fn native_code_is_reported_exactly() {
    let program = "def twice(a) = a + a\ni = 0\nwhile i < 60\n  twice(i)\n  i += 1\nend\n";
    let native = report(&["--tier=jit", "--jit-threshold=11", "-e", program]);
    expect_consistent(&native);
    let expect = |name: &str, wanted: u64| {
        assert_eq!(
            figure(&native, "native", name),
            wanted,
            "{name} in {native}"
        );
    };
    expect("functions", 1);
    expect("versions", 1);
    expect("pieces", 1);
    expect("refused", 0);
    expect("exits", 0);
    expect("discarded", 0);
    let held = figure(&native, "native", "held_code_bytes");
    expect("code_bytes", held);
    assert!(held > 100);
    assert!(figure(&native, "native", "compile_max_nanoseconds") > 1000);
    // All calls but the first nine.
    expect("calls", 51);
    expect("function_entries", 51);
    let hot = native["hot"].as_array().expect("a list");
    let hot = hot.iter().find(|row| row["function"] == "Object#twice");
    let hot = hot.expect("it ran");
    assert_eq!((&hot["file"], &hot["line"]), (&"-e".into(), &1.into()));
    assert_eq!(hot["tier"], "native");
    assert_eq!((&hot["calls"], &hot["exits"]), (&60.into(), &0.into()));
    assert_eq!(hot["code_bytes"], held);
    let interpreted = report(&["--tier=interp", "-e", program]);
    assert!(interpreted["native"].is_null() && interpreted["native_exits"].is_null());
    assert_eq!(interpreted["hot"][0]["tier"], "interpreted");
}

#[test]
fn what_was_not_reached_before_is_compiled_once_it_was() {
    // The first calls go down before any comes back to the second `fib`.
    let native = report(&["--tier=jit", "-e", &FIB.replace("20", "22")]);
    expect_consistent(&native);
    assert_eq!(figure(&native, "native", "handed_over"), 0, "{native}");
}

const CHANGING: &str = "
class A; def x = 1; end
class B; def x = 2; end
def get(o) = o.x
a, b = A.new, B.new
100.times { get(a) }
3.times { get(b) }
class A; def x = 3; end
100.times { get(a) }
";

#[test]
fn exits_and_discarded_code_have_their_reasons() {
    let native = report(&["--tier=jit", "-e", CHANGING]);
    expect_consistent(&native);
    let exits = native["native_exits"].as_array().expect("a list");
    let shape = exits.iter().find(|row| row["reason"] == "shape");
    let shape = shape.unwrap_or_else(|| panic!("no exit for a shape: {native}"));
    assert_eq!(shape["function"], "Object#get");
    assert_eq!((&shape["file"], &shape["line"]), (&"-e".into(), &4.into()));
    assert_eq!(shape["count"], 3);
    assert_eq!(figure(&native, "native", "guard_exits"), 3);
    assert_eq!(figure(&native, "native_discarded", "a method changed"), 1);
}

fn statistics(program: &str, config: TierConfig) -> Statistics {
    let mut vm = Builder::new()
        .count(true)
        .native(config)
        .output(Capture::default())
        .error_output(Capture::default())
        .build();
    vm.eval(program, "reported.rb").expect("the program runs");
    vm.statistics()
}

#[test]
fn exits_of_freed_code_stay_counted() {
    let program = "
2.times do |n|
  eval(\"def other#{n}(a) = a + 1\")
  200.times { |i| send(:\"other#{n}\", i) }
  60.times { send(:\"other#{n}\", 1.5) }
  Object.send(:remove_method, :\"other#{n}\")
  GC.start
end
def stays(a) = a + 1
200.times { |i| stays(i) }
300.times { stays(1.5) }
100.times { stays(4611686018427387903) }
GC.start
";
    let config = TierConfig {
        calls: 15,
        ..TierConfig::default()
    };
    let found = statistics(program, config);
    let exits = found.get("native", "exits").expect("a figure");
    let list = found.list("native_exits").expect("a list");
    let count = |row: &Vec<Cell>| match row.last() {
        Some(Cell::Number(count)) => *count,
        other => panic!("a count, not {other:?}"),
    };
    assert_eq!(
        list.rows.iter().map(count).sum::<u64>(),
        exits,
        "{}",
        found.text()
    );
    assert!(found.get("native", "freed") > Some(0), "{}", found.text());
    let freed = |row: &&Vec<Cell>| row[0] == Cell::Text("code since freed".to_owned());
    let freed: u64 = list.rows.iter().filter(freed).map(count).sum();
    assert!(freed >= 100, "{}", found.text());
    let stays = |row: &&Vec<Cell>| row[0] == Cell::Text("Object#stays".to_owned());
    assert!(list.rows.iter().any(|row| stays(&row)), "{}", found.text());
}

#[test]
fn refused_functions_are_listed() {
    let program =
        "def many\n".to_owned() + &"  x = [1, 2]\n".repeat(1500) + "end\n40.times { many }\n";
    let native = report(&["--tier=jit", "-e", &program]);
    expect_consistent(&native);
    let refused = native["native_refused"].as_array().expect("a list");
    let many = refused.iter().find(|row| row["function"] == "Object#many");
    let many = many.unwrap_or_else(|| panic!("it is not refused: {native}"));
    assert!(
        many["reason"]
            .as_str()
            .expect("a text")
            .contains("instructions")
    );
    assert!(figure(&native, "native", "refused") > 0);
    let hot = native["hot"].as_array().expect("a list");
    let hot = hot.iter().find(|row| row["function"] == "Object#many");
    assert_eq!(hot.expect("it ran")["tier"], "refused");
}

#[test]
fn programs_in_the_stack_language_are_said_to_be_interpreted() {
    let native = report(&["--tier=jit", "--lang=stack", "-e", "6 7 * println"]);
    let refused = native["native_refused"].as_array().expect("a list");
    let reason = refused[0]["reason"].as_str().expect("a text");
    assert!(reason.contains("stack language"), "{reason}");
    assert_eq!(figure(&native, "native", "pieces"), 0);
    let output = svm(&[
        "run",
        "--tier=jit",
        "--stats",
        "--lang=stack",
        "-e",
        "6 7 * println",
    ]);
    assert!(err(&output).contains("a program in the stack language is interpreted"));
}

#[test]
fn hot_functions_are_a_table() {
    let output = svm(&["run", "--tier=jit", "--hot", "-e", FIB]);
    assert_eq!(output.stdout, b"6765\n");
    let text = err(&output);
    let mut lines = text.lines();
    let heading = lines.next().expect("a heading");
    for column in [
        "function",
        "file",
        "line",
        "tier",
        "calls",
        "loop iterations",
        "share",
    ] {
        assert!(heading.contains(column), "{column} in {heading}");
    }
    for column in ["compile", "code bytes", "exits"] {
        assert!(heading.contains(column), "{column} in {heading}");
    }
    let fib = text.lines().find(|line| line.contains("Object#fib"));
    let fib = fib.unwrap_or_else(|| panic!("no fib in {text}"));
    let words: Vec<&str> = fib.split_whitespace().collect();
    assert_eq!(words[..5], ["Object#fib", "-e", "1", "native", "21891"]);
    let one = err(&svm(&["run", "--hot=1", "-e", FIB]));
    assert_eq!(one.lines().count(), 2, "{one}");
    for wrong in ["--hot=0", "--hot=x", "--hot=-1"] {
        let output = svm(&["run", wrong, "-e", FIB]);
        assert_eq!(output.status.code(), Some(2), "{wrong}");
        assert_eq!(err(&output).lines().count(), 1, "{wrong}");
        assert!(err(&output).contains("--hot"), "{wrong}");
    }
}

#[test]
fn time_goes_to_the_tier_that_ran() {
    let program = "i = 0\nwhile i < 30_000_000\n  i += 1\nend\n";
    let native = report(&["--tier=jit", "-e", program]);
    expect_consistent(&native);
    let time = |name: &str| figure(&native, "time", name);
    assert!(time("native_nanoseconds") > 10 * time("interpreted_nanoseconds"));
    assert!(time("native_nanoseconds") > time("total_nanoseconds") / 4);
    let collecting = "a = []\n300_000.times { |i| a << [i]; a.clear if i % 5000 == 0 }\n";
    let interpreted = report(&["-e", collecting]);
    let time = |name: &str| figure(&interpreted, "time", name);
    assert!(time("collector_nanoseconds") > 0 && time("native_nanoseconds") == 0);
    assert!(time("interpreted_nanoseconds") > time("rest_nanoseconds") / 10);
    let collections = ["young_nanoseconds", "full_nanoseconds"];
    let collections = sum(&interpreted, "memory", &collections);
    assert_eq!(time("collector_nanoseconds"), collections);
}

#[test]
fn the_log_tells_each_event() {
    let program = "
def plus(a) = a + 1
100.times { plus(1) }
200.times { plus(4611686018427387903) }
100.times { plus(1) }
200.times { plus(1.5) }
class Integer; def +(other) = 7; end
100.times { plus(1) }
GC.start
100.times { plus(1) }
";
    let program = format!(
        "{program}def many\n{}end\n40.times {{ many }}\n",
        "  x = [1, 2]\n".repeat(1500)
    );
    let log = err(&svm(&["run", "--tier=jit", "--jit-log", "-e", &program]));
    for event in [
        "[jit] Object#plus (-e:2): compiled version 1: ",
        "[jit] Object#plus (-e:2): discarded: too many exits",
        "[jit] Object#plus (-e:2): recompiled version 2: ",
        "[jit] Object#plus (-e:2): discarded: an operator was redefined",
        "[jit] Object#plus (-e:2): freed: ",
        "[jit] Object#many (-e:11): refused: ",
    ] {
        assert!(log.contains(event), "{event} is missing in\n{log}");
    }
    assert!(log.lines().all(|line| line.starts_with("[jit] ")), "{log}");
}
