//! When an inclusive merge may be judged within its region alone.
//!
//! Whether such a merge goes on depends on tokens anywhere in the net that could still come to it
//! ([`super::game`]). Two conditions make sure that tokens outside its region, and ways that lead
//! around outside it, change nothing: they always come to all its flows alike.

use crate::graph::{Graph, Join};
use crate::measure::regions::{Quotient, Shape};
use petgraph::algo::dominators::simple_fast;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::NodeIndex;
use std::ops::Range;

/// The inclusive merges of a net.
pub(super) struct Merges {
    /// For each node whether it lies on a loop; empty when there is no inclusive merge.
    loops: Vec<bool>,
}

impl Merges {
    /// Nothing when some merge can be entered by one of its flows only by passing itself: a token
    /// from outside its region would hold it up.
    pub(super) fn of(graph: &Graph) -> Option<Self> {
        let merge = |&node: &NodeIndex| graph.net[node].join == Join::Some;
        let mut merges = graph.net.node_indices().filter(merge).peekable();
        if merges.peek().is_none() {
            return Some(Self { loops: Vec::new() });
        }
        let inside = dominated(graph);
        let entered = merges.all(|merge| {
            (graph.net.neighbors_directed(merge, petgraph::Incoming))
                .all(|from| !inside[merge.index()].contains(&inside[from.index()].start))
        });
        let mut loops = vec![false; graph.net.node_count()];
        for component in kosaraju_scc(&graph.net)
            .iter()
            .filter(|found| found.len() > 1)
        {
            for node in component {
                loops[node.index()] = true;
            }
        }
        entered.then_some(Self { loops })
    }

    /// Whether each merge of a region that lies on a loop is passed by everything that passes the
    /// region: else a token could go around outside and come in again beside what already waits.
    pub(super) fn stand_alone(&self, part: &Quotient) -> bool {
        if self.loops.is_empty() || part.shape == Shape::Exclusive {
            return true;
        }
        (part.corners.iter().enumerate())
            .filter(|(_, corner)| corner.join == Join::Some)
            .filter(|(_, corner)| corner.node.is_some_and(|node| self.loops[node.index()]))
            .all(|(merge, _)| !leads_past(part, merge))
    }
}

/// Whether some way through the region avoids this corner.
fn leads_past(part: &Quotient, avoided: usize) -> bool {
    let mut outs = vec![Vec::new(); part.corners.len()];
    for way in &part.ways {
        if let Some(from) = way.from {
            outs[from].push(way.to);
        }
    }
    let mut seen = vec![false; part.corners.len()];
    seen[avoided] = true;
    let mut stack: Vec<usize> = part
        .ways
        .first()
        .and_then(|way| way.to)
        .into_iter()
        .collect();
    while let Some(corner) = stack.pop() {
        if std::mem::replace(&mut seen[corner], true) {
            continue;
        }
        for to in &outs[corner] {
            match to {
                Some(to) => stack.push(*to),
                None => return true,
            }
        }
    }
    false
}

/// Numbers the nodes so that each node's range holds the numbers, first in their ranges, of the
/// nodes it dominates: those reached only through it.
fn dominated(graph: &Graph) -> Vec<Range<usize>> {
    let dominators = simple_fast(&graph.net, graph.start);
    let mut below = vec![Vec::new(); graph.net.node_count()];
    for node in graph.net.node_indices() {
        if let Some(above) = dominators.immediate_dominator(node) {
            below[above.index()].push(node.index());
        }
    }
    let mut ranges = vec![0..0; graph.net.node_count()];
    let mut next = 0;
    let mut stack = vec![(graph.start.index(), false)];
    while let Some((node, left)) = stack.pop() {
        if left {
            ranges[node].end = next;
            continue;
        }
        ranges[node].start = next;
        next += 1;
        stack.push((node, true));
        stack.extend(below[node].iter().map(|&node| (node, false)));
    }
    ranges
}
