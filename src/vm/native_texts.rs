//! Native code shown to people: listings, and names for `perf`.
//!
//! Owns what a listing says of each function and what names code has outside.
//! The texts of code come from the native tier. Only looks.

use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;

use crate::base::perf::{PerfCode, PerfFile, PerfFormat};
use crate::bytecode::code::shown_line;

use super::Vm;
use super::function::Function;
use super::native::{NativeCode, NativeEntry, Tiering};

/// Says that code is native, where names of all kinds stand together.
const SUFFIX: &str = "[jit]";

/// What a label is the label of, without the blocks around which it stands.
fn method_part(label: &str) -> &str {
    label
        .rsplit_once(" in ")
        .map_or(label, |(_, method)| method)
}

/// Whether a function with this label is meant by a name: `Class#name` or `name`.
fn is_meant(label: &str, name: &str) -> bool {
    let method = method_part(label);
    let short = method.rsplit_once(['#', '.']).map(|(_, short)| short);
    label == name || method == name || short == Some(name)
}

impl Tiering {
    /// The pieces of the latest version.
    fn latest(&self) -> impl Iterator<Item = &NativeCode> {
        let all = || self.code.iter().chain(&self.retired);
        let version = all().map(|code| code.version).max();
        let latest = all().filter(move |code| Some(code.version) == version);
        latest.map(|code| &**code)
    }
}

impl Vm {
    /// From now on tells `perf` the names of native code; before there is any.
    pub fn write_perf(&mut self, format: PerfFormat) -> Result<(), (PathBuf, io::Error)> {
        self.native.perf = Some(PerfFile::create(format)?);
        Ok(())
    }

    /// Tells `perf` of a piece of code. A file that cannot be written to any more
    /// is given up.
    pub(crate) fn tell_perf(&mut self, function: &Function, code: &NativeCode) {
        if self.native.perf.is_none() {
            return;
        }
        let line = |pc: u32| function.location(pc as usize).map_or(0, |(_, line)| line);
        let (what, pc) = match code.entry {
            NativeEntry::Function => ("", 0),
            NativeEntry::Loop { pc } => (" loop", pc),
        };
        let file = function.location(0).map_or("?", |(file, _)| file);
        let label = self.function_label(function);
        let name = format!("{label}{what} ({file}:{}) {SUFFIX}", shown_line(line(pc)));
        let lines = code.places.iter().map(|&(offset, pc)| (offset, line(pc)));
        let mut lines: Vec<(u32, u32)> = lines.collect();
        lines.dedup_by_key(|(_, line)| *line);
        let piece = PerfCode {
            name: &name,
            address: code.address as usize,
            // SAFETY: code is readable, is not written any more and has just been made.
            bytes: unsafe { std::slice::from_raw_parts(code.address, code.bytes) },
            file,
            lines: &lines,
        };
        self.add_for_perf(&piece);
    }

    /// The same for the code between the tiers, once there is some.
    pub(crate) fn tell_perf_of_bridge(&mut self) {
        let Some(bridge) = self.native.bridge.filter(|_| self.native.perf.is_some()) else {
            return;
        };
        for (name, bytes) in ["enter native code", "interpret"].iter().zip(bridge.code) {
            self.add_for_perf(&PerfCode {
                name: &format!("{name} {SUFFIX}"),
                address: bytes.as_ptr() as usize,
                bytes,
                file: "",
                lines: &[],
            });
        }
    }

    fn add_for_perf(&mut self, piece: &PerfCode<'_>) {
        let written = self.native.perf.as_mut().map(|file| file.add(piece));
        if let Some(Err(error)) = written {
            self.native.perf = None;
            let line = format!("svm: the symbols for perf end here: {error}\n");
            let _ = self.error_output.borrow_mut().write(line.as_bytes());
        }
    }

    /// The texts that were asked for of all native code, or of functions of this
    /// name (`Class#name` or `name`) and their blocks: the latest version of each.
    /// None: no function of this name ever ran.
    pub fn native_listing(&self, name: Option<&str>) -> Option<String> {
        let functions = self.functions.iter().map(|(_, function)| function);
        let ran = functions.filter(|function| function.code().is_some() && function.insn_count > 0);
        let labelled = ran.map(|function| (self.function_label(function), function));
        let mut meant: Vec<(String, &Function)> = match name {
            Some(name) => labelled
                .filter(|(label, _)| is_meant(label, name))
                .collect(),
            None => labelled
                .filter(|(_, function)| has_code(function))
                .collect(),
        };
        if meant.is_empty() && name.is_some() {
            return None;
        }
        meant.sort_by_key(|(_, function)| function.id);
        if meant.is_empty() {
            return Some("nothing was compiled: no function was hot\n".to_owned());
        }
        let mut text = String::new();
        for (label, function) in meant {
            let tiering = function.tier.as_deref();
            let mut pieces = tiering.into_iter().flat_map(Tiering::latest).peekable();
            if pieces.peek().is_none() {
                let _ = writeln!(
                    text,
                    "{}: {}",
                    heading(&label, function, 0),
                    why_not(function)
                );
            }
            for code in pieces {
                piece(&mut text, &label, function, code);
            }
        }
        Some(text)
    }
}

fn has_code(function: &Function) -> bool {
    let tiering = function.tier.as_deref();
    tiering.is_some_and(|tiering| tiering.latest().next().is_some())
}

/// `Class#name (file:line)`.
fn heading(label: &str, function: &Function, pc: u32) -> String {
    let (file, line) = function.location(pc as usize).unwrap_or(("?", 0));
    format!("{label} ({file}:{})", shown_line(line))
}

/// Why a function that ran has no native code.
fn why_not(function: &Function) -> String {
    let Some(tiering) = function.tier.as_deref() else {
        return "not compiled: it is interpreted always".to_owned();
    };
    if let Some(why) = &tiering.refusal {
        return format!("not compiled, refused: {why}");
    }
    let seen = match function.versions() {
        0 => "not hot",
        _ => "its code was discarded and freed",
    };
    let (calls, iterations) = (function.calls, function.iterations());
    format!("not compiled: {seen} ({calls} calls, {iterations} iterations of loops)")
}

/// The texts of one piece.
fn piece(text: &mut String, label: &str, function: &Function, code: &NativeCode) {
    let (entry, pc) = match code.entry {
        NativeEntry::Function => ("its entry", 0),
        NativeEntry::Loop { pc } => ("a loop", pc),
    };
    let place = heading(label, function, pc);
    let (version, bytes) = (code.version, code.bytes);
    let time = code.compile_time.as_secs_f64() * 1e3;
    let state = if code.valid.get() { "" } else { ", discarded" };
    let _ = writeln!(
        text,
        "== {place}: version {version} from {entry}, {bytes} bytes, {time:.3} ms{state}"
    );
    let texts = &code.texts;
    for (name, shown) in [
        ("graph", &texts.hir),
        ("clif", &texts.clif),
        ("machine code", &texts.asm),
    ] {
        if let Some(shown) = shown {
            let _ = writeln!(text, "-- {name}\n{}", shown.trim_end());
        }
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::is_meant;

    #[test]
    fn names_mean_methods_and_their_blocks() {
        assert!(is_meant("Foo#bar", "bar"));
        assert!(is_meant("Foo#bar", "Foo#bar"));
        assert!(is_meant("Foo.bar", "bar"));
        assert!(is_meant("block in Foo#bar", "Foo#bar"));
        assert!(is_meant("block (2 levels) in <main>", "<main>"));
        assert!(is_meant("bar", "bar"));
        assert!(!is_meant("Foo#bar", "Foo"));
        assert!(!is_meant("Foo#bars", "bar"));
        assert!(!is_meant("Foo#bar", "Baz#bar"));
    }
}
