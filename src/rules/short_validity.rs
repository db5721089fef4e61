//! `short-validity`: a document may have expired by the time that a later step looks at it.
//!
//! Steps of a finding: the step that makes the document, or takes it in first; the first step that comes to it too late.
//! Items: the document.

use super::Rule;
use crate::context::Context;
use crate::dependence::documents_used;
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::measure::calendar::{Clock, Length};
use crate::measure::figure::Unit;
use crate::measure::time::step::range;
use crate::measure::time::{Aspect, Range, Term};
use crate::message::{Arg, Message};
use crate::model::{Document, Evidence, Id, Step};
use std::collections::BTreeSet;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "short-validity",
    severity: Severity::Medium,
    check,
    page: include_str!("../../docs/rules/short-validity.md"),
};

/// How old a document is when a step comes to it, in calendar days.
struct Age {
    least: f64,
    mean: f64,
    most: f64,
    /// Steps on the way of which the file does not say how long they take.
    unknown: Vec<Id>,
    evidence: Option<Evidence>,
}

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let clock = &cx.base().clock;
    for document in cx.procedure.documents.iter().flatten() {
        findings.extend(expired(cx, clock, document));
    }
}

/// The first use of a document that comes too late, in every case or, where there is none, in some.
fn expired(cx: &Context<'_>, clock: &Clock, document: &Document) -> Option<Finding> {
    let (valid, _, _) = range(document.validity.as_ref()?, clock)?;
    let valid = clock.calendar_days(valid.min);
    let steps = cx.steps_in_order();
    let makes = |step: &&&Step| {
        step.produces
            .iter()
            .flatten()
            .any(|made| *made == document.id)
    };
    let uses = |step: &&&Step| documents_used(cx.procedure, step).contains(&document.id);
    let from = *(steps.iter().find(makes)).or_else(|| steps.iter().find(uses))?;
    let later = steps.iter().filter(uses);
    let later = later.filter(|step| cx.always_before(&from.id, &step.id) && step.id != from.id);
    let aged: Vec<(&Step, Age)> = later
        .map(|step| (*step, age(cx, clock, &steps, from, step)))
        .collect();
    let in_every = aged.iter().find(|(_, age)| age.least > valid);
    let in_most = aged.iter().find(|(_, age)| age.mean > valid);
    let in_some = aged
        .iter()
        .find(|(_, age)| age.most > valid && age.most.is_finite());
    let (step, age) = in_every.or(in_most).or(in_some)?;
    Some(finding(document, (from, step), valid, age))
}

/// The time from the end of `from` until a case comes to `to`: that of the longest way over steps that every case has between.
/// What is not known counts for nothing.
fn age(cx: &Context<'_>, clock: &Clock, steps: &[&Step], from: &Step, to: &Step) -> Age {
    let between = |step: &&&Step| {
        let ahead = cx.leads(&from.id, &step.id) && cx.leads(&step.id, &to.id);
        ahead && cx.always_before(&step.id, &to.id)
    };
    let way: Vec<&Step> = steps.iter().filter(between).copied().collect();
    let terms = way.iter();
    let terms: Vec<Option<Term>> = terms
        .map(|step| Term::of(cx.procedure, step, clock, Aspect::Elapsed))
        .collect();
    let known = |term: &Option<Term>| term.as_ref().is_some_and(|term| term.known);
    let longest = |point: fn(&Range) -> Length| {
        let mut until = vec![Length::default(); way.len()];
        let mut most = Length::default();
        for (at, step) in way.iter().enumerate() {
            let before = (0..at).filter(|&other| cx.leads(&way[other].id, &step.id));
            let start = before.map(|other| until[other]);
            let start = start.fold(Length::default(), |a, b| later(clock, a, b));
            let own = terms[at].as_ref().map(|term| point(&term.range));
            until[at] = start + own.unwrap_or_default();
            most = later(clock, most, until[at]);
        }
        clock.calendar_days(most)
    };
    let unknown = way.iter().zip(&terms).filter(|(_, term)| !known(term));
    Age {
        least: longest(|range| range.min),
        mean: longest(|range| range.mean.unwrap_or(range.min)),
        most: longest(|range| range.max),
        unknown: unknown.map(|(step, _)| step.id.clone()).collect(),
        evidence: terms
            .iter()
            .flatten()
            .filter_map(|term| term.evidence)
            .max(),
    }
}

fn later(clock: &Clock, a: Length, b: Length) -> Length {
    if clock.calendar_days(a) >= clock.calendar_days(b) {
        a
    } else {
        b
    }
}

fn finding(document: &Document, (from, to): (&Step, &Step), valid: f64, age: &Age) -> Finding {
    let days = |days: f64| Unit::CalendarDays.show(days);
    let sure = age.least > valid;
    let told = age.evidence <= Some(Evidence::Stated);
    let message = Message::new(if sure {
        RULE.id
    } else {
        "validity-may-be-short"
    })
    .with("document", Arg::name(&document.id))
    .with("a", Arg::name(&from.id))
    .with("b", Arg::name(&to.id))
    .with("valid", days(valid));
    let reached = Message::new("reached-after")
        .with("a", Arg::name(&from.id))
        .with("b", Arg::name(&to.id))
        .with("least", days(age.least))
        .with("most", days(age.most));
    let unknown: BTreeSet<&Id> = age.unknown.iter().collect();
    let unknown = unknown
        .into_iter()
        .map(|id| Label::new(id, Message::new("time-unknown").with("a", Arg::name(id))));
    let made = from
        .produces
        .iter()
        .flatten()
        .any(|made| *made == document.id);
    let older = (!made).then(|| {
        let message =
            Message::new("older-when-handed-in").with("document", Arg::name(&document.id));
        Label::new(&from.id, message.with("a", Arg::name(&from.id)))
    });
    let paid = document.fee.iter().map(|fee| {
        let message = Message::new("renewing-costs").with("document", Arg::name(&document.id));
        Label::new(&document.id, message.with("fee", fee.text()))
    });
    Finding {
        rule: RULE.id,
        steps: vec![from.id.clone(), to.id.clone()],
        items: vec![document.id.clone()],
        severity: if age.mean > valid {
            RULE.severity
        } else {
            Severity::Low
        },
        confidence: match (sure, told) {
            (true, true) => Confidence::Certain,
            (true, false) => Confidence::Likely,
            (false, _) => Confidence::Possible,
        },
        message,
        labels: [Label::new(&to.id, reached)]
            .into_iter()
            .chain(older)
            .chain(unknown)
            .chain(paid)
            .collect(),
    }
}
