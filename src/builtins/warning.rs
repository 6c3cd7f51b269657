//! Warning: the switches of the categories, and what kernel Ruby warns of.
//!
//! Owns the rows under `Warning[]` and `trace_var`; the categories and traces
//! are the vm's. What a warning goes through is kernel Ruby.

use crate::natives;
use crate::object::{Value, known};
use crate::vm::natives::Args;
use crate::vm::warn::{CATEGORIES, Category};
use crate::vm::{Outcome, Vm};

natives! {
    pub static ROWS;
    warning_categories: "Warning." ["categories"] 0 shared categories;
    warning_told: "Warning." ["__told?"] 1 shared told [private];
    kernel_deprecated: "Kernel" ["__deprecated"] 1 exclusive deprecated [private];
    kernel_traces: "Kernel" ["__global_traces"] 1 exclusive traces [private];
    warning_tell: "Warning." ["__tell"] 2 exclusive tell [private];
}

/// `Warning.warn` is its instance method, so that what extends the module
/// comes first.
pub fn install(vm: &mut Vm) {
    let module = vm.class_object(known::WARNING);
    if let Some(singleton) = vm.singleton_class(module) {
        vm.include(singleton, known::WARNING);
    }
}

fn categories<'w>(vm: &'w Vm, _args: &Args<'w>) -> Outcome<'w> {
    let names = CATEGORIES.iter();
    let names: Vec<Value<'_>> = names
        .map(|(_, name)| Value::symbol(vm.intern(name)))
        .collect();
    Ok(vm.array_from(&names).map_err(|e| vm.too_big(e))?.value())
}

fn category(vm: &Vm, value: Value<'_>) -> Option<Category> {
    Category::named(vm.symbols.name(value.as_symbol()?))
}

fn told<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let told = category(vm, args[0]).is_some_and(|category| vm.tells_of(category));
    Ok(Value::bool(told))
}

fn tell<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let on = vm.arg(1).truthy();
    if let Some(category) = category(vm, vm.arg(0)) {
        vm.tell_of(category, on);
    }
    Ok(vm.arg(1))
}

/// Tells the program that something it uses will go away.
fn deprecated<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let message = vm
        .arg(0)
        .as_string()
        .map(|text| text.to_text().into_owned());
    vm.warn_of(Category::Deprecated, &message.unwrap_or_default())?;
    Ok(Value::NIL)
}

fn traces<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let name = vm.name_of(vm.arg(0))?;
    vm.global_traces(name)
}
