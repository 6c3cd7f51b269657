//! String: taking strings apart into Arrays of parts.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::natives;
use crate::object::{Array, Encoding, Str, Value, encoding};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

use super::algo::char_set;
use super::algo::search;
use super::arg::{self, fit, this_str};
use super::string::meet;

natives! {
    pub static ROWS;
    string_chars: "String" ["__chars"] 0 shared chars [private];
    string_graphemes: "String" ["__graphemes"] 0 shared graphemes;
    string_normalized: "String" ["__normalized"] 1 shared normalized [private];
    string_bytes: "String" ["__bytes"] 0 shared bytes [private];
    string_codepoints: "String" ["__codepoints"] 0 shared codepoints [private];
    string_lines: "String" ["__lines"] 2 shared lines [private];
    string_split: "String" ["__split"] 2 shared split [private];
}

fn push(vm: &Vm, array: Array<'_>, string: Str<'_>, from: usize, to: usize) -> Result<(), Stop> {
    let part = fit(vm, vm.str_slice(string, from, to - from))?;
    fit(vm, vm.array_push(array, part.value()))
}

fn chars<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    let array = fit(vm, vm.new_array(string.char_count()))?;
    let mut at = 0;
    for c in encoding::chars(string.bytes(), string.encoding()) {
        push(vm, array, string, at, at + c.len())?;
        at += c.len();
    }
    Ok(array.value())
}

/// What a reader takes for characters: clusters of those that Unicode has.
fn graphemes<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    let text = std::str::from_utf8(string.bytes()).ok();
    let Some(text) = text.filter(|_| string.encoding() == Encoding::Utf8) else {
        return chars(vm, args);
    };
    let array = fit(vm, vm.new_array(0))?;
    for (at, cluster) in text.grapheme_indices(true) {
        push(vm, array, string, at, at + cluster.len())?;
    }
    Ok(array.value())
}

/// A UTF-8 string in a normal form: two letters say which.
fn normalized<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    let Ok(text) = std::str::from_utf8(string.bytes()) else {
        return Err(vm.argument_error("invalid byte sequence in UTF-8"));
    };
    let form = arg::str(vm, args[0])?.bytes();
    let text: String = match form {
        b"nfc" => text.nfc().collect(),
        b"nfd" => text.nfd().collect(),
        b"nfkc" => text.nfkc().collect(),
        _ => text.nfkd().collect(),
    };
    arg::new_str(vm, text.as_bytes())
}

fn bytes<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let bytes = this_str(args.this).bytes();
    let array = fit(vm, vm.new_array(bytes.len()))?;
    for &byte in bytes {
        fit(vm, vm.array_push(array, Value::fixnum(byte.into())))?;
    }
    Ok(array.value())
}

fn codepoints<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    let array = fit(vm, vm.new_array(string.char_count()))?;
    for c in encoding::chars(string.bytes(), string.encoding()) {
        if !encoding::is_valid_at(c, string.encoding()) {
            let name = string.encoding().name();
            return Err(vm.argument_error(format!("invalid byte sequence in {name}")));
        }
        let number = char_set::number(c, string.encoding());
        fit(vm, vm.array_push(array, Value::fixnum(number.into())))?;
    }
    Ok(array.value())
}

/// Lines by a separator (an empty one means paragraphs), chomped if the second
/// argument is true.
fn lines<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    let chomp = args[1].truthy();
    let array = fit(vm, vm.new_array(0))?;
    let bytes = string.bytes();
    if args[0].is_nil() {
        push(vm, array, string, 0, bytes.len())?;
        return Ok(array.value());
    }
    let separator = arg::str(vm, args[0])?;
    meet(vm, string, separator)?;
    let paragraphs = separator.is_empty();
    let needle = if paragraphs {
        &b"\n\n"[..]
    } else {
        separator.bytes()
    };
    let mut from = 0;
    while from < bytes.len() {
        let Some(at) = search::find(bytes, needle, from) else {
            push(
                vm,
                array,
                string,
                from,
                end_of_last(bytes, needle, chomp && !paragraphs),
            )?;
            break;
        };
        let mut end = at + needle.len();
        while paragraphs && bytes.get(end) == Some(&b'\n') {
            end += 1;
        }
        let mut shown = if chomp { at } else { end };
        if chomp && needle == b"\n" && at > from && bytes[at - 1] == b'\r' {
            shown -= 1;
        }
        if paragraphs && !chomp {
            shown = at + 2;
        }
        push(vm, array, string, from, shown)?;
        from = end;
    }
    Ok(array.value())
}

/// Where the last line ends, which has no separator behind it.
fn end_of_last(bytes: &[u8], needle: &[u8], chomp: bool) -> usize {
    let carriage = chomp && needle == b"\n" && bytes.ends_with(b"\r");
    bytes.len() - usize::from(carriage)
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | 0x0b | 0x0c | b'\r' | 0)
}

/// Splits at a string, at white space (nil or one space) or between all
/// characters (empty). Limit 0 drops empty parts at the end.
fn split<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    let limit = arg::int(vm, args[1])?;
    let array = fit(vm, vm.new_array(0))?;
    if string.is_empty() {
        return Ok(array.value());
    }
    if limit == 1 {
        push(vm, array, string, 0, string.len())?;
        return Ok(array.value());
    }
    super::string_change::check_valid(vm, string)?;
    let most = if limit > 0 {
        limit as usize - 1
    } else {
        usize::MAX
    };
    let separator = if args[0].is_nil() {
        None
    } else {
        Some(arg::str(vm, args[0])?)
    };
    match separator {
        None => split_at_space(vm, array, string, most, limit)?,
        Some(s) if s.bytes() == b" " => split_at_space(vm, array, string, most, limit)?,
        Some(s) if s.is_empty() => split_all(vm, array, string, most, limit)?,
        Some(s) => {
            meet(vm, string, s)?;
            split_at(vm, array, string, s.bytes(), most)?;
        }
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

fn split_at(
    vm: &Vm,
    array: Array<'_>,
    string: Str<'_>,
    needle: &[u8],
    most: usize,
) -> Result<(), Stop> {
    let bytes = string.bytes();
    let (mut from, mut search_from) = (0, 0);
    let mut count = 0;
    while count < most
        && let Some(at) = search::find(bytes, needle, search_from)
    {
        if !string.is_char_boundary(at) {
            search_from = at + 1;
            continue;
        }
        push(vm, array, string, from, at)?;
        from = at + needle.len();
        search_from = from;
        count += 1;
    }
    push(vm, array, string, from, bytes.len())
}

fn split_at_space(
    vm: &Vm,
    array: Array<'_>,
    string: Str<'_>,
    most: usize,
    limit: i64,
) -> Result<(), Stop> {
    let bytes = string.bytes();
    let skip = |mut at: usize| {
        while at < bytes.len() && is_space(bytes[at]) {
            at += 1;
        }
        at
    };
    let mut from = skip(0);
    let mut count = 0;
    while from < bytes.len() && count < most {
        let length = bytes[from..].iter().position(|&b| is_space(b));
        let Some(length) = length else { break };
        push(vm, array, string, from, from + length)?;
        from = skip(from + length);
        count += 1;
    }
    if from < bytes.len() || (limit != 0 && bytes.last().is_some_and(|&b| is_space(b))) {
        push(vm, array, string, from, bytes.len())?;
    }
    Ok(())
}

fn split_all(
    vm: &Vm,
    array: Array<'_>,
    string: Str<'_>,
    most: usize,
    limit: i64,
) -> Result<(), Stop> {
    let bytes = string.bytes();
    let mut from = 0;
    let mut count = 0;
    while from < bytes.len() && count < most {
        let length = encoding::char_len(&bytes[from..], string.encoding());
        push(vm, array, string, from, from + length)?;
        from += length;
        count += 1;
    }
    if from < bytes.len() || limit != 0 {
        push(vm, array, string, from, bytes.len())?;
    }
    Ok(())
}
