//! What the machine counted, as rows that can be printed.
//!
//! Owns the names, the order and the two forms of the report. Never counts
//! anything itself: the figures come from the vm and its heap.

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::base::sys;
use crate::bytecode::ops::{OPS, Op};
use crate::heap::HeapStats;
use crate::vm::Vm;
use crate::vm::counters::{Cache, Counters};
use crate::vm::native::ExitReason;
use crate::vm::sampling::TierTimes;
use crate::vm::sequences;
use crate::vm::tier_stats::{Counted, DISCARD_CAUSES, TierCounters};

use super::lists;
pub use super::lists::{Cell, List};

/// Rows of the lists of hottest functions and loops, if nothing is said.
pub const HOTTEST: usize = 20;

/// A sequence that is fewer than one in this many instructions has no line.
const RAREST: u64 = 1000;

/// Groups of sequences, from length two on.
const SEQUENCES: [&str; sequences::LONGEST - 1] = ["pairs", "triples", "quadruples"];

/// Everything that figures are read from.
pub struct Snapshot<'v> {
    vm: &'v Vm,
    counters: &'v Counters,
    heap: HeapStats,
    times: TierTimes,
}

impl Snapshot<'_> {
    fn tier(&self) -> &TierCounters {
        &self.vm.native.counters
    }

    /// Hits and misses of inline caches.
    fn interpreter_hits(&self) -> (u64, u64) {
        let counters = self.counters;
        let sends = counters.sends.cache();
        let caches = [
            sends,
            counters.ivar_get,
            counters.ivar_set,
            counters.constant,
        ];
        let sum = |of: fn(&Cache) -> u64| caches.iter().map(of).sum();
        (sum(|cache| cache.hits), sum(|cache| cache.misses))
    }

    /// The same of native code.
    fn native_hits(&self) -> (u64, u64) {
        let hits = [
            Counted::Monomorphic,
            Counted::Polymorphic,
            Counted::GetIvar,
            Counted::SetIvar,
            Counted::Constant,
        ];
        let hits = hits.iter().map(|&what| self.native(what)).sum();
        (hits, self.guard_exits())
    }

    /// Exits that are to native code what misses are to a site.
    fn guard_exits(&self) -> u64 {
        let misses = [ExitReason::Shape, ExitReason::Constant];
        let exits = self.vm.exits_by_reason();
        let counts = misses.iter().filter_map(|reason| exits.get(reason));
        counts.sum()
    }

    fn native(&self, what: Counted) -> u64 {
        self.vm.native.counts[what as usize]
    }
}

/// A figure of the report.
pub struct Metric {
    /// Its group.
    pub group: &'static str,
    /// Its name in the group.
    pub name: &'static str,
    /// What it says.
    pub meaning: &'static str,
    /// Counted in every vm, not only in one that was built to count.
    pub always: bool,
    read: fn(&Snapshot<'_>) -> u64,
}

macro_rules! metrics {
    ($($group:ident { $($name:ident $(($always:ident))?: $meaning:literal = $read:expr;)* })*) => {
        /// Every figure with a fixed name, in the order of the report.
        pub const METRICS: &[Metric] = &[$($(Metric {
            group: stringify!($group),
            name: stringify!($name),
            meaning: $meaning,
            always: metrics!(@always $($always)?),
            read: $read,
        },)*)*];
    };
    (@always) => { false };
    (@always always) => { true };
}

metrics! {
    totals {
        instructions: "Executions of all instructions" = |s| s.counters.ops.iter().sum();
        calls (always): "Functions entered: methods, blocks, class bodies, programs" = |s| s.vm.function_calls().map(|row| row.count).sum();
        loop_iterations (always): "Iterations of all loops" = |s| s.vm.loop_iterations().map(|row| row.count).sum();
        functions (always): "Functions that were entered" = |s| s.vm.function_calls().count() as u64;
    }
    sends {
        empty: "Sends whose site knew nothing, or remembers nothing" = |s| s.counters.sends.empty;
        monomorphic_hits: "... knew one receiver shape, the right one" = |s| s.counters.sends.monomorphic.hits;
        monomorphic_misses: "... knew one receiver shape, another one" = |s| s.counters.sends.monomorphic.misses;
        polymorphic_hits: "... knew two to four receiver shapes and the right one was among them" = |s| s.counters.sends.polymorphic.hits;
        polymorphic_misses: "... knew two to four receiver shapes, all others" = |s| s.counters.sends.polymorphic.misses;
        megamorphic_hits: "... met more shapes than it tells apart, but knew this one" = |s| s.counters.sends.megamorphic.hits;
        megamorphic_misses: "... met more shapes than it tells apart and asked the global cache" = |s| s.counters.sends.megamorphic.misses;
        from_operators: "Those of the above that are operators whose shortcut did not apply" = |s| s.counters.sends.from_operators;
    }
    inline_caches {
        send_hits: "Sends whose site knew the receiver shape" = |s| s.counters.sends.cache().hits;
        send_misses: "Sends whose site did not" = |s| s.counters.sends.cache().misses;
        ivar_get_hits: "Reads of instance variables whose site knew the shape of self" = |s| s.counters.ivar_get.hits;
        ivar_get_misses: "Reads whose site did not" = |s| s.counters.ivar_get.misses;
        ivar_set_hits: "Writes of instance variables whose site knew the shape of self" = |s| s.counters.ivar_set.hits;
        ivar_set_misses: "Writes whose site did not, or to a frozen object" = |s| s.counters.ivar_set.misses;
        constant_hits: "Constants (`NAME`) that the site knew" = |s| s.counters.constant.hits;
        constant_misses: "Constants that were looked up" = |s| s.counters.constant.misses;
    }
    global_cache {
        hits (always): "Look-ups of a method that the global cache answered" = |s| s.vm.global_cache_uses().hits;
        misses (always): "Look-ups that went through the ancestors" = |s| s.vm.global_cache_uses().misses;
    }
    native {
        functions (always): "Functions that had native code" = |s| s.tier().functions;
        versions (always): "Versions of them" = |s| s.tier().versions;
        pieces (always): "Pieces of code: each version has one for its entry and one for each loop that was entered" = |s| s.tier().pieces.len() as u64;
        compile_nanoseconds (always): "Time in the compiler, refused attempts included" = |s| s.tier().compile_time.as_nanos() as u64;
        compile_median_nanoseconds (always): "Median of the time for a piece" = |s| s.tier().piece_times().0.as_nanos() as u64;
        compile_max_nanoseconds (always): "The longest time for a piece" = |s| s.tier().piece_times().1.as_nanos() as u64;
        code_bytes (always): "Bytes of code made" = |s| s.tier().code_bytes;
        held_code_bytes (always): "Bytes of code held now" = |s| s.vm.native.held_bytes as u64;
        refused (always): "Attempts to compile that were refused: `native_refused` says why" = |s| s.tier().refused;
        function_entries (always): "Native code entered by the interpreter, at a function's beginning" = |s| s.tier().entries;
        loop_entries (always): "... in a running frame, at the head of a loop (on-stack replacement)" = |s| s.tier().loop_entries;
        interpreted_calls (always): "Functions without native code that native code called" = |s| s.tier().interpreted_calls;
        handed_over (always): "Times that native code had the interpreter execute instructions" = |s| s.tier().handed_over.sum();
        exits (always): "Native code left to the interpreter: `native_exits` says where" = |s| s.tier().exits;
        unwound (always): "Native code ended because something was raised or thrown in what it had called" = |s| s.tier().unwound;
        discarded (always): "Pieces of code discarded: `native_discarded` says why" = |s| s.tier().discarded.iter().sum();
        freed (always): "Pieces of code freed" = |s| s.tier().freed;
        calls: "Functions entered in native code, by native code or the interpreter" = |s| s.native(Counted::Calls);
        loop_iterations: "Iterations of loops in native code" = |s| s.native(Counted::Iterations);
        monomorphic_hits: "Sends that native code did for the one receiver shape that it was made for" = |s| s.native(Counted::Monomorphic);
        polymorphic_hits: "... for one of several receiver shapes" = |s| s.native(Counted::Polymorphic);
        ivar_get_hits: "Reads of instance variables by shape" = |s| s.native(Counted::GetIvar);
        ivar_set_hits: "Writes of instance variables by shape" = |s| s.native(Counted::SetIvar);
        constant_hits: "Constants that stand in the site" = |s| s.native(Counted::Constant);
        guard_exits (always): "Exits because a shape or a constant was another one (reasons `shape`, `constant`): misses" = |s| s.guard_exits();
        yields: "`yield` to the block literal that the code was made for, or straight into one that it finds" = |s| s.native(Counted::Yield);
    }
    time {
        total_nanoseconds: "Since the vm was made; the sum of the next five" = |s| s.times.total;
        interpreted_nanoseconds: "Functions in the interpreter, with the primitives that they call" = |s| s.times.interpreted;
        native_nanoseconds: "Functions in native code, with the primitives that they call" = |s| s.times.native;
        collector_nanoseconds: "Collections" = |s| s.times.collector;
        compiler_nanoseconds: "Making native code" = |s| s.times.compiler;
        rest_nanoseconds: "While no program ran: making the vm, reading and compiling the program's file, what the host does" = |s| s.times.rest;
        freed_nanoseconds: "Of the interpreted and native time, that of functions which were freed since" = |s| s.times.freed;
        nobody_nanoseconds: "Of the interpreted and native time, what was attributed to no function" = |s| s.times.nobody;
    }
    yields {
        direct: "`yield` straight into a block literal or Proc" = |s| s.counters.direct_yields;
        general: "`yield` that adapts its arguments, or has no block" = |s| s.counters.general_yields;
    }
    peaks {
        operand_depth: "Operands on the stack of one frame" = |s| s.counters.peaks.operands;
        frame_depth: "Frames of one task when a function was entered, entry frames and primitives included" = |s| s.counters.peaks.frames;
        stack_bytes: "Bytes of one task's VM stack that its frames may use" = |s| s.counters.peaks.stack_bytes;
        young_bytes: "Bytes of young objects, dead ones included" = |s| s.counters.peaks.young_bytes;
        mature_bytes: "Bytes of mature objects" = |s| s.counters.peaks.mature_bytes;
        large_bytes: "Bytes of large objects" = |s| s.counters.peaks.large_bytes;
        data_depth: "Entries on the data stack of a program in the stack language, after a word" = |s| s.counters.peaks.data_depth;
        heap_bytes (always): "Bytes that the heap held from the system" = |s| s.heap.peak_held_bytes as u64;
        resident_bytes (always): "Bytes of the process in memory" = |_| sys::peak_resident_bytes().unwrap_or(0);
    }
    memory {
        allocated_objects: "Objects ever allocated" = |s| s.heap.allocated_objects.unwrap_or(0);
        allocated_bytes (always): "Bytes ever allocated" = |s| s.heap.allocated_bytes;
        young_collections (always): "Young collections" = |s| s.heap.young_collections;
        young_nanoseconds (always): "Time in them" = |s| s.heap.young_nanoseconds;
        full_collections (always): "Full collections" = |s| s.heap.full_collections;
        full_nanoseconds (always): "Time in them" = |s| s.heap.full_nanoseconds;
        promoted_objects (always): "Objects that became mature in a collection" = |s| s.heap.promoted_objects;
        promoted_bytes (always): "Bytes of them" = |s| s.heap.promoted_bytes;
    }
}

/// Figures of a vm, in groups.
#[derive(Clone, Debug, Default)]
pub struct Statistics {
    groups: Vec<(&'static str, Vec<(String, u64)>)>,
    lists: Vec<List>,
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

    /// A list by its name.
    pub fn list(&self, name: &str) -> Option<&List> {
        self.lists.iter().find(|list| list.name == name)
    }

    /// For people: a group is a heading, a figure a line; a list is a table.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (group, rows) in self.groups().filter(|(_, rows)| !rows.is_empty()) {
            let _ = writeln!(text, "{group}");
            let longest = rows.iter().map(|(name, _)| name.len()).max();
            let width = longest.unwrap_or(0).max(28);
            for (name, figure) in rows {
                let (name, figure) = match name.strip_suffix("_nanoseconds") {
                    Some(name) => (name, Cell::Time(*figure)),
                    None => (name.as_str(), Cell::Number(*figure)),
                };
                let _ = writeln!(text, "  {name:<width$} {:>15}", figure.text());
            }
        }
        for list in self.lists.iter().filter(|list| !list.rows.is_empty()) {
            let _ = writeln!(text, "{}", list.titled());
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
        text
    }

    /// For programs: one object of objects, and of arrays for the lists.
    pub fn json(&self) -> String {
        let mut json = serde_json::Map::new();
        for (group, rows) in self.groups() {
            let rows = rows
                .iter()
                .map(|(name, figure)| (name.clone(), (*figure).into()));
            json.insert(group.to_owned(), serde_json::Value::Object(rows.collect()));
        }
        for list in &self.lists {
            json.insert(list.name.to_owned(), list.json());
        }
        format!("{}\n", serde_json::Value::Object(json))
    }
}

/// The greatest counts under names that differ.
fn hottest(rows: impl Iterator<Item = (String, u64)>) -> Vec<(String, u64)> {
    let mut rows: Vec<(String, u64)> = rows.collect();
    rows.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    rows.truncate(HOTTEST);
    let mut seen: HashMap<String, u32> = HashMap::new();
    for (name, _) in &mut rows {
        let times = seen.entry(name.clone()).or_default();
        *times += 1;
        if *times > 1 {
            let _ = write!(name, " #{times}");
        }
    }
    rows
}

impl Vm {
    /// The functions that the program spends its time in, at most `count`; how
    /// long is known in a vm that was built to [find out](super::Builder::profile).
    pub fn hot_list(&self, count: usize) -> List {
        lists::hot(self, count)
    }

    /// What was counted so far. A vm that was not built to
    /// [count](super::Builder::count) knows few of the figures and gives 0 for
    /// the others.
    pub fn statistics(&mut self) -> Statistics {
        self.statistics_with(HOTTEST)
    }

    /// The same with so many functions in the list `hot`.
    pub fn statistics_with(&mut self, hot: usize) -> Statistics {
        self.count_memory();
        let snapshot = Snapshot {
            vm: self,
            counters: &self.counters,
            heap: self.world().heap.stats(),
            times: self.tier_times().unwrap_or_default(),
        };
        let mut groups: Vec<(&'static str, Vec<(String, u64)>)> = Vec::new();
        let has_tier = self.native.tier.is_some();
        let tiers = [
            ("interpreter", snapshot.interpreter_hits()),
            ("native", snapshot.native_hits()),
        ];
        let tiers = tiers.iter().take(1 + usize::from(has_tier));
        let rates = tiers.map(|&(tier, (hits, misses))| (tier, hits, misses));
        let rates: Vec<(&'static str, u64, u64)> = rates.collect();
        let group = |metric: &&Metric| has_tier || metric.group != "native";
        for metric in METRICS.iter().filter(group) {
            let row = (metric.name.to_owned(), (metric.read)(&snapshot));
            match groups.last_mut() {
                Some((group, rows)) if *group == metric.group => rows.push(row),
                _ => groups.push((metric.group, vec![row])),
            }
        }
        let executed = (0..Op::COUNT).filter(|&index| self.counters.ops[index] > 0);
        let ops = executed.map(|index| (OPS[index].mnemonic.to_owned(), self.counters.ops[index]));
        let mut ops: Vec<(String, u64)> = ops.collect();
        ops.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        groups.push(("instructions", ops));
        groups.extend(self.counted_sequences());
        if has_tier {
            let discarded = DISCARD_CAUSES.iter().zip(self.native.counters.discarded);
            let discarded = discarded.filter(|(_, count)| *count > 0);
            let rows = discarded.map(|(cause, count)| ((*cause).to_owned(), count));
            groups.push(("native_discarded", rows.collect()));
            let reasons = self.exits_by_reason().into_iter();
            let reasons = reasons.map(|(reason, count)| (reason.text(), count));
            let mut reasons: Vec<(String, u64)> = reasons.collect();
            reasons.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            groups.push(("native_exit_reasons", reasons));
        }
        let functions = self.function_calls().map(|row| (row.name, row.count));
        groups.push(("hottest_functions", hottest(functions)));
        let loops = self.loop_iterations().map(|row| (row.name, row.count));
        groups.push(("hottest_loops", hottest(loops)));
        let mut lists = vec![lists::hot(self, hot), lists::hit_rates(&rates)];
        if has_tier {
            lists.extend([
                lists::exits(self),
                lists::handed_over(self),
                lists::refused(self),
            ]);
        }
        Statistics { groups, lists }
    }

    /// Groups of the sequences worth a line, by length, if they were counted.
    fn counted_sequences(&self) -> Vec<(&'static str, Vec<(String, u64)>)> {
        let Some(sequences) = &self.counters.sequences else {
            return Vec::new();
        };
        let least = self.counters.ops.iter().sum::<u64>() / RAREST;
        let group = |length: usize| {
            let rows = sequences.of_length(length).into_iter();
            let mut rows: Vec<(String, u64)> = rows
                .filter(|(_, count)| *count > least)
                .map(|(ops, count)| {
                    let names: Vec<&str> = ops.iter().map(|&op| OPS[op].mnemonic).collect();
                    (names.join(" "), count)
                })
                .collect();
            rows.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            rows
        };
        let named = SEQUENCES.iter().zip(2..);
        named.map(|(name, length)| (*name, group(length))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{DISCARD_CAUSES, ExitReason};

    #[test]
    fn the_page_defines_each_reason() {
        let page = include_str!("../../docs/METRICS.md");
        let reasons = ExitReason::ALL.iter().map(|reason| reason.text());
        let causes = DISCARD_CAUSES.iter().map(|cause| (*cause).to_owned());
        for text in reasons.chain(causes) {
            let row = format!("\n| `{text}` | ");
            assert!(page.contains(&row), "{text} is missing");
        }
    }
}
