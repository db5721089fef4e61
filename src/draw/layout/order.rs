//! Phase 1: an order in which no flow runs backwards, for both sheets at once.
//!
//! Flows marked as rework run backwards; of the others those that a depth-first walk from the
//! start finds to close a cycle. When the second sheet does two steps in the opposite order, the
//! one that has to move gets a place of its own and leaves a ghost.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::union::{Union, Vertex};
use crate::draw::sheet::{Shape, Sheet};

/// Marks the flows that close cycles, then parts vertices until both sheets agree; returns the
/// vertices in an order that all other flows follow.
pub(super) fn order(sheets: &[&Sheet], union: &mut Union) -> Vec<usize> {
    for (at, sheet) in sheets.iter().enumerate() {
        break_cycles(sheet, union, at);
    }
    while part(sheets, union) {}
    topological(union)
}

/// Depth-first from the start in file order; the flows that return to a vertex still open become
/// `back`. With its own stack, since a procedure may be a chain of any length.
fn break_cycles(sheet: &Sheet, union: &mut Union, at: usize) {
    let count = union.vertices.len();
    let mut out = vec![Vec::new(); count];
    for (edge, data) in union.edges[at].iter().enumerate() {
        if !data.back {
            out[data.from].push(edge);
        }
    }
    let is_start = |vertex: &usize| {
        union.vertices[*vertex].on[at].is_some_and(|node| sheet.nodes[node].shape == Shape::Start)
    };
    let roots: Vec<usize> = (0..count).filter(is_start).chain(0..count).collect();
    let (mut seen, mut open) = (vec![false; count], vec![false; count]);
    let mut closing = Vec::new();
    for root in roots {
        if seen[root] {
            continue;
        }
        (seen[root], open[root]) = (true, true);
        let mut stack = vec![(root, 0)];
        while let Some((vertex, next)) = stack.last_mut() {
            let Some(&edge) = out[*vertex].get(*next) else {
                open[*vertex] = false;
                stack.pop();
                continue;
            };
            *next += 1;
            let to = union.edges[at][edge].to;
            if open[to] {
                closing.push(edge);
            } else if !seen[to] {
                (seen[to], open[to]) = (true, true);
                stack.push((to, 0));
            }
        }
    }
    for edge in closing {
        union.edges[at][edge].back = true;
    }
}

/// Parts vertices of the cycles that the two sheets make together, preferring nodes that are
/// marked as changed; returns whether there was such a cycle. Each round parts at least one
/// vertex, and a cycle needs at least one shared vertex, so this ends.
fn part(sheets: &[&Sheet], union: &mut Union) -> bool {
    if union.edges.len() < 2 {
        return false;
    }
    let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(union.vertices.len(), 0);
    for _ in &union.vertices {
        graph.add_node(());
    }
    for edge in union.edges.iter().flatten().filter(|edge| !edge.back) {
        graph.add_edge(NodeIndex::new(edge.from), NodeIndex::new(edge.to), ());
    }
    let mut parted = false;
    for component in kosaraju_scc(&graph)
        .into_iter()
        .filter(|component| component.len() > 1)
    {
        let shared: Vec<usize> = component
            .iter()
            .map(|index| index.index())
            .filter(|&vertex| union.vertices[vertex].is_shared())
            .collect();
        let marked = |vertex: &usize| {
            union.vertices[*vertex].on[1].is_some_and(|node| sheets[1].nodes[node].change.is_some())
        };
        let mut chosen: Vec<usize> = shared.iter().copied().filter(marked).collect();
        if chosen.is_empty() {
            chosen = shared;
        }
        chosen.sort_unstable();
        parted |= !chosen.is_empty();
        for vertex in chosen {
            split(union, vertex);
        }
    }
    parted
}

/// Gives the second sheet's node a vertex of its own.
fn split(union: &mut Union, vertex: usize) {
    let fresh = union.vertices.len();
    let node = union.vertices[vertex].on[1].take();
    union.vertices.push(Vertex {
        lane: union.vertices[vertex].lane,
        on: [None, node],
    });
    for edge in &mut union.edges[1] {
        if edge.from == vertex {
            edge.from = fresh;
        }
        if edge.to == vertex {
            edge.to = fresh;
        }
    }
}

/// Kahn's algorithm, the lowest index first.
fn topological(union: &Union) -> Vec<usize> {
    let count = union.vertices.len();
    let mut waiting = vec![0_usize; count];
    let mut out = vec![Vec::new(); count];
    for edge in union.edges.iter().flatten().filter(|edge| !edge.back) {
        waiting[edge.to] += 1;
        out[edge.from].push(edge.to);
    }
    let mut ready: BinaryHeap<Reverse<usize>> = (0..count)
        .filter(|&v| waiting[v] == 0)
        .map(Reverse)
        .collect();
    let mut order = Vec::with_capacity(count);
    while let Some(Reverse(vertex)) = ready.pop() {
        order.push(vertex);
        for &to in &out[vertex] {
            waiting[to] -= 1;
            if waiting[to] == 0 {
                ready.push(Reverse(to));
            }
        }
    }
    order
}
