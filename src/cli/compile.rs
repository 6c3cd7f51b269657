//! `svm compile`: writes a program as a file that loads without parsing.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::builder::OsStringValueParser;
use clap::{Arg, ArgMatches, Command};

use super::{FAILED, args, complain, listing, run};
use crate::engine::Program;

/// What the names of compiled programs end with.
const EXTENSION: &str = "svmc";

/// The arguments of `compile`.
pub fn define(command: Command) -> Command {
    let file = Arg::new("file")
        .value_name("FILE")
        .required(true)
        .value_parser(OsStringValueParser::new())
        .help("The program (- is standard input)");
    let output = output("Where to write it [default: the program's name with .svmc]");
    command
        .about("Compile a program to a file that loads without parsing")
        .arg(file)
        .arg(output)
        .arg(args::lang(listing::LANGUAGE))
}

/// The argument that names a compiled program to be written.
pub fn output(help: &'static str) -> Arg {
    Arg::new("output")
        .short('o')
        .value_name("FILE.svmc")
        .value_parser(OsStringValueParser::new())
        .help(help)
}

/// Performs `compile`.
pub fn compile(matches: &ArgMatches) -> u8 {
    let word = |name: &str| matches.get_one::<OsString>(name);
    let file = word("file").expect("the argument is required");
    let output = match word("output") {
        Some(output) => PathBuf::from(output),
        None if file == "-" => PathBuf::from("out").with_extension(EXTENSION),
        None => Path::new(file).with_extension(EXTENSION),
    };
    match run::program(matches) {
        Ok(program) => write(&program, &output),
        Err(status) => status,
    }
}

/// Writes a compiled program; tells the exit status.
pub fn write(program: &Program, output: &Path) -> u8 {
    match std::fs::write(output, program.to_bytes()) {
        Ok(()) => 0,
        Err(error) => {
            complain(&format!("{}: {}", output.display(), run::reason(&error)));
            FAILED
        }
    }
}
