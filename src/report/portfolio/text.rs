//! The portfolio as plain text.

use super::{Extent, PortfolioReport, Table, tables};
use crate::source::commands;
use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ColumnConstraint, Width};
use std::io::{Result, Write};

/// Characters of a column of the matrix, whose heading is folded.
const SIDE: u16 = 18;

/// Writes every table.
///
/// # Errors
/// Those of `out`.
pub fn write(report: &PortfolioReport<'_>, out: &mut impl Write) -> Result<()> {
    for line in report.head() {
        writeln!(out, "{line}")?;
    }
    for table in tables(report, Extent::Terminal) {
        writeln!(out, "\n{}", table.title)?;
        if let Some(note) = &table.note {
            writeln!(out, "{note}")?;
        }
        writeln!(out, "{}", grid(&table))?;
    }
    Ok(())
}

fn grid(table: &Table) -> comfy_table::Table {
    let mut grid = comfy_table::Table::new();
    grid.load_style(NOTHING);
    grid.set_header(table.columns.iter().map(|name| one_line(name)));
    if table.id == "once-only-matrix" {
        let narrow = ColumnConstraint::UpperBoundary(Width::Fixed(SIDE));
        for column in grid.column_iter_mut().skip(1) {
            column.set_constraint(narrow);
        }
    }
    for row in &table.rows {
        grid.add_row(row.iter().map(|cell| {
            let shown = comfy_table::Cell::new(one_line(&cell.show()));
            match cell {
                super::Cell::Text(_) => shown,
                _ => shown.set_alignment(CellAlignment::Right),
            }
        }));
    }
    grid
}

/// Names come from files: no character of theirs that commands a terminal, or turns what is written around, reaches one.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if commands(c) { ' ' } else { c })
        .collect()
}
