//! `svm disasm` and `svm ops`: what programs are compiled to.

use clap::builder::OsStringValueParser;
use clap::{Arg, ArgMatches, Command};

use super::{args, run, streams};
use crate::engine;

const EXAMPLES: &str = "\
Examples:
  svm disasm app.rb                show what a program is compiled to
  svm disasm -e 'puts 6 * 7'       the same for code from the command line
  svm disasm app.rb > app.svmasm   keep it; svm asm checks it after a change,
                                   svm run runs it

docs/BYTECODE.md describes the form, `svm ops` lists the instructions.

Exit status: 0, 1 if the program has errors or cannot be read, 2 for bad
arguments.";

/// What `--lang` is to these commands.
pub const LANGUAGE: &str =
    "The language of the program: ruby, stack, asm or compiled [default: by the file's name]";

/// The arguments of `disasm`.
pub fn define_disasm(command: Command) -> Command {
    let file = Arg::new("file")
        .value_name("FILE")
        .value_parser(OsStringValueParser::new());
    let code = Arg::new("code")
        .short('e')
        .value_name("CODE")
        .value_parser(OsStringValueParser::new());
    command
        .about("Show the bytecode of a program next to its source")
        .after_help(EXAMPLES)
        .arg(
            code.allow_hyphen_values(true)
                .conflicts_with("file")
                .help("List this code instead of a file"),
        )
        .arg(args::lang(LANGUAGE))
        .arg(file.help("The program (- is standard input)"))
}

/// The arguments of `ops`: none.
pub fn define_ops(command: Command) -> Command {
    command.about("Print the manual of the instructions")
}

/// Performs `disasm`.
pub fn disasm(matches: &ArgMatches) -> u8 {
    match run::program(matches) {
        Ok(program) => {
            streams::print(&program.listing());
            0
        }
        Err(status) => status,
    }
}

/// Performs `ops`.
pub fn ops(_matches: &ArgMatches) -> u8 {
    streams::print(&engine::instruction_manual());
    0
}
