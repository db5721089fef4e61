//! What a well-formed file can still get wrong: ids, references, figures and the flow.

mod figures;
mod flow;
mod ids;
mod references;

use super::procedure::{FORMAT, Procedure};
use crate::message::Message;
use crate::source::Fault;

/// The most steps that are read.
const MAX_STEPS: usize = 100_000;

/// Notes every fault of a procedure whose parts were read.
pub(super) fn check(procedure: &Procedure, faults: &mut Vec<Fault>) {
    if procedure.redtape != FORMAT {
        let found = Message::new("other-version").with("found", procedure.redtape);
        faults.push(
            Fault::at("/redtape", found).hint(Message::new("this-version").with("version", FORMAT)),
        );
    }
    if procedure.steps.len() > MAX_STEPS {
        faults.push(Fault::at(
            "/steps",
            Message::new("too-many-steps").with("limit", MAX_STEPS),
        ));
        return;
    }
    ids::check(procedure, faults);
    references::check(procedure, faults);
    figures::check(procedure, faults);
    flow::check(procedure, faults);
}
