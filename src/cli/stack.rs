//! Programs in the stack language on the command line: running them, `--debug`,
//! `--step`, and `svm dump`.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, ErrorKind, Write as _};

use clap::builder::OsStringValueParser;
use clap::{Arg, ArgMatches, Command};

use super::args::{self, RunOptions, StatsFormat};
use super::{FAILED, USAGE, complain, run, streams};
use crate::engine::{Error, Language, Program, StackMoment, StackValue, StackWatcher, Vm};

/// The terminal, whatever the standard streams are.
const TERMINAL: &str = "/dev/tty";

/// Refuses options that the program's language has no use for. An error is a
/// status and a line for the user.
pub fn allows(options: &RunOptions, is_stack: bool) -> Result<(), (u8, String)> {
    let plain = options.stats == Some(StatsFormat::Plain);
    for (set, option) in [
        (plain, "--stats=plain"),
        (options.debug, "--debug"),
        (options.step, "--step"),
    ] {
        if set && !is_stack {
            let line = format!("{option} is for programs in the stack language only");
            return Err((USAGE, line));
        }
    }
    Ok(())
}

/// Sets the options of the stack language.
pub fn prepare(vm: &mut Vm, options: &RunOptions) -> Result<(), (u8, String)> {
    if !options.debug && !options.step {
        return Ok(());
    }
    let keys = match options.step {
        true => Some(open_terminal().map_err(|line| (FAILED, line))?),
        false => None,
    };
    vm.watch_stack(Box::new(Tracer { keys, shown: false }));
    Ok(())
}

fn open_terminal() -> Result<BufReader<File>, String> {
    let opened = File::open(TERMINAL);
    let opened = opened.map_err(|error| {
        format!("--step waits for Enter on the terminal, and there is none: {TERMINAL}: {error}")
    });
    opened.map(BufReader::new)
}

/// Runs a program; the arguments, joined with blanks, are its first values.
pub fn run(vm: &mut Vm, options: &RunOptions, program: Program) -> Result<u8, Error> {
    let words = options.arguments.join(OsString::from(" ").as_os_str());
    let arguments = StackValue::read(words.as_encoded_bytes())?;
    let result = vm.run_stack(program, &arguments);
    let _ = vm.flush();
    // The shell sees the low eight bits.
    Ok(result?.exit.unwrap_or(0) as u8)
}

/// Shows each word with the stacks before and after it.
struct Tracer {
    /// Where Enter is read, while the user steps.
    keys: Option<BufReader<File>>,
    /// A word was shown whose effect is not.
    shown: bool,
}

/// Entries of a stack, with how many are left out.
fn entries(shown: impl ExactSizeIterator<Item = String>, depth: usize) -> String {
    let hidden = depth - shown.len();
    let shown: Vec<String> = shown.collect();
    let shown = shown.join(" ");
    match hidden {
        0 => format!("[{shown}]"),
        _ => format!("[.. {hidden} more .. {shown}]"),
    }
}

fn stacks(moment: &StackMoment<'_>) -> String {
    let data = entries(moment.data.iter().map(StackValue::written), moment.depth);
    let returns = moment.returns.iter().map(u32::to_string);
    let returns = entries(returns, moment.return_depth);
    format!("data {data}  return {returns}")
}

impl StackWatcher for Tracer {
    fn look(&mut self, moment: &StackMoment<'_>) {
        let stacks = stacks(moment);
        let mut text = String::new();
        if std::mem::take(&mut self.shown) {
            text.push_str(&format!("    after   {stacks}\n"));
        }
        if let Some(place) = moment.place {
            let source = moment.source;
            let (line, column) = source.line_column(moment.span.start);
            let range = moment.span.start as usize..moment.span.end() as usize;
            let word = String::from_utf8_lossy(source.text.get(range).unwrap_or_default());
            let name = &source.name;
            text.push_str(&format!("{name}:{line}:{column}  {place}  {word}\n"));
            text.push_str(&format!("    before  {stacks}\n"));
            self.shown = true;
        }
        streams::print_error(&text);
        if moment.place.is_some()
            && let Some(keys) = &mut self.keys
        {
            let _ = std::io::stderr().flush();
            match wait_for_enter(keys) {
                Ok(true) => {}
                // An interrupt is the vm's to answer.
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                // Without a terminal any more the rest runs through.
                Ok(false) | Err(_) => self.keys = None,
            }
        }
    }
}

/// Waits for the end of a line; false if there is none. A signal ends it.
fn wait_for_enter(keys: &mut BufReader<File>) -> io::Result<bool> {
    loop {
        let there = keys.fill_buf()?;
        let end = there.iter().position(|&byte| byte == b'\n');
        let taken = end.map_or(there.len(), |at| at + 1);
        keys.consume(taken);
        if end.is_some() || taken == 0 {
            return Ok(end.is_some());
        }
    }
}

/// The arguments of `dump`.
pub fn define_dump(command: Command) -> Command {
    let word = |name: &'static str, shown: &'static str| {
        Arg::new(name)
            .value_name(shown)
            .value_parser(OsStringValueParser::new())
    };
    command
        .about("List the places of a program in the stack language, labels resolved")
        .arg(
            word("code", "CODE")
                .short('e')
                .allow_hyphen_values(true)
                .conflicts_with("file")
                .help("List this code instead of a file"),
        )
        .arg(args::lang(
            "The language of the program; only stack has places",
        ))
        .arg(word("file", "FILE").help("The program (- is standard input)"))
}

/// Performs `dump`.
pub fn dump(matches: &ArgMatches) -> u8 {
    let word = |name: &str| matches.get_one::<OsString>(name).map(OsString::as_os_str);
    let asked = match args::language_asked(matches) {
        Ok(asked) => asked,
        Err(line) => {
            complain(&line);
            return USAGE;
        }
    };
    let mut source = match run::source(word("code"), word("file")) {
        Ok(source) => source,
        Err(line) => {
            complain(&line);
            return FAILED;
        }
    };
    // Text without a name is of the only language that can be listed.
    let nameless = matches!(&*source.name, "-" | "-e");
    source.language = asked.or(nameless.then_some(Language::Stack));
    match source.program() {
        Ok(program) => match program.places() {
            Some(text) => streams::print(&text),
            None => {
                complain("dump is for programs in the stack language; svm disasm lists others");
                USAGE
            }
        },
        Err(error) => {
            streams::print_error(&error.report(streams::colours()));
            FAILED
        }
    }
}
