//! Large objects: each in its own piece of memory, never moved.
//!
//! ```text
//!  | ... card 1 | card 0 | cards | noted | size | header | body ... |
//!                          -3      -2      -1     0        1          words
//! ```
//!
//! `noted` says whether it stands in the remembered set. A large object never
//! has the REMEMBERED flag: every store of a young object takes the barrier's slow path
//! and dirties the card, [`CARD_WORDS`] body words, that it changed. So a young
//! collection looks at changed parts of a long array only.

use super::header::{Flag, Header};
use crate::base::sys::Mapping;
use std::alloc::{Layout, alloc_zeroed, dealloc};

/// Body words that one card stands for.
pub const CARD_WORDS: usize = 256;
/// Largest body a large object may have, in words (a sanity bound).
pub const MAX_BODY_WORDS: usize = 1 << 44;
/// From this size on memory is mapped, so that it goes back to the system.
const MAP_BYTES: usize = 512 << 10;

enum Memory {
    Heap(*mut u8, Layout),
    Mapped(Mapping),
}

struct Large {
    header: *mut u64,
    memory: Memory,
}

/// The table of large objects.
pub struct LargeSpace {
    objects: Vec<Large>,
    /// Bytes of all large objects.
    pub(super) live_bytes: usize,
}

impl LargeSpace {
    /// An empty space.
    pub fn new() -> LargeSpace {
        LargeSpace {
            objects: Vec::new(),
            live_bytes: 0,
        }
    }

    /// Memory for an object with `body` words, zeroed, with its size and cards
    /// in place. The header is the caller's to write.
    pub fn take(&mut self, body: usize, carded: bool) -> Option<*mut u64> {
        if body > MAX_BODY_WORDS {
            return None;
        }
        let cards = if carded { body / CARD_WORDS + 1 } else { 0 };
        let before = cards.div_ceil(8) + 3;
        let bytes = (before + 1 + body) * 8;
        let memory = if bytes >= MAP_BYTES {
            Memory::Mapped(Mapping::new(bytes, 8)?)
        } else {
            let layout = Layout::from_size_align(bytes, 8).ok()?;
            // SAFETY: the layout's size is not zero.
            let base = unsafe { alloc_zeroed(layout) };
            if base.is_null() {
                return None;
            }
            Memory::Heap(base, layout)
        };
        let base: *mut u64 = memory.base().cast();
        let header = base.wrapping_add(before);
        // SAFETY: H7: the memory is ours and has `before` words in front.
        unsafe {
            *header.sub(1) = body as u64;
            *header.sub(2) = 0;
            *header.sub(3) = cards as u64;
        }
        self.live_bytes += memory.bytes();
        self.objects.push(Large { header, memory });
        Some(header)
    }

    /// Calls `f` for every object.
    pub fn each(&self, mut f: impl FnMut(*mut u64)) {
        self.objects.iter().for_each(|o| f(o.header));
    }

    /// Frees every object without a mark and clears the marks of the others.
    /// `dead` is told each object before it is freed.
    pub fn sweep(&mut self, poison: bool, mut dead: impl FnMut(*mut u64, Header)) {
        let mut i = 0;
        while i < self.objects.len() {
            let address = self.objects[i].header;
            // SAFETY: H7: the table holds live large objects only.
            let header = Header(unsafe { *address });
            if header.has(Flag::MARKED) {
                // SAFETY: as above.
                unsafe { *address = header.without(Flag::MARKED).0 };
                i += 1;
                continue;
            }
            dead(address, header);
            self.live_bytes -= self.objects[i].memory.bytes();
            let large = self.objects.swap_remove(i);
            if poison && let Memory::Heap(base, layout) = &large.memory {
                // SAFETY: H7: the memory is ours until dropped, its object dead.
                unsafe { base.write_bytes(super::POISON, layout.size()) };
            }
        }
    }
}

impl Memory {
    fn base(&self) -> *mut u8 {
        match self {
            Memory::Heap(base, _) => *base,
            Memory::Mapped(mapping) => mapping.base(),
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Memory::Heap(_, layout) => layout.size(),
            Memory::Mapped(mapping) => mapping.bytes(),
        }
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        if let Memory::Heap(base, layout) = *self {
            // SAFETY: allocated in `take` with this very layout.
            unsafe { dealloc(base, layout) };
        }
    }
}

/// Whether a header belongs to a large object.
#[inline(always)]
pub fn is_large(header: Header) -> bool {
    header.has(Flag::MATURE) && header.age() == super::header::LARGE_AGE
}

/// Number of cards of a large object.
///
/// # Safety
/// `header` is the address of a live large object.
pub unsafe fn cards(header: *mut u64) -> usize {
    // SAFETY: H7: three words stand before the header of a large object.
    unsafe { *header.sub(3) as usize }
}

/// Address of a card's byte.
///
/// # Safety
/// `header` is the address of a live large object with more than `card` cards.
pub unsafe fn card(header: *mut u64, card: usize) -> *mut u8 {
    // SAFETY: H7: the cards stand before the three words, counted downwards.
    unsafe { header.sub(3).cast::<u8>().sub(card + 1) }
}

/// Notes whether the object stands in the remembered set; returns what was
/// noted before.
///
/// # Safety
/// `header` is the address of a live large object.
pub unsafe fn set_remembered(header: *mut u64, on: bool) -> bool {
    // SAFETY: H7: three words stand before the header of a large object.
    unsafe { header.sub(2).replace(u64::from(on)) != 0 }
}

/// Whether the object stands in the remembered set.
///
/// # Safety
/// `header` is the address of a live large object.
pub unsafe fn is_remembered(header: *mut u64) -> bool {
    // SAFETY: H7: three words stand before the header of a large object.
    unsafe { *header.sub(2) != 0 }
}
