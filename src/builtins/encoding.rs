//! Encoding objects: one per encoding strings can have; and conversions.

use crate::natives;
use crate::object::encoding::{self, Trouble};
use crate::object::{Encoding, Str, Value, compatible, known};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

use super::arg::{self, fit, this_str};

natives! {
    pub static ROWS;
    encoding_name: "Encoding" ["to_s", "name"] 0 shared name;
    encoding_inspect: "Encoding" ["inspect"] 0 shared inspect;
    encoding_names: "Encoding" ["__names"] 0 shared names;
    encoding_ascii: "Encoding" ["ascii_compatible?"] 0 shared ascii;
    encoding_dummy: "Encoding" ["dummy?"] 0 shared dummy;
    encoding_unicode: "Encoding" ["__unicode?"] 0 shared unicode;
    encoding_convertible: "Encoding" ["__convertible?"] 0 shared convertible;
    encoding_lookup: "Encoding." ["__lookup"] 1 shared lookup;
    encoding_list: "Encoding." ["list"] 0 shared list;
    encoding_compatible: "Encoding." ["compatible?"] 2 shared compatible_;
    string_transcode: "String" ["__transcode"] 4 shared transcode;
}

/// Names that stand for what `default_external` says.
const EXTERNAL: &[&str] = &["external", "filesystem"];

/// Constants of Encoding::Converter.
const FLAGS: &[(&str, i64)] = &[
    ("INVALID_MASK", 0xf),
    ("INVALID_REPLACE", 0x2),
    ("UNDEF_MASK", 0xf0),
    ("UNDEF_REPLACE", 0x20),
    ("UNDEF_HEX_CHARREF", 0x30),
    ("UNIVERSAL_NEWLINE_DECORATOR", 0x100),
    ("CRLF_NEWLINE_DECORATOR", 0x1000),
    ("CR_NEWLINE_DECORATOR", 0x2000),
    ("LF_NEWLINE_DECORATOR", 0x4000),
    ("XML_TEXT_DECORATOR", 0x8000),
    ("XML_ATTR_CONTENT_DECORATOR", 0x1_0000),
    ("XML_ATTR_QUOTE_DECORATOR", 0x10_0000),
    ("PARTIAL_INPUT", 0x2_0000),
    ("AFTER_OUTPUT", 0x4_0000),
];

/// Makes the Encoding objects.
pub fn install(vm: &Vm) {
    for &encoding in Encoding::ALL {
        let object = vm.new_object(known::ENCODING);
        let number = Value::fixnum(encoding as i64);
        vm.ivar_set(object, vm.intern_own("__number"), number);
        vm.freeze(object);
        for name in encoding.names() {
            let (plain, upper) = Encoding::constants(name);
            for name in plain.into_iter().chain([upper]) {
                if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
                    vm.const_set(known::ENCODING, vm.intern(&name), object);
                }
            }
        }
    }
    let converter = vm.const_get_own(known::ENCODING, vm.intern("Converter"));
    if let Some(converter) = converter.and_then(|class| vm.as_class(class)) {
        for &(name, value) in FLAGS {
            vm.const_set(converter, vm.intern(name), Value::fixnum(value));
        }
    }
}

/// The object that stands for an encoding.
pub fn object(vm: &Vm, encoding: Encoding) -> Value<'_> {
    let name = match encoding {
        Encoding::Utf8 => vm.intern("UTF_8"),
        Encoding::Binary => vm.intern("BINARY"),
        Encoding::UsAscii => vm.intern("US_ASCII"),
        other => vm.intern(&Encoding::constants(other.name()).1),
    };
    vm.const_get_own(known::ENCODING, name)
        .unwrap_or(Value::NIL)
}

fn of_object(vm: &Vm, value: Value<'_>) -> Option<Encoding> {
    if vm.class_of(value) != known::ENCODING {
        return None;
    }
    let number = vm.ivar_get(value, vm.intern_own("__number")).as_int()?;
    Encoding::ALL.get(usize::try_from(number).ok()?).copied()
}

/// What `Encoding.default_external` says.
fn default_external(vm: &Vm) -> Encoding {
    let class = vm.class_object(known::ENCODING);
    let chosen = vm.ivar_get(class, vm.intern("@__external"));
    of_object(vm, chosen).unwrap_or(Encoding::Utf8)
}

/// The encoding that an argument means, if there is one of that name.
fn found(vm: &Vm, value: Value<'_>) -> Result<Option<Encoding>, Stop> {
    if let Some(encoding) = of_object(vm, value) {
        return Ok(Some(encoding));
    }
    let name = arg::str(vm, value).map_err(|stop| match stop {
        Stop::Decline => vm.conversion_error(value, "String"),
        Stop::Raise => stop,
    })?;
    let name = name.to_text();
    if name.eq_ignore_ascii_case("locale") {
        return Ok(Some(Encoding::Utf8));
    }
    if EXTERNAL
        .iter()
        .any(|known| known.eq_ignore_ascii_case(&name))
    {
        return Ok(Some(default_external(vm)));
    }
    Ok(Encoding::from_name(&name))
}

/// The encoding that an argument means: an Encoding or a name.
pub fn of(vm: &Vm, value: Value<'_>) -> Result<Encoding, Stop> {
    found(vm, value)?.ok_or_else(|| {
        let name = value.as_string().map(Str::to_text).unwrap_or_default();
        vm.argument_error(format!("unknown encoding name - {name}"))
    })
}

fn this(vm: &Vm, args: &Args<'_>) -> Encoding {
    of_object(vm, args.this).unwrap_or(Encoding::Utf8)
}

fn new_name<'w>(vm: &'w Vm, name: &str) -> Outcome<'w> {
    Ok(fit(vm, vm.new_string_in(name.as_bytes(), Encoding::UsAscii))?.value())
}

fn name<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    new_name(vm, this(vm, args).name())
}

fn inspect<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let encoding = this(vm, args);
    let name = encoding.long_name();
    let dummy = if encoding.is_dummy() { " (dummy)" } else { "" };
    arg::new_str(vm, format!("#<Encoding:{name}{dummy}>").as_bytes())
}

fn names<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let names = this(vm, args).names();
    let array = fit(vm, vm.new_array(names.len()))?;
    for name in names {
        fit(vm, vm.array_push(array, new_name(vm, name)?))?;
    }
    Ok(array.value())
}

fn ascii<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(this(vm, args).is_ascii_compatible()))
}

fn dummy<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(this(vm, args).is_dummy()))
}

fn unicode<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(this(vm, args).is_unicode()))
}

fn convertible<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let encoding = this(vm, args);
    Ok(Value::bool(
        encoding.is_convertible() || encoding == Encoding::Binary,
    ))
}

/// The encoding of a name, or nil.
fn lookup<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let encoding = found(vm, args[0])?;
    Ok(encoding.map_or(Value::NIL, |encoding| object(vm, encoding)))
}

fn list<'w>(vm: &'w Vm, _args: &Args<'w>) -> Outcome<'w> {
    let mut all = Encoding::ALL.to_vec();
    all.sort_by_key(|encoding| encoding.rank());
    let all: Vec<_> = all
        .into_iter()
        .map(|encoding| object(vm, encoding))
        .collect();
    Ok(fit(vm, vm.array_from(&all))?.value())
}

/// The encoding that an object has, if it has one.
fn encoding_of(vm: &Vm, value: Value<'_>) -> Option<Encoding> {
    if let Some(string) = value.as_string() {
        Some(string.encoding())
    } else if let Some(symbol) = value.as_symbol() {
        Some(encoding::symbol_parts(vm.symbols.name(symbol)).1)
    } else if let Some(regexp) = value.as_regexp() {
        Some(super::matching::encoding_of(&*regexp.pattern(vm)?))
    } else {
        of_object(vm, value)
    }
}

fn compatible_<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let met = match (args[0].as_string(), args[1].as_string()) {
        (Some(a), Some(b)) => compatible(a, b),
        strings => match (encoding_of(vm, args[0]), encoding_of(vm, args[1])) {
            (Some(a), Some(b)) => meet(a, b, strings),
            _ => None,
        },
    };
    Ok(met.map_or(Value::NIL, |encoding| object(vm, encoding)))
}

/// The encoding that two things can meet in, of which one at most is a String.
fn meet(a: Encoding, b: Encoding, strings: (Option<Str<'_>>, Option<Str<'_>>)) -> Option<Encoding> {
    if a == b || strings.1.is_some_and(Str::is_empty) {
        return Some(a);
    }
    if !a.is_ascii_compatible() || !b.is_ascii_compatible() {
        return None;
    }
    match strings {
        (_, None) if b == Encoding::UsAscii => Some(a),
        (None, _) if a == Encoding::UsAscii => Some(b),
        (Some(string), None) | (None, Some(string)) if string.is_ascii() => Some(b),
        _ => None,
    }
}

/// Appends to the String that is the last argument what `self` is in another
/// encoding, from a byte on: nil, or why and where it stopped, as an Array of
/// the trouble (0 invalid, 1 incomplete, 2 no character), first byte, number
/// of bytes, number of bytes behind them, code of the character if known.
fn transcode<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let source = this_str(args.this).bytes();
    let (from, to) = (of(vm, args[0])?, of(vm, args[1])?);
    let at = arg::int(vm, args[2])?.max(0) as usize;
    let result = arg::str(vm, args[3])?;
    let mut out = Vec::with_capacity(source.len());
    let found = encoding::transcode(source, at, from, to, result.is_empty(), &mut out);
    fit(vm, vm.str_push(result, &out))?;
    let Err(problem) = found else {
        return Ok(Value::NIL);
    };
    let (number, code) = match problem.trouble {
        Trouble::Invalid => (0, None),
        Trouble::Incomplete => (1, None),
        Trouble::Unknown => (2, None),
        Trouble::Undefined(c) => (2, Some(c)),
    };
    let size = |n: usize| Value::fixnum(n as i64);
    let told = [
        Value::fixnum(number),
        size(problem.bytes.start),
        size(problem.bytes.len()),
        size(problem.again),
        code.map_or(Value::NIL, |c| size(c as usize)),
    ];
    Ok(fit(vm, vm.array_from(&told))?.value())
}
