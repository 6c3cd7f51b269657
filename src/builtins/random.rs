//! Random numbers: one generator per vm for `rand`, more for `Random.new`.
//!
//! A Random object holds its generator's state as a ByteArray and its seed, so
//! that copies go on alike.

use num_bigint::{BigInt, Sign};
use num_traits::One;

use crate::natives;
use crate::object::{Encoding, Integer, Value};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

use super::algo::mersenne::{self, Mersenne};
use super::arg::{self, fit};

natives! {
    pub static ROWS;
    random_seed: "Kernel" ["__random_seed"] 2 shared seed [private];
    random_seed_of: "Kernel" ["__random_seed_of"] 1 shared seed_of [private];
    random_new_seed: "Random." ["new_seed"] 0 shared new_seed;
    random_float: "Kernel" ["__random_float"] 2 shared float [private];
    random_below: "Kernel" ["__random_below"] 2 shared below [private];
    random_bytes: "Kernel" ["__random_bytes"] 2 shared bytes [private];
}

/// The generator of a Random object, or that of the vm for the class itself.
fn with<T>(vm: &Vm, owner: Value<'_>, work: impl FnOnce(&mut Mersenne) -> T) -> Result<T, Stop> {
    let name = vm.intern("__state");
    let mut generator = match vm.ivar_find(owner, name).and_then(Value::as_byte_array) {
        Some(state) => Mersenne::from_bytes(&state.to_vec()),
        None => {
            let seed = mersenne::fresh_seed();
            let seed = fit(vm, vm.integer_from_big(&seed))?;
            vm.ivar_set(owner, vm.intern("__seed"), seed);
            Mersenne::new(&arg::this_int(seed).to_big())
        }
    };
    let result = work(&mut generator);
    keep(vm, owner, &generator)?;
    Ok(result)
}

fn keep(vm: &Vm, owner: Value<'_>, generator: &Mersenne) -> Result<(), Stop> {
    let bytes = generator.to_bytes();
    let name = vm.intern("__state");
    let state = match vm.ivar_find(owner, name).and_then(Value::as_byte_array) {
        Some(state) => state,
        None => {
            let state = fit(vm, vm.new_byte_array(bytes.len()))?;
            vm.ivar_set(owner, name, state.value());
            state
        }
    };
    state.write(0, &bytes);
    Ok(())
}

fn seed<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let (owner, seed) = (args[0], args[1]);
    vm.ivar_set(owner, vm.intern("__seed"), seed);
    keep(vm, owner, &Mersenne::new(&arg::this_int(seed).to_big()))?;
    Ok(Value::NIL)
}

fn seed_of<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    with(vm, args[0], |_| ())?;
    Ok(vm.ivar_get(args[0], vm.intern("__seed")))
}

fn new_seed<'w>(vm: &'w Vm, _args: &Args<'w>) -> Outcome<'w> {
    fit(vm, vm.integer_from_big(&mersenne::fresh_seed()))
}

/// A float below 1, or up to it when the second argument is true.
fn float<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    let closed = args[1].truthy();
    let f = with(vm, args[0], |g| {
        if closed { g.float_closed() } else { g.float() }
    })?;
    Ok(vm.float(f))
}

/// An Integer from 0 up to but without the second argument.
fn below<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    match arg::this_int(args[1]) {
        Integer::Small(limit) => {
            let number = with(vm, args[0], |g| g.up_to(limit as u64 - 1))?;
            Ok(vm.int_from_u64(number))
        }
        Integer::Big(limit) => {
            let most = limit.to_big() - BigInt::one();
            let number = with(vm, args[0], |g| g.up_to_big(most.magnitude()))?;
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
    let bytes = with(vm, args[0], |g| g.bytes(count))?;
    Ok(fit(vm, vm.new_string_in(&bytes, Encoding::Binary))?.value())
}
