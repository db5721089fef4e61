//! Folding: a diagram that is larger than the paper is cut into tiles between its columns, and where it is too broad
//! also between its tracks; lanes in which nothing is done on a tile are thin there. A flow that is cut ends in a connector with a letter, and goes on at the same letter.
//!
//! Lengths are those of the diagram, in pixels; *flow* and *across* are those of [`super::geometry`].

mod cuts;
mod pieces;
mod thin;

pub use pieces::{Connector, Piece};
pub use thin::Thin;

use super::geometry::{Direction, Rect};
use super::layout::{Placed, PlacedNode};
use std::collections::BTreeMap;

/// A length of the diagram.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
}

impl Span {
    /// Its length.
    pub fn length(self) -> f64 {
        self.to - self.from
    }

    fn holds(self, place: f64) -> bool {
        self.from <= place && place < self.to
    }
}

/// A part of the diagram that lies on one page in one piece.
#[derive(Debug, Clone, PartialEq)]
pub struct Tile {
    /// Which part along the flow.
    pub flow: Span,
    /// Which part across the flow, as it lies on the tile.
    pub across: Span,
    /// Which lanes are thin on it.
    pub thin: Thin,
    /// Room for connectors: before and behind it along the flow, before and behind it across.
    pub gutters: [f64; 4],
    /// Indices into [`Placed::nodes`].
    pub nodes: Vec<usize>,
    /// The flows on it, cut where they leave it, as they lie on it.
    pub pieces: Vec<Piece>,
    /// Where flows leave and enter it.
    pub connectors: Vec<Connector>,
}

/// A folded diagram.
#[derive(Debug, Clone, PartialEq)]
pub struct Folded {
    /// Depth of the lane heads, which stand before each tile.
    pub head: f64,
    /// The tiles in reading order.
    pub tiles: Vec<Tile>,
}

impl Tile {
    /// Length along the flow, the lane heads and the connectors included.
    pub fn along(&self, head: f64) -> f64 {
        head + self.gutters[0] + self.flow.length() + self.gutters[1]
    }

    /// Length across the flow, the connectors included.
    pub fn broad(&self) -> f64 {
        self.gutters[2] + self.across.length() + self.gutters[3]
    }
}

/// A rectangle as spans along and across the flow.
pub(super) fn spans(direction: Direction, rect: &Rect) -> (Span, Span) {
    let span = |from, to| Span { from, to };
    let (level, upright) = (span(rect.x, rect.right()), span(rect.y, rect.bottom()));
    match direction {
        Direction::LeftRight => (level, upright),
        Direction::TopDown => (upright, level),
    }
}

/// All that belongs to a node and is not to be cut.
fn extent(node: &PlacedNode) -> impl Iterator<Item = Rect> + '_ {
    let chips = node.chips.iter().map(|chip| chip.rect);
    [node.rect, node.name.rect].into_iter().chain(chips)
}

/// Folds a diagram into tiles that are at most `along(n)` long, lane heads included, where `n` counts rows of tiles, and
/// at most `broad` across. Letters begin after those that `used` says are taken already.
///
/// A single column or track that is larger than that makes a tile that is larger.
pub fn fold(
    placed: &Placed,
    along: impl Fn(usize) -> f64,
    broad: f64,
    used: &mut Letters,
) -> Folded {
    let direction = placed.direction;
    let head = placed
        .lanes
        .first()
        .map_or(0.0, |lane| spans(direction, &lane.head).0.to);
    let (flow_end, across_end) = direction.sizes(placed.width, placed.height);
    let flow = cuts::flow(placed, head, flow_end, |row| along(row) - head);
    // What is not cut keeps the breadth of its lanes.
    let is_whole = flow.len() == 1 && across_end <= broad;
    let middle = |at: usize| {
        let middle = placed.nodes[at].rect.centre();
        match direction {
            Direction::LeftRight => (middle.x, middle.y),
            Direction::TopDown => (middle.y, middle.x),
        }
    };
    let mut tiles = Vec::new();
    for &flow in &flow {
        let here = |&at: &usize| flow.holds(middle(at).0);
        let here: Vec<usize> = (0..placed.nodes.len()).filter(here).collect();
        let thin = if is_whole {
            Thin::default()
        } else {
            Thin::around(placed, &here)
        };
        for across in cuts::across(placed, &thin, &here, (across_end, broad)) {
            let inside = |at: &usize| across.holds(thin.place(middle(*at).1));
            let nodes: Vec<usize> = here.iter().copied().filter(inside).collect();
            // Where nothing is done, nothing is shown: flows that only pass through are left out.
            if !nodes.is_empty() {
                tiles.push(Tile {
                    flow,
                    across,
                    thin: thin.clone(),
                    gutters: [0.0; 4],
                    nodes,
                    pieces: Vec::new(),
                    connectors: Vec::new(),
                });
            }
        }
    }
    pieces::cut(placed, &mut tiles, used);
    Folded { head, tiles }
}

/// Hands out letters: A, B ... Z, AA, AB ...
#[derive(Debug, Clone, Default)]
pub struct Letters(usize);

impl Letters {
    /// Letters after those that mark concurrent steps of a sheet, so that none means two things.
    pub fn after(placed: &[&Placed]) -> Self {
        let nodes = placed.iter().flat_map(|placed| &placed.nodes);
        let last = nodes.filter_map(|node| node.node.siblings).max();
        let taken = last.filter(char::is_ascii_uppercase);
        Self(taken.map_or(0, |last| last as usize - 'A' as usize + 1))
    }

    fn next(&mut self) -> String {
        let mut rest = self.0;
        self.0 += 1;
        let mut out = String::new();
        loop {
            out.insert(0, char::from(b'A' + (rest % 26) as u8));
            rest /= 26;
            if rest == 0 {
                return out;
            }
            rest -= 1;
        }
    }
}

/// The tile on which each node lies.
fn homes(tiles: &[Tile]) -> BTreeMap<usize, usize> {
    let each = tiles.iter().enumerate();
    each.flat_map(|(tile, data)| data.nodes.iter().map(move |&node| (node, tile)))
        .collect()
}
