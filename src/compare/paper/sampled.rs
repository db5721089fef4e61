//! A criterion that is examined in fewer cases.

use super::{Found, Seen};
use crate::finding::Severity;
use crate::message::{Arg, Message};
use crate::model::{Id, Procedure, Step};

pub(super) fn look(seen: &Seen<'_, '_>, found: &mut Found) {
    let (before, after) = (seen.pair.before.procedure, seen.pair.after.procedure);
    for criterion in before.criteria.iter().flatten() {
        let (Some(was), Some(is)) = (most(before, &criterion.id), most(after, &criterion.id))
        else {
            continue;
        };
        if is < was - 1e-9 {
            let percent = |share: f64| format!("{} %", (share * 1000.0).round() / 10.0);
            let message = Message::new("trick-criterion-sampled")
                .with("criterion", Arg::name(&criterion.id))
                .with("was", percent(was))
                .with("is", percent(is));
            let steps = examiners(before, &criterion.id).map(|step| step.id.clone());
            found.add(
                "criterion-unexamined",
                Severity::High,
                steps.collect(),
                message,
            );
        }
    }
}

fn examiners<'p>(p: &'p Procedure, criterion: &'p Id) -> impl Iterator<Item = &'p Step> {
    let steps = p.steps.iter();
    steps.filter(move |step| step.criteria.iter().flatten().any(|id| id == criterion))
}

/// The largest share of cases in which a step examines it; nothing where none does.
fn most(p: &Procedure, criterion: &Id) -> Option<f64> {
    let shares = examiners(p, criterion).map(|step| step.share.unwrap_or(1.0));
    shares.reduce(f64::max)
}
