//! A list of words that usually are few: the positional values of a call on
//! their way. Allocates only for more than [`FEW`]. Never seen by the
//! collector: no safe point lies between taking values and writing them back.

use std::ops::{Deref, DerefMut};

use crate::heap::Word;

/// Words that need no allocation.
const FEW: usize = 6;

/// A list of words.
#[derive(Clone, Debug)]
pub struct Values {
    few: [Word; FEW],
    len: usize,
    /// All words, if they are or were too many for `few`.
    many: Option<Vec<Word>>,
}

impl Default for Values {
    #[inline(always)]
    fn default() -> Values {
        Values {
            few: [Word::NIL; FEW],
            len: 0,
            many: None,
        }
    }
}

impl Deref for Values {
    type Target = [Word];

    #[inline(always)]
    fn deref(&self) -> &[Word] {
        match &self.many {
            None => &self.few[..self.len],
            Some(words) => words,
        }
    }
}

impl DerefMut for Values {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [Word] {
        match &mut self.many {
            None => &mut self.few[..self.len],
            Some(words) => words,
        }
    }
}

impl From<&[Word]> for Values {
    #[inline(always)]
    fn from(words: &[Word]) -> Values {
        let mut values = Values::default();
        if words.len() <= FEW {
            values.few[..words.len()].copy_from_slice(words);
            values.len = words.len();
        } else {
            values.many = Some(words.to_vec());
        }
        values
    }
}

impl FromIterator<Word> for Values {
    fn from_iter<I: IntoIterator<Item = Word>>(words: I) -> Values {
        let mut values = Values::default();
        words.into_iter().for_each(|word| values.push(word));
        values
    }
}

impl Values {
    /// The words as a vector.
    #[cold]
    fn many(&mut self) -> &mut Vec<Word> {
        let few = &self.few[..self.len];
        self.many.get_or_insert_with(|| few.to_vec())
    }

    /// Adds a word at the end.
    #[inline(always)]
    pub fn push(&mut self, word: Word) {
        if self.many.is_none() && self.len < FEW {
            self.few[self.len] = word;
            self.len += 1;
        } else {
            self.many().push(word);
        }
    }

    /// Takes the last word off.
    pub fn pop(&mut self) -> Option<Word> {
        let last = self.last().copied()?;
        self.truncate(self.deref().len() - 1);
        Some(last)
    }

    /// Drops the words behind the first `len`.
    #[inline(always)]
    pub fn truncate(&mut self, len: usize) {
        match &mut self.many {
            None => self.len = self.len.min(len),
            Some(words) => words.truncate(len),
        }
    }

    /// Adds nils until there are `len` words.
    pub fn pad(&mut self, len: usize) {
        while self.deref().len() < len {
            self.push(Word::NIL);
        }
    }

    /// Adds a word in front.
    pub fn push_front(&mut self, word: Word) {
        self.push(word);
        self.rotate_right(1);
    }

    /// Takes the first word off.
    pub fn pop_front(&mut self) -> Option<Word> {
        if self.is_empty() {
            return None;
        }
        self.rotate_left(1);
        self.pop()
    }
}

#[cfg(test)]
mod tests {
    use super::{FEW, Values};
    use crate::heap::Word;

    #[test]
    fn few_and_many_are_the_same_list() {
        let word = |n: usize| Word::from_int(n as i64);
        for n in 0..3 * FEW {
            let wanted: Vec<Word> = (0..n).map(word).collect();
            let mut values: Values = wanted.iter().copied().collect();
            assert_eq!(*values, *wanted);
            assert_eq!(*Values::from(&wanted[..]), *wanted);
            values.push_front(word(77));
            assert_eq!(values.len(), n + 1);
            assert_eq!(values.pop_front(), Some(word(77)));
            assert_eq!(*values, *wanted);
            assert_eq!(values.pop(), wanted.last().copied());
            values.pad(n + 2);
            assert_eq!(values.len(), n + 2);
            assert_eq!(values[n + 1], Word::NIL);
            values.truncate(n / 2);
            assert_eq!(*values, wanted[..n / 2]);
        }
    }
}
