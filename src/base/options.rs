//! The options of `svm run`, one row each: the command line, its help and the
//! manual page are made from this table. Never parses anything itself.

/// One option.
#[derive(Clone, Copy, Debug)]
pub struct OptionRow {
    /// Name after `--`.
    pub name: &'static str,
    /// How its value is shown; None for a switch. In brackets when optional.
    pub value: Option<&'static str>,
    /// What happens without it.
    pub default: &'static str,
    /// One sentence.
    pub help: &'static str,
    /// For tests: not shown in the help.
    pub hidden: bool,
}

/// Every option, in the order of the help.
pub const OPTIONS: &[OptionRow] = &[
    OptionRow {
        name: "tier",
        value: Some("TIER"),
        default: "jit",
        help: "Run on this tier: jit, which makes native code of hot functions, or interp",
        hidden: false,
    },
    OptionRow {
        name: "jit-threshold",
        value: Some("CALLS[,LOOPS]"),
        default: "200,2000",
        help: "Make native code of a function after so many calls, or of a loop in it after so many iterations",
        hidden: false,
    },
    OptionRow {
        name: "jit-eager",
        value: None,
        default: "off",
        help: "Make native code of each function at its first call",
        hidden: false,
    },
    OptionRow {
        name: "jit-code-limit",
        value: Some("KIB"),
        default: "65536",
        help: "Hold no more native code than so many KiB; what gets hot meanwhile is interpreted until some was freed",
        hidden: false,
    },
    OptionRow {
        name: "jit-log",
        value: None,
        default: "off",
        help: "Print a line to standard error when native code is made, refused, discarded or freed",
        hidden: false,
    },
    OptionRow {
        name: "perf",
        value: Some("FORMAT"),
        default: "off",
        help: "Tell Linux perf the names of native code: map writes /tmp/perf-PID.map, jitdump writes jit-PID.dump here or in $JITDUMPDIR",
        hidden: false,
    },
    OptionRow {
        name: "jit-stress-exits",
        value: Some("N"),
        default: "off",
        help: "Force one guard in N to fail",
        hidden: true,
    },
    OptionRow {
        name: "jit-stress-expire",
        value: Some("N"),
        default: "off",
        help: "Break what native code takes for granted at one safe point in N, at random",
        hidden: true,
    },
    OptionRow {
        name: "jit-stress-discard",
        value: Some("N"),
        default: "off",
        help: "Refuse or discard native code once in N times, at random",
        hidden: true,
    },
    OptionRow {
        name: "lang",
        value: Some("LANGUAGE"),
        default: "by the file's name",
        help: "Read the program in this language: ruby, stack, asm or compiled",
        hidden: false,
    },
    OptionRow {
        name: "stats",
        value: Some("[FORMAT][,sequences]"),
        default: "off",
        help: "Count what the program does and print it to standard error when it ends: text or json; with sequences also which instructions follow each other; plain is five lines about a program in the stack language",
        hidden: false,
    },
    OptionRow {
        name: "hot",
        value: Some("[N]"),
        default: "off",
        help: "Print to standard error at the end the N functions (20) that took most of the time: tier, calls, loop iterations, share, native code",
        hidden: false,
    },
    OptionRow {
        name: "mem-usage",
        value: None,
        default: "off",
        help: "Print to standard error at the end: objects and bytes allocated, the most bytes held, the bytes that live",
        hidden: false,
    },
    OptionRow {
        name: "debug",
        value: None,
        default: "off",
        help: "Show each word of a program in the stack language with both stacks before and after, on standard error",
        hidden: false,
    },
    OptionRow {
        name: "step",
        value: None,
        default: "off",
        help: "The same, and wait for Enter on the terminal before each word",
        hidden: false,
    },
    OptionRow {
        name: "stack-limit",
        value: Some("N"),
        default: "1000000",
        help: "Entries that each stack of a program in the stack language may have",
        hidden: false,
    },
    OptionRow {
        name: "gc-log",
        value: None,
        default: "off",
        help: "Print a line to standard error for each collection",
        hidden: false,
    },
    OptionRow {
        name: "gc-stress",
        value: Some("[N][,verify=M]"),
        default: "off",
        help: "Collect at every N-th safe point (1), and verify the heap after every M-th of those",
        hidden: false,
    },
    OptionRow {
        name: "tenure-age",
        value: Some("AGE"),
        default: "6",
        help: "Collections that an object survives young, 0 to 6",
        hidden: false,
    },
    OptionRow {
        name: "check-stack",
        value: None,
        default: "off",
        help: "Check the native stack at each instruction (slow)",
        hidden: false,
    },
    OptionRow {
        name: "decline",
        value: Some("N"),
        default: "off",
        help: "Refuse one call in N of the primitives that may decline, at random",
        hidden: true,
    },
];

/// The row of an option.
pub fn option(name: &str) -> Option<&'static OptionRow> {
    OPTIONS.iter().find(|row| row.name == name)
}
