//! The one file that speaks Cranelift's builder: words in, instructions out.
//!
//! Owns how memory is accessed (alias regions), how code is called, and the one
//! way to write a branch that leaves: the exit is the *then* target, or
//! Cranelift stops hoisting what stands behind it out of loops. Knows nothing of
//! graphs, frames or Ruby.

use cranelift_codegen::entity::SecondaryMap;
use cranelift_codegen::ir::{
    self, AbiParam, AliasRegion, AliasRegionData, BlockArg, ExtFuncData, ExternalName, FuncRef,
    InstBuilder, MemFlagsData, SigRef, Signature, SourceLoc, StackSlotData, StackSlotKind,
    TrapCode, UserExternalName, types,
};
use cranelift_codegen::isa::CallConv;
use cranelift_frontend::{FunctionBuilder, Variable};
use rustc_hash::FxHashMap;

pub(super) use cranelift_codegen::ir::Block;
pub(super) use cranelift_codegen::ir::condcodes::{CondCode as Complement, FloatCC, IntCC};

use crate::vm::native_calls::HelperType;

/// A value of the code being written.
pub(super) type V = ir::Value;

/// A value that is defined more than once.
pub(super) type Var = Variable;

/// How a value is held.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Repr {
    /// A 64-bit word.
    Word,
    /// A double.
    Double,
    /// A condition.
    Cond,
}

impl Repr {
    fn ty(self) -> ir::Type {
        match self {
            Repr::Word => types::I64,
            Repr::Double => types::F64,
            Repr::Cond => types::I8,
        }
    }
}

/// Kinds of memory: an access to one does not touch another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub(super) enum Region {
    /// The VM stack.
    Frame,
    /// The vm's own fields, the heap's included.
    Vm,
    /// Headers of objects.
    Header,
    /// Tagged fields of objects.
    Field,
    /// Raw fields of objects.
    Raw,
    /// Functions, sites, counters.
    Record,
}

const REGIONS: [(Region, &str); 6] = [
    (Region::Frame, "frame"),
    (Region::Vm, "vm"),
    (Region::Header, "header"),
    (Region::Field, "field"),
    (Region::Raw, "raw"),
    (Region::Record, "record"),
];

/// The signature of native code: a frame's header in, a word out.
pub(super) fn native_signature() -> Signature {
    let mut signature = Signature::new(CallConv::Tail);
    signature.params.push(AbiParam::new(types::I64));
    signature.returns.push(AbiParam::new(types::I64));
    signature
}

/// The signature of the bridge from Rust: vm, frame, address.
pub(super) fn bridge_signature(host: CallConv) -> Signature {
    let mut signature = Signature::new(host);
    signature.params.extend([AbiParam::new(types::I64); 3]);
    signature.returns.push(AbiParam::new(types::I64));
    signature
}

/// Writes one function.
pub(super) struct Emitter<'c> {
    b: FunctionBuilder<'c>,
    host: CallConv,
    regions: [AliasRegion; REGIONS.len()],
    signatures: FxHashMap<(&'static [HelperType], bool), SigRef>,
    native: Option<SigRef>,
    own: Option<FuncRef>,
}

impl<'c> Emitter<'c> {
    /// Begins a function, whose signature is set.
    pub fn new(b: FunctionBuilder<'c>, host: CallConv) -> Emitter<'c> {
        let regions = REGIONS.map(|(region, name)| {
            b.func.dfg.alias_regions.insert(AliasRegionData {
                user_id: region as u32,
                description: name.into(),
            })
        });
        Emitter {
            b,
            host,
            regions,
            signatures: FxHashMap::default(),
            native: None,
            own: None,
        }
    }

    /// Ends it.
    pub fn finish(mut self, config: cranelift_codegen::isa::TargetFrontendConfig) {
        self.b.seal_all_blocks();
        remove_dead_loads(self.b.func);
        self.b.finalize(config);
    }

    /// Says what the instructions that follow are for; shown in listings.
    pub fn set_place(&mut self, number: u32) {
        // The greatest number means that nothing is known.
        self.b.set_srcloc(SourceLoc::new(number));
    }

    // ---- blocks -------------------------------------------------------------

    /// The first block, with the function's parameters.
    pub fn entry(&mut self) -> Vec<V> {
        let block = self.b.create_block();
        self.b.append_block_params_for_function_params(block);
        self.b.switch_to_block(block);
        self.b.seal_block(block);
        self.b.block_params(block).to_vec()
    }

    /// A block.
    pub fn block(&mut self) -> Block {
        self.b.create_block()
    }

    /// A block that is rarely reached.
    pub fn cold_block(&mut self) -> Block {
        let block = self.b.create_block();
        self.b.set_cold_block(block);
        block
    }

    /// Says that a block is rarely reached.
    pub fn set_cold(&mut self, block: Block) {
        self.b.set_cold_block(block);
    }

    /// Gives a block another parameter.
    pub fn param(&mut self, block: Block, repr: Repr) -> V {
        self.b.append_block_param(block, repr.ty())
    }

    /// Goes on writing in a block.
    pub fn switch(&mut self, block: Block) {
        self.b.switch_to_block(block);
    }

    /// Says that every branch to a block is written.
    pub fn seal(&mut self, block: Block) {
        self.b.seal_block(block);
    }

    /// Goes on in a block to which every branch is written.
    pub fn enter(&mut self, block: Block) {
        self.b.seal_block(block);
        self.b.switch_to_block(block);
    }

    /// Jumps.
    pub fn jump(&mut self, to: Block, args: &[V]) {
        let args: Vec<BlockArg> = args.iter().map(|&v| BlockArg::Value(v)).collect();
        self.b.ins().jump(to, &args);
    }

    /// Branches.
    pub fn branch(&mut self, cond: V, then: (Block, &[V]), or: (Block, &[V])) {
        let args = |values: &[V]| -> Vec<BlockArg> {
            values.iter().map(|&v| BlockArg::Value(v)).collect()
        };
        let (then_args, or_args) = (args(then.1), args(or.1));
        self.b.ins().brif(cond, then.0, &then_args, or.0, &or_args);
    }

    /// Branches to a block that takes nothing if the condition holds, and goes on
    /// here.
    pub fn leave_if(&mut self, cond: V, to: Block) {
        let on = self.b.create_block();
        self.b.ins().brif(cond, to, &[], on, &[]);
        self.enter(on);
    }

    /// Returns a word.
    pub fn ret(&mut self, word: V) {
        self.b.ins().return_(&[word]);
    }

    /// A place that is never reached.
    pub fn trap(&mut self) {
        self.b.ins().trap(TrapCode::unwrap_user(1));
    }

    // ---- variables ----------------------------------------------------------

    /// A new variable for words.
    pub fn variable(&mut self) -> Var {
        self.b.declare_var(types::I64)
    }

    /// Gives a variable another value.
    pub fn set(&mut self, var: Var, value: V) {
        self.b.def_var(var, value);
    }

    /// The value of a variable.
    pub fn get(&mut self, var: Var) -> V {
        self.b.use_var(var)
    }

    // ---- constants and memory -------------------------------------------------

    /// A word.
    pub fn word(&mut self, bits: u64) -> V {
        self.b.ins().iconst(types::I64, bits as i64)
    }

    /// A double.
    pub fn double(&mut self, value: f64) -> V {
        self.b.ins().f64const(value)
    }

    /// A condition that is known.
    pub fn known(&mut self, holds: bool) -> V {
        self.b.ins().iconst(types::I8, i64::from(holds))
    }

    fn flags(&self, region: Region) -> MemFlagsData {
        MemFlagsData::trusted().with_alias_region(Some(self.regions[region as usize]))
    }

    /// Loads a word.
    pub fn load(&mut self, region: Region, base: V, offset: i32) -> V {
        let flags = self.flags(region);
        self.b.ins().load(types::I64, flags, base, offset)
    }

    /// Loads a double.
    pub fn load_double(&mut self, region: Region, base: V, offset: i32) -> V {
        let flags = self.flags(region);
        self.b.ins().load(types::F64, flags, base, offset)
    }

    /// Stores a word.
    pub fn store(&mut self, region: Region, value: V, base: V, offset: i32) {
        let flags = self.flags(region);
        self.b.ins().store(flags, value, base, offset);
    }

    /// Stores the low half of a word.
    pub fn store_half(&mut self, region: Region, value: V, base: V, offset: i32) {
        let flags = self.flags(region);
        self.b.ins().istore32(flags, value, base, offset);
    }

    /// Loads half a word, its upper half zero.
    pub fn load_half(&mut self, region: Region, base: V, offset: i32) -> V {
        let flags = self.flags(region);
        self.b.ins().uload32(flags, base, offset)
    }

    /// Compares half a word in memory with a constant.
    pub fn compare_half(&mut self, cc: IntCC, at: (Region, V, i32), with: u32) -> V {
        let flags = self.flags(at.0);
        let half = self.b.ins().load(types::I32, flags, at.1, at.2);
        self.b.ins().icmp_imm_u(cc, half, i64::from(with))
    }

    /// Compares two half words in memory.
    pub fn compare_halves(&mut self, cc: IntCC, a: (Region, V, i32), b: (Region, V, i32)) -> V {
        let a_flags = self.flags(a.0);
        let a = self.b.ins().load(types::I32, a_flags, a.1, a.2);
        let b_flags = self.flags(b.0);
        let b = self.b.ins().load(types::I32, b_flags, b.1, b.2);
        self.b.ins().icmp(cc, a, b)
    }

    /// Whether any of some bits of half a word in memory are set.
    pub fn test_half(&mut self, at: (Region, V, i32), mask: u32) -> V {
        self.masked_half(IntCC::NotEqual, at, mask, 0)
    }

    /// Compares some bits of half a word in memory with a constant.
    pub fn masked_half(&mut self, cc: IntCC, at: (Region, V, i32), mask: u32, with: u32) -> V {
        let flags = self.flags(at.0);
        let half = self.b.ins().load(types::I32, flags, at.1, at.2);
        let bits = self.b.ins().band_imm_u(half, i64::from(mask));
        self.b.ins().icmp_imm_u(cc, bits, i64::from(with))
    }

    /// Compares a byte in memory with a constant.
    pub fn compare_byte(&mut self, cc: IntCC, at: (Region, V, i32), with: u8) -> V {
        let flags = self.flags(at.0);
        let byte = self.b.ins().load(types::I8, flags, at.1, at.2);
        self.b.ins().icmp_imm_u(cc, byte, i64::from(with))
    }

    /// The vm.
    pub fn vm(&mut self) -> V {
        self.b.ins().get_pinned_reg(types::I64)
    }

    /// Makes another vm the vm.
    pub fn set_vm(&mut self, vm: V) {
        self.b.ins().set_pinned_reg(vm);
    }

    /// Loads a word of the vm.
    pub fn vm_load(&mut self, offset: i32) -> V {
        let vm = self.vm();
        self.load(Region::Vm, vm, offset)
    }

    /// Stores a word of the vm.
    pub fn vm_store(&mut self, value: V, offset: i32) {
        let vm = self.vm();
        self.store(Region::Vm, value, vm, offset);
    }

    /// The native stack pointer.
    pub fn stack_pointer(&mut self) -> V {
        self.b.ins().get_stack_pointer(types::I64)
    }

    /// Memory for some words on the native stack.
    pub fn scratch(&mut self, words: usize) -> V {
        let size = (words * 8) as u32;
        let data = StackSlotData::new(StackSlotKind::ExplicitSlot, size, 3);
        let slot = self.b.create_sized_stack_slot(data);
        self.b.ins().stack_addr(types::I64, slot, 0)
    }

    // ---- calls ----------------------------------------------------------------

    /// Calls Rust: a function of the C ABI at a constant address.
    pub fn call_rust(
        &mut self,
        address: usize,
        types: &'static [HelperType],
        returns: bool,
        args: &[V],
    ) -> Option<V> {
        debug_assert_eq!(types.len(), args.len());
        let (b, host) = (&mut self.b, self.host);
        let signature = *self.signatures.entry((types, returns)).or_insert_with(|| {
            let mut signature = Signature::new(host);
            let params = types.iter().map(|ty| match ty {
                HelperType::Word => AbiParam::new(types::I64),
                HelperType::Double => AbiParam::new(types::F64),
            });
            signature.params.extend(params);
            if returns {
                signature.returns.push(AbiParam::new(types::I64));
            }
            b.import_signature(signature)
        });
        let callee = self.word(address as u64);
        let call = self.b.ins().call_indirect(signature, callee, args);
        self.b.inst_results(call).first().copied()
    }

    /// Calls native code with a frame.
    pub fn call_native(&mut self, callee: V, fp: V) -> V {
        let b = &mut self.b;
        let import = || b.import_signature(native_signature());
        let signature = *self.native.get_or_insert_with(import);
        let call = self.b.ins().call_indirect(signature, callee, &[fp]);
        self.b.inst_results(call)[0]
    }

    /// Calls the code being written.
    pub fn call_own(&mut self, fp: V) -> V {
        let b = &mut self.b;
        let own = *self.own.get_or_insert_with(|| {
            let signature = b.import_signature(native_signature());
            let name = b.func.declare_imported_user_function(UserExternalName {
                namespace: 0,
                index: 0,
            });
            b.import_function(ExtFuncData {
                name: ExternalName::user(name),
                signature,
                colocated: true,
                patchable: false,
            })
        });
        let call = self.b.ins().call(own, &[fp]);
        self.b.inst_results(call)[0]
    }

    // ---- words ------------------------------------------------------------------

    /// `a + n`.
    pub fn add_imm(&mut self, a: V, n: i64) -> V {
        if n == 0 {
            return a;
        }
        self.b.ins().iadd_imm_s(a, n)
    }

    /// `a + b`, wrapping.
    pub fn add(&mut self, a: V, b: V) -> V {
        self.b.ins().iadd(a, b)
    }

    /// `a - b`, wrapping.
    pub fn sub(&mut self, a: V, b: V) -> V {
        self.b.ins().isub(a, b)
    }

    /// `a * b`, wrapping.
    pub fn mul(&mut self, a: V, b: V) -> V {
        self.b.ins().imul(a, b)
    }

    /// `a / b` towards zero.
    pub fn div(&mut self, a: V, b: V) -> V {
        self.b.ins().sdiv(a, b)
    }

    /// Sum, and whether it overflowed.
    pub fn add_checked(&mut self, a: V, b: V) -> (V, V) {
        self.b.ins().sadd_overflow(a, b)
    }

    /// Difference, and whether it overflowed.
    pub fn sub_checked(&mut self, a: V, b: V) -> (V, V) {
        self.b.ins().ssub_overflow(a, b)
    }

    /// Product, and whether it overflowed.
    pub fn mul_checked(&mut self, a: V, b: V) -> (V, V) {
        self.b.ins().smul_overflow(a, b)
    }

    /// `a & b`.
    pub fn and(&mut self, a: V, b: V) -> V {
        self.b.ins().band(a, b)
    }

    /// `a & n`.
    pub fn and_imm(&mut self, a: V, n: i64) -> V {
        self.b.ins().band_imm_s(a, n)
    }

    /// `a | b`.
    pub fn or(&mut self, a: V, b: V) -> V {
        self.b.ins().bor(a, b)
    }

    /// `a | n`.
    pub fn or_imm(&mut self, a: V, n: i64) -> V {
        self.b.ins().bor_imm_s(a, n)
    }

    /// `a ^ b`.
    pub fn xor(&mut self, a: V, b: V) -> V {
        self.b.ins().bxor(a, b)
    }

    /// `a << n`.
    pub fn shl_imm(&mut self, a: V, n: i64) -> V {
        self.b.ins().ishl_imm_s(a, n)
    }

    /// `a << n`.
    pub fn shl(&mut self, a: V, n: V) -> V {
        self.b.ins().ishl(a, n)
    }

    /// `a >> n`, unsigned.
    pub fn shr_imm(&mut self, a: V, n: i64) -> V {
        self.b.ins().ushr_imm_s(a, n)
    }

    /// `a >> n`, signed.
    pub fn sar_imm(&mut self, a: V, n: i64) -> V {
        self.b.ins().sshr_imm_s(a, n)
    }

    /// `a >> n`, signed.
    pub fn sar(&mut self, a: V, n: V) -> V {
        self.b.ins().sshr(a, n)
    }

    /// Rotated left.
    pub fn rotate_left(&mut self, a: V, n: i64) -> V {
        self.b.ins().rotl_imm_s(a, n)
    }

    /// One of two words (or doubles).
    pub fn select(&mut self, cond: V, a: V, b: V) -> V {
        self.b.ins().select(cond, a, b)
    }

    /// Compares words.
    pub fn compare(&mut self, cc: IntCC, a: V, b: V) -> V {
        self.b.ins().icmp(cc, a, b)
    }

    /// Compares a word with a constant.
    pub fn compare_imm(&mut self, cc: IntCC, a: V, n: i64) -> V {
        self.b.ins().icmp_imm_s(cc, a, n)
    }

    /// Whether a condition does not hold.
    pub fn negate(&mut self, cond: V) -> V {
        self.b.ins().icmp_imm_s(IntCC::Equal, cond, 0)
    }

    // ---- doubles ------------------------------------------------------------------

    /// The bits of a double.
    pub fn bits(&mut self, double: V) -> V {
        self.b
            .ins()
            .bitcast(types::I64, MemFlagsData::new(), double)
    }

    /// The double with some bits.
    pub fn double_of(&mut self, bits: V) -> V {
        self.b.ins().bitcast(types::F64, MemFlagsData::new(), bits)
    }

    /// An integer as a double.
    pub fn double_of_integer(&mut self, integer: V) -> V {
        self.b.ins().fcvt_from_sint(types::F64, integer)
    }

    /// `a + b`.
    pub fn fadd(&mut self, a: V, b: V) -> V {
        self.b.ins().fadd(a, b)
    }

    /// `a - b`.
    pub fn fsub(&mut self, a: V, b: V) -> V {
        self.b.ins().fsub(a, b)
    }

    /// `a * b`.
    pub fn fmul(&mut self, a: V, b: V) -> V {
        self.b.ins().fmul(a, b)
    }

    /// `a / b`.
    pub fn fdiv(&mut self, a: V, b: V) -> V {
        self.b.ins().fdiv(a, b)
    }

    /// `-a`.
    pub fn fneg(&mut self, a: V) -> V {
        self.b.ins().fneg(a)
    }

    /// Compares doubles.
    pub fn fcompare(&mut self, cc: FloatCC, a: V, b: V) -> V {
        self.b.ins().fcmp(cc, a, b)
    }
}

/// Cranelift keeps loads that nobody uses: what is read anew behind a call in
/// case that an exit wants it.
fn remove_dead_loads(func: &mut ir::Function) {
    let mut uses: SecondaryMap<V, u32> = SecondaryMap::new();
    let dfg = &func.dfg;
    let insts = |block| func.layout.block_insts(block);
    for inst in func.layout.blocks().flat_map(insts) {
        for value in dfg.inst_values(inst) {
            uses[dfg.resolve_aliases(value)] += 1;
        }
    }
    // The last first: what a dead load was made of may be another.
    let blocks: Vec<Block> = func.layout.blocks().collect();
    for block in blocks.into_iter().rev() {
        let mut next = func.layout.last_inst(block);
        while let Some(inst) = next {
            next = func.layout.prev_inst(inst);
            let is_load = func.dfg.insts[inst].opcode() == ir::Opcode::Load;
            if !is_load || uses[func.dfg.first_result(inst)] != 0 {
                continue;
            }
            let base = func.dfg.resolve_aliases(func.dfg.inst_args(inst)[0]);
            uses[base] -= 1;
            func.layout.remove_inst(inst);
        }
    }
}
