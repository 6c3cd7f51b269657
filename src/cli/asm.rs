//! `svm asm`: reads bytecode that somebody wrote as text.

use std::ffi::OsString;
use std::path::Path;

use clap::builder::OsStringValueParser;
use clap::{Arg, ArgMatches, Command};

use super::{FAILED, compile, complain, run, streams};
use crate::engine::Language;

const EXAMPLES: &str = "\
Examples:
  svm disasm app.rb > app.svmasm   write the bytecode of a program as text
  svm asm app.svmasm               check the text after a change
  svm run app.svmasm one two       run it; ARGV is [\"one\", \"two\"]
  svm asm app.svmasm -o app.svmc   compile it to a file that loads faster

docs/BYTECODE.md describes the form, `svm ops` lists the instructions.

Exit status: 0 if all is well, 1 if the text has errors or cannot be read, 2 for
bad arguments.";

/// The arguments of `asm`.
pub fn define(command: Command) -> Command {
    let file = Arg::new("file")
        .value_name("FILE.svmasm")
        .required(true)
        .value_parser(OsStringValueParser::new())
        .help("The bytecode as text (- is standard input)");
    command
        .about("Check bytecode that is written as text, or compile it to a file")
        .after_help(EXAMPLES)
        .arg(file)
        .arg(compile::output("Also write it as a compiled program"))
}

/// Performs `asm`.
pub fn asm(matches: &ArgMatches) -> u8 {
    let file = matches.get_one::<OsString>("file");
    let source = match run::source(None, file.map(OsString::as_os_str)) {
        Ok(source) => source,
        Err(line) => {
            complain(&line);
            return FAILED;
        }
    };
    match source.program_in(Language::Assembly) {
        Ok(program) => match matches.get_one::<OsString>("output") {
            Some(output) => compile::write(&program, Path::new(output)),
            None => 0,
        },
        Err(error) => {
            streams::print_error(&error.report(streams::colours()));
            FAILED
        }
    }
}
