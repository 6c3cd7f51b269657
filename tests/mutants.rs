//! Damaged compiled programs are refused or run to some end; never a panic.
//! `cargo run --release --example mutate_svmc` tries more of them.

#[path = "../examples/mutate_svmc/mutant.rs"]
mod mutant;
#[path = "../examples/mutate_svmc/trial.rs"]
mod trial;

const COUNT: u64 = 20_000;

#[test]
fn mutants_do_no_harm() {
    trial::watch_panics();
    let units = trial::units();
    let mut trial = trial::Trial::new();
    for seed in 0..COUNT {
        trial.run(&mutant::mutant(&units, seed), seed % 8 == 0);
        assert!(!trial::panicked(), "mutant {seed}");
    }
    let outcome = trial.outcome;
    assert!(
        outcome.refused > COUNT / 10,
        "too few are refused: {outcome:?}"
    );
    assert!(outcome.ended > COUNT / 100, "too few run: {outcome:?}");
    assert!(outcome.raised > COUNT / 100, "too few run: {outcome:?}");
}
