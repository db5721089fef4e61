//! Phase 8, first half: places of lanes, nodes, flows and texts in pixels.

use super::form::{Block, Chip, Form, NAME_LEAD, NAME_SIZE, SMALL_LEAD, SMALL_SIZE};
use super::labels::{branch_rect, tooth_line, tooth_rect};
use super::placed::{Placed, PlacedFlow, PlacedLabel, PlacedLane, PlacedNode};
use super::separate::Separated;
use super::wiring::Wired;
use super::{Plan, axis};
use crate::draw::geometry::{Direction, Point, Rect, Side};
use crate::draw::sheet::Shape;
use crate::draw::text::{self, wrap};

/// The name of a lane, measured.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LaneHead {
    /// Its lines, from (0, 0) on.
    pub block: Block,
    /// The whole name, in the main language.
    pub title: String,
}

/// The names of lanes are set in the bold face, which is 5 % wider.
const BOLD_SIZE: f64 = NAME_SIZE * 1.05;

/// Measures the names of all lanes.
pub(super) fn lane_heads(plan: &Plan) -> Vec<LaneHead> {
    let width = match plan.direction {
        Direction::LeftRight => longest_word(plan).clamp(98.0, 150.0),
        Direction::TopDown => 150.0,
    };
    let head = |lane: &crate::draw::sheet::Lane| {
        let main = wrap(&lane.name.main, BOLD_SIZE, width, 6);
        let second = wrap(&lane.name.second, SMALL_SIZE, width, 3);
        let w = (main.lines.iter().map(|line| text::width(line, BOLD_SIZE)))
            .chain(
                second
                    .lines
                    .iter()
                    .map(|line| text::width(line, SMALL_SIZE)),
            )
            .fold(0.0, f64::max);
        let h = main.lines.len() as f64 * NAME_LEAD + second.lines.len() as f64 * SMALL_LEAD;
        let rect = Rect {
            x: 0.0,
            y: 0.0,
            w,
            h,
        };
        LaneHead {
            block: Block {
                main: main.lines,
                second: second.lines,
                rect,
                cut: main.cut || second.cut,
            },
            title: text::clean(&lane.name.main),
        }
    };
    plan.union.lanes.iter().map(head).collect()
}

/// Width of the longest word in the names of lanes, which should not be parted. Chinese parts anywhere.
fn longest_word(plan: &Plan) -> f64 {
    let names = plan.union.lanes.iter().map(|lane| lane.name.main.as_str());
    let words = names
        .flat_map(str::split_whitespace)
        .filter(|word| word.chars().all(|c| c < '\u{2e80}'));
    words
        .map(|word| text::width(word, BOLD_SIZE))
        .fold(0.0, f64::max)
        .ceil()
}

/// Width and height of the largest names.
pub(super) fn largest(heads: &[LaneHead]) -> (f64, f64) {
    let rects = heads.iter().map(|head| head.block.rect);
    rects.fold((0.0, 0.0), |(w, h), rect| (rect.w.max(w), rect.h.max(h)))
}

/// Places everything of one sheet.
pub(super) fn assemble(
    plan: &Plan,
    wired: &[Wired],
    separated: &Separated,
    sheet: usize,
) -> Placed {
    let end = plan
        .direction
        .point(separated.flow.end, separated.cross.end);
    Placed {
        sheet: plan.sheets[sheet].clone(),
        direction: plan.direction,
        width: end.x,
        height: end.y,
        lanes: lanes(plan, separated),
        nodes: (0..plan.union.vertices.len())
            .filter_map(|at| node(plan, separated, sheet, at))
            .collect(),
        flows: (0..wired[sheet].routes.len())
            .map(|at| flow(plan, &wired[sheet], separated, sheet, at))
            .collect(),
    }
}

fn lanes(plan: &Plan, separated: &Separated) -> Vec<PlacedLane> {
    let (widest, tallest) = largest(&separated.heads);
    let depth = axis::header(plan.direction, widest, tallest);
    let corners = |low: f64, high: f64, end: f64| {
        let (a, b) = (
            plan.direction.point(0.0, low),
            plan.direction.point(end, high),
        );
        Rect {
            x: a.x,
            y: a.y,
            w: b.x - a.x,
            h: b.y - a.y,
        }
    };
    let bounds = separated.cross.lanes.windows(2);
    bounds
        .zip(&separated.heads)
        .map(|(bounds, head)| {
            let (rect, area) = (
                corners(bounds[0], bounds[1], separated.flow.end),
                corners(bounds[0], bounds[1], depth),
            );
            let middle = area.centre();
            let own = head.block.rect;
            let name = Block {
                rect: Rect {
                    x: middle.x - own.w / 2.0,
                    y: middle.y - own.h / 2.0,
                    ..own
                },
                ..head.block.clone()
            };
            PlacedLane {
                rect,
                head: area,
                name,
                title: head.title.clone(),
            }
        })
        .collect()
}

fn centre(plan: &Plan, separated: &Separated, vertex: usize) -> Point {
    let flow = separated.flow.lines[2 * plan.column[vertex] + 1];
    let across = separated.cross.lines[2 * plan.tracks.of[vertex] + 1];
    plan.direction.point(flow, across)
}

fn node(plan: &Plan, separated: &Separated, sheet: usize, vertex: usize) -> Option<PlacedNode> {
    let on = plan.union.vertices[vertex].on;
    let ghost = on[sheet].is_none();
    let source = if ghost { 0 } else { sheet };
    let at = on[source].filter(|_| !ghost || sheet == 1)?;
    let form = &plan.forms[source][at];
    let Point { x, y } = centre(plan, separated, vertex);
    Some(PlacedNode {
        node: plan.sheets[source].nodes[at].clone(),
        ghost,
        rect: form.core.shifted(x, y),
        name: Block {
            rect: form.name.rect.shifted(x, y),
            ..form.name.clone()
        },
        chips: form
            .chips
            .iter()
            .map(|chip| Chip {
                rect: chip.rect.shifted(x, y),
                ..chip.clone()
            })
            .collect(),
    })
}

fn flow(plan: &Plan, wired: &Wired, separated: &Separated, sheet: usize, at: usize) -> PlacedFlow {
    let edge = &plan.union.edges[sheet][at];
    let (wire, route) = (&wired.wires[at], &wired.routes[at]);
    let places = &separated.places[sheet][at];
    let first_is_flow = route.exit().is_flow();
    let is_flow = |index: usize| index.is_multiple_of(2) == first_is_flow;
    let mut points = Vec::with_capacity(places.len() + 1);
    for index in 1..places.len() {
        let (a, b) = (places[index - 1], places[index]);
        // A run along the flow is placed across it, and the other way round.
        points.push(if is_flow(index) {
            plan.direction.point(a, b)
        } else {
            plan.direction.point(b, a)
        });
    }
    let end = |vertex: usize, side: Side, place: f64| {
        outline(plan, separated, sheet, vertex, side, place)
    };
    let start = if let Some(tooth) = wired.teeth[at] {
        comb(plan, separated, sheet, wire.from.0, tooth)
    } else {
        vec![end(wire.from.0, route.exit(), places[0])]
    };
    points.splice(0..0, start);
    points.push(end(wire.to.0, route.entry(), places[places.len() - 1]));
    straighten(&mut points);
    PlacedFlow {
        flow: edge.flow,
        back: edge.back,
        points,
        label: label(plan, wired, separated, sheet, at),
    }
}

fn form_at<'a>(plan: &'a Plan, sheet: usize, vertex: usize) -> Option<(&'a Form, Shape)> {
    let node = plan.union.vertices[vertex].on[sheet]?;
    Some((
        &plan.forms[sheet][node],
        plan.sheets[sheet].nodes[node].shape,
    ))
}

/// Where a line at a place across meets the outline of a node.
fn outline(
    plan: &Plan,
    separated: &Separated,
    sheet: usize,
    vertex: usize,
    side: Side,
    place: f64,
) -> Point {
    let middle = centre(plan, separated, vertex);
    let Some((form, shape)) = form_at(plan, sheet, vertex) else {
        return middle;
    };
    let core = plan.direction.reach(&form.core);
    let (flow, across) = plan.direction.sizes(middle.x, middle.y);
    let offset = (place - if side.is_flow() { across } else { flow }).abs();
    let (half, other) = if side.is_flow() {
        (core.ahead, core.far)
    } else {
        (core.far, core.ahead)
    };
    let inset = match shape {
        Shape::Step => 0.0,
        Shape::Start | Shape::End if other > half => 0.0,
        Shape::Start | Shape::End => other - (other * other - offset * offset).max(0.0).sqrt(),
        _ => offset,
    };
    let reach = (half - inset).max(0.0);
    match side {
        Side::Back => plan.direction.point(flow - reach, place),
        Side::Ahead => plan.direction.point(flow + reach, place),
        Side::Near => plan.direction.point(place, across - reach),
        Side::Far => plan.direction.point(place, across + reach),
    }
}

fn comb(
    plan: &Plan,
    separated: &Separated,
    sheet: usize,
    vertex: usize,
    tooth: usize,
) -> Vec<Point> {
    let Point { x, y } = centre(plan, separated, vertex);
    let Some((form, _)) = form_at(plan, sheet, vertex) else {
        return Vec::new();
    };
    tooth_line(form, tooth, plan.direction)
        .map(|point| Point {
            x: point.x + x,
            y: point.y + y,
        })
        .to_vec()
}

/// Drops points that are no corners.
fn straighten(points: &mut Vec<Point>) {
    let near = |a: f64, b: f64| (a - b).abs() < 0.01;
    points.dedup_by(|a, b| near(a.x, b.x) && near(a.y, b.y));
    let mut at = 1;
    while at + 1 < points.len() {
        let (a, b, c) = (points[at - 1], points[at], points[at + 1]);
        if (near(a.x, b.x) && near(b.x, c.x)) || (near(a.y, b.y) && near(b.y, c.y)) {
            points.remove(at);
        } else {
            at += 1;
        }
    }
}

fn label(
    plan: &Plan,
    wired: &Wired,
    separated: &Separated,
    sheet: usize,
    at: usize,
) -> Option<PlacedLabel> {
    let edge = &plan.union.edges[sheet][at];
    let (form, _) = form_at(plan, sheet, edge.from)?;
    let branch = form
        .branches
        .iter()
        .find(|branch| branch.flow == edge.flow && !branch.lines.is_empty())?;
    let rect = match wired.teeth[at] {
        Some(tooth) => tooth_rect(form, tooth, branch, plan.direction),
        None => branch_rect(form, branch, wired.routes[at].exit(), plan.direction),
    };
    let Point { x, y } = centre(plan, separated, edge.from);
    Some(PlacedLabel {
        lines: branch.lines.clone(),
        rect: rect.shifted(x, y),
        cut: branch.cut,
    })
}
