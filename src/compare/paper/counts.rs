//! A count that fell while sign-offs, documents, fields or hours did not.

use super::{Found, Seen};
use crate::finding::Severity;
use crate::message::{Arg, Message};
use crate::model::{Id, Step};
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
/// The times among them: without one of these nothing is said of the work.
const TIMES: [&str; 2] = ["hands-on", "lead-time"];
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

/// Steps that are gone from the file, and with them none of what they weighed.
fn steps(seen: &Seen<'_, '_>, found: &mut Found) {
    let (before, after) = (seen.pair.before.procedure, seen.pair.after.procedure);
    let weighs = |step: &&Step| {
        step.work.is_some()
            || step.elapsed.is_some()
            || step.wait.is_some()
            || step.needs.is_some()
            || step.enters.is_some()
    };
    let gone = before
        .steps
        .iter()
        .filter(|step| seen.pair.heir(&step.id).is_none());
    let gone: Vec<Id> = gone.filter(weighs).map(|step| step.id.clone()).collect();
    let olds: BTreeSet<&Id> = before.steps.iter().map(|step| &step.id).collect();
    let new = after.steps.iter().filter(|step| {
        let mut originals = step.original().into_iter();
        originals.all(|id| !olds.contains(&id))
    });
    if gone.len() <= new.count() {
        return;
    }
    let (fell, stayed) = fallen(seen, &BURDENS);
    let timed = TIMES.iter().any(|key| stayed.contains(key));
    if fell.is_empty() && timed {
        let message = Message::new("trick-count-fell-alone")
            .with("steps", Arg::names(&gone))
            .with("stayed", labels(seen, &stayed));
        found.add("count-fell-alone", Severity::Medium, gone, message);
    } else if fell.is_empty() {
        let unknown = Message::new("unjudged-count").with("steps", Arg::names(&gone));
        found.not_judged.push(unknown);
    }
}

/// Fewer forms that ask as much.
fn forms(seen: &Seen<'_, '_>, found: &mut Found) {
    let (fewer, _) = fallen(seen, &["forms"]);
    let (_, stayed) = fallen(seen, &["fields"]);
    if !fewer.is_empty() && !stayed.is_empty() {
        let message = Message::new("trick-forms-fell-alone");
        found.add("count-fell-alone", Severity::Medium, Vec::new(), message);
    }
}
