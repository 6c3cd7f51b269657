//! The ways in which a program is run, in one table, and running it.
//!
//! Owns the table and the limits that a program has. Every run has a vm of its
//! own, made as the command line would make it.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};

use svm::engine::Statistics;
use svm::{Capture, Error, Vm, cli};

use super::steps::{CHANGED, DEEP};

/// A way to run programs.
pub struct Mode {
    /// Options of `svm run`.
    pub arguments: &'static str,
    /// It is done to one program in so many.
    pub one_in: u64,
    /// Whether it finds wrong answers on purpose: see [`PLANT`].
    pub planted: bool,
}

const fn mode(arguments: &'static str, one_in: u64) -> Mode {
    Mode {
        arguments,
        one_in,
        planted: false,
    }
}

/// Every way; the others must do what the first one does, which makes no
/// native code.
pub const MODES: &[Mode] = &[
    mode("--tier=interp", 1),
    mode("--tier=interp --stats", 2),
    mode("--tier=interp --gc-stress", 16),
    mode("--tier=interp --gc-stress=29,verify=31", 8),
    mode("--tier=interp --gc-stress=7 --tenure-age=0", 16),
    mode("--tier=interp --decline=3", 4),
    mode("", 4),
    mode("--tier=jit --jit-threshold=2,4", 4),
    mode("--tier=jit --jit-threshold=2,4 --gc-stress=29,verify=31", 8),
    mode(
        "--tier=jit --jit-threshold=2,4 --gc-stress=7 --tenure-age=0",
        16,
    ),
    mode("--tier=jit --jit-threshold=2,4 --decline=3", 4),
    mode("--tier=jit --jit-eager", 16),
    mode("--tier=jit --jit-eager --gc-stress=29,verify=31", 32),
    mode("--tier=jit --jit-threshold=2,4 --jit-stress-exits=7", 8),
    mode("--tier=jit --jit-threshold=2,4 --jit-stress-expire=3", 16),
    mode("--tier=jit --jit-threshold=2,4 --jit-stress-discard=3", 16),
    mode("--stats --tier=jit --jit-threshold=2,4", 16),
    mode(
        "--stats --tier=jit --jit-threshold=2,4 --jit-stress-exits=7 --jit-stress-discard=3",
        32,
    ),
    Mode {
        arguments: "--tier=jit --jit-threshold=2,4",
        one_in: 1,
        planted: true,
    },
];

/// Polls that a program has; a poll is at most 2,000 calls and iterations.
const POLLS: u64 = 30_000;
/// The same when each of those is a poll.
const STRESSED_POLLS: u64 = 6_000_000;
/// Memory for its objects.
const MEMORY_BYTES: usize = 256 << 20;

/// A mistake for the fuzzer to find, in front of the programs of a planted
/// mode: once there is native code, things are sorted the wrong way.
const PLANT: &str = "class Array
  alias_method :sort_well, :sort
  def sort(...) = native_code? ? sort_well(...).reverse : sort_well(...)
end";

/// What a program takes too long comes to.
pub const TOO_LONG: &str = "took too long";
/// What a panic comes to, with its message.
pub const PANICKED: &str = "panicked";
/// What the death of the process comes to, with its status.
pub const DIED: &str = "died";

thread_local! {
    /// Whether a program runs.
    static RUNNING: Cell<bool> = const { Cell::new(false) };
    /// The message of its last panic.
    static PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps the message of every panic of a program, also of those that become
/// exceptions.
pub fn watch_panics() {
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if RUNNING.get() {
            let message = panic.to_string().replace('\n', " ");
            PANIC.set(Some(message));
        } else {
            report(panic);
        }
    }));
}

impl Mode {
    /// The command that runs a program so.
    pub fn command(&self) -> String {
        format!("svm run {}", self.arguments)
    }

    /// Whether it is done to the program of a seed.
    pub fn wants(&self, seed: u64, source: &str) -> bool {
        !self.planted && seed.is_multiple_of(self.one_in) && self.bears(source)
    }

    /// Whether a program would not take too long in it.
    pub fn bears(&self, source: &str) -> bool {
        // A primitive that declines calls operators that a program changed.
        let changes = CHANGED.iter().any(|call| source.contains(call));
        !(self.stresses() && source.contains(DEEP) || self.arguments.contains("decline") && changes)
    }

    fn stresses(&self) -> bool {
        self.arguments.contains("stress")
    }

    pub fn counts(&self) -> bool {
        self.arguments.contains("--stats")
    }

    /// What a program writes, how it ends and what it is warned of, and what
    /// was counted.
    pub fn run(&self, source: &str) -> (String, Option<Statistics>) {
        RUNNING.set(true);
        let done = panic::catch_unwind(AssertUnwindSafe(|| self.run_unguarded(source)));
        RUNNING.set(false);
        match (PANIC.take(), done) {
            (None, Ok(done)) => done,
            (message, _) => (format!("{PANICKED}: {}", message.unwrap_or_default()), None),
        }
    }

    /// A vm that writes there.
    pub fn vm(&self, output: Capture, errors: Capture) -> Box<Vm> {
        let arguments: Vec<&str> = self.arguments.split_whitespace().collect();
        let builder = cli::builder_for(&arguments).expect("the table holds good options");
        builder
            .output(output)
            .error_output(errors)
            .memory_limit(MEMORY_BYTES)
            .build()
    }

    fn run_unguarded(&self, source: &str) -> (String, Option<Statistics>) {
        let (seen, errors) = (Capture::default(), Capture::default());
        let mut vm = self.vm(seen.clone(), errors.clone());
        if self.planted {
            plant(&mut vm).expect("what is planted runs");
        }
        vm.limit_polls(if self.stresses() {
            STRESSED_POLLS
        } else {
            POLLS
        });
        let ending = match vm.eval(source, "fuzz.rb") {
            Ok(_) => "ended".to_owned(),
            Err(error) if error.class() == "Interrupt" || error.is_immediate_exit() => {
                return (TOO_LONG.to_owned(), None);
            }
            Err(error) => format!("raised {}: {}", error.class(), error.message()),
        };
        let _ = vm.flush();
        let output = String::from_utf8_lossy(&seen.take()).into_owned();
        let errors = String::from_utf8_lossy(&errors.take()).into_owned();
        let counted = self.counts().then(|| vm.statistics());
        // As in oracle.rb.
        let mut told = errors
            .split_inclusive('\n')
            .filter(|line| !line.contains("is duplicated and overwritten"))
            .peekable();
        let gap = told.peek().map_or("", |_| "\n");
        (output + &ending + gap + &told.collect::<String>(), counted)
    }
}

fn plant(vm: &mut Vm) -> Result<(), Error> {
    vm.define_method("Object", "native_code?", 0, |vm, _| Ok(runs_native(vm)))?;
    vm.eval(PLANT, "plant.rb")?;
    Ok(())
}

/// Whether native code was entered.
pub fn runs_native(vm: &mut Vm) -> bool {
    let counted = vm.statistics();
    let entries = ["function_entries", "loop_entries"].map(|name| counted.get("native", name));
    entries.into_iter().flatten().any(|count| count > 0)
}

/// How two runs of a program do not agree, if so; a crash is one by itself.
pub fn difference(right: &str, other: &str) -> Option<&'static str> {
    let crashes = [DIED, PANICKED];
    let crash = crashes.into_iter().find(|&crash| other.starts_with(crash));
    crash.or((right != other).then_some("differs"))
}
