//! Golden files: what a person sees of an uncaught exception. `SVM_BLESS=1`
//! writes them anew.

use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn reports_are_as_recorded() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/reports");
    let bless = std::env::var_os("SVM_BLESS").is_some();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for entry in fs::read_dir(&folder).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        if path.extension().is_none_or(|extension| extension != "rb") {
            continue;
        }
        seen += 1;
        let name = path.file_name().expect("a file has a name");
        let run = Command::new(env!("CARGO_BIN_EXE_svm"))
            .arg(name)
            .current_dir(&folder)
            .output()
            .expect("svm runs");
        let text = [run.stdout, run.stderr].concat();
        let golden = path.with_extension("txt");
        if bless {
            fs::write(&golden, &text).expect("the golden file can be written");
        } else if fs::read(&golden).unwrap_or_default() != text {
            let text = String::from_utf8_lossy(&text);
            wrong.push(format!("{}:\n{text}", name.to_string_lossy()));
        }
    }
    assert!(seen > 10, "the programs are there");
    assert!(
        wrong.is_empty(),
        "reports differ (SVM_BLESS=1 records them):\n{}",
        wrong.join("\n")
    );
}
