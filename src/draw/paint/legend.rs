//! The legend: only what occurs on the sheets; and the open questions.

use super::chips::chip;
use super::glyphs;
use super::nodes::{OPEN_DASH, caption, shape};
use super::{theme, tile};
use crate::draw::geometry::{Point, Rect};
use crate::draw::layout::Placed;
use crate::draw::layout::form::{Chip, ChipKind, SMALL_SIZE};
use crate::draw::scene::{Anchor, Group, Item, Style, line, text};
use crate::draw::sheet::{Mark, Name, Question, Shape, Sheet};
use crate::draw::text::{clean, width, wrap};
use crate::draw::words::{self, Word};

/// Height of a row of entries.
const ROW: f64 = 18.0;

/// Signs of one entry, from (0, 0) on in a row 14 high; their width; the text after them.
type Entry = (Vec<Item>, f64, String);

/// The legend, at most `room` wide, from (0, 0) on; and its height. `folded`: flows go on at letters.
pub(super) fn legend(placed: &[&Placed], room: f64, folded: bool) -> (Vec<Item>, f64) {
    let Some(sheet) = placed.last().map(|placed| &placed.sheet) else {
        return (Vec::new(), 0.0);
    };
    let mut entries = lines(placed, sheet);
    entries.extend(shapes(placed, sheet));
    entries.extend(changes(placed, sheet));
    entries.extend(chips(placed, sheet));
    if folded {
        entries.push(entry(sheet, tile::example(), 30.0, words::GOES_ON));
    }
    if entries.is_empty() {
        return (Vec::new(), 0.0);
    }
    let title = words::LEGEND.line(sheet);
    let mut items = vec![caption(Point { x: 0.0, y: 11.0 }, &title, true)];
    let mut x = width(&title, SMALL_SIZE + 1.0) * 1.05 + 18.0;
    let mut y = 0.0;
    for (signs, wide, words) in entries {
        let length = wide + 5.0 + width(&words, SMALL_SIZE);
        if x + length > room && x > 0.0 {
            (x, y) = (0.0, y + ROW);
        }
        let mut group = Group {
            role: "legend",
            items: signs,
            ..Group::default()
        };
        group.items.push(text(
            Point {
                x: wide + 5.0,
                y: 10.5,
            },
            Anchor::Start,
            SMALL_SIZE,
            theme::GREY,
            &words,
        ));
        let mut item = Item::Group(group);
        item.shift(x, y);
        items.push(item);
        x += length + 18.0;
    }
    (items, y + ROW)
}

fn any(placed: &[&Placed], test: impl Fn(&crate::draw::layout::PlacedNode) -> bool) -> bool {
    placed.iter().flat_map(|placed| &placed.nodes).any(test)
}

fn entry(sheet: &Sheet, items: Vec<Item>, wide: f64, word: Word) -> Entry {
    (items, wide, word.line(sheet))
}

/// Kinds of lines and outlines.
fn lines(placed: &[&Placed], sheet: &Sheet) -> Vec<Entry> {
    let mut out = Vec::new();
    let stroke = |style: Style| {
        vec![line(
            Point { x: 0.0, y: 7.0 },
            &[(0.0, 0.0), (26.0, 0.0)],
            style,
        )]
    };
    let critical = placed
        .iter()
        .any(|placed| placed.sheet.flows.iter().any(|flow| flow.critical));
    if critical || any(placed, |node| node.node.critical) {
        out.push(entry(
            sheet,
            stroke(Style::stroke(theme::CRITICAL, 2.6)),
            26.0,
            words::CRITICAL,
        ));
    }
    if placed
        .iter()
        .any(|placed| placed.flows.iter().any(|flow| flow.back))
    {
        let style = Style::stroke(theme::REWORK, 1.3).dashed((5.0, 3.0));
        out.push(entry(sheet, stroke(style), 26.0, words::REWORK));
    }
    let frame = Rect {
        x: 0.0,
        y: 1.0,
        w: 26.0,
        h: 12.0,
    };
    if any(placed, |node| node.ghost) {
        let style = Style::stroke(theme::FAINT, 1.0).dashed((3.0, 3.0));
        out.push(entry(
            sheet,
            vec![Item::Rect(frame, 3.0, style)],
            26.0,
            words::GHOST,
        ));
    }
    out.extend(open(placed, sheet, frame));
    out
}

/// What is dashed: it hangs on a question, or on a decision.
fn open(placed: &[&Placed], sheet: &Sheet, frame: Rect) -> Vec<Entry> {
    let mut out = Vec::new();
    if any(placed, |node| node.node.question.is_some()) {
        let style = Style::stroke(theme::INK, 1.2).dashed(OPEN_DASH);
        let mut items = vec![Item::Rect(frame, 3.0, style)];
        items.push(text(
            Point { x: 13.0, y: 10.5 },
            Anchor::Middle,
            SMALL_SIZE,
            theme::INK,
            "?n",
        ));
        out.push(entry(sheet, items, 26.0, words::DASHED));
    }
    if any(placed, |node| {
        node.node.open && node.node.question.is_none()
    }) {
        let style = Style::stroke(theme::INK, 1.2).dashed(OPEN_DASH);
        let items = vec![Item::Rect(frame, 3.0, style)];
        out.push(entry(sheet, items, 26.0, words::UNDECIDED));
    }
    out
}

/// Kinds of gateways.
fn shapes(placed: &[&Placed], sheet: &Sheet) -> Vec<Entry> {
    let kinds = [
        (Shape::Exclusive, words::EXCLUSIVE),
        (Shape::Parallel, words::PARALLEL),
        (Shape::Inclusive, words::INCLUSIVE),
    ];
    let occurs = |kind: Shape| any(placed, |node| node.node.shape == kind);
    let draw = |kind: Shape| {
        let frame = Rect {
            x: 0.0,
            y: -2.0,
            w: 18.0,
            h: 18.0,
        };
        let mut items = shape(
            kind,
            &frame,
            Style::stroke(theme::OUTLINE, 1.1).filled(theme::PAPER),
        );
        let small = frame.centre();
        items.extend(match kind {
            Shape::Exclusive => glyphs::change(
                crate::draw::sheet::Change::Removed,
                Point { x: 3.0, y: 1.0 },
                theme::OUTLINE,
            ),
            Shape::Parallel => glyphs::change(
                crate::draw::sheet::Change::Added,
                Point { x: 3.0, y: 1.0 },
                theme::OUTLINE,
            ),
            _ => vec![crate::draw::scene::circle(
                small,
                3.5,
                Style::stroke(theme::OUTLINE, 1.3),
            )],
        });
        items
    };
    kinds
        .into_iter()
        .filter(|&(kind, _)| occurs(kind))
        .map(|(kind, word)| entry(sheet, draw(kind), 18.0, word))
        .collect()
}

/// Badges.
fn changes(placed: &[&Placed], sheet: &Sheet) -> Vec<Entry> {
    let mut found: Vec<_> = placed.iter().flat_map(|placed| placed.changes()).collect();
    found.sort_unstable();
    found.dedup();
    let draw = |change| {
        let (colour, fill) = theme::change(change);
        let frame = Rect {
            x: 0.0,
            y: 0.0,
            w: 22.0,
            h: 14.0,
        };
        let mut items = vec![Item::Rect(
            frame,
            4.0,
            Style::stroke(colour, 1.2).filled(fill),
        )];
        items.extend(glyphs::change(change, Point { x: 5.0, y: 1.0 }, colour));
        items
    };
    found
        .into_iter()
        .map(|change| entry(sheet, draw(change), 22.0, words::change(change)))
        .collect()
}

/// Marks, documents, siblings.
fn chips(placed: &[&Placed], sheet: &Sheet) -> Vec<Entry> {
    let marks = [
        Mark::SignOff,
        Mark::Check,
        Mark::Inspection,
        Mark::Visit,
        Mark::JointVisit,
        Mark::Payment,
        Mark::Wait,
    ];
    let at = Point { x: 0.0, y: 1.0 };
    let mut out: Vec<Entry> = marks
        .into_iter()
        .filter(|mark| any(placed, |node| node.node.marks.contains(mark)))
        .map(|mark| {
            entry(
                sheet,
                glyphs::mark(mark, at, theme::INK),
                12.0,
                words::mark(mark),
            )
        })
        .collect();
    if any(placed, |node| node.node.documents.asked > 0) {
        out.push(entry(
            sheet,
            glyphs::document(at, theme::INK),
            10.0,
            words::DOCUMENTS,
        ));
    }
    if any(placed, |node| node.node.documents.again > 0) {
        let colour = theme::change(crate::draw::sheet::Change::Removed).0;
        out.push(entry(sheet, glyphs::again(at, colour), 11.0, words::AGAIN));
    }
    if any(placed, |node| node.node.siblings.is_some()) {
        let rect = Rect {
            x: 0.0,
            y: 0.0,
            w: 20.0,
            h: 14.0,
        };
        let items = chip(
            &Chip {
                kind: ChipKind::Siblings("A".to_owned()),
                rect,
            },
            false,
        );
        out.push(entry(sheet, items, 20.0, words::SIBLINGS));
    }
    out
}

/// The open questions, each a part of its own, at most `room` wide and from (0, 0) on; with its height.
pub(super) fn questions(sheet: &Sheet, room: f64) -> Vec<(Vec<Item>, f64)> {
    let numbered = sheet.questions.iter().enumerate();
    let part = |(at, question): (usize, &Question)| {
        let (mut items, mut y) = (Vec::new(), 0.0);
        if at == 0 {
            let title = words::QUESTIONS.line(sheet);
            items.push(caption(Point { x: 0.0, y: 11.0 }, &title, true));
            y = 16.0;
        }
        let Name { main, second } = &question.text;
        let whole = format!("?{}  {} {}", question.number, clean(main), clean(second));
        for line in wrap(&whole, SMALL_SIZE, room, 3).lines {
            let at = Point {
                x: 0.0,
                y: y + 10.0,
            };
            items.push(caption(at, &line, false));
            y += 13.0;
        }
        (items, y)
    };
    numbered.map(part).collect()
}
