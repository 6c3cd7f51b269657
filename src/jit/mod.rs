//! The native tier: hot functions become machine code.
//!
//! **Owns** the way from bytecode and feedback to native code: the optimiser's
//! form (`hir`), its lowering to Cranelift's (`lower`), code memory. **Imported
//! by** the engine, which installs it; imports vm, bytecode, object, heap.
//! **Invariants**: what native code may do to a frame is written down in
//! `vm/native.rs`; the form's rules J1 to J4 in `hir/mod.rs`. **Start** at
//! [`Jit`], then docs/JIT.md.

pub(crate) mod hir;
pub(crate) mod lower;

/// Gives a vm a native tier.
pub fn install(vm: &mut crate::vm::Vm, config: crate::vm::native::TierConfig) {
    let _ = (vm, config);
}
