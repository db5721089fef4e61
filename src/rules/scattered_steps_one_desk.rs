//! `scattered-steps-one-desk`: a desk does two steps of a case apart, and nothing between them is needed for the second.
//!
//! Steps of a finding: the two steps, in the order of a case.

use super::Rule;
use crate::context::Context;
use crate::dependence::{all_listed, between, waits_for};
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::message::{Arg, Message};
use crate::model::{Id, Step};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "scattered-steps-one-desk",
    severity: Severity::Low,
    check,
    page: include_str!("../../docs/rules/scattered-steps-one-desk.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let order = cx.steps_in_order();
    for (at, second) in order.iter().enumerate() {
        if cx.procedure.is_applicant(cx.procedure.desk(second)) {
            continue;
        }
        let mut before = order[..at].iter().rev();
        let first = before.find(|first| {
            first.role == second.role && first.with == second.with && together(cx, first, second)
        });
        findings.extend(first.and_then(|first| finding(cx, first, second)));
    }
}

/// Whether every case that has one of the two has both, in this order.
fn together(cx: &Context<'_>, first: &Step, second: &Step) -> bool {
    cx.always_before(&first.id, &second.id) && cx.always_after(&second.id, &first.id)
}

/// The finding, where something comes between and the second step waits for none of it.
fn finding(cx: &Context<'_>, first: &Step, second: &Step) -> Option<Finding> {
    let apart: Vec<&Step> = between(cx, first, second).collect();
    let free = |step: &&Step| waits_for(cx, step, second).is_empty();
    if apart.is_empty() || !apart.iter().all(free) {
        return None;
    }
    let mut ids: Vec<&Id> = apart.iter().map(|step| &step.id).collect();
    ids.sort_by_key(|id| (cx.place(id), *id));
    let labels = ids.iter().map(|id| {
        let message = Message::new("nothing-waited-for").with("a", Arg::name(id));
        Label::new(&second.id, message.with("b", Arg::name(&second.id)))
    });
    Some(Finding {
        rule: RULE.id,
        steps: vec![first.id.clone(), second.id.clone()],
        items: Vec::new(),
        severity: RULE.severity,
        confidence: if all_listed(cx.procedure) {
            Confidence::Likely
        } else {
            Confidence::Possible
        },
        message: Message::new(RULE.id)
            .with("a", Arg::name(&first.id))
            .with("b", Arg::name(&second.id))
            .with("desk", Arg::name(cx.procedure.desk(first)))
            .with("between", Arg::names(ids.iter().copied())),
        labels: labels.collect(),
    })
}
