//! Waiting moved outside the counted window.

use super::taken::Scale;
use super::{Found, Seen};
use crate::finding::Severity;
use crate::message::{Arg, Message};
use crate::model::{EndKind, Procedure, Step, StepKind, WaitKind};

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

/// Waits of the office that shrink while waits of the applicant grow, wherever they are written: the time of the applicant
/// is not counted against the office.
fn on_the_applicants_clock(seen: &Seen<'_, '_>, found: &mut Found) {
    let (before, after) = (seen.pair.before.procedure, seen.pair.after.procedure);
    let (mut fell, mut rose) = (Vec::new(), Vec::new());
    for step in &after.steps {
        let parts = step.original();
        let parts: Vec<&Step> = parts.iter().filter_map(|id| before.step(id)).collect();
        let was: Option<Vec<[f64; 2]>> = (parts.iter())
            .map(|part| waits(before, &seen.before, part))
            .collect();
        let Some((was, [office, applicant])) = was.zip(waits(after, &seen.after, step)) else {
            continue;
        };
        let sum = |at: usize| was.iter().map(|part| part[at]).sum::<f64>();
        if office < sum(0) - 1e-9 {
            fell.push(step.id.clone());
        }
        // A new step of an applicant counts only where it is nothing but time that passes.
        if applicant > sum(1) + 1e-9 && (!parts.is_empty() || step.kind == StepKind::Wait) {
            rose.push(step.id.clone());
        }
    }
    if !fell.is_empty() && !rose.is_empty() {
        let message = Message::new("trick-window-applicant")
            .with("fell", Arg::names(&fell))
            .with("rose", Arg::names(&rose));
        found.add("wait-moved-outside", Severity::High, fell, message);
    }
}

/// The waits of a step: of the office, of the applicant; nothing where they are not stated.
fn waits(p: &Procedure, scale: &Scale, step: &Step) -> Option<[f64; 2]> {
    let own = p.is_applicant(&step.role);
    let Some(waits) = step.wait.as_ref().filter(|_| step.elapsed.is_none()) else {
        let taken = scale.taken(step);
        let passes = step.kind == StepKind::Wait;
        let wait = taken.wait.or(taken.whole.filter(|_| passes))?;
        return Some(if own { [0.0, wait] } else { [wait, 0.0] });
    };
    let mut sums = [0.0, 0.0];
    for wait in &waits.0 {
        let applicant = own || wait.kind == Some(WaitKind::Applicant);
        sums[usize::from(applicant)] += scale.days(&wait.time)?;
    }
    Some(sums)
}
