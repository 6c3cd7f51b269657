//! Tokens of the stack language.
//!
//! Owns blanks, comments, strings and the sorts of tokens. Never looks at what
//! labels stand for.

use crate::bytecode::code::Span;
use crate::bytecode::stack_words::{self, TokenSort, WordRow};

use super::diagnostics::Problem;

/// What a token is.
#[derive(Clone, Debug)]
pub enum TokenKind<'t> {
    /// A number.
    Number(i64),
    /// A truth value.
    Bool(bool),
    /// A string, its escapes replaced.
    Text(String),
    /// A word.
    Word(&'static WordRow),
    /// The definition of a label of this name.
    Label(&'t str),
    /// Something that may name a label.
    Name(&'t str),
}

/// A token and where it stands.
#[derive(Clone, Debug)]
pub struct Token<'t> {
    /// What it is.
    pub kind: TokenKind<'t>,
    /// Where.
    pub span: Span,
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\t' | '\r')
}

fn span(start: usize, end: usize) -> Span {
    Span {
        start: start as u32,
        len: (end - start) as u32,
    }
}

/// The tokens of a text, or everything wrong with them.
pub fn tokens(text: &str) -> Result<Vec<Token<'_>>, Vec<Problem>> {
    let mut lexer = Lexer {
        text,
        at: 0,
        problems: Vec::new(),
    };
    let mut tokens = Vec::new();
    while let Some(token) = lexer.next_token() {
        tokens.push(token);
    }
    match lexer.problems.is_empty() {
        true => Ok(tokens),
        false => Err(lexer.problems),
    }
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    problems: Vec<Problem>,
}

impl<'t> Lexer<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Goes on to the first character that is one of these, or to the end.
    fn skip_to(&mut self, stops: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.at += rest.find(stops).unwrap_or(rest.len());
    }

    fn next_token(&mut self) -> Option<Token<'t>> {
        loop {
            self.skip_to(|c| !is_blank(c));
            match self.rest().chars().next()? {
                '#' => self.skip_to(|c| c == '\n'),
                '"' => return Some(self.string()),
                _ => return Some(self.plain()),
            }
        }
    }

    /// A token that does not begin with a quote.
    fn plain(&mut self) -> Token<'t> {
        let start = self.at;
        self.skip_to(|c| is_blank(c) || c == '#');
        let token = &self.text[start..self.at];
        for (at, found) in token.match_indices(['"', '\\']) {
            let message = format!("{found} within the token `{token}`");
            let label = "this belongs into a string; a blank ends a token";
            let place = span(start + at, start + at + 1);
            self.problems.push(Problem::new(place, message, label));
        }
        let kind = match token {
            "true" => TokenKind::Bool(true),
            "false" => TokenKind::Bool(false),
            _ => match token.parse() {
                Ok(number) => TokenKind::Number(number),
                Err(_) => sorted(token),
            },
        };
        let span = span(start, self.at);
        Token { kind, span }
    }

    fn string(&mut self) -> Token<'t> {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            let from = self.at;
            self.skip_to(|c| c == '"' || c == '\\');
            text.push_str(&self.text[from..self.at]);
            let mut rest = self.rest().chars();
            match (rest.next(), rest.next()) {
                (Some('\\'), Some(c)) => {
                    self.at += 1 + c.len_utf8();
                    self.escape(c, &mut text);
                }
                (Some('"'), _) => {
                    self.at += 1;
                    break;
                }
                _ => {
                    self.at = self.text.len();
                    let label = "it begins here";
                    let message = "the string has no end".to_owned();
                    let place = span(start, start + 1);
                    self.problems.push(Problem::new(place, message, label));
                    break;
                }
            }
        }
        let end = self.at;
        self.skip_to(|c| is_blank(c) || c == '#');
        if self.at > end {
            let message = "something follows the string without a blank".to_owned();
            let label = "this is a token of its own";
            let place = span(end, self.at);
            self.problems.push(Problem::new(place, message, label));
        }
        let kind = TokenKind::Text(text);
        let span = span(start, end);
        Token { kind, span }
    }

    /// What a backslash with the character behind it stands for.
    fn escape(&mut self, c: char, text: &mut String) {
        match c {
            'n' => text.push('\n'),
            't' => text.push('\t'),
            '"' | '\\' => text.push(c),
            _ => {
                let message = format!("\\{} is no escape", c.escape_debug());
                let label = "the escapes are \\n \\t \\\" \\\\";
                let place = span(self.at - 1 - c.len_utf8(), self.at);
                self.problems.push(Problem::new(place, message, label));
            }
        }
    }
}

fn sorted(token: &str) -> TokenKind<'_> {
    match stack_words::sort(token) {
        TokenSort::Word(row) => TokenKind::Word(row),
        TokenSort::Label(name) => TokenKind::Label(name),
        TokenSort::Name(name) => TokenKind::Name(name),
    }
}

#[cfg(test)]
mod tests {
    use super::tokens;

    fn shown(text: &str) -> Vec<String> {
        let tokens = tokens(text).expect("good tokens");
        let shown = tokens.into_iter().map(|token| match token.kind {
            super::TokenKind::Word(row) => format!("Word({})", row.word),
            kind => format!("{kind:?}"),
        });
        shown.collect()
    }

    #[test]
    fn tokens_are_of_their_sorts() {
        let text = "+5 -0 - true dup dup: 1: 3.5 : # no\r\n\"a\tb\\n#\" \"\"#no";
        let expected = [
            "Number(5)",
            "Number(0)",
            "Word(-)",
            "Bool(true)",
            "Word(dup)",
            "Label(\"dup\")",
            "Label(\"1\")",
            "Name(\"3.5\")",
            "Name(\":\")",
            "Text(\"a\\tb\\n#\")",
            "Text(\"\")",
        ];
        assert_eq!(shown(text), expected);
        assert_eq!(shown("1#2\n3"), ["Number(1)", "Number(3)"]);
    }
}
