//! `merge-adjacent-steps`: two steps of one desk that follow each other become one.
//!
//! Target: the first step, the second step. The merged step keeps the first one's id, does the
//! work of both and waits as the first did; statutory waits of the second stay.

use super::precondition::{steps, wrong_target};
use super::{Precondition, Rewrite, Target, edit, precondition, times};
use crate::context::Context;
use crate::fact::Verdict;
use crate::finding::Finding;
use crate::measure::vector::Component;
use crate::message::{Arg, Message};
use crate::model::{Decisions, Procedure, Step, StepKind, Text};

/// The rewrite.
pub(super) static REWRITE: Rewrite = Rewrite {
    id: "merge-adjacent-steps",
    answers: &["adjacent-steps-one-desk", "same-person-twice"],
    act: "act-merge-adjacent-steps",
    lowers: Component::Steps,
    targets,
    preconditions: &[
        &NOTHING_BETWEEN,
        &precondition::MAY_MERGE,
        &precondition::ONE_PERSON,
    ],
    apply,
    page: include_str!("../../docs/rewrites/merge-adjacent-steps.md"),
};

static NOTHING_BETWEEN: Precondition = Precondition {
    id: "nothing-between",
    check: nothing_between,
};

fn targets(_: &Context<'_>, finding: &Finding) -> Vec<Target> {
    vec![Target {
        steps: finding.steps.clone(),
        items: Vec::new(),
    }]
}

fn nothing_between(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some([first, second]) =
        steps(cx, target).and_then(|steps| <[&Step; 2]>::try_from(steps).ok())
    else {
        return wrong_target();
    };
    let follows = cx
        .sole_follower(&first.id)
        .is_some_and(|follower| follower.id == second.id);
    let names = |message: Message| {
        message
            .with("a", Arg::name(&first.id))
            .with("b", Arg::name(&second.id))
    };
    if !follows {
        return Verdict::Fails(names(Message::new("something-between")));
    }
    if first.role != second.role || first.with != second.with {
        return Verdict::Fails(names(Message::new("different-desks")));
    }
    if first.visit.is_some() && second.visit.is_some() && first.visit != second.visit {
        return Verdict::Fails(names(Message::new("different-places")));
    }
    Verdict::Holds(names(Message::new("follows-directly")))
}

fn apply(cx: &Context<'_>, target: &Target) -> Procedure {
    let mut p = cx.procedure.clone();
    let [first, second] = &target.steps[..] else {
        return p;
    };
    let Some(gone) = edit::take_out(&mut p, second) else {
        return p;
    };
    edit::rename_mentions(&mut p, second, first);
    if let Some(step) = p.step_mut(first) {
        absorb(step, &gone);
        edit::mark_merged(step, &gone.original(), REWRITE.id);
    }
    p
}

/// Lets one step do what two did.
fn absorb(step: &mut Step, gone: &Step) {
    step.name = both_names(step, gone);
    step.decisions = counts(step, gone);
    step.kind = weightier(step.kind, gone.kind);
    edit::union(&mut step.criteria, gone.criteria.as_ref());
    edit::union_needs(&mut step.needs, gone.needs.as_ref());
    edit::union(&mut step.reads, gone.reads.as_ref());
    edit::union(&mut step.produces, gone.produces.as_ref());
    edit::union(&mut step.enters, gone.enters.as_ref());
    edit::union(&mut step.law, gone.law.as_ref());
    // What the first step makes, the second no longer has to be handed.
    let made = step.produces.clone().unwrap_or_default();
    if let Some(needs) = &mut step.needs {
        needs.retain(|need| !made.contains(need.document()));
    }
    step.visit = step.visit.take().or_else(|| gone.visit.clone());
    step.fee = times::sum_money(step.fee.as_ref(), gone.fee.as_ref());
    step.online = step.online.zip(gone.online).map(|(a, b)| a && b);
    times::merge(step, gone);
}

/// What was counted of the merged step: one part's count holds where the other part refuses nobody.
///
/// Where both may refuse, how many the two together refuse is not known, and either count alone would
/// make the merged step look idler than it is.
fn counts(step: &Step, gone: &Step) -> Option<Vec<Decisions>> {
    let silent = |step: &Step| step.decisions.is_none() && !step.is_control();
    let mut counts = if silent(gone) {
        step.decisions.clone()
    } else if silent(step) {
        gone.decisions.clone()
    } else {
        None
    };
    for given in counts
        .iter_mut()
        .flatten()
        .filter_map(|counted| counted.given.as_mut())
    {
        given.retain(|id| *id != step.id && *id != gone.id);
    }
    counts
}

/// The kind that says most about the merged step: whoever decides, decides.
fn weightier(a: StepKind, b: StepKind) -> StepKind {
    const ORDER: [StepKind; 11] = [
        StepKind::Decide,
        StepKind::SignOff,
        StepKind::Inspect,
        StepKind::Review,
        StepKind::Check,
        StepKind::Issue,
        StepKind::Submit,
        StepKind::Pay,
        StepKind::Record,
        StepKind::Notify,
        StepKind::Wait,
    ];
    ORDER
        .into_iter()
        .find(|kind| *kind == a || *kind == b)
        .unwrap_or(a)
}

/// "First + second", in each language that both have.
fn both_names(a: &Step, b: &Step) -> Option<Text> {
    let (a, b) = (a.name.as_ref()?, b.name.as_ref()?);
    match (a, b) {
        (Text::Many(texts), Text::Many(_)) => {
            let both = texts.iter().filter_map(|(tag, text)| {
                Some((tag.clone(), format!("{text} + {}", b.in_tag(tag)?)))
            });
            Some(Text::Many(both.collect())).filter(|text| !text.all().is_empty())
        }
        _ => Some(Text::One(format!(
            "{} + {}",
            a.all().first()?,
            b.all().first()?
        ))),
    }
}
