//! What a run gave beside what is recorded, and beside what the first mode wrote to
//! standard error.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Mutex;

use super::cases::Case;
use super::modes::MODES;
use super::run::{Run, run_case};

/// What programs wrote to standard error in the first mode.
#[derive(Default)]
pub struct Errors {
    written: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl Errors {
    /// What the program wrote there. Runs it in the first mode if it has not been.
    pub fn of(&self, binary: &Path, case: &Case, worker: usize) -> Vec<u8> {
        if let Some(text) = self.lock().get(&case.name) {
            return text.clone();
        }
        let run = run_case(binary, &MODES[0], case, worker);
        self.note(case, &run);
        run.stderr
    }

    pub fn note(&self, case: &Case, run: &Run) {
        self.lock().insert(case.name.clone(), run.stderr.clone());
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Vec<u8>>> {
        self.written.lock().expect("no worker panics")
    }
}

/// Why a run is not what was recorded; None if it is.
pub fn complaint(case: &Case, run: &Run) -> Option<String> {
    let mut text = String::new();
    if run.timed_out {
        let _ = writeln!(
            text,
            "     stopped after {:.0} s",
            run.elapsed.as_secs_f64()
        );
    } else if run.status != Some(case.status) {
        let status = run
            .status
            .map_or("a signal".to_owned(), |status| status.to_string());
        let _ = writeln!(text, "     status {status}, expected {}", case.status);
    }
    if let Some(expected) = &case.stdout
        && *expected != run.stdout
    {
        text.push_str(&difference(expected, &run.stdout));
    }
    let stderr = String::from_utf8_lossy(&run.stderr);
    match &case.stderr {
        None if case.silent && !stderr.is_empty() => {
            for line in stderr.lines().take(4) {
                let _ = writeln!(text, "     stderr: {line}");
            }
        }
        Some(expected) => {
            if let Some(line) = missing_line(expected, &stderr) {
                let _ = writeln!(text, "     stderr lacks: {line}");
                for line in stderr.lines().take(6) {
                    let _ = writeln!(text, "     stderr: {line}");
                }
            }
        }
        None => {}
    }
    (!text.is_empty()).then_some(text)
}

/// How standard error differs from that of the first mode.
pub fn other_error(expected: &[u8], run: &Run) -> Option<String> {
    (*expected != *run.stderr).then(|| {
        let difference = difference(expected, &run.stderr);
        format!(
            "     standard error is not that of {}\n{difference}",
            MODES[0].name
        )
    })
}

/// The first of the expected texts that no further line contains.
fn missing_line<'e>(expected: &'e str, text: &str) -> Option<&'e str> {
    let mut lines = text.lines();
    expected
        .lines()
        .find(|wanted| !lines.any(|line| line.contains(wanted)))
}

/// The lines around the first difference.
fn difference(expected: &[u8], got: &[u8]) -> String {
    let lines = |bytes: &[u8]| -> Vec<String> {
        let text = String::from_utf8_lossy(bytes).into_owned();
        text.split('\n').map(str::to_owned).collect()
    };
    let (expected, got) = (lines(expected), lines(got));
    let same = expected
        .iter()
        .zip(&got)
        .take_while(|(a, b)| a == b)
        .count();
    let mut text = format!("     line {}:\n", same + 1);
    for (mark, side) in [('-', &expected), ('+', &got)] {
        for line in side.iter().skip(same).take(3) {
            let line: String = line.chars().take(160).collect();
            let _ = writeln!(text, "     {mark} {line}");
        }
    }
    text
}
