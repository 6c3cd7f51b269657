//! The general calling sequence: any method, any arguments, any caller.
//!
//! Fast paths in `ops_call.rs` cover simple calls; everything else comes here.
//! A call never nests a run loop: it pushes a frame and says where to go on, or
//! runs a primitive to its end. Only [`Vm::call_words`] and its kin, through
//! which Rust calls Ruby, nest.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::heap::{Kind, Word};
use crate::object::{
    ClassKind, MethodBody, MethodEntry, Sym, Value, Visibility, known, shape_of, sym,
};

use super::args::{BlockWord, Incoming};
use super::dispatch::{Insn, cold_handler, go, resume};
use super::eval::{class_eval_text, instance_eval_text};
use super::frame::{BLOCK, CALLABLE, HEADER, INFO_KEYWORDS};
use super::function::{Function, MAX_WAYS, SendSite, Way};
use super::natives::{Args, NativeFn, NativeRow, Special};
use super::ops_call::{Header, NEW, call_function, new_bare};
use super::raise::{CallForm, unwind};
use super::values::Values;
use super::{Stop, Vm};

cold_handler!(
    /// A hit on a protected method: may this caller call it?
    call_protected (vm, ip, sp, fp) {
    (*vm).save(ip, sp, fp);
    if (*vm).send_protected((*ip).a as *const SendSite) {
        return resume(vm, ip, sp, fp);
    }
    go!(unwind, vm, ip, sp, fp)
});

impl Vm {
    // ---- calls from handlers ----------------------------------------------

    /// The general hit of a site.
    #[inline(never)]
    pub(crate) fn send_general(&mut self, site: *const SendSite) -> bool {
        // SAFETY: V3: the running frame keeps the site.
        let site = unsafe { &*site };
        match self.convert_block(&site.info) {
            Err(_) => return false,
            Ok(true) => return self.send_again(),
            Ok(false) => {}
        }
        // SAFETY: V3: no Ruby ran since the site was hit.
        self.send_entry(site, unsafe { &*site.entry }).is_ok()
    }

    /// Executes the running send once more: Ruby ran after the site was hit, so
    /// its way may be gone.
    fn send_again(&mut self) -> bool {
        self.count_once();
        self.next = self.ip;
        true
    }

    pub(crate) fn send_entry(
        &mut self,
        site: &SendSite,
        entry: &'static MethodEntry,
    ) -> Result<(), Stop> {
        let base = self.base_of(site.pushed as usize);
        let incoming = self.incoming(&site.info, base)?;
        self.invoke(entry, base, incoming, self.next)
    }

    #[inline(never)]
    fn send_protected(&mut self, site: *const SendSite) -> bool {
        // SAFETY: V3: the running frame keeps the site.
        let site = unsafe { &*site };
        match self.convert_block(&site.info) {
            Err(_) => return false,
            Ok(true) => return self.send_again(),
            Ok(false) => {}
        }
        // SAFETY: V3: no Ruby ran since the site was hit.
        let entry: &'static MethodEntry = unsafe { &*site.entry };
        let base = self.base_of(site.pushed as usize);
        // SAFETY: V2.
        let this = unsafe { *base };
        if self.callable(entry.id, this, &site.info).is_none() {
            return self.send_missing(site, this).is_ok();
        }
        self.send_entry(site, entry).is_ok()
    }

    /// The Ruby body of a primitive that declined.
    #[inline(never)]
    pub(crate) fn send_declined(&mut self, site: *const SendSite) -> bool {
        // SAFETY: V3.
        let (site, entry) = unsafe { (&*site, &*(*site).entry) };
        let base = self.base_of(site.pushed as usize);
        let Ok(incoming) = self.incoming(&site.info, base) else {
            return false;
        };
        self.invoke_fallback(entry, base, incoming, self.next)
            .is_ok()
    }

    /// The function of a method whose parameters are exactly `argc` values.
    pub(super) fn takes_in_place(
        &self,
        entry: &MethodEntry,
        argc: usize,
    ) -> Option<&'static Function> {
        let MethodBody::Code(id) = entry.body.get() else {
            return None;
        };
        let function: *const Function = self.functions.get(id);
        // SAFETY: V3.
        let function = unsafe { &*function };
        function.takes_exactly(argc as u32).then_some(function)
    }

    /// Whether a frame of the function fits above `base`.
    pub(super) fn has_room(&self, base: *mut Word, function: &Function) -> bool {
        let words = function.n_slots as usize + function.frame_words as usize;
        let free = (self.limit as usize).saturating_sub(base as usize) / size_of::<Word>();
        words + HEADER + 1 < free
    }

    // ---- `new` --------------------------------------------------------------

    /// `new` at a site that does not know the class: teaches the site if the
    /// way is simple, else performs the call.
    #[inline(never)]
    pub(crate) fn fill_new(&mut self, site: *mut SendSite) -> bool {
        // SAFETY: V3.
        let site = unsafe { &mut *site };
        self.try_new(site).is_ok()
    }

    fn try_new(&mut self, site: &mut SendSite) -> Result<(), Stop> {
        self.convert_block(&site.info)?;
        let base = self.base_of(site.pushed as usize);
        // SAFETY: V2.
        let this = unsafe { *base };
        // SAFETY: an operand is live.
        let shape = unsafe { shape_of(this) };
        let class = self.world.shapes.class(shape);
        let found = self
            .look_up(class, sym::NEW)
            .and_then(|id| self.callable(id, this, &site.info));
        let Some(entry) = found else {
            self.next = self.next.wrapping_add(1);
            return self.send_missing(site, this);
        };
        if !self.is_class_new(entry) {
            // Result under the receiver: go on behind `new_done`.
            let incoming = self.incoming(&site.info, base)?;
            return self.invoke(entry, base, incoming, self.next.wrapping_add(1));
        }
        let of = self
            .world
            .as_class(self.wrap(this))
            .expect("Class#new has a class for receiver");
        let record = self.world.classes.get(of);
        let ordinary = record.instance_kind.get() == Kind::Object
            && record.kind == ClassKind::Class
            && !record.no_allocate.get()
            && !record.uninitialized.get();
        let initialize = self.look_up(of, sym::INITIALIZE).map(|id| self.entry(id));
        if let Some(entry) = initialize
            && let MethodBody::Kernel(_) = entry.body.get()
        {
            self.compile_kernel(entry);
        }
        if ordinary
            && let Some(entry) = initialize
            && let Some(way) = self.way_of_new(site, shape, entry)
        {
            if site.info.ways.is_empty() {
                self.note_site(sym::NEW, site);
                self.note_site(sym::INITIALIZE, site);
            }
            if site.info.ways.len() == MAX_WAYS {
                site.info.ways.clear();
            }
            site.info.ways.push(way);
            site.put_in_front(way);
            self.hide_front(site);
            self.count_once();
            self.next = self.ip;
            return Ok(());
        }
        let object = self.allocate(of)?;
        // SAFETY: V2: the placeholder stands below the receiver.
        unsafe {
            *base = object;
            *base.sub(1) = object;
        }
        let incoming = self.incoming(&site.info, base)?;
        self.invoke_initialize(initialize, base, incoming, self.next)
    }

    /// Calls `initialize`, which a program may have undefined.
    fn invoke_initialize(
        &mut self,
        initialize: Option<&'static MethodEntry>,
        base: *mut Word,
        incoming: Incoming,
        return_ip: *const Insn,
    ) -> Result<(), Stop> {
        match initialize {
            Some(entry) => self.invoke(entry, base, incoming, return_ip),
            None => {
                let form = CallForm::Function;
                self.invoke_missing(sym::INITIALIZE, form, base, incoming, return_ip)
            }
        }
    }

    fn way_of_new(
        &self,
        site: &SendSite,
        shape: crate::heap::ShapeId,
        initialize: &'static MethodEntry,
    ) -> Option<Way> {
        match initialize.body.get() {
            MethodBody::Code(id) => {
                let function: *const Function = self.functions.get(id);
                // SAFETY: V3.
                let simple = unsafe { (*function).takes_exactly(site.info.argc) };
                simple.then_some(Way {
                    shape,
                    handler: call_function::<NEW>,
                    target: function as usize,
                    entry: initialize,
                })
            }
            MethodBody::Native { .. }
                if initialize.owner == known::BASIC_OBJECT && site.info.argc == 0 =>
            {
                Some(Way {
                    shape,
                    handler: new_bare,
                    target: 0,
                    entry: initialize,
                })
            }
            _ => None,
        }
    }

    fn is_class_new(&self, entry: &MethodEntry) -> bool {
        matches!(entry.body.get(), MethodBody::Native { native, .. }
            if matches!(self.natives[native as usize].function, NativeFn::Special(Special::New)))
    }

    // ---- invoking -----------------------------------------------------------

    /// Calls a method. The receiver stands at `base`, the arguments are on
    /// their way; the result will replace the receiver and control goes on at
    /// `return_ip`.
    pub(crate) fn invoke(
        &mut self,
        entry: &'static MethodEntry,
        base: *mut Word,
        mut incoming: Incoming,
        return_ip: *const Insn,
    ) -> Result<(), Stop> {
        if let MethodBody::Kernel(_) = entry.body.get() {
            self.compile_kernel(entry);
        }
        match entry.body.get() {
            MethodBody::Code(id) => self.invoke_code(id, entry, base, incoming, return_ip),
            MethodBody::Native { native, .. } => {
                self.invoke_native(native, entry, base, incoming, return_ip)
            }
            MethodBody::Closure(slot) => {
                let closure = self.world.table_get(entry.owner, slot).word();
                // SAFETY: V2.
                let this = unsafe { *base };
                self.invoke_block(closure, Some(this), Some(entry), base, incoming, return_ip)
            }
            MethodBody::AttrReader(name) => {
                self.keywords_to_hash(&mut incoming)?;
                self.check_count(incoming.values.len(), 0)?;
                // SAFETY: V2.
                let this = unsafe { *base };
                let value = self.world.ivar_get(self.wrap(this), name).word();
                self.complete(base, value, return_ip);
                Ok(())
            }
            MethodBody::AttrWriter(name) => {
                self.keywords_to_hash(&mut incoming)?;
                self.check_count(incoming.values.len(), 1)?;
                // SAFETY: V2.
                let this = unsafe { *base };
                self.check_frozen(self.wrap(this))?;
                let value = incoming.values[0];
                self.world.ivar_set(self.wrap(this), name, self.wrap(value));
                self.complete(base, value, return_ip);
                Ok(())
            }
            // A method object that stands for `method_missing`.
            MethodBody::Undefined => {
                self.invoke_missing(entry.name, CallForm::Function, base, incoming, return_ip)
            }
            MethodBody::Kernel(_) => unreachable!("compiled above"),
        }
    }

    fn check_count(&self, given: usize, expected: usize) -> Result<(), Stop> {
        if given == expected {
            Ok(())
        } else {
            Err(self.arity_error(given, expected, Some(expected)))
        }
    }

    /// Puts a result where the receiver was.
    #[inline(always)]
    fn complete(&mut self, base: *mut Word, value: Word, return_ip: *const Insn) {
        // SAFETY: V2.
        unsafe {
            *base = value;
            self.sp = base.add(1);
        }
        self.next = return_ip;
        if self.world.heap.collect_requested() {
            self.burn_fuel();
        }
    }

    fn invoke_code(
        &mut self,
        id: u32,
        entry: &'static MethodEntry,
        base: *mut Word,
        incoming: Incoming,
        return_ip: *const Insn,
    ) -> Result<(), Stop> {
        let function: *const Function = self.functions.get(id);
        // SAFETY: V3.
        let function = unsafe { &*function };
        self.check_room(
            base,
            function.n_slots as usize + function.frame_words as usize,
        )?;
        let (argc, block) = (incoming.values.len(), incoming.block.0);
        self.bind(function, base, incoming, true)?;
        self.push_frame(function, base, entry, argc as u64, return_ip);
        // SAFETY: V2: the frame was just pushed.
        unsafe { *self.fp.add(BLOCK) = block };
        Ok(())
    }

    /// Writes a frame for `function` above `base` and makes it the running one.
    pub(crate) fn push_frame(
        &mut self,
        function: &Function,
        base: *mut Word,
        entry: *const MethodEntry,
        info: u64,
        return_ip: *const Insn,
    ) {
        // SAFETY: V2: `check_room` found the room.
        unsafe {
            let nfp = base.add(1 + function.n_slots as usize);
            Header {
                return_ip,
                caller: self.fp,
                function: function as *const Function as usize,
                entry: entry as usize,
                block: Word::NIL,
                env: Word::NIL,
                info,
            }
            .write(nfp);
            *nfp.add(CALLABLE) = Word::NIL;
            self.fp = nfp;
            self.sp = nfp.add(HEADER);
        }
        self.next = function.insns;
    }

    /// Raises SystemStackError unless `words` fit above `base`.
    pub(crate) fn check_room(&self, base: *mut Word, words: usize) -> Result<(), Stop> {
        let free = (self.limit as usize).saturating_sub(base as usize) / size_of::<Word>();
        if words + HEADER + 1 < free {
            Ok(())
        } else {
            Err(self.stack_level_too_deep())
        }
    }

    /// Runs a primitive, or starts what a special one wants.
    fn invoke_native(
        &mut self,
        native: u32,
        entry: &'static MethodEntry,
        base: *mut Word,
        mut incoming: Incoming,
        return_ip: *const Insn,
    ) -> Result<(), Stop> {
        let mut row = self.natives[native as usize];
        if incoming.block.0.is_nil()
            && let NativeFn::Special(Special::InstanceEval | Special::ClassEval) = row.function
        {
            // With text instead of a block they are ordinary primitives.
            let instance = row.function_is(Special::InstanceEval);
            row.arity = (1..=3).into();
            row.function = NativeFn::Exclusive(if instance {
                instance_eval_text
            } else {
                class_eval_text
            });
        }
        if let NativeFn::Special(special) = row.function {
            return self.invoke_special(special, (&row, entry), base, incoming, return_ip);
        }
        let had_keywords = !incoming.keywords.is_empty(self);
        self.keywords_to_hash(&mut incoming)?;
        let argc = incoming.values.len();
        if !row.arity.allows(argc) {
            if row.declines {
                incoming.restore_keywords(had_keywords);
                return self.invoke_fallback(entry, base, incoming, return_ip);
            }
            let max = (row.arity.max != u16::MAX).then_some(row.arity.max as usize);
            let stop = self.arity_error(argc, row.arity.min as usize, max);
            self.note_native(&row);
            return Err(stop);
        }
        self.put_arguments(base, &incoming)?;
        let declined = row.declines && self.decline_one_in != 0 && self.decline_now();
        let result = match row.function {
            _ if declined => Err(Stop::Decline),
            NativeFn::Shared(function) => {
                // SAFETY: V2: receiver and arguments stand at base.
                let args = unsafe { Args::new(self, base, argc) };
                let result = catch_unwind(AssertUnwindSafe(|| function(self, &args)));
                let result = result.unwrap_or_else(|panic| Err(self.primitive_panicked(&*panic)));
                result.map(Value::word)
            }
            NativeFn::Exclusive(function) => {
                let keywords = if had_keywords { INFO_KEYWORDS } else { 0 };
                let info = argc as u64 | keywords;
                self.run_exclusive(function, entry, base, info, incoming.block.0, return_ip)
            }
            NativeFn::Special(_) => unreachable!("handled above"),
        };
        if self.watches_primitives {
            self.sample_primitive();
        }
        match result {
            Ok(word) => {
                self.complete(base, word, return_ip);
                Ok(())
            }
            Err(Stop::Decline) => {
                // SAFETY: V2: an exclusive primitive may have moved them.
                incoming.values = (0..argc).map(|i| unsafe { *base.add(1 + i) }).collect();
                incoming.restore_keywords(had_keywords);
                self.invoke_fallback(entry, base, incoming, return_ip)
            }
            Err(Stop::Raise) => {
                self.note_native(&row);
                self.call_base = base;
                Err(Stop::Raise)
            }
        }
    }

    /// Runs an exclusive primitive in a frame of its own.
    pub(super) fn run_exclusive(
        &mut self,
        function: super::natives::ExclusiveFn,
        entry: *const MethodEntry,
        base: *mut Word,
        info: u64,
        block: Word,
        return_ip: *const Insn,
    ) -> Result<Word, Stop> {
        let argc = (info & 0xffff_ffff) as usize;
        let (caller, ip, handles) = (self.fp, self.ip, self.handles.len());
        // SAFETY: V2: room was checked.
        unsafe {
            let nfp = base.add(1 + argc);
            Header {
                return_ip,
                caller,
                function: self.stubs.native as usize,
                entry: entry as usize,
                block,
                env: Word::NIL,
                info,
            }
            .write(nfp);
            self.fp = nfp;
            self.sp = nfp.add(HEADER);
        }
        let result = catch_unwind(AssertUnwindSafe(|| function(self, argc).map(Value::word)));
        let result = result.unwrap_or_else(|panic| Err(self.primitive_panicked(&*panic)));
        self.handles.truncate(handles);
        self.fp = caller;
        self.ip = ip;
        result
    }

    /// The Ruby body below a primitive.
    pub(crate) fn invoke_fallback(
        &mut self,
        entry: &'static MethodEntry,
        base: *mut Word,
        incoming: Incoming,
        return_ip: *const Insn,
    ) -> Result<(), Stop> {
        if !self.unnamed.get().is_undef() {
            return self.invoke_named(entry, base, incoming, return_ip);
        }
        let MethodBody::Native {
            fallback: Some(kernel),
            ..
        } = entry.body.get()
        else {
            return Err(self.type_error("primitive declined its arguments and has no Ruby body"));
        };
        let code = self.kernel_function(kernel);
        self.invoke_code(code, entry, base, incoming, return_ip)
    }

    /// Writes the positional values of a call above its receiver.
    pub(super) fn put_arguments(
        &mut self,
        base: *mut Word,
        incoming: &Incoming,
    ) -> Result<(), Stop> {
        let argc = incoming.values.len();
        self.check_room(base, argc + HEADER + 64)?;
        for (i, &word) in incoming.values.iter().enumerate() {
            // SAFETY: V2: room was checked.
            unsafe { *base.add(1 + i) = word };
        }
        // SAFETY: V2.
        self.sp = unsafe { base.add(1 + argc) };
        Ok(())
    }

    fn invoke_special(
        &mut self,
        special: Special,
        (row, called): (&NativeRow, &'static MethodEntry),
        base: *mut Word,
        mut incoming: Incoming,
        return_ip: *const Insn,
    ) -> Result<(), Stop> {
        // SAFETY: V2.
        let this = unsafe { *base };
        match special {
            Special::Send | Special::PublicSend => {
                if incoming.values.is_empty() {
                    let stop = self.argument_error("no method name given");
                    self.note_native(row);
                    return Err(stop);
                }
                if self.wants_name(incoming.values[0]) {
                    self.unnamed.set(incoming.values[0]);
                    return self.invoke_named(called, base, incoming, return_ip);
                }
                let name = incoming.values.pop_front().expect("just checked");
                let name = self.method_name(name)?;
                let class = self.world.dispatch_class(self.wrap(this));
                let frame = self.top_frame().expect("running");
                let id = match self.refined_from(frame, class, name) {
                    Some(id) => Some(id),
                    None => self.look_up(class, name),
                };
                let entry = id.map(|id| self.entry(id));
                let public = special == Special::PublicSend;
                let form = if public {
                    CallForm::Method
                } else {
                    CallForm::Function
                };
                match entry.filter(|entry| !public || entry.visibility == Visibility::Public) {
                    Some(entry) => self.invoke(entry, base, incoming, return_ip),
                    None => self.invoke_missing(name, form, base, incoming, return_ip),
                }
            }
            Special::ProcCall => self.invoke_block(this, None, None, base, incoming, return_ip),
            Special::MethodCall => self.invoke_method_object(this, base, incoming, return_ip),
            Special::New => self.invoke_new(this, base, incoming, return_ip),
            Special::InstanceExec
            | Special::InstanceEval
            | Special::ClassExec
            | Special::ClassEval => {
                let block = incoming.block.0;
                if block.is_nil() {
                    let stop = match special {
                        Special::InstanceEval | Special::ClassEval => {
                            self.arity_error(0, 1, Some(3))
                        }
                        _ => self.local_jump_error("no block given"),
                    };
                    self.note_native(row);
                    return Err(stop);
                }
                if matches!(special, Special::InstanceEval | Special::ClassEval) {
                    if !incoming.values.is_empty() {
                        let stop = self.arity_error(incoming.values.len(), 0, Some(0));
                        self.note_native(row);
                        return Err(stop);
                    }
                    incoming.values = Values::from(&[this][..]);
                }
                incoming.block = BlockWord(Word::NIL);
                // Empty ones do not get through to the block.
                incoming.has_keywords &= !incoming.keywords.is_empty(self);
                let (mut block, mut this) = (block, Some(this));
                self.spread_argument(&mut block, &mut this, &mut incoming)?;
                // SAFETY: V2.
                let this = unsafe { *base };
                let class_body = matches!(special, Special::ClassExec | Special::ClassEval);
                let entry = self.eval_entry(block, this, class_body)?;
                self.invoke_block(block, Some(this), Some(entry), base, incoming, return_ip)
            }
            Special::BlockGiven => {
                // SAFETY: V2: primitives of this kind have no frame.
                let given = unsafe { !(*self.fp.add(BLOCK)).is_nil() };
                self.complete(base, Word::from_bool(given), return_ip);
                Ok(())
            }
            Special::YieldSelf => {
                let block = incoming.block.0;
                incoming.block = BlockWord(Word::NIL);
                self.invoke_block(block, None, None, base, incoming, return_ip)
            }
        }
    }

    /// `Class#new` through the general path: allocates, then runs `initialize`
    /// below a stub frame that drops its result.
    fn invoke_new(
        &mut self,
        class: Word,
        base: *mut Word,
        incoming: Incoming,
        return_ip: *const Insn,
    ) -> Result<(), Stop> {
        let class = self
            .world
            .as_class(self.wrap(class))
            .expect("Class#new has a class for receiver");
        let object = self.allocate(class)?;
        let found = self.look_up(class, sym::INITIALIZE);
        let initialize = found.map(|id| self.entry(id));
        let stub = self.stubs.new;
        self.check_room(base, 2 * HEADER + 8)?;
        // SAFETY: V2, V3: the stub's frame has the object for self, and the
        // call of `initialize` stands on its operands.
        unsafe {
            *base = object;
            self.push_frame(&*stub, base, std::ptr::null(), 0, return_ip);
            *self.fp.add(BLOCK) = Word::NIL;
            let inner = self.sp;
            *inner = object;
            self.sp = inner.add(1);
            self.ip = (*stub).insns;
            self.invoke_initialize(initialize, inner, incoming, (*stub).insns.add(1))
        }
    }

    /// A Method object.
    pub(super) fn invoke_method_object(
        &mut self,
        method: Word,
        base: *mut Word,
        incoming: Incoming,
        return_ip: *const Insn,
    ) -> Result<(), Stop> {
        let Some(method) = self.wrap(method).as_method() else {
            return Err(self.type_error("not a method object"));
        };
        let (id, this) = (method.entry(), method.receiver().word());
        // SAFETY: V2.
        unsafe { *base = this };
        self.invoke(self.entry(id), base, incoming, return_ip)
    }

    /// `method_missing`, for a call written in this form.
    pub(crate) fn invoke_missing(
        &mut self,
        name: Sym,
        form: CallForm,
        base: *mut Word,
        mut incoming: Incoming,
        return_ip: *const Insn,
    ) -> Result<(), Stop> {
        // SAFETY: V2.
        let this = unsafe { *base };
        let class = self.world.dispatch_class(self.wrap(this));
        let missing = self
            .look_up(class, sym::METHOD_MISSING)
            .map(|id| self.entry(id));
        match missing.filter(|entry| entry.owner != known::BASIC_OBJECT) {
            Some(entry) => {
                self.missing_form = form;
                incoming.values.push_front(Word::from_symbol(name.0));
                self.invoke(entry, base, incoming, return_ip)
            }
            None => {
                self.keywords_to_hash(&mut incoming)?;
                Err(self.no_method_error(this, name, form, &incoming.values))
            }
        }
    }
}
