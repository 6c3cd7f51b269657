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
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

rows=40
column=3
save=no
programs=()
while [ $# -gt 0 ]; do
    case $1 in
    --rows)
        [ $# -ge 2 ] || refuse "--rows needs a number"
        rows=$2
        shift
        ;;
    --small) column=2 ;;
    --save) save=yes ;;
    --help | -h) show_help ;;
    -*) refuse "unknown option $1 (see --help)" ;;
    *) programs+=("$1") ;;
    esac
    shift
done

find_svm

report=$(mktemp)
trap 'rm -f "$report"' EXIT
ROOT=$root SVM=$SVM ROWS=$rows COLUMN=$column \
    python3 "$root/perf/sequences.py" ${programs[@]+"${programs[@]}"} | tee "$report"
if [ "$save" = yes ]; then
    save_report "$report" "-sequences"
fi
