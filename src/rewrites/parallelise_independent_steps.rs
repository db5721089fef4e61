//! `parallelise-independent-steps`: steps that stand in a row for no reason run side by side.
//!
//! Target: the steps of the row, in their present order. Each then follows what it waits for; those
//! that wait for none of the others follow what the first one followed; what came after the row
//! waits for all of it.

use super::precondition::{laws_read, steps, wrong_target};
use super::{Precondition, Rewrite, Target, edit};
use crate::context::Context;
use crate::dependence::{Series, all_listed, finds_out, grants};
use crate::fact::{Fact, Verdict};
use crate::finding::Finding;
use crate::measure::vector::Component;
use crate::message::{Arg, Message};
use crate::model::{After, Id, Procedure, Ref, Step};

/// The rewrite.
pub(super) static REWRITE: Rewrite = Rewrite {
    id: "parallelise-independent-steps",
    answers: &["sequential-independent-steps"],
    act: "act-parallelise",
    lowers: Component::OrderedPairs,
    trades: None,
    targets,
    preconditions: &[&JOIN_EXPRESSIBLE, &INDEPENDENT, &NO_KNOCKOUT_LOST],
    apply,
    page: include_str!("../../docs/rewrites/parallelise-independent-steps.md"),
};

/// What follows can wait for all of them.
pub(super) static JOIN_EXPRESSIBLE: Precondition = Precondition {
    id: "join-expressible",
    check: join_expressible,
};

/// Nothing outside the file makes them wait for each other.
pub(super) static INDEPENDENT: Precondition = Precondition {
    id: "independent",
    check: independent,
};

/// What is done beside a control is not done in vain when it stops the case.
pub(super) static NO_KNOCKOUT_LOST: Precondition = Precondition {
    id: "knockout-would-be-lost",
    check: knockout,
};

/// The steps of the finding, as they are.
pub(super) fn targets(_: &Context<'_>, finding: &Finding) -> Vec<Target> {
    vec![Target {
        steps: finding.steps.clone(),
        items: Vec::new(),
    }]
}

fn join_expressible(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(last) = target.steps.last() else {
        return wrong_target();
    };
    let pairs = target.steps.iter().zip(target.steps.iter().skip(1));
    let parted = |(first, second): &(&Id, &Id)| {
        let next = cx.sole_follower(first);
        next.is_none_or(|next| next.id != **second)
    };
    if let Some((first, second)) = pairs.into_iter().find(parted) {
        let message = Message::new("something-between").with("a", Arg::name(first));
        return Verdict::Fails(message.with("b", Arg::name(second)));
    }
    match edit::cannot_wait_for_more(cx.procedure, &Ref::step(last.clone())) {
        Some(follower) => Verdict::Fails(
            Message::new("cannot-wait-for-all")
                .with("step", Arg::name(follower))
                .with("last", Arg::name(last)),
        ),
        None => Verdict::Holds(Message::new("followers-wait-for-all")),
    }
}

fn independent(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(steps) = steps(cx, target) else {
        return wrong_target();
    };
    let none = Message::new("lists-show-no-dependency");
    if all_listed(cx.procedure) {
        return laws_read(cx, steps, none);
    }
    ask(cx, &Series::of(cx, steps), none, |_| true)
}

/// A control that stops cases spares the steps behind it; beside it they are spent in vain.
fn knockout(cx: &Context<'_>, target: &Target) -> Verdict {
    let Some(steps) = steps(cx, target) else {
        return wrong_target();
    };
    let none = Message::new("nothing-stops-cases");
    let series = Series::of(cx, steps);
    let in_vain = ask(cx, &series, none.clone(), may_stop);
    Verdict::all([in_vain, grants_too_early(cx, &series, none.clone())], none)
}

/// Asks of each step that grants something whether it may go ahead of those that look, and still may stop the case.
fn grants_too_early(cx: &Context<'_>, series: &Series<'_>, none: Message) -> Verdict {
    let places = |test: fn(&Procedure, &Step) -> bool| {
        let steps = series.steps.iter().enumerate();
        let such = steps.filter(|(_, step)| test(cx.procedure, step));
        such.map(|(at, _)| at).collect::<Vec<usize>>()
    };
    let looking = places(finds_out);
    let pairs = places(grants).into_iter().flat_map(|later| {
        let before = looking.iter().filter(move |&&earlier| earlier < later);
        before.map(move |&earlier| (later, earlier))
    });
    let early = pairs.filter(|&(later, earlier)| !series.waits(later, earlier));
    let verdicts = early.map(|(later, earlier)| {
        let [later, earlier] = [later, earlier].map(|at| &series.steps[at].id);
        cx.ask(Fact::new("may-grant-before", [later, earlier]))
    });
    Verdict::all(verdicts, none)
}

/// Whether a step may stop cases: it is known to, or it is a control of which nothing was counted.
fn may_stop(step: &Step) -> bool {
    let mut counted = step.decisions.iter().flatten().peekable();
    if counted.peek().is_none() {
        return step.is_control();
    }
    counted.any(|decisions| decisions.rejected > 0)
}

/// Asks for each step that would go ahead of others `that` matter, unless it only builds on one that
/// does. The question names the last of them and means those before it too.
fn ask(
    cx: &Context<'_>,
    series: &Series<'_>,
    none: Message,
    that: impl Fn(&Step) -> bool,
) -> Verdict {
    let count = series.steps.len();
    let ahead = |later: usize| {
        let free = move |earlier: &usize| !series.waits(later, *earlier);
        let own = move |earlier: &usize| {
            (earlier + 1..later).all(|via| !series.waits(later, via) || series.waits(via, *earlier))
        };
        (0..later).filter(free).filter(own)
    };
    let asked = (0..count).filter_map(|later| {
        let matters = ahead(later).any(|earlier| that(series.steps[earlier]));
        Some((later, ahead(later).next_back().filter(|_| matters)?))
    });
    let verdicts = asked.map(|(later, earlier)| {
        let [later, earlier] = [later, earlier].map(|at| &series.steps[at].id);
        cx.ask(Fact::new("may-start-before", [later, earlier]))
    });
    Verdict::all(verdicts, none)
}

fn apply(cx: &Context<'_>, target: &Target) -> Procedure {
    side_by_side(cx, target, REWRITE.id)
}

/// The procedure in which each step of the target follows no more than what it waits for, by the name of `rewrite`.
pub(super) fn side_by_side(cx: &Context<'_>, target: &Target, rewrite: &str) -> Procedure {
    let mut p = cx.procedure.clone();
    let Some(steps) = steps(cx, target).filter(|steps| steps.len() > 1) else {
        return p;
    };
    let entry = steps[0].after.clone();
    let series = Series::of(cx, steps);
    let reference = |at: &usize| Ref::step(series.steps[*at].id.clone());
    for (at, known) in series.steps.iter().enumerate().skip(1) {
        let direct: Vec<Ref> = series.direct(at).iter().map(reference).collect();
        let after = if direct.is_empty() {
            entry.clone()
        } else {
            Some(After::All(direct))
        };
        if let Some(step) = p.step_mut(&known.id).filter(|step| step.after != after) {
            step.after = after;
            edit::mark(step, rewrite);
        }
    }
    let last: Vec<Ref> = series.last().iter().map(reference).collect();
    if let Some(end) = target.steps.last() {
        edit::wait_for_all(&mut p, &Ref::step(end.clone()), &last);
    }
    p
}
