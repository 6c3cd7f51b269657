//! `svm disasm --hir --clif --asm`: native code of a program that is run for it.

use std::ffi::OsString;

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};

use super::{FAILED, USAGE, args, complain, run, streams};
use crate::base::options;
use crate::engine::{Builder, Program, StandardError, Texts, TierConfig};

/// The forms, and what they are.
const FORMS: [(&str, &str); 3] = [
    ("hir", "Run the program and show the optimiser's graphs"),
    ("clif", "Run the program and show what Cranelift compiles"),
    ("asm", "Run the program and show the machine code"),
];

/// Options of `run` that say when functions are compiled.
const HOTNESS: [&str; 2] = ["jit-threshold", "jit-eager"];

/// What is to be shown.
pub struct Wanted {
    config: TierConfig,
    method: Option<String>,
}

/// Adds the arguments.
pub fn define(mut command: Command) -> Command {
    for (name, help) in FORMS {
        let form = Arg::new(name).long(name).action(ArgAction::SetTrue);
        command = command.arg(form.help(help));
    }
    let method = Arg::new("method")
        .long("method")
        .value_name("NAME")
        .help("Show only methods of this name, Class#name or name, and their blocks");
    command = command.arg(method);
    for name in HOTNESS {
        let row = options::option(name).expect("it is in the table");
        command = command.arg(args::option(row));
    }
    command
}

/// What is to be shown; None: bytecode. The error is a line for the user.
pub fn wanted(matches: &ArgMatches) -> Result<Option<Wanted>, String> {
    let texts = Texts {
        hir: matches.get_flag("hir"),
        clif: matches.get_flag("clif"),
        asm: matches.get_flag("asm"),
    };
    if !texts.any() {
        let mut others = HOTNESS.iter().chain(&["method"]);
        let given = |name: &&&str| {
            let source = matches.value_source(name);
            source == Some(ValueSource::CommandLine)
        };
        return match others.find(given) {
            Some(name) => Err(format!("--{name} is for --hir, --clif and --asm")),
            None => Ok(None),
        };
    }
    let mut config = TierConfig {
        texts,
        ..TierConfig::default()
    };
    args::hotness(matches, &mut config)?;
    let method = matches.get_one::<String>("method").cloned();
    Ok(Some(Wanted { config, method }))
}

/// Runs a program and shows what was compiled.
pub fn list(wanted: &Wanted, program: Program, arguments: &[OsString]) -> u8 {
    if program.is_stack() {
        complain("programs in the stack language are interpreted: there is no native code");
        return USAGE;
    }
    let builder = Builder::new().commands(true).output(StandardError);
    let mut vm = builder.native(wanted.config.clone()).build();
    vm.interrupt_handle().on_ctrl_c();
    let name = program.name().to_owned();
    vm.set_program(&name, arguments);
    let result = vm.run_program(program).map(|_| ());
    let status = match vm.finish(result, run::report) {
        Ok(()) => 0,
        Err(error) => run::status_of(&error),
    };
    match vm.native_listing(wanted.method.as_deref()) {
        Some(text) => match streams::print(&text) {
            0 => status,
            failed => failed,
        },
        None => {
            let name = wanted.method.as_deref().unwrap_or_default();
            complain(&format!("disasm: no method named '{name}' ran"));
            FAILED
        }
    }
}
