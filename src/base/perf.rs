//! Symbols of generated code for the `perf` of Linux: a map of addresses, or a
//! dump with the code itself and its lines.
//!
//! Owns the two file formats and where the files go. Knows nothing of what the
//! code does. The dump follows perf's own description
//! (`tools/perf/Documentation/jitdump-specification.txt`).

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::sys;

/// A form of the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PerfFormat {
    /// `/tmp/perf-PID.map`: address, size, name. `perf report` finds it.
    Map,
    /// `jit-PID.dump`, for `perf inject --jit`.
    Dump,
}

/// A piece of generated code.
pub struct PerfCode<'c> {
    /// What it is called.
    pub name: &'c str,
    /// Where it runs.
    pub address: usize,
    /// Its bytes.
    pub bytes: &'c [u8],
    /// The file that it was made of.
    pub file: &'c str,
    /// Offsets from which on lines of that file apply.
    pub lines: &'c [(u32, u32)],
}

/// The file that is being written.
#[derive(Debug)]
pub struct PerfFile {
    format: PerfFormat,
    file: File,
    /// Pieces written.
    count: u64,
}

/// `JiTD`, as a number of this machine.
const MAGIC: u32 = 0x4a69_5444;
const VERSION: u32 = 1;
const HEADER_BYTES: u32 = 40;
/// Bytes in front of each record: kind, size, time.
const RECORD_BYTES: usize = 16;
/// Kind of a record with code.
const LOAD: u32 = 0;
/// Kind of a record with lines; it stands in front of that with the code.
const LINES: u32 = 2;

/// The number that ELF files have for this machine.
const MACHINE: u32 = if cfg!(target_arch = "aarch64") {
    183
} else {
    62
};

/// Where the file of a format goes.
pub fn path_of(format: PerfFormat) -> PathBuf {
    let process = std::process::id();
    match format {
        PerfFormat::Map => Path::new("/tmp").join(format!("perf-{process}.map")),
        PerfFormat::Dump => {
            let folder = std::env::var_os("JITDUMPDIR").map(PathBuf::from);
            folder
                .unwrap_or_default()
                .join(format!("jit-{process}.dump"))
        }
    }
}

impl PerfFile {
    /// Begins a file; an error names it.
    pub fn create(format: PerfFormat) -> Result<PerfFile, (PathBuf, io::Error)> {
        let path = path_of(format);
        let mut options = OpenOptions::new();
        let options = options.read(true).write(true).create(true).truncate(true);
        let file = options.open(&path).map_err(|error| (path.clone(), error))?;
        let mut file = PerfFile {
            format,
            file,
            count: 0,
        };
        file.begin().map_err(|error| (path, error))?;
        Ok(file)
    }

    fn begin(&mut self) -> io::Result<()> {
        if self.format == PerfFormat::Map {
            return Ok(());
        }
        let mut head = Vec::new();
        for word in [MAGIC, VERSION, HEADER_BYTES, MACHINE, 0, std::process::id()] {
            head.extend(word.to_ne_bytes());
        }
        head.extend(now().to_ne_bytes());
        head.extend(0u64.to_ne_bytes());
        self.file.write_all(&head)?;
        // perf finds the file because it is mapped like code.
        match sys::map_as_code(&self.file) {
            true => Ok(()),
            false => Err(io::Error::last_os_error()),
        }
    }

    /// Adds a piece of code that may run from now on.
    pub fn add(&mut self, code: &PerfCode<'_>) -> io::Result<()> {
        let number = self.count;
        self.count += 1;
        let text = match self.format {
            PerfFormat::Map => {
                let (address, bytes) = (code.address, code.bytes.len());
                format!("{address:x} {bytes:x} {}\n", code.name).into_bytes()
            }
            PerfFormat::Dump => [lines(code), load(code, number)].concat(),
        };
        self.file.write_all(&text)
    }
}

fn now() -> u64 {
    let now = sys::clock_nanoseconds(sys::CLOCK_MONOTONIC);
    now.unwrap_or(0) as u64
}

fn record(kind: u32, body: &[u8]) -> Vec<u8> {
    let mut record = kind.to_ne_bytes().to_vec();
    record.extend(((RECORD_BYTES + body.len()) as u32).to_ne_bytes());
    record.extend(now().to_ne_bytes());
    record.extend(body);
    record
}

fn words(values: &[u64]) -> Vec<u8> {
    values.iter().flat_map(|word| word.to_ne_bytes()).collect()
}

/// The code and its name.
fn load(code: &PerfCode<'_>, number: u64) -> Vec<u8> {
    let mut body = Vec::new();
    for word in [std::process::id(), sys::thread_id()] {
        body.extend(word.to_ne_bytes());
    }
    let address = code.address as u64;
    body.extend(words(&[address, address, code.bytes.len() as u64, number]));
    body.extend(code.name.bytes().chain([0]));
    body.extend(code.bytes);
    record(LOAD, &body)
}

/// Its lines; nothing if none are known.
fn lines(code: &PerfCode<'_>) -> Vec<u8> {
    if code.lines.is_empty() {
        return Vec::new();
    }
    let mut body = words(&[code.address as u64, code.lines.len() as u64]);
    for &(offset, line) in code.lines {
        body.extend((code.address as u64 + u64::from(offset)).to_ne_bytes());
        body.extend(line.to_ne_bytes());
        body.extend(0u32.to_ne_bytes());
        body.extend(code.file.bytes().chain([0]));
    }
    record(LINES, &body)
}

#[cfg(test)]
mod tests {
    use super::{LINES, LOAD, PerfCode, lines, load};

    fn word(bytes: &[u8], at: usize) -> u32 {
        u32::from_ne_bytes(bytes[at..at + 4].try_into().expect("four bytes"))
    }

    #[test]
    fn records_are_as_long_as_they_say() {
        let code = PerfCode {
            name: "A#b",
            address: 0x1000,
            bytes: &[1, 2, 3],
            file: "a.rb",
            lines: &[(0, 1), (2, 5)],
        };
        let made = load(&code, 7);
        assert_eq!(
            (word(&made, 0), word(&made, 4) as usize),
            (LOAD, made.len())
        );
        assert_eq!(made.len(), 16 + 8 + 4 * 8 + 4 + 3);
        assert_eq!(made[made.len() - 7..], *b"A#b\0\x01\x02\x03");
        let made = lines(&code);
        assert_eq!(
            (word(&made, 0), word(&made, 4) as usize),
            (LINES, made.len())
        );
        assert_eq!(made.len(), 16 + 16 + 2 * (16 + 5));
        assert!(lines(&PerfCode { lines: &[], ..code }).is_empty());
    }
}
