//! Linking: portable code becomes functions, functions become threaded code.
//!
//! Linking interns names and makes literals, sites and counters, once per
//! unit. Threading happens when a function first runs: each instruction gets
//! its handler and its operand in the form the handler wants.

use std::cell::Cell;
use std::rc::Rc;

use crate::bytecode::code::{Code, CodeKind, Literal, SendSite as PortableSend, Site, Unit};
use crate::bytecode::decode::Insn as Portable;
use crate::bytecode::operand::{OperandKind, SymbolIdx};
use crate::bytecode::ops::Op;
use crate::heap::{self, Word};
use crate::object::{ClassId, Sym, known, number_text, shape, sym};

use super::Vm;
use super::dispatch::{Handler, Insn, NORMAL, TRACE};
use super::frame::HEADER;
use super::function::{
    ConstSite, Function, FunctionKind, IvarSite, LinkedUnit, LoopCell, SendSite, SiteInfo,
};
use super::kept::kept_slots;
use super::native::{NativeEntry, Watch};
use super::ops_call::call_general;
use super::ops_control::{halt, thread_function};
use super::table::{handlers, jump_back_handler, keeping_returns, refined_handlers, tier_handlers};
use super::trace::{op_new_traced, op_send_traced};

/// Operand words that a frame may use beyond what its code needs: room for
/// the receiver and arguments of calls the vm itself makes.
const FRAME_SLACK_WORDS: u32 = 4;

/// Functions and instructions of the vm's own.
pub struct Stubs {
    /// Frames of exclusive primitives.
    pub native: *const Function,
    /// Frames at the bottom of nested runs.
    pub entry: *const Function,
    /// Frames of `Class#new`'s general path: drops the result of `initialize`,
    /// returns self.
    pub new: *const Function,
    /// The instruction that ends a nested run.
    pub halt: *const Insn,
    /// The instruction that unlinked functions start with.
    pub thread: *const Insn,
    #[expect(clippy::vec_box, reason = "the stubs' addresses are kept")]
    _owned: Vec<Box<Function>>,
    _insns: Box<[Insn; 2]>,
}

impl Stubs {
    /// The stubs of a new vm.
    pub fn new(mode: u8) -> Stubs {
        let insns = Box::new([
            Insn {
                handler: halt,
                a: 0,
            },
            Insn {
                handler: thread_function,
                a: 0,
            },
        ]);
        let table = &handlers(mode).0;
        let plain = |op: Op, a: u64| Insn {
            handler: table[op as usize],
            a,
        };
        let native = stub(FunctionKind::Native, vec![plain(Op::Nop, 0)]);
        let entry = stub(FunctionKind::Entry, vec![plain(Op::Nop, 0)]);
        let this = -1i64 as u64;
        // The first instruction stands for the call of `initialize`.
        let new = stub(
            FunctionKind::Method,
            vec![
                plain(Op::Nop, 0),
                plain(Op::Pop, 0),
                plain(Op::PushSelf, this),
                plain(Op::Ret, 1),
            ],
        );
        let mut owned = vec![native, entry, new];
        for function in &mut owned {
            function.insns = function.threaded.as_ptr();
        }
        Stubs {
            native: &*owned[0],
            entry: &*owned[1],
            new: &*owned[2],
            halt: &insns[0],
            thread: &insns[1],
            _owned: owned,
            _insns: insns,
        }
    }
}

fn stub(kind: FunctionKind, threaded: Vec<Insn>) -> Box<Function> {
    Box::new(Function {
        insns: std::ptr::null(),
        native_entry: std::ptr::null(),
        first_child: std::ptr::null(),
        exact_argc: Function::NOT_EXACT,
        only_rest: false,
        n_slots: 0,
        n_params: 0,
        required: 0,
        frame_words: HEADER as u32 + FRAME_SLACK_WORDS,
        calls: 0,
        body_pc: 0,
        kind,
        keyword_rest: Cell::new(false),
        block_told: Cell::new(false),
        has_blocks: false,
        kept_slots: 0,
        keeps_locals: Cell::new(false),
        plain_enter: false,
        id: u32::MAX,
        bytes: 0,
        linked: None,
        insn_count: threaded.len(),
        threaded,
        send_sites: Vec::new(),
        ivar_sites: Vec::new(),
        const_sites: Vec::new(),
        loops: Vec::new(),
        children: Vec::new(),
        hidden_locals: Cell::new(None),
        literals: Vec::new(),
        tier: None,
        nanoseconds: 0,
    })
}

/// Whether an instruction is a send that may take a shortcut.
pub(crate) fn is_operator(op: Op) -> bool {
    let special = matches!(op, Op::Send | Op::SendNew | Op::Super | Op::Yield | Op::ToS);
    let mut kinds = op.info().operands.iter().map(|(_, kind)| kind);
    !special && kinds.any(|kind| kind.is_send_site())
}

/// What runs instead of an instruction where refinements may be in force.
fn refined_handler(op: Op, mode: u8) -> Option<Handler> {
    let [send, new, to_s] = refined_handlers(mode);
    match op {
        Op::Send => Some(send),
        Op::SendNew => Some(new),
        Op::ToS => Some(to_s),
        op => is_operator(op).then_some(send),
    }
}

/// Memory that a unit takes beyond its functions and its text, about.
const UNIT_BYTES: usize = 2048;
/// Memory that an instruction takes in both its forms, spans included.
const INSN_BYTES: usize = 48;
/// Memory that a site takes, about.
const SITE_BYTES: usize = 192;

/// The number of values with which calls need not look at parameters.
fn exact_argc(code: &Code) -> u32 {
    let spreads = code.kind.is_block() && code.params.excess_comma;
    let simple = code.params.is_simple() && !spreads;
    if simple && code.slot_count <= Function::MOST_SLOTS_IN_PLACE {
        code.params.required
    } else {
        Function::NOT_EXACT
    }
}

/// A function with literals, whose sites are made when it is threaded.
fn unthreaded(
    code: &Code,
    (thread, native): (*const Insn, *const u8),
    id: u32,
    literals: Vec<Word>,
    source_bytes: usize,
) -> Function {
    let own = code.insns().len() * INSN_BYTES + code.sites.len() * SITE_BYTES;
    Function {
        insns: thread,
        native_entry: native,
        first_child: std::ptr::null(),
        exact_argc: exact_argc(code),
        only_rest: code.params.is_only_rest(),
        n_slots: code.slot_count,
        n_params: code.params.slot_count(),
        required: code.params.required,
        frame_words: HEADER as u32 + code.max_stack + FRAME_SLACK_WORDS,
        calls: 0,
        body_pc: 0,
        kind: if code.kind.is_block() {
            FunctionKind::Block
        } else {
            FunctionKind::Method
        },
        keyword_rest: Cell::new(false),
        block_told: Cell::new(false),
        has_blocks: code.flags.has_blocks,
        kept_slots: 0,
        keeps_locals: Cell::new(false),
        plain_enter: false,
        id,
        bytes: size_of::<Function>() + size_of::<Code>() + own + source_bytes,
        linked: None,
        insn_count: 0,
        threaded: Vec::new(),
        send_sites: Vec::new(),
        ivar_sites: Vec::new(),
        const_sites: Vec::new(),
        loops: vec![LoopCell::NEW; code.loops.len()],
        children: Vec::new(),
        hidden_locals: Cell::new(None),
        literals,
        tier: None,
        nanoseconds: 0,
    }
}

/// The block literals of a function: block words name them by their number in
/// this list.
fn children(linked: &LinkedUnit, index: usize) -> Vec<*const Function> {
    let mut children = Vec::new();
    for site in &linked.unit.codes[index].sites {
        if let Site::Send(PortableSend {
            block: Some(child), ..
        }) = site
        {
            let child = linked.functions[child.index()];
            if !children.contains(&child) {
                children.push(child);
            }
        }
    }
    assert!(
        children.len() <= 0x1_0000,
        "more block literals in one function than a block word can number"
    );
    children
}

/// The position of each site among those of its kind.
pub(crate) fn site_numbers(code: &Code) -> Vec<u32> {
    let mut counts = [0; 3];
    let numbers = code.sites.iter().map(|site| {
        let count = match site {
            Site::Send(_) => &mut counts[0],
            Site::Ivar(_) => &mut counts[1],
            Site::Const(_) => &mut counts[2],
        };
        *count += 1;
        *count - 1
    });
    numbers.collect()
}

/// Whether an instruction jumps back, but to no head of a loop: those poll.
pub(crate) fn jumps_back(insns: &[Portable], pc: usize) -> bool {
    let insn = insns[pc];
    let target = insn.a as usize;
    insn.op == Op::Jump && target <= pc && insns[target].op != Op::LoopHead
}

/// The core's own method that the compiler makes programs call; the only one
/// that they can name.
const SHAREABLE: &[u8] = b"__shareable";

/// Kernel code says `__at` and `__size` where it wants the shortcuts of `[]`
/// and `length` and does not care for redefinition.
pub(crate) fn use_internal_names(insns: &mut [Portable], linked: &LinkedUnit, code: &Code) {
    for insn in insns.iter_mut().filter(|insn| insn.op == Op::Send) {
        let Site::Send(site) = &code.sites[insn.a as usize] else {
            continue;
        };
        match (linked.unit.symbol(site.name), site.argc, site.is_plain()) {
            (b"__at", 1, true) => insn.op = Op::Aref,
            (b"__size", 0, true) => insn.op = Op::Length,
            _ => {}
        }
    }
}

impl Vm {
    /// Makes the functions of a unit and returns the one that runs it.
    /// `outer` is the function around an evaluated text.
    pub(crate) fn link(
        &mut self,
        unit: Unit,
        kernel: bool,
        outer: Option<(Rc<LinkedUnit>, u32)>,
    ) -> *const Function {
        let asks = |name: &Vec<u8>| name == b"binding";
        self.binding_mentioned |= !kernel && unit.symbols.iter().any(asks);
        let symbols: Vec<Sym> = unit
            .symbols
            .iter()
            .map(|name| match kernel || name == SHAREABLE {
                true => self.world.symbols.intern_own(name),
                false => self.world.symbols.intern(name),
            })
            .collect();
        let main = unit.main.index();
        let share = (unit.source.text.len() + UNIT_BYTES) / unit.codes.len();
        let mut ids = Vec::with_capacity(unit.codes.len());
        let starts = (self.stubs.thread, self.interpret_address());
        for code in &unit.codes {
            let literals = self.literals(code);
            if kernel || code.flags.mutable_strings {
                // Their copies may be changed without a word.
                literals
                    .iter()
                    .for_each(|&word| self.wrap(word).set_chilled(false));
            }
            let id = self
                .functions
                .add(|id| unthreaded(code, starts, id, literals, share));
            self.world.heap.charge(self.functions.get(id).bytes);
            ids.push(id);
        }
        let functions: Vec<*const Function> = (ids.iter())
            .map(|&id| self.functions.get(id) as *const Function)
            .collect();
        let linked = Rc::new(LinkedUnit {
            unit,
            symbols,
            functions: functions.clone(),
            kernel,
            refined: Cell::new(false),
            outer,
        });
        for (index, &id) in ids.iter().enumerate() {
            let function = self.functions.get_mut(id);
            function.linked = Some((linked.clone(), index as u32));
            function.kept_slots = kept_slots(&linked.unit.codes[index], kernel);
            function.children = children(&linked, index);
            function.first_child = function.children.as_ptr();
        }
        functions[main]
    }

    fn literals(&mut self, code: &Code) -> Vec<Word> {
        let literals = code.literals.iter();
        let make = |literal: &Literal| match literal {
            Literal::Int(number) if code.kind == CodeKind::Stack => {
                self.mature(|world| world.number64(*number).word())
            }
            literal => self.literal(literal),
        };
        literals.map(make).collect()
    }

    fn literal(&mut self, literal: &Literal) -> Word {
        match literal {
            Literal::Int(i) => self.mature(|world| world.int(*i).word()),
            Literal::BigInt(digits) => {
                let big = number_text::parse_integer(digits.as_bytes(), 10, true)
                    .expect("the compiler writes decimal digits");
                self.mature(|world| {
                    world
                        .integer_from_big(&big)
                        .expect("memory for a literal")
                        .word()
                })
            }
            Literal::Float(f) => self.mature(|world| world.float(*f).word()),
            Literal::Rational {
                numerator,
                denominator,
            } => self.literal_number(
                known::RATIONAL,
                [sym::NUMERATOR, sym::DENOMINATOR],
                [numerator, denominator],
            ),
            Literal::Imaginary(part) => self.literal_number(
                known::COMPLEX,
                [sym::REAL_PART, sym::IMAGINARY_PART],
                [&Literal::Int(0), part],
            ),
            Literal::Str(bytes, encoding) => self.mature(|world| {
                let string = world
                    .new_string_in(bytes, *encoding)
                    .expect("memory for a literal")
                    .value();
                world.freeze(string);
                world.mark_interned(string);
                string.word()
            }),
            Literal::Regexp {
                source,
                options,
                encoding,
            } => self.regexp_literal(source, *options, *encoding),
            Literal::Range {
                low,
                high,
                exclusive,
            } => {
                let bound = |i: &Option<i64>| {
                    i.map_or(Word::NIL, |i| self.mature(|world| world.int(i).word()))
                };
                let (low, high) = (bound(low), bound(high));
                self.mature(|_| self.make_range(low, high, *exclusive))
            }
        }
    }

    /// A frozen number of two parts.
    fn literal_number(&mut self, class: ClassId, names: [Sym; 2], parts: [&Literal; 2]) -> Word {
        let parts = parts.map(|part| self.literal(part));
        // Mature before its variables are set, so that these are stored with the barrier.
        let number = self.mature(|world| world.new_object(class).word());
        for (name, part) in names.into_iter().zip(parts) {
            let (number, part) = (self.wrap(number), self.wrap(part));
            self.world.ivar_set(number, name, part);
        }
        self.world.freeze(self.wrap(number));
        number
    }

    /// Makes an object and moves it to where nothing moves, because threaded
    /// code holds its address.
    fn mature(&self, make: impl FnOnce(&crate::object::World) -> Word) -> Word {
        self.pretenure(make(&self.world))
    }

    /// A copy in mature space of an object that nobody else refers to yet.
    pub(crate) fn pretenure(&self, word: Word) -> Word {
        if !word.is_object() {
            return word;
        }
        // SAFETY: the object is live and new; its words are copied whole.
        unsafe {
            let header = heap::barrier::header(word);
            if header.has(heap::Flag::MATURE) {
                return word;
            }
            let words = heap::barrier::body_words(word);
            let copy = self
                .world
                .heap
                .alloc_mature(header.kind(), header.shape(), words);
            for index in 1..=words {
                heap::barrier::store_raw(copy, index, heap::barrier::load_raw(word, index));
            }
            for flag in [heap::Flag::FROZEN, heap::Flag::SHARED] {
                if header.has(flag) {
                    heap::barrier::set_flag(copy, flag);
                }
            }
            copy
        }
    }

    /// Threads a function: handlers, operands, sites.
    #[inline(never)]
    pub(crate) fn thread(&mut self, function: *mut Function) {
        // SAFETY: V3: functions stay; nobody else looks at this one while it
        // is threaded (its frames are at their first instruction).
        let function = unsafe { &mut *function };
        let (linked, index) = function
            .linked
            .clone()
            .expect("only linked functions are threaded");
        let code = &linked.unit.codes[index as usize];
        if function.send_sites.is_empty()
            && function.ivar_sites.is_empty()
            && function.const_sites.is_empty()
        {
            self.make_sites(function, &linked, code);
        }
        if function.threaded.is_empty() {
            function.tier = self.new_tiering(function);
            if function.tier.is_some() {
                let first = Watch::until(self.native.config.first_loops());
                function
                    .loops
                    .iter_mut()
                    .for_each(|cell| cell.watch = first);
            }
        }
        let mut insns = code.insns();
        if linked.kernel {
            use_internal_names(&mut insns, &linked, code);
        }
        let mode = self.mode_of(function, &linked);
        let prologue = |op| matches!(op, Op::Enter | Op::Primitive | Op::Activate | Op::MakeEnv);
        let body = insns.iter().position(|insn| !prologue(insn.op));
        function.body_pc = body.unwrap_or(0) as u32;
        let numbers = site_numbers(code);
        let threaded: Vec<Insn> = (insns.iter().enumerate())
            .map(|(pc, insn)| Insn {
                handler: match jumps_back(&insns, pc) {
                    true => jump_back_handler(mode),
                    false => self.handler_for(function, &linked, *insn, mode),
                },
                a: self.operand(function, &linked, &numbers, *insn, pc),
            })
            .collect();
        function.insn_count = threaded.len();
        if function.threaded.len() == threaded.len() {
            // Threaded anew: frames keep their instruction pointers.
            function.threaded.copy_from_slice(&threaded);
        } else {
            function.threaded = threaded;
        }
        let watched = self.watch(function, &insns, mode);
        if !watched || (function.is_hot() && !function.is_profiled()) {
            super::fuse::overlay(function, &insns, mode, self.shortcuts_allowed(&linked));
        }
        function.plain_enter = mode == NORMAL && !watched && insns[0].op == Op::Enter;
        function.insns = function.threaded.as_ptr();
    }

    /// Which handlers code is threaded with: nobody traces the kernel, and
    /// watchers programs in the stack language.
    fn mode_for(&self, linked: &LinkedUnit) -> u8 {
        if linked.kernel {
            return self.base_mode;
        }
        match (linked.unit.is_stack(), &self.stack_watcher) {
            (false, _) => self.mode,
            (true, Some(_)) => TRACE,
            (true, None) => self.base_mode,
        }
    }

    /// The same for one function: operands are noted by those that trace.
    pub(crate) fn mode_of(&self, function: &Function, linked: &LinkedUnit) -> u8 {
        let mode = self.mode_for(linked);
        let traces = self.mode == TRACE;
        if function.is_profiled() && mode == NORMAL && !traces {
            TRACE
        } else {
            mode
        }
    }

    /// The instructions of a threaded function, each with the handler that does
    /// its work alone and watches nothing.
    pub(crate) fn plain_insns(&self, function: &Function) -> Vec<Insn> {
        let Some((linked, index)) = &function.linked else {
            return Vec::new();
        };
        let mut insns = linked.unit.codes[*index as usize].insns();
        if linked.kernel {
            use_internal_names(&mut insns, linked, &linked.unit.codes[*index as usize]);
        }
        let mode = self.mode_for(linked);
        let both = insns.iter().zip(&function.threaded);
        let plain = both.map(|(insn, threaded)| Insn {
            handler: self.handler_for(function, linked, *insn, mode),
            a: threaded.a,
        });
        plain.collect()
    }

    /// Gives a function's entry and the heads of its loops the handlers that
    /// watch them or enter native code. False: it has none.
    fn watch(&self, function: &mut Function, insns: &[Portable], mode: u8) -> bool {
        let Some(tier) = &function.tier else {
            return false;
        };
        if self.mode == TRACE || !(function.is_watched() || function.is_hot()) {
            return false;
        }
        let enters = tier
            .code
            .iter()
            .any(|code| code.entry == NativeEntry::Function);
        let [enter_warm, loop_warm, enter_native, loop_native] = tier_handlers(mode);
        for (insn, threaded) in insns.iter().zip(&mut function.threaded) {
            match insn.op {
                Op::Enter if enters => threaded.handler = enter_native,
                Op::Enter => threaded.handler = enter_warm,
                Op::LoopHead if !function.loops[insn.a as usize].native.is_null() => {
                    threaded.handler = loop_native;
                }
                Op::LoopHead => threaded.handler = loop_warm,
                _ => {}
            }
        }
        true
    }

    /// Whether operators of this code may take shortcuts.
    pub(crate) fn shortcuts_allowed(&self, linked: &LinkedUnit) -> bool {
        linked.kernel || !(self.operators_redefined || linked.refined.get())
    }

    fn handler_for(
        &self,
        function: &Function,
        linked: &LinkedUnit,
        insn: Portable,
        mode: u8,
    ) -> Handler {
        let table = &handlers(mode).0;
        let plain = table[insn.op as usize];
        if self.mode_for(linked) == TRACE {
            match insn.op {
                Op::SendNew => return op_new_traced::<TRACE>,
                op if op == Op::Send || is_operator(op) => return op_send_traced::<TRACE>,
                _ => {}
            }
        }
        if function.keeps_locals.get() && matches!(insn.op, Op::Ret | Op::BlockRet) {
            let [ret, block_ret] = keeping_returns(mode);
            return if insn.op == Op::Ret { ret } else { block_ret };
        }
        if linked.refined.get()
            && let Some(handler) = refined_handler(insn.op, mode)
        {
            return handler;
        }
        if is_operator(insn.op) && !self.shortcuts_allowed(linked) {
            return table[Op::Send as usize];
        }
        plain
    }

    fn make_sites(&self, function: &mut Function, linked: &LinkedUnit, code: &Code) {
        let this_offset = -(i64::from(code.slot_count) + 1) as isize;
        for site in &code.sites {
            match site {
                Site::Send(site) => {
                    function
                        .send_sites
                        .push(self.make_send_site(&function.children, linked, site))
                }
                Site::Ivar(name) => function.ivar_sites.push(IvarSite {
                    shape: shape::fixed::NONE,
                    next_shape: shape::fixed::NONE,
                    offset: 0,
                    this_offset,
                    name: linked.symbols[name.index()],
                }),
                Site::Const(name) => function.const_sites.push(ConstSite {
                    epoch: 0,
                    scope: crate::object::ScopeId::TOP.0,
                    from: Word::NIL,
                    value: Word::NIL,
                    name: linked.symbols[name.index()],
                }),
            }
        }
    }

    fn make_send_site(
        &self,
        children: &[*const Function],
        linked: &LinkedUnit,
        site: &PortableSend,
    ) -> SendSite {
        let block = site.block.map(|code| {
            let child = linked.functions[code.index()];
            children
                .iter()
                .position(|&c| c == child)
                .expect("every block literal is numbered") as u32
        });
        SendSite {
            shape: shape::fixed::NONE,
            pushed: site.pushed_values(),
            handler: call_general,
            target: 0,
            entry: std::ptr::null(),
            info: Box::new(SiteInfo {
                name: linked.symbols[site.name.index()],
                argc: site.argc,
                flags: site.flags,
                keywords: site
                    .keywords
                    .iter()
                    .map(|k| linked.symbols[k.index()])
                    .collect(),
                block,
                plain: site.is_plain(),
                ways: Vec::new(),
                from: std::ptr::null(),
                front: shape::fixed::NONE,
                megamorphic: false,
            }),
        }
    }

    /// The operand word of a threaded instruction.
    fn operand(
        &self,
        function: &mut Function,
        linked: &LinkedUnit,
        site_numbers: &[u32],
        insn: Portable,
        pc: usize,
    ) -> u64 {
        let slots = function.n_slots;
        let slot = |slot: u32| (i64::from(slot) - i64::from(slots)) as u64;
        let symbol = |index: u32| linked.symbols[SymbolIdx(index).index()];
        let global_code =
            |index: u32| u64::from(self.function_id(linked.functions[index as usize]));
        let site_number = |index: u32| site_numbers[index as usize] as usize;
        match insn.op {
            Op::PushSelf => return -(i64::from(slots) + 1) as u64,
            Op::Ret | Op::BlockRet => return u64::from(slots) + 1,
            Op::PushNil => return Word::NIL.bits(),
            Op::PushTrue => return Word::TRUE.bits(),
            Op::PushFalse => return Word::FALSE.bits(),
            Op::PushInt => return Word::from_int(i64::from(insn.int())).bits(),
            Op::PushLiteral | Op::PushString => return function.literals[insn.a as usize].bits(),
            Op::PushSymbol => return Word::from_symbol(symbol(insn.a).0).bits(),
            Op::Enter => return function as *mut Function as u64,
            Op::StackInt => return Word::from_int(i64::from(insn.int())).bits(),
            Op::StackBool => return Word::from_bool(insn.a == 1).bits(),
            Op::StackLiteral => return function.literals[insn.a as usize].bits(),
            // Words say what they are on their slow way.
            op if op.is_stack() && op != Op::StackLabel => return op as u64,
            Op::BranchGiven => {
                let distance = i64::from(insn.b) - pc as i64;
                return u64::from(slot(insn.a) as u32) | (distance as u32 as u64) << 32;
            }
            _ => {}
        }
        let mut words = [0u64; 2];
        for (place, (_, kind, value)) in insn.operands().enumerate() {
            words[place] = match kind {
                OperandKind::Slot => slot(value),
                OperandKind::Symbol => u64::from(symbol(value).0),
                OperandKind::Code => global_code(value),
                OperandKind::Label => return (i64::from(value) - pc as i64) as u64,
                OperandKind::Loop => return &raw mut function.loops[value as usize] as u64,
                OperandKind::SendSite => {
                    return &raw mut function.send_sites[site_number(value)] as u64;
                }
                OperandKind::IvarSite => {
                    return &raw mut function.ivar_sites[site_number(value)] as u64;
                }
                OperandKind::ConstSite => {
                    return &raw mut function.const_sites[site_number(value)] as u64;
                }
                _ => u64::from(value),
            };
        }
        match insn.op {
            // Depth in the high half, slot in the low half.
            Op::GetEnv | Op::SetEnv => words[1] | words[0] << 32,
            _ if insn.op.info().operands.len() == 2 => words[0] & 0xffff_ffff | words[1] << 32,
            _ => words[0],
        }
    }

    fn function_id(&self, function: *const Function) -> u32 {
        // SAFETY: V3.
        unsafe { (*function).id }
    }

    /// Threads every function again that was threaded before: handlers changed.
    pub(crate) fn rethread_all(&mut self) {
        let functions = self.functions.iter_mut();
        let threaded: Vec<*mut Function> = functions
            .filter(|function| !function.threaded.is_empty())
            .map(|function| function as *mut Function)
            .collect();
        threaded.into_iter().for_each(|f| self.thread(f));
    }

    /// Whether a function is the body of a class or module.
    pub(crate) fn is_body(&self, function: &Function) -> bool {
        function.code().is_some_and(|c| {
            matches!(
                c.kind,
                CodeKind::ClassBody | CodeKind::ModuleBody | CodeKind::SingletonBody
            )
        })
    }
}
