//! Safeguards of which the rule itself was dropped: what was done so may still be, but nothing asks for it any more.

use crate::guarantee::Pair;
use crate::message::{Arg, Message};
use crate::model::{Apart, Constraint, ConstraintKind, Id, Step};

/// What became of the rule of a guarantee, where it is gone.
pub(super) fn rule(guarantee: &str, pair: &Pair<'_>) -> Option<Message> {
    match guarantee {
        "four-eyes" => apart(pair),
        "appeals-independent" => constraint(pair, ConstraintKind::IndependentAppeal),
        "mandates-met" => mandates(pair),
        _ => None,
    }
}

/// That an appeal is gone, where that is what was lost.
pub(super) fn appeal(pair: &Pair<'_>) -> Option<Message> {
    let all = pair.before.procedure.constraints.iter().flatten();
    let mut gone = all
        .filter(|one| one.kind == ConstraintKind::IndependentAppeal)
        .filter_map(|one| one.steps.last())
        .filter(|appeal| pair.heir(appeal).is_none());
    gone.next()
        .map(|appeal| Message::new("lost-appeal-step").with("step", Arg::name(appeal)))
}

fn constraint(pair: &Pair<'_>, kind: ConstraintKind) -> Option<Message> {
    // Steps that became one are one name now.
    let named = |one: &Constraint| -> Vec<Id> {
        let heirs = one.steps.iter().map(|id| {
            let heir: Option<&Step> = pair.heir(id);
            heir.map_or_else(|| id.clone(), |heir| heir.id.clone())
        });
        heirs.collect()
    };
    let kept = || pair.after.procedure.constraints.iter().flatten();
    let all = pair.before.procedure.constraints.iter().flatten();
    let mut gone = all.filter(|one| one.kind == kind).filter(|one| {
        let same = |now: &&Constraint| now.kind == kind && named(one) == now.steps;
        kept().find(same).is_none()
    });
    gone.next().map(|one| {
        Message::new("open-constraint")
            .with("constraint", kind.word())
            .with("steps", Arg::names(&one.steps))
    })
}

/// People who had to be different, and need not be any more.
fn apart(pair: &Pair<'_>) -> Option<Message> {
    if let Some(gone) = constraint(pair, ConstraintKind::FourEyes) {
        return Some(gone);
    }
    let (before, after) = (pair.before.procedure, pair.after.procedure);
    let mut pairs = before.roles.iter().flat_map(|role| {
        let others = role.separate_from.iter().flatten();
        others.map(move |other| (role, other))
    });
    let there = |id: &Id| after.role(id).is_some();
    let gone = pairs.find(|(role, other)| {
        there(&role.id) && there(other) && after.apart(&role.id, other) == Apart::Two
    });
    gone.map(|(role, other)| {
        Message::new("open-separate")
            .with("role", Arg::name(&role.id))
            .with("other", Arg::name(other))
    })
}

/// A law that prescribed something, and does not in the version after.
fn mandates(pair: &Pair<'_>) -> Option<Message> {
    let (before, after) = (pair.before.procedure, pair.after.procedure);
    before.laws.iter().flatten().find_map(|law| {
        let now = after.law(&law.id);
        let kept = now.and_then(|now| now.mandates.as_ref());
        let all = law.mandates.iter().flatten();
        let gone = all.filter(|mandate| !kept.is_some_and(|kept| kept.contains(mandate)));
        let gone: Vec<Arg> = gone.map(|mandate| mandate.word().into()).collect();
        (!gone.is_empty()).then(|| {
            Message::new("open-law")
                .with("law", Arg::name(&law.id))
                .with("mandates", gone)
        })
    })
}
