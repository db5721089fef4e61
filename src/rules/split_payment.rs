//! `split-payment`: one case pays at several steps.
//!
//! Steps of a finding: the payments, in the order of a case.

use super::Rule;
use super::repeated_visits::meeting;
use crate::context::Context;
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::message::{Arg, Message};
use crate::model::Step;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "split-payment",
    severity: Severity::Low,
    check,
    page: include_str!("../../docs/rules/split-payment.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut all = cx.steps_in_order();
    all.retain(|step| step.takes_money());
    let payments = meeting(cx, &all, |_, _| true);
    if payments.is_empty() {
        return;
    }
    let ids = payments.iter().map(|step| &step.id);
    findings.push(Finding {
        rule: RULE.id,
        steps: ids.clone().cloned().collect(),
        items: Vec::new(),
        severity: RULE.severity,
        confidence: Confidence::Certain,
        message: Message::new(RULE.id).with("steps", Arg::names(ids)),
        labels: payments.iter().map(|step| paid(step)).collect(),
    });
}

fn paid(step: &Step) -> Label {
    let message = match &step.fee {
        Some(fee) => Message::new("pays-fee").with("fee", fee.text()),
        None => Message::new("pays-amount-not-stated"),
    };
    Label::new(&step.id, message)
}
