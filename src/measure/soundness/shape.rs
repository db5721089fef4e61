//! Soundness by the shape of regions; only what has no known shape is searched.

use super::game::{Game, Place};
use super::search::{self, Outcome};
use super::witness::Suspect;
use super::{Limits, Undecided};
use crate::graph::{Graph, Join, NodeKind, Split};
use crate::measure::regions::{Port, Tree};
use petgraph::graph::NodeIndex;
use std::collections::BTreeMap;

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
pub(super) fn judge(graph: &Graph, limits: Limits) -> Option<Verdict> {
    if !merges_are_local(graph) {
        return None;
    }
    let tree = Tree::of(graph)?;
    let mut undecided = None;
    for region in 0..tree.regions.len() {
        let part = Part::of(graph, &tree, region);
        if part.sound_by_shape() {
            continue;
        }
        match search::explore(&part.game(), limits) {
            Outcome::Sound => {}
            Outcome::Fault(found) => {
                let nodes = part.nodes(found.at as usize);
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

/// Whether every inclusive merge can be entered by each of its flows without passing itself.
///
/// Otherwise a token outside its region may hold it up, and the region cannot be judged alone.
fn merges_are_local(graph: &Graph) -> bool {
    (graph.net.node_indices())
        .filter(|&node| graph.net[node].join == Join::Some)
        .all(|merge| {
            let mut seen = vec![false; graph.net.node_count()];
            let mut stack = vec![graph.start];
            while let Some(node) = stack.pop() {
                if node != merge && !std::mem::replace(&mut seen[node.index()], true) {
                    stack.extend(graph.net.neighbors(node));
                }
            }
            (graph.net.neighbors_directed(merge, petgraph::Incoming)).all(|from| seen[from.index()])
        })
}

/// A region with its inner regions taken for plain flows.
struct Part {
    ports: Vec<Port>,
    places: Vec<Place>,
    target: Vec<u32>,
}

impl Part {
    fn of(graph: &Graph, tree: &Tree, region: usize) -> Self {
        let inside = &tree.regions[region];
        let local: BTreeMap<Port, usize> = inside.ports.iter().copied().zip(0..).collect();
        let mut places: Vec<Place> = inside
            .ports
            .iter()
            .map(|&port| place(graph, port))
            .collect();
        // The end of the game stands behind the region's one way out.
        places.push(Place {
            join: Join::Any,
            split: Split::All,
            end: true,
            ins: Vec::new(),
            outs: Vec::new(),
        });
        let mut target = Vec::new();
        let mut connect = |from: Option<Port>, to: Option<Port>| {
            let to = to
                .and_then(|to| local.get(&to))
                .copied()
                .unwrap_or(places.len() - 1);
            if let Some(&from) = from.as_ref().and_then(|from| local.get(from)) {
                places[from].outs.push(target.len() as u32);
            }
            places[to].ins.push(target.len() as u32);
            target.push(to as u32);
        };
        let (entry, exit) = borders(tree, region);
        connect(None, tree.ports[entry].1);
        for &chain in &inside.chains {
            connect(tree.from(chain), tree.to(chain));
        }
        connect(tree.ports[exit].0, None);
        Self {
            ports: inside.ports.clone(),
            places,
            target,
        }
    }

    fn game(&self) -> Game {
        Game::new(self.places.clone(), self.target.clone())
    }

    /// The nodes whose ports these are, the one of place `first` first.
    fn nodes(&self, first: usize) -> Vec<NodeIndex> {
        let mut nodes: Vec<_> = self
            .ports
            .iter()
            .map(|port| NodeIndex::new(port / 2))
            .collect();
        nodes.dedup();
        let first = self.ports.get(first).map(|port| NodeIndex::new(port / 2));
        if let Some(at) = nodes.iter().position(|&node| Some(node) == first) {
            nodes[..=at].rotate_right(1);
        }
        nodes
    }

    /// Shapes that cannot go wrong, given that all lies between the way in and the way out.
    fn sound_by_shape(&self) -> bool {
        let joins = |wanted: &[Join]| {
            (self.places.iter()).all(|place| place.ins.len() < 2 || wanted.contains(&place.join))
        };
        let splits = |wanted: Split| {
            (self.places.iter()).all(|place| place.outs.len() < 2 || place.split == wanted)
        };
        if splits(Split::One) && joins(&[Join::Any, Join::Some]) {
            return true;
        }
        let parallel = splits(Split::All) && joins(&[Join::All, Join::Some]);
        (parallel || joins(&[Join::Some])) && self.acyclic()
    }

    fn acyclic(&self) -> bool {
        let mut left: Vec<usize> = self.places.iter().map(|place| place.ins.len()).collect();
        let mut free = vec![self.target[0]];
        let mut passed = 0;
        left[self.target[0] as usize] -= 1;
        if left[self.target[0] as usize] > 0 {
            return false;
        }
        while let Some(place) = free.pop() {
            passed += 1;
            for &flow in &self.places[place as usize].outs {
                let to = self.target[flow as usize];
                left[to as usize] -= 1;
                if left[to as usize] == 0 {
                    free.push(to);
                }
            }
        }
        passed == self.places.len()
    }
}

/// The arcs by which one enters and leaves a region.
fn borders(tree: &Tree, region: usize) -> (usize, usize) {
    let chain = &tree.chains[tree.regions[region].chain];
    let at = chain
        .regions
        .iter()
        .position(|&link| link == region)
        .unwrap_or(0);
    (chain.arcs[at], chain.arcs[at + 1])
}

/// The waiting half or the choosing half of a node; the common exit takes whatever comes first.
fn place(graph: &Graph, port: Port) -> Place {
    let node = graph.net.node_weight(NodeIndex::new(port / 2));
    let waits = port.is_multiple_of(2);
    let (join, split) = match node {
        Some(node) if waits => (node.join, Split::All),
        Some(node) => (Join::Any, node.split),
        None => (Join::Any, Split::All),
    };
    Place {
        join,
        split,
        end: false,
        ins: Vec::new(),
        outs: Vec::new(),
    }
}
