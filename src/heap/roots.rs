//! The seam through which a collection asks the rest of the machine for its
//! roots. The heap never knows who answers.

use super::layout::Kind;
use super::value::Word;

/// Whoever holds references from outside the heap.
///
/// A full collection asks twice, once to mark and once to move; a slot may be
/// shown more than once. Every slot that holds an object must be shown (H8).
pub trait Roots {
    /// Shows every root slot; the visitor may replace the word in it.
    fn visit(&mut self, visit: &mut dyn FnMut(&mut Word));

    /// Shows root slots that never hold a young object: a table of classes, for
    /// one. A young collection does not ask for them.
    fn visit_mature(&mut self, visit: &mut dyn FnMut(&mut Word)) {
        let _ = visit;
    }

    /// Shows the slots of the outside record that the live external object of
    /// this kind and id stands for. In a young collection only records of
    /// young objects and of remembered ones are asked for: writing into the
    /// record of a mature object calls for
    /// [`Heap::remember`](super::Heap::remember).
    fn visit_external(&mut self, kind: Kind, id: u64, visit: &mut dyn FnMut(&mut Word)) {
        let _ = (kind, id, visit);
    }
}

/// A list of words is a set of roots: handy for tests and small tools.
impl Roots for Vec<Word> {
    fn visit(&mut self, visit: &mut dyn FnMut(&mut Word)) {
        self.iter_mut().for_each(visit);
    }
}
