//! `repeated-visits`: one case sends the applicant to one place several times, or to several places.
//!
//! Steps of a finding: the visits, in the order of a case. A finding for each place that is visited
//! more than once, then one for the round of several places.

use super::Rule;
use crate::context::Context;
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::message::{Arg, Message};
use crate::model::{Id, Step};
use std::collections::BTreeMap;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "repeated-visits",
    severity: Severity::Medium,
    check,
    page: include_str!("../../docs/rules/repeated-visits.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let steps = cx.steps_in_order().into_iter();
    let visits: Vec<(&Step, &Id)> = steps
        .filter_map(|step| Some((step, step.visit.as_ref()?)))
        .collect();
    let mut places: BTreeMap<&Id, Vec<&Step>> = BTreeMap::new();
    for &(step, place) in &visits {
        places.entry(place).or_default().push(step);
    }
    for (place, steps) in &places {
        let steps = meeting(cx, steps, |a, b| !a.comes_with(b));
        if steps.len() > 1 {
            findings.push(finding(RULE.id, RULE.severity, &steps, &[place]));
        }
    }
    let all: Vec<&Step> = visits.iter().map(|(step, _)| *step).collect();
    let round = meeting(cx, &all, |a, b| a.visit != b.visit);
    let mut visited: Vec<&Id> = Vec::new();
    for place in round.iter().filter_map(|step| step.visit.as_ref()) {
        if !visited.contains(&place) {
            visited.push(place);
        }
    }
    if visited.len() > 1 {
        findings.push(finding("several-places", Severity::Low, &round, &visited));
    }
}

/// The steps that one case can meet together with another of them that `counts`.
pub(super) fn meeting<'a>(
    cx: &Context<'_>,
    steps: &[&'a Step],
    counts: impl Fn(&Step, &Step) -> bool,
) -> Vec<&'a Step> {
    let meets = |a: &Step, b: &Step| a.id != b.id && counts(a, b) && cx.meet(&a.id, &b.id);
    let together = steps.iter().filter(|a| steps.iter().any(|b| meets(a, b)));
    together.copied().collect()
}

fn finding(key: &'static str, severity: Severity, steps: &[&Step], places: &[&Id]) -> Finding {
    let label = |step: &&Step| {
        let place = step.visit.as_ref().map_or("", |place| place.as_str());
        Label::new(&step.id, Message::new("goes-to").with("place", place))
    };
    let shown = places.iter().map(|place| Arg::from(place.as_str()));
    Finding {
        rule: RULE.id,
        steps: steps.iter().map(|step| step.id.clone()).collect(),
        items: Vec::new(),
        severity,
        confidence: Confidence::Certain,
        message: Message::new(key)
            .with("places", shown.collect::<Vec<_>>())
            .with(
                "steps",
                Arg::names(steps.iter().map(|step| step.id.as_str())),
            ),
        labels: steps.iter().map(label).collect(),
    }
}
