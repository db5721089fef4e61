//! What laws prescribe: steps, signatories, orders, documents and waits.

use super::Pair;
use crate::message::{Arg, Message};
use crate::model::{ConstraintKind, Id, Mandate, Step, Time, WaitFigure};

/// Steps, signatories, orders and documents that a law prescribes are still there.
pub(super) fn mandates(pair: &Pair<'_>) -> Result<(), Message> {
    let p = pair.before.procedure;
    for step in &p.steps {
        let cited = p.cited(step).map(|law| (law, true));
        for (law, own) in cited.chain(p.grounds(step).map(|law| (law, false))) {
            for mandate in law.mandates.iter().flatten() {
                let met = met(pair, step, *mandate) || !own && met_by_another(pair, step, *mandate);
                if !met && !pair.law_changes(&law.id, &step.id) {
                    let message = Message::new("lost-mandate").with("law", Arg::name(&law.id));
                    return Err(message.with("step", Arg::name(&step.id)));
                }
            }
        }
    }
    orders(pair)
}

/// Whether another step does what the law on which a criterion rests prescribes: that it is examined, in every case that it
/// was, and on its papers.
fn met_by_another(pair: &Pair<'_>, step: &Step, mandate: Mandate) -> bool {
    let examines = |criterion: &Id| {
        let mut steps = pair.after.procedure.steps.iter();
        steps.any(|other| {
            let examined = other.criteria.iter().flatten().any(|id| id == criterion);
            examined && as_often(pair, step, other)
        })
    };
    matches!(mandate, Mandate::Step | Mandate::Document)
        && step.criteria.iter().flatten().all(examines)
}

fn met(pair: &Pair<'_>, step: &Step, mandate: Mandate) -> bool {
    let heir = pair.heir(&step.id);
    let alone = |heir: &Step| heir.id == step.id && heir.original() == step.original();
    match mandate {
        Mandate::Step => still_in_every_case(pair, step),
        Mandate::Hearing => still_in_every_case(pair, step) && heir.is_some_and(alone),
        Mandate::Order => heir.is_some(),
        Mandate::Signatory => {
            let signs = |heir: &Step| heir.signs() || !step.signs();
            heir.is_some_and(|heir| heir.role == step.role && signs(heir))
        }
        Mandate::SeparatePerson => heir.is_some_and(alone),
        Mandate::MinimumWait => true,
        Mandate::Document => heir.is_some_and(|heir| {
            let kept = |document: &Id| {
                heir.needs
                    .iter()
                    .flatten()
                    .any(|need| need.document() == document)
            };
            step.needs
                .iter()
                .flatten()
                .filter(|need| need.0.law.is_some())
                .all(|need| kept(need.document()))
        }),
    }
}

/// Whether what stands for a prescribed step is as much of a control, and comes before every end that it came before.
fn still_in_every_case(pair: &Pair<'_>, step: &Step) -> bool {
    let heir = pair.control_heir(step);
    heir.is_some_and(|heir| as_often(pair, step, heir))
}

/// Whether a step comes before every end that another one came before.
fn as_often(pair: &Pair<'_>, step: &Step, heir: &Step) -> bool {
    let mut ends = pair.before.procedure.ends.iter();
    ends.all(|end| {
        !pair.before.always_before(&step.id, &end.id) || pair.after.always_before(&heir.id, &end.id)
    })
}

/// Steps whose order is prescribed, by a constraint or by a law that both rest on, keep it.
fn orders(pair: &Pair<'_>) -> Result<(), Message> {
    let p = pair.before.procedure;
    for constraint in p.constraints_of(ConstraintKind::Order) {
        for two in constraint.steps.windows(2) {
            in_order(pair, [&two[0], &two[1]])?;
        }
    }
    let laws = p.laws.iter().flatten();
    for law in laws.filter(|law| law.prescribes(Mandate::Order)) {
        let rests = |step: &&Step| p.laws_of(step).any(|known| known.id == law.id);
        let steps: Vec<&Step> = p.steps.iter().filter(rests).collect();
        for a in &steps {
            for b in &steps {
                in_order(pair, [&a.id, &b.id])?;
            }
        }
    }
    Ok(())
}

/// Whether the one step still comes before the other, or is one with it, if it did.
fn in_order(pair: &Pair<'_>, two: [&Id; 2]) -> Result<(), Message> {
    let was = pair.before.leads(two[0], two[1]);
    let heirs = pair.heir(two[0]).zip(pair.heir(two[1]));
    let is = heirs.is_some_and(|(a, b)| a.id == b.id || pair.after.leads(&a.id, &b.id));
    if was && !is {
        return Err(Message::new("lost-order").with("steps", Arg::names(two)));
    }
    Ok(())
}

/// What the law makes a case wait, it still waits, no less long, and what came after the wait still does.
pub(super) fn waits(pair: &Pair<'_>) -> Result<(), Message> {
    let (before, after) = (pair.before.procedure, pair.after.procedure);
    for step in &before.steps {
        let was = before.wait_by_law(step);
        let kept = |heir: &Step| {
            let is = after.wait_by_law(heir);
            // Where it is the step that has to wait, it does not matter which of its waits is long enough.
            let all = heir.wait.iter().flat_map(|waits| &waits.0);
            let mut now: Vec<&WaitFigure> = if was.step { all.collect() } else { is.waits };
            let each = was.waits.iter().all(|wait| still_waited(wait, &mut now));
            let whole = was.elapsed.is_none_or(|time| {
                let waited = heir.wait.iter().flat_map(|waits| &waits.0);
                let mut times = heir.elapsed.iter().chain(waited.map(|wait| &wait.time));
                times.any(|now| no_shorter(time, now))
            });
            each && whole && still_after(pair, step, heir)
        };
        if was.any() && !pair.heir(&step.id).is_some_and(kept) {
            return Err(Message::new("lost-wait").with("step", Arg::name(&step.id)));
        }
    }
    Ok(())
}

/// Takes the shortest of the waits that is no shorter than one; tells whether there is one.
fn still_waited(wait: &WaitFigure, now: &mut Vec<&WaitFigure>) -> bool {
    let least = |wait: &WaitFigure| wait.time.0.value.map_or(0.0, |span| span.min);
    let long_enough = now.iter().enumerate();
    let long_enough = long_enough.filter(|(_, now)| no_shorter(&wait.time, &now.time));
    let shortest = long_enough.min_by(|(_, a), (_, b)| least(a).total_cmp(&least(b)));
    let place = shortest.map(|(place, _)| place);
    place.map(|place| now.remove(place)).is_some()
}

/// Whether a time is known to be no shorter than another, whoever counted it.
fn no_shorter(was: &Time, now: &Time) -> bool {
    let least = |time: &Time| time.0.value.map(|span| (span.unit, span.min));
    let both = least(was).zip(least(now));
    was == now || both.is_some_and(|((unit, was), (other, now))| unit == other && was <= now)
}

/// Whether all steps that came after `step`, where they are still there, come after its heir or are part of it.
fn still_after(pair: &Pair<'_>, step: &Step, heir: &Step) -> bool {
    let steps = pair.before.procedure.steps.iter();
    let after = steps.filter(|later| pair.before.leads(&step.id, &later.id));
    after
        .filter_map(|later| pair.heir(&later.id))
        .all(|later| later.id == heir.id || pair.after.leads(&heir.id, &later.id))
}
