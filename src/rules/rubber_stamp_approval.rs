//! `rubber-stamp-approval`: a sign-off that was counted to reject almost nothing.
//!
//! Steps of a finding: the sign-off. What catches least comes first.

use super::Rule;
use crate::context::Context;
use crate::control;
use crate::finding::{Confidence, Finding, Severity};
use crate::message::{Arg, Message};
use crate::model::{Evidence, Step, StepKind};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "rubber-stamp-approval",
    severity: Severity::Medium,
    check,
    page: include_str!("../../docs/rules/rubber-stamp-approval.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let steps = cx.procedure.steps.iter();
    let mut approvals: Vec<&Step> = steps
        .filter(|step| step.kind == StepKind::SignOff)
        .filter(|step| control::caught(cx, step).is_some_and(|caught| caught.count.rubber_stamp()))
        .collect();
    control::least_caught_first(cx, &mut approvals);
    for step in approvals {
        let Some(caught) = control::caught(cx, step) else {
            continue;
        };
        let observed = caught.count.evidence.or(cx.procedure.evidence);
        let firm = observed == Some(Evidence::Observed) && caught.after.is_some();
        findings.push(Finding {
            rule: RULE.id,
            steps: vec![step.id.clone()],
            items: Vec::new(),
            severity: RULE.severity,
            confidence: if firm {
                Confidence::Certain
            } else {
                Confidence::Likely
            },
            message: Message::new(RULE.id).with("step", Arg::name(&step.id)),
            labels: super::caught_labels(cx, step),
        });
    }
}
