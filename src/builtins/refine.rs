//! Refinements: `refine`, `using`, the class Refinement.

use crate::natives;
use crate::object::{ClassId, ClassKind, Value, known, sym};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

use super::arg::fit;

natives! {
    pub static ROWS;
    module_refine:           "Module"     ["refine"]         1  exclusive refine [private];
    module_using:            "Module"     ["using"]          1  exclusive using [private];
    main_using:              -                               1  exclusive main_using;
    module_refinements:      "Module"     ["refinements"]    0  shared refinements;
    module_used_modules:     "Module."    ["used_modules"]   0  exclusive used_modules;
    module_used_refinements: "Module."    ["used_refinements"] 0 exclusive used_refinements;
    refinement_target:       "Refinement" ["target"]         0  shared target;
    refinement_import:       "Refinement" ["import_methods"] 0.. exclusive import_methods [private];
}

/// What the table cannot say: `using` of main, no `refine` in classes, and
/// refinements cannot be mixed in.
pub fn install(vm: &mut Vm) {
    vm.define_on_main("main_using", "using", true);
    let refine = vm.intern("refine");
    let _ = vm.undefine(known::CLASS, refine);
    for name in [
        sym::APPEND_FEATURES,
        sym::PREPEND_FEATURES,
        sym::EXTEND_OBJECT,
    ] {
        let _ = vm.undefine(known::REFINEMENT, name);
    }
}

fn refine<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    if !vm.has_block() {
        return Err(vm.argument_error("no block given"));
    }
    if !vm.has_block_literal() {
        return Err(vm.argument_error("can't pass a Proc as a block to Module#refine"));
    }
    match vm.as_class(vm.arg(0)) {
        Some(target) => vm.refine(target),
        None => {
            let class = vm.class_name_of(vm.arg(0));
            Err(vm.type_error(format!(
                "wrong argument type {class} (expected Class or Module)"
            )))
        }
    }
}

/// The argument of `using`: a module that is no refinement.
fn module_to_use(vm: &Vm, value: Value<'_>) -> Result<ClassId, Stop> {
    let module = vm.as_class(value).filter(|&class| vm.is_module(class));
    match module {
        Some(class) if vm.refinement_info(class).is_some() => {
            Err(vm.argument_error("refinement object is not allowed"))
        }
        Some(class) => Ok(class),
        None => {
            let class = vm.class_name_of(value);
            Err(vm.type_error(format!("wrong argument type {class} (expected Module)")))
        }
    }
}

fn using<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let module = module_to_use(vm, vm.arg(0))?;
    vm.using(module, "Module#using is not permitted in methods")?;
    Ok(vm.this())
}

fn main_using<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let module = module_to_use(vm, vm.arg(0))?;
    vm.using(module, "main.using is permitted only at toplevel")?;
    Ok(vm.this())
}

fn objects<'v>(vm: &'v Vm, classes: Vec<ClassId>) -> Outcome<'v> {
    let values: Vec<Value<'v>> = classes.into_iter().map(|c| vm.class_object(c)).collect();
    Ok(fit(vm, vm.array_from(&values))?.value())
}

fn refinements<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let module = vm.as_class(args.this).expect("a method of Module");
    objects(vm, vm.module_refinements(module))
}

fn used_modules<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let mut modules = Vec::new();
    for refinement in vm.used_refinements().into_iter().rev() {
        let module = vm.refinement_info(refinement).map(|info| info.module);
        if let Some(module) = module.filter(|module| !modules.contains(module)) {
            modules.push(module);
        }
    }
    objects(vm, modules)
}

fn used_refinements<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let used = vm.used_refinements();
    objects(vm, used)
}

fn target<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let info = vm
        .as_class(args.this)
        .and_then(|class| vm.refinement_info(class));
    Ok(info.map_or(Value::NIL, |info| vm.class_object(info.target)))
}

fn import_methods<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    for index in 0..argc {
        let module = imported(vm, index)?;
        if vm.classes.ancestors(module).len() > 1 {
            let text = vm.class_text(module);
            vm.warn(&format!(
                "{text} has ancestors, but Refinement#import_methods doesn't import their methods"
            ))?;
        }
    }
    for index in 0..argc {
        let module = imported(vm, index)?;
        vm.import_methods(module)?;
    }
    Ok(vm.this())
}

/// A module whose methods a refinement takes.
fn imported(vm: &Vm, index: usize) -> Result<ClassId, Stop> {
    let value = vm.arg(index);
    let module = vm
        .as_class(value)
        .filter(|&class| vm.classes.get(class).kind == ClassKind::Module);
    module.ok_or_else(|| {
        let class = vm.class_name_of(value);
        vm.type_error(format!("wrong argument type {class} (expected Module)"))
    })
}
