//! What has always happened before, and what always happens after.
//!
//! The largest solution of: before(n) = n and, where n waits for all, whatever is before any of its
//! predecessors, else what is before each of them. It holds in every run, by induction along the
//! run, because a node only moves on tokens that earlier moves gave. Backwards likewise.

use crate::graph::{Graph, Join, NodeKind, Split};
use crate::measure::bits::BitMatrix;
use petgraph::graph::NodeIndex;
use petgraph::visit::DfsPostOrder;

/// Neighbours of each node, and an order in which few rounds suffice.
#[derive(Debug, Clone)]
pub(super) struct Order {
    pub(super) start: usize,
    before: Vec<Side>,
    after: Vec<Side>,
    /// Each node after those that lead to it, but for loops.
    along: Vec<usize>,
}

#[derive(Debug, Clone)]
struct Side {
    nodes: Vec<usize>,
    /// Whether all of them are passed, not one.
    all: bool,
}

impl Order {
    pub(super) fn of(graph: &Graph) -> Self {
        let indices =
            |nodes: petgraph::graph::Neighbors<'_, _>| nodes.map(NodeIndex::index).collect();
        let mut along = Vec::new();
        let mut walk = DfsPostOrder::new(&graph.net, graph.start);
        while let Some(node) = walk.next(&graph.net) {
            along.push(node.index());
        }
        along.reverse();
        Self {
            start: graph.start.index(),
            before: (graph.net.node_indices())
                .map(|node| Side {
                    nodes: indices(graph.net.neighbors_directed(node, petgraph::Incoming)),
                    all: graph.net[node].join == Join::All,
                })
                .collect(),
            after: (graph.net.node_indices())
                .map(|node| Side {
                    nodes: match graph.net[node].kind {
                        NodeKind::End => Vec::new(),
                        _ => indices(graph.net.neighbors(node)),
                    },
                    all: graph.net[node].split == Split::All,
                })
                .collect(),
            along,
        }
    }

    /// Row n: what has always happened when n happens.
    pub(super) fn before(&self) -> BitMatrix {
        // What comes back to the start comes after it.
        let passed = |node: usize, _| node != self.start;
        settle(&self.before, passed, self.along.iter().copied())
    }

    /// Row n: what always happens once n happens, in runs that stay among the nodes kept.
    pub(super) fn after(&self, kept: impl Fn(usize) -> bool) -> BitMatrix {
        let order = self.along.iter().rev().copied();
        let passed = |_, other: usize| kept(other);
        settle(&self.after, passed, order.filter(|&node| kept(node)))
    }
}

/// The largest solution, met from above. `passed` tells which neighbours of a node count.
fn settle(
    sides: &[Side],
    passed: impl Fn(usize, usize) -> bool,
    order: impl Iterator<Item = usize> + Clone,
) -> BitMatrix {
    let size = sides.len();
    let mut table = BitMatrix::new(size, size);
    let mut row = vec![u64::MAX; size.div_ceil(64).max(1)];
    for node in order.clone() {
        table.replace_row(node, &row);
    }
    loop {
        let mut changed = false;
        for node in order.clone() {
            let Side { nodes, all } = &sides[node];
            let mut others = nodes.iter().filter(|&&other| passed(node, other));
            match others.next() {
                None => row.fill(0),
                Some(&first) => row.copy_from_slice(table.row(first)),
            }
            for &other in others {
                for (word, &more) in row.iter_mut().zip(table.row(other)) {
                    *word = if *all { *word | more } else { *word & more };
                }
            }
            row[node / 64] |= 1 << (node % 64);
            changed |= table.replace_row(node, &row);
        }
        if !changed {
            return table;
        }
    }
}
