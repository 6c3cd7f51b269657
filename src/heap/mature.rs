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
    /// Cells in use or on the free list; the rest was never touched. For the
    /// block being carved, the size class knows better.
    carved: usize,
}

/// Cells of one size.
pub struct SizeClass {
    /// Words in a cell.
    pub cell_words: usize,
    /// The last block is the one being carved.
    pub blocks: Vec<Block>,
    /// Head of the list of free cells, linked through their first words.
    free: *mut u64,
    /// Next cell never used of the last block, and the end of the last such.
    next: *mut u64,
    end: *mut u64,
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
                next: std::ptr::null_mut(),
                end: std::ptr::null_mut(),
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
        let cell = if !class.free.is_null() {
            let cell = class.free;
            // SAFETY: H5: cells on the free list begin with a FREE link.
            class.free = unsafe { free_link(*cell) };
            cell
        } else {
            if class.next == class.end {
                class.open_block(&mut self.blocks)?;
            }
            let cell = class.next;
            class.next = cell.wrapping_add(class.cell_words);
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
        let in_use = self.blocks.taken_bytes() / BLOCK_BYTES;
        self.blocks.trim(16 + in_use / 2);
    }
}

impl SizeClass {
    /// Calls `f` for every object.
    pub fn each(&self, mut f: impl FnMut(*mut u64)) {
        for (n, block) in self.blocks.iter().enumerate() {
            let last = n + 1 == self.blocks.len();
            let carved = if last {
                self.carved_last()
            } else {
                block.carved
            };
            for i in 0..carved {
                let cell = block.base.wrapping_add(i * self.cell_words);
                // SAFETY: H5: a carved cell begins with a header or a link.
                if !is_free(unsafe { *cell }) {
                    f(cell);
                }
            }
        }
    }

    /// Notes how far the last block is carved, and takes another to carve.
    #[cold]
    fn open_block(&mut self, pool: &mut Blocks) -> Option<()> {
        self.sync();
        let base = pool.take()?;
        self.blocks.push(Block { base, carved: 0 });
        self.next = base;
        self.end = base.wrapping_add(BLOCK_WORDS / self.cell_words * self.cell_words);
        Some(())
    }

    /// Notes how far the last block is carved.
    fn sync(&mut self) {
        let carved = self.carved_last();
        if let Some(last) = self.blocks.last_mut() {
            last.carved = carved;
        }
    }

    /// Cells carved of the last block.
    fn carved_last(&self) -> usize {
        let base = self.blocks.last().map_or(self.next, |b| b.base);
        (self.next as usize - base as usize) / 8 / self.cell_words
    }

    /// Sweeps the blocks; returns the number of live cells.
    fn sweep(
        &mut self,
        pool: &mut Blocks,
        poison: bool,
        dead: &mut impl FnMut(*mut u64, Header),
    ) -> usize {
        self.sync();
        let carving = self.blocks.last().map(|b| b.base);
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
        if self.blocks.last().map(|b| b.base) != carving {
            // The block being carved is gone; the last one left is full.
            let full = |b: &Block| b.base.wrapping_add(b.carved * cell_words);
            self.next = self.blocks.last().map_or(std::ptr::null_mut(), full);
            self.end = self.next;
        }
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
