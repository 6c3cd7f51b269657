//! Calls: of Ruby, of blocks, of primitives, of the interpreter for some
//! instructions.
//!
//! Before each the frame is stored as its state says, and told by a snippet what
//! it executes. Behind each that may run Ruby: the sentinel means to give up,
//! flags of the frame mean to leave, references are read anew.

use crate::heap::{Heap, Word};
use crate::jit::hir::{BlockArg, Callee, Insn, StateId, Val};
use crate::vm::frame::{BLOCK, CALLABLE, CALLER_FP, ENTRY, ENV, FUNCTION, ID, INFO, RETURN_IP};
use crate::vm::function::Function;
use crate::vm::native::{ExitReason, NativeEntry};
use crate::vm::native_calls::{Helper, HelperKind, snippet_word};
use crate::vm::natives::NativeRow;
use crate::vm::tier_stats::Counted;

use super::Lower;
use super::emit::{Block, Emitter, IntCC, Region, Repr, V};
use super::frame::ExitKey;
use super::layout::{self, record, vm};

/// Bits that a block word has below the activation id.
const ID_SHIFT: i64 = 24;

impl Lower<'_, '_> {
    /// Calls a helper that returns a word.
    pub(super) fn helper(&mut self, helper: Helper, args: &[V]) -> V {
        let row = &self.ground.helpers[helper as usize];
        let result = self.e.call_rust(row.address, row.args, row.returns, args);
        result.expect("its row says that it returns a word")
    }

    /// Calls one that does not.
    pub(super) fn helper_only(&mut self, helper: Helper, args: &[V]) {
        let row = &self.ground.helpers[helper as usize];
        debug_assert_eq!(row.kind, HelperKind::Leaf, "{} may stop", row.name);
        self.e.call_rust(row.address, row.args, row.returns, args);
    }

    /// A call of any kind.
    pub(super) fn call_node(&mut self, v: Val) -> Result<Option<V>, String> {
        match &self.graph.node(v).insn {
            Insn::Call {
                callee,
                args,
                state,
                ..
            } => {
                // Marks of absent arguments at the end were not passed.
                let absent = |arg: &&Val| {
                    let node = self.graph.node(self.graph.root(**arg));
                    matches!(node.insn, Insn::Const(Word::UNDEF))
                };
                let argc = args.len() - args.iter().rev().take_while(absent).count();
                self.call(v, callee, argc, *state)?;
            }
            Insn::Yield {
                outer,
                child,
                function,
                args,
                before,
                state,
            } => {
                let block = (*outer, *child);
                self.yield_(v, block, *function, args.len(), (*before, *state))?;
            }
            Insn::YieldAny { operands, state } => self.yield_any(v, operands.len(), *state)?,
            Insn::CallShared {
                row,
                args,
                before,
                state,
                ..
            } => self.call_shared(v, *row, args.len(), (*before, *state))?,
            Insn::Op { results, state, .. } => self.op(v, *results, *state)?,
            _ => return Err("no call".to_owned()),
        }
        self.epoch += 1;
        // Whoever wants the result has it already.
        Ok(None)
    }

    fn store_frame(&mut self, v: Val) -> Result<(), String> {
        let stores = self.places.before(&self.ground.source, v);
        self.store_all(&stores)
    }

    // ---- Ruby -----------------------------------------------------------------

    fn call(&mut self, v: Val, callee: &Callee, argc: usize, state: StateId) -> Result<(), String> {
        self.store_frame(v)?;
        // SAFETY: V3: the graph names living functions.
        let function = unsafe { &*callee.function };
        let nfp = self.header_offset(state, function);
        let block = match callee.block {
            BlockArg::Literal(child) => {
                let id = self.e.load(Region::Frame, self.fp, layout::header(ID));
                let id = self.e.shl_imm(id, ID_SHIFT);
                self.e.or_imm(id, block_bits(child))
            }
            BlockArg::Own => self.e.load(Region::Frame, self.fp, layout::header(BLOCK)),
            BlockArg::None => self.e.word(Word::NIL.bits()),
        };
        let entry = self.e.word(callee.entry as u64);
        let env = self.e.word(Word::NIL.bits());
        let code = self.e.word(callee.function as u64);
        let info = self.e.word(argc as u64);
        self.write_header(v, (self.fp, nfp), code, [entry, block, env], info);
        self.enter_callee(v, nfp, function, state);
        Ok(())
    }

    fn yield_(
        &mut self,
        v: Val,
        block: (*const Function, u32),
        function: *const Function,
        argc: usize,
        (before, state): (StateId, StateId),
    ) -> Result<(), String> {
        let (outer, child) = block;
        let e = &mut self.e;
        let word = e.load(Region::Frame, self.fp, layout::header(BLOCK));
        let definer = e.load(Region::Frame, self.fp, layout::header(CALLER_FP));
        let code = e.load(Region::Frame, definer, layout::header(FUNCTION));
        let known = e.word(outer as u64);
        let other = e.compare(IntCC::NotEqual, code, known);
        self.guard(other, before, ExitReason::Block);
        let e = &mut self.e;
        let id = e.load(Region::Frame, definer, layout::header(ID));
        let id = e.shl_imm(id, ID_SHIFT);
        let literal = e.or_imm(id, block_bits(child));
        let other = e.compare(IntCC::NotEqual, word, literal);
        self.guard(other, before, ExitReason::Block);
        if self.ground.vm.counts_hits() {
            self.count_up(Counted::Yield, 1);
        }
        self.store_frame(v)?;
        // SAFETY: V3: the graph names living functions.
        let (outer, function) = unsafe { (&*outer, &*function) };
        let base = layout::operand(self.graph.state(state).stack.len());
        let this = -(outer.n_slots as i32 + 1) * layout::WORD;
        let this = self.e.load(Region::Frame, definer, this);
        self.e.store(Region::Frame, this, self.fp, base);
        let nfp = self.header_offset(state, function);
        let [entry, passed, env] = [ENTRY, BLOCK, ENV]
            .map(|word| self.e.load(Region::Frame, definer, layout::header(word)));
        let code = self.e.word(std::ptr::from_ref(function) as u64);
        let info = self.e.word(argc as u64);
        self.write_header(v, (self.fp, nfp), code, [entry, passed, env], info);
        let callable = nfp + layout::header(CALLABLE);
        self.e.store(Region::Frame, word, self.fp, callable);
        self.enter_callee(v, nfp, function, state);
        Ok(())
    }

    /// Yields to a block that is found out now: a literal of some frame further
    /// out and a Proc made of a symbol are called in place, anything else is the
    /// interpreter's business.
    fn yield_any(&mut self, v: Val, operands: usize, state: StateId) -> Result<(), String> {
        self.store_frame(v)?;
        let argc = operands - 1;
        let depth = self.graph.state(state).stack.len();
        let (call, on) = (self.e.block(), self.e.block());
        let [no_literal, indirect, slow] = [(); 3].map(|()| self.e.cold_block());
        // Function, self, entry, block, Env, number of arguments.
        let target = [(); 6].map(|()| self.e.param(call, Repr::Word));
        let result = self.e.param(on, Repr::Word);
        let block = self.e.load(Region::Frame, self.fp, layout::header(BLOCK));
        let literal = self.literal_target(block, argc, no_literal);
        self.e.jump(call, &literal);
        self.e.enter(no_literal);
        let closure = self.closure_target(block, argc, indirect, slow);
        self.e.jump(call, &closure);
        self.e.enter(indirect);
        if argc == 1 {
            let symbol = self.symbol_target(block, depth, slow);
            self.e.jump(call, &symbol);
        } else {
            self.e.jump(slow, &[]);
        }
        self.e.enter(slow);
        let ran = self.run_snippet(v, depth + operands, 1, state);
        self.e.jump(on, &[ran]);
        self.e.enter(call);
        if self.ground.vm.counts_hits() {
            self.count_up(Counted::Yield, 1);
        }
        let [function, this, entry, passed, env, info] = target;
        let e = &mut self.e;
        e.store(Region::Frame, this, self.fp, layout::operand(depth));
        let slots = e.load_half(Region::Record, function, record::N_SLOTS);
        let slots = e.shl_imm(slots, 3);
        let new = e.add(self.fp, slots);
        let new = e.add_imm(new, i64::from(layout::operand(depth + 1)));
        self.write_header(v, (new, 0), function, [entry, passed, env], info);
        let e = &mut self.e;
        e.store(Region::Frame, block, new, layout::header(CALLABLE));
        let code = e.load(Region::Record, function, record::NATIVE_ENTRY);
        let yielded = e.call_native(code, new);
        let yielded = self.stop_if_sentinel(yielded, (new, 0), state);
        self.e.jump(on, &[yielded]);
        self.e.enter(on);
        self.called(v, Some(result));
        Ok(())
    }

    /// What a block literal that takes plain values, at most `argc`, is called with.
    fn literal_target(&mut self, block: V, argc: usize, none: Block) -> [V; 6] {
        let definer = self.definer(block, none);
        let e = &mut self.e;
        let outer = e.load(Region::Frame, definer, layout::header(FUNCTION));
        let children = e.load(Region::Record, outer, record::FIRST_CHILD);
        let child = e.shr_imm(block, CHILD_SHIFT);
        let child = e.and_imm(child, 0xffff);
        let child = e.shl_imm(child, 3);
        let child = e.add(children, child);
        let function = e.load(Region::Record, child, 0);
        let argc_at = (Region::Record, function, record::EXACT_ARGC);
        // What it does not ask for is dropped.
        let other = e.compare_half(IntCC::UnsignedGreaterThan, argc_at, argc as u32);
        e.leave_if(other, none);
        let slots = e.load_half(Region::Record, outer, record::N_SLOTS);
        let slots = e.shl_imm(slots, 3);
        let this = e.sub(definer, slots);
        let this = e.load(Region::Frame, this, -layout::WORD);
        let [entry, passed, env] =
            [ENTRY, BLOCK, ENV].map(|word| e.load(Region::Frame, definer, layout::header(word)));
        let info = e.load_half(Region::Record, function, record::EXACT_ARGC);
        [function, this, entry, passed, env, info]
    }

    /// What a Proc made of such a block is called with. Goes to `indirect` for
    /// lambdas and those that have no code of their own, to `none` for no Proc.
    fn closure_target(&mut self, block: V, argc: usize, indirect: Block, none: Block) -> [V; 6] {
        use crate::heap::layout::proc_;
        let e = &mut self.e;
        let low = e.and_imm(block, OBJECT_TAG);
        let other = e.compare_imm(IntCC::NotEqual, low, 0);
        e.leave_if(other, none);
        let raw = |e: &mut Emitter<'_>, index| e.load(Region::Raw, block, layout::field(index));
        let flags = raw(e, proc_::FLAGS);
        let special = e.compare_imm(IntCC::NotEqual, flags, 0);
        e.leave_if(special, indirect);
        let function = raw(e, proc_::CODE);
        let argc_at = (Region::Record, function, record::EXACT_ARGC);
        let other = e.compare_half(IntCC::UnsignedGreaterThan, argc_at, argc as u32);
        e.leave_if(other, none);
        let entry = raw(e, proc_::ENTRY);
        let [this, passed, env] = [proc_::SELF, proc_::BLOCK, proc_::ENV]
            .map(|index| e.load(Region::Field, block, layout::field(index)));
        let info = e.load_half(Region::Record, function, record::EXACT_ARGC);
        [function, this, entry, passed, env, info]
    }

    /// What a Proc made of a symbol calls for the value yielded, which stands
    /// above the place at `depth`.
    fn symbol_target(&mut self, block: V, depth: usize, none: Block) -> [V; 6] {
        let this = (self.e).load(Region::Frame, self.fp, layout::operand(depth + 1));
        let vm = self.e.vm();
        let found = self.helper(Helper::FindSymbol, &[vm, block, this]);
        let e = &mut self.e;
        let nothing = e.compare_imm(IntCC::Equal, found, 0);
        e.leave_if(nothing, none);
        let function = e.vm_load(vm::FOUND_FUNCTION);
        let entry = e.vm_load(vm::FOUND_ENTRY);
        let (nil, info) = (e.word(Word::NIL.bits()), e.word(0));
        [function, this, entry, nil, nil, info]
    }

    /// The header of the frame that a block literal was written in: the caller's
    /// as a rule. Goes to `slow` if the block is none.
    fn definer(&mut self, block: V, slow: Block) -> V {
        let e = &mut self.e;
        let (far, found) = (e.cold_block(), e.block());
        let definer = e.param(found, Repr::Word);
        let caller = e.load(Region::Frame, self.fp, layout::header(CALLER_FP));
        let outer = e.load(Region::Frame, caller, layout::header(FUNCTION));
        let has_blocks = (Region::Record, outer, record::HAS_BLOCKS);
        let none = e.compare_byte(IntCC::Equal, has_blocks, 0);
        e.leave_if(none, far);
        let id = e.load(Region::Frame, caller, layout::header(ID));
        let id = e.shl_imm(id, ID_SHIFT);
        let differs = e.xor(block, id);
        let differs = e.and_imm(differs, !CHILD_BITS);
        let other = e.compare_imm(IntCC::NotEqual, differs, block_bits(0));
        e.branch(other, (far, &[]), (found, &[caller]));
        e.enter(far);
        let tag = e.and_imm(block, TAG_BITS);
        let no_literal = e.compare_imm(IntCC::NotEqual, tag, block_bits(0));
        e.leave_if(no_literal, slow);
        let vm = e.vm();
        let elsewhere = self.helper(Helper::FindDefiner, &[vm, self.fp, block]);
        let e = &mut self.e;
        let none = e.compare_imm(IntCC::Equal, elsewhere, 0);
        e.branch(none, (slow, &[]), (found, &[elsewhere]));
        e.enter(found);
        definer
    }

    /// Where the header of a callee's frame is, from `fp`.
    fn header_offset(&self, state: StateId, callee: &Function) -> i32 {
        let depth = self.graph.state(state).stack.len();
        layout::operand(depth + 1 + callee.n_slots as usize)
    }

    /// What `Header::write` does: entry, block and Env are given.
    fn write_header(&mut self, v: Val, (base, nfp): (V, i32), function: V, words: [V; 3], info: V) {
        let return_ip = self.e.word(self.ground.snippets.last(v) as u64);
        let [entry, block, env] = words;
        let header = [
            (RETURN_IP, return_ip),
            (CALLER_FP, self.fp),
            (FUNCTION, function),
            (ENTRY, entry),
            (BLOCK, block),
            (ENV, env),
            (INFO, info),
        ];
        for (word, value) in header {
            let at = nfp + layout::header(word);
            self.e.store(Region::Frame, value, base, at);
        }
    }

    /// Calls native code, or what interprets, for a frame that is made.
    fn enter_callee(&mut self, v: Val, nfp: i32, callee: &Function, state: StateId) {
        let new = self.e.add_imm(self.fp, i64::from(nfp));
        let own = std::ptr::eq(callee, self.ground.source.function);
        let result = if own && self.graph.entry == NativeEntry::Function {
            self.e.call_own(new)
        } else {
            let function = self.e.word(std::ptr::from_ref(callee) as u64);
            let code = self.e.load(Region::Record, function, record::NATIVE_ENTRY);
            self.e.call_native(code, new)
        };
        let result = self.stop_if_sentinel(result, (self.fp, nfp), state);
        self.called(v, Some(result));
    }

    /// Gives up if a callee did, whose header is given; else there is a result.
    fn stop_if_sentinel(&mut self, result: V, (base, nfp): (V, i32), state: StateId) -> V {
        let stopped = self.is_sentinel(result);
        let (stop, on) = (self.e.cold_block(), self.e.block());
        let ended = self.e.param(on, Repr::Word);
        self.e.branch(stopped, (stop, &[]), (on, &[result]));
        self.e.enter(stop);
        self.land(on, None);
        // The callee's frame may be one of the interpreter now; it returns there.
        let insns = self.ground.source.function.insns;
        let next = insns.wrapping_add(self.graph.state(state).pc as usize);
        let next = self.e.word(next as u64);
        let at = nfp + layout::header(RETURN_IP);
        self.e.store(Region::Frame, next, base, at);
        let give_up = self.give_up();
        self.e.jump(give_up, &[]);
        self.e.enter(on);
        ended
    }

    /// Behind a callee that gave up: a `break` from a block of this frame's ends
    /// the call, which goes on at `on`, with the value in the frame too if a place is
    /// given; a `return` from one ends the frame.
    fn land(&mut self, on: Block, place: Option<i32>) {
        if !self.ground.source.function.has_blocks {
            return;
        }
        let vm = self.e.vm();
        let value = self.helper(Helper::Land, &[vm, self.fp]);
        let (landed, not) = (self.e.cold_block(), self.e.cold_block());
        let passes = self.is_sentinel(value);
        self.e.branch(passes, (not, &[]), (landed, &[]));
        self.e.enter(landed);
        if let Some(at) = place {
            self.e.store(Region::Frame, value, self.fp, at);
        }
        let ends = self.e.vm_load(vm::LANDED_RETURN);
        let ends = self.e.compare_imm(IntCC::NotEqual, ends, 0);
        let leave = self.e.cold_block();
        self.e.branch(ends, (leave, &[]), (on, &[value]));
        self.e.enter(leave);
        self.e.ret(value);
        self.e.enter(not);
    }

    /// Behind what may have run Ruby.
    fn called(&mut self, v: Val, result: Option<V>) {
        if let Some(result) = result {
            self.define(v, result);
        }
        self.leave_if_flagged(ExitKey::Behind(v, ExitReason::Invalid));
        self.reload(v);
    }

    // ---- primitives -------------------------------------------------------------

    fn call_shared(
        &mut self,
        v: Val,
        row: *const NativeRow,
        argc: usize,
        (before, state): (StateId, StateId),
    ) -> Result<(), String> {
        self.store_frame(v)?;
        let depth = self.graph.state(state).stack.len();
        let base = self.operands_end(depth);
        let sp = self.operands_end(depth + 1 + argc);
        self.save(v, sp);
        let (row_word, argc) = (self.e.word(row as u64), self.e.word(argc as u64));
        let vm = self.e.vm();
        let result = self.helper(Helper::CallShared, &[vm, row_word, base, argc]);
        let stopped = self.is_sentinel(result);
        let (stop, on) = (self.e.cold_block(), self.e.block());
        self.e.branch(stopped, (stop, &[]), (on, &[]));
        self.e.enter(stop);
        let vm = self.e.vm();
        let raised = self.helper(Helper::SharedStopped, &[vm, row_word]);
        let raise = self.exit_at(ExitKey::Raise(before));
        self.e.leave_if(raised, raise);
        if let Some(send) = self.counted {
            // The interpreter begins it anew, and counts it.
            self.count_up(send, -1);
        }
        let declined = self.exit(before, ExitReason::Declined);
        self.e.jump(declined, &[]);
        self.e.enter(on);
        self.define(v, result);
        if self.ground.source.looked_at {
            self.leave_if_flagged(ExitKey::Behind(v, ExitReason::Invalid));
        }
        self.collect_if_requested(v);
        Ok(())
    }

    /// The vm's registers, as the interpreter saves them.
    fn save(&mut self, v: Val, sp: V) {
        let start = self.ground.snippets.start(v);
        let ip = self.e.word(start as u64);
        let next = self.e.word(start.wrapping_add(1) as u64);
        self.e.vm_store(ip, vm::IP);
        self.e.vm_store(next, vm::NEXT);
        self.e.vm_store(sp, vm::SP);
        self.e.vm_store(self.fp, vm::FP);
    }

    /// Primitives allocate: leaves if that has asked for a collection, which the
    /// next poll then does.
    fn collect_if_requested(&mut self, v: Val) {
        let requested = (Region::Vm, self.e.vm(), vm::COLLECT_REQUESTED);
        let requested = (self.e).compare_byte(IntCC::NotEqual, requested, Heap::NOT_REQUESTED);
        let (poll, on) = (self.e.cold_block(), self.e.block());
        self.e.branch(requested, (poll, &[]), (on, &[]));
        self.e.enter(poll);
        let none = self.e.word(0);
        self.e.vm_store(none, vm::FUEL);
        let exit = self.exit_at(ExitKey::Behind(v, ExitReason::Poll));
        self.e.jump(exit, &[]);
        self.e.enter(on);
    }

    // ---- instructions -------------------------------------------------------------

    fn op(&mut self, v: Val, results: u32, state: StateId) -> Result<(), String> {
        let Insn::Op { operands, .. } = &self.graph.node(v).insn else {
            return Err("no op".to_owned());
        };
        self.store_frame(v)?;
        let depth = self.graph.state(state).stack.len();
        let result = self.run_snippet(v, depth + operands.len(), results, state);
        self.called(v, (results == 1).then_some(result));
        Ok(())
    }

    /// Executes the snippet of a node, which finds so many operands.
    fn run_snippet(&mut self, v: Val, depth: usize, results: u32, state: StateId) -> V {
        let sp = self.operands_end(depth);
        let snippet = self.e.word(self.ground.snippets.start(v) as u64);
        let pc = match self.graph.node(v).insn {
            Insn::Op { pc, .. } => pc,
            _ => self.graph.node(v).pc,
        };
        let first = self.ground.source.insns[pc as usize].op;
        let what = self.e.word(snippet_word(first, results == 1));
        let vm = self.e.vm();
        let result = self.helper(Helper::RunSnippet, &[vm, snippet, sp, self.fp, what]);
        if results != 1 {
            self.give_up_if_sentinel(result);
            return result;
        }
        let stopped = self.is_sentinel(result);
        let (stop, on) = (self.e.cold_block(), self.e.block());
        let ended = self.e.param(on, Repr::Word);
        self.e.branch(stopped, (stop, &[]), (on, &[result]));
        self.e.enter(stop);
        // An instruction leaves its result in the frame.
        let at = layout::operand(self.graph.state(state).stack.len());
        self.land(on, Some(at));
        let give_up = self.give_up();
        self.e.jump(give_up, &[]);
        self.e.enter(on);
        ended
    }
}

/// Bits of a block word that tell the literal.
const CHILD_BITS: i64 = 0xffff00;
const CHILD_SHIFT: i64 = 8;
/// Bits that are zero in references to objects.
const OBJECT_TAG: i64 = 7;
/// Bits that tell that it is one.
const TAG_BITS: i64 = 0xff;

/// The low bits of the word of a block literal.
fn block_bits(child: u32) -> i64 {
    Word::from_frame_block(u64::from(child)).bits() as i64
}
