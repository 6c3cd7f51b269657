//! Units as text.
//!
//! Owns the order and layout of what `svm disasm` prints. The unit must be a
//! verified one. Never decides what may be left out (`derive.rs`).

use std::collections::HashMap;
use std::fmt::Write as _;

use super::{
    CODE_FLAGS, DESTRUCTURES, Flag, HANDLERS, IMPLICIT, KINDS, NOT, SEND_FLAGS, derive, lexis,
    literal, word_of,
};
use crate::bytecode::code::{Code, Literal, Params, Place, SendSite, Site, Span, Unit};
use crate::bytecode::decode::Insn;
use crate::bytecode::operand::{CodeIdx, OperandKind, SymbolIdx};
use crate::bytecode::ops::Op;

/// Appends formatted text; writing to a string cannot fail.
macro_rules! put {
    ($text:expr, $($arg:tt)*) => {
        write!($text, $($arg)*).expect("writing to a string succeeds")
    };
}

/// Where ranges stand behind an instruction.
const RANGE_COLUMN: usize = 40;
/// The width of line numbers.
const NUMBER_WIDTH: usize = 5;
/// Source lines up to this long are shown each time they are come back to.
const SHOWN_AGAIN: usize = 120;

/// A unit as text.
pub fn write(unit: &Unit) -> String {
    let mut writer = Writer::new(unit);
    writer.head();
    for index in 0..unit.codes.len() {
        writer.function(CodeIdx(index as u32));
    }
    writer.other_lines();
    writer.text
}

/// Some functions of a unit as text: to be looked at, not to be read back.
pub fn write_functions(unit: &Unit, functions: impl IntoIterator<Item = CodeIdx>) -> String {
    let mut writer = Writer::new(unit);
    for index in functions {
        writer.function(index);
    }
    writer.text
}

struct Writer<'u> {
    unit: &'u Unit,
    labels: Vec<String>,
    parents: Vec<Option<CodeIdx>>,
    insns: Vec<Vec<Insn>>,
    /// Which lines of the source were written.
    shown: Vec<bool>,
    text: String,
}

/// A function being written.
struct Body<'u> {
    index: CodeIdx,
    code: &'u Code,
    insns: Vec<Insn>,
    /// Labels by pc, the end included.
    places: HashMap<u32, String>,
    /// Numbers that tell apart what looks alike; zero if nothing need be told.
    literal_tags: Vec<u32>,
    site_tags: Vec<u32>,
}

impl<'u> Writer<'u> {
    fn new(unit: &'u Unit) -> Writer<'u> {
        let insns: Vec<Vec<Insn>> = unit.codes.iter().map(Code::insns).collect();
        Writer {
            unit,
            labels: derive::labels(unit),
            parents: derive::parents(&unit.codes, &insns),
            insns,
            shown: vec![false; unit.source.line_count() as usize],
            text: String::new(),
        }
    }

    /// What belongs to no function.
    fn head(&mut self) {
        let unit = self.unit;
        let source = &unit.source;
        put!(
            self.text,
            "source {}",
            lexis::quoted(source.name.as_bytes(), false)
        );
        if source.first_line != 1 {
            put!(self.text, " first={}", source.first_line.cast_signed());
        }
        if !source.text.is_empty() && !source.text.ends_with(b"\n") {
            self.text.push_str(" unterminated");
        }
        self.text.push('\n');
        if derive::main(&unit.codes) != Some(unit.main) {
            put!(self.text, "main {}\n", self.label(unit.main));
        }
        if let Some(start) = unit.data {
            let (line, column) = source.line_column(start);
            put!(self.text, "data {}:{column}\n", line.cast_signed());
        }
        for warning in &unit.warnings {
            let message = lexis::quoted(warning.message.as_bytes(), false);
            let verbose = if warning.verbose { " verbose" } else { "" };
            let line = warning.line.cast_signed();
            put!(self.text, "warning {line} {message}{verbose}\n");
        }
        for scope in &unit.outer {
            put!(self.text, "outer env={}", scope.env_size);
            for (name, slot) in &scope.locals {
                put!(self.text, " {}", lexis::local(name));
                if let Some(slot) = slot {
                    put!(self.text, "@env{slot}");
                }
            }
            self.text.push('\n');
        }
    }

    fn label(&self, index: CodeIdx) -> String {
        lexis::name(self.labels[index.index()].as_bytes())
    }

    fn function(&mut self, index: CodeIdx) {
        let code = self.unit.code(index);
        let insns = std::mem::take(&mut self.insns[index.index()]);
        self.text.push('\n');
        self.function_head(index, code, &insns);
        self.locals(code);
        let mut body = Body {
            index,
            code,
            places: places(code, &insns),
            literal_tags: Vec::new(),
            site_tags: Vec::new(),
            insns,
        };
        body.literal_tags = self.literal_tags(&body);
        body.site_tags = self.site_tags(&body);
        self.body(&body);
        self.handlers(&body);
        self.text.push_str("end\n");
    }

    fn function_head(&mut self, index: CodeIdx, code: &Code, insns: &[Insn]) {
        let label = self.label(index);
        put!(self.text, "{} {label}", word_of(KINDS, code.kind));
        let params = self.params(code);
        if !params.is_empty() {
            put!(self.text, "({params})");
        }
        let name = self.unit.symbol(code.name);
        if derive::name_of(self.labels[index.index()].as_bytes(), code.kind) != name {
            put!(self.text, " name=:{}", lexis::name(name));
        }
        if code.parent != self.parents[index.index()] {
            let parent = code
                .parent
                .map_or("()".to_owned(), |parent| self.label(parent));
            put!(self.text, " in={parent}");
        }
        for (word, value, default) in [
            ("slots", code.slot_count, derive::slot_count(code, insns)),
            ("env", code.env_size, derive::env_size(code, insns)),
            ("stack", code.max_stack, derive::max_stack(code, insns)),
        ] {
            if value != default {
                put!(self.text, " {word}={value}");
            }
        }
        let usual = derive::flags(&code.params, insns);
        for &(word, flag) in CODE_FLAGS {
            let (mut is, mut usual) = (code.flags, usual);
            if *flag(&mut is) != *flag(&mut usual) {
                let not = if *flag(&mut is) { "" } else { NOT };
                put!(self.text, " {not}{word}");
            }
        }
        if code.params.implicit {
            put!(self.text, " {IMPLICIT}");
        }
        if code.params.destructures != derive::destructures(&code.params) {
            let not = if code.params.destructures { "" } else { NOT };
            put!(self.text, " {not}{DESTRUCTURES}");
        }
        put!(self.text, " @{}\n", self.place(code.span, None));
    }

    /// The parameters with the places of their locals.
    fn params(&self, code: &Code) -> String {
        let params = &code.params;
        let mut items = Vec::new();
        let slots = 0..params.slot_count() as usize;
        for (slot, role) in slots.zip(roles(params)) {
            if slot as u32 == params.post_slot().0 && needs_stroke(params) {
                items.push("/".to_owned());
            }
            let name = match params.names[slot] {
                Some(name) => self.unit.symbol(name),
                None => b"()",
            };
            let conventional = matches!(role, Role::Before("*" | "**" | "&"));
            let shown = match (role, params.names[slot]) {
                (_, None) => "()".to_owned(),
                (Role::Before(sigil), _) if conventional && sigil.as_bytes() == name => {
                    String::new()
                }
                _ => lexis::param(name),
            };
            let item = match role {
                Role::Before(sigil) => sigil.to_owned() + &shown,
                Role::Behind(mark) => shown + mark,
            };
            items.push(item + &self.param_place(code, slot));
        }
        if params.no_keywords {
            // It takes no slot; in the list it stands before the block.
            items.insert(items.len() - usize::from(params.block), "**nil".to_owned());
        }
        let comma = if params.excess_comma { "," } else { "" };
        items.join(", ") + comma
    }

    /// The local of a parameter, where it is not the usual one.
    fn param_place(&self, code: &Code, slot: usize) -> String {
        let Some(local) = code.locals.get(slot) else {
            return String::new();
        };
        let mut text = String::new();
        if local.name != derive::local_name(code, slot) {
            text.push('=');
            text.push_str(&self.local_name(local.name));
        }
        match local.place {
            Place::Slot(place) if place.index() == slot => {}
            place => text.push_str(&place_text(place)),
        }
        text
    }

    fn local_name(&self, name: Option<SymbolIdx>) -> String {
        name.map_or_else(
            || "()".to_owned(),
            |name| lexis::local(self.unit.symbol(name)),
        )
    }

    /// The locals that are no parameters.
    fn locals(&mut self, code: &Code) {
        let params = code.params.slot_count();
        let mut next = params;
        let others = code.locals.iter().skip(params as usize);
        let items = others.map(|local| match (local.name, local.place) {
            (None, Place::Slot(slot)) => {
                next = slot.0.saturating_add(1);
                format!("%{}", slot.0)
            }
            (name, Place::Slot(slot)) if slot.0 == next => {
                next = next.saturating_add(1);
                self.local_name(name)
            }
            (name, place) => self.local_name(name) + &place_text(place),
        });
        let items: Vec<String> = items.collect();
        if !items.is_empty() {
            put!(self.text, "  locals {}\n", items.join(", "));
        }
    }

    fn body(&mut self, body: &Body<'u>) {
        let source = &self.unit.source;
        let mut spans = body.code.spans.iter().peekable();
        let mut lines = body.code.lines.iter().peekable();
        let mut current = None;
        for (pc, insn) in body.insns.iter().enumerate() {
            let pc = pc as u32;
            let line = source.line(body.code.span_at(pc).start);
            if current != Some(line) {
                self.source_line(line);
                current = Some(line);
            }
            self.place_label(body, pc);
            let mut text = format!("    {}", insn.op.mnemonic());
            for (position, (_, kind, value)) in insn.operands().enumerate() {
                let operand = self.operand(body, pc, *insn, position, kind, value);
                if !operand.is_empty() {
                    text.push(' ');
                    text.push_str(&operand);
                }
            }
            let mut notes = String::new();
            while let Some(row) = spans.next_if(|row| row.pc <= pc) {
                put!(notes, " @{}", self.place(row.span, Some(line)));
            }
            while let Some(&(_, begun)) = lines.next_if(|row| row.0 <= pc) {
                notes.push_str(" line");
                if begun != line {
                    put!(notes, "={}", begun.cast_signed());
                }
            }
            if notes.is_empty() {
                put!(self.text, "{text}\n");
            } else {
                put!(self.text, "{text:<RANGE_COLUMN$}{notes}\n");
            }
        }
        self.place_label(body, body.insns.len() as u32);
        for (_, line) in lines {
            put!(self.text, "    line={}\n", line.cast_signed());
        }
    }

    fn place_label(&mut self, body: &Body<'u>, pc: u32) {
        if let Some(label) = body.places.get(&pc) {
            put!(self.text, "  {label}:\n");
        }
    }

    /// Shows a line of the source.
    fn source_line(&mut self, line: u32) {
        let source = &self.unit.source;
        let index = line.wrapping_sub(source.first_line) as usize;
        let bytes = source.line_bytes(line);
        let number = line.cast_signed();
        let before = std::mem::replace(&mut self.shown[index], true);
        let is_line = index < self.line_count();
        if !is_line || (before && bytes.len() > SHOWN_AGAIN) {
            put!(self.text, "{number:>NUMBER_WIDTH$}\n");
        } else if bytes.is_empty() {
            put!(self.text, "{number:>NUMBER_WIDTH$} |\n");
        } else {
            let shown = std::str::from_utf8(bytes).ok();
            let plain = shown.filter(|text| {
                let clean = !text.contains(|c: char| c.is_control() && c != '\t');
                clean && text.trim_end() == *text
            });
            match plain {
                Some(plain) => put!(self.text, "{number:>NUMBER_WIDTH$} | {plain}\n"),
                None => {
                    let quoted = lexis::quoted(bytes, false);
                    put!(self.text, "{number:>NUMBER_WIDTH$} {quoted}\n");
                }
            }
        }
    }

    /// The number of lines of the source; behind the last line break stands none.
    fn line_count(&self) -> usize {
        let source = &self.unit.source;
        let unterminated = !source.text.is_empty() && !source.text.ends_with(b"\n");
        source.line_count() as usize - usize::from(!unterminated)
    }

    /// The lines of the source that no instruction belongs to.
    fn other_lines(&mut self) {
        let source = &self.unit.source;
        let count = self.line_count();
        let line = |index: usize| source.first_line.wrapping_add(index as u32);
        let left: Vec<usize> = (0..count)
            .filter(|&index| !self.shown[index])
            .filter(|&index| index + 1 == count || !source.line_bytes(line(index)).is_empty())
            .collect();
        if !left.is_empty() {
            self.text.push_str("\n# The other lines of the source:\n");
        }
        for index in left {
            self.source_line(line(index));
        }
    }

    /// A range of the source: `column+length`, in front of it the line if that
    /// is another one.
    fn place(&self, span: Span, line: Option<u32>) -> String {
        let (at, column) = self.unit.source.line_column(span.start);
        if line == Some(at) {
            format!("{column}+{}", span.len)
        } else {
            format!("{}:{column}+{}", at.cast_signed(), span.len)
        }
    }

    fn operand(
        &self,
        body: &Body<'u>,
        pc: u32,
        insn: Insn,
        position: usize,
        kind: OperandKind,
        value: u32,
    ) -> String {
        let at = value as usize;
        match kind {
            OperandKind::Int => value.cast_signed().to_string(),
            OperandKind::Slot => self.slot(body, value),
            OperandKind::EnvSlot => self.env_slot(body, insn.a, value),
            OperandKind::EnvDepth
            | OperandKind::Depth
            | OperandKind::Count
            | OperandKind::Pairs
            | OperandKind::Flag => value.to_string(),
            OperandKind::Shape => {
                let rest = if value & 1 == 1 { "*" } else { "" };
                format!("{rest}{}", value >> 1)
            }
            OperandKind::Literal => tagged(
                literal::write(&body.code.literals[at]),
                body.literal_tags[at],
            ),
            OperandKind::Symbol => self.symbol(SymbolIdx(value)),
            OperandKind::Code => self.label(CodeIdx(value)),
            OperandKind::Label => body.places[&value].clone(),
            OperandKind::Loop => self.loop_range(body, pc, value),
            OperandKind::SendSite | OperandKind::IvarSite | OperandKind::ConstSite => {
                debug_assert_eq!(position, 0, "a site comes first");
                tagged(self.site(insn.op, &body.code.sites[at]), body.site_tags[at])
            }
        }
    }

    fn symbol(&self, symbol: SymbolIdx) -> String {
        format!(":{}", lexis::name(self.unit.symbol(symbol)))
    }

    fn slot(&self, body: &Body<'u>, slot: u32) -> String {
        let named = body.code.locals.iter().find_map(|local| match local.place {
            Place::Slot(place) if place.0 == slot => Some(self.unit.symbol(local.name?)),
            _ => None,
        });
        let found = |name: &&[u8]| {
            let found = derive::slot_of(&self.unit.symbols, body.code, name);
            found.is_some_and(|found| found.0 == slot)
        };
        match named.filter(found) {
            Some(name) => lexis::local(name),
            None => format!("%{slot}"),
        }
    }

    fn env_slot(&self, body: &Body<'u>, depth: u32, slot: u32) -> String {
        let locals = derive::env_locals(self.unit, body.index, depth);
        let named = locals.iter().find(|(_, at)| *at == slot);
        match named.filter(|(name, _)| derive::slot_named(&locals, name) == Some(slot)) {
            Some((name, _)) => lexis::local(name),
            None => format!("%{slot}"),
        }
    }

    fn loop_range(&self, body: &Body<'u>, pc: u32, index: u32) -> String {
        let span = body.code.loops[index as usize].span;
        let usual = body.code.span_at(pc);
        if span == usual {
            return String::new();
        }
        let line = self.unit.source.line(usual.start);
        format!("loop={}", self.place(span, Some(line)))
    }

    fn site(&self, op: Op, site: &Site) -> String {
        match site {
            Site::Ivar(name) | Site::Const(name) => self.symbol(*name),
            Site::Send(send) => self.send(op, send),
        }
    }

    fn send(&self, op: Op, site: &SendSite) -> String {
        let mut words = Vec::new();
        let usual = op.usual_call();
        if usual.is_none_or(|(name, _)| name != self.unit.symbol(site.name)) {
            words.push(self.symbol(site.name));
        }
        if site.argc != usual.map_or(0, |(_, argc)| argc) {
            words.push(format!("argc={}", site.argc));
        }
        let keywords = site.keywords.iter();
        words.extend(keywords.map(|name| lexis::param(self.unit.symbol(*name)) + ":"));
        words.extend(set(SEND_FLAGS, site.flags).map(str::to_owned));
        if let Some(block) = site.block {
            words.push(format!("block={}", self.label(block)));
        }
        words.join(" ")
    }

    fn handlers(&mut self, body: &Body<'u>) {
        for row in &body.code.handlers {
            let [start, end, target] = [row.start, row.end, row.target].map(|pc| &body.places[&pc]);
            let word = word_of(HANDLERS, row.kind);
            put!(self.text, "  {word} {start}..{end} -> {target}");
            if row.depth > 0 {
                put!(self.text, " depth={}", row.depth);
            }
            self.text.push('\n');
        }
    }

    /// Equal literals are one if nothing else is said, but each Regexp is its own.
    fn literal_tags(&self, body: &Body<'u>) -> Vec<u32> {
        let literals = &body.code.literals;
        let uses = uses(body, literals.len(), |kind| kind == OperandKind::Literal);
        let is_shared = |index: usize| !matches!(literals[index], Literal::Regexp { .. });
        tags(&uses, is_shared, |index| literal::write(&literals[index]))
    }

    /// Each site is its own if nothing else is said.
    fn site_tags(&self, body: &Body<'u>) -> Vec<u32> {
        let sites = &body.code.sites;
        let uses = uses(body, sites.len(), OperandKind::is_site);
        // The instruction does not matter for telling sites apart.
        tags(&uses, |_| false, |index| self.site(Op::Send, &sites[index]))
    }
}

/// The words of the switches that are set.
fn set<T: Copy>(table: &[Flag<T>], flags: T) -> impl Iterator<Item = &'static str> {
    table.iter().filter_map(move |&(word, flag)| {
        let mut flags = flags;
        flag(&mut flags).then_some(word)
    })
}

/// How a parameter's kind is shown.
#[derive(Clone, Copy)]
enum Role {
    /// In front of the name.
    Before(&'static str),
    /// Behind it.
    Behind(&'static str),
}

/// What each parameter is, in the order of slots.
fn roles(params: &Params) -> impl Iterator<Item = Role> {
    let many = |role: Role, count: u32| std::iter::repeat_n(role, count as usize);
    many(Role::Behind(""), params.required)
        .chain(many(Role::Behind("?"), params.optional))
        .chain(many(Role::Before("*"), u32::from(params.rest)))
        .chain(many(Role::Behind(""), params.post))
        .chain(
            params
                .keywords
                .iter()
                .map(|keyword| Role::Behind(if keyword.required { ":" } else { "?:" })),
        )
        .chain(many(Role::Before("**"), u32::from(params.keyword_rest)))
        .chain(many(Role::Before("&"), u32::from(params.block)))
}

/// Whether nothing shows where the required parameters behind begin.
fn needs_stroke(params: &Params) -> bool {
    params.post > 0 && params.optional == 0 && !params.rest
}

fn place_text(place: Place) -> String {
    match place {
        Place::Slot(slot) => format!("@%{}", slot.0),
        Place::Env(slot) => format!("@env{slot}"),
    }
}

fn tagged(text: String, tag: u32) -> String {
    match tag {
        0 => text,
        tag => format!("{text} ~{tag}").trim_start().to_owned(),
    }
}

/// A label for each place that something goes to or that bounds an exception row.
fn places(code: &Code, insns: &[Insn]) -> HashMap<u32, String> {
    let jumps = insns.iter().filter_map(|insn| insn.label());
    let rows = code.handlers.iter();
    let bounds = rows.flat_map(|row| [row.start, row.end, row.target]);
    let mut pcs: Vec<u32> = jumps.chain(bounds).collect();
    pcs.sort_unstable();
    pcs.dedup();
    let named = pcs.into_iter().enumerate();
    named
        .map(|(number, pc)| (pc, format!("L{}", number + 1)))
        .collect()
}

/// How often instructions mention each entry of a table, and in which order.
fn uses(
    body: &Body<'_>,
    len: usize,
    is_kind: impl Fn(OperandKind) -> bool,
) -> (Vec<u32>, Vec<usize>) {
    let mut counts = vec![0; len];
    let mut order = Vec::new();
    for insn in &body.insns {
        for (_, kind, value) in insn.operands() {
            if is_kind(kind) {
                let at = value as usize;
                if counts[at] == 0 {
                    order.push(at);
                }
                counts[at] += 1;
            }
        }
    }
    (counts, order)
}

/// Numbers that tell apart the entries which look alike. A shared entry is found
/// by its text, so the second that looks alike needs a number; others are new
/// each time, so those that are used twice need one.
fn tags(
    (counts, order): &(Vec<u32>, Vec<usize>),
    is_shared: impl Fn(usize) -> bool,
    text: impl Fn(usize) -> String,
) -> Vec<u32> {
    let mut tags = vec![0; counts.len()];
    let mut seen: HashMap<String, u32> = HashMap::new();
    for &index in order {
        let shared = is_shared(index);
        if shared || counts[index] > 1 {
            let next = seen.entry(text(index)).or_insert(u32::from(!shared));
            tags[index] = *next;
            *next += 1;
        }
    }
    tags
}
