//! Phase 0: one set of places for both sheets.
//!
//! Steps of the two sheets that are the same, or that inherit a place, become one *vertex*. All
//! later phases give places to vertices, so that what did not change cannot move.

use std::collections::BTreeMap;

use crate::draw::sheet::{Lane, Node, Sheet};

/// A place to be given: a node of the first sheet, of the second, or of both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Vertex {
    /// Index into [`Union::lanes`].
    pub lane: usize,
    /// Index of the node on each sheet.
    pub on: [Option<usize>; 2],
}

impl Vertex {
    /// Whether it is a node of both sheets.
    pub(super) fn is_shared(&self) -> bool {
        self.on[0].is_some() && self.on[1].is_some()
    }

    /// Whether something stands at its place on a sheet: a node, or on the second sheet the ghost
    /// of a node of the first.
    pub(super) fn is_solid(&self, sheet: usize) -> bool {
        self.on[sheet].is_some() || (sheet == 1 && self.on[0].is_some())
    }
}

/// A flow between vertices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edge {
    /// Index of the flow in its sheet.
    pub flow: usize,
    /// Vertex it leaves.
    pub from: usize,
    /// Vertex it enters.
    pub to: usize,
    /// Runs against the flow: marked as rework, or closing a cycle.
    pub back: bool,
}

/// What is to be placed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Union {
    /// Lanes of both sheets.
    pub lanes: Vec<Lane>,
    /// Vertices; those of the first sheet come first, in file order.
    pub vertices: Vec<Vertex>,
    /// Flows of each sheet.
    pub edges: Vec<Vec<Edge>>,
}

/// Indices of the drawable flows that leave each node, in file order.
pub(super) fn flows_by_source(sheet: &Sheet) -> Vec<Vec<usize>> {
    let index = nodes_by_id(sheet);
    let mut out = vec![Vec::new(); sheet.nodes.len()];
    for (at, flow) in sheet.flows.iter().enumerate() {
        if let (Some(&from), Some(_)) = (index.get(flow.from.as_str()), index.get(flow.to.as_str()))
        {
            out[from].push(at);
        }
    }
    out
}

/// The first node of each id.
fn nodes_by_id(sheet: &Sheet) -> BTreeMap<&str, usize> {
    let mut index = BTreeMap::new();
    for (at, node) in sheet.nodes.iter().enumerate() {
        index.entry(node.id.as_str()).or_insert(at);
    }
    index
}

/// Matches one or two sheets.
pub(super) fn unite(sheets: &[&Sheet]) -> Union {
    let mut union = Union::default();
    let lane_maps: Vec<Vec<usize>> = sheets
        .iter()
        .map(|sheet| unite_lanes(sheet, &mut union.lanes))
        .collect();
    if union.lanes.is_empty() {
        union.lanes.push(Lane::default());
    }
    for (at, sheet) in sheets.iter().enumerate() {
        let lane = |node: &Node| {
            lane_maps[at]
                .get(node.lane)
                .or(lane_maps[at].last())
                .copied()
                .unwrap_or(0)
        };
        let lanes: Vec<usize> = sheet.nodes.iter().map(lane).collect();
        let taken = if at == 0 {
            vec![None; lanes.len()]
        } else {
            matches(sheets, &lanes, &union)
        };
        for (node, &lane) in lanes.iter().enumerate() {
            if let Some(vertex) = taken[node] {
                let vertex: &mut Vertex = &mut union.vertices[vertex];
                vertex.on[at] = Some(node);
            } else {
                let mut on = [None, None];
                on[at] = Some(node);
                union.vertices.push(Vertex { lane, on });
            }
        }
    }
    connect(sheets, &mut union);
    union
}

/// Adds the lanes that are new with this sheet after all others; returns the indices of its lanes.
fn unite_lanes(sheet: &Sheet, lanes: &mut Vec<Lane>) -> Vec<usize> {
    let known = lanes.len();
    let mut map: Vec<usize> = Vec::new();
    for lane in &sheet.lanes {
        let found = lanes[..known]
            .iter()
            .position(|other| other.id == lane.id)
            .filter(|at| !map.contains(at));
        map.push(found.unwrap_or_else(|| {
            lanes.push(lane.clone());
            lanes.len() - 1
        }));
    }
    map
}

/// For each node of the second sheet, the vertex of the first whose place it takes: that of the
/// same id, else its anchor; only in the same lane and only a gateway for a gateway.
fn matches(sheets: &[&Sheet], lanes: &[usize], union: &Union) -> Vec<Option<usize>> {
    let (before, after) = (sheets[0], sheets[1]);
    let index = nodes_by_id(before);
    let mut free = vec![true; before.nodes.len()];
    let mut taken = vec![None; after.nodes.len()];
    for by_anchor in [false, true] {
        for (at, node) in after.nodes.iter().enumerate() {
            let key = if by_anchor {
                node.anchor.as_deref()
            } else {
                Some(node.id.as_str())
            };
            let Some(&old) = key.and_then(|key| index.get(key)) else {
                continue;
            };
            let alike = before.nodes[old].shape.is_gateway() == node.shape.is_gateway();
            if taken[at].is_none() && free[old] && alike && union.vertices[old].lane == lanes[at] {
                free[old] = false;
                taken[at] = Some(old);
            }
        }
    }
    taken
}

/// Rebuilds the edges from the vertices, with `back` as marked in the file.
fn connect(sheets: &[&Sheet], union: &mut Union) {
    union.edges = sheets
        .iter()
        .enumerate()
        .map(|(at, sheet)| {
            let vertex_of = vertex_of(union, at, sheet.nodes.len());
            let index = nodes_by_id(sheet);
            let ends = |id: &str| index.get(id).map(|&node| vertex_of[node]);
            let edge = |(flow, data): (usize, &crate::draw::sheet::Flow)| {
                let (from, to) = (ends(&data.from)?, ends(&data.to)?);
                Some(Edge {
                    flow,
                    from,
                    to,
                    back: data.rework || from == to,
                })
            };
            sheet.flows.iter().enumerate().filter_map(edge).collect()
        })
        .collect();
}

/// The vertex of each node of a sheet.
pub(super) fn vertex_of(union: &Union, sheet: usize, nodes: usize) -> Vec<usize> {
    let mut map = vec![0; nodes];
    for (at, vertex) in union.vertices.iter().enumerate() {
        if let Some(node) = vertex.on[sheet] {
            map[node] = at;
        }
    }
    map
}
