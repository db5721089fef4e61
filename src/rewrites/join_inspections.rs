//! `join-inspections`: inspections by several bodies become one joint visit.
//!
//! Target: the inspection whose moment and place are kept, the one that comes with it. Both stay steps of their own, with
//! their bodies, criteria, papers, decisions and waits; what followed the second waits for both.

use super::precondition::{kept_apart, laws_read, wrong_target};
use super::together::{always_both, due_at_once, due_with_both, named};
use super::{Precondition, Rewrite, Target, edit, sharing};
use crate::context::Context;
use crate::dependence::{all_listed, applicant_works_between, between, waits_for};
use crate::fact::{Fact, Verdict};
use crate::finding::Finding;
use crate::measure::vector::Component;
use crate::message::{Arg, Message};
use crate::model::{After, Id, Procedure, Ref, Step, StepKind};

/// The rewrite.
pub(super) static REWRITE: Rewrite = Rewrite {
    id: "join-inspections",
    answers: &["repeated-inspections"],
    act: "act-join-inspections",
    lowers: Component::Inspections,
    trades: None,
    targets,
    preconditions: &[
        &ALWAYS_BOTH,
        &ONE_SITE,
        &WAITS_FOR_NOTHING_BETWEEN,
        &NOT_KEPT_APART,
        &CAN_STAND_BESIDE,
        &ONE_JOINT_VISIT,
    ],
    apply,
    page: include_str!("../../docs/rewrites/join-inspections.md"),
};

static ALWAYS_BOTH: Precondition = Precondition {
    id: "always-both",
    check: |cx, target| {
        always_both(cx, target, |two| {
            due_at_once(two) || due_with_both(two).is_some()
        })
    },
};

static ONE_SITE: Precondition = Precondition {
    id: "one-site",
    check: one_site,
};

static WAITS_FOR_NOTHING_BETWEEN: Precondition = Precondition {
    id: "waits-for-nothing-between",
    check: waits_for_nothing_between,
};

static NOT_KEPT_APART: Precondition = Precondition {
    id: "no-constraint-keeps-apart",
    check: not_kept_apart,
};

static CAN_STAND_BESIDE: Precondition = Precondition {
    id: "can-stand-beside",
    check: can_stand_beside,
};

static ONE_JOINT_VISIT: Precondition = Precondition {
    id: "one-joint-visit",
    check: one_joint_visit,
};

/// Each inspection with the first one by another body that is due at the same moment, else with the nearest one before
/// it, at the same place if there is one.
fn targets(cx: &Context<'_>, finding: &Finding) -> Vec<Target> {
    let inspections: Vec<&Step> = finding.steps.iter().filter_map(|id| cx.step(id)).collect();
    let mut out = Vec::new();
    for (at, second) in inspections.iter().enumerate() {
        let joins = |first: &&&Step| {
            // A joint visit is not torn apart.
            let moves = second.joint.is_none() || beside(cx, [first, second]);
            by_two_bodies(cx, [first, second])
                && moves
                && !first.comes_with(second)
                && cx.meet(&first.id, &second.id)
                && !applicant_works_between(cx, first, second)
        };
        let before: Vec<_> = inspections[..at].iter().filter(joins).collect();
        let here = |first: &&&&Step| place(cx.procedure, first) == place(cx.procedure, second);
        let at_once = |first: &&&&Step| due_at_once([first, second]);
        let hub = before.iter().find(|first| at_once(first) && here(first));
        let hub = hub.or_else(|| before.iter().find(at_once));
        let nearest = before.iter().rev().find(here).or(before.last());
        out.extend(hub.or(nearest).map(|first| Target {
            steps: vec![first.id.clone(), second.id.clone()],
            items: Vec::new(),
        }));
    }
    out
}

/// Whether they run beside each other already, so that neither waits for the other.
fn beside(cx: &Context<'_>, two @ [first, second]: [&Step; 2]) -> bool {
    due_at_once(two) || cx.concurrent(&first.id, &second.id)
}

fn by_two_bodies(cx: &Context<'_>, [first, second]: [&Step; 2]) -> bool {
    let inspects = |step: &Step| step.kind == StepKind::Inspect;
    let p = cx.procedure;
    inspects(first) && inspects(second) && p.desk(first) != p.desk(second)
}

fn inspections<'a>(cx: &Context<'a>, target: &Target) -> Option<[&'a Step; 2]> {
    sharing::two(cx, target).filter(|two| by_two_bodies(cx, *two))
}

/// Where the applicant receives an inspection: at a joint visit that is said of one of its steps.
fn place<'a>(p: &'a Procedure, step: &'a Step) -> Option<&'a Id> {
    let mut joint = p.steps.iter().filter(|other| other.comes_with(step));
    let own = step.visit.as_ref();
    own.or_else(|| joint.find_map(|other| other.visit.as_ref()))
}

fn one_site(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(two) = inspections(cx, target) else {
        return wrong_target();
    };
    let places = two.map(|step| place(cx.procedure, step));
    match places {
        [Some(a), Some(b)] if a == b => Verdict::Holds(named("visits-one-place", two)),
        [Some(_), Some(_)] => Verdict::Fails(named("different-places", two)),
        _ => cx.ask(about("one-site", two)),
    }
}

/// The one that comes with the other loses nothing that it has now: it builds on nothing found at the other or done
/// between, and nothing has to be late that a law makes late.
fn waits_for_nothing_between(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(two @ [first, second]) = inspections(cx, target) else {
        return wrong_target();
    };
    if beside(cx, two) {
        return Verdict::Holds(named("side-by-side-already", two));
    }
    let apart: Vec<&Step> = between(cx, first, second).collect();
    let earlier = [first].into_iter().chain(apart.iter().copied());
    if let Some(why) = earlier.flat_map(|step| waits_for(cx, step, second)).next() {
        return Verdict::Fails(why);
    }
    // What comes at the joint visit already is asked about with the visit.
    let apart: Vec<&Step> = (apart.into_iter())
        .filter(|step| !step.comes_with(first))
        .collect();
    let none = Message::new("lists-show-no-dependency");
    if all_listed(cx.procedure) {
        return laws_read(cx, [second], none);
    }
    let mut last: Vec<&&Step> = (apart.iter())
        .filter(|step| apart.iter().all(|other| !cx.leads(&step.id, &other.id)))
        .collect();
    last.sort_by_key(|step| &step.id);
    let each = last
        .into_iter()
        .map(|step| cx.ask(Fact::new("may-start-before", [&second.id, &step.id])));
    Verdict::all(each, named("nothing-done-between", two))
}

/// Nor any two of the bodies that would come: a joint visit may have others at it already.
fn not_kept_apart(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(two) = inspections(cx, target) else {
        return wrong_target();
    };
    let comes = |step: &&Step| {
        let mut own = two.iter();
        own.any(|one| one.id == step.id || one.comes_with(step))
    };
    let all = cx.procedure.steps.iter().filter(comes);
    let all = Target {
        steps: all.map(|step| step.id.clone()).collect(),
        items: Vec::new(),
    };
    match kept_apart(cx, &all) {
        Some(why) => Verdict::Fails(why),
        None => Verdict::Holds(Message::new("not-kept-apart")),
    }
}

/// The flow can let both begin where the first does, and what followed the second wait for both.
fn can_stand_beside(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(two @ [first, second]) = inspections(cx, target) else {
        return wrong_target();
    };
    let p = cx.procedure;
    let returned = |step: &Step| {
        let gateways = p.gateways.iter().flatten();
        let mut branches = gateways.flat_map(|gateway| &gateway.branches);
        branches.any(|branch| branch.back_to.as_ref() == Some(&step.id))
    };
    let of = |key, step: &Step| Message::new(key).with("step", Arg::name(&step.id));
    if let Some(step) = two.into_iter().find(|step| returned(step)) {
        return Verdict::Fails(of("cases-come-back-to", step));
    }
    if beside(cx, two) {
        return Verdict::Holds(named("side-by-side-already", two));
    }
    let own = Ref::step(second.id.clone());
    let waits = second.after.as_ref();
    let plain =
        waits.is_some_and(|after| after.refs().len() == 1 || matches!(after, After::All(_)));
    if first.after.is_none() {
        Verdict::Fails(Message::new("starts-the-case").with("a", Arg::name(&first.id)))
    } else if let Some(follower) = edit::cannot_wait_for_more(p, &own) {
        let message = Message::new("cannot-wait-for-all").with("step", Arg::name(follower));
        Verdict::Fails(message.with("last", Arg::name(&second.id)))
    } else if plain {
        Verdict::Holds(of("what-follows-can-follow", second))
    } else {
        Verdict::Fails(of("what-follows-cannot-follow", second))
    }
}

/// Whether the bodies can come together, and see then what each has to see, is for them to say.
fn one_joint_visit(cx: &Context<'_>, target: &Target) -> Verdict {
    match inspections(cx, target) {
        Some(two) => cx.ask(about("one-joint-visit", two)),
        None => wrong_target(),
    }
}

/// A fact about two inspections, the same whichever of them comes first.
fn about(name: &'static str, [first, second]: [&Step; 2]) -> Fact {
    Fact::new(
        name,
        [(&first.id).min(&second.id), (&first.id).max(&second.id)],
    )
}

fn apply(cx: &Context<'_>, target: &Target) -> Procedure {
    let mut p = cx.procedure.clone();
    let Some(two @ [first, second]) = sharing::two(cx, target) else {
        return p;
    };
    match due_with_both(two) {
        _ if due_at_once(two) => {}
        Some(after) if beside(cx, two) => wait_for_both(&mut p, two, &after),
        _ => stand_beside(&mut p, two),
    }
    let joint = first.joint.as_ref().or(second.joint.as_ref());
    let joint = joint.unwrap_or(&first.id).clone();
    let with_second: Vec<Id> = (p.steps.iter())
        .filter(|step| step.id == second.id || step.comes_with(second))
        .map(|step| step.id.clone())
        .collect();
    for id in with_second {
        if let Some(step) = p.step_mut(&id) {
            step.joint = Some(joint.clone());
            edit::mark(step, REWRITE.id);
        }
    }
    if let Some(step) = p.step_mut(&first.id).filter(|step| step.joint.is_none()) {
        step.joint = Some(joint);
        edit::mark(step, REWRITE.id);
    }
    p
}

/// Lets both, and what comes with either, begin once both are due.
fn wait_for_both(p: &mut Procedure, [first, second]: [&Step; 2], after: &After) {
    let both = |step: &Step| {
        [first, second]
            .iter()
            .any(|one| one.id == step.id || one.comes_with(step))
    };
    for step in p.steps.iter_mut().filter(|step| both(step)) {
        step.after = Some(after.clone());
    }
}

/// Lets the second begin where the first does; what followed the second waits for all that came before it as well.
fn stand_beside(p: &mut Procedure, [first, second]: [&Step; 2]) {
    let own = Ref::step(second.id.clone());
    let before = second.after.iter().flat_map(After::refs).cloned();
    let all: Vec<Ref> = before.chain([own.clone()]).collect();
    edit::wait_for_all(p, &own, &all);
    if let Some(step) = p.step_mut(&second.id) {
        step.after.clone_from(&first.after);
    }
}
