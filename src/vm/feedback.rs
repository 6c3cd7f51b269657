//! What the interpreter notes of operands for the native tier.

use std::ptr;

use crate::bytecode::ops::Op;
use crate::heap::{Word, barrier};
use crate::object::kinds::Kinds;
use crate::object::shape_of;

use super::Vm;
use super::dispatch::Insn;
use super::frame::{BLOCK, FUNCTION};
use super::function::Function;

impl Vm {
    /// Notes what an instruction is about to work on.
    ///
    /// # Safety
    /// V1, V2: the registers are those of a frame about to execute it.
    #[inline(never)]
    pub(crate) unsafe fn profile(&mut self, op: Op, ip: *const Insn, sp: *mut Word, fp: *mut Word) {
        // SAFETY: the caller's promise.
        unsafe {
            let function = &mut *((*fp.add(FUNCTION)).bits() as *mut Function);
            let pc = function.pc_of(ip);
            let n_slots = function.n_slots as usize;
            let Some(tiering) = function.tier.as_deref_mut() else {
                return;
            };
            let Some(feedback) = tiering.feedback.get_mut(pc) else {
                return;
            };
            feedback.reached = true;
            let pops = op.info().pops as usize;
            match op {
                Op::GetIvar | Op::SetIvar => {
                    let this = *fp.sub(n_slots + 1);
                    feedback.operands[1] = feedback.operands[1].or(Kinds::of(this));
                    if this.is_object() {
                        feedback.note_shape(barrier::header(this).shape());
                    }
                    if op == Op::SetIvar {
                        feedback.operands[0] = feedback.operands[0].or(Kinds::of(*sp.sub(1)));
                    }
                }
                Op::Yield => {
                    let block = self.function_of_block(*fp.add(BLOCK), fp);
                    feedback.note_block(block);
                }
                _ if pops > 0 => {
                    let first = *sp.sub(pops);
                    feedback.operands[0] = feedback.operands[0].or(Kinds::of(first));
                    if first.is_object() {
                        feedback.note_shape(shape_of(first));
                    }
                    if pops > 1 {
                        let second = *sp.sub(pops - 1);
                        feedback.operands[1] = feedback.operands[1].or(Kinds::of(second));
                    }
                }
                _ => {}
            }
        }
    }

    /// The function of the literal in a block word that the method running at
    /// `fp` was passed by its caller; null for anything else.
    unsafe fn function_of_block(&self, block: Word, fp: *mut Word) -> *const Function {
        let Some(payload) = block.as_frame_block() else {
            return ptr::null();
        };
        // SAFETY: V2: a block literal is known only while its frame lives.
        unsafe {
            let definer = super::ops_call::definer_of(fp, payload >> 16);
            let outer = &*((*definer.add(FUNCTION)).bits() as *const Function);
            outer.children[(payload & 0xffff) as usize]
        }
    }
}
