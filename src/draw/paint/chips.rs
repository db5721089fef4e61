//! Chips: number, badge, marks, documents, duration.

use super::{glyphs, theme};
use crate::draw::geometry::{Point, Rect};
use crate::draw::layout::form::{AGAIN_GAP, CHIP_ROW, Chip, ChipKind, SMALL_SIZE};
use crate::draw::scene::{Anchor, Item, Style, text};
use crate::draw::sheet::Change;
use crate::draw::text::width;

/// Dashes of small outlines; longer ones would leave gaps as wide as a side.
const CHIP_DASH: (f64, f64) = (2.5, 1.5);

/// A chip.
pub(super) fn chip(chip: &Chip, open: bool) -> Vec<Item> {
    let rect = chip.rect;
    let at = Point {
        x: rect.x,
        y: rect.y + (CHIP_ROW - 14.0) / 2.0,
    };
    let base = |x: f64| Point {
        x: rect.x + x,
        y: rect.y + 10.5,
    };
    let plain = |x: f64, colour, what: &str| text(base(x), Anchor::Start, SMALL_SIZE, colour, what);
    match &chip.kind {
        ChipKind::Number(number) => vec![plain(0.0, theme::INK, number)],
        ChipKind::Duration(duration) => vec![plain(0.0, theme::GREY, duration)],
        ChipKind::Mark(mark) => glyphs::mark(*mark, at, theme::INK),
        ChipKind::Documents(documents) => {
            let count = documents.asked.to_string();
            let mut items = glyphs::document(at, theme::INK);
            items.push(plain(11.0, theme::INK, &count));
            if documents.again > 0 {
                let x = 11.0 + width(&count, SMALL_SIZE) + AGAIN_GAP;
                let colour = theme::change(Change::Removed).0;
                items.extend(glyphs::again(Point { x: at.x + x, ..at }, colour));
                items.push(plain(x + 11.0, colour, &documents.again.to_string()));
            }
            items
        }
        ChipKind::Badge(change, word) => badge(*change, word, rect, open),
        ChipKind::Question(number) => {
            let style = Style::stroke(theme::INK, 1.0)
                .filled(theme::PAPER)
                .dashed(CHIP_DASH);
            vec![Item::Rect(rect, 3.0, style), plain(4.0, theme::INK, number)]
        }
        ChipKind::Siblings(letter) => {
            let colour = theme::change(Change::Parallel).0;
            let mut items = glyphs::siblings(at, colour);
            items.push(plain(11.0, colour, letter));
            items
        }
    }
}

/// A change badge: filled when sure, dashed when it hangs on a question.
fn badge(change: Change, word: &str, rect: Rect, open: bool) -> Vec<Item> {
    let (colour, _) = theme::change(change);
    let (style, ink) = if open {
        (
            Style::stroke(colour, 1.2)
                .filled(theme::PAPER)
                .dashed(CHIP_DASH),
            colour,
        )
    } else {
        (Style::fill(colour), theme::PAPER)
    };
    let mut items = vec![Item::Rect(rect, rect.h / 2.0, style)];
    items.extend(glyphs::change(
        change,
        Point {
            x: rect.x + 4.0,
            y: rect.y + 1.0,
        },
        ink,
    ));
    let at = Point {
        x: rect.x + 16.0,
        y: rect.y + 10.5,
    };
    items.push(text(at, Anchor::Start, SMALL_SIZE, ink, word));
    items
}
