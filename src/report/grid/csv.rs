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

/// A text that no spreadsheet program takes for a formula: one that might be gets an apostrophe before it. Programs may
/// pass over blanks before a formula, and over what is not seen.
fn safe(text: &str) -> String {
    let starts = |c: char| {
        matches!(
            c,
            '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'
        )
    };
    let seen = text.trim_start_matches(unseen);
    if text.starts_with(starts) || seen.starts_with(starts) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// White space, control characters, and characters without a width.
fn unseen(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
                | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'
        )
}
