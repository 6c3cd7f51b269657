//! Which variables are captured by blocks.
//!
//! Owns one walk over the tree before code is generated: for each function, the
//! names that a block inside uses and whether it contains blocks at all. Never
//! decides where a variable lives; `function.rs` does, from this.

use ruby_prism::{
    BlockNode, CallNode, ClassNode, ConstantReadNode, DefNode, ForNode, ForwardingArgumentsNode,
    ForwardingSuperNode, ItLocalVariableReadNode, LambdaNode, LocalVariableAndWriteNode,
    LocalVariableOperatorWriteNode, LocalVariableOrWriteNode, LocalVariableReadNode,
    LocalVariableTargetNode, LocalVariableWriteNode, Location, ModuleNode, Node,
    SingletonClassNode, SplatNode, SymbolNode, Visit,
};
use rustc_hash::{FxHashMap, FxHashSet};

use super::diagnostics::Diagnostic;
use super::function::ScopeKey;
use super::{TOO_DEEP, span_of, stack_address};

/// What the walk found, by function.
#[derive(Debug, Default)]
pub(super) struct Captures<'pr> {
    scopes: FxHashMap<ScopeKey, ScopeFacts<'pr>>,
}

/// What the walk found about a function.
#[derive(Clone, Debug, Default)]
pub(super) struct ScopeFacts<'pr> {
    /// Variables that blocks inside use.
    pub captured: FxHashSet<&'pr [u8]>,
    /// Every variable must be found at run time (`binding`, `eval`).
    pub captures_all: bool,
    /// A block inside passes the parameters on (`super` without arguments).
    pub captures_params: bool,
    /// Contains block or lambda literals, or what makes bindings.
    pub has_blocks: bool,
    /// Where flip-flops begin whose state lives here, and whether a block uses it.
    pub flip_flops: Vec<(u32, bool)>,
    /// A class body from which a `break` or `next` goes to a loop or block around.
    pub left_early: bool,
    /// Somebody in it may look at `$~`.
    pub uses_last_match: bool,
    /// Somebody in it may look at `$_`.
    pub uses_last_line: bool,
}

impl<'pr> Captures<'pr> {
    /// Walks over a tree; fails if it is too deep for the native stack.
    /// The variables of an evaluated text are all captured.
    pub fn find(
        program: &Node<'pr>,
        evaluated: bool,
        stack_limit: usize,
    ) -> Result<Captures<'pr>, Vec<Diagnostic>> {
        let mut walk = Walk {
            found: Captures::default(),
            open: Vec::new(),
            stack_limit,
            too_deep: None,
            aliases: FxHashMap::default(),
        };
        walk.inside(ScopeKey::program(), Scope::Fresh, |walk| {
            // Programs have an activation id, for `TOPLEVEL_BINDING`.
            walk.open[0].facts.has_blocks = true;
            walk.open[0].facts.captures_all = evaluated;
            walk.visit(program)
        });
        match walk.too_deep {
            Some(diagnostic) => Err(vec![diagnostic]),
            None => Ok(walk.found),
        }
    }

    /// The facts about a function.
    pub fn facts(&mut self, key: ScopeKey) -> ScopeFacts<'pr> {
        self.scopes.get(&key).cloned().unwrap_or_default()
    }
}

/// How a function relates to the one around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    /// Sees nothing of it.
    Fresh,
    /// Sees its variables and has its own.
    Block,
    /// Sees its variables and has none: the body of `for`.
    Transparent,
}

struct Open<'pr> {
    key: ScopeKey,
    scope: Scope,
    facts: ScopeFacts<'pr>,
    /// How many loops of it are open.
    loops: u32,
}

struct Walk<'pr> {
    found: Captures<'pr>,
    open: Vec<Open<'pr>>,
    stack_limit: usize,
    too_deep: Option<Diagnostic>,
    /// Names that this text gives to `$~` and its kin, with what they stand for.
    aliases: FxHashMap<&'pr [u8], &'pr [u8]>,
}

/// Names that the library `English` gives to `$~` and its kin.
const ENGLISH_MATCHES: &[&[u8]] = &[
    b"$LAST_MATCH_INFO",
    b"$MATCH",
    b"$PREMATCH",
    b"$POSTMATCH",
    b"$LAST_PAREN_MATCH",
];

impl<'pr> Walk<'pr> {
    fn inside(&mut self, key: ScopeKey, scope: Scope, walk: impl FnOnce(&mut Self)) {
        if scope != Scope::Fresh
            && let Some(around) = self.open.last_mut()
        {
            around.facts.has_blocks = true;
        }
        self.open.push(Open {
            key,
            scope,
            facts: ScopeFacts::default(),
            loops: 0,
        });
        walk(self);
        let done = self.open.pop().expect("a scope that was opened is open");
        if done.facts.left_early {
            self.jumps();
        }
        self.found.scopes.insert(done.key, done.facts);
    }

    /// A jump within the innermost loop or block: where there is none, out of
    /// the function, which then is the body of a class.
    fn jumps(&mut self) {
        let open = self.open.last_mut().expect("the program is a scope");
        open.facts.left_early |= open.scope == Scope::Fresh && open.loops == 0;
    }

    /// The body of a loop.
    fn in_loop(&mut self, location: &Location<'pr>, walk: impl FnOnce(&mut Self)) {
        if self.is_too_deep(location) {
            return;
        }
        let depth = self.open.len() - 1;
        self.open[depth].loops += 1;
        walk(self);
        self.open[depth].loops -= 1;
    }

    /// A use of the variable `name`, `depth` scopes up.
    fn variable(&mut self, name: &'pr [u8], depth: u32) {
        let mut left = depth;
        let mut crossed = false;
        for open in self.open.iter_mut().rev() {
            if open.scope != Scope::Transparent {
                if left == 0 {
                    if crossed {
                        open.facts.captured.insert(name);
                    }
                    return;
                }
                left -= 1;
            }
            crossed = true;
        }
    }

    /// The method, class body or program around, and whether blocks lie between.
    fn home(&mut self) -> (&mut ScopeFacts<'pr>, bool) {
        let at = self
            .open
            .iter()
            .rposition(|open| open.scope == Scope::Fresh);
        let at = at.expect("the program is a fresh scope");
        let crossed = at + 1 < self.open.len();
        (&mut self.open[at].facts, crossed)
    }

    /// A use of an unnamed parameter.
    fn unnamed(&mut self, name: &'static [u8]) {
        let (facts, crossed) = self.home();
        if crossed {
            facts.captured.insert(name);
        }
    }

    /// A global variable is mentioned.
    fn global(&mut self, name: &'pr [u8]) {
        let name = self.aliases.get(name).copied().unwrap_or(name);
        let facts = self.home().0;
        match name {
            b"$~" | b"$&" | b"$`" | b"$'" | b"$+" => facts.uses_last_match = true,
            b"$_" | b"$LAST_READ_LINE" => facts.uses_last_line = true,
            _ if ENGLISH_MATCHES.contains(&name) => facts.uses_last_match = true,
            _ => {}
        }
    }

    /// Whether the native stack is nearly used up; remembers the place.
    fn is_too_deep(&mut self, location: &Location<'pr>) -> bool {
        if stack_address() > self.stack_limit {
            return false;
        }
        let diagnostic = Diagnostic::new(span_of(location), TOO_DEEP.to_owned());
        self.too_deep.get_or_insert(diagnostic);
        true
    }

    fn everything(&mut self) {
        for open in self.open.iter_mut().rev() {
            open.facts.captures_all = true;
            // A binding finds its frame by the activation id.
            open.facts.has_blocks = true;
            if open.scope == Scope::Fresh {
                break;
            }
        }
    }
}

/// Nodes that the parser nests without recursion, hence without a limit.
macro_rules! guard_nodes {
    ($($visit:ident($node:ident);)*) => {$(
        fn $visit(&mut self, node: &ruby_prism::$node<'pr>) {
            if !self.is_too_deep(&node.location()) {
                ruby_prism::$visit(self, node);
            }
        }
    )*};
}

/// Nodes that mention a global variable.
macro_rules! global_nodes {
    ($($visit:ident($node:ident);)*) => {$(
        fn $visit(&mut self, node: &ruby_prism::$node<'pr>) {
            self.global(node.name().as_slice());
            ruby_prism::$visit(self, node);
        }
    )*};
}

impl<'pr> Visit<'pr> for Walk<'pr> {
    guard_nodes! {
        visit_and_node(AndNode);
        visit_or_node(OrNode);
        visit_constant_path_node(ConstantPathNode);
        visit_if_node(IfNode);
        visit_unless_node(UnlessNode);
        visit_rescue_modifier_node(RescueModifierNode);
        visit_alternation_pattern_node(AlternationPatternNode);
    }

    fn visit_while_node(&mut self, node: &ruby_prism::WhileNode<'pr>) {
        self.in_loop(&node.location(), |walk| {
            ruby_prism::visit_while_node(walk, node)
        });
    }

    fn visit_until_node(&mut self, node: &ruby_prism::UntilNode<'pr>) {
        self.in_loop(&node.location(), |walk| {
            ruby_prism::visit_until_node(walk, node)
        });
    }

    fn visit_next_node(&mut self, node: &ruby_prism::NextNode<'pr>) {
        self.jumps();
        ruby_prism::visit_next_node(self, node);
    }

    fn visit_break_node(&mut self, node: &ruby_prism::BreakNode<'pr>) {
        self.jumps();
        ruby_prism::visit_break_node(self, node);
    }

    fn visit_def_node(&mut self, node: &DefNode<'pr>) {
        if let Some(receiver) = node.receiver() {
            self.visit(&receiver);
        }
        self.inside(ScopeKey::of(&node.location()), Scope::Fresh, |walk| {
            if let Some(parameters) = node.parameters() {
                walk.visit_parameters_node(&parameters);
            }
            if let Some(body) = node.body() {
                walk.visit(&body);
            }
        });
    }

    fn visit_class_node(&mut self, node: &ClassNode<'pr>) {
        self.visit(&node.constant_path());
        if let Some(superclass) = node.superclass() {
            self.visit(&superclass);
        }
        self.inside(ScopeKey::of(&node.location()), Scope::Fresh, |walk| {
            if let Some(body) = node.body() {
                walk.visit(&body);
            }
        });
    }

    fn visit_module_node(&mut self, node: &ModuleNode<'pr>) {
        self.visit(&node.constant_path());
        self.inside(ScopeKey::of(&node.location()), Scope::Fresh, |walk| {
            if let Some(body) = node.body() {
                walk.visit(&body);
            }
        });
    }

    fn visit_singleton_class_node(&mut self, node: &SingletonClassNode<'pr>) {
        self.visit(&node.expression());
        self.inside(ScopeKey::of(&node.location()), Scope::Fresh, |walk| {
            if let Some(body) = node.body() {
                walk.visit(&body);
            }
        });
    }

    fn visit_block_node(&mut self, node: &BlockNode<'pr>) {
        self.inside(ScopeKey::of(&node.location()), Scope::Block, |walk| {
            ruby_prism::visit_block_node(walk, node);
        });
    }

    fn visit_lambda_node(&mut self, node: &LambdaNode<'pr>) {
        self.inside(ScopeKey::of(&node.location()), Scope::Block, |walk| {
            ruby_prism::visit_lambda_node(walk, node);
        });
    }

    fn visit_for_node(&mut self, node: &ForNode<'pr>) {
        self.visit(&node.collection());
        self.inside(ScopeKey::of(&node.location()), Scope::Transparent, |walk| {
            walk.visit(&node.index());
            if let Some(statements) = node.statements() {
                walk.visit_statements_node(&statements);
            }
        });
    }

    fn visit_post_execution_node(&mut self, node: &ruby_prism::PostExecutionNode<'pr>) {
        self.inside(ScopeKey::of(&node.location()), Scope::Transparent, |walk| {
            ruby_prism::visit_post_execution_node(walk, node);
        });
    }

    fn visit_call_node(&mut self, node: &CallNode<'pr>) {
        if self.is_too_deep(&node.location()) {
            return;
        }
        match node.name().as_slice() {
            b"binding" | b"eval" => self.everything(),
            b"last_match" => self.home().0.uses_last_match = true,
            b"instance_eval" | b"class_eval" | b"module_eval" if node.arguments().is_some() => {
                self.everything();
            }
            _ => {}
        }
        ruby_prism::visit_call_node(self, node);
    }

    fn visit_symbol_node(&mut self, node: &SymbolNode<'pr>) {
        // `send(:binding)`, `method(:eval)`.
        if matches!(node.unescaped(), b"binding" | b"eval") {
            self.everything();
        }
    }

    fn visit_constant_read_node(&mut self, node: &ConstantReadNode<'pr>) {
        if node.name().as_slice() == b"TOPLEVEL_BINDING" {
            self.open[0].facts.captures_all = true;
        }
    }

    fn visit_forwarding_super_node(&mut self, node: &ForwardingSuperNode<'pr>) {
        let (facts, crossed) = self.home();
        facts.captures_params |= crossed;
        ruby_prism::visit_forwarding_super_node(self, node);
    }

    fn visit_flip_flop_node(&mut self, node: &ruby_prism::FlipFlopNode<'pr>) {
        let (facts, crossed) = self.home();
        facts.flip_flops.push((node.location().start(), crossed));
        ruby_prism::visit_flip_flop_node(self, node);
    }

    fn visit_forwarding_arguments_node(&mut self, _node: &ForwardingArgumentsNode<'pr>) {
        self.unnamed(b"*");
        self.unnamed(b"**");
    }

    fn visit_splat_node(&mut self, node: &SplatNode<'pr>) {
        if node.expression().is_none() {
            self.unnamed(b"*");
        }
        ruby_prism::visit_splat_node(self, node);
    }

    fn visit_assoc_splat_node(&mut self, node: &ruby_prism::AssocSplatNode<'pr>) {
        if node.value().is_none() {
            self.unnamed(b"**");
        }
        ruby_prism::visit_assoc_splat_node(self, node);
    }

    fn visit_alias_global_variable_node(
        &mut self,
        node: &ruby_prism::AliasGlobalVariableNode<'pr>,
    ) {
        let old = node.old_name().location().as_slice();
        let old = self.aliases.get(old).copied().unwrap_or(old);
        self.aliases
            .insert(node.new_name().location().as_slice(), old);
    }

    fn visit_numbered_reference_read_node(
        &mut self,
        _node: &ruby_prism::NumberedReferenceReadNode<'pr>,
    ) {
        self.home().0.uses_last_match = true;
    }

    fn visit_match_write_node(&mut self, node: &ruby_prism::MatchWriteNode<'pr>) {
        self.home().0.uses_last_match = true;
        ruby_prism::visit_match_write_node(self, node);
    }

    fn visit_match_last_line_node(&mut self, _node: &ruby_prism::MatchLastLineNode<'pr>) {
        self.home().0.uses_last_line = true;
    }

    fn visit_interpolated_match_last_line_node(
        &mut self,
        node: &ruby_prism::InterpolatedMatchLastLineNode<'pr>,
    ) {
        self.home().0.uses_last_line = true;
        ruby_prism::visit_interpolated_match_last_line_node(self, node);
    }

    global_nodes! {
        visit_back_reference_read_node(BackReferenceReadNode);
        visit_global_variable_read_node(GlobalVariableReadNode);
        visit_global_variable_target_node(GlobalVariableTargetNode);
        visit_global_variable_write_node(GlobalVariableWriteNode);
        visit_global_variable_and_write_node(GlobalVariableAndWriteNode);
        visit_global_variable_or_write_node(GlobalVariableOrWriteNode);
        visit_global_variable_operator_write_node(GlobalVariableOperatorWriteNode);
    }

    fn visit_it_local_variable_read_node(&mut self, _node: &ItLocalVariableReadNode<'pr>) {
        self.variable(b"it", 0);
    }

    fn visit_local_variable_read_node(&mut self, node: &LocalVariableReadNode<'pr>) {
        self.variable(node.name().as_slice(), node.depth());
    }

    fn visit_local_variable_target_node(&mut self, node: &LocalVariableTargetNode<'pr>) {
        self.variable(node.name().as_slice(), node.depth());
    }

    fn visit_local_variable_write_node(&mut self, node: &LocalVariableWriteNode<'pr>) {
        self.variable(node.name().as_slice(), node.depth());
        self.visit(&node.value());
    }

    fn visit_local_variable_and_write_node(&mut self, node: &LocalVariableAndWriteNode<'pr>) {
        self.variable(node.name().as_slice(), node.depth());
        self.visit(&node.value());
    }

    fn visit_local_variable_or_write_node(&mut self, node: &LocalVariableOrWriteNode<'pr>) {
        self.variable(node.name().as_slice(), node.depth());
        self.visit(&node.value());
    }

    fn visit_local_variable_operator_write_node(
        &mut self,
        node: &LocalVariableOperatorWriteNode<'pr>,
    ) {
        self.variable(node.name().as_slice(), node.depth());
        self.visit(&node.value());
    }
}
