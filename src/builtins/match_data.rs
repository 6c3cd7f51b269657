//! MatchData: what a match found, and where.

use crate::natives;
use crate::object::view::MatchData;
use crate::object::{Value, known};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

use super::arg::{self, fit};
use super::regexp::set;

natives! {
    pub static ROWS;
    match_regexp: "MatchData" ["regexp"] 0 shared regexp;
    match_of_text: "MatchData" ["__of_text?"] 0 shared of_text [private];
    match_string: "MatchData" ["string"] 0 shared string;
    match_size: "MatchData" ["size", "length"] 0 shared size;
    match_aref: - 1..2 shared aref [declines];
    match_group: "MatchData" ["__group"] 1 shared group [private];
    match_begin: "MatchData" ["begin"] 1 shared begin;
    match_end: "MatchData" ["end"] 1 shared end;
    match_offset: "MatchData" ["offset"] 1 shared offset;
    match_bytebegin: "MatchData" ["bytebegin"] 1 shared bytebegin;
    match_byteend: "MatchData" ["byteend"] 1 shared byteend;
    match_byteoffset: "MatchData" ["byteoffset"] 1 shared byteoffset;
    match_first_byte: "MatchData" ["__from"] 0 shared first_byte;
    match_last_byte: "MatchData" ["__to"] 0 shared last_byte;
    match_to_a: "MatchData" ["to_a"] 0 shared to_a;
    match_captures: "MatchData" ["captures", "deconstruct"] 0 shared captures;
    match_names: "MatchData" ["names"] 0 shared names;
    match_named: "MatchData" ["__named_captures"] 1 shared named_captures [private];
    match_pre: "MatchData" ["pre_match"] 0 shared pre_match;
    match_post: "MatchData" ["post_match"] 0 shared post_match;
    match_to_s: "MatchData" ["to_s"] 0 shared to_s;
    match_eq: "MatchData" ["==", "eql?"] 1 shared eq;
    match_hash: "MatchData" ["hash"] 0 shared hash;
}

fn this<'w>(vm: &Vm, args: &Args<'w>) -> Result<MatchData<'w>, Stop> {
    let found = args.this.as_match().expect("a method of MatchData");
    if found.is_empty() {
        return Err(vm.type_error("uninitialized MatchData"));
    }
    Ok(found)
}

/// The Regexp; one made of the String that was searched for, if it was one.
fn regexp<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let found = this(vm, args)?;
    let Some(text) = found.regexp().as_string() else {
        return Ok(found.regexp());
    };
    let source = crate::regexp::escape(text.bytes());
    let options = crate::regexp::Options::default();
    let pattern = vm
        .pattern(&source, options, text.encoding())
        .map_err(|error| vm.pattern_error(&error, &source, options, true))?;
    let regexp = fit(vm, vm.new_regexp(known::REGEXP, pattern))?.value();
    vm.freeze(regexp);
    found.set_regexp(vm, regexp);
    Ok(regexp)
}

/// Whether a String was searched for, and nobody asked for a Regexp yet.
fn of_text<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(this(vm, args)?.regexp().as_string().is_some()))
}

fn string<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(this(vm, args)?.string().value())
}

fn size<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::fixnum(this(vm, args)?.len() as i64))
}

fn undefined_name(vm: &Vm, name: &[u8]) -> Stop {
    let mut message = b"undefined group name reference: ".to_vec();
    message.extend_from_slice(name);
    vm.index_error(message)
}

/// The name that a Symbol or String is.
fn name_of<'w>(vm: &'w Vm, value: Value<'w>) -> Option<&'w [u8]> {
    match value.as_symbol() {
        Some(name) => Some(vm.symbols.name(name)),
        None => value.as_string().map(|name| name.bytes()),
    }
}

/// The number of a group given by number or name; it may not exist.
fn group_number(vm: &Vm, found: MatchData<'_>, value: Value<'_>) -> Result<i64, Stop> {
    match name_of(vm, value) {
        Some(name) => match vm.match_group_named(found, name) {
            Some(group) => Ok(group as i64),
            None => Err(undefined_name(vm, name)),
        },
        None => arg::int(vm, value),
    }
}

fn aref<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let found = this(vm, args)?;
    if args.len() > 1 || args[0].as_range().is_some() {
        return Err(Stop::Decline);
    }
    let mut group = group_number(vm, found, args[0])?;
    if group < 0 {
        group += found.len() as i64;
    }
    match usize::try_from(group) {
        Ok(group) => vm.match_group(found, group),
        Err(_) => Ok(Value::NIL),
    }
}

fn group<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let found = this(vm, args)?;
    let group = usize::try_from(arg::int(vm, args[0])?).unwrap_or(usize::MAX);
    vm.match_group(found, group)
}

/// The byte offsets of an existing group, none if it took no part.
fn span(vm: &Vm, found: MatchData<'_>, value: Value<'_>) -> Result<Option<(usize, usize)>, Stop> {
    let group = group_number(vm, found, value)?;
    match usize::try_from(group) {
        Ok(group) if group < found.len() => Ok(found.span(group)),
        _ => Err(vm.index_error(format!("index {group} out of matches"))),
    }
}

fn number<'w>(at: usize) -> Value<'w> {
    Value::fixnum(at as i64)
}

fn position<'w>(found: MatchData<'w>, at: Option<usize>) -> Outcome<'w> {
    Ok(at.map_or(Value::NIL, |at| number(found.string().byte_to_char(at))))
}

fn begin<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let found = this(vm, args)?;
    position(found, span(vm, found, args[0])?.map(|(start, _)| start))
}

fn end<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let found = this(vm, args)?;
    position(found, span(vm, found, args[0])?.map(|(_, end)| end))
}

fn offset<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let found = this(vm, args)?;
    let span = span(vm, found, args[0])?;
    let start = position(found, span.map(|(start, _)| start))?;
    arg::pair(vm, start, position(found, span.map(|(_, end)| end))?)
}

fn bytebegin<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let span = span(vm, this(vm, args)?, args[0])?;
    Ok(span.map_or(Value::NIL, |(start, _)| number(start)))
}

fn byteend<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let span = span(vm, this(vm, args)?, args[0])?;
    Ok(span.map_or(Value::NIL, |(_, end)| number(end)))
}

fn byteoffset<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    match span(vm, this(vm, args)?, args[0])? {
        Some((start, end)) => arg::pair(vm, number(start), number(end)),
        None => arg::pair(vm, Value::NIL, Value::NIL),
    }
}

fn whole(vm: &Vm, args: &Args<'_>) -> Result<(usize, usize), Stop> {
    Ok(this(vm, args)?.span(0).expect("a match has a span"))
}

fn first_byte<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(number(whole(vm, args)?.0))
}

fn last_byte<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(number(whole(vm, args)?.1))
}

/// Groups from a number on, in an Array.
fn groups<'w>(vm: &'w Vm, found: MatchData<'w>, from: usize) -> Outcome<'w> {
    let array = fit(vm, vm.new_array(found.len() - from))?;
    for group in from..found.len() {
        fit(vm, vm.array_push(array, vm.match_group(found, group)?))?;
    }
    Ok(array.value())
}

fn to_a<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    groups(vm, this(vm, args)?, 0)
}

fn captures<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    groups(vm, this(vm, args)?, 1)
}

/// The names of groups in the order they appear.
fn group_names(vm: &Vm, found: MatchData<'_>) -> Vec<String> {
    let pattern = found.regexp().as_regexp().and_then(|r| r.pattern(vm));
    let names = pattern.iter().flat_map(|pattern| pattern.names());
    names.map(|(name, _)| name.clone()).collect()
}

fn names<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let names = group_names(vm, this(vm, args)?);
    let array = fit(vm, vm.new_array(names.len()))?;
    for name in &names {
        fit(vm, vm.array_push(array, vm.string(name)))?;
    }
    Ok(array.value())
}

/// Names and texts of named groups; true: the names as Symbols.
fn named_captures<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let found = this(vm, args)?;
    let names = group_names(vm, found);
    let table = fit(vm, vm.new_hash(names.len()))?;
    for name in &names {
        let text = match vm.match_group_named(found, name.as_bytes()) {
            Some(group) => vm.match_group(found, group)?,
            None => Value::NIL,
        };
        let key = if args[0].truthy() {
            Value::symbol(vm.intern(name))
        } else {
            vm.string(name)
        };
        set(vm, table, key, text)?;
    }
    Ok(table.value())
}

fn pre_match<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.match_part(this(vm, args)?, 0, whole(vm, args)?.0)
}

fn post_match<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let found = this(vm, args)?;
    vm.match_part(found, whole(vm, args)?.1, found.string().len())
}

fn to_s<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.match_group(this(vm, args)?, 0)
}

fn eq<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let found = this(vm, args)?;
    let Some(other) = args[0].as_match() else {
        return Ok(Value::FALSE);
    };
    let pattern = |found: MatchData<'_>| -> Option<Vec<u8>> {
        match found.regexp().as_string() {
            Some(text) => Some(crate::regexp::escape(text.bytes())),
            None => Some(found.regexp().as_regexp()?.pattern(vm)?.source().to_vec()),
        }
    };
    let same = found.len() == other.len()
        && found.string().eql(other.string())
        && (0..found.len()).all(|group| found.span(group) == other.span(group))
        && pattern(found) == pattern(other);
    Ok(Value::bool(same))
}

fn hash<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let found = this(vm, args)?;
    let (start, end) = whole(vm, args)?;
    let hash = vm.hash_string(found.string()) ^ (start as u64) << 32 ^ end as u64;
    Ok(vm.int((hash >> 2) as i64))
}
