//! Keeps the house standing: layers, unsafe code, file heads, imports, sizes,
//! and the pages in docs/ that are made from tables.
//!
//! `SVM_BLESS=1 cargo test --test house` rewrites the generated pages.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The parts of the crate with their rank. Imports go strictly down.
const RANKS: &[(&str, u32)] = &[
    ("base", 0),
    ("encoding", 0),
    ("regexp", 0),
    ("heap", 1),
    ("object", 2),
    ("bytecode", 3),
    ("compile", 4),
    ("stack", 4),
    ("vm", 4),
    ("jit", 5),
    ("prof", 5),
    ("builtins", 5),
    ("engine", 6),
    ("cli", 7),
    ("main", 8),
    ("lib", 8),
];

/// Parts that may import less than their rank allows.
const NARROW: &[(&str, &[&str])] = &[
    ("bytecode", &["base", "encoding", "regexp"]),
    ("compile", &["base", "bytecode", "encoding", "regexp"]),
    ("stack", &["base", "bytecode", "encoding"]),
    ("cli", &["base", "engine"]),
];

/// Files that may contain `unsafe`; a name that ends in `/` is a folder.
const UNSAFE_FILES: &[&str] = &[
    "base/signal.rs",
    "base/sys.rs",
    "heap/",
    "jit/",
    "jit/hir/build/source.rs",
    "jit/hir/names.rs",
    "object/collect.rs",
    "object/ivars.rs",
    "object/kinds.rs",
    "object/model_tests.rs",
    "object/modules.rs",
    "object/records.rs",
    "object/regexp.rs",
    "object/shape.rs",
    "object/side.rs",
    "object/storage.rs",
    "object/symbol.rs",
    "object/value.rs",
    "object/view.rs",
    "object/world.rs",
    "vm/",
];

/// Parts whose `mod.rs` forbids unsafe code.
const FORBIDDING: &[&str] = &[
    "encoding", "regexp", "bytecode", "compile", "stack", "builtins", "engine", "cli",
];

/// Lines above which a file fails; from 800 on it is reported.
const MOST_LINES: usize = 1000;
/// Lines from which a file is reported.
const MANY_LINES: usize = 800;

struct File {
    /// Path below src.
    name: String,
    text: String,
}

impl File {
    /// The folder below src, or the stem of a file that lies there itself.
    fn part(&self) -> &str {
        let first = self
            .name
            .split('/')
            .next()
            .expect("a path has a first part");
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// Lines without comments, with their numbers.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(index, line)| {
            let line = line.split_once("//").map_or(line, |(code, _)| code);
            (index + 1, line)
        });
        lines.filter(|(_, line)| !line.trim().is_empty())
    }

    /// Lines before the unit tests.
    fn code_without_tests(&self) -> impl Iterator<Item = (usize, &str)> {
        let tests = self
            .text
            .lines()
            .position(|line| line.trim() == "#[cfg(test)]")
            .unwrap_or(usize::MAX);
        self.code().take_while(move |(number, _)| *number <= tests)
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn files_below(folder: &str) -> Vec<File> {
    let top = root().join(folder);
    let mut paths = Vec::new();
    collect(&top, &mut paths);
    paths.sort();
    let read = |path: PathBuf| File {
        name: path
            .strip_prefix(&top)
            .expect("below the top")
            .to_string_lossy()
            .into_owned(),
        text: fs::read_to_string(&path).expect("sources are UTF-8"),
    };
    paths.into_iter().map(read).collect()
}

fn sources() -> Vec<File> {
    files_below("src")
}

fn rank(part: &str) -> Option<u32> {
    RANKS
        .iter()
        .find(|(name, _)| *name == part)
        .map(|(_, rank)| *rank)
}

/// The parts that a line names as `crate::part`.
fn parts_named(line: &str) -> Vec<&str> {
    let rests = line
        .match_indices("crate::")
        .map(|(at, found)| &line[at + found.len()..]);
    let words = rests.map(|rest| {
        let end = rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        &rest[..end]
    });
    words.filter(|word| !word.is_empty()).collect()
}

#[test]
fn imports_go_down() {
    let mut wrong = String::new();
    for file in sources() {
        let part = file.part();
        let Some(own) = rank(part) else {
            let _ = writeln!(wrong, "{}: {part} has no rank", file.name);
            continue;
        };
        let narrow = NARROW
            .iter()
            .find(|(name, _)| *name == part)
            .map(|(_, allowed)| *allowed);
        for (number, line) in file.code() {
            if line.contains("crate::{") {
                let _ = writeln!(wrong, "{}:{number}: one `use` for each part", file.name);
            }
            for named in parts_named(line) {
                let Some(theirs) = rank(named) else { continue };
                let allowed = narrow.map_or(theirs < own, |parts| parts.contains(&named));
                if named != part && !allowed {
                    let _ = writeln!(
                        wrong,
                        "{}:{number}: {part} may not import {named}",
                        file.name
                    );
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn unsafe_code_stands_in_listed_files() {
    let mut wrong = String::new();
    let listed = |name: &str| {
        let matches =
            |entry: &&str| *entry == name || entry.ends_with('/') && name.starts_with(*entry);
        UNSAFE_FILES.iter().any(matches)
    };
    for file in sources() {
        let uses = |(_, line): (usize, &str)| {
            let words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
            words.into_iter().any(|word| word == "unsafe")
        };
        if file.code().any(uses) && !listed(&file.name) {
            let _ = writeln!(wrong, "{} has unsafe code and is not listed", file.name);
        }
    }
    for part in FORBIDDING {
        let head = [format!("src/{part}.rs"), format!("src/{part}/mod.rs")];
        let text = head
            .iter()
            .find_map(|path| fs::read_to_string(root().join(path)).ok());
        if text.is_some_and(|text| !text.contains("#![forbid(unsafe_code)]")) {
            let _ = writeln!(wrong, "{part} does not forbid unsafe code");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn files_open_with_their_contract() {
    let mut wrong = String::new();
    for folder in ["src", "tests", "examples", "benches"] {
        if !root().join(folder).is_dir() {
            continue;
        }
        for file in files_below(folder) {
            if !file.text.starts_with("//!") {
                let _ = writeln!(wrong, "{folder}/{} does not open with //!", file.name);
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn imports_name_what_they_take() {
    let mut wrong = String::new();
    for file in sources() {
        for (number, line) in file.code() {
            let line = line.trim();
            if line.contains("use ") && line.ends_with("::*;") {
                let _ = writeln!(wrong, "{}:{number}: a glob import", file.name);
            }
        }
        for (number, line) in file.code_without_tests() {
            if line.contains(".unwrap()") && !file.name.ends_with("tests.rs") {
                let _ = writeln!(wrong, "{}:{number}: unwrap outside tests", file.name);
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn files_keep_proportion() {
    let mut wrong = String::new();
    for file in sources() {
        let lines = file.text.lines().count();
        if lines > MOST_LINES {
            let _ = writeln!(wrong, "{} has {lines} lines", file.name);
        } else if lines > MANY_LINES {
            println!("{} has {lines} lines", file.name);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Compares a generated page with the one checked in, or rewrites it.
fn page(name: &str, text: &str) {
    let path = root().join("docs").join(name);
    if std::env::var_os("SVM_BLESS").is_some() {
        fs::create_dir_all(root().join("docs")).expect("docs can be made");
        fs::write(&path, text).expect("docs can be written");
        return;
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == text,
        "docs/{name} is not what the table says: SVM_BLESS=1 cargo test --test house"
    );
}

#[test]
fn the_page_of_options_is_current() {
    let mut text = String::from(
        "# Options of `svm run`\n\nReference, generated from `src/base/options.rs`.\n\n",
    );
    text.push_str("| Option | Default | Meaning |\n|---|---|---|\n");
    for row in svm::base::options::OPTIONS {
        let value = match row.value {
            None => String::new(),
            Some(value) if value.starts_with("[FORMAT") => {
                format!("[={}]", value.trim_matches(['[', ']']))
            }
            Some(value) if value.starts_with('[') => format!("[={}", &value[1..]),
            Some(value) => format!("={value}"),
        };
        let note = if row.hidden { " (for tests)" } else { "" };
        let _ = writeln!(
            text,
            "| `--{}{value}` | {} | {}{note} |",
            row.name, row.default, row.help
        );
    }
    page("OPTIONS.md", &text);
}

const METRICS_HEAD: &str = "\
# What the machine counts

Reference, generated from `src/engine/statistics.rs`.

`svm run --stats` prints these figures to standard error when the program ends (`..._nanoseconds` as milliseconds,
without the word), `--stats=json` as one object of objects and arrays; a host asks `Vm::statistics`. Unless a row says
*always*, a figure is counted only with these, by another handler table: the ordinary handlers contain no counting.
Besides, the group `instructions` has the executions of each opcode, and `hottest_functions` and `hottest_loops` the
most calls and iterations. `--stats=sequences` (or `json,sequences`) adds `pairs`, `triples` and `quadruples`:
instructions executed one behind the other that also follow each other in the code, if they are at least one in a
thousand; superinstructions are chosen from them (`perf/sequences.sh`).

An instruction counts once, also when its site misses, learns, and the instruction is started again.
Sends are counted by the state of their site when they arrive.

## By tier

`instructions`, and the groups `sends`, `inline_caches` and `yields`, count what the interpreter executes, also for
native code that hands instructions over to it. What native code does itself is in `native`: it counts no
instructions, but, when the vm counts, calls, loop iterations, and what the interpreter would have counted as a hit.
A send that native code does behind a guard or test of the receiver's shape, or without one because the shape is
known, is a hit: monomorphic if the code has one shape for it, polymorphic if it has several. So is a read or write of
an instance variable by shape, and a constant whose site is up to date. It counts behind the last guard: a guard that
fails is an exit, and the interpreter begins the instruction anew and counts it. Sends that native code hands over,
because the version was made for any shape there, are counted as the interpreter's; operators that it does itself on
Integers, Floats and the like are no sends.
Calls and iterations are counted in every vm, but by native code only with `--stats` or `--hot`.

`hit_rates` has, for each tier, hits, misses, and hits over both; no rate where there was neither. For the interpreter
they are the sums of `inline_caches`. For native code hits are its `monomorphic_hits`, `polymorphic_hits`,
`ivar_get_hits`, `ivar_set_hits` and `constant_hits`, misses are `guard_exits`: what left for the reason `shape` or
`constant`. An exit for `type` is no miss: receivers that are no objects have their class by their type, and operands
are guarded the same way. Neither is one for `block`: a `yield` has no inline cache on either tier. What native code
misses, the interpreter executes anew, and counts as its own hit or miss too.

These sums hold (a call that overflows a stack is in `enter` only; while a TracePoint listens, and for sends where
refinements are in force, other handlers run, which do not count):

- the seven states of `sends` = `send` + `send_new` + `from_operators`
- `send_hits` + `send_misses` = the seven states; likewise `get_ivar`, `set_ivar`, `get_const`
- `direct` + `general` = `yield`
- `calls` = `enter` + `native` `calls`; `loop_iterations` = `loop_head` + `native` `loop_iterations`
- the counts of `native_exits` = those of `native_exit_reasons` = `exits`, those of `native_discarded` = `discarded`
- the counts of `native_handed_over` = `handed_over`
- `exits` + `unwound` are at most `function_entries` + `loop_entries`; the others returned, or never did: `exit!` ended
  the process, or their fiber was given up. `native` `calls` that are no `function_entries` were made by native code;
  an entry that finds no room on a stack is in `function_entries` only

A program that does the same on both tiers has the same sums of sends, accesses, yields, calls and iterations on
both, native code included; but for `-x` of a Float, and `==` and `!=` of Floats that are no flonums, which the
interpreter sends and native code does itself.

## Time

With `--stats` or `--hot` time is sampled at polls, which function entries and loop heads make, and where primitives
end. The tank of fuel is small then, 32 to 63 polls at random, and whoever refills it attributes the time since the
last sample to the function that polls, and to the tier that it runs in. A primitive that ends does so for its caller,
if the system's coarse clock has gone on (by 1 to 10 ms) since another did; to look at it costs each call some 10 ns.
The first sample's time begins with the program, the last one's ends with it and is that of the program's outermost
function; a host's other calls end in no function. Transitions between tiers are not timed; each sample is one tier's.
Time in the collector and in the compiler is measured exactly and taken out. So waiting, and primitives that work
long, are time of those who call them; code without loops and calls is credited with what its entries sample: a
function that works long between two polls gets too little, those that it calls, or that are called behind it, too
much. Within a tier the bias moves time between functions that call each other, not between programs' phases. `rest`
is what passed while no program ran: the vm was made, the program read and compiled. Files that a program requires,
texts that it evaluates, and methods of kernel Ruby that it calls first are compiled while it runs: that is time of
the function that asks.

## Lists

Arrays of objects in JSON, tables in the text, where times are milliseconds. `hot`: the 20 functions that most time was
attributed to (`--hot=N`, also with `--stats`, lists N): function, file, line, tier, calls, loop iterations, share of the
interpreted and native time, that time, time that its native code took to make (all versions), bytes of that code now,
exits. The tier is the present one: `native` has code, `refused` gets none, `interpreted` has none now, though it may
have had. Functions that were freed are not listed; what the shares lack stands below the table: functions beyond the
N, functions that were freed, no function (`freed_nanoseconds` and `nobody_nanoseconds` of `time`). `hit_rates`: above.
`native_exits`: every place that native code left from, with the instruction (pc) and the reason; of functions that
were freed only the reason is kept (`code since freed`). `native_handed_over`: instructions that native code has the
interpreter execute without leaving. `native_refused`: functions of which something stays interpreted, and why;
among them programs in the stack language, for which nobody tries: they are none of `refused` of `native`. Lists and
groups about native code are there with `--tier=jit`.

## Reasons

`native_exits` and the group `native_exit_reasons` name why native code was left:

| Reason | Native code was left because |
|---|---|
| `not reached before` | the program came to a place that it had not come to when the code was made |
| `type` | an operand or receiver is of a type that it was not of before |
| `shape` | a receiver, or self, has a shape that the code was not made for |
| `overflow` | the result of Integers is no immediate |
| `range` | an operand is out of what native code does: an index, a width of a shift |
| `frozen object` | what is to be written is frozen |
| `primitive declined` | a primitive leaves these arguments to its body in Ruby |
| `block` | the block that is yielded to is not the literal that the code was made for |
| `constant` | a constant may have changed, or is looked up from elsewhere |
| `method` | the function runs on behalf of another method than the one it was compiled for |
| `stack limit` | there is no room on a stack; the interpreter raises |
| `poll` | somebody wants something: a collection, an interrupt, a signal's handler |
| `exception` | something was raised or thrown |
| `discarded` | the code was discarded during a call, or somebody wrote into the frame or wants its locals |
| `forced` | `--jit-stress-exits`, a test |
| `instruction X` | native code does not do the instruction X |

The group `native_discarded`, pieces by cause:

| Cause | Code was discarded because |
|---|---|
| `too many exits` | it was left too often for what was guessed |
| `a method changed` | a name that it calls by means other methods now |
| `an operator was redefined` | an operator of a core class |
| `what it names died` | a shape, method or function that stands in it was collected |
| `somebody traces` | a TracePoint wants to see each instruction |
| `refinements came into force` | in its file |
| `at random` | `--jit-stress-discard`, a test |

`--jit-log` prints a line when it happens, `[jit] FUNCTION (FILE:LINE): EVENT`, or `(FILE:LINE) loop: EVENT` for a piece
that begins at a loop, whose line it is. The events:

- `compiled version N: B bytes, E exits, T ms` for each piece of the first version, `recompiled version ...` of later
  ones: bytes of code, places where it can be left, time to make it
- `refused: WHY`, a sentence as in `native_refused`; a function that has code keeps it
- `discarded: CAUSE`, all pieces of the function, or of `too many exits` the piece that was left; where a method changed
  the cause names it: `` `name` changed ``
- `given up: WHY`, behind that for the last version: that place stays interpreted; it is none of `refused`
- `freed: N pieces, B bytes`, once no frame runs them any more

## Figures

";

#[test]
fn the_page_of_metrics_is_current() {
    let mut text = METRICS_HEAD.to_owned();
    text.push_str("| Group | Figure | | Meaning |\n|---|---|---|---|\n");
    for metric in svm::engine::statistics::METRICS {
        let always = if metric.always { "always" } else { "" };
        let _ = writeln!(
            text,
            "| {} | `{}` | {always} | {} |",
            metric.group, metric.name, metric.meaning
        );
    }
    page("METRICS.md", &text);
}
