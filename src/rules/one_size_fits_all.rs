//! `one-size-fits-all`: cases of low risk go the same way as all others.
//!
//! Steps of a finding: the controls, inspections and visits that every granted case passes, in the order of a case.
//! Items: the classes of low risk.

use super::Rule;
use crate::context::Context;
use crate::control::refuses;
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::measure::figure::Unit;
use crate::message::{Arg, Message};
use crate::model::{
    Branch, CaseClass, EndKind, Gateway, GatewayKind, Id, Mandate, Ref, RiskLevel, Step, StepKind,
};

/// Steps of control from which on a way of its own is worth having.
const SEVERAL: usize = 2;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "one-size-fits-all",
    severity: Severity::Medium,
    check,
    page: include_str!("../../docs/rules/one-size-fits-all.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let p = cx.procedure;
    let classes = || p.case_classes.iter().flatten();
    let is_low = |class: &&CaseClass| class.risk == Some(RiskLevel::Low);
    let low: Vec<&CaseClass> = classes().filter(is_low).collect();
    let riskier = classes().any(|class| class.risk.is_some_and(|risk| risk != RiskLevel::Low));
    let mut gateways = p.gateways.iter().flatten();
    // Where a way is chosen, it may be by class: the file does not say what chooses.
    if low.is_empty() || !riskier || gateways.any(|gateway| routes(cx, gateway)) {
        return;
    }
    let shared: Vec<&Step> = (cx.steps_in_order().into_iter())
        .filter(|step| weighs(step) && !prescribed(cx, step) && all_pass(cx, step))
        .collect();
    if shared.len() >= SEVERAL {
        findings.push(finding(&low, &shared));
    }
}

/// Whether a gateway lets cases go on in several ways: another one than to refuse or return them.
fn routes(cx: &Context<'_>, gateway: &Gateway) -> bool {
    let goes_on = |branch: &&Branch| {
        let reference = Ref {
            id: gateway.id.clone(),
            branch: Some(branch.id.clone()),
        };
        branch.back_to.is_none() && !refuses(cx, &reference)
    };
    gateway.kind != Some(GatewayKind::Parallel)
        && gateway.branches.iter().filter(goes_on).count() > 1
}

fn weighs(step: &Step) -> bool {
    step.is_control() || step.kind == StepKind::Inspect || step.visit.is_some()
}

/// Whether a law prescribes the step, whatever the risk.
fn prescribed(cx: &Context<'_>, step: &Step) -> bool {
    let wanted = [Mandate::Step, Mandate::Hearing, Mandate::Signatory];
    let mut laws = wanted
        .into_iter()
        .flat_map(|mandate| cx.procedure.prescribing(step, mandate));
    laws.next().is_some()
}

/// Whether every case that is not refused passes the step.
fn all_pass(cx: &Context<'_>, step: &Step) -> bool {
    let refusal = |kind| matches!(kind, Some(EndKind::Refused | EndKind::Abandoned));
    let ends = cx.procedure.ends.iter();
    let mut granted = ends.filter(|end| !refusal(end.kind)).peekable();
    granted.peek().is_some() && granted.all(|end| cx.always_before(&step.id, &end.id))
}

fn finding(low: &[&CaseClass], shared: &[&Step]) -> Finding {
    let steps: Vec<Id> = shared.iter().map(|step| step.id.clone()).collect();
    let items: Vec<Id> = low.iter().map(|class| class.id.clone()).collect();
    let classes = low.iter().map(|class| {
        let about = |key| Message::new(key).with("class", Arg::name(&class.id));
        let message = match class.share {
            Some(share) => about("class-low-risk-share").with("share", Unit::Share.show(share)),
            None => about("class-low-risk"),
        };
        Label::new(&class.id, message)
    });
    let passed = steps.iter().map(|id| {
        let message = Message::new("every-case-passes").with("step", Arg::name(id));
        Label::new(id, message)
    });
    Finding {
        rule: RULE.id,
        message: Message::new(RULE.id)
            .with("classes", Arg::names(&items))
            .with("steps", Arg::names(&steps)),
        labels: classes.chain(passed).collect(),
        severity: RULE.severity,
        confidence: if low.iter().all(|class| class.share.is_some()) {
            Confidence::Certain
        } else {
            Confidence::Likely
        },
        steps,
        items,
    }
}
