//! String: searching for regular expressions, and replacing what they match.
//!
//! The primitives of `string_index` and `string_parts` come here when they are
//! given a Regexp; those that only make sense with one have rows here.

use crate::natives;
use crate::object::{Array, Str, Value};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

use super::arg::{self, fit, this_str};
use super::matching::{Matcher, text_match};
use super::regexp;
use super::string::meet;

natives! {
    pub static ROWS;
    string_match_op: - 1 shared match_op [declines];
    string_match_p: - 1..2 shared is_match [declines];
    string_match: "String" ["__match"] 2 shared match_data [private];
    string_match_next: "String" ["__match_from"] 2 shared match_next [private];
    string_split_regexp: "String" ["__split_regexp"] 2 shared split [private];
}

fn match_op<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    if args[0].as_regexp().is_none() {
        return Err(Stop::Decline);
    }
    regexp::match_position(vm, args[0], this_str(args.this))
}

fn is_match<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    if args[0].as_regexp().is_none() {
        return Err(Stop::Decline);
    }
    regexp::matches_from(vm, args[0], this_str(args.this), args.get(1))
}

fn match_data<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    regexp::match_from(vm, args[0], this_str(args.this), Some(args[1]))
}

/// The MatchData of the next occurrence of a Regexp or String from a byte
/// offset on, or nil; sets `$~`.
fn match_next<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    let from = usize::try_from(arg::int(vm, args[1])?).unwrap_or(0);
    let data = if let Some(needle) = args[0].as_string() {
        meet(vm, string, needle)?;
        match super::string_index::find_char(string, needle.bytes(), from) {
            Some(at) => text_match(vm, needle, string, at)?,
            None => Value::NIL,
        }
    } else {
        let mut matcher = Matcher::new(vm, args[0], string)?;
        if from <= string.len() && matcher.find(from)? {
            matcher.data()?
        } else {
            Value::NIL
        }
    };
    vm.set_last_match(data);
    Ok(data)
}

fn slice<'w>(vm: &'w Vm, string: Str<'w>, (start, end): (usize, usize)) -> Outcome<'w> {
    Ok(fit(vm, vm.str_slice(string, start, end - start))?.value())
}

/// `string[regexp]`, `string[regexp, group]`.
pub fn aref<'w>(vm: &'w Vm, string: Str<'w>, args: &Args<'w>) -> Outcome<'w> {
    let mut matcher = Matcher::new(vm, args[0], string)?;
    let found = matcher.find(0)?;
    let group = match args.get(1) {
        None => 0,
        Some(group) => group_number(vm, &matcher, group)?,
    };
    matcher.settle(found)?;
    match matcher.group(group).filter(|_| found) {
        Some(span) => slice(vm, string, span),
        None => Ok(Value::NIL),
    }
}

/// A group by number, from the end if negative, or by name; `usize::MAX` for
/// none.
fn group_number(vm: &Vm, matcher: &Matcher<'_>, group: Value<'_>) -> Result<usize, Stop> {
    let name = match group.as_symbol() {
        Some(name) => Some(vm.symbols.name(name).to_vec()),
        None => group.as_string().map(|name| name.bytes().to_vec()),
    };
    if let Some(name) = name {
        return named_group(vm, matcher, &name);
    }
    let number = arg::int(vm, group)?;
    let total = matcher.pattern().groups() as usize + 1;
    Ok(arg::from_end(number, total).unwrap_or(usize::MAX))
}

/// The number of a named group: of several the last that took part.
fn named_group(vm: &Vm, matcher: &Matcher<'_>, name: &[u8]) -> Result<usize, Stop> {
    let names = matcher.pattern().names();
    let Some((_, groups)) = names.iter().find(|(known, _)| known.as_bytes() == name) else {
        let mut message = b"undefined group name reference: ".to_vec();
        message.extend_from_slice(name);
        return Err(vm.index_error(message));
    };
    let took_part = |&&group: &&u32| matcher.group(group as usize).is_some();
    let group = groups.iter().rev().find(took_part).or(groups.last());
    Ok(group.map_or(usize::MAX, |&group| group as usize))
}

/// The place of the match in bytes or characters, or nil; `$~` is set.
fn found_at<'w>(matcher: &Matcher<'w>, found: bool, bytes: bool) -> Outcome<'w> {
    matcher.settle(found)?;
    if !found {
        return Ok(Value::NIL);
    }
    let at = matcher.whole().0;
    let at = if bytes {
        at
    } else {
        matcher.string().byte_to_char(at)
    };
    Ok(Value::fixnum(at as i64))
}

/// `index` and `byteindex` from a byte offset on, if there is one.
pub fn index<'w>(
    vm: &'w Vm,
    string: Str<'w>,
    regexp: Value<'w>,
    from: Option<usize>,
    bytes: bool,
) -> Outcome<'w> {
    let mut matcher = Matcher::new(vm, regexp, string)?;
    let found = match from {
        Some(from) if from <= string.len() => matcher.find(from)?,
        _ => false,
    };
    found_at(&matcher, found, bytes)
}

/// `rindex` and `byterindex` from a byte offset backwards.
pub fn rindex<'w>(
    vm: &'w Vm,
    string: Str<'w>,
    regexp: Value<'w>,
    from: Option<usize>,
    bytes: bool,
) -> Outcome<'w> {
    let mut matcher = Matcher::new(vm, regexp, string)?;
    let found = match from {
        Some(from) => matcher.find_last(from)?,
        None => false,
    };
    found_at(&matcher, found, bytes)
}

/// Whether the string begins with a match.
pub fn starts<'w>(vm: &'w Vm, string: Str<'w>, regexp: Value<'w>) -> Result<bool, Stop> {
    let mut matcher = Matcher::new(vm, regexp, string)?;
    let found = matcher.find_at(0)?;
    matcher.settle(found)?;
    Ok(found)
}

/// What is before, of and behind the first or last match.
pub fn partition<'w>(
    vm: &'w Vm,
    string: Str<'w>,
    regexp: Value<'w>,
    last: bool,
) -> Result<Option<(usize, usize)>, Stop> {
    let mut matcher = Matcher::new(vm, regexp, string)?;
    let found = if last {
        matcher.find_last(string.len())?
    } else {
        matcher.find(0)?
    };
    matcher.settle(found)?;
    Ok(found.then(|| matcher.whole()))
}

// ---- replacing ----------------------------------------------------------------

/// What a replacement means: `\0` and `\&` the match, `\1` and `\k<name>`
/// groups, `` \` `` and `\'` what is before and behind, `\\` a backslash.
fn expand(vm: &Vm, out: &mut Vec<u8>, new: &[u8], matcher: &Matcher<'_>) -> Result<(), Stop> {
    let bytes = matcher.string().bytes();
    let (start, end) = matcher.whole();
    let mut i = 0;
    while i < new.len() {
        if new[i] != b'\\' || i + 1 == new.len() {
            out.push(new[i]);
            i += 1;
            continue;
        }
        i += 2;
        let group = |out: &mut Vec<u8>, group: usize| {
            if let Some((start, end)) = matcher.group(group) {
                out.extend_from_slice(&bytes[start..end]);
            }
        };
        match new[i - 1] {
            digit @ b'0'..=b'9' => group(out, usize::from(digit - b'0')),
            b'&' => group(out, 0),
            b'`' => out.extend_from_slice(&bytes[..start]),
            b'\'' => out.extend_from_slice(&bytes[end..]),
            b'\\' => out.push(b'\\'),
            b'k' if new.get(i) == Some(&b'<') => {
                match new[i..].iter().position(|&byte| byte == b'>') {
                    Some(length) => {
                        let name = &new[i + 1..i + length];
                        let digits = std::str::from_utf8(name).ok().and_then(|n| n.parse().ok());
                        let number = match digits {
                            Some(number) => number,
                            None => named_group(vm, matcher, name)?,
                        };
                        group(out, number);
                        i += length + 1;
                    }
                    None => out.extend_from_slice(b"\\k"),
                }
            }
            other => out.extend_from_slice(&[b'\\', other]),
        }
    }
    Ok(())
}

/// `sub` and `gsub` with a replacement.
pub fn replace<'w>(
    vm: &'w Vm,
    string: Str<'w>,
    regexp: Value<'w>,
    new: Str<'w>,
    all: bool,
) -> Outcome<'w> {
    let mut matcher = Matcher::new(vm, regexp, string)?;
    if !matcher.find(0)? {
        matcher.settle(false)?;
        return Ok(fit(vm, vm.str_dup(string))?.value());
    }
    let bytes = string.bytes();
    let simple = !new.bytes().contains(&b'\\');
    let mut out = Vec::with_capacity(bytes.len() + new.len());
    let mut copied = 0;
    loop {
        let (start, end) = matcher.whole();
        out.extend_from_slice(&bytes[copied..start]);
        if simple {
            out.extend_from_slice(new.bytes());
        } else {
            expand(vm, &mut out, new.bytes(), &matcher)?;
        }
        copied = end;
        let next = matcher.next_start();
        if !all || next > bytes.len() {
            break;
        }
        let last = std::mem::take(&mut matcher.spans);
        if !matcher.find(next)? {
            matcher.spans = last;
            break;
        }
    }
    matcher.remember()?;
    out.extend_from_slice(&bytes[copied..]);
    let encoding = meet(vm, string, new)?;
    Ok(fit(vm, vm.new_string_in(&out, encoding))?.value())
}

// ---- taking apart ---------------------------------------------------------------

/// All matches, in an Array: texts, or Arrays of groups if there are any.
pub fn scan<'w>(vm: &'w Vm, string: Str<'w>, regexp: Value<'w>) -> Outcome<'w> {
    let mut matcher = Matcher::new(vm, regexp, string)?;
    let array = fit(vm, vm.new_array(0))?;
    let (mut from, mut last) = (0, Vec::new());
    while from <= string.len() && matcher.find(from)? {
        let found = scanned(vm, &matcher)?;
        fit(vm, vm.array_push(array, found))?;
        from = matcher.next_start();
        std::mem::swap(&mut last, &mut matcher.spans);
    }
    matcher.spans = last;
    matcher.settle(!matcher.spans.is_empty())?;
    Ok(array.value())
}

/// What `scan` gives for a match.
fn scanned<'w>(vm: &'w Vm, matcher: &Matcher<'w>) -> Outcome<'w> {
    let text = |group: usize| match matcher.group(group) {
        Some(span) => slice(vm, matcher.string(), span),
        None => Ok(Value::NIL),
    };
    if matcher.spans.len() == 1 {
        return text(0);
    }
    let groups = fit(vm, vm.new_array(matcher.spans.len() - 1))?;
    for group in 1..matcher.spans.len() {
        fit(vm, vm.array_push(groups, text(group)?))?;
    }
    Ok(groups.value())
}

/// Splits at matches; the texts of groups become parts, too. Limit 0 drops empty
/// parts at the end.
fn split<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    let limit = arg::int(vm, args[1])?;
    let array = fit(vm, vm.new_array(0))?;
    if string.is_empty() {
        return Ok(array.value());
    }
    if limit == 1 {
        fit(
            vm,
            vm.array_push(array, slice(vm, string, (0, string.len()))?),
        )?;
        return Ok(array.value());
    }
    let matcher = Matcher::new(vm, args[0], string)?;
    let begin = split_at(vm, array, matcher, limit)?;
    if limit != 0 || begin < string.len() {
        let rest = slice(vm, string, (begin, string.len()))?;
        fit(vm, vm.array_push(array, rest))?;
    }
    if limit == 0 {
        while let Some(last) = array.last()
            && last.as_string().is_some_and(Str::is_empty)
        {
            vm.array_pop(array);
        }
    }
    Ok(array.value())
}

/// Pushes the parts before matches; returns where the rest begins.
fn split_at<'w>(
    vm: &'w Vm,
    array: Array<'w>,
    mut matcher: Matcher<'w>,
    limit: i64,
) -> Result<usize, Stop> {
    let string = matcher.string();
    let (mut begin, mut from, mut empty_before) = (0, 0, false);
    let mut parts = 1;
    loop {
        if from > string.len() || !matcher.find(from)? {
            matcher.settle(false)?;
            return Ok(begin);
        }
        let (start, end) = matcher.whole();
        if from == end && start == end {
            if empty_before {
                let length = matcher.char_len(begin);
                let part = slice(vm, string, (begin, (begin + length).min(string.len())))?;
                fit(vm, vm.array_push(array, part))?;
                begin = from;
            } else {
                from += matcher.char_len(from);
                empty_before = true;
                continue;
            }
        } else {
            fit(vm, vm.array_push(array, slice(vm, string, (begin, start))?))?;
            begin = end;
            from = end;
        }
        empty_before = false;
        for group in 1..matcher.spans.len() {
            if let Some(span) = matcher.group(group) {
                fit(vm, vm.array_push(array, slice(vm, string, span)?))?;
            }
        }
        parts += 1;
        if limit > 0 && parts >= limit {
            matcher.settle(true)?;
            return Ok(begin);
        }
    }
}
