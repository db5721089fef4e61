//! `repeated-inspections`: one case is inspected several times, with no work of the applicant's between.
//!
//! Steps of a finding: the inspections, in the order of a case.

use super::Rule;
use super::repeated_visits::meeting;
use crate::context::Context;
use crate::dependence::applicant_works_between;
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::message::{Arg, Message};
use crate::model::{Step, StepKind};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "repeated-inspections",
    severity: Severity::Medium,
    check,
    page: include_str!("../../docs/rules/repeated-inspections.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut all = cx.steps_in_order();
    all.retain(|step| step.kind == StepKind::Inspect);
    let inspections = meeting(cx, &all, |a, b| {
        !a.comes_with(b) && !applicant_works_between(cx, a, b)
    });
    if inspections.is_empty() {
        return;
    }
    let label = |step: &&Step| {
        let message = Message::new("inspected-by").with("desk", Arg::name(cx.procedure.desk(step)));
        Label::new(&step.id, message)
    };
    let ids = inspections.iter().map(|step| &step.id);
    findings.push(Finding {
        rule: RULE.id,
        steps: ids.clone().cloned().collect(),
        items: Vec::new(),
        severity: RULE.severity,
        // That they look at one thing in one state is for the offices to say.
        confidence: Confidence::Possible,
        message: Message::new(RULE.id).with("steps", Arg::names(ids)),
        labels: inspections.iter().map(label).collect(),
    });
}
