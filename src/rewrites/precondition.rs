//! Preconditions that several rewrites share.

use super::{Precondition, Target};
use crate::context::Context;
use crate::fact::{Fact, Verdict};
use crate::message::{Arg, Message};
use crate::model::{Constraint, ConstraintKind, Id, Listed, Mandate, Step};

/// Nothing requires two people: no constraint, no law; one person known to do both is enough.
pub static ONE_PERSON: Precondition = Precondition {
    id: "one-person-may-do",
    check: one_person,
};

/// No constraint keeps the steps apart or in an appeal's distance.
pub static MAY_MERGE: Precondition = Precondition {
    id: "no-constraint-keeps-apart",
    check: may_merge,
};

/// The steps of a target, in its order; none when one is missing.
pub fn steps<'a>(cx: &Context<'a>, target: &Target) -> Option<Vec<&'a Step>> {
    target.steps.iter().map(|id| cx.step(id)).collect()
}

/// A target that does not name what the rewrite needs.
pub fn wrong_target() -> Verdict {
    Verdict::Fails(Message::new("target-gone"))
}

fn constraint_on<'a>(
    cx: &Context<'a>,
    target: &Target,
    kind: ConstraintKind,
) -> Option<&'a Constraint> {
    let among = |constraint: &&Constraint| {
        constraint
            .steps
            .iter()
            .filter(|id| target.steps.contains(id))
            .count()
            > 1
    };
    cx.procedure.constraints_of(kind).find(among)
}

/// What the constraint says that keeps steps of the target apart, or in an appeal's distance.
pub fn kept_apart(cx: &Context<'_>, target: &Target) -> Option<Message> {
    let kinds = [
        ConstraintKind::FourEyes,
        ConstraintKind::NeverMerge,
        ConstraintKind::IndependentAppeal,
    ];
    let constraint = kinds
        .into_iter()
        .find_map(|kind| constraint_on(cx, target, kind))?;
    let message = Message::new("kept-apart").with("kind", Message::new(constraint.kind.key()));
    Some(message.with("steps", Arg::names(&constraint.steps)))
}

fn may_merge(cx: &Context<'_>, target: &Target) -> Verdict {
    match kept_apart(cx, target) {
        Some(why) => Verdict::Fails(why),
        None => kept_from_role(cx, target),
    }
}

/// A step that must be done by somebody else than another one may not go to the role of that one: the last step
/// of a target says who does the result.
fn kept_from_role(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(steps) = steps(cx, target) else {
        return wrong_target();
    };
    let role = steps.last().map(|step| &step.role);
    let kinds = [
        ConstraintKind::FourEyes,
        ConstraintKind::NeverMerge,
        ConstraintKind::IndependentAppeal,
    ];
    let moved = steps.iter().filter(|step| Some(&step.role) != role);
    for step in moved {
        let constraints = kinds
            .iter()
            .flat_map(|kind| cx.procedure.constraints_of(*kind));
        let mut about = constraints.filter(|constraint| constraint.steps.contains(&step.id));
        let meets = |id: &Id| {
            let other = cx
                .step(id)
                .filter(|other| !target.steps.contains(&other.id));
            other.is_some_and(|other| Some(&other.role) == role)
        };
        if let Some(constraint) = about.find(|constraint| constraint.steps.iter().any(meets)) {
            return Verdict::Fails(
                Message::new("kept-apart")
                    .with("kind", Message::new(constraint.kind.key()))
                    .with("steps", Arg::names(&constraint.steps)),
            );
        }
    }
    Verdict::Holds(Message::new("not-kept-apart"))
}

fn one_person(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(steps) = steps(cx, target) else {
        return wrong_target();
    };
    let separate = steps.iter().find_map(|step| {
        cx.procedure
            .mandating(step.law.as_ref(), Mandate::SeparatePerson)
            .next()
            .map(|law| (step, law))
    });
    if let Some((step, law)) = separate {
        let message = Message::new("law-wants-separate-person");
        return Verdict::Fails(
            message
                .with("step", Arg::name(&step.id))
                .with("law", Arg::name(&law.id)),
        );
    }
    if cx.procedure.lists_all(Listed::Constraints) && cx.procedure.lists_all(Listed::Laws) {
        return Verdict::Holds(Message::new("no-rule-wants-two-people"));
    }
    cx.ask(Fact::new("one-person-may-do", &target.steps))
}
