//! Which instructions are executed one behind the other, counted on request.
//!
//! Owns the counts from which `fuse.rs` has its superinstructions. A sequence
//! is a stretch of up to four instructions that follow each other in the code
//! and in time: a call, a return and a branch taken end it, because a fused
//! handler could not go on there. Used by the counting handlers only.

use rustc_hash::FxHashMap;

use crate::bytecode::ops::Op;

use super::dispatch::Insn;

/// Instructions of the longest sequence.
pub const LONGEST: usize = 4;

/// In a window: nothing was executed there.
const NOTHING: u32 = 0xff;

const _: () = assert!(
    Op::COUNT < NOTHING as usize,
    "an opcode and NOTHING fit a byte"
);

/// Executions of sequences.
#[derive(Clone)]
pub struct Sequences {
    /// Executions by the last four instructions, the newest in the low byte.
    windows: FxHashMap<u32, u64>,
    window: u32,
    last: *const Insn,
}

impl Default for Sequences {
    fn default() -> Sequences {
        Sequences {
            windows: FxHashMap::default(),
            window: u32::MAX,
            last: std::ptr::null(),
        }
    }
}

impl Sequences {
    /// Counts the instruction at `ip` as the end of the sequences it is in.
    pub fn note(&mut self, op: Op, ip: *const Insn) {
        let follows = self.last.wrapping_add(1) == ip;
        let before = if follows { self.window } else { u32::MAX };
        self.window = before << 8 | op as u32;
        self.last = ip;
        *self.windows.entry(self.window).or_default() += 1;
    }

    /// The opcodes of every sequence of this length, with its executions.
    pub fn of_length(&self, length: usize) -> Vec<(Vec<usize>, u64)> {
        debug_assert!((1..=LONGEST).contains(&length));
        let mut counts: FxHashMap<Vec<usize>, u64> = FxHashMap::default();
        for (window, count) in &self.windows {
            let newest = &window.to_be_bytes()[LONGEST - length..];
            if newest.iter().all(|&op| u32::from(op) != NOTHING) {
                let ops = newest.iter().map(|&op| usize::from(op)).collect();
                *counts.entry(ops).or_default() += count;
            }
        }
        counts.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Sequences;
    use crate::bytecode::ops::Op;
    use crate::vm::dispatch::Insn;

    #[test]
    fn a_jump_ends_a_sequence() {
        let mut sequences = Sequences::default();
        let code = std::ptr::without_provenance::<Insn>(1 << 20);
        let at = |index: usize| code.wrapping_add(index);
        let (dup, pop, nop) = (Op::Dup as usize, Op::Pop as usize, Op::Nop as usize);
        sequences.note(Op::Dup, at(0));
        sequences.note(Op::Pop, at(1));
        sequences.note(Op::Nop, at(2));
        sequences.note(Op::Dup, at(0));
        sequences.note(Op::Pop, at(1));
        let sorted = |length| {
            let mut rows = sequences.of_length(length);
            rows.sort();
            rows
        };
        assert_eq!(sorted(3), [(vec![dup, pop, nop], 1)]);
        assert_eq!(sorted(4), []);
        let mut pairs = [(vec![dup, pop], 2), (vec![pop, nop], 1)];
        pairs.sort();
        assert_eq!(sorted(2), pairs);
    }
}
