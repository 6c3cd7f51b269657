//! Symbol: names as values. Most methods go through the String in Ruby.

use crate::natives;
use crate::object::{Encoding, Value, encoding, inspect};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

use super::arg;

natives! {
    pub static ROWS;
    symbol_to_s: "Symbol" ["to_s", "id2name"] 0 shared to_s;
    symbol_name: "Symbol" ["name"] 0 shared name;
    symbol_inspect: "Symbol" ["inspect"] 0 shared inspect_;
    symbol_to_sym: "Symbol" ["to_sym"] 0 shared to_sym;
    symbol_size: "Symbol" ["length", "size"] 0 shared size;
    symbol_empty: "Symbol" ["empty?"] 0 shared is_empty;
    symbol_cmp: "Symbol" ["<=>"] 1 shared cmp;
    symbol_hash: "Symbol" ["hash"] 0 shared super::integer::hash;
}

fn parts<'w>(vm: &'w Vm, args: &Args<'w>) -> (&'w [u8], Encoding) {
    let symbol = args.this.as_symbol().expect("a method of Symbol");
    encoding::symbol_parts(vm.symbols.name(symbol))
}

fn text<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let (bytes, encoding) = parts(vm, args);
    Ok(arg::fit(vm, vm.new_string_in(bytes, encoding))?.value())
}

fn to_s<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    text(vm, args)
}

fn name<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let name = text(vm, args)?;
    vm.freeze(name);
    vm.mark_interned(name);
    Ok(name)
}

fn inspect_<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let mut out = Vec::new();
    let symbol = args.this.as_symbol().expect("a method of Symbol");
    inspect::symbol(vm.symbols.name(symbol), &mut out);
    arg::shown(vm, &out)
}

fn to_sym<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(args.this)
}

fn size<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let (bytes, encoding) = parts(vm, args);
    Ok(Value::fixnum(
        encoding::chars(bytes, encoding).count() as i64
    ))
}

fn is_empty<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(parts(vm, args).0.is_empty()))
}

fn cmp<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    match args[0].as_symbol() {
        Some(other) => Ok(Value::fixnum(
            parts(vm, args)
                .0
                .cmp(encoding::symbol_parts(vm.symbols.name(other)).0) as i64,
        )),
        None => Ok(Value::NIL),
    }
}

/// The name that a Symbol or String argument means.
pub(super) fn name_of(vm: &Vm, value: Value<'_>) -> Result<crate::object::Sym, Stop> {
    vm.name_of(value)
}
