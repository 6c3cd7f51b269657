//! Float: arithmetic, comparison, rounding, printing.

use std::cmp::Ordering;

use crate::natives;
use crate::object::{Encoding, Value};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

use super::algo::float_text;
use super::algo::round::{self, Way};
use super::arg::{self, fit, this_float};

natives! {
    pub static ROWS;
    float_add: - 1 shared add [declines];
    float_sub: - 1 shared sub [declines];
    float_mul: - 1 shared mul [declines];
    float_div: - 1 shared div [declines];
    float_mod: - 1 shared modulo [declines];
    float_remainder: - 1 shared remainder [declines];
    float_divmod: - 1 shared divmod [declines];
    float_whole_div: - 1 shared whole_div [declines];
    float_pow: - 1 shared pow [declines];
    float_eq: - 1 shared eq [declines];
    float_cmp: - 1 shared cmp [declines];
    float_lt: - 1 shared lt [declines];
    float_le: - 1 shared le [declines];
    float_gt: - 1 shared gt [declines];
    float_ge: - 1 shared ge [declines];
    float_eql: "Float" ["eql?"] 1 shared eql;
    float_neg: "Float" ["-@"] 0 shared neg;
    float_abs: "Float" ["abs", "magnitude"] 0 shared abs;
    float_to_s: "Float" ["to_s", "inspect"] 0 shared to_s;
    float_to_f: "Float" ["to_f"] 0 shared to_f;
    float_to_i: "Float" ["to_i", "to_int"] 0 shared to_i;
    float_hash: "Float" ["hash"] 0 shared super::integer::hash;
    float_nan: "Float" ["nan?"] 0 shared is_nan;
    float_infinite: "Float" ["infinite?"] 0 shared infinite;
    float_finite: "Float" ["finite?"] 0 shared is_finite;
    float_zero: "Float" ["zero?"] 0 shared is_zero;
    float_positive: "Float" ["positive?"] 0 shared is_positive;
    float_negative: "Float" ["negative?"] 0 shared is_negative;
    float_next: "Float" ["next_float"] 0 shared next_float;
    float_prev: "Float" ["prev_float"] 0 shared prev_float;
    float_round_way: - 2 shared round_way;
}

/// The other operand as a double; declines for other objects.
fn operand(value: Value<'_>) -> Result<f64, Stop> {
    if let Some(f) = value.as_float() {
        return Ok(f);
    }
    value.as_integer().map(|i| i.to_f64()).ok_or(Stop::Decline)
}

/// `x % y` with the sign of `y`.
pub(super) fn modulo_of(x: f64, y: f64) -> f64 {
    if y.is_infinite() && x.is_finite() {
        return if x == 0.0 || (x < 0.0) == (y < 0.0) {
            x
        } else {
            y
        };
    }
    let rest = x % y;
    if rest != 0.0 && (rest < 0.0) != (y < 0.0) {
        rest + y
    } else {
        rest
    }
}

/// `x.remainder(y)`.
pub(super) fn remainder_of<'w>(vm: &'w Vm, x: f64, y: f64) -> Outcome<'w> {
    if y == 0.0 {
        return Err(vm.zero_division("divided by 0"));
    }
    let rest = modulo_of(x, y);
    if rest != 0.0 && ((x < 0.0 && y > 0.0) || (x > 0.0 && y < 0.0)) {
        return Ok(vm.float(if y.is_infinite() { x } else { rest - y }));
    }
    Ok(vm.float(rest))
}

fn remainder<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    remainder_of(vm, this_float(args.this), operand(args[0])?)
}

/// `x.divmod(y)`.
pub(super) fn divmod_of<'w>(vm: &'w Vm, x: f64, y: f64) -> Outcome<'w> {
    if y == 0.0 {
        return Err(vm.zero_division("divided by 0"));
    }
    if x.is_infinite() && y.is_finite() {
        return to_integer(vm, x);
    }
    let rest = modulo_of(x, y);
    let quotient = if y.is_infinite() && x.is_finite() {
        if x == 0.0 || (x < 0.0) == (y < 0.0) {
            0.0
        } else {
            -1.0
        }
    } else {
        ((x - rest) / y).round()
    };
    let quotient = to_integer(vm, quotient)?;
    arg::pair(vm, quotient, vm.float(rest))
}

/// A whole double as an Integer.
pub(super) fn to_integer<'w>(vm: &'w Vm, f: f64) -> Outcome<'w> {
    match vm.integer_from_float(f) {
        Some(integer) if f.is_finite() => Ok(integer),
        _ => Err(vm.float_domain_error(float_text::to_s(f))),
    }
}

macro_rules! arithmetic {
    ($($name:ident = |$x:ident, $y:ident| $result:expr;)*) => {
        $(fn $name<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
            let ($x, $y) = (this_float(args.this), operand(args[0])?);
            Ok(vm.float($result))
        })*
    };
}

arithmetic! {
    add = |x, y| x + y;
    sub = |x, y| x - y;
    mul = |x, y| x * y;
    div = |x, y| x / y;
}

/// `x % y`, unless `y` is zero.
pub(super) fn modulo_value<'w>(vm: &'w Vm, x: f64, y: f64) -> Outcome<'w> {
    if y == 0.0 {
        return Err(vm.zero_division("divided by 0"));
    }
    Ok(vm.float(modulo_of(x, y)))
}

fn modulo<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    modulo_value(vm, this_float(args.this), operand(args[0])?)
}

fn divmod<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    divmod_of(vm, this_float(args.this), operand(args[0])?)
}

fn whole_div<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let y = operand(args[0])?;
    if y == 0.0 {
        return Err(vm.zero_division("divided by 0"));
    }
    to_integer(vm, (this_float(args.this) / y).floor())
}

fn pow<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let (x, y) = (this_float(args.this), operand(args[0])?);
    if x < 0.0 && y.is_finite() && y.fract() != 0.0 {
        // A complex number, which the Ruby body makes.
        return Err(Stop::Decline);
    }
    Ok(vm.float(x.powf(y)))
}

fn order(args: &Args<'_>) -> Result<Option<Ordering>, Stop> {
    let x = this_float(args.this);
    match args[0].as_integer() {
        Some(i) => Ok(i.compare_float(x).map(Ordering::reverse)),
        None => Ok(x.partial_cmp(&operand(args[0])?)),
    }
}

fn eq<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let other = args[0];
    if other.as_float().is_none()
        && other.as_integer().is_none()
        && arg::never_equals_a_number(other)
    {
        return Ok(Value::FALSE);
    }
    Ok(Value::bool(order(args)? == Some(Ordering::Equal)))
}

fn cmp<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(order(args)?.map_or(Value::NIL, |order| Value::fixnum(order as i64)))
}

macro_rules! comparisons {
    ($($name:ident = $test:ident;)*) => {
        $(fn $name<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
            Ok(Value::bool(order(args)?.is_some_and(Ordering::$test)))
        })*
    };
}

comparisons! {
    lt = is_lt;
    le = is_le;
    gt = is_gt;
    ge = is_ge;
}

macro_rules! questions {
    ($($name:ident = |$x:ident| $answer:expr;)*) => {
        $(fn $name<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
            let $x = this_float(args.this);
            Ok(Value::bool($answer))
        })*
    };
}

questions! {
    is_nan = |x| x.is_nan();
    is_finite = |x| x.is_finite();
    is_zero = |x| x == 0.0;
    is_positive = |x| x > 0.0;
    is_negative = |x| x < 0.0;
}

fn eql<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(
        args[0].as_float() == Some(this_float(args.this)),
    ))
}

fn neg<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.float(-this_float(args.this)))
}

fn abs<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.float(this_float(args.this).abs()))
}

fn to_s<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let text = float_text::to_s(this_float(args.this));
    Ok(fit(vm, vm.new_string_in(text.as_bytes(), Encoding::UsAscii))?.value())
}

fn to_f<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(args.this)
}

fn to_i<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    to_integer(vm, this_float(args.this).trunc())
}

fn infinite<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let x = this_float(args.this);
    if !x.is_infinite() {
        return Ok(Value::NIL);
    }
    Ok(Value::fixnum(if x > 0.0 { 1 } else { -1 }))
}

fn next_float<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.float(this_float(args.this).next_up()))
}

fn prev_float<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.float(this_float(args.this).next_down()))
}

/// Rounds to a number of places: an Integer for none or fewer, else a Float.
fn round_way<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let places = arg::places(vm, args[0])?;
    let way = super::integer::way(arg::int(vm, args[1])?);
    let x = this_float(args.this);
    if places > 0 {
        return Ok(vm.float(if x.is_finite() {
            round::float(x, places, way)
        } else {
            x
        }));
    }
    if !x.is_finite() {
        return Err(vm.float_domain_error(float_text::to_s(x)));
    }
    if places == 0 {
        return to_integer(vm, round::to_integer(x, way));
    }
    // Below the point, floor and ceil look at the fraction first.
    let whole = match way {
        Way::Floor => x.floor(),
        Way::Ceil => x.ceil(),
        _ => x.trunc(),
    };
    let big = round::truncate(whole);
    super::integer::round_big(vm, &big, places, way)
}
