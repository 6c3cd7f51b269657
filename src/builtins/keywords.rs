//! `ruby2_keywords`: methods that pass keywords on in the last element of `*args`.
//!
//! Owns the methods that set and show the two marks: on a function, and on a
//! Hash that was made of keywords. `vm/args.rs` gives them their meaning.

use crate::natives;
use crate::object::{MethodBody, Value, known};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Vm};

use super::arg;

natives! {
    pub static ROWS;
    module_ruby2_keywords: "Module" ["ruby2_keywords"] 1.. exclusive ruby2_keywords [private];
    hash_is_keywords: "Hash." ["ruby2_keywords_hash?"] 1 shared is_keywords;
    hash_as_keywords: "Hash." ["ruby2_keywords_hash"] 1 shared as_keywords;
}

fn ruby2_keywords<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    let owner = vm.as_class(vm.this()).unwrap_or(known::OBJECT);
    for index in 0..argc {
        let name = vm.method_name(vm.arg(index).word())?;
        let found = vm.find_for_module(owner, name);
        let Some(id) = found else {
            return Err(vm.undefined_method_for_class(owner, name));
        };
        let entry = vm.methods.get(id);
        if entry.owner != owner {
            let text = vm.symbols.text(name);
            let message = format!(
                "undefined method '{text}' for class '{}'",
                vm.class_text(owner)
            );
            return Err(vm.name_error(message, vm.this(), name));
        }
        if let MethodBody::Code(function) = entry.body.get() {
            vm.mark_keyword_rest(function);
        }
    }
    Ok(Value::NIL)
}

fn hash<'w>(vm: &'w Vm, args: &Args<'w>) -> Result<crate::object::Hash<'w>, crate::vm::Stop> {
    args[0]
        .as_hash()
        .ok_or_else(|| vm.conversion_error(args[0], "Hash"))
}

fn is_keywords<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(hash(vm, args)?.is_keywords()))
}

fn as_keywords<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let copy = vm.hash_copy(hash(vm, args)?, known::HASH);
    let copy = arg::fit(vm, copy)?;
    copy.set_keywords();
    Ok(copy.value())
}
