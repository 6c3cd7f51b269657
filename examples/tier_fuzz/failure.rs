//! A program that fails: it is made small and shown.
//!
//! Owns running a program in a process of its own, where it may crash, and what
//! is printed about it.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::modes::{self, DIED, MODES, TOO_LONG};
use super::oracle::Oracle;
use super::shrink;
use super::{RUBY, program, worker};

/// How the prelude takes a value into the checksum.
const NOTE: &str = "def note(value) = $sum =";
/// The same with each value shown.
const NOTE_SHOWN: &str = "def note(value) = puts(value.inspect) || $sum =";

/// Runs that making a program small may take.
const TRIALS: u32 = 4_000;
/// No run takes longer.
const PATIENCE: Duration = Duration::from_secs(20);
/// Lines of output that are shown before and behind the first that differs.
const LINES: usize = 3;

/// Which program fails and how it was run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    pub seed: u64,
    /// Index of the mode; behind the last is Ruby itself.
    pub mode: usize,
}

/// Runs single programs.
pub struct Judge {
    oracle: Option<Oracle>,
    mode: usize,
}

impl Judge {
    fn new(mode: usize, ruby: Option<&str>) -> Judge {
        let oracle = ruby.filter(|_| mode == RUBY);
        Judge {
            oracle: oracle.and_then(|ruby| Oracle::start(ruby).ok()),
            mode,
        }
    }

    /// What a program does as it should, and in the mode.
    fn outcomes(&mut self, source: &str) -> (String, String) {
        let plain = in_child(source, 0);
        let other = match &mut self.oracle {
            Some(oracle) => oracle.run(source).unwrap_or_default(),
            None if self.mode == 0 => plain.clone(),
            None => in_child(source, self.mode),
        };
        (plain, other)
    }

    /// How it fails, if it does.
    fn kind(&mut self, source: &str) -> Option<&'static str> {
        let (plain, other) = self.outcomes(source);
        if self.mode != 0 && plain == TOO_LONG {
            return None;
        }
        if other == TOO_LONG {
            return Some(TOO_LONG);
        }
        modes::difference(&plain, &other)
    }
}

/// Runs a program in a child.
fn in_child(source: &str, mode: usize) -> String {
    let this = std::env::current_exe().expect("this program has a name");
    let mut child = Command::new(this)
        .args(["--one", &mode.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("this program runs");
    let mut input = child.stdin.take().expect("piped");
    let _ = input.write_all(source.as_bytes());
    drop(input);
    let since = Instant::now();
    let output = std::thread::spawn({
        let mut output = child.stdout.take().expect("piped");
        move || {
            let mut text = Vec::new();
            let _ = std::io::copy(&mut output, &mut text);
            text
        }
    });
    loop {
        match child.try_wait().expect("the child is ours") {
            Some(status) if status.success() => break,
            Some(status) => return format!("{DIED}: {status}"),
            None if since.elapsed() > PATIENCE => {
                let _ = child.kill();
                let _ = child.wait();
                return TOO_LONG.to_owned();
            }
            None => std::thread::sleep(Duration::from_millis(1)),
        }
    }
    String::from_utf8_lossy(&output.join().expect("no panic here")).into_owned()
}

/// Makes the program of a failure small and says all there is to say about it.
pub fn report(failure: Failure, ruby: Option<&str>, arguments: &str) -> String {
    let Failure { seed, mode } = failure;
    let tree = program::program(seed);
    let mut judge = Judge::new(mode, ruby);
    let name = match MODES.get(mode) {
        Some(mode) if mode.planted => "with a mistake planted".to_owned(),
        Some(mode) => mode.command(),
        None => "ruby".to_owned(),
    };
    let again =
        format!("cargo run --release --example tier_fuzz -- --seed {seed} --count 1{arguments}");
    let Some(kind) = judge.kind(&tree.render()) else {
        let kept = worker::kept_at(seed, mode);
        return format!(
            "program {seed}: {name} failed once, not again\n  {again}\n  {}\n",
            kept.display()
        );
    };
    let before = tree.size();
    let small = shrink::shrink(tree, TRIALS, &mut |source| judge.kind(source) == Some(kind));
    let source = small.render();
    let mut text = format!(
        "program {seed}: {name}: {kind} ({before} nodes made {})\n  {again}\n",
        small.size()
    );
    let file = std::env::temp_dir().join(format!("tier_fuzz_{seed}_{mode}.rb"));
    if std::fs::write(&file, &source).is_ok() {
        text.push_str(&format!("  {}\n", file.display()));
    }
    text.push_str(&format!("\n{source}\n"));
    let shown = source.replace(NOTE, NOTE_SHOWN);
    let (plain, other) = judge.outcomes(&shown);
    let plainly = MODES[0].command();
    let differs = plain
        .lines()
        .zip(other.lines())
        .take_while(|(a, b)| a == b)
        .count();
    for (title, output) in [(plainly.as_str(), &plain), (name.as_str(), &other)] {
        text.push_str(&format!("-- {title}\n"));
        let from = differs.saturating_sub(LINES);
        for line in output.lines().skip(from).take(2 * LINES) {
            text.push_str(&format!("{line}\n"));
        }
    }
    text
}
