//! Kernel methods that steer the machine: raise, catch, blocks, exit, files.

use crate::heap::Word;
use crate::natives;
use crate::object::{ClassId, Value, known, sym};
use crate::vm::natives::Args;
use crate::vm::{Handle, Outcome, Stop, Vm};

natives! {
    pub static ROWS;
    kernel_raise:        "Kernel" ["raise", "fail"]     0..  exclusive raise [private];
    kernel_raise_single: "Kernel." ["raise", "fail"]    0..  exclusive raise;
    kernel_catch:        "Kernel" ["catch"]             0..1 exclusive catch [private];
    kernel_catch_single: "Kernel." ["catch"]            0..1 exclusive catch;
    kernel_throw:        "Kernel" ["throw"]             1..2 exclusive throw [private];
    kernel_throw_single: "Kernel." ["throw"]            1..2 exclusive throw;
    kernel_block_given:  "Kernel" ["block_given?"]      0    special BlockGiven [private];
    kernel_proc:         "Kernel" ["proc"]              0    exclusive make_proc [private];
    kernel_lambda:       "Kernel" ["lambda"]            0    exclusive make_lambda [private];
    kernel_send:         "BasicObject" ["__send__"]     0..  special Send;
    kernel_send2:        "Kernel" ["send"]              0..  special Send;
    kernel_public_send:  "Kernel" ["public_send"]       0..  special PublicSend;
    kernel_instance_exec: "BasicObject" ["instance_exec"] 0.. special InstanceExec;
    kernel_instance_eval: "BasicObject" ["instance_eval"] 0.. special InstanceEval;
    kernel_exit:         "Kernel" ["exit"]              0..1 exclusive exit [private];
    kernel_exit_single:  "Kernel." ["exit"]             0..1 exclusive exit;
    kernel_exit_now:     "Kernel" ["exit!"]             0..1 exclusive exit_now [private];
    process_exit:        "Process." ["exit"]            0..1 exclusive exit;
    kernel_at_exit:      "Kernel" ["at_exit"]           0    exclusive at_exit [private];
    kernel_at_exit_single: "Kernel." ["at_exit"]        0    exclusive at_exit;
    kernel_method_name:  "Kernel" ["__method__"]        0    exclusive method_name [private];
    kernel_caller:       "Kernel" ["__caller_texts"]    0    exclusive caller_texts [private];
    kernel_places:       "Kernel" ["__caller_places"]   0    exclusive caller_places [private];
    kernel_absolute:     "Kernel" ["__absolute_path"]   1    shared absolute_path [private];
    kernel_require_relative: "Kernel" ["require_relative"] 1 exclusive require_relative [private];
    kernel_require:      "Kernel" ["require"]           1    exclusive require [private];
    kernel_load:         "Kernel" ["load"]              1..2 exclusive load [private];
    kernel_autoload:     "Kernel" ["autoload"]          2    exclusive autoload [private];
    kernel_is_autoload:  "Kernel" ["autoload?"]         1..2 exclusive is_autoload [private];
    module_autoload:     "Module" ["autoload"]          2    exclusive module_autoload;
    module_is_autoload:  "Module" ["autoload?"]         1..2 exclusive module_is_autoload;
    kernel_dir:          "Kernel" ["__dir__"]           0    exclusive dir [private];
    kernel_sleep:        "Kernel" ["sleep"]             0..1 exclusive sleep [private];
    kernel_sleep_single: "Kernel." ["sleep"]            0..1 exclusive sleep;
    kernel_respond_to:   "Kernel" ["respond_to?"]       1..2 exclusive respond_to;
    kernel_respond_to_missing: "Kernel" ["respond_to_missing?"] 2 shared no [private];
    basic_method_missing: "BasicObject" ["method_missing"] 1.. exclusive method_missing [private];
}

fn no<'w>(_vm: &'w Vm, _args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::FALSE)
}

/// `raise`, in all its forms.
fn raise<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    let mut argc = argc;
    let mut cause: Option<Handle> = None;
    if argc > 0
        && let Some(options) = vm.arg(argc - 1).as_hash()
    {
        let key = Value::symbol(vm.intern("cause"));
        let given = vm.hash_get(options, key).ok().flatten().map(|v| v.word());
        let only_cause = options.len() == 1;
        if let Some(given) = given
            && only_cause
        {
            cause = Some(vm.protect_word(given));
            argc -= 1;
            if argc == 0 {
                return Err(vm.argument_error("only cause is given with no arguments"));
            }
        }
    }
    if argc > 3 {
        let message = format!("wrong number of arguments (given {argc}, expected 0..3)");
        return Err(vm.argument_error(message));
    }
    let exception = make_exception(vm, argc)?;
    if let Some(cause) = cause {
        let cause_value = vm.get(cause);
        if !cause_value.is_nil() && !vm.is_a(cause_value, known::EXCEPTION) {
            return Err(vm.type_error("exception object expected"));
        }
        if vm.get(exception) != cause_value {
            if causes(vm, cause_value).any(|value| value == vm.get(exception)) {
                return Err(vm.argument_error("circular causes"));
            }
            vm.ivar_set(vm.get(exception), sym::H_CAUSE, cause_value);
        }
    }
    if argc > 2 {
        let backtrace = vm.arg_handle(2);
        let name = vm.intern("set_backtrace");
        vm.send(exception, name, &[backtrace])?;
    }
    Err(vm.raise_again(exception))
}

/// An exception's cause, the cause of that, and so on.
fn causes<'w>(vm: &'w Vm, exception: Value<'w>) -> impl Iterator<Item = Value<'w>> {
    let cause = |value: &Value<'w>| {
        let found = vm.ivar_get(*value, sym::H_CAUSE);
        (!found.is_nil()).then_some(found)
    };
    std::iter::successors(cause(&exception), cause)
}

/// The exception that `raise` with these arguments means.
pub(super) fn make_exception(vm: &mut Vm, argc: usize) -> Result<Handle, Stop> {
    if argc == 0 {
        let current = vm.current_exception().word();
        if !vm.word(current).is_nil() {
            return Ok(vm.protect_word(current));
        }
        let made = vm.new_exception(known::RUNTIME_ERROR, b"").word();
        return Ok(vm.protect_word(made));
    }
    if vm.arg(0).as_string().is_some() {
        if argc > 1 {
            return Err(vm.type_error("exception class/object expected"));
        }
        let class = vm.class_object(known::RUNTIME_ERROR).word();
        let (class, message) = (vm.protect_word(class), vm.arg_handle(0));
        let made = vm.send(class, sym::NEW, &[message])?.word();
        return Ok(vm.protect_word(made));
    }
    let source = vm.arg_handle(0);
    let class = vm.dispatch_class(vm.get(source));
    if vm.find_method(class, sym::EXCEPTION).is_none() {
        return Err(vm.type_error("exception class/object expected"));
    }
    let args: Vec<Handle> = if argc > 1 {
        vec![vm.arg_handle(1)]
    } else {
        Vec::new()
    };
    let made = vm.send(source, sym::EXCEPTION, &args)?.word();
    if !vm.is_a(vm.word(made), known::EXCEPTION) {
        return Err(vm.type_error("exception object expected"));
    }
    Ok(vm.protect_word(made))
}

fn catch<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    if !vm.has_block() {
        return Err(vm.local_jump_error("no block given"));
    }
    let tag = if argc == 1 {
        vm.arg_handle(0)
    } else {
        let fresh = vm.new_object(known::OBJECT).word();
        vm.protect_word(fresh)
    };
    vm.catch_block(tag)
}

fn throw<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    Err(vm.throw_tag(argc))
}

fn make_proc<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    if !vm.has_block() {
        return Err(vm.argument_error("tried to create Proc object without a block"));
    }
    Ok(vm.block_proc())
}

fn make_lambda<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    if !vm.has_block() {
        return Err(vm.argument_error("tried to create Proc object without a block"));
    }
    if !vm.has_block_literal() && !vm.block_proc().as_proc().is_some_and(|p| p.is_lambda()) {
        return Err(vm.argument_error("the lambda method requires a literal block"));
    }
    Ok(vm.block_lambda())
}

/// Exit status from an optional argument.
fn status(vm: &Vm, argc: usize) -> Result<i64, Stop> {
    if argc == 0 {
        return Ok(0);
    }
    let value = vm.arg(0);
    match value.as_int() {
        Some(status) => Ok(status),
        None if value == Value::TRUE => Ok(0),
        None if value == Value::FALSE => Ok(1),
        None => Err(vm.conversion_error(value, "Integer")),
    }
}

fn exit<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    let status = status(vm, argc)?;
    Err(vm.raise_exit(status, b"exit"))
}

fn exit_now<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    let status = status(vm, argc)?;
    Err(vm.exit_at_once(status))
}

fn at_exit<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    if !vm.has_block() {
        return Err(vm.argument_error("called without a block"));
    }
    let block = vm.block_proc().word();
    vm.add_exit_block(block);
    Ok(vm.word(block))
}

fn method_name<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    Ok(vm.caller_method_name().map_or(Value::NIL, Value::symbol))
}

/// The lines of the backtrace that `caller(0)` shows to whom the calling kernel
/// method returns.
fn caller_texts<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let lines: Vec<String> = vm.caller_lines().iter().map(|l| l.to_string()).collect();
    vm.array_of_strings(&lines)
}

/// The same as Arrays of file, line and label.
fn caller_places<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let vm: &'v Vm = vm;
    super::exception::places(vm, &vm.caller_lines())
}

/// A path from the root, for text of files.
fn absolute_path<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let path = args[0].as_string().map(|path| path.to_text().into_owned());
    let path = path.filter(|path| !path.starts_with("(eval at "));
    let full = path.and_then(|path| std::path::absolute(path).ok());
    Ok(full.map_or(Value::NIL, |full| vm.string(&full.to_string_lossy())))
}

/// The path argument of require and its kin.
fn path_argument(vm: &Vm) -> Result<String, Stop> {
    match vm.arg(0).as_string() {
        Some(path) => Ok(path.to_text().into_owned()),
        None => Err(vm.conversion_error(vm.arg(0), "String")),
    }
}

fn require_relative<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let path = path_argument(vm)?;
    let loaded = vm.require_relative(&path)?;
    Ok(Value::bool(loaded))
}

fn require<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let path = path_argument(vm)?;
    let loaded = vm.require_path(&path)?;
    Ok(Value::bool(loaded))
}

fn dir<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    Ok(match vm.caller_dir() {
        Some(dir) => vm.string(&dir),
        None => Value::NIL,
    })
}

/// `load(path, wrap)`.
fn load<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    let path = path_argument(vm)?;
    let wrap = if argc > 1 {
        vm.arg(1).word()
    } else {
        crate::heap::Word::FALSE
    };
    let module = match vm.as_class(vm.word(wrap)) {
        Some(module) => Some(module),
        None if vm.word(wrap).truthy() => Some(vm.world().new_module()),
        None => None,
    };
    vm.load_file(&path, module)?;
    Ok(Value::TRUE)
}

/// Says that constants of `module` stand for a file.
fn set_autoload(vm: &mut Vm, module: ClassId) -> Result<(), Stop> {
    let name = vm.name_of(vm.arg(0))?;
    let text = vm.symbols.text(name).into_owned();
    if !text.starts_with(char::is_uppercase) {
        let message = format!("autoload must be constant name: {text}");
        return Err(vm.name_error(message, vm.this(), name));
    }
    let path = String::from_utf8_lossy(&vm.text_of(1)?).into_owned();
    if path.is_empty() {
        return Err(vm.argument_error("empty feature name"));
    }
    vm.set_autoload(module, name, &path)?;
    Ok(())
}

fn autoload<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let module = vm.caller_module();
    set_autoload(vm, module)?;
    Ok(Value::NIL)
}

fn module_autoload<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let module = vm.as_class(vm.this()).expect("a method of Module");
    set_autoload(vm, module)?;
    Ok(Value::NIL)
}

fn is_autoload<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    let name = vm.name_of(vm.arg(0))?;
    let inherit = argc < 2 || vm.arg(1).truthy();
    vm.autoload_of(vm.caller_module(), name, inherit)
}

fn module_is_autoload<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    let module = vm.as_class(vm.this()).expect("a method of Module");
    let name = vm.name_of(vm.arg(0))?;
    let inherit = argc < 2 || vm.arg(1).truthy();
    vm.autoload_of(module, name, inherit)
}

fn sleep<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    let seconds = if argc == 0 {
        f64::INFINITY
    } else {
        let value = vm.arg(0);
        match value
            .as_float()
            .or_else(|| value.as_int().map(|i| i as f64))
        {
            Some(seconds) if seconds >= 0.0 => seconds,
            Some(_) => return Err(vm.argument_error("time interval must not be negative")),
            None => {
                let shown = vm.describe_for_conversion(value);
                return Err(vm.type_error(format!("can't convert {shown} into time interval")));
            }
        }
    };
    let slept = vm.sleep_for(seconds)?;
    Ok(Value::fixnum(slept))
}

fn respond_to<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    let name = vm.name_of(vm.arg(0))?;
    let private = argc > 1 && vm.arg(1).truthy();
    let this = vm.this().word();
    if vm
        .caller_refined(vm.dispatch_class(vm.this()), name)
        .is_some()
    {
        return Ok(Value::TRUE);
    }
    Ok(Value::bool(vm.responds_to(this, name, private)?))
}

fn method_missing<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    let (this, name) = (vm.this().word(), vm.name_of(vm.arg(0))?);
    let args: Vec<Word> = (1..argc).map(|i| vm.arg(i).word()).collect();
    let form = vm.missing_form;
    let _ = vm.no_method_error(this, name, form, &args);
    // Its own frame is not shown: `super` in a `method_missing` seems to raise.
    Err(vm.raise_as_caller())
}
