//! Ruby exceptions as a host sees them, and how an uncaught one is printed.
//!
//! Owns the data taken out of an exception and the format of the report, which
//! is CRuby's. Never changes what the vm does.

use std::fmt;

use super::Root;
use crate::bytecode::code::SourceText;
use crate::compile::{Diagnostic, diagnostics};

/// A line of a backtrace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The file as the program names it.
    pub file: String,
    /// Line number from 1; 0 if unknown.
    pub line: u32,
    /// The method, such as `Array#each` or `<main>`; empty if unknown.
    pub label: String,
}

impl Frame {
    /// Reads `file:line:in 'label'`.
    fn parse(text: &str) -> Frame {
        let (place, label) = match text.split_once(":in '") {
            Some((place, label)) => (place, label.trim_end_matches('\'')),
            None => (text, ""),
        };
        let (file, line) = match place.rsplit_once(':') {
            Some((file, line)) if line.bytes().all(|b| b.is_ascii_digit()) => (file, line),
            _ => (place, "0"),
        };
        Frame {
            file: file.to_owned(),
            line: line.parse().unwrap_or(0),
            label: label.to_owned(),
        }
    }
}

/// A range of a source text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceSpan {
    /// The file as it was named to the vm.
    pub file: String,
    /// Byte offsets.
    pub bytes: std::ops::Range<usize>,
    /// Line of the first byte.
    pub line: u32,
    /// Column of the first byte, in bytes from 1.
    pub column: u32,
    /// What is wrong there; empty at the place where an exception was raised.
    pub message: String,
}

/// A Ruby exception that reached the host, or one that the host raises.
#[derive(Clone, Debug)]
pub struct Error(Box<Parts>);

/// What an error holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    pub(super) class: String,
    pub(super) message: String,
    /// The first line decorated with the class, as reports show it; None if it
    /// is to be made from class and message.
    pub(super) detailed: Option<String>,
    /// The message for a terminal, if it has colours of its own.
    pub(super) coloured: Option<String>,
    /// The whole report, plain and with colours, if it is drawn already.
    pub(super) rendered: Option<[String; 2]>,
    /// Lines of the backtrace; None for an exception that never was raised.
    pub(super) backtrace: Option<Vec<String>>,
    pub(super) spans: Vec<SourceSpan>,
    pub(super) cause: Option<Error>,
    pub(super) exit_status: Option<i32>,
    /// `exit!`: nothing more of the program runs.
    pub(super) at_once: bool,
    pub(super) exception: Option<Root>,
    /// What is on its way that is no exception.
    pub(super) underway: Option<Root>,
    /// Printed in front of a message without backtrace.
    pub(super) program: String,
}

impl Error {
    /// An error for a closure to return: Ruby sees an exception of this class.
    pub fn new(class: &str, message: impl Into<String>) -> Error {
        Error(Box::new(Parts {
            class: class.to_owned(),
            message: message.into(),
            ..Parts::default()
        }))
    }

    pub(super) fn from_parts(parts: Parts) -> Error {
        Error(Box::new(parts))
    }

    /// A file that holds no program that can be run.
    pub(super) fn unreadable(file: &str, why: &str) -> Error {
        Error(Box::new(Parts {
            class: "LoadError".to_owned(),
            message: why.to_owned(),
            program: file.to_owned(),
            ..Parts::default()
        }))
    }

    /// The errors of a source text as one.
    /// Rendered plainly and with colours.
    pub(super) fn syntax(
        source: &SourceText,
        found: &[Diagnostic],
        rendered: &[String; 2],
    ) -> Error {
        let spans = found.iter().map(|diagnostic| {
            let (line, column) =
                source.line_column(diagnostic.span.start.min(source.text.len() as u32));
            SourceSpan {
                file: source.name.clone(),
                bytes: diagnostic.span.start as usize..diagnostic.span.end() as usize,
                line,
                column,
                message: diagnostic.message.clone(),
            }
        });
        Error(Box::new(Parts {
            class: "SyntaxError".to_owned(),
            message: diagnostics::headline(source, found) + &rendered[0],
            coloured: Some(diagnostics::headline(source, found) + &rendered[1]),
            spans: spans.collect(),
            program: source.name.clone(),
            ..Parts::default()
        }))
    }

    /// Name of the exception's class.
    pub fn class(&self) -> &str {
        &self.0.class
    }

    /// The message.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Where it was raised, innermost first.
    pub fn backtrace(&self) -> Vec<Frame> {
        self.0
            .backtrace
            .iter()
            .flatten()
            .map(|line| Frame::parse(line))
            .collect()
    }

    /// Places in source texts: each error of a text that does not compile, or
    /// the expression that raised.
    pub fn spans(&self) -> &[SourceSpan] {
        &self.0.spans
    }

    /// The exception that was being handled when this one was raised.
    pub fn cause(&self) -> Option<&Error> {
        self.0.cause.as_ref()
    }

    /// What `exit` or `exit!` was given, if that is how the program ended.
    pub fn exit_status(&self) -> Option<i32> {
        self.0.exit_status
    }

    /// Whether this is `exit!`: no `ensure` clause and no `at_exit` block ran.
    pub fn is_immediate_exit(&self) -> bool {
        self.0.at_once
    }

    /// The exception object; an error made by the host has none.
    pub fn exception(&self) -> Option<&Root> {
        self.0.exception.as_ref()
    }

    pub(super) fn underway(&self) -> Option<&Root> {
        self.0.underway.as_ref()
    }

    /// The report of an uncaught exception, as CRuby prints it; `colour` is
    /// for terminals. [`Vm::report`](super::Vm::report) has pictures too.
    pub fn report(&self, colour: bool) -> String {
        self.report_with(colour, |_| String::new())
    }

    /// The same with what `notes` has to say on each error behind its message.
    pub(super) fn report_with(&self, colour: bool, notes: impl Fn(&Error) -> String) -> String {
        if let Some(rendered) = &self.0.rendered {
            return rendered[usize::from(colour)].clone();
        }
        let mut text = String::new();
        let mut shown = self;
        loop {
            shown.report_one(&mut text, colour, &notes(shown));
            match shown.cause() {
                Some(cause) => shown = cause,
                None => return text,
            }
        }
    }

    fn report_one(&self, text: &mut String, colour: bool, notes: &str) {
        let lines = self.0.backtrace.as_deref().unwrap_or(&[]);
        let place = lines.first().unwrap_or(&self.0.program);
        if !place.is_empty() {
            text.push_str(place);
            text.push_str(": ");
        }
        match (&self.0.detailed, &self.0.coloured) {
            (Some(detailed), _) => text.push_str(detailed),
            (None, Some(message)) if colour => {
                text.push_str(&decorate(&self.0.class, message, false))
            }
            _ => text.push_str(&decorate(&self.0.class, &self.0.message, colour)),
        }
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(notes);
        // An endless recursion shows its two ends.
        let shorten = self.0.class == "SystemStackError" && lines.len() > HEAD + TAIL + 5;
        for (index, line) in lines.iter().enumerate().skip(1) {
            if shorten && index > HEAD && index <= lines.len() - TAIL {
                if index == HEAD + 1 {
                    text.push_str(&format!("\t ... {} levels...\n", lines.len() - HEAD - TAIL));
                }
                continue;
            }
            text.push_str(&format!("\tfrom {line}\n"));
        }
    }
}

/// Lines shown at the inner end of an endless recursion.
const HEAD: usize = 8;
/// One more than the lines shown at its outer end.
const TAIL: usize = 5;

/// The message with the class behind its first line.
fn decorate(class: &str, message: &str, colour: bool) -> String {
    let (bold, underline, reset) = if colour {
        ("\x1b[1m", "\x1b[1;4m", "\x1b[m")
    } else {
        ("", "", "")
    };
    if message.is_empty() {
        let text = if class == "RuntimeError" {
            "unhandled exception"
        } else {
            class
        };
        return format!("{underline}{text}{reset}");
    }
    let (first, rest) = message.split_once('\n').unwrap_or((message, ""));
    let mut text = format!("{bold}{first}");
    if class.starts_with('#') {
        text.push_str(reset);
    } else {
        text.push_str(&format!(" ({underline}{class}{reset}{bold}){reset}"));
    }
    if !rest.is_empty() {
        for line in rest.split_inclusive('\n') {
            let (line, end) = line
                .strip_suffix('\n')
                .map_or((line, ""), |line| (line, "\n"));
            text.push_str(if text.ends_with('\n') { "" } else { "\n" });
            if line.is_empty() {
                text.push_str(end);
            } else {
                text.push_str(&format!("{bold}{line}{reset}{end}"));
            }
        }
    }
    text
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.0.message, self.0.class)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause().map(|cause| cause as &dyn std::error::Error)
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, Frame, Parts, decorate};

    fn raised(class: &str, message: &str, backtrace: &[&str]) -> Error {
        Error::from_parts(Parts {
            class: class.to_owned(),
            message: message.to_owned(),
            backtrace: Some(backtrace.iter().map(|&line| line.to_owned()).collect()),
            ..Parts::default()
        })
    }

    #[test]
    fn reports_look_like_rubys() {
        let error = raised(
            "ArgumentError",
            "multi\nline",
            &["-e:5:in 'Object#b'", "-e:8:in '<main>'"],
        );
        assert_eq!(
            error.report(false),
            "-e:5:in 'Object#b': multi (ArgumentError)\nline\n\tfrom -e:8:in '<main>'\n"
        );
        let text = raised("RuntimeError", "", &["-e:1:in '<main>'"]).report(false);
        assert_eq!(text, "-e:1:in '<main>': unhandled exception\n");
        assert_eq!(
            raised("ArgumentError", "", &["x"]).report(false),
            "x: ArgumentError\n"
        );
        assert_eq!(
            raised("RuntimeError", "a\n", &["x"]).report(false),
            "x: a (RuntimeError)\n"
        );
        assert_eq!(
            raised("#<Class:0x1>", "boo", &["x"]).report(false),
            "x: boo\n"
        );
    }

    #[test]
    fn colours_are_rubys_too() {
        assert_eq!(
            decorate("RuntimeError", "x\ny", true),
            "\x1b[1mx (\x1b[1;4mRuntimeError\x1b[m\x1b[1m)\x1b[m\n\x1b[1my\x1b[m"
        );
        assert_eq!(
            decorate("RuntimeError", "", true),
            "\x1b[1;4munhandled exception\x1b[m"
        );
    }

    #[test]
    fn endless_recursion_is_shortened() {
        let lines = vec!["f:1:in 'a'"; 100];
        let text = raised("SystemStackError", "stack level too deep", &lines).report(false);
        assert_eq!(text.lines().count(), 1 + 8 + 1 + 4);
        assert!(text.contains("\t ... 87 levels...\n"));
    }

    #[test]
    fn frames_are_read() {
        let frame = Frame::parse("/a/b.rb:12:in 'Array#each'");
        assert_eq!(
            (frame.file.as_str(), frame.line, frame.label.as_str()),
            ("/a/b.rb", 12, "Array#each")
        );
        assert_eq!(Frame::parse("odd").file, "odd");
    }
}
