//! `long-critical-path`: the row of steps that sets how long a case takes.
//!
//! Steps of a finding: the steps of the longest way that takes no loop, in order. The slack of the
//! other steps on that way is evidence too: shortening them first saves nothing.

use super::Rule;
use crate::context::Context;
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::measure::critical::{Critical, ROUNDING, Timed};
use crate::measure::figure::Unit;
use crate::message::{Arg, Message};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "long-critical-path",
    severity: Severity::Low,
    check,
    page: include_str!("../../docs/rules/long-critical-path.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let critical = cx.critical();
    let Some(critical) = critical.as_ref() else {
        return;
    };
    let path = path(cx, critical);
    if path.len() < 2 {
        return;
    }
    let length = critical.longest.length;
    let message = Message::new(RULE.id)
        .with("count", path.len())
        .with("time", critical.unit.show(length));
    let slack = (critical.longest.steps.iter())
        .filter(|timed| timed.slack > length * ROUNDING && timed.end > timed.start)
        .map(|timed| {
            let message = Message::new("has-slack").with("a", Arg::name(&timed.id));
            let message = message.with("time", critical.unit.show(timed.slack));
            Label::new(&timed.id, message)
        });
    let unknown = (critical.unknown.iter()).map(|id| {
        let message = Message::new("time-unknown").with("a", Arg::name(id));
        Label::new(id, message)
    });
    let shares = path.iter().map(|timed| share(critical, timed));
    findings.push(Finding {
        rule: RULE.id,
        steps: path.iter().map(|timed| timed.id.clone()).collect(),
        items: Vec::new(),
        severity: RULE.severity,
        confidence: if critical.unknown.is_empty() {
            Confidence::Certain
        } else {
            Confidence::Possible
        },
        message,
        labels: shares.chain(slack).chain(unknown).collect(),
    });
}

/// One row of steps without slack that take the whole time, each beginning when the one before ends.
fn path<'a>(cx: &Context<'_>, critical: &'a Critical) -> Vec<&'a Timed> {
    let close = critical.longest.length * ROUNDING;
    let mut tight: Vec<&Timed> = critical.longest.tight().collect();
    tight.sort_by(|a, b| a.start.total_cmp(&b.start));
    let mut path: Vec<&Timed> = Vec::new();
    for timed in tight {
        let follows = path
            .last()
            .is_none_or(|last| timed.start >= last.end - close && cx.leads(&last.id, &timed.id));
        if follows {
            path.push(timed);
        }
    }
    path
}

fn share(critical: &Critical, timed: &Timed) -> Label {
    let time = timed.end - timed.start;
    let message = Message::new("share-of-lead-time")
        .with("a", Arg::name(&timed.id))
        .with("time", critical.unit.show(time))
        .with("share", Unit::Share.show(time / critical.longest.length));
    Label::new(&timed.id, message)
}
