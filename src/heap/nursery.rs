//! The young space: chunks filled by moving a pointer up.
//!
//! ```text
//!  chunk  | state | ... | object | object | object | free ......... |
//!         base          base+64                    top              end
//! ```
//!
//! Owns the list of chunks and their fill marks; the pointer of the chunk in
//! use stands in [`Heap`](super::Heap), where the allocation path finds it.
//! It never decides when to collect.

use super::blocks::Blocks;

/// Size and alignment of a chunk.
pub const CHUNK_BYTES: usize = 256 << 10;
/// Bytes of a chunk before its first object.
pub const CHUNK_HEAD: usize = 64;
/// State word of a chunk that holds the live young objects.
pub const CURRENT: u64 = 0x59_4f55_4e47;
/// State word of a chunk that a running collection empties.
pub const CONDEMNED: u64 = 0x44_4541_4400;

/// One chunk: `fresh` is where objects younger than the last collection begin.
#[derive(Clone, Copy, Debug)]
pub struct Chunk {
    /// Address of the state word.
    pub base: *mut u64,
    /// First byte not used. For the chunk in use, the heap knows better.
    pub top: usize,
    /// First byte handed out since the last collection.
    pub fresh: usize,
}

impl Chunk {
    /// Address of the first object.
    pub fn first(&self) -> usize {
        self.base as usize + CHUNK_HEAD
    }

    /// First address behind the chunk.
    pub fn end(&self) -> usize {
        self.base as usize + CHUNK_BYTES
    }
}

/// The chunks of the young space; the last is the one in use.
pub struct Nursery {
    pub(super) blocks: Blocks,
    pub(super) chunks: Vec<Chunk>,
}

impl Nursery {
    /// An empty nursery.
    pub fn new() -> Nursery {
        Nursery {
            blocks: Blocks::new(CHUNK_BYTES),
            chunks: Vec::new(),
        }
    }

    /// Adds an empty chunk and makes it the one in use.
    pub fn grow(&mut self) -> Option<Chunk> {
        let base = self.blocks.take()?;
        // SAFETY: H7: the block was just taken from the pool, so it is mapped
        // and ours.
        unsafe { *base = CURRENT };
        let first = base as usize + CHUNK_HEAD;
        let chunk = Chunk {
            base,
            top: first,
            fresh: first,
        };
        self.chunks.push(chunk);
        Some(chunk)
    }

    /// Records how far the chunk in use is filled.
    pub fn close(&mut self, top: usize) {
        if let Some(last) = self.chunks.last_mut() {
            debug_assert!(top >= last.top && top <= last.end());
            last.top = top;
        }
    }

    /// Bytes used by objects, with the chunk in use filled up to its recorded
    /// top.
    pub fn used_bytes(&self) -> usize {
        self.chunks.iter().map(|c| c.top - c.first()).sum()
    }

    /// Bytes handed out since the last collection, likewise.
    pub fn fresh_bytes(&self) -> usize {
        self.chunks.iter().map(|c| c.top - c.fresh).sum()
    }
}
