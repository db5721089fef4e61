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

/// The strip, at most `room` wide, from (0, 0) on; and its height.
pub(super) fn figures(sheet: &Sheet, room: f64) -> (Vec<Item>, f64) {
    let mut items = Vec::new();
    let (mut x, mut y, mut row_height) = (0.0, 0.0, 0.0_f64);
    for row in &sheet.figures {
        let (mut cell, w, h) = cell(sheet, row);
        if x > 0.0 && x + w > room {
            (x, y, row_height) = (0.0, y + row_height + 8.0, 0.0);
        }
        cell.shift(x, y);
        items.push(cell);
        x += w + 8.0;
        row_height = row_height.max(h);
    }
    (items, y + row_height)
}

/// One figure: its name, its values, a remark.
fn cell(sheet: &Sheet, row: &FigureRow) -> (Item, f64, f64) {
    let label = [&row.label.main, &row.label.second]
        .map(|part| clean(part))
        .join(" ");
    let label = fit(&label, SMALL_SIZE, WIDEST);
    let mut items = vec![text(
        Point { x: 10.0, y: 15.0 },
        Anchor::Start,
        SMALL_SIZE,
        theme::GREY,
        &label,
    )];
    let mut x = 10.0;
    let mut value = |what: &str, x: &mut f64| {
        let what = fit(what, VALUE, WIDEST / 2.0);
        items.push(bold(
            Point { x: *x, y: 35.0 },
            Anchor::Start,
            VALUE,
            theme::INK,
            &what,
        ));
        *x += width(&what, VALUE) * 1.05;
    };
    value(&row.before, &mut x);
    let mut arrows = Vec::new();
    if let Some(after) = &row.after {
        arrows.push(x + 6.0);
        x += 30.0;
        value(after, &mut x);
    }
    for at in arrows {
        items.push(line(
            Point { x: at, y: 30.0 },
            &[(0.0, 0.0), (17.0, 0.0)],
            Style::stroke(theme::GREY, 1.4),
        ));
        let head = [(13.0, -4.0), (18.0, 0.0), (13.0, 4.0)];
        items.push(line(
            Point { x: at, y: 30.0 },
            &head,
            Style::stroke(theme::GREY, 1.4),
        ));
    }
    let mut small = Vec::new();
    if let Some(if_yes) = &row.if_yes {
        small.push(format!("{}: {}", words::IF_YES.line(sheet), clean(if_yes)));
    }
    if !row.note.is_empty() {
        small.push(clean(&row.note));
    }
    let mut y = 49.0;
    let mut widest = x.max(10.0 + width(&label, SMALL_SIZE));
    for what in &small {
        let what = fit(what, SMALL_SIZE, WIDEST);
        items.push(caption(Point { x: 10.0, y }, &what, false));
        widest = widest.max(10.0 + width(&what, SMALL_SIZE));
        y += 12.5;
    }
    let (w, h) = (widest + 10.0, y - 5.0);
    let frame = Rect {
        x: 0.0,
        y: 0.0,
        w,
        h,
    };
    items.insert(
        0,
        Item::Rect(
            frame,
            4.0,
            Style::stroke(theme::BORDER, 0.8).filled(theme::LANES[0]),
        ),
    );
    (
        Item::Group(Group {
            role: "figure",
            items,
            ..Group::default()
        }),
        w,
        h,
    )
}
