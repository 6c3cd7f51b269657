//! When native code is made, and what becomes of code that leaves too often: the
//! figures of `--stats=json` and the events of `--jit-log`. Counts are the same
//! on every machine; nothing here takes time.

use std::process::{Command, Stdio};

use serde_json::Value as Json;

/// What `--stats=json` and `--jit-log` say of a program.
struct Told {
    report: Json,
    log: Vec<String>,
}

impl Told {
    fn figure(&self, group: &str, name: &str) -> u64 {
        let found = self.report[group][name].as_u64();
        found.unwrap_or_else(|| panic!("{group} {name} in {}", self.report))
    }

    /// Events of the log with this text.
    fn events(&self, text: &str) -> usize {
        self.log.iter().filter(|event| event.contains(text)).count()
    }

    /// Lines of the log about a method.
    fn about(&self, method: &str) -> Vec<&String> {
        let name = format!("#{method} ");
        self.log
            .iter()
            .filter(|line| line.contains(&name))
            .collect()
    }

    fn refused(&self) -> Vec<&str> {
        let rows = self.report["native_refused"].as_array().expect("a list");
        let reasons = rows.iter().map(|row| row["reason"].as_str());
        reasons.map(|reason| reason.expect("text")).collect()
    }
}

#[track_caller]
fn told_with(options: &[&str], program: &str) -> Told {
    let output = Command::new(env!("CARGO_BIN_EXE_svm"))
        .args(["run", "--tier=jit", "--stats=json", "--jit-log"])
        .args(options)
        .args(["-e", program])
        .stdin(Stdio::null())
        .output()
        .expect("the built binary runs");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let report = lines.pop().expect("a line of JSON");
    let report = serde_json::from_str(&report).expect("JSON");
    Told { report, log: lines }
}

#[track_caller]
fn told(program: &str) -> Told {
    told_with(&[], program)
}

/// Pieces compiled, by lines of the log.
fn compiled(lines: &[&String]) -> usize {
    let made = lines
        .iter()
        .filter(|line| line.contains("compiled version "));
    made.count()
}

/// `step` adds to each of so many elements of `x`, all integers at first; `hot`
/// calls it.
fn additions(count: usize) -> String {
    let places: String = (0..count).map(|at| format!("  x[{at}] + 1\n")).collect();
    format!(
        "def step(x)\n{places}end
         x = [1] * {count}
         hot = ->(n) {{ i = 0; (step(x); i += 1) while i < n }}
         hot.(3_000)\n"
    )
}

/// A function that meets something new in each phase.
fn phases(method: &str, count: usize) -> String {
    format!(
        "{method}
         def hot(phase, n)
           i = 0
           while i < n
             step(phase, i)
             i += 1
           end
         end
         {count}.times {{ |phase| hot(phase, 20_000) }}"
    )
}

#[test]
fn a_loop_after_a_hot_one_is_profiled_before_it_is_compiled() {
    let loops: String = (0..7)
        .map(|at| format!("i{at} = 0\nwhile i{at} < 50_000\n  i{at} += 1\nend\n"))
        .collect();
    let told = told(&loops);
    assert_eq!(told.events("compiled version 1:"), 7, "{:?}", told.log);
    assert_eq!(told.events("compiled version "), 7, "{:?}", told.log);
    assert_eq!(told.events("discarded"), 0, "{:?}", told.log);
    // One way out of each.
    assert!(told.figure("native", "exits") <= 14, "{}", told.report);
}

#[test]
fn code_that_leaves_takes_no_other_piece_along() {
    let told = told(
        "def two(n, y)
           i = 0
           i += 1 while i < n
           k = 0
           while k < n
             k += 1
             y + 1
           end
         end
         two(5_000, 1)
         two(5_000, 0.5)",
    );
    let first = told.events("#two (-e:3) loop: ");
    let (made, gone) = (
        told.events("#two (-e:5) loop: compiled version 1:"),
        told.events("#two (-e:5) loop: discarded: too many exits"),
    );
    assert_eq!((first, made, gone), (1, 1, 1), "{:?}", told.log);
    assert_eq!(told.events("discarded"), 1, "{:?}", told.log);
}

#[test]
fn counting_does_not_change_what_is_compiled() {
    let program = "
        def sum(list)
          total = 0
          i = 0
          while i < list.size
            j = 0
            while j < 3
              total += list[i] * j
              j += 1
            end
            i += 1
          end
          total
        end
        400.times { |n| sum([1, 2, n]) }
        400.times { |n| sum([1.5, 2, n]) }
        400.times { |n| sum([1.5, 2, n]) }";
    let log = |options: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_svm"))
            .args(["run", "--jit-log"])
            .args(options)
            .args(["-e", program])
            .output()
            .expect("the built binary runs");
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        let events = text.lines().filter_map(|line| line.strip_prefix("[jit] "));
        // Sizes differ, and so do times.
        let event = |line: &str| line.rsplit_once(": ").map(|(event, _)| event.to_owned());
        events.filter_map(event).collect::<Vec<String>>()
    };
    let plain = log(&[]);
    assert!(
        plain.iter().any(|event| event.contains("recompiled")),
        "{plain:?}"
    );
    assert_eq!(plain, log(&["--stats"]));
}

#[test]
fn ways_that_are_met_late_use_up_four_versions_and_no_more() {
    let arms = [
        "i + 1",
        "i - 1",
        "i * 3",
        "i ^ 3",
        "i | 4",
        "[i, 3].max",
        "i.to_s.size",
    ];
    let arms = arms.iter().enumerate();
    let arms: String = arms
        .map(|(n, arm)| format!("  when {n} then {arm}\n"))
        .collect();
    let program = phases(
        &format!("def step(phase, i)\n  case phase\n{arms}  end\nend"),
        7,
    );
    let told = told(&program);
    let own = told.about("step");
    assert_eq!(compiled(&own), 4, "{own:?}");
    // 100, 200 and 400 exits of the first three; the last one stays.
    assert!(told.figure("native", "exits") < 2_000, "{}", told.report);
    assert!(told.refused().is_empty(), "{:?}", told.refused());
}

#[test]
fn each_version_bears_more_exits_than_the_one_before() {
    let program = phases(
        "X = [1, 2, 3, 4, 5, 6]
         def step(phase, i)
           X[phase] = 0.5 if i == 0
           X[0] + 1
           X[1] + 1
           X[2] + 1
           X[3] + 1
         end",
        3,
    );
    let told = told(&program);
    let discards: Vec<u64> = told.report["native_exits"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|row| row["function"] == "Object#step")
        .filter_map(|row| row["count"].as_u64())
        .collect();
    // A hundred, and then two hundred at the next place.
    assert_eq!(discards.iter().sum::<u64>(), 300, "{:?}", told.log);
    assert!(discards.contains(&200), "{discards:?} {:?}", told.log);
}

#[test]
fn code_that_always_leaves_is_given_up() {
    // Each time an operand is of another kind at a place that was right so far.
    let told = told(&(additions(9) + "9.times { |at| x[at] = 0.5; hot.(3_000) }"));
    assert_eq!(told.refused(), ["each of 4 versions left too often"]);
    assert_eq!(told.events("#step (-e:1): given up: "), 1, "{:?}", told.log);
    let exits = told.figure("native", "exits");
    assert!(exits < 100 + 200 + 400 + 2 * 800 + 100, "{exits}");
}

#[test]
fn a_last_version_that_leaves_seldom_stays() {
    let told = told(
        &(additions(4)
            + "3.times { |at| x[at] = 0.5; hot.(3_000) }
               seldom = [0.5, 0.5, 0.5, 0.5]
               2_000.times { step(seldom); hot.(40) }"),
    );
    assert_eq!(compiled(&told.about("step")), 4, "{:?}", told.log);
    assert!(told.refused().is_empty(), "{:?}", told.log);
}

#[test]
fn redefinition_uses_up_no_version_but_is_waited_for_longer() {
    let told = told(
        "def g(x) = x
         def f(x) = g(x) + 1
         12.times { |n| 30_000.times { f(n) }; eval \"def g(x) = x + #{n}\" }
         30_000.times { f(1) }
         30_000.times { f(1.5) }",
    );
    let own = told.about("f");
    assert!((9..=13).contains(&compiled(&own)), "{own:?}");
    // What was learned about types after that is used.
    assert!(told.refused().is_empty(), "{:?}", told.refused());
    assert!(told.figure("native", "exits") < 1_000, "{}", told.report);
}

#[test]
fn what_finds_no_room_waits_until_there_is_some() {
    let program = "
        dead = 30.times.map { |n| eval \"->(x) { x * #{n} + x }\" }
        500.times { |i| dead.each { |one| one.(i) } }
        dead = nil
        def late(x) = x + 1
        400.times { |i| late(i) }
        GC.start
        2_000.times { |i| late(i) }";
    let roomy = told(program);
    assert_eq!(roomy.refused(), [""; 0]);
    let told = told_with(&["--jit-code-limit=8"], program);
    assert!(told.events("refused: native code takes more than the 8192 bytes allowed") > 0);
    let late = told.about("late");
    assert!(
        late.iter().any(|line| line.contains("refused: ")),
        "{late:?}"
    );
    assert!(
        late.iter().any(|line| line.contains("compiled version 1")),
        "{late:?}"
    );
}
