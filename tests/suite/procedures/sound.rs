//! Soundness by playing every marking: an oracle that shares no code with the one of the program.

use super::all;
use petgraph::graph::{EdgeIndex, NodeIndex};
use redtape::graph::{Graph, Join, NodeKind, Split};
use std::collections::BTreeSet;

/// The flows that carry a token.
type Marking = BTreeSet<EdgeIndex>;

/// Markings after `node` has gone on from a marking that it has left already.
fn go_on(graph: &Graph, node: NodeIndex, left: &Marking) -> Vec<Marking> {
    let out = graph.out_flows(node);
    let choices: Vec<Vec<EdgeIndex>> = match graph.net[node].split {
        Split::All => vec![out],
        Split::One => out.into_iter().map(|flow| vec![flow]).collect(),
        Split::Some => panic!("no procedure here has an inclusive gateway"),
    };
    let add = |flows: Vec<EdgeIndex>| {
        let mut next = left.clone();
        let safe = flows.into_iter().all(|flow| next.insert(flow));
        assert!(safe, "two tokens on one flow after {}", graph.net[node].id);
        next
    };
    choices.into_iter().map(add).collect()
}

/// The markings that `node` can take up: what is left of `marking` after each way to start it.
fn take_up(graph: &Graph, node: NodeIndex, marking: &Marking) -> Vec<Marking> {
    let into: Marking = graph.in_flows(node).into_iter().collect();
    match graph.net[node].join {
        Join::All if into.is_empty() || !into.is_subset(marking) => Vec::new(),
        Join::All => vec![marking - &into],
        Join::Any => (&into & marking)
            .into_iter()
            .map(|flow| marking - &Marking::from([flow]))
            .collect(),
        Join::Some => panic!("no procedure here has an inclusive merge"),
    }
}

/// Plays all markings; returns the nodes that were ever started.
fn play(graph: &Graph) -> BTreeSet<NodeIndex> {
    let mut started = BTreeSet::from([graph.start]);
    let mut open = go_on(graph, graph.start, &Marking::new());
    let mut seen = BTreeSet::new();
    while let Some(marking) = open.pop() {
        if !seen.insert(marking.clone()) {
            continue;
        }
        let mut stuck = true;
        for node in graph.net.node_indices() {
            for left in take_up(graph, node, &marking) {
                stuck = false;
                started.insert(node);
                let end = graph.net[node].kind == NodeKind::End;
                assert!(
                    !end || left.is_empty(),
                    "{} ends while work goes on",
                    graph.net[node].id
                );
                if !end {
                    open.extend(go_on(graph, node, &left));
                }
            }
        }
        assert!(!stuck, "a run stands still");
    }
    started
}

#[test]
fn no_run_stands_still_and_every_step_can_happen() {
    for procedure in all() {
        let graph = Graph::of(&procedure);
        assert_eq!(
            play(&graph).len(),
            graph.net.node_count(),
            "{}: a part that no run reaches",
            procedure.id
        );
    }
}
