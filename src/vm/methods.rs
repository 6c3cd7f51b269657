//! Reflection on procs and methods: objects of methods, arity, parameters,
//! where the source stands.
//!
//! A safe face for builtins; never changes a method table (`define.rs` does).

use crate::bytecode::code::Params;
use crate::heap::Word;
use crate::object::view::MethodObject;
use crate::object::{
    ClassId, MethodBody, MethodEntry, MethodId, MethodParts, ScopeId, Sym, Value, proc,
};

use super::function::Function;
use super::{Outcome, Vm};

impl Vm {
    fn proc_function(&self, value: Value<'_>) -> Option<&Function> {
        let proc_ = value.as_proc()?;
        if proc_.is_indirect() {
            return None;
        }
        // SAFETY: V3: a Proc names a function of this vm.
        unsafe { (proc_.code() as *const Function).as_ref() }
    }

    /// File and line of a Proc.
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
        let values = [self.world.string(&file), Value::fixnum(i64::from(line))];
        Ok(self
            .world
            .array_from(&values)
            .map_err(|e| self.too_big(e))?
            .value())
    }

    /// `Proc#arity`.
    pub(crate) fn proc_arity(&self, value: Value<'_>) -> i64 {
        let Some(proc_) = value.as_proc() else {
            return 0;
        };
        if proc_.is_indirect() {
            return match proc_.extra().as_method() {
                Some(method) => self.entry_arity(self.method_entry(method)),
                None => -2,
            };
        }
        let lambda = proc_.is_lambda();
        self.proc_function(value)
            .and_then(|f| f.code())
            .map_or(0, |code| params_arity(&code.params, lambda))
    }

    /// `Proc#parameters`.
    pub(crate) fn proc_parameters(&self, value: Value<'_>, lambda: Option<bool>) -> Outcome<'_> {
        let Some(proc_) = value.as_proc() else {
            return Ok(Value::NIL);
        };
        let lambda = lambda.unwrap_or(proc_.is_lambda());
        match self.proc_function(value) {
            Some(function) => self.parameters_value(function, lambda),
            None => match proc_.extra().as_method() {
                Some(method) => self.entry_parameters(self.method_entry(method)),
                None => {
                    let kinds = [("req", None), ("rest", None)];
                    self.pairs_value(&kinds)
                }
            },
        }
    }

    fn parameters_value(&self, function: &Function, lambda: bool) -> Outcome<'_> {
        let pairs = self.parameter_pairs(function, lambda);
        self.pairs_value(&pairs)
    }

    fn pairs_value(&self, pairs: &[(&str, Option<Sym>)]) -> Outcome<'_> {
        let mut values = Vec::with_capacity(pairs.len());
        for &(kind, name) in pairs {
            let mut pair = vec![Value::symbol(self.world.intern(kind))];
            pair.extend(name.map(Value::symbol));
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
        kinds.extend(
            params
                .keywords
                .iter()
                .map(|k| if k.required { "keyreq" } else { "key" }),
        );
        kinds.extend(params.keyword_rest.then_some("keyrest"));
        kinds.extend(params.block.then_some("block"));
        let mut pairs: Vec<_> = (kinds.into_iter().zip(&params.names))
            .map(|(kind, name)| (kind, name.map(|name| unit.symbols[name.index()])))
            .collect();
        if params.no_keywords {
            pairs.push(("nokey", None));
        }
        pairs
    }

    /// Whether two Procs are the same or copies of each other.
    pub(crate) fn same_proc(&self, a: Value<'_>, b: Value<'_>) -> bool {
        let (Some(x), Some(y)) = (a.as_proc(), b.as_proc()) else {
            return false;
        };
        a == b
            || (x.code() != 0
                && x.code() == y.code()
                && x.env() == y.env()
                && x.flags() == y.flags())
    }

    /// A Proc for a symbol or method object.
    pub(crate) fn indirect_proc(&self, of: Value<'_>) -> Value<'_> {
        self.world.new_indirect_proc(of).value()
    }

    /// A copy of a Proc that is a lambda.
    pub(crate) fn lambda_of(&self, value: Value<'_>) -> Value<'_> {
        let mut parts = value.as_proc().expect("checked by the caller").parts();
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
            .map(|method| self.method_entry(method).id)
    }

    /// `obj.method(:name)`.
    pub(crate) fn method_object(&mut self, this: Word, name: Sym) -> Outcome<'_> {
        let class = self.world.dispatch_class(self.wrap(this));
        let found = match self.caller_refined(class, name) {
            Some(id) => Some(id),
            None => self.look_up(class, name),
        };
        let id = match found {
            Some(id) => id,
            None if self.responds_to(this, name, true)? => self.missing_entry(class, name),
            None => {
                let text = self.world.symbols.text(name).into_owned();
                let described = self.describe_receiver(self.wrap(this));
                let message = format!("undefined method '{text}' for {described}");
                return Err(self.name_error(message, self.wrap(this), name));
            }
        };
        let parts = MethodParts {
            receiver: self.wrap(this),
            class: self.world.class_object(class),
            name,
            entry: id,
        };
        Ok(self.world.new_method_object(&parts).value())
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
            entry: id,
        };
        self.world.new_method_object(&parts).value()
    }

    /// An unbound method with a receiver.
    pub(crate) fn bound_method(&self, method: MethodObject<'_>, to: Value<'_>) -> Value<'_> {
        let parts = MethodParts {
            receiver: to,
            class: method.class(),
            name: method.name(),
            entry: method.entry(),
        };
        self.world.new_method_object(&parts).value()
    }

    /// `unbound.bind_call(receiver, *args)`.
    pub(crate) fn call_unbound(&mut self, argc: usize) -> Outcome<'_> {
        let method = self.this().as_method().expect("checked by the caller");
        let id = self.method_entry(method).id;
        let this = self.arg(0).word();
        let args: Vec<Word> = (1..argc).map(|i| self.arg(i).word()).collect();
        let block = self.top_frame().expect("running").block();
        let word = self.call_entry(id, this, &args, block)?;
        Ok(self.wrap(word))
    }

    fn entry_function(&self, entry: &MethodEntry) -> Option<&Function> {
        match entry.body.get() {
            MethodBody::Code(id) => Some(self.functions.get(id)),
            MethodBody::Closure(slot) => {
                let closure = self.world.table_get(entry.owner, slot);
                self.proc_function(closure)
            }
            _ => None,
        }
    }

    /// File and line of a method written in Ruby by the program.
    pub(crate) fn entry_source(&self, entry: &MethodEntry) -> Option<(String, u32)> {
        let function = self.entry_function(entry)?;
        if function.is_kernel() {
            None
        } else {
            source_of(function)
        }
    }

    pub(crate) fn entry_location(&self, entry: &MethodEntry) -> Outcome<'_> {
        self.location_value(self.entry_source(entry))
    }

    /// `Method#arity`.
    pub(crate) fn entry_arity(&self, entry: &MethodEntry) -> i64 {
        match entry.body.get() {
            MethodBody::Native { native, .. } => self.natives[native as usize].arity.ruby(),
            MethodBody::AttrReader(_) => 0,
            MethodBody::AttrWriter(_) => 1,
            MethodBody::Kernel(_) => -1,
            _ => self
                .entry_function(entry)
                .and_then(|f| f.code())
                .map_or(-1, |code| params_arity(&code.params, true)),
        }
    }

    /// `Method#parameters`.
    pub(crate) fn entry_parameters(&self, entry: &MethodEntry) -> Outcome<'_> {
        match entry.body.get() {
            MethodBody::AttrWriter(_) => self.pairs_value(&[("unnamed", None)]),
            MethodBody::Native { native, .. } => {
                let arity = self.natives[native as usize].arity;
                let mut kinds = vec![("req", None); arity.min as usize];
                if arity.max == u16::MAX {
                    kinds.push(("rest", None));
                } else {
                    kinds.extend(std::iter::repeat_n(
                        ("opt", None),
                        (arity.max - arity.min) as usize,
                    ));
                }
                self.pairs_value(&kinds)
            }
            _ => match self.entry_function(entry) {
                Some(function) => self.parameters_value(function, true),
                None => self.pairs_value(&[]),
            },
        }
    }

    /// The parameter list as `Method#inspect` shows it.
    pub(crate) fn parameter_text(&self, entry: &MethodEntry) -> String {
        let Some(function) = self.entry_function(entry) else {
            return "(*)".into();
        };
        let name = |sym: Option<Sym>| {
            sym.map_or("_".to_owned(), |s| self.world.symbols.text(s).into_owned())
        };
        let shown = |(kind, sym): (&'static str, Option<Sym>)| match kind {
            "opt" => format!("{}=...", name(sym)),
            "rest" => format!("*{}", name(sym).trim_start_matches('*')),
            "keyreq" => format!("{}:", name(sym)),
            "key" => format!("{}: ...", name(sym)),
            "keyrest" => format!("**{}", name(sym).trim_start_matches('*')),
            "block" => format!("&{}", name(sym).trim_start_matches('&')),
            _ => name(sym),
        };
        let list: Vec<String> = self
            .parameter_pairs(function, true)
            .into_iter()
            .map(shown)
            .collect();
        format!("({})", list.join(", "))
    }
}

fn source_of(function: &Function) -> Option<(String, u32)> {
    let unit = function.unit()?;
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
