//! The `svm` command.

fn main() {}
