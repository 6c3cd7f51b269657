//! Lists of a report: rows of words and numbers under named columns.
//!
//! Owns the columns of each list and its two forms, a table and an array of
//! objects. What stands in it comes from the vm.

use serde_json::Value as Json;

use crate::vm::Vm;
use crate::vm::tier_stats::HotFunction;

/// A field of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Words; empty where there is nothing to say.
    Text(String),
    /// A number.
    Number(u64),
    /// Nanoseconds, which people read as milliseconds.
    Time(u64),
    /// A part of the whole, from 0 to 1.
    Share(f64),
    /// One figure over another.
    Ratio(f64),
    /// Memory, which people read in MiB.
    Bytes(u64),
}

/// Rows under named columns.
#[derive(Clone, Debug)]
pub struct List {
    /// Its name.
    pub name: &'static str,
    /// Names of the columns, as objects have them.
    pub columns: &'static [&'static str],
    /// A cell for each column.
    pub rows: Vec<Vec<Cell>>,
}

impl Cell {
    fn text(&self) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => number.to_string(),
            Cell::Time(nanoseconds) => format!("{:.3} ms", *nanoseconds as f64 / 1e6),
            Cell::Share(share) => format!("{:.1}%", share * 100.0),
            Cell::Ratio(ratio) => format!("{ratio:.2}"),
            Cell::Bytes(bytes) => format!("{:.1} MiB", *bytes as f64 / f64::from(1 << 20)),
        }
    }

    fn json(&self) -> Json {
        match self {
            Cell::Text(text) if text.is_empty() => Json::Null,
            Cell::Text(text) => text.clone().into(),
            Cell::Number(number) | Cell::Time(number) | Cell::Bytes(number) => (*number).into(),
            Cell::Share(share) | Cell::Ratio(share) => ((share * 1e4).round() / 1e4).into(),
        }
    }

    /// Words begin at the left, numbers end at the right.
    fn is_text(&self) -> bool {
        matches!(self, Cell::Text(_))
    }
}

impl List {
    /// A table with a line of headings.
    pub fn text(&self) -> String {
        let mut lines: Vec<Vec<String>> = Vec::new();
        // Units stand with the figures.
        let in_bytes = |at: usize| {
            let mut cells = self.rows.iter().map(|row| &row[at]);
            cells.any(|cell| matches!(cell, Cell::Bytes(_)))
        };
        let heading = |(at, name): (usize, &&str)| {
            let name = name.trim_end_matches("_nanoseconds");
            let unit = if in_bytes(at) { "_bytes" } else { "" };
            name.trim_end_matches(unit).replace('_', " ")
        };
        lines.push(self.columns.iter().enumerate().map(heading).collect());
        lines.extend(
            self.rows
                .iter()
                .map(|row| row.iter().map(Cell::text).collect()),
        );
        let width = |column: usize| {
            let cells = lines.iter().map(|line| line[column].chars().count());
            cells.max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        let is_text = |column: usize| self.rows.iter().all(|row| row[column].is_text());
        let mut text = String::new();
        for line in &lines {
            let cells = line.iter().zip(&widths).enumerate();
            let cells = cells.map(|(column, (cell, &width))| match is_text(column) {
                true => format!("{cell:<width$}"),
                false => format!("{cell:>width$}"),
            });
            let cells: Vec<String> = cells.collect();
            text.push_str(format!("  {}", cells.join("  ")).trim_end());
            text.push('\n');
        }
        text
    }

    /// An array of objects.
    pub fn json(&self) -> Json {
        let row = |row: &Vec<Cell>| {
            let cells = self.columns.iter().zip(row);
            let cells = cells.map(|(name, cell)| ((*name).to_owned(), cell.json()));
            Json::Object(cells.collect())
        };
        Json::Array(self.rows.iter().map(row).collect())
    }
}

fn line(number: u32) -> Cell {
    // Evaluated text may begin at a negative line.
    match u64::try_from(number as i32) {
        Ok(number) => Cell::Number(number),
        Err(_) => Cell::Text((number as i32).to_string()),
    }
}

/// The functions that the program spends its time in.
pub(super) fn hot(vm: &Vm, count: usize) -> List {
    let times = vm.tier_times().unwrap_or_default();
    let running = (times.interpreted + times.native).max(1);
    let row = |hot: HotFunction| {
        vec![
            Cell::Text(hot.name),
            Cell::Text(hot.file),
            line(hot.line),
            Cell::Text(hot.tier.to_owned()),
            Cell::Number(hot.calls),
            Cell::Number(hot.iterations),
            Cell::Share(hot.nanoseconds as f64 / running as f64),
            Cell::Time(hot.nanoseconds),
            Cell::Time(hot.compile_nanoseconds),
            Cell::Number(hot.code_bytes),
            Cell::Number(hot.exits),
        ]
    };
    List {
        name: "hot",
        columns: &[
            "function",
            "file",
            "line",
            "tier",
            "calls",
            "loop_iterations",
            "share",
            "time_nanoseconds",
            "compile_nanoseconds",
            "code_bytes",
            "exits",
        ],
        rows: vm.hot_functions(count).into_iter().map(row).collect(),
    }
}

/// Where native code left.
pub(super) fn exits(vm: &Vm) -> List {
    let sites = vm.exit_sites().into_iter().map(|site| {
        let none = || Cell::Text(String::new());
        let (name, file, at) = match site.place {
            Some((name, file, number)) => (Cell::Text(name), Cell::Text(file), line(number)),
            None => (Cell::Text("code since freed".to_owned()), none(), none()),
        };
        let pc = site.pc.map_or_else(none, |pc| Cell::Number(u64::from(pc)));
        let (reason, count) = (Cell::Text(site.reason), Cell::Number(site.count));
        vec![name, file, at, pc, reason, count]
    });
    List {
        name: "native_exits",
        columns: &["function", "file", "line", "pc", "reason", "count"],
        rows: sites.collect(),
    }
}

/// Functions without native code, and why.
pub(super) fn refused(vm: &Vm) -> List {
    let refused = vm.refused_functions().into_iter().map(|function| {
        vec![
            Cell::Text(function.name),
            Cell::Text(function.file),
            line(function.line),
            Cell::Text(function.reason),
        ]
    });
    List {
        name: "native_refused",
        columns: &["function", "file", "line", "reason"],
        rows: refused.collect(),
    }
}
