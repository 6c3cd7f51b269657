//! Whether the linker can make the literals of a unit.

use super::VerifyError;
use crate::bytecode::code::{Literal, Unit};
use crate::bytecode::operand::CodeIdx;
use crate::encoding::{Encoding, pattern_text};
use crate::regexp::{Form, Options, Pattern, on_own_stack};

/// Whether the linker can make a literal; patterns are for [`patterns`].
pub(super) fn is_sound(literal: &Literal) -> bool {
    let is_integer = |literal: &Literal, positive: bool| match literal {
        Literal::Int(int) => !positive || *int > 0,
        Literal::BigInt(digits) => {
            is_sound(literal) && (!positive || digits.bytes().all(|digit| digit.is_ascii_digit()))
        }
        _ => false,
    };
    match literal {
        Literal::Int(_) | Literal::Float(_) | Literal::Str(..) => true,
        Literal::Regexp { .. } | Literal::Range { .. } => true,
        Literal::BigInt(digits) => {
            let digits = digits.strip_prefix('-').unwrap_or(digits).as_bytes();
            let first = digits.first();
            first.is_some_and(|&first| first != b'0') && digits.iter().all(u8::is_ascii_digit)
        }
        Literal::Rational {
            numerator,
            denominator,
        } => is_integer(numerator, false) && is_integer(denominator, true),
        Literal::Imaginary(part) => {
            let number = matches!(
                **part,
                Literal::Int(_) | Literal::BigInt(_) | Literal::Float(_) | Literal::Rational { .. }
            );
            number && is_sound(part)
        }
    }
}

/// Reads every pattern of a unit, on a stack of their own.
pub(super) fn patterns(unit: &Unit) -> Result<(), VerifyError> {
    let literals = (unit.codes.iter().enumerate())
        .flat_map(|(index, code)| code.literals.iter().map(move |literal| (index, literal)));
    let mut patterns = literals
        .filter(|(_, literal)| matches!(literal, Literal::Regexp { .. }))
        .peekable();
    if patterns.peek().is_none() {
        return Ok(());
    }
    let bad = on_own_stack(|| patterns.find(|(_, literal)| !is_pattern(literal)));
    let (code, message) = match bad {
        Ok(None) => return Ok(()),
        Ok(Some((index, _))) => (CodeIdx(index as u32), "a literal that cannot be".to_owned()),
        Err(error) => (unit.main, error.message),
    };
    Err(VerifyError {
        code,
        pc: None,
        message,
    })
}

/// Whether a literal is a pattern that can be read.
fn is_pattern(literal: &Literal) -> bool {
    let Literal::Regexp {
        source,
        options,
        encoding,
    } = literal
    else {
        return false;
    };
    let text = pattern_text(source, *encoding);
    let form = match &text {
        Some(text) => Form::Other(*encoding as u8, text),
        None if *encoding == Encoding::Binary && !source.is_ascii() => Form::Bytes,
        None => Form::Text,
    };
    Pattern::new(source, Options::from_bits(*options), form).is_ok()
}
