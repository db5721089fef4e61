//! Where a diagram may be cut, and where it is.

use super::{Span, Thin, extent, spans};
use crate::draw::geometry::{Direction, Rect};
use crate::draw::layout::Placed;

/// Room for the signs of connectors at an edge: beside them where flows leave level, else above or below them.
pub(super) fn gutter(level: bool) -> f64 {
    if level { 52.0 } else { 30.0 }
}

/// A place where nothing but flows is cut, and how many of them.
#[derive(Debug, Clone, Copy)]
struct Place {
    at: f64,
    crossed: usize,
}

/// The diagram from `head` to `end` in parts, the n-th of them at most `room(n)` long, their connectors included.
pub(super) fn flow(placed: &Placed, head: f64, end: f64, room: impl Fn(usize) -> f64) -> Vec<Span> {
    let gutter = gutter(placed.direction == Direction::LeftRight);
    let mut places = places(placed, head, end);
    places.insert(
        0,
        Place {
            at: head,
            crossed: 0,
        },
    );
    places.push(Place {
        at: end,
        crossed: 0,
    });
    let last = places.len() - 1;
    let length = |from: usize, to: usize| {
        let sides = f64::from(u8::from(from > 0)) + f64::from(u8::from(to < last));
        places[to].at - places[from].at + sides * gutter
    };
    let chosen = chosen(&places, &length, &room);
    chosen
        .windows(2)
        .map(|ends| Span {
            from: places[ends[0]].at,
            to: places[ends[1]].at,
        })
        .collect()
}

/// What cutting a flow weighs against parts of uneven length.
const CUT: f64 = 0.1;

/// The fewest parts, and of these the most even ones that cut few flows: from the first place to the last.
fn chosen(
    places: &[Place],
    length: &impl Fn(usize, usize) -> f64,
    room: &impl Fn(usize) -> f64,
) -> Vec<usize> {
    let last = places.len() - 1;
    // For each number of parts, at each place: what it costs to get there, and the place before.
    let mut reached: Vec<Vec<Option<(f64, usize)>>> = vec![vec![None; places.len()]];
    reached[0][0] = Some((0.0, 0));
    while reached[reached.len() - 1][last].is_none() {
        let part = reached.len() - 1;
        let mut next: Vec<Option<(f64, usize)>> = vec![None; places.len()];
        for (from, here) in reached[part].iter().enumerate().take(last) {
            let Some((spent, _)) = *here else {
                continue;
            };
            for to in from + 1..=last {
                let filled = length(from, to) / room(part).max(1.0);
                // One step at least is taken, however little room there is.
                if to > from + 1 && filled > 1.0 {
                    break;
                }
                let cost = spent + filled * filled + places[to].crossed as f64 * CUT;
                if next[to].is_none_or(|(known, _)| cost < known) {
                    next[to] = Some((cost, from));
                }
            }
        }
        reached.push(next);
    }
    let mut chosen = vec![last];
    let mut at = last;
    for part in (1..reached.len()).rev() {
        at = reached[part][at].map_or(0, |(_, from)| from);
        chosen.push(at);
    }
    chosen.reverse();
    chosen
}

/// What cutting through texts weighs, in flows; it is done only where nothing else helps.
const TEXTS: usize = 20;

/// Between any two columns, where the fewest flows are cut; where texts leave no gap, between boxes.
fn places(placed: &Placed, head: f64, end: f64) -> Vec<Place> {
    let direction = placed.direction;
    let along = |rect: Rect| spans(direction, &rect).0;
    let labels = placed.flows.iter().filter_map(|flow| flow.label.as_ref());
    let labels = labels.map(|label| label.rect);
    let texts = placed.nodes.iter().flat_map(extent);
    let all = texts.chain(labels).map(along).collect();
    let boxes = placed.nodes.iter().map(|node| along(node.rect)).collect();
    let runs = runs(placed);
    let find = |occupied: Vec<Span>, more: usize| {
        let gaps = gaps(occupied, head, end).into_iter();
        let found = gaps.filter_map(|gap| best(&runs, gap));
        let found = found.map(|place| Place {
            crossed: place.crossed + more,
            ..place
        });
        found.collect::<Vec<_>>()
    };
    let mut places = find(all, 0);
    places.extend(find(boxes, TEXTS));
    places.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.crossed.cmp(&b.crossed)));
    places.dedup_by(|next, kept| next.at - kept.at < 1.0 && next.crossed >= kept.crossed);
    places
}

/// The place in a gap where the fewest flows are cut: beside those that run across the sheet there.
fn best(runs: &[Span], gap: Span) -> Option<Place> {
    let inside = |run: &&Span| run.length() == 0.0 && gap.from < run.from && run.from < gap.to;
    let mut edges: Vec<f64> = runs.iter().filter(inside).map(|run| run.from).collect();
    edges.extend([gap.from, gap.to]);
    edges.sort_by(f64::total_cmp);
    let middles = edges.windows(2).filter(|pair| pair[1] - pair[0] > 1.0);
    let middles = middles.map(|pair| f64::midpoint(pair[0], pair[1]));
    let counted = middles.map(|at| Place {
        at,
        crossed: runs
            .iter()
            .filter(|run| run.from < at && at < run.to)
            .count(),
    });
    counted.min_by_key(|place| place.crossed)
}

/// Every straight part of every flow, as far as it runs along the sheet; one that runs across it has no length.
fn runs(placed: &Placed) -> Vec<Span> {
    let along = |point: &crate::draw::geometry::Point| match placed.direction {
        Direction::LeftRight => point.x,
        Direction::TopDown => point.y,
    };
    let pairs = placed.flows.iter().flat_map(|flow| flow.points.windows(2));
    let run = |pair: &[crate::draw::geometry::Point]| {
        let (a, b) = (along(&pair[0]), along(&pair[1]));
        Span {
            from: a.min(b),
            to: a.max(b),
        }
    };
    pairs.map(run).collect()
}

/// What lies between the occupied parts.
fn gaps(mut occupied: Vec<Span>, from: f64, to: f64) -> Vec<Span> {
    occupied.sort_by(|a, b| a.from.total_cmp(&b.from));
    let mut out = Vec::new();
    let mut reach = from;
    for span in &occupied {
        if span.from > reach + 2.0 && reach > from {
            out.push(Span {
                from: reach,
                to: span.from,
            });
        }
        reach = reach.max(span.to);
    }
    out.retain(|gap| gap.to < to);
    out
}

/// The part of a diagram with these nodes in strips, each at most `room` broad with its connectors: between lanes where
/// that will do, else between tracks. The diagram ends at `end`; strips are told as they lie on the tiles.
pub(super) fn across(
    placed: &Placed,
    thin: &Thin,
    nodes: &[usize],
    (end, room): (f64, f64),
) -> Vec<Span> {
    let end = thin.place(end);
    if end <= room {
        return vec![Span { from: 0.0, to: end }];
    }
    let direction = placed.direction;
    let limit = (room - 2.0 * gutter(direction == Direction::TopDown)).max(1.0);
    let lanes: Vec<f64> = placed
        .lanes
        .iter()
        .map(|lane| thin.place(spans(direction, &lane.rect).1.to))
        .collect();
    let middles = |rects: Vec<Rect>| -> Vec<f64> {
        let occupied = rects.iter().map(|rect| {
            let Span { from, to } = spans(direction, rect).1;
            Span {
                from: thin.place(from),
                to: thin.place(to),
            }
        });
        let gaps = gaps(occupied.collect(), 0.0, end).into_iter();
        gaps.map(|gap| f64::midpoint(gap.from, gap.to)).collect()
    };
    let labels = placed.flows.iter().filter_map(|flow| flow.label.as_ref());
    let labels = labels.map(|label| label.rect);
    let here = || nodes.iter().map(|&at| &placed.nodes[at]);
    let texts = here().flat_map(extent);
    let tracks = middles(texts.chain(labels).collect());
    // Where texts stand so close that no cut passes between them, one that passes no box has to do.
    let boxes = middles(here().map(|node| node.rect).collect());
    let mut out = Vec::new();
    let mut from = 0.0;
    while end - from > limit {
        let farthest = |places: &[f64]| {
            let fits = places
                .iter()
                .copied()
                .filter(|&at| at > from + 1.0 && at - from <= limit);
            fits.max_by(f64::total_cmp)
        };
        let beyond = |places: &[f64]| {
            places
                .iter()
                .copied()
                .filter(|&at| at > from + 1.0)
                .min_by(f64::total_cmp)
        };
        let to = farthest(&lanes)
            .or_else(|| farthest(&tracks))
            .or_else(|| farthest(&boxes))
            .or_else(|| beyond(&boxes))
            .unwrap_or(end);
        out.push(Span { from, to });
        from = to;
    }
    if end - from > 1.0 {
        out.push(Span { from, to: end });
    }
    out
}
