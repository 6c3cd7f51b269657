//! The native tier: hot functions become machine code.
//!
//! **Owns** the way from bytecode and feedback to native code: the optimiser's
//! form (`hir`), its lowering to Cranelift's (`lower`), code memory. **Imported
//! by** the engine, which installs it; imports vm, bytecode, object, heap.
//! **Invariants**: what native code may do to a frame is written down in
//! `vm/native.rs`; the form's rules J1 to J4 in `hir/mod.rs`. **Start** at
//! `Jit`, then docs/JIT.md.

pub(crate) mod code_memory;
pub(crate) mod hir;
mod listing;
pub(crate) mod lower;

use std::time::Instant;

use crate::heap::Word;
use crate::vm::Vm;
use crate::vm::function::Function;
use crate::vm::native::{Bridge, NativeCode, NativeEntry, Tier, TierConfig};

use lower::{Backend, Told};

/// The native tier of a vm. Cranelift is made ready when the first function is
/// compiled.
pub(crate) struct Jit {
    backend: Option<Result<Backend, String>>,
}

impl Jit {
    /// A tier for this machine, or one line that says why there is none.
    pub fn new() -> Result<Jit, String> {
        support()?;
        Ok(Jit { backend: None })
    }

    fn backend(&mut self, vm: &Vm) -> Result<&mut Backend, String> {
        let make = || {
            let perf = vm.native.perf.is_some();
            let texts = vm.native.config.texts;
            let told = Told {
                texts,
                places: perf || texts.asm,
            };
            Backend::new(told, perf)
        };
        let backend = self.backend.get_or_insert_with(make);
        backend.as_mut().map_err(|error| error.clone())
    }
}

impl Tier for Jit {
    fn compile(
        &mut self,
        vm: &mut Vm,
        function: *const Function,
        entry: NativeEntry,
        fp: *mut Word,
    ) -> Result<Box<NativeCode>, String> {
        let began = Instant::now();
        let backend = self.backend(vm)?;
        let mut graph = hir::build::build(vm, function, entry, fp)?;
        hir::passes::run(&mut graph);
        hir::verify::check(&graph)?;
        let mut code = backend.lower(vm, &graph, began)?;
        if vm.native.config.texts.hir {
            code.texts.hir = Some(hir::print::print(&graph, Some(vm)));
        }
        Ok(code)
    }

    fn bridge(&self) -> Option<Bridge> {
        let backend = self.backend.as_ref()?.as_ref().ok()?;
        Some(backend.bridge())
    }
}

/// Whether there is native code for this machine; cheap to ask.
pub fn support() -> Result<(), String> {
    Backend::check_host()
}

/// Gives a vm a native tier. One line says why it cannot have one here.
pub fn install(vm: &mut Vm, config: TierConfig) -> Result<(), String> {
    vm.set_tier(Box::new(Jit::new()?), config);
    Ok(())
}
