//! Tuple, WeakTuple, ByteArray: storage as Ruby sees it.
#![forbid(unsafe_code)]

use crate::builtins::shared::{int, wrong_receiver};
use crate::object::{ByteArray, Tuple, Value, WeakTuple, known};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

crate::natives! { pub static ROWS;
    tuple_new: - 1 shared tuple_new [declines];
    tuple_fields: "Tuple" ["fields", "size", "length"] 0 shared tuple_fields;
    tuple_at: - 1 shared tuple_at [declines];
    tuple_put: - 2 shared tuple_put [declines];
    weak_tuple_new: - 1 shared weak_tuple_new [declines];
    weak_tuple_fields: "WeakTuple" ["fields", "size", "length"] 0 shared weak_tuple_fields;
    weak_tuple_at: - 1 shared weak_tuple_at [declines];
    weak_tuple_put: - 2 shared weak_tuple_put [declines];
    byte_array_new: - 1 shared byte_array_new [declines];
    byte_array_size: "ByteArray" ["size", "length"] 0 shared byte_array_size;
    byte_array_get: - 1 shared byte_array_get [declines];
    byte_array_set: - 2 shared byte_array_set [declines];
    byte_array_fetch: "ByteArray" ["fetch_bytes"] 2 shared byte_array_fetch;
    byte_array_move: "ByteArray" ["move_bytes"] 3 shared byte_array_move;
    byte_array_compare: "ByteArray" ["compare_bytes"] 3 shared byte_array_compare;
    byte_array_dup: "ByteArray" ["dup", "clone"] 0 shared byte_array_dup;
}

fn bad_index(vm: &Vm, index: Value<'_>, size: usize) -> Stop {
    let shown = String::from_utf8_lossy(&vm.inspect_briefly(index)).into_owned();
    vm.raise(
        known::INVALID_INDEX_ERROR,
        format!("index {shown} outside of 0...{size}").as_bytes(),
    )
}

/// A slot number below `size`; declines what is no Integer.
fn slot(vm: &Vm, index: Value<'_>, size: usize) -> Result<usize, Stop> {
    if !vm.is_a(index, known::INTEGER) {
        return Err(Stop::Decline);
    }
    index
        .as_int()
        .and_then(|i| usize::try_from(i).ok())
        .filter(|&i| i < size)
        .ok_or_else(|| bad_index(vm, index, size))
}

/// A size that a program asked for.
fn size(value: Value<'_>) -> Result<usize, Stop> {
    usize::try_from(int(value)?).map_err(|_| Stop::Decline)
}

fn tuple<'w>(vm: &'w Vm, args: &Args<'w>) -> Result<Tuple<'w>, Stop> {
    args.this
        .as_tuple()
        .ok_or_else(|| wrong_receiver(vm, args.this, "Tuple"))
}

fn tuple_new<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.try_tuple(size(args[0])?)
        .map(Tuple::value)
        .map_err(|e| vm.too_big(e))
}

fn tuple_fields<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::fixnum(tuple(vm, args)?.len() as i64))
}

fn tuple_at<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let tuple = tuple(vm, args)?;
    Ok(tuple.get(slot(vm, args[0], tuple.len())?))
}

fn tuple_put<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let tuple = tuple(vm, args)?;
    let at = slot(vm, args[0], tuple.len())?;
    vm.check_frozen(args.this)?;
    tuple.set(vm, at, args[1]);
    Ok(args[1])
}

fn weak_tuple<'w>(vm: &'w Vm, args: &Args<'w>) -> Result<WeakTuple<'w>, Stop> {
    args.this
        .as_weak_tuple()
        .ok_or_else(|| wrong_receiver(vm, args.this, "WeakTuple"))
}

fn weak_tuple_new<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.try_weak_tuple(size(args[0])?)
        .map(WeakTuple::value)
        .map_err(|e| vm.too_big(e))
}

fn weak_tuple_fields<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::fixnum(weak_tuple(vm, args)?.len() as i64))
}

fn weak_tuple_at<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let tuple = weak_tuple(vm, args)?;
    Ok(tuple.get(slot(vm, args[0], tuple.len())?))
}

fn weak_tuple_put<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let tuple = weak_tuple(vm, args)?;
    let at = slot(vm, args[0], tuple.len())?;
    tuple.set(vm, at, args[1]);
    Ok(args[1])
}

fn bytes<'w>(vm: &'w Vm, value: Value<'w>) -> Result<ByteArray<'w>, Stop> {
    value
        .as_byte_array()
        .ok_or_else(|| wrong_receiver(vm, value, "ByteArray"))
}

fn new_bytes<'w>(vm: &'w Vm, n: usize) -> Result<ByteArray<'w>, Stop> {
    vm.new_byte_array(n).map_err(|e| vm.too_big(e))
}

fn byte_array_new<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    new_bytes(vm, size(args[0])?).map(ByteArray::value)
}

fn byte_array_size<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::fixnum(bytes(vm, args.this)?.len() as i64))
}

fn byte_array_get<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = bytes(vm, args.this)?;
    let at = slot(vm, args[0], array.len())?;
    Ok(array
        .get(at)
        .map_or(Value::NIL, |byte| Value::fixnum(i64::from(byte))))
}

fn byte_array_set<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = bytes(vm, args.this)?;
    let at = slot(vm, args[0], array.len())?;
    let byte = int(args[1])?;
    vm.check_frozen(args.this)?;
    array.set(at, byte as u8);
    Ok(args[1])
}

/// A start and count that lie within `array`.
fn window(
    vm: &Vm,
    array: ByteArray<'_>,
    start: Value<'_>,
    count: Value<'_>,
) -> Result<(usize, usize), Stop> {
    let size = array.len();
    let part = |value: Value<'_>| value.as_int().and_then(|i| usize::try_from(i).ok());
    match (part(start), part(count)) {
        (Some(start), Some(count)) if start <= size && count <= size - start => Ok((start, count)),
        (Some(start), _) if start <= size => Err(bad_index(vm, count, size - start + 1)),
        _ => Err(bad_index(vm, start, size)),
    }
}

/// `fetch_bytes(start, count)`: a copy of some bytes.
fn byte_array_fetch<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = bytes(vm, args.this)?;
    let (start, count) = window(vm, array, args[0], args[1])?;
    let copy = new_bytes(vm, count)?;
    copy.write(0, &array.to_vec()[start..start + count]);
    Ok(copy.value())
}

/// `move_bytes(start, count, to)`: moves bytes within the array.
fn byte_array_move<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = bytes(vm, args.this)?;
    let (start, count) = window(vm, array, args[0], args[1])?;
    let (to, _) = window(vm, array, args[2], args[1])?;
    vm.check_frozen(args.this)?;
    let moved = array.to_vec()[start..start + count].to_vec();
    array.write(to, &moved);
    Ok(Value::fixnum(count as i64))
}

/// `compare_bytes(other, a, b)`: -1, 0 or 1 for the first `a` bytes here and the
/// first `b` bytes of the other.
fn byte_array_compare<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let (array, other) = (bytes(vm, args.this)?, bytes(vm, args[0])?);
    let (_, here) = window(vm, array, Value::fixnum(0), args[1])?;
    let (_, there) = window(vm, other, Value::fixnum(0), args[2])?;
    let order = array.to_vec()[..here].cmp(&other.to_vec()[..there]);
    Ok(Value::fixnum(order as i64))
}

fn byte_array_dup<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = bytes(vm, args.this)?;
    let copy = new_bytes(vm, array.len())?;
    copy.write(0, &array.to_vec());
    Ok(copy.value())
}
