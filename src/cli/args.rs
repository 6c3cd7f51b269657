//! Arguments of `run`: from words to settings.
//!
//! Owns the forms of the command line (`svm FILE` is `svm run FILE`) and the
//! reading of option values. Never runs anything.

use std::ffi::{OsStr, OsString};
use std::num::IntErrorKind;

use clap::builder::OsStringValueParser;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};

use super::COMMANDS;
use crate::base::options::{OPTIONS, OptionRow};
use crate::base::perf::PerfFormat;
use crate::engine::statistics::HOTTEST;
use crate::engine::{Language, TierConfig};

/// What `run` was asked to do.
#[derive(Debug, Default, PartialEq)]
pub struct RunOptions {
    /// Code of `-e`, its pieces joined as lines.
    pub code: Option<OsString>,
    /// The program file; `-` or nothing is standard input.
    pub file: Option<OsString>,
    /// What becomes ARGV.
    pub arguments: Vec<OsString>,
    /// How much of what is odd to tell: 0 nothing, 1 or nothing said some, 2 all
    /// (`$VERBOSE`).
    pub warning_level: Option<u8>,
    /// Categories of warnings to switch on or off.
    pub warning_categories: Vec<(String, bool)>,
    /// Show collections.
    pub gc_log: bool,
    /// Collect at every N-th safe point, verify after every M-th collection.
    pub gc_stress: Option<(u32, u32)>,
    /// Collections an object survives young.
    pub tenure_age: Option<u8>,
    /// Counters wanted at the end.
    pub stats: Option<StatsFormat>,
    /// So many of the functions that took most of the time are wanted at the end.
    pub hot: Option<usize>,
    /// The language that was asked for.
    pub language: Option<Language>,
    /// How memory was used is wanted at the end.
    pub mem_usage: bool,
    /// Show each word of a program in the stack language.
    pub debug: bool,
    /// And wait for the user before each.
    pub step: bool,
    /// Entries of its stacks.
    pub stack_limit: Option<u32>,
    /// Sequences of instructions among them.
    pub sequences: bool,
    /// Check the native stack.
    pub check_stack: bool,
    /// Refuse one primitive call in this many.
    pub decline: Option<u32>,
    /// Tell perf the names of native code.
    pub perf: Option<PerfFormat>,
    /// Settings of the native tier; None: everything is interpreted.
    pub tier: Option<TierConfig>,
    /// Native code was asked for by name.
    pub tier_asked: bool,
}

/// How counters are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatsFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// Five lines about a program in the stack language.
    Plain,
}

/// Puts `run` in front of arguments that name no command.
pub fn normalise(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let is_command = |word: &OsStr| COMMANDS.iter().any(|row| word == row.name);
    let is_about_svm = |word: &OsStr| {
        ["-h", "--help", "-V", "--version"]
            .iter()
            .any(|known| word == *known)
    };
    let insert = match arguments.get(1) {
        Some(first) => !is_command(first) && !is_about_svm(first),
        None => true,
    };
    if insert {
        let at = arguments.len().min(1);
        arguments.insert(at, "run".into());
    }
    for argument in arguments.iter_mut().skip(2) {
        if argument == "-W" {
            *argument = "-W2".into();
        }
        if !argument.as_encoded_bytes().starts_with(b"-") || argument == "-e" {
            break;
        }
    }
    for argument in &mut arguments {
        if let Some(rest) = argument
            .to_str()
            .and_then(|text| text.strip_prefix("--gc-stress,"))
        {
            *argument = format!("--gc-stress=1,{rest}").into();
        }
        if argument == "--" {
            break;
        }
    }
    arguments
}

/// The arguments of `run`.
pub fn define_run(command: Command) -> Command {
    let mut command = command
        .about("Run a program")
        .override_usage(
            "svm [run] [OPTIONS] FILE [ARGS]\n       svm [run] [OPTIONS] -e CODE [ARGS]",
        )
        .arg(
            Arg::new("code")
                .short('e')
                .value_name("CODE")
                .value_parser(OsStringValueParser::new())
                .action(ArgAction::Append)
                .allow_hyphen_values(true)
                .help("Run this code; several pieces are joined as lines"),
        )
        .arg(
            Arg::new("warnings")
                .short('w')
                .action(ArgAction::SetTrue)
                .help("Tell more of what is odd in the program ($VERBOSE is true)"),
        )
        .arg(
            Arg::new("warning-level")
                .short('W')
                .value_name("LEVEL|:[no-]CATEGORY")
                .action(ArgAction::Append)
                .help("Tell nothing (0), some (1) or all (2) of what is odd, or of a category"),
        );
    for row in OPTIONS {
        command = command.arg(option(row));
    }
    command.arg(
        Arg::new("words")
            .value_name("FILE [ARGS]")
            .value_parser(OsStringValueParser::new())
            .num_args(0..)
            .trailing_var_arg(true)
            .help("The program (- is standard input) and its arguments"),
    )
}

/// The argument of an option of the table.
pub fn option(row: &'static OptionRow) -> Arg {
    let arg = Arg::new(row.name).long(row.name).hide(row.hidden);
    let default = if row.default == "off" {
        String::new()
    } else {
        format!(" [default: {}]", row.default)
    };
    let arg = arg.help(format!("{}{default}", row.help));
    match row.value {
        None => arg.action(ArgAction::SetTrue),
        Some(name) if name.starts_with('[') => arg
            .value_name(name)
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value(""),
        Some(name) => arg.value_name(name),
    }
}

/// Reads the values; the error is a line for the user.
pub fn run_options(matches: &ArgMatches) -> Result<RunOptions, String> {
    let mut options = RunOptions {
        warning_level: matches.get_flag("warnings").then_some(2),
        gc_log: matches.get_flag("gc-log"),
        check_stack: matches.get_flag("check-stack"),
        mem_usage: matches.get_flag("mem-usage"),
        debug: matches.get_flag("debug"),
        step: matches.get_flag("step"),
        ..RunOptions::default()
    };
    for value in matches
        .get_many::<String>("warning-level")
        .unwrap_or_default()
    {
        if let Some(category) = value.strip_prefix(':') {
            let on = category.strip_prefix("no-");
            let switch = (on.unwrap_or(category).to_owned(), on.is_none());
            options.warning_categories.push(switch);
        } else {
            let level = value.parse::<u8>().map(|level| level.min(2));
            let level = level.map_err(|_| format!("-W{value}: a level is 0, 1 or 2"))?;
            options.warning_level = Some(level);
        }
    }
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    options.tier = tier(matches)?;
    options.tier_asked = text("tier") == Some("jit");
    options.perf = match text("perf") {
        None => None,
        Some("map") => Some(PerfFormat::Map),
        Some("jitdump") => Some(PerfFormat::Dump),
        Some(other) => return Err(format!("--perf={other}: the formats are map and jitdump")),
    };
    if let Some(value) = text("stats") {
        let (format, sequences) = stats(value)?;
        (options.stats, options.sequences) = (Some(format), sequences);
    }
    if let Some(value) = text("hot") {
        options.hot = Some(match value {
            "" => HOTTEST,
            value => number("hot", value)? as usize,
        });
    }
    if let Some(value) = text("lang") {
        options.language = Some(language(value)?);
    }
    if let Some(value) = text("stack-limit") {
        options.stack_limit = Some(number("stack-limit", value)?);
    }
    if let Some(value) = text("gc-stress") {
        options.gc_stress = Some(stress(value)?);
    }
    if let Some(value) = text("tenure-age") {
        let age = value.parse().ok().filter(|age| *age <= 6);
        options.tenure_age = Some(
            age.ok_or_else(|| format!("--tenure-age={value}: an age is a number from 0 to 6"))?,
        );
    }
    if let Some(value) = text("decline") {
        options.decline = Some(number("decline", value)?);
    }
    let mut words = matches
        .get_many::<OsString>("words")
        .unwrap_or_default()
        .cloned();
    if let Some(pieces) = matches.get_many::<OsString>("code") {
        let pieces: Vec<OsString> = pieces.cloned().collect();
        options.code = Some(pieces.join(OsStr::new("\n")));
    } else {
        options.file = words.next();
    }
    options.arguments = words.collect();
    Ok(options)
}

/// What the tier and the `jit-` options say.
fn tier(matches: &ArgMatches) -> Result<Option<TierConfig>, String> {
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let native = match text("tier") {
        None | Some("jit") => true,
        Some("interp") => false,
        Some(other) => {
            return Err(format!(
                "--tier={other}: there is no such tier; use --tier=interp or --tier=jit"
            ));
        }
    };
    if !native {
        let given = |row: &&OptionRow| {
            let source = matches.value_source(row.name);
            (row.name.starts_with("jit-") || row.name == "perf")
                && source == Some(ValueSource::CommandLine)
        };
        return match OPTIONS.iter().find(given) {
            Some(row) => Err(format!(
                "--{}: there is no native code with --tier=interp",
                row.name
            )),
            None => Ok(None),
        };
    }
    let mut config = TierConfig {
        log: matches.get_flag("jit-log"),
        ..TierConfig::default()
    };
    hotness(matches, &mut config)?;
    if let Some(value) = text("jit-code-limit") {
        config.code_bytes = number("jit-code-limit", value)? as usize * 1024;
    }
    for (name, field) in [
        ("jit-stress-exits", &mut config.stress_exits),
        ("jit-stress-expire", &mut config.stress_expire),
        ("jit-stress-discard", &mut config.stress_discard),
    ] {
        if let Some(value) = text(name) {
            *field = number(name, value)?;
        }
    }
    Ok(Some(config))
}

/// What says when functions are compiled: `--jit-eager`, `--jit-threshold`.
pub fn hotness(matches: &ArgMatches, config: &mut TierConfig) -> Result<(), String> {
    config.eager = matches.get_flag("jit-eager");
    let Some(value) = matches.get_one::<String>("jit-threshold") else {
        return Ok(());
    };
    if config.eager {
        return Err("--jit-eager: native code is made at the first call, so that --jit-threshold means nothing".to_owned());
    }
    let (calls, loops) = match value.split_once(',') {
        Some((calls, loops)) => (calls, Some(loops)),
        None => (value.as_str(), None),
    };
    config.calls = number("jit-threshold", calls)?.into();
    if let Some(loops) = loops {
        config.loops = number("jit-threshold", loops)?.into();
    }
    Ok(())
}

/// `--lang` of the other commands.
pub fn lang(help: &'static str) -> Arg {
    Arg::new("lang")
        .long("lang")
        .value_name("LANGUAGE")
        .help(help)
}

/// The language that was asked for.
pub fn language_asked(matches: &ArgMatches) -> Result<Option<Language>, String> {
    let name = matches.get_one::<String>("lang");
    name.map(|name| language(name)).transpose()
}

/// The language of this name.
fn language(name: &str) -> Result<Language, String> {
    Language::named(name).map_err(|names| {
        let names = names.join(", ");
        format!("--lang={name}: there is no such language; there are {names}")
    })
}

/// `[text|json][,sequences]`: the form, and whether sequences are counted.
fn stats(value: &str) -> Result<(StatsFormat, bool), String> {
    let (mut format, mut sequences) = (StatsFormat::Text, false);
    let wrong = format!(
        "--stats={value}: the formats are text, json and plain, the first two perhaps with sequences"
    );
    for part in value.split(',').filter(|part| !part.is_empty()) {
        match part {
            "text" => format = StatsFormat::Text,
            "json" => format = StatsFormat::Json,
            "plain" => format = StatsFormat::Plain,
            "sequences" => sequences = true,
            _ => return Err(wrong),
        }
    }
    if sequences && format == StatsFormat::Plain {
        return Err(wrong);
    }
    Ok((format, sequences))
}

/// `[N][,verify=M]`; without verify nothing is verified (0).
fn stress(value: &str) -> Result<(u32, u32), String> {
    let mut every = 1;
    let mut verify = 0;
    for part in value.split(',').filter(|part| !part.is_empty()) {
        match part.strip_prefix("verify=") {
            Some(count) => verify = number("gc-stress", count)?,
            None if part == "verify" => verify = 1,
            None => every = number("gc-stress", part)?,
        }
    }
    Ok((every, verify))
}

/// A number that an option is given.
pub fn number(option: &str, text: &str) -> Result<u32, String> {
    match text.parse::<u32>() {
        Ok(number @ 1..) => Ok(number),
        Err(error) if *error.kind() == IntErrorKind::PosOverflow => Err(format!(
            "--{option}: {text} is too large: the largest number is {}",
            u32::MAX
        )),
        _ => Err(format!("--{option}: {text} is not a number above 0")),
    }
}

#[cfg(test)]
mod tests {
    use super::{OPTIONS, RunOptions, StatsFormat, TierConfig, define_run, normalise, run_options};
    use clap::Command;
    use std::ffi::OsString;

    fn parse(line: &str) -> Result<RunOptions, String> {
        let words: Vec<OsString> = line
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(OsString::from)
            .collect();
        let words = normalise(words);
        let command = Command::new("svm").subcommand(define_run(Command::new("run")));
        let matches = command
            .try_get_matches_from(words)
            .map_err(|error| error.to_string())?;
        run_options(
            matches
                .subcommand_matches("run")
                .expect("run was put in front"),
        )
    }

    fn words(list: &[&str]) -> Vec<OsString> {
        list.iter().map(OsString::from).collect()
    }

    #[test]
    fn a_file_takes_all_that_follows() {
        let options = parse("svm run --gc-log a.rb -x --gc-log -- y").expect("good arguments");
        assert_eq!(options.file, Some("a.rb".into()));
        assert_eq!(options.arguments, words(&["-x", "--gc-log", "--", "y"]));
        assert!(options.gc_log);
        assert_eq!(
            parse("svm a.rb -x").map(|o| o.arguments),
            Ok(words(&["-x"]))
        );
        assert_eq!(parse("svm -").map(|o| o.file), Ok(Some("-".into())));
    }

    #[test]
    fn warnings_have_levels_and_categories() {
        let level = |line: &str| parse(line).map(|options| options.warning_level);
        assert_eq!(level("svm x.rb"), Ok(None));
        assert_eq!(level("svm -w x.rb"), Ok(Some(2)));
        assert_eq!(level("svm -W0 x.rb"), Ok(Some(0)));
        assert_eq!(level("svm -W x.rb"), Ok(Some(2)));
        assert_eq!(level("svm x.rb -W0"), Ok(None));
        assert!(level("svm -Wmuch x.rb").is_err());
        let options = parse("svm -W:no-experimental -W:deprecated x.rb").expect("good arguments");
        let switches = [("experimental", false), ("deprecated", true)];
        let switches = switches.map(|(name, on)| (name.to_owned(), on));
        assert_eq!(options.warning_categories, switches);
        assert_eq!(options.warning_level, None);
    }

    #[test]
    fn code_takes_no_file() {
        let options = parse("svm -e 1 -e -2 a -b").expect("good arguments");
        assert_eq!(options.code, Some("1\n-2".into()));
        assert_eq!(options.file, None);
        assert_eq!(options.arguments, words(&["a", "-b"]));
        assert_eq!(
            parse("svm -e 1 -- -b").map(|o| o.arguments),
            Ok(words(&["-b"]))
        );
    }

    #[test]
    fn values_are_read() {
        let stress = |line: &str| parse(line).map(|options| options.gc_stress);
        assert_eq!(stress("svm --gc-stress x.rb"), Ok(Some((1, 0))));
        assert_eq!(stress("svm --gc-stress=7 x.rb"), Ok(Some((7, 0))));
        assert_eq!(stress("svm --gc-stress=7,verify=3 x.rb"), Ok(Some((7, 3))));
        assert_eq!(stress("svm --gc-stress,verify=2 x.rb"), Ok(Some((1, 2))));
        assert!(stress("svm --gc-stress=q x.rb").is_err());
        assert_eq!(
            parse("svm --stats x.rb").map(|o| o.stats),
            Ok(Some(StatsFormat::Text))
        );
        assert_eq!(
            parse("svm --stats=json x.rb").map(|o| o.stats),
            Ok(Some(StatsFormat::Json))
        );
        let sequences = |line: &str| parse(line).map(|o| (o.stats, o.sequences));
        assert_eq!(
            sequences("svm --stats=sequences x.rb"),
            Ok((Some(StatsFormat::Text), true))
        );
        assert_eq!(
            sequences("svm --stats=json,sequences x.rb"),
            Ok((Some(StatsFormat::Json), true))
        );
        assert!(
            parse("svm --stats=xml x.rb").is_err_and(|line| line.contains("text, json and plain"))
        );
        assert!(parse("svm --stats=plain,sequences x.svm").is_err());
        assert_eq!(
            parse("svm --tenure-age=0 x.rb").map(|o| o.tenure_age),
            Ok(Some(0))
        );
        assert!(parse("svm --tenure-age=7 x.rb").is_err());
        let hot = |line: &str| parse(line).map(|options| options.hot);
        assert_eq!(hot("svm x.rb"), Ok(None));
        assert_eq!(hot("svm --hot x.rb"), Ok(Some(20)));
        assert_eq!(hot("svm --hot=3 x.rb"), Ok(Some(3)));
        assert!(hot("svm --hot=0 x.rb").is_err_and(|line| line.contains("--hot")));
        assert!(parse("svm --tier=jit x.rb").is_ok_and(|options| options.tier.is_some()));
        assert!(
            parse("svm --tier=interp --jit-eager x.rb")
                .is_err_and(|line| line.contains("--jit-eager"))
        );
        assert!(parse("svm --tier=jit --jit-threshold=0 x.rb").is_err());
        let row = OPTIONS.iter().find(|row| row.name == "jit-threshold");
        let config = TierConfig::default();
        let promised = row.expect("an option").default;
        assert_eq!(promised, format!("{},{}", config.calls, config.loops));
        let options = parse("svm --tier=jit --jit-threshold=5,7 x.rb").expect("good arguments");
        assert!(
            options
                .tier
                .is_some_and(|tier| (tier.calls, tier.loops) == (5, 7))
        );
        assert!(parse("svm --jit-eager --jit-threshold=5 x.rb").is_err());
        assert!(
            parse("svm --jit-threshold=5,4294967296 x.rb")
                .is_err_and(|line| line
                    .ends_with("4294967296 is too large: the largest number is 4294967295"))
        );
        assert!(parse("svm --nonsense x.rb").is_err());
    }
}
