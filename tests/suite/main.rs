//! Runs every Ruby program of the repository on the built `svm`, in several
//! modes, and compares what it writes with what is recorded next to it.
//!
//! Owns finding the programs, their directives, the modes and the report. It
//! never looks inside the machine: each run is a process of its own.
//!
//! Without any of the following the modes `plain` and `jit` run everything, most
//! others every [`cases::ONE_IN`]th program. `SVM_ALL=1` runs everything in all of these.
//! `SVM_TEST=text` keeps the programs whose path contains the text (several,
//! separated by commas); `SVM_MODE=plain,stress` keeps those modes;
//! `SVM_SVM=path` runs another binary. Arguments without dashes are patterns
//! as well. tests/README.md tells how the programs are laid out.

mod cases;
mod judge;
mod modes;
mod run;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use cases::{Case, find_cases};
use judge::{Errors, complaint, other_error};
use modes::{MODES, Mode, modes};
use run::run_case;

/// Programs run at the same time.
const WORKERS: usize = 2;

fn main() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let modes = modes();
    let cases = chosen(find_cases(&root));
    let known = known_failures(&root);
    let binary = std::env::var_os("SVM_SVM")
        .map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_svm")), PathBuf::from);
    let mut failed = 0;
    let mut table = String::new();
    let errors = Errors::default();
    for mode in &modes {
        let report = run_mode(&binary, mode, &cases, &known, &errors);
        failed += report.failed;
        table.push_str(&report.line);
    }
    list_pinned(&cases, &modes);
    println!("\n{table}");
    if !known.is_empty() {
        println!("known failures ({}), to be made to pass:", known.len());
        for entry in &known {
            println!("  {entry}");
        }
    }
    if failed > 0 {
        println!("{failed} runs failed");
        std::process::exit(1);
    }
}

/// Ends the suite: what it was asked for makes no sense.
fn refuse(why: &str) -> ! {
    println!("suite: {why}");
    std::process::exit(2);
}

/// The programs that are asked for. A text in `SVM_TEST` that names none is a
/// mistake; an argument is not, as cargo passes it to every test.
fn chosen(cases: Vec<Case>) -> Vec<Case> {
    for text in listed("SVM_TEST") {
        if !cases.iter().any(|case| case.name.contains(&text)) {
            refuse(&format!("SVM_TEST: no program's path contains {text}"));
        }
    }
    let patterns = patterns();
    let keep = |case: &Case| patterns.is_empty() || patterns.iter().any(|p| case.name.contains(p));
    cases.into_iter().filter(keep).collect()
}

/// What one mode gave.
struct Report {
    failed: usize,
    line: String,
}

fn run_mode(
    binary: &Path,
    mode: &Mode,
    cases: &[Case],
    known: &[String],
    errors: &Errors,
) -> Report {
    let started = Instant::now();
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let asked = set("SVM_ALL") || set("SVM_MODE") || !patterns().is_empty();
    let wanted = |case: &&Case| case.is_in(mode.scope, asked) && !case.pins(mode);
    let todo: Vec<&Case> = cases.iter().filter(wanted).collect();
    let next = AtomicUsize::new(0);
    let failures: Mutex<BTreeMap<String, String>> = Mutex::default();
    let slowest: Mutex<(Duration, String)> = Mutex::default();
    std::thread::scope(|scope| {
        for worker in 0..WORKERS {
            let (todo, next, failures, slowest) = (&todo, &next, &failures, &slowest);
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(case) = todo.get(index) else { break };
                    let run = run_case(binary, mode, case, worker);
                    let mut slowest = slowest.lock().expect("no worker panics");
                    if run.elapsed > slowest.0 {
                        *slowest = (run.elapsed, case.name.clone());
                    }
                    let mut complaint = complaint(case, &run);
                    if mode.name == MODES[0].name {
                        errors.note(case, &run);
                    } else if !case.silent && run.has_run {
                        let expected = errors.of(binary, case, worker);
                        complaint = complaint.or(other_error(&expected, &run));
                    }
                    if let Some(complaint) = complaint {
                        let mut failures = failures.lock().expect("no worker panics");
                        failures.insert(case.name.clone(), complaint);
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().expect("no worker panics");
    let mut bad = 0;
    let mut excused = 0;
    for (name, complaint) in &failures {
        if is_known(known, mode.name, name) {
            excused += 1;
            continue;
        }
        bad += 1;
        println!("FAIL {:12} {name}\n{complaint}", mode.name);
    }
    for case in &todo {
        let listed = known
            .iter()
            .any(|entry| *entry == format!("{} {}", mode.name, case.name));
        if listed && !failures.contains_key(&case.name) {
            bad += 1;
            println!(
                "FAIL {:12} {}: listed as a known failure, but it passes",
                mode.name, case.name
            );
        }
    }
    let (slow, slow_name) = slowest.into_inner().expect("no worker panics");
    let line = format!(
        "{:12} {:4} passed  {bad:3} failed  {excused:3} known  {:6.1} s  slowest {:.1} s {slow_name}\n",
        mode.name,
        todo.len() - failures.len(),
        started.elapsed().as_secs_f64(),
        slow.as_secs_f64(),
    );
    print!("{line}");
    Report { failed: bad, line }
}

fn patterns() -> Vec<String> {
    let mut patterns: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| !a.starts_with('-'))
        .collect();
    patterns.extend(listed("SVM_TEST"));
    patterns
}

/// The parts of a variable that commas separate.
fn listed(variable: &str) -> Vec<String> {
    let text = std::env::var(variable).unwrap_or_default();
    let parts = text.split(',').filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

/// Lines `mode path` or `* path` of tests/known_failures.txt, if there is one.
fn known_failures(root: &Path) -> Vec<String> {
    let text = fs::read_to_string(root.join("tests/known_failures.txt")).unwrap_or_default();
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

fn is_known(known: &[String], mode: &str, name: &str) -> bool {
    known
        .iter()
        .any(|entry| *entry == format!("{mode} {name}") || *entry == format!("* {name}"))
}

/// Shows which programs say that a mode is their subject.
fn list_pinned(cases: &[Case], modes: &[&Mode]) {
    for mode in modes {
        let pinned: Vec<&str> = cases
            .iter()
            .filter(|case| case.is_in(mode.scope, true) && case.pins(mode))
            .map(|case| case.name.as_str())
            .collect();
        if !pinned.is_empty() {
            println!("not run in mode {}: {}", mode.name, pinned.join(", "));
        }
    }
}
