//! The step table: rows in blocks, beside a top-down sheet or below a left-right one.

use super::theme;
use crate::draw::geometry::{Point, Rect};
use crate::draw::layout::form::{SMALL_LEAD, SMALL_SIZE};
use crate::draw::scene::{Anchor, Colour, Group, Item, Style, bold, line, text};
use crate::draw::sheet::{Sheet, TableRow};
use crate::draw::text::{clean, wrap};
use crate::draw::words::{self, Word};

/// Space between blocks.
const GUTTER: f64 = 22.0;
/// Space between cells.
const CELL: f64 = 6.0;
/// Fewest rows of a block for which another one is begun.
const FEWEST: f64 = 8.0;
/// Height of the headings.
const HEAD: f64 = 33.0;

/// A row with its texts wrapped: for each column its lines and their colours.
struct Row {
    step: String,
    cells: Vec<Vec<(String, Colour)>>,
    height: f64,
}

/// Columns: heading and width.
fn columns(sheet: &Sheet) -> Vec<(Word, f64)> {
    let mut columns = vec![
        (words::NUMBER, 34.0),
        (words::STEP, 142.0),
        (words::AGENCY, 88.0),
    ];
    if sheet
        .table
        .iter()
        .any(|row| row.change.is_some() || !row.note.is_empty())
    {
        columns.push((words::CHANGE, 84.0));
    }
    columns
}

/// Width of one block.
fn block_width(sheet: &Sheet) -> f64 {
    columns(sheet).iter().map(|(_, width)| width + CELL).sum()
}

/// The table in blocks side by side, none higher than `tallest` unless one row is; from (0, 0)
/// on; with its width and height.
pub(super) fn beside(sheet: &Sheet, tallest: f64) -> (Vec<Item>, f64, f64) {
    in_blocks(sheet, rows(sheet), tallest)
}

fn rows(sheet: &Sheet) -> Vec<Row> {
    sheet.table.iter().map(|row| measure(sheet, row)).collect()
}

fn in_blocks(sheet: &Sheet, rows: Vec<Row>, tallest: f64) -> (Vec<Item>, f64, f64) {
    if rows.is_empty() {
        return (Vec::new(), 0.0, 0.0);
    }
    let (mut items, mut block, mut y, mut used) = (Vec::new(), 0, HEAD, HEAD);
    items.push(heading(sheet, 0.0));
    for row in rows {
        if y > HEAD && y + row.height > tallest {
            block += 1;
            y = HEAD;
            items.push(heading(
                sheet,
                f64::from(block) * (block_width(sheet) + GUTTER),
            ));
        }
        let x = f64::from(block) * (block_width(sheet) + GUTTER);
        let height = row.height;
        items.push(draw(sheet, row, x, y));
        y += height;
        used = used.max(y);
    }
    (
        items,
        f64::from(block + 1) * (block_width(sheet) + GUTTER) - GUTTER,
        used,
    )
}

/// The table in even blocks side by side, as many as fit into `room` but none shorter than it need be.
pub(super) fn below(sheet: &Sheet, room: f64) -> (Vec<Item>, f64, f64) {
    let rows = rows(sheet);
    let heights: Vec<f64> = rows.iter().map(|row| row.height).collect();
    let blocks = ((room + GUTTER) / (block_width(sheet) + GUTTER))
        .floor()
        .max(1.0);
    let blocks = blocks.min((heights.len() as f64 / FEWEST).ceil());
    let tallest = heights.iter().copied().fold(0.0, f64::max);
    let whole: f64 = heights.iter().sum();
    in_blocks(sheet, rows, HEAD + whole / blocks + tallest)
}

fn measure(sheet: &Sheet, row: &TableRow) -> Row {
    let fitted = |what: &str, width: f64, lines: usize, colour: Colour| -> Vec<(String, Colour)> {
        wrap(what, SMALL_SIZE, width, lines)
            .lines
            .into_iter()
            .map(|line| (line, colour))
            .collect()
    };
    let cell = |at: usize, width: f64| match at {
        0 => fitted(&row.number, width, 2, theme::INK),
        1 => {
            let mut lines = fitted(&row.name.main, width, 3, theme::INK);
            lines.extend(fitted(&row.name.second, width, 2, theme::GREY));
            lines
        }
        2 => {
            let mut lines = fitted(&row.lane, width, 4, theme::INK);
            lines.extend(fitted(&row.duration, width, 2, theme::GREY));
            lines
        }
        _ => {
            let word = |change| (words::change(change).line(sheet), theme::change(change).0);
            let mut lines: Vec<_> = row.change.map(word).into_iter().collect();
            lines.extend(fitted(&row.note, width, 4, theme::GREY));
            lines
        }
    };
    let cells: Vec<_> = columns(sheet)
        .iter()
        .enumerate()
        .map(|(at, &(_, width))| cell(at, width))
        .collect();
    let most = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
    Row {
        step: clean(&row.step),
        cells,
        height: most as f64 * SMALL_LEAD + 5.0,
    }
}

fn rule(x: f64, y: f64, sheet: &Sheet, width: f64) -> Item {
    line(
        Point { x, y },
        &[(0.0, 0.0), (block_width(sheet), 0.0)],
        Style::stroke(theme::BORDER, width),
    )
}

fn heading(sheet: &Sheet, x: f64) -> Item {
    let frame = Rect {
        x,
        y: 0.0,
        w: block_width(sheet),
        h: HEAD - 2.0,
    };
    let mut items = vec![Item::Rect(frame, 0.0, Style::fill(theme::HEADS[0]))];
    let mut at = x + CELL / 2.0;
    for (word, width) in columns(sheet) {
        let name = word.name(sheet);
        for (what, y) in [(name.main, 13.0), (name.second, 26.0)] {
            items.push(bold(
                Point { x: at, y },
                Anchor::Start,
                SMALL_SIZE,
                theme::INK,
                &what,
            ));
        }
        at += width + CELL;
    }
    Item::Group(Group {
        role: "table-head",
        items,
        ..Group::default()
    })
}

fn draw(sheet: &Sheet, row: Row, x: f64, y: f64) -> Item {
    let mut items = Vec::new();
    let mut at = x + CELL / 2.0;
    for (cell, (_, width)) in row.cells.into_iter().zip(columns(sheet)) {
        for (number, (what, colour)) in cell.into_iter().enumerate() {
            let place = Point {
                x: at,
                y: y + 11.0 + number as f64 * SMALL_LEAD,
            };
            items.push(text(place, Anchor::Start, SMALL_SIZE, colour, &what));
        }
        at += width + CELL;
    }
    items.push(rule(x, y + row.height, sheet, 0.6));
    Item::Group(Group {
        role: "row",
        step: Some(row.step).filter(|step| !step.is_empty()),
        items,
        title: None,
    })
}
