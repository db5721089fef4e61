//! A* over (grid point, heading) for one flow, inside a window around its two ends.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::grid::{Spot, WAYS, arm};
use super::routing::{Board, Leaving};
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
const SHUNNED: u32 = 1200;
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

/// A search under way.
struct Search<'a> {
    board: &'a Board<'a>,
    wire: usize,
    window: Window,
    goal: Spot,
    price: Vec<u32>,
    came: Vec<u32>,
    open: BinaryHeap<Reverse<(u32, usize)>>,
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
    let (start, goal) = (board.wires[wire].from.1, board.wires[wire].to.1);
    let window = Window::around(board, start, goal, margin);
    if window.points() > widest {
        return None;
    }
    let states = 4 * window.points();
    let (price, came) = (vec![u32::MAX; states], vec![u32::MAX; states]);
    let mut search = Search {
        board,
        wire,
        window,
        goal,
        price,
        came,
        open: BinaryHeap::new(),
    };
    search.begin(start);
    while let Some(Reverse((estimate, state))) = search.open.pop() {
        let (spot, _) = search.window.spot(state);
        if spot == goal {
            return Some(corners(&search.window, &search.came, state, start));
        }
        if estimate <= search.price[state].saturating_add(board.grid.distance(spot, goal)) {
            *patience = patience.checked_sub(1)?;
            search.go_on(state);
        }
    }
    None
}

impl Search<'_> {
    /// One step out of the node, by each side that the flow may take.
    fn begin(&mut self, start: Spot) {
        let comb = self.board.wires[self.wire].leaving == Leaving::Comb;
        for &side in WAYS.iter().filter(|&&side| !comb || side == Side::Ahead) {
            if let Some(next) = self.board.grid.step(start, side) {
                let price = leave(self.board, self.wire, side);
                self.reach(
                    next,
                    side,
                    price + self.board.grid.distance(start, next),
                    u32::MAX,
                );
            }
        }
    }

    /// One step on from a point, in each direction but back.
    fn go_on(&mut self, state: usize) {
        let (spot, side) = self.window.spot(state);
        for &way in WAYS.iter().filter(|&&way| way != side.opposite()) {
            let Some(next) = self.board.grid.step(spot, way) else {
                continue;
            };
            if next != self.goal && self.board.grid.is_taken(next) {
                continue;
            }
            let mut price = self.price[state]
                + pass(self.board, self.wire, spot, side, way)
                + self.board.grid.distance(spot, next);
            if next == self.goal {
                price = price.saturating_add(enter(self.board, self.wire, way.opposite()));
            }
            self.reach(next, way, price, state as u32);
        }
    }

    fn reach(&mut self, spot: Spot, side: Side, price: u32, came: u32) {
        if !self.window.holds(spot) {
            return;
        }
        let state = self.window.state(spot, side);
        if price < self.price[state] {
            self.price[state] = price;
            self.came[state] = came;
            self.open.push(Reverse((
                price + self.board.grid.distance(spot, self.goal),
                state,
            )));
        }
    }
}

/// Price of leaving by a side.
fn leave(board: &Board, wire: usize, side: Side) -> u32 {
    let own = &board.wires[wire];
    let base = match (side, own.back) {
        (Side::Ahead, false) | (Side::Near | Side::Far, true) => 0,
        (Side::Ahead, true) => 60,
        (Side::Near | Side::Far, false) => 30,
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
        (Side::Back, false) | (Side::Near | Side::Far, true) => 0,
        (Side::Back, true) => 250,
        (Side::Near | Side::Far, false) => 30,
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
