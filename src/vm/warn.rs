//! Warnings of the parser and of the machine: whether they are told, and what
//! they say.
//!
//! Owns the categories that can be switched. Never writes: `Warning.warn` does,
//! which a program may replace, so every warning is a call of Ruby.

use crate::bytecode::code::{Code, CodeKind, Unit};
use crate::bytecode::ops::Op;
use crate::heap::{Reason, Word};
use crate::object::{ClassId, MethodBody, MethodEntry, Sym, Value, known, sym};

use super::function::{Function, SiteInfo};
use super::{Stop, Vm};

/// A kind of warnings that is switched by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Category {
    /// What will go away.
    Deprecated,
    /// What may change.
    Experimental,
    /// What makes a program slow.
    Performance,
    /// Blocks that are passed for nothing, each of them.
    StrictUnusedBlock,
}

/// All of them, with their names.
pub const CATEGORIES: &[(Category, &str)] = &[
    (Category::Deprecated, "deprecated"),
    (Category::Experimental, "experimental"),
    (Category::Performance, "performance"),
    (Category::StrictUnusedBlock, "strict_unused_block"),
];

/// A set of categories.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told(u8);

impl Default for Told {
    /// What is told if nobody says anything.
    fn default() -> Told {
        Told(Category::Experimental.bit())
    }
}

impl Category {
    /// The category of this name.
    pub fn named(name: &[u8]) -> Option<Category> {
        let found = CATEGORIES.iter().find(|(_, text)| text.as_bytes() == name);
        found.map(|(category, _)| *category)
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }

    fn name(self) -> &'static str {
        CATEGORIES[self as usize].1
    }
}

/// Methods that the machine and its library cannot do without.
const VITAL: [&str; 3] = ["object_id", "__id__", "__send__"];

impl Vm {
    // ---- whether ----------------------------------------------------------------

    /// `$VERBOSE`; None: nothing at all is told.
    pub(crate) fn verbosity(&self) -> Option<bool> {
        let level = self.globals.get(&sym::VERBOSE).copied();
        let level = level.unwrap_or(Word::NIL);
        (!level.is_nil()).then_some(level.truthy())
    }

    /// Whether warnings of a category are told, if any are.
    pub fn tells_of(&self, category: Category) -> bool {
        self.told.0 & category.bit() != 0
    }

    /// Switches a category.
    pub fn tell_of(&mut self, category: Category, on: bool) {
        let rest = self.told.0 & !category.bit();
        self.told = Told(rest | if on { category.bit() } else { 0 });
    }

    /// Whether changes of string literals are told: they were chilled when they
    /// were copied.
    #[inline(always)]
    pub(crate) fn watches_literals(&self) -> bool {
        self.told.0 & Category::Deprecated.bit() != 0
    }

    // ---- how --------------------------------------------------------------------

    /// Hands whole lines to `Warning.warn`.
    pub(crate) fn deliver(&mut self, text: &str, category: Option<Category>) -> Result<(), Stop> {
        let category = category.map_or(Word::NIL, |category| {
            Word::from_symbol(self.world.intern(category.name()).0)
        });
        let text = self.new_string(text.as_bytes());
        let text = text.map_err(|e| self.too_big(e))?.value().word();
        let module = self.world.classes.object(known::WARNING);
        let name = self.world.intern_own("__deliver");
        self.call_words(module, name, &[text, category], Word::NIL)?;
        Ok(())
    }

    /// Tells where the program is and what is odd, unless `$VERBOSE` is nil.
    pub(crate) fn warn(&mut self, message: &str) -> Result<(), Stop> {
        if self.verbosity().is_none() {
            return Ok(());
        }
        let text = format!("{}: warning: {message}\n", self.caller_location());
        self.deliver(&text, None)
    }

    /// The same for a category.
    pub(crate) fn warn_of(&mut self, category: Category, message: &str) -> Result<(), Stop> {
        if self.verbosity().is_none() || !self.tells_of(category) {
            return Ok(());
        }
        let text = format!("{}: warning: {message}\n", self.caller_location());
        self.deliver(&text, Some(category))
    }

    // ---- of what ------------------------------------------------------------------

    /// A String that came out of a literal is about to change. Shared primitives
    /// cannot call Ruby, so it is told at the safe point behind them.
    #[cold]
    pub(crate) fn thaw(&self, string: Value<'_>) {
        string.set_chilled(false);
        let text = format!(
            "{}: warning: literal string will be frozen in the future (run with \
             --debug-frozen-string-literal for more information)\n",
            self.caller_location()
        );
        self.late_warnings.borrow_mut().push(text);
        self.world.heap.request(Reason::Explicit);
    }

    /// Tells what could not be told when it happened.
    pub(crate) fn deliver_late(&mut self) -> Result<(), Stop> {
        let late = std::mem::take(&mut *self.late_warnings.borrow_mut());
        for text in late {
            if self.verbosity().is_some() && self.watches_literals() {
                self.deliver(&text, Some(Category::Deprecated))?;
            }
        }
        Ok(())
    }

    /// Tells what the parser found odd in a unit.
    pub(crate) fn show_warnings(&mut self, unit: &Unit) -> Result<(), Stop> {
        for warning in &unit.warnings {
            let told = self.verbosity().is_some_and(|all| all || !warning.verbose);
            if told {
                let (file, line) = (&unit.source.name, warning.line);
                let text = format!("{file}:{line}: warning: {}\n", warning.message);
                self.deliver(&text, None)?;
            }
        }
        Ok(())
    }

    /// What there is to say of a new method of this name, before it is there.
    pub(crate) fn oddity_of_method(
        &mut self,
        owner: ClassId,
        name: Sym,
        alias: bool,
    ) -> Option<String> {
        let verbose = self.verbosity()?;
        let place = self.caller_location();
        let mut text = String::new();
        if !alias && owner == known::OBJECT && matches!(name, sym::INITIALIZE | sym::METHOD_MISSING)
        {
            let shown = self.world.symbols.text(name);
            text = format!("{place}: warning: redefining Object#{shown} may cause infinite loop\n");
        } else if self.is_vital(name) && self.world.find_method(owner, name).is_some() {
            text = self.serious(&place, "redefining", name);
        }
        let own = self
            .world
            .classes
            .get(owner)
            .methods
            .borrow()
            .get(&name)
            .copied();
        if verbose && let Some(old) = own.map(|id| self.entry(id)) {
            self.describe_discarded(old, &place, &mut text);
        }
        (!text.is_empty()).then_some(text)
    }

    fn is_vital(&self, name: Sym) -> bool {
        VITAL
            .iter()
            .any(|known| self.world.symbols.name(name) == known.as_bytes())
    }

    fn serious(&self, place: &str, what: &str, name: Sym) -> String {
        let name = self.world.symbols.text(name);
        format!("{place}: warning: {what} '{name}' may cause serious problems\n")
    }

    /// Says that a method gives way to another, if nothing else is left of it.
    fn describe_discarded(&self, old: &MethodEntry, place: &str, text: &mut String) {
        if old.aliased.get() || matches!(old.body.get(), MethodBody::Undefined) {
            return;
        }
        let name = self.world.symbols.text(old.name);
        text.push_str(&format!(
            "{place}: warning: method redefined; discarding old {name}\n"
        ));
        if let Some((file, line)) = self.code_source(old) {
            text.push_str(&format!(
                "{file}:{line}: warning: previous definition of {name} was here\n"
            ));
        }
    }

    /// Tells that a method that much depends on goes away.
    pub(crate) fn warn_gone(&mut self, what: &str, name: Sym) -> Result<(), Stop> {
        let odd = self.is_vital(name) || (name == sym::INITIALIZE && what != "redefining");
        if self.verbosity().is_none() || !odd {
            return Ok(());
        }
        let text = self.serious(&self.caller_location(), what, name);
        self.deliver(&text, None)
    }

    /// Tells that a constant is not to be used any more.
    pub(crate) fn warn_constant(&mut self, module: ClassId, name: Sym) -> Result<(), Stop> {
        let shown = if module == known::OBJECT {
            String::new()
        } else {
            self.class_text(module)
        };
        let name = self.world.symbols.text(name);
        let message = format!("constant {shown}::{name} is deprecated");
        self.warn_of(Category::Deprecated, &message)
    }

    /// Whether `deprecate_constant` was said of a constant of exactly this
    /// module.
    pub(crate) fn is_deprecated(&self, module: ClassId, name: Sym) -> bool {
        let constant = self.own_constant(module, name);
        constant.is_some_and(|constant| constant.deprecated)
    }

    // ---- blocks -------------------------------------------------------------------

    /// Whether somebody wants to hear of blocks that are passed for nothing.
    pub(crate) fn watches_blocks(&self) -> bool {
        let strict = self.tells_of(Category::StrictUnusedBlock);
        self.verbosity().is_some_and(|all| all || strict)
    }

    /// Tells once that a method has no use for the block that a call passes.
    /// True: Ruby ran.
    pub(crate) fn warn_unused_block(
        &mut self,
        entry: &'static MethodEntry,
        info: &SiteInfo,
    ) -> Result<bool, Stop> {
        let MethodBody::Code(id) = entry.body.get() else {
            return Ok(false);
        };
        if info.block.is_none() && !info.flags.block_arg {
            return Ok(false);
        }
        if info.flags.block_arg && self.peek(0).is_nil() {
            return Ok(false);
        }
        let strict = self.tells_of(Category::StrictUnusedBlock);
        let function = self.functions.get(id);
        if function.is_kernel()
            || takes_block(function)
            || (!strict && self.any_takes_block(entry.original_name))
            || function.block_told.replace(true)
        {
            return Ok(false);
        }
        let Some((file, line)) = self.code_source(entry) else {
            return Ok(false);
        };
        let name = self.method_label(entry);
        let message =
            format!("the block passed to '{name}' defined at {file}:{line} may be ignored");
        self.warn(&message)?;
        Ok(true)
    }

    /// Whether a method of this name, defined or not, has a use for blocks.
    fn any_takes_block(&self, name: Sym) -> bool {
        let named = |function: &Function| {
            let code = function.code().filter(|code| code.kind == CodeKind::Method);
            let unit = function.unit().filter(|unit| !unit.kernel);
            unit.zip(code)
                .is_some_and(|(unit, code)| unit.symbols[code.name.index()] == name)
        };
        let mut functions = self.functions.iter();
        functions.any(|(_, function)| named(function) && takes_block(function))
    }
}

/// Whether a method yields, names its block or passes it on.
fn takes_block(function: &Function) -> bool {
    let (Some(code), Some(unit)) = (function.code(), function.unit()) else {
        return false;
    };
    let flags = code.flags;
    flags.uses_yield || flags.uses_zsuper || code.params.block || passes_block(&unit.unit, code)
}

/// Whether a method, or a block in it, calls `super`.
fn passes_block(unit: &Unit, method: &Code) -> bool {
    let calls_super = |code: &Code| code.insns().iter().any(|insn| insn.op == Op::Super);
    let inside = |code: &Code| {
        code.kind == CodeKind::Method && code.span == method.span
            || code.kind.is_block()
                && code.span.start >= method.span.start
                && code.span.start + code.span.len <= method.span.start + method.span.len
    };
    unit.codes
        .iter()
        .any(|code| inside(code) && calls_super(code))
}
