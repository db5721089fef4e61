//! `drop-empty-step`: a step at which nothing is left to do goes.
//!
//! Target: the step. What followed it follows what came before it.

use super::precondition::wrong_target;
use super::{Precondition, Rewrite, Target, approval, edit};
use crate::context::Context;
use crate::control::{Gate, gate};
use crate::fact::{Fact, Verdict};
use crate::finding::Finding;
use crate::measure::content::{holds_nothing, is_told_empty};
use crate::measure::vector::Component;
use crate::message::{Arg, Message};
use crate::model::{Id, Procedure};

/// The rewrite.
pub(super) static REWRITE: Rewrite = Rewrite {
    id: "drop-empty-step",
    answers: &["empty-step"],
    act: "act-drop-empty-step",
    lowers: Component::Steps,
    trades: None,
    targets,
    preconditions: &[
        &DOES_NOTHING,
        &approval::NOT_MANDATED,
        &approval::NO_CONSTRAINT,
        &CAN_BE_SPLICED,
    ],
    apply,
    page: include_str!("../../docs/rewrites/drop-empty-step.md"),
};

static DOES_NOTHING: Precondition = Precondition {
    id: "does-nothing",
    check: does_nothing,
};

static CAN_BE_SPLICED: Precondition = Precondition {
    id: "can-be-spliced",
    check: can_be_spliced,
};

fn targets(_: &Context<'_>, finding: &Finding) -> Vec<Target> {
    vec![Target {
        steps: finding.steps.clone(),
        items: Vec::new(),
    }]
}

fn does_nothing(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(step) = target.steps.first().and_then(|id| cx.step(id)) else {
        return wrong_target();
    };
    let about = |key| Message::new(key).with("step", Arg::name(&step.id));
    let origin = step.origin.iter();
    let mut rewrites = origin.flat_map(|origin| origin.rewrites.iter().flatten());
    let relaxed = rewrites.any(|id| super::find(id).is_some_and(|known| known.trades.is_some()));
    if relaxed {
        return Verdict::Fails(about("left-by-decision"));
    }
    let risk = step.risk.as_ref();
    let guarded = risk.is_some_and(|risk| risk.exclusions.iter().flatten().next().is_some());
    if guarded || !holds_nothing(cx.procedure, step) {
        return Verdict::Fails(about("does-something"));
    }
    if is_told_empty(cx.procedure, step) {
        return Verdict::Holds(about("told-empty"));
    }
    cx.ask(Fact::new("does-nothing", [&step.id]))
}

fn can_be_spliced(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(step) = target.steps.first().and_then(|id| cx.step(id)) else {
        return wrong_target();
    };
    let about = |key| Message::new(key).with("step", Arg::name(&step.id));
    if gate(cx, step) != Gate::None {
        Verdict::Fails(about("choice-hangs-on"))
    } else if returned_to(cx.procedure, &step.id) {
        Verdict::Fails(about("cases-come-back-to"))
    } else if edit::can_be_bypassed(cx.procedure, &step.id) {
        Verdict::Holds(about("what-follows-can-follow"))
    } else {
        Verdict::Fails(about("what-follows-cannot-follow"))
    }
}

fn returned_to(p: &Procedure, id: &Id) -> bool {
    let gateways = p.gateways.iter().flatten();
    let mut branches = gateways.flat_map(|gateway| &gateway.branches);
    branches.any(|branch| branch.back_to.as_ref() == Some(id))
}

fn apply(cx: &Context<'_>, target: &Target) -> Procedure {
    let mut p = cx.procedure.clone();
    if let Some(id) = target.steps.first() {
        edit::take_out(&mut p, id);
        edit::forget(&mut p, id);
    }
    p
}
