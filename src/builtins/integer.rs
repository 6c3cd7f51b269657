//! Integer: arithmetic, comparison, conversion.
//!
//! Operands that are neither Integer nor Float make the primitives decline; the
//! Ruby bodies in `rb/integer.rb` then follow the coercion protocol.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_traits::ToPrimitive as _;

use crate::heap::Word;
use crate::natives;
use crate::object::{Encoding, Integer, NumberError, Value, big_arithmetic};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

use super::algo::round::{self, Way};
use super::arg::{self, fit, number, this_int};

natives! {
    pub static ROWS;
    integer_add: - 1 shared add [declines];
    integer_sub: - 1 shared sub [declines];
    integer_mul: - 1 shared mul [declines];
    integer_div: - 1 shared div [declines];
    integer_whole_div: - 1 shared whole_div [declines];
    integer_mod: - 1 shared modulo [declines];
    integer_remainder: - 1 shared remainder [declines];
    integer_divmod: - 1 shared divmod [declines];
    integer_fdiv: - 1 shared fdiv [declines];
    integer_pow: - 1..2 shared pow [declines];
    integer_and: - 1 shared and [declines];
    integer_or: - 1 shared or [declines];
    integer_xor: - 1 shared xor [declines];
    integer_shl: - 1 shared shl [declines];
    integer_shr: - 1 shared shr [declines];
    integer_bit: - 1 shared bit [declines];
    integer_eq: - 1 shared eq [declines];
    integer_cmp: - 1 shared cmp [declines];
    integer_lt: - 1 shared lt [declines];
    integer_le: - 1 shared le [declines];
    integer_gt: - 1 shared gt [declines];
    integer_ge: - 1 shared ge [declines];
    integer_not: "Integer" ["~"] 0 shared not;
    integer_neg: "Integer" ["-@"] 0 shared neg;
    integer_abs: "Integer" ["abs", "magnitude"] 0 shared abs;
    integer_succ: "Integer" ["succ", "next"] 0 shared succ;
    integer_pred: "Integer" ["pred"] 0 shared pred;
    integer_to_s: - 0..1 shared to_s [declines];
    integer_to_f: "Integer" ["to_f"] 0 shared to_f;
    integer_itself: "Integer" ["to_i", "to_int", "ord", "numerator"] 0 shared itself;
    integer_zero: "Integer" ["zero?"] 0 shared is_zero;
    integer_even: "Integer" ["even?"] 0 shared is_even;
    integer_odd: "Integer" ["odd?"] 0 shared is_odd;
    integer_positive: "Integer" ["positive?"] 0 shared is_positive;
    integer_negative: "Integer" ["negative?"] 0 shared is_negative;
    integer_bit_length: "Integer" ["bit_length"] 0 shared bit_length;
    integer_size: "Integer" ["size"] 0 shared size;
    integer_hash: "Integer" ["hash"] 0 shared hash;
    integer_chr: - 0..1 shared chr [declines];
    integer_gcd: - 1 shared gcd [declines];
    integer_gcd_step: "Integer" ["__gcd_step"] 2 exclusive gcd_step [private];
    integer_pow_mod_step: "Integer" ["__pow_mod_step"] 5 exclusive pow_mod_step [private];
    integer_digits: - 0..1 shared digits [declines];
    integer_sqrt: - 1 shared sqrt [declines];
    integer_round_way: - 2 shared round_way;
}

/// The other operand: an Integer or a double.
enum Operand<'w> {
    Int(Integer<'w>),
    Float(f64),
}

fn operand(value: Value<'_>) -> Result<Operand<'_>, Stop> {
    if let Some(integer) = value.as_integer() {
        return Ok(Operand::Int(integer));
    }
    value.as_float().map(Operand::Float).ok_or(Stop::Decline)
}

/// Both operands as Integers.
fn both<'w>(args: &Args<'w>) -> Result<(Integer<'w>, Integer<'w>), Stop> {
    let other = args[0].as_integer().ok_or(Stop::Decline)?;
    Ok((this_int(args.this), other))
}

macro_rules! arithmetic {
    ($($name:ident = |$vm:ident, $a:ident, $b:ident| $int:expr, |$x:ident, $y:ident| $float:expr;)*) => {
        $(fn $name<'w>($vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
            let $a = this_int(args.this);
            match operand(args[0])? {
                Operand::Int($b) => number($vm, $int.map_err(NumberError::from)),
                Operand::Float($y) => {
                    let $x = $a.to_f64();
                    Ok($vm.float($float))
                }
            }
        })*
    };
}

arithmetic! {
    add = |vm, a, b| vm.integer_add(a, b), |x, y| x + y;
    sub = |vm, a, b| vm.integer_sub(a, b), |x, y| x - y;
    mul = |vm, a, b| vm.integer_mul(a, b), |x, y| x * y;
    div = |vm, a, b| vm.integer_div(a, b), |x, y| x / y;
}

fn modulo<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let a = this_int(args.this);
    match operand(args[0])? {
        Operand::Int(b) => number(vm, vm.integer_mod(a, b)),
        Operand::Float(y) => super::float::modulo_value(vm, a.to_f64(), y),
    }
}

fn remainder<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let a = this_int(args.this);
    match operand(args[0])? {
        Operand::Int(b) => number(vm, vm.integer_remainder(a, b)),
        Operand::Float(y) if y.is_infinite() && a.is_negative() == (y > 0.0) => Ok(args.this),
        Operand::Float(y) => super::float::remainder_of(vm, a.to_f64(), y),
    }
}

fn whole_div<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let a = this_int(args.this);
    match operand(args[0])? {
        Operand::Int(b) => number(vm, vm.integer_div(a, b)),
        Operand::Float(0.0) => Err(vm.zero_division("divided by 0")),
        Operand::Float(y) => {
            let quotient = a.to_f64() / y;
            let small = matches!(a, Integer::Small(_));
            super::float::to_integer(
                vm,
                if small {
                    quotient.floor()
                } else {
                    quotient.trunc()
                },
            )
        }
    }
}

fn divmod<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let a = this_int(args.this);
    match operand(args[0])? {
        Operand::Int(b) => match vm.integer_divmod(a, b) {
            Ok((quotient, rest)) => arg::pair(vm, quotient, rest),
            Err(error) => number(vm, Err(error)),
        },
        Operand::Float(y) => super::float::divmod_of(vm, a.to_f64(), y),
    }
}

fn fdiv<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let a = this_int(args.this);
    let quotient = match operand(args[0])? {
        Operand::Int(b) if b.is_zero() => match a.to_f64() {
            x if x.is_infinite() => return Err(vm.zero_division("divided by 0")),
            x => x / 0.0,
        },
        Operand::Int(b) => ratio(a, b),
        Operand::Float(y) => a.to_f64() / y,
    };
    Ok(vm.float(quotient))
}

/// The quotient as a Float, rounded as CRuby rounds it: in lowest terms (unless
/// finding them takes long), by doubles if the divisor is exact as one.
fn ratio(a: Integer<'_>, b: Integer<'_>) -> f64 {
    let exact = |integer: &Integer<'_>| integer.bit_length() <= u64::from(f64::MANTISSA_DIGITS);
    if exact(&a) && exact(&b) {
        return a.to_f64() / b.to_f64();
    }
    let (mut a, mut b) = (a.to_big(), b.to_big());
    let digits = |big: &BigInt| big.magnitude().iter_u64_digits().len();
    if big_arithmetic::gcd_is_short(digits(&a), digits(&b)) {
        let divisor = BigInt::from(big_arithmetic::gcd(a.magnitude(), b.magnitude()));
        (a, b) = (a / &divisor, b / divisor);
    }
    let small = |big: &BigInt| big.to_i64().filter(|&i| Word::try_from_int(i).is_some());
    let quotient = to_double(&a) / to_double(&b);
    match (small(&a), small(&b)) {
        (Some(_), Some(b)) if b.unsigned_abs() < 1 << f64::MANTISSA_DIGITS => quotient,
        (None, Some(_)) if to_double(&a).is_finite() => quotient,
        _ => long_ratio(a, b),
    }
}

/// The same by the leading 64 bits of the divisor.
fn long_ratio(a: BigInt, b: BigInt) -> f64 {
    const DIGIT: i64 = u64::BITS as i64;
    let shifted = |big: BigInt, right: i64| match right {
        0.. => big >> right as u64,
        _ => big << right.unsigned_abs(),
    };
    let b_shift = b.bits() as i64 - DIGIT;
    let a_shift = match a.bits() as i64 - 2 * DIGIT {
        many if many > DIGIT => many - DIGIT,
        few => few.min(0),
    };
    let quotient = to_double(&(shifted(a, a_shift) / shifted(b, b_shift)));
    scaled(quotient, a_shift - b_shift)
}

/// `f` times a power of two, rounded once.
fn scaled(f: f64, exponent: i64) -> f64 {
    // One power alone may be out of range where the product is not.
    let half = exponent.clamp(-2200, 2200) as i32 / 2;
    let rest = exponent.clamp(-2200, 2200) as i32 - half;
    f * 2f64.powi(half) * 2f64.powi(rest)
}

fn to_double(big: &BigInt) -> f64 {
    big.to_f64().unwrap_or(f64::INFINITY)
}

fn pow<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let a = this_int(args.this);
    if let Some(modulus) = args.get(1) {
        return pow_mod(vm, a, args[0], modulus);
    }
    match operand(args[0])? {
        Operand::Int(b) if b.is_negative() => {
            if matches!(a, Integer::Small(1 | -1)) {
                return number(vm, vm.integer_pow(a, Integer::Small(!b.is_even() as i64)));
            }
            if a.is_zero() {
                return Err(vm.zero_division("divided by 0"));
            }
            Err(Stop::Decline)
        }
        Operand::Int(b) => match vm.integer_pow(a, b) {
            Err(NumberError::TooBig) => Err(vm.argument_error("exponent is too large")),
            result => number(vm, result),
        },
        Operand::Float(0.0) => Ok(vm.float(1.0)),
        Operand::Float(y) if a.is_zero() => Ok(vm.float(if y < 0.0 { f64::INFINITY } else { 0.0 })),
        Operand::Float(y) => {
            if a.is_negative() && y.fract() != 0.0 && y.is_finite() {
                // A complex number, which the Ruby body makes.
                return Err(Stop::Decline);
            }
            Ok(vm.float(a.to_f64().powf(y)))
        }
    }
}

/// Declines what raises, and what is more than one step.
fn pow_mod<'w>(vm: &'w Vm, a: Integer<'w>, b: Value<'w>, modulus: Value<'w>) -> Outcome<'w> {
    let b = b.as_integer().ok_or(Stop::Decline)?;
    let modulus = modulus.as_integer().ok_or(Stop::Decline)?;
    let short = big_arithmetic::pow_mod_is_short(b.bit_length(), modulus.digit_count());
    if b.is_negative() || modulus.is_zero() || !short {
        return Err(Stop::Decline);
    }
    number(vm, vm.integer_pow_mod(a, b, modulus))
}

/// Takes some bits of the exponent: the power before, the base, the exponent,
/// the modulus, the number of bits left; gives the power and the bits left then.
fn pow_mod_step<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    vm.burn_fuel();
    let vm: &Vm = vm;
    let [power, base, exponent, modulus] = made_ints(vm)?;
    if modulus.is_zero() {
        return Err(vm.zero_division("divided by 0"));
    }
    let left = arg::int(vm, vm.arg(4))?;
    let left = u64::try_from(left).unwrap_or(0).min(exponent.bit_length());
    let step = vm.integer_pow_mod_step(power, [base, exponent, modulus], left);
    let (power, left) = fit(vm, step)?;
    arg::pair(vm, power, Value::fixnum(left as i64))
}

/// The first arguments, which kernel Ruby has made Integers.
fn made_ints<const N: usize>(vm: &Vm) -> Result<[Integer<'_>; N], Stop> {
    let mut ints = [Integer::Small(0); N];
    for (i, int) in ints.iter_mut().enumerate() {
        *int = arg::made_int(vm, vm.arg(i))?;
    }
    Ok(ints)
}

/// Declines what is more than one step.
fn gcd<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let (a, b) = both(args)?;
    if !big_arithmetic::gcd_is_short(a.digit_count(), b.digit_count()) {
        return Err(Stop::Decline);
    }
    fit(vm, vm.integer_gcd(a, b))
}

/// The next two numbers with the same divisor.
fn gcd_step<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    vm.burn_fuel();
    let vm: &Vm = vm;
    let [a, b] = made_ints(vm)?;
    let (a, b) = fit(vm, vm.integer_gcd_step(a, b))?;
    arg::pair(vm, a, b)
}

macro_rules! bitwise {
    ($($name:ident = $function:ident;)*) => {
        $(fn $name<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
            let (a, b) = both(args)?;
            fit(vm, vm.$function(a, b))
        })*
    };
}

bitwise! {
    and = integer_and;
    or = integer_or;
    xor = integer_xor;
}

/// A distance of more bits than this is none that memory could ever hold.
const SHIFT_WIDTH_BITS: u64 = 66;

fn shift<'w>(vm: &'w Vm, a: Integer<'w>, n: Integer<'w>) -> Outcome<'w> {
    let shifted = vm.integer_shift(a, n);
    shifted.map_err(|_| match n.bit_length() {
        0..=SHIFT_WIDTH_BITS => vm.no_memory("failed to allocate memory"),
        _ => vm.range_error("shift width too big"),
    })
}

fn shl<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let (a, b) = both(args)?;
    shift(vm, a, b)
}

fn shr<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let (a, b) = both(args)?;
    let back = fit(vm, vm.integer_neg(b))?;
    shift(vm, a, this_int(back))
}

fn bit<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let (a, b) = both(args)?;
    let set = match b.to_i64() {
        Some(n) if n >= 0 => a.bit(n as u64),
        Some(_) => false,
        None => a.is_negative() && !b.is_negative(),
    };
    Ok(Value::fixnum(set.into()))
}

fn order(args: &Args<'_>) -> Result<Option<Ordering>, Stop> {
    let a = this_int(args.this);
    Ok(match operand(args[0])? {
        Operand::Int(b) => Some(a.compare(b)),
        Operand::Float(y) => a.compare_float(y),
    })
}

fn eq<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    if args[0].as_integer().is_none()
        && args[0].as_float().is_none()
        && arg::never_equals_a_number(args[0])
    {
        return Ok(Value::FALSE);
    }
    Ok(Value::bool(order(args)? == Some(Ordering::Equal)))
}

fn cmp<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(order(args)?.map_or(Value::NIL, |order| Value::fixnum(order as i64)))
}

macro_rules! comparisons {
    ($($name:ident = $test:ident;)*) => {
        $(fn $name<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
            Ok(Value::bool(order(args)?.is_some_and(Ordering::$test)))
        })*
    };
}

comparisons! {
    lt = is_lt;
    le = is_le;
    gt = is_gt;
    ge = is_ge;
}

fn not<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    fit(vm, vm.integer_not(this_int(args.this)))
}

fn neg<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    fit(vm, vm.integer_neg(this_int(args.this)))
}

fn abs<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let a = this_int(args.this);
    if a.is_negative() {
        fit(vm, vm.integer_neg(a))
    } else {
        Ok(args.this)
    }
}

fn succ<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    fit(vm, vm.integer_add(this_int(args.this), Integer::Small(1)))
}

fn pred<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    fit(vm, vm.integer_sub(this_int(args.this), Integer::Small(1)))
}

fn to_s<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let base = match args.get(0) {
        None => 10,
        Some(base) => arg::int(vm, base)?,
    };
    if !(2..=36).contains(&base) {
        return Err(vm.argument_error(format!("invalid radix {base}")));
    }
    let text = vm.integer_to_text(this_int(args.this), base as u32);
    let text = fit(vm, text)?;
    Ok(fit(vm, vm.new_string_in(text.as_bytes(), Encoding::UsAscii))?.value())
}

fn to_f<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.float(this_int(args.this).to_f64()))
}

fn itself<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(args.this)
}

fn is_zero<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(this_int(args.this).is_zero()))
}

fn is_even<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(this_int(args.this).is_even()))
}

fn is_odd<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(!this_int(args.this).is_even()))
}

fn is_positive<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let a = this_int(args.this);
    Ok(Value::bool(!a.is_negative() && !a.is_zero()))
}

fn is_negative<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(this_int(args.this).is_negative()))
}

fn bit_length<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.int(this_int(args.this).bit_length() as i64))
}

fn size<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let bytes = match this_int(args.this) {
        Integer::Small(_) => 8,
        Integer::Big(big) => big.to_big().bits().div_ceil(8) as i64,
    };
    Ok(Value::fixnum(bytes))
}

/// The hash of a value that needs no Ruby, as an Integer.
pub(super) fn hash<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let hash = vm.simple_hash(args.this).ok_or(Stop::Decline)?;
    Ok(Value::fixnum((hash >> 2) as i64))
}

fn chr<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let a = this_int(args.this);
    let out = || vm.range_error(format!("{} out of char range", a.to_text(10)));
    let Some(code) = a.to_i64().and_then(|i| u32::try_from(i).ok()) else {
        return Err(match a {
            Integer::Small(_) => out(),
            Integer::Big(_) => vm.range_error("bignum out of char range"),
        });
    };
    let encoding = match args.get(0) {
        None if code < 0x80 => Encoding::UsAscii,
        None if code < 0x100 => Encoding::Binary,
        None => return Err(out()),
        Some(encoding) => super::encoding::of(vm, encoding)?,
    };
    let mut bytes = Vec::new();
    super::string::character(vm, code, encoding, &mut bytes)?;
    Ok(fit(vm, vm.new_string_in(&bytes, encoding))?.value())
}

fn digits<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let a = this_int(args.this);
    let base = match args.get(0) {
        None => Integer::Small(10),
        Some(base) => match base.as_integer() {
            Some(base) => base,
            None if a.is_negative() => Integer::Small(10),
            None => return Err(Stop::Decline),
        },
    };
    if a.is_negative() {
        return Err(vm.raise(super::math::domain_error(vm), b"out of domain"));
    }
    if base.is_negative() {
        return Err(vm.argument_error("negative radix"));
    }
    if matches!(base, Integer::Small(0 | 1)) {
        return Err(vm.argument_error(format!("invalid radix {}", base.to_text(10))));
    }
    let array = fit(vm, vm.new_array(0))?;
    let (number, base) = (a.to_big(), base.to_big());
    big_arithmetic::each_digit(number.into_parts().1, base.magnitude(), |digit| {
        let digit = fit(vm, vm.integer_from_big(&digit.into()))?;
        fit(vm, vm.array_push(array, digit))
    })?;
    Ok(array.value())
}

fn sqrt<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let a = args[0].as_integer().ok_or(Stop::Decline)?;
    if a.is_negative() {
        let class = super::math::domain_error(vm);
        return Err(vm.raise(class, b"Numerical argument is out of domain - \"isqrt\""));
    }
    fit(vm, vm.integer_sqrt(a))
}

/// The way that the number of a rounding mode stands for; the Ruby side counts
/// them in this order.
pub(super) fn way(number: i64) -> Way {
    match number {
        0 => Way::HalfUp,
        1 => Way::HalfEven,
        2 => Way::HalfDown,
        3 => Way::Floor,
        4 => Way::Ceil,
        _ => Way::Truncate,
    }
}

/// Rounds to a number of places; only negative ones change anything.
fn round_way<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let places = arg::places(vm, args[0])?;
    if places >= 0 {
        return Ok(args.this);
    }
    let way = way(arg::int(vm, args[1])?);
    round_big(vm, &this_int(args.this).to_big(), places, way)
}

/// Rounds to a negative number of places.
pub(super) fn round_big<'w>(
    vm: &'w Vm,
    big: &num_bigint::BigInt,
    places: i64,
    way: Way,
) -> Outcome<'w> {
    let negative = big.sign() == num_bigint::Sign::Minus;
    let away = (way == Way::Floor && negative) || (way == Way::Ceil && !negative);
    let mut places = places.unsigned_abs();
    if !away || big.bits() == 0 {
        // More places than the number has digits leave nothing of it.
        places = places.min(big.bits() / 3 + 2);
    } else if places > 1 << 20 {
        return Err(vm.range_error("integer is too big"));
    }
    fit(
        vm,
        vm.integer_from_big(&round::integer(big, places as u32, way)),
    )
}
