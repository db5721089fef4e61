//! `same-person-twice`: two steps that one person does in almost all cases.
//!
//! Steps of a finding: the earlier step, the later step.

use super::Rule;
use super::control_not_performed::two_people_required;
use crate::context::Context;
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::measure::figure::Unit;
use crate::message::{Arg, Message};
use crate::model::{Evidence, Id, Procedure, SamePerson};

/// The share of cases, a fraction of 1, from which on one person is said to do both steps.
const ALMOST_ALWAYS: f64 = 0.95;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "same-person-twice",
    severity: Severity::Medium,
    check,
    page: include_str!("../../docs/rules/same-person-twice.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let counted = cx.procedure.same_person.iter().flatten();
    for same in counted.filter(|same| same.share >= ALMOST_ALWAYS) {
        let mut steps = same.steps.clone();
        steps.sort_by_key(|id| cx.place(id));
        let pairs = steps.windows(2).map(|two| (&two[0], &two[1]));
        // Where two people have to act, the fault is that they do not, and never that there are two steps.
        let pairs = pairs.filter(|(a, b)| two_people_required(cx.procedure, a, b).is_none());
        findings.extend(pairs.map(|(a, b)| finding(cx.procedure, same, a, b)));
    }
}

fn finding(p: &Procedure, same: &SamePerson, a: &Id, b: &Id) -> Finding {
    let message = Message::new(RULE.id).with("a", Arg::name(a));
    let share = Message::new("one-person-share").with("share", Unit::Share.show(same.share));
    let observed = same.evidence.or(p.evidence) == Some(Evidence::Observed);
    Finding {
        rule: RULE.id,
        steps: vec![a.clone(), b.clone()],
        items: Vec::new(),
        severity: RULE.severity,
        confidence: if observed {
            Confidence::Certain
        } else {
            Confidence::Likely
        },
        message: message.with("b", Arg::name(b)),
        labels: vec![Label::new(b, share)],
    }
}
