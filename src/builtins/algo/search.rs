//! Finding bytes in bytes.

/// First place of `needle` at or behind `from`.
pub fn find(haystack: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    let Some((&first, rest)) = needle.split_first() else {
        return (from <= haystack.len()).then_some(from);
    };
    let last = haystack.len().checked_sub(needle.len())?;
    let mut at = from;
    while at <= last {
        at += haystack[at..=last].iter().position(|&b| b == first)?;
        if &haystack[at + 1..at + needle.len()] == rest {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// Last place of `needle` that begins at or before `from`.
pub fn find_last(haystack: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    let last = haystack.len().checked_sub(needle.len())?;
    (0..=from.min(last))
        .rev()
        .find(|&at| haystack[at..].starts_with(needle))
}

#[cfg(test)]
mod tests {
    use super::{find, find_last};

    #[test]
    fn places() {
        assert_eq!(find(b"hello", b"l", 0), Some(2));
        assert_eq!(find(b"hello", b"l", 3), Some(3));
        assert_eq!(find(b"hello", b"lo", 4), None);
        assert_eq!(find(b"hello", b"", 5), Some(5));
        assert_eq!(find(b"hello", b"", 6), None);
        assert_eq!(find_last(b"hello", b"l", 9), Some(3));
        assert_eq!(find_last(b"hello", b"l", 2), Some(2));
        assert_eq!(find_last(b"hello", b"", 9), Some(5));
        assert_eq!(find_last(b"a", b"ab", 0), None);
    }
}
