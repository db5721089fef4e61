//! How likely a case is to come to each node in its first round, before anything returns it.

use crate::graph::{Graph, Join, Split};
use petgraph::visit::{EdgeFiltered, EdgeRef};

/// For each node, by its index, the probability that a case comes to it without rework, a fraction
/// of 1; none where a probability on the way is unknown. What runs beside each other has each the
/// probability of their fork; a join of all has the least of what it waits for.
pub fn first_round(graph: &Graph) -> Vec<Option<f64>> {
    let forward = EdgeFiltered::from_fn(&graph.net, |flow| !flow.weight().rework);
    // The loader has refused every cycle that is not marked as rework.
    let order = petgraph::algo::toposort(&forward, None).unwrap_or_default();
    let mut incoming: Vec<Vec<Option<f64>>> = vec![Vec::new(); graph.net.node_count()];
    let mut reach = vec![None; graph.net.node_count()];
    incoming[graph.start.index()].push(Some(1.0));
    for node in order {
        let here = meet(graph.net[node].join, &incoming[node.index()]);
        reach[node.index()] = here;
        let ways = graph.net.edges(node).count();
        for flow in graph.net.edges(node).filter(|flow| !flow.weight().rework) {
            let chance = match graph.net[node].split {
                Split::One | Split::Some if ways > 1 => flow.weight().p,
                _ => Some(1.0),
            };
            let there = here.zip(chance).map(|(here, chance)| here * chance);
            incoming[flow.target().index()].push(there);
        }
    }
    reach
}

fn meet(join: Join, incoming: &[Option<f64>]) -> Option<f64> {
    let known = incoming.iter().copied().collect::<Option<Vec<f64>>>();
    let sum = |all: Vec<f64>| all.into_iter().sum::<f64>().min(1.0);
    match join {
        Join::Any | Join::Some => known.map(sum),
        Join::All => known.and_then(|all| all.into_iter().min_by(f64::total_cmp)),
    }
}
