//! Calls of groups that cannot end.
//!
//! Owns the check that a group which calls itself goes over a character first.

use super::Error;
use super::tree::Node;

/// Fails if some group can call itself before it goes over anything, or can do
/// nothing else than call itself.
pub(super) fn check(node: &Node, groups: u32) -> Result<(), Error> {
    if !node.any(&|node| matches!(node, Node::Call(_))) {
        return Ok(());
    }
    let mut bodies = vec![None; groups as usize + 1];
    bodies[0] = Some(node);
    collect(node, &mut bodies);
    for group in 0..bodies.len() {
        let mut walk = Walk {
            bodies: &bodies,
            target: group as u32,
            seen: vec![false; bodies.len()],
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
    }
    Ok(())
}

fn collect<'n>(node: &'n Node, bodies: &mut Vec<Option<&'n Node>>) {
    match node {
        Node::Capture(group, body) => {
            bodies[*group as usize] = Some(body);
            collect(body, bodies);
        }
        Node::Atomic(body)
        | Node::Absent(body)
        | Node::Look { body, .. }
        | Node::Repeat { body, .. } => collect(body, bodies),
        Node::Condition { yes, no, .. } => {
            collect(yes, bodies);
            collect(no, bodies);
        }
        Node::Alternatives(nodes) | Node::Sequence(nodes) => {
            nodes.iter().for_each(|node| collect(node, bodies));
        }
        _ => {}
    }
}

struct Walk<'a, 'n> {
    bodies: &'a [Option<&'n Node>],
    target: u32,
    seen: Vec<bool>,
}

impl Walk<'_, '_> {
    /// Whether the target can be called before anything is gone over, and
    /// whether the end can be reached so.
    fn reaches(&mut self, node: &Node) -> (bool, bool) {
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
