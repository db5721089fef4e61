//! `countersign-circulation`: opinions of different desks on one document, one after the other, none of which needs another.
//!
//! Steps of a finding: the opinions, in their present order. Items: the documents that all of them read.

use super::Rule;
use crate::context::Context;
use crate::control::{related, reports_to};
use crate::dependence::{Series, all_listed, chains, documents_used};
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::message::{Arg, Message};
use crate::model::{Id, Step, StepKind};
use std::collections::BTreeSet;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "countersign-circulation",
    severity: Severity::Medium,
    check,
    page: include_str!("../../docs/rules/countersign-circulation.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for chain in chains(cx) {
        for row in Series::of(cx, chain).parts() {
            findings.extend(circulated(cx, &row).map(|read| finding(cx, &row, &read)));
        }
    }
}

/// The documents that go round, where a row is wholly a circulation: reviews and sign-offs that read the same, none of
/// which waits for another or stands above it. Nothing where the row is anything else.
pub(super) fn circulated<'a>(cx: &'a Context<'_>, row: &Series<'a>) -> Option<BTreeSet<&'a Id>> {
    let opinion = |step: &&Step| matches!(step.kind, StepKind::Review | StepKind::SignOff);
    if !row.steps.iter().all(opinion) {
        return None;
    }
    let used = row.steps.iter();
    let used = used.map(|step| documents_used(cx.procedure, step));
    let read = used.reduce(|all, own| &all & &own)?;
    let alone = |later: usize| {
        (0..later).all(|earlier| {
            !row.waits(later, earlier) && !one_line(cx, row.steps[earlier], row.steps[later])
        })
    };
    (!read.is_empty() && (0..row.steps.len()).all(alone)).then_some(read)
}

/// The circulations among the steps of a row that is more than one: the longest stretches, from the first one on.
pub(super) fn stretches<'a>(cx: &'a Context<'_>, row: &Series<'a>) -> Vec<Series<'a>> {
    let mut found = Vec::new();
    let mut from = 0;
    while from < row.steps.len() {
        let stretch = |to: usize| row.part(from..to);
        let ends = from + 2..=row.steps.len();
        let longer = ends.map(stretch);
        let whole = longer.take_while(|stretch| circulated(cx, stretch).is_some());
        let longest = whole.last();
        from += longest.as_ref().map_or(1, |stretch| stretch.steps.len());
        found.extend(longest);
    }
    found
}

/// Whether two controls belong to one line of sign-offs: a chain of those is `stacked-sign-offs`.
fn one_line(cx: &Context<'_>, a: &Step, b: &Step) -> bool {
    reports_to(cx, a, b) || reports_to(cx, b, a) || related(cx, a, b)
}

fn finding(cx: &Context<'_>, row: &Series<'_>, read: &BTreeSet<&Id>) -> Finding {
    let steps: Vec<Id> = row.steps.iter().map(|step| step.id.clone()).collect();
    let items: Vec<Id> = read.iter().map(|id| (*id).clone()).collect();
    Finding {
        rule: RULE.id,
        message: Message::new(RULE.id)
            .with("count", steps.len())
            .with("items", Arg::names(&items))
            .with("steps", Arg::names(&steps)),
        labels: labels(cx, row, &items),
        steps,
        items,
        severity: RULE.severity,
        confidence: if all_listed(cx.procedure) {
            Confidence::Certain
        } else {
            Confidence::Possible
        },
    }
}

/// Whose opinion each is, then that none waits for the one before it.
fn labels(cx: &Context<'_>, row: &Series<'_>, items: &[Id]) -> Vec<Label> {
    let opinions = row.steps.iter().map(|step| {
        let message = Message::new("gives-opinion-on")
            .with("desk", Arg::name(cx.procedure.desk(step)))
            .with("step", Arg::name(&step.id))
            .with("items", Arg::names(items));
        Label::new(&step.id, message)
    });
    let pairs = row.steps.windows(2).map(|two| {
        let message = Message::new("nothing-waited-for")
            .with("a", Arg::name(&two[0].id))
            .with("b", Arg::name(&two[1].id));
        Label::new(&two[1].id, message)
    });
    opinions.chain(pairs).collect()
}
