//! Where chunks of the nursery and blocks of the mature space come from:
//! equal, aligned pieces of mapped segments, reused before new ones are mapped.
//!
//! It never looks into a piece. A piece it has handed out belongs to the taker
//! until given back; segments stay mapped until the pool is dropped (H7).

use crate::base::sys::Mapping;

/// Number of bytes asked from the system at a time.
const SEGMENT_BYTES: usize = 1 << 20;

/// A pool of equal blocks, each aligned to its size.
pub struct Blocks {
    block_bytes: usize,
    segments: Vec<Mapping>,
    /// Free blocks whose pages are probably resident; the last is the warmest.
    warm: Vec<*mut u64>,
    /// Free blocks without pages.
    cold: Vec<*mut u64>,
    taken: usize,
}

impl Blocks {
    /// An empty pool; `block_bytes` is a power of two.
    pub fn new(block_bytes: usize) -> Blocks {
        debug_assert!(block_bytes.is_power_of_two());
        Blocks {
            block_bytes,
            segments: Vec::new(),
            warm: Vec::new(),
            cold: Vec::new(),
            taken: 0,
        }
    }

    /// Takes a block, or `None` when the system has no memory left.
    pub fn take(&mut self) -> Option<*mut u64> {
        if self.warm.is_empty() && self.cold.is_empty() {
            self.map_segment()?;
        }
        self.taken += 1;
        self.warm.pop().or_else(|| self.cold.pop())
    }

    /// Gives a block back; it will be the next one taken.
    pub fn give(&mut self, block: *mut u64) {
        debug_assert!(self.taken > 0 && (block as usize).is_multiple_of(self.block_bytes));
        self.taken -= 1;
        self.warm.push(block);
    }

    /// Returns the memory of all but `keep` free blocks to the system.
    pub fn trim(&mut self, keep: usize) {
        if self.warm.len() <= keep {
            return;
        }
        let excess = self.warm.len() - keep;
        let dropped: Vec<*mut u64> = self.warm.drain(..excess).collect();
        for block in dropped {
            self.discard(block);
            self.cold.push(block);
        }
    }

    /// Bytes of blocks taken now.
    pub fn taken_bytes(&self) -> usize {
        self.taken * self.block_bytes
    }

    fn map_segment(&mut self) -> Option<()> {
        let bytes = SEGMENT_BYTES;
        debug_assert!(bytes >= self.block_bytes);
        let segment = Mapping::new(bytes, self.block_bytes)?;
        for i in (0..bytes / self.block_bytes).rev() {
            self.cold
                .push(segment.base().wrapping_add(i * self.block_bytes).cast());
        }
        self.segments.push(segment);
        Some(())
    }

    fn discard(&mut self, block: *mut u64) {
        let address = block as usize;
        let owner = self.segments.iter_mut().find(|segment| {
            let base = segment.base() as usize;
            base <= address && address < base + segment.bytes()
        });
        if let Some(segment) = owner {
            let offset = address - segment.base() as usize;
            segment.discard(offset, self.block_bytes);
        }
    }
}
