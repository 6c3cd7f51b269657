//! The front end never panics, and whatever it accepts verifies: programs that
//! are damaged at random. `SVM_FUZZ_CASES` sets how many (default: a few).

use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, Strategy, any, prop_assert, proptest};
use svm::bytecode::code::SourceText;
use svm::bytecode::{asm, verify};
use svm::compile::{self, CompileOptions, diagnostics};

const PROGRAM: &str = include_str!("golden/accepted.rb");

/// Pieces that often change what surrounds them.
const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    " do ",
    " end ",
    "begin\n",
    "\nensure\n",
    "\nrescue => e\n",
    "\nelse\n",
    " while ",
    " if ",
    " return ",
    " break ",
    " next ",
    " redo ",
    " retry ",
    " super ",
    " yield ",
    "*",
    "**",
    "&",
    "&.",
    " = ",
    " ||= ",
    " += ",
    ", ",
    "; ",
    "|a, (b, *c)|",
    "\"#{",
    "}\"",
    "-> {",
    "def x(a, b = 1, *c, k: 2)\n",
    "class A\n",
    " and ",
    " not ",
    " rescue ",
    "defined?(",
    "case 1\nin ",
    "\nin [a, *b]\n",
    "\nin {a:, **c} if a\n",
    " => [*, x, *]\n",
    " in ",
    " | ",
    "^(",
    "^a",
    "..",
    "...",
    "3r",
    "2i",
    "`",
    "<<~A",
    "\nA\n",
    "BEGIN { ",
    "END { ",
    "::B",
    "alias $a $b\n",
    "undef a, b\n",
    "__END__\n",
    "# encoding: binary\n",
    "case 1\nwhen 2\n",
    "for a in b do ",
    "\n",
    "_1",
    "it",
    "@a",
    "1",
    "self",
    "[1].each { ",
    "\u{e9}",
];

#[derive(Clone, Debug)]
enum Change {
    Delete(usize, usize),
    Insert(usize, usize),
    Copy(usize, usize, usize),
    Byte(usize, u8),
}

fn change() -> impl Strategy<Value = Change> {
    let place = any::<usize>;
    proptest::prop_oneof![
        (place(), 1usize..30).prop_map(|(at, len)| Change::Delete(at, len)),
        (place(), place()).prop_map(|(at, piece)| Change::Insert(at, piece)),
        (place(), place(), 1usize..60).prop_map(|(from, to, len)| Change::Copy(from, to, len)),
        (place(), any::<u8>()).prop_map(|(at, byte)| Change::Byte(at, byte)),
    ]
}

/// A chunk of the program with changes made.
fn damaged(chunk: usize, changes: &[Change]) -> Vec<u8> {
    let chunks: Vec<&str> = PROGRAM.split("\n#---\n").collect();
    let mut text = chunks[chunk % chunks.len()].as_bytes().to_vec();
    for change in changes {
        let len = text.len() + 1;
        match *change {
            Change::Delete(at, count) => {
                let at = at % len;
                text.drain(at..(at + count).min(text.len()));
            }
            Change::Insert(at, piece) => {
                let piece = PIECES[piece % PIECES.len()].bytes();
                let at = at % len;
                text.splice(at..at, piece);
            }
            Change::Copy(from, to, count) => {
                let from = from % len;
                let piece = text[from..(from + count).min(text.len())].to_vec();
                let to = to % len;
                text.splice(to..to, piece);
            }
            Change::Byte(at, byte) => {
                if let Some(place) = text.get_mut(at % len) {
                    *place = byte;
                }
            }
        }
    }
    text
}

fn cases() -> u32 {
    std::env::var("SVM_FUZZ_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(400)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_programs_compile_or_are_refused(chunk in any::<usize>(), changes in vec(change(), 1..6)) {
        let text = damaged(chunk, &changes);
        match compile::compile(&text, "fuzz.rb", &CompileOptions::default()) {
            Ok(unit) => {
                let verified = verify::verify(&unit);
                prop_assert!(verified.is_ok(), "{}\n{:?}", String::from_utf8_lossy(&text), verified);
                asm::write(&unit);
            }
            Err(errors) => {
                prop_assert!(!errors.is_empty());
                let source = SourceText::new("fuzz.rb", &text, 1);
                diagnostics::render(&source, &errors, false);
            }
        }
    }

    #[test]
    fn damaged_code_is_refused_or_prints(at in any::<usize>(), code in any::<usize>(), word in any::<u32>()) {
        let mut unit = compile::compile(PROGRAM.as_bytes(), "fuzz.rb", &CompileOptions::default())
            .expect("the program compiles");
        let index = code % unit.codes.len();
        let words = &mut unit.codes[index].words;
        let at = at % words.len();
        words[at] = word % 200;
        if verify::verify(&unit).is_ok() {
            asm::write(&unit);
        }
    }
}
