//! The child processes: they try the programs of a range of seeds, or a single
//! program in a single mode.
//!
//! Owns the lines that a child writes: `at SEED MODE` before each run, `fail
//! SEED MODE` and `reached ..`; the number behind the last mode is Ruby itself.

use std::io::{self, Read as _, Write as _};
use std::path::PathBuf;

use super::coverage::Coverage;
use super::modes::{self, MODES};
use super::oracle::Oracle;
use super::program;

/// Programs between two reports of what was reached.
const REPORT_EVERY: u64 = 200;

/// Tries a range of programs.
pub fn work(start: u64, count: u64, ruby: Option<&str>, planted: bool) -> io::Result<()> {
    modes::watch_panics();
    let mut oracle = ruby.map(Oracle::start).transpose()?;
    let mut coverage = Coverage::default();
    let mut out = io::stdout();
    for seed in start..start + count {
        let source = program::program(seed).render();
        let mut right = String::new();
        for (index, mode) in MODES.iter().enumerate() {
            if !(mode.wants(seed, &source) || planted && mode.planted) {
                continue;
            }
            writeln!(out, "at {seed} {index}")?;
            out.flush()?;
            let (text, counted) = mode.run(&source);
            if let Some(statistics) = counted {
                coverage.add(&statistics);
            }
            if index == 0 {
                right = text.clone();
            }
            if modes::difference(&right, &text).is_some() || text == modes::TOO_LONG {
                keep(seed, index, &right, &text);
                writeln!(out, "fail {seed} {index}")?;
            }
        }
        if let Some(oracle) = &mut oracle {
            writeln!(out, "at {seed} {}", MODES.len())?;
            out.flush()?;
            let text = oracle.run(&source)?;
            if text != right {
                keep(seed, MODES.len(), &right, &text);
                writeln!(out, "fail {seed} {}", MODES.len())?;
            }
        }
        if seed % REPORT_EVERY == 0 {
            out.write_all(coverage.take_lines().as_bytes())?;
        }
    }
    out.write_all(coverage.take_lines().as_bytes())?;
    out.flush()
}

/// Where the outcomes of a program are kept that failed in a child.
pub fn kept_at(seed: u64, mode: usize) -> PathBuf {
    std::env::temp_dir().join(format!("tier_fuzz_{seed}_{mode}.txt"))
}

/// Keeps them: it may not fail again.
fn keep(seed: u64, mode: usize, right: &str, other: &str) {
    let plainly = MODES[0].command();
    let text = format!("-- {plainly}\n{right}\n-- the other\n{other}\n");
    let _ = std::fs::write(kept_at(seed, mode), text);
}

/// Runs the program that standard input holds.
pub fn one(mode: usize) -> io::Result<()> {
    modes::watch_panics();
    let mut source = String::new();
    io::stdin().read_to_string(&mut source)?;
    let (text, _) = MODES[mode].run(&source);
    io::stdout().write_all(text.as_bytes())
}
