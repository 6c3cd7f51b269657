//! Parameter lists.
//!
//! Owns the order of parameters in the frame and the prologue that completes
//! them: copies into the Env, taking apart, defaults. How arguments get into the
//! slots is the machine's business.

use ruby_prism::{MultiTargetNode, Node, NodeList, ParametersNode};

use super::Compiler;
use super::function::ParamList;
use crate::bytecode::code::{KeywordParam, Local, Place};
use crate::bytecode::operand::Slot;
use crate::bytecode::ops::Op;

/// Something the prologue does for a parameter.
pub(super) enum Prologue<'pr> {
    /// Copies a captured parameter into the Env.
    Capture { slot: Slot, env: u32 },
    /// Makes the passed block a Proc.
    Block { slot: Slot },
    /// Takes an argument apart.
    Destructure {
        slot: Slot,
        target: MultiTargetNode<'pr>,
    },
    /// Computes the default of an absent argument.
    Default {
        slot: Slot,
        env: Option<u32>,
        value: Node<'pr>,
    },
}

impl<'pr> Compiler<'pr> {
    /// Gives every parameter its slot, in the order that callers rely on.
    pub(super) fn declare_params(&mut self, list: Option<ParamList<'pr>>) -> Vec<Prologue<'pr>> {
        let mut prologue = Vec::new();
        match list {
            None => {}
            Some(ParamList::Written(node)) => self.declare_written(&node, &mut prologue),
            Some(ParamList::Numbered(count)) => {
                for number in 1..=count {
                    let name = format!("_{number}");
                    self.declare_plain(name.as_bytes(), &mut prologue);
                }
                self.f().params.required = u32::from(count);
                self.f().params.implicit = true;
            }
            Some(ParamList::It) => {
                self.declare_plain(b"it", &mut prologue);
                self.f().params.names[0] = None;
                self.f().params.required = 1;
                self.f().params.implicit = true;
            }
            Some(ParamList::Hidden {
                before,
                rest,
                after,
            }) => {
                for _ in 0..before + u32::from(rest) + after {
                    self.declare_hidden();
                }
                let params = &mut self.f().params;
                (params.required, params.rest, params.post) = (before, rest, after);
            }
        }
        prologue
    }

    fn declare_written(&mut self, node: &ParametersNode<'pr>, prologue: &mut Vec<Prologue<'pr>>) {
        let mut apart = Vec::new();
        self.declare_required(&node.requireds(), prologue, &mut apart);
        self.f().params.required = node.requireds().len() as u32;
        let mut defaults = Vec::new();
        for optional in node.optionals().iter() {
            let optional = optional
                .as_optional_parameter_node()
                .expect("an optional parameter");
            self.declare_default(optional.name().as_slice(), optional.value(), &mut defaults);
            self.f().params.optional += 1;
        }
        match node.rest() {
            Some(rest) if rest.as_implicit_rest_node().is_some() => {
                self.f().params.excess_comma = true;
            }
            Some(rest) => {
                let rest = rest.as_rest_parameter_node().expect("a rest parameter");
                let name = rest.name().map_or(&b"*"[..], |name| name.as_slice());
                self.f().params.rest = true;
                self.declare_plain(name, prologue);
            }
            None if forwards(node) => {
                self.f().params.rest = true;
                self.declare_plain(b"*", prologue);
            }
            None => {}
        }
        self.declare_required(&node.posts(), prologue, &mut apart);
        self.f().params.post = node.posts().len() as u32;
        self.declare_keywords(&node.keywords(), prologue, &mut defaults);
        self.declare_keyword_rest(node, prologue);
        self.declare_block(node, prologue);
        self.f().params.destructures = !apart.is_empty();
        // As in CRuby, defaults do not see the parts of `(a, b)`.
        prologue.append(&mut defaults);
        prologue.append(&mut apart);
        for parameter in node.requireds().iter().chain(node.posts().iter()) {
            if let Some(target) = parameter.as_multi_target_node() {
                self.declare_targets(&target);
            }
        }
    }

    fn declare_required(
        &mut self,
        nodes: &NodeList<'pr>,
        prologue: &mut Vec<Prologue<'pr>>,
        apart: &mut Vec<Prologue<'pr>>,
    ) {
        for node in nodes.iter() {
            if let Some(target) = node.as_multi_target_node() {
                let slot = self.declare_hidden();
                if self.f().facts.captures_params || self.f().facts.captures_all {
                    let place = self.f().new_env_slot();
                    self.f().locals[slot.index()].place = place;
                    if let Place::Env(env) = place {
                        prologue.push(Prologue::Capture { slot, env });
                    }
                }
                apart.push(Prologue::Destructure { slot, target });
            } else {
                let required = node
                    .as_required_parameter_node()
                    .expect("a required parameter");
                self.declare_plain(required.name().as_slice(), prologue);
            }
        }
    }

    fn declare_keywords(
        &mut self,
        nodes: &NodeList<'pr>,
        prologue: &mut Vec<Prologue<'pr>>,
        defaults: &mut Vec<Prologue<'pr>>,
    ) {
        for node in nodes.iter() {
            let (name, required) = if let Some(keyword) = node.as_required_keyword_parameter_node()
            {
                let name = keyword.name().as_slice();
                self.declare_plain(name, prologue);
                (name, true)
            } else {
                let keyword = node
                    .as_optional_keyword_parameter_node()
                    .expect("a keyword parameter");
                let name = keyword.name().as_slice();
                self.declare_default(name, keyword.value(), defaults);
                (name, false)
            };
            let name = self.symbol(name);
            self.f()
                .params
                .keywords
                .push(KeywordParam { name, required });
        }
    }

    fn declare_keyword_rest(
        &mut self,
        node: &ParametersNode<'pr>,
        prologue: &mut Vec<Prologue<'pr>>,
    ) {
        let Some(rest) = node.keyword_rest() else {
            return;
        };
        if rest.as_no_keywords_parameter_node().is_some() {
            self.f().params.no_keywords = true;
            return;
        }
        let named = rest
            .as_keyword_rest_parameter_node()
            .and_then(|rest| rest.name());
        let name = named.map_or(&b"**"[..], |name| name.as_slice());
        self.f().params.keyword_rest = true;
        self.declare_plain(name, prologue);
    }

    fn declare_block(&mut self, node: &ParametersNode<'pr>, prologue: &mut Vec<Prologue<'pr>>) {
        let named = match node.block() {
            Some(block) => match block.as_block_parameter_node() {
                Some(block) => block.name(),
                None => return self.unsupported(&block.location(), "`&nil` parameters are", false),
            },
            None if forwards(node) => None,
            None => return,
        };
        self.f().params.block = true;
        let Some(name) = named else {
            self.declare_plain(b"&", &mut Vec::new());
            return;
        };
        let mut capture = Vec::new();
        let slot = self.declare_plain(name.as_slice(), &mut capture);
        if !self.f().kind.is_block() {
            // The machine fills the slot of a block's own `&block` itself.
            prologue.push(Prologue::Block { slot });
        }
        prologue.append(&mut capture);
    }

    /// A parameter without default.
    fn declare_plain(&mut self, name: &[u8], prologue: &mut Vec<Prologue<'pr>>) -> Slot {
        let (slot, env) = self.declare_param(name);
        if let Some(env) = env {
            prologue.push(Prologue::Capture { slot, env });
        }
        slot
    }

    fn declare_default(
        &mut self,
        name: &[u8],
        value: Node<'pr>,
        defaults: &mut Vec<Prologue<'pr>>,
    ) {
        let (slot, env) = self.declare_param(name);
        defaults.push(Prologue::Default { slot, env, value });
    }

    /// The next parameter slot, and the Env slot if the parameter is captured.
    fn declare_param(&mut self, name: &[u8]) -> (Slot, Option<u32>) {
        let symbol = self.symbol(name);
        let function = self.f();
        let slot = function.new_slot();
        function.params.names.push(Some(symbol));
        let first = !function.places.contains_key(&symbol);
        let shares = function.facts.captures_params || function.is_captured(name);
        let place = if shares && (first || function.facts.captures_params) {
            function.new_env_slot()
        } else {
            Place::Slot(slot)
        };
        if first {
            function.places.insert(symbol, place);
        }
        function.locals.push(Local {
            name: first.then_some(symbol),
            place,
        });
        match place {
            Place::Env(env) => (slot, Some(env)),
            Place::Slot(_) => (slot, None),
        }
    }

    fn declare_hidden(&mut self) -> Slot {
        let function = self.f();
        let slot = function.new_slot();
        function.params.names.push(None);
        function.locals.push(Local {
            name: None,
            place: Place::Slot(slot),
        });
        slot
    }

    /// The variables inside `(a, (b, *c))`; not all are in the parser's list.
    fn declare_targets(&mut self, target: &MultiTargetNode<'pr>) {
        let rest = target.rest().into_iter();
        let nodes = target
            .lefts()
            .iter()
            .chain(rest)
            .chain(target.rights().iter());
        for node in nodes.collect::<Vec<_>>() {
            let inner = match node.as_splat_node() {
                Some(splat) => splat.expression(),
                None => Some(node),
            };
            let Some(inner) = inner else { continue };
            if let Some(required) = inner.as_required_parameter_node() {
                self.declare_local(required.name().as_slice());
            } else if let Some(nested) = inner.as_multi_target_node() {
                self.declare_targets(&nested);
            }
        }
    }

    /// Emits the prologue.
    pub(super) fn fill_params(&mut self, prologue: Vec<Prologue<'pr>>) {
        for action in prologue {
            match action {
                Prologue::Capture { slot, env } => self.copy_to_env(slot, env),
                Prologue::Block { slot } => self.op1(Op::BlockParam, slot.0),
                Prologue::Destructure { slot, target } => {
                    self.op1(Op::GetLocal, slot.0);
                    self.store_multi_target(&target);
                }
                Prologue::Default { slot, env, value } => {
                    let given = self.label();
                    self.b().branch_given(slot.0, given);
                    if !is_literal(&value) {
                        // The default may read the parameter itself, which is nil then.
                        self.op(Op::PushNil);
                        self.op1(Op::SetLocal, slot.0);
                    }
                    self.expr(&value, true);
                    self.op1(Op::SetLocal, slot.0);
                    self.bind(given);
                    if let Some(env) = env {
                        self.copy_to_env(slot, env);
                    }
                }
            }
        }
    }

    fn copy_to_env(&mut self, slot: Slot, env: u32) {
        self.op1(Op::GetLocal, slot.0);
        self.b().op2(Op::SetEnv, 0, env);
    }
}

/// Whether a default is so simple that it reads no variable.
fn is_literal(node: &Node<'_>) -> bool {
    matches!(
        node,
        Node::NilNode { .. }
            | Node::TrueNode { .. }
            | Node::FalseNode { .. }
            | Node::IntegerNode { .. }
            | Node::FloatNode { .. }
            | Node::SymbolNode { .. }
            | Node::StringNode { .. }
            | Node::ConstantReadNode { .. }
    )
}

/// Whether the list ends with `...`.
fn forwards(node: &ParametersNode<'_>) -> bool {
    let rest = node.keyword_rest();
    rest.is_some_and(|rest| rest.as_forwarding_parameter_node().is_some())
}
