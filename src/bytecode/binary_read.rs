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
type Malformed = (&'static str, usize);
type Read<T> = Result<T, Malformed>;

const SHORT: &str = "a section that ends too early";

/// Reads every section.
pub(super) fn sections(bytes: &[u8]) -> Read<Unit> {
    let mut r = Reader::new(bytes, 0);
    let mut contents = [0..0, 0..0, 0..0, 0..0, 0..0];
    for (tag, content) in SECTIONS.iter().zip(&mut contents) {
        if r.take(4)? != tag {
            return Err(("an unknown section", r.at - 4));
        }
        let length = r.u32()? as usize;
        let start = r.at;
        r.take(length)?;
        *content = start..r.at;
    }
    r.end(bytes.len())?;
    let section = |index: usize| Reader::new(&bytes[..contents[index].end], contents[index].start);
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
    /// The encoding that was read last, with its name.
    encoding: (&'b [u8], Encoding),
}

impl<'b> Reader<'b> {
    fn new(bytes: &'b [u8], at: usize) -> Reader<'b> {
        let encoding = (Encoding::Utf8.name().as_bytes(), Encoding::Utf8);
        Reader {
            bytes,
            at,
            encoding,
        }
    }

    fn error<T>(&self, what: &'static str) -> Read<T> {
        Err((what, self.at))
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
            None => self.error(SHORT),
        }
    }

    fn u32(&mut self) -> Read<u32> {
        let [number] = self.numbers()?;
        Ok(number)
    }

    fn u64(&mut self) -> Read<u64> {
        let [low, high] = self.numbers()?;
        Ok(u64::from(low) | u64::from(high) << 32)
    }

    /// Several numbers.
    fn numbers<const N: usize>(&mut self) -> Read<[u32; N]> {
        let words = self.bytes[self.at..].as_chunks::<4>().0;
        match words.first_chunk::<N>() {
            Some(words) => {
                self.at += 4 * N;
                Ok(words.map(u32::from_le_bytes))
            }
            None => self.error(SHORT),
        }
    }

    /// A list whose elements are made of so many numbers each.
    fn rows<const N: usize, T>(&mut self, make: impl Fn([u32; N]) -> T) -> Read<Vec<T>> {
        let count = self.u32()? as usize;
        let bytes = self.take(count.saturating_mul(4 * N))?;
        let (rows, _) = bytes.as_chunks::<4>().0.as_chunks::<N>();
        let rows = rows.iter().map(|row| make(row.map(u32::from_le_bytes)));
        Ok(rows.collect())
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
        let name = self.text_bytes()?;
        if self.encoding.0 == name {
            return Ok(self.encoding.1);
        }
        let found = std::str::from_utf8(name).ok();
        let Some(encoding) = found.and_then(Encoding::from_name) else {
            return self.error("an unknown encoding");
        };
        self.encoding = (name, encoding);
        Ok(encoding)
    }

    fn optional(&mut self) -> Read<Option<u32>> {
        self.u32().map(index)
    }

    fn symbol(&mut self) -> Read<SymbolIdx> {
        Ok(SymbolIdx(self.u32()?))
    }

    fn span(&mut self) -> Read<Span> {
        let [start, len] = self.numbers()?;
        Ok(Span { start, len })
    }

    fn int(&mut self) -> Read<Option<i64>> {
        let (given, int) = (self.bool()?, self.u64()? as i64);
        Ok(given.then_some(int))
    }
}

/// An index that may be absent.
fn index(number: u32) -> Option<u32> {
    Some(number).filter(|&number| number != NONE)
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
    let [slot_count, env_size, max_stack, insn_count] = r.numbers()?;
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
        words: r.rows(|[word]| word)?,
        params: params(r)?,
        locals: r.list(12, local)?,
        literals: r.list(8, |r| self::literal(r, true))?,
        sites: r.list(8, self::site)?,
        loops: r.rows(|[head, start, len]| Loop {
            head,
            span: Span { start, len },
        })?,
        handlers: r.list(20, handler)?,
        spans: r.rows(|[pc, start, len]| SpanRow {
            pc,
            span: Span { start, len },
        })?,
        lines: r.rows(|[pc, line]| (pc, line))?,
    })
}

fn params(r: &mut Reader<'_>) -> Read<Params> {
    let [required, optional, post] = r.numbers()?;
    let bits: ParamBits = r.bits()?;
    let keywords = r.list(8, |r| {
        let (name, required) = (r.symbol()?, r.bool()?);
        Ok(KeywordParam { name, required })
    })?;
    let names = r.rows(|[name]| index(name).map(SymbolIdx))?;
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
    let [name, number] = r.numbers()?;
    let place = match r.bool()? {
        false => Place::Slot(Slot(number)),
        true => Place::Env(number),
    };
    let name = index(name).map(SymbolIdx);
    Ok(Local { name, place })
}

fn handler(r: &mut Reader<'_>) -> Read<Handler> {
    let [start, end, target, depth] = r.numbers()?;
    let kind = r.number()?;
    Ok(Handler {
        start,
        end,
        target,
        depth,
        kind,
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
        _ => return Err(("an unknown literal", at)),
    })
}

/// An integer of a fraction.
fn literal_part(r: &mut Reader<'_>) -> Read<Literal> {
    let at = r.at;
    Ok(match r.u32()? {
        literal::INT => Literal::Int(r.u64()? as i64),
        literal::BIG_INT => Literal::BigInt(r.string()?),
        _ => return Err(("a fraction that is not made of integers", at)),
    })
}

fn site(r: &mut Reader<'_>) -> Read<Site> {
    let at = r.at;
    Ok(match r.u32()? {
        site::IVAR => Site::Ivar(r.symbol()?),
        site::CONST => Site::Const(r.symbol()?),
        site::SEND => {
            let [name, argc] = r.numbers()?;
            let flags = r.bits()?;
            let block = r.optional()?.map(CodeIdx);
            Site::Send(SendSite {
                name: SymbolIdx(name),
                argc,
                keywords: r.rows(|[name]| SymbolIdx(name))?,
                block,
                flags,
            })
        }
        _ => return Err(("an unknown site", at)),
    })
}
