//! Runs random Ruby programs in every mode of the vm and compares what they do.
//!
//! ```text
//! cargo run --release --example tier_fuzz -- [--count N] [--seed N] [--jobs N]
//!     [--ruby PATH] [--most FAILURES] [--plant] [--complete] [--show SEED]
//! ```
//!
//! Program N is the same everywhere. They run in child processes, so a crash is
//! seen and blamed on the program and mode at hand. What fails is made small.
//! `--plant` adds a mode that gives wrong answers, to see that they are found;
//! `--complete`, or a long run, fails if something was never reached; `--show`
//! prints a program.

mod coverage;
mod failure;
mod generate;
mod modes;
mod oracle;
mod program;
mod rules;
mod shrink;
mod steps;
mod tree;
mod worker;

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use coverage::Coverage;
use failure::Failure;

/// Where the index of a mode means Ruby itself.
const RUBY: usize = modes::MODES.len();

/// So many programs are to reach everything.
const LONG: u64 = 10_000;

/// A child that says nothing for so long hangs.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Clone)]
struct Options {
    count: u64,
    seed: u64,
    jobs: u64,
    /// Failures after which it stops.
    most: u64,
    ruby: Option<String>,
    plant: bool,
    /// What was never reached is a failure.
    complete: bool,
    show: bool,
    /// In a child: tries a range of programs.
    work: bool,
    /// In a child: runs one program in this mode.
    one: Option<usize>,
}

fn options() -> Result<Options, String> {
    let mut options = Options {
        count: 1_000,
        seed: 0,
        jobs: thread::available_parallelism().map_or(1, |jobs| jobs.get() as u64),
        most: 5,
        ruby: None,
        plant: false,
        complete: false,
        show: false,
        work: false,
        one: None,
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut number = || {
            let number = words.next().and_then(|word| word.parse().ok());
            number.ok_or_else(|| format!("{word} wants a number"))
        };
        match word.as_str() {
            "--count" => options.count = number()?,
            "--seed" => options.seed = number()?,
            "--jobs" => options.jobs = number()?.max(1),
            "--most" => options.most = number()?,
            "--one" => {
                let mode = number()? as usize;
                if mode >= RUBY {
                    return Err(format!("--one {mode}: there are {RUBY} modes"));
                }
                options.one = Some(mode);
            }
            "--show" => {
                options.show = true;
                options.seed = number()?;
            }
            "--plant" => options.plant = true,
            "--complete" => options.complete = true,
            "--work" => options.work = true,
            "--ruby" => {
                let ruby = words.next().ok_or("--ruby wants a command")?;
                let answer = Command::new(&ruby).arg("--version").output();
                answer.map_err(|error| format!("--ruby {ruby}: {error}"))?;
                options.ruby = Some(ruby);
            }
            _ => {
                return Err(format!(
                    "{word}: --count N, --seed N, --jobs N, --ruby PATH, --most N, --plant, --complete, --show SEED"
                ));
            }
        }
    }
    options.complete |= options.count >= LONG;
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
    if options.show {
        print!("{}", program::program(options.seed).render());
        return ExitCode::SUCCESS;
    }
    let ruby = options.ruby.as_deref();
    let done = match options.one {
        Some(mode) => worker::one(mode),
        None if options.work => worker::work(options.seed, options.count, ruby, options.plant),
        None => return parent(&options),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// What the helpers tell.
enum News {
    /// So many programs were tried.
    Tried(u64),
    Failed(Failure),
    /// A line of coverage.
    Reached(String),
}

/// Shares the programs among children and reports.
fn parent(options: &Options) -> ExitCode {
    let since = Instant::now();
    let (failures, coverage, tried) = try_all(options);
    println!("{tried} programs in {:.0} s", since.elapsed().as_secs_f64());
    print!("{}", coverage.report());
    let mut arguments = String::new();
    if let Some(ruby) = &options.ruby {
        arguments.push_str(&format!(" --ruby {ruby}"));
    }
    if options.plant {
        arguments.push_str(" --plant");
    }
    for failure in failures.iter().take(options.most as usize) {
        println!(
            "\n{}",
            failure::report(*failure, options.ruby.as_deref(), &arguments)
        );
    }
    let lacks = options.complete && !coverage.is_complete();
    if lacks {
        println!("not everything was reached");
    }
    if failures.is_empty() {
        return if lacks {
            ExitCode::FAILURE
        } else {
            println!("clean");
            ExitCode::SUCCESS
        };
    }
    let seeds: Vec<String> = failures
        .iter()
        .map(|failure| failure.seed.to_string())
        .collect();
    println!("{} failures: programs {}", failures.len(), seeds.join(" "));
    ExitCode::FAILURE
}

fn try_all(options: &Options) -> (Vec<Failure>, Coverage, u64) {
    let bar = ProgressBar::new(options.count);
    let style = "{bar:40} {human_pos}/{human_len} {per_sec} {eta} left {msg}";
    bar.set_style(ProgressStyle::with_template(style).expect("a good template"));
    let share = options.count.div_ceil(options.jobs);
    let end = options.seed + options.count;
    let (tell, hear) = mpsc::channel();
    for job in 0..options.jobs {
        let start = (options.seed + job * share).min(end);
        let stop = (start + share).min(end);
        let (tell, options) = (tell.clone(), options.clone());
        thread::spawn(move || help(&options, start, stop, &tell));
    }
    drop(tell);
    let (mut failures, mut coverage, mut tried) = (Vec::new(), Coverage::default(), 0);
    for news in hear {
        match news {
            News::Tried(count) => {
                tried += count;
                bar.inc(count);
            }
            News::Failed(failure) => {
                failures.push(failure);
                bar.set_message(format!("{} failures", failures.len()));
            }
            News::Reached(line) => {
                coverage.add_line(&line);
            }
        }
        if failures.len() as u64 >= options.most.max(1) {
            break;
        }
    }
    bar.finish_and_clear();
    (failures, coverage, tried)
}

fn spawn(options: &Options, start: u64, count: u64) -> Child {
    let program = std::env::current_exe().expect("this program has a name");
    let mut command = Command::new(program);
    command.args(["--work", "--seed", &start.to_string()]);
    command.args(["--count", &count.to_string()]);
    if let Some(ruby) = &options.ruby {
        command.args(["--ruby", ruby]);
    }
    if options.plant {
        command.arg("--plant");
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    command.spawn().expect("this program runs")
}

/// Runs children over a range, going on behind a program at which one died.
fn help(options: &Options, mut start: u64, stop: u64, tell: &mpsc::Sender<News>) {
    while start < stop {
        let mut process = spawn(options, start, stop - start);
        let output = BufReader::new(process.stdout.take().expect("piped"));
        let (send, lines) = mpsc::channel();
        thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if send.send(line).is_err() {
                    return;
                }
            }
        });
        let mut last = Failure {
            seed: start,
            mode: 0,
        };
        let mut told = true;
        while let Ok(line) = lines.recv_timeout(PATIENCE) {
            told = match read(&line, &mut last) {
                Some(news) => tell.send(news).is_ok(),
                None if last.seed > start => {
                    let tried = last.seed - start;
                    start = last.seed;
                    tell.send(News::Tried(tried)).is_ok()
                }
                None => true,
            };
            if !told {
                break;
            }
        }
        // It ended, hangs, or nobody listens.
        let ended = process.try_wait().ok().flatten();
        let status = ended.or_else(|| {
            thread::sleep(Duration::from_millis(200));
            process.try_wait().ok().flatten()
        });
        let _ = process.kill();
        let _ = process.wait();
        if !told {
            return;
        }
        if status.is_some_and(|status| status.success()) {
            let _ = tell.send(News::Tried(stop - start));
            return;
        }
        let _ = tell.send(News::Failed(last));
        let _ = tell.send(News::Tried(last.seed + 1 - start));
        start = last.seed + 1;
    }
}

/// Reads a line of a child; `last` becomes the run at hand if it says that.
fn read(line: &str, last: &mut Failure) -> Option<News> {
    let (word, rest) = line.split_once(' ')?;
    if word == "reached" {
        return Some(News::Reached(rest.to_owned()));
    }
    let (seed, mode) = rest.split_once(' ')?;
    let at = Failure {
        seed: seed.parse().ok()?,
        mode: mode.parse().ok()?,
    };
    if word == "fail" {
        return Some(News::Failed(at));
    }
    *last = at;
    None
}
