//! What the programs reached, summed up from the statistics of their runs.
//!
//! Owns the groups of figures that must not hold a zero after a long run.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use svm::bytecode::ops;
use svm::engine::Statistics;
use svm::vm::native::ExitReason;
use svm::vm::tier_stats::DISCARD_CAUSES;

/// Groups of the statistics each of whose figures should be above zero in the
/// end.
const GROUPS: &[&str] = &[
    "instructions",
    "native",
    "native_exit_reasons",
    "native_discarded",
];

/// Figures about native code that belong there.
const NATIVE: &[&str] = &[
    "function_entries",
    "loop_entries",
    "interpreted_calls",
    "handed_over",
    "unwound",
    "freed",
    "refused",
];

/// What a group is to hold, whatever was reached.
fn known(group: &str) -> Vec<String> {
    let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    match group {
        "instructions" => {
            let ruby = ops::OPS.iter().map(|row| row.mnemonic);
            ruby.filter(|name| is_rubys(name))
                .map(str::to_owned)
                .collect()
        }
        "native" => owned(NATIVE),
        "native_exit_reasons" => ExitReason::ALL.iter().map(|reason| reason.text()).collect(),
        _ => owned(DISCARD_CAUSES),
    }
}

/// Whether Ruby programs may have an instruction; the compiler makes none of the others.
fn is_rubys(mnemonic: &str) -> bool {
    let only_assembled = ["nop", "poke", "push_block", "freeze_string"];
    !(mnemonic.starts_with("stack_") || only_assembled.contains(&mnemonic))
}

/// Sums by group and name.
#[derive(Default)]
pub struct Coverage(BTreeMap<(String, String), u64>);

impl Coverage {
    /// Adds what one run counted.
    pub fn add(&mut self, statistics: &Statistics) {
        for (group, rows) in statistics.groups() {
            if GROUPS.contains(&group) {
                let wanted = |name: &str| group != "native" || NATIVE.contains(&name);
                for (name, count) in rows.iter().filter(|(name, _)| wanted(name)) {
                    self.add_one(group, name, *count);
                }
            }
        }
    }

    fn add_one(&mut self, group: &str, name: &str, count: u64) {
        *self
            .0
            .entry((group.to_owned(), name.to_owned()))
            .or_default() += count;
    }

    /// The sums as lines for another process, which start anew here.
    pub fn take_lines(&mut self) -> String {
        let mut lines = String::new();
        for ((group, name), count) in std::mem::take(&mut self.0) {
            let _ = writeln!(lines, "reached {group} {count} {name}");
        }
        lines
    }

    /// Reads such a line without its first word.
    pub fn add_line(&mut self, line: &str) -> Option<()> {
        let mut words = line.splitn(3, ' ');
        let (group, count) = (words.next()?, words.next()?.parse().ok()?);
        self.add_one(group, words.next()?, count);
        Some(())
    }

    /// The figures of a group by name.
    fn figures(&self, group: &str) -> BTreeMap<String, u64> {
        let known = known(group).into_iter().map(|name| (name, 0));
        let counted = self.0.iter().filter(|((of, _), _)| of == group);
        let counted = counted.map(|((_, name), count)| (name.clone(), *count));
        known.chain(counted).collect()
    }

    /// Whether nothing was never reached.
    pub fn is_complete(&self) -> bool {
        let mut groups = GROUPS.iter();
        groups.all(|group| self.figures(group).values().all(|&count| count > 0))
    }

    /// For each group how much was reached, and what never was.
    pub fn report(&self) -> String {
        let mut text = String::new();
        for group in GROUPS {
            let known = self.figures(group);
            let never = known.iter().filter(|(_, count)| **count == 0);
            let never: Vec<&str> = never.map(|(name, _)| name.as_str()).collect();
            let sum: u64 = known.values().sum();
            let _ = writeln!(
                text,
                "{group}: {} of {} reached, {sum} in all",
                known.len() - never.len(),
                known.len()
            );
            if !never.is_empty() {
                let _ = writeln!(text, "  never: {}", never.join(", "));
            }
        }
        text
    }
}
