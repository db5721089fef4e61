//! `convert-to-notification`: an approval that cannot refuse becomes the recording of what the applicant notifies.
//!
//! Target: the approval. It stays at its place as a record; what only its refusal led to goes.

use super::approval::NO_CONSTRAINT;
use super::precondition::wrong_target;
use super::trading::{self, LAW_ALLOWS, NOT_EXCLUDED, STANDS_FOR_NO_OTHER};
use super::{Precondition, Rewrite, Target, edit};
use crate::context::Context;
use crate::control::criteria;
use crate::fact::Verdict;
use crate::measure::vector::Component;
use crate::message::{Arg, Message};
use crate::model::{Id, Procedure, StepKind};
use crate::trade::Relaxed;

/// The rewrite.
pub(super) static REWRITE: Rewrite = Rewrite {
    id: "convert-to-notification",
    answers: &["permission-for-registration"],
    act: "act-notification",
    lowers: Component::SignOffs,
    trades: Some(trades),
    targets: |cx, finding| trading::own_target(cx, &finding.steps),
    preconditions: &[
        &MAY_BE_NOTIFIED,
        &NO_DISCRETION,
        &LAW_ALLOWS,
        &NO_CONSTRAINT,
        &NOT_EXCLUDED,
        &STANDS_FOR_NO_OTHER,
    ],
    apply,
    page: include_str!("../../docs/rewrites/convert-to-notification.md"),
};

static MAY_BE_NOTIFIED: Precondition = Precondition {
    id: "may-be-notified",
    check: |cx, target| trading::decided(cx, target, "may-be-notified"),
};

static NO_DISCRETION: Precondition = Precondition {
    id: "no-discretion",
    check: no_discretion,
};

/// What the file says of each criterion is not asked again.
fn no_discretion(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(step) = trading::approval(cx, target) else {
        return wrong_target();
    };
    let stated = |criterion: &Id| cx.procedure.criterion(criterion)?.discretionary;
    let about = |key| Message::new(key).with("step", Arg::name(&step.id));
    let own = criteria(step);
    if let Some(free) = own.iter().find(|criterion| stated(criterion) == Some(true)) {
        return Verdict::Fails(about("stated-discretion").with("criterion", Arg::name(free)));
    }
    if !own.is_empty() && own.iter().all(|criterion| stated(criterion) == Some(false)) {
        return Verdict::Holds(about("stated-no-discretion"));
    }
    trading::decided(cx, target, "no-discretion")
}

fn trades(cx: &Context<'_>, target: &Target) -> Vec<Relaxed> {
    trading::declared(cx, target, |step, criterion| Relaxed::Notice {
        step,
        criterion,
    })
}

fn apply(cx: &Context<'_>, target: &Target) -> Procedure {
    let mut p = trading::without_verdict(cx, target, StepKind::Record);
    if let Some(step) = target.steps.first().and_then(|id| p.step_mut(id)) {
        edit::mark(step, REWRITE.id);
    }
    p
}
