//! Exception: backtraces. Messages and the rest are in `rb/exception.rb`.

use crate::natives;
use crate::object::{Value, sym};
use crate::vm::backtrace::Line;
use crate::vm::natives::Args;
use crate::vm::{Outcome, Vm};

use super::annotate::annotations;
use super::arg::{self, fit};

natives! {
    pub static ROWS;
    exception_backtrace: "Exception" ["__backtrace"] 0 shared backtrace [private];
    exception_annotations: "Exception" ["__annotations"] 0 shared picture [private];
    exception_places: "Exception" ["__locations"] 0 shared locations [private];
}

/// The recorded lines as Strings; nil if it was never raised.
fn backtrace<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    if vm.ivar_find(args.this, sym::H_LOCATIONS).is_none() {
        return Ok(Value::NIL);
    }
    let array = fit(vm, vm.new_array(8))?;
    for line in vm.exception_lines(args.this) {
        let text = arg::new_str(vm, line.to_string().as_bytes())?;
        fit(vm, vm.array_push(array, text))?;
    }
    Ok(array.value())
}

/// Where it was raised and what may have been meant, for a terminal.
fn picture<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    arg::new_str(vm, annotations(vm, args.this, true).as_bytes())
}

/// The recorded lines as Arrays of file, line and label; nil if it was never
/// raised.
fn locations<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    if vm.ivar_find(args.this, sym::H_LOCATIONS).is_none() {
        return Ok(Value::NIL);
    }
    places(vm, &vm.exception_lines(args.this))
}

/// Lines of a backtrace as Arrays of file, line and label.
pub(super) fn places<'w>(vm: &'w Vm, lines: &[Line]) -> Outcome<'w> {
    let array = fit(vm, vm.new_array(8))?;
    for line in lines {
        let file = arg::new_str(vm, line.file.as_bytes())?;
        let label = arg::new_str(vm, line.label.as_bytes())?;
        let parts = [file, Value::fixnum((line.line as i32).into()), label];
        let parts = fit(vm, vm.array_from(&parts))?;
        fit(vm, vm.array_push(array, parts.value()))?;
    }
    Ok(array.value())
}
