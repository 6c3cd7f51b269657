//! `target op= value`, `target ||= value`, `target &&= value`.
//!
//! Owns these for every kind of target. Receivers and indexes are computed once.

use ruby_prism::{ArgumentsNode, ConstantPathNode, Node};

use super::Compiler;
use super::args::Args;
use crate::bytecode::ops::Op;

/// How the old value and the new one go together.
enum Mode<'pr> {
    And,
    Or,
    Operator(&'pr [u8]),
}

/// What is assigned.
enum Place<'pr> {
    Local(&'pr [u8], u32),
    Ivar(&'pr [u8]),
    Cvar(&'pr [u8]),
    Global(&'pr [u8]),
    Constant(&'pr [u8]),
    Path(ConstantPathNode<'pr>),
    Attribute {
        receiver: Option<Node<'pr>>,
        read: &'pr [u8],
        write: &'pr [u8],
        safe: bool,
        own: bool,
    },
    Index {
        receiver: Option<Node<'pr>>,
        arguments: Option<ArgumentsNode<'pr>>,
        block: bool,
        own: bool,
    },
}

struct OpAssign<'pr> {
    place: Place<'pr>,
    mode: Mode<'pr>,
    value: Node<'pr>,
}

/// Reads the three node types of one kind of place.
macro_rules! read_nodes {
    ($node:ident, $and:ident, $or:ident, $operator:ident, $n:ident => $place:expr) => {
        if let Some($n) = $node.$and() {
            return Some(OpAssign {
                place: $place,
                mode: Mode::And,
                value: $n.value(),
            });
        }
        if let Some($n) = $node.$or() {
            return Some(OpAssign {
                place: $place,
                mode: Mode::Or,
                value: $n.value(),
            });
        }
        if let Some($n) = $node.$operator() {
            return Some(OpAssign {
                place: $place,
                mode: Mode::Operator($n.binary_operator().as_slice()),
                value: $n.value(),
            });
        }
    };
}

fn read<'pr>(node: &Node<'pr>) -> Option<OpAssign<'pr>> {
    read_nodes!(node, as_local_variable_and_write_node, as_local_variable_or_write_node,
        as_local_variable_operator_write_node,
        n => Place::Local(n.name().as_slice(), n.depth()));
    read_nodes!(node, as_instance_variable_and_write_node, as_instance_variable_or_write_node,
        as_instance_variable_operator_write_node,
        n => Place::Ivar(n.name().as_slice()));
    read_nodes!(node, as_index_and_write_node, as_index_or_write_node, as_index_operator_write_node,
    n => Place::Index {
        receiver: n.receiver(),
        arguments: n.arguments(),
        block: n.block().is_some(),
        own: n.is_ignore_visibility(),
    });
    read_nodes!(node, as_call_and_write_node, as_call_or_write_node, as_call_operator_write_node,
    n => Place::Attribute {
        receiver: n.receiver(),
        read: n.read_name().as_slice(),
        write: n.write_name().as_slice(),
        safe: n.is_safe_navigation(),
        own: n.is_ignore_visibility(),
    });
    read_nodes!(node, as_class_variable_and_write_node, as_class_variable_or_write_node,
        as_class_variable_operator_write_node,
        n => Place::Cvar(n.name().as_slice()));
    read_nodes!(node, as_global_variable_and_write_node, as_global_variable_or_write_node,
        as_global_variable_operator_write_node,
        n => Place::Global(n.name().as_slice()));
    read_nodes!(node, as_constant_and_write_node, as_constant_or_write_node,
        as_constant_operator_write_node,
        n => Place::Constant(n.name().as_slice()));
    read_nodes!(node, as_constant_path_and_write_node, as_constant_path_or_write_node,
        as_constant_path_operator_write_node,
        n => Place::Path(n.target()));
    None
}

impl<'pr> Compiler<'pr> {
    /// Compiles such an assignment; returns false if the node is none.
    pub(super) fn op_assign(&mut self, node: &Node<'pr>, used: bool) -> bool {
        let Some(assign) = read(node) else {
            return false;
        };
        match &assign.place {
            Place::Attribute { .. } => self.assign_attribute(&assign, used),
            Place::Index { .. } => self.assign_index(&assign, used),
            Place::Path(path) => self.assign_path(path, &assign, used),
            _ => self.assign_variable(node, &assign, used),
        }
        true
    }

    /// Pushes the operand and combines it with the old value below.
    fn combine(&mut self, operator: &[u8], value: &Node<'pr>) {
        self.expr(value, true);
        self.emit_call(operator, Args::plain(1));
    }

    /// Emits what skips the assignment, given the old value on top.
    fn skip_op(mode: &Mode<'pr>) -> Op {
        match mode {
            Mode::And => Op::BranchFalse,
            _ => Op::BranchTrue,
        }
    }

    fn assign_variable(&mut self, node: &Node<'pr>, assign: &OpAssign<'pr>, used: bool) {
        if let Mode::Operator(operator) = assign.mode {
            self.get_place(&assign.place, node);
            self.combine(operator, &assign.value);
            if used {
                self.op(Op::Dup);
            }
            return self.set_place(&assign.place, node);
        }
        let (set, end) = (self.label(), self.label());
        if matches!(assign.mode, Mode::Or) {
            let defined = match assign.place {
                Place::Constant(name) => {
                    self.op_const(Op::DefinedConst, name);
                    true
                }
                Place::Cvar(name) => {
                    self.op_symbol(Op::DefinedCvar, name);
                    true
                }
                _ => false,
            };
            if defined {
                self.branch(Op::BranchFalse, set);
            }
        }
        self.get_place(&assign.place, node);
        if used {
            self.op(Op::Dup);
        }
        self.branch(Self::skip_op(&assign.mode), end);
        if used {
            self.op(Op::Pop);
        }
        self.bind(set);
        match assign.place {
            Place::Constant(name) => self.constant_value(&assign.value, name),
            _ => self.expr(&assign.value, true),
        }
        if used {
            self.op(Op::Dup);
        }
        self.set_place(&assign.place, node);
        self.bind(end);
    }

    fn get_place(&mut self, place: &Place<'pr>, node: &Node<'pr>) {
        match place {
            Place::Local(name, depth) => self.get_variable(name, *depth, node),
            Place::Ivar(name) => self.op_ivar(Op::GetIvar, name),
            Place::Cvar(name) => self.op_symbol(Op::GetCvar, name),
            Place::Global(name) => self.op_symbol(Op::GetGlobal, name),
            Place::Constant(name) => self.op_const(Op::GetConst, name),
            Place::Path(_) | Place::Attribute { .. } | Place::Index { .. } => {
                unreachable!("these places are read where their receivers are")
            }
        }
    }

    fn set_place(&mut self, place: &Place<'pr>, node: &Node<'pr>) {
        match place {
            Place::Local(name, depth) => self.set_variable(name, *depth, node),
            Place::Ivar(name) => self.op_ivar(Op::SetIvar, name),
            Place::Cvar(name) => self.op_symbol(Op::SetCvar, name),
            Place::Global(name) => self.op_symbol(Op::SetGlobal, name),
            Place::Constant(name) => {
                self.op(Op::PushCref);
                self.op(Op::Swap);
                self.op_symbol(Op::SetConst, name);
                self.op(Op::Pop);
            }
            Place::Path(_) | Place::Attribute { .. } | Place::Index { .. } => {
                unreachable!("these places are written where their receivers are")
            }
        }
    }

    fn assign_path(&mut self, path: &ConstantPathNode<'pr>, assign: &OpAssign<'pr>, used: bool) {
        let name = path.name().map_or(&b""[..], |name| name.as_slice());
        self.constant_scope(path);
        if let Mode::Operator(operator) = assign.mode {
            self.op(Op::Dup);
            self.op_const(Op::GetConstIn, name);
            self.combine(operator, &assign.value);
            self.op_symbol(Op::SetConst, name);
            return self.discard(used);
        }
        let (set, keep, end) = (self.label(), self.label(), self.label());
        if matches!(assign.mode, Mode::Or) {
            self.op(Op::Dup);
            self.op_const(Op::DefinedConstIn, name);
            self.branch(Op::BranchFalse, set);
        }
        self.op(Op::Dup);
        self.op_const(Op::GetConstIn, name);
        self.op(Op::Dup);
        self.branch(Self::skip_op(&assign.mode), keep);
        self.op(Op::Pop);
        self.bind(set);
        self.constant_value(&assign.value, path.location().as_slice());
        self.op_symbol(Op::SetConst, name);
        self.branch(Op::Jump, end);
        self.bind(keep);
        self.op1(Op::DropUnder, 1);
        self.bind(end);
        self.discard(used);
    }

    fn assign_attribute(&mut self, assign: &OpAssign<'pr>, used: bool) {
        let Place::Attribute {
            receiver,
            read,
            write,
            safe,
            own,
        } = &assign.place
        else {
            return;
        };
        self.optional_receiver(receiver.as_ref());
        let (nothing, end) = (self.label(), self.label());
        if *safe {
            self.op(Op::Dup);
            self.branch(Op::BranchNil, nothing);
        }
        self.op(Op::Dup);
        let mut args = Args::plain(0);
        args.flags.fcall = *own;
        self.emit_call(read, args);
        self.assign_below(assign, 0, used, |c| c.emit_writer(write, 1, false, *own));
        if *safe {
            self.branch(Op::Jump, end);
            self.bind(nothing);
            self.discard(used);
            self.bind(end);
        }
    }

    fn assign_index(&mut self, assign: &OpAssign<'pr>, used: bool) {
        let Place::Index {
            receiver,
            arguments,
            block,
            own,
        } = &assign.place
        else {
            return;
        };
        self.optional_receiver(receiver.as_ref());
        let mut args = self.args(arguments.as_ref(), None);
        if *block || args.flags.keyword_hash || !args.keywords.is_empty() {
            let location = assign.value.location();
            self.error(
                &location,
                "keywords or a block in an assignment are not supported yet",
            );
            args = Args::plain(
                args.argc + args.keywords.len() as u32 + u32::from(args.flags.keyword_hash),
            );
        }
        let argc = args.argc;
        let splat = args.flags.splat;
        args.flags.fcall = *own;
        if argc == 1 {
            self.op(Op::Dup2);
        } else {
            for _ in 0..=argc {
                self.op1(Op::Pick, argc);
            }
        }
        self.emit_call(b"[]", args);
        self.assign_below(assign, argc, used, |c| {
            if splat {
                c.op(Op::ArrayPush);
            }
            let values = if splat { 1 } else { argc + 1 };
            c.emit_writer(b"[]=", values, splat, *own);
        });
    }

    fn optional_receiver(&mut self, receiver: Option<&Node<'pr>>) {
        match receiver {
            Some(receiver) => self.expr(receiver, true),
            None => self.op(Op::PushSelf),
        }
    }

    /// The old value is on top of a receiver and `argc` indexes: computes the new
    /// one, writes it with `write`, which leaves a result, and leaves the value.
    fn assign_below(
        &mut self,
        assign: &OpAssign<'pr>,
        argc: u32,
        used: bool,
        write: impl FnOnce(&mut Self),
    ) {
        let (keep, end) = (self.label(), self.label());
        let operator = match assign.mode {
            Mode::Operator(operator) => {
                self.combine(operator, &assign.value);
                true
            }
            Mode::And | Mode::Or => {
                self.op(Op::Dup);
                self.branch(Self::skip_op(&assign.mode), keep);
                self.op(Op::Pop);
                self.expr(&assign.value, true);
                false
            }
        };
        if used {
            self.op(Op::Dup);
            self.op1(Op::Rotate, argc + 2);
        }
        write(self);
        self.op(Op::Pop);
        if operator {
            return;
        }
        self.branch(Op::Jump, end);
        self.bind(keep);
        if used {
            self.op1(Op::DropUnder, argc + 1);
        } else {
            self.pop_many(argc + 2);
        }
        self.bind(end);
    }
}
