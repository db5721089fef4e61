//! `approval-before-low-risk-activity`: an approval beforehand of what is stated to be of low risk.
//!
//! Steps of a finding: the approval.

use super::Rule;
use crate::context::Context;
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::message::{Arg, Message};
use crate::model::step::RiskLevel;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "approval-before-low-risk-activity",
    severity: Severity::Medium,
    check,
    page: include_str!("../../docs/rules/approval-before-low-risk-activity.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for step in cx.steps_in_order() {
        let level = cx.procedure.risk_of(step, |risk| risk.level);
        if !step.signs() || level != Some(RiskLevel::Low) {
            continue;
        }
        let mut labels = vec![Label::new(&step.id, Message::new("stated-low-risk"))];
        labels.extend(super::caught_labels(cx, step));
        findings.push(Finding {
            rule: RULE.id,
            steps: vec![step.id.clone()],
            items: Vec::new(),
            severity: RULE.severity,
            confidence: Confidence::Likely,
            message: Message::new(RULE.id).with("step", Arg::name(&step.id)),
            labels,
        });
    }
}
