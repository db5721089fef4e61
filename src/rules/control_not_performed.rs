//! `control-not-performed`: two people are required for two steps, and one does both.
//!
//! Steps of a finding: the earlier step, the later step.

use super::Rule;
use crate::context::Context;
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::measure::figure::Unit;
use crate::message::{Arg, Message};
use crate::model::{ConstraintKind, Evidence, Id, Mandate, Procedure, Step};
use std::collections::BTreeSet;

/// People of a role, full-time equivalents, up to which one person does all that the role does.
const ONE_PERSON: f64 = 1.0;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "control-not-performed",
    severity: Severity::High,
    check,
    page: include_str!("../../docs/rules/control-not-performed.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let p = cx.procedure;
    for (a, b) in pairs(cx) {
        let Some(required) = two_people_required(p, a, b) else {
            continue;
        };
        let proofs = [counted(p, a, b), one_person_role(p, a, b)];
        let proofs: Vec<_> = proofs.into_iter().flatten().collect();
        if let Some(surest) = proofs.iter().map(|proof| proof.0).max() {
            let proofs = proofs.into_iter().map(|proof| proof.1);
            let labels = [required].into_iter().chain(proofs);
            findings.push(Finding {
                rule: RULE.id,
                steps: vec![a.clone(), b.clone()],
                items: Vec::new(),
                severity: RULE.severity,
                confidence: surest,
                message: pair(RULE.id, a, b),
                labels: labels.map(|message| Label::new(b, message)).collect(),
            });
        }
    }
}

fn pair(key: &'static str, a: &Id, b: &Id) -> Message {
    Message::new(key)
        .with("a", Arg::name(a))
        .with("b", Arg::name(b))
}

/// Steps of which the file may say that two people have to do them, or that one does; in the order of a case.
fn pairs<'a>(cx: &Context<'a>) -> Vec<(&'a Id, &'a Id)> {
    let p = cx.procedure;
    let constrained = p.constraints_of(ConstraintKind::FourEyes);
    let constrained = constrained.map(|known| known.steps.iter().collect());
    let counted = p.same_person.iter().flatten();
    let counted = counted.map(|same| same.steps.iter().collect());
    let citing = p
        .laws
        .iter()
        .flatten()
        .map(|law| separated_by(p, &law.id).collect());
    let groups = constrained.chain(counted).chain(citing);
    let place = |id: &Id| (cx.place(id), id.clone());
    let mut pairs = BTreeSet::new();
    for mut group in groups.collect::<Vec<Vec<&Id>>>() {
        group.sort_by_cached_key(|id| place(id));
        for (at, a) in group.iter().enumerate() {
            let later = group[at + 1..].iter().filter(|b| a != *b);
            pairs.extend(later.map(|b| (place(a), place(b), *a, *b)));
        }
    }
    pairs.into_iter().map(|(_, _, a, b)| (a, b)).collect()
}

/// The steps that cite a law which wants a separate person.
fn separated_by<'a>(p: &'a Procedure, law: &Id) -> impl Iterator<Item = &'a Id> {
    let cites = move |step: &&Step| {
        let mut laws = p.prescribing(step, Mandate::SeparatePerson);
        laws.any(|known| known.id == *law)
    };
    p.steps.iter().filter(cites).map(|step| &step.id)
}

/// The constraint or law that wants two people for the two steps, in words.
pub(super) fn two_people_required(p: &Procedure, a: &Id, b: &Id) -> Option<Message> {
    let mut four_eyes = p.constraints_of(ConstraintKind::FourEyes);
    if four_eyes.any(|known| known.steps.contains(a) && known.steps.contains(b)) {
        return Some(pair("two-people-required", a, b));
    }
    [a, b].into_iter().find_map(|id| {
        let step = p.step(id)?;
        let law = p.prescribing(step, Mandate::SeparatePerson).next()?;
        let message = Message::new("separate-person-required").with("step", Arg::name(id));
        Some(message.with("law", Arg::name(&law.id)))
    })
}

/// That one person was counted to do both. A rule that wants two people is broken in every such case, however few.
fn counted(p: &Procedure, a: &Id, b: &Id) -> Option<(Confidence, Message)> {
    let all = p.same_person.iter().flatten();
    let about = all.filter(|same| same.steps.contains(a) && same.steps.contains(b));
    let most = about.max_by(|one, other| one.share.total_cmp(&other.share))?;
    let observed = most.evidence.or(p.evidence) == Some(Evidence::Observed);
    let sure = if observed {
        Confidence::Certain
    } else {
        Confidence::Likely
    };
    let message = Message::new("one-person-share").with("share", Unit::Share.show(most.share));
    (most.share > 0.0).then_some((sure, message))
}

/// That one role does both, and has one person. Two people may share one full-time place, so it is only likely.
fn one_person_role(p: &Procedure, a: &Id, b: &Id) -> Option<(Confidence, Message)> {
    let (a, b) = p.step(a).zip(p.step(b))?;
    let role = p.role(p.desk(a)).filter(|_| p.desk(a) == p.desk(b))?;
    let staff = role.staff.filter(|staff| *staff <= ONE_PERSON)?;
    let message = pair("one-person-role", &a.id, &b.id)
        .with("role", Arg::name(&role.id))
        .with("staff", Unit::Count.show(staff));
    Some((Confidence::Likely, message))
}
