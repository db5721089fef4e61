//! What the applicant is there for: being heard, and being given what the procedure is for.

use super::Pair;
use crate::context::Context;
use crate::message::{Arg, Message};
use crate::model::{DocumentKind, Id, Mandate, Procedure, Step};

/// Whom the law wants heard still takes part, and every output that was made where the applicant takes part is made there or
/// before the applicant takes part.
pub(super) fn served(pair: &Pair<'_>) -> Result<(), Message> {
    let before = pair.before.procedure;
    let met = |step: &&Step| before.meets_applicant(step);
    for step in before.steps.iter().filter(met) {
        let law = before.prescribing(step, Mandate::Hearing).next();
        let heard = || {
            let heir = pair.heir(&step.id);
            heir.is_some_and(|heir| pair.after.procedure.meets_applicant(heir))
        };
        if let Some(law) = law
            && !heard()
            && !pair.law_changes(&law.id, &step.id)
        {
            let message = Message::new("lost-hearing").with("law", Arg::name(&law.id));
            return Err(message.with("step", Arg::name(&step.id)));
        }
    }
    let outputs = before.documents.iter().flatten();
    let outputs = outputs.filter(|document| document.kind == Some(DocumentKind::Output));
    for output in outputs {
        let mut makers = makers(pair.before, &output.id);
        let was = makers.any(|maker| is_party(before, maker));
        if was && !handed_out(pair.after, &output.id) {
            return Err(Message::new("lost-hand-out").with("document", Arg::name(&output.id)));
        }
    }
    Ok(())
}

/// Whether the applicant does the step or is the other party at it; one that only says where it takes place may be done at
/// an earlier visit to that place.
fn is_party(p: &Procedure, step: &Step) -> bool {
    let with = step.with.as_ref();
    p.is_applicant(&step.role) || with.is_some_and(|with| p.is_applicant(with))
}

/// The steps that make an output.
fn makers<'a>(cx: &Context<'a>, output: &'a Id) -> impl Iterator<Item = &'a Step> {
    let makes = move |step: &&Step| step.produces.iter().flatten().any(|made| made == output);
    cx.procedure.steps.iter().filter(makes)
}

/// Whether the applicant takes part where an output is made, or later.
fn handed_out(cx: &Context<'_>, output: &Id) -> bool {
    makers(cx, output).any(|maker| {
        let later = |step: &Step| step.id == maker.id || cx.leads(&maker.id, &step.id);
        let mut met = (cx.procedure.steps.iter()).filter(|step| cx.procedure.meets_applicant(step));
        met.any(later)
    })
}
