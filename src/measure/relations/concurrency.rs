//! Which nodes can be under way at the same time.
//!
//! Never too few pairs; exactly the right ones for sound nets without inclusive gateways (Kovalyov
//! and Esparza, "A polynomial algorithm to compute the concurrency relation of free-choice signal
//! transition graphs", 1996): what runs beside all that a node waits for runs beside the node.

use crate::graph::{Graph, Join, Split};
use crate::measure::bits::BitMatrix;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

/// Where a token can be: at a node, or on a flow into a node that waits for several.
pub(super) struct Places {
    pub(super) count: usize,
    /// For each flow: where its token is.
    of_flow: Vec<usize>,
    /// For each place beyond the nodes: the node that waits.
    waits: Vec<usize>,
}

impl Places {
    pub(super) fn of(graph: &Graph) -> Self {
        let nodes = graph.net.node_count();
        let mut waits = Vec::new();
        let of_flow = (graph.net.edge_references())
            .map(|flow| {
                let to = flow.target();
                let ins = graph
                    .net
                    .neighbors_directed(to, petgraph::Incoming)
                    .take(2)
                    .count();
                if graph.net[to].join == Join::Any || ins < 2 {
                    return to.index();
                }
                waits.push(to.index());
                nodes + waits.len() - 1
            })
            .collect();
        Self {
            count: nodes + waits.len(),
            of_flow,
            waits,
        }
    }
}

struct Pairs<'g> {
    places: &'g Places,
    table: BitMatrix,
    fresh: Vec<(usize, usize)>,
    /// For each node the places of its arriving and leaving flows.
    ins: Vec<Vec<usize>>,
    outs: Vec<Vec<usize>>,
    /// For each inclusive merge, by row of arriving flow: the nodes that lead there, not through it.
    origins: Vec<Option<BitMatrix>>,
}

/// The pairs of places that can hold tokens together; its first rows and columns are the nodes.
pub(super) fn table(graph: &Graph, places: &Places) -> BitMatrix {
    let mut pairs = Pairs::new(graph, places);
    for node in graph.net.node_indices() {
        if graph.net[node].split == Split::One {
            continue;
        }
        let outs = pairs.outs[node.index()].clone();
        for (at, &a) in outs.iter().enumerate() {
            for &b in &outs[at + 1..] {
                pairs.add(a, b);
            }
        }
    }
    while let Some((still, moves)) = pairs.fresh.pop() {
        pairs.advance(still, moves);
        pairs.advance(moves, still);
    }
    pairs.table
}

impl<'g> Pairs<'g> {
    fn new(graph: &Graph, places: &'g Places) -> Self {
        let nodes = graph.net.node_count();
        let mut ins = vec![Vec::new(); nodes];
        let mut outs = vec![Vec::new(); nodes];
        for flow in graph.net.edge_references() {
            let place = places.of_flow[flow.id().index()];
            ins[flow.target().index()].push(place);
            outs[flow.source().index()].push(place);
        }
        let origins = (graph.net.node_indices())
            .map(|node| (graph.net[node].join == Join::Some).then(|| origins(graph, node)))
            .collect();
        Self {
            places,
            table: BitMatrix::new(places.count, places.count),
            fresh: Vec::new(),
            ins,
            outs,
            origins,
        }
    }

    fn add(&mut self, a: usize, b: usize) {
        if a != b && self.table.set(a, b) {
            self.table.set(b, a);
            self.fresh.push((a, b));
        }
    }

    /// Moves the token at one place on, beside a token that stays.
    fn advance(&mut self, still: usize, moves: usize) {
        let nodes = self.outs.len();
        if moves < nodes {
            for out in 0..self.outs[moves].len() {
                self.add(still, self.outs[moves][out]);
            }
            return;
        }
        let node = self.places.waits[moves - nodes];
        let goes = match &self.origins[node] {
            None => self.ins[node]
                .iter()
                .all(|&place| self.table.has(still, place)),
            Some(origins) => self.stays_behind(still, node, origins),
        };
        if goes {
            self.add(still, node);
        }
    }

    /// Whether an inclusive merge may go on while this token is alive: it does not come here, or
    /// also comes to a flow on which a token already waits beside it.
    fn stays_behind(&self, still: usize, merge: usize, origins: &BitMatrix) -> bool {
        let nodes = self.outs.len();
        if still >= nodes && self.places.waits[still - nodes] == merge {
            return false;
        }
        let at = if still < nodes {
            still
        } else {
            self.places.waits[still - nodes]
        };
        let mut comes = (self.ins[merge].iter().enumerate())
            .filter(|&(row, _)| at != merge && origins.has(row, at))
            .map(|(_, &place)| place)
            .peekable();
        comes.peek().is_none() || comes.any(|place| self.table.has(still, place))
    }
}

/// One row per flow into the merge (in the order of edges): the nodes that lead to it, not through it.
fn origins(graph: &Graph, merge: NodeIndex) -> BitMatrix {
    let into: Vec<_> = (graph.net.edge_references())
        .filter(|flow| flow.target() == merge)
        .map(|flow| flow.source())
        .collect();
    let mut origins = BitMatrix::new(into.len(), graph.net.node_count());
    for (row, &from) in into.iter().enumerate() {
        let mut stack = vec![from];
        while let Some(node) = stack.pop() {
            if node != merge && origins.set(row, node.index()) {
                stack.extend(graph.net.neighbors_directed(node, petgraph::Incoming));
            }
        }
    }
    origins
}
