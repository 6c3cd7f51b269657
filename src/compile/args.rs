//! Arguments of calls.
//!
//! Owns the order in which values are pushed and the description of a call that
//! goes with them. Never emits the call itself.

use ruby_prism::{ArgumentsNode, Node, SplatNode};

use super::Compiler;
use super::literal::has_splat;
use crate::bytecode::code::{SendFlags, SendSite};
use crate::bytecode::operand::{CodeIdx, SymbolIdx};
use crate::bytecode::ops::Op;

/// Values that were pushed for a call.
#[derive(Debug, Default)]
pub(super) struct Args {
    pub argc: u32,
    pub keywords: Vec<SymbolIdx>,
    pub block: Option<CodeIdx>,
    pub flags: SendFlags,
}

impl Args {
    /// So many positional values.
    pub fn plain(argc: u32) -> Args {
        Args {
            argc,
            ..Args::default()
        }
    }

    /// The site of a call with these values.
    pub fn site(self, name: SymbolIdx) -> SendSite {
        SendSite {
            name,
            argc: self.argc,
            keywords: self.keywords,
            block: self.block,
            flags: self.flags,
        }
    }
}

impl<'pr> Compiler<'pr> {
    /// Pushes the values of an argument list and of the block.
    pub(super) fn args(
        &mut self,
        arguments: Option<&ArgumentsNode<'pr>>,
        block: Option<&Node<'pr>>,
    ) -> Args {
        let mut args = match arguments {
            Some(arguments) => self.positional(arguments),
            None => Args::default(),
        };
        let Some(block) = block else {
            return args;
        };
        if let Some(literal) = block.as_block_node() {
            args.block = Some(self.block_code(&literal));
        } else if let Some(argument) = block.as_block_argument_node() {
            match argument.expression() {
                Some(expression) => self.expr(&expression, true),
                None => self.at(&block.location(), |c| c.op(Op::GetBlock)),
            }
            args.flags.block_arg = true;
        }
        args
    }

    fn positional(&mut self, arguments: &ArgumentsNode<'pr>) -> Args {
        let list = arguments.arguments();
        let mut nodes: Vec<Node<'pr>> = list.iter().collect();
        let forwards = nodes
            .last()
            .is_some_and(|node| node.as_forwarding_arguments_node().is_some());
        if forwards {
            let forwarding = nodes.pop().expect("the last argument was just seen");
            return self.forwarded(&nodes, &forwarding);
        }
        let keywords = nodes.pop_if(|node| node.as_keyword_hash_node().is_some());
        let splat = has_splat(&list);
        let mut args = Args::default();
        if splat {
            self.array_of(&nodes);
            args.argc = 1;
            args.flags.splat = true;
        } else {
            for node in &nodes {
                self.expr(node, true);
            }
            args.argc = nodes.len() as u32;
        }
        if let Some(keywords) = keywords {
            self.keyword_args(&keywords, splat, &mut args);
        }
        args
    }

    fn keyword_args(&mut self, node: &Node<'pr>, splat: bool, args: &mut Args) {
        let hash = node.as_keyword_hash_node().expect("a braceless hash");
        let mut names = Vec::new();
        let plain = !splat
            && hash.elements().iter().all(|element| {
                let pair = element.as_assoc_node();
                let name = pair.and_then(|pair| pair.key().as_symbol_node());
                let name = name.map(|name| self.symbol(name.unescaped()));
                match name {
                    Some(name) if !names.contains(&name) => {
                        names.push(name);
                        true
                    }
                    _ => false,
                }
            });
        if plain {
            for element in hash.elements().iter() {
                let pair = element.as_assoc_node().expect("every element is a pair");
                self.expr(&pair.value(), true);
            }
            args.keywords = names;
        } else {
            self.expr(node, true);
            args.flags.keyword_hash = true;
        }
    }

    /// `...` after other arguments: the unnamed rest, keywords and block.
    fn forwarded(&mut self, nodes: &[Node<'pr>], forwarding: &Node<'pr>) -> Args {
        if nodes.is_empty() {
            self.unnamed_param(b"*", forwarding);
            self.op(Op::ToArray);
        } else {
            self.array_of(nodes);
            self.unnamed_param(b"*", forwarding);
            self.op(Op::ArrayConcat);
        }
        self.unnamed_param(b"**", forwarding);
        self.op(Op::GetBlock);
        let mut args = Args::plain(1);
        args.flags.splat = true;
        args.flags.keyword_hash = true;
        args.flags.block_arg = true;
        args
    }

    /// Pushes the value that a splat takes apart.
    pub(super) fn splat_value(&mut self, splat: &SplatNode<'pr>) {
        match splat.expression() {
            Some(expression) => self.expr(&expression, true),
            None => self.unnamed_param(b"*", &splat.as_node()),
        }
    }

    /// Pushes an unnamed parameter of the method around.
    pub(super) fn unnamed_param(&mut self, name: &[u8], node: &Node<'pr>) {
        let depth = self.home_depth();
        self.get_variable(name, depth, node);
    }

    /// One value of `return`, `break` or `next`: an Array if there are several.
    pub(super) fn jump_value(&mut self, arguments: Option<ArgumentsNode<'pr>>, used: bool) {
        let Some(arguments) = arguments else {
            if used {
                self.op(Op::PushNil);
            }
            return;
        };
        let nodes: Vec<Node<'pr>> = arguments.arguments().iter().collect();
        match nodes.as_slice() {
            [one] if one.as_splat_node().is_none() => self.expr(one, used),
            several => {
                self.array_of(several);
                self.discard(used);
            }
        }
    }
}
