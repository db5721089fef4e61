//! `same-person-twice`: two steps that one person does in almost all cases.
//!
//! Steps of a finding: the earlier step, the later step.

use super::Rule;
use crate::context::Context;
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::measure::figure::Unit;
use crate::message::{Arg, Message};
use crate::model::{ConstraintKind, Evidence, Id, Mandate, Procedure, SamePerson};

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
        findings.extend(
            steps
                .windows(2)
                .map(|two| finding(cx.procedure, same, &two[0], &two[1])),
        );
    }
}

fn finding(p: &Procedure, same: &SamePerson, a: &Id, b: &Id) -> Finding {
    let pair = |key| {
        Message::new(key)
            .with("a", Arg::name(a))
            .with("b", Arg::name(b))
    };
    let share = Message::new("one-person-share").with("share", Unit::Share.show(same.share));
    let mut labels = vec![Label::new(b, share)];
    // Where two people have to act, the fault is that they do not, and never that there are two steps.
    let apart = must_be_two(p, a, b);
    if apart {
        labels.push(Label::new(b, pair("two-people-required")));
    }
    let observed = same.evidence.or(p.evidence) == Some(Evidence::Observed);
    Finding {
        rule: RULE.id,
        steps: vec![a.clone(), b.clone()],
        items: Vec::new(),
        severity: if apart { Severity::High } else { RULE.severity },
        confidence: if observed {
            Confidence::Certain
        } else {
            Confidence::Likely
        },
        message: pair(RULE.id),
        labels,
    }
}

/// Whether a constraint or a law wants two people for the two steps.
fn must_be_two(p: &Procedure, a: &Id, b: &Id) -> bool {
    let mut four_eyes = p.constraints_of(ConstraintKind::FourEyes);
    let separate = [a, b].into_iter().filter_map(|id| p.step(id)).any(|step| {
        p.mandating(step.law.as_ref(), Mandate::SeparatePerson)
            .next()
            .is_some()
    });
    separate || four_eyes.any(|known| known.steps.contains(a) && known.steps.contains(b))
}
