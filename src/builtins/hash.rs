//! Hash: keys that need no Ruby, entries by position, the helpers of its
//! kernel Ruby.
#![forbid(unsafe_code)]

use crate::builtins::arg;
use crate::builtins::array::too_big;
use crate::builtins::shared::{self, Shown, find, given, hash_of, int};
use crate::object::{Array, Found, Hash, Probe, Value, inspect as text_of, known, sym};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

crate::natives! { pub static ROWS;
    hash_size: "Hash" ["size", "length", "__length"] 0 shared size;
    hash_empty: "Hash" ["empty?"] 0 shared is_empty;
    hash_next: "Hash" ["__next"] 1 shared next;
    hash_key_at: "Hash" ["__key_at"] 1 shared key_at;
    hash_value_at: "Hash" ["__value_at"] 1 shared value_at;
    hash_pair_at: "Hash" ["__pair_at"] 1 shared pair_at;
    hash_set_value_at: "Hash" ["__set_value_at"] 2 shared set_value_at;
    hash_delete_at: "Hash" ["__delete_at"] 1 shared delete_at;
    hash_candidate: "Hash" ["__candidate"] 2 shared candidate;
    hash_insert: "Hash" ["__insert"] 3 shared insert;
    hash_clear_raw: "Hash" ["__clear"] 0 shared clear;
    hash_become: "Hash" ["__become"] 1 shared r#become;
    hash_enter: "Hash" ["__enter_iteration"] 0 shared enter;
    hash_leave: "Hash" ["__leave_iteration"] 0 shared leave;
    hash_iterating: "Hash" ["__iterating?"] 0 shared is_iterating;
    hash_by_identity: "Hash" ["__by_identity?"] 0 shared is_by_identity;
    hash_guard_push: "Hash" ["__guard_push"] 3 shared guard_push;
    hash_guard_drop: "Hash" ["__guard_drop"] 3 shared guard_drop;
    hash_set_by_identity: "Hash" ["__set_by_identity"] 0 shared set_by_identity;
    hash_default: "Hash" ["__default"] 0 shared default;
    hash_default_is_proc: "Hash" ["__default_proc?"] 0 shared default_is_proc;
    hash_default_redefined: "Hash" ["__default_redefined?"] 0 shared default_redefined;
    hash_set_default: "Hash" ["__set_default"] 2 shared set_default;
    hash_symbol_key: "Hash" ["__symbol_key"] 1 shared symbol_key [private];
    hash_initialize_copy: - 1 shared initialize_copy [declines];
    hash_find: - 1 shared find_position [declines];
    hash_fetch_simple: - 1 shared fetch_simple [declines];
    hash_has: - 1 shared has [declines];
    hash_store_simple: - 2 shared store_simple [declines];
    hash_aref: - 1 shared aref [declines];
    hash_aset: - 2 shared aset [declines];
    hash_fetch: - 1..2 shared fetch [declines];
    hash_delete: - 1 shared delete [declines];
    hash_keys: - 0 shared keys [declines];
    hash_values: - 0 shared values [declines];
    hash_to_a: - 0 shared to_a [declines];
    hash_duplicate: - 0 shared duplicate [declines];
    hash_inspect: - 0 shared inspect [declines];
}

/// The position an argument tells.
fn position(value: Value<'_>) -> Result<u32, Stop> {
    u32::try_from(int(value)?).map_err(|_| Stop::Decline)
}

fn at(position: u32) -> Value<'static> {
    Value::fixnum(i64::from(position))
}

// ---- for kernel Ruby --------------------------------------------------------

fn size<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::fixnum(hash_of(vm, args.this)?.len() as i64))
}

fn is_empty<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(hash_of(vm, args.this)?.is_empty()))
}

/// Position of the first entry at a position or behind it, or nil.
fn next<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let entry = hash_of(vm, args.this)?.next_entry(position(args[0])?);
    Ok(entry.map_or(Value::NIL, |(found, ..)| at(found)))
}

fn key_at<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let entry = hash_of(vm, args.this)?.entry(position(args[0])?);
    Ok(entry.map_or(Value::NIL, |(key, _)| key))
}

fn value_at<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let entry = hash_of(vm, args.this)?.entry(position(args[0])?);
    Ok(entry.map_or(Value::NIL, |(_, value)| value))
}

/// Key and value of an entry as a new Array.
fn pair_at<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let (key, value) = hash_of(vm, args.this)?
        .entry(position(args[0])?)
        .unwrap_or((Value::NIL, Value::NIL));
    pair(vm, key, value)
}

fn pair<'w>(vm: &'w Vm, key: Value<'w>, value: Value<'w>) -> Outcome<'w> {
    match vm.array_from(&[key, value]) {
        Ok(pair) => Ok(pair.value()),
        Err(error) => Err(vm.too_big(error)),
    }
}

fn set_value_at<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.hash_set_value_at(hash_of(vm, args.this)?, position(args[0])?, args[1]);
    Ok(args[1])
}

fn delete_at<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let table = hash_of(vm, args.this)?;
    Ok(vm
        .hash_delete_at(table, position(args[0])?)
        .unwrap_or(Value::NIL))
}

/// Position of the n-th entry with a hash value, or nil.
fn candidate<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let table = hash_of(vm, args.this)?;
    let (hash, n) = (int(args[0])? as u64, int(args[1])?);
    let mut probe = Probe::default();
    for _ in 0..n {
        vm.hash_probe(table, hash, &mut probe);
    }
    let found = vm.hash_probe(table, hash, &mut probe);
    Ok(found.map_or(Value::NIL, |(found, _)| at(found)))
}

/// Adds a missing key: hash value, key, value.
fn insert<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let table = hash_of(vm, args.this)?;
    vm.hash_store(table, int(args[0])? as u64, args[1], args[2])
        .map_err(|error| vm.set_error(error))?;
    Ok(args[2])
}

fn clear<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.hash_clear(hash_of(vm, args.this)?);
    Ok(args.this)
}

/// Takes over entries and way to compare of another hash.
fn r#become<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let (table, other) = (hash_of(vm, args.this)?, hash_of(vm, args[0])?);
    vm.hash_become(table, other).map_err(|e| vm.too_big(e))?;
    Ok(args.this)
}

fn enter<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.hash_enter_iteration(hash_of(vm, args.this)?);
    Ok(Value::NIL)
}

fn leave<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.hash_leave_iteration(hash_of(vm, args.this)?);
    Ok(Value::NIL)
}

fn is_iterating<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(hash_of(vm, args.this)?.is_iterating()))
}

fn is_by_identity<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(hash_of(vm, args.this)?.is_by_identity()))
}

fn set_by_identity<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    hash_of(vm, args.this)?.set_by_identity(true);
    Ok(args.this)
}

fn default<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(hash_of(vm, args.this)?.default_value())
}

fn default_is_proc<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(hash_of(vm, args.this)?.default_is_proc()))
}

/// Whether a program has defined `default` anew for this hash.
fn default_redefined<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let found = vm.find_method(vm.dispatch_class(args.this), vm.intern("default"));
    let kernel = found.is_some_and(|id| vm.is_kernel_method(id));
    Ok(Value::bool(!kernel))
}

fn set_default<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.hash_set_default(hash_of(vm, args.this)?, args[0], args[1].truthy());
    Ok(args.this)
}

/// A symbol as `inspect` shows it as a key: `name: `.
fn symbol_key<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let symbol = args[0].as_symbol().ok_or(Stop::Decline)?;
    let mut text = Vec::new();
    text_of::symbol_key(vm.world().symbols.name(symbol), &mut text);
    vm.new_string(&text)
        .map(|string| string.value())
        .map_err(|e| vm.too_big(e))
}

fn initialize_copy<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let other = args[0].as_hash().ok_or(Stop::Decline)?;
    let table = hash_of(vm, args.this)?;
    if args.this.is_frozen() || table.is_iterating() {
        return Err(Stop::Decline);
    }
    vm.hash_become(table, other).map_err(|e| vm.too_big(e))?;
    vm.hash_set_default(table, other.default_value(), other.default_is_proc());
    Ok(args.this)
}

// ---- keys that need no Ruby -------------------------------------------------

fn find_position<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let table = hash_of(vm, args.this)?;
    Ok(find(vm, table, args[0])?.map_or(Value::NIL, at))
}

/// The value under a key, if it is there.
#[inline]
fn look_up<'w>(vm: &'w Vm, table: Hash<'w>, key: Value<'w>) -> Result<Option<Value<'w>>, Stop> {
    Ok(find(vm, table, key)?
        .and_then(|found| table.entry(found))
        .map(|(_, value)| value))
}

fn fetch_simple<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(look_up(vm, hash_of(vm, args.this)?, args[0])?.unwrap_or(Value::NIL))
}

fn has<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(
        find(vm, hash_of(vm, args.this)?, args[0])?.is_some(),
    ))
}

fn store_simple<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let (table, key) = (hash_of(vm, args.this)?, args[0]);
    let hash = match vm.hash_of_key(table, key) {
        Some(hash) => hash,
        None => shared::hash_value(vm, key).ok_or(Stop::Decline)?,
    };
    match find(vm, table, key)? {
        Some(found) => vm.hash_set_value_at(table, found, args[1]),
        None => vm
            .hash_store(table, hash, key, args[1])
            .map_err(|error| vm.set_error(error))?,
    }
    Ok(args[1])
}

fn aref<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let table = hash_of(vm, args.this)?;
    if let Some(value) = look_up(vm, table, args[0])? {
        return Ok(value);
    }
    let plain = vm.dispatch_class(args.this) == known::HASH && !vm.hash_default_redefined();
    if table.default_is_proc() || !plain {
        // `default` may be anything.
        return Err(Stop::Decline);
    }
    Ok(table.default_value())
}

fn aset<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    if args.this.is_frozen() {
        return Err(Stop::Decline);
    }
    store_simple(vm, args)
}

fn fetch<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    if args[0].is_undef() {
        return Err(Stop::Decline);
    }
    match look_up(vm, hash_of(vm, args.this)?, args[0])? {
        // With a block the second argument makes a warning.
        Some(value) if given(args, 1).is_none() => Ok(value),
        _ => Err(Stop::Decline),
    }
}

/// Takes a key out that is there.
fn delete<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let table = hash_of(vm, args.this)?;
    if args.this.is_frozen() {
        return Err(Stop::Decline);
    }
    find(vm, table, args[0])?
        .and_then(|found| vm.hash_delete_at(table, found))
        .ok_or(Stop::Decline)
}

// ---- all entries ------------------------------------------------------------

fn keys<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let keys: Vec<_> = hash_of(vm, args.this)?.iter().map(|(key, _)| key).collect();
    list(vm, &keys)
}

fn values<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let values: Vec<_> = hash_of(vm, args.this)?
        .iter()
        .map(|(_, value)| value)
        .collect();
    list(vm, &values)
}

fn list<'w>(vm: &'w Vm, values: &[Value<'w>]) -> Outcome<'w> {
    vm.array_from(values)
        .map(|array| array.value())
        .map_err(|e| vm.too_big(e))
}

fn to_a<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let mut pairs = Vec::new();
    for (key, value) in hash_of(vm, args.this)?.iter() {
        pairs.push(pair(vm, key, value)?);
    }
    list(vm, &pairs)
}

/// A hash of the same class with the same entries and default.
fn duplicate<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let table = hash_of(vm, args.this)?;
    vm.hash_copy(table, vm.class_of(args.this))
        .map(|copy| copy.value())
        .map_err(|e| vm.too_big(e))
}

fn inspect<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let table = hash_of(vm, args.this)?;
    let shown = Shown::new(vm);
    let plain_symbols = shared::is_core(vm, known::SYMBOL, sym::INSPECT);
    let mut text = b"{".to_vec();
    for (i, (key, value)) in table.iter().enumerate() {
        if i > 0 {
            text.extend_from_slice(b", ");
        }
        match key.as_symbol() {
            Some(symbol) if plain_symbols => {
                text_of::symbol_key(vm.world().symbols.name(symbol), &mut text);
            }
            _ => {
                if !shown.append(key, &mut text) {
                    return Err(Stop::Decline);
                }
                text.extend_from_slice(b" => ");
            }
        }
        if !shown.append(value, &mut text) {
            return Err(Stop::Decline);
        }
    }
    text.push(b'}');
    if shown.begins_ascii(table.iter().next().map(|(key, _)| key)) {
        return arg::shown(vm, &text);
    }
    arg::new_str(vm, &text)
}

// ---- guards against endless recursion ----------------------------------------

/// Where a pair of name and object stands in a list of pairs, from the end.
fn pair_position(pairs: Array<'_>, name: Value<'_>, right: Value<'_>) -> Option<usize> {
    let mut starts = (0..pairs.len()).step_by(2).rev();
    starts.find(|&at| pairs.get(at) == Some(name) && pairs.get(at + 1) == Some(right))
}

/// `__guard_push(name, left, right)` on a table by identity: adds the triple;
/// false if it is there.
fn guard_push<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let table = hash_of(vm, args.this)?;
    let (name, left, right) = (args[0], args[1], args[2]);
    let known = vm.hash_get(table, left).ok().flatten();
    if let Some(pairs) = known.and_then(Value::as_array) {
        if pair_position(pairs, name, right).is_some() {
            return Ok(Value::FALSE);
        }
        too_big(vm, vm.array_push(pairs, name))?;
        too_big(vm, vm.array_push(pairs, right))?;
    } else {
        let pairs = too_big(vm, vm.array_from(&[name, right]))?;
        let stored = vm.hash_set(table, left, pairs.value());
        stored.map_err(|e| vm.set_error(e))?;
    }
    Ok(Value::TRUE)
}

/// Takes the triple out again.
fn guard_drop<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let table = hash_of(vm, args.this)?;
    let (name, left, right) = (args[0], args[1], args[2]);
    let hash = vm.identity_hash(left);
    let Found::Entry(position) = vm.hash_find(table, hash, left, &mut Probe::default()) else {
        return Ok(Value::NIL);
    };
    let pairs = table
        .entry(position)
        .and_then(|(_, pairs)| pairs.as_array());
    if let Some(pairs) = pairs
        && let Some(at) = pair_position(pairs, name, right)
    {
        too_big(vm, vm.array_splice(pairs, at, 2, None))?;
        if pairs.is_empty() {
            vm.hash_delete_at(table, position);
        }
    }
    Ok(Value::NIL)
}
