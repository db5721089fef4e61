//! `no-silent-consent`: the law sets a limit, and nothing is stated to happen when it passes.
//!
//! Steps of a finding: the steps that decide, in the order of a case; where none does, those that sign or issue.

use super::Rule;
use crate::context::Context;
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::message::{Arg, Message};
use crate::model::{Id, Mandate, Procedure, RiskLevel, RoleKind, Step, StepKind};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "no-silent-consent",
    severity: Severity::Low,
    check,
    page: include_str!("../../docs/rules/no-silent-consent.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let p = cx.procedure;
    let Some(limit) = &p.limit else { return };
    let excluded = exclusions(p).next().is_some();
    if limit.statutory.is_none() || limit.silence.is_some() || excluded || others_have_a_say(p) {
        return;
    }
    let steps = cx.steps_in_order();
    let of = |kind: StepKind| -> Vec<&Step> {
        let steps = steps.iter().copied();
        steps.filter(|step| step.kind == kind).collect()
    };
    let deciding = [StepKind::Decide, StepKind::SignOff, StepKind::Issue]
        .into_iter()
        .map(of)
        .find(|steps| !steps.is_empty());
    findings.extend(deciding.map(|steps| finding(p, &steps)));
}

/// What the file puts on the exclusion list, of the procedure or of a step.
fn exclusions(p: &Procedure) -> impl Iterator<Item = &crate::model::Exclusion> {
    let steps = p.steps.iter().filter_map(|step| step.risk.as_ref());
    let risks = p.risk.iter().chain(steps);
    risks.flat_map(|risk| risk.exclusions.iter().flatten())
}

/// Whether somebody outside may object: a control that is not an office's, a hearing or a public notice.
fn others_have_a_say(p: &Procedure) -> bool {
    let outside = |step: &Step| {
        let role = p.role(&step.role);
        step.is_control() && role.is_some_and(|role| role.kind == Some(RoleKind::ThirdParty))
    };
    let heard = |step: &Step| {
        let mut laws = p.prescribing(step, Mandate::Hearing);
        laws.next().is_some()
    };
    p.steps.iter().any(|step| outside(step) || heard(step))
}

fn finding(p: &Procedure, steps: &[&Step]) -> Finding {
    let ids: Vec<Id> = steps.iter().map(|step| step.id.clone()).collect();
    let risk = p.risk.as_ref();
    let ruled_out = risk.is_some_and(|risk| risk.exclusions.is_some());
    let low = risk.is_some_and(|risk| risk.level == Some(RiskLevel::Low));
    let key = if ruled_out {
        "nothing-excluded"
    } else {
        "exclusions-not-stated"
    };
    let label = |key, id: &Id| Label::new(id, Message::new(key).with("step", Arg::name(id)));
    let labels = ids.iter().map(|id| label("no-word-on-silence", id));
    let risk = ids.first().map(|id| label(key, id));
    Finding {
        rule: RULE.id,
        message: Message::new(RULE.id).with("steps", Arg::names(&ids)),
        labels: labels.chain(risk).collect(),
        steps: ids,
        items: Vec::new(),
        severity: RULE.severity,
        // That nobody outside may object can never be read from a file with certainty.
        confidence: if ruled_out && low {
            Confidence::Likely
        } else {
            Confidence::Possible
        },
    }
}
