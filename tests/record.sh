#!/bin/sh
# Records the expected outputs of the Ruby programs with a reference Ruby 3.4.
#
# usage: tests/record.sh [PATH...]     (files or directories; default: everything recorded this way)
#
# The reference is $RUBY34, or ruby34 on PATH. Each program runs twice and must
# give the same output both times. See tests/README.md for the layout.
set -u
here=$(cd "$(dirname "$0")/.." && pwd)
ruby=${RUBY34:-ruby34}
if ! command -v "$ruby" >/dev/null 2>&1; then
    echo "record.sh: no reference Ruby: set RUBY34 or put ruby34 on PATH" >&2
    exit 2
fi
ruby=$(command -v "$ruby")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0
recorded=0

complain() {
    echo "record.sh: $1" >&2
    failures=$((failures + 1))
}

# run_once FILE ARGS...: runs in the file's directory; leaves out, err, status.
run_once() {
    name=$1
    shift
    timeout 60 "$ruby" --disable-gems "$name" "$@" <"$scratch/stdin" >"$scratch/out" 2>"$scratch/err"
    echo $? >"$scratch/status"
}

# record FILE: writes FILE's .out, and .status and .err where they are due.
record() {
    file=$1
    directory=$(dirname "$file")
    base=$(basename "$file" .rb)
    directives=$(sed -n '/^# svm: /{s/^# svm: //p;};/^# svm: /!q' "$file")
    arguments=$(printf '%s\n' "$directives" | sed -n 's/^args //p')
    : >"$scratch/stdin"
    if printf '%s\n' "$directives" | grep -q '^stdin '; then
        printf '%b' "$(printf '%s\n' "$directives" | sed -n 's/^stdin //p')" >"$scratch/stdin"
    fi
    cd "$directory" || exit 2
    # shellcheck disable=SC2086
    run_once "$base.rb" $arguments
    cp "$scratch/out" "$scratch/out.first"
    cp "$scratch/err" "$scratch/err.first"
    # shellcheck disable=SC2086
    run_once "$base.rb" $arguments
    cmp -s "$scratch/out" "$scratch/out.first" || complain "$file: two runs gave different output"
    status=$(cat "$scratch/status")
    case $file in
    */tests/errors/* | */tests/limits/*)
        cmp -s "$scratch/err" "$scratch/err.first" || complain "$file: two runs gave different errors"
        # The .err file holds what the lines of standard error must contain, in this order: without the frames
        # below the first, places inside the reference's own library, absolute paths, and the wording of
        # syntax errors (their header and the marked source lines stay).
        grep -v '^	from ' "$scratch/err" | grep -v '^	 \.\.\. ' |
            sed -e 's/^<internal:[^>]*>:[0-9]*://' -e 's# -- /.*##' >"$base.err"
        case $base in
        syntax_*)
            sed -e 's/^[^ ]*\.rb: //' "$base.err" | grep -e '(SyntaxError)' -e '^> [0-9]* | .' >"$scratch/syntax"
            cp "$scratch/syntax" "$base.err"
            ;;
        esac
        [ -s "$base.err" ] || rm -f "$base.err"
        ;;
    *)
        if [ -s "$scratch/err" ]; then
            complain "$file: wrote to standard error: $(head -n 1 "$scratch/err")"
        fi
        ;;
    esac
    cp "$scratch/out" "$base.out"
    if [ "$status" = 0 ]; then
        rm -f "$base.status"
    else
        echo "$status" >"$base.status"
        case $file in */tests/language/*) echo "note: $file ends with status $status" ;; esac
    fi
    cd "$here" || exit 2
    recorded=$((recorded + 1))
}

# record_bench NAME SIZE: the output of one compute program at one size.
record_bench() {
    expected="$here/benches/rb/expected/$1.$2.out"
    if timeout 120 "$ruby" --disable-gems "$here/benches/rb/$1.rb" "$2" >"$scratch/out" 2>"$scratch/err"; then
        cp "$scratch/out" "$expected"
        recorded=$((recorded + 1))
    else
        complain "$1 $2: $(head -n 1 "$scratch/err")"
    fi
}

record_benches() {
    mkdir -p "$here/benches/rb/expected"
    while read -r name small default; do
        record_bench "$name" "$small"
        record_bench "$name" "$default"
    done <"$here/benches/rb/SIZES"
}

# The example programs print without arguments what tests/examples holds.
record_examples() {
    mkdir -p "$here/tests/examples"
    for name in life primes_by_fibers calculator; do
        if "$ruby" --disable-gems "$here/examples/$name.rb" </dev/null >"$scratch/out" 2>"$scratch/err"; then
            cp "$scratch/out" "$here/tests/examples/$name.out"
            recorded=$((recorded + 1))
        else
            complain "examples/$name.rb: $(head -n 1 "$scratch/err")"
        fi
    done
}

record_tree() {
    # Files without their own .rb expectation (helpers) live in directories named "lib".
    find "$1" -name '*.rb' ! -path '*/lib/*' ! -path '*/memory/*' ! -path '*/golden/*' | sort >"$scratch/list"
    while read -r each; do
        record "$each"
    done <"$scratch/list"
}

if [ $# = 0 ]; then
    set -- "$here/tests/language" "$here/tests/errors" "$here/tests/limits" "$here/benches" "$here/examples"
fi
for path in "$@"; do
    case $path in
    /*) ;;
    *) path=$PWD/$path ;;
    esac
    case $path in
    */benches | */benches/*) record_benches ;;
    */examples | */examples/*) record_examples ;;
    *)
        if [ -d "$path" ]; then
            record_tree "$path"
        elif [ -f "$path" ]; then
            record "$path"
        fi
        ;;
    esac
done
echo "recorded $recorded programs, $failures complaints"
[ "$failures" = 0 ]
