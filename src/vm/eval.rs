//! Bindings and evaluated text.
//!
//! A Binding names a function with its Env, as a block literal written at that
//! place would. Text that is evaluated in it becomes a unit whose main function
//! runs like a block of that function; the locals the text introduces get an
//! Env of their own, with which the Binding goes on, so that later texts see
//! them and the compiled code around does not. Functions that mention `binding`
//! or `eval` keep all locals in Envs; locals of others stand in a frame or in
//! what it left (*far* locals, `kept.rs`).

use crate::bytecode::code::{
    CompileRequest, OuterScope, Params, Place, Refusal, Surroundings, hidden_param,
};
use crate::bytecode::operand::SymbolIdx;
use crate::heap::{Word, barrier, layout};
use crate::object::{BindingParts, Sym, Value, known};

use super::frame::{BLOCK, CALLABLE, ENV, FrameRef, INFO_BOUND};
use super::function::{Function, FunctionKind, LinkedUnit};
use super::kept::FarPlace;
use super::{Handle, Outcome, Stop, Vm};

/// Text to evaluate and where it says it stands.
pub struct EvalText {
    /// The text.
    pub source: Vec<u8>,
    /// Name of the file.
    pub file: String,
    /// Number of the first line.
    pub line: u32,
    /// The Binding is one that the program gave.
    pub bound: bool,
}

/// Where a local of a binding is.
enum LocalPlace {
    /// In this Env.
    Env(Word, u32),
    /// In a frame, or what it left.
    Far(FarPlace),
    /// Its frame cannot be found.
    Lost,
}

/// Whether programs can name a local like this.
fn is_visible(name: &[u8]) -> bool {
    name.first()
        .is_some_and(|&c| c.is_ascii_lowercase() || c == b'_' || c >= 0x80)
}

impl Vm {
    // ---- making bindings ----------------------------------------------------

    /// The innermost frame of the program's own code, not the kernel's.
    pub(super) fn program_frame(&self) -> Option<FrameRef> {
        self.frames().find(|frame| {
            let function = frame.function();
            matches!(function.kind, FunctionKind::Method | FunctionKind::Block)
                && function.linked.is_some()
                && !function.is_kernel()
        })
    }

    /// The binding of the caller of the running primitive.
    pub(crate) fn caller_binding(&mut self) -> Outcome<'_> {
        match self.program_frame() {
            Some(frame) => {
                let made = self.bind_frame(frame);
                Ok(self.wrap(made))
            }
            None => {
                Err(self.runtime_error("Can't create Binding Object on top of Fiber or Thread"))
            }
        }
    }

    /// The binding of a frame.
    pub(crate) fn bind_frame(&mut self, frame: FrameRef) -> Word {
        let block = self.escape_block(frame.block());
        // SAFETY: V2: the same block, made good.
        unsafe { *frame.fp.add(BLOCK) = block };
        let function = frame.function();
        let (file, line) = function
            .location(frame.pc())
            .map_or((String::new(), 0), |(file, line)| (file.to_owned(), line));
        let left = self.keep_locals(frame);
        let made = self.world.new_binding(&BindingParts {
            self_value: self.wrap(frame.this()),
            left: self.wrap(left),
            env: self.wrap(frame.env()),
            block: self.wrap(block),
            file: self.world.string(&file),
            code: function as *const Function as u64,
            entry: frame.entry().map_or(0, |entry| entry as *const _ as u64),
            definer: frame.id(),
            home: self.home_of(frame),
            line: u64::from(line),
        });
        made.value().word()
    }

    /// `Proc#binding`.
    pub(crate) fn proc_binding(&mut self) -> Outcome<'_> {
        let proc_ = self.this().as_proc().expect("a method of Proc");
        if proc_.is_indirect() {
            return Err(self.argument_error("Can't create Binding from C level Proc"));
        }
        // SAFETY: V3: a Proc names a function of this vm.
        let function = unsafe { &*(proc_.code() as *const Function) };
        let (unit, code) = (
            function.unit().expect("blocks are compiled"),
            function.code().expect("blocks are compiled"),
        );
        let around = code.parent.expect("a block stands in a function");
        let (file, line) = function.location(0).expect("blocks have a place");
        let made = self.world.new_binding(&BindingParts {
            self_value: proc_.self_value(),
            env: proc_.env(),
            left: proc_.extra(),
            block: proc_.block(),
            file: self.world.string(file),
            code: unit.functions[around.index()] as u64,
            entry: proc_.entry(),
            definer: proc_.definer(),
            home: proc_.home(),
            line: u64::from(line),
        });
        Ok(made.value())
    }

    /// `TOPLEVEL_BINDING`: that of the program that runs.
    pub(crate) fn toplevel_binding(&mut self) -> Option<Word> {
        let frame = self.frames().filter(|frame| {
            let unit = frame.function().unit();
            unit.is_some_and(|unit| !unit.kernel)
        });
        let frame = frame.last()?;
        Some(self.bind_frame(frame))
    }

    // ---- locals ---------------------------------------------------------------

    fn binding_parts(&self, binding: Word) -> BindingParts<'_> {
        let binding = self.wrap(binding).as_binding();
        binding.expect("the caller has a Binding").parts()
    }

    /// The function that a binding stands in.
    fn binding_function(&self, binding: Word) -> &'static Function {
        let parts = self.binding_parts(binding);
        // SAFETY: V3: a Binding names a function of this vm.
        unsafe { &*(parts.code as *const Function) }
    }

    /// What a text evaluated in a binding sees.
    fn surroundings(&self, binding: Word) -> Surroundings {
        let function = self.binding_function(binding);
        let mut around = Surroundings::default();
        let mut at = function.unit().zip(function.code());
        while let Some((unit, code)) = at {
            let named = code.locals.iter().enumerate().filter_map(|(at, local)| {
                let slot = match local.place {
                    Place::Env(slot) => Some(slot),
                    Place::Slot(_) => None,
                };
                let name = match local.name {
                    Some(name) => unit.unit.symbol(name).to_vec(),
                    None if at < code.params.names.len() => hidden_param(at as u32).into_bytes(),
                    None => return None,
                };
                Some((name, slot))
            });
            around.scopes.push(OuterScope {
                locals: named.collect(),
                env_size: code.env_size,
            });
            at = unit.around(code);
            if at.is_none() {
                around.name = unit.unit.symbol(code.name).to_vec();
                (around.params, around.param_names) = named_params(unit, &code.params);
            }
        }
        around
    }

    /// Names of the locals that a binding sees, innermost first.
    pub(crate) fn binding_locals(&self, binding: Value<'_>) -> Vec<Sym> {
        self.visible_names(self.binding_function(binding.word()))
    }

    /// Names of the locals that the caller of the running primitive sees.
    pub(crate) fn caller_locals(&self) -> Vec<Sym> {
        self.program_frame()
            .map_or_else(Vec::new, |frame| self.visible_names(frame.function()))
    }

    fn visible_names(&self, function: &Function) -> Vec<Sym> {
        let mut names: Vec<Sym> = Vec::new();
        let mut at = function.unit().zip(function.code());
        while let Some((unit, code)) = at {
            for name in code.locals.iter().filter_map(|local| local.name) {
                let symbol = unit.symbols[name.index()];
                if is_visible(unit.unit.symbol(name)) && !names.contains(&symbol) {
                    names.push(symbol);
                }
            }
            at = unit.around(code);
        }
        names
    }

    fn find_local(&self, binding: Word, name: Sym) -> Option<LocalPlace> {
        let function = self.binding_function(binding);
        let parts = self.binding_parts(binding);
        let mut env = parts.env.word();
        let mut at = function.unit().zip(function.code());
        while let Some((unit, code)) = at {
            let named = |local: &&crate::bytecode::code::Local| {
                local.name.is_some_and(|n| unit.symbols[n.index()] == name)
            };
            if let Some(local) = code.locals.iter().find(named) {
                return Some(match local.place {
                    Place::Env(slot) => LocalPlace::Env(env, slot),
                    Place::Slot(_) => function
                        .unit()
                        .zip(function.code())
                        .and_then(|(unit, code)| self.find_far(unit, code, parts.left.word(), name))
                        .map_or(LocalPlace::Lost, LocalPlace::Far),
                });
            }
            if code.env_size > 0 {
                // SAFETY: V2: a function with an Env has made it before
                // anybody could bind it.
                env = unsafe { barrier::load(env, layout::env::PARENT) };
            }
            at = unit.around(code);
        }
        None
    }

    /// The activation that wrote what a block's frame runs; 0 if it is none.
    pub(crate) fn definer_of(&self, callable: Word) -> u64 {
        if let Some(payload) = callable.as_frame_block() {
            return payload >> 16;
        }
        let value = self.wrap(callable);
        match value.as_binding() {
            Some(binding) => binding.parts().definer,
            None => value.as_proc().map_or(0, |proc_| proc_.definer()),
        }
    }

    fn lost_local(&self, name: Sym) -> Stop {
        let text = self.world.symbols.text(name);
        self.not_implemented(format!(
            "local variable '{text}' is out of reach: it stands in a frame of another fiber"
        ))
    }

    /// Reads a far local for code that runs in a binding.
    pub(crate) fn get_far(&self, name: Sym) -> Result<Word, Stop> {
        let place = self.far_from_here(name);
        let word = place.and_then(|place| self.read_far(&place));
        word.ok_or_else(|| self.lost_local(name))
    }

    /// Writes a far local for code that runs in a binding.
    pub(crate) fn set_far(&self, name: Sym, value: Word) -> Result<(), Stop> {
        match self.far_from_here(name) {
            Some(place) if self.write_far(&place, value) => Ok(()),
            _ => Err(self.lost_local(name)),
        }
    }

    /// Whether a binding sees a local.
    pub(crate) fn binding_has(&self, binding: Value<'_>, name: Sym) -> bool {
        self.find_local(binding.word(), name).is_some()
    }

    /// `Binding#local_variable_get`; None if there is no such local.
    pub(crate) fn binding_get(
        &self,
        binding: Value<'_>,
        name: Sym,
    ) -> Result<Option<Value<'_>>, Stop> {
        let word = match self.find_local(binding.word(), name) {
            // SAFETY: V2: the compiler gave the Env this slot.
            Some(LocalPlace::Env(env, slot)) => unsafe {
                barrier::load(env, layout::env::TAIL + slot as usize)
            },
            Some(LocalPlace::Far(place)) => match self.read_far(&place) {
                Some(word) => word,
                None => return Err(self.lost_local(name)),
            },
            Some(LocalPlace::Lost) => return Err(self.lost_local(name)),
            None => return Ok(None),
        };
        let word = if word.is_undef() { Word::NIL } else { word };
        Ok(Some(self.wrap(word)))
    }

    /// `Binding#local_variable_set`.
    pub(crate) fn binding_set(
        &mut self,
        binding: Handle,
        name: Sym,
        value: Handle,
    ) -> Result<(), Stop> {
        if self.find_local(self.get(binding).word(), name).is_none() {
            // A text that introduces it makes the Env it lives in.
            let mut source = self.world.symbols.name(name).to_vec();
            source.extend_from_slice(b" = nil");
            let (file, line) = ("(binding)".to_owned(), 1);
            let bound = true;
            let text = EvalText {
                source,
                file,
                line,
                bound,
            };
            self.eval_in(binding, &text)?;
        }
        let value = self.get(value).word();
        match self.find_local(self.get(binding).word(), name) {
            // SAFETY: V2: the compiler gave the Env this slot.
            Some(LocalPlace::Env(env, slot)) => unsafe {
                let slot = layout::env::TAIL + slot as usize;
                self.world.heap.store(env, slot, value);
            },
            Some(LocalPlace::Far(place)) if self.write_far(&place, value) => {}
            _ => return Err(self.lost_local(name)),
        }
        Ok(())
    }

    // ---- evaluating -------------------------------------------------------------

    /// Evaluates a text in a binding, which keeps the locals it introduces.
    pub(crate) fn eval_in(&mut self, binding: Handle, text: &EvalText) -> Result<Word, Stop> {
        let around = self.surroundings(self.get(binding).word());
        let compile = self
            .compile
            .expect("the engine installs a compiler before Ruby runs");
        let unit = compile(&CompileRequest {
            source: &text.source,
            name: &text.file,
            first_line: text.line,
            kernel: false,
            frozen_strings: None,
            surroundings: Some(&around),
            stack_end: None,
        });
        let unit = unit.map_err(|refusal| self.syntax_error_in(&text.file, refusal))?;
        self.show_warnings(&unit)?;
        let outer = self.binding_function(self.get(binding).word());
        let function = self.link(unit, false, outer.linked.clone());
        // SAFETY: V3: just linked.
        let function = unsafe { &*function };
        self.inherit_refinements(function, self.get(binding).word());
        let size = function.code().map_or(0, |code| code.env_size);
        if size > 0 {
            let view = self.get(binding).as_binding().expect("a Binding");
            let env = self.new_env(view.parts().env.word(), size as usize, Word::NIL);
            let code = std::ptr::from_ref(function) as u64;
            view.extend(&self.world, code, self.wrap(env));
        }
        self.nested(Word::NIL, |vm, base, halt| {
            let room = function.n_slots as usize + function.frame_words as usize;
            vm.check_room(base, room)?;
            let word = vm.get(binding).word();
            let parts = vm.binding_parts(word);
            let (this, env, block) = (
                parts.self_value.word(),
                parts.env.word(),
                parts.block.word(),
            );
            let entry = parts.entry as *const _;
            // SAFETY: V2: room was checked; an evaluated text has no parameters.
            unsafe {
                *base = this;
                let info = if text.bound { INFO_BOUND } else { 0 };
                vm.push_frame(function, base, entry, info, halt);
                *vm.fp.add(BLOCK) = block;
                *vm.fp.add(ENV) = env;
                *vm.fp.add(CALLABLE) = word;
            }
            Ok(())
        })
    }

    /// Evaluated text sees the refinements in force around it.
    fn inherit_refinements(&self, function: &Function, binding: Word) {
        let entry = self.binding_parts(binding).entry as *const crate::object::MethodEntry;
        // SAFETY: V3: entries live as long as the vm.
        let scope = unsafe { entry.as_ref() }.map(|entry| entry.scope);
        let active = scope.and_then(|scope| self.refinements_at(scope));
        if let Some(unit) = function.unit() {
            unit.refined.set(active.is_some());
        }
    }

    /// SyntaxError for the text of a file, or ArgumentError if it cannot even be
    /// read.
    pub(crate) fn syntax_error_in(&self, file: &str, refusal: Refusal) -> Stop {
        let message = match refusal {
            Refusal::Syntax(message) => message,
            Refusal::Unreadable(message) => return self.argument_error(message),
        };
        let exception = self.new_exception(known::SYNTAX_ERROR, message.as_bytes());
        let path = self.world.string(file);
        self.world
            .ivar_set(exception, self.world.intern_own("__path"), path);
        self.raise_value(exception)
    }

    /// `(eval at FILE:LINE)` for the caller of the running primitive.
    pub(crate) fn eval_place(&self) -> String {
        format!("(eval at {})", self.caller_location())
    }
}

/// `instance_eval` with text.
pub(crate) fn instance_eval_text<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    eval_text_as(vm, argc, false)
}

/// `class_eval` with text.
pub(crate) fn class_eval_text<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    eval_text_as(vm, argc, true)
}

fn eval_text_as(vm: &mut Vm, argc: usize, class_body: bool) -> Outcome<'_> {
    if vm.has_block() {
        return Err(vm.arity_error(argc, 0, Some(0)));
    }
    let text = vm.eval_text(0, argc)?;
    let this = vm.this_handle();
    let made = vm.caller_binding()?.word();
    let binding = vm.protect_word(made);
    let word = vm.get(this).word();
    vm.aim_binding(binding, word, class_body);
    let word = vm.eval_in(binding, &text)?;
    Ok(vm.wrap(word))
}

impl Vm {
    /// Gives a fresh binding another self and a scope of its own, whose
    /// definitions belong to that module or are the object's singleton methods.
    fn aim_binding(&mut self, binding: Handle, this: Word, class_body: bool) {
        let word = self.get(binding).word();
        let outer = self.binding_parts(word).entry;
        // SAFETY: V3: what a live Binding names lives.
        let outer = unsafe { (outer as *const crate::object::MethodEntry).as_ref() };
        let entry = if class_body {
            let module = self.world.as_class(self.wrap(this));
            self.carrier_entry(outer, module, false)
        } else {
            self.singleton_carrier(outer, this, false)
        };
        let view = self.get(binding).as_binding().expect("a Binding");
        let entry = std::ptr::from_ref(entry) as u64;
        view.set_self(&self.world, self.wrap(this), entry);
    }

    /// Text, file and line from the arguments of the running primitive, the
    /// text being the argument `first`.
    pub(crate) fn eval_text(&mut self, first: usize, argc: usize) -> Result<EvalText, Stop> {
        let place = self.eval_place();
        self.eval_text_at(first, first + 1, argc, place)
    }

    /// The same with the file as argument `file`.
    pub(crate) fn eval_text_at(
        &mut self,
        first: usize,
        file: usize,
        argc: usize,
        place: String,
    ) -> Result<EvalText, Stop> {
        let source = self.text_of(first)?;
        let given = argc > file && !self.arg(file).is_nil();
        let name = if given {
            String::from_utf8_lossy(&self.text_of(file)?).into_owned()
        } else {
            place
        };
        let line = if argc > file + 1 {
            self.line_argument(file + 1)? as i32 as u32
        } else {
            1
        };
        Ok(EvalText {
            source,
            file: name,
            line,
            bound: false,
        })
    }

    /// The bytes of an argument that is or becomes a String.
    pub(crate) fn text_of(&mut self, index: usize) -> Result<Vec<u8>, Stop> {
        if let Some(text) = self.arg(index).as_string() {
            return Ok(text.bytes().to_vec());
        }
        let word = self.arg(index).word();
        let to_str = crate::object::sym::TO_STR;
        if self.responds_to(word, to_str, true)? {
            let made = self.call_words(self.arg(index).word(), to_str, &[], Word::NIL)?;
            return match self.wrap(made).as_string() {
                Some(text) => Ok(text.bytes().to_vec()),
                None => Err(self.bad_conversion(self.arg(index).word(), "String", "to_str", made)),
            };
        }
        Err(self.conversion_error(self.arg(index), "String"))
    }

    /// An argument that is or becomes the number of a line.
    fn line_argument(&mut self, index: usize) -> Result<i64, Stop> {
        if let Some(line) = self.arg(index).as_int() {
            return Ok(line);
        }
        let word = self.arg(index).word();
        let to_int = crate::object::sym::TO_INT;
        if self.wrap(word).is_nil() {
            return Err(self.type_error("no implicit conversion from nil to integer"));
        }
        if !self.responds_to(word, to_int, true)? {
            return Err(self.conversion_error(self.arg(index), "Integer"));
        }
        let made = self.call_words(self.arg(index).word(), to_int, &[], Word::NIL)?;
        let word = self.arg(index).word();
        let line = self.wrap(made).as_int();
        line.ok_or_else(|| self.bad_conversion(word, "Integer", "to_int", made))
    }
}

/// Parameters with their names numbered anew, and those names.
fn named_params(unit: &LinkedUnit, params: &Params) -> (Params, Vec<Vec<u8>>) {
    let mut names: Vec<Vec<u8>> = Vec::new();
    let mut renumber = |name: &mut SymbolIdx| {
        names.push(unit.unit.symbol(*name).to_vec());
        *name = SymbolIdx(names.len() as u32 - 1);
    };
    let mut params = params.clone();
    params.names.iter_mut().flatten().for_each(&mut renumber);
    let keywords = params.keywords.iter_mut();
    keywords.for_each(|keyword| renumber(&mut keyword.name));
    (params, names)
}
