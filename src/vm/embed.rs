//! What a host program adds to a vm: values it keeps and methods written as
//! closures.
//!
//! Owns the slots behind the host's handles and the table of closures. It
//! knows nothing of conversions or errors; the engine does.

use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::heap::Word;
use crate::object::{ClassId, MethodBody, ScopeId, Value, Visibility};

use super::natives::{Arity, NativeFn, NativeRow};
use super::{Outcome, Stop, Vm};

/// A closure of the host as a primitive; it runs like an exclusive one.
pub type HostFn = dyn Fn(&mut Vm, usize) -> Result<Word, Stop> + Send;

/// The host's share of a vm.
#[derive(Default)]
pub struct Host {
    /// Slots whose handles were dropped since the last look.
    released: Arc<Mutex<Vec<u32>>>,
    /// Closures by the number of their primitive.
    closures: FxHashMap<u32, Rc<HostFn>>,
}

/// A slot of the vm's root table; dropping it gives the slot back.
#[derive(Debug)]
pub struct RootSlot {
    slot: u32,
    released: Arc<Mutex<Vec<u32>>>,
}

impl Drop for RootSlot {
    fn drop(&mut self) {
        let mut released = self.released.lock().unwrap_or_else(PoisonError::into_inner);
        released.push(self.slot);
    }
}

impl Vm {
    /// Keeps a word for the host.
    pub(crate) fn host_root(&mut self, word: Word) -> RootSlot {
        self.release_host_roots();
        RootSlot {
            slot: self.roots.add(word),
            released: self.host.released.clone(),
        }
    }

    /// Gives back the slots of handles that were dropped.
    pub(crate) fn release_host_roots(&mut self) {
        let mut released = self
            .host
            .released
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        for slot in released.drain(..) {
            self.roots.remove(slot);
        }
    }

    /// The word the host keeps.
    ///
    /// # Panics
    /// If the slot belongs to another vm.
    pub(crate) fn host_value(&self, root: &RootSlot) -> Value<'_> {
        let ours = Arc::ptr_eq(&self.host.released, &root.released);
        assert!(ours, "a root was used with a vm that did not make it");
        self.wrap(self.roots.get(root.slot))
    }

    /// Defines a method of `owner` that runs a closure.
    pub(crate) fn define_host_method(
        &mut self,
        owner: ClassId,
        name: &str,
        arity: Arity,
        closure: Rc<HostFn>,
    ) -> Result<(), Stop> {
        let native = self.natives.len() as u32;
        self.natives.push(NativeRow {
            name: "host_method",
            on: None,
            arity,
            declines: false,
            private: false,
            function: NativeFn::Exclusive(call_closure),
        });
        self.host.closures.insert(native, closure);
        let name = self.world.intern(name);
        let body = MethodBody::Native {
            native,
            fallback: None,
        };
        self.add_method(owner, name, body, Visibility::Public, ScopeId::TOP)?;
        Ok(())
    }
}

/// Runs the closure that the running frame's method stands for.
fn call_closure(vm: &mut Vm, argc: usize) -> Outcome<'_> {
    let entry = vm.top_frame().and_then(|frame| frame.entry());
    let native = match entry.map(|entry| entry.body.get()) {
        Some(MethodBody::Native { native, .. }) => native,
        _ => unreachable!("a primitive runs on behalf of its method"),
    };
    let closure = vm.host.closures[&native].clone();
    let word = closure(vm, argc)?;
    Ok(vm.wrap(word))
}
