//! The strip of figures under the title: before, after, and after if all were answered yes.

use super::nodes::caption;
use super::theme;
use crate::draw::geometry::{Point, Rect};
use crate::draw::layout::form::SMALL_SIZE;
use crate::draw::scene::{Anchor, Group, Item, Style, bold, line, text};
use crate::draw::sheet::{FigureRow, Sheet};
use crate::draw::text::{clean, fit, width};
use crate::draw::words;

const VALUE: f64 = 15.0;
const WIDEST: f64 = 320.0;
/// A value that is wider is set in smaller type, but no smaller than small print.
const WIDEST_VALUE: f64 = 220.0;

/// The strip, at most `room` wide, from (0, 0) on; and its height.
pub(super) fn figures(sheet: &Sheet, room: f64) -> (Vec<Item>, f64) {
    let cells: Vec<_> = sheet.figures.iter().map(|row| cell(sheet, row)).collect();
    let height = cells.iter().map(|cell| cell.2).fold(0.0, f64::max);
    let mut items = Vec::new();
    let (mut x, mut y) = (0.0, 0.0);
    for (inner, w, _) in cells {
        if x > 0.0 && x + w > room {
            (x, y) = (0.0, y + height + 8.0);
        }
        let frame = Rect {
            x: 0.0,
            y: 0.0,
            w,
            h: height,
        };
        let mut all = vec![Item::Rect(
            frame,
            4.0,
            Style::stroke(theme::BORDER, 0.8).filled(theme::LANES[0]),
        )];
        all.extend(inner);
        let mut cell = Item::Group(Group {
            role: "figure",
            items: all,
            ..Group::default()
        });
        cell.shift(x, y);
        items.push(cell);
        x += w + 8.0;
    }
    (items, y + height)
}

/// The texts of one figure: its name, its values, remarks; with the width and height they need.
fn cell(sheet: &Sheet, row: &FigureRow) -> (Vec<Item>, f64, f64) {
    let label = clean(&format!("{} {}", row.label.main, row.label.second));
    let label = fit(&label, SMALL_SIZE, WIDEST);
    let mut items = vec![text(
        Point { x: 10.0, y: 15.0 },
        Anchor::Start,
        SMALL_SIZE,
        theme::GREY,
        &label,
    )];
    let mut x = value(&row.before, 10.0, &mut items);
    if let Some(after) = row.after.as_ref().filter(|after| **after != row.before) {
        let (at, style) = (
            Point {
                x: x + 6.0,
                y: 30.0,
            },
            Style::stroke(theme::GREY, 1.4),
        );
        items.push(line(at, &[(0.0, 0.0), (17.0, 0.0)], style));
        items.push(line(at, &[(13.0, -4.0), (18.0, 0.0), (13.0, 4.0)], style));
        x = value(after, x + 30.0, &mut items);
    }
    let new = |if_yes: &&String| row.after.as_ref() != Some(*if_yes);
    let if_yes = row
        .if_yes
        .as_ref()
        .filter(new)
        .map(|if_yes| format!("{}: {if_yes}", words::IF_YES.line(sheet)));
    let (mut y, mut widest) = (48.0, x.max(10.0 + width(&label, SMALL_SIZE)));
    for what in if_yes
        .iter()
        .chain(Some(&row.note).filter(|note| !note.is_empty()))
    {
        let what = fit(what, SMALL_SIZE, WIDEST);
        items.push(caption(Point { x: 10.0, y }, &what, false));
        widest = widest.max(10.0 + width(&what, SMALL_SIZE));
        y += 12.5;
    }
    (items, widest + 10.0, y - 5.0)
}

/// A value in type as large as it permits; returns where it ends.
fn value(what: &str, x: f64, items: &mut Vec<Item>) -> f64 {
    let needed = width(what, VALUE).max(1.0);
    let size = (VALUE * WIDEST_VALUE / needed).clamp(SMALL_SIZE, VALUE);
    let what = fit(what, size, WIDEST);
    let at = Point { x, y: 35.0 };
    items.push(bold(at, Anchor::Start, size, theme::INK, &what));
    x + width(&what, size) * 1.05
}
