//! What can be wrong with a text of the stack language, and how it is shown.

use crate::bytecode::code::{SourceText, Span};
use crate::bytecode::snippet::{Marked, picture};

/// Pictures drawn at most; the problems behind them are one line each.
const MOST_PICTURES: usize = 50;

/// Something wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub span: Span,
    /// What.
    pub message: String,
    /// What to say at the place itself.
    pub label: String,
}

impl Problem {
    /// A problem at a place.
    pub fn new(span: Span, message: String, label: impl Into<String>) -> Problem {
        Problem {
            span,
            message,
            label: label.into(),
        }
    }
}

/// A text as UTF-8; else the first byte that is none.
pub fn utf8(text: &[u8]) -> Result<&str, Vec<Problem>> {
    std::str::from_utf8(text).map_err(|error| {
        let at = error.valid_up_to();
        let span = Span {
            start: at as u32,
            len: 1,
        };
        let message = format!("the text is not UTF-8: byte 0x{:02x}", text[at]);
        vec![Problem::new(span, message, "here")]
    })
}

/// Shows every problem of a text.
pub fn render(source: &SourceText, problems: &[Problem], colour: bool) -> String {
    // Up to the first bad byte, where a problem is, the replaced text is the
    // same.
    let replaced = String::from_utf8_lossy(&source.text);
    let source = &SourceText::new(&source.name, replaced.as_bytes(), source.first_line);
    let mut text = String::new();
    for (index, problem) in problems.iter().enumerate() {
        let start = problem.span.start as usize;
        let rest = &replaced[start.min(replaced.len())..];
        // A mark ends where a character does.
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = start + (problem.span.len as usize).max(first);
        if index < MOST_PICTURES {
            let marked = Marked {
                source,
                primary: start..end,
                label: Some(problem.label.clone()),
                context: None,
            };
            text.push_str(&picture(Some(&problem.message), &[marked], colour));
            continue;
        }
        let (line, column) = source.line_column(problem.span.start);
        let (message, name) = (&problem.message, &source.name);
        text.push_str(&format!("error: {message}\n --> {name}:{line}:{column}\n"));
    }
    text
}
