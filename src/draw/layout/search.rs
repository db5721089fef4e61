//! A* over (grid point, heading) for one flow, inside a window around its two ends.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::grid::{Spot, WAYS, arm};
use super::routing::Board;
use crate::draw::geometry::Side;

/// Price of a bend, in pixels of length.
pub(super) const BEND: u32 = 60;
/// Price of crossing another flow.
pub(super) const CROSSING: u32 = 220;
/// Price of running in the same channel as another flow, for each grid step.
const BESIDE: u32 = 25;
/// The same along the middle of a column or track, where ports leave little room to set apart.
const BESIDE_PORTS: u32 = 400;
/// Price of turning where another flow turns.
const TOUCH: u32 = 40;
/// Price of running on a line that the flow shuns, for each grid step.
const SHUNNED: u32 = 500;
/// Price of meeting a flow at a port that it must not meet.
const CONTESTED: u32 = 1500;

/// The part of the grid that is searched.
struct Window {
    low: Spot,
    high: Spot,
}

impl Window {
    fn around(board: &Board, a: Spot, b: Spot, margin: usize) -> Self {
        Window {
            low: (
                a.0.min(b.0).saturating_sub(margin),
                a.1.min(b.1).saturating_sub(margin),
            ),
            high: (
                (a.0.max(b.0) + margin).min(board.grid.along - 1),
                (a.1.max(b.1) + margin).min(board.grid.across - 1),
            ),
        }
    }

    fn points(&self) -> usize {
        (self.high.0 - self.low.0 + 1) * (self.high.1 - self.low.1 + 1)
    }

    fn holds(&self, spot: Spot) -> bool {
        spot.0 >= self.low.0
            && spot.0 <= self.high.0
            && spot.1 >= self.low.1
            && spot.1 <= self.high.1
    }

    fn state(&self, spot: Spot, side: Side) -> usize {
        let height = self.high.1 - self.low.1 + 1;
        4 * ((spot.0 - self.low.0) * height + spot.1 - self.low.1) + side as usize
    }

    fn spot(&self, state: usize) -> (Spot, Side) {
        let height = self.high.1 - self.low.1 + 1;
        let point = state / 4;
        (
            (point / height + self.low.0, point % height + self.low.1),
            WAYS[state % 4],
        )
    }
}

/// The cheapest way of a flow, as corners; none when it would need more than `widest` points or
/// the patience for the sheet is used up.
pub(super) fn search(
    board: &Board,
    wire: usize,
    margin: usize,
    widest: usize,
    patience: &mut usize,
) -> Option<Vec<Spot>> {
    let own = &board.wires[wire];
    let (start, goal) = (own.from.1, own.to.1);
    let window = Window::around(board, start, goal, margin);
    if window.points() > widest {
        return None;
    }
    let mut price = vec![u32::MAX; 4 * window.points()];
    let mut came = vec![u32::MAX; 4 * window.points()];
    let mut open = BinaryHeap::new();
    let first_sides = if own.comb { &WAYS[1..2] } else { &WAYS[..] };
    for &side in first_sides {
        let Some(next) = board
            .grid
            .step(start, side)
            .filter(|&next| window.holds(next))
        else {
            continue;
        };
        let at = leave(board, wire, side).saturating_add(board.grid.distance(start, next));
        let state = window.state(next, side);
        price[state] = at;
        open.push(Reverse((at + board.grid.distance(next, goal), state)));
    }
    while let Some(Reverse((estimate, state))) = open.pop() {
        let (spot, side) = window.spot(state);
        if spot == goal {
            return Some(corners(&window, &came, state, start));
        }
        if estimate > price[state].saturating_add(board.grid.distance(spot, goal)) {
            continue;
        }
        *patience = patience.checked_sub(1)?;
        for &way in WAYS.iter().filter(|&&way| way != side.opposite()) {
            let Some(next) = board
                .grid
                .step(spot, way)
                .filter(|&next| window.holds(next))
            else {
                continue;
            };
            if next != goal && board.grid.is_taken(next) {
                continue;
            }
            let mut at =
                price[state] + pass(board, wire, spot, side, way) + board.grid.distance(spot, next);
            if next == goal {
                at = at.saturating_add(enter(board, wire, way.opposite()));
            }
            let to = window.state(next, way);
            if at < price[to] {
                price[to] = at;
                came[to] = state as u32;
                open.push(Reverse((at + board.grid.distance(next, goal), to)));
            }
        }
    }
    None
}

/// Price of leaving by a side.
fn leave(board: &Board, wire: usize, side: Side) -> u32 {
    let own = &board.wires[wire];
    let base = match (side, own.back) {
        (Side::Ahead, false) => 0,
        (Side::Ahead, true) => 60,
        (Side::Near | Side::Far, false) => 30,
        (Side::Near | Side::Far, true) => 0,
        (Side::Back, _) => 400 + if own.labelled { 4000 } else { 0 },
    };
    base + if board.is_contested(wire, true, side) {
        CONTESTED
    } else {
        0
    }
}

/// Price of entering by a side.
fn enter(board: &Board, wire: usize, side: Side) -> u32 {
    let own = &board.wires[wire];
    let base = match (side, own.back) {
        (Side::Back, false) => 0,
        (Side::Back, true) => 250,
        (Side::Near | Side::Far, false) => 30,
        (Side::Near | Side::Far, true) => 0,
        (Side::Ahead, _) => 500,
    };
    let spare = if own.into_split && side != Side::Back {
        350
    } else {
        0
    };
    base + spare
        + if board.is_contested(wire, false, side) {
            CONTESTED
        } else {
            0
        }
}

/// Price of coming to a point with heading `from` and going on with heading `to`.
fn pass(board: &Board, wire: usize, spot: Spot, from: Side, to: Side) -> u32 {
    let own = &board.wires[wire];
    let arms = arm(from.opposite()) | arm(to);
    let turns = from != to;
    let line = if to.is_flow() { spot.1 } else { spot.0 };
    let beside = if line % 2 == 1 { BESIDE_PORTS } else { BESIDE };
    let mut price = if turns { BEND } else { 0 };
    if !to.is_flow() && own.shuns.contains(&spot.0) {
        price += SHUNNED;
    }
    for (other, others) in board.grid.passes(spot) {
        if own.may_share(&board.wires[other]) {
            continue;
        }
        price += if others & arm(to) != 0 {
            beside
        } else if others & arms != 0 {
            0
        } else if turns {
            TOUCH
        } else {
            CROSSING
        };
    }
    price
}

fn corners(window: &Window, came: &[u32], last: usize, start: Spot) -> Vec<Spot> {
    let mut out = Vec::new();
    let mut heading = None;
    let mut state = last;
    loop {
        let (spot, side) = window.spot(state);
        if heading != Some(side) {
            out.push(spot);
            heading = Some(side);
        }
        match came.get(state) {
            Some(&from) if from != u32::MAX => state = from as usize,
            _ => break,
        }
    }
    out.push(start);
    out.reverse();
    out
}
