//! Errors in source texts and how they are shown.
//!
//! Owns the type of an error and its picture: file, line, column, the source
//! line and carets below the range. Never decides what is an error.

use crate::bytecode::code::{SourceText, Span};

/// Something wrong with a source text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Where.
    pub span: Span,
    /// What.
    pub message: String,
}

impl Diagnostic {
    /// An error at a place.
    pub fn new(span: Span, message: String) -> Diagnostic {
        Diagnostic { span, message }
    }
}

/// Lines shown before and after one with an error.
const CONTEXT: u32 = 2;

/// Shows the lines with errors as CRuby does: each marked with `>`, carets and
/// message below it, two lines around it; left-out lines are one row of `~`.
pub fn render(source: &SourceText, diagnostics: &[Diagnostic], colour: bool) -> String {
    let places: Vec<Place> = diagnostics
        .iter()
        .map(|found| place(source, found))
        .collect();
    let first = source.first_line;
    let final_line = first + source.line_count().saturating_sub(1);
    let mut shown: Vec<u32> = Vec::new();
    for place in &places {
        let from = place.line.saturating_sub(CONTEXT).max(first);
        let to = (place.line + CONTEXT).min(final_line);
        shown.extend(from..=to);
    }
    shown.sort_unstable();
    shown.dedup();
    // What follows the last line break is no line unless an error stands there.
    let is_error = |line: u32| places.iter().any(|place| place.line == line);
    if shown.last().is_some_and(|&line| {
        line == final_line && source.line_text(line).is_empty() && !is_error(line)
    }) {
        shown.pop();
    }
    let width = shown.last().map_or(1, |line| line.to_string().len());
    let style = if colour { &COLOURS } else { &PLAIN };
    let mut text = String::new();
    let mut last = shown.first().copied().unwrap_or(first);
    for &line in &shown {
        if line > last + 1 {
            text.push_str(&format!("  {}\n", "~".repeat(width + 4)));
        }
        last = line;
        let code = String::from_utf8_lossy(source.line_text(line));
        if !is_error(line) {
            text.push_str(&format!("  {line:width$} | {code}\n"));
            continue;
        }
        text.push_str(&format!(
            "{}>{} {line:width$} | {code}\n",
            style.mark, style.reset
        ));
        for place in places.iter().filter(|place| place.line == line) {
            let Place {
                blank,
                carets,
                message,
                ..
            } = place;
            text.push_str(&format!(
                "  {:width$} | {blank}{}{carets} {message}{}\n",
                "", style.mark, style.reset
            ));
        }
    }
    text
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
    /// What stands before the carets; tabs stay tabs.
    blank: String,
    carets: String,
    message: String,
}

/// Where the carets of an error go; a range of several lines is cut to its first.
fn place(source: &SourceText, diagnostic: &Diagnostic) -> Place {
    let text_len = source.text.len() as u32;
    let start = diagnostic.span.start.min(text_len);
    let end = diagnostic.span.end().clamp(start, text_len);
    let (line, column) = source.line_column(start);
    let bytes = source.line_text(line);
    let column = (column as usize - 1).min(bytes.len());
    let until = (column + (end - start) as usize).min(bytes.len());
    let before = String::from_utf8_lossy(&bytes[..column]);
    let width = String::from_utf8_lossy(&bytes[column..until])
        .chars()
        .count();
    Place {
        line,
        blank: before
            .chars()
            .map(|c| if c == '\t' { '\t' } else { ' ' })
            .collect(),
        carets: format!("^{}", "~".repeat(width.saturating_sub(1))),
        message: diagnostic.message.clone(),
    }
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
