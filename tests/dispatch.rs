//! Guards of the threaded interpreter: no handler may pass control on with a
//! call, because each one would use native stack that is never given back.

use std::collections::HashSet;
use std::process::Command;

/// Handlers that call through a pointer for their own work. Each entry is a
/// part of the symbol and the reason.
const ALLOWED: &[(&str, &str)] = &[];

/// Calls through a register or memory inside the section of the handlers;
/// calls relative to the instruction pointer go through the linker's table to
/// a function known by name.
fn indirect_calls(listing: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut symbol = "";
    for line in listing.lines() {
        if let Some(name) = line.strip_suffix(">:").and_then(|l| l.split_once('<')) {
            symbol = name.1;
        } else if let Some((_, insn)) = line.rsplit_once('\t')
            && insn.starts_with("call")
            && insn.contains('*')
            && !insn.contains("(%rip)")
            && !ALLOWED.iter().any(|(part, _)| symbol.contains(part))
        {
            found.push(format!("{symbol}: {insn}"));
        }
    }
    found
}

/// Calls of one handler by another; what a handler does not leave to a jump
/// uses native stack too.
fn direct_calls(listing: &str) -> Vec<String> {
    let symbol_of = |line: &str| {
        let name = line.split_once('<')?.1;
        Some(name.split(['>', '+']).next()?.to_owned())
    };
    let heads = listing.lines().filter(|line| line.ends_with(">:"));
    let handlers: HashSet<String> = heads.filter_map(symbol_of).collect();
    let mut found = Vec::new();
    let mut inside = String::new();
    for line in listing.lines() {
        if line.ends_with(">:") {
            inside = symbol_of(line).unwrap_or_default();
        } else if let Some((_, insn)) = line.rsplit_once('\t')
            && insn.starts_with("call")
            && let Some(target) = symbol_of(insn)
            && handlers.contains(&target)
        {
            found.push(format!("{inside}: {insn}"));
        }
    }
    found
}

#[test]
#[cfg_attr(
    not(all(target_arch = "x86_64", target_os = "linux")),
    ignore = "reads x86-64 ELF listings"
)]
fn handlers_end_in_jumps() {
    let output = Command::new("objdump")
        .args([
            "-d",
            "--no-show-raw-insn",
            "--section=svm_ops",
            env!("CARGO_BIN_EXE_svm"),
        ])
        .output()
        .expect("objdump comes with the C compiler's binutils");
    let listing = String::from_utf8_lossy(&output.stdout);
    let handlers = listing.lines().filter(|line| line.ends_with(">:")).count();
    assert!(
        handlers > 200,
        "only {handlers} handlers found in section svm_ops"
    );
    let found = indirect_calls(&listing);
    assert!(
        found.is_empty(),
        "dispatch by call in:\n{}",
        found.join("\n")
    );
    let found = direct_calls(&listing);
    assert!(
        found.is_empty(),
        "a handler calls another:\n{}",
        found.join("\n")
    );
}

#[test]
fn a_planted_call_is_noticed() {
    let listing = "0000 <op_bad>:\n   1:\tcall   *%rax\n   2:\tcall   *0x10(%rip)\n";
    assert_eq!(indirect_calls(listing), ["op_bad: call   *%rax"]);
    let listing = "0000 <op_bad>:\n   1:\tcall   9 <resume>\n   2:\tcall   99 <helper>\n\
                   0009 <resume>:\n   9:\tjmp    0 <op_bad>\n";
    assert_eq!(direct_calls(listing), ["op_bad: call   9 <resume>"]);
}

#[test]
fn a_small_host_thread_is_enough() {
    let work = || {
        let mut vm = svm::Vm::host();
        let program = "
            def down(n) = n == 0 ? 0 : 1 + down(n - 1)
            i = 0
            while i < 200_000
              i += 1
            end
            down(10_000) + [3, 1, 2].sort { |a, b| a <=> b }.sum + i";
        vm.eval_as::<i64>(program, "small_thread").expect("runs")
    };
    let thread = std::thread::Builder::new()
        .stack_size(64 << 10)
        .spawn(work)
        .expect("a thread");
    assert_eq!(thread.join().expect("no overflow"), 210_006);
}
