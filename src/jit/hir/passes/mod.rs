//! The passes over a graph, in the order in which they run. Each leaves a graph
//! that the verifier accepts; in debug builds it looks after each of them.

pub(crate) mod clean;
pub(crate) mod fold;
pub(crate) mod guards;
pub(crate) mod types;
pub(crate) mod unbox;

use super::{Graph, verify};

/// A pass: its name and what it does.
pub(crate) type Pass = (&'static str, fn(&mut Graph));

/// Every pass, in order.
pub(crate) const ALL: &[Pass] = &[
    ("straighten", clean::straighten),
    ("types", types::infer),
    ("guards on types", guards::types),
    ("guards on objects", guards::objects),
    ("fold", fold::fold),
    ("straighten", clean::straighten),
    ("prune", clean::prune_params),
    ("types", types::infer),
    ("guards on types", guards::types),
    ("dead", clean::remove_dead),
    ("unbox", unbox::unbox),
    ("fold", fold::fold),
    ("straighten", clean::straighten),
    ("dead", clean::remove_dead),
    ("renumber", clean::renumber),
];

/// Runs all passes.
pub(crate) fn run(graph: &mut Graph) {
    for (name, pass) in ALL {
        pass(graph);
        verify::check_in_debug(graph, name);
    }
}
