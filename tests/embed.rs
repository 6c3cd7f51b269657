//! The library as host programs use it: values, closures, roots, errors,
//! interrupts, output, several vms.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use svm::{Builder, Capture, Error, Root, Vm};

#[test]
fn plain_values_go_both_ways() -> Result<(), Error> {
    let mut vm = Vm::host();
    let identity = vm.eval("->(x) { x }", "identity.rb")?;
    assert_eq!(vm.call_as::<i64>(&identity, "call", &[&-5])?, -5);
    assert_eq!(
        vm.call_as::<i64>(&identity, "call", &[&i64::MAX])?,
        i64::MAX
    );
    assert_eq!(
        vm.call_as::<u64>(&identity, "call", &[&u64::MAX])?,
        u64::MAX
    );
    assert_eq!(vm.call_as::<f64>(&identity, "call", &[&0.1])?, 0.1);
    assert!(vm.call_as::<bool>(&identity, "call", &[&true])?);
    assert_eq!(
        vm.call_as::<String>(&identity, "call", &[&"h\u{e9}"])?,
        "h\u{e9}"
    );
    assert_eq!(
        vm.call_as::<Vec<u8>>(&identity, "call", &[&vec![0u8, 255]])?,
        [0, 255]
    );
    assert_eq!(
        vm.call_as::<Option<i64>>(&identity, "call", &[&None::<i64>])?,
        None
    );
    assert_eq!(
        vm.call_as::<Vec<Vec<i64>>>(&identity, "call", &[&vec![vec![1], vec![]]])?,
        [vec![1], vec![]]
    );
    let table = HashMap::from([("a".to_owned(), 1.5)]);
    assert_eq!(
        vm.call_as::<HashMap<String, f64>>(&identity, "call", &[&table])?,
        table
    );
    assert_eq!(vm.eval_as::<String>(":name", "x.rb")?, "name");
    assert_eq!(vm.eval_as::<f64>("3", "x.rb")?, 3.0);
    vm.eval_as::<()>("3", "x.rb")
}

#[test]
fn wrong_values_are_type_errors() -> Result<(), Error> {
    let mut vm = Vm::host();
    let class = |error: Error| (error.class().to_owned(), error.message().to_owned());
    let wrong = vm.eval_as::<i64>("'1'", "x.rb").map_err(class);
    assert_eq!(
        wrong,
        Err((
            "TypeError".into(),
            "no implicit conversion of String into Integer".into()
        ))
    );
    let wrong = vm.eval_as::<Vec<i64>>("[1, nil]", "x.rb").map_err(class);
    assert_eq!(
        wrong,
        Err((
            "TypeError".into(),
            "no implicit conversion of nil into Integer".into()
        ))
    );
    assert_eq!(
        vm.eval_as::<i32>("2 ** 40", "x.rb")
            .map_err(class)
            .map_err(|c| c.0),
        Err("RangeError".into())
    );
    assert_eq!(
        vm.eval_as::<i64>("2 ** 70", "x.rb")
            .map_err(class)
            .map_err(|c| c.0),
        Err("RangeError".into())
    );
    Ok(())
}

#[test]
fn errors_tell_all() {
    let mut vm = Vm::host();
    let code = "def inner = raise(KeyError, 'no key')\ndef outer\n  inner\nrescue KeyError\n  raise 'again'\nend\nouter\n";
    let error = vm.eval(code, "errors.rb").expect_err("it raises");
    assert_eq!((error.class(), error.message()), ("RuntimeError", "again"));
    let frames = error.backtrace();
    assert_eq!((frames[0].file.as_str(), frames[0].line), ("errors.rb", 5));
    assert_eq!(frames[0].label, "Object#outer");
    let cause = error.cause().expect("a cause");
    assert_eq!((cause.class(), cause.message()), ("KeyError", "no key"));
    assert!(error.exit_status().is_none());
    let span = &error.spans()[0];
    assert_eq!((span.line, &code[span.bytes.clone()]), (5, "raise 'again'"));
    assert!(std::error::Error::source(&error).is_some());

    let error = vm.eval("exit 7", "errors.rb").expect_err("SystemExit");
    assert_eq!(
        (error.class(), error.exit_status()),
        ("SystemExit", Some(7))
    );
    // The vm goes on working.
    assert_eq!(vm.eval_as::<i64>("1 + 1", "errors.rb").ok(), Some(2));
}

#[test]
fn syntax_errors_have_spans() {
    let mut vm = Vm::host();
    let error = vm.eval("a = 1\nb = )\n", "bad.rb").expect_err("no Ruby");
    assert_eq!(error.class(), "SyntaxError");
    let span = &error.spans()[0];
    assert_eq!((span.file.as_str(), span.line), ("bad.rb", 2));
    assert!(!span.message.is_empty());
    assert!(error.message().starts_with("bad.rb:2: syntax error"));
}

#[test]
fn closures_are_methods() -> Result<(), Error> {
    let mut vm = Vm::host();
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    vm.define_method("Object", "count_calls", 0, move |_, _| {
        Ok(counted.fetch_add(1, Ordering::Relaxed) as i64)
    })?;
    assert_eq!(
        vm.eval_as::<i64>("3.times { count_calls }; count_calls", "x.rb")?,
        3
    );
    assert_eq!(calls.load(Ordering::Relaxed), 4);

    vm.define_method("Integer", "plus_all", 1.., |vm, call| {
        let this: i64 = vm.get_as(&call.this)?;
        let mut sum = this;
        for index in 0..call.args.len() {
            sum += call.get::<i64>(vm, index)?;
        }
        Ok(sum)
    })?;
    assert_eq!(vm.eval_as::<i64>("1.plus_all(2, 3)", "x.rb")?, 6);
    let error = vm.eval("1.plus_all", "x.rb").expect_err("too few");
    assert_eq!(
        error.message(),
        "wrong number of arguments (given 0, expected 1+)"
    );

    vm.define_method("Math.", "double", 1, |vm, call| {
        Ok(call.get::<f64>(vm, 0)? * 2.0)
    })?;
    assert_eq!(vm.eval_as::<f64>("Math.double(1.5)", "x.rb")?, 3.0);
    assert!(vm.define_method("Nowhere", "x", 0, |_, _| Ok(())).is_err());
    Ok(())
}

#[test]
fn closures_raise_and_call_back() -> Result<(), Error> {
    let mut vm = Vm::host();
    vm.define_method("Object", "refuse", 1, |vm, call| -> Result<(), Error> {
        Err(Error::new(
            "ArgumentError",
            format!("not {}", call.get::<String>(vm, 0)?),
        ))
    })?;
    let caught: String = vm.eval_as(
        "begin; refuse('this'); rescue ArgumentError => e; e.message; end",
        "x.rb",
    )?;
    assert_eq!(caught, "not this");
    let caught: String = vm.eval_as(
        "begin; refuse(1); rescue TypeError => e; e.message; end",
        "x.rb",
    )?;
    assert_eq!(caught, "no implicit conversion of Integer into String");

    // Ruby, Rust, Ruby, and an exception through all of it.
    vm.define_method("Object", "through", 1, |vm, call| {
        vm.call(&call.args[0], "call", &[&10])
    })?;
    assert_eq!(vm.eval_as::<i64>("through(->(x) { x + 1 })", "x.rb")?, 11);
    let code = "begin; through(->(x) { raise IndexError, x.to_s }); rescue IndexError => e; e.message; end";
    assert_eq!(vm.eval_as::<String>(code, "x.rb")?, "10");
    assert_eq!(
        vm.eval_as::<i64>("through(->(x) { through(->(y) { x + y }) })", "x.rb")?,
        20
    );
    assert_eq!(
        vm.eval_as::<i64>("catch(:t) { through(->(x) { throw :t, 5 }) }", "x.rb")?,
        5
    );
    Ok(())
}

#[test]
fn roots_survive_collections() -> Result<(), Error> {
    for age in [0, 6] {
        let mut vm = Builder::new().tenure_age(age).gc_stress(3, 1).build();
        let kept: Vec<Root> = (0..50)
            .map(|n| vm.eval(format!("['kept', {n}, {{ n: {n} }}]"), "x.rb"))
            .collect::<Result<_, _>>()?;
        vm.eval(
            "3.times { GC.start; Array.new(100) { |i| \"garbage #{i}\" } }",
            "x.rb",
        )?;
        for (n, root) in kept.iter().enumerate() {
            let text: String = vm.call_as(root, "inspect", &[])?;
            assert_eq!(text, format!("[\"kept\", {n}, {{n: {n}}}]"));
        }
    }
    Ok(())
}

#[test]
fn dropped_roots_let_go() -> Result<(), Error> {
    let mut vm = Vm::host();
    let object = vm.eval("Object.new", "x.rb")?;
    let twin = object.clone();
    let weak = vm.eval("WeakRef", "x.rb")?;
    let weak = vm.call(&weak, "new", &[&object])?;
    drop(object);
    vm.eval("GC.start", "x.rb")?;
    assert!(
        vm.call_as::<bool>(&weak, "weakref_alive?", &[])?,
        "the twin still holds it"
    );
    drop(twin);
    // The slot is given back when the next root is made.
    vm.eval("GC.start; GC.start", "x.rb")?;
    assert!(!vm.call_as::<bool>(&weak, "weakref_alive?", &[])?);
    Ok(())
}

#[test]
#[should_panic(expected = "did not make it")]
fn roots_belong_to_one_vm() {
    let mut one = Vm::host();
    let other = Vm::host();
    let root = one.eval("'mine'", "x.rb").expect("it runs");
    let _ = other.get_as::<String>(&root);
}

#[test]
fn two_vms_run_at_once() {
    let run = |n: i64| {
        move || {
            let output = Capture::default();
            let mut vm = Builder::new().output(output.clone()).build();
            vm.eval(
                format!("$n = {n}; class Integer; def mine = {n}; end"),
                "x.rb",
            )
            .expect("it runs");
            let code = "sum = 0; 20_000.times { |i| sum += [i, $n.to_s, 1.mine].size }; puts \"#{$n} #{2.mine}\"; sum";
            assert_eq!(vm.eval_as::<i64>(code, "x.rb").ok(), Some(60_000));
            assert_eq!(
                String::from_utf8(output.take()).expect("text"),
                format!("{n} {n}\n")
            );
        }
    };
    let threads: Vec<_> = (1..=2).map(|n| std::thread::spawn(run(n))).collect();
    for thread in threads {
        thread.join().expect("no vm disturbs another");
    }
}

#[test]
fn a_vm_moves_between_threads() -> Result<(), Error> {
    let mut vm = Vm::host();
    let root = vm.eval("$list = [1, 2]", "x.rb")?;
    let thread = std::thread::spawn(move || {
        let pushed = vm.call(&root, "push", &[&3]).map(|_| ());
        (vm, root, pushed)
    });
    let (mut vm, root, pushed) = thread.join().expect("no panic");
    pushed?;
    assert_eq!(vm.get_as::<Vec<i64>>(&root)?, [1, 2, 3]);
    assert_eq!(vm.eval_as::<i64>("$list.size", "x.rb")?, 3);
    Ok(())
}

#[test]
fn interrupts_stop_loops_and_sleep() {
    for code in [
        "while true; end",
        "loop { [1].each { |x| x } }",
        "sleep",
        "sleep 100",
        // Long arithmetic, one number after the other.
        "3.pow((1 << 2_000_000) - 1, (1 << 20_000) + 7)",
        "a, b = [1, 2].map { |seed| Random.new(seed).bytes(1_200_000).unpack1('H*').hex }; a.gcd(b)",
    ] {
        let (sender, receiver) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            let mut vm = Vm::host();
            sender
                .send(vm.interrupt_handle())
                .expect("the other side waits");
            let error = vm.eval(code, "x.rb").expect_err("interrupted");
            // And goes on afterwards.
            (
                error.class().to_owned(),
                vm.eval_as::<i64>("1", "x.rb").ok(),
            )
        });
        let handle = receiver.recv().expect("the vm is made");
        std::thread::sleep(Duration::from_millis(50));
        handle.interrupt();
        assert_eq!(
            thread.join().expect("no panic"),
            ("Interrupt".to_owned(), Some(1)),
            "{code}"
        );
    }
}

#[test]
fn output_is_redirected() -> Result<(), Error> {
    let (output, errors) = (Capture::default(), Capture::default());
    let mut vm = Builder::new()
        .output(output.clone())
        .error_output(errors.clone())
        .build();
    vm.eval(
        "puts 'out'; $stderr.puts 'err'; warn 'warning'; print 1, 2",
        "x.rb",
    )?;
    assert_eq!(output.take(), b"out\n12");
    assert_eq!(errors.take(), b"err\nwarning\n");
    Ok(())
}

#[test]
fn at_exit_runs_at_the_end() {
    let output = Capture::default();
    let mut vm = Builder::new().output(output.clone()).build();
    let result = vm.eval(
        "at_exit { puts 'first' }; at_exit { puts 'second'; exit 9 }; at_exit { raise 'y' }; raise 'x'",
        "x.rb",
    );
    let mut told = Vec::new();
    let result = vm.finish(result.map(|_| ()), |_, error| {
        told.push(error.message().to_owned())
    });
    assert_eq!(result.expect_err("ended by exit").exit_status(), Some(9));
    assert_eq!(told, ["y", "exit", "x"]);
    assert_eq!(output.take(), b"second\nfirst\n");
}

#[test]
fn an_immediate_exit_is_an_error_of_the_host() -> Result<(), Error> {
    let output = Capture::default();
    let mut vm = Builder::new().output(output.clone()).build();
    let code = "at_exit { puts 'no' }\n\
        begin; [1].each { Fiber.new { catch(:x) { print 1; exit!(7) } }.resume }\n\
        rescue Exception; puts 'no'; ensure; puts 'no'; end";
    let error = vm.eval(code, "x.rb").expect_err("ended");
    assert_eq!(error.exit_status(), Some(7));
    assert!(error.is_immediate_exit());
    assert_eq!(vm.eval_as::<i64>("2 + 3", "y.rb")?, 5);
    let error = vm.finish(Err(error), |_, _| ()).expect_err("ended so");
    assert_eq!(error.exit_status(), Some(7));
    assert_eq!(output.take(), b"1");
    Ok(())
}

#[test]
fn a_panic_in_a_closure_is_an_exception() -> Result<(), Error> {
    let mut vm = Vm::host();
    vm.define_method("Object", "slip", 0, |_, _| -> Result<(), Error> {
        panic!("slipped")
    })?;
    let rescued = "begin; [1].map { slip }; rescue StandardError; 1; end";
    let error = vm.eval(rescued, "x.rb").expect_err("no standard error");
    assert_eq!(error.class(), "fatal");
    assert!(error.message().contains("slipped"), "{error}");
    let seen = vm.eval_as::<String>(
        "begin; slip; rescue Exception => e; e.class.name; end",
        "x.rb",
    );
    assert_eq!(seen?, "fatal");
    Ok(())
}

#[test]
fn deep_recursion_fits_a_small_thread() {
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(|| {
        let mut vm = Vm::host();
        let code = "def down(n) = n == 0 ? 0 : 1 + down(n - 1)\ndown(10_000)";
        let deep = vm.eval_as::<i64>(code, "x.rb").expect("10,000 levels");
        let error = vm
            .eval("def endless = endless\nendless", "x.rb")
            .expect_err("too deep");
        (deep, error.class().to_owned())
    });
    let result = thread.expect("a thread").join().expect("no overflow");
    assert_eq!(result, (10_000, "SystemStackError".to_owned()));
}

#[test]
fn counters_are_exact_for_small_programs() -> Result<(), Error> {
    let mut vm = Builder::new().count(true).build();
    vm.eval("i = 0\nwhile i < 100\n  i += 1\nend\n", "count.rb")?;
    let statistics = vm.statistics();
    assert_eq!(statistics.get("instructions", "loop_head"), Some(100));
    assert_eq!(statistics.get("instructions", "add"), Some(100));
    assert_eq!(statistics.get("instructions", "lt"), Some(101));
    Ok(())
}

/// A vm may go while fibers wait in the middle of their work, also inside
/// primitives that called Ruby.
#[test]
fn a_vm_with_waiting_fibers_can_be_dropped() {
    let mut vm = Vm::host();
    let code = "
        $waiting = Array.new(3) do |i|
          Fiber.new { [3, 1, 2].sort { |a, b| Fiber.yield(i); a <=> b } }
        end
        $waiting.map(&:resume)";
    let seen: Vec<i64> = vm.eval_as(code, "fibers.rb").expect("it runs");
    assert_eq!(seen, [0, 1, 2]);
    drop(vm);
}
