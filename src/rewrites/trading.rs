//! Preconditions of trading rewrites. Targets name the approval that is relaxed.
//!
//! What is never relaxed fails here, whatever anybody answers: four eyes, appeals, hearings, prescribed waits, orders
//! and signatories, and all that is on the exclusion list.

use super::precondition::{laws_read, wrong_target};
use super::{Precondition, Target, edit};
use crate::context::Context;
use crate::control::{Gate, Own, criteria, gate};
use crate::fact::{Fact, Verdict};
use crate::message::{Arg, Message};
use crate::model::{Id, Listed, Mandate, Procedure, Ref, Step, StepKind, WaitKind};
use crate::trade::Relaxed;
use std::collections::BTreeSet;

/// No law stands in the way that could not be changed for it.
pub(super) static LAW_ALLOWS: Precondition = Precondition {
    id: "law-allows",
    check: law_allows,
};

/// Nothing of the exclusion list is at stake.
pub(super) static NOT_EXCLUDED: Precondition = Precondition {
    id: "not-excluded",
    check: not_excluded,
};

/// The way past the approval can be drawn.
pub(super) static VERDICT_CAN_GO: Precondition = Precondition {
    id: "verdict-can-go",
    check: verdict_can_go,
};

/// The approval does not stand for another control, which would be relaxed with it and is not declared.
pub(super) static STANDS_FOR_NO_OTHER: Precondition = Precondition {
    id: "stands-for-no-other",
    check: |cx, target| match approval(cx, target) {
        Some(step) => stands_for_no_other(step),
        None => wrong_target(),
    },
};

/// Whether no control is gone because this one is there: one that was taken away or relaxed because this one looks, or a
/// signature that was merged into it.
///
/// What was lost of the first is lost for good if this one goes as well: in two steps what no single one may lose.
pub(super) fn stands_for_no_other(step: &Step) -> Verdict {
    let origin = step.origin.as_ref();
    let mut rewrites = origin
        .into_iter()
        .flat_map(|origin| origin.rewrites.iter().flatten());
    let leaning = [
        super::remove_redundant_approval::REWRITE.id,
        super::downgrade_to_notice::REWRITE.id,
        super::merge_sign_offs::REWRITE.id,
    ];
    let about = |key| Message::new(key).with("step", Arg::name(&step.id));
    if rewrites.any(|rewrite| leaning.contains(&rewrite.as_str())) {
        Verdict::Fails(about("stands-for-another"))
    } else {
        Verdict::Holds(about("stands-for-itself"))
    }
}

/// The approval that is relaxed; one that stands for a whole procedure is none.
pub(super) fn approval<'a>(cx: &Context<'a>, target: &Target) -> Option<&'a Step> {
    let [id] = &target.steps[..] else { return None };
    cx.step(id)
        .filter(|step| step.signs() && step.calls.is_none())
}

/// The approval of a finding, as a target.
pub(super) fn own_target(cx: &Context<'_>, steps: &[Id]) -> Vec<Target> {
    let target = Target {
        steps: steps.iter().take(1).cloned().collect(),
        items: Vec::new(),
    };
    let found = approval(cx, &target).is_some();
    found.then_some(target).into_iter().collect()
}

/// What somebody decided about the approval, as the fact of this name.
pub(super) fn decided(cx: &Context<'_>, target: &Target, name: &'static str) -> Verdict {
    match approval(cx, target) {
        Some(step) => cx.ask(Fact::new(name, [&step.id])),
        None => wrong_target(),
    }
}

/// A law may prescribe that there is the step: that is for the law-giver to change. All else that laws prescribe stays.
fn law_allows(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(step) = approval(cx, target) else {
        return wrong_target();
    };
    let about = |key| Message::new(key).with("step", Arg::name(&step.id));
    let p = cx.procedure;
    let more = |mandate: &Mandate| *mandate != Mandate::Step;
    let mut laws = p.laws_of(step).peekable();
    let none = laws.peek().is_none();
    if let Some(law) = laws.find(|law| law.mandates.iter().flatten().any(more)) {
        return Verdict::Fails(about("law-never-relaxed").with("law", Arg::name(&law.id)));
    }
    if p.wait_by_law(step).any() {
        return Verdict::Fails(about("wait-never-relaxed"));
    }
    let prescribing: Vec<&Id> = prescribing(p, step);
    if !prescribing.is_empty() {
        let changes = prescribing.into_iter();
        let changes = changes.map(|law| cx.ask(Fact::new("law-will-change", [law, &step.id])));
        let read = laws_read(cx, [step], about("no-law-wants-step"));
        return Verdict::all(changes.chain([read]), about("no-law-wants-step"));
    }
    if p.lists_all(Listed::Laws) {
        let free = if none {
            "no-law-wants-step"
        } else {
            "laws-leave-free"
        };
        return laws_read(cx, [step], about(free));
    }
    cx.ask(Fact::new("no-rule-requires", [&step.id]))
}

/// The laws that prescribe that there is the step.
fn prescribing<'a>(p: &'a Procedure, step: &'a Step) -> Vec<&'a Id> {
    let laws = p.prescribing(step, Mandate::Step).map(|law| &law.id);
    laws.collect::<BTreeSet<&Id>>().into_iter().collect()
}

fn not_excluded(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(step) = approval(cx, target) else {
        return wrong_target();
    };
    let about = |key| Message::new(key).with("step", Arg::name(&step.id));
    // Any of the lists may name what keeps the step from being relaxed; only one that is given of the step or of the whole
    // says that nothing does.
    let lists = [step.risk.as_ref(), cx.procedure.risk.as_ref()];
    let lists = lists.into_iter().flatten();
    let lists: Vec<_> = lists.filter_map(|risk| risk.exclusions.as_ref()).collect();
    if let Some(exclusion) = lists.iter().copied().flatten().next() {
        let word = Message::new(exclusion.key());
        return Verdict::Fails(about("excluded").with("category", word));
    }
    // What the approval lets through is done at the steps behind it: it guards what they touch.
    let behind = cx.procedure.steps.iter();
    let behind = behind.filter(|later| cx.leads(&step.id, &later.id));
    let guarded = behind.filter_map(|later| {
        let risk = later.risk.as_ref()?;
        Some((later, risk.exclusions.iter().flatten().next()?))
    });
    if let Some((later, exclusion)) = guarded.into_iter().next() {
        let message = about("excluded-behind").with("category", Message::new(exclusion.key()));
        return Verdict::Fails(message.with("other", Arg::name(&later.id)));
    }
    if lists.is_empty() {
        cx.ask(Fact::new("not-excluded", [&step.id]))
    } else {
        Verdict::Holds(about("not-on-the-list"))
    }
}

/// Whether a mistake can be put right afterwards.
pub(super) fn correctable(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(step) = approval(cx, target) else {
        return wrong_target();
    };
    let about = |key| Message::new(key).with("step", Arg::name(&step.id));
    match cx.procedure.risk_of(step, |risk| risk.correctable) {
        Some(true) => Verdict::Holds(about("stated-correctable")),
        Some(false) => Verdict::Fails(about("stated-not-correctable")),
        None => cx.ask(Fact::new("correctable", [&step.id])),
    }
}

fn verdict_can_go(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(step) = approval(cx, target) else {
        return wrong_target();
    };
    match gate(cx, step) {
        Gate::Stuck(message) => Verdict::Fails(message),
        _ => Verdict::Holds(
            Message::new("what-follows-can-follow").with("step", Arg::name(&step.id)),
        ),
    }
}

/// What is declared for an approval: `each` of its criteria, or that it states none; and the laws that have to change.
pub(super) fn declared(
    cx: &Context<'_>,
    target: &Target,
    each: impl Fn(Id, Option<Id>) -> Relaxed,
) -> Vec<Relaxed> {
    let Some(step) = approval(cx, target) else {
        return Vec::new();
    };
    let stated = criteria(step);
    let unstated = stated.is_empty().then(|| each(step.id.clone(), None));
    let stated = stated.iter();
    let stated = stated.map(|criterion| each(step.id.clone(), Some(criterion.clone())));
    let laws = prescribing(cx.procedure, step).into_iter();
    let laws = laws.map(|law| Relaxed::Law {
        step: step.id.clone(),
        law: law.clone(),
    });
    stated.chain(unstated).chain(laws).collect()
}

/// Lets a case go on whatever the approval says, which becomes a step of another kind, at its place.
pub(super) fn without_verdict(cx: &Context<'_>, target: &Target, kind: StepKind) -> Procedure {
    let mut p = cx.procedure.clone();
    let Some(step) = approval(cx, target) else {
        return p;
    };
    if let Gate::Own(own) = gate(cx, step) {
        take_gateway_out(&mut p, &step.id, &own);
    }
    edit::forget_counts(&mut p, &step.id);
    if let Some(step) = p.step_mut(&step.id) {
        step.kind = kind;
        step.criteria = Some(Vec::new());
        step.decisions = None;
        nobody_waits(step);
    }
    p
}

/// A case no longer lies before the step: nobody waits for what it says. What waits for the applicant still does.
pub(super) fn nobody_waits(step: &mut Step) {
    if let Some(waits) = &mut step.wait {
        waits
            .0
            .retain(|wait| wait.kind == Some(WaitKind::Applicant));
    }
}

/// What followed the passing branch follows the step; what the refusing ones led to no longer waits for them.
pub(super) fn take_gateway_out(p: &mut Procedure, step: &Id, own: &Own) {
    edit::follow_instead(p, &own.kept, &[Ref::step(step.clone())]);
    for branch in &own.refusing {
        edit::follow_instead(p, branch, &[]);
    }
    if let Some(gateways) = &mut p.gateways {
        gateways.retain(|gateway| gateway.id != own.id);
    }
}
