//! `sample-approval`: a share of the cases is still checked, the others go past.
//!
//! Target: the approval. It becomes a check behind a gateway of its own; what happens when it refuses stays.

use super::approval::{NO_CONSTRAINT, NOTHING_ELSE_DONE};
use super::precondition::wrong_target;
use super::trading::{self, LAW_ALLOWS, NOT_EXCLUDED, STANDS_FOR_NO_OTHER, approval};
use super::{Precondition, Rewrite, Target, edit};
use crate::context::Context;
use crate::control::verdict;
use crate::fact::Verdict;
use crate::measure::vector::Component;
use crate::message::{Arg, Message};
use crate::model::part::Part as _;
use crate::model::{After, Branch, Gateway, Id, Procedure, Ref, StepKind};
use crate::trade::Relaxed;

/// The rewrite.
pub(super) static REWRITE: Rewrite = Rewrite {
    id: "sample-approval",
    answers: &["rubber-stamp-approval"],
    act: "act-sample",
    lowers: Component::SignOffs,
    trades: Some(trades),
    targets: |cx, finding| trading::own_target(cx, &finding.steps),
    preconditions: &[
        &MAY_BE_SAMPLED,
        &LAW_ALLOWS,
        &NO_CONSTRAINT,
        &NOT_EXCLUDED,
        &STANDS_FOR_NO_OTHER,
        &NOTHING_ELSE_DONE,
        &CAN_GO_PAST,
    ],
    apply,
    page: include_str!("../../docs/rewrites/sample-approval.md"),
};

static MAY_BE_SAMPLED: Precondition = Precondition {
    id: "may-be-sampled",
    check: |cx, target| trading::decided(cx, target, "may-be-sampled"),
};

static CAN_GO_PAST: Precondition = Precondition {
    id: "can-go-past",
    check: can_go_past,
};

fn trades(cx: &Context<'_>, target: &Target) -> Vec<Relaxed> {
    trading::declared(cx, target, |step, criterion| Relaxed::Sample {
        step,
        criterion,
    })
}

/// By what a passed case goes on today.
fn passed(cx: &Context<'_>, target: &Target) -> Result<Ref, Message> {
    let Some(step) = approval(cx, target) else {
        return Err(Message::new("target-gone"));
    };
    let own = verdict(cx, step)?;
    Ok(own.map_or_else(|| Ref::step(step.id.clone()), |own| own.kept))
}

/// What follows must be able to follow either the check or the way past it.
fn can_go_past(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(step) = approval(cx, target) else {
        return wrong_target();
    };
    let on = match passed(cx, target) {
        Ok(on) => on,
        Err(message) => return Verdict::Fails(message),
    };
    let about = |key| Message::new(key).with("step", Arg::name(&step.id));
    let mut follows = (cx.procedure.waiting()).filter(|(_, after)| after.refs().contains(&on));
    let joins = |after: &After| !matches!(after, After::Any(_)) && after.refs().len() > 1;
    if step.after.is_none() || follows.any(|(_, after)| joins(after)) {
        return Verdict::Fails(about("what-follows-cannot-follow"));
    }
    Verdict::Holds(about("what-follows-can-follow"))
}

fn apply(cx: &Context<'_>, target: &Target) -> Procedure {
    let mut p = cx.procedure.clone();
    let (Some(step), Ok(on)) = (approval(cx, target), passed(cx, target)) else {
        return p;
    };
    let Some(after) = step.after.clone() else {
        return p;
    };
    let id = edit::new_id(&p, &step.id, "sample");
    let branch = |name: &str| Ref {
        id: id.clone(),
        branch: Some(Id::from(name)),
    };
    edit::follow_either(&mut p, &on, &branch("past"));
    edit::forget_counts(&mut p, &step.id);
    p.gateways.get_or_insert_with(Vec::new).push(Gateway {
        id: id.clone(),
        name: Some(edit::said("gateway-in-sample")),
        after,
        branches: vec![
            named("sampled", "branch-sampled"),
            named("past", "branch-past-sample"),
        ],
        ..Gateway::placeholder()
    });
    if let Some(step) = p.step_mut(&step.id) {
        step.kind = StepKind::Check;
        step.after = Some(After::All(vec![branch("sampled")]));
        step.share = None;
        edit::mark(step, REWRITE.id);
    }
    p
}

fn named(id: &str, key: &'static str) -> Branch {
    Branch {
        id: Id::from(id),
        name: Some(edit::said(key)),
        ..Branch::placeholder()
    }
}
