//! `svm bench`: programs on each tier, side by side.
//!
//! Owns which processes are run, in which order, and what is made of their times.
//! Each run is a process of its own, so that nobody finds anything warm but the
//! file cache; the first round, which finds that cold too, is shown apart. Never
//! looks into a program: what it prints is only compared.

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Read, Write as _};
use std::process::{Command as Process, Stdio};
use std::time::Instant;

use clap::builder::OsStringValueParser;
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Value as Json, json};

use super::{FAILED, USAGE, args, complain, run, streams};
use crate::base::sys;
use crate::engine::{Cell, List, native_support};

const EXAMPLES: &str = "\
Examples:
  svm bench fib.rb sieve.rb            each program on the tiers interp and jit
  svm bench --rounds 15 app.rb -- 30   more rounds; ARGV is [\"30\"]
  svm bench --tier=jit --against 'ruby --yjit' app.rb
  svm bench --format=json app.rb       every time that was taken

Each run is a process of its own, and the tiers take turns. \"first\" is the
first round, which reads the program from a cold disk; median, min and max are
of the rounds behind it. \"ratio\" is the first row's median over this one's:
above 1 is faster. \"peak\" is the most memory a process had. \"compiled\" and
\"compiling\" are the pieces of native code and the time to make them, from one
more run that counts.

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
];

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
    nanoseconds: u64,
    peak_bytes: u64,
    printed: Printed,
    /// The end of its standard error.
    errors: Vec<u8>,
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
    /// Pieces of native code, and the time that they took.
    compiled: Option<(u64, u64)>,
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
        Ok(measured) => {
            streams::print(&report(&settings, &measured));
            0
        }
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
        let errors = std::thread::spawn(move || last_of(stderr));
        let stdout = child.stdout.take().expect("it is piped");
        let printed = Printed::read(stdout).map_err(|error| failed(&run::reason(&error)));
        let ended = sys::wait_for(&child);
        let nanoseconds = u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX);
        let (status, peak_bytes) = ended.map_err(|error| failed(&run::reason(&error)))?;
        let errors = errors.join().unwrap_or_default();
        if !status.success() {
            let text = String::from_utf8_lossy(&errors);
            let line = text.lines().find(|line| !line.trim().is_empty());
            let line = line.map_or(String::new(), |line| format!(": {line}"));
            return Err(failed(&format!("it failed ({status}){line}")));
        }
        Ok(Run {
            nanoseconds,
            peak_bytes,
            printed: printed?,
            errors,
        })
    }

    /// Pieces of native code and the time to make them.
    fn compiled(
        &self,
        file: &OsString,
        arguments: &[OsString],
    ) -> Result<Option<(u64, u64)>, String> {
        let run = self.run(&["--stats=json"], file, arguments)?;
        // The program may have printed something before.
        let text = String::from_utf8_lossy(&run.errors);
        let last = text.lines().rev().find(|line| line.starts_with('{'));
        let counted: Json = last
            .and_then(|line| serde_json::from_str(line).ok())
            .unwrap_or_default();
        let figure = |name: &str| counted["native"][name].as_u64();
        Ok(figure("pieces").zip(figure("compile_nanoseconds")))
    }
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

/// The last bytes of a stream.
fn last_of(mut from: impl Read) -> Vec<u8> {
    let mut kept = Vec::new();
    let mut buffer = [0; 1 << 14];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        kept.extend_from_slice(&buffer[..count]);
        if kept.len() > 2 * KEPT_BYTES {
            kept.drain(..kept.len() - KEPT_BYTES);
        }
    }
    kept
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
                measured.compiled = contender.compiled(file, &settings.arguments)?;
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
    let mut text = list.text();
    if settings.files.len() > 1 {
        for (at, mean) in means {
            let (label, first) = (&contenders[at].label, &contenders[0].label);
            text.push_str(&format!(
                "  {label}: {mean:.2} times as fast as {first}, geometric mean of {} programs\n",
                settings.files.len()
            ));
        }
    }
    text
}

fn row(file: &OsString, contender: &Contender, own: &Measured, first: &Measured) -> Vec<Cell> {
    let sorted = own.sorted();
    let none = || Cell::Text(String::new());
    let (pieces, compiling) = match own.compiled {
        Some((pieces, compiling)) => (Cell::Number(pieces), Cell::Time(compiling)),
        None => (none(), none()),
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
    ]
}

fn mean(ratios: impl Iterator<Item = f64>) -> f64 {
    let logarithms: Vec<f64> = ratios.map(f64::ln).collect();
    (logarithms.iter().sum::<f64>() / logarithms.len().max(1) as f64).exp()
}

#[cfg(test)]
mod tests {
    use super::{Measured, Printed, last_of, mean};

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
        let kept = last_of(&[&much[..], b"end"].concat()[..]);
        assert!(kept.ends_with(b"xend") && kept.len() < 3 << 20);
    }
}
