//! Handlers: definitions of methods, classes and modules.

use crate::heap::Word;
use crate::object::{ClassId, ClassKind, MethodBody, ScopeId, Sym, Visibility, known, sym};

use super::dispatch::slow_op;
use super::function::Function;
use super::{Stop, Vm};

// Name in the low half, function number in the high half.
slow_op!(op_def_method = DefMethod (vm, a) {
    let (name, function) = (Sym(a as u32), (a >> 32) as u32);
    vm.def_method(name, function)?;
    vm.push(Word::from_symbol(name.0));
    Ok(())
});

slow_op!(op_def_singleton = DefSingleton (vm, a) {
    let (name, function) = (Sym(a as u32), (a >> 32) as u32);
    let this = vm.pop();
    vm.def_singleton(this, name, function)?;
    vm.push(Word::from_symbol(name.0));
    Ok(())
});

slow_op!(op_check_public = CheckPublic (vm, a) {
    vm.check_public_constant(vm.peek(0), Sym(a as u32))
});

slow_op!(op_def_class = DefClass (vm, a) {
    let (name, function) = (Sym(a as u32), (a >> 32) as u32);
    vm.def_class(name, function)
});

slow_op!(op_def_module = DefModule (vm, a) {
    let (name, function) = (Sym(a as u32), (a >> 32) as u32);
    vm.def_module(name, function)
});

slow_op!(op_open_singleton = OpenSingleton (vm, a) {
    let object = vm.peek(0);
    let Some(singleton) = vm.world.singleton_class(vm.wrap(object)) else {
        return Err(vm.type_error("can't define singleton"));
    };
    vm.pop();
    vm.run_body(singleton, a as u32)
});

slow_op!(op_alias_method = AliasMethod (vm, _a) {
    let old = vm.pop();
    let new = vm.pop();
    let (old, new) = (vm.method_name(old)?, vm.method_name(new)?);
    let (owner, ..) = vm.definee()?;
    vm.alias(owner, new, old)?;
    vm.push(Word::NIL);
    Ok(())
});

slow_op!(op_undef_method = UndefMethod (vm, _a) {
    let name = vm.pop();
    let name = vm.method_name(name)?;
    let (owner, ..) = vm.definee()?;
    vm.undefine(owner, name)
});

impl Vm {
    fn def_method(&mut self, name: Sym, function: u32) -> Result<(), Stop> {
        let (owner, visibility, scope, module_function) = self.definee()?;
        let body = MethodBody::Code(function);
        self.note_variables(owner, function);
        self.add_method(owner, name, body, visibility, scope)?;
        if module_function {
            let singleton = self.world.singleton_class_of_class(owner);
            self.add_method(singleton, name, body, Visibility::Public, scope)?;
        }
        Ok(())
    }

    /// Tells the class which instance variables a new method mentions.
    fn note_variables(&self, owner: ClassId, function: u32) {
        let function = self.functions.get(function);
        let (Some(code), Some(unit)) = (function.code(), function.unit()) else {
            return;
        };
        let names = code.sites.iter().filter_map(|site| match site {
            crate::bytecode::code::Site::Ivar(name) => Some(unit.symbols[name.index()]),
            _ => None,
        });
        self.world.expect_variables(owner, names);
    }

    fn def_singleton(&mut self, this: Word, name: Sym, function: u32) -> Result<(), Stop> {
        let Some(singleton) = self.world.singleton_class(self.wrap(this)) else {
            return Err(self.type_error("can't define singleton"));
        };
        let scope = ScopeId(self.scope_of_frame(self.fp));
        self.add_method(
            singleton,
            name,
            MethodBody::Code(function),
            Visibility::Public,
            scope,
        )?;
        Ok(())
    }

    /// Runs a class body as a frame of the running code.
    fn run_body(&mut self, module: ClassId, function: u32) -> Result<(), Stop> {
        let parent = ScopeId(self.scope_of_frame(self.fp));
        let entry = self.body_entry(module, parent, sym::EMPTY);
        let function: *const Function = self.functions.get(function);
        let this = self.world.classes.object(module);
        self.enter_body(function, this, entry)
    }

    fn check_public_constant(&mut self, scope: Word, name: Sym) -> Result<(), Stop> {
        let module = self.outer_module(scope)?;
        self.autoload_own(module, name)?;
        match self.own_constant(module, name) {
            Some(known) if known.private => Err(self.private_constant(module, name)),
            _ => Ok(()),
        }
    }

    fn outer_module(&mut self, scope: Word) -> Result<ClassId, Stop> {
        match self.world.as_class(self.wrap(scope)) {
            Some(module) => Ok(module),
            None => Err(self.not_a_module(scope)),
        }
    }

    /// A constant that a definition may reopen: own, or at the top level also
    /// inherited by Object.
    fn reopened(&mut self, outer: ClassId, name: Sym) -> Result<Option<Word>, Stop> {
        self.autoload_own(outer, name)?;
        Ok(self.world.const_get_own(outer, name).map(|v| v.word()))
    }

    /// The class or module that a constant must be to be opened again.
    fn reopen(
        &self,
        outer: ClassId,
        name: Sym,
        word: Word,
        kind: ClassKind,
        what: &str,
    ) -> Result<ClassId, Stop> {
        let found = self.world.as_class(self.wrap(word));
        if let Some(class) = found.filter(|&c| self.world.classes.get(c).kind == kind) {
            return Ok(class);
        }
        let mut message = format!("{} is not a {what}", self.world.symbols.text(name));
        let origin = self
            .own_constant(outer, name)
            .and_then(|known| known.origin);
        if origin.is_some() {
            message.push('\n');
            message.push_str(&self.previous_definition(name, origin, ""));
        }
        Err(self.type_error(message))
    }

    fn def_class(&mut self, name: Sym, function: u32) -> Result<(), Stop> {
        let (scope, above) = (self.peek(1), self.peek(0));
        let outer = self.outer_module(scope)?;
        let superclass = if above.is_undef() {
            None
        } else {
            let class = self
                .world
                .as_class(self.wrap(above))
                .filter(|&c| self.world.classes.get(c).kind != ClassKind::Module);
            let Some(class) = class else {
                let shown = self.describe_for_conversion(self.wrap(above));
                return Err(self.type_error(format!(
                    "superclass must be an instance of Class (given an instance of {shown})"
                )));
            };
            if self.world.classes.get(class).kind == ClassKind::Singleton {
                return Err(self.type_error("can't make subclass of singleton class"));
            }
            if class == known::CLASS {
                return Err(self.type_error("can't make subclass of Class"));
            }
            Some(class)
        };
        let class = match self.reopened(outer, name)? {
            Some(word) => {
                let class = self.reopen(outer, name, word, ClassKind::Class, "class")?;
                let text = self.world.symbols.text(name).into_owned();
                if superclass
                    .is_some_and(|s| self.world.classes.get(class).superclass.get() != Some(s))
                {
                    return Err(self.type_error(format!("superclass mismatch for class {text}")));
                }
                class
            }
            None => {
                let superclass = superclass.unwrap_or(known::OBJECT);
                let class = self.world.new_class(superclass);
                let object = self.world.classes.object(class);
                self.world.const_set(outer, name, self.wrap(object));
                self.name_class(outer, name, object);
                // The hooks may do away with the constant.
                self.pop();
                self.push(object);
                self.const_added(outer, name)?;
                let above = self.world.classes.object(superclass);
                self.call_hook(above, sym::INHERITED, &[object])?;
                class
            }
        };
        self.pop();
        self.pop();
        self.run_body(class, function)
    }

    fn def_module(&mut self, name: Sym, function: u32) -> Result<(), Stop> {
        let scope = self.peek(0);
        let outer = self.outer_module(scope)?;
        let module = match self.reopened(outer, name)? {
            Some(word) => self.reopen(outer, name, word, ClassKind::Module, "module")?,
            None => {
                let module = self.world.new_module();
                let object = self.world.classes.object(module);
                self.world.const_set(outer, name, self.wrap(object));
                self.name_class(outer, name, object);
                // As above.
                self.pop();
                self.push(object);
                self.const_added(outer, name)?;
                module
            }
        };
        self.pop();
        self.run_body(module, function)
    }
}
