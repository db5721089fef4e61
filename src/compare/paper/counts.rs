//! A count that fell while sign-offs, documents, fields or hours did not.

use super::taken::Taken;
use super::{Found, Seen};
use crate::finding::Severity;
use crate::message::{Arg, Message};
use crate::model::{DocumentKind, Id, Need, Procedure, Step, StepKind};
use std::collections::BTreeSet;

/// What a step weighs on people with, besides being there.
const BURDENS: [&str; 9] = [
    "sign-offs",
    "documents",
    "fields",
    "fields-rekeyed",
    "visits",
    "hands-on",
    "waiting",
    "lead-time",
    "cost",
];
/// A difference that is none.
const NONE: f64 = 1e-9;

/// Which of these measures fell and which surely did not; what is not measurable is in neither.
fn fallen(seen: &Seen<'_, '_>, keys: &[&str]) -> (Vec<&'static str>, Vec<&'static str>) {
    let known = seen.figures.iter().filter(|one| keys.contains(&one.key));
    let known = known.filter_map(|one| Some((one.key, one.less.known()?)));
    let (fell, other): (Vec<_>, Vec<_>) = known.partition(|(_, less)| less.max > NONE);
    let keys = |list: Vec<(&'static str, _)>| list.into_iter().map(|(key, _)| key).collect();
    (keys(fell), keys(other))
}

fn labels(seen: &Seen<'_, '_>, keys: &[&str]) -> Arg {
    let known = seen.figures.iter().filter(|one| keys.contains(&one.key));
    Arg::List(known.map(|one| Arg::from(one.label.clone())).collect())
}

pub(super) fn look(seen: &Seen<'_, '_>, found: &mut Found) {
    steps(seen, found);
    forms(seen, found);
}

/// Steps that are gone from the file, and what they took is still there, at others.
fn steps(seen: &Seen<'_, '_>, found: &mut Found) {
    let (before, after) = (seen.pair.before.procedure, seen.pair.after.procedure);
    // Nothing but a wait of the applicant is no work that could be hidden.
    let waits = |step: &Step| step.kind == StepKind::Wait && before.is_applicant(&step.role);
    let gone: Vec<&Step> = (before.steps.iter())
        .filter(|step| seen.pair.heir(&step.id).is_none() && !waits(step))
        .collect();
    let olds: BTreeSet<&Id> = before.steps.iter().map(|step| &step.id).collect();
    let new = after.steps.iter().filter(|step| {
        let mut originals = step.original().into_iter();
        originals.all(|id| !olds.contains(&id))
    });
    if gone.len() <= new.count() {
        return;
    }
    let ids: Vec<Id> = gone.iter().map(|step| step.id.clone()).collect();
    let (fell, stayed) = fallen(seen, &BURDENS);
    if gone.iter().any(|step| lightens(step, &fell)) {
        return;
    }
    let took = gone.iter().map(|step| seen.before.taken(step));
    let took = took.fold(Taken::zero(), Taken::and);
    let (elsewhere, others) = seen.growth(&[]);
    match took.is_kept(elsewhere) {
        Some(true) => {
            let key = if others.is_empty() {
                "trick-count-fell-alone"
            } else {
                "trick-count-moved"
            };
            let message = Message::new(key)
                .with("steps", Arg::names(&ids))
                .with("others", Arg::names(&others))
                .with("stayed", labels(seen, &stayed));
            found.add("count-fell-alone", Severity::Medium, ids, message);
        }
        Some(false) => {}
        None => {
            let unknown = Message::new("unjudged-count").with("steps", Arg::names(&ids));
            found.not_judged.push(unknown);
        }
    }
}

/// Whether a step weighed with something besides time, and there is less of that.
fn lightens(step: &Step, fell: &[&'static str]) -> bool {
    let any = |list: Option<bool>| list == Some(true);
    let weighs = [
        ("sign-offs", step.kind == StepKind::SignOff),
        (
            "documents",
            any(step.needs.as_ref().map(|all| !all.is_empty())),
        ),
        (
            "fields",
            any(step.enters.as_ref().map(|all| !all.is_empty())),
        ),
        (
            "fields-rekeyed",
            any(step.enters.as_ref().map(|all| !all.is_empty())),
        ),
        ("visits", step.visit.is_some()),
        ("cost", step.fee.is_some()),
    ];
    let mut weighs = weighs.into_iter();
    weighs.any(|(key, weighs)| weighs && fell.contains(&key))
}

/// The forms that somebody has to hand in.
fn forms_asked(p: &Procedure) -> BTreeSet<&Id> {
    let needs = p.steps.iter().flat_map(|step| step.needs.iter().flatten());
    let asked = needs.filter(|need| need.0.from.is_none());
    let form = |id: &&Id| {
        p.document(id)
            .is_some_and(|document| document.kind == Some(DocumentKind::Form))
    };
    asked.map(Need::document).filter(form).collect()
}

/// The fields of forms; nothing where one does not say which it has.
fn carried<'p>(p: &'p Procedure, forms: &BTreeSet<&Id>) -> Option<BTreeSet<&'p Id>> {
    let mut all = BTreeSet::new();
    for form in forms {
        all.extend(p.document(form)?.carries.as_ref()?);
    }
    Some(all)
}

/// Fewer forms that ask as much: the fields of those that are gone are on the others.
fn forms(seen: &Seen<'_, '_>, found: &mut Found) {
    let (before, after) = (seen.pair.before.procedure, seen.pair.after.procedure);
    let (fewer, _) = fallen(seen, &["forms"]);
    let (_, stayed) = fallen(seen, &["fields"]);
    let (were, are) = (forms_asked(before), forms_asked(after));
    let gone: BTreeSet<&Id> = were.difference(&are).copied().collect();
    let moved = match (carried(before, &gone), carried(after, &are)) {
        (Some(gone), Some(left)) => !gone.is_empty() && gone.is_subset(&left),
        _ => true,
    };
    if !gone.is_empty() && moved && !fewer.is_empty() && !stayed.is_empty() {
        let message = Message::new("trick-forms-fell-alone");
        found.add("count-fell-alone", Severity::Medium, Vec::new(), message);
    }
}
