//! Proc, Method and UnboundMethod.

use crate::natives;
use crate::object::{Value, known};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

natives! {
    pub static ROWS;
    proc_call:        "Proc" ["call", "()", "yield", "===", "[]"] 0.. special ProcCall;
    proc_new:         "Proc." ["new"]          0..  exclusive new;
    proc_to_proc:     "Proc" ["to_proc"]       0    shared itself;
    proc_is_lambda:   "Proc" ["lambda?"]       0    shared is_lambda;
    proc_arity:       "Proc" ["arity"]         0    shared arity;
    proc_parameters:  "Proc" ["parameters"]    0..1 shared parameters;
    proc_location:    "Proc" ["source_location"] 0  shared location;
    proc_inspect:     "Proc" ["inspect", "to_s"] 0  shared inspect;
    proc_eql:         "Proc" ["==", "eql?"]    1    shared eql;
    proc_dup:         "Proc" ["dup", "clone"]  0    shared itself;
    symbol_to_proc:   "Symbol" ["to_proc"]     0    shared symbol_to_proc;
    kernel_method:    "Kernel" ["method", "public_method"] 1 exclusive method;
    kernel_singleton_method: "Kernel" ["singleton_method"] 1 exclusive method;
    method_call:      "Method" ["call", "()", "===", "[]"] 0.. special MethodCall;
    method_to_proc:   "Method" ["to_proc"]     0    shared method_to_proc;
    method_name:      "Method" ["name"]        0    shared method_name;
    method_owner:     "Method" ["owner"]       0    shared method_owner;
    method_receiver:  "Method" ["receiver"]    0    shared method_receiver;
    method_original:  "Method" ["original_name"] 0  shared method_original_name;
    method_arity:     "Method" ["arity"]       0    shared method_arity;
    method_parameters: "Method" ["parameters"] 0    shared method_parameters;
    method_location:  "Method" ["source_location"] 0 shared method_location;
    method_unbind:    "Method" ["unbind"]      0    shared method_unbind;
    method_inspect:   "Method" ["inspect", "to_s"] 0 shared method_inspect;
    method_eql:       "Method" ["==", "eql?"]  1    shared method_eql;
    proc_as_lambda:   "Proc" ["__as_lambda"]   1    shared as_lambda [private];
    unbound_original: "UnboundMethod" ["original_name"] 0 shared method_original_name;
    unbound_name:     "UnboundMethod" ["name"] 0    shared method_name;
    unbound_owner:    "UnboundMethod" ["owner"] 0   shared method_owner;
    unbound_arity:    "UnboundMethod" ["arity"] 0   shared method_arity;
    unbound_parameters: "UnboundMethod" ["parameters"] 0 shared method_parameters;
    unbound_location: "UnboundMethod" ["source_location"] 0 shared method_location;
    unbound_inspect:  "UnboundMethod" ["inspect", "to_s"] 0 shared method_inspect;
    unbound_bind:     "UnboundMethod" ["bind"] 1    shared bind;
    unbound_bind_call: "UnboundMethod" ["bind_call"] 1.. exclusive bind_call;
}

fn new<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    if !vm.has_block() {
        return Err(vm.argument_error("tried to create Proc object without a block"));
    }
    Ok(vm.block_proc())
}

fn itself<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(args.this)
}

fn is_lambda<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let proc_ = args.this.as_proc();
    Ok(Value::bool(proc_.is_some_and(|p| p.is_lambda())))
}

fn arity<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::fixnum(vm.proc_arity(args.this)))
}

fn parameters<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let lambda = args.get(0).and_then(|v| v.as_hash()).and_then(|options| {
        let key = Value::symbol(vm.intern("lambda"));
        vm.hash_get(options, key).ok().flatten()
    });
    vm.proc_parameters(args.this, lambda.map(|v| v.truthy()))
}

fn location<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.proc_location(args.this)
}

fn inspect<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let Some(proc_) = args.this.as_proc() else {
        return Ok(Value::NIL);
    };
    let mut text = vm.any_to_s(args.this);
    text.pop();
    if proc_.is_indirect() {
        if let Some(symbol) = proc_.extra().as_symbol() {
            text.push_str(&format!("(&:{})", vm.symbols.text(symbol)));
        }
    } else if let Some((file, line)) = vm.proc_source(args.this) {
        text.push_str(&format!(" {file}:{line}"));
    }
    if proc_.is_lambda() {
        text.push_str(" (lambda)");
    }
    text.push('>');
    Ok(vm.string(&text))
}

fn eql<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(vm.same_proc(args.this, args[0])))
}

/// The argument, a lambda if the receiver is one.
fn as_lambda<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let lambda = args.this.as_proc().is_some_and(|p| p.is_lambda());
    Ok(if lambda {
        vm.lambda_of(args[0])
    } else {
        args[0]
    })
}

fn symbol_to_proc<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.indirect_proc(args.this))
}

fn method<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let name = vm.name_of(vm.arg(0))?;
    let this = vm.this().word();
    vm.method_object(this, name)
}

fn method_to_proc<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.indirect_proc(args.this))
}

/// The view of the receiver, which is a Method or UnboundMethod.
fn this<'w>(vm: &Vm, args: &Args<'w>) -> Result<crate::object::MethodObject<'w>, Stop> {
    args.this
        .as_method()
        .ok_or_else(|| vm.type_error("not a method object"))
}

fn method_name<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::symbol(this(vm, args)?.name()))
}

fn method_original_name<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::symbol(
        vm.method_entry(this(vm, args)?).original_name,
    ))
}

fn method_owner<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.class_object(vm.method_entry(this(vm, args)?).owner))
}

fn method_receiver<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(this(vm, args)?.receiver())
}

fn method_arity<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::fixnum(
        vm.entry_arity(vm.method_entry(this(vm, args)?)),
    ))
}

fn method_parameters<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.entry_parameters(vm.method_entry(this(vm, args)?))
}

fn method_location<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.entry_location(vm.method_entry(this(vm, args)?))
}

fn method_unbind<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let method = this(vm, args)?;
    Ok(vm.unbound_method(method.entry(), method.class(), method.name()))
}

fn method_inspect<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let method = this(vm, args)?;
    let entry = vm.method_entry(method);
    let unbound = vm.class_of(args.this) == known::UNBOUND_METHOD;
    let kind = if unbound { "UnboundMethod" } else { "Method" };
    let place = vm
        .entry_source(entry)
        .map_or(String::new(), |(file, line)| format!(" {file}:{line}"));
    let text = format!(
        "#<{kind}: {}{}{place}>",
        vm.method_label(entry),
        vm.parameter_text(entry)
    );
    Ok(vm.string(&text))
}

fn method_eql<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let method = this(vm, args)?;
    let same = args[0].as_method().is_some_and(|other| {
        other.receiver() == method.receiver()
            && vm.method_entry(other).id == vm.method_entry(method).id
    });
    Ok(Value::bool(same))
}

/// Whether an unbound method fits an object.
fn check_bind(vm: &Vm, method: crate::object::MethodObject<'_>, to: Value<'_>) -> Result<(), Stop> {
    let owner = vm.method_entry(method).owner;
    let is_module = vm.classes.get(owner).kind == crate::object::ClassKind::Module;
    if is_module || vm.is_a(to, owner) {
        return Ok(());
    }
    Err(vm.type_error(format!(
        "bind argument must be an instance of {}",
        vm.class_text(owner)
    )))
}

fn bind<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let method = this(vm, args)?;
    check_bind(vm, method, args[0])?;
    Ok(vm.bound_method(method, args[0]))
}

fn bind_call<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    {
        let Some(method) = vm.this().as_method() else {
            return Err(vm.type_error("not a method object"));
        };
        check_bind(vm, method, vm.arg(0))?;
    }
    vm.call_unbound(argc)
}
