//! `permission-for-registration`: an approval for what is then only put on record, with no way to refuse.
//!
//! Steps of a finding: the approval, the step that records.

use super::Rule;
use crate::context::Context;
use crate::control::{Gate, gate};
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::message::{Arg, Message};
use crate::model::{Step, StepKind};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "permission-for-registration",
    severity: Severity::Medium,
    check,
    page: include_str!("../../docs/rules/permission-for-registration.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for step in cx.steps_in_order() {
        if let Some(record) = recorded(cx, step) {
            findings.push(finding(cx, step, record));
        }
    }
}

/// The step by which the same office records what an approval lets pass, where nothing shows that the approval may refuse.
fn recorded<'a>(cx: &Context<'a>, step: &Step) -> Option<&'a Step> {
    let mut counted = step.decisions.iter().flatten();
    if !step.signs() || counted.any(|counted| counted.rejected > 0) {
        return None;
    }
    let follower = cx.sole_follower(&step.id)?;
    let agency = |step: &Step| cx.procedure.agency_of(step).map(|agency| &agency.id);
    let one_office = agency(step).is_some() && agency(step) == agency(follower);
    let recorded = follower.kind == StepKind::Record && one_office;
    (recorded && gate(cx, step) == Gate::None).then_some(follower)
}

fn finding(cx: &Context<'_>, step: &Step, record: &Step) -> Finding {
    let about = |key| {
        let message = Message::new(key).with("step", Arg::name(&step.id));
        let message = message.with("a", Arg::name(&step.id));
        message.with("b", Arg::name(&record.id))
    };
    let mut labels = vec![
        Label::new(&record.id, about("then-recorded")),
        Label::new(&step.id, about("no-way-to-refuse")),
    ];
    labels.extend(super::caught_labels(cx, step));
    Finding {
        rule: RULE.id,
        steps: vec![step.id.clone(), record.id.clone()],
        items: Vec::new(),
        severity: RULE.severity,
        // That the file shows no refusal does not say that there is none.
        confidence: Confidence::Possible,
        message: about(RULE.id),
        labels,
    }
}
