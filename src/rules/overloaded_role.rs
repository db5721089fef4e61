//! `overloaded-role`: a role with more work in a year than the time that it is stated to have.
//!
//! Steps of a finding: the steps at which the role works, in the order of a case. Items: the role.

use super::Rule;
use crate::context::Context;
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::measure::calendar::Clock;
use crate::measure::time::{Aspect, Terms};
use crate::measure::workload::{Group, Load, Workload};
use crate::message::{Arg, Message};
use crate::model::{Evidence, Step};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "overloaded-role",
    severity: Severity::Medium,
    check,
    page: include_str!("../../docs/rules/overloaded-role.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let p = cx.procedure;
    if p.roles.iter().all(|role| role.capacity.is_none()) {
        return;
    }
    let clock = &cx.base().clock;
    let work = Workload::of(p, &cx.graph, cx.base().visits(), clock);
    let staff = work.roles.iter();
    let staff = staff.filter(|load| load.group != Group::Applicant && is_over(load));
    findings.extend(staff.map(|load| finding(cx, clock, load)));
}

/// Whether overtime is to be expected. Work of unknown length only adds to it.
fn is_over(load: &Load) -> bool {
    let over = load.overtime.value.and_then(|over| over.point());
    over.is_some_and(|over| over > 0.0)
}

fn finding(cx: &Context<'_>, clock: &Clock, load: &Load) -> Finding {
    let role = &load.role;
    let mut steps = cx.steps_in_order();
    steps.retain(|step| step.role == *role || step.with.as_ref() == Some(role));
    let message = Message::new(RULE.id)
        .with("role", Arg::name(role))
        .with("hours", load.hours.message())
        .with("capacity", load.capacity.message())
        .with("overtime", load.overtime.message());
    let used = Message::new("capacity-used").with("share", load.used.message());
    let least = load.overtime.value.map_or(0.0, |over| over.min);
    let told = matches!(
        load.overtime.evidence,
        Some(Evidence::Observed | Evidence::Stated)
    );
    let work = steps.iter().map(|step| work_of(cx, clock, step));
    Finding {
        rule: RULE.id,
        items: vec![role.clone()],
        severity: RULE.severity,
        confidence: if told && least > 0.0 {
            Confidence::Certain
        } else {
            Confidence::Likely
        },
        message,
        labels: [Label::new(role, used)].into_iter().chain(work).collect(),
        steps: steps.iter().map(|step| step.id.clone()).collect(),
    }
}

/// What one case takes at a step.
fn work_of(cx: &Context<'_>, clock: &Clock, step: &Step) -> Label {
    let only = |asked: &Step| asked.id == step.id;
    let terms = Terms::of(cx.procedure, &cx.graph, clock, Aspect::HandsOn, only);
    let range = cx.node(&step.id).map(|node| terms.of_node[node.index()]);
    let range = range.ok_or(Message::new("why-no-times"));
    let work = terms.figure(clock, range).message();
    let message = Message::new("work-of-one-case").with("step", Arg::name(&step.id));
    Label::new(&step.id, message.with("work", work))
}
