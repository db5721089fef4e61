//! One table as CSV for spreadsheet programs: a byte order mark, for they would not read Chinese without it, and no cell
//! that they could take for a formula.

use super::{Cell, Grid};
use std::io::{Result, Write};

/// Writes a table.
///
/// # Errors
/// Those of `out`.
pub fn write(grid: &Grid, out: &mut impl Write) -> Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(grid.columns.iter().map(|(name, _)| safe(name)))?;
    for row in &grid.rows {
        writer.write_record(row.iter().map(shown))?;
    }
    writer.flush()
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => safe(text),
        // Adding zero makes a negative zero plain.
        Cell::Number(value) => (value + 0.0).to_string(),
        Cell::Empty => String::new(),
    }
}

/// A text that no spreadsheet program takes for a formula: one that might be gets an apostrophe before it.
fn safe(text: &str) -> String {
    let starts = |c: char| {
        matches!(
            c,
            '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'
        )
    };
    if text.starts_with(starts) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
