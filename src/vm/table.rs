//! The handler table, derived from the instruction table: a row without a
//! handler does not compile.

use super::dispatch::{Handler, HandlerTable, for_each_mode};
use super::ops_arith::{
    op_add, op_and, op_aref, op_aset, op_cmp, op_div, op_empty_p, op_eq, op_ge, op_gt, op_le,
    op_length, op_lt, op_mod, op_mul, op_neg, op_neq, op_nil_p, op_not, op_or, op_pow, op_shl,
    op_shr, op_size, op_sub, op_succ, op_xor,
};
use super::ops_call::{
    op_check_match, op_new_done, op_new_other, op_primitive, op_push_block, op_push_lambda,
    op_send, op_send_new, op_to_s, op_yield,
};
use super::ops_control::{
    op_activate, op_block_ret, op_branch_false, op_branch_given, op_branch_nil, op_branch_not_nil,
    op_branch_true, op_break_, op_enter, op_get_errinfo, op_jump, op_jump_back, op_loop_head,
    op_rescue_match, op_rescue_match_splat, op_ret, op_rethrow, op_return_home, op_set_errinfo,
};
use super::ops_data::{
    op_array_concat, op_array_push, op_check_parts, op_concat_strings, op_defined_const,
    op_defined_const_in, op_defined_cvar, op_defined_function, op_defined_global, op_defined_ivar,
    op_defined_method, op_defined_super, op_defined_yield, op_expand_array, op_freeze_string,
    op_hash_merge, op_hash_set, op_new_array, op_new_hash, op_new_range, op_no_match, op_to_array,
    op_to_symbol,
};
use super::ops_define::{
    op_alias_method, op_check_public, op_def_class, op_def_method, op_def_module, op_def_singleton,
    op_open_singleton, op_undef_method,
};
use super::ops_stack::{
    op_drop_under, op_dup, op_dup2, op_nop, op_pick, op_poke, op_pop, op_push_false, op_push_int,
    op_push_literal, op_push_nil, op_push_self, op_push_string, op_push_symbol, op_push_true,
    op_push_undef, op_rotate, op_swap,
};
use super::ops_stack_lang::{
    op_stack_add, op_stack_and, op_stack_begin, op_stack_bool, op_stack_call, op_stack_cast_int,
    op_stack_cast_str, op_stack_div, op_stack_drop, op_stack_dup, op_stack_end, op_stack_eq,
    op_stack_exit, op_stack_ge, op_stack_gt, op_stack_if, op_stack_int, op_stack_jump,
    op_stack_label, op_stack_le, op_stack_literal, op_stack_lt, op_stack_mul, op_stack_not,
    op_stack_or, op_stack_over, op_stack_println, op_stack_read, op_stack_rem, op_stack_return,
    op_stack_rot, op_stack_sleep, op_stack_stop, op_stack_sub, op_stack_swap,
};
use super::ops_var::{
    op_alias_global, op_block_param, op_get_block, op_get_const, op_get_const_in, op_get_const_top,
    op_get_cvar, op_get_env, op_get_far, op_get_global, op_get_ivar, op_get_local, op_make_env,
    op_push_cref, op_push_object_class, op_set_const, op_set_cvar, op_set_env, op_set_far,
    op_set_global, op_set_ivar, op_set_local,
};
use super::regexp::{op_get_once, op_keep_once, op_match_group, op_new_regexp};
use super::super_call::op_super;

use super::kept::{op_block_ret_kept, op_ret_kept};
use super::ops_native::{op_enter_native, op_enter_warm, op_loop_native, op_loop_warm};
use super::refine::{op_new_refined, op_send_refined, op_to_s_refined};

macro_rules! tables {
    ($(
        $(#[doc = $doc:literal])+
        $handler:ident $name:ident [$($operand:ident : $kind:ident),*] $picture:literal [$($flag:ident)*];
    )*) => {
        const fn table<const M: u8>() -> HandlerTable {
            HandlerTable([$($handler::<M> as Handler),*])
        }
    };
}
crate::bytecode::ops::for_each_op!(tables);

macro_rules! table_of_each_mode {
    ($($(#[doc = $doc:literal])+ $name:ident;)*) => {
        static TABLES: &[HandlerTable] = &[$(table::<{ super::dispatch::$name }>()),*];
        static REFINED: &[[Handler; 3]] = &[$([
            op_send_refined::<{ super::dispatch::$name }>,
            op_new_refined::<{ super::dispatch::$name }>,
            op_to_s_refined::<{ super::dispatch::$name }>,
        ]),*];
        static KEEPING: &[[Handler; 2]] = &[$([
            op_ret_kept::<{ super::dispatch::$name }>,
            op_block_ret_kept::<{ super::dispatch::$name }>,
        ]),*];
        static TIERS: &[[Handler; 4]] = &[$([
            op_enter_warm::<{ super::dispatch::$name }>,
            op_loop_warm::<{ super::dispatch::$name }>,
            op_enter_native::<{ super::dispatch::$name }>,
            op_loop_native::<{ super::dispatch::$name }>,
        ]),*];
        static JUMPS_BACK: &[Handler] = &[$(op_jump_back::<{ super::dispatch::$name }>),*];
    };
}
for_each_mode!(table_of_each_mode);

/// What runs instead of `jump` where that leads back but to no head of a loop.
pub fn jump_back_handler(mode: u8) -> Handler {
    JUMPS_BACK[mode as usize]
}

/// What runs instead of `enter` and `loop_head` where a function is watched, and
/// where it has native code.
pub fn tier_handlers(mode: u8) -> [Handler; 4] {
    TIERS[mode as usize]
}

/// The handlers of a counting mode.
pub fn handlers(mode: u8) -> &'static HandlerTable {
    &TABLES[mode as usize]
}

/// What runs instead of `send`, `send_new` and `to_s` where refinements may be
/// in force.
pub fn refined_handlers(mode: u8) -> [Handler; 3] {
    REFINED[mode as usize]
}

/// What runs instead of `ret` and `block_ret` where frames may have to leave
/// their locals to somebody.
pub fn keeping_returns(mode: u8) -> [Handler; 2] {
    KEEPING[mode as usize]
}
