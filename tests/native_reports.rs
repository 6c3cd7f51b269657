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

/// Short programs are to become native too.
const SOON: &str = "--jit-threshold=30,500";

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
    assert_eq!(
        sum_of_list(report, "native_handed_over", "count"),
        figure(report, "native", "handed_over"),
    );
    let reasons = report["native_exit_reasons"].as_object().expect("a group");
    let reasons: u64 = reasons.values().filter_map(Json::as_u64).sum();
    assert_eq!(reasons, native("exits"));
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
        let native = report(&["--tier=jit", SOON, program, words[1]]);
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
    let native = report(&["--tier=jit", SOON, "-e", &FIB.replace("20", "31")]);
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
    let native = report(&["--tier=jit", SOON, "-e", CHANGING]);
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

/// Six classes, one after the other, at one call, at one variable and at a store.
const PHASES: &str = "
classes = %i[a b c d e f].map { |other| Class.new { define_method(:initialize) { instance_variable_set(:\"@#{other}\", @x = 1) } } }
Base = Module.new do
  def x = @x
  def x=(value)
    @x = value
  end
end
def bump(object) = object.x += 1
sum = 0
classes.each do |kind|
  object = kind.include(Base).new
  1_000.times { sum += bump(object) }
end
p sum
";

#[test]
fn where_code_left_it_stays_the_next_time() {
    let native = report(&["--tier=jit", SOON, "-e", PHASES]);
    expect_consistent(&native);
    let shapes = &native["native_exit_reasons"]["shape"];
    // A hundred speak against the first version of the reader, and of the writer.
    assert!(
        shapes.as_u64().is_some_and(|count| count <= 220),
        "{native}"
    );
}

const SUPERS: &str = "
class A; def add(a, b) = a + b; end
class B < A; def add(a, b) = super; end
b = B.new
1_000.times { b.add(1, 2) }
";

const AGAIN: &str = "def tries(most)
  count = 0
  begin
    count += 1
    raise 'again' if count < most
    count
  rescue
    retry
  end
end
def redoing(list, most)
  count = 0
  list.each { |x| count += x; redo if count % most != 0 }
  count
end
200.times { tries(7); redoing([1, 2, 3], 7) }
p tries(2000), redoing([1, 2, 3], 3001)
";

#[test]
fn jumps_back_to_no_head_of_a_loop_stay_in_native_code() {
    let native = report(&["--tier=jit", SOON, "-e", AGAIN]);
    let reasons = native["native_exit_reasons"].as_object().expect("a group");
    let by_instruction = |reason: &&String| reason.starts_with("instruction");
    assert_eq!(reasons.keys().find(by_instruction), None, "{native}");
    assert!(figure(&native, "instructions", "jump") < 2000, "{native}");
}

#[test]
fn a_super_without_arguments_is_called_in_place() {
    let native = report(&["--tier=jit", SOON, "-e", SUPERS]);
    assert!(figure(&native, "instructions", "super") < 100, "{native}");
}

#[test]
fn a_limit_of_polls_is_the_same_where_time_is_sampled() {
    let limited = |counts: bool, polls: u64| {
        let mut vm = Builder::new()
            .count(counts)
            .output(Capture::default())
            .build();
        vm.limit_polls(polls);
        vm.eval("i = 0\nwhile i < 400_000\n  i += 1\nend\n", "limited.rb")
            .is_ok()
    };
    for counts in [false, true] {
        assert!(!limited(counts, 150), "counts: {counts}");
        assert!(limited(counts, 250), "counts: {counts}");
    }
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
    let native = report(&["--tier=jit", SOON, "-e", &program]);
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
    let native = report(&["--tier=jit", SOON, "--lang=stack", "-e", "6 7 * println"]);
    let refused = native["native_refused"].as_array().expect("a list");
    let reason = refused[0]["reason"].as_str().expect("a text");
    assert!(reason.contains("stack language"), "{reason}");
    assert_eq!(figure(&native, "native", "pieces"), 0);
    let output = svm(&[
        "run",
        "--tier=jit",
        SOON,
        "--stats",
        "--lang=stack",
        "-e",
        "6 7 * println",
    ]);
    assert!(err(&output).contains("a program in the stack language is interpreted"));
}

#[test]
fn hot_functions_are_a_table() {
    let output = svm(&["run", "--tier=jit", SOON, "--hot", "-e", FIB]);
    assert_eq!(output.stdout, b"6765\n");
    let text = err(&output);
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("hot"));
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
    let sleeps = "def nap = sleep(0.02)\nnap\nsleep 0.02\n";
    let one = err(&svm(&["run", "--hot=1", "-e", sleeps]));
    let lines: Vec<&str> = one.lines().collect();
    assert_eq!(lines.len(), 4, "{one}");
    assert!(lines[3].contains("besides: ") && lines[3].contains("in more functions"));
    let both = err(&svm(&["run", "--hot=1", "--stats", "-e", sleeps]));
    assert_eq!(both.lines().filter(|line| *line == "hot").count(), 1);
    assert_eq!(both.matches("\n  besides: ").count(), 1, "{both}");
    let both = report(&["--hot=1", "-e", sleeps]);
    assert_eq!(both["hot"].as_array().map(Vec::len), Some(1));
    for wrong in ["--hot=0", "--hot=x", "--hot=-1", "--hot=4294967296"] {
        let output = svm(&["run", wrong, "-e", FIB]);
        assert_eq!(output.status.code(), Some(2), "{wrong}");
        assert_eq!(err(&output).lines().count(), 1, "{wrong}");
        assert!(err(&output).contains("--hot"), "{wrong}");
    }
}

/// The shares of functions, by name.
fn shares(report: &Json) -> impl Fn(&str) -> f64 + '_ {
    let rows = report["hot"].as_array().expect("a list");
    move |name| {
        let row = rows.iter().find(|row| row["function"] == name);
        let row = row.unwrap_or_else(|| panic!("no {name} in {report}"));
        row["share"].as_f64().expect("a share")
    }
}

#[test]
fn time_of_primitives_goes_to_their_callers() {
    let waits = report(&["-e", "def nap = sleep(0.3)\n1000.times { |i| i }\nnap"]);
    expect_consistent(&waits);
    assert!(shares(&waits)("Object#nap") > 0.9, "{waits}");
    let first = report(&["-e", "sleep 0.3\n1000.times { |i| i }"]);
    assert!(shares(&first)("<main>") > 0.9, "{first}");
    let program = "x = 'ab' * 3_000_000\nx.gsub('a', 'xyz')\n";
    for tier in ["--tier=interp", "--tier=jit"] {
        let works = report(&[tier, "-e", program]);
        assert!(shares(&works)("<main>") > 0.9, "{works}");
        let time = |name: &str| figure(&works, "time", name);
        assert!(time("interpreted_nanoseconds") > time("rest_nanoseconds"));
        assert!(time("nobody_nanoseconds") < time("total_nanoseconds") / 10);
    }
    // Each waits for as long, whoever polls next.
    let program = "def one = sleep(0.01)\ndef two = sleep(0.01)\n10.times { one; two }";
    let both = report(&["-e", program]);
    let share = shares(&both);
    for name in ["Object#one", "Object#two"] {
        assert!((0.3..0.7).contains(&share(name)), "{both}");
    }
    let freed =
        "3.times { eval('def gone = sleep(0.02)'); gone }\nundef gone\n3.times { GC.start }";
    let freed = report(&["-e", freed]);
    expect_consistent(&freed);
    assert!(
        figure(&freed, "time", "freed_nanoseconds") > 20_000_000,
        "{freed}"
    );
}

#[test]
fn rates_are_those_of_the_figures() {
    let native = report(&["--tier=jit", SOON, "-e", CHANGING]);
    let rates = native["hit_rates"].as_array().expect("a list");
    let caches = native["inline_caches"].as_object().expect("a group");
    let of = |end: &str| -> u64 {
        let rows = caches.iter().filter(|(name, _)| name.ends_with(end));
        rows.filter_map(|(_, figure)| figure.as_u64()).sum()
    };
    assert_eq!(rates[0]["tier"], "interpreter");
    assert_eq!(rates[0]["hits"], of("_hits"));
    assert_eq!(rates[0]["misses"], of("_misses"));
    let (hits, misses) = (of("_hits") as f64, of("_misses") as f64);
    let rate = rates[0]["rate"].as_f64().expect("a rate");
    assert!((rate - hits / (hits + misses)).abs() < 1e-4);
    assert_eq!(
        (&rates[1]["tier"], &rates[1]["misses"]),
        (&"native".into(), &3.into())
    );
    assert!(rates[1]["hits"].as_u64() > Some(100), "{native}");
    let interpreted = report(&["--tier=interp", "-e", "1"]);
    assert_eq!(interpreted["hit_rates"].as_array().map(Vec::len), Some(1));
    assert_eq!(interpreted["hit_rates"][0]["rate"], Json::Null);
}

#[test]
fn lines_may_be_negative() {
    let program = "eval(\"def low(a) = a + 1\\n600.times { |n| low(n) }\", binding, 'low.rb', -5)
        p method(:low).source_location";
    let output = svm(&["run", "--jit-log", "--hot", SOON, "-e", program]);
    assert_eq!(out(&output), "[\"low.rb\", -5]\n");
    let log = err(&output);
    assert!(log.contains("[jit] Object#low (low.rb:-5): "), "{log}");
    let counted = report(&[SOON, "-e", program]);
    assert_eq!(
        figure(&counted, "hottest_functions", "low (low.rb:-5)"),
        600
    );
    let hot = counted["hot"].as_array().expect("a list");
    let low = hot.iter().find(|row| row["function"] == "Object#low");
    assert_eq!(low.expect("it ran")["line"], -5);
}

#[test]
fn time_goes_to_the_tier_that_ran() {
    let program = "i = 0\nwhile i < 30_000_000\n  i += 1\nend\n";
    let native = report(&["--tier=jit", SOON, "-e", program]);
    expect_consistent(&native);
    let time = |name: &str| figure(&native, "time", name);
    assert!(time("native_nanoseconds") > 10 * time("interpreted_nanoseconds"));
    assert!(time("native_nanoseconds") > time("total_nanoseconds") / 4);
    let collecting = "a = []\n300_000.times { |i| a << [i]; a.clear if i % 5000 == 0 }\n";
    let interpreted = report(&["--tier=interp", "-e", collecting]);
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
    let log = err(&svm(&[
        "run",
        "--tier=jit",
        SOON,
        "--jit-log",
        "-e",
        &program,
    ]));
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

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

const SHOWN: &str = "
class Point
  def initialize(x) = @x = x
  def x = @x
  def self.sum(points)
    sum = 0
    points.each { |point| sum += point.x }
    sum
  end
  def never = 1
end
points = Array.new(200) { |i| Point.new(i) }
40.times { Point.sum(points) }
Point.new(1).never
puts Point.sum(points)
";

#[test]
fn native_code_is_listed_in_its_forms() {
    let output = svm(&["disasm", "--hir", "--clif", "--asm", SOON, "-e", SHOWN]);
    assert!(output.status.success(), "{}", err(&output));
    // What the program prints is not part of the listing.
    assert_eq!(err(&output), "19900\n");
    let text = out(&output);
    for part in [
        "== Point#x (-e:4): version 1 from its entry, ",
        "== block in Point.sum (-e:7): version 1 from its entry, ",
        "-- graph\ngraph of x\n",
        "-- clif\nfunction ",
        "-- machine code\n",
        "; exit 0 (exits+0x0): pc ",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    if cfg!(target_arch = "x86_64") {
        for part in [
            "get_ivar (line 4)",
            "push rbp",
            "ret\n",
            "; poll_entry",
            "; exit 1\n",
        ] {
            assert!(text.contains(part), "{part} is missing in\n{text}");
        }
    }
    let text = out(&svm(&["disasm", "--hir", SOON, "-e", SHOWN]));
    assert!(text.contains("-- graph") && !text.contains("-- clif") && !text.contains("-- machine"));
}

#[test]
fn listings_are_of_the_methods_asked_for() {
    let list = |name: &str| {
        let output = svm(&["disasm", "--asm", SOON, "--method", name, "-e", SHOWN]);
        assert!(output.status.success(), "{name}: {}", err(&output));
        let text = out(&output);
        let heads = text.lines().filter(|line| line.starts_with("== "));
        let heads: Vec<String> = heads
            .map(|line| line[3..].split(':').next().expect("a head").to_owned())
            .collect();
        (heads, text)
    };
    assert_eq!(list("x").0, ["Point#x (-e"]);
    assert_eq!(list("Point#x").0, ["Point#x (-e"]);
    assert_eq!(
        list("Point.sum").0,
        ["Point.sum (-e", "block in Point.sum (-e"]
    );
    let (heads, text) = list("never");
    assert!(heads.is_empty());
    assert_eq!(
        text,
        "Point#never (-e:10): not compiled: not hot (1 calls, 0 iterations of loops)\n"
    );
    let many =
        "def many\n".to_owned() + &"  x = [1, 2]\n".repeat(1500) + "end\n40.times { many }\n";
    let text = out(&svm(&[
        "disasm", "--asm", SOON, "--method", "many", "-e", &many,
    ]));
    assert!(
        text.starts_with("Object#many (-e:1): not compiled, refused: "),
        "{text}"
    );
    let cold = out(&svm(&["disasm", "--asm", "-e", "puts 1"]));
    assert_eq!(cold, "nothing was compiled: no function was hot\n");
    let eager = svm(&[
        "disasm",
        "--asm",
        "--jit-eager",
        "--method",
        "one",
        "-e",
        "def one = 1\none",
    ]);
    assert!(
        out(&eager).contains("== Object#one (-e:1): version 1"),
        "{}",
        out(&eager)
    );
    let at_three = [
        "disasm",
        "--hir",
        "--jit-threshold=3",
        "-e",
        "def one = 1\none; one; one; one",
    ];
    assert!(out(&svm(&at_three)).contains("== Object#one (-e:1): version 1"));
}

#[test]
fn listings_take_a_program_and_its_arguments() {
    let program = file(
        "arguments.rb",
        "def shout(x) = x\n300.times { shout(1) }\np ARGV\n",
    );
    let name = program.to_str().expect("UTF-8");
    let output = svm(&["disasm", "--asm", name, "one", "--two"]);
    assert_eq!(err(&output), "[\"one\", \"--two\"]\n");
    assert!(out(&output).contains("== Object#shout ("));
    let fails = svm(&[
        "disasm",
        "--asm",
        "-e",
        "def one = 1\n300.times { one }\nraise 'no'",
    ]);
    assert_eq!(fails.status.code(), Some(1));
    assert!(err(&fails).contains("no (RuntimeError)"));
    assert!(out(&fails).contains("== Object#one ("));
}

#[test]
fn listings_of_nothing_are_told_in_a_line() {
    let expect = |arguments: &[&str], status: i32, part: &str| {
        let output = svm(arguments);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}");
        assert_eq!(out(&output), "", "{arguments:?}");
        let errors = err(&output);
        assert!(errors.contains(part), "{part} is missing in\n{errors}");
        assert_eq!(errors.lines().count(), 1, "{errors}");
    };
    expect(
        &["disasm", "--asm", "--method", "nobody", "-e", "1"],
        1,
        "no method named 'nobody' ran",
    );
    expect(
        &["disasm", "--method", "x", "-e", "1"],
        2,
        "--method is for --hir, --clif and --asm",
    );
    expect(
        &["disasm", "--jit-eager", "-e", "1"],
        2,
        "--jit-eager is for",
    );
    expect(
        &["disasm", "--asm", "--jit-threshold=0", "-e", "1"],
        2,
        "--jit-threshold: 0",
    );
    expect(
        &[
            "disasm",
            "--asm",
            "--jit-eager",
            "--jit-threshold=5",
            "-e",
            "1",
        ],
        2,
        "--jit-eager: ",
    );
    expect(&["disasm", "a.rb", "b"], 2, "no arguments");
    expect(
        &["disasm", "--asm", "--lang=stack", "-e", "1"],
        2,
        "stack language",
    );
    expect(&["disasm", "--asm", "/nowhere.rb"], 1, "nowhere.rb");
    expect(
        &["run", "--tier=jit", SOON, "--perf=xml", "-e", "1"],
        2,
        "map and jitdump",
    );
    expect(
        &["run", "--tier=interp", "--perf=map", "-e", "1"],
        2,
        "--perf",
    );
    expect(
        &["run", "--tier=interp", "--jit-log", "-e", "1"],
        2,
        "--jit-log",
    );
}

/// A file of this process's own.
fn file(name: &str, text: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("native-{}-{name}", std::process::id()));
    std::fs::write(&path, text).expect("the scratch directory is writable");
    path
}

#[test]
fn perf_is_told_names_in_a_map() {
    let program = format!("{FIB}puts $$\n");
    let output = svm(&["run", "--tier=jit", SOON, "--perf=map", "-e", &program]);
    let printed = out(&output);
    let process = printed.lines().last().expect("a number");
    let path = format!("/tmp/perf-{process}.map");
    let map = std::fs::read_to_string(&path).expect("the map is written");
    std::fs::remove_file(&path).expect("it is ours");
    let fib = map.lines().find(|line| line.contains("fib"));
    let words: Vec<&str> = fib.expect("fib is named").splitn(3, ' ').collect();
    assert_eq!(words[2], "Object#fib (-e:1) [jit]");
    assert!(u64::from_str_radix(words[0], 16).is_ok_and(|address| address > 0x1000));
    assert!(u64::from_str_radix(words[1], 16).is_ok_and(|bytes| bytes > 50));
    assert!(map.contains("enter native code [jit]"), "{map}");
}

#[test]
fn perf_is_told_names_lines_and_code_in_a_dump() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("dumps");
    std::fs::create_dir_all(&folder).expect("the scratch directory is writable");
    let program = format!("{FIB}puts $$\n");
    let run = |folder: &Path| {
        Command::new(env!("CARGO_BIN_EXE_svm"))
            .args(["run", "--tier=jit", SOON, "--perf=jitdump", "-e", &program])
            .env("JITDUMPDIR", folder)
            .stdin(Stdio::null())
            .output()
            .expect("the built binary runs")
    };
    let printed = out(&run(&folder));
    let process = printed.lines().last().expect("a number");
    let path = folder.join(format!("jit-{process}.dump"));
    let dump = std::fs::read(&path).expect("the dump is written");
    std::fs::remove_file(&path).expect("it is ours");
    let word = |at: usize| u32::from_ne_bytes(dump[at..at + 4].try_into().expect("four bytes"));
    let long = |at: usize| u64::from_ne_bytes(dump[at..at + 8].try_into().expect("eight bytes"));
    assert_eq!((word(0), word(4), word(8)), (0x4a69_5444, 1, 40));
    assert_eq!(word(20), process.parse::<u32>().expect("a number"));
    let (mut at, mut last, mut kinds) = (40, long(24), Vec::new());
    while at < dump.len() {
        let (kind, bytes, time) = (word(at), word(at + 4) as usize, long(at + 8));
        assert!(bytes > 16 && time >= last, "a record at {at}");
        let body = &dump[at + 16..at + bytes];
        let fib = body
            .windows(23)
            .any(|name| name == b"Object#fib (-e:1) [jit]");
        kinds.push((kind, fib));
        if kind == 0 && fib {
            let (address, size) = (long(at + 24), long(at + 40) as usize);
            assert_eq!(long(at + 32), address);
            // The name, and the code behind it.
            assert_eq!(body.len(), 8 + 32 + 24 + size);
        }
        (at, last) = (at + bytes, time);
    }
    assert_eq!(at, dump.len());
    // The lines stand in front of the code.
    let fib = kinds
        .iter()
        .position(|&(kind, fib)| kind == 0 && fib)
        .expect("fib's code");
    assert_eq!(kinds[fib - 1].0, 2);
    let nowhere = run(Path::new("/nowhere"));
    assert_eq!(nowhere.status.code(), Some(1));
    assert!(
        err(&nowhere).starts_with("svm: --perf: /nowhere/jit-"),
        "{}",
        err(&nowhere)
    );
}
