//! TracePoint; what its methods do with an event is in `rb/trace_point.rb`.

use crate::natives;
use crate::object::Value;
use crate::vm::natives::Args;
use crate::vm::trace::{EVENTS, Listener};
use crate::vm::{Outcome, Vm};

natives! {
    pub static ROWS;
    trace_known:      "TracePoint" ["__known?"]     1 shared known [private];
    trace_enable:     "TracePoint" ["__enable"]     4 exclusive enable [private];
    trace_disable:    "TracePoint" ["__disable"]    0 exclusive disable [private];
    trace_enabled:    "TracePoint" ["enabled?"]     0 shared enabled;
    trace_binding:    "TracePoint" ["__binding"]    0 exclusive binding [private];
    trace_parameters: "TracePoint" ["__parameters"] 1 exclusive parameters [private];
}

/// Whether there is such an event.
fn known<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let name = vm.name_of(args[0])?;
    Ok(Value::bool(
        EVENTS.contains(&vm.symbols.text(name).as_ref()),
    ))
}

/// Arguments: names of events, block, target or nil, its line or nil.
fn enable<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let names: Vec<Value<'_>> = match vm.arg(0).as_array() {
        Some(names) => names.iter().collect(),
        None => Vec::new(),
    };
    let mut events = 0;
    for (bit, event) in EVENTS.iter().enumerate() {
        let name = Value::symbol(vm.intern(event));
        if names.is_empty() || names.contains(&name) {
            events |= 1 << bit;
        }
    }
    let target = vm.arg_handle(2);
    let given = !vm.get(target).is_nil();
    let function = vm.target_function(target);
    if given && function.is_none() {
        return Err(vm.argument_error("specified target is not supported"));
    }
    let target_line = vm.arg(3).as_int().map(|line| line as u32);
    let (object, block) = (vm.this().word(), vm.arg(1).word());
    let target_object = vm.arg(2).word();
    vm.add_listener(Listener {
        object,
        block,
        events,
        target: function,
        target_object,
        target_line,
    });
    Ok(Value::NIL)
}

fn disable<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let object = vm.this().word();
    Ok(Value::bool(vm.remove_listener(object)))
}

fn enabled<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(vm.listens(args.this)))
}

fn binding<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    vm.trace_binding()
}

fn parameters<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let of_method = vm.arg(0).truthy();
    vm.trace_parameters(of_method)
}
