//! `merge-steps-of-one-desk`: what a desk does twice apart it does at once.
//!
//! Target: the first step, the second step, which is done with the first one. The merged step keeps the first one's
//! id and place; what followed the second follows what came before it.

use super::absorb::into_first;
use super::precondition::{laws_read, wrong_target};
use super::sharing::two;
use super::together::{named, return_parts};
use super::{Precondition, Rewrite, Target, edit, precondition, times};
use crate::context::Context;
use crate::control::{Gate, gate};
use crate::dependence::{all_listed, between, waits_for};
use crate::fact::{Fact, Verdict};
use crate::finding::Finding;
use crate::measure::vector::Component;
use crate::message::{Arg, Message};
use crate::model::{Procedure, Step};

/// The rewrite.
pub(super) static REWRITE: Rewrite = Rewrite {
    id: "merge-steps-of-one-desk",
    answers: &["scattered-steps-one-desk"],
    act: "act-merge-steps-of-one-desk",
    lowers: Component::Steps,
    trades: None,
    targets,
    preconditions: &[
        &WAITS_FOR_NOTHING_BETWEEN,
        &REPEATED_ALIKE,
        &ONE_PLACE,
        &CAN_BE_SPLICED,
        &precondition::MAY_MERGE,
        &precondition::LAW_LETS_MERGE,
        &precondition::ONE_PERSON,
        &times::FEES_ADD_UP,
    ],
    apply,
    page: include_str!("../../docs/rewrites/merge-steps-of-one-desk.md"),
};

static WAITS_FOR_NOTHING_BETWEEN: Precondition = Precondition {
    id: "waits-for-nothing-between",
    check: waits_for_nothing_between,
};

static REPEATED_ALIKE: Precondition = Precondition {
    id: "repeated-alike",
    check: repeated_alike,
};

static ONE_PLACE: Precondition = Precondition {
    id: "one-place",
    check: one_place,
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

fn waits_for_nothing_between(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some([first, second]) = two(cx, target) else {
        return wrong_target();
    };
    let apart: Vec<&Step> = between(cx, first, second).collect();
    let why = apart.iter().flat_map(|step| waits_for(cx, step, second));
    if let Some(why) = why.into_iter().next() {
        return Verdict::Fails(why);
    }
    let none = Message::new("lists-show-no-dependency");
    if all_listed(cx.procedure) {
        return laws_read(cx, [second], none);
    }
    // The question means the steps before the one that it names, too.
    let last = |step: &&&Step| apart.iter().all(|other| !cx.leads(&step.id, &other.id));
    let mut last: Vec<&&Step> = apart.iter().filter(last).collect();
    last.sort_by_key(|step| &step.id);
    let each = last
        .into_iter()
        .map(|step| cx.ask(Fact::new("may-start-before", [&second.id, &step.id])));
    Verdict::all(each, none)
}

/// Every return of cases repeats both or none, and every case that has one has the other.
fn repeated_alike(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(two @ [first, second]) = two(cx, target) else {
        return wrong_target();
    };
    let together =
        cx.always_before(&first.id, &second.id) && cx.always_after(&second.id, &first.id);
    match return_parts(cx, two) {
        _ if !together => Verdict::Fails(named("not-always-both", two)),
        Some(gateway) => {
            Verdict::Fails(named("return-parts-them", two).with("gateway", Arg::name(&gateway.id)))
        }
        None => Verdict::Holds(named("always-both", two)),
    }
}

fn one_place(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(two @ [first, second]) = two(cx, target) else {
        return wrong_target();
    };
    if first.role != second.role || first.with != second.with {
        return Verdict::Fails(named("different-desks", two));
    }
    if first.visit.is_some() && second.visit.is_some() && first.visit != second.visit {
        return Verdict::Fails(named("different-places", two));
    }
    Verdict::Holds(named("same-desk-and-place", two))
}

/// What follows the second step can follow what came before it, and no choice hangs on its verdict.
fn can_be_spliced(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some([_, second]) = two(cx, target) else {
        return wrong_target();
    };
    let about = |key| Message::new(key).with("step", Arg::name(&second.id));
    if gate(cx, second) != Gate::None {
        Verdict::Fails(about("choice-hangs-on"))
    } else if edit::can_be_bypassed(cx.procedure, &second.id) {
        Verdict::Holds(about("what-follows-can-follow"))
    } else {
        Verdict::Fails(about("what-follows-cannot-follow"))
    }
}

fn apply(cx: &Context<'_>, target: &Target) -> Procedure {
    into_first(cx, target, REWRITE.id)
}
