//! A clock that starts later.

use super::{Found, Seen};
use crate::finding::Severity;
use crate::message::{Arg, Message};
use crate::model::{Id, Procedure, Step, StepKind};
use std::collections::BTreeSet;

pub(super) fn look(seen: &Seen<'_, '_>, found: &mut Found) {
    fetched_before(seen, found);
    handed_in_before(seen, found);
    certified_before(seen, found);
}

fn makes(p: &Procedure, document: &Id) -> bool {
    let mut made = p
        .steps
        .iter()
        .flat_map(|step| step.produces.iter().flatten());
    made.any(|made| made == document)
}

/// A step is gone, and what it made is still asked: whoever needs it gets it before the clock starts.
fn fetched_before(seen: &Seen<'_, '_>, found: &mut Found) {
    let (before, after) = (seen.pair.before.procedure, seen.pair.after.procedure);
    for step in before
        .steps
        .iter()
        .filter(|step| seen.pair.heir(&step.id).is_none())
    {
        for document in step
            .produces
            .iter()
            .flatten()
            .filter(|made| !makes(after, made))
        {
            let asks = |asker: &&Step| {
                let mut needs = asker.needs.iter().flatten();
                needs.any(|need| need.document() == document && need.0.from.is_none())
            };
            if let Some(asker) = after.steps.iter().find(asks) {
                let message = Message::new("trick-clock-fetched")
                    .with("step", Arg::name(&step.id))
                    .with("document", Arg::name(document))
                    .with("asker", Arg::name(&asker.id));
                let steps = vec![step.id.clone()];
                found.add("clock-starts-later", Severity::High, steps, message);
            }
        }
    }
}

/// The applicant handed in at the start, the handing in is gone, and nobody hands in now.
fn handed_in_before(seen: &Seen<'_, '_>, found: &mut Found) {
    let (before, after) = (seen.pair.before.procedure, seen.pair.after.procedure);
    let waits = |step: &Step| matches!(step.kind, StepKind::Submit | StepKind::Wait);
    let start = |step: &&Step| step.after.is_none();
    let gone = |step: &&Step| waits(step) && seen.pair.heir(&step.id).is_none();
    for step in before.steps.iter().filter(start).filter(gone) {
        let Some(first) = after.steps.iter().find(start) else {
            continue;
        };
        let instead = after.steps.iter().any(|now| now.kind == step.kind);
        if !instead && before.step(&first.id).is_some() {
            let message = Message::new("trick-clock-start")
                .with("step", Arg::name(&step.id))
                .with("first", Arg::name(&first.id));
            let steps = vec![step.id.clone()];
            found.add("clock-starts-later", Severity::High, steps, message);
        }
    }
}

/// A step of an office is gone, and the applicant brings a new paper of that office, or one by which what the step examined
/// is judged now: it is done before the clock starts.
fn certified_before(seen: &Seen<'_, '_>, found: &mut Found) {
    let (before, after) = (seen.pair.before.procedure, seen.pair.after.procedure);
    let brought = |p: &Procedure| -> BTreeSet<Id> {
        let needs = p.steps.iter().flat_map(|step| step.needs.iter().flatten());
        let own = needs.filter(|need| need.0.from.is_none());
        own.map(|need| need.document().clone()).collect()
    };
    let (was, is) = (brought(before), brought(after));
    let new = is
        .difference(&was)
        .filter(|id| !makes(after, id) && !makes(before, id));
    for document in new {
        let issuer = (after.document(document)).and_then(|paper| paper.issued_by.as_ref());
        let done = before.steps.iter().find(|step| {
            let office = before.agency_of(step).map(|agency| &agency.id);
            let heir = seen.pair.heir(&step.id);
            let left =
                heir.is_none_or(|heir| after.agency_of(heir).map(|agency| &agency.id) != office);
            let reads = step.criteria.iter().flatten().any(|id| {
                let criterion = after.criterion(id);
                criterion.is_some_and(|one| one.reads.iter().flatten().any(|read| read == document))
            });
            left && office.is_some() && (issuer == office || reads)
        });
        if let Some(step) = done {
            let message = Message::new("trick-clock-certified")
                .with("step", Arg::name(&step.id))
                .with("document", Arg::name(document));
            let steps = vec![step.id.clone()];
            found.add("clock-starts-later", Severity::High, steps, message);
        }
    }
}
