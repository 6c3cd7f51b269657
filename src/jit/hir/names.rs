//! Names for listings of what nodes point to. Besides the builder's source the
//! only file here that follows raw pointers.

use crate::bytecode::code::Site;
use crate::heap::{ShapeId, Word};
use crate::object::ClassId;
use crate::object::kinds::Kinds;
use crate::object::shape::fixed;
use crate::vm::Vm;
use crate::vm::function::{ConstSite, Function};
use crate::vm::natives::NativeRow;

/// `name (file:line)` of a function.
pub(super) fn function(vm: Option<&Vm>, function: *const Function) -> String {
    let Some(vm) = vm else {
        return "function".to_owned();
    };
    // SAFETY: V3: a graph names living functions until the next safe point.
    let function = unsafe { &*function };
    vm.function_name(function)
}

/// An instruction of a function, with the name that its site calls.
pub(super) fn instruction(function: *const Function, pc: u32) -> String {
    // SAFETY: V3: as above.
    let function = unsafe { &*function };
    let (Some(code), Some(linked)) = (function.code(), function.unit()) else {
        return format!("op {pc}");
    };
    let Some(insn) = code.insns().get(pc as usize).copied() else {
        return format!("op {pc}");
    };
    let site = insn.operands().find(|(_, kind, _)| kind.is_send_site());
    let site = site.and_then(|(_, _, number)| code.sites.get(number as usize));
    match site {
        Some(Site::Send(site)) => {
            let name = String::from_utf8_lossy(linked.unit.symbol(site.name));
            format!("op {} {name}:", insn.op.mnemonic())
        }
        _ => format!("op {}:", insn.op.mnemonic()),
    }
}

/// The name of a primitive.
pub(super) fn row(row: *const NativeRow) -> &'static str {
    // SAFETY: V3: rows live as long as the vm.
    unsafe { (*row).name }
}

/// The name of a constant.
pub(super) fn constant(vm: Option<&Vm>, site: *const ConstSite) -> String {
    let Some(vm) = vm else {
        return "constant".to_owned();
    };
    // SAFETY: V3: sites live as long as their function.
    let name = unsafe { (*site).name };
    vm.world().symbols.text(name).into_owned()
}

/// A shape by its class and variables.
pub(super) fn shape(vm: Option<&Vm>, shape: ShapeId) -> String {
    let Some(vm) = vm else {
        return format!("shape {}", shape.0);
    };
    let world = vm.world();
    let mut text = class(Some(vm), world.shapes.class(shape));
    if shape.0 >= fixed::COUNT {
        for name in world.shapes.names(shape) {
            text.push(' ');
            text.push_str(&world.symbols.text(name));
        }
    }
    text
}

/// A class by its name.
pub(super) fn class(vm: Option<&Vm>, class: ClassId) -> String {
    let Some(vm) = vm else {
        return format!("class {}", class.0);
    };
    let world = vm.world();
    match world.class_name(class) {
        Some(name) => world.symbols.text(name).into_owned(),
        None => match world
            .as_class(world.attached(class))
            .and_then(|of| world.class_name(of))
        {
            Some(name) => format!("class of {}", world.symbols.text(name)),
            None => "a class".to_owned(),
        },
    }
}

/// A constant word: immediates as Ruby writes them, objects by their kind.
pub(super) fn word(vm: Option<&Vm>, word: Word) -> String {
    if let Some(number) = word.as_int() {
        return number.to_string();
    }
    if let Some(number) = word.as_flonum() {
        return format!("{number:?}");
    }
    if let (Some(id), Some(vm)) = (word.as_symbol(), vm) {
        return format!(":{}", vm.world().symbols.text(crate::object::Sym(id)));
    }
    match word {
        Word::NIL => "nil".to_owned(),
        Word::TRUE => "true".to_owned(),
        Word::FALSE => "false".to_owned(),
        Word::UNDEF => "undef".to_owned(),
        word => format!("<{}>", kinds(Kinds::of(word))),
    }
}

/// A set of kinds.
pub(super) fn kinds(set: Kinds) -> String {
    const SHORT: &[(Kinds, &str)] = &[
        (Kinds::FLOAT, "float"),
        (Kinds::BOOL, "bool"),
        (Kinds::HEAP, "heap"),
    ];
    if set == Kinds::ANY {
        return "any".to_owned();
    }
    if set == Kinds::EMPTY {
        return "nothing".to_owned();
    }
    let mut left = set;
    let mut names = Vec::new();
    for &(part, name) in SHORT.iter().rev().chain(Kinds::NAMES) {
        if part.within(left) {
            names.push(name);
            left = Kinds(left.0 & !part.0);
        }
    }
    names.join("|")
}
