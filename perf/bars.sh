#!/usr/bin/env bash
# Prints every bar svm is held to as PASS, FAIL or SKIP with its figures; exits with 1 if any fails.
#
# usage: perf/bars.sh [options]
#   --quick       small programs, fewer rounds and objects: a smoke test, its speed figures mean nothing
#   --only WORD   only the bars whose name contains WORD (speed, native, native calls, native speed, native short, native
#                 compiling, native handlers, stack, start, memory, objects, classes, bad input)
#   --save        also write the report to perf/results/DATE-bars.txt
#   --help        this text
#
# svm is $SVM, or is built with `cargo build --release`. Bars that compare with CRuby 3.4 need $RUBY34 or ruby34 on
# PATH and are skipped without it (those of native calls one with YJIT), those of handlers need Linux perf; the stack language is compared with the example stack_match beside svm.
set -euo pipefail
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

quick=no
only=
save=no
while [ $# -gt 0 ]; do
    case $1 in
    --quick) quick=yes ;;
    --only)
        [ $# -ge 2 ] || refuse "--only needs a word"
        only=$2
        shift
        ;;
    --save) save=yes ;;
    --help | -h) show_help ;;
    *) refuse "unknown option $1 (see --help)" ;;
    esac
    shift
done

if [ -z "${SVM:-}" ]; then
    (cd "$root" && cargo build --release --quiet --example stack_match)
fi
find_svm

report=$(mktemp)
trap 'rm -f "$report"' EXIT
if ROOT=$root SVM=$SVM QUICK=$quick ONLY=$only python3 "$root/perf/bars.py" | tee "$report"; then
    status=0
else
    status=$?
fi
if [ "$save" = yes ]; then
    save_report "$report" "-bars"
fi
exit "$status"
