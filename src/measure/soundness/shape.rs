//! Soundness by the shape of regions; only what has no known shape is searched.

use super::game::{Game, Place};
use super::merges::Merges;
use super::search::{self, Outcome};
use super::witness::Suspect;
use super::{Limits, Undecided};
use crate::graph::{Graph, Join, NodeKind, Split};
use crate::measure::regions::{Quotient, Regions, Shape};
use petgraph::graph::NodeIndex;
use std::collections::BTreeSet;

/// What the regions say of the net.
#[derive(Debug, Clone)]
pub(super) enum Verdict {
    Sound,
    Unsound(Suspect),
    Undecided(Undecided, usize),
}

/// A node that no way from the start leads to.
pub(super) fn unreachable(graph: &Graph) -> Option<NodeIndex> {
    let mut seen = vec![false; graph.net.node_count()];
    let mut stack = vec![graph.start];
    while let Some(node) = stack.pop() {
        if !std::mem::replace(&mut seen[node.index()], true) {
            stack.extend(graph.net.neighbors(node));
        }
    }
    seen.iter().position(|&seen| !seen).map(NodeIndex::new)
}

/// The nodes from which no way leads to an end.
pub(super) fn lost(graph: &Graph) -> Vec<NodeIndex> {
    let mut seen = vec![false; graph.net.node_count()];
    let ends = (graph.net.node_indices()).filter(|&node| graph.net[node].kind == NodeKind::End);
    let mut stack: Vec<_> = ends.collect();
    while let Some(node) = stack.pop() {
        if !std::mem::replace(&mut seen[node.index()], true) {
            stack.extend(graph.net.neighbors_directed(node, petgraph::Incoming));
        }
    }
    (graph.net.node_indices())
        .filter(|node| !seen[node.index()])
        .collect()
}

/// Judges each region by itself; nothing when the net cannot be taken apart.
pub(super) fn judge(graph: &Graph, regions: &Regions, limits: Limits) -> Option<Verdict> {
    let merges = Merges::of(graph)?;
    let mut undecided = None;
    for (_, part) in &regions.parts {
        if !merges.stand_alone(part) {
            return None;
        }
        if part.shape != Shape::Mixed {
            continue;
        }
        match search::explore(&game(part), limits) {
            Outcome::Sound => {}
            Outcome::Fault(found) => {
                let nodes = nodes(part, found.at as usize);
                let kind = found.kind;
                return Some(Verdict::Unsound(Suspect { kind, nodes }));
            }
            Outcome::Undecided(reason, states) => {
                undecided.get_or_insert(Verdict::Undecided(reason, states));
            }
        }
    }
    Some(undecided.unwrap_or(Verdict::Sound))
}

/// The token game of one region: from its way in to an end behind its way out.
fn game(part: &Quotient) -> Game {
    let mut places: Vec<Place> = (part.corners.iter())
        .map(|corner| Place {
            join: corner.join,
            split: corner.split,
            end: false,
            ins: Vec::new(),
            outs: Vec::new(),
        })
        .collect();
    places.push(Place {
        join: Join::Any,
        split: Split::All,
        end: true,
        ins: Vec::new(),
        outs: Vec::new(),
    });
    let mut target = Vec::new();
    for (flow, way) in part.ways.iter().enumerate() {
        if let Some(from) = way.from {
            places[from].outs.push(flow as u32);
        }
        let to = way.to.unwrap_or(part.corners.len());
        places[to].ins.push(flow as u32);
        target.push(to as u32);
    }
    Game::new(places, target)
}

/// The nodes of a region, the one of corner `first` first.
fn nodes(part: &Quotient, first: usize) -> Vec<NodeIndex> {
    let first = part.corners.get(first).and_then(|corner| corner.node);
    let all: BTreeSet<NodeIndex> = part
        .corners
        .iter()
        .filter_map(|corner| corner.node)
        .collect();
    let rest = all.into_iter().filter(|&node| Some(node) != first);
    first.into_iter().chain(rest).collect()
}
