//! `duplicate-data-entry`: a field is given or typed again at a later place of one case.
//!
//! Steps of a finding: where the fields are given first, where they are given again (the same step
//! where two of its forms ask for them). Items: the form that asks again, where it is one, then the fields.

use super::Rule;
use super::again::earlier;
use crate::context::Context;
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::measure::data::{Entered, asked_at, entered_at};
use crate::message::{Arg, Message};
use crate::model::{Id, Procedure, Step};
use std::collections::BTreeMap;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "duplicate-data-entry",
    severity: Severity::Medium,
    check,
    page: include_str!("../../docs/rules/duplicate-data-entry.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut given: BTreeMap<&Id, Vec<Entered<'_>>> = BTreeMap::new();
    for step in cx.steps_in_order() {
        // The form or, where it is typed, none -> first step -> fields that are given there already.
        let mut again: BTreeMap<Option<&Id>, BTreeMap<usize, Vec<&Id>>> = BTreeMap::new();
        let mut firsts: Vec<&Step> = Vec::new();
        // Of two forms of one step the first by id counts as given first, whatever their order in the file.
        let mut entries = entered_at(cx.procedure, step);
        entries.sort_by_key(|entry| (entry.form.is_none(), entry.form, entry.field));
        for entry in entries {
            let known = given.entry(entry.field).or_default();
            if let Some(first) = repeated(cx, known, &entry) {
                let place = firsts.iter().position(|known| known.id == first.id);
                let place = place.unwrap_or_else(|| {
                    firsts.push(first);
                    firsts.len() - 1
                });
                let fields = again
                    .entry(entry.form)
                    .or_default()
                    .entry(place)
                    .or_default();
                if !fields.contains(&entry.field) {
                    fields.push(entry.field);
                }
            }
            known.push(entry);
        }
        for (form, places) in &again {
            let places = places.iter();
            findings.extend(
                places
                    .map(|(&at, fields)| finding(cx.procedure, [firsts[at], step], *form, fields)),
            );
        }
    }
}

/// The step at which a field was given before. Staff who type what stands on paper key it in for the first
/// time: they repeat only what is in a system already.
fn repeated<'a>(cx: &Context<'_>, known: &[Entered<'a>], entry: &Entered<'a>) -> Option<&'a Step> {
    let in_system = |entry: &&Entered<'_>| entry.form.is_none() || entry.step.online == Some(true);
    let repeats = known
        .iter()
        .filter(|before| entry.by_applicant || in_system(before));
    let steps: Vec<_> = repeats.map(|before| before.step).collect();
    earlier(cx, &steps, entry.step)
}

fn finding(
    p: &Procedure,
    [first, later]: [&Step; 2],
    form: Option<&Id>,
    fields: &[&Id],
) -> Finding {
    let asked = asked_at(p, later)
        .into_iter()
        .find(|asked| Some(asked.need.document()) == form);
    let key = if form.is_some() {
        RULE.id
    } else {
        "typed-again"
    };
    let names = Arg::names(fields.iter().map(|id| id.as_str()));
    let message = Message::new(key)
        .with("fields", names.clone())
        .with("first", Arg::name(&first.id))
        .with("later", Arg::name(&later.id));
    let message = match form {
        Some(form) => message.with("form", Arg::name(form)),
        None => message,
    };
    let said =
        |key, step: &Step| Label::new(&step.id, Message::new(key).with("fields", names.clone()));
    Finding {
        rule: RULE.id,
        steps: vec![first.id.clone(), later.id.clone()],
        items: form
            .into_iter()
            .chain(fields.iter().copied())
            .cloned()
            .collect(),
        severity: RULE.severity,
        confidence: if asked.is_none_or(|asked| asked.is_attested(p)) {
            Confidence::Certain
        } else {
            Confidence::Likely
        },
        message,
        labels: vec![said("given-first", first), said("given-again", later)],
    }
}
