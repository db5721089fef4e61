//! `own-output-asked-back`: the applicant carries what a step of this procedure makes to a later one.
//!
//! Steps of a finding: where the document is made, where it is asked back. Item: the document. Or the step alone, to
//! which the applicant comes although the desk gets all papers itself.

use super::Rule;
use crate::context::Context;
use crate::custody::{carried_from, comes_for_papers_fetched};
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::measure::data::{Asked, asked_at};
use crate::message::{Arg, Message};
use crate::model::{DocumentKind, Need, Step};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "own-output-asked-back",
    severity: Severity::Medium,
    check,
    page: include_str!("../../docs/rules/own-output-asked-back.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let p = cx.procedure;
    for asked in p.steps.iter().flat_map(|step| asked_at(p, step)) {
        let document = p.document(asked.need.document());
        // A form is handed out blank and comes back filled in.
        if document.is_some_and(|document| document.kind == Some(DocumentKind::Form)) {
            continue;
        }
        if let Some(maker) = carried_from(cx, asked.step, asked.need.document()) {
            findings.push(carried(cx, maker, &asked));
        }
    }
    let comes = p.steps.iter();
    let comes = comes.filter(|step| comes_for_papers_fetched(p, step));
    findings.extend(comes.filter_map(|step| for_nothing(cx, step)));
}

fn carried(cx: &Context<'_>, maker: &Step, asked: &Asked<'_>) -> Finding {
    let p = cx.procedure;
    let document = asked.need.document();
    let sure = cx.always_before(&maker.id, &asked.step.id);
    let about = |message: Message| message.with("document", Arg::name(document));
    let made = about(Message::new("made-here-by")).with("desk", Arg::name(p.desk(maker)));
    let back = about(Message::new("asked-back-here"));
    let mut labels = vec![
        Label::new(&maker.id, made),
        Label::new(&asked.step.id, back),
    ];
    if !sure {
        let open = about(Message::new("not-always-made-there"));
        labels.push(Label::new(
            &maker.id,
            open.with("step", Arg::name(&asked.step.id)),
        ));
    }
    Finding {
        rule: RULE.id,
        steps: vec![maker.id.clone(), asked.step.id.clone()],
        items: vec![document.clone()],
        severity: RULE.severity,
        confidence: match (sure, asked.is_attested(p)) {
            (false, _) => Confidence::Possible,
            (true, false) => Confidence::Likely,
            (true, true) => Confidence::Certain,
        },
        message: about(Message::new(RULE.id))
            .with("maker", Arg::name(&maker.id))
            .with("step", Arg::name(&asked.step.id)),
        labels,
    }
}

/// The applicant comes to a desk that gets from other desks what they made for the case.
fn for_nothing(cx: &Context<'_>, step: &Step) -> Option<Finding> {
    let needs = step.needs.iter().flatten().map(Need::document);
    let label = |document| {
        let maker = carried_from(cx, step, document)?;
        let message = Message::new("made-by")
            .with("desk", Arg::name(cx.procedure.desk(maker)))
            .with("document", Arg::name(document));
        Some(Label::new(&step.id, message))
    };
    let labels: Vec<Label> = needs.filter_map(label).collect();
    (!labels.is_empty()).then(|| Finding {
        rule: RULE.id,
        steps: vec![step.id.clone()],
        items: Vec::new(),
        severity: RULE.severity,
        // What else the applicant may come for, the file may not say.
        confidence: Confidence::Possible,
        message: Message::new("comes-for-papers-fetched").with("step", Arg::name(&step.id)),
        labels,
    })
}
