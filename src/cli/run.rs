//! `svm run`: reads a program, runs it, reports how it ended.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;

use clap::{ArgMatches, Command};

use super::args::{self, RunOptions, StatsFormat, define_run, run_options};
use super::{FAILED, USAGE, complain, stack, stats, streams};
use crate::engine::{Builder, Category, Error, Language, Program, Vm, native_support};

/// Status of a program that was interrupted.
const INTERRUPTED: u8 = 130;

/// A program and the name that it calls itself.
pub struct Source {
    /// Its bytes.
    pub text: Vec<u8>,
    /// File name, `-e` or `-`.
    pub name: String,
    /// The language that was asked for.
    pub language: Option<Language>,
}

impl Source {
    /// The language that was asked for, or that the name tells.
    pub fn language(&self) -> Language {
        self.language.unwrap_or(Language::of_file(&self.name))
    }

    /// Reads the program.
    pub fn program(&self) -> Result<Program, Error> {
        self.program_in(self.language())
    }

    /// Reads the program in a language.
    pub fn program_in(&self, language: Language) -> Result<Program, Error> {
        Program::read(&self.text, &self.name, language)
    }
}

/// Performs `run`.
pub fn run(matches: &ArgMatches) -> u8 {
    let options = match run_options(matches) {
        Ok(options) => options,
        Err(line) => {
            complain(&line);
            return USAGE;
        }
    };
    // What no program in this language can do is refused before one is read.
    let language = options.language.unwrap_or_else(|| language_of(&options));
    if let Err((status, line)) = stack::allows(&options, language != Language::Ruby) {
        complain(&line);
        return status;
    }
    match source(options.code.as_deref(), options.file.as_deref()) {
        Ok(mut source) => {
            source.language = options.language;
            run_source(&options, &source)
        }
        Err(line) => {
            complain(&line);
            if options.stats == Some(StatsFormat::Plain) {
                stats::print_none();
            }
            FAILED
        }
    }
}

/// The language that the name of the program tells.
fn language_of(options: &RunOptions) -> Language {
    let file = options.file.as_deref().filter(|_| options.code.is_none());
    file.map_or(Language::Ruby, |file| {
        Language::of_file(&file.to_string_lossy())
    })
}

/// Reads the program that a command is given, for which it has no other use than
/// to look at it. An error is a status, and was told.
pub fn program(matches: &ArgMatches) -> Result<Program, u8> {
    let file = matches.get_one::<OsString>("file");
    program_of(matches, None, file.map(OsString::as_os_str))
}

/// The same for a program whose place is known.
pub fn program_of(
    matches: &ArgMatches,
    code: Option<&OsStr>,
    file: Option<&OsStr>,
) -> Result<Program, u8> {
    let language = args::language_asked(matches).map_err(|line| {
        complain(&line);
        USAGE
    })?;
    let mut source = source(code, file).map_err(|line| {
        complain(&line);
        FAILED
    })?;
    source.language = language;
    source.program().map_err(|error| {
        streams::print_error(&error.report(streams::colours()));
        FAILED
    })
}

/// Reads the program from where the arguments say.
pub fn source(code: Option<&OsStr>, file: Option<&OsStr>) -> Result<Source, String> {
    if let Some(code) = code {
        return Ok(Source {
            text: code.as_encoded_bytes().to_vec(),
            name: "-e".to_owned(),
            language: None,
        });
    }
    let file = file.unwrap_or(OsStr::new("-"));
    let name = file.to_string_lossy().into_owned();
    let read = if file == "-" {
        streams::read_stdin()
    } else {
        read_file(Path::new(file))
    };
    match read {
        Ok(text) => Ok(Source {
            text,
            name,
            language: None,
        }),
        Err(error) => Err(format!("{} -- {name} (LoadError)", reason(&error))),
    }
}

fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    std::fs::read(path)
}

/// The words that the system uses, without the number.
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    match text.split_once(" (os error") {
        Some((words, _)) => words.to_owned(),
        None => text,
    }
}

fn run_source(options: &RunOptions, source: &Source) -> u8 {
    if let (true, Err(why)) = (options.tier_asked, native_support()) {
        complain(&format!("--tier=jit: {why}; everything is interpreted"));
    }
    let mut vm = builder(options).build();
    vm.interrupt_handle().on_ctrl_c();
    if let Some(Err((path, error))) = options.perf.map(|format| vm.write_perf(format)) {
        complain(&format!("--perf: {}: {}", path.display(), reason(&error)));
        return FAILED;
    }
    let program = source.program();
    // What cannot be read is nothing that the options could not be for.
    let is_stack = match &program {
        Ok(program) => program.is_stack(),
        Err(_) => source.language() != Language::Ruby,
    };
    let prepared = stack::allows(options, is_stack).and_then(|()| stack::prepare(&mut vm, options));
    if let Err((status, line)) = prepared {
        complain(&line);
        return status;
    }
    let status = match is_stack {
        true => match program.and_then(|program| stack::run(&mut vm, options, program)) {
            Ok(status) => status,
            Err(error) => {
                report(&mut vm, &error);
                status_of(&error)
            }
        },
        false => run_ruby(&mut vm, options, &source.name, program),
    };
    stats::print(&mut vm, options.stats, options.hot);
    if options.mem_usage {
        stats::print_memory(&mut vm);
    }
    // The memory goes with the process; tearing it down takes time.
    std::mem::forget(vm);
    status
}

fn run_ruby(vm: &mut Vm, options: &RunOptions, name: &str, program: Result<Program, Error>) -> u8 {
    let name = program.as_ref().map_or(name, Program::name);
    vm.set_program(name, &options.arguments);
    let result = program.and_then(|program| vm.run_program(program));
    // What `at_exit` left to do may end the program in another way.
    let result = vm.finish(result.map(|_| ()), report);
    match result {
        Ok(()) => 0,
        Err(error) => status_of(&error),
    }
}

/// How `svm run` makes a vm with these options, for tools that run programs in
/// all its ways themselves; the error is a line for the user.
pub fn builder_for(options: &[&str]) -> Result<Builder, String> {
    let words = ["run"].iter().chain(options);
    let matches = define_run(Command::new("run")).try_get_matches_from(words);
    let matches = matches.map_err(|error| error.to_string())?;
    Ok(builder(&run_options(&matches)?))
}

fn builder(options: &RunOptions) -> Builder {
    let mut builder = Builder::new()
        .commands(true)
        .warnings(options.warning_level != Some(0))
        .verbose(options.warning_level == Some(2))
        .gc_log(options.gc_log)
        .check_stack(options.check_stack)
        .count(options.stats.is_some())
        .count_sequences(options.sequences)
        .profile(options.hot.is_some())
        .count_allocations(options.mem_usage)
        .stack_limit(options.stack_limit.unwrap_or(0) as usize)
        .decline(options.decline.unwrap_or(0));
    for (name, on) in &options.warning_categories {
        match Category::named(name.as_bytes()) {
            Some(category) => builder = builder.warn_of(category, *on),
            None => complain(&format!("warning: unknown warning category: '{name}'")),
        }
    }
    if let Some((every, verify)) = options.gc_stress {
        builder = builder.gc_stress(every, verify);
    }
    if let Some(age) = options.tenure_age {
        builder = builder.tenure_age(age);
    }
    if let Some(config) = &options.tier {
        builder = builder.native(config.clone());
    }
    builder
}

/// Shows an uncaught exception unless it only asks for a status.
pub fn report(vm: &mut Vm, error: &Error) {
    if error.exit_status().is_none() && !vm.report_to_program(error) {
        streams::print_error(&vm.report(error, streams::colours()));
    }
}

/// The exit status for an uncaught exception.
pub fn status_of(error: &Error) -> u8 {
    if let Some(status) = error.exit_status() {
        return status as u8;
    }
    if error.class() == "Interrupt" {
        INTERRUPTED
    } else {
        FAILED
    }
}
