//! What can be reached from one node without ever meeting another.

use crate::graph::{Graph, Join};
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use std::collections::BTreeSet;

/// The nodes that a case can come to after `from`, in this round or a later one, without `via` having
/// happened on the way; flows that are `cut` are not taken.
///
/// A parallel join has waited for `via` as soon as one of its branches has; so this says more than
/// paths alone would.
pub fn escapes(
    graph: &Graph,
    from: NodeIndex,
    via: NodeIndex,
    cut: impl Fn(EdgeIndex) -> bool,
) -> BTreeSet<NodeIndex> {
    let within = reach(graph, from, &cut);
    let mut found = BTreeSet::new();
    let mut open = vec![from];
    while let Some(node) = open.pop() {
        for flow in graph.net.edges(node).filter(|flow| !cut(flow.id())) {
            let next = flow.target();
            if next == via || found.contains(&next) {
                continue;
            }
            let missed = |source: NodeIndex| source == from || found.contains(&source);
            let mut sources = (graph.net)
                .edges_directed(next, petgraph::Incoming)
                .filter(|flow| !cut(flow.id()))
                .map(|flow| flow.source())
                .filter(|source| within.contains(source));
            if graph.net[next].join != Join::All || sources.all(missed) {
                found.insert(next);
                open.push(next);
            }
        }
    }
    found
}

/// `from` and all that it leads to.
fn reach(graph: &Graph, from: NodeIndex, cut: impl Fn(EdgeIndex) -> bool) -> BTreeSet<NodeIndex> {
    let mut found = BTreeSet::from([from]);
    let mut open = vec![from];
    while let Some(node) = open.pop() {
        for flow in graph.net.edges(node).filter(|flow| !cut(flow.id())) {
            if found.insert(flow.target()) {
                open.push(flow.target());
            }
        }
    }
    found
}
