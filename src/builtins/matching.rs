//! Searching strings for regular expressions: what all methods that do share.
//!
//! Owns the check that pattern and string go together, searches in both
//! directions, and what becomes of `$~`. Byte offsets everywhere; positions in
//! characters are the callers'.

use std::rc::Rc;

use crate::object::encoding::Shadow;
use crate::object::{CodeRange, Encoding, Str, Value, encoding, known};
use crate::regexp::{Failure, NO_SPAN, Pattern, Search};
use crate::vm::{Stop, Vm};

use super::arg::fit;

/// A pattern and a string that go together.
pub struct Matcher<'w> {
    vm: &'w Vm,
    regexp: Value<'w>,
    pattern: Rc<Pattern>,
    string: Str<'w>,
    bytes: bool,
    /// What is searched instead of a text in another encoding.
    shadow: Option<Box<Shadow>>,
    /// The spans of the match found last.
    pub spans: Vec<u64>,
}

/// What to search instead of a text that is neither Unicode nor bytes.
fn shadow_of(string: Str<'_>, range: CodeRange) -> Option<Box<Shadow>> {
    let direct = matches!(string.encoding(), Encoding::Utf8 | Encoding::Binary);
    if direct || range == CodeRange::Ascii {
        return None;
    }
    Some(Box::new(Shadow::new(string.bytes(), string.encoding())))
}

/// The pattern of a Regexp.
pub fn pattern(vm: &Vm, regexp: Value<'_>) -> Result<Rc<Pattern>, Stop> {
    let regexp = regexp.as_regexp().expect("a Regexp");
    regexp
        .pattern(vm)
        .ok_or_else(|| vm.type_error("uninitialized Regexp"))
}

/// The encoding of a pattern.
pub fn encoding_of(pattern: &Pattern) -> Encoding {
    if let (true, Some(number)) = (pattern.is_fixed(), pattern.foreign()) {
        return Encoding::from_bits(number);
    }
    match (pattern.is_fixed(), pattern.is_binary()) {
        (_, true) => Encoding::Binary,
        (true, false) => Encoding::Utf8,
        (false, false) => Encoding::UsAscii,
    }
}

impl<'w> Matcher<'w> {
    /// Brings a Regexp and a string together.
    pub fn new(vm: &'w Vm, regexp: Value<'w>, string: Str<'w>) -> Result<Matcher<'w>, Stop> {
        let pattern = pattern(vm, regexp)?;
        let range = string.code_range();
        if range == CodeRange::Broken {
            let name = string.encoding().name();
            return Err(vm.argument_error(format!("invalid byte sequence in {name}")));
        }
        let wanted = encoding_of(&pattern);
        let meets = string.encoding().is_ascii_compatible() || string.encoding() == wanted;
        if !meets || pattern.is_fixed() && range != CodeRange::Ascii && string.encoding() != wanted
        {
            return Err(incompatible(vm, wanted, string.encoding()));
        }
        let bytes = pattern.is_binary()
            || range != CodeRange::Ascii && string.encoding() == Encoding::Binary;
        Ok(Matcher {
            vm,
            regexp,
            pattern,
            string,
            bytes,
            shadow: shadow_of(string, range),
            spans: Vec::new(),
        })
    }

    /// The string.
    pub fn string(&self) -> Str<'w> {
        self.string
    }

    /// The pattern.
    pub fn pattern(&self) -> &Pattern {
        &self.pattern
    }

    fn search(&self, from: usize, anchored: bool) -> Search<'_> {
        let (text, from) = match &self.shadow {
            Some(shadow) => (shadow.text.as_bytes(), shadow.inner(from)),
            None => (self.string.bytes(), from),
        };
        Search {
            text,
            bytes: self.bytes,
            from,
            anchored,
            seconds: self.vm.regexp_timeout(),
        }
    }

    fn run(&mut self, from: usize, anchored: bool) -> Result<bool, Stop> {
        let mut spans = std::mem::take(&mut self.spans);
        let found = self.pattern.search(self.search(from, anchored), &mut spans);
        if let Some(shadow) = &self.shadow {
            for span in spans.iter_mut().filter(|span| **span != NO_SPAN) {
                let outer = |end: u64| shadow.outer(end as u32 as usize) as u64;
                *span = outer(*span) | outer(*span >> 32) << 32;
            }
        }
        self.spans = spans;
        found.map_err(|failure| self.failed(failure))
    }

    /// The next match from an offset on.
    pub fn find(&mut self, from: usize) -> Result<bool, Stop> {
        self.run(from, false)
    }

    /// A match exactly at an offset.
    pub fn find_at(&mut self, at: usize) -> Result<bool, Stop> {
        self.run(at, true)
    }

    /// The last offset, from one backwards, where there is a match.
    pub fn find_last(&mut self, from: usize) -> Result<bool, Stop> {
        let mut at = from.min(self.string.len());
        loop {
            if self.string.is_char_boundary(at) && self.find_at(at)? {
                return Ok(true);
            }
            match at.checked_sub(1) {
                Some(before) => at = before,
                None => return Ok(false),
            }
        }
    }

    /// Whether there is a match from an offset on.
    pub fn is_match(&self, from: usize) -> Result<bool, Stop> {
        let found = self.pattern.is_match(self.search(from, false));
        found.map_err(|failure| self.failed(failure))
    }

    #[cold]
    fn failed(&self, failure: Failure) -> Stop {
        match failure {
            Failure::TimeOut => self
                .vm
                .raise(known::REGEXP_TIMEOUT_ERROR, b"regexp match timeout"),
            Failure::Error(error) => {
                let pattern = &self.pattern;
                let source = pattern.source();
                self.vm
                    .pattern_error(&error, source, pattern.options(), pattern.is_binary())
            }
        }
    }

    /// First byte of the match and the byte behind it.
    pub fn whole(&self) -> (usize, usize) {
        self.group(0).expect("a match has a span")
    }

    /// The same of a group, if it took part.
    pub fn group(&self, group: usize) -> Option<(usize, usize)> {
        let span = *self.spans.get(group)?;
        let ends = (span as u32 as usize, (span >> 32) as usize);
        (span != crate::regexp::NO_SPAN).then_some(ends)
    }

    /// Where to look for the match behind the one just found: an empty match is
    /// not found again.
    pub fn next_start(&self) -> usize {
        let (start, end) = self.whole();
        if end > start {
            end
        } else {
            end + self.char_len(end)
        }
    }

    /// Bytes of the character at an offset, 1 at the end.
    pub fn char_len(&self, at: usize) -> usize {
        let rest = self.string.bytes().get(at..).unwrap_or_default();
        encoding::char_len(rest, self.string.encoding()).max(1)
    }

    /// The MatchData of the match just found.
    pub fn data(&self) -> Result<Value<'w>, Stop> {
        let string = frozen(self.vm, self.string)?;
        let made = self.vm.new_match(self.regexp, string, &self.spans);
        Ok(fit(self.vm, made)?.value())
    }

    /// Makes the match just found `$~`.
    pub fn remember(&self) -> Result<(), Stop> {
        if self.vm.keeps_last_match() {
            self.vm.set_last_match(self.data()?);
        }
        Ok(())
    }

    /// Makes `$~` the match, or nil.
    pub fn settle(&self, found: bool) -> Result<(), Stop> {
        if found {
            self.remember()
        } else {
            self.vm.set_last_match(Value::NIL);
            Ok(())
        }
    }
}

/// A string that nobody changes, with the same bytes.
pub fn frozen<'w>(vm: &'w Vm, string: Str<'w>) -> Result<Str<'w>, Stop> {
    if string.value().is_frozen() {
        return Ok(string);
    }
    let copy = fit(vm, vm.str_dup(string))?;
    vm.freeze(copy.value());
    Ok(copy)
}

/// Makes `$~` the place where a string was found.
pub fn remember_text(
    vm: &Vm,
    needle: Str<'_>,
    string: Str<'_>,
    found: Option<usize>,
) -> Result<(), Stop> {
    if !vm.keeps_last_match() {
        return Ok(());
    }
    let Some(at) = found else {
        vm.set_last_match(Value::NIL);
        return Ok(());
    };
    vm.set_last_match(text_match(vm, needle, string, at)?);
    Ok(())
}

/// The MatchData of a string found in another.
pub fn text_match<'w>(
    vm: &'w Vm,
    needle: Str<'_>,
    string: Str<'_>,
    at: usize,
) -> Result<Value<'w>, Stop> {
    let copy = |string: Str<'_>| -> Result<Str<'w>, Stop> {
        let copy = fit(vm, vm.str_dup(string))?;
        vm.freeze(copy.value());
        Ok(copy)
    };
    let needle = copy(needle)?;
    let span = at as u64 | ((at + needle.len()) as u64) << 32;
    let made = vm.new_match(needle.value(), copy(string)?, &[span]);
    Ok(fit(vm, made)?.value())
}

fn incompatible(vm: &Vm, pattern: Encoding, string: Encoding) -> Stop {
    vm.compatibility_error(format!(
        "incompatible encoding regexp match ({} regexp with {} string)",
        pattern.long_name(),
        string.long_name()
    ))
}
