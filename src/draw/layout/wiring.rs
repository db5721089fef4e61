//! From the plan to the router: one grid for each sheet, one wire for each flow.

use super::grid::{Grid, Spot};
use super::routing::{Route, Wire, route};
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
    let sizes = |along: bool| -> Vec<f64> {
        plan.reaches(along)
            .iter()
            .map(|(low, high)| low + high)
            .collect()
    };
    let grid = Grid::new(&sizes(true), &sizes(false));
    let mut done: Vec<Wired> = Vec::new();
    for sheet in 0..plan.sheets.len() {
        let mut grid = grid.clone();
        for (vertex, data) in plan.union.vertices.iter().enumerate() {
            if data.is_solid(sheet) {
                grid.take(spot(plan, vertex));
            }
        }
        let teeth = teeth(plan, sheet);
        let wires = wires(plan, sheet, &teeth);
        let earlier = wires
            .iter()
            .map(|wire| done.first().and_then(|first| same(first, wire)))
            .collect::<Vec<_>>();
        let routes = route(grid, &wires, plan.union.vertices.len(), &earlier);
        done.push(Wired {
            wires,
            routes,
            teeth,
        });
    }
    done
}

fn same(first: &Wired, wire: &Wire) -> Option<Route> {
    let same = |other: &Wire| {
        (other.from, other.to, other.back, other.comb) == (wire.from, wire.to, wire.back, wire.comb)
            && other.alternative == wire.alternative
    };
    first
        .wires
        .iter()
        .position(same)
        .map(|at| first.routes[at].clone())
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
            alternative: form_of(edge.from).is_some_and(|form| form.splits),
            comb: tooth.is_some(),
            labelled: !plan.sheets[sheet].flows[edge.flow].label.is_empty(),
            into_split: form_of(edge.to).is_some_and(|form| form.splits),
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
