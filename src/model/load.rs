//! From text to a procedure: every fault of a file at once, each with its place.

use super::check;
use super::part::{Part, Reader};
use super::procedure::Procedure;
use crate::source::{Fault, Source};

/// Reads a procedure file.
///
/// # Errors
/// All faults of the file, in the order of the text where they are explained by [`Source::explain`].
pub fn load(source: &Source) -> Result<Procedure, Vec<Fault>> {
    let root = source.parse().map_err(|fault| vec![fault])?;
    let mut reader = Reader::default();
    let procedure = Procedure::read(&root, &mut reader);
    let mut faults = reader.faults;
    if let Some(procedure) = &procedure {
        check::check(procedure, &mut faults);
    }
    match procedure {
        Some(procedure) if faults.is_empty() => Ok(procedure),
        _ => Err(faults),
    }
}
