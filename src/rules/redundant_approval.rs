//! `redundant-approval`: a sign-off all of whose criteria another sign-off covers.
//!
//! Steps of a finding: the sign-off that may go, the one that covers it. What catches least comes first.

use super::Rule;
use crate::context::Context;
use crate::control::{self, Place, best_cover, competent, covers, criteria, stands_for};
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::message::{Arg, Message};
use crate::model::{Listed, Step, StepKind};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "redundant-approval",
    severity: Severity::Medium,
    check,
    page: include_str!("../../docs/rules/redundant-approval.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let steps = cx.procedure.steps.iter();
    let approvals =
        steps.filter(|step| step.kind == StepKind::SignOff && !criteria(step).is_empty());
    let mut covered: Vec<&Step> = approvals.filter(|a| covering(cx, a).is_some()).collect();
    control::least_caught_first(cx, &mut covered);
    for a in covered {
        findings.extend(covering(cx, a).map(|(b, cover)| finding(cx, a, b, cover)));
    }
}

/// The sign-off that covers another one, where there is one.
fn covering<'a>(cx: &Context<'a>, a: &Step) -> Option<(&'a Step, control::Cover)> {
    let examining = cx.procedure.steps.iter().filter(|b| covers(a, b));
    let b = best_cover(cx, a, examining)?;
    Some((b, stands_for(cx, a, b).ok()?))
}

fn finding(cx: &Context<'_>, a: &Step, b: &Step, cover: control::Cover) -> Finding {
    let able = criteria(a)
        .iter()
        .all(|id| competent(cx, &b.role, id) == Some(true));
    let complete = cx.procedure.lists_all(Listed::Criteria) && cover.reads_known;
    let confidence = match (able, complete) {
        (true, true) => Confidence::Certain,
        (true, false) => Confidence::Likely,
        (false, _) => Confidence::Possible,
    };
    let key = match cover.place {
        Place::Later => "covered-later",
        Place::Earlier => "covered-earlier",
    };
    let about = |message: Message| {
        message
            .with("a", Arg::name(&a.id))
            .with("b", Arg::name(&b.id))
            .with("criteria", Arg::names(criteria(a)))
    };
    let mut labels = vec![Label::new(&b.id, about(Message::new(key)))];
    let role = Arg::name(&b.role);
    labels.push(Label::new(
        &b.id,
        if able {
            Message::new("stated-competent").with("role", role)
        } else {
            Message::new("competence-not-stated").with("role", role)
        },
    ));
    labels.extend(super::caught_labels(cx, a));
    Finding {
        rule: RULE.id,
        steps: vec![a.id.clone(), b.id.clone()],
        items: criteria(a).to_vec(),
        severity: RULE.severity,
        confidence,
        message: about(Message::new(RULE.id)),
        labels,
    }
}
