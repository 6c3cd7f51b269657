//! What is wrong with a pattern as a whole.
//!
//! Owns the checks that a group which calls itself goes over a character first,
//! that groups which are named by number exist, and that what stands in a
//! look-behind has a width.

use super::Error;
use super::tree::{Anchor, Mode, Node};

/// How deep groups that call each other are followed.
const MOST_LEVELS: u32 = 3_000;

/// Fails if some group can call itself before it goes over anything, or can do
/// nothing else than call itself.
pub(super) fn check(node: &Node, groups: u32) -> Result<(), Error> {
    let mut bodies = vec![None; groups as usize + 1];
    bodies[0] = Some(node);
    node.each(&mut |node| {
        if let Node::Capture(group, body) = node {
            bodies[*group as usize] = Some(body);
        }
    });
    if node.any(&|node| matches!(node, Node::Call(_))) {
        recursion(&bodies)?;
    }
    references(node, &node.group_widths(groups))
}

/// Finds, in the order of the text, groups that do not exist and look-behinds of
/// no width.
fn references(node: &Node, widths: &[Option<u32>]) -> Result<(), Error> {
    match node {
        Node::Backref { groups, .. } => {
            let exists = |&group: &u32| (group as usize) < widths.len();
            if !groups.iter().all(exists) {
                return Err(Error::syntax("invalid backref number/name"));
            }
        }
        Node::Condition { group, .. } if *group as usize >= widths.len() => {
            return Err(Error::syntax("invalid backref number/name"));
        }
        Node::Look {
            behind: true,
            negated,
            body,
        } if !fits_behind(body, *negated, widths) => {
            return Err(Error::syntax("invalid pattern in look-behind"));
        }
        _ => {}
    }
    node.parts().try_for_each(|part| references(part, widths))
}

/// Whether something may stand in a look-behind: at its top alternatives of
/// different widths, below only of one.
fn fits_behind(body: &Node, negated: bool, widths: &[Option<u32>]) -> bool {
    let bad = |node: &Node| match node {
        Node::Look { behind, .. } => !behind,
        Node::Anchor(anchor) => matches!(anchor, Anchor::TextEnd | Anchor::LastLineEnd),
        Node::Capture(..) => negated,
        Node::Atomic(_) | Node::Condition { .. } | Node::Absent(_) | Node::Backref { .. } => true,
        Node::Repeat { mode, .. } => *mode == Mode::Possessive,
        _ => false,
    };
    let width = |node: &Node| node.fixed_width(widths);
    !body.any(&bad)
        && match body {
            Node::Alternatives(nodes) => nodes.iter().all(|node| width(node).is_some()),
            node => width(node).is_some(),
        }
}

/// Fails if some group's calls cannot end.
fn recursion(bodies: &[Option<&Node>]) -> Result<(), Error> {
    for group in 0..bodies.len() {
        let mut walk = Walk {
            bodies,
            target: group as u32,
            seen: vec![false; bodies.len()],
            level: 0,
            too_deep: false,
        };
        let Some(body) = bodies[group] else { continue };
        walk.seen[group] = true;
        if walk.reaches(body).0 {
            return Err(Error::syntax("never ending recursion"));
        }
        walk.seen.fill(false);
        walk.seen[group] = true;
        if walk.must(body) {
            return Err(Error::syntax("never ending recursion"));
        }
        if walk.too_deep {
            return Err(Error::syntax("too deep nest level"));
        }
    }
    Ok(())
}

struct Walk<'a, 'n> {
    bodies: &'a [Option<&'n Node>],
    target: u32,
    seen: Vec<bool>,
    level: u32,
    too_deep: bool,
}

impl Walk<'_, '_> {
    /// Whether the target can be called before anything is gone over, and
    /// whether the end can be reached so.
    fn reaches(&mut self, node: &Node) -> (bool, bool) {
        if !self.enter() {
            return (false, false);
        }
        let found = self.reaches_in(node);
        self.level -= 1;
        found
    }

    /// Goes a level deeper, if that is allowed.
    fn enter(&mut self) -> bool {
        self.too_deep |= self.level >= MOST_LEVELS;
        self.level += u32::from(!self.too_deep);
        !self.too_deep
    }

    fn reaches_in(&mut self, node: &Node) -> (bool, bool) {
        match node {
            Node::Call(group) if *group == self.target => (true, false),
            Node::Call(group) => {
                let seen = std::mem::replace(&mut self.seen[*group as usize], true);
                match self.bodies[*group as usize] {
                    Some(body) if !seen => self.reaches(body),
                    body => (false, body.is_some_and(|body| body.min_width() == 0)),
                }
            }
            Node::Capture(_, body) | Node::Atomic(body) => self.reaches(body),
            Node::Look { body, .. } | Node::Absent(body) => (self.reaches(body).0, true),
            Node::Repeat { body, min, .. } => {
                let (calls, empty) = self.reaches(body);
                (calls, empty || *min == 0)
            }
            Node::Condition { yes, no, .. } => {
                let (a, b) = (self.reaches(yes), self.reaches(no));
                (a.0 || b.0, a.1 || b.1)
            }
            Node::Alternatives(nodes) => nodes.iter().fold((false, false), |found, node| {
                let more = self.reaches(node);
                (found.0 || more.0, found.1 || more.1)
            }),
            Node::Sequence(nodes) => {
                for node in nodes {
                    match self.reaches(node) {
                        (true, _) => return (true, false),
                        (false, false) => return (false, false),
                        (false, true) => {}
                    }
                }
                (false, true)
            }
            node => (false, node.min_width() == 0),
        }
    }

    /// Whether every way through calls the target.
    fn must(&mut self, node: &Node) -> bool {
        if !self.enter() {
            return false;
        }
        let found = self.must_in(node);
        self.level -= 1;
        found
    }

    fn must_in(&mut self, node: &Node) -> bool {
        match node {
            Node::Call(group) if *group == self.target => true,
            Node::Call(group) => {
                let seen = std::mem::replace(&mut self.seen[*group as usize], true);
                let body = self.bodies[*group as usize];
                !seen && body.is_some_and(|body| self.must(body))
            }
            Node::Capture(_, body) | Node::Atomic(body) => self.must(body),
            Node::Look { body, negated, .. } => !negated && self.must(body),
            Node::Repeat { body, min, .. } => *min > 0 && self.must(body),
            Node::Condition { yes, no, .. } => self.must(yes) && self.must(no),
            Node::Alternatives(nodes) => nodes.iter().all(|node| self.must(node)),
            Node::Sequence(nodes) => nodes.iter().any(|node| self.must(node)),
            _ => false,
        }
    }
}
