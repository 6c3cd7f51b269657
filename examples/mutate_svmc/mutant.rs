//! Mutants of compiled programs: each a number's deterministic damage.
//!
//! Half of them are damaged as bytes, mostly with the checksum made good again;
//! the others are taken apart, changed where it hurts, and written anew.

use svm::bytecode::binary;
use svm::bytecode::code::{
    Code, CodeKind, Handler, HandlerKind, Literal, Place, Site, SourceText, SpanRow, Unit,
};
use svm::bytecode::decode::{Decoder, Insn, encode};
use svm::bytecode::operand::{CodeIdx, Slot, SymbolIdx};
use svm::bytecode::ops::Op;

/// Random numbers (splitmix64).
pub struct Random(u64);

impl Random {
    /// The numbers that belong to a seed.
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    /// A number below `end`, or 0.
    pub fn below(&mut self, end: usize) -> usize {
        if end == 0 {
            return 0;
        }
        (self.number() % end as u64) as usize
    }

    /// One in `n`.
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// An element of a list.
    fn pick<'l, T>(&mut self, list: &'l mut [T]) -> Option<&'l mut T> {
        let at = self.below(list.len());
        list.get_mut(at)
    }

    /// A number near another, or one at a limit.
    fn near(&mut self, number: u32) -> u32 {
        match self.below(8) {
            0 => 0,
            1 => u32::MAX,
            2 => 1 << self.below(32),
            3 => self.below(16) as u32,
            4 => number.wrapping_add(1),
            5 => number.wrapping_sub(1),
            6 => number ^ 1 << self.below(32),
            _ => self.number() as u32 & 0xff,
        }
    }
}

/// The bytes of the mutant with this number.
pub fn mutant(units: &[Unit], seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed);
    let index = random.below(units.len());
    if random.one_in(2) {
        let mut unit = units[index].clone();
        for _ in 0..=random.below(3) {
            change(&mut unit, &mut random);
        }
        return binary::encode(&unit);
    }
    let mut bytes = binary::encode(&units[index]);
    let other = random.below(units.len());
    for _ in 0..=random.below(4) {
        damage(&mut bytes, &units[other], &mut random);
    }
    if !random.one_in(16) {
        binary::seal(&mut bytes);
    }
    bytes
}

fn damage(bytes: &mut Vec<u8>, other: &Unit, random: &mut Random) {
    // Where the source text stands matters less.
    let at = random.below(bytes.len());
    match random.below(8) {
        0 | 1 => bytes[at] ^= 1 << random.below(8),
        2 => bytes[at] = random.number() as u8,
        3..=5 => {
            let at = at & !3;
            if let Some(word) = bytes.get_mut(at..at + 4) {
                let number = u32::from_le_bytes(word.try_into().expect("four bytes"));
                word.copy_from_slice(&random.near(number).to_le_bytes());
            }
        }
        6 if random.one_in(4) => bytes.truncate(at),
        6 => {
            let end = (at + random.below(16)).min(bytes.len());
            bytes.drain(at..end);
        }
        _ => {
            let from = binary::encode(other);
            let start = random.below(from.len());
            let end = (start + random.below(64)).min(from.len());
            bytes.splice(at..at, from[start..end].iter().copied());
        }
    }
    if bytes.is_empty() {
        bytes.push(0);
    }
}

fn change(unit: &mut Unit, random: &mut Random) {
    let codes = unit.codes.len();
    match random.below(16) {
        0 => unit.main = CodeIdx(random.below(codes + 1) as u32),
        1 => {
            let text = unit.source.text.clone();
            let cut = &text[..random.below(text.len() + 1)];
            let name = unit.source.name.clone();
            let line = random.near(unit.source.first_line);
            unit.source = SourceText::new(&name, cut, line).into();
        }
        2 => {
            let from = random.below(unit.symbols.len());
            if let Some(name) = unit.symbols.get(from).cloned()
                && let Some(symbol) = random.pick(&mut unit.symbols)
            {
                *symbol = name;
            }
        }
        3 if random.one_in(4) => {
            const NAMES: [&[u8]; 6] = [b"", b"$~", b"@a", b"__send__", b"\xff", b"initialize"];
            let name = NAMES[random.below(NAMES.len())];
            if let Some(symbol) = random.pick(&mut unit.symbols) {
                *symbol = name.to_vec();
            }
        }
        _ => {
            let symbols = unit.symbols.len();
            let text = unit.source.text.len();
            if let Some(code) = random.pick(&mut unit.codes) {
                change_code(code, codes, symbols, text, random);
            }
        }
    }
}

fn change_code(code: &mut Code, codes: usize, symbols: usize, text: usize, random: &mut Random) {
    match random.below(24) {
        0..=11 => change_words(code, random),
        12 => {
            let field = random.below(4);
            let number = match field {
                0 => &mut code.slot_count,
                1 => &mut code.env_size,
                2 => &mut code.max_stack,
                _ => &mut code.name.0,
            };
            *number = random.near(*number);
        }
        13 => {
            const KINDS: [CodeKind; 9] = [
                CodeKind::Method,
                CodeKind::Block,
                CodeKind::Lambda,
                CodeKind::ClassBody,
                CodeKind::ModuleBody,
                CodeKind::SingletonBody,
                CodeKind::Top,
                CodeKind::Eval,
                CodeKind::Stack,
            ];
            code.kind = KINDS[random.below(KINDS.len())];
        }
        14 => {
            let parent = CodeIdx(random.below(codes + 1) as u32);
            code.parent = (!random.one_in(4)).then_some(parent);
        }
        15 => change_flags(code, random),
        16 => change_params(code, random),
        17 => change_handlers(code, random),
        18 | 19 => {
            if let Some(site) = random.pick(&mut code.sites) {
                change_site(site, codes, symbols, random);
            }
        }
        20 => {
            let from = random.below(code.literals.len());
            if let Some(literal) = code.literals.get(from).cloned()
                && let Some(to) = random.pick(&mut code.literals)
            {
                *to = match random.below(4) {
                    0 => literal,
                    1 => Literal::BigInt("-0x1".to_owned()),
                    2 => Literal::Int(random.number() as i64),
                    _ => Literal::Imaginary(Box::new(literal)),
                };
            }
        }
        21 => {
            if let Some(local) = random.pick(&mut code.locals) {
                let number = random.below(4) as u32;
                match random.below(3) {
                    0 => local.name = Some(SymbolIdx(random.below(symbols) as u32)),
                    1 => local.place = Place::Slot(Slot(number)),
                    _ => local.place = Place::Env(number),
                }
            }
        }
        22 => {
            if let Some(row) = random.pick(&mut code.spans) {
                let SpanRow { pc, span } = row;
                match random.below(3) {
                    0 => *pc = random.near(*pc),
                    1 => span.start = random.below(text + 1) as u32,
                    _ => span.len = random.below(text + 1) as u32,
                }
            }
        }
        _ => {
            if let Some(entry) = random.pick(&mut code.loops) {
                entry.head = random.near(entry.head);
            }
        }
    }
}

fn change_words(code: &mut Code, random: &mut Random) {
    let decoded: Result<Vec<Insn>, _> = Decoder::new(&code.words).collect();
    let Ok(mut insns) = decoded else { return };
    let at = random.below(insns.len());
    let with = random.below(insns.len());
    match random.below(8) {
        0..=2 => {
            let insn = &mut insns[at];
            let operand = if random.one_in(2) {
                &mut insn.a
            } else {
                &mut insn.b
            };
            *operand = random.near(*operand);
        }
        3 | 4 => {
            let count = insns[at].op.info().operands.len();
            let like = Op::all().filter(|op| op.info().operands.len() == count);
            let like: Vec<Op> = like.collect();
            insns[at].op = like[random.below(like.len())];
        }
        5 => insns.swap(at, with),
        6 => insns[at] = insns[with],
        _ if random.one_in(2) => insns.insert(at, insns[with]),
        _ => {
            insns.remove(at);
        }
    }
    code.words.clear();
    for &insn in &insns {
        encode(insn, &mut code.words);
    }
    code.insn_count = insns.len() as u32;
}

fn change_flags(code: &mut Code, random: &mut Random) {
    let flags = &mut code.flags;
    let flag = match random.below(4) {
        0 => &mut flags.has_blocks,
        1 => &mut flags.uses_binding,
        2 => &mut flags.simple_params,
        _ => &mut flags.uses_zsuper,
    };
    *flag ^= true;
}

fn change_params(code: &mut Code, random: &mut Random) {
    let params = &mut code.params;
    match random.below(10) {
        0 => params.required = random.near(params.required),
        1 => params.optional = random.near(params.optional),
        2 => params.post = random.near(params.post),
        3 => params.rest ^= true,
        4 => params.block ^= true,
        5 => params.keyword_rest ^= true,
        6 => params.no_keywords ^= true,
        7 => params.implicit ^= true,
        8 => params.excess_comma ^= true,
        _ => {
            if let Some(keyword) = random.pick(&mut params.keywords) {
                keyword.required ^= true;
            }
        }
    }
    // A mutant with the right number of names gets further.
    if params.required < 100 && params.optional < 100 && params.post < 100 && random.one_in(2) {
        let count = params.slot_count() as usize;
        params.names.resize(count, None);
        code.slot_count = code.slot_count.max(count as u32);
    }
}

fn change_handlers(code: &mut Code, random: &mut Random) {
    let count = code.insn_count as usize;
    if code.handlers.is_empty() || random.one_in(4) {
        let start = random.below(count) as u32;
        let end = start + random.below(8) as u32;
        code.handlers.push(Handler {
            start,
            end,
            target: random.below(count) as u32,
            depth: random.below(3) as u32,
            kind: HandlerKind::Ensure,
        });
        return;
    }
    let Some(row) = random.pick(&mut code.handlers) else {
        return;
    };
    match random.below(5) {
        0 => row.start = random.near(row.start),
        1 => row.end = random.near(row.end),
        2 => row.target = random.below(count) as u32,
        3 => row.depth = random.near(row.depth),
        _ => row.kind = HandlerKind::Ensure,
    }
}

fn change_site(site: &mut Site, codes: usize, symbols: usize, random: &mut Random) {
    let name = SymbolIdx(random.below(symbols) as u32);
    let send = match site {
        Site::Send(send) => send,
        Site::Ivar(old) | Site::Const(old) => return *old = name,
    };
    match random.below(8) {
        0 => send.name = name,
        1 => send.argc = random.near(send.argc),
        2 => send.block = Some(CodeIdx(random.below(codes) as u32)),
        3 => send.block = None,
        4 => send.flags.splat ^= true,
        5 => send.flags.keyword_hash ^= true,
        6 => send.flags.block_arg ^= true,
        _ => send.keywords.push(name),
    }
}
