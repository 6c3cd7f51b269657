//! Frames as docs/FRAMES.md describes them: every kind of frame is read,
//! written, captured, thrown through and left for another task.
//!
//! The primitives here exist only in these tests. Each program runs plainly and
//! with a collection at every safe point, the heap verified now and then.

use std::cell::RefCell;

use crate::natives;
use crate::object::Value;
use crate::vm::frame::FrameRef;
use crate::vm::function::FunctionKind;
use crate::vm::natives::Args;
use crate::vm::{Outcome, Vm};

use super::{Builder, Capture};

natives! {
    pub(super) static ROWS;
    test_frames: "Kernel" ["test_frames"] 0 exclusive frames;
    test_write:  "Kernel" ["test_write"]  3 exclusive write;
    test_call:   "Kernel" ["test_call"]   0 exclusive call;
    test_native: "Kernel" ["native"]   1 exclusive is_native;
    test_panic:  "Kernel" ["test_panic"]  1 shared panic_now;
}

/// Fails as a bug in a primitive would.
fn panic_now<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let _borrowed = vm.output.borrow_mut();
    panic!("bug {}", args[0].as_int().unwrap_or(0))
}

/// `method:name`, `block:name` (of the method around), `primitive:name`,
/// `entry` for the bottom of a nested run.
fn label(vm: &Vm, frame: FrameRef) -> String {
    let function = frame.function();
    let kind = match function.kind {
        FunctionKind::Entry => return "entry".to_owned(),
        FunctionKind::Native => {
            let name = frame.entry().expect("a primitive is a method").name;
            return format!("primitive:{}", vm.world().symbols.text(name));
        }
        FunctionKind::Method => "method",
        FunctionKind::Block => "block",
    };
    let (Some(code), Some(linked)) = (function.code(), function.unit()) else {
        return "stub".to_owned();
    };
    let name = String::from_utf8_lossy(linked.unit.symbol(code.name));
    format!("{kind}:{name}")
}

/// `[[label, pc, self, {name => value}], ...]`, innermost frame first.
fn frames<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let vm: &'v Vm = vm;
    let world = vm.world();
    let rows = world.new_array(0).expect("memory");
    for frame in vm.frames().skip(1) {
        let locals = world.new_hash(0).expect("memory");
        for local in vm.frame_locals(frame) {
            let (name, value) = (Value::symbol(local.name), vm.word(local.value));
            assert!(world.hash_set(locals, name, value).is_ok());
        }
        let label = world.string(&label(vm, frame));
        let pc = world.int(frame.pc() as i64);
        let row = [label, pc, vm.word(frame.this()), locals.value()];
        let row = world.array_from(&row).expect("memory");
        world.array_push(rows, row.value()).expect("memory");
    }
    Ok(rows.value())
}

/// Writes a local of the innermost frame with a label.
fn write<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let wanted = vm.arg(0).as_string().expect("a label").bytes().to_vec();
    let name = vm.arg(1).as_symbol().expect("a name");
    let frame = vm
        .frames()
        .find(|&frame| label(vm, frame).as_bytes() == wanted)
        .expect("such a frame");
    let locals = vm.frame_locals(frame);
    let local = locals.into_iter().find(|local| local.name == name);
    let value = vm.arg(2).word();
    vm.set_frame_local(frame, local.expect("such a local"), value);
    Ok(vm.word(value))
}

thread_local! {
    /// Labels that `native` found to be interpreted.
    pub(super) static INTERPRETED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Notes whether native code runs the innermost frame with a label. A primitive
/// alone, as Ruby might make its native callers leave.
fn is_native<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let wanted = vm.arg(0).as_string().expect("a label").bytes().to_vec();
    let wanted = String::from_utf8(wanted).expect("a label");
    let frame = vm.frames().find(|&frame| label(vm, frame) == wanted);
    if !frame.expect("such a frame").is_native() {
        INTERPRETED.with_borrow_mut(|labels| labels.push(wanted));
    }
    Ok(Value::NIL)
}

/// Calls its block from Rust.
fn call<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    vm.yield_block(&[])
}

const PRELUDE: &str = "
def frame(label) = test_frames.find { |f| f[0] == label }
def show(f, *names) = p([f[0], f[1].is_a?(Integer), names.map { |n| f[3][n] }])
def run(x) = yield(x)
def churn = 20.times { |i| [i, i.to_s * 3] }
def drop = GC.start
";

fn check(program: &str, expected: &str) {
    for stressed in [false, true] {
        let seen = Capture::default();
        let mut builder = Builder::new().output(seen.clone());
        if stressed {
            builder = builder.gc_stress(1, 16);
        }
        let mut vm = builder.build();
        vm.install_natives(ROWS);
        let result = vm
            .eval(PRELUDE, "prelude.rb")
            .and_then(|_| vm.eval(program, "cell.rb"));
        let output = String::from_utf8(seen.take()).expect("UTF-8");
        if let Err(error) = result {
            panic!("stressed {stressed}: {}\n{output}", error.report(false));
        }
        assert_eq!(lines(&output), lines(expected), "stressed: {stressed}");
    }
}

/// Lines without indentation, and without those that are empty.
pub(super) fn lines(text: &str) -> Vec<String> {
    let lines = text.lines().map(|line| line.trim().to_owned());
    lines.filter(|line| !line.is_empty()).collect()
}

macro_rules! cells {
    ($($cell:ident { $program:literal => $expected:literal })*) => {
        const CELLS: &[&str] = &[$(stringify!($cell)),*];
        $(
            #[test]
            fn $cell() {
                check($program, $expected);
            }
        )*
    };
}

cells! {
    read_method_frame { r#"
        def probe = frame("method:outer")
        def outer(a, b = 2, *rest, k: 3, **more, &blk)
          captured = [a]
          add = -> { captured << blk }
          plain = "x"
          f = probe
          show(f, :a, :b, :rest, :k, :more, :blk, :captured, :plain, :f)
          p f[3].keys, f[2].equal?(self), f[1] > 0
          add
        end
        outer(1, 5, 6, z: 7)
    "# => r#"
        ["method:outer", true, [1, 5, [6], 3, {z: 7}, nil, [1], "x", nil]]
        [:a, :b, :rest, :k, :more, :blk, :captured, :add, :plain, :f]
        true
        true
    "# }
    read_block_frame_with_env { r#"
        def outer
          total = 10
          hidden = 1
          run(1) do |x|
            y = x + 1
            grab = -> { y += 1 }
            total += grab.call
            f = frame("block:outer")
            show(f, :x, :y, :total, :hidden)
            p f[3].keys
          end
          hidden
        end
        outer
    "# => r#"
        ["block:outer", true, [1, 3, 13, nil]]
        [:x, :y, :grab, :f, :total]
    "# }
    read_block_frame_without_env { r#"
        def outer
          total = 10
          run(4) { |x| z = x * 2; total += z; show(frame("block:outer"), :x, :z, :total) }
        end
        outer
    "# => r#"
        ["block:outer", true, [4, 8, 18]]
    "# }
    read_frame_under_primitive { r#"
        def outer
          a = 1
          b = [2]
          test_call { b << 3; show(frame("method:outer"), :a, :b); p test_frames.map { |f| f[0] }[0, 4] }
        end
        outer
    "# => r#"
        ["method:outer", true, [1, [2, 3]]]
        ["block:outer", "entry", "primitive:test_call", "method:outer"]
    "# }
    read_root_frame_of_fiber { r#"
        def outer
          shared = 5
          fiber = Fiber.new do |x|
            y = x + 1
            shared += 1
            inner = -> { y }
            show(frame("block:outer"), :x, :y, :shared)
            p test_frames.map { |f| f[0] }, inner.call
          end
          fiber.resume(7)
        end
        outer
    "# => r#"
        ["block:outer", true, [7, 8, 6]]
        ["block:outer", "entry"]
        8
    "# }

    write_method_frame { r#"
        def poke(name, value) = test_write("method:outer", name, value)
        def outer(a, held)
          b = 1
          c = nil
          up = -> { c << 2; held }
          churn
          drop
          poke(:a, 41)
          poke(:b, [a])
          poke(:c, [1])
          poke(:held, "new")
          churn
          p up.call, a + 1, b, c, held
        end
        outer(0, "old")
    "# => r#"
        "new"
        42
        [41]
        [1, 2]
        "new"
    "# }
    write_block_frame_with_env { r#"
        def outer
          total = 0
          run(1) do |x|
            y = 0
            up = -> { y << "z" }
            drop
            test_write("block:outer", :x, [x])
            test_write("block:outer", :y, "a" + "b")
            test_write("block:outer", :total, 9)
            churn
            up.call
            p x, y, total
          end
          p total
        end
        outer
    "# => r#"
        [1]
        "abz"
        9
        9
    "# }
    write_block_frame_without_env { r#"
        def outer
          total = 0
          run(1) { |x| z = 5; test_write("block:outer", :z, [z]); test_write("block:outer", :total, [x]); churn; p x, z; total }
          p total
        end
        outer
    "# => r#"
        1
        [5]
        [1]
    "# }
    write_frame_under_primitive { r#"
        def outer(a)
          b = 1
          seen = test_call { test_write("method:outer", :a, "wr" + "itten"); test_write("method:outer", :b, [b]); churn; b }
          p a, b, seen
        end
        outer("old")
    "# => r#"
        "written"
        [1]
        [1]
    "# }
    write_root_frame_of_fiber { r#"
        def poke(name, value) = test_write("block:outer", name, value)
        def outer
          fiber = Fiber.new do |x|
            y = 1
            get = -> { y }
            poke(:x, [x])
            poke(:y, "y" * 2)
            churn
            Fiber.yield(x)
            [x, get.call]
          end
          p fiber.resume(7)
          churn
          p fiber.resume
        end
        outer
    "# => r#"
        [7]
        [[7], "yy"]
    "# }

    capture_method_frame { r#"
        def keep(&block) = block
        def outer(n)
          count = n
          [-> { count += 1 }, keep { [count, n] }]
        end
        up, get = outer(5)
        other = outer(50)[1]
        churn
        drop
        up.call
        up.call
        p get.call, other.call
    "# => r#"
        [7, 5]
        [50, 50]
    "# }
    capture_block_frame_with_env { r#"
        def outer
          procs = []
          3.times { |x| y = [x]; procs << -> { y << x } }
          procs
        end
        procs = outer
        churn
        drop
        procs[0].call
        p procs.map { |made| made.call }
    "# => r#"
        [[0, 0, 0], [1, 1], [2, 2]]
    "# }
    capture_block_frame_without_env { r#"
        def outer
          total = 0
          procs = []
          3.times { procs << -> { total += 1 } }
          churn
          procs.each { |made| made.call }
          [procs[0], total]
        end
        made, total = outer
        p total, made.call
    "# => r#"
        3
        4
    "# }
    capture_frame_under_primitive { r#"
        def outer
          a = 1
          saved = nil
          test_call { churn; saved = -> { a += 1 } }
          saved.call
          p a
          saved
        end
        saved = outer
        drop
        p saved.call
    "# => r#"
        2
        3
    "# }
    capture_root_frame_of_fiber { r#"
        saved = nil
        fiber = Fiber.new { |x| y = [x]; saved = -> { y << 1 }; Fiber.yield; y << 2; nil }
        fiber.resume(0)
        saved.call
        drop
        fiber.resume
        fiber.resume rescue p($!.class)
        fiber = nil
        drop
        p saved.call
    "# => r#"
        FiberError
        [0, 1, 2, 1]
    "# }

    throw_through_method_frame { r#"
        def fail_now(a) = raise("message #{a}")
        def outer(a)
          b = [a]
          begin
            yield b
          ensure
            churn
            p [:ensure, a, b]
          end
        end
        begin
          outer(1) { |b| fail_now(b) }
        rescue => e
          p e.message
        end
        p catch(:tag) { outer(2) { throw :tag, :thrown } }
        p outer(3) { break :broken }
        def home = outer(4) { return :returned }
        p home
    "# => r#"
        [:ensure, 1, [1]]
        "message [1]"
        [:ensure, 2, [2]]
        :thrown
        [:ensure, 3, [3]]
        :broken
        [:ensure, 4, [4]]
        :returned
    "# }
    throw_through_block_frame_with_env { r#"
        def outer(how)
          run(how) do |x|
            y = [x]
            up = -> { y << 1 }
            begin
              run(0) { how.call }
            ensure
              up.call
              churn
              p [:ensure, x.class, y.size]
            end
          end
        end
        begin
          outer(-> { raise "gone" })
        rescue => e
          p e.message
        end
        p catch(:tag) { outer(-> { throw :tag, :thrown }) }
        def home
          run(1) { |x| y = x; get = -> { y }; begin; run(2) { return [:returned, y] }; ensure; p get.call; end }
        end
        p home
        p(run(1) { |x| y = x; get = -> { y }; run(2) { y += 1 }; break get.call })
    "# => r#"
        [:ensure, Proc, 2]
        "gone"
        [:ensure, Proc, 2]
        :thrown
        1
        [:returned, 1]
        2
    "# }
    throw_through_block_frame_without_env { r#"
        def outer(how)
          run(5) { |x| begin; how.call; ensure; churn; p [:ensure, x]; end }
        end
        begin
          outer(-> { raise "gone" })
        rescue => e
          p e.message
        end
        p catch(:tag) { outer(-> { throw :tag, :thrown }) }
        def home = run(1) { |x| run(2) { |y| return [x, y] } }
        p home
        p(run(1) { |x| begin; break x; ensure; p :ensure; end })
    "# => r#"
        [:ensure, 5]
        "gone"
        [:ensure, 5]
        :thrown
        [1, 2]
        :ensure
        1
    "# }
    throw_through_frame_under_primitive { r#"
        def outer(how)
          a = [1]
          begin
            test_call { test_call { how.call } }
          ensure
            churn
            p [:ensure, a]
          end
        end
        begin
          outer(-> { raise "gone" })
        rescue => e
          p e.message
        end
        p catch(:tag) { outer(-> { throw :tag, :thrown }) }
        def home = test_call { test_call { return :returned } }
        p home
        p(test_call { test_call { churn }; break :broken })
        p test_frames.size
    "# => r#"
        [:ensure, [1]]
        "gone"
        [:ensure, [1]]
        :thrown
        :returned
        :broken
        2
    "# }
    throw_through_root_frame_of_fiber { r#"
        def failing = Fiber.new { |x| begin; raise "in #{x}"; ensure; churn; p [:ensure, x]; end }
        fiber = failing
        begin
          fiber.resume(1)
        rescue => e
          p e.message
        end
        p fiber.alive?
        broken = Fiber.new { |x| break x }
        begin
          broken.resume(2)
        rescue LocalJumpError => e
          p e.class
        end
        outer = Fiber.new { begin; failing.resume(3); rescue => e; p [:outer, e.message]; end }
        outer.resume
        p test_frames.size
    "# => r#"
        [:ensure, 1]
        "in 1"
        false
        LocalJumpError
        [:ensure, 3]
        [:outer, "in 3"]
        2
    "# }

    switch_task_in_method_frame { r#"
        def step(a)
          b = [a]
          c = 0
          up = -> { c += 1 }
          got = Fiber.yield(up)
          churn
          show(frame("method:step"), :a, :b, :c, :got)
          [a, b, c, got]
        end
        fiber = Fiber.new { step("a" + "b") }
        up = fiber.resume
        churn
        drop
        up.call
        p test_frames.size
        p fiber.resume(:got)
    "# => r#"
        2
        ["method:step", true, ["ab", ["ab"], 1, :got]]
        ["ab", ["ab"], 1, :got]
    "# }
    switch_task_in_block_frame_with_env { r#"
        fiber = Fiber.new do
          run("x" * 2) { |x| y = [x]; up = -> { y << 1 }; Fiber.yield(up); churn; [x, y] }
        end
        up = fiber.resume
        drop
        up.call
        churn
        p fiber.resume
    "# => r#"
        ["xx", ["xx", 1]]
    "# }
    switch_task_in_block_frame_without_env { r#"
        total = [0]
        fiber = Fiber.new { run("x" * 2) { |x| z = [x]; Fiber.yield; churn; total << 2; [x, z] } }
        fiber.resume
        drop
        total << 1
        churn
        p fiber.resume, total
    "# => r#"
        ["xx", ["xx"]]
        [0, 1, 2]
    "# }
    switch_task_in_frame_under_primitive { r#"
        def outer(a)
          b = [a]
          test_call { b << Fiber.yield(1); test_call { b << Fiber.yield(2) }; churn }
          p b
          b.size
        end
        first, second = [Fiber.new { outer("p") }, Fiber.new { outer("q") }]
        p first.resume, second.resume
        drop
        p first.resume(:one), second.resume(:two)
        churn
        p second.resume(:three), first.resume(:four)
    "# => r#"
        1
        1
        2
        2
        ["q", :two, :three]
        ["p", :one, :four]
        3
        3
    "# }
    switch_task_in_root_frame_of_fiber { r#"
        fiber = Fiber.new do |x|
          y = [x]
          inner = Fiber.new { |z| y << z; Fiber.yield(:inner); y << :back }
          y << Fiber.yield(inner.resume(1))
          churn
          drop
          inner.resume
          show(test_frames[0], :x, :y)
          y
        end
        p fiber.resume("s" * 2)
        churn
        p fiber.alive?, fiber.resume(2), fiber.alive?
    "# => r#"
        :inner
        ["block:<main>", true, ["ss", ["ss", 1, 2, :back]]]
        true
        ["ss", 1, 2, :back]
        false
    "# }
}

#[test]
fn the_page_names_every_cell() {
    let page = include_str!("../../docs/FRAMES.md");
    for cell in CELLS {
        assert!(page.contains(&format!("`{cell}`")), "{cell} is missing");
    }
    assert_eq!(CELLS.len(), 25);
}

#[test]
fn a_panic_in_a_primitive_is_an_exception() {
    check(
        "def direct(n) = test_panic(n)
         3.times { |n| begin; direct(n); rescue Exception => e; puts e.class, e.message; end }
         begin; send(:test_panic, 4); rescue Exception => e; puts e.message; end",
        "fatal
         [BUG] a primitive panicked: bug 0
         fatal
         [BUG] a primitive panicked: bug 1
         fatal
         [BUG] a primitive panicked: bug 2
         [BUG] a primitive panicked: bug 4",
    );
}
