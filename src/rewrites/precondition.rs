//! Preconditions that several rewrites share.

use super::{Precondition, Target};
use crate::context::Context;
use crate::fact::{Fact, Verdict};
use crate::message::{Arg, Message};
use crate::model::{Constraint, ConstraintKind, Listed, Mandate, Step};

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

/// No law wants one of the steps as a hearing, or makes a case wait between them; and what the laws say that they cite is
/// known.
pub static LAW_LETS_MERGE: Precondition = Precondition {
    id: "law-lets-merge",
    check: law_lets_merge,
};

/// That a step stands for a whole procedure, of which the file says nothing more: it stays as it is.
pub(super) fn stands_for_a_procedure(step: &Step) -> Message {
    Message::new("stands-for-a-procedure").with("step", Arg::name(&step.id))
}

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

/// The constraints that keep steps, or the people who do them, apart.
const APART: [ConstraintKind; 3] = [
    ConstraintKind::FourEyes,
    ConstraintKind::NeverMerge,
    ConstraintKind::IndependentAppeal,
];

/// What the constraint says that keeps steps of the target apart, or in an appeal's distance.
pub fn kept_apart(cx: &Context<'_>, target: &Target) -> Option<Message> {
    let constraint = APART
        .into_iter()
        .find_map(|kind| constraint_on(cx, target, kind))?;
    let message = Message::new("kept-apart").with("kind", Message::new(constraint.kind.key()));
    Some(message.with("steps", Arg::names(&constraint.steps)))
}

fn may_merge(cx: &Context<'_>, target: &Target) -> Verdict {
    let mut named = target.steps.iter().filter_map(|id| cx.step(id));
    if let Some(step) = named.find(|step| step.calls.is_some()) {
        return Verdict::Fails(stands_for_a_procedure(step));
    }
    match kept_apart(cx, target) {
        Some(why) => Verdict::Fails(why),
        None => kept_from_role(cx, target),
    }
}

/// A step that must be done by somebody else than another one goes to no other role than its own: that the new one is as far
/// from the other as the old one was, the names of roles do not say. The last step of a target says who does the result.
fn kept_from_role(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(steps) = steps(cx, target) else {
        return wrong_target();
    };
    let role = steps.last().map(|step| &step.role);
    let moved = steps.iter().filter(|step| Some(&step.role) != role);
    let constrained = moved.into_iter().find_map(|step| {
        let mut constraints = APART
            .iter()
            .flat_map(|kind| cx.procedure.constraints_of(*kind));
        constraints.find(|constraint| constraint.steps.contains(&step.id))
    });
    match constrained {
        Some(constraint) => Verdict::Fails(
            Message::new("kept-apart")
                .with("kind", Message::new(constraint.kind.key()))
                .with("steps", Arg::names(&constraint.steps)),
        ),
        None => Verdict::Holds(Message::new("not-kept-apart")),
    }
}

/// Whether the laws on which steps rest, and of which the file says nothing, leave them free: asked once for a law. What a
/// law that nobody has read prescribes is not known, whatever else the file lists.
pub(super) fn laws_read<'a>(
    cx: &Context<'_>,
    steps: impl IntoIterator<Item = &'a Step>,
    none: Message,
) -> Verdict {
    let unread = steps.into_iter().flat_map(|step| {
        let laws = cx.procedure.unread(step).into_iter();
        laws.map(|law| Fact::new("leaves-free", [&law.id, &step.id]))
            .collect::<Vec<Fact>>()
    });
    Verdict::all(unread.map(|fact| cx.ask(fact)), none)
}

fn law_lets_merge(cx: &Context<'_>, target: &Target) -> Verdict {
    let p = cx.procedure;
    let Some([first, second]) =
        steps(cx, target).and_then(|steps| <[&Step; 2]>::try_from(steps).ok())
    else {
        return wrong_target();
    };
    let about = |key, step: &Step| Message::new(key).with("step", Arg::name(&step.id));
    let hearing = [first, second].into_iter().find_map(|step| {
        let law = p.prescribing(step, Mandate::Hearing).next()?;
        Some(about("hearing-is-never-merged", step).with("law", Arg::name(&law.id)))
    });
    if let Some(message) = hearing {
        return Verdict::Fails(message);
    }
    if p.wait_by_law(second).any() {
        return Verdict::Fails(about("law-makes-wait-before", second));
    }
    // How long it waits is not known apart, so that of one step with another it would not be known at all.
    if p.wait_by_law(first).elapsed.is_some() {
        return Verdict::Fails(about("wait-by-law-within", first));
    }
    laws_read(cx, [first, second], Message::new("laws-let-merge"))
}

fn one_person(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(steps) = steps(cx, target) else {
        return wrong_target();
    };
    let separate = steps.iter().find_map(|step| {
        let mut laws = cx.procedure.prescribing(step, Mandate::SeparatePerson);
        laws.next().map(|law| (step, law))
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
