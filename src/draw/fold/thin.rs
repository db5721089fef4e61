//! On a tile, lanes in which nothing is done are thin: flows still cross them, and nothing else needs their room.

use super::{Span, extent, spans};
use crate::draw::geometry::{Direction, Point, Rect};
use crate::draw::layout::Placed;
use crate::draw::layout::form::SMALL_LEAD;

/// How broad a thin lane is: where lanes lie level, a line of small print has to fit.
fn strip(direction: Direction) -> f64 {
    match direction {
        Direction::LeftRight => SMALL_LEAD + 4.5,
        Direction::TopDown => 10.0,
    }
}

/// Where places across the flow come to lie on a tile.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Thin {
    /// Thin lanes in their order, each with how broad it is on the tile.
    lanes: Vec<(Span, f64)>,
}

impl Thin {
    /// The lanes that the part of a diagram with these nodes needs nothing of are thin.
    pub(super) fn around(placed: &Placed, nodes: &[usize]) -> Self {
        let direction = placed.direction;
        let ids: Vec<&str> = (nodes.iter())
            .map(|&at| placed.nodes[at].node.id.as_str())
            .collect();
        let labels = placed.flows.iter().filter(|flow| {
            let data = &placed.sheet.flows[flow.flow];
            ids.contains(&data.from.as_str())
        });
        let labels = labels.filter_map(|flow| Some(flow.label.as_ref()?.rect));
        let boxes = nodes.iter().flat_map(|&at| extent(&placed.nodes[at]));
        let needed: Vec<Span> = boxes
            .chain(labels)
            .map(|rect| spans(direction, &rect).1)
            .collect();
        let broad = strip(direction);
        let lanes = placed
            .lanes
            .iter()
            .map(|lane| spans(direction, &lane.rect).1);
        let bare = lanes.filter(|lane| {
            let meets = |span: &Span| span.from < lane.to && lane.from < span.to;
            lane.length() > broad && !needed.iter().any(meets)
        });
        Self {
            lanes: bare.map(|lane| (lane, broad)).collect(),
        }
    }

    /// Where a place comes to lie.
    pub fn place(&self, at: f64) -> f64 {
        let saved = self.lanes.iter().map(|(lane, broad)| {
            let inside = (at - lane.from).clamp(0.0, lane.length());
            inside * (1.0 - broad / lane.length())
        });
        at - saved.sum::<f64>()
    }

    /// Where a point comes to lie.
    pub fn point(&self, direction: Direction, point: Point) -> Point {
        match direction {
            Direction::LeftRight => Point {
                y: self.place(point.y),
                ..point
            },
            Direction::TopDown => Point {
                x: self.place(point.x),
                ..point
            },
        }
    }

    /// By how much what is in a rectangle moves, which lies in no thin lane.
    pub fn shift(&self, direction: Direction, rect: &Rect) -> Point {
        let middle = rect.centre();
        let to = self.point(direction, middle);
        Point {
            x: to.x - middle.x,
            y: to.y - middle.y,
        }
    }

    /// Whether a lane is thin.
    pub fn has(&self, lane: Span) -> bool {
        self.lanes.iter().any(|(thin, _)| *thin == lane)
    }
}
