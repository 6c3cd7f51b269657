//! `--stats`, `--hot` and `--mem-usage`: what the machine counted, on standard error.

use super::args::StatsFormat;
use super::streams;
use crate::engine::{StackStatistics, Vm};

/// Prints the counters of a vm.
pub fn print(vm: &mut Vm, format: StatsFormat) {
    let text = match format {
        StatsFormat::Text => vm.statistics().text(),
        StatsFormat::Json => vm.statistics().json(),
        StatsFormat::Plain => plain(&vm.stack_statistics()),
    };
    streams::print_error(&text);
}

/// `--stats=plain` of a program that could not be opened.
pub fn print_none() {
    streams::print_error(&plain(&StackStatistics::default()));
}

/// `--hot`.
pub fn print_hot(vm: &Vm, count: usize) {
    streams::print_error(&vm.hot_list(count).text());
}

/// Five lines about a program in the stack language.
fn plain(counted: &StackStatistics) -> String {
    lines([
        ("instructions", counted.instructions),
        ("calls", counted.calls),
        ("jumps", counted.jumps),
        ("returns", counted.returns),
        ("max_stack_size", counted.max_stack_size),
    ])
}

/// `--mem-usage`.
pub fn print_memory(vm: &mut Vm) {
    let used = vm.memory_use();
    streams::print_error(&lines([
        ("allocations", used.allocations),
        ("bytes", used.bytes),
        ("peak", used.peak),
        ("live", used.live),
    ]));
}

fn lines<const N: usize>(rows: [(&str, u64); N]) -> String {
    let lines = rows.map(|(name, figure)| format!("{name}:{figure}\n"));
    lines.concat()
}
