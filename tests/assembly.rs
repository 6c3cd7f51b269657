//! The text form of bytecode: every program of the repository survives being
//! written and read back, wrong texts are told with a place, and the examples run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};
use proptest::sample::select;
use proptest::strategy::Strategy;

use svm::bytecode::asm::{self, Problem};
use svm::bytecode::code::{Code, SourceText, Unit};
use svm::compile::{self, CompileOptions};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below with this extension.
fn files(folder: &str, wanted: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a readable folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == wanted)
            {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// What must be the same in a function that was read back. Tables that
/// instructions index may be in another order; the text shows their contents.
fn facts(unit: &Unit, code: &Code) -> String {
    let name = |at: svm::bytecode::operand::SymbolIdx| String::from_utf8_lossy(unit.symbol(at));
    let locals = code.locals.iter();
    let locals: Vec<_> = locals.map(|l| (l.name.map(name), l.place)).collect();
    let names: Vec<_> = code.params.names.iter().map(|n| n.map(name)).collect();
    let params = &code.params;
    let ops: Vec<_> = code.insns().iter().map(|insn| insn.op).collect();
    format!(
        "{:?} {} in {:?}: {names:?} {:?}\n{locals:?}\n{} slots, {} in the Env, {} deep, {:?}\n{:?}\n{:?}\n{:?}\n{:?} {ops:?}",
        code.kind,
        name(code.name),
        code.parent,
        (
            params.required,
            params.optional,
            params.rest,
            params.post,
            params.keyword_rest
        ),
        code.slot_count,
        code.env_size,
        code.max_stack,
        code.flags,
        (
            params.no_keywords,
            params.block,
            params.excess_comma,
            params.destructures,
            params.implicit
        ),
        code.handlers,
        (&code.spans, &code.lines, code.span),
        code.loops,
    )
}

/// Writes, reads and writes again.
fn round_trip(unit: &Unit, name: &str) -> Result<(), String> {
    let text = asm::write(unit);
    let again = asm::parse(text.as_bytes(), "again.svmasm").map_err(|problems| {
        let first = &problems[0];
        let line = text[..first.span.start as usize].matches('\n').count();
        let shown = text.lines().nth(line).unwrap_or_default();
        format!("{name}, line {}: {}\n{shown}", line + 1, first.message)
    })?;
    let again = again.unit;
    let second = asm::write(&again);
    if second != text {
        let mut lines = text.lines().zip(second.lines());
        let differs = lines.find(|(a, b)| a != b);
        return Err(format!("{name}: {differs:?}"));
    }
    for (before, after) in unit.codes.iter().zip(&again.codes) {
        let (before, after) = (facts(unit, before), facts(&again, after));
        if before != after {
            return Err(format!("{name}:\n{before}\n{after}"));
        }
    }
    let same = unit.source == again.source
        && unit.main == again.main
        && unit.outer == again.outer
        && unit.warnings == again.warnings
        && unit.data == again.data
        && unit.codes.len() == again.codes.len();
    same.then_some(())
        .ok_or(format!("{name}: the unit differs"))
}

#[test]
fn every_program_survives() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for folder in ["tests", "benches/rb", "examples", "src/builtins/rb"] {
        for path in files(folder, "rb") {
            let source = fs::read(&path).expect("the program can be read");
            let name = path.display().to_string();
            let options = CompileOptions {
                core: folder.starts_with("src"),
                ..CompileOptions::default()
            };
            // Some programs are there to show errors.
            if let Ok(unit) = compile::compile(&source, &name, &options) {
                count += 1;
                wrong.extend(round_trip(&unit, &name).err());
            }
        }
    }
    for path in ["tests/stack", "examples"]
        .map(|folder| files(folder, "svm"))
        .concat()
    {
        let text = fs::read(&path).expect("the program can be read");
        let name = path.display().to_string();
        if let Ok(unit) = svm::stack::compile(&text, &name) {
            count += 1;
            wrong.extend(round_trip(&unit, &name).err());
        }
    }
    assert!(count > 500, "only {count} programs were found");
    let few = wrong.len().min(5);
    assert!(
        wrong.is_empty(),
        "{}:\n{}",
        wrong.len(),
        wrong[..few].join("\n\n")
    );
}

/// Reads, or shows what is wrong: line, column and message of each.
fn read(text: &str) -> Result<Unit, Vec<String>> {
    let source = SourceText::new("t.svmasm", text.as_bytes(), 1);
    asm::read(text.as_bytes(), "t.svmasm").map_err(|problems| {
        let shown = problems.iter().map(|Problem { span, message }| {
            let (line, column) = source.line_column(span.start);
            format!("{line}:{column} {message}")
        });
        shown.collect()
    })
}

#[track_caller]
fn refused(text: &str, expected: &[&str]) {
    let found = read(text).expect_err("the text is wrong");
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found}\nis not {expected}");
    }
}

#[test]
fn mistakes_are_told_with_their_places() {
    refused("", &["1:1 no function is the program"]);
    refused("foo bar\n", &["1:1 expected a function (`method`"]);
    refused("top main\n  enter\n", &["1:1 this function has no `end`"]);
    refused(
        "top a\n enter\ntop b\n enter\n push_nil\n ret\nend\n",
        &["1:1 this function has no `end` before"],
    );
    let body =
        |line: &str| format!("top main\n  locals a\n  enter\n  {line}\n  push_nil\n  ret\nend\n");
    for (line, expected) in [
        ("sned :x", "4:3 expected an instruction"),
        ("get_local b", "4:13 no local `b` in the frame"),
        (
            "get_local",
            "4:12 expected a local (slot of get_local), but the line ends",
        ),
        ("get_env 0 b", "4:13 no captured local `b`"),
        ("jump nowhere", "4:8 no label `nowhere`"),
        (
            "jump",
            "4:7 expected a label (target of jump), but the line ends",
        ),
        (
            "push_int x",
            "4:12 expected a number (value of push_int), but found `x`",
        ),
        ("push_int 99999999999", "4:12 99999999999 is out of range"),
        (
            "push_int 1 2",
            "4:14 expected the end of the line, but found `2`",
        ),
        ("push_string \"abc", "4:15 the string has no closing quote"),
        ("push_string \"\\q\"", "4:16 expected one of \\n"),
        ("push_literal /abc", "4:17 the regexp has no closing slash"),
        ("push_literal /abc/q", "4:21 expected options of a regexp"),
        ("push_literal 1x", "4:16 expected a literal"),
        ("push_symbol a", "4:15 expected `:` and a name"),
        ("send puts", "4:8 expected `:` and the name of a method"),
        ("send :puts argc=x", "4:19 expected a number of values"),
        ("send :each block=b", "4:20 no function has the label `b`"),
        ("def_method :m m", "4:17 no function has the label `m`"),
        ("push_nil @x", "4:13 expected a place of the source"),
        ("push_nil @9:9+1", "4:13 the source has no such place"),
        (
            "push_nil @1:1+999",
            "4:13 the source ends before this range",
        ),
        ("rescue x..y -> z", "4:10 no label `x`"),
        ("7 | text", "4:3 a line of the source, but no `source"),
        ("a b:", "4:3 expected an instruction"),
        ("a-b:", "4:3 a label consists of"),
    ] {
        refused(&body(line), &[expected]);
    }
    refused(&body("x:\nx:"), &["5:1 a second label `x`"]);
    refused(
        &body("x:\n  nop\ny:\n  rescue y..x -> x"),
        &["7:10 no instruction stands between these labels"],
    );
    refused(
        "main main\nmain main\ntop main\n  enter\n  push_nil\n  ret\nend\n",
        &["2:1 a second `main`"],
    );
    for (head, expected) in [
        ("top", "1:4 expected the label of the function"),
        ("top main(a", "1:11 expected `,` or `)`"),
        ("top main(a?, b, *c)", "1:17 parameters stand in this order"),
        ("top main(&b, a)", "1:14 parameters stand in this order"),
        ("top main slots=x", "1:16 expected a size"),
        ("top main nonsense", "1:10 expected a flag"),
        (
            "top main in=other",
            "1:13 no function has the label `other`",
        ),
    ] {
        refused(
            &format!("{head}\n enter\n push_nil\n ret\nend\n"),
            &[expected],
        );
    }
    let invalid = asm::read(b"top main\n\xff", "t").expect_err("no UTF-8");
    assert_eq!((invalid[0].span.start, invalid.len()), (9, 1));
}

#[test]
fn unsound_code_is_told_with_its_place() {
    refused(
        "top main\n  enter\n  pop\n  push_nil\n  ret\nend\n",
        &["3:3 "],
    );
    refused("top main\n  push_nil\n  ret\nend\n", &["1:1 "]);
    refused("top main\n  enter\nend\n", &["1:1 "]);
    let meeting =
        "top main\n  enter\n  push_nil\n  branch_true a\n  push_nil\na:\n  push_nil\n  ret\nend\n";
    let found = read(meeting).expect_err("the depths differ");
    assert!(found[0].starts_with("7:3 depths "), "{found:#?}");
}

#[test]
fn what_follows_from_the_rest_is_found() {
    let text = "top main\n  enter\n  activate\n  push_int 1\n  send :tap block=main.block\n  ret\nend\n\
                block main.block(x, *)\n  locals y, %5\n  enter\n  get_local x\n  set_local y\n  \
                get_local y\n  dup\n  add\n  block_ret\nend\n";
    let unit = read(text).expect("a good text");
    let block = &unit.codes[1];
    assert_eq!(unit.symbol(block.name), b"main");
    assert_eq!(
        (block.slot_count, block.env_size, block.max_stack),
        (6, 0, 2)
    );
    assert_eq!(block.parent, Some(unit.main));
    assert!(unit.codes[0].flags.has_blocks && !block.flags.has_blocks);
    assert_eq!(unit.source.line_column(block.span_at(1).start), (11, 3));
    round_trip(&unit, "t.svmasm").expect("it survives");
}

#[test]
fn odd_things_survive() {
    let sources: &[&[u8]] = &[
        b"",
        b"# only a comment",
        b"\n\n1\n\n",
        b"p 1\r\nx = %q(\t  \r\n) \n",
        b"# -*- coding: binary -*-\np \"\xff\x00\x1b\"\n",
        "été = \"é\u{85}\u{200b}\"; p été, :\"a b\", :\"#(),\", /a\\/b/, %r{/}, /\\//n\n"
            .as_bytes(),
        b"p 1r, 2.5i, 3/4r, -0.0, 1e400, 1..2, (1..), (..3), 99999999999999999999\n",
        b"def -(o) = 1\ndef []=(*) = 2\ndef `(s) = s\nclass A; def `(s) = s; end\n",
        b"p [->(a, (b, c), *) { a }, proc { |a,| a }, proc { |_, _| _1 rescue 1 }]\n",
        b"p 1\n__END__\n\xff data\n",
    ];
    for source in sources {
        let name = String::from_utf8_lossy(source);
        if let Ok(unit) = compile::compile(source, "odd \"name\".rb", &CompileOptions::default()) {
            round_trip(&unit, &name).unwrap_or_else(|error| panic!("{error}"));
        }
    }
}

fn svm(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_svm"));
    command.args(arguments).current_dir(root());
    command.output().expect("the built binary runs")
}

#[test]
fn the_examples_run() {
    let examples = files("examples", "svmasm");
    assert!(examples.len() >= 3);
    for path in examples {
        let name = path.to_str().expect("a readable path");
        let stem = path.file_stem().expect("a file has a name");
        let expected = root()
            .join("tests/examples")
            .join(stem)
            .with_extension("out");
        let expected = fs::read_to_string(&expected).expect("a recorded output");
        let output = svm(&["run", name]);
        assert_eq!(String::from_utf8_lossy(&output.stdout), expected, "{name}");
        assert_eq!((&*output.stderr, output.status.code()), (&b""[..], Some(0)));
        assert_eq!(svm(&["asm", name]).status.code(), Some(0), "{name}");
        let text = fs::read(&path).expect("a readable example");
        let unit = asm::read(&text, name).expect("examples are good");
        round_trip(&unit, name).unwrap_or_else(|error| panic!("{error}"));
    }
}

#[test]
fn stack_programs_are_reassembled() {
    let listed = svm(&["disasm", "examples/fib.svm"]);
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fib_stack.svmasm");
    fs::write(&path, &listed.stdout).expect("a writable folder");
    let again = svm(&["run", path.to_str().expect("a readable path"), "10"]);
    let plain = svm(&["run", "examples/fib.svm", "10"]);
    assert!(plain.status.code() == Some(0) && !plain.stdout.is_empty());
    assert_eq!((again.status, again.stdout), (plain.status, plain.stdout));
}

#[test]
fn statuses_are_those_of_the_other_commands() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wrong.svmasm");
    fs::write(&path, "top main\n  enter\n  sned :x\nend\n").expect("a writable folder");
    let name = path.to_str().expect("a readable path");
    for verb in ["asm", "run", "disasm"] {
        let output = svm(&[verb, name]);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(
            (output.status.code(), output.stdout.len()),
            (Some(1), 0),
            "{errors}"
        );
        assert!(
            errors.contains("> 3 |   sned :x\n    |   ^~~~ expected an instruction"),
            "{errors}"
        );
    }
    assert_eq!(svm(&["asm"]).status.code(), Some(2));
    assert_eq!(svm(&["asm", "nope.svmasm"]).status.code(), Some(1));
    for verb in ["asm", "disasm"] {
        let output = svm(&[verb, "--help"]);
        let help = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            help.contains("Examples:") && help.contains("Exit status"),
            "{help}"
        );
    }
}

#[test]
fn errors_in_such_a_program_show_its_lines() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("raises.svmasm");
    let text = "top main\n  enter\n  push_int 3\n  push_nil\n  add\n  ret\nend\n";
    fs::write(&path, text).expect("a writable folder");
    let output = svm(&["run", path.to_str().expect("a readable path")]);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        errors.contains("raises.svmasm:5:in 'Integer#+': nil can't be coerced"),
        "{errors}"
    );
    assert!(errors.contains("5 |   add\n"), "{errors}");
}

/// The text form of a program with every construct.
fn accepted() -> &'static str {
    static TEXT: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    TEXT.get_or_init(|| {
        let source = include_str!("golden/accepted.rb");
        let unit = compile::compile(source.as_bytes(), "fuzz.rb", &CompileOptions::default());
        asm::write(&unit.expect("the program compiles"))
    })
}

/// Lines of it and pieces of lines.
fn line() -> impl Strategy<Value = String> {
    let lines: Vec<&str> = accepted().lines().collect();
    (select(lines), any::<u16>(), any::<u16>(), any::<bool>()).prop_map(
        |(line, from, to, whole)| {
            if whole {
                return line.to_owned();
            }
            let chars: Vec<char> = line.chars().collect();
            let at = |n: u16| usize::from(n) % (chars.len() + 1);
            let (from, to) = (at(from).min(at(to)), at(from).max(at(to)));
            chars[..from].iter().chain(&chars[to..]).collect()
        },
    )
}

/// Whatever a text is, reading gives problems within it or code that survives.
fn check(text: &str) -> Result<(), proptest::test_runner::TestCaseError> {
    match asm::read(text.as_bytes(), "fuzz.svmasm") {
        Ok(unit) => {
            let first = asm::write(&unit);
            let again = asm::read(first.as_bytes(), "again.svmasm");
            prop_assert!(again.is_ok(), "{text}\n---\n{first}\n{:?}", again.err());
            prop_assert_eq!(asm::write(&again.expect("just checked")), first);
        }
        Err(problems) => {
            prop_assert!(!problems.is_empty());
            for problem in problems {
                let end = problem.span.end() as usize;
                prop_assert!(end <= text.len(), "{problem:?}");
            }
        }
    }
    Ok(())
}

fn cases() -> u32 {
    let cases = std::env::var("SVM_FUZZ_CASES").ok();
    cases.and_then(|cases| cases.parse().ok()).unwrap_or(200)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..200)) {
        if let Err(problems) = asm::read(&bytes, "fuzz.svmasm") {
            prop_assert!(!problems.is_empty());
        }
    }

    #[test]
    fn lines_in_any_order_are_read_or_refused(lines in vec(line(), 0..30)) {
        check(&lines.join("\n"))?;
    }

    #[test]
    fn damaged_texts_are_read_or_refused(at in any::<usize>(), count in 0usize..3, new in vec(line(), 0..3)) {
        let mut lines: Vec<&str> = accepted().lines().collect();
        let at = at % lines.len();
        let end = (at + count).min(lines.len());
        lines.splice(at..end, new.iter().map(String::as_str));
        check(&lines.join("\n"))?;
    }
}
