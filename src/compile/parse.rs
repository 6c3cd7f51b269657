//! Calling Prism and collecting its complaints.
//!
//! Owns the parser's options and the check of the source's encoding. Never
//! generates code.

use ruby_prism::{Node, Options, Scope, ScopeForwardingFlag, Version, parse_with_options};

use super::diagnostics::Diagnostic;
use super::span_of;
use crate::bytecode::code::{SourceText, Span, Surroundings};

/// Parses a text and hands its tree on, or returns every syntax error.
pub(super) fn with_tree<'s, R>(
    source: &'s SourceText,
    surroundings: Option<&Surroundings>,
    then: impl for<'pr> FnOnce(&Node<'pr>) -> Result<R, Vec<Diagnostic>>,
) -> Result<R, Vec<Diagnostic>> {
    let name = source.name.replace('\0', "?");
    let options = Options::default();
    let options = options
        .version(Version::CRuby3_4)
        .filepath(&name)
        .line(source.first_line.cast_signed())
        .scopes(surroundings.map_or_else(Vec::new, scopes))
        .build();
    let result = parse_with_options(&source.text, &options);
    let mut diagnostics = Vec::new();
    for error in result.errors() {
        let message = String::from_utf8_lossy(error.message()).into_owned();
        diagnostics.push(Diagnostic::new(span_of(&error.location()), message));
    }
    let has_encoding = result
        .magic_comments()
        .any(|comment| matches!(comment.key(), b"coding" | b"encoding"));
    if !has_encoding && let Some(span) = invalid_utf8(&source.text, &result) {
        let reported = diagnostics.iter().any(|d| d.message.contains("multibyte"));
        if !reported {
            let message = "invalid multibyte char (UTF-8)".to_owned();
            diagnostics.push(Diagnostic::new(span, message));
        }
    }
    if !diagnostics.is_empty() {
        diagnostics.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.span.len));
        return Err(diagnostics);
    }
    then(&result.node())
}

/// What the parser has to know of the functions around: outermost first, and an
/// empty one for the text itself.
fn scopes(surroundings: &Surroundings) -> Vec<Scope> {
    let around = surroundings.scopes.iter().rev().map(|scope| {
        let has = |wanted: &[u8]| scope.locals.iter().any(|(name, _)| name == wanted);
        let mut forwarding = Vec::new();
        if has(b"*") {
            forwarding.push(ScopeForwardingFlag::Positionals);
        }
        if has(b"**") {
            forwarding.push(ScopeForwardingFlag::Keywords);
        }
        if has(b"&") {
            forwarding.push(ScopeForwardingFlag::Block);
        }
        if forwarding.len() == 3 {
            forwarding.push(ScopeForwardingFlag::All);
        }
        let names = scope.locals.iter().map(|(name, _)| name.clone());
        let names = names.filter(|name| !matches!(&name[..], b"*" | b"**" | b"&"));
        Scope::default()
            .locals(names.collect())
            .forwarding(forwarding)
    });
    around.chain([Scope::default()]).collect()
}

/// The first bytes that are no UTF-8, outside comments and behind no `__END__`.
fn invalid_utf8(text: &[u8], result: &ruby_prism::ParseResult<'_>) -> Option<Span> {
    let data = result
        .data_loc()
        .map_or(text.len(), |location| location.start() as usize);
    let mut at = 0;
    while let Err(error) = std::str::from_utf8(&text[at..data]) {
        let start = at + error.valid_up_to();
        let len = error.error_len().unwrap_or(data - start);
        let in_comment = result.comments().any(|comment| {
            let location = comment.location();
            (location.start() as usize) <= start && start < location.end() as usize
        });
        if !in_comment {
            return Some(Span {
                start: start as u32,
                len: len as u32,
            });
        }
        at = start + len;
    }
    None
}
