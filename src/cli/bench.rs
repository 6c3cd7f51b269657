//! `svm bench`: programs on each tier, side by side.
//!
//! Owns which processes are run, in which order, and what is made of their times.
//! Each run is a process of its own, so that nobody finds anything warm but the
//! file cache; the first round, in which other caches may be cold, is shown
//! apart. Never looks into a program: what it prints is only compared.

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Read, Write as _};
use std::process::{Command as Process, Stdio};
use std::time::Instant;

use clap::builder::OsStringValueParser;
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::json;

use super::{FAILED, USAGE, args, complain, run, streams};
use crate::base::sys;
use crate::engine::{Cell, List, native_support};

const EXAMPLES: &str = "\
Examples:
  svm bench fib.rb sieve.rb            each program on the tiers interp and jit
  svm bench --rounds 15 app.rb -- 30   more rounds; ARGV is [\"30\"]
  svm bench --tier=jit --against 'ruby --yjit' app.rb
  svm bench --format=json app.rb       every time that was taken

Each run is a process of its own, from start to end, and the tiers take turns.
\"first\" is the first round, which is kept apart because whatever the system
loads for it may not be there yet; median, min and max are of the rounds behind
it. \"ratio\" is the first row's median over this one's: above 1 is faster.
\"peak\" is the most memory a process had; what is smaller than svm bench itself
shows as that. \"compiled\" and \"compiling\" are the pieces of native code and
the time to make them, \"warm\" is when the last of them was made, from the start
of the process: behind it nothing warms up. They are from one more run.

What a program prints is thrown away, but has to be the same on each tier.

Exit status: 0; 1 if a program cannot be read, fails, or prints something else
on one tier than on another; 2 for bad arguments.";

/// Rounds behind the first if nothing is said.
const ROUNDS: &str = "5";
/// Of standard error, so many bytes are kept: the last.
const KEPT_BYTES: usize = 1 << 20;

const COLUMNS: &[&str] = &[
    "program",
    "tier",
    "first_nanoseconds",
    "median_nanoseconds",
    "min_nanoseconds",
    "max_nanoseconds",
    "ratio",
    "peak_bytes",
    "compiled",
    "compiling_nanoseconds",
    "warm_nanoseconds",
];
/// What `--jit-log` says in the lines about code that was made.
const MADE: &str = "compiled version ";

/// What is asked for.
struct Settings {
    contenders: Vec<Contender>,
    files: Vec<OsString>,
    arguments: Vec<OsString>,
    rounds: u32,
    json: bool,
}

/// Somebody who runs programs.
struct Contender {
    /// The name of the tier, or the command.
    label: String,
    /// What stands before the program.
    command: Vec<OsString>,
    /// Has a native tier to be asked about.
    native: bool,
}

/// What one process did.
struct Run {
    began: Instant,
    nanoseconds: u64,
    peak_bytes: u64,
    printed: Printed,
    errors: Errors,
}

/// What is remembered of standard error.
#[derive(Default)]
struct Errors {
    /// Its end.
    kept: Vec<u8>,
    /// When it said last that code was made.
    made: Option<Instant>,
}

/// What is remembered of an output.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Printed {
    bytes: u64,
    hash: u64,
}

/// The runs of one contender with one program.
#[derive(Default)]
struct Measured {
    nanoseconds: Vec<u64>,
    peak_bytes: u64,
    printed: Option<Printed>,
    compiled: Option<Compiled>,
}

/// What native code a run made.
#[derive(Clone, Copy)]
struct Compiled {
    pieces: u64,
    /// Time that they took.
    nanoseconds: u64,
    /// From the start of the process until the last was there.
    warm: u64,
}

/// The arguments of `bench`.
pub fn define(command: Command) -> Command {
    let option = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help)
    };
    let words = |name: &'static str, value: &'static str| {
        Arg::new(name)
            .value_name(value)
            .value_parser(OsStringValueParser::new())
            .num_args(1..)
    };
    command
        .about("Run programs on each tier in turn and compare times and memory")
        .override_usage("svm bench [OPTIONS] FILE... [-- ARGS]")
        .after_help(EXAMPLES)
        .arg(
            option("rounds", "N", "Timed runs of each, behind the first")
                .default_value(ROUNDS)
                .hide_default_value(true),
        )
        .arg(
            option("tier", "TIER[,TIER]", "Only these tiers")
                .default_value("interp,jit")
                .hide_default_value(true),
        )
        .arg(
            option(
                "against",
                "COMMAND",
                "Another command that runs such programs, its words parted by spaces; may be given several times",
            )
            .action(ArgAction::Append),
        )
        .arg(
            option("format", "FORMAT", "text or json [default: text]")
                .default_value("text")
                .hide_default_value(true),
        )
        .arg(words("files", "FILE").required(true).help("The programs"))
        .arg(words("arguments", "ARGS").last(true).help("Their arguments"))
}

/// Performs `bench`.
pub fn bench(matches: &ArgMatches) -> u8 {
    let settings = match settings(matches) {
        Ok(settings) => settings,
        Err(line) => {
            complain(&format!("bench: {line}"));
            return USAGE;
        }
    };
    match measure(&settings) {
        Ok(measured) => streams::print(&report(&settings, &measured)),
        Err(line) => {
            complain(&line);
            FAILED
        }
    }
}

fn settings(matches: &ArgMatches) -> Result<Settings, String> {
    let text = |name: &str| matches.get_one::<String>(name).map_or("", String::as_str);
    let all = |name: &str| {
        let words = matches.get_many::<OsString>(name).unwrap_or_default();
        words.cloned().collect::<Vec<_>>()
    };
    let mut contenders: Vec<Contender> = Vec::new();
    for tier in text("tier").split(',') {
        if !["interp", "jit"].contains(&tier) {
            return Err(format!(
                "--tier={tier}: there is no such tier; there are interp and jit"
            ));
        }
        if contenders.iter().all(|known| known.label != tier) {
            contenders.push(Contender::tier(tier)?);
        }
    }
    for command in matches.get_many::<String>("against").unwrap_or_default() {
        let words: Vec<OsString> = command.split_whitespace().map(OsString::from).collect();
        if words.is_empty() {
            return Err("--against: a command has at least one word".to_owned());
        }
        contenders.push(Contender {
            label: command.clone(),
            command: words,
            native: false,
        });
    }
    let files = all("files");
    if files.iter().any(|file| file == "-") {
        return Err("standard input cannot be read for each run anew; name a file".to_owned());
    }
    Ok(Settings {
        contenders,
        files,
        arguments: all("arguments"),
        rounds: args::number("rounds", text("rounds"))?,
        json: match text("format") {
            "text" => false,
            "json" => true,
            other => return Err(format!("--format={other}: the formats are text and json")),
        },
    })
}

impl Contender {
    /// This very program, on a tier.
    fn tier(tier: &str) -> Result<Contender, String> {
        let own = std::env::current_exe().map_err(|error| run::reason(&error))?;
        Ok(Contender {
            label: tier.to_owned(),
            command: vec![own.into(), "run".into(), format!("--tier={tier}").into()],
            native: tier == "jit",
        })
    }

    /// Runs a program once; the error is a line for the user.
    fn run(&self, more: &[&str], file: &OsString, arguments: &[OsString]) -> Result<Run, String> {
        let (program, words) = self.command.split_first().expect("a command has a word");
        let mut process = Process::new(program);
        process.args(words).args(more).arg(file).args(arguments);
        process
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let failed = |what: &str| format!("{}: {}: {what}", file.to_string_lossy(), self.label);
        let began = Instant::now();
        let child = process.spawn();
        let mut child = child.map_err(|error| failed(&run::reason(&error)))?;
        let stderr = child.stderr.take().expect("it is piped");
        let errors = std::thread::spawn(move || Errors::read(stderr));
        let stdout = child.stdout.take().expect("it is piped");
        let printed = Printed::read(stdout).map_err(|error| failed(&run::reason(&error)));
        let ended = sys::wait_for(&child);
        let nanoseconds = u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX);
        let (status, peak_bytes) = ended.map_err(|error| failed(&run::reason(&error)))?;
        let errors = errors.join().unwrap_or_default();
        if !status.success() {
            let text = String::from_utf8_lossy(&errors.kept);
            let what = format!("it failed ({status})");
            let Some(line) = reason_in(&text) else {
                return Err(failed(&what));
            };
            // Most lines name the file themselves.
            let name = format!("{}:", file.to_string_lossy());
            let twice = format!("{name} {name}");
            let line = match line.starts_with(&twice) {
                true => &line[name.len() + 1..],
                false => line,
            };
            return Err(match line.starts_with(&name) {
                true => format!("{}: {what}: {line}", self.label),
                false => failed(&format!("{what}: {line}")),
            });
        }
        Ok(Run {
            began,
            nanoseconds,
            peak_bytes,
            printed: printed?,
            errors,
        })
    }

    /// What native code is made, as the log tells.
    fn compiled(&self, file: &OsString, arguments: &[OsString]) -> Result<Compiled, String> {
        let run = self.run(&["--jit-log"], file, arguments)?;
        let text = String::from_utf8_lossy(&run.errors.kept);
        let made = text.lines().filter_map(|line| {
            let line = line.strip_prefix("[jit] ")?;
            let (_, made) = line.split_once(MADE)?;
            let time = made.rsplit(", ").next()?.strip_suffix(" ms")?;
            time.parse::<f64>().ok()
        });
        let (pieces, milliseconds) =
            made.fold((0, 0.0), |(pieces, sum), time| (pieces + 1, sum + time));
        let made = run.errors.made.filter(|_| pieces > 0);
        let warm = made.map_or(0, |made| made.duration_since(run.began).as_nanos() as u64);
        Ok(Compiled {
            pieces,
            nanoseconds: (milliseconds * 1e6) as u64,
            warm,
        })
    }
}

/// The line of standard error that says why a program failed: one that names an
/// exception's class, or else the last.
fn reason_in(text: &str) -> Option<&str> {
    let names_class = |line: &&str| {
        let class = line
            .strip_suffix(')')
            .and_then(|line| line.rsplit_once(" ("));
        class.is_some_and(|(_, class)| {
            class.starts_with(|first: char| first.is_ascii_uppercase()) && !class.contains(' ')
        })
    };
    let mut lines = text.lines().map(str::trim_end);
    let raised = lines.clone().find(names_class);
    raised.or_else(|| lines.rfind(|line| !line.is_empty()))
}

impl Printed {
    /// Reads all that a process prints.
    fn read(mut from: impl Read) -> io::Result<Printed> {
        // FNV-1a, as it does not depend on the pieces that come.
        let mut printed = Printed {
            bytes: 0,
            hash: 0xcbf2_9ce4_8422_2325,
        };
        let mut buffer = [0; 1 << 14];
        loop {
            let count = match from.read(&mut buffer) {
                Ok(0) => return Ok(printed),
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            printed.bytes += count as u64;
            for byte in &buffer[..count] {
                let mixed = printed.hash ^ u64::from(*byte);
                printed.hash = mixed.wrapping_mul(0x0000_0100_0000_01b3);
            }
        }
    }
}

impl Errors {
    fn read(mut from: impl Read) -> Errors {
        let mut errors = Errors::default();
        let kept = &mut errors.kept;
        let mut buffer = [0; 1 << 14];
        while let Ok(count @ 1..) = from.read(&mut buffer) {
            let mut words = buffer[..count].windows(MADE.len());
            if words.any(|word| word == MADE.as_bytes()) {
                errors.made = Some(Instant::now());
            }
            kept.extend_from_slice(&buffer[..count]);
            if kept.len() > 2 * KEPT_BYTES {
                kept.drain(..kept.len() - KEPT_BYTES);
            }
        }
        errors
    }
}

/// Runs everything: for each program what each contender did.
fn measure(settings: &Settings) -> Result<Vec<Vec<Measured>>, String> {
    let contenders = &settings.contenders;
    for file in &settings.files {
        run::source(None, Some(file))?;
    }
    if let (true, Err(why)) = (contenders.iter().any(|one| one.native), native_support()) {
        complain(&format!(
            "--tier=jit: {why}; everything is interpreted there too"
        ));
    }
    let progress = Progress::new();
    let program = |file: &OsString| {
        let mut measured: Vec<Measured> = contenders.iter().map(|_| Measured::default()).collect();
        for round in 0..=settings.rounds {
            let mut turns: Vec<usize> = (0..contenders.len()).collect();
            // Whoever always comes behind the same one may suffer from it.
            if round % 2 == 1 {
                turns.reverse();
            }
            for at in turns {
                let contender = &contenders[at];
                progress.show(file, round, settings.rounds, &contender.label);
                let run = contender.run(&[], file, &settings.arguments)?;
                let first = measured[0].printed;
                let before = measured[at].printed.or(first);
                if before.is_some_and(|before| before != run.printed) {
                    let other = match measured[at].printed {
                        Some(_) => "it did before",
                        None => contenders[0].label.as_str(),
                    };
                    return Err(format!(
                        "{}: {} prints something else than {other} ({} bytes)",
                        file.to_string_lossy(),
                        contender.label,
                        run.printed.bytes
                    ));
                }
                measured[at].note(&run);
            }
        }
        for (contender, measured) in contenders.iter().zip(&mut measured) {
            if contender.native {
                measured.compiled = Some(contender.compiled(file, &settings.arguments)?);
            }
        }
        Ok(measured)
    };
    settings.files.iter().map(program).collect()
}

impl Measured {
    fn note(&mut self, run: &Run) {
        self.nanoseconds.push(run.nanoseconds);
        self.peak_bytes = self.peak_bytes.max(run.peak_bytes);
        self.printed = Some(run.printed);
    }

    /// The times behind the first, the shortest first.
    fn sorted(&self) -> Vec<u64> {
        let mut sorted = self.nanoseconds[1..].to_vec();
        sorted.sort_unstable();
        sorted
    }

    fn median(&self) -> u64 {
        let sorted = self.sorted();
        let upper = sorted[sorted.len() / 2];
        let lower = sorted[(sorted.len() - 1) / 2];
        lower + (upper - lower) / 2
    }

    /// How much faster this one is than another.
    fn ratio(&self, other: &Measured) -> f64 {
        other.median() as f64 / self.median().max(1) as f64
    }
}

/// What is being done, for somebody who waits at a terminal.
struct Progress {
    shown: bool,
}

impl Progress {
    fn new() -> Progress {
        Progress {
            shown: io::stderr().is_terminal(),
        }
    }

    fn show(&self, file: &OsString, round: u32, rounds: u32, label: &str) {
        if self.shown {
            let file = file.to_string_lossy();
            let mut stderr = io::stderr().lock();
            let _ = write!(stderr, "\r\x1b[K{file}: {label}, {round} of {rounds}");
            let _ = stderr.flush();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown {
            let _ = write!(io::stderr().lock(), "\r\x1b[K");
        }
    }
}

fn report(settings: &Settings, measured: &[Vec<Measured>]) -> String {
    let contenders = &settings.contenders;
    let programs = settings.files.iter().zip(measured);
    let rows = programs.flat_map(|(file, measured)| {
        let row = |(contender, own)| row(file, contender, own, &measured[0]);
        contenders.iter().zip(measured).map(row).collect::<Vec<_>>()
    });
    let mut list = List {
        name: "runs",
        columns: COLUMNS,
        rows: rows.collect(),
        notes: Vec::new(),
    };
    let means: Vec<(usize, f64)> = (1..contenders.len())
        .map(|at| (at, mean(measured.iter().map(|m| m[at].ratio(&m[0])))))
        .collect();
    if settings.json {
        let mut runs = list.json();
        let rows = runs.as_array_mut().into_iter().flatten();
        for (row, measured) in rows.zip(measured.iter().flatten()) {
            row["nanoseconds"] = json!(measured.nanoseconds[1..]);
        }
        let means = means.iter().map(|&(at, mean)| {
            let tier = &contenders[at].label;
            json!({"tier": tier, "ratio": mean})
        });
        let arguments = settings.arguments.iter();
        let whole = json!({
            "rounds": settings.rounds,
            "arguments": arguments.map(|word| word.to_string_lossy()).collect::<Vec<_>>(),
            "runs": runs,
            "geometric_means": means.collect::<Vec<_>>(),
        });
        return format!("{whole}\n");
    }
    // A program's name stands once.
    for (at, row) in list.rows.iter_mut().enumerate() {
        if at % contenders.len() != 0 {
            row[0] = Cell::Text(String::new());
        }
    }
    if settings.files.len() > 1 {
        let note = |(at, mean): (usize, f64)| {
            let (label, first) = (&contenders[at].label, &contenders[0].label);
            let count = settings.files.len();
            format!(
                "{label}: {mean:.2} times as fast as {first}, geometric mean of {count} programs"
            )
        };
        list.notes = means.into_iter().map(note).collect();
    }
    list.text()
}

fn row(file: &OsString, contender: &Contender, own: &Measured, first: &Measured) -> Vec<Cell> {
    let sorted = own.sorted();
    let none = || Cell::Text(String::new());
    let (pieces, compiling, warm) = match own.compiled {
        Some(made) => (
            Cell::Number(made.pieces),
            Cell::Time(made.nanoseconds),
            Cell::Time(made.warm),
        ),
        None => (none(), none(), none()),
    };
    vec![
        Cell::Text(file.to_string_lossy().into_owned()),
        Cell::Text(contender.label.clone()),
        Cell::Time(own.nanoseconds[0]),
        Cell::Time(own.median()),
        Cell::Time(sorted[0]),
        Cell::Time(sorted[sorted.len() - 1]),
        Cell::Ratio(own.ratio(first)),
        Cell::Bytes(own.peak_bytes),
        pieces,
        compiling,
        warm,
    ]
}

fn mean(ratios: impl Iterator<Item = f64>) -> f64 {
    let logarithms: Vec<f64> = ratios.map(f64::ln).collect();
    (logarithms.iter().sum::<f64>() / logarithms.len().max(1) as f64).exp()
}

#[cfg(test)]
mod tests {
    use super::{Errors, Measured, Printed, mean, reason_in};

    fn measured(nanoseconds: &[u64]) -> Measured {
        Measured {
            nanoseconds: nanoseconds.to_vec(),
            ..Measured::default()
        }
    }

    #[test]
    fn the_first_run_counts_for_nothing() {
        assert_eq!(measured(&[1000, 30, 10, 20]).median(), 20);
        assert_eq!(measured(&[1000, 30, 10, 20, 40]).median(), 25);
        assert_eq!(measured(&[1000, 7]).median(), 7);
        let ratio = measured(&[1, 10]).ratio(&measured(&[1, 40]));
        assert!((ratio - 4.0).abs() < 1e-9);
        assert!((mean([2.0, 8.0].into_iter()) - 4.0).abs() < 1e-9);
    }

    #[test]
    fn outputs_are_told_apart() {
        let printed = |bytes: &[u8]| Printed::read(bytes).expect("bytes can be read");
        assert!(printed(b"one\n") == printed(b"one\n"));
        assert!(printed(b"one\n") != printed(b"two\n"));
        assert!(printed(b"") != printed(b"\0"));
    }

    #[test]
    fn of_much_the_end_is_kept() {
        let much = vec![b'x'; 5 << 20];
        let errors = Errors::read(&[&much[..], b"end"].concat()[..]);
        assert!(errors.kept.ends_with(b"xend") && errors.kept.len() < 3 << 20);
        assert!(errors.made.is_none());
        let made = Errors::read(&b"[jit] f (f.rb:1): recompiled version 2: 3 bytes"[..]);
        assert!(made.made.is_some());
    }

    #[test]
    fn the_reason_of_a_failure_is_no_warning() {
        let text = "a.rb:1: warning: odd\na.rb:2:in 'f': no (A::Error)\n\tfrom a.rb:3\n";
        assert_eq!(reason_in(text), Some("a.rb:2:in 'f': no (A::Error)"));
        assert_eq!(reason_in("one\ntwo (2 times)\n\n"), Some("two (2 times)"));
        assert_eq!(reason_in("\n"), None);
    }
}
