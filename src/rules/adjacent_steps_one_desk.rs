//! `adjacent-steps-one-desk`: two steps of one role that follow each other with nothing between.

use super::Rule;
use crate::context::Context;
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::message::{Arg, Message};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "adjacent-steps-one-desk",
    severity: Severity::Low,
    check,
    page: include_str!("../../docs/rules/adjacent-steps-one-desk.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for first in &cx.procedure.steps {
        let Some(second) = cx.sole_follower(&first.id) else {
            continue;
        };
        let parties = |step: &crate::model::Step| (step.role.clone(), step.with.clone());
        if parties(first) != parties(second) || cx.procedure.is_applicant(cx.procedure.desk(first))
        {
            continue;
        }
        let desk = Arg::name(cx.procedure.desk(first));
        let message = Message::new("adjacent-steps-one-desk").with("desk", desk.clone());
        findings.push(Finding {
            rule: RULE.id,
            steps: vec![first.id.clone(), second.id.clone()],
            items: Vec::new(),
            severity: RULE.severity,
            confidence: Confidence::Certain,
            message: message
                .with("a", Arg::name(&first.id))
                .with("b", Arg::name(&second.id)),
            labels: vec![Label::new(
                &second.id,
                Message::new("same-desk-as-before").with("desk", desk),
            )],
        });
    }
}
