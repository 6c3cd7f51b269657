//! A plain interpreter of svm's stack language, to compare speed with:
//! `cargo run --release --example stack_match FILE [ARGS]`.

#[path = "interpreter.rs"]
mod interpreter;

use std::io::Write as _;
use std::process::ExitCode;

use interpreter::{Machine, resolve, tokens};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().expect("a program");
    let text = std::fs::read_to_string(&file).expect("a readable program in UTF-8");
    let values = tokens(&arguments.collect::<Vec<_>>().join(" ")).expect("good arguments");
    let code = tokens(&text)
        .and_then(|found| resolve(&found))
        .expect("a good program");
    let mut machine = Machine {
        at: 0,
        stack: values.into_iter().map(|(_, value)| value).collect(),
        returns: Vec::new(),
        limit: 1_000_000,
    };
    let mut output = std::io::BufWriter::new(std::io::stdout());
    let end = machine.run::<false>(&code, 0, &mut std::io::stdin().lock(), &mut output);
    output.flush().expect("an open output");
    match end {
        Ok(status) => ExitCode::from(status.unwrap_or(0) as u8),
        Err(fault) => {
            eprintln!("{file}: {fault:?} at place {}", machine.at);
            ExitCode::FAILURE
        }
    }
}
