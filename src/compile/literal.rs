//! Literals: numbers, strings, arrays, hashes, ranges.
//!
//! Owns how a literal becomes instructions and shared literal values.

use num_bigint::{BigInt, BigUint, Sign};
use ruby_prism::{
    ArrayNode, FloatNode, ImaginaryNode, Integer, IntegerNode, Node, NodeList, RangeNode,
    RationalNode, StringNode,
};

use super::Compiler;
use super::args::Args;
use crate::bytecode::code::{Literal, SendSite};
use crate::bytecode::ops::Op;
use crate::encoding::Encoding;

/// Elements and pairs pushed before an array or hash takes them off the stack.
const CHUNK: usize = 64;

/// The pieces of an interpolated string so far.
struct Parts {
    /// Text that is not pushed yet.
    text: Vec<u8>,
    encoding: Encoding,
    /// Strings pushed.
    count: u32,
}

impl<'pr> Compiler<'pr> {
    pub(super) fn integer(&mut self, node: &IntegerNode<'pr>, used: bool) {
        if used {
            match small(&node.value()) {
                Some(value) => self.push_integer(value),
                None => {
                    let digits = decimal(&node.value());
                    self.push_literal(Literal::BigInt(digits));
                }
            }
        }
    }

    pub(super) fn push_integer(&mut self, value: i64) {
        match i32::try_from(value) {
            Ok(value) => self.op1(Op::PushInt, value as u32),
            Err(_) => self.push_literal(Literal::Int(value)),
        }
    }

    pub(super) fn float(&mut self, node: &FloatNode<'pr>, used: bool) {
        if used {
            self.push_literal(Literal::Float(node.value()));
        }
    }

    /// A rational or imaginary number.
    pub(super) fn number(&mut self, literal: Literal, used: bool) {
        if used {
            self.push_literal(literal);
        }
    }

    /// Calls the method that runs the command on top of `self`.
    pub(super) fn run_command(&mut self, used: bool) {
        let mut args = Args::plain(1);
        args.flags.fcall = true;
        self.emit_call(b"`", args);
        self.discard(used);
    }

    /// The encoding of a literal, which escapes may force.
    pub(super) fn forced_encoding(&self, utf8: bool, binary: bool) -> Encoding {
        match (utf8, binary) {
            (true, _) => Encoding::Utf8,
            (_, true) => Encoding::Binary,
            _ => self.encoding,
        }
    }

    fn string_encoding(&self, node: &StringNode<'pr>) -> Encoding {
        self.forced_encoding(
            node.is_forced_utf8_encoding(),
            node.is_forced_binary_encoding(),
        )
    }

    pub(super) fn push_literal(&mut self, literal: Literal) {
        let index = self.b().literal(literal);
        self.op1(Op::PushLiteral, index.0);
    }

    pub(super) fn string(&mut self, node: &StringNode<'pr>, used: bool) {
        let encoding = self.string_encoding(node);
        if node.is_frozen() {
            self.f().flags.frozen_strings = true;
            if used {
                self.push_literal(Literal::Str(node.unescaped().to_vec(), encoding));
            }
        } else {
            self.f().flags.mutable_strings |= node.is_mutable();
            self.new_string(node.unescaped(), encoding, used);
        }
    }

    pub(super) fn new_string(&mut self, bytes: &[u8], encoding: Encoding, used: bool) {
        if used {
            let index = self.b().literal(Literal::Str(bytes.to_vec(), encoding));
            self.op1(Op::PushString, index.0);
        }
    }

    pub(super) fn frozen_string(&mut self, bytes: &[u8]) {
        self.push_literal(Literal::Str(bytes.to_vec(), Encoding::Utf8));
    }

    /// A value that is only compared or copied: a string literal need not be new.
    pub(super) fn expr_shared(&mut self, node: &Node<'pr>) {
        match node.as_string_node() {
            Some(string) => {
                let encoding = self.string_encoding(&string);
                let literal = Literal::Str(string.unescaped().to_vec(), encoding);
                self.at(&node.location(), |c| c.push_literal(literal));
            }
            None => self.expr(node, true),
        }
    }

    /// Pushes a new String made of the parts.
    pub(super) fn interpolated(&mut self, parts: &NodeList<'pr>) {
        let mut made = Parts {
            text: Vec::new(),
            encoding: self.encoding,
            count: 0,
        };
        self.parts(parts, &mut made);
        if made.count == 0 {
            return self.new_string(&made.text, made.encoding, true);
        }
        self.flush(&mut made);
        self.op1(Op::ConcatStrings, made.count);
    }

    fn parts(&mut self, parts: &NodeList<'pr>, made: &mut Parts) {
        for part in parts.iter() {
            if !self.guard(&part) {
                return;
            }
            if let Some(string) = part.as_string_node() {
                let encoding = self.string_encoding(&string);
                if encoding != made.encoding {
                    // A part that escapes force into another encoding stands alone.
                    self.flush(made);
                    made.encoding = encoding;
                }
                made.text.extend_from_slice(string.unescaped());
            } else if let Some(nested) = part.as_interpolated_string_node() {
                self.parts(&nested.parts(), made);
            } else {
                self.flush(made);
                self.part(&part);
                made.count += 1;
                if made.count as usize == CHUNK {
                    self.op1(Op::ConcatStrings, made.count);
                    made.count = 1;
                }
            }
        }
    }

    fn part(&mut self, part: &Node<'pr>) {
        if let Some(embedded) = part.as_embedded_statements_node() {
            self.optional_statements(embedded.statements(), true);
        } else if let Some(embedded) = part.as_embedded_variable_node() {
            self.expr(&embedded.variable(), true);
        } else {
            self.expr(part, true);
        }
        let name = self.symbol(b"to_s");
        self.at(&part.location(), |c| {
            c.op_send(Op::ToS, SendSite::plain(name, 0))
        });
    }

    fn flush(&mut self, made: &mut Parts) {
        if !made.text.is_empty() {
            let text = std::mem::take(&mut made.text);
            self.push_literal(Literal::Str(text, made.encoding));
            made.count += 1;
        }
    }

    pub(super) fn array(&mut self, node: &ArrayNode<'pr>, used: bool) {
        let elements = node.elements();
        if !used && !has_splat(&elements) {
            for element in elements.iter() {
                self.expr(&element, false);
            }
            return;
        }
        self.array_of(&elements.iter().collect::<Vec<_>>());
        self.discard(used);
    }

    /// Pushes an Array of expressions, splats included; braceless hashes become
    /// Hash elements.
    pub(super) fn array_of(&mut self, elements: &[Node<'pr>]) {
        let mut made = false;
        let mut pending = 0;
        for element in elements {
            if let Some(splat) = element.as_splat_node() {
                self.take_pending(&mut made, &mut pending);
                self.splat_value(&splat);
                if made {
                    self.at(&element.location(), |c| c.op(Op::ArrayConcat));
                } else {
                    self.at(&element.location(), |c| c.op(Op::ToArray));
                }
                made = true;
            } else {
                self.expr(element, true);
                pending += 1;
                if pending as usize == CHUNK && elements.len() > CHUNK {
                    self.take_pending(&mut made, &mut pending);
                }
            }
        }
        self.take_pending(&mut made, &mut pending);
        if !made {
            self.op1(Op::NewArray, 0);
        }
    }

    fn take_pending(&mut self, made: &mut bool, pending: &mut u32) {
        match (*made, *pending) {
            (_, 0) => return,
            (true, 1) => self.op(Op::ArrayPush),
            (true, count) => {
                self.op1(Op::NewArray, count);
                self.op(Op::ArrayConcat);
            }
            (false, count) => self.op1(Op::NewArray, count),
        }
        *made = true;
        *pending = 0;
    }

    pub(super) fn hash(&mut self, elements: &NodeList<'pr>, used: bool) {
        let mut made = false;
        let mut pending = 0;
        for element in elements.iter() {
            if let Some(splat) = element.as_assoc_splat_node() {
                if !made {
                    self.op1(Op::NewHash, pending);
                    made = true;
                }
                match splat.value() {
                    Some(value) => self.expr(&value, true),
                    None => self.unnamed_param(b"**", &element),
                }
                self.at(&element.location(), |c| c.op(Op::HashMerge));
                continue;
            }
            let Some(pair) = element.as_assoc_node() else {
                continue;
            };
            self.expr_shared(&pair.key());
            self.expr(&pair.value(), true);
            if made {
                self.op(Op::HashSet);
            } else {
                pending += 1;
                if pending as usize == CHUNK {
                    self.op1(Op::NewHash, pending);
                    made = true;
                }
            }
        }
        if !made {
            self.op1(Op::NewHash, pending);
        }
        self.discard(used);
    }

    pub(super) fn range(&mut self, node: &RangeNode<'pr>, used: bool) {
        let exclusive = node.is_exclude_end();
        let (left, right) = (node.left(), node.right());
        if let (Some(low), Some(high)) = (range_end(left.as_ref()), range_end(right.as_ref())) {
            if used {
                self.push_literal(Literal::Range {
                    low,
                    high,
                    exclusive,
                });
            }
            return;
        }
        self.optional_expr(left, true);
        self.optional_expr(right, true);
        self.op1(Op::NewRange, u32::from(exclusive));
        self.discard(used);
    }
}

/// Whether an element is a splat.
pub(super) fn has_splat(elements: &NodeList<'_>) -> bool {
    elements
        .iter()
        .any(|element| element.as_splat_node().is_some())
}

/// The end of a literal range: absent, or an integer.
fn range_end(node: Option<&Node<'_>>) -> Option<Option<i64>> {
    match node {
        None => Some(None),
        Some(node) => match node.as_integer_node() {
            Some(integer) => small(&integer.value()).map(Some),
            None => node.as_nil_node().map(|_| None),
        },
    }
}

/// An integer of up to 63 bits and sign.
fn small(integer: &Integer<'_>) -> Option<i64> {
    let (negative, digits) = integer.to_u32_digits();
    let value = match *digits {
        [low] => u64::from(low),
        [low, high] => u64::from(low) | u64::from(high) << 32,
        _ => return None,
    };
    let value = i64::try_from(value).ok()?;
    Some(if negative { -value } else { value })
}

/// An integer of any size in decimal.
fn decimal(integer: &Integer<'_>) -> String {
    let (negative, digits) = integer.to_u32_digits();
    let sign = if negative { Sign::Minus } else { Sign::Plus };
    BigInt::from_biguint(sign, BigUint::new(digits.to_vec())).to_string()
}

/// An integer of any size.
fn any_integer(integer: &Integer<'_>) -> Literal {
    match small(integer) {
        Some(value) => Literal::Int(value),
        None => Literal::BigInt(decimal(integer)),
    }
}

/// The value of `3r`.
pub(super) fn rational(node: &RationalNode<'_>) -> Literal {
    Literal::Rational {
        numerator: Box::new(any_integer(&node.numerator())),
        denominator: Box::new(any_integer(&node.denominator())),
    }
}

/// The value of `3i`.
pub(super) fn imaginary(node: &ImaginaryNode<'_>) -> Literal {
    let number = node.numeric();
    let part = if let Some(integer) = number.as_integer_node() {
        any_integer(&integer.value())
    } else if let Some(float) = number.as_float_node() {
        Literal::Float(float.value())
    } else {
        let number = number.as_rational_node();
        rational(&number.expect("an imaginary number is of one of three kinds"))
    };
    Literal::Imaginary(Box::new(part))
}
