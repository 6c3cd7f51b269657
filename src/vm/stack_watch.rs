//! Looking on while a program in the stack language runs: another handler table
//! tells a watcher each word and both stacks before it.

use crate::bytecode::code::{STACK_PROLOGUE, SourceText, Span};

use super::Vm;
use super::stack_value::StackValue;

/// What is known before a word runs, for whoever looks on.
#[derive(Debug)]
pub struct StackMoment<'m> {
    /// The program.
    pub source: &'m SourceText,
    /// Where the word stands.
    pub span: Span,
    /// The word's place; None when the program has ended.
    pub place: Option<u32>,
    /// Upper entries of the data stack, the top last.
    pub data: Vec<StackValue>,
    /// How many there are.
    pub depth: usize,
    /// Upper entries of the return stack, the top last.
    pub returns: Vec<u32>,
    /// How many there are.
    pub return_depth: usize,
}

/// Somebody who looks on.
pub trait StackWatcher: Send {
    /// A word is about to run, or the program has ended.
    fn look(&mut self, moment: &StackMoment<'_>);
}

/// Entries that a watcher is shown of each stack.
const SHOWN_ENTRIES: usize = 16;

impl Vm {
    /// Shows the watcher the word at the stored registers. Whoever looks on may
    /// take long: false if the program was interrupted meanwhile.
    #[inline(never)]
    pub(crate) fn watch_word(&mut self) -> bool {
        let frame = self.top_frame().expect("a program runs");
        let function = frame.function();
        let (unit, code) = (function.unit().expect("linked"), function.code());
        let pc = frame.pc() as u32;
        let span = code.expect("linked").span_at(pc);
        self.show_moment(&unit.unit.source, span, Some(pc - STACK_PROLOGUE));
        !self.requests.any() || self.answer_requests().is_ok()
    }

    pub(super) fn watch_end(&mut self, source: &SourceText) {
        self.show_moment(source, Span::default(), None);
    }

    fn show_moment(&mut self, source: &SourceText, span: Span, place: Option<u32>) {
        let Some(mut watcher) = self.stack_watcher.take() else {
            return;
        };
        // What the program printed before comes first.
        let _ = self.output.borrow_mut().flush();
        let (depth, return_depth) = (self.stacks.depth(), self.stacks.return_depth());
        let data = (0..depth.min(SHOWN_ENTRIES)).rev();
        let returns = (0..return_depth.min(SHOWN_ENTRIES)).rev();
        watcher.look(&StackMoment {
            source,
            span,
            place,
            data: data
                .map(|depth| self.stack_value(self.stacks.peek(depth)))
                .collect(),
            depth,
            returns: returns
                .map(|depth| self.stacks.return_place(depth))
                .collect(),
            return_depth,
        });
        self.stack_watcher = Some(watcher);
    }
}
