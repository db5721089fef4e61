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
const FEWEST: f64 = 4.0;
/// How much wider than usual a block may become.
const WIDEST: f64 = 1.7;
/// Height of the headings in one language, and in two.
const HEADS: [f64; 2] = [20.0, 33.0];

/// A row with its texts wrapped: for each column its lines and their colours.
struct Row {
    step: String,
    cells: Vec<Vec<(String, Colour)>>,
    height: f64,
}

/// The columns of a block, each with its heading and its width.
struct Columns<'a> {
    sheet: &'a Sheet,
    list: Vec<(Word, f64)>,
}

impl<'a> Columns<'a> {
    fn of(sheet: &'a Sheet) -> Self {
        let mut list = vec![
            (words::NUMBER, 34.0),
            (words::STEP, 142.0),
            (words::AGENCY, 88.0),
        ];
        let changes = |row: &TableRow| row.change.is_some() || !row.note.is_empty();
        if sheet.table.iter().any(changes) {
            list.push((words::CHANGE, 84.0));
        }
        Self { sheet, list }
    }

    /// Width of one block.
    fn width(&self) -> f64 {
        self.list.iter().map(|(_, width)| width + CELL).sum()
    }

    /// Height of the headings.
    fn head(&self) -> f64 {
        let mut words = self.list.iter();
        let two = words.any(|(word, _)| !word.name(self.sheet).second.is_empty());
        HEADS[usize::from(two)]
    }

    /// As wide as a share of `room` for each of `blocks`, so that texts need fewer lines; not without bounds, or the
    /// eye loses the row.
    fn stretched(mut self, room: f64, blocks: f64) -> Self {
        let share = (room + GUTTER) / blocks - GUTTER;
        let factor = (share / self.width()).clamp(1.0, WIDEST);
        for (_, width) in &mut self.list {
            *width = (*width + CELL) * factor - CELL;
        }
        self
    }

    fn rows(&self) -> Vec<Row> {
        let rows = self.sheet.table.iter();
        rows.map(|row| measure(&self.list, self.sheet, row))
            .collect()
    }
}

/// The table in blocks side by side, none higher than `tallest` unless one row is; from (0, 0)
/// on; with its width and height.
pub(super) fn beside(sheet: &Sheet, tallest: f64) -> (Vec<Item>, f64, f64) {
    let columns = Columns::of(sheet);
    let rows = columns.rows();
    in_blocks(&columns, rows, tallest)
}

fn in_blocks(columns: &Columns<'_>, rows: Vec<Row>, tallest: f64) -> (Vec<Item>, f64, f64) {
    let (mut items, mut x, mut used) = (Vec::new(), 0.0, 0.0_f64);
    for (block, wide, high) in apart(columns, rows, tallest) {
        for mut item in block {
            item.shift(x, 0.0);
            items.push(item);
        }
        x += wide + GUTTER;
        used = used.max(high);
    }
    (items, (x - GUTTER).max(0.0), used)
}

/// Blocks, each from (0, 0) on, with width and height; none higher than `tallest` unless one row is.
fn apart(columns: &Columns<'_>, rows: Vec<Row>, tallest: f64) -> Vec<(Vec<Item>, f64, f64)> {
    let mut blocks: Vec<(Vec<Item>, f64, f64)> = Vec::new();
    let head = columns.head();
    for row in rows {
        let full = |(_, _, y): &(Vec<Item>, f64, f64)| *y > head && *y + row.height > tallest;
        if blocks.last().is_none_or(full) {
            blocks.push((vec![heading(columns, 0.0)], columns.width(), head));
        }
        if let Some((items, _, y)) = blocks.last_mut() {
            let height = row.height;
            items.push(draw(columns, row, 0.0, *y));
            *y += height;
        }
    }
    blocks
}

/// The table in blocks that can stand apart, none higher than `tallest` unless one row is.
pub(super) fn blocks(sheet: &Sheet, tallest: f64) -> Vec<(Vec<Item>, f64, f64)> {
    let columns = Columns::of(sheet);
    apart(&columns, columns.rows(), tallest)
}

/// The table in even blocks side by side, as many as fit into `room` but none shorter than it need be.
pub(super) fn below(sheet: &Sheet, room: f64) -> (Vec<Item>, f64, f64) {
    let columns = Columns::of(sheet);
    let blocks = ((room + GUTTER) / (columns.width() + GUTTER))
        .floor()
        .max(1.0);
    let blocks = blocks
        .min((sheet.table.len() as f64 / FEWEST).ceil())
        .max(1.0);
    let columns = columns.stretched(room, blocks);
    let rows = columns.rows();
    let heights: Vec<f64> = rows.iter().map(|row| row.height).collect();
    let tallest = columns.head() + even(&heights, blocks as usize);
    in_blocks(&columns, rows, tallest)
}

/// The least height in which that many blocks hold all rows in their order.
fn even(heights: &[f64], blocks: usize) -> f64 {
    let needed = |limit: f64| {
        let (mut count, mut used) = (1, 0.0);
        for height in heights {
            if used > 0.0 && used + height > limit {
                count += 1;
                used = 0.0;
            }
            used += height;
        }
        count
    };
    let (tallest, whole) = heights.iter().fold((0.0_f64, 0.0), |(most, sum), &one| {
        (most.max(one), sum + one)
    });
    let mut low = whole / blocks as f64;
    let mut high = low + tallest;
    while high - low > 1.0 {
        let middle = f64::midpoint(low, high);
        if needed(middle) > blocks {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

fn measure(columns: &[(Word, f64)], sheet: &Sheet, row: &TableRow) -> Row {
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
            let mut lines = fitted(&row.lane, width, 6, theme::INK);
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
    let cells: Vec<_> = columns
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

fn rule(x: f64, y: f64, length: f64, width: f64) -> Item {
    line(
        Point { x, y },
        &[(0.0, 0.0), (length, 0.0)],
        Style::stroke(theme::BORDER, width),
    )
}

fn heading(columns: &Columns<'_>, x: f64) -> Item {
    let frame = Rect {
        x,
        y: 0.0,
        w: columns.width(),
        h: columns.head() - 2.0,
    };
    let mut items = vec![Item::Rect(frame, 0.0, Style::fill(theme::HEADS[0]))];
    let mut at = x + CELL / 2.0;
    for (word, width) in &columns.list {
        let name = word.name(columns.sheet);
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

fn draw(columns: &Columns<'_>, row: Row, x: f64, y: f64) -> Item {
    let mut items = Vec::new();
    let mut at = x + CELL / 2.0;
    for (cell, (_, width)) in row.cells.into_iter().zip(&columns.list) {
        for (number, (what, colour)) in cell.into_iter().enumerate() {
            let place = Point {
                x: at,
                y: y + 11.0 + number as f64 * SMALL_LEAD,
            };
            items.push(text(place, Anchor::Start, SMALL_SIZE, colour, &what));
        }
        at += width + CELL;
    }
    items.push(rule(x, y + row.height, columns.width(), 0.6));
    Item::Group(Group {
        role: "row",
        step: Some(row.step).filter(|step| !step.is_empty()),
        items,
        title: None,
    })
}
