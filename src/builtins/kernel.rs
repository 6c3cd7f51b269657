//! Kernel: conversions of text to numbers, input, the process.

use crate::natives;
use crate::object::{Str, Value};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

use super::algo::float_text;
use super::algo::int_text::{self, Mode, Parsed};
use super::arg;

natives! {
    pub static ROWS;
    kernel_parse_int: "Kernel" ["__parse_int"] 2 shared parse_int [private];
    kernel_parse_float: "Kernel" ["__parse_float"] 1 shared parse_float [private];
    kernel_invalid: "Kernel" ["__invalid_number"] 2 shared invalid_number [private];
    kernel_read_line: "Kernel" ["__read_line"] 0 exclusive read_line [private];
    kernel_read_all: "Kernel" ["__read_all"] 0 exclusive read_all [private];
    process_clock: - 1..2 shared clock [declines];
    process_pid: "Process." ["pid"] 0 shared pid;
    kernel_now: "Kernel" ["__now"] 0 shared now [private];
    kernel_civil: "Kernel" ["__civil"] 1 shared civil [private];
    kernel_bits: "Kernel" ["__float_bits"] 1 shared float_bits [private];
}

/// Raises for text that is no number.
pub(super) fn invalid(vm: &Vm, string: Str<'_>, target: &str) -> Stop {
    if target == "Float" && string.bytes().contains(&0) {
        return vm.argument_error("string for Float contains null byte");
    }
    let mut message = format!("invalid value for {target}(): ").into_bytes();
    message.extend_from_slice(&vm.str_inspect(string));
    vm.argument_error(message)
}

/// The Integer that all of a string is, or nil.
fn parse_int<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let text = arg::str(vm, args[0])?.bytes();
    let base = arg::int(vm, args[1])?;
    let magnitude = base.unsigned_abs();
    if magnitude == 1 || magnitude > 36 {
        return Err(vm.argument_error(format!("invalid radix {base}")));
    }
    if text.contains(&0) {
        return Ok(Value::NIL);
    }
    match int_text::parse(text, magnitude as u32, Mode::Strict) {
        Some(Parsed::Small(i)) => Ok(vm.int(i)),
        Some(Parsed::Big(big)) => arg::fit(vm, vm.integer_from_big(&big)),
        None => Ok(Value::NIL),
    }
}

/// The Float that all of a string is, or nil.
fn parse_float<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let text = arg::str(vm, args[0])?.bytes();
    Ok(float_text::read_all(text).map_or(Value::NIL, |f| vm.float(f)))
}

fn invalid_number<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let target = arg::str(vm, args[1])?.to_text();
    Err(invalid(vm, arg::str(vm, args[0])?, &target))
}

/// A line of standard input with its end, or nil.
fn read_line<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let line = input(vm, false)?;
    if line.is_empty() {
        Ok(Value::NIL)
    } else {
        arg::new_str(vm, &line)
    }
}

/// The rest of standard input.
fn read_all<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let text = input(vm, true)?;
    arg::new_str(vm, &text)
}

fn input(vm: &mut Vm, whole: bool) -> Result<Vec<u8>, Stop> {
    let text = vm.read_input(whole)?;
    text.map_err(|error| vm.io_error(error.to_string()))
}

/// `Process.clock_gettime`.
fn clock<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let clock = arg::int(vm, args[0])?;
    let Some(nanoseconds) = crate::base::sys::clock_nanoseconds(clock as i32) else {
        return Err(vm.argument_error("Invalid argument - clock_gettime"));
    };
    let unit = match args.get(1) {
        None => b"float_second",
        Some(unit) if unit.is_nil() => b"float_second",
        Some(unit) => match unit.as_symbol() {
            Some(symbol) => vm.symbols.name(symbol),
            None => &b"?"[..],
        },
    };
    Ok(match unit {
        b"nanosecond" => vm.int(nanoseconds),
        b"microsecond" => vm.int(nanoseconds / 1000),
        b"millisecond" => vm.int(nanoseconds / 1_000_000),
        b"second" => vm.int(nanoseconds / 1_000_000_000),
        b"float_second" => vm.float(nanoseconds as f64 / 1e9),
        b"float_millisecond" => vm.float(nanoseconds as f64 / 1e6),
        b"float_microsecond" => vm.float(nanoseconds as f64 / 1e3),
        other => {
            let other = String::from_utf8_lossy(other);
            return Err(vm.argument_error(format!("unexpected unit: {other}")));
        }
    })
}

fn pid<'w>(_vm: &'w Vm, _args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::fixnum(std::process::id().into()))
}

/// Nanoseconds since 1970.
fn now<'w>(vm: &'w Vm, _args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.int(crate::base::sys::clock_nanoseconds(0).unwrap_or(0)))
}

/// Year, month, day, hour, minute, second, weekday and day of the year of a
/// number of seconds since 1970, in UTC.
fn civil<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let seconds = arg::int(vm, args[0])?;
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // Eras of 400 years, years beginning in March.
    let shifted = days + 719_468;
    let (era, day) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let in_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * in_year + 2) / 153;
    let date = in_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    let parts = [
        year,
        month,
        date,
        rest / 3600,
        rest / 60 % 60,
        rest % 60,
        (days + 4).rem_euclid(7),
    ];
    let parts = parts.map(Value::fixnum);
    Ok(arg::fit(vm, vm.array_from(&parts))?.value())
}

fn float_bits<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let f = args[0].as_float().unwrap_or(0.0);
    Ok(vm.int_from_u64(f.to_bits()))
}
