//! Labels: where they are defined, and which references mean nothing.

use rustc_hash::FxHashMap;

use crate::bytecode::code::{SourceText, Span};

use super::diagnostics::Problem;
use super::lexer::{Token, TokenKind};

/// The labels of a program.
pub struct Labels<'t> {
    places: FxHashMap<&'t str, (u32, Span)>,
}

impl Labels<'_> {
    /// The place behind the definition of a label.
    pub fn place(&self, name: &str) -> u32 {
        let found = self.places.get(name);
        found.expect("references were checked").0
    }
}

/// Collects the labels and checks every definition and reference.
pub fn labels<'t>(text: &str, tokens: &[Token<'t>]) -> Result<Labels<'t>, Vec<Problem>> {
    let mut places: FxHashMap<&str, (u32, Span)> = FxHashMap::default();
    let mut problems = Vec::new();
    // Made when the first position is to be told.
    let mut lines = None;
    for (index, token) in tokens.iter().enumerate() {
        let TokenKind::Label(name) = token.kind else {
            continue;
        };
        if let Some((_, first)) = places.get(name) {
            let lines = lines.get_or_insert_with(|| SourceText::new("", text.as_bytes(), 1));
            let (line, column) = lines.line_column(first.start);
            let message = format!("the label `{name}` is defined again");
            let label = format!("the first definition stands at {line}:{column}");
            problems.push(Problem::new(token.span, message, label));
        } else {
            places.insert(name, (index as u32 + 1, token.span));
        }
    }
    // The first reference to each name, and how many there are.
    let mut undefined: FxHashMap<&str, (Span, usize)> = FxHashMap::default();
    for token in tokens {
        if let TokenKind::Name(name) = token.kind
            && !places.contains_key(name)
        {
            undefined.entry(name).or_insert((token.span, 0)).1 += 1;
        }
    }
    for (name, (span, times)) in undefined {
        let message = format!("the label `{name}` is not defined");
        let label = match times {
            1 => "referenced here".to_owned(),
            2 => "referenced here and once more".to_owned(),
            _ => format!("referenced here and {} more times", times - 1),
        };
        problems.push(Problem::new(span, message, label));
    }
    if problems.is_empty() {
        return Ok(Labels { places });
    }
    problems.sort_by_key(|problem| problem.span.start);
    Err(problems)
}
