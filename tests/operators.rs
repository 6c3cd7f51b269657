//! Every core operator that has a shortcut is redefined while native code that
//! took the shortcut is live.
//!
//! One redefinition ends all shortcuts of a vm for good, so each operator has a
//! process of its own, for each place where native code may be: the only native
//! frame, a loop that was entered interpreted, and the midst of a stack of native
//! frames. The program must print natively what it prints interpreted, and must
//! have left native code there because it was discarded, and for no other reason
//! but a poll.

mod exits;

use std::process::{Command, Stdio};

use exits::exits;

/// Owner, names, operation (`@` stands for the name), operands.
type Row = (
    &'static str,
    &'static [&'static str],
    &'static str,
    [&'static str; 2],
);

const ROWS: &[Row] = &[
    ("Integer", ARITHMETIC, "a @ b", ["7", "2"]),
    ("Integer", COMPARISONS, "a @ b", ["7", "2"]),
    ("Integer", &["==", "!=", "<=>"], "a @ b", ["7", "2"]),
    // By way of the other one.
    ("Integer", &["=="], "a != b", ["7", "2"]),
    ("Integer", &["==="], CASE, ["7", "2"]),
    ("Integer", &["succ", "size", "nil?"], "a.@", ["7", "nil"]),
    ("Integer", &["-@"], "-a", ["7", "nil"]),
    ("Integer", &["~"], "~a", ["7", "nil"]),
    ("Integer", &["[]", "**"], "a.@(b)", ["7", "2"]),
    ("Integer", &["!"], "!a", ["7", "nil"]),
    ("Integer", &["+", "-", "*", "/"], "a @ b", ["7", "2.5"]),
    ("Integer", &["+", "-", "*", "<"], "a @ 2", ["7", "nil"]),
    ("Float", &["+", "-", "*", "/"], "a @ b", ["7.5", "2.25"]),
    ("Float", &["+", "-", "*", "/"], "a @ b", ["7.5", "2"]),
    ("Float", &["%", "**", "<=>"], "a @ b", ["7.5", "2.25"]),
    ("Float", COMPARISONS, "a @ b", ["7.5", "2.25"]),
    ("Float", &["==", "!="], "a @ b", ["7.5", "2.25"]),
    ("Float", &["-@"], "-a", ["7.5", "nil"]),
    ("Float", &["nil?"], "a.nil?", ["7.5", "nil"]),
    ("Float", &["!"], "!a", ["7.5", "nil"]),
    ("Array", &["[]"], "a[b]", ["[5, 6]", "1"]),
    ("Array", &["[]="], "(a[0] = b; a.first)", ["[5, 6]", "1"]),
    ("Array", &["<<"], "(a << b).first", ["[5, 6]", "1"]),
    ("Array", &["length", "size", "empty?"], "a.@", ["[5]", "1"]),
    ("Array", &["==", "!="], "a @ b", ["[5]", "[6]"]),
    ("Array", &["!"], "!a", ["[5]", "nil"]),
    ("Symbol", &["==", "!="], "a @ b", [":x", ":y"]),
    ("Symbol", &["==="], CASE, [":x", ":y"]),
    ("Symbol", &["!"], "!a", [":x", "nil"]),
    ("NilClass", &["==", "!="], "a @ b", ["nil", ":y"]),
    ("NilClass", &["nil?"], "a.nil?", ["nil", "nil"]),
    ("NilClass", &["!"], "!a", ["nil", "nil"]),
    ("TrueClass", &["==", "!="], "a @ b", ["true", "nil"]),
    ("TrueClass", &["!"], "!a", ["true", "nil"]),
    ("FalseClass", &["==", "!="], "a @ b", ["false", "nil"]),
    ("FalseClass", &["!"], "!a", ["false", "nil"]),
    // Of objects, and of what is nil at times.
    ("Odd", &["!"], "!a", ["ODD", "nil"]),
    ("Odd", &["==", "!="], "a @ b", [NIL_OR_ODD, "nil"]),
    ("Odd", &["nil?"], "a.nil?", [NIL_OR_ODD, "nil"]),
    ("NilClass", &["==", "!="], "a @ b", [NIL_OR_ODD, "nil"]),
    ("NilClass", &["nil?"], "a.nil?", [NIL_OR_ODD, "nil"]),
    // What is redefined above shows through.
    ("Kernel", &["nil?"], "a.nil?", [NIL_OR_ODD, "nil"]),
    ("BasicObject", &["!"], "!a", ["7", "nil"]),
    ("BasicObject", &["!="], "a != b", ["7", "2"]),
];

const ARITHMETIC: &[&str] = &["+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>"];
const COMPARISONS: &[&str] = &["<", "<=", ">", ">="];
const CASE: &str = "case b when a then 1 else 2 end";
const NIL_OR_ODD: &str = "(i.odd? ? nil : ODD)";

/// Ways to change what `OWNER` has under `NAME`; the first one is used everywhere.
const WAYS: &[&str] = &[
    "OWNER.define_method(NAME) { |*rest| [:changed, *rest] }",
    "OWNER.prepend(Module.new { define_method(NAME) { |*rest| [:before, super(*rest)] } })",
    "OWNER.define_method(:own) { |*rest| [:own, *rest] }; OWNER.alias_method(NAME, :own)",
    "OWNER.undef_method(NAME); OWNER.define_method(:method_missing) { |name, *rest| [:missing, name, *rest] }",
    "OWNER.send(:private, NAME); OWNER.define_method(:method_missing) { |name, *rest| [:hidden, name, *rest] }",
];

/// The same in each place: `run` does the operation around a call of `change`.
const PROGRAM: &str = r#"
class Odd
  def inspect = "odd"
end
ODD = Odd.new
NAME = :"@name"
OWNER = @owner
ORIGINAL = OWNER.instance_method(NAME)
QUIET = -> {}

@place

def changing(change)
  result = nil
  100.times { |i| result = run(@a, @b, QUIET) }
  i = 0
  p result, run(@a, @b, change)
end

changing(-> { @change })
changing(QUIET)
changing(-> { OWNER.define_method(NAME, ORIGINAL) })
changing(QUIET)
"#;

/// A place: its methods, which of them the change happens in, and who else is
/// native then.
struct Place {
    methods: &'static str,
    innermost: &'static str,
    others: &'static [&'static str],
}

const ALONE: Place = Place {
    methods: "
def run(a, b, change)
  before = (@operation)
  change.call
  [before, (@operation), (@operation) ? 1 : 2]
end",
    innermost: "Object#run",
    others: &[],
};

const LOOP: Place = Place {
    methods: "
def run(a, b, change)
  turns(a, b, [QUIET] * 600 + [change] + [QUIET] * 600) unless change.equal?(QUIET)
end

def turns(a, b, steps)
  seen = nil
  while (step = steps.shift)
    before = (@operation)
    step.call
    seen = [before, (@operation), (@operation) ? 1 : 2]
  end
  seen
end",
    innermost: "Object#turns",
    others: &[],
};

const MIDST: Place = Place {
    methods: "
def inner(a, b, change)
  before = (@operation)
  change.call
  yield
  [before, (@operation), (@operation) ? 1 : 2]
end

def middle(a, b, change)
  before = (@operation)
  seen = nil
  inside = inner(a, b, change) { seen = (@operation) }
  [before, seen, inside, (@operation)]
end

def run(a, b, change)
  before = (@operation)
  inside = middle(a, b, change)
  [before, inside, (@operation)]
end",
    innermost: "Object#inner",
    others: &["Object#middle", "Object#run"],
};

fn program(row: &Row, name: &str, place: &Place, way: &str) -> String {
    let (owner, _, operation, [a, b]) = row;
    let operation = operation.replace('@', name);
    let parts = [
        ("@place", place.methods),
        ("@operation", &operation),
        ("@change", way),
        ("@name", name),
        ("@owner", owner),
        ("@a", a),
        ("@b", b),
    ];
    let fill = |text: String, (mark, part): (&str, &str)| text.replace(mark, part);
    parts.into_iter().fold(PROGRAM.to_owned(), fill)
}

/// What a program prints, and its standard error.
fn run(program: &str, flags: &[&str]) -> (String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_svm"))
        .arg("run")
        .args(flags)
        .args(["-e", program])
        .stdin(Stdio::null())
        .output()
        .expect("the built binary runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (text(output.stdout), text(output.stderr))
}

fn check(row: &Row, name: &str, place: &Place, way: &str) -> Result<(), String> {
    let program = program(row, name, place, way);
    let (plain, errors) = run(&program, &["--tier=interp"]);
    let native = ["--tier=jit", "--jit-threshold=30,300", "--stats=json"];
    let (output, statistics) = run(&program, &native);
    let bad = |why: String| Err(format!("{why}\n{program}"));
    if !errors.is_empty() || plain.is_empty() {
        return bad(format!("interpreted: {plain}{errors}"));
    }
    if output != plain {
        return bad(format!(
            "interpreted:\n{plain}natively:\n{output}{statistics}"
        ));
    }
    let exits = exits(&statistics);
    if !exits.contains(&(place.innermost, "discarded")) {
        return bad(format!("not left when discarded: {exits:?}"));
    }
    let functions = [&[place.innermost], place.others].concat();
    let others = exits.iter().filter(|(function, reason)| {
        functions.contains(function) && !["discarded", "poll"].contains(reason)
    });
    let others: Vec<_> = others.collect();
    if !others.is_empty() {
        return bad(format!("left otherwise: {others:?}"));
    }
    Ok(())
}

fn check_all(place: &Place) {
    let names = |row: &'static Row| row.1.iter().map(move |name| (row, *name, WAYS[0]));
    let all = ROWS.iter().flat_map(names);
    let ways = WAYS[1..].iter().map(|way| (&ROWS[0], "+", *way));
    let failures = all
        .chain(ways)
        .filter_map(|(row, name, way)| check(row, name, place, way).err());
    let failures: Vec<_> = failures.collect();
    assert!(
        failures.is_empty(),
        "{} failed\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn operators_redefined_at_depth_one() {
    check_all(&ALONE);
}

#[test]
fn operators_redefined_in_a_loop() {
    check_all(&LOOP);
}

#[test]
fn operators_redefined_in_the_midst() {
    check_all(&MIDST);
}
