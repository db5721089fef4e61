//! `convert-to-notification`: an approval that cannot refuse becomes the recording of what the applicant notifies.
//!
//! Target: the approval. It stays at its place as a record; what only its refusal led to goes.

use super::approval::NO_CONSTRAINT;
use super::trading::{self, LAW_ALLOWS, NOT_EXCLUDED};
use super::{Precondition, Rewrite, Target, edit};
use crate::context::Context;
use crate::measure::vector::Component;
use crate::model::{Procedure, StepKind};
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
    check: |cx, target| trading::decided(cx, target, "no-discretion"),
};

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
