//! What primitives ask of their arguments.
//!
//! Each helper gives the plain value, raises what every conversion would, or
//! declines, so that the Ruby body below calls the conversion method.

use crate::builtins::algo::float_text;
use crate::object::{Encoding, Integer, NumberError, Str, TooBig, Value};
use crate::vm::{Outcome, Stop, Vm};

/// A machine integer: Integer or Float; declines for other objects.
#[inline]
pub fn int(vm: &Vm, value: Value<'_>) -> Result<i64, Stop> {
    if let Some(i) = value.as_int() {
        return Ok(i);
    }
    if value.is_nil() {
        return Err(vm.type_error("no implicit conversion from nil to integer"));
    }
    if let Some(f) = value.as_float() {
        // Exact as doubles: the first ones out of the range of a machine word.
        if (-9223372036854775808.0..9223372036854775808.0).contains(&f) {
            return Ok(f as i64);
        }
        let text = match f {
            _ if f.is_nan() => "NaN".to_owned(),
            f64::INFINITY => "Inf".to_owned(),
            f64::NEG_INFINITY => "-Inf".to_owned(),
            _ => {
                let sign = if f < 0.0 { "-" } else { "" };
                sign.to_owned() + &float_text::general(f.abs(), 10, false)
            }
        };
        return Err(vm.range_error(format!("float {text} out of range of integer")));
    }
    if let Some(integer) = value.as_integer() {
        if let Some(i) = integer.to_i64() {
            return Ok(i);
        }
        return Err(vm.range_error("bignum too big to convert into 'long'"));
    }
    if !value.word().is_object() {
        return Err(vm.conversion_error(value, "Integer"));
    }
    Err(Stop::Decline)
}

/// A number of decimal places, which CRuby keeps in a C `int`.
pub fn places(vm: &Vm, value: Value<'_>) -> Result<i64, Stop> {
    let places = int(vm, value)?;
    if i32::try_from(places).is_err() {
        let size = if places < 0 { "small" } else { "big" };
        return Err(vm.range_error(format!("integer {places} too {size} to convert to 'int'")));
    }
    Ok(places)
}

/// A string; declines for other objects.
#[inline]
pub fn str<'w>(vm: &Vm, value: Value<'w>) -> Result<Str<'w>, Stop> {
    if let Some(string) = value.as_string() {
        return Ok(string);
    }
    if !value.word().is_object() {
        return Err(vm.conversion_error(value, "String"));
    }
    Err(Stop::Decline)
}

/// What kernel Ruby has made a String, if nobody changed what it asks.
pub fn made_str<'w>(vm: &Vm, value: Value<'w>) -> Result<Str<'w>, Stop> {
    let string = value.as_string();
    string.ok_or_else(|| vm.conversion_error(value, "String"))
}

/// The same for an Integer.
pub fn made_int<'w>(vm: &Vm, value: Value<'w>) -> Result<Integer<'w>, Stop> {
    let integer = value.as_integer();
    integer.ok_or_else(|| vm.conversion_error(value, "Integer"))
}

/// The receiver of a String method.
#[inline]
pub fn this_str<'w>(value: Value<'w>) -> Str<'w> {
    value.as_string().expect("a method of String")
}

/// The receiver of an Integer method.
#[inline]
pub fn this_int<'w>(value: Value<'w>) -> Integer<'w> {
    value.as_integer().expect("a method of Integer")
}

/// The receiver of a Float method.
#[inline]
pub fn this_float(value: Value<'_>) -> f64 {
    value.as_float().expect("a method of Float")
}

/// Raises NoMemoryError for what does not fit.
#[inline]
pub fn fit<T>(vm: &Vm, result: Result<T, TooBig>) -> Result<T, Stop> {
    result.map_err(|TooBig| vm.no_memory("failed to allocate memory"))
}

/// Raises for failed arithmetic.
#[inline]
pub fn number<'w>(vm: &Vm, result: Result<Value<'w>, NumberError>) -> Outcome<'w> {
    result.map_err(|error| match error {
        NumberError::DivisionByZero => vm.zero_division("divided by 0"),
        NumberError::TooBig => vm.range_error("integer is too big"),
    })
}

/// A new UTF-8 string.
#[inline]
pub fn new_str<'w>(vm: &'w Vm, bytes: &[u8]) -> Outcome<'w> {
    Ok(fit(vm, vm.new_string(bytes))?.value())
}

/// A new string for a text that only shows something: US-ASCII if it can be.
pub fn shown<'w>(vm: &'w Vm, text: &[u8]) -> Outcome<'w> {
    let encoding = if text.is_ascii() {
        Encoding::UsAscii
    } else {
        Encoding::Utf8
    };
    Ok(fit(vm, vm.new_string_in(text, encoding))?.value())
}

/// Number of characters that an index counts from the end of `total` to.
pub fn from_end(index: i64, total: usize) -> Option<usize> {
    let index = if index < 0 {
        index + total as i64
    } else {
        index
    };
    usize::try_from(index).ok()
}

/// `2 elements` in a new Array.
pub fn pair<'w>(vm: &'w Vm, a: Value<'w>, b: Value<'w>) -> Outcome<'w> {
    Ok(fit(vm, vm.array_from(&[a, b]))?.value())
}

/// Whether `==` of a number with this value is false without asking it.
pub fn never_equals_a_number(value: Value<'_>) -> bool {
    use crate::heap::Kind;
    !value.word().is_object()
        || matches!(
            value.kind(),
            Some(Kind::String | Kind::Array | Kind::Hash | Kind::Range | Kind::Proc | Kind::Class)
        )
}
