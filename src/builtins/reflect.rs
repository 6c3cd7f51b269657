//! Module and Class: names, ancestors, constants, reflection.
//!
//! What changes methods (`include`, `attr_reader`, `private`, ...) is the vm's.

use crate::natives;
use crate::object::{ClassId, ClassKind, MethodBody, Origin, Sym, Value, Visibility, known};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

use super::arg::{self, fit};
use super::object::{method_names, symbols, wanted};
use super::symbol::name_of;

natives! {
    pub static ROWS;
    module_name: "Module" ["name"] 0 shared name;
    module_to_s: "Module" ["to_s", "inspect"] 0 shared to_s;
    module_case_eq: "Module" ["===", "__is"] 1 shared case_eq;
    module_lt: "Module" ["<"] 1 shared lt;
    module_le: "Module" ["<="] 1 shared le;
    module_cmp: "Module" ["<=>"] 1 shared cmp;
    module_ancestors: "Module" ["ancestors"] 0 shared ancestors;
    module_included: "Module" ["included_modules"] 0 shared included_modules;
    module_includes: "Module" ["include?"] 1 shared includes;
    module_methods: "Module" ["__instance_methods"] 2 shared instance_methods [private];
    module_method_defined: "Module" ["method_defined?"] 1..2 shared method_defined;
    module_public_defined: "Module" ["public_method_defined?"] 1..2 shared public_defined;
    module_private_defined: "Module" ["private_method_defined?"] 1..2 shared private_defined;
    module_protected_defined: "Module" ["protected_method_defined?"] 1..2 shared protected_defined;
    module_const_get: "Module" ["__const_get"] 2 exclusive const_get [private];
    module_const_set: "Module" ["const_set"] 2 exclusive const_set;
    module_const_defined: "Module" ["__const_defined?"] 2 shared const_defined [private];
    module_constants: "Module" ["__constants"] 1 shared constants [private];
    module_const_origin: "Module" ["__const_origin"] 2 shared const_origin [private];
    module_undefined: "Module" ["undefined_instance_methods"] 0 shared undefined_methods;
    module_temporary: "Module" ["__temporary_name"] 1 exclusive temporary_name [private];
    module_remove_const: "Module" ["remove_const"] 1 shared remove_const [private];
    module_singleton: "Module" ["singleton_class?"] 0 shared is_singleton;
    module_instance_copy: "Module" ["initialize_copy"] 1 exclusive initialize_copy [private];
    kernel_globals: "Kernel" ["global_variables"] 0 shared global_variables [private];
    class_attached: "Class" ["attached_object"] 0 shared attached_object;
    class_subclasses: "Class" ["subclasses"] 0 shared subclasses;
}

fn this(vm: &Vm, args: &Args<'_>) -> ClassId {
    vm.as_class(args.this).expect("a method of Module")
}

fn other(vm: &Vm, value: Value<'_>) -> Result<ClassId, Stop> {
    let class = vm.as_class(value);
    class.ok_or_else(|| vm.type_error("compared with non class/module"))
}

fn name<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let Some(name) = vm.class_name(this(vm, args)) else {
        return Ok(Value::NIL);
    };
    let name = arg::new_str(vm, vm.symbols.name(name))?;
    vm.freeze(name);
    Ok(name)
}

fn to_s<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    arg::new_str(vm, vm.class_text(this(vm, args)).as_bytes())
}

fn case_eq<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(vm.is_a(args[0], this(vm, args))))
}

/// Whether the first is below or the same as the second, above, or neither.
fn relation(vm: &Vm, a: ClassId, b: ClassId) -> Option<std::cmp::Ordering> {
    if a == b {
        Some(std::cmp::Ordering::Equal)
    } else if vm.inherits(a, b) {
        Some(std::cmp::Ordering::Less)
    } else if vm.inherits(b, a) {
        Some(std::cmp::Ordering::Greater)
    } else {
        None
    }
}

fn lt<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let order = relation(vm, this(vm, args), other(vm, args[0])?);
    Ok(order.map_or(Value::NIL, |order| Value::bool(order.is_lt())))
}

fn le<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let order = relation(vm, this(vm, args), other(vm, args[0])?);
    Ok(order.map_or(Value::NIL, |order| Value::bool(order.is_le())))
}

fn cmp<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let order = vm
        .as_class(args[0])
        .and_then(|other| relation(vm, this(vm, args), other));
    Ok(order.map_or(Value::NIL, |order| Value::fixnum(order as i64)))
}

fn objects<'w>(vm: &'w Vm, classes: impl Iterator<Item = ClassId>) -> Outcome<'w> {
    let values: Vec<Value<'w>> = classes.map(|class| vm.class_object(class)).collect();
    Ok(fit(vm, vm.array_from(&values))?.value())
}

fn ancestors<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let line = vm.classes.ancestors(this(vm, args));
    objects(vm, line.iter().copied())
}

fn is_module(vm: &Vm, class: ClassId) -> bool {
    vm.classes.get(class).kind == ClassKind::Module
}

fn included_modules<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let class = this(vm, args);
    let line = vm.classes.ancestors(class);
    let modules = line
        .iter()
        .copied()
        .filter(|&c| c != class && is_module(vm, c));
    objects(vm, modules)
}

fn includes<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let class = this(vm, args);
    let module = vm.as_class(args[0]).filter(|&module| is_module(vm, module));
    let Some(module) = module else {
        let class = vm.class_name_of(args[0]);
        return Err(vm.type_error(format!("wrong argument type {class} (expected Module)")));
    };
    Ok(Value::bool(module != class && vm.inherits(class, module)))
}

/// Instance methods by visibility, inherited ones if the second argument is
/// true.
fn instance_methods<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let class = this(vm, args);
    let mut line = vm.classes.ancestors(class);
    // What a refinement does not have, the refined class has.
    if let Some(info) = vm.refinement_info(class) {
        line.extend(vm.classes.ancestors(info.target));
    }
    let classes: &[ClassId] = if args[1].truthy() { &line } else { &[class] };
    symbols(vm, &method_names(vm, classes, wanted(vm, args[0])))
}

fn is_defined<'w>(vm: &'w Vm, args: &Args<'w>, wanted: fn(Visibility) -> bool) -> Outcome<'w> {
    let name = name_of(vm, args[0])?;
    let class = this(vm, args);
    let inherited = args.get(1).is_none_or(Value::truthy);
    let found = if inherited {
        vm.find_method(class, name)
    } else {
        let own = vm.classes.get(class).methods.borrow().get(&name).copied();
        own.filter(|&id| {
            let entry = vm.methods.get(id);
            entry.owner == class && !matches!(entry.body.get(), MethodBody::Undefined)
        })
    };
    Ok(Value::bool(
        found.is_some_and(|id| wanted(vm.methods.get(id).visibility)),
    ))
}

fn method_defined<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    is_defined(vm, args, |v| v != Visibility::Private)
}

fn public_defined<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    is_defined(vm, args, |v| v == Visibility::Public)
}

fn private_defined<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    is_defined(vm, args, |v| v == Visibility::Private)
}

fn protected_defined<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    is_defined(vm, args, |v| v == Visibility::Protected)
}

fn is_constant_name(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.all(|c| c.is_alphanumeric() || c == '_')
}

/// A constant's name, which may not be a path.
fn constant_name(vm: &Vm, value: Value<'_>, this: Value<'_>) -> Result<Sym, Stop> {
    let name = name_of(vm, value)?;
    if is_constant_name(vm.symbols.name(name)) {
        return Ok(name);
    }
    let text = vm.symbols.text(name);
    Err(vm.name_error(format!("wrong constant name {text}"), this, name))
}

/// The module that holds a constant as reflection sees it; behind the first
/// part of a path Object's do not show through.
fn visible_holder(
    vm: &Vm,
    module: ClassId,
    name: Sym,
    inherit: bool,
    inner: bool,
) -> Option<ClassId> {
    if !inner || !inherit {
        return const_holder(vm, module, name, inherit);
    }
    let holder = vm.inherited_holder(module, name)?;
    (holder != known::OBJECT || module == known::OBJECT).then_some(holder)
}

/// The module that holds a constant as seen from another one.
fn const_holder(vm: &Vm, module: ClassId, name: Sym, inherit: bool) -> Option<ClassId> {
    if !inherit {
        return vm.const_get_own(module, name).map(|_| module);
    }
    vm.const_holder(module, name)
}

/// File and line of a constant, which may not be a path; an empty list if no program set it, nil if
/// there is none.
fn const_origin<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let name = constant_name(vm, args[0], args.this)?;
    let Some(holder) = const_holder(vm, this(vm, args), name, args[1].truthy()) else {
        return Ok(Value::NIL);
    };
    let origin = vm.own_constant(holder, name).and_then(|c| c.origin);
    let Some(Origin { file, line }) = origin else {
        return Ok(fit(vm, vm.new_array(0))?.value());
    };
    let file = arg::new_str(vm, vm.symbols.name(file))?;
    let values = [file, Value::fixnum(line.into())];
    Ok(fit(vm, vm.array_from(&values))?.value())
}

/// Names that `undef` took away here.
fn undefined_methods<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let record = vm.classes.get(this(vm, args));
    let methods = record.methods.borrow();
    let is_gone = |name: &Sym| {
        let entry = methods.get(name).map(|&id| vm.methods.get(id));
        entry.is_some_and(|entry| entry.body.get() == MethodBody::Undefined)
    };
    let order = record.method_order.borrow();
    let names: Vec<Sym> = order.iter().copied().filter(is_gone).collect();
    symbols(vm, &names)
}

/// Names a class that no constant holds; nil takes the name away.
fn temporary_name<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let class = vm.as_class(vm.this()).expect("a method of Module");
    if vm.has_permanent_name(class) {
        return Err(vm.runtime_error("can't change permanent name"));
    }
    let Some(text) = vm.arg(0).as_string().map(|text| text.bytes().to_vec()) else {
        vm.world().remove_class_name(class);
        return Ok(vm.this());
    };
    if text.is_empty() {
        return Err(vm.argument_error("empty class/module name"));
    }
    let shown = String::from_utf8_lossy(&text).into_owned();
    let path = shown.strip_prefix("::").unwrap_or(&shown);
    if path
        .split("::")
        .all(|part| is_constant_name(part.as_bytes()))
    {
        return Err(
            vm.argument_error("the temporary name must not be a constant path to avoid confusion")
        );
    }
    vm.world().set_class_name(class, &text);
    vm.classes.get(class).temporary_name.set(true);
    Ok(vm.this())
}

/// A constant by name or path, inherited ones if the second argument is true.
fn const_get<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let inherit = vm.arg(1).truthy();
    let name = name_of(vm, vm.arg(0))?;
    if vm.arg(0).as_symbol().is_some() {
        constant_name(vm, vm.arg(0), vm.this())?;
    }
    let path = vm.symbols.text(name).into_owned();
    let mut scope = vm.this().word();
    for (number, part) in path.split("::").enumerate() {
        if part.is_empty() && number == 0 && path.len() > 2 {
            scope = vm.class_object(known::OBJECT).word();
            continue;
        }
        let part_name = vm.intern(part);
        if !is_constant_name(part.as_bytes()) {
            let shown = if part.is_empty() { &path } else { part };
            let message = format!("wrong constant name {shown}");
            return Err(vm.name_error(message, vm.this(), name));
        }
        let Some(module) = vm.as_class(vm.wrap(scope)) else {
            return Err(vm.type_error(format!("{path} does not refer to class/module")));
        };
        vm.autoload_inherited(module, part_name)?;
        scope = match visible_holder(vm, module, part_name, inherit, number > 0) {
            Some(holder) => vm.told_const(holder, part_name)?,
            None => vm.missing_const(module, part_name)?,
        };
    }
    Ok(vm.wrap(scope))
}

fn const_set<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let name = constant_name(vm, vm.arg(0), vm.this())?;
    let (scope, value) = (vm.this().word(), vm.arg(1).word());
    vm.set_const(scope, name, value)?;
    Ok(vm.arg(1))
}

fn const_defined<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let name = name_of(vm, args[0])?;
    if args[0].as_symbol().is_some() {
        constant_name(vm, args[0], args.this)?;
    }
    let path = vm.symbols.text(name).into_owned();
    let mut scope = args.this;
    for (number, part) in path.trim_start_matches("::").split("::").enumerate() {
        let inner = number > 0;
        if !is_constant_name(part.as_bytes()) {
            return Err(vm.name_error(format!("wrong constant name {path}"), args.this, name));
        }
        let Some(module) = vm.as_class(scope) else {
            return Ok(Value::FALSE);
        };
        let part = vm.intern(part);
        let holder = visible_holder(vm, module, part, args[1].truthy(), inner);
        match holder.and_then(|holder| vm.const_get_own(holder, part)) {
            Some(value) => scope = value,
            None if vm.autoload_path(module, part).is_some() => return Ok(Value::TRUE),
            None => return Ok(Value::FALSE),
        }
    }
    Ok(Value::TRUE)
}

/// Names of public constants, with those of ancestors below Object if the
/// argument is true.
fn constants<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let class = this(vm, args);
    let mut names: Vec<Sym> = Vec::new();
    for &at in vm.classes.ancestors(class).iter() {
        if at == known::OBJECT && class != known::OBJECT {
            break;
        }
        let record = vm.classes.get(at);
        let table = record.constants.borrow();
        for &name in table.names() {
            let public = table.get(name).is_some_and(|constant| !constant.private);
            if public && !names.contains(&name) {
                names.push(name);
            }
        }
        if !args[0].truthy() {
            break;
        }
    }
    symbols(vm, &names)
}

fn remove_const<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let name = name_of(vm, args[0])?;
    if !is_constant_name(vm.symbols.name(name)) {
        let text = vm.symbols.text(name);
        let message = format!("'{text}' is not allowed as a constant variable name");
        return Err(vm.name_error(message, args.this, name));
    }
    vm.check_frozen(args.this)?;
    let class = this(vm, args);
    let stands_for_file = vm.own_constant(class, name).is_some_and(|c| c.autoload);
    match vm.const_remove(class, name) {
        Some(_) if stands_for_file => Ok(Value::NIL),
        Some(value) => Ok(value),
        None => {
            let (text, class) = (vm.symbols.text(name), vm.class_text(class));
            let message = format!("constant {class}::{text} not defined");
            Err(vm.name_error(message, args.this, name))
        }
    }
}

fn is_singleton<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(
        vm.classes.get(this(vm, args)).kind == ClassKind::Singleton,
    ))
}

/// Gives a fresh copy of a class or module its methods and constants.
fn initialize_copy<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let target = vm.as_class(vm.this()).expect("a method of Module");
    let Some(source) = vm.as_class(vm.arg(0)) else {
        return Err(vm.type_error("initialize_copy should take same class object"));
    };
    if vm.classes.get(source).kind == ClassKind::Singleton {
        return Err(vm.type_error("can't copy singleton class"));
    }
    if source == known::BASIC_OBJECT {
        return Err(vm.type_error("can't copy the root class"));
    }
    let (from, to) = (vm.classes.get(source), vm.classes.get(target));
    to.superclass.set(from.superclass.get());
    to.uninitialized.set(from.uninitialized.get());
    to.instance_kind.set(from.instance_kind.get());
    to.no_allocate.set(from.no_allocate.get());
    to.included.borrow_mut().clone_from(&from.included.borrow());
    to.prepended
        .borrow_mut()
        .clone_from(&from.prepended.borrow());
    vm.classes.modules_changed(target);
    let names: Vec<Sym> = from.method_order.borrow().clone();
    let above = from.superclass.get();
    super::object::copy_constants(vm, source, target);
    for name in names {
        let found = vm.classes.get(source).methods.borrow().get(&name).copied();
        if let Some(id) = found {
            vm.adopt_method(target, name, id);
        }
    }
    // The copy was made below Object; its class methods continue where the original's do.
    let singleton = vm.singleton_class_of_class(target);
    if let Some(above) = above {
        let above = vm.singleton_class_of_class(above);
        vm.classes.get(singleton).superclass.set(Some(above));
    }
    let own = vm.singleton_class_of_class(source);
    super::object::copy_singleton_class(vm, own, singleton);
    Ok(vm.this())
}

fn attached_object<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let class = this(vm, args);
    if vm.classes.get(class).kind != ClassKind::Singleton {
        let text = vm.class_text(class);
        return Err(vm.type_error(format!("'{text}' is not a singleton class")));
    }
    Ok(vm.attached(class))
}

fn subclasses<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let class = this(vm, args);
    let below = vm.classes.iter().rev().filter(|(_, record)| {
        record.kind == ClassKind::Class && record.superclass.get() == Some(class)
    });
    objects(vm, below.map(|(id, _)| id))
}

fn global_variables<'w>(vm: &'w Vm, _args: &Args<'w>) -> Outcome<'w> {
    let mut names: Vec<Sym> = vm.globals.keys().copied().collect();
    names.extend(vm.global_aliases.keys().copied());
    for name in ["$!", "$@", "$0", "$~", "$_", "$*", "$&", "$`", "$'", "$+"] {
        names.push(vm.intern(name));
    }
    let groups = vm.last_match().map_or(0, |found| found.len());
    names.extend((1..groups).map(|group| vm.intern(&format!("${group}"))));
    names.retain(|&name| {
        let text = vm.symbols.name(name);
        text.starts_with(b"$") && !text.starts_with(b"$__")
    });
    names.sort_unstable();
    names.dedup();
    symbols(vm, &names)
}
