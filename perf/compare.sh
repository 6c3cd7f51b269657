#!/usr/bin/env bash
# Compares svm with other Rubies on the twelve compute programs of benches/rb.
#
# usage: perf/compare.sh [options] [PROGRAM...]
#   --rounds N    timed rounds, alternating between the implementations (default 5)
#   --tier TIER   interp or jit (default jit)
#   --small       the small sizes instead of the default ones
#   --save        also write the report to perf/results/DATE.txt
#   --check       only check that svm's output is the recorded one
#   --help        this text
#
# svm is $SVM, or is built with `cargo build --release`. The peers are whatever is there: CRuby 3.4 as $RUBY34 or
# ruby34 on PATH (its interpreter and, where built in, --yjit), and mruby on PATH. A ratio is CRuby's interpreter's time over
# svm's: above 1 svm is faster. A missing peer is only left out.
set -euo pipefail
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

rounds=5
column=3
tier=jit
save=no
check_only=no
programs=()
while [ $# -gt 0 ]; do
    case $1 in
    --rounds)
        [ $# -ge 2 ] || refuse "--rounds needs a number"
        rounds=$2
        shift
        ;;
    --tier)
        [ $# -ge 2 ] || refuse "--tier needs interp or jit"
        tier=$2
        shift
        ;;
    --small) column=2 ;;
    --save) save=yes ;;
    --check) check_only=yes ;;
    --help | -h) show_help ;;
    -*) refuse "unknown option $1 (see --help)" ;;
    *) programs+=("$1") ;;
    esac
    shift
done

find_svm

report=$(mktemp)
trap 'rm -f "$report"' EXIT
if ROOT=$root SVM=$SVM ROUNDS=$rounds COLUMN=$column CHECK_ONLY=$check_only TIER=$tier \
    python3 "$root/perf/compare.py" ${programs[@]+"${programs[@]}"} | tee "$report"; then
    status=0
else
    status=$?
fi
if [ "$save" = yes ]; then
    save_report "$report" ""
fi
exit "$status"
