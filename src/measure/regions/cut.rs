//! The net cut at its nodes, and which of its arcs lie on the same cycles.

use super::{Arc, Port};
use crate::graph::{Graph, NodeKind};
use petgraph::visit::EdgeRef;

/// The cut net: arcs between ports.
pub(super) struct Ports {
    pub(super) count: usize,
    pub(super) arcs: Vec<Arc>,
    /// From which to which port each arc runs.
    pub(super) ends: Vec<(Option<Port>, Option<Port>)>,
    out: Rows,
}

/// Numbers in rows.
struct Rows {
    /// Where each row begins among all; at last the end.
    starts: Vec<usize>,
    all: Vec<usize>,
}

impl Rows {
    /// Sorts numbers into rows; those of a row keep their order.
    fn of(count: usize, each: impl Iterator<Item = (usize, usize)> + Clone) -> Self {
        let mut starts = vec![0; count + 1];
        for (row, _) in each.clone() {
            starts[row + 1] += 1;
        }
        for row in 0..count {
            starts[row + 1] += starts[row];
        }
        let mut next = starts.clone();
        let mut all = vec![0; starts[count]];
        for (row, number) in each {
            all[next[row]] = number;
            next[row] += 1;
        }
        Self { starts, all }
    }

    fn row(&self, row: usize) -> &[usize] {
        &self.all[self.starts[row]..self.starts[row + 1]]
    }
}

impl Ports {
    pub(super) fn of(graph: &Graph) -> Option<Self> {
        let nodes = graph.net.node_count();
        let count = 2 * nodes + 1;
        let (mut arcs, mut ends) = (Vec::new(), Vec::new());
        let mut add = |arc, from, to| {
            arcs.push(arc);
            ends.push((from, to));
        };
        add(Arc::Outside, None, Some(2 * graph.start.index()));
        for node in graph.net.node_indices() {
            add(
                Arc::Node(node),
                Some(2 * node.index()),
                Some(2 * node.index() + 1),
            );
        }
        for flow in graph.net.edge_references() {
            let (from, to) = (2 * flow.source().index() + 1, 2 * flow.target().index());
            add(Arc::Flow(flow.id()), Some(from), Some(to));
        }
        for node in graph.net.node_indices() {
            let end = graph.net[node].kind == NodeKind::End;
            let last = graph.net.edges(node).next().is_none();
            match (end, last) {
                (true, true) => {
                    add(Arc::Over(node), Some(2 * node.index() + 1), Some(2 * nodes));
                }
                (false, false) => {}
                _ => return None,
            }
        }
        add(Arc::Outside, Some(2 * nodes), None);
        let leaving = ends.iter().zip(0..);
        let leaving = leaving.filter_map(|(&(from, _), arc)| Some((from?, arc)));
        Some(Self {
            count,
            out: Rows::of(count, leaving),
            arcs,
            ends,
        })
    }

    /// All arcs in the order in which a depth-first walk from the start meets them; nothing when a
    /// port is out of reach.
    pub(super) fn walk(&self) -> Option<Vec<usize>> {
        let mut order = vec![0];
        let mut seen = vec![false; self.count];
        let mut stack = Vec::new();
        let start = self.ends[0].1?;
        seen[start] = true;
        stack.push((start, 0));
        while let Some((port, next)) = stack.last_mut() {
            let Some(&arc) = self.out.row(*port).get(*next) else {
                stack.pop();
                continue;
            };
            *next += 1;
            order.push(arc);
            if let Some(to) = self.ends[arc].1.filter(|&to| !seen[to]) {
                seen[to] = true;
                stack.push((to, 0));
            }
        }
        (seen.iter().all(|&seen| seen) && self.all_lead_out()).then_some(order)
    }

    /// Whether from every port there is a way to the common exit.
    fn all_lead_out(&self) -> bool {
        let inside = self.ends.iter();
        let into = Rows::of(self.count, inside.filter_map(|&(from, to)| to.zip(from)));
        let mut seen = vec![false; self.count];
        seen[self.count - 1] = true;
        let mut stack = vec![self.count - 1];
        while let Some(port) = stack.pop() {
            for &from in into.row(port) {
                if !std::mem::replace(&mut seen[from], true) {
                    stack.push(from);
                }
            }
        }
        seen.iter().all(|&seen| seen)
    }

    /// For each arc the set of independent cycles it lies on, as a sum of their numbers.
    ///
    /// A spanning tree is taken from the walk; every other arc closes one cycle. Here the two
    /// outside arcs are one, from the exit back to the start.
    pub(super) fn cycles(&self, order: &[usize]) -> Vec<u128> {
        let mut sum = vec![0u128; self.count];
        let mut cycles = vec![0u128; self.arcs.len()];
        let mut grown = Vec::new();
        let mut seen = vec![false; self.count];
        let start = self.ends[0].1.unwrap_or(0);
        seen[start] = true;
        for &arc in order {
            let (Some(from), Some(to)) = self.ends[arc] else {
                continue;
            };
            if seen[to] {
                cycles[arc] = number(arc);
                sum[from] ^= cycles[arc];
                sum[to] ^= cycles[arc];
            } else {
                seen[to] = true;
                grown.push((arc, from, to));
            }
        }
        let back = number(self.arcs.len());
        sum[start] ^= back;
        sum[self.count - 1] ^= back;
        for &(arc, from, to) in grown.iter().rev() {
            cycles[arc] = sum[to];
            sum[from] ^= sum[to];
        }
        cycles[0] = back;
        cycles[self.arcs.len() - 1] = back;
        cycles
    }
}

/// A fixed pseudo-random number (two rounds of `SplitMix64`, Steele and others, 2014).
fn number(seed: usize) -> u128 {
    let mix = |seed: u64| {
        let mut z = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    let seed = seed as u64;
    (u128::from(mix(2 * seed + 1)) << 64) | u128::from(mix(2 * seed + 2))
}
