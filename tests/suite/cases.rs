//! The programs: where they are, what their directives ask for, what is recorded
//! next to them.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use super::modes::{MODES, Mode, Scope};
use super::refuse;

/// Folders below `tests` that hold programs.
const FOLDERS: &[&str] = &["language", "errors", "limits", "memory"];

/// Modes that are not for everything run one program in so many, told by its name.
const ONE_IN: u64 = 4;

/// The stress of programs that fill the stack: each collection walks it all.
const DEEP_STRESS: &str = "--gc-stress=20011,verify=1";

/// The directives there are.
const DIRECTIVES: &[&str] = &[
    "args",
    "deep",
    "gc-stress",
    "left",
    "native",
    "pin",
    "stdin",
    "tenure-age",
    "timeout",
];

/// A program with what it must give.
#[derive(Debug)]
pub struct Case {
    /// Path from the top of the repository, as it is reported.
    pub name: String,
    pub file: PathBuf,
    pub arguments: Vec<String>,
    pub stdin: Vec<u8>,
    pub directives: Vec<(String, String)>,
    pub stdout: Option<Vec<u8>>,
    /// Texts that lines of standard error must have, in this order.
    pub stderr: Option<String>,
    /// Standard error must be empty; elsewhere it is what the first mode wrote.
    pub silent: bool,
    pub status: i32,
}

impl Case {
    /// The flags that a mode runs this program with, and those that its own
    /// directives ask for.
    pub fn flags(&self, mode: &Mode) -> Vec<OsString> {
        let deep = self.name.starts_with("tests/limits/") || self.directive("deep").is_some();
        let stress = mode
            .stress
            .map(|stress| if deep { DEEP_STRESS } else { stress });
        let flags = mode.flags.iter().copied().chain(stress);
        flags.map(OsString::from).chain(own_flags(self)).collect()
    }

    /// Whether a mode is for this program. `asked`: for a mode or program by name.
    pub fn is_in(&self, scope: Scope, asked: bool) -> bool {
        match scope {
            Scope::All => true,
            Scope::Sample => asked || self.is_sample(),
            Scope::Below(folders) => folders.iter().any(|folder| self.name.starts_with(folder)),
        }
    }

    pub fn directive(&self, name: &str) -> Option<&str> {
        let found = self.directives.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether it is one of those that every mode runs. The hash is FNV-1a, so that
    /// a new program changes nothing for the others.
    fn is_sample(&self) -> bool {
        let hash = self.name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3_u64)
        });
        (hash >> 32).is_multiple_of(ONE_IN)
    }

    /// Whether the program's subject is this mode, so that it runs plainly only.
    pub fn pins(&self, mode: &Mode) -> bool {
        mode.pinned_by.iter().any(|&key| {
            self.directive(key).is_some()
                || self
                    .directive("pin")
                    .is_some_and(|value| value.split_whitespace().any(|word| word == key))
        })
    }
}

/// Flags that a program's own directives ask for.
fn own_flags(case: &Case) -> Vec<OsString> {
    let valued = ["tenure-age", "gc-stress"];
    let flags = case
        .directives
        .iter()
        .filter(|(key, _)| valued.contains(&key.as_str()));
    flags
        .map(|(key, value)| format!("--{key}={value}").into())
        .collect()
}

/// Every program with something recorded.
pub fn find_cases(root: &Path) -> Vec<Case> {
    let mut cases = Vec::new();
    for folder in FOLDERS {
        let mut files = Vec::new();
        collect_programs(&root.join("tests").join(folder), &mut files);
        files.sort();
        cases.extend(files.iter().filter_map(|file| program_case(root, file)));
    }
    cases.extend(bench_cases(root));
    cases.extend(example_cases(root));
    cases
}

/// Every `.rb` file below; folders named `lib` hold what programs require.
fn collect_programs(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "lib") {
                collect_programs(&path, files);
            }
        } else if path.extension().is_some_and(|extension| extension == "rb") {
            files.push(path);
        }
    }
}

/// A program with the files recorded next to it. One without any is a helper.
fn program_case(root: &Path, file: &Path) -> Option<Case> {
    let stdout = fs::read(file.with_extension("out")).ok();
    let stderr = fs::read_to_string(file.with_extension("err")).ok();
    let status = fs::read_to_string(file.with_extension("status")).ok();
    if stdout.is_none() && stderr.is_none() && status.is_none() {
        return None;
    }
    let source = fs::read(file).expect("a readable program");
    let source = String::from_utf8_lossy(&source);
    let directives = directives(&source);
    if let Some(why) = senseless(&source, &directives) {
        refuse(&format!("{}: {why}", file.display()));
    }
    let value = |name: &str| {
        directives
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
    };
    let name = file
        .strip_prefix(root)
        .expect("below the root")
        .to_string_lossy()
        .into_owned();
    let silent = !name.starts_with("tests/errors/") && !name.starts_with("tests/limits/");
    Some(Case {
        name,
        file: file.to_owned(),
        arguments: value("args")
            .unwrap_or_default()
            .split_whitespace()
            .map(str::to_owned)
            .collect(),
        stdin: unescape(&value("stdin").unwrap_or_default()),
        directives,
        stdout,
        stderr,
        silent,
        status: status
            .and_then(|text| text.trim().parse().ok())
            .unwrap_or(0),
    })
}

/// The `# svm: key value` lines at the head of a program.
fn directives(source: &str) -> Vec<(String, String)> {
    let lines = source
        .lines()
        .map_while(|line| line.strip_prefix("# svm: "));
    let split = lines.map(|line| {
        line.trim()
            .split_once([' ', '='])
            .unwrap_or((line.trim(), ""))
    });
    split
        .map(|(key, value)| (key.to_owned(), value.trim().to_owned()))
        .collect()
}

/// What is wrong with a program's directives: one that nobody reads would have
/// no effect.
fn senseless(source: &str, directives: &[(String, String)]) -> Option<String> {
    let all = source.lines().filter(|line| line.starts_with("# svm:"));
    if all.count() != directives.len() {
        return Some("a directive that is not at the top".to_owned());
    }
    let pins = |word| MODES.iter().any(|mode| mode.pinned_by.contains(&word));
    directives.iter().find_map(|(key, value)| {
        let mut words = value.split_whitespace();
        let known = DIRECTIVES.contains(&key.as_str()) && (key != "pin" || words.all(pins));
        (!known).then(|| format!("unknown directive: {key} {value}"))
    })
}

/// Resolves `\n`, `\t` and `\\`.
fn unescape(text: &str) -> Vec<u8> {
    text.replace("\\\\", "\0")
        .replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace('\0', "\\")
        .into_bytes()
}

/// The compute programs at their small sizes.
fn bench_cases(root: &Path) -> Vec<Case> {
    let folder = root.join("benches/rb");
    let sizes = fs::read_to_string(folder.join("SIZES")).unwrap_or_default();
    let rows = sizes
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>());
    rows.filter(|row| row.len() >= 2)
        .map(|row| {
            let (name, size) = (row[0], row[1]);
            let expected = folder.join(format!("expected/{name}.{size}.out"));
            outside_case(&folder, name, &[size], &expected)
        })
        .collect()
}

/// The example programs, as they print without arguments.
fn example_cases(root: &Path) -> Vec<Case> {
    let folder = root.join("examples");
    let mut files = Vec::new();
    collect_programs(&folder, &mut files);
    // Below are programs that other tests write and read.
    files.retain(|file| file.parent() == Some(&folder));
    files.sort();
    let stems = files.iter().filter_map(|file| file.file_stem()?.to_str());
    let expected = |name: &str| root.join(format!("tests/examples/{name}.out"));
    stems
        .map(|name| outside_case(&folder, name, &[], &expected(name)))
        .collect()
}

/// A program that is no test by itself, with its recorded output.
fn outside_case(folder: &Path, name: &str, arguments: &[&str], expected: &Path) -> Case {
    let file = folder.join(format!("{name}.rb"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let below = file.strip_prefix(root).expect("below the root");
    let stdout = fs::read(expected);
    let stdout = stdout.unwrap_or_else(|error| refuse(&format!("{}: {error}", expected.display())));
    Case {
        name: below.to_string_lossy().into_owned(),
        arguments: arguments.iter().copied().map(str::to_owned).collect(),
        stdin: Vec::new(),
        directives: directives(&fs::read_to_string(&file).expect("a readable program")),
        stdout: Some(stdout),
        stderr: None,
        silent: true,
        status: 0,
        file,
    }
}
