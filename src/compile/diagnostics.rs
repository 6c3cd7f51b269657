//! Errors in source texts and how they are shown.
//!
//! Owns the type of an error and its picture: file, line, column, the source
//! line and carets below the range. Never decides what is an error.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

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

/// Shows errors, each with its line of source and carets under the range.
pub fn render(source: &SourceText, diagnostics: &[Diagnostic], colour: bool) -> String {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut text = String::new();
    for (number, diagnostic) in diagnostics.iter().enumerate() {
        if number > 0 {
            text.push('\n');
        }
        text.push_str(&render_one(source, diagnostic, &renderer));
        text.push('\n');
    }
    text
}

/// How many lines around the error a snippet is cut from; a range that covers
/// more is cut to its first line.
const LINES_SHOWN: u32 = 6;

fn render_one(source: &SourceText, diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let text_len = source.text.len() as u32;
    let start = diagnostic.span.start.min(text_len);
    let end = diagnostic.span.end().clamp(start, text_len);
    let first = source.line(start);
    let last = source.line(end).min(first + LINES_SHOWN);
    let mut shown = String::new();
    let mut range = (0, 0);
    for line in first..=last {
        let bytes = source.line_text(line);
        for (offset, at) in [(start, 0), (end, 1)] {
            let (place, column) = source.line_column(offset);
            if place == line {
                let cut = bytes.get(..column as usize - 1).unwrap_or(bytes);
                let before = shown.len() + String::from_utf8_lossy(cut).len();
                if at == 0 {
                    range.0 = before;
                } else {
                    range.1 = before;
                }
            }
        }
        shown.push_str(&String::from_utf8_lossy(bytes));
        shown.push('\n');
    }
    if source.line(end) > last {
        range.1 = shown.len() - 1;
    }
    let range = range.0..range.1.max(range.0);
    let annotation = AnnotationKind::Primary.span(range);
    let snippet = Snippet::source(shown)
        .line_start(first as usize)
        .path(source.name.as_str());
    let title = Level::ERROR.primary_title(diagnostic.message.as_str());
    let report = [title.element(snippet.annotation(annotation))];
    renderer.render(&report)
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
        assert!(text.contains("f.rb:2:5"), "{text}");
        assert!(text.contains("b = foo("), "{text}");
        assert!(text.contains("    ^^^"), "{text}");
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
