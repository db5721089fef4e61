//! How hard a placed sheet is to read: bends, crossings, flows that lie on each other, empty paper.
#![allow(
    clippy::float_cmp,
    reason = "both ends of a level line have the very same y"
)]

use super::laws::data;
use redtape::draw::Placed;
use redtape::draw::geometry::{Point, Rect};
use redtape::draw::layout::PlacedFlow;
use redtape::draw::scene::{Anchor, Item, Scene, Segment};

/// Bends of all flows.
pub(super) fn bends(placed: &Placed) -> usize {
    placed.flows.iter().map(|flow| flow.points.len() - 2).sum()
}

fn segments(flow: &PlacedFlow) -> impl Iterator<Item = (Point, Point)> + '_ {
    flow.points.windows(2).map(|ends| (ends[0], ends[1]))
}

/// Points at which two flows cross.
pub(super) fn crossings(placed: &Placed) -> usize {
    let strictly = |a: f64, b: f64, x: f64| a.min(b) + 0.1 < x && x < a.max(b) - 0.1;
    let cross = |(a, b): (Point, Point), (c, d): (Point, Point)| {
        (a.y == b.y && c.x == d.x && strictly(a.x, b.x, c.x) && strictly(c.y, d.y, a.y))
            || (a.x == b.x && c.y == d.y && strictly(a.y, b.y, c.y) && strictly(c.x, d.x, a.x))
    };
    let mut points = std::collections::BTreeSet::new();
    for (at, one) in placed.flows.iter().enumerate() {
        for other in &placed.flows[at + 1..] {
            for s in segments(one) {
                for t in segments(other).filter(|&t| cross(s, t)) {
                    let (level, upright) = if s.0.y == s.1.y { (s, t) } else { (t, s) };
                    points.insert(((upright.0.x * 10.0) as i64, (level.0.y * 10.0) as i64));
                }
            }
        }
    }
    points.len()
}

/// Pairs of flows that neither start nor end together and yet lie on each other.
pub(super) fn covered(placed: &Placed) -> Vec<String> {
    let mut out = Vec::new();
    let shared = |a: f64, b: f64, c: f64, d: f64| a.max(b).min(c.max(d)) - a.min(b).max(c.min(d));
    for (at, one) in placed.flows.iter().enumerate() {
        for other in &placed.flows[at + 1..] {
            let (p, q) = (data(placed, one), data(placed, other));
            if p.from == q.from || p.to == q.to {
                continue;
            }
            let lie = segments(one).any(|(a, b)| {
                segments(other).any(|(c, d)| {
                    let level = a.y == b.y
                        && c.y == d.y
                        && (a.y - c.y).abs() < 3.0
                        && shared(a.x, b.x, c.x, d.x) > 3.0;
                    let upright = a.x == b.x
                        && c.x == d.x
                        && (a.x - c.x).abs() < 3.0
                        && shared(a.y, b.y, c.y, d.y) > 3.0;
                    level || upright
                })
            });
            if lie {
                out.push(format!("{} -> {} on {} -> {}", p.from, p.to, q.from, q.to));
            }
        }
    }
    out
}

/// The share of a page, in tiles of 30 pixels, on which no ink is but the ground of
/// a lane; the borders of lanes count as ink.
pub(super) fn emptiness(scene: &Scene) -> f64 {
    let tile = 30.0;
    let (columns, rows) = (
        (scene.width / tile) as usize,
        (scene.height / tile) as usize,
    );
    let mut used = vec![false; columns * rows];
    let mut fill = |rect: Rect| {
        let span = |low: f64, high: f64, count: usize| {
            (low / tile) as usize..=((high / tile) as usize).min(count - 1)
        };
        for row in span(rect.y, rect.bottom(), rows) {
            for column in span(rect.x, rect.right(), columns) {
                used[row * columns + column] = true;
            }
        }
    };
    scene
        .items
        .iter()
        .for_each(|item| cover(item, "", &mut fill));
    used.iter().filter(|used| !**used).count() as f64 / used.len() as f64
}

fn cover(item: &Item, role: &str, fill: &mut impl FnMut(Rect)) {
    match item {
        Item::Group(group) => group
            .items
            .iter()
            .for_each(|item| cover(item, group.role, fill)),
        Item::Rect(rect, ..) if role != "lane" => fill(*rect),
        Item::Rect(rect, ..) => {
            fill(Rect { w: 0.0, ..*rect });
            fill(Rect { h: 0.0, ..*rect });
            fill(Rect {
                x: rect.right(),
                w: 0.0,
                ..*rect
            });
            fill(Rect {
                y: rect.bottom(),
                h: 0.0,
                ..*rect
            });
        }
        Item::Text(text) => {
            let x = match text.anchor {
                Anchor::Start => text.at.x,
                Anchor::Middle => text.at.x - text.length / 2.0,
                Anchor::End => text.at.x - text.length,
            };
            fill(Rect {
                x,
                y: text.at.y - text.size,
                w: text.length,
                h: text.size,
            });
        }
        Item::Path(segments, _) => {
            let mut last = None;
            for segment in segments {
                let (Segment::Move(to) | Segment::Line(to) | Segment::Arc(_, _, to)) = *segment
                else {
                    continue;
                };
                let from: Point = last
                    .filter(|_| !matches!(segment, Segment::Move(_)))
                    .unwrap_or(to);
                let (x, y) = (from.x.min(to.x), from.y.min(to.y));
                fill(Rect {
                    x,
                    y,
                    w: (from.x - to.x).abs(),
                    h: (from.y - to.y).abs(),
                });
                last = Some(to);
            }
        }
    }
}
