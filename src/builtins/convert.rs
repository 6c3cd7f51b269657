//! Private helpers of kernel Ruby, as methods of Kernel: conversions of the
//! usual types, identity, equality, hash values, absent arguments.
#![forbid(unsafe_code)]

use crate::builtins::arg;
use crate::builtins::shared::{self, int};
use crate::object::{Value, known, sym};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

crate::natives! { pub static ROWS;
    to_int: - 1 shared to_int [declines];
    to_str: - 1 shared to_str [declines];
    to_ary: - 1 shared to_ary [declines];
    to_hash: - 1 shared to_hash [declines];
    check_ary: - 1 shared check_ary [declines];
    check_hash: - 1 shared check_hash [declines];
    order: - 3 shared order [declines];
    compare: - 2 shared compare [declines];
    equal: - 2 shared equal [declines];
    eql: - 2 shared eql [declines];
    kernel_undefined: "Kernel" ["__undefined?"] 1 shared is_undefined [private];
    kernel_same: "Kernel" ["__same?"] 2 shared is_same [private];
    kernel_small: "Kernel" ["__small?"] 1 shared is_small [private];
    kernel_as_word: "Kernel" ["__word"] 1 shared word [private];
    kernel_real: "Kernel" ["__real?"] 1 shared is_real [private];
    kernel_immediate: "Kernel" ["__immediate?"] 1 shared is_immediate [private];
    kernel_pack: "Kernel" ["__pack"] 1 shared pack [private];
    kernel_describe: "Kernel" ["__describe"] 1 shared describe [private];
    kernel_inspected: "Kernel" ["__inspected_in_messages?"] 1 shared is_inspected [private];
    frozen_check: - 0 shared frozen_check [declines];
    kernel_simple_hash: "Kernel" ["__simple_hash"] 1 shared simple_hash [private];
    kernel_hash_from: "Kernel" ["__hash_from"] 1 shared hash_from [private];
    kernel_hash_start: "Kernel" ["__hash_start"] 1 shared hash_start [private];
    kernel_hash_mix: "Kernel" ["__hash_mix"] 2 shared hash_mix [private];
    kernel_hash_add: "Kernel" ["__hash_add"] 2 shared hash_add [private];
    kernel_identity_hash: "Kernel" ["__identity_hash"] 1 shared identity_hash [private];
    kernel_any_to_s: "Kernel" ["__any_to_s"] 0 shared any_to_s [private];
    string_append: "String" ["__append"] 1 shared append;
}

/// An Integer that fits a machine word, or a Float cut to one.
fn to_int<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    if args[0].as_int().is_some() {
        return Ok(args[0]);
    }
    if args[0].as_float().is_none() {
        return Err(Stop::Decline);
    }
    word(vm, args)
}

/// The same of any number; what does not fit is an error.
fn word<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.int(arg::int(vm, args[0])?))
}

fn pass<'w>(value: Value<'w>, good: bool) -> Outcome<'w> {
    if good { Ok(value) } else { Err(Stop::Decline) }
}

fn to_str<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    pass(args[0], args[0].as_string().is_some())
}

fn to_ary<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    pass(args[0], args[0].as_array().is_some())
}

fn to_hash<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    pass(args[0], args[0].as_hash().is_some())
}

/// The Array itself, nil for what cannot be one.
fn check_ary<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    if args[0].as_array().is_some() {
        return Ok(args[0]);
    }
    unconvertible(vm, args[0], sym::TO_ARY)
}

fn check_hash<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    if args[0].as_hash().is_some() {
        return Ok(args[0]);
    }
    unconvertible(vm, args[0], sym::TO_HASH)
}

/// Nil for values without a conversion method of this name.
fn unconvertible<'w>(vm: &'w Vm, value: Value<'w>, name: crate::object::Sym) -> Outcome<'w> {
    let class = vm.dispatch_class(value);
    let plain = !value.word().is_object() || value.as_string().is_some();
    if plain && vm.find_method(class, name).is_none() {
        return Ok(Value::NIL);
    }
    Err(Stop::Decline)
}

/// The answer of a `<=>` as -1, 0 or 1.
fn order<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    int(args[0]).map(|answer| Value::fixnum(answer.signum()))
}

fn compare<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    match shared::order(vm, args[0], args[1]) {
        Some(order) => Ok(Value::fixnum(order as i64)),
        None => Err(Stop::Decline),
    }
}

fn equal<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    shared::equal(vm, args[0], args[1])
        .map(Value::bool)
        .ok_or(Stop::Decline)
}

fn eql<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    shared::eql(vm, args[0], args[1])
        .map(Value::bool)
        .ok_or(Stop::Decline)
}

fn is_undefined<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(args[0].is_undef()))
}

fn is_same<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(args[0] == args[1]))
}

fn is_small<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(args[0].as_int().is_some()))
}

/// Integer or Float.
fn is_real<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(shared::number(args[0]).is_some()))
}

fn is_immediate<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(!args[0].word().is_object()))
}

/// What several yielded values are as one.
fn pack<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let values = shared::array_of(vm, args[0])?;
    Ok(match values.len() {
        0 => Value::NIL,
        1 => values.at(0),
        _ => args[0],
    })
}

fn describe<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.string(&vm.describe_for_conversion(args[0])))
}

/// Whether messages show the value itself and not its class.
fn is_inspected<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(
        !args[0].word().is_object() || args[0].as_float().is_some(),
    ))
}

fn frozen_check<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    if args.this.is_frozen() {
        return Err(Stop::Decline);
    }
    Ok(Value::NIL)
}

/// The hash value of what needs no Ruby, else nil.
fn simple_hash<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(match shared::hash_value(vm, args[0]) {
        Some(hash) => Value::fixnum(shared::kept(hash)),
        None => Value::NIL,
    })
}

/// The hash value that an answer of `hash` stands for.
fn hash_from<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let Some(answer) = args[0].as_integer() else {
        return Err(vm.conversion_error(args[0], "Integer"));
    };
    let low = answer
        .to_i64()
        .unwrap_or_else(|| answer.bit_length() as i64);
    Ok(Value::fixnum(shared::kept(vm.hash_number(low as u64))))
}

fn hash_start<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::fixnum(shared::hash_start(vm, int(args[0])?)))
}

fn hash_mix<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::fixnum(shared::hash_mix(
        vm,
        int(args[0])?,
        int(args[1])?,
    )))
}

/// Adds the hash value of a part, whatever the order.
fn hash_add<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let sum = (int(args[0])? as u64).wrapping_add(int(args[1])? as u64);
    Ok(Value::fixnum((sum & (u64::MAX >> 2)) as i64))
}

fn identity_hash<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::fixnum(shared::kept(vm.identity_hash(args[0]))))
}

fn any_to_s<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.string(&vm.any_to_s(args.this)))
}

/// Appends a string to one that kernel Ruby is building.
fn append<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let (Some(string), Some(other)) = (args.this.as_string(), args[0].as_string()) else {
        return Err(vm.conversion_error(args[0], "String"));
    };
    match vm.str_concat(string, other) {
        Ok(()) => Ok(args.this),
        Err(_) if vm.dispatch_class(args.this) != known::STRING => Err(Stop::Decline),
        Err(_) => Err(vm.raise_incompatible(string.encoding(), other.encoding())),
    }
}
