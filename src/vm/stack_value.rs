//! Values of the stack language: inside the machine words, outside it a plain
//! type of their own. How they print, and what a word accepts.

use crate::bytecode::stack_words::{self, Takes, TokenSort};
use crate::heap::Word;
use crate::object::Value;

use super::Vm;

/// A value of the stack language outside the machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StackValue {
    /// A number.
    Number(i64),
    /// A truth value.
    Bool(bool),
    /// A string.
    Text(String),
    /// The definition of a label, by name; only arguments can be one.
    Label(String),
    /// A word as a value; only arguments can be one.
    Operation(&'static str),
    /// What would name a label in a program; only arguments can be one.
    Name(String),
}

impl std::fmt::Display for StackValue {
    /// As `println` prints it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            StackValue::Number(number) => write!(f, "{number}"),
            StackValue::Bool(truth) => write!(f, "{truth}"),
            StackValue::Text(text) | StackValue::Name(text) => f.write_str(text),
            StackValue::Label(name) => write!(f, "{name}:"),
            StackValue::Operation(word) => {
                let row = stack_words::written(word);
                write!(f, "<op:{}>", row.map_or(*word, |row| row.name))
            }
        }
    }
}

/// Characters of a string that a message shows.
const SHOWN_CHARS: usize = 40;

impl StackValue {
    /// As a program writes it.
    pub fn written(&self) -> String {
        match self {
            StackValue::Text(text) => format!("{text:?}"),
            StackValue::Operation(word) => (*word).to_owned(),
            other => other.to_string(),
        }
    }

    /// With its type, for messages.
    pub fn describe(&self) -> String {
        match self {
            StackValue::Number(number) => format!("the number {number}"),
            StackValue::Bool(truth) => format!("the truth value {truth}"),
            StackValue::Text(text) if text.chars().count() > SHOWN_CHARS => {
                let start: String = text.chars().take(SHOWN_CHARS).collect();
                format!("the string {start:?}...")
            }
            StackValue::Text(text) => format!("the string {text:?}"),
            StackValue::Label(name) => format!("the label `{name}:`"),
            StackValue::Operation(word) => format!("the word `{word}`"),
            StackValue::Name(name) => format!("the name `{name}`"),
        }
    }
}

impl Vm {
    /// A value of the host's as a word. Words, labels and names are symbols of
    /// the token they were, which tells them apart.
    pub(super) fn stack_word(&self, value: &StackValue) -> Word {
        let world = &self.world;
        match value {
            StackValue::Number(number) => world.number64(*number).word(),
            StackValue::Bool(truth) => Word::from_bool(*truth),
            StackValue::Text(text) => world.string(text).word(),
            StackValue::Label(name) => Value::symbol(world.intern(&format!("{name}:"))).word(),
            StackValue::Operation(token) => Value::symbol(world.intern(token)).word(),
            StackValue::Name(token) => Value::symbol(world.intern(token)).word(),
        }
    }

    pub(super) fn stack_value(&self, word: Word) -> StackValue {
        let value = self.wrap(word);
        if let Some(number) = value.as_number64() {
            return StackValue::Number(number);
        }
        if let Some(text) = value.as_string() {
            return StackValue::Text(text.to_text().into_owned());
        }
        let Some(symbol) = value.as_symbol() else {
            return StackValue::Bool(value.truthy());
        };
        let token = self.world.symbols.text(symbol);
        match stack_words::sort(&token) {
            TokenSort::Word(row) => StackValue::Operation(row.word),
            TokenSort::Label(name) => StackValue::Label(name.to_owned()),
            TokenSort::Name(name) => StackValue::Name(name.to_owned()),
        }
    }

    pub(super) fn is_text(&self, word: Word) -> bool {
        self.wrap(word).as_string().is_some()
    }

    pub(super) fn accepts(&self, takes: Takes, word: Word) -> bool {
        match takes {
            Takes::Any => true,
            Takes::Bool => matches!(word, Word::TRUE | Word::FALSE),
            Takes::Number => self.wrap(word).as_number64().is_some(),
            Takes::Text => self.is_text(word),
        }
    }

    pub(super) fn stack_equal(&self, x: Word, y: Word) -> bool {
        let (a, b) = (self.wrap(x), self.wrap(y));
        match (a.as_int64(), b.as_int64(), a.as_string(), b.as_string()) {
            (Some(a), Some(b), _, _) => a.get() == b.get(),
            (_, _, Some(a), Some(b)) => a.bytes() == b.bytes(),
            _ => x == y,
        }
    }
}
