//! Embeds svm: a host program that lends Ruby a method, keeps Ruby objects,
//! reads output back, survives errors and stops a program that runs away.
//!
//! `cargo run --example embed`

use std::collections::HashMap;
use std::time::Duration;

use svm::{Builder, Capture, Error, Vm};

/// The script that a user of the host might write.
const RULES: &str = r##"
class Rules
  def initialize(limit)
    @limit = limit
    @seen = []
  end

  def check(name, price)
    @seen << name
    raise ArgumentError, "#{name} costs #{price}, the limit is #{@limit}" if price > @limit
    puts "#{name}: #{in_euro(price)}"
    price * 2
  end

  def summary = { "seen" => @seen.size, "letters" => @seen.sum(&:size) }
end
Rules.new(100)
"##;

fn main() -> Result<(), Error> {
    let seen = Capture::default();
    let mut vm = Builder::new().output(seen.clone()).build();

    // A Ruby method that is a Rust closure.
    vm.define_method("Object", "in_euro", 1, |vm, call| {
        let cents: i64 = call.get(vm, 0)?;
        Ok(format!("{}.{:02} EUR", cents / 100, cents % 100))
    })?;

    // The value of a program, kept across collections.
    let rules = vm.eval(RULES, "rules.rb")?;
    for (name, price) in [("tea", 45), ("bread", 99)] {
        let doubled: i64 = vm.call_as(&rules, "check", &[&name, &price])?;
        assert_eq!(doubled, price * 2);
    }

    // Exceptions are errors with class, message and backtrace.
    let error = vm
        .call(&rules, "check", &[&"cake", &250])
        .expect_err("above the limit");
    println!("the host caught: {error}");
    for frame in error.backtrace() {
        println!("  {} line {} in {}", frame.file, frame.line, frame.label);
    }

    // Plain values come back as Rust values.
    let summary: HashMap<String, i64> = vm.call_as(&rules, "summary", &[])?;
    println!(
        "seen {} names of {} letters",
        summary["seen"], summary["letters"]
    );
    print!(
        "the script printed:\n{}",
        String::from_utf8_lossy(&seen.take())
    );

    stop_a_runaway()
}

/// A second vm, with a watchdog.
fn stop_a_runaway() -> Result<(), Error> {
    let mut vm = Vm::host();
    let handle = vm.interrupt_handle();
    let watchdog = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(50));
        handle.interrupt();
    });
    let error = vm
        .eval("n = 0\nwhile true\n  n += 1\nend", "runaway.rb")
        .expect_err("it never ends by itself");
    println!("stopped by {}", error.class());
    watchdog.join().expect("the watchdog ends");
    Ok(())
}
