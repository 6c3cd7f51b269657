//! String: changed copies, and the same in place.
//!
//! Each change is one function from a string and arguments to bytes; the rows
//! for `name` and `name!` are derived from it.

use crate::natives;
use crate::object::{Encoding, Str, Value};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

use super::algo::case::{self, Change};
use super::algo::char_set::{self, BadRange, CharSet};
use super::algo::succ;
use super::arg::{self, fit, this_str};
use super::string::{alike, meet};

natives! {
    pub static ROWS;
    string_upcase: "String" ["upcase"] 0.. shared upcase;
    string_downcase: "String" ["downcase"] 0.. shared downcase;
    string_capitalize: "String" ["capitalize"] 0.. shared capitalize;
    string_swapcase: "String" ["swapcase"] 0.. shared swapcase;
    string_upcase_x: "String" ["upcase!"] 0.. shared upcase_x;
    string_downcase_x: "String" ["downcase!"] 0.. shared downcase_x;
    string_capitalize_x: "String" ["capitalize!"] 0.. shared capitalize_x;
    string_swapcase_x: "String" ["swapcase!"] 0.. shared swapcase_x;
    string_strip: "String" ["strip"] 0 shared strip;
    string_lstrip: "String" ["lstrip"] 0 shared lstrip;
    string_rstrip: "String" ["rstrip"] 0 shared rstrip;
    string_strip_x: "String" ["strip!"] 0 shared strip_x;
    string_lstrip_x: "String" ["lstrip!"] 0 shared lstrip_x;
    string_rstrip_x: "String" ["rstrip!"] 0 shared rstrip_x;
    string_chomp: - 0..1 shared chomp [declines];
    string_chomp_x: - 0..1 shared chomp_x [declines];
    string_chop: "String" ["chop"] 0 shared chop;
    string_chop_x: "String" ["chop!"] 0 shared chop_x;
    string_chr: "String" ["chr"] 0 shared chr;
    string_reverse: "String" ["reverse"] 0 shared reverse;
    string_reverse_x: "String" ["reverse!"] 0 shared reverse_x;
    string_succ: "String" ["succ", "next"] 0 shared succ_;
    string_succ_x: "String" ["succ!", "next!"] 0 shared succ_x;
    string_squeeze: - 0.. shared squeeze [declines];
    string_squeeze_x: - 0.. shared squeeze_x [declines];
    string_delete: - 0.. shared delete [declines];
    string_delete_x: - 0.. shared delete_x [declines];
    string_count: - 0.. shared count [declines];
    string_tr: - 2 shared tr [declines];
    string_tr_x: - 2 shared tr_x [declines];
    string_tr_s: - 2 shared tr_s [declines];
    string_tr_s_x: - 2 shared tr_s_x [declines];
    string_ljust: - 1..2 shared ljust [declines];
    string_rjust: - 1..2 shared rjust [declines];
    string_center: - 1..2 shared center [declines];
    string_each_change: "String" ["__settle"] 1 shared settle [private];
}

type Changed = Result<Vec<u8>, Stop>;

/// Raises for a string with bytes that make no character.
pub(super) fn check_valid(vm: &Vm, string: Str<'_>) -> Result<(), Stop> {
    if string.is_valid() {
        return Ok(());
    }
    let name = string.encoding().name();
    Err(vm.argument_error(format!("invalid byte sequence in {name}")))
}

/// The same for the end of a string that is stripped there.
fn check_end(vm: &Vm, string: Str<'_>) -> Result<(), Stop> {
    if string.is_valid() {
        return Ok(());
    }
    Err(super::string::incompatible_bytes(vm, string.encoding()))
}

/// The same for the beginning, where only the first character counts.
fn check_begin(vm: &Vm, string: Str<'_>) -> Result<(), Stop> {
    let rest = left_stripped(string.bytes());
    if rest.is_empty() || crate::object::encoding::is_valid_at(rest, string.encoding()) {
        return Ok(());
    }
    check_valid(vm, string)
}

/// Gives the string new bytes; nil when they are what it had.
fn in_place<'w>(vm: &'w Vm, this: Value<'w>, new: &[u8]) -> Outcome<'w> {
    let string = this_str(this);
    if string.bytes() == new {
        return Ok(Value::NIL);
    }
    fit(vm, vm.str_replace(string, new))?;
    Ok(this)
}

macro_rules! changes {
    ($($name:ident, $in_place:ident = $function:expr;)*) => {
        $(
            fn $name<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
                let function: fn(&Vm, Str<'_>, &[Value<'_>]) -> Changed = $function;
                let string = this_str(args.this);
                alike(vm, string, &function(vm, string, args.all())?)
            }

            fn $in_place<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
                vm.check_frozen(args.this)?;
                let function: fn(&Vm, Str<'_>, &[Value<'_>]) -> Changed = $function;
                let new = function(vm, this_str(args.this), args.all())?;
                in_place(vm, args.this, &new)
            }
        )*
    };
}

changes! {
    upcase, upcase_x = |vm, s, options| changed_case(vm, s, options, Change::Up);
    downcase, downcase_x = |vm, s, options| changed_case(vm, s, options, Change::Down);
    capitalize, capitalize_x = |vm, s, options| changed_case(vm, s, options, Change::Capital);
    swapcase, swapcase_x = |vm, s, options| changed_case(vm, s, options, Change::Swap);
    strip, strip_x = |vm, s, _| {
        check_begin(vm, s)?;
        check_end(vm, s)?;
        Ok(right_stripped(left_stripped(s.bytes())).to_vec())
    };
    lstrip, lstrip_x = |vm, s, _| {
        check_begin(vm, s)?;
        Ok(left_stripped(s.bytes()).to_vec())
    };
    rstrip, rstrip_x = |vm, s, _| {
        check_end(vm, s)?;
        Ok(right_stripped(s.bytes()).to_vec())
    };
    chomp, chomp_x = chomped;
    chop, chop_x = |_, s, _| Ok(chopped(s).to_vec());
    succ_, succ_in_place = |_, s, _| Ok(succ::succ(s.bytes(), s.encoding()));
    squeeze, squeeze_x = |vm, s, sets| {
        Ok(char_set::squeeze(s.bytes(), s.encoding(), &char_sets(vm, s, sets)?))
    };
    delete, delete_x = |vm, s, sets| {
        if sets.is_empty() {
            return Err(vm.argument_error("wrong number of arguments (given 0, expected 1+)"));
        }
        Ok(char_set::delete(s.bytes(), s.encoding(), &char_sets(vm, s, sets)?))
    };
    tr, tr_x = |vm, s, sets| translated(vm, s, sets, false);
    tr_s, tr_s_x = |vm, s, sets| translated(vm, s, sets, true);
}

/// The options of case changes: `:ascii` and `:turkic` matter.
fn changed_case(vm: &Vm, string: Str<'_>, options: &[Value<'_>], change: Change) -> Changed {
    let (mut ascii, mut turkic) = (false, false);
    for &option in options {
        match option.as_symbol().map(|symbol| vm.symbols.name(symbol)) {
            Some(b"ascii") => ascii = true,
            Some(b"turkic") => turkic = true,
            Some(b"lithuanian") => {}
            Some(b"fold") if change == Change::Down => {}
            Some(b"fold") => {
                return Err(vm.argument_error("option :fold only allowed for downcasing"));
            }
            _ => return Err(vm.argument_error("invalid option")),
        }
    }
    if !ascii && !string.is_valid() {
        return Err(vm.argument_error("input string invalid"));
    }
    if turkic && !ascii && string.encoding() == Encoding::Utf8 {
        return Ok(case::turkic(string.bytes(), change));
    }
    let plain = ascii || string.is_ascii();
    Ok(case::change(
        string.bytes(),
        string.encoding(),
        plain,
        change,
    ))
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | 0x0b | 0x0c | b'\r')
}

fn left_stripped(mut bytes: &[u8]) -> &[u8] {
    while let [first, rest @ ..] = bytes
        && (is_space(*first) || *first == 0)
    {
        bytes = rest;
    }
    bytes
}

fn right_stripped(mut bytes: &[u8]) -> &[u8] {
    while let [rest @ .., last] = bytes
        && (is_space(*last) || *last == 0)
    {
        bytes = rest;
    }
    bytes
}

fn chomped(vm: &Vm, string: Str<'_>, args: &[Value<'_>]) -> Changed {
    let bytes = string.bytes();
    let one_line = |bytes: &[u8]| match bytes {
        [rest @ .., b'\r', b'\n'] | [rest @ .., b'\n' | b'\r'] => rest.to_vec(),
        all => all.to_vec(),
    };
    let Some(&end) = args.first() else {
        if vm.line_separator_changed() {
            return Err(Stop::Decline);
        }
        return Ok(one_line(bytes));
    };
    if end.is_nil() {
        return Ok(bytes.to_vec());
    }
    let end = arg::str(vm, end)?;
    Ok(match end.bytes() {
        b"\n" => one_line(bytes),
        b"" => {
            let mut rest = bytes;
            while let [shorter @ .., b'\r', b'\n'] | [shorter @ .., b'\n'] = rest {
                rest = shorter;
            }
            rest.to_vec()
        }
        end => bytes.strip_suffix(end).unwrap_or(bytes).to_vec(),
    })
}

fn chopped<'s>(string: Str<'s>) -> &'s [u8] {
    let bytes = string.bytes();
    if let [rest @ .., b'\r', b'\n'] = bytes {
        return rest;
    }
    match string.char_window(-1, 1) {
        Some((from, _)) => &bytes[..from],
        None => bytes,
    }
}

fn chr<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    let length = crate::object::encoding::char_len(string.bytes(), string.encoding());
    Ok(fit(vm, vm.str_slice(string, 0, length))?.value())
}

fn reversed(string: Str<'_>) -> Vec<u8> {
    let bytes = string.bytes();
    if string.is_single_byte() {
        return bytes.iter().rev().copied().collect();
    }
    let chars: Vec<&[u8]> = crate::object::encoding::chars(bytes, string.encoding()).collect();
    chars.into_iter().rev().flatten().copied().collect()
}

fn reverse<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    alike(vm, string, &reversed(string))
}

fn reverse_x<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.check_frozen(args.this)?;
    in_place(vm, args.this, &reversed(this_str(args.this)))?;
    Ok(args.this)
}

fn succ_x<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    succ_in_place(vm, args)?;
    Ok(args.this)
}

fn bad_range(vm: &Vm, BadRange(message): BadRange) -> Stop {
    vm.argument_error(message)
}

fn char_sets(vm: &Vm, string: Str<'_>, sets: &[Value<'_>]) -> Result<Vec<CharSet>, Stop> {
    if string.is_empty() {
        return Ok(Vec::new());
    }
    check_valid(vm, string)?;
    sets.iter()
        .map(|&set| {
            let set = arg::str(vm, set)?;
            let encoding = meet(vm, string, set)?;
            CharSet::new(set.bytes(), encoding).map_err(|error| bad_range(vm, error))
        })
        .collect()
}

fn count<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let string = this_str(args.this);
    if args.is_empty() {
        return Err(vm.argument_error("wrong number of arguments (given 0, expected 1+)"));
    }
    let sets = char_sets(vm, string, args.all())?;
    let count = char_set::count(string.bytes(), string.encoding(), &sets);
    Ok(Value::fixnum(count as i64))
}

fn translated(vm: &Vm, string: Str<'_>, sets: &[Value<'_>], squeeze: bool) -> Changed {
    let (from, to) = (arg::str(vm, sets[0])?, arg::str(vm, sets[1])?);
    if string.is_empty() {
        return Ok(Vec::new());
    }
    check_valid(vm, string)?;
    meet(vm, string, from)?;
    let encoding = if from.is_ascii() && to.is_ascii() {
        string.encoding()
    } else {
        Encoding::Utf8
    };
    char_set::translate(string.bytes(), encoding, from.bytes(), to.bytes(), squeeze)
        .map_err(|error| bad_range(vm, error))
}

/// Pads to a number of characters, so many of the missing ones on the left.
fn justified<'w>(vm: &'w Vm, args: &Args<'w>, left: fn(usize) -> usize) -> Outcome<'w> {
    let string = this_str(args.this);
    let width = arg::int(vm, args[0])?;
    let pad = args.get(1).map(|pad| arg::str(vm, pad)).transpose()?;
    let mut encoding = string.encoding();
    if let Some(pad) = pad {
        encoding = meet(vm, string, pad)?;
        if pad.is_empty() {
            return Err(vm.argument_error("zero width padding"));
        }
    }
    let missing = usize::try_from(width)
        .unwrap_or(0)
        .saturating_sub(string.char_count());
    if missing == 0 {
        return Ok(fit(vm, vm.str_dup(string))?.value());
    }
    if missing > 1 << 30 {
        return Err(vm.argument_error("argument too big"));
    }
    let before = left(missing);
    let pad = pad.map_or(&b" "[..], |pad| pad.bytes());
    let mut out = Vec::with_capacity(string.len() + missing);
    let fill = |out: &mut Vec<u8>, count: usize| {
        let chars: Vec<&[u8]> = crate::object::encoding::chars(pad, encoding).collect();
        for c in chars.iter().cycle().take(count) {
            out.extend_from_slice(c);
        }
    };
    fill(&mut out, before);
    out.extend_from_slice(string.bytes());
    fill(&mut out, missing - before);
    Ok(fit(vm, vm.new_string_in(&out, encoding))?.value())
}

fn ljust<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    justified(vm, args, |_| 0)
}

fn rjust<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    justified(vm, args, |missing| missing)
}

fn center<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    justified(vm, args, |missing| missing / 2)
}

/// Takes the bytes of another string over; nil when they are the same.
fn settle<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.check_frozen(args.this)?;
    let new = arg::str(vm, args[0])?;
    if this_str(args.this).bytes() == new.bytes() {
        return Ok(Value::NIL);
    }
    vm.str_become(this_str(args.this), new);
    Ok(args.this)
}
