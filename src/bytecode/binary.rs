//! The binary form of a unit: what `svm compile` writes and `svm run` loads.
//!
//! Owns the frame of the file (magic, version, checksum, sections) and the
//! numbers that stand for kinds and flags. Never parses source, never decides
//! whether code may run: that is `verify`, which every load goes through.
//!
//! ```text
//! "\x7fSVMC\r\n\x1a"  8 bytes
//! format              u32: how the sections are written
//! table               u64: a fingerprint of the instruction table
//! length              u64: bytes behind this header
//! checksum            u64: of those bytes
//! sections            tag, length, content; in the order of SECTIONS
//! ```
//!
//! Numbers are little-endian. A list is its length (u32) and its elements; text
//! is a list of bytes; an absent index is `u32::MAX`.

use std::fmt;

use super::code::{CodeFlags, CodeKind, HandlerKind, SendFlags, Unit};
use super::ops::TABLE_TEXT;
use super::{binary_read, binary_write, verify};

/// The first bytes of every file; they show a transfer that changed line ends.
pub const MAGIC: [u8; 8] = *b"\x7fSVMC\r\n\x1a";
/// Changes with the way sections are written.
pub const FORMAT: u32 = 2;
/// Bytes before the first section.
pub const HEADER_BYTES: usize = 36;
/// The sections in their order.
pub(super) const SECTIONS: [[u8; 4]; 5] = [*b"TEXT", *b"NAME", *b"CODE", *b"WARN", *b"OUTR"];
/// Stands for an index that is absent.
pub(super) const NONE: u32 = u32::MAX;

/// A fingerprint of the instruction table: code written with another one means
/// something else.
pub const TABLE: u64 = fingerprint(TABLE_TEXT.as_bytes());

const fn fingerprint(text: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    let mut at = 0;
    while at < text.len() {
        hash = (hash ^ text[at] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        at += 1;
    }
    hash
}

/// The checksum of the bytes behind the header. Four sums of every fourth word
/// each do not wait for each other.
fn checksum(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |sum: u64, word: u64| (sum.rotate_left(23) ^ word).wrapping_mul(FACTOR);
    let mut sums = [1, 2, 3, 4];
    let (blocks, rest) = bytes.as_chunks::<32>();
    for block in blocks {
        for (sum, word) in sums.iter_mut().zip(block.as_chunks::<8>().0) {
            *sum = mix(*sum, u64::from_le_bytes(*word));
        }
    }
    let rest = rest.iter().map(|&byte| u64::from(byte));
    let sum = sums.into_iter().chain(rest).fold(bytes.len() as u64, mix);
    sum ^ sum >> 32
}

/// Why bytes are no unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadError {
    /// Something else altogether.
    Foreign,
    /// Written by an svm with another format or other instructions.
    OtherVersion,
    /// Cut off, or longer than it says.
    Length,
    /// The checksum does not fit.
    Damaged,
    /// What it contains makes no sense: what, and where in the file.
    Malformed(String, usize),
    /// Its code may not run.
    Unsafe(verify::VerifyError),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LoadError::Foreign => write!(f, "not a compiled program"),
            LoadError::OtherVersion => write!(f, "compiled by another version of svm"),
            LoadError::Length => write!(f, "a compiled program that is cut off or too long"),
            LoadError::Damaged => write!(f, "a compiled program that is damaged"),
            LoadError::Malformed(what, at) => {
                write!(f, "not a valid compiled program: {what} at byte {at}")
            }
            LoadError::Unsafe(error) => write!(f, "not a valid compiled program: {error}"),
        }
    }
}

impl std::error::Error for LoadError {}

/// The bytes of a unit.
pub fn encode(unit: &Unit) -> Vec<u8> {
    let mut bytes = Vec::new();
    bytes.extend(MAGIC);
    bytes.extend(FORMAT.to_le_bytes());
    bytes.extend(TABLE.to_le_bytes());
    bytes.resize(HEADER_BYTES, 0);
    binary_write::sections(unit, &mut bytes);
    seal(&mut bytes);
    bytes
}

/// Writes length and checksum of a file anew.
pub fn seal(bytes: &mut [u8]) {
    if let Some((header, payload)) = bytes.split_at_mut_checked(HEADER_BYTES) {
        header[20..28].copy_from_slice(&(payload.len() as u64).to_le_bytes());
        header[28..36].copy_from_slice(&checksum(payload).to_le_bytes());
    }
}

/// Whether bytes begin like a compiled program.
pub fn is_compiled(bytes: &[u8]) -> bool {
    bytes.starts_with(&MAGIC)
}

/// How long the file is that bytes begin with, as it says itself.
pub fn length(bytes: &[u8]) -> Option<usize> {
    let field = bytes.get(20..28).filter(|_| is_compiled(bytes))?;
    let payload = u64::from_le_bytes(field.try_into().expect("eight bytes"));
    usize::try_from(payload).ok()?.checked_add(HEADER_BYTES)
}

/// Reads a unit. It may be hostile code still: see [`load`].
pub fn decode(bytes: &[u8]) -> Result<Unit, LoadError> {
    if !is_compiled(bytes) {
        return Err(LoadError::Foreign);
    }
    let Some((header, payload)) = bytes.split_at_checked(HEADER_BYTES) else {
        return Err(LoadError::Length);
    };
    let word = |at: usize| u64::from_le_bytes(header[at..at + 8].try_into().expect("eight bytes"));
    if header[8..12] != FORMAT.to_le_bytes() || word(12) != TABLE {
        return Err(LoadError::OtherVersion);
    }
    if word(20) != payload.len() as u64 {
        return Err(LoadError::Length);
    }
    if word(28) != checksum(payload) {
        return Err(LoadError::Damaged);
    }
    binary_read::sections(payload)
        .map_err(|(what, at)| LoadError::Malformed(what.to_owned(), at + HEADER_BYTES))
}

/// Reads a program and proves that it may run.
pub fn load(bytes: &[u8]) -> Result<Unit, LoadError> {
    let unit = decode(bytes)?;
    verify::verify_program(&unit).map_err(LoadError::Unsafe)?;
    Ok(unit)
}

/// Numbers for the variants of an enum.
macro_rules! numbered {
    ($($kind:ident: $($number:literal = $variant:ident),+;)*) => {
        /// An enum whose variants have numbers in files.
        pub(super) trait Numbered: Sized + Copy {
            fn number(self) -> u32;
            fn from_number(number: u32) -> Option<Self>;
        }
        $(impl Numbered for $kind {
            fn number(self) -> u32 {
                match self {
                    $($kind::$variant => $number),+
                }
            }
            fn from_number(number: u32) -> Option<Self> {
                match number {
                    $($number => Some($kind::$variant),)+
                    _ => None,
                }
            }
        })*
    };
}

numbered! {
    CodeKind: 0 = Method, 1 = Block, 2 = Lambda, 3 = ClassBody, 4 = ModuleBody,
        5 = SingletonBody, 6 = Top, 7 = Eval, 8 = Stack;
    HandlerKind: 0 = Rescue, 1 = Ensure;
}

/// Bits for the fields of a struct of booleans.
macro_rules! bits {
    ($($flags:ident: $($bit:literal = $field:ident),+;)*) => {
        /// A struct of booleans that is one number in files.
        pub(super) trait Bits: Sized + Copy {
            fn bits(self) -> u32;
            fn from_bits(bits: u32) -> Option<Self>;
        }
        $(impl Bits for $flags {
            fn bits(self) -> u32 {
                let $flags { $($field),+ } = self;
                0 $(| u32::from($field) << $bit)+
            }
            fn from_bits(bits: u32) -> Option<Self> {
                let known = 0 $(| 1u32 << $bit)+;
                (bits & !known == 0).then_some($flags { $($field: bits >> $bit & 1 != 0),+ })
            }
        })*
    };
}

bits! {
    CodeFlags: 0 = has_blocks, 1 = uses_yield, 2 = uses_zsuper, 3 = uses_block_given,
        4 = may_break, 5 = simple_params, 6 = uses_binding, 7 = frozen_strings,
        8 = mutable_strings;
    SendFlags: 0 = fcall, 1 = vcall, 2 = splat, 3 = keyword_hash, 4 = block_arg,
        5 = zsuper, 6 = assignment;
    ParamBits: 0 = rest, 1 = keyword_rest, 2 = no_keywords, 3 = block, 4 = excess_comma,
        5 = destructures, 6 = implicit;
}

/// The booleans of [`super::code::Params`].
#[derive(Clone, Copy)]
pub(super) struct ParamBits {
    pub rest: bool,
    pub keyword_rest: bool,
    pub no_keywords: bool,
    pub block: bool,
    pub excess_comma: bool,
    pub destructures: bool,
    pub implicit: bool,
}

/// The numbers of literals in files.
pub(super) mod literal {
    pub const INT: u32 = 0;
    pub const BIG_INT: u32 = 1;
    pub const FLOAT: u32 = 2;
    pub const STR: u32 = 3;
    pub const RATIONAL: u32 = 4;
    pub const IMAGINARY: u32 = 5;
    pub const REGEXP: u32 = 6;
    pub const RANGE: u32 = 7;
}

/// The numbers of sites in files.
pub(super) mod site {
    pub const SEND: u32 = 0;
    pub const IVAR: u32 = 1;
    pub const CONST: u32 = 2;
}

#[cfg(test)]
mod tests {
    use super::{HEADER_BYTES, LoadError, decode, encode, load, seal};
    use crate::bytecode::verify::tests::good;

    #[test]
    fn what_is_written_is_read() {
        let unit = good();
        let read = load(&encode(&unit)).expect("a good file");
        assert_eq!(format!("{unit:?}"), format!("{read:?}"));
    }

    #[test]
    fn every_cut_is_noticed() {
        let bytes = encode(&good());
        for length in 0..bytes.len() {
            assert!(decode(&bytes[..length]).is_err(), "{length} bytes");
            let mut cut = bytes[..length].to_vec();
            seal(&mut cut);
            assert!(decode(&cut).is_err(), "{length} bytes, sealed");
        }
    }

    #[test]
    fn every_kind_of_damage_has_its_message() {
        let good = encode(&good());
        let with = |at: usize, sealed: bool| {
            let mut bytes = good.clone();
            bytes[at] ^= 0x40;
            if sealed {
                seal(&mut bytes);
            }
            decode(&bytes).expect_err("the damage is noticed")
        };
        assert_eq!(with(1, false), LoadError::Foreign);
        assert_eq!(with(8, false), LoadError::OtherVersion);
        assert_eq!(with(12, false), LoadError::OtherVersion);
        assert_eq!(with(20, false), LoadError::Length);
        assert_eq!(with(good.len() - 1, false), LoadError::Damaged);
        assert!(matches!(with(HEADER_BYTES, true), LoadError::Malformed(..)));
    }
}
