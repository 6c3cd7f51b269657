//! Making a failing program small: parts of its tree go, or give way to
//! something simpler, as long as it still fails in the same way.
//!
//! Owns the order in which changes are tried. Never runs a program itself.

use super::tree::{Node, Piece, Sort};

/// A tree on its way to become small.
struct Shrinker<'f> {
    tree: Node,
    still_fails: &'f mut dyn FnMut(&str) -> bool,
    /// Trials that may still be made.
    left: u32,
}

/// The smallest program found that still fails.
pub fn shrink(tree: Node, trials: u32, still_fails: &mut dyn FnMut(&str) -> bool) -> Node {
    let mut shrinker = Shrinker {
        tree,
        still_fails,
        left: trials,
    };
    while shrinker.left > 0 && shrinker.round() {}
    shrinker.tree
}

impl Shrinker<'_> {
    fn accept(&mut self, candidate: Node) -> bool {
        if self.left == 0 {
            return false;
        }
        self.left -= 1;
        let fails = (self.still_fails)(&candidate.render());
        if fails {
            self.tree = candidate;
        }
        fails
    }

    /// Tries every change once; whether any was good. What removes most comes first.
    fn round(&mut self) -> bool {
        let lists = self.each(|this, path| this.shorten(path));
        let steps = self.each(|this, path| this.hoist(path));
        let counts = self.each(|this, path| this.lower(path));
        let expressions = self.each(|this, path| this.simplify(path));
        lists || steps || counts || expressions
    }

    /// Visits every node, again if it changed.
    fn each(&mut self, mut change: impl FnMut(&mut Self, &[usize]) -> bool) -> bool {
        let mut changed = false;
        let mut index = 0;
        loop {
            let paths = self.tree.paths();
            let Some(path) = paths.get(index) else {
                return changed;
            };
            if self.left > 0 && change(self, path) {
                changed = true;
            } else {
                index += 1;
            }
        }
    }

    /// Removes statements, as many at a time as possible.
    fn shorten(&mut self, path: &[usize]) -> bool {
        let list = self.tree.at(path).expect("a path of this tree").clone();
        if list.sort != Sort::List {
            return false;
        }
        let mut width = list.pieces.len();
        while width > 0 {
            let starts = (0..list.pieces.len()).step_by(width).rev();
            for start in starts {
                let mut shorter = list.clone();
                let end = (start + width).min(list.pieces.len());
                shorter.pieces.drain(start..end);
                if self.accept(self.tree.with(path, shorter)) {
                    return true;
                }
            }
            width /= 2;
        }
        false
    }

    /// Puts the statements in a statement in its place.
    fn hoist(&mut self, path: &[usize]) -> bool {
        let step = self.tree.at(path).expect("a path of this tree");
        if step.sort != Sort::Step || matches!(step.pieces[..], [Piece::Node(_)]) {
            return false;
        }
        let mut lists = Vec::new();
        step.nearest(&|node| node.sort == Sort::List, &mut lists);
        let candidates: Vec<Node> = lists
            .into_iter()
            .map(|list| Node {
                sort: Sort::Step,
                pieces: vec![Piece::Node(list.clone())],
            })
            .collect();
        let mut candidates = candidates.into_iter();
        candidates.any(|candidate| self.accept(self.tree.with(path, candidate)))
    }

    /// Does what is done often less often.
    fn lower(&mut self, path: &[usize]) -> bool {
        let node = self.tree.at(path).expect("a path of this tree").clone();
        for (index, piece) in node.pieces.iter().enumerate() {
            let Piece::Count(count) = *piece else {
                continue;
            };
            for less in [1, 2, count / 2, count.saturating_sub(1)] {
                let mut lower = node.clone();
                lower.pieces[index] = Piece::Count(less);
                if less < count && less > 0 && self.accept(self.tree.with(path, lower)) {
                    return true;
                }
            }
        }
        false
    }

    /// Puts a constant, or an expression from inside, in the place of an expression.
    fn simplify(&mut self, path: &[usize]) -> bool {
        let node = self.tree.at(path).expect("a path of this tree");
        let sort = node.sort;
        if !sort.is_expression() {
            return false;
        }
        let constants = sort.constants();
        let is_leaf = node.size() == 1;
        let text = Node::list(vec![node.clone()]).render();
        let rank = constants.iter().position(|known| *known == text.trim_end());
        let mut candidates: Vec<Node> = constants[..rank.unwrap_or(constants.len())]
            .iter()
            .map(|text| Node::text(sort, *text))
            .collect();
        if !is_leaf {
            let mut inner = Vec::new();
            let fits = |inner: &Node| {
                inner.sort == sort || sort == Sort::Any && inner.sort.is_expression()
            };
            node.nearest(&fits, &mut inner);
            candidates.extend(inner.into_iter().cloned());
        }
        let mut candidates = candidates.into_iter();
        candidates.any(|candidate| self.accept(self.tree.with(path, candidate)))
    }
}
