//! One run: a process of its own, in its program's directory.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::cases::Case;
use super::modes::Mode;
use super::refuse;

/// What one run gave.
pub struct Run {
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
    pub status: Option<i32>,
    /// Whether the program was run, or did not get that far.
    pub has_run: bool,
    pub timed_out: bool,
    pub elapsed: Duration,
}

/// Where one run writes.
struct Scratch {
    stem: PathBuf,
}

impl Scratch {
    fn path(&self, what: &str) -> PathBuf {
        self.stem.with_extension(what)
    }

    fn create(&self, what: &str) -> fs::File {
        fs::File::create(self.path(what)).expect("the scratch directory is writable")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        for what in ["out", "err", "in", "svmasm", "svmc"] {
            let _ = fs::remove_file(self.path(what));
        }
    }
}

/// Runs a program in its own directory, as its recording did.
pub fn run_case(binary: &Path, mode: &Mode, case: &Case, worker: usize) -> Run {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let scratch = Scratch {
        stem: folder.join(format!("suite-{}-{worker}", std::process::id())),
    };
    fs::write(scratch.path("in"), &case.stdin).expect("the scratch directory is writable");
    let file = case.file.file_name().expect("programs are files");
    if !mode.reassembled {
        let mut arguments = case.flags(mode);
        arguments.push(file.to_owned());
        return run_svm(binary, "run", arguments, case, &scratch);
    }
    let listed = run_svm(binary, "disasm", vec![file.to_owned()], case, &scratch);
    if listed.status != Some(0) {
        // What cannot be compiled fails here as it does when it is run; only the
        // list of places behind it is the runner's.
        return Run {
            has_run: false,
            ..listed
        };
    }
    let text = scratch.path("svmasm");
    fs::write(&text, &listed.stdout).expect("the scratch directory is writable");
    let compiled = scratch.path("svmc").into_os_string();
    let arguments = vec![text.into_os_string(), "-o".into(), compiled.clone()];
    let made = run_svm(binary, "asm", arguments, case, &scratch);
    if made.status != Some(0) {
        return made;
    }
    let mut arguments = case.flags(mode);
    arguments.push(compiled);
    run_svm(binary, "run", arguments, case, &scratch)
}

fn run_svm(
    binary: &Path,
    verb: &str,
    arguments: Vec<OsString>,
    case: &Case,
    scratch: &Scratch,
) -> Run {
    let mut command = Command::new(binary);
    command.arg(verb).args(arguments);
    if verb == "run" {
        command.args(&case.arguments);
    }
    command.current_dir(case.file.parent().expect("programs lie in folders"));
    command.stdin(fs::File::open(scratch.path("in")).expect("just written"));
    command.stdout(Stdio::from(scratch.create("out")));
    command.stderr(Stdio::from(scratch.create("err")));
    let seconds = case.directive("timeout").map_or(60, |text| {
        let seconds = text.parse().ok();
        seconds.unwrap_or_else(|| refuse(&format!("{}: timeout {text}", case.name)))
    });
    let started = Instant::now();
    let mut child = command.spawn().expect("the built binary runs");
    let mut timed_out = false;
    let status = loop {
        if let Some(status) = child.try_wait().expect("the child is ours") {
            break status;
        }
        if started.elapsed() > Duration::from_secs(seconds) && !timed_out {
            timed_out = true;
            child.kill().expect("the child is ours");
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    let read = |what: &str| fs::read(scratch.path(what)).expect("the child's output file");
    Run {
        stdout: read("out"),
        stderr: read("err"),
        status: status.code(),
        has_run: true,
        timed_out,
        elapsed: started.elapsed(),
    }
}
