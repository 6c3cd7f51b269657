//! What the machine counted, as rows that can be printed.
//!
//! Owns the order and the two forms of the report. Never counts anything
//! itself: the figures come from the vm and its heap.

use std::fmt::Write as _;

use crate::base::sys;
use crate::bytecode::ops::{OPS, Op};
use crate::vm::Vm;

/// Figures of a vm, in groups.
#[derive(Clone, Debug, Default)]
pub struct Statistics {
    groups: Vec<(&'static str, Vec<(String, u64)>)>,
}

impl Statistics {
    /// A figure by its group and name.
    pub fn get(&self, group: &str, name: &str) -> Option<u64> {
        let (_, rows) = self.groups.iter().find(|(found, _)| *found == group)?;
        rows.iter()
            .find(|(found, _)| found == name)
            .map(|(_, figure)| *figure)
    }

    /// Every group with its figures.
    pub fn groups(&self) -> impl Iterator<Item = (&str, &[(String, u64)])> {
        self.groups
            .iter()
            .map(|(group, rows)| (*group, rows.as_slice()))
    }

    /// For people: a group is a heading, a figure a line.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (group, rows) in self.groups() {
            let _ = writeln!(text, "{group}");
            for (name, figure) in rows {
                let _ = writeln!(text, "  {name:<28}{figure:>16}");
            }
        }
        text
    }

    /// For programs: one object of objects.
    pub fn json(&self) -> String {
        let mut json = serde_json::Map::new();
        for (group, rows) in self.groups() {
            let rows = rows
                .iter()
                .map(|(name, figure)| (name.clone(), (*figure).into()));
            json.insert(group.to_owned(), serde_json::Value::Object(rows.collect()));
        }
        format!("{}\n", serde_json::Value::Object(json))
    }
}

impl Vm {
    /// What was counted so far; instructions only in a vm that was built to
    /// [count](super::Builder::count).
    pub fn statistics(&self) -> Statistics {
        let counted = (0..Op::COUNT).filter(|&index| self.counters.ops[index] > 0);
        let mut ops: Vec<(String, u64)> = counted
            .map(|index| (OPS[index].mnemonic.to_owned(), self.counters.ops[index]))
            .collect();
        ops.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let heap = self.world().heap.stats();
        let row = |name: &str, figure: u64| (name.to_owned(), figure);
        let memory = vec![
            row("allocated_objects", heap.allocated_objects.unwrap_or(0)),
            row("allocated_bytes", heap.allocated_bytes),
            row("young_collections", heap.young_collections),
            row("young_nanoseconds", heap.young_nanoseconds),
            row("full_collections", heap.full_collections),
            row("full_nanoseconds", heap.full_nanoseconds),
            row("promoted_bytes", heap.promoted_bytes),
            row("peak_heap_bytes", heap.peak_held_bytes as u64),
            row(
                "peak_resident_bytes",
                sys::peak_resident_bytes().unwrap_or(0),
            ),
        ];
        Statistics {
            groups: vec![("instructions", ops), ("memory", memory)],
        }
    }
}
