//! Range: its bounds, and what needs no Ruby of them.
#![forbid(unsafe_code)]

use std::cmp::Ordering;

use crate::builtins::shared::{self, wrong_receiver};
use crate::object::{Range, Value};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

crate::natives! { pub static ROWS;
    range_first: "Range" ["begin", "__first"] 0 shared first;
    range_last: "Range" ["end", "__last"] 0 shared last;
    range_exclusive: "Range" ["exclude_end?", "__exclusive?"] 0 shared is_exclusive;
    range_set_bounds: "Range" ["__set_bounds"] 3 shared set_bounds [private];
    range_set_up: "Range" ["__set_up?"] 0 shared is_set_up [private];
    range_to_a: - 0 shared to_a [declines];
    range_covers: - 1 shared covers [declines];
    float_order: "Range" ["__float_order"] 1 shared float_order [private];
    float_of_order: "Range" ["__float_of_order"] 1 shared float_of_order [private];
}

fn range_of<'w>(vm: &'w Vm, args: &Args<'w>) -> Result<Range<'w>, Stop> {
    args.this
        .as_range()
        .ok_or_else(|| wrong_receiver(vm, args.this, "Range"))
}

fn first<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(range_of(vm, args)?.first())
}

fn last<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(range_of(vm, args)?.last())
}

fn is_exclusive<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(range_of(vm, args)?.is_exclusive()))
}

fn set_bounds<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.range_init(range_of(vm, args)?, args[0], args[1], args[2].truthy());
    Ok(args.this)
}

/// Whether the bounds were ever set: an allocated range has nils.
fn is_set_up<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let range = range_of(vm, args)?;
    Ok(Value::bool(
        !(range.first().is_nil() && range.last().is_nil()),
    ))
}

fn to_a<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let range = range_of(vm, args)?;
    let (Some(first), Some(last)) = (range.first().as_int(), range.last().as_int()) else {
        return Err(Stop::Decline);
    };
    let last = if range.is_exclusive() { last - 1 } else { last };
    let size = (last - first + 1).max(0);
    let result = vm.new_array(size as usize).map_err(|e| vm.too_big(e))?;
    for i in first..=last {
        vm.array_push(result, Value::fixnum(i))
            .map_err(|e| vm.too_big(e))?;
    }
    Ok(result.value())
}

/// Whether a number lies between numbers.
fn covers<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let (range, value) = (range_of(vm, args)?, args[0]);
    if shared::number(value).is_none() || shared::number(range.first()).is_none() {
        return Err(Stop::Decline);
    }
    let order = |a, b| shared::order(vm, a, b).ok_or(Stop::Decline);
    if order(range.first(), value)? == Ordering::Greater {
        return Ok(Value::FALSE);
    }
    if range.last().is_nil() {
        return Ok(Value::TRUE);
    }
    Ok(Value::bool(match order(value, range.last())? {
        Ordering::Less => true,
        Ordering::Equal => !range.is_exclusive(),
        Ordering::Greater => false,
    }))
}

/// A float as an integer with the same order.
fn float_order<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let bits = args[0].as_float().ok_or(Stop::Decline)?.to_bits() as i64;
    Ok(vm.int(if bits < 0 {
        i64::MIN.wrapping_sub(bits)
    } else {
        bits
    }))
}

fn float_of_order<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let order = args[0]
        .as_integer()
        .and_then(|integer| integer.to_i64())
        .ok_or(Stop::Decline)?;
    let bits = if order < 0 {
        i64::MIN.wrapping_sub(order)
    } else {
        order
    };
    Ok(vm.float(f64::from_bits(bits as u64)))
}
