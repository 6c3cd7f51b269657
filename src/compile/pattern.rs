//! Pattern matching: `case/in`, `value => pattern`, `value in pattern`.
//!
//! Owns the tests and bindings that a pattern stands for. What is matched lies in
//! hidden temporaries, so a pattern that fails jumps away at the depth where it
//! began. Never knows a class: arrays and hashes come from `deconstruct` and
//! `deconstruct_keys`, everything else is `===`.

use ruby_prism::{
    ArrayPatternNode, AssocNode, CaseMatchNode, FindPatternNode, HashPatternNode, InNode,
    MatchPredicateNode, MatchRequiredNode, Node,
};

use super::Compiler;
use super::args::Args;
use crate::bytecode::code::SendSite;
use crate::bytecode::emit::Label;
use crate::bytecode::operand::Slot;
use crate::bytecode::ops::Op;

/// What a pattern must know about the construct it stands in.
#[derive(Clone, Copy)]
struct Match {
    /// Where a mismatch jumps.
    fail: Label,
    /// Where a mismatch explains itself, if it is to be told.
    report: Option<Report>,
    /// What `deconstruct` of the whole value gave: nil before the first call,
    /// false if there is no such method.
    cache: Option<Slot>,
}

impl Match {
    /// For a part of the value.
    fn inside(self) -> Match {
        Match {
            cache: None,
            ..self
        }
    }
}

/// Why the only pattern did not match.
#[derive(Clone, Copy)]
struct Report {
    /// A text.
    text: Slot,
    /// The missing key and the Hash as an Array, or nil.
    key: Slot,
}

/// A piece of an explanation.
enum Piece<'a> {
    Text(&'a str),
    /// `inspect` of a value.
    Shown(Slot),
    /// The length of an Array.
    Length(Slot),
}

/// Which elements an array pattern wants.
struct Wanted {
    count: u32,
    more: bool,
}

impl<'pr> Compiler<'pr> {
    pub(super) fn case_match(&mut self, node: &CaseMatchNode<'pr>, used: bool) {
        let depth = self.depth();
        let end = self.label();
        let clauses: Vec<InNode<'pr>> = node
            .conditions()
            .iter()
            .map(|clause| clause.as_in_node().expect("a case/in has in clauses"))
            .collect();
        let value = self.take_temp();
        self.optional_expr(node.predicate(), true);
        self.op1(Op::SetLocal, value.0);
        let cache = clauses.iter().any(|clause| takes_apart(&clause.pattern()));
        let cache = cache.then(|| self.take_nil());
        let only = clauses.len() == 1 && node.else_clause().is_none();
        let report = only.then(|| self.begin_report());
        for clause in &clauses {
            let next = self.label();
            let m = Match {
                fail: next,
                report,
                cache,
            };
            self.at(&clause.location(), |c| {
                c.guarded_pattern(&clause.pattern(), value, m)
            });
            self.optional_statements(clause.statements(), used);
            self.branch(Op::Jump, end);
            self.b().set_depth(depth);
            self.bind(next);
        }
        match node.else_clause() {
            Some(clause) => self.optional_statements(clause.statements(), used),
            None => self.no_match(value, report),
        }
        self.end_report(report);
        if let Some(cache) = cache {
            self.release_temp(cache);
        }
        self.release_temp(value);
        self.b().set_depth(depth + u32::from(used));
        self.bind(end);
    }

    pub(super) fn match_required(&mut self, node: &MatchRequiredNode<'pr>, used: bool) {
        let (fail, end) = (self.label(), self.label());
        let value = self.take_temp();
        self.expr(&node.value(), true);
        self.op1(Op::SetLocal, value.0);
        let report = Some(self.begin_report());
        let m = Match {
            fail,
            report,
            cache: takes_apart(&node.pattern()).then(|| self.take_nil()),
        };
        self.pattern(&node.pattern(), value, m);
        self.branch(Op::Jump, end);
        self.bind(fail);
        self.no_match(value, report);
        self.end_report(report);
        if let Some(cache) = m.cache {
            self.release_temp(cache);
        }
        self.release_temp(value);
        self.bind(end);
        if used {
            self.op(Op::PushNil);
        }
    }

    pub(super) fn match_predicate(&mut self, node: &MatchPredicateNode<'pr>, used: bool) {
        let (fail, end) = (self.label(), self.label());
        let depth = self.depth();
        let value = self.take_temp();
        self.expr(&node.value(), true);
        self.op1(Op::SetLocal, value.0);
        let m = Match {
            fail,
            report: None,
            cache: takes_apart(&node.pattern()).then(|| self.take_nil()),
        };
        self.pattern(&node.pattern(), value, m);
        if used {
            self.op(Op::PushTrue);
        }
        self.branch(Op::Jump, end);
        self.b().set_depth(depth);
        self.bind(fail);
        if used {
            self.op(Op::PushFalse);
        }
        if let Some(cache) = m.cache {
            self.release_temp(cache);
        }
        self.release_temp(value);
        self.b().set_depth(depth + u32::from(used));
        self.bind(end);
    }

    /// A temporary that holds nil.
    fn take_nil(&mut self) -> Slot {
        let slot = self.take_temp();
        self.op(Op::PushNil);
        self.op1(Op::SetLocal, slot.0);
        slot
    }

    fn begin_report(&mut self) -> Report {
        Report {
            text: self.take_nil(),
            key: self.take_nil(),
        }
    }

    fn end_report(&mut self, report: Option<Report>) {
        if let Some(report) = report {
            self.release_temp(report.key);
            self.release_temp(report.text);
        }
    }

    /// Raises NoMatchingPatternError, or NoMatchingPatternKeyError if a key is missing.
    fn no_match(&mut self, value: Slot, report: Option<Report>) {
        // Where nobody computes why, the value itself is the message.
        match report {
            Some(report) => {
                self.push_piece(&Piece::Shown(value));
                self.frozen_string(b": ");
                self.op1(Op::GetLocal, report.text.0);
                self.op1(Op::ConcatStrings, 3);
                self.op1(Op::GetLocal, report.key.0);
            }
            None => {
                self.op1(Op::GetLocal, value.0);
                self.op(Op::PushNil);
            }
        }
        self.op(Op::NoMatch);
    }

    /// Jumps to the failure if the top is false or nil; `pieces` say why.
    fn must(&mut self, m: Match, pieces: &[Piece<'_>]) {
        let Some(report) = m.report else {
            return self.branch(Op::BranchFalse, m.fail);
        };
        let good = self.label();
        self.branch(Op::BranchTrue, good);
        self.explain(report, pieces);
        self.branch(Op::Jump, m.fail);
        self.bind(good);
    }

    fn explain(&mut self, report: Report, pieces: &[Piece<'_>]) {
        for piece in pieces {
            self.push_piece(piece);
        }
        self.op1(Op::ConcatStrings, pieces.len() as u32);
        self.op1(Op::SetLocal, report.text.0);
        self.op(Op::PushNil);
        self.op1(Op::SetLocal, report.key.0);
    }

    /// Pushes a piece as a String.
    fn push_piece(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Text(text) => return self.frozen_string(text.as_bytes()),
            Piece::Shown(slot) => {
                self.op1(Op::GetLocal, slot.0);
                self.emit_call(b"inspect", Args::plain(0));
            }
            Piece::Length(slot) => {
                self.op1(Op::GetLocal, slot.0);
                self.emit_call(b"length", Args::plain(0));
            }
        }
        let name = self.symbol(b"to_s");
        self.op_send(Op::ToS, SendSite::plain(name, 0));
    }

    /// The pattern of an `in` clause, which may have a guard.
    fn guarded_pattern(&mut self, node: &Node<'pr>, value: Slot, m: Match) {
        let (guard, inner, sense) = if let Some(node) = node.as_if_node() {
            (node.predicate(), node.statements(), true)
        } else if let Some(node) = node.as_unless_node() {
            (node.predicate(), node.statements(), false)
        } else {
            return self.pattern(node, value, m);
        };
        let inner = inner.and_then(|statements| statements.body().first());
        if let Some(inner) = inner {
            self.pattern(&inner, value, m);
        }
        let Some(report) = m.report else {
            return self.branch_if(&guard, !sense, m.fail);
        };
        let good = self.label();
        self.branch_if(&guard, sense, good);
        let text = Piece::Text("guard clause does not return true");
        self.explain(report, &[text]);
        self.branch(Op::Jump, m.fail);
        self.bind(good);
    }

    /// Goes on if the value in a slot matches, else jumps to the failure.
    fn pattern(&mut self, node: &Node<'pr>, value: Slot, m: Match) {
        if !self.guard(node) {
            return;
        }
        let location = node.location();
        self.at(&location, |c| c.pattern_here(node, value, m));
    }

    fn pattern_here(&mut self, node: &Node<'pr>, value: Slot, m: Match) {
        if node.as_local_variable_target_node().is_some() {
            self.op1(Op::GetLocal, value.0);
            self.store(node);
        } else if let Some(array) = node.as_array_pattern_node() {
            self.array_pattern(&array, value, m);
        } else if let Some(find) = node.as_find_pattern_node() {
            self.find_pattern(&find, value, m);
        } else if let Some(hash) = node.as_hash_pattern_node() {
            self.hash_pattern(&hash, value, m);
        } else if let Some(either) = node.as_alternation_pattern_node() {
            let (right, good) = (self.label(), self.label());
            self.pattern(&either.left(), value, Match { fail: right, ..m });
            self.branch(Op::Jump, good);
            self.bind(right);
            self.pattern(&either.right(), value, m);
            self.bind(good);
        } else if let Some(capture) = node.as_capture_pattern_node() {
            self.pattern(&capture.value(), value, m);
            self.pattern(&capture.target().as_node(), value, m);
        } else if let Some(implicit) = node.as_implicit_node() {
            self.pattern(&implicit.value(), value, m);
        } else if let Some(parentheses) = node.as_parentheses_node() {
            let body = parentheses.body();
            let body = body.and_then(|body| match body.as_statements_node() {
                Some(statements) => statements.body().first(),
                None => Some(body),
            });
            match body {
                Some(body) => self.pattern(&body, value, m),
                None => self.value_pattern(node, value, m),
            }
        } else {
            self.value_pattern(node, value, m);
        }
    }

    /// `pattern === value`.
    fn value_pattern(&mut self, node: &Node<'pr>, value: Slot, m: Match) {
        if let Some(pin) = node.as_pinned_expression_node() {
            self.expr(&pin.expression(), true);
        } else if let Some(pin) = node.as_pinned_variable_node() {
            self.expr(&pin.variable(), true);
        } else {
            self.expr_shared(node);
        }
        let shown = m.report.map(|_| {
            let shown = self.take_temp();
            self.op(Op::Dup);
            self.op1(Op::SetLocal, shown.0);
            shown
        });
        self.op1(Op::GetLocal, value.0);
        self.check_match(None);
        match shown {
            Some(shown) => {
                self.must(
                    m,
                    &[
                        Piece::Shown(shown),
                        Piece::Text(" === "),
                        Piece::Shown(value),
                        Piece::Text(" does not return true"),
                    ],
                );
                self.release_temp(shown);
            }
            None => self.must(m, &[]),
        }
    }

    /// Whether the value has a method; explains and fails if not.
    fn must_respond(&mut self, name: &str, value: Slot, m: Match) {
        self.op1(Op::GetLocal, value.0);
        self.op_symbol(Op::PushSymbol, name.as_bytes());
        self.emit_call(b"respond_to?", Args::plain(1));
        self.must_have(name, value, m);
    }

    fn must_have(&mut self, name: &str, value: Slot, m: Match) {
        let text = format!(" does not respond to #{name}");
        self.must(m, &[Piece::Shown(value), Piece::Text(&text)]);
    }

    /// Leaves what `deconstruct` gives in a new temporary.
    fn deconstruct(&mut self, value: Slot, m: Match) -> Slot {
        let parts = self.take_temp();
        let Some(cache) = m.cache else {
            self.must_respond("deconstruct", value, m);
            self.call_deconstruct(value);
            self.op1(Op::SetLocal, parts.0);
            return parts;
        };
        let (known, refused, end) = (self.label(), self.label(), self.label());
        self.op1(Op::GetLocal, cache.0);
        self.branch(Op::BranchNotNil, known);
        let refusal = Match { fail: refused, ..m };
        self.must_respond("deconstruct", value, refusal);
        self.call_deconstruct(value);
        self.op1(Op::SetLocal, cache.0);
        self.branch(Op::Jump, end);
        self.bind(refused);
        self.op(Op::PushFalse);
        self.op1(Op::SetLocal, cache.0);
        self.branch(Op::Jump, m.fail);
        self.bind(known);
        self.op1(Op::GetLocal, cache.0);
        self.must_have("deconstruct", value, m);
        self.bind(end);
        self.op1(Op::GetLocal, cache.0);
        self.op1(Op::SetLocal, parts.0);
        parts
    }

    fn call_deconstruct(&mut self, value: Slot) {
        self.op1(Op::GetLocal, value.0);
        self.emit_call(b"deconstruct", Args::plain(0));
        self.op1(Op::CheckParts, 0);
    }

    /// `Constant(...)`: the value must be one of those first.
    fn constant_pattern(&mut self, constant: Option<Node<'pr>>, value: Slot, m: Match) {
        if let Some(constant) = constant {
            self.at(&constant.location(), |c| {
                c.value_pattern(&constant, value, m)
            });
        }
    }

    fn must_have_length(&mut self, parts: Slot, wanted: &Wanted, m: Match) {
        self.op1(Op::GetLocal, parts.0);
        self.emit_call(b"length", Args::plain(0));
        self.op1(Op::PushInt, wanted.count);
        let operator: &[u8] = if wanted.more { b">=" } else { b"==" };
        self.emit_call(operator, Args::plain(1));
        let more = if wanted.more { "+" } else { "" };
        self.must(
            m,
            &[
                Piece::Shown(parts),
                Piece::Text(" length mismatch (given "),
                Piece::Length(parts),
                Piece::Text(&format!(", expected {}{more})", wanted.count)),
            ],
        );
    }

    /// Matches the element whose index is pushed by `index`.
    fn element(
        &mut self,
        parts: Slot,
        index: impl FnOnce(&mut Self),
        pattern: &Node<'pr>,
        m: Match,
    ) {
        let element = self.take_temp();
        self.op1(Op::GetLocal, parts.0);
        index(self);
        self.emit_call(b"[]", Args::plain(1));
        self.op1(Op::SetLocal, element.0);
        self.pattern(pattern, element, m.inside());
        self.release_temp(element);
    }

    /// Matches `count` elements from `start` as an Array; both are pushed by closures.
    fn slice(
        &mut self,
        parts: Slot,
        range: impl FnOnce(&mut Self),
        splat: Option<Node<'pr>>,
        m: Match,
    ) {
        let splat = splat.and_then(|node| node.as_splat_node());
        let Some(target) = splat.and_then(|splat| splat.expression()) else {
            return;
        };
        let slice = self.take_temp();
        self.op1(Op::GetLocal, parts.0);
        range(self);
        self.emit_call(b"[]", Args::plain(2));
        self.op1(Op::SetLocal, slice.0);
        self.pattern(&target, slice, m.inside());
        self.release_temp(slice);
    }

    /// Pushes the length of an Array less a number.
    fn length_less(&mut self, parts: Slot, less: u32) {
        self.op1(Op::GetLocal, parts.0);
        self.emit_call(b"length", Args::plain(0));
        self.op1(Op::PushInt, less);
        self.emit_call(b"-", Args::plain(1));
    }

    fn array_pattern(&mut self, node: &ArrayPatternNode<'pr>, value: Slot, m: Match) {
        self.constant_pattern(node.constant(), value, m);
        let parts = self.deconstruct(value, m);
        let (before, after) = (node.requireds().len() as u32, node.posts().len() as u32);
        let wanted = Wanted {
            count: before + after,
            more: node.rest().is_some(),
        };
        self.must_have_length(parts, &wanted, m);
        for (index, required) in node.requireds().iter().enumerate() {
            let push = |c: &mut Self| c.op1(Op::PushInt, index as u32);
            self.element(parts, push, &required, m);
        }
        let middle = |c: &mut Self| {
            c.op1(Op::PushInt, before);
            c.length_less(parts, wanted.count);
        };
        self.slice(parts, middle, node.rest(), m);
        for (index, post) in node.posts().iter().enumerate() {
            let push = |c: &mut Self| c.length_less(parts, after - index as u32);
            self.element(parts, push, &post, m);
        }
        self.release_temp(parts);
    }

    /// `[*, a, b, *]`: tries each place.
    fn find_pattern(&mut self, node: &FindPatternNode<'pr>, value: Slot, m: Match) {
        self.constant_pattern(node.constant(), value, m);
        let parts = self.deconstruct(value, m);
        let count = node.requireds().len() as u32;
        self.must_have_length(parts, &Wanted { count, more: true }, m);
        let index = self.take_temp();
        self.op1(Op::PushInt, 0);
        self.op1(Op::SetLocal, index.0);
        let (again, condition) = (self.label(), self.label());
        let (next, found) = (self.label(), self.label());
        let depth = self.depth();
        let reachable = self.b().reachable();
        self.branch(Op::Jump, condition);
        self.b().bind_body(again, depth, reachable);
        let span = self.f_ref().builder.span();
        self.b().loop_head(span);
        let inner = Match { fail: next, ..m };
        for (offset, required) in node.requireds().iter().enumerate() {
            let push = |c: &mut Self| c.index_plus(index, offset as u32);
            self.element(parts, push, &required, inner);
        }
        let before = |c: &mut Self| {
            c.op1(Op::PushInt, 0);
            c.op1(Op::GetLocal, index.0);
        };
        self.slice(parts, before, Some(node.left().as_node()), inner);
        let after = |c: &mut Self| {
            c.index_plus(index, count);
            c.length_less(parts, 0);
        };
        self.slice(parts, after, Some(node.right().as_node()), inner);
        self.branch(Op::Jump, found);
        self.bind(next);
        self.index_plus(index, 1);
        self.op1(Op::SetLocal, index.0);
        self.bind(condition);
        self.op1(Op::GetLocal, index.0);
        self.length_less(parts, count);
        self.emit_call(b"<=", Args::plain(1));
        self.branch(Op::BranchTrue, again);
        self.op(Op::PushFalse);
        let text = Piece::Text(" does not match to find pattern");
        self.must(m, &[Piece::Shown(parts), text]);
        self.bind(found);
        self.release_temp(index);
        self.release_temp(parts);
    }

    fn index_plus(&mut self, index: Slot, offset: u32) {
        self.op1(Op::GetLocal, index.0);
        self.op1(Op::PushInt, offset);
        self.emit_call(b"+", Args::plain(1));
    }

    fn hash_pattern(&mut self, node: &HashPatternNode<'pr>, value: Slot, m: Match) {
        self.constant_pattern(node.constant(), value, m);
        self.must_respond("deconstruct_keys", value, m);
        let pairs: Vec<AssocNode<'pr>> = node
            .elements()
            .iter()
            .filter_map(|element| element.as_assoc_node())
            .collect();
        let rest = node.rest();
        let splat = rest.as_ref().and_then(|rest| rest.as_assoc_splat_node());
        let anything = splat.is_some();
        let bound = splat.and_then(|splat| splat.value());
        let nothing = rest.is_some_and(|rest| rest.as_no_keywords_parameter_node().is_some());
        let exact = nothing || bound.is_some();
        let hash = self.take_temp();
        self.op1(Op::GetLocal, value.0);
        if pairs.is_empty() || exact {
            self.op(Op::PushNil);
        } else {
            for pair in &pairs {
                self.pattern_key(pair);
            }
            self.op1(Op::NewArray, pairs.len() as u32);
        }
        self.emit_call(b"deconstruct_keys", Args::plain(1));
        self.op1(Op::CheckParts, 1);
        if exact {
            self.emit_call(b"dup", Args::plain(0));
        }
        self.op1(Op::SetLocal, hash.0);
        for pair in &pairs {
            self.must_have_key(pair, hash, m);
        }
        for pair in &pairs {
            let found = self.take_temp();
            self.op1(Op::GetLocal, hash.0);
            self.pattern_key(pair);
            let name: &[u8] = if exact { b"delete" } else { b"[]" };
            self.emit_call(name, Args::plain(1));
            self.op1(Op::SetLocal, found.0);
            self.pattern(&pair.value(), found, m.inside());
            self.release_temp(found);
        }
        if let Some(bound) = bound {
            self.pattern(&bound, hash, m.inside());
        } else if nothing || (pairs.is_empty() && !anything) {
            self.op1(Op::GetLocal, hash.0);
            self.emit_call(b"empty?", Args::plain(0));
            let shown = Piece::Shown(hash);
            let text = Piece::Text(" is not empty");
            match nothing {
                true => self.must(m, &[Piece::Text("rest of "), shown, text]),
                false => self.must(m, &[shown, text]),
            }
        }
        self.release_temp(hash);
    }

    fn pattern_key(&mut self, pair: &AssocNode<'pr>) {
        self.expr(&pair.key(), true);
    }

    fn must_have_key(&mut self, pair: &AssocNode<'pr>, hash: Slot, m: Match) {
        self.op1(Op::GetLocal, hash.0);
        self.pattern_key(pair);
        self.emit_call(b"key?", Args::plain(1));
        let Some(report) = m.report else {
            return self.branch(Op::BranchFalse, m.fail);
        };
        let good = self.label();
        self.branch(Op::BranchTrue, good);
        let key = self.take_temp();
        self.pattern_key(pair);
        self.op1(Op::SetLocal, key.0);
        self.explain(report, &[Piece::Text("key not found: "), Piece::Shown(key)]);
        self.op1(Op::GetLocal, key.0);
        self.op1(Op::GetLocal, hash.0);
        self.op1(Op::NewArray, 2);
        self.op1(Op::SetLocal, report.key.0);
        self.release_temp(key);
        self.branch(Op::Jump, m.fail);
        self.bind(good);
    }
}

/// Whether a pattern asks the whole value for its elements.
fn takes_apart(node: &Node<'_>) -> bool {
    // Long chains of `|` nest to the left without a limit.
    let mut left = node.as_alternation_pattern_node();
    while let Some(either) = left {
        if takes_apart(&either.right()) {
            return true;
        }
        let next = either.left();
        if next.as_alternation_pattern_node().is_none() {
            return takes_apart(&next);
        }
        left = next.as_alternation_pattern_node();
    }
    if let Some(capture) = node.as_capture_pattern_node() {
        return takes_apart(&capture.value());
    }
    let guarded = match node {
        Node::IfNode { .. } => node.as_if_node().and_then(|node| node.statements()),
        Node::UnlessNode { .. } => node.as_unless_node().and_then(|node| node.statements()),
        Node::ParenthesesNode { .. } => node
            .as_parentheses_node()
            .and_then(|node| node.body())
            .and_then(|body| body.as_statements_node()),
        _ => None,
    };
    match guarded.and_then(|statements| statements.body().first()) {
        Some(inner) => takes_apart(&inner),
        None => node.as_array_pattern_node().is_some() || node.as_find_pattern_node().is_some(),
    }
}
