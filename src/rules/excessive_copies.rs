//! `excessive-copies`: several copies, or a certified or notarised one, of a document that the applicant hands in.
//!
//! Steps of a finding: the step that asks. Item: the document.

use super::Rule;
use crate::context::Context;
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::measure::data::{Asked, asked};
use crate::message::{Arg, Message};
use crate::model::{DocumentForm, Procedure};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "excessive-copies",
    severity: Severity::Low,
    check,
    page: include_str!("../../docs/rules/excessive-copies.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let asked = asked(cx.procedure);
    findings.extend(
        asked
            .iter()
            .filter_map(|asked| finding(cx.procedure, asked)),
    );
}

fn finding(p: &Procedure, asked: &Asked<'_>) -> Option<Finding> {
    let (need, step) = (&asked.need.0, asked.step);
    let about = |key| Message::new(key).with("document", Arg::name(&need.document));
    let several = (asked.need.copies() > 1)
        .then(|| about("asked-in-copies").with("copies", asked.need.copies()));
    let attested = match need.form {
        Some(DocumentForm::CertifiedCopy) => Some(about("asked-certified")),
        Some(DocumentForm::NotarisedCopy) => Some(about("asked-notarised")),
        Some(DocumentForm::Original | DocumentForm::Copy | DocumentForm::Electronic) | None => None,
    };
    let labels: Vec<Label> = several
        .into_iter()
        .chain(attested)
        .map(|message| Label::new(&step.id, message))
        .collect();
    (!labels.is_empty()).then(|| Finding {
        rule: RULE.id,
        steps: vec![step.id.clone()],
        items: vec![need.document.clone()],
        severity: RULE.severity,
        confidence: if asked.is_attested(p) {
            Confidence::Certain
        } else {
            Confidence::Likely
        },
        message: about(RULE.id).with("step", Arg::name(&step.id)),
        labels,
    })
}
