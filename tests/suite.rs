//! Runs every Ruby program of the repository on the built `svm`, in several
//! modes, and compares what it writes with what is recorded next to it.
//!
//! Owns finding the programs, their directives, the modes and the report. It
//! never looks inside the machine: each run is a process of its own.
//!
//! Without any of the following the modes `plain` and `jit` run everything, most
//! others every [`ONE_IN`]th program. `SVM_ALL=1` runs everything in all of these.
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
/// What `collects` runs, where each safe point collects: a minute's worth.
const WITHOUT_PAUSE: &[&str] = &[
    "tests/language/native/",
    "tests/language/fibers/",
    "tests/language/super/",
    "tests/language/throwing/",
];

/// Which programs a mode is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    All,
    /// One in so many, unless something is asked for.
    Sample,
    /// Those below, whatever is asked for.
    Below(&'static [&'static str]),
}

/// One way to run all programs.
struct Mode {
    name: &'static str,
    flags: &'static [&'static str],
    /// A collection at so many safe points, and how often the heap is verified.
    stress: Option<&'static str>,
    /// A program with one of these directives is left out: its subject is the mode.
    pinned_by: &'static [&'static str],
    scope: Scope,
    /// What runs is the text form of the program's bytecode.
    reassembled: bool,
}

/// The stress of programs that fill the stack: each collection walks it all.
const DEEP_STRESS: &str = "--gc-stress=20011,verify=1";

const fn mode(
    name: &'static str,
    flags: &'static [&'static str],
    pinned_by: &'static [&'static str],
) -> Mode {
    Mode {
        name,
        flags,
        stress: None,
        pinned_by,
        scope: Scope::Sample,
        reassembled: false,
    }
}

impl Mode {
    const fn scope(mut self, scope: Scope) -> Mode {
        self.scope = scope;
        self
    }

    const fn stress(mut self, stress: &'static str) -> Mode {
        self.stress = Some(stress);
        self
    }

    const fn reassembled(mut self) -> Mode {
        self.reassembled = true;
        self
    }
}

const INTERP: &[&str] = &["--tier=interp"];
const EAGER: &[&str] = &["--tier=jit", "--jit-eager"];
const HASTY: &[&str] = &["--tier=jit", "--jit-threshold=2,2"];

/// The modes, in the order they run. The first one tells the others what standard
/// error must be.
const MODES: &[Mode] = &[
    mode("plain", INTERP, &[]).scope(Scope::All),
    mode("reassembled", INTERP, &[]).reassembled(),
    mode("stress", INTERP, &["gc-stress"]).stress("--gc-stress=67,verify=1"),
    mode(
        "tenure0",
        &["--tier=interp", "--tenure-age=0"],
        &["tenure-age"],
    ),
    mode("check", &["--tier=interp", "--check-stack"], &[]),
    mode("decline", &["--tier=interp", "--decline=3"], &["decline"]),
    mode("jit", &["--tier=jit", "--jit-threshold=30,500"], &["tier"]).scope(Scope::All),
    mode("default", &[], &["tier"]).scope(Scope::Below(&["tests/language/native/"])),
    mode("eager", EAGER, &["tier"]),
    mode("hasty", HASTY, &["tier"]),
    mode("eager-stress", EAGER, &["tier", "gc-stress"]).stress("--gc-stress=67,verify=1"),
    mode("hasty-stress", HASTY, &["tier", "gc-stress"]).stress("--gc-stress=67,verify=1"),
    mode("collects", HASTY, &["tier", "gc-stress"])
        .stress("--gc-stress=1")
        .scope(Scope::Below(WITHOUT_PAUSE)),
    mode(
        "exits",
        &["--tier=jit", "--jit-threshold=2,2", "--jit-stress-exits=5"],
        &["tier"],
    ),
    mode(
        "expire",
        &["--tier=jit", "--jit-threshold=2,2", "--jit-stress-expire=3"],
        &["tier"],
    ),
    mode(
        "discard",
        &[
            "--tier=jit",
            "--jit-threshold=2,2",
            "--jit-stress-discard=3",
        ],
        &["tier"],
    ),
];

/// The directives there are.
const DIRECTIVES: &[&str] = &[
    "args",
    "deep",
    "gc-stress",
    "left",
    "native",
    "pin",
    "stdin",
    "tenure-age",
    "timeout",
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
    /// Standard error must be empty; elsewhere it is what the first mode wrote.
    silent: bool,
    status: i32,
}

impl Case {
    /// The flags that a mode runs this program with, and those that its own
    /// directives ask for.
    fn flags(&self, mode: &Mode) -> Vec<OsString> {
        let deep = self.name.starts_with("tests/limits/") || self.directive("deep").is_some();
        let stress = mode
            .stress
            .map(|stress| if deep { DEEP_STRESS } else { stress });
        let flags = mode.flags.iter().copied().chain(stress);
        flags.map(OsString::from).chain(own_flags(self)).collect()
    }

    /// Whether a mode is for this program. `asked`: for a mode or program by name.
    fn is_in(&self, scope: Scope, asked: bool) -> bool {
        match scope {
            Scope::All => true,
            Scope::Sample => asked || self.is_sample(),
            Scope::Below(folders) => folders.iter().any(|folder| self.name.starts_with(folder)),
        }
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
    /// Whether the program was run, or did not get that far.
    has_run: bool,
    timed_out: bool,
    elapsed: Duration,
}

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

/// What programs wrote to standard error in the first mode.
#[derive(Default)]
struct Errors {
    written: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl Errors {
    /// Runs the program in the first mode if it has not been.
    fn of(&self, binary: &Path, case: &Case, worker: usize) -> Vec<u8> {
        if let Some(text) = self.lock().get(&case.name) {
            return text.clone();
        }
        let run = run_case(binary, &MODES[0], case, worker);
        self.note(case, &run);
        run.stderr
    }

    fn note(&self, case: &Case, run: &Run) {
        self.lock().insert(case.name.clone(), run.stderr.clone());
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Vec<u8>>> {
        self.written.lock().expect("no worker panics")
    }
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
        let mut arguments = case.flags(mode);
        arguments.push(file.to_owned());
        return run_svm(binary, "run", arguments, case, &scratch);
    }
    let listed = run_svm(binary, "disasm", vec![file.to_owned()], case, &scratch);
    if listed.status != Some(0) {
        // What cannot be compiled fails here as it does when it is run; only the
        // list of places behind it is the runner's.
        return Run {
            has_run: false,
            ..listed
        };
    }
    let text = scratch.path("svmasm");
    fs::write(&text, &listed.stdout).expect("the scratch directory is writable");
    let compiled = scratch.path("svmc").into_os_string();
    let arguments = vec![text.into_os_string(), "-o".into(), compiled.clone()];
    let made = run_svm(binary, "asm", arguments, case, &scratch);
    if made.status != Some(0) {
        return made;
    }
    let mut arguments = case.flags(mode);
    arguments.push(compiled);
    run_svm(binary, "run", arguments, case, &scratch)
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
    let seconds = case.directive("timeout").map_or(60, |text| {
        let seconds = text.parse().ok();
        seconds.unwrap_or_else(|| refuse(&format!("{}: timeout {text}", case.name)))
    });
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
        has_run: true,
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

/// How standard error differs from that of the first mode.
fn other_error(expected: &[u8], run: &Run) -> Option<String> {
    (*expected != *run.stderr).then(|| {
        let difference = difference(expected, &run.stderr);
        format!(
            "     standard error is not that of {}\n{difference}",
            MODES[0].name
        )
    })
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
    patterns.extend(listed("SVM_TEST"));
    patterns
}

/// The parts of a variable that commas separate.
fn listed(variable: &str) -> Vec<String> {
    let text = std::env::var(variable).unwrap_or_default();
    let parts = text.split(',').filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

fn modes() -> Vec<&'static Mode> {
    let wanted = listed("SVM_MODE");
    for name in &wanted {
        if !MODES.iter().any(|mode| mode.name == *name) {
            let known: Vec<&str> = MODES.iter().map(|mode| mode.name).collect();
            let known = known.join(", ");
            refuse(&format!("SVM_MODE: no mode {name}; there are {known}"));
        }
    }
    let keep = |mode: &&Mode| wanted.is_empty() || wanted.iter().any(|name| name == mode.name);
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
            .filter(|case| case.is_in(mode.scope, true) && case.pins(mode))
            .map(|case| case.name.as_str())
            .collect();
        if !pinned.is_empty() {
            println!("not run in mode {}: {}", mode.name, pinned.join(", "));
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
    cases.extend(example_cases(root));
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
    let source = String::from_utf8_lossy(&source);
    let directives = directives(&source);
    if let Some(why) = senseless(&source, &directives) {
        refuse(&format!("{}: {why}", file.display()));
    }
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

/// What is wrong with a program's directives: one that nobody reads would have
/// no effect.
fn senseless(source: &str, directives: &[(String, String)]) -> Option<String> {
    let all = source.lines().filter(|line| line.starts_with("# svm:"));
    if all.count() != directives.len() {
        return Some("a directive that is not at the top".to_owned());
    }
    let pins = |word| MODES.iter().any(|mode| mode.pinned_by.contains(&word));
    directives.iter().find_map(|(key, value)| {
        let mut words = value.split_whitespace();
        let known = DIRECTIVES.contains(&key.as_str()) && (key != "pin" || words.all(pins));
        (!known).then(|| format!("unknown directive: {key} {value}"))
    })
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
            outside_case(&folder, name, &[size], &expected)
        })
        .collect()
}

/// The example programs, as they print without arguments.
fn example_cases(root: &Path) -> Vec<Case> {
    let folder = root.join("examples");
    let mut files = Vec::new();
    collect_programs(&folder, &mut files);
    // Below are programs that other tests write and read.
    files.retain(|file| file.parent() == Some(&folder));
    files.sort();
    let stems = files.iter().filter_map(|file| file.file_stem()?.to_str());
    let expected = |name: &str| root.join(format!("tests/examples/{name}.out"));
    stems
        .map(|name| outside_case(&folder, name, &[], &expected(name)))
        .collect()
}

/// A program that is no test by itself, with its recorded output.
fn outside_case(folder: &Path, name: &str, arguments: &[&str], expected: &Path) -> Case {
    let file = folder.join(format!("{name}.rb"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let below = file.strip_prefix(root).expect("below the root");
    let stdout = fs::read(expected);
    let stdout = stdout.unwrap_or_else(|error| refuse(&format!("{}: {error}", expected.display())));
    Case {
        name: below.to_string_lossy().into_owned(),
        arguments: arguments.iter().copied().map(str::to_owned).collect(),
        stdin: Vec::new(),
        directives: directives(&fs::read_to_string(&file).expect("a readable program")),
        stdout: Some(stdout),
        stderr: None,
        silent: true,
        status: 0,
        file,
    }
}
