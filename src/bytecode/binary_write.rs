//! Writing the sections of a compiled program; see `binary.rs` for the form.
//!
//! Never looks at whether the unit is sound.

use super::binary::{Bits, NONE, Numbered, ParamBits, SECTIONS, literal, site};
use super::code::{Code, Literal, Local, OuterScope, Params, Place, SendSite, Site, Span, Unit};
use super::operand::{CodeIdx, SymbolIdx};

/// Appends every section.
pub(super) fn sections(unit: &Unit, bytes: &mut Vec<u8>) {
    let contents: [fn(&Unit, &mut Writer<'_>); 5] = [text, names, codes, warnings, outer];
    for (tag, content) in SECTIONS.into_iter().zip(contents) {
        bytes.extend(tag);
        let at = bytes.len();
        bytes.extend([0; 4]);
        content(unit, &mut Writer(bytes));
        let length = (bytes.len() - at - 4) as u32;
        bytes[at..at + 4].copy_from_slice(&length.to_le_bytes());
    }
}

struct Writer<'b>(&'b mut Vec<u8>);

impl Writer<'_> {
    fn u32(&mut self, number: u32) {
        self.0.extend(number.to_le_bytes());
    }

    fn u64(&mut self, number: u64) {
        self.0.extend(number.to_le_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.u32(bytes.len() as u32);
        self.0.extend_from_slice(bytes);
    }

    fn list<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.u32(items.len() as u32);
        items.iter().for_each(|item| write(self, item));
    }

    fn symbol(&mut self, symbol: Option<SymbolIdx>) {
        self.u32(symbol.map_or(NONE, |symbol| symbol.0));
    }

    fn code(&mut self, code: Option<CodeIdx>) {
        self.u32(code.map_or(NONE, |code| code.0));
    }

    fn span(&mut self, span: Span) {
        self.u32(span.start);
        self.u32(span.len);
    }

    fn int(&mut self, int: Option<i64>) {
        self.u32(u32::from(int.is_some()));
        self.u64(int.unwrap_or(0) as u64);
    }
}

fn text(unit: &Unit, w: &mut Writer<'_>) {
    w.bytes(unit.source.name.as_bytes());
    w.u32(unit.source.first_line);
    w.u32(unit.data.unwrap_or(NONE));
    w.bytes(&unit.source.text);
}

fn names(unit: &Unit, w: &mut Writer<'_>) {
    w.list(&unit.symbols, |w, name| w.bytes(name));
}

fn codes(unit: &Unit, w: &mut Writer<'_>) {
    w.u32(unit.main.0);
    w.list(&unit.codes, |w, code| self::code(code, w));
}

fn warnings(unit: &Unit, w: &mut Writer<'_>) {
    w.list(&unit.warnings, |w, warning| {
        w.u32(warning.line);
        w.u32(u32::from(warning.verbose));
        w.bytes(warning.message.as_bytes());
    });
}

fn outer(unit: &Unit, w: &mut Writer<'_>) {
    w.list(&unit.outer, |w, scope: &OuterScope| {
        w.u32(scope.env_size);
        w.list(&scope.locals, |w, (name, slot)| {
            w.bytes(name);
            w.u32(slot.unwrap_or(NONE));
        });
    });
}

fn code(code: &Code, w: &mut Writer<'_>) {
    w.u32(code.name.0);
    w.u32(code.kind.number());
    w.code(code.parent);
    w.u32(code.flags.bits());
    w.span(code.span);
    w.u32(code.slot_count);
    w.u32(code.env_size);
    w.u32(code.max_stack);
    w.u32(code.insn_count);
    w.list(&code.words, |w, &word| w.u32(word));
    params(&code.params, w);
    w.list(&code.locals, |w, local: &Local| {
        w.symbol(local.name);
        let (number, in_env) = match local.place {
            Place::Slot(slot) => (slot.0, 0),
            Place::Env(slot) => (slot, 1),
        };
        w.u32(number);
        w.u32(in_env);
    });
    w.list(&code.literals, |w, literal| self::literal(literal, w));
    w.list(&code.sites, |w, site| self::site(site, w));
    w.list(&code.loops, |w, entry| {
        w.u32(entry.head);
        w.span(entry.span);
    });
    w.list(&code.handlers, |w, row| {
        w.u32(row.start);
        w.u32(row.end);
        w.u32(row.target);
        w.u32(row.depth);
        w.u32(row.kind.number());
    });
    w.list(&code.spans, |w, row| {
        w.u32(row.pc);
        w.span(row.span);
    });
    w.list(&code.lines, |w, &(pc, line)| {
        w.u32(pc);
        w.u32(line);
    });
}

fn params(params: &Params, w: &mut Writer<'_>) {
    w.u32(params.required);
    w.u32(params.optional);
    w.u32(params.post);
    let bits = ParamBits {
        rest: params.rest,
        keyword_rest: params.keyword_rest,
        no_keywords: params.no_keywords,
        block: params.block,
        excess_comma: params.excess_comma,
        destructures: params.destructures,
        implicit: params.implicit,
    };
    w.u32(bits.bits());
    w.list(&params.keywords, |w, keyword| {
        w.u32(keyword.name.0);
        w.u32(u32::from(keyword.required));
    });
    w.list(&params.names, |w, &name| w.symbol(name));
}

fn literal(value: &Literal, w: &mut Writer<'_>) {
    match value {
        Literal::Int(int) => {
            w.u32(literal::INT);
            w.u64(*int as u64);
        }
        Literal::BigInt(digits) => {
            w.u32(literal::BIG_INT);
            w.bytes(digits.as_bytes());
        }
        Literal::Float(float) => {
            w.u32(literal::FLOAT);
            w.u64(float.to_bits());
        }
        Literal::Str(bytes, encoding) => {
            w.u32(literal::STR);
            w.bytes(encoding.name().as_bytes());
            w.bytes(bytes);
        }
        Literal::Rational {
            numerator,
            denominator,
        } => {
            w.u32(literal::RATIONAL);
            self::literal(numerator, w);
            self::literal(denominator, w);
        }
        Literal::Imaginary(part) => {
            w.u32(literal::IMAGINARY);
            self::literal(part, w);
        }
        Literal::Regexp {
            source,
            options,
            encoding,
        } => {
            w.u32(literal::REGEXP);
            w.u32(u32::from(*options));
            w.bytes(encoding.name().as_bytes());
            w.bytes(source);
        }
        Literal::Range {
            low,
            high,
            exclusive,
        } => {
            w.u32(literal::RANGE);
            w.u32(u32::from(*exclusive));
            w.int(*low);
            w.int(*high);
        }
    }
}

fn site(value: &Site, w: &mut Writer<'_>) {
    match value {
        Site::Ivar(name) => {
            w.u32(site::IVAR);
            w.u32(name.0);
        }
        Site::Const(name) => {
            w.u32(site::CONST);
            w.u32(name.0);
        }
        Site::Send(send) => {
            w.u32(site::SEND);
            send_site(send, w);
        }
    }
}

fn send_site(send: &SendSite, w: &mut Writer<'_>) {
    w.u32(send.name.0);
    w.u32(send.argc);
    w.u32(send.flags.bits());
    w.code(send.block);
    w.list(&send.keywords, |w, name| w.u32(name.0));
}
