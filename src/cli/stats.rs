//! `--stats`: what the machine counted, as text or JSON on standard error.

use super::args::StatsFormat;
use super::streams;
use crate::engine::Vm;

/// Prints the counters of a vm.
pub fn print(vm: &mut Vm, format: StatsFormat) {
    let text = match format {
        StatsFormat::Text => vm.statistics().text(),
        StatsFormat::Json => vm.statistics().json(),
    };
    streams::print_error(&text);
}
