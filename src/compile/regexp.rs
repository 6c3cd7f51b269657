//! Regular expressions: literals and what reads their matches.
//!
//! Owns literals with and without interpolation, named groups that become
//! variables, `$1` and its kin. A literal without interpolation is read here, so
//! that its errors are found before anything runs.

use ruby_prism::{
    InterpolatedMatchLastLineNode, InterpolatedRegularExpressionNode, MatchLastLineNode,
    MatchWriteNode, Node, NodeList, NumberedReferenceReadNode, RegularExpressionNode,
};

use super::Compiler;
use crate::bytecode::code::{Literal, SendSite, Site, Warning};
use crate::bytecode::ops::Op;
use crate::encoding::{Encoding, pattern_text};
use crate::regexp::{self, Form, Options, Pattern};

/// The flags of any kind of literal.
macro_rules! options {
    ($node:expr) => {
        Options {
            ignore_case: $node.is_ignore_case(),
            extended: $node.is_extended(),
            multiline: $node.is_multi_line(),
            utf8: $node.is_utf_8() || $node.is_euc_jp() || $node.is_windows_31j(),
            binary: $node.is_ascii_8bit(),
        }
    };
}

/// The encoding that the letter behind a literal names.
macro_rules! named_encoding {
    ($node:expr) => {
        if $node.is_euc_jp() {
            Some(Encoding::EucJp)
        } else if $node.is_windows_31j() {
            Some(Encoding::Windows31J)
        } else {
            None
        }
    };
}

impl<'pr> Compiler<'pr> {
    pub(super) fn regexp(&mut self, node: &RegularExpressionNode<'pr>, used: bool) {
        self.regexp_literal(
            node.unescaped(),
            options!(node),
            named_encoding!(node),
            &node.as_node(),
        );
        self.discard(used);
    }

    /// `/x/` as a condition: matches `$_`.
    pub(super) fn match_last_line(&mut self, node: &MatchLastLineNode<'pr>, used: bool) {
        self.regexp_literal(
            node.unescaped(),
            options!(node),
            named_encoding!(node),
            &node.as_node(),
        );
        self.matches_last_line(used);
    }

    fn matches_last_line(&mut self, used: bool) {
        self.op_symbol(Op::GetGlobal, b"$_");
        let name = self.symbol(b"=~");
        self.op_send(Op::Send, SendSite::plain(name, 1));
        self.discard(used);
    }

    fn regexp_literal(
        &mut self,
        source: &[u8],
        options: Options,
        named: Option<Encoding>,
        node: &Node<'pr>,
    ) {
        let encoding = match named {
            None if options.utf8 => Encoding::Utf8,
            None => self.encoding,
            Some(named) => named,
        };
        let text = pattern_text(source, encoding);
        let form = match &text {
            Some(text) => Form::Other(encoding as u8, text),
            None if encoding == Encoding::Binary && !source.is_ascii() => Form::Bytes,
            None => Form::Text,
        };
        let mut shown = Vec::new();
        regexp::show(source, form != Form::Text, &mut shown);
        let shown = String::from_utf8_lossy(&shown);
        match Pattern::new(source, options, form) {
            Ok(pattern) => {
                let line = self.source.line(node.location().start());
                let warnings = pattern.warnings().iter().map(|warning| Warning {
                    line,
                    message: format!("{warning}: /{shown}/"),
                    verbose: true,
                });
                self.facts.warnings.extend(warnings);
            }
            Err(error) => {
                let letters = options.letters();
                let message = format!("{}: /{shown}/{letters}", error.message);
                self.error(&node.location(), &message);
            }
        }
        self.push_literal(Literal::Regexp {
            source: source.to_vec(),
            options: options.bits(),
            encoding: if form == Form::Text {
                Encoding::Utf8
            } else {
                encoding
            },
        });
    }

    pub(super) fn interpolated_regexp(
        &mut self,
        node: &InterpolatedRegularExpressionNode<'pr>,
        used: bool,
    ) {
        self.regexp_of_parts(&node.parts(), options!(node), node.is_once());
        self.discard(used);
    }

    pub(super) fn interpolated_match_last_line(
        &mut self,
        node: &InterpolatedMatchLastLineNode<'pr>,
        used: bool,
    ) {
        self.regexp_of_parts(&node.parts(), options!(node), node.is_once());
        self.matches_last_line(used);
    }

    /// Pushes a Regexp made of parts, with `once` the one made first.
    fn regexp_of_parts(&mut self, parts: &NodeList<'pr>, options: Options, once: bool) {
        let make = |c: &mut Self| {
            c.interpolated(parts);
            c.op1(Op::NewRegexp, u32::from(options.bits()));
        };
        if !once {
            return make(self);
        }
        let name = self.symbol(b"once");
        let site = self.b().site(Site::Const(name));
        let done = self.label();
        self.op1(Op::GetOnce, site.0);
        self.op(Op::Dup);
        self.branch(Op::BranchNotNil, done);
        self.op(Op::Pop);
        make(self);
        self.op1(Op::KeepOnce, site.0);
        self.bind(done);
    }

    /// `/(?<a>.)/ =~ text`: the groups become variables.
    pub(super) fn match_write(&mut self, node: &MatchWriteNode<'pr>, used: bool) {
        self.call(&node.call(), used);
        for target in node.targets().iter() {
            let name = target
                .as_local_variable_target_node()
                .map(|target| target.name().as_slice());
            let Some(name) = name else { continue };
            self.op_symbol(Op::GetGlobal, b"$~");
            self.op_symbol(Op::MatchGroup, name);
            self.store_variable(&target);
        }
    }

    /// `$1`: a global variable that is made of `$~`.
    pub(super) fn numbered_reference(&mut self, node: &NumberedReferenceReadNode<'pr>) {
        let name = reference_name(node);
        self.op_symbol(Op::GetGlobal, name.as_bytes());
    }
}

/// `$1` as the name of a global variable.
pub(super) fn reference_name(node: &NumberedReferenceReadNode<'_>) -> String {
    format!("${}", node.number())
}
