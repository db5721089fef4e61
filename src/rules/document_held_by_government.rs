//! `document-held-by-government`: the applicant brings what an agency of the same government has already.
//!
//! Step of a finding: where the document is asked. Item: the document.

use super::Rule;
use crate::context::Context;
use crate::custody::{Holder, Origin, carried_from, holder, party};
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::measure::data::{Asked, asked_at};
use crate::message::{Arg, Message};
use crate::model::DocumentKind;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "document-held-by-government",
    severity: Severity::Medium,
    check,
    page: include_str!("../../docs/rules/document-held-by-government.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let steps = cx.procedure.steps.iter();
    for asked in steps.flat_map(|step| asked_at(cx.procedure, step)) {
        let document = cx.procedure.document(asked.need.document());
        // What an agency issues of a form is blank.
        if document.is_some_and(|document| document.kind == Some(DocumentKind::Form)) {
            continue;
        }
        // What a step before makes is the fault of `own-output-asked-back`.
        if carried_from(cx, asked.step, asked.need.document()).is_some() {
            continue;
        }
        if let Some(holder) = holder(cx, asked.step, asked.need.document()) {
            findings.push(finding(cx, &asked, &holder));
        }
    }
}

fn finding(cx: &Context<'_>, asked: &Asked<'_>, holder: &Holder<'_>) -> Finding {
    let document = asked.need.document();
    let key = match holder.origin {
        Origin::Issues => "issued-by",
        Origin::Holds => "held-by",
    };
    let agency = Arg::name(&holder.agency.id);
    let named = Message::new(key)
        .with("document", Arg::name(document))
        .with("agency", agency.clone());
    let open = Message::new("government-not-stated")
        .with("agency", agency.clone())
        .with("other", Arg::name(party(cx, asked.step).id()));
    let mut labels = vec![Label::new(document, named)];
    if !holder.same_government {
        labels.push(Label::new(&asked.step.id, open));
    }
    Finding {
        rule: RULE.id,
        steps: vec![asked.step.id.clone()],
        items: vec![document.clone()],
        severity: RULE.severity,
        confidence: match (holder.same_government, asked.is_attested(cx.procedure)) {
            (false, _) => Confidence::Possible,
            (true, false) => Confidence::Likely,
            (true, true) => Confidence::Certain,
        },
        message: Message::new(RULE.id)
            .with("document", Arg::name(document))
            .with("step", Arg::name(&asked.step.id))
            .with("agency", agency),
        labels,
    }
}
