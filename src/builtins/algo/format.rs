//! The format strings of `format`, taken apart.
//!
//! Owns the grammar of directives and the rules on mixing positional, numbered
//! and named arguments. Which values they name is the caller's business.

/// Flags, width and precision of a directive.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Spec {
    /// `-`
    pub minus: bool,
    /// `+`
    pub plus: bool,
    /// `0`
    pub zero: bool,
    /// space
    pub space: bool,
    /// `#`
    pub sharp: bool,
    /// Least number of characters.
    pub width: usize,
    /// What follows the point.
    pub precision: Option<usize>,
}

/// Which argument a directive shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Source<'f> {
    /// By position, from 0.
    At(usize),
    /// By name; the second part is the name in its brackets.
    Named(&'f [u8], &'f [u8]),
    /// None: `%%`.
    None,
}

/// A directive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Directive<'f> {
    /// Flags and sizes.
    pub spec: Spec,
    /// Its argument.
    pub source: Source<'f>,
    /// The letter; `}` for `%{name}`.
    pub conversion: u8,
}

/// A part of a format string.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Piece<'f> {
    /// Stands for itself.
    Text(&'f [u8]),
    /// Shows an argument.
    Directive(Directive<'f>),
}

/// Why a format string cannot be followed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure<E> {
    /// The string is wrong: message of an ArgumentError.
    Format(Vec<u8>),
    /// The caller's failure while it fetched a width.
    Caller(E),
}

/// How arguments have been named so far.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    None,
    Unnumbered,
    Numbered,
    Named,
}

/// The pieces of a format string, one by one.
pub struct Pieces<'f> {
    text: &'f [u8],
    at: usize,
    style: Style,
    used: usize,
}

/// What one directive gathered so far.
#[derive(Default)]
struct Building<'f> {
    spec: Spec,
    width: Option<usize>,
    flags: bool,
    source: Option<Source<'f>>,
}

type Stars<'s, E> = &'s mut dyn FnMut(usize) -> Result<i64, E>;

fn fail<T, E>(message: impl AsRef<[u8]>) -> Result<T, Failure<E>> {
    Err(Failure::Format(message.as_ref().to_vec()))
}

impl<'f> Pieces<'f> {
    /// The pieces of `text`.
    pub fn new(text: &'f [u8]) -> Pieces<'f> {
        Pieces {
            text,
            at: 0,
            style: Style::None,
            used: 0,
        }
    }

    /// Number of positional arguments used so far.
    pub fn used(&self) -> usize {
        self.used
    }

    /// Whether all arguments so far were taken in order.
    pub fn is_positional(&self) -> bool {
        matches!(self.style, Style::None | Style::Unnumbered)
    }

    /// The next piece; `stars` tells the integer argument behind a `*`.
    pub fn next<E>(&mut self, stars: Stars<'_, E>) -> Option<Result<Piece<'f>, Failure<E>>> {
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            return None;
        }
        let length = rest.iter().position(|&b| b == b'%').unwrap_or(rest.len());
        if length > 0 {
            self.at += length;
            return Some(Ok(Piece::Text(&rest[..length])));
        }
        self.at += 1;
        Some(self.directive(stars))
    }

    fn directive<E>(&mut self, stars: Stars<'_, E>) -> Result<Piece<'f>, Failure<E>> {
        let mut d = Building::default();
        if self.at == self.text.len() {
            return fail("incomplete format specifier; use %% (double %) instead");
        }
        loop {
            let Some(&byte) = self.text.get(self.at) else {
                return fail("malformed format string");
            };
            self.at += 1;
            match byte {
                b' ' | b'#' | b'+' | b'-' | b'0' => self.flag(&mut d, byte)?,
                b'1'..=b'9' => self.number_or_width(&mut d)?,
                b'<' | b'{' => {
                    if self.name(&mut d, byte)? {
                        return self.finish(d, b'}');
                    }
                }
                b'*' => self.star_width(&mut d, stars)?,
                b'.' => self.precision(&mut d, stars)?,
                b'%' => {
                    if d.flags || d.source.is_some() {
                        return fail("invalid format character - %");
                    }
                    return Ok(Piece::Text(b"%"));
                }
                b'c' | b's' | b'p' | b'd' | b'i' | b'u' | b'o' | b'x' | b'X' | b'b' | b'B'
                | b'f' | b'g' | b'G' | b'e' | b'E' | b'a' | b'A' => return self.finish(d, byte),
                b' '..=b'~' => {
                    return fail(format!("malformed format string - %{}", byte as char));
                }
                _ => return fail("malformed format string"),
            }
        }
    }

    fn finish<E>(&mut self, d: Building<'f>, conversion: u8) -> Result<Piece<'f>, Failure<E>> {
        let source = match d.source {
            Some(source) => source,
            None => Source::At(self.next_index()?),
        };
        let spec = Spec {
            width: d.width.unwrap_or(0),
            ..d.spec
        };
        Ok(Piece::Directive(Directive {
            spec,
            source,
            conversion,
        }))
    }

    fn next_index<E>(&mut self) -> Result<usize, Failure<E>> {
        match self.style {
            Style::Numbered => {
                return fail(format!("unnumbered({}) mixed with numbered", self.used + 1));
            }
            Style::Named => {
                return fail(format!("unnumbered({}) mixed with named", self.used + 1));
            }
            _ => self.style = Style::Unnumbered,
        }
        self.used += 1;
        Ok(self.used - 1)
    }

    fn numbered_index<E>(&mut self, number: usize) -> Result<usize, Failure<E>> {
        match self.style {
            Style::Unnumbered => {
                let used = self.used;
                return fail(format!("numbered({number}) after unnumbered({used})"));
            }
            Style::Named => return fail(format!("numbered({number}) after named")),
            _ => self.style = Style::Numbered,
        }
        if number < 1 {
            return fail(format!("invalid index - {number}$"));
        }
        Ok(number - 1)
    }

    fn flag<E>(&self, d: &mut Building<'f>, byte: u8) -> Result<(), Failure<E>> {
        if d.width.is_some() {
            return fail("flag after width");
        }
        if d.spec.precision.is_some() {
            return fail("flag after precision");
        }
        d.flags = true;
        match byte {
            b' ' => d.spec.space = true,
            b'#' => d.spec.sharp = true,
            b'+' => d.spec.plus = true,
            b'-' => d.spec.minus = true,
            _ => d.spec.zero = true,
        }
        Ok(())
    }

    /// Digits from the byte before `at` on, or from `at` on.
    fn digits<E>(&mut self, from: usize, what: &str) -> Result<usize, Failure<E>> {
        let mut value = 0usize;
        self.at = from;
        while let Some(digit @ b'0'..=b'9') = self.text.get(self.at) {
            value = value * 10 + usize::from(digit - b'0');
            if value > i32::MAX as usize {
                return fail(format!("{what} too big"));
            }
            self.at += 1;
        }
        if self.at >= self.text.len() {
            return fail("malformed format string - %*[0-9]");
        }
        Ok(value)
    }

    fn number_or_width<E>(&mut self, d: &mut Building<'f>) -> Result<(), Failure<E>> {
        let number = self.digits(self.at - 1, "width")?;
        if self.text.get(self.at) == Some(&b'$') {
            self.at += 1;
            if d.source.is_some() {
                return fail(format!("value given twice - {number}$"));
            }
            d.source = Some(Source::At(self.numbered_index(number)?));
            return Ok(());
        }
        self.check_width(d)?;
        d.width = Some(number);
        d.flags = true;
        Ok(())
    }

    fn check_width<E>(&self, d: &Building<'f>) -> Result<(), Failure<E>> {
        if d.width.is_some() {
            return fail("width given twice");
        }
        if d.spec.precision.is_some() {
            return fail("width after precision");
        }
        Ok(())
    }

    /// Reads a name; true when it ends the directive.
    fn name<E>(&mut self, d: &mut Building<'f>, open: u8) -> Result<bool, Failure<E>> {
        let close = if open == b'<' { b'>' } else { b'}' };
        let start = self.at - 1;
        let Some(length) = self.text[self.at..].iter().position(|&b| b == close) else {
            return fail("malformed name - unmatched parenthesis");
        };
        let name = &self.text[self.at..self.at + length];
        self.at += length + 1;
        let shown = &self.text[start..self.at];
        let lossy = String::from_utf8_lossy(shown);
        if let Some(Source::Named(_, before)) = d.source {
            let before = String::from_utf8_lossy(before);
            return fail(format!("named{lossy} after {before}"));
        }
        match self.style {
            Style::Unnumbered => {
                return fail(format!("named{lossy} after unnumbered({})", self.used));
            }
            Style::Numbered => return fail(format!("named{lossy} after numbered")),
            _ => self.style = Style::Named,
        }
        d.source = Some(Source::Named(name, shown));
        Ok(close == b'}')
    }

    /// The argument behind a `*`, which may be numbered.
    fn star<E>(&mut self, stars: Stars<'_, E>) -> Result<i64, Failure<E>> {
        let from = self.at;
        let mut index = None;
        if matches!(self.text.get(self.at), Some(b'0'..=b'9')) {
            let number = self.digits(from, "width")?;
            if self.text.get(self.at) == Some(&b'$') {
                self.at += 1;
                index = Some(self.numbered_index(number)?);
            } else {
                self.at = from;
            }
        }
        let index = match index {
            Some(index) => index,
            None => self.next_index()?,
        };
        stars(index).map_err(Failure::Caller)
    }

    fn star_width<E>(
        &mut self,
        d: &mut Building<'f>,
        stars: Stars<'_, E>,
    ) -> Result<(), Failure<E>> {
        self.check_width(d)?;
        let width = self.star(stars)?;
        d.flags = true;
        if width < 0 {
            d.spec.minus = true;
        }
        d.width = Some(width.unsigned_abs() as usize);
        Ok(())
    }

    fn precision<E>(
        &mut self,
        d: &mut Building<'f>,
        stars: Stars<'_, E>,
    ) -> Result<(), Failure<E>> {
        if d.spec.precision.is_some() {
            return fail("precision given twice");
        }
        d.flags = true;
        if self.text.get(self.at) == Some(&b'*') {
            self.at += 1;
            let precision = self.star(stars)?;
            d.spec.precision = usize::try_from(precision).ok();
            return Ok(());
        }
        d.spec.precision = Some(self.digits(self.at, "precision")?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Failure, Pieces};

    fn failure(format: &str) -> String {
        let mut pieces = Pieces::new(format.as_bytes());
        while let Some(piece) = pieces.next(&mut |_| Ok::<i64, ()>(1)) {
            if let Err(Failure::Format(message)) = piece {
                return String::from_utf8(message).expect("utf-8");
            }
        }
        String::new()
    }

    #[test]
    fn mistakes() {
        for (format, message) in [
            ("%y", "malformed format string - %y"),
            (
                "%",
                "incomplete format specifier; use %% (double %) instead",
            ),
            ("%1$s %s", "unnumbered(1) mixed with numbered"),
            ("%s %1$s", "numbered(1) after unnumbered(1)"),
            ("%<a>s %s", "unnumbered(1) mixed with named"),
            ("%s %<a>s", "named<a> after unnumbered(1)"),
            ("%<a><b>d", "named<b> after <a>"),
            ("%<a", "malformed name - unmatched parenthesis"),
            ("%5%", "invalid format character - %"),
            ("%99999999999d", "width too big"),
            ("%..x", "precision given twice"),
            ("%d %s%%", ""),
        ] {
            assert_eq!(failure(format), message, "{format}");
        }
    }
}
