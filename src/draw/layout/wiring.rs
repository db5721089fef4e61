//! From the plan to the router: one grid for each sheet, one wire for each flow.

use std::collections::BTreeMap;

use super::grid::{Grid, Spot};
use super::routing::{Leaving, Route, Wire, route};
use super::{Plan, axis};
use crate::draw::geometry::Side;
use crate::draw::layout::runs::RunEnd;
use crate::draw::sheet::Shape;

/// The flows of one sheet and their ways.
pub(super) struct Wired {
    /// What the router was told, in the order of the sheet's edges.
    pub wires: Vec<Wire>,
    /// The ways it found.
    pub routes: Vec<Route>,
    /// For a flow that leaves by a comb, its tooth.
    pub teeth: Vec<Option<usize>>,
}

/// Routes all sheets; flows that both have keep their way where they can.
pub(super) fn wire(plan: &Plan) -> Vec<Wired> {
    let mut done: Vec<Wired> = Vec::new();
    for sheet in 0..plan.sheets.len() {
        let teeth = teeth(plan, sheet);
        let wires = wires(plan, sheet, &teeth);
        let known: BTreeMap<_, &Route> = done
            .iter()
            .flat_map(|first| first.wires.iter().zip(&first.routes))
            .map(|(wire, route)| (key(wire), route))
            .collect();
        let earlier: Vec<_> = wires
            .iter()
            .map(|wire| known.get(&key(wire)).map(|&route| route.clone()))
            .collect();
        let routes = route(
            grid(plan, sheet),
            &wires,
            plan.union.vertices.len(),
            &earlier,
        );
        done.push(Wired {
            wires,
            routes,
            teeth,
        });
    }
    done
}

/// Routes some flows again, away from lines on which they could not be set apart from others.
pub(super) fn rewire(plan: &Plan, wired: &mut [Wired], stuck: &[Vec<(usize, usize)>]) {
    for (sheet, (wired, stuck)) in wired.iter_mut().zip(stuck).enumerate() {
        let mut earlier: Vec<Option<Route>> = wired.routes.iter().cloned().map(Some).collect();
        for &(wire, line) in stuck {
            wired.wires[wire].shuns.push(line);
            earlier[wire] = None;
        }
        if !stuck.is_empty() {
            wired.routes = route(
                grid(plan, sheet),
                &wired.wires,
                plan.union.vertices.len(),
                &earlier,
            );
        }
    }
}

/// An empty grid with the cells of a sheet's nodes and ghosts taken.
fn grid(plan: &Plan, sheet: usize) -> Grid {
    let sizes = |along: bool| -> Vec<f64> {
        plan.reaches(along)
            .iter()
            .map(|(low, high)| low + high)
            .collect()
    };
    let mut grid = Grid::new(&sizes(true), &sizes(false));
    for (vertex, data) in plan.union.vertices.iter().enumerate() {
        if data.is_solid(sheet) {
            grid.take(spot(plan, vertex));
        }
    }
    grid
}

/// What makes a flow of one sheet the same as one of the other, to the router.
fn key(wire: &Wire) -> (usize, usize, bool, Leaving) {
    (wire.from.0, wire.to.0, wire.back, wire.leaving)
}

fn spot(plan: &Plan, vertex: usize) -> Spot {
    (2 * plan.column[vertex] + 1, 2 * plan.tracks.of[vertex] + 1)
}

fn wires(plan: &Plan, sheet: usize, teeth: &[Option<usize>]) -> Vec<Wire> {
    let form_of =
        |vertex: usize| plan.union.vertices[vertex].on[sheet].map(|node| &plan.forms[sheet][node]);
    let edges = plan.union.edges[sheet].iter().zip(teeth);
    edges
        .map(|(edge, tooth)| Wire {
            from: (edge.from, spot(plan, edge.from)),
            to: (edge.to, spot(plan, edge.to)),
            back: edge.back,
            leaving: match tooth {
                Some(_) => Leaving::Comb,
                None if form_of(edge.from).is_some_and(|form| form.splits) => Leaving::Alternative,
                None => Leaving::Free,
            },
            labelled: !plan.sheets[sheet].flows[edge.flow].label.is_empty(),
            into_split: form_of(edge.to).is_some_and(|form| form.splits),
            shuns: Vec::new(),
        })
        .collect()
}

/// Teeth are given out in the order of the targets' places, so that the lines after them do not
/// cross.
fn teeth(plan: &Plan, sheet: usize) -> Vec<Option<usize>> {
    let edges = &plan.union.edges[sheet];
    let mut out = vec![None; edges.len()];
    let mut leaving = vec![Vec::new(); plan.union.vertices.len()];
    for (at, edge) in edges.iter().enumerate() {
        let node = plan.union.vertices[edge.from].on[sheet];
        if node.is_some_and(|node| plan.forms[sheet][node].comb) {
            leaving[edge.from].push(at);
        }
    }
    for mut list in leaving {
        list.sort_by_key(|&at| (plan.tracks.of[edges[at].to], edges[at].back, at));
        list.iter()
            .enumerate()
            .for_each(|(tooth, &at)| out[at] = Some(tooth));
    }
    out
}

/// What the nodes at its two ends prescribe to a flow.
pub(super) fn ports(plan: &Plan, wired: &Wired, sheet: usize, at: usize) -> [RunEnd; 2] {
    let (wire, route) = (&wired.wires[at], &wired.routes[at]);
    let tooth = wired.teeth[at];
    [
        port(plan, sheet, wire.from.0, route.exit(), tooth),
        port(plan, sheet, wire.to.0, route.entry(), None),
    ]
}

fn port(plan: &Plan, sheet: usize, vertex: usize, side: Side, tooth: Option<usize>) -> RunEnd {
    let Some(node) = plan.union.vertices[vertex].on[sheet] else {
        return RunEnd::Port {
            fixed: Some(0.0),
            limit: 0.0,
        };
    };
    let (form, shape) = (
        &plan.forms[sheet][node],
        plan.sheets[sheet].nodes[node].shape,
    );
    if let Some(tooth) = tooth {
        let offset = super::labels::tooth_offset(form, tooth, plan.direction);
        return RunEnd::Port {
            fixed: Some(offset),
            limit: offset.abs(),
        };
    }
    // Texts stand close to the middle of a node that has branch texts or a question.
    let fixed = (shape.is_gateway() || !form.branches.is_empty()).then_some(0.0);
    let (low, _) = axis::part(plan.direction.reach(&form.core), !side.is_flow());
    let round = if shape == Shape::Step { 9.0 } else { 14.0 };
    RunEnd::Port {
        fixed,
        limit: (low - round).max(0.0),
    }
}
