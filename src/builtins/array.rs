//! Array: elements, adding and removing; the helpers of its kernel Ruby.
#![forbid(unsafe_code)]

use crate::builtins::arg;
use crate::builtins::shared::{self, Shown, array_of, given, int};
use crate::object::{Array, Encoding, Integer, Slice, Str, TooBig, Value, encoding, known, sym};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

/// More elements than this are refused with CRuby's message.
const MAX_ELEMENTS: i64 = 1152921504606846975;

crate::natives! { pub static ROWS;
    array_size: "Array" ["size", "length", "__size"] 0 shared size;
    array_empty: "Array" ["empty?"] 0 shared is_empty;
    array_at_raw: "Array" ["__at", "__fetch_at"] 1 shared at_raw;
    array_put: "Array" ["__put"] 2 shared put;
    array_push_raw: "Array" ["__push"] 1 shared push_raw;
    array_pop_raw: "Array" ["__pop"] 0 shared pop_raw;
    array_shift_raw: "Array" ["__shift"] 0 shared shift_raw;
    array_sub: "Array" ["__sub"] 2 shared sub;
    array_slice_raw: "Array" ["__slice"] 2 shared slice_raw;
    array_splice: "Array" ["__splice"] 3 shared splice;
    array_truncate: "Array" ["__truncate"] 1 shared truncate;
    array_clear_raw: "Array" ["__clear"] 0 shared clear_raw;
    array_concat_raw: "Array" ["__concat"] 1 shared concat_raw;
    array_fill_raw: "Array" ["__fill"] 3 shared fill_raw;
    array_has_same: "Array" ["__has_same?"] 1 shared has_same;
    array_freeze: "Array" ["__freeze"] 0 shared freeze;
    array_append: - 1 shared append [declines];
    array_push: - 0.. shared push [declines];
    array_unshift: - 0.. shared unshift [declines];
    array_clear: - 0 shared clear [declines];
    array_to_a: "Array" ["to_a"] 0 shared to_a;
    array_initialize: - 2 shared initialize [declines];
    array_replace: - 1 shared replace [declines];
    array_aref: - 1..2 shared aref [declines];
    array_aset: - 2..3 shared aset [declines];
    array_at: - 1 shared at [declines];
    array_fetch: - 1..2 shared fetch [declines];
    array_first: - 0..1 shared first [declines];
    array_last: - 0..1 shared last [declines];
    array_pop: - 0..1 shared pop [declines];
    array_shift: - 0..1 shared shift [declines];
    array_concat: - 0.. shared concat [declines];
    array_delete_at: - 1 shared delete_at [declines];
    array_compact: - 0 shared compact [declines];
    array_plus: - 1 shared plus [declines];
    array_times: - 1 shared times [declines];
    array_reverse: - 0 shared reverse [declines];
    array_flatten: - 0..1 shared flatten [declines];
    array_eq: - 1 shared eq [declines];
    array_hash: - 0 shared hash [declines];
    array_include: - 1 shared include [declines];
    array_index: - 1 shared index [declines];
    array_inspect: - 0 shared inspect [declines];
    array_join: - 0..1 shared join [declines];
}

pub(super) fn too_big<T>(vm: &Vm, outcome: Result<T, TooBig>) -> Result<T, Stop> {
    outcome.map_err(|error| vm.too_big(error))
}

fn fresh<'w>(vm: &Vm, made: Result<Array<'w>, TooBig>) -> Outcome<'w> {
    too_big(vm, made).map(Array::value)
}

/// The receiver; when it is frozen, Ruby raises with its inspected form.
fn open<'w>(vm: &'w Vm, args: &Args<'w>) -> Result<Array<'w>, Stop> {
    if args.this.is_frozen() {
        return Err(Stop::Decline);
    }
    array_of(vm, args.this)
}

/// The receiver of a helper whose callers have checked that it is not frozen;
/// a block may have frozen it since.
fn checked<'w>(vm: &'w Vm, args: &Args<'w>) -> Result<Array<'w>, Stop> {
    vm.check_frozen(args.this)?;
    array_of(vm, args.this)
}

// ---- for kernel Ruby --------------------------------------------------------

fn size<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::fixnum(array_of(vm, args.this)?.len() as i64))
}

fn is_empty<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(array_of(vm, args.this)?.is_empty()))
}

fn at_raw<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = array_of(vm, args.this)?;
    Ok(args[0].as_int().map_or(Value::NIL, |i| array.at(i)))
}

fn put<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = array_of(vm, args.this)?;
    let at = usize::try_from(int(args[0])?).map_err(|_| Stop::Decline)?;
    vm.check_frozen(args.this)?;
    too_big(vm, vm.array_set(array, at, args[1]))?;
    Ok(args[1])
}

fn push_raw<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    too_big(vm, vm.array_push(array_of(vm, args.this)?, args[0]))?;
    Ok(args.this)
}

fn pop_raw<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.array_pop(array_of(vm, args.this)?).unwrap_or(Value::NIL))
}

fn shift_raw<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(vm
        .array_shift(array_of(vm, args.this)?)
        .unwrap_or(Value::NIL))
}

/// A new Array of elements from a position on; both numbers are good.
fn sub<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = array_of(vm, args.this)?;
    let (from, n) = (int(args[0])?.max(0), int(args[1])?.max(0));
    fresh(vm, vm.array_slice(array, from as usize, n as usize))
}

fn slice_raw<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    // A length that no immediate holds is more than there are elements.
    let length = match args[1].as_integer() {
        Some(Integer::Big(_)) => MAX_ELEMENTS,
        _ => int(args[1])?,
    };
    slice(vm, array_of(vm, args.this)?, int(args[0])?, length)
}

/// `array[start, length]`.
fn slice<'w>(vm: &'w Vm, array: Array<'w>, start: i64, length: i64) -> Outcome<'w> {
    let size = array.len() as i64;
    let from = if start < 0 { start + size } else { start };
    if from < 0 || from > size || length < 0 {
        return Ok(Value::NIL);
    }
    fresh(vm, vm.array_slice(array, from as usize, length as usize))
}

fn splice<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = checked(vm, args)?;
    let number = |i: usize| {
        let word = args[i].as_integer().and_then(|integer| integer.to_i64());
        word.unwrap_or(i64::MAX)
    };
    let (from, n) = (number(0), number(1));
    if from >= MAX_ELEMENTS || n >= MAX_ELEMENTS {
        let index = from.saturating_add(n);
        return Err(vm.index_error(format!("index {index} too big")));
    }
    let from = usize::try_from(from).map_err(|_| Stop::Decline)?;
    let n = usize::try_from(n).map_err(|_| Stop::Decline)?;
    let other = array_of(vm, args[2])?;
    too_big(vm, vm.array_splice(array, from, n, Some(other)))?;
    Ok(args.this)
}

fn truncate<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = checked(vm, args)?;
    vm.array_truncate(array, int(args[0])?.max(0) as usize);
    Ok(args.this)
}

fn clear_raw<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.array_clear(array_of(vm, args.this)?);
    Ok(args.this)
}

fn concat_raw<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = array_of(vm, args.this)?;
    too_big(vm, vm.array_concat(array, array_of(vm, args[0])?))?;
    Ok(args.this)
}

fn fill_raw<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = checked(vm, args)?;
    // The caller converted both numbers; beyond 62 bits they are too big.
    let number = |i: usize| args[i].as_int().unwrap_or(i64::MAX);
    let (from, n) = (number(0).max(0), number(1));
    if n <= 0 {
        return Ok(args.this);
    }
    if from.saturating_add(n) > MAX_ELEMENTS {
        return Err(vm.argument_error("array size too big"));
    }
    let (from, to) = (from as usize, from as usize + n as usize);
    if to > array.len() {
        too_big(vm, vm.array_set(array, to - 1, Value::NIL))?;
    }
    vm.array_fill(array, from..to, args[2]);
    Ok(args.this)
}

/// Whether some element is this very object.
fn has_same<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = array_of(vm, args.this)?;
    Ok(Value::bool(array.iter().any(|element| element == args[0])))
}

fn freeze<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.freeze(args.this);
    Ok(args.this)
}

// ---- adding and removing ----------------------------------------------------

fn append<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    too_big(vm, vm.array_push(open(vm, args)?, args[0]))?;
    Ok(args.this)
}

fn push<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = open(vm, args)?;
    for &value in args.all() {
        too_big(vm, vm.array_push(array, value))?;
    }
    Ok(args.this)
}

fn unshift<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = open(vm, args)?;
    for &value in args.all().iter().rev() {
        too_big(vm, vm.array_unshift(array, value))?;
    }
    Ok(args.this)
}

fn clear<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.array_clear(open(vm, args)?);
    Ok(args.this)
}

/// `to_a`: the array itself, or a plain one of a subclass's elements.
fn to_a<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = array_of(vm, args.this)?;
    if vm.class_of(args.this) == known::ARRAY {
        return Ok(args.this);
    }
    fresh(vm, vm.array_dup(array))
}

/// `initialize(size, fill)` and `initialize(array)`, both arguments perhaps
/// absent; answers true.
fn initialize<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = open(vm, args)?;
    let Some(size) = given(args, 0) else {
        vm.array_clear(array);
        return Ok(Value::TRUE);
    };
    if let (Some(other), None) = (size.as_array(), given(args, 1)) {
        too_big(vm, vm.array_replace(array, other))?;
        return Ok(Value::TRUE);
    }
    let size = int(size)?;
    if size < 0 {
        return Err(vm.argument_error("negative array size"));
    }
    if size > MAX_ELEMENTS {
        return Err(vm.argument_error("array size too big"));
    }
    let fill = given(args, 1).unwrap_or(Value::NIL);
    let full = too_big(vm, vm.array_repeat(size as usize, fill))?;
    too_big(vm, vm.array_replace(array, full))?;
    Ok(Value::TRUE)
}

fn replace<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let other = args[0].as_array().ok_or(Stop::Decline)?;
    let array = open(vm, args)?;
    too_big(vm, vm.array_replace(array, other))?;
    Ok(args.this)
}

fn aref<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = array_of(vm, args.this)?;
    if let Some(length) = given(args, 1) {
        return slice(vm, array, int(args[0])?, int(length)?);
    }
    if let Some(index) = args[0].as_int() {
        return Ok(array.at(index));
    }
    let range = args[0].as_range().ok_or(Stop::Decline)?;
    match range.slice(array.len()) {
        Slice::NotIntegers => Err(Stop::Decline),
        Slice::Outside => Ok(Value::NIL),
        Slice::Window(from, n) => fresh(vm, vm.array_slice(array, from, n)),
    }
}

fn aset<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    if given(args, 2).is_some() {
        return Err(Stop::Decline);
    }
    let index = int(args[0])?;
    let array = open(vm, args)?;
    let at = if index < 0 {
        index + array.len() as i64
    } else {
        index
    };
    if !(0..MAX_ELEMENTS).contains(&at) {
        return Err(Stop::Decline);
    }
    too_big(vm, vm.array_set(array, at as usize, args[1]))?;
    Ok(args[1])
}

fn at<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(array_of(vm, args.this)?.at(int(args[0])?))
}

fn fetch<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = array_of(vm, args.this)?;
    let index = int(args[0])?;
    let at = if index < 0 {
        index + array.len() as i64
    } else {
        index
    };
    usize::try_from(at)
        .ok()
        .and_then(|at| array.get(at))
        .ok_or(Stop::Decline)
}

/// The count that `first`, `pop` and such were given, cut to the size.
fn count(array: Array<'_>, value: Value<'_>) -> Result<usize, Stop> {
    let wanted = usize::try_from(int(value)?).map_err(|_| Stop::Decline)?;
    Ok(wanted.min(array.len()))
}

fn first<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = array_of(vm, args.this)?;
    match given(args, 0) {
        None => Ok(array.at(0)),
        Some(n) => fresh(vm, vm.array_slice(array, 0, count(array, n)?)),
    }
}

fn last<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = array_of(vm, args.this)?;
    match given(args, 0) {
        None => Ok(array.at(-1)),
        Some(n) => {
            let n = count(array, n)?;
            fresh(vm, vm.array_slice(array, array.len() - n, n))
        }
    }
}

fn pop<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    if given(args, 0).is_some() {
        return Err(Stop::Decline);
    }
    Ok(vm.array_pop(open(vm, args)?).unwrap_or(Value::NIL))
}

fn shift<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    if given(args, 0).is_some() {
        return Err(Stop::Decline);
    }
    Ok(vm.array_shift(open(vm, args)?).unwrap_or(Value::NIL))
}

fn concat<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = open(vm, args)?;
    if args.len() != 1 {
        return if args.is_empty() {
            Ok(args.this)
        } else {
            Err(Stop::Decline)
        };
    }
    let other = args[0].as_array().ok_or(Stop::Decline)?;
    too_big(vm, vm.array_concat(array, other))?;
    Ok(args.this)
}

fn delete_at<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let index = int(args[0])?;
    let array = open(vm, args)?;
    let at = if index < 0 {
        index + array.len() as i64
    } else {
        index
    };
    Ok(usize::try_from(at)
        .ok()
        .and_then(|at| vm.array_delete_at(array, at))
        .unwrap_or(Value::NIL))
}

fn compact<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = open(vm, args)?;
    let size = array.len();
    let mut kept = 0;
    for i in 0..size {
        let element = array.at(i as i64);
        if !element.is_nil() {
            too_big(vm, vm.array_set(array, kept, element))?;
            kept += 1;
        }
    }
    vm.array_truncate(array, kept);
    Ok(if kept == size { Value::NIL } else { args.this })
}

// ---- new arrays -------------------------------------------------------------

fn plus<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = array_of(vm, args.this)?;
    let other = args[0].as_array().ok_or(Stop::Decline)?;
    let result = too_big(vm, vm.new_array(array.len() + other.len()))?;
    too_big(vm, vm.array_concat(result, array))?;
    too_big(vm, vm.array_concat(result, other))?;
    Ok(result.value())
}

fn times<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = array_of(vm, args.this)?;
    let times = int(args[0])?;
    let total = (array.len() as i64).checked_mul(times);
    let Some(total) = total.filter(|&n| times >= 0 && n < MAX_ELEMENTS) else {
        return Err(Stop::Decline);
    };
    let result = too_big(vm, vm.new_array(total as usize))?;
    for _ in 0..times {
        if array.is_empty() {
            break;
        }
        too_big(vm, vm.array_concat(result, array))?;
    }
    Ok(result.value())
}

fn reverse<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.array_reverse(open(vm, args)?);
    Ok(args.this)
}

/// Flattens arrays of arrays and simple values.
fn flatten<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let depth = match given(args, 0) {
        None => i64::MAX,
        Some(depth) if depth.is_nil() => i64::MAX,
        Some(depth) => int(depth)?,
    };
    let depth = if depth < 0 { i64::MAX } else { depth };
    let result = too_big(vm, vm.new_array(0))?;
    flatten_into(vm, result, array_of(vm, args.this)?, depth, 0)?;
    Ok(result.value())
}

fn flatten_into(
    vm: &Vm,
    result: Array<'_>,
    array: Array<'_>,
    depth: i64,
    level: usize,
) -> Result<(), Stop> {
    if level > 100 {
        return Err(Stop::Decline);
    }
    for element in array.iter() {
        match element.as_array() {
            Some(inner) if depth > 0 => flatten_into(vm, result, inner, depth - 1, level + 1)?,
            None if element.word().is_object() && element.as_string().is_none() && depth > 0 => {
                // It may have a `to_ary`.
                return Err(Stop::Decline);
            }
            _ => too_big(vm, vm.array_push(result, element))?,
        }
    }
    Ok(())
}

// ---- comparing, searching, showing ------------------------------------------

fn eq<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    if args.this == args[0] {
        return Ok(Value::TRUE);
    }
    let array = array_of(vm, args.this)?;
    let Some(other) = args[0].as_array() else {
        let simple = !args[0].word().is_object() || args[0].as_string().is_some();
        return if simple {
            Ok(Value::FALSE)
        } else {
            Err(Stop::Decline)
        };
    };
    shared::arrays_equal(vm, array, other, 64)
        .map(Value::bool)
        .ok_or(Stop::Decline)
}

fn hash<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    shared::array_hash(vm, array_of(vm, args.this)?)
        .map(Value::fixnum)
        .ok_or(Stop::Decline)
}

/// The position of the first element that equals the argument.
fn search(vm: &Vm, args: &Args<'_>) -> Result<Option<usize>, Stop> {
    let array = array_of(vm, args.this)?;
    for (i, element) in array.iter().enumerate() {
        match shared::equal(vm, element, args[0]) {
            Some(true) => return Ok(Some(i)),
            Some(false) => {}
            None => return Err(Stop::Decline),
        }
    }
    Ok(None)
}

fn include<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(search(vm, args)?.is_some()))
}

fn index<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    if args[0].is_undef() {
        return Err(Stop::Decline);
    }
    Ok(search(vm, args)?.map_or(Value::NIL, |i| Value::fixnum(i as i64)))
}

fn inspect<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = array_of(vm, args.this)?;
    let shown = Shown::new(vm);
    let mut text = b"[".to_vec();
    if !inspect_into(vm, &shown, array, &mut text, 0) {
        return Err(Stop::Decline);
    }
    text.push(b']');
    if shown.begins_ascii(array.first()) {
        return arg::shown(vm, &text);
    }
    arg::new_str(vm, &text)
}

fn inspect_into(
    vm: &Vm,
    shown: &Shown<'_>,
    array: Array<'_>,
    text: &mut Vec<u8>,
    level: usize,
) -> bool {
    for (i, element) in array.iter().enumerate() {
        if i > 0 {
            text.extend_from_slice(b", ");
        }
        let good = match element.as_array() {
            Some(inner) if level < 32 && vm.dispatch_class(element) == known::ARRAY => {
                text.push(b'[');
                let good = inspect_into(vm, shown, inner, text, level + 1);
                text.push(b']');
                good
            }
            Some(_) => false,
            None => shown.append(element, text),
        };
        if !good {
            return false;
        }
    }
    true
}

/// Joins strings, integers and symbols.
fn join<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = array_of(vm, args.this)?;
    let separator = match given(args, 0) {
        None => None,
        Some(value) if value.is_nil() => None,
        Some(value) => Some(value.as_string().ok_or(Stop::Decline)?),
    };
    let plain = |class| shared::is_core(vm, class, sym::TO_S);
    let between = separator.is_none() && vm.has_field_separator();
    if array.is_empty() || between || !plain(known::INTEGER) || !plain(known::SYMBOL) {
        return Err(Stop::Decline);
    }
    let result = too_big(vm, vm.new_string_with_capacity(array.len() * 4))?;
    let first = array.first().and_then(Value::as_string);
    result.set_encoding(first.map_or(Encoding::UsAscii, Str::encoding));
    for (i, element) in array.iter().enumerate() {
        if let Some(separator) = separator.filter(|_| i > 0) {
            vm.str_concat(result, separator)
                .map_err(|_| Stop::Decline)?;
        }
        if let Some(string) = element.as_string() {
            vm.str_concat(result, string).map_err(|_| Stop::Decline)?;
        } else if let Some(integer) = element.as_integer() {
            too_big(vm, vm.str_push(result, integer.to_text(10).as_bytes()))?;
        } else if let Some(symbol) = element.as_symbol() {
            let (bytes, encoding) = encoding::symbol_parts(vm.world().symbols.name(symbol));
            let name = too_big(vm, vm.new_string_in(bytes, encoding))?;
            vm.str_concat(result, name).map_err(|_| Stop::Decline)?;
        } else {
            return Err(Stop::Decline);
        }
    }
    Ok(result.value())
}
