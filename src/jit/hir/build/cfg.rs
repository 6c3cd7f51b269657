//! The bytecode's own flow: where blocks begin, which of them several ways lead
//! to, in which order to go through them, and how deep the operands are.

use std::collections::VecDeque;

use crate::bytecode::code::Code;
use crate::bytecode::decode::Insn;
use crate::bytecode::ops::Op;

/// The flow from one pc on; what only exceptions lead to is left out.
pub(super) struct Cfg {
    /// By pc: the number of edges to it, if a block begins there.
    edges: Vec<u32>,
    leaders: Vec<bool>,
    /// By pc of a leader: its place in reverse post-order.
    order: Vec<u32>,
}

/// Where control goes from an instruction, and whether a block ends there.
fn successors(insns: &[Insn], pc: u32) -> (Vec<u32>, bool) {
    let insn = insns[pc as usize];
    let flags = insn.op.info().flags;
    if insn.op == Op::SendNew {
        // With the two behind it.
        return (vec![pc + 3], false);
    }
    if flags.skips {
        return (vec![pc + 2], true);
    }
    match insn.label() {
        Some(target) if flags.ends => (vec![target], true),
        Some(target) => (vec![pc + 1, target], true),
        None if flags.ends || matches!(insn.op, Op::Ret | Op::BlockRet) => (Vec::new(), true),
        None => (vec![pc + 1], false),
    }
}

impl Cfg {
    /// Follows control from `start`.
    pub fn new(insns: &[Insn], start: u32) -> Cfg {
        let mut cfg = Cfg {
            edges: vec![0; insns.len() + 1],
            leaders: vec![false; insns.len() + 1],
            order: vec![u32::MAX; insns.len() + 1],
        };
        cfg.find_leaders(insns, start);
        cfg.count_edges(insns, start);
        cfg
    }

    fn find_leaders(&mut self, insns: &[Insn], start: u32) {
        self.leaders[start as usize] = true;
        let mut seen = vec![false; insns.len()];
        let mut work = vec![start];
        while let Some(pc) = work.pop() {
            if std::mem::replace(&mut seen[pc as usize], true) {
                continue;
            }
            let (next, ends) = successors(insns, pc);
            for pc in next {
                self.leaders[pc as usize] |= ends || insns[pc as usize].op == Op::LoopHead;
                work.push(pc);
            }
        }
    }

    /// The leaders that the block of a leader leads to.
    fn next_leaders(&self, insns: &[Insn], leader: u32) -> Vec<u32> {
        let mut pc = leader;
        loop {
            let (next, ends) = successors(insns, pc);
            if ends || next.iter().any(|&pc| self.leaders[pc as usize]) {
                return next;
            }
            pc = next[0];
        }
    }

    fn count_edges(&mut self, insns: &[Insn], start: u32) {
        // The way in.
        self.edges[start as usize] = 1;
        let mut seen = vec![false; insns.len() + 1];
        let mut done = Vec::new();
        let mut stack = vec![(start, self.next_leaders(insns, start))];
        seen[start as usize] = true;
        for &to in &stack[0].1 {
            self.edges[to as usize] += 1;
        }
        while let Some((leader, left)) = stack.last_mut() {
            let leader = *leader;
            let Some(to) = left.pop() else {
                stack.pop();
                done.push(leader);
                continue;
            };
            if std::mem::replace(&mut seen[to as usize], true) {
                continue;
            }
            let next = self.next_leaders(insns, to);
            for &pc in &next {
                self.edges[pc as usize] += 1;
            }
            stack.push((to, next));
        }
        for (place, leader) in done.into_iter().rev().enumerate() {
            self.order[leader as usize] = place as u32;
        }
    }

    /// Whether a block begins at a pc.
    pub fn is_leader(&self, pc: u32) -> bool {
        self.leaders[pc as usize]
    }

    /// Whether several ways lead to a leader.
    pub fn merges(&self, pc: u32) -> bool {
        self.edges[pc as usize] > 1
    }

    /// The place of a leader in the order to go through.
    pub fn place(&self, pc: u32) -> u32 {
        self.order[pc as usize]
    }
}

/// How many operands there are before each instruction that can be reached,
/// also by exceptions.
pub(crate) fn depths(code: &Code, insns: &[Insn]) -> Vec<Option<u32>> {
    let mut depths: Vec<Option<u32>> = vec![None; insns.len()];
    let mut work = VecDeque::from([(0u32, 0u32)]);
    for row in &code.handlers {
        work.push_back((row.target, row.depth + 1));
    }
    while let Some((pc, depth)) = work.pop_front() {
        let Some(place) = depths.get_mut(pc as usize) else {
            continue;
        };
        if place.replace(depth).is_some() {
            continue;
        }
        let insn = insns[pc as usize];
        let Some(effect) = insn
            .effect(&code.sites)
            .filter(|effect| effect.pops <= depth)
        else {
            continue;
        };
        let after = depth - effect.pops + effect.pushes;
        let flags = insn.op.info().flags;
        if flags.skips || flags.forks {
            work.push_back((pc + 2, after));
        }
        if let Some(target) = insn.label() {
            work.push_back((target, after));
        }
        if !flags.ends && !flags.skips {
            work.push_back((pc + 1, after));
        }
    }
    depths
}
