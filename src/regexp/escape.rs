//! Reading patterns: escapes.
//!
//! Owns what stands behind a backslash, outside and inside of sets.

use super::Error;
use super::names::{Property, property};
use super::odd;
use super::read::{RAW, Reader, Scope, numbered};
use super::tree::{Anchor, Class, Item, Node, Set, Type};

/// What an escape means within a set.
pub(super) enum Member {
    /// A character.
    Char(u32),
    /// Several: `\u{61 62}`.
    Chars(Vec<u32>),
    /// A kind of character.
    Item(Item),
}

impl Reader<'_> {
    /// Behind a backslash outside of sets.
    pub fn escape(&mut self) -> Result<Node, Error> {
        let Some(c) = self.peek() else {
            return Err(Error::syntax("too short escape sequence"));
        };
        let ascii_words = self.flags.scope == Scope::Ascii;
        let letter = u8::try_from(c).map_or('\u{80}', char::from);
        let anchor = match letter {
            'A' => Some(Anchor::TextStart),
            'z' => Some(Anchor::TextEnd),
            'Z' => Some(Anchor::LastLineEnd),
            'G' => Some(Anchor::SearchStart),
            'b' => Some(Anchor::Word(ascii_words)),
            'B' => Some(Anchor::NotWord(ascii_words)),
            _ => None,
        };
        if let Some(anchor) = anchor {
            self.at += 1;
            return Ok(Node::Anchor(anchor));
        }
        match letter {
            'R' => return Ok(self.over(Node::LineBreak)),
            'X' => return Ok(self.over(Node::Grapheme)),
            'K' => return Ok(self.over(Node::Keep)),
            'k' if self.opens_name() => return self.backreference(),
            'g' if self.opens_name() => {
                let close = self.name_end();
                let name = self.name(close)?;
                return self.call(&name);
            }
            '1'..='9' => {
                if let Some(node) = self.numbered_reference()? {
                    return Ok(node);
                }
            }
            _ => {}
        }
        self.warn_of_escape(letter, odd::ESCAPED);
        Ok(match self.member()? {
            Member::Char(c) => self.char_node(c),
            Member::Chars(list) => {
                let nodes = list.iter().map(|&c| self.char_node(c)).collect();
                Node::sequence(nodes)
            }
            Member::Item(item) => Node::Set {
                fold: self.flags.fold,
                set: Set {
                    negated: false,
                    parts: vec![vec![item]],
                },
            },
        })
    }

    /// Keeps in mind that a letter is escaped for nothing.
    pub fn warn_of_escape(&mut self, letter: char, letters: &str) {
        if letters.contains(letter) {
            self.warn(format!("Unknown escape \\{letter} is ignored"));
        }
    }

    fn over(&mut self, node: Node) -> Node {
        self.at += 1;
        node
    }

    /// Whether `<` or `'` follows the letter at hand.
    fn opens_name(&self) -> bool {
        matches!(self.text.get(self.at + 1), Some(0x3c | 0x27))
    }

    /// Goes over the letter and the opening of a name; returns what closes it.
    fn name_end(&mut self) -> char {
        self.at += 2;
        if self.text[self.at - 1] == 0x3c {
            '>'
        } else {
            '\''
        }
    }

    fn backreference(&mut self) -> Result<Node, Error> {
        let close = self.name_end();
        let name = self.name(close)?;
        let (name, level) = leveled(&name)?;
        Ok(Node::Backref {
            groups: self.reference(name)?,
            fold: self.flags.fold,
            level,
        })
    }

    /// `\1`; none if the digits mean a character.
    fn numbered_reference(&mut self) -> Result<Option<Node>, Error> {
        let start = self.at;
        let mut number = 0u32;
        while let Some(digit) = self.peek().and_then(|c| char::from_u32(c)?.to_digit(10)) {
            number = number.saturating_mul(10).saturating_add(digit);
            self.at += 1;
        }
        if number > 9 && number > self.groups_so_far() {
            self.at = start;
            return Ok(None);
        }
        if self.named_only() {
            return Err(numbered());
        }
        let name = number.to_string();
        Ok(Some(Node::Backref {
            groups: self.reference(&name)?,
            fold: self.flags.fold,
            level: None,
        }))
    }

    /// Behind a backslash, where a member of a set may stand.
    pub fn member(&mut self) -> Result<Member, Error> {
        let Some(c) = self.next() else {
            return Err(Error::syntax("too short escape sequence"));
        };
        let letter = u8::try_from(c).map_or('\u{80}', char::from);
        let kind = match letter {
            'd' | 'D' => Some(Class::Digit),
            's' | 'S' => Some(Class::Space),
            'w' | 'W' => Some(Class::Word),
            'h' | 'H' => Some(Class::Xdigit),
            _ => None,
        };
        if let Some(class) = kind {
            return Ok(Member::Item(Item::Type(Type {
                class,
                ascii: self.flags.scope != Scope::Unicode || class == Class::Xdigit,
                negated: letter.is_ascii_uppercase(),
            })));
        }
        match letter {
            'p' | 'P' if self.is_at('{') => return self.property(letter == 'P'),
            'u' => return self.unicode(),
            _ => {}
        }
        self.at -= 1;
        let code = self.code()?;
        if code < RAW {
            return Ok(Member::Char(code));
        }
        self.whole_character(code & 0xff).map(Member::Char)
    }

    /// The code of a character escape; a byte above 127 has `RAW` set.
    fn code(&mut self) -> Result<u32, Error> {
        let Some(c) = self.next() else {
            return Err(Error::syntax("too short escape sequence"));
        };
        let byte = |code: u32| if code > 0x7f { code | RAW } else { code };
        Ok(match u8::try_from(c).map_or('\u{80}', char::from) {
            't' => 9,
            'n' => 10,
            'v' => 11,
            'f' => 12,
            'r' => 13,
            'a' => 7,
            'e' => 27,
            'x' => {
                let code = self.digits(16, 2);
                byte(code.ok_or_else(|| Error::syntax("invalid hex escape"))?)
            }
            '0'..='7' => {
                self.at -= 1;
                let code = self.digits(8, 3).unwrap_or(0);
                if code > 0xff {
                    return Err(Error::syntax("invalid escape code"));
                }
                byte(code)
            }
            'c' => self.control()?,
            'C' => {
                if !self.take('-') {
                    return Err(Error::syntax("too short control escape"));
                }
                self.control()?
            }
            'M' => {
                if !self.take('-') || self.peek().is_none() {
                    return Err(Error::syntax("too short meta escape"));
                }
                let code = if self.take('\\') {
                    self.code()?
                } else {
                    self.next().unwrap_or(0)
                };
                code & 0x7f | 0x80 | RAW
            }
            _ => c,
        })
    }

    /// Behind `\c` or `\C-`.
    fn control(&mut self) -> Result<u32, Error> {
        let code = match self.next() {
            None => return Err(Error::syntax("too short control escape")),
            Some(0x3f) => return Ok(0x7f),
            Some(0x5c) => self.code()?,
            Some(c) => c,
        };
        let meta = if code & 0x80 != 0 { 0x80 | RAW } else { 0 };
        Ok(code & 0x1f | meta)
    }

    /// A number of at most `most` digits.
    fn digits(&mut self, base: u32, most: usize) -> Option<u32> {
        let start = self.at;
        let mut value = 0;
        while self.at - start < most
            && let Some(digit) = self.peek().and_then(|c| char::from_u32(c)?.to_digit(base))
        {
            value = value * base + digit;
            self.at += 1;
        }
        (self.at > start).then_some(value)
    }

    /// The character that begins with an escaped byte; its other bytes are
    /// escaped, too. In binary patterns the byte itself.
    fn whole_character(&mut self, first: u32) -> Result<u32, Error> {
        self.fixed = true;
        if self.binary {
            return Ok(first | RAW);
        }
        let length = match first {
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            _ => return Err(Error::syntax("invalid multibyte escape")),
        };
        let mut bytes = vec![first as u8];
        while bytes.len() < length {
            if !self.take('\\') {
                return Err(Error::syntax("too short escaped multibyte character"));
            }
            match self.code()? {
                code if code >= RAW => bytes.push(code as u8),
                _ => return Err(Error::syntax("invalid multibyte escape")),
            }
        }
        match std::str::from_utf8(&bytes)
            .ok()
            .and_then(|text| text.chars().next())
        {
            Some(c) => Ok(c as u32),
            None => Err(Error::syntax("invalid multibyte escape")),
        }
    }

    /// Behind `\u`.
    fn unicode(&mut self) -> Result<Member, Error> {
        if self.at == self.text.len() {
            return Err(Error::syntax("too short escape sequence"));
        }
        if !self.take('{') {
            let start = self.at;
            let code = self.digits(16, 4);
            if self.at - start != 4 {
                return Err(Error::syntax("invalid Unicode escape"));
            }
            return self.scalar(code.unwrap_or(0)).map(Member::Char);
        }
        let mut list = Vec::new();
        loop {
            while matches!(self.peek(), Some(0x20 | 0x09..=0x0d)) {
                self.at += 1;
            }
            if self.take('}') {
                break;
            }
            let Some(code) = self.digits(16, 7) else {
                return Err(Error::syntax("invalid Unicode list"));
            };
            list.push(self.scalar(code)?);
        }
        match list[..] {
            [] => Err(Error::syntax("invalid Unicode list")),
            [only] => Ok(Member::Char(only)),
            _ => Ok(Member::Chars(list)),
        }
    }

    fn scalar(&mut self, code: u32) -> Result<u32, Error> {
        if char::from_u32(code).is_none() {
            return Err(Error::syntax("invalid Unicode range"));
        }
        if code > 0x7f {
            if self.binary {
                return Err(Error::syntax("UTF-8 character in non UTF-8 regexp"));
            }
            self.fixed = true;
        }
        Ok(code)
    }

    /// Behind `\p` or `\P`.
    fn property(&mut self, mut negated: bool) -> Result<Member, Error> {
        self.fixed = true;
        self.at += 1;
        negated ^= self.take('^');
        let mut name = String::new();
        loop {
            match self.next() {
                Some(0x7d) => break,
                Some(c) => name.push(char::from_u32(c).unwrap_or('\u{fffd}')),
                None => return Err(unknown_property("")),
            }
        }
        Ok(Member::Item(match property(&name) {
            Property::Class(class) => Item::Type(Type {
                class,
                ascii: self.binary,
                negated,
            }),
            Property::Engine(_) if self.binary => return Err(unknown_property(&name)),
            Property::Engine(name) => Item::Property { name, negated },
            Property::Ranges(_) if self.binary => return Err(unknown_property(&name)),
            Property::Ranges(ranges) => {
                let ranges = ranges.iter().map(|&(low, high)| Item::Range(low, high));
                Item::Nested(Set {
                    negated,
                    parts: vec![ranges.collect()],
                })
            }
            Property::Unknown => return Err(unknown_property(&name)),
        }))
    }
}

/// The name and the recursion level of `name+1`.
fn leveled(name: &str) -> Result<(&str, Option<i32>), Error> {
    let sign = name.rfind(['+', '-']).filter(|&at| at > 0);
    let Some(sign) = sign else {
        return Ok((name, None));
    };
    let digits = &name[sign + 1..];
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(Error::syntax(format!("invalid group name <{name}>>")));
    }
    match name[sign..].parse() {
        Ok(level) => Ok((&name[..sign], Some(level))),
        Err(_) => Err(Error::syntax("too big number")),
    }
}

fn unknown_property(name: &str) -> Error {
    Error::syntax(format!("invalid character property name {{{name}}}"))
}
