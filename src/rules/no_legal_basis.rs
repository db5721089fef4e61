//! `no-legal-basis`: a signature or a document that no law is cited for, where the file lists all legal bases.
//!
//! Steps of a finding: the step that signs or asks. Items: the documents, none for a signature.

use super::Rule;
use crate::context::Context;
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::measure::data::asked_at;
use crate::message::{Arg, Message};
use crate::model::{Id, Listed, Procedure, Step};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "no-legal-basis",
    severity: Severity::Medium,
    check,
    page: include_str!("../../docs/rules/no-legal-basis.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let p = cx.procedure;
    // Only there does silence mean that there is none.
    if !p.lists_all(Listed::Laws) {
        return;
    }
    for step in cx.steps_in_order() {
        if step.signs() && !cites(step.law.as_ref()) && !rests_on_criteria(p, step) {
            let message = Message::new("signs-without-law").with("step", Arg::name(&step.id));
            findings.push(finding(step, Vec::new(), message));
        }
        let loose = documents(p, step);
        if !loose.is_empty() {
            let message = Message::new("asks-without-law")
                .with("step", Arg::name(&step.id))
                .with("documents", Arg::names(&loose));
            findings.push(finding(step, loose, message));
        }
    }
}

fn cites(laws: Option<&Vec<Id>>) -> bool {
    laws.is_some_and(|laws| !laws.is_empty())
}

/// Whether a law is cited for what the step examines: its signature then has that basis.
fn rests_on_criteria(p: &Procedure, step: &Step) -> bool {
    let mut criteria = step.criteria.iter().flatten();
    criteria.any(|id| {
        p.criterion(id)
            .is_some_and(|known| cites(known.law.as_ref()))
    })
}

/// Documents that the step asks of the applicant without a law, here or on the document.
fn documents(p: &Procedure, step: &Step) -> Vec<Id> {
    let loose = asked_at(p, step).into_iter().filter(|asked| {
        let document = p.document(asked.need.document());
        !cites(asked.need.0.law.as_ref())
            && !document.is_some_and(|document| cites(document.law.as_ref()))
    });
    loose.map(|asked| asked.need.document().clone()).collect()
}

fn finding(step: &Step, items: Vec<Id>, message: Message) -> Finding {
    Finding {
        rule: RULE.id,
        steps: vec![step.id.clone()],
        items,
        severity: RULE.severity,
        confidence: Confidence::Certain,
        message,
        labels: vec![Label::new(&step.id, Message::new("laws-listed"))],
    }
}
