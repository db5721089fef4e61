//! Boxes, pills and diamonds with all that stands in them.

use super::theme;
use super::{chips, glyphs};
use crate::draw::geometry::{Point, Rect};
use crate::draw::layout::PlacedNode;
use crate::draw::layout::form::{
    Block, NAME_LEAD, NAME_SIZE, QUESTION_LEAD, QUESTION_SIZE, SMALL_LEAD, SMALL_SIZE,
};
use crate::draw::scene::{Anchor, Colour, Group, Item, Style, bold, line, outline, text};
use crate::draw::sheet::{Change, Node, Shape, Sheet};
use crate::draw::text::{clean, fit, width, wrap};
use crate::draw::words;

/// Dashes of what is not decided yet.
pub(super) const OPEN_DASH: (f64, f64) = (6.0, 3.5);
/// Dashes of ghosts.
const GHOST_DASH: (f64, f64) = (3.0, 3.0);

/// A node or ghost.
pub(super) fn node(sheet: &Sheet, placed: &PlacedNode) -> Item {
    let items = if placed.ghost {
        ghost(sheet, placed)
    } else {
        solid(placed)
    };
    let role = match (placed.ghost, placed.node.shape) {
        (true, _) => "ghost",
        (_, Shape::Start | Shape::End) => "event",
        (_, Shape::Step) => "step",
        _ => "gateway",
    };
    Item::Group(Group {
        role,
        step: Some(placed.node.id.clone()),
        title: Some(title(sheet, &placed.node)),
        items,
    })
}

/// Everything about a node in one line, nothing cut.
fn title(sheet: &Sheet, node: &Node) -> String {
    let change = node
        .change
        .map(|change| words::change(change).line(sheet))
        .unwrap_or_default();
    let parts = [
        &node.number,
        &node.name.main,
        &node.name.second,
        &node.duration,
        &change,
    ];
    parts
        .iter()
        .map(|part| clean(part))
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

fn colours(node: &Node) -> (Colour, Colour) {
    node.change
        .map_or((theme::OUTLINE, theme::PAPER), theme::change)
}

fn solid(placed: &PlacedNode) -> Vec<Item> {
    let (stroke, fill) = colours(&placed.node);
    let width = if placed.node.critical { 2.2 } else { 1.2 };
    let mut style = Style::stroke(stroke, width).filled(fill);
    if placed.node.open {
        style = style.dashed(OPEN_DASH);
    }
    let mut items = shape(placed.node.shape, &placed.rect, style);
    if let Some(change) = placed
        .node
        .change
        .filter(|_| placed.node.shape == Shape::Step)
    {
        items.extend(accent(change, &placed.rect, &placed.name, stroke));
    }
    if placed.node.siblings.is_some() && placed.node.shape == Shape::Step {
        items.extend(bracket(&placed.rect));
    }
    items.extend(glyphs::gateway(
        placed.node.shape,
        placed.rect.centre(),
        stroke,
    ));
    items.extend(name(placed.node.shape, &placed.name));
    placed
        .chips
        .iter()
        .for_each(|chip| items.extend(chips::chip(chip, placed.node.open)));
    items
}

/// The outline of a node.
pub(super) fn shape(shape: Shape, rect: &Rect, style: Style) -> Vec<Item> {
    let origin = Point {
        x: rect.x,
        y: rect.y,
    };
    match shape {
        Shape::Step => vec![Item::Rect(*rect, 5.0, style)],
        Shape::Start => vec![Item::Rect(*rect, (rect.h / 2.0).min(rect.w / 2.0), style)],
        Shape::End => {
            let inner = Rect {
                x: rect.x + 3.0,
                y: rect.y + 3.0,
                w: rect.w - 6.0,
                h: rect.h - 6.0,
            };
            let thin = Style {
                fill: None,
                width: 1.0,
                ..style
            };
            let radius = (rect.h / 2.0).min(rect.w / 2.0);
            vec![
                Item::Rect(*rect, radius, style),
                Item::Rect(inner, radius - 3.0, thin),
            ]
        }
        Shape::Exclusive | Shape::Parallel | Shape::Inclusive => {
            let (w, h) = (rect.w, rect.h);
            vec![outline(
                origin,
                &[(0.0, h / 2.0), (w / 2.0, 0.0), (w, h / 2.0), (w / 2.0, h)],
                style,
            )]
        }
    }
}

/// What tells a change without its colour and without its badge.
fn accent(change: Change, rect: &Rect, name: &Block, colour: Colour) -> Vec<Item> {
    let Rect { x, y, w, h } = *rect;
    let bar = |x: f64| {
        Item::Rect(
            Rect {
                x,
                y: y + 5.0,
                w: 3.5,
                h: h - 10.0,
            },
            0.0,
            Style::fill(colour),
        )
    };
    let inset = |by: f64| Rect {
        x: x + by,
        y: y + by,
        w: w - 2.0 * by,
        h: h - 2.0 * by,
    };
    match change {
        Change::Removed => strike(name),
        Change::Merged => vec![Item::Rect(inset(3.0), 3.0, Style::stroke(colour, 0.8))],
        Change::Moved => vec![bar(x)],
        Change::Parallel => vec![bar(x), bar(x + w - 3.5)],
        Change::Added => vec![Item::Rect(inset(-3.0), 8.0, Style::stroke(colour, 1.0))],
        Change::Changed => {
            let bottom = Rect {
                x: x + 5.0,
                y: y + h - 3.5,
                w: w - 10.0,
                h: 3.5,
            };
            vec![Item::Rect(bottom, 0.0, Style::fill(colour))]
        }
    }
}

/// A line through each line of a name, behind the letters.
fn strike(name: &Block) -> Vec<Item> {
    let middle = name.rect.centre().x;
    let strike = |(at, line): (usize, &String)| {
        let half = width(line, NAME_SIZE) / 2.0 + 3.0;
        let y = name.rect.y + (at as f64 + 0.5) * NAME_LEAD;
        self::line(
            Point { x: middle, y },
            &[(-half, 0.0), (half, 0.0)],
            Style::stroke("#eba29b", 1.4),
        )
    };
    name.main.iter().enumerate().map(strike).collect()
}

/// The bracket that concurrent siblings share, open in the middle for the line that enters there.
fn bracket(rect: &Rect) -> Vec<Item> {
    let Rect { x, y, h, .. } = *rect;
    let style = Style::stroke(theme::change(Change::Parallel).0, 1.4);
    let arm = (h / 3.0).min(18.0);
    [(0.0, -5.5, arm), (h, 5.5, -arm)]
        .map(|(from, out, back)| {
            let points = [(8.0, from + out), (-6.0, from + out), (-6.0, from + back)];
            line(Point { x, y }, &points, style)
        })
        .to_vec()
}

/// The lines of a block, centred; those of a gateway's question end at its right edge.
fn name(shape: Shape, block: &Block) -> Vec<Item> {
    let (size, lead, anchor, x) = if shape.is_gateway() {
        (
            QUESTION_SIZE,
            QUESTION_LEAD,
            Anchor::End,
            block.rect.right(),
        )
    } else {
        (NAME_SIZE, NAME_LEAD, Anchor::Middle, block.rect.centre().x)
    };
    lines(block, (size, lead), anchor, x)
}

/// The lines of a block one below the other.
fn lines(block: &Block, (size, lead): (f64, f64), anchor: Anchor, x: f64) -> Vec<Item> {
    stack(
        block,
        lead,
        |y, line| text(Point { x, y }, anchor, size, theme::INK, line),
        anchor,
        x,
    )
}

/// The name of a lane.
pub(super) fn lane_name(block: &Block) -> Vec<Item> {
    let x = block.rect.centre().x;
    let heavy =
        |y: f64, line: &str| bold(Point { x, y }, Anchor::Middle, NAME_SIZE, theme::INK, line);
    stack(block, NAME_LEAD, heavy, Anchor::Middle, x)
}

fn stack(
    block: &Block,
    lead: f64,
    main: impl Fn(f64, &str) -> Item,
    anchor: Anchor,
    x: f64,
) -> Vec<Item> {
    let mut y = block.rect.y;
    let mut items = Vec::new();
    for line in &block.main {
        items.push(main(y + lead * 0.78, line));
        y += lead;
    }
    for line in &block.second {
        items.push(text(
            Point {
                x,
                y: y + SMALL_LEAD * 0.78,
            },
            anchor,
            SMALL_SIZE,
            theme::GREY,
            line,
        ));
        y += SMALL_LEAD;
    }
    items
}

/// The former place of a node: its outline, its number and what became of it.
fn ghost(sheet: &Sheet, placed: &PlacedNode) -> Vec<Item> {
    let style = Style::stroke(theme::FAINT, 1.0).dashed(GHOST_DASH);
    let mut items = shape(
        if placed.node.shape == Shape::End {
            Shape::Start
        } else {
            placed.node.shape
        },
        &placed.rect,
        style,
    );
    items.extend(glyphs::gateway(
        placed.node.shape,
        placed.rect.centre(),
        theme::FAINT,
    ));
    if placed.node.shape.is_gateway() {
        return items;
    }
    let room = placed.rect.w - 12.0;
    let change = placed
        .node
        .change
        .map(|change| words::change(change).line(sheet))
        .unwrap_or_default();
    let first = fit(
        &format!("{} {change}", placed.node.number),
        SMALL_SIZE,
        room,
    );
    let rows = ((placed.rect.h - 8.0) / SMALL_LEAD - 1.0).max(1.0) as usize;
    let name = wrap(&placed.node.name.main, SMALL_SIZE, room, rows).lines;
    let lines: Vec<String> = std::iter::once(first).chain(name).collect();
    let Point { x, y } = placed.rect.centre();
    let top = y - lines.len() as f64 * SMALL_LEAD / 2.0;
    for (at, line) in lines.iter().enumerate() {
        let y = top + SMALL_LEAD * (at as f64 + 0.78);
        items.push(text(
            Point { x, y },
            Anchor::Middle,
            SMALL_SIZE,
            "#6b7480",
            line,
        ));
    }
    items
}

/// A line of small print that does not belong to a box.
pub(super) fn caption(at: Point, what: &str, strong: bool) -> Item {
    if strong {
        bold(at, Anchor::Start, SMALL_SIZE + 1.0, theme::INK, what)
    } else {
        text(at, Anchor::Start, SMALL_SIZE, theme::GREY, what)
    }
}
