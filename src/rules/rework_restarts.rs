//! `rework-restarts`: a case that is sent back to a point before the step that needs correcting.
//!
//! Steps of a finding: the steps that are done again without need, in the order of a case, then the step that gives
//! what has to be corrected. Items: the gateway.

use super::Rule;
use crate::context::Context;
use crate::dependence::{Uses, given_at};
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::message::{Arg, Message};
use crate::model::{Criterion, Gateway, Id, Step, StepKind};
use std::collections::BTreeSet;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "rework-restarts",
    severity: Severity::Medium,
    check,
    page: include_str!("../../docs/rules/rework-restarts.md"),
};

/// A return of cases, with what the file says about it.
struct Return<'a> {
    gateway: &'a Gateway,
    /// What the gateway asks about.
    criterion: &'a Criterion,
    /// Where the case goes.
    back: &'a Step,
    /// The first step behind it that gives what the criterion reads.
    first: &'a Step,
    /// The steps before that one, done again without need.
    again: Vec<&'a Step>,
}

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut gateways: Vec<&Gateway> = cx.procedure.gateways.iter().flatten().collect();
    gateways.sort_by_key(|gateway| (cx.place(&gateway.id), &gateway.id));
    for gateway in gateways {
        let back: BTreeSet<&Id> = gateway.branches.iter().flat_map(|b| &b.back_to).collect();
        let returns = back.into_iter().filter_map(|to| restarts(cx, gateway, to));
        findings.extend(returns.map(|known| finding(cx, &known)));
    }
}

/// The return, where the file says where all that the criterion reads is given, and that is not where the case goes.
fn restarts<'a>(cx: &Context<'a>, gateway: &'a Gateway, to: &Id) -> Option<Return<'a>> {
    let p = cx.procedure;
    let criterion = p.criterion(gateway.on.as_ref()?)?;
    let reads: BTreeSet<&Id> = criterion.reads.iter().flatten().collect();
    let back = p.step(to)?;
    let in_loop = |step: &&Step| {
        let from = step.id == back.id || cx.leads(&back.id, &step.id);
        from && cx.leads(&step.id, &gateway.id)
    };
    let round: Vec<&Step> = cx.steps_in_order().into_iter().filter(in_loop).collect();
    let gives = |step: &&&Step| !given_at(p, step).is_disjoint(&reads);
    let sources: Vec<&Step> = round.iter().filter(gives).copied().collect();
    let all_given: BTreeSet<&Id> = sources.iter().flat_map(|step| given_at(p, step)).collect();
    let (first, others) = sources.split_first()?;
    let is_first = others.iter().all(|other| cx.leads(&first.id, &other.id));
    // What is given before the case comes back, or nowhere as far as the file says, cannot be told from here.
    if !reads.is_subset(&all_given) || !is_first || !cx.always_before(&first.id, &gateway.id) {
        return None;
    }
    let again = round.into_iter().filter(|step| {
        let before = step.id != first.id && cx.always_before(&step.id, &first.id);
        before && is_work(cx, step) && !uses_any(cx, step, &sources)
    });
    let again: Vec<&Step> = again.collect();
    let known = Return {
        gateway,
        criterion,
        back,
        first,
        again,
    };
    (!known.again.is_empty()).then_some(known)
}

/// Whether an office works at a step: telling the applicant and waiting for them belong to the correction.
fn is_work(cx: &Context<'_>, step: &Step) -> bool {
    let belongs = [StepKind::Submit, StepKind::Notify, StepKind::Wait];
    !belongs.contains(&step.kind) && !cx.procedure.is_applicant(cx.procedure.desk(step))
}

/// Whether a step uses what others give, so that a correction there concerns it too.
fn uses_any(cx: &Context<'_>, step: &Step, others: &[&Step]) -> bool {
    let uses = Uses::of(cx);
    let mut nodes = others
        .iter()
        .filter_map(|other| cx.node(&other.id).zip(cx.node(&step.id)));
    nodes.any(|(other, own)| uses.changes(other, own))
}

fn finding(cx: &Context<'_>, known: &Return<'_>) -> Finding {
    let again: Vec<Id> = known.again.iter().map(|step| step.id.clone()).collect();
    let message = Message::new(RULE.id)
        .with("gateway", Arg::name(&known.gateway.id))
        .with("back", Arg::name(&known.back.id))
        .with("first", Arg::name(&known.first.id))
        .with("again", Arg::names(&again));
    let about = |key, step: &Step| {
        let message = Message::new(key).with("step", Arg::name(&step.id));
        let message = message.with("criterion", Arg::name(&known.criterion.id));
        Label::new(&step.id, message)
    };
    let repeated = known.again.iter().map(|step| about("gives-nothing", step));
    Finding {
        rule: RULE.id,
        steps: again.iter().chain([&known.first.id]).cloned().collect(),
        items: vec![known.gateway.id.clone()],
        severity: RULE.severity,
        // That a second look is not wanted is never stated, so it is not certain.
        confidence: if crate::dependence::all_listed(cx.procedure) {
            Confidence::Likely
        } else {
            Confidence::Possible
        },
        message,
        labels: [about("gives-first", known.first)]
            .into_iter()
            .chain(repeated)
            .collect(),
    }
}
