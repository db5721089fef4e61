//! `dominant-wait`: one wait that takes most of the lead time of the longest way.
//!
//! Steps of a finding: the step with the wait.

use super::Rule;
use crate::context::Context;
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::measure::critical::Critical;
use crate::measure::figure::Unit;
use crate::measure::time::step::range;
use crate::measure::time::value;
use crate::message::{Arg, Message};
use crate::model::{Evidence, Id, Procedure, Step, StepKind, Time, WaitKind};

/// The share of the lead time, a fraction of 1, from which on a wait is most of it: no other wait or work can then
/// take more.
const MOST: f64 = 0.5;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "dominant-wait",
    severity: Severity::Medium,
    check,
    page: include_str!("../../docs/rules/dominant-wait.md"),
};

/// One wait of a step.
pub(super) struct Wait<'a> {
    pub(super) step: &'a Step,
    pub(super) kind: Option<WaitKind>,
    evidence: Option<Evidence>,
    /// Expected, in the unit of the critical path.
    pub(super) time: f64,
}

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let critical = cx.critical();
    let Some(critical) = critical.as_ref() else {
        return;
    };
    let length = critical.longest.length;
    let waits = on_the_way(cx, critical);
    let long = |wait: &&Wait<'_>| length > 0.0 && wait.time >= length * MOST;
    let ours = waits
        .iter()
        .filter(|wait| wait.kind != Some(WaitKind::Statutory));
    for wait in ours.filter(long) {
        findings.push(finding(cx.procedure, critical, wait, &waits));
    }
}

/// The waits of the steps that set the lead time of the longest way.
pub(super) fn on_the_way<'a>(cx: &Context<'a>, critical: &Critical) -> Vec<Wait<'a>> {
    let (p, clock) = (cx.procedure, &cx.base().clock);
    let steps = (critical.longest.tight()).filter_map(|timed| p.step(&timed.id));
    steps
        .flat_map(|step| waits(p, step).into_iter().map(move |wait| (step, wait)))
        .filter_map(|(step, (time, kind))| {
            let (range, _, _) = range(time, clock)?;
            Some(Wait {
                step,
                kind,
                evidence: time.0.evidence.or(step.evidence).or(p.evidence),
                time: value(clock, &critical.unit, range.mean?),
            })
        })
        .collect()
}

/// The waits that a step states, each with what it is spent on.
fn waits<'a>(p: &Procedure, step: &'a Step) -> Vec<(&'a Time, Option<WaitKind>)> {
    let by_law = p.wait_by_law(step);
    let Some(stated) = &step.wait else {
        // A step that is nothing but a wait has no work in its elapsed time.
        let pure = step.kind == StepKind::Wait && step.work.is_none();
        let all = step.elapsed.iter().filter(|_| pure);
        let kind = by_law.elapsed.map(|_| WaitKind::Statutory);
        return all.map(|time| (time, kind)).collect();
    };
    let each = stated.0.iter().map(|wait| {
        let prescribed = by_law.waits.iter().any(|known| std::ptr::eq(*known, wait));
        let kind = prescribed.then_some(WaitKind::Statutory);
        (&wait.time, kind.or(wait.kind))
    });
    each.collect()
}

fn finding(p: &Procedure, critical: &Critical, wait: &Wait<'_>, all: &[Wait<'_>]) -> Finding {
    let time = |time: f64| critical.unit.show(time);
    let share = |time: f64| Unit::Share.show(time / critical.longest.length);
    let about = |key, id: &Id| Message::new(key).with("a", Arg::name(id));
    let message = about(RULE.id, &wait.step.id)
        .with("time", time(wait.time))
        .with("whole", time(critical.longest.length))
        .with("share", share(wait.time));
    let by_law = (all.iter())
        .filter(|other| other.kind == Some(WaitKind::Statutory))
        .map(|other| {
            let message = about("wait-by-law", &other.step.id).with("time", time(other.time));
            Label::new(&other.step.id, message)
        });
    let unknown = critical.unknown.iter();
    let unknown = unknown.map(|id| Label::new(id, about("time-unknown", id)));
    let told = matches!(wait.evidence, Some(Evidence::Observed | Evidence::Stated));
    let whose = Label::new(&wait.step.id, whose(p, wait));
    Finding {
        rule: RULE.id,
        steps: vec![wait.step.id.clone()],
        items: Vec::new(),
        severity: RULE.severity,
        confidence: match (critical.unknown.is_empty(), told) {
            (true, true) => Confidence::Certain,
            (true, false) => Confidence::Likely,
            (false, _) => Confidence::Possible,
        },
        message,
        labels: [whose].into_iter().chain(by_law).chain(unknown).collect(),
    }
}

/// On whose clock the wait runs.
fn whose(p: &Procedure, wait: &Wait<'_>) -> Message {
    let desk = p.desk(wait.step);
    let key = match wait.kind {
        Some(WaitKind::Queue) => "wait-in-pile",
        Some(WaitKind::Transport) => "wait-under-way",
        Some(WaitKind::Batch) => "wait-for-batch",
        Some(WaitKind::Applicant) => "wait-for-applicant",
        Some(WaitKind::Statutory) | None => "wait-for-nobody-says",
    };
    Message::new(key)
        .with("a", Arg::name(&wait.step.id))
        .with("desk", Arg::name(desk))
}
