//! `ruby2_keywords`: methods that pass keywords on in the last element of `*args`.
//!
//! Owns the methods that set and show the two marks: on a function, and on a
//! Hash that was made of keywords. `vm/args.rs` gives them their meaning.

use crate::natives;
use crate::object::{Hash, Value, known};
use crate::vm::args::Marked;
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

use super::arg;

natives! {
    pub static ROWS;
    module_ruby2_keywords: "Module" ["ruby2_keywords"] 1.. exclusive ruby2_keywords [private];
    proc_ruby2_keywords: "Proc" ["ruby2_keywords"] 0 exclusive proc_ruby2_keywords;
    hash_is_keywords: "Hash." ["ruby2_keywords_hash?"] 1 shared is_keywords;
    hash_as_keywords: "Hash." ["ruby2_keywords_hash"] 1 shared as_keywords;
}

/// Tells that a mark has no meaning there.
fn skipped(vm: &mut Vm, what: &str, why: &str) -> Result<(), Stop> {
    vm.warn(&format!(
        "Skipping set of ruby2_keywords flag for {what} ({why})"
    ))
}

fn ruby2_keywords<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    vm.check_frozen(vm.this())?;
    let owner = vm.as_class(vm.this()).unwrap_or(known::OBJECT);
    for index in 0..argc {
        let name = vm.method_name(vm.arg(index).word())?;
        let Some(id) = vm.find_for_module(owner, name) else {
            return Err(vm.undefined_method_for_class(owner, name));
        };
        let entry = vm.methods.get(id);
        let why = if entry.owner != owner {
            Some("can only set in method defining module")
        } else {
            match vm.mark_keyword_rest(vm.entry_function(entry)) {
                Marked::Yes => None,
                Marked::NoRest => {
                    Some("method accepts keywords or method does not accept argument splat")
                }
                Marked::NoRuby => Some("method not defined in Ruby"),
            }
        };
        if let Some(why) = why {
            let shown = vm.symbols.text(name).into_owned();
            skipped(vm, &shown, why)?;
        }
    }
    Ok(Value::NIL)
}

fn proc_ruby2_keywords<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    vm.check_frozen(vm.this())?;
    let marked = vm.mark_keyword_rest(vm.proc_function(vm.this()));
    match marked {
        Marked::Yes => {}
        Marked::NoRest => {
            let why = "proc accepts keywords or proc does not accept argument splat";
            skipped(vm, "proc", why)?;
        }
        Marked::NoRuby => skipped(vm, "proc", "proc not defined in Ruby")?,
    }
    Ok(vm.this())
}

fn hash<'w>(vm: &'w Vm, args: &Args<'w>) -> Result<Hash<'w>, Stop> {
    args[0].as_hash().ok_or_else(|| {
        let shown = vm.describe_for_conversion(args[0]);
        vm.type_error(format!("wrong argument type {shown} (expected Hash)"))
    })
}

fn is_keywords<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(hash(vm, args)?.is_keywords()))
}

fn as_keywords<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let copy = vm.hash_copy(hash(vm, args)?, vm.class_of(args[0]));
    let copy = arg::fit(vm, copy)?;
    copy.set_keywords();
    Ok(copy.value())
}
