//! A tile of a folded diagram: lanes with their heads, nodes, pieces of flows, and the signs at which flows go on.

use super::diagram::{branch, flow_group, heaviness, lane, stretch};
use super::nodes::node;
use super::theme;
use crate::draw::fold::{Connector, Folded, Span, Tile, spans};
use crate::draw::geometry::{Direction, Point, Rect, Side};
use crate::draw::layout::form::{Block, SMALL_LEAD, SMALL_SIZE};
use crate::draw::layout::{Placed, PlacedFlow, PlacedLane};
use crate::draw::scene::{Anchor, Group, Item, Style, bold};
use crate::draw::text::{fit, width};

/// Height of the sign of a connector.
const SIGN: f64 = 15.0;
/// Length of the line between the edge of a tile and a sign.
const LEAD: f64 = 14.0;

/// Width and height of a tile.
pub(super) fn size(direction: Direction, folded: &Folded, tile: &Tile) -> (f64, f64) {
    direction.sizes(tile.along(folded.head), tile.broad())
}

/// A tile from (0, 0) on; `page` tells on which page each tile is.
pub(super) fn tile(placed: &Placed, folded: &Folded, at: usize, page: &[usize]) -> Item {
    let direction = placed.direction;
    let tile = &folded.tiles[at];
    let mut inside = Vec::new();
    let mut pieces: Vec<_> = tile.pieces.iter().collect();
    pieces.sort_by_key(|piece| heaviness(placed, &placed.flows[piece.flow]));
    for piece in pieces {
        let drawn = &placed.flows[piece.flow];
        let mut points = piece.points.clone();
        if piece.goes_on.is_some() {
            reach(direction, tile, &mut points);
        }
        if piece.begins.is_some() {
            points.reverse();
            reach(direction, tile, &mut points);
            points.reverse();
        }
        let mut items = stretch(placed, drawn, &points, piece.goes_on.is_none());
        if piece.begins.is_none() {
            items.extend(branch_inside(direction, tile, drawn));
        }
        inside.push(flow_group(placed, drawn, items));
    }
    let nodes = tile.nodes.iter().map(|&at| {
        let mut drawn = node(&placed.sheet, &placed.nodes[at]);
        let by = tile.thin.shift(direction, &placed.nodes[at].rect);
        drawn.shift(by.x, by.y);
        drawn
    });
    inside.extend(nodes);
    let signs = tile
        .connectors
        .iter()
        .map(|connector| sign(direction, connector, at, page));
    inside.extend(signs);
    let shift = direction.point(
        folded.head + tile.gutters[0] - tile.flow.from,
        tile.gutters[2] - tile.across.from,
    );
    for item in &mut inside {
        item.shift(shift.x, shift.y);
    }
    let mut items = lanes(placed, folded, tile);
    items.extend(inside);
    Item::Group(Group {
        role: "tile",
        items,
        ..Group::default()
    })
}

/// The branch text of a flow; one that hung over the edge of the tile is moved back onto it.
fn branch_inside(direction: Direction, tile: &Tile, drawn: &PlacedFlow) -> Vec<Item> {
    let mut items = branch(drawn);
    let Some(label) = &drawn.label else {
        return items;
    };
    let corner = |x: f64, y: f64| match direction {
        Direction::LeftRight => (x, y),
        Direction::TopDown => (y, x),
    };
    let moved = tile.thin.shift(direction, &label.rect);
    let rect = label.rect.shifted(moved.x, moved.y);
    let (from, to) = (corner(rect.x, rect.y), corner(rect.right(), rect.bottom()));
    let back = |span: Span, from: f64, to: f64| (span.to - to).min(0.0).max(span.from - from);
    let by = direction.point(
        back(tile.flow, from.0, to.0),
        back(tile.across, from.1, to.1),
    );
    for item in &mut items {
        item.shift(moved.x + by.x, moved.y + by.y);
    }
    items
}

/// The lanes that a tile shows something of.
fn lanes(placed: &Placed, folded: &Folded, tile: &Tile) -> Vec<Item> {
    let direction = placed.direction;
    let corners = |flow: Span, across: Span| {
        let (a, b) = (
            direction.point(flow.from, across.from),
            direction.point(flow.to, across.to),
        );
        Rect {
            x: a.x,
            y: a.y,
            w: b.x - a.x,
            h: b.y - a.y,
        }
    };
    let part = |placed: &PlacedLane| {
        let bounds = spans(direction, &placed.rect).1;
        let (from, to) = (tile.thin.place(bounds.from), tile.thin.place(bounds.to));
        let (from, to) = (from.max(tile.across.from), to.min(tile.across.to));
        let move_by = tile.gutters[2] - tile.across.from;
        let across = Span {
            from: from + move_by,
            to: to + move_by,
        };
        let head = corners(
            Span {
                from: 0.0,
                to: folded.head,
            },
            across,
        );
        let middle = head.centre();
        let mut name = placed.name.clone();
        if tile.thin.has(bounds) {
            name = thin_name(direction, &placed.title, head.w);
        }
        name.rect.x = middle.x - name.rect.w / 2.0;
        name.rect.y = middle.y - name.rect.h / 2.0;
        let whole = Span {
            from: 0.0,
            to: tile.along(folded.head),
        };
        (to - from > 1.0).then(|| PlacedLane {
            rect: corners(whole, across),
            head,
            name,
            title: placed.title.clone(),
        })
    };
    let numbered = placed.lanes.iter().enumerate();
    numbered
        .filter_map(|(at, placed)| Some(lane(at, &part(placed)?)))
        .collect()
}

/// The name of a thin lane: one line of small print where lanes lie level, else nothing has room.
fn thin_name(direction: Direction, title: &str, room: f64) -> Block {
    if direction == Direction::TopDown {
        return Block::default();
    }
    let line = fit(title, SMALL_SIZE, room - 8.0);
    Block {
        rect: Rect {
            w: width(&line, SMALL_SIZE),
            h: SMALL_LEAD,
            ..Rect::default()
        },
        second: vec![line],
        ..Block::default()
    }
}

/// Draws a line that ends at the edge out to its sign.
fn reach(direction: Direction, tile: &Tile, points: &mut Vec<Point>) {
    let Some(&edge) = points.last() else {
        return;
    };
    let near = |known: &&Connector| (known.at.x - edge.x).abs() + (known.at.y - edge.y).abs() < 1.0;
    let Some(connector) = tile.connectors.iter().find(near) else {
        return;
    };
    let tip = outside(direction, connector, LEAD);
    // Straight on: the edge is no corner.
    if (tip.x - edge.x).abs() < 0.5 || (tip.y - edge.y).abs() < 0.5 {
        points.pop();
    }
    points.push(tip);
}

/// The point `far` outside the edge, beside the place of the sign.
fn outside(direction: Direction, connector: &Connector, far: f64) -> Point {
    let far = match connector.side {
        Side::Back | Side::Near => -far,
        Side::Ahead | Side::Far => far,
    };
    if level(direction, connector.side) {
        Point {
            x: connector.at.x + far,
            y: connector.sign,
        }
    } else {
        Point {
            x: connector.sign,
            y: connector.at.y + far,
        }
    }
}

fn level(direction: Direction, side: Side) -> bool {
    side.is_flow() == (direction == Direction::LeftRight)
}

/// The letters of a connector; behind each the page on which it is found again, where that is another one.
fn sign(direction: Direction, connector: &Connector, tile: usize, page: &[usize]) -> Item {
    let own = page.get(tile);
    let letter = |(letter, tiles): (&String, &Vec<usize>)| {
        let mut pages: Vec<usize> = tiles
            .iter()
            .filter_map(|&tile| page.get(tile))
            .copied()
            .collect();
        pages.sort_unstable();
        pages.dedup();
        pages.retain(|page| Some(page) != own);
        let pages: Vec<String> = pages.iter().map(usize::to_string).collect();
        if pages.is_empty() {
            letter.clone()
        } else {
            format!("{letter}/{}", pages.join(","))
        }
    };
    let words = connector
        .letters
        .iter()
        .map(letter)
        .collect::<Vec<_>>()
        .join(" ");
    let w = sign_width(&words);
    let tip = outside(direction, connector, LEAD);
    let (dx, dy) = match (level(direction, connector.side), connector.side) {
        (true, Side::Back | Side::Near) => (-w / 2.0, 0.0),
        (true, _) => (w / 2.0, 0.0),
        (false, Side::Back | Side::Near) => (0.0, -SIGN / 2.0),
        (false, _) => (0.0, SIGN / 2.0),
    };
    let middle = Point {
        x: tip.x + dx,
        y: tip.y + dy,
    };
    Item::Group(Group {
        role: "connector",
        items: lettered(middle, &words),
        ..Group::default()
    })
}

fn sign_width(words: &str) -> f64 {
    (width(words, SMALL_SIZE) * 1.05 + 8.0).max(SIGN)
}

fn lettered(middle: Point, words: &str) -> Vec<Item> {
    let w = sign_width(words);
    let frame = Rect {
        x: middle.x - w / 2.0,
        y: middle.y - SIGN / 2.0,
        w,
        h: SIGN,
    };
    let below = Point {
        y: middle.y + SMALL_SIZE * 0.36,
        ..middle
    };
    vec![
        Item::Rect(frame, SIGN / 2.0, Style::fill(theme::FLOW)),
        bold(below, Anchor::Middle, SMALL_SIZE, theme::PAPER, words),
    ]
}

/// The sign of the legend, 30 wide.
pub(super) fn example() -> Vec<Item> {
    lettered(Point { x: 15.0, y: 7.0 }, "X/n")
}
