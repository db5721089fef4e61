//! Lanes, flows and nodes of one placed sheet.

use super::nodes::{lane_name, node};
use super::theme;
use crate::draw::geometry::Point;
use crate::draw::layout::labels::{BRANCH_LEAD, BRANCH_SIZE};
use crate::draw::layout::{Placed, PlacedFlow, PlacedLane};
use crate::draw::scene::{Anchor, Group, Item, Segment, Style, outline, text};
use crate::draw::text::clean;

/// Length of an arrow head.
const HEAD: f64 = 8.0;
/// Radius of a bend.
const BEND: f64 = 4.0;

/// The diagram, its upper left corner at (0, 0).
pub(super) fn diagram(placed: &Placed) -> Vec<Item> {
    let mut items: Vec<Item> = placed
        .lanes
        .iter()
        .enumerate()
        .map(|(at, placed)| lane(at, placed))
        .collect();
    let mut flows: Vec<&PlacedFlow> = placed.flows.iter().collect();
    flows.sort_by_key(|flow| heaviness(placed, flow));
    items.extend(flows.into_iter().map(|drawn| flow(placed, drawn)));
    items.extend(placed.nodes.iter().map(|drawn| node(&placed.sheet, drawn)));
    items
}

/// Heavy lines lie on light ones.
pub(super) fn heaviness(placed: &Placed, flow: &PlacedFlow) -> (bool, bool) {
    (placed.sheet.flows[flow.flow].critical, !flow.back)
}

pub(super) fn lane(at: usize, placed: &PlacedLane) -> Item {
    let border = Style::stroke(theme::BORDER, 0.8);
    let mut items = vec![
        Item::Rect(placed.rect, 0.0, border.filled(theme::LANES[at % 2])),
        Item::Rect(placed.head, 0.0, border.filled(theme::HEADS[at % 2])),
    ];
    items.extend(lane_name(&placed.name));
    Item::Group(Group {
        role: "lane",
        items,
        ..Group::default()
    })
}

fn flow(placed: &Placed, drawn: &PlacedFlow) -> Item {
    let mut items = stretch(placed, drawn, &drawn.points, true);
    items.extend(branch(drawn));
    flow_group(placed, drawn, items)
}

/// What belongs to a flow.
pub(super) fn flow_group(placed: &Placed, drawn: &PlacedFlow, items: Vec<Item>) -> Item {
    let data = &placed.sheet.flows[drawn.flow];
    let title = format!(
        "{} → {} {}",
        clean(&data.from),
        clean(&data.to),
        clean(&data.label)
    );
    Item::Group(Group {
        role: "flow",
        title: Some(title.trim_end().to_owned()),
        items,
        ..Group::default()
    })
}

/// A flow along these corners, with an arrow head where it ends at a node.
pub(super) fn stretch(
    placed: &Placed,
    drawn: &PlacedFlow,
    points: &[Point],
    ends: bool,
) -> Vec<Item> {
    let critical = placed.sheet.flows[drawn.flow].critical;
    let colour = match (drawn.back, critical) {
        (true, _) => theme::REWORK,
        (_, true) => theme::CRITICAL,
        _ => theme::FLOW,
    };
    let mut style = Style::stroke(colour, if critical { 2.6 } else { 1.3 });
    if drawn.back {
        style = style.dashed((5.0, 3.0));
    }
    let inset = if ends { HEAD - 2.0 } else { 0.0 };
    let mut items = vec![Item::Path(rounded(points, inset), style)];
    if ends {
        let scale = if critical { 1.3 } else { 1.0 };
        items.extend(arrow(points, Style::fill(colour), scale));
    }
    items
}

/// The branch text of a flow.
pub(super) fn branch(drawn: &PlacedFlow) -> Vec<Item> {
    let Some(label) = &drawn.label else {
        return Vec::new();
    };
    let lines = label.lines.iter().enumerate();
    let line = |(at, line): (usize, &String)| {
        let place = Point {
            x: label.rect.x,
            y: label.rect.y + BRANCH_LEAD * (at as f64 + 0.78),
        };
        text(place, Anchor::Start, BRANCH_SIZE, theme::BRANCH, line)
    };
    lines.map(line).collect()
}

/// The line with its corners rounded; it ends `inset` before its end, inside the arrow head.
fn rounded(points: &[Point], inset: f64) -> Vec<Segment> {
    let mut points = points.to_vec();
    if let [.., before, last] = points.as_mut_slice() {
        *last = towards(*last, *before, inset);
    }
    let mut out: Vec<Segment> = points
        .first()
        .map(|&first| Segment::Move(first))
        .into_iter()
        .collect();
    for corner in points.windows(3) {
        let (a, b, c) = (corner[0], corner[1], corner[2]);
        let radius = BEND.min(length(a, b) / 2.0).min(length(b, c) / 2.0);
        out.push(Segment::Line(towards(b, a, radius)));
        let clockwise = (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x) > 0.0;
        out.push(Segment::Arc(radius, clockwise, towards(b, c, radius)));
    }
    out.extend(points.last().map(|&last| Segment::Line(last)));
    out
}

fn length(a: Point, b: Point) -> f64 {
    (a.x - b.x).abs() + (a.y - b.y).abs()
}

/// The point that lies `by` from `a` on the level or upright line to `b`.
fn towards(a: Point, b: Point, by: f64) -> Point {
    let whole = length(a, b);
    if whole < 0.01 {
        return a;
    }
    let part = (by / whole).min(1.0);
    Point {
        x: a.x + (b.x - a.x) * part,
        y: a.y + (b.y - a.y) * part,
    }
}

fn arrow(points: &[Point], style: Style, scale: f64) -> Option<Item> {
    let [.., before, tip] = points else {
        return None;
    };
    let (length, half) = (HEAD * scale, 3.6 * scale);
    let back = if (before.x - tip.x).abs() > (before.y - tip.y).abs() {
        let x = length * (before.x - tip.x).signum();
        [(0.0, 0.0), (x, half), (x, -half)]
    } else {
        let y = length * (before.y - tip.y).signum();
        [(0.0, 0.0), (half, y), (-half, y)]
    };
    Some(outline(*tip, &back, style))
}
