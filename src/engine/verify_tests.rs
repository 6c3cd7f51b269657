//! The verifier of graphs finds what is wrong: good graphs of small programs, each
//! spoilt in one way wherever that can be done. A spoilt graph that passes would
//! be compiled.

use std::cell::RefCell;
use std::rc::Rc;

use super::hir_tests::{config, watched_by};
use crate::jit::hir::verify::check;
use crate::jit::hir::{End, Graph, Insn, StateId, Type, Val};
use crate::vm::Vm;

/// Integers, floats, calls, an array, a loop: something for each fault.
const PROGRAM: &str = "
class Point
  attr_reader :x
  def initialize(x) = @x = x
  def plus(other) = Point.new(@x + other.x)
end
def fib(n) = n < 2 ? n : fib(n - 1) + fib(n - 2)
def mean(list)
  sum = 0.0
  list.each { |x| sum += x }
  i = 0
  while i < list.size
    sum += list[i] * 0.5
    i += 1
  end
  name = 'mean'
  fib(3)
  [name, sum / list.size]
end
60.times { |n| mean([1.5, 2.5, n.to_f]); Point.new(n).plus(Point.new(1)); fib(6) }";

/// Every graph spoilt in one way, with a word of what the verifier has to say.
type Fault = (&'static str, fn(&Graph) -> Vec<Graph>);

const FAULTS: &[Fault] = &[
    ("which is not there", uses_before_definition),
    ("which is not there", lost_definitions),
    ("is defined twice", second_definitions),
    ("wants", loose_guards),
    ("which is not there", states_ahead_of_time),
    ("which is no Ruby value", states_of_conditions),
    ("lives across the call", states_that_forget),
    ("locals", states_too_short),
    ("the edge from", edges_without_arguments),
    ("is no parameter", parameters_in_disorder),
];

fn changed(graph: &Graph, change: impl FnOnce(&mut Graph)) -> Graph {
    let mut graph = graph.clone();
    change(&mut graph);
    graph
}

/// Where values are defined: block and position.
fn places(graph: &Graph) -> impl Iterator<Item = (usize, usize, Val)> + '_ {
    let blocks = graph.blocks.iter().enumerate();
    blocks.flat_map(|(block, it)| {
        let body = it.body.iter().enumerate();
        body.map(move |(at, &value)| (block, at, value))
    })
}

fn uses(graph: &Graph, user: Val, used: Val) -> bool {
    let mut found = false;
    let insn = &graph.nodes[user.0 as usize].insn;
    insn.each_use(|value| found |= value == used);
    found
}

fn uses_before_definition(graph: &Graph) -> Vec<Graph> {
    let neighbours = places(graph).filter_map(|(block, at, value)| {
        let next = *graph.blocks[block].body.get(at + 1)?;
        uses(graph, next, value).then_some((block, at))
    });
    let swapped = neighbours
        .map(|(block, at)| changed(graph, |graph| graph.blocks[block].body.swap(at, at + 1)));
    swapped.collect()
}

fn lost_definitions(graph: &Graph) -> Vec<Graph> {
    let used = places(graph)
        .filter(|&(_, _, value)| places(graph).any(|(_, _, user)| uses(graph, user, value)));
    let lost = used.map(|(block, at, _)| {
        changed(graph, |graph| {
            graph.blocks[block].body.remove(at);
        })
    });
    lost.collect()
}

fn second_definitions(graph: &Graph) -> Vec<Graph> {
    let twice = places(graph)
        .map(|(block, _, value)| changed(graph, |graph| graph.blocks[block].body.push(value)));
    twice.collect()
}

/// What was guarded is used as it is.
fn loose_guards(graph: &Graph) -> Vec<Graph> {
    let guards = places(graph).filter_map(|(_, _, value)| {
        let node = &graph.nodes[value.0 as usize];
        let Insn::GuardType { value: guarded, .. } = node.insn else {
            return None;
        };
        let arithmetic = |user: Val| {
            let insn = &graph.nodes[user.0 as usize].insn;
            matches!(
                insn,
                Insn::Int { .. } | Insn::IntCmp { .. } | Insn::Unbox { .. }
            )
        };
        let user = places(graph).find(|&(_, _, user)| uses(graph, user, value) && arithmetic(user));
        user.map(|(_, _, user)| (value, guarded, user))
    });
    let loose = guards.map(|(guard, guarded, user)| {
        changed(graph, |graph| {
            graph.nodes[user.0 as usize].insn.each_use_mut(|used| {
                if *used == guard {
                    *used = guarded;
                }
            });
        })
    });
    loose.collect()
}

/// States of nodes, each with the node.
fn states(graph: &Graph) -> impl Iterator<Item = (Val, StateId)> + '_ {
    let nodes = places(graph).map(|(_, _, value)| value);
    nodes.flat_map(|value| {
        let states = graph.nodes[value.0 as usize].insn.states();
        states.into_iter().map(move |state| (value, state))
    })
}

/// The node itself stands in its state.
fn states_ahead_of_time(graph: &Graph) -> Vec<Graph> {
    let valued = states(graph).filter(|&(node, _)| matches!(graph.ty(node), Type::Tagged(_)));
    let early = valued.map(|(node, state)| {
        changed(graph, |graph| {
            graph.states[state.0 as usize].stack.push(node);
        })
    });
    early.collect()
}

/// What stands in a state is a condition.
fn states_of_conditions(graph: &Graph) -> Vec<Graph> {
    let held = states(graph).flat_map(|(_, state)| {
        let state = &graph.states[state.0 as usize];
        state.locals.iter().flatten().chain(&state.stack)
    });
    let spoilt = held.map(|value| {
        changed(graph, |graph| {
            graph.nodes[value.0 as usize].ty = Type::Cond;
        })
    });
    spoilt.collect()
}

/// Calls whose states know nothing.
fn states_that_forget(graph: &Graph) -> Vec<Graph> {
    let calls = states(graph).filter(|(node, _)| graph.nodes[node.0 as usize].insn.is_call());
    let forgetful = calls.map(|(_, state)| {
        changed(graph, |graph| {
            let state = &mut graph.states[state.0 as usize];
            state.locals.iter_mut().for_each(|local| *local = None);
            state.stack.clear();
        })
    });
    forgetful.collect()
}

fn states_too_short(graph: &Graph) -> Vec<Graph> {
    let states =
        states(graph).filter(|(_, state)| !graph.states[state.0 as usize].locals.is_empty());
    let short = states.map(|(_, state)| {
        changed(graph, |graph| {
            graph.states[state.0 as usize].locals.pop();
        })
    });
    short.collect()
}

fn edges_without_arguments(graph: &Graph) -> Vec<Graph> {
    let blocks = graph.blocks.iter().enumerate();
    let wide = blocks.filter(|(_, block)| block.end.edges().any(|edge| !edge.args.is_empty()));
    let spoilt = wide.map(|(at, _)| {
        changed(graph, |graph| {
            graph.blocks[at]
                .end
                .edges_mut()
                .for_each(|edge| edge.args.clear());
        })
    });
    spoilt.collect()
}

fn parameters_in_disorder(graph: &Graph) -> Vec<Graph> {
    let params = graph.blocks.iter().flat_map(|block| &block.params);
    let spoilt = params.map(|param| {
        changed(graph, |graph| {
            graph.nodes[param.0 as usize].insn = Insn::Param { index: 7 };
        })
    });
    spoilt.collect()
}

/// Of each kind: spoilt graphs, those that the verifier refused, and those of which
/// it said just what is wrong.
type Found = Rc<RefCell<Vec<[usize; 3]>>>;

fn spoil(graph: &Graph, found: &Found) {
    for (at, (wanted, fault)) in FAULTS.iter().enumerate() {
        for spoilt in fault(graph) {
            let outcome = check(&spoilt);
            let counts = &mut found.borrow_mut()[at];
            counts[0] += 1;
            counts[1] += usize::from(outcome.is_err());
            counts[2] += usize::from(outcome.is_err_and(|why| why.contains(wanted)));
        }
    }
}

#[test]
fn spoilt_graphs_are_refused() {
    let found: Found = Rc::new(RefCell::new(vec![[0; 3]; FAULTS.len()]));
    let then = {
        let found = found.clone();
        move |_: &mut Vm, graph: &Graph| spoil(graph, &found)
    };
    watched_by(
        PROGRAM,
        "spoilt.rb",
        (config(false), true, 1_000_000),
        Box::new(then),
    );
    let found = found.borrow();
    for ((wanted, _), [spoilt, refused, said]) in FAULTS.iter().zip(found.iter()) {
        let figures = format!("{wanted}: {spoilt}, {refused} refused, {said} of them for that");
        println!("{figures}");
        assert!(*said >= 5, "{figures}");
        // Behind some calls nothing of what is forgotten is needed.
        if *wanted != "lives across the call" {
            assert_eq!(refused, spoilt, "{figures}");
        }
    }
}

#[test]
fn an_end_that_returns_a_raw_double_is_refused() {
    let refused = Rc::new(RefCell::new(0));
    let then = {
        let refused = refused.clone();
        move |_: &mut Vm, graph: &Graph| {
            for at in 0..graph.blocks.len() {
                let End::Return { state, .. } = graph.blocks[at].end else {
                    continue;
                };
                let body = graph.blocks[at].body.iter().copied();
                let Some(value) = body.clone().find(|&value| graph.ty(value) == Type::Double)
                else {
                    continue;
                };
                let spoilt = changed(graph, |graph| {
                    graph.blocks[at].end = End::Return { value, state }
                });
                assert!(check(&spoilt).is_err_and(|why| why.contains("a return wants")));
                *refused.borrow_mut() += 1;
            }
        }
    };
    let program = "def half(x) = x * 0.5\n60.times { |n| half(n + 0.5) }";
    watched_by(
        program,
        "spoilt.rb",
        (config(false), true, 1_000_000),
        Box::new(then),
    );
    assert!(*refused.borrow() > 0);
}
