//! Regexp: making, asking, matching.

use crate::natives;
use crate::object::{Encoding, Str, Sym, Value, encoding};
use crate::regexp::{FIXED_ENCODING, Form, NO_ENCODING, Options, Pattern, escape, show};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

use super::arg::{self, fit};
use super::matching::{Matcher, encoding_of, pattern};

natives! {
    pub static ROWS;
    regexp_setup: "Regexp" ["__setup"] 3 shared setup [private];
    regexp_copy: "Regexp" ["__become"] 1 shared become_ [private];
    regexp_escape: "Regexp." ["__escape"] 1 shared escape_ [private];
    regexp_linear: "Regexp." ["__linear?"] 2 shared linear [private];
    regexp_timeout: "Regexp." ["timeout"] 0 shared global_timeout;
    regexp_set_timeout: "Regexp." ["__timeout"] 1 shared set_global_timeout [private];
    regexp_last_match: "Regexp." ["__last_match"] 0 shared last_match [private];
    regexp_match_op: - 1 shared match_op [declines];
    regexp_case_eq: - 1 shared case_eq [declines];
    regexp_match: - 1..2 shared match_data [declines];
    regexp_match_p: - 1..2 shared is_match [declines];
    regexp_match_line: "Regexp" ["~"] 0 shared match_line;
    regexp_source: "Regexp" ["source"] 0 shared source;
    regexp_options: "Regexp" ["options"] 0 shared options;
    regexp_own_timeout: "Regexp" ["timeout"] 0 shared timeout;
    regexp_to_s: "Regexp" ["to_s"] 0 shared to_s;
    regexp_inspect: "Regexp" ["inspect"] 0 shared inspect;
    regexp_names: "Regexp" ["names"] 0 shared names;
    regexp_named_captures: "Regexp" ["named_captures"] 0 shared named_captures;
    regexp_casefold: "Regexp" ["casefold?"] 0 shared casefold;
    regexp_fixed: "Regexp" ["fixed_encoding?"] 0 shared fixed;
    regexp_encoding: "Regexp" ["encoding"] 0 shared encoding_;
    regexp_eq: "Regexp" ["==", "eql?"] 1 shared eq;
    regexp_hash: "Regexp" ["hash"] 0 shared hash;
    last_match_set: "Kernel" ["__set_last_match"] 1 shared set_last_match [private];
}

// ---- making -----------------------------------------------------------------

/// `__setup(source, options, timeout)`: gives a new Regexp its pattern.
fn setup<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let regexp = args.this.as_regexp().expect("a method of Regexp");
    if args.this.is_frozen() {
        return Err(vm.frozen_error(args.this.word()));
    }
    if regexp.pattern(vm).is_some() {
        return Err(vm.type_error("already initialized regexp"));
    }
    let source = arg::str(vm, args[0])?;
    let bits = u8::try_from(arg::int(vm, args[1])?).unwrap_or(0);
    let options = Options::from_bits(bits);
    let mut made = vm.read_pattern(source, options)?;
    if let Some(seconds) = args[2].as_float() {
        let limited = crate::object::regexp::read(source.bytes(), options, source.encoding());
        let limited =
            limited.map_err(|error| vm.pattern_error(&error, source.bytes(), options, false))?;
        made = std::rc::Rc::new(limited.with_timeout(Some(seconds)));
    }
    vm.regexp_init(regexp, made);
    Ok(args.this)
}

/// `initialize_copy`.
fn become_<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let regexp = args.this.as_regexp().expect("a method of Regexp");
    if args[0].as_regexp().is_none() {
        return Err(vm.type_error("wrong argument type"));
    }
    let made = pattern(vm, args[0])?;
    vm.regexp_init(regexp, made);
    Ok(args.this)
}

fn escape_<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let text = match args[0].as_symbol() {
        Some(name) => symbol_text(vm, name)?,
        None => arg::str(vm, args[0])?,
    };
    let encoding = if text.is_ascii() {
        Encoding::UsAscii
    } else {
        text.encoding()
    };
    let escaped = vm.new_string_in(&escape(text.bytes()), encoding);
    Ok(fit(vm, escaped)?.value())
}

/// Whether a pattern, given as a source and options, needs linear time.
fn linear<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let source = arg::str(vm, args[0])?;
    let bits = u8::try_from(arg::int(vm, args[1])?).unwrap_or(0);
    let made = vm.read_pattern(source, Options::from_bits(bits))?;
    Ok(Value::bool(made.is_linear()))
}

fn global_timeout<'w>(vm: &'w Vm, _args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.regexp_timeout().map_or(Value::NIL, |s| vm.float(s)))
}

fn set_global_timeout<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.set_regexp_timeout(args[0].as_float());
    Ok(args[0])
}

// ---- matching -----------------------------------------------------------------

fn symbol_text(vm: &Vm, name: Sym) -> Result<Str<'_>, Stop> {
    fit(vm, vm.new_string(vm.symbols.name(name)))
}

/// What to match: a String, the name of a Symbol, or None for nil. Declines for
/// objects that may convert themselves.
fn subject<'w>(vm: &'w Vm, value: Value<'w>) -> Result<Option<Str<'w>>, Stop> {
    if let Some(string) = value.as_string() {
        return Ok(Some(string));
    }
    if value.is_nil() {
        return Ok(None);
    }
    if let Some(name) = value.as_symbol() {
        return symbol_text(vm, name).map(Some);
    }
    arg::str(vm, value).map(Some)
}

/// Matches and sets `$~`; the position in characters.
pub fn match_position<'w>(vm: &'w Vm, regexp: Value<'w>, string: Str<'w>) -> Outcome<'w> {
    let mut matcher = Matcher::new(vm, regexp, string)?;
    let found = matcher.find(0)?;
    matcher.settle(found)?;
    if !found {
        return Ok(Value::NIL);
    }
    let at = string.byte_to_char(matcher.whole().0);
    Ok(Value::fixnum(at as i64))
}

fn match_op<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    match subject(vm, args[0])? {
        Some(string) => match_position(vm, args.this, string),
        None => {
            vm.set_last_match(Value::NIL);
            Ok(Value::NIL)
        }
    }
}

/// `===`: other objects do not match.
fn case_eq<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = match subject(vm, args[0]) {
        Ok(string) => string,
        Err(Stop::Decline) => return Err(Stop::Decline),
        Err(Stop::Raise) => {
            vm.drop_pending();
            None
        }
    };
    let Some(string) = string else {
        vm.set_last_match(Value::NIL);
        return Ok(Value::FALSE);
    };
    let found = match_position(vm, args.this, string)?;
    Ok(Value::bool(!found.is_nil()))
}

/// The byte offset of a position in characters, which may count from the end.
pub fn start<'w>(
    vm: &'w Vm,
    string: Str<'w>,
    position: Option<Value<'w>>,
) -> Result<Option<usize>, Stop> {
    let Some(position) = position else {
        return Ok(Some(0));
    };
    let position = arg::int(vm, position)?;
    if position == 0 {
        return Ok(Some(0));
    }
    let position = arg::from_end(position, string.char_count());
    Ok(position.and_then(|position| string.char_to_byte(position)))
}

/// The MatchData, or nil, from a position on.
pub fn match_from<'w>(
    vm: &'w Vm,
    regexp: Value<'w>,
    string: Str<'w>,
    position: Option<Value<'w>>,
) -> Outcome<'w> {
    let Some(from) = start(vm, string, position)? else {
        vm.set_last_match(Value::NIL);
        return Ok(Value::NIL);
    };
    let mut matcher = Matcher::new(vm, regexp, string)?;
    let data = if matcher.find(from)? {
        matcher.data()?
    } else {
        Value::NIL
    };
    vm.set_last_match(data);
    Ok(data)
}

fn match_data<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    match subject(vm, args[0])? {
        Some(string) => match_from(vm, args.this, string, args.get(1)),
        None => {
            vm.set_last_match(Value::NIL);
            Ok(Value::NIL)
        }
    }
}

/// Whether there is a match from a position on; `$~` stays.
pub fn matches_from<'w>(
    vm: &'w Vm,
    regexp: Value<'w>,
    string: Str<'w>,
    position: Option<Value<'w>>,
) -> Outcome<'w> {
    let Some(from) = start(vm, string, position)? else {
        return Ok(Value::FALSE);
    };
    let matcher = Matcher::new(vm, regexp, string)?;
    Ok(Value::bool(matcher.is_match(from)?))
}

fn is_match<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    match subject(vm, args[0])? {
        Some(string) => matches_from(vm, args.this, string, args.get(1)),
        None => Ok(Value::FALSE),
    }
}

/// `~regexp`: matches `$_`.
fn match_line<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    match vm.last_read_line().as_string() {
        Some(string) => match_position(vm, args.this, string),
        None => {
            vm.set_last_match(Value::NIL);
            Ok(Value::NIL)
        }
    }
}

fn last_match<'w>(vm: &'w Vm, _args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.last_match().map_or(Value::NIL, |found| found.value()))
}

fn set_last_match<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.set_last_match(args[0]);
    Ok(args[0])
}

// ---- asking ---------------------------------------------------------------------

fn source<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let pattern = pattern(vm, args.this)?;
    let text = vm.new_string_in(pattern.source(), encoding_of(&pattern));
    Ok(fit(vm, text)?.value())
}

/// Options as Ruby numbers them.
fn bits(pattern: &Pattern) -> u8 {
    let fixed = if pattern.is_fixed() {
        FIXED_ENCODING
    } else {
        0
    };
    pattern.options().bits() & !FIXED_ENCODING | fixed
}

/// The options that make patterns different: case, line breaks, blanks.
fn meaning(pattern: &Pattern) -> u8 {
    bits(pattern) & !(FIXED_ENCODING | NO_ENCODING)
}

fn options<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::fixnum(bits(&*pattern(vm, args.this)?).into()))
}

fn timeout<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let seconds = pattern(vm, args.this)?.timeout();
    Ok(seconds.map_or(Value::NIL, |s| vm.float(s)))
}

/// `(?mi-x:source)`. Options that are written around the whole source become
/// the outer ones.
fn to_s<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let pattern = pattern(vm, args.this)?;
    let (mut options, mut text) = (pattern.options(), pattern.source());
    if let Some((inner, body)) = wrapped(text, options) {
        (options, text) = (inner, body);
    }
    let on = options.letters();
    let off = Options {
        multiline: !options.multiline,
        ignore_case: !options.ignore_case,
        extended: !options.extended,
        ..options
    };
    let off = off.letters();
    let dash = if off.is_empty() { "" } else { "-" };
    let mut out = format!("(?{on}{dash}{off}:").into_bytes();
    show_text(&pattern, text, true, &mut out);
    out.push(b')');
    let encoding = if out.is_ascii() && !pattern.is_fixed() {
        Encoding::UsAscii
    } else {
        encoding_of(&pattern)
    };
    Ok(fit(vm, vm.new_string_in(&out, encoding))?.value())
}

/// Options and body of a source that is one group with options.
fn wrapped(source: &[u8], mut options: Options) -> Option<(Options, &[u8])> {
    let rest = source.strip_prefix(b"(?")?;
    let colon = rest.iter().position(|&b| b == b':')?;
    let body = rest[colon + 1..].strip_suffix(b")")?;
    let mut on = true;
    for &letter in &rest[..colon] {
        match letter {
            b'm' => options.multiline = on,
            b'i' => options.ignore_case = on,
            b'x' => options.extended = on,
            b'-' if on => on = false,
            _ => return None,
        }
    }
    // The last parenthesis must close the first one.
    Pattern::new(body, options, Form::Text).ok()?;
    Some((options, body))
}

/// Shows the text of a pattern; characters of other encodings as they are, if
/// `raw`, or by their codes.
fn show_text(pattern: &Pattern, text: &[u8], raw: bool, out: &mut Vec<u8>) {
    let Some(number) = pattern.foreign() else {
        return show(text, pattern.is_binary(), out);
    };
    let mut plain = Vec::new();
    for (good, part) in encoding::parts(text, Encoding::from_bits(number)) {
        if part.len() == 1 || !good {
            plain.extend_from_slice(part);
            continue;
        }
        show(&std::mem::take(&mut plain), true, out);
        if raw {
            out.extend_from_slice(part);
            continue;
        }
        let code = part.iter().map(|byte| format!("{byte:02X}"));
        out.extend_from_slice(format!("\\x{{{}}}", code.collect::<String>()).as_bytes());
    }
    show(&plain, true, out);
}

fn inspect<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let Some(pattern) = args.this.as_regexp().and_then(|r| r.pattern(vm)) else {
        return arg::new_str(vm, vm.any_to_s(args.this).as_bytes());
    };
    let mut out = vec![b'/'];
    show_text(&pattern, pattern.source(), false, &mut out);
    out.push(b'/');
    out.extend_from_slice(pattern.options().letters().as_bytes());
    if pattern.options().bits() & NO_ENCODING != 0 {
        out.push(b'n');
    }
    arg::new_str(vm, &out)
}

fn names<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let pattern = pattern(vm, args.this)?;
    let array = fit(vm, vm.new_array(pattern.names().len()))?;
    for (name, _) in pattern.names() {
        fit(vm, vm.array_push(array, vm.string(name)))?;
    }
    Ok(array.value())
}

fn named_captures<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let pattern = pattern(vm, args.this)?;
    let table = fit(vm, vm.new_hash(pattern.names().len()))?;
    for (name, groups) in pattern.names() {
        let groups: Vec<Value<'w>> = groups
            .iter()
            .map(|&group| Value::fixnum(group.into()))
            .collect();
        let groups = fit(vm, vm.array_from(&groups))?;
        set(vm, table, vm.string(name), groups.value())?;
    }
    Ok(table.value())
}

/// Stores under a key that needs no Ruby to be found.
pub fn set(
    vm: &Vm,
    table: crate::object::Hash<'_>,
    key: Value<'_>,
    value: Value<'_>,
) -> Result<(), Stop> {
    vm.hash_set(table, key, value)
        .map(|_| ())
        .map_err(|_| vm.no_memory("failed to allocate memory"))
}

fn casefold<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(pattern(vm, args.this)?.options().ignore_case))
}

fn fixed<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(pattern(vm, args.this)?.is_fixed()))
}

fn encoding_<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let pattern = pattern(vm, args.this)?;
    Ok(super::encoding::object(vm, encoding_of(&pattern)))
}

fn eq<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    if args.this == args[0] {
        return Ok(Value::TRUE);
    }
    if args[0].as_regexp().is_none() {
        return Ok(Value::FALSE);
    }
    let (a, b) = (pattern(vm, args.this)?, pattern(vm, args[0])?);
    let same = a.source() == b.source()
        && meaning(&a) == meaning(&b)
        && encoding_of(&a) == encoding_of(&b);
    Ok(Value::bool(same))
}

fn hash<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let pattern = pattern(vm, args.this)?;
    let source = fit(vm, vm.new_string(pattern.source()))?;
    let hash = vm.hash_string(source) ^ u64::from(meaning(&pattern)) << 32;
    Ok(vm.int((hash >> 2) as i64))
}
