//! What the heap can tell about one object: zone, age, flags, size. It reads
//! headers and changes nothing.

use super::header::{Flag, Header};
use super::layout::{Kind, Tail};
use super::value::Word;
use super::{Heap, barrier, large};

/// Where an object lives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Zone {
    /// Young space: it will move.
    Young,
    /// Mature space: it stays.
    Mature,
    /// On its own: it stays.
    Large,
}

impl Zone {
    /// The zone's name in Ruby and in logs.
    pub const fn name(self) -> &'static str {
        match self {
            Zone::Young => "young",
            Zone::Mature => "mature",
            Zone::Large => "large",
        }
    }
}

/// A description of one object.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ObjectInfo {
    /// Heap type.
    pub kind: Kind,
    /// Body words, the identity word left out.
    pub fields: usize,
    /// Where it lives.
    pub zone: Zone,
    /// Young collections survived; 0 once mature.
    pub age: u8,
    /// Names of the flags that are set, sorted.
    pub flags: Vec<&'static str>,
    /// Bytes of the header.
    pub header_bytes: usize,
    /// Where it is now.
    pub address: usize,
}

impl Heap {
    /// Calls `f` for every object, dead ones that no collection has met
    /// included.
    ///
    /// # Safety
    /// H3: no body is unfinished. `f` keeps no word.
    pub unsafe fn each_object(&mut self, mut f: impl FnMut(Word)) {
        self.sync_top();
        for chunk in &self.nursery.get_mut().chunks {
            let mut at = chunk.first();
            while at < chunk.top {
                let object = at as *mut u64;
                // SAFETY: H4: objects lie without gaps up to the top.
                at += (Header(unsafe { *object }).small_size() + 1) * 8;
                f(Word::from_address(object));
            }
        }
        for class in &self.mature.get_mut().classes {
            class.each(|object| f(Word::from_address(object)));
        }
        self.large
            .get_mut()
            .each(|object| f(Word::from_address(object)));
    }

    /// Describes an object.
    ///
    /// # Safety
    /// H1: `object` is a live object.
    pub unsafe fn info(&self, object: Word) -> ObjectInfo {
        // SAFETY: H1, the caller's promise.
        let header = unsafe { barrier::header(object) };
        let zone = zone(header);
        // SAFETY: H1 and H5: a large header has its words in front.
        let remembered = header.has(Flag::REMEMBERED)
            || zone == Zone::Large && unsafe { large::is_remembered(object.address()) };
        let layout = header.kind().layout();
        let mut flags = Vec::new();
        let mut name = |set: bool, name| {
            if set {
                flags.push(name);
            }
        };
        name(layout.external, "External");
        name(header.has(Flag::IDENTITY), "HasIdentity");
        name(header.has(Flag::FROZEN), "IsFrozen");
        name(layout.tail == Tail::Weak, "RefsAreWeak");
        name(remembered, "Remember");
        name(
            header.has(Flag::SHARED) && layout.tail == Tail::Raw,
            "Shared",
        );
        name(layout.tail == Tail::Raw, "StoresBytes");
        ObjectInfo {
            kind: header.kind(),
            // SAFETY: H1, the caller's promise.
            fields: unsafe { barrier::body_words(object) },
            zone,
            age: if zone == Zone::Young { header.age() } else { 0 },
            flags,
            header_bytes: 8,
            address: object.address() as usize,
        }
    }
}

/// Where an object with this header lives.
pub(super) fn zone(header: Header) -> Zone {
    if !header.has(Flag::MATURE) {
        Zone::Young
    } else if large::is_large(header) {
        Zone::Large
    } else {
        Zone::Mature
    }
}
