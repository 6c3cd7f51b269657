//! Arguments: from what a call pushed to what a function's parameters want.
//!
//! The general path. It takes the pushed values off the stack into a list,
//! binds them, and writes the parameter slots. No safe point lies between.

use crate::bytecode::code::Params;
use crate::heap::Word;
use crate::object::{Sym, Value, known};

use super::function::{Function, FunctionKind, SiteInfo};
use super::values::Values;
use super::{Stop, Vm};

/// Elements of an Array for which there is always memory.
const FEW_ELEMENTS: usize = 1000;

/// Keywords of a call on their way.
#[derive(Clone, Debug, Default)]
pub enum Keywords {
    /// None were passed.
    #[default]
    None,
    /// Written names with their values.
    Pairs(Vec<(Sym, Word)>),
    /// A Hash, to be taken apart or copied.
    Hash(Word),
}

/// Arguments of a call on their way.
#[derive(Clone, Debug, Default)]
pub struct Incoming {
    /// Positional values.
    pub values: Values,
    /// Keywords.
    pub keywords: Keywords,
    /// The call is written with keywords, even if there are none in them.
    pub has_keywords: bool,
    /// The block: nil, a Proc or a frame's block literal.
    pub block: BlockWord,
}

/// Whether a function marks keywords from now on (`ruby2_keywords`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Marked {
    /// It does.
    Yes,
    /// It takes keywords, or has no rest that they could land in.
    NoRest,
    /// There is no code of the program.
    NoRuby,
}

/// A word that is nil by default.
#[derive(Clone, Copy, Debug)]
pub struct BlockWord(pub Word);

impl Default for BlockWord {
    fn default() -> Self {
        BlockWord(Word::NIL)
    }
}

impl Keywords {
    /// Whether nothing was passed.
    pub fn is_empty(&self, vm: &Vm) -> bool {
        match self {
            Keywords::None => true,
            Keywords::Pairs(pairs) => pairs.is_empty(),
            Keywords::Hash(hash) => vm.wrap(*hash).as_hash().is_none_or(|h| h.len() == 0),
        }
    }
}

/// The parameter slots that are not bound yet.
struct Slots(*mut Word);

impl Slots {
    #[inline(always)]
    fn push(&mut self, word: Word) {
        // SAFETY: V2: whoever binds checked that the slots have room.
        unsafe {
            *self.0 = word;
            self.0 = self.0.add(1);
        }
    }

    #[inline(always)]
    fn extend(&mut self, words: &[Word]) {
        words.iter().for_each(|&word| self.push(word));
    }
}

impl Incoming {
    /// Takes the last value for keywords again, if that is what it was.
    pub(crate) fn restore_keywords(&mut self, had: bool) {
        if had && let Some(hash) = self.values.pop() {
            self.keywords = Keywords::Hash(hash);
        }
    }
}

impl Vm {
    /// Makes the block value that a call pushed last a Proc or nil. True: Ruby
    /// code ran for that.
    pub(crate) fn convert_block(&mut self, info: &SiteInfo) -> Result<bool, Stop> {
        if !info.flags.block_arg {
            return Ok(false);
        }
        let given = self.peek(0);
        if given.is_nil() || self.wrap(given).as_proc().is_some() {
            return Ok(false);
        }
        let ours = self.makes_own_proc(given);
        let made = self.block_argument(given)?;
        self.pop();
        self.push(made);
        Ok(!ours)
    }

    /// Takes the values a site pushed above `base` apart. The stack is cut to
    /// the receiver; nothing may reach a safe point before they are written
    /// back, so a block value is converted first.
    pub(crate) fn incoming(&mut self, info: &SiteInfo, base: *mut Word) -> Result<Incoming, Stop> {
        let mut incoming = Incoming::default();
        if info.flags.block_arg {
            let block = self.block_argument(self.peek(0))?;
            self.pop();
            incoming.block = BlockWord(block);
        } else if let Some(child) = info.block {
            incoming.block = BlockWord(self.frame_block(child));
        }
        incoming.has_keywords = info.flags.keyword_hash || !info.keywords.is_empty();
        if info.flags.keyword_hash {
            let hash = self.pop();
            if !hash.is_nil() {
                if self.wrap(hash).as_hash().is_none() {
                    return Err(self.wrong_operand("Hash"));
                }
                incoming.keywords = Keywords::Hash(hash);
            }
        } else if !info.keywords.is_empty() {
            let mut pairs: Vec<(Sym, Word)> = info
                .keywords
                .iter()
                .rev()
                .map(|&name| (name, self.pop()))
                .collect();
            pairs.reverse();
            incoming.keywords = Keywords::Pairs(pairs);
        }
        // SAFETY: V2: base stands below the pushed values.
        let first = unsafe { base.add(1) };
        if info.flags.splat {
            // SAFETY: V2: the only positional value is the Array.
            let array = unsafe { *first };
            let array = self.wrap(array).as_array();
            let array = array.ok_or_else(|| self.wrong_operand("Array"))?;
            incoming.values = array.iter().map(Value::word).collect();
            if matches!(incoming.keywords, Keywords::None) {
                self.unmark_keywords(&mut incoming);
            }
        } else {
            // SAFETY: V2; the list is a copy.
            let words = unsafe { std::slice::from_raw_parts(first, info.argc as usize) };
            incoming.values = Values::from(words);
        }
        self.sp = first;
        if let Keywords::Hash(hash) = incoming.keywords
            && self.wrap(hash).as_hash().is_some_and(|h| h.is_empty())
        {
            incoming.keywords = Keywords::None;
        }
        Ok(incoming)
    }

    /// A marked Hash at the end of splatted values is keywords again.
    fn unmark_keywords(&self, incoming: &mut Incoming) {
        let last = incoming.values.last().copied();
        if let Some(last) = last
            && self.wrap(last).as_hash().is_some_and(|h| h.is_keywords())
        {
            incoming.values.pop();
            incoming.keywords = Keywords::Hash(last);
        }
    }

    /// Makes a function mark the keywords that land in its rest.
    pub(crate) fn mark_keyword_rest(&self, function: Option<&Function>) -> Marked {
        let Some((function, code)) = function.and_then(|f| Some((f, f.code()?))) else {
            return Marked::NoRuby;
        };
        if !code.params.rest || code.params.takes_keywords() {
            return Marked::NoRest;
        }
        function.keyword_rest.set(true);
        Marked::Yes
    }

    /// Turns keywords into a last positional Hash.
    pub(crate) fn keywords_to_hash(&mut self, incoming: &mut Incoming) -> Result<(), Stop> {
        let hash = match std::mem::take(&mut incoming.keywords) {
            Keywords::None => return Ok(()),
            Keywords::Pairs(pairs) => self.hash_of_pairs(&pairs)?,
            Keywords::Hash(hash) => self.hash_copy(hash)?,
        };
        incoming.values.push(hash);
        Ok(())
    }

    /// A new Hash with symbol keys.
    pub(crate) fn hash_of_pairs(&self, pairs: &[(Sym, Word)]) -> Result<Word, Stop> {
        let hash = self
            .world
            .new_hash(pairs.len())
            .map_err(|e| self.too_big(e))?;
        for &(name, value) in pairs {
            let stored = self
                .world
                .hash_set(hash, Value::symbol(name), self.wrap(value));
            stored.map_err(|e| self.set_error(e))?;
        }
        Ok(hash.value().word())
    }

    fn hash_copy(&self, hash: Word) -> Result<Word, Stop> {
        let source = self.wrap(hash).as_hash().expect("keywords are a Hash");
        match self.world.hash_copy(source, known::HASH) {
            Ok(copy) => Ok(copy.value().word()),
            Err(_) => Err(self.no_memory("failed to allocate memory")),
        }
    }

    /// Binds arguments; an error is blamed on the function.
    pub(crate) fn bind(
        &mut self,
        function: &Function,
        base: *mut Word,
        incoming: Incoming,
        exact: bool,
    ) -> Result<(), Stop> {
        let bound = self.bind_arguments(function, base, incoming, exact);
        if bound.is_err() && (!function.is_kernel() || function.kind == FunctionKind::Method) {
            self.raising_function.set(Some(function.id));
        }
        bound
    }

    /// Binds arguments to the parameters of `function` in the slots above
    /// `base`. `exact`: methods and lambdas insist on the number, blocks adapt.
    fn bind_arguments(
        &mut self,
        function: &Function,
        base: *mut Word,
        mut incoming: Incoming,
        exact: bool,
    ) -> Result<(), Stop> {
        let code = function
            .code()
            .expect("only compiled functions bind arguments");
        let params = &code.params;
        let takes_keywords = params.takes_keywords();
        if params.no_keywords && !incoming.keywords.is_empty(self) {
            return Err(self.argument_error("no keywords accepted"));
        }
        if !takes_keywords {
            let before = incoming.values.len();
            self.keywords_to_hash(&mut incoming)?;
            if function.keyword_rest.get()
                && incoming.values.len() > before
                && let Some(hash) = self.wrap(incoming.values[before]).as_hash()
            {
                hash.set_keywords();
            }
        }
        if !exact {
            self.adapt_block_values(params, &mut incoming);
        }
        let given = incoming.values.len();
        let fixed = (params.required + params.post) as usize;
        let most = fixed + params.optional as usize;
        if given < fixed || (given > most && !params.rest) {
            return Err(self.wrong_number(function, given));
        }
        // SAFETY: V2: `check_room` found room for the slots.
        let mut slots = Slots(unsafe { base.add(1) });
        self.bind_positional(params, &incoming.values, &mut slots)?;
        if takes_keywords {
            self.bind_keywords(function, params, incoming.keywords, &mut slots)?;
        }
        if params.block {
            slots.push(Word::NIL);
        }
        debug_assert_eq!(slots.0, base.wrapping_add(1 + params.slot_count() as usize));
        Ok(())
    }

    fn bind_positional(
        &mut self,
        params: &Params,
        values: &[Word],
        slots: &mut Slots,
    ) -> Result<(), Stop> {
        let (required, post) = (params.required as usize, params.post as usize);
        let optional = (values.len() - required - post).min(params.optional as usize);
        slots.extend(&values[..required + optional]);
        for _ in optional..params.optional as usize {
            slots.push(Word::UNDEF);
        }
        let rest_end = values.len() - post;
        if params.rest {
            let rest = self.new_array_of(&values[required + optional..rest_end])?;
            slots.push(rest);
        }
        slots.extend(&values[rest_end..]);
        Ok(())
    }

    /// Blocks take one Array apart, drop what is too much and pad with nil.
    fn adapt_block_values(&mut self, params: &Params, incoming: &mut Incoming) {
        let wanted = (params.required + params.optional + params.post) as usize;
        let spreads = super::call_block::spreads(params, incoming.has_keywords);
        if incoming.values.len() == 1
            && spreads
            && let Some(array) = self.wrap(incoming.values[0]).as_array()
        {
            incoming.values = array.iter().map(Value::word).collect();
        }
        let fixed = (params.required + params.post) as usize;
        if incoming.values.len() < fixed {
            incoming.values.pad(fixed);
        }
        if !params.rest {
            incoming.values.truncate(wanted);
        }
    }

    fn bind_keywords(
        &mut self,
        function: &Function,
        params: &Params,
        keywords: Keywords,
        slots: &mut Slots,
    ) -> Result<(), Stop> {
        let unit = function.unit().expect("compiled");
        let names: Vec<Sym> = params
            .keywords
            .iter()
            .map(|k| unit.symbols[k.name.index()])
            .collect();
        let mut values = vec![Word::UNDEF; names.len()];
        let mut others: Vec<(Word, Word)> = Vec::new();
        let mut put =
            |key: Word, value: Word| match names.iter().position(|n| key == Word::from_symbol(n.0))
            {
                Some(at) => values[at] = value,
                None => others.push((key, value)),
            };
        match keywords {
            Keywords::None => {}
            Keywords::Pairs(pairs) => pairs
                .iter()
                .for_each(|&(name, value)| put(Word::from_symbol(name.0), value)),
            Keywords::Hash(hash) => {
                let hash = self.wrap(hash).as_hash().expect("keywords are a Hash");
                hash.iter()
                    .for_each(|(key, value)| put(key.word(), value.word()));
            }
        }
        let missing: Vec<String> = (params.keywords.iter().zip(&values).zip(&names))
            .filter(|((k, v), _)| k.required && v.is_undef())
            .map(|(_, name)| format!(":{}", self.world.symbols.text(*name)))
            .collect();
        if !missing.is_empty() {
            let s = if missing.len() > 1 { "s" } else { "" };
            return Err(self.argument_error(format!("missing keyword{s}: {}", missing.join(", "))));
        }
        if !params.keyword_rest && !others.is_empty() {
            let list: Vec<Vec<u8>> = others
                .iter()
                .map(|&(key, _)| self.inspect_briefly(self.wrap(key)))
                .collect();
            let s = if list.len() > 1 { "s" } else { "" };
            let list = String::from_utf8_lossy(&list.join(&b", "[..])).into_owned();
            return Err(self.argument_error(format!("unknown keyword{s}: {list}")));
        }
        slots.extend(&values);
        if params.keyword_rest {
            let hash = self
                .world
                .new_hash(others.len())
                .map_err(|e| self.too_big(e))?;
            for (key, value) in others {
                // Keys that need Ruby to compare are taken as they come.
                let (key, value) = (self.wrap(key), self.wrap(value));
                let number = self
                    .world
                    .simple_hash(key)
                    .unwrap_or_else(|| self.world.identity_hash(key));
                self.world
                    .hash_store(hash, number, key, value)
                    .map_err(|e| self.set_error(e))?;
            }
            slots.push(hash.value().word());
        }
        Ok(())
    }

    /// ArgumentError for a call of compiled Ruby.
    fn wrong_number(&self, function: &Function, given: usize) -> Stop {
        let code = function.code().expect("compiled");
        let unit = function.unit().expect("compiled");
        let params = &code.params;
        let min = (params.required + params.post) as usize;
        let max = min + params.optional as usize;
        let expected = if params.rest {
            format!("{min}+")
        } else if min == max {
            format!("{min}")
        } else {
            format!("{min}..{max}")
        };
        let mut message = format!("wrong number of arguments (given {given}, expected {expected}");
        let required: Vec<String> = (params.keywords.iter())
            .filter(|k| k.required)
            .map(|k| {
                self.world
                    .symbols
                    .text(unit.symbols[k.name.index()])
                    .into_owned()
            })
            .collect();
        if !required.is_empty() {
            let s = if required.len() > 1 { "s" } else { "" };
            message.push_str(&format!("; required keyword{s}: {}", required.join(", ")));
        }
        message.push(')');
        self.argument_error(message)
    }

    /// A new Array with these words.
    pub(crate) fn new_array_of(&self, words: &[Word]) -> Result<Word, Stop> {
        if words.len() <= FEW_ELEMENTS {
            // SAFETY: V2: arguments on their way are live words.
            return Ok(unsafe { self.array_of_operands(words.as_ptr(), words.len()) });
        }
        let values: Vec<Value<'_>> = words.iter().map(|&w| self.wrap(w)).collect();
        match self.world.array_from(&values) {
            Ok(array) => Ok(array.value().word()),
            Err(_) => Err(self.raise(known::NO_MEMORY_ERROR, b"failed to allocate memory")),
        }
    }
}
