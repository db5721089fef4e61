//! `merge-adjacent-steps`: two steps of one desk that follow each other become one.
//!
//! Target: the first step, the second step. The merged step keeps the first one's id, does the
//! work of both and waits as the first did; statutory waits of the second stay.

use super::absorb::into_first;
use super::precondition::{steps, wrong_target};
use super::{Precondition, Rewrite, Target, precondition, times};
use crate::context::Context;
use crate::fact::Verdict;
use crate::finding::Finding;
use crate::measure::vector::Component;
use crate::message::{Arg, Message};
use crate::model::{Procedure, Step};

/// The rewrite.
pub(super) static REWRITE: Rewrite = Rewrite {
    id: "merge-adjacent-steps",
    answers: &["adjacent-steps-one-desk", "same-person-twice"],
    act: "act-merge-adjacent-steps",
    lowers: Component::Steps,
    trades: None,
    targets,
    preconditions: &[
        &NOTHING_BETWEEN,
        &precondition::MAY_MERGE,
        &precondition::LAW_LETS_MERGE,
        &precondition::ONE_PERSON,
        &times::FEES_ADD_UP,
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
    into_first(cx, target, REWRITE.id)
}
