//! Programs in the stack language, for hosts: running them, their arguments,
//! their final stack, and their errors as [`Error`]s.

use super::error::{Error, Parts, SourceSpan};
use super::{Builder, Program, Vm};
use crate::bytecode::code::{SourceText, Span, Unit};
use crate::bytecode::ops::{OPS, Op};
use crate::bytecode::snippet::{Marked, picture};
use crate::bytecode::stack_words;
use crate::stack::diagnostics::{Problem, render, utf8};
use crate::stack::lexer::{self, TokenKind};
use crate::stack::{self, dump};
use crate::vm::stack_lang::{StackEnd, StackFailure, StackFault};
use crate::vm::stack_value::StackValue;
use crate::vm::stack_watch::StackWatcher;

/// The class of errors that no Ruby class stands for.
const CLASS: &str = "StackError";

/// What a program in the stack language left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StackRun {
    /// What `exit` was given, if that is how it ended.
    pub exit: Option<i64>,
    /// The data stack, the top last.
    pub stack: Vec<StackValue>,
}

/// What a vm that [counts](Builder::count) counted of such programs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StackStatistics {
    /// Words, pushes and labels executed, but `stop`.
    pub instructions: u64,
    /// Executions of `call`.
    pub calls: u64,
    /// Executions of `jmp`.
    pub jumps: u64,
    /// Executions of `return`.
    pub returns: u64,
    /// Most entries on the data stack after a word.
    pub max_stack_size: u64,
}

/// Compiles for the table of languages.
pub(super) fn read(text: &[u8], name: &str) -> Result<Unit, Error> {
    stack::compile(text, name).map_err(|found| wrong(&SourceText::new(name, text, 1), &found))
}

/// Everything wrong with a text as one error.
fn wrong(source: &SourceText, found: &[Problem]) -> Error {
    let messages: Vec<&str> = found.iter().map(|problem| &*problem.message).collect();
    let spans = found.iter();
    let spans = spans.map(|problem| place(source, problem.span, &problem.message));
    Error::from_parts(Parts {
        class: CLASS.to_owned(),
        message: messages.join("\n"),
        rendered: Some([false, true].map(|colour| render(source, found, colour))),
        spans: spans.collect(),
        ..Parts::default()
    })
}

fn place(source: &SourceText, span: Span, message: &str) -> SourceSpan {
    let (line, column) = source.line_column(span.start.min(source.text.len() as u32));
    SourceSpan {
        file: source.name.clone(),
        bytes: span.start as usize..span.end() as usize,
        line,
        column,
        message: message.to_owned(),
    }
}

/// How a word is called in messages.
fn name_of(op: Op) -> String {
    match stack_words::of_op(op) {
        Some(row) => format!("`{}`", row.word),
        None if op == Op::StackBegin => "the program".to_owned(),
        None => "the push".to_owned(),
    }
}

/// What is wrong, and what to say at the word.
fn explain(failure: &StackFailure) -> (String, String) {
    let word = name_of(failure.op);
    let takes = stack_words::of_op(failure.op).map_or(&[][..], |row| row.takes);
    let operand = |index: usize| match takes.len() {
        1 => "its operand".to_owned(),
        count => format!("operand {} of {count}", index + 1),
    };
    match &failure.fault {
        StackFault::Missing { operand: index } => {
            let wanted = takes[*index].describe();
            let rest = takes.len() - index - 1;
            let there = match rest {
                0 => "the stack is empty".to_owned(),
                1 => "the stack holds 1 value".to_owned(),
                _ => format!("the stack holds {rest} values"),
            };
            let message = format!("{word} lacks {}, {wanted}", operand(*index));
            (message, there)
        }
        StackFault::WrongType {
            operand: index,
            found,
        } => {
            let wanted = takes[*index].describe();
            let message = format!("{word} takes {wanted} as {}", operand(*index));
            (message, format!("found {}", found.describe()))
        }
        StackFault::NoCaller => {
            let message = format!("{word} finds the return stack empty");
            (message, "there was no `call`".to_owned())
        }
        StackFault::ZeroDivisor => (
            format!("{word} divides by zero"),
            "operand 2 is the number 0".to_owned(),
        ),
        StackFault::Overflow => (
            format!("{word} overflows"),
            "the smallest number divided by -1".to_owned(),
        ),
        StackFault::NoPlace { place, last } => {
            let message = format!("{word} leads out of the program, to {place}");
            (message, format!("places go from 0 to {last}, the end"))
        }
        StackFault::Full { returns, limit } => {
            let which = if *returns { "return" } else { "data" };
            let message = format!("{word} overflows the {which} stack");
            (message, format!("it holds {limit} entries (--stack-limit)"))
        }
        StackFault::NegativeTime(time) => (
            format!("{word} cannot wait for a time below zero"),
            format!("found the number {time}"),
        ),
        StackFault::NotUtf8 => (
            format!("{word} got a line that is not UTF-8"),
            "from standard input".to_owned(),
        ),
        StackFault::System(reason) => (format!("{word} failed"), reason.clone()),
    }
}

/// The error of a running program.
fn failed(failure: &StackFailure) -> Error {
    let (message, label) = explain(failure);
    let (source, span) = (&*failure.source, failure.span);
    let marked = [Marked {
        source,
        primary: span.start as usize..span.end() as usize,
        label: Some(label.clone()),
        context: None,
    }];
    let rendered = [false, true].map(|colour| picture(Some(&message), &marked, colour));
    let message = format!("{message}: {label}");
    Error::from_parts(Parts {
        class: CLASS.to_owned(),
        spans: vec![place(source, span, &message)],
        message,
        rendered: Some(rendered),
        ..Parts::default()
    })
}

/// The value of a token that is not resolved.
fn value(kind: TokenKind<'_>) -> StackValue {
    match kind {
        TokenKind::Number(number) => StackValue::Number(number),
        TokenKind::Bool(truth) => StackValue::Bool(truth),
        TokenKind::Text(text) => StackValue::Text(text),
        TokenKind::Word(row) => StackValue::Operation(row.word),
        TokenKind::Label(name) => StackValue::Label(name.to_owned()),
        TokenKind::Name(name) => StackValue::Name(name.to_owned()),
    }
}

impl StackValue {
    /// Reads values as they are written in a program; labels, words and names
    /// stand for themselves.
    ///
    /// ```
    /// use svm::engine::StackValue;
    ///
    /// let values = StackValue::read("7 \"a b\" x:")?;
    /// assert_eq!(values[1], StackValue::Text("a b".to_owned()));
    /// assert_eq!(values[2].to_string(), "x:");
    /// # Ok::<(), svm::Error>(())
    /// ```
    pub fn read(text: impl AsRef<[u8]>) -> Result<Vec<StackValue>, Error> {
        let text = text.as_ref();
        let tokens = utf8(text).and_then(lexer::tokens);
        match tokens {
            Ok(tokens) => Ok(tokens.into_iter().map(|token| value(token.kind)).collect()),
            Err(found) => Err(wrong(&SourceText::new("(arguments)", text, 1), &found)),
        }
    }
}

impl Program {
    /// Whether [`Vm::run_stack`] runs it.
    pub fn is_stack(&self) -> bool {
        self.unit.is_stack()
    }

    /// Every place of a program in the stack language with its word, labels
    /// resolved.
    pub fn places(&self) -> Option<String> {
        self.is_stack().then(|| dump::dump(&self.unit))
    }
}

impl Builder {
    /// Entries that each of the two stacks of a program in the stack language
    /// may have; a million if nothing else is said.
    pub fn stack_limit(mut self, entries: usize) -> Builder {
        self.config.stack_limit = entries;
        self
    }
}

impl Vm {
    /// Runs a program in the stack language with values on its stack.
    ///
    /// ```
    /// use svm::engine::{Language, Program, StackValue};
    /// use svm::Vm;
    ///
    /// let mut vm = Vm::host();
    /// let square = Program::read("dup * \"done\"", "square.svm", Language::Stack)?;
    /// let run = vm.run_stack(square, &[StackValue::Number(12)])?;
    /// assert_eq!(run.stack, [StackValue::Number(144), StackValue::Text("done".to_owned())]);
    /// assert_eq!(run.exit, None);
    ///
    /// let wrong = Program::read("1 \"x\" +", "wrong.svm", Language::Stack)?;
    /// let error = vm.run_stack(wrong, &[]).expect_err("a string is no number");
    /// assert!(error.message().contains("found the string \"x\""));
    /// assert_eq!((error.spans()[0].line, error.spans()[0].column), (1, 7));
    /// # Ok::<(), svm::Error>(())
    /// ```
    pub fn run_stack(
        &mut self,
        program: Program,
        arguments: &[StackValue],
    ) -> Result<StackRun, Error> {
        if !program.is_stack() {
            let message = "the program is not in the stack language";
            return Err(Error::new("ArgumentError", message));
        }
        self.release_host_roots();
        let ran = self.on_main_stack(|vm| {
            let ran = vm.run_stack_unit(program.unit, arguments);
            ran.map_err(|_| vm.take_error())
        });
        let (end, stack) = ran?;
        let exit = match end {
            StackEnd::Stop => None,
            StackEnd::Exit(status) => Some(status),
            StackEnd::Failed(failure) => return Err(failed(&failure)),
        };
        Ok(StackRun { exit, stack })
    }

    /// Lets somebody look on while programs in the stack language run, from the
    /// next one on.
    pub fn watch_stack(&mut self, watcher: Box<dyn StackWatcher>) {
        self.stack_watcher = Some(watcher);
    }

    /// What was counted of programs in the stack language.
    pub fn stack_statistics(&self) -> StackStatistics {
        let ops = &self.counters.ops;
        let count = |op: Op| ops[op as usize];
        let apart = [Op::StackBegin, Op::StackStop, Op::StackEnd];
        let counted = OPS.iter().map(|row| row.op);
        let counted = counted.filter(|op| op.is_stack() && !apart.contains(op));
        StackStatistics {
            instructions: counted.map(count).sum(),
            calls: count(Op::StackCall),
            jumps: count(Op::StackJump),
            returns: count(Op::StackReturn),
            max_stack_size: self.counters.peaks.data_depth,
        }
    }
}
