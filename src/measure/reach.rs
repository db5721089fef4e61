//! How likely a case is to come to each node in its first round, before anything returns it.

use crate::graph::{Graph, Join, Split};
use petgraph::Incoming;
use petgraph::visit::EdgeRef;

/// For each node, by its index, the probability that a case comes to it without rework, a fraction
/// of 1; none where a probability on the way is unknown. What runs beside each other has each the
/// probability of their fork; a join of all has the least of what it waits for.
pub fn first_round(graph: &Graph) -> Vec<Option<f64>> {
    let net = &graph.net;
    let mut reach = vec![None; net.node_count()];
    for &node in &graph.order {
        let flows = net.edges_directed(node, Incoming);
        let flows = flows.filter(|flow| !flow.weight().rework);
        let start = (node == graph.start).then_some(Some(1.0));
        let incoming = flows.map(|flow| {
            let from = flow.source();
            let chosen = matches!(net[from].split, Split::One | Split::Some);
            let chance = match chosen && net.edges(from).nth(1).is_some() {
                true => flow.weight().p,
                false => Some(1.0),
            };
            let here: Option<f64> = reach[from.index()];
            here.zip(chance).map(|(here, chance)| here * chance)
        });
        reach[node.index()] = meet(net[node].join, start.into_iter().chain(incoming));
    }
    reach
}

fn meet(join: Join, mut incoming: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    match join {
        Join::Any | Join::Some => incoming.sum::<Option<f64>>().map(|sum| sum.min(1.0)),
        Join::All => {
            let first = incoming.next()?;
            incoming.fold(first, |least, next| Some(least?.min(next?)))
        }
    }
}
