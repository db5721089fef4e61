//! From text to a procedure: every fault of a file at once, each with its place.

use super::check;
use super::part::{Part, Reader};
use super::procedure::Procedure;
use crate::source::{Fault, Node, Place, Source, locate};

/// Reads a procedure file.
///
/// # Errors
/// All faults of the file, in the order of the text where they are explained by [`Source::explain`].
pub fn load(source: &Source) -> Result<Procedure, Vec<Fault>> {
    let root = source.parse().map_err(|fault| vec![fault])?;
    let mut reader = Reader::default();
    let procedure = Procedure::read(&root, &mut reader);
    let mut faults = reader.faults;
    if let Some(procedure) = &procedure
        && !faults.is_full()
    {
        check::check(procedure, &mut faults);
    }
    match procedure {
        Some(procedure) if faults.kept().is_empty() => Ok(procedure),
        _ => Err(placed(&root, faults.into_list())),
    }
}

/// The faults with their places in the text, and with the pointers that the file has where the checks
/// know the long forms only.
fn placed(root: &Node<'_>, mut faults: Vec<Fault>) -> Vec<Fault> {
    for fault in faults
        .iter_mut()
        .filter(|fault| fault.place != Place::Whole)
    {
        let (pointer, span) = locate(root, &fault.pointer, fault.place);
        fault.pointer = pointer;
        fault.span = Some(span);
    }
    faults
}
