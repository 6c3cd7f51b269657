//! Executable memory: pieces of code next to each other in large mappings.
//!
//! Owns where code lies and when its bytes are free again: a piece is freed when
//! its [`Piece`] is dropped. The memory is never writable where it is executable
//! (see `base::sys`). Knows nothing of what the code does.

use std::cell::RefCell;
use std::rc::Rc;

use crate::base::sys::CodeMapping;
use crate::vm::native::CodeMemory;

/// Address space that is mapped at once.
const CHUNK_BYTES: usize = 1 << 20;
/// Pieces begin at multiples of this.
const ALIGN: usize = 32;

/// A free range of a chunk.
#[derive(Clone, Copy, Debug)]
struct Range {
    start: usize,
    bytes: usize,
}

/// One mapping and what of it is free, in order.
struct Chunk {
    mapping: CodeMapping,
    free: Vec<Range>,
}

impl Chunk {
    fn new(bytes: usize, nameless: bool) -> Option<Chunk> {
        let mapping = CodeMapping::new(bytes.max(CHUNK_BYTES), nameless)?;
        let all = Range {
            start: 0,
            bytes: mapping.bytes(),
        };
        Some(Chunk {
            mapping,
            free: vec![all],
        })
    }

    /// Takes a range out of the first that is long enough.
    fn take(&mut self, bytes: usize) -> Option<usize> {
        let at = self.free.iter().position(|range| range.bytes >= bytes)?;
        let range = &mut self.free[at];
        let start = range.start;
        range.start += bytes;
        range.bytes -= bytes;
        if range.bytes == 0 {
            self.free.remove(at);
        }
        Some(start)
    }

    /// Gives a range back, which joins its neighbours.
    fn give(&mut self, start: usize, bytes: usize) {
        let at = self.free.partition_point(|range| range.start < start);
        self.free.insert(at, Range { start, bytes });
        let joins = |free: &[Range], at: usize| {
            at + 1 < free.len() && free[at].start + free[at].bytes == free[at + 1].start
        };
        if joins(&self.free, at) {
            self.free[at].bytes += self.free.remove(at + 1).bytes;
        }
        if at > 0 && joins(&self.free, at - 1) {
            self.free[at - 1].bytes += self.free.remove(at).bytes;
        }
    }
}

/// All code of one native tier.
#[derive(Clone, Default)]
pub(crate) struct Arena {
    chunks: Rc<RefCell<Vec<Chunk>>>,
    /// Profilers are to see memory without a name.
    nameless: bool,
}

/// One piece of code; dropping it frees it.
pub(crate) struct Piece {
    arena: Arena,
    chunk: usize,
    start: usize,
    bytes: usize,
}

impl CodeMemory for Piece {}

impl Arena {
    /// No code yet; `nameless`: where profilers look for names in a file.
    pub fn new(nameless: bool) -> Arena {
        Arena {
            chunks: Rc::default(),
            nameless,
        }
    }

    /// Copies code to where it can run; `finish` gets the bytes and the address
    /// that they will have. None: the system has no memory for it.
    pub fn place(&self, code: &[u8], finish: impl FnOnce(&mut [u8], usize)) -> Option<Piece> {
        let bytes = code.len().max(1).next_multiple_of(ALIGN);
        let mut chunks = self.chunks.borrow_mut();
        let mut rooms = chunks.iter_mut().enumerate();
        let found = rooms.find_map(|(at, chunk)| Some((at, chunk.take(bytes)?)));
        let (chunk, start) = match found {
            Some(found) => found,
            None => {
                let mut chunk = Chunk::new(bytes, self.nameless)?;
                let start = chunk.take(bytes)?;
                chunks.push(chunk);
                (chunks.len() - 1, start)
            }
        };
        let mapping = &mut chunks[chunk].mapping;
        let address = mapping.address() + start;
        let mut copy = code.to_vec();
        finish(&mut copy, address);
        let written = mapping.write(start, &copy);
        drop(chunks);
        let piece = Piece {
            arena: self.clone(),
            chunk,
            start,
            bytes,
        };
        written.then_some(piece)
    }
}

impl Piece {
    /// Its first byte.
    pub fn address(&self) -> *const u8 {
        let chunks = self.arena.chunks.borrow();
        (chunks[self.chunk].mapping.address() + self.start) as *const u8
    }

    /// Its first `count` bytes.
    ///
    /// # Safety
    /// They are looked at only while this piece is there.
    pub unsafe fn bytes(&self, count: usize) -> &'static [u8] {
        assert!(count <= self.bytes);
        // SAFETY: code is readable and never written again; the caller's promise.
        unsafe { std::slice::from_raw_parts(self.address(), count) }
    }
}

impl Drop for Piece {
    fn drop(&mut self) {
        let mut chunks = self.arena.chunks.borrow_mut();
        chunks[self.chunk].give(self.start, self.bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::{Arena, CHUNK_BYTES};

    #[test]
    fn freed_code_makes_room() {
        let arena = Arena::default();
        let place = |bytes: usize| arena.place(&vec![0x90; bytes], |_, _| {}).expect("memory");
        let (a, b, c) = (place(100), place(1), place(500));
        let (at_a, at_b) = (a.address(), b.address());
        assert_eq!(at_b as usize - at_a as usize, 128);
        drop(b);
        assert_eq!(place(32).address(), at_b);
        drop(a);
        drop(c);
        // The neighbours have joined: all of the chunk is one range again.
        assert_eq!(place(CHUNK_BYTES).address(), at_a);
        assert_eq!(arena.chunks.borrow().len(), 1);
        assert_ne!(place(2 * CHUNK_BYTES).address(), at_a);
    }

    #[test]
    fn code_knows_where_it_will_run() {
        let arena = Arena::default();
        let mut told = 0;
        let code = arena.place(&[1, 2, 3, 4], |bytes, address| {
            bytes[3] = 9;
            told = address;
        });
        let code = code.expect("memory");
        assert_eq!(code.address() as usize, told);
        // SAFETY: four bytes were just placed there.
        assert_eq!(unsafe { *code.address().add(3) }, 9);
    }
}
