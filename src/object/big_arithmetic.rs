//! What is slow on large numbers in the library of big integers: greatest common
//! divisors, square roots, powers to a modulus, digits in any base.
//!
//! Pure functions on numbers outside of the heap, on top of the library's
//! multiplication and division, which are recursive. What can take long is also
//! there as a step of bounded work, for loops that can be interrupted.

use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::{One, ToPrimitive, Zero};

/// Elementary operations in one step of a long computation: some hundredths of
/// a second.
pub const STEP: u64 = 1 << 24;

/// How many digits of 64 bits a number has.
fn digits(x: &BigUint) -> u64 {
    x.bits().div_ceil(64)
}

/// Whether [`gcd`] of numbers of so many digits is one step of work at most.
pub fn gcd_is_short(a: usize, b: usize) -> bool {
    a as u64 * b as u64 <= STEP
}

/// The greatest common divisor.
pub fn gcd(a: &BigUint, b: &BigUint) -> BigUint {
    gcd_step(a.clone(), b.clone(), u64::MAX).0
}

/// Two numbers with the same greatest common divisor, smaller by about so much
/// `work`. The second is zero in the end, and the first the divisor.
///
/// D. H. Lehmer's algorithm: D. E. Knuth, "The Art of Computer Programming" 2,
/// 4.5.2, algorithm L, with two digits of 64 bits for the leading ones and with
/// G. E. Collins' condition as in T. Jebelean, "A Double-Digit Lehmer-Euclid
/// Algorithm for Finding the GCD of Long Integers", 1995.
pub fn gcd_step(a: BigUint, b: BigUint, mut work: u64) -> (BigUint, BigUint) {
    let (mut a, mut b) = if a < b { (b, a) } else { (a, b) };
    while !b.is_zero() && work > 0 {
        if let (Some(x), Some(y)) = (a.to_u128(), b.to_u128()) {
            return (x.gcd(&y).into(), BigUint::ZERO);
        }
        if a.bits() - b.bits() < 64 {
            (a, b) = reduce_by_leading_digits(&a, &b, &mut work);
        }
        if b.is_zero() {
            break;
        }
        let rest = &a % &b;
        work = work.saturating_sub(digits(&a));
        (a, b) = (b, rest);
    }
    (a, b)
}

/// As many of Euclid's steps as the leading digits tell without doubt, again and
/// again; `a >= b`.
fn reduce_by_leading_digits(a: &BigUint, b: &BigUint, work: &mut u64) -> (BigUint, BigUint) {
    let (mut a, mut b) = (a.to_u64_digits(), b.to_u64_digits());
    while a.len() > 2 && *work > 0 {
        b.resize(a.len(), 0);
        let (x, y) = leading(&a, &b);
        let (steps, even) = euclid(x, y);
        if steps[1] == [0, 1] {
            break;
        }
        *work = work.saturating_sub(4 * a.len() as u64);
        if even {
            combine(&mut a, &mut b, steps);
        } else {
            let [[a0, b0], [a1, b1]] = steps;
            combine(&mut b, &mut a, [[b0, a0], [b1, a1]]);
            std::mem::swap(&mut a, &mut b);
        }
        while a.last() == Some(&0) {
            a.pop();
        }
    }
    (number(&a), number(&b))
}

fn number(digits: &[u64]) -> BigUint {
    let halves = digits.iter().flat_map(|&d| [d as u32, (d >> 32) as u32]);
    BigUint::new(halves.collect())
}

/// The leading 128 bits of `a`, and the bits of `b` at the same places.
fn leading(a: &[u64], b: &[u64]) -> (u128, u128) {
    let top = a.len() - 1;
    let shift = a[top].leading_zeros();
    let bits = |x: &[u64]| {
        let below = u128::from(x[top - 2]) << shift >> 64;
        ((u128::from(x[top]) << 64 | u128::from(x[top - 1])) << shift) | below
    };
    (bits(a), bits(b))
}

/// Euclid's algorithm on the leading bits as far as it is the same for all
/// numbers that begin with them. The factors `[[a0, b0], [a1, b1]]` make the
/// remainders: `a0 * a - b0 * b` and `b1 * b - a1 * a` after an even number of
/// steps, both with the opposite sign after an odd one.
fn euclid(x: u128, y: u128) -> ([[u64; 2]; 2], bool) {
    let (mut x, mut y) = (x, y);
    let (mut first, mut second) = ([1u128, 0], [0u128, 1]);
    let mut sure = ([[1, 0], [0, 1]], true);
    let mut even = true;
    // The lower bits change the remainders by less than the factors, of which
    // those of b are the larger ones; they fit since x * second[1] < 2 ** 128.
    while y >= second[1] && x - y >= first[1] + second[1] {
        sure = ([first, second].map(|pair| pair.map(|f| f as u64)), even);
        let (quotient, rest) = quotient(x, y);
        (x, y) = (y, rest);
        let next = [0, 1].map(|i| first[i] + quotient * second[i]);
        (first, second) = (second, next);
        even = !even;
    }
    sure
}

/// Quotient and remainder for `x >= y`; most quotients are 1, 2 or 3.
fn quotient(x: u128, y: u128) -> (u128, u128) {
    let mut rest = x - y;
    for quotient in 1..4 {
        if rest < y {
            return (quotient, rest);
        }
        rest -= y;
    }
    (x / y, x % y)
}

/// Makes `plus` and `minus` to `f0 * plus - f1 * minus` and
/// `g1 * minus - g0 * plus`, which are not negative and have no more digits.
fn combine(plus: &mut [u64], minus: &mut [u64], [[f0, f1], [g0, g1]]: [[u64; 2]; 2]) {
    let mut carry = [0u64; 4];
    let mut borrow = [false; 2];
    for (p, m) in plus.iter_mut().zip(minus) {
        let mut product = |i: usize, factor: u64, digit: u64| {
            let product = u128::from(factor) * u128::from(digit) + u128::from(carry[i]);
            carry[i] = (product >> 64) as u64;
            product as u64
        };
        let first = [product(0, f0, *p), product(1, f1, *m)];
        let second = [product(2, g1, *m), product(3, g0, *p)];
        (*p, borrow[0]) = difference(first, borrow[0]);
        (*m, borrow[1]) = difference(second, borrow[1]);
    }
    debug_assert_eq!(carry[0], carry[1] + u64::from(borrow[0]));
    debug_assert_eq!(carry[2], carry[3] + u64::from(borrow[1]));
}

fn difference([a, b]: [u64; 2], borrow: bool) -> (u64, bool) {
    let (rest, below) = a.overflowing_sub(b);
    let (rest, again) = rest.overflowing_sub(borrow.into());
    (rest, below | again)
}

/// The largest number whose square is at most `n`.
///
/// P. Zimmermann, "Karatsuba Square Root", 1999: the root of the upper half, then
/// one division for the lower half of the root.
pub fn sqrt(n: &BigUint) -> BigUint {
    sqrt_rem(n).0
}

/// The root and what its square lacks to `n`.
fn sqrt_rem(n: &BigUint) -> (BigUint, BigUint) {
    if let Some(n) = n.to_u128() {
        let root = n.isqrt();
        return (root.into(), (n - root * root).into());
    }
    let quarter = (n.bits() - 1) / 4;
    let below = |n: &BigUint| n & ((BigUint::one() << quarter) - 1u32);
    let (root, rest) = sqrt_rem(&(n >> (2 * quarter)));
    let upper = rest << quarter | below(&(n >> quarter));
    let (quotient, rest) = upper.div_rem(&(&root << 1u32));
    let root = (root << quarter) + &quotient;
    let rest = rest << quarter | below(n);
    let square = &quotient * &quotient;
    if rest >= square {
        return (root, rest - square);
    }
    let rest = rest + (&root << 1u32) - 1u32;
    (root - 1u32, rest - square)
}

/// Bits of an exponent that a product for each of them takes as much work as a
/// step may, with a modulus of so many digits: an estimate for products with
/// Karatsuba's and Toom's methods.
pub fn exponent_bits_per_step(modulus: usize) -> u64 {
    let modulus = modulus.max(1) as u64;
    (STEP / (8 * modulus * modulus.isqrt())).max(1)
}

/// Moduli of more digits than this are better divided by than multiplied with by
/// Montgomery's method, as the library does.
const MONTGOMERY: usize = 256;

/// Whether the library's power to a modulus of so many digits, with an exponent of
/// so many bits, is one step of work at most.
pub fn pow_mod_is_short(exponent_bits: u64, modulus: usize) -> bool {
    modulus <= MONTGOMERY && exponent_bits <= exponent_bits_per_step(modulus)
}

/// Takes these bits of the exponent into account, when `power` is the power of
/// `base` for those above them.
pub fn pow_mod_step(
    power: BigUint,
    base: &BigUint,
    exponent: &BigUint,
    bits: std::ops::Range<u64>,
    modulus: &BigUint,
) -> BigUint {
    bits.rev().fold(power, |power, i| {
        let square = &power * &power % modulus;
        if exponent.bit(i) {
            square * base % modulus
        } else {
            square
        }
    })
}

/// Digits that the library reads fast enough, at a time.
const READ: usize = 1 << 10;

/// The number with these digits, the highest first, each below `base`.
///
/// Neighbouring parts are put together, twice as long each time: R. Brent and
/// P. Zimmermann, "Modern Computer Arithmetic", 1.7.2.
///
/// # Panics
/// When a digit is not below the base.
pub fn from_digits(digits: &[u8], base: u32) -> BigUint {
    let read = |part| BigUint::from_radix_be(part, base).expect("digits below the base");
    if base.is_power_of_two() {
        return read(digits);
    }
    let mut parts: Vec<BigUint> = digits.rchunks(READ).map(read).collect();
    let mut scale = BigUint::from(base).pow(READ as u32);
    while parts.len() > 1 {
        let joined = parts.chunks(2).map(|pair| match pair {
            [low, high] => high * &scale + low,
            _ => pair[0].clone(),
        });
        parts = joined.collect();
        if parts.len() > 1 {
            scale = &scale * &scale;
        }
    }
    parts.pop().unwrap_or_default()
}

/// Digits of 64 bits up to which digits of another base are split off singly.
const SINGLY: u64 = 16;

/// Hands out the digits in a base above 1, the lowest first; one for zero.
///
/// The number is halved recursively: R. Brent and P. Zimmermann, "Modern
/// Computer Arithmetic", 1.7.2.
///
/// # Errors
/// Those of `emit`.
pub fn each_digit<E>(
    number: BigUint,
    base: &BigUint,
    mut emit: impl FnMut(BigUint) -> Result<(), E>,
) -> Result<(), E> {
    if number.is_zero() {
        return emit(number);
    }
    let mut powers = vec![base.clone()];
    while let Some(last) = powers.last()
        && 2 * last.bits() <= number.bits() + 1
    {
        powers.push(last * last);
    }
    split_digits(number, &powers, true, &mut emit)
}

/// The digits below two to the number of powers; leading zeros unless at the top.
fn split_digits<E>(
    mut number: BigUint,
    powers: &[BigUint],
    top: bool,
    emit: &mut impl FnMut(BigUint) -> Result<(), E>,
) -> Result<(), E> {
    let Some((power, lower)) = powers.split_last() else {
        return emit(number);
    };
    if digits(&number) > SINGLY {
        let (high, low) = number.div_rem(power);
        if top && high.is_zero() {
            return split_digits(low, lower, true, emit);
        }
        split_digits(low, lower, false, emit)?;
        return split_digits(high, lower, top, emit);
    }
    let wanted = if top { 0 } else { 1usize << powers.len() };
    let mut count = 0;
    while !number.is_zero() || count < wanted {
        let (rest, digit) = number.div_rem(&powers[0]);
        emit(digit)?;
        number = rest;
        count += 1;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use num_bigint::BigUint;
    use num_integer::Integer;
    use proptest::collection::vec;
    use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof, proptest};

    use super::{READ, each_digit, from_digits, gcd, gcd_step, pow_mod_step, sqrt};

    /// Numbers of up to so many digits of 32 bits: any, with long runs of zeros
    /// and ones, and next to powers of two.
    fn number(most: usize) -> impl Strategy<Value = BigUint> {
        let run = (
            prop_oneof![Just(0), Just(u32::MAX), any::<u32>()],
            1..40usize,
        );
        let runs = vec(run, 0..most / 20 + 1).prop_map(|runs| {
            let digits = runs.into_iter().flat_map(|(digit, n)| vec![digit; n]);
            BigUint::new(digits.collect())
        });
        let near = (0..32 * most as u64, 0u32..3).prop_map(|(bits, more)| {
            let power = BigUint::from(1u32) << bits;
            power + more - 1u32
        });
        prop_oneof![
            vec(any::<u32>(), 0..most).prop_map(BigUint::new),
            runs,
            near
        ]
    }

    fn one() -> BigUint {
        BigUint::from(1u32)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn divisors_are_those_of_the_library(a in number(120), b in number(120), c in number(60)) {
            let (x, y) = (&a * &c, &b * &c);
            assert_eq!(gcd(&x, &y), x.gcd(&y));
            assert_eq!(gcd(&x, &b), x.gcd(&b));
        }

        #[test]
        fn divisors_are_found_step_by_step(a in number(200), b in number(200), work in 1u64..3000) {
            let (mut x, mut y) = (a.clone(), b.clone());
            let mut steps = 0;
            while y != BigUint::ZERO {
                (x, y) = gcd_step(x, y, work);
                steps += 1;
                assert!(steps < 1000, "no end for {a} {b}");
            }
            assert_eq!(x, a.gcd(&b));
        }

        #[test]
        fn roots_are_the_largest(n in number(600), near in 0u32..3) {
            for n in [n.clone(), &n * &n + near, (&n + 1u32) * (&n + 1u32) - 1u32] {
                let root = sqrt(&n);
                let next = &root + 1u32;
                assert!(&root * &root <= n && n < &next * &next, "{n} {root}");
            }
        }

        #[test]
        fn powers_by_pieces(
            base in number(60), exponent in number(6), modulus in number(40), piece in 1u64..200,
        ) {
            let modulus = modulus + 1u32;
            let reduced = &base % &modulus;
            let mut power = one() % &modulus;
            let mut left = exponent.bits();
            while left > 0 {
                let end = left.saturating_sub(piece);
                power = pow_mod_step(power, &reduced, &exponent, end..left, &modulus);
                left = end;
            }
            let expected = base.modpow(&exponent, &modulus) % &modulus;
            assert_eq!(power, expected);
        }

        #[test]
        fn digits_there_and_back(number in number(800), base in 2u32..37) {
            let digits = number.to_radix_be(base);
            assert_eq!(from_digits(&digits, base), number);
            let mut found = Vec::new();
            let done = each_digit(number, &base.into(), |digit| {
                found.push(u8::try_from(digit).map_err(|_| "too large a digit")?);
                Ok::<(), &str>(())
            });
            assert_eq!(done, Ok(()));
            found.reverse();
            assert_eq!(found, digits);
        }
    }

    #[test]
    fn euclid_longest_way() {
        // Neighbours in Fibonacci's sequence: all quotients are 1.
        let (mut a, mut b) = (one(), one());
        while a.bits() < 20_000 {
            (a, b) = (&a + &b, a);
        }
        assert_eq!(gcd(&a, &b), one());
        assert_eq!(gcd(&(&a * &b), &(&a * &a)), a);
    }

    #[test]
    fn digits_of_any_number_of_parts() {
        assert_eq!(from_digits(&[], 10), BigUint::ZERO);
        for count in [
            1,
            READ - 1,
            READ,
            READ + 1,
            2 * READ,
            3 * READ,
            5 * READ + 7,
        ] {
            let digits = vec![9; count];
            let expected = BigUint::from(10u32).pow(count as u32) - 1u32;
            assert_eq!(from_digits(&digits, 10), expected);
        }
    }

    #[test]
    fn digits_in_a_large_base() {
        for bits in [3u32, 64, 1000, 1100, 5000] {
            let base = one() << bits;
            let wanted: Vec<BigUint> = [5u32, 0, 0, 7, 0, 1].map(BigUint::from).into();
            for count in [1, 4, 6] {
                let wanted = &wanted[..count];
                let digits = wanted.iter().rev();
                let number = digits.fold(BigUint::ZERO, |n, digit| n * &base + digit);
                let mut found = Vec::new();
                let done: Result<(), ()> = each_digit(number, &base, |digit| {
                    found.push(digit);
                    Ok(())
                });
                assert_eq!((done, found.as_slice()), (Ok(()), wanted), "{bits}");
            }
        }
    }
}
