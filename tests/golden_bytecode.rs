//! Golden files: the bytecode of small programs. `SVM_BLESS=1` writes them anew.
//! Every program of the repository must compile to code that verifies.

use std::fs;
use std::path::{Path, PathBuf};

use svm::bytecode::{asm, print, verify};
use svm::compile::{self, CompileOptions, diagnostics};

fn ruby_files(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rb") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn listings_are_as_recorded() {
    let bless = std::env::var_os("SVM_BLESS").is_some();
    let mut wrong = Vec::new();
    for path in ruby_files("tests/golden/bytecode") {
        let source = fs::read(&path).expect("the program can be read");
        let name = path
            .file_name()
            .expect("a file has a name")
            .to_string_lossy();
        let unit = compile::compile(&source, &name, &CompileOptions::default());
        let unit = unit.unwrap_or_else(|errors| panic!("{name}: {errors:?}"));
        verify::verify(&unit).unwrap_or_else(|error| panic!("{name}: {error}"));
        let listing = asm::write(&unit);
        let golden = path.with_extension("txt");
        if bless {
            fs::write(&golden, &listing).expect("the golden file can be written");
        } else if fs::read_to_string(&golden).unwrap_or_default() != listing {
            wrong.push(name.into_owned());
        }
    }
    assert!(
        wrong.is_empty(),
        "listings differ (SVM_BLESS=1 records them): {wrong:?}"
    );
}

#[test]
fn every_program_compiles_and_verifies() {
    for folder in [
        "tests/language",
        "tests/builtins",
        "tests/regress",
        "benches/rb",
        "src/builtins/rb",
    ] {
        for path in ruby_files(folder) {
            let source = fs::read(&path).expect("the program can be read");
            let name = path.display().to_string();
            let options = CompileOptions {
                core: folder.starts_with("src"),
                ..CompileOptions::default()
            };
            match compile::compile(&source, &name, &options) {
                Ok(unit) => {
                    let verified = match options.core {
                        true => verify::verify_kernel(&unit),
                        false => verify::verify(&unit),
                    };
                    verified.unwrap_or_else(|error| panic!("{name}: {error}"));
                }
                Err(errors) => {
                    let text = svm::bytecode::code::SourceText::new(&name, &source, 1);
                    let shown = diagnostics::render(&text, &errors, false);
                    let missing = errors
                        .iter()
                        .all(|error| error.message.ends_with("not supported yet"));
                    assert!(missing, "{name}:\n{shown}");
                }
            }
        }
    }
}

#[test]
fn the_manual_page_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/BYTECODE.md");
    let head = "\n## The instructions\n\n";
    let written = fs::read_to_string(&path).expect("the page can be read");
    let (prose, _) = written
        .split_once(head)
        .expect("the page has a part about the instructions");
    let made = "Generated: `SVM_BLESS=1 cargo test --test golden_bytecode` writes it anew, `svm ops` prints the same.";
    let page = format!("{prose}{head}{made}\n\n```text\n{}```\n", print::manual());
    if std::env::var_os("SVM_BLESS").is_some() {
        fs::write(&path, &page).expect("the page can be written");
    } else {
        assert!(
            written == page,
            "docs/BYTECODE.md is out of date (SVM_BLESS=1 writes it)"
        );
    }
    for word in asm::vocabulary() {
        assert!(
            prose.contains(&format!("`{word}`")),
            "docs/BYTECODE.md does not describe `{word}`"
        );
    }
}
