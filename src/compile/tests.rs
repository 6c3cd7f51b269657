//! Tests of the front end as a whole.

use super::{CompileOptions, compile, diagnostics};
use crate::bytecode::code::{SourceText, Unit};
use crate::bytecode::ops::Op;
use crate::bytecode::{asm, verify};

/// Compiles and verifies.
fn unit(source: &str) -> Unit {
    let unit = compile(source.as_bytes(), "t.rb", &CompileOptions::default());
    let unit = unit.unwrap_or_else(|errors| panic!("{source}: {errors:?}"));
    if let Err(error) = verify::verify(&unit) {
        panic!("{source}\n{error}\n{}", asm::write(&unit));
    }
    unit
}

/// The instructions of the main function, one per line.
fn main_ops(source: &str) -> Vec<Op> {
    let unit = unit(source);
    unit.code(unit.main)
        .insns()
        .iter()
        .map(|insn| insn.op)
        .collect()
}

/// The messages of a source that does not compile.
fn errors(source: &[u8]) -> Vec<String> {
    let result = compile(source, "t.rb", &CompileOptions::default());
    let errors = result.expect_err("the source has errors");
    errors.into_iter().map(|error| error.message).collect()
}

const ACCEPTED: &str = include_str!("../../tests/golden/accepted.rb");

#[test]
fn the_whole_language_verifies() {
    for (number, chunk) in ACCEPTED.split("\n#---\n").enumerate() {
        let unit = unit(chunk);
        assert!(!asm::write(&unit).is_empty(), "chunk {number}");
    }
    unit(ACCEPTED);
}

#[test]
fn effects_leave_no_garbage() {
    let ops = main_ops("1; nil; a = 1; a; 'x'; a = 2; nil");
    let expected = [
        Op::Enter,
        Op::Activate,
        Op::PushInt,
        Op::SetLocal,
        Op::PushInt,
        Op::SetLocal,
        Op::PushNil,
        Op::Ret,
    ];
    assert_eq!(ops, expected);
}

#[test]
fn a_loop_compares_and_branches_at_its_end() {
    let ops = main_ops("i = 0; while i < 10; i += 1; end");
    let tail = &ops[ops.len() - 6..];
    assert_eq!(
        tail,
        [
            Op::GetLocal,
            Op::PushInt,
            Op::Lt,
            Op::BranchTrue,
            Op::PushNil,
            Op::Ret
        ]
    );
    assert_eq!(ops.iter().filter(|&&op| op == Op::LoopHead).count(), 1);
}

#[test]
fn unsupported_constructs_are_named_with_their_place() {
    let source = b"# coding: nope\nx = 1\n";
    let result = compile(source, "t.rb", &CompileOptions::default());
    let errors = result.expect_err("no such encoding");
    let shown: Vec<_> = errors
        .iter()
        .map(|e| (e.span.start, e.message.as_str()))
        .collect();
    let message = "unknown or invalid encoding in the magic comment";
    assert_eq!(shown, [(10, message)]);
}

#[test]
fn what_only_the_compiler_refuses_is_an_error() {
    let found = errors(b"begin; raise; rescue; [1].each { retry }; end");
    assert_eq!(found, ["Invalid retry"]);
    let found = errors(b"case 1; in [a] | 2; end");
    assert_eq!(found, ["variable capture in alternative pattern"]);
}

#[test]
fn warnings_and_data_are_found() {
    let unit = unit("x = { a: 1, a: 2 }\n1\np x\n__END__\ntext");
    let shown: Vec<_> = unit.warnings.iter().map(|w| (w.line, w.verbose)).collect();
    assert_eq!(shown, [(1, false), (2, true)], "{:?}", unit.warnings);
    let data = unit.data.expect("there is an end mark");
    assert_eq!(&unit.source.text[data as usize..], b"text");
}

#[test]
fn syntax_errors_are_all_reported() {
    let errors = errors(b"def (\n1 +\nfoo(]\n");
    assert!(errors.len() >= 2, "{errors:?}");
}

#[test]
fn bytes_that_are_no_utf8_are_an_error() {
    assert!(
        errors(b"x = \"\xff\"\n")
            .iter()
            .any(|e| e.contains("invalid multibyte"))
    );
    assert!(
        errors(b"\xff\xfe = 1\n")
            .iter()
            .any(|e| e.contains("invalid multibyte"))
    );
    let ok = compile(b"# \xff\nx = 1\n", "t.rb", &CompileOptions::default());
    ok.expect("comments may hold anything");
    let binary = b"# coding: binary\nx = \"\xff\"\n";
    compile(binary, "t.rb", &CompileOptions::default()).expect("declared");
}

#[test]
fn deep_nesting_never_overflows() {
    for depth in [100, 9_000, 10_000, 50_000] {
        let source = format!("{}1{}", "(".repeat(depth), ")".repeat(depth));
        let _ = compile(source.as_bytes(), "t.rb", &CompileOptions::default());
    }
    for (open, close) in [
        ("[", "]"),
        ("if true\n", "\nend"),
        ("->{", "}"),
        ("a{", "}"),
        ("!", ""),
    ] {
        let source = format!("{}1{}", open.repeat(12_000), close.repeat(12_000));
        let _ = compile(source.as_bytes(), "t.rb", &CompileOptions::default());
    }
    let chain = format!("a{}", ".b".repeat(1_000_000));
    let _ = compile(chain.as_bytes(), "t.rb", &CompileOptions::default());
    let sum = format!("1{}", " + 1".repeat(200_000));
    let _ = compile(sum.as_bytes(), "t.rb", &CompileOptions::default());
}

#[test]
fn primitives_only_in_the_kernel() {
    let source = b"def a\n  primitive :a_b\n  1\nend\ndef b\n primitive :c\nend";
    let core = CompileOptions {
        core: true,
        ..CompileOptions::default()
    };
    let unit = compile(source, "t.rb", &core).expect("compiles");
    verify::verify(&unit).expect("verifies");
    let insns = unit.codes[1].insns();
    assert_eq!(insns[1].op, Op::Primitive);
    assert_eq!(unit.symbols[insns[1].a as usize], b"a_b");
    let plain = compile(source, "t.rb", &CompileOptions::default()).expect("compiles");
    assert_eq!(plain.codes[1].insns()[1].op, Op::PushSelf);
}

#[test]
fn lines_follow_the_method_name() {
    let unit = unit("a = 1\na\n  .foo\n  .bar(\n    1)\n");
    let code = unit.code(unit.main);
    let lines: Vec<u32> = code
        .insns()
        .iter()
        .enumerate()
        .filter(|(_, insn)| insn.op == Op::Send)
        .map(|(pc, _)| unit.source.line(code.span_at(pc as u32).start))
        .collect();
    assert_eq!(lines, [3, 4]);
}

#[test]
fn errors_are_shown_with_carets() {
    let source = b"def foo(a\n  x = [1, 2\nend\nputs 1\n";
    let errors = compile(source, "bad.rb", &CompileOptions::default()).expect_err("bad");
    let text = SourceText::new("bad.rb", source, 1);
    let shown = diagnostics::render(&text, &errors, false);
    assert!(shown.contains("> 2 |   x = [1, 2"), "{shown}");
    assert!(shown.contains('^'), "{shown}");
    let coloured = diagnostics::render(&text, &errors, true);
    assert!(coloured.contains("\u{1b}["), "colour was asked for");
}
