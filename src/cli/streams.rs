//! Standard streams and signals of the command.

use std::io::{self, IsTerminal as _, Read as _, Write as _};

use crate::base::signal;

/// Sets the process up before anything is written.
pub fn prepare() {
    signal::end_on_broken_pipe();
}

/// Whether standard input is a person.
pub fn stdin_is_terminal() -> bool {
    io::stdin().is_terminal()
}

/// Whether standard error may show colours.
pub fn colours() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

/// Everything on standard input.
pub fn read_stdin() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Writes text to standard output; a closed one is nobody's fault.
pub fn print(text: &str) {
    let mut stdout = io::stdout().lock();
    let _ = stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush());
}

/// Writes text to standard error.
pub fn print_error(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
