//! `eval`, `binding` and the class Binding.

use crate::natives;
use crate::object::{Sym, Value};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

use super::arg::fit;
use super::object::symbols;

natives! {
    pub static ROWS;
    kernel_eval:            "Kernel"  ["eval"]            1..4 exclusive eval [private];
    kernel_eval_single:     "Kernel." ["eval"]            1..4 exclusive eval;
    kernel_binding:         "Kernel"  ["binding"]         0    exclusive binding [private];
    kernel_binding_single:  "Kernel." ["binding"]         0    exclusive binding;
    kernel_local_variables: "Kernel"  ["local_variables"] 0    exclusive local_variables [private];
    proc_binding:           "Proc"    ["binding"]         0    exclusive proc_binding;
    binding_eval:           "Binding" ["eval"]            1..3 exclusive binding_eval;
    binding_locals:         "Binding" ["local_variables"] 0    shared binding_locals;
    binding_get:            "Binding" ["local_variable_get"] 1 exclusive binding_get;
    binding_set:            "Binding" ["local_variable_set"] 2 exclusive binding_set;
    binding_defined:        "Binding" ["local_variable_defined?"] 1 shared binding_defined;
    binding_receiver:       "Binding" ["receiver"]        0    shared binding_receiver;
    binding_location:       "Binding" ["source_location"] 0    shared binding_location;
    binding_dup:            "Binding" ["dup", "clone"]    0    shared binding_dup;
}

fn eval<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    let place = vm.eval_place();
    let mut text = vm.eval_text_at(0, 2, argc, place)?;
    let given = argc > 1 && !vm.arg(1).is_nil();
    text.bound = given;
    if given && vm.arg(1).as_binding().is_none() {
        let class = vm.class_name_of(vm.arg(1));
        return Err(vm.type_error(format!("wrong argument type {class} (expected binding)")));
    }
    let binding = if given {
        vm.arg(1).word()
    } else {
        vm.caller_binding()?.word()
    };
    let binding = vm.protect_word(binding);
    let word = vm.eval_in(binding, &text)?;
    Ok(vm.word(word))
}

fn binding<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    vm.caller_binding()
}

fn local_variables<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let names = vm.caller_locals();
    symbols(vm, &names)
}

fn proc_binding<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    vm.proc_binding()
}

fn binding_eval<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    let mut text = vm.eval_text(0, argc)?;
    text.bound = true;
    let binding = vm.this_handle();
    let word = vm.eval_in(binding, &text)?;
    Ok(vm.word(word))
}

fn binding_locals<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    symbols(vm, &vm.binding_locals(args.this))
}

/// The name of a local variable.
fn local_name(vm: &Vm, name: Value<'_>, binding: Value<'_>) -> Result<Sym, Stop> {
    let name = vm.name_of(name)?;
    let text = vm.symbols.text(name);
    let mut chars = text.chars();
    let begins = chars
        .next()
        .is_some_and(|c| c == '_' || c.is_lowercase() || (!c.is_ascii() && !c.is_uppercase()));
    if begins && chars.all(|c| c == '_' || c.is_alphanumeric() || !c.is_ascii()) {
        return Ok(name);
    }
    let shown = vm.any_to_s(binding);
    let message = format!("wrong local variable name '{text}' for {shown}");
    Err(vm.name_error(message, binding, name))
}

fn binding_get<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let vm: &'v Vm = vm;
    let binding = vm.this();
    let name = local_name(vm, vm.arg(0), binding)?;
    match vm.binding_get(binding, name)? {
        Some(value) => Ok(value),
        None => {
            let (text, shown) = (vm.symbols.text(name), vm.any_to_s(binding));
            let message = format!("local variable '{text}' is not defined for {shown}");
            Err(vm.name_error(message, binding, name))
        }
    }
}

fn binding_set<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let name = local_name(vm, vm.arg(0), vm.this())?;
    let (binding, value) = (vm.this_handle(), vm.arg_handle(1));
    vm.binding_set(binding, name, value)?;
    Ok(vm.get(value))
}

fn binding_defined<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let name = local_name(vm, args[0], args.this)?;
    Ok(Value::bool(vm.binding_has(args.this, name)))
}

fn binding_receiver<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let binding = args.this.as_binding();
    Ok(binding.map_or(Value::NIL, |binding| binding.parts().self_value))
}

fn binding_location<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let Some(binding) = args.this.as_binding() else {
        return Ok(Value::NIL);
    };
    let parts = binding.parts();
    let pair = [parts.file, Value::fixnum(parts.line as i64)];
    Ok(fit(vm, vm.array_from(&pair))?.value())
}

fn binding_dup<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(args.this.as_binding().map_or(args.this, |binding| {
        vm.new_binding(&binding.parts()).value()
    }))
}
