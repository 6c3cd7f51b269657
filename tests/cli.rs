//! The command line: exit statuses, forms of input, bad input, pipes and
//! signals. Runs the built `svm` as a shell would.

use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

fn svm() -> Command {
    Command::new(env!("CARGO_BIN_EXE_svm"))
}

fn run(arguments: &[&str]) -> Output {
    let mut command = svm();
    command.args(arguments).stdin(Stdio::null());
    command.output().expect("the built binary runs")
}

/// Runs with bytes on standard input.
fn run_with(arguments: &[&str], input: &[u8]) -> Output {
    let mut command = svm();
    command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("the built binary runs");
    let mut stdin = child.stdin.take().expect("piped");
    let _ = stdin.write_all(input);
    drop(stdin);
    child.wait_with_output().expect("the child is ours")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[track_caller]
fn expect(arguments: &[&str], status: i32, stdout: &str, stderr: &str) {
    let output = run(arguments);
    assert_eq!(
        (out(&output).as_str(), output.status.code()),
        (stdout, Some(status)),
        "stderr: {}",
        err(&output)
    );
    let errors = err(&output);
    if stderr.is_empty() {
        assert_eq!(errors, "");
    } else {
        assert!(errors.contains(stderr), "stderr lacks {stderr:?}: {errors}");
    }
}

/// A file of this process's own.
fn file(name: &str, text: &[u8]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("cli-{}-{name}", std::process::id()));
    fs::write(&path, text).expect("the scratch directory is writable");
    path
}

#[test]
fn statuses_are_what_programs_ask_for() {
    expect(&["-e", "puts 1"], 0, "1\n", "");
    expect(&["-e", "print 'no newline'; exit"], 0, "no newline", "");
    expect(&["-e", "puts 2; exit 3"], 3, "2\n", "");
    expect(&["-e", "exit false"], 1, "", "");
    expect(&["-e", "exit 256 + 7"], 7, "", "");
    expect(
        &["-e", "puts 3; raise 'x'"],
        1,
        "3\n",
        "-e:1:in '<main>': x (RuntimeError)",
    );
    expect(&["-e", "raise Interrupt"], 130, "", "Interrupt");
    expect(&["-e", "abort 'so be it'"], 1, "", "so be it");
    expect(
        &["-e", "begin; exit 4; ensure; puts 'ensured'; end"],
        4,
        "ensured\n",
        "",
    );
    expect(
        &["-e", "at_exit { puts 'bye' }; puts 'hi'; exit 5"],
        5,
        "hi\nbye\n",
        "",
    );
}

#[test]
fn usage_errors_are_two() {
    for arguments in [
        &["--nonsense"][..],
        &["run", "--gc-stress=q", "x.rb"],
        &["-e"],
        &["ops", "extra"],
        &["--tier"],
        &["--jit-threshold"],
        &["--jit-threshold=99999999999", "x.rb"],
        &["--tier=jit", "--tier=interp", "x.rb"],
        &["--jit-eager=1", "x.rb"],
        &["--jit-eager", "--jit-threshold=5", "x.rb"],
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let told = err(&output);
        assert!(
            told.starts_with("svm: ") && told.lines().count() == 1,
            "{arguments:?}: {told}"
        );
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
    expect(
        &["--tier=fast", "-e", "1"],
        2,
        "",
        "svm: --tier=fast: there is no such tier",
    );
    expect(
        &["--tier=interp", "--jit-threshold=9", "-e", "1"],
        2,
        "",
        "svm: --jit-threshold: there is no native code with --tier=interp",
    );
    expect(
        &["--tier=jit", "--jit-threshold=many", "-e", "1"],
        2,
        "",
        "svm: --jit-threshold: many is not a number above 0",
    );
    expect(
        &["--tenure-age=9", "-e", "1"],
        2,
        "",
        "an age is a number from 0 to 6",
    );
    expect(&["--tier=interp", "-e", "puts 1"], 0, "1\n", "");
    expect(&["--tier=jit", "-e", "puts 1"], 0, "1\n", "");
}

#[test]
fn help_and_version_are_printed() {
    let output = run(&["--help"]);
    assert_eq!(output.status.code(), Some(0));
    for part in ["Examples:", "disasm", "ops", "Exit status"] {
        assert!(out(&output).contains(part), "no {part} in the help");
    }
    let output = run(&["run", "--help"]);
    assert!(out(&output).contains("--gc-log") && !out(&output).contains("--decline"));
    expect(
        &["--version"],
        0,
        concat!("svm ", env!("CARGO_PKG_VERSION"), "\n"),
        "",
    );
}

#[test]
fn programs_come_from_many_places() {
    let path = file(
        "forms.rb",
        b"p ARGV, $0 == __FILE__\nputs __FILE__.end_with?('forms.rb')\n",
    );
    let path = path.to_str().expect("a readable path");
    for start in [&["run"][..], &[]] {
        let mut arguments = start.to_vec();
        arguments.extend([path, "a", "-b", "--stats"]);
        expect(
            &arguments,
            0,
            "[\"a\", \"-b\", \"--stats\"]\ntrue\ntrue\n",
            "",
        );
    }
    expect(
        &["-e", "puts 1", "-e", "puts ARGV", "x", "-y"],
        0,
        "1\nx\n-y\n",
        "",
    );
    for arguments in [&["-"][..], &[], &["run"], &["run", "-", "arg"]] {
        let output = run_with(arguments, b"puts __FILE__, ARGV.size");
        let size = usize::from(arguments.len() > 1 && arguments[1] == "-");
        assert_eq!(
            out(&output),
            format!("-\n{size}\n"),
            "{arguments:?} {}",
            err(&output)
        );
    }
    assert_eq!(
        out(&run_with(&["-e", "puts gets; p gets; p gets"], b"one\ntwo")),
        "one\n\"two\"\nnil\n"
    );
}

#[test]
fn files_that_cannot_be_read_are_one() {
    expect(
        &["nope.rb"],
        1,
        "",
        "svm: No such file or directory -- nope.rb (LoadError)",
    );
    expect(&["/"], 1, "", "svm: Is a directory -- / (LoadError)");
    expect(
        &["disasm", "nope.rb"],
        1,
        "",
        "svm: No such file or directory -- nope.rb (LoadError)",
    );
    expect(
        &["-e", "require_relative 'nope'"],
        1,
        "",
        "cannot load such file -- ",
    );
}

#[test]
fn syntax_errors_show_every_place() {
    let path = file("syntax.rb", b"a = )\nb = 1\n\n\n\n\nc = ]\n");
    let output = run(&[path.to_str().expect("a readable path")]);
    assert_eq!(output.status.code(), Some(1));
    let errors = err(&output);
    for part in [
        ":1: syntax errors found (SyntaxError)",
        "> 1 | a = )",
        "> 7 | c = ]",
        "    ^",
    ] {
        assert!(errors.contains(part), "{part:?} is not in {errors}");
    }
    expect(
        &["-e", "/a(/"],
        1,
        "",
        "end pattern with unmatched parenthesis",
    );
    let path = file("latin.rb", b"puts 'a'\nx = '\xe9'\n");
    let output = run(&[path.to_str().expect("a readable path")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains(":2:"), "{}", err(&output));
}

#[test]
fn absurd_sizes_end_in_exceptions() {
    expect(
        &["-e", "puts 1; 'x' * 10**15"],
        1,
        "1\n",
        "-e: failed to allocate memory (NoMemoryError)",
    );
    expect(
        &["-e", "puts 1; Array.new(10**15)"],
        1,
        "1\n",
        "failed to allocate memory (NoMemoryError)",
    );
    expect(
        &["-e", "def a = a\nputs 2\na"],
        1,
        "2\n",
        "stack level too deep (SystemStackError)",
    );
    let nested = format!("puts {}1{}", "(".repeat(10_000), ")".repeat(10_000));
    let path = file("nested.rb", nested.as_bytes());
    let output = run(&[path.to_str().expect("a readable path")]);
    let ran = output.status.code() == Some(0) && out(&output) == "1\n";
    let refused = output.status.code() == Some(1) && err(&output).contains("(SyntaxError)");
    assert!(ran || refused, "{:?}", output.status);
}

#[test]
fn causes_are_reported() {
    let code =
        "def a = raise('x')\ndef b\n  a\nrescue\n  raise ArgumentError, \"multi\\nline\"\nend\nb";
    let expected = "-e:5:in 'Object#b': multi (ArgumentError)\nline\n\tfrom -e:7:in '<main>'\n\
                    -e:1:in 'Object#a': x (RuntimeError)\n\tfrom -e:3:in 'Object#b'\n\tfrom -e:7:in '<main>'\n";
    let output = run(&["-e", code]);
    // Pictures have goldens of their own, see tests/reports.rs.
    let errors = err(&output);
    let picture =
        |line: &&str| line.contains(" | ") || line.ends_with(" |") || line.contains("-->");
    let text: String = errors
        .split_inclusive('\n')
        .filter(|line| !picture(&line.trim_end_matches('\n')))
        .collect();
    assert_eq!(text.replace("rescue in ", ""), expected);
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let mut command = svm();
    command.args(["-e", "while true; puts 'line' * 20; end"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the built binary runs");
    let mut first = [0; 10];
    child
        .stdout
        .take()
        .expect("piped")
        .read_exact(&mut first)
        .expect("it prints");
    let output = child.wait_with_output().expect("the child is ours");
    assert_eq!(err(&output), "");
    assert!(output.status.signal() == Some(libc_sigpipe()) || output.status.code().is_some());
}

/// SIGPIPE on the systems that svm runs on.
fn libc_sigpipe() -> i32 {
    13
}

#[test]
fn a_closed_output_is_no_disaster() {
    for redirection in [">&-", ">/dev/full", "<&- >&- 2>&-"] {
        let script = format!("\"$0\" -e 'puts 1; exit 6' {redirection}");
        let output = Command::new("sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_svm")])
            .output();
        let output = output.expect("a shell");
        assert!(!err(&output).contains("panicked"), "{}", err(&output));
        assert_eq!(
            output.status.code(),
            Some(6),
            "{redirection}: {}",
            err(&output)
        );
    }
}

/// Fibers take all address space; the error's own methods, compiled when they are
/// called, still are.
#[test]
fn used_up_address_space_is_an_exception() {
    let code = "fibers = []; begin; loop { fibers << Fiber.new { Fiber.yield }.tap(&:resume) }
                rescue FiberError => error; puts error.message, error.full_message.class; end";
    let script = format!("ulimit -v 4000000; \"$0\" -e '{code}'");
    let output = Command::new("sh")
        .args(["-c", &script, env!("CARGO_BIN_EXE_svm")])
        .output();
    let output = output.expect("a shell");
    let expected = "can't alloc machine stack to fiber: Cannot allocate memory\nString\n";
    assert_eq!(out(&output), expected, "{}", err(&output));
}

/// What the command itself writes is complete or said not to be.
#[test]
fn listings_that_cannot_be_written_fail() {
    let program = "-e 'puts 1' 2>&1 >/dev/full";
    for words in [
        "ops 2>&1 >/dev/full".to_owned(),
        "--help 2>&1 >/dev/full".to_owned(),
        format!("disasm {program}"),
        format!("disasm --asm --jit-eager {program}"),
    ] {
        let output = Command::new("sh")
            .args(["-c", &format!("\"$0\" {words}"), env!("CARGO_BIN_EXE_svm")])
            .output();
        let output = output.expect("a shell");
        assert_eq!(output.status.code(), Some(1), "{words}");
        let said = out(&output);
        let why = "svm: standard output: No space left on device\n";
        assert!(said.ends_with(why), "{words}: {said}");
    }
}

/// `$stdout.sync = true`: nothing waits in a buffer while the program goes on.
#[test]
fn synchronous_output_is_there_at_once() {
    let mut command = svm();
    command
        .args(["-e", "$stdout.sync = true; print :ready; gets"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut child = command.spawn().expect("the built binary runs");
    let mut ready = [0; 5];
    let mut stdout = child.stdout.take().expect("piped");
    // The program waits for a line that only comes behind this.
    stdout.read_exact(&mut ready).expect("it prints");
    drop(child.stdin.take());
    assert!(child.wait().expect("the child is ours").success());
    assert_eq!(&ready, b"ready");
}

/// Sends SIGINT once the program has printed a line, and waits for its end.
fn interrupted(code: &str) -> Output {
    let mut command = svm();
    command
        .args(["-e", code])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child: Child = command.spawn().expect("the built binary runs");
    let mut stdout = child.stdout.take().expect("piped");
    let mut ready = [0; 6];
    stdout.read_exact(&mut ready).expect("it prints a line");
    let started = Instant::now();
    std::thread::sleep(Duration::from_millis(30));
    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(killed.expect("kill runs").success());
    let mut rest = Vec::new();
    stdout.read_to_end(&mut rest).expect("readable");
    let mut output = child.wait_with_output().expect("the child is ours");
    output.stdout = rest;
    assert!(
        started.elapsed() < Duration::from_secs(20),
        "it took too long to stop"
    );
    output
}

#[test]
fn ctrl_c_stops_a_hot_loop() {
    let output = interrupted("puts 'ready'; $stdout.flush; i = 0; while true; i += 1; end");
    assert_eq!(output.status.code(), Some(130));
    assert_eq!(err(&output), "-e:1:in '<main>': Interrupt\n");
}

#[test]
fn ctrl_c_stops_a_loop_of_blocks() {
    let output = interrupted("puts 'ready'; $stdout.flush; loop { [1, 2].each { |x| x } }");
    assert_eq!(output.status.code(), Some(130));
}

#[test]
fn ctrl_c_stops_sleep_and_can_be_rescued() {
    let output = interrupted("puts 'ready'; $stdout.flush; sleep");
    assert_eq!(output.status.code(), Some(130));
    assert!(err(&output).contains("Interrupt"), "{}", err(&output));
    let code = "puts 'ready'; $stdout.flush\nbegin; sleep 100; rescue Interrupt; puts 'caught'; ensure; puts 'done'; end";
    let output = interrupted(code);
    assert_eq!(
        (out(&output).as_str(), output.status.code()),
        ("caught\ndone\n", Some(0))
    );
}

#[test]
fn listings_print() {
    let output = run(&["disasm", "-e", "puts 1 + 2"]);
    assert!(out(&output).contains("1 | puts 1 + 2") && out(&output).contains("push_int"));
    let output = run(&["ops"]);
    assert!(out(&output).contains("push_int") && output.status.code() == Some(0));
}

#[test]
fn compiled_programs_run_like_their_source() {
    let text = "def m(a, b = 2, *c, k: 3, &d) = [a, b, c, k]\n\
                p m(1, 5, 6, k: 7), DATA.read, __FILE__ == $0\n\
                begin; raise 'x'; rescue => e; p e.message; ensure puts 'e'; end\n\
                nil.foo\n__END__\nthe data\n";
    let source = file("compiled.rb", text.as_bytes());
    let compiled = source.with_extension("svmc");
    let (source, compiled) = (source.display().to_string(), compiled.display().to_string());
    expect(&["compile", &source, "-o", &compiled], 0, "", "");
    let (plain, loaded) = (run(&[&source]), run(&[&compiled]));
    assert!(out(&plain).contains("the data") && err(&plain).contains("nil.foo"));
    assert_eq!(plain, loaded);
    expect(&["compile", "nope.rb"], 1, "", "nope.rb (LoadError)");
    let bad = file("bad.rb", b"puts (");
    expect(
        &["compile", &bad.display().to_string()],
        1,
        "",
        "SyntaxError",
    );
}

#[test]
fn every_command_hears_of_the_language() {
    let source = file("language.txt", b"6 7 * println");
    let compiled = source.with_extension("svmc");
    let (source, compiled) = (source.display().to_string(), compiled.display().to_string());
    expect(&["compile", "--lang=stack", &source], 0, "", "");
    expect(&[&compiled], 0, "42\n", "");
    let listed = run(&["disasm", "--lang=stack", "-e", "6 7 * println"]);
    assert!(out(&listed).contains("stack_mul"), "{}", err(&listed));
    expect(
        &["compile", "--lang=latin", &source],
        2,
        "",
        "no such language",
    );
    expect(
        &["disasm", "--lang=latin", &source],
        2,
        "",
        "no such language",
    );
}

#[test]
fn damaged_programs_are_refused() {
    let source = file("damaged.rb", b"puts 1");
    expect(&["compile", &source.display().to_string()], 0, "", "");
    let path = source.with_extension("svmc");
    let good = fs::read(&path).expect("the compiled program");
    let mut changed = good.clone();
    let last = changed.len() - 1;
    changed[last] ^= 1;
    for (bytes, words) in [
        (&good[..good.len() - 1], "is cut off"),
        (&changed[..], "is damaged"),
        (b"puts 1", "not a compiled program"),
    ] {
        fs::write(&path, bytes).expect("the scratch directory is writable");
        expect(&[&path.display().to_string()], 1, "", words);
    }
}

#[test]
fn statistics_are_printed_at_the_end() {
    let output = run(&["--stats=json", "-e", "puts 1 + 2"]);
    assert_eq!(out(&output), "3\n");
    let parsed: serde_json::Value =
        serde_json::from_slice(&output.stderr).expect("JSON on standard error");
    assert_eq!(parsed["instructions"]["add"], 1, "{}", err(&output));
    let output = run(&["--stats", "-e", "puts 1 + 2"]);
    assert!(err(&output).contains("add") && err(&output).contains("allocated_bytes"));
    let output = run(&["--gc-log", "-e", "GC.start; puts 1"]);
    assert!(
        out(&output) == "1\n" && err(&output).contains("[gc]"),
        "{}",
        err(&output)
    );
}
