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
    if let Ok(environment) = vm.new_hash(32) {
        for (name, value) in std::env::vars() {
            // A String key is copied and frozen; the table takes any of them.
            let _ = vm.hash_set(environment, vm.string(&name), vm.string(&value));
        }
        vm.const_set(known::OBJECT, vm.intern("ENV"), environment.value());
    }
    let newline = vm.string("\n");
    vm.freeze(newline);
    let (name, word) = (vm.intern("$/"), newline.word());
    vm.globals.insert(name, word);
}
