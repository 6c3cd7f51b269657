//! Object and Kernel: identity, copying, instance variables, reflection on
//! methods.

use crate::heap::Kind;
use crate::natives;
use crate::object::class::Constant;
use crate::object::{ClassId, ClassKind, MethodBody, Sym, Value, Visibility, known, sym};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

use super::arg::{self, fit};
use super::symbol::name_of;

natives! {
    pub static ROWS;
    object_equal: "BasicObject" ["equal?", "=="] 1 shared equal;
    object_not: "BasicObject" ["!"] 0 shared not;
    object_id: "BasicObject" ["__id__"] 0 shared id;
    kernel_object_id: "Kernel" ["object_id"] 0 shared id;
    kernel_class: "Kernel" ["class"] 0 shared class;
    kernel_eql: "Kernel" ["eql?"] 1 shared equal;
    kernel_hash: "Kernel" ["hash"] 0 shared hash;
    kernel_nil: "Kernel" ["nil?"] 0 shared is_nil;
    kernel_frozen: "Kernel" ["frozen?"] 0 shared is_frozen;
    kernel_freeze: "Kernel" ["freeze"] 0 shared freeze;
    kernel_case_same: - 1 shared case_same [declines];
    kernel_itself: "Kernel" ["itself"] 0 shared itself;
    kernel_to_s: "Kernel" ["to_s"] 0 shared to_s;
    kernel_is_a: "Kernel" ["is_a?", "kind_of?"] 1 shared is_a;
    kernel_instance_of: "Kernel" ["instance_of?"] 1 shared instance_of;
    kernel_shallow_copy: "Kernel" ["__shallow_copy"] 0 shared shallow_copy [private];
    kernel_copy_singleton: "Kernel" ["__copy_singleton"] 1 exclusive copy_singleton [private];
    kernel_has_singleton: "Kernel" ["__singleton?"] 0 shared has_singleton [private];
    kernel_ivar_get: "Kernel" ["instance_variable_get"] 1 shared ivar_get;
    kernel_ivar_set: "Kernel" ["instance_variable_set"] 2 shared ivar_set;
    kernel_ivar_defined: "Kernel" ["instance_variable_defined?"] 1 shared ivar_defined;
    kernel_ivars: "Kernel" ["instance_variables"] 0 shared ivars;
    kernel_ivar_remove: "Kernel" ["remove_instance_variable"] 1 shared ivar_remove;
    kernel_hidden: "Kernel" ["__hidden"] 1 shared hidden [private];
    kernel_set_hidden: "Kernel" ["__set_hidden"] 2 shared set_hidden [private];
    kernel_responds: "Kernel" ["__responds?"] 2 shared responds [private];
    kernel_methods: "Kernel" ["__methods"] 2 shared methods [private];
    kernel_singleton_methods: "Kernel" ["__singleton_methods"] 1 shared singleton_methods [private];
}

fn equal<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(args.this == args[0]))
}

fn not<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(!args.this.truthy()))
}

fn id<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let this = args.this;
    if let Some(i) = this.as_int() {
        return Ok(vm.int_from_i128(i128::from(i) * 2 + 1));
    }
    Ok(
        match (this.is_nil(), this == Value::TRUE, this == Value::FALSE) {
            (true, _, _) => Value::fixnum(4),
            (_, true, _) => Value::fixnum(20),
            (_, _, true) => Value::fixnum(0),
            _ => vm.int_from_u64(vm.identity(this)),
        },
    )
}

fn class<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.class_object(vm.class_of(args.this)))
}

fn hash<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::fixnum((vm.identity_hash(args.this) >> 2) as i64))
}

fn is_nil<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(args.this.is_nil()))
}

fn is_frozen<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(args.this.is_frozen()))
}

fn freeze<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.freeze(args.this);
    Ok(args.this)
}

/// `===` of nil, true and false, whose `==` means the same object unless a
/// program says otherwise.
fn case_same<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    if args.this == args[0] {
        return Ok(Value::TRUE);
    }
    let equal = vm.world().find_method(vm.class_of(args.this), sym::EQ);
    match equal {
        Some(id) if vm.is_kernel_method(id) => Ok(Value::FALSE),
        _ => Err(Stop::Decline),
    }
}

fn itself<'w>(_vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(args.this)
}

fn to_s<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    arg::new_str(vm, vm.any_to_s(args.this).as_bytes())
}

fn module_of(vm: &Vm, value: Value<'_>) -> Result<ClassId, Stop> {
    let class = vm.as_class(value);
    class.ok_or_else(|| vm.type_error("class or module required"))
}

fn is_a<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(vm.is_a(args.this, module_of(vm, args[0])?)))
}

fn instance_of<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(
        vm.class_of(args.this) == module_of(vm, args[0])?,
    ))
}

/// A new object of the same class with the same instance variables, contents
/// still to be filled by `initialize_copy`; the object itself if it has no
/// copies.
fn shallow_copy<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let this = args.this;
    if !matches!(
        this.kind(),
        Some(Kind::Object | Kind::String | Kind::Array | Kind::Hash | Kind::Class | Kind::Regexp)
    ) {
        return Ok(this);
    }
    let copy = vm.wrap(vm.allocate(vm.class_of(this))?);
    for name in vm.ivar_names(this) {
        vm.ivar_set(copy, name, vm.ivar_get(this, name));
    }
    Ok(copy)
}

fn singleton_of(vm: &Vm, value: Value<'_>) -> Option<ClassId> {
    if !value.word().is_object() {
        return None;
    }
    let class = vm.dispatch_class(value);
    (vm.classes.get(class).kind == ClassKind::Singleton).then_some(class)
}

fn has_singleton<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(Value::bool(singleton_of(vm, args.this).is_some()))
}

/// Gives this object the singleton methods and modules of another.
fn copy_singleton<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let Some(source) = singleton_of(vm, vm.arg(0)) else {
        return Ok(Value::NIL);
    };
    let Some(target) = vm.singleton_class(vm.this()) else {
        return Ok(Value::NIL);
    };
    copy_singleton_class(vm, source, target);
    Ok(Value::NIL)
}

/// Gives one class the constants of another, with what is known of them.
pub(super) fn copy_constants(vm: &Vm, source: ClassId, target: ClassId) {
    let names: Vec<Sym> = vm.classes.get(source).constants.borrow().names().to_vec();
    for name in names {
        let value = vm.const_get_own(source, name);
        let Some((value, known)) = value.zip(vm.own_constant(source, name)) else {
            continue;
        };
        vm.const_set(target, name, value);
        if let Some(Constant { slot, .. }) = vm.own_constant(target, name) {
            let copy = Constant { slot, ..known };
            let mut constants = vm.classes.get(target).constants.borrow_mut();
            constants.insert(name, copy);
        }
    }
}

/// Gives one singleton class the constants, methods and modules of another.
pub(super) fn copy_singleton_class(vm: &mut Vm, source: ClassId, target: ClassId) {
    copy_constants(vm, source, target);
    let names: Vec<Sym> = vm.classes.get(source).method_order.borrow().clone();
    for name in names {
        let found = vm.classes.get(source).methods.borrow().get(&name).copied();
        if let Some(id) = found {
            vm.adopt_method(target, name, id);
        }
    }
    let included = vm.classes.get(source).included.borrow().clone();
    for inclusion in included {
        vm.world().include(target, inclusion.module);
    }
}

/// The name of an instance variable.
fn ivar_name(vm: &Vm, value: Value<'_>, this: Value<'_>) -> Result<Sym, Stop> {
    let name = name_of(vm, value)?;
    let text = vm.symbols.name(name);
    let is_part = |c: &u8| c.is_ascii_alphanumeric() || *c == b'_' || !c.is_ascii();
    let good = matches!(text, [b'@', first, rest @ ..]
        if is_part(first) && !first.is_ascii_digit() && rest.iter().all(is_part));
    if good {
        return Ok(name);
    }
    let shown = String::from_utf8_lossy(text);
    let message = format!("'{shown}' is not allowed as an instance variable name");
    Err(vm.name_error_of(message, this, value))
}

fn ivar_get<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.ivar_get(args.this, ivar_name(vm, args[0], args.this)?))
}

fn ivar_set<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let name = ivar_name(vm, args[0], args.this)?;
    vm.check_frozen(args.this)?;
    vm.ivar_set(args.this, name, args[1]);
    Ok(args[1])
}

fn ivar_defined<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let name = ivar_name(vm, args[0], args.this)?;
    Ok(Value::bool(vm.ivar_find(args.this, name).is_some()))
}

fn ivars<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let array = fit(vm, vm.new_array(4))?;
    if args.this.word().is_object() {
        for name in vm.ivar_names(args.this) {
            let text = vm.symbols.name(name);
            if text.starts_with(b"@") && !text.starts_with(b"@__") {
                fit(vm, vm.array_push(array, Value::symbol(name)))?;
            }
        }
    }
    Ok(array.value())
}

fn ivar_remove<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let name = ivar_name(vm, args[0], args.this)?;
    vm.check_frozen(args.this)?;
    if vm.ivar_find(args.this, name).is_none() {
        let text = vm.symbols.text(name);
        let message = format!("instance variable {text} not defined");
        return Err(vm.name_error(message, args.this, name));
    }
    let removed = vm.ivar_remove(args.this, name);
    Ok(removed.map_or(Value::NIL, |value| vm.wrap(value.word())))
}

/// A variable that Ruby's reflection does not show.
fn hidden<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.ivar_get(args.this, name_of(vm, args[0])?))
}

fn set_hidden<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.ivar_set(args.this, name_of(vm, args[0])?, args[1]);
    Ok(args[1])
}

fn has_method(vm: &Vm, this: Value<'_>, name: Sym, all: bool) -> bool {
    let found = vm.find_method(vm.dispatch_class(this), name);
    found.is_some_and(|id| {
        let entry = vm.methods.get(id);
        all || entry.visibility == Visibility::Public
    })
}

fn responds<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let name = name_of(vm, args[0])?;
    Ok(Value::bool(has_method(
        vm,
        args.this,
        name,
        args[1].truthy(),
    )))
}

/// Names of methods that look-up in these classes finds, with one of the
/// visibilities; the library's internal ones, which begin with two underscores,
/// only if they are Ruby's.
pub(super) fn method_names(
    vm: &Vm,
    classes: &[ClassId],
    wanted: impl Fn(Visibility) -> bool,
) -> Vec<Sym> {
    let mut seen = std::collections::HashSet::new();
    let mut names = Vec::new();
    for &class in classes {
        let record = vm.classes.get(class);
        for &name in record.method_order.borrow().iter() {
            let Some(&id) = record.methods.borrow().get(&name) else {
                continue;
            };
            if !seen.insert(name) {
                continue;
            }
            let entry = vm.methods.get(id);
            if entry.owner != class {
                seen.remove(&name);
                continue;
            }
            let gone = matches!(entry.body.get(), MethodBody::Undefined);
            if !gone && !vm.symbols.is_own(name) && wanted(entry.visibility) {
                names.push(name);
            }
        }
    }
    names
}

pub(super) fn symbols<'w>(vm: &'w Vm, names: &[Sym]) -> Outcome<'w> {
    let values: Vec<Value<'w>> = names.iter().map(|&name| Value::symbol(name)).collect();
    Ok(fit(vm, vm.array_from(&values))?.value())
}

/// The visibilities that a letter stands for.
pub(super) fn wanted(vm: &Vm, value: Value<'_>) -> impl Fn(Visibility) -> bool + use<> {
    let name = value.as_symbol().map(|s| vm.symbols.name(s).to_vec());
    move |visibility| match name.as_deref() {
        Some(b"public") => visibility == Visibility::Public,
        Some(b"private") => visibility == Visibility::Private,
        Some(b"protected") => visibility == Visibility::Protected,
        _ => visibility != Visibility::Private,
    }
}

/// Methods of this object by visibility; all of them, or only those of its own
/// class line up to the first ordinary class.
fn methods<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let line = vm.classes.ancestors(vm.dispatch_class(args.this));
    let mut classes: Vec<ClassId> = line.to_vec();
    if !args[1].truthy() {
        let own = classes
            .iter()
            .position(|&c| vm.classes.get(c).kind == ClassKind::Class);
        classes.truncate(own.map_or(0, |at| at + 1));
    }
    symbols(vm, &method_names(vm, &classes, wanted(vm, args[0])))
}

/// Singleton methods; with those of included modules and superclasses if the
/// argument is true.
fn singleton_methods<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let Some(singleton) = singleton_of(vm, args.this) else {
        return symbols(vm, &[]);
    };
    let mut classes = vec![singleton];
    if args[0].truthy() {
        classes.clear();
        let mut at = Some(singleton);
        while let Some(class) = at.filter(|&c| vm.classes.get(c).kind == ClassKind::Singleton) {
            classes.extend(vm.classes.part(class).iter().rev());
            let above = vm.classes.get(class).superclass.get();
            at = above.filter(|_| vm.as_class(args.this).is_some());
        }
    }
    classes.retain(|&class| class != known::KERNEL && !is_core(vm, class));
    symbols(
        vm,
        &method_names(vm, &classes, |v| v != Visibility::Private),
    )
}

/// Whether the class is the singleton class of Object, Module and the like.
fn is_core(vm: &Vm, class: ClassId) -> bool {
    let record = vm.classes.get(class);
    record.kind == ClassKind::Singleton
        && vm
            .as_class(vm.attached(class))
            .is_some_and(|c| c == known::OBJECT || c == known::BASIC_OBJECT)
}
