//! The tree of a random program: text with places that hold smaller trees.
//!
//! Owns the tree, how it becomes text and how a part of it is found. Never
//! chooses anything.

use std::fmt::Write as _;

/// What a tree stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// An expression that should be an Integer, and so on.
    Int,
    Float,
    Str,
    Array,
    Hash,
    Bool,
    Object,
    Proc,
    /// An expression of any kind.
    Any,
    /// A statement.
    Step,
    /// Statements, each of which may go.
    List,
}

impl Sort {
    /// The simplest expressions of the sort.
    pub fn constants(self) -> &'static [&'static str] {
        match self {
            Sort::Int => &["0", "1", "7"],
            Sort::Float => &["0.0", "1.5"],
            Sort::Str => &["\"\"", "\"a\""],
            Sort::Array => &["[]", "[1]"],
            Sort::Hash => &["{}"],
            Sort::Bool => &["true", "false"],
            Sort::Object => &["C0.new(1)"],
            Sort::Proc => &[":succ.to_proc"],
            Sort::Any => &["nil", "0"],
            Sort::Step | Sort::List => &[],
        }
    }

    pub fn is_expression(self) -> bool {
        !matches!(self, Sort::Step | Sort::List)
    }
}

/// A part of a program.
#[derive(Clone, Debug)]
pub struct Node {
    pub sort: Sort,
    pub pieces: Vec<Piece>,
}

#[derive(Clone, Debug)]
pub enum Piece {
    /// As it stands; a line break takes the indentation with it.
    Text(String),
    Node(Node),
    /// How often something is done.
    Count(u32),
}

/// Where a node is: the index of a piece at each level.
pub type Path = Vec<usize>;

impl Node {
    pub fn text(sort: Sort, text: impl Into<String>) -> Node {
        Node {
            sort,
            pieces: vec![Piece::Text(text.into())],
        }
    }

    /// Statements.
    pub fn list(steps: Vec<Node>) -> Node {
        Node {
            sort: Sort::List,
            pieces: steps.into_iter().map(Piece::Node).collect(),
        }
    }

    /// The program as text.
    pub fn render(&self) -> String {
        let mut out = String::new();
        for piece in &self.pieces {
            if let Piece::Node(step) = piece {
                step.write(&mut out, 0);
                out.push('\n');
            }
        }
        out
    }

    fn write(&self, out: &mut String, indent: usize) {
        if self.sort == Sort::List {
            for (index, piece) in self.pieces.iter().enumerate() {
                if index > 0 {
                    line_break(out, indent + 2);
                } else {
                    out.push_str("  ");
                }
                piece.write(out, indent + 2);
            }
            return;
        }
        for piece in &self.pieces {
            piece.write(out, indent);
        }
    }

    /// The paths of all nodes, each before those in it.
    pub fn paths(&self) -> Vec<Path> {
        let mut found = Vec::new();
        self.collect(&mut Vec::new(), &mut found);
        found
    }

    fn collect(&self, path: &mut Path, found: &mut Vec<Path>) {
        found.push(path.clone());
        for (index, piece) in self.pieces.iter().enumerate() {
            if let Piece::Node(node) = piece {
                path.push(index);
                node.collect(path, found);
                path.pop();
            }
        }
    }

    pub fn at(&self, path: &[usize]) -> Option<&Node> {
        let Some((&first, rest)) = path.split_first() else {
            return Some(self);
        };
        match self.pieces.get(first)? {
            Piece::Node(node) => node.at(rest),
            _ => None,
        }
    }

    /// The same tree with another node at a path.
    pub fn with(&self, path: &[usize], other: Node) -> Node {
        let Some((&first, rest)) = path.split_first() else {
            return other;
        };
        let mut tree = self.clone();
        if let Some(Piece::Node(node)) = tree.pieces.get_mut(first) {
            *node = node.with(rest, other);
        }
        tree
    }

    /// The nearest nodes inside that `wanted` accepts.
    pub fn nearest<'n>(&'n self, wanted: &dyn Fn(&Node) -> bool, found: &mut Vec<&'n Node>) {
        for piece in &self.pieces {
            if let Piece::Node(node) = piece {
                if wanted(node) {
                    found.push(node);
                } else {
                    node.nearest(wanted, found);
                }
            }
        }
    }

    /// How many nodes there are.
    pub fn size(&self) -> usize {
        let inner = self.pieces.iter().map(|piece| match piece {
            Piece::Node(node) => node.size(),
            _ => 0,
        });
        1 + inner.sum::<usize>()
    }
}

impl Piece {
    fn write(&self, out: &mut String, indent: usize) {
        match self {
            Piece::Text(text) => {
                for (index, line) in text.split('\n').enumerate() {
                    if index > 0 {
                        line_break(out, indent);
                    }
                    out.push_str(line);
                }
            }
            Piece::Node(node) => node.write(out, indent),
            Piece::Count(count) => {
                let _ = write!(out, "{count}");
            }
        }
    }
}

fn line_break(out: &mut String, indent: usize) {
    // A list without statements leaves nothing behind.
    while out.ends_with(' ') {
        out.pop();
    }
    if !out.ends_with('\n') {
        out.push('\n');
    }
    for _ in 0..indent {
        out.push(' ');
    }
}
