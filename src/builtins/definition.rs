//! Module and Class: definitions, visibility, inclusion, making classes.

use crate::heap::Word;
use crate::natives;
use crate::object::class::Constant;
use crate::object::{
    ClassId, ClassKind, MethodBody, MethodId, ScopeId, Sym, Value, Visibility, known, sym,
};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

natives! {
    pub static ROWS;
    module_attr_reader:        "Module" ["attr_reader", "attr"]     0..  exclusive attr_reader;
    module_attr_writer:        "Module" ["attr_writer"]             0..  exclusive attr_writer;
    module_attr_accessor:      "Module" ["attr_accessor"]           0..  exclusive attr_accessor;
    module_include:            "Module" ["include"]                 1..  exclusive include;
    module_prepend:            "Module" ["prepend"]                 1..  exclusive prepend;
    kernel_extend:             "Kernel" ["extend"]                  1..  exclusive extend;
    module_define_method:      "Module" ["define_method"]           1..2 exclusive define_method;
    kernel_define_singleton:   "Kernel" ["define_singleton_method"] 1..2 exclusive define_singleton_method;
    module_alias_method:       "Module" ["alias_method"]            2    exclusive alias_method;
    module_remove_method:      "Module" ["remove_method"]           0..  exclusive remove_method;
    module_undef_method:       "Module" ["undef_method"]            0..  exclusive undef_method;
    module_public:             "Module" ["public"]                  0..  exclusive public [private];
    module_private:            "Module" ["private"]                 0..  exclusive private [private];
    module_protected:          "Module" ["protected"]               0..  exclusive protected [private];
    module_module_function:    "Module" ["module_function"]         0..  exclusive module_function [private];
    module_append_features:    "Module" ["append_features"]         1    exclusive append_features [private];
    module_prepend_features:   "Module" ["prepend_features"]        1    exclusive prepend_features [private];
    module_extend_object:      "Module" ["extend_object"]           1    exclusive extend_object [private];
    module_private_class_method: "Module" ["private_class_method"]  0..  exclusive private_class_method;
    module_public_class_method: "Module" ["public_class_method"]    0..  exclusive public_class_method;
    module_private_constant:   "Module" ["private_constant"]        0..  shared private_constant;
    module_public_constant:    "Module" ["public_constant"]         0..  shared public_constant;
    module_deprecate_constant: "Module" ["deprecate_constant"]      0..  shared deprecate_constant;
    module_instance_method:    "Module" ["instance_method"]         1    shared instance_method;
    module_public_instance_method: "Module" ["public_instance_method"] 1 shared public_instance_method;
    module_class_exec:         "Module" ["class_exec", "module_exec"] 0.. special ClassExec;
    module_class_eval:         "Module" ["class_eval", "module_eval"] 0.. special ClassEval;
    module_hooks:              "Module" ["included", "extended", "prepended", "method_added", "method_removed", "method_undefined", "const_added"] 1 shared nothing [private];
    class_inherited:           "Class"  ["inherited"]               1    shared nothing [private];
    object_singleton_added:    "BasicObject" ["singleton_method_added", "singleton_method_removed", "singleton_method_undefined"] 1 shared nothing [private];
    module_const_missing:      "Module" ["const_missing"]           1    exclusive const_missing;
    class_new_instance:        "Class"  ["new"]                     0..  special New;
    class_allocate:            "Class"  ["allocate"]                0    shared allocate;
    class_new_class:           "Class." ["new"]                     0..1 exclusive new_class;
    module_new_module:         "Module." ["new"]                    0    exclusive new_module;
    basic_initialize:          "BasicObject" ["initialize"]         0    shared nothing [private];
    class_variable_get:        "Module" ["class_variable_get"]      1    exclusive class_variable_get;
    class_variable_set:        "Module" ["class_variable_set"]      2    exclusive class_variable_set;
    class_variable_defined:    "Module" ["class_variable_defined?"] 1    shared class_variable_defined;
    class_variables:           "Module" ["class_variables"]         0..1 shared class_variables;
    class_variable_remove:     "Module" ["remove_class_variable"]   1    shared class_variable_remove;
    module_nesting:            "Module." ["nesting"]                0    exclusive nesting;
    module_scopes:             "Module." ["__scopes"]               0    exclusive scopes [private];
    class_superclass:          "Class"  ["superclass"]              0    shared superclass;
    kernel_singleton_class:    "Kernel" ["singleton_class"]        0    shared singleton_class;
    main_to_s:                 -                                    0    shared main_to_s;
    main_public:               -                                    0..  exclusive public;
    main_private:              -                                    0..  exclusive private;
    main_include:              -                                    1..  exclusive main_include;
    main_define_method:        -                                    1..2 exclusive main_define_method;
}

/// Defines the singleton methods of `main`.
pub fn install_main(vm: &mut Vm) {
    vm.note_class_new();
    for (row, name, private) in [
        ("main_to_s", "to_s", false),
        ("main_to_s", "inspect", false),
        ("main_public", "public", true),
        ("main_private", "private", true),
        ("main_include", "include", true),
        ("main_define_method", "define_method", true),
        ("module_ruby2_keywords", "ruby2_keywords", true),
    ] {
        vm.define_on_main(row, name, private);
    }
}

fn main_to_s<'w>(vm: &'w Vm, _args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.string("main"))
}

fn nothing<'w>(_vm: &'w Vm, _args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::NIL)
}

/// The class or module an exclusive primitive was called on; main stands for
/// Object.
fn this_module(vm: &Vm) -> ClassId {
    vm.as_class(vm.this()).unwrap_or(known::OBJECT)
}

/// Declines, before anything changes, while an argument is no name yet.
fn check_all_named(vm: &Vm, argc: usize) -> Result<(), Stop> {
    (0..argc).try_for_each(|i| vm.check_named(vm.arg(i)))
}

/// Names given as arguments, one array of them included.
fn names(vm: &Vm, argc: usize) -> Result<Vec<Sym>, Stop> {
    if argc == 1
        && let Some(array) = vm.arg(0).as_array()
    {
        return array.iter().map(|v| vm.name_of(v)).collect();
    }
    (0..argc).map(|i| vm.name_of(vm.arg(i))).collect()
}

fn symbols<'v>(vm: &'v Vm, names: &[Sym]) -> Outcome<'v> {
    let values: Vec<Value<'_>> = names.iter().map(|&n| Value::symbol(n)).collect();
    Ok(vm.array_from(&values).map_err(|e| vm.too_big(e))?.value())
}

/// Defines an attribute method, which remembers the line it was asked for at.
fn add_attr(
    vm: &mut Vm,
    owner: ClassId,
    name: Sym,
    body: MethodBody,
    visibility: Visibility,
) -> Result<(), Stop> {
    let origin = vm.caller_origin();
    let id = vm.add_method(owner, name, body, visibility, ScopeId::TOP)?;
    vm.methods.get(id).origin.set(origin);
    Ok(())
}

fn attr(vm: &mut Vm, argc: usize, reader: bool, writer: bool) -> Result<Vec<Sym>, Stop> {
    check_all_named(vm, argc)?;
    let owner = this_module(vm);
    let (visibility, _, module_function) = vm.default_visibility(owner);
    let mut defined = Vec::new();
    for i in 0..argc {
        let name = vm.name_of(vm.arg(i))?;
        let text = vm.symbols.text(name).into_owned();
        let first = text.chars().next();
        if !first.is_some_and(|c| c.is_alphabetic() || c == '_') || text.ends_with(['?', '!', '='])
        {
            return Err(vm.name_error(format!("invalid attribute name '{text}'"), vm.this(), name));
        }
        let variable = vm.intern(&format!("@{text}"));
        let setter = vm.intern(&format!("{text}="));
        vm.world()
            .expect_variables(owner, std::iter::once(variable));
        if reader {
            let body = MethodBody::AttrReader(variable);
            add_attr(vm, owner, name, body, visibility)?;
            defined.push(name);
        }
        if writer {
            let body = MethodBody::AttrWriter(variable);
            add_attr(vm, owner, setter, body, visibility)?;
            defined.push(setter);
        }
        if module_function {
            let singleton = vm.singleton_class_of_class(owner);
            if reader {
                let body = MethodBody::AttrReader(variable);
                add_attr(vm, singleton, name, body, Visibility::Public)?;
            }
        }
    }
    Ok(defined)
}

fn attr_reader<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    let defined = attr(vm, argc, true, false)?;
    symbols(vm, &defined)
}

fn attr_writer<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    let defined = attr(vm, argc, false, true)?;
    symbols(vm, &defined)
}

fn attr_accessor<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    let defined = attr(vm, argc, true, true)?;
    symbols(vm, &defined)
}

/// The module given as an argument.
fn module_argument(vm: &Vm, index: usize) -> Result<ClassId, Stop> {
    let value = vm.arg(index);
    match vm
        .as_class(value)
        .filter(|&id| vm.classes.get(id).kind == ClassKind::Module)
    {
        Some(id) => Ok(id),
        None => {
            let shown = vm.describe_for_conversion(value);
            Err(vm.type_error(format!("wrong argument type {shown} (expected Module)")))
        }
    }
}

/// How a module comes to stand among somebody's ancestors.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mixing {
    Include,
    Prepend,
    Extend,
}

impl Mixing {
    /// The method that mixes modules in.
    fn verb(self) -> &'static str {
        match self {
            Mixing::Include => "include",
            Mixing::Prepend => "prepend",
            Mixing::Extend => "extend",
        }
    }

    /// The method of the module that does it, and the hook called afterwards.
    fn names(self) -> (Sym, Sym) {
        match self {
            Mixing::Include => (sym::APPEND_FEATURES, sym::INCLUDED),
            Mixing::Prepend => (sym::PREPEND_FEATURES, sym::PREPENDED),
            Mixing::Extend => (sym::EXTEND_OBJECT, sym::EXTENDED),
        }
    }
}

/// Puts a module among the ancestors of a class.
fn mix_in(vm: &mut Vm, target: ClassId, module: ClassId, how: Mixing) -> Result<(), Stop> {
    vm.check_module_frozen(target)?;
    if vm.is_cyclic_include(target, module) {
        let word = match how {
            Mixing::Prepend => how.verb(),
            _ => Mixing::Include.verb(),
        };
        return Err(vm.argument_error(format!("cyclic {word} detected")));
    }
    if how == Mixing::Prepend {
        vm.world().prepend(target, module);
    } else {
        vm.world().include(target, module);
    }
    vm.ancestors_changed(target, module);
    Ok(())
}

/// Mixes the modules given as arguments into a class or object, the last one
/// first, by way of the methods that a program may define.
fn add_modules(vm: &mut Vm, receiver: Word, argc: usize, how: Mixing) -> Result<(), Stop> {
    let target = vm.as_class(vm.word(receiver));
    let refines = target.is_some_and(|class| vm.refinement_info(class).is_some());
    if refines && how != Mixing::Extend {
        let word = how.verb();
        return Err(vm.type_error(format!("Refinement#{word} has been removed")));
    }
    for i in 0..argc {
        let module = module_argument(vm, i)?;
        if vm.refinement_info(module).is_some() {
            let what = match how {
                Mixing::Extend => "extend object with",
                _ => how.verb(),
            };
            return Err(vm.type_error(format!("Cannot {what} refinement")));
        }
    }
    let receiver = vm.protect_word(receiver);
    let (feature, hook) = how.names();
    for i in (0..argc).rev() {
        let module = module_argument(vm, i)?;
        let object = vm.class_object(module).word();
        if vm.is_redefined(object, feature) {
            let args = [vm.get(receiver).word()];
            vm.call_hook(object, feature, &args)?;
        } else {
            let class = mixing_target(vm, vm.get(receiver), how)?;
            mix_in(vm, class, module, how)?;
        }
        let args = [vm.get(receiver).word()];
        vm.call_hook(object, hook, &args)?;
    }
    Ok(())
}

/// The class whose ancestors change.
fn mixing_target(vm: &Vm, target: Value<'_>, how: Mixing) -> Result<ClassId, Stop> {
    if how != Mixing::Extend {
        let class = vm.as_class(target);
        return class
            .ok_or_else(|| vm.type_error("wrong argument type (expected Class or Module)"));
    }
    let singleton = vm.singleton_class(target);
    singleton.ok_or_else(|| vm.type_error("can't define singleton"))
}

fn include<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    add_modules(vm, vm.this().word(), argc, Mixing::Include)?;
    Ok(vm.this())
}

fn main_include<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    let object = vm.class_object(known::OBJECT).word();
    add_modules(vm, object, argc, Mixing::Include)?;
    Ok(vm.class_object(known::OBJECT))
}

fn prepend<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    add_modules(vm, vm.this().word(), argc, Mixing::Prepend)?;
    Ok(vm.this())
}

fn extend<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    add_modules(vm, vm.this().word(), argc, Mixing::Extend)?;
    Ok(vm.this())
}

/// `append_features` and its kin as methods: what `super` reaches in a
/// program's own.
fn feature<'v>(vm: &'v mut Vm, how: Mixing) -> Outcome<'v> {
    let module = this_module(vm);
    let target = mixing_target(vm, vm.arg(0), how)?;
    mix_in(vm, target, module, how)?;
    Ok(vm.this())
}

fn append_features<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    feature(vm, Mixing::Include)
}

fn prepend_features<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    feature(vm, Mixing::Prepend)
}

fn extend_object<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    feature(vm, Mixing::Extend)?;
    Ok(vm.arg(0))
}

/// Defines a closure, Proc or method object as a method.
fn define_body(
    vm: &mut Vm,
    owner: ClassId,
    argc: usize,
    visibility: Visibility,
) -> Result<Sym, Stop> {
    let name = vm.name_of(vm.arg(0))?;
    let body = if argc == 2 {
        vm.arg(1).word()
    } else {
        vm.block_proc().word()
    };
    if vm.word(body).is_nil() {
        return Err(vm.argument_error("tried to create Proc object without a block"));
    }
    if let Some(id) = vm.method_of_object(body) {
        check_fits(vm, owner, id)?;
        vm.define_copy(owner, name, id, visibility, owner)?;
        return Ok(name);
    }
    if vm.word(body).as_proc().is_none() {
        let shown = vm.describe_for_conversion(vm.word(body));
        return Err(vm.type_error(format!(
            "wrong argument type {shown} (expected Proc/Method/UnboundMethod)"
        )));
    }
    vm.check_module_frozen(owner)?;
    let slot = vm.table_push(owner, vm.word(body));
    let scope = vm.scope_of_caller();
    vm.add_method(owner, name, MethodBody::Closure(slot), visibility, scope)?;
    Ok(name)
}

/// Whether a method may be defined in `owner`: it must be a module's or that of
/// something above.
fn check_fits(vm: &Vm, owner: ClassId, id: MethodId) -> Result<(), Stop> {
    let from = vm.methods.get(id).owner;
    let kind = vm.classes.get(from).kind;
    if kind == ClassKind::Module || vm.inherits(owner, from) {
        return Ok(());
    }
    if kind == ClassKind::Singleton {
        return Err(vm.type_error("can't bind singleton method to a different class"));
    }
    let text = vm.class_text(from);
    Err(vm.type_error(format!("bind argument must be a subclass of {text}")))
}

fn define_method<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    let owner = this_module(vm);
    let (visibility, ..) = vm.default_visibility(owner);
    let name = define_body(vm, owner, argc, visibility)?;
    Ok(Value::symbol(name))
}

fn main_define_method<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    let name = define_body(vm, known::OBJECT, argc, Visibility::Public)?;
    Ok(Value::symbol(name))
}

fn define_singleton_method<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    let Some(owner) = vm.singleton_class(vm.this()) else {
        return Err(vm.type_error("can't define singleton"));
    };
    let name = define_body(vm, owner, argc, Visibility::Public)?;
    Ok(Value::symbol(name))
}

fn alias_method<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let owner = this_module(vm);
    let (new, old) = (vm.name_of(vm.arg(0))?, vm.name_of(vm.arg(1))?);
    vm.alias(owner, new, old)?;
    Ok(Value::symbol(new))
}

fn remove_method<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    check_all_named(vm, argc)?;
    let owner = this_module(vm);
    for i in 0..argc {
        let name = vm.name_of(vm.arg(i))?;
        vm.remove(owner, name)?;
    }
    Ok(vm.this())
}

fn undef_method<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    check_all_named(vm, argc)?;
    let owner = this_module(vm);
    for i in 0..argc {
        let name = vm.name_of(vm.arg(i))?;
        vm.undefine(owner, name)?;
    }
    Ok(vm.this())
}

fn visibility<'v>(vm: &'v mut Vm, argc: usize, visibility: Visibility) -> Outcome<'v> {
    let owner = this_module(vm);
    if argc == 0 {
        vm.set_default_visibility(visibility);
        return Ok(Value::NIL);
    }
    for name in names(vm, argc)? {
        vm.set_visibility(owner, name, visibility)?;
    }
    let vm: &'v Vm = vm;
    if argc == 1 {
        return Ok(vm.arg(0));
    }
    let values: Vec<Value<'_>> = (0..argc).map(|i| vm.arg(i)).collect();
    Ok(vm.array_from(&values).map_err(|e| vm.too_big(e))?.value())
}

fn public<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    visibility(vm, argc, Visibility::Public)
}

fn private<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    visibility(vm, argc, Visibility::Private)
}

fn protected<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    visibility(vm, argc, Visibility::Protected)
}

fn module_function<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    let owner = this_module(vm);
    if argc == 0 {
        vm.set_module_function();
        return Ok(Value::NIL);
    }
    let singleton = vm.singleton_class_of_class(owner);
    for name in names(vm, argc)? {
        vm.set_visibility(owner, name, Visibility::Private)?;
        let Some(id) = vm.find_for_module(owner, name) else {
            return Err(vm.undefined_method_for_class(owner, name));
        };
        vm.define_copy(singleton, name, id, Visibility::Public, singleton)?;
    }
    Ok(if argc == 1 { vm.arg(0) } else { Value::NIL })
}

fn class_method_visibility<'v>(vm: &'v mut Vm, argc: usize, visibility: Visibility) -> Outcome<'v> {
    let owner = this_module(vm);
    let singleton = vm.singleton_class_of_class(owner);
    for name in names(vm, argc)? {
        vm.set_visibility(singleton, name, visibility)?;
    }
    Ok(Value::NIL)
}

fn private_class_method<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    class_method_visibility(vm, argc, Visibility::Private)
}

fn public_class_method<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    class_method_visibility(vm, argc, Visibility::Public)
}

/// Changes what is known of the constants given as arguments.
fn mark_constants<'w>(vm: &'w Vm, args: &Args<'w>, mark: fn(&mut Constant)) -> Outcome<'w> {
    let module = vm.as_class(args.this).unwrap_or(known::OBJECT);
    vm.check_constants_frozen(module)?;
    for &value in args.all() {
        let name = vm.name_of(value)?;
        let Some(mut constant) = vm.own_constant(module, name) else {
            let message = format!(
                "constant {}::{} not defined",
                vm.class_text(module),
                vm.symbols.text(name)
            );
            return Err(vm.name_error(message, args.this, name));
        };
        mark(&mut constant);
        let record = vm.classes.get(module);
        record.constants.borrow_mut().insert(name, constant);
    }
    vm.constant_epoch.set(vm.constant_epoch.get() + 1);
    Ok(Value::NIL)
}

fn private_constant<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    mark_constants(vm, args, |constant| constant.private = true)
}

fn public_constant<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    mark_constants(vm, args, |constant| constant.private = false)
}

fn deprecate_constant<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    mark_constants(vm, args, |constant| constant.deprecated = true)?;
    Ok(args.this)
}

fn instance_method<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let module = vm.as_class(args.this).unwrap_or(known::OBJECT);
    let name = vm.name_of(args[0])?;
    let refined = vm.caller_refined(module, name);
    match refined.or_else(|| vm.find_for_module(module, name)) {
        Some(id) => Ok(vm.unbound_method(id, args.this, name)),
        None => Err(vm.undefined_method_for_class(module, name)),
    }
}

fn public_instance_method<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let module = vm.as_class(args.this).unwrap_or(known::OBJECT);
    let name = vm.name_of(args[0])?;
    if let Some(id) = vm.find_for_module(module, name) {
        vm.check_public(module, id)?;
    }
    instance_method(vm, args)
}

fn const_missing<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let module = this_module(vm);
    let name = vm.name_of(vm.arg(0))?;
    Err(vm.uninitialized_constant(module, name))
}

fn allocate<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let class = vm.as_class(args.this).unwrap_or(known::OBJECT);
    vm.allocate_value(class)
}

fn superclass<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let class = vm.as_class(args.this).unwrap_or(known::OBJECT);
    if vm.classes.get(class).uninitialized.get() {
        return Err(vm.type_error("uninitialized class"));
    }
    let above = vm.classes.get(class).superclass.get();
    Ok(above.map_or(Value::NIL, |above| vm.class_object(above)))
}

fn singleton_class<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    match vm.shown_singleton_class(args.this) {
        Some(class) => Ok(vm.class_object(class)),
        None => Err(vm.type_error("can't define singleton")),
    }
}

/// TypeError where `new` of Class or Module is called for a singleton class.
fn check_no_singleton(vm: &Vm) -> Result<(), Stop> {
    let class = vm.as_class(vm.this());
    if class.is_some_and(|class| vm.classes.get(class).kind == ClassKind::Singleton) {
        return Err(vm.type_error("can't create instance of singleton class"));
    }
    Ok(())
}

fn new_class<'v>(vm: &'v mut Vm, argc: usize) -> Outcome<'v> {
    check_no_singleton(vm)?;
    let superclass = if argc == 0 {
        known::OBJECT
    } else {
        let given = vm
            .as_class(vm.arg(0))
            .filter(|&id| vm.classes.get(id).kind != ClassKind::Module);
        match given {
            Some(class) if class == known::CLASS => {
                return Err(vm.type_error("can't make subclass of Class"));
            }
            Some(class) if vm.classes.get(class).kind == ClassKind::Singleton => {
                return Err(vm.type_error("can't make subclass of singleton class"));
            }
            Some(class) if vm.classes.get(class).uninitialized.get() => {
                return Err(vm.type_error("can't inherit uninitialized class"));
            }
            Some(class) => class,
            None => {
                let shown = vm.describe_for_conversion(vm.arg(0));
                return Err(vm.type_error(format!(
                    "superclass must be an instance of Class (given an instance of {shown})"
                )));
            }
        }
    };
    let class = vm.world().new_class(superclass);
    let object = vm.class_object(class).word();
    let class = vm.protect_word(object);
    let above = vm.class_object(superclass).word();
    vm.call_hook(above, sym::INHERITED, &[object])?;
    if vm.has_block() {
        vm.class_exec_block(class)?;
    }
    Ok(vm.get(class))
}

fn new_module<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    check_no_singleton(vm)?;
    let module = vm.world().new_module();
    let object = vm.class_object(module).word();
    let module = vm.protect_word(object);
    if vm.has_block() {
        vm.class_exec_block(module)?;
    }
    Ok(vm.get(module))
}

/// The name of a class variable.
fn class_variable_name(vm: &Vm, value: Value<'_>, this: Value<'_>) -> Result<Sym, Stop> {
    let name = vm.name_of(value)?;
    let text = vm.symbols.name(name);
    if matches!(text, [b'@', b'@', first, ..] if !first.is_ascii_digit()) {
        return Ok(name);
    }
    let shown = String::from_utf8_lossy(text);
    let message = format!("'{shown}' is not allowed as a class variable name");
    Err(vm.name_error_of(message, this, value))
}

fn class_variable_get<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let name = class_variable_name(vm, vm.arg(0), vm.this())?;
    let module = this_module(vm);
    let word = vm.class_variable_in(module, name)?;
    Ok(vm.word(word))
}

fn class_variable_set<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let name = class_variable_name(vm, vm.arg(0), vm.this())?;
    let (module, value) = (this_module(vm), vm.arg(1).word());
    vm.set_class_variable_in(module, name, value)?;
    Ok(vm.arg(1))
}

fn class_variable_defined<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let module = vm.as_class(args.this).unwrap_or(known::OBJECT);
    let name = class_variable_name(vm, args[0], args.this)?;
    Ok(Value::bool(vm.find_class_variable(module, name).is_some()))
}

fn class_variables<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let module = vm.as_class(args.this).unwrap_or(known::OBJECT);
    let inherit = args.get(0).is_none_or(|v| v.truthy());
    let line = vm.classes.ancestors(module);
    let classes: &[ClassId] = if inherit { &line } else { &[module] };
    let mut found = Vec::new();
    for &class in classes {
        for &name in vm.classes.get(class).class_variables.borrow().names() {
            if !found.contains(&name) {
                found.push(name);
            }
        }
    }
    symbols(vm, &found)
}

fn class_variable_remove<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let module = vm.as_class(args.this).unwrap_or(known::OBJECT);
    let name = class_variable_name(vm, args[0], args.this)?;
    vm.check_frozen(args.this)?;
    if let Some(value) = vm.class_variable_remove(module, name) {
        return Ok(value);
    }
    let (text, class) = (vm.symbols.text(name), vm.class_text(module));
    let message = if vm.find_class_variable(module, name).is_some() {
        format!("cannot remove {text} for {class}")
    } else {
        format!("class variable {text} not defined for {class}")
    };
    Err(vm.name_error(message, args.this, name))
}

/// The modules around the caller, innermost first.
fn nesting<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    modules(vm, &vm.caller_nesting())
}

/// `Module.nesting` as the program around sees it.
fn scopes<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    modules(vm, &vm.program_nesting())
}

fn modules<'v>(vm: &'v Vm, modules: &[ClassId]) -> Outcome<'v> {
    let objects = modules.iter().map(|&class| vm.class_object(class));
    let objects: Vec<Value<'_>> = objects.collect();
    Ok(vm.array_from(&objects).map_err(|e| vm.too_big(e))?.value())
}
