//! From text to a procedure: every fault of a file at once, each with its place.

use super::check;
use super::part::{Part, Reader};
use super::procedure::Procedure;
use crate::source::{Arena, Fault, Faults, Node, Place, Source, locate};

/// Reads a procedure file.
///
/// # Errors
/// All faults of the file, in the order of the text where they are explained by [`Source::explain`].
pub fn load(source: &Source) -> Result<Procedure, Vec<Fault>> {
    read_whole(source, check::check)
}

/// Reads a file of one part, and checks what its form leaves open.
pub(super) fn read_whole<P: Part>(
    source: &Source,
    check: impl FnOnce(&P, &mut Faults),
) -> Result<P, Vec<Fault>> {
    let arena = Arena::new();
    let Some(root) = source.parse(&arena) else {
        // The other parser takes room of its own.
        drop(arena);
        return Err(vec![source.syntax_fault()]);
    };
    let mut reader = Reader::default();
    let whole = P::read(&root, &mut reader);
    let mut faults = reader.faults;
    if let Some(whole) = &whole
        && !faults.is_full()
    {
        check(whole, &mut faults);
    }
    match whole {
        Some(whole) if faults.kept().is_empty() => Ok(whole),
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
