//! RubyVM::InstructionSequence: code as an object. Such an object is a compiled
//! program's bytes and the number of a function in it; what its methods tell is
//! read out of the bytes (`rb/iseq.rb`).

use std::borrow::Cow;

use crate::bytecode::asm;
use crate::bytecode::binary;
use crate::bytecode::code::{Code, CodeKind, HandlerKind, Literal, Params, SendSite, Site, Unit};
use crate::bytecode::decode::Insn;
use crate::bytecode::operand::{CodeIdx, OperandKind, SymbolIdx};
use crate::bytecode::verify;
use crate::natives;
use crate::object::Value;
use crate::object::encoding::Encoding;
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

use super::arg::{fit, int, str};

natives! {
    pub static ROWS;
    iseq_compile:  - 4 shared compile;
    iseq_load:     - 1 shared load;
    iseq_read:     - 1 shared read;
    iseq_absolute: - 1 shared absolute;
    iseq_make:     - 0 shared make;
    iseq_of:       - 1 exclusive of;
    iseq_eval:     - 1 exclusive eval;
    iseq_disasm:   - 2 shared disasm;
    iseq_facts:    - 2 shared facts;
    iseq_params:   - 2 shared params;
    iseq_rows:     - 2 shared rows;
    iseq_body:     - 2 shared body;
    iseq_children: - 2 shared children;
    iseq_lines:    - 2 shared lines;
}

/// A String of bytes.
fn binary_string<'w>(vm: &'w Vm, bytes: &[u8]) -> Outcome<'w> {
    Ok(fit(vm, vm.new_string_in(bytes, Encoding::Binary))?.value())
}

fn array<'w>(vm: &'w Vm, values: &[Value<'_>]) -> Outcome<'w> {
    Ok(fit(vm, vm.array_from(values))?.value())
}

fn number(number: u32) -> Value<'static> {
    Value::fixnum(i64::from(number))
}

/// The name of the main function of what `compile` makes.
const COMPILED: &[u8] = b"<compiled>";

/// Arguments: text, name of the file, first line, whether string literals are
/// frozen (nil: as the text says).
fn compile<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let source = str(vm, args[0])?.bytes();
    let name = str(vm, args[1])?.to_text();
    let line = int(vm, args[2])? as i32 as u32;
    let frozen = (!args[3].is_nil()).then(|| args[3].truthy());
    let mut unit = vm.compile_program(source, &name, line, frozen)?;
    let symbol = SymbolIdx(unit.symbols.len() as u32);
    unit.symbols.push(COMPILED.to_vec());
    let main = unit.main.index();
    unit.codes[main].name = symbol;
    binary_string(vm, &binary::encode(&unit))
}

/// Bytes from somewhere: the unit in them, the number of the function that they
/// are of, and more that somebody put there. The last two stand behind the unit;
/// nothing there means the main function.
fn load<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let bytes = str(vm, args[0])?.bytes();
    let (bytes, behind) = match binary::length(bytes).map(|length| bytes.split_at_checked(length)) {
        Some(Some((unit, behind))) => (unit, behind),
        _ => (bytes, &[][..]),
    };
    let unit = sound_unit(bytes).ok_or_else(|| broken(vm))?;
    let (index, extra) = match behind.split_first_chunk() {
        Some((index, extra)) => (u32::from_le_bytes(*index), extra),
        None if behind.is_empty() => (unit.main.0, behind),
        None => return Err(broken(vm)),
    };
    if index as usize >= unit.codes.len() {
        return Err(broken(vm));
    }
    let (bytes, extra) = (binary_string(vm, bytes)?, binary_string(vm, extra)?);
    array(vm, &[bytes, number(index), extra])
}

fn broken(vm: &Vm) -> Stop {
    vm.runtime_error("broken binary format")
}

/// The unit in bytes, which may come from anywhere. Of evaluated text there is
/// more around than the bytes have; it can be looked at, not run.
fn sound_unit(bytes: &[u8]) -> Option<Unit> {
    let unit = binary::decode(bytes).ok()?;
    verify::verify(&unit).is_ok().then_some(unit)
}

/// The bytes of a file, or the number of the error.
fn read<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    match std::fs::read(&*str(vm, args[0])?.to_text()) {
        Ok(bytes) => Ok(fit(vm, vm.new_string(&bytes))?.value()),
        Err(error) => Ok(vm.int(i64::from(error.raw_os_error().unwrap_or(0)))),
    }
}

/// The absolute path of a file; nil if there is none.
fn absolute<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let path = str(vm, args[0])?.to_text();
    let path = std::path::Path::new(&*path);
    let found = std::path::absolute(path).ok().filter(|path| path.exists());
    Ok(found.map_or(Value::NIL, |path| vm.string(&path.to_string_lossy())))
}

/// A new object of the class that is the receiver.
fn make<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let class = vm.as_class(args.this).expect("a method of a class");
    Ok(vm.new_object(class))
}

/// Bytes and number of the function of a Method or Proc; nil of others.
fn of<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let callable = vm.arg_handle(0);
    let vm: &'v Vm = vm;
    match vm.compiled_bytes_of(callable) {
        Some((bytes, index)) => array(vm, &[binary_string(vm, &bytes)?, number(index)]),
        None => Ok(Value::NIL),
    }
}

/// Runs the program in the bytes, which may come from outside.
fn eval<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let unit = match binary::load(str(vm, vm.arg(0))?.bytes()) {
        Ok(unit) if unit.is_stack() => {
            return Err(vm.type_error("a program in the stack language"));
        }
        Ok(unit) => unit,
        Err(error) => return Err(vm.runtime_error(error.to_string())),
    };
    let word = vm.run_loaded(unit)?;
    Ok(vm.word(word))
}

/// Unit and function that the first two arguments name.
fn function(vm: &Vm, args: &Args<'_>) -> Result<(Unit, CodeIdx), Stop> {
    let unit = sound_unit(str(vm, args[0])?.bytes()).ok_or_else(|| broken(vm))?;
    let index = CodeIdx(int(vm, args[1])? as u32);
    match unit.codes.get(index.index()) {
        Some(_) => Ok((unit, index)),
        None => Err(broken(vm)),
    }
}

fn disasm<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let (unit, index) = function(vm, args)?;
    let functions = [index].into_iter().chain(inside(&unit, index));
    Ok(vm.string(&asm::write_functions(&unit, functions)))
}

/// The functions that stand in a function, also those in these.
fn inside(unit: &Unit, index: CodeIdx) -> impl Iterator<Item = CodeIdx> {
    let is_inside = |at: usize| {
        let parents = std::iter::successors(Some(CodeIdx(at as u32)), |code| {
            unit.codes[code.index()].parent
        });
        parents.skip(1).any(|parent| parent == index)
    };
    let within: Vec<bool> = (0..unit.codes.len()).map(is_inside).collect();
    let all = (0..unit.codes.len()).filter(move |&at| within[at]);
    all.map(|at| CodeIdx(at as u32))
}

fn name(unit: &Unit, symbol: SymbolIdx) -> Cow<'_, str> {
    let bytes = unit.symbols.get(symbol.index());
    String::from_utf8_lossy(bytes.map_or(b"", Vec::as_slice))
}

fn symbol<'w>(vm: &'w Vm, unit: &Unit, symbol: Option<SymbolIdx>) -> Value<'w> {
    symbol.map_or(Value::NIL, |symbol| {
        Value::symbol(vm.intern(&name(unit, symbol)))
    })
}

/// The label of a function, and that of the one around its blocks.
fn labels(unit: &Unit, index: CodeIdx) -> (String, String) {
    let (mut code, mut levels) = (&unit.codes[index.index()], 0);
    while let Some(parent) = code.parent.filter(|_| code.kind.is_block()) {
        let Some(around) = unit.codes.get(parent.index()) else {
            break;
        };
        (code, levels) = (around, levels + 1);
        if levels > unit.codes.len() {
            break;
        }
    }
    let own = name(unit, code.name);
    let base = match code.kind {
        CodeKind::ClassBody => format!("<class:{own}>"),
        CodeKind::ModuleBody => format!("<module:{own}>"),
        CodeKind::SingletonBody => "singleton class".to_owned(),
        CodeKind::Top if own != "<compiled>" => "<main>".to_owned(),
        _ => own.into_owned(),
    };
    let label = match levels {
        0 => base.clone(),
        1 => format!("block in {base}"),
        n => format!("block ({n} levels) in {base}"),
    };
    (label, base)
}

/// `[path, line, type, label, base label, locals, arguments, slots, operands, place]`.
fn facts<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let (unit, index) = function(vm, args)?;
    let code = unit.code(index);
    let (label, base) = labels(&unit, index);
    let kind = match code.kind {
        CodeKind::Method => "method",
        CodeKind::Block | CodeKind::Lambda => "block",
        CodeKind::ClassBody | CodeKind::ModuleBody | CodeKind::SingletonBody => "class",
        CodeKind::Top | CodeKind::Stack => "top",
        CodeKind::Eval => "eval",
    };
    let locals = code.locals.iter().filter_map(|local| local.name);
    let locals: Vec<_> = locals.map(|name| symbol(vm, &unit, Some(name))).collect();
    let length = unit.source.text.len() as u32;
    let place = [
        code.span.start,
        code.span.start.saturating_add(code.span.len),
    ];
    let place = place.map(|offset| unit.source.line_column(offset.min(length)));
    let [(line, column), (last, end)] = place;
    let place = [line, column - 1, last, end - 1].map(number);
    let values = [
        vm.string(&unit.source.name),
        number(line),
        Value::symbol(vm.intern(kind)),
        vm.string(&label),
        vm.string(&base),
        array(vm, &locals)?,
        number(code.params.names.len() as u32),
        number(code.slot_count),
        number(code.max_stack),
        array(vm, &place)?,
    ];
    array(vm, &values)
}

/// Counts and names of parameters, by kind; the names stand in slot order.
fn params<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let (unit, index) = function(vm, args)?;
    let params: &Params = &unit.code(index).params;
    let keywords = params.keywords.iter().map(|keyword| {
        let name = symbol(vm, &unit, Some(keyword.name));
        array(vm, &[name, Value::bool(keyword.required)])
    });
    let keywords: Result<Vec<_>, Stop> = keywords.collect();
    array(
        vm,
        &[
            number(params.required),
            number(params.optional),
            Value::bool(params.rest),
            number(params.post),
            array(vm, &keywords?)?,
            Value::bool(params.keyword_rest),
            Value::bool(params.block),
        ],
    )
}

/// The exception table: `[kind, start, end, target, depth]`.
fn rows<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let (unit, index) = function(vm, args)?;
    let rows = unit.code(index).handlers.iter().map(|row| {
        let kind = match row.kind {
            HandlerKind::Rescue => "rescue",
            HandlerKind::Ensure => "ensure",
        };
        let numbers = [row.start, row.end, row.target, row.depth].map(number);
        let mut values = vec![Value::symbol(vm.intern(kind))];
        values.extend(numbers);
        array(vm, &values)
    });
    let rows: Result<Vec<_>, Stop> = rows.collect();
    array(vm, &rows?)
}

/// The numbers of the functions that stand directly in one.
fn children<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let (unit, index) = function(vm, args)?;
    let inner = unit.codes.iter().enumerate();
    let inner = inner.filter(|(_, code)| code.parent == Some(index));
    let numbers: Vec<_> = inner.map(|(at, _)| number(at as u32)).collect();
    array(vm, &numbers)
}

/// The lines on which statements begin.
fn lines<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let (unit, index) = function(vm, args)?;
    let lines = &unit.code(index).lines;
    let lines: Vec<_> = lines.iter().map(|&(_, line)| number(line)).collect();
    array(vm, &lines)
}

/// The instructions: a line number where a line begins, else `[name, operands...]`.
/// A function is a number.
fn body<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let (unit, index) = function(vm, args)?;
    let code = unit.code(index);
    let decoded = crate::bytecode::decode::Decoder::new(&code.words);
    let mut values = Vec::new();
    for (pc, insn) in decoded.filter_map(Result::ok).enumerate() {
        if let Some(line) = code.line_begun_at(pc as u32) {
            values.push(number(line));
        }
        values.push(instruction(vm, &unit, code, insn)?);
    }
    array(vm, &values)
}

fn instruction<'w>(vm: &'w Vm, unit: &Unit, code: &Code, insn: Insn) -> Outcome<'w> {
    let mut values = vec![Value::symbol(vm.intern(insn.op.mnemonic()))];
    for (_, kind, operand) in insn.operands() {
        let at = operand as usize;
        values.push(match kind {
            OperandKind::Int => Value::fixnum(i64::from(operand as i32)),
            OperandKind::Symbol => symbol(vm, unit, Some(SymbolIdx(operand))),
            OperandKind::Literal => match code.literals.get(at) {
                Some(literal) => literal_value(vm, literal)?,
                None => Value::NIL,
            },
            OperandKind::SendSite | OperandKind::IvarSite | OperandKind::ConstSite => {
                match code.sites.get(at) {
                    Some(Site::Send(send)) => send_site(vm, unit, send)?,
                    Some(Site::Ivar(name) | Site::Const(name)) => symbol(vm, unit, Some(*name)),
                    None => Value::NIL,
                }
            }
            OperandKind::Label => Value::symbol(vm.intern(&format!("label_{operand}"))),
            _ => number(operand),
        });
    }
    array(vm, &values)
}

fn literal_value<'w>(vm: &'w Vm, literal: &Literal) -> Outcome<'w> {
    Ok(match literal {
        Literal::Int(int) => vm.int(*int),
        Literal::Float(float) => vm.float(*float),
        Literal::Str(bytes, _) => fit(vm, vm.new_string(bytes))?.value(),
        Literal::BigInt(digits) => vm.string(digits),
        other => vm.string(&format!("{other:?}")),
    })
}

/// `[name, positional values, names of keywords, block, flags]`.
fn send_site<'w>(vm: &'w Vm, unit: &Unit, send: &SendSite) -> Outcome<'w> {
    let flags = send.flags;
    let flags = [
        (flags.fcall, "FCALL"),
        (flags.vcall, "VCALL"),
        (flags.splat, "ARGS_SPLAT"),
        (flags.keyword_hash, "KW_SPLAT"),
        (flags.block_arg, "ARGS_BLOCKARG"),
        (flags.zsuper, "ZSUPER"),
    ];
    let flags = flags.into_iter().filter(|(set, _)| *set);
    let flags: Vec<_> = flags
        .map(|(_, name)| Value::symbol(vm.intern(name)))
        .collect();
    let keywords = send.keywords.iter();
    let keywords: Vec<_> = keywords.map(|&name| symbol(vm, unit, Some(name))).collect();
    let values = [
        symbol(vm, unit, Some(send.name)),
        number(send.argc),
        array(vm, &keywords)?,
        send.block.map_or(Value::NIL, |code| number(code.0)),
        array(vm, &flags)?,
    ];
    array(vm, &values)
}
