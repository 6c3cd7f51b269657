//! The random generator: Mersenne Twister MT19937 with the seeding and the
//! derived numbers that CRuby programs see, so that seeded runs agree.

use num_bigint::{BigInt, BigUint};
use num_traits::{One, Zero};

const N: usize = 624;
const M: usize = 397;

/// Bytes of a generator's state: its words, and which of them is the next.
pub const STATE_BYTES: usize = 4 * (N + 1);

/// Where a generator keeps its state.
pub trait State {
    /// A word of it.
    fn word(&self, i: usize) -> u32;
    /// Changes a word.
    fn set_word(&mut self, i: usize, word: u32);
}

impl State for Box<[u32; N + 1]> {
    fn word(&self, i: usize) -> u32 {
        self[i]
    }

    fn set_word(&mut self, i: usize, word: u32) {
        self[i] = word;
    }
}

/// A generator.
pub struct Mersenne<S = Box<[u32; N + 1]>> {
    state: S,
}

impl Mersenne {
    /// A generator for this seed; its sign does not matter.
    pub fn new(seed: &BigInt) -> Mersenne {
        let mut key = seed.magnitude().to_u32_digits();
        if key.is_empty() {
            key.push(0);
        }
        if key.len() > 1 && key.last() == Some(&1) {
            key.pop();
        }
        Mersenne::from_key(&key)
    }

    fn from_seed(seed: u32) -> Mersenne {
        let mut state = Box::new([0u32; N + 1]);
        state[0] = seed;
        for i in 1..N {
            let before = state[i - 1];
            state[i] = 1_812_433_253u32
                .wrapping_mul(before ^ before >> 30)
                .wrapping_add(i as u32);
        }
        state[N] = N as u32;
        Mersenne { state }
    }

    fn from_key(key: &[u32]) -> Mersenne {
        if key.len() == 1 {
            return Mersenne::from_seed(key[0]);
        }
        let mut generator = Mersenne::from_seed(19_650_218);
        let state = &mut generator.state;
        let (mut i, mut j) = (1, 0);
        for _ in 0..N.max(key.len()) {
            let before = state[i - 1];
            state[i] = (state[i] ^ (before ^ before >> 30).wrapping_mul(1_664_525))
                .wrapping_add(key[j])
                .wrapping_add(j as u32);
            i += 1;
            j = (j + 1) % key.len();
            if i >= N {
                state[0] = state[N - 1];
                i = 1;
            }
        }
        for _ in 0..N - 1 {
            let before = state[i - 1];
            state[i] = (state[i] ^ (before ^ before >> 30).wrapping_mul(1_566_083_941))
                .wrapping_sub(i as u32);
            i += 1;
            if i >= N {
                state[0] = state[N - 1];
                i = 1;
            }
        }
        state[0] = 0x8000_0000;
        generator
    }

    /// The state, to go on from later.
    pub fn to_bytes(&self) -> Vec<u8> {
        let words = self.state.iter();
        words.flat_map(|word| word.to_le_bytes()).collect()
    }
}

impl<S: State> Mersenne<S> {
    /// A generator that goes on from a state, and changes it.
    pub fn on(state: S) -> Mersenne<S> {
        Mersenne { state }
    }

    fn refill(&mut self) {
        let state = &mut self.state;
        for i in 0..N {
            let y = state.word(i) & 0x8000_0000 | state.word((i + 1) % N) & 0x7fff_ffff;
            let odd = if y & 1 == 1 { 0x9908_b0df } else { 0 };
            state.set_word(i, state.word((i + M) % N) ^ y >> 1 ^ odd);
        }
    }

    /// 32 random bits.
    pub fn bits(&mut self) -> u32 {
        let mut next = self.state.word(N) as usize;
        if next >= N {
            self.refill();
            next = 0;
        }
        let mut y = self.state.word(next);
        self.state.set_word(N, next as u32 + 1);
        y ^= y >> 11;
        y ^= y << 7 & 0x9d2c_5680;
        y ^= y << 15 & 0xefc6_0000;
        y ^ y >> 18
    }

    /// A float from 0 up to but without 1.
    pub fn float(&mut self) -> f64 {
        let (a, b) = (self.bits() >> 5, self.bits() >> 6);
        (f64::from(a) * 67_108_864.0 + f64::from(b)) * (1.0 / 9_007_199_254_740_992.0)
    }

    /// A float from 0 to 1, both possible.
    pub fn float_closed(&mut self) -> f64 {
        let (a, b) = (u64::from(self.bits()), u64::from(self.bits()));
        // The 64 bits are scaled to 0 ..= 2^53.
        let wide = u128::from(a << 32 | b) * ((1u128 << 53) + 1);
        (wide >> 64) as u64 as f64 / 9_007_199_254_740_992.0
    }

    /// An integer from 0 to `limit`, both possible.
    pub fn up_to(&mut self, limit: u64) -> u64 {
        if limit == 0 {
            return 0;
        }
        let mask = u64::MAX >> limit.leading_zeros();
        'again: loop {
            let mut value = 0u64;
            for i in [1u32, 0] {
                if mask >> (i * 32) as u64 & 0xffff_ffff != 0 {
                    value |= u64::from(self.bits()) << (i * 32);
                    value &= mask;
                    if limit < value {
                        continue 'again;
                    }
                }
            }
            return value;
        }
    }

    /// An integer from 0 to a large `limit`, both possible.
    pub fn up_to_big(&mut self, limit: &BigUint) -> BigUint {
        let digits = limit.to_u32_digits();
        'again: loop {
            let mut value = vec![0u32; digits.len()];
            let mut mask = 0u32;
            let mut boundary = true;
            for i in (0..digits.len()).rev() {
                let most = digits[i];
                mask = if mask == 0 && most != 0 {
                    u32::MAX >> most.leading_zeros()
                } else if mask != 0 {
                    u32::MAX
                } else {
                    0
                };
                let mut digit = 0;
                if mask != 0 {
                    digit = self.bits() & mask;
                    if boundary {
                        if digit > most {
                            continue 'again;
                        }
                        boundary = digit == most;
                    }
                }
                value[i] = digit;
            }
            return BigUint::new(value);
        }
    }

    /// `count` random bytes.
    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut out = Vec::with_capacity(count + 4);
        while out.len() < count {
            out.extend_from_slice(&self.bits().to_le_bytes());
        }
        out.truncate(count);
        out
    }
}

/// A seed from the time and the address of something.
pub fn fresh_seed() -> BigInt {
    use std::hash::{BuildHasher, Hasher};
    let mut seed = BigUint::zero();
    for part in 0..2u64 {
        let mut hasher = std::collections::hash_map::RandomState::new().build_hasher();
        hasher.write_u64(part);
        seed = (seed << 64u32) | BigUint::from(hasher.finish());
    }
    BigInt::from(seed | BigUint::one())
}

#[cfg(test)]
mod tests {
    use super::{BigInt, BigUint, Mersenne};

    #[test]
    fn known_sequences() {
        let mut g = Mersenne::new(&BigInt::from(42));
        let numbers: Vec<u64> = (0..5).map(|_| g.up_to(99)).collect();
        assert_eq!(numbers, [51, 92, 14, 71, 60]);
        let mut g = Mersenne::new(&BigInt::from(42));
        assert_eq!(g.float(), 0.3745401188473625);
        let fresh = |seed: i64| Mersenne::new(&BigInt::from(seed));
        assert_eq!(fresh(42).float_closed(), 0.3745401144950984);
        assert_eq!(fresh(-5).up_to(999), 867);
        assert_eq!(fresh(5).up_to((1 << 40) - 1), 425438759118);
        assert_eq!(fresh(42).bytes(5), b"f\xDC\xE1_\xB3");
        let mut big = Mersenne::new(&(BigInt::from(1) << 70u32));
        assert_eq!(big.up_to(999), 772);
        let limit = BigUint::from(10u32).pow(30) - 1u32;
        let number = fresh(42).up_to_big(&limit);
        assert_eq!(number.to_string(), "538477612104969125575037129998");
    }
}
