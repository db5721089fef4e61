//! The tables of a portfolio as comma-separated values, for spreadsheets.

use super::{Cell, Table};
use std::io::{Error, Result, Write};

/// Writes one table. Numbers are numbers; a text that a spreadsheet would take for a formula starts with an apostrophe.
///
/// # Errors
/// Those of `out`.
pub fn csv(table: &Table, out: &mut impl Write) -> Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    let columns = table.columns.iter().map(|title| plain(title));
    writer.write_record(columns).map_err(Error::other)?;
    for row in &table.rows {
        let cells = row.iter().map(|cell| match cell {
            Cell::Text(text) => plain(text),
            Cell::Number(number) => number.to_string(),
            Cell::Nothing => String::new(),
        });
        writer.write_record(cells).map_err(Error::other)?;
    }
    writer.flush()
}

fn plain(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
