//! `downgrade-to-notice`: who approved is told, and the case goes on.
//!
//! Target: the approval. It stays at its place as a notice; what only its refusal led to goes.

use super::approval::{NO_CONSTRAINT, NOTHING_ELSE_DONE};
use super::precondition::wrong_target;
use super::trading::{
    self, LAW_ALLOWS, NOT_EXCLUDED, STANDS_FOR_NO_OTHER, VERDICT_CAN_GO, approval,
};
use super::{Precondition, Rewrite, Target, edit};
use crate::context::Context;
use crate::control::criteria;
use crate::fact::{Fact, Verdict};
use crate::measure::vector::Component;
use crate::message::{Arg, Message};
use crate::model::{Id, Procedure, Step, StepKind};
use crate::trade::Relaxed;

/// The rewrite.
pub(super) static REWRITE: Rewrite = Rewrite {
    id: "downgrade-to-notice",
    answers: &["rubber-stamp-approval"],
    act: "act-notice",
    lowers: Component::SignOffs,
    trades: Some(trades),
    targets: |cx, finding| trading::own_target(cx, &finding.steps),
    preconditions: &[
        &MAY_BE_NOTICE,
        &LOOKED_AT_ELSEWHERE,
        &LAW_ALLOWS,
        &NO_CONSTRAINT,
        &NOT_EXCLUDED,
        &STANDS_FOR_NO_OTHER,
        &NOTHING_ELSE_DONE,
        &VERDICT_CAN_GO,
    ],
    apply,
    page: include_str!("../../docs/rewrites/downgrade-to-notice.md"),
};

static MAY_BE_NOTICE: Precondition = Precondition {
    id: "may-be-notice",
    check: |cx, target| trading::decided(cx, target, "may-be-notice"),
};

static LOOKED_AT_ELSEWHERE: Precondition = Precondition {
    id: "looked-at-elsewhere",
    check: looked_at_elsewhere,
};

fn trades(cx: &Context<'_>, target: &Target) -> Vec<Relaxed> {
    trading::declared(cx, target, |step, criterion| Relaxed::Notice {
        step,
        criterion,
    })
}

/// A notice leaves a criterion to those who examine it too: somebody has to.
fn looked_at_elsewhere(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(step) = approval(cx, target) else {
        return wrong_target();
    };
    let about = |key| Message::new(key).with("step", Arg::name(&step.id));
    if criteria(step).is_empty() {
        return cx.ask(Fact::new("looked-at-elsewhere", [&step.id]));
    }
    let nobody = |criterion: &&Id| {
        let mut others = cx.procedure.steps.iter();
        !others.any(|other| looks(cx, step, criterion, other))
    };
    match criteria(step).iter().find(nobody) {
        Some(criterion) => {
            Verdict::Fails(about("nobody-else-looks").with("criterion", Arg::name(criterion)))
        }
        None => Verdict::Holds(about("others-look")),
    }
}

/// Whether another step examines a criterion in every case that comes to one.
fn looks(cx: &Context<'_>, step: &Step, criterion: &Id, other: &Step) -> bool {
    let meets = cx.always_before(&other.id, &step.id) || cx.always_after(&other.id, &step.id);
    other.id != step.id && criteria(other).contains(criterion) && meets
}

fn apply(cx: &Context<'_>, target: &Target) -> Procedure {
    let mut p = trading::without_verdict(cx, target, StepKind::Notify);
    // They stand for it from now on, and may not be relaxed as well.
    let leaned_on = approval(cx, target).into_iter().flat_map(|step| {
        let own = |other: &&Step| criteria(step).iter().any(|id| looks(cx, step, id, other));
        cx.procedure.steps.iter().filter(own)
    });
    for other in leaned_on.map(|other| &other.id) {
        if let Some(other) = p.step_mut(other) {
            edit::mark(other, REWRITE.id);
        }
    }
    if let Some(step) = target.steps.first().and_then(|id| p.step_mut(id)) {
        edit::mark(step, REWRITE.id);
    }
    p
}
