//! A procedure as a spreadsheet, one step a row: what an office that has no JSON can start from.
//!
//! Cells become members of a procedure file as they stand, and the loader judges them: a fault that
//! it finds is told by the row and the column it came from. Nothing is invented: an empty cell is an
//! absent member.

mod column;
mod declare;
mod draft;
mod fault;
mod flow;
mod table;

pub use column::{COLUMNS, Column};
pub use fault::{RowFault, explain};

use crate::model::{Procedure, load};
use crate::source::Source;

/// The text of the file that [`template`] gives, with every part a beginner needs once.
const TEMPLATE: &str = include_str!("spreadsheet/template.json");

/// A small filled-in procedure to start from, with this id.
///
/// # Panics
/// Never: the text is part of the program, and a test loads it.
pub fn template(id: &str) -> Procedure {
    let source = Source {
        name: "template.json".to_owned(),
        text: TEMPLATE.to_owned(),
    };
    let mut procedure = load(&source).expect("the built-in template is a procedure");
    procedure.id = id.into();
    procedure
}

/// Reads a sheet in CSV text: comma, semicolon or tab between the cells, a byte order mark tolerated.
///
/// # Errors
/// Every fault of the sheet, in the order of its rows and columns.
pub fn read(id: &str, text: &str) -> Result<Procedure, Vec<RowFault>> {
    let table = table::read(text.trim_start_matches('\u{feff}'));
    let draft = draft::Draft::of(&table);
    let source = Source {
        name: String::new(),
        text: draft.file(id).to_string(),
    };
    match load(&source) {
        Ok(procedure) if draft.faults.is_empty() => Ok(procedure),
        loaded => Err(draft.all_faults(loaded.err().unwrap_or_default())),
    }
}
