//! Reading the sections of a compiled program; see `binary.rs` for the form.
//!
//! The bytes may be anything: nothing here panics, and nothing is allocated
//! that the bytes still to come do not justify. Whether indexes name something
//! is for `verify` to say.

use super::binary::{Bits, NONE, Numbered, ParamBits, SECTIONS, literal, site};
use super::code::{
    Code, Handler, KeywordParam, Literal, Local, Loop, OuterScope, Params, Place, SendSite, Site,
    SourceText, Span, SpanRow, Unit, Warning,
};
use super::operand::{CodeIdx, Slot, SymbolIdx};
use crate::encoding::Encoding;

/// What is wrong, and at which byte.
type Malformed = (String, usize);
type Read<T> = Result<T, Malformed>;

/// Reads every section.
pub(super) fn sections(bytes: &[u8]) -> Read<Unit> {
    let mut r = Reader { bytes, at: 0 };
    let mut contents = [0..0, 0..0, 0..0, 0..0, 0..0];
    for (tag, content) in SECTIONS.iter().zip(&mut contents) {
        if r.take(4)? != tag {
            return Err(("an unknown section".to_owned(), r.at - 4));
        }
        let length = r.u32()? as usize;
        let start = r.at;
        r.take(length)?;
        *content = start..r.at;
    }
    r.end(bytes.len())?;
    let section = |index: usize| Reader {
        bytes: &bytes[..contents[index].end],
        at: contents[index].start,
    };
    let (source, data) = whole(section(0), text)?;
    let symbols = whole(section(1), |r| r.list(4, |r| Ok(r.text_bytes()?.to_vec())))?;
    let (main, codes) = whole(section(2), |r| Ok((CodeIdx(r.u32()?), r.list(96, code)?)))?;
    let warnings = whole(section(3), |r| r.list(12, warning))?;
    let outer = whole(section(4), |r| r.list(8, outer))?;
    Ok(Unit {
        source: source.into(),
        symbols,
        codes,
        main,
        outer,
        warnings,
        data,
    })
}

/// Reads a section to its end.
fn whole<'b, T>(mut r: Reader<'b>, read: impl FnOnce(&mut Reader<'b>) -> Read<T>) -> Read<T> {
    let value = read(&mut r)?;
    r.end(r.bytes.len())?;
    Ok(value)
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Reader<'b> {
    fn error<T>(&self, what: &str) -> Read<T> {
        Err((what.to_owned(), self.at))
    }

    fn end(&self, end: usize) -> Read<()> {
        if self.at == end {
            Ok(())
        } else {
            self.error("bytes too many")
        }
    }

    fn take(&mut self, count: usize) -> Read<&'b [u8]> {
        match self.bytes[self.at..].get(..count) {
            Some(bytes) => {
                self.at += count;
                Ok(bytes)
            }
            None => self.error("a section that ends too early"),
        }
    }

    fn u32(&mut self) -> Read<u32> {
        let bytes = self.take(4)?.try_into().expect("four bytes");
        Ok(u32::from_le_bytes(bytes))
    }

    fn u64(&mut self) -> Read<u64> {
        let bytes = self.take(8)?.try_into().expect("eight bytes");
        Ok(u64::from_le_bytes(bytes))
    }

    fn bool(&mut self) -> Read<bool> {
        match self.u32()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => self.error("neither yes nor no"),
        }
    }

    fn text_bytes(&mut self) -> Read<&'b [u8]> {
        let length = self.u32()? as usize;
        self.take(length)
    }

    fn string(&mut self) -> Read<String> {
        match std::str::from_utf8(self.text_bytes()?) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) => self.error("text that is not UTF-8"),
        }
    }

    /// A list whose elements take at least `least` bytes each.
    fn list<T>(
        &mut self,
        least: usize,
        mut read: impl FnMut(&mut Self) -> Read<T>,
    ) -> Read<Vec<T>> {
        let count = self.u32()? as usize;
        if count > (self.bytes.len() - self.at) / least {
            return self.error("a list longer than its section");
        }
        let mut items = Vec::with_capacity(count);
        for _ in 0..count {
            items.push(read(self)?);
        }
        Ok(items)
    }

    fn words(&mut self) -> Read<Vec<u32>> {
        let count = self.u32()? as usize;
        let bytes = self.take(count.saturating_mul(4))?;
        let words = bytes.chunks_exact(4);
        Ok(words
            .map(|word| u32::from_le_bytes(word.try_into().expect("four bytes")))
            .collect())
    }

    fn number<T: Numbered>(&mut self) -> Read<T> {
        match T::from_number(self.u32()?) {
            Some(value) => Ok(value),
            None => self.error("an unknown kind"),
        }
    }

    fn bits<T: Bits>(&mut self) -> Read<T> {
        match T::from_bits(self.u32()?) {
            Some(value) => Ok(value),
            None => self.error("unknown flags"),
        }
    }

    fn encoding(&mut self) -> Read<Encoding> {
        let name = std::str::from_utf8(self.text_bytes()?).ok();
        match name.and_then(Encoding::from_name) {
            Some(encoding) => Ok(encoding),
            None => self.error("an unknown encoding"),
        }
    }

    fn optional(&mut self) -> Read<Option<u32>> {
        Ok(Some(self.u32()?).filter(|&index| index != NONE))
    }

    fn symbol(&mut self) -> Read<SymbolIdx> {
        Ok(SymbolIdx(self.u32()?))
    }

    fn span(&mut self) -> Read<Span> {
        let (start, len) = (self.u32()?, self.u32()?);
        Ok(Span { start, len })
    }

    fn int(&mut self) -> Read<Option<i64>> {
        let (given, int) = (self.bool()?, self.u64()? as i64);
        Ok(given.then_some(int))
    }
}

fn text(r: &mut Reader<'_>) -> Read<(SourceText, Option<u32>)> {
    let name = r.string()?;
    let (first_line, data) = (r.u32()?, r.optional()?);
    let text = r.text_bytes()?;
    Ok((SourceText::new(&name, text, first_line), data))
}

fn warning(r: &mut Reader<'_>) -> Read<Warning> {
    let (line, verbose) = (r.u32()?, r.bool()?);
    let message = r.string()?;
    Ok(Warning {
        line,
        message,
        verbose,
    })
}

fn outer(r: &mut Reader<'_>) -> Read<OuterScope> {
    let env_size = r.u32()?;
    let locals = r.list(8, |r| Ok((r.text_bytes()?.to_vec(), r.optional()?)))?;
    Ok(OuterScope { locals, env_size })
}

fn code(r: &mut Reader<'_>) -> Read<Code> {
    let (name, kind) = (r.symbol()?, r.number()?);
    let parent = r.optional()?.map(CodeIdx);
    let (flags, span) = (r.bits()?, r.span()?);
    let (slot_count, env_size) = (r.u32()?, r.u32()?);
    let (max_stack, insn_count) = (r.u32()?, r.u32()?);
    Ok(Code {
        name,
        kind,
        parent,
        flags,
        span,
        slot_count,
        env_size,
        max_stack,
        insn_count,
        words: r.words()?,
        params: params(r)?,
        locals: r.list(12, local)?,
        literals: r.list(8, |r| self::literal(r, true))?,
        sites: r.list(8, self::site)?,
        loops: r.list(12, |r| {
            let (head, span) = (r.u32()?, r.span()?);
            Ok(Loop { head, span })
        })?,
        handlers: r.list(20, handler)?,
        spans: r.list(12, |r| {
            let (pc, span) = (r.u32()?, r.span()?);
            Ok(SpanRow { pc, span })
        })?,
        lines: r.list(8, |r| Ok((r.u32()?, r.u32()?)))?,
    })
}

fn params(r: &mut Reader<'_>) -> Read<Params> {
    let (required, optional, post) = (r.u32()?, r.u32()?, r.u32()?);
    let bits: ParamBits = r.bits()?;
    let keywords = r.list(8, |r| {
        let (name, required) = (r.symbol()?, r.bool()?);
        Ok(KeywordParam { name, required })
    })?;
    let names = r.list(4, |r| Ok(r.optional()?.map(SymbolIdx)))?;
    Ok(Params {
        required,
        optional,
        rest: bits.rest,
        post,
        keywords,
        keyword_rest: bits.keyword_rest,
        no_keywords: bits.no_keywords,
        block: bits.block,
        excess_comma: bits.excess_comma,
        destructures: bits.destructures,
        implicit: bits.implicit,
        names,
    })
}

fn local(r: &mut Reader<'_>) -> Read<Local> {
    let name = r.optional()?.map(SymbolIdx);
    let number = r.u32()?;
    let place = match r.bool()? {
        false => Place::Slot(Slot(number)),
        true => Place::Env(number),
    };
    Ok(Local { name, place })
}

fn handler(r: &mut Reader<'_>) -> Read<Handler> {
    Ok(Handler {
        start: r.u32()?,
        end: r.u32()?,
        target: r.u32()?,
        depth: r.u32()?,
        kind: r.number()?,
    })
}

/// A literal; parts of numbers are numbers of one part, so nothing nests deeper
/// than an imaginary fraction.
fn literal(r: &mut Reader<'_>, whole: bool) -> Read<Literal> {
    let at = r.at;
    Ok(match r.u32()? {
        literal::INT => Literal::Int(r.u64()? as i64),
        literal::BIG_INT => Literal::BigInt(r.string()?),
        literal::FLOAT => Literal::Float(f64::from_bits(r.u64()?)),
        literal::STR => {
            let encoding = r.encoding()?;
            Literal::Str(r.text_bytes()?.to_vec(), encoding)
        }
        literal::RATIONAL => Literal::Rational {
            numerator: Box::new(literal_part(r)?),
            denominator: Box::new(literal_part(r)?),
        },
        literal::IMAGINARY if whole => Literal::Imaginary(Box::new(self::literal(r, false)?)),
        literal::REGEXP => {
            let (options, encoding) = (r.u32()?, r.encoding()?);
            let Ok(options) = u8::try_from(options) else {
                return r.error("unknown flags");
            };
            Literal::Regexp {
                source: r.text_bytes()?.to_vec(),
                options,
                encoding,
            }
        }
        literal::RANGE => Literal::Range {
            exclusive: r.bool()?,
            low: r.int()?,
            high: r.int()?,
        },
        _ => return Err(("an unknown literal".to_owned(), at)),
    })
}

/// An integer of a fraction.
fn literal_part(r: &mut Reader<'_>) -> Read<Literal> {
    let at = r.at;
    Ok(match r.u32()? {
        literal::INT => Literal::Int(r.u64()? as i64),
        literal::BIG_INT => Literal::BigInt(r.string()?),
        _ => return Err(("a fraction that is not made of integers".to_owned(), at)),
    })
}

fn site(r: &mut Reader<'_>) -> Read<Site> {
    let at = r.at;
    Ok(match r.u32()? {
        site::IVAR => Site::Ivar(r.symbol()?),
        site::CONST => Site::Const(r.symbol()?),
        site::SEND => {
            let (name, argc, flags) = (r.symbol()?, r.u32()?, r.bits()?);
            let block = r.optional()?.map(CodeIdx);
            let keywords = r.list(4, Reader::symbol)?;
            Site::Send(SendSite {
                name,
                argc,
                keywords,
                block,
                flags,
            })
        }
        _ => return Err(("an unknown site".to_owned(), at)),
    })
}
