//! `duplicate-document`: the applicant hands in one document at two steps of one case.
//!
//! Steps of a finding: where the document is asked first, where it is asked again. Item: the document.

use super::Rule;
use super::again::earlier;
use crate::context::Context;
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::measure::data::{Asked, asked_at};
use crate::message::{Arg, Message};
use crate::model::Id;
use std::collections::BTreeMap;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "duplicate-document",
    severity: Severity::Medium,
    check,
    page: include_str!("../../docs/rules/duplicate-document.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut asked: BTreeMap<&Id, Vec<Asked<'_>>> = BTreeMap::new();
    let steps = cx.steps_in_order().into_iter();
    for one in steps.flat_map(|step| asked_at(cx.procedure, step)) {
        asked.entry(one.need.document()).or_default().push(one);
    }
    for places in asked.values() {
        for (at, later) in places.iter().enumerate() {
            let before: Vec<_> = places[..at].iter().map(|place| place.step).collect();
            let first = earlier(cx, &before, later.step)
                .and_then(|step| places.iter().find(|place| place.step.id == step.id));
            findings.extend(first.map(|first| finding(cx, first, later)));
        }
    }
}

fn finding(cx: &Context<'_>, first: &Asked<'_>, later: &Asked<'_>) -> Finding {
    let p = cx.procedure;
    let document = later.need.document();
    let said = |key, asked: &Asked<'_>| {
        let message = Message::new(key).with("document", Arg::name(document));
        let message = message.with("desk", Arg::name(p.desk(asked.step)));
        Label::new(&asked.step.id, message.with("copies", asked.need.copies()))
    };
    Finding {
        rule: RULE.id,
        steps: vec![first.step.id.clone(), later.step.id.clone()],
        items: vec![document.clone()],
        severity: RULE.severity,
        confidence: if first.is_attested(p) && later.is_attested(p) {
            Confidence::Certain
        } else {
            Confidence::Likely
        },
        message: Message::new(RULE.id)
            .with("document", Arg::name(document))
            .with("first", Arg::name(&first.step.id))
            .with("later", Arg::name(&later.step.id)),
        labels: vec![
            said("handed-in-first", first),
            said("handed-in-again", later),
        ],
    }
}
