//! What the machine counts when asked to, with another handler table.
//!
//! Owns the counts and how they are taken; `engine/statistics.rs` names and
//! prints them. Nothing here runs unless the vm counts. A counting vm hides
//! what a send site learned behind an empty front, so that every send comes to
//! the cold path, where its state is seen; the ordinary handlers stay free of
//! counting.

use crate::bytecode::code::{CodeKind, shown_line};
use crate::bytecode::ops::Op;
use crate::heap::{HeapStats, ShapeId, Word};
use crate::object::shape;

use super::Vm;
use super::dispatch::{COUNT, Insn};
use super::frame::{CALLER_FP, HEADER};
use super::function::{Function, SendSite};
use super::sampling::Sampler;
use super::sequences::Sequences;

/// Hits and misses of inline caches of one kind.
#[derive(Clone, Copy, Default, Debug)]
pub struct Cache {
    /// The site knew the answer.
    pub hits: u64,
    /// It had to be looked up.
    pub misses: u64,
}

impl Cache {
    /// Counts one use.
    #[inline(always)]
    pub fn note(&mut self, hit: bool) {
        if hit {
            self.hits += 1;
        } else {
            self.misses += 1;
        }
    }
}

/// Sends by what their site knew when they arrived.
#[derive(Clone, Copy, Default, Debug)]
pub struct Sends {
    /// Nothing.
    pub empty: u64,
    /// One receiver shape.
    pub monomorphic: Cache,
    /// Two to four.
    pub polymorphic: Cache,
    /// More than it can tell apart.
    pub megamorphic: Cache,
    /// Those among all of them that an operator made whose shortcut did not
    /// apply.
    pub from_operators: u64,
}

impl Sends {
    /// All sends.
    pub fn cache(&self) -> Cache {
        let states = [self.monomorphic, self.polymorphic, self.megamorphic];
        Cache {
            hits: states.iter().map(|state| state.hits).sum(),
            misses: self.empty + states.iter().map(|state| state.misses).sum::<u64>(),
        }
    }
}

/// A function or loop and how often it ran.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CountedPlace {
    /// What it is called and where it stands.
    pub name: String,
    /// Calls or iterations.
    pub count: u64,
}

/// Greatest values seen.
#[derive(Clone, Copy, Default, Debug)]
pub struct Peaks {
    /// Operands of one frame.
    pub operands: u64,
    /// Frames of one task, its entry frames and primitives included.
    pub frames: u64,
    /// Bytes of one task's VM stack.
    pub stack_bytes: u64,
    /// Bytes of young objects, dead ones included.
    pub young_bytes: u64,
    /// Bytes of mature objects.
    pub mature_bytes: u64,
    /// Bytes of large objects.
    pub large_bytes: u64,
    /// Entries on the data stack of a program in the stack language, after a
    /// word.
    pub data_depth: u64,
}

/// Counts of one vm.
#[derive(Clone)]
pub struct Counters {
    /// Executions per instruction.
    pub ops: [u64; Op::COUNT],
    /// Sends by site state.
    pub sends: Sends,
    /// Reads of instance variables.
    pub ivar_get: Cache,
    /// Writes of instance variables.
    pub ivar_set: Cache,
    /// Constants found from their lexical scope.
    pub constant: Cache,
    /// Yields that went straight into their block.
    pub direct_yields: u64,
    /// Yields through the general calling sequence.
    pub general_yields: u64,
    /// Calls of functions that were freed since.
    freed_calls: u64,
    /// Iterations of their loops.
    freed_iterations: u64,
    /// Greatest values.
    pub peaks: Peaks,
    /// Executions of sequences, if those are wanted too.
    pub sequences: Option<Sequences>,
    /// Where time goes, if that is wanted.
    pub(crate) sampler: Option<Sampler>,
    /// An instruction that a miss executes a second time.
    again: *const Insn,
    /// The instruction being executed.
    op: Option<Op>,
    /// The frames of the running task as of the last function entry.
    chain: Vec<*mut Word>,
    /// Which stack they are on, by its limit, and where that begins.
    stack: (*mut Word, usize),
    /// A program in the stack language has not run a word yet.
    program_begins: bool,
}

impl Default for Counters {
    fn default() -> Counters {
        Counters {
            freed_calls: 0,
            freed_iterations: 0,
            ops: [0; Op::COUNT],
            sends: Sends::default(),
            ivar_get: Cache::default(),
            ivar_set: Cache::default(),
            constant: Cache::default(),
            direct_yields: 0,
            general_yields: 0,
            peaks: Peaks::default(),
            sequences: None,
            sampler: None,
            again: std::ptr::null(),
            op: None,
            chain: Vec::new(),
            stack: (std::ptr::null_mut(), 0),
            program_begins: false,
        }
    }
}

impl Counters {
    /// Nothing was counted yet.
    pub fn new(sequences: bool) -> Counters {
        Counters {
            sequences: sequences.then(Sequences::default),
            ..Counters::default()
        }
    }

    /// A program in the stack language begins: its arguments are no depth that
    /// a word made.
    pub fn begin_program(&mut self) {
        self.program_begins = true;
    }

    /// Yields by the way they took.
    #[inline(always)]
    pub fn note_yield(&mut self, direct: bool) {
        if direct {
            self.direct_yields += 1;
        } else {
            self.general_yields += 1;
        }
    }

    /// Memory at a moment when it may be greatest.
    pub fn note_memory(&mut self, heap: &HeapStats) {
        let peaks = &mut self.peaks;
        peaks.young_bytes = peaks.young_bytes.max(heap.nursery_bytes as u64);
        peaks.mature_bytes = peaks.mature_bytes.max(heap.mature_bytes as u64);
        peaks.large_bytes = peaks.large_bytes.max(heap.large_bytes as u64);
    }

    /// The frames from `fp` outwards. Frames named by the last call that are
    /// still there are not walked again.
    unsafe fn depth_of(&mut self, fp: *mut Word) -> usize {
        let chain = &mut self.chain;
        let mut newer = Vec::new();
        let mut at = fp;
        while !at.is_null() {
            // SAFETY: V2: `at` is the header of a frame of this stack.
            let caller = unsafe { (*at.add(CALLER_FP)).bits() as *mut Word };
            while chain.last().is_some_and(|&known| known > at) {
                chain.pop();
            }
            if chain.last() == Some(&at) {
                chain.pop();
                // Its place may have been taken by another frame.
                if chain.last().copied().unwrap_or(std::ptr::null_mut()) == caller {
                    chain.push(at);
                    break;
                }
            }
            newer.push(at);
            at = caller;
        }
        chain.extend(newer.into_iter().rev());
        chain.len()
    }
}

/// Where counts of code stand that is no more.
fn freed_place(count: u64) -> Option<CountedPlace> {
    let name = "code since freed".to_owned();
    (count > 0).then_some(CountedPlace { name, count })
}

impl Vm {
    /// What an instruction of the counting table does first.
    #[inline(never)]
    pub(crate) fn count_instruction(
        &mut self,
        op: Op,
        ip: *const Insn,
        sp: *mut Word,
        fp: *mut Word,
    ) {
        self.counters.op = Some(op);
        self.note_for_tier(op, ip, sp, fp);
        if self.counters.again == ip {
            return;
        }
        self.counters.ops[op as usize] += 1;
        if let Some(sequences) = &mut self.counters.sequences {
            sequences.note(op, ip);
        }
        if op == Op::Enter {
            self.count_frame(fp);
            return;
        }
        let operands = (sp as usize).saturating_sub(fp as usize) / size_of::<Word>();
        let operands = operands.saturating_sub(HEADER) as u64;
        self.counters.peaks.operands = self.counters.peaks.operands.max(operands);
    }

    /// Notes operands where other vms do so with handlers of their own.
    fn note_for_tier(&mut self, op: Op, ip: *const Insn, sp: *mut Word, fp: *mut Word) {
        if self.native.tier.is_none() {
            return;
        }
        // SAFETY: V1, V3: the frame's header is complete.
        let profiled = unsafe { (*super::frame::function_of(fp)).is_profiled() };
        if profiled {
            // SAFETY: V1, V2: the instruction is about to run with these registers.
            unsafe { self.profile(op, ip, sp, fp) };
        }
    }

    /// Counts the depth that the word before left on the data stack.
    #[inline(never)]
    pub(crate) fn count_depth(&mut self) {
        if !std::mem::take(&mut self.counters.program_begins) {
            let peaks = &mut self.counters.peaks;
            peaks.data_depth = peaks.data_depth.max(self.stacks.depth() as u64);
        }
    }

    fn count_frame(&mut self, fp: *mut Word) {
        if self.counters.stack.0 != self.limit {
            self.counters.stack = (self.limit, self.tasks.current_stack());
            self.counters.chain.clear();
        }
        // SAFETY: V1: a function is being entered, its header is complete.
        let frames = unsafe { self.counters.depth_of(fp) } as u64;
        // SAFETY: V1, V3.
        let words = unsafe { (*super::frame::function_of(fp)).frame_words } as usize;
        let end = fp.wrapping_add(words).min(self.limit) as usize;
        let peaks = &mut self.counters.peaks;
        peaks.frames = peaks.frames.max(frames);
        let bytes = (end - self.counters.stack.1) as u64;
        peaks.stack_bytes = peaks.stack_bytes.max(bytes);
    }

    /// Counts a send that arrives at its site, in a counting vm; true if the
    /// way in front is the one to take.
    pub(crate) fn count_send(
        &mut self,
        site: &SendSite,
        ip: *const Insn,
        receiver: ShapeId,
    ) -> bool {
        if self.base_mode != COUNT {
            return false;
        }
        let info = &site.info;
        let in_front = info.front == receiver;
        let counters = &mut *self.counters;
        if counters.again == ip {
            counters.again = std::ptr::null();
            return in_front;
        }
        let hit = in_front || info.ways.iter().any(|way| way.shape == receiver);
        let sends = &mut counters.sends;
        match info.ways.len() {
            _ if info.megamorphic => sends.megamorphic.note(hit),
            0 => sends.empty += 1,
            1 => sends.monomorphic.note(hit),
            _ => sends.polymorphic.note(hit),
        }
        if !matches!(counters.op, Some(Op::Send | Op::SendNew)) {
            sends.from_operators += 1;
        }
        in_front
    }

    /// In a counting vm: hides what stands in front of a site, so that the
    /// next send is counted too.
    #[inline]
    pub(crate) fn hide_front(&self, site: &mut SendSite) {
        if self.base_mode == COUNT {
            site.info.front = site.shape;
            site.shape = shape::fixed::NONE;
        }
    }

    /// In a counting vm: takes the way for a receiver that the site knows, if
    /// it knows it.
    pub(crate) fn bring_to_front(&self, site: &mut SendSite, receiver: ShapeId) -> bool {
        let known = site.take_way(receiver);
        if known {
            self.hide_front(site);
        }
        known
    }

    /// In a counting vm: the running instruction is not done after all, or not
    /// by the interpreter, or begins anew.
    pub(crate) fn uncount(&mut self, op: Op) {
        if self.base_mode == COUNT {
            self.counters.ops[op as usize] -= 1;
        }
    }

    /// The running instruction will be executed again, as a part of the same
    /// execution.
    pub(crate) fn count_once(&mut self) {
        if self.base_mode == COUNT {
            self.counters.again = self.ip;
        }
    }

    /// Notes how much memory is in use, in a counting vm.
    pub(crate) fn count_memory(&mut self) {
        if self.base_mode == COUNT {
            self.counters.note_memory(&self.world.heap.stats());
        }
    }

    /// Uses of the global method cache.
    pub fn global_cache_uses(&self) -> Cache {
        Cache {
            hits: self.send_cache.hits,
            misses: self.send_cache.misses,
        }
    }

    /// Every function that was entered, with its calls; kept in every vm.
    pub fn function_calls(&self) -> impl Iterator<Item = CountedPlace> {
        let functions = self.functions.iter().map(|(_, function)| function);
        let entered = functions.filter(|function| function.calls > 0);
        let places = entered.filter_map(|function| {
            let code = function.code()?;
            Some(CountedPlace {
                name: self.place_name(function, code.span.start)?,
                count: function.calls,
            })
        });
        places.chain(freed_place(self.counters.freed_calls))
    }

    /// Keeps the counts of a function that is about to be freed.
    pub(crate) fn note_freed(&mut self, number: u32) {
        let function = self.functions.get(number);
        self.counters.freed_calls += function.calls;
        self.counters.freed_iterations += function.iterations();
        let nanoseconds = function.nanoseconds;
        self.note_freed_time(nanoseconds);
        self.note_freed_native(number);
    }

    /// Every loop that was run, with its iterations; kept in every vm.
    pub fn loop_iterations(&self) -> impl Iterator<Item = CountedPlace> {
        let places = self.functions.iter().flat_map(|(_, function)| {
            let loops = function.code().map_or(&[][..], |code| &code.loops);
            let counted = loops.iter().zip(&function.loops);
            counted
                .map(|(at, cell)| (at, cell.iterations()))
                .filter(|(_, count)| *count > 0)
                .filter_map(|(at, count)| {
                    Some(CountedPlace {
                        name: self.place_name(function, at.span.start)?,
                        count,
                    })
                })
        });
        places.chain(freed_place(self.counters.freed_iterations))
    }

    /// Its name, with `block in` for blocks.
    pub(crate) fn function_name(&self, function: &Function) -> String {
        let (Some(linked), Some(code)) = (function.unit(), function.code()) else {
            return "?".to_owned();
        };
        let unit = &linked.unit;
        let mut name = match code.kind {
            CodeKind::Top => "<main>".to_owned(),
            _ => String::from_utf8_lossy(unit.symbol(code.name)).into_owned(),
        };
        if code.kind.is_block() {
            name.insert_str(0, "block in ");
        }
        name
    }

    /// `name (file:line)`.
    fn place_name(&self, function: &Function, offset: u32) -> Option<String> {
        let unit = &function.unit()?.unit;
        let name = self.function_name(function);
        let (file, line) = (&unit.source.name, shown_line(unit.source.line(offset)));
        Some(format!("{name} ({file}:{line})"))
    }
}
