//! Graphs of real functions: built from what the interpreter learned, verified
//! after each pass, and compared with the listings in `src/jit/hir/snapshots`.
//!
//! A native tier that only looks is installed: it builds graphs where a compiler
//! would and refuses.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::bytecode::ops::Op;
use crate::heap::Word;
use crate::jit::hir::{self, Graph};
use crate::vm::Vm;
use crate::vm::function::Function;
use crate::vm::native::{Bridge, NativeCode, NativeEntry, Tier, TierConfig};

use super::{Builder, Capture};

/// What the tier saw.
#[derive(Default)]
pub(super) struct Seen {
    /// Listings: name of the function, entry, graph.
    texts: Vec<(String, String)>,
    /// Nodes that execute an instruction, by its name.
    ops: std::collections::BTreeMap<&'static str, u32>,
    /// Graphs built.
    built: usize,
    /// Why not.
    refused: Vec<String>,
}

/// What else is done with each graph.
pub(super) type Then = Box<dyn FnMut(&mut Vm, &Graph)>;

struct Looker {
    seen: Rc<RefCell<Seen>>,
    /// Every loop too, wherever the function is.
    all_loops: bool,
    then: Then,
}

impl Looker {
    fn look(&mut self, vm: &mut Vm, function: *const Function, entry: NativeEntry, fp: *mut Word) {
        let mut seen = self.seen.borrow_mut();
        match hir::build::build(vm, function, entry, fp) {
            Ok(mut graph) => {
                hir::passes::run(&mut graph);
                hir::verify::check(&graph).expect("a good graph");
                let text = hir::print::print(&graph, Some(vm));
                let name = text.lines().next().unwrap_or("").to_owned();
                seen.texts.push((name, text));
                seen.built += 1;
                count(&mut seen, vm, &graph);
                (self.then)(vm, &graph);
            }
            Err(why) => seen.refused.push(why),
        }
    }
}

fn count(seen: &mut Seen, vm: &Vm, graph: &Graph) {
    let insns = vm.running_insns();
    for block in &graph.blocks {
        for &value in &block.body {
            if let hir::Insn::Op { pc, .. } = graph.node(value).insn
                && let Some(op) = insns.get(pc as usize)
            {
                *seen.ops.entry(op.mnemonic()).or_default() += 1;
            }
        }
    }
}

impl Tier for Looker {
    fn compile(
        &mut self,
        vm: &mut Vm,
        function: *const Function,
        entry: NativeEntry,
        fp: *mut Word,
    ) -> Result<Box<NativeCode>, String> {
        self.look(vm, function, entry, fp);
        if self.all_loops {
            let loops = vm.running_insns();
            for (pc, op) in loops.iter().enumerate() {
                let inner = NativeEntry::Loop { pc: pc as u32 };
                if *op == Op::LoopHead && inner != entry {
                    self.look(vm, function, inner, fp);
                }
            }
            if entry != NativeEntry::Function {
                self.look(vm, function, NativeEntry::Function, fp);
            }
        }
        Err("only looked at".to_owned())
    }

    fn bridge(&self) -> Option<Bridge> {
        None
    }
}

impl Vm {
    /// The instructions of the innermost frame.
    fn running_insns(&self) -> Vec<Op> {
        let frame = self.top_frame().expect("something runs");
        let code = frame.function().code().expect("compiled code");
        code.insns().iter().map(|insn| insn.op).collect()
    }
}

fn watched(
    source: &str,
    name: &str,
    config: TierConfig,
    all_loops: bool,
    polls: u64,
) -> Rc<RefCell<Seen>> {
    let then = Box::new(|_: &mut Vm, _: &Graph| {});
    watched_by(source, name, (config, all_loops, polls), then)
}

/// Runs a program for so many polls, with something done with each graph.
pub(super) fn watched_by(
    source: &str,
    name: &str,
    (config, all_loops, polls): (TierConfig, bool, u64),
    then: Then,
) -> Rc<RefCell<Seen>> {
    let seen = Rc::new(RefCell::new(Seen::default()));
    let quiet = Capture::default();
    let mut vm = Builder::new()
        .output(quiet.clone())
        .error_output(quiet)
        .build();
    let tier = Looker {
        seen: seen.clone(),
        all_loops,
        then,
    };
    vm.set_tier(Box::new(tier), config);
    vm.limit_polls(polls);
    // What the command line gives programs.
    let given = vm.eval("ARGV = []", "given.rb");
    assert!(given.is_ok(), "an ordinary constant");
    let _ = vm.eval(source, name);
    seen
}

pub(super) fn config(eager: bool) -> TierConfig {
    TierConfig {
        calls: 20,
        loops: 120,
        eager,
        ..TierConfig::default()
    }
}

/// Compares the graph of `function` with its listing.
fn snapshot(name: &str, wanted: &str, program: &str) {
    let seen = watched(program, "snapshot.rb", config(false), false, 1_000_000);
    let seen = seen.borrow();
    let found = seen
        .texts
        .iter()
        .find(|(head, _)| head == &format!("graph of {wanted}"));
    let heads: Vec<_> = seen.texts.iter().map(|(head, _)| head).collect();
    let (_, text) =
        found.unwrap_or_else(|| panic!("no {wanted} among {heads:?}, {:?}", seen.refused));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/jit/hir/snapshots");
    let path = path.join(format!("{name}.txt"));
    let text = format!("{}\n\n{text}", program.trim());
    if std::env::var_os("SVM_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, &text).expect("written");
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == text,
        "{name} is another graph now (SVM_BLESS=1 keeps it):\n{text}"
    );
}

#[test]
fn fib() {
    let program = "def fib(n) = n < 2 ? n : fib(n - 1) + fib(n - 2)\nfib(15)";
    snapshot("fib", "fib", program);
}

#[test]
fn loop_of_integers() {
    let program = "
def count(n)
  i = 0
  sum = 0
  while i < n
    sum += i if i.nil? || i & 1 == 0
    i += 1
  end
  sum
end
40.times { count(5) }";
    snapshot("loop_of_integers", "count", program);
}

#[test]
fn loop_of_floats() {
    let program = "
def pi(n)
  sum = 0.0
  sign = 1.0
  i = 0
  while i < n
    sum += sign / (2 * i + 1)
    sign = -sign
    i += 1
  end
  sum * 4
end
40.times { pi(5) }";
    snapshot("loop_of_floats", "pi", program);
}

#[test]
fn instance_variables() {
    let program = "
class Point
  attr_reader :x
  attr_writer :y
  def initialize(x, y)
    @x = x
    @y = y
  end
  def move(by)
    @x += by
    self.y = @y + x
    self
  end
end
40.times { |i| Point.new(i, i).move(1) }";
    snapshot("ivar_move", "move", program);
    snapshot("ivar_initialize", "initialize", program);
    snapshot("ivar_new", "block in <main>", program);
}

#[test]
fn polymorphic_send() {
    let program = "
class Circle; def initialize(r) = @r = r; def area = @r * @r * 3; end
class Square; def initialize(a) = @a = a; def area = @a * @a; end
def total(shape) = shape.area + 1
shapes = [Circle.new(1), Square.new(2)]
80.times { |i| total(shapes[i % 2]) }";
    snapshot("polymorphic_send", "total", program);
}

#[test]
fn sum_of_array() {
    let program = "
def sum(array)
  i = 0
  sum = 0
  while i < array.length
    sum += array[i]
    array[i] = sum
    i += 1
  end
  sum
end
40.times { sum([1, 2, 3]) }";
    snapshot("sum_of_array", "sum", program);
}

#[test]
fn yield_to_a_literal() {
    let program = "
def twice = yield(1) + yield(2)
def caller = twice { |i| i + 1 }
40.times { caller }";
    snapshot("yield", "twice", program);
    snapshot("call_with_block", "caller", program);
}

#[test]
fn entry_at_a_loop() {
    let program = "
i = 0
sum = 0.0
half = 0.5
while i < 1000
  sum += half
  i += 1
end";
    snapshot("entry_at_a_loop", "<main> from the loop at 9", program);
}

/// Every program in a folder, in order.
pub(super) fn programs(folder: &str, found: &mut Vec<PathBuf>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = std::fs::read_dir(&folder).expect("a folder");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            programs(&path.to_string_lossy(), found);
        } else if path.extension().is_some_and(|extension| extension == "rb") {
            found.push(path);
        }
    }
}

/// Runs many programs for a while and builds every graph on the way.
fn build_all(folders: &[&str], eager: bool, polls: u64) {
    let mut found = Vec::new();
    folders
        .iter()
        .for_each(|folder| programs(folder, &mut found));
    let (mut built, mut ops) = (0, std::collections::BTreeMap::new());
    let mut refused = std::collections::BTreeMap::new();
    for path in found {
        let source = std::fs::read_to_string(&path).unwrap_or_default();
        let name = path.to_string_lossy();
        let seen = watched(&source, &name, config(eager), true, polls);
        let seen = seen.borrow();
        built += seen.built;
        for (op, count) in &seen.ops {
            *ops.entry(*op).or_insert(0) += count;
        }
        for why in &seen.refused {
            *refused.entry(why.clone()).or_insert(0) += 1;
        }
    }
    println!("{built} graphs; executed: {ops:?}; refused: {refused:?}");
    assert!(built > 0);
}

#[test]
fn graphs_of_benchmarks() {
    build_all(&["benches/rb"], false, 500);
}

#[test]
fn graphs_of_benchmarks_unseen() {
    build_all(&["benches/rb"], true, 500);
}

#[test]
fn graphs_of_programs() {
    build_all(&["tests/language"], false, 100);
}

#[test]
fn graphs_of_programs_unseen() {
    build_all(&["tests/language"], true, 100);
}
