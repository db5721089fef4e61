//! `limit-filled-wait`: cases wait until the time limit is nearly used up.
//!
//! Steps of a finding: the steps on the longest way at which a case waits for an office.

use super::Rule;
use super::dominant_wait::{Wait, on_the_way};
use crate::context::Context;
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::measure::critical::Critical;
use crate::measure::figure::Unit;
use crate::measure::time::step::range;
use crate::measure::time::value;
use crate::message::{Arg, Message};
use crate::model::{Id, Limit, Time, WaitKind};

/// The share of the limit, a fraction of 1, from which on a case uses it up.
const USED_UP: f64 = 0.9;

/// The share of the limit, a fraction of 1, that waits of the offices take at least for them to be what fills it.
const MOST: f64 = 0.5;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "limit-filled-wait",
    severity: Severity::Medium,
    check,
    page: include_str!("../../docs/rules/limit-filled-wait.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let p = cx.procedure;
    let limit = p.limit.as_ref().and_then(stated);
    let Some((limit, key)) = limit else {
        return;
    };
    let critical = cx.critical();
    let Some(critical) = critical.as_ref() else {
        return;
    };
    let clock = &cx.base().clock;
    let allowed = range(limit, clock).and_then(|(range, _, _)| range.mean);
    let allowed = allowed.map_or(0.0, |length| value(clock, &critical.unit, length));
    let taken = critical.longest.length;
    // What takes longer than the limit does not fill it: that is another fault.
    if allowed <= 0.0 || taken < allowed * USED_UP || taken > allowed {
        return;
    }
    let waits = on_the_way(cx, critical);
    let (ours, others): (Vec<_>, Vec<_>) = waits.into_iter().partition(is_ours);
    let waited: f64 = ours.iter().map(|wait| wait.time).sum();
    if waited >= allowed * MOST {
        let shown = critical.unit.show(allowed);
        findings.push(finding(critical, (key, shown), &ours, &others));
    }
}

/// The limit that the law sets, else the one that the office promises, with the key of its name.
fn stated(limit: &Limit) -> Option<(&Time, &'static str)> {
    let law = limit.statutory.as_ref().map(|time| (time, "limit-by-law"));
    let promise = || limit.promised.as_ref();
    law.or_else(|| Some((promise()?, "limit-promised")))
}

/// Whether a case waits for an office, and no law makes it wait.
fn is_ours(wait: &Wait<'_>) -> bool {
    !matches!(wait.kind, Some(WaitKind::Statutory | WaitKind::Applicant))
}

fn finding(
    critical: &Critical,
    (key, allowed): (&'static str, Message),
    ours: &[Wait<'_>],
    others: &[Wait<'_>],
) -> Finding {
    let time = |time: f64| critical.unit.show(time);
    let waited: f64 = ours.iter().map(|wait| wait.time).sum();
    let message = Message::new("limit-filled-wait")
        .with("limit", Message::new(key).with("time", allowed))
        .with("taken", time(critical.longest.length))
        .with("waited", time(waited))
        .with("share", Unit::Share.show(waited / critical.longest.length));
    let about = |key, id: &Id| Message::new(key).with("a", Arg::name(id));
    let label = |key, wait: &Wait<'_>| {
        let message = about(key, &wait.step.id).with("time", time(wait.time));
        Label::new(&wait.step.id, message)
    };
    let by_law = |wait: &&Wait<'_>| wait.kind == Some(WaitKind::Statutory);
    let unknown = critical.unknown.iter();
    let unknown = unknown.map(|id| Label::new(id, about("time-unknown", id)));
    let labels = ours.iter().map(|wait| label("waits-within-limit", wait));
    let kept = others.iter().filter(by_law);
    let kept = kept.map(|wait| label("wait-by-law", wait));
    let mut steps: Vec<Id> = ours.iter().map(|wait| wait.step.id.clone()).collect();
    steps.dedup();
    Finding {
        rule: RULE.id,
        steps,
        items: Vec::new(),
        severity: RULE.severity,
        confidence: if critical.unknown.is_empty() {
            Confidence::Likely
        } else {
            Confidence::Possible
        },
        message,
        labels: labels.chain(kept).chain(unknown).collect(),
    }
}
