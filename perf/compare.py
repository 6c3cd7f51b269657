"""The measuring half of compare.sh: round-robin runs, medians, a table. Not meant to be called by hand.

With RATIOS=FILE it also writes CRuby's interpreter's ratios there, one "name ratio" a line, for bars.sh.
"""

import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time

ROOT = os.environ["ROOT"]
RB = os.path.join(ROOT, "benches", "rb")
TIMEOUT = 300


def cpu_name():
    try:
        with open("/proc/cpuinfo") as info:
            for line in info:
                if line.startswith("model name"):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def first_line(command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20)
        return (done.stdout or done.stderr).strip().split("\n")[0] if done.returncode == 0 else None
    except (OSError, subprocess.TimeoutExpired):
        return None


def peers():
    """The implementations found: (label, command), svm first."""
    found = [("svm", [os.environ["SVM"], "run", "--tier=" + os.environ["TIER"]])]
    ruby = os.environ.get("RUBY34") or shutil.which("ruby34")
    if ruby and first_line([ruby, "--version"]):
        found.append(("cruby", [ruby, "--disable-gems"]))
        version = first_line([ruby, "--yjit", "--version"]) or ""
        if "+YJIT" in version:
            found.append(("yjit", [ruby, "--disable-gems", "--yjit"]))
    mruby = shutil.which("mruby")
    if mruby:
        found.append(("mruby", [mruby]))
    return found


def sizes():
    column = int(os.environ["COLUMN"]) - 1
    with open(os.path.join(RB, "SIZES")) as rows:
        return {row.split()[0]: row.split()[column] for row in rows if row.strip()}


def run_once(command, program, size):
    """Seconds taken, or None and a reason."""
    with open(os.path.join(RB, "expected", f"{program}.{size}.out"), "rb") as recorded:
        expected = recorded.read()
    start = time.perf_counter()
    try:
        done = subprocess.run(command + [os.path.join(RB, program + ".rb"), size], capture_output=True, timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        return None, "time out"
    taken = time.perf_counter() - start
    if done.returncode != 0:
        reason = done.stderr.decode(errors="replace").strip().split("\n")[0]
        return None, f"status {done.returncode}: {reason[:90]}"
    if done.stdout != expected:
        return None, "wrong output"
    return taken, None


def cell(seconds):
    return "       -" if seconds is None else f"{seconds:8.3f}"


def ratio_cell(ratio):
    return "       -" if ratio is None else f"{ratio:8.2f}"


def mean_of(ratios):
    return math.exp(sum(math.log(r) for r in ratios) / len(ratios))


def main():
    table = sizes()
    wanted = sys.argv[1:] or list(table)
    unknown = [name for name in wanted if name not in table]
    if unknown:
        sys.exit(f"compare.sh: no such program: {', '.join(unknown)}")
    systems = peers()
    failures = []
    if os.environ["CHECK_ONLY"] == "yes":
        for name in wanted:
            taken, reason = run_once(systems[0][1], name, table[name])
            print(f"{name:14} {'ok' if taken is not None else reason}", flush=True)
            failures += [name] if taken is None else []
        sys.exit(1 if failures else 0)

    rounds = int(os.environ["ROUNDS"])
    print(f"{time.strftime('%Y-%m-%d')}  {cpu_name()}, {os.cpu_count()} processors, svm --tier={os.environ['TIER']}, median of {rounds} rounds, seconds")
    for label, command in systems:
        print(f"  {label:6} {first_line([command[0], '--version']) or command[0]}")
    labels = [label for label, _ in systems]
    others = [label for label in labels if label != "svm"]
    print()
    print("program        size    " + "".join(f"{label:>9}" for label in labels) + "   " + "".join(f"{label + '/svm':>12}" for label in others))
    ratios = {label: {} for label in others}
    for name in wanted:
        times = {label: [] for label in labels}
        dead = {}
        for _ in range(rounds):
            for label, command in systems:
                if label in dead:
                    continue
                taken, reason = run_once(command, name, table[name])
                if taken is None:
                    dead[label] = reason
                else:
                    times[label].append(taken)
        medians = {label: statistics.median(t) if t and label not in dead else None for label, t in times.items()}
        row = f"{name:14} {table[name]:8}" + "".join(" " + cell(medians[label]) for label in labels) + "   "
        for label in others:
            ratio = medians[label] / medians["svm"] if medians[label] and medians["svm"] else None
            if ratio:
                ratios[label][name] = ratio
            row += "    " + ratio_cell(ratio)
        print(row, flush=True)
        for label, reason in dead.items():
            print(f"  {label}: {reason}")
            if label == "svm":
                failures.append(name)
    print()
    for label in others:
        if ratios[label]:
            worst = min(ratios[label], key=ratios[label].get)
            print(
                f"{label}/svm: geometric mean {mean_of(ratios[label].values()):.2f} over {len(ratios[label])} programs, "
                f"least {ratios[label][worst]:.2f} ({worst})"
            )
    if "RATIOS" in os.environ:
        with open(os.environ["RATIOS"], "w") as out:
            out.writelines(f"{name} {ratio}\n" for name, ratio in ratios.get("cruby", {}).items())
    if not others:
        print("no peer found: set RUBY34 or put ruby34 on PATH for ratios")
    if failures:
        print(f"svm failed: {', '.join(failures)}")
        sys.exit(1)


main()
