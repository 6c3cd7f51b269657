//! Reading patterns: sets of characters.
//!
//! Owns what stands in square brackets.

use super::Error;
use super::escape::Member;
use super::names::bracket;
use super::odd;
use super::read::{RAW, Reader, Scope};
use super::tree::{Item, Node, Set, Type};

/// Sets within sets.
const MOST_LEVELS: u32 = 100;

/// Said of characters that had better be escaped.
const DASH: &str = "character class has '-' without escape";
const BRACKET: &str = "character class has ']' without escape";

/// What can be one end of a range.
enum End {
    Code(u32),
    Other,
}

impl Reader<'_> {
    /// Behind an opening bracket.
    pub fn set(&mut self) -> Result<Node, Error> {
        let set = self.set_members(0)?;
        // Said once of a pattern.
        let known = self.warnings.iter().any(|known| known == odd::DUPLICATED);
        if !known && odd::has_duplicates(&set) {
            self.warn(odd::DUPLICATED);
        }
        Ok(Node::Set {
            set,
            fold: self.flags.fold,
        })
    }

    fn set_members(&mut self, level: u32) -> Result<Set, Error> {
        if level > MOST_LEVELS {
            return Err(Error::syntax("too deep nest level"));
        }
        let negated = self.take('^');
        let mut set = Set {
            negated,
            parts: vec![Vec::new()],
        };
        if self.is_at(']') {
            // Only a literal bracket if another one closes the set.
            let closes = self.text[self.at + 1..].contains(&u32::from(b']'));
            if !closes {
                return Err(Error::syntax("empty char-class"));
            }
            self.at += 1;
            self.warn(BRACKET);
            self.code_or_range(&mut set, u32::from(b']'))?;
        }
        loop {
            let Some(c) = self.next() else {
                return Err(Error::syntax("premature end of char-class"));
            };
            match u8::try_from(c).map_or('\u{80}', char::from) {
                ']' => return Ok(set),
                '[' if self.is_at(':') && self.bracket_ends() => {
                    let item = self.posix()?;
                    push(&mut set, item);
                    self.no_range()?;
                }
                '[' => {
                    let inner = self.set_members(level + 1)?;
                    push(&mut set, Item::Nested(inner));
                }
                '&' if self.take('&') => set.parts.push(Vec::new()),
                '\\' => match self.set_escape()? {
                    Member::Char(code) => self.code_or_range(&mut set, code)?,
                    Member::Chars(list) => {
                        let (last, before) = list.split_last().expect("not empty");
                        for &code in before {
                            push(&mut set, range(code, code));
                        }
                        self.code_or_range(&mut set, *last)?;
                    }
                    Member::Item(item) => {
                        push(&mut set, item);
                        self.no_range()?;
                    }
                },
                '-' => {
                    self.warn_of_dash(&set);
                    self.code_or_range(&mut set, c)?;
                }
                _ => self.code_or_range(&mut set, c)?,
            }
        }
    }

    /// Keeps in mind that a dash, just gone over, would better be escaped: at the
    /// start before another one or behind `&&`, and between a range and more.
    fn warn_of_dash(&mut self, set: &Set) {
        let odd = match set.parts.last().and_then(|part| part.last()) {
            None => set.parts.len() > 1 || self.is_at('-'),
            Some(Item::Range(low, high)) => low < high && !self.is_at(']'),
            _ => false,
        };
        if odd {
            self.warn(DASH);
        }
    }

    fn set_escape(&mut self) -> Result<Member, Error> {
        if self.take('b') {
            return Ok(Member::Char(8));
        }
        if let Some(letter) = self.peek().and_then(char::from_u32) {
            self.warn_of_escape(letter, odd::ESCAPED_IN_SET);
        }
        self.member()
    }

    /// A character, or a range if a dash and another character follow.
    fn code_or_range(&mut self, set: &mut Set, low: u32) -> Result<(), Error> {
        if !self.is_at('-') || self.text.get(self.at + 1) == Some(&u32::from(b']')) {
            push(set, range(low, low));
            return Ok(());
        }
        let dash = self.at;
        self.at += 1;
        match self.range_end()? {
            End::Code(high) => {
                if high < low {
                    return Err(Error::syntax("empty range in char class"));
                }
                push(set, range(low, high));
            }
            End::Other => {
                self.at = dash + 1;
                push(set, range(low, low));
                push(set, range(u32::from(b'-'), u32::from(b'-')));
            }
        }
        Ok(())
    }

    fn range_end(&mut self) -> Result<End, Error> {
        match self.peek() {
            None => Err(Error::syntax("premature end of char-class")),
            Some(0x5b) => Ok(End::Other),
            Some(0x26) if self.text.get(self.at + 1) == Some(&0x26) => {
                self.warn(DASH);
                Ok(End::Other)
            }
            Some(0x5c) => {
                self.at += 1;
                match self.set_escape()? {
                    Member::Char(code) => Ok(End::Code(code)),
                    Member::Chars(list) => Ok(End::Code(list[0])),
                    Member::Item(_) => Err(Error::syntax("char-class value at end of range")),
                }
            }
            Some(c) => {
                self.at += 1;
                if c == u32::from(b'-') {
                    self.warn(DASH);
                }
                Ok(End::Code(c))
            }
        }
    }

    /// A dash behind a kind of character must be the last member.
    fn no_range(&mut self) -> Result<(), Error> {
        if self.is_at('-')
            && self
                .text
                .get(self.at + 1)
                .is_some_and(|&c| c != u32::from(b']') && c != 0x26 && c != 0x5b && c != 0x5c)
        {
            return Err(Error::syntax("unmatched range specifier in char-class"));
        }
        Ok(())
    }

    /// Whether `[:` is closed by `:]` before the set is.
    fn bracket_ends(&self) -> bool {
        let rest = &self.text[self.at + 1..];
        let word = rest
            .iter()
            .position(|&c| !(c < 0x80 && (c as u8).is_ascii_alphabetic() || c == 0x5e));
        word.is_some_and(|end| rest[end..].starts_with(&[0x3a, 0x5d]))
    }

    /// `[:name:]`, behind its first bracket.
    fn posix(&mut self) -> Result<Item, Error> {
        self.at += 1;
        let negated = self.take('^');
        let mut name = String::new();
        while let Some(c) = self.next().filter(|&c| c != 0x3a) {
            name.push(char::from_u32(c).unwrap_or('\u{fffd}'));
        }
        self.take(']');
        let Some(class) = bracket(&name) else {
            return Err(Error::syntax("invalid POSIX bracket type"));
        };
        Ok(Item::Type(Type {
            class,
            ascii: self.flags.scope == Scope::Ascii || self.binary,
            negated,
        }))
    }
}

fn push(set: &mut Set, item: Item) {
    set.parts.last_mut().expect("a set has a part").push(item);
}

/// A range of characters or bytes.
fn range(low: u32, high: u32) -> Item {
    Item::Range(low & !RAW, high & !RAW)
}
