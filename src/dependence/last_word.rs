//! Who looks so that others may decide, and who has the last word.

use crate::context::Context;
use crate::message::Message;
use crate::model::{DocumentKind, Id, Procedure, Step, StepKind};
use std::collections::BTreeSet;

/// Whether a step may find something on which only later steps can act: it checks, reviews or inspects, hands nothing out
/// itself, and was not counted to refuse nobody.
pub fn finds_out(p: &Procedure, step: &Step) -> bool {
    let mut counted = step.decisions.iter().flatten().peekable();
    let idle = counted.peek().is_some() && counted.all(|decisions| decisions.rejected == 0);
    looks(step) && !idle && !hands_out(p, step)
}

/// Whether something is granted at a step: it signs, decides, or hands out what the procedure is for. What a check, review or
/// inspection hands out tells what it found itself.
pub fn grants(p: &Procedure, step: &Step) -> bool {
    step.signs() || !looks(step) && hands_out(p, step)
}

fn looks(step: &Step) -> bool {
    matches!(
        step.kind,
        StepKind::Check | StepKind::Review | StepKind::Inspect
    )
}

fn hands_out(p: &Procedure, step: &Step) -> bool {
    let output = |id: &Id| {
        let document = p.document(id);
        document.is_some_and(|document| document.kind == Some(DocumentKind::Output))
    };
    step.produces.iter().flatten().any(output)
}

/// The steps that sign last: no other signature comes after or beside them.
struct Last(BTreeSet<Id>);

/// That the later step has the last word on what the earlier one found: nothing is said of what that was looked at for,
/// nothing was written about it, and nobody else signs afterwards.
pub(super) fn last_word(cx: &Context<'_>, earlier: &Step, later: &Step) -> Option<Message> {
    let nothing_said = earlier.criteria.is_none() && earlier.produces.iter().flatten().count() == 0;
    if !later.signs() || !nothing_said || !finds_out(cx.procedure, earlier) {
        return None;
    }
    let last = cx.once(|| {
        let signing = || cx.procedure.steps.iter().filter(|step| step.signs());
        let alone = |step: &&Step| {
            let beyond =
                |other: &Step| cx.leads(&step.id, &other.id) || cx.concurrent(&step.id, &other.id);
            !signing().any(beyond)
        };
        Last(
            signing()
                .filter(alone)
                .map(|step| step.id.clone())
                .collect(),
        )
    });
    last.0
        .contains(&later.id)
        .then(|| Message::new("last-to-sign"))
}
