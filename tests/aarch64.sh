#!/usr/bin/env bash
# Runs tests/suite with an svm for aarch64 under qemu's user mode; the suite itself is this machine's.
#
# usage: tests/aarch64.sh [options]
#   --install     only say what to install
#   --help        this text
#
# SVM_MODE and SVM_TEST choose modes and programs as they do for the suite. Where something is missing it says so in
# one line and ends with 3. The build goes to target/aarch64 (or below $CARGO_TARGET_DIR); SVM_AARCH64=path takes a
# binary that is there already.
set -euo pipefail
cd "$(dirname "$0")/.."

triple=aarch64-unknown-linux-gnu
while [ $# -gt 0 ]; do
    case $1 in
    --install)
        echo "rustup target add $triple; apt-get install qemu-user gcc-aarch64-linux-gnu libc6-dev-arm64-cross"
        exit 0
        ;;
    --help | -h)
        sed -n '2,/^set -/p' "$0" | sed -e '/^set -/d' -e 's/^# \{0,1\}//'
        exit 0
        ;;
    *)
        echo "aarch64.sh: unknown option $1 (see --help)" >&2
        exit 2
        ;;
    esac
    shift
done

missing=()
need() {
    command -v "$1" >/dev/null 2>&1 || missing+=("$2")
}
libraries=
if [ "$(uname -m)" != aarch64 ]; then
    libraries=/usr/aarch64-linux-gnu
    need qemu-aarch64 "qemu-aarch64 (qemu-user)"
    need aarch64-linux-gnu-gcc "aarch64-linux-gnu-gcc (gcc-aarch64-linux-gnu)"
    [ -e "$libraries/lib/libc.so.6" ] || missing+=("$libraries (libc6-dev-arm64-cross)")
    if [ -z "${SVM_AARCH64:-}" ] && command -v rustup >/dev/null 2>&1; then
        rustup target list --installed | grep -qx "$triple" || missing+=("rustup target add $triple")
    fi
fi
if [ ${#missing[@]} -gt 0 ]; then
    printf 'aarch64.sh: missing: %s' "${missing[0]}" >&2
    [ ${#missing[@]} -eq 1 ] || printf ', %s' "${missing[@]:1}" >&2
    echo >&2
    exit 3
fi

target=${CARGO_TARGET_DIR:-$PWD/target}/aarch64
svm=${SVM_AARCH64:-$target/$triple/release/svm}
if [ -z "${SVM_AARCH64:-}" ]; then
    export CC_aarch64_unknown_linux_gnu=aarch64-linux-gnu-gcc
    export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=aarch64-linux-gnu-gcc
    # For the declarations of Prism's headers.
    export BINDGEN_EXTRA_CLANG_ARGS_aarch64_unknown_linux_gnu="--sysroot=${libraries:-/}"
    [ "$(uname -m)" != aarch64 ] || unset CC_aarch64_unknown_linux_gnu CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER
    CARGO_TARGET_DIR=$target cargo build --release --bin svm --target "$triple"
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if [ -n "$libraries" ]; then
    # What the suite starts has to be one program.
    printf '#!/bin/sh\nexec qemu-aarch64 -L %q %q "$@"\n' "$libraries" "$(realpath "$svm")" >"$folder/svm"
    chmod +x "$folder/svm"
else
    ln -s "$(realpath "$svm")" "$folder/svm"
fi
answer=$("$folder/svm" run --tier=jit --jit-eager -e 'def f(n) = n < 2 ? n : f(n - 1) + f(n - 2); puts f(15)')
if [ "$answer" != 610 ]; then
    echo "aarch64.sh: svm for aarch64 printed '$answer' instead of 610" >&2
    exit 1
fi

SVM_SVM=$folder/svm cargo test --test suite
