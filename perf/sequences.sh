#!/usr/bin/env bash
# Counts over the twelve programs of benches/rb which instructions are executed one behind the other: the figures
# that the superinstructions of src/vm/fuse.rs are chosen from.
#
# usage: perf/sequences.sh [options] [PROGRAM...]
#   --rows N      sequences of each length to show (default 40)
#   --small       the small sizes instead of the default ones
#   --save        also write the report to perf/results/DATE-sequences.txt
#   --help        this text
#
# svm is $SVM, or is built with `cargo build --release`. Counting sees the plain instructions, before any are fused.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)

rows=40
column=3
save=no
programs=()
while [ $# -gt 0 ]; do
    case $1 in
    --rows)
        [ $# -ge 2 ] || { echo "sequences.sh: --rows needs a number" >&2; exit 2; }
        rows=$2
        shift
        ;;
    --small) column=2 ;;
    --save) save=yes ;;
    --help | -h)
        sed -n '2,/^set -/p' "$0" | sed -e '/^set -/d' -e 's/^# \{0,1\}//'
        exit 0
        ;;
    -*)
        echo "sequences.sh: unknown option $1 (see --help)" >&2
        exit 2
        ;;
    *) programs+=("$1") ;;
    esac
    shift
done

if [ -z "${SVM:-}" ]; then
    (cd "$root" && cargo build --release --quiet)
    SVM=${CARGO_TARGET_DIR:-$root/target}/release/svm
fi

report=$(mktemp)
trap 'rm -f "$report"' EXIT
ROOT=$root SVM=$SVM ROWS=$rows COLUMN=$column \
    python3 "$root/perf/sequences.py" ${programs[@]+"${programs[@]}"} | tee "$report"
if [ "$save" = yes ]; then
    mkdir -p "$root/perf/results"
    target=$root/perf/results/$(date +%Y-%m-%d)-sequences.txt
    cp "$report" "$target"
    echo "saved ${target#"$root"/}"
fi
