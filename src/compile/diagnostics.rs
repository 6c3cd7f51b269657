//! Errors in source texts and how they are shown.
//!
//! Owns the type of an error and its picture: file, line, column, the source
//! line and carets below the range. Never decides what is an error.

use std::ops::Range;

use crate::bytecode::code::{SourceText, Span};

/// Something wrong with a source text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Where.
    pub span: Span,
    /// What.
    pub message: String,
    /// Found after parsing. Ruby's message of such an error shows no source.
    pub late: bool,
    /// Ruby raises ArgumentError for it, not SyntaxError.
    pub argument: bool,
}

impl Diagnostic {
    /// An error that the parser found.
    pub fn new(span: Span, message: String) -> Diagnostic {
        Diagnostic {
            span,
            message,
            late: false,
            argument: false,
        }
    }

    /// Something that makes the whole text unreadable.
    pub fn argument(span: Span, message: String) -> Diagnostic {
        Diagnostic {
            argument: true,
            ..Diagnostic::new(span, message)
        }
    }

    /// An error in a text that could be parsed.
    pub fn late(span: Span, message: String) -> Diagnostic {
        Diagnostic {
            span,
            message,
            late: true,
            argument: false,
        }
    }
}

/// Lines shown before and after one with an error.
const CONTEXT: usize = 2;

/// Bytes of a line shown behind its last error, and those before its first
/// from which on they are left out.
const MARGIN: usize = 30;

/// The message of a SyntaxError as CRuby words it: each error with its line;
/// without the source where that is not UTF-8 or could be parsed.
pub fn message(source: &SourceText, found: &[Diagnostic]) -> String {
    let plain = found.iter().any(|diagnostic| diagnostic.late);
    let lines = || {
        let lines = found.iter().map(|diagnostic| {
            let line = source.line(start_of(source, diagnostic));
            format!("{}:{line}: {}", source.name, diagnostic.message)
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    if plain {
        return lines();
    }
    let readable = places(source, found)
        .iter()
        .all(|place| std::str::from_utf8(source.line_text(place.line)).is_ok());
    let shown = if readable {
        render(source, found, false)
    } else {
        lines()
    };
    headline(source, found) + &shown
}

/// The message of an ArgumentError about a text that cannot be read.
pub fn unreadable(source: &SourceText, found: &Diagnostic) -> String {
    let unnamed = Diagnostic::new(found.span, String::new());
    let picture = render(source, &[unnamed], false);
    let picture: Vec<&str> = picture.lines().map(str::trim_end).collect();
    let (name, line) = (&source.name, source.line(found.span.start));
    format!("{name}:{line}: {}\n{}\n", found.message, picture.join("\n"))
}

/// The first line of a report on syntax errors: where, and whether there are several.
pub fn headline(source: &SourceText, found: &[Diagnostic]) -> String {
    let line = found.first().map_or(source.first_line, |first| {
        source.line(start_of(source, first))
    });
    let plural = if found.len() == 1 { "" } else { "s" };
    format!("{}:{line}: syntax error{plural} found\n", source.name)
}

/// Shows the lines with errors as CRuby does: each marked with `>`, carets and
/// message below it, two lines around it; left-out lines are one row of `~`.
/// Of a long line only the part with the errors is shown.
pub fn render(source: &SourceText, diagnostics: &[Diagnostic], colour: bool) -> String {
    let places = places(source, diagnostics);
    let digits = |place: &Place| place.line.to_string().len();
    let width = places.iter().map(digits).max().unwrap_or(1).min(5);
    let style = if colour { &COLOURS } else { &PLAIN };
    let first = source.first_line;
    let mut lines = source.line_count();
    // What follows the last line break is no line unless an error stands there.
    if source.text.last().is_none_or(|&byte| byte == b'\n') {
        lines -= 1;
    }
    let mut text = String::new();
    // How many lines have been shown or left out.
    let mut done = 0;
    let groups: Vec<&[Place]> = places.chunk_by(|a, b| a.line == b.line).collect();
    for (index, group) in groups.iter().enumerate() {
        let at = group[0].line.wrapping_sub(first) as usize;
        if index > 0 && at > done + CONTEXT {
            text.push_str(&format!("  {}\n", "~".repeat(width.min(4) + 4)));
        }
        for before in done.max(at.saturating_sub(CONTEXT))..at {
            let line = first.wrapping_add(before as u32);
            let code = String::from_utf8_lossy(source.line_text(line));
            text.push_str(&format!("  {line:width$} | {code}\n"));
        }
        show_errors(source, group, width, style, &mut text);
        done = at + 1;
        let next = groups.get(index + 1).map_or(lines as usize, |next| {
            next[0].line.wrapping_sub(first) as usize
        });
        while done < next && done <= at + CONTEXT {
            let line = first.wrapping_add(done as u32);
            let code = String::from_utf8_lossy(source.line_text(line));
            text.push_str(&format!("  {line:width$} | {code}\n"));
            done += 1;
        }
    }
    text
}

/// A line and the errors in it.
fn show_errors(
    source: &SourceText,
    group: &[Place],
    width: usize,
    style: &Style,
    text: &mut String,
) {
    let Style { mark, reset } = style;
    let line = group[0].line;
    let bytes = source.line_text(line);
    let start = group[0].columns.start;
    let end = group.iter().map(|place| place.columns.end).max();
    let end = end.unwrap_or(start).min(bytes.len());
    let from = if start >= MARGIN { start } else { 0 };
    // The line break counts: what is left out is longer than what says so.
    let (until, tail) = if bytes.len() + 1 >= end + MARGIN {
        ((end + MARGIN).min(bytes.len()), " ...")
    } else {
        (bytes.len(), "")
    };
    let lead = if from > 0 { "... " } else { "" };
    let code = String::from_utf8_lossy(&bytes[from.min(until)..until]);
    text.push_str(&format!(
        "{mark}>{reset} {line:width$} | {lead}{code}{tail}\n"
    ));
    for place in group {
        let blank = lead.len() + characters(bytes, from..place.columns.start);
        let length = characters(bytes, place.columns.clone()).max(1);
        text.push_str(&format!(
            "  {:width$} | {:blank$}{mark}^{} {}{reset}\n",
            "",
            "",
            "~".repeat(length - 1),
            place.message
        ));
    }
}

/// The number of characters in a part of a line; what lies behind it counts in bytes.
fn characters(line: &[u8], range: Range<usize>) -> usize {
    let end = range.end.min(line.len());
    let start = range.start.min(end);
    let behind = range.end.saturating_sub(line.len().max(range.start));
    String::from_utf8_lossy(&line[start..end]).chars().count() + behind
}

/// How marks look.
struct Style {
    mark: &'static str,
    reset: &'static str,
}

const PLAIN: Style = Style {
    mark: "",
    reset: "",
};
const COLOURS: Style = Style {
    mark: "\x1b[1;31m",
    reset: "\x1b[m",
};

/// An error within its line.
struct Place {
    line: u32,
    /// In bytes; at least one.
    columns: Range<usize>,
    message: String,
}

fn start_of(source: &SourceText, diagnostic: &Diagnostic) -> u32 {
    diagnostic.span.start.min(source.text.len() as u32)
}

/// Errors by line and column; of several at one place the last comes first. A
/// range of several lines is cut to its first.
fn places(source: &SourceText, diagnostics: &[Diagnostic]) -> Vec<Place> {
    let place = |diagnostic: &Diagnostic| {
        let start = start_of(source, diagnostic);
        let end = diagnostic.span.end().clamp(start, source.text.len() as u32);
        let (line, column) = source.line_column(start);
        let column = column as usize - 1;
        let rest = source.line_text(line).len().max(column) - column;
        let length = ((end - start) as usize).min(rest).max(1);
        Place {
            line,
            columns: column..column + length,
            message: diagnostic.message.clone(),
        }
    };
    let mut places: Vec<Place> = diagnostics.iter().rev().map(place).collect();
    let first = source.first_line;
    places.sort_by_key(|place| (place.line.wrapping_sub(first), place.columns.start));
    places
}

#[cfg(test)]
mod tests {
    use super::{Diagnostic, render};
    use crate::bytecode::code::{SourceText, Span};

    fn shown(text: &[u8], start: u32, len: u32) -> String {
        let source = SourceText::new("f.rb", text, 1);
        let diagnostic = Diagnostic::new(Span { start, len }, "no good".to_owned());
        render(&source, &[diagnostic], false)
    }

    #[test]
    fn carets_stand_under_the_range() {
        let text = shown(b"a = 1\nb = foo(\n", 10, 3);
        assert_eq!(text, "  1 | a = 1\n> 2 | b = foo(\n    |     ^~~ no good\n");
    }

    #[test]
    fn distant_errors_are_parted() {
        let source = SourceText::new("f.rb", &b"x\n".repeat(12), 1);
        let at = |start| Diagnostic::new(Span { start, len: 1 }, "no".to_owned());
        let text = render(&source, &[at(0), at(20)], false);
        assert!(text.contains("   3 | x\n  ~~~~~~\n   9 | x\n"), "{text}");
        assert!(text.contains("> 11 | x\n     | ^ no\n  12 | x\n"), "{text}");
        assert!(render(&source, &[at(0)], true).contains("\x1b[1;31m^ no"));
    }

    #[test]
    fn odd_places_are_shown_too() {
        for text in [&b""[..], b"x", b"\xff\xfe\n", "é\n".as_bytes(), b"a\n\n\n"] {
            for start in 0..text.len() as u32 + 2 {
                for len in 0..4 {
                    assert!(shown(text, start, len).contains("no good"));
                }
            }
        }
    }
}
