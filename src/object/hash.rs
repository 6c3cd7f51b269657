//! Hash tables: entries in insertion order, found through an open-addressing
//! index once there are more than a few.
//!
//! ```text
//!  Hash      | header | ENTRIES | INDEX | DEFAULT | live, used | flags, first |
//!  Tuple     | header | hash key value | hash undef nil | ...     (deleted: undef)
//!  ByteArray | header | LEN | u32 u32 u32 ...     0 free, MAX deleted, else position + 1
//! ```
//!
//! Nothing here calls Ruby. A caller who must ask a key's `eql?` drives the
//! search himself, step by step: see [`World::hash_probe`]. Positions of
//! entries stay the same while somebody iterates (see
//! [`World::hash_enter_iteration`]); otherwise adding may move them.

use crate::heap::layout;

use super::class::{ClassId, known};
use super::storage::{pair, unpair};
use super::value::Value;
use super::view::{ByteArray, Hash, TooBig, Tuple, View};
use super::world::World;

/// Up to this many entries are searched one by one.
const MAX_UNINDEXED: usize = 8;
/// Entries of the first tuple.
const MIN_ENTRIES: usize = 4;
/// More entries than this are refused.
const MAX_ENTRIES: usize = 1 << 30;
/// Words of an entry.
const STRIDE: usize = 3;
/// Index slot whose entry was deleted.
const DELETED: u32 = u32::MAX;

const BY_IDENTITY: u32 = 1;
const KEYWORDS: u32 = 4;
const DEFAULT_IS_PROC: u32 = 2;
const LEVEL_SHIFT: u32 = 8;
const LEVEL_ONE: u32 = 1 << LEVEL_SHIFT;

/// How far a search for a key has come; begins with `Probe::default()`.
#[derive(Clone, Copy, Default, Debug)]
pub struct Probe(u32);

/// What a search found.
#[derive(Clone, Copy, Debug)]
pub enum Found<'w> {
    /// The entry at this position has the key.
    Entry(u32),
    /// No entry has it.
    Nothing,
    /// Ruby must say whether the key is `eql?` to this one; if not, the search
    /// goes on with the same probe.
    Ask(u32, Value<'w>),
}

/// The part of a hash value that entries keep: 62 bits.
#[inline(always)]
const fn kept(hash: u64) -> i64 {
    ((hash ^ hash >> 62) & (u64::MAX >> 2)) as i64
}

impl<'w> Hash<'w> {
    fn entries(self) -> Option<Tuple<'w>> {
        self.load(layout::hash::ENTRIES).as_tuple()
    }

    fn index(self) -> Option<ByteArray<'w>> {
        self.load(layout::hash::INDEX).as_byte_array()
    }

    /// Live and used entries.
    #[inline(always)]
    fn counts(self) -> (u32, u32) {
        unpair(self.raw(layout::hash::COUNTS))
    }

    fn set_counts(self, live: u32, used: u32) {
        self.set_raw(layout::hash::COUNTS, pair(live, used));
    }

    /// Flags with iteration level, and a position before which nothing lives.
    #[inline(always)]
    fn flags(self) -> (u32, u32) {
        unpair(self.raw(layout::hash::FLAGS))
    }

    fn set_flags(self, flags: u32, first: u32) {
        self.set_raw(layout::hash::FLAGS, pair(flags, first));
    }

    fn capacity(self) -> usize {
        self.entries().map_or(0, |entries| entries.len() / STRIDE)
    }

    /// Number of entries.
    #[inline]
    pub fn len(self) -> usize {
        self.counts().0 as usize
    }

    /// Whether there are no entries.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Whether keys are compared by identity.
    pub fn is_by_identity(self) -> bool {
        self.flags().0 & BY_IDENTITY != 0
    }

    /// Whether it was made of keywords for a method with `ruby2_keywords`.
    pub fn is_keywords(self) -> bool {
        self.flags().0 & KEYWORDS != 0
    }

    /// Says that it was made of keywords.
    pub fn set_keywords(self) {
        let (flags, first) = self.flags();
        self.set_flags(flags | KEYWORDS, first);
    }

    /// Compares keys by identity from now on. The hash must be empty: the
    /// caller puts the entries in anew.
    pub fn set_by_identity(self, on: bool) {
        debug_assert!(self.is_empty());
        let (flags, first) = self.flags();
        self.set_flags(
            if on {
                flags | BY_IDENTITY
            } else {
                flags & !BY_IDENTITY
            },
            first,
        );
    }

    /// The default value, or the default proc.
    pub fn default_value(self) -> Value<'w> {
        self.load(layout::hash::DEFAULT)
    }

    /// Whether [`Hash::default_value`] is a proc to call.
    pub fn default_is_proc(self) -> bool {
        self.flags().0 & DEFAULT_IS_PROC != 0
    }

    /// Whether somebody iterates, so that keys must not be added.
    pub fn is_iterating(self) -> bool {
        self.flags().0 >= LEVEL_ONE
    }

    /// The key and value at a position that holds an entry.
    pub fn entry(self, position: u32) -> Option<(Value<'w>, Value<'w>)> {
        if position >= self.counts().1 {
            return None;
        }
        let (at, entries) = (position as usize * STRIDE, self.entries()?);
        let key = entries.get(at + 1);
        (!key.is_undef()).then(|| (key, entries.get(at + 2)))
    }

    /// The hash value kept with the entry (62 bits of it).
    pub fn entry_hash(self, position: u32) -> Option<u64> {
        self.entry(position)?;
        self.entries()?
            .get(position as usize * STRIDE)
            .as_int()
            .map(|hash| hash as u64)
    }

    /// The first entry at `position` or behind it: position, key and value.
    #[inline]
    pub fn next_entry(self, position: u32) -> Option<(u32, Value<'w>, Value<'w>)> {
        let from = position.max(self.flags().1);
        (from..self.counts().1).find_map(|at| self.entry(at).map(|(key, value)| (at, key, value)))
    }

    /// The entries in order; looks at the hash anew for each.
    pub fn iter(self) -> impl Iterator<Item = (Value<'w>, Value<'w>)> {
        let mut next = 0;
        std::iter::from_fn(move || {
            let (at, key, value) = self.next_entry(next)?;
            next = at + 1;
            Some((key, value))
        })
    }
}

impl World {
    /// An empty hash with room for `capacity` entries.
    pub fn new_hash(&self, capacity: usize) -> Result<Hash<'_>, TooBig> {
        self.hash_of_class(known::HASH, capacity)
    }

    /// An empty hash of a subclass of Hash.
    pub fn hash_of_class(&self, class: ClassId, capacity: usize) -> Result<Hash<'_>, TooBig> {
        let hash = Hash::make(self, self.root_shape(class), 0)?;
        if capacity > 0 {
            self.hash_rebuild(hash, capacity)?;
        }
        Ok(hash)
    }

    /// The next entry whose hash value is `hash`: position and key. Entries
    /// added or moved during a search may be missed.
    #[inline]
    pub fn hash_probe<'w>(
        &self,
        table: Hash<'w>,
        hash: u64,
        probe: &mut Probe,
    ) -> Option<(u32, Value<'w>)> {
        let entries = table.entries()?;
        let wanted = Value::fixnum(kept(hash));
        let Some(index) = table.index() else {
            let used = table.counts().1;
            while probe.0 < used {
                let position = probe.0;
                probe.0 += 1;
                if entries.get(position as usize * STRIDE) == wanted {
                    return Some((position, entries.get(position as usize * STRIDE + 1)));
                }
            }
            return None;
        };
        let mask = index.len() / 4 - 1;
        while probe.0 as usize <= mask {
            let slot = (kept(hash) as usize).wrapping_add(probe.0 as usize) & mask;
            probe.0 += 1;
            match index.number(slot) {
                0 => break,
                DELETED => {}
                found => {
                    let position = found - 1;
                    if entries.get(position as usize * STRIDE) == wanted {
                        return Some((position, entries.get(position as usize * STRIDE + 1)));
                    }
                }
            }
        }
        probe.0 = u32::MAX;
        None
    }

    /// The position of the key that `eql` accepts among those with this hash
    /// value.
    #[inline]
    pub fn hash_lookup<'w>(
        &self,
        table: Hash<'w>,
        hash: u64,
        mut eql: impl FnMut(Value<'w>) -> bool,
    ) -> Option<u32> {
        let mut probe = Probe::default();
        while let Some((position, key)) = self.hash_probe(table, hash, &mut probe) {
            if eql(key) {
                return Some(position);
            }
        }
        None
    }

    /// Searches a key as far as that needs no Ruby; see [`Found`].
    #[inline]
    pub fn hash_find<'w>(
        &self,
        table: Hash<'w>,
        hash: u64,
        key: Value<'_>,
        probe: &mut Probe,
    ) -> Found<'w> {
        let by_identity = table.is_by_identity();
        while let Some((position, candidate)) = self.hash_probe(table, hash, probe) {
            if by_identity {
                if key == candidate {
                    return Found::Entry(position);
                }
                continue;
            }
            match self.simple_eql(key, candidate) {
                Some(true) => return Found::Entry(position),
                Some(false) => {}
                None => return Found::Ask(position, candidate),
            }
        }
        Found::Nothing
    }

    /// Adds an entry whose key is known to be missing; returns its position.
    pub fn hash_insert_new(
        &self,
        table: Hash<'_>,
        hash: u64,
        key: Value<'_>,
        value: Value<'_>,
    ) -> Result<u32, TooBig> {
        if table.counts().1 as usize == table.capacity() {
            self.hash_make_room(table)?;
        }
        let (live, used) = table.counts();
        let entries = table.entries().ok_or(TooBig)?;
        let at = used as usize * STRIDE;
        entries.set(self, at, Value::fixnum(kept(hash)));
        entries.set(self, at + 1, key);
        entries.set(self, at + 2, value);
        table.set_counts(live + 1, used + 1);
        if let Some(index) = table.index() {
            enter(index, kept(hash), used);
        }
        Ok(used)
    }

    /// Replaces the value of an entry.
    pub fn hash_set_value_at(&self, table: Hash<'_>, position: u32, value: Value<'_>) {
        if let Some(entries) = table.entries()
            && position < table.counts().1
        {
            entries.set(self, position as usize * STRIDE + 2, value);
        }
    }

    /// Takes the entry at a position out; returns its value.
    pub fn hash_delete_at<'w>(&self, table: Hash<'w>, position: u32) -> Option<Value<'w>> {
        let (_, value) = table.entry(position)?;
        let entries = table.entries()?;
        let at = position as usize * STRIDE;
        if let Some(index) = table.index() {
            strike(index, entries.get(at).as_int().unwrap_or(0), position);
        }
        entries.set(self, at, Value::NIL);
        entries.set(self, at + 1, Value::UNDEF);
        entries.set(self, at + 2, Value::NIL);
        let (live, used) = table.counts();
        table.set_counts(live - 1, used);
        let (flags, first) = table.flags();
        if position == first {
            table.set_flags(flags, first + 1);
        }
        if live == 1 && !table.is_iterating() {
            table.set_counts(0, 0);
            table.set_flags(flags, 0);
            if let Some(index) = table.index() {
                (0..index.len() / 4).for_each(|i| index.set_number(i, 0));
            }
        }
        Some(value)
    }

    /// Takes the first entry out.
    pub fn hash_shift<'w>(&self, table: Hash<'w>) -> Option<(Value<'w>, Value<'w>)> {
        let (position, key, value) = table.next_entry(0)?;
        table.set_flags(table.flags().0, position);
        self.hash_delete_at(table, position);
        Some((key, value))
    }

    /// Takes all entries out.
    pub fn hash_clear(&self, table: Hash<'_>) {
        if table.is_iterating() {
            for position in 0..table.counts().1 {
                self.hash_delete_at(table, position);
            }
            return;
        }
        table.store(self, layout::hash::ENTRIES, Value::NIL);
        table.store(self, layout::hash::INDEX, Value::NIL);
        table.set_counts(0, 0);
        table.set_flags(table.flags().0, 0);
    }

    /// Makes room for one more entry, by compaction or growth.
    #[cold]
    fn hash_make_room(&self, table: Hash<'_>) -> Result<(), TooBig> {
        let capacity = table.capacity();
        let crowded = table.is_iterating() || table.len() >= capacity.div_ceil(2);
        self.hash_rebuild(
            table,
            if crowded {
                (capacity * 2).max(MIN_ENTRIES)
            } else {
                capacity
            },
        )
    }

    /// Moves the live entries (all, while somebody iterates) into a tuple of
    /// `capacity` entries and makes the index anew.
    fn hash_rebuild(&self, table: Hash<'_>, capacity: usize) -> Result<(), TooBig> {
        if capacity > MAX_ENTRIES {
            return Err(TooBig);
        }
        let entries = self.try_tuple(capacity * STRIDE)?;
        let index = if capacity > MAX_UNINDEXED {
            Some(self.new_byte_array((capacity * 2).next_power_of_two() * 4)?)
        } else {
            None
        };
        let mut count = 0;
        if let Some(old) = table.entries() {
            if table.is_iterating() || table.len() == table.counts().1 as usize {
                count = table.counts().1;
                entries.copy(self, 0, old, 0..count as usize * STRIDE);
            } else {
                for position in 0..table.counts().1 {
                    if table.entry(position).is_some() {
                        let at = position as usize * STRIDE;
                        entries.copy(self, count as usize * STRIDE, old, at..at + STRIDE);
                        count += 1;
                    }
                }
            }
        }
        if let Some(index) = index {
            for position in 0..count {
                if let Some(hash) = entries.get(position as usize * STRIDE).as_int() {
                    enter(index, hash, position);
                }
            }
        }
        table.store(self, layout::hash::ENTRIES, entries.value());
        table.store(
            self,
            layout::hash::INDEX,
            index.map_or(Value::NIL, ByteArray::value),
        );
        table.set_counts(table.len() as u32, count);
        let (flags, first) = table.flags();
        table.set_flags(flags, if table.is_iterating() { first } else { 0 });
        Ok(())
    }

    /// A hash of `class` with the same entries, default and way to compare.
    pub fn hash_copy(&self, source: Hash<'_>, class: ClassId) -> Result<Hash<'_>, TooBig> {
        let copy = self.hash_of_class(class, 0)?;
        self.hash_become(copy, source)?;
        self.hash_set_default(copy, source.default_value(), source.default_is_proc());
        Ok(copy)
    }

    /// Gives `table` the entries of `source` and its way to compare; the
    /// default stays.
    pub fn hash_become(&self, table: Hash<'_>, source: Hash<'_>) -> Result<(), TooBig> {
        if table == source {
            return Ok(());
        }
        self.hash_clear(table);
        let (flags, _) = table.flags();
        table.set_flags(
            flags & !BY_IDENTITY | source.flags().0 & BY_IDENTITY,
            table.flags().1,
        );
        if !source.is_empty() && table.capacity() < source.len() {
            self.hash_rebuild(table, source.len())?;
        }
        for position in 0..source.counts().1 {
            if let (Some((key, value)), Some(hash)) =
                (source.entry(position), source.entry_hash(position))
            {
                self.hash_insert_new(table, hash, key, value)?;
            }
        }
        Ok(())
    }

    /// Sets the default value or the default proc.
    pub fn hash_set_default(&self, table: Hash<'_>, value: Value<'_>, is_proc: bool) {
        table.store(self, layout::hash::DEFAULT, value);
        let (flags, first) = table.flags();
        table.set_flags(
            if is_proc {
                flags | DEFAULT_IS_PROC
            } else {
                flags & !DEFAULT_IS_PROC
            },
            first,
        );
    }

    /// Somebody begins to iterate: positions stay, keys must not be added.
    pub fn hash_enter_iteration(&self, table: Hash<'_>) {
        let (flags, first) = table.flags();
        table.set_flags(
            flags
                .checked_add(LEVEL_ONE)
                .expect("fewer than 2^24 nested iterations"),
            first,
        );
    }

    /// The iteration that began last ends.
    pub fn hash_leave_iteration(&self, table: Hash<'_>) {
        let (flags, first) = table.flags();
        debug_assert!(flags >= LEVEL_ONE, "iterations end as often as they begin");
        table.set_flags(flags.saturating_sub(LEVEL_ONE), first);
    }
}

/// Enters a position into the index under its hash value.
fn enter(index: ByteArray<'_>, hash: i64, position: u32) {
    let mask = index.len() / 4 - 1;
    let mut slot = hash as usize & mask;
    while index.number(slot) != 0 {
        slot = (slot + 1) & mask;
    }
    index.set_number(slot, position + 1);
}

/// Marks the index slot of a position as deleted.
fn strike(index: ByteArray<'_>, hash: i64, position: u32) {
    let mask = index.len() / 4 - 1;
    for step in 0..=mask {
        let slot = (hash as usize).wrapping_add(step) & mask;
        match index.number(slot) {
            0 => return,
            found if found == position + 1 => return index.set_number(slot, DELETED),
            _ => {}
        }
    }
}
