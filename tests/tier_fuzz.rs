//! Random programs do the same in every mode of the vm, and the fuzzer finds
//! and shrinks what does not. `cargo run --release --example tier_fuzz` tries
//! more of them.

#[path = "../examples/tier_fuzz/generate.rs"]
mod generate;
#[path = "../examples/tier_fuzz/modes.rs"]
mod modes;
#[path = "../examples/tier_fuzz/program.rs"]
mod program;
#[path = "../examples/tier_fuzz/rules.rs"]
mod rules;
#[path = "../examples/tier_fuzz/shrink.rs"]
mod shrink;
#[path = "../examples/tier_fuzz/steps.rs"]
mod steps;
#[path = "../examples/tier_fuzz/tree.rs"]
mod tree;

use std::process::Command;

use modes::{MODES, Mode};
use shrink::shrink;
use svm::Capture;

/// Programs that are tried.
const COUNT: u64 = 500;
/// Threads that share them.
const THREADS: u64 = 2;

/// Tries every `THREADS`-th program in the modes that want it.
fn try_some(first: u64) {
    for seed in (first..COUNT).step_by(THREADS as usize) {
        let source = program::program(seed).render();
        let (right, _) = MODES[0].run(&source);
        assert!(
            modes::difference(&right, &right).is_none() && right != modes::TOO_LONG,
            "program {seed}: {right}"
        );
        for mode in MODES[1..].iter().filter(|mode| mode.wants(seed, &source)) {
            let (text, _) = mode.run(&source);
            assert_eq!(right, text, "program {seed}: {}", mode.command());
        }
    }
}

#[test]
fn programs_do_the_same_in_every_mode() {
    modes::watch_panics();
    let helpers = (0..THREADS).map(|first| std::thread::spawn(move || try_some(first)));
    let helpers: Vec<_> = helpers.collect();
    for helper in helpers {
        helper.join().expect("every program does the same");
    }
}

#[test]
fn the_first_mode_interprets() {
    let hot = "i = 0\ni += 1 while i < 20_000";
    for mode in MODES {
        let mut vm = mode.vm(Capture::default(), Capture::default());
        // Some of its code may be discarded before it is entered.
        for _ in 0..8 {
            vm.eval(hot, "hot.rb").expect("a loop ends");
        }
        let interprets = mode.arguments.contains("--tier=interp");
        let native = modes::runs_native(&mut vm);
        assert_eq!(native, !interprets, "{}", mode.command());
    }
    assert!(MODES[0].arguments.contains("--tier=interp"));
}

/// The mode with a mistake, by its number.
fn planted() -> (usize, &'static Mode) {
    let planted = MODES.iter().enumerate().find(|(_, mode)| mode.planted);
    planted.expect("the table has such a row")
}

/// Whether the mistake shows in a program.
fn differs(source: &str) -> bool {
    let (right, _) = MODES[0].run(source);
    modes::difference(&right, &planted().1.run(source).0) == Some("differs")
}

/// The first program in which it does.
fn first_wrong() -> u64 {
    let sorts = |seed: &u64| {
        let source = program::program(*seed).render();
        source.contains("sort") && differs(&source)
    };
    let found = (0..COUNT).find(sorts);
    found.expect("one of the programs sorts")
}

#[test]
fn a_planted_mistake_is_found_and_made_small() {
    let (_, planted) = planted();
    let found = program::program(first_wrong());
    let large = found.size();
    let small = shrink(found, 1_000, &mut differs);
    let source = small.render();
    assert!(source.contains("sort"), "{source}");
    assert!(small.size() * 10 < large && small.size() < 30, "{source}");
    // It is the mistake, and no crash: without it the mode does as the first.
    let (right, _) = MODES[0].run(&source);
    let (wrong, _) = planted.run(&source);
    let healthy = Mode {
        planted: false,
        ..*planted
    };
    assert!(right.ends_with("ended"), "{source}\n{right}");
    assert!(wrong.ends_with("ended"), "{source}\n{wrong}");
    assert!(right != wrong, "{source}\n{right}");
    assert_eq!(right, healthy.run(&source).0, "{source}");
}

/// The fuzzer, which `cargo test` builds with the other examples; not there if
/// it is to build this test alone.
fn fuzzer() -> Option<Command> {
    let this = std::env::current_exe().expect("this program has a name");
    let folder = this
        .ancestors()
        .nth(2)
        .expect("it is in target/PROFILE/deps");
    let path = folder.join("examples/tier_fuzz");
    path.exists().then(|| Command::new(path))
}

#[test]
fn the_command_blames_a_program_and_a_mode() {
    let Some(mut fuzzer) = fuzzer() else { return };
    let seed = first_wrong();
    let (number, _) = planted();
    let arguments = ["--count", "1", "--jobs", "1", "--plant"];
    fuzzer.args(["--seed", &seed.to_string()]).args(arguments);
    let done = fuzzer.output().expect("the fuzzer runs");
    let text = String::from_utf8_lossy(&done.stdout);
    assert_eq!(done.status.code(), Some(1), "{text}");
    for line in [
        format!("program {seed}: with a mistake planted: differs ("),
        format!("--seed {seed} --count 1 --plant"),
        format!("tier_fuzz_{seed}_{number}.rb"),
        "-- svm run --tier=interp".to_owned(),
        "-- with a mistake planted".to_owned(),
        format!("1 failures: programs {seed}"),
    ] {
        assert!(text.contains(&line), "{line} is missing:\n{text}");
    }
    assert!(!text.contains("SystemStackError: "), "{text}");
}

#[test]
fn the_command_is_clean_or_says_what_it_lacks() {
    let run = |arguments: &[&str]| {
        let done = fuzzer()?.args(arguments).output();
        let done = done.expect("the fuzzer runs");
        let text = [done.stdout, done.stderr].concat();
        Some((
            done.status.code(),
            String::from_utf8_lossy(&text).into_owned(),
        ))
    };
    let Some((status, text)) = run(&["--count", "2", "--jobs", "1"]) else {
        return;
    };
    assert_eq!(status, Some(0), "{text}");
    assert!(text.ends_with("clean\n"), "{text}");
    let complete = run(&["--count", "2", "--jobs", "1", "--complete"]);
    let (status, text) = complete.expect("it was there");
    assert_eq!(status, Some(1), "{text}");
    assert!(text.ends_with("not everything was reached\n"), "{text}");
    let (status, text) = run(&["--one", "99"]).expect("it was there");
    assert_eq!(status, Some(2), "{text}");
    assert_eq!(text, format!("--one 99: there are {} modes\n", MODES.len()));
}

#[test]
fn a_seed_is_a_program() {
    let text = program::program(7).render();
    assert_eq!(text, program::program(7).render());
    assert_ne!(text, program::program(8).render());
}
