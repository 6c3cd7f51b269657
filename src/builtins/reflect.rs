//! Module and Class: names, ancestors, constants, reflection.
//!
//! What changes methods (`include`, `attr_reader`, `private`, ...) is the vm's.

use crate::natives;
use crate::object::{ClassId, ClassKind, MethodBody, Sym, Value, Visibility, known};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

use super::arg::{self, fit};
use super::object::{method_names, symbols, wanted};
use super::symbol::name_of;

natives! {
    pub static ROWS;
    module_name: "Module" ["name"] 0 shared name;
    module_to_s: "Module" ["to_s", "inspect"] 0 shared to_s;
    module_case_eq: "Module" ["==="] 1 shared case_eq;
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
    let line = vm.classes.ancestors(class);
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
        own.filter(|&id| !matches!(vm.methods.get(id).body.get(), MethodBody::Undefined))
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

/// A constant by name or path, inherited ones if the second argument is true.
fn const_get<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let inherit = vm.arg(1).truthy();
    let name = name_of(vm, vm.arg(0))?;
    let path = vm.symbols.text(name).into_owned();
    let mut scope = vm.this().word();
    for (number, part) in path.split("::").enumerate() {
        if part.is_empty() && number == 0 && path.len() > 2 {
            scope = vm.class_object(known::OBJECT).word();
            continue;
        }
        let part_name = vm.intern(part);
        if !is_constant_name(part.as_bytes()) {
            let this = vm.this();
            return Err(vm.name_error(format!("wrong constant name {path}"), this, name));
        }
        let Some(module) = vm.as_class(vm.wrap(scope)) else {
            let shown = String::from_utf8_lossy(&vm.inspect_briefly(vm.wrap(scope))).into_owned();
            return Err(vm.type_error(format!("{shown} does not refer to class/module")));
        };
        vm.autoload_inherited(module, part_name)?;
        let found = if inherit {
            vm.inherited_const(module, part_name)
        } else {
            vm.const_get_own(module, part_name).map(Value::word)
        };
        scope = match found {
            Some(word) => word,
            None => vm.const_in(scope, part_name)?,
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
    let path = vm.symbols.text(name).into_owned();
    let mut scope = args.this;
    for part in path.trim_start_matches("::").split("::") {
        if !is_constant_name(part.as_bytes()) {
            return Err(vm.name_error(format!("wrong constant name {path}"), args.this, name));
        }
        let Some(module) = vm.as_class(scope) else {
            return Ok(Value::FALSE);
        };
        let part = vm.intern(part);
        let found = if args[1].truthy() {
            vm.inherited_const(module, part)
        } else {
            vm.const_get_own(module, part).map(Value::word)
        };
        match found {
            Some(word) => scope = vm.wrap(word),
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
    let name = constant_name(vm, args[0], args.this)?;
    let class = this(vm, args);
    match vm.const_remove(class, name) {
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
    let (from, to) = (vm.classes.get(source), vm.classes.get(target));
    to.superclass.set(from.superclass.get());
    to.instance_kind.set(from.instance_kind.get());
    to.no_allocate.set(from.no_allocate.get());
    to.included.borrow_mut().clone_from(&from.included.borrow());
    to.prepended
        .borrow_mut()
        .clone_from(&from.prepended.borrow());
    vm.classes.flush_ancestors();
    let names: Vec<Sym> = from.method_order.borrow().clone();
    let constants: Vec<Sym> = from.constants.borrow().names().to_vec();
    for name in constants {
        if let Some(value) = vm.const_get_own(source, name) {
            vm.const_set(target, name, value);
        }
    }
    for name in names {
        let found = vm.classes.get(source).methods.borrow().get(&name).copied();
        if let Some(id) = found {
            let visibility = vm.methods.get(id).visibility;
            vm.copy_method(target, name, id, visibility);
        }
    }
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
    for name in [
        "$!", "$@", "$0", "$,", "$~", "$_", "$;", "$*", "$$", "$VERBOSE", "$DEBUG",
    ] {
        names.push(vm.intern(name));
    }
    names.retain(|&name| {
        let text = vm.symbols.name(name);
        text.starts_with(b"$") && !text.starts_with(b"$__")
    });
    names.sort_unstable();
    names.dedup();
    symbols(vm, &names)
}
