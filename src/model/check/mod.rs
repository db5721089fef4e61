//! What a well-formed file can still get wrong: ids, references, figures, settings and the flow.

mod figures;
mod flow;
mod ids;
mod names;
mod references;
mod settings;

use super::procedure::{FORMAT, Procedure};
use crate::message::Message;
use crate::source::{Fault, Faults};

/// The most names that a message lists.
const SHOWN: usize = 10;

/// Notes every fault of a procedure whose parts were read.
pub(super) fn check(procedure: &Procedure, faults: &mut Faults) {
    if procedure.redtape != FORMAT && !faults.lacks("redtape") {
        let found = Message::new("other-version").with("found", procedure.redtape);
        faults.push(
            Fault::at("/redtape", found).hint(Message::new("this-version").with("version", FORMAT)),
        );
    }
    let flow_is_known = faults.kept().iter().all(|fault| !hides_flow(fault));
    let (names, unique) = ids::check(procedure, faults);
    references::check(procedure, names, faults);
    figures::check(procedure, faults);
    settings::check(procedure, faults);
    if flow_is_known {
        flow::check(procedure, unique, faults);
    }
}

/// Whether a fault of reading leaves open what follows what, so that nothing more can be said of it.
fn hides_flow(fault: &Fault) -> bool {
    let list = ["/steps", "/gateways", "/ends", ""].contains(&fault.pointer.as_str());
    list || fault.message.key == "missing-key"
        || ["/after", "/branches"]
            .iter()
            .any(|member| fault.pointer.contains(member))
}
