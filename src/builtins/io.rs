//! IO: the standard streams, and files to be read.
//!
//! An IO object is an ordinary object with a hidden number: 0 standard input,
//! 1 standard output, 2 standard error. Where the bytes go is the vm's setting.

use crate::natives;
use crate::object::{Value, encoding, known, sym};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

use super::algo::float_text;
use super::arg;

natives! {
    pub static ROWS;
    io_puts: - 0.. shared puts [declines];
    io_write: - 0.. shared write [declines];
    io_fileno: - 0 shared fileno [declines];
    io_flush: - 0 shared flush [declines];
    io_set_sync: - 1 shared set_sync [declines];
    io_tty: - 0 shared tty [declines];
    io_file_text: "IO." ["__file_text"] 1 shared file_text [private];
}

/// Makes the standard streams.
pub fn install(vm: &mut Vm) {
    for (number, constant, global) in [
        (0, "STDIN", "$stdin"),
        (1, "STDOUT", "$stdout"),
        (2, "STDERR", "$stderr"),
    ] {
        let object = vm.new_object(known::IO);
        vm.ivar_set(object, vm.intern_own("__number"), Value::fixnum(number));
        vm.const_set(known::OBJECT, vm.intern(constant), object);
        let (name, word) = (vm.intern(global), object.word());
        vm.globals.insert(name, word);
    }
    install_argf(vm);
}

/// The contents of a file; nil if there is none.
fn file_text<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let name = arg::str(vm, args[0])?.to_text().into_owned();
    match std::fs::read(name) {
        Ok(text) => arg::new_str(vm, &text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Value::NIL),
        Err(error) => Err(vm.io_error(error.to_string())),
    }
}

/// Makes ARGF of the class that kernel Ruby has for it, which has no other
/// name than `ARGF.class`.
fn install_argf(vm: &mut Vm) {
    let name = vm.intern("ArgumentFiles");
    let class = vm.const_remove(known::OBJECT, name);
    let class = class
        .and_then(|class| vm.as_class(class))
        .expect("kernel Ruby defines the class");
    vm.set_class_name(class, b"ARGF.class");
    let files = vm.new_object(class);
    vm.const_set(known::OBJECT, vm.intern("ARGF"), files);
    let word = files.word();
    vm.put_global("$<", word);
}

/// Which standard stream an object is; other files decline.
fn number(vm: &Vm, this: Value<'_>) -> Result<i64, Stop> {
    let number = vm.ivar_get(this, vm.intern_own("__number"));
    number.as_int().ok_or(Stop::Decline)
}

/// Sends bytes where the stream goes.
fn put(vm: &Vm, this: Value<'_>, bytes: &[u8]) -> Result<(), Stop> {
    let number = number(vm, this)?;
    let result = match number {
        1 => vm.output.borrow_mut().write(bytes),
        2 => {
            // What was printed before comes first.
            let _ = vm.output.borrow_mut().flush();
            vm.error_output.borrow_mut().write(bytes)
        }
        _ => return Err(vm.io_error("not opened for writing")),
    };
    result.map_err(|error| failed(vm, number, &error))
}

fn failed(vm: &Vm, number: i64, error: &std::io::Error) -> Stop {
    let stream = if number == 1 { "<STDOUT>" } else { "<STDERR>" };
    if error.kind() == std::io::ErrorKind::BrokenPipe {
        let found = vm
            .const_get_own(known::OBJECT, vm.intern("Errno"))
            .and_then(|errno| vm.as_class(errno))
            .and_then(|errno| vm.const_get_own(errno, vm.intern("EPIPE")))
            .and_then(|class| vm.as_class(class));
        if let Some(class) = found {
            let message = format!("Broken pipe @ io_writev - {stream}");
            return vm.raise(class, message.as_bytes());
        }
    }
    vm.io_error(error.to_string())
}

/// Appends what `to_s` of a plain value gives; declines for other objects.
fn append(vm: &Vm, out: &mut Vec<u8>, value: Value<'_>) -> Result<(), Stop> {
    if let Some(string) = value.as_string() {
        out.extend_from_slice(string.bytes());
    } else if let Some(i) = value.as_int() {
        out.extend_from_slice(i.to_string().as_bytes());
    } else if let Some(symbol) = value.as_symbol() {
        out.extend_from_slice(encoding::symbol_parts(vm.symbols.name(symbol)).0);
    } else if let Some(f) = value.as_float() {
        out.extend_from_slice(float_text::to_s(f).as_bytes());
    } else if value.is_nil() {
    } else if value == Value::TRUE || value == Value::FALSE {
        out.extend_from_slice(if value.truthy() { b"true" } else { b"false" });
    } else if let Some(big) = value.as_integer() {
        out.extend_from_slice(big.to_text(10).as_bytes());
    } else {
        return Err(Stop::Decline);
    }
    Ok(())
}

/// Whether a plain value's `to_s` is still the library's own.
fn is_untouched(vm: &Vm, value: Value<'_>) -> bool {
    if value.as_string().is_some() {
        return true;
    }
    let class = vm.dispatch_class(value);
    vm.find_method(class, sym::TO_S).is_some_and(|id| {
        matches!(
            vm.methods.get(id).body.get(),
            crate::object::MethodBody::Native { .. }
        )
    })
}

fn append_line(vm: &Vm, out: &mut Vec<u8>, value: Value<'_>, depth: usize) -> Result<(), Stop> {
    if let Some(array) = value.as_array() {
        if depth > 16 {
            return Err(Stop::Decline);
        }
        for item in array.iter() {
            append_line(vm, out, item, depth + 1)?;
        }
        return Ok(());
    }
    if !is_untouched(vm, value) {
        return Err(Stop::Decline);
    }
    let start = out.len();
    append(vm, out, value)?;
    if out.len() == start || out.last() != Some(&b'\n') {
        out.push(b'\n');
    }
    Ok(())
}

fn puts<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let mut out = Vec::with_capacity(64);
    if args.is_empty() {
        out.push(b'\n');
    }
    for &value in args.all() {
        append_line(vm, &mut out, value, 0)?;
    }
    put(vm, args.this, &out)?;
    Ok(Value::NIL)
}

fn write<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let mut out = Vec::with_capacity(64);
    for &value in args.all() {
        if !is_untouched(vm, value) {
            return Err(Stop::Decline);
        }
        append(vm, &mut out, value)?;
    }
    put(vm, args.this, &out)?;
    Ok(Value::fixnum(out.len() as i64))
}

fn fileno<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::fixnum(number(vm, args.this)?))
}

fn flush<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let number = number(vm, args.this)?;
    let result = match number {
        1 => vm.output.borrow_mut().flush(),
        2 => vm.error_output.borrow_mut().flush(),
        _ => Ok(()),
    };
    result.map_err(|error| failed(vm, number, &error))?;
    Ok(args.this)
}

fn set_sync<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    if number(vm, args.this)? == 1 {
        vm.output.borrow_mut().set_sync(args.all()[0].truthy());
    }
    Ok(Value::NIL)
}

fn tty<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    use std::io::IsTerminal;
    let answer = match number(vm, args.this)? {
        0 => std::io::stdin().is_terminal(),
        1 => std::io::stdout().is_terminal(),
        _ => std::io::stderr().is_terminal(),
    };
    Ok(Value::bool(answer))
}
