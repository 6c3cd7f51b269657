"""The measuring half of bars.sh. Each bar is one function that yields (state, figures). Not meant to be called by hand."""

import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.environ["ROOT"]
SVM = os.environ["SVM"]
QUICK = os.environ["QUICK"] == "yes"
RUBY = os.environ.get("RUBY34") or shutil.which("ruby34")
MIB = 1024 * 1024

PASS, FAIL, SKIP = "PASS", "FAIL", "SKIP"


def verdict(good):
    return PASS if good else FAIL


def run(command, text=None, cwd=None, timeout=120):
    """A finished process; output as text."""
    return subprocess.run(
        command, input=text or "", capture_output=True, text=True, cwd=cwd, timeout=timeout, errors="replace"
    )


# Starts the command from a process as small as Python allows: the kernel counts the parent's size at the fork into
# the child's peak, so figures below some 8 MiB cannot be seen without GNU time.
LAUNCHER = """
import os, sys
pid = os.fork()
if pid == 0:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.execv(sys.argv[1], sys.argv[1:])
_, status, usage = os.wait4(pid, 0)
sys.stderr.write("\\n%d %d" % (os.waitstatus_to_exitcode(status), usage.ru_maxrss))
"""


def peak_bytes(command, timeout=900):
    """Exit status and peak resident bytes of a command."""
    if os.access("/usr/bin/time", os.X_OK):
        done = subprocess.run(
            ["/usr/bin/time", "-f", "%x %M"] + command,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=timeout,
        )
    else:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", LAUNCHER] + command, stderr=subprocess.PIPE, text=True, timeout=timeout
        )
    status, kib = done.stderr.strip().split("\n")[-1].split()
    return int(status), int(kib) * 1024


def speed():
    """Geometric mean >= 1.5 over the twelve programs, none below 0.8."""
    with tempfile.NamedTemporaryFile("r", suffix=".txt") as ratios:
        environment = dict(
            os.environ, ROUNDS="1" if QUICK else "5", COLUMN="2" if QUICK else "3", CHECK_ONLY="no", RATIOS=ratios.name
        )
        done = subprocess.run([sys.executable, os.path.join(ROOT, "perf", "compare.py")], env=environment, stdout=subprocess.PIPE, text=True)
        for line in done.stdout.rstrip().split("\n"):
            print("      " + line)
        rows = [line.split() for line in ratios.read().split("\n") if line]
    yield verdict(done.returncode == 0), "speed: the twelve programs give the recorded output"
    if not RUBY:
        yield SKIP, "speed: no CRuby 3.4 to compare with"
        return
    figures = {name: float(ratio) for name, ratio in rows}
    if not figures:
        yield FAIL, "speed: no ratio was measured"
        return
    mean = math.exp(sum(math.log(r) for r in figures.values()) / len(figures))
    worst = min(figures, key=figures.get)
    complete = len(figures) == 12
    yield verdict(complete and mean >= 1.5), f"speed: geometric mean {mean:.2f} over {len(figures)} programs (bar 1.50)"
    yield verdict(complete and figures[worst] >= 0.8), f"speed: slowest program {worst} at {figures[worst]:.2f} (bar 0.80)"


def stack_language():
    """At most 0.7 times the plain interpreter's time for a recursive Fibonacci, alternating."""
    peer = os.path.join(os.path.dirname(os.path.realpath(SVM)), "examples", "stack_match")
    if not os.access(peer, os.X_OK):
        yield SKIP, "stack language: no plain interpreter (cargo build --release --example stack_match)"
        return
    program = os.path.join(ROOT, "tests", "stack", "fib_own.svm")
    size, answer = ("22", "17711\n") if QUICK else ("30", "832040\n")
    times = ([], [])
    for _ in range(3 if QUICK else 15):
        for command, list_of_times in zip(([SVM, program, size], [peer, program, size]), times):
            start = time.perf_counter()
            done = run(command)
            list_of_times.append(time.perf_counter() - start)
            if done.stdout != answer:
                yield FAIL, f"stack language: {command[0]} printed {done.stdout!r}"
                return
    mine, theirs = (statistics.median(list_of_times) * 1000 for list_of_times in times)
    ratio = mine / theirs
    yield verdict(QUICK or ratio <= 0.7), f"stack language: {mine:.1f} ms, a plain interpreter {theirs:.1f} ms, ratio {ratio:.2f} (bar 0.70)"


def start_up():
    """At most 0.8 times CRuby's time for `puts 1`, alternating."""
    if not RUBY:
        yield SKIP, "start-up: no CRuby 3.4 to compare with"
        return
    ours, theirs = [SVM, "-e", "puts 1"], [RUBY, "--disable-gems", "-e", "puts 1"]
    times = ([], [])
    for _ in range(10 if QUICK else 60):
        for command, list_of_times in zip((ours, theirs), times):
            start = time.perf_counter()
            done = run(command)
            list_of_times.append(time.perf_counter() - start)
            if done.stdout != "1\n":
                yield FAIL, f"start-up: {command[0]} printed {done.stdout!r}"
                return
    mine, peer = (statistics.median(list_of_times) * 1000 for list_of_times in times)
    yield verdict(mine <= 0.8 * peer), f"start-up: {mine:.1f} ms, CRuby {peer:.1f} ms, ratio {mine / peer:.2f} (bar 0.80)"


def memory():
    """Peak resident of `puts 1` at most 16 MiB."""
    status, peak = peak_bytes([SVM, "-e", "puts 1"])
    yield verdict(status == 0 and peak <= 16 * MIB), f"memory: `puts 1` peaks at {peak / MIB:.1f} MiB (bar 16)"


def objects():
    """100 million short-lived objects within 32 MiB."""
    count = 1_000_000 if QUICK else 100_000_000
    program = os.path.join(ROOT, "tests", "limits", "short_lived_objects.rb")
    start = time.perf_counter()
    status, peak = peak_bytes([SVM, "run", program, str(count)])
    taken = time.perf_counter() - start
    yield (
        verdict(status == 0 and peak <= 32 * MIB),
        f"objects: {count:,} short-lived objects peak at {peak / MIB:.1f} MiB (bar 32), {taken:.1f} s",
    )


def classes():
    """100,000 classes that nobody keeps within 32 MiB."""
    count = 1_000 if QUICK else 100_000
    code = f"{count}.times {{ Class.new {{ def foo = 1 }}.new.foo }}"
    status, peak = peak_bytes([SVM, "-e", code])
    yield (
        verdict(status == 0 and peak <= 32 * MIB),
        f"classes: {count:,} short-lived classes peak at {peak / MIB:.1f} MiB (bar 32)",
    )


def expect(name, done, status, must=(), out=None):
    """One bad-input bar: status, text that standard error must contain, output that must not be lost, no panic."""
    problems = []
    if done.returncode != status:
        problems.append(f"status {done.returncode} instead of {status}")
    problems += [f"standard error lacks {word!r}" for word in must if word not in done.stderr]
    if out is not None and done.stdout != out:
        problems.append(f"output is {done.stdout[:40]!r}")
    problems += [f"standard error says {word!r}" for word in ("panicked", "RUST_BACKTRACE", "core dumped") if word in done.stderr]
    return verdict(not problems), f"bad input: {name}" + (": " + "; ".join(problems) if problems else "")


def bad_input():
    """Each of the bad inputs ends with the right status and message."""
    with tempfile.TemporaryDirectory() as folder:

        def program(name, text, mode="w"):
            path = os.path.join(folder, name)
            with open(path, mode) as file:
                file.write(text)
            return run([SVM, "run", name], cwd=folder)

        yield expect("missing file", run([SVM, "run", "absent.rb"], cwd=folder), 1, ["absent.rb"])
        yield expect("directory", run([SVM, "run", "."], cwd=folder), 1, ["."])
        yield expect("source that is not UTF-8", program("latin.rb", b'puts "caf\xe9"\nx = \xff\xfe\n', "wb"), 1, ["latin.rb"])
        yield expect(
            "several syntax errors",
            program("syntax.rb", "a = )\nputs 1\nb = [1, 2\n"), 1, ["syntax.rb:1", "SyntaxError", "> 1 |", "> 3 |", "^"], "",
        )
        done = program("nested.rb", "puts(" + "(" * 10_000 + "1" + ")" * 10_000 + ")\n")
        if done.returncode == 0:
            yield expect("10,000 nested parentheses", done, 0, [], "1\n")
        else:
            yield expect("10,000 nested parentheses", done, 1, ["SyntaxError"], "")
        yield expect(
            "endless recursion",
            program("deep.rb", "def f(n) = f(n + 1)\nputs :start\nf(0)\n"), 1, ["stack level too deep (SystemStackError)"], "start\n",
        )
        yield expect(
            "endless recursion, rescued",
            program("rescued.rb", "def f(n) = f(n + 1)\nbegin\n  f(0)\nrescue SystemStackError => e\n  puts e.message\nend\nputs 2\n"),
            0, [], "stack level too deep\n2\n",
        )
        yield expect(
            '"x" * 10**15', program("string.rb", 'puts 1\nputs ("x" * 10**15).size\n'), 1, ["string.rb", "(NoMemoryError)"], "1\n"
        )
        yield expect(
            "Array.new(10**15)", program("array.rb", "puts 1\nputs Array.new(10**15).size\n"), 1, ["array.rb", "(NoMemoryError)"], "1\n"
        )
        causes = (
            "puts 1\nbegin\n  begin\n    Integer('zz')\n  rescue ArgumentError\n    raise TypeError, 'inner'\n  end\n"
            "rescue TypeError\n  raise 'outer'\nend\n"
        )
        yield expect(
            "uncaught exception with causes", program("causes.rb", causes), 1,
            ["causes.rb:9:in '<main>': outer (RuntimeError)", "inner (TypeError)", 'invalid value for Integer(): "zz" (ArgumentError)'],
            "1\n",
        )
        yield expect("exit status", program("exit.rb", "puts 1\nexit 7\n"), 7, [], "1\n")
        yield expect("unknown option", run([SVM, "run", "--no-such-option", "x.rb"], cwd=folder), 2, ["--no-such-option"])
        pipeline = f"'{SVM}' -e '100000.times {{ |i| puts i }}' 2>err | head -n 1; echo ${{PIPESTATUS[0]}}; cat err"
        done = run(["bash", "-c", pipeline], cwd=folder)
        lines = done.stdout.split("\n")
        quiet = lines[0] == "0" and len(lines) > 1 and lines[2:] == [""]
        yield verdict(quiet), f"bad input: closed output (`svm ... | head`): status {lines[1] if len(lines) > 1 else '?'}" + (
            "" if quiet else f", printed {done.stdout[:80]!r}"
        )


BARS = [("speed", speed), ("stack language", stack_language), ("start-up", start_up), ("memory", memory), ("objects", objects), ("classes", classes), ("bad input", bad_input)]


def main():
    wanted = os.environ["ONLY"]
    counts = {PASS: 0, FAIL: 0, SKIP: 0}
    for name, bar in BARS:
        if wanted not in name:
            continue
        try:
            for state, figures in bar():
                counts[state] += 1
                print(f"{state}  {figures}", flush=True)
        except (OSError, subprocess.TimeoutExpired, ValueError) as error:
            counts[FAIL] += 1
            print(f"FAIL  {name}: {error}", flush=True)
    print(f"{counts[PASS]} passed, {counts[FAIL]} failed, {counts[SKIP]} skipped")
    sys.exit(1 if counts[FAIL] else 0)


main()
