//! Proc, Method and UnboundMethod.

use crate::heap::Word;
use crate::natives;
use crate::object::{ClassKind, MethodBody, MethodId, MethodParts, Value, known, sym};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

natives! {
    pub static ROWS;
    proc_call:        "Proc" ["call", "()", "yield", "===", "[]"] 0.. special ProcCall;
    proc_new:         "Proc." ["new"]          0..  exclusive new;
    proc_to_proc:     "Proc" ["to_proc"]       0    shared itself;
    kernel_takes_pair: "Kernel" ["__takes_pair?"] 0   exclusive takes_pair [private];
    proc_is_lambda:   "Proc" ["lambda?"]       0    shared is_lambda;
    proc_arity:       "Proc" ["arity"]         0    exclusive arity;
    proc_parameters:  "Proc" ["__parameters"]  1   exclusive parameters [private];
    proc_location:    "Proc" ["source_location"] 0  shared location;
    proc_inspect:     "Proc" ["inspect", "to_s"] 0  shared inspect;
    proc_eql:         "Proc" ["==", "eql?"]    1    shared eql;
    proc_dup:         "Proc" ["__copy"]        0    shared copy [private];
    symbol_to_proc:   "Symbol" ["to_proc"]     0    shared symbol_to_proc;
    kernel_method:    "Kernel" ["method"]      1    exclusive method;
    kernel_public_method: "Kernel" ["public_method"] 1 exclusive public_method;
    kernel_singleton_method: "Kernel" ["__singleton_method"] 1 exclusive singleton_method [private];
    method_call:      "Method" ["call", "()", "===", "[]"] 0.. special MethodCall;
    method_to_proc:   "Method" ["to_proc"]     0    shared method_to_proc;
    method_receiver:  "Method" ["receiver"]    0    shared method_receiver;
    method_unbind:    "Method" ["unbind"]      0    shared method_unbind;
    method_name:      -                        0    shared method_name;
    method_owner:     -                        0    shared method_owner;
    method_class:     -                        0    shared method_class;
    method_home:      -                        0    shared method_home;
    method_original:  -                        0    shared method_original_name;
    method_arity:     -                        0    exclusive method_arity;
    method_parameters: -                       0    exclusive method_parameters;
    method_location:  -                        0    shared method_location;
    method_super:     -                        0    shared method_super;
    method_eql:       -                        1    exclusive method_eql;
    method_hash:      -                        0    exclusive method_hash;
    method_copy:      -                        0    shared method_copy;
    proc_as_lambda:   "Proc" ["__as_lambda"]   1    shared as_lambda [private];
    proc_hash:        "Proc" ["hash"]          0    shared hash;
    unbound_bind:     "UnboundMethod" ["bind"] 1    shared bind;
}

fn new<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    if !vm.has_block() {
        return Err(vm.argument_error("tried to create Proc object without a block"));
    }
    let class = vm.as_class(vm.this()).expect("a method of a class");
    if class == known::PROC {
        return Ok(vm.block_proc());
    }
    let block = vm.block_proc().word();
    let parts = vm.word(block).as_proc().expect("just made").parts();
    let made = vm.new_proc(class, &parts).value().word();
    let made = vm.protect_word(made);
    let args: Vec<Word> = (0..argc).map(|i| vm.arg(i).word()).collect();
    let this = vm.get(made).word();
    vm.call_words(this, sym::INITIALIZE, &args, block)?;
    Ok(vm.get(made))
}

fn itself<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(args.this)
}

/// Whether the block of the running kernel method is a lambda of two
/// parameters.
fn takes_pair<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let block = vm.frames().nth(1).map(|frame| vm.word(frame.block()));
    let lambda = block.filter(|block| block.as_proc().is_some_and(|p| p.is_lambda()));
    let Some(word) = lambda.map(Value::word) else {
        return Ok(Value::FALSE);
    };
    Ok(Value::bool(vm.proc_arity(word) == 2))
}

fn is_lambda<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let proc_ = args.this.as_proc();
    Ok(Value::bool(proc_.is_some_and(|p| p.is_lambda())))
}

fn arity<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let this = vm.this().word();
    Ok(Value::fixnum(vm.proc_arity(this)))
}

/// Parameters as those of a lambda, a plain proc, or (nil) what it is.
fn parameters<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let (this, lambda) = (vm.this().word(), vm.arg(0));
    let lambda = (!lambda.is_nil()).then(|| lambda.truthy());
    vm.proc_parameters(this, lambda)
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

fn hash<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::fixnum((vm.proc_hash(args.this) >> 2) as i64))
}

/// Another Proc of the same class, code and variables.
fn copy<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let Some(proc_) = args.this.as_proc() else {
        return Ok(args.this);
    };
    Ok(vm.new_proc(vm.class_of(args.this), &proc_.parts()).value())
}

fn eql<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(vm.same_proc(args.this, args[0])))
}

/// The argument as a lambda.
fn as_lambda<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.lambda_of(args[0]))
}

fn symbol_to_proc<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.indirect_proc(args.this))
}

fn method<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let (this, name) = (vm.this().word(), vm.name_of(vm.arg(0))?);
    vm.method_object(this, name, false)
}

fn public_method<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let (this, name) = (vm.this().word(), vm.name_of(vm.arg(0))?);
    vm.method_object(this, name, true)
}

fn singleton_method<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let (this, name) = (vm.this().word(), vm.name_of(vm.arg(0))?);
    vm.singleton_method(this, name)
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

/// The entry behind the receiver of an exclusive primitive.
fn this_entry(vm: &Vm) -> Result<MethodId, Stop> {
    let method = vm.this().as_method();
    let method = method.ok_or_else(|| vm.type_error("not a method object"))?;
    Ok(method.entry())
}

fn method_arity<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let id = this_entry(vm)?;
    Ok(Value::fixnum(vm.entry_arity(vm.entry(id))))
}

fn method_parameters<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let id = this_entry(vm)?;
    vm.entry_parameters(vm.entry(id))
}

fn method_class<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(this(vm, args)?.class())
}

/// Where the method was first defined: copies under other names or with other
/// visibility keep that.
fn method_home<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let entry = vm.method_entry(this(vm, args)?);
    Ok(vm.class_object(entry.defined_in))
}

fn method_super<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.super_method(this(vm, args)?))
}

fn method_copy<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let method = this(vm, args)?;
    Ok(vm
        .new_method_object(&MethodParts {
            receiver: method.receiver(),
            class: method.class(),
            name: method.name(),
            entry: method.entry(),
        })
        .value())
}

fn method_location<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.entry_location(vm.method_entry(this(vm, args)?))
}

fn method_unbind<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let method = this(vm, args)?;
    Ok(vm.unbound_method(method.entry(), method.class(), method.name()))
}

fn method_eql<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let id = this_entry(vm)?;
    let other = match (vm.this().as_method(), vm.arg(0).as_method()) {
        (Some(a), Some(b)) if a.receiver() == b.receiver() => {
            // Those that `method_missing` answers for have no body.
            if vm.methods.get(id).body.get() == MethodBody::Undefined && a.name() != b.name() {
                return Ok(Value::FALSE);
            }
            b.entry()
        }
        _ => return Ok(Value::FALSE),
    };
    Ok(Value::bool(vm.same_definition(id, other)))
}

fn method_hash<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let id = this_entry(vm)?;
    let definition = vm.definition_hash(id);
    let receiver = vm.this().as_method().map_or(Value::NIL, |m| m.receiver());
    let receiver = if receiver.is_undef() {
        0
    } else {
        vm.identity_hash(receiver)
    };
    Ok(Value::fixnum(((definition ^ receiver) >> 2) as i64))
}

/// Whether an unbound method fits an object.
fn check_bind(vm: &Vm, method: crate::object::MethodObject<'_>, to: Value<'_>) -> Result<(), Stop> {
    let owner = vm.method_entry(method).owner;
    let kind = vm.classes.get(owner).kind;
    if kind == ClassKind::Module || vm.is_a(to, owner) {
        return Ok(());
    }
    if kind == ClassKind::Singleton {
        return Err(vm.type_error("singleton method called for a different object"));
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
