# What the scripts of this folder share; sourced, never run.

root=$(cd "$(dirname "$0")/.." && pwd)
script=$(basename "$0")

# Ends with the status of bad arguments.
refuse() {
    echo "$script: $*" >&2
    exit 2
}

# The head of the script is its help.
show_help() {
    sed -n '2,/^set -/p' "$0" | sed -e '/^set -/d' -e 's/^# \{0,1\}//'
    exit 0
}

# Sets SVM to the program to measure: the caller's, or a release build.
find_svm() {
    if [ -z "${SVM:-}" ]; then
        (cd "$root" && cargo build --release --quiet)
        SVM=${CARGO_TARGET_DIR:-$root/target}/release/svm
    fi
    local found
    found=$(command -v "$SVM") || refuse "no svm at $SVM"
    SVM=$found
}

# Keeps a report as perf/results/DATE$2.txt.
save_report() {
    mkdir -p "$root/perf/results"
    local target=$root/perf/results/$(date +%Y-%m-%d)$2.txt
    cp "$1" "$target"
    echo "saved ${target#"$root"/}"
}
