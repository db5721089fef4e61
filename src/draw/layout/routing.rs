//! Phase 5: a way for every flow through the grid, orthogonal and never through a box.
//!
//! A* over grid points and headings; the price is length, bends, crossings, and running beside
//! others. Short flows first, rework last. Where the search would be too wide, the flow takes
//! the best way along channels, which always exists.

use super::channels::channel_route;
use super::grid::{Grid, Spot, heading, is_clear};
use super::search::search;
use crate::draw::geometry::Side;

/// Most grid points in which one flow is searched for.
const WIDEST: usize = 40_000;
/// Free grid lines around the two ends of a flow within which it is searched for.
const MARGIN: usize = 24;
/// Points that may be looked at for one sheet before the rest goes along channels.
const PATIENCE: usize = 4_000_000;

/// How a flow leaves its node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Leaving {
    /// By any side, with others.
    Free,
    /// As one of several alternatives, which need a side each.
    Alternative,
    /// By a tooth of a comb: only ahead, and it turns at once.
    Comb,
}

/// What the router has to know of a flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wire {
    /// Vertex and cell it leaves.
    pub from: (usize, Spot),
    /// Vertex and cell it enters.
    pub to: (usize, Spot),
    /// Runs against the flow.
    pub back: bool,
    /// How it leaves.
    pub leaving: Leaving,
    /// Whether it has a branch text, for which there is no room on the back side.
    pub labelled: bool,
    /// Whether the node it enters has branch texts, which the other sides are needed for.
    pub into_split: bool,
    /// Lines across the flow on which it could not be set apart from others.
    pub shuns: Vec<usize>,
}

impl Wire {
    /// Whether two flows may leave as one line: they start together and are not alternatives.
    pub(super) fn may_fork(&self, other: &Wire) -> bool {
        self.from.0 == other.from.0
            && self.back == other.back
            && self.leaving == Leaving::Free
            && other.leaving == Leaving::Free
    }

    /// Whether two flows may arrive as one line: they end together, both forward or both not.
    pub(super) fn may_join(&self, other: &Wire) -> bool {
        self.to.0 == other.to.0 && self.back == other.back
    }

    /// Whether two flows may share a line somewhere.
    pub(super) fn may_share(&self, other: &Wire) -> bool {
        self.may_fork(other) || self.may_join(other)
    }
}

/// The way of a flow: corners on the grid from cell to cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Route {
    /// First and last are the cells of the two nodes.
    pub corners: Vec<Spot>,
}

impl Route {
    /// The side by which it leaves.
    pub(super) fn exit(&self) -> Side {
        heading(self.corners[0], self.corners[1])
    }

    /// The side by which it enters.
    pub(super) fn entry(&self) -> Side {
        let last = self.corners.len() - 1;
        heading(self.corners[last], self.corners[last - 1])
    }
}

/// For each side of each vertex, the flows that use it, and whether they leave by it.
pub(super) type Sides = Vec<[Vec<(usize, bool)>; 4]>;

/// All the router has in hand.
pub(super) struct Board<'a> {
    /// The grid with the lines drawn so far.
    pub grid: Grid,
    /// The flows.
    pub wires: &'a [Wire],
    /// Which sides are in use.
    pub sides: Sides,
}

impl Board<'_> {
    fn place(&mut self, wire: usize, route: &Route) {
        self.grid.draw(wire, &route.corners);
        self.sides[self.wires[wire].from.0][route.exit() as usize].push((wire, true));
        self.sides[self.wires[wire].to.0][route.entry() as usize].push((wire, false));
    }

    /// Whether a flow may not leave by a side (or enter by it), because of one that uses it.
    pub(super) fn is_contested(&self, wire: usize, leaves: bool, side: Side) -> bool {
        let own = &self.wires[wire];
        let vertex = if leaves { own.from.0 } else { own.to.0 };
        let agrees = |other: &Wire| {
            if leaves {
                own.may_fork(other)
            } else {
                own.may_join(other)
            }
        };
        self.sides[vertex][side as usize]
            .iter()
            .any(|&(other, leaving)| leaving != leaves || !agrees(&self.wires[other]))
    }
}

/// Routes all flows. `earlier` gives, for some flows, a way (that of the same flow on the first
/// sheet) which they keep where it is still free.
pub(super) fn route(
    grid: Grid,
    wires: &[Wire],
    vertices: usize,
    earlier: &[Option<Route>],
) -> Vec<Route> {
    let mut board = Board {
        grid,
        wires,
        sides: vec![Default::default(); vertices],
    };
    let mut routes: Vec<Option<Route>> = vec![None; wires.len()];
    for (at, kept) in earlier.iter().enumerate() {
        if let Some(kept) = kept.as_ref().filter(|kept| still_fits(&board, at, kept)) {
            board.place(at, kept);
            routes[at] = Some(kept.clone());
        }
    }
    let mut order: Vec<usize> = (0..wires.len())
        .filter(|&at| routes[at].is_none())
        .collect();
    order.sort_by_key(|&at| {
        (
            wires[at].back,
            board.grid.distance(wires[at].from.1, wires[at].to.1),
            at,
        )
    });
    let mut patience = PATIENCE;
    for at in order {
        let corners = search(&board, at, MARGIN, WIDEST, &mut patience);
        let route = Route {
            corners: with_jog(
                &wires[at],
                corners.unwrap_or_else(|| channel_route(&board, at)),
            ),
        };
        board.place(at, &route);
        routes[at] = Some(route);
    }
    routes.into_iter().flatten().collect()
}

fn still_fits(board: &Board, wire: usize, kept: &Route) -> bool {
    !board.is_contested(wire, true, kept.exit())
        && !board.is_contested(wire, false, kept.entry())
        && is_clear(&board.grid, &kept.corners)
}

/// A flow from the tooth of a comb enters its target at another height than it left, so it turns
/// in the first channel even when the target lies straight ahead: a corner of no length.
fn with_jog(wire: &Wire, mut corners: Vec<Spot>) -> Vec<Spot> {
    let straight = wire.leaving == Leaving::Comb && corners[1].0 > corners[0].0 + 1;
    if straight {
        let turn = (corners[0].0 + 1, corners[0].1);
        corners.splice(1..1, [turn, turn]);
    }
    corners
}
