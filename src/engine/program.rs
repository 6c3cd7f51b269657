//! Programs: texts in one of the languages that the engine reads, ready to run.
//!
//! Owns the table of languages: how a file's name tells its language and who
//! reads it. Never runs anything.

use crate::bytecode::asm;
use crate::bytecode::binary;
use crate::bytecode::code::Unit;
use crate::compile::Diagnostic;

use super::Error;

/// What a program is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Ruby source; also what a name tells nothing about.
    Ruby,
    /// The stack language.
    Stack,
    /// The text form of bytecode, see docs/BYTECODE.md.
    Assembly,
    /// A compiled program, as [`Program::to_bytes`] makes it.
    Compiled,
}

/// A row of the table.
struct LanguageRow {
    language: Language,
    /// What it is called on the command line.
    name: &'static str,
    /// What the names of its files end with.
    extension: &'static str,
    /// Makes code of a text with the name of its file, or tells what is wrong with it.
    read: fn(&[u8], &str) -> Result<Unit, Error>,
}

/// Every language.
const LANGUAGES: &[LanguageRow] = &[
    LanguageRow {
        language: Language::Ruby,
        name: "ruby",
        extension: ".rb",
        read: super::compile_text,
    },
    LanguageRow {
        language: Language::Stack,
        name: "stack",
        extension: ".svm",
        read: super::stack::read,
    },
    LanguageRow {
        language: Language::Assembly,
        name: "asm",
        extension: ".svmasm",
        read: assemble,
    },
    LanguageRow {
        language: Language::Compiled,
        name: "compiled",
        extension: ".svmc",
        read: load,
    },
];

/// Reads the text form of bytecode.
fn assemble(text: &[u8], name: &str) -> Result<Unit, Error> {
    asm::read(text, name).map_err(|problems| {
        let found = problems.into_iter();
        let found = found.map(|problem| Diagnostic::new(problem.span, problem.message));
        super::errors_of(text, name, &found.collect::<Vec<_>>())
    })
}

/// Reads a compiled program, which may be anything.
fn load(bytes: &[u8], name: &str) -> Result<Unit, Error> {
    binary::load(bytes).map_err(|error| Error::unreadable(name, &error.to_string()))
}

impl Language {
    /// The language of a file, which its name tells.
    pub fn of_file(name: &str) -> Language {
        let row = LANGUAGES.iter().find(|row| name.ends_with(row.extension));
        row.map_or(Language::Ruby, |row| row.language)
    }

    /// The language of this name; without one, the names there are.
    pub fn named(name: &str) -> Result<Language, Vec<&'static str>> {
        let row = LANGUAGES.iter().find(|row| row.name == name);
        row.map(|row| row.language)
            .ok_or_else(|| LANGUAGES.iter().map(|row| row.name).collect())
    }

    fn row(self) -> &'static LanguageRow {
        let row = LANGUAGES.iter().find(|row| row.language == self);
        row.expect("every language has a row")
    }
}

/// A program that was read without an error.
///
/// ```
/// use svm::engine::{Language, Program};
///
/// let program = Program::read("puts 1", "one.rb", Language::Ruby)?;
/// assert_eq!(program.name(), "one.rb");
/// assert!(Program::read("puts (", "bad.rb", Language::of_file("bad.rb")).is_err());
/// # Ok::<(), svm::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Program {
    pub(super) unit: Unit,
}

impl Program {
    /// Reads a text; `name` is the name of its file.
    pub fn read(text: impl AsRef<[u8]>, name: &str, language: Language) -> Result<Program, Error> {
        let unit = (language.row().read)(text.as_ref(), name)?;
        Ok(Program { unit })
    }

    /// The name of the text that it was made from first: what it calls itself.
    pub fn name(&self) -> &str {
        &self.unit.source.name
    }

    /// The compiled program as a file holds it.
    ///
    /// ```
    /// use svm::engine::{Language, Program, Vm};
    ///
    /// let bytes = Program::read("6 * 7", "six.rb", Language::Ruby)?.to_bytes();
    /// let program = Program::read(bytes, "six.svmc", Language::Compiled)?;
    /// let mut vm = Vm::host();
    /// let answer = vm.run_program(program)?;
    /// assert_eq!(vm.get_as::<i64>(&answer)?, 42);
    /// # Ok::<(), svm::Error>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        binary::encode(&self.unit)
    }

    /// Its code as text, next to the source.
    pub fn listing(&self) -> String {
        asm::write(&self.unit)
    }
}
