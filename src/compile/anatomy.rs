//! The parts of an expression, for pictures of what went wrong there.
//!
//! Bytecode keeps one range per instruction. Which part of it is the receiver,
//! the name or an argument is asked so rarely that the text is parsed again.
//! Never generates code, never reports an error.

use std::ops::Range;

use ruby_prism::{Location, Node, Visit};

use super::parse;
use crate::bytecode::code::{SourceText, Span};

/// Where the parts of a call stand in the text, in bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anatomy {
    /// What the method is called on; none if that is not written.
    pub receiver: Option<Range<usize>>,
    /// The name with its dot, the operator, or the index with its brackets.
    pub name: Range<usize>,
    /// The arguments, without parentheses.
    pub arguments: Option<Range<usize>>,
}

impl Anatomy {
    fn is(&self, source: &SourceText, range: &Range<usize>, text: &[u8]) -> bool {
        source.text.get(range.clone()) == Some(text)
    }

    /// Whether it is a call of the method `raise` or `fail`.
    pub fn is_raise(&self, source: &SourceText) -> bool {
        self.is(source, &self.name, b"raise") || self.is(source, &self.name, b"fail")
    }

    /// Whether the receiver is `self`, written or not.
    pub fn on_self(&self, source: &SourceText) -> bool {
        let receiver = self.receiver.as_ref();
        receiver.is_none_or(|receiver| self.is(source, receiver, b"self"))
    }
}

/// Takes apart the call, operator assignment, constant path or definition that
/// stands at `span`; None if there is none or the text does not parse.
pub fn anatomy(source: &SourceText, span: Span) -> Option<Anatomy> {
    super::on_large_stack(|_| {
        let mut search = Search {
            start: span.start as usize,
            end: span.end() as usize,
            found: None,
        };
        let parsed = parse::with_tree(source, None, None, |program, _| {
            search.visit(program);
            Ok(())
        });
        parsed.ok().and(search.found)
    })
    .ok()
    .flatten()
}

/// Looks for the innermost node with exactly this range.
struct Search {
    start: usize,
    end: usize,
    found: Option<Anatomy>,
}

impl<'pr> Visit<'pr> for Search {
    fn visit_branch_node_enter(&mut self, node: Node<'pr>) {
        let whole = range(&node.location());
        // A call that begins on an earlier line is known by its name.
        let name = node.as_call_node().and_then(|call| call.message_loc());
        let named = name.map(|name| range(&name).start..whole.end);
        let wanted = self.start..self.end;
        if (whole == wanted || named == Some(wanted))
            && let Some(parts) = parts(&node)
        {
            self.found = Some(parts);
        }
    }
}

fn range(location: &Location<'_>) -> Range<usize> {
    location.start() as usize..location.end() as usize
}

/// From the start of one place to the end of another.
fn join(first: Option<Location<'_>>, last: Location<'_>) -> Range<usize> {
    let last = range(&last);
    first.map_or(last.start, |first| range(&first).start)..last.end
}

fn parts(node: &Node<'_>) -> Option<Anatomy> {
    let of = |receiver: Option<Node<'_>>, name, arguments: Option<Location<'_>>| {
        Some(Anatomy {
            receiver: receiver.map(|node| range(&node.location())),
            name,
            arguments: arguments.map(|location| range(&location)),
        })
    };
    if let Some(call) = node.as_call_node() {
        // `a.(1)` has no name; the brackets of `a[1]` are its name.
        let name = call.message_loc().or(call.opening_loc())?;
        let arguments = call.arguments().map(|arguments| arguments.location());
        return of(
            call.receiver(),
            join(call.call_operator_loc(), name),
            arguments,
        );
    }
    if let Some(write) = node.as_call_operator_write_node() {
        let value = write.value().location();
        let name = range(&write.binary_operator_loc());
        return of(write.receiver(), name, Some(value));
    }
    // `a += b` calls a method of the variable's value.
    macro_rules! variable_write {
        ($($as_node:ident)*) => {$(
            if let Some(write) = node.$as_node() {
                return Some(Anatomy {
                    receiver: Some(range(&write.name_loc())),
                    name: range(&write.binary_operator_loc()),
                    arguments: Some(range(&write.value().location())),
                });
            }
        )*};
    }
    variable_write! {
        as_local_variable_operator_write_node
        as_instance_variable_operator_write_node
        as_class_variable_operator_write_node
        as_global_variable_operator_write_node
        as_constant_operator_write_node
    }
    if let Some(write) = node.as_index_operator_write_node() {
        let name = range(&write.binary_operator_loc());
        return of(write.receiver(), name, Some(write.value().location()));
    }
    if let Some(def) = node.as_def_node() {
        let parameters = def.parameters().map(|parameters| parameters.location());
        return of(None, range(&def.name_loc()), parameters);
    }
    if let Some(lambda) = node.as_lambda_node() {
        let parameters = lambda.parameters().map(|parameters| parameters.location());
        return of(None, range(&lambda.operator_loc()), parameters);
    }
    if let Some(block) = node.as_block_node() {
        let parameters = block.parameters().map(|parameters| parameters.location());
        return of(None, range(&block.opening_loc()), parameters);
    }
    if let Some(path) = node.as_constant_path_node() {
        let name = join(Some(path.delimiter_loc()), path.name_loc());
        return of(path.parent(), name, None);
    }
    if let Some(call) = node.as_super_node() {
        let arguments = call.arguments().map(|arguments| arguments.location());
        return of(None, range(&call.keyword_loc()), arguments);
    }
    if let Some(call) = node.as_yield_node() {
        let arguments = call.arguments().map(|arguments| arguments.location());
        return of(None, range(&call.keyword_loc()), arguments);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::anatomy;
    use crate::bytecode::code::{SourceText, Span};

    /// Receiver, name and arguments of the expression `text` within a line.
    fn of(line: &str, text: &str) -> Option<[String; 3]> {
        let source = SourceText::new("f.rb", line.as_bytes(), 1);
        let start = line.find(text).expect("the expression is in the line") as u32;
        let len = text.len() as u32;
        let parts = anatomy(&source, Span { start, len })?;
        let cut = |range: Option<std::ops::Range<usize>>| {
            range.map_or(String::new(), |range| line[range].to_owned())
        };
        Some([
            cut(parts.receiver),
            cut(Some(parts.name)),
            cut(parts.arguments),
        ])
    }

    #[test]
    fn calls_are_taken_apart() {
        let parts = |a: &str, b: &str, c: &str| Some([a.to_owned(), b.to_owned(), c.to_owned()]);
        assert_eq!(of("x = a.b(1, 2).c", "a.b(1, 2)"), parts("a", ".b", "1, 2"));
        assert_eq!(
            of("x = a.b(1, 2).c", "a.b(1, 2).c"),
            parts("a.b(1, 2)", ".c", "")
        );
        assert_eq!(of("foo 1", "foo 1"), parts("", "foo", "1"));
        assert_eq!(of("1 + nil", "1 + nil"), parts("1", "+", "nil"));
        assert_eq!(of("a&.b", "a&.b"), parts("a", "&.b", ""));
        assert_eq!(of("a[3]", "a[3]"), parts("a", "[3]", "3"));
        assert_eq!(of("a = 1; a += nil", "a += nil"), parts("a", "+=", "nil"));
        assert_eq!(of("$a += 1", "$a += 1"), parts("$a", "+=", "1"));
        assert_eq!(of("A::B", "A::B"), parts("A", "::B", ""));
        assert_eq!(of("a\n  .b 1", "b 1"), parts("a", ".b", "1"));
        assert_eq!(of("def m(c) = 4", "def m(c) = 4"), parts("", "m", "c"));
        assert_eq!(of("def m = yield(4)", "yield(4)"), parts("", "yield", "4"));
    }

    #[test]
    fn other_expressions_have_no_parts() {
        assert_eq!(of("x = 3", "3"), None);
        assert_eq!(of("x = (", "x"), None);
    }
}
