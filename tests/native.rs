//! Native code and the world around it: interrupts by other threads and signals
//! while it runs, and whether the programs in `language/native` are native at
//! all, as their heads say.

mod exits;

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use exits::exits;
use svm::engine::{Output, TierConfig};
use svm::{Builder, Capture, InterruptHandle};

/// Programs that do not end by themselves: each rescues the interrupt in one of
/// its native frames, and says what it saw. The names are those of functions that
/// are native by then.
const ENDLESS: &[(&str, &[&str], &str)] = &[
    (
        "def hot(start) = (i = start; i += 1 while true; i)
         def run
           hot(0)
         rescue Interrupt
           $seen << :run
         end",
        &["hot loop"],
        "[:run]",
    ),
    (
        "def hot
           n = 0
           begin
             while true
               n += 1
             end
           rescue Interrupt => e
             $seen << e.class << (n > 100)
           ensure
             $seen << :ensure
           end
         end
         def run = hot",
        &["hot loop"],
        "[Interrupt, true, :ensure]",
    ),
    (
        "def fib(n) = n < 2 ? n : fib(n - 1) + fib(n - 2)
         def outer(n)
           fib(20)
           fib(n)
         ensure
           $seen << :outer
         end
         def run
           outer(80)
         rescue Interrupt => e
           $seen << fib(15)
         end",
        &["fib"],
        "[:outer, 610]",
    ),
    (
        "def leaf(on)
           x = 1.5
           x *= 1.0000001 while on && x > 0.0
           x
         ensure
           $seen << :leaf if on
         end
         def middle(on)
           [1].each { |x| leaf(on) }
           :middle
         rescue Interrupt
           $seen << :middle
           [leaf(false)]
         end
         def top(on) = [middle(on), :top]
         def run
           600.times { top(false) }
           $seen << top(true)
         end",
        &["leaf", "middle", "top", "leaf loop"],
        "[:leaf, :middle, [[1.5], :top]]",
    ),
    (
        "def forever
           i = 0
           while true
             yield i
             i += 1
           end
         end
         def summing
           sum = 0
           forever { |x| sum += x & 3 }
         ensure
           $seen << (sum > 0)
         end
         def run
           summing
         rescue Interrupt
           $seen << :run
         end",
        &["forever loop", "block in summing"],
        "[true, :run]",
    ),
    (
        "def step(list) = list.map { |x| x + 1 }
         def run
           10.times { |i| 50.times { step([i]) } }
           loop { 1000.times { |i| step([1, 2, i]) } }
         rescue Interrupt
           $seen << step([1])
         end",
        &["step", "block in step"],
        "[[2]]",
    ),
    (
        "def run
           fiber = Fiber.new do
             begin
               i = 0
               i += 1 while true
             ensure
               $seen << (i > 100)
             end
           end
           fiber.resume
         rescue Interrupt
           $seen << fiber.alive?
         end",
        &["block in run loop"],
        "[true, false]",
    ),
];

/// Which functions `--jit-log` says to be compiled: names without their class,
/// with ` loop` for loops.
fn compiled(log: &str) -> Vec<String> {
    let events = log.lines().filter_map(|line| line.strip_prefix("[jit] "));
    let made = events.filter(|event| event.contains("compiled version "));
    let name = |event: &str| {
        let (name, rest) = event.split_once(" (")?;
        let block = if name.starts_with("block in ") {
            "block in "
        } else {
            ""
        };
        let name = name.rsplit_once(['#', '.']).map_or(name, |(_, name)| name);
        let tail = if rest.contains(") loop: ") {
            " loop"
        } else {
            ""
        };
        Some(format!("{block}{name}{tail}"))
    };
    made.filter_map(name).collect()
}

/// Output that tells another thread of each line.
struct Bell(mpsc::Sender<()>);

impl Output for Bell {
    fn write(&mut self, _bytes: &[u8]) -> std::io::Result<()> {
        // Nobody listens any more when the test has failed.
        let _ = self.0.send(());
        Ok(())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Runs a program three times, as what was left becomes native anew; gives what
/// it saw and the log of the native tier.
fn run_endless(program: &str, bell: Bell, handles: &mpsc::Sender<InterruptHandle>) -> Ran {
    let errors = Capture::default();
    let config = TierConfig {
        log: true,
        ..TierConfig::default()
    };
    let builder = Builder::new().output(bell).error_output(errors.clone());
    let mut vm = builder.native(config).build();
    let handle = vm.interrupt_handle();
    handles.send(handle).expect("the other side waits");
    vm.eval(program, "endless.rb").expect("it defines methods");
    let seen = (0..3).map(|_| {
        let code = "$seen = []; print '.'; $stdout.flush; run; $seen.inspect";
        let seen = vm.eval_as::<String>(code, "run.rb");
        seen.unwrap_or_else(|error| error.report(false))
    });
    let seen = seen.collect();
    (seen, String::from_utf8(errors.take()).expect("UTF-8"))
}

/// What a program saw in each run, and the log.
type Ran = (Vec<String>, String);

#[test]
fn the_handle_interrupts_native_code() {
    for (program, native, expected) in ENDLESS {
        let (ring, bell) = mpsc::channel();
        let (sender, receiver) = mpsc::channel();
        let thread = std::thread::spawn(move || run_endless(program, Bell(ring), &sender));
        let handle = receiver.recv().expect("the vm is made");
        // The bell goes with the vm.
        while bell.recv().is_ok() {
            std::thread::sleep(Duration::from_millis(100));
            handle.interrupt();
        }
        let (seen, log) = thread.join().expect("no panic");
        assert_eq!(seen, [*expected; 3], "{program}\n{log}");
        expect_compiled(native, &log);
    }
}

fn expect_compiled(names: &[&str], log: &str) {
    let made = compiled(log);
    for name in names {
        assert!(made.iter().any(|made| made == name), "{name}\n{log}");
    }
}

#[test]
fn ctrl_c_interrupts_native_code() {
    for (program, native, expected) in ENDLESS {
        let program = format!("{program}\n$seen = []; puts 'ready'; $stdout.flush; run; p $seen");
        let mut child = Command::new(env!("CARGO_BIN_EXE_svm"))
            .args([
                "run",
                "--tier=jit",
                "--jit-threshold=30,500",
                "--jit-log",
                "-e",
                &program,
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the built binary runs");
        let mut stdout = child.stdout.take().expect("piped");
        let mut ready = [0; 6];
        stdout.read_exact(&mut ready).expect("it prints a line");
        std::thread::sleep(Duration::from_millis(100));
        let killed = Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .status();
        assert!(killed.expect("kill runs").success());
        let mut rest = String::new();
        stdout.read_to_string(&mut rest).expect("text");
        let output = child.wait_with_output().expect("the child is ours");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(rest.trim(), *expected, "{program}\n{errors}");
        assert_eq!(output.status.code(), Some(0), "{program}\n{errors}");
        expect_compiled(native, &errors);
    }
}

/// What a program's head lists behind a directive.
fn promised<'s>(source: &'s str, directive: &str) -> Vec<&'s str> {
    let head = source.lines().take_while(|line| line.starts_with("# "));
    let lists = head.filter_map(|line| line.strip_prefix("# svm: ")?.strip_prefix(directive));
    lists.flat_map(|list| list.split(", ")).collect()
}

/// Runs a program of `language/native`; gives its standard error.
fn run_program(path: &Path, flag: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_svm"))
        .args(["run", "--tier=jit", "--jit-threshold=30,500", flag])
        .arg(path.file_name().expect("a file"))
        .current_dir(path.parent().expect("a folder"))
        .stdin(Stdio::null())
        .output()
        .expect("the built binary runs");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn the_programs_are_native() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/language/native");
    let mut looked_at = 0;
    for entry in std::fs::read_dir(&folder).expect("the folder is there") {
        let path = entry.expect("readable").path();
        if path.extension().is_none_or(|extension| extension != "rb") {
            continue;
        }
        let source = std::fs::read_to_string(&path).expect("text");
        let names = promised(&source, "native ");
        assert!(!names.is_empty(), "{}: no `svm: native`", path.display());
        expect_compiled(&names, &run_program(&path, "--jit-log"));
        expect_left(&path, &promised(&source, "left "));
        looked_at += 1;
    }
    assert!(looked_at > 10);
}

/// Whether native code was left where the program's head says, as it is only if
/// the change happened while it was live.
fn expect_left(path: &Path, promised: &[&str]) {
    if promised.is_empty() {
        return;
    }
    let statistics = run_program(path, "--stats=json");
    let exits = exits(&statistics);
    for promise in promised {
        let (name, reason) = promise.split_once(": ").expect("NAME: REASON");
        let is_it = |(function, why): &(&str, &str)| {
            function.rsplit(['#', '.']).next() == Some(name) && *why == reason
        };
        let known = exits.iter().any(is_it);
        assert!(known, "{}: {promise}\n{exits:?}", path.display());
    }
}

/// The page's table of events names tests that exist: functions of tests, or
/// programs with a text in them.
#[test]
fn the_page_names_tests_of_events() {
    const TESTS: &str = concat!(
        include_str!("native.rs"),
        include_str!("operators.rs"),
        include_str!("../src/engine/native_frame_tests.rs"),
    );
    let (_, table) = include_str!("../docs/FRAMES.md")
        .split_once("| Event |")
        .expect("the page has the table");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/language/native");
    let rows = table
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    let cells = rows.flat_map(|row| row.split('|').skip(2));
    let mut looked_at = 0;
    for name in cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)) {
        looked_at += 1;
        let Some((program, text)) = name.split_once(": ") else {
            let test = [format!("fn {name}()"), format!("    {name} {{")];
            assert!(test.iter().any(|text| TESTS.contains(text)), "{name}");
            continue;
        };
        let source = std::fs::read_to_string(folder.join(format!("{program}.rb")));
        assert!(source.is_ok_and(|source| source.contains(text)), "{name}");
    }
    assert!(looked_at > 50, "{looked_at}");
}

/// Every guard of native code fails, so each iteration leaves it and enters it
/// again, from a loop or further in. Nothing nests: a small native stack is enough
/// for any number.
#[test]
fn leaving_and_entering_again_takes_no_stack() {
    const PROGRAM: &str = "
        def turn(n)
          i = 0
          i += 1 while i < n
          i
        end
        def step(x) = x + 1
        def calls(n)
          i = 0
          while i < n
            i = step(i)
          end
          i
        end
        turn(1_000)
        calls(1_000)
        turn(300_000) + calls(100_000)";
    let run = || {
        let config = TierConfig {
            stress_exits: 1,
            ..TierConfig::default()
        };
        let mut vm = Builder::new().native(config).build();
        let sum = vm.eval_as::<i64>(PROGRAM, "alternating.rb");
        let report = vm.statistics().json();
        let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
        (sum.expect("it ends"), report["native"].clone())
    };
    let thread = std::thread::Builder::new().stack_size(SMALL_STACK);
    let (sum, native) = thread
        .spawn(run)
        .expect("a thread")
        .join()
        .expect("no panic");
    assert_eq!(sum, 400_000);
    let figure = |name: &str| native[name].as_u64().expect("a number");
    assert!(figure("exits") > 450_000, "{native}");
    assert!(figure("loop_entries") > 300_000, "{native}");
}

/// Bytes of the native stack that the vm may use there.
const SMALL_STACK: usize = 256 << 10;
