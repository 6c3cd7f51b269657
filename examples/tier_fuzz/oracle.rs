//! Ruby as it is elsewhere: an installed `ruby` runs the programs too.
//!
//! Owns the process that does. Never judges what comes out.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// What makes a server of `ruby`.
const SERVER: &str = include_str!("oracle.rb");

pub struct Oracle {
    process: Child,
    programs: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Oracle {
    /// Starts the command.
    pub fn start(command: &str) -> io::Result<Oracle> {
        let mut process = Command::new(command)
            .args(["-e", SERVER])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let answers = BufReader::new(process.stdout.take().expect("piped"));
        Ok(Oracle {
            programs: process.stdin.take(),
            process,
            answers,
        })
    }

    /// What a program writes and how it ends, in the form of `modes::run`.
    pub fn run(&mut self, source: &str) -> io::Result<String> {
        let programs = self.programs.as_mut().expect("taken at the end only");
        write!(programs, "{}\n{source}", source.len())?;
        programs.flush()?;
        let mut size = String::new();
        self.answers.read_line(&mut size)?;
        let size = size.trim().parse().map_err(io::Error::other)?;
        let mut answer = vec![0; size];
        self.answers.read_exact(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }
}

impl Drop for Oracle {
    fn drop(&mut self) {
        // It ends when there are no more programs.
        self.programs = None;
        let _ = self.process.wait();
    }
}
