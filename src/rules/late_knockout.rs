//! `late-knockout`: a control that refuses many cases only after costlier steps that do not feed it.
//!
//! Steps of a finding: the costlier steps, in the order of a case, then the control.

use super::Rule;
use crate::context::Context;
use crate::control::{self, Caught};
use crate::dependence::why_in_order;
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::measure::calendar::Clock;
use crate::measure::figure::Unit;
use crate::measure::quality::ENOUGH;
use crate::measure::time::{Aspect, Terms, value};
use crate::message::{Arg, Message};
use crate::model::{Evidence, Step, StepKind};

/// The share of its cases, a fraction of 1, that a control surely refuses for its place to matter: one in twenty.
/// Below it the steps before it are done in vain so rarely that an earlier place saves little.
const KNOCKS_OUT: f64 = 0.05;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "late-knockout",
    severity: Severity::Medium,
    check,
    page: include_str!("../../docs/rules/late-knockout.md"),
};

/// A step that is done before the control and costs more.
struct Dear<'a> {
    step: &'a Step,
    /// What it takes, and what the control takes.
    takes: (Message, Message),
}

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let clock = &cx.base().clock;
    let order = cx.steps_in_order();
    for control in order.iter().filter(|step| step.is_control()) {
        let Some(caught) = control::caught(cx, control).filter(knocks_out) else {
            continue;
        };
        let before = order.iter().filter(|step| in_vain(cx, step, control));
        let dear = before.filter_map(|step| {
            let takes = costlier(cx, clock, step, control)?;
            Some(Dear { step, takes })
        });
        let dear: Vec<Dear<'_>> = dear.collect();
        if !dear.is_empty() {
            findings.push(finding(cx, control, &caught, &dear));
        }
    }
}

fn knocks_out(caught: &Caught) -> bool {
    // The bound is never above the rate, and takes long to find.
    let high = caught.count.rate().is_some_and(|rate| rate >= KNOCKS_OUT);
    high && caught.count.n >= ENOUGH && caught.count.lower() >= KNOCKS_OUT
}

/// Whether a step is done on every case that the control refuses, although nothing makes the control wait for it.
fn in_vain(cx: &Context<'_>, step: &Step, control: &Step) -> bool {
    // What starts a case cannot come after anything.
    let starts = step.after.is_none() || step.kind == StepKind::Submit;
    !starts
        && step.id != control.id
        && cx.always_before(&step.id, &control.id)
        && why_in_order(cx, &step.id, &control.id).is_none()
}

/// What the two take, where the step is known to take more work than the control, or else more time.
fn costlier(
    cx: &Context<'_>,
    clock: &Clock,
    step: &Step,
    control: &Step,
) -> Option<(Message, Message)> {
    let aspects = [Aspect::HandsOn, Aspect::Elapsed];
    aspects.into_iter().find_map(|aspect| {
        let both = |asked: &Step| asked.id == step.id || asked.id == control.id;
        let mut terms = Terms::of(cx.procedure, &cx.graph, clock, aspect, both);
        let unit = terms.unit(clock);
        let takes = |step: &Step| {
            let known = cx.node(&step.id)?;
            let length = terms.of_node[known.index()].mean?;
            (!terms.unknown.contains(&step.id)).then(|| value(clock, &unit, length))
        };
        let (own, other) = takes(step).zip(takes(control))?;
        (own > other).then(|| (unit.show(own), unit.show(other)))
    })
}

fn finding(cx: &Context<'_>, control: &Step, caught: &Caught, dear: &[Dear<'_>]) -> Finding {
    let before: Vec<_> = dear.iter().map(|dear| dear.step.id.clone()).collect();
    let message = Message::new(RULE.id)
        .with("step", Arg::name(&control.id))
        .with("bound", Unit::Share.show(caught.count.lower()))
        .with("before", Arg::names(&before));
    let costs = dear.iter().flat_map(|dear| labels(dear, control));
    let observed = caught.count.evidence.or(cx.procedure.evidence) == Some(Evidence::Observed);
    Finding {
        rule: RULE.id,
        steps: before.iter().chain([&control.id]).cloned().collect(),
        items: Vec::new(),
        severity: RULE.severity,
        confidence: match (crate::dependence::all_listed(cx.procedure), observed) {
            (true, true) => Confidence::Certain,
            (true, false) => Confidence::Likely,
            (false, _) => Confidence::Possible,
        },
        message,
        labels: super::caught_labels(cx, control)
            .into_iter()
            .chain(costs)
            .collect(),
    }
}

fn labels(dear: &Dear<'_>, control: &Step) -> [Label; 2] {
    let pair = |key| {
        let message = Message::new(key).with("a", Arg::name(&dear.step.id));
        message.with("b", Arg::name(&control.id))
    };
    let (own, other) = dear.takes.clone();
    let takes = pair("takes-more-than").with("time", own);
    [
        Label::new(&dear.step.id, takes.with("other", other)),
        Label::new(&control.id, pair("nothing-waited-for")),
    ]
}
