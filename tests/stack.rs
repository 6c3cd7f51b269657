//! The stack language: recorded programs in several modes, random programs
//! against a plain interpreter, and the options that are for it.
//!
//! `tests/stack/NAME.svm` is a program; beside it may stand `.args`, `.stdin`,
//! `.out`, `.status`, `.stats` (lines of `--stats=plain`) and `.err` (texts
//! that standard error must hold, in this order).

#[path = "../examples/stack_match/interpreter.rs"]
mod interpreter;

use std::fmt::Write as _;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use interpreter::{Fault, Machine, Value};
use proptest::prelude::{Strategy, any, prop_oneof};
use proptest::test_runner::{Config, TestRunner};
use svm::engine::{Language, Program, StackValue};
use svm::{Builder, Capture, Error, Vm};

fn svm() -> Command {
    let binary = std::env::var_os("SVM_SVM")
        .map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_svm")), PathBuf::from);
    Command::new(binary)
}

/// Runs with bytes on standard input.
fn run(arguments: &[&str], folder: &Path, input: &[u8]) -> Output {
    let mut command = svm();
    command
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("the built binary runs");
    let mut stdin = child.stdin.take().expect("piped");
    let _ = stdin.write_all(input);
    drop(stdin);
    child.wait_with_output().expect("the child is ours")
}

fn run_code(arguments: &[&str], code: &str) -> Output {
    let all = [&["run", "--lang=stack"], arguments, &["-e", code]].concat();
    run(&all, Path::new("."), b"")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What texts a string lacks, looked for one behind the other.
fn lacks<'t>(text: &str, wanted: &'t str) -> Option<&'t str> {
    let mut rest = text;
    for line in wanted.lines() {
        match rest.find(line) {
            Some(at) => rest = &rest[at..],
            None => return Some(line),
        }
    }
    None
}

// ---- recorded programs ----------------------------------------------------------

struct Case {
    name: String,
    arguments: Vec<String>,
    stdin: Vec<u8>,
    stdout: Vec<u8>,
    status: i32,
    stats: Option<String>,
    stderr: Option<String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stack")
}

fn cases() -> Vec<Case> {
    let entries = fs::read_dir(folder()).expect("a readable folder");
    let names = entries.filter_map(|entry| {
        let path = entry.expect("a readable folder").path();
        let is_program = path.extension().is_some_and(|extension| extension == "svm");
        is_program.then(|| path.with_extension(""))
    });
    let mut names: Vec<PathBuf> = names.collect();
    names.sort();
    let case = |path: PathBuf| {
        let read = |extension: &str| fs::read(path.with_extension(extension)).ok();
        let read_text = |extension: &str| read(extension).map(|bytes| text(&bytes));
        Case {
            name: path.file_name().expect("a name").to_string_lossy().into(),
            arguments: words(&read_text("args").unwrap_or_default()),
            stdin: read("stdin").unwrap_or_default(),
            stdout: read("out").unwrap_or_default(),
            status: read_text("status").map_or(0, |s| s.trim().parse().expect("a number")),
            stats: read_text("stats"),
            stderr: read_text("err"),
        }
    };
    names.into_iter().map(case).collect()
}

/// Words as a shell would part them, strings in their quotes.
fn words(line: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut quoted = false;
    for c in line.trim().chars() {
        quoted ^= c == '"';
        match c {
            ' ' if !quoted => found.push(String::new()),
            c => found.last_mut().expect("one is there").push(c),
        }
    }
    found.retain(|word| !word.is_empty());
    found
}

/// Runs every case and tells what is not as recorded.
fn run_cases(options: &[&str], keep: impl Fn(&Case) -> bool) {
    let mut wrong = String::new();
    for case in cases().iter().filter(|case| keep(case)) {
        let file = format!("{}.svm", case.name);
        let mut arguments = vec!["run"];
        arguments.extend(options);
        arguments.push(&file);
        arguments.extend(case.arguments.iter().map(String::as_str));
        let output = run(&arguments, &folder(), &case.stdin);
        let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
        let status = output.status.code();
        if output.stdout != case.stdout || status != Some(case.status) {
            let _ = writeln!(wrong, "{}: {status:?}\n{stdout}{stderr}", case.name);
            continue;
        }
        let lacking = lacks(&stderr, case.stderr.as_deref().unwrap_or_default());
        if let Some(lacking) = lacking {
            let _ = writeln!(wrong, "{}: no {lacking:?} in\n{stderr}", case.name);
        }
        if options.contains(&"--stats=plain") {
            let counted: Vec<&str> = stderr.lines().rev().take(5).collect();
            let counted: Vec<&str> = counted.into_iter().rev().collect();
            let recorded = case.stats.as_ref();
            if recorded.is_some_and(|stats| counted.join("\n") != stats.trim()) {
                let _ = writeln!(wrong, "{}: counted {counted:?}", case.name);
            }
        } else if case.status == 0 && !stderr.is_empty() {
            let _ = writeln!(wrong, "{}: {stderr}", case.name);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Programs that run long.
fn is_long(case: &Case) -> bool {
    ["loopsum", "fib_own", "own_deep", "own_wide"].contains(&&*case.name)
}

#[test]
fn programs_do_what_is_recorded() {
    run_cases(&[], |_| true);
}

#[test]
fn programs_are_counted_as_recorded() {
    run_cases(&["--stats=plain"], |_| true);
}

#[test]
fn collections_change_nothing() {
    run_cases(&["--gc-stress=1,verify=1"], |case| !is_long(case));
    run_cases(&["--gc-stress=20011,verify=1"], is_long);
}

#[test]
fn promotion_at_once_changes_nothing() {
    run_cases(&["--tenure-age=0", "--gc-stress=1,verify=7"], |case| {
        !is_long(case)
    });
}

#[test]
fn no_word_uses_the_native_stack() {
    run_cases(&["--check-stack"], |_| true);
}

#[test]
fn examples_do_what_they_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let check = |arguments: &[&str], stdin: &str, stdout: &str| {
        let output = run(arguments, &folder, stdin.as_bytes());
        assert_eq!(
            (text(&output.stdout).as_str(), output.status.code()),
            (stdout, Some(0))
        );
    };
    check(&["fib.svm", "20"], "", "6765\n");
    check(&["fib.svm", "1"], "", "1\n");
    check(&["fib_quiet.svm", "15"], "", "");
    let questions = "Count from?\nUp to?\nIn steps of?\n";
    check(
        &["count.svm"],
        "3\n10\n2\n",
        &format!("{questions}3\n5\n7\n9\nDone.\n"),
    );
    check(&["count.svm"], "", &format!("{questions}Done.\n"));
    check(&["count.svm"], "5\n4\n1\n", &format!("{questions}Done.\n"));
}

// ---- random programs ------------------------------------------------------------

/// Entries of each stack in random programs.
const LIMIT: usize = 40;

/// Steps of them.
const STEPS: u64 = 20_000;

fn token() -> impl Strategy<Value = String> {
    let words = "+ - * / % < <= > >= == and or not if dup drop swap over rot cast_int cast_str \
                 println jmp call return stop exit";
    let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
    let odd = [
        "9223372036854775807",
        "-9223372036854775808",
        "4611686018427387904",
        "-4611686018427387905",
        "\"\"",
        "\"12\"",
        "\"é\\n\"",
        "true",
        "false",
        "+7",
        "#x\n",
    ];
    prop_oneof![
        6 => proptest::sample::select(words),
        4 => (-3i64..40).prop_map(|number| number.to_string()),
        1 => proptest::sample::select(odd.map(str::to_owned).to_vec()),
        1 => (0..4u8).prop_map(|number| format!("l{number}")),
        // Sequences that are run as one: likelier than by chance.
        2 => proptest::sample::select(vec![
            "dup 2 < 9 5 if jmp".to_owned(), "swap 1 - 3 call".to_owned(), "over 0 == 4 8 if jmp".to_owned(),
            "+ return".to_owned(), "dup 1 - 6 call".to_owned(), "over over < 1 7 if jmp".to_owned(),
            "1 + 5 jmp".to_owned(), "swap drop".to_owned(), "over + swap 1 - swap 2 jmp".to_owned(),
            "2 > 6 4 if call".to_owned(), "drop 1 + 3 jmp".to_owned(), "over over % 0 == 3 9 if jmp".to_owned(),
        ]),
    ]
}

/// A program whose labels are mostly all there.
fn program() -> impl Strategy<Value = String> {
    let tokens = proptest::collection::vec(token(), 0..30);
    let labels = proptest::collection::vec((0..4u8, any::<proptest::sample::Index>()), 0..2);
    (tokens, labels, 0..10u8).prop_map(|(mut tokens, more, keep)| {
        for number in 0..4 {
            if keep > 0 {
                let at = (number * 7 + usize::from(keep)) % (tokens.len() + 1);
                tokens.insert(at, format!("l{number}:"));
            }
        }
        if keep == 1 {
            for (number, at) in more {
                let at = at.index(tokens.len() + 1);
                tokens.insert(at, format!("l{number}:"));
            }
        }
        tokens.join(" ")
    })
}

fn argument() -> impl Strategy<Value = i64> {
    prop_oneof![4 => 0..20i64, 1 => any::<i64>()]
}

/// What kind of fault an error tells of.
fn fault_of(message: &str) -> Fault {
    let kinds = [
        (" lacks ", Fault::Missing),
        (" takes ", Fault::WrongType),
        ("overflows the ", Fault::Full),
        (" overflows: ", Fault::Divide),
        ("divides by zero", Fault::Divide),
        ("leads out of", Fault::Place),
        ("return stack empty", Fault::NoCaller),
    ];
    let found = kinds.iter().find(|(part, _)| message.contains(part));
    found.unwrap_or_else(|| panic!("what is {message:?}?")).1
}

fn plain_value(value: &StackValue) -> Value {
    match value {
        StackValue::Number(number) => Value::Num(*number),
        StackValue::Bool(truth) => Value::Bool(*truth),
        StackValue::Text(text) => Value::Str(text.as_str().into()),
        other => panic!("{other:?} comes from arguments only"),
    }
}

/// How a program ends: with a status and its stack, or a fault and its place.
type End = Result<(Option<i64>, Vec<Value>), (Fault, usize)>;

fn ours(vm: &mut Vm, program: Program, arguments: &[i64]) -> End {
    let arguments: Vec<_> = arguments.iter().map(|&n| StackValue::Number(n)).collect();
    let ran: Result<_, Error> = vm.run_stack(program, &arguments);
    match ran {
        Ok(run) => Ok((run.exit, run.stack.iter().map(plain_value).collect())),
        Err(error) => Err((fault_of(error.message()), error.spans()[0].bytes.start)),
    }
}

/// The same by the plain interpreter; None if it takes too long.
fn theirs(source: &str, arguments: &[i64], output: &mut Vec<u8>) -> Option<Result<End, ()>> {
    let Some(tokens) = interpreter::tokens(source) else {
        return Some(Err(()));
    };
    let Some(code) = interpreter::resolve(&tokens) else {
        return Some(Err(()));
    };
    let mut machine = Machine {
        at: 0,
        stack: arguments.iter().map(|&n| Value::Num(n)).collect(),
        returns: Vec::new(),
        limit: LIMIT,
    };
    Some(Ok(
        match machine.run::<true>(&code, STEPS, &mut &b""[..], output) {
            Ok(exit) => Ok((exit, machine.stack)),
            Err(Fault::Steps) => return None,
            Err(fault) => Err((fault, tokens[machine.at].0)),
        },
    ))
}

fn check_random(mut builder: Builder, count: u32) {
    let seen = Capture::default();
    builder = builder.output(seen.clone()).stack_limit(LIMIT);
    let vm = std::cell::RefCell::new(builder.build());
    let strategy = (program(), proptest::collection::vec(argument(), 0..8));
    let config = Config {
        cases: count,
        failure_persistence: None,
        ..Config::default()
    };
    let ends = std::cell::Cell::new([0u32; 3]);
    let result = TestRunner::new(config).run(&strategy, |(source, arguments)| {
        let read = Program::read(&source, "random.svm", Language::Stack);
        let mut printed = Vec::new();
        let expected = match theirs(&source, &arguments, &mut printed) {
            None => return Ok(()),
            Some(expected) => expected,
        };
        proptest::prop_assert_eq!(read.is_ok(), expected.is_ok());
        if let (Ok(program), Ok(expected)) = (read, expected) {
            let found = ours(&mut vm.borrow_mut(), program, &arguments);
            let mut counts = ends.get();
            counts[match &found {
                Ok((None, _)) => 0,
                Ok(_) => 1,
                Err(_) => 2,
            }] += 1;
            ends.set(counts);
            proptest::prop_assert_eq!(found, expected);
            proptest::prop_assert_eq!(text(&seen.take()), text(&printed));
        }
        Ok(())
    });
    result.expect("the two interpreters agree");
    let few = count / 100;
    assert!(ends.get().iter().all(|&ended| ended > few), "{ends:?}");
}

#[test]
fn random_programs_agree_with_a_plain_interpreter() {
    check_random(Builder::new(), 20_000);
}

#[test]
fn random_programs_agree_while_collections_run() {
    check_random(Builder::new().gc_stress(1, 5), 500);
    check_random(Builder::new().count(true), 500);
}

#[test]
fn odd_texts_are_read_alike() {
    let pieces = [
        "\"",
        "\\",
        "#",
        " ",
        "\n",
        "a",
        "é:",
        ":",
        "1",
        "-",
        "n",
        "\r",
        "\t",
        "\u{1F600}",
        "\0",
    ];
    let piece = proptest::sample::select(pieces.to_vec());
    let text = proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat());
    let config = Config {
        cases: 20_000,
        failure_persistence: None,
        ..Config::default()
    };
    let result = TestRunner::new(config).run(&(text, any::<bool>()), |(source, broken)| {
        let mut bytes = source.clone().into_bytes();
        if broken {
            bytes.insert(source.len() / 2, 0xff);
        }
        let read = Program::read(&bytes, "odd.svm", Language::Stack);
        let good = interpreter::tokens(&source).and_then(|tokens| interpreter::resolve(&tokens));
        proptest::prop_assert_eq!(read.is_ok(), good.is_some() && !broken);
        if let Err(error) = read {
            proptest::prop_assert!(error.report(false).contains("odd.svm:"));
            proptest::prop_assert!(!error.report(true).is_empty());
        }
        Ok(())
    });
    result.expect("the two readers agree");
}

// ---- options --------------------------------------------------------------------

#[test]
fn debug_shows_both_stacks() {
    let output = run_code(&["--debug"], "1 f call stop f: \"a\" println return");
    assert_eq!(text(&output.stdout), "a\n");
    let wanted = "-e:1:1  0  1\n    before  data []  return []\n    after   data [1]  return []\n\
                  -e:1:3  1  f\n    before  data [1]  return []\n    after   data [1 5]  return []\n\
                  -e:1:5  2  call\n    before  data [1 5]  return []\n    after   data [1]  return [3]\n\
                  -e:1:18  5  \"a\"\n";
    assert!(
        text(&output.stderr).starts_with(wanted),
        "{}",
        text(&output.stderr)
    );
    let ends =
        "-e:1:10  3  stop\n    before  data [1]  return []\n    after   data [1]  return []\n";
    assert!(
        text(&output.stderr).ends_with(ends),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn debug_goes_with_counting_and_errors() {
    let output = run_code(&["--debug", "--stats=plain"], "1 2 3 drop drop not");
    let stderr = text(&output.stderr);
    let end = "instructions:5\ncalls:0\njumps:0\nreturns:0\nmax_stack_size:3\n";
    assert!(stderr.ends_with(end), "{stderr}");
    assert!(
        stderr.contains("`not` takes a truth value as its operand"),
        "{stderr}"
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn debug_cuts_long_stacks() {
    let code = "0 a: 1 + dup dup 40 < a b if jmp b:";
    let stderr = text(&run_code(&["--debug"], code).stderr);
    assert!(stderr.contains("data [.. 24 more .. 25 26 "), "{stderr}");
}

#[test]
fn step_needs_a_terminal() {
    // A session of its own has none.
    let mut command = Command::new("setsid");
    command.arg("--wait").arg(svm().get_program());
    command.args(["run", "--step", "--lang=stack", "-e", "1 println"]);
    let Ok(output) = command.stdin(Stdio::null()).output() else {
        return;
    };
    assert_eq!(output.status.code(), Some(1));
    let stderr = text(&output.stderr);
    assert!(
        stderr.starts_with("svm: --step waits for Enter on the terminal, and there is none"),
        "{stderr}"
    );
    assert_eq!(text(&output.stdout), "");
}

/// Waits until the program has said something, sends SIGINT while it waits for
/// input, and tells how it ended.
fn interrupted_while_it_waits(arguments: &[&str], input: Stdio) -> Output {
    let mut child = svm()
        .args(arguments)
        .stdin(input)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the built binary runs");
    let mut stdout = child.stdout.take().expect("piped");
    let mut ready = [0; 6];
    stdout.read_exact(&mut ready).expect("it prints a line");
    std::thread::sleep(std::time::Duration::from_millis(100));
    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(killed.expect("kill runs").success());
    child.wait_with_output().expect("the child is ours")
}

#[test]
fn interrupts_end_the_wait_for_input() {
    for arguments in [
        [
            "run",
            "--lang=stack",
            "-e",
            "\"ready\" println read println",
        ],
        [
            "run",
            "--lang=ruby",
            "-e",
            "puts 'ready'; $stdout.flush; gets",
        ],
        [
            "run",
            "--lang=ruby",
            "-e",
            "puts 'ready'; $stdout.flush; $stdin.read",
        ],
    ] {
        let (reader, writer) = std::io::pipe().expect("pipes are there");
        // Should the wait not end, it ends with this.
        let closed = std::thread::spawn(move || {
            std::thread::sleep(std::time::Duration::from_secs(20));
            drop(writer);
        });
        let output = interrupted_while_it_waits(&arguments, reader.into());
        let stderr = text(&output.stderr);
        assert_eq!(output.status.code(), Some(130), "{arguments:?} {stderr}");
        assert!(stderr.contains("Interrupt"), "{stderr}");
        drop(closed);
    }
}

#[test]
fn a_program_that_cannot_be_opened_did_nothing() {
    let zeros = "instructions:0\ncalls:0\njumps:0\nreturns:0\nmax_stack_size:0\n";
    for arguments in [
        &["run", "--stats=plain", "nope.svm"][..],
        &["run", "--stats=plain", "--lang=stack", "nope"],
        &["run", "--stats=plain", "nope.svmc"],
    ] {
        let output = run(arguments, Path::new("."), b"");
        let stderr = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{stderr}");
        assert!(
            stderr.contains("No such file") && stderr.ends_with(zeros),
            "{stderr}"
        );
    }
    // A Ruby program would have nothing of the sort to tell.
    let output = run(&["run", "--stats=plain", "nope.rb"], Path::new("."), b"");
    assert_eq!(output.status.code(), Some(2));
    // What is no compiled program is not of the wrong language.
    let arguments = ["run", "--stats=plain", "--lang=compiled", "-"];
    let output = run(&arguments, Path::new("."), b"junk");
    let stderr = text(&output.stderr);
    assert!(stderr.contains("not a compiled program"), "{stderr}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_end_of_a_line_is_no_part_of_its_picture() {
    let stderr = text(&run_code(&[], "1\r\n\"x\" 1 +\r\n").stderr);
    assert!(stderr.contains("2 | \"x\" 1 +\n"), "{stderr}");
}

#[test]
fn options_for_the_stack_language_refuse_ruby() {
    for option in ["--stats=plain", "--debug", "--step"] {
        let output = run(&["run", option, "-e", "puts 1"], Path::new("."), b"");
        assert_eq!(output.status.code(), Some(2), "{option}");
        assert_eq!(text(&output.stdout), "");
        assert!(text(&output.stderr).contains(option));
    }
    let output = run(&["run", "--lang=latin", "-e", "x"], Path::new("."), b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("there are ruby, stack"));
}

#[test]
fn statistics_have_their_other_forms_too() {
    let counted = |option: &str| text(&run_code(&[option], "1 2 + println").stderr);
    assert!(
        counted("--stats").contains("stack_println"),
        "{}",
        counted("--stats")
    );
    assert!(counted("--stats=json").contains("\"stack_add\":1"));
    assert!(counted("--stats=json,sequences").contains("stack_int stack_int stack_add"));
}

#[test]
fn dump_lists_places() {
    let dumped = |arguments: &[&str]| {
        let all = [&["dump"], arguments].concat();
        run(&all, Path::new("."), b"")
    };
    let output = dumped(&["-e", "1 f call\nf: \"a b\" 5 9223372036854775807 true if"]);
    let listed = "     0  push 1                            1:1
     1  push 4  (f)                       1:3
     2  call                              1:5
f:
     3  label f = 4                       2:1
     4  push \"a b\"                        2:4
     5  push 5                            2:10
     6  push 9223372036854775807          2:12
     7  push true                         2:32
     8  if                                2:37
     9  end
";
    assert_eq!(text(&output.stdout), listed);
    assert_eq!(dumped(&["-e", "nowhere jmp"]).status.code(), Some(1));
    let output = dumped(&["examples/life.rb"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn memory_use_is_told() {
    let numbers = |arguments: &[&str]| {
        let output = run(arguments, Path::new("."), b"");
        assert_eq!(output.status.code(), Some(0));
        let lines = text(&output.stderr);
        let numbers = ["allocations:", "bytes:", "peak:", "live:"].map(|name| {
            let line = lines.lines().find(|line| line.starts_with(name));
            let line = line.unwrap_or_else(|| panic!("no {name} in {lines}"));
            line[name.len()..].parse::<u64>().expect("a number")
        });
        assert!(
            numbers[3] <= numbers[1] && numbers[3] <= numbers[2],
            "{lines}"
        );
        numbers
    };
    let few = numbers(&["--mem-usage", "--lang=stack", "-e", "1 println"]);
    let code = "0 a: dup cast_str drop 1 + dup 1000 < a b if jmp b:";
    let many = numbers(&["--mem-usage", "--lang=stack", "-e", code]);
    assert!(
        many[0] >= few[0] + 1000 && many[1] > few[1],
        "{few:?} {many:?}"
    );
    let ruby = numbers(&["--mem-usage", "-e", "1000.times { Object.new }"]);
    assert!(ruby[0] > 1000);
}

#[test]
fn the_stacks_have_a_limit() {
    let output = run_code(&["--stack-limit=3"], "1 2 3 drop 4 5");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("it holds 3 entries"));
    assert_eq!(
        run_code(&["--stack-limit=3"], "1 2 3").status.code(),
        Some(0)
    );
    let output = run(
        &["--stack-limit=2", "--lang=stack", "-e", "1", "1", "2", "3"],
        Path::new("."),
        b"",
    );
    assert!(text(&output.stderr).contains("overflows the data stack"));
    assert_eq!(run_code(&["--stack-limit=0"], "1").status.code(), Some(2));
}

#[test]
fn interrupts_end_an_endless_program() {
    let mut child = svm()
        .args([
            "--lang=stack",
            "-e",
            "read println \"ready\" println a: a jmp",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the built binary runs");
    let mut stdin = child.stdin.take().expect("piped");
    let _ = stdin.write_all(b"x\n");
    // The output is a pipe: it comes only at the end.
    std::thread::sleep(std::time::Duration::from_millis(300));
    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(killed.expect("kill runs").success());
    let mut printed = String::new();
    let mut stdout = child.stdout.take().expect("piped");
    stdout.read_to_string(&mut printed).expect("UTF-8");
    let output = child.wait_with_output().expect("the child is ours");
    assert_eq!((output.status.code(), &*printed), (Some(130), "x\nready\n"));
    assert!(text(&output.stderr).contains("Interrupt"));
}

#[test]
fn a_vm_runs_programs_of_both_languages() {
    let seen = Capture::default();
    let mut vm = Builder::new().output(seen.clone()).build();
    let read = |text: &str| Program::read(text, "t.svm", Language::Stack).expect("a good program");
    vm.define_method("Object", "square", 1, move |vm: &mut Vm, call| {
        let number: i64 = call.get(vm, 0)?;
        let program = Program::read("dup * dup cast_str println", "t.svm", Language::Stack)?;
        let run = vm.run_stack(program, &[StackValue::Number(number)])?;
        match run.stack[..] {
            [StackValue::Number(square)] => Ok(square),
            _ => Err(Error::new("RuntimeError", "no number")),
        }
    })
    .expect("Object is there");
    let sum: i64 = vm
        .eval_as(
            "f = Fiber.new { Fiber.yield square(3); square(4) }; f.resume + square(5) + f.resume",
            "a.rb",
        )
        .expect("a good program");
    assert_eq!(
        (sum, text(&seen.take())),
        (9 + 25 + 16, "9\n25\n16\n".to_owned())
    );
    let error = vm.run_stack(read("+"), &[]).expect_err("no operands");
    assert_eq!(error.class(), "StackError");
    let run = vm
        .run_stack(read("1 \"x\" true 3 exit"), &[])
        .expect("it ends well");
    assert_eq!((run.exit, run.stack.len()), (Some(3), 3));
    let ruby = Program::read("1", "r.rb", Language::Ruby).expect("good");
    assert!(vm.run_stack(ruby, &[]).is_err());
    let error = vm.run_program(read("1")).expect_err("not Ruby");
    assert_eq!(error.class(), "ArgumentError");
}
