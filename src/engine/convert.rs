//! Plain Rust values to Ruby and back.
//!
//! Owns the two traits and their implementations for plain types. Never calls
//! Ruby: a value of another class is a TypeError, not a call of `to_s`.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash};

use super::{Error, Root};
use crate::object::encoding::Encoding;
use crate::object::{TooBig, Value};
use crate::vm::Vm;

/// What can become a Ruby value.
///
/// ```
/// use std::collections::HashMap;
/// use svm::Vm;
///
/// let mut vm = Vm::host();
/// let total = vm.eval("->(list) { list.sum }", "sum.rb")?;
/// let sum: i64 = vm.call_as(&total, "call", &[&vec![1, 2, 3]])?;
/// assert_eq!(sum, 6);
/// let table: HashMap<String, i64> = vm.eval_as("{ one: 1, \"two\" => 2 }", "table.rb")?;
/// assert_eq!(table["two"], 2);
/// # Ok::<(), svm::Error>(())
/// ```
pub trait ToRuby {
    /// The value, made in this vm.
    fn to_ruby<'v>(&self, vm: &'v Vm) -> Result<Value<'v>, Error>;
}

/// What a Ruby value can become.
pub trait FromRuby: Sized {
    /// Takes the value apart; a TypeError if it is of another kind.
    fn from_ruby(vm: &Vm, value: Value<'_>) -> Result<Self, Error>;
}

impl From<TooBig> for Error {
    fn from(_: TooBig) -> Error {
        Error::new("NoMemoryError", "failed to allocate memory")
    }
}

/// The TypeError for a value that is not what the host wants.
fn mismatch(vm: &Vm, value: Value<'_>, wanted: &str) -> Error {
    let found = vm.describe_for_conversion(value);
    Error::new(
        "TypeError",
        format!("no implicit conversion of {found} into {wanted}"),
    )
}

impl ToRuby for Root {
    fn to_ruby<'v>(&self, vm: &'v Vm) -> Result<Value<'v>, Error> {
        Ok(vm.value_of(self))
    }
}

impl<T: ToRuby + ?Sized> ToRuby for &T {
    fn to_ruby<'v>(&self, vm: &'v Vm) -> Result<Value<'v>, Error> {
        (**self).to_ruby(vm)
    }
}

impl ToRuby for () {
    fn to_ruby<'v>(&self, _vm: &'v Vm) -> Result<Value<'v>, Error> {
        Ok(Value::NIL)
    }
}

impl FromRuby for () {
    fn from_ruby(_vm: &Vm, _value: Value<'_>) -> Result<(), Error> {
        Ok(())
    }
}

impl ToRuby for bool {
    fn to_ruby<'v>(&self, _vm: &'v Vm) -> Result<Value<'v>, Error> {
        Ok(Value::bool(*self))
    }
}

impl FromRuby for bool {
    fn from_ruby(_vm: &Vm, value: Value<'_>) -> Result<bool, Error> {
        Ok(value.truthy())
    }
}

macro_rules! integers {
    ($($type:ty),*) => { $(
        impl ToRuby for $type {
            fn to_ruby<'v>(&self, vm: &'v Vm) -> Result<Value<'v>, Error> {
                Ok(vm.int_from_i128(i128::from(*self)))
            }
        }

        impl FromRuby for $type {
            fn from_ruby(vm: &Vm, value: Value<'_>) -> Result<$type, Error> {
                let range = || Error::new("RangeError", concat!("integer too big to convert into ", stringify!($type)));
                if let Some(int) = value.as_int() {
                    return <$type>::try_from(int).map_err(|_| range());
                }
                match value.as_bignum() {
                    Some(big) => <$type>::try_from(big.to_big()).map_err(|_| range()),
                    None => Err(mismatch(vm, value, "Integer")),
                }
            }
        }
    )* };
}

integers!(i32, u32, i64, u64);

impl ToRuby for f64 {
    fn to_ruby<'v>(&self, vm: &'v Vm) -> Result<Value<'v>, Error> {
        Ok(vm.float(*self))
    }
}

impl FromRuby for f64 {
    fn from_ruby(vm: &Vm, value: Value<'_>) -> Result<f64, Error> {
        let float = value.as_float().or(value.as_int().map(|int| int as f64));
        float.ok_or_else(|| mismatch(vm, value, "Float"))
    }
}

impl ToRuby for str {
    fn to_ruby<'v>(&self, vm: &'v Vm) -> Result<Value<'v>, Error> {
        Ok(vm.new_string(self.as_bytes())?.value())
    }
}

impl ToRuby for String {
    fn to_ruby<'v>(&self, vm: &'v Vm) -> Result<Value<'v>, Error> {
        self.as_str().to_ruby(vm)
    }
}

impl FromRuby for String {
    /// Of a String that holds UTF-8, or a Symbol.
    fn from_ruby(vm: &Vm, value: Value<'_>) -> Result<String, Error> {
        let bytes = match value.as_symbol() {
            Some(symbol) => vm.symbols.name(symbol).to_vec(),
            None => Vec::<u8>::from_ruby(vm, value)?,
        };
        String::from_utf8(bytes)
            .map_err(|_| Error::new("EncodingError", "the string is not valid UTF-8"))
    }
}

impl ToRuby for [u8] {
    /// A binary String.
    fn to_ruby<'v>(&self, vm: &'v Vm) -> Result<Value<'v>, Error> {
        Ok(vm.new_string_in(self, Encoding::Binary)?.value())
    }
}

impl ToRuby for Vec<u8> {
    fn to_ruby<'v>(&self, vm: &'v Vm) -> Result<Value<'v>, Error> {
        self.as_slice().to_ruby(vm)
    }
}

impl FromRuby for Vec<u8> {
    fn from_ruby(vm: &Vm, value: Value<'_>) -> Result<Vec<u8>, Error> {
        let string = value
            .as_string()
            .ok_or_else(|| mismatch(vm, value, "String"))?;
        Ok(string.bytes().to_vec())
    }
}

impl<T: ToRuby> ToRuby for Option<T> {
    fn to_ruby<'v>(&self, vm: &'v Vm) -> Result<Value<'v>, Error> {
        match self {
            Some(inner) => inner.to_ruby(vm),
            None => Ok(Value::NIL),
        }
    }
}

impl<T: FromRuby> FromRuby for Option<T> {
    fn from_ruby(vm: &Vm, value: Value<'_>) -> Result<Option<T>, Error> {
        if value.is_nil() {
            Ok(None)
        } else {
            T::from_ruby(vm, value).map(Some)
        }
    }
}

impl<T: ToRuby> ToRuby for [T] {
    fn to_ruby<'v>(&self, vm: &'v Vm) -> Result<Value<'v>, Error> {
        let array = vm.new_array(self.len())?;
        for element in self {
            vm.array_push(array, element.to_ruby(vm)?)?;
        }
        Ok(array.value())
    }
}

impl<T: ToRuby> ToRuby for Vec<T> {
    fn to_ruby<'v>(&self, vm: &'v Vm) -> Result<Value<'v>, Error> {
        self.as_slice().to_ruby(vm)
    }
}

impl<T: FromRuby> FromRuby for Vec<T> {
    fn from_ruby(vm: &Vm, value: Value<'_>) -> Result<Vec<T>, Error> {
        let array = value
            .as_array()
            .ok_or_else(|| mismatch(vm, value, "Array"))?;
        array
            .iter()
            .map(|element| T::from_ruby(vm, element))
            .collect()
    }
}

impl<K: AsRef<str>, T: ToRuby, S: BuildHasher> ToRuby for HashMap<K, T, S> {
    fn to_ruby<'v>(&self, vm: &'v Vm) -> Result<Value<'v>, Error> {
        let hash = vm.new_hash(self.len())?;
        for (key, value) in self {
            let set = vm.hash_set(hash, key.as_ref().to_ruby(vm)?, value.to_ruby(vm)?);
            set.map_err(|_| TooBig)?;
        }
        Ok(hash.value())
    }
}

impl<K: FromRuby + Eq + Hash, T: FromRuby, S: BuildHasher + Default> FromRuby for HashMap<K, T, S> {
    fn from_ruby(vm: &Vm, value: Value<'_>) -> Result<HashMap<K, T, S>, Error> {
        let hash = value.as_hash().ok_or_else(|| mismatch(vm, value, "Hash"))?;
        hash.iter()
            .map(|(key, value)| Ok((K::from_ruby(vm, key)?, T::from_ruby(vm, value)?)))
            .collect()
    }
}
