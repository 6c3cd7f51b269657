//! Calling Prism and collecting its complaints.
//!
//! Owns the parser's options and the check of the source's encoding. Never
//! generates code.

use ruby_prism::{
    Node, Options, ParseResult, Scope, ScopeForwardingFlag, Version, parse_with_options,
};

use super::diagnostics::Diagnostic;
use super::span_of;
use crate::bytecode::code::{SourceText, Span, Surroundings, Warning};
use crate::encoding::Encoding;

/// What the parser found besides the tree.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// What the bytes of the text mean.
    pub encoding: Encoding,
    /// What is odd but no error.
    pub warnings: Vec<Warning>,
    /// Where the text behind `__END__` begins.
    pub data: Option<u32>,
}

/// Parses a text and hands its tree on, or returns every syntax error.
pub(super) fn with_tree<'s, R>(
    source: &'s SourceText,
    surroundings: Option<&Surroundings>,
    frozen_strings: Option<bool>,
    then: impl for<'pr> FnOnce(&Node<'pr>, Facts) -> Result<R, Vec<Diagnostic>>,
) -> Result<R, Vec<Diagnostic>> {
    let name = source.name.replace('\0', "?");
    let options = Options::default();
    let options = options
        .version(Version::CRuby3_4)
        .filepath(&name)
        .line(source.first_line.cast_signed())
        .frozen_string_literal(frozen_strings)
        .scopes(surroundings.map_or_else(Vec::new, scopes))
        .build();
    let result = parse_with_options(&source.text, &options);
    let mut diagnostics = Vec::new();
    for error in result.errors() {
        let message = String::from_utf8_lossy(error.message()).into_owned();
        diagnostics.push(Diagnostic::new(span_of(&error.location()), message));
    }
    let encoding = match declared_encoding(source, &result) {
        None => {
            if let Some(span) = invalid_utf8(&source.text, &result) {
                let reported = diagnostics.iter().any(|d| d.message.contains("multibyte"));
                if !reported {
                    let message = "invalid multibyte char (UTF-8)".to_owned();
                    diagnostics.push(Diagnostic::new(span, message));
                }
            }
            Encoding::Utf8
        }
        Some(Ok(encoding)) => encoding,
        Some(Err(diagnostic)) => return Err(vec![diagnostic]),
    };
    if !diagnostics.is_empty() {
        return Err(diagnostics);
    }
    let warnings = result.warnings().map(|found| {
        let message = String::from_utf8_lossy(found.message()).into_owned();
        Warning {
            line: source.line(found.location().start()),
            verbose: !is_always_shown(&message, found.location().as_slice()),
            message,
        }
    });
    let facts = Facts {
        encoding,
        warnings: warnings.collect(),
        data: result
            .data_loc()
            .and_then(|location| data(location.as_slice(), location.start())),
    };
    then(&result.node(), facts)
}

/// Where the data begin, given `__END__` and what follows.
fn data(text: &[u8], start: u32) -> Option<u32> {
    let line = text.iter().position(|&byte| byte == b'\n');
    let skip = line.map_or(text.len(), |at| at + 1);
    Some(start + skip as u32)
}

/// Whether a warning is told even if `$VERBOSE` is false. The parser knows but
/// does not say.
fn is_always_shown(message: &str, text: &[u8]) -> bool {
    let interpolated = text.windows(2).any(|pair| pair == b"#{");
    message.starts_with("key ") && message.contains(" is duplicated and overwritten")
        || message.starts_with("string literal in ")
        || message.starts_with("regex literal in ") && !interpolated
        || message.ends_with(" is too big for a number variable, always nil")
        || message.starts_with("invalid character syntax")
        || [
            "... at EOL, should be parenthesized?",
            "found '= literal' in conditional, should be ==",
            "END in method; use at_exit",
            "integer literal in flip-flop",
            "shebang line ending with \\r may cause problems",
            "encountered \\r in middle of line, treated as a mere space",
        ]
        .contains(&message)
}

/// The encoding that a comment in the first line, or in the second below `#!`,
/// declares.
fn declared_encoding(
    source: &SourceText,
    result: &ParseResult<'_>,
) -> Option<Result<Encoding, Diagnostic>> {
    let lines = if source.text.starts_with(b"#!") { 2 } else { 1 };
    let mut value = None;
    for comment in result.comments() {
        let start = comment.location().start();
        if source.line(start) >= source.first_line + lines {
            break;
        }
        if let Some(name) = encoding_in(comment.location().as_slice()) {
            // Only the name is to blame.
            let text = String::from_utf8_lossy(comment.location().as_slice());
            let at = text.rfind(&name).unwrap_or_default();
            let span = Span {
                start: start + at as u32,
                len: name.len() as u32,
            };
            value = Some((name, span));
            break;
        }
    }
    let (name, span) = value?;
    let ends = ["-unix", "-dos", "-mac"];
    let plain = ends.iter().find_map(|end| {
        let stem = name.len().checked_sub(end.len())?;
        let found = name.get(stem..)?.eq_ignore_ascii_case(end);
        (found && !name.eq_ignore_ascii_case("utf-8-mac")).then(|| &name[..stem])
    });
    let plain = plain.unwrap_or(&name);
    Some(match Encoding::from_name(plain) {
        Some(encoding) if encoding.is_ascii_compatible() => Ok(encoding),
        _ if plain.eq_ignore_ascii_case("utf8") => Ok(Encoding::Utf8),
        _ => {
            let message = "unknown or invalid encoding in the magic comment".to_owned();
            Err(Diagnostic::argument(span, message))
        }
    })
}

/// The name behind `coding:` or `coding=` in a comment.
fn encoding_in(comment: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(comment).into_owned();
    let lower = text.to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = lower[from..].find("coding") {
        let rest = text[from + at + "coding".len()..].trim_start();
        let rest = rest.strip_prefix([':', '=']).map(str::trim_start);
        let name: String = rest
            .unwrap_or("")
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c))
            .collect();
        if !name.is_empty() {
            return Some(name);
        }
        from += at + "coding".len();
    }
    None
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
fn invalid_utf8(text: &[u8], result: &ParseResult<'_>) -> Option<Span> {
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
