//! Regular expressions and matches.
//!
//! ```text
//!  Regexp    | header | ID |            ID: a slot of the world's table
//!  MatchData | header | REGEXP | STRING | span of the match | of group 1 | ...
//! ```
//!
//! Owns the table of patterns that Regexp objects stand for, and the spans of
//! matches. A span is two byte offsets in a word. Never searches.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::heap::{Kind, Word, barrier, layout};
use crate::regexp::{Error, Form, NO_SPAN, Options, Pattern};

use super::class::{ClassId, known};
use super::encoding::{self, Encoding};
use super::storage::unpair;
use super::value::Value;
use super::view::{MatchData, Regexp, Str, TooBig, View};
use super::world::World;

/// Patterns that are kept although no Regexp may stand for them any more.
const MOST_CACHED: usize = 256;

/// Source, options, encoding.
type Key = (Vec<u8>, Options, Encoding);

/// Patterns by number, and those read lately.
#[derive(Default)]
pub(super) struct RegexpTable {
    slots: Vec<Option<Rc<Pattern>>>,
    free: Vec<u32>,
    cache: FxHashMap<Key, Rc<Pattern>>,
}

impl RegexpTable {
    fn add(&mut self, pattern: Rc<Pattern>) -> u64 {
        let slot = match self.free.pop() {
            Some(slot) => slot,
            None => {
                self.slots.push(None);
                self.slots.len() as u32 - 1
            }
        };
        self.slots[slot as usize] = Some(pattern);
        u64::from(slot) + 1
    }
}

impl<'w> Regexp<'w> {
    /// The pattern; none before `initialize`.
    pub fn pattern(self, world: &World) -> Option<Rc<Pattern>> {
        let slot = self.raw(layout::regexp::ID).checked_sub(1)?;
        world.regexps.borrow().slots[slot as usize].clone()
    }
}

impl<'w> MatchData<'w> {
    /// The Regexp, or the String that was searched for.
    pub fn regexp(self) -> Value<'w> {
        self.load(layout::match_data::REGEXP)
    }

    /// Keeps another Regexp.
    pub fn set_regexp(self, world: &World, regexp: Value<'_>) {
        self.store(world, layout::match_data::REGEXP, regexp);
    }

    /// The frozen String that was searched.
    pub fn string(self) -> Str<'w> {
        let string = self.load(layout::match_data::STRING).as_string();
        string.expect("a match has a string")
    }

    /// Number of spans: groups and the match itself.
    pub fn len(self) -> usize {
        self.tail_words()
    }

    /// Whether nothing was ever matched: only of an object allocated by hand.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// First byte of a group and the byte behind it.
    pub fn span(self, group: usize) -> Option<(usize, usize)> {
        if group >= self.len() {
            return None;
        }
        let bits = self.raw_word(group);
        let (start, end) = unpair(bits);
        (bits != NO_SPAN).then_some((start as usize, end as usize))
    }
}

impl World {
    /// Reads a pattern, or finds it among those read lately.
    pub fn pattern(
        &self,
        source: &[u8],
        options: Options,
        encoding: Encoding,
    ) -> Result<Rc<Pattern>, Error> {
        let common = [Encoding::Utf8, Encoding::UsAscii, Encoding::Binary];
        let plain = source.is_ascii() && common.contains(&encoding);
        let encoding = if plain { Encoding::Utf8 } else { encoding };
        let key = (source.to_vec(), options, encoding);
        if let Some(pattern) = self.regexps.borrow().cache.get(&key) {
            return Ok(pattern.clone());
        }
        let pattern = Rc::new(read(source, options, encoding)?);
        let mut table = self.regexps.borrow_mut();
        if table.cache.len() >= MOST_CACHED {
            table.cache.clear();
        }
        table.cache.insert(key, pattern.clone());
        Ok(pattern)
    }

    /// A Regexp of a class.
    pub fn new_regexp(&self, class: ClassId, pattern: Rc<Pattern>) -> Result<Regexp<'_>, TooBig> {
        let regexp = Regexp::make(self, self.root_shape(class), 0)?;
        self.regexp_init(regexp, pattern);
        Ok(regexp)
    }

    /// Gives a Regexp just allocated its pattern.
    pub fn regexp_init(&self, regexp: Regexp<'_>, pattern: Rc<Pattern>) {
        let id = self.regexps.borrow_mut().add(pattern);
        regexp.set_raw(layout::regexp::ID, id);
    }

    /// A Regexp for a literal: frozen, where nothing moves.
    pub fn literal_regexp(&self, pattern: Rc<Pattern>) -> Word {
        let shape = self.root_shape(known::REGEXP);
        let word = self
            .heap
            .alloc_mature(Kind::Regexp, shape, layout::regexp::FIXED);
        let id = self.regexps.borrow_mut().add(pattern);
        // SAFETY: a fresh object with exactly this field.
        unsafe { barrier::store_raw(word, layout::regexp::ID, id) };
        // SAFETY: as above; nobody else saw it.
        let value = unsafe { self.value(word) };
        self.freeze(value);
        word
    }

    /// A Regexp died: its pattern is not needed by it any more.
    pub fn regexp_died(&self, id: u64) {
        if let Some(slot) = id.checked_sub(1) {
            let mut table = self.regexps.borrow_mut();
            table.slots[slot as usize] = None;
            table.free.push(slot as u32);
        }
    }

    /// A match in a frozen string.
    pub fn new_match(
        &self,
        regexp: Value<'_>,
        string: Str<'_>,
        spans: &[u64],
    ) -> Result<MatchData<'_>, TooBig> {
        let new = MatchData::make(self, self.root_shape(known::MATCH_DATA), spans.len())?;
        new.store(self, layout::match_data::REGEXP, regexp);
        new.store(self, layout::match_data::STRING, string.value());
        for (i, &span) in spans.iter().enumerate() {
            new.set_raw_word(i, span);
        }
        Ok(new)
    }
}

/// Reads a pattern written in an encoding.
pub fn read(source: &[u8], options: Options, encoding: Encoding) -> Result<Pattern, Error> {
    let text = encoding::pattern_text(source, encoding);
    let form = match &text {
        Some(text) => Form::Other(encoding as u8, text),
        None if encoding == Encoding::Binary && !source.is_ascii() => Form::Bytes,
        None => Form::Text,
    };
    crate::regexp::on_own_stack(|| Pattern::new(source, options, form))?
}
