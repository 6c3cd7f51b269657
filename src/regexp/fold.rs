//! Characters that are several characters in another case.
//!
//! Owns the rewriting of a tree whose case does not matter: `ss` is also `ß`.
//! One character against one is the affair of sets.

use super::tree::{Item, Mode, Node, Set};

/// Characters with what they are when their case is folded.
const FOLDS: &[(char, &str)] = &[
    ('\u{df}', "ss"),
    ('\u{130}', "i\u{307}"),
    ('\u{149}', "\u{2bc}n"),
    ('\u{1f0}', "j\u{30c}"),
    ('\u{390}', "\u{3b9}\u{308}\u{301}"),
    ('\u{3b0}', "\u{3c5}\u{308}\u{301}"),
    ('\u{587}', "\u{565}\u{582}"),
    ('\u{1e96}', "h\u{331}"),
    ('\u{1e97}', "t\u{308}"),
    ('\u{1e98}', "w\u{30a}"),
    ('\u{1e99}', "y\u{30a}"),
    ('\u{1e9a}', "a\u{2be}"),
    ('\u{1e9e}', "ss"),
    ('\u{1f50}', "\u{3c5}\u{313}"),
    ('\u{1f52}', "\u{3c5}\u{313}\u{300}"),
    ('\u{1f54}', "\u{3c5}\u{313}\u{301}"),
    ('\u{1f56}', "\u{3c5}\u{313}\u{342}"),
    ('\u{1f80}', "\u{1f00}\u{3b9}"),
    ('\u{1f81}', "\u{1f01}\u{3b9}"),
    ('\u{1f82}', "\u{1f02}\u{3b9}"),
    ('\u{1f83}', "\u{1f03}\u{3b9}"),
    ('\u{1f84}', "\u{1f04}\u{3b9}"),
    ('\u{1f85}', "\u{1f05}\u{3b9}"),
    ('\u{1f86}', "\u{1f06}\u{3b9}"),
    ('\u{1f87}', "\u{1f07}\u{3b9}"),
    ('\u{1f88}', "\u{1f00}\u{3b9}"),
    ('\u{1f89}', "\u{1f01}\u{3b9}"),
    ('\u{1f8a}', "\u{1f02}\u{3b9}"),
    ('\u{1f8b}', "\u{1f03}\u{3b9}"),
    ('\u{1f8c}', "\u{1f04}\u{3b9}"),
    ('\u{1f8d}', "\u{1f05}\u{3b9}"),
    ('\u{1f8e}', "\u{1f06}\u{3b9}"),
    ('\u{1f8f}', "\u{1f07}\u{3b9}"),
    ('\u{1f90}', "\u{1f20}\u{3b9}"),
    ('\u{1f91}', "\u{1f21}\u{3b9}"),
    ('\u{1f92}', "\u{1f22}\u{3b9}"),
    ('\u{1f93}', "\u{1f23}\u{3b9}"),
    ('\u{1f94}', "\u{1f24}\u{3b9}"),
    ('\u{1f95}', "\u{1f25}\u{3b9}"),
    ('\u{1f96}', "\u{1f26}\u{3b9}"),
    ('\u{1f97}', "\u{1f27}\u{3b9}"),
    ('\u{1f98}', "\u{1f20}\u{3b9}"),
    ('\u{1f99}', "\u{1f21}\u{3b9}"),
    ('\u{1f9a}', "\u{1f22}\u{3b9}"),
    ('\u{1f9b}', "\u{1f23}\u{3b9}"),
    ('\u{1f9c}', "\u{1f24}\u{3b9}"),
    ('\u{1f9d}', "\u{1f25}\u{3b9}"),
    ('\u{1f9e}', "\u{1f26}\u{3b9}"),
    ('\u{1f9f}', "\u{1f27}\u{3b9}"),
    ('\u{1fa0}', "\u{1f60}\u{3b9}"),
    ('\u{1fa1}', "\u{1f61}\u{3b9}"),
    ('\u{1fa2}', "\u{1f62}\u{3b9}"),
    ('\u{1fa3}', "\u{1f63}\u{3b9}"),
    ('\u{1fa4}', "\u{1f64}\u{3b9}"),
    ('\u{1fa5}', "\u{1f65}\u{3b9}"),
    ('\u{1fa6}', "\u{1f66}\u{3b9}"),
    ('\u{1fa7}', "\u{1f67}\u{3b9}"),
    ('\u{1fa8}', "\u{1f60}\u{3b9}"),
    ('\u{1fa9}', "\u{1f61}\u{3b9}"),
    ('\u{1faa}', "\u{1f62}\u{3b9}"),
    ('\u{1fab}', "\u{1f63}\u{3b9}"),
    ('\u{1fac}', "\u{1f64}\u{3b9}"),
    ('\u{1fad}', "\u{1f65}\u{3b9}"),
    ('\u{1fae}', "\u{1f66}\u{3b9}"),
    ('\u{1faf}', "\u{1f67}\u{3b9}"),
    ('\u{1fb2}', "\u{1f70}\u{3b9}"),
    ('\u{1fb3}', "\u{3b1}\u{3b9}"),
    ('\u{1fb4}', "\u{3ac}\u{3b9}"),
    ('\u{1fb6}', "\u{3b1}\u{342}"),
    ('\u{1fb7}', "\u{3b1}\u{342}\u{3b9}"),
    ('\u{1fbc}', "\u{3b1}\u{3b9}"),
    ('\u{1fc2}', "\u{1f74}\u{3b9}"),
    ('\u{1fc3}', "\u{3b7}\u{3b9}"),
    ('\u{1fc4}', "\u{3ae}\u{3b9}"),
    ('\u{1fc6}', "\u{3b7}\u{342}"),
    ('\u{1fc7}', "\u{3b7}\u{342}\u{3b9}"),
    ('\u{1fcc}', "\u{3b7}\u{3b9}"),
    ('\u{1fd2}', "\u{3b9}\u{308}\u{300}"),
    ('\u{1fd3}', "\u{3b9}\u{308}\u{301}"),
    ('\u{1fd6}', "\u{3b9}\u{342}"),
    ('\u{1fd7}', "\u{3b9}\u{308}\u{342}"),
    ('\u{1fe2}', "\u{3c5}\u{308}\u{300}"),
    ('\u{1fe3}', "\u{3c5}\u{308}\u{301}"),
    ('\u{1fe4}', "\u{3c1}\u{313}"),
    ('\u{1fe6}', "\u{3c5}\u{342}"),
    ('\u{1fe7}', "\u{3c5}\u{308}\u{342}"),
    ('\u{1ff2}', "\u{1f7c}\u{3b9}"),
    ('\u{1ff3}', "\u{3c9}\u{3b9}"),
    ('\u{1ff4}', "\u{3ce}\u{3b9}"),
    ('\u{1ff6}', "\u{3c9}\u{342}"),
    ('\u{1ff7}', "\u{3c9}\u{342}\u{3b9}"),
    ('\u{1ffc}', "\u{3c9}\u{3b9}"),
    ('\u{fb00}', "ff"),
    ('\u{fb01}', "fi"),
    ('\u{fb02}', "fl"),
    ('\u{fb03}', "ffi"),
    ('\u{fb04}', "ffl"),
    ('\u{fb05}', "st"),
    ('\u{fb06}', "st"),
    ('\u{fb13}', "\u{574}\u{576}"),
    ('\u{fb14}', "\u{574}\u{565}"),
    ('\u{fb15}', "\u{574}\u{56b}"),
    ('\u{fb16}', "\u{57e}\u{576}"),
    ('\u{fb17}', "\u{574}\u{56d}"),
];

/// The most rounds of a character that are taken for a string.
const MOST_COPIES: u32 = 100;

/// The longest run of characters whose ways are all written out.
const MOST_OVERLAPS: usize = 8;

/// Rewrites a pattern. `behind`: it stands in a look-behind, below its top, where
/// every way must be of the same width.
pub(super) fn expand(node: Node, behind: bool) -> Node {
    let boxed = |node: Box<Node>| Box::new(expand(*node, behind));
    let all = |nodes: Vec<Node>| nodes.into_iter().map(|node| expand(node, behind)).collect();
    match node {
        Node::Char { fold: true, .. } if !behind => sequence(vec![node]),
        Node::Set {
            ref set,
            fold: true,
        } if !behind && !set.negated => with_strings(node),
        Node::Sequence(nodes) if !behind => sequence(nodes),
        Node::Sequence(nodes) => Node::Sequence(all(nodes)),
        Node::Alternatives(nodes) => Node::Alternatives(all(nodes)),
        Node::Capture(number, body) => Node::Capture(number, boxed(body)),
        Node::Atomic(body) => Node::Atomic(boxed(body)),
        Node::Absent(body) => Node::Absent(boxed(body)),
        Node::Look {
            behind,
            negated,
            body,
        } => Node::Look {
            behind,
            negated,
            body: Box::new(if behind {
                looked_behind(*body)
            } else {
                expand(*body, false)
            }),
        },
        // The same character again and again is a string.
        Node::Repeat {
            ref body,
            min: count @ 2..=MOST_COPIES,
            max,
            mode: Mode::Greedy,
        } if max == Some(count) && !behind && matches!(**body, Node::Char { fold: true, .. }) => {
            sequence(vec![(**body).clone(); count as usize])
        }
        Node::Repeat {
            body,
            min,
            max,
            mode,
        } => Node::Repeat {
            body: boxed(body),
            min,
            max,
            mode,
        },
        Node::Condition { group, yes, no } => Node::Condition {
            group,
            yes: boxed(yes),
            no: boxed(no),
        },
        node => node,
    }
}

/// What stands in a look-behind: only what is a string at its top may have ways
/// of different widths.
fn looked_behind(body: Node) -> Node {
    let top = match body {
        Node::Alternatives(nodes) => nodes,
        node => vec![node],
    };
    let mut ways = Vec::new();
    for node in top {
        match folded_text(std::slice::from_ref(&node)) {
            Some(text) if text.len() <= MOST_OVERLAPS => ways.extend(tilings(&text)),
            _ => ways.push(expand(node, true)),
        }
    }
    one_of(ways)
}

fn one_of(mut ways: Vec<Node>) -> Node {
    match ways.len() {
        1 => ways.pop().expect("a list of one"),
        _ => Node::Alternatives(ways),
    }
}

/// The characters of nodes that are nothing but characters in any case.
fn folded_text(nodes: &[Node]) -> Option<Vec<char>> {
    let mut text = Vec::new();
    for node in nodes {
        match node {
            Node::Char { c, fold: true } => text.push(*c),
            Node::Sequence(nodes) => text.extend(folded_text(nodes)?),
            _ => return None,
        }
    }
    Some(text)
}

fn sequence(nodes: Vec<Node>) -> Node {
    let mut out = Vec::new();
    let mut nodes = nodes.into_iter().peekable();
    while let Some(node) = nodes.next() {
        let Node::Char { c, fold: true } = node else {
            out.push(expand(node, false));
            continue;
        };
        let mut text = vec![c];
        while let Some(&Node::Char { c, fold: true }) = nodes.peek() {
            text.push(c);
            nodes.next();
        }
        string(&text, &mut out);
    }
    Node::sequence(out)
}

/// A run of characters in any case.
fn string(text: &[char], out: &mut Vec<Node>) {
    let mut at = 0;
    while at < text.len() {
        // As far as ways overlap.
        let mut end = at + 1;
        let mut from = at;
        while from < end && end - at <= MOST_OVERLAPS {
            let longest = ways_at(&text[from..])
                .map(|(length, _)| from + length)
                .max();
            end = end.max(longest.unwrap_or(0));
            from += 1;
        }
        match &tilings(&text[at..end])[..] {
            [] => {}
            [only] => match only.clone() {
                Node::Sequence(nodes) => out.extend(nodes),
                node => out.push(node),
            },
            several => out.push(Node::Alternatives(several.to_vec())),
        }
        at = end;
    }
}

/// All ways to write a text.
fn tilings(text: &[char]) -> Vec<Node> {
    let mut lists: Vec<Vec<Vec<Node>>> = vec![Vec::new(); text.len() + 1];
    lists[text.len()].push(Vec::new());
    for at in (0..text.len()).rev() {
        let single = Node::Char {
            c: text[at],
            fold: true,
        };
        let mut ways = vec![(1, vec![single])];
        ways.extend(ways_at(&text[at..]));
        let mut found = Vec::new();
        for (length, way) in ways {
            let rests = lists.get(at + length).cloned().unwrap_or_default();
            found.extend(rests.into_iter().map(|rest| [way.clone(), rest].concat()));
        }
        lists[at] = found;
    }
    lists
        .swap_remove(0)
        .into_iter()
        .map(Node::sequence)
        .collect()
}

/// What else the beginning of a text can be: how many characters of it, and what.
fn ways_at(text: &[char]) -> impl Iterator<Item = (usize, Vec<Node>)> + '_ {
    let char = |c: char| Node::Char { c, fold: true };
    let shorter = FOLDS.iter().filter_map(move |&(c, folded)| {
        let length = folded.chars().count();
        let begins = text.len() >= length && folded.chars().zip(text).all(|(a, &b)| same(a, b));
        begins.then(|| (length, vec![Node::char(c)]))
    });
    let longer = FOLDS
        .iter()
        .filter(move |&&(c, _)| text.first() == Some(&c));
    shorter.chain(longer.map(move |&(_, folded)| (1, folded.chars().map(char).collect())))
}

fn same(folded: char, c: char) -> bool {
    folded == c || c.to_lowercase().eq(std::iter::once(folded))
}

/// A set, or what its members are that are several characters.
fn with_strings(node: Node) -> Node {
    let Node::Set { set, .. } = &node else {
        return node;
    };
    let char = |c: char| Node::Char { c, fold: true };
    let members = FOLDS.iter().filter(|(c, _)| lists(set, *c as u32));
    let mut ways: Vec<Node> = members
        .map(|(_, folded)| Node::sequence(folded.chars().map(char).collect()))
        .collect();
    ways.insert(0, node);
    one_of(ways)
}

/// Whether a set names a character itself.
fn lists(set: &Set, code: u32) -> bool {
    set.parts.iter().all(|items| {
        items.iter().any(|item| match item {
            Item::Range(low, high) => (*low..=*high).contains(&code),
            Item::Nested(set) => !set.negated && lists(set, code),
            _ => false,
        })
    })
}
