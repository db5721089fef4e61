//! What laws prescribe: steps, signatories, orders, documents and waits.

use super::Pair;
use crate::message::{Arg, Message};
use crate::model::{ConstraintKind, Id, Mandate, Step, WaitFigure, WaitKind};

/// Steps, signatories, orders and documents that a law prescribes are still there.
pub(super) fn mandates(pair: &Pair<'_>) -> Result<(), Message> {
    let p = pair.before.procedure;
    for step in &p.steps {
        for law in step.law.iter().flatten().filter_map(|id| p.law(id)) {
            for mandate in law.mandates.iter().flatten() {
                if !met(pair, step, *mandate) && !pair.law_changes(&law.id, &step.id) {
                    let message = Message::new("lost-mandate").with("law", Arg::name(&law.id));
                    return Err(message.with("step", Arg::name(&step.id)));
                }
            }
        }
    }
    orders(pair)
}

fn met(pair: &Pair<'_>, step: &Step, mandate: Mandate) -> bool {
    let heir = pair.heir(&step.id);
    match mandate {
        Mandate::Step | Mandate::Hearing => still_in_every_case(pair, step),
        Mandate::Order => heir.is_some(),
        Mandate::Signatory => {
            let signs = |heir: &Step| heir.signs() || !step.signs();
            heir.is_some_and(|heir| heir.role == step.role && signs(heir))
        }
        Mandate::SeparatePerson => {
            heir.is_some_and(|heir| heir.id == step.id && heir.original() == step.original())
        }
        Mandate::MinimumWait => true,
        Mandate::Document => heir.is_some_and(|heir| {
            let kept = |document: &Id| {
                heir.needs
                    .iter()
                    .flatten()
                    .any(|need| need.document() == document)
            };
            step.needs
                .iter()
                .flatten()
                .filter(|need| need.0.law.is_some())
                .all(|need| kept(need.document()))
        }),
    }
}

/// Whether what stands for a prescribed step is as much of a control, and comes before every end that it came before.
fn still_in_every_case(pair: &Pair<'_>, step: &Step) -> bool {
    let Some(heir) = pair.control_heir(step) else {
        return false;
    };
    let mut ends = pair.before.procedure.ends.iter();
    ends.all(|end| {
        !pair.before.always_before(&step.id, &end.id) || pair.after.always_before(&heir.id, &end.id)
    })
}

/// Steps whose order is prescribed keep it.
fn orders(pair: &Pair<'_>) -> Result<(), Message> {
    for constraint in pair.before.procedure.constraints_of(ConstraintKind::Order) {
        for two in constraint.steps.windows(2) {
            let was = pair.before.leads(&two[0], &two[1]);
            let heirs = pair.heir(&two[0]).zip(pair.heir(&two[1]));
            let is = heirs.is_some_and(|(a, b)| a.id == b.id || pair.after.leads(&a.id, &b.id));
            if was && !is {
                return Err(Message::new("lost-order").with("steps", Arg::names(two)));
            }
        }
    }
    Ok(())
}

/// What the law makes a case wait, it still waits, and what came after the wait still does.
pub(super) fn waits(pair: &Pair<'_>) -> Result<(), Message> {
    for step in &pair.before.procedure.steps {
        let waits = statutory(step);
        if waits.is_empty() {
            continue;
        }
        let kept = pair.heir(&step.id).is_some_and(|heir| {
            let now = statutory(heir);
            let count =
                |all: &[&WaitFigure], wait| all.iter().filter(|kept| **kept == wait).count();
            let each = waits
                .iter()
                .all(|wait| count(&now, *wait) >= count(&waits, *wait));
            each && still_after(pair, step, heir)
        });
        if !kept {
            return Err(Message::new("lost-wait").with("step", Arg::name(&step.id)));
        }
    }
    for constraint in pair
        .before
        .procedure
        .constraints_of(ConstraintKind::StatutoryWait)
    {
        if let Some(lost) = constraint.steps.iter().find(|id| pair.heir(id).is_none()) {
            return Err(Message::new("lost-wait").with("step", Arg::name(lost)));
        }
    }
    Ok(())
}

fn statutory(step: &Step) -> Vec<&WaitFigure> {
    let waits = step.wait.iter().flat_map(|waits| &waits.0);
    waits
        .filter(|wait| wait.kind == Some(WaitKind::Statutory))
        .collect()
}

/// Whether all steps that came after `step`, where they are still there, come after its heir or are part of it.
fn still_after(pair: &Pair<'_>, step: &Step, heir: &Step) -> bool {
    let steps = pair.before.procedure.steps.iter();
    let after = steps.filter(|later| pair.before.leads(&step.id, &later.id));
    after
        .filter_map(|later| pair.heir(&later.id))
        .all(|later| later.id == heir.id || pair.after.leads(&heir.id, &later.id))
}
