//! A case that is sent back still comes to what has to be corrected and to what depends on the correction.

use super::Pair;
use crate::context::Context;
use crate::dependence::{Uses, given_at};
use crate::message::{Arg, Message};
use crate::model::{Gateway, Id, Step};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Steps that give what a returning gateway asks about, use what those give or examine it are still done again.
pub(super) fn corrections(pair: &Pair<'_>) -> Result<(), Message> {
    if Arc::ptr_eq(&pair.before.graph, &pair.after.graph) {
        return Ok(());
    }
    for gateway in pair.before.procedure.gateways.iter().flatten() {
        for branch in &gateway.branches {
            let now = pair.after.procedure.gateway(&gateway.id);
            let now = now.and_then(|now| now.branches.iter().find(|kept| kept.id == branch.id));
            // A return that is gone is gone with the control that asked for it.
            let Some((was, is)) = branch.back_to.as_ref().zip(now) else {
                continue;
            };
            let is = is.back_to.as_ref();
            let again =
                |step: &Step| is.is_some_and(|is| in_loop(pair.after, is, &step.id, gateway));
            let mut concerned = concerned(pair.before, was, gateway).into_iter();
            let lost = concerned.find(|step| pair.heir(&step.id).is_some_and(|heir| !again(heir)));
            if let Some(lost) = lost {
                let message = Message::new("lost-correction").with("step", Arg::name(&lost.id));
                return Err(message.with("gateway", Arg::name(&gateway.id)));
            }
        }
    }
    Ok(())
}

/// Whether a case that the gateway sends back to `back` comes to a step on its way to the gateway.
fn in_loop(cx: &Context<'_>, back: &Id, step: &Id, gateway: &Gateway) -> bool {
    (step == back || cx.leads(back, step)) && cx.leads(step, &gateway.id)
}

/// The steps of a loop that a correction concerns.
fn concerned<'a>(cx: &Context<'a>, back: &Id, gateway: &Gateway) -> Vec<&'a Step> {
    let p = cx.procedure;
    let on = gateway.on.as_ref();
    let criterion = on.and_then(|on| p.criterion(on));
    let reads: BTreeSet<&Id> = (criterion.iter())
        .flat_map(|known| known.reads.iter().flatten())
        .collect();
    let round = p
        .steps
        .iter()
        .filter(|step| in_loop(cx, back, &step.id, gateway));
    let round: Vec<&Step> = round.collect();
    let gives = |step: &&&Step| !given_at(p, step).is_disjoint(&reads);
    let sources: Vec<&Step> = round.iter().filter(gives).copied().collect();
    let uses = Uses::of(cx);
    let changes = |source: &&Step, step: &Step| {
        let mut nodes = cx.node(&source.id).zip(cx.node(&step.id)).into_iter();
        nodes.any(|(source, own)| uses.changes(source, own))
    };
    let concerned = |step: &&Step| {
        let mut criteria = step.criteria.iter().flatten();
        criteria.any(|examined| Some(examined) == on)
            || sources
                .iter()
                .any(|source| source.id == step.id || changes(source, step))
    };
    round.into_iter().filter(concerned).collect()
}
