//! `stacked-sign-offs`: controls of one agency or reporting line, one behind the other, over the same criteria.
//!
//! Steps of a finding: the controls, in the order of the flow.

use super::Rule;
use crate::context::Context;
use crate::control::{self, criteria};
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::message::{Arg, Message};
use crate::model::{Id, Step};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "stacked-sign-offs",
    severity: Severity::Medium,
    check,
    page: include_str!("../../docs/rules/stacked-sign-offs.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for chain in control::chains(cx) {
        if chain.iter().any(|step| step.signs()) {
            findings.push(finding(cx, &chain));
        }
    }
}

fn finding(cx: &Context<'_>, chain: &[&Step]) -> Finding {
    let steps: Vec<Id> = chain.iter().map(|step| step.id.clone()).collect();
    let mut items: Vec<Id> = Vec::new();
    for two in chain.windows(2) {
        let shared = control::shared(two[0], two[1]);
        items.extend(
            shared
                .into_iter()
                .filter(|id| !items.contains(id))
                .collect::<Vec<_>>(),
        );
    }
    let stated = chain.iter().all(|step| !criteria(step).is_empty());
    let (key, confidence) = if stated {
        ("stacked-sign-offs", Confidence::Likely)
    } else {
        ("stacked-without-criteria", Confidence::Possible)
    };
    let message = Message::new(key)
        .with("count", steps.len())
        .with("steps", Arg::names(&steps));
    let message = if stated {
        message.with("criteria", Arg::names(&items))
    } else {
        message
    };
    Finding {
        rule: RULE.id,
        message,
        steps,
        items,
        severity: RULE.severity,
        confidence,
        labels: chain.iter().flat_map(|step| labels(cx, step)).collect(),
    }
}

fn labels(cx: &Context<'_>, step: &Step) -> Vec<Label> {
    let caught = super::caught_labels(cx, step);
    if caught.is_empty() {
        let message = Message::new("catch-not-counted").with("step", Arg::name(&step.id));
        return vec![Label::new(&step.id, message)];
    }
    caught
}
