//! `merge-visits`: two visits become one: to one place, or to one counter that takes in what two places did.
//!
//! Target: the visit that stays, the later visit whose business is done then.

use super::precondition::{laws_read, wrong_target};
use super::sharing::two;
use super::together::{due_at_once, named};
use super::{Precondition, Rewrite, Target, edit};
use crate::context::Context;
use crate::dependence::{applicant_works_between, between, may_be_about};
use crate::fact::{Fact, Verdict};
use crate::finding::Finding;
use crate::measure::vector::Component;
use crate::message::Arg;
use crate::model::{ConstraintKind, Id, Mandate, Procedure, Step, StepKind};

/// The rewrite.
pub(super) static REWRITE: Rewrite = Rewrite {
    id: "merge-visits",
    answers: &["repeated-visits"],
    act: "act-merge-visits",
    lowers: Component::Visits,
    trades: None,
    targets,
    preconditions: &[
        &ALWAYS_BEFORE,
        &NO_INSPECTION_ELSEWHERE,
        &NOTHING_WAITED_FOR,
        &NO_STATUTORY_WAIT,
        &NO_HEARING,
    ],
    apply,
    page: include_str!("../../docs/rewrites/merge-visits.md"),
};

static ALWAYS_BEFORE: Precondition = Precondition {
    id: "always-before",
    check: always_before,
};

static NO_INSPECTION_ELSEWHERE: Precondition = Precondition {
    id: "no-inspection-elsewhere",
    check: no_inspection_elsewhere,
};

static NOTHING_WAITED_FOR: Precondition = Precondition {
    id: "nothing-waited-for",
    check: nothing_waited_for,
};

static NO_STATUTORY_WAIT: Precondition = Precondition {
    id: "no-statutory-wait",
    check: no_statutory_wait,
};

static NO_HEARING: Precondition = Precondition {
    id: "no-hearing",
    check: no_hearing,
};

/// Each visit with one that is due at the same moment, and with the last one before it that the same case can meet: at its
/// place, or where there was none, elsewhere.
fn targets(cx: &Context<'_>, finding: &Finding) -> Vec<Target> {
    let visits = finding.steps.iter().filter_map(|id| cx.step(id));
    let visits: Vec<&Step> = visits.filter(|step| step.visit.is_some()).collect();
    let inspects = |step: &Step| step.kind == StepKind::Inspect;
    // Two bodies that inspect come together or apart: what the one sees nobody can settle with the other.
    let two_bodies = |first: &Step, second: &Step| {
        let p = cx.procedure;
        inspects(first) && inspects(second) && p.desk(first) != p.desk(second)
    };
    let mut out = Vec::new();
    // What is done at a joint visit is done there, whoever else comes.
    let alone = |(_, second): &(usize, &&Step)| second.joint.is_none();
    for (at, second) in visits.iter().enumerate().filter(alone) {
        let before = visits[..at].iter().rev();
        let met = |first: &&&Step| cx.meet(&first.id, &second.id) && !two_bodies(first, second);
        let before: Vec<_> = before.filter(met).collect();
        let here = before.iter().find(|first| first.visit == second.visit);
        let nearest = here.or_else(|| before.first());
        let at_once = before.iter().find(|first| due_at_once([first, second]));
        let other = nearest.filter(|first| at_once.is_none_or(|at_once| at_once.id != first.id));
        let both = at_once.into_iter().chain(other);
        out.extend(both.map(|first| Target {
            steps: vec![first.id.clone(), second.id.clone()],
            items: Vec::new(),
        }));
    }
    out
}

fn visits<'a>(cx: &Context<'a>, target: &Target) -> Option<[&'a Step; 2]> {
    two(cx, target).filter(|[first, second]| first.visit.is_some() && second.visit.is_some())
}

fn always_before(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some([first, second]) = visits(cx, target) else {
        return wrong_target();
    };
    if due_at_once([first, second]) {
        Verdict::Holds(named("due-at-once", [first, second]))
    } else if cx.always_before(&first.id, &second.id) {
        Verdict::Holds(named("visit-always-before", [first, second]))
    } else {
        Verdict::Fails(named("visit-not-always-before", [first, second]))
    }
}

/// Nobody inspects at a counter: what is looked at where it stands is not done elsewhere, nor before it is there.
fn no_inspection_elsewhere(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some([first, second]) = visits(cx, target) else {
        return wrong_target();
    };
    let inspects = |step: &&Step| step.kind == StepKind::Inspect;
    if inspects(&second) && applicant_works_between(cx, first, second) {
        return Verdict::Fails(named("inspects-later-work", [first, second]));
    }
    if first.visit == second.visit {
        return Verdict::Holds(named("visits-one-place", [first, second]));
    }
    match [first, second].into_iter().find(inspects) {
        Some(step) => Verdict::Fails(
            named("inspection-has-its-place", [first, second]).with("step", Arg::name(&step.id)),
        ),
        None => Verdict::Holds(named("visits-no-inspection", [first, second])),
    }
}

fn nothing_waited_for(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some([first, second]) = visits(cx, target) else {
        return wrong_target();
    };
    if let Some(about) = between(cx, first, second).find_map(|step| may_be_about(cx, step, second))
    {
        return Verdict::Fails(about);
    }
    let used = used(cx, second);
    let desk = cx.procedure.desk(second);
    let made = between(cx, first, second).find_map(|step| {
        let mut made = step.produces.iter().flatten();
        let made = made.find(|made| used.contains(made))?;
        (cx.procedure.desk(step) != desk).then_some((step, made))
    });
    match made {
        Some((step, made)) => Verdict::Fails(
            named("waits-for-others", [first, second])
                .with("document", Arg::name(made))
                .with("step", Arg::name(&step.id))
                .with("maker", Arg::name(cx.procedure.desk(step))),
        ),
        None if first.visit == second.visit => {
            cx.ask(Fact::new("one-visit-suffices", &target.steps))
        }
        None => cx.ask(Fact::new("one-counter-takes", &target.steps)),
    }
}

/// Documents that somebody has to bring to a step, and what it looks at; not what the office gets itself.
fn used<'a>(cx: &Context<'a>, step: &'a Step) -> Vec<&'a Id> {
    let criteria = step.criteria.iter().flatten();
    let criteria = criteria.filter_map(|id| cx.procedure.criterion(id));
    let needs = step
        .needs
        .iter()
        .flatten()
        .filter(|need| need.0.from.is_none())
        .map(crate::model::Need::document);
    needs
        .chain(criteria.flat_map(|criterion| criterion.reads.iter().flatten()))
        .chain(step.reads.iter().flatten())
        .collect()
}

/// A period that the law gives before the second visit is not shortened.
fn no_statutory_wait(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some([first, second]) = visits(cx, target) else {
        return wrong_target();
    };
    let statutory = |step: &&Step| cx.procedure.wait_by_law(step).any();
    match between(cx, first, second).chain([second]).find(statutory) {
        Some(step) => Verdict::Fails(
            named("visit-after-statutory-wait", [first, second]).with("step", Arg::name(&step.id)),
        ),
        None => Verdict::Holds(named("no-statutory-wait-between", [first, second])),
    }
}

/// Who has to be heard has to come, and nobody appeals before there is a decision.
fn no_hearing(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some([first, second]) = visits(cx, target) else {
        return wrong_target();
    };
    let mut appeals = (cx.procedure).constraints_of(ConstraintKind::IndependentAppeal);
    if appeals.any(|constraint| constraint.steps.first() == Some(&second.id)) {
        return Verdict::Fails(named("visit-is-appeal", [first, second]));
    }
    match cx.procedure.prescribing(second, Mandate::Hearing).next() {
        Some(law) => Verdict::Fails(
            named("visit-is-hearing", [first, second]).with("law", Arg::name(&law.id)),
        ),
        None => laws_read(cx, [second], named("visit-no-hearing", [first, second])),
    }
}

fn apply(cx: &Context<'_>, target: &Target) -> Procedure {
    let mut p = cx.procedure.clone();
    if let [_, second] = &target.steps[..]
        && let Some(step) = p.step_mut(second)
    {
        edit::no_visit_of_its_own(step);
        edit::mark(step, REWRITE.id);
    }
    p
}
