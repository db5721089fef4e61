//! What is wrong with a sheet, by row and column.

use super::draft::Draft;
use crate::message::{Arg, Ids, Lang, Message, words};
use crate::source::Fault;
use std::fmt::Write as _;

/// One thing that is wrong with a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct RowFault {
    /// Row of the sheet, from 1; the header is row 1.
    pub row: usize,
    /// Column of the sheet, from 0; `None` where the fault is about the whole row.
    pub column: Option<usize>,
    /// The header of that column; empty where there is none.
    pub header: String,
    /// What is wrong.
    pub message: Message,
    /// What was expected, or what to do.
    pub hint: Option<Message>,
}

/// A place in a sheet: row from 1, and column from 0 unless the whole row is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) row: usize,
    pub(super) column: Option<usize>,
}

impl Cell {
    pub(super) fn at(row: usize, column: usize) -> Self {
        let column = Some(column);
        Self { row, column }
    }

    pub(super) fn row(row: usize) -> Self {
        Self { row, column: None }
    }

    pub(super) fn header(self, header: &[String]) -> String {
        let name = self.column.and_then(|column| header.get(column));
        name.cloned().unwrap_or_default()
    }
}

impl Draft<'_> {
    /// The draft's own faults and those that the loader found in it, in the order of the sheet.
    pub(super) fn all_faults(mut self, found: Vec<Fault>) -> Vec<RowFault> {
        let alone = self.faults.is_empty() && found.len() == 1;
        for fault in found {
            // What is absent from a row was told with its cell; the end is of our making.
            let ours = fault.pointer.starts_with("/ends");
            if fault.message.key == "missing-key" || (ours && !alone) {
                continue;
            }
            let hint = self.hint(&fault);
            let cell = self.cell_of(&fault.pointer);
            self.fault(cell, fault.message, hint);
        }
        let mut faults = self.faults;
        faults.sort_by_key(|fault| (fault.row, fault.column));
        faults.dedup_by(|one, other| {
            (one.row, one.column, &one.message) == (other.row, other.column, &other.message)
        });
        faults
    }

    /// The cell that a member came from: its own, or that of the member around it.
    fn cell_of(&self, pointer: &str) -> Cell {
        let mut at = pointer;
        loop {
            if let Some(cell) = self.places.get(at) {
                return *cell;
            }
            match at.rfind('/') {
                Some(end) => at = &at[..end],
                None => return Cell::row(1),
            }
        }
    }

    /// The loader's hint, in the words of a sheet where it speaks of JSON.
    fn hint(&self, fault: &Fault) -> Option<Message> {
        match fault.message.key {
            "duplicate-id" => {
                let (_, pointer) = fault.hint.as_ref()?.args.first()?;
                let Arg::Text(pointer) = pointer else {
                    return None;
                };
                let row = self.cell_of(pointer).row;
                Some(Message::new("sheet-id-stands-in").with("row", row))
            }
            "unmarked-cycle" | "not-earlier" => Some(Message::new("sheet-cycle-hint")),
            "no-start" | "empty-after" => Some(Message::new("sheet-start-hint")),
            _ => fault.hint.clone(),
        }
    }
}

/// The faults as a reader sees them: file, row, column, what is wrong and a hint, one or two lines each.
pub fn explain(name: &str, faults: &[RowFault], lang: Lang) -> String {
    let mut out = String::new();
    for fault in faults {
        let place = match fault.column {
            None => Message::new("sheet-row"),
            Some(column) if fault.header.is_empty() => {
                Message::new("sheet-bare-cell").with("cell", cell_name(fault.row, column))
            }
            Some(column) => Message::new("sheet-cell")
                .with("cell", cell_name(fault.row, column))
                .with("column", fault.header.as_str()),
        };
        let place = place.with("row", fault.row).say(lang, &Ids);
        let what = fault.message.say(lang, &Ids);
        let _ = writeln!(out, "{}: {name}: {place}: {what}", words("error", lang));
        if let Some(hint) = &fault.hint {
            let _ = writeln!(out, "  {}: {}", words("hint", lang), hint.say(lang, &Ids));
        }
    }
    out
}

/// The name that a spreadsheet program gives a cell: `B7`; columns are A, B ... Z, AA ...
fn cell_name(row: usize, column: usize) -> String {
    let mut left = column + 1;
    let mut out = Vec::new();
    while left > 0 {
        left -= 1;
        out.push(char::from(b'A' + (left % 26) as u8));
        left /= 26;
    }
    let letters: String = out.iter().rev().collect();
    format!("{letters}{row}")
}

#[cfg(test)]
mod tests {
    use super::cell_name;

    #[test]
    fn cells_have_the_names_of_a_spreadsheet() {
        let shown = [0, 25, 26, 27, 701, 702].map(|column| cell_name(7, column));
        assert_eq!(shown, ["A7", "Z7", "AA7", "AB7", "ZZ7", "AAA7"]);
    }
}
