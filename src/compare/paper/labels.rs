//! The same work under another name: a form that is called no form, a control that is called a task.

use super::{Found, Seen};
use crate::finding::Severity;
use crate::message::{Arg, Message};
use crate::model::{DocumentKind, Step, StepKind};

pub(super) fn look(seen: &Seen<'_, '_>, found: &mut Found) {
    forms(seen, found);
    controls(seen, found);
}

/// A form that is still asked, with another kind.
fn forms(seen: &Seen<'_, '_>, found: &mut Found) {
    let (before, after) = (seen.pair.before.procedure, seen.pair.after.procedure);
    let form = Some(DocumentKind::Form);
    for document in before.documents.iter().flatten() {
        let Some(now) = after.document(&document.id) else {
            continue;
        };
        let asked = after.steps.iter().any(|step| {
            let mut needs = step.needs.iter().flatten();
            needs.any(|need| *need.document() == document.id && need.0.from.is_none())
        });
        if document.kind == form && now.kind != form && asked {
            let message =
                Message::new("trick-label-form").with("document", Arg::name(&document.id));
            found.add("relabelled", Severity::Medium, Vec::new(), message);
        }
    }
}

/// A sign-off, an inspection or another control that is done as before, and called something else.
fn controls(seen: &Seen<'_, '_>, found: &mut Found) {
    let looks = |step: &Step| step.is_control() || step.kind == StepKind::Inspect;
    for step in &seen.pair.before.procedure.steps {
        // A step that takes in others may well be called after them, and of one that looks at less that is told.
        let alone = |heir: &&Step| heir.id == step.id && heir.original() == step.original();
        let examined = |heir: &&Step| {
            let mut criteria = step.criteria.iter().flatten();
            criteria.all(|id| heir.criteria.iter().flatten().any(|now| now == id))
        };
        let renamed = |heir: &&Step| heir.kind != step.kind && heir.role == step.role;
        let heir = seen.pair.heir(&step.id).filter(alone).filter(examined);
        let Some(heir) = heir.filter(renamed) else {
            continue;
        };
        let less = match step.kind {
            StepKind::SignOff | StepKind::Inspect => true,
            _ => looks(step) && !looks(heir),
        };
        if !less {
            continue;
        }
        match seen.before.taken(step).is_kept(seen.after.taken(heir)) {
            Some(true) => {
                let message = Message::new("trick-label-control").with("step", Arg::name(&step.id));
                let steps = vec![step.id.clone()];
                found.add("relabelled", Severity::Medium, steps, message);
            }
            Some(false) => {}
            None => {
                let unknown = Message::new("unjudged-label").with("step", Arg::name(&step.id));
                found.not_judged.push(unknown);
            }
        }
    }
}
