//! What can be reached from one node without ever meeting another.

use crate::graph::{Graph, Join};
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

/// For each node, whether a case can come to it after `from`, in this round or a later one, without `via` having
/// happened on the way; flows that are `cut` are not taken.
///
/// A parallel join has waited for `via` as soon as one of its branches has; so this says more than
/// paths alone would.
pub fn escapes(
    graph: &Graph,
    from: NodeIndex,
    via: NodeIndex,
    cut: impl Fn(EdgeIndex) -> bool,
) -> Vec<bool> {
    let within = reach(graph, from, &cut);
    let mut found = vec![false; graph.net.node_count()];
    let mut open = vec![from];
    while let Some(node) = open.pop() {
        for flow in graph.net.edges(node).filter(|flow| !cut(flow.id())) {
            let next = flow.target();
            if next == via || found[next.index()] {
                continue;
            }
            let missed = |source: NodeIndex| source == from || found[source.index()];
            let mut sources = (graph.net)
                .edges_directed(next, petgraph::Incoming)
                .filter(|flow| !cut(flow.id()))
                .map(|flow| flow.source())
                .filter(|source| within[source.index()]);
            if graph.net[next].join != Join::All || sources.all(missed) {
                found[next.index()] = true;
                open.push(next);
            }
        }
    }
    found
}

/// For each node, whether some path of at least one flow leads from it to `to` that does not meet `via`. Of what
/// [`escapes`] finds, this holds at the least.
pub fn leading_around(graph: &Graph, to: NodeIndex, via: NodeIndex) -> Vec<bool> {
    let mut found = vec![false; graph.net.node_count()];
    let mut open = vec![to];
    while let Some(node) = open.pop() {
        for from in graph.net.neighbors_directed(node, petgraph::Incoming) {
            if from != via && !std::mem::replace(&mut found[from.index()], true) {
                open.push(from);
            }
        }
    }
    found
}

/// `from` and all that it leads to.
fn reach(graph: &Graph, from: NodeIndex, cut: impl Fn(EdgeIndex) -> bool) -> Vec<bool> {
    let mut found = vec![false; graph.net.node_count()];
    found[from.index()] = true;
    let mut open = vec![from];
    while let Some(node) = open.pop() {
        for flow in graph.net.edges(node).filter(|flow| !cut(flow.id())) {
            if !std::mem::replace(&mut found[flow.target().index()], true) {
                open.push(flow.target());
            }
        }
    }
    found
}
