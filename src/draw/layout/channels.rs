//! The ways that are always free: out into a channel, along channels, and in again.

use super::grid::{Spot, arm, heading};
use super::routing::{Board, Leaving, Wire};
use super::search::{BEND, CROSSING};

/// The cheapest of the ways along channels for a flow.
pub(super) fn channel_route(board: &Board, wire: usize) -> Vec<Spot> {
    let own = &board.wires[wire];
    let mut ways = if own.back && own.leaving != Leaving::Comb {
        backward(own)
    } else {
        forward(own)
    };
    for way in &mut ways {
        tidy(way);
    }
    ways.retain(|way| way.len() > 1);
    let best = ways.into_iter().min_by_key(|way| price(board, wire, way));
    best.unwrap_or_else(|| vec![own.from.1, own.to.1])
}

/// Out ahead, along a channel beside either track, in from the back.
fn forward(wire: &Wire) -> Vec<Vec<Spot>> {
    let ((_, (a, b)), (_, (c, d))) = (wire.from, wire.to);
    [b - 1, b + 1, d - 1, d + 1]
        .into_iter()
        .map(|channel| {
            vec![
                (a, b),
                (a + 1, b),
                (a + 1, channel),
                (c - 1, channel),
                (c - 1, d),
                (c, d),
            ]
        })
        .collect()
}

/// Out at one side, along the channel there, in at one side; so that it meets no forward flow.
fn backward(wire: &Wire) -> Vec<Vec<Spot>> {
    let ((_, (a, b)), (_, (c, d))) = (wire.from, wire.to);
    if (a, b) == (c, d) {
        return vec![vec![(a, b), (a + 1, b), (a + 1, b - 1), (a, b - 1), (a, b)]];
    }
    let mut ways = Vec::new();
    for out in [b - 1, b + 1] {
        for into in [d - 1, d + 1] {
            ways.push(vec![
                (a, b),
                (a, out),
                (c - 1, out),
                (c - 1, into),
                (c, into),
                (c, d),
            ]);
        }
    }
    ways
}

/// Drops corners that are none, and detours that lead straight back.
fn tidy(way: &mut Vec<Spot>) {
    way.dedup();
    let mut at = 1;
    while at + 1 < way.len() {
        if heading(way[at], way[at - 1]).is_flow() == heading(way[at], way[at + 1]).is_flow() {
            way.remove(at);
            way.dedup();
            at = 1;
        } else {
            at += 1;
        }
    }
}

fn price(board: &Board, wire: usize, way: &[Spot]) -> u32 {
    let mut price = BEND * way.len() as u32;
    for pair in way.windows(2) {
        price += board.grid.distance(pair[0], pair[1]);
        let side = heading(pair[0], pair[1]);
        let along = arm(side) | arm(side.opposite());
        let mut spot = pair[0];
        while spot != pair[1] {
            let Some(next) = board.grid.step(spot, side) else {
                break;
            };
            spot = next;
            let crossed = board.grid.passes(spot).filter(|&(other, arms)| {
                arms & along == 0 && !board.wires[wire].may_share(&board.wires[other])
            });
            price = price.saturating_add(CROSSING * crossed.count() as u32);
        }
    }
    price
}
