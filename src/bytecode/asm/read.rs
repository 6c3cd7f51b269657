//! Text as units.
//!
//! Owns the lines of the form and the heads of functions; `insn.rs` reads the
//! instructions. First all lines are looked at, so that labels, functions and
//! the source are known, then the instructions are read. The unit is verified.
//! Goes on after a mistake, so that all are told at once.

use std::collections::HashMap;

use super::insn::{self, Body, Pending, is_label};
use super::lexis::{Cursor, Read};
use super::source::{Lines, Places, line_number};
use super::{CODE_FLAGS, DESTRUCTURES, HANDLERS, IMPLICIT, KINDS, NOT, Problem, derive, find};
use crate::bytecode::code::{
    Code, CodeFlags, CodeKind, KeywordParam, Local, OuterScope, Params, Place, Span, Unit, Warning,
};
use crate::bytecode::decode::{Insn, encode};
use crate::bytecode::operand::{CodeIdx, Slot, SymbolIdx};
use crate::bytecode::verify;

/// More problems than this are not told.
const MOST_PROBLEMS: usize = 100;

/// What a text says, before anybody checked whether the code is sound.
pub struct Assembled {
    /// The code.
    pub unit: Unit,
    /// Where each function begins in the text.
    heads: Vec<Span>,
    /// Where each of its instructions stands.
    insns: Vec<Vec<Span>>,
}

impl Assembled {
    /// Checks the code.
    pub fn verified(self) -> Result<Unit, Problem> {
        match verify::verify_program(&self.unit) {
            Ok(()) => Ok(self.unit),
            Err(error) => {
                let function = error.code.index();
                let insns = self.insns.get(function);
                let insn = error.pc.and_then(|pc| insns?.get(pc as usize));
                let head = self.heads.get(function);
                Err(Problem {
                    span: insn.or(head).copied().unwrap_or_default(),
                    message: error.message,
                })
            }
        }
    }
}

/// Reads a text; `file` is its name. Returns a verified unit, or all that is wrong.
pub fn read(text: &[u8], file: &str) -> Result<Unit, Vec<Problem>> {
    parse(text, file)?
        .verified()
        .map_err(|problem| vec![problem])
}

/// Reads a text and checks nothing that does not stand in it.
pub fn parse(text: &[u8], file: &str) -> Result<Assembled, Vec<Problem>> {
    let problem = |start: usize, len: usize, message: &str| {
        let (start, len) = (start as u32, len as u32);
        let span = Span { start, len };
        let message = message.to_owned();
        vec![Problem { span, message }]
    };
    if text.len() >= u32::MAX as usize {
        return Err(problem(0, 0, "the text is 4 GiB or longer"));
    }
    let text = std::str::from_utf8(text).map_err(|error| {
        let len = error.error_len().unwrap_or(1);
        problem(error.valid_up_to(), len, "these bytes are no UTF-8")
    })?;
    let mut reader = Reader::new(text);
    reader.lines();
    reader.finish(file)
}

/// The names of a unit.
#[derive(Default)]
pub(super) struct Names {
    pub(super) symbols: Vec<Vec<u8>>,
    index: HashMap<Vec<u8>, SymbolIdx>,
}

impl Names {
    /// The index of a name.
    pub(super) fn intern(&mut self, name: &[u8]) -> SymbolIdx {
        if let Some(&index) = self.index.get(name) {
            return index;
        }
        let index = SymbolIdx(self.symbols.len() as u32);
        self.symbols.push(name.to_vec());
        self.index.insert(name.to_vec(), index);
        index
    }
}

/// What is said of a number that may follow from the rest.
type Count = Option<u32>;

/// A function as far as the first look sees it.
pub(super) struct Outline<'t> {
    pub(super) code: Code,
    /// The whole text of it.
    own_span: Span,
    /// Its range, to be read when the source is known.
    range: Option<Cursor<'t>>,
    /// What `in=` says: a label, or that there is no parent.
    parent: Option<Option<(Vec<u8>, Span)>>,
    slots: Count,
    env: Count,
    stack: Count,
    flags: Vec<(usize, bool)>,
    destructures: Option<bool>,
    /// Instructions and lines of annotations, each with the line of the source
    /// shown before it and the number of instructions before it.
    pub(super) lines: Vec<(Cursor<'t>, Option<u32>)>,
    pub(super) labels: HashMap<&'t str, (u32, Span)>,
    pub(super) handlers: Vec<Cursor<'t>>,
    /// The line of the source shown last.
    shown: Option<u32>,
}

struct Reader<'t> {
    text: &'t str,
    problems: Vec<Problem>,
    names: Names,
    source: Lines,
    functions: Vec<Outline<'t>>,
    by_label: HashMap<Vec<u8>, (CodeIdx, Span)>,
    /// Whether the last function goes on.
    is_open: bool,
    /// Whether lines are skipped up to the next function: nobody knows what
    /// they belong to.
    is_lost: bool,
    main: Option<(Vec<u8>, Span)>,
    data: Option<Cursor<'t>>,
    warnings: Vec<Warning>,
    outer: Vec<OuterScope>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Reader<'t> {
        Reader {
            text,
            problems: Vec::new(),
            names: Names::default(),
            source: Lines::default(),
            functions: Vec::new(),
            by_label: HashMap::new(),
            is_open: false,
            is_lost: false,
            main: None,
            data: None,
            warnings: Vec::new(),
            outer: Vec::new(),
        }
    }

    /// The first look.
    fn lines(&mut self) {
        let mut start = 0;
        for line in self.text.split('\n') {
            let end = start + line.len();
            let mut cursor = Cursor::new(self.text, start, end);
            let read = if self.is_open {
                self.function_line(&mut cursor)
            } else {
                self.outer_line(&mut cursor)
            };
            if let Err(problem) = read {
                self.problems.push(problem);
            }
            start = end + 1;
        }
        if self.is_open {
            let last = self.functions.last().expect("an open function is there");
            let message = "this function has no `end`".to_owned();
            let span = last.own_span;
            self.problems.push(Problem { span, message });
        }
    }

    /// A line outside functions.
    fn outer_line(&mut self, cursor: &mut Cursor<'t>) -> Read<()> {
        if cursor.at_end() {
            return Ok(());
        }
        let start = cursor.position();
        if is_source_line(cursor) {
            return self.source.line(cursor).map(|_| ());
        }
        let word = cursor.word();
        if let Some(kind) = find(KINDS, word) {
            return self.function_head(cursor, start, kind);
        }
        match word {
            "source" => self.source.declare(cursor, start),
            "main" => {
                cursor.skip_blanks();
                let at = cursor.position();
                let label = cursor.name("the label of a function")?;
                if self.main.is_some() {
                    return cursor.wrong(start, "a second `main`".to_owned());
                }
                self.main = Some((label, cursor.span_from(at)));
                cursor.finish()
            }
            "data" => {
                self.data = Some(cursor.clone());
                Ok(())
            }
            "warning" => {
                let line = line_number(cursor)?;
                let message = cursor.string()?;
                self.warnings.push(Warning {
                    line,
                    message: String::from_utf8_lossy(&message).into_owned(),
                    verbose: cursor.eat_word("verbose"),
                });
                cursor.finish()
            }
            "outer" => self.outer_scope(cursor),
            _ if self.is_lost => Ok(()),
            _ => {
                self.is_lost = true;
                Cursor::new(self.text, start, cursor.position()).expected(
                    "a function (`method`, `block`, `lambda`, `class`, `module`, `singleton`, \
                     `top`, `eval`, `stack`) or `source`, `main`, `data`, `warning`, `outer`",
                )
            }
        }
    }

    /// What stands around an evaluated text.
    fn outer_scope(&mut self, cursor: &mut Cursor<'t>) -> Read<()> {
        cursor.skip_blanks();
        if !cursor.eat("env=") {
            return cursor.expected("`env=` and the size of the Env");
        }
        let env_size = cursor.count("the size of an Env")?;
        let mut scope = OuterScope {
            locals: Vec::new(),
            env_size,
        };
        while !cursor.at_end() {
            let name = cursor.local("the name of a local")?;
            let slot = if cursor.eat("@env") {
                Some(cursor.count("a slot")?)
            } else {
                None
            };
            scope.locals.push((name, slot));
        }
        self.outer.push(scope);
        Ok(())
    }

    /// A line within a function.
    fn function_line(&mut self, cursor: &mut Cursor<'t>) -> Read<()> {
        if cursor.at_end() {
            return Ok(());
        }
        let start = cursor.position();
        let function = self.functions.last_mut().expect("a function is open");
        if is_source_line(cursor) {
            function.shown = Some(self.source.line(cursor)?);
            return Ok(());
        }
        let whole = cursor.clone();
        let word = cursor.word();
        if let Some(kind) = find(KINDS, word) {
            let message = "this function has no `end` before the next begins".to_owned();
            let span = function.own_span;
            self.problems.push(Problem { span, message });
            return self.function_head(cursor, start, kind);
        }
        if find(HANDLERS, word).is_some() {
            function.handlers.push(whole);
            return Ok(());
        }
        match word {
            "end" => {
                self.is_open = false;
                function.own_span.len = cursor.position() as u32 - function.own_span.start;
                cursor.finish()
            }
            "locals" => locals(&mut self.names, &mut function.code, cursor),
            _ => match word.strip_suffix(':').filter(|label| !label.is_empty()) {
                Some(label) => {
                    if !label.chars().all(is_label) {
                        let message = "a label consists of letters, digits and `_`";
                        return cursor.wrong(start, message.to_owned());
                    }
                    let pc = function.code.insn_count;
                    let span = cursor.span_from(start);
                    if function.labels.insert(label, (pc, span)).is_some() {
                        return cursor.wrong(start, format!("a second label `{label}`"));
                    }
                    // An instruction may stand behind it.
                    self.function_line(cursor)
                }
                None => {
                    function.lines.push((whole, function.shown));
                    function.code.insn_count += u32::from(!is_note(word));
                    Ok(())
                }
            },
        }
    }

    /// The first line of a function.
    fn function_head(&mut self, cursor: &mut Cursor<'t>, start: usize, kind: CodeKind) -> Read<()> {
        cursor.skip_blanks();
        let at = cursor.position();
        // Without a label the function goes on all the same.
        let label = cursor.name("the label of the function");
        let (label, unlabelled) = match label {
            Ok(label) => (label, None),
            Err(problem) => (Vec::new(), Some(problem)),
        };
        let span = cursor.span_from(at);
        let name = self.names.intern(derive::name_of(&label, kind));
        let own_span = Span {
            start: start as u32,
            len: span.end() - start as u32,
        };
        self.functions.push(Outline {
            code: empty(name, kind),
            own_span,
            range: None,
            parent: None,
            slots: None,
            env: None,
            stack: None,
            flags: Vec::new(),
            destructures: None,
            lines: Vec::new(),
            labels: HashMap::new(),
            handlers: Vec::new(),
            shown: None,
        });
        self.is_open = true;
        self.is_lost = false;
        if let Some(problem) = unlabelled {
            return Err(problem);
        }
        let index = CodeIdx(self.functions.len() as u32 - 1);
        if self.by_label.contains_key(&label) {
            let shown = String::from_utf8_lossy(&label).into_owned();
            return cursor.wrong(at, format!("a second function with the label `{shown}`"));
        }
        self.by_label.insert(label, (index, span));
        let function = self.functions.last_mut().expect("just pushed");
        if cursor.eat("(") {
            parameters(&mut self.names, &mut function.code, cursor)?;
        }
        while !cursor.at_end() {
            attribute(&mut self.names, function, cursor)?;
        }
        Ok(())
    }

    /// The second look, and the unit.
    fn finish(mut self, file: &str) -> Result<Assembled, Vec<Problem>> {
        let places = std::mem::take(&mut self.source).finish(file, self.text);
        let mut insns = Vec::new();
        let mut spans = Vec::new();
        let mut pending = Vec::new();
        let mut functions = std::mem::take(&mut self.functions);
        for (index, function) in functions.iter_mut().enumerate() {
            if let Err(problem) = self.function_range(function, &places) {
                self.problems.push(problem);
            }
            let mut body = Body::new(function, &mut self.names, &self.by_label, &places);
            self.problems.append(&mut body.read());
            let found = body.pending.into_iter();
            pending.extend(found.map(|found| (CodeIdx(index as u32), found)));
            insns.push(body.insns);
            spans.push(body.own_spans);
        }
        let heads: Vec<Span> = functions.iter().map(|function| function.own_span).collect();
        let unit = self.unit(functions, &places, &mut insns, &pending);
        if !self.problems.is_empty() {
            self.problems.sort_by_key(|problem| problem.span.start);
            self.problems.truncate(MOST_PROBLEMS);
            return Err(self.problems);
        }
        let unit = unit.expect("a text without problems has a main function");
        Ok(Assembled {
            unit,
            heads,
            insns: spans,
        })
    }

    /// The range of a function in the source.
    fn function_range(&self, function: &mut Outline<'t>, places: &Places) -> Read<()> {
        function.code.span = match &mut function.range {
            Some(cursor) => places.range(cursor, None)?,
            None if places.is_own => function.own_span,
            None => Span::default(),
        };
        Ok(())
    }

    fn unit(
        &mut self,
        functions: Vec<Outline<'t>>,
        places: &Places,
        insns: &mut [Vec<Insn>],
        pending: &[(CodeIdx, Pending)],
    ) -> Option<Unit> {
        let mut parents = Vec::new();
        let mut codes = Vec::new();
        for (function, insns) in functions.into_iter().zip(&*insns) {
            parents.push(function.parent.clone());
            codes.push(complete(function, insns));
        }
        let usual = derive::parents(&codes, insns);
        for ((code, usual), parent) in codes.iter_mut().zip(usual).zip(parents) {
            code.parent = usual;
            if let Some(named) = parent {
                code.parent = named.and_then(|(label, span)| self.function(&label, span));
            }
        }
        let main = match self.main.take() {
            Some((label, span)) => self.function(&label, span),
            None => derive::main(&codes),
        };
        if main.is_none() && self.problems.is_empty() {
            let message = "no function is the program: one begins with `top`, or `main` names it";
            self.problems.push(Problem {
                span: Span::default(),
                message: message.to_owned(),
            });
        }
        let data = self.data.take().map(|mut cursor| {
            let offset = places.offset(&mut cursor, None)?;
            cursor.finish()?;
            Ok(offset)
        });
        let data = data.transpose().unwrap_or_else(|problem| {
            self.problems.push(problem);
            None
        });
        let mut unit = Unit {
            source: places.text.clone(),
            symbols: std::mem::take(&mut self.names.symbols),
            codes,
            main: main?,
            outer: std::mem::take(&mut self.outer),
            warnings: std::mem::take(&mut self.warnings),
            data,
        };
        for (index, pending) in pending {
            let insn = &mut insns[index.index()][pending.pc as usize];
            match insn::resolve_env(&unit, *index, insn.a, pending) {
                Ok(slot) => insn.b = slot,
                Err(problem) => self.problems.push(problem),
            }
        }
        for (code, insns) in unit.codes.iter_mut().zip(insns) {
            for &insn in &*insns {
                encode(insn, &mut code.words);
            }
        }
        Some(unit)
    }

    /// The function with a label.
    fn function(&mut self, label: &[u8], span: Span) -> Option<CodeIdx> {
        let found = self.by_label.get(label).map(|&(index, _)| index);
        if found.is_none() {
            self.problems.push(insn::no_function(label, span));
        }
        found
    }
}

/// Whether a line begins with a number.
fn is_source_line(cursor: &Cursor<'_>) -> bool {
    let rest = cursor.rest();
    let digits = rest.strip_prefix('-').unwrap_or(rest);
    digits.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a line consists of annotations: statements begin behind the last
/// instruction.
pub(super) fn is_note(word: &str) -> bool {
    word == "line" || word.starts_with("line=")
}

/// A function with nothing in it.
fn empty(name: SymbolIdx, kind: CodeKind) -> Code {
    Code {
        name,
        kind,
        parent: None,
        words: Vec::new(),
        insn_count: 0,
        literals: Vec::new(),
        sites: Vec::new(),
        loops: Vec::new(),
        handlers: Vec::new(),
        spans: Vec::new(),
        params: Params::default(),
        locals: Vec::new(),
        slot_count: 0,
        env_size: 0,
        max_stack: 0,
        flags: CodeFlags::default(),
        span: Span::default(),
        lines: Vec::new(),
    }
}

/// What follows from the instructions, if nothing else was said.
fn complete(function: Outline<'_>, insns: &[Insn]) -> Code {
    let mut code = function.code;
    let usual = derive::destructures(&code.params);
    code.params.destructures = function.destructures.unwrap_or(usual);
    code.flags = derive::flags(&code.params, insns);
    for (row, on) in function.flags {
        *CODE_FLAGS[row].1(&mut code.flags) = on;
    }
    let slots = || derive::slot_count(&code, insns);
    let env = || derive::env_size(&code, insns);
    let stack = || derive::max_stack(&code, insns);
    let (slots, env, stack) = (
        function.slots.unwrap_or_else(slots),
        function.env.unwrap_or_else(env),
        function.stack.unwrap_or_else(stack),
    );
    (code.slot_count, code.env_size, code.max_stack) = (slots, env, stack);
    code
}

/// A word behind the head of a function.
fn attribute<'t>(
    names: &mut Names,
    function: &mut Outline<'t>,
    cursor: &mut Cursor<'t>,
) -> Read<()> {
    let what = "a size";
    if cursor.eat("@") {
        function.range = Some(cursor.clone());
        cursor.word();
        return Ok(());
    }
    if cursor.eat("name=") {
        let name = cursor.symbol("`:` and a name")?;
        function.code.name = names.intern(&name);
        return Ok(());
    }
    if cursor.eat("in=") {
        let start = cursor.position();
        if cursor.eat("()") {
            function.parent = Some(None);
        } else {
            let label = cursor.name("the label of a function, or `()`")?;
            function.parent = Some(Some((label, cursor.span_from(start))));
        }
        return Ok(());
    }
    for (word, count) in [
        ("slots=", &mut function.slots),
        ("env=", &mut function.env),
        ("stack=", &mut function.stack),
    ] {
        if cursor.eat(word) {
            *count = Some(cursor.count(what)?);
            return Ok(());
        }
    }
    let ahead = cursor.clone();
    let word = cursor.word();
    let (word, on) = match word.strip_prefix(NOT) {
        Some(word) => (word, false),
        None => (word, true),
    };
    if let Some(row) = CODE_FLAGS.iter().position(|(name, _)| *name == word) {
        function.flags.push((row, on));
    } else if word == IMPLICIT {
        function.code.params.implicit = on;
    } else if word == DESTRUCTURES {
        function.destructures = Some(on);
    } else {
        return ahead.expected("a flag, `name=`, `in=`, `slots=`, `env=`, `stack=` or a range");
    }
    Ok(())
}

/// The parameters, up to the closing parenthesis.
fn parameters(names: &mut Names, code: &mut Code, cursor: &mut Cursor<'_>) -> Read<()> {
    loop {
        cursor.skip_blanks();
        if cursor.eat(")") {
            // A comma at the end spreads one argument of a block.
            code.params.excess_comma = !code.params.names.is_empty();
            return Ok(());
        }
        parameter(names, code, cursor)?;
        cursor.skip_blanks();
        if cursor.eat(")") {
            return Ok(());
        }
        if !cursor.eat(",") {
            return cursor.expected("`,` or `)`");
        }
    }
}

/// The kinds of parameters in the order that they stand in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Required,
    Optional,
    Rest,
    Post,
    Keyword,
    KeywordRest,
    Block,
}

/// How far a parameter list has come.
fn stage(params: &Params) -> Stage {
    let seen = [
        (params.block, Stage::Block),
        (
            params.keyword_rest || params.no_keywords,
            Stage::KeywordRest,
        ),
        (!params.keywords.is_empty(), Stage::Keyword),
        (params.post > 0, Stage::Post),
        (params.rest, Stage::Rest),
        (params.optional > 0, Stage::Optional),
    ];
    let found = seen.into_iter().find(|(seen, _)| *seen);
    found.map_or(Stage::Required, |(_, stage)| stage)
}

fn parameter(names: &mut Names, code: &mut Code, cursor: &mut Cursor<'_>) -> Read<()> {
    let start = cursor.position();
    if cursor.eat("/") {
        return stroke(names, code, cursor);
    }
    let sigil = ["**", "*", "&"].into_iter().find(|sigil| cursor.eat(sigil));
    let name = if cursor.eat("()") {
        None
    } else if let Some(sigil) = sigil
        && matches!(cursor.peek(), None | Some(',' | ')' | '=' | '@'))
    {
        Some(sigil.as_bytes().to_vec())
    } else {
        Some(cursor.param("a parameter")?)
    };
    let optional = sigil.is_none() && cursor.eat("?");
    let is_keyword = sigil.is_none() && cursor.eat(":");
    let params = &mut code.params;
    let before = stage(params);
    let stage = match sigil {
        Some("**") => Stage::KeywordRest,
        Some("*") => Stage::Rest,
        Some(_) => Stage::Block,
        None if is_keyword => Stage::Keyword,
        None if optional => Stage::Optional,
        None if before == Stage::Required => Stage::Required,
        None => Stage::Post,
    };
    if stage < before || (stage == before && sigil.is_some()) {
        let message = "parameters stand in this order: required, optional, rest, required \
                       behind, keywords, rest of the keywords, block";
        return cursor.wrong(start, message.to_owned());
    }
    let symbol = name.as_deref().map(|name| names.intern(name));
    match stage {
        Stage::Required => params.required += 1,
        Stage::Optional => params.optional += 1,
        Stage::Rest => params.rest = true,
        Stage::Post => params.post += 1,
        Stage::Keyword => {
            let Some(name) = symbol else {
                return cursor.wrong(start, "a keyword needs a name".to_owned());
            };
            let required = !optional;
            params.keywords.push(KeywordParam { name, required });
        }
        Stage::KeywordRest if name.as_deref() == Some(b"nil") => {
            params.no_keywords = true;
            return Ok(());
        }
        Stage::KeywordRest => params.keyword_rest = true,
        Stage::Block => params.block = true,
    }
    params.names.push(symbol);
    param_local(names, code, cursor)
}

/// The required parameter that follows a stroke belongs behind.
fn stroke(names: &mut Names, code: &mut Code, cursor: &mut Cursor<'_>) -> Read<()> {
    let start = cursor.position();
    cursor.skip_blanks();
    if !cursor.eat(",") || stage(&code.params) != Stage::Required {
        return cursor.wrong(
            start,
            "a stroke stands before the required ones behind".to_owned(),
        );
    }
    cursor.skip_blanks();
    let required = code.params.required;
    parameter(names, code, cursor)?;
    if code.params.required == required {
        return cursor.wrong(start, "a required parameter follows a stroke".to_owned());
    }
    code.params.required = required;
    code.params.post = 1;
    Ok(())
}

/// The local of the parameter read last: `=name` and `@place`.
fn param_local(names: &mut Names, code: &mut Code, cursor: &mut Cursor<'_>) -> Read<()> {
    let slot = code.params.names.len() - 1;
    let name = if cursor.eat("=") {
        if cursor.eat("()") {
            None
        } else {
            let name = cursor.local("the name of the local")?;
            Some(names.intern(&name))
        }
    } else {
        derive::local_name(code, slot)
    };
    let place = place(cursor)?.unwrap_or(Place::Slot(Slot(slot as u32)));
    code.locals.push(Local { name, place });
    Ok(())
}

/// `@env3` or `@%3`.
fn place(cursor: &mut Cursor<'_>) -> Read<Option<Place>> {
    if cursor.eat("@env") {
        return Ok(Some(Place::Env(cursor.count("a slot of the Env")?)));
    }
    if cursor.eat("@%") {
        let slot = cursor.count("a slot of the frame")?;
        return Ok(Some(Place::Slot(Slot(slot))));
    }
    if cursor.rest().starts_with('@') {
        return cursor.expected("`@env` or `@%` and a slot");
    }
    Ok(None)
}

/// The locals that are no parameters.
fn locals(names: &mut Names, code: &mut Code, cursor: &mut Cursor<'_>) -> Read<()> {
    let slots = code.locals.iter().skip(code.params.names.len());
    let mut taken = slots.filter_map(|local| match local.place {
        Place::Slot(slot) => Some(slot.0.saturating_add(1)),
        Place::Env(_) => None,
    });
    let mut next = taken.next_back().unwrap_or(code.params.names.len() as u32);
    loop {
        cursor.skip_blanks();
        let (name, at) = if cursor.eat("%") {
            let slot = cursor.count("a slot of the frame")?;
            (None, Some(Place::Slot(Slot(slot))))
        } else if cursor.eat("()") {
            (None, place(cursor)?)
        } else {
            let name = cursor.local("the name of a local")?;
            (Some(names.intern(&name)), place(cursor)?)
        };
        let at = at.unwrap_or(Place::Slot(Slot(next)));
        if let Place::Slot(slot) = at
            && (name.is_none() || slot.0 == next)
        {
            next = slot.0.saturating_add(1);
        }
        code.locals.push(Local { name, place: at });
        cursor.skip_blanks();
        if !cursor.eat(",") {
            return cursor.finish();
        }
    }
}
