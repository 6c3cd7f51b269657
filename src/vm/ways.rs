//! What the ways of a send site do, told to whoever compiles the site.
//!
//! Owns the one place that reads handlers of ways back. Changes nothing.

use super::dispatch::Handler;
use super::function::{Function, SiteInfo, Way};
use super::natives::NativeRow;
use super::ops_call::{
    EXACT, NEW, OPTIONAL, WITH_BLOCK, call_block_given, call_function, call_reader, call_shared,
    call_writer, new_bare,
};

/// What a way does on a hit.
#[derive(Clone, Copy, Debug)]
pub(crate) enum WayTarget {
    /// Calls a function whose parameters the values fill in place; those that
    /// are not given are absent.
    Function {
        /// The function.
        function: *const Function,
        /// The block literal that goes with it.
        block: Option<u32>,
    },
    /// Calls a primitive that borrows the vm.
    Shared(*const NativeRow),
    /// Reads a variable at a word offset.
    Reader(usize),
    /// Writes one.
    Writer(usize),
    /// `block_given?`.
    BlockGiven,
    /// `Class#new` with this `initialize`.
    New(*const Function),
    /// `Class#new` without an `initialize`.
    NewBare,
    /// Anything else.
    General,
}

impl Way {
    /// What this way of a site does.
    pub(crate) fn target(&self, info: &SiteInfo) -> WayTarget {
        let is = |handler: Handler| std::ptr::fn_addr_eq(self.handler, handler);
        let function = self.target as *const Function;
        if is(call_function::<EXACT>) {
            WayTarget::Function {
                function,
                block: None,
            }
        } else if is(call_function::<WITH_BLOCK>) || is(call_function::<OPTIONAL>) {
            WayTarget::Function {
                function,
                block: info.block,
            }
        } else if is(call_shared) {
            WayTarget::Shared(self.target as *const NativeRow)
        } else if is(call_reader) {
            WayTarget::Reader(self.target)
        } else if is(call_writer) {
            WayTarget::Writer(self.target)
        } else if is(call_block_given) {
            WayTarget::BlockGiven
        } else if is(call_function::<NEW>) {
            WayTarget::New(function)
        } else if is(new_bare) {
            WayTarget::NewBare
        } else {
            WayTarget::General
        }
    }
}
