//! The command line: a client of the engine's public interface.
//!
//! **Owns** arguments, commands, exit statuses, standard streams and signals.
//! **Imported by** `main.rs` only; imports `engine` and `base`, and for the
//! listings `compile` and `bytecode`. **Invariants**: L1 whatever the program
//! printed is flushed before `svm` ends or complains; L2 bad arguments end with
//! status 2, a failing program with 1 or what it asked for, an interrupted one
//! with 130. **Start** at `COMMANDS`, then `run.rs`.

#![forbid(unsafe_code)]

mod args;
mod asm;
mod bench;
mod compile;
mod listing;
mod native;
mod run;
mod stack;
mod stats;
mod streams;

pub use run::builder_for;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{ArgMatches, Command};

/// Status of what failed.
const FAILED: u8 = 1;
/// Status of bad arguments.
const USAGE: u8 = 2;

/// A command of `svm`.
struct CommandRow {
    name: &'static str,
    /// Adds its arguments.
    define: fn(Command) -> Command,
    /// Does it and tells the exit status.
    perform: fn(&ArgMatches) -> u8,
}

/// Every command; `run` is also what happens without one.
const COMMANDS: &[CommandRow] = &[
    CommandRow {
        name: "run",
        define: args::define_run,
        perform: run::run,
    },
    CommandRow {
        name: "asm",
        define: asm::define,
        perform: asm::asm,
    },
    CommandRow {
        name: "bench",
        define: bench::define,
        perform: bench::bench,
    },
    CommandRow {
        name: "compile",
        define: compile::define,
        perform: compile::compile,
    },
    CommandRow {
        name: "disasm",
        define: listing::define_disasm,
        perform: listing::disasm,
    },
    CommandRow {
        name: "dump",
        define: stack::define_dump,
        perform: stack::dump,
    },
    CommandRow {
        name: "ops",
        define: listing::define_ops,
        perform: listing::ops,
    },
];

const EXAMPLES: &str = "\
Examples:
  svm run app.rb one two         run a program; ARGV is [\"one\", \"two\"]
  svm app.rb one two             the same
  svm -e 'puts 6 * 7'            run code from the command line
  echo 'puts 1' | svm            run what standard input holds (also: svm -)
  svm run --gc-log app.rb        show each collection on standard error
  svm run --stats=json app.rb    count what the program does
  svm run --hot app.rb           show where it spent its time
  svm bench app.rb               compare the tiers: times and memory
  svm run fib.svm 20             run a program in the stack language
  svm run --debug fib.svm 3      show each of its words with both stacks
  svm run --stats=plain fib.svm 20   count its words, calls and jumps
  svm run --lang=stack -e '6 7 * println'
  svm dump fib.svm               list its places, labels resolved
  svm compile app.rb             write app.svmc, which `svm run` loads faster
  svm disasm app.rb              show the bytecode next to the source
  svm disasm --asm app.rb        run it and show the native code of what was hot
  svm asm hello.svmasm           check such a text (svm run runs it)
  svm ops                        the manual of the instructions

Exit status: 0, or what `exit` was given; 1 after an uncaught exception, a
syntax error or for a file that cannot be read; 2 for bad arguments; 130 when
interrupted.";

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    streams::prepare();
    let arguments = args::normalise(std::env::args_os().collect());
    ExitCode::from(dispatch(arguments))
}

fn dispatch(arguments: Vec<OsString>) -> u8 {
    if arguments.len() < 2 && streams::stdin_is_terminal() {
        let _ = definition().print_help();
        return USAGE;
    }
    let command = arguments.get(1).cloned().unwrap_or_default();
    let matches = match definition().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        // Help and version are errors to clap.
        Err(error) if !error.use_stderr() => {
            return streams::ended(error.print());
        }
        Err(error) => {
            let command = command.to_string_lossy();
            complain(&format!(
                "{}; see svm {command} --help",
                misused(&error.to_string())
            ));
            return USAGE;
        }
    };
    let (name, matches) = matches.subcommand().expect("a command is always there");
    let row = COMMANDS.iter().find(|row| row.name == name);
    (row.expect("clap knows only our commands").perform)(matches)
}

/// What clap says of bad arguments, without the manual around it.
fn misused(text: &str) -> String {
    let text = text.strip_prefix("error: ").unwrap_or(text);
    let said = text.split("\n\nUsage:").next().unwrap_or(text);
    let lines = said.lines().map(str::trim);
    let manual = |line: &&str| {
        let manual = ["For more information", "tip: to pass"];
        line.is_empty() || manual.iter().any(|start| line.starts_with(start))
    };
    let lines: Vec<&str> = lines.filter(|line| !manual(line)).collect();
    lines.join(" ").replace(" tip: ", "; ")
}

fn definition() -> Command {
    let mut command = Command::new("svm")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Runs programs in Ruby, or in a small stack language, and shows what they do")
        .override_usage("svm [run] [OPTIONS] FILE [ARGS]\n       svm [run] [OPTIONS] -e CODE [ARGS]\n       svm <COMMAND>")
        .after_help(EXAMPLES)
        .subcommand_required(true)
        .disable_help_subcommand(true);
    for row in COMMANDS {
        command = command.subcommand((row.define)(Command::new(row.name)));
    }
    command
}

/// Prints a complaint of `svm` itself.
fn complain(message: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "svm: {message}");
}
