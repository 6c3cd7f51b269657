//! Array: sorting, extremes and sums of simple values.
//!
//! Sorting is stable except where CRuby's is not: `sort_by` with numbers for
//! keys is an introsort there, and programs see in which order it leaves
//! elements with equal keys, so [`Keyed`] takes the same steps.
#![forbid(unsafe_code)]

use std::cmp::Ordering;

use crate::builtins::shared::{self, Number, array_of, int, number};
use crate::object::{Array, Integer, Str, Value, sym};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

crate::natives! { pub static ROWS;
    array_sum: - 1 shared sum [declines];
    array_inject: - 3 shared inject [declines];
    array_min: - 0 shared min [declines];
    array_max: - 0 shared max [declines];
    array_sort_simple: - 0 shared sort_simple [declines];
    array_sorted_by: "Array" ["__sorted_by_simple"] 1 shared sorted_by;
    array_merge_rest: - 5 shared merge_rest [declines];
}

/// Adds up numbers; floats with compensation for rounding errors.
fn sum<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    if vm.operators_redefined {
        return Err(Stop::Decline);
    }
    let array = array_of(vm, args.this)?;
    let mut total = args[0];
    if total.as_float().is_none() && total.as_integer().is_none() {
        return Err(Stop::Decline);
    }
    let mut i = 0;
    while let Some(element) = array.get(i) {
        let Some(term) = element.as_integer() else {
            break;
        };
        total = match total.as_integer() {
            Some(so_far) => vm.integer_add(so_far, term).map_err(|e| vm.too_big(e))?,
            None => break,
        };
        i += 1;
    }
    if i == array.len() {
        return Ok(total);
    }
    let start = match number(total) {
        Some(Number::Int(integer)) => integer.to_f64(),
        Some(Number::Float(f)) => f,
        None => return Err(Stop::Decline),
    };
    let mut floats = FloatSum {
        total: start,
        lost: 0.0,
    };
    while let Some(element) = array.get(i) {
        match number(element) {
            Some(Number::Int(integer)) => floats.add(integer.to_f64()),
            Some(Number::Float(f)) => floats.add(f),
            None => return Err(Stop::Decline),
        }
        i += 1;
    }
    Ok(vm.float(floats.total + floats.lost))
}

/// A sum of doubles that keeps what rounding loses.
struct FloatSum {
    total: f64,
    lost: f64,
}

impl FloatSum {
    fn add(&mut self, x: f64) {
        if self.total.is_nan() {
            return;
        }
        if x.is_nan() {
            self.total = x;
        } else if x.is_infinite() {
            let opposite = self.total.is_infinite() && self.total != x;
            self.total = if opposite { f64::NAN } else { x };
        } else if self.total.is_finite() {
            let sum = self.total + x;
            self.lost += if self.total.abs() >= x.abs() {
                (self.total - sum) + x
            } else {
                (x - sum) + self.total
            };
            self.total = sum;
        }
    }
}

/// `inject` by `+` or `*` over numbers: memo, first position, operation.
fn inject<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = array_of(vm, args.this)?;
    let add = match args[2].as_symbol() {
        Some(sym::ADD) => true,
        Some(sym::MUL) => false,
        _ => return Err(Stop::Decline),
    };
    if vm.operators_redefined {
        return Err(Stop::Decline);
    }
    let mut memo = args[0];
    for i in int(args[1])? as usize..array.len() {
        let (Some(a), Some(b)) = (number(memo), number(array.at(i as i64))) else {
            return Err(Stop::Decline);
        };
        memo = match (a, b) {
            (Number::Int(a), Number::Int(b)) if add => {
                vm.integer_add(a, b).map_err(|e| vm.too_big(e))?
            }
            (Number::Int(a), Number::Int(b)) => vm.integer_mul(a, b).map_err(|e| vm.too_big(e))?,
            _ if add => vm.float(double(a) + double(b)),
            _ => vm.float(double(a) * double(b)),
        };
    }
    Ok(memo)
}

fn double(number: Number<'_>) -> f64 {
    match number {
        Number::Int(integer) => integer.to_f64(),
        Number::Float(f) => f,
    }
}

fn min<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    extreme(vm, args, Ordering::Greater)
}

fn max<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    extreme(vm, args, Ordering::Less)
}

/// The element that gives way to no other: it does when its order is `losing`.
fn extreme<'w>(vm: &'w Vm, args: &Args<'w>, losing: Ordering) -> Outcome<'w> {
    let array = array_of(vm, args.this)?;
    let mut best = array.at(0);
    for element in array.iter().skip(1) {
        if shared::order(vm, best, element).ok_or(Stop::Decline)? == losing {
            best = element;
        }
    }
    Ok(best)
}

/// Sorts integers, floats or strings in place; true when it did.
fn sort_simple<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    if vm.operators_redefined {
        return Err(Stop::Decline);
    }
    let array = array_of(vm, args.this)?;
    let Some(first) = array.first() else {
        return Ok(Value::TRUE);
    };
    if first.as_int().is_some() {
        sort_keys(vm, array, Value::as_int, i64::cmp)?;
    } else if first.as_float().is_some() {
        let key = |value: Value<'w>| value.as_float().filter(|f| !f.is_nan());
        sort_keys(vm, array, key, |a, b| {
            a.partial_cmp(b).unwrap_or(Ordering::Equal)
        })?;
    } else if first.as_string().is_some() {
        sort_keys(vm, array, Value::as_string, |a: &Str<'w>, b| a.compare(*b))?;
    } else {
        return Err(Stop::Decline);
    }
    Ok(Value::TRUE)
}

/// Sorts the elements by keys that all of them have.
fn sort_keys<'w, K>(
    vm: &'w Vm,
    array: Array<'w>,
    key: impl Fn(Value<'w>) -> Option<K>,
    order: impl Fn(&K, &K) -> Ordering,
) -> Result<(), Stop> {
    let mut pairs = Vec::with_capacity(array.len());
    for element in array.iter() {
        pairs.push((key(element).ok_or(Stop::Decline)?, element));
    }
    pairs.sort_by(|a, b| order(&a.0, &b.0));
    for (i, (_, element)) in pairs.into_iter().enumerate() {
        vm.array_set(array, i, element).map_err(|e| vm.too_big(e))?;
    }
    Ok(())
}

/// The elements in the order of an array of keys, nil if those are neither
/// numbers nor strings. It does not decline: the order of elements with equal
/// keys is its own.
fn sorted_by<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let (array, keys) = (array_of(vm, args.this)?, array_of(vm, args[0])?);
    if vm.operators_redefined {
        return Ok(Value::NIL);
    }
    let sorted = match keys.first() {
        None => Some(Vec::new()),
        Some(key) if key.as_string().is_some() => by_strings(array, keys),
        Some(_) => by_numbers(array, keys),
    };
    match sorted {
        None => Ok(Value::NIL),
        Some(sorted) => vm
            .array_from(&sorted)
            .map(Array::value)
            .map_err(|e| vm.too_big(e)),
    }
}

/// Elements with their keys, if all keys are of one kind.
fn keyed<'w, K>(
    array: Array<'w>,
    keys: Array<'w>,
    key: impl Fn(Value<'w>) -> Option<K>,
) -> Option<Vec<(K, Value<'w>)>> {
    let pair = |(i, value)| Some((key(value)?, array.at(i as i64)));
    keys.iter().enumerate().map(pair).collect()
}

fn elements<'w, K>(pairs: Vec<(K, Value<'w>)>) -> Vec<Value<'w>> {
    pairs.into_iter().map(|(_, element)| element).collect()
}

fn by_strings<'w>(array: Array<'w>, keys: Array<'w>) -> Option<Vec<Value<'w>>> {
    let mut pairs = keyed(array, keys, Value::as_string)?;
    pairs.sort_by(|a, b| a.0.compare(b.0));
    Some(elements(pairs))
}

fn by_numbers<'w>(array: Array<'w>, keys: Array<'w>) -> Option<Vec<Value<'w>>> {
    let mut pairs = keyed(array, keys, Key::new)?;
    Keyed { pairs: &mut pairs }.sort();
    Some(elements(pairs))
}

/// A number that elements are sorted by.
#[derive(Clone, Copy)]
enum Key {
    Int(i64),
    Float(f64),
}

impl Key {
    fn new(value: Value<'_>) -> Option<Key> {
        match value.as_int() {
            Some(i) => Some(Key::Int(i)),
            None => value.as_float().filter(|f| !f.is_nan()).map(Key::Float),
        }
    }

    fn less(self, other: Key) -> bool {
        match (self, other) {
            (Key::Int(i), Key::Int(j)) => i < j,
            (Key::Float(f), Key::Float(g)) => f < g,
            (Key::Int(i), Key::Float(g)) => {
                Integer::Small(i).compare_float(g) == Some(Ordering::Less)
            }
            (Key::Float(f), Key::Int(j)) => {
                Integer::Small(j).compare_float(f) == Some(Ordering::Greater)
            }
        }
    }
}

/// Up to this many elements are sorted by insertion.
const FEW: usize = 16;

/// Elements with their keys, being sorted.
struct Keyed<'a, 'w> {
    pairs: &'a mut [(Key, Value<'w>)],
}

impl Keyed<'_, '_> {
    fn key(&self, i: usize) -> Key {
        self.pairs[i].0
    }

    fn sort(&mut self) {
        let sorted = self.pairs.windows(2).all(|w| !w[1].0.less(w[0].0));
        if !sorted {
            let levels = 2 * self.pairs.len().ilog2();
            self.quick(0, self.pairs.len(), levels);
        }
    }

    /// Parts `from .. to` around the median of three, at most `levels` deep.
    fn quick(&mut self, from: usize, to: usize, levels: u32) {
        if to - from <= FEW {
            return self.insertion(from, to);
        }
        if levels == 0 {
            return self.heap(from, to);
        }
        let middle = from + ((to - from) >> 1);
        let pivot = median(self.key(from), self.key(middle), self.key(to - 1));
        let (mut i, mut j) = (from as isize, to as isize - 1);
        while i <= j {
            while self.key(i as usize).less(pivot) {
                i += 1;
            }
            while pivot.less(self.key(j as usize)) {
                j -= 1;
            }
            if i <= j {
                self.pairs.swap(i as usize, j as usize);
                i += 1;
                j -= 1;
            }
        }
        let (upper, lower) = ((j + 1) as usize, i as usize);
        if to - upper > 1 {
            self.quick(upper, to, levels - 1);
        }
        if lower - from > 1 {
            self.quick(from, lower, levels - 1);
        }
    }

    fn insertion(&mut self, from: usize, to: usize) {
        for i in from + 1..to {
            let mut j = i;
            while j > from && self.key(j).less(self.key(j - 1)) {
                self.pairs.swap(j, j - 1);
                j -= 1;
            }
        }
    }

    fn heap(&mut self, from: usize, to: usize) {
        let part = &mut Keyed {
            pairs: &mut self.pairs[from..to],
        };
        let last = to - from - 1;
        for root in (0..(to - from) / 2).rev() {
            part.sift(root, last);
        }
        for end in (1..=last).rev() {
            part.pairs.swap(0, end);
            part.sift(0, end - 1);
        }
    }

    /// Lets the element at `root` sink to its place in the heap `..= last`.
    fn sift(&mut self, mut root: usize, last: usize) {
        loop {
            let mut child = root * 2 + 1;
            if child > last {
                return;
            }
            if child < last && self.key(child).less(self.key(child + 1)) {
                child += 1;
            }
            if !self.key(root).less(self.key(child)) {
                return;
            }
            self.pairs.swap(root, child);
            root = child;
        }
    }
}

fn median(a: Key, b: Key, c: Key) -> Key {
    let (low, high) = if b.less(a) { (b, a) } else { (a, b) };
    if c.less(low) {
        low
    } else if high.less(c) {
        high
    } else {
        c
    }
}

/// Ends a merge: the rest of the left half goes up, then the merged elements
/// come back from their space. Arguments: from, i, rest, space, merged.
fn merge_rest<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = array_of(vm, args.this)?;
    let space = array_of(vm, args[3])?;
    let number = |i: usize| int(args[i]).map(|n| n.max(0) as usize);
    let (from, i, rest, merged) = (number(0)?, number(1)?, number(2)?, number(4)?);
    let set = |at: usize, value| vm.array_set(array, at, value).map_err(|e| vm.too_big(e));
    for n in (0..rest).rev() {
        set(from + merged + n, array.get(i + n).ok_or(Stop::Decline)?)?;
    }
    for n in 0..merged {
        set(from + n, space.get(n).ok_or(Stop::Decline)?)?;
    }
    Ok(Value::NIL)
}
