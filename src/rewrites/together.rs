//! Preconditions of rewrites by which two things of one case happen at once, each staying what it is.

use super::precondition::wrong_target;
use super::sharing::two;
use super::{Precondition, Target};
use crate::context::Context;
use crate::fact::Verdict;
use crate::message::{Arg, Message};
use crate::model::{After, Gateway, Ref, Step};
use std::collections::BTreeSet;

/// Every case that has one of the two steps has the other, in turn or due at the same moment, and every return of cases
/// repeats both or none.
pub(super) static ALWAYS_BOTH: Precondition = Precondition {
    id: "always-both",
    check: |cx, target| always_both(cx, target, due_at_once),
};

/// A message about two steps.
pub(super) fn named(key: &'static str, [first, second]: [&Step; 2]) -> Message {
    Message::new(key)
        .with("a", Arg::name(&first.id))
        .with("b", Arg::name(&second.id))
}

/// Whether both become due at the same moment: they follow the same, in the same way.
pub(super) fn due_at_once([first, second]: [&Step; 2]) -> bool {
    let Some((one, other)) = first.after.as_ref().zip(second.after.as_ref()) else {
        return false;
    };
    let refs = |of: &[Ref]| of.iter().cloned().collect::<BTreeSet<Ref>>();
    let alike = std::mem::discriminant(one) == std::mem::discriminant(other);
    (alike || one.refs().len() == 1) && refs(one.refs()) == refs(other.refs())
}

/// What two steps follow that are due once both are: all that either follows. Nothing unless both are joins of which one
/// step or branch leads to both: then every case that comes to either comes to both, for else a join would wait for ever.
pub(super) fn due_with_both([first, second]: [&Step; 2]) -> Option<After> {
    let joins = |after: Option<&After>| match after {
        Some(After::All(refs)) => Some(refs.clone()),
        _ => None,
    };
    let mut all = joins(first.after.as_ref())?;
    let other = joins(second.after.as_ref())?;
    let shared = other.iter().any(|reference| all.contains(reference));
    let more: Vec<Ref> = (other.into_iter())
        .filter(|reference| !all.contains(reference))
        .collect();
    all.extend(more);
    shared.then_some(After::All(all))
}

/// The gateway that sends cases back to one of the two steps without the other.
pub(super) fn return_parts<'a>(
    cx: &Context<'a>,
    [first, second]: [&Step; 2],
) -> Option<&'a Gateway> {
    let mut gateways = cx.procedure.gateways.iter().flatten();
    gateways.find(|gateway| {
        let mut back = gateway.branches.iter().filter_map(|b| b.back_to.as_ref());
        back.any(|back| {
            let repeats = |step: &Step| {
                (*back == step.id || cx.leads(back, &step.id)) && cx.leads(&step.id, &gateway.id)
            };
            *back == second.id || repeats(first) != repeats(second)
        })
    })
}

/// The same, with what counts as due at the same moment.
pub(super) fn always_both(
    cx: &Context<'_>,
    target: &Target,
    together: fn([&Step; 2]) -> bool,
) -> Verdict {
    let Some(two @ [first, second]) = two(cx, target) else {
        return wrong_target();
    };
    if cx.concurrent(&first.id, &second.id) && !together(two) {
        return Verdict::Fails(named("not-due-at-once", two));
    }
    let in_turn = cx.always_before(&first.id, &second.id) && cx.always_after(&second.id, &first.id);
    let seldom = two
        .iter()
        .any(|step| step.share.is_some_and(|share| share < 1.0));
    if seldom || !in_turn && !together(two) {
        return Verdict::Fails(named("not-both-in-every-case", two));
    }
    match return_parts(cx, two) {
        Some(gateway) => {
            Verdict::Fails(named("return-parts-them", two).with("gateway", Arg::name(&gateway.id)))
        }
        None => Verdict::Holds(named("both-in-every-case", two)),
    }
}
