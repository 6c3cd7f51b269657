//! Constants of numbers, clocks and the language itself, and the globals that
//! have a value from the start.

use crate::object::{ClassId, known};
use crate::vm::Vm;

const FLOATS: &[(ClassId, &str, f64)] = &[
    (known::FLOAT, "INFINITY", f64::INFINITY),
    (known::FLOAT, "NAN", f64::NAN),
    (known::FLOAT, "EPSILON", f64::EPSILON),
    (known::FLOAT, "MAX", f64::MAX),
    (known::FLOAT, "MIN", f64::MIN_POSITIVE),
    (known::MATH, "PI", std::f64::consts::PI),
    (known::MATH, "E", std::f64::consts::E),
];

const INTEGERS: &[(ClassId, &str, i64)] = &[
    (known::FLOAT, "DIG", 15),
    (known::FLOAT, "MANT_DIG", 53),
    (known::FLOAT, "RADIX", 2),
    (known::FLOAT, "MAX_EXP", 1024),
    (known::FLOAT, "MIN_EXP", -1021),
    (known::FLOAT, "MAX_10_EXP", 308),
    (known::FLOAT, "MIN_10_EXP", -307),
    (known::PROCESS, "CLOCK_REALTIME", 0),
    (known::PROCESS, "CLOCK_MONOTONIC", 1),
    (known::PROCESS, "CLOCK_PROCESS_CPUTIME_ID", 2),
    (known::PROCESS, "CLOCK_THREAD_CPUTIME_ID", 3),
    (known::OBJECT, "RUBY_PATCHLEVEL", 51),
    (known::REGEXP, "IGNORECASE", 1),
    (known::REGEXP, "EXTENDED", 2),
    (known::REGEXP, "MULTILINE", 4),
    (known::REGEXP, "FIXEDENCODING", 16),
    (known::REGEXP, "NOENCODING", 32),
];

const TEXTS: &[(&str, &str)] = &[
    ("RUBY_VERSION", "3.4.5"),
    ("RUBY_ENGINE", "svm"),
    ("RUBY_ENGINE_VERSION", env!("CARGO_PKG_VERSION")),
    ("RUBY_RELEASE_DATE", "2025-07-16"),
    ("RUBY_PLATFORM", std::env::consts::ARCH),
    ("RUBY_COPYRIGHT", "svm contributors"),
];

/// Sets them.
pub fn install(vm: &mut Vm) {
    for &(class, name, value) in FLOATS {
        vm.const_set(class, vm.intern(name), vm.float(value));
    }
    for &(class, name, value) in INTEGERS {
        vm.const_set(class, vm.intern(name), vm.int(value));
    }
    for &(name, text) in TEXTS {
        let text = vm.string(text);
        vm.freeze(text);
        vm.const_set(known::OBJECT, vm.intern(name), text);
    }
    install_environment(vm);
    let newline = vm.string("\n");
    vm.freeze(newline);
    let word = newline.word();
    vm.put_global("$/", word);
}

/// `ENV`: an object with the methods of a module that kernel Ruby made, over a
/// table of the variables.
fn install_environment(vm: &Vm) {
    let Ok(table) = vm.new_hash(32) else { return };
    for (name, value) in std::env::vars() {
        // String keys are copied and frozen, so any of them will do.
        let _ = vm.hash_set(table, vm.string(&name), vm.string(&value));
    }
    let object = vm.new_object(known::OBJECT);
    vm.ivar_set(object, vm.intern_own("__table"), table.value());
    let methods = vm
        .const_get_own(known::PROCESS, vm.intern("Environment"))
        .and_then(|module| vm.as_class(module));
    if let (Some(singleton), Some(methods)) = (vm.singleton_class(object), methods) {
        vm.include(singleton, methods);
    }
    vm.const_set(known::OBJECT, vm.intern("ENV"), object);
}
