//! Where output goes: standard streams and a buffer to read it back.
//!
//! Owns buffering of standard output. Never decides what is written.

use std::fs::File;
use std::io::{self, IsTerminal as _, Write as _};
use std::os::fd::AsFd as _;
use std::sync::{Arc, Mutex, PoisonError};

use crate::vm::Output;

/// Bytes collected before they are handed to the system.
const BUFFER_BYTES: usize = 32 << 10;

/// Standard output: by lines on a terminal, otherwise in larger pieces.
pub struct StandardOutput {
    /// None if the process has no standard output.
    file: Option<File>,
    buffer: Vec<u8>,
    by_lines: bool,
    at_once: bool,
}

impl StandardOutput {
    /// The standard output of this process.
    pub fn new() -> StandardOutput {
        let stdout = io::stdout();
        StandardOutput {
            file: stdout.as_fd().try_clone_to_owned().ok().map(File::from),
            buffer: Vec::new(),
            by_lines: stdout.is_terminal(),
            at_once: false,
        }
    }

    fn hand_on(&mut self) -> io::Result<()> {
        let result = match &mut self.file {
            Some(file) => file.write_all(&self.buffer),
            None => Ok(()),
        };
        self.buffer.clear();
        result
    }
}

impl Default for StandardOutput {
    fn default() -> StandardOutput {
        StandardOutput::new()
    }
}

impl Output for StandardOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.buffer.len() + bytes.len() > BUFFER_BYTES {
            self.hand_on()?;
        }
        self.buffer.extend_from_slice(bytes);
        let full = self.buffer.len() > BUFFER_BYTES;
        if full || self.at_once || self.by_lines && bytes.contains(&b'\n') {
            self.hand_on()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.hand_on()
    }

    fn set_sync(&mut self, sync: bool) {
        self.at_once = sync;
    }
}

impl Drop for StandardOutput {
    fn drop(&mut self) {
        let _ = self.hand_on();
    }
}

/// Standard error, written at once.
pub struct StandardError;

impl Output for StandardError {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        io::stderr().write_all(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Keeps what is written, for the host to take. Clones share the bytes.
#[derive(Clone, Default, Debug)]
pub struct Capture(Arc<Mutex<Vec<u8>>>);

impl Capture {
    /// What was written since the last time.
    pub fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Output for Capture {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend_from_slice(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
