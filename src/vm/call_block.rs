//! Calls of blocks: yields that are no simple case, Procs, blocks with another
//! self, Procs that stand for a symbol or a method.
//!
//! Like `call.rs`, it pushes frames and never nests a run loop.

use crate::heap::Word;
use crate::object::{MethodBody, MethodEntry, Sym, Visibility};

use super::args::{Incoming, Keywords};
use super::dispatch::Insn;
use super::frame::{BLOCK, CALLABLE, ENV, INFO_LAMBDA};
use super::function::{Function, SendSite};
use super::raise::CallForm;
use super::{Stop, Vm};

/// What a block word stands for.
struct BlockParts {
    function: *const Function,
    this: Word,
    env: Word,
    block: Word,
    entry: *const MethodEntry,
    lambda: bool,
}

impl Vm {
    /// A yield of plain values to a block with only required parameters, whose
    /// number differs: spreads an Array, pads or drops in place. False: the
    /// general path has to do it.
    #[inline(never)]
    pub(crate) fn yield_adapted(&mut self, site: *const SendSite) -> bool {
        // SAFETY: V3; V2.
        let (site, block) = unsafe { (&*site, *self.fp.add(BLOCK)) };
        if block.is_nil() || !site.info.plain {
            return false;
        }
        if let Some(proc_) = self.wrap(block).as_proc()
            && proc_.flags() != 0
        {
            return self.yield_to_symbol(site, block);
        }
        let Ok(parts) = self.block_parts(block) else {
            return false;
        };
        // SAFETY: V3.
        let function = unsafe { &*parts.function };
        if function.exact_argc == Function::NOT_EXACT && !function.only_rest {
            return false;
        }
        let (pushed, wanted) = (site.pushed as usize, function.n_params as usize);
        let base = self.base_of(pushed);
        if !self.has_room(base, function) {
            return false;
        }
        // SAFETY: V2: the slots have room, as just checked.
        unsafe {
            let first = base.add(1);
            let mut given = pushed;
            if function.only_rest {
                *first = self.array_of_operands(first, pushed);
                given = 1;
            } else if pushed == 1 && wanted > 1 && (*first).is_object() {
                let Some(array) = self.wrap(*first).as_array() else {
                    return false;
                };
                given = array.len().min(wanted);
                for (i, value) in array.iter().take(given).enumerate() {
                    *first.add(i) = value.word();
                }
            }
            for i in given..wanted {
                *first.add(i) = Word::NIL;
            }
            *base = parts.this;
            let return_ip = self.next;
            self.push_frame(function, base, parts.entry, wanted as u64, return_ip);
            *self.fp.add(BLOCK) = parts.block;
            *self.fp.add(ENV) = parts.env;
            *self.fp.add(CALLABLE) = block;
        }
        true
    }

    /// A yield of plain values to the Proc of a symbol: calls the method of the
    /// first if it is compiled and takes exactly the others. False: nothing was
    /// done.
    fn yield_to_symbol(&mut self, site: &SendSite, block: Word) -> bool {
        let pushed = site.pushed as usize;
        if pushed == 0 {
            return false;
        }
        let base = self.base_of(pushed);
        // SAFETY: V2: the values stand above the place of the receiver.
        let this = unsafe { *base.add(1) };
        let Some((function, entry)) = self.symbol_target(block, this, pushed - 1) else {
            return false;
        };
        if !self.has_room(base, function) {
            return false;
        }
        // SAFETY: V2: room was checked; the values move one down.
        unsafe { std::ptr::copy(base.add(1), base, pushed) };
        self.push_frame(function, base, entry, pushed as u64 - 1, self.next);
        // SAFETY: V2: the frame was just pushed.
        unsafe { *self.fp.add(BLOCK) = Word::NIL };
        true
    }

    /// The function and method that a Proc made of a symbol calls for a receiver,
    /// if it is public, compiled and takes exactly so many values more. Reaches no
    /// safe point.
    pub(crate) fn symbol_target(
        &mut self,
        block: Word,
        this: Word,
        argc: usize,
    ) -> Option<(&'static Function, &'static MethodEntry)> {
        let proc_ = self.wrap(block).as_proc()?;
        if !proc_.is_indirect() {
            return None;
        }
        let (name, scope) = (Sym(proc_.extra().word().as_symbol()?), proc_.code());
        let class = self.world.dispatch_class(self.wrap(this));
        if self.refined_for_symbol(scope, class, name).is_some() {
            return None;
        }
        let id = self.look_up(class, name)?;
        let entry = self.entry(id);
        let function = self.takes_in_place(entry, argc)?;
        (entry.visibility == Visibility::Public).then_some((function, entry))
    }

    /// Any yield: adapts arguments, or complains about a missing block.
    #[inline(never)]
    pub(crate) fn yield_general(&mut self, site: *const SendSite) -> bool {
        // SAFETY: V3; V2.
        let (site, block) = unsafe { (&*site, *self.fp.add(BLOCK)) };
        let base = self.base_of(site.pushed as usize);
        let work = |vm: &mut Vm| -> Result<(), Stop> {
            let incoming = vm.incoming(&site.info, base)?;
            vm.invoke_block(block, None, None, base, incoming, vm.next)
        };
        work(self).is_ok()
    }

    /// A block, Proc or nil, called with a self of its own or another one.
    pub(crate) fn invoke_block(
        &mut self,
        block: Word,
        this: Option<Word>,
        entry: Option<&'static MethodEntry>,
        base: *mut Word,
        mut incoming: Incoming,
        return_ip: *const Insn,
    ) -> Result<(), Stop> {
        let (mut block, mut this) = (block, this);
        if block.is_nil() {
            return Err(self.no_block_given());
        }
        if let Some(proc_) = self.wrap(block).as_proc()
            && proc_.is_indirect()
        {
            return self.invoke_indirect(block, base, incoming, return_ip);
        }
        if entry.is_none() {
            // Where a `break` out of `to_ary` finds the call that it ends.
            self.call_base = base;
            self.spread_argument(&mut block, &mut this, &mut incoming)?;
        }
        let parts = self.block_parts(block)?;
        // SAFETY: V3.
        let function: &'static Function = unsafe { &*parts.function };
        let lambda = parts.lambda
            || matches!(entry, Some(e) if matches!(e.body.get(), MethodBody::Closure(_)));
        self.check_room(
            base,
            function.n_slots as usize + function.frame_words as usize,
        )?;
        self.enter_block(
            function, this, entry, lambda, block, base, incoming, return_ip,
        )
    }

    /// The only argument of a block that takes it apart becomes what its
    /// `to_ary` says. Nothing else in a call of a block runs Ruby before the
    /// frame stands: whoever gives the block a method entry of its own makes
    /// that only after this.
    pub(crate) fn spread_argument(
        &mut self,
        block: &mut Word,
        this: &mut Option<Word>,
        incoming: &mut Incoming,
    ) -> Result<(), Stop> {
        let &[value] = &incoming.values[..] else {
            return Ok(());
        };
        let plain = !value.is_object() || self.wrap(value).as_array().is_some();
        if plain || !self.takes_apart(*block, incoming.has_keywords)? {
            return Ok(());
        }
        let depth = self.handles.len();
        let mut words = vec![block, &mut incoming.block.0];
        words.extend(this.as_mut());
        match &mut incoming.keywords {
            Keywords::None => {}
            Keywords::Pairs(pairs) => words.extend(pairs.iter_mut().map(|(_, word)| word)),
            Keywords::Hash(hash) => words.push(hash),
        }
        self.handles.extend(words.iter().map(|word| **word));
        let made = self.implicit_array(value);
        for (word, &kept) in words.into_iter().zip(&self.handles[depth..]) {
            *word = kept;
        }
        self.handles.truncate(depth);
        if let Some(array) = made? {
            incoming.values[0] = array;
        }
        Ok(())
    }

    /// Whether a block word takes a single Array apart.
    fn takes_apart(&self, block: Word, has_keywords: bool) -> Result<bool, Stop> {
        if self.wrap(block).as_proc().is_some_and(|p| p.is_indirect()) {
            return Ok(false);
        }
        let parts = self.block_parts(block)?;
        // SAFETY: V3.
        let code = unsafe { (*parts.function).code() };
        Ok(!parts.lambda && code.is_some_and(|code| spreads(&code.params, has_keywords)))
    }

    /// Pushes the frame of a block whose arguments are ready to be bound.
    #[expect(clippy::too_many_arguments, reason = "the parts of one call")]
    fn enter_block(
        &mut self,
        function: &Function,
        this: Option<Word>,
        entry: Option<&'static MethodEntry>,
        lambda: bool,
        block: Word,
        base: *mut Word,
        mut incoming: Incoming,
        return_ip: *const Insn,
    ) -> Result<(), Stop> {
        let parts = self.block_parts(block)?;
        let argc = incoming.values.len() as u64;
        let passed = std::mem::take(&mut incoming.block).0;
        self.bind(function, base, incoming, lambda)?;
        let info = argc | if lambda { INFO_LAMBDA } else { 0 };
        let entry = entry.map_or(parts.entry, |entry| entry as *const MethodEntry);
        let passed = if function.code().is_some_and(|code| code.params.block) {
            self.escape_block(passed)
        } else {
            passed
        };
        // SAFETY: V2: room was checked; the parameter slots are bound.
        unsafe {
            *base = this.unwrap_or(parts.this);
            if let Some(slot) = function.code().and_then(|code| code.params.block_slot()) {
                *base.add(1 + slot.index()) = passed;
            }
            self.push_frame(function, base, entry, info, return_ip);
            *self.fp.add(BLOCK) = parts.block;
            *self.fp.add(ENV) = parts.env;
            *self.fp.add(CALLABLE) = block;
        }
        Ok(())
    }

    /// The function of a block word.
    pub(crate) fn block_function(&self, block: Word) -> Result<&'static Function, Stop> {
        if self.wrap(block).as_proc().is_some_and(|p| p.is_indirect()) {
            return Err(Stop::Decline);
        }
        let parts = self.block_parts(block)?;
        // SAFETY: V3.
        Ok(unsafe { &*parts.function })
    }

    /// Takes a block word apart.
    fn block_parts(&self, block: Word) -> Result<BlockParts, Stop> {
        if let Some(payload) = block.as_frame_block() {
            let definer = self
                .frame_by_id(payload >> 16)
                .expect("a block literal is only known while its frame lives");
            let function = definer.function().children[(payload & 0xffff) as usize];
            return Ok(BlockParts {
                function,
                this: definer.this(),
                env: definer.env(),
                block: definer.block(),
                entry: definer
                    .entry()
                    .map_or(std::ptr::null(), |entry| entry as *const MethodEntry),
                lambda: false,
            });
        }
        let Some(proc_) = self.wrap(block).as_proc() else {
            return Err(self.type_error("wrong argument type (expected Proc)"));
        };
        Ok(BlockParts {
            function: proc_.code() as *const Function,
            this: proc_.self_value().word(),
            env: proc_.env().word(),
            block: proc_.block().word(),
            entry: proc_.entry() as *const MethodEntry,
            lambda: proc_.is_lambda(),
        })
    }

    /// A Proc made of a symbol or a method.
    fn invoke_indirect(
        &mut self,
        block: Word,
        base: *mut Word,
        mut incoming: Incoming,
        return_ip: *const Insn,
    ) -> Result<(), Stop> {
        let proc_ = self.wrap(block).as_proc().expect("checked by the caller");
        let (extra, scope) = (proc_.extra().word(), proc_.code());
        let Some(name) = extra.as_symbol() else {
            return self.invoke_method_object(extra, base, incoming, return_ip);
        };
        let Some(this) = incoming.values.pop_front() else {
            return Err(self.argument_error("no receiver given"));
        };
        // SAFETY: V2.
        unsafe { *base = this };
        let class = self.world.dispatch_class(self.wrap(this));
        let id = match self.refined_for_symbol(scope, class, Sym(name)) {
            Some(id) => Some(id),
            None => self.look_up(class, Sym(name)),
        };
        let found = id.map(|id| self.entry(id));
        match found.filter(|entry| entry.visibility == Visibility::Public) {
            Some(entry) => self.invoke(entry, base, incoming, return_ip),
            None => self.invoke_missing(Sym(name), CallForm::Method, base, incoming, return_ip),
        }
    }
}

/// Whether a block with these parameters takes a single Array apart; one with
/// more than required ones does not if the call is written with keywords.
pub(crate) fn spreads(params: &crate::bytecode::code::Params, has_keywords: bool) -> bool {
    if has_keywords && !params.is_simple() {
        return false;
    }
    let needed = params.required + params.post;
    let several = needed + params.optional > 1 || params.rest;
    params.excess_comma || params.optional > 1 || (needed > 0 && several)
}
