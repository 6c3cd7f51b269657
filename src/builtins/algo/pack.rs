//! Templates of `pack` and `unpack`: reading them, and the layouts of numbers.
//!
//! Pure functions on bytes; the text codecs are in `transfer`.

/// Types that take `_`, `!`, `<` and `>`.
const SIZED: &[u8] = b"sSiIlLqQjJ";

/// Why a template cannot be followed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// Message of an ArgumentError.
    Argument(String),
    /// Message of a RangeError.
    Range(String),
}

/// How often a directive applies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Count {
    /// Nothing is written.
    One,
    /// A number.
    Times(usize),
    /// `*`
    All,
}

/// One letter with what follows it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Directive {
    /// The letter.
    pub letter: u8,
    /// `_` or `!`: the size that C has.
    native: bool,
    /// `>`
    big_endian: bool,
    /// How often.
    pub count: Count,
}

/// How an integer is laid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Layout {
    /// Bytes.
    pub size: usize,
    /// Negative numbers are read back as such.
    pub signed: bool,
    /// The most significant byte comes first.
    pub big_endian: bool,
}

impl Directive {
    /// The count of directives that know nothing better for `*`.
    pub fn times(self, all: usize) -> usize {
        match self.count {
            Count::One => 1,
            Count::Times(n) => n,
            Count::All => all,
        }
    }

    /// The layout, if it is about integers of a size.
    pub fn integer(self) -> Option<Layout> {
        let (size, big_endian) = match self.letter {
            b'c' | b'C' => (1, false),
            b's' | b'S' => (2, self.big_endian),
            b'i' | b'I' => (4, self.big_endian),
            b'l' | b'L' => (if self.native { 8 } else { 4 }, self.big_endian),
            b'q' | b'Q' | b'j' | b'J' => (8, self.big_endian),
            b'n' => (2, true),
            b'N' => (4, true),
            b'v' => (2, false),
            b'V' => (4, false),
            _ => return None,
        };
        Some(Layout {
            size,
            signed: b"csilqj".contains(&self.letter),
            big_endian,
        })
    }

    /// Size and byte order, if it is about floats.
    pub fn float(self) -> Option<(usize, bool)> {
        match self.letter {
            b'f' | b'F' | b'e' => Some((4, false)),
            b'g' => Some((4, true)),
            b'd' | b'D' | b'E' => Some((8, false)),
            b'G' => Some((8, true)),
            _ => None,
        }
    }

    /// The complaint about a letter that means nothing.
    pub fn unknown(self, what: &str, template: &[u8]) -> Failure {
        let shown = match self.letter {
            byte @ b' '..=b'~' => char::from(byte).to_string(),
            byte => format!("\\x{byte:02x}"),
        };
        let template = String::from_utf8_lossy(template);
        let template = template.replace('\0', "\\0");
        Failure::Argument(format!(
            "unknown {what} directive '{shown}' in '{template}'"
        ))
    }
}

/// The directives of a template, one after the other.
pub struct Template<'t> {
    text: &'t [u8],
    at: usize,
}

impl<'t> Template<'t> {
    /// From its beginning.
    pub fn new(text: &'t [u8]) -> Template<'t> {
        Template { text, at: 0 }
    }

    fn skip_blank(&mut self) {
        while let Some(&byte) = self.text.get(self.at) {
            match byte {
                b' ' | b'\t'..=b'\r' => self.at += 1,
                b'#' => {
                    let rest = &self.text[self.at..];
                    let line = rest.iter().position(|&b| b == b'\n');
                    self.at += line.unwrap_or(rest.len());
                }
                _ => return,
            }
        }
    }

    fn modifiers(&mut self, directive: &mut Directive) -> Result<(), Failure> {
        let mut little_endian = false;
        while let Some(&byte @ (b'_' | b'!' | b'<' | b'>')) = self.text.get(self.at) {
            if !SIZED.contains(&directive.letter) {
                return Err(Failure::Argument(format!(
                    "'{}' allowed only after types sSiIlLqQjJ",
                    char::from(byte)
                )));
            }
            match byte {
                b'<' => little_endian = true,
                b'>' => directive.big_endian = true,
                _ => directive.native = true,
            }
            if little_endian && directive.big_endian {
                return Err(Failure::Range("Can't use both '<' and '>'".to_owned()));
            }
            self.at += 1;
        }
        Ok(())
    }

    fn count(&mut self) -> Result<Count, Failure> {
        let rest = &self.text[self.at..];
        if rest.first() == Some(&b'*') {
            self.at += 1;
            return Ok(Count::All);
        }
        let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        if digits == 0 {
            return Ok(Count::One);
        }
        self.at += digits;
        let number = std::str::from_utf8(&rest[..digits]).expect("digits");
        match number.parse::<i64>() {
            Ok(n) => Ok(Count::Times(n as usize)),
            Err(_) => Err(Failure::Range("pack length too big".to_owned())),
        }
    }
}

impl Iterator for Template<'_> {
    type Item = Result<Directive, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        self.skip_blank();
        let mut directive = Directive {
            letter: *self.text.get(self.at)?,
            native: false,
            big_endian: false,
            count: Count::One,
        };
        self.at += 1;
        if let Err(failure) = self.modifiers(&mut directive) {
            return Some(Err(failure));
        }
        Some(self.count().map(|count| Directive { count, ..directive }))
    }
}

/// Appends the low bytes of a number given in two's complement, the least
/// significant first.
pub fn push_integer(out: &mut Vec<u8>, layout: Layout, bytes: &[u8]) {
    let sign = match bytes.last() {
        Some(&top) if top >= 0x80 => 0xff,
        _ => 0,
    };
    let byte = |i: usize| bytes.get(i).copied().unwrap_or(sign);
    if layout.big_endian {
        out.extend((0..layout.size).rev().map(byte));
    } else {
        out.extend((0..layout.size).map(byte));
    }
}

/// Reads a number; the bytes are as many as the layout says.
pub fn integer(bytes: &[u8], layout: Layout) -> i128 {
    let digit = |all: i128, &byte: &u8| all << 8 | i128::from(byte);
    let value = if layout.big_endian {
        bytes.iter().fold(0, digit)
    } else {
        bytes.iter().rev().fold(0, digit)
    };
    let bits = 8 * layout.size as u32;
    if layout.signed && value >> (bits - 1) != 0 {
        value - (1 << bits)
    } else {
        value
    }
}

/// Appends a float of 4 or 8 bytes.
pub fn push_float(out: &mut Vec<u8>, size: usize, big_endian: bool, value: f64) {
    match (size, big_endian) {
        (4, true) => out.extend((value as f32).to_be_bytes()),
        (4, false) => out.extend((value as f32).to_le_bytes()),
        (_, true) => out.extend(value.to_be_bytes()),
        (_, false) => out.extend(value.to_le_bytes()),
    }
}

/// Reads a float of 4 or 8 bytes.
pub fn float(bytes: &[u8], big_endian: bool) -> f64 {
    let mut eight = [0; 8];
    eight[..bytes.len()].copy_from_slice(bytes);
    if big_endian {
        eight[..bytes.len()].reverse();
    }
    if bytes.len() == 4 {
        f64::from(f32::from_bits(u64::from_le_bytes(eight) as u32))
    } else {
        f64::from_le_bytes(eight)
    }
}

/// Appends the bits or hexadecimal digits of a text, `count` of them; lacking
/// ones are zeros, of which there are more than needed by half.
pub fn push_digits(out: &mut Vec<u8>, letter: u8, text: &[u8], count: usize) {
    let per_byte = if matches!(letter, b'b' | b'B') { 8 } else { 2 };
    let shift = 8 / per_byte;
    let taken = &text[..count.min(text.len())];
    for chunk in taken.chunks(per_byte) {
        let mut byte = 0u8;
        for (i, &c) in chunk.iter().enumerate() {
            let digit = match c {
                _ if per_byte == 8 => c & 1,
                b'a'..=b'z' | b'A'..=b'Z' => ((c & 0x1f) + 9) & 15,
                _ => c & 15,
            };
            let place = if letter.is_ascii_uppercase() {
                per_byte - 1 - i
            } else {
                i
            };
            byte |= digit << (shift * place);
        }
        out.push(byte);
    }
    if count > text.len() {
        let more = if per_byte == 8 {
            (count - text.len()).div_ceil(2)
        } else {
            count.div_ceil(2) - text.len().div_ceil(2)
        };
        out.resize(out.len() + more, 0);
    }
}

/// The bits or hexadecimal digits of bytes, at most `count`, and how many bytes
/// that took.
pub fn digits(letter: u8, bytes: &[u8], count: Option<usize>) -> (Vec<u8>, usize) {
    let per_byte = if matches!(letter, b'b' | b'B') { 8 } else { 2 };
    let shift = 8 / per_byte;
    let all = bytes.len() * per_byte;
    let count = count.unwrap_or(all).min(all);
    let text = (0..count).map(|i| {
        let place = match i % per_byte {
            place if letter.is_ascii_uppercase() => per_byte - 1 - place,
            place => place,
        };
        let digit = bytes[i / per_byte] >> (shift * place) & ((1 << shift) - 1);
        b"0123456789abcdef"[usize::from(digit)]
    });
    (text.collect(), count.div_ceil(per_byte))
}

/// Appends a code point, as UTF-8 was first meant: up to 31 bits.
pub fn push_code_point(out: &mut Vec<u8>, code: u32) {
    let more = match code {
        0..0x80 => return out.push(code as u8),
        0x80..0x800 => 1,
        0x800..0x1_0000 => 2,
        0x1_0000..0x20_0000 => 3,
        0x20_0000..0x400_0000 => 4,
        _ => 5,
    };
    let lead = !(0xffu8 >> (more + 1));
    out.push(lead | (code >> (6 * more)) as u8);
    for i in (0..more).rev() {
        out.push(0x80 | (code >> (6 * i) & 0x3f) as u8);
    }
}

/// The code point at the front, with its length, or the message of an
/// ArgumentError.
pub fn code_point(bytes: &[u8]) -> Result<(u32, usize), String> {
    let first = bytes[0];
    let length = match first.leading_ones() {
        0 => return Ok((first.into(), 1)),
        1 | 7.. => return Err("malformed UTF-8 character".to_owned()),
        length => length as usize,
    };
    if bytes.len() < length {
        return Err(format!(
            "malformed UTF-8 character (expected {length} bytes, given {} bytes)",
            bytes.len()
        ));
    }
    let mut code = u32::from(first & (0x7f >> length));
    for &byte in &bytes[1..length] {
        if byte & 0xc0 != 0x80 {
            return Err("malformed UTF-8 character".to_owned());
        }
        code = code << 6 | u32::from(byte & 0x3f);
    }
    let least = [0, 0, 0x80, 0x800, 0x1_0000, 0x20_0000, 0x400_0000][length];
    if code < least {
        return Err("redundant UTF-8 sequence".to_owned());
    }
    Ok((code, length))
}

#[cfg(test)]
mod tests {
    use super::{
        Count, Layout, Template, code_point, digits, integer, push_code_point, push_digits,
        push_integer,
    };

    #[test]
    fn templates() {
        let read: Vec<_> = Template::new(b"C2 # all\n l_>*x")
            .map(|d| d.expect("good"))
            .collect();
        let counts: Vec<_> = read.iter().map(|d| (d.letter, d.count)).collect();
        assert_eq!(
            counts,
            [
                (b'C', Count::Times(2)),
                (b'l', Count::All),
                (b'x', Count::One)
            ]
        );
        assert_eq!(
            read[1].integer().map(|l| (l.size, l.big_endian)),
            Some((8, true))
        );
        assert!(Template::new(b"C_").next().expect("one").is_err());
        assert!(Template::new(b"s<>").next().expect("one").is_err());
    }

    #[test]
    fn integers_to_and_fro() {
        for (size, big_endian) in [(1, false), (2, true), (4, false), (8, true)] {
            let layout = Layout {
                size,
                signed: true,
                big_endian,
            };
            for value in [0i64, 1, -1, 127, -128] {
                let mut out = Vec::new();
                push_integer(&mut out, layout, &value.to_le_bytes());
                assert_eq!(integer(&out, layout), i128::from(value));
            }
        }
    }

    #[test]
    fn digits_to_and_fro() {
        for (letter, text) in [
            (b'B', "1010111100000001"),
            (b'b', "10"),
            (b'H', "dead"),
            (b'h', "0f1"),
        ] {
            let mut out = Vec::new();
            push_digits(&mut out, letter, text.as_bytes(), text.len());
            let (shown, taken) = digits(letter, &out, Some(text.len()));
            assert_eq!((shown.as_slice(), taken), (text.as_bytes(), out.len()));
        }
    }

    #[test]
    fn code_points_of_all_lengths() {
        for code in [
            0,
            0x7f,
            0x80,
            0x7ff,
            0xffff,
            0x1f_ffff,
            0x3ff_ffff,
            0x7fff_ffff,
        ] {
            let mut out = Vec::new();
            push_code_point(&mut out, code);
            assert_eq!(code_point(&out), Ok((code, out.len())));
        }
        assert!(code_point(b"\xc0\x80").is_err());
        assert!(code_point(b"\xff").is_err());
    }
}
