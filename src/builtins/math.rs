//! Math: functions of doubles.
//!
//! Arguments that are no numbers make the primitives decline; `rb/math.rb`
//! converts them.

use crate::natives;
use crate::object::{ClassId, Value, known};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

use super::arg;

natives! {
    pub static ROWS;
    math_sqrt: - 1 shared sqrt [declines];
    math_cbrt: - 1 shared cbrt [declines];
    math_sin: - 1 shared sin [declines];
    math_cos: - 1 shared cos [declines];
    math_tan: - 1 shared tan [declines];
    math_asin: - 1 shared asin [declines];
    math_acos: - 1 shared acos [declines];
    math_atan: - 1 shared atan [declines];
    math_sinh: - 1 shared sinh [declines];
    math_cosh: - 1 shared cosh [declines];
    math_tanh: - 1 shared tanh [declines];
    math_asinh: - 1 shared asinh [declines];
    math_acosh: - 1 shared acosh [declines];
    math_atanh: - 1 shared atanh [declines];
    math_exp: - 1 shared exp [declines];
    math_log2: - 1 shared log2 [declines];
    math_log10: - 1 shared log10 [declines];
    math_log: - 1..2 shared log [declines];
    math_erf: - 1 shared erf [declines];
    math_erfc: - 1 shared erfc [declines];
    math_gamma: - 1 shared gamma [declines];
    math_lgamma: - 1 shared lgamma [declines];
    math_atan2: - 2 shared atan2 [declines];
    math_hypot: - 2 shared hypot [declines];
    math_ldexp: - 2 shared ldexp [declines];
    math_frexp: - 1 shared frexp [declines];
}

/// `Math::DomainError`, which kernel Ruby makes.
pub(super) fn domain_error(vm: &Vm) -> ClassId {
    let found = vm.const_get_own(known::MATH, vm.intern("DomainError"));
    found
        .and_then(|class| vm.as_class(class))
        .unwrap_or(known::STANDARD_ERROR)
}

fn outside(vm: &Vm, name: &str) -> Stop {
    let message = format!("Numerical argument is out of domain - {name}");
    vm.raise(domain_error(vm), message.as_bytes())
}

fn double(vm: &Vm, value: Value<'_>) -> Result<f64, Stop> {
    if let Some(f) = value.as_float() {
        return Ok(f);
    }
    if let Some(i) = value.as_integer() {
        return Ok(i.to_f64());
    }
    if value.as_string().is_some() {
        return Err(vm.type_error("can't convert String into Float"));
    }
    if !value.word().is_object() {
        let shown = vm.describe_for_conversion(value);
        return Err(vm.type_error(format!("can't convert {shown} into Float")));
    }
    Err(Stop::Decline)
}

macro_rules! functions {
    ($($name:ident $([$good:expr])? = $function:expr;)*) => {
        $(fn $name<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
            let x = double(vm, args[0])?;
            $(
                let good: fn(f64) -> bool = $good;
                if !good(x) && !x.is_nan() {
                    return Err(outside(vm, stringify!($name)));
                }
            )?
            let function: fn(f64) -> f64 = $function;
            Ok(vm.float(function(x)))
        })*
    };
}

functions! {
    sqrt [|x| x >= 0.0] = |x| if x == 0.0 { 0.0 } else { x.sqrt() };
    cbrt = f64::cbrt;
    sin = f64::sin;
    cos = f64::cos;
    tan = f64::tan;
    asin [|x| (-1.0..=1.0).contains(&x)] = f64::asin;
    acos [|x| (-1.0..=1.0).contains(&x)] = f64::acos;
    atan = f64::atan;
    sinh = f64::sinh;
    cosh = f64::cosh;
    tanh = f64::tanh;
    asinh = |x| crate::base::sys::asinh(x);
    acosh [|x| x >= 1.0] = |x| crate::base::sys::acosh(x);
    atanh [|x| (-1.0..=1.0).contains(&x)] = |x| crate::base::sys::atanh(x);
    exp = f64::exp;
    erf = |x| crate::base::sys::erf(x);
    erfc = |x| crate::base::sys::erfc(x);
}

/// A number as a double and a power of two to multiply with, so that large
/// Integers have a logarithm.
fn scaled(vm: &Vm, value: Value<'_>) -> Result<(f64, f64), Stop> {
    if let Some(big) = value.as_bignum()
        && !big.is_negative()
    {
        let big = big.to_big();
        let bits = big.bits();
        if bits > 1000 {
            let shift = bits - 1000;
            let head = num_traits::ToPrimitive::to_f64(&(big >> shift));
            return Ok((head.unwrap_or(f64::INFINITY), shift as f64));
        }
    }
    Ok((double(vm, value)?, 0.0))
}

fn logarithm(vm: &Vm, value: Value<'_>, name: &str, log: fn(f64) -> f64) -> Result<f64, Stop> {
    let (x, shift) = scaled(vm, value)?;
    if x < 0.0 || (x == 0.0 && x.is_sign_negative()) {
        return Err(outside(vm, name));
    }
    let beyond = if shift == 0.0 { 0.0 } else { shift * log(2.0) };
    Ok(log(x) + beyond)
}

fn log2<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.float(logarithm(vm, args[0], "log2", f64::log2)?))
}

fn log10<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.float(logarithm(vm, args[0], "log10", f64::log10)?))
}

fn log<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let x = logarithm(vm, args[0], "log", f64::ln)?;
    match args.get(1) {
        None => Ok(vm.float(x)),
        Some(base) => Ok(vm.float(x / logarithm(vm, base, "log", f64::ln)?)),
    }
}

fn gamma<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let x = double(vm, args[0])?;
    if x == f64::NEG_INFINITY || (x < 0.0 && x == x.floor()) {
        return Err(outside(vm, "gamma"));
    }
    // Factorials that a double holds exactly are exact.
    if x == x.floor() && (1.0..=23.0).contains(&x) {
        return Ok(vm.float((2..x as u64).map(|i| i as f64).product()));
    }
    Ok(vm.float(crate::base::sys::gamma(x)))
}

fn lgamma<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let x = double(vm, args[0])?;
    if x == f64::NEG_INFINITY {
        return Err(outside(vm, "lgamma"));
    }
    let (value, sign) = crate::base::sys::lgamma(x);
    arg::pair(vm, vm.float(value), Value::fixnum(sign.into()))
}

fn atan2<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.float(double(vm, args[0])?.atan2(double(vm, args[1])?)))
}

fn hypot<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.float(double(vm, args[0])?.hypot(double(vm, args[1])?)))
}

fn ldexp<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let x = double(vm, args[0])?;
    let exponent = arg::int(vm, args[1])?.clamp(-2200, 2200) as i32;
    let half = exponent / 2;
    Ok(vm.float(x * 2f64.powi(half) * 2f64.powi(exponent - half)))
}

fn frexp<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let x = double(vm, args[0])?;
    let exponent = super::algo::round::binary_exponent(x);
    let half = exponent / 2;
    let fraction = x * 2f64.powi(-half) * 2f64.powi(half - exponent);
    arg::pair(vm, vm.float(fraction), Value::fixnum(exponent.into()))
}
