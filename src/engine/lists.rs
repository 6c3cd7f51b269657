//! Lists of a report: rows of words and numbers under named columns.
//!
//! Owns the columns of each list and its two forms, a table and an array of
//! objects. What stands in it comes from the vm.

use serde_json::Value as Json;

use crate::bytecode::code::shown_line;
use crate::bytecode::ops::Op;
use crate::vm::Vm;
use crate::vm::tier_stats::HotFunction;

/// A field of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Words; empty where there is nothing to say.
    Text(String),
    /// A number.
    Number(u64),
    /// A line of a file.
    Line(u32),
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
    /// What stands below the table, a line each, for people only.
    pub notes: Vec<String>,
}

impl Cell {
    /// For people.
    pub fn text(&self) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => number.to_string(),
            Cell::Line(line) => shown_line(*line).to_string(),
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
            Cell::Line(line) => shown_line(*line).into(),
            Cell::Share(share) | Cell::Ratio(share) => ((share * 1e4).round() / 1e4).into(),
        }
    }

    /// Words begin at the left, numbers end at the right.
    fn is_text(&self) -> bool {
        matches!(self, Cell::Text(_))
    }
}

impl List {
    /// A table under its name, with a line of headings.
    pub fn titled(&self) -> String {
        format!("{}\n{}", self.name, self.text())
    }

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
        for note in &self.notes {
            text.push_str(&format!("  {note}\n"));
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

/// The functions that the program spends its time in.
pub(super) fn hot(vm: &Vm, count: usize) -> List {
    let times = vm.tier_times().unwrap_or_default();
    let running = (times.interpreted + times.native).max(1);
    let share = |nanoseconds: u64| Cell::Share(nanoseconds as f64 / running as f64);
    let shown = vm.hot_functions(count);
    let named: u64 = shown.iter().map(|hot| hot.nanoseconds).sum();
    let apart = named + times.freed + times.nobody;
    let elsewhere = [
        (running.saturating_sub(apart), "in more functions"),
        (times.freed, "in functions that were freed"),
        (times.nobody, "in no function"),
    ];
    // What would be 0.0% is not worth a word.
    let elsewhere = elsewhere
        .iter()
        .filter(|(nanoseconds, _)| *nanoseconds > running / 2000);
    let elsewhere = elsewhere.map(|(own, place)| format!("{} {place}", share(*own).text()));
    let elsewhere: Vec<String> = elsewhere.collect();
    let row = |hot: HotFunction| {
        vec![
            Cell::Text(hot.name),
            Cell::Text(hot.file),
            Cell::Line(hot.line),
            Cell::Text(hot.tier.to_owned()),
            Cell::Number(hot.calls),
            Cell::Number(hot.iterations),
            share(hot.nanoseconds),
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
        rows: shown.into_iter().map(row).collect(),
        notes: match elsewhere.is_empty() {
            true => Vec::new(),
            false => vec![format!("besides: {}", elsewhere.join(", "))],
        },
    }
}

/// How often what stands at a site was good, by tier.
pub(super) fn hit_rates(tiers: &[(&'static str, u64, u64)]) -> List {
    let row = |&(tier, hits, misses): &(&'static str, u64, u64)| {
        let rate = match hits + misses {
            0 => Cell::Text(String::new()),
            all => Cell::Share(hits as f64 / all as f64),
        };
        let tier = Cell::Text(tier.to_owned());
        vec![tier, Cell::Number(hits), Cell::Number(misses), rate]
    };
    List {
        name: "hit_rates",
        columns: &["tier", "hits", "misses", "rate"],
        rows: tiers.iter().map(row).collect(),
        notes: Vec::new(),
    }
}

/// Where native code left.
pub(super) fn exits(vm: &Vm) -> List {
    let sites = vm.exit_sites().into_iter().map(|site| {
        let none = || Cell::Text(String::new());
        let (name, file, at) = match site.place {
            Some((name, file, number)) => (Cell::Text(name), Cell::Text(file), Cell::Line(number)),
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
        notes: Vec::new(),
    }
}

/// What native code has the interpreter do, by the first instruction; most first.
pub(super) fn handed_over(vm: &Vm) -> List {
    let counts = (0..)
        .map_while(Op::from_number)
        .zip(vm.native.counters.handed_over.0);
    let mut counts: Vec<(Op, u64)> = counts.filter(|(_, count)| *count > 0).collect();
    counts.sort_by_key(|(op, count)| (std::cmp::Reverse(*count), op.mnemonic()));
    let row = |(op, count): (Op, u64)| {
        let name = Cell::Text(op.mnemonic().to_owned());
        vec![name, Cell::Number(count)]
    };
    List {
        name: "native_handed_over",
        columns: &["instruction", "count"],
        rows: counts.into_iter().map(row).collect(),
        notes: Vec::new(),
    }
}

/// Functions without native code, and why.
pub(super) fn refused(vm: &Vm) -> List {
    let refused = vm.refused_functions().into_iter().map(|function| {
        vec![
            Cell::Text(function.name),
            Cell::Text(function.file),
            Cell::Line(function.line),
            Cell::Text(function.reason),
        ]
    });
    List {
        name: "native_refused",
        columns: &["function", "file", "line", "reason"],
        rows: refused.collect(),
        notes: Vec::new(),
    }
}
