#!/usr/bin/env bash
# Prints every bar svm is held to as PASS, FAIL or SKIP with its figures; exits with 1 if any fails.
#
# usage: perf/bars.sh [options]
#   --quick       small programs, fewer rounds and objects: a smoke test, its speed figures mean nothing
#   --only WORD   only the bars whose name contains WORD (speed, start, memory, objects, bad input)
#   --save        also write the report to perf/results/DATE-bars.txt
#   --help        this text
#
# svm is $SVM, or is built with `cargo build --release`. Bars that compare with CRuby 3.4 need $RUBY34 or ruby34 on
# PATH and are skipped without it.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)

quick=no
only=
save=no
while [ $# -gt 0 ]; do
    case $1 in
    --quick) quick=yes ;;
    --only)
        [ $# -ge 2 ] || { echo "bars.sh: --only needs a word" >&2; exit 2; }
        only=$2
        shift
        ;;
    --save) save=yes ;;
    --help | -h)
        sed -n '2,/^set -/p' "$0" | sed -e '/^set -/d' -e 's/^# \{0,1\}//'
        exit 0
        ;;
    *)
        echo "bars.sh: unknown option $1 (see --help)" >&2
        exit 2
        ;;
    esac
    shift
done

if [ -z "${SVM:-}" ]; then
    (cd "$root" && cargo build --release --quiet)
    SVM=${CARGO_TARGET_DIR:-$root/target}/release/svm
fi
if ! command -v "$SVM" >/dev/null 2>&1; then
    echo "bars.sh: no svm at $SVM" >&2
    exit 2
fi
SVM=$(command -v "$SVM")

report=$(mktemp)
trap 'rm -f "$report"' EXIT
if ROOT=$root SVM=$SVM QUICK=$quick ONLY=$only python3 "$root/perf/bars.py" | tee "$report"; then
    status=0
else
    status=$?
fi
if [ "$save" = yes ]; then
    mkdir -p "$root/perf/results"
    target=$root/perf/results/$(date +%Y-%m-%d)-bars.txt
    cp "$report" "$target"
    echo "saved ${target#"$root"/}"
fi
exit "$status"
