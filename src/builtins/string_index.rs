//! String: characters by position, and finding strings in strings.

use crate::natives;
use crate::object::{Str, Value};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

use super::algo::search;
use super::arg::{self, fit, this_str};
use super::matching::remember_text;
use super::string::{alike, meet};
use super::string_regexp;

natives! {
    pub static ROWS;
    string_aref: - 1..2 shared aref [declines];
    string_splice: "String" ["__splice"] 3 shared splice [private];
    string_byte_splice: "String" ["__byte_splice"] 3 shared byte_splice [private];
    string_index: - 1..2 shared index [declines];
    string_rindex: - 1..2 shared rindex [declines];
    string_byteindex: - 1..2 shared byteindex [declines];
    string_byterindex: - 1..2 shared byterindex [declines];
    string_find: "String" ["__find"] 2 shared find [private];
    string_include: - 1 shared include [declines];
    string_start_with: - 0.. shared start_with [declines];
    string_end_with: - 0.. shared end_with [declines];
    string_delete_prefix: - 1 shared delete_prefix [declines];
    string_delete_suffix: - 1 shared delete_suffix [declines];
    string_sub: - 2 shared sub [declines];
    string_gsub: - 2 shared gsub [declines];
    string_partition: - 1 shared partition [declines];
    string_rpartition: - 1 shared rpartition [declines];
    string_scan: - 1 shared scan [declines];
    string_next_boundary: "String" ["__next_boundary"] 1 shared next_boundary [private];
}

/// Characters `index, length`, as a new String or nil.
fn window<'w>(vm: &'w Vm, string: Str<'w>, index: i64, length: i64) -> Outcome<'w> {
    match string.char_window(index, length) {
        Some((from, length)) => Ok(fit(vm, vm.str_slice(string, from, length))?.value()),
        None => Ok(Value::NIL),
    }
}

fn aref<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    if args[0].as_regexp().is_some() {
        return string_regexp::aref(vm, string, args);
    }
    if let Some(length) = args.get(1) {
        let (index, length) = (arg::int(vm, args[0])?, arg::int(vm, length)?);
        return window(vm, string, index, length);
    }
    if let Some(other) = args[0].as_string() {
        meet(vm, string, other)?;
        if search::find(string.bytes(), other.bytes(), 0).is_none() {
            return Ok(Value::NIL);
        }
        return Ok(fit(vm, vm.str_dup(other))?.value());
    }
    let index = arg::int(vm, args[0])?;
    match string.char_window(index, 1) {
        Some((from, length)) if length > 0 => {
            Ok(fit(vm, vm.str_slice(string, from, length))?.value())
        }
        _ => Ok(Value::NIL),
    }
}

/// Replaces characters `index, length`; raises when they begin outside.
fn splice<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.check_frozen(args.this)?;
    let string = this_str(args.this);
    let (index, length) = (arg::int(vm, args[0])?, arg::int(vm, args[1])?);
    let new = arg::str(vm, args[2])?;
    if length < 0 {
        return Err(vm.index_error(format!("negative length {length}")));
    }
    let Some((from, length)) = string.char_window(index, length) else {
        return Err(vm.index_error(format!("index {index} out of string")));
    };
    replace_bytes(vm, string, from, length, new)?;
    Ok(args.this)
}

fn byte_splice<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.check_frozen(args.this)?;
    let string = this_str(args.this);
    let (from, length) = (arg::int(vm, args[0])?, arg::int(vm, args[1])?);
    let new = arg::str(vm, args[2])?;
    replace_bytes(
        vm,
        string,
        from.max(0) as usize,
        length.max(0) as usize,
        new,
    )?;
    Ok(args.this)
}

fn replace_bytes(
    vm: &Vm,
    string: Str<'_>,
    from: usize,
    length: usize,
    new: Str<'_>,
) -> Result<(), Stop> {
    let encoding = meet(vm, string, new)?;
    fit(vm, vm.str_splice(string, from, length, new.bytes()))?;
    if encoding != string.encoding() {
        string.set_encoding(encoding);
    }
    Ok(())
}

/// Byte position of `needle` from a byte position on, at a character.
pub(super) fn find_char(string: Str<'_>, needle: &[u8], mut from: usize) -> Option<usize> {
    loop {
        let at = search::find(string.bytes(), needle, from)?;
        if string.is_char_boundary(at) {
            return Some(at);
        }
        from = at + 1;
    }
}

fn find_last_char(string: Str<'_>, needle: &[u8], mut from: usize) -> Option<usize> {
    loop {
        let at = search::find_last(string.bytes(), needle, from)?;
        if string.is_char_boundary(at) {
            return Some(at);
        }
        from = at.checked_sub(1)?;
    }
}

fn position<'w>(string: Str<'w>, at: Option<usize>) -> Outcome<'w> {
    Ok(at.map_or(Value::NIL, |at| {
        Value::fixnum(string.byte_to_char(at) as i64)
    }))
}

fn index<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    if args[0].as_regexp().is_some() {
        let from = super::regexp::start(vm, string, args.get(1))?;
        return string_regexp::index(vm, string, args[0], from, false);
    }
    let needle = arg::str(vm, args[0])?;
    meet(vm, string, needle)?;
    let Some(from) = super::regexp::start(vm, string, args.get(1))? else {
        return Ok(Value::NIL);
    };
    position(string, find_char(string, needle.bytes(), from))
}

fn rindex<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    if args[0].as_regexp().is_some() {
        let from = last_start(vm, string, args.get(1))?;
        return string_regexp::rindex(vm, string, args[0], from, false);
    }
    let needle = arg::str(vm, args[0])?;
    meet(vm, string, needle)?;
    let Some(from) = last_start(vm, string, args.get(1))? else {
        return Ok(Value::NIL);
    };
    position(string, find_last_char(string, needle.bytes(), from))
}

/// The byte offset where a search backwards begins, none if before the string.
fn last_start(
    vm: &Vm,
    string: Str<'_>,
    position: Option<Value<'_>>,
) -> Result<Option<usize>, Stop> {
    let Some(position) = position else {
        return Ok(Some(string.len()));
    };
    let position = arg::from_end(arg::int(vm, position)?, string.char_count());
    Ok(position.map(|position| string.char_to_byte(position).unwrap_or(string.len())))
}

/// The byte position where a search begins.
fn byte_start(vm: &Vm, string: Str<'_>, start: Value<'_>) -> Result<Option<usize>, Stop> {
    let start = arg::int(vm, start)?;
    let Some(at) = arg::from_end(start, string.len()) else {
        return Ok(None);
    };
    if at < string.len() && !string.is_char_boundary(at) {
        return Err(vm.index_error(format!(
            "offset {start} does not land on character boundary"
        )));
    }
    Ok(Some(at))
}

fn byteindex<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    let from = match args.get(1) {
        None => Some(0),
        Some(start) => byte_start(vm, string, start)?,
    };
    if args[0].as_regexp().is_some() {
        return string_regexp::index(vm, string, args[0], from, true);
    }
    let needle = arg::str(vm, args[0])?;
    meet(vm, string, needle)?;
    let at = from.and_then(|from| find_char(string, needle.bytes(), from));
    Ok(at.map_or(Value::NIL, |at| Value::fixnum(at as i64)))
}

fn byterindex<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    let from = match args.get(1) {
        None => Some(string.len()),
        Some(start) => byte_start(vm, string, start)?,
    };
    if args[0].as_regexp().is_some() {
        return string_regexp::rindex(vm, string, args[0], from, true);
    }
    let needle = arg::str(vm, args[0])?;
    meet(vm, string, needle)?;
    let at = from.and_then(|from| find_last_char(string, needle.bytes(), from));
    Ok(at.map_or(Value::NIL, |at| Value::fixnum(at as i64)))
}

/// Byte position of a string from a byte position on, or nil.
fn find<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let (string, needle) = (this_str(args.this), arg::str(vm, args[0])?);
    meet(vm, string, needle)?;
    let from = usize::try_from(arg::int(vm, args[1])?).unwrap_or(0);
    let at = find_char(string, needle.bytes(), from);
    Ok(at.map_or(Value::NIL, |at| Value::fixnum(at as i64)))
}

/// Byte position behind the character at a byte position, at most one behind
/// the end.
fn next_boundary<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    let at = usize::try_from(arg::int(vm, args[0])?).unwrap_or(0);
    let rest = string.bytes().get(at..).unwrap_or_default();
    let length = crate::object::encoding::char_len(rest, string.encoding());
    Ok(Value::fixnum((at + length.max(1)) as i64))
}

fn include<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let (string, needle) = (this_str(args.this), arg::str(vm, args[0])?);
    meet(vm, string, needle)?;
    Ok(Value::bool(find_char(string, needle.bytes(), 0).is_some()))
}

fn start_with<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    for &prefix in args.all() {
        if prefix.as_regexp().is_some() {
            if string_regexp::starts(vm, string, prefix)? {
                return Ok(Value::TRUE);
            }
            continue;
        }
        let prefix = arg::str(vm, prefix)?;
        meet(vm, string, prefix)?;
        if string.bytes().starts_with(prefix.bytes()) && string.is_char_boundary(prefix.len()) {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}

fn ends(string: Str<'_>, suffix: Str<'_>) -> bool {
    string.bytes().ends_with(suffix.bytes()) && string.is_char_boundary(string.len() - suffix.len())
}

fn end_with<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    for &suffix in args.all() {
        let suffix = arg::str(vm, suffix)?;
        meet(vm, string, suffix)?;
        if ends(string, suffix) {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}

fn delete_prefix<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let (string, prefix) = (this_str(args.this), arg::str(vm, args[0])?);
    meet(vm, string, prefix)?;
    let skip = if string.bytes().starts_with(prefix.bytes()) {
        prefix.len()
    } else {
        0
    };
    Ok(fit(vm, vm.str_slice(string, skip, string.len() - skip))?.value())
}

fn delete_suffix<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let (string, suffix) = (this_str(args.this), arg::str(vm, args[0])?);
    meet(vm, string, suffix)?;
    let keep = string.len()
        - if ends(string, suffix) {
            suffix.len()
        } else {
            0
        };
    Ok(fit(vm, vm.str_slice(string, 0, keep))?.value())
}

/// What a replacement means: `\0` and `\&` stand for the match, `\\` for a
/// backslash, `` \` `` and `\'` for what is before and behind.
fn expand(out: &mut Vec<u8>, new: &[u8], bytes: &[u8], at: usize, length: usize) {
    let mut i = 0;
    while i < new.len() {
        if new[i] != b'\\' || i + 1 == new.len() {
            out.push(new[i]);
            i += 1;
            continue;
        }
        match new[i + 1] {
            b'0' | b'&' => out.extend_from_slice(&bytes[at..at + length]),
            b'1'..=b'9' | b'k' => {}
            b'`' => out.extend_from_slice(&bytes[..at]),
            b'\'' => out.extend_from_slice(&bytes[at + length..]),
            b'\\' => out.push(b'\\'),
            other => out.extend_from_slice(&[b'\\', other]),
        }
        i += 2;
    }
}

fn sub<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    let new = args[1].as_string().ok_or(Stop::Decline)?;
    if args[0].as_regexp().is_some() {
        return string_regexp::replace(vm, string, args[0], new, false);
    }
    let needle = args[0].as_string().ok_or(Stop::Decline)?;
    meet(vm, string, needle)?;
    let at = find_char(string, needle.bytes(), 0);
    remember_text(vm, needle, string, at)?;
    let Some(at) = at else {
        return Ok(fit(vm, vm.str_dup(string))?.value());
    };
    let bytes = string.bytes();
    let mut out = bytes[..at].to_vec();
    expand(&mut out, new.bytes(), bytes, at, needle.len());
    out.extend_from_slice(&bytes[at + needle.len()..]);
    let encoding = meet(vm, string, new)?;
    Ok(fit(vm, vm.new_string_in(&out, encoding))?.value())
}

fn gsub<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    let new = args[1].as_string().ok_or(Stop::Decline)?;
    if args[0].as_regexp().is_some() {
        return string_regexp::replace(vm, string, args[0], new, true);
    }
    let needle = args[0].as_string().ok_or(Stop::Decline)?;
    meet(vm, string, needle)?;
    let bytes = string.bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let (mut copied, mut from) = (0, 0);
    let mut last = None;
    while let Some(at) = find_char(string, needle.bytes(), from) {
        last = Some(at);
        out.extend_from_slice(&bytes[copied..at]);
        expand(&mut out, new.bytes(), bytes, at, needle.len());
        copied = at + needle.len();
        from = copied;
        if needle.is_empty() {
            if at >= bytes.len() {
                break;
            }
            let length = crate::object::encoding::char_len(&bytes[at..], string.encoding());
            out.extend_from_slice(&bytes[at..at + length]);
            copied = at + length;
            from = copied;
        }
    }
    out.extend_from_slice(&bytes[copied.min(bytes.len())..]);
    remember_text(vm, needle, string, last)?;
    if last.is_none() {
        return Ok(fit(vm, vm.str_dup(string))?.value());
    }
    let encoding = meet(vm, string, new)?;
    Ok(fit(vm, vm.new_string_in(&out, encoding))?.value())
}

/// The parts before, of and behind a match, in an Array.
fn three<'w>(vm: &'w Vm, string: Str<'w>, at: usize, length: usize) -> Outcome<'w> {
    let part = |from, length| fit(vm, vm.str_slice(string, from, length)).map(|s| s.value());
    let parts = [
        part(0, at)?,
        part(at, length)?,
        part(at + length, string.len() - at - length)?,
    ];
    Ok(fit(vm, vm.array_from(&parts))?.value())
}

fn partition<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    if args[0].as_regexp().is_some() {
        return match string_regexp::partition(vm, string, args[0], false)? {
            Some((start, end)) => three(vm, string, start, end - start),
            None => three(vm, string, string.len(), 0),
        };
    }
    let needle = args[0].as_string().ok_or(Stop::Decline)?;
    meet(vm, string, needle)?;
    match find_char(string, needle.bytes(), 0) {
        Some(at) => three(vm, string, at, needle.len()),
        None => three(vm, string, string.len(), 0),
    }
}

fn rpartition<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    if args[0].as_regexp().is_some() {
        return match string_regexp::partition(vm, string, args[0], true)? {
            Some((start, end)) => three(vm, string, start, end - start),
            None => three(vm, string, 0, 0),
        };
    }
    let needle = args[0].as_string().ok_or(Stop::Decline)?;
    meet(vm, string, needle)?;
    match find_last_char(string, needle.bytes(), string.len()) {
        Some(at) => three(vm, string, at, needle.len()),
        None => three(vm, string, 0, 0),
    }
}

/// All occurrences of a string or Regexp, in an Array.
fn scan<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    if args[0].as_regexp().is_some() {
        return string_regexp::scan(vm, string, args[0]);
    }
    let needle = arg::str(vm, args[0])?;
    meet(vm, string, needle)?;
    super::string_change::check_valid(vm, string)?;
    let array = fit(vm, vm.new_array(0))?;
    let (mut from, mut last) = (0, None);
    while let Some(at) = find_char(string, needle.bytes(), from) {
        last = Some(at);
        let found = alike(vm, string, needle.bytes())?;
        fit(vm, vm.array_push(array, found))?;
        from = at + needle.len().max(1);
    }
    remember_text(vm, needle, string, last)?;
    Ok(array.value())
}
