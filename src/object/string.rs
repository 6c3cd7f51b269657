//! Strings: windows on append-only buffers.
//!
//! ```text
//!  String | header | BUFFER | offset, length | META |
//!                     |
//!  Buffer | header | used, capacity | ...xxxx[window]yyyy...  |
//! ```
//!
//! Several strings may look at one buffer (copies, slices, literals). Appending
//! writes in place only if the window ends at the used mark, so no string sees
//! another one change (O2). An empty string may have no buffer (nil). Frozen
//! strings are the caller's to refuse.
//!
//! `META`: encoding in bits 0..8, what is known of the bytes in 8..10, whether
//! the number of characters is known in 10, that number in 32..64.

use std::cmp::Ordering;
use std::hash::BuildHasher;

use crate::heap::layout;

use super::class::{ClassId, known};
use super::encoding::{self, CodeRange, Encoding};
use super::inspect;
use super::storage::{pair, unpair};
use super::value::Value;
use super::view::{Buffer, Str, TooBig, View};
use super::world::World;

const RANGE_SHIFT: u32 = 8;
const RANGE_MASK: u64 = 3 << RANGE_SHIFT;
const COUNT_KNOWN: u64 = 1 << 10;
const COUNT_SHIFT: u32 = 32;
/// Slices up to this long get bytes of their own when the buffer is much
/// longer, so that they do not keep it alive.
const SHORT_SLICE: u32 = 24;
/// Smallest capacity that appending makes.
const MIN_CAPACITY: usize = 24;

/// Why strings could not be joined.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum JoinError {
    /// The result would be too long.
    TooBig,
    /// The bytes of one cannot stand in the encoding of the other.
    Incompatible(Encoding, Encoding),
}

impl From<TooBig> for JoinError {
    fn from(_: TooBig) -> JoinError {
        JoinError::TooBig
    }
}

impl<'w> Str<'w> {
    fn buffer(self) -> Option<Buffer<'w>> {
        self.load(layout::string::BUFFER).as_buffer()
    }

    fn window(self) -> (u32, u32) {
        unpair(self.raw(layout::string::WINDOW))
    }

    fn set_window(self, offset: u32, length: u32) {
        self.set_raw(layout::string::WINDOW, pair(offset, length));
    }

    fn meta(self) -> u64 {
        self.raw(layout::string::META)
    }

    fn set_meta(self, meta: u64) {
        self.set_raw(layout::string::META, meta);
    }

    /// Drops what is known about the bytes.
    fn forget_range(self) {
        self.set_meta(self.meta() & 0xff);
    }

    /// The bytes. They stay as they are while the world is borrowed, whatever
    /// happens to the string.
    #[inline]
    pub fn bytes(self) -> &'w [u8] {
        let (offset, length) = self.window();
        match self.buffer() {
            Some(buffer) => buffer.bytes(offset, length),
            None => &[],
        }
    }

    /// The bytes as text, with replacement characters for bad ones.
    pub fn to_text(self) -> std::borrow::Cow<'w, str> {
        String::from_utf8_lossy(self.bytes())
    }

    /// Number of bytes.
    #[inline]
    pub fn len(self) -> usize {
        self.window().1 as usize
    }

    /// Whether there are no bytes.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The encoding.
    #[inline]
    pub fn encoding(self) -> Encoding {
        Encoding::from_bits(self.meta() as u8)
    }

    /// Says how the bytes are meant.
    pub fn set_encoding(self, encoding: Encoding) {
        let known = self.known_range();
        self.set_meta(encoding as u64);
        if known == Some(CodeRange::Ascii) && encoding.is_ascii_compatible() {
            self.note_range(CodeRange::Ascii);
        }
    }

    fn known_range(self) -> Option<CodeRange> {
        match (self.meta() & RANGE_MASK) >> RANGE_SHIFT {
            1 => Some(CodeRange::Ascii),
            2 => Some(CodeRange::Valid),
            3 => Some(CodeRange::Broken),
            _ => None,
        }
    }

    fn note_range(self, range: CodeRange) {
        let bits = match range {
            CodeRange::Ascii => 1,
            CodeRange::Valid => 2,
            CodeRange::Broken => 3,
        };
        self.set_meta(self.meta() & !RANGE_MASK | bits << RANGE_SHIFT);
    }

    /// What the bytes are, found out once.
    pub fn code_range(self) -> CodeRange {
        if let Some(range) = self.known_range() {
            return range;
        }
        let range = encoding::scan(self.bytes(), self.encoding());
        self.note_range(range);
        range
    }

    /// Whether all bytes are below 128.
    pub fn is_ascii(self) -> bool {
        self.code_range() == CodeRange::Ascii
    }

    /// Whether the bytes are valid in the encoding.
    pub fn is_valid(self) -> bool {
        self.code_range() != CodeRange::Broken
    }

    /// Whether characters and bytes are the same thing.
    pub fn is_single_byte(self) -> bool {
        self.encoding().is_single_byte() || self.is_ascii()
    }

    /// Number of characters, found out once.
    pub fn char_count(self) -> usize {
        if self.is_single_byte() {
            return self.len();
        }
        let meta = self.meta();
        if meta & COUNT_KNOWN != 0 {
            return (meta >> COUNT_SHIFT) as usize;
        }
        let count = encoding::count_chars(self.bytes(), self.encoding(), self.code_range());
        self.set_meta(meta & 0xffff_ffff | COUNT_KNOWN | (count as u64) << COUNT_SHIFT);
        count
    }

    /// Byte offset of a character; the number of characters names the end,
    /// beyond it is `None`.
    pub fn char_to_byte(self, index: usize) -> Option<usize> {
        encoding::offset_of_char(self.bytes(), self.encoding(), self.code_range(), index)
    }

    /// Number of characters before a byte offset (at most the length).
    pub fn byte_to_char(self, offset: usize) -> usize {
        let bytes = self.bytes();
        let head = &bytes[..offset.min(bytes.len())];
        encoding::count_chars(head, self.encoding(), self.code_range())
    }

    /// Whether a byte offset is the beginning of a character, or the end.
    pub fn is_char_boundary(self, offset: usize) -> bool {
        if self.is_single_byte() || offset == self.len() {
            return offset <= self.len();
        }
        match self.code_range() {
            CodeRange::Valid if self.encoding() == Encoding::Utf8 => self
                .bytes()
                .get(offset)
                .is_some_and(|&b| encoding::is_leading(b)),
            _ => self.char_to_byte(self.byte_to_char(offset)) == Some(offset),
        }
    }

    /// Byte offset and length of `count` characters from character `index`, as
    /// `String#[]` means them: negative indexes count from the end, and the
    /// result ends where the string does. `None` when it begins outside.
    pub fn char_window(self, index: i64, count: i64) -> Option<(usize, usize)> {
        let total = self.char_count() as i64;
        let first = if index < 0 { index + total } else { index };
        if count < 0 || first < 0 || first > total {
            return None;
        }
        let last = first.saturating_add(count).min(total);
        let from = self.char_to_byte(first as usize)?;
        if self.is_single_byte() {
            return Some((from, (last - first) as usize));
        }
        let rest = &self.bytes()[from..];
        let length = encoding::offset_of_char(
            rest,
            self.encoding(),
            self.code_range(),
            (last - first) as usize,
        )?;
        Some((from, length))
    }

    /// Comparison of the bytes; the encodings decide between the same bytes that
    /// mean something else.
    pub fn compare(self, other: Str<'_>) -> Ordering {
        self.bytes().cmp(other.bytes()).then_with(|| {
            if self.eql(other) {
                return Ordering::Equal;
            }
            self.encoding().rank().cmp(&other.encoding().rank())
        })
    }

    /// Ruby's `==` and `eql?`: same bytes, and encodings that can meet.
    pub fn eql(self, other: Str<'_>) -> bool {
        self.bytes() == other.bytes()
            && (self.encoding() == other.encoding() || self.can_meet(other))
    }

    fn can_meet(self, other: Str<'_>) -> bool {
        compatible(self, other).is_some()
    }

    /// Whether the bytes are exactly these.
    pub fn is(self, text: &str) -> bool {
        self.bytes() == text.as_bytes()
    }
}

/// The encoding of a string that joins both, if there can be one.
#[inline]
pub fn compatible(a: Str<'_>, b: Str<'_>) -> Option<Encoding> {
    let first = a.encoding();
    if first == b.encoding() || b.is_empty() {
        return Some(first);
    }
    compromise(a, b)
}

/// The same for strings in different encodings, of which the second is not
/// empty.
fn compromise(a: Str<'_>, b: Str<'_>) -> Option<Encoding> {
    let (first, second) = (a.encoding(), b.encoding());
    if a.is_empty() {
        let stays = b.is_ascii() && first.is_ascii_compatible();
        Some(if stays { first } else { second })
    } else if !first.is_ascii_compatible() || !second.is_ascii_compatible() {
        None
    } else if b.is_ascii() {
        Some(first)
    } else if a.is_ascii() {
        Some(second)
    } else {
        None
    }
}

impl World {
    /// A UTF-8 string with a copy of the bytes.
    pub fn new_string(&self, bytes: &[u8]) -> Result<Str<'_>, TooBig> {
        self.string_of_class(known::STRING, bytes)
    }

    /// A UTF-8 string with a copy of the text.
    ///
    /// # Panics
    /// When there is no memory: meant for short texts (names, messages).
    pub fn string(&self, text: &str) -> Value<'_> {
        self.new_string(text.as_bytes())
            .expect("memory for a short text")
            .value()
    }

    /// A string of a subclass of String.
    pub fn string_of_class(&self, class: ClassId, bytes: &[u8]) -> Result<Str<'_>, TooBig> {
        let string = self.empty_string(class)?;
        if !bytes.is_empty() {
            let buffer = self.new_buffer(bytes.len())?;
            buffer.append(bytes);
            string.store(self, layout::string::BUFFER, buffer.value());
            string.set_window(0, bytes.len() as u32);
        }
        Ok(string)
    }

    /// A string with these bytes and encoding.
    pub fn new_string_in(&self, bytes: &[u8], encoding: Encoding) -> Result<Str<'_>, TooBig> {
        let string = self.new_string(bytes)?;
        string.set_meta(encoding as u64);
        Ok(string)
    }

    /// An empty UTF-8 string with room for `capacity` bytes.
    pub fn new_string_with_capacity(&self, capacity: usize) -> Result<Str<'_>, TooBig> {
        let string = self.empty_string(known::STRING)?;
        let buffer = self.new_buffer(capacity)?;
        string.store(self, layout::string::BUFFER, buffer.value());
        Ok(string)
    }

    /// An empty string without a buffer.
    fn empty_string(&self, class: ClassId) -> Result<Str<'_>, TooBig> {
        Str::make(self, self.root_shape(class), 0)
    }

    /// A new plain String that shares bytes and encoding with `string`.
    pub fn str_dup(&self, string: Str<'_>) -> Result<Str<'_>, TooBig> {
        let (offset, length) = string.window();
        self.window_on(string, offset, length, string.meta())
    }

    /// The bytes `offset .. offset + length`, as a new plain String. The range
    /// is cut to the string.
    pub fn str_slice(
        &self,
        string: Str<'_>,
        offset: usize,
        length: usize,
    ) -> Result<Str<'_>, TooBig> {
        let (start, total) = string.window();
        let offset = offset.min(total as usize) as u32;
        let length = length.min((total - offset) as usize) as u32;
        let ascii = string.known_range() == Some(CodeRange::Ascii);
        let meta = string.meta() & if ascii { 0xff | RANGE_MASK } else { 0xff };
        let much = string
            .buffer()
            .is_some_and(|b| b.meter().0 > 8 * SHORT_SLICE);
        if length <= SHORT_SLICE && much {
            let slice =
                self.new_string(&string.bytes()[offset as usize..(offset + length) as usize])?;
            slice.set_meta(meta);
            return Ok(slice);
        }
        self.window_on(string, start + offset, length, meta)
    }

    fn window_on(
        &self,
        string: Str<'_>,
        offset: u32,
        length: u32,
        meta: u64,
    ) -> Result<Str<'_>, TooBig> {
        let new = self.empty_string(known::STRING)?;
        if let Some(buffer) = string.buffer()
            && length > 0
        {
            buffer.share();
            new.store(self, layout::string::BUFFER, buffer.value());
            new.set_window(offset, length);
        }
        new.set_meta(meta);
        Ok(new)
    }

    /// Makes `string` look at the bytes of `source`, encoding included:
    /// `replace`, `initialize_copy`.
    pub fn str_become(&self, string: Str<'_>, source: Str<'_>) {
        let (offset, length) = source.window();
        let buffer = source.load(layout::string::BUFFER);
        if let Some(buffer) = buffer.as_buffer() {
            buffer.share();
        }
        string.store(self, layout::string::BUFFER, buffer);
        string.set_window(offset, length);
        string.set_meta(source.meta());
    }

    /// Appends bytes, whose encoding is taken to fit.
    pub fn str_push(&self, string: Str<'_>, bytes: &[u8]) -> Result<(), TooBig> {
        let (offset, length) = string.window();
        let total = u32::try_from(length as usize + bytes.len()).map_err(|_| TooBig)?;
        match string.buffer() {
            Some(buffer) if self.fits_behind(buffer, offset + length, bytes.len()) => {
                buffer.append(bytes);
                string.set_window(offset, total);
            }
            _ => {
                let wish = (total as usize).max((length as usize * 2).min(u32::MAX as usize));
                let old = string.bytes();
                self.move_to_new_buffer(string, wish.max(MIN_CAPACITY), &[old, bytes])?;
            }
        }
        self.note_appended(string, bytes);
        Ok(())
    }

    fn fits_behind(&self, buffer: Buffer<'_>, end: u32, more: usize) -> bool {
        let (used, capacity) = buffer.meter();
        end == used && more <= (capacity - used) as usize
    }

    fn move_to_new_buffer(
        &self,
        string: Str<'_>,
        capacity: usize,
        parts: &[&[u8]],
    ) -> Result<(), TooBig> {
        let buffer = self.new_buffer(capacity)?;
        for part in parts {
            buffer.append(part);
        }
        string.store(self, layout::string::BUFFER, buffer.value());
        string.set_window(0, buffer.meter().0);
        Ok(())
    }

    /// Keeps what is known about the bytes where appending allows it.
    fn note_appended(&self, string: Str<'_>, bytes: &[u8]) {
        let ascii = bytes.is_ascii() && string.encoding().is_ascii_compatible();
        let meta = string.meta();
        match string.known_range() {
            Some(CodeRange::Ascii) if ascii => {}
            Some(CodeRange::Valid) if ascii && meta & COUNT_KNOWN != 0 => {
                string.set_meta(meta + ((bytes.len() as u64) << COUNT_SHIFT));
            }
            Some(CodeRange::Valid) if ascii => {}
            None if ascii && string.len() == bytes.len() => string.note_range(CodeRange::Ascii),
            _ => string.forget_range(),
        }
    }

    /// Appends another string; the encodings must be able to meet.
    pub fn str_concat(&self, string: Str<'_>, other: Str<'_>) -> Result<(), JoinError> {
        let encoding = compatible(string, other)
            .ok_or(JoinError::Incompatible(string.encoding(), other.encoding()))?;
        self.str_push(string, other.bytes())?;
        if encoding != string.encoding() {
            string.set_encoding(encoding);
            string.forget_range();
        }
        Ok(())
    }

    /// Gives the string room for `capacity` bytes altogether.
    pub fn str_reserve(&self, string: Str<'_>, capacity: usize) -> Result<(), TooBig> {
        let (offset, length) = string.window();
        let more = capacity.saturating_sub(length as usize);
        if string
            .buffer()
            .is_some_and(|b| self.fits_behind(b, offset + length, more))
        {
            return Ok(());
        }
        let old = string.bytes();
        self.move_to_new_buffer(string, capacity.max(old.len()), &[old])
    }

    /// Replaces all bytes; the encoding stays.
    pub fn str_replace(&self, string: Str<'_>, bytes: &[u8]) -> Result<(), TooBig> {
        if bytes.is_empty() {
            string.store(self, layout::string::BUFFER, Value::NIL);
            string.set_window(0, 0);
        } else {
            self.move_to_new_buffer(string, bytes.len(), &[bytes])?;
        }
        string.forget_range();
        Ok(())
    }

    /// Replaces the bytes `offset .. offset + length` (cut to the string).
    pub fn str_splice(
        &self,
        string: Str<'_>,
        offset: usize,
        length: usize,
        bytes: &[u8],
    ) -> Result<(), TooBig> {
        let old = string.bytes();
        let offset = offset.min(old.len());
        let length = length.min(old.len() - offset);
        let (head, tail) = (&old[..offset], &old[offset + length..]);
        if tail.is_empty() {
            self.str_truncate(string, offset);
            return self.str_push(string, bytes);
        }
        if head.is_empty() && bytes.is_empty() {
            let (start, _) = string.window();
            string.set_window(start + length as u32, tail.len() as u32);
        } else {
            let total = head.len() + bytes.len() + tail.len();
            self.move_to_new_buffer(string, total, &[head, bytes, tail])?;
        }
        string.forget_range();
        Ok(())
    }

    /// Cuts the string to at most `length` bytes.
    pub fn str_truncate(&self, string: Str<'_>, length: usize) {
        let (offset, old) = string.window();
        if length < old as usize {
            string.set_window(offset, length as u32);
            let ascii = string.known_range() == Some(CodeRange::Ascii);
            string.forget_range();
            if ascii {
                string.note_range(CodeRange::Ascii);
            }
        }
    }

    /// Overwrites byte `at` in place where no other string looks on; false
    /// when there is no such byte. Nobody can hold a view of the bytes, since
    /// the world is borrowed exclusively; `find` tells which string it is.
    pub fn str_set_byte(
        &mut self,
        find: impl for<'a> FnOnce(&'a World) -> Option<Str<'a>>,
        at: usize,
        byte: u8,
    ) -> Result<bool, TooBig> {
        let world = &*self;
        let Some(string) = find(world).filter(|s| at < s.len()) else {
            return Ok(false);
        };
        if string.buffer().is_some_and(Buffer::is_shared) {
            let own = string.bytes();
            world.move_to_new_buffer(string, own.len(), &[own])?;
        }
        let (offset, _) = string.window();
        if let Some(buffer) = string.buffer() {
            buffer.overwrite(offset + at as u32, byte);
        }
        string.forget_range();
        Ok(true)
    }

    /// The hash of a string, seeded per world: strings that are `eql?` have the
    /// same one. Other encodings than UTF-8 count, unless all is ASCII.
    #[inline]
    pub fn hash_string(&self, string: Str<'_>) -> u64 {
        let hash = self.hash_seed.hash_one(string.bytes());
        match string.encoding() {
            Encoding::Utf8 => hash,
            _ if string.is_ascii() => hash,
            other => hash.rotate_left(1 + other as u32),
        }
    }

    /// `String#inspect`.
    pub fn str_inspect(&self, string: Str<'_>) -> Vec<u8> {
        let mut out = Vec::with_capacity(string.len() + 2);
        inspect::string(string.bytes(), string.encoding(), &mut out);
        out
    }
}
