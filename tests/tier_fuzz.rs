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

use modes::MODES;
use shrink::shrink;

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
            assert_eq!(right, text, "program {seed}: {}", mode.arguments);
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
fn a_planted_mistake_is_found_and_made_small() {
    let planted = MODES.iter().find(|mode| mode.planted);
    let planted = planted.expect("the table has such a row");
    let mut differs = |source: &str| {
        let (right, _) = MODES[0].run(source);
        modes::difference(&right, &planted.run(source).0) == Some("differs")
    };
    let found = (0..COUNT).map(program::program);
    let found = found.into_iter().find(|tree| {
        let source = tree.render();
        source.contains("sort") && differs(&source)
    });
    let found = found.expect("one of the programs sorts an array of three");
    let large = found.size();
    let small = shrink(found, 1_000, &mut differs);
    let source = small.render();
    assert!(differs(&source), "{source}");
    assert!(source.contains("sort"), "{source}");
    assert!(small.size() * 10 < large && small.size() < 30, "{source}");
}

#[test]
fn a_seed_is_a_program() {
    let text = program::program(7).render();
    assert_eq!(text, program::program(7).render());
    assert_ne!(text, program::program(8).render());
}
