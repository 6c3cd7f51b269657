//! How the bytes of each encoding make characters.
//!
//! Owns the automata that tell whole characters from broken ones. What the
//! characters are is `charset`'s.

/// Which bytes make a character.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Structure {
    /// Each byte is one.
    Single,
    /// The same, from an encoding whose meaning depends on what came before.
    Dummy,
    /// Each byte below 128 is one.
    Ascii,
    /// UTF-8.
    Utf8,
    /// UTF-8 where surrogates are encoded one by one.
    Cesu8,
    /// Two bytes or two pairs of them, high byte first.
    Utf16Be,
    /// The same, low byte first.
    Utf16Le,
    /// Four bytes, high byte first.
    Utf32Be,
    /// The same, low byte first.
    Utf32Le,
    /// EUC with a set of three bytes.
    EucJp,
    /// Plain EUC.
    Euc,
    /// EUC with a set of four bytes.
    EucTw,
    /// Shift_JIS and its kin.
    Sjis,
    /// Big5 and its kin.
    Big5,
    /// GBK.
    Gbk,
    /// GB18030.
    Gb18030,
    /// The unified Hangul code.
    Cp949,
    /// That of Emacs.
    Mule,
}

/// What the next byte does to a character.
enum Step {
    Ends,
    Continues,
    Breaks,
}

/// What stands at the front of bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Front {
    /// A character of so many bytes.
    Char(usize),
    /// Bytes that begin a character, so many, and the number of those behind
    /// them that show it is none.
    Broken(usize, usize),
    /// The beginning of a character that ends too early.
    Short,
}

impl Structure {
    /// Bytes that every character has.
    pub const fn unit(self) -> usize {
        match self {
            Structure::Utf16Be | Structure::Utf16Le => 2,
            Structure::Utf32Be | Structure::Utf32Le => 4,
            _ => 1,
        }
    }

    /// Looks at the front of bytes that are not empty.
    pub fn front(self, bytes: &[u8]) -> Front {
        for (i, &byte) in bytes.iter().enumerate() {
            match self.step(&bytes[..i], byte) {
                Step::Ends => return Front::Char(i + 1),
                Step::Continues => {}
                Step::Breaks => {
                    let unit = self.unit();
                    let broken = (i / unit * unit).max(unit);
                    let seen = (i + 1).next_multiple_of(unit);
                    let again = if i < unit {
                        0
                    } else {
                        (i + 1).max(broken) - broken
                    };
                    debug_assert!(seen >= broken);
                    return if bytes.len() < broken {
                        Front::Short
                    } else {
                        Front::Broken(broken, again)
                    };
                }
            }
        }
        Front::Short
    }

    /// What a byte does behind the first bytes of a character.
    fn step(self, before: &[u8], byte: u8) -> Step {
        match self {
            Structure::Single | Structure::Dummy => Step::Ends,
            Structure::Ascii => ends_if(byte < 0x80),
            Structure::Utf8 | Structure::Cesu8 => self.utf8(before, byte),
            Structure::Utf16Be | Structure::Utf16Le => self.utf16(before, byte),
            Structure::Utf32Be | Structure::Utf32Le => self.utf32(before, byte),
            _ => self.double(before, byte),
        }
    }

    fn utf8(self, before: &[u8], byte: u8) -> Step {
        let cesu = self == Structure::Cesu8;
        let Some(&lead) = before.first() else {
            return match byte {
                0..0x80 => Step::Ends,
                0xc2..0xf0 => Step::Continues,
                0xf0..0xf5 if !cesu => Step::Continues,
                _ => Step::Breaks,
            };
        };
        let pair = cesu && lead == 0xed && before.get(1).is_some_and(|&b| b >= 0xa0);
        let wanted = match (before.len(), lead) {
            (1, 0xe0) => 0xa0..=0xbf,
            (1, 0xed) if cesu => 0x80..=0xaf,
            (1, 0xed) => 0x80..=0x9f,
            (1, 0xf0) => 0x90..=0xbf,
            (1, 0xf4) => 0x80..=0x8f,
            (3, _) if pair => 0xed..=0xed,
            (4, _) => 0xb0..=0xbf,
            _ => 0x80..=0xbf,
        };
        let length = match lead {
            _ if pair => 6,
            0..0xe0 => 2,
            0xe0..0xf0 => 3,
            _ => 4,
        };
        self.through(before, wanted.contains(&byte), length)
    }

    fn utf16(self, before: &[u8], byte: u8) -> Step {
        let big = self == Structure::Utf16Be;
        let high_byte = before.len() % 2 == usize::from(!big);
        // The high byte of the first unit, as far as it is known.
        let lead = match before.get(usize::from(!big)) {
            Some(&lead) => lead,
            None if high_byte => byte,
            None => 0,
        };
        let pair = (0xd8..=0xdb).contains(&lead);
        let low = (0xdc..=0xdf).contains(&byte);
        if high_byte && (before.len() >= 2) != low {
            return Step::Breaks;
        }
        match before.len() {
            1 if !pair => Step::Ends,
            3 => Step::Ends,
            _ => Step::Continues,
        }
    }

    fn utf32(self, before: &[u8], byte: u8) -> Step {
        let at = before.len();
        let surrogate = |high: u8, low: u8| high == 0 && (0xd8..=0xdf).contains(&low);
        let good = match (self == Structure::Utf32Be, at) {
            (true, 0) | (false, 3) => byte == 0,
            (true, 1) => byte <= 0x10,
            (false, 2) => byte <= 0x10 && !surrogate(byte, before[1]),
            (true, 2) => !surrogate(before[1], byte),
            _ => true,
        };
        self.through(before, good, 4)
    }

    /// Encodings where a byte says how many follow, mostly one.
    fn double(self, before: &[u8], byte: u8) -> Step {
        let Some(&lead) = before.first() else {
            let whole = match self {
                Structure::Sjis => byte < 0x80 || (0xa1..=0xdf).contains(&byte),
                Structure::Gbk | Structure::Cp949 => byte <= 0x80,
                _ => byte < 0x80,
            };
            return if whole {
                Step::Ends
            } else {
                self.through(before, self.leads(byte), 2)
            };
        };
        let good = match self {
            Structure::Sjis => matches!(byte, 0x40..=0x7e | 0x80..=0xfc),
            Structure::Big5 => matches!(byte, 0x40..=0x7e | 0xa1..=0xfe),
            Structure::Gbk => matches!(byte, 0x40..=0x7e | 0x80..=0xfe),
            Structure::Cp949 => matches!(byte, 0x41..=0x5a | 0x61..=0x7a | 0x81..=0xfe),
            Structure::Gb18030 => match before {
                [_] => matches!(byte, 0x30..=0x39 | 0x40..=0x7e | 0x80..=0xfe),
                [_, _] => matches!(byte, 0x81..=0xfe),
                _ => byte.is_ascii_digit(),
            },
            Structure::Mule => {
                byte >= if lead >= 0x9a && before.len() == 1 {
                    0xe0
                } else {
                    0xa0
                }
            }
            Structure::EucTw if lead == 0x8e && before.len() == 1 => {
                matches!(byte, 0xa1..=0xb0)
            }
            _ => matches!(byte, 0xa1..=0xfe),
        };
        let length = match (self, lead) {
            (Structure::EucJp, 0x8f) => 3,
            (Structure::EucTw, 0x8e) => 4,
            (Structure::Mule, 0x90..=0x9b) => 3,
            (Structure::Mule, 0x9c..) => 4,
            (Structure::Gb18030, _) if *before.get(1).unwrap_or(&byte) < 0x40 => 4,
            _ => 2,
        };
        self.through(before, good, length)
    }

    /// Whether a byte begins a character of several.
    fn leads(self, byte: u8) -> bool {
        match self {
            Structure::Sjis => matches!(byte, 0x81..=0x9f | 0xe0..=0xfc),
            Structure::EucJp => matches!(byte, 0x8e | 0x8f | 0xa1..=0xfe),
            Structure::EucTw => matches!(byte, 0x8e | 0xa1..=0xfe),
            Structure::Gbk | Structure::Gb18030 | Structure::Cp949 => matches!(byte, 0x81..=0xfe),
            Structure::Mule => matches!(byte, 0x81..=0x9d),
            _ => matches!(byte, 0xa1..=0xfe),
        }
    }

    /// A good byte of a character of a length.
    fn through(self, before: &[u8], good: bool, length: usize) -> Step {
        if !good {
            Step::Breaks
        } else if before.len() + 1 == length {
            Step::Ends
        } else {
            Step::Continues
        }
    }
}

fn ends_if(good: bool) -> Step {
    if good { Step::Ends } else { Step::Breaks }
}

#[cfg(test)]
mod tests {
    use super::{Front, Structure};

    #[test]
    fn whole_characters() {
        for (structure, bytes) in [
            (Structure::Utf8, &b"\xf0\x9f\x98\x80"[..]),
            (Structure::Utf16Be, b"\xd8\x3d\xde\x00"),
            (Structure::Utf16Le, b"\x3d\xd8\x00\xde"),
            (Structure::Utf32Le, b"\x00\xf6\x01\x00"),
            (Structure::EucJp, b"\x8f\xb0\xa1"),
            (Structure::Sjis, b"\x82\xa0"),
            (Structure::Sjis, b"\xb1"),
            (Structure::Gb18030, b"\x81\x30\x81\x30"),
            (Structure::EucTw, b"\x8e\xa2\xa1\xa1"),
            (Structure::Cesu8, b"\xed\xa0\xbd\xed\xb8\x80"),
        ] {
            let front = structure.front(&[bytes, b"aaaa"].concat());
            assert_eq!(front, Front::Char(bytes.len()), "{structure:?}");
            let front = structure.front(&bytes[..bytes.len() - 1]);
            assert!(bytes.len() == 1 || front == Front::Short, "{structure:?}");
        }
    }

    #[test]
    fn broken_ones() {
        for (structure, bytes, broken, again) in [
            (Structure::Utf8, &b"\xe3\x81a"[..], 2, 1),
            (Structure::Utf8, b"\xffa", 1, 0),
            (Structure::Utf16Be, b"\xd8\x00\x00a", 2, 1),
            (Structure::Utf16Le, b"\x00\xd8a\x00", 2, 2),
            (Structure::Utf16Be, b"\xdc\x00", 2, 0),
            (Structure::Sjis, b"\x82\x20", 1, 1),
        ] {
            assert_eq!(structure.front(bytes), Front::Broken(broken, again));
        }
    }
}
