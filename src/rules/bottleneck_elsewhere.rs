//! `bottleneck-elsewhere`: most of the lead time lies at steps about which no other rule finds anything.
//!
//! Steps of a finding: the fewest of those steps on the longest way that take more than half of its time, in the order
//! of a case.

use super::{Found, Rule, long_critical_path};
use crate::context::Context;
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::lookup::Set;
use crate::measure::critical::{Critical, Timed};
use crate::measure::figure::Unit;
use crate::message::{Arg, Message};
use crate::model::Id;

/// The share of the lead time, a fraction of 1, from which on it is most of it.
const MOST: f64 = 0.5;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "bottleneck-elsewhere",
    severity: Severity::Medium,
    check,
    page: include_str!("../../docs/rules/bottleneck-elsewhere.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let critical = cx.critical();
    let Some(critical) = critical.as_ref() else {
        return;
    };
    // This is the one rule about findings: two would wait for each other. The other one left out names every step
    // that takes time, so it singles none out.
    let found = Found::of(cx);
    let singles = |rule: &Rule| ![RULE.id, long_critical_path::RULE.id].contains(&rule.id);
    let singling: Vec<&Finding> = found.by(cx, singles).collect();
    if singling.is_empty() {
        return;
    }
    let touched: Set<&Id> = singling.iter().flat_map(|finding| &finding.steps).collect();
    let mut elsewhere: Vec<&Timed> = (critical.longest.tight())
        .filter(|timed| !touched.contains(&timed.id))
        .collect();
    let length = |timed: &Timed| timed.end - timed.start;
    elsewhere.sort_by(|a, b| {
        length(b)
            .total_cmp(&length(a))
            .then_with(|| a.id.cmp(&b.id))
    });
    let enough = critical.longest.length * MOST;
    // The fewest that make it up: a step of minutes is no bottleneck.
    let fewest = (1..=elsewhere.len()).find(|&count| covered(&elsewhere[..count]) > enough);
    if let Some(count) = fewest {
        let mut steps = elsewhere[..count].to_vec();
        steps.sort_by(|a, b| a.start.total_cmp(&b.start).then_with(|| a.id.cmp(&b.id)));
        findings.push(finding(critical, &steps, covered(&steps), singling.len()));
    }
}

/// The time in which one of the steps at least is under way.
fn covered(steps: &[&Timed]) -> f64 {
    let mut steps = steps.to_vec();
    steps.sort_by(|a, b| a.start.total_cmp(&b.start));
    let add = |(time, until): (f64, f64), timed: &&Timed| {
        let more = (timed.end - timed.start.max(until)).max(0.0);
        (time + more, until.max(timed.end))
    };
    steps.iter().fold((0.0, 0.0), add).0
}

fn finding(critical: &Critical, elsewhere: &[&Timed], time: f64, others: usize) -> Finding {
    let steps: Vec<Id> = elsewhere.iter().map(|timed| timed.id.clone()).collect();
    let share = |time: f64| Unit::Share.show(time / critical.longest.length);
    let shown = |key, timed: &Timed| {
        let time = timed.end - timed.start;
        let message = Message::new(key).with("a", Arg::name(&timed.id));
        let message = message.with("time", critical.unit.show(time));
        Label::new(&timed.id, message.with("share", share(time)))
    };
    let labels = elsewhere
        .iter()
        .map(|timed| shown("share-of-lead-time", timed));
    let unknown = critical.unknown.iter().map(|id| {
        let message = Message::new("time-unknown").with("a", Arg::name(id));
        Label::new(id, message)
    });
    Finding {
        rule: RULE.id,
        message: Message::new(RULE.id)
            .with("time", critical.unit.show(time))
            .with("whole", critical.unit.show(critical.longest.length))
            .with("share", share(time))
            .with("steps", Arg::names(&steps))
            .with("count", others),
        labels: labels.chain(unknown).collect(),
        steps,
        items: Vec::new(),
        severity: RULE.severity,
        confidence: if critical.unknown.is_empty() {
            Confidence::Certain
        } else {
            Confidence::Possible
        },
    }
}
