//! `correct-in-place`: a case that is sent back goes to the step that needs correcting.
//!
//! Target: the step to which cases go back, then the one to which they shall; the gateway as its item.

use super::precondition::wrong_target;
use super::{Precondition, Rewrite, Target};
use crate::context::Context;
use crate::dependence::Uses;
use crate::fact::{Fact, Verdict};
use crate::finding::Finding;
use crate::measure::vector::Component;
use crate::message::{Arg, Message};
use crate::model::{Gateway, Id, Procedure, Step, StepKind};
use std::collections::BTreeSet;

/// The rewrite.
pub(super) static REWRITE: Rewrite = Rewrite {
    id: "correct-in-place",
    answers: &["rework-restarts"],
    act: "act-correct-in-place",
    lowers: Component::Rework,
    trades: None,
    targets,
    preconditions: &[&STRAIGHT_WAY, &NOT_DONE_ANEW],
    apply,
    page: include_str!("../../docs/rewrites/correct-in-place.md"),
};

static STRAIGHT_WAY: Precondition = Precondition {
    id: "straight-way",
    check: straight_way,
};

static NOT_DONE_ANEW: Precondition = Precondition {
    id: "need-not-be-repeated",
    check: need_not_be_repeated,
};

fn targets(cx: &Context<'_>, finding: &Finding) -> Vec<Target> {
    let gateway = finding
        .items
        .first()
        .and_then(|id| cx.procedure.gateway(id));
    let Some((gateway, first)) = gateway.zip(finding.steps.last()) else {
        return Vec::new();
    };
    let back = gateway.branches.iter().filter_map(|b| b.back_to.as_ref());
    let back: BTreeSet<&Id> = back.filter(|back| cx.leads(back, first)).collect();
    let target = |back: &Id| Target {
        steps: vec![back.clone(), first.clone()],
        items: vec![gateway.id.clone()],
    };
    back.into_iter().map(target).collect()
}

/// A return of cases that is to be shorter.
struct Return<'a> {
    gateway: &'a Gateway,
    back: &'a Step,
    first: &'a Step,
    /// The steps from `back` on that would no longer be repeated.
    skipped: Vec<&'a Step>,
}

impl<'a> Return<'a> {
    fn of(cx: &Context<'a>, target: &Target) -> Option<Self> {
        let [back, first] = &target.steps[..] else {
            return None;
        };
        let gateway = cx.procedure.gateway(target.items.first()?)?;
        let mut branches = gateway.branches.iter();
        branches.find(|branch| branch.back_to.as_ref() == Some(back))?;
        let skipped = |step: &&Step| {
            (step.id == *back || cx.leads(back, &step.id)) && cx.leads(&step.id, first)
        };
        let steps = cx.steps_in_order().into_iter();
        Some(Self {
            gateway,
            back: cx.step(back)?,
            first: cx.step(first)?,
            skipped: steps.filter(skipped).collect(),
        })
    }

    fn about(&self, key: &'static str) -> Message {
        Message::new(key)
            .with("gateway", Arg::name(&self.gateway.id))
            .with("a", Arg::name(&self.back.id))
            .with("b", Arg::name(&self.first.id))
    }
}

/// From one step to the other there is one way, with no choice on it, and what runs beside the return runs beside both.
fn straight_way(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(known) = Return::of(cx, target) else {
        return wrong_target();
    };
    let mut gateways = cx.procedure.gateways.iter().flatten();
    let between = gateways.find(|gateway| {
        cx.leads(&known.back.id, &gateway.id) && cx.leads(&gateway.id, &known.first.id)
    });
    if let Some(choice) = between {
        let message = known
            .about("choice-on-the-way")
            .with("choice", Arg::name(&choice.id));
        return Verdict::Fails(message);
    }
    let beside = |id: &Id| -> BTreeSet<&Id> {
        let steps = cx.procedure.steps.iter().map(|step| &step.id);
        steps.filter(|step| cx.concurrent(step, id)).collect()
    };
    let all_pass = cx.always_before(&known.back.id, &known.first.id);
    let at_gateway = beside(&known.gateway.id);
    if all_pass && at_gateway == beside(&known.first.id) && at_gateway == beside(&known.back.id) {
        Verdict::Holds(known.about("one-way-to-correct"))
    } else {
        Verdict::Fails(known.about("runs-beside-others"))
    }
}

/// What would no longer be repeated uses nothing that is corrected, tells the applicant nothing, and nobody wants it done anew.
fn need_not_be_repeated(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(known) = Return::of(cx, target) else {
        return wrong_target();
    };
    let about = |key, step: &Step| known.about(key).with("step", Arg::name(&step.id));
    if let Some(step) = known.skipped.iter().find(|step| meets(cx, step)) {
        return Verdict::Fails(about("return-tells-applicant", step));
    }
    let redone = |step: &&Step| {
        let behind = step.id == known.first.id || cx.leads(&known.first.id, &step.id);
        behind && cx.leads(&step.id, &known.gateway.id)
    };
    let redone: Vec<&Step> = cx.procedure.steps.iter().filter(redone).collect();
    let uses = Uses::of(cx);
    let concerned = known.skipped.iter().find(|step| {
        let mut nodes = redone
            .iter()
            .filter_map(|other| cx.node(&other.id).zip(cx.node(&step.id)));
        nodes.any(|(other, own)| uses.changes(other, own))
    });
    if let Some(step) = concerned {
        return Verdict::Fails(about("uses-what-is-corrected", step));
    }
    let ask = |step: &&Step| {
        let subjects = [&step.id, &known.gateway.id];
        cx.ask(Fact::new("need-not-be-repeated", subjects))
    };
    Verdict::all(
        known.skipped.iter().map(ask),
        known.about("nothing-skipped"),
    )
}

/// Whether the applicant learns of the return there, acts there or is waited for.
fn meets(cx: &Context<'_>, step: &Step) -> bool {
    let kinds = [StepKind::Submit, StepKind::Notify, StepKind::Wait];
    kinds.contains(&step.kind) || cx.procedure.meets_applicant(step)
}

fn apply(cx: &Context<'_>, target: &Target) -> Procedure {
    let mut p = cx.procedure.clone();
    let ([back, first], Some(gateway)) = (&target.steps[..], target.items.first()) else {
        return p;
    };
    let gateways = p.gateways.iter_mut().flatten();
    let own = gateways.filter(|known| known.id == *gateway);
    for branch in own.flat_map(|gateway| &mut gateway.branches) {
        if branch.back_to.as_ref() == Some(back) {
            branch.back_to = Some(first.clone());
        }
    }
    p
}
