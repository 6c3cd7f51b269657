//! The mature space: objects that no longer move, in blocks of equal cells.
//!
//! ```text
//!  block  | cell | cell | cell | ... | not carved yet |
//!  cell   | header or FREE link | body ... | padding |
//! ```
//!
//! Owns blocks, free lists and sweeping. Marking is someone else's; sweeping
//! frees every cell whose header is not marked (H5).

use super::blocks::Blocks;
use super::header::{FREE, Flag, Header};

/// Size and alignment of a block.
pub const BLOCK_BYTES: usize = 64 << 10;
const BLOCK_WORDS: usize = BLOCK_BYTES / 8;
/// Largest cell, header included: what is bigger is a large object.
pub const MAX_CELL_WORDS: usize = 1026;

/// One block of a size class.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    /// First cell.
    pub base: *mut u64,
    /// Cells in use or on the free list; the rest was never touched.
    pub carved: usize,
}

/// Cells of one size.
pub struct SizeClass {
    /// Words in a cell.
    pub cell_words: usize,
    /// The last block is the one being carved.
    pub blocks: Vec<Block>,
    /// Head of the list of free cells, linked through their first words.
    free: *mut u64,
}

/// The mature space.
pub struct Mature {
    pub(super) blocks: Blocks,
    pub(super) classes: Vec<SizeClass>,
    class_of: Box<[u8]>,
    /// Bytes in cells that hold objects.
    pub(super) live_bytes: usize,
    /// Objects in cells.
    pub(super) objects: usize,
}

impl Mature {
    /// An empty mature space.
    pub fn new() -> Mature {
        let sizes = cell_sizes();
        let mut class_of = vec![0u8; MAX_CELL_WORDS + 1].into_boxed_slice();
        let mut class = 0;
        for (words, entry) in class_of.iter_mut().enumerate() {
            if words > sizes[class] {
                class += 1;
            }
            *entry = class as u8;
        }
        let classes = sizes
            .into_iter()
            .map(|cell_words| SizeClass {
                cell_words,
                blocks: Vec::new(),
                free: std::ptr::null_mut(),
            })
            .collect();
        Mature {
            blocks: Blocks::new(BLOCK_BYTES),
            classes,
            class_of,
            live_bytes: 0,
            objects: 0,
        }
    }

    /// A cell for `words` words, header included, at most [`MAX_CELL_WORDS`].
    /// Its contents are arbitrary.
    #[inline]
    pub fn take(&mut self, words: usize) -> Option<*mut u64> {
        let class = &mut self.classes[self.class_of[words] as usize];
        let cell = class.free;
        let cell = if cell.is_null() {
            class.carve(&mut self.blocks)?
        } else {
            // SAFETY: H5: cells on the free list begin with a FREE link.
            class.free = unsafe { free_link(*cell) };
            cell
        };
        self.live_bytes += class.cell_words * 8;
        self.objects += 1;
        Some(cell)
    }

    /// Frees every cell without a mark and clears the marks of the others.
    /// `dead` is told each object before its cell is freed.
    pub fn sweep(&mut self, poison: bool, mut dead: impl FnMut(*mut u64, Header)) {
        self.live_bytes = 0;
        self.objects = 0;
        for class in &mut self.classes {
            let live = class.sweep(&mut self.blocks, poison, &mut dead);
            self.live_bytes += live * class.cell_words * 8;
            self.objects += live;
        }
        self.blocks.trim(2);
    }
}

impl SizeClass {
    /// Calls `f` for every object.
    pub fn each(&self, mut f: impl FnMut(*mut u64)) {
        for block in &self.blocks {
            for i in 0..block.carved {
                let cell = block.base.wrapping_add(i * self.cell_words);
                // SAFETY: H5: a carved cell begins with a header or a link.
                if !is_free(unsafe { *cell }) {
                    f(cell);
                }
            }
        }
    }

    /// Takes the next cell that was never used.
    #[cold]
    fn carve(&mut self, pool: &mut Blocks) -> Option<*mut u64> {
        let capacity = BLOCK_WORDS / self.cell_words;
        if self.blocks.last().is_none_or(|b| b.carved == capacity) {
            self.blocks.push(Block {
                base: pool.take()?,
                carved: 0,
            });
        }
        let block = self.blocks.last_mut().expect("a block was just pushed");
        let cell = block.base.wrapping_add(block.carved * self.cell_words);
        block.carved += 1;
        Some(cell)
    }

    /// Sweeps the blocks; returns the number of live cells.
    fn sweep(
        &mut self,
        pool: &mut Blocks,
        poison: bool,
        dead: &mut impl FnMut(*mut u64, Header),
    ) -> usize {
        let cell_words = self.cell_words;
        let mut free = std::ptr::null_mut();
        let mut total = 0;
        self.blocks.retain(|block| {
            let before = free;
            let mut live = 0;
            for i in (0..block.carved).rev() {
                let cell = block.base.wrapping_add(i * cell_words);
                // SAFETY: H5: a carved cell begins with a header or a link.
                let first = unsafe { *cell };
                let header = Header(first);
                if !is_free(first) {
                    if header.has(Flag::MARKED) {
                        // SAFETY: H5, as above.
                        unsafe { *cell = header.without(Flag::MARKED).0 };
                        live += 1;
                        continue;
                    }
                    dead(cell, header);
                    if poison {
                        // SAFETY: H5: the cell is this long and its object dead.
                        unsafe {
                            std::ptr::write_bytes(cell.cast::<u8>(), super::POISON, cell_words * 8)
                        };
                    }
                }
                // SAFETY: H5: the cell is free from here on.
                unsafe { *cell = (free as u64) << 8 | FREE };
                free = cell;
            }
            total += live;
            if live == 0 {
                free = before;
                pool.give(block.base);
            }
            live != 0
        });
        self.free = free;
        total
    }
}

/// Whether the first word of a cell is a free link.
#[inline(always)]
fn is_free(first: u64) -> bool {
    first & 0x3f == FREE
}

/// The next free cell.
#[inline(always)]
fn free_link(first: u64) -> *mut u64 {
    debug_assert!(is_free(first));
    (first >> 8) as usize as *mut u64
}

/// Cell sizes in words: every size up to 8, then four per doubling.
fn cell_sizes() -> Vec<usize> {
    let mut sizes: Vec<usize> = (2..=8).collect();
    let mut step = 2;
    while let Some(&last) = sizes.last()
        && last < 1024
    {
        for _ in 0..4 {
            sizes.push(sizes[sizes.len() - 1] + step);
        }
        step *= 2;
    }
    if let Some(last) = sizes.last_mut() {
        *last = MAX_CELL_WORDS;
    }
    sizes
}
