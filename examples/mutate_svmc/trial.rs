//! Trying a mutant: it is refused, or it runs in a vm that can do no harm.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use svm::bytecode::code::Unit;
use svm::bytecode::{binary, verify};
use svm::engine::{Language, Program, TierConfig};
use svm::{Builder, Capture, Vm};

/// Polls after which a program is interrupted.
const POLLS: u64 = 3;
/// Memory for objects.
const MEMORY_BYTES: usize = 16 << 20;
/// Programs that one vm runs.
const RUNS: u32 = 40;
/// One vm in so many makes native code of each function at its first call.
const NATIVE_ONE_IN: u32 = 16;
/// Larger programs are not worth their time.
const MOST_BYTES: usize = 6_000;

/// Takes away what reaches outside, or would wait or take long.
const FENCE: &str = r#"
module Kernel
  %i[` system exec fork spawn exit exit! abort at_exit sleep gets readline readlines open load
     require require_relative autoload trap select syscall test print_nothing binding_irb
     set_trace_func].each do |name|
    undef_method(name) if method_defined?(name) || private_method_defined?(name)
  end
  singleton_methods.each { |name| singleton_class.send(:undef_method, name) rescue nil }
end
%i[File Dir IO Process Signal].each do |name|
  next unless Object.const_defined?(name)
  of = Object.const_get(name)
  of.singleton_methods(false).each { |m| of.singleton_class.send(:undef_method, m) rescue nil }
  of.instance_methods(false).each { |m| of.send(:undef_method, m) rescue nil } unless name == :IO
  Object.send(:remove_const, name) unless name == :IO
end
GC.singleton_class.send(:undef_method, :stress=) rescue nil
STDIN.instance_eval { undef read } rescue nil
"#;

/// Set by whatever panics.
static PANICKED: AtomicBool = AtomicBool::new(false);

/// Notices every panic, also those that become exceptions.
pub fn watch_panics() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        PANICKED.store(true, Ordering::Relaxed);
        report(panic);
    }));
}

/// Whether anything panicked.
pub fn panicked() -> bool {
    PANICKED.load(Ordering::Relaxed)
}

/// What became of the mutants.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outcome {
    /// Refused.
    pub refused: u64,
    /// Ran to their end.
    pub ended: u64,
    /// Ended with an exception, or were stopped.
    pub raised: u64,
}

/// Tries one mutant after the other.
pub struct Trial {
    vm: Option<(Box<Vm>, Capture)>,
    runs: u32,
    /// Vms made so far.
    vms: u32,
    /// What became of them so far.
    pub outcome: Outcome,
}

impl Trial {
    /// Nothing was tried yet.
    pub fn new() -> Trial {
        Trial {
            vm: None,
            runs: 0,
            vms: 0,
            outcome: Outcome::default(),
        }
    }

    /// Loads the bytes and, if they are accepted, runs them.
    pub fn run(&mut self, bytes: &[u8], draw: bool) {
        let Ok(program) = Program::read(bytes, "mutant.svmc", Language::Compiled) else {
            self.outcome.refused += 1;
            return;
        };
        if self.runs == RUNS {
            self.vm = None;
            self.runs = 0;
        }
        self.runs += 1;
        let vms = &mut self.vms;
        let (vm, seen) = self.vm.get_or_insert_with(|| {
            *vms += 1;
            fenced(vms.is_multiple_of(NATIVE_ONE_IN))
        });
        vm.limit_polls(POLLS);
        let ran = match program.is_stack() {
            true => vm.run_stack(program, &[]).map(|_| ()),
            false => vm.run_program(program).map(|_| ()),
        };
        match ran {
            Ok(()) => self.outcome.ended += 1,
            Err(error) => {
                self.outcome.raised += 1;
                if draw {
                    std::hint::black_box(vm.report(&error, true));
                }
            }
        }
        seen.take();
        if panicked() {
            // Whatever it was, it is not to be seen again.
            self.vm = None;
        }
    }
}

/// A vm that only computes.
fn fenced(native: bool) -> (Box<Vm>, Capture) {
    let seen = Capture::default();
    let mut builder = Builder::new()
        .output(seen.clone())
        .error_output(seen.clone())
        .memory_limit(MEMORY_BYTES);
    if native {
        builder = builder.native(TierConfig {
            eager: true,
            ..TierConfig::default()
        });
    }
    let mut vm = builder.build();
    vm.eval(FENCE, "fence.rb").expect("the fence stands");
    (vm, seen)
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    let of_program = |path: &Path| {
        let extension = path.extension();
        extension.is_some_and(|extension| extension == "rb" || extension == "svm")
    };
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, found);
        } else if of_program(&path) {
            found.push(path);
        }
    }
}

/// The programs below tests/, compiled; every one of them verifies.
pub fn units() -> Vec<Unit> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut paths = Vec::new();
    collect(&tests, &mut paths);
    paths.sort();
    let compiled = paths.iter().filter_map(|path| {
        let source = std::fs::read(path).ok()?;
        let name = path.file_name()?.to_string_lossy();
        let program = Program::read(&source, &name, Language::of_file(&name)).ok()?;
        let unit = binary::decode(&program.to_bytes()).expect("what is written is read");
        if let Err(error) = verify::verify_program(&unit) {
            panic!("{}: {error}", path.display());
        }
        (source.len() <= MOST_BYTES).then_some(unit)
    });
    compiled.collect()
}
