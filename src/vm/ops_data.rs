//! Handlers: arrays, hashes, ranges, strings, and `defined?`.

use crate::heap::{self, Kind, Word, layout};
use crate::object::encoding::Encoding;
use crate::object::hash::{Found, Probe};
use crate::object::hash_key::{NeedsRuby, SetError};
use crate::object::{MethodBody, Sym, TooBig, Value, Visibility, known, shape, sym};

use super::dispatch::{next, op, slow_op};
use super::function::ConstSite;
use super::{Handle, Stop, Vm};

impl Vm {
    /// TypeError for an operand that compiled Ruby never has there; code that
    /// was loaded may.
    #[cold]
    pub(crate) fn wrong_operand(&self, wanted: &str) -> Stop {
        self.type_error(format!(
            "wrong operand in compiled code (expected {wanted})"
        ))
    }

    fn check_hash(&self, word: Word) -> Result<(), Stop> {
        match self.wrap(word).as_hash() {
            Some(_) => Ok(()),
            None => Err(self.wrong_operand("Hash")),
        }
    }

    /// NoMemoryError for what no memory holds.
    #[cold]
    pub fn too_big(&self, _: TooBig) -> Stop {
        self.no_memory("failed to allocate memory")
    }

    /// A new String with the bytes of a literal.
    pub(crate) fn copy_literal(&self, literal: Word) -> Word {
        let literal = self
            .wrap(literal)
            .as_string()
            .expect("the linker made a String");
        let copy = self
            .world
            .str_dup(literal)
            .expect("memory for one small object")
            .value();
        if self.watches_literals() && self.world.is_interned(literal.value()) {
            copy.set_chilled(true);
        }
        copy.word()
    }
}

op!(op_new_array = NewArray (vm, ip, sp, fp) {
    let count = (*ip).a as usize;
    let first = sp.sub(count);
    let array = (*vm).array_of_operands(first, count);
    *first = array;
    next!(vm, ip.add(1), first.add(1), fp)
});

impl Vm {
    /// A new Array of `count` words at `first`.
    #[inline(never)]
    pub(crate) unsafe fn array_of_operands(&self, first: *const Word, count: usize) -> Word {
        let heap = &self.world.heap;
        // SAFETY: V2: the operands are live words; both objects are fresh and
        // are filled before anything else happens.
        unsafe {
            let array = heap.alloc(Kind::Array, self.world.array_shape, layout::array::FIXED);
            heap::barrier::store_init(array, layout::array::SLOTS, Word::NIL);
            heap::barrier::store_raw(array, layout::array::WINDOW, (count as u64) << 32);
            if count > 0 {
                let slots = heap.alloc(Kind::Tuple, shape::fixed::INTERNAL, count);
                for i in 0..count {
                    heap::barrier::store_init(slots, layout::tuple::TAIL + i, *first.add(i));
                }
                heap.store(array, layout::array::SLOTS, slots);
            }
            array
        }
    }
}

slow_op!(op_array_push = ArrayPush (vm, _a) {
    let value = vm.pop();
    let array = vm.wrap(vm.peek(0)).as_array().ok_or_else(|| vm.wrong_operand("Array"))?;
    vm.world.array_push(array, vm.wrap(value)).map_err(|e| vm.too_big(e))
});

slow_op!(op_array_concat = ArrayConcat (vm, _a) {
    let splat = vm.splat(vm.peek(0))?;
    vm.pop();
    let array = vm.wrap(vm.peek(0)).as_array().ok_or_else(|| vm.wrong_operand("Array"))?;
    let other = vm.wrap(splat).as_array().expect("a splat is an Array");
    vm.world.array_concat(array, other).map_err(|e| vm.too_big(e))
});

slow_op!(op_to_array = ToArray (vm, _a) {
    let splat = vm.splat(vm.peek(0))?;
    let copy = {
        let array = vm.wrap(splat).as_array().expect("a splat is an Array");
        vm.world.array_dup(array).map_err(|e| vm.too_big(e))?.value().word()
    };
    vm.pop();
    vm.push(copy);
    Ok(())
});

slow_op!(op_new_hash = NewHash (vm, a) {
    let pairs = a as usize;
    let hash = vm.world.new_hash(pairs).map_err(|e| vm.too_big(e))?.value().word();
    let hash = vm.protect_word(hash);
    for i in 0..pairs {
        let (key, value) = (vm.peek(2 * (pairs - i) - 1), vm.peek(2 * (pairs - i) - 2));
        vm.hash_put(hash, key, value)?;
    }
    for _ in 0..2 * pairs {
        vm.pop();
    }
    let made = vm.release(hash);
    vm.push(made);
    Ok(())
});

slow_op!(op_hash_set = HashSet (vm, _a) {
    vm.check_hash(vm.peek(2))?;
    let hash = vm.protect_word(vm.peek(2));
    vm.hash_put(hash, vm.peek(1), vm.peek(0))?;
    vm.release(hash);
    vm.pop();
    vm.pop();
    Ok(())
});

slow_op!(op_hash_merge = HashMerge (vm, _a) {
    vm.check_hash(vm.peek(1))?;
    let other = vm.keyword_hash(vm.peek(0))?;
    if !other.is_nil() {
        let (hash, other) = (vm.protect_word(vm.peek(1)), vm.protect_word(other));
        let mut position = 0;
        while let Some((at, key, value)) = vm.next_pair(other, position) {
            vm.hash_put(hash, key, value)?;
            position = at + 1;
        }
        vm.release(other);
        vm.release(hash);
    }
    vm.pop();
    Ok(())
});

impl Vm {
    /// Drops the last handle and returns its word.
    pub(crate) fn release(&mut self, handle: Handle) -> Word {
        debug_assert_eq!(handle.0 as usize + 1, self.handles.len());
        self.handles.pop().expect("protected above")
    }

    /// An entry of a protected Hash from a position on.
    pub(crate) fn next_pair(&self, hash: Handle, position: u32) -> Option<(u32, Word, Word)> {
        let hash = self.get(hash).as_hash()?;
        hash.next_entry(position)
            .map(|(at, key, value)| (at, key.word(), value.word()))
    }

    /// Sets a key of a protected Hash; calls `hash` and `eql?` if the key
    /// needs them.
    pub(crate) fn hash_put(&mut self, hash: Handle, key: Word, value: Word) -> Result<(), Stop> {
        let stored = {
            let table = self.get(hash).as_hash().expect("a handle of a Hash");
            self.world.hash_set(table, self.wrap(key), self.wrap(value))
        };
        match stored {
            Ok(()) => Ok(()),
            Err(SetError::NeedsRuby) => self.hash_put_slow(hash, key, value),
            Err(error) => Err(self.set_error(error)),
        }
    }

    /// The exception for a store that failed.
    pub fn set_error(&self, error: SetError) -> Stop {
        match error {
            SetError::Iterating => {
                self.runtime_error("can't add a new key into hash during iteration")
            }
            _ => self.no_memory("failed to allocate memory"),
        }
    }

    fn hash_put_slow(&mut self, hash: Handle, key: Word, value: Word) -> Result<(), Stop> {
        let (key, value) = (self.protect_word(key), self.protect_word(value));
        let number = self.key_hash(key)?;
        let found = self.find_key(hash, number, key)?;
        let outcome = {
            let table = self.get(hash).as_hash().expect("a handle of a Hash");
            match found {
                Some(position) => {
                    self.world
                        .hash_set_value_at(table, position, self.get(value));
                    Ok(())
                }
                None => self
                    .world
                    .hash_store(table, number, self.get(key), self.get(value)),
            }
        };
        self.release(value);
        self.release(key);
        outcome.map_err(|error| self.set_error(error))
    }

    /// The hash value of any key; calls `hash` where a program defines it.
    pub fn key_hash(&mut self, key: Handle) -> Result<u64, Stop> {
        if let Some(number) = self.world.simple_hash(self.get(key)) {
            return Ok(number);
        }
        let class = self.world.dispatch_class(self.get(key));
        let entry = self.look_up(class, sym::HASH).map(|id| self.entry(id));
        if entry.is_none_or(|entry| entry.owner == known::KERNEL) {
            return Ok(self.world.identity_hash(self.get(key)));
        }
        let word = self.call_words(self.get(key).word(), sym::HASH, &[], Word::NIL)?;
        let value = self.wrap(word);
        match value.as_integer() {
            Some(integer) => {
                let low = integer
                    .to_i64()
                    .unwrap_or_else(|| integer.bit_length() as i64);
                Ok(self.world.hash_number(low as u64))
            }
            None => Err(self.conversion_error(value, "Integer")),
        }
    }

    /// The position of a key in a protected Hash.
    pub fn find_key(
        &mut self,
        hash: Handle,
        number: u64,
        key: Handle,
    ) -> Result<Option<u32>, Stop> {
        let mut probe = Probe::default();
        loop {
            let (position, candidate) = {
                let table = self.get(hash).as_hash().expect("a handle of a Hash");
                match self
                    .world
                    .hash_find(table, number, self.get(key), &mut probe)
                {
                    Found::Entry(position) => return Ok(Some(position)),
                    Found::Nothing => return Ok(None),
                    Found::Ask(position, candidate) => (position, candidate.word()),
                }
            };
            if self.keys_eql(self.get(key).word(), candidate)? {
                return Ok(Some(position));
            }
        }
    }

    /// `a.eql?(b)` for keys.
    fn keys_eql(&mut self, a: Word, b: Word) -> Result<bool, Stop> {
        let class = self.world.dispatch_class(self.wrap(a));
        let entry = self.look_up(class, sym::EQL_P).map(|id| self.entry(id));
        if entry.is_none_or(|entry| entry.owner == known::KERNEL) {
            return Ok(a == b);
        }
        Ok(self.call_words(a, sym::EQL_P, &[b], Word::NIL)?.truthy())
    }

    /// The value under any key of a protected Hash, without its default.
    pub fn hash_fetch(&mut self, hash: Handle, key: Handle) -> Result<Option<Word>, Stop> {
        let simple = {
            let table = self.get(hash).as_hash().expect("a handle of a Hash");
            self.world
                .hash_get(table, self.get(key))
                .map(|found| found.map(Value::word))
        };
        match simple {
            Ok(found) => Ok(found),
            Err(NeedsRuby) => {
                let number = self.key_hash(key)?;
                let found = self.find_key(hash, number, key)?;
                let table = self.get(hash).as_hash().expect("a handle of a Hash");
                Ok(found
                    .and_then(|position| table.entry(position))
                    .map(|(_, value)| value.word()))
            }
        }
    }

    /// What `*value` splats to: an Array.
    pub(crate) fn splat(&mut self, value: Word) -> Result<Word, Stop> {
        if self.wrap(value).as_array().is_some() {
            return Ok(value);
        }
        let handle = self.protect_word(value);
        let made = self.call_if_able(value, sym::TO_A)?.unwrap_or(Word::NIL);
        let value = self.release(handle);
        if self.wrap(made).as_array().is_some() {
            return Ok(made);
        }
        if !made.is_nil() {
            return Err(self.bad_conversion(value, "Array", "to_a", made));
        }
        self.new_array_of(&[value])
    }

    /// TypeError for a conversion method that returned the wrong thing.
    pub(crate) fn bad_conversion(
        &self,
        value: Word,
        wanted: &str,
        method: &str,
        made: Word,
    ) -> Stop {
        let (from, to) = (
            self.class_name_of(self.wrap(value)),
            self.class_name_of(self.wrap(made)),
        );
        self.type_error(format!(
            "can't convert {from} to {wanted} ({from}#{method} gives {to})"
        ))
    }

    /// What `**value` contributes: a Hash, or nil for nothing.
    fn keyword_hash(&mut self, value: Word) -> Result<Word, Stop> {
        if value.is_nil() || self.wrap(value).as_hash().is_some() {
            return Ok(value);
        }
        let class = self.world.dispatch_class(self.wrap(value));
        if self.look_up(class, sym::TO_HASH).is_some() {
            let handle = self.protect_word(value);
            let made = self.call_words(value, sym::TO_HASH, &[], Word::NIL)?;
            let value = self.release(handle);
            if self.wrap(made).as_hash().is_some() {
                return Ok(made);
            }
            return Err(self.bad_conversion(value, "Hash", "to_hash", made));
        }
        Err(self.conversion_error(self.wrap(value), "Hash"))
    }

    /// `to_ary` of a value that is no Array, or None.
    pub(crate) fn implicit_array(&mut self, value: Word) -> Result<Option<Word>, Stop> {
        if self.wrap(value).as_array().is_some() {
            return Ok(Some(value));
        }
        if !value.is_object() && !value.is_nil() {
            return Ok(None);
        }
        let handle = self.protect_word(value);
        let made = self.call_if_able(value, sym::TO_ARY)?.unwrap_or(Word::NIL);
        let value = self.release(handle);
        if made.is_nil() {
            return Ok(None);
        }
        if self.wrap(made).as_array().is_some() {
            return Ok(Some(made));
        }
        Err(self.bad_conversion(value, "Array", "to_ary", made))
    }
}

slow_op!(op_new_range = NewRange (vm, a) {
    let (low, high) = (vm.peek(1), vm.peek(0));
    let comparable = (low.is_int() && high.is_int()) || low.is_nil() || high.is_nil();
    if !comparable {
        let low_high = vm.call_words(low, sym::CMP, &[high], Word::NIL);
        match low_high {
            Ok(word) if !word.is_nil() => {}
            Ok(_) => return Err(vm.argument_error("bad value for range")),
            Err(stop) => {
                let pending = vm.pending.get();
                if vm.is_throw(pending) || !vm.world.is_a(vm.wrap(pending), known::STANDARD_ERROR) {
                    return Err(stop);
                }
                vm.pending.set(Word::UNDEF);
                return Err(vm.argument_error("bad value for range"));
            }
        }
    }
    let range = vm.make_range(vm.peek(1), vm.peek(0), a != 0);
    vm.pop();
    vm.pop();
    vm.push(range);
    Ok(())
});

impl Vm {
    /// A Range whose bounds were checked.
    pub(crate) fn make_range(&self, low: Word, high: Word, exclusive: bool) -> Word {
        let shape = self.world.root_shape(known::RANGE);
        let range = self
            .world
            .heap
            .alloc(Kind::Range, shape, layout::range::FIXED);
        // SAFETY: a fresh Range with three value fields.
        unsafe {
            heap::barrier::store_init(range, layout::range::FIRST, low);
            heap::barrier::store_init(range, layout::range::LAST, high);
            heap::barrier::store_init(range, layout::range::EXCLUSIVE, Word::from_bool(exclusive));
        }
        range
    }
}

slow_op!(op_concat_strings = ConcatStrings (vm, a) {
    let count = a as usize;
    let made = {
        let part = |i: usize| vm.wrap(vm.peek(count - 1 - i)).as_string();
        let length = (0..count).filter_map(part).map(|s| s.len()).sum();
        let result = vm.world.new_string_with_capacity(length).map_err(|e| vm.too_big(e))?;
        // As in CRuby, interpolation alone gives no US-ASCII.
        let first = part(0).map(|first| first.encoding());
        if let Some(first) = first.filter(|first| count > 1 || *first != Encoding::UsAscii) {
            result.set_encoding(first);
        }
        for string in (0..count).filter_map(part) {
            if count > 1 && result.encoding() == Encoding::UsAscii {
                result.set_encoding(string.encoding());
            }
            if vm.world.str_concat(result, string).is_err() {
                let (a, b) = (result.encoding(), string.encoding());
                return Err(vm.raise_incompatible(a, b));
            }
        }
        result.value().word()
    };
    for _ in 0..count {
        vm.pop();
    }
    vm.push(made);
    Ok(())
});

slow_op!(op_to_symbol = ToSymbol (vm, _a) {
    let string = vm.pop();
    let symbol = {
        let string = vm.wrap(string).as_string().ok_or_else(|| vm.wrong_operand("String"))?;
        vm.intern_computed(string.bytes())?
    };
    vm.push(Word::from_symbol(symbol.0));
    Ok(())
});

op!(op_freeze_string = FreezeString (vm, ip, sp, fp) {
    (*vm).world.freeze((*vm).wrap(*sp.sub(1)));
    next!(vm, ip.add(1), sp, fp)
});

slow_op!(op_expand_array = ExpandArray (vm, a) {
    let (pre, post, rest) = ((a as u32) as usize, (a >> 33) as usize, (a >> 32) & 1 != 0);
    let value = vm.peek(0);
    let values = match vm.implicit_array(value)? {
        Some(array) => vm.wrap(array).as_array().expect("to_ary gave an Array").iter().map(Value::word).collect(),
        None => vec![vm.peek(0)],
    };
    vm.pop();
    vm.push_expanded(&values, pre, post, rest)
});

slow_op!(op_check_parts = CheckParts (vm, a) {
    let value = vm.wrap(vm.peek(0));
    match a {
        0 if value.as_array().is_none() => Err(vm.type_error("deconstruct must return Array")),
        1 if value.as_hash().is_none() => Err(vm.type_error("deconstruct_keys must return Hash")),
        _ => Ok(()),
    }
});

slow_op!(op_no_match = NoMatch (vm, _a) {
    let (missing, message) = (vm.pop(), vm.pop());
    Err(vm.no_match(vm.wrap(message), vm.wrap(missing)))
});

impl Vm {
    /// Encoding::CompatibilityError for strings that cannot be joined.
    #[cold]
    pub fn raise_incompatible(&self, a: Encoding, b: Encoding) -> Stop {
        self.compatibility_error(format!(
            "incompatible character encodings: {} and {}",
            a.long_name(),
            b.long_name()
        ))
    }

    /// Raises Encoding::CompatibilityError.
    #[cold]
    pub fn compatibility_error(&self, message: String) -> Stop {
        let class = self.const_get_own(known::ENCODING, self.intern("CompatibilityError"));
        match class.and_then(|class| self.as_class(class)) {
            Some(class) => self.raise(class, message.as_bytes()),
            None => self.encoding_error(message),
        }
    }

    /// Pushes the parts of a multiple assignment, the first on top.
    fn push_expanded(
        &mut self,
        values: &[Word],
        pre: usize,
        post: usize,
        rest: bool,
    ) -> Result<(), Stop> {
        let get = |i: usize| values.get(i).copied().unwrap_or(Word::NIL);
        let rest_end = values.len().saturating_sub(post).max(pre);
        for i in (0..post).rev() {
            self.push(get(if rest { rest_end + i } else { pre + i }));
        }
        if rest {
            let middle = values.get(pre..rest_end.min(values.len())).unwrap_or(&[]);
            let array = self.new_array_of(middle)?;
            self.push(array);
        }
        for i in (0..pre).rev() {
            self.push(get(i));
        }
        Ok(())
    }

    /// Pushes a description for `defined?`, or nil.
    fn push_defined(&mut self, defined: bool, description: &str) {
        let word = if defined {
            let text = self.world.string(description);
            self.world.freeze(text);
            text.word()
        } else {
            Word::NIL
        };
        self.push(word);
    }
}

slow_op!(op_defined_ivar = DefinedIvar (vm, a) {
    let this = vm.top_frame().expect("running").this();
    let defined = vm.world.ivar_find(vm.wrap(this), Sym(a as u32)).is_some();
    vm.push_defined(defined, "instance-variable");
    Ok(())
});

slow_op!(op_defined_global = DefinedGlobal (vm, a) {
    let defined = vm.global_defined(Sym(a as u32));
    vm.push_defined(defined, "global-variable");
    Ok(())
});

slow_op!(op_defined_cvar = DefinedCvar (vm, a) {
    let defined = vm.class_variable_defined(Sym(a as u32));
    vm.push_defined(defined, "class variable");
    Ok(())
});

slow_op!(op_defined_const = DefinedConst (vm, a) {
    // SAFETY: V3: the linker put the address of a constant site here.
    let name = unsafe { (*(a as *const ConstSite)).name };
    let scope = vm.constant_scope(crate::object::ScopeId(vm.scope_of_frame(vm.fp)));
    let defined = vm.lexical_const(scope, name).is_some() || vm.is_autoload(scope, name);
    vm.push_defined(defined, "constant");
    Ok(())
});

slow_op!(op_defined_const_in = DefinedConstIn (vm, a) {
    // SAFETY: as above.
    let name = unsafe { (*(a as *const ConstSite)).name };
    let scope = vm.pop();
    let module = vm.world.as_class(vm.wrap(scope));
    let defined = module.is_some_and(|module| vm.has_const_in(module, name));
    vm.push_defined(defined, "constant");
    Ok(())
});

slow_op!(op_defined_method = DefinedMethod (vm, a) {
    let this = vm.pop();
    let class = vm.world.dispatch_class(vm.wrap(this));
    let refined = vm.caller_refined(class, Sym(a as u32));
    let defined = refined.is_some()
        || vm.may_call_by_kin(class, Sym(a as u32))
        || vm.claims_to_answer(this, Sym(a as u32))?;
    vm.push_defined(defined, "method");
    Ok(())
});

slow_op!(op_defined_function = DefinedFunction (vm, a) {
    let this = vm.top_frame().expect("running").this();
    let handle = vm.protect_word(this);
    let own = vm.own_respond_to(this, Sym(a as u32), true);
    let this = vm.release(handle);
    let defined = match own? {
        Some(answer) => answer,
        None => vm.responds_to(this, Sym(a as u32), true)?,
    };
    vm.push_defined(defined, "method");
    Ok(())
});

slow_op!(op_defined_yield = DefinedYield (vm, _a) {
    let defined = !vm.top_frame().expect("running").block().is_nil();
    vm.push_defined(defined, "yield");
    Ok(())
});

slow_op!(op_defined_super = DefinedSuper (vm, _a) {
    let frame = vm.top_frame().expect("running");
    let class = vm.world.dispatch_class(vm.wrap(frame.this()));
    let above = frame.entry().and_then(|e| vm.find_super(class, e));
    vm.push_defined(above.is_some(), "super");
    Ok(())
});

impl Vm {
    /// Calls a conversion method of an object that has it, be it private or
    /// through `method_missing`, and does not deny it in a `respond_to?` of its own.
    fn call_if_able(&mut self, value: Word, name: Sym) -> Result<Option<Word>, Stop> {
        let handle = self.protect_word(value);
        let able = match self.own_respond_to(value, name, true)? {
            Some(false) => false,
            _ => self.responds_to(self.get(handle).word(), name, true)?,
        };
        let value = self.release(handle);
        if !able {
            return Ok(None);
        }
        self.call_words(value, name, &[], Word::NIL).map(Some)
    }

    /// What the program's own `respond_to?` says, if there is one.
    pub(crate) fn own_respond_to(
        &mut self,
        this: Word,
        name: Sym,
        private: bool,
    ) -> Result<Option<bool>, Stop> {
        let class = self.world.dispatch_class(self.wrap(this));
        let Some(id) = self.look_up(class, sym::RESPOND_TO) else {
            return Ok(None);
        };
        let entry = self.entry(id);
        if matches!(entry.body.get(), MethodBody::Native { .. }) {
            return Ok(None);
        }
        let args = [Word::from_symbol(name.0), Word::from_bool(private)];
        let count = if self.entry_arity(entry) == 1 { 1 } else { 2 };
        let answer = self.call_words(this, sym::RESPOND_TO, &args[..count], Word::NIL)?;
        Ok(Some(answer.truthy()))
    }

    /// Whether an object has a public method, or says so in
    /// `respond_to_missing?`, if a `respond_to?` of its own lets that be asked.
    fn claims_to_answer(&mut self, this: Word, name: Sym) -> Result<bool, Stop> {
        let class = self.world.dispatch_class(self.wrap(this));
        if self.look_up(class, name).is_some() {
            return self.responds_to(this, name, false);
        }
        let handle = self.protect_word(this);
        let own = self.own_respond_to(this, sym::RESPOND_TO_MISSING, true);
        let this = self.release(handle);
        match own? {
            Some(false) => Ok(false),
            _ => self.responds_to(this, name, false),
        }
    }

    /// Whether an object answers to a name; asks `respond_to_missing?` where a
    /// program defines it.
    pub(crate) fn responds_to(
        &mut self,
        this: Word,
        name: Sym,
        private: bool,
    ) -> Result<bool, Stop> {
        let class = self.world.dispatch_class(self.wrap(this));
        if let Some(id) = self.look_up(class, name) {
            return Ok(private || self.entry(id).visibility == Visibility::Public);
        }
        let missing = self
            .look_up(class, sym::RESPOND_TO_MISSING)
            .map(|id| self.entry(id));
        if missing.is_some_and(|entry| !matches!(entry.body.get(), MethodBody::Native { .. })) {
            let args = [Word::from_symbol(name.0), Word::from_bool(private)];
            return Ok(self
                .call_words(this, sym::RESPOND_TO_MISSING, &args, Word::NIL)?
                .truthy());
        }
        Ok(false)
    }

    /// `"#{value}"`: `to_s`, or the general description if that is no String.
    pub(crate) fn interpolate(&mut self, value: Word) -> Result<Word, Stop> {
        if self.wrap(value).as_string().is_some() {
            return Ok(value);
        }
        if let Some(symbol) = value.as_symbol()
            && !self.is_redefined(value, sym::TO_S)
        {
            let name = self.world.symbols.name(Sym(symbol));
            return Ok(self
                .world
                .new_string(name)
                .map_err(|e| self.too_big(e))?
                .value()
                .word());
        }
        let handle = self.protect_word(value);
        let made = self.call_words(value, sym::TO_S, &[], Word::NIL)?;
        let value = self.release(handle);
        if self.wrap(made).as_string().is_some() {
            return Ok(made);
        }
        let text = self.any_to_s(self.wrap(value));
        Ok(self.world.string(&text).word())
    }
}
