//! The modes that programs run in.

use super::{listed, refuse};

/// What `collects` runs, where each safe point collects: a minute's worth.
const WITHOUT_PAUSE: &[&str] = &[
    "tests/language/native/",
    "tests/language/fibers/",
    "tests/language/super/",
    "tests/language/throwing/",
];

/// Which programs a mode is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    All,
    /// One in so many, unless something is asked for.
    Sample,
    /// Those below, whatever is asked for.
    Below(&'static [&'static str]),
}

/// One way to run all programs.
pub struct Mode {
    pub name: &'static str,
    pub flags: &'static [&'static str],
    /// A collection at so many safe points, and how often the heap is verified.
    pub stress: Option<&'static str>,
    /// A program with one of these directives is left out: its subject is the mode.
    pub pinned_by: &'static [&'static str],
    pub scope: Scope,
    /// What runs is the text form of the program's bytecode.
    pub reassembled: bool,
}

const fn mode(
    name: &'static str,
    flags: &'static [&'static str],
    pinned_by: &'static [&'static str],
) -> Mode {
    Mode {
        name,
        flags,
        stress: None,
        pinned_by,
        scope: Scope::Sample,
        reassembled: false,
    }
}

impl Mode {
    const fn scope(mut self, scope: Scope) -> Mode {
        self.scope = scope;
        self
    }

    const fn stress(mut self, stress: &'static str) -> Mode {
        self.stress = Some(stress);
        self
    }

    const fn reassembled(mut self) -> Mode {
        self.reassembled = true;
        self
    }
}

const INTERP: &[&str] = &["--tier=interp"];
const EAGER: &[&str] = &["--tier=jit", "--jit-eager"];
const HASTY: &[&str] = &["--tier=jit", "--jit-threshold=2,2"];

/// The modes, in the order they run. The first one tells the others what standard
/// error must be.
pub const MODES: &[Mode] = &[
    mode("plain", INTERP, &[]).scope(Scope::All),
    mode("reassembled", INTERP, &[]).reassembled(),
    mode("stress", INTERP, &["gc-stress"]).stress("--gc-stress=67,verify=1"),
    mode(
        "tenure0",
        &["--tier=interp", "--tenure-age=0"],
        &["tenure-age"],
    ),
    mode("check", &["--tier=interp", "--check-stack"], &[]),
    mode("decline", &["--tier=interp", "--decline=3"], &["decline"]),
    mode("jit", &["--tier=jit", "--jit-threshold=30,500"], &["tier"]).scope(Scope::All),
    mode("default", &[], &["tier"]).scope(Scope::Below(&["tests/language/native/"])),
    mode("eager", EAGER, &["tier"]),
    mode("hasty", HASTY, &["tier"]),
    mode("eager-stress", EAGER, &["tier", "gc-stress"]).stress("--gc-stress=67,verify=1"),
    mode("hasty-stress", HASTY, &["tier", "gc-stress"]).stress("--gc-stress=67,verify=1"),
    mode("collects", HASTY, &["tier", "gc-stress"])
        .stress("--gc-stress=1")
        .scope(Scope::Below(WITHOUT_PAUSE)),
    mode(
        "exits",
        &["--tier=jit", "--jit-threshold=2,2", "--jit-stress-exits=5"],
        &["tier"],
    ),
    mode(
        "expire",
        &["--tier=jit", "--jit-threshold=2,2", "--jit-stress-expire=3"],
        &["tier"],
    ),
    mode(
        "discard",
        &[
            "--tier=jit",
            "--jit-threshold=2,2",
            "--jit-stress-discard=3",
        ],
        &["tier"],
    ),
];

/// The modes that are asked for.
pub fn modes() -> Vec<&'static Mode> {
    let wanted = listed("SVM_MODE");
    for name in &wanted {
        if !MODES.iter().any(|mode| mode.name == *name) {
            let known: Vec<&str> = MODES.iter().map(|mode| mode.name).collect();
            let known = known.join(", ");
            refuse(&format!("SVM_MODE: no mode {name}; there are {known}"));
        }
    }
    let keep = |mode: &&Mode| wanted.is_empty() || wanted.iter().any(|name| name == mode.name);
    MODES.iter().filter(keep).collect()
}
