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
use crate::bytecode::code::{Literal, SendSite, Site, TextEncoding, Warning};
use crate::bytecode::ops::Op;
use crate::regexp::{self, Options, Pattern};

/// The flags of any kind of literal.
macro_rules! options {
    ($node:expr) => {
        Options {
            ignore_case: $node.is_ignore_case(),
            extended: $node.is_extended(),
            multiline: $node.is_multi_line(),
            utf8: $node.is_utf_8(),
            binary: $node.is_ascii_8bit(),
        }
    };
}

/// Encodings that svm's strings cannot have.
macro_rules! lacks_encoding {
    ($node:expr) => {
        $node.is_euc_jp() || $node.is_windows_31j()
    };
}

const LACKING_ENCODING: &str = "a regular expression in EUC-JP or Windows-31J is";

impl<'pr> Compiler<'pr> {
    pub(super) fn regexp(&mut self, node: &RegularExpressionNode<'pr>, used: bool) {
        if lacks_encoding!(node) {
            return self.unsupported(&node.location(), LACKING_ENCODING, used);
        }
        self.regexp_literal(node.unescaped(), options!(node), &node.as_node());
        self.discard(used);
    }

    /// `/x/` as a condition: matches `$_`.
    pub(super) fn match_last_line(&mut self, node: &MatchLastLineNode<'pr>, used: bool) {
        if lacks_encoding!(node) {
            return self.unsupported(&node.location(), LACKING_ENCODING, used);
        }
        self.regexp_literal(node.unescaped(), options!(node), &node.as_node());
        self.matches_last_line(used);
    }

    fn matches_last_line(&mut self, used: bool) {
        self.op_symbol(Op::GetGlobal, b"$_");
        let name = self.symbol(b"=~");
        self.op_send(Op::Send, SendSite::plain(name, 1));
        self.discard(used);
    }

    fn regexp_literal(&mut self, source: &[u8], options: Options, node: &Node<'pr>) {
        let binary = self.encoding == TextEncoding::Binary && !source.is_ascii();
        let mut shown = Vec::new();
        regexp::show(source, binary, &mut shown);
        let shown = String::from_utf8_lossy(&shown);
        match Pattern::new(source, options, binary) {
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
            binary,
        });
    }

    pub(super) fn interpolated_regexp(
        &mut self,
        node: &InterpolatedRegularExpressionNode<'pr>,
        used: bool,
    ) {
        if lacks_encoding!(node) {
            return self.unsupported(&node.location(), LACKING_ENCODING, used);
        }
        self.regexp_of_parts(&node.parts(), options!(node), node.is_once());
        self.discard(used);
    }

    pub(super) fn interpolated_match_last_line(
        &mut self,
        node: &InterpolatedMatchLastLineNode<'pr>,
        used: bool,
    ) {
        if lacks_encoding!(node) {
            return self.unsupported(&node.location(), LACKING_ENCODING, used);
        }
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
