//! What the machine counts when asked to, with another handler table.

use crate::bytecode::ops::Op;

/// Counts of one vm.
#[derive(Clone)]
pub struct Counters {
    /// Executions per instruction.
    pub ops: [u64; Op::COUNT],
}

impl Default for Counters {
    fn default() -> Counters {
        Counters {
            ops: [0; Op::COUNT],
        }
    }
}
