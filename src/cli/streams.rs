//! Standard streams and signals of the command.

use std::io::{self, IsTerminal as _, Read as _, Write as _};

use crate::base::signal;

use super::{FAILED, complain, run};

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

/// Writes text to standard output; gives the status to end with. (Whoever writes to
/// a closed pipe is ended by a signal.)
pub fn print(text: &str) -> u8 {
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(text.as_bytes());
    ended(written.and_then(|()| stdout.flush()))
}

/// The status after writing to standard output.
pub fn ended(written: io::Result<()>) -> u8 {
    let Err(error) = written else { return 0 };
    complain(&format!("standard output: {}", run::reason(&error)));
    FAILED
}

/// Writes text to standard error.
pub fn print_error(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
