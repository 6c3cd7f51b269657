"""The measuring half of bars.sh. Each bar is one function that yields (state, figures). Not meant to be called by hand."""

import json
import math
import os
import re
import shutil
import statistics
import struct
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
    """The interpreter: geometric mean >= 1.5 over the twelve programs, none below 0.8."""
    with tempfile.NamedTemporaryFile("r", suffix=".txt") as ratios:
        environment = dict(
            os.environ, ROUNDS="1" if QUICK else "5", COLUMN="2" if QUICK else "3", CHECK_ONLY="no", RATIOS=ratios.name,
            TIER="interp",
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
        for command, list_of_times in zip(([SVM, "--tier=interp", program, size], [peer, program, size]), times):
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
    status, peak = peak_bytes([SVM, "run", "--tier=interp", program, str(count)])
    taken = time.perf_counter() - start
    yield (
        verdict(status == 0 and peak <= 32 * MIB),
        f"objects: {count:,} short-lived objects peak at {peak / MIB:.1f} MiB (bar 32), {taken:.1f} s",
    )


def classes():
    """100,000 classes that nobody keeps within 32 MiB."""
    count = 1_000 if QUICK else 100_000
    code = f"{count}.times {{ Class.new {{ def foo = 1 }}.new.foo }}"
    status, peak = peak_bytes([SVM, "--tier=interp", "-e", code])
    yield (
        verdict(status == 0 and peak <= 32 * MIB),
        f"classes: {count:,} short-lived classes peak at {peak / MIB:.1f} MiB (bar 32)",
    )


def sizes():
    """Programs of benches/rb with their small and their ordinary size."""
    with open(os.path.join(ROOT, "benches", "rb", "SIZES")) as rows:
        return [(name, int(small), int(large)) for name, small, large in (row.split() for row in rows if row.strip())]


def program_path(name):
    return os.path.join(ROOT, "benches", "rb", name + ".rb")


def bench(name, size, rounds, tiers="interp,jit", against=()):
    """What `svm bench` says of a program, by tier or command: it takes turns and compares what is printed."""
    command = [SVM, "bench", "--format=json", f"--rounds={1 if QUICK else rounds}", f"--tier={tiers}"]
    command += [f"--against={' '.join(words)}" for words in against]
    done = run(command + [program_path(name), "--", str(size)], timeout=1800)
    if done.returncode != 0:
        raise ValueError(done.stderr.strip().split("\n")[-1])
    return {row["tier"]: row for row in json.loads(done.stdout)["runs"]}


def seconds(row):
    return row["median_nanoseconds"] / 1e9


def mean_of(ratios):
    return math.exp(sum(math.log(ratio) for ratio in ratios) / len(ratios))


def native_calls():
    """fib at most 1.3 times CRuby + YJIT's time, and at most 3.5 ns per call."""
    small, large = (22, 25) if QUICK else (32, 38)
    times = [seconds(bench("fib", n, 9, "jit")["jit"]) for n in (small, large)]
    # fib(n) is called 2 * fib(n + 1) - 1 times for fib(n); what the process costs besides cancels out.
    fib = [0, 1]
    while len(fib) < large + 2:
        fib.append(fib[-1] + fib[-2])
    calls = 2 * (fib[large + 1] - fib[small + 1])
    cost = (times[1] - times[0]) / calls * 1e9
    yield verdict(QUICK or cost <= 3.5), f"native calls: {cost:.2f} ns per call of fib (bar 3.50)"
    yjit = [RUBY, "--disable-gems", "--yjit"]
    if not RUBY or "+YJIT" not in run(yjit + ["--version"]).stdout:
        yield SKIP, "native calls: no CRuby 3.4 with YJIT to compare with"
        return
    size = 25 if QUICK else 35
    rows = bench("fib", size, 9, "jit", [yjit])
    ours, theirs = (seconds(rows[label]) for label in ("jit", " ".join(yjit)))
    ratio = ours / theirs
    yield (
        verdict(QUICK or ratio <= 1.3),
        f"native calls: fib({size}) {ours * 1000:.0f} ms, CRuby with YJIT {theirs * 1000:.0f} ms, ratio {ratio:.2f} (bar 1.30)",
    )


def native_speed():
    """Geometric mean >= 3 over CRuby's interpreter; each program's time at most 1.05 times our interpreter's."""
    ruby = [RUBY, "--disable-gems"] if RUBY else None
    over_ruby, over_interpreter = {}, {}
    for name, small, large in sizes():
        rows = bench(name, small if QUICK else large, 5, against=[ruby] if ruby else [])
        interpreted, native = seconds(rows["interp"]), seconds(rows["jit"])
        over_interpreter[name] = native / interpreted
        line = f"      {name:14} interp {interpreted:7.3f} s  jit {native:7.3f} s  first {rows['jit']['first_nanoseconds'] / 1e9:7.3f} s"
        if ruby:
            theirs = seconds(rows[" ".join(ruby)])
            over_ruby[name] = theirs / native
            line += f"  CRuby {theirs:7.3f} s  CRuby/jit {theirs / native:6.2f}"
        print(line + f"  jit/interp {native / interpreted:5.2f}", flush=True)
    if ruby:
        mean = mean_of(over_ruby.values())
        yield verdict(QUICK or mean >= 3), f"native speed: geometric mean {mean:.2f} over CRuby's interpreter (bar 3.00)"
    else:
        yield SKIP, "native speed: no CRuby 3.4 to compare with"
    worst = max(over_interpreter, key=over_interpreter.get)
    slow = [name for name, ratio in over_interpreter.items() if ratio > 1.05]
    yield (
        verdict(QUICK or not slow),
        f"native speed: at most {over_interpreter[worst]:.2f} of our interpreter's time ({worst}; bar 1.05)"
        + (f", above the bar: {', '.join(slow)}" if slow else ""),
    )


def native_short():
    """Programs that take 0.2 s interpreted take at most 1.1 times that with native code."""
    ratios, slow = {}, []
    for name, small, large in sizes():
        # Between the two sizes there is one that takes about so long, whatever the machine.
        for step in range(9):
            size = round(small * (large / small) ** (step / 8))
            start = time.perf_counter()
            run([SVM, "run", "--tier=interp", program_path(name), str(size)])
            if QUICK or time.perf_counter() - start >= 0.2:
                break
        rows = bench(name, size, 9)
        ratios[name] = seconds(rows["jit"]) / seconds(rows["interp"])
        if ratios[name] > 1.1:
            slow.append(name)
        print(f"      {name:14} {size:8} interp {seconds(rows['interp']):7.3f} s  jit/interp {ratios[name]:5.2f}", flush=True)
    worst = max(ratios, key=ratios.get)
    yield (
        verdict(QUICK or not slow),
        f"native short: 0.2 s interpreted is at most {ratios[worst]:.2f} of that with native code ({worst}; bar 1.10)"
        + (f", above the bar: {', '.join(slow)}" if slow else ""),
    )


def native_compiling():
    """Half of the functions take at most 2 ms to compile; a program with nothing hot asks for no compiler."""

    def counted(arguments):
        # Every function has its row.
        done = run([SVM, "run", "--tier=jit", "--stats=json", "--hot=1000000", *arguments], timeout=600)
        lines = [line for line in done.stderr.split("\n") if line.startswith("{")]
        if done.returncode != 0 or not lines:
            raise ValueError(f"{arguments[0]}: status {done.returncode}: {done.stderr[:80]!r}")
        return json.loads(lines[-1])

    times = []
    for name, small, large in sizes():
        hot = counted([program_path(name), str(small if QUICK else large)])["hot"]
        # Also those whose code was discarded since.
        times += [function["compile_nanoseconds"] / 1e6 for function in hot if function["compile_nanoseconds"]]
    if not times:
        yield FAIL, "native compiling: no function was compiled"
        return
    median = statistics.median(times)
    yield (
        verdict(QUICK or median <= 2),
        f"native compiling: median {median:.2f} ms for each of {len(times)} functions, all versions (bar 2.00), at most {max(times):.1f} ms",
    )
    native = counted(["-e", "puts 1"])["native"]
    asked = {name: native[name] for name in ("compile_nanoseconds", "pieces", "refused")}
    yield verdict(not any(asked.values())), f"native compiling: `puts 1` asks nothing of the compiler, which makes itself ready when first asked: {asked}"


def section(path, wanted):
    """Where a section of an ELF file of 64 bits lies in it: begin and end."""
    with open(path, "rb") as file:
        data = file.read()
    if data[:5] != b"\x7fELF\x02":
        raise ValueError(f"{path} is no ELF file of 64 bits")
    at, size, count, names = struct.unpack_from("<Q10xHHH", data, 0x28)
    headers = [struct.unpack_from("<IIQQQQ", data, at + i * size) for i in range(count)]
    for name, _, _, _, offset, length in headers:
        begin = headers[names][4] + name
        if data[begin : data.index(b"\0", begin)] == wanted:
            return offset, offset + length
    raise ValueError(f"{path} has no section {wanted.decode()}")


KINDS = ("native", "handlers", "collector", "primitives", "compiler", "kernel", "other")


def kind_of(address, symbol, place, mappings, handlers):
    """What a sample was taken in."""
    if "perf-" in place and place.endswith(".map"):
        return "native"
    if place.startswith("[kernel"):
        return "kernel"
    for begin, end, offset in mappings:
        if begin <= address < end and handlers[0] <= address - begin + offset < handlers[1]:
            return "handlers"
    if re.search("cranelift|regalloc2|svm::jit|3svm3jit", symbol):
        return "compiler"
    # The first part of svm that is named is the one that the function is in.
    part = re.search(r"svm::(\w+)|3svm\d+([a-z]+)", symbol)
    part = part and (part[1] or part[2])
    if part == "heap":
        return "collector"
    return "primitives" if part in ("builtins", "object", "vm", "regexp", "encoding") else "other"


def samples(name, size, folder):
    """Samples of a program by what they were taken in."""
    data = os.path.join(folder, "perf.data")
    record = ["perf", "record", "-q", "-e", "cpu-clock", "-F", "997", "-o", data]
    done = run(record + [SVM, "run", "--tier=jit", "--perf=map", program_path(name), str(size)], timeout=600)
    if done.returncode != 0:
        raise ValueError(f"perf record {name}: {done.stderr.strip()[:120]}")
    script = run(["perf", "script", "-i", data, "-F", "comm,ip,sym,dso", "--show-mmap-events"], timeout=600).stdout
    own, handlers = os.path.realpath(SVM), section(SVM, b"svm_ops")
    mappings, counts, process = [], dict.fromkeys(KINDS, 0), None
    for line in script.split("\n"):
        mapped = re.search(r"PERF_RECORD_MMAP2 (\d+)/.*\[0x(\w+)\(0x(\w+)\) @ (0x)?(\w+) .*: r-xp (.*)$", line)
        if mapped:
            if os.path.realpath(mapped[6]) == own:
                begin = int(mapped[2], 16)
                mappings.append((begin, begin + int(mapped[3], 16), int(mapped[5], 16)))
                process = mapped[1]
            continue
        sample = re.match(r"\s*\S+\s+([0-9a-f]+) (.*) \((.*)\)$", line)
        if sample:
            counts[kind_of(int(sample[1], 16), sample[2], sample[3], mappings, handlers)] += 1
    if process:
        os.unlink(f"/tmp/perf-{process}.map")
    return counts


def native_handlers():
    """The interpreter's handlers take at most 10 % of the samples of each of the twelve programs."""
    if not shutil.which("perf"):
        yield SKIP, "native handlers: no perf"
        return
    shares = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, small, large in sizes():
            counts = samples(name, small if QUICK else large, folder)
            total = max(sum(counts.values()), 1)
            shares[name] = counts["handlers"] / total
            figures = "  ".join(f"{kind} {counts[kind] / total:5.1%}" for kind in KINDS)
            print(f"      {name:14} {total:6} samples: {figures}", flush=True)
            if not counts["native"]:
                yield verdict(QUICK), f"native handlers: {name} has no sample in native code"
    worst = max(shares, key=shares.get)
    much = [name for name, share in shares.items() if share > 0.1]
    yield (
        verdict(QUICK or not much),
        f"native handlers: at most {shares[worst]:.1%} of the samples of a program ({worst}; bar 10 %)"
        + (f", above the bar: {', '.join(much)}" if much else ""),
    )


def expect(name, done, status, must=(), out=None, lines=None):
    """One bad-input bar: status, text that standard error must contain, output that must not be lost, no panic."""
    problems = []
    if done.returncode != status:
        problems.append(f"status {done.returncode} instead of {status}")
    problems += [f"standard error lacks {word!r}" for word in must if word not in done.stderr]
    if out is not None and done.stdout != out:
        problems.append(f"output is {done.stdout[:40]!r}")
    if lines is not None and done.stderr.count("\n") != lines:
        problems.append(f"standard error has {done.stderr.count(chr(10))} lines instead of {lines}")
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
        for name, option in (
            ("unknown option", "--no-such-option"),
            ("unknown tier", "--tier=fast"),
            ("impossible threshold", "--jit-threshold=0"),
            ("threshold that is too large", "--jit-threshold=99999999999"),
        ):
            done = run([SVM, "run", option, "x.rb"], cwd=folder)
            words = ["svm: ", option.split("=")[0]]
            yield expect(name, done, 2, words, "", lines=1)
        pipeline = f"'{SVM}' -e '100000.times {{ |i| puts i }}' 2>err | head -n 1; echo ${{PIPESTATUS[0]}}; cat err"
        done = run(["bash", "-c", pipeline], cwd=folder)
        lines = done.stdout.split("\n")
        quiet = lines[0] == "0" and len(lines) > 1 and lines[2:] == [""]
        yield verdict(quiet), f"bad input: closed output (`svm ... | head`): status {lines[1] if len(lines) > 1 else '?'}" + (
            "" if quiet else f", printed {done.stdout[:80]!r}"
        )


BARS = [
    ("speed", speed),
    ("native calls", native_calls),
    ("native speed", native_speed),
    ("native short", native_short),
    ("native compiling", native_compiling),
    ("native handlers", native_handlers),
    ("stack language", stack_language),
    ("start-up", start_up),
    ("memory", memory),
    ("objects", objects),
    ("classes", classes),
    ("bad input", bad_input),
]


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
