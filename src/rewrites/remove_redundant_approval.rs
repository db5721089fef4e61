//! `remove-redundant-approval`: a sign-off goes, because another control examines what it examines.
//!
//! Target: the sign-off that goes, the control that covers it; the criteria. The gateway that only asks
//! for its verdict goes with it.

use super::approval::{COMPETENT, NO_CONSTRAINT, NOT_MANDATED, REJECTS_FEW, sign_offs, two};
use super::precondition::wrong_target;
use super::{Precondition, Rewrite, Target, edit};
use crate::context::Context;
use crate::control::{
    Gate, Own, best_cover, covers, criteria, gate, least_caught_first, stands_for,
};
use crate::fact::{Fact, Verdict};
use crate::finding::Finding;
use crate::measure::data::asked_at;
use crate::measure::vector::Component;
use crate::message::{Arg, Message};
use crate::model::{Id, Listed, Need, Procedure, Ref, Step};

/// The rewrite.
pub(super) static REWRITE: Rewrite = Rewrite {
    id: "remove-redundant-approval",
    answers: &[
        "redundant-approval",
        "stacked-sign-offs",
        "rubber-stamp-approval",
    ],
    act: "act-remove-approval",
    lowers: Component::SignOffs,
    trades: None,
    targets,
    preconditions: &[
        &COVERED,
        &COMPETENT,
        &NOT_MANDATED,
        &NO_CONSTRAINT,
        &REJECTS_FEW,
        &STANDS_FOR_NO_OTHER,
        &NOTHING_ELSE_DONE,
        &CAN_BE_SPLICED,
    ],
    apply,
    page: include_str!("../../docs/rewrites/remove-redundant-approval.md"),
};

static COVERED: Precondition = Precondition {
    id: "covered",
    check: covered,
};

static STANDS_FOR_NO_OTHER: Precondition = Precondition {
    id: "stands-for-no-other",
    check: stands_for_no_other,
};

static NOTHING_ELSE_DONE: Precondition = Precondition {
    id: "nothing-else-done",
    check: nothing_else_done,
};

static CAN_BE_SPLICED: Precondition = Precondition {
    id: "can-be-spliced",
    check: can_be_spliced,
};

fn targets(cx: &Context<'_>, finding: &Finding) -> Vec<Target> {
    let mut gone = if finding.rule == "redundant-approval" {
        sign_offs(cx, finding.steps.get(..1).unwrap_or(&[]))
    } else {
        sign_offs(cx, &finding.steps)
    };
    least_caught_first(cx, &mut gone);
    let target = |a: &Step| {
        let b = best_cover(cx, a, cx.procedure.steps.iter())?;
        Some(Target {
            steps: vec![a.id.clone(), b.id.clone()],
            items: criteria(a).to_vec(),
        })
    };
    gone.into_iter().filter_map(target).collect()
}

fn covered(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some([a, b]) = two(cx, target) else {
        return wrong_target();
    };
    let about = |key| {
        Message::new(key)
            .with("a", Arg::name(&a.id))
            .with("b", Arg::name(&b.id))
    };
    let cover = match stands_for(cx, a, b) {
        Ok(cover) => cover,
        Err(message) => return Verdict::Fails(message),
    };
    let listed = cx.procedure.lists_all(Listed::Criteria);
    if !covers(a, b) && (listed || b.criteria.is_some()) {
        return Verdict::Fails(about("examines-more"));
    }
    if covers(a, b) && cover.reads_known && listed {
        return Verdict::Holds(about("examines-the-same"));
    }
    cx.ask(Fact::new("examines-nothing-beyond", [&a.id, &b.id]))
}

/// What one removed control would have stopped is left to the one that covers it: to take that one away as
/// well could lose in two steps what no single one may lose.
fn stands_for_no_other(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some([a, _]) = two(cx, target) else {
        return wrong_target();
    };
    let rewrites = a
        .origin
        .iter()
        .flat_map(|origin| origin.rewrites.iter().flatten());
    let about = |key| Message::new(key).with("step", Arg::name(&a.id));
    if rewrites.into_iter().any(|rewrite| rewrite == REWRITE.id) {
        Verdict::Fails(about("stands-for-another"))
    } else {
        Verdict::Holds(about("stands-for-itself"))
    }
}

/// A step that makes, types, takes in or charges something is more than a signature.
fn nothing_else_done(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some([a, _]) = two(cx, target) else {
        return wrong_target();
    };
    let about = |key| Message::new(key).with("step", Arg::name(&a.id));
    let some = |list: usize| list > 0;
    let makes = some(a.produces.iter().flatten().count());
    let types = some(a.enters.iter().flatten().count());
    // What it takes in or fetches, later steps may use.
    let fetches = |need: &Need| need.0.from.is_some();
    let takes_in = !asked_at(cx.procedure, a).is_empty() || a.needs.iter().flatten().any(fetches);
    if makes || types || takes_in || a.fee.is_some() {
        return Verdict::Fails(about("does-more-than-sign"));
    }
    let branches = cx.procedure.gateways.iter().flatten();
    let mut branches = branches.flat_map(|gateway| &gateway.branches);
    if branches.any(|branch| branch.back_to.as_ref() == Some(&a.id)) {
        return Verdict::Fails(about("cases-come-back-to"));
    }
    Verdict::Holds(about("does-nothing-but-sign"))
}

fn can_be_spliced(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some([a, _]) = two(cx, target) else {
        return wrong_target();
    };
    let own = match gate(cx, a) {
        Gate::Stuck(message) => return Verdict::Fails(message),
        Gate::Own(own) => Some(own),
        Gate::None => None,
    };
    let about = |key| Message::new(key).with("step", Arg::name(&a.id));
    let bypassed = own.map_or_else(
        || edit::can_be_bypassed(cx.procedure, &a.id),
        |own| {
            let mut p = cx.procedure.clone();
            take_gateway_out(&mut p, &a.id, &own);
            edit::can_be_bypassed(&p, &a.id)
        },
    );
    if bypassed {
        Verdict::Holds(about("what-follows-can-follow"))
    } else {
        Verdict::Fails(about("what-follows-cannot-follow"))
    }
}

fn apply(cx: &Context<'_>, target: &Target) -> Procedure {
    let mut p = cx.procedure.clone();
    let Some([a, b]) = two(cx, target) else {
        return p;
    };
    if let Gate::Own(own) = gate(cx, a) {
        take_gateway_out(&mut p, &a.id, &own);
    }
    edit::take_out(&mut p, &a.id);
    forget_counts(&mut p, &a.id);
    edit::rename_mentions(&mut p, &a.id, &b.id);
    if let Some(step) = p.step_mut(&b.id) {
        // Where the file is silent on what it examines, the answer has said that this is among it.
        if !covers(a, b) {
            step.criteria = Some(criteria(a).to_vec());
        }
        edit::mark(step, REWRITE.id);
    }
    p
}

/// What followed the passing branch follows the step; what the refusing ones led to no longer waits for them.
fn take_gateway_out(p: &mut Procedure, step: &Id, own: &Own) {
    edit::follow_instead(p, &own.kept, &[Ref::step(step.clone())]);
    for branch in &own.refusing {
        edit::follow_instead(p, branch, &[]);
    }
    if let Some(gateways) = &mut p.gateways {
        gateways.retain(|gateway| gateway.id != own.id);
    }
}

/// What was counted behind the step, or of who did it, says nothing of a flow without it.
fn forget_counts(p: &mut Procedure, gone: &Id) {
    for step in &mut p.steps {
        if let Some(counts) = &mut step.decisions {
            let behind = |given: &Vec<Id>| given.contains(gone);
            counts.retain(|counted| !counted.given.as_ref().is_some_and(behind));
        }
        if step.decisions.as_ref().is_some_and(Vec::is_empty) {
            step.decisions = None;
        }
    }
    if let Some(same) = &mut p.same_person {
        same.retain(|same| !same.steps.contains(gone));
    }
}
