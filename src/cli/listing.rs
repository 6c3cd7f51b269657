//! `svm disasm` and `svm ops`: what programs are compiled to.

use std::ffi::OsString;

use clap::builder::OsStringValueParser;
use clap::{Arg, ArgMatches, Command};

use super::{USAGE, args, complain, native, run, streams};
use crate::engine;

const EXAMPLES: &str = "\
Examples:
  svm disasm app.rb                show what a program is compiled to
  svm disasm -e 'puts 6 * 7'       the same for code from the command line
  svm disasm app.rb > app.svmasm   keep it; svm asm checks it after a change,
                                   svm run runs it
  svm disasm --asm app.rb one      run it with an argument, then show the
                                   machine code of what was hot
  svm disasm --hir --method Foo#bar --jit-eager app.rb

Native code is made for what a program does, so --hir, --clif and --asm run it;
what it prints to standard output goes to standard error meanwhile. They show
the latest version of each function that was compiled, in its pieces: one for
its entry, one for each loop that was entered while it ran.

docs/BYTECODE.md describes the form, `svm ops` lists the instructions;
docs/JIT.md the graph and native code.

Exit status: 0, 1 if the program has errors, cannot be read or fails, or no
method of that name ran, 2 for bad arguments; that of a program that was run and
calls exit.";

/// What `--lang` is to these commands.
pub const LANGUAGE: &str =
    "The language of the program: ruby, stack, asm or compiled [default: by the file's name]";

/// The arguments of `disasm`.
pub fn define_disasm(command: Command) -> Command {
    let words = Arg::new("words")
        .value_name("FILE [ARGS]")
        .value_parser(OsStringValueParser::new())
        .num_args(0..)
        .trailing_var_arg(true);
    let code = Arg::new("code")
        .short('e')
        .value_name("CODE")
        .value_parser(OsStringValueParser::new());
    let command = command
        .about("Show the bytecode of a program next to its source, or its native code")
        .override_usage(
            "svm disasm [OPTIONS] FILE\n       svm disasm [--hir] [--clif] [--asm] [--method NAME] [OPTIONS] FILE [ARGS]",
        )
        .after_help(EXAMPLES)
        .arg(
            code.allow_hyphen_values(true)
                .help("List this code instead of a file"),
        )
        .arg(args::lang(LANGUAGE));
    native::define(command).arg(words.help("The program (- is standard input) and its arguments"))
}

/// The arguments of `ops`: none.
pub fn define_ops(command: Command) -> Command {
    command.about("Print the manual of the instructions")
}

/// Performs `disasm`.
pub fn disasm(matches: &ArgMatches) -> u8 {
    let mut words = matches.get_many::<OsString>("words").unwrap_or_default();
    let code = matches.get_one::<OsString>("code");
    let file = match code {
        Some(_) => None,
        None => words.next(),
    };
    let arguments: Vec<OsString> = words.cloned().collect();
    let wanted = match native::wanted(matches) {
        Ok(wanted) => wanted,
        Err(line) => {
            complain(&line);
            return USAGE;
        }
    };
    if let (None, Some(word)) = (&wanted, arguments.first()) {
        let word = word.to_string_lossy();
        complain(&format!(
            "disasm: {word}: without --hir, --clif or --asm there is one program and no arguments"
        ));
        return USAGE;
    }
    let program = run::program_of(matches, code.map(|c| &**c), file.map(|f| &**f));
    match (program, wanted) {
        (Ok(program), Some(wanted)) => native::list(&wanted, program, &arguments),
        (Ok(program), None) => streams::print(&program.listing()),
        (Err(status), _) => status,
    }
}

/// Performs `ops`.
pub fn ops(_matches: &ArgMatches) -> u8 {
    streams::print(&engine::instruction_manual())
}
