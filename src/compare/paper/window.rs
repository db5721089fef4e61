//! Waiting moved outside the counted window.

use super::{Found, Seen};
use crate::finding::Severity;
use crate::message::{Arg, Message};
use crate::model::{EndKind, Step, WaitKind};

pub(super) fn look(seen: &Seen<'_, '_>, found: &mut Found) {
    after_the_end(seen, found);
    on_the_applicants_clock(seen, found);
}

/// A step that takes time came before a grant, and the grant no longer waits for it.
fn after_the_end(seen: &Seen<'_, '_>, found: &mut Found) {
    let pair = seen.pair;
    let takes_time =
        |step: &&Step| step.wait.is_some() || step.work.is_some() || step.elapsed.is_some();
    for end in &pair.before.procedure.ends {
        let kept = pair.after.procedure.ends.iter().any(|now| now.id == end.id);
        if !kept || end.kind == Some(EndKind::Refused) {
            continue;
        }
        for step in pair.before.procedure.steps.iter().filter(takes_time) {
            let outside = pair.heir(&step.id).is_some_and(|heir| {
                pair.before.leads(&step.id, &end.id) && !pair.after.leads(&heir.id, &end.id)
            });
            if outside {
                let message = Message::new("trick-window-end")
                    .with("step", Arg::name(&step.id))
                    .with("end", Arg::name(&end.id));
                let steps = vec![step.id.clone()];
                found.add("wait-moved-outside", Severity::High, steps, message);
            }
        }
    }
}

/// A wait in the office that is now written as one of the applicant, whose time is not counted against the office.
fn on_the_applicants_clock(seen: &Seen<'_, '_>, found: &mut Found) {
    let kinds = |step: &Step| -> Vec<Option<WaitKind>> {
        let waits = step.wait.iter().flat_map(|waits| &waits.0);
        waits.map(|wait| wait.kind).collect()
    };
    let applicants = |kinds: &[Option<WaitKind>]| {
        let applicant = kinds
            .iter()
            .filter(|kind| **kind == Some(WaitKind::Applicant));
        applicant.count()
    };
    for step in &seen.pair.before.procedure.steps {
        let Some(heir) = seen.pair.heir(&step.id) else {
            continue;
        };
        let (was, is) = (kinds(step), kinds(heir));
        let offices = |kinds: &[Option<WaitKind>]| kinds.len() - applicants(kinds);
        if heir.id == step.id && applicants(&is) > applicants(&was) && offices(&is) < offices(&was)
        {
            let message = Message::new("trick-window-applicant").with("step", Arg::name(&step.id));
            let steps = vec![step.id.clone()];
            found.add("wait-moved-outside", Severity::High, steps, message);
        }
    }
}
