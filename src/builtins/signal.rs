//! Signals: what the vm does when one arrives. Names are Ruby's business.

use crate::natives;
use crate::vm::{Outcome, Vm};

natives! {
    pub static ROWS;
    signal_trap:    "Signal."  ["__trap"]    2 exclusive trap [private];
    signal_handler: "Signal."  ["__handler"] 1 exclusive handler [private];
    process_kill:   "Process." ["__kill"]    2 exclusive kill [private];
}

fn number(vm: &Vm, index: usize) -> i32 {
    vm.arg(index).as_int().unwrap_or(0) as i32
}

fn trap<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let (signal, handler) = (number(vm, 0), vm.arg(1).word());
    vm.set_trap(signal, handler);
    Ok(vm.arg(1))
}

fn handler<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let signal = number(vm, 0);
    let found = vm.trap_of(signal);
    let vm: &'v Vm = vm;
    Ok(found.map_or_else(|| vm.string("DEFAULT"), |word| vm.word(word)))
}

/// Sends a signal; one for this process is answered at once.
fn kill<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let (signal, pid) = (number(vm, 0), number(vm, 1));
    vm.send_signal(signal, pid)?;
    Ok(vm.arg(0))
}
