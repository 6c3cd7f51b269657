//! Handlers: operators with shortcuts for integers, floats and arrays.
//!
//! A shortcut is taken only while no core operator is redefined: once one is,
//! code is threaded with plain sends instead (see `link.rs`). Whatever the
//! shortcut does not cover goes through the operator's send site.

use crate::heap::{self, Flag, Kind, Word, layout};

use super::dispatch::{cold_handler, go, next, op};
use super::send::send_site;

/// Both doubles, if each word is a flonum.
#[inline(always)]
fn flonums(a: Word, b: Word) -> Option<(f64, f64)> {
    if a.is_flonum() && b.is_flonum() {
        Some((a.flonum_unchecked(), b.flonum_unchecked()))
    } else {
        None
    }
}

/// Both numbers as doubles, if one is a float and the other a float or integer.
#[inline(always)]
fn doubles(vm: &super::Vm, a: Word, b: Word) -> Option<(f64, f64)> {
    let number = |w: Word| {
        w.as_int()
            .map(|i| i as f64)
            .or_else(|| vm.wrap(w).as_float())
    };
    if a.is_int() && b.is_int() {
        return None;
    }
    Some((number(a)?, number(b)?))
}

macro_rules! int_float_op {
    ($name:ident = $op:ident, $slow:ident, |$a:ident, $b:ident| $int:expr, |$x:ident, $y:ident| $float:expr) => {
        op!($name = $op (vm, ip, sp, fp) {
            let (a, b) = (*sp.sub(2), *sp.sub(1));
            if a.bits() & b.bits() & 1 != 0 {
                let ($a, $b) = (a.bits() as i64, b.bits() as i64);
                if let Some(bits) = $int {
                    *sp.sub(2) = Word::from_bits(bits as u64);
                    next!(vm, ip.add(1), sp.sub(1), fp)
                }
                go!(send_site, vm, ip, sp, fp);
            }
            if let Some(($x, $y)) = flonums(a, b)
                && let Some(word) = Word::from_flonum($float)
            {
                *sp.sub(2) = word;
                next!(vm, ip.add(1), sp.sub(1), fp)
            }
            go!($slow, vm, ip, sp, fp)
        });
        cold_handler!($slow (vm, ip, sp, fp) {
            let (a, b) = (*sp.sub(2), *sp.sub(1));
            if let Some(($x, $y)) = doubles(&*vm, a, b) {
                *sp.sub(2) = (*vm).world.float($float).word();
                next!(vm, ip.add(1), sp.sub(1), fp)
            }
            go!(send_site, vm, ip, sp, fp)
        });
    };
}

int_float_op!(
    op_add = Add,
    add_slow,
    |a, b| a.checked_add(b.wrapping_sub(1)),
    |x, y| x + y
);
int_float_op!(
    op_sub = Sub,
    sub_slow,
    |a, b| a.checked_sub(b.wrapping_sub(1)),
    |x, y| x - y
);
int_float_op!(
    op_mul = Mul,
    mul_slow,
    |a, b| (a >> 1).checked_mul(b.wrapping_sub(1)).map(|r| r | 1),
    |x, y| x * y
);

/// Floor division of tagged integers; None for a zero divisor or an overflow.
#[inline(always)]
pub(crate) fn floor_div(a: i64, b: i64) -> Option<i64> {
    let (a, b) = (a >> 1, b >> 1);
    if b == 0 || b == -1 {
        return None;
    }
    let quotient = a / b;
    let floor = if (a % b != 0) && ((a < 0) != (b < 0)) {
        quotient - 1
    } else {
        quotient
    };
    Some(floor << 1 | 1)
}

/// Floor modulo of tagged integers; None for a zero divisor.
#[inline(always)]
pub(crate) fn floor_mod(a: i64, b: i64) -> Option<i64> {
    let (a, b) = (a >> 1, b >> 1);
    if b == 0 || b == -1 {
        return None;
    }
    let rest = a % b;
    let floor = if rest != 0 && ((rest < 0) != (b < 0)) {
        rest + b
    } else {
        rest
    };
    Some(floor << 1 | 1)
}

int_float_op!(op_div = Div, div_slow, |a, b| floor_div(a, b), |x, y| x / y);

op!(op_mod = Mod (vm, ip, sp, fp) {
    let (a, b) = (*sp.sub(2), *sp.sub(1));
    if a.bits() & b.bits() & 1 != 0
        && let Some(bits) = floor_mod(a.bits() as i64, b.bits() as i64)
    {
        *sp.sub(2) = Word::from_bits(bits as u64);
        next!(vm, ip.add(1), sp.sub(1), fp)
    }
    go!(send_site, vm, ip, sp, fp)
});

macro_rules! compare_op {
    ($name:ident = $op:ident, $slow:ident, $operator:tt) => {
        op!($name = $op (vm, ip, sp, fp) {
            let (a, b) = (*sp.sub(2), *sp.sub(1));
            if a.bits() & b.bits() & 1 != 0 {
                *sp.sub(2) = Word::from_bool((a.bits() as i64) $operator (b.bits() as i64));
                next!(vm, ip.add(1), sp.sub(1), fp)
            }
            if let Some((x, y)) = flonums(a, b) {
                *sp.sub(2) = Word::from_bool(x $operator y);
                next!(vm, ip.add(1), sp.sub(1), fp)
            }
            go!($slow, vm, ip, sp, fp)
        });
        cold_handler!($slow (vm, ip, sp, fp) {
            let (a, b) = (*sp.sub(2), *sp.sub(1));
            // An integer beyond 2^53 does not survive the trip to a double:
            // mixed comparisons are the method's business.
            if let (Some(x), Some(y)) = ((*vm).wrap(a).as_float(), (*vm).wrap(b).as_float()) {
                *sp.sub(2) = Word::from_bool(x $operator y);
                next!(vm, ip.add(1), sp.sub(1), fp)
            }
            go!(send_site, vm, ip, sp, fp)
        });
    };
}

compare_op!(op_lt = Lt, lt_slow, <);
compare_op!(op_le = Le, le_slow, <=);
compare_op!(op_gt = Gt, gt_slow, >);
compare_op!(op_ge = Ge, ge_slow, >=);

/// Equality of words whose class compares by identity, or None.
#[inline(always)]
pub(crate) fn identical(a: Word, b: Word) -> Option<bool> {
    if a.bits() & b.bits() & 1 != 0
        || (!a.is_object() && !a.is_flonum() && !a.is_int())
        || a.is_nil()
    {
        return Some(a == b);
    }
    let (x, y) = flonums(a, b)?;
    Some(x == y)
}

op!(op_eq = Eq (vm, ip, sp, fp) {
    match identical(*sp.sub(2), *sp.sub(1)) {
        Some(equal) => {
            *sp.sub(2) = Word::from_bool(equal);
            next!(vm, ip.add(1), sp.sub(1), fp)
        }
        None => go!(send_site, vm, ip, sp, fp),
    }
});

op!(op_neq = Neq (vm, ip, sp, fp) {
    match identical(*sp.sub(2), *sp.sub(1)) {
        Some(equal) => {
            *sp.sub(2) = Word::from_bool(!equal);
            next!(vm, ip.add(1), sp.sub(1), fp)
        }
        None => go!(send_site, vm, ip, sp, fp),
    }
});

op!(op_not = Not (vm, ip, sp, fp) {
    // Nobody has defined `!` (see `Vm::method_changed`).
    let a = *sp.sub(1);
    *sp.sub(1) = Word::from_bool(!a.truthy());
    next!(vm, ip.add(1), sp, fp)
});

op!(op_neg = Neg (vm, ip, sp, fp) {
    let a = *sp.sub(1);
    if let Some(i) = a.as_int()
        && let Some(word) = Word::try_from_int(-i)
    {
        *sp.sub(1) = word;
        next!(vm, ip.add(1), sp, fp)
    }
    go!(send_site, vm, ip, sp, fp)
});

macro_rules! bit_op {
    ($name:ident = $op:ident, |$a:ident, $b:ident| $int:expr) => {
        op!($name = $op (vm, ip, sp, fp) {
            let ($a, $b) = ((*sp.sub(2)).bits(), (*sp.sub(1)).bits());
            if $a & $b & 1 != 0 {
                *sp.sub(2) = Word::from_bits($int);
                next!(vm, ip.add(1), sp.sub(1), fp)
            }
            go!(send_site, vm, ip, sp, fp)
        });
    };
}

bit_op!(op_and = And, |a, b| a & b);
bit_op!(op_or = Or, |a, b| a | b);
bit_op!(op_xor = Xor, |a, b| (a ^ b) | 1);

op!(op_shl = Shl (vm, ip, sp, fp) {
    let (a, b) = (*sp.sub(2), *sp.sub(1));
    if a.bits() & b.bits() & 1 != 0 {
        let (i, n) = (a.int_unchecked(), b.int_unchecked());
        if (0..62).contains(&n) && (i << n) >> n == i && Word::try_from_int(i << n).is_some() {
            *sp.sub(2) = Word::from_int(i << n);
            next!(vm, ip.add(1), sp.sub(1), fp)
        }
    } else if is_plain_array(vm, a) {
        go!(push_element, vm, ip, sp, fp);
    }
    go!(send_site, vm, ip, sp, fp)
});

cold_handler!(
    /// `array << value`.
    push_element (vm, ip, sp, fp) {
    let (array, value) = (*sp.sub(2), *sp.sub(1));
    if (*vm).array_push_in_place(array, value) || (*vm).array_push_grown(array, value) {
        next!(vm, ip.add(1), sp.sub(1), fp)
    }
    go!(send_site, vm, ip, sp, fp)
});

op!(op_shr = Shr (vm, ip, sp, fp) {
    let (a, b) = (*sp.sub(2), *sp.sub(1));
    if a.bits() & b.bits() & 1 != 0 {
        let n = b.int_unchecked();
        if (0..64).contains(&n) {
            *sp.sub(2) = Word::from_int(a.int_unchecked() >> n);
            next!(vm, ip.add(1), sp.sub(1), fp)
        }
    }
    go!(send_site, vm, ip, sp, fp)
});

op!(op_succ = Succ (vm, ip, sp, fp) {
    if let Some(i) = (*sp.sub(1)).as_int()
        && let Some(word) = Word::try_from_int(i + 1)
    {
        *sp.sub(1) = word;
        next!(vm, ip.add(1), sp, fp)
    }
    go!(send_site, vm, ip, sp, fp)
});

op!(op_nil_p = NilP (vm, ip, sp, fp) {
    let a = *sp.sub(1);
    if a.is_object() {
        go!(send_site, vm, ip, sp, fp);
    }
    *sp.sub(1) = Word::from_bool(a.is_nil());
    next!(vm, ip.add(1), sp, fp)
});

op!(op_pow = Pow (vm, ip, sp, fp) { go!(send_site, vm, ip, sp, fp) });

op!(op_cmp = Cmp (vm, ip, sp, fp) {
    let (a, b) = (*sp.sub(2), *sp.sub(1));
    if a.bits() & b.bits() & 1 != 0 {
        let (a, b) = (a.bits() as i64, b.bits() as i64);
        *sp.sub(2) = Word::from_int(i64::from(a > b) - i64::from(a < b));
        next!(vm, ip.add(1), sp.sub(1), fp)
    }
    go!(send_site, vm, ip, sp, fp)
});

/// Whether the word is an instance of Array itself, without a singleton class.
#[inline(always)]
pub(crate) unsafe fn is_plain_array(vm: *mut super::Vm, word: Word) -> bool {
    // SAFETY: V2: operands are live.
    unsafe { word.is_object() && heap::barrier::header(word).shape() == (*vm).world.array_shape }
}

/// First tuple offset and length of an array's window.
#[inline(always)]
pub(crate) unsafe fn window(array: Word) -> (usize, usize) {
    // SAFETY: the caller checked the kind.
    let window = unsafe { heap::barrier::load_raw(array, layout::array::WINDOW) };
    ((window as u32) as usize, (window >> 32) as usize)
}

op!(op_aref = Aref (vm, ip, sp, fp) {
    let (array, index) = (*sp.sub(2), *sp.sub(1));
    if index.is_int() && is_plain_array(vm, array) {
        let (start, len) = window(array);
        let mut at = index.int_unchecked();
        if at < 0 {
            at += len as i64;
        }
        *sp.sub(2) = if (at as u64) < len as u64 {
            let slots = heap::barrier::load(array, layout::array::SLOTS);
            heap::barrier::load(slots, layout::tuple::TAIL + start + at as usize)
        } else {
            Word::NIL
        };
        next!(vm, ip.add(1), sp.sub(1), fp)
    }
    go!(send_site, vm, ip, sp, fp)
});

op!(op_aset = Aset (vm, ip, sp, fp) {
    let (array, index, value) = (*sp.sub(3), *sp.sub(2), *sp.sub(1));
    if index.is_int() && is_plain_array(vm, array) && !heap::barrier::header(array).has(Flag::FROZEN) {
        let (start, len) = window(array);
        let mut at = index.int_unchecked();
        if at < 0 {
            at += len as i64;
        }
        if (at as u64) < len as u64 {
            let slots = heap::barrier::load(array, layout::array::SLOTS);
            if value.is_object() && heap::barrier::header(slots).has(Flag::MATURE) {
                go!(aset_mature, vm, ip, sp, fp);
            }
            heap::barrier::store_init(slots, layout::tuple::TAIL + start + at as usize, value);
            *sp.sub(3) = value;
            next!(vm, ip.add(1), sp.sub(2), fp)
        }
    }
    go!(send_site, vm, ip, sp, fp)
});

cold_handler!(
    /// A store of an object into mature slots, within bounds: with the write barrier.
    aset_mature (vm, ip, sp, fp) {
    let (array, index, value) = (*sp.sub(3), *sp.sub(2), *sp.sub(1));
    let (start, len) = window(array);
    let at = index.int_unchecked();
    let at = if at < 0 { at + len as i64 } else { at };
    let slots = heap::barrier::load(array, layout::array::SLOTS);
    (*vm).world.heap.store(slots, layout::tuple::TAIL + start + at as usize, value);
    *sp.sub(3) = value;
    next!(vm, ip.add(1), sp.sub(2), fp)
});

macro_rules! length_op {
    ($name:ident = $op:ident) => {
        op!($name = $op (vm, ip, sp, fp) {
            let array = *sp.sub(1);
            if is_plain_array(vm, array) {
                *sp.sub(1) = Word::from_int(window(array).1 as i64);
                next!(vm, ip.add(1), sp, fp)
            }
            go!(send_site, vm, ip, sp, fp)
        });
    };
}

length_op!(op_length = Length);
length_op!(op_size = Size);

op!(op_empty_p = EmptyP (vm, ip, sp, fp) {
    let array = *sp.sub(1);
    if is_plain_array(vm, array) {
        *sp.sub(1) = Word::from_bool(window(array).1 == 0);
        next!(vm, ip.add(1), sp, fp)
    }
    go!(send_site, vm, ip, sp, fp)
});

impl super::Vm {
    /// `array << value` when that needs no new storage: true if done.
    #[inline(always)]
    pub(crate) fn array_push_in_place(&mut self, array: Word, value: Word) -> bool {
        // SAFETY: the caller checked that this is an array; its slots are a
        // tuple or nil.
        unsafe {
            if heap::barrier::header(array).has(Flag::FROZEN) {
                return false;
            }
            let slots = heap::barrier::load(array, layout::array::SLOTS);
            let (start, len) = window(array);
            if !slots.is_object() || start + len >= heap::barrier::header(slots).small_size() {
                return false;
            }
            debug_assert_eq!(heap::barrier::header(slots).kind(), Kind::Tuple);
            self.world
                .heap
                .store(slots, layout::tuple::TAIL + start + len, value);
            heap::barrier::store_raw(
                array,
                layout::array::WINDOW,
                start as u64 | ((len + 1) as u64) << 32,
            );
            true
        }
    }

    /// The same where it has to grow.
    #[inline(never)]
    pub(crate) fn array_push_grown(&self, array: Word, value: Word) -> bool {
        let array = self.wrap(array).as_array();
        let array = array.filter(|array| !array.value().is_frozen());
        array.is_some_and(|array| self.world.array_push(array, self.wrap(value)).is_ok())
    }
}
