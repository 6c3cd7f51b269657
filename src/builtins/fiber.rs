//! Fiber.

use crate::natives;
use crate::object::Value;
use crate::vm::natives::Args;
use crate::vm::task::FiberState;
use crate::vm::{Outcome, Vm};

natives! {
    pub static ROWS;
    fiber_new:    "Fiber." ["new"]    0..1 exclusive new;
    fiber_yield:  "Fiber." ["yield"]  0..  exclusive fiber_yield;
    fiber_resume: "Fiber"  ["resume"] 0..  exclusive resume;
    fiber_raise:  "Fiber"  ["raise"]  0..  exclusive raise;
    fiber_alive:  "Fiber"  ["alive?"] 0    exclusive alive;
    fiber_inspect: "Fiber" ["inspect", "to_s"] 0 shared inspect;
}

fn new<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    if !vm.has_block() {
        return Err(vm.argument_error("tried to create Proc object without a block"));
    }
    let body = vm.block_proc().word();
    let fiber = vm.new_fiber(body);
    Ok(vm.word(fiber))
}

fn fiber_yield<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    let parcel = vm.arguments_as_value(argc)?;
    let word = vm.yield_fiber(parcel)?;
    let word = vm.unpack_for_yield(word)?;
    Ok(vm.word(word))
}

fn resume<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    let task = vm.fiber_task(vm.this()).unwrap_or(0);
    let parcel = vm.pack_arguments(argc);
    let word = vm.resume_fiber(task, parcel)?;
    Ok(vm.word(word))
}

fn raise<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    let task = vm.fiber_task(vm.this()).unwrap_or(0);
    let exception = super::control::make_exception(vm, argc)?;
    let word = vm.get(exception).word();
    let word = vm.raise_in_fiber(task, word)?;
    Ok(vm.word(word))
}

fn alive<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let task = vm.fiber_task(vm.this()).unwrap_or(0);
    Ok(Value::bool(vm.fiber_state(task) != FiberState::Terminated))
}

fn inspect<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.string(&vm.any_to_s(args.this)))
}
