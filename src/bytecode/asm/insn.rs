//! Instructions of the text form, read.
//!
//! Owns operands by their kind, annotations, and rows of the exception table.
//! Which operands an instruction has its row in `ops.rs` says.

use std::collections::HashMap;

use super::lexis::{Cursor, Read};
use super::read::{Names, Outline, is_note};
use super::source::{Places, line_number};
use super::{HANDLERS, Problem, SEND_FLAGS, derive, find, literal};
use crate::bytecode::code::{Code, Handler, Literal, Loop, SendSite, Site, Span, SpanRow, Unit};
use crate::bytecode::decode::Insn;
use crate::bytecode::operand::{CodeIdx, OperandKind, SymbolIdx};
use crate::bytecode::ops::Op;

/// A captured local to be found when all functions are known.
pub(super) struct Pending {
    /// The instruction.
    pub(super) pc: u32,
    name: Vec<u8>,
    span: Span,
}

/// The instructions of a function while they are read.
pub(super) struct Body<'b, 't> {
    lines: &'b [(Cursor<'t>, Option<u32>)],
    labels: &'b HashMap<&'t str, (u32, Span)>,
    handlers: &'b [Cursor<'t>],
    code: &'b mut Code,
    names: &'b mut Names,
    functions: &'b HashMap<Vec<u8>, (CodeIdx, Span)>,
    places: &'b Places,
    /// Where literals are, by their text and number.
    literals: HashMap<(String, u32), u32>,
    /// Sites with a number, and where they are.
    sites: Vec<(u32, u32)>,
    pub(super) insns: Vec<Insn>,
    /// Where each instruction stands in the text.
    pub(super) own_spans: Vec<Span>,
    pub(super) pending: Vec<Pending>,
}

/// No function has this label.
pub(super) fn no_function(label: &[u8], span: Span) -> Problem {
    let shown = String::from_utf8_lossy(label);
    let message = format!("no function has the label `{shown}`");
    Problem { span, message }
}

/// Finds a captured local, `depth` Envs up.
pub(super) fn resolve_env(
    unit: &Unit,
    index: CodeIdx,
    depth: u32,
    pending: &Pending,
) -> Result<u32, Problem> {
    let locals = derive::env_locals(unit, index, depth);
    derive::slot_named(&locals, &pending.name).ok_or_else(|| {
        let shown = String::from_utf8_lossy(&pending.name);
        let names = locals.iter().map(|(name, _)| String::from_utf8_lossy(name));
        let names: Vec<_> = names.collect();
        let there = match names.is_empty() {
            true => "has no named locals".to_owned(),
            false => format!("has: {}", names.join(", ")),
        };
        Problem {
            span: pending.span,
            message: format!("no captured local `{shown}`; the Env {depth} up {there}"),
        }
    })
}

impl<'b, 't> Body<'b, 't> {
    /// The instructions of a function.
    pub(super) fn new(
        outline: &'b mut Outline<'t>,
        names: &'b mut Names,
        functions: &'b HashMap<Vec<u8>, (CodeIdx, Span)>,
        places: &'b Places,
    ) -> Body<'b, 't> {
        Body {
            lines: &outline.lines,
            labels: &outline.labels,
            handlers: &outline.handlers,
            code: &mut outline.code,
            names,
            functions,
            places,
            literals: HashMap::new(),
            sites: Vec::new(),
            insns: Vec::new(),
            own_spans: Vec::new(),
            pending: Vec::new(),
        }
    }

    /// Reads them all, and the exception table; gives what is wrong.
    pub(super) fn read(&mut self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (cursor, line) in self.lines {
            let mut cursor = cursor.clone();
            let start = cursor.position();
            let read = if is_note(cursor.next_word()) {
                self.notes(&mut cursor, *line, self.insns.len() as u32)
            } else {
                // What cannot be read keeps its place, so that others keep theirs.
                self.insns.push(Insn::plain(Op::Nop));
                self.own_spans.push(Span::default());
                self.insn(&mut cursor, *line, start)
            };
            problems.extend(read.err());
        }
        for cursor in self.handlers {
            problems.extend(self.handler(&mut cursor.clone()).err());
        }
        problems
    }

    fn insn(&mut self, cursor: &mut Cursor<'t>, line: Option<u32>, start: usize) -> Read<()> {
        let ahead = cursor.clone();
        let word = cursor.word();
        let Some(op) = Op::from_mnemonic(word) else {
            return ahead.expected("an instruction (`svm ops` lists them), a label or `end`");
        };
        let pc = self.insns.len() as u32 - 1;
        let mut values = [0; 2];
        let mut open_loop = None;
        for (position, &(name, kind)) in op.info().operands.iter().enumerate() {
            let value = self.operand(cursor, op, name, kind, line)?;
            if kind == OperandKind::Loop && self.code.loops[value as usize].span == UNKNOWN {
                open_loop = Some(value as usize);
            }
            values[position] = value;
        }
        self.insns[pc as usize] = Insn {
            op,
            a: values[0],
            b: values[1],
        };
        let own = cursor.span_from(start);
        self.own_spans[pc as usize] = own;
        if self.places.is_own {
            self.code.spans.push(SpanRow { pc, span: own });
        }
        self.notes(cursor, line, pc)?;
        if let Some(open) = open_loop {
            self.code.loops[open].span = self.code.span_at(pc);
        }
        Ok(())
    }

    /// Annotations of the instruction at `pc`: its range, and lines that begin.
    fn notes(&mut self, cursor: &mut Cursor<'t>, line: Option<u32>, pc: u32) -> Read<()> {
        while !cursor.at_end() {
            if cursor.eat("@") {
                let span = self.places.range(cursor, line)?;
                while self.code.spans.last().is_some_and(|row| row.pc >= pc) {
                    self.code.spans.pop();
                }
                self.code.spans.push(SpanRow { pc, span });
            } else if is_note(cursor.next_word()) {
                cursor.eat("line");
                let begun = if cursor.eat("=") {
                    line_number(cursor)?
                } else {
                    self.places.text.line(self.code.span_at(pc).start)
                };
                self.code.lines.push((pc, begun));
            } else {
                return cursor.finish();
            }
        }
        Ok(())
    }

    fn operand(
        &mut self,
        cursor: &mut Cursor<'t>,
        op: Op,
        name: &str,
        kind: OperandKind,
        line: Option<u32>,
    ) -> Read<u32> {
        let what = |what: &str| format!("{what} ({name} of {})", op.mnemonic());
        let start = cursor.skip_blanks();
        match kind {
            OperandKind::Int => {
                let number: i32 = cursor.number(&what("a number"))?;
                Ok(number.cast_unsigned())
            }
            OperandKind::Slot => self.slot(cursor, &what("a local")),
            OperandKind::EnvSlot => self.env_slot(cursor, &what("a captured local")),
            OperandKind::EnvDepth => cursor.count(&what("a number of Envs")),
            OperandKind::Depth | OperandKind::Count | OperandKind::Pairs | OperandKind::Flag => {
                cursor.count(&what("a number"))
            }
            OperandKind::Shape => {
                let rest = cursor.eat("*");
                let behind = cursor.count(&what("a number, `*` in front if there is a rest"))?;
                match behind.checked_mul(2) {
                    Some(shape) => Ok(shape + u32::from(rest)),
                    None => cursor.wrong(start, format!("{behind} values are too many")),
                }
            }
            OperandKind::Literal => self.literal(cursor),
            OperandKind::Symbol => {
                let symbol = cursor.symbol(&what("`:` and a name"))?;
                Ok(self.names.intern(&symbol).0)
            }
            OperandKind::Code => self.function(cursor, &what("the label of a function")),
            OperandKind::Label => {
                let label = cursor.take_while(is_label);
                self.label(cursor, start, label, &what("a label"))
            }
            OperandKind::Loop => {
                let span = if cursor.eat("loop=") {
                    self.places.range(cursor, line)?
                } else {
                    UNKNOWN
                };
                let head = self.insns.len() as u32 - 1;
                self.code.loops.push(Loop { head, span });
                Ok(self.code.loops.len() as u32 - 1)
            }
            OperandKind::SendSite => {
                let send = self.send(cursor, op, &what("`:` and the name of a method"))?;
                self.site(cursor, Site::Send(send))
            }
            OperandKind::IvarSite => {
                let symbol = cursor.symbol(&what("`:` and an instance variable"))?;
                let symbol = self.names.intern(&symbol);
                self.site(cursor, Site::Ivar(symbol))
            }
            OperandKind::ConstSite => {
                let symbol = cursor.symbol(&what("`:` and the name of a constant"))?;
                let symbol = self.names.intern(&symbol);
                self.site(cursor, Site::Const(symbol))
            }
        }
    }

    fn slot(&mut self, cursor: &mut Cursor<'t>, what: &str) -> Read<u32> {
        if cursor.eat("%") {
            return cursor.count(what);
        }
        let start = cursor.position();
        let name = cursor.local(what)?;
        match derive::slot_of(&self.names.symbols, self.code, &name) {
            Some(slot) => Ok(slot.0),
            None => {
                let shown = String::from_utf8_lossy(&name);
                let message = format!(
                    "no local `{shown}` in the frame: declare it with `locals`, \
                     or use `get_env` and `set_env` if it is captured"
                );
                cursor.wrong(start, message)
            }
        }
    }

    fn env_slot(&mut self, cursor: &mut Cursor<'t>, what: &str) -> Read<u32> {
        if cursor.eat("%") {
            return cursor.count(what);
        }
        let start = cursor.position();
        let name = cursor.local(what)?;
        self.pending.push(Pending {
            pc: self.insns.len() as u32 - 1,
            name,
            span: cursor.span_from(start),
        });
        Ok(0)
    }

    /// A number behind `~` that tells entries apart.
    fn tag(cursor: &mut Cursor<'t>) -> Read<u32> {
        cursor.skip_blanks();
        if cursor.eat("~") {
            return cursor.count("a number that tells entries apart");
        }
        Ok(0)
    }

    fn literal(&mut self, cursor: &mut Cursor<'t>) -> Read<u32> {
        let literal = literal::read(cursor)?;
        let tag = Self::tag(cursor)?;
        let is_own = matches!(literal, Literal::Regexp { .. }) && tag == 0;
        let next = self.code.literals.len() as u32;
        let key = (literal::write(&literal), tag);
        let index = if is_own {
            next
        } else {
            *self.literals.entry(key).or_insert(next)
        };
        if index == next {
            self.code.literals.push(literal);
        }
        Ok(index)
    }

    fn site(&mut self, cursor: &mut Cursor<'t>, site: Site) -> Read<u32> {
        let tag = Self::tag(cursor)?;
        let sites = &mut self.code.sites;
        let same = |&&(other, index): &&(u32, u32)| other == tag && sites[index as usize] == site;
        if tag > 0
            && let Some(&(_, index)) = self.sites.iter().find(same)
        {
            return Ok(index);
        }
        let index = sites.len() as u32;
        sites.push(site);
        if tag > 0 {
            self.sites.push((tag, index));
        }
        Ok(index)
    }

    fn function(&mut self, cursor: &mut Cursor<'t>, what: &str) -> Read<u32> {
        let start = cursor.position();
        let label = cursor.name(what)?;
        match self.functions.get(&label) {
            Some((index, _)) => Ok(index.0),
            None => Err(no_function(&label, cursor.span_from(start))),
        }
    }

    fn label(&self, cursor: &Cursor<'t>, start: usize, label: &str, what: &str) -> Read<u32> {
        if label.is_empty() {
            return cursor.expected(what);
        }
        match self.labels.get(label) {
            Some(&(pc, _)) => Ok(pc),
            None => cursor.wrong(start, format!("no label `{label}` in this function")),
        }
    }

    /// How a call is written: the name, then words in any order.
    fn send(&mut self, cursor: &mut Cursor<'t>, op: Op, what: &str) -> Read<SendSite> {
        let usual = op.usual_call();
        let name = match usual {
            Some((name, _)) if !cursor.rest().starts_with(':') => name.to_vec(),
            _ => cursor.symbol(what)?,
        };
        let argc = usual.map_or(0, |(_, argc)| argc);
        let mut site = SendSite::plain(self.names.intern(&name), argc);
        loop {
            cursor.skip_blanks();
            if cursor.eat("argc=") {
                site.argc = cursor.count("a number of values")?;
            } else if cursor.eat("block=") {
                let block = self.function(cursor, "the label of a function")?;
                site.block = Some(CodeIdx(block));
            } else if let Some(flag) = find(SEND_FLAGS, cursor.next_word()) {
                cursor.word();
                *flag(&mut site.flags) = true;
            } else if let Some(keyword) = self.keyword(cursor)? {
                site.keywords.push(keyword);
            } else {
                return Ok(site);
            }
        }
    }

    /// The name of a keyword, with a colon behind.
    fn keyword(&mut self, cursor: &mut Cursor<'t>) -> Read<Option<SymbolIdx>> {
        let mut ahead = cursor.clone();
        if ahead.peek().is_none_or(|c| "@~".contains(c)) {
            return Ok(None);
        }
        let name = ahead.param("the name of a keyword")?;
        if !ahead.eat(":") {
            return Ok(None);
        }
        *cursor = ahead;
        Ok(Some(self.names.intern(&name)))
    }

    /// A row of the exception table.
    fn handler(&mut self, cursor: &mut Cursor<'t>) -> Read<()> {
        let kind = find(HANDLERS, cursor.word()).expect("rows were found by this word");
        let mut bounds = [0; 3];
        cursor.skip_blanks();
        let range = cursor.position();
        for (bound, (behind, what)) in bounds.iter_mut().zip([
            ("..", "the label where the range begins, and `..`"),
            ("->", "the label behind the range, and `->`"),
            ("", "the label of the handler"),
        ]) {
            let start = cursor.skip_blanks();
            let label = cursor.take_while(is_label);
            *bound = self.label(cursor, start, label, what)?;
            cursor.skip_blanks();
            if !cursor.eat(behind) {
                return cursor.expected(&format!("`{behind}`"));
            }
        }
        cursor.skip_blanks();
        let depth = if cursor.eat("depth=") {
            cursor.count("a number of operands")?
        } else {
            0
        };
        let [start, end, target] = bounds;
        if start >= end {
            let message = "no instruction stands between these labels";
            return cursor.wrong(range, message.to_owned());
        }
        self.code.handlers.push(Handler {
            start,
            end,
            target,
            depth,
            kind,
        });
        cursor.finish()
    }
}

/// The range of a loop that is not known yet.
const UNKNOWN: Span = Span {
    start: u32::MAX,
    len: 0,
};

/// Whether a character may stand in a label.
pub(super) fn is_label(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
