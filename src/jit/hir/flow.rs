//! Ways through a graph: order, predecessors, dominators.

use super::{BlockId, Graph};

/// What follows from the edges of a graph.
pub(crate) struct Flow {
    /// Blocks that can be reached, each in front of those that it dominates.
    pub order: Vec<BlockId>,
    /// Blocks with an edge to each block; once for each edge.
    pub preds: Vec<Vec<BlockId>>,
    /// The innermost block that every way to a block goes through.
    pub idom: Vec<Option<BlockId>>,
    /// Place of each block in `order`.
    places: Vec<u32>,
}

impl Flow {
    /// Of a graph as it is now.
    pub fn of(graph: &Graph) -> Flow {
        let count = graph.blocks.len();
        let order = order(graph);
        let mut places = vec![u32::MAX; count];
        let mut preds = vec![Vec::new(); count];
        for (place, &block) in order.iter().enumerate() {
            places[block.0 as usize] = place as u32;
            for edge in graph.block(block).end.edges() {
                preds[edge.to.0 as usize].push(block);
            }
        }
        let mut flow = Flow {
            order,
            preds,
            idom: vec![None; count],
            places,
        };
        flow.find_dominators();
        flow
    }

    /// Cooper, Harvey, Kennedy: "A simple, fast dominance algorithm", 2001.
    fn find_dominators(&mut self) {
        let Some(&entry) = self.order.first() else {
            return;
        };
        self.idom[entry.0 as usize] = Some(entry);
        let mut changed = true;
        while changed {
            changed = false;
            for &block in &self.order[1..] {
                let known = |pred: &&BlockId| self.idom[pred.0 as usize].is_some();
                let preds = self.preds[block.0 as usize].iter().filter(known).copied();
                let found = preds.reduce(|a, b| self.meet(a, b));
                if self.idom[block.0 as usize] != found {
                    self.idom[block.0 as usize] = found;
                    changed = true;
                }
            }
        }
        self.idom[entry.0 as usize] = None;
    }

    fn meet(&self, mut a: BlockId, mut b: BlockId) -> BlockId {
        let up = |block: BlockId| self.idom[block.0 as usize].expect("reached before");
        while a != b {
            if self.place(a) > self.place(b) {
                a = up(a);
            } else {
                b = up(b);
            }
        }
        a
    }

    /// Place of a block in the order; the greatest number if it is not reached.
    pub fn place(&self, block: BlockId) -> u32 {
        self.places[block.0 as usize]
    }

    /// Whether every way to `b` goes through `a`.
    pub fn dominates(&self, a: BlockId, mut b: BlockId) -> bool {
        loop {
            if a == b {
                return true;
            }
            match self.idom[b.0 as usize] {
                Some(up) => b = up,
                None => return false,
            }
        }
    }
}

/// Reverse post-order from the entry.
fn order(graph: &Graph) -> Vec<BlockId> {
    let mut seen = vec![false; graph.blocks.len()];
    let mut order = Vec::with_capacity(graph.blocks.len());
    let mut stack = vec![(BlockId(0), 0usize)];
    seen[0] = true;
    while let Some((block, next)) = stack.pop() {
        // The last edge first: what falls through comes right behind.
        let edges: Vec<BlockId> = graph.block(block).end.edges().map(|e| e.to).collect();
        match edges.iter().rev().nth(next) {
            Some(&to) => {
                stack.push((block, next + 1));
                if !std::mem::replace(&mut seen[to.0 as usize], true) {
                    stack.push((to, 0));
                }
            }
            None => order.push(block),
        }
    }
    order.reverse();
    order
}
