//! `merge-sign-offs`: two sign-offs in a row become one, which examines what both examined.
//!
//! Target: the sign-off that goes, the one that stays and takes over its criteria.

use super::absorb::absorb;
use super::approval::{COMPETENT, NOT_MANDATED, REJECTS_FEW, sign_offs, two};
use super::precondition::{LAW_LETS_MERGE, MAY_MERGE, ONE_PERSON, wrong_target};
use super::times::FEES_ADD_UP;
use super::{Precondition, Rewrite, Target, edit};
use crate::context::Context;
use crate::fact::Verdict;
use crate::finding::Finding;
use crate::measure::vector::Component;
use crate::message::{Arg, Message};
use crate::model::{Procedure, Step};

/// The rewrite.
pub(super) static REWRITE: Rewrite = Rewrite {
    id: "merge-sign-offs",
    answers: &["stacked-sign-offs"],
    act: "act-merge-sign-offs",
    lowers: Component::SignOffs,
    trades: None,
    targets,
    preconditions: &[
        &FOLLOWS_DIRECTLY,
        &COMPETENT,
        &NOT_MANDATED,
        &MAY_MERGE,
        &LAW_LETS_MERGE,
        &ONE_PERSON,
        &FEES_ADD_UP,
        &REJECTS_FEW,
    ],
    apply,
    page: include_str!("../../docs/rewrites/merge-sign-offs.md"),
};

static FOLLOWS_DIRECTLY: Precondition = Precondition {
    id: "follows-directly",
    check: follows_directly,
};

fn targets(cx: &Context<'_>, finding: &Finding) -> Vec<Target> {
    let signing = sign_offs(cx, &finding.steps);
    let pair = |two: &[&Step]| Target {
        steps: two.iter().map(|step| step.id.clone()).collect(),
        items: Vec::new(),
    };
    signing.windows(2).map(pair).collect()
}

fn follows_directly(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some([first, second]) = two(cx, target) else {
        return wrong_target();
    };
    let about = |key| {
        Message::new(key)
            .with("a", Arg::name(&first.id))
            .with("b", Arg::name(&second.id))
    };
    let follows = cx.sole_follower(&first.id);
    if follows.is_some_and(|step| step.id == second.id) {
        Verdict::Holds(about("signs-directly-after"))
    } else {
        Verdict::Fails(about("something-between"))
    }
}

fn apply(cx: &Context<'_>, target: &Target) -> Procedure {
    let mut p = cx.procedure.clone();
    let Some([first, second]) = two(cx, target) else {
        return p;
    };
    let Some(gone) = edit::take_out(&mut p, &first.id) else {
        return p;
    };
    edit::rename_mentions(&mut p, &first.id, &second.id);
    if let Some(step) = p.step_mut(&second.id) {
        take_over(cx.procedure, step, &gone);
    }
    p
}

/// The one that stays does what both did, in their order, at its own place and desk.
fn take_over(p: &Procedure, step: &mut Step, gone: &Step) {
    let mut merged = gone.clone();
    absorb(p, &mut merged, step);
    merged.id = step.id.clone();
    merged.role = step.role.clone();
    merged.with.clone_from(&step.with);
    merged.after.clone_from(&step.after);
    merged.origin.clone_from(&step.origin);
    edit::mark_merged(&mut merged, &gone.original(), REWRITE.id);
    *step = merged;
}
