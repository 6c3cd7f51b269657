//! Reading the word stream back into instructions, and their stack effect.
//!
//! Owns the encoding: a word with the number of the instruction, then one word
//! for each static operand. Never interprets an instruction.

use super::code::{Code, Site};
use super::operand::OperandKind;
use super::ops::Op;

/// One decoded instruction; operands that it does not have are zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Insn {
    /// What to do.
    pub op: Op,
    /// The first static operand.
    pub a: u32,
    /// The second static operand.
    pub b: u32,
}

/// Why a word stream cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// No instruction has this number.
    UnknownOp {
        /// Position of the word.
        word: usize,
    },
    /// The stream ends inside an instruction.
    Truncated {
        /// Position of the instruction's first word.
        word: usize,
    },
}

/// How many values an instruction takes and leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effect {
    /// Values taken from the operand stack.
    pub pops: u32,
    /// Values left on it.
    pub pushes: u32,
}

impl Insn {
    /// An instruction without operands.
    pub fn plain(op: Op) -> Insn {
        Insn { op, a: 0, b: 0 }
    }

    /// The operands with their kinds.
    pub fn operands(self) -> impl Iterator<Item = (&'static str, OperandKind, u32)> {
        let values = [self.a, self.b];
        let named = self.op.info().operands.iter().zip(values);
        named.map(|(&(name, kind), value)| (name, kind, value))
    }

    /// The jump target.
    pub fn label(self) -> Option<u32> {
        match self.op.shape().label? {
            0 => Some(self.a),
            _ => Some(self.b),
        }
    }

    /// The first operand as a signed number.
    pub fn int(self) -> i32 {
        self.a as i32
    }

    /// The stack effect; `sites` is the table of the function it stands in.
    /// None if an operand names a site that is not there.
    #[inline]
    pub fn effect(self, sites: &[Site]) -> Option<Effect> {
        let shape = self.op.shape();
        let effect = Effect {
            pops: u32::from(shape.pops),
            pushes: u32::from(shape.pushes),
        };
        if shape.pops_more || shape.pushes_more {
            return self.effect_with_more(effect, sites);
        }
        Some(effect)
    }

    fn effect_with_more(self, mut effect: Effect, sites: &[Site]) -> Option<Effect> {
        let shape = self.op.shape();
        let mut more = 0u32;
        for (kind, value) in shape.kinds.into_iter().zip([self.a, self.b]) {
            let counted = match kind {
                OperandKind::Count => value,
                OperandKind::Pairs => value.checked_mul(2)?,
                OperandKind::Shape => (value >> 1) + (value & 1),
                OperandKind::SendSite => match sites.get(value as usize)? {
                    Site::Send(site) => site.pushed_values(),
                    _ => return None,
                },
                _ => 0,
            };
            more = more.checked_add(counted)?;
        }
        if shape.pops_more {
            effect.pops = effect.pops.checked_add(more)?;
        } else {
            effect.pushes = effect.pushes.checked_add(more)?;
        }
        Some(effect)
    }
}

/// Appends an instruction to a word stream.
pub fn encode(insn: Insn, words: &mut Vec<u32>) {
    words.push(insn.op as u32);
    match insn.op.info().operands.len() {
        0 => {}
        1 => words.push(insn.a),
        _ => words.extend([insn.a, insn.b]),
    }
}

/// Iterates over the instructions of a word stream; stops after an error.
pub struct Decoder<'c> {
    words: &'c [u32],
    at: usize,
}

impl<'c> Decoder<'c> {
    /// Starts at the first word.
    pub fn new(words: &'c [u32]) -> Decoder<'c> {
        Decoder { words, at: 0 }
    }
}

impl Iterator for Decoder<'_> {
    type Item = Result<Insn, DecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        let word = self.at;
        let &number = self.words.get(word)?;
        let Some(op) = Op::from_number(number) else {
            self.at = self.words.len();
            return Some(Err(DecodeError::UnknownOp { word }));
        };
        let count = usize::from(op.shape().count);
        let rest = &self.words[word + 1..];
        if rest.len() < count {
            self.at = self.words.len();
            return Some(Err(DecodeError::Truncated { word }));
        }
        // Without branches that depend on the number of operands.
        let &[a, b] = rest
            .first_chunk()
            .unwrap_or(&[*rest.first().unwrap_or(&0), 0]);
        let (a, b) = (if count > 0 { a } else { 0 }, if count > 1 { b } else { 0 });
        self.at = word + 1 + count;
        Some(Ok(Insn { op, a, b }))
    }
}

impl Code {
    /// All instructions, index = pc. The code must be well formed, as the
    /// assembler makes it and the verifier checks it.
    pub fn insns(&self) -> Vec<Insn> {
        Decoder::new(&self.words)
            .map(|insn| insn.expect("the word stream of a code object is well formed"))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{DecodeError, Decoder, Insn, encode};
    use crate::bytecode::ops::Op;

    #[test]
    fn every_instruction_survives_encoding() {
        let mut words = Vec::new();
        let mut insns = Vec::new();
        for op in Op::all() {
            let count = op.info().operands.len();
            let insn = Insn {
                op,
                a: if count > 0 { 7 } else { 0 },
                b: if count > 1 { u32::MAX } else { 0 },
            };
            encode(insn, &mut words);
            insns.push(insn);
        }
        let decoded: Vec<_> = Decoder::new(&words)
            .collect::<Result<_, _>>()
            .expect("well formed");
        assert_eq!(decoded, insns);
    }

    #[test]
    fn bad_streams_are_errors() {
        let bad = [Op::COUNT as u32];
        let mut decoder = Decoder::new(&bad);
        assert_eq!(
            decoder.next(),
            Some(Err(DecodeError::UnknownOp { word: 0 }))
        );
        assert_eq!(decoder.next(), None);
        let cut = [Op::Nop as u32, Op::PushInt as u32];
        let mut decoder = Decoder::new(&cut);
        assert!(decoder.next().is_some_and(|insn| insn.is_ok()));
        assert_eq!(
            decoder.next(),
            Some(Err(DecodeError::Truncated { word: 1 }))
        );
    }
}
