//! A graph as text: one line for each block, node, end and state.
//!
//! ```text
//! b1(v8: int, v9):
//!   v12: int = int.add v8, v3  ; s4
//! ```

use std::fmt::Write as _;

use crate::vm::Vm;
use crate::vm::native::{Assumption, NativeEntry};

use super::names;
use super::{
    BlockArg, BlockId, Cmp, Edge, End, FloatOp, Graph, HeaderWord, Insn, IntOp, StateId, Type, Val,
};

/// The text of a graph; without a vm things have numbers for names.
pub(crate) fn print(graph: &Graph, vm: Option<&Vm>) -> String {
    let mut out = String::new();
    let name = names::function(vm, graph.function);
    let entry = match graph.entry {
        NativeEntry::Function => String::new(),
        NativeEntry::Loop { pc } => format!(" from the loop at {pc}"),
    };
    let _ = writeln!(out, "graph of {name}{entry}");
    for assumption in &graph.assumptions {
        let text = match (assumption, vm) {
            (Assumption::Operators, _) => "no operator is redefined".to_owned(),
            (Assumption::Method(name), Some(vm)) => {
                format!("nothing changes `{}`", vm.world().symbols.text(*name))
            }
            (Assumption::Method(name), None) => format!("nothing changes name {}", name.0),
        };
        let _ = writeln!(out, "  assumes that {text}");
    }
    if graph.method.is_some() {
        out.push_str("  assumes that it runs as the same method\n");
    }
    for (number, block) in graph.blocks.iter().enumerate() {
        let params: Vec<String> = (block.params.iter())
            .map(|&param| format!("v{}{}", param.0, ty(graph.ty(param))))
            .collect();
        let cold = if block.cold { " (rare)" } else { "" };
        let _ = writeln!(out, "b{number}({}):{cold}", params.join(", "));
        for &value in &block.body {
            let _ = writeln!(out, "  {}", node(graph, vm, value));
        }
        let _ = writeln!(out, "  {}", end(&block.end));
    }
    for id in graph.used_states() {
        let _ = writeln!(out, "{}", state(graph, id));
    }
    out
}

fn ty(ty: Type) -> String {
    match ty {
        Type::ANY | Type::None => String::new(),
        Type::Tagged(kinds) => format!(": {}", names::kinds(kinds)),
        Type::Double => ": double".to_owned(),
        Type::Cond => ": cond".to_owned(),
    }
}

fn state(graph: &Graph, id: StateId) -> String {
    let state = graph.state(id);
    let value = |value: &Val| format!("v{}", value.0);
    let local = |local: &Option<Val>| local.as_ref().map_or("-".to_owned(), value);
    let locals: Vec<String> = state.locals.iter().map(local).collect();
    let stack: Vec<String> = state.stack.iter().map(value).collect();
    format!(
        "s{}: pc {} [{}] [{}]",
        id.0,
        state.pc,
        locals.join(" "),
        stack.join(" ")
    )
}

fn edge(edge: &Edge) -> String {
    let BlockId(to) = edge.to;
    format!("b{to}({})", values(&edge.args))
}

fn values(values: &[Val]) -> String {
    let texts: Vec<String> = values.iter().map(|value| format!("v{}", value.0)).collect();
    texts.join(", ")
}

fn end(end: &End) -> String {
    match end {
        End::Jump(to) => format!("jump {}", edge(to)),
        End::Branch { cond, then, or } => {
            format!("branch v{} {} or {}", cond.0, edge(then), edge(or))
        }
        End::Return { value, state } => format!("return v{}  ; s{}", value.0, state.0),
        End::Exit { state, reason } => format!("exit ({})  ; s{}", reason.text(), state.0),
        End::Never => "never".to_owned(),
    }
}

fn node(graph: &Graph, vm: Option<&Vm>, value: Val) -> String {
    let node = graph.node(value);
    let mut text = if node.ty == Type::None {
        String::new()
    } else {
        format!("v{}{} = ", value.0, ty(node.ty))
    };
    text.push_str(&insn(graph, vm, &node.insn));
    let states: Vec<String> = node
        .insn
        .states()
        .map(|state| format!("s{}", state.0))
        .collect();
    if !states.is_empty() {
        let _ = write!(text, "  ; {}", states.join(" "));
    }
    text
}

fn cmp(cmp: Cmp) -> &'static str {
    match cmp {
        Cmp::Lt => "lt",
        Cmp::Le => "le",
        Cmp::Gt => "gt",
        Cmp::Ge => "ge",
        Cmp::Eq => "eq",
        Cmp::Ne => "ne",
    }
}

fn int_op(op: IntOp) -> &'static str {
    match op {
        IntOp::Add => "add",
        IntOp::Sub => "sub",
        IntOp::Mul => "mul",
        IntOp::Div => "div",
        IntOp::Mod => "mod",
        IntOp::And => "and",
        IntOp::Or => "or",
        IntOp::Xor => "xor",
        IntOp::Shl => "shl",
        IntOp::Shr => "shr",
    }
}

fn float_op(op: FloatOp) -> &'static str {
    match op {
        FloatOp::Add => "add",
        FloatOp::Sub => "sub",
        FloatOp::Mul => "mul",
        FloatOp::Div => "div",
    }
}

/// The head of a node and its operands.
fn insn(graph: &Graph, vm: Option<&Vm>, insn: &Insn) -> String {
    let head = match insn {
        Insn::Op { pc, .. } => names::instruction(graph.function, *pc),
        insn => head(vm, insn),
    };
    let mut used = Vec::new();
    insn.each_use(|value| used.push(value));
    match used.is_empty() {
        true => head,
        false => format!("{head} {}", values(&used)),
    }
}

fn head(vm: Option<&Vm>, insn: &Insn) -> String {
    match insn {
        Insn::Param { index } => format!("param {index}"),
        Insn::Const(word) => format!("const {}", names::word(vm, *word)),
        Insn::Double(double) => format!("double {double:?}"),
        Insn::This => "self".to_owned(),
        Insn::Slot { slot } => format!("slot {slot}"),
        Insn::Operand { depth } => format!("operand {depth}"),
        Insn::GuardType { to, .. } => format!("guard{}", ty(*to)),
        Insn::GuardShape { shape, .. } => format!("guard shape {}:", names::shape(vm, *shape)),
        Insn::HasShape { shape, .. } => format!("has shape {}:", names::shape(vm, *shape)),
        Insn::Int { op, .. } => format!("int.{}", int_op(*op)),
        Insn::IntNeg { .. } => "int.neg".to_owned(),
        Insn::IntCmp { cmp: op, .. } => format!("int.{}", cmp(*op)),
        Insn::IntToDouble { .. } => "int.to_double".to_owned(),
        Insn::Unbox { .. } => "unbox".to_owned(),
        Insn::Box { .. } => "box".to_owned(),
        Insn::Float { op, .. } => format!("float.{}", float_op(*op)),
        Insn::FloatNeg { .. } => "float.neg".to_owned(),
        Insn::FloatCmp { cmp: op, .. } => format!("float.{}", cmp(*op)),
        Insn::Truthy { .. } => "truthy".to_owned(),
        Insn::IsNil { .. } => "is_nil".to_owned(),
        Insn::IsUndef { .. } => "is_undef".to_owned(),
        Insn::Same { .. } => "same".to_owned(),
        Insn::Negate { .. } => "not".to_owned(),
        Insn::Bool { .. } => "bool".to_owned(),
        Insn::Header { word } => match word {
            HeaderWord::Block => "frame.block",
            HeaderWord::Env => "frame.env",
        }
        .to_owned(),
        Insn::EnvUp { depth, .. } => format!("env.up {depth}:"),
        Insn::Load { offset, .. } => format!("load [{offset}]"),
        Insn::LoadIvar { offset, .. } => format!("load_ivar [{offset}]"),
        Insn::Store { offset, .. } => format!("store [{offset}]"),
        Insn::SetShape { shape, .. } => format!("set shape {}:", names::shape(vm, *shape)),
        Insn::GuardThawed { .. } => "guard thawed".to_owned(),
        Insn::ArrayGet { .. } => "array.get".to_owned(),
        Insn::ArraySet { .. } => "array.set".to_owned(),
        Insn::ArrayLength { .. } => "array.length".to_owned(),
        Insn::ArrayPush { .. } => "array.push".to_owned(),
        Insn::ConstIn { site, .. } => format!("constant in {}:", names::constant(vm, *site)),
        Insn::ConstSite { site, .. } => format!("constant {}", names::constant(vm, *site)),
        Insn::Call { callee, .. } => {
            let name = names::function(vm, callee.function);
            match callee.block {
                BlockArg::Literal(child) => format!("call {name} with block {child}:"),
                BlockArg::Own => format!("call {name} with own block:"),
                BlockArg::None => format!("call {name}:"),
            }
        }
        Insn::CallShared { row, .. } => format!("primitive {}:", names::row(*row)),
        Insn::Yield { function, .. } => format!("yield to {}:", names::function(vm, *function)),
        Insn::ErrInfo => "errinfo".to_owned(),
        Insn::YieldAny { .. } => "yield".to_owned(),
        Insn::Op { pc, .. } => format!("op {pc}"),
        Insn::New { class } => format!("new {}", names::class(vm, *class)),
        Insn::CopyString { .. } => "copy_string".to_owned(),
        Insn::NewArray { .. } => "new_array".to_owned(),
        Insn::MakeEnv { size } => format!("make_env {size}"),
        Insn::Activate => "activate".to_owned(),
        Insn::Count { what } => format!("count {}", what.text()),
        Insn::Poll { .. } => "poll".to_owned(),
    }
}
