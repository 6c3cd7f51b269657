//! Reading patterns: groups, repetitions, anchors.
//!
//! Owns Ruby's syntax of patterns (escapes and sets are in `escape` and `set`),
//! the numbering of groups, and the messages of syntax errors. Never looks at
//! the engine's syntax. Recursion is bounded by [`MOST_LEVELS`], the depth of the
//! tree by [`MOST_REPEATED`] besides.

use super::tree::{Anchor, Mode, Node};
use super::{Error, Names, Options, odd};

/// Groups within groups.
const MOST_LEVELS: u32 = 100;
/// Repetitions of repetitions in a pattern: they make its tree deeper, too.
const MOST_REPEATED: u32 = 1000;
/// Most rounds that a repetition may ask for.
const MOST_ROUNDS: u32 = 100_000;
/// Marks a byte that is no character by itself, in binary patterns.
pub(super) const RAW: u32 = 1 << 31;

/// The options that hold at a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Flags {
    /// Case does not matter.
    pub fold: bool,
    /// `.` matches line breaks.
    pub multiline: bool,
    /// Blanks and comments mean nothing.
    pub extended: bool,
    /// What `\w` and its kin, and brackets, mean.
    pub scope: Scope,
}

/// Which characters kinds of characters are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// Escapes are about ASCII, brackets about Unicode.
    Default,
    /// All are about ASCII.
    Ascii,
    /// All are about Unicode.
    Unicode,
}

/// What was read.
#[derive(Debug)]
pub(super) struct Reading {
    pub node: Node,
    pub names: Names,
    /// Number of capture groups.
    pub groups: u32,
    /// Escapes or characters fix the encoding.
    pub fixed: bool,
    /// What is odd.
    pub warnings: Vec<String>,
}

/// A pattern being read.
pub(super) struct Reader<'n> {
    pub text: Vec<u32>,
    pub at: usize,
    pub flags: Flags,
    /// The pattern is about bytes.
    pub binary: bool,
    /// See [`Reading`].
    pub fixed: bool,
    groups: u32,
    names: Names,
    /// Names and number of groups as another reading found them.
    known: Option<(&'n Names, u32)>,
    /// Groups without a name capture nothing, because others have names.
    named_only: bool,
    has_calls: bool,
    level: u32,
    /// Repetitions of repetitions so far.
    repeated: u32,
    /// See [`Reading`].
    pub warnings: Vec<String>,
}

/// Reads a pattern.
pub(super) fn read(text: Vec<u32>, options: Options, binary: bool) -> Result<Reading, Error> {
    let mut reader = Reader::new(text, options, binary);
    let mut node = reader.pattern()?;
    let names = std::mem::take(&mut reader.names);
    if !names.is_empty() || reader.has_calls {
        // Again, now that it is known which groups there are.
        let numbered = renumber(&names);
        let text = std::mem::take(&mut reader.text);
        let groups = if names.is_empty() {
            reader.groups
        } else {
            numbered.iter().map(|(_, groups)| groups.len() as u32).sum()
        };
        let mut again = Reader::new(text, options, binary);
        again.known = Some((&numbered, groups));
        again.named_only = !names.is_empty();
        node = again.pattern()?;
        let (groups, fixed) = (again.groups, again.fixed);
        let warnings = std::mem::take(&mut again.warnings);
        let names = std::mem::take(&mut again.names);
        return Ok(Reading {
            node,
            names,
            groups,
            fixed,
            warnings,
        });
    }
    Ok(Reading {
        node,
        names,
        groups: reader.groups,
        fixed: reader.fixed,
        warnings: reader.warnings,
    })
}

/// The numbers of named groups when only those are counted.
fn renumber(names: &Names) -> Names {
    let mut order: Vec<u32> = names
        .iter()
        .flat_map(|(_, groups)| groups.clone())
        .collect();
    order.sort_unstable();
    let place = |group: &u32| order.partition_point(|other| other < group) as u32 + 1;
    names
        .iter()
        .map(|(name, groups)| (name.clone(), groups.iter().map(place).collect()))
        .collect()
}

impl Reader<'_> {
    fn new(text: Vec<u32>, options: Options, binary: bool) -> Self {
        let fixed = text.iter().any(|&c| c > 0x7f);
        Reader {
            text,
            at: 0,
            flags: Flags {
                fold: options.ignore_case,
                multiline: options.multiline,
                extended: options.extended,
                scope: Scope::Default,
            },
            binary,
            fixed,
            groups: 0,
            names: Names::new(),
            known: None,
            named_only: false,
            has_calls: false,
            level: 0,
            repeated: 0,
            warnings: Vec::new(),
        }
    }

    fn pattern(&mut self) -> Result<Node, Error> {
        let node = self.alternatives()?;
        if self.at < self.text.len() {
            return Err(Error::syntax("unmatched close parenthesis"));
        }
        Ok(node)
    }

    /// Keeps in mind what is odd.
    pub fn warn(&mut self, message: impl Into<String>) {
        self.warnings.push(message.into());
    }

    // ---- characters ---------------------------------------------------------

    /// The character at hand, if it is ASCII or not; `None` at the end.
    pub fn peek(&self) -> Option<u32> {
        self.text.get(self.at).copied()
    }

    /// Whether this ASCII character is at hand.
    pub fn is_at(&self, c: char) -> bool {
        self.peek() == Some(c as u32)
    }

    /// Goes over an ASCII character, if it is at hand.
    pub fn take(&mut self, c: char) -> bool {
        let found = self.is_at(c);
        self.at += usize::from(found);
        found
    }

    /// Goes over a text, if it is at hand.
    fn take_text(&mut self, text: &str) -> bool {
        let found = text
            .bytes()
            .enumerate()
            .all(|(i, byte)| self.text.get(self.at + i) == Some(&u32::from(byte)));
        if found {
            self.at += text.len();
        }
        found
    }

    /// The next character.
    pub fn next(&mut self) -> Option<u32> {
        let c = self.peek()?;
        self.at += 1;
        Some(c)
    }

    /// Goes over comments, and blanks where they mean nothing.
    fn skip_blank(&mut self) -> Result<(), Error> {
        loop {
            if self.take_text("(?#") {
                loop {
                    match self.next() {
                        None => return Err(Error::syntax("end pattern in group")),
                        Some(0x5c) => {
                            self.next();
                        }
                        Some(0x29) => break,
                        Some(_) => {}
                    }
                }
            } else if self.flags.extended && self.take('#') {
                while self.next().is_some_and(|c| c != 0x0a) {}
            } else if self.flags.extended && matches!(self.peek(), Some(0x20 | 0x09..=0x0d)) {
                self.at += 1;
            } else {
                return Ok(());
            }
        }
    }

    /// A node for a character or raw byte.
    pub fn char_node(&self, c: u32) -> Node {
        match char::from_u32(c) {
            Some(c) => Node::Char {
                c,
                fold: self.flags.fold && (c.is_alphabetic() || c.is_uppercase()),
            },
            None => Node::Byte((c & 0xff) as u8),
        }
    }

    // ---- structure ------------------------------------------------------------

    /// Everything up to a closing parenthesis or the end.
    fn alternatives(&mut self) -> Result<Node, Error> {
        self.level += 1;
        if self.level > MOST_LEVELS {
            return Err(Error::syntax("too deep nest level"));
        }
        let mut nodes = vec![self.branch()?];
        while self.take('|') {
            nodes.push(self.branch()?);
        }
        self.level -= 1;
        Ok(if nodes.len() == 1 {
            nodes.pop().expect("a list of one")
        } else {
            Node::Alternatives(nodes)
        })
    }

    fn branch(&mut self) -> Result<Node, Error> {
        let mut nodes = Vec::new();
        loop {
            self.skip_blank()?;
            match self.peek() {
                None | Some(0x7c | 0x29) => return Ok(Node::sequence(nodes)),
                Some(_) => {
                    let node = self.atom()?;
                    let node = self.repetitions(node)?;
                    if node != Node::Empty {
                        nodes.push(node);
                    }
                }
            }
        }
    }

    fn atom(&mut self) -> Result<Node, Error> {
        let Some(c) = self.next() else {
            return Ok(Node::Empty);
        };
        let ascii = u8::try_from(c).map_or('\u{80}', char::from);
        Ok(match ascii {
            '.' => Node::Any {
                newline: self.flags.multiline,
            },
            '^' => Node::Anchor(Anchor::LineStart),
            '$' => Node::Anchor(Anchor::LineEnd),
            '[' => self.set()?,
            '(' => self.group()?,
            '\\' => self.escape()?,
            '*' | '+' | '?' => {
                return Err(Error::syntax("target of repeat operator is not specified"));
            }
            '{' if self.interval(self.at).is_some() => {
                return Err(Error::syntax("target of repeat operator is not specified"));
            }
            _ => self.char_node(c),
        })
    }

    // ---- repetition -------------------------------------------------------------

    fn repetitions(&mut self, mut node: Node) -> Result<Node, Error> {
        loop {
            self.skip_blank()?;
            let (min, max, interval) = match self.peek() {
                Some(0x2a) => (0, None, false),
                Some(0x2b) => (1, None, false),
                Some(0x3f) => (0, Some(1), false),
                Some(0x7b) => match self.interval(self.at + 1) {
                    Some((min, max, end)) => {
                        if min > MOST_ROUNDS || max.is_some_and(|max| max > MOST_ROUNDS) {
                            return Err(Error::syntax("too big number for repeat range"));
                        }
                        if max.is_some_and(|max| max < min) {
                            return Err(Error::syntax(
                                "upper is smaller than lower in repeat range",
                            ));
                        }
                        self.at = end - 1;
                        (min, max, true)
                    }
                    None => return Ok(node),
                },
                _ => return Ok(node),
            };
            self.at += 1;
            // After an interval `+` repeats once more; `?` after a fixed one too.
            let mode = if !(interval && Some(min) == max) && self.take('?') {
                Mode::Lazy
            } else if !interval && self.take('+') {
                Mode::Possessive
            } else {
                Mode::Greedy
            };
            if !interval && let Some(message) = odd::repeated(&node, min, max, mode) {
                self.warn(message);
            }
            self.repeated += u32::from(matches!(node, Node::Repeat { .. }));
            if self.repeated > MOST_REPEATED {
                return Err(Error::syntax("too deep nest level"));
            }
            node = Node::Repeat {
                body: Box::new(node),
                min,
                max,
                mode,
            };
        }
    }

    /// Lowest and highest number of an interval that begins at `at`, behind the
    /// brace, and where it ends; none if this is no interval.
    fn interval(&self, mut at: usize) -> Option<(u32, Option<u32>, usize)> {
        let number = |at: &mut usize| {
            let start = *at;
            let mut value = 0u32;
            while let Some(digit) = self
                .text
                .get(*at)
                .and_then(|&c| char::from_u32(c)?.to_digit(10))
            {
                value = value.saturating_mul(10).saturating_add(digit);
                *at += 1;
            }
            (*at > start).then_some(value)
        };
        let min = number(&mut at);
        let max = if self.text.get(at) == Some(&0x2c) {
            at += 1;
            let max = number(&mut at);
            if min.is_none() && max.is_none() {
                return None;
            }
            max
        } else {
            Some(min?)
        };
        (self.text.get(at) == Some(&0x7d)).then_some((min.unwrap_or(0), max, at + 1))
    }

    // ---- groups -----------------------------------------------------------------

    /// Behind an opening parenthesis.
    fn group(&mut self) -> Result<Node, Error> {
        let flags = self.flags;
        if !self.take('?') {
            if self.named_only {
                let node = self.alternatives()?;
                return self.closed(node, flags);
            }
            self.groups += 1;
            let number = self.groups;
            let node = self.alternatives()?;
            return self.closed(Node::Capture(number, Box::new(node)), flags);
        }
        let Some(c) = self.next() else {
            return Err(Error::syntax("end pattern in group"));
        };
        let node = match u8::try_from(c).map_or('\u{80}', char::from) {
            ':' => self.alternatives()?,
            '=' => self.look(false, false)?,
            '!' => self.look(false, true)?,
            '>' => Node::Atomic(Box::new(self.alternatives()?)),
            '~' => self.absent()?,
            '<' if self.take('=') => self.look(true, false)?,
            '<' if self.take('!') => self.look(true, true)?,
            '<' => self.named_group('>')?,
            '\'' => self.named_group('\'')?,
            '(' => self.condition()?,
            _ => {
                self.at -= 1;
                return self.options(flags);
            }
        };
        self.closed(node, flags)
    }

    fn closed(&mut self, node: Node, flags: Flags) -> Result<Node, Error> {
        self.flags = flags;
        if self.take(')') {
            Ok(node)
        } else {
            Err(Error::syntax("end pattern with unmatched parenthesis"))
        }
    }

    fn look(&mut self, behind: bool, negated: bool) -> Result<Node, Error> {
        let body = Box::new(self.alternatives()?);
        Ok(Node::Look {
            behind,
            negated,
            body,
        })
    }

    fn absent(&mut self) -> Result<Node, Error> {
        let body = self.alternatives()?;
        Ok(Node::Absent(Box::new(body)))
    }

    fn named_group(&mut self, close: char) -> Result<Node, Error> {
        let name = self.name(close)?;
        if name.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+') {
            return Err(Error::syntax(format!("invalid group name <{name}>")));
        }
        if !name.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
            return Err(Error::syntax(format!(
                "invalid char in group name <{name}>"
            )));
        }
        self.groups += 1;
        let number = self.groups;
        match self.names.iter_mut().find(|(known, _)| *known == name) {
            Some((_, groups)) => groups.push(number),
            None => self.names.push((name, vec![number])),
        }
        let node = self.alternatives()?;
        Ok(Node::Capture(number, Box::new(node)))
    }

    /// A name up to its closing character.
    pub fn name(&mut self, close: char) -> Result<String, Error> {
        let mut name = String::new();
        loop {
            match self.next() {
                Some(c) if c == close as u32 => break,
                Some(0x29) | None => {
                    return Err(Error::syntax(if name.is_empty() {
                        "group name is empty".to_owned()
                    } else {
                        format!("invalid group name <{name}>")
                    }));
                }
                Some(c) => name.push(char::from_u32(c).unwrap_or('\u{fffd}')),
            }
        }
        if name.is_empty() {
            return Err(Error::syntax("group name is empty"));
        }
        Ok(name)
    }

    /// `(?(n)yes|no)`, behind the second parenthesis.
    fn condition(&mut self) -> Result<Node, Error> {
        let groups = if self.take('<') {
            let name = self.name('>')?;
            self.take(')');
            self.reference(&name)?
        } else if self.take('\'') {
            let name = self.name('\'')?;
            self.take(')');
            self.reference(&name)?
        } else {
            let name = self.name(')').or_else(|_| {
                // `name` takes the parenthesis for an early end.
                let start = self.text[..self.at]
                    .iter()
                    .rposition(|&c| c == 0x28)
                    .map_or(0, |at| at + 1);
                let digits: String = self.text[start..self.at]
                    .iter()
                    .filter_map(|&c| char::from_u32(c))
                    .collect();
                match digits.strip_suffix(')') {
                    Some(digits) if !digits.is_empty() => Ok(digits.to_owned()),
                    _ => Err(Error::syntax("invalid conditional pattern")),
                }
            })?;
            self.reference(&name)?
        };
        let (yes, no) = match self.alternatives()? {
            Node::Alternatives(mut nodes) if nodes.len() == 2 => {
                let no = nodes.pop().expect("two");
                (nodes.pop().expect("two"), no)
            }
            Node::Alternatives(_) => {
                return Err(Error::syntax("invalid conditional pattern"));
            }
            node => (node, Node::Empty),
        };
        Ok(Node::Condition {
            group: groups.last().copied().unwrap_or(0),
            yes: Box::new(yes),
            no: Box::new(no),
        })
    }

    /// `(?i-m)` and `(?i-m:...)`, behind the question mark.
    fn options(&mut self, before: Flags) -> Result<Node, Error> {
        let mut on = true;
        loop {
            let Some(c) = self.next() else {
                return Err(Error::syntax("end pattern in group"));
            };
            match u8::try_from(c).map_or('\u{80}', char::from) {
                'i' => self.flags.fold = on,
                'm' => self.flags.multiline = on,
                'x' => self.flags.extended = on,
                'a' if on => self.flags.scope = Scope::Ascii,
                'u' if on => self.flags.scope = Scope::Unicode,
                'd' if on => self.flags.scope = Scope::Default,
                '-' if on => on = false,
                ')' if self.text[self.at - 2] != u32::from(b'?') => {
                    // They hold up to the end of the group around.
                    let node = self.alternatives()?;
                    self.flags = before;
                    return Ok(node);
                }
                ':' => {
                    let node = self.alternatives()?;
                    return self.closed(node, before);
                }
                _ => return Err(Error::syntax("undefined group option")),
            }
        }
    }

    // ---- references ---------------------------------------------------------------

    /// The groups that a backreference names.
    pub fn reference(&mut self, name: &str) -> Result<Vec<u32>, Error> {
        let invalid = || Error::syntax("invalid backref number/name");
        if let Ok(number) = name.parse::<i64>()
            && !name.starts_with('+')
        {
            if self.named_only {
                return Err(numbered());
            }
            let group = if name.starts_with('-') {
                i64::from(self.groups) + 1 + number
            } else {
                number
            };
            let group = u32::try_from(group).map_err(|_| invalid())?;
            if group == 0 {
                return Err(invalid());
            }
            return Ok(vec![group]);
        }
        if let Some((_, groups)) = self.names.iter().find(|(known, _)| known == name) {
            return Ok(groups.clone());
        }
        Err(Error::syntax(format!("undefined name <{name}> reference")))
    }

    /// The group that `\g<name>` calls.
    pub fn call(&mut self, name: &str) -> Result<Node, Error> {
        self.has_calls = true;
        let Some((names, total)) = self.known else {
            return Ok(Node::Call(0));
        };
        if let Ok(number) = name.parse::<i64>() {
            if number == 0 {
                return Ok(Node::Call(0));
            }
            if self.named_only {
                return Err(numbered());
            }
            let group = match name.as_bytes()[0] {
                b'-' => i64::from(self.groups) + 1 + number,
                b'+' => i64::from(self.groups) + number,
                _ => number,
            };
            if group <= 0 {
                return Err(Error::syntax("invalid backref number/name"));
            }
            return match u32::try_from(group) {
                Ok(group) if group <= total => Ok(Node::Call(group)),
                _ => Err(Error::syntax(format!("undefined group <{name}> reference"))),
            };
        }
        match names.iter().find(|(known, _)| known == name) {
            Some((_, groups)) if groups.len() == 1 => Ok(Node::Call(groups[0])),
            Some(_) => Err(Error::syntax(format!(
                "multiplex definition name <{name}> call"
            ))),
            None => Err(Error::syntax(format!("undefined name <{name}> reference"))),
        }
    }

    /// Capture groups opened so far.
    pub fn groups_so_far(&self) -> u32 {
        self.groups
    }

    /// Whether numbers may not name groups.
    pub fn named_only(&self) -> bool {
        self.named_only
    }
}

/// What is said of numbers where groups have names.
pub(super) fn numbered() -> Error {
    Error::syntax("numbered backref/call is not allowed. (use name)")
}
