//! `--stats`, `--hot` and `--mem-usage`: what the machine counted, on standard error.

use super::args::StatsFormat;
use super::streams;
use crate::engine::statistics::HOTTEST;
use crate::engine::{StackStatistics, Vm};

/// Prints the counters of a vm, or so many of its hot functions, or both.
pub fn print(vm: &mut Vm, format: Option<StatsFormat>, hot: Option<usize>) {
    let count = hot.unwrap_or(HOTTEST);
    let text = match format {
        Some(StatsFormat::Text) => vm.statistics_with(count).text(),
        Some(StatsFormat::Json) => vm.statistics_with(count).json(),
        Some(StatsFormat::Plain) | None => {
            let plain = format.map(|_| plain(&vm.stack_statistics()));
            let hot = hot.map(|count| vm.hot_list(count).titled());
            [plain, hot].into_iter().flatten().collect()
        }
    };
    streams::print_error(&text);
}

/// `--stats=plain` of a program that could not be opened.
pub fn print_none() {
    streams::print_error(&plain(&StackStatistics::default()));
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
