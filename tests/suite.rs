//! Runs every Ruby program of the repository on the built `svm`, in several
//! modes, and compares what it writes with what is recorded next to it.
//!
//! Owns finding the programs, their directives, the modes and the report. It
//! never looks inside the machine: each run is a process of its own.
//!
//! Without any of the following the modes `plain` and `jit` run everything, the
//! others every [`ONE_IN`]th program. `SVM_ALL=1` runs everything in all of them.
//! `SVM_TEST=text` keeps the programs whose path contains the text (several,
//! separated by commas); `SVM_MODE=plain,stress` keeps those modes;
//! `SVM_SVM=path` runs another binary. Arguments without dashes are patterns
//! as well. tests/README.md tells how the programs are laid out.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Folders below `tests` that hold programs.
const FOLDERS: &[&str] = &["language", "errors", "limits", "memory"];
/// Programs run at the same time.
const WORKERS: usize = 2;
/// Modes that are not for everything run one program in so many, told by its name.
const ONE_IN: u64 = 4;
/// The modes that run everything.
const FOR_EVERYTHING: [&str; 2] = ["plain", "jit"];

/// One way to run all programs.
struct Mode {
    name: &'static str,
    flags: &'static [&'static str],
    /// Flags for programs that fill the stack: each collection walks it all.
    deep_flags: &'static [&'static str],
    /// A program with one of these directives is left out: its subject is the mode.
    pinned_by: &'static [&'static str],
    /// What runs is the text form of the program's bytecode.
    reassembled: bool,
}

/// The modes, in the order they run.
const MODES: &[Mode] = &[
    Mode {
        name: "plain",
        flags: &["--tier=interp"],
        deep_flags: &["--tier=interp"],
        pinned_by: &[],
        reassembled: false,
    },
    Mode {
        name: "reassembled",
        flags: &["--tier=interp"],
        deep_flags: &["--tier=interp"],
        pinned_by: &[],
        reassembled: true,
    },
    Mode {
        name: "stress",
        flags: &["--tier=interp", "--gc-stress=67,verify=1"],
        deep_flags: &["--tier=interp", "--gc-stress=20011,verify=1"],
        pinned_by: &["gc-stress"],
        reassembled: false,
    },
    Mode {
        name: "tenure0",
        flags: &["--tier=interp", "--tenure-age=0"],
        deep_flags: &["--tier=interp", "--tenure-age=0"],
        pinned_by: &["tenure-age"],
        reassembled: false,
    },
    Mode {
        name: "check",
        flags: &["--tier=interp", "--check-stack"],
        deep_flags: &["--tier=interp", "--check-stack"],
        pinned_by: &["check-stack"],
        reassembled: false,
    },
    Mode {
        name: "decline",
        flags: &["--tier=interp", "--decline=3"],
        deep_flags: &["--tier=interp", "--decline=3"],
        pinned_by: &["decline"],
        reassembled: false,
    },
    Mode {
        name: "jit",
        flags: &["--tier=jit", "--jit-threshold=30,500"],
        deep_flags: &["--tier=jit", "--jit-threshold=30,500"],
        pinned_by: &["tier"],
        reassembled: false,
    },
    Mode {
        name: "eager",
        flags: &["--tier=jit", "--jit-eager"],
        deep_flags: &["--tier=jit", "--jit-eager"],
        pinned_by: &["tier"],
        reassembled: false,
    },
    Mode {
        name: "hasty",
        flags: &["--tier=jit", "--jit-threshold=2,2"],
        deep_flags: &["--tier=jit", "--jit-threshold=2,2"],
        pinned_by: &["tier"],
        reassembled: false,
    },
    Mode {
        name: "eager-stress",
        flags: &["--tier=jit", "--jit-eager", "--gc-stress=67,verify=1"],
        deep_flags: &["--tier=jit", "--jit-eager", "--gc-stress=20011,verify=1"],
        pinned_by: &["tier", "gc-stress"],
        reassembled: false,
    },
    Mode {
        name: "exits",
        flags: &["--tier=jit", "--jit-threshold=2,2", "--jit-stress-exits=5"],
        deep_flags: &["--tier=jit", "--jit-threshold=2,2", "--jit-stress-exits=5"],
        pinned_by: &["tier"],
        reassembled: false,
    },
    Mode {
        name: "expire",
        flags: &["--tier=jit", "--jit-threshold=2,2", "--jit-stress-expire=3"],
        deep_flags: &["--tier=jit", "--jit-threshold=2,2", "--jit-stress-expire=3"],
        pinned_by: &["tier"],
        reassembled: false,
    },
    Mode {
        name: "discard",
        flags: &[
            "--tier=jit",
            "--jit-threshold=2,2",
            "--jit-stress-discard=3",
        ],
        deep_flags: &[
            "--tier=jit",
            "--jit-threshold=2,2",
            "--jit-stress-discard=3",
        ],
        pinned_by: &["tier"],
        reassembled: false,
    },
];

/// A program with what it must give.
#[derive(Debug)]
struct Case {
    /// Path from the top of the repository, as it is reported.
    name: String,
    file: PathBuf,
    arguments: Vec<String>,
    stdin: Vec<u8>,
    directives: Vec<(String, String)>,
    stdout: Option<Vec<u8>>,
    /// Texts that lines of standard error must have, in this order.
    stderr: Option<String>,
    /// Standard error must be empty.
    silent: bool,
    status: i32,
}

impl Case {
    /// The flags that a mode runs this program with.
    fn flags(&self, mode: &Mode) -> &'static [&'static str] {
        let deep = self.name.starts_with("tests/limits/") || self.directive("deep").is_some();
        if deep { mode.deep_flags } else { mode.flags }
    }

    fn directive(&self, name: &str) -> Option<&str> {
        let found = self.directives.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether it is one of those that every mode runs. The hash is FNV-1a, so that
    /// a new program changes nothing for the others.
    fn is_sample(&self) -> bool {
        let hash = self.name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3_u64)
        });
        (hash >> 32).is_multiple_of(ONE_IN)
    }

    /// Whether the program's subject is this mode, so that it runs plainly only.
    fn pins(&self, mode: &Mode) -> bool {
        mode.pinned_by.iter().any(|&key| {
            self.directive(key).is_some()
                || self
                    .directive("pin")
                    .is_some_and(|value| value.split_whitespace().any(|word| word == key))
        })
    }
}

/// What one run gave.
struct Run {
    stdout: Vec<u8>,
    stderr: Vec<u8>,
    status: Option<i32>,
    timed_out: bool,
    elapsed: Duration,
}

fn main() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let patterns = patterns();
    let modes = modes();
    let cases: Vec<Case> = find_cases(&root)
        .into_iter()
        .filter(|case| patterns.is_empty() || patterns.iter().any(|p| case.name.contains(p)))
        .collect();
    let known = known_failures(&root);
    let binary = std::env::var_os("SVM_SVM")
        .map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_svm")), PathBuf::from);
    let mut failed = 0;
    let mut table = String::new();
    for mode in &modes {
        let report = run_mode(&binary, mode, &cases, &known);
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

/// What one mode gave.
struct Report {
    failed: usize,
    line: String,
}

fn run_mode(binary: &Path, mode: &Mode, cases: &[Case], known: &[String]) -> Report {
    let started = Instant::now();
    let asked = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let all = FOR_EVERYTHING.contains(&mode.name) || asked("SVM_ALL");
    let all = all || asked("SVM_MODE") || !patterns().is_empty();
    let wanted = |case: &&Case| !case.pins(mode) && (all || case.is_sample());
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
                    if let Some(complaint) = complaint(case, &run) {
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
        println!("FAIL {:8} {name}\n{complaint}", mode.name);
    }
    for case in &todo {
        let listed = known
            .iter()
            .any(|entry| *entry == format!("{} {}", mode.name, case.name));
        if listed && !failures.contains_key(&case.name) {
            bad += 1;
            println!(
                "FAIL {:8} {}: listed as a known failure, but it passes",
                mode.name, case.name
            );
        }
    }
    let (slow, slow_name) = slowest.into_inner().expect("no worker panics");
    let line = format!(
        "{:8} {:4} passed  {bad:3} failed  {excused:3} known  {:6.1} s  slowest {:.1} s {slow_name}\n",
        mode.name,
        todo.len() - failures.len(),
        started.elapsed().as_secs_f64(),
        slow.as_secs_f64(),
    );
    print!("{line}");
    Report { failed: bad, line }
}

/// Where one run writes.
struct Scratch {
    stem: PathBuf,
}

impl Scratch {
    fn path(&self, what: &str) -> PathBuf {
        self.stem.with_extension(what)
    }

    fn create(&self, what: &str) -> fs::File {
        fs::File::create(self.path(what)).expect("the scratch directory is writable")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        for what in ["out", "err", "in", "svmasm", "svmc"] {
            let _ = fs::remove_file(self.path(what));
        }
    }
}

/// Runs a program in its own directory, as its recording did.
fn run_case(binary: &Path, mode: &Mode, case: &Case, worker: usize) -> Run {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let scratch = Scratch {
        stem: folder.join(format!("suite-{}-{worker}", std::process::id())),
    };
    fs::write(scratch.path("in"), &case.stdin).expect("the scratch directory is writable");
    let file = case.file.file_name().expect("programs are files");
    if !mode.reassembled {
        let arguments = case.flags(mode).iter().map(OsString::from);
        let arguments = arguments.chain(own_flags(case)).chain([file.to_owned()]);
        return run_svm(binary, "run", arguments.collect(), case, &scratch);
    }
    let listed = run_svm(binary, "disasm", vec![file.to_owned()], case, &scratch);
    if listed.status != Some(0) {
        // What cannot be compiled fails here as it does when it is run.
        return listed;
    }
    let text = scratch.path("svmasm");
    fs::write(&text, &listed.stdout).expect("the scratch directory is writable");
    let compiled = scratch.path("svmc").into_os_string();
    let arguments = vec![text.into_os_string(), "-o".into(), compiled.clone()];
    let made = run_svm(binary, "asm", arguments, case, &scratch);
    if made.status != Some(0) {
        return made;
    }
    let arguments = own_flags(case).into_iter().chain([compiled]);
    run_svm(binary, "run", arguments.collect(), case, &scratch)
}

fn run_svm(
    binary: &Path,
    verb: &str,
    arguments: Vec<OsString>,
    case: &Case,
    scratch: &Scratch,
) -> Run {
    let mut command = Command::new(binary);
    command.arg(verb).args(arguments);
    if verb == "run" {
        command.args(&case.arguments);
    }
    command.current_dir(case.file.parent().expect("programs lie in folders"));
    command.stdin(fs::File::open(scratch.path("in")).expect("just written"));
    command.stdout(Stdio::from(scratch.create("out")));
    command.stderr(Stdio::from(scratch.create("err")));
    let seconds = case
        .directive("timeout")
        .and_then(|text| text.parse().ok())
        .unwrap_or(60);
    let started = Instant::now();
    let mut child = command.spawn().expect("the built binary runs");
    let mut timed_out = false;
    let status = loop {
        if let Some(status) = child.try_wait().expect("the child is ours") {
            break status;
        }
        if started.elapsed() > Duration::from_secs(seconds) && !timed_out {
            timed_out = true;
            child.kill().expect("the child is ours");
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    let read = |what: &str| fs::read(scratch.path(what)).expect("the child's output file");
    Run {
        stdout: read("out"),
        stderr: read("err"),
        status: status.code(),
        timed_out,
        elapsed: started.elapsed(),
    }
}

/// Flags that a program's own directives ask for.
fn own_flags(case: &Case) -> Vec<OsString> {
    let valued = ["tenure-age", "gc-stress"];
    let flags = case
        .directives
        .iter()
        .filter(|(key, _)| valued.contains(&key.as_str()));
    flags
        .map(|(key, value)| format!("--{key}={value}").into())
        .collect()
}

/// Why a run is not what was recorded; None if it is.
fn complaint(case: &Case, run: &Run) -> Option<String> {
    let mut text = String::new();
    if run.timed_out {
        let _ = writeln!(
            text,
            "     stopped after {:.0} s",
            run.elapsed.as_secs_f64()
        );
    } else if run.status != Some(case.status) {
        let status = run
            .status
            .map_or("a signal".to_owned(), |status| status.to_string());
        let _ = writeln!(text, "     status {status}, expected {}", case.status);
    }
    if let Some(expected) = &case.stdout
        && *expected != run.stdout
    {
        text.push_str(&difference(expected, &run.stdout));
    }
    let stderr = String::from_utf8_lossy(&run.stderr);
    match &case.stderr {
        None if case.silent && !stderr.is_empty() => {
            for line in stderr.lines().take(4) {
                let _ = writeln!(text, "     stderr: {line}");
            }
        }
        Some(expected) => {
            if let Some(line) = missing_line(expected, &stderr) {
                let _ = writeln!(text, "     stderr lacks: {line}");
                for line in stderr.lines().take(6) {
                    let _ = writeln!(text, "     stderr: {line}");
                }
            }
        }
        None => {}
    }
    (!text.is_empty()).then_some(text)
}

/// The first of the expected texts that no further line contains.
fn missing_line<'e>(expected: &'e str, text: &str) -> Option<&'e str> {
    let mut lines = text.lines();
    expected
        .lines()
        .find(|wanted| !lines.any(|line| line.contains(wanted)))
}

/// The lines around the first difference.
fn difference(expected: &[u8], got: &[u8]) -> String {
    let lines = |bytes: &[u8]| -> Vec<String> {
        let text = String::from_utf8_lossy(bytes).into_owned();
        text.split('\n').map(str::to_owned).collect()
    };
    let (expected, got) = (lines(expected), lines(got));
    let same = expected
        .iter()
        .zip(&got)
        .take_while(|(a, b)| a == b)
        .count();
    let mut text = format!("     line {}:\n", same + 1);
    for (mark, side) in [('-', &expected), ('+', &got)] {
        for line in side.iter().skip(same).take(3) {
            let line: String = line.chars().take(160).collect();
            let _ = writeln!(text, "     {mark} {line}");
        }
    }
    text
}

fn patterns() -> Vec<String> {
    let mut patterns: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| !a.starts_with('-'))
        .collect();
    if let Ok(text) = std::env::var("SVM_TEST") {
        patterns.extend(
            text.split(',')
                .filter(|part| !part.is_empty())
                .map(str::to_owned),
        );
    }
    patterns
}

fn modes() -> Vec<&'static Mode> {
    let wanted = std::env::var("SVM_MODE").unwrap_or_default();
    let wanted: Vec<&str> = wanted.split(',').filter(|part| !part.is_empty()).collect();
    let keep = |mode: &&Mode| wanted.is_empty() || wanted.contains(&mode.name);
    MODES.iter().filter(keep).collect()
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
            .filter(|case| case.pins(mode))
            .map(|case| case.name.as_str())
            .collect();
        if !pinned.is_empty() {
            println!(
                "not run with {}: {}",
                mode.flags.join(" "),
                pinned.join(", ")
            );
        }
    }
}

fn find_cases(root: &Path) -> Vec<Case> {
    let mut cases = Vec::new();
    for folder in FOLDERS {
        let mut files = Vec::new();
        collect_programs(&root.join("tests").join(folder), &mut files);
        files.sort();
        cases.extend(files.iter().filter_map(|file| program_case(root, file)));
    }
    cases.extend(bench_cases(root));
    cases
}

/// Every `.rb` file below; folders named `lib` hold what programs require.
fn collect_programs(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "lib") {
                collect_programs(&path, files);
            }
        } else if path.extension().is_some_and(|extension| extension == "rb") {
            files.push(path);
        }
    }
}

/// A program with the files recorded next to it. One without any is a helper.
fn program_case(root: &Path, file: &Path) -> Option<Case> {
    let stdout = fs::read(file.with_extension("out")).ok();
    let stderr = fs::read_to_string(file.with_extension("err")).ok();
    let status = fs::read_to_string(file.with_extension("status")).ok();
    if stdout.is_none() && stderr.is_none() && status.is_none() {
        return None;
    }
    let source = fs::read(file).expect("a readable program");
    let directives = directives(&String::from_utf8_lossy(&source));
    let value = |name: &str| {
        directives
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
    };
    let name = file
        .strip_prefix(root)
        .expect("below the root")
        .to_string_lossy()
        .into_owned();
    let silent = !name.starts_with("tests/errors/") && !name.starts_with("tests/limits/");
    Some(Case {
        name,
        file: file.to_owned(),
        arguments: value("args")
            .unwrap_or_default()
            .split_whitespace()
            .map(str::to_owned)
            .collect(),
        stdin: unescape(&value("stdin").unwrap_or_default()),
        directives,
        stdout,
        stderr,
        silent,
        status: status
            .and_then(|text| text.trim().parse().ok())
            .unwrap_or(0),
    })
}

/// The `# svm: key value` lines at the head of a program.
fn directives(source: &str) -> Vec<(String, String)> {
    let lines = source
        .lines()
        .map_while(|line| line.strip_prefix("# svm: "));
    let split = lines.map(|line| {
        line.trim()
            .split_once([' ', '='])
            .unwrap_or((line.trim(), ""))
    });
    split
        .map(|(key, value)| (key.to_owned(), value.trim().to_owned()))
        .collect()
}

/// Resolves `\n`, `\t` and `\\`.
fn unescape(text: &str) -> Vec<u8> {
    text.replace("\\\\", "\0")
        .replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace('\0', "\\")
        .into_bytes()
}

/// The compute programs at their small sizes.
fn bench_cases(root: &Path) -> Vec<Case> {
    let folder = root.join("benches/rb");
    let sizes = fs::read_to_string(folder.join("SIZES")).unwrap_or_default();
    let rows = sizes
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>());
    rows.filter(|row| row.len() >= 2)
        .map(|row| {
            let (name, size) = (row[0], row[1]);
            let expected = folder.join(format!("expected/{name}.{size}.out"));
            Case {
                name: format!("benches/rb/{name}.rb"),
                file: folder.join(format!("{name}.rb")),
                arguments: vec![size.to_owned()],
                stdin: Vec::new(),
                directives: Vec::new(),
                stdout: Some(fs::read(expected).expect("a recorded output for each size")),
                stderr: None,
                silent: true,
                status: 0,
            }
        })
        .collect()
}
