//! The front end never panics, hangs or overflows, and whatever it accepts
//! verifies: programs that are damaged at random, soups of tokens, texts
//! evaluated within other code, patterns, damaged bytecode.
//!
//! `SVM_FUZZ_CASES` sets how many inputs each property gets (default: a few),
//! `SVM_FUZZ_LAST=FILE` keeps the input at hand in a file, for crashes that end
//! the process. tests/README.md says how the long run is made.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, Strategy, any};
use proptest::test_runner::{TestError, TestRunner};
use svm::bytecode::code::{OuterScope, Place, SourceText, Surroundings, Unit};
use svm::bytecode::{asm, verify};
use svm::compile::{self, CompileOptions, diagnostics};
use svm::regexp::{Failure, Form, Options, Pattern, Search};

const PROGRAM: &str = include_str!("golden/accepted.rb");

/// No input may take longer.
const PATIENCE: Duration = Duration::from_secs(30);

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
    "case a\nin [Integer => x, *] unless x\n",
    "in {k: String | nil => v, **nil}\n",
    "in [*, 1.., *]\n",
    "in ^@a | ^(b)\n",
    "in ..5 | 'a'..\n",
    "in A::B(x:, y: [z])\n",
    "in %w[a b]\n",
    "in nil\n",
    "in ->(x) { x }\n",
    "/a#{b}(?<c>.)/ =~ d\n",
    "/(?<a>.)(?<b>\\g<a>)/i =~ ",
    "%r{[a-z&&[^b]]}mx",
    "/\\p{Lu}\\k<a>/",
    "/(?<=a|bc)(?~x)/n",
    "/#{a}/o",
    "/[/",
    "%r(",
    "/",
    "<<A + <<-B\n",
    "<<~`A`\n",
    "<<~'A'\n",
    "\n  A\n",
    "\nB\n",
    "<<\"\"\n",
    "<<~A.b(<<~C)\n  #{x}\n\ty\nA\nC\n",
    "%q(",
    "%Q<",
    "%w[a #{b}",
    "%W[a #{b} \\u{61}]",
    "%i(a b)",
    "%I[#{a}b]",
    "%x(",
    "%s(a)",
    "%(",
    "_2",
    "_9",
    "it + it",
    "-> { _1 + _2 }",
    "proc { it }",
    "->(a, b = it) {",
    "|;a|",
    "|a, b = 1, *c, d, e:, f: 2, **g, &h|",
    "|a,|",
    "if a..b\n",
    "if (a == 1)...(b == 2) then ",
    "while 1..x do ",
    "BEGIN {",
    "END {",
    "\n=begin\n",
    "\n=end\n",
    "\\\n",
    "# frozen_string_literal: true\n",
    "# -*- coding: us-ascii -*-\n",
    "# encoding: euc-jp\n",
    "# encoding: nonsense\n",
    "# shareable_constant_value: literal\n",
    "#!ruby\n",
    "def self.a = ",
    "def a(...) = b(...)\n",
    "def a(*, **, &) = b(*, **, &)\n",
    "def []=(a, b)\n",
    "private def ",
    "yield(*a, **b)",
    "super(&nil)",
    "a&.b ||= ",
    "A::B &&= ",
    "a[*b, &c] += ",
    "*a, (b, *c), d.e, f[g] = ",
    "rescue A, *B => @c\n",
    "rescue => a[0]\n",
    "retry",
    "redo",
    "ensure",
    "then",
    "unless ",
    "until ",
    "\\",
    "\\x",
    "\\u{",
    "\\M-\\C-",
    "?\\C-a",
    "?",
    "1_000",
    "0x",
    "1e",
    "1r",
    "3.5ri",
    "0b12",
    "nil",
    "true",
    "__FILE__",
    "__LINE__",
    "__ENCODING__",
    "__method__",
    "$1",
    "$~",
    "$&",
    "$99999999999",
    "@@a",
    "$a",
    "@1",
    "A",
    "::A",
    "a?",
    "b!",
    "self.a",
    "(a; b)",
    "[*1..2, **a]",
    "{a:, \"b\": 1, **c}",
    "->{}",
    "!",
    "~",
    "-",
    "+@",
    "<=>",
    "===",
    "=~",
    "!~",
    "=>",
    "?:",
    "a ? b : c",
    "&:a",
    "&method(:a)",
    "**nil",
    "not(",
    "defined? ",
    "alias a b\n",
    "alias :\"a#{b}\" c\n",
    "undef :a\n",
    "class << self\n",
    "class A < B; end\n",
    "module A::B\n",
    "\0",
    "\r",
    "\r\n",
    "\t",
    "\u{feff}",
    "\u{2028}",
];

/// Bytes that are no UTF-8.
const ODD_BYTES: &[&[u8]] = &[
    b"\xff",
    b"\xc3",
    b"\xe3\x81",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
];

/// Pieces of patterns.
const PATTERN_PIECES: &[&str] = &[
    "(",
    ")",
    "(?:",
    "(?<n>",
    "(?<m>",
    "(?=",
    "(?!",
    "(?<=",
    "(?<!",
    "(?>",
    "(?~",
    "(?~|",
    "(?(1)",
    "(?(<n>)",
    "(?i)",
    "(?m-ix:",
    "(?a)",
    "(?u:",
    "(?#c)",
    "|",
    "*",
    "+",
    "?",
    "*?",
    "++",
    "?+",
    "{2}",
    "{1,2}",
    "{,3}",
    "{2,}",
    "{0}",
    "{",
    "}",
    "[",
    "]",
    "[^",
    "[a-z",
    "&&",
    "[:alpha:]",
    "[:^space:]",
    "-",
    "a",
    "b",
    "ab",
    "é",
    "ß",
    "s",
    "ss",
    "K",
    "\u{212a}",
    "ſ",
    ".",
    "^",
    "$",
    "\\",
    "\\d",
    "\\D",
    "\\w",
    "\\W",
    "\\s",
    "\\h",
    "\\b",
    "\\B",
    "\\A",
    "\\z",
    "\\Z",
    "\\G",
    "\\K",
    "\\R",
    "\\X",
    "\\k<n>",
    "\\k<n+1>",
    "\\k<-1>",
    "\\g<n>",
    "\\g<1>",
    "\\g<0>",
    "\\1",
    "\\2",
    "\\x41",
    "\\xc3\\xa9",
    "\\u{61 62}",
    "\\u00e9",
    "\\p{Lu}",
    "\\P{Alpha}",
    "\\p{^Greek}",
    "\\p{InBasicLatin}",
    "\\p{",
    "\\c",
    "\\M-",
    "\\C-a",
    "\\0",
    "\\n",
    "#",
    " ",
    "\n",
    "1",
];

#[derive(Clone, Debug)]
enum Change {
    Delete(usize, usize),
    Insert(usize, usize),
    Copy(usize, usize, usize),
    Byte(usize, u8),
    Odd(usize, usize),
    First(usize),
    Nest(usize, usize, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let place = any::<usize>;
    proptest::prop_oneof![
        8 => (place(), 1usize..30).prop_map(|(at, len)| Change::Delete(at, len)),
        16 => (place(), place()).prop_map(|(at, piece)| Change::Insert(at, piece)),
        8 => (place(), place(), 1usize..60).prop_map(|(from, to, len)| Change::Copy(from, to, len)),
        8 => (place(), any::<u8>()).prop_map(|(at, byte)| Change::Byte(at, byte)),
        1 => (place(), place()).prop_map(|(at, bytes)| Change::Odd(at, bytes)),
        1 => place().prop_map(Change::First),
        1 => (place(), place(), 2usize..60).prop_map(|(at, piece, times)| Change::Nest(at, piece, times)),
    ]
}

/// Pieces, repeated now and then so often that they nest deeply.
fn soup() -> impl Strategy<Value = Vec<(usize, usize)>> {
    let times = proptest::prop_oneof![600 => 1usize..2, 20 => 2usize..40, 1 => 40usize..400];
    vec((any::<usize>(), times), 1..24)
}

/// The programs that are damaged: a text and where its lines begin.
struct Corpus {
    texts: Vec<(Vec<u8>, Vec<usize>)>,
}

impl Corpus {
    fn read() -> Corpus {
        let mut files = Vec::new();
        let top = Path::new(env!("CARGO_MANIFEST_DIR"));
        for folder in ["tests", "benches", "examples"] {
            find_programs(&top.join(folder), &mut files);
        }
        files.sort();
        assert!(files.len() > 100, "the programs are there");
        let texts = files.iter().map(|file| {
            let text = std::fs::read(file).expect("a file that was listed");
            let breaks = text.iter().enumerate().filter(|&(_, &byte)| byte == b'\n');
            let starts = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1));
            let starts = starts.collect();
            (text, starts)
        });
        Corpus {
            texts: texts.collect(),
        }
    }

    /// Some lines of some program.
    fn part(&self, (file, line, count): (usize, usize, usize)) -> Vec<u8> {
        let (text, lines) = &self.texts[file % self.texts.len()];
        let line = line % lines.len();
        let end = lines.get(line + count).copied().unwrap_or(text.len());
        text[lines[line]..end].to_vec()
    }
}

fn find_programs(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("a file").path();
        if path.is_dir() {
            find_programs(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rb") {
            files.push(path);
        }
    }
}

/// Which lines of which program.
fn part() -> impl Strategy<Value = (usize, usize, usize)> {
    let count = proptest::prop_oneof![12 => 1usize..12, 4 => 12usize..40, 1 => 40usize..200];
    (any::<usize>(), any::<usize>(), count)
}

/// A text with changes made.
fn damaged(mut text: Vec<u8>, changes: &[Change]) -> Vec<u8> {
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
            Change::Odd(at, bytes) => {
                let bytes = ODD_BYTES[bytes % ODD_BYTES.len()];
                let at = at % len;
                text.splice(at..at, bytes.iter().copied());
            }
            Change::First(piece) => {
                let piece = PIECES[piece % PIECES.len()].bytes();
                text.splice(0..0, piece);
            }
            Change::Nest(at, piece, times) => {
                let piece = PIECES[piece % PIECES.len()].repeat(times);
                let at = at % len;
                text.splice(at..at, piece.bytes());
            }
        }
    }
    text
}

fn joined(pieces: &[(usize, usize)]) -> Vec<u8> {
    let each = pieces
        .iter()
        .map(|&(piece, times)| PIECES[piece % PIECES.len()].repeat(times));
    each.collect::<String>().into_bytes()
}

/// Compiles a text; what comes of it must verify and print.
fn check_text(text: &[u8], surroundings: Option<Surroundings>) -> Result<Option<Unit>, String> {
    let options = CompileOptions {
        surroundings,
        ..CompileOptions::default()
    };
    match compile::compile(text, "fuzz.rb", &options) {
        Ok(unit) => {
            verify::verify(&unit).map_err(|error| format!("{error:?}"))?;
            asm::write(&unit);
            Ok(Some(unit))
        }
        Err(errors) if errors.is_empty() => Err("refused without a word".to_owned()),
        Err(errors) => {
            let source = SourceText::new("fuzz.rb", text, 1);
            diagnostics::render(&source, &errors, false);
            Ok(None)
        }
    }
}

/// What a text sees that is evaluated within one of a unit's functions.
fn within(unit: &Unit, code: usize) -> Surroundings {
    let mut around = Surroundings::default();
    let mut at = Some(&unit.codes[code % unit.codes.len()]);
    while let Some(code) = at {
        let named = code.locals.iter().filter_map(|local| {
            let slot = match local.place {
                Place::Env(slot) => Some(slot),
                Place::Slot(_) => None,
            };
            Some((unit.symbol(local.name?).to_vec(), slot))
        });
        around.scopes.push(OuterScope {
            locals: named.collect(),
            env_size: code.env_size,
        });
        at = code.parent.map(|parent| unit.code(parent));
        if at.is_none() {
            around.name = unit.symbol(code.name).to_vec();
            around.params = code.params.clone();
            around.param_names = unit.symbols.clone();
        }
    }
    around
}

/// The parts of the program that holds every construct, compiled.
fn chunks() -> Vec<Unit> {
    let chunks = PROGRAM.split("\n#---\n");
    let units = chunks.map(|chunk| {
        let unit = compile::compile(chunk.as_bytes(), "chunk.rb", &CompileOptions::default());
        unit.expect("the chunks compile")
    });
    units.collect()
}

// ---- running ------------------------------------------------------------------

fn cases() -> u32 {
    std::env::var("SVM_FUZZ_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(400)
}

/// The input at hand and since when, for whoever watches.
type AtHand = Mutex<Option<(Instant, String)>>;

/// Gives a property many inputs, tells how fast that went, and ends the process
/// if one input takes too long.
fn run<S: Strategy>(
    name: &str,
    strategy: &S,
    show: impl Fn(&S::Value) -> String,
    check: impl Fn(&S::Value) -> Result<(), String>,
) {
    let last = std::env::var_os("SVM_FUZZ_LAST").map(|file| {
        let mut file = PathBuf::from(file).into_os_string();
        file.push(format!(".{name}"));
        PathBuf::from(file)
    });
    let at_hand: AtHand = Mutex::new(None);
    let (done, ends) = mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn({
            let at_hand = &at_hand;
            move || watch(name, at_hand, &ends)
        });
        let config = ProptestConfig {
            cases: cases(),
            failure_persistence: None,
            ..ProptestConfig::default()
        };
        let began = Instant::now();
        let result = TestRunner::new(config).run(strategy, |input| {
            let text = show(&input);
            if let Some(last) = &last {
                std::fs::write(last, &text).expect("the file can be written");
            }
            *at_hand.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), text));
            check(&input).map_err(proptest::test_runner::TestCaseError::fail)
        });
        drop(done);
        match result {
            Ok(()) => {
                let rate = f64::from(cases()) / began.elapsed().as_secs_f64();
                println!("{name}: {} inputs, {rate:.0} a second", cases());
            }
            Err(TestError::Fail(why, input)) => panic!("{name}: {why}\n{}", show(&input)),
            Err(TestError::Abort(why)) => panic!("{name}: {why}"),
        }
    });
}

fn watch(name: &str, at_hand: &AtHand, ends: &mpsc::Receiver<()>) {
    while ends.recv_timeout(Duration::from_secs(1)) == Err(mpsc::RecvTimeoutError::Timeout) {
        let at_hand = at_hand.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((since, text)) = &*at_hand
            && since.elapsed() > PATIENCE
        {
            eprintln!("{name}: no end in {PATIENCE:?}:\n{text}");
            std::process::abort();
        }
    }
}

fn lossy(text: &[u8]) -> String {
    text.escape_ascii().to_string().replace("\\n", "\n")
}

// ---- properties -----------------------------------------------------------------

#[test]
fn damaged_programs_compile_or_are_refused() {
    let corpus = Corpus::read();
    let text = |(part, changes): &((usize, usize, usize), Vec<Change>)| {
        damaged(corpus.part(*part), changes)
    };
    run(
        "programs",
        &(part(), vec(change(), 1..6)),
        |input| lossy(&text(input)),
        |input| check_text(&text(input), None).map(|_| ()),
    );
}

#[test]
fn soups_compile_or_are_refused() {
    run(
        "soups",
        &soup(),
        |input| lossy(&joined(input)),
        |input| check_text(&joined(input), None).map(|_| ()),
    );
}

#[test]
fn evaluated_texts_compile_or_are_refused() {
    let corpus = Corpus::read();
    let units = chunks();
    let around = |&(unit, code): &(usize, usize)| within(&units[unit % units.len()], code);
    let text =
        |part: &(usize, usize, usize), changes: &[Change]| damaged(corpus.part(*part), changes);
    run(
        "evaluated",
        &(
            (any::<usize>(), any::<usize>()),
            part(),
            vec(change(), 0..6),
            soup(),
        ),
        |(_, part, changes, soup)| {
            format!(
                "{}\n... then ...\n{}",
                lossy(&text(part, changes)),
                lossy(&joined(soup))
            )
        },
        |(place, part, changes, soup)| {
            let outer = around(place);
            let made = check_text(&text(part, changes), Some(outer.clone()))?;
            // Again, within what was evaluated.
            let outer = match made {
                Some(unit) => {
                    let mut inner = within(&unit, place.1);
                    inner.scopes.extend(outer.scopes);
                    inner
                }
                None => outer,
            };
            check_text(&joined(soup), Some(outer)).map(|_| ())
        },
    );
}

#[test]
fn patterns_are_read_and_searched_for_or_refused() {
    let piece = proptest::sample::select(PATTERN_PIECES);
    let source = vec(piece, 0..16).prop_map(|pieces| pieces.concat());
    let text = vec(
        proptest::sample::select(
            &[
                "a", "b", "ab", "é", "S", "ß", "1", " ", "\n", "\r\n", "k", "e\u{301}",
            ][..],
        ),
        0..12,
    );
    run(
        "patterns",
        &(source, text, 0u8..64, any::<usize>()),
        |(source, text, bits, _)| format!("{source:?} ({bits}) in {:?}", text.concat()),
        |(source, text, bits, from)| {
            let text = text.concat();
            for binary in [false, true] {
                let form = if binary { Form::Bytes } else { Form::Text };
                let Ok(pattern) = Pattern::new(source.as_bytes(), Options::from_bits(*bits), form)
                else {
                    continue;
                };
                let mut from = from % (text.len() + 1);
                while !binary && !text.is_char_boundary(from) {
                    from -= 1;
                }
                let search = Search {
                    text: text.as_bytes(),
                    bytes: binary || pattern.is_binary(),
                    from,
                    anchored: false,
                    seconds: Some(0.01),
                };
                check_search(&pattern, search)?;
            }
            Ok(())
        },
    );
}

fn check_search(pattern: &Pattern, search: Search<'_>) -> Result<(), String> {
    let mut spans = Vec::new();
    let found = match pattern.search(search, &mut spans) {
        Err(Failure::Error(error)) if !error.lacking && error.message != "too big pattern" => {
            return Err(format!("found wrong too late: {}", error.message));
        }
        Err(_) => return Ok(()),
        Ok(found) => found,
    };
    if let Ok(again) = pattern.is_match(search)
        && again != found
    {
        return Err(format!("search says {found}, is_match {again}"));
    }
    if !found {
        return Ok(());
    }
    if spans.len() != pattern.groups() as usize + 1 {
        return Err(format!("{} spans", spans.len()));
    }
    for &span in spans.iter().filter(|&&span| span != svm::regexp::NO_SPAN) {
        let (start, end) = (span as u32 as usize, (span >> 32) as usize);
        let part = search.text.get(start..end);
        if !part.is_some_and(|part| search.bytes || std::str::from_utf8(part).is_ok()) {
            return Err(format!("a group at {start}..{end}"));
        }
    }
    Ok(())
}

#[test]
fn damaged_code_is_refused_or_prints() {
    let units = Mutex::new(chunks());
    run(
        "code",
        &(any::<[usize; 3]>(), 0u32..300),
        |input| format!("{input:?}"),
        |&([unit, code, at], word)| {
            let mut units = units.lock().unwrap_or_else(PoisonError::into_inner);
            let unit = unit % units.len();
            let unit = &mut units[unit];
            let index = code % unit.codes.len();
            let words = &mut unit.codes[index].words;
            let at = at % words.len();
            let before = std::mem::replace(&mut words[at], word);
            if verify::verify(unit).is_ok() {
                asm::write(unit);
            }
            unit.codes[index].words[at] = before;
            Ok(())
        },
    );
}
