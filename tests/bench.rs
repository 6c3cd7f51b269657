//! `svm bench`: programs on each tier, side by side. What it measures is nothing
//! to test; what it says, compares and refuses is.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value as Json;

fn bench(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_svm"));
    command.arg("bench").args(arguments).stdin(Stdio::null());
    command.output().expect("svm runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A program of this process's own.
fn program(name: &str, source: &str) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let path = path.join(format!("bench-{}-{name}.rb", std::process::id()));
    std::fs::write(&path, source).expect("the scratch directory is writable");
    path.to_string_lossy().into_owned()
}

/// It ends with this status, nothing on standard output and one line.
#[track_caller]
fn refuses(arguments: &[&str], status: i32, words: &[&str]) {
    let output = bench(arguments);
    let errors = text(&output.stderr);
    assert_eq!(output.status.code(), Some(status), "{errors}");
    assert_eq!(text(&output.stdout), "");
    assert_eq!(errors.lines().count(), 1, "{errors}");
    for word in words {
        assert!(errors.contains(word), "no {word:?} in {errors}");
    }
}

const LOOP: &str = "
def sum(n) = n < 1 ? 0 : n + sum(n - 1)
40.times { sum(50) }
puts sum(10), ARGV
warn 'to standard error'";

#[test]
fn figures_for_programs() {
    let program = program("json", LOOP);
    let output = bench(&[
        "--rounds=2",
        "--format=json",
        &program,
        &program,
        "--",
        "3",
        "-x",
    ]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(text(&output.stderr), "");
    let told: Json = serde_json::from_slice(&output.stdout).expect("it is JSON");
    assert_eq!(told["rounds"], 2);
    assert_eq!(told["arguments"], serde_json::json!(["3", "-x"]));
    let runs = told["runs"].as_array().expect("a list");
    let tiers: Vec<_> = runs.iter().filter_map(|run| run["tier"].as_str()).collect();
    assert_eq!(tiers, ["interp", "jit", "interp", "jit"]);
    for run in runs {
        assert_eq!(run["program"], program.as_str());
        let times = run["nanoseconds"].as_array().expect("a list");
        let times: Vec<u64> = times.iter().filter_map(Json::as_u64).collect();
        let [one, two] = times[..] else {
            panic!("two rounds: {run}");
        };
        assert_eq!(run["min_nanoseconds"], one.min(two));
        assert_eq!(run["max_nanoseconds"], one.max(two));
        let median = run["median_nanoseconds"].as_u64();
        assert_eq!(median, Some(one.min(two) + one.abs_diff(two) / 2));
        assert!(run["first_nanoseconds"].as_u64() > Some(100_000));
        // A process of its own: more than nothing, less than a gigabyte.
        let peak = run["peak_bytes"].as_u64().expect("a figure");
        assert!((1 << 20..1 << 30).contains(&peak), "{peak}");
    }
    assert_eq!(runs[0]["ratio"], 1.0);
    assert_eq!(runs[0]["compiled"], Json::Null);
    let means = told["geometric_means"].as_array().expect("a list");
    assert_eq!(means.len(), 1);
    if svm::engine::native_support().is_ok() {
        assert!(runs[1]["compiled"].as_u64() > Some(0), "{}", runs[1]);
        assert!(runs[1]["compiling_nanoseconds"].as_u64() > Some(1000));
        let (warm, compiling) = (
            &runs[1]["warm_nanoseconds"],
            &runs[1]["compiling_nanoseconds"],
        );
        assert!(warm.as_u64() > compiling.as_u64());
    }
}

#[test]
fn a_table_for_people() {
    let program = program("table", LOOP);
    let output = bench(&["--rounds", "1", "--tier=interp", &program]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let table = text(&output.stdout);
    let lines: Vec<_> = table.lines().collect();
    assert_eq!(lines.len(), 2, "{table}");
    let heads: Vec<_> = lines[0].split_whitespace().collect();
    let wanted = [
        "program", "tier", "first", "median", "min", "max", "ratio", "peak",
    ];
    assert_eq!(heads[..8], wanted);
    assert!(lines[1].contains("interp") && lines[1].contains(" MiB"));
}

#[test]
fn another_command_takes_part() {
    let program = program("against", "puts 1\n");
    let own = format!("{} run --tier=interp", env!("CARGO_BIN_EXE_svm"));
    let output = bench(&["--rounds=1", "--tier=jit", "--against", &own, &program]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains(&own));
    refuses(
        &["--rounds=1", "--against=/nowhere/ruby -x", &program],
        1,
        &["/nowhere/ruby -x", "No such file"],
    );
}

#[test]
fn outputs_have_to_be_the_same() {
    let program = program("other", "puts 12");
    refuses(
        &["--rounds=1", "--tier=interp", "--against=echo", &program],
        1,
        &[&program, "echo prints something else than interp"],
    );
    let path = PathBuf::from(&program).with_extension("count");
    let _ = std::fs::remove_file(&path);
    // Whoever runs it first prints something else.
    let script = PathBuf::from(&program).with_extension("sh");
    let text = format!("test -e {0} && echo again; touch {0}", path.display());
    std::fs::write(&script, text).expect("the scratch directory is writable");
    let command = format!("--against=sh {}", script.display());
    let quiet = self::program("quiet", "exit");
    refuses(
        &["--rounds=1", "--tier=interp", &command, &quiet],
        1,
        &["than it did before", "6 bytes"],
    );
}

#[test]
fn what_fails_is_told() {
    refuses(&["nowhere.rb"], 1, &["No such file", "nowhere.rb"]);
    let good = program("good", "puts 1");
    refuses(&[&good, "nowhere.rb"], 1, &["nowhere.rb"]);
    refuses(&["."], 1, &["."]);
    let raises = program("raises", "puts 1\nraise 'no more'");
    refuses(
        &["--rounds=1", &raises],
        1,
        &[&raises, "interp: it failed", "no more (RuntimeError)"],
    );
    let killed = program("killed", "Process.kill(:KILL, $$)");
    refuses(&["--rounds=1", &killed], 1, &["it failed", "signal: 9"]);
    let warns = program("warns", "warn 'odd'\nraise 'no more'");
    let warned = bench(&["--rounds=1", &warns]);
    let wanted = format!(
        "svm: interp: it failed (exit status: 1): {warns}:2:in '<main>': no more (RuntimeError)\n"
    );
    assert_eq!(text(&warned.stderr), wanted);
}

#[test]
fn bad_arguments() {
    for (arguments, word) in [
        (&["--tier=fast", "x.rb"][..], "--tier=fast"),
        (&["--rounds=0", "x.rb"], "--rounds"),
        (&["--rounds=many", "x.rb"], "many"),
        (&["--format=xml", "x.rb"], "text and json"),
        (&["--against= ", "x.rb"], "--against"),
        (&["-"], "standard input"),
    ] {
        refuses(arguments, 2, &["svm: bench: ", word]);
    }
    refuses(&["--rounds=99999999999", "x.rb"], 2, &["too large"]);
    for arguments in [&[][..], &["--nonsense", "x.rb"]] {
        refuses(arguments, 2, &["svm: ", "svm bench --help"]);
    }
}
