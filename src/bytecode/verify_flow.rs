//! Following control through a function: how deep the operand stack is at each
//! instruction, and where on it lies something that is no value.
//!
//! Nearly all code has nothing but values everywhere; what differs is kept in
//! [`State`], for the few places that have any. Where ways meet, the state that
//! came first must allow for the others.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::code::{Handler, HandlerKind, Place};
use super::decode::{Effect, Insn};
use super::operand::OperandKind;
use super::ops::Op;
use super::verify::{Checker, VerifyError};

/// How often a function may be gone through because a slot turned out to hold
/// throws.
const MOST_ROUNDS: usize = 8;

/// What may lie in a place instead of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// The mark of an absent argument.
    Absent,
    /// A throw on its way.
    Throw,
}

/// What is special at an instruction; mostly nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct State {
    /// Operands that may be no values, by their height, rising.
    marks: Vec<(u32, Mark)>,
    /// Parameters that may be absent still, by their slot, rising.
    absent: Option<Rc<[u32]>>,
}

impl State {
    fn is_plain(&self) -> bool {
        self.marks.is_empty() && self.absent.is_none()
    }

    fn mark(&self, height: u32) -> Option<Mark> {
        let found = self.marks.iter().find(|(at, _)| *at == height);
        found.map(|(_, mark)| *mark)
    }

    fn set_mark(&mut self, height: u32, mark: Option<Mark>) {
        self.marks.retain(|(at, _)| *at != height);
        if let Some(mark) = mark {
            let at = self.marks.partition_point(|(other, _)| *other < height);
            self.marks.insert(at, (height, mark));
        }
    }

    fn cut(&mut self, depth: u32) {
        self.marks.retain(|(at, _)| *at < depth);
    }

    fn is_absent(&self, slot: u32) -> bool {
        let absent = self.absent.as_ref();
        absent.is_some_and(|slots| slots.binary_search(&slot).is_ok())
    }

    fn fill(&mut self, slot: u32) {
        if self.is_absent(slot) {
            let left = self.absent.iter().flat_map(|slots| slots.iter().copied());
            let left: Rc<[u32]> = left.filter(|&other| other != slot).collect();
            self.absent = Some(left).filter(|left| !left.is_empty());
        }
    }

    /// Whether code that is good for this state is good for another.
    fn allows(&self, other: &State) -> bool {
        let marks = other.marks.iter().all(|mark| self.marks.contains(mark));
        let same = match (&self.absent, &other.absent) {
            (Some(a), Some(b)) => Rc::ptr_eq(a, b) || b.iter().all(|&slot| self.is_absent(slot)),
            (None, Some(_)) => false,
            (_, None) => true,
        };
        marks && same
    }
}

/// Follows control through a function; returns the depth before each
/// instruction that can be reached.
pub(super) fn flow(checker: &Checker<'_>) -> Result<Vec<Option<u32>>, VerifyError> {
    let mut throws = vec![false; checker.code.slot_count as usize];
    for _ in 0..MOST_ROUNDS {
        let mut flow = Flow::new(checker, throws);
        flow.run()?;
        if !flow.more_throws {
            return Ok(flow.depths);
        }
        throws = flow.throws;
    }
    checker.error(None, "slots hold throws in too many ways".to_owned())
}

struct Flow<'c> {
    checker: &'c Checker<'c>,
    depths: Vec<Option<u32>>,
    /// The state of reached instructions where it is not plain.
    states: FxHashMap<u32, State>,
    work: Vec<(usize, u32, State)>,
    /// Slots that may hold a throw.
    throws: Vec<bool>,
    more_throws: bool,
    /// Slots that programs can see.
    named: Vec<bool>,
}

impl<'c> Flow<'c> {
    fn new(checker: &'c Checker<'c>, throws: Vec<bool>) -> Flow<'c> {
        let code = checker.code;
        let mut named = vec![false; code.slot_count as usize];
        named[..code.params.slot_count() as usize].fill(true);
        for local in code.locals.iter().filter(|local| local.name.is_some()) {
            if let Place::Slot(slot) = local.place {
                named[slot.index()] = true;
            }
        }
        let entry = State {
            marks: Vec::new(),
            absent: absent_at_entry(checker),
        };
        Flow {
            checker,
            depths: vec![None; checker.insns.len()],
            states: FxHashMap::default(),
            work: vec![(0, 0, entry)],
            throws,
            more_throws: false,
            named,
        }
    }

    fn error<T>(&self, pc: usize, message: &str) -> Result<T, VerifyError> {
        self.checker.error(Some(pc), message.to_owned())
    }

    fn run(&mut self) -> Result<(), VerifyError> {
        let rows: &[Handler] = &self.checker.code.handlers;
        let mut open: Vec<usize> = (0..rows.len()).collect();
        loop {
            while let Some((pc, depth, state)) = self.work.pop() {
                self.step(pc, depth, state)?;
            }
            let mut left = Vec::new();
            for row in open {
                if !self.start_row(rows[row])? {
                    left.push(row);
                }
            }
            open = left;
            if self.work.is_empty() {
                return rows.iter().try_for_each(|&row| self.check_row(row));
            }
        }
    }

    fn spend(&self, row: Handler) -> Result<(), VerifyError> {
        if self.checker.facts.spend(u64::from(row.end - row.start)) {
            return Ok(());
        }
        self.error(row.target as usize, "exception rows that overlap too much")
    }

    /// Goes to the target of a row if something that it covers is reached.
    fn start_row(&mut self, row: Handler) -> Result<bool, VerifyError> {
        self.spend(row)?;
        let covered = row.start as usize..row.end as usize;
        let Some(first) = self.depths[covered].iter().position(Option::is_some) else {
            return Ok(false);
        };
        let state = self.state_in_row(row, row.start + first as u32);
        self.work.push((row.target as usize, row.depth + 1, state));
        Ok(true)
    }

    /// What a row's target finds when the instruction at `pc` is left.
    fn state_in_row(&self, row: Handler, pc: u32) -> State {
        let mut state = self.states.get(&pc).cloned().unwrap_or_default();
        state.cut(row.depth);
        if row.kind == HandlerKind::Ensure {
            state.set_mark(row.depth, Some(Mark::Throw));
        }
        state
    }

    /// Checks that what a row keeps is there whatever it covers is left.
    fn check_row(&self, row: Handler) -> Result<(), VerifyError> {
        self.spend(row)?;
        let plain = State::default();
        let target = self.states.get(&row.target).unwrap_or(&plain);
        for pc in row.start..row.end {
            let Some(depth) = self.depths[pc as usize] else {
                continue;
            };
            let insn = self.checker.insns[pc as usize];
            let taken = match insn.op.info().flags.leaf {
                true => 0,
                false => insn
                    .effect(&self.checker.code.sites)
                    .map_or(depth, |e| e.pops),
            };
            if depth - taken < row.depth {
                return self.error(row.target as usize, "a handler keeps too much");
            }
            if self.states.contains_key(&pc) && !target.allows(&self.state_in_row(row, pc)) {
                return self.error(row.target as usize, "a handler keeps what is no value");
            }
        }
        Ok(())
    }

    fn step(&mut self, pc: usize, depth: u32, state: State) -> Result<(), VerifyError> {
        let Some(&insn) = self.checker.insns.get(pc) else {
            return self.error(pc, "control runs off the end");
        };
        if let Some(before) = self.depths[pc] {
            if before != depth {
                let message = format!("depths {before} and {depth} meet");
                return self.checker.error(Some(pc), message);
            }
            let known = self.states.get(&(pc as u32));
            let good = known.map_or(state.is_plain(), |known| known.allows(&state));
            return match good {
                true => Ok(()),
                false => self.error(pc, "where ways meet, one brings what is no value"),
            };
        }
        self.depths[pc] = Some(depth);
        if !state.is_plain() {
            self.states.insert(pc as u32, state.clone());
        }
        let effect = self.effect(pc, insn, depth)?;
        let after = depth - effect.pops + effect.pushes;
        let state = self.apply(pc, insn, depth, effect, state)?;
        let flags = insn.op.info().flags;
        if flags.skips || flags.forks {
            self.work.push((pc + 2, after, state.clone()));
        }
        if let Some(target) = insn.label() {
            let mut there = state.clone();
            if insn.op == Op::BranchGiven {
                there.fill(insn.a);
            }
            self.work.push((target as usize, after, there));
        }
        if !flags.ends && !flags.skips {
            self.work.push((pc + 1, after, state));
        }
        Ok(())
    }

    /// The stack effect of an instruction, which the stack has room for.
    fn effect(&self, pc: usize, insn: Insn, depth: u32) -> Result<Effect, VerifyError> {
        let needs = insn
            .operands()
            .find(|(_, kind, _)| *kind == OperandKind::Depth);
        let needs = needs.map_or(0, |(_, _, value)| value.saturating_add(1));
        let effect = insn.effect(&self.checker.code.sites);
        let Some(effect) = effect.filter(|effect| effect.pops <= depth && needs <= depth) else {
            let message = format!("{} at depth {depth}", insn.op.mnemonic());
            return self.checker.error(Some(pc), message);
        };
        let after = (depth - effect.pops).saturating_add(effect.pushes);
        if after > self.checker.code.max_stack {
            let message = format!("depth {after} is over the declared maximum");
            return self.checker.error(Some(pc), message);
        }
        Ok(effect)
    }

    /// What an instruction makes of a state.
    fn apply(
        &mut self,
        pc: usize,
        insn: Insn,
        depth: u32,
        effect: Effect,
        mut state: State,
    ) -> Result<State, VerifyError> {
        let top = depth.wrapping_sub(1);
        match insn.op {
            Op::PushUndef if !self.checker.facts.kernel => {
                state.set_mark(depth, Some(Mark::Absent));
                return Ok(state);
            }
            Op::GetLocal => {
                let mark = if self.throws[insn.a as usize] {
                    Some(Mark::Throw)
                } else {
                    state.is_absent(insn.a).then_some(Mark::Absent)
                };
                state.set_mark(depth, mark);
                return Ok(state);
            }
            Op::SetLocal => {
                if state.mark(top) == Some(Mark::Throw) {
                    self.hold_throw(pc, insn.a)?;
                    state.cut(top);
                    return Ok(state);
                }
                state.fill(insn.a);
            }
            Op::BlockParam => state.fill(insn.a),
            _ => {}
        }
        if state.marks.is_empty() {
            return Ok(state);
        }
        let moved = match insn.op {
            Op::Pop => &[][..],
            Op::Dup => &[top, top],
            Op::Dup2 => &[top - 1, top, top - 1, top],
            Op::Swap => &[top, top - 1],
            Op::Pick => {
                state.set_mark(depth, state.mark(top - insn.a));
                return Ok(state);
            }
            Op::Poke => {
                state.set_mark(top - insn.a, state.mark(top));
                return Ok(state);
            }
            Op::DropUnder => &[top],
            Op::Rotate => {
                let marks = (top - insn.a..top).map(|at| state.mark(at));
                let marks: Vec<_> = [state.mark(top)].into_iter().chain(marks).collect();
                return Ok(replaced(state, top - insn.a, &marks));
            }
            _ => {
                self.wants_values(pc, insn, depth, effect, &state)?;
                state.cut(depth - effect.pops);
                return Ok(state);
            }
        };
        let marks: Vec<_> = moved.iter().map(|&at| state.mark(at)).collect();
        Ok(replaced(state, depth - effect.pops, &marks))
    }

    /// A slot gets something that may be a throw.
    fn hold_throw(&mut self, pc: usize, slot: u32) -> Result<(), VerifyError> {
        if self.named[slot as usize] {
            return self.error(pc, "a variable holds what is no value");
        }
        if !std::mem::replace(&mut self.throws[slot as usize], true) {
            self.more_throws = true;
        }
        Ok(())
    }

    /// Checks that what an instruction takes are values, where it wants any.
    fn wants_values(
        &self,
        pc: usize,
        insn: Insn,
        depth: u32,
        effect: Effect,
        state: &State,
    ) -> Result<(), VerifyError> {
        let kernel = self.checker.facts.kernel;
        let taken = state
            .marks
            .iter()
            .filter(|(at, _)| *at >= depth - effect.pops);
        for &(at, mark) in taken {
            let below = depth - 1 - at;
            let good = match (mark, insn.op) {
                (Mark::Absent, _) if kernel => true,
                (Mark::Absent, Op::DefClass) => below == 0,
                (Mark::Throw, Op::SetErrinfo | Op::Rethrow) => true,
                (Mark::Throw, Op::RescueMatch | Op::RescueMatchSplat) => below == 1,
                _ => false,
            };
            if !good {
                let message = format!("{} takes what is no value", insn.op.mnemonic());
                return self.checker.error(Some(pc), message);
            }
        }
        Ok(())
    }
}

/// Marks from a height on are replaced.
fn replaced(mut state: State, from: u32, marks: &[Option<Mark>]) -> State {
    state.cut(from);
    for (height, &mark) in (from..).zip(marks) {
        state.set_mark(height, mark);
    }
    state
}

/// The parameters that a call may leave absent.
fn absent_at_entry(checker: &Checker<'_>) -> Option<Rc<[u32]>> {
    let (code, params) = (checker.code, &checker.code.params);
    if checker.facts.kernel {
        return None;
    }
    let optional = params.required..params.required + params.optional;
    let keywords = (params.keyword_slot().0..).zip(&params.keywords);
    let keywords = keywords.filter(|(_, keyword)| !keyword.required);
    let mut absent: Vec<u32> = optional.chain(keywords.map(|(slot, _)| slot)).collect();
    if !code.kind.is_block() {
        // In blocks the machine fills it with the others.
        absent.extend(params.block_slot().map(|slot| slot.0));
    }
    Some(absent.into()).filter(|absent: &Rc<[u32]>| !absent.is_empty())
}
