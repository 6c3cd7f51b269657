//! The `svm` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    svm::cli::main()
}
