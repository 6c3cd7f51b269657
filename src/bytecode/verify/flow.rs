//! Following control through a function: how deep the operand stack is at each
//! instruction, and where on it lies something that is no value.
//!
//! Nearly all code has nothing but values everywhere; what differs is a
//! [`State`], which instructions share that change nothing about it. Where ways
//! meet, the state that came first must allow for the others.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::VerifyError;
use super::code::Checker;
use crate::bytecode::code::{Code, Handler, HandlerKind, Place};
use crate::bytecode::decode::{Effect, Insn};
use crate::bytecode::operand::Slot;
use crate::bytecode::ops::Op;

/// How often a function may be gone through because a slot turned out to hold
/// throws.
const MOST_ROUNDS: usize = 8;
/// The depth where control never arrives.
const NOWHERE: u32 = u32::MAX;
/// What an element of a state costs of the budget, for the memory that it takes.
const ELEMENT_COST: u64 = 64;

/// What may lie in a place instead of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// The mark of an absent argument.
    Absent,
    /// A throw on its way.
    Throw,
}

/// A state of a function, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct StateIdx(u32);

/// Nothing but values.
const PLAIN: StateIdx = StateIdx(0);

/// What is special at an instruction; mostly nothing.
#[derive(Clone, Debug, Default)]
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
        let found = self.marks.binary_search_by_key(&height, |(at, _)| *at);
        found.ok().map(|found| self.marks[found].1)
    }

    fn set_mark(&mut self, height: u32, mark: Option<Mark>) {
        let found = self.marks.binary_search_by_key(&height, |(at, _)| *at);
        match (found, mark) {
            (Ok(at), Some(mark)) => self.marks[at].1 = mark,
            (Ok(at), None) => drop(self.marks.remove(at)),
            (Err(at), Some(mark)) => self.marks.insert(at, (height, mark)),
            (Err(_), None) => {}
        }
    }

    /// Whether there are only values from a height on.
    fn is_plain_from(&self, height: u32) -> bool {
        self.marks.last().is_none_or(|(at, _)| *at < height)
    }

    fn cut(&mut self, depth: u32) {
        let left = self.marks.partition_point(|(at, _)| *at < depth);
        self.marks.truncate(left);
    }

    /// Marks from a height on are replaced.
    fn replace(&mut self, from: u32, marks: &[Option<Mark>]) {
        self.cut(from);
        for (height, &mark) in (from..).zip(marks) {
            self.set_mark(height, mark);
        }
    }

    /// What lies on top moves down to a height; what lay from there on moves up.
    fn rotate(&mut self, top: u32, bottom: u32) {
        let moved = self.mark(top);
        self.cut(top);
        let first = self.marks.partition_point(|(at, _)| *at < bottom);
        self.marks[first..].iter_mut().for_each(|(at, _)| *at += 1);
        self.set_mark(bottom, moved);
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

    /// Whether code that is good for this state is good for another, of whose
    /// operands only those below a depth stay.
    fn allows(&self, other: &State, depth: u32) -> bool {
        let kept = other.marks.iter().take_while(|(at, _)| *at < depth);
        let mut kept = kept.map(|&(at, mark)| self.mark(at) == Some(mark));
        let same = match (&self.absent, &other.absent) {
            (Some(a), Some(b)) => Rc::ptr_eq(a, b) || b.iter().all(|&slot| self.is_absent(slot)),
            (None, Some(_)) => false,
            (_, None) => true,
        };
        same && kept.all(|good| good)
    }
}

/// What is known of an instruction.
#[derive(Clone, Copy)]
struct At {
    /// The depth before it, or [`NOWHERE`].
    depth: u32,
    /// How much of the stack is there whenever it is left; `NOWHERE` if never.
    kept: u32,
    state: StateIdx,
}

const UNREACHED: At = At {
    depth: NOWHERE,
    kept: NOWHERE,
    state: PLAIN,
};

/// What is known of the instructions of a function; kept for the next one, so
/// that its memory serves again.
#[derive(Default)]
pub(super) struct Reached {
    at: Vec<At>,
    /// Every state, by its number.
    pool: Vec<State>,
    /// Where control goes besides.
    work: Vec<(usize, u32, StateIdx)>,
    /// Rows of the exception table whose handlers nothing leads to yet.
    open: Vec<usize>,
}

impl Reached {
    fn clear(&mut self, count: usize) {
        self.at.clear();
        self.at.resize(count, UNREACHED);
        self.pool.clear();
        self.pool.push(State::default());
        self.work.clear();
    }
}

/// Follows control through a function.
pub(super) fn flow(checker: &Checker<'_>, reached: &mut Reached) -> Result<(), VerifyError> {
    let mut throws = FxHashSet::default();
    for _ in 0..MOST_ROUNDS {
        reached.clear(checker.insns.len());
        let mut flow = Flow {
            checker,
            reached,
            throws,
            more_throws: false,
        };
        flow.run()?;
        if !flow.more_throws {
            return Ok(());
        }
        throws = flow.throws;
    }
    checker.error(None, "slots hold throws in too many ways".to_owned())
}

/// Whether programs can see a slot.
fn is_named(code: &Code, slot: u32) -> bool {
    let place = Place::Slot(Slot(slot));
    let mut named = code.locals.iter().filter(|local| local.name.is_some());
    slot < code.params.slot_count() || named.any(|local| local.place == place)
}

struct Flow<'c> {
    checker: &'c Checker<'c>,
    reached: &'c mut Reached,
    /// Slots that may hold a throw.
    throws: FxHashSet<u32>,
    more_throws: bool,
}

impl Flow<'_> {
    fn error<T>(&self, pc: usize, message: &str) -> Result<T, VerifyError> {
        self.checker.error(Some(pc), message.to_owned())
    }

    fn spend(&self, pc: usize, steps: u64) -> Result<(), VerifyError> {
        if self.checker.facts.spend(steps) {
            return Ok(());
        }
        self.error(pc, "what is no value is moved too much")
    }

    fn state(&self, index: StateIdx) -> &State {
        &self.reached.pool[index.0 as usize]
    }

    fn state_at(&self, pc: usize) -> StateIdx {
        self.reached.at[pc].state
    }

    /// Gives a state that was found at an instruction a number.
    fn keep(&mut self, pc: usize, state: State) -> Result<StateIdx, VerifyError> {
        if state.is_plain() {
            return Ok(PLAIN);
        }
        let elements = state.marks.len() + 1;
        self.spend(pc, ELEMENT_COST * elements as u64)?;
        self.reached.pool.push(state);
        Ok(StateIdx(self.reached.pool.len() as u32 - 1))
    }

    /// The state without an absent argument in a slot.
    fn filled(&mut self, pc: usize, state: StateIdx, slot: u32) -> Result<StateIdx, VerifyError> {
        if !self.state(state).is_absent(slot) {
            return Ok(state);
        }
        let mut state = self.state(state).clone();
        let slots = state.absent.as_ref().map_or(0, |absent| absent.len());
        self.spend(pc, ELEMENT_COST * slots as u64)?;
        state.fill(slot);
        self.keep(pc, state)
    }

    /// Whether code that is good for one state is good for another, of whose
    /// operands those below a depth stay.
    fn allows(
        &self,
        pc: usize,
        (known, other): (StateIdx, StateIdx),
        depth: u32,
    ) -> Result<bool, VerifyError> {
        if known == other || other == PLAIN {
            return Ok(true);
        }
        let (known, other) = (self.state(known), self.state(other));
        let slots = other.absent.as_ref().map_or(0, |absent| absent.len());
        self.spend(pc, (other.marks.len() + slots) as u64)?;
        Ok(known.allows(other, depth))
    }

    fn run(&mut self) -> Result<(), VerifyError> {
        let absent = State {
            marks: Vec::new(),
            absent: absent_at_entry(self.checker),
        };
        let entry = self.keep(0, absent)?;
        self.follow(0, 0, entry)?;
        let rows: &[Handler] = &self.checker.code.handlers;
        let mut open = std::mem::take(&mut self.reached.open);
        open.clear();
        open.extend(0..rows.len());
        loop {
            while let Some((pc, depth, state)) = self.reached.work.pop() {
                self.follow(pc, depth, state)?;
            }
            let mut left = 0;
            for at in 0..open.len() {
                if !self.start_row(rows[open[at]])? {
                    open[left] = open[at];
                    left += 1;
                }
            }
            open.truncate(left);
            if self.reached.work.is_empty() {
                self.reached.open = open;
                return rows.iter().try_for_each(|&row| self.check_row(row));
            }
        }
    }

    fn spend_row(&self, row: Handler) -> Result<(), VerifyError> {
        if self.checker.facts.spend(u64::from(row.end - row.start)) {
            return Ok(());
        }
        self.error(row.target as usize, "exception rows that overlap too much")
    }

    /// Goes to the target of a row if something that it covers is reached.
    fn start_row(&mut self, row: Handler) -> Result<bool, VerifyError> {
        self.spend_row(row)?;
        let covered = row.start as usize..row.end as usize;
        let reached = |at: &At| at.depth != NOWHERE;
        let Some(first) = self.reached.at[covered].iter().position(reached) else {
            return Ok(false);
        };
        let target = row.target as usize;
        let mut state = self
            .state(self.state_at(row.start as usize + first))
            .clone();
        state.cut(row.depth);
        if row.kind == HandlerKind::Ensure {
            state.set_mark(row.depth, Some(Mark::Throw));
        }
        let state = self.keep(target, state)?;
        self.reached.work.push((target, row.depth + 1, state));
        Ok(true)
    }

    /// Checks that what a row keeps is there whatever it covers is left.
    fn check_row(&self, row: Handler) -> Result<(), VerifyError> {
        self.spend_row(row)?;
        let at = row.target as usize;
        let target = self.state_at(at);
        let mut good = PLAIN;
        for &At { kept, state, .. } in &self.reached.at[row.start as usize..row.end as usize] {
            if kept < row.depth {
                return self.error(at, "a handler keeps too much");
            }
            if state == good || state == PLAIN {
                continue;
            }
            if !self.allows(at, (target, state), row.depth)? {
                return self.error(at, "a handler keeps what is no value");
            }
            good = state;
        }
        Ok(())
    }

    /// Follows control from an instruction on to where it ends or was before.
    fn follow(
        &mut self,
        mut pc: usize,
        mut depth: u32,
        mut state: StateIdx,
    ) -> Result<(), VerifyError> {
        let checker = self.checker;
        loop {
            let Some(&insn) = checker.insns.get(pc) else {
                return self.error(pc, "control runs off the end");
            };
            if self.reached.at[pc].depth != NOWHERE {
                return self.meet(pc, depth, state);
            }
            let flags = &insn.op.shape().flags;
            let effect = self.effect(pc, insn, depth)?;
            let below = depth - effect.pops;
            let kept = if flags.leaf { depth } else { below };
            self.reached.at[pc] = At { depth, kept, state };
            state = self.apply(pc, insn, depth, effect, state)?;
            depth = below + effect.pushes;
            if flags.skips || flags.forks {
                self.branch(pc + 2, depth, state)?;
            }
            if let Some(target) = insn.label() {
                let there = match insn.op {
                    Op::BranchGiven => self.filled(pc, state, insn.a)?,
                    _ => state,
                };
                self.branch(target as usize, depth, there)?;
            }
            if flags.ends || flags.skips {
                return Ok(());
            }
            pc += 1;
        }
    }

    /// Notes that control also goes to an instruction.
    fn branch(&mut self, pc: usize, depth: u32, state: StateIdx) -> Result<(), VerifyError> {
        let known = self.reached.at.get(pc);
        if known.is_some_and(|known| known.depth != NOWHERE) {
            return self.meet(pc, depth, state);
        }
        self.reached.work.push((pc, depth, state));
        Ok(())
    }

    /// Ways meet at an instruction.
    fn meet(&self, pc: usize, depth: u32, state: StateIdx) -> Result<(), VerifyError> {
        let before = self.reached.at[pc].depth;
        if before != depth {
            let message = format!("depths {before} and {depth} meet");
            return self.checker.error(Some(pc), message);
        }
        if self.allows(pc, (self.state_at(pc), state), NOWHERE)? {
            return Ok(());
        }
        self.error(pc, "where ways meet, one brings what is no value")
    }

    /// The stack effect of an instruction, which the stack has room for.
    fn effect(&self, pc: usize, insn: Insn, depth: u32) -> Result<Effect, VerifyError> {
        let needs = match insn.op.shape().reaches {
            true => insn.a.saturating_add(1),
            false => 0,
        };
        let effect = insn.effect(&self.checker.code.sites);
        let Some(effect) = effect.filter(|effect| effect.pops <= depth && needs <= depth) else {
            return self.too_little(pc, insn, depth);
        };
        let after = (depth - effect.pops).saturating_add(effect.pushes);
        if after > self.checker.code.max_stack {
            return self.too_much(pc, after);
        }
        Ok(effect)
    }

    #[cold]
    fn too_little<T>(&self, pc: usize, insn: Insn, depth: u32) -> Result<T, VerifyError> {
        let message = format!("{} at depth {depth}", insn.op.mnemonic());
        self.checker.error(Some(pc), message)
    }

    #[cold]
    fn too_much<T>(&self, pc: usize, depth: u32) -> Result<T, VerifyError> {
        let message = format!("depth {depth} is over the declared maximum");
        self.checker.error(Some(pc), message)
    }

    /// What an instruction makes of a state.
    fn apply(
        &mut self,
        pc: usize,
        insn: Insn,
        depth: u32,
        effect: Effect,
        state: StateIdx,
    ) -> Result<StateIdx, VerifyError> {
        let top = depth.wrapping_sub(1);
        match insn.op {
            Op::PushUndef if !self.checker.facts.kernel => {
                return self.changed(pc, state, |state| state.set_mark(depth, Some(Mark::Absent)));
            }
            Op::GetLocal => {
                let mark = if self.throws.contains(&insn.a) {
                    Mark::Throw
                } else if self.state(state).is_absent(insn.a) {
                    Mark::Absent
                } else {
                    return Ok(state);
                };
                return self.changed(pc, state, |state| state.set_mark(depth, Some(mark)));
            }
            _ if state == PLAIN => return Ok(state),
            Op::SetLocal if self.state(state).mark(top) == Some(Mark::Throw) => {
                self.hold_throw(pc, insn.a)?;
                return self.changed(pc, state, |state| state.cut(top));
            }
            Op::SetLocal if self.state(state).marks.is_empty() => {
                return self.filled(pc, state, insn.a);
            }
            Op::BlockParam => return self.filled(pc, state, insn.a),
            _ => {}
        }
        let lowest = match insn.op.shape().reaches {
            true => top - insn.a,
            false => depth - effect.pops,
        };
        match self.state(state).is_plain_from(lowest) {
            true if insn.op == Op::SetLocal => self.filled(pc, state, insn.a),
            true => Ok(state),
            false => self.moved(pc, insn, depth, effect, state),
        }
    }

    /// What an instruction that touches what is no value makes of a state.
    fn moved(
        &mut self,
        pc: usize,
        insn: Insn,
        depth: u32,
        effect: Effect,
        state: StateIdx,
    ) -> Result<StateIdx, VerifyError> {
        let (top, below) = (depth.wrapping_sub(1), depth - effect.pops);
        let known = self.state(state);
        let marks = match insn.op {
            Op::Pop => &[][..],
            Op::Dup => &[known.mark(top); 2],
            Op::Dup2 => {
                let (a, b) = (known.mark(top - 1), known.mark(top));
                &[a, b, a, b]
            }
            Op::Swap => &[known.mark(top), known.mark(top - 1)],
            Op::Pick => {
                let mark = known.mark(top - insn.a);
                return self.changed(pc, state, |state| state.set_mark(depth, mark));
            }
            Op::Poke => {
                let mark = known.mark(top);
                return self.changed(pc, state, |state| state.set_mark(top - insn.a, mark));
            }
            Op::DropUnder => &[known.mark(top)],
            Op::Rotate => {
                return self.changed(pc, state, |state| state.rotate(top, top - insn.a));
            }
            _ => {
                self.wants_values(pc, insn, depth, effect, known)?;
                &[]
            }
        };
        self.changed(pc, state, |state| state.replace(below, marks))
    }

    fn changed(
        &mut self,
        pc: usize,
        state: StateIdx,
        change: impl FnOnce(&mut State),
    ) -> Result<StateIdx, VerifyError> {
        let known = self.state(state);
        let mut marks = Vec::with_capacity(known.marks.len() + 2);
        marks.extend_from_slice(&known.marks);
        let absent = known.absent.clone();
        let mut state = State { marks, absent };
        change(&mut state);
        self.keep(pc, state)
    }

    /// A slot gets something that may be a throw.
    fn hold_throw(&mut self, pc: usize, slot: u32) -> Result<(), VerifyError> {
        if self.throws.contains(&slot) {
            return Ok(());
        }
        let code = self.checker.code;
        self.spend(pc, code.locals.len() as u64)?;
        if is_named(code, slot) {
            return self.error(pc, "a variable holds what is no value");
        }
        self.throws.insert(slot);
        self.more_throws = true;
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
        let taken = state.marks.iter().rev();
        for &(at, mark) in taken.take_while(|(at, _)| *at >= depth - effect.pops) {
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

/// The parameters that a call may leave absent.
fn absent_at_entry(checker: &Checker<'_>) -> Option<Rc<[u32]>> {
    let (code, params) = (checker.code, &checker.code.params);
    if checker.facts.kernel || params.slot_count() == params.required {
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
