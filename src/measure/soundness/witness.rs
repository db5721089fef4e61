//! From a fault to a run that a person can follow.

use super::game::{Game, Move};
use super::search::{self, Found, Outcome};
use super::wander::wander;
use super::{Fault, FaultKind, Firing, Limits, Run};
use crate::graph::Graph;
use petgraph::graph::{EdgeIndex, NodeIndex};

/// What is known of a fault before a run is found.
#[derive(Debug, Clone)]
pub(super) struct Suspect {
    pub kind: FaultKind,
    /// The nodes of the part at fault, the likeliest first.
    pub nodes: Vec<NodeIndex>,
}

/// A run of a net known to be unsound: a shortest one if the whole can be searched, else one found
/// by chance from fixed seeds; if all fail, the fault without a run.
pub(super) fn run(graph: &Graph, limits: Limits, suspect: &Suspect) -> Fault {
    let game = Game::of(graph);
    let found = match search::explore(&game, limits) {
        Outcome::Fault(found) => Some(found),
        _ => wander(&game, &suspect.nodes),
    };
    match found {
        Some(found) => tell(&game, graph, found),
        None => Fault {
            kind: suspect.kind,
            at: suspect.nodes.first().copied().unwrap_or(graph.start),
            also: suspect.nodes.iter().skip(1).copied().collect(),
            run: Run::default(),
        },
    }
}

/// A fault of the whole net in terms of its nodes and flows.
pub(super) fn tell(game: &Game, graph: &Graph, found: Found) -> Fault {
    let node = |place: u32| NodeIndex::new(place as usize);
    debug_assert_eq!(game.places.len(), graph.net.node_count());
    let firing = |step: &Move| Firing {
        node: node(step.place),
        flows: (game.given(step).iter())
            .map(|&flow| EdgeIndex::new(flow as usize - 1))
            .collect(),
    };
    Fault {
        kind: found.kind,
        at: node(found.at),
        also: found.also.into_iter().map(node).collect(),
        run: Run(found.run.iter().map(firing).collect()),
    }
}
