//! The matrix of docs/FRAMES.md for native frames: every kind of frame is read,
//! written, captured, thrown through and left for another task while native code
//! runs it.
//!
//! Each program defines `cell`, which runs until all of it is native, and then
//! once more. Then every frame that it names by `native` must be a native one at
//! that moment, so a program whose frames are interpreted does not pass. It also
//! runs interpreted, where `native` says nothing; each plainly and with a
//! collection at every safe point.

use super::frame_tests::{INTERPRETED, ROWS, lines};
use super::{Builder, Capture, TierConfig};

/// Calls of `cell` before that which counts; the third compiles.
const WARM: u32 = 6;

const PRELUDE: &str = r#"
$notes = []
def note(*values) = values.each { |value| $notes << value.inspect }
def frame(label) = test_frames.find { |f| f[0] == label }
def show(f, *names) = note([f[0], f[1].is_a?(Integer), names.map { |n| f[3][n] }])
def run(x) = yield(x)
def churn = 20.times { |i| [i, i.to_s * 3] }
def drop = GC.start
"#;

fn run(program: &str, native: bool, stressed: bool) -> Result<String, String> {
    let seen = Capture::default();
    let mut builder = Builder::new().output(seen.clone());
    if stressed {
        builder = builder.gc_stress(1, 64);
    }
    if native {
        builder = builder.native(TierConfig {
            calls: 3,
            loops: 1_000,
            ..TierConfig::default()
        });
    }
    let mut vm = builder.build();
    vm.install_natives(ROWS);
    let warm = format!("{WARM}.times {{ $notes = []; cell }}");
    let last = "$notes = []; cell; puts $notes";
    let texts = [
        (PRELUDE, "prelude.rb"),
        (program, "cell.rb"),
        (&warm, "warm.rb"),
        (last, "last.rb"),
    ];
    for (text, name) in texts {
        INTERPRETED.take();
        vm.eval(text, name).map_err(|error| error.report(false))?;
    }
    let interpreted = INTERPRETED.take();
    if native && !interpreted.is_empty() {
        return Err(format!("interpreted: {}", interpreted.join(" ")));
    }
    Ok(String::from_utf8(seen.take()).expect("UTF-8"))
}

fn check(program: &str, expected: &str) {
    for (native, stressed) in [(false, false), (true, false), (false, true), (true, true)] {
        let output = run(program, native, stressed);
        let output = output.unwrap_or_else(|report| report);
        let way = format!("native: {native}, stressed: {stressed}");
        assert_eq!(lines(&output), lines(expected), "{way}");
    }
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
    native_read_method_frame { r#"
        def probe
          native("method:outer")
          frame("method:outer")
        end
        def outer(a, b)
          plain = "x" + b
          number = a + 1
          double = number * 0.5
          f = probe
          show(f, :a, :b, :plain, :number, :double, :f)
          note(f[3].keys, f[2].equal?(self), f[1] > 0)
        end
        def cell = outer(1, "y")
    "# => r#"
        ["method:outer", true, [1, "y", "xy", 2, 1.0, nil]]
        [:a, :b, :plain, :number, :double, :f]
        true
        true
    "# }
    native_read_block_frame_with_env { r#"
        def outer
          total = 10
          hidden = 1
          run(1) do |x|
            y = x + 1
            grab = -> { y += 1 }
            total += grab.call
            native("block:outer")
            f = frame("block:outer")
            show(f, :x, :y, :total, :hidden)
            note(f[3].keys)
          end
          hidden
        end
        def cell = outer
    "# => r#"
        ["block:outer", true, [1, 3, 13, nil]]
        [:x, :y, :grab, :f, :total]
    "# }
    native_read_block_frame_without_env { r#"
        def outer
          total = 10
          run(4) do |x|
            z = x * 2
            total += z
            native("block:outer")
            native("method:run")
            show(frame("block:outer"), :x, :z, :total)
          end
        end
        def cell = outer
    "# => r#"
        ["block:outer", true, [4, 8, 18]]
    "# }
    native_read_frame_under_primitive { r#"
        def outer
          a = 1
          b = [a + 1]
          test_call do
            b << 3
            native("method:outer")
            show(frame("method:outer"), :a, :b)
            note(test_frames.map { |f| f[0] }[0, 4])
          end
        end
        def cell = outer
    "# => r#"
        ["method:outer", true, [1, [2, 3]]]
        ["block:outer", "entry", "primitive:test_call", "method:outer"]
    "# }
    native_read_root_frame_of_fiber { r#"
        def outer
          shared = 5
          fiber = Fiber.new do |x|
            y = x + 1
            shared += 1
            inner = -> { y }
            native("block:outer")
            show(frame("block:outer"), :x, :y, :shared)
            note(test_frames.map { |f| f[0] }, inner.call)
          end
          fiber.resume(7)
        end
        def cell = outer
    "# => r#"
        ["block:outer", true, [7, 8, 6]]
        ["block:outer", "entry"]
        8
    "# }

    native_write_method_frame { r#"
        def poke(name, value)
          native("method:outer") if name == :a
          test_write("method:outer", name, value)
        end
        def outer(a, held)
          b = a + 1
          c = nil
          up = -> { c << 2; held }
          drop
          poke(:a, 41)
          first = a + 1
          poke(:b, [a])
          poke(:c, [1])
          poke(:held, "new")
          churn
          note(first, up.call, a + 1, b, c, held)
        end
        def middle = outer(0, "old")
        def cell = [middle]
    "# => r#"
        42
        "new"
        42
        [41]
        [1, 2]
        "new"
    "# }
    native_write_block_frame_with_env { r#"
        def outer
          total = 0
          run(1) do |x|
            y = 0
            up = -> { y << "z" }
            drop
            native("block:outer")
            test_write("block:outer", :x, [x])
            test_write("block:outer", :y, "a" + "b")
            test_write("block:outer", :total, 9)
            churn
            up.call
            note(x, y, total)
          end
          note(total)
        end
        def cell = outer
    "# => r#"
        [1]
        "abz"
        9
        9
    "# }
    native_write_block_frame_without_env { r#"
        def poke(name, value)
          native("block:outer")
          test_write("block:outer", name, value)
        end
        def outer
          total = 0
          run(1) do |x|
            z = x + 4
            poke(:z, [z])
            poke_total(x)
            churn
            note(x, z)
            total
          end
          note(total)
        end
        def poke_total(x) = test_write("block:outer", :total, [x])
        def cell = outer
    "# => r#"
        1
        [5]
        [1]
    "# }
    native_write_frame_under_primitive { r#"
        def outer(a)
          b = 1
          seen = test_call do
            native("method:outer")
            test_write("method:outer", :a, "wr" + "itten")
            test_write("method:outer", :b, [b])
            churn
            b
          end
          note(a, b, seen)
        end
        def middle = outer("old")
        def cell = [middle]
    "# => r#"
        "written"
        [1]
        [1]
    "# }
    native_write_root_frame_of_fiber { r#"
        def poke(name, value)
          native("block:outer") if name == :x
          test_write("block:outer", name, value)
        end
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
          note(fiber.resume(7))
          churn
          note(fiber.resume)
        end
        def cell = outer
    "# => r#"
        [7]
        [[7], "yy"]
    "# }

    native_capture_method_frame { r#"
        def keep(&block)
          native("method:outer")
          block
        end
        def outer(n)
          count = n
          [-> { count += 1 }, keep { [count, n] }]
        end
        def cell
          up, get = outer(5)
          other = outer(50)[1]
          churn
          drop
          up.call
          up.call
          note(get.call, other.call)
        end
    "# => r#"
        [7, 5]
        [50, 50]
    "# }
    native_capture_block_frame_with_env { r#"
        def outer
          procs = []
          3.times { |x| y = [x]; up = -> { y << x }; native("block:outer"); procs << up }
          procs
        end
        def cell
          procs = outer
          churn
          drop
          procs[0].call
          note(procs.map { |made| made.call })
        end
    "# => r#"
        [[0, 0, 0], [1, 1], [2, 2]]
    "# }
    native_capture_block_frame_without_env { r#"
        def outer
          total = 0
          procs = []
          3.times { native("block:outer"); procs << -> { total += 1 } }
          churn
          procs.each { |made| made.call }
          [procs[0], total]
        end
        def cell
          made, total = outer
          note(total, made.call)
        end
    "# => r#"
        3
        4
    "# }
    native_capture_frame_under_primitive { r#"
        def outer
          a = 1
          saved = nil
          test_call { churn; native("method:outer"); saved = -> { a += 1 } }
          saved.call
          note(a)
          saved
        end
        def cell
          saved = outer
          drop
          note(saved.call)
        end
    "# => r#"
        2
        3
    "# }
    native_capture_root_frame_of_fiber { r#"
        def outer
          saved = nil
          fiber = Fiber.new do |x|
            y = [x]
            saved = -> { y << 1 }
            native("block:outer")
            Fiber.yield
            y << 2
            nil
          end
          fiber.resume(0)
          saved.call
          drop
          fiber.resume
          begin
            fiber.resume
          rescue => e
            note(e.class)
          end
          fiber = nil
          drop
          note(saved.call)
        end
        def cell = outer
    "# => r#"
        FiberError
        [0, 1, 2, 1]
    "# }

    native_throw_through_method_frame { r#"
        def fail_now(a)
          native("method:outer")
          native("method:middle")
          raise("message #{a}")
        end
        def outer(a)
          b = [a]
          begin
            yield b
          ensure
            churn
            note([:ensure, a, b])
          end
        end
        def middle(a)
          outer(a) { |b| yield b }
        end
        def rescued
          middle(1) { |b| fail_now(b) }
        rescue => e
          note(e.message)
        end
        def thrown = catch(:tag) { middle(2) { native("method:outer"); throw :tag, :thrown } }
        def broken = middle(3) { native("method:outer"); break :broken }
        def home = middle(4) { native("method:outer"); return :returned }
        def cell
          rescued
          note(thrown, broken, home)
        end
    "# => r#"
        [:ensure, 1, [1]]
        "message [1]"
        [:ensure, 2, [2]]
        [:ensure, 3, [3]]
        [:ensure, 4, [4]]
        :thrown
        :broken
        :returned
    "# }
    native_throw_through_block_frame_with_env { r#"
        def outer(how)
          run(how) do |x|
            y = [x]
            up = -> { y << 1 }
            begin
              run(0) { native("block:outer"); how.call }
            ensure
              up.call
              churn
              note([:ensure, x.class, y.size])
            end
          end
        end
        def rescued
          outer(-> { raise "gone" })
        rescue => e
          note(e.message)
        end
        def thrown = catch(:tag) { outer(-> { throw :tag, :thrown }) }
        def home
          run(1) do |x|
            y = x
            get = -> { y }
            begin
              run(2) { native("block:home"); return [:returned, y] }
            ensure
              note(get.call)
            end
          end
        end
        def broken
          run(1) { |x| y = x; get = -> { y }; run(2) { native("block:broken"); y += 1 }; break get.call }
        end
        def cell
          rescued
          note(thrown, home, broken)
        end
    "# => r#"
        [:ensure, Proc, 2]
        "gone"
        [:ensure, Proc, 2]
        1
        :thrown
        [:returned, 1]
        2
    "# }
    native_throw_through_block_frame_without_env { r#"
        def outer(how)
          run(5) { |x| begin; native("block:outer"); how.call; ensure; churn; note([:ensure, x]); end }
        end
        def rescued
          outer(-> { raise "gone" })
        rescue => e
          note(e.message)
        end
        def thrown = catch(:tag) { outer(-> { throw :tag, :thrown }) }
        def home = run(1) { |x| run(2) { |y| native("block:home"); return [x, y] } }
        def broken = run(1) { |x| begin; native("block:broken"); break x; ensure; note(:ensure); end }
        def cell
          rescued
          note(thrown, home, broken)
        end
    "# => r#"
        [:ensure, 5]
        "gone"
        [:ensure, 5]
        :ensure
        :thrown
        [1, 2]
        1
    "# }
    native_throw_through_frame_under_primitive { r#"
        def outer(how)
          a = [1]
          begin
            test_call { test_call { native("method:outer"); how.call } }
          ensure
            churn
            note([:ensure, a])
          end
        end
        def rescued
          outer(-> { raise "gone" })
        rescue => e
          note(e.message)
        end
        def thrown = catch(:tag) { outer(-> { throw :tag, :thrown }) }
        def home = test_call { test_call { native("method:home"); return :returned } }
        def broken = test_call { test_call { churn }; native("method:broken"); break :broken }
        def cell
          before = test_frames.size
          rescued
          note(thrown, home, broken)
          note(test_frames.size - before)
        end
    "# => r#"
        [:ensure, [1]]
        "gone"
        [:ensure, [1]]
        :thrown
        :returned
        :broken
        0
    "# }
    native_throw_through_root_frame_of_fiber { r#"
        def failing
          Fiber.new do |x|
            begin
              native("block:failing")
              raise "in #{x}"
            ensure
              churn
              note([:ensure, x])
            end
          end
        end
        def once
          fiber = failing
          begin
            fiber.resume(1)
          rescue => e
            note(e.message)
          end
          note(fiber.alive?)
        end
        def broken
          Fiber.new { |x| native("block:broken"); break x }.resume(2)
        rescue LocalJumpError => e
          note(e.class)
        end
        def nested
          fiber = Fiber.new do
            native("block:nested")
            begin
              failing.resume(3)
            rescue => e
              note([:outer, e.message])
            end
          end
          fiber.resume
        end
        def cell
          before = test_frames.size
          once
          broken
          nested
          note(test_frames.size - before)
        end
    "# => r#"
        [:ensure, 1]
        "in 1"
        false
        LocalJumpError
        [:ensure, 3]
        [:outer, "in 3"]
        0
    "# }

    native_switch_task_in_method_frame { r#"
        def step(a)
          b = [a]
          c = 0
          up = -> { c += 1 }
          native("method:step")
          got = Fiber.yield(up)
          native("method:step")
          churn
          show(frame("method:step"), :a, :b, :c, :got)
          [a, b, c, got]
        end
        def middle(a) = [step(a)]
        def cell
          before = test_frames.size
          fiber = Fiber.new { middle("a" + "b") }
          up = fiber.resume
          native("method:cell")
          churn
          drop
          up.call
          note(test_frames.size - before)
          note(fiber.resume(:got))
        end
    "# => r#"
        0
        ["method:step", true, ["ab", ["ab"], 1, :got]]
        [["ab", ["ab"], 1, :got]]
    "# }
    native_switch_task_in_block_frame_with_env { r#"
        def cell
          fiber = Fiber.new do
            run("x" * 2) do |x|
              y = [x]
              up = -> { y << 1 }
              native("block:cell")
              Fiber.yield(up)
              native("block:cell")
              churn
              [x, y]
            end
          end
          up = fiber.resume
          drop
          up.call
          churn
          note(fiber.resume)
        end
    "# => r#"
        ["xx", ["xx", 1]]
    "# }
    native_switch_task_in_block_frame_without_env { r#"
        def cell
          total = [0]
          fiber = Fiber.new do
            run("x" * 2) do |x|
              z = [x]
              native("block:cell")
              Fiber.yield
              native("block:cell")
              churn
              total << 2
              [x, z]
            end
          end
          fiber.resume
          drop
          total << 1
          churn
          note(fiber.resume, total)
        end
    "# => r#"
        ["xx", ["xx"]]
        [0, 1, 2]
    "# }
    native_switch_task_in_frame_under_primitive { r#"
        def outer(a)
          b = [a]
          test_call do
            native("method:outer")
            b << Fiber.yield(1)
            test_call { b << Fiber.yield(2) }
            native("method:outer")
            churn
          end
          note(b)
          b.size
        end
        def cell
          first, second = [Fiber.new { outer("p") }, Fiber.new { outer("q") }]
          note(first.resume, second.resume)
          drop
          note(first.resume(:one), second.resume(:two))
          churn
          note(second.resume(:three), first.resume(:four))
        end
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
    native_switch_task_in_root_frame_of_fiber { r#"
        def cell
          fiber = Fiber.new do |x|
            y = [x]
            inner = Fiber.new { |z| y << z; Fiber.yield(:inner); y << :back }
            native("block:cell")
            y << Fiber.yield(inner.resume(1))
            native("block:cell")
            churn
            drop
            inner.resume
            show(test_frames[0], :x, :y)
            y
          end
          note(fiber.resume("s" * 2))
          churn
          note(fiber.alive?, fiber.resume(2), fiber.alive?)
        end
    "# => r#"
        :inner
        ["block:cell", true, ["ss", ["ss", 1, 2, :back]]]
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
fn an_interpreted_frame_fails() {
    let report = run("def cell = native('entry')", true, false);
    assert!(report.is_err_and(|report| report == "interpreted: entry"));
}
