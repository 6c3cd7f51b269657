//! Snippets: what a frame executes while its native code waits for a call.
//!
//! Owns the copies of called instructions and which pc each stands for; see
//! `vm/native.rs` for what they are good for. Finds out what the copies take for
//! granted.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::bytecode::decode;
use crate::jit::hir::{BlockId, Graph, Insn, Val};
use crate::vm::dispatch;
use crate::vm::link::is_operator;
use crate::vm::ops_native::return_to_native;

/// All snippets of a piece of native code.
pub(super) struct Snippets {
    /// One behind the other. They do not move any more.
    pub insns: Box<[dispatch::Insn]>,
    /// The pc that each stands for.
    pub pcs: Box<[u32]>,
    /// Whether operators are executed, which take shortcuts.
    pub operators: bool,
    /// By node: where its snippet is.
    ranges: FxHashMap<Val, Range<usize>>,
}

impl Snippets {
    /// Those of every call in some blocks. `plain`: the function's instructions as
    /// the interpreter executes them.
    pub fn of(
        graph: &Graph,
        order: &[BlockId],
        plain: &[dispatch::Insn],
        decoded: &[decode::Insn],
    ) -> Snippets {
        let (mut insns, mut pcs) = (Vec::new(), Vec::new());
        let back = dispatch::Insn {
            handler: return_to_native,
            a: 0,
        };
        // The first is what the frame executes while its entry polls.
        insns.extend(plain.first().copied().into_iter().chain([back]));
        pcs.extend(0..insns.len() as u32);
        let mut ranges = FxHashMap::default();
        let mut operators = false;
        let nodes = order.iter().flat_map(|&block| &graph.block(block).body);
        for &v in nodes {
            let node = graph.node(v);
            let copied = match node.insn {
                Insn::Call { .. }
                | Insn::Yield { .. }
                | Insn::YieldAny { .. }
                | Insn::CallShared { .. } => node.pc..node.pc + 1,
                Insn::Op { pc, state, .. } => pc..graph.state(state).pc,
                _ => continue,
            };
            let next = graph
                .state(node.insn.state().expect("calls have states"))
                .pc;
            let start = insns.len();
            let at = copied.start as usize..copied.end as usize;
            if matches!(node.insn, Insn::Op { .. }) {
                operators |= decoded[at.clone()].iter().any(|insn| is_operator(insn.op));
            }
            insns.extend_from_slice(&plain[at]);
            pcs.extend(copied);
            ranges.insert(v, start..insns.len());
            insns.push(back);
            pcs.push(next);
        }
        Snippets {
            insns: insns.into_boxed_slice(),
            pcs: pcs.into_boxed_slice(),
            operators,
            ranges,
        }
    }

    /// The snippet of the function's entry.
    pub fn entry(&self) -> *const dispatch::Insn {
        self.insns.as_ptr()
    }

    /// The snippet of a call.
    pub fn start(&self, call: Val) -> *const dispatch::Insn {
        &raw const self.insns[self.ranges[&call].start]
    }

    /// Its last instruction, which returns to native code.
    pub fn last(&self, call: Val) -> *const dispatch::Insn {
        &raw const self.insns[self.ranges[&call].end]
    }
}
