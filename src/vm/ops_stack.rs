//! Handlers: literals and operand stack.

use crate::heap::Word;

use super::dispatch::{next, op};

op!(op_nop = Nop (vm, ip, sp, fp) { next!(vm, ip.add(1), sp, fp) });

op!(op_push_nil = PushNil (vm, ip, sp, fp) {
    *sp = Word::NIL;
    next!(vm, ip.add(1), sp.add(1), fp)
});

op!(op_push_true = PushTrue (vm, ip, sp, fp) {
    *sp = Word::TRUE;
    next!(vm, ip.add(1), sp.add(1), fp)
});

op!(op_push_false = PushFalse (vm, ip, sp, fp) {
    *sp = Word::FALSE;
    next!(vm, ip.add(1), sp.add(1), fp)
});

op!(op_push_undef = PushUndef (vm, ip, sp, fp) {
    *sp = Word::UNDEF;
    next!(vm, ip.add(1), sp.add(1), fp)
});

op!(op_push_self = PushSelf (vm, ip, sp, fp) {
    *sp = *fp.offset((*ip).a as isize);
    next!(vm, ip.add(1), sp.add(1), fp)
});

op!(op_push_int = PushInt (vm, ip, sp, fp) {
    *sp = Word::from_bits((*ip).a);
    next!(vm, ip.add(1), sp.add(1), fp)
});

op!(op_push_literal = PushLiteral (vm, ip, sp, fp) {
    *sp = Word::from_bits((*ip).a);
    next!(vm, ip.add(1), sp.add(1), fp)
});

op!(op_push_symbol = PushSymbol (vm, ip, sp, fp) {
    *sp = Word::from_bits((*ip).a);
    next!(vm, ip.add(1), sp.add(1), fp)
});

op!(op_push_string = PushString (vm, ip, sp, fp) {
    *sp = (*vm).copy_literal(Word::from_bits((*ip).a));
    next!(vm, ip.add(1), sp.add(1), fp)
});

op!(op_pop = Pop (vm, ip, sp, fp) { next!(vm, ip.add(1), sp.sub(1), fp) });

op!(op_dup = Dup (vm, ip, sp, fp) {
    *sp = *sp.sub(1);
    next!(vm, ip.add(1), sp.add(1), fp)
});

op!(op_dup2 = Dup2 (vm, ip, sp, fp) {
    *sp = *sp.sub(2);
    *sp.add(1) = *sp.sub(1);
    next!(vm, ip.add(1), sp.add(2), fp)
});

op!(op_swap = Swap (vm, ip, sp, fp) {
    let top = *sp.sub(1);
    *sp.sub(1) = *sp.sub(2);
    *sp.sub(2) = top;
    next!(vm, ip.add(1), sp, fp)
});

op!(op_pick = Pick (vm, ip, sp, fp) {
    *sp = *sp.sub(1 + (*ip).a as usize);
    next!(vm, ip.add(1), sp.add(1), fp)
});

op!(op_poke = Poke (vm, ip, sp, fp) {
    *sp.sub(1 + (*ip).a as usize) = *sp.sub(1);
    next!(vm, ip.add(1), sp, fp)
});

op!(op_drop_under = DropUnder (vm, ip, sp, fp) {
    let to = sp.sub((*ip).a as usize);
    *to.sub(1) = *sp.sub(1);
    next!(vm, ip.add(1), to, fp)
});

op!(op_rotate = Rotate (vm, ip, sp, fp) {
    let top = *sp.sub(1);
    let mut at = sp.sub(1);
    let end = at.sub((*ip).a as usize);
    while at > end {
        *at = *at.sub(1);
        at = at.sub(1);
    }
    *end = top;
    next!(vm, ip.add(1), sp, fp)
});
