//! Preconditions that rewrites share which take a step away. Targets start with the step that goes and, where
//! another one takes its place, the one that stays.

use super::precondition::{laws_read, stands_for_a_procedure, steps, wrong_target};
use super::{Precondition, Target};
use crate::context::Context;
use crate::control::{caught, competence, competent, criteria, shared};
use crate::fact::{Fact, Verdict};
use crate::measure::data::asked_at;
use crate::message::{Arg, Message};
use crate::model::{Id, Listed, Mandate, Need, Step, StepKind};

/// The role that stays may decide on everything that the one that goes examines.
pub(super) static COMPETENT: Precondition = Precondition {
    id: "competent",
    check: may_decide,
};

/// No law prescribes the step, its signatory or anything else that it cites.
pub(super) static NOT_MANDATED: Precondition = Precondition {
    id: "not-mandated",
    check: not_mandated,
};

/// No constraint names the step that goes: four eyes, an appeal, an order, a wait.
pub(super) static NO_CONSTRAINT: Precondition = Precondition {
    id: "no-constraint",
    check: no_constraint,
};

/// The control does nothing but sign.
pub(super) static NOTHING_ELSE_DONE: Precondition = Precondition {
    id: "nothing-else-done",
    check: |cx, target| nothing_else_done(cx, target, |_| false),
};

/// What both examine, the control that goes was counted to refuse in few cases that the others let pass.
pub(super) static REJECTS_FEW: Precondition = Precondition {
    id: "rejects-few",
    check: rejects_few,
};

/// Rejections, as a share of cases, up to which a control counts as one that stops few: the upper bound
/// of the 95 % interval is held against it (docs/rewrites/remove-redundant-approval.md).
const FEW: f64 = 0.03;

/// The control that goes, and the one that stays.
pub(super) fn two<'a>(cx: &Context<'a>, target: &Target) -> Option<[&'a Step; 2]> {
    <[&Step; 2]>::try_from(steps(cx, target)?).ok()
}

/// The step that goes, which is the first of a target.
fn first<'a>(cx: &Context<'a>, target: &Target) -> Option<&'a Step> {
    cx.step(target.steps.first()?)
}

/// The sign-offs among these steps: checks and decisions are not taken away for what others sign.
pub(super) fn sign_offs<'a>(cx: &Context<'a>, ids: &[Id]) -> Vec<&'a Step> {
    let steps = ids.iter().filter_map(|id| cx.step(id));
    steps
        .filter(|step| step.kind == StepKind::SignOff)
        .collect()
}

fn may_decide(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some([gone, stays]) = two(cx, target) else {
        return wrong_target();
    };
    let none = Message::new("role-competent").with("role", Arg::name(&stays.role));
    let each = criteria(gone).iter().map(|criterion| {
        let about = |key| {
            Message::new(key)
                .with("role", Arg::name(&stays.role))
                .with("criterion", Arg::name(criterion))
        };
        match competent(cx, &stays.role, criterion) {
            Some(true) => Verdict::Holds(about("role-competent-for")),
            Some(false) => Verdict::Fails(about("role-not-competent")),
            None => cx.ask(competence(&stays.role, criterion)),
        }
    });
    Verdict::all(each, none)
}

fn not_mandated(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(gone) = first(cx, target) else {
        return wrong_target();
    };
    let about = |key| Message::new(key).with("step", Arg::name(&gone.id));
    let p = cx.procedure;
    let mut cited = p.cited(gone);
    let cited = cited.find(|law| law.mandates.iter().flatten().next().is_some());
    // That a criterion is examined, and on which papers, is prescribed of whoever examines it: another one does.
    let of_this_step = |mandate: &Mandate| !matches!(mandate, Mandate::Step | Mandate::Document);
    let mut grounds = p.grounds(gone);
    let grounds = grounds.find(|law| law.mandates.iter().flatten().any(of_this_step));
    if let Some(law) = cited.or(grounds) {
        return Verdict::Fails(about("law-wants-step").with("law", Arg::name(&law.id)));
    }
    if p.wait_by_law(gone).any() {
        return Verdict::Fails(about("has-statutory-wait"));
    }
    if p.lists_all(Listed::Laws) {
        return laws_read(cx, [gone], about("no-law-wants-step"));
    }
    cx.ask(Fact::new("no-rule-requires", [&gone.id]))
}

fn no_constraint(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(gone) = first(cx, target) else {
        return wrong_target();
    };
    let mut constraints = cx.procedure.constraints.iter().flatten();
    match constraints.find(|constraint| constraint.steps.contains(&gone.id)) {
        Some(constraint) => Verdict::Fails(
            Message::new("constraint-names")
                .with("step", Arg::name(&gone.id))
                .with("kind", Message::new(constraint.kind.key())),
        ),
        None => {
            Verdict::Holds(Message::new("no-constraint-names").with("step", Arg::name(&gone.id)))
        }
    }
}

fn rejects_few(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some([gone, stays]) = two(cx, target) else {
        return wrong_target();
    };
    let about = |key| {
        Message::new(key)
            .with("a", Arg::name(&gone.id))
            .with("b", Arg::name(&stays.id))
    };
    let stated = !criteria(gone).is_empty() && !criteria(stays).is_empty();
    if stated && shared(gone, stays).is_empty() {
        return Verdict::Holds(about("examine-different"));
    }
    match caught(cx, gone) {
        Some(caught) if caught.count.upper() <= FEW => Verdict::Holds(caught.message(gone)),
        // Too few cases bound nothing; many rejections among few cases already say enough.
        Some(caught) if caught.count.rate().is_some_and(|rate| rate > FEW) => {
            Verdict::Fails(caught.message(gone))
        }
        _ => cx.ask(Fact::new("rejects-few", [&gone.id])),
    }
}

/// A step that makes, types, takes in or charges something is more than a signature. What
/// another step could make instead does not count.
pub(super) fn nothing_else_done(
    cx: &Context<'_>,
    target: &Target,
    made_elsewhere: impl Fn(&Id) -> bool,
) -> Verdict {
    let Some(a) = first(cx, target) else {
        return wrong_target();
    };
    let about = |key| Message::new(key).with("step", Arg::name(&a.id));
    if a.calls.is_some() {
        return Verdict::Fails(stands_for_a_procedure(a));
    }
    let made = a.produces.iter().flatten();
    let made: Vec<&Id> = made.filter(|made| !made_elsewhere(made)).collect();
    let types = a.enters.iter().flatten().count() > 0;
    // What it takes in or fetches, later steps may use.
    let fetches = |need: &Need| need.0.from.is_some();
    let takes_in = !asked_at(cx.procedure, a).is_empty()
        || a.needs.iter().flatten().any(fetches)
        || brings_along(cx, a);
    if !made.is_empty() && !types && !takes_in && a.fee.is_none() {
        return Verdict::Fails(about("makes-as-it-signs").with("documents", Arg::names(made)));
    }
    if !made.is_empty() || types || takes_in || a.fee.is_some() {
        return Verdict::Fails(about("does-more-than-sign"));
    }
    let branches = cx.procedure.gateways.iter().flatten();
    let mut branches = branches.flat_map(|gateway| &gateway.branches);
    if branches.any(|branch| branch.back_to.as_ref() == Some(&a.id)) {
        return Verdict::Fails(about("cases-come-back-to"));
    }
    Verdict::Holds(about("does-nothing-but-sign"))
}

/// Whether a step needs a document that is not surely at hand without it, and that later steps use.
fn brings_along(cx: &Context<'_>, a: &Step) -> bool {
    let p = cx.procedure;
    let has = |step: &Step, document: &Id| {
        let mut needs = step.needs.iter().flatten().map(Need::document);
        needs.any(|need| need == document) || step.produces.iter().flatten().any(|d| d == document)
    };
    let uses = |step: &Step, document: &Id| {
        let examined = criteria(step).iter().filter_map(|id| p.criterion(id));
        let mut read = examined.flat_map(|criterion| criterion.reads.iter().flatten());
        has(step, document)
            || read.any(|id| id == document)
            || step.reads.iter().flatten().any(|id| id == document)
    };
    let others = || p.steps.iter().filter(|step| step.id != a.id);
    a.needs
        .iter()
        .flatten()
        .map(Need::document)
        .any(|document| {
            let at_hand =
                others().any(|step| has(step, document) && cx.always_before(&step.id, &a.id));
            !at_hand && others().any(|step| cx.leads(&a.id, &step.id) && uses(step, document))
        })
}
