//! Reflection on procs and methods: objects of methods, arity, parameters,
//! where the source stands.
//!
//! A safe face for builtins; never changes a method table (`define.rs` does).

use std::hash::{Hash, Hasher};

use crate::bytecode::code::{KeywordParam, Params, shown_line};
use crate::heap::Word;
use crate::object::view::MethodObject;
use crate::object::{
    ClassId, ClassKind, MethodBody, MethodEntry, MethodId, MethodParts, ScopeId, Sym, Value,
    Visibility, proc, sym,
};

use super::function::Function;
use super::{Outcome, Stop, Vm};

/// What a Proc stands for.
enum Behind {
    Code,
    Symbol,
    Method(MethodId),
}

impl Vm {
    pub(crate) fn proc_function(&self, value: Value<'_>) -> Option<&Function> {
        let proc_ = value.as_proc()?;
        if proc_.is_indirect() {
            return None;
        }
        // SAFETY: V3: a Proc names a function of this vm.
        unsafe { (proc_.code() as *const Function).as_ref() }
    }

    /// File and line of a Proc of the program.
    pub(crate) fn proc_source(&self, value: Value<'_>) -> Option<(String, u32)> {
        source_of(self.proc_function(value)?)
    }

    pub(crate) fn proc_location(&self, value: Value<'_>) -> Outcome<'_> {
        self.location_value(self.proc_source(value))
    }

    fn location_value(&self, source: Option<(String, u32)>) -> Outcome<'_> {
        let Some((file, line)) = source else {
            return Ok(Value::NIL);
        };
        let line = i64::from(shown_line(line));
        let values = [self.world.string(&file), Value::fixnum(line)];
        Ok(self
            .world
            .array_from(&values)
            .map_err(|e| self.too_big(e))?
            .value())
    }

    /// `Proc#arity`.
    pub(crate) fn proc_arity(&mut self, value: Word) -> i64 {
        let lambda = self.wrap(value).as_proc().is_some_and(|p| p.is_lambda());
        self.callable_arity(value, lambda)
    }

    fn callable_arity(&mut self, value: Word, lambda: bool) -> i64 {
        match self.behind(value) {
            Behind::Method(id) => self.entry_arity(self.entry(id)),
            Behind::Symbol => -2,
            Behind::Code => self
                .proc_function(self.wrap(value))
                .and_then(|f| f.code())
                .map_or(0, |code| params_arity(&code.params, lambda)),
        }
    }

    /// `Proc#parameters`.
    pub(crate) fn proc_parameters(&mut self, value: Word, lambda: Option<bool>) -> Outcome<'_> {
        let own = self.wrap(value).as_proc().is_some_and(|p| p.is_lambda());
        self.callable_parameters(value, lambda.unwrap_or(own))
    }

    fn callable_parameters(&mut self, value: Word, lambda: bool) -> Outcome<'_> {
        match self.behind(value) {
            Behind::Method(id) => self.entry_parameters(self.entry(id)),
            Behind::Symbol => self.pairs_value(&[("req", None), ("rest", None)]),
            Behind::Code => match self.proc_function(self.wrap(value)) {
                Some(function) => self.parameters_value(function, lambda),
                None => self.pairs_value(&[]),
            },
        }
    }

    /// What a Proc stands for.
    fn behind(&self, value: Word) -> Behind {
        let Some(proc_) = self.wrap(value).as_proc().filter(|p| p.is_indirect()) else {
            return Behind::Code;
        };
        let method = proc_.extra().as_method();
        method.map_or(Behind::Symbol, |method| Behind::Method(method.entry()))
    }

    pub(crate) fn parameters_value(&self, function: &Function, lambda: bool) -> Outcome<'_> {
        let pairs = self.parameter_pairs(function, lambda);
        self.pairs_value(&pairs)
    }

    fn pairs_value(&self, pairs: &[(&str, Option<Sym>)]) -> Outcome<'_> {
        let mut values = Vec::with_capacity(pairs.len());
        for &(kind, name) in pairs {
            let mut pair = vec![Value::symbol(self.world.intern(kind))];
            match name {
                Some(name) => pair.push(Value::symbol(name)),
                // A parameter of a plain proc that has no name.
                None if kind == "opt" => pair.push(Value::NIL),
                None => {}
            }
            values.push(
                self.world
                    .array_from(&pair)
                    .map_err(|e| self.too_big(e))?
                    .value(),
            );
        }
        Ok(self
            .world
            .array_from(&values)
            .map_err(|e| self.too_big(e))?
            .value())
    }

    fn parameter_pairs(
        &self,
        function: &Function,
        lambda: bool,
    ) -> Vec<(&'static str, Option<Sym>)> {
        let (Some(code), Some(unit)) = (function.code(), function.unit()) else {
            return Vec::new();
        };
        let params = &code.params;
        let required = if lambda { "req" } else { "opt" };
        // `it` has no name of its own.
        let is_it = |name: Option<Sym>| name.is_some_and(|n| self.world.symbols.name(n) == b"it");
        if params.implicit
            && params.required == 1
            && is_it(params.names[0].map(|n| unit.symbols[n.index()]))
        {
            return vec![(required, None)];
        }
        let mut kinds: Vec<&'static str> = Vec::new();
        kinds.extend(std::iter::repeat_n(required, params.required as usize));
        kinds.extend(std::iter::repeat_n("opt", params.optional as usize));
        kinds.extend(params.rest.then_some("rest"));
        kinds.extend(std::iter::repeat_n(required, params.post as usize));
        let keywords = kinds.len();
        let kind_of = |k: &KeywordParam| if k.required { "keyreq" } else { "key" };
        kinds.extend(params.keywords.iter().map(kind_of));
        kinds.extend(params.keyword_rest.then_some("keyrest"));
        kinds.extend(params.block.then_some("block"));
        let mut pairs: Vec<_> = (kinds.into_iter().zip(&params.names))
            .map(|(kind, name)| (kind, name.map(|name| unit.symbols[name.index()])))
            .collect();
        // Required keywords are listed before the others.
        pairs[keywords..][..params.keywords.len()].sort_by_key(|&(kind, _)| kind != "keyreq");
        if params.no_keywords {
            let behind = pairs.len() - usize::from(params.block);
            pairs.insert(behind, ("nokey", None));
        }
        if function.keyword_rest.get() {
            let at = pairs.len() - usize::from(params.block);
            pairs.insert(at, ("keyrest", Some(sym::POW)));
        }
        pairs
    }

    /// Whether two Procs are the same or copies of each other.
    pub(crate) fn same_proc(&self, a: Value<'_>, b: Value<'_>) -> bool {
        let (Some(x), Some(y)) = (a.as_proc(), b.as_proc()) else {
            return false;
        };
        let symbols = (x.extra().as_symbol(), y.extra().as_symbol());
        a == b
            || matches!(symbols, (Some(x), Some(y)) if x == y)
            || (x.code() != 0
                && x.code() == y.code()
                && x.env() == y.env()
                && x.flags() == y.flags())
    }

    /// A number that is the same for copies of a Proc.
    pub(crate) fn proc_hash(&self, value: Value<'_>) -> u64 {
        let Some(proc_) = value.as_proc().filter(|p| !p.is_indirect()) else {
            return self.world.identity_hash(value);
        };
        let mut hasher = rustc_hash::FxHasher::default();
        (proc_.code(), proc_.flags()).hash(&mut hasher);
        if proc_.env().word().is_object() {
            self.world.identity_hash(proc_.env()).hash(&mut hasher);
        }
        hasher.finish()
    }

    /// A Proc for a symbol or method object.
    pub(crate) fn indirect_proc(&self, of: Value<'_>) -> Value<'_> {
        self.world.new_indirect_proc(of).value()
    }

    /// A copy of a Proc that is a lambda; nil of anything else.
    pub(crate) fn lambda_of(&self, value: Value<'_>) -> Value<'_> {
        let Some(proc_) = value.as_proc() else {
            return Value::NIL;
        };
        let mut parts = proc_.parts();
        parts.flags |= proc::LAMBDA;
        let class = self.world.class_of(value);
        self.world.new_proc(class, &parts).value()
    }

    /// The entry behind a method object.
    pub(crate) fn method_entry(&self, method: MethodObject<'_>) -> &'static MethodEntry {
        self.entry(method.entry())
    }

    /// The entry if the word is a Method or UnboundMethod.
    pub(crate) fn method_of_object(&self, word: Word) -> Option<MethodId> {
        self.wrap(word)
            .as_method()
            .map(|method| self.generic_method(self.method_entry(method).id))
    }

    /// `obj.method(:name)`; `public`: only if anybody may call it.
    pub(crate) fn method_object(&mut self, this: Word, name: Sym, public: bool) -> Outcome<'_> {
        let class = self.world.dispatch_class(self.wrap(this));
        let this = self.protect_word(this);
        let found = match self.caller_refined(class, name) {
            Some(id) => Some(id),
            None => self.look_up(class, name),
        };
        let id = match found {
            Some(id) => id,
            None => {
                let word = self.get(this).word();
                if !self.responds_to(word, name, !public)? {
                    return Err(self.undefined_method_for_class(class, name));
                }
                self.missing_entry(class, name)
            }
        };
        if public {
            self.check_public(class, id)?;
        }
        Ok(self.method_of(self.get(this).word(), class, name, id))
    }

    fn method_of(&self, this: Word, class: ClassId, name: Sym, entry: MethodId) -> Value<'_> {
        let parts = MethodParts {
            receiver: self.wrap(this),
            class: self.world.class_object(class),
            name,
            entry,
        };
        self.world.new_method_object(&parts).value()
    }

    /// A method of the object's own singleton class; nil if there is none.
    pub(crate) fn singleton_method(&mut self, this: Word, name: Sym) -> Outcome<'_> {
        let class = self.world.dispatch_class(self.wrap(this));
        let record = self.world.classes.get(class);
        let own = record.methods.borrow().get(&name).copied();
        let own = own.filter(|_| record.kind == ClassKind::Singleton);
        let defined = |id: &MethodId| self.entry(*id).body.get() != MethodBody::Undefined;
        match own.filter(defined) {
            Some(id) => Ok(self.method_of(this, class, name, id)),
            None => Ok(Value::NIL),
        }
    }

    /// The method that `super` would call; nil if there is none.
    pub(crate) fn super_method(&self, method: MethodObject<'_>) -> Value<'_> {
        let receiver = self.wrap(method.receiver().word());
        let bound = !receiver.word().is_undef();
        let class = match bound {
            true => Some(self.world.dispatch_class(receiver)),
            false => self.world.as_class(method.class()),
        };
        let class = class.expect("method objects know their class");
        let above = self.find_super(class, self.method_entry(method));
        let Some(entry) = above else {
            return Value::NIL;
        };
        // A bound one goes on from the receiver and names only the owner.
        let shown = if bound {
            self.entry(entry).owner
        } else {
            class
        };
        let parts = MethodParts {
            receiver,
            class: self.world.class_object(shown),
            name: self.entry(entry).name,
            entry,
        };
        self.world.new_method_object(&parts).value()
    }

    /// NameError unless the method is public.
    pub(crate) fn check_public(&self, class: ClassId, id: MethodId) -> Result<(), Stop> {
        let entry = self.entry(id);
        let kind = match entry.visibility {
            Visibility::Public => return Ok(()),
            Visibility::Protected => "protected",
            Visibility::Private => "private",
        };
        let record = self.world.classes.get(class);
        let what = if record.kind == ClassKind::Module {
            "module"
        } else {
            "class"
        };
        let message = format!(
            "method '{}' for {what} '{}' is {kind}",
            self.world.symbols.text(entry.name),
            self.class_text(class)
        );
        Err(self.name_error(message, self.world.class_object(class), entry.name))
    }

    /// Whether two entries stand for one definition: names and places aside.
    pub(crate) fn same_definition(&mut self, a: MethodId, b: MethodId) -> bool {
        let (a, b) = (self.entry(a), self.entry(b));
        self.compile_kernel(a);
        self.compile_kernel(b);
        a.owner == b.owner && a.body.get() == b.body.get()
    }

    /// A number that is the same for entries of one definition.
    pub(crate) fn definition_hash(&mut self, id: MethodId) -> u64 {
        let entry = self.entry(id);
        self.compile_kernel(entry);
        let mut hasher = rustc_hash::FxHasher::default();
        entry.owner.hash(&mut hasher);
        entry.body.get().hash(&mut hasher);
        hasher.finish()
    }

    /// An entry that calls `method_missing`.
    fn missing_entry(&self, class: ClassId, name: Sym) -> MethodId {
        let body = MethodBody::Undefined;
        self.world
            .new_method(|id| MethodEntry::new(id, class, name, body, ScopeId::TOP))
    }

    /// An UnboundMethod.
    pub(crate) fn unbound_method(&self, id: MethodId, class: Value<'_>, name: Sym) -> Value<'_> {
        let parts = MethodParts {
            receiver: Value::UNDEF,
            class,
            name,
            entry: self.generic_method(id),
        };
        self.world.new_method_object(&parts).value()
    }

    /// An unbound method with a receiver.
    pub(crate) fn bound_method(&self, method: MethodObject<'_>, to: Value<'_>) -> Value<'_> {
        let class = self.world.dispatch_class(to);
        self.method_of(to.word(), class, method.name(), method.entry())
    }

    pub(crate) fn entry_function(&self, entry: &MethodEntry) -> Option<&Function> {
        match entry.body.get() {
            MethodBody::Code(id) => Some(self.functions.get(id)),
            MethodBody::Closure(slot) => {
                let closure = self.world.table_get(entry.owner, slot);
                self.proc_function(closure)
            }
            _ => None,
        }
    }

    /// File and line of a method that the program defined.
    pub(crate) fn entry_location(&self, entry: &MethodEntry) -> Outcome<'_> {
        let origin = entry.origin.get().map(|origin| {
            let file = self.world.symbols.text(origin.file);
            (file.into_owned(), origin.line)
        });
        let source = origin.or_else(|| self.code_source(entry));
        self.location_value(source)
    }

    /// File and line of the code of a method that the program defined.
    pub(crate) fn code_source(&self, entry: &MethodEntry) -> Option<(String, u32)> {
        source_of(self.entry_function(entry)?)
    }

    /// The code that says which parameters a method has, compiled if need be.
    fn parameter_code(&mut self, entry: &MethodEntry) -> Option<&Function> {
        self.compile_kernel(entry);
        if let MethodBody::Native {
            fallback: Some(kernel),
            ..
        } = entry.body.get()
        {
            let function = self.kernel_function(kernel);
            return Some(self.functions.get(function));
        }
        self.entry_function(entry)
    }

    /// `Method#arity`.
    pub(crate) fn entry_arity(&mut self, entry: &MethodEntry) -> i64 {
        match entry.body.get() {
            MethodBody::Native {
                native,
                fallback: None,
            } => self.natives[native as usize].arity.ruby(),
            MethodBody::AttrReader(_) => 0,
            MethodBody::AttrWriter(_) => 1,
            MethodBody::Closure(slot) => {
                let closure = self.world.table_get(entry.owner, slot).word();
                self.callable_arity(closure, true)
            }
            _ => {
                let Some(function) = self.parameter_code(entry) else {
                    return -1;
                };
                let arity = function
                    .code()
                    .map_or(-1, |code| params_arity(&code.params, true));
                if function.is_kernel() {
                    arity.max(-1)
                } else {
                    arity
                }
            }
        }
    }

    /// `Method#parameters`. Those of core methods have no names, and whatever
    /// is optional is taken as the rest.
    pub(crate) fn entry_parameters(&mut self, entry: &MethodEntry) -> Outcome<'_> {
        match entry.body.get() {
            MethodBody::Closure(slot) => {
                let closure = self.world.table_get(entry.owner, slot).word();
                return self.callable_parameters(closure, true);
            }
            MethodBody::Code(_) => {
                let function = self.entry_function(entry).expect("compiled");
                if !function.is_kernel() {
                    return self.parameters_value(function, true);
                }
            }
            _ => {}
        }
        let pairs = match self.entry_arity(entry) {
            -1 => vec![("rest", None)],
            count => vec![("req", None); count as usize],
        };
        self.pairs_value(&pairs)
    }
}

/// Where code of the program stands; kernel Ruby hides.
fn source_of(function: &Function) -> Option<(String, u32)> {
    let unit = function.unit().filter(|unit| !unit.kernel)?;
    let code = function.code()?;
    Some((
        unit.unit.source.name.clone(),
        unit.unit.source.line(code.span.start),
    ))
}

/// Arity as Ruby tells it: required keywords count as one more argument.
fn params_arity(params: &Params, lambda: bool) -> i64 {
    let positional = i64::from(params.required + params.post);
    let min = positional + i64::from(params.keywords.iter().any(|k| k.required));
    let max = positional + i64::from(params.optional) + i64::from(params.takes_keywords());
    let exact = if lambda {
        !params.rest && min == max
    } else {
        !params.rest
    };
    if exact { min } else { -min - 1 }
}
