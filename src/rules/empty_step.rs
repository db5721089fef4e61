//! `empty-step`: a step of an office at which nothing is left to do.
//!
//! Steps of a finding: the step.

use super::Rule;
use crate::context::Context;
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::measure::content::{holds_nothing, is_told_empty, told};
use crate::message::{Arg, Message};
use crate::model::{Procedure, Step};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "empty-step",
    severity: Severity::Low,
    check,
    page: include_str!("../../docs/rules/empty-step.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for step in cx.steps_in_order() {
        if holds_nothing(cx.procedure, step) {
            findings.extend(finding(cx.procedure, step));
        }
    }
}

/// The finding; nothing where the file says nothing of the step at all, for then it is merely silent.
fn finding(p: &Procedure, step: &Step) -> Option<Finding> {
    let about = |key| {
        Label::new(
            &step.id,
            Message::new(key).with("step", Arg::name(&step.id)),
        )
    };
    let keys = ["no-criterion-here", "no-document-here", "no-field-here"];
    let told = keys
        .into_iter()
        .zip(told(p, step))
        .filter(|(_, told)| *told);
    let emptied = step.origin.is_some().then(|| about("emptied-by-rewrite"));
    let labels: Vec<Label> = told.map(|(key, _)| about(key)).chain(emptied).collect();
    (!labels.is_empty()).then(|| Finding {
        rule: RULE.id,
        steps: vec![step.id.clone()],
        items: Vec::new(),
        severity: RULE.severity,
        confidence: if is_told_empty(p, step) {
            Confidence::Certain
        } else {
            Confidence::Possible
        },
        message: Message::new(RULE.id).with("step", Arg::name(&step.id)),
        labels,
    })
}
