//! `sequential-independent-steps`: steps in series that do not wait for anything of each other.
//!
//! A row that is wholly a circulation of opinions is left to `countersign-circulation`.
//!
//! Steps of a finding: the part of the series within which the order can change, in its present order.

use super::Rule;
use super::countersign_circulation::{circulated, stretches};
use crate::context::Context;
use crate::dependence::{Series, chains};
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::message::{Arg, Message};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "sequential-independent-steps",
    severity: Severity::Medium,
    check,
    page: include_str!("../../docs/rules/sequential-independent-steps.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for chain in chains(cx) {
        for row in Series::of(cx, chain).parts() {
            if circulated(cx, &row).is_none() {
                findings.push(finding(cx, &row));
            }
        }
    }
}

fn finding(cx: &Context<'_>, series: &Series<'_>) -> Finding {
    let steps: Vec<_> = series.steps.iter().map(|step| step.id.clone()).collect();
    Finding {
        rule: RULE.id,
        message: Message::new(RULE.id).with("steps", Arg::names(&steps)),
        steps,
        items: Vec::new(),
        severity: RULE.severity,
        confidence: if crate::dependence::all_listed(cx.procedure) {
            Confidence::Certain
        } else {
            Confidence::Possible
        },
        labels: labels(cx, series),
    }
}

/// First what need not wait for the step before it, then why the rest has to, then which of them are opinions on one document.
fn labels(cx: &Context<'_>, series: &Series<'_>) -> Vec<Label> {
    let places = 1..series.steps.len();
    let free = places.clone().filter(|&at| !series.waits(at, at - 1));
    let free = free.map(|at| {
        let message = Message::new("nothing-waited-for")
            .with("a", Arg::name(&series.steps[at - 1].id))
            .with("b", Arg::name(&series.steps[at].id));
        Label::new(&series.steps[at].id, message)
    });
    let why = series.why(cx.procedure);
    let bound = places.flat_map(|at| {
        let why = &why;
        let reasons = series
            .direct(at)
            .into_iter()
            .flat_map(move |earlier| why.waits(cx, at, earlier));
        reasons.map(move |reason| Label::new(&series.steps[at].id, reason))
    });
    let circulations = stretches(cx, series);
    let among = circulations.iter().map(|stretch| {
        let opinions = stretch.steps.iter().map(|step| &step.id);
        let message = Message::new("circulation-among").with("steps", Arg::names(opinions));
        Label::new(&stretch.steps[0].id, message)
    });
    free.chain(bound).chain(among).collect()
}
