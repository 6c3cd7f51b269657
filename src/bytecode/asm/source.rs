//! The source text within the text form: its lines and ranges of it.
//!
//! Owns collecting the lines that stand between instructions and finding the
//! bytes that `line:column+length` means. A text without `source` is its own
//! source.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Problem;
use super::lexis::{Cursor, Read};
use crate::bytecode::code::{SourceText, Span};

/// More lines than this are a mistake.
const MOST_LINES: u32 = 1 << 24;

/// What `source` says.
struct Declared {
    name: String,
    first_line: u32,
    unterminated: bool,
}

/// The lines found so far.
#[derive(Default)]
pub(super) struct Lines {
    declared: Option<Declared>,
    /// By their distance from the first.
    lines: BTreeMap<u32, Vec<u8>>,
}

/// The number of a line, which may be negative.
pub(super) fn line_number(cursor: &mut Cursor<'_>) -> Read<u32> {
    let line: i32 = cursor.number("the number of a line")?;
    Ok(line.cast_unsigned())
}

impl Lines {
    /// Reads what follows `source`.
    pub(super) fn declare(&mut self, cursor: &mut Cursor<'_>, start: usize) -> Read<()> {
        let name = cursor.string()?;
        let mut declared = Declared {
            name: String::from_utf8_lossy(&name).into_owned(),
            first_line: 1,
            unterminated: false,
        };
        cursor.skip_blanks();
        if cursor.eat("first=") {
            declared.first_line = line_number(cursor)?;
        }
        declared.unterminated = cursor.eat_word("unterminated");
        if self.declared.is_some() {
            return cursor.wrong(start, "a second `source`".to_owned());
        }
        self.declared = Some(declared);
        cursor.finish()
    }

    /// Reads a line of the source and gives its number.
    pub(super) fn line(&mut self, cursor: &mut Cursor<'_>) -> Read<u32> {
        let start = cursor.skip_blanks();
        let line = line_number(cursor)?;
        let Some(declared) = &self.declared else {
            let message = "a line of the source, but no `source \"name\"` before";
            return cursor.wrong(start, message.to_owned());
        };
        let index = line.wrapping_sub(declared.first_line);
        if index >= MOST_LINES {
            let message = format!("no line between the first and {MOST_LINES} behind it");
            return cursor.wrong(start, message);
        }
        let number = cursor.clone();
        let text = match cursor.next_text()? {
            None => return Ok(line),
            Some(text) => text,
        };
        let before = self.lines.entry(index).or_insert_with(|| text.clone());
        if *before != text {
            let message = "this line has another text before".to_owned();
            return number.wrong(start, message);
        }
        Ok(line)
    }

    /// The whole text; that of the file itself if there is no `source`.
    pub(super) fn finish(self, file: &str, own: &str) -> Places {
        let Some(declared) = self.declared else {
            return Places {
                text: Arc::new(SourceText::new(file, own.as_bytes(), 1)),
                is_own: true,
            };
        };
        let mut text = Vec::new();
        let mut next = 0;
        for (index, line) in self.lines {
            text.resize(text.len() + (index - next) as usize, b'\n');
            text.extend(line);
            text.push(b'\n');
            next = index + 1;
        }
        if declared.unterminated {
            text.pop();
        }
        Places {
            text: Arc::new(SourceText::new(&declared.name, &text, declared.first_line)),
            is_own: false,
        }
    }
}

/// Where things stand in the source.
pub(super) struct Places {
    pub(super) text: Arc<SourceText>,
    /// The source is the text form itself.
    pub(super) is_own: bool,
}

impl Places {
    /// Reads `line:column` and gives the offset.
    pub(super) fn offset(&self, cursor: &mut Cursor<'_>, line: Option<u32>) -> Read<u32> {
        let start = cursor.skip_blanks();
        let what = "a place of the source, such as `3:14`";
        let first = cursor.number::<i32>(what)?.cast_unsigned();
        let (line, column) = if cursor.eat(":") {
            (first, cursor.count("a column")?)
        } else if let Some(line) = line {
            (line, first)
        } else {
            let message = "expected `line:column`, because no line of the source was shown yet";
            return cursor.wrong(start, message.to_owned());
        };
        match self.text.offset(line, column) {
            Some(offset) => Ok(offset),
            None => cursor.wrong(start, "the source has no such place".to_owned()),
        }
    }

    /// Reads `line:column+length`; without a line it is the one shown last.
    pub(super) fn range(&self, cursor: &mut Cursor<'_>, line: Option<u32>) -> Read<Span> {
        let from = cursor.skip_blanks();
        let start = self.offset(cursor, line)?;
        if !cursor.eat("+") {
            return cursor.expected("`+` and a number of bytes");
        }
        let len = cursor.count("a number of bytes")?;
        if len as usize > self.text.text.len() - start as usize {
            return cursor.wrong(from, "the source ends before this range".to_owned());
        }
        Ok(Span { start, len })
    }
}

impl Cursor<'_> {
    /// The text of a source line: `| text` or `"text"`; none if nothing follows.
    fn next_text(&mut self) -> Result<Option<Vec<u8>>, Problem> {
        if self.at_end() {
            return Ok(None);
        }
        if self.peek() == Some('"') {
            let text = self.string()?;
            self.finish()?;
            return Ok(Some(text));
        }
        if !self.eat("|") {
            return self.expected("`|` and the text of the line");
        }
        self.eat(" ");
        Ok(Some(self.take_while(|_| true).as_bytes().to_vec()))
    }
}
