//! GC and ObjectSpace: what programs see of object memory.

use crate::heap::Collection;
use crate::natives;
use crate::object::Value;
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

natives! {
    pub static ROWS;
    gc_start:        "GC." ["start"]   0..1 exclusive start;
    gc_run:          "GC." ["run"]     0..1 exclusive run;
    gc_count:        "GC." ["count"]   0    shared count;
    gc_stat:         "GC." ["stat"]    0..1 exclusive stat;
    gc_stress:       "GC." ["stress"]  0    shared stress;
    gc_set_stress:   "GC." ["stress="] 1    exclusive set_stress;
    gc_config:       "GC." ["config"]  0..1 exclusive config;
    gc_enable:       "GC." ["enable"]  0    shared enable;
    gc_disable:      "GC." ["disable"] 0    shared disable;
    gc_compact:      "GC." ["compact"] 0    exclusive start;
    space_gc:        "ObjectSpace." ["garbage_collect"] 0..1 exclusive start;
    space_header:    "ObjectSpace." ["__header"] 1 shared header;
}

fn enable<'w>(vm: &'w Vm, _args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(vm.heap.disable(false)))
}

fn disable<'w>(vm: &'w Vm, _args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(vm.heap.disable(true)))
}

/// A keyword of a trailing Hash argument.
fn option(vm: &Vm, argc: usize, name: &str) -> Option<bool> {
    let options = (argc > 0).then(|| vm.arg(argc - 1))?.as_hash()?;
    let key = Value::symbol(vm.intern(name));
    vm.hash_get(options, key).ok().flatten().map(|v| v.truthy())
}

fn start<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    let full = option(vm, argc, "full_mark").unwrap_or(true);
    vm.collect(if full {
        Collection::Full
    } else {
        Collection::Young
    });
    Ok(Value::NIL)
}

/// `GC.run(true)` collects the young space only, `GC.run(false)` everything.
fn run<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    let young = argc > 0 && vm.arg(0).truthy();
    vm.collect(if young {
        Collection::Young
    } else {
        Collection::Full
    });
    Ok(Value::NIL)
}

fn count<'w>(vm: &'w Vm, _args: &Args<'w>) -> Outcome<'w> {
    let stats = vm.heap.stats();
    Ok(vm.int((stats.young_collections + stats.full_collections) as i64))
}

fn stat<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    let stats = vm.heap.stats();
    let rows: [(&str, u64); 17] = [
        ("count", stats.young_collections + stats.full_collections),
        (
            "time",
            (stats.young_nanoseconds + stats.full_nanoseconds) / 1_000_000,
        ),
        ("minor_gc_count", stats.young_collections),
        ("major_gc_count", stats.full_collections),
        ("minor_gc_nanoseconds", stats.young_nanoseconds),
        ("major_gc_nanoseconds", stats.full_nanoseconds),
        ("total_allocated_bytes", stats.allocated_bytes),
        ("young_bytes", stats.young_bytes as u64),
        ("nursery_bytes", stats.nursery_bytes as u64),
        ("old_bytes", stats.mature_bytes as u64),
        ("large_bytes", stats.large_bytes as u64),
        ("held_bytes", stats.held_bytes as u64),
        ("peak_held_bytes", stats.peak_held_bytes as u64),
        ("promoted_objects", stats.promoted_objects),
        ("promoted_bytes", stats.promoted_bytes),
        ("survived_objects", stats.survived_objects),
        ("remembered_objects", stats.remembered as u64),
    ];
    if argc > 0
        && let Some(key) = vm.arg(0).as_symbol()
    {
        let text = vm.symbols.text(key).into_owned();
        return match rows.iter().find(|row| row.0 == text) {
            Some(row) => {
                let vm: &'v Vm = vm;
                Ok(vm.int(row.1 as i64))
            }
            None => Err(vm.argument_error(format!("unknown key: {text}"))),
        };
    }
    let vm: &'v Vm = vm;
    let hash = vm.new_hash(rows.len()).map_err(|e| vm.too_big(e))?;
    for (name, number) in rows {
        let stored = vm.hash_set(hash, Value::symbol(vm.intern(name)), vm.int(number as i64));
        stored.map_err(|e| vm.set_error(e))?;
    }
    Ok(hash.value())
}

fn stress<'w>(vm: &'w Vm, _args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(vm.is_stressed()))
}

fn set_stress<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let on = vm.arg(0).truthy();
    vm.switch_stress(on);
    Ok(vm.arg(0))
}

/// `GC.config(tenure_age: n)`; returns the settings.
fn config<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    if argc > 0
        && let Some(options) = vm.arg(0).as_hash()
    {
        let key = Value::symbol(vm.intern("tenure_age"));
        let age = vm.hash_get(options, key).ok().flatten().map(|v| v.as_int());
        match age {
            Some(Some(age)) if (0..=6).contains(&age) => vm.set_tenure_age(age as u8),
            Some(_) => return Err(vm.argument_error("tenure_age must be an Integer from 0 to 6")),
            None => {}
        }
    }
    let vm: &'v Vm = vm;
    let hash = vm.new_hash(1).map_err(|e| vm.too_big(e))?;
    let age = Value::fixnum(i64::from(vm.heap.config().tenure_age));
    vm.hash_set(hash, Value::symbol(vm.intern("tenure_age")), age)
        .map_err(|e| vm.set_error(e))?;
    Ok(hash.value())
}

/// The fields of `ObjectSpace::Header` as an Array, nil for immediates.
fn header<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let value = args[0];
    let Some(info) = vm.object_info(value) else {
        return Ok(Value::NIL);
    };

    let flags: Result<Vec<Value<'_>>, Stop> = info
        .flags
        .iter()
        .map(|flag| Ok(Value::symbol(vm.intern(flag))))
        .collect();
    let flags = vm.array_from(&flags?).map_err(|e| vm.too_big(e))?;
    let values = [
        vm.class_object(vm.class_of(value)),
        Value::fixnum(info.fields as i64),
        Value::symbol(vm.intern(info.zone.name())),
        Value::fixnum(i64::from(info.age)),
        flags.value(),
        Value::fixnum(info.header_bytes as i64),
        vm.int(info.address as i64),
    ];
    Ok(vm.array_from(&values).map_err(|e| vm.too_big(e))?.value())
}
