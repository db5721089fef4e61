//! Ids: unique in their namespace.

use super::names::{Kinds, Names, declared};
use crate::message::Message;
use crate::model::procedure::Procedure;
use crate::model::repeat::repeated;
use crate::source::{Fault, Faults};

/// The declared ids; notes those that are used twice, and says whether those of steps, gateways and ends are used once
/// each.
pub(super) fn check<'a>(procedure: &'a Procedure, faults: &mut Faults) -> (Names<'a>, bool) {
    let mut names = Names::of(procedure);
    let mut unique = true;
    declared(procedure, &mut |part| {
        let namespace = part.kind.namespace();
        let known = names.add(part.id, part.kind).meet(namespace);
        if known && !part.id.is_empty() {
            unique &= namespace != Kinds::FLOW;
            if !faults.leave_out() {
                let place = format!("/{}/{}/id", part.list, part.index);
                let first = first(procedure, part.id, namespace);
                faults.push(duplicate(part.id, place, first));
            }
        }
    });
    for (index, gateway) in procedure.gateways.iter().flatten().enumerate() {
        let ids = gateway.branches.iter().map(|branch| &branch.id);
        for again in repeated(ids.clone()) {
            let id = &gateway.branches[again].id;
            if !id.is_empty() && !faults.leave_out() {
                let place = |branch| format!("/gateways/{index}/branches/{branch}/id");
                let first = ids.clone().position(|other| other == id).map(place);
                faults.push(duplicate(id, place(again), first.unwrap_or_default()));
            }
        }
    }
    (names, unique)
}

/// Where an id was declared first among such parts.
fn first(procedure: &Procedure, id: &str, namespace: Kinds) -> String {
    let mut first = None;
    declared(procedure, &mut |part| {
        if first.is_none() && part.kind.meet(namespace) && *part.id == *id {
            first = Some(format!("/{}/{}/id", part.list, part.index));
        }
    });
    first.unwrap_or_default()
}

fn duplicate(id: &str, place: String, first: String) -> Fault {
    let message = Message::new("duplicate-id").with("id", id);
    let hint = Message::new("id-stands-at").with("pointer", first);
    Fault::at(place, message).hint(hint)
}
