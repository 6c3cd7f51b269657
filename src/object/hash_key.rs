//! Keys of hash tables that need no Ruby: numbers, strings, symbols, nil and
//! booleans, and everything in tables by identity.
//!
//! Owns hash values and `eql?` of those types, and the whole operations (get,
//! set) on tables whose keys are such.

use std::hash::BuildHasher;

use super::hash::{Found, Probe};
use super::value::Value;
use super::view::{Hash, TooBig};
use super::world::World;

/// The key's `hash` or `eql?` is Ruby's to tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NeedsRuby;

/// Why a key could not be set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SetError {
    /// The key's `hash` or `eql?` is Ruby's to tell.
    NeedsRuby,
    /// A key was added during iteration.
    Iterating,
    /// The table cannot grow.
    TooBig,
}

impl From<TooBig> for SetError {
    fn from(_: TooBig) -> SetError {
        SetError::TooBig
    }
}

impl World {
    /// The hash value of a key that needs no Ruby: numbers, strings, symbols,
    /// nil and booleans. `None` means that Ruby's `hash` must tell.
    #[inline]
    pub fn simple_hash(&self, key: Value<'_>) -> Option<u64> {
        if let Some(string) = key.as_string() {
            return Some(self.hash_string(string));
        }
        if let Some(float) = key.as_float() {
            // Zeros of both signs are eql.
            let bits = if float == 0.0 { 0 } else { float.to_bits() };
            return Some(self.hash_number(bits.rotate_left(7)));
        }
        if !key.word().is_object() {
            return Some(self.hash_number(key.word().bits()));
        }
        key.as_bignum()
            .map(|big| big.fold(|hash, digit| self.hash_number(hash ^ digit)))
    }

    /// The hash value of a number.
    #[inline]
    pub fn hash_number(&self, number: u64) -> u64 {
        self.hash_seed.hash_one(number)
    }

    /// The hash value of an object compared by identity.
    pub fn identity_hash(&self, value: Value<'_>) -> u64 {
        self.hash_number(self.identity(value))
    }

    /// `eql?` as far as it needs no Ruby: the same object, or a first value of
    /// the types of [`World::simple_hash`].
    #[inline]
    pub fn simple_eql(&self, a: Value<'_>, b: Value<'_>) -> Option<bool> {
        if a == b {
            return Some(true);
        }
        if let Some(string) = a.as_string() {
            return Some(b.as_string().is_some_and(|other| string.eql(other)));
        }
        if let Some(float) = a.as_float() {
            return Some(b.as_float() == Some(float));
        }
        if !a.word().is_object() {
            return Some(false);
        }
        let big = a.as_bignum()?;
        Some(b.as_bignum().is_some_and(|other| big.same_as(other)))
    }

    /// The hash value of a key for this table; `None`: Ruby must tell.
    #[inline]
    pub fn hash_of_key(&self, table: Hash<'_>, key: Value<'_>) -> Option<u64> {
        if table.is_by_identity() {
            Some(self.identity_hash(key))
        } else {
            self.simple_hash(key)
        }
    }

    /// The value under a key that needs no Ruby (or in a table by identity).
    /// `Err` says that the key does need it.
    #[inline]
    pub fn hash_get<'w>(
        &self,
        table: Hash<'w>,
        key: Value<'_>,
    ) -> Result<Option<Value<'w>>, NeedsRuby> {
        let hash = self.hash_of_key(table, key).ok_or(NeedsRuby)?;
        match self.hash_find(table, hash, key, &mut Probe::default()) {
            Found::Entry(position) => Ok(table.entry(position).map(|(_, value)| value)),
            Found::Nothing => Ok(None),
            Found::Ask(..) => Err(NeedsRuby),
        }
    }

    /// Sets the value under a key that needs no Ruby (or in a table by
    /// identity). String keys are copied and frozen.
    pub fn hash_set(
        &self,
        table: Hash<'_>,
        key: Value<'_>,
        value: Value<'_>,
    ) -> Result<(), SetError> {
        let hash = self.hash_of_key(table, key).ok_or(SetError::NeedsRuby)?;
        match self.hash_find(table, hash, key, &mut Probe::default()) {
            Found::Entry(position) => self.hash_set_value_at(table, position, value),
            Found::Nothing => self.hash_store(table, hash, key, value)?,
            Found::Ask(..) => return Err(SetError::NeedsRuby),
        }
        Ok(())
    }

    /// Adds a key that is known to be missing, as `Hash#[]=` does: a string is
    /// copied and frozen first, and nobody may be iterating.
    pub fn hash_store(
        &self,
        table: Hash<'_>,
        hash: u64,
        key: Value<'_>,
        value: Value<'_>,
    ) -> Result<(), SetError> {
        if table.is_iterating() {
            return Err(SetError::Iterating);
        }
        let key = self.hash_key(table, key)?;
        self.hash_insert_new(table, hash, key, value)?;
        Ok(())
    }

    /// The key as a table keeps it: unfrozen strings are copied and frozen.
    pub fn hash_key<'w>(&'w self, table: Hash<'_>, key: Value<'w>) -> Result<Value<'w>, TooBig> {
        match key.as_string() {
            Some(string) if !key.is_frozen() && !table.is_by_identity() => {
                let copy = self.str_dup(string)?.value();
                self.freeze(copy);
                Ok(copy)
            }
            _ => Ok(key),
        }
    }
}
