//! Native code and the world around it: interrupts by other threads and signals
//! while it runs, and whether the programs in `language/native` are native at
//! all, as their heads say.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

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
        let made = compiled(&log);
        for name in *native {
            assert!(made.iter().any(|made| made == name), "{name}\n{log}");
        }
    }
}

#[test]
fn ctrl_c_interrupts_native_code() {
    for (program, _, expected) in ENDLESS {
        let program = format!("{program}\n$seen = []; puts 'ready'; $stdout.flush; run; p $seen");
        let mut child = Command::new(env!("CARGO_BIN_EXE_svm"))
            .args([
                "run",
                "--tier=jit",
                "--jit-threshold=30,500",
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
    }
}

/// The functions that a program's head says to become native.
fn promised(source: &str) -> Vec<&str> {
    let head = source.lines().take_while(|line| line.starts_with("# "));
    let lists = head.filter_map(|line| line.strip_prefix("# svm: native "));
    lists.flat_map(|list| list.split(", ")).collect()
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
        let names = promised(&source);
        assert!(!names.is_empty(), "{}: no `svm: native`", path.display());
        let output = Command::new(env!("CARGO_BIN_EXE_svm"))
            .args(["run", "--tier=jit", "--jit-threshold=30,500", "--jit-log"])
            .arg(path.file_name().expect("a file"))
            .current_dir(&folder)
            .stdin(Stdio::null())
            .output()
            .expect("the built binary runs");
        let log = String::from_utf8_lossy(&output.stderr);
        let made = compiled(&log);
        for name in names {
            let known = made.iter().any(|made| made == name);
            assert!(known, "{}: {name}\n{log}", path.display());
        }
        looked_at += 1;
    }
    assert!(looked_at > 10);
}
