//! The tables of a portfolio for spreadsheets: each is a sheet of a workbook, and a file of comma-separated values.

use super::{Cell, Extent, PortfolioReport, Table, tables};
use crate::message::{Lang, words};
use crate::report::grid::{Cell as Plain, Grid};
use unicode_width::UnicodeWidthStr;

/// The widest column, in characters.
const WIDEST: usize = 60;

/// Every table as cells that are numbers or words, and last of all what the portfolio is.
pub fn sheets(report: &PortfolioReport<'_>) -> Vec<Grid> {
    let tables = tables(report, Extent::Files);
    let about = about(report, &tables);
    let sheets = tables.into_iter().map(|table| sheet(table, report.lang));
    sheets.chain([about]).collect()
}

/// A table as cells that are numbers or words. Where a column may hold floors, the one after it says of which rows.
pub fn sheet(table: Table, lang: Lang) -> Grid {
    let title = name(&table, lang);
    let mut titles = table.columns;
    let rows = table.rows.into_iter().map(|row| {
        let state = table.floors.map(|column| state(&row[column], lang));
        let mut cells: Vec<Plain> = row.into_iter().map(plain).collect();
        if let (Some(column), Some(state)) = (table.floors, state) {
            cells.insert(column + 1, state);
        }
        cells
    });
    let rows: Vec<Vec<Plain>> = rows.collect();
    if let Some(column) = table.floors {
        titles.insert(column + 1, words("portfolio-state", lang).to_owned());
    }
    let widths = (0..titles.len()).map(|column| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        let widest = cells.map(width).chain([titles[column].width()]).max();
        // The sign of a filter stands in the heading too.
        (widest.unwrap_or_default() + 4).min(WIDEST) as u16
    });
    let widths: Vec<_> = widths.collect();
    Grid {
        key: table.id,
        title,
        columns: titles.into_iter().zip(widths).collect(),
        rows,
    }
}

fn plain(cell: Cell) -> Plain {
    match cell {
        Cell::Text(text) => Plain::Text(text),
        Cell::Number(number) | Cell::Floor(number, _) => Plain::Number(number),
        Cell::Nothing => Plain::Empty,
    }
}

fn state(cell: &Cell, lang: Lang) -> Plain {
    let key = match cell {
        Cell::Floor(..) => "grid-floor",
        Cell::Nothing => "grid-not-measurable",
        Cell::Text(_) | Cell::Number(_) => "grid-known",
    };
    Plain::Text(words(key, lang).to_owned())
}

fn width(cell: &Plain) -> usize {
    match cell {
        Plain::Text(text) => text.width(),
        Plain::Number(number) => number.to_string().len(),
        Plain::Empty => 0,
    }
}

/// The name of a sheet, which has to be short and may not have every sign.
fn name(table: &Table, lang: Lang) -> String {
    let key = match table.id {
        "once-only" => "portfolio-sheet-once-only",
        "agencies-burden" => "portfolio-sheet-agencies-burden",
        "rules-burden" => "portfolio-sheet-rules-burden",
        "tasks" => "portfolio-sheet-tasks",
        "saving-sure" => "portfolio-sheet-saving-sure",
        "saving-if-answered" => "portfolio-sheet-saving-if-answered",
        _ => return table.title.clone(),
    };
    words(key, lang).to_owned()
}

/// What was read, by what, and what must be known to read each table.
fn about(report: &PortfolioReport<'_>, tables: &[Table]) -> Grid {
    let head = report.head().into_iter();
    let row = |line: String| vec![Plain::Text(String::new()), Plain::Text(line)];
    let mut rows: Vec<_> = head.map(row).collect();
    for table in tables {
        if let Some(note) = &table.note {
            let table = name(table, report.lang);
            rows.push(vec![Plain::Text(table), Plain::Text(note.clone())]);
        }
    }
    let columns = [("portfolio-table", 30), ("portfolio-note", 100)];
    Grid {
        key: "about",
        title: report.word("grid-about"),
        columns: columns
            .map(|(key, width)| (report.word(key), width))
            .to_vec(),
        rows,
    }
}
