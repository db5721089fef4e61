//! `approval-without-criterion`: a sign-off that states nothing that it examines.
//!
//! Steps of a finding: the sign-off. No rewrite answers it: somebody has to say what is examined, or that nothing is.

use super::Rule;
use crate::context::Context;
use crate::control::criteria;
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::message::{Arg, Message};
use crate::model::{Listed, StepKind};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "approval-without-criterion",
    severity: Severity::Medium,
    check,
    page: include_str!("../../docs/rules/approval-without-criterion.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let steps = cx.procedure.steps.iter();
    for step in steps.filter(|step| step.kind == StepKind::SignOff && criteria(step).is_empty()) {
        // An empty list says that there is none; no list says so only where all lists are complete.
        let said = step.criteria.is_some() || cx.procedure.lists_all(Listed::Criteria);
        let (severity, confidence, label) = if said {
            (RULE.severity, Confidence::Certain, "states-no-criterion")
        } else {
            (Severity::Low, Confidence::Possible, "silent-on-criteria")
        };
        let about = |key| Message::new(key).with("step", Arg::name(&step.id));
        findings.push(Finding {
            rule: RULE.id,
            steps: vec![step.id.clone()],
            items: Vec::new(),
            severity,
            confidence,
            message: about(RULE.id),
            labels: vec![Label::new(&step.id, about(label))],
        });
    }
}
