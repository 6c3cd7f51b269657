//! What the primitives of collections share: equality, order, hash values and
//! shown forms of values that need no Ruby for them.
//!
//! Each function answers `None` when Ruby must tell, because a class outside
//! the core is involved or a program redefined what the core says.
#![forbid(unsafe_code)]

use std::cmp::Ordering;

use crate::builtins::algo::float_text;
use crate::object::{
    Array, Found, Hash, Integer, MethodBody, Probe, Str, Sym, Value, inspect, known, sym,
};
use crate::vm::natives::Args;
use crate::vm::{Stop, Vm};

/// Nested arrays are followed to this depth; deeper ones are Ruby's.
const MAX_DEPTH: usize = 64;

/// The argument, unless it is missing.
#[inline(always)]
pub fn given<'w>(args: &Args<'w>, index: usize) -> Option<Value<'w>> {
    args.get(index).filter(|value| !value.is_undef())
}

/// The small integer an argument is; anything else declines.
#[inline(always)]
pub fn int(value: Value<'_>) -> Result<i64, Stop> {
    value.as_int().ok_or(Stop::Decline)
}

/// The receiver of an Array method.
#[inline(always)]
pub fn array_of<'w>(vm: &'w Vm, value: Value<'w>) -> Result<Array<'w>, Stop> {
    match value.as_array() {
        Some(array) => Ok(array),
        None => Err(wrong_receiver(vm, value, "Array")),
    }
}

/// The receiver of a Hash method.
#[inline(always)]
pub fn hash_of<'w>(vm: &'w Vm, value: Value<'w>) -> Result<Hash<'w>, Stop> {
    match value.as_hash() {
        Some(hash) => Ok(hash),
        None => Err(wrong_receiver(vm, value, "Hash")),
    }
}

/// A primitive was called with a receiver of another heap type.
#[cold]
pub fn wrong_receiver(vm: &Vm, value: Value<'_>, wanted: &str) -> Stop {
    vm.type_error(format!(
        "wrong argument type {} (expected {wanted})",
        vm.class_name_of(value)
    ))
}

/// Whether a core class still has its own method of this name.
pub fn is_core(vm: &Vm, class: crate::object::ClassId, name: Sym) -> bool {
    vm.find_method(class, name)
        .is_some_and(|id| is_core_body(vm.world().methods.get(id).body.get()))
}

fn is_core_body(body: MethodBody) -> bool {
    matches!(body, MethodBody::Native { .. } | MethodBody::Kernel(_))
}

/// Whether the object answers to `name` with what Kernel defines.
fn has_kernel_method(vm: &Vm, value: Value<'_>, name: Sym) -> bool {
    let class = vm.dispatch_class(value);
    vm.find_method(class, name)
        .is_some_and(|id| vm.world().methods.get(id).owner == known::KERNEL)
}

/// `==` of values that need no Ruby for it.
pub fn equal(vm: &Vm, a: Value<'_>, b: Value<'_>) -> Option<bool> {
    equal_within(vm, a, b, MAX_DEPTH)
}

fn equal_within(vm: &Vm, a: Value<'_>, b: Value<'_>, depth: usize) -> Option<bool> {
    if a == b {
        // Also a NaN: elements are equal to themselves.
        return Some(true);
    }
    if vm.operators_redefined || depth == 0 {
        return None;
    }
    if let Some(i) = a.as_integer() {
        return match (b.as_integer(), b.as_float()) {
            (Some(j), _) => Some(i.compare(j) == Ordering::Equal),
            (_, Some(f)) => Some(i.compare_float(f) == Some(Ordering::Equal)),
            _ => (!is_foreign(b)).then_some(false),
        };
    }
    if let Some(f) = a.as_float() {
        return match (b.as_integer(), b.as_float()) {
            (Some(j), _) => Some(j.compare_float(f) == Some(Ordering::Equal)),
            (_, Some(g)) => Some(f == g),
            _ => (!is_foreign(b)).then_some(false),
        };
    }
    if let Some(string) = a.as_string() {
        return match b.as_string() {
            Some(other) => Some(string.eql(other)),
            None => (!is_foreign(b)).then_some(false),
        };
    }
    if !a.word().is_object() {
        // nil, booleans and symbols are equal to themselves only.
        return Some(false);
    }
    let (list, other) = (a.as_array()?, b.as_array()?);
    if vm.dispatch_class(a) != known::ARRAY {
        return None;
    }
    arrays_equal(vm, list, other, depth - 1)
}

/// Whether the value may have conversions and comparisons of its own.
fn is_foreign(value: Value<'_>) -> bool {
    value.word().is_object()
        && value.as_string().is_none()
        && value.as_array().is_none()
        && value.as_hash().is_none()
        && value.as_float().is_none()
        && value.as_bignum().is_none()
}

/// `==` of two arrays.
pub fn arrays_equal(vm: &Vm, a: Array<'_>, b: Array<'_>, depth: usize) -> Option<bool> {
    if a.len() != b.len() {
        return Some(false);
    }
    for (x, y) in a.iter().zip(b.iter()) {
        match equal_within(vm, x, y, depth) {
            Some(true) => {}
            other => return other,
        }
    }
    Some(true)
}

/// `eql?` of values that need no Ruby for it.
pub fn eql(vm: &Vm, a: Value<'_>, b: Value<'_>) -> Option<bool> {
    eql_within(vm, a, b, MAX_DEPTH)
}

fn eql_within(vm: &Vm, a: Value<'_>, b: Value<'_>, depth: usize) -> Option<bool> {
    if let Some(answer) = vm.simple_eql(a, b) {
        return Some(answer);
    }
    if depth == 0 {
        return None;
    }
    if let Some(list) = a.as_array() {
        if vm.dispatch_class(a) != known::ARRAY {
            return None;
        }
        let Some(other) = b.as_array() else {
            return Some(false);
        };
        if list.len() != other.len() {
            return Some(false);
        }
        for (x, y) in list.iter().zip(other.iter()) {
            match eql_within(vm, x, y, depth - 1) {
                Some(true) => {}
                answer => return answer,
            }
        }
        return Some(true);
    }
    has_kernel_method(vm, a, sym::EQL_P).then_some(false)
}

/// The hash value of a key or element whose `hash` needs no Ruby, as entries
/// of tables keep it.
pub fn hash_value(vm: &Vm, value: Value<'_>) -> Option<u64> {
    hash_within(vm, value, MAX_DEPTH)
}

fn hash_within(vm: &Vm, value: Value<'_>, depth: usize) -> Option<u64> {
    if let Some(hash) = vm.simple_hash(value) {
        return Some(hash);
    }
    if let Some(array) = value.as_array() {
        if depth == 0 || vm.dispatch_class(value) != known::ARRAY {
            return None;
        }
        return array_hash_within(vm, array, depth - 1).map(|n| vm.hash_number(n as u64));
    }
    has_kernel_method(vm, value, sym::HASH).then(|| vm.identity_hash(value))
}

/// What `Array#hash` answers, when no element needs Ruby.
pub fn array_hash(vm: &Vm, array: Array<'_>) -> Option<i64> {
    array_hash_within(vm, array, MAX_DEPTH)
}

fn array_hash_within(vm: &Vm, array: Array<'_>, depth: usize) -> Option<i64> {
    let mut total = hash_start(vm, array.len() as i64);
    for element in array.iter() {
        total = hash_mix(vm, total, kept(hash_within(vm, element, depth)?));
    }
    Some(total)
}

/// A hash value as a small integer that is not negative.
pub fn kept(hash: u64) -> i64 {
    ((hash ^ hash >> 62) & (u64::MAX >> 2)) as i64
}

/// Begins the hash value of something compound.
pub fn hash_start(vm: &Vm, n: i64) -> i64 {
    kept(vm.hash_number(n as u64 ^ 0x9e37_79b9_7f4a_7c15))
}

/// Adds the hash value of a part, depending on the order.
pub fn hash_mix(vm: &Vm, total: i64, part: i64) -> i64 {
    kept(vm.hash_number((total as u64).rotate_left(5) ^ part as u64))
}

/// Finds a key as far as that needs no Ruby; `Err(Decline)` if it does.
#[inline]
pub fn find(vm: &Vm, table: Hash<'_>, key: Value<'_>) -> Result<Option<u32>, Stop> {
    if table.is_empty() {
        return Ok(None);
    }
    let hash = match vm.hash_of_key(table, key) {
        Some(hash) => hash,
        None => hash_value(vm, key).ok_or(Stop::Decline)?,
    };
    let mut probe = Probe::default();
    loop {
        match vm.hash_find(table, hash, key, &mut probe) {
            Found::Entry(position) => return Ok(Some(position)),
            Found::Nothing => return Ok(None),
            Found::Ask(position, candidate) => match eql(vm, key, candidate) {
                Some(true) => return Ok(Some(position)),
                Some(false) => {}
                None => return Err(Stop::Decline),
            },
        }
    }
}

/// `<=>` of two numbers or two strings.
pub fn order(vm: &Vm, a: Value<'_>, b: Value<'_>) -> Option<Ordering> {
    if vm.operators_redefined {
        return None;
    }
    if let (Some(i), Some(j)) = (a.as_int(), b.as_int()) {
        return Some(i.cmp(&j));
    }
    if let (Some(s), Some(t)) = (a.as_string(), b.as_string()) {
        return Some(s.compare(t));
    }
    match (number(a)?, number(b)?) {
        (Number::Int(i), Number::Int(j)) => Some(i.compare(j)),
        (Number::Int(i), Number::Float(f)) => i.compare_float(f),
        (Number::Float(f), Number::Int(i)) => i.compare_float(f).map(Ordering::reverse),
        (Number::Float(f), Number::Float(g)) => f.partial_cmp(&g),
    }
}

/// A core number.
#[derive(Clone, Copy)]
pub enum Number<'w> {
    /// An integer of any size.
    Int(Integer<'w>),
    /// A double.
    Float(f64),
}

/// The core number a value is.
pub fn number(value: Value<'_>) -> Option<Number<'_>> {
    match value.as_integer() {
        Some(integer) => Some(Number::Int(integer)),
        None => value.as_float().map(Number::Float),
    }
}

/// Shown forms of values that need no Ruby.
pub struct Shown<'v> {
    vm: &'v Vm,
    integers: bool,
    floats: bool,
    strings: bool,
    symbols: bool,
    rest: bool,
}

impl<'v> Shown<'v> {
    /// Looks up which core classes still have their own `inspect`.
    pub fn new(vm: &'v Vm) -> Shown<'v> {
        let core = |class| is_core(vm, class, sym::INSPECT);
        Shown {
            vm,
            integers: core(known::INTEGER),
            floats: core(known::FLOAT),
            strings: core(known::STRING),
            symbols: core(known::SYMBOL),
            rest: core(known::NIL_CLASS) && core(known::TRUE_CLASS) && core(known::FALSE_CLASS),
        }
    }

    /// Whether what is shown of a value is US-ASCII, where that is known at once;
    /// an Array or Hash goes by its first element.
    pub fn begins_ascii(&self, first: Option<Value<'_>>) -> bool {
        first.is_none_or(|value| match value.as_symbol() {
            Some(symbol) => self.vm.world().symbols.name(symbol).is_ascii(),
            None => {
                let number = value.as_integer().is_some() || value.as_float().is_some();
                number || !value.word().is_object()
            }
        })
    }

    /// Appends `inspect` of the value; false if Ruby must tell.
    pub fn append(&self, value: Value<'_>, out: &mut Vec<u8>) -> bool {
        if let Some(i) = value.as_integer() {
            out.extend_from_slice(i.to_text(10).as_bytes());
            return self.integers;
        }
        if let Some(string) = value.as_string() {
            out.extend_from_slice(&self.vm.str_inspect(string));
            return self.strings
                && self.vm.dispatch_class(value) == known::STRING
                && is_text(string);
        }
        if let Some(symbol) = value.as_symbol() {
            inspect::symbol(self.vm.world().symbols.name(symbol), out);
            return self.symbols;
        }
        if let Some(f) = value.as_float() {
            out.extend_from_slice(float_text::to_s(f).as_bytes());
            return self.floats;
        }
        let name: &[u8] = if value.is_nil() {
            b"nil"
        } else if value == Value::TRUE {
            b"true"
        } else if value == Value::FALSE {
            b"false"
        } else {
            return false;
        };
        out.extend_from_slice(name);
        self.rest
    }
}

fn is_text(string: Str<'_>) -> bool {
    string.encoding() == crate::object::Encoding::Utf8 || string.is_ascii()
}
