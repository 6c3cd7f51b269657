"""The counting half of sequences.sh: runs, shares, a table. Not meant to be called by hand."""

import json
import os
import subprocess
import sys
import time

RB = os.path.join(os.environ["ROOT"], "benches", "rb")
GROUPS = ["pairs", "triples", "quadruples"]


def sizes():
    column = int(os.environ["COLUMN"]) - 1
    with open(os.path.join(RB, "SIZES")) as rows:
        return {row.split()[0]: row.split()[column] for row in rows if row.strip()}


def counted(program, size):
    """What `--stats=json,sequences` prints for a program."""
    command = [os.environ["SVM"], "run", "--tier=interp", "--stats=json,sequences", os.path.join(RB, program + ".rb"), size]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        sys.exit(f"sequences.sh: {program}: {done.stderr.strip()[:200]}")
    return json.loads(done.stderr)


def main():
    table = sizes()
    wanted = sys.argv[1:] or list(table)
    unknown = [name for name in wanted if name not in table]
    if unknown:
        sys.exit(f"sequences.sh: no such program: {', '.join(unknown)}")
    shares = {group: {} for group in ["instructions", *GROUPS]}
    for name in wanted:
        figures = counted(name, table[name])
        total = figures["totals"]["instructions"]
        for group, rows in shares.items():
            for sequence, count in figures[group].items():
                rows.setdefault(sequence, {})[name] = 100 * count / total
    print(f"{time.strftime('%Y-%m-%d')}  executions in percent of a program's instructions, mean over {len(wanted)} programs")
    for group, rows in shares.items():
        mean = {sequence: sum(found.values()) / len(wanted) for sequence, found in rows.items()}
        print(f"\n{group:60} mean  greatest")
        for sequence in sorted(mean, key=mean.get, reverse=True)[: int(os.environ["ROWS"])]:
            most = max(rows[sequence], key=rows[sequence].get)
            print(f"  {sequence:56} {mean[sequence]:6.2f}  {rows[sequence][most]:6.2f} {most}")


main()
