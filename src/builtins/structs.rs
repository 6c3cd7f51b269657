//! Struct: fields as hidden instance variables, accessors, positional
//! initialization.
//!
//! A field is stored under its bare name, which no program can write as an
//! instance variable, so reflection does not list it and accessors are as fast
//! as `attr_accessor`.
#![forbid(unsafe_code)]

use crate::builtins::shared::array_of;
use crate::object::{Array, ClassId, MethodBody, ScopeId, Sym, Value, Visibility, known, sym};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

crate::natives! { pub static ROWS;
    struct_field: "Struct" ["__field"] 1 shared field;
    struct_set_field: "Struct" ["__set_field"] 2 shared set_field;
    struct_init_fields: - 1 shared init_fields [declines];
    struct_define: "Struct." ["__define_struct"] 1 exclusive define;
    data_define: - 1 exclusive define_data;
}

fn name(value: Value<'_>) -> Result<Sym, Stop> {
    value.as_symbol().ok_or(Stop::Decline)
}

fn field<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    Ok(vm.ivar_get(args.this, name(args[0])?))
}

fn set_field<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    vm.ivar_set(args.this, name(args[0])?, args[1]);
    Ok(args[1])
}

/// The members of the struct class at or above the class of an object, unless
/// it is initialized by keywords.
fn members<'w>(vm: &'w Vm, object: Value<'w>) -> Option<Array<'w>> {
    let (members, mode) = (vm.intern("@__members"), vm.intern("@__keyword_init"));
    let mut class = vm.class_of(object);
    loop {
        let found = vm.ivar_get(vm.class_object(class), members);
        if let Some(list) = found.as_array() {
            let mode = vm.ivar_get(vm.class_object(class), mode);
            return (!mode.truthy()).then_some(list);
        }
        class = vm.world().classes.get(class).superclass.get()?;
    }
}

/// Sets the fields from an Array of positional arguments; true when it did.
fn init_fields<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let list = members(vm, args.this).ok_or(Stop::Decline)?;
    let values = array_of(vm, args[0])?;
    if values.len() > list.len() || args.this.is_frozen() {
        return Err(Stop::Decline);
    }
    for i in 0..list.len() as i64 {
        vm.ivar_set(args.this, name(list.at(i))?, values.at(i));
    }
    Ok(Value::TRUE)
}

fn add_reader(vm: &mut Vm, class: ClassId, member: Sym) -> Result<(), Stop> {
    let body = MethodBody::AttrReader(member);
    vm.add_method(class, member, body, Visibility::Public, ScopeId::TOP)?;
    Ok(())
}

/// Gives a class of Data its readers.
fn define_data<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let class = vm
        .as_class(vm.this())
        .expect("a singleton method of Data has a class for receiver");
    let names: Vec<Sym> = array_of(vm, vm.arg(0))?
        .iter()
        .filter_map(Value::as_symbol)
        .collect();
    for member in names {
        add_reader(vm, class, member)?;
    }
    Ok(Value::NIL)
}

/// Gives a struct class its accessors, and `new` and `allocate` the meaning
/// they have for other classes.
fn define<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let class = vm
        .as_class(vm.this())
        .expect("a singleton method of Struct has a class for receiver");
    let names: Vec<Sym> = array_of(vm, vm.arg(0))?
        .iter()
        .filter_map(Value::as_symbol)
        .collect();
    for member in names {
        add_reader(vm, class, member)?;
        let mut writer = vm.world().symbols.name(member).to_vec();
        writer.push(b'=');
        let writer = vm.world().symbols.intern(&writer);
        let body = MethodBody::AttrWriter(member);
        vm.add_method(class, writer, body, Visibility::Public, ScopeId::TOP)?;
    }
    let singleton = vm.singleton_class_of_class(class);
    if let Some(new) = vm.find_method(known::CLASS, sym::NEW) {
        vm.copy_method(singleton, sym::NEW, new, Visibility::Public);
        let square = vm.intern("[]");
        vm.copy_method(singleton, square, new, Visibility::Public);
    }
    Ok(Value::NIL)
}
