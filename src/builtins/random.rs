//! Random numbers: one generator per vm for `rand`, more for `Random.new`.
//!
//! A Random object holds its generator's state as a ByteArray and its seed, so
//! that copies go on alike.

use num_bigint::{BigInt, Sign};
use num_traits::One;

use crate::natives;
use crate::object::{ByteArray, Encoding, Integer, Value};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

use super::algo::mersenne::{self, Mersenne, STATE_BYTES, State};
use super::arg::{self, fit};

natives! {
    pub static ROWS;
    random_seed: "Kernel" ["__random_seed"] 2 shared seed [private];
    random_seed_of: "Kernel" ["__random_seed_of"] 1 shared seed_of [private];
    random_copy: "Kernel" ["__random_copy"] 2 shared copy [private];
    random_new_seed: "Random." ["new_seed"] 0 shared new_seed;
    random_float: "Kernel" ["__random_float"] 2 shared float [private];
    random_below: "Kernel" ["__random_below"] 2 shared below [private];
    random_bytes: "Kernel" ["__random_bytes"] 2 shared bytes [private];
}

/// A state that lies in a ByteArray.
struct Kept<'w>(ByteArray<'w>);

impl State for Kept<'_> {
    fn word(&self, i: usize) -> u32 {
        let byte = |k: usize| self.0.get(4 * i + k).unwrap_or(0);
        u32::from_le_bytes([byte(0), byte(1), byte(2), byte(3)])
    }

    fn set_word(&mut self, i: usize, word: u32) {
        self.0.write(4 * i, &word.to_le_bytes());
    }
}

/// The generator of a Random object, or that of the vm for the class itself.
fn generator<'w>(vm: &'w Vm, owner: Value<'w>) -> Result<Mersenne<Kept<'w>>, Stop> {
    let name = vm.intern_own("__state");
    if let Some(state) = vm.ivar_find(owner, name).and_then(Value::as_byte_array) {
        return Ok(Mersenne::on(Kept(state)));
    }
    let seed = fit(vm, vm.integer_from_big(&mersenne::fresh_seed()))?;
    plant(vm, owner, seed)
}

/// Gives an object a generator with this seed.
fn plant<'w>(vm: &'w Vm, owner: Value<'w>, seed: Value<'w>) -> Result<Mersenne<Kept<'w>>, Stop> {
    let bytes = Mersenne::new(&arg::this_int(seed).to_big()).to_bytes();
    let state = fit(vm, vm.new_byte_array(STATE_BYTES))?;
    state.write(0, &bytes);
    vm.ivar_set(owner, vm.intern_own("__seed"), seed);
    vm.ivar_set(owner, vm.intern_own("__state"), state.value());
    Ok(Mersenne::on(Kept(state)))
}

fn seed<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    plant(vm, args[0], args[1])?;
    Ok(Value::NIL)
}

/// Gives a copy a state of its own, which goes on like the original's.
fn copy<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let name = vm.intern_own("__state");
    if let Some(state) = vm.ivar_find(args[1], name).and_then(Value::as_byte_array) {
        let own = fit(vm, vm.new_byte_array(STATE_BYTES))?;
        for at in 0..STATE_BYTES {
            own.write(at, &[state.get(at).unwrap_or(0)]);
        }
        vm.ivar_set(args[0], name, own.value());
    }
    Ok(args[0])
}

fn seed_of<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    generator(vm, args[0])?;
    Ok(vm.ivar_get(args[0], vm.intern_own("__seed")))
}

fn new_seed<'w>(vm: &'w Vm, _args: &Args<'w>) -> Outcome<'w> {
    fit(vm, vm.integer_from_big(&mersenne::fresh_seed()))
}

/// A float below 1, or up to it when the second argument is true.
fn float<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let closed = args[1].truthy();
    let mut generator = generator(vm, args[0])?;
    let f = if closed {
        generator.float_closed()
    } else {
        generator.float()
    };
    Ok(vm.float(f))
}

/// An Integer from 0 up to but without the second argument.
fn below<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    match arg::this_int(args[1]) {
        Integer::Small(limit) => {
            let number = generator(vm, args[0])?.up_to(limit as u64 - 1);
            Ok(vm.int_from_u64(number))
        }
        Integer::Big(limit) => {
            let most = limit.to_big() - BigInt::one();
            let number = generator(vm, args[0])?.up_to_big(most.magnitude());
            fit(
                vm,
                vm.integer_from_big(&BigInt::from_biguint(Sign::Plus, number)),
            )
        }
    }
}

fn bytes<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let count = arg::int(vm, args[1])?;
    let Ok(count) = usize::try_from(count) else {
        return Err(vm.argument_error("negative string size (or size too big)"));
    };
    let bytes = generator(vm, args[0])?.bytes(count);
    Ok(fit(vm, vm.new_string_in(&bytes, Encoding::Binary))?.value())
}
