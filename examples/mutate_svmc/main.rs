//! Damages compiled programs at random and loads and runs what comes out.
//!
//! ```text
//! cargo run --release --example mutate_svmc -- [--count N] [--seed N] [--jobs N]
//! ```
//!
//! Clean means: each mutant is refused, or runs to an end, an exception or the
//! stop. The trials run in child processes, so a signal is seen too; a child
//! that dies is run again, naming each mutant before it is tried; the last one is
//! then found as `last_mutant.svmc` in the folder of temporary files.

mod mutant;
mod trial;

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::mpsc;
use std::thread;

use indicatif::{ProgressBar, ProgressStyle};

/// Mutants that a child tries before it takes a new vm for sure.
const CHUNK: u64 = 5_000;

struct Options {
    count: u64,
    seed: u64,
    jobs: u64,
    /// In a child: names each mutant.
    careful: bool,
    child: bool,
}

fn options() -> Result<Options, String> {
    let mut options = Options {
        count: 100_000,
        seed: 0,
        jobs: thread::available_parallelism().map_or(1, |jobs| jobs.get() as u64),
        careful: false,
        child: false,
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let target = match word.as_str() {
            "--count" => &mut options.count,
            "--seed" => &mut options.seed,
            "--jobs" => &mut options.jobs,
            "--careful" => {
                options.careful = true;
                continue;
            }
            "--child" => {
                options.child = true;
                continue;
            }
            _ => return Err(format!("{word}: --count N, --seed N and --jobs N")),
        };
        let number = words.next().and_then(|word| word.parse().ok());
        *target = number.ok_or_else(|| format!("{word} wants a number"))?;
    }
    Ok(options)
}

fn main() -> ExitCode {
    let options = match options() {
        Ok(options) => options,
        Err(line) => {
            eprintln!("{line}");
            return ExitCode::from(2);
        }
    };
    if options.child {
        return child(&options);
    }
    let failed = parent(&options);
    if failed.is_empty() {
        return ExitCode::SUCCESS;
    }
    for line in &failed {
        eprintln!("{line}");
    }
    ExitCode::FAILURE
}

/// Tries the mutants of a range. Each line says how many were tried and what
/// became of them.
fn child(options: &Options) -> ExitCode {
    trial::watch_panics();
    let units = trial::units();
    let mut out = std::io::stdout();
    let mut start = options.seed;
    let end = options.seed + options.count;
    while start < end {
        let stop = (start + CHUNK).min(end);
        let mut trial = trial::Trial::new();
        for seed in start..stop {
            if options.careful {
                let _ = writeln!(out, "trying {seed}");
                let _ = out.flush();
            }
            let bytes = mutant::mutant(&units, seed);
            if options.careful {
                let _ = std::fs::write(last_mutant(), &bytes);
            }
            trial.run(&bytes, seed % 8 == 0);
            if trial::panicked() {
                let _ = writeln!(out, "panic {seed} of the chunk from {start}");
                return ExitCode::FAILURE;
            }
        }
        let done = trial.outcome;
        let _ = writeln!(
            out,
            "done {} {} {} {}",
            stop - start,
            done.refused,
            done.ended,
            done.raised
        );
        let _ = out.flush();
        start = stop;
    }
    ExitCode::SUCCESS
}

/// Where a careful child keeps the mutant that it tries.
fn last_mutant() -> PathBuf {
    std::env::temp_dir().join("last_mutant.svmc")
}

fn spawn(seed: u64, count: u64, careful: bool) -> Child {
    let program = std::env::current_exe().expect("this program has a name");
    let mut command = Command::new(program);
    command.args(["--child", "--seed", &seed.to_string()]);
    command.args(["--count", &count.to_string()]);
    if careful {
        command.arg("--careful");
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    command.spawn().expect("this program runs")
}

/// Shares the mutants among children; the result are the failures.
fn parent(options: &Options) -> Vec<String> {
    let bar = ProgressBar::new(options.count);
    let style = "{bar:40} {human_pos}/{human_len} {per_sec} {eta} left {msg}";
    bar.set_style(ProgressStyle::with_template(style).expect("a good template"));
    let share = options.count.div_ceil(options.jobs.max(1));
    let (tell, hear) = mpsc::channel();
    let end = options.seed + options.count;
    let mut helpers = Vec::new();
    for job in 0..options.jobs {
        let start = (options.seed + job * share).min(end);
        let stop = (start + share).min(end);
        let tell = tell.clone();
        helpers.push(thread::spawn(move || work(start, stop, &tell)));
    }
    drop(tell);
    let mut sums = [0u64; 3];
    for counts in hear {
        bar.inc(counts[0]);
        for (sum, count) in sums.iter_mut().zip(&counts[1..]) {
            *sum += count;
        }
        let [refused, ended, raised] = sums;
        bar.set_message(format!("refused {refused}, ended {ended}, raised {raised}"));
    }
    bar.finish();
    let [refused, ended, raised] = sums;
    println!("refused {refused}, ended {ended}, raised or stopped {raised}");
    let failed = helpers
        .into_iter()
        .flat_map(|helper| helper.join().expect("no panic here"));
    failed.collect()
}

/// Runs children over a range, going on behind the chunk in which one died.
fn work(mut start: u64, stop: u64, tell: &mpsc::Sender<[u64; 4]>) -> Vec<String> {
    let mut failed = Vec::new();
    while start < stop {
        let mut process = spawn(start, stop - start, false);
        let output = BufReader::new(process.stdout.take().expect("piped"));
        for line in output.lines().map_while(Result::ok) {
            if let Some(counts) = counts(&line) {
                start += counts[0];
                let _ = tell.send(counts);
            }
        }
        let status = process.wait().expect("the child is ours");
        if status.success() {
            break;
        }
        let chunk = CHUNK.min(stop - start);
        failed.push(format!("{status}: {}", culprit(start, chunk)));
        let _ = tell.send([chunk, 0, 0, 0]);
        start += chunk;
    }
    failed
}

fn counts(line: &str) -> Option<[u64; 4]> {
    let numbers = line.strip_prefix("done ")?.split(' ').map(str::parse);
    let numbers: Vec<u64> = numbers.collect::<Result<_, _>>().ok()?;
    numbers.try_into().ok()
}

/// Which mutant of a chunk it was.
fn culprit(start: u64, count: u64) -> String {
    let mut process = spawn(start, count, true);
    let output = BufReader::new(process.stdout.take().expect("piped"));
    let last = output.lines().map_while(Result::ok).last();
    let _ = process.wait();
    let last = last.unwrap_or_default();
    format!("{last} (--child --careful --seed {start} --count {count})")
}
