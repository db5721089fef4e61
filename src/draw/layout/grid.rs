//! The routing grid: two lines for each column and track, however large the boxes are.
//!
//! Along the flow, line `2c` is the channel before column `c` and line `2c + 1` the middle of the
//! column; across the flow the same with tracks. A point where two middles meet is a cell, and
//! only cells can be taken. Every channel runs from edge to edge of the sheet between the boxes,
//! so any two cells can be joined, and a line along a channel or through an empty cell cannot
//! touch a box: sizes are given later, and each channel gets as much room as its lines need.

use crate::draw::geometry::Side;

/// A grid point: (line along the flow, line across).
pub(super) type Spot = (usize, usize);

/// The four ways to go on from a point; also the arms of a line at a point.
pub(super) const WAYS: [Side; 4] = Side::ALL;

/// The arm of a line at a point, as a bit.
pub(super) fn arm(side: Side) -> u8 {
    1 << side as u8
}

/// A line of the grid that passes a point.
#[derive(Debug, Clone, Copy)]
struct Pass {
    edge: usize,
    arms: u8,
    next: u32,
}

const NONE: u32 = u32::MAX;

/// The grid of one sheet: what stands in its cells, and which lines have been drawn.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    /// Lines along the flow (2 columns + 1).
    pub along: usize,
    /// Lines across the flow (2 tracks + 1).
    pub across: usize,
    /// Estimated place of each line, in pixels, for the price of length.
    pub place: [Vec<u32>; 2],
    taken: Vec<bool>,
    heads: Vec<u32>,
    passes: Vec<Pass>,
}

impl Grid {
    /// An empty grid; `sizes` estimates the sizes of columns and tracks.
    pub(super) fn new(columns: &[f64], tracks: &[f64]) -> Self {
        let (along, across) = (2 * columns.len() + 1, 2 * tracks.len() + 1);
        Grid {
            along,
            across,
            place: [estimate(columns), estimate(tracks)],
            taken: vec![false; columns.len() * tracks.len()],
            heads: vec![NONE; along * across],
            passes: Vec::new(),
        }
    }

    fn cell((a, b): Spot, across: usize) -> Option<usize> {
        (a % 2 == 1 && b % 2 == 1).then(|| (a / 2) * (across / 2) + b / 2)
    }

    /// Takes a cell.
    pub(super) fn take(&mut self, spot: Spot) {
        if let Some(cell) = Self::cell(spot, self.across) {
            self.taken[cell] = true;
        }
    }

    /// Whether something stands at a point.
    pub(super) fn is_taken(&self, spot: Spot) -> bool {
        Self::cell(spot, self.across).is_some_and(|cell| self.taken[cell])
    }

    /// The next point on a side, if there is one.
    pub(super) fn step(&self, (a, b): Spot, side: Side) -> Option<Spot> {
        match side {
            Side::Back => Some((a.checked_sub(1)?, b)),
            Side::Ahead => (a + 1 < self.along).then_some((a + 1, b)),
            Side::Near => Some((a, b.checked_sub(1)?)),
            Side::Far => (b + 1 < self.across).then_some((a, b + 1)),
        }
    }

    /// Estimated distance of two points, in pixels, along the grid.
    pub(super) fn distance(&self, p: Spot, q: Spot) -> u32 {
        self.place[0][p.0].abs_diff(self.place[0][q.0])
            + self.place[1][p.1].abs_diff(self.place[1][q.1])
    }

    /// Notes a line with its corners, first to last.
    pub(super) fn draw(&mut self, edge: usize, corners: &[Spot]) {
        let spots = spots(corners);
        for (at, &spot) in spots.iter().enumerate() {
            let mut arms = 0;
            if let Some(&from) = at.checked_sub(1).and_then(|at| spots.get(at)) {
                arms |= arm(heading(spot, from));
            }
            if let Some(&to) = spots.get(at + 1) {
                arms |= arm(heading(spot, to));
            }
            let head = &mut self.heads[spot.0 * self.across + spot.1];
            self.passes.push(Pass {
                edge,
                arms,
                next: *head,
            });
            *head = (self.passes.len() - 1) as u32;
        }
    }

    /// The lines through a point, each with its arms there.
    pub(super) fn passes(&self, spot: Spot) -> impl Iterator<Item = (usize, u8)> + '_ {
        let mut at = self.heads[spot.0 * self.across + spot.1];
        std::iter::from_fn(move || {
            let pass = self.passes.get(at as usize)?;
            at = pass.next;
            Some((pass.edge, pass.arms))
        })
    }
}

/// Places of the lines, given the sizes of the columns (or tracks) between them.
fn estimate(sizes: &[f64]) -> Vec<u32> {
    const CHANNEL: u32 = 26;
    let mut places = vec![0];
    let mut end = CHANNEL / 2;
    for &size in sizes {
        places.push(end + size as u32 / 2);
        end += size as u32 + CHANNEL;
        places.push(end - CHANNEL / 2);
    }
    places
}

/// The side of `from` on which `to` lies, both on one grid line.
pub(super) fn heading(from: Spot, to: Spot) -> Side {
    if to.0 < from.0 {
        Side::Back
    } else if to.0 > from.0 {
        Side::Ahead
    } else if to.1 < from.1 {
        Side::Near
    } else {
        Side::Far
    }
}

/// All points of a line, given its corners.
fn spots(corners: &[Spot]) -> Vec<Spot> {
    let mut out: Vec<Spot> = corners.first().copied().into_iter().collect();
    for pair in corners.windows(2) {
        let (mut a, mut b) = pair[0];
        while (a, b) != pair[1] {
            a = if a < pair[1].0 {
                a + 1
            } else {
                a - usize::from(a > pair[1].0)
            };
            b = if b < pair[1].1 {
                b + 1
            } else {
                b - usize::from(b > pair[1].1)
            };
            out.push((a, b));
        }
    }
    out
}

/// Every spot of the line whose corners are given lies free, its two ends apart.
pub(super) fn is_clear(grid: &Grid, corners: &[Spot]) -> bool {
    let all = spots(corners);
    all.len() < 3
        || all[1..all.len() - 1]
            .iter()
            .all(|&spot| !grid.is_taken(spot))
}
