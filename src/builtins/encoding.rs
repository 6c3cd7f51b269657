//! Encoding objects: one per encoding strings can have.

use crate::natives;
use crate::object::{Encoding, Value, known};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

use super::arg;

natives! {
    pub static ROWS;
    encoding_name: "Encoding" ["to_s", "name"] 0 shared name;
    encoding_inspect: "Encoding" ["inspect"] 0 shared inspect;
    encoding_names: "Encoding" ["names"] 0 shared names;
    encoding_ascii: "Encoding" ["ascii_compatible?"] 0 shared ascii;
    encoding_dummy: "Encoding" ["dummy?"] 0 shared dummy;
    encoding_find: "Encoding." ["find"] 1 shared find;
    encoding_list: "Encoding." ["list"] 0 shared list;
    encoding_default: "Encoding." ["default_external"] 0 shared default;
    encoding_internal: "Encoding." ["default_internal"] 0 shared internal;
    encoding_set_default: "Encoding." ["default_external=", "default_internal="] 1 shared set_default;
}

/// Names of the constants.
const CONSTANTS: &[(&str, Encoding)] = &[
    ("UTF_8", Encoding::Utf8),
    ("BINARY", Encoding::Binary),
    ("ASCII_8BIT", Encoding::Binary),
    ("US_ASCII", Encoding::UsAscii),
    ("ASCII", Encoding::UsAscii),
];

/// Makes the Encoding objects.
pub fn install(vm: &Vm) {
    for encoding in Encoding::ALL {
        let object = vm.new_object(known::ENCODING);
        vm.ivar_set(
            object,
            vm.intern("__number"),
            Value::fixnum(encoding as i64),
        );
        vm.freeze(object);
        for (name, _) in CONSTANTS.iter().filter(|(_, e)| *e == encoding) {
            vm.const_set(known::ENCODING, vm.intern(name), object);
        }
    }
}

/// The object that stands for an encoding.
pub fn object(vm: &Vm, encoding: Encoding) -> Value<'_> {
    let (name, _) = CONSTANTS
        .iter()
        .find(|(_, e)| *e == encoding)
        .expect("each encoding has a constant");
    vm.const_get_own(known::ENCODING, vm.intern(name))
        .unwrap_or(Value::NIL)
}

fn of_object(vm: &Vm, value: Value<'_>) -> Option<Encoding> {
    if vm.class_of(value) != known::ENCODING {
        return None;
    }
    let number = vm.ivar_get(value, vm.intern("__number")).as_int()?;
    Encoding::ALL.get(usize::try_from(number).ok()?).copied()
}

/// The encoding that an argument means: an Encoding or a name.
pub fn of(vm: &Vm, value: Value<'_>) -> Result<Encoding, Stop> {
    if let Some(encoding) = of_object(vm, value) {
        return Ok(encoding);
    }
    let name = arg::str(vm, value).map_err(|stop| match stop {
        Stop::Decline => vm.conversion_error(value, "String"),
        Stop::Raise => stop,
    })?;
    let name = name.to_text();
    Encoding::from_name(&name)
        .ok_or_else(|| vm.argument_error(format!("unknown encoding name - {name}")))
}

fn this(vm: &Vm, args: &Args<'_>) -> Encoding {
    of_object(vm, args.this).unwrap_or(Encoding::Utf8)
}

fn name<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let name = match this(vm, args) {
        Encoding::Binary => "ASCII-8BIT",
        other => other.name(),
    };
    Ok(arg::fit(vm, vm.new_string_in(name.as_bytes(), Encoding::UsAscii))?.value())
}

fn inspect<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let name = this(vm, args).long_name();
    arg::new_str(vm, format!("#<Encoding:{name}>").as_bytes())
}

fn names<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let names: &[&str] = match this(vm, args) {
        Encoding::Utf8 => &["UTF-8", "CP65001", "locale", "external", "filesystem"],
        Encoding::Binary => &["ASCII-8BIT", "BINARY"],
        Encoding::UsAscii => &["US-ASCII", "ASCII", "ANSI_X3.4-1968", "646"],
    };
    let array = arg::fit(vm, vm.new_array(names.len()))?;
    for name in names {
        arg::fit(vm, vm.array_push(array, vm.string(name)))?;
    }
    Ok(array.value())
}

fn ascii<'w>(_vm: &'w Vm, _args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::TRUE)
}

fn dummy<'w>(_vm: &'w Vm, _args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::FALSE)
}

fn find<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(object(vm, of(vm, args[0])?))
}

fn list<'w>(vm: &'w Vm, _args: &Args<'w>) -> Outcome<'w> {
    let all = Encoding::ALL.map(|encoding| object(vm, encoding));
    Ok(arg::fit(vm, vm.array_from(&all))?.value())
}

fn default<'w>(vm: &'w Vm, _args: &Args<'w>) -> Outcome<'w> {
    Ok(object(vm, Encoding::Utf8))
}

fn internal<'w>(_vm: &'w Vm, _args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::NIL)
}

fn set_default<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(args[0])
}
