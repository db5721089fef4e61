//! From routes to places: runs set apart on both kinds of grid lines, and the lines laid out.
//!
//! First the runs across the flow, by grid lines; then, their places being known, those along the
//! flow, by pixels. Every line gets the room that it needs on the sheet that needs more.

use super::axis::{Axis, Spread, cross_axis, flow_axis, header};
use super::nudge::{Piece, offsets};
use super::routing::Leaving;
use super::runs::{Run, cut};
use super::wiring::{Wired, ports};
use super::{Plan, axis};
use crate::draw::geometry::{Direction, Side};
use crate::draw::layout::assemble::{LaneHead, lane_heads, largest};

/// How near two ends on one grid line may come, in pixels.
const GAP: f64 = 5.0;

/// Places of grid lines, and of all runs.
pub(super) struct Separated {
    /// Along the flow: columns.
    pub flow: Axis,
    /// Across the flow: tracks and lanes.
    pub cross: Axis,
    /// For each sheet and flow, the place of each run on the axis across its own direction.
    pub places: Vec<Vec<Vec<f64>>>,
    /// The lanes' names.
    pub heads: Vec<LaneHead>,
}

/// Separates the runs of all sheets.
pub(super) fn separate(plan: &Plan, wired: &[Wired]) -> Separated {
    let runs: Vec<Vec<Run>> = (0..wired.len())
        .map(|sheet| all_runs(plan, &wired[sheet], sheet))
        .collect();
    let mut places: Vec<Vec<Vec<f64>>> = wired
        .iter()
        .map(|wired| {
            wired
                .routes
                .iter()
                .map(|route| vec![0.0; route.corners.len() - 1])
                .collect()
        })
        .collect();
    let heads = lane_heads(plan);
    let (widest, tallest) = largest(&heads);
    let lines = 2 * plan.columns() + 1;
    let by_grid = |run: &Run, _: &[Vec<f64>], _: usize| (run.span.0 as f64, run.span.1 as f64);
    let mut board = Board {
        runs: &runs,
        wired,
        places: &mut places,
    };
    let spreads = board.spread(lines, (false, 0.5), &by_grid);
    let flow = flow_axis(
        &plan.reaches(true),
        &spreads,
        plan.direction,
        header(plan.direction, widest, tallest),
    );
    board.settle(false, &flow);

    let by_pixel = |run: &Run, places: &[Vec<f64>], sheet: usize| {
        extent(plan, &wired[sheet], &flow, run, places, sheet)
    };
    let lines = 2 * plan.tracks.count() + 1;
    let spreads = board.spread(lines, (true, GAP), &by_pixel);
    let least: Vec<f64> = heads
        .iter()
        .map(|head| lane_size(plan.direction, head))
        .collect();
    let cross = cross_axis(&plan.reaches(false), &spreads, &plan.tracks, &least);
    board.settle(true, &cross);
    Separated {
        flow,
        cross,
        places,
        heads,
    }
}

fn lane_size(direction: Direction, head: &LaneHead) -> f64 {
    match direction {
        Direction::LeftRight => head.block.rect.h + 16.0,
        Direction::TopDown => (head.block.rect.w + 16.0).max(96.0),
    }
}

pub(super) fn all_runs(plan: &Plan, wired: &Wired, sheet: usize) -> Vec<Run> {
    let cut = |at: usize| cut(at, &wired.routes[at], ports(plan, wired, sheet, at));
    (0..wired.routes.len()).flat_map(cut).collect()
}

type Extent<'a> = dyn Fn(&Run, &[Vec<f64>], usize) -> (f64, f64) + 'a;

/// The runs of all sheets while they are being set apart.
struct Board<'a> {
    runs: &'a [Vec<Run>],
    wired: &'a [Wired],
    places: &'a mut [Vec<Vec<f64>>],
}

impl Board<'_> {
    /// Sets the runs of one kind apart, line by line and sheet by sheet; leaves their offsets in
    /// `places` and returns how far they spread on each line.
    fn spread(
        &mut self,
        lines: usize,
        (is_flow, gap): (bool, f64),
        extent: &Extent,
    ) -> Vec<Option<Spread>> {
        let mut spreads = vec![None; lines];
        for sheet in 0..self.runs.len() {
            let mut by_line: Vec<Vec<&Run>> = vec![Vec::new(); lines];
            let kind = self.runs[sheet].iter().filter(|run| run.is_flow == is_flow);
            kind.for_each(|run| by_line[run.line].push(run));
            for (line, here) in by_line.iter().enumerate() {
                let piece = |run: &&Run| Piece {
                    wire: run.wire,
                    span: extent(run, &self.places[sheet], sheet),
                    ends: run.ends,
                };
                let pieces: Vec<Piece> = here.iter().map(piece).collect();
                let found = offsets(
                    &pieces,
                    &|a, b| may_share(&self.wired[sheet], a, b),
                    gap,
                    line % 2 == 1,
                );
                for (run, offset) in here.iter().zip(found) {
                    self.places[sheet][run.wire][run.index] = offset;
                    spreads[line] = Some(Spread::with(spreads[line], offset));
                }
            }
        }
        spreads
    }

    /// Turns the offsets of the runs of one kind into places.
    fn settle(&mut self, is_flow: bool, axis: &Axis) {
        for (runs, places) in self.runs.iter().zip(self.places.iter_mut()) {
            for run in runs.iter().filter(|run| run.is_flow == is_flow) {
                places[run.wire][run.index] += axis.lines[run.line];
            }
        }
    }
}

/// Whether two flows leave or arrive as one line.
pub(super) fn may_share(wired: &Wired, a: usize, b: usize) -> bool {
    let (wires, routes) = (&wired.wires, &wired.routes);
    (wires[a].may_fork(&wires[b]) && routes[a].exit() == routes[b].exit())
        || (wires[a].may_join(&wires[b]) && routes[a].entry() == routes[b].entry())
}

/// Where a run begins and ends along its own line, in pixels; the runs beside it must have their
/// places, and `axis` is the one that it runs along.
pub(super) fn extent(
    plan: &Plan,
    wired: &Wired,
    axis: &Axis,
    run: &Run,
    places: &[Vec<f64>],
    sheet: usize,
) -> (f64, f64) {
    let (route, wire) = (&wired.routes[run.wire], &wired.wires[run.wire]);
    let own = &places[run.wire];
    let port =
        |vertex: usize, side: Side, comb: bool| port_place(plan, axis, sheet, vertex, side, comb);
    let from = match run.index {
        0 => port(wire.from.0, route.exit(), wire.leaving == Leaving::Comb),
        index => own[index - 1],
    };
    let to = own.get(run.index + 1).copied();
    let to = to.unwrap_or_else(|| port(wire.to.0, route.entry(), false));
    (from.min(to), from.max(to))
}

/// Where the outline of a node is on one of its sides.
fn port_place(
    plan: &Plan,
    axis: &Axis,
    sheet: usize,
    vertex: usize,
    side: Side,
    comb: bool,
) -> f64 {
    let along = side.is_flow();
    let line = if along {
        plan.column[vertex]
    } else {
        plan.tracks.of[vertex]
    };
    let middle = axis.lines[2 * line + 1];
    let Some(node) = plan.union.vertices[vertex].on[sheet] else {
        return middle;
    };
    let form = &plan.forms[sheet][node];
    let (low, high) = axis::part(plan.direction.reach(&form.core), along);
    match side {
        Side::Ahead if comb => middle + form.reach.ahead,
        Side::Ahead | Side::Far => middle + high,
        Side::Back | Side::Near => middle - low,
    }
}
